"""Requests and commands as words, for the model that is trained from nothing: names of files stand as @1, @2, and come back after.

A word of a request is known by its number in a table and by the three-letter pieces in it, so that a slip or a new word still says
something. A word of a command may carry the space before it; one that is neither known nor said in the request goes letter by letter.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

PIECES, SPREAD = 8, 4096  # pieces of a word that are looked at, and rows of their table
UNKNOWN, START, STOP = 0, 1, 2
SPECIAL = ("<unknown>", "<start>", "<stop>")

_FILE = re.compile(r"[\w\-/]+(?=\.[A-Za-z][A-Za-z0-9]{1,4}\b)")  # with its folders
_ASKED = re.compile(r"@\d|(?<=@\d)\.[A-Za-z0-9]+|[A-Za-z]+|\d+(?:\.\d+)?|[^\sA-Za-z\d]")
_SAID = re.compile(r"\n| ?@\d|(?<=@\d)\.[A-Za-z0-9]+| ?[A-Za-z_]+| ?\d+(?:\.\d+)?| ?[^\sA-Za-z\d_]| ")


class Asked(NamedTuple):
    """A request as words, as they are written, and the stems of the files that stand as @1, @2 in it."""

    words: tuple[str, ...]
    stems: tuple[str, ...]


def asked_words(said: str) -> Asked:
    stems = tuple(dict.fromkeys(_FILE.findall(said)))[:9]
    return Asked(tuple(_ASKED.findall(_masked(said, stems))), stems)


def said_words(answer: str, stems: Sequence[str]) -> list[str]:
    """An answer as words; joined, they are the answer with its stems masked."""
    return _SAID.findall(_masked(answer, stems))


def whole(words: Sequence[str], stems: Sequence[str]) -> str:
    """The answer that words make."""
    return re.sub(r"@(\d)", lambda m: stems[int(m[1]) - 1] if 0 < int(m[1]) <= len(stems) else m[0], "".join(words))


def _masked(text: str, stems: Sequence[str]) -> str:
    for number, stem in sorted(enumerate(stems, 1), key=lambda each: -len(each[1])):
        text = re.sub(rf"(?<![\w@]){re.escape(stem)}(?![A-Za-z0-9])", f"@{number}", text)
    return text


def pieces(word: str) -> list[int]:
    """Rows of the pieces' table for a word; 0 fills up."""
    around = f"^{word.lower()}$"
    found = [1 + crc32(around[n : n + 3].encode()) % (SPREAD - 1) for n in range(max(1, len(around) - 2))][:PIECES]
    return found + [0] * (PIECES - len(found))


def spelt(word: str, known: Mapping[str, int], copied: Sequence[str]) -> list[str]:
    """The word itself when it is known or can be copied from the request; else its letters."""
    return [word] if word in known or word.removeprefix(" ") in copied else list(word)
