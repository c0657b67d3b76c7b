"""An edit plan: what shall be done to which files, drawn at random from the table of parts. `phrase` says it."""

import os
import random
import re
from typing import Any, NamedTuple

from ffai.translate.offline.edits import Edit
from ffai_evals.data import common, effects, formats, picture, several, sound, timing  # they fill the table  # noqa: F401
from ffai_evals.data.parts import PARTS, SOUNDS, VIDEOS, Part

NAMES = (
    "clip video holiday lecture interview talk demo party drone webinar match recording take3 IMG_2041 GOPR0113 vlog tutorial wedding concert "
    "screen_recording dashcam meeting-2023 lesson1 trailer birthday surf climbing rehearsal speech b-roll final_cut raw_footage kitchen birds beach "
    "garden timelapse skate festival keynote unboxing review gameplay episode07 scene_12 MVI_0042 VID_20230514 PXL_4411 stream family ski "
    "input movie film footage intro promo zoom_call cooking dance lesson-02 DSC_0918 DJI_0031 capture reel race hike fireworks lab_test bike webcam security_cam "
    "cat dogs garage vacation summer2023 project_v2 draft scene-4 master cut1 training onboarding product_demo ad_spot sunset waterfall aquarium s01e03"
).split()
SOUND_NAMES = (
    "song podcast episode interview voice memo lecture track01 jam rehearsal audiobook chapter3 voicemail guitar piano mixdown call radio_show demo_tape choir "
    "input audio recording vocals speech drums bassline take2 session narration sermon ringtone field_recording meeting"
).split()
_PICTURE_NAMES = (
    "photo picture poster scan screenshot IMG_0007 painting banner portrait map cover input drawing chart DSC_1120".split()
)
_SPACED = ("My Holiday", "Summer Trip", "Final Version", "Mom's Birthday", "Take 2", "Team Call", "Lecture 5", "New Recording 3")
_FOLDERS = ("clips", "raw", "footage", "media", "Videos", "2024/june", "exports")
_RESULTS = "out output result final new edited done finished version2 export final_version short fixed processed".split()
PICTURES = ("png", "jpg", "bmp", "tiff", "webp")


class Plan(NamedTuple):
    """`parts` in the order in which they are asked for. `output` is "" where the name of the result is left open."""

    parts: tuple[Part, ...]
    source: str
    media: dict[str, str]
    output: str
    unnamed: bool = False  # the request says what the file is and not its name; it is called input then

    @property
    def edits(self) -> list[Edit]:
        return [edit for part in self.parts for edit in part.edits]

    @property
    def expect(self) -> dict[str, Any]:
        """What the parts say themselves about the result; of use when one part stands alone."""
        return self.parts[0].expect if len(self.parts) == 1 else {}


def sample(rng: random.Random, turn: int | None = None) -> Plan:
    """A plan. The same state of `rng` gives the same plan. `turn`: the wish of that number in the table comes first, so that all get theirs."""
    weights = [w.weight for w in PARTS]
    parts = [rng.choices(PARTS, weights)[0].make(rng) if turn is None else PARTS[turn % len(PARTS)].make(rng)]
    for _ in range(rng.choices((0, 1, 2), (60, 30, 10))[0]):
        other = rng.choices(PARTS, weights)[0].make(rng)
        if _go_together(parts, other):
            parts.append(other)
    unnamed = rng.random() < 0.13 and not any(p.extra for p in parts)
    source = _source(parts, rng, unnamed)
    ext = os.path.splitext(source)[1][1:]
    media = {source: _words(parts, ext), **dict(e for p in parts for e in p.extra)}
    return Plan(tuple(parts), source, media, _output(parts, source, ext, rng), unnamed)


def _go_together(parts: list[Part], other: Part) -> bool:
    if not other.group or not all(p.group for p in parts) or other.group in {p.group for p in parts}:
        return False
    words = " ".join(p.media for p in (*parts, other))
    if _LONG.search(words) and _LARGE.search(words):  # minutes of a large picture would take minutes to make
        return False
    return _exts((*parts, other)) is not None


_LONG = re.compile(r"dur=\d{2,}")
_LARGE = re.compile(r"\b(?:[3-9]\d\d|\d{4})x\d+")


def _exts(parts: tuple[Part, ...] | list[Part]) -> tuple[str, ...] | None:
    """The extensions that the file may have: those that every part allows; None when there is none."""
    allowed: tuple[str, ...] = ()
    for part in parts:
        if part.source:
            allowed = tuple(x for x in allowed if x in part.source) if allowed else part.source
            if not allowed:
                return None
    sounds = [bool(p.source) and set(p.source) <= set(SOUNDS) for p in parts]
    return None if any(sounds) and not all(sounds) else allowed or VIDEOS


def _source(parts: list[Part], rng: random.Random, unnamed: bool) -> str:
    ext = rng.choice(_exts(parts) or VIDEOS)
    if unnamed and ext in (*VIDEOS, *SOUNDS, *PICTURES):
        return f"input.{ext}"
    names = SOUND_NAMES if ext in SOUNDS else _PICTURE_NAMES if ext in PICTURES else NAMES
    if ext in ("srt", "ass", "vtt"):
        names = ["subs", "captions", "english", "movie", "lyrics"]
    name, kind = rng.choice(names), rng.random()
    if kind < 0.03:
        return f"{rng.choice(_FOLDERS)}/{name}.{ext}"
    return f"{rng.choice(_SPACED)}.{ext}" if kind < 0.05 and ext in (*VIDEOS, *SOUNDS) else f"{name}.{ext}"


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
    if length > 30 and size:  # minutes at a usual rate would take long to make and to measure
        size = size.partition("@")[0] + "@5"
    return " ".join([*([size] if size else []), *([f"dur={length:g}"] if length else []), *flags])


_NAMED = frozenset("trim resize crop pad rotate speed loop frame-rate mute volume fade text overlay subtitles replace-audio join stack mix effect sound-effect encode convert-audio gif metadata".split())  # fmt: skip


def _output(parts: list[Part], source: str, ext: str, rng: random.Random) -> str:
    from ffai.translate.offline.edits import Container, Gif

    if any(p.family not in _NAMED for p in parts) or rng.random() < 0.55:
        return ""
    edits = [x for p in parts for x in p.edits]
    said = next((x.ext for x in edits if isinstance(x, Container)), "gif" if any(isinstance(x, Gif) for x in edits) else ext)
    stem = os.path.basename(os.path.splitext(source)[0])
    return f"{rng.choice((*_RESULTS, f'{stem}_new', f'{stem}-2', f'{stem}_edit', f'{stem}_final'))}.{said}"
