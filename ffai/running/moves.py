"""Moving files without replacing any."""

import contextlib
import ctypes
import errno
import os
import secrets
from collections.abc import Callable

_RENAME_NOREPLACE = 1
_RENAME_EXCL = 4  # of macOS
# what a kernel or file system answers that has no such call, or no such flag
_NO_SUCH_CALL = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
# what a file system without hard links answers
NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES)
_AT_FDCWD = -100


def move(source: str, target: str, reserved: Callable[[int], None] | None = None) -> None:
    """Renames a file on one file system. Raises FileExistsError when the target exists, whatever happens at the same time.

    renameat2(RENAME_NOREPLACE) where there is one (renamex_np on macOS), else link() and unlink(), which also fails on an existing target.
    Where a file system has neither, a plain file is copied into a name that did not exist before, if the caller gives `reserved`: it is
    told the new file's inode before anything is written into it, so that a copy that is cut short can be finished. Otherwise an OSError.
    """
    result = _rename(source, target)
    if result == 0:
        return
    if result == errno.EEXIST:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    if result not in _NO_SUCH_CALL:
        raise OSError(result, os.strerror(result), target)
    if os.path.isdir(source) and not os.path.islink(source):
        os.mkdir(target)
        os.rename(source, target)
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
    except OSError as problem:
        if problem.errno not in NO_LINKS or reserved is None or not os.path.isfile(source) or os.path.islink(source):
            raise
        _copy_in(source, target, reserved)
    os.unlink(source)


def _copy_in(source: str, target: str, reserved: Callable[[int], None]) -> None:
    """The content of a file under a name that is free: O_EXCL makes it or fails."""
    out = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666)
    inode = os.fstat(out).st_ino
    try:
        reserved(inode)
        _poured(source, out)
    except BaseException:
        os.close(out)
        if os.lstat(target).st_ino == inode:
            os.unlink(target)
        raise
    os.close(out)


def _poured(source: str, out: int) -> None:
    """Writes a file's content through a descriptor, from the start, and its times; on the disk when it returns."""
    with open(source, "rb", buffering=0) as file:
        while data := file.read(1 << 20):
            while data:
                data = data[os.write(out, data) :]
        status = os.fstat(file.fileno())
    os.ftruncate(out, status.st_size)
    with contextlib.suppress(OSError):
        os.utime(out, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.fsync(out)


def finish_copy(source: str, target: str, inode: int) -> bool:
    """Finishes a copy that was cut short; whether it could be done. Writes into the file with that inode and no other."""
    try:
        out = os.open(target, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        if os.fstat(out).st_ino != inode:
            return False
        _poured(source, out)
        os.unlink(source)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(out)


def carry(source: str, target: str) -> None:
    """A move that never replaces, to another file system by a copy that is complete before it has the name. Raises OSError."""
    try:
        move(source, target, lambda _: None)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(target):
            raise
        _carried(source, target)


def _carried(source: str, target: str) -> None:
    """To another file system."""
    before = os.lstat(source)
    part = f"{target}.{secrets.token_hex(6)}.part"
    fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _poured(source, fd)
        with contextlib.suppress(OSError):
            os.fchmod(fd, before.st_mode & 0o777)
        move(part, target, lambda _: None)
    except BaseException:
        os.unlink(part)
        raise
    finally:
        os.close(fd)
    after = os.lstat(source)
    if (after.st_ino, after.st_size, after.st_mtime_ns) != (before.st_ino, before.st_size, before.st_mtime_ns):
        raise OSError(errno.EBUSY, "it was changed while it was moved, so both are kept", source)
    os.unlink(source)


def take_back(target: str, place: str, inode: int) -> bool:
    """Moves a file that this run has put at `target` back to `place`; whether it could be done.

    When something else is there by now (another inode), that is left, or put back, where it is: it is moved, looked at, and moved again,
    for between a look and a removal anything could come.
    """
    try:
        if os.lstat(target).st_ino != inode:
            return False
        move(target, place)
        if os.lstat(place).st_ino == inode:
            return True
    except OSError:
        return False
    try:
        move(place, target)
    except OSError:
        move(place, free_name(target))
    return False


def free_name(path: str) -> str:
    """A name beside `path` that is free at this moment."""
    root, ext = os.path.splitext(path)
    return next(name for n in range(2, 1_000_000) if not os.path.lexists(name := f"{root}-{n}{ext}"))


def flush(path: str) -> None:
    """What a file or folder holds, on the disk. Does nothing where it cannot be opened or flushed."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(fd)
    except OSError:
        pass
    finally:
        os.close(fd)


def _rename(source: str, target: str) -> int:
    """Renames without replacing: 0, or the error number."""
    libc = _libc()
    old, new = os.fsencode(source), os.fsencode(target)
    ctypes.set_errno(0)
    if (function := getattr(libc, "renameat2", None)) is not None:
        done = function(_AT_FDCWD, old, _AT_FDCWD, new, _RENAME_NOREPLACE)
    elif (function := getattr(libc, "renamex_np", None)) is not None:
        done = function(old, new, _RENAME_EXCL)
    else:
        return errno.ENOSYS
    return 0 if done == 0 else ctypes.get_errno() or errno.EIO


_loaded: ctypes.CDLL | None = None


def _libc() -> ctypes.CDLL:
    global _loaded  # noqa: PLW0603 - loaded once
    if _loaded is None:
        _loaded = ctypes.CDLL(None, use_errno=True)
    return _loaded
