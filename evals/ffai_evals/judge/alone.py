"""The judge of one answer on its own: with the expectations and media that the line brings, or with such as the request implies."""

import os
import shutil
import tempfile
from typing import Any, NamedTuple

import ffai_guards

from ffai.environment import Environment
from ffai.values import Tools
from ffai_evals.judge import scene as scenes
from ffai_evals.judge.answers import read_answer
from ffai_evals.judge.derive import Derived, derive
from ffai_evals.judge.execute import WALL, inside
from ffai_evals.judge.items import Item
from ffai_evals.judge.media import Maker, NotMadeError, kind_of, parse
from ffai_evals.judge.memory import memory
from ffai_evals.judge.verdict import Answer, Judgement, judge


class Alone(NamedTuple):
    judgement: Judgement
    derived: Derived | None  # None: the line brought its own expectations
    media: dict[str, str]
    unmade: tuple[str, ...]


def judge_alone(item: Item, text: str, env: Environment, tools: Tools, *, wall: float = WALL, keep: str = "") -> Alone:
    """Judges the text of an answer in a folder of its own. `keep`: where to leave that folder, for a look at what came out."""
    answer = scenes.localised(read_answer(text))
    folder = keep or tempfile.mkdtemp(prefix="ffai-judge-")
    maker = Maker(tools, env)
    media: dict[str, str] = {}
    unmade: list[str] = []

    def make(wanted: dict[str, str]) -> None:
        for name, words in wanted.items():
            if name in media:
                continue
            try:
                maker.put(name, words, folder)
                media[name] = words
            except (NotMadeError, OSError) as problem:
                unmade.append(f"{name}: {problem}")

    try:
        scene = scenes.set_scene(item.request, answer, folder)
        make(dict(item.media))
        if not item.media:
            make({name: scene.words(name) for name in scene.inputs})
        make({name: scene.words(name) for name in scenes.globbed(answer, scene)})
        _write_lists(answer, folder)
        if answer.text:
            reading = ffai_guards.read(answer.text, folder)
            make(_like_the_items(item, scenes.needed(reading, scene, media, folder)))
            if any(s.stdin_text is None for s in reading.steps) and not os.listdir(folder):
                make({f"input.{scene.understanding.source_ext or 'mp4'}": scene.words("input.mp4")})
        derived = None
        if not item.expect:
            main = _main(scene, media)
            kind = kind_of(main)
            count = sum(kind_of(name) == kind for name in media) if kind else 0
            derived = derive(item.request, scene, main, parse(main, media.get(main, "")), count)
            item = item._replace(expect=derived.expect)
            media = {main: media[main], **media} if main in media else media
        return Alone(
            judge(item._replace(media=media), answer, folder, tools, wall=wall, memory=memory(env, tools)),
            derived,
            media,
            tuple(unmade),
        )
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _main(scene: scenes.Scene, media: dict[str, str]) -> str:
    """The input that the request is about: the first film among them, else the first sound, else the first of any."""
    named = [name for name in scene.inputs if name in media] or list(media)
    for kind in ("video", "audio"):
        found = [name for name in named if kind_of(name) == kind]
        if found:
            return found[0]
    return named[0] if named else "input.mp4"


def _like_the_items(item: Item, wanted: dict[str, str]) -> dict[str, str]:
    """Files that an answer calls by a name of its own are like the item's first of that kind."""
    alike = {kind_of(name): words for name, words in reversed(list(item.media.items()))}
    return {name: alike.get(kind_of(name), words) for name, words in wanted.items()}


def _write_lists(answer: Answer, folder: str) -> None:
    for name, text in answer.files.items():
        try:
            with open(inside(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        except (OSError, ValueError):
            continue


def document(found: Alone) -> dict[str, Any]:
    """The verdict as the command line gives it."""
    verdict = found.judgement
    more: dict[str, Any] = {"checked": "expectations"}
    if found.derived is not None:
        more = {"checked": "derived from the request", "sure": found.derived.sure, "unchecked": list(found.derived.unchecked)}
    return {
        "pass": verdict.passed,
        "class": verdict.kind,
        "scores": {f"{s.file} {s.name}".strip(): float(s.met) for s in verdict.scores},
        "evidence": "; ".join([verdict.evidence, *found.unmade]).strip("; ") or "as expected",
        **more,
    }
