"""What $(...) gives, where that can be known: exactly, as a number or date, or as anything."""

import os
import re
from typing import Any

from ffai_guards import expand
from ffai_guards.lines import transformed
from ffai_guards.values import ANYTHING, NUMBER

_EXACT = frozenset("basename dirname pwd echo printf ls seq nproc date which uname cat".split())
_NUMBERS = frozenset("nproc wc bc expr seq stat du md5sum sha256sum sha1sum".split())
_ENTRIES = re.compile(r"(?:format|stream|packet|frame|program|chapter)?=?[\w,:=]*", re.ASCII)


def substituted(walker: Any, command: Any, scope: Any) -> str:
    """The text that a command substitution stands for; what it does is looked at by the walker as any command."""
    if command.kind == "pipeline":
        walker.node(command, scope, ";")
        return _piped(walker, [p for p in command.parts if p.kind == "command"], len(command.parts), scope)
    if command.kind != "command":
        walker.node(command, scope, ";")
        return ANYTHING
    argv = walker._argv(command, scope)  # noqa: SLF001 - a part of the walker
    plain = all(p.kind == "word" for p in command.parts)
    program = os.path.basename(argv[0]) if argv else ""
    if not plain or program not in _EXACT or program == "cat":
        walker.node(command, scope, ";")
    return _value(walker, argv, scope) if argv else ANYTHING


def _value(walker: Any, argv: list[str], scope: Any) -> str:
    program, operands = os.path.basename(argv[0]), [w for w in argv[1:] if not w.startswith("-")]
    if any(ANYTHING in word for word in argv) and program not in ("ffprobe", "wc", "stat", "basename", "dirname"):
        return ANYTHING
    if program == "basename" and len(operands) in (1, 2):
        base = os.path.basename(operands[0].rstrip("/"))
        return base.removesuffix(operands[1]) if len(operands) == 2 and base != operands[1] else base
    if program == "dirname" and len(operands) == 1:
        return os.path.dirname(operands[0]) or "."
    if program == "pwd":
        return str(os.path.normpath(walker.place(scope)))
    if program == "date":
        form = "".join(w for w in argv[1:] if w.startswith("+"))
        return NUMBER if re.fullmatch(r"\+[%\w.:-]+", form) else ANYTHING
    if program == "printf" and operands:
        return _printf(operands)
    if program == "echo":
        return " ".join(w for w in argv[1:] if w not in ("-n", "-e"))
    if program == "ffprobe":
        return NUMBER if _numeric_probe(argv) else ANYTHING
    if program in _NUMBERS:
        return NUMBER
    lines = expand.printed_lines(argv, walker.place(scope), None)
    walker.hold(f"$({program} …)")  # what stands in a file now goes into a command that runs later
    return "\n".join(lines) if lines is not None and len(lines) <= 2000 else ANYTHING


def _printf(operands: list[str]) -> str:
    form, values = operands[0], operands[1:]
    if "\\" in form or len(re.findall(r"%", form)) != len(re.findall(r"%0?\d*[sd]", form)) or form.count("%") != len(values):
        return ANYTHING
    parts = iter(values)

    def put(match: re.Match[str]) -> str:
        value = next(parts)
        number = re.fullmatch(r"%0?(\d*)d", match.group(0))
        return value.zfill(int(number.group(1) or 0)) if number and value.isdigit() else (NUMBER if number else value)

    return re.sub(r"%0?\d*[sd]", put, form)


def _numeric_probe(argv: list[str]) -> bool:
    """Whether ffprobe is asked for numbers and names of codecs only, never for a tag's text."""
    entries = [argv[i + 1] for i, w in enumerate(argv[:-1]) if w == "-show_entries"]
    return bool(entries) and all(_ENTRIES.fullmatch(e) and "tag" not in e and "filename" not in e for e in entries)


def _text(lines: list[str]) -> str:
    return "\n".join(lines) if len(lines) == 1 or not any(NUMBER in line for line in lines) else ANYTHING


def _piped(walker: Any, commands: list[Any], count: int, scope: Any) -> str:
    """The last program of a pipe decides; those that only pass on or calculate keep a number a number."""
    if count != 2 * len(commands) - 1:
        return ANYTHING
    value = ANYTHING
    lines: list[str] | None = None
    for number, command in enumerate(commands):
        argv = walker._argv(command, scope)  # noqa: SLF001
        program = os.path.basename(argv[0]) if argv else ""
        changed = transformed([program, *argv[1:]], lines) if number else None
        if program in _NUMBERS:
            value, lines = NUMBER, None
        elif changed is not None:
            value, lines = _text(changed), changed
        elif number == 0:
            value = _value(walker, argv, scope)
            lines = expand.printed_lines(argv, walker.place(scope), None)
        elif program in expand.PASSING and lines is not None:
            value = "\n".join(lines)
        elif (
            not (
                program in ("head", "tail", "cut", "tr", "sort", "uniq", "tac")
                or (program in ("awk", "sed") and '"' not in " ".join(argv))
            )
            or value != NUMBER
        ):
            value, lines = ANYTHING, None
    return value
