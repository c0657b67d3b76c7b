"""A shorthand for commands, learnt from pairs: the runs of arguments that save most words become capital letters.

Only what comes back whole is shortened: a pair whose commands would not, stays out.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from ffai.translate.model.local.wording import LETTERS, full

_LONGEST = 12  # words of a run
_NAME = re.compile(r"\.\w{2,4}$")  # of a file
_LEAST = 4  # times that a run has to be there


def learnt(commands: Iterable[Sequence[str]], count: int = len(LETTERS)) -> dict[str, str]:
    """Letter -> the run that it stands for, the one that saves most characters first. A letter stands in no other's run."""
    lines = [line.split(" ") for answer in {tuple(c) for c in commands} for line in answer]
    taken = {word for words in lines for word in words if len(word) == 1}
    found: dict[str, str] = {}
    for letter in [letter for letter in LETTERS if letter not in taken][:count]:
        counts = Counter(run for words in lines for run in _runs(words, found))
        often = [run for run, times in counts.items() if times >= _LEAST]
        if not often:
            break
        best = max(often, key=lambda run: ((len(" ".join(run)) - 1) * counts[run], run))
        found[letter] = " ".join(best)
        lines = [_replaced(words, best, letter) for words in lines]
    return found


def _runs(words: list[str], letters: Container[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            if words[end - 1] in letters or _NAME.search(words[end - 1]):
                break
            if end - start > 1 or len(words[start]) > 7:
                yield tuple(words[start:end])


def short(answer: Sequence[str], shorthand: dict[str, str]) -> str | None:
    """The commands in shorthand, one a line; None when they would not come back as they are."""
    if any("\n" in line for line in answer):
        return None
    text = "\n".join(answer)
    lines = [line.split(" ") for line in answer]
    for letter, run in shorthand.items():
        lines = [_replaced(words, tuple(run.split(" ")), letter) for words in lines]
    said = "\n".join(" ".join(words) for words in lines)
    return said if full(said, shorthand) == text else None


def _replaced(words: list[str], run: tuple[str, ...], letter: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(words):
        if tuple(words[at : at + len(run)]) == run:
            found.append(letter)
            at += len(run)
        else:
            found.append(words[at])
            at += 1
    return found
