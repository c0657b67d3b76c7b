"""What the page shows: a project's runs as a queue, and one run with its command explained and what running it measured."""

import hashlib
import json
import os
import threading
import time
from typing import Any

from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError
from ffai_evals.alignment import normal
from ffai_evals.judge.items import Item, load_items
from ffai_evals.label.older import move
from ffai_evals.label.store import place_of, requirements
from ffai_evals.project.kinds import RATING_RANGES
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
        self._counting = threading.Lock()
        self._counted: tuple[str, dict[str, Any]] = ("", {})

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

    def scores(self) -> list[dict[str, str]]:
        """What can be rated: each score of each eval, with the key that ratings have and its kind."""
        found = []
        for task in self.project().tasks:
            wanted = requirements(task)
            for evaluation in task.of("eval"):
                for score in evaluation.data.get("output_scores") or []:
                    if isinstance(score, dict) and score.get("name") and score.get("type") in RATING_RANGES:
                        name = str(score["name"])
                        found.append(
                            {"key": place_of(name, wanted), "name": name, "eval": evaluation.name, "kind": str(score["type"])}
                        )
        unlike = {one["key"]: one for one in reversed(found)}
        found = list(reversed(unlike.values()))
        return found or [{"key": "named::Correctness", "name": "Correctness", "eval": "", "kind": "pass_fail"}]

    def score(self, key: str = "") -> dict[str, str]:
        """The score of that key, or the first. Raises UsageError."""
        scores = self.scores()
        for one in scores:
            if key in ("", one["key"]):
                return one
        raise UsageError(f"nothing is rated under {key!r}", f"there are: {', '.join(one['key'] for one in scores)}")

    def queue(self, rater: str = "", key: str = "") -> dict[str, Any]:
        """All runs with what is known of each: `why` is disagreement (of raters, judges, or both), new (to this rater) or rated; `unsure` is
        how near to the middle its judges are, 0 to 1."""
        self._looked = 0.0  # whoever asks for the whole queue wants it as it is now
        rater = rater or self.rater
        score, judged = self.score(key), self._judged()
        rows, raters = [], {rater, self.rater}
        for run in self._runs():
            row, who = self._row(run, rater, score, judged.get(run.id, {}))
            rows.append(row)
            raters |= who
        rows.sort(key=lambda row: (("disagreement", "new", "rated").index(str(row["why"])), str(row["id"])))
        return {
            "v": 1, "stamp": _digest(self._files), "project": self.project().record.name, "rater": rater, "raters": sorted(raters),
            "score": score, "scores": self.scores(), "items": rows,
        }  # fmt: skip

    def _row(
        self, run: Record, rater: str, score: dict[str, str], judged: dict[str, list[float]]
    ) -> tuple[dict[str, Any], set[str]]:
        """A run's row in the queue of a rater, and who has rated it."""
        own, kind = ratings.file_of(rater), score["kind"]
        said = [(r["rater"], value) for r in ratings.of_run(run) if (value := ratings.value_of(r, score["key"])) is not None]
        mine = next((value for who, value in said if ratings.file_of(who) == own), None)
        judges = [normal(value, kind) for value in judged.get(score_key(score["name"]), [])]
        apart = _apart([normal(value, kind) for _, value in said], judges)
        row = {
            "id": run.id, "request": str(run.data.get("input", "")), "mine": mine, "raters": len(said),
            "why": "disagreement" if apart else "new" if mine is None else "rated",
            "unsure": round(max((1 - abs(2 * judge - 1) for judge in judges), default=0.0), 3),
        }  # fmt: skip
        return row, {who for who, _ in said}

    def figures(self) -> dict[str, Any]:
        """What a report holds of the project: run configs by evals, and judges beside people; counted anew when a file has changed."""
        from ffai_evals.report import board, gather, table

        project, stamp = self.project(), _digest(self._files)
        with self._counting:
            if self._counted[0] != stamp:
                self._counted = (stamp, table.as_document(board.build(project.record.name, gather.from_project(project))))
            return self._counted[1]

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

    def rate(self, said: dict[str, Any]) -> dict[str, Any]:
        """Keeps a rating: `id`, `value` (null takes it back), `note`, `rater` and `score`. Raises UsageError, FfaiError."""
        value, note, rater = said.get("value"), said.get("note"), said.get("rater") or self.rater
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (value is None or number) or not isinstance(note, str | None) or not isinstance(rater, str):
            raise UsageError("a rating is a number or null, a note and a rater are texts")
        with self._lock:
            self._looked = (
                self._looked if self._project is None else time.monotonic()
            )  # as it was shown; the run itself is read again
            score = self.score(str(said.get("score") or ""))
            run = self._run(str(said.get("id")))
            kept = ratings.rate(run, rater, score["key"], value, score["kind"], note)
            row, _ = self._row(run, rater, score, self._judged().get(run.id, {}))
            self._note(run.path, os.path.join(os.path.dirname(run.path), ratings.FOLDER))
        return {"v": 1, "id": run.id, "rating": kept, "row": row, "stamp": _digest(self._files)}

    def _note(self, *changed: str) -> None:
        """Takes in what was just written, so that the page does not take it for somebody else's."""
        for place in changed:
            if os.path.isdir(place):
                self._note(
                    *(f"{place}/{name}" for name in os.listdir(place) if name.endswith(".json") and not name.startswith("."))
                )
            elif os.path.exists(place):
                status = os.stat(place)
                self._files[place] = (status.st_mtime_ns, status.st_size)
                if place in self._records:
                    self._records[place].mark = self._files[place]

    def candidates(self) -> list[dict[str, Any]]:
        """What sessions on this machine have left to decide on, without names."""
        from ffai_evals.candidates import candidates

        return [candidate.document() for candidate in candidates(self.env, self._task())]

    def decide(self, said: dict[str, Any]) -> dict[str, Any]:
        """Takes a candidate into the project or drops it: `id`, `take`, and where they were put otherwise `request` and `answer`.

        Raises UsageError, FfaiError.
        """
        from ffai_evals import candidates as room

        texts = (said.get("request") or "", said.get("answer") or "")
        found = next((one for one in room.candidates(self.env, self._task()) if one.id == said.get("id")), None)
        if found is None or not isinstance(said.get("take"), bool) or not all(isinstance(text, str) for text in texts):
            raise UsageError("there is no such candidate any more, or nothing was decided")
        with self._lock:
            if said["take"]:
                room.accept(self.env, self._task(), room.changed(found, request=texts[0].strip(), answer=texts[1].strip()))
            else:
                room.drop(self.env, found.id)
        return {"v": 1, "id": found.id}

    def _task(self) -> Record:
        tasks = self.project().tasks
        if not tasks:
            raise UsageError("this project has no task that a candidate could go to", "make one: ffai project new")
        return tasks[0]

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


def _apart(people: list[float], judges: list[float]) -> bool:
    """Whether raters disagree, or judges with them or with each other."""
    half = 0.5
    return (
        len(set(people)) > 1
        or any(abs(judge - value) >= half for judge in judges for value in people)
        or max(judges, default=0.0) - min(judges, default=0.0) >= half
    )


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
