"""What ffmpeg commands touch, and whether they may run.

    from ffai_guards import guard
    report = guard("ffmpeg -i talk.mov talk.mp4", cwd="/videos")
    print(report.verdict.level, [touch.target for touch in report.touches])

Usable without ffai. Only plain commands are read without bashlex; shell text brings it in.
"""

from collections.abc import Sequence

from ffai_guards.argv import read_argv
from ffai_guards.check import check
from ffai_guards.codes import CODES
from ffai_guards.policy import Policy, PolicyError
from ffai_guards.rewrite import rewrite
from ffai_guards.values import (
    ALLOW,
    CONFIRM,
    DENY,
    LEVELS,
    Command,
    Input,
    Option,
    Output,
    Reading,
    Reason,
    Report,
    Step,
    Touch,
    Verdict,
)

__all__ = [
    "ALLOW", "CODES", "CONFIRM", "DENY", "LEVELS", "Command", "Input", "Option", "Output", "Policy", "PolicyError", "Reading", "Reason", "Report", "Step", "Touch", "Verdict",
    "check", "explain_code", "guard", "read", "read_argv", "rewrite", "table_rows",
]  # fmt: skip


def read(text: str, cwd: str | None = None) -> Reading:
    """A command in shell language, read. What cannot be read whole becomes a problem of the reading, never an exception."""
    from ffai_guards.text import read_text

    return read_text(text, cwd)


def guard(command: str | Sequence[Sequence[str]], cwd: str | None = None, policy: Policy | None = None) -> Report:
    """Reads a command text, or several argv, and weighs what it touches. `cwd`: the folder that relative names are in."""
    import os

    cwd = cwd or os.getcwd()
    reading = read(command, cwd) if isinstance(command, str) else read_argv(command, cwd)
    return check(reading, cwd, policy or Policy())


def explain_code(code: str) -> str:
    """What a reason code means. Raises KeyError for an unknown one."""
    return CODES[code]


def table_rows() -> list[tuple[str, str, str]]:
    """The table of what writes, reads, connects or loads code: (where, how, what it touches)."""
    from ffai_guards.tables import rows

    return rows()
