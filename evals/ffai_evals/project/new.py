"""A project started from a title, a prompt and a schema."""

import os

from ffai.errors import FfaiError
from ffai_evals.project.text import clean_name
from ffai_evals.project.tree import Project, load
from ffai_evals.project.write import add, fresh


def start(folder: str, name: str, *, prompt: str = "", schema: str | None = None, input_schema: str | None = None) -> Project:
    """Makes the project and gives it, read back. Raises ValueError for a name that leaves nothing, FfaiError where one is already."""
    title = clean_name(name)
    if os.path.lexists(os.path.join(folder, "project.kiln")):
        raise FfaiError(f"there is a project in {folder} already", "choose another folder")
    root = add(None, folder, fresh("project", {"name": title, "description": None}))
    instruction = prompt.strip() or f"Do the task {title!r} for the input."
    task = add(
        root, folder,
        fresh("task", {"name": title, "instruction": instruction, "output_json_schema": schema, "input_json_schema": input_schema}),
    )  # fmt: skip
    add(task, folder, fresh("prompt", {"name": "Basic", "prompt": instruction}))
    evals = {
        "name": "Correctness",
        "eval_set_filter_id": "tag::eval_correctness",
        "eval_configs_filter_id": "tag::eval_golden_correctness",
        "splits": {"test": {"source": "task_run", "filter_id": "tag::eval_correctness"}},
        "output_scores": [{"name": "Correctness", "instruction": None, "type": "pass_fail"}],
    }
    add(task, folder, fresh("eval", evals))
    return load(folder)
