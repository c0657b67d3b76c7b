"""The order people expect: clip2 before clip10."""

import re

_NUMBER: "re.Pattern[str] | None" = None


def key(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key: numbers by value, letters without regard to case, and the rest of the name to settle ties."""
    global _NUMBER  # noqa: PLW0603 - compiled when the first folder is sorted
    if _NUMBER is None:
        _NUMBER = re.compile(r"([0-9]{1,18})")
    stem = name.rpartition(".")[0] or name
    parts = [
        (0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part.lower())
        for part in _NUMBER.split(stem)
        if part
    ]
    return (*parts, (-1, 0, name))


def ordered(names: list[str]) -> list[str]:
    return sorted(names, key=key)
