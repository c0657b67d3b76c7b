"""What each rater said of a run: one file a rater, beside the run, so that two people's ratings never meet in one file.

    …/runs/ID/ratings/RATER.json   {"v": 1, "rater": "ann", "rated_at": …, "ratings": {"named::Correctness": {"value": 1.0, "type": "pass_fail"}}, "note": ""}

Kiln leaves files that it does not know alone. The run's own rating, which Kiln reads, is what most raters say; of a tie, the lower.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterable
from typing import Any

from ffai.errors import FfaiError, UsageError
from ffai_evals.project.kinds import RATING_RANGES
from ffai_evals.project.text import now, to_text
from ffai_evals.project.tree import Record
from ffai_evals.project.write import save

FOLDER = "ratings"
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


def file_of(rater: str) -> str:
    """The file of a rater. Raises UsageError for a name that leaves none."""
    plain = re.sub(r"[^\w.@-]+", "-", rater.strip().casefold()).strip("-.")[:64]
    if not plain:
        raise UsageError(f"{rater!r} is no name for a rater", "letters or digits are needed")
    return f"{plain}.json"


def agreed(ratings: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What most raters say for each score; of a tie, the lower."""
    said: dict[str, list[dict[str, Any]]] = {}
    for each in ratings:
        for key, one in each["ratings"].items():
            if isinstance(one, dict) and isinstance(one.get("value"), int | float) and one.get("type") in RATING_RANGES:
                said.setdefault(key, []).append(one)
    out = {}
    for key, all_said in said.items():
        values = [float(one["value"]) for one in all_said]
        best = min(set(values), key=lambda value: (-values.count(value), value))
        out[key] = {"value": best, "type": all_said[0]["type"]}
    return out


def settle(run: Record, taken_back: str = "") -> bool:
    """Puts what the raters agree on into the run's own rating; whether that changed anything. Other ratings of the run stay."""
    found = agreed(of_run(run))
    output = run.data.get("output")
    if not isinstance(output, dict) or not (found or taken_back):
        return False
    rating = output.get("rating") or {"v": 1, "path": None, "type": "five_star", "value": None, "requirement_ratings": {}, "model_type": "task_output_rating"}  # fmt: skip
    others = {k: v for k, v in (rating.get("requirement_ratings") or {}).items() if k != taken_back}
    output["rating"] = {**rating, "requirement_ratings": {**others, **found}}
    return save(run)


def rate(run: Record, rater: str, key: str, value: float | None, kind: str, note: str | None = None) -> dict[str, Any]:
    """Keeps a rater's rating of one score, or takes it back (`value` None); the run's own rating follows.

    `key`: `named::SCORE` or a requirement's id. `note` None leaves the note as it is. Raises UsageError for a value outside of
    the score's range, FfaiError when it cannot be written.
    """
    low, high = RATING_RANGES.get(kind, (0.0, 0.0))
    if kind not in RATING_RANGES or (value is not None and not (low <= value <= high and value == int(value))):
        raise UsageError(f"{value!r} is no rating of the kind {kind!r}", f"a whole number from {low:g} to {high:g}")
    if note is not None and len(note) > LONGEST_NOTE:
        raise UsageError(f"the note is longer than {LONGEST_NOTE:,} characters", "say it shorter")
    name = file_of(rater)
    mine: dict[str, Any] = next((r for r in of_run(run) if file_of(r["rater"]) == name), {"v": 1, "rater": rater.strip(), "rated_at": "", "ratings": {}, "note": ""})  # fmt: skip
    ratings = {k: v for k, v in mine["ratings"].items() if k != key}
    if value is not None:
        ratings[key] = {"value": float(value), "type": kind}
    mine = {**mine, "rated_at": now(), "ratings": ratings, "note": mine.get("note", "") if note is None else note}
    _write(os.path.join(os.path.dirname(run.path), FOLDER), name, mine)
    settle(run, "" if value is not None else key)
    return mine


def _write(folder: str, name: str, data: dict[str, Any]) -> None:
    path = os.path.join(folder, name)
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
        raise FfaiError(
            f"{path} cannot be written: {problem.strerror}", "free space or rights are needed; nothing was changed"
        ) from None
