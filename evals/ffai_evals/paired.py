"""The samples of one run config, by item and repetition, to be held against another's: from a project, a file of results, or those kept here."""

import json
import os
from collections import Counter
from typing import Any

from ffai.environment import Environment
from ffai.errors import UsageError
from ffai_evals.alignment import passes
from ffai_evals.project.rules import score_key
from ffai_evals.project.tree import Project, Record
from ffai_evals.report.gather import judge_of
from ffai_evals.results import Store, latest, place

Lines = dict[tuple[str, int], dict[str, Any]]


def of(env: Environment, said: str, name: str, project: Project | None = None) -> Lines:
    """The last results of a run config, or those of a file. Raises UsageError where there are none."""
    if said.endswith((".json", ".jsonl")):
        return _of_file(os.path.join(env.cwd, said), said)
    if project is not None:
        return _of_project(project, said, name)
    lines = Store(place(env, name, said)).read()
    if not lines:
        raise UsageError(f"{said} was not run on {name} yet", f"ffai eval run {name} --config {said}")
    return latest(lines)


def _of_file(path: str, said: str) -> Lines:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        whole = said.endswith(".json")
        lines = json.loads(text)["samples"] if whole else [json.loads(x) for x in text.splitlines() if x.strip()]
        return latest(lines)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise UsageError(
            f"{said} holds no results: {problem!r}"[:200], "ffai eval run … --json > FILE.json makes such a file"
        ) from None


def _of_project(project: Project, said: str, name: str) -> Lines:
    """The eval runs of a run config by the judge that the eval has chosen: passed when every score is one that passes."""
    known = [(task, e) for task in project.tasks for e in task.of("eval")]
    found = [(task, e) for task, e in known if name in (e.id, e.name) or name.lower() == e.name.lower()]
    if len(found) != 1:
        raise UsageError(f"no one eval is called {name!r}", "there are: " + (", ".join(e.name for _, e in known) or "none"))
    task, evaluation = found[0]
    config = task.find("task_run_config", said)
    if config is None:
        names = ", ".join(repr(c.name) for c in task.of("task_run_config")) or "none"
        raise UsageError(f"no one run config is called {said!r}", f"there are: {names}")
    judge, _ = judge_of(evaluation)
    runs = {run.id: run for run in task.of("task_run")}
    kinds = {score_key(str(s["name"])): str(s["type"]) for s in evaluation.data.get("output_scores") or ()}
    lines: Lines = {}
    count = Counter[str]()
    for run in sorted(judge.of("eval_run") if judge else (), key=lambda r: str(r.data.get("created_at", ""))):
        if run.data.get("task_run_config_id") == config.id and not run.data.get("eval_config_eval"):
            line = _line(run, runs, kinds)
            lines[(line["item"], count[line["item"]])] = line
            count[line["item"]] += 1
    if not lines:
        raise UsageError(f"{config.name} was not run on {evaluation.name} yet", f"ffai eval run {name} --config {said!r} --project FOLDER --write-project")  # fmt: skip
    return lines


def _line(run: Record, runs: dict[str, Record], kinds: dict[str, str]) -> dict[str, Any]:
    item = str(run.data.get("dataset_id") or run.data.get("eval_input_id") or run.id)
    scores, beside = run.data.get("scores"), run.data.get("intermediate_outputs")
    scores, beside = (scores if isinstance(scores, dict) else {}), (beside if isinstance(beside, dict) else {})
    values = {key: scores[key] for key in kinds if isinstance(scores.get(key), int | float)}
    told = ", ".join(f"{key} {value:g}" for key, value in values.items())
    return {
        "item": item, "pass": bool(values) and all(passes(value, kinds[key]) for key, value in values.items()), "family": topic(runs.get(item)),
        "request": str(run.data.get("input") or ""), "commands": [str(run.data.get("output") or "")], "class": str(beside.get("class") or told),
        "evidence": str(beside.get("evidence") or beside.get("chain_of_thought") or ""),
    }  # fmt: skip


def topic(run: Record | None) -> str:
    """What items of a project have in common: the family they are tagged with, else the first level of the topic they were made for."""
    if run is None:
        return ""
    tagged = next((str(t)[7:] for t in run.data.get("tags") or () if str(t).startswith("family_")), "")
    source = run.data.get("input_source")
    properties = source.get("properties") if isinstance(source, dict) else None
    said = properties.get("topic_path") if isinstance(properties, dict) else None
    return tagged or (str(said).split(">>>>>", maxsplit=1)[0] if said else "")
