"""The fence around ffmpeg: it may write in the stage only, and reach no network.

Landlock (Linux 5.13 and later) for files; a network namespace for the network. Both are set in the child between fork and exec.
Where the system has neither, the stage alone protects, and the outcome says so.

Source: Documentation/userspace-api/landlock.rst of the kernel.
"""

import ctypes
import os
import sys
import warnings
from collections.abc import Callable, Sequence

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


def what_is_off() -> tuple[str, ...]:
    """What of the fence does not work here, tried out in a child: one sentence each, () when all of it holds."""
    if not hasattr(os, "fork") or not sys.platform.startswith("linux"):
        return ("no fence on this system: only the stage kept ffmpeg from other files and the network",)
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
    off = []
    if code & 1:
        off.append("no Landlock on this system: only the stage kept ffmpeg from other files")
    if code & 2:
        off.append("no network namespace on this system: only the list of protocols kept ffmpeg from the network")
    return tuple(off)


def _can_write() -> bool:
    """Whether a file can be opened for writing outside of what the fence leaves open."""
    try:
        fd = os.open("/tmp", os.O_TMPFILE | os.O_WRONLY)  # noqa: S108 - a file without a name
    except OSError:
        return False
    os.close(fd)
    return True


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
