"""The journal of runs: what is under way and what was done, one file each, so that a killed run is cleaned up and a finished one
can be taken back.
"""

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

from ffai.environment import Environment
from ffai.running.moves import finish_copy, free_name, move, take_back

RUNNING, COMMITTING, DONE, UNDONE = "running", "committing", "done", "undone"


class Journal:
    """The record of one run. `save` is durable: written beside, flushed to disk, renamed."""

    def __init__(self, env: Environment, facts: dict[str, Any]) -> None:
        self.folder = runs_folder(env)
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        self.facts = facts
        self.settled = False  # a failed run whose journal is kept all the same
        if "id" not in facts:
            facts["id"] = self._new_id()

    def _new_id(self) -> str:
        base = time.strftime("%Y%m%d-%H%M%S")
        for count in range(1000):
            name = base if not count else f"{base}-{count}"
            try:
                os.close(os.open(self._path(name), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            except FileExistsError:
                continue
            return name
        raise OSError("no free name for the journal of a run")

    def _path(self, name: str) -> str:
        return os.path.join(self.folder, f"{name}.json")

    def save(self, **changes: Any) -> None:
        self.facts.update(changes)
        path = self._path(self.facts["id"])
        with open(f"{path}.new", "w", encoding="utf-8", errors="surrogateescape") as file:
            json.dump(self.facts, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{path}.new", path)

    def drop(self) -> None:
        """Forgets a run that left nothing."""
        if self.settled:
            return
        for path in (self._path(self.facts["id"]), self._path(self.facts["id"]) + ".new"):
            try:
                os.unlink(path)
            except OSError:
                pass


def runs_folder(env: Environment) -> str:
    return os.path.join(env.state_dir, "runs")


def read_all(env: Environment) -> list[dict[str, Any]]:
    """All runs, oldest first. What cannot be read is passed over."""
    found = []
    try:
        names = sorted(os.listdir(runs_folder(env)))
    except OSError:
        return []
    for name in names:
        if name.endswith(".json"):
            try:
                with open(os.path.join(runs_folder(env), name), encoding="utf-8", errors="surrogateescape") as file:
                    facts = json.load(file)
            except (OSError, ValueError):
                continue
            if _sound(facts, name):
                found.append(facts)
    return found


_LISTS = {"stages": 0, "kept": 2, "moves": 3, "trashed": 2, "folders": 0}  # what each entry holds: a text, or so many values


def _sound(facts: Any, name: str) -> bool:
    """Whether what a journal says has the form that it is written in: a damaged one is passed over, and its file stays."""
    if not isinstance(facts, dict) or facts.get("id") != name.removesuffix(".json") or not isinstance(facts.get("pid", 0), int):
        return False
    if not isinstance(facts.get("time", 0.0), (int, float)) or not isinstance(facts.get("copying", {}), dict):
        return False
    for key, length in _LISTS.items():
        entries = facts.get(key, [])
        if not isinstance(entries, list) or not all(_texts(e, length) for e in entries):
            return False
    made = facts.get("created", [])
    return isinstance(made, list) and all(isinstance(m, dict) and m.keys() >= _MADE and isinstance(m["path"], str) for m in made)


_MADE = {"path", "size", "mtime", "inode"}


def _texts(entry: Any, length: int) -> bool:
    if not length:
        return isinstance(entry, str)
    return isinstance(entry, list) and len(entry) == length and all(isinstance(text, str) for text in entry[:2])


def who() -> dict[str, Any]:
    """This process, told apart from a later one with the same number."""
    return {"pid": os.getpid(), "started": _started(os.getpid())}


def _started(pid: int) -> str:
    """When a process was started, in the kernel's count; "" when it cannot be told."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def alive(facts: dict[str, Any]) -> bool:
    pid = int(facts.get("pid", 0))
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return not facts.get("started") or _started(pid) == facts["started"]


def clean_up(env: Environment) -> None:
    """Ends what killed runs left: a run that was being put in place is finished or taken back whole; stages are removed."""
    runs = read_all(env)
    for facts in runs[-_LATEST:]:  # killed when all was done but the last folder
        if facts.get("state") == DONE and not alive(facts):
            remove_stages(facts)
    unfinished = [f for f in runs if f.get("state") in (RUNNING, COMMITTING) and not alive(f)]
    _remove_empty(env)
    if not unfinished:
        return
    with locked(env):
        for facts in read_all(env):  # again: another ffai may have ended them meanwhile
            if facts.get("state") in (RUNNING, COMMITTING) and not alive(facts):
                _end(env, facts)


def _end(env: Environment, facts: dict[str, Any]) -> None:
    journal = Journal(env, facts)
    if facts["state"] == COMMITTING:
        created = _finish(journal)
        if created is not None:
            remove_stages(facts)
            journal.save(state=DONE, created=created, moves=[])
            return
        left = restore(facts)
        if left:
            remove_stages(facts)
            journal.save(state=DONE, created=[], moves=[], kept=left)
            return
    remove_stages(facts)
    journal.drop()


@contextlib.contextmanager
def locked(env: Environment) -> Iterator[None]:
    """Held while killed runs are ended: two that did this at once would take each other's work back."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        yield
        return
    with open(os.path.join(runs_folder(env), ".lock"), "a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _remove_empty(env: Environment) -> None:
    """Journals of runs that were killed before their first word."""
    try:
        entries = [e for e in os.scandir(runs_folder(env)) if e.name.endswith((".json", ".new"))]
        for entry in entries:
            status = entry.stat()
            if (not status.st_size or entry.name.endswith(".new")) and time.time() - status.st_mtime > _HOUR:
                os.unlink(entry.path)
    except OSError:
        return


_LATEST = 20
_HOUR = 3600.0  # seconds


def _finish(journal: Journal) -> list[dict[str, Any]] | None:
    """Moves the rest of a commit into place: what was created. None when that cannot be: then all is taken back."""
    facts = journal.facts
    moves, copies = [list(m) for m in facts.get("moves", ())], dict(facts.get("copying", {}))
    try:
        for original, kept in facts.get("kept", ()):
            if not os.path.lexists(kept) and any(os.path.lexists(s) and t == original for s, t, _ in moves):
                move(original, kept)
        for folder in facts.get("folders", ()):
            os.makedirs(folder, exist_ok=True)
        for number, (source, target, _) in enumerate(moves):
            if not os.path.lexists(source):  # it was moved before the run was killed
                continue
            if target in copies and finish_copy(source, target, copies[target]):
                continue
            if copies and os.path.lexists(target):
                # those before it were copied, so they cannot be taken back; whose this is, nobody can tell: it is left
                moves[number][1] = target = free_name(target)
                journal.save(moves=moves)
            move(source, target, _journalled(journal, copies, target))
    except OSError:
        for source, target, inode in moves:
            if not os.path.lexists(source) and os.path.isdir(os.path.dirname(source)):
                take_back(target, source, copies.get(target, inode))
        return None
    found = []
    for _, target, inode in moves:
        status = _status(target)
        if status is not None and status.st_ino == copies.get(target, inode):
            found.append({"path": target, "size": status.st_size, "mtime": status.st_mtime_ns, "inode": status.st_ino})
    return found


def _journalled(journal: Journal, copies: dict[str, int], target: str) -> Callable[[int], None]:
    def reserved(inode: int) -> None:
        copies[target] = inode
        journal.save(copying=copies)

    return reserved


def restore(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Puts kept originals back where nothing has taken their place; gives those that could not be, with where they are kept."""
    left = []
    for original, kept in facts.get("kept", ()):
        if os.path.lexists(kept):
            try:
                move(kept, original)
            except OSError:
                left.append((original, kept))
    return left


def _status(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except OSError:
        return None


def remove_stages(facts: dict[str, Any]) -> None:
    for stage in facts.get("stages", ()):
        if os.path.basename(stage).startswith(".ffai-"):
            shutil.rmtree(stage, ignore_errors=True)
