"""What a training on this machine is told, and the folder that it claims: what is there was begun with the same, or is left alone."""

import hashlib
import json
import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from ffai.errors import UsageError
from ffai_evals.finetune.losses import write

SCRATCH = "scratch"
SMOLLM2 = "smollm2"


class Options(NamedTuple):
    """`max_length` and `batch` in tokens and examples; `steps` 0: as many as `epochs` make; `every`: steps between looks at the
    validation loss; `patience`: how many of these may go by without a better one."""

    base: str = SMOLLM2
    epochs: float = 3
    steps: int = 0
    rank: int = 16
    alpha: int = 32
    learning_rate: float = 5e-4
    warm_up: int = 10
    batch: int = 8
    max_length: int = 160
    seed: int = 1
    every: int = 25
    patience: int = 4
    layers: int = 0  # the upper ones that learn, 0 is all; of a model from nothing: how many it has, 0 is 2
    width: int = 0  # of a model from nothing; 0 is 160
    threads: int = 0  # 0 is what torch takes
    wandb: str = ""


def usual(base: str) -> Options:
    """The options that do for that base."""
    if base == SCRATCH:
        return Options(base, 12, learning_rate=1.5e-3, batch=32, warm_up=50)
    return Options(base, 3, learning_rate=1e-3, batch=4)


FREE = ("steps", "epochs", "patience", "wandb", "threads")
"""Options that may be others when a training is gone on with."""


def claim(out: str, options: Options, pairs: Sequence[dict[str, Any]], more: dict[str, Any]) -> dict[str, Any]:
    """Makes the folder, or sees that what is there came of the same settings. Gives the settings, `more` as it was at the beginning.

    Raises UsageError for a folder of something else."""
    same = {name: value for name, value in options._asdict().items() if name not in FREE}
    same["pairs"] = hashlib.sha256("\n".join(f"{p['request']}\t{p['commands']}" for p in pairs).encode()).hexdigest()
    path = os.path.join(out, "settings.json")
    try:
        os.makedirs(out, exist_ok=True)
        if not os.path.exists(path):
            if os.listdir(out):
                raise UsageError(f"{out} is not empty and no training of this", "choose another --out")
            write(path, json.dumps({**same, **more}, indent=1) + "\n")
        with open(path, encoding="utf-8") as file:
            there = json.load(file)
        other = [name for name, value in same.items() if there.get(name) != value]
    except OSError as problem:
        raise UsageError(f"{out} cannot be written: {problem.strerror}", "choose another --out") from None
    except (ValueError, AttributeError):
        raise UsageError(f"{path} is damaged", "choose another --out") from None
    if other:
        raise UsageError(
            f"{out} was begun with other {', '.join(other)}", "choose another --out, or the settings in its settings.json"
        )
    return dict(there)
