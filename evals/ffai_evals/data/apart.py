"""Keeping requests apart: from each other, and above all from what evals ask.

Two requests are near when the word pairs of their normalised texts are much the same (Jaccard), or their letters are (the extra `data`:
rapidfuzz, so that a slip of the finger makes no new request). File names, and values in the comparison with eval items, stand for
any: "convert talk.mov to mp4" is near "Convert clip.mov to mp4". What is said around a wish ("could you …, please") counts for nothing
against eval items: what is left must not be what an item asks.
"""

import importlib.util
import json
import os
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from zlib import crc32

from ffai.errors import FfaiError

NEAR = 0.85
"""The share of word pairs from which on two requests of a data set are near-duplicates."""

LEAK = 0.6
"""The same for a request and an eval item: with values masked and the bar lower, since a miss costs more there."""

LETTERS = 94.0
"""The similarity of letters (0 to 100, insertions and deletions) from which on two requests of the same values are near."""

_FILE = re.compile(r"[\w\-./*%]+\.[a-z][a-z0-9]{1,4}\b")
_WORD = re.compile(r"[a-z0-9.:%+\-]+")
_VALUE = re.compile(r"^[+\-]?\d[\d.:]*[a-z%]*$")
_AROUND = re.compile(
    r"^(?:(?:hi|hello|hey|ok|so|there|please|pls|plz|can|could|would|you|i|i'd|like|want|need|have|to|wanna|how|do|help|me|show|give|a|the|is|it|possible|what's|what|way|command|ffmpeg"
    r"|use|using|with|i'm|trying|good|morning|quick|question|one|my|let's|best|right|easiest|type|for)(?:[,:!]?\s+|$))+|(?:[,.!?]?\s*(?:please|pls|plz|thanks|thank you|thx|cheers|asap|in advance|with ffmpeg|using ffmpeg))+[.!?]*$"
)


def has_letters() -> bool:
    """Whether letters are compared too: the extra `data` is installed."""
    return importlib.util.find_spec("rapidfuzz") is not None


def normal(text: str, *, values: bool = True) -> tuple[str, ...]:
    """The words of a request: lower case, without punctuation, files as FILE.ext; without `values`, numbers as N."""
    low = _FILE.sub(lambda m: "file" + m[0][m[0].rindex(".") :], text.lower())
    words = [w.strip(".:-") for w in _WORD.findall(low)]
    return tuple(w if values or not _VALUE.match(w) else "N" for w in words if w)


def core(text: str, *, values: bool = True) -> tuple[str, ...]:
    """The normal words of a request without what is said around the wish."""
    return normal(_AROUND.sub(" ", text.lower().strip()).strip(" .?!,"), values=values) or normal(text, values=values)


def shingles(words: tuple[str, ...]) -> frozenset[int]:
    """The pairs of neighbouring words, and the ends, as numbers."""
    around = ("^", *words, "$")
    return frozenset(crc32(f"{a} {b}".encode()) for a, b in pairwise(around))


class Nearness:
    """Texts seen so far. The search is exact: two sets that share `bar` of their members share one of their smallest few.

    Source: prefix filtering; Bayardo, Ma, Srikant (2007), Scaling up all pairs similarity search.
    """

    def __init__(self, bar: float, *, values: bool = True) -> None:
        self.bar, self.values = bar, values
        self.letters = has_letters()
        self._alike: dict[tuple[tuple[str, ...], int], list[tuple[str, int]]] = {}  # by values and length: letters without values
        self._sets: list[frozenset[int]] = []
        self._texts: list[str] = []
        self._by: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._sets)

    def near(self, text: str) -> str:
        """A text seen before that this one is near to; "" when there is none."""
        mine = shingles(self._words(text))
        seen: set[int] = set()
        for key in self._prefix(mine):
            for n in self._by.get(key, ()):
                if n not in seen:
                    seen.add(n)
                    other = self._sets[n]
                    shared = len(mine & other)
                    if shared >= self.bar * (len(mine) + len(other) - shared):
                        return self._texts[n]
        same = self._spelled(text) if self.letters else None
        return "" if same is None else self._texts[same]

    def _words(self, text: str) -> tuple[str, ...]:
        return normal(text) if self.values else core(text, values=False)

    def _letters(self, text: str) -> set[tuple[str, tuple[str, ...]]]:
        """The letters of a request, with and without what is said around it, and the values that have to be the same; none where they stand for any."""
        found = set()
        for words in (core(text), normal(text)):
            values = tuple(w for w in words if _VALUE.match(w)) if self.values else ()
            found.add((" ".join(w for w in words if not _VALUE.match(w)), values))
        return found

    def _spelled(self, text: str) -> int | None:
        """One whose letters are the same but for a few, and whose values are the same."""
        from rapidfuzz import fuzz

        for letters, values in self._letters(text):
            size = len(letters) // 8
            for near in (size - 1, size, size + 1):
                for other, n in self._alike.get((values, near), ()):
                    if fuzz.ratio(letters, other, score_cutoff=LETTERS):
                        return n
        return None

    def add(self, text: str) -> None:
        mine = shingles(self._words(text))
        if self.letters:
            for letters, values in self._letters(text):
                self._alike.setdefault((values, len(letters) // 8), []).append((letters, len(self._sets)))
        for key in self._prefix(mine):
            self._by.setdefault(key, []).append(len(self._sets))
        self._sets.append(mine)
        self._texts.append(text)

    def _prefix(self, mine: frozenset[int]) -> list[int]:
        count = len(mine) - int(-(-self.bar * len(mine) // 1)) + 1
        return sorted(mine)[:count]


def eval_requests(paths: Iterable[str] = ()) -> Iterator[str]:
    """The requests of the project's own evals, where they lie beside this package, and of files of items. Raises FfaiError."""
    own = os.path.join(os.path.dirname(__file__), "..", "..", "project", "ffai")
    names = sorted(os.listdir(own)) if os.path.isdir(own) else []
    for path in (*(os.path.join(own, n) for n in names if n.endswith(".jsonl")), *paths):
        try:
            with open(path, encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    if line.strip():
                        yield _request(line, path, number)
        except (OSError, UnicodeDecodeError) as problem:
            raise FfaiError(f"{path} cannot be read: {problem}", "name a file of items, one JSON object a line") from None


def _request(line: str, path: str, number: int) -> str:
    try:
        return str(json.loads(line)["request"])
    except (ValueError, KeyError, TypeError):
        raise FfaiError(f'{path}, line {number}: there is no "request"', "mend that line, or name another file") from None


def held_back(paths: Iterable[str] = (), more: Iterable[str] = ()) -> Nearness:
    """All eval requests, ready to be held against what is written. `more`: those of another project."""
    found = Nearness(LEAK, values=False)
    for text in (*eval_requests(paths), *more):
        found.add(text)
    return found
