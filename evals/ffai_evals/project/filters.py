"""Filters of a project's runs: by the ids that Kiln writes, and by what a person or a judge gave them.

rated::Correctness>=1    a person's rating under that name; rated::overall>=4 the rating of the whole
judged::correctness>=0.8 the score that a judge gave the run's own answer (the runs of an eval config that rate the dataset)
"""

import re

from ffai.errors import UsageError
from ffai_evals.project.rules import score_key
from ffai_evals.project.tree import Record


def matches(run: Record, said: str) -> bool:
    """Whether a run passes a filter: all, tag::NAME, high_rating, thinking_model, and multi_filter::A&B. Raises UsageError for others."""
    if said == "all":
        return True
    if said.startswith("tag::"):
        return said.removeprefix("tag::") in (run.data.get("tags") or [])
    if said == "high_rating":
        return _high(run)
    if said == "thinking_model":
        return _thought(run)
    if said == "thinking_model_high_rated":
        return _thought(run) and _high(run)
    if said.startswith("multi_filter::"):
        parts = re.split(r"(?<!\\)&", said.removeprefix("multi_filter::"))
        return all(matches(run, part.replace("\\&", "&")) for part in parts)
    if found := _BOUND.fullmatch(said):
        score = (_rated if found[1] == "rated" else _judged)(run, found[2])
        return score is not None and score >= float(found[3])
    raise UsageError(f"{said!r} is no filter of runs", "all, tag::NAME, high_rating, thinking_model, rated::NAME>=N, judged::NAME>=N, multi_filter::A&B")  # fmt: skip


_BOUND = re.compile(r"(rated|judged)::(.+?)>=(-?\d+(?:\.\d+)?)")


def _rated(run: Record, name: str) -> float | None:
    rating = (run.data.get("output") or {}).get("rating") or {}
    if name == "overall":
        value = rating.get("value")
    else:
        found = (rating.get("requirement_ratings") or {}).get(f"named::{name}")
        value = found.get("value") if isinstance(found, dict) else found
    return None if value is None else float(value)


def _judged(run: Record, name: str) -> float | None:
    """The lowest of the scores of that name that judges gave: who filters wants what every judge passes."""
    return min(_scores(run.parent).get((run.id, score_key(name)), ()), default=None) if run.parent is not None else None


_LAST: list[tuple[Record, dict[tuple[str, str], list[float]]]] = []  # the task that was asked for last, and its scores: read once


def _scores(task: Record) -> dict[tuple[str, str], list[float]]:
    if _LAST and _LAST[0][0] is task:
        return _LAST[0][1]
    found: dict[tuple[str, str], list[float]] = {}
    for judge in (j for evaluation in task.of("eval") for j in evaluation.of("eval_config")):
        for rated in (r for r in judge.of("eval_run") if r.data.get("eval_config_eval")):
            for key, value in (rated.data.get("scores") or {}).items():
                found.setdefault((str(rated.data.get("dataset_id")), key), []).append(float(value))
    _LAST[:] = [(task, found)]
    return found


def _high(run: Record) -> bool:
    if run.data.get("repaired_output") is not None:
        return True
    rating = (run.data.get("output") or {}).get("rating") or {}
    value = rating.get("value")
    return value is not None and value >= (4 if rating.get("type", "five_star") == "five_star" else 1)


def _thought(run: Record) -> bool:
    found = run.data.get("intermediate_outputs") or {}
    return bool(found.get("reasoning") or found.get("chain_of_thought"))
