"""Options that several commands of `ffai data` have."""

from collections.abc import Callable
from typing import Any

import click

_Command = Callable[..., Any]

apart_from = click.option(
    "--apart-from",
    "apart",
    multiple=True,
    metavar="ITEMS.jsonl",
    help="More eval items to stay apart from, beside the project's own.",
)


def into_project(command: _Command) -> _Command:
    """--project FOLDER and --task NAME: where pairs become runs."""
    task = click.option("--task", default="", help="The task of the project, when it has several.")
    folder = click.option(
        "--project", "folder", metavar="FOLDER", help="A Kiln project that each pair becomes a run of, as soon as it is there."
    )
    return folder(task(command))
