"""Models trained from nothing, used: their arrays read, an answer chosen word by word. Needs numpy and nothing else."""

import json
from typing import Any, NamedTuple

from ffai.errors import Missing
from ffai.translate.model.local.kept import Model
from ffai.translate.model.local.net import decode, encode
from ffai.translate.model.local.words import START, STOP, UNKNOWN, asked_words, pieces, whole
from ffai.translate.model.values import Answer
from ffai.translate.model.wire import Failure

_loaded: dict[str, "Net"] = {}


class Net(NamedTuple):
    arrays: dict[str, Any]
    asked: dict[str, int]
    said: tuple[str, ...]


def complete(model: Model, said: str) -> Answer:
    """What the model makes of a request. Raises Failure."""
    if model.path not in _loaded:
        _loaded[model.path] = load(model.path)
    text, tokens = answer(_loaded[model.path], said)
    return Answer(text, "", "", "stop" if tokens else "length", len(said.split()), tokens, 0.0)


def load(path: str) -> Net:
    try:
        import numpy as np
    except ImportError:
        raise Missing("running a model of your own needs numpy", "pip install numpy") from None
    try:
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name].astype(np.float32) for name in kept.files if name != "words"}
            words = json.loads(str(kept["words"]))
        return Net(arrays, {word: n for n, word in enumerate(words["asked"])}, tuple(words["said"]))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Failure("type", f"{path} cannot be loaded: {problem}") from None


def answer(net: Net, said: str) -> tuple[str, int]:
    """The likeliest answer, each word the likeliest after those before it, and how many words; 0 when it found no end."""
    import numpy as np

    p = net.arrays
    asked = asked_words(said)
    words = asked.words[: len(p["asked_at"])]
    rows = np.array([[net.asked.get(w.lower(), UNKNOWN) for w in words]])
    seen, none = encode(np, p, rows, np.array([[pieces(w) for w in words]]), lambda x: x)
    known = {word: n for n, word in enumerate(net.said)}
    numbers, found = [START], list[str]()
    for _ in range(len(p["said_at"]) - 1):
        chances = _by_word(decode(np, p, np.array([numbers]), seen, none, lambda x: x)[0, -1], net.said, words)
        best = max(chances, key=lambda word: chances[word])
        if best == net.said[STOP]:
            return whole(found, asked.stems), len(found) + 1
        found.append(best)
        numbers.append(known.get(best, UNKNOWN))
    return whole(found, asked.stems), 0


def _by_word(logits: Any, known: tuple[str, ...], words: tuple[str, ...]) -> dict[str, float]:
    """The likelihood of each word, known or copied, up to a factor."""
    import numpy as np

    chances = np.exp(logits - logits.max())
    found = {word: float(chances[n]) for n, word in enumerate(known) if n not in (UNKNOWN, START)}
    for n, word in enumerate(words):
        found[word] = found.get(word, 0.0) + float(chances[len(known) + n])
        spaced = f" {word}"
        found[spaced] = found.get(spaced, 0.0) + float(chances[len(known) + len(words) + n])
    return found
