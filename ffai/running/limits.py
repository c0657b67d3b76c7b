"""What one ffmpeg may use: CPU time, the size of a file, memory, and how much of the disk stays free.

Set in the child before it starts (setrlimit), so they hold whatever it does; what they come to is worked out when a run begins.
"""

import os
import re
import signal
from collections.abc import Callable
from typing import NamedTuple

from ffai.config import Settings

HOUR, GB = 3600, 1_000_000_000
_LEAST_FREE = 32 << 20  # bytes that stay free where nothing else is said, or the 50th part of a small disk
_LEAST_MEMORY = 4 << 30


class Limits(NamedTuple):
    """0 leaves it to what the machine has."""

    cpu_hours: float = 200.0  # of one process, over all cores; 0 is no limit
    size_gb: float = 0.0  # of one file; 0: what the disk has room for
    memory_gb: float = 0.0  # of one process; 0: what the machine has, swap included
    free_gb: float = 0.0  # of the disk that is written on; 0: 32 MB


NO_CHOICE = Limits()


def limits_of(settings: Settings) -> Limits:
    return Limits(settings.max_cpu_hours, settings.max_size_gb, settings.max_memory_gb, settings.keep_free_gb)


class Amounts(NamedTuple):
    """Limits as numbers for one place; None is no limit."""

    cpu: int | None  # seconds
    size: int | None  # bytes
    memory: int | None  # bytes
    free: int  # bytes that stay free

    def enter(self) -> Callable[[], None] | None:
        """What the child calls before it starts; None where the system knows no such limits."""
        try:
            import resource
        except ImportError:
            return None
        rows = [(resource.RLIMIT_CPU, self.cpu, 30), (resource.RLIMIT_FSIZE, self.size, 0), (resource.RLIMIT_CORE, 0, 0)]
        rows.append((resource.RLIMIT_DATA, self.memory, 0))  # not RLIMIT_AS: graphics drivers reserve far more than they use

        def enter() -> None:
            # SIGXFSZ keeps its default, which kills: told of it by an error, ffmpeg 5.1 ends with 0 all the same
            for which, most, more in rows:
                if most is not None:
                    _, hard = resource.getrlimit(which)
                    top = most + more if hard == resource.RLIM_INFINITY else min(most + more, hard)
                    resource.setrlimit(which, (min(most, top), top))

        return enter

    def nearly_full(self, folder: str) -> bool:
        room = _room(folder)
        return room is not None and room < self.free


def amounts(limits: Limits, folder: str) -> Amounts:
    """What the limits come to for a run that writes in `folder`."""
    free = _kept_free(limits, folder)
    room = _room(folder)
    size: int | None = int(limits.size_gb * GB)
    if not size:
        size = max(room - free, 1 << 20) if room is not None else None
    cpu = max(1, int(limits.cpu_hours * HOUR)) if limits.cpu_hours else None
    return Amounts(cpu, size, int(limits.memory_gb * GB) or _memory(), free)


def said(tail: str, code: int, limits: Limits) -> tuple[str, str] | None:
    """(what went wrong, what to do) when it was a limit that ended a process; None when it was not."""
    if code in (-signal.SIGXCPU, 128 + signal.SIGXCPU) or re.search(
        rf"received signal {signal.SIGXCPU:d}\b|Received > 3 system signals", tail
    ):
        return f"it used more CPU time than one command may ({limits.cpu_hours:g} hours)", _raise("max_cpu_hours")
    if code in (-signal.SIGXFSZ, 128 + signal.SIGXFSZ) or "File too large" in tail:
        if limits.size_gb > 0:
            return f"a file grew beyond what one may have ({limits.size_gb:g} GB)", _raise("max_size_gb")
        return "the disk has no room for the rest of the file", "free some space, or write elsewhere with --output-dir"
    if re.search(r"Cannot allocate memory|std::bad_alloc|failed to map segment|Resource temporarily unavailable", tail):
        most = f"{limits.memory_gb:g} GB" if limits.memory_gb > 0 else "what this machine has"
        advice = _raise("max_memory_gb") if limits.memory_gb > 0 else "do it in parts: what is reversed or looped is held whole"
        return f"it needed more memory than one command may have ({most})", advice
    return None


_NOT_WRITTEN = re.compile(
    r"^(?:\[[^\]\n]*\] )?(?:Error writing trailer|Error closing file|av_interleaved_write_frame\(\)|Error muxing a packet|Error submitting a packet to the muxer).*",
    re.MULTILINE,
)


def not_written(tail: str) -> str:
    """ffmpeg's own words that a part of its output could not be written: it can end with 0 all the same. "" when it says no such thing."""
    match = _NOT_WRITTEN.search(tail)
    return match.group(0) if match is not None else ""


def _raise(name: str) -> str:
    return f"if that is meant: ffai config set {name} NUMBER"


def _room(folder: str) -> int | None:
    """The free bytes of a disk; None when it does not say."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return None
    return disk.f_bavail * disk.f_frsize if disk.f_blocks else None


def _kept_free(limits: Limits, folder: str) -> int:
    if limits.free_gb:
        return int(limits.free_gb * GB)
    try:
        disk = os.statvfs(folder)
    except OSError:
        return 0
    return min(_LEAST_FREE, disk.f_blocks * disk.f_frsize // 50)


def _memory() -> int | None:
    """Memory and swap of the machine, in bytes, and never less than some."""
    found = {}
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            for line in file:
                name, _, rest = line.partition(":")
                if name in ("MemTotal", "SwapTotal"):
                    found[name] = int(rest.split()[0]) * 1024
    except (OSError, ValueError, IndexError):
        return None
    return max(sum(found.values()), _LEAST_MEMORY) if found else None
