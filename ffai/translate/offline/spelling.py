"""Words that are one slip away from a known one."""

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
            if near is not None:
                from ffai.translate.offline.words import lemma_of

                notes.append(f"{token.text!r} is read as {near!r}")
                token = token._replace(lemma=lemma_of(near) or near)
        out.append(token)
    return out, notes


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
    best: tuple[int, str] | None = None
    for source in (known, IRREGULAR):
        for candidate in source:
            if abs(len(candidate) - len(word)) > limit or len(candidate) < 4 or not candidate.isalpha():
                continue
            if candidate[0] != word[0] and candidate[1:3] != word[1:3]:
                continue
            d = _distance(word, candidate, limit)
            if d <= limit and (best is None or d < best[0]):
                best = (d, candidate)
                if d == 1 and candidate[0] == word[0]:
                    return candidate
    return best[1] if best else None


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
