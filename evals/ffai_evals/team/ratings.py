"""What each rater said of a run: one file a rater, beside the run, so that two people's ratings never meet in one file.

    …/runs/ID/ratings/RATER.json   {"v": 1, "rater": "ann", "rated_at": …, "ratings": {"named::Correctness": {"value": 1.0, "type": "pass_fail"}},
                                    "note": "", "notes": {"600000000001": "of that eval alone"}}

A rating's key is Kiln's: `named::SCORE`, a requirement's id, or `overall` for the run's rating as a whole. `notes` are by eval, `note` is of none.
Kiln leaves files that it does not know alone. The run's own rating, which Kiln reads, is the middle of what raters say, and none where as
many say pass as fail: that is for a further rater.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

from ffai.errors import FfaiError, UsageError
from ffai_evals.project.kinds import RATING_RANGES
from ffai_evals.project.text import now, to_text
from ffai_evals.project.tree import Record
from ffai_evals.project.write import save

FOLDER = "ratings"
OVERALL = "overall"
LONGEST_NOTE = 10_000  # characters


def of_run(run: Record) -> list[dict[str, Any]]:
    """Every rater's ratings, by name; files that cannot be read are passed over."""
    folder = os.path.join(os.path.dirname(run.path), FOLDER)
    found = []
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    for name in names:
        if name.endswith(".json") and not name.startswith("."):
            try:
                with open(os.path.join(folder, name), "rb") as file:
                    found.append(file.read())
            except OSError:
                continue
    return readable(found)


def readable(raw: Iterable[bytes]) -> list[dict[str, Any]]:
    """Those of the files' contents that are ratings."""
    found = []
    for data in raw:
        try:
            said = json.loads(data)
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict) and isinstance(said.get("ratings"), dict) and isinstance(said.get("rater"), str):
            found.append(said)
    return found


def value_of(said: Mapping[str, Any], key: str) -> float | None:
    """The score that a rater's file gives for a key; None where it gives none that can be one."""
    one = said["ratings"].get(key)
    value = one.get("value") if isinstance(one, dict) and one.get("type") in RATING_RANGES else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def note_of(said: Mapping[str, Any], evaluation: str = "") -> str:
    """A rater's note on an eval; the note of no eval where there is none."""
    notes = said.get("notes")
    own = notes.get(evaluation) if isinstance(notes, dict) else None
    return str(own or said.get("note") or "")


def file_of(rater: str) -> str:
    """The file of a rater. Raises UsageError for a name that leaves none."""
    plain = re.sub(r"[^\w.@-]+", "-", rater.strip().casefold()).strip("-.")[:64]
    if not plain:
        raise UsageError(f"{rater!r} is no name for a rater", "letters or digits are needed")
    return f"{plain}.json"


def middle(values: Iterable[float], kind: str) -> float | None:
    """The median; between two different ones the lower of stars, and nothing of passes and fails: that is for a further rater."""
    order = sorted(values)
    if not order:
        return None
    low, high = order[(len(order) - 1) // 2], order[len(order) // 2]
    if low == high:
        return low
    return float((low + high) // 2) if kind == "five_star" else None


def agreed(ratings: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any] | None]:
    """What raters agree on for each score; None where they are split."""
    said: dict[str, list[float]] = {}
    kinds: dict[str, str] = {}
    for each in ratings:
        for key in each["ratings"]:
            if (value := value_of(each, key)) is not None:
                said.setdefault(key, []).append(value)
                kinds.setdefault(key, str(each["ratings"][key]["type"]))
    found = {key: middle(values, kinds[key]) for key, values in said.items()}
    return {key: None if value is None else {"value": value, "type": kinds[key]} for key, value in found.items()}


def settle(run: Record, taken_back: Iterable[str] = ()) -> bool:
    """Puts what the raters agree on into the run's own rating; whether that changed anything. Other ratings of the run stay."""
    found = {**dict.fromkeys(taken_back), **agreed(of_run(run))}
    _catch_up(run)
    output = run.data.get("output")
    if not isinstance(output, dict) or not found:
        return False
    before = json.dumps(output.get("rating"), sort_keys=True)
    rating = dict(output.get("rating") or _empty(run))
    given = dict(rating.get("requirement_ratings") or {})
    for key, one in found.items():
        if key == OVERALL:
            rating["value"], rating["type"] = (None, rating["type"]) if one is None else (one["value"], one["type"])
        elif one is None:
            given.pop(key, None)
        else:
            given[key] = one
    rating["requirement_ratings"] = given
    bare = rating.get("value") is None and not given
    if (bare and output.get("rating") is None) or json.dumps(rating, sort_keys=True) == before:
        return False
    output["rating"] = rating
    return save(run)


def _catch_up(run: Record) -> None:
    """Reads the run again where somebody else wrote it meanwhile, another rater above all."""
    try:
        with open(run.path, "rb") as file:
            status = os.fstat(file.fileno())
            mark = (status.st_mtime_ns, status.st_size)
            data = json.load(file) if mark != run.mark else None
    except (OSError, ValueError, RecursionError):
        return
    if isinstance(data, dict) and data.get("id") == run.id and data.get("model_type") == run.kind:
        run.data, run.mark = data, mark


def _empty(run: Record) -> dict[str, Any]:
    """Id and time are the run's, so that two people who rate it first make the same."""
    base = {"v": 1, "id": run.id, "path": None, "created_at": run.data.get("created_at") or now(), "created_by": "ffai"}
    return {**base, "type": "five_star", "value": None, "requirement_ratings": {}, "model_type": "task_output_rating"}


def own(run: Record, key: str) -> dict[str, Any] | None:
    """The rating that stands in the run's own file, as one object."""
    output = run.data.get("output")
    rating = output.get("rating") if isinstance(output, dict) else None
    if not isinstance(rating, dict):
        return None
    if key == OVERALL:
        one: Any = {"value": rating.get("value"), "type": rating.get("type", "five_star")}
    else:
        one = (rating.get("requirement_ratings") or {}).get(key)
    if isinstance(one, int | float) and not isinstance(one, bool):
        one = {"value": one, "type": "five_star"}  # as Kiln once wrote it
    fine = isinstance(one, dict) and one.get("type") in RATING_RANGES and isinstance(one.get("value"), int | float)
    return {"value": float(one["value"]), "type": one["type"]} if fine else None


def whose(run: Record) -> str:
    """Who gave the rating that stands in the run's own file."""
    rating = (run.data.get("output") or {}).get("rating") or {}
    name = str(rating.get("created_by") or "kiln")
    return name if re.search(r"\w", name) else "kiln"


def rate(run: Record, rater: str, key: str, value: float | None, kind: str, note: str | None = None) -> dict[str, Any]:
    """Keeps a rater's rating of one score, or takes it back (`value` None); the run's own rating follows.

    `key`: `named::SCORE`, a requirement's id, or `overall`. `note` None leaves the note as it is. Raises UsageError for a value
    outside of the score's range, FfaiError when it cannot be written.
    """
    return rate_all(run, rater, {key: (value, kind)}, note)


def rate_all(
    run: Record, rater: str, given: Mapping[str, tuple[float | None, str]], note: str | None = None, *, evaluation: str = "",
    at: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Keeps a rater's ratings of several scores, each a value and its kind, with one note: of an eval, by its id, or of none.

    A rating that stood in the run's file alone is kept as its author's, so that none is lost.
    """
    for value, kind in given.values():
        low, high = RATING_RANGES.get(kind, (0.0, 0.0))
        if kind not in RATING_RANGES or (value is not None and not (low <= value <= high and value == int(value))):
            raise UsageError(f"{value!r} is no rating of the kind {kind!r}", f"a whole number from {low:g} to {high:g}")
    if note is not None and len(note) > LONGEST_NOTE:
        raise UsageError(f"the note is longer than {LONGEST_NOTE:,} characters", "say it shorter")
    name, there = file_of(rater), of_run(run)
    _adopt(run, name, there, given)
    mine: dict[str, Any] = next((r for r in there if file_of(r["rater"]) == name), {"v": 1, "rater": rater.strip(), "rated_at": "", "ratings": {}, "note": ""})  # fmt: skip
    ratings = {k: v for k, v in mine["ratings"].items() if k not in given}
    ratings |= {key: {"value": float(value), "type": kind} for key, (value, kind) in given.items() if value is not None}
    mine = {**mine, "rated_at": at or now(), "ratings": ratings}
    if note is not None and evaluation:
        notes = {k: v for k, v in (mine.get("notes") or {}).items() if k != evaluation}
        mine["notes"] = {**notes, evaluation: note} if note else notes
    elif note is not None:
        mine["note"] = note
    _write(run, name, mine)
    settle(run, [key for key, (value, _) in given.items() if value is None])
    return mine


def _adopt(run: Record, rater: str, there: list[dict[str, Any]], keys: Iterable[str]) -> None:
    author = whose(run)
    lone = {k: one for k in keys if (one := own(run, k)) and not any(k in said["ratings"] for said in there)}
    if not lone or file_of(author) == rater:
        return
    theirs: dict[str, Any] = next((r for r in there if file_of(r["rater"]) == file_of(author)), {"v": 1, "rater": author, "rated_at": now(), "ratings": {}, "note": ""})  # fmt: skip
    _write(run, file_of(author), {**theirs, "ratings": {**theirs["ratings"], **lone}})


def _write(run: Record, name: str, data: dict[str, Any]) -> None:
    folder = os.path.join(os.path.dirname(run.path), FOLDER)
    path, new = os.path.join(folder, name), ""
    try:
        os.makedirs(folder, exist_ok=True)
        descriptor, new = tempfile.mkstemp(dir=folder, prefix=".", suffix=".new")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(to_text(data))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(new, 0o644)
        os.replace(new, path)
    except OSError as problem:
        if new and os.path.exists(new):
            os.unlink(new)
        raise FfaiError(
            f"{path} cannot be written: {problem.strerror}", "free space or rights are needed; nothing was changed"
        ) from None
