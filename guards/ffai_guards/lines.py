"""What sed, grep -o, cut, head and tail make of lines, where it can be worked out. Everything else is None: not known."""

import re

from ffai_guards.values import ANYTHING, NUMBER

_IN_NUMBERS = re.compile(r"[\w.:+-]", re.ASCII)  # what NUMBER may be made of


def transformed(argv: list[str], lines: list[str] | None) -> list[str] | None:
    """The lines that a program of a pipe gives on; `lines` are those that it gets, None when they are not known."""
    if argv[0] in ("grep", "egrep"):
        return _only_matching(argv[1:])
    if lines is None or any(ANYTHING in line for line in lines):
        return None
    if argv[0] in ("head", "tail") and (argv[1:] in (["-1"], ["-n1"], ["-n", "1"])) and len(set(lines)) == 1:
        return lines[:1]
    if argv[0] == "cut":
        return _cut(argv[1:], lines)
    return _sed(argv[1:], lines) if argv[0] == "sed" else None


def _only_matching(words: list[str]) -> list[str] | None:
    """grep -o: whatever comes in, what comes out is of the pattern's shape."""
    options = [w for w in words if w.startswith("-")]
    patterns = [w for w in words if not w.startswith("-")]
    if len(patterns) != 1 or not any("o" in w for w in options) or not all(re.fullmatch(r"-[oEPhaim1]+", w) for w in options):
        return None
    shape = []
    pattern = patterns[0]
    piece = re.compile(r"(?:\[((?:\[:digit:\]|[\w.:+-])+)\]|(\\d)|\\([.+])|([\w:,=/ -]))([*+?]|\\?\{\d*,?\d*\\?\})?", re.ASCII)
    at = 0
    while at < len(pattern):
        match = piece.match(pattern, at)
        if match is None:
            return None
        literal = match.group(3) or match.group(4)
        if literal is not None and match.group(5) and not _IN_NUMBERS.fullmatch(literal):
            return None
        shape.append(literal if literal is not None and not match.group(5) else NUMBER)
        at = match.end()
    text = re.sub(f"{NUMBER}+", NUMBER, "".join(shape))
    return [text, text]  # one or more of these


def _cut(words: list[str], lines: list[str]) -> list[str] | None:
    match = re.fullmatch(r"-d ?(.) -f ?(\d)|-f ?(\d) -d ?(.)", " ".join(words), re.DOTALL)
    if match is None:
        return None
    mark, place = match.group(1) or match.group(4), int(match.group(2) or match.group(3))
    if _IN_NUMBERS.fullmatch(mark) and any(NUMBER in line for line in lines):
        return None
    return [("".join(line.split(mark)[place - 1 : place]) if mark in line else line) for line in lines]


def _sed(words: list[str], lines: list[str]) -> list[str] | None:
    """One s/// on lines that are known."""
    extended = any(w in ("-E", "-r") for w in words)
    scripts = [w for w in words if w not in ("-E", "-r", "-e")]
    if len(scripts) != 1 or any(NUMBER in line for line in lines):
        return None
    match = re.fullmatch(r"s([/|,#:!@])((?:\\.|(?!\1)[^\\])*)\1((?:\\.|(?!\1)[^\\])*)\1(g?)", scripts[0], re.DOTALL)
    if match is None:
        return None
    mark, old, new, every = match.groups()
    pattern, put = _pattern(old.replace(f"\\{mark}", mark), extended), _replacement(new.replace(f"\\{mark}", mark))
    if pattern is None or put is None or not _quick(pattern, lines):
        return None
    try:
        return [re.sub(pattern, put, line, count=0 if every else 1) for line in lines]
    except (re.error, IndexError):
        return None


def _quick(pattern: str, lines: list[str]) -> bool:
    """Whether matching surely takes little time: repeats inside of repeats, or many of them over long lines, do not."""
    repeats = len(re.findall(r"(?<!\\)[*+?{]", pattern))
    return not re.search(r"\)[*+?{]", pattern) and sum((len(line) + 1) ** (repeats + 1) for line in lines) < _MOST_STEPS


_MOST_STEPS = 300_000


def _pattern(text: str, extended: bool) -> str | None:
    """A simple pattern of sed's as one of Python's."""
    out: list[str] = []
    for piece in re.findall(r"\\.|\[\^?[\w .,:-]+\]|.", text, re.DOTALL):
        if piece in (r"\(", r"\)"):
            out.append(re.escape(piece[1]) if extended else piece[1])
        elif piece[0] == "\\":
            if piece[1].isalnum():
                return None
            out.append(re.escape(piece[1]))
        elif piece in "+?|(){}":
            out.append(piece if extended else re.escape(piece))
        elif len(piece) > 1 or piece in ".*^$":
            out.append(piece)
        elif piece == "[":
            return None
        else:
            out.append(re.escape(piece))
    return "".join(out)


def _replacement(text: str) -> str | None:
    out: list[str] = []
    for piece in re.findall(r"\\.|.", text, re.DOTALL):
        if piece == "&":
            out.append(r"\g<0>")
        elif piece[0] == "\\" and len(piece) == 2:
            if piece[1].isalpha() or piece[1] == "0":
                return None
            out.append(rf"\g<{piece[1]}>" if piece[1].isdigit() else re.escape(piece[1]) if piece[1] == "\\" else piece[1])
        else:
            out.append(piece)
    return "".join(out)
