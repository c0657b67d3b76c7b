"""A line on the terminal while data is made: how far it is, how fast, how long still, what it has cost. Nothing elsewhere."""

import contextlib
import shutil
import time

from ffai.environment import Environment

_REDRAW = 0.1  # seconds
_WIDTH = 24


class Bar:
    """`there`: how many of the wished-for pairs were there at the start."""

    def __init__(self, env: Environment, count: int, noun: str = "plans") -> None:
        self.env, self.count, self.noun = env, count, noun
        self.shown = env.stderr.isatty() and env.variables.get("TERM") != "dumb"
        self.began = time.monotonic()
        self.drawn = 0.0
        self.first: int | None = None

    def step(self, pairs: int, tried: int, cost: float | None = None) -> None:
        now = time.monotonic()
        if self.first is None:
            self.first = pairs
        if not self.shown or now - self.drawn < _REDRAW:
            return
        self.drawn = now
        full = round(_WIDTH * pairs / max(1, self.count))
        text = f"{'█' * full}{'░' * (_WIDTH - full)} {pairs:,}/{self.count:,}  {tried:,} {self.noun}"
        new, passed = pairs - self.first, now - self.began
        if new > 0 and passed > 1:
            minutes, seconds = divmod(round((self.count - pairs) * passed / new), 60)
            text += f"  {60 * new / passed:,.0f}/min  {minutes}:{seconds:02} left"
        if cost is not None:
            text += f"  ${cost:.4f}"
        self._write("\r\033[K" + text[: max(20, shutil.get_terminal_size().columns - 1)])

    def close(self) -> None:
        self._write("\r\033[K")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def _write(self, text: str) -> None:
        if self.shown:
            with contextlib.suppress(OSError):
                self.env.stderr.write(text)
                self.env.stderr.flush()
