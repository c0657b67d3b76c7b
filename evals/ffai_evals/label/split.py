"""The golden set, which people rate, apart from the eval set, which run configs are scored on."""

import random
from typing import NamedTuple

from ffai.errors import FfaiError, UsageError
from ffai_evals.project.filters import matches
from ffai_evals.project.rules import test_filter
from ffai_evals.project.tree import Record
from ffai_evals.project.write import save


class Parted(NamedTuple):
    golden: int  # added to each
    evaluated: int
    before: int  # were in one of the two already


def overlap(evaluation: Record) -> list[Record]:
    """Runs that are in both sets: what a judge is chosen by must not be what run configs are scored on."""
    task, golden, tested = evaluation.parent, evaluation.data.get("eval_configs_filter_id"), test_filter(evaluation.data)
    if task is None or not golden or not tested:
        return []
    return [run for run in task.of("task_run") if matches(run, golden) and matches(run, tested)]


def part(evaluation: Record, said: str, share: float, seed: int) -> Parted:
    """Tags the runs that match `said` and are in neither set: that share of them golden, the others for the eval.

    Raises UsageError where the sets are not chosen by tags or no run is left, FfaiError where the two overlap already.
    """
    golden, tested = _tag(evaluation.data.get("eval_configs_filter_id")), _tag(test_filter(evaluation.data))
    if golden == tested:
        raise UsageError(f"{evaluation.name} has one tag, {golden!r}, for both sets", "give the golden set a tag of its own")
    if leak := overlap(evaluation):
        raise FfaiError(
            f"{f'{len(leak)} runs are' if len(leak) > 1 else 'a run is'} in the golden set and in the eval set: {', '.join(r.id for r in leak[:5])}",
            f"take the tag {golden!r} or {tested!r} away from each of them",
        )
    task = evaluation.parent
    assert task is not None
    found = [run for run in task.of("task_run") if matches(run, said)]
    free = [run for run in found if not {golden, tested} & set(run.data.get("tags") or [])]
    if not free:
        raise UsageError(f"no run that matches {said!r} is left to be parted", "all are in one of the sets, or there is none")
    free.sort(key=lambda run: run.id)
    random.Random(seed).shuffle(free)
    first = max(1, round(share * len(free)))
    for n, run in enumerate(free):
        run.data["tags"] = [*(run.data.get("tags") or []), golden if n < first else tested]
        save(run)
    return Parted(first, len(free) - first, len(found) - len(free))


def _tag(said: object) -> str:
    if not isinstance(said, str) or not said.startswith("tag::"):
        raise UsageError(f"a set is chosen by {said!r}, not by a tag", "only sets of the form tag::NAME can be parted")
    return said.removeprefix("tag::")
