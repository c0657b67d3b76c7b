"""Completion at the REPL's prompt: slash commands and their arguments, files and folders, phrases of requests."""

import os
import time
from collections.abc import Callable, Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from ffai.look.kinds import MEDIA, kind_of

PHRASES = (
    "shrink", "convert", "cut the first 10 seconds of", "extract the audio of", "make a gif of the first 3 seconds of",
    "trim", "resize", "crop", "rotate", "mute", "speed up", "slow down", "join", "compress to under 25 MB", "take a screenshot of",
    "add subtitles to", "normalize the sound of", "for web", "for email", "without audio", "to mp4", "to mp3", "to webm", "to gif",
    "to 720p", "to 1080p", "the same for the others",
)  # fmt: skip
_FRESH = 2.0  # seconds that a folder's listing is good for
_MOST = 200  # candidates shown


class RequestCompleter(Completer):
    """`commands` tells the slash commands with their texts, `arguments` what may follow some of them, `cwd` the working folder."""

    def __init__(
        self, commands: dict[str, str], arguments: dict[str, Callable[[], Iterable[str]]], cwd: Callable[[], str]
    ) -> None:
        self.commands, self.arguments, self.cwd = commands, arguments, cwd
        self._listed: dict[str, tuple[float, list[tuple[str, bool]]]] = {}

    def get_completions(self, document: Document, _event: CompleteEvent) -> Iterator[Completion]:
        text = document.text_before_cursor
        if text.startswith("/") and " " not in text:
            found = [
                Completion(name, -len(text), display_meta=about) for name, about in self.commands.items() if name.startswith(text)
            ]
            if found:
                yield from found
                return
        command, blank, typed = text.partition(" ")
        if blank and command in self.arguments:
            yield from (Completion(name, -len(typed)) for name in self.arguments[command]() if name.startswith(typed))
            return
        yield from self._files(text)
        yield from _phrases(text)

    def _files(self, text: str) -> Iterator[Completion]:
        """The word before the cursor as a path; one in quotes may hold blanks."""
        mark = next((m for m in "\"'" if text.count(m) % 2), "")
        typed = text.rpartition(mark)[2] if mark else text[max(text.rfind(" "), text.rfind("\n")) + 1 :]
        folder, _, start = typed.rpartition("/")
        place = os.path.expanduser(folder + "/") if "/" in typed else ""
        shown = 0
        for name, is_folder in self._list(place):
            if not name.lower().startswith(start.lower()) or (name.startswith(".") and not start.startswith(".")):
                continue
            path = (folder + "/" if "/" in typed else "") + name + ("/" if is_folder else "")
            quote = '"' if not mark and any(c.isspace() for c in path) else ""
            about = "folder" if is_folder else kind_of(name)
            yield Completion(f"{quote}{path}{quote}", -len(typed), display=name + ("/" if is_folder else ""), display_meta=about)
            shown += 1
            if shown >= _MOST:
                return

    def _list(self, folder: str) -> list[tuple[str, bool]]:
        """Names with whether they are folders; media files first, then folders, then the rest."""
        path = os.path.join(self.cwd(), folder)
        when, names = self._listed.get(path, (0.0, []))
        if time.monotonic() - when > _FRESH:
            try:
                with os.scandir(path) as entries:
                    names = [(entry.name, entry.is_dir()) for entry in entries]
            except OSError:
                names = []
            names.sort(key=lambda each: (kind_of(each[0]) not in MEDIA, not each[1], each[0]))
            self._listed[path] = (time.monotonic(), names)
        return names


def _phrases(text: str) -> Iterator[Completion]:
    """Phrases that go on from the words at the end of the text."""
    words = text.lower().split(" ")
    for count in range(min(4, len(words)), 0, -1):
        typed = " ".join(words[-count:])
        if typed.strip():
            yield from (Completion(phrase, -len(typed)) for phrase in PHRASES if phrase.startswith(typed) and phrase != typed)
