"""The road of a training, whatever learns: steps, looks at the validation loss, checkpoints, an early stop, and on from a kill."""

import math
import os
import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from ffai.errors import FfaiError
from ffai_evals.finetune.losses import Log
from ffai_evals.finetune.options import Options


class Example(NamedTuple):
    """Tokens, the first `before` of which are given and not learnt. `copies`: for each token the place it may be copied from."""

    tokens: tuple[int, ...]
    before: int


class Learner(Protocol):
    """What is trained. Its weights, its optimizer's state and nothing else are in what it keeps."""

    def step(self, examples: Sequence[Any], rate: float) -> float:
        """Learns from the examples at that learning rate; gives their loss."""

    def loss(self, examples: Sequence[Any]) -> tuple[float, int]:
        """The sum of the losses of the answers' tokens, and how many these are."""

    def keep(self, path: str, state: dict[str, Any]) -> None:
        """Writes a checkpoint: whole, or not at all."""

    def back(self, path: str) -> dict[str, Any]:
        """Goes back to a checkpoint; gives the state that was kept with it."""

    def keep_best(self, path: str) -> None:
        """Writes the weights alone."""

    def finished(self, out: str) -> str:
        """Writes the best weights as a model that can be asked; gives its path."""


class State(NamedTuple):
    step: int = 0
    first: float = 0.0  # validation loss before the first step
    best: float = 0.0
    since: int = 0  # looks without a better one


def run(
    learner: Learner,
    teaching: Sequence[Any],
    held: Sequence[Any],
    out: str,
    options: Options,
    length: Callable[[Any], int],
    told: Callable[[str], None],
) -> tuple[State, str]:
    """Trains up to the last step. Gives the state it ended in, and why it ended before, or ""."""
    checkpoint, best = os.path.join(out, "checkpoint"), os.path.join(out, "best")
    state = State(**learner.back(checkpoint)) if os.path.exists(checkpoint) else State()
    log = Log(out, state.step, options._asdict(), options.wandb)
    try:
        if state.step == 0:
            loss = _validation(learner, held, options)
            state = State(0, loss, loss)
            log.add({"step": 0, "validation": loss})
            told(f"step 0: validation loss {loss:.3f}")
        steps = options.steps or steps_of(len(teaching), options)
        batches = _Batches(teaching, options, length)
        while state.step < steps and state.since < options.patience:
            number = state.step + 1
            loss = learner.step(batches.at(number), options.learning_rate * rate(number, steps, options.warm_up))
            if not math.isfinite(loss):
                raise FfaiError(f"the loss of step {number} is {loss}", "train anew with a lower --learning-rate")
            row: dict[str, Any] = {"step": number, "train": loss}
            state = state._replace(step=number)
            if number % options.every == 0 or number == steps:
                found = row["validation"] = _validation(learner, held, options)
                better = found < state.best
                state = State(number, state.first, min(found, state.best), 0 if better else state.since + 1)
                if better:
                    learner.keep_best(best)
            log.add(row)
            if "validation" in row:
                learner.keep(checkpoint, state._asdict())
            told(
                f"step {number} of {steps}: loss {loss:.3f}"
                + (f", validation {row['validation']:.3f}" if "validation" in row else "")
            )
    finally:
        log.close()
    return state, "the validation loss no longer fell" if state.step < steps else ""


def steps_of(count: int, options: Options) -> int:
    return max(1, math.ceil(options.epochs * count / options.batch))


def rate(step: int, steps: int, warm_up: int) -> float:
    """The share of the learning rate at a step: a line up, then a cosine down to a tenth."""
    if step <= warm_up:
        return step / warm_up
    far = (step - warm_up) / max(1, steps - warm_up)
    return 0.1 + 0.45 * (1 + math.cos(math.pi * min(1.0, far)))


def _validation(learner: Learner, held: Sequence[Any], options: Options) -> float:
    """The mean loss of an answer's token on what is held back."""
    sums = [learner.loss(held[at : at + options.batch]) for at in range(0, len(held), options.batch)]
    return sum(loss for loss, _ in sums) / max(1, sum(count for _, count in sums))


class _Batches:
    """The examples of each step: epochs in an order that the seed gives, those of like length together so that little is padded."""

    def __init__(self, teaching: Sequence[Any], options: Options, length: Callable[[Any], int]) -> None:
        self._teaching, self._options, self._length = teaching, options, length
        self._epoch, self._order = -1, list[list[Any]]()

    def at(self, step: int) -> list[Any]:
        batch = self._options.batch
        epoch, place = divmod(step - 1, math.ceil(len(self._teaching) / batch))
        if epoch != self._epoch:
            draw = random.Random(f"{self._options.seed}/{epoch}")
            mixed = draw.sample(self._teaching, len(self._teaching))
            window = batch * 8
            near = [x for at in range(0, len(mixed), window) for x in sorted(mixed[at : at + window], key=self._length)]
            self._order = [near[at : at + batch] for at in range(0, len(near), batch)]
            draw.shuffle(self._order)
            self._epoch = epoch
        return self._order[place]
