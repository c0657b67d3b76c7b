"""`while read`: which variables it sets, and how it parts a line over them."""

import re
from collections.abc import Callable
from typing import Any

from ffai_guards.normal import Refusal
from ffai_guards.values import ANYTHING


def read_names(condition: Any, words_of: Callable[[Any], str]) -> list[str] | None:
    """The variables of `while read -r a b`, None for another condition."""
    command = condition.parts[-1] if condition.kind == "list" and condition.parts[-1].kind == "command" else condition
    if condition.kind == "list" and command is condition:
        command = next((p for p in reversed(condition.parts) if p.kind == "command"), condition)
    if command.kind != "command":
        return None
    argv = [p.word for p in command.parts if p.kind == "word"]
    if argv[:1] != ["read"]:
        return None
    for part in command.parts:
        if part.kind == "redirect":
            raise Refusal("SH_NODE", "a redirect of 'read' is not read here", words_of(part))
    names, skip = [], False
    for word in argv[1:]:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word[-1] in "dnNptu" and len(word) == 2 or word in ("-rd", "-rn", "-rp")
        else:
            names.append(word)
    return names or ["REPLY"]


def breaks_of(condition: Any) -> str | None:
    """What IFS= before `read` says, None when nothing does."""
    parts = [p for c in (condition.parts if condition.kind == "list" else [condition]) for p in getattr(c, "parts", ())]
    given = [p.word[4:] for p in parts if p.kind == "assignment" and p.word.startswith("IFS=")]
    return given[-1] if given else None


def shared(names: list[str], line: str, breaks: str | None = None) -> dict[str, str]:
    """A line over the variables of `read`; `breaks` is IFS where it is set for it."""
    if len(names) == 1:
        return {names[0]: line}
    if breaks is not None and ANYTHING not in line:
        pieces = re.split(f"[{re.escape(breaks)}]", line, maxsplit=len(names) - 1) if breaks else [line]
        return dict(zip(names, [*pieces, *[""] * len(names)], strict=False))
    pieces = line.split(None, len(names) - 1) if ANYTHING not in line else [ANYTHING] * len(names)
    return dict(zip(names, [*pieces, *[""] * len(names)], strict=False))
