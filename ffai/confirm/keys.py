"""Single keys from the terminal, without Enter. Whatever was typed before a question stood is thrown away."""

import os
import select
import termios
import time
from types import TracebackType
from typing import Any, Self

from ffai.environment import Environment

CTRL_C, CTRL_D, ENTER, ESCAPE = "ctrl-c", "ctrl-d", "enter", "escape"
_NAMED = {b"\x03": CTRL_C, b"\x04": CTRL_D, b"\r": ENTER, b"\n": ENTER, b"\x1b": ESCAPE, b"": CTRL_D}
_QUIET = 0.3  # seconds of silence after which somebody who hammered a key has stopped
_LONGEST = 3.0  # seconds after which the wait for silence ends all the same


class Keys:
    """The terminal in a state where every key comes at once and none is echoed; it is put back on leaving."""

    def __init__(self, env: Environment) -> None:
        self.descriptor = env.stdin.fileno()
        self.before: Any = None

    def __enter__(self) -> Self:
        self.before = termios.tcgetattr(self.descriptor)
        raw = termios.tcgetattr(self.descriptor)
        raw[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        # DRAIN, not FLUSH: that there was something typed ahead is worth knowing (see settle)
        termios.tcsetattr(self.descriptor, termios.TCSADRAIN, raw)
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if self.before is not None:
            termios.tcsetattr(self.descriptor, termios.TCSAFLUSH, self.before)

    def settle(self) -> None:
        """Throws away what was typed so far. If there was something, waits until the keys are quiet, so that a key held down
        or hammered does not answer a question that nobody has seen. Ctrl-C counts at all times: it raises KeyboardInterrupt.
        """
        began = time.monotonic()
        wait = 0.0
        while select.select([self.descriptor], [], [], wait)[0]:
            data = os.read(self.descriptor, 4096)
            if b"\x03" in data:
                raise KeyboardInterrupt
            if not data or time.monotonic() - began > _LONGEST:
                return
            wait = _QUIET

    def read(self) -> str:
        """The next key: a character, or one of the names above. Arrow keys and the like are passed over, pasted text too."""
        while True:
            try:
                data = os.read(self.descriptor, 1)
            except InterruptedError:
                continue
            except OSError:
                return CTRL_D  # the terminal is gone
            if data == b"\x1b" and self._more():
                continue
            if data in _NAMED:
                return _NAMED[data]
            if data[0] >= 0x80:
                self._more()
                continue
            return data.decode("ascii")

    def _more(self) -> bool:
        """Takes in the rest of an escape sequence or character that comes in one go; tells whether there was one."""
        if not select.select([self.descriptor], [], [], 0.03)[0]:
            return False
        os.read(self.descriptor, 64)
        return True
