"""Changes in the project's terms: "3 new ratings, 1 new judge, 40 new runs"."""

import os
from collections import Counter
from typing import NamedTuple

from ffai_evals.project.kinds import KINDS
from ffai_evals.team.git import Repository

_WORDS = {
    "project": "project", "task": "task", "task_run": "run", "prompt": "prompt", "task_run_config": "run config", "dataset_split": "dataset split",
    "finetune": "fine-tune", "eval": "eval", "eval_config": "judge", "eval_run": "judgement",
}  # fmt: skip
_BY_FILE = {kind.file: _WORDS[name] for name, kind in KINDS.items()}
_STATES = {"A": "new", "D": "removed"}  # M and the rest: changed


class Change(NamedTuple):
    state: str  # new, changed, removed
    what: str  # rating, run, judge …, or file


def change_of(letter: str, path: str) -> Change:
    """A line of git's --name-status in the project's terms."""
    folder, name = os.path.split(path)
    what = _BY_FILE.get(name, "file")
    if os.path.basename(folder) == "ratings" and name.endswith(".json"):
        what = "rating"
    return Change(_STATES.get(letter[:1], "changed"), what)


def told(changes: list[Change]) -> str:
    """The changes in one line, the most frequent first; "" for none. A run whose only change is a rating is not told twice."""
    counts = Counter(changes)
    if any(change.what == "rating" for change in counts) and counts[Change("changed", "run")]:
        ratings = sum(n for change, n in counts.items() if change.what == "rating")
        counts[Change("changed", "run")] = max(0, counts[Change("changed", "run")] - ratings)
    parts = [
        f"{n} {change.state} {change.what}{'' if n == 1 else 's'}"
        for change, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if n > 0
    ]
    return ", ".join(parts)


def between(repository: Repository, old: str, new: str) -> list[Change]:
    """What changed below the folder from one commit to another. `old` may be "" for nothing at all."""
    words = ("diff", "--name-status", "--no-renames", "-z", old, new) if old else ("ls-tree", "-r", "-z", "--name-only", new)
    return _parsed(repository.run(*words, "--", "."), listed=not old)


def unsaved(repository: Repository) -> list[Change]:
    """What stands in the folder and in no commit."""
    out = repository.run("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", ".").decode(
        "utf-8", "surrogateescape"
    )
    found = []
    for entry in out.split("\0"):
        if entry:
            letters = entry[:2].replace("?", "A").strip()
            found.append(change_of("D" if "D" in letters else letters, entry[3:]))
    return found


def _parsed(raw: bytes, *, listed: bool) -> list[Change]:
    parts = [part for part in raw.decode("utf-8", "surrogateescape").split("\0") if part]
    if listed:
        return [change_of("A", path) for path in parts]
    return [change_of(letter, path) for letter, path in zip(parts[::2], parts[1::2], strict=True)]
