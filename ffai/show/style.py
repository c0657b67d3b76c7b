"""Colour, width and wrapping of what goes to a terminal; and nothing that a file name says reaches it as a control code."""

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TextIO

# The terminal's own sixteen colours, so that the user's theme decides what they look like.
_CODES = {
    "": "",
    "bold": "1",
    "dim": "2",
    "flag": "36",
    "file": "1",
    "good": "32",
    "warn": "33",
    "bad": "31",
    "key": "1",
    "title": "1",
}
_ASCII = {
    "“": '"',
    "”": '"',
    "⏎": "Enter",
    "°": " degrees",
    "µ": "u",
    "·": "-",
    "×": "x",
    "→": "->",
    "–": "-",
    "✓": "ok",
    "✗": "no",
    "!": "!",
    "…": "...",
    "≈": "~",
    "█": "#",
    "░": "-",
    "≤": "<=",
}
WIDEST = 100  # columns beyond which a line is no longer read with ease


class Style(NamedTuple):
    """How to draw on one stream."""

    color: bool = False
    unicode: bool = True
    width: int = 80

    def paint(self, kind: str, text: str) -> str:
        """The text in that colour; it must be clean already."""
        if not self.unicode:
            text = self.plain(text)
        code = _CODES[kind]
        return f"\033[{code}m{text}\033[0m" if self.color and code and text else text

    def plain(self, text: str) -> str:
        """The text with its typographic characters replaced where the stream cannot hold them."""
        if self.unicode or text.isascii():
            return text
        return "".join(_ASCII.get(character, character) for character in text)


def style_of(stream: TextIO, variables: Mapping[str, str]) -> Style:
    """How to draw on that stream: colour only on a terminal that wants it."""
    terminal = stream.isatty()
    color = terminal and not variables.get("NO_COLOR") and variables.get("TERM") != "dumb"
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    return Style(color=color, unicode=encoding.startswith("utf"), width=columns(stream, variables) if terminal else WIDEST)


def columns(stream: TextIO, variables: Mapping[str, str]) -> int:
    """Columns to use: the terminal's, at most WIDEST, at least 20."""
    try:
        found = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError, AttributeError):
        found = 0
    if not found:
        text = variables.get("COLUMNS", "")
        found = int(text) if text.isdigit() else 80
    return max(20, min(found, WIDEST))


def clean(text: str) -> str:
    r"""The text, with what a terminal would obey or not show escaped: ESC as \x1b, U+202E as \u202e, a newline as \n."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else escaped(c) for c in text)


def escaped(character: str) -> str:
    r"""One character as a C-like escape, which `$'…'` of a shell understands too; an undecodable byte is \xHH."""
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\x1b"}.get(character)
    if short:
        return short
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width_of(text: str) -> int:
    """Columns that a clean text takes: East Asian wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def shortened(text: str, limit: int) -> str:
    """The text, its middle left out when it is wider than that: the ends of file names tell them apart."""
    if width_of(text) <= limit:
        return text
    keep = max(limit - 1, 2)
    tail = cut(text[::-1], keep // 2)[::-1]
    return f"{cut(text, keep - keep // 2)}…{tail}"


def cut(text: str, limit: int) -> str:
    """As much of the beginning as fits."""
    if width_of(text) <= limit:
        return text
    while width_of(text) > limit:
        text = text[: -max(1, (width_of(text) - limit) // 2)]
    return text


def fill(words: Iterable[str], width: int, joint: str = " ") -> list[str]:
    """Words joined into lines of at most that width; a longer word has a line for itself."""
    lines: list[str] = []
    line, used = "", 0
    for word in words:
        size = width_of(word)
        if line and used + len(joint) + size > width:
            lines.append(line)
            line, used = "", 0
        line, used = (line + joint + word, used + len(joint) + size) if line else (word, size)
    return [*lines, line] if line else lines
