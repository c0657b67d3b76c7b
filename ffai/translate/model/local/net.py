"""A small encoder and decoder that can copy, as plain functions over arrays: `xp` is numpy, where it is used, or jax.numpy, where it learns.

Attention and its shape: Vaswani et al. (2017), with the norms before each part. Copying: what is said next is chosen by one softmax over
the known words and the words of the request, these twice: as they are, and with a space before (after Gu et al. (2016), CopyNet).
"""

from collections.abc import Callable, Mapping
from typing import Any

Arrays = Mapping[str, Any]
HEADS = 4
_FAR = -1e9


def encode(xp: Any, p: Arrays, words: Any, pieces: Any, drop: Callable[[Any], Any]) -> tuple[Any, Any]:
    """Requests [N, S] of words (-1 fills up) and pieces [N, S, P]: what is made of each place [N, S, D], and which places are none."""
    none = words < 0
    counts = xp.maximum((pieces > 0).sum(-1, keepdims=True), 1)
    seen = (p["pieces"][pieces] * (pieces > 0)[..., None]).sum(-2) / counts
    x = drop(p["asked"][xp.maximum(words, 0)] + seen + p["asked_at"][: words.shape[1]])
    away = xp.where(none, _FAR, 0.0)[:, None, None, :]
    for n in range(_layers(p, "e")):
        x = x + drop(_attend(xp, p, f"e{n}.self", _norm(xp, p, f"e{n}.n1", x), None, away))
        x = x + drop(_fed(xp, p, f"e{n}", _norm(xp, p, f"e{n}.n2", x)))
    return _norm(xp, p, "e.n", x), none


def decode(xp: Any, p: Arrays, said: Any, seen: Any, none: Any, drop: Callable[[Any], Any]) -> Any:
    """Answers so far [N, T]: for each place, how likely each word is to come next, as logits [N, T, V + 2 S]."""
    length = said.shape[1]
    x = drop(p["said"][said] + p["said_at"][:length])
    later = xp.where(xp.arange(length)[:, None] < xp.arange(length)[None, :], _FAR, 0.0)[None, None]
    away = xp.where(none, _FAR, 0.0)[:, None, None, :]
    for n in range(_layers(p, "d")):
        x = x + drop(_attend(xp, p, f"d{n}.self", _norm(xp, p, f"d{n}.n1", x), None, later))
        x = x + drop(_attend(xp, p, f"d{n}.cross", _norm(xp, p, f"d{n}.n2", x), seen, away))
        x = x + drop(_fed(xp, p, f"d{n}", _norm(xp, p, f"d{n}.n3", x)))
    x = _norm(xp, p, "d.n", x)
    keys = xp.swapaxes(seen @ p["copy.k"], 1, 2) / p["copy.k"].shape[1] ** 0.5
    bar = xp.where(none, _FAR, 0.0)[:, None, :]
    copies = [(x @ p[name]) @ keys + bar for name in ("copy.q", "copy.spaced")]
    return xp.concatenate([x @ p["said"].T + p["bias"], *copies], -1)


def _layers(p: Arrays, kind: str) -> int:
    return sum(name.startswith(kind) and name.endswith(".self.q") for name in p)


def _attend(xp: Any, p: Arrays, name: str, x: Any, other: Any, bar: Any) -> Any:
    y = x if other is None else other
    size = x.shape[-1]
    q, k, v = (_parted(xp, z @ p[f"{name}.{part}"]) for z, part in ((x, "q"), (y, "k"), (y, "v")))
    weights = _softmax(xp, q @ xp.swapaxes(k, 2, 3) / (size // HEADS) ** 0.5 + bar)
    joined = xp.swapaxes(weights @ v, 1, 2).reshape(x.shape[0], x.shape[1], size)
    return joined @ p[f"{name}.o"]


def _parted(xp: Any, x: Any) -> Any:
    return xp.swapaxes(x.reshape(x.shape[0], x.shape[1], HEADS, -1), 1, 2)


def _fed(xp: Any, p: Arrays, name: str, x: Any) -> Any:
    return xp.maximum(x @ p[f"{name}.up"] + p[f"{name}.b"], 0) @ p[f"{name}.down"]


def _norm(xp: Any, p: Arrays, name: str, x: Any) -> Any:
    mean = x.mean(-1, keepdims=True)
    far = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / xp.sqrt(far + 1e-5) * p[name]


def _softmax(xp: Any, x: Any) -> Any:
    x = xp.exp(x - x.max(-1, keepdims=True))
    return x / x.sum(-1, keepdims=True)
