"""Words that are one slip away from a known one, unless they are English words of their own."""

import os

from ffai.translate.offline.lexer import Token
from ffai.translate.offline.terms import AUDIO_CODECS, VIDEO_CODECS
from ffai.translate.offline.words import FORMATS, vocabulary


def spelt(tokens: list[Token]) -> tuple[list[Token], list[str]]:
    """Words that are one slip away from a word that rules use are read as that, and it is said."""
    notes: list[str] = []
    known = vocabulary()
    out = []
    for token in tokens:
        if (
            token.kind == "word"
            and len(token.lemma) >= 4
            and token.lemma.isalpha()
            and token.lemma not in known
            and not _is_known(token.lemma)
        ):
            near = _nearest(token.lemma, known)
            if near is not None and not _is_english(token):
                from ffai.translate.offline.words import lemma_of

                notes.append(f"{token.text!r} is read as {near!r}")
                token = token._replace(lemma=lemma_of(near) or near)
        out.append(token)
    return out, notes


# words of their own that are slips where media are spoken of
_SLIPS = frozenset("form fist firs spilt covert crap mutt".split())


def _is_english(token: Token) -> bool:
    """Whether it is a word that people know: read from a file only where a slip is suspected."""
    if token.lemma in _SLIPS:
        return False
    with open(os.path.join(os.path.dirname(__file__), "english.txt"), encoding="ascii") as file:
        words = file.read()
    return any(f"\n{word}\n" in words for word in {token.text.lower(), token.lemma})


def _is_known(lemma: str) -> bool:
    from ffai.translate.offline.terms import COLORS, LANGUAGES, NAMED_SIZES

    return (
        lemma in VIDEO_CODECS
        or lemma in AUDIO_CODECS
        or lemma in LANGUAGES
        or lemma in COLORS
        or lemma in NAMED_SIZES
        or lemma in FORMATS
        or "_" in lemma
    )


def _nearest(word: str, known: set[str]) -> str | None:
    """The word of the vocabulary at Damerau-Levenshtein distance 1 (2 from nine letters on), if there is just one kind of them."""
    from ffai.translate.offline.words import IRREGULAR

    limit = 2 if len(word) >= 9 else 1
    best: tuple[int, bool, bool, str] | None = None
    letters = sorted(word)
    for source in (known, IRREGULAR):
        for candidate in source:
            if abs(len(candidate) - len(word)) > limit or len(candidate) < 4 or not candidate.isalpha():
                continue
            if candidate[0] != word[0] and candidate[1:3] != word[1:3]:
                continue
            same = len(word) == len(candidate) and sorted(candidate) == letters
            # the right letters in another order are one slip: "vedio"
            mixed = same and len(word) >= 5 and word[0] == candidate[0] and word[-1] == candidate[-1]
            d = 1 if mixed else _distance(word, candidate, limit)
            # among equals the one of the same letters, then of the same beginning, then the first by name: the same in every run
            rank = (d, not same, candidate[0] != word[0], candidate)
            if d <= limit and (best is None or rank < best):
                best = rank
    return best[3] if best else None


def _distance(a: str, b: str, limit: int) -> int:
    previous2: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, previous2[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        previous2, previous = previous, row
    return previous[-1]
