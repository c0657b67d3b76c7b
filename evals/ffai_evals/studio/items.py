"""What the page shows: a project's runs as a queue, and one run with its command explained and what running it measured."""

import hashlib
import json
import os
import threading
import time
from typing import Any

from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError
from ffai_evals.judge.items import Item, load_items
from ffai_evals.label.older import move
from ffai_evals.project.rules import score_key
from ffai_evals.project.tree import Project, Record, load
from ffai_evals.team import ratings

MEDIA = frozenset(
    "mp4 m4v mov mkv webm avi gif png jpg jpeg webp bmp mp3 wav flac ogg opus m4a aac ts mpg wmv flv ogv mka aiff tiff".split()
)


FRESH = 1.0  # seconds for which the project is not looked at again


class Desk:
    """A project as the studio sees it; read again when its files change. Safe to use from several threads."""

    def __init__(self, folder: str, rater: str, env: Environment) -> None:
        ratings.file_of(rater)
        there = load(folder)
        move(there)
        self.root, self.rater, self.env = there.root, rater, env
        self._lock, self._trying = threading.RLock(), threading.Lock()
        self._project: Project | None = None
        self._files: dict[str, tuple[int, int]] = {}
        self._records: dict[str, Record] = {}
        self._looked = 0.0
        self._items: dict[str, Item] = {}

    def stamp(self) -> str:
        """Changes whenever a file of the project does."""
        return _digest(self._look())

    def _look(self) -> dict[str, tuple[int, int]]:
        """The project's files with their times and sizes."""
        found = {}
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                if name.endswith((".kiln", ".json", ".jsonl")) and not name.startswith("."):
                    try:
                        status = os.stat(f"{folder}/{name}")
                    except OSError:
                        continue
                    found[f"{folder}/{name}"] = (status.st_mtime_ns, status.st_size)
        return found

    def project(self) -> Project:
        """The project as it is now: looked at once a second at most, and only what changed is read again."""
        with self._lock:
            if self._project is not None and time.monotonic() - self._looked < FRESH:
                return self._project
            files = self._look()
            if self._project is None or not self._caught_up(files):
                self._project = load(self.root)
                self._records = {record.path: record for record in self._project.record.walk()}
                self._items = _items_beside(self.root)
            self._files, self._looked = files, time.monotonic()
            return self._project

    def _caught_up(self, files: dict[str, tuple[int, int]]) -> bool:
        """Whether it was enough to read changed records again. Not when some came, went, or cannot be read."""
        changed = [path for path in files.keys() | self._files.keys() if files.get(path) != self._files.get(path)]
        for path in changed:
            if f"/{ratings.FOLDER}/" in path:
                continue  # read from disk whenever they are needed
            record = self._records.get(path)
            if record is None or path not in files:
                return False
            try:
                with open(path, "rb") as file:
                    data = json.load(file)
            except (OSError, ValueError, RecursionError):
                return False
            if not isinstance(data, dict) or data.get("model_type") != record.kind:
                return False
            record.data, record.mark = data, files[path]
        return True

    def score(self) -> tuple[str, str, str]:
        """What is rated: the name of the first eval's first score, its key in ratings, its kind."""
        for task in self.project().tasks:
            for evaluation in task.of("eval"):
                for score in evaluation.data.get("output_scores") or []:
                    if isinstance(score, dict) and score.get("name") and score.get("type"):
                        return str(score["name"]), f"named::{score['name']}", str(score["type"])
        return "Correctness", "named::Correctness", "pass_fail"

    def queue(self) -> dict[str, Any]:
        """All runs, in the order to look at them: raters disagree, judges disagree with them, not rated by this rater, the rest."""
        name, key, kind = self.score()
        rows = []
        judged = self._judged()
        for run in self._runs():
            said = [(r["rater"], r["ratings"][key]["value"]) for r in ratings.of_run(run) if key in r["ratings"]]
            values = {value for _, value in said}
            mine = next((value for who, value in said if who == self.rater), None)
            judges = judged.get(run.id, {}).get(score_key(name), [])
            apart = (
                len(values) > 1
                or any(abs(j - v) >= 0.5 for j in judges for v in values)
                or (max(judges, default=0) - min(judges, default=0) >= 0.5)
            )
            why = "disagreement" if apart else "new" if mine is None else "rated"
            rows.append({"id": run.id, "request": str(run.data.get("input", "")), "mine": mine, "raters": len(said), "why": why})
        rows.sort(key=lambda row: (("disagreement", "new", "rated").index(str(row["why"])), str(row["id"])))
        return {"v": 1, "stamp": _digest(self._files), "project": self.project().record.name, "rater": self.rater, "score": name, "kind": kind, "items": rows}  # fmt: skip

    def one(self, identity: str) -> dict[str, Any]:
        """A run with its command explained, all ratings and notes, and the judges' words. Raises UsageError for an unknown id."""
        from ffai import library

        run = self._run(identity)
        text = _answer(run)
        rows, problem = [], ""
        try:
            rows = [row._asdict() for row in library.explain(text)] if text.strip() else []
        except FfaiError as error:
            problem = error.message
        said = []
        for task in self.project().tasks:
            for evaluation in task.of("eval"):
                for judge in evaluation.of("eval_config"):
                    for tried in judge.of("eval_run"):
                        if tried.data.get("dataset_id") == identity:
                            said.append(
                                {
                                    "judge": judge.name,
                                    "scores": tried.data.get("scores"),
                                    "words": tried.data.get("intermediate_outputs"),
                                }
                            )
        return {
            "v": 1, "id": run.id, "request": str(run.data.get("input", "")), "command": text, "rows": rows, "problem": problem, "judges": said[:20],
            "tags": run.data.get("tags") or [], "ratings": ratings.of_run(run),
        }  # fmt: skip

    def tried(self, identity: str) -> dict[str, Any]:
        """The run's command carried out on media made for it: class, what was measured, the files before and after."""
        run = self._run(identity)
        folder, verdict = self._folder(run), {}
        with self._trying:
            try:
                with open(f"{folder}/verdict.json", encoding="utf-8") as file:
                    verdict = json.load(file)
            except (OSError, ValueError):
                verdict = self._try(run, folder)
        return verdict

    def file(self, identity: str, name: str) -> str:
        """The path of a file that a tried run read or made. Raises UsageError for any other."""
        verdict = self.tried(identity)
        if name not in (*verdict["before"], *verdict["after"]):
            raise UsageError(f"the run has no file {name!r}")
        return os.path.join(self._folder(self._run(identity)), "files", name)

    def rate(self, identity: str, value: Any, note: Any) -> dict[str, Any]:
        """Keeps this rater's rating. Raises UsageError, FfaiError."""
        if not (value is None or (isinstance(value, int | float) and not isinstance(value, bool))) or not isinstance(
            note, str | None
        ):
            raise UsageError("a rating is a number or null, a note is a text")
        with self._lock:
            self._looked = 0.0
            _, key, kind = self.score()
            kept = ratings.rate(self._run(identity), self.rater, key, value, kind, note)
        return {"v": 1, "id": identity, "rating": kept, "stamp": self.stamp()}

    def _runs(self) -> list[Record]:
        return [run for task in self.project().tasks for run in task.of("task_run")]

    def _run(self, identity: str) -> Record:
        for run in self._runs():
            if run.id == identity:
                return run
        raise UsageError(f"there is no run {identity!r}", "it may have been removed meanwhile")

    def _judged(self) -> dict[str, dict[str, list[float]]]:
        found: dict[str, dict[str, list[float]]] = {}
        for record in self.project().record.walk():
            if record.kind == "eval_run":
                for key, value in (record.data.get("scores") or {}).items():
                    if isinstance(value, int | float):
                        found.setdefault(str(record.data.get("dataset_id")), {}).setdefault(key, []).append(float(value))
        return found

    def _folder(self, run: Record) -> str:
        mark = hashlib.sha256(json.dumps([run.data.get("input"), _answer(run)]).encode()).hexdigest()[:20]
        return os.path.join(self.env.cache_dir, "studio", mark)

    def _try(self, run: Record, folder: str) -> dict[str, Any]:
        from ffai import config
        from ffai.tools.locate import find_tools
        from ffai_evals.judge.alone import judge_alone

        request = str(run.data.get("input", ""))
        tag = next((str(t).removeprefix("item_") for t in run.data.get("tags") or [] if str(t).startswith("item_")), "")
        item = self._items.get(tag)
        if item is None or item.request != request:
            item = Item(id="1", family="", request=request, media={}, expect=())
        place = os.path.join(folder, "files")
        os.makedirs(place, exist_ok=True)
        found = judge_alone(item, _answer(run), self.env, find_tools(self.env, config.load(self.env)), keep=place)
        judgement = found.judgement
        files = [
            n
            for n in sorted(os.listdir(place))
            if n.rpartition(".")[2].lower() in MEDIA and os.path.isfile(f"{place}/{n}") and not os.path.islink(f"{place}/{n}")
        ]
        verdict = {
            "v": 1, "class": judgement.kind, "evidence": judgement.evidence,
            "scores": [{"name": f"{s.file} {s.name}".strip(), "met": s.met, "measured": str(s.measured), "wanted": str(s.wanted)} for s in judgement.scores],
            "before": [n for n in files if n in found.media], "after": [n for n in files if n not in found.media],
        }  # fmt: skip
        with open(f"{folder}/verdict.json", "w", encoding="utf-8") as file:
            json.dump(verdict, file)
        return verdict


def _digest(files: dict[str, tuple[int, int]]) -> str:
    return hashlib.sha256(repr(sorted(files.items())).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _answer(run: Record) -> str:
    output = run.data.get("output")
    return str(output.get("output") or "") if isinstance(output, dict) else ""


def _items_beside(root: str) -> dict[str, Item]:
    """The items that a project's runs were made of, by id: the .jsonl files in its folder ffai/. Files that cannot be read are passed over."""
    found: dict[str, Item] = {}
    folder = os.path.join(root, "ffai")
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if name.endswith(".jsonl"):
            try:
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    found.update({item.id: item for item in load_items(file)})
            except (OSError, ValueError):
                continue
    return found
