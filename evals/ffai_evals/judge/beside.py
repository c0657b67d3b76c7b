"""The translator's own answer, run on the same media: a second opinion on what came out, never the rule.

It says two things. A requirement that this answer misses as well, with the same measurement, asks for what cannot be, or for what was
misread: it is dropped. And where this answer visibly does something to the picture or the sound, of which nothing else could be
required, an answer that leaves both as they were has forgotten it. Where the two merely differ, nothing follows.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from typing import Any, NamedTuple

import ffai_guards

from ffai.environment import Environment
from ffai.translate.offline import edits as e
from ffai.values import Proposal, Tools
from ffai_evals.judge.execute import carry_out, files_below
from ffai_evals.judge.measure import Bench, Made, psnr
from ffai_evals.judge.media import Maker, NotMadeError

_SAME, _OTHER = 32.0, 23.0  # dB: what an encoding leaves alike, and what an edit has changed
_SEEN = (
    e.Crop, e.Pad, e.Orientation, e.Rotate, e.Flip, e.Stabilise, e.Denoise, e.Sharpen, e.Blur, e.Colour, e.Look, e.Lut, e.Fade, e.Text, e.Overlay, e.Stack, e.ChromaKey, e.VideoFilter, e.BurnSubtitles, e.Boomerang,
    e.Reverse, e.Aspect, e.Freeze, e.Crossfade, e.Waveform, e.Concat,
)  # fmt: skip
_HEARD = (e.Mute, e.ReplaceAudio, e.MixAudio, e.Volume, e.Normalise, e.AudioFilter, e.Fade, e.Pitch, e.Reverse, e.Delay, e.Crossfade, e.Channels, e.Denoise, e.Speed)  # fmt: skip
_WALL = 25.0


class Own(NamedTuple):
    """What the translator's own answer made, in a folder that goes when it is closed."""

    folder: str
    bench: Bench
    outputs: tuple[str, ...]

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def matters(edits: list[Any]) -> bool:
    """Whether there is an edit whose doing could be seen or heard."""
    return any(isinstance(x, _SEEN + _HEARD) for x in edits)


def own(request: str, media: Mapping[str, str], env: Environment, tools: Tools) -> Own | None:
    """The translator's answer run in a folder with the same media; None when it has none, or it fails."""
    from ffai.commands.wish import Wish
    from ffai.desk import make_plan, open_desk
    from ffai.errors import FfaiError

    folder = tempfile.mkdtemp(prefix="ffai-beside-")
    maker = Maker(tools, env)
    outputs: tuple[str, ...] = ()
    try:
        for name, words in media.items():
            maker.put(name, words, folder)
        plan = make_plan(request, open_desk(Wish(no_log=True, model="offline"), env._replace(cwd=folder)))
        if plan.has_commands and not plan.proposal.question:
            outputs = _run(plan.proposal, folder, tools)
    except (NotMadeError, FfaiError, OSError, ValueError):
        outputs = ()
    if outputs:
        return Own(folder, Bench(tools, folder), outputs)
    shutil.rmtree(folder, ignore_errors=True)
    return None


def _run(proposal: Proposal, folder: str, tools: Tools) -> tuple[str, ...]:
    """The files that came of it; none when it failed."""
    before = set(files_below(folder))
    if proposal.commands:
        reading = ffai_guards.read_argv(proposal.commands, folder)
    else:
        reading = ffai_guards.read(proposal.text or "", folder)
    ran = carry_out(reading, folder, tools, wall=_WALL)
    made = sorted(set(files_below(folder)) - before) if ran.status == "done" else []
    return tuple(os.path.relpath(x, folder) for x in made)


def forgotten(made: Made, mine: Made, source: Made, edits: list[Any]) -> str:
    """What the own answer does to the input that the other leaves undone; "" for nothing that could be told."""
    if mine.media is None or made.media is None or source.media is None:
        return ""
    if any(isinstance(x, _SEEN) for x in edits) and mine.streams("video") and made.streams("video") and source.streams("video"):
        shapes = [m.media.shown_size for m in (mine, made, source) if m.media]
        changed = _likeness(mine, source) < _OTHER or shapes[0] != shapes[2]
        if changed and shapes[1] == shapes[2] and _likeness(made, source) > _SAME and _lasts(made, source):
            return "the picture is the input's, unchanged"
    if any(isinstance(x, _HEARD) for x in edits) and mine.streams("audio") and made.streams("audio") and source.streams("audio"):
        if _apart(mine, source) > 1.2 and _apart(made, source) < 0.35 and _lasts(made, source):
            return "the sound is the input's, unchanged"
        filtered = any(isinstance(x, e.AudioFilter) for x in edits)
        if filtered and _apart(mine, source) > 1.5 and _apart(made, mine) > max(2.5, 0.7 * _apart(mine, source)):
            return "another sound than the translator's own answer makes"
    return ""


def _lasts(one: Made, other: Made) -> bool:
    a, b = (m.media.duration or 0.0 if m.media else 0.0 for m in (one, other))
    return abs(a - b) <= 0.15 + 0.03 * b


def _likeness(one: Made, other: Made) -> float:
    """Mean PSNR of small frames at the same moments, the lesser of the whole and of its worst part."""
    pairs = list(zip(one.frames, other.frames, strict=False))
    if not pairs:
        return 0.0
    values = [min(45.0, psnr(a, b)) for a, b in pairs]
    worst = sorted(values)[: max(1, len(values) // 4)]
    return min(sum(values) / len(values), sum(worst) / len(worst) + 3)


def _apart(one: Made, other: Made) -> float:
    """How far two sounds are apart: mean difference of level in dB, and twenty more where the pitch is another."""
    pairs = list(zip(one.sound, other.sound, strict=False))
    if not pairs:
        return 0.0
    level = sum(abs(max(a.level, -70) - max(b.level, -70)) for a, b in pairs) / len(pairs)
    both = [(a.pitch, b.pitch) for a, b in pairs if a.level > -50 and b.level > -50]
    off = sum(abs(a - b) > 0.06 * max(b, 1) for a, b in both) / len(both) if both else 0.0
    return level + 20 * off
