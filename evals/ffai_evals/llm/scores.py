"""A judge's answer read: the scores that it says, or each score weighted by the probabilities of what it could have said."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ffai.translate.model.values import Answer, Token
from ffai_evals.llm.telling import WORDS
from ffai_evals.project.rules import score_key


class Unreadable(Exception):  # noqa: N818 - named for what happened
    """The answer does not say the scores. The text tells the judge, and the user, what is wrong with it."""


class Rated(NamedTuple):
    scores: dict[str, float]  # by key
    thought: str  # what the judge said before the scores
    weighted: bool  # every score by token probabilities


def read(answer: Answer, wanted: Sequence[Mapping[str, Any]], *, weigh: bool) -> Rated:
    """The scores of an answer. Raises Unreadable when one is missing, is no score, or there are others."""
    start, found = _object(answer.text)
    keys = {score_key(s["name"]): str(s["type"]) for s in wanted}
    missing, strange = [k for k in keys if k not in found], [k for k in found if k not in keys]
    if missing or strange:
        raise Unreadable(
            "the JSON object has to have exactly the keys " + ", ".join(f'"{k}"' for k in keys)
            + (f"; missing: {', '.join(missing)}" if missing else "") + (f"; not asked for: {', '.join(map(str, strange))[:80]}" if strange else "")
        )  # fmt: skip
    scores, weighted = {}, weigh
    for key, kind in keys.items():
        scores[key] = _plain(key, found[key], kind)
        better = weighted_score(answer.tokens, key, kind) if weigh else None
        weighted = weighted and better is not None
        if better is not None:
            scores[key] = better
    thought = answer.text[:start].strip().removesuffix("```json").removesuffix("```").strip()
    return Rated(scores, thought or answer.reasoning, weighted)


def _object(text: str) -> tuple[int, dict[str, Any]]:
    """The last JSON object of a text, and where it begins."""
    decoder = json.JSONDecoder()
    for match in reversed(list(re.finditer(r"\{", text))[-200:]):
        try:
            found, _ = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return match.start(), found
    raise Unreadable("there is no whole JSON object of scores in the answer")


def _plain(key: str, said: Any, kind: str) -> float:
    word = f"{said:g}" if isinstance(said, int | float) and not isinstance(said, bool) else str(said).strip().lower()
    if word not in WORDS[kind]:
        raise Unreadable(f'"{key}" is {str(said)[:40]!r}; it has to be one of {", ".join(WORDS[kind])}')
    return WORDS[kind][word]


def weighted_score(tokens: Sequence[Token], key: str, kind: str) -> float | None:
    """The mean of the ratings that could have stood there, by their probabilities; None where the tokens do not tell.

    Source: G-Eval (Liu et al. 2023, arXiv:2303.16634), equation 1, over the alternatives that are ratings, as in Kiln: of the tokens
    after the quoted key the first that is a rating counts. Tokenizers of small models cut "fail" into "f" and "ail": where no token says
    a rating whole, those that begin it and no other count for it.
    """
    text = "".join(token.text for token in tokens)
    place = text.rfind(f'"{key}"')
    if place < 0:
        return None
    end, at = place + len(key) + 2, 0
    for n, token in enumerate(tokens):
        began, at = at, at + len(token.text)
        if began < end or not _says(tokens[n : n + 6], kind):
            continue
        weights = _weights(token, kind)
        total = math.fsum(weights.values())
        return math.fsum(r * w for r, w in weights.items()) / total if total > 0 else None
    return None


def _weights(token: Token, kind: str) -> dict[float, float]:
    """What each rating weighs among a token's alternatives."""
    whole: dict[float, float] = {}
    begun: dict[float, float] = {}
    for other, chance in token.others:
        word = _bare(other)
        if not word or not math.isfinite(chance):
            continue
        ratings = {r for said, r in WORDS[kind].items() if said.startswith(word)}
        if len(ratings) == 1:
            into = whole if word in WORDS[kind] else begun
            rating = ratings.pop()
            into[rating] = into.get(rating, 0.0) + math.exp(min(chance, 0.0))
    return begun | whole


def _says(tokens: Sequence[Token], kind: str) -> bool:
    """Whether a rating stands here, in one token or in several."""
    said = ""
    for token in tokens:
        said += token.text
        found = re.match(r"[\s\"']*([a-z0-9]*)", said.lower())
        word = found[1] if found else ""
        if word in WORDS[kind]:
            return True
        if not word or not any(rating.startswith(word) for rating in WORDS[kind]):
            return False
    return False


def _bare(token: str) -> str:
    return token.strip().strip("\"'").strip().lower()
