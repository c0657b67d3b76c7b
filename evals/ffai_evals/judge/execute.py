"""Runs an answer's commands in a folder made for it: fenced in, without a network, with limits, and without a shell."""

import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ffai_guards.values import Reading, Step

from ffai.running.execute import printed_text, without_decided
from ffai.running.process import clean_environment
from ffai.running.sandbox import fence
from ffai.values import Tools
from ffai_evals.judge import script

WALL = 60.0
"""Seconds that all commands of an answer may take together."""

_PATIENCE = 4
_CPU, _FILE, _MEMORY = 120, 1 << 29, 6 << 30  # seconds, bytes, bytes of address space
_ALL_FILES, _MOST_FILES = 1 << 30, 20_000  # bytes and files that the folder may hold; looked at every half second


class Ran(NamedTuple):
    """How a run ended. `status`: done, ffmpeg_error, timeout, or refused (none of ffmpeg's steps, outside of the folder, too much)."""

    status: str
    complaint: str = ""  # standard error's decisive line
    printed: str = ""  # the end of standard error and output of a run that went well
    failed_step: int = -1


class Clock:
    """How long an answer may take. Its own work counts: on a machine that is busy otherwise it is given up to four times as long.

    What idles is stopped after `wall` seconds, and so is what has used half as much of the processor by then.
    """

    def __init__(self, wall: float) -> None:
        self.wall, self.start = wall, time.monotonic()

    def over(self, pid: int) -> bool:
        passed = time.monotonic() - self.start
        if passed <= self.wall:
            return False
        used = _processor(pid)
        return used is None or passed > _PATIENCE * self.wall or not 0.04 * passed < used < 0.5 * self.wall


def _processor(session: int) -> float | None:
    """Seconds of the processor that the processes of a session, and those they waited for, have used; None where that is not told."""
    ticks, told = 0, False
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else []:
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:  # it went meanwhile
                continue
            if fields[3] == str(session):
                told, ticks = True, ticks + sum(int(x) for x in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK") if told else None


def carry_out(reading: Reading, folder: str, tools: Tools, *, wall: float = WALL) -> Ran:
    """Runs the steps in order in `folder`; stops at the first that fails and is not followed by ||."""
    clock = Clock(wall)
    steps = list(enumerate(reading.steps))
    printed = ""
    fine = True
    while steps:
        chain = [steps.pop(0)]
        while steps and steps[0][1].joined == "|":
            chain.append(steps.pop(0))
        first = chain[0][1]
        if (first.joined == "||" and fine) or (first.joined == "&&" and not fine):
            continue
        if first.command is None:
            if not _by_hand(first, folder):
                return Ran("refused", f"{first.program} is not run here", failed_step=chain[0][0])
            continue
        try:
            code, said = _pipe([s for _, s in chain], folder, tools, clock)
        except _Stopped as stopped:
            return Ran(stopped.status, str(stopped), failed_step=chain[0][0])
        fine = code == 0 or all(s.program == "ffmpeg" and s.command and not s.command.outputs for _, s in chain)
        printed += said
        if not fine and not (steps and steps[0][1].joined == "||"):
            return Ran("ffmpeg_error", _decisive(said), printed[-4000:], chain[0][0])
    return Ran("done", "", printed[-8000:])


class _Stopped(Exception):  # noqa: N818 - it is no fault of ours
    """The processes were stopped: `status` as in Ran."""

    def __init__(self, status: str, why: str) -> None:
        super().__init__(why)
        self.status = status


def inside(folder: str, name: str) -> str:
    """The path of a name in the folder. Raises ValueError for one that leads out of it: what is done by hand has no fence."""
    path = os.path.realpath(os.path.join(folder, name))
    if not path.startswith(os.path.realpath(folder) + os.sep):
        raise ValueError(f"{name} leads out of the folder")
    return path


def _by_hand(step: Step, folder: str) -> bool:
    try:
        if step.program == "mkdir":
            for word in (w for w in step.argv[1:] if not w.startswith("-")):
                os.makedirs(inside(folder, word), exist_ok=True)
            return True
        if step.program in ("printf", "echo", "cat") and step.stdout_to:
            path = inside(folder, step.stdout_to)
            with open(path, "a" if step.stdout_append else "w", encoding="utf-8", errors="surrogateescape") as file:
                file.write(printed_text(step))
            return True
    except (OSError, ValueError):
        return False
    return step.program in ("echo", "printf", "true", "cd") and not step.stdout_to


def _pipe(steps: list[Step], folder: str, tools: Tools, clock: Clock) -> tuple[int, str]:
    """(exit code, what was said) of programs that feed each other. Raises _Stopped."""
    enter, _ = fence([folder], network=False)
    processes: list[subprocess.Popen[bytes]] = []
    feed = None
    with tempfile.TemporaryFile() as errors:
        try:
            for number, step in enumerate(steps):
                last = number == len(steps) - 1
                process = subprocess.Popen(
                    _argv(step, tools),
                    cwd=folder,
                    stdin=feed or subprocess.DEVNULL,
                    stdout=errors if last else subprocess.PIPE,
                    stderr=errors,
                    env=clean_environment(folder),
                    start_new_session=True,
                    preexec_fn=_limits(enter),  # noqa: PLW1509 - no threads of ours hold locks here
                )
                if feed is not None:
                    feed.close()
                feed = process.stdout
                processes.append(process)
            code = max((_wait(process, folder, clock) for process in processes), key=abs)
        except OSError as problem:
            raise _Stopped("ffmpeg_error", f"{steps[len(processes)].program} does not start: {problem.strerror}") from None
        finally:
            for process in processes:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
        errors.seek(0)
        said = errors.read()[-100_000:].decode("utf-8", "replace")
    if -code in (signal.SIGXFSZ, signal.SIGXCPU):
        raise _Stopped(
            *(("refused", "stopped: it wrote too much") if -code == signal.SIGXFSZ else ("timeout", "stopped: it took too long"))
        )
    return code, said


def carry_out_script(text: str, folder: str, tools: Tools, *, wall: float = WALL) -> Ran:
    """A script that is no sequence of plain commands, by bash behind the fence; what may not be run is refused with the reason."""
    why = script.refused(text)
    if why:
        return Ran("refused", why)
    try:
        code, said = script.run_script(text, folder, tools, Clock(wall).over, _limits, lambda: too_much(folder))
    except (TimeoutError, OSError) as problem:
        return Ran("timeout" if isinstance(problem, TimeoutError) else "refused", str(problem))
    return Ran("done", "", said[-8000:]) if code == 0 else Ran("ffmpeg_error", _decisive(said), said[-4000:])


def _wait(process: "subprocess.Popen[bytes]", folder: str, clock: Clock) -> int:
    while True:
        try:
            return process.wait(0.5)
        except subprocess.TimeoutExpired:
            if clock.over(process.pid):
                raise _Stopped("timeout", "stopped: it took too long") from None
            if too_much(folder):
                raise _Stopped("refused", "stopped: it wrote too much") from None


def too_much(folder: str) -> bool:
    """Whether a folder holds more bytes, or more files, than an answer may make."""
    size = count = 0
    for path in files_below(folder):
        try:
            size += os.path.getsize(path)
        except OSError:  # it went meanwhile
            continue
        count += 1
        if size > _ALL_FILES or count > _MOST_FILES:
            return True
    return False


def files_below(folder: str) -> Iterator[str]:
    """The regular files below a folder; links are not followed."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if not os.path.islink(path) and os.path.isfile(path):
                yield path


def _argv(step: Step, tools: Tools) -> list[str]:
    if step.program == "ffmpeg":
        return [tools.ffmpeg or "ffmpeg", "-nostdin", "-hide_banner", "-y", *without_decided(step, step.argv)]
    return [(tools.ffprobe or "ffprobe") if step.program == "ffprobe" else step.argv[0], *step.argv[1:]]


def _limits(enter: Callable[[], None] | None) -> Callable[[], None]:
    def before() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if enter is not None:
            enter()

    return before


def _decisive(said: str) -> str:
    from ffai.running.complaints import sentence

    return sentence(said[-4000:])[0]
