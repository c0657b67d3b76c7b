"""Taking runs back, and taking that back."""

import contextlib
import os
import time
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai.errors import RunFailed, UsageError
from ffai.running import journal as journals
from ffai.running import trash
from ffai.running.journal import DONE, UNDONE, Journal
from ffai.running.moves import carry, move


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


def undo(env: Environment, id: str | None = None, trash_choice: str = trash.OWN) -> Undone:  # noqa: A002 - the command line's word
    """Takes back a run, the last one when none is named; an undone one is done again. Raises UsageError, RunFailed.

    `trash_choice`: system (the desktop's trash) or own.
    """
    journals.clean_up(env)
    if not _ended(env):
        raise UsageError(
            "there is no run to take back" if id is None else f"there is no run {id!r}", "ffai undo --list shows them all"
        )
    with journals.locked(env):
        everything = _ended(env)
        if id is None:
            everything = [f for f in everything if f["state"] == DONE]
            if not everything:
                raise UsageError("there is no run to take back", "ffai undo --list shows them all")
        else:
            everything = [f for f in everything if f["id"] == id]
            if not everything:
                raise UsageError(f"there is no run {id!r}", "ffai undo --list shows them all")
        facts = everything[-1]
        return _back(env, facts, trash_choice) if facts["state"] == DONE else _again(env, facts)


def _ended(env: Environment) -> list[dict[str, Any]]:
    return [f for f in journals.read_all(env) if f.get("state") in (DONE, UNDONE)]


def _back(env: Environment, facts: dict[str, Any], choice: str) -> Undone:
    journal = Journal(env, facts)
    own = trash.room(env, facts["id"])
    removed: list[str] = []
    left: list[str] = []
    thrown = dict(facts.get("trashed", ()))  # of an undo that was killed
    for number, made in enumerate(facts.get("created", ())):
        path = made["path"]
        problem = _changed(made)
        if problem and path in thrown and _in_trash(made, thrown[path]):
            removed.append(path)
            continue
        if problem:
            left.append(f"{path}: {problem}")
            continue
        thrown[path] = os.path.join(own, f"{number}-{os.path.basename(path)}")
        journal.save(trashed=list(thrown.items()))  # before it is moved: wherever this is killed, the file is found again
        try:
            thrown[path] = trash.throw(made, thrown[path], system=trash.is_system(env, choice))
        except OSError as error:
            del thrown[path]
            left.append(f"{path}: {(error.strerror or str(error)).lower()}")
            continue
        removed.append(path)
    restored = []
    for original, kept in facts.get("kept", ()):
        if not os.path.lexists(kept):
            left.append(f"{original}: the kept original is gone")
        elif os.path.lexists(original):
            left.append(f"{original}: something else is there now; the original stays in {kept}")
        else:
            try:
                move(kept, original)
                restored.append(original)
            except OSError as error:
                left.append(f"{original}: {(error.strerror or str(error)).lower()}; the original stays in {kept}")
    for folder in reversed(facts.get("folders", ())):
        try:
            os.rmdir(folder)
        except OSError:
            continue
    if not removed and not restored and left:
        kept = "; ".join(f"the old {os.path.basename(o)} is kept in {k}" for o, k in facts.get("kept", ()) if os.path.lexists(k))
        raise RunFailed(f"nothing was taken back: {left[0]}", kept or "files that changed since are left alone")
    trash.empty(own)
    journal.save(state=UNDONE, undone_at=time.time(), trashed=list(thrown.items()))
    return Undone(facts["id"], False, tuple(removed), tuple(restored), tuple(left))


def _again(env: Environment, facts: dict[str, Any]) -> Undone:
    journal = Journal(env, facts)
    restored, left, created = [], [], []
    originals = dict(facts.get("kept", ()))
    known = {made["path"]: made for made in facts.get("created", ())}
    waiting: list[tuple[str, str]] = []
    for path, noted in facts.get("trashed", ()):
        place = _in_trash(known[path], noted) if path in known else noted
        if not place or not os.path.lexists(place):
            left.append(f"{path}: it is no longer in the trash")
            continue
        problem = _put_back(path, place, originals.get(path, ""))
        if problem:
            left.append(f"{path}: {problem}; the result stays in {place}")
            waiting.append((path, place))
            continue
        trash.forget(place)
        status = os.lstat(path)
        created.append({"path": path, "size": status.st_size, "mtime": status.st_mtime_ns, "inode": status.st_ino})
        restored.append(path)
    if not restored and left:
        raise RunFailed(f"nothing was put back: {left[0]}", "what is in the trash stays there")
    journal.save(state=DONE, created=[*created, *(known[p] for p, _ in waiting if p in known)], trashed=waiting)
    return Undone(facts["id"], True, (), tuple(restored), tuple(left))


def _put_back(path: str, place: str, kept: str) -> str:
    """Puts a result back into its place, and the original that it replaced aside again; why that cannot be, or ""."""
    aside = bool(kept) and os.path.lexists(path) and not os.path.lexists(kept)
    try:
        if aside:
            os.makedirs(os.path.dirname(kept), mode=0o700, exist_ok=True)
            move(path, kept)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        carry(place, path)
    except OSError as error:
        if aside and os.path.lexists(kept):
            with contextlib.suppress(OSError):
                move(kept, path)
        return "something else is there now" if isinstance(error, FileExistsError) else (error.strerror or str(error)).lower()
    return ""


def _in_trash(made: dict[str, Any], noted: str) -> str:
    """Where a result lies in the trash: where the journal says, else where the desktop put it; "" when it is gone."""
    return noted if noted and os.path.lexists(noted) else trash.find(made)


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
