"""The working folder, listed once: its media files, and every name in it that a request could say."""

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from ffai.look import natural
from ffai.look.kinds import KIND, MEDIA, extension_of
from ffai.values import Entry

MOST = 10_000
"""Entries that are looked at in one folder; a folder that holds more is listed as far as that."""


class Folder(NamedTuple):
    """`names` maps every visible name to whether it is a folder; `truncated` says that there were more than MOST."""

    path: str
    entries: tuple[Entry, ...] = ()
    names: dict[str, bool] = {}  # noqa: RUF012 - never written to
    truncated: bool = False


def read(path: str) -> Folder:
    """The folder's listing, hidden files left out, in natural order. What cannot be listed is empty."""
    names: dict[str, bool] = {}
    found: list[Entry] = []
    truncated = False
    try:
        with os.scandir(path) as listing:
            for entry in listing:
                if entry.name.startswith("."):
                    continue
                if len(names) >= MOST:
                    truncated = True
                    break
                names[entry.name] = _is_folder(entry)
                media = None if names[entry.name] else _media(entry)
                if media:
                    found.append(media)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        pass
    found.sort(key=lambda entry: natural.key(entry.name))
    return Folder(path, tuple(found), names, truncated)


def media_in(folder: str, cwd: str) -> tuple[str, ...]:
    """The media files right inside a folder, as paths that begin with the folder as it was given."""
    start = folder.rstrip("/") or "/"
    return tuple(as_argument(join(start, entry.name)) for entry in read(join(cwd, folder)).entries)


def join(folder: str, name: str) -> str:
    return os.path.join(folder, name)


def as_argument(path: str) -> str:
    """The path such that ffmpeg takes it for a file: `-x.mp4` is no option and `a:b.mp4` no protocol, with `./` before them."""
    head = path.partition("/")[0]
    return f"./{path}" if head.startswith("-") or ":" in head else path


def status(path: str, cwd: str) -> "os.stat_result | None":
    """What stat says, or None for whatever is not there or cannot be asked about."""
    try:
        return os.stat(join(cwd, path))
    except (OSError, ValueError):
        return None


def is_folder(path: str, cwd: str) -> bool:
    found = status(path, cwd)
    return found is not None and stat.S_ISDIR(found.st_mode)


def is_file(path: str, cwd: str) -> bool:
    """Whether it is a regular file: a FIFO or a device would block whoever opens it."""
    found = status(path, cwd)
    return found is not None and stat.S_ISREG(found.st_mode)


def below(path: str, limit: int = MOST) -> Iterator[str]:
    """The folder and all folders under it, hidden and linked ones left out, at most `limit` of them."""
    waiting = [path]
    while waiting and limit > 0:
        folder = waiting.pop(0)
        limit -= 1
        yield folder
        try:
            with os.scandir(folder) as listing:
                inner = [
                    entry.path for entry in listing if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
                ]
        except OSError:
            continue
        waiting.extend(natural.ordered(inner))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _media(entry: "os.DirEntry[str]") -> Entry | None:
    kind = KIND.get(extension_of(entry.name), "")
    if kind not in MEDIA:
        return None
    try:
        facts = entry.stat()
    except OSError:  # a link that leads nowhere
        return None
    return Entry(entry.name, kind, facts.st_size, facts.st_mtime) if stat.S_ISREG(facts.st_mode) else None
