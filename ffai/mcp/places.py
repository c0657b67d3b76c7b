"""The folders that a client may work in, and the one question about them: does this path lead outside?

A folder is open when whoever set the server up named it on the command line, or the client names it as a root. Where both did, a root
counts only inside of a folder of the command line. Nothing outside is probed, read, written or told about.
"""

import glob
import os
import re
import urllib.parse
import urllib.request
from collections.abc import Iterable, Sequence

from ffai_guards import Report

from ffai.errors import Refused, UsageError
from ffai.tools.probe import Prober
from ffai.values import Tools

_NUMBERS = re.compile(r"%[-0-9]*[a-zA-Z]")  # of printf and strftime
_MOST_MATCHES = 10_000


def from_uris(uris: Iterable[str]) -> tuple[str, ...]:
    """The folders of file:// addresses on this machine; others are no folders."""
    found = []
    for uri in uris:
        parts = urllib.parse.urlsplit(uri)
        if parts.scheme == "file" and parts.netloc in ("", "localhost"):
            found.append(urllib.request.url2pathname(parts.path))
    return tuple(found)


def opened(named: Sequence[str], roots: Sequence[str] | None) -> tuple[str, ...]:
    """The open folders, as real paths. `roots` None: the client names none. Raises UsageError when no folder is open."""
    ours = tuple(os.path.realpath(folder) for folder in named)
    theirs = None if roots is None else tuple(os.path.realpath(folder) for folder in roots)
    if theirs is None:
        found = ours
    elif ours:
        found = tuple(folder for folder in theirs if any(_inside(folder, place) for place in ours))
    else:
        found = theirs
    found = tuple(folder for folder in dict.fromkeys(found) if os.path.isdir(folder))
    if not found:
        raise UsageError(
            "no folder is open to this server", "start it as: ffai mcp FOLDER, or with a client that names its roots"
        )
    return found


class Places:
    """The open folders and the one that relative names are in."""

    def __init__(self, folders: Sequence[str], chosen: str = "") -> None:
        """`chosen`: "" is the first of them. Raises Refused, UsageError."""
        self.folders = tuple(folders)
        self.cwd = self.folders[0]
        if chosen:
            self.cwd = os.path.realpath(os.path.join(self.cwd, chosen))
            self.check(chosen)
            if not os.path.isdir(self.cwd):
                raise UsageError(f"{chosen} is no folder", f"open are: {', '.join(self.folders)}")

    def check(self, path: str) -> None:
        """Raises Refused for a path that leads outside, by its name or through a link."""
        text = path[5:] if path[:5].lower() == "file:" else path
        real = os.path.realpath(os.path.join(self.cwd, os.path.expanduser(text) if text.startswith("~") else text))
        if not any(_inside(real, folder) for folder in self.folders):
            raise Refused(
                f"{path} is outside of the folders that are open to this server", f"open are: {', '.join(self.folders)}"
            )

    def check_pattern(self, path: str) -> None:
        """The same for a pattern: its folder, and everything that it matches now."""
        self.check(os.path.dirname(path) or ".")
        wild = _NUMBERS.sub("*", path)
        for number, match in enumerate(glob.iglob(os.path.join(glob.escape(self.cwd), wild))):
            if number == _MOST_MATCHES:
                raise Refused(f"{path} matches more than {_MOST_MATCHES:,} files", "name fewer")
            self.check(match)

    def check_report(self, report: Report) -> None:
        """Everything that a command touches. Raises Refused."""
        for touch in report.touches:
            if touch.kind == "pattern" or "*" in touch.target or "?" in touch.target:
                self.check_pattern(touch.target)
            if touch.kind in ("file", "folder"):
                self.check(touch.target)


class Inside(Prober):
    """A prober that looks at nothing outside: such a file has no facts."""

    def __init__(self, tools: Tools, places: Places) -> None:
        super().__init__(tools, places.cwd)
        self._places = places

    def prefetch(self, path: str) -> None:
        try:
            self._places.check(path)
        except Refused as outside:
            self._known[path], self._errors[path] = None, outside.message
            return
        super().prefetch(path)


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
