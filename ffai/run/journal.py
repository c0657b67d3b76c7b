"""The journal of runs: what is under way and what was done, one file each, so that a killed run is cleaned up and a finished one
can be taken back.
"""

import json
import os
import shutil
import time
from typing import Any

from ffai.environment import Environment
from ffai.run.moves import move

RUNNING, COMMITTING, DONE, UNDONE = "running", "committing", "done", "undone"


class Journal:
    """The record of one run. `save` is durable: written beside, flushed to disk, renamed."""

    def __init__(self, env: Environment, facts: dict[str, Any]) -> None:
        self.folder = runs_folder(env)
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        self.facts = facts
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
            if isinstance(facts, dict) and "id" in facts:
                found.append(facts)
    return found


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
    for facts in read_all(env):
        if facts.get("state") not in (RUNNING, COMMITTING) or alive(facts):
            continue
        journal = Journal(env, facts)
        if facts["state"] == COMMITTING and _finish(facts):
            remove_stages(facts)
            journal.save(state=DONE)
            continue
        remove_stages(facts)
        journal.drop()


def _finish(facts: dict[str, Any]) -> bool:
    """Moves the rest of a commit into place; takes all back when that cannot be."""
    moved: list[tuple[str, str]] = []
    for source, target, inode in facts.get("moves", ()):
        if not os.path.lexists(source):
            continue  # moved before it was killed
        try:
            move(source, target)
        except OSError:
            for done_source, done_target, done_inode in facts["moves"]:
                if _is(done_target, done_inode) and not os.path.lexists(done_source):
                    os.unlink(done_target)
            restore(facts)
            return False
        moved.append((source, target))
        _ = inode
    return True


def restore(facts: dict[str, Any]) -> None:
    """Puts kept originals back where nothing has taken their place."""
    for original, kept in facts.get("kept", ()):
        if os.path.lexists(kept) and not os.path.lexists(original):
            try:
                move(kept, original)
            except OSError:
                continue


def _is(path: str, inode: int) -> bool:
    try:
        return os.lstat(path).st_ino == inode
    except OSError:
        return False


def remove_stages(facts: dict[str, Any]) -> None:
    for stage in facts.get("stages", ()):
        if os.path.basename(stage).startswith(".ffai-"):
            shutil.rmtree(stage, ignore_errors=True)
