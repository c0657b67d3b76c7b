"""A project folder in memory: every record as it stands in its file, whatever else is in it, with what is wrong told and passed over."""

import json
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from ffai.errors import FfaiError, Missing
from ffai_evals.project.kinds import KINDS


class Problem(NamedTuple):
    """What is wrong with a file. `path` is relative to the project's folder."""

    path: str
    text: str


class Record:
    """One file. `data` is all of it, unknown keys too; `mark` is what the file looked like when it was read."""

    __slots__ = ("children", "data", "kind", "mark", "parent", "path")

    def __init__(self, kind: str, path: str, data: dict[str, Any], parent: "Record | None", mark: tuple[int, int] | None) -> None:
        self.kind, self.path, self.data, self.parent, self.mark = kind, path, data, parent, mark
        self.children: dict[str, list[Record]] = {}

    @property
    def id(self) -> str:
        return str(self.data.get("id") or "")

    @property
    def name(self) -> str:
        return str(self.data.get("name") or "")

    def of(self, kind: str) -> "list[Record]":
        """The records of a kind right below this one."""
        return self.children.get(kind, [])

    def find(self, kind: str, name_or_id: str) -> "Record | None":
        """The child of that id, else the only one of that name, else None."""
        found = [c for c in self.of(kind) if c.id == name_or_id] or [c for c in self.of(kind) if c.name == name_or_id]
        return found[0] if len(found) == 1 else None

    def walk(self) -> "Iterator[Record]":
        """This record and all below it."""
        yield self
        for records in self.children.values():
            for record in records:
                yield from record.walk()


class Project(NamedTuple):
    root: str
    record: Record
    problems: tuple[Problem, ...]  # files that could not be read

    @property
    def tasks(self) -> list[Record]:
        return self.record.of("task")

    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(KINDS, 0)
        for record in self.record.walk():
            found[record.kind] += 1
        return found


def load(folder: str) -> Project:
    """The project in a folder (or of a project.kiln). Damaged files below it are problems, not errors.

    Raises Missing when there is no project, FfaiError when project.kiln itself cannot be read.
    """
    root = os.path.dirname(folder) if os.path.basename(folder) == "project.kiln" else folder
    path = os.path.join(root, "project.kiln")
    if not os.path.isfile(path):
        raise Missing(
            f"there is no project.kiln in {folder}", "name the folder of a project, or make one: ffai project new NAME --dir DIR"
        )
    problems: list[Problem] = []
    record = _read("project", path, None, root, problems)
    if record is None:
        raise FfaiError(f"{path}: {problems[0].text}", "mend that file, or take an earlier version of it")
    _descend(record, root, problems)
    return Project(root, record, tuple(problems))


def again(parent: Record, kind: str, identity: str) -> Record | None:
    """The child of that id, looked for on the disk anew: another process may have added it."""
    parent.children.pop(kind, None)
    problems: list[Problem] = []
    _descend(parent, os.path.dirname(parent.path), problems, only=kind)
    return parent.find(kind, identity)


def _descend(record: Record, root: str, problems: list[Problem], only: str = "") -> None:
    here = os.path.dirname(record.path)
    for folder, kind in KINDS[record.kind].children:
        if only and kind != only:
            continue
        place = os.path.join(here, folder)
        try:
            names = sorted(os.listdir(place))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as problem:
            problems.append(Problem(os.path.relpath(place, root), f"cannot be listed: {problem.strerror}"))
            continue
        found: list[Record] = []
        file, goes_on = KINDS[kind].file, bool(KINDS[kind].children)
        for name in names:
            child = _read(kind, f"{place}/{name}/{file}", record, root, problems)
            if child is not None:
                found.append(child)
                if goes_on:
                    _descend(child, root, problems)
        record.children[kind] = found


def _read(kind: str, path: str, parent: Record | None, root: str, problems: list[Problem]) -> Record | None:
    """A record; None for what is no record's folder, or cannot be read (a problem then)."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        problems.append(Problem(os.path.relpath(path, root), f"cannot be opened: {problem.strerror}"))
        return None
    try:
        status = os.fstat(descriptor)
        raw = os.read(descriptor, status.st_size + 1)
        while len(raw) < status.st_size and (more := os.read(descriptor, status.st_size)):
            raw += more
        data = json.loads(raw)
    except OSError as problem:
        problems.append(Problem(os.path.relpath(path, root), f"cannot be read: {problem.strerror}"))
        return None
    except (ValueError, RecursionError) as problem:
        problems.append(Problem(os.path.relpath(path, root), f"is no JSON: {_short(problem)}"))
        return None
    finally:
        os.close(descriptor)
    if not isinstance(data, dict) or data.get("model_type") != kind:
        said = data.get("model_type") if isinstance(data, dict) else type(data).__name__
        problems.append(Problem(os.path.relpath(path, root), f"should be a {kind} and says {said!r}"))
        return None
    return Record(kind, path, data, parent, (status.st_mtime_ns, status.st_size))


def _short(problem: BaseException) -> str:
    return str(problem).split("\n", 1)[0][:120]
