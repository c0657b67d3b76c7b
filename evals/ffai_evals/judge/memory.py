"""What was measured of an item's media, remembered: the same bytes, asked the same by the same ffmpeg, answer the same.

Media come from a cache, so that every sample of an item would measure the same file anew. Only what was there before an answer ran is
remembered; what an answer made is measured each time. A file of the memory that is missing or damaged costs a measurement.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from typing import Any

from ffai.environment import Environment
from ffai.tools.probe import Prober
from ffai.values import Chapter, Media, Stream, Tools

Output = tuple[bytes, str, int]  # standard output, standard error, exit code


class Memory:
    """A folder of answers, by a digest of what was asked. `folder` "" remembers nothing."""

    def __init__(self, folder: str, tools: Tools) -> None:
        self.folder = folder
        self.by = f"{tools.version} {tools.ffmpeg} {tools.ffprobe} {_stamp(tools.ffmpeg)}"

    def recall(self, asked: tuple[str, ...], measure: Callable[[], Output]) -> Output:
        """What is remembered of `asked`, else what `measure` gives: that is kept when it went well."""
        path = self._path(asked)
        if not path:
            return measure()
        try:
            with open(path, "rb") as file:
                head, _, out = file.read().partition(b"\0")
            said, size = json.loads(head)
            if size == len(out):
                return out, str(said), 0
        except (OSError, ValueError, TypeError):
            pass
        found = measure()
        if found[2] == 0 and len(found[0]) < 8_000_000:
            self._keep(path, json.dumps([found[1], len(found[0])]).encode() + b"\0" + found[0])
        return found

    def _path(self, asked: tuple[str, ...]) -> str:
        if not self.folder:
            return ""
        mark = hashlib.sha256("\0".join((self.by, *asked)).encode("utf-8", "surrogateescape")).hexdigest()
        return os.path.join(self.folder, mark[:2], mark[2:26])

    def _keep(self, path: str, data: bytes) -> None:
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=os.path.dirname(path))
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except OSError:  # a full disk costs the memory, not the verdict
            return


def memory(env: Environment, tools: Tools) -> Memory:
    """The memory beside the cache of media."""
    return Memory(os.path.join(env.cache_dir, "fixtures", "measured"), tools)


def _stamp(path: str | None) -> str:
    try:
        facts = os.stat(path or "")
    except OSError:
        return ""
    return f"{facts.st_size} {facts.st_mtime_ns}"


class Remembering(Prober):
    """A prober of made media. `marks` are digests of the files by their names in the folder."""

    def __init__(self, tools: Tools, folder: str, known: Memory, marks: Mapping[str, str]) -> None:
        super().__init__(tools, folder)
        self._folder, self._memory, self._marks = os.path.realpath(folder), known, marks
        self._found: dict[str, Media] = {}

    def prefetch(self, path: str) -> None:
        if self._mark(path) is None:
            super().prefetch(path)

    def get(self, path: str) -> Media | None:
        mark = self._mark(path)
        if mark is None:
            return super().get(path)
        if path not in self._found:
            out, _, code = self._memory.recall(("facts", mark, os.path.splitext(path)[1]), lambda: self._probed(path))
            if code:
                return super().get(path)
            self._found[path] = _media(json.loads(out))._replace(path=path)
        return self._found[path]

    def error(self, path: str) -> str | None:
        return None if self._mark(path) is not None and self.get(path) is not None else super().error(path)

    def _mark(self, path: str) -> str | None:
        return self._marks.get(os.path.relpath(os.path.realpath(self._absolute(path)), self._folder))

    def _probed(self, path: str) -> Output:
        super().prefetch(path)
        found = super().get(path)
        return (b"", "", 1) if found is None else (json.dumps(found, ensure_ascii=True).encode(), "", 0)


def _media(said: list[Any]) -> Media:
    media = Media(*said)
    return media._replace(
        formats=tuple(media.formats),
        streams=tuple(_stream(Stream(*s)) for s in media.streams),
        chapters=tuple(Chapter(*c) for c in media.chapters),
        tags=_pairs(media.tags),
    )


def _stream(stream: Stream) -> Stream:
    return stream._replace(disposition=tuple(stream.disposition), tags=_pairs(stream.tags))


def _pairs(said: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(text)) for name, text in said)
