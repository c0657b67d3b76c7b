"""Moving files without replacing any."""

import ctypes
import errno
import os

_RENAME_NOREPLACE = 1  # of Linux
_RENAME_EXCL = 4  # of macOS: sys/stdio.h
_AT_FDCWD = -100


def move(source: str, target: str) -> None:
    """Renames a file on one file system. Raises FileExistsError when the target exists, whatever happens at the same time.

    renameat2(RENAME_NOREPLACE) or renamex_np(RENAME_EXCL) where there is one, else link() and unlink(), which also fails on an
    existing target. On Windows a rename does not replace.
    """
    if os.name == "nt":
        os.rename(source, target)
        return
    result = _rename_exclusive(source, target)
    if result == 0:
        return
    if result == errno.EEXIST:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    if result not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        raise OSError(result, os.strerror(result), target)
    if os.path.isdir(source) and not os.path.islink(source):
        os.mkdir(target)
        os.rename(source, target)
        return
    os.link(source, target)
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


def _rename_exclusive(source: str, target: str) -> int:
    """0, or the error number."""
    libc, old, new = _libc(), os.fsencode(source), os.fsencode(target)
    ctypes.set_errno(0)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, old, _AT_FDCWD, new, _RENAME_NOREPLACE)
    elif hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(old, new, _RENAME_EXCL)
    else:
        return errno.ENOSYS
    return (ctypes.get_errno() or errno.EIO) if failed else 0


_loaded: ctypes.CDLL | None = None


def _libc() -> ctypes.CDLL:
    global _loaded  # noqa: PLW0603 - loaded once
    if _loaded is None:
        _loaded = ctypes.CDLL(None, use_errno=True)
    return _loaded
