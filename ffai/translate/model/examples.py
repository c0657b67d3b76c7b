"""Examples near to a request: verified pairs that ship with the prompts, and a small index of their words.

Nearness is the cosine of tf-idf weights over words and word stems (Salton and Buckley, 1988); the pairs are few, so the index is made
when it is needed, in about a millisecond.
"""

import json
import math
import os
import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from ffai.translate.model.prompting import FOLDER


class Example(NamedTuple):
    request: str
    commands: tuple[str, ...]


@lru_cache(1)
def load() -> tuple[Example, ...]:
    """All pairs, in the order of the file."""
    with open(os.path.join(FOLDER, "examples.jsonl"), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return tuple(Example(row["request"], tuple(row["commands"])) for row in rows)


def nearest(request: str, count: int = 6) -> list[Example]:
    """The nearest pairs, the nearest last, since models heed most what they have read last."""
    pairs = load()
    weights = _weights()
    wanted = _vector(request, weights)
    scored = sorted(
        ((_cosine(wanted, _vector(pair.request, weights)), -number) for number, pair in enumerate(pairs)), reverse=True
    )
    return [pairs[-number] for score, number in reversed(scored[:count]) if score > 0]


def shown(pairs: list[Example]) -> str:
    """The pairs as they stand in a prompt."""
    blocks = []
    for pair in pairs:
        answer = json.dumps({"commands": pair.commands, "explanation": "", "question": ""}, ensure_ascii=False)
        blocks.append(f"Request: {pair.request}\nAnswer:\n{answer}")
    return "\n\n".join(blocks)


def _terms(text: str) -> list[str]:
    words = re.findall(r"[a-z]+|\d+", re.sub(r"\b[\w-]+\.(?=[a-z0-9]{2,4}\b)", " ", text.lower()))
    return [*words, *(word[:5] + "*" for word in words if len(word) > 5)]


@lru_cache(1)
def _weights() -> dict[str, float]:
    pairs = load()
    seen = Counter(term for pair in pairs for term in set(_terms(pair.request)))
    return {term: math.log((1 + len(pairs)) / (1 + count)) + 1 for term, count in seen.items()}


def _vector(text: str, weights: dict[str, float]) -> dict[str, float]:
    counts = Counter(_terms(text))
    return {term: (1 + math.log(count)) * weights[term] for term, count in counts.items() if term in weights}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    product = sum(weight * other.get(term, 0.0) for term, weight in one.items())
    sizes = math.hypot(*one.values()) * math.hypot(*other.values())
    return product / sizes if sizes else 0.0
