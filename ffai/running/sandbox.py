"""The fence around ffmpeg: it may write in the stage only, and reach no network.

Landlock (Linux 5.13 and later) for files; a network namespace for the network. Both are set in the child between fork and exec.
Where they do not work, bubblewrap does the same if it is installed and works; where nothing does, the stage alone protects, and the
outcome says so.

Source: Documentation/userspace-api/landlock.rst of the kernel.
"""

import ctypes
import functools
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import NamedTuple

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000
# write_file, remove_dir, remove_file, make_char, make_dir, make_reg, make_sock, make_fifo, make_block, make_sym; refer and truncate by version
_WRITES = (1 << 1) | (1 << 4) | (1 << 5) | (1 << 6) | (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 12)
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_FILE_ACCESS = (1 << 1) | _TRUNCATE


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def landlock_version() -> int:
    """The kernel's Landlock ABI, 0 when it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, 1)
    return max(0, int(version))


class Fence(NamedTuple):
    enter: Callable[[], None] | None  # what the child calls before it starts the program
    before: tuple[str, ...] = ()  # words before the program's


class Holds(NamedTuple):
    files: bool
    network: bool


NONE, LANDLOCK, BUBBLEWRAP = "none", "Landlock", "bubblewrap"


@functools.cache
def chosen(wanted: str = "") -> tuple[str, Holds]:
    """The fence that works here, tried out: Landlock with a network namespace, else bubblewrap, else what there is of them.

    `wanted` (FFAI_FENCE) asks for one of them by name.
    """
    first = Holds(False, False) if wanted == BUBBLEWRAP else _landlock_holds()
    if all(first):
        return LANDLOCK, first
    second = Holds(False, False) if wanted == LANDLOCK else _bubblewrap_holds()
    if sum(second) > sum(first):
        return BUBBLEWRAP, second
    return (LANDLOCK if any(first) else NONE), first


def fenced(writable: Sequence[str], *, network: bool, folder: str) -> Fence:
    """The fence for a run in `folder` that writes in the folders `writable`."""
    if chosen(os.environ.get("FFAI_FENCE", ""))[0] == BUBBLEWRAP:
        return Fence(None, _bubblewrap(writable, network=network, folder=folder))
    return Fence(fence(writable, network=network)[0])


def what_is_off() -> tuple[str, ...]:
    """What of the fence does not work here: one sentence each, () when all of it holds."""
    if not hasattr(os, "fork") or not sys.platform.startswith("linux"):
        return ("no fence on this system: only the stage kept ffmpeg from other files and the network",)
    _, holds = chosen(os.environ.get("FFAI_FENCE", ""))
    off = []
    if not holds.files:
        off.append("neither Landlock nor bubblewrap works here: only the stage kept ffmpeg from other files")
    if not holds.network:
        off.append("no network namespace on this system: only the list of protocols kept ffmpeg from the network")
    return tuple(off)


def _landlock_holds() -> Holds:
    """Tried out in a child: it opens a file outside of the fence and looks at its network."""
    if not hasattr(os, "fork") or not sys.platform.startswith("linux"):
        return Holds(False, False)
    enter, _ = fence([], network=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads: the child calls nothing that could wait for them
        child = os.fork()
    if child == 0:
        failed = 3
        try:
            before = os.readlink("/proc/self/ns/net")
            if enter is not None:
                enter()
            failed = 2 if os.readlink("/proc/self/ns/net") == before else 0
            failed |= 1 if _can_write() else 0
        finally:
            os._exit(failed)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Holds(not code & 1, not code & 2)


def _can_write() -> bool:
    """Whether a file can be opened for writing outside of what the fence leaves open."""
    try:
        fd = os.open("/tmp", os.O_TMPFILE | os.O_WRONLY)  # noqa: S108 - a file without a name
    except OSError:
        return False
    os.close(fd)
    return True


def _bubblewrap(writable: Sequence[str], *, network: bool, folder: str) -> tuple[str, ...]:
    """bwrap's words: the whole system to be read, the stages to be written, no network. Only its user's rights are needed."""
    program = shutil.which("bwrap")
    if program is None:
        return ()
    binds = [word for place in writable for word in ("--bind", place, place)]
    alone = () if network else ("--unshare-net",)
    return (
        program,
        "--ro-bind",
        "/",
        "/",
        "--dev-bind",
        "/dev",
        "/dev",
        *binds,
        *alone,
        "--die-with-parent",
        "--chdir",
        folder,
        "--",
    )


def _bubblewrap_holds() -> Holds:
    """Tried out: a shell in it writes into one folder that it may write in, and into one that it may not."""
    import subprocess
    import tempfile

    if shutil.which("bwrap") is None or not sys.platform.startswith("linux"):
        return Holds(False, False)
    try:
        with tempfile.TemporaryDirectory() as top:
            for name in ("may", "may-not"):
                os.mkdir(f"{top}/{name}")
            words = _bubblewrap([f"{top}/may"], network=False, folder=f"{top}/may")
            script = 'readlink /proc/self/ns/net; : > here && { : > "$1/may-not/there"; }'
            done = subprocess.run(
                [*words, "/bin/sh", "-c", script, "sh", top],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=10,
                check=False,
            )
            works = os.path.exists(f"{top}/may/here")
            files = works and not os.path.exists(f"{top}/may-not/there")
            here = os.readlink("/proc/self/ns/net")
            return Holds(files, files and done.stdout.decode().strip() not in ("", here))
    except (OSError, subprocess.SubprocessError):
        return Holds(False, False)


def fence(writable: Sequence[str], *, network: bool) -> tuple[Callable[[], None] | None, tuple[str, ...]]:
    """(what the child calls before exec, or None; what is off). `writable`: folders and files that may be written."""
    off: list[str] = []
    version = landlock_version()
    if not version:
        off.append("no Landlock on this system: only the stage keeps ffmpeg from other files")
    if not sys.platform.startswith("linux"):
        return None, tuple(off)
    libc = ctypes.CDLL(None, use_errno=True)
    paths = [p for p in (*writable, "/dev/null") if os.path.exists(p)]

    def enter() -> None:
        if not network:
            libc.unshare(_CLONE_NEWNET) if os.geteuid() == 0 else libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        if version:
            _restrict(libc, version, paths)

    return enter, tuple(off)


def _restrict(libc: ctypes.CDLL, version: int, paths: Sequence[str]) -> None:
    handled = _WRITES | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    ruleset = _Ruleset(handled)
    fd = libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0)
    if fd < 0:
        return
    for path in paths:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        allowed = handled if os.path.isdir(path) else handled & _FILE_ACCESS
        rule = _Beneath(allowed, parent)
        libc.syscall(_ADD_RULE, fd, 1, ctypes.byref(rule), 0)
        os.close(parent)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.syscall(_RESTRICT_SELF, fd, 0)
    os.close(fd)
