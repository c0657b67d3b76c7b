"""Training on this machine: pairs in, a model out that `-m local/NAME` asks."""

import os
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai.errors import UsageError
from ffai.translate.model.local.kept import TRAINED
from ffai.translate.model.local.wording import asked
from ffai_evals.data.splits import assign
from ffai_evals.finetune import shorthand
from ffai_evals.finetune.loop import Example, run
from ffai_evals.finetune.losses import curve, table, write
from ffai_evals.finetune.options import SCRATCH, Options, claim

_HELD = 64  # pairs that the validation loss is looked at on, at most


class Trained(NamedTuple):
    steps: int
    first: float  # validation loss before the first step
    best: float
    stopped: str  # "", or why it ended before all steps
    left_out: int  # pairs that are longer than max_length, cannot be said in shorthand, or hold what the request does not tell
    pairs: int  # that were learnt from
    weights: str  # the file of the model that came of it
    about: dict[str, Any]  # what is kept beside it


def train(
    pairs: Sequence[dict[str, Any]],
    out: str,
    options: Options,
    env: Environment,
    told: Callable[[str], None] = lambda _text: None,
) -> Trained:
    """Trains, or goes on with what stands in `out`. Raises Missing without the extra, UsageError for an `out` of other settings."""
    letters = shorthand.learnt(p["commands"] for p in pairs)
    learner = _learner(pairs, letters, options, env)
    settings = claim(out, options, pairs, {"shorthand": letters})
    teaching, held, left_out = _examples(pairs, learner.example, settings["shorthand"], options)
    state, stopped = run(learner, teaching, held, out, options, lambda x: len(x.tokens), told)
    write(os.path.join(out, "loss.svg"), curve(os.path.join(out, "losses.jsonl")))
    weights = learner.finished(out)
    kind = SCRATCH if options.base == SCRATCH else TRAINED
    told_of = {
        "base": options.base, "pairs": len(teaching), "steps": state.step, "validation": state.best, "first": state.first, "seed": options.seed,
        "losses": table(os.path.join(out, "losses.jsonl")),
    }  # fmt: skip
    about = {"kind": kind, "shorthand": settings["shorthand"], "trained": told_of}
    return Trained(state.step, state.first, state.best, stopped, left_out, len(teaching), weights, about)


def _learner(pairs: Sequence[dict[str, Any]], letters: dict[str, str], options: Options, env: Environment) -> Any:
    if options.base == SCRATCH:
        from ffai_evals.finetune.scratch import Scratch, words_of

        said = [(asked(p["request"], p.get("media", ())), shorthand.short(p["commands"], letters) or "") for p in pairs]
        return Scratch(words_of(said), options, env)
    from ffai_evals.finetune.lora import Lora

    return Lora(options, env)


def _examples(
    pairs: Sequence[dict[str, Any]], example: Callable[[str, str], Example], letters: dict[str, str], options: Options
) -> tuple[list[Example], list[Example], int]:
    """What is learnt from, what the loss is looked at on, and how many were left out."""
    of = assign(pairs, {"train": 0.9, "validation": 0.1}, options.seed)
    parts: dict[str, list[Example]] = {"train": [], "validation": []}
    left_out = 0
    for pair, split in zip(pairs, of, strict=True):
        # what only the files' facts tell, a model that is not told them could but guess
        answer = None if pair.get("facts") else shorthand.short(pair["commands"], letters)
        made = example(asked(pair["request"], pair.get("media", ())), answer) if answer is not None else None
        if made is None or len(made.tokens) > options.max_length:
            left_out += 1
        else:
            parts[split].append(made)
    if not parts["train"] or not parts["validation"]:
        raise UsageError(f"{len(pairs)} pairs are too few to train on and hold some back", "make more: ffai data make -n 1000")
    held = parts["validation"]
    return parts["train"], held[:: max(1, len(held) // _HELD)][:_HELD], left_out
