"""The helper behind Ctrl-G: a request on the command line in, one quoted command line out.

Exit 0 and exactly one line for the shell it is called from; 130 without a word when it was cancelled; anything else with a one-line
message. The screen is reached through /dev/tty only. Keys typed while it works never run anything: they are swallowed, and the line
comes back only when they have stopped.
"""

import os
import select
import shlex
import sys
import termios
import time
import unicodedata
from typing import Self

from ffai.commands.wish import Wish
from ffai.desk import make_plan, open_desk
from ffai.environment import Environment
from ffai.errors import ExitStatus, FfaiError
from ffai.show.command import command_text

_CANCEL = (b"\x03", b"\x07", b"\x1b")
_SETTLE = 0.3  # seconds of quiet after keys were swallowed


def main(request: str, shell: str, env: Environment) -> int:
    """Writes the line or the message to standard output; the answer is the exit status."""
    with _Keys() as keys:
        try:
            text = _line(request, shell, env)
            status = int(ExitStatus.DONE)
        except FfaiError as error:
            text, status = _clean(f"ffai: {error.message}"), int(error.status)
        if keys.cancelled():
            return int(ExitStatus.INTERRUPTED)
        keys.settle()
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    return status


def _line(request: str, shell: str, env: Environment) -> str:
    desk = open_desk(Wish(request=request), env)
    plan = make_plan(request, desk)
    proposal = plan.proposal
    if proposal.answer is not None:
        raise FfaiError(" ".join(proposal.answer.split()))
    if not plan.has_commands:
        raise FfaiError(proposal.question or "not understood; say it in other words")
    if plan.level == "deny":
        raise FfaiError(f"refused: {plan.report.verdict.reasons[0].text}")
    texts = [quoted(argv, shell) for argv in proposal.commands] or [proposal.text or command_text(plan.reading.steps[0].argv)]
    joiner = "; and " if shell == "fish" else " && "
    line = joiner.join(texts)
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for c in line):
        raise FfaiError("the command holds a character that cannot stand on a command line; run it with ffai itself")
    return line


def quoted(argv: tuple[str, ...], shell: str) -> str:
    """The words as that shell reads them back. fish takes backslashes in single quotes as escapes, which shlex does not know."""
    if shell != "fish":
        return shlex.join(argv)
    return " ".join(
        w if w and all(c.isalnum() or c in "@%+=:,./-_" for c in w) else "'" + w.replace("\\", "\\\\").replace("'", "\\'") + "'"
        for w in argv
    )


def _clean(text: str) -> str:
    return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)[:300]


class _Keys:
    """The terminal's keys while the helper works: nothing echoes, nothing reaches the shell."""

    def __init__(self) -> None:
        self.fd = -1
        self.seen = False
        self._cancelled = False

    def __enter__(self) -> Self:
        try:
            self.fd = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
            self.old = termios.tcgetattr(self.fd)
        except (OSError, termios.error):
            self.fd = -1
            return self
        new = termios.tcgetattr(self.fd)
        new[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
        termios.tcsetattr(self.fd, termios.TCSADRAIN, new)
        return self

    def __exit__(self, *_: object) -> None:
        if self.fd >= 0:
            termios.tcsetattr(self.fd, termios.TCSAFLUSH, self.old)
            os.close(self.fd)

    def _take(self, wait: float) -> bool:
        if self.fd < 0 or not select.select([self.fd], [], [], wait)[0]:
            return False
        data = os.read(self.fd, 1024)
        self.seen = True
        self._cancelled = self._cancelled or data.startswith(_CANCEL)
        return bool(data)

    def cancelled(self) -> bool:
        while self._take(0):
            pass
        return self._cancelled

    def settle(self) -> None:
        """Waits until no more keys come, when any did: who mashes Enter must not run the line that appears."""
        if not self.seen:
            return
        until = time.monotonic() + 5.0
        while self._take(_SETTLE) and time.monotonic() < until:
            pass
