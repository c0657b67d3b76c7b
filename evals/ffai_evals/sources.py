"""Where an eval's items come from: a file of items, one of a project's item files, or the runs of a project's eval."""

import glob
import os
from collections.abc import Iterable
from typing import NamedTuple

from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError
from ffai_evals.judge.items import Item, load_items
from ffai_evals.project.filters import matches
from ffai_evals.project.rules import test_filter
from ffai_evals.project.tree import Project, Record, load

OWN = os.path.normpath(os.path.join(os.path.dirname(__file__), "..", "project"))


class Source(NamedTuple):
    """An eval. `evaluation` and `runs` (by item) are those of the project, where there is one."""

    name: str
    items: list[Item]
    project: Project | None = None
    task: Record | None = None
    evaluation: Record | None = None
    runs: dict[str, Record] = {}  # noqa: RUF012 - never changed


def items_of(name: str, root: str = OWN) -> list[Item] | None:
    """The items of a file (.jsonl), or of the item file of that name in a project's folder; None where there is no such file.

    Raises FfaiError for a line that is no item.
    """
    path = name if name.endswith(".jsonl") else os.path.join(root, "ffai", f"{name}.jsonl")
    if os.sep in name and not name.endswith(".jsonl"):
        return None
    try:
        with open(path, encoding="utf-8") as file:
            return load_items(file)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path} cannot be read: {problem}", "name a file of items, one JSON object a line") from None
    except ValueError as problem:
        raise FfaiError(f"{path}: {problem}", "mend that line") from None


def source_of(env: Environment, name: str, folder: str = "", *, needs_project: bool = False) -> Source:
    """The eval of that name. Raises UsageError where there is none."""
    root = os.path.join(env.cwd, folder) if folder else OWN
    items = items_of(os.path.join(env.cwd, name) if name.endswith(".jsonl") else name, root)
    if items is not None and not needs_project and not folder:
        return Source(name, items)
    project = load(root) if folder or needs_project or os.path.isdir(root) else None
    if project is None:
        raise UsageError(f"there is no eval {name!r}", "name a file of items (.jsonl), or a project: --project FOLDER")
    task, evaluation = _evaluation(project, name)
    if items is None:
        if evaluation is None or task is None:
            raise UsageError(f"there is no eval {name!r} in {root}", "there are: " + (_known(project) or "none"))
        items = _from_runs(project, task, evaluation)
    return Source(name, items, project, task or _only(project), evaluation, _by_item(task or _only(project), items))


def _evaluation(project: Project, name: str) -> tuple[Record | None, Record | None]:
    """The eval whose judge uses the item file of that name, else the one of that name or id."""
    known = [(task, e) for task in project.tasks for e in task.of("eval")]
    stem = os.path.basename(name).removesuffix(".jsonl")
    for task, e in known:
        for judge in e.of("eval_config"):
            said = judge.data.get("properties")
            if isinstance(said, dict) and said.get("items") == f"ffai/{stem}.jsonl":
                return task, e
    for task, e in known:
        if name == e.id or stem.lower() == e.name.lower():
            return task, e
    return None, None


def _known(project: Project) -> str:
    files = [os.path.basename(p).removesuffix(".jsonl") for p in glob.glob(os.path.join(project.root, "ffai", "*.jsonl"))]
    return ", ".join(sorted({*files, *(e.name for task in project.tasks for e in task.of("eval"))}))


def _only(project: Project) -> Record | None:
    return project.tasks[0] if len(project.tasks) == 1 else None


def _from_runs(project: Project, task: Record, evaluation: Record) -> list[Item]:
    """The runs of the eval's test set: as the item that they are tagged with where there is one, else the request alone."""
    said = test_filter(evaluation.data) or "all"
    known: dict[str, Item] = {}
    for path in sorted(glob.glob(os.path.join(project.root, "ffai", "*.jsonl"))):
        try:
            with open(path, encoding="utf-8") as file:
                known |= {item.id: item for item in load_items(file)}
        except (OSError, ValueError):  # a file of something else
            continue
    found = []
    for run in task.of("task_run"):
        if matches(run, said):
            tags = [str(t) for t in run.data.get("tags") or ()]
            item = next((known[t[5:]] for t in tags if t.startswith("item_") and t[5:] in known), None)
            family = next((t[7:] for t in tags if t.startswith("family_")), "")
            found.append(item or Item(run.id, str(run.data.get("input") or ""), family=family))
    if not found:
        raise UsageError(f"no run is in the test set of {evaluation.name} ({said})", "tag some, or: ffai eval split FOLDER")
    return found


def _by_item(task: Record | None, items: Iterable[Item]) -> dict[str, Record]:
    """The runs of items: tagged with the item's id, or of that id."""
    wanted = {item.id for item in items}
    found: dict[str, Record] = {}
    for run in task.of("task_run") if task else ():
        for name in (run.id, *(str(t)[5:] for t in run.data.get("tags") or () if str(t).startswith("item_"))):
            if name in wanted:
                found.setdefault(name, run)
    return found
