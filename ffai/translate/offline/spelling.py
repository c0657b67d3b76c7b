"""Words that are one slip away from a known one. A word of English is no slip of another: "sort" is not "soft"."""

import os

from ffai.translate.offline.lexer import Token, merge
from ffai.translate.offline.terms import AUDIO_CODECS, COLORS, LANGUAGES, NAMED_SIZES, VIDEO_CODECS
from ffai.translate.offline.words import FORMATS, IRREGULAR, SUFFIXES, lemma_of, vocabulary

# its notice stands in english.LICENSE.txt
_ENGLISH = os.path.join(os.path.dirname(__file__), "english.txt")


def spelt(tokens: list[Token]) -> tuple[list[Token], list[str]]:
    """Words that are one slip away from a word that rules use are read as that, and it is said."""
    notes: list[str] = []
    known = vocabulary()
    out = []
    for place, token in enumerate(tokens):
        if token.text.lower() == "embedded" and {t.lemma for t in tokens[place + 1 : place + 3]} & _INSIDE:
            token = token._replace(lemma="existing")  # "the embedded subtitles" are there; nothing is to be embedded
        if (
            token.lemma == "too"
            and place + 1 < len(tokens)
            and (
                tokens[place + 1].lemma in FORMATS
                or tokens[place + 1].lemma in VIDEO_CODECS
                or tokens[place + 1].kind in ("lines", "dim")
            )
        ):
            token = token._replace(lemma="to")  # "too mp4"
        if (
            token.kind == "word"
            and len(token.lemma) >= 4
            and token.lemma.isalpha()
            and token.lemma not in known
            and not _is_known(token.lemma)
            and not token.text.isupper()  # an abbreviation is no slip
        ):
            near = None if is_english(token.lemma) else _nearest(token.lemma)
            if near is not None:
                notes.append(f"{token.text!r} is read as {near!r}")
                token = token._replace(lemma=lemma_of(near) or near)
        out.append(token)
    return (merge(out) if notes else out), notes  # "frist" is an ordinal once it is read


_INSIDE = frozenset("subtitle cover artwork caption captions font image audio track stream chapter thumbnail".split())
# words of their own that are slips where media are spoken of
_SLIPS = frozenset("form fist firs spilt covert crap mutt".split())
_english: list[str] = []


def is_english(word: str) -> bool:
    """Whether it is a word, or a form of one. The list is read when the first word is looked up that is close to a known one."""
    if word in _SLIPS:
        return False
    if not _english:
        try:
            with open(_ENGLISH, encoding="ascii") as file:
                _english.append(f"\n{file.read()}")
        except OSError:
            _english.append("")
    return any(f"\n{form}\n" in _english[0] for form in _forms(word))


def _forms(word: str) -> list[str]:
    stems = [word[: -len(suffix)] + instead for suffix, instead in SUFFIXES if word.endswith(suffix)]
    return [word, *stems, *(s[:-1] for s in stems if len(s) > 3 and s[-1] == s[-2])]


def _is_known(lemma: str) -> bool:
    return (
        lemma in VIDEO_CODECS
        or lemma in AUDIO_CODECS
        or lemma in LANGUAGES
        or lemma in COLORS
        or lemma in NAMED_SIZES
        or lemma in FORMATS
        or "_" in lemma
    )


_by_length: dict[int, list[str]] = {}


def _words_of_length(length: int) -> list[str]:
    if not _by_length:
        for word in (*vocabulary(), *IRREGULAR):
            if len(word) >= 4 and word.isalpha():
                _by_length.setdefault(len(word), []).append(word)
    return _by_length.get(length, [])


def _nearest(word: str) -> str | None:
    """The word of the vocabulary at Damerau-Levenshtein distance 1 (2 from nine letters on); the first by the alphabet among equals."""
    limit = 2 if len(word) >= 9 else 1
    best: tuple[int, bool, str] | None = None
    for length in range(len(word) - limit, len(word) + limit + 1):
        for candidate in _words_of_length(length):
            if candidate[0] != word[0] and candidate[1:3] != word[1:3]:
                continue
            d = _distance(word, candidate, limit)
            if d <= limit:
                row = (d, candidate[0] != word[0], candidate)
                best = row if best is None or row < best else best
    return best[2] if best else None


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
