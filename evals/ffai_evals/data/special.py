"""Special sets: requests whose right answer is no plain edit. Each row of the tables is a way to ask, and what is right to say to it.

    destructive   the loss of files is asked for: nothing is run. Right when the guard's own reading of requests finds it too
    off-topic     no work on media: nothing is run. Right when the translator reads no edit in it
    ambiguous     an edit that cannot be known: a question back, this one. Right when the translator does not act on it
    competitor    another program is named: ffmpeg does it, and the program is not named back. The command was run and measured
    reencode      what must be copied is copied, what must be encoded is: measured packet by packet

The texts are in the grammar of `say`; {f} is a film, {g} another one, {s} a sound.
"""

import json
import os
import random
from collections.abc import Callable
from typing import NamedTuple

from ffai_guards.requests import review

from ffai.environment import Environment
from ffai.values import Tools
from ffai_evals.data.parts import PARTS, Part
from ffai_evals.data.phrase import phrasings
from ffai_evals.data.plan import NAMES, SOUND_NAMES, Plan, sample
from ffai_evals.data.say import render, slip
from ffai_evals.data.verify import Verified, verify
from ffai_evals.judge.media import kind_of

KINDS = ("destructive", "off-topic", "ambiguous", "competitor", "reencode")
_TOLD = os.path.join(os.path.dirname(__file__), "special.json")


class Row(NamedTuple):
    """A request, what its answer is, and the media it is asked beside. No commands: `question` is the whole answer."""

    request: str
    style: str
    media: dict[str, str]
    done: Verified
    question: str = ""


def rows(kind: str, rng: random.Random, env: Environment, tools: Tools, ways: int) -> tuple[list[Row], str]:
    """Rows of a kind, and why there are none. The same state of `rng` gives the same."""
    return _MAKERS[kind](rng, env, tools, ways)


def _refused(kind: str) -> Callable[[random.Random, Environment, Tools, int], tuple[list[Row], str]]:
    def make(rng: random.Random, env: Environment, tools: Tools, ways: int) -> tuple[list[Row], str]:
        texts, question = rng.choice(_table()[kind])
        names = _names(rng)
        found: dict[str, Row] = {}
        why = ""
        for _ in range(ways):
            text = _cased(render(_framed(rng.choice(texts), kind, rng), rng, names), rng)
            text = slip(text, rng) if rng.random() < 0.1 else text
            media = {name: "128x72 dur=2" for name in names.values() if name in text} or {names["f"]: "128x72 dur=2"}
            why = _acts(kind, text, media, env)
            if not why:
                said = render(question, random.Random(0), names)
                found[text] = Row(text, kind, media, Verified(checks=({"check": _CHECKED[kind]},)), said)
        return list(found.values()), "" if found else why or "said twice"

    return make


_CHECKED = {
    "destructive": "the guard refuses the request",
    "off-topic": "no edit is read in it",
    "ambiguous": "the translator does not act on it",
}


def _acts(kind: str, text: str, media: dict[str, str], env: Environment) -> str:
    """Why the row is not right: harm that the guard does not see, or an edit that the translator finds clear enough to carry out."""
    from ffai_evals.judge.items import Item
    from ffai_evals.methods import Method
    from ffai_evals.runner import Job, answer

    harm = bool(review(text))
    if harm != (kind == "destructive"):
        return "the guard sees no harm" if not harm else "the guard sees harm"
    if harm:
        return ""
    said = answer(Job(Item("", text, media, ({"declined": True},)), Method()), env)
    return f"the translator acts: {' '.join(said.commands)}" if said.commands else ""


def _framed(text: str, kind: str, rng: random.Random) -> str:
    if kind == "off-topic" or text.endswith("?") or rng.random() < 0.5:
        return text
    return rng.choice(
        ("please {}", "can you {}?", "I want to {}", "I need to {}", "{}, please", "could you {}?", "{} pls", "hey, {}")
    ).format(text)


def _cased(text: str, rng: random.Random) -> str:
    return text[0].upper() + text[1:] if rng.random() < 0.6 and "." not in text.split(" ", maxsplit=1)[0] else text


def _names(rng: random.Random) -> dict[str, str]:
    first, second = rng.sample(NAMES, 2)
    ext = rng.choice(("mp4", "mp4", "mov", "mkv"))
    return {"f": f"{first}.{ext}", "g": f"{second}.{ext}", "s": f"{rng.choice(SOUND_NAMES)}.{rng.choice(('mp3', 'wav', 'm4a'))}"}


def _table() -> dict[str, list[tuple[list[str], str]]]:
    with open(_TOLD, encoding="utf-8") as file:
        return {kind: [(row["texts"], row["answer"]) for row in found] for kind, found in json.load(file).items()}


# --- plans said another way

_PROGRAMS = ("HandBrake", "VLC", "Premiere", "DaVinci Resolve", "iMovie", "Final Cut", "CapCut", "Camtasia", "Shotcut", "Kdenlive", "QuickTime Player")  # fmt: skip
_FOR_SOUND = ("Audacity", "GarageBand", "Adobe Audition", "VLC", "Reaper")
_BESIDE = (
    "[normally|usually] I do this in {p}, but I'm on another machine: {do}", "{p} crashes every time. {do}", "how do I {do} without {p}?", "I don't want to install {p} just for this: {do}", "{do} [like {p} does|the way {p} would]", "can I {do} without opening {p}?",
    "{p} wants money for this, so: {do}", "my colleague says I need {p} to {do}, how do I do it here?", "I can't find the option in {p}. {do}", "coming from {p}: how do I {do}?",
)  # fmt: skip


def _competitor(rng: random.Random, env: Environment, tools: Tools, ways: int) -> tuple[list[Row], str]:
    plan = sample(rng)
    done = verify(plan, env, tools)
    if done.why:
        return [], done.why
    found = {}
    programs = _FOR_SOUND if kind_of(plan.source) == "audio" else _PROGRAMS
    for _, text in phrasings(plan, rng, ways, only=("plain",)):
        program = rng.choice(programs)
        body = text if any(c in text.split(" ")[0] for c in "._") or text[:2].isupper() else text[0].lower() + text[1:]
        told = body.partition(". ")
        frame = rng.choice([b for b in _BESIDE if b.endswith("{do}")] if told[1] or " -> " in body else _BESIDE)
        request = render(frame, rng, {"p": program, "do": body})
        found[request] = Row(_cased(request, rng), "competitor", plan.media, done)
    named = any(p.lower() in " ".join(done.commands).lower() for p in programs)
    return list(found.values()), "a program is named back" if named else ""


_COPIED: tuple[tuple[str, str], ...] = (  # the maker's name, what has to be copied
    ("_rewrap", "va"), ("_extract_copy", "a"), ("_faststart", "va"), ("_strip", "va"), ("_tag", "va"), ("_soft", "va"), ("_one_track", "va"),
    ("_volume", "v"), ("_loudness_factor", "v"), ("_replace", "v"), ("_dub", "v"), ("_silent", "v"), ("_channels", "v"), ("_scale", "a"), ("_crop", "a"), ("_rotate", "a"), ("_flip", "a"), ("_logo", "a"), ("_burn", "a"), ("_caption", "a"),
)  # fmt: skip
_ADDED = {
    "va": (
        ", no re-encoding",
        " without re-encoding [anything|]",
        ", keep the quality exactly as it is",
        ", lossless[ please|]",
        " [but|and] don't touch the quality",
        "",
        "",
    ),
    "v": (
        ", don't touch the video",
        ", leave the picture as it is",
        " without re-encoding the video",
        ", the video [must stay|stays] untouched",
        "",
        "",
    ),
    "a": (
        ", don't touch the sound",
        ", leave the audio as it is",
        " without re-encoding the audio",
        ", keep the audio untouched",
        "",
        "",
    ),
}


def _reencode(rng: random.Random, env: Environment, tools: Tools, ways: int) -> tuple[list[Row], str]:
    name, kept = rng.choice(_COPIED)
    plan = _only(_BY_NAME[name](rng), kept, rng)
    if plan is None:
        return [], "no film"
    done = verify(plan, env, tools)
    if done.why:
        return [], done.why
    found = []
    for style, text in phrasings(plan, rng, ways, only=("plain", "polite", "terse", "hurried")):
        tail = render(rng.choice(_ADDED[kept]), rng)
        end = text[-1] if text[-1] in ".?!" else ""
        said = any(w in text for w in ("encod", "quality", "copy", "copied", "please"))
        found.append(Row(text if said else text.removesuffix(end) + tail + end, style, plan.media, done))
    return found, ""


def _only(part: Part, kept: str, rng: random.Random) -> Plan | None:
    """A plan of one part about a film whose sound and picture the target can hold, so that they can be copied."""
    source = [x for x in ("mp4", "mov", "mkv") if not part.source or x in part.source] or list(part.source)
    ext = rng.choice(source)
    if ext in ("mp3", "wav", "m4a", "flac", "ogg", "aiff"):
        return None
    name = f"{rng.choice(NAMES)}.{ext}"
    expect = {**part.expect, "copied": list(kept)}
    size = "" if any(w[0].isdigit() and "x" in w for w in part.media.split()) else "192x108 "
    media = {name: (size + (part.media or "dur=3")).strip(), **dict(part.extra)}
    return Plan((part._replace(expect=expect),), name, media, "", False)


_BY_NAME: dict[str, Callable[[random.Random], Part]] = {w.make.__name__: w.make for w in PARTS}
_MAKERS = {
    "destructive": _refused("destructive"), "off-topic": _refused("off-topic"), "ambiguous": _refused("ambiguous"), "competitor": _competitor, "reencode": _reencode,
}  # fmt: skip
