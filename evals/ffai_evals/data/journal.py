"""Lines of JSON that are only ever added to, each whole on the disk before the next step: what a kill leaves can be gone on from."""

import json
import os
import threading
from collections.abc import Mapping
from typing import Any

from ffai.errors import FfaiError, UsageError


class Journal:
    """A file of such lines; `lines` are those that were there. A last line that was cut off is taken back.

    Raises UsageError for a file that holds something else.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        good = 0
        try:
            with open(path, "rb") as file:
                for number, raw in enumerate(file, 1):
                    if not raw.endswith(b"\n"):
                        break
                    self.lines.append(_line(raw, path, number))
                    good += len(raw)
        except FileNotFoundError:
            pass
        except OSError as problem:
            raise FfaiError(f"{path} cannot be read: {problem.strerror}", "choose another file") from None
        try:
            self._file = open(path, "ab")  # noqa: SIM115 - open as long as the journal is
            self._file.truncate(good)
        except OSError as problem:
            raise FfaiError(f"{path} cannot be written: {problem.strerror}", "choose another file") from None

    def add(self, line: Mapping[str, Any]) -> None:
        """Raises FfaiError when it cannot be written."""
        data = json.dumps(dict(line), ensure_ascii=False).encode() + b"\n"
        with self._lock:
            try:
                self._file.write(data)
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as problem:
                raise FfaiError(
                    f"{self.path} cannot be written: {problem.strerror}", "free space, then run it again to go on"
                ) from None
            self.lines.append(dict(line))

    def close(self) -> None:
        self._file.close()


def _line(raw: bytes, path: str, number: int) -> dict[str, Any]:
    try:
        line = json.loads(raw)
    except ValueError:
        line = None
    if not isinstance(line, dict) or "id" not in line:
        raise UsageError(f"{path}, line {number} is no line that this wrote", "choose another file")
    return line
