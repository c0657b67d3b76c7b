"""A bar on the terminal while an eval runs: how far it is, how fast, what it has cost. Nothing elsewhere."""

import contextlib
import shutil
import time
from types import TracebackType
from typing import Any, Self

from ffai.environment import Environment

_REDRAW = 0.1  # seconds
_WIDTH = 24


class Progress:
    def __init__(self, env: Environment, planned: int, known: int) -> None:
        self.env, self.planned, self.known = env, planned, known
        self.shown = env.stderr.isatty() and env.variables.get("TERM") != "dumb"
        self.done = self.right = 0
        self.cost = 0.0
        self.began = self.drawn = time.monotonic()

    def __enter__(self) -> Self:
        if self.known < self.planned:
            self._draw()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._write("\r\033[K")

    def step(self, line: dict[str, Any]) -> None:
        self.done += 1
        self.right += bool(line["pass"])
        self.cost += line["cost"] or 0.0
        if self.shown and time.monotonic() - self.drawn >= _REDRAW:
            self._draw()

    def _draw(self) -> None:
        self.drawn = now = time.monotonic()
        there = self.known + self.done
        full = round(_WIDTH * there / max(1, self.planned))
        text = f"{'█' * full}{'░' * (_WIDTH - full)} {there}/{self.planned}"
        if self.done:
            left = (self.planned - there) * (now - self.began) / self.done
            text += f"  {self.done - self.right} wrong  {self.done / (now - self.began):.1f}/s  {_clock(left)} left"
        if self.cost:
            text += f"  ${self.cost:.4f}"
        self._write("\r\033[K" + text[: max(20, shutil.get_terminal_size().columns - 1)])

    def _write(self, text: str) -> None:
        if self.shown:
            with contextlib.suppress(OSError):
                self.env.stderr.write(text)
                self.env.stderr.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
