"""The trash that undo puts results into: the desktop's, by send2trash, or ffai's own folder where there is none of that.

Whichever it is, undoing the undo finds the file again: by the notes that the desktop's trash keeps, and by the file itself.
"""

import os
import urllib.parse
from collections.abc import Iterator
from typing import Any

from ffai.environment import Environment
from ffai.running.moves import carry, flush

SYSTEM, OWN = "system", "own"


def throw(made: dict[str, Any], place: str, *, system: bool) -> str:
    """Puts a result into the trash: where it is now. `place`: its name in ffai's own trash. Raises OSError."""
    if system and _thrown(made["path"]):
        found = find(made)
        if found:
            return found
        if not os.path.lexists(made["path"]):
            return ""  # in the desktop's trash, which keeps no notes that can be read here
    carry(made["path"], place)
    return place


def is_system(env: Environment, choice: str) -> bool:
    """Whether the desktop's trash is used: it belongs to the home of this process."""
    return choice != OWN and env.variables.get("HOME") == os.environ.get("HOME")


def find(made: dict[str, Any]) -> str:
    """Where a result lies in the desktop's trash; "" when it is not there."""
    for folder in _folders(made["path"]):
        for place in _noted(folder, made["path"]):
            if _is(place, made):
                return place
    return next((p for f in (os.path.expanduser("~/.Trash"),) for p in _listed(f) if _is(p, made)), "")


def forget(place: str) -> None:
    """Takes away the note of a file that has left the desktop's trash."""
    folder, name = os.path.split(place)
    if os.path.basename(folder) == "files" and not os.path.lexists(place):
        try:
            os.unlink(os.path.join(os.path.dirname(folder), "info", f"{name}.trashinfo"))
        except OSError:
            return


def _thrown(path: str) -> bool:
    if not _has_trash(path):
        return False
    try:
        from send2trash import send2trash

        send2trash(path)
    except Exception:  # noqa: BLE001 - it raises errors of its own, of gio's and of the system's: then there is ffai's own trash
        return False
    flush(os.path.dirname(path))
    return True


def _has_trash(path: str) -> bool:
    """Whether the trash is on the file's own disk: to another one a file would be copied, and that is for ffai's own trash to do safely."""
    import sys

    if not sys.platform.startswith("linux"):
        return True
    home = os.path.expanduser("~")
    device = os.lstat(path).st_dev
    try:
        trash = os.environ.get("XDG_DATA_HOME") or os.path.join(home, ".local/share")
        there = next(p for p in _upwards(trash) if os.path.isdir(p))
        if os.stat(home).st_dev == device:
            return os.stat(there).st_dev == device
        return os.access(_mount_point(path), os.W_OK)
    except OSError:
        return False


def _upwards(path: str) -> Iterator[str]:
    while True:
        yield path
        if os.path.dirname(path) == path:
            return
        path = os.path.dirname(path)


def _mount_point(path: str) -> str:
    return next(p for p in _upwards(os.path.realpath(path)) if os.path.ismount(p))


def _folders(path: str) -> Iterator[str]:
    """The trash folders that a file may have gone to (the freedesktop.org trash specification)."""
    yield os.path.join(os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"), "Trash")
    top = _mount_point(os.path.dirname(path))
    if hasattr(os, "getuid"):
        yield os.path.join(top, ".Trash", str(os.getuid()))
        yield os.path.join(top, f".Trash-{os.getuid()}")


def _noted(folder: str, path: str) -> list[str]:
    """The files in a trash folder whose note names `path`, the newest note first."""
    found = []
    for note in _listed(os.path.join(folder, "info")):
        try:
            with open(note, encoding="utf-8", errors="surrogateescape") as file:
                named = next((line[5:].strip() for line in file if line.startswith("Path=")), "")
            age = os.stat(note).st_mtime_ns
        except OSError:
            continue
        if os.path.basename(urllib.parse.unquote(named, errors="surrogateescape")) == os.path.basename(path):
            found.append((age, os.path.join(folder, "files", os.path.basename(note).removesuffix(".trashinfo"))))
    return [place for _, place in sorted(found, reverse=True)]


def _listed(folder: str) -> list[str]:
    try:
        return [entry.path for entry in os.scandir(folder)]
    except OSError:
        return []


def _is(place: str, made: dict[str, Any]) -> bool:
    """Whether a file in the trash is that very result."""
    try:
        status = os.lstat(place)
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns, status.st_ino) == (made["size"], made["mtime"], made["inode"])


def room(env: Environment, run: str) -> str:
    """The folder of a run in ffai's own trash."""
    folder = os.path.join(env.state_dir, "trash", run)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


def empty(folder: str) -> None:
    """Removes a folder of ffai's own trash when nothing is left in it."""
    try:
        os.rmdir(folder)
    except OSError:
        return
