"""What a report is of: the eval runs of a project folder, or the results that `ffai eval run` keeps."""

import json
import math
import os
from collections.abc import Iterable, Sequence
from typing import Any

from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError
from ffai_evals.alignment import Aligned, align, normal, passes
from ffai_evals.label.people import agreement_of, leak
from ffai_evals.project.filters import matches
from ffai_evals.project.kinds import RATING_RANGES
from ffai_evals.project.rules import score_key, test_filter
from ffai_evals.project.tree import Project, Record
from ffai_evals.report.board import Column, Config, Sample, Source
from ffai_evals.results import Store, latest

# --- a project


def from_project(project: Project, names: Sequence[str] = ()) -> Source:
    """The evals of a project (all, or those named by name or id), by the judge that each has chosen."""
    columns: list[Column] = []
    configs: list[Config] = []
    samples: dict[tuple[str, str], list[Sample]] = {}
    aligned: dict[str, list[Aligned]] = {}
    inputs: dict[str, str] = {}
    people: dict[str, dict[str, Any]] = {}
    problems = [f"{p.path} is left out: {p.text}" for p in project.problems]
    known = [(task, e) for task in project.tasks for e in task.of("eval")]
    for name in names:
        if not any(name in (e.id, e.name) for _, e in known):
            told = ", ".join(repr(e.name) for _, e in known) or "none"
            raise UsageError(f"no eval is called {name!r}", f"there are: {told}")
    for task in project.tasks:
        configs += [Config(f"{task.id}/{c.id}", c.name, _about(c, task)) for c in task.of("task_run_config")]
    for task, evaluation in known:
        if names and not {evaluation.id, evaluation.name} & set(names):
            continue
        scores = _scores(evaluation)
        if not scores:
            problems.append(f"the eval {evaluation.name!r} is left out: it has no scores that can be read")
            continue
        runs = {run.id: run for run in task.of("task_run")}
        judge, note = judge_of(evaluation)
        for score in scores:
            columns.append(_column(task, evaluation, score, judge, note, runs))
        if judge is not None:
            _scored(task, evaluation, judge, scores, runs, samples, problems)
        try:
            aligned[evaluation.name] = align(project, evaluation.id)
        except FfaiError as problem:
            problems.append(f"the judges of {evaluation.name!r} are not compared with people: {problem.message}")
        people[evaluation.name] = agreement_of(project, evaluation)
        if leaked := leak(evaluation):
            problems.append(leaked)
        inputs |= {run: f"{' '.join(_text(r.data.get('input')).split())}\n{_text((r.data.get('output') or {}).get('output'))}" for run, r in runs.items()}  # fmt: skip
    labelled = {r for found in aligned.values() for judged in found for r in judged.runs}
    used = {key[0] for key in samples}
    return Source(
        columns, [c for c in configs if c.id in used], samples, aligned, {r: t for r, t in inputs.items() if r in labelled}, people, tuple(problems)
    )  # fmt: skip


def _scores(evaluation: Record) -> list[dict[str, Any]]:
    said = evaluation.data.get("output_scores")
    fine = isinstance(said, list) and all(
        isinstance(s, dict) and isinstance(s.get("name"), str) and s.get("type") in RATING_RANGES for s in said
    )
    return said if fine and isinstance(said, list) else []


def judge_of(evaluation: Record) -> tuple[Record | None, str]:
    """The judge whose scores count: the one that the eval has chosen, else the one that scored most (of two, the older); and why."""
    judges = sorted(evaluation.of("eval_config"), key=lambda j: (str(j.data.get("created_at", "")), j.id))
    chosen = [j for j in judges if j.id == evaluation.data.get("current_config_id")]
    if chosen:
        return chosen[0], ""
    if not judges:
        return None, "no judge yet"
    best = max(judges, key=lambda j: sum(bool(r.data.get("task_run_config_id")) for r in j.of("eval_run")))
    return best, "" if len(judges) == 1 else f"no judge is chosen; of {len(judges)} this one scored most"


def _column(
    task: Record, evaluation: Record, score: dict[str, Any], judge: Record | None, note: str, runs: dict[str, Record]
) -> Column:
    size, said = 0, test_filter(evaluation.data)
    if said is not None:
        try:
            size = sum(matches(run, said) for run in runs.values())
        except UsageError as problem:
            note = f"{note}; {problem.message}".lstrip("; ")
    key = score_key(score["name"])
    return Column(
        f"{task.id}/{evaluation.id}/{key}", evaluation.name, score["name"], score["type"], judge.name if judge else "", size, note
    )


def _scored(
    task: Record, evaluation: Record, judge: Record, scores: list[dict[str, Any]], runs: dict[str, Record],
    samples: dict[tuple[str, str], list[Sample]], problems: list[str],
) -> None:  # fmt: skip
    known = {c.id for c in task.of("task_run_config")}
    lost = 0
    for run in judge.of("eval_run"):
        config = run.data.get("task_run_config_id")
        if not config or run.data.get("eval_config_eval"):
            continue
        if config not in known:
            lost += 1
            continue
        given = run.data.get("scores")
        for score in scores:
            value = given.get(score_key(score["name"])) if isinstance(given, dict) else None
            low, high = RATING_RANGES[score["type"]]
            if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
                lost += 1
                continue
            place = (f"{task.id}/{config}", f"{task.id}/{evaluation.id}/{score_key(score['name'])}")
            samples.setdefault(place, []).append(_sample(run, float(value), score["type"], runs))
    if lost:
        problems.append(f"{lost} scores of {evaluation.name!r} are left out: out of range, or of a run config that is gone")


def _sample(run: Record, value: float, kind: str, runs: dict[str, Record]) -> Sample:
    item = str(run.data.get("dataset_id") or run.data.get("eval_input_id") or run.id)
    there = runs.get(item)
    request = _text(run.data.get("input")) or (_text(there.data.get("input")) if there else "")
    beside = run.data.get("intermediate_outputs")
    beside = beside if isinstance(beside, dict) else {}
    usage = run.data.get("task_run_usage")
    cost = usage.get("cost") if isinstance(usage, dict) else None
    latency = usage.get("total_llm_latency_ms") if isinstance(usage, dict) else None
    passed = passes(value, kind)
    by_class = _text(beside.get("class")) if kind != "five_star" else ""  # the class tells of pass and fail
    reason = "" if passed else by_class or said(value, kind)
    evidence = next((t for k in ("evidence", "reason", "chain_of_thought", "reasoning") if (t := _text(beside.get(k)))), "")
    return Sample(
        item, request, _text(run.data.get("output")), normal(value, kind), passed, reason, evidence, _number(cost), None if (ms := _number(latency)) is None else ms / 1000
    )  # fmt: skip


def _number(value: Any) -> float | None:
    """A finite number that is not negative, else None."""
    fine = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    return float(value) if fine else None


def said(value: float, kind: str) -> str:
    """A score in words: "fail", "critical", "2 stars"."""
    if kind == "five_star":
        return f"{round(value)} star{'s' if round(value) != 1 else ''}"
    if kind == "pass_fail_critical" and value < -0.5:
        return "critical"
    return "pass" if passes(value, kind) else "fail"


def _about(config: Record, task: Record) -> str:
    found = config.data.get("run_config_properties")
    found = found if isinstance(found, dict) else {}
    prompt = _text(found.get("prompt_id"))
    if prompt.startswith("id::"):
        named = task.find("prompt", prompt.removeprefix("id::"))
        prompt = named.name if named else prompt
    elif isinstance(config.data.get("prompt"), dict):
        prompt = _text(config.data["prompt"].get("name"))
    model = _text(found.get("model_name"))
    if found.get("model_provider_name") == "kiln_fine_tune":
        tuned = task.find("finetune", model.rpartition("::")[2])
        model = f"fine-tune {tuned.name}" if tuned else model
    return ", ".join(part for part in (model, _text(found.get("model_provider_name")), prompt) if part)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


# --- results that are kept here


def from_results(env: Environment, names: Sequence[str] = ()) -> Source:
    """Evals that were run here (all, or those named), and files that `ffai eval run --json` wrote. Raises UsageError for none."""
    root = os.path.join(env.state_dir, "evals")
    found: dict[str, list[dict[str, Any]]] = {}
    problems: list[str] = []
    from ffai_evals.results import folder

    for name in names or _listed(root):
        if name.endswith(".json"):
            title, lines = _file(os.path.join(env.cwd, name), name)
        else:
            title, place = name, (os.path.join(root, name) if not names else folder(env, name))
            lines = []
            for file in _listed(place):
                store = Store(os.path.join(place, file))
                lines += latest(store.read()).values()
                if store.damaged:
                    problems.append(f"{store.damaged} damaged lines of {file} are left out")
            if names and not lines:
                raise UsageError(f"{name} was not run here yet", f"ffai eval run {name}")
        if lines:
            found[title] = lines
    return _source(found, problems)


def _listed(place: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(place) if not name.startswith("."))
    except OSError:
        return []


def _file(path: str, name: str) -> tuple[str, list[dict[str, Any]]]:
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        lines = [line for line in document["samples"] if isinstance(line["pass"], bool) and isinstance(line["item"], str)]
        return str(document.get("eval") or name), lines
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as problem:
        raise UsageError(
            f"{name} holds no results: {problem!r}"[:200], "ffai eval run … --json > FILE.json makes such a file"
        ) from None


def _source(found: dict[str, list[dict[str, Any]]], problems: Iterable[str]) -> Source:
    columns, samples, configs = [], dict[tuple[str, str], list[Sample]](), dict[str, Config]()
    for name, lines in found.items():
        column = Column(f"here/{name}", name, name, "pass_fail", "execution", len({line["item"] for line in lines}))
        columns.append(column)
        for line in lines:
            config = str(line.get("config") or "offline")
            configs[config] = Config(f"here/{config}", config, "rules, no model" if config == "offline" else "")
            samples.setdefault((f"here/{config}", column.id), []).append(_line(line))
    return Source(columns, list(configs.values()), samples, problems=tuple(problems))


def _line(line: dict[str, Any]) -> Sample:
    passed = bool(line["pass"])
    answer = "\n".join(str(c) for c in line.get("commands") or ()) or str(line.get("question") or line.get("answer") or "")
    cost, seconds = line.get("cost"), line.get("translated")
    item = line["item"] + (f" #{line['repeat'] + 1}" if line.get("repeat") else "")
    return Sample(
        item, str(line.get("request") or ""), answer, float(passed), passed, "" if passed else str(line.get("class") or "wrong").replace("_", " "),
        str(line.get("evidence") or ""), amount if (amount := _number(cost)) is not None else 0.0 if line.get("config") == "offline" else None,
        _number(seconds),
    )  # fmt: skip
