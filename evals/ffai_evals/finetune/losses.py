"""Losses of a training: a line a step in losses.jsonl, their curve as a picture, and to Weights & Biases when that is wanted."""

import hashlib
import json
import os
from collections.abc import Iterator
from typing import Any

from ffai.errors import Missing


def write(path: str, text: str) -> None:
    """A whole file or none."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)


def rows(path: str) -> Iterator[dict[str, Any]]:
    """The lines of a losses.jsonl; one that was cut short by a kill is passed over."""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):
                    yield json.loads(line)


class Log:
    """losses.jsonl of a training that stands at `step`: what was written after that is dropped, those steps are made again."""

    def __init__(self, out: str, step: int, settings: dict[str, Any], project: str = "") -> None:
        path = os.path.join(out, "losses.jsonl")
        kept = [row for row in rows(path) if row["step"] <= step] if step else []
        write(path, "".join(json.dumps(row) + "\n" for row in kept))
        self._told = _told(project, out, settings) if project else None
        self._file = open(path, "a", encoding="utf-8")  # noqa: SIM115 - closed by close()

    def add(self, row: dict[str, Any]) -> None:
        self._file.write(json.dumps(row) + "\n")
        self._file.flush()
        if self._told:
            self._told.log({k: v for k, v in row.items() if k != "step"}, step=row["step"])

    def close(self) -> None:
        self._file.close()
        if self._told:
            self._told.finish()


def _told(project: str, out: str, settings: dict[str, Any]) -> Any:
    """A run of Weights & Biases. Where it goes and whether it goes at all (WANDB_MODE=offline) is that package's own setting."""
    try:
        import wandb
    except ImportError:
        raise Missing("Weights & Biases is not installed", "pip install wandb, or leave out --wandb") from None
    os.environ.setdefault("WANDB_SILENT", "true")
    name = os.path.basename(os.path.normpath(out))
    identity = hashlib.sha256(f"{out}{json.dumps(settings, sort_keys=True)}".encode()).hexdigest()[:12]
    return wandb.init(project=project, name=name, id=identity, resume="allow", dir=out, config=settings)


def table(path: str) -> list[list[float | None]]:
    """The lines of a losses.jsonl as (step, training loss, validation loss)."""
    return [[row["step"], row.get("train"), row.get("validation")] for row in rows(path)]


def curve(path: str) -> str:
    """The losses of a losses.jsonl as an SVG that stands alone."""
    from ffai_evals.report.svg import losses

    alone = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="230" font-family="sans-serif" font-size="12" style="background:#fff;color:#222" '
    return losses(table(path)).replace("<svg ", alone, 1) + "\n"
