"""Labels as they were kept before each run had its raters' files: `ffai/labels/EVAL/RATER.jsonl`, a line a label, the last one counts.

`read` reads them where they still are; `move` puts them beside their runs, once, and leaves behind only what cannot be moved.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from typing import NamedTuple

from ffai.errors import UsageError
from ffai_evals.project.kinds import RATING_RANGES
from ffai_evals.project.rules import score_key
from ffai_evals.project.tree import Project, Record
from ffai_evals.team import ratings


class Line(NamedTuple):
    rater: str
    run: str
    scores: Mapping[str, float] | None  # None: taken back
    note: str
    time: str


class Older(NamedTuple):
    lines: list[Line]  # the last one of each rater and run
    damaged: int
    files: list[str]


class Moved(NamedTuple):
    labels: int
    left: int  # lines that stay where they are: damaged, or of runs and scores that are not there


def folder(root: str) -> str:
    return os.path.join(root, "ffai", "labels")


def read(root: str, evaluation: str) -> Older:
    """What is kept of an eval in the older form."""
    place = os.path.join(folder(root), evaluation)
    found: dict[tuple[str, str], Line] = {}
    damaged, files = 0, []
    try:
        names = sorted(n for n in os.listdir(place) if n.endswith(".jsonl"))
    except OSError:
        return Older([], 0, [])
    for name in names:
        files.append(os.path.join(place, name))
        with open(files[-1], "rb") as file:
            for raw in file:
                line = _line(raw)
                if line is not None:
                    found[line.rater, line.run] = line
                else:
                    damaged += bool(raw.strip())
    return Older(list(found.values()), damaged, files)


def _line(raw: bytes) -> Line | None:
    try:
        line = json.loads(raw)
        scores = line["scores"]
        given = None if scores is None else {str(k): float(v) for k, v in scores.items()}
        found = Line(str(line["rater"]), str(line["run"]), given, str(line.get("note") or ""), str(line.get("time") or ""))
        ratings.file_of(found.rater)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, UsageError):
        return None
    return found


def move(project: Project) -> Moved:
    """All labels of the older form beside their runs. What a rater said there since counts more. Raises FfaiError for a full disk."""
    moved = left = 0
    for task in project.tasks:
        runs = {run.id: run for run in task.of("task_run")}
        for evaluation in task.of("eval"):
            found = read(project.root, evaluation.id)
            fine = {(line.rater, line.run) for line in found.lines if _moved(evaluation, runs, line)}
            moved += len(fine)
            for path in found.files:
                left += _cleared(path, fine)
    for place, _, _ in os.walk(folder(project.root), topdown=False):
        with contextlib.suppress(OSError):  # not empty
            os.rmdir(place)
    return Moved(moved, left)


def _moved(evaluation: Record, runs: Mapping[str, Record], line: Line) -> bool:
    from ffai_evals.label.store import place_of, requirements

    task = evaluation.parent
    assert task is not None
    scores = {score_key(s["name"]): s for s in evaluation.data.get("output_scores") or []}
    run = runs.get(line.run)
    if run is None or any(k not in scores or not _in_range(v, scores[k]["type"]) for k, v in (line.scores or {}).items()):
        return False
    mine = next((r for r in ratings.of_run(run) if ratings.file_of(r["rater"]) == ratings.file_of(line.rater)), None)
    there = mine["ratings"] if mine else {}
    wanted = requirements(task)
    given = {place_of(scores[k]["name"], wanted): (v, str(scores[k]["type"])) for k, v in (line.scores or {}).items()}
    given = {place: said for place, said in given.items() if place not in there}
    if given:
        note = line.note if not (mine and ratings.note_of(mine, evaluation.id)) else None
        ratings.rate_all(run, line.rater, given, note, evaluation=evaluation.id, at=line.time)
    return True


def _in_range(value: float, kind: str) -> bool:
    low, high = RATING_RANGES.get(kind, (1.0, 0.0))
    return low <= value <= high and value == round(value)


def _cleared(path: str, moved: set[tuple[str, str]]) -> int:
    """Takes moved lines out of a file, and an empty file away; how many stay."""
    with open(path, "rb") as file:
        lines = [raw.rstrip(b"\r\n") for raw in file if raw.strip()]
    stay = [raw for raw in lines if (line := _line(raw)) is None or (line.rater, line.run) not in moved]
    if not stay:
        os.unlink(path)
    elif len(stay) < len(lines):
        new = f"{path}.new"
        with open(new, "wb") as file:
            file.write(b"\n".join(stay) + b"\n")
        os.replace(new, path)
    return len(stay)
