"""One request asked several times: every answer is tried on a short excerpt, and the result that most agree on is taken.

What came out counts, not how the command is spelled (self-consistency: Wang et al., 2022, over results in place of texts).
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING, Any

from ffai_guards.values import ALLOW

from ffai.environment import Environment
from ffai.errors import FfaiError, ModelFailed
from ffai.read import Plan, weigh
from ffai.show.progress import State
from ffai.tools.probe import Prober
from ffai.translate.model.masks import Mask
from ffai.translate.model.talk import Talk
from ffai.translate.model.values import Message
from ffai.values import Context

if TYPE_CHECKING:
    from ffai.translate.model import Attempt

EXCERPT = 8.0  # seconds of each input that an answer is tried on
MOST = 9  # samples

Print = tuple[Any, ...]


def agreed(talk: Talk, messages: tuple[Message, ...], context: Context, mask: Mask, env: Environment) -> "tuple[Attempt, int]":
    """The first of the answers that most agree with, and how many do. Raises ModelFailed when there is no answer at all."""
    from ffai.translate.model import attempted

    attempts: list[Attempt] = []
    for _ in range(min(talk.settings.samples, MOST)):
        try:
            attempts.append(attempted(talk, messages, context, mask))
        except ModelFailed:
            if not attempts:
                raise
            break
    with tempfile.TemporaryDirectory(prefix="ffai-try-") as folder:
        prints = [result_of(attempt.plan, folder, number, env) for number, attempt in enumerate(attempts)]
    counts = Counter(prints)
    best = max(prints, key=lambda each: (each[0] == "made", counts[each], -prints.index(each)))
    return attempts[prints.index(best)], counts[best]


def result_of(plan: Plan, folder: str, number: int, env: Environment) -> Print:
    """What the plan makes of an excerpt, without names; or why it is not tried: ("made" | "failed" | "not tried", ...)."""
    if not plan.has_commands or plan.level != ALLOW or plan.errors or _leaves(plan):
        return ("not tried", plan.proposal.text)
    from ffai.running.execute import run

    place = os.path.join(folder, str(number))
    os.makedirs(place)
    excerpts = os.path.join(folder, "excerpts")
    os.makedirs(excerpts, exist_ok=True)
    inputs = {t.target for t in plan.report.touches if t.how == "read" and t.kind == "file" and not os.path.isabs(t.target)}
    for name in inputs:
        _lay_out(name, plan.context, excerpts, place)
    there = plan.context._replace(cwd=place, probe=Prober(plan.context.tools, place).get)
    tried = weigh(plan.proposal, there)
    quiet = env._replace(cwd=place, state_dir=os.path.join(folder, "state"), stdout=StringIO(), stderr=StringIO())
    try:
        outcome = run(tried.reading, tried.report, there, quiet, progress=_Silence())
    except FfaiError as error:
        return ("failed", error.message)
    if outcome.failures:
        return ("failed", outcome.failures[0].error)
    prober = Prober(plan.context.tools, place)
    return ("made", *sorted(_print(made.path, prober) for made in outcome.created))


class _Silence:
    def show(self, state: State) -> None:
        pass


def _leaves(plan: Plan) -> bool:
    """Whether something would be written outside of the folder: then it is not tried."""
    return any(
        touch.how != "read" and (os.path.isabs(touch.target) or ".." in touch.target.split("/")) and touch.target != os.devnull
        for touch in plan.report.touches
    )


def _lay_out(name: str, context: Context, excerpts: str, place: str) -> None:
    """An excerpt of an input under its own name; the file itself, linked, when it is short or cannot be cut."""
    real = os.path.join(context.cwd, name)
    if not os.path.isfile(real) or ".." in name.split("/"):
        return
    target = os.path.join(place, name)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    media = context.probe(name)
    if media is not None and media.duration and media.duration > 2 * EXCERPT and context.tools.ffmpeg:
        cut = os.path.join(excerpts, name)
        if not os.path.exists(cut):
            os.makedirs(os.path.dirname(cut), exist_ok=True)
            command = [context.tools.ffmpeg, "-v", "error", "-nostdin", "-t", str(EXCERPT), "-i", f"file:{real}", "-map", "0", "-c", "copy", cut]  # fmt: skip
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                done = subprocess.run(command, capture_output=True, timeout=60, check=False)
                if done.returncode:
                    with contextlib.suppress(OSError):
                        os.unlink(cut)
        real = cut if os.path.exists(cut) else real
    try:
        os.link(real, target)
    except OSError:
        shutil.copyfile(real, target)


def _print(path: str, prober: Prober) -> tuple[Any, ...]:
    media = prober.get(path)
    if media is None:
        return (os.path.splitext(path)[1],)
    streams = tuple(
        (s.kind, s.codec, s.width or 0, s.height or 0, round(s.frame_rate or 0), s.channels or 0, s.sample_rate or 0)
        for s in media.streams
    )
    return (os.path.splitext(path)[1], round(media.duration or 0, 1), streams)
