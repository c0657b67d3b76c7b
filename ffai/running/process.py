"""One ffmpeg process, or a pipe of several: started without a shell, watched, stopped cleanly."""

import errno
import os
import selectors
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple, Self

from ffai.running.limits import Amounts
from ffai.running.sandbox import fenced

_KEEP = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LC_NUMERIC",
    "TZ",
    "TMPDIR",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "XDG_CACHE_HOME",
    "OPENBLAS_CORETYPE",
)
_LONGEST_LOG = 50 << 20  # bytes of what ffmpeg prints that are kept: a damaged file makes it print without end
_GRACE = (
    1.0  # seconds that ffmpeg gets to stop by itself; what it made is thrown away, so that more would only keep the user waiting
)


class Ended(NamedTuple):
    code: int
    tail: str  # the last lines of standard error
    stopped: bool  # it was told to stop
    full: bool = False  # it was stopped because the disk was nearly full


class Stop:
    """Set by a signal; looked at while waiting."""

    def __init__(self) -> None:
        self.signal: int | None = None
        self._old: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            try:
                self._old[number] = signal.signal(number, self._set)
            except ValueError:  # not the main thread: whoever runs it there handles signals
                break
        return self

    def _set(self, number: int, _frame: Any) -> None:
        self.signal = number

    def __exit__(self, *_: object) -> None:
        for number, handler in self._old.items():
            signal.signal(number, handler)


Report = Callable[[dict[str, str]], None]


def clean_environment(home: str) -> dict[str, str]:
    """What ffmpeg gets to know of the environment: nothing that changes which code or files it uses."""
    found = {name: os.environ[name] for name in _KEEP if name in os.environ}
    return {**found, "HOME": home, "AV_LOG_FORCE_NOCOLOR": "1"}


def run_pipe(
    argvs: list[tuple[str, ...]],
    *,
    folder: str,
    writable: list[str],
    network: bool,
    log: BinaryIO,
    stop: Stop,
    report: Report,
    stdout: int | None,
    limits: Amounts,
) -> Ended:
    """Runs commands that feed each other, the first one alone when there is but one. ffmpeg's progress goes to `report`."""
    read_end, write_end = os.pipe()
    around = fenced(writable, network=network, folder=folder)
    enter = _both(limits.enter(), around.enter)
    processes: list[subprocess.Popen[bytes]] = []
    previous: Any = subprocess.DEVNULL
    try:
        for number, argv in enumerate(argvs):
            last = number == len(argvs) - 1
            words = (
                *around.before,
                argv[0],
                *(
                    ("-progress", f"pipe:{write_end}", "-nostats")
                    if last and os.path.basename(argv[0]).startswith("ffmpeg")
                    else ()
                ),
                *argv[1:],
            )
            process = subprocess.Popen(
                words, cwd=folder, stdin=previous, stdout=(stdout if stdout is not None else subprocess.DEVNULL) if last else subprocess.PIPE, stderr=subprocess.PIPE,
                env=clean_environment(folder), pass_fds=(write_end,) if last else (), preexec_fn=enter, start_new_session=True,  # noqa: PLW1509 - no threads run here
            )  # fmt: skip
            if previous is not subprocess.DEVNULL:
                previous.close()
            previous = process.stdout
            processes.append(process)
    except (OSError, subprocess.SubprocessError) as problem:
        _kill(processes)
        os.close(read_end)
        if isinstance(problem, OSError):
            raise
        raise OSError(
            errno.ENOENT, "the folder that it writes in is gone"
        ) from None  # what failed between fork and exec has no name
    finally:
        os.close(write_end)
    try:
        return _watch(processes, read_end, log, stop, report, lambda: limits.nearly_full(folder))
    finally:
        os.close(read_end)
        _kill(processes)


def _both(first: Callable[[], None] | None, second: Callable[[], None] | None) -> Callable[[], None]:
    def enter() -> None:
        for each in (first, second):
            if each is not None:
                each()

    return enter


def _watch(
    processes: list[subprocess.Popen[bytes]],
    progress: int,
    log: BinaryIO,
    stop: Stop,
    report: Report,
    nearly_full: Callable[[], bool],
) -> Ended:
    selector = selectors.DefaultSelector()
    selector.register(progress, selectors.EVENT_READ, "progress")
    for process in processes:
        if process.stderr is not None:
            selector.register(process.stderr, selectors.EVENT_READ, "log")
    tail: deque[bytes] = deque(maxlen=400)
    rest, facts = b"", {}
    asked_at: float | None = None
    looked_at, full, logged = time.monotonic(), False, 0
    while selector.get_map():
        for key, _ in selector.select(0.2):
            data = os.read(key.fd, 65536)
            if not data:
                selector.unregister(key.fileobj)
            elif key.data == "log":
                logged += len(data)
                if logged <= _LONGEST_LOG:
                    log.write(data)
                tail.append(data)
            else:
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    name, _, value = line.decode("utf-8", "replace").partition("=")
                    facts[name.strip()] = value.strip()
                    if name == "progress":
                        report(facts)
        if not full and time.monotonic() - looked_at > 1:
            looked_at, full = time.monotonic(), nearly_full()
            if full:
                _signal(processes, signal.SIGKILL)
        if stop.signal is not None:
            if asked_at is None:
                asked_at = time.monotonic()
                _signal(processes, signal.SIGINT)
            elif time.monotonic() - asked_at > _GRACE:
                _signal(processes, signal.SIGKILL)
    codes = [process.wait() for process in processes]
    log.flush()
    return Ended(next((c for c in codes if c), 0), b"".join(tail).decode("utf-8", "replace"), stop.signal is not None, full)


def _signal(processes: list[subprocess.Popen[bytes]], number: int) -> None:
    for process in processes:
        if process.poll() is None:
            try:
                os.killpg(process.pid, number)
            except OSError:
                pass


def _kill(processes: list[subprocess.Popen[bytes]]) -> None:
    _signal(processes, signal.SIGKILL)
    for process in processes:
        process.wait()
        if process.stderr is not None:
            process.stderr.close()
