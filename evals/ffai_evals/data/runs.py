"""Pairs as runs of a Kiln project: tagged by topic, source and seed, under an id that the pair itself gives, so that none is written twice."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ffai.errors import UsageError
from ffai_evals.project import write
from ffai_evals.project.filters import matches
from ffai_evals.project.rules import test_filter
from ffai_evals.project.tree import Record, load

_NAMES = {"plan": "edit plans", "special": "special sets"}
"""What stands for a model's name where none was asked: Kiln wants one."""


def task_of(folder: str, task: str) -> Record:
    """A task of a project by name or id; the only one when none is said. Raises UsageError."""
    project = load(folder)
    found = project.record.find("task", task) if task else project.tasks[0] if len(project.tasks) == 1 else None
    if found is None:
        names = ", ".join(repr(t.name) for t in project.tasks) or "none"
        raise UsageError(
            f"{folder} has no task {task!r}" if task else f"{folder} has {len(project.tasks)} tasks", f"--task, one of: {names}"
        )
    return found


def identity_of(pair: Mapping[str, Any]) -> str:
    """The id of a pair's run: twelve digits, as Kiln has them."""
    mark = hashlib.sha256(f"{pair.get('id')}/{pair['request']}".encode()).hexdigest()
    return str(int(mark[:15], 16) % 10**12).zfill(12)


def run_of(pair: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a pair's run."""
    made = str(pair.get("source") or "plan")
    model = str(pair.get("model") or "")
    provider, _, name = model.partition("/") if "/" in model else ("ffai", "", model)
    properties: dict[str, Any] = {
        "model_name": name or _NAMES.get(made, made),
        "model_provider": provider,
        "adapter_name": "ffai_data_make",
    }
    path = [str(t).partition(":")[2] for t in pair.get("topics", ()) if str(t).startswith(("family:", "special:"))]
    properties |= {"topic_path": ">>>>>".join(path)} if path else {}
    properties |= {"seed": pair["seed"]} if isinstance(pair.get("seed"), int) else {}
    answer: dict[str, Any] = {"commands": pair["commands"]} | ({"question": pair["question"]} if pair.get("question") else {})
    tags = ["synthetic", *(str(t).replace(" ", "_") for t in pair.get("topics", ()))]
    tags += [
        f"{key}:{str(pair[key]).replace(' ', '_')}" for key in ("style", "source", "seed") if pair.get(key) not in (None, "")
    ]
    tags += [f"facts:{'needed' if pair['facts'] else 'none'}"] if "facts" in pair else []
    source = {"type": "synthetic", "properties": properties}
    said = write.output(
        json.dumps(answer, ensure_ascii=False),
        {"type": "synthetic", "properties": {k: properties[k] for k in ("model_name", "model_provider", "adapter_name")}},
    )
    return write.fresh("task_run", {"input": pair["request"], "input_source": source, "output": said, "tags": list(dict.fromkeys(tags))}, identity=identity_of(pair))  # fmt: skip


class Sink:
    """Where pairs land as runs while they are made. `new` counts those that were not there."""

    def __init__(self, folder: str, task: str = "") -> None:
        self.task = task_of(folder, task)
        self.there = {run.id for run in self.task.of("task_run")}
        self.new = 0

    def held_back(self) -> list[str]:
        """The requests that the project's evals ask, of test sets and golden sets: what training data must stay apart from.

        Runs that were made as data are none of them: an eval of all runs would hold the data against itself.
        """
        runs = [run for run in self.task.of("task_run") if "synthetic" not in (run.data.get("tags") or [])]
        found: dict[str, None] = {}
        for evaluation in self.task.of("eval"):
            for said in (test_filter(evaluation.data), evaluation.data.get("eval_configs_filter_id")):
                found |= {str(run.data.get("input") or ""): None for run in runs if said and _passes(run, str(said))}
        return [text for text in found if text]

    def put(self, pair: Mapping[str, Any]) -> None:
        """Writes the run, unless it is there. Raises FfaiError when it cannot be written."""
        identity = identity_of(pair)
        if identity in self.there:
            return
        write.add(self.task, "", run_of(pair))
        self.there.add(identity)
        self.new += 1


def _passes(run: Record, said: str) -> bool:
    try:
        return matches(run, said)
    except UsageError:  # a filter of a newer Kiln: what it may hold is held back
        return True


def pair_of(run: Record) -> dict[str, Any]:
    """The pair that a run is; a repaired answer counts before the first one."""
    output = run.data.get("repaired_output") or run.data["output"]
    text = str(output["output"])
    try:
        answer = json.loads(text)
        commands = [str(c) for c in answer["commands"]]
        question = str(answer.get("question") or "")
    except (ValueError, KeyError, TypeError):
        commands, question = [line for line in text.splitlines() if line.strip()], ""
    tags = [str(t) for t in run.data.get("tags") or []]
    pair = {"id": run.id, "request": run.data["input"], "commands": commands, "topics": [t for t in tags if ":" in t]}
    return pair | ({"question": question} if question else {})
