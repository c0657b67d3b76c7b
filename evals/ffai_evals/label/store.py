"""The labels of one eval, by rater: a view of the raters' files beside each run (`ffai_evals.team.ratings`), which are all that is kept.

A score is found under the key that Kiln gives it: a requirement's id, `named::SCORE`, or the overall rating. A rating that stands in a
run's file alone is the label of who gave it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ffai.errors import UsageError
from ffai_evals.label import older
from ffai_evals.project.kinds import RATING_RANGES
from ffai_evals.project.rules import score_key
from ffai_evals.project.tree import Project, Record
from ffai_evals.team import ratings


class Label(NamedTuple):
    rater: str
    run: str
    scores: Mapping[str, float] | None  # by key of the score; None: taken back
    note: str = ""


class Labels:
    """`found` is by rater and run."""

    def __init__(self, project: Project, evaluation: Record) -> None:
        self.project, self.evaluation = project, evaluation
        self.scores: list[dict[str, Any]] = [s for s in evaluation.data["output_scores"] if s.get("type") in RATING_RANGES]
        self.kinds = {score_key(s["name"]): str(s["type"]) for s in self.scores}
        task = evaluation.parent
        assert task is not None
        wanted = requirements(task)
        self.places = {score_key(s["name"]): place_of(str(s["name"]), wanted) for s in self.scores}
        self.runs = {run.id: run for run in task.of("task_run")}
        self.found: dict[str, dict[str, Label]] = {}
        self._names: dict[str, str] = {}  # by file: the name as it is said first
        self._older()
        for run in self.runs.values():
            self._read(run)

    def of(self, rater: str) -> dict[str, Label]:
        """A rater's labels, by run."""
        return self.found.get(self._names.get(ratings.file_of(rater), rater), {})

    def ratings(self, key: str) -> dict[str, dict[str, float]]:
        """By rater and run, for a score."""
        found = {
            rater: {run: label.scores[key] for run, label in labels.items() if label.scores and key in label.scores}
            for rater, labels in self.found.items()
        }
        return {rater: runs for rater, runs in found.items() if runs}

    def split(self, key: str) -> list[str]:
        """The runs on which as many raters say one thing as another, so that a further one has to decide."""
        by: dict[str, list[float]] = {}
        for runs in self.ratings(key).values():
            for run, value in runs.items():
                by.setdefault(run, []).append(value)
        return sorted(run for run, values in by.items() if ratings.middle(values, self.kinds[key]) is None)

    def add(self, label: Label) -> None:
        """Keeps a label, and what is agreed on in the run's file. Raises UsageError for scores that are none, FfaiError for a full disk."""
        self.check(label)
        run = self.runs[label.run]
        said = label.scores if label.scores is not None else dict.fromkeys(self.places)
        given = {self.places[key]: (value, self.kinds[key]) for key, value in said.items()}
        ratings.rate_all(run, label.rater, given, label.note, evaluation=self.evaluation.id)
        for labels in self.found.values():
            labels.pop(run.id, None)
        self._read(run)

    def check(self, label: Label) -> None:
        if label.run not in self.runs:
            raise UsageError(f"there is no run {label.run!r}", "name one by its id")
        ratings.file_of(label.rater)
        for key, value in (label.scores or {}).items():
            if key not in self.kinds:
                raise UsageError(f"{self.evaluation.name} has no score {key!r}", f"there are: {', '.join(self.kinds)}")
            low, high = RATING_RANGES[self.kinds[key]]
            if isinstance(value, bool) or not isinstance(value, int | float) or value != round(value) or not low <= value <= high:
                raise UsageError(f"{key} cannot be {value!r}", f"a whole number from {low:g} to {high:g}")

    def settle(self) -> int:
        """The run files as the labels say, say after a merge; how many changed."""
        return sum(ratings.settle(run) for run in self.runs.values())

    def _read(self, run: Record) -> None:
        there = ratings.of_run(run)
        for said in there:
            scores = {key: v for key, place in self.places.items() if (v := ratings.value_of(said, place)) is not None}
            self._put(Label(said["rater"], run.id, scores, ratings.note_of(said, self.evaluation.id)))
        lone = {}
        for key, place in self.places.items():
            one = None if any(place in said["ratings"] for said in there) else ratings.own(run, place)
            if one is not None:
                lone[key] = float(one["value"])
        if lone:
            self._put(Label(ratings.whose(run), run.id, lone))

    def _put(self, label: Label) -> None:
        if label.scores:
            name = self._names.setdefault(ratings.file_of(label.rater), label.rater)
            before = self.found.setdefault(name, {}).get(label.run)
            scores = {**(before.scores or {} if before else {}), **label.scores}
            self.found[name][label.run] = Label(name, label.run, scores, label.note or (before.note if before else ""))

    def _older(self) -> None:
        """Labels in the form that was kept by eval, where they were not moved yet."""
        for line in older.read(self.project.root, self.evaluation.id).lines:
            if line.run in self.runs:
                self._put(
                    Label(line.rater, line.run, {k: v for k, v in (line.scores or {}).items() if k in self.kinds}, line.note)
                )


def requirements(task: Record) -> dict[str, str]:
    """Ids of a task's requirements, by the key of their name."""
    return {score_key(str(r.get("name", ""))): str(r.get("id")) for r in task.data.get("requirements") or []}


def place_of(score: str, wanted: Mapping[str, str]) -> str:
    """The key under which ratings of a score are kept."""
    key = score_key(score)
    return ratings.OVERALL if key == "overall_rating" else wanted.get(key) or f"named::{score}"
