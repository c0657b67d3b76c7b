"""Every rater's labels, a file each beside the project's own, and what they agree on, in the run files.

    ffai/labels/EVAL/RATER.jsonl    {"v": 1, "rater": …, "run": …, "scores": {"correctness": 1.0} or null, "note": …, "time": …}

The last line of a run counts; null takes back. Raters write to files of their own, so that labels merge. The run file holds the
rating that Kiln reads: the middle of the raters' scores, and none where it lies between two.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ffai.errors import FfaiError, UsageError
from ffai_evals.alignment import human_score
from ffai_evals.project.kinds import RATING_RANGES
from ffai_evals.project.rules import score_key
from ffai_evals.project.text import new_id, now
from ffai_evals.project.tree import Project, Record
from ffai_evals.project.write import save


class Label(NamedTuple):
    rater: str
    run: str
    scores: Mapping[str, float] | None  # by key; None: taken back
    note: str = ""


class Labels:
    """The labels of one eval."""

    def __init__(self, project: Project, evaluation: Record) -> None:
        self.project, self.evaluation = project, evaluation
        self.scores: list[dict[str, Any]] = [s for s in evaluation.data["output_scores"] if s.get("type") in RATING_RANGES]
        self.folder = os.path.join(project.root, "ffai", "labels", evaluation.id)
        self.damaged = 0
        self.found: dict[str, dict[str, Label]] = {}  # by rater, by run
        self._read()
        self.kept = {run for labels in self.found.values() for run in labels}
        self.adopted: dict[str, Label] = {}  # ratings that stand in a run file alone
        self._adopt()

    def of(self, rater: str) -> dict[str, Label]:
        return {run: label for run, label in self.found.get(rater, {}).items() if label.scores}

    def ratings(self, key: str) -> dict[str, dict[str, float]]:
        """By rater and run, for a score."""
        found = {
            rater: {run: label.scores[key] for run, label in labels.items() if label.scores and key in label.scores}
            for rater, labels in self.found.items()
        }
        return {rater: runs for rater, runs in found.items() if runs}

    def add(self, label: Label) -> None:
        """Keeps a label, and the agreed rating in the run's file. Raises UsageError for scores that are none, FfaiError for a full disk."""
        self.check(label)
        beside = self.adopted.get(label.run)
        if beside is not None and beside.rater != label.rater:
            self._append(beside)
        self._append(label)
        self.adopted.pop(label.run, None)
        self.found.setdefault(label.rater, {})[label.run] = label
        self.agree(label.run)

    def check(self, label: Label) -> None:
        task = self.evaluation.parent
        assert task is not None
        if not any(run.id == label.run for run in task.of("task_run")):
            raise UsageError(f"there is no run {label.run!r}", "name one by its id")
        kinds = {score_key(s["name"]): s["type"] for s in self.scores}
        for key, value in (label.scores or {}).items():
            if key not in kinds:
                raise UsageError(f"{self.evaluation.name} has no score {key!r}", f"there are: {', '.join(kinds)}")
            low, high = RATING_RANGES[kinds[key]]
            if isinstance(value, bool) or not isinstance(value, int | float) or value != round(value) or not low <= value <= high:
                raise UsageError(f"{key} cannot be {value!r}", f"a whole number from {low:g} to {high:g}")

    def agree(self, run: str) -> bool:
        """Writes what the raters agree on into the run's file; whether that changed something."""
        task = self.evaluation.parent
        assert task is not None
        record = next(r for r in task.of("task_run") if r.id == run)
        output = record.data.get("output")
        if not isinstance(output, dict):
            return False
        rating = output.get("rating") or _rating()
        before = json.dumps(rating, sort_keys=True)
        for score in self.scores:
            values = [v for runs in self.ratings(score_key(score["name"])).values() if (v := runs.get(run)) is not None]
            _set(rating, score, middle(values, score["type"]), _requirements(task))
        if json.dumps(rating, sort_keys=True) == before:
            return False
        output["rating"] = rating
        return save(record)

    def agree_all(self) -> int:
        """The run files as the labels say, say after a merge; how many changed."""
        return sum(self.agree(run) for run in self.kept & self._known())

    def _known(self) -> set[str]:
        task = self.evaluation.parent
        return {run.id for run in task.of("task_run")} if task else set()

    def _adopt(self) -> None:
        """Ratings that stand in the run files and are nobody's here become labels of who gave them, so that none is lost."""
        task = self.evaluation.parent
        assert task is not None
        for record in task.of("task_run"):
            if record.id in self.kept:
                continue
            given = {score_key(s["name"]): human_score(record, s["name"], _requirements(task)) for s in self.scores}
            scores = {k: v for k, v in given.items() if v is not None}
            if scores:
                rating = (record.data.get("output") or {}).get("rating") or {}
                rater = str(rating.get("created_by") or "kiln")
                self.adopted[record.id] = Label(rater, record.id, scores)
                self.found.setdefault(rater, {})[record.id] = self.adopted[record.id]

    def _read(self) -> None:
        try:
            names = sorted(n for n in os.listdir(self.folder) if n.endswith(".jsonl"))
        except OSError:
            return
        for name in names:
            with open(os.path.join(self.folder, name), "rb") as file:
                for raw in file:
                    try:
                        line = json.loads(raw)
                        scores = line["scores"]
                        label = Label(str(line["rater"]), str(line["run"]), None if scores is None else {str(k): float(v) for k, v in scores.items()}, str(line.get("note") or ""))  # fmt: skip
                    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                        self.damaged += bool(raw.strip())
                        continue
                    self.found.setdefault(label.rater, {})[label.run] = label

    def _append(self, label: Label) -> None:
        path = os.path.join(self.folder, f"{_file(label.rater)}.jsonl")
        line = {"v": 1, "rater": label.rater, "run": label.run, "scores": label.scores, "note": label.note, "time": now()}
        try:
            _write(path, json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n")
        except OSError as problem:
            raise FfaiError(f"{path} cannot be written: {problem.strerror}", "the label was not kept") from None


def _write(path: str, data: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        end = os.lseek(descriptor, 0, os.SEEK_END)
        os.write(descriptor, (b"\n" if end and os.pread(descriptor, 1, end - 1) != b"\n" else b"") + data)
    finally:
        os.close(descriptor)


def _file(rater: str) -> str:
    kept = re.sub(r"[^\w.-]", "_", rater).lstrip(".")[:60]
    return kept if kept == rater else f"{kept}-{hashlib.sha256(rater.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def middle(values: list[float], kind: str) -> float | None:
    """The median; between two different ones the lower of stars, and nothing of passes and fails: that is for a further rater."""
    if not values:
        return None
    order = sorted(values)
    low, high = order[(len(order) - 1) // 2], order[len(order) // 2]
    if low == high:
        return low
    return float((low + high) // 2) if kind == "five_star" else None


def _rating() -> dict[str, Any]:
    base = {"v": 1, "id": new_id(), "path": None, "created_at": now(), "created_by": "ffai"}
    return {**base, "type": "five_star", "value": None, "requirement_ratings": {}, "model_type": "task_output_rating"}


def _requirements(task: Record) -> dict[str, str]:
    return {score_key(str(r.get("name", ""))): str(r.get("id")) for r in task.data.get("requirements") or []}


def _set(rating: dict[str, Any], score: Mapping[str, Any], value: float | None, requirements: Mapping[str, str]) -> None:
    key = score_key(score["name"])
    if key == "overall_rating":
        rating["value"], rating["type"] = value, score["type"]
        return
    place = requirements.get(key) or f"named::{score['name']}"
    given = rating.setdefault("requirement_ratings", {})
    if value is None:
        given.pop(place, None)
    else:
        given[place] = {"value": float(value), "type": score["type"]}
