"""The terminal behind a shell's line editor while the helper works: its keys are read and kept from the shell, and it is drawn on
below the prompt, in lines that are erased again.
"""

import os
import select
import termios
import threading
import time
from collections.abc import Sequence
from typing import Self

from ffai.environment import Environment
from ffai.show.style import clean, columns, cut, width_of

CANCEL_KEYS = ("\x03", "\x07", "\x1b")  # Ctrl-C, Ctrl-G, Esc
_SETTLE = 0.3  # seconds of quiet after keys were swallowed
_LONGEST = 5.0  # seconds after which the wait for quiet ends all the same
_PATIENCE = 0.35  # seconds before it is said that something is under way
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Terminal:
    """/dev/tty without echo, line buffering and signals, as long as it is entered. `there` is false where there is none."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.fd = -1
        self.swallowed = False
        self._cancelled = False
        self._label = ""
        self._drawn = 0  # lines on the screen
        self._wake: tuple[int, int] | None = None  # a pipe: what is written to it ends the watching at once
        self._thread: threading.Thread | None = None

    @property
    def there(self) -> bool:
        return self.fd >= 0

    @property
    def unicode(self) -> bool:
        return (getattr(self.env.stdout, "encoding", "") or "").lower().startswith("utf")

    @property
    def width(self) -> int:
        """Columns to draw in: the last one is left free, since writing there makes terminals differ."""
        try:
            return max(10, os.get_terminal_size(self.fd).columns - 1)
        except OSError:
            return columns(self.env.stderr, self.env.variables) - 1

    @property
    def height(self) -> int:
        try:
            return max(3, os.get_terminal_size(self.fd).lines)
        except OSError:
            return 24

    def __enter__(self) -> Self:
        try:
            self.fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
            self._old = termios.tcgetattr(self.fd)
        except (OSError, termios.error):
            self.fd = -1
            return self
        raw = termios.tcgetattr(self.fd)
        raw[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        # DRAIN, not FLUSH: a Ctrl-C that was pressed before this stood must count
        termios.tcsetattr(self.fd, termios.TCSADRAIN, raw)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_watching()
        self.erase()
        self._restore()

    def _restore(self) -> None:
        if self.fd >= 0:
            termios.tcsetattr(self.fd, termios.TCSAFLUSH, self._old)

    def read(self, wait: float | None = None) -> str:
        """What was typed, as it came in one go; "" when nothing was within `wait` seconds, or the terminal is gone."""
        if self.fd < 0:
            return ""
        ends = [self.fd] if self._wake is None else [self.fd, self._wake[0]]
        if self.fd not in select.select(ends, [], [], wait)[0]:
            return ""
        try:
            return os.read(self.fd, 4096).decode("utf-8", "replace")
        except OSError:
            return ""

    def write(self, text: str) -> None:
        if self.fd >= 0:
            try:
                os.write(self.fd, text.encode("utf-8", "replace"))
            except OSError:
                pass

    # drawing below the prompt

    def draw(self, lines: Sequence[str], cursor: tuple[int, int] | None = None) -> None:
        """Draws the lines below the prompt in place of those that stand there. `cursor`: line and column to leave it at."""
        lines = lines or [""]
        out = "\r\n" if not self._drawn else ""
        count = max(len(lines), self._drawn)
        shown = [*lines, *([""] * (count - len(lines)))]
        out += "\r\n".join(f"\r\033[K{line}" for line in shown)
        if count > 1:
            out += f"\033[{count - 1}A"
        self.write(out + "\r")
        self._drawn = count
        if cursor:
            row, column = cursor
            self.write((f"\033[{row}B" if row else "") + (f"\033[{column}C" if column else ""))
        self._row = cursor[0] if cursor else 0

    def erase(self) -> None:
        """Takes the drawn lines away; the cursor goes back to the prompt's line."""
        if not self._drawn:
            return
        up = f"\033[{self._row}A" if self._row else ""
        self.write(f"{up}\r" + "\r\n".join(["\033[K"] * self._drawn) + f"\033[{self._drawn}A\r")
        self._drawn = 0

    # watching the keys while something else is done

    def watch(self, label: str) -> None:
        """From now on keys are swallowed. One that cancels ends the process with status 130, at once and silently."""
        if self.fd < 0:
            return
        self._label = clean(" ".join(label.split()))
        self._wake = os.pipe()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        assert self._wake is not None
        began = time.monotonic()
        tick = 0
        while not select.select([self._wake[0]], [], [], 0)[0]:
            typed = self.read(_PATIENCE if time.monotonic() - began < _PATIENCE else 0.1)
            if typed:
                self._swallow(typed)
                if self._cancelled:
                    self.leave(130)
            elif time.monotonic() - began > _PATIENCE and not select.select([self._wake[0]], [], [], 0)[0]:
                tick += 1
                self.draw([self._waiting(tick, time.monotonic() - began)])

    def _waiting(self, tick: int, seconds: float) -> str:
        mark = _FRAMES[tick % len(_FRAMES)] if self.unicode else "|/-\\"[tick % 4]
        tail = f"  {seconds:.0f} s, Ctrl-C gives up"
        room = self.width - width_of(tail) - 3
        return f"{mark} {cut(self._label, room)}{tail}" if room > 12 else f"{mark} {seconds:.0f} s"

    def _swallow(self, typed: str) -> None:
        self.swallowed = True
        self._cancelled = self._cancelled or "\x03" in typed or "\x07" in typed or typed == "\x1b"

    def stop_watching(self) -> None:
        if self._thread is not None and self._wake is not None:
            os.write(self._wake[1], b".")
            self._thread.join()
            for end in self._wake:
                os.close(end)
            self._thread = self._wake = None

    def leave(self, status: int) -> None:
        """Ends the process from any thread; the terminal is left as it was found."""
        self.erase()
        self._restore()
        os._exit(status)

    def settled(self) -> bool:
        """Whether the answer may be given: false when a key cancelled it. Who is hammering Enter has stopped when this returns."""
        self.stop_watching()
        self.erase()
        until = time.monotonic() + _LONGEST
        while typed := self.read(_SETTLE if self.swallowed else 0):
            self._swallow(typed)
            if self._cancelled or time.monotonic() > until:
                break
        return not self._cancelled
