"""How long what comes out has to be, and how many pieces it has to come in: composed from all edits of a request."""

import math
from typing import Any

from ffai.translate.offline import edits as e
from ffai_evals.judge.media import Spec

_OPEN = (e.Frames, e.ContactSheet, e.Slideshow, e.StillVideo, e.Waveform, e.Segments, e.RemoveSilence, e.Mux, e.ReplaceAudio, e.MixAudio, e.Repair, e.TestSource, e.ExtractSubtitles, e.ExtractStreams, e.Compare, e.Delay, e.Shortest, e.Split, e.SplitChannels, e.Overlay, e.Stack, e.AddSilence, e.Crossfade, e.Cover, e.VideoFilter, e.AudioFilter, e.Batch)  # fmt: skip
_KEYFRAME = 1.2  # seconds that a cut without encoding may begin too early in media whose key frames are a second apart


def composed(edits: list[Any], spec: Spec, *, several: bool = False) -> list[float] | None:
    """[shortest, longest] in seconds; None where the request leaves it open or says more than can be composed."""
    if any(isinstance(x, _OPEN) for x in edits) or several or any(isinstance(x, e.Concat) for x in edits):
        return None
    length = spec.duration
    slack = 0.3 + 0.03 * length
    for edit in edits:
        if isinstance(edit, e.Keep):
            if edit.separate or not all(r.unit == "s" for r in edit.ranges):
                return None
            length = sum(_part(r, length) for r in edit.ranges)
            slack = 0.35 + 0.02 * length
        elif isinstance(edit, e.CutOut):
            if not all(r.unit == "s" for r in edit.ranges):
                return None
            length -= sum(_part(r, spec.duration) for r in edit.ranges)
    late = _KEYFRAME if any(isinstance(x, e.Keep | e.CutOut) for x in edits) else 0.0
    for edit in edits:
        if isinstance(edit, e.Speed):
            if edit.kind == "audio" or (not edit.duration and not edit.factor):
                return None
            length = edit.duration or length / edit.factor
            slack = min(slack, 0.12 + 0.03 * length)
        elif isinstance(edit, e.Loop):
            if edit.forever or not (edit.times or edit.duration):
                return None
            length = edit.duration or length * (edit.times or 1)
            slack += 0.1 * length if edit.times else 0.3  # "loop it twice" may be two more
        elif isinstance(edit, e.Boomerang):
            length *= 2
        elif isinstance(edit, e.Freeze):
            length += edit.seconds
    if length <= 0.2:
        return None
    return [round(max(0.05, length - slack), 3), round(length + slack + late, 3)]


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
