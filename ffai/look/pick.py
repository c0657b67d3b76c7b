"""The files that a request means without naming them: "this video", "the clips", "all mov files here"."""

from collections.abc import Sequence
from typing import NamedTuple

from ffai.look.folder import as_argument
from ffai.look.kinds import extension_of
from ffai.values import Context, Entry


class Pick(NamedTuple):
    """The file meant, "" when there is none; `note` tells the user when it was a choice; `others` could have been meant too."""

    path: str
    note: str = ""
    others: tuple[str, ...] = ()


def candidates(context: Context, kinds: Sequence[str] = (), extension: str = "") -> tuple[str, ...]:
    """The media files that could be meant, in natural order: those given as arguments, else the working folder's."""
    wanted = extension.lower().lstrip(".")
    entries = _entries(context)
    return tuple(
        as_argument(entry.name)
        for entry in entries
        if (not kinds or entry.kind in kinds) and (not wanted or _same(extension_of(entry.name), wanted))
    )


def pick(context: Context, kinds: Sequence[str] = (), extension: str = "") -> Pick:
    """The one file meant by "this video": the only candidate, or the newest with a note that says so."""
    found = candidates(context, kinds, extension)
    if len(found) < 2:
        return Pick(found[0] if found else "")
    times = {as_argument(entry.name): entry.modified for entry in _entries(context)}
    newest = max(found, key=lambda path: times.get(path, 0.0))
    what = _what(kinds, extension)
    return Pick(newest, f"{newest} is taken, the newest of {len(found)} {what} here", tuple(p for p in found if p != newest))


def nearest(context: Context, path: str) -> str:
    """The existing file whose name is most like a missing one's, "" when none is."""
    from difflib import get_close_matches

    names = {entry.name.lower(): entry.name for entry in context.folder}
    near = get_close_matches(path.rpartition("/")[2].lower(), names, n=1, cutoff=0.6)
    return as_argument(names[near[0]]) if near else ""


def _entries(context: Context) -> tuple[Entry, ...]:
    if not context.given:
        return context.folder
    from ffai.look.folder import status
    from ffai.look.kinds import kind_of

    found = []
    for path in context.given:
        facts = status(path, context.cwd)
        found.append(Entry(path, kind_of(path), facts.st_size if facts else 0, facts.st_mtime if facts else 0.0))
    return tuple(found)


_ALIKE = (("jpg", "jpeg"), ("tif", "tiff"), ("mpg", "mpeg"), ("aif", "aiff"), ("ts", "m2ts", "mts"), ("htm", "html"))


def _same(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _ALIKE)


def _what(kinds: Sequence[str], extension: str) -> str:
    if extension:
        return f"{extension.lstrip('.').upper()} files"
    plain = {"video": "videos", "audio": "audio files", "image": "images", "subtitle": "subtitle files"}
    return plain.get(kinds[0], "files") if len(kinds) == 1 else "media files"
