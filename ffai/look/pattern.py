"""File patterns: shell globs (`*.mov`, `clip_?.{mp4,mkv}`, `**/*.wav`) and numbered images (`frame_%03d.png`)."""

import os
import re

from ffai.look import folder, natural

_MOST = 10_000  # files that one pattern may stand for
_NUMBERED: "re.Pattern[str] | None" = None


def is_glob(text: str) -> bool:
    """Whether there is a wildcard in it. Braces and brackets alone are none: `clip[1].mp4` is an ordinary name."""
    return "*" in text or "?" in text


def is_numbered(text: str) -> bool:
    """Whether it has one number in printf's way, as ffmpeg's image2 wants it."""
    global _NUMBERED  # noqa: PLW0603 - compiled when the first "%" is met
    if "%" not in text:
        return False
    if _NUMBERED is None:
        _NUMBERED = re.compile(r"%0?[0-9]{0,2}d")
    return len(_NUMBERED.findall(text)) == 1


def matches(text: str, cwd: str) -> tuple[str, ...]:
    """The files that a pattern stands for, as paths in the pattern's own form, in natural order.

    Letters match without regard to case, hidden files only where the pattern says the dot.
    """
    if "\0" in text:
        return ()
    parts = text.split("/")
    start = "/" if text.startswith("/") else ""
    found = [start]
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if not part:
            continue
        found = [path for base in found for path in _step(base, part, cwd, last)][:_MOST]
    return tuple(folder.as_argument(path) for path in natural.ordered(list(dict.fromkeys(found))))


def _step(base: str, part: str, cwd: str, last: bool) -> list[str]:
    """The paths one component further."""
    if part == "**":
        root = os.path.join(cwd, base)
        inner = [os.path.relpath(path, cwd) if not base.startswith("/") else path for path in folder.below(root)]
        return ["" if path == "." else path for path in inner]
    if part in (".", "..") or not (is_glob(part) or is_numbered(part) or "{" in part):
        path = os.path.join(base, part)
        right = folder.is_file(path, cwd) if last else folder.is_folder(path, cwd)
        return [path] if right else []
    test = re.compile(_expression(part), re.IGNORECASE | re.DOTALL)
    try:
        with os.scandir(os.path.join(cwd, base) or ".") as listing:
            alike = [entry for entry in listing if test.fullmatch(entry.name) and (entry.is_file() if last else entry.is_dir())]
    except OSError:
        return []
    return [os.path.join(base, entry.name) for entry in alike]


def _expression(part: str) -> str:
    """One component as a regular expression. What follows a star is looked for once: time stays linear in the name."""
    chunks = [""]
    position = 0
    while position < len(part):
        if part[position] == "*":
            chunks.append("")
            position += 1
        else:
            piece, position = _piece(part, position)
            chunks[-1] += piece
    start = "" if part.startswith(".") else r"(?!\.)"
    if len(chunks) == 1:
        return start + chunks[0]
    return start + chunks[0] + "".join(f"(?>.*?{chunk})" for chunk in chunks[1:-1] if chunk) + ".*" + chunks[-1]


def _piece(part: str, position: int) -> tuple[str, int]:
    """The expression of what stands at that position, and where the next thing begins."""
    letter = part[position]
    if letter == "?":
        return ".", position + 1
    if letter == "%" and (found := re.compile(r"%0?([0-9]{0,2})d").match(part, position)):
        width = int(found[1] or 1)
        return (f"[0-9]{{{width},}}" if width > 1 else "[0-9]+"), found.end()
    if letter == "[" and (end := part.find("]", position + 2)) > 0:
        inside = (
            part[position + 1 : end]
            .replace("\\", r"\\")
            .replace("[", r"\[")
            .replace("&", r"\&")
            .replace("~", r"\~")
            .replace("|", r"\|")
        )
        inside = "^" + inside[1:] if inside[0] in "!^" else inside
        try:
            re.compile(f"[{inside}]")
        except re.error:
            return re.escape(letter), position + 1
        return f"[{inside}]", end + 1
    if letter == "{" and (end := part.find("}", position)) > 0 and "," in part[position:end]:
        return "(?:" + "|".join(re.escape(choice) for choice in part[position + 1 : end].split(",")) + ")", end + 1
    return re.escape(letter), position + 1
