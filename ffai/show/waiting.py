"""While a model answers: one line on the terminal that shows the command as it comes in, and leaves no trace."""

import re
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from ffai.environment import Environment
from ffai.show.style import clean, columns, cut, style_of, width_of

_REDRAW = 0.05  # seconds


class Waiting:
    """`watch` is None where nobody looks: then an answer need not be streamed."""

    def __init__(self, env: Environment, name: str) -> None:
        self.env, self.name = env, name
        self.terminal = env.stderr.isatty() and env.variables.get("TERM") != "dumb"
        self.watch: Callable[[str], None] | None = self._show if self.terminal else None
        self.last = 0.0
        self.began = time.monotonic()

    def __enter__(self) -> Self:
        if self.terminal:
            self._draw(f"asking {clean(self.name)} …")
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if self.terminal:
            self._write("\r\033[K")

    def _show(self, text: str) -> None:
        now = time.monotonic()
        if now - self.last >= _REDRAW:
            self.last = now
            self._draw(command_so_far(text) or f"{clean(self.name)} is thinking … {now - self.began:.0f} s")

    def _draw(self, text: str) -> None:
        style = style_of(self.env.stderr, self.env.variables)
        width = columns(self.env.stderr, self.env.variables)
        shown = style.plain(clean(text))
        while width_of(shown) > width - 4:  # the end of what grows is what is looked at
            shown = "…" + shown[width_of(shown) - width + 6 :] if style.unicode else shown[-(width - 4) :]
        self._write("\r\033[K  " + style.paint("dim", cut(shown, width - 3)))

    def _write(self, text: str) -> None:
        try:
            self.env.stderr.write(text)
            self.env.stderr.flush()
        except (OSError, ValueError):
            self.terminal = False


def command_so_far(text: str) -> str:
    """The last command in an answer that is still coming in, its JSON escapes undone."""
    start = text.rfind("ffmpeg ")
    if start < 0:
        return ""
    command = text[start:]
    quoted = text[max(0, start - 1) : start] == '"'
    if quoted:
        command = re.split(r'(?<!\\)"', command, maxsplit=1)[0]
        command = re.sub(r"\\(.)", r"\1", command)
    return " ".join(command.split("\n")[0].split("`")[0].split())
