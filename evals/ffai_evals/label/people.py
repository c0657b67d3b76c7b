"""What the people behind a golden set make of it among themselves: the measure that a judge is held against."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ffai.errors import FfaiError
from ffai_evals.alignment import Aligned
from ffai_evals.intervals import wilson
from ffai_evals.label import agreement
from ffai_evals.label.split import overlap
from ffai_evals.label.store import Labels
from ffai_evals.project.filters import matches
from ffai_evals.project.rules import score_key
from ffai_evals.project.tree import Project, Record


def agreement_of(project: Project, evaluation: Record) -> dict[str, dict[str, Any]]:
    """For each score that several people rated: their agreement as `agreement.as_document` tells it, and in words under "text"."""
    try:
        labels = Labels(project, evaluation)
    except (FfaiError, OSError):
        return {}
    found = {}
    for score in labels.scores:
        key, kind = score_key(score["name"]), str(score["type"])
        ratings = labels.ratings(key)
        text = agreement.as_text(ratings, kind)
        if text:
            found[key] = {**agreement.as_document(ratings, kind), "text": text}
    return found


def golden_of(project: Project, evaluation: Record) -> dict[str, Any]:
    """How many runs the golden set has, how many people rated, and those on which raters are split."""
    task, said = evaluation.parent, evaluation.data.get("eval_configs_filter_id") or "all"
    runs = {run.id for run in task.of("task_run") if matches(run, said)} if task else set()
    labels = Labels(project, evaluation)
    rated = {run for by in labels.found.values() for run, label in by.items() if label.scores}
    split = sorted({run for key in labels.kinds for run in labels.split(key)} & runs)
    return {"runs": len(runs), "rated": len(runs & rated), "split": split}


def split_runs(covered: Mapping[str, Any]) -> str:
    """The runs that need a further rater, in words."""
    runs = covered["split"]
    if not runs:
        return ""
    return f"; raters are split on {len(runs)}, which count for nothing until a further one decides: {', '.join(runs[:5])}" + (", …" if len(runs) > 5 else "")  # fmt: skip


def leak(evaluation: Record) -> str:
    """A sentence where golden set and eval set share runs; "" otherwise."""
    try:
        both = overlap(evaluation)
    except FfaiError:
        return ""
    if not both:
        return ""
    named = ", ".join(run.id for run in both[:5]) + (", …" if len(both) > 5 else "")
    runs = f"{len(both)} runs of {evaluation.name!r} are" if len(both) > 1 else f"a run of {evaluation.name!r} is"
    return f"{runs} in its golden set and in its eval set: {named}; a judge that was chosen by them knows what it scores"


def beside(judged: Aligned, people: Mapping[str, Any]) -> str:
    """A judge's agreement with people beside theirs with each other, in words; "" where it cannot be told."""
    pairs: Sequence[Mapping[str, Any]] = people.get("pairs", ())
    n = sum(pair["n"] for pair in pairs)
    interval = judged.intervals["accuracy"]
    if not n or interval is None:
        return ""
    same = math.fsum(pair["same"] * pair["n"] for pair in pairs) / n
    runs = int(people.get("runs_by_several") or n)
    low, high = wilson(round(same * runs), runs)
    said = f"{same:.0%} the same, on {runs} answers that several rated"
    if interval[1] < low:
        return f"further from people than they are from each other ({said})"
    if interval[0] > high:
        return f"closer to what people agree on than they are to each other ({said})"
    return f"not told apart from one more person ({said})"
