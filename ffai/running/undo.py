"""Taking runs back, and taking that back."""

import os
import shutil
import time
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai.errors import RunFailed, UsageError
from ffai.running import journal as journals
from ffai.running.journal import DONE, UNDONE, Journal
from ffai.running.moves import move


class Run(NamedTuple):
    id: str
    time: float
    request: str
    created: tuple[str, ...]
    replaced: tuple[str, ...]
    undone: bool


class Undone(NamedTuple):
    """What an undo did: files taken away or put back, and those left alone with the reason."""

    id: str
    redone: bool
    removed: tuple[str, ...]
    restored: tuple[str, ...]
    left: tuple[str, ...]


def runs(env: Environment) -> list[Run]:
    """The runs that can be taken back or redone, newest first."""
    found = []
    for facts in reversed(journals.read_all(env)):
        if facts.get("state") in (DONE, UNDONE):
            found.append(
                Run(
                    facts["id"],
                    float(facts.get("time", 0)),
                    str(facts.get("request", "")),
                    tuple(c["path"] for c in facts.get("created", ())),
                    tuple(o for o, _ in facts.get("kept", ())),
                    facts["state"] == UNDONE,
                )
            )
    return found


def undo(env: Environment, id: str | None = None) -> Undone:  # noqa: A002 - the command line's word
    """Takes back a run, the last one when none is named; an undone one is done again. Raises UsageError, RunFailed."""
    journals.clean_up(env)
    everything = [f for f in journals.read_all(env) if f.get("state") in (DONE, UNDONE)]
    if id is None:
        candidates = [f for f in everything if f["state"] == DONE]
        if not candidates:
            raise UsageError("there is no run to take back", "ffai undo --list shows them all")
    else:
        named = [f for f in everything if f["id"] == id]
        if not named:
            raise UsageError(f"there is no run {id!r}", "ffai undo --list shows them all")
    facts = candidates[-1] if id is None else named[-1]
    return _back(env, facts) if facts["state"] == DONE else _again(env, facts)


def _trash(env: Environment, facts: dict[str, Any]) -> str:
    folder = os.path.join(env.state_dir, "trash", facts["id"])
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


def _back(env: Environment, facts: dict[str, Any]) -> Undone:
    journal = Journal(env, facts)
    trash = _trash(env, facts)
    removed: list[str] = []
    left: list[str] = []
    trashed = [[path, place] for path, place in facts.get("trashed", ()) if os.path.lexists(place)]  # of an undo that was killed
    for number, made in enumerate(facts.get("created", ())):
        path = made["path"]
        problem = _changed(made)
        if problem and any(path == gone for gone, _ in trashed):
            removed.append(path)
            continue
        if problem:
            left.append(f"{path}: {problem}")
            continue
        place = os.path.join(trash, f"{number}-{os.path.basename(path)}")
        trashed.append([path, place])
        journal.save(
            trashed=trashed
        )  # before it is moved: wherever this is killed, the file is where the journal says, or still here
        _carry(path, place)
        removed.append(path)
    restored = []
    for original, kept in facts.get("kept", ()):
        if not os.path.lexists(kept):
            left.append(f"{original}: the kept original is gone")
        elif os.path.lexists(original):
            left.append(f"{original}: something else is there now; the original stays in {kept}")
        else:
            move(kept, original)
            restored.append(original)
    for folder in reversed(facts.get("folders", ())):
        try:
            os.rmdir(folder)
        except OSError:
            continue
    if not removed and not restored and left:
        raise RunFailed(f"nothing was taken back: {left[0]}", "files that changed since are left alone")
    journal.save(state=UNDONE, undone_at=time.time(), trashed=trashed)
    return Undone(facts["id"], False, tuple(removed), tuple(restored), tuple(left))


def _again(env: Environment, facts: dict[str, Any]) -> Undone:
    journal = Journal(env, facts)
    restored, left, created = [], [], []
    for original, kept in facts.get("kept", ()):
        if os.path.lexists(original) and not os.path.lexists(kept):
            move(original, kept)
    for path, place in facts.get("trashed", ()):
        if not os.path.lexists(place):
            left.append(f"{path}: it is no longer in the trash")
            continue
        if os.path.lexists(path):
            left.append(f"{path}: something else is there now; the result stays in {place}")
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _carry(place, path)
        status = os.lstat(path)
        created.append({"path": path, "size": status.st_size, "mtime": status.st_mtime_ns, "inode": status.st_ino})
        restored.append(path)
    if not restored and left:
        raise RunFailed(f"nothing was put back: {left[0]}", "the trash is in ffai's state folder")
    journal.save(state=DONE, created=created, trashed=[])
    return Undone(facts["id"], True, (), tuple(restored), tuple(left))


def _changed(made: dict[str, Any]) -> str:
    """Why a created file is left alone; "" when it is just as the run left it."""
    try:
        status = os.lstat(made["path"])
    except FileNotFoundError:
        return "it is no longer there"
    except OSError as problem:
        return str(problem.strerror)
    if status.st_ino != made["inode"] or status.st_size != made["size"] or status.st_mtime_ns != made["mtime"]:
        return "it was changed since"
    return ""


def _carry(source: str, target: str) -> None:
    """A move that never replaces, across file systems by copying first."""
    try:
        move(source, target)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(target):
            raise
        shutil.copy2(source, f"{target}.part")
        move(f"{target}.part", target)
        os.unlink(source)
