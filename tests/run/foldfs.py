"""A file system for tests, over a folder: foldfs.py FOLDER MOUNTPOINT [fold] [nolink] [norename].

fold: names that differ in case or in Unicode form mean one file, and keep the spelling that they were made with. nolink: no hard links.
norename: rename takes no flags (FUSE's protocol of 2.9 has none), as on many network file systems.
"""

import errno
import os
import sys
import unicodedata

from fuse import FUSE, FuseOSError, Operations


def folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


class Folding(Operations):
    def __init__(self, top: str, kinds: set[str]) -> None:
        self.top, self.kinds = top, kinds

    def real(self, path: str) -> str:
        place = self.top
        for part in (p for p in path.split("/") if p):
            name = part
            if "fold" in self.kinds and os.path.isdir(place):
                name = next((n for n in os.listdir(place) if folded(n) == folded(part)), part)
            place = os.path.join(place, name)
        return place

    def getattr(self, path, fh=None):
        status = os.lstat(self.real(path))
        return {
            n: getattr(status, n)
            for n in ("st_atime", "st_ctime", "st_gid", "st_mode", "st_mtime", "st_nlink", "st_size", "st_uid", "st_ino")
        }

    def readdir(self, path, fh):
        return [".", "..", *os.listdir(self.real(path))]

    def open(self, path, flags):
        return os.open(self.real(path), flags & ~(os.O_CREAT | os.O_EXCL))

    def create(self, path, mode, fi=None):
        return os.open(self.real(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def write(self, path, data, offset, fh):
        return os.pwrite(fh, data, offset)

    def truncate(self, path, length, fh=None):
        os.truncate(self.real(path), length)

    def release(self, path, fh):
        os.close(fh)

    def fsync(self, path, datasync, fh):
        os.fsync(fh)

    def mkdir(self, path, mode):
        os.mkdir(self.real(path), mode)

    def rmdir(self, path):
        os.rmdir(self.real(path))

    def unlink(self, path):
        os.unlink(self.real(path))

    def rename(self, old, new):
        os.rename(self.real(old), self.real(new))

    def link(self, target, source):
        if "nolink" in self.kinds:
            raise FuseOSError(errno.EPERM)
        os.link(self.real(source), self.real(target))

    def chmod(self, path, mode):
        os.chmod(self.real(path), mode)

    def utimens(self, path, times=None):
        os.utime(self.real(path), times)

    def statfs(self, path):
        status = os.statvfs(self.top)
        return {
            n: getattr(status, n)
            for n in ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_frsize", "f_files", "f_ffree", "f_namemax")
        }


if __name__ == "__main__":
    FUSE(
        Folding(sys.argv[1], set(sys.argv[3:])),
        sys.argv[2],
        foreground=True,
        nothreads=True,
        use_ino=True,
        default_permissions=True,
    )
