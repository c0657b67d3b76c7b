"""Rules over tokens: a small pattern language and its matcher.

    pattern  = element *(" " element)
    element  = choice *("|" choice) | gap, with "?" behind it when it may be missing
    choice   = word | "%"class | slot
    slot     = "{" name ":" phrase "}"        a typed phrase of phrases.py
    gap      = "~"                            up to five words that are not part of the pattern, inside one sentence

Determiners between elements are skipped. A pattern may have alternatives, divided by " / ". What a match used (not what it
skipped) counts as understood.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ffai.translate.offline.lexer import Token
from ffai.translate.offline.words import CLASSES, as_known

SKIPPED = frozenset(
    "the a an my your our his her their its this that these those please just simply also exactly only all".split()
)
# words that several rules may use at once: they carry grammar, or name the act without saying which
SHARED = frozenset(
    """to with and from at in of for by as into on using use via through be is it or , the a an all every each both only
    make create generate produce get want need give convert change turn transform set output export encode reencode save keep put do out
    what what_is tell video movie film clip footage recording file audio sound then so called named into onto let
    """.split()
)
_STOPS = frozenset(". ; ? !".split())
# verbs that say what is to be done: what stands behind them is theirs, so that no gap reaches over them
_ACTS = frozenset(
    """increase decrease remove convert extract crop resize rescale rotate burn replace swap normalise transcode reencode compress shrink strip delete embed denoise stabilise
    deinterlace concatenate speed_up slow_down mute boost amplify downmix upscale downscale""".split()
)
_GAP = 5


class Element(NamedTuple):
    kind: str  # words, slot, gap
    words: frozenset[str] = frozenset()
    name: str = ""
    phrase: str = ""
    optional: bool = False


class Match(NamedTuple):
    rule: "Rule"
    used: tuple[int, ...]  # token positions, in order
    slots: dict[str, Any]
    skipped: int
    tokens: "list[Token]"
    soft: frozenset[int]  # positions that only elements which may be missing used
    used_too: set[int]  # positions that the builder used besides: a list that the pattern only opens

    def text(self) -> str:
        return " ".join(self.tokens[i].text for i in self.used)


# what an amount or an act is of: said once, it belongs to one wish alone ("500k video bitrate and 96k audio")
_NOUNS = frozenset("bitrate quality rate fps track stream channel codec size resolution".split())

Builder = Callable[[Match], Any]


class Rule(NamedTuple):
    patterns: str
    build: Builder
    weight: int = 0


Phrase = Callable[[list[Token], int], "tuple[Any, int] | None"]

_compiled: dict[str, tuple[Element, ...]] = {}


def compiled(pattern: str) -> tuple[Element, ...]:
    found = _compiled.get(pattern)
    if found is None:
        found = _compiled[pattern] = tuple(_element(word) for word in pattern.split())
    return found


def _element(word: str) -> Element:
    optional = word.endswith("?") and len(word) > 1
    if optional:
        word = word[:-1]
    if word == "~":
        return Element("gap")
    words: set[str] = set()
    name = phrase = ""
    for alternative in word.split("|"):
        if alternative.startswith("{"):
            name, _, phrase = alternative[1:-1].partition(":")
        else:
            words |= CLASSES[alternative[1:]] if alternative.startswith("%") else {as_known(alternative)}
    return Element("slot" if name else "words", frozenset(words), name, phrase, optional)


def words_of(rules: Iterable[Rule]) -> set[str]:
    """The words that the rules name, for the vocabulary."""
    found: set[str] = set()
    for rule in rules:
        for word in rule.patterns.replace("?", "").replace("|", " ").split():
            if word and word[0] not in "%{~/":
                found.add(word)
    return found


class Index:
    """Rules by the words that can open them, so that only those are tried whose opening word is there."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.by_word: dict[str, list[tuple[Rule, str]]] = {}
        self.anywhere: list[tuple[Rule, str]] = []
        rules = tuple(rules)
        self.words = frozenset(words_of(rules))  # all words of the patterns
        for rule in rules:
            for pattern in rule.patterns.split(" / "):
                self._add(rule, pattern.strip())

    def _add(self, rule: Rule, pattern: str) -> None:
        for element in pattern.split():
            if "{" in element:
                self.anywhere.append((rule, pattern))
                return
            optional = element.endswith("?")
            for alternative in element.rstrip("?").split("|"):
                for word in CLASSES[alternative[1:]] if alternative[0] == "%" else (as_known(alternative),):
                    self.by_word.setdefault(word, []).append((rule, pattern))
            if not optional:
                return

    def matches(self, tokens: list[Token], phrases: dict[str, Phrase]) -> list[Match]:
        found: list[Match] = []
        lemmas = {token.lemma for token in tokens}
        anywhere = [(rule, elements) for rule, pattern in self.anywhere if _can_match(elements := compiled(pattern), lemmas)]
        opened: dict[str, list[tuple[Rule, tuple[Element, ...]]]] = {}
        for start, token in enumerate(tokens):
            rows = opened.get(token.lemma)
            if rows is None:
                rows = opened[token.lemma] = [
                    (rule, elements)
                    for rule, pattern in self.by_word.get(token.lemma, ())
                    if _can_match(elements := compiled(pattern), lemmas)
                ]
            for rule, elements in (*rows, *anywhere):
                state = _match(elements, 0, tokens, start, phrases, gap=0)
                if state is not None:
                    used, slots, skipped, soft = state
                    if used and used[0] == start:
                        found.append(Match(rule, tuple(used), slots, skipped, tokens, frozenset(soft), set()))
        return found


def _can_match(elements: tuple[Element, ...], lemmas: set[str]) -> bool:
    """Whether every word that a pattern cannot do without is there at all."""
    return all(e.optional or e.kind != "words" or not lemmas.isdisjoint(e.words) for e in elements)


def _match(
    elements: tuple[Element, ...], at: int, tokens: list[Token], position: int, phrases: dict[str, Phrase], gap: int
) -> "tuple[list[int], dict[str, Any], int, list[int]] | None":
    """The first way to match elements[at:] from position on: (positions used, slots, words skipped by gaps, soft positions)."""
    if at == len(elements):
        return [], {}, 0, []
    element = elements[at]
    if element.kind == "gap":
        return _match(elements, at + 1, tokens, position, phrases, gap=_GAP)
    here = position
    skipped = 0
    while True:
        while (
            here < len(tokens)
            and (tokens[here].lemma in SKIPPED or tokens[here].text in "()'\"[]`")
            and tokens[here].lemma not in element.words
            and not (element.phrase == "caption" and tokens[here].text[:1].isupper())
        ):
            here += 1
        if here >= len(tokens):
            break
        token = tokens[here]
        if token.lemma in element.words:
            rest = _match(elements, at + 1, tokens, here + 1, phrases, 0)
            if rest is not None:
                soft = [here, *rest[3]] if element.optional and token.lemma not in _NOUNS else rest[3]
                return [here, *rest[0]], rest[1], rest[2] + skipped, soft
        if element.phrase:
            result = phrases[element.phrase](tokens, here)
            if result is not None:
                value, following = result
                rest = _match(elements, at + 1, tokens, following, phrases, 0)
                if rest is not None:
                    return [*range(here, following), *rest[0]], {**rest[1], element.name: value}, rest[2] + skipped, rest[3]
        if (
            skipped >= gap
            or token.text in _STOPS
            or token.lemma == "then"
            or (token.lemma in _ACTS and not token.text.endswith("ed") and not _in_a_relative(tokens, here))
        ):
            break
        skipped += 1
        here += 1
    if element.optional:
        return _match(elements, at + 1, tokens, position, phrases, gap)
    return None


def _in_a_relative(tokens: list[Token], i: int) -> bool:
    """ "images that I need to convert to a video": the verb belongs to the noun before it."""
    before = [t.lemma for t in tokens[max(0, i - 4) : i]]
    return before[-1:] in (["wish_to"], ["to"]) and bool({"that", "which"} & set(before))


def choose(matches: list[Match], claimed: "set[int] | frozenset[int]" = frozenset()) -> list[tuple[Match, Any]]:
    """The matches that stand, in reading order, each with what it builds.

    Heavier, longer and tighter ones go first; none uses a word that another one used. A builder that returns None
    does not want its match: the words stay free. `claimed` positions are no rule's.
    """
    taken: set[int] = set(claimed)
    chosen: list[tuple[Match, Any]] = []

    def rank(match: Match) -> tuple[int, int, int, int]:
        content = sum(1 for i in match.used if match.tokens[i].lemma not in SHARED)
        return (-match.rule.weight, -content, -len(match.used) + match.skipped, match.used[0])

    for match in sorted(matches, key=rank):
        content = [i for i in match.used if match.tokens[i].lemma not in SHARED]
        if lost := match.soft & taken:  # "grayscale and mirror the image": the image is mirrored, and grey all the same
            content = [i for i in content if i not in lost]
            owners = [(m.used[0], m.used[-1]) for m, _ in chosen if lost & set(m.used)]
            if any(all(first <= i <= last for i in content) for first, last in owners):
                continue  # what is left of it stands inside of what took the rest: "copy just the video and first audio stream"
            match = match._replace(used=tuple(i for i in match.used if i not in lost))
        if not content or any(i in taken for i in content):
            continue
        built = match.rule.build(match)
        if built is None:
            continue
        taken.update(content)
        taken.update(match.used_too)
        chosen.append((match, built))
    return sorted(chosen, key=lambda pair: pair[0].used[0])
