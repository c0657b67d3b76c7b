"""An edit plan: what shall be done to which files, drawn at random from the table of parts, and the ways to ask for it."""

import os
import random
from typing import Any, NamedTuple

from ffai.translate.offline.edits import Edit
from ffai_evals.data import common, effects, formats, several  # they fill the table  # noqa: F401
from ffai_evals.data.parts import PARTS, VIDEOS, Part
from ffai_evals.data.say import render, slip

_NAMES = (
    "clip video holiday lecture interview talk demo party drone webinar match recording take3 IMG_2041 GOPR0113 vlog tutorial wedding concert "
    "screen_recording dashcam meeting-2023 lesson1 trailer birthday surf climbing rehearsal speech b-roll final_cut raw_footage kitchen birds beach "
    "garden timelapse skate festival keynote unboxing review gameplay episode07 scene_12 MVI_0042 VID_20230514 PXL_4411 stream family ski"
).split()
_SOUND_NAMES = "song podcast episode interview voice memo lecture track01 jam rehearsal audiobook chapter3 voicemail guitar piano mixdown call radio_show demo_tape choir".split()
_PICTURE_NAMES = "photo picture poster scan screenshot IMG_0007 painting banner portrait map".split()
_RESULTS = "out output result final new edited done finished version2 export".split()
_SOUND_EXT = frozenset("mp3 wav flac m4a ogg opus aiff wma aac".split())


class Plan(NamedTuple):
    """`parts` in the order in which they are asked for. `output` is "" where the name of the result is left open."""

    parts: tuple[Part, ...]
    source: str
    media: dict[str, str]
    output: str

    @property
    def edits(self) -> list[Edit]:
        return [edit for part in self.parts for edit in part.edits]

    @property
    def expect(self) -> dict[str, Any]:
        """What the parts say themselves about the result; of use when one part stands alone."""
        return self.parts[0].expect if len(self.parts) == 1 else {}


def sample(rng: random.Random) -> Plan:
    """A plan. The same state of `rng` gives the same plan."""
    weights = [w.weight for w in PARTS]
    parts = [rng.choices(PARTS, weights)[0].make(rng)]
    for _ in range(rng.choices((0, 1, 2), (60, 30, 10))[0]):
        other = rng.choices(PARTS, weights)[0].make(rng)
        if _go_together(parts, other):
            parts.append(other)
    source = _source(parts, rng)
    ext = os.path.splitext(source)[1][1:]
    media = {source: _words(parts, ext), **dict(e for p in parts for e in p.extra)}
    return Plan(tuple(parts), source, media, _output(parts, source, ext, rng))


def _go_together(parts: list[Part], other: Part) -> bool:
    if not other.group or not all(p.group for p in parts) or other.group in {p.group for p in parts}:
        return False
    return _exts((*parts, other)) is not None


def _exts(parts: tuple[Part, ...] | list[Part]) -> tuple[str, ...] | None:
    """The extensions that the file may have: those that every part allows; None when there is none."""
    allowed: tuple[str, ...] = ()
    for part in parts:
        if part.source:
            allowed = tuple(x for x in allowed if x in part.source) if allowed else part.source
            if not allowed:
                return None
    sounds = [bool(p.source) and set(p.source) <= _SOUND_EXT for p in parts]
    return None if any(sounds) and not all(sounds) else allowed or VIDEOS


def _source(parts: list[Part], rng: random.Random) -> str:
    ext = rng.choice(_exts(parts) or VIDEOS)
    names = _SOUND_NAMES if ext in _SOUND_EXT else _PICTURE_NAMES if ext in ("png", "jpg", "bmp", "tiff", "webp") else _NAMES
    if ext in ("srt", "ass", "vtt"):
        names = ["subs", "captions", "english", "movie", "lyrics"]
    return f"{rng.choice(names)}.{ext}"


def _words(parts: list[Part], ext: str) -> str:
    """The words of the medium: the largest size and length that a part needs, and all flags."""
    size, length, flags = "", 0.0, []
    for word in " ".join(p.media for p in parts).split():
        if word.startswith("dur="):
            length = max(length, float(word[4:]))
        elif word[0].isdigit() and "x" in word:
            size = max(size, word, key=lambda w: int(w.split("x")[0] or 0) if w else 0)
        elif word not in flags:
            flags.append(word)
    if ext in ("3gp", "flv", "ogv") and not size:
        size = "176x144"
    return " ".join([*([size] if size else []), *([f"dur={length:g}"] if length else []), *flags])


_NAMED = frozenset("trim resize crop pad rotate speed loop frame-rate mute volume fade text overlay subtitles replace-audio join stack mix effect sound-effect encode convert-audio gif metadata".split())  # fmt: skip


def _output(parts: list[Part], source: str, ext: str, rng: random.Random) -> str:
    from ffai.translate.offline.edits import Container, Gif

    if any(p.family not in _NAMED for p in parts) or rng.random() < 0.55:
        return ""
    edits = [x for p in parts for x in p.edits]
    said = next((x.ext for x in edits if isinstance(x, Container)), "gif" if any(isinstance(x, Gif) for x in edits) else ext)
    stem = os.path.splitext(source)[0]
    return f"{rng.choice((*_RESULTS, f'{stem}_new', f'{stem}-2', f'{stem}_edit'))}.{said}"


# --- saying it

STYLES = ("plain", "plain", "polite", "question", "terse", "chatty", "complaint", "typos", "plain")
_ASK = (
    "can you {do}?",
    "could you {do}[ please|]?",
    "[how do I|how can I|how to] {do}?",
    "what's the [ffmpeg|] command to {do}?",
    "is there a way to {do}?",
    "what do I type to {do}?",
)
_POLITE = (
    "please {do}",
    "{do}, please",
    "I'd like to {do}",
    "I want to {do}",
    "I need to {do}",
    "help me {do}",
    "I have to {do}[, please help|]",
    "let's {do}",
)
_OPEN = (
    "hi, [so|] I have {f} here and", "hello!", "ok so", "hey, quick one:", "I'm [putting together|working on] a [project|presentation|little film] and",
    "my [boss|sister|teacher|client|friend] sent me {f},", "this is for my [channel|homework|grandparents|team]:", "not sure how to do this:", "good morning,",
)  # fmt: skip
_WISH = ("I'd like to {do}", "I want to {do}", "I need to {do}", "I have to {do}")
_CLOSE = ("", "", " Thanks!", " thank you", " [That's all|nothing else]", " it's [kind of|] urgent", " cheers")
_TO = (
    " and save it as {out}",
    " and call the result {out}",
    ", save as {out}",
    " into {out}",
    " [and|then] write the result to {out}",
)


def phrasings(plan: Plan, rng: random.Random, count: int) -> list[tuple[str, str]]:
    """(style, request), at most `count` different ones."""
    found: dict[str, str] = {}
    for _ in range(count * 3):
        style = rng.choice(STYLES)
        text = _say(plan, style, rng)
        if text and text not in found:
            found[text] = style
        if len(found) == count:
            break
    return [(style, text) for text, style in found.items()]


def _say(plan: Plan, style: str, rng: random.Random) -> str:
    if style == "terse":
        return _terse(plan, rng)
    if style == "complaint":
        return _complaint(plan, rng)
    again = rng.random() < 0.8  # the name said at the end, or a pronoun for what was named before
    if style == "chatty":
        opening = rng.choice(_OPEN)
        named = "{f}" in opening
        wish = render(rng.choice(_WISH), rng, {"do": _do(plan, rng, "it" if named else plan.source)})
        text = render(opening, rng, {"f": plan.source}) + " " + wish + _to(plan, rng) + "."
        return _case((text + render(rng.choice(_CLOSE), rng)).replace("..", "."), rng)
    body = _do(plan, rng, plan.source) + _to(plan, rng)
    if style == "question":
        return _case(render(rng.choice(_ASK), rng, {"do": body}), rng)
    if style == "polite":
        return _case(render(rng.choice(_POLITE), rng, {"do": body}), rng)
    text = _case(body, rng)
    return slip(text, rng) if style == "typos" and again else text


def _do(plan: Plan, rng: random.Random, name: str) -> str:
    said = []
    for n, part in enumerate(plan.parts):
        do = rng.choice([text for text in part.do if text])
        said.append(render(do, rng, {"f": name if n == 0 else "it"}))
    if len(said) == 1:
        return said[0]
    join = rng.choice((" and ", ", then ", " and then ")) if len(said) == 2 else ", "
    return said[0] + join + said[1] if len(said) == 2 else f"{said[0]}, {said[1]} and {said[2]}"


def _terse(plan: Plan, rng: random.Random) -> str:
    if not all(p.short for p in plan.parts):
        return ""
    said = ", ".join(render(rng.choice(p.short), rng) for p in plan.parts)
    out = rng.choice((f" -> {plan.output}", f", save as {plan.output}")) if plan.output else ""
    return rng.choice((f"{plan.source} {said}{out}", f"{plan.source}: {said}{out}", f"{said} {plan.source}{out}" if len(plan.parts) == 1 and not plan.parts[0].extra else f"{plan.source}, {said}{out}"))  # fmt: skip


def _complaint(plan: Plan, rng: random.Random) -> str:
    first = plan.parts[0]
    if not first.gripes:
        return ""
    gripe = render(rng.choice(first.gripes), rng, {"f": plan.source})
    rest = [render(rng.choice([t for t in p.do if t]), rng, {"f": "it"}) for p in plan.parts]
    ask = rng.choice(("can you {do}?", "please {do}", "I want to {do}"))
    return _case(f"{gripe}. " + ask.replace("{do}", " and ".join(rest) + _to(plan, rng)), rng)


def _to(plan: Plan, rng: random.Random) -> str:
    return render(rng.choice(_TO), rng, {"out": plan.output}) if plan.output else ""


def _case(text: str, rng: random.Random) -> str:
    """With a capital letter at the front, or as people type; a file's name keeps its case."""
    first = text.split(" ", 1)[0]
    return text[0].upper() + text[1:] if rng.random() < 0.5 and "." not in first and not first[0].isupper() else text
