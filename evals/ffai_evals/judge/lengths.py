"""How long what comes out has to be, and how many pieces it has to come in: composed from all edits of a request."""

import math
from typing import Any

from ffai.translate.offline import edits as e
from ffai_evals.judge.media import Spec
from ffai_evals.judge.tables import OPEN_LENGTH

_KEYFRAME = 1.2  # seconds that a cut without encoding may begin too early in media whose key frames are a second apart


def composed(edits: list[Any], spec: Spec, *, several: bool = False) -> list[float] | None:
    """[shortest, longest] in seconds; None where the request leaves it open or says more than can be composed."""
    if any(isinstance(x, OPEN_LENGTH) for x in edits) or several or any(isinstance(x, e.Concat) for x in edits):
        return None
    length = spec.duration
    slack = 0.3 + 0.03 * length
    for edit in edits:
        if isinstance(edit, e.Keep):
            ranges = _in_seconds(edit.ranges, length)
            if edit.separate or ranges is None:
                return None
            length = sum(_part(r, length) for r in ranges)
            slack = 0.35 + 0.02 * length
        elif isinstance(edit, e.CutOut):
            ranges = _in_seconds(edit.ranges, length)
            if ranges is None:
                return None
            length -= sum(_part(r, spec.duration) for r in ranges)
    late = _KEYFRAME if any(isinstance(x, e.Keep | e.CutOut) for x in edits) else 0.0
    for edit in edits:
        if isinstance(edit, e.Speed):
            if edit.kind == "audio" or (not edit.duration and not edit.factor):
                return None
            length = edit.duration or length / edit.factor
            slack = min(slack, 0.12 + 0.03 * length)
        elif isinstance(edit, e.Loop):
            if not edit.times and not edit.duration and any(isinstance(x, e.Gif) for x in edits):
                continue  # it plays again by itself
            if edit.forever or not (edit.times or edit.duration):
                return None
            length = edit.duration or length * (edit.times or 1)
            slack += 0.1 * length if edit.times else 0.3  # "loop it twice" may be two more
        elif isinstance(edit, e.PadTime | e.Card):
            if edit.where not in ("start", "end"):
                return None
            length += edit.seconds
        elif isinstance(edit, e.Boomerang):
            length *= 2
        elif isinstance(edit, e.Freeze):
            length += edit.seconds
    if length <= 0.2:
        return None
    return [round(max(0.05, length - slack), 3), round(length + slack + late, 3)]


def _in_seconds(ranges: tuple[e.Range, ...], length: float) -> list[e.Range] | None:
    """Ranges in seconds; None where frames are counted."""
    found = []
    for r in ranges:
        if r.unit == "share" and r.start >= 0:
            found.append(e.Range(r.start * length, r.end * length if 0 < r.end <= 1 else e.END, "s"))
        elif r.unit == "s":
            found.append(r)
        else:
            return None
    return found


_JOINS = (e.Concat, e.Repair, e.Container, e.VideoCodec, e.AudioCodec, e.Copy, e.Reencode, e.Quality, e.Scale, e.Fps, e.Crf, e.Preset, e.Bitrate, e.Faststart)  # fmt: skip


def joined(edits: list[Any], spec: Spec, count: int) -> list[float] | None:
    """How long media that are put behind each other last in all: they are equally long."""
    kinds = {type(x) for x in edits}
    if e.Concat not in kinds or not kinds <= set(_JOINS) or not 2 <= count <= 6:
        return None
    return [round(count * spec.duration * 0.93 - 0.4, 2), round(count * spec.duration * 1.1 + 0.8, 2)]


def frame_count(edit: e.Frames, spec: Spec) -> tuple[int, int]:
    """How many pictures at least and at most."""
    length = spec.duration
    if len(edit.at) > 1:
        return len(edit.at), len(edit.at)
    if edit.every or edit.fps:
        count = length / edit.every if edit.every else length * (edit.fps or 1.0)
        return max(1, math.floor(count * 0.95) - 1), math.ceil(count * 1.05) + 2
    if edit.every_frames:
        count = length * spec.rate / edit.every_frames
        return max(1, math.floor(count * 0.95) - 1), math.ceil(count * 1.05) + 2
    if (edit.count or 1) > 1:
        return max(1, (edit.count or 1) - 1), (edit.count or 1) + 1
    return 1, 100_000


def _part(part: e.Range, length: float) -> float:
    if part.is_tail:
        return min(-part.start, length) + (part.end if part.end < 0 else 0.0)
    end = length + part.end if part.end < 0 else min(part.end, length)
    return max(0.0, end - min(part.start, length))


def parts_of(edits: list[Any], spec: Spec) -> tuple[int, int] | None:
    """How many files at least and at most; None when it is one, or open."""
    for edit in edits:
        if isinstance(edit, e.Keep) and edit.separate:
            return len(edit.ranges), len(edit.ranges) + 1
        if isinstance(edit, e.Split):
            if edit.by == "seconds" and edit.value:
                count = math.ceil(spec.duration / edit.value - 0.05)
                return max(1, min(count, math.ceil(count * 0.7))), math.ceil(count * 1.2) + 1
            if edit.by == "parts":
                return int(edit.value), int(edit.value) + 1
            if edit.by == "times":
                return 2, len(edit.times) + 1
            return 1, 1000
    return None
