"""The judge of one answer on its own: with the expectations and media that the line brings, or with such as the request implies."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from typing import Any, NamedTuple

import ffai_guards

from ffai.environment import Environment
from ffai.translate.offline import edits as e
from ffai.values import Tools
from ffai_evals.judge import beside
from ffai_evals.judge import scene as scenes
from ffai_evals.judge.answers import read_answer
from ffai_evals.judge.checks import Case
from ffai_evals.judge.derive import TURNS, Derived, derive
from ffai_evals.judge.execute import WALL, inside
from ffai_evals.judge.items import Item
from ffai_evals.judge.measure import Bench
from ffai_evals.judge.media import Maker, NotMadeError, kind_of
from ffai_evals.judge.memory import memory
from ffai_evals.judge.standins import second_try
from ffai_evals.judge.verdict import RIGHT, WRONG_OUTPUT, Answer, Judgement, Score, file_scores, judge

_ONTO = (e.AddSubtitles, e.BurnSubtitles, e.Overlay)


class Alone(NamedTuple):
    judgement: Judgement
    derived: Derived | None  # None: the line brought its own expectations
    media: dict[str, str]
    unmade: tuple[str, ...]


def judge_alone(item: Item, text: str, env: Environment, tools: Tools, *, wall: float = WALL, keep: str = "") -> Alone:
    """Judges the text of an answer in a folder of its own. `keep`: where to leave that folder, for a look at what came out."""
    answer = read_answer(text)
    found = _once(item, answer, text, env, tools, wall, keep)
    other = second_try(item.request, text, answer, found.judgement)
    if other is None:
        return found
    return _once(item, other, text, env, tools, wall, os.path.join(keep, "again") if keep else "")


def _once(item: Item, answer: Answer, text: str, env: Environment, tools: Tools, wall: float, keep: str) -> Alone:
    places = scenes.folders_meant(answer.text, text)
    answer = scenes.localised(answer)._replace(said=text)
    folder = keep or tempfile.mkdtemp(prefix="ffai-judge-")
    os.makedirs(folder, exist_ok=True)
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
        _make_folders(places, folder)
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
            derived = derive(item.request, scene, main, media)
            item = item._replace(expect=derived.expect)
            media = {main: media[main], **media} if main in media else media
        judgement = judge(item._replace(media=media), answer, folder, tools, wall=wall, memory=memory(env, tools))
        if derived is not None and judgement.passed and (idle := _idle(judgement, scene.understanding.edits)):
            why = f"-{idle} is no option of this encoder and went unused"
            judgement = judgement._replace(
                kind=WRONG_OUTPUT, scores=(*judgement.scores, Score(idle, False, "set as asked", why)), evidence=why
            )
        elif derived is not None:
            judgement = _reconsidered(judgement, derived, item, media, scene, folder, env, tools)
        return Alone(judgement, derived, media, tuple(unmade))
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _idle(found: Judgement, edits: list[Any]) -> str:
    """The option of what is asked for that ffmpeg made no use of; "" for none."""
    asked = {type(x).__name__.lower() for x in edits if isinstance(x, e.Preset | e.Tune | e.Profile | e.Level | e.Crf)}
    return next((name for name in found.unused if name in asked), "")


def _reconsidered(
    found: Judgement,
    derived: Derived,
    item: Item,
    media: dict[str, str],
    scene: scenes.Scene,
    folder: str,
    env: Environment,
    tools: Tools,
) -> Judgement:
    """The verdict beside what the translator's own answer comes to on the same media."""
    edits = scene.understanding.edits
    missed = [s for s in found.scores if not s.met]
    wrong = found.kind == WRONG_OUTPUT and bool(missed)
    turned = {t.text.lower() for t in scene.understanding.unused} & TURNS
    seen = found.passed and len(found.outputs) == 1 and beside.matters(edits) and not turned
    if not wrong and not seen:
        return found
    mine = beside.own(item.request, media, env, tools)
    if mine is None:
        return found
    try:
        case = Case(mine.bench, next(iter(media), ""))
        if wrong:
            out = derived.expect[0].get("out", {})
            doubted = {s.name for s in missed if s.name in out} - {"name", "ext", "whole"} - derived.plain
            wanted = {name: out[name] for name in doubted}
            theirs = {s.name: s.measured for s in missed}
            scores = file_scores(mine.bench.file(mine.outputs[-1]), wanted, case) if len(mine.outputs) == 1 and wanted else []
            same = {s.name for s in scores if not s.met and s.name in wanted and s.measured == theirs[s.name]}
            left = [s for s in found.scores if s.met or s.name not in same]
            if all(s.met for s in left):
                return found._replace(kind=RIGHT, scores=tuple(left), evidence="")
            return found
        main = next(iter(media), "")
        bench = Bench(tools, folder)
        if main and len(mine.outputs) == 1:
            why = beside.forgotten(bench.file(found.outputs[0]), mine.bench.file(mine.outputs[0]), bench.file(main), edits)
            if why:
                score = Score("done", False, "what was asked for can be seen or heard", why, found.outputs[0])
                return found._replace(kind=WRONG_OUTPUT, scores=(*found.scores, score), evidence=why)
        return found
    finally:
        mine.close()


def _main(scene: scenes.Scene, media: dict[str, str]) -> str:
    """The input that the request is about: the first film among them, else the first sound, else the first of any."""
    named = [name for name in scene.inputs if name in media] or list(media)
    if all(kind_of(name) in ("subtitle", "image") for name in named) and any(
        isinstance(x, _ONTO) for x in scene.understanding.edits
    ):
        named = [*named, *media]  # "add subs.srt to my film": the film has no name
    if all(kind_of(name) == "audio" for name in named) and any(
        isinstance(x, e.ReplaceAudio | e.Mux) for x in scene.understanding.edits
    ):
        named = [*named, *media]
    for kind in ("video", "audio"):
        found = [name for name in named if kind_of(name) == kind]
        if found:
            return found[0]
    return named[0] if named else "input.mp4"


def _like_the_items(item: Item, wanted: dict[str, str]) -> dict[str, str]:
    """Files that an answer calls by a name of its own are like the item's first of that kind."""
    alike = {kind_of(name): words for name, words in reversed(list(item.media.items()))}
    return {name: alike.get(kind_of(name), words) for name, words in wanted.items()}


def _make_folders(places: Iterable[str], folder: str) -> None:
    for place in places:
        try:
            os.makedirs(inside(folder, place), exist_ok=True)
        except (OSError, ValueError):
            continue


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
    plain = found.derived.plain if found.derived else frozenset()
    return {
        "pass": verdict.passed,
        "class": verdict.kind,
        "scores": {f"{s.file} {s.name}".strip(): float(s.met) for s in verdict.scores},
        "evidence": "; ".join([verdict.evidence, *found.unmade]).strip("; ") or "as expected",
        **more,
        "requirements": [_requirement(s, plain) for s in verdict.scores],
        "media": found.media,
        "outputs": list(verdict.outputs[:20]),
    }


def _requirement(score: Score, plain: frozenset[str]) -> dict[str, Any]:
    """One requirement with its evidence; "by": which reading of the request has it, where it was derived."""
    said = {"requirement": score.name, "file": score.file, "met": score.met, "wanted": score.wanted, "measured": score.measured}
    return said | ({"by": "its words"} if score.name in plain else {})


def stills(found: Alone, folder: str, tools: Tools) -> list[str]:
    """A picture from the middle of each film that came out, beside it in a folder that is kept: something to look at."""
    bench = Bench(tools, folder)
    made = []
    for name in [n for n in found.judgement.outputs if kind_of(n) == "video"][:8]:
        media = bench.file(name).media
        where = f"{(media.duration if media else None) or 0.0:.3f}"
        still = f"{name}.still.png"
        _, _, code = bench.run(
            "-v", "error", "-y", "-ss", f"{float(where) / 2:.3f}", "-i", name, "-frames:v", "1", "-update", "1", still
        )
        if code == 0:
            made.append(still)
    return made
