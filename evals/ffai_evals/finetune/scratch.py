"""A small model that learns from nothing, with jax: two to four million numbers, whole commands in a second, no weights to fetch."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai.errors import Missing, UsageError
from ffai.translate.model.local import net
from ffai.translate.model.local.words import PIECES, SPECIAL, SPREAD, START, STOP, UNKNOWN, asked_words, pieces, said_words, spelt
from ffai_evals.finetune.options import Options

_ASKED, _SAID = 48, 128  # the longest request and answer, in words
_LENGTHS = (24, 48, _SAID)  # what answers are filled up to: each of these is compiled once
_OFTEN = 2  # times that a word is seen before it is known
_DROPPED = 0.1


class Seq(NamedTuple):
    """A pair as numbers. `copied`: for each word of the answer the places of the request that say the same."""

    asked: tuple[int, ...]
    pieces: tuple[tuple[int, ...], ...]
    said: tuple[int, ...]
    copied: tuple[tuple[int, ...], ...]

    @property
    def tokens(self) -> tuple[int, ...]:
        return self.said


class Words(NamedTuple):
    asked: tuple[str, ...]
    said: tuple[str, ...]


def words_of(pairs: Sequence[tuple[str, str]]) -> Words:
    """The words that (request, answer) pairs use more than once; of answers every single character, too."""
    asked: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for request, answer in pairs:
        found = asked_words(request)
        asked.update(word.lower() for word in found.words)
        said.update(said_words(answer, found.stems))
    letters = [chr(n) for n in range(32, 127)] + ["\n"]
    return Words(
        (*SPECIAL, *sorted(w for w, n in asked.items() if n >= _OFTEN)),
        (*SPECIAL, *letters, *sorted(w for w, n in said.items() if n >= _OFTEN and w not in letters)),
    )


class Scratch:
    """A Learner over Seqs."""

    def __init__(self, words: Words, options: Options, env: Environment) -> None:
        try:
            import jax
            import numpy as np
        except ImportError as problem:
            raise Missing(
                f"training from nothing needs {problem.name}", "install the extra: pip install 'ffai[local-scratch]'"
            ) from None
        config: Any = jax.config
        config.update("jax_compilation_cache_dir", os.path.join(env.cache_dir, "jax"))  # compiling takes longer than many steps
        config.update("jax_persistent_cache_min_compile_time_secs", 0.5)
        self.jax, self.np, self.words = jax, np, words
        self._asked = {word: n for n, word in enumerate(words.asked)}
        self._known = {word: n for n, word in enumerate(words.said)}
        self._size = options.batch
        self._key = jax.random.key(options.seed, impl="rbg")  # the usual one takes as long to compile as all the rest
        self.arrays = _fresh(np, words, options)
        self._first = {name: np.zeros_like(x) for name, x in self.arrays.items()}
        self._second = {name: np.zeros_like(x) for name, x in self.arrays.items()}
        self._steps = 0
        self._compiled = jax.jit(self._learn)
        self._looked = jax.jit(lambda arrays, batch: self._losses(arrays, batch, None))

    def example(self, said: str, answer: str) -> Seq | None:
        found = asked_words(said)
        words = found.words[:_ASKED]
        spoken = [s for w in said_words(answer, found.stems) for s in spelt(w, self._known, words)]
        if len(spoken) >= _SAID or any(s not in self._known and s.removeprefix(" ") not in words for s in spoken):
            return None
        copied = []
        for s in spoken:
            plain = tuple(n for n, w in enumerate(words) if w == s)
            spaced = tuple(-1 - n for n, w in enumerate(words) if f" {w}" == s)
            copied.append(plain + spaced)
        return Seq(
            tuple(self._asked.get(w.lower(), UNKNOWN) for w in words), tuple(tuple(pieces(w)) for w in words),
            (*(self._known.get(s, UNKNOWN) for s in spoken), STOP), (*copied, ()),
        )  # fmt: skip

    def step(self, examples: Sequence[Seq], rate: float) -> float:
        self._steps += 1
        key = self.jax.random.fold_in(self._key, self._steps)
        made = self._compiled(self.arrays, self._first, self._second, self._batch(examples), rate, float(self._steps), key)
        self.arrays, self._first, self._second, loss = made
        return float(loss)

    def loss(self, examples: Sequence[Seq]) -> tuple[float, int]:
        total, count = self._looked(self.arrays, self._batch(examples))
        return float(total), int(count)

    def _learn(self, arrays: Any, first: Any, second: Any, batch: Any, rate: Any, steps: Any, key: Any) -> Any:
        """A step of Adam (Kingma and Ba, 2015), with weights drawn in a little."""
        jnp = self.jax.numpy

        def mean(given: Any) -> Any:
            total, count = self._losses(given, batch, key)
            return total / count

        loss, slope = self.jax.value_and_grad(mean)(arrays)
        far = jnp.sqrt(sum((g**2).sum() for g in slope.values()))
        slope = {name: g * jnp.minimum(1.0, 1.0 / (far + 1e-6)) for name, g in slope.items()}
        first = {name: 0.9 * first[name] + 0.1 * g for name, g in slope.items()}
        second = {name: 0.98 * second[name] + 0.02 * g**2 for name, g in slope.items()}
        a, b = 1 - 0.9**steps, 1 - 0.98**steps
        made = {name: x - rate * (first[name] / a / (jnp.sqrt(second[name] / b) + 1e-8) + 0.01 * x) for name, x in arrays.items()}
        return made, first, second, loss

    def _losses(self, arrays: Any, batch: Any, key: Any) -> Any:
        jax, jnp = self.jax, self.jax.numpy
        turn = [0]

        def drop(x: Any) -> Any:
            if key is None:
                return x
            turn[0] += 1
            stays = jax.random.bernoulli(jax.random.fold_in(key, turn[0]), 1 - _DROPPED, x.shape)
            return jnp.where(stays, x / (1 - _DROPPED), 0.0)

        seen, none = net.encode(jnp, arrays, batch["asked"], batch["pieces"], drop)
        logits = net.decode(jnp, arrays, batch["before"], seen, none, drop)
        right = jax.nn.logsumexp(jnp.where(batch["right"], logits, -1e9), -1)
        losses = (jax.nn.logsumexp(logits, -1) - right) * batch["counts"]
        return losses.sum(), batch["counts"].sum()

    def _batch(self, examples: Sequence[Seq]) -> dict[str, Any]:
        np = self.np
        length = min(n for n in _LENGTHS if n >= max(len(x.said) for x in examples))
        count, known, width = self._size, len(self.words.said), _ASKED  # a batch that is not full has the shape of one that is
        asked, seen = np.full((count, width), -1, np.int32), np.zeros((count, width, PIECES), np.int32)
        before, counts = np.full((count, length), STOP, np.int32), np.zeros((count, length), np.float32)
        right = np.zeros((count, length, known + 2 * width), bool)
        for n, x in enumerate(examples):
            asked[n, : len(x.asked)], seen[n, : len(x.asked)] = x.asked, x.pieces
            before[n, 0], before[n, 1 : len(x.said)], counts[n, : len(x.said)] = START, x.said[:-1], 1.0
            for t, (number, places) in enumerate(zip(x.said, x.copied, strict=True)):
                right[n, t, number] = number != UNKNOWN
                for place in places:
                    right[n, t, known + (place if place >= 0 else width - 1 - place)] = True
        return {"asked": asked, "pieces": seen, "before": before, "counts": counts, "right": right}

    def keep(self, path: str, state: dict[str, Any]) -> None:
        kept = {f"{kind}/{name}": x for kind, arrays in self._all().items() for name, x in arrays.items()}
        self._save(path, {**kept, "state": json.dumps({**state, "steps": self._steps})})

    def _all(self) -> dict[str, Any]:
        return {"arrays": self.arrays, "first": self._first, "second": self._second}

    def back(self, path: str) -> dict[str, Any]:
        try:
            with self.np.load(path, allow_pickle=False) as kept:
                state = json.loads(str(kept["state"]))
                for kind, arrays in self._all().items():
                    arrays.update({name: kept[f"{kind}/{name}"] for name in arrays})
        except (OSError, ValueError, KeyError) as problem:
            raise UsageError(f"{path} is damaged: {problem}"[:200], "train anew in another --out") from None
        self._steps = state.pop("steps")
        return dict(state)

    def keep_best(self, path: str) -> None:
        half = {name: self.np.asarray(x, self.np.float16) for name, x in self.arrays.items()}
        self._save(path, {**half, "words": json.dumps(self.words._asdict(), ensure_ascii=False)})

    def finished(self, out: str) -> str:
        best, made = os.path.join(out, "best"), os.path.join(out, "model.npz")
        if not os.path.exists(best):  # no look at the loss was better than the first
            self.keep_best(best)
        shutil.copyfile(best, made + ".new")
        os.replace(made + ".new", made)
        return made

    def _save(self, path: str, what: dict[str, Any]) -> None:
        with open(path + ".new", "wb") as file:
            self.np.savez(file, **what)
        os.replace(path + ".new", path)


def _fresh(np: Any, words: Words, options: Options) -> dict[str, Any]:
    """Arrays to begin with."""
    draw = np.random.default_rng(options.seed)
    size, layers = options.width or 160, options.layers or 2

    def some(*shape: int, by: float = 1.0) -> Any:
        return (draw.standard_normal(shape) * by / shape[0] ** 0.5).astype(np.float32)

    def table(rows: int) -> Any:
        return (draw.standard_normal((rows, size)) * size**-0.5).astype(np.float32)

    p = {
        "asked": table(len(words.asked)), "pieces": table(SPREAD), "asked_at": table(_ASKED), "said": table(len(words.said)), "said_at": table(_SAID),
        "bias": np.zeros(len(words.said), np.float32), "copy.k": some(size, size), "copy.q": some(size, size), "copy.spaced": some(size, size),
        "e.n": np.ones(size, np.float32), "d.n": np.ones(size, np.float32),
    }  # fmt: skip
    for kind, parts in (("e", ("self",)), ("d", ("self", "cross"))):
        for n in range(layers):
            name = f"{kind}{n}"
            p |= {f"{name}.{part}.{m}": some(size, size) for part in parts for m in "qkvo"}
            p |= {f"{name}.n{k}": np.ones(size, np.float32) for k in range(1, len(parts) + 2)}
            p |= {
                f"{name}.up": some(size, 3 * size),
                f"{name}.b": np.zeros(3 * size, np.float32),
                f"{name}.down": some(3 * size, size),
            }
    return p
