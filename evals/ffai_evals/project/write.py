"""Records written: whole or not at all, only where something changed, never over what someone else wrote meanwhile."""

import contextlib
import getpass
import json
import os
import tempfile
from typing import Any

from ffai.errors import FfaiError
from ffai_evals.project.kinds import KINDS, REQUIRED
from ffai_evals.project.text import folder_name, new_id, now, to_text
from ffai_evals.project.tree import Record


def fresh(kind: str, values: dict[str, Any], *, identity: str = "", created_at: str = "", created_by: str = "") -> dict[str, Any]:
    """The data of a new record: every field of its kind, in Kiln's order. Raises ValueError for a required one that is missing."""
    fields = KINDS[kind].fields
    unknown = set(values) - {name for name, _ in fields}
    if unknown:
        raise ValueError(f"a {kind} has no {', '.join(sorted(unknown))}")
    base = {"v": 1, "id": identity or new_id(), "created_at": created_at or now(), "created_by": created_by or user()}
    own = {}
    for name, default in fields:
        if name not in values and default is REQUIRED:
            raise ValueError(f"a {kind} needs {name}")
        own[name] = values.get(name, default if not isinstance(default, list | dict) else type(default)(default))
    if kind == "prompt":
        return {**own, **base, "model_type": kind}
    return {**base, **own, "model_type": kind}


def output(
    text: str, source: dict[str, Any] | None = None, *, identity: str = "", created_at: str = "", created_by: str = ""
) -> dict[str, Any]:
    """The output of a run, as the nested object that it is in Kiln."""
    base = {
        "v": 1,
        "id": identity or new_id(),
        "path": None,
        "created_at": created_at or now(),
        "created_by": created_by or user(),
    }
    return {**base, "output": text, "source": source, "rating": None, "model_type": "task_output"}


def user() -> str:
    """Who writes: KILN_USER_ID, else the name that the machine knows."""
    if os.environ.get("KILN_USER_ID"):
        return os.environ["KILN_USER_ID"]
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def add(parent: Record | None, folder: str, data: dict[str, Any]) -> Record:
    """Writes a new record below a parent, or a project into a folder, and gives it. Raises FfaiError when it is there already."""
    kind = str(data["model_type"])
    if parent is None:
        place = folder
    else:
        below = next(name for name, child in KINDS[parent.kind].children if child == kind)
        place = os.path.join(os.path.dirname(parent.path), below, folder_name(str(data["id"]), str(data.get("name") or "")))
    path = os.path.join(place, KINDS[kind].file)
    if os.path.lexists(path):
        raise FfaiError(f"{path} is there already", "nothing was written; choose another folder or id")
    try:
        os.makedirs(place, exist_ok=True)
    except OSError as problem:
        raise FfaiError(f"{place} cannot be made: {problem.strerror}", "nothing was written; free space or rights are needed") from None  # fmt: skip
    record = Record(kind, path, data, parent, None)
    _put(record)
    if parent is not None:
        parent.children.setdefault(kind, []).append(record)
    return record


def save(record: Record) -> bool:
    """Writes a changed record; False when its file says the same already. Raises FfaiError when the file was changed by someone else."""
    try:
        with open(record.path, "rb") as file:
            raw = file.read()
            status = os.fstat(file.fileno())
        there = json.loads(raw)
    except (OSError, ValueError):
        there, status = None, None
    if there == record.data:
        return False
    if record.mark is not None and (status is None or (status.st_mtime_ns, status.st_size) != record.mark):
        raise FfaiError(
            f"{record.path} was changed by someone else meanwhile", "read the project again, and make the change again"
        )
    _put(record)
    return True


def _put(record: Record) -> None:
    folder, name = os.path.dirname(record.path), ""
    try:
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".new")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(to_text(record.data))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, record.path)
    except OSError as problem:
        if name and os.path.exists(name):
            os.unlink(name)
        if record.mark is None and not os.path.lexists(record.path):
            with contextlib.suppress(OSError):  # an empty folder that was made for it, unless someone else put something there
                os.rmdir(folder)
        raise FfaiError(
            f"{record.path} cannot be written: {problem.strerror}", "the file is as it was; free space or rights are needed"
        ) from None
    status = os.stat(record.path)
    record.mark = (status.st_mtime_ns, status.st_size)
