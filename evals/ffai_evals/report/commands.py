"""`ffai eval report`."""

import json
import os
import tempfile
from typing import TYPE_CHECKING, Any

import click

from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError

if TYPE_CHECKING:
    from ffai_evals.project.tree import Project
    from ffai_evals.report.board import Board
    from ffai_evals.report.stills import Key, Still

FORMS = ("html", "text", "json", "csv")


@click.command("report")
@click.argument("folder", default="")
@click.option("--eval", "names", multiple=True, metavar="NAME|ID", help="These evals of the project alone.")
@click.option(
    "--results",
    "results",
    multiple=True,
    metavar="NAME|FILE",
    help="An eval that was run here, or what `ffai eval run --json` wrote; beside the project, if one is named.",
)
@click.option("--out", default="", metavar="FILE", help="Where it goes; the name says the form: .html, .json, .csv, .txt.")
@click.option("--format", "form", type=click.Choice(FORMS), default=None, help="The form, whatever the name says.")
@click.option(
    "--stills",
    type=click.IntRange(0, 200),
    default=0,
    metavar="N",
    help="Run up to N failing answers again, and show stills of what came out (HTML).",
)
@click.option("--title", default="", metavar="TEXT", help="What stands above it.")
@click.pass_obj
def report(
    env: Environment, /, folder: str, names: tuple[str, ...], results: tuple[str, ...], out: str, form: str | None, title: str,
    stills: int,
) -> int:  # fmt: skip
    """Show what evals have measured: a project's, or those that were run here.

    Run configs × evals with intervals, cost against quality, judges against people, failures by reason, any two run configs
    side by side. As a table in the terminal, or as one HTML file that needs no network.

    \b
    ffai eval report                        every eval that was run here, as a table
    ffai eval report evals/project --out report.html
    ffai eval report . --format csv > figures.csv
    """  # noqa: D301 - click wants the character itself
    from ffai_evals.project.tree import load
    from ffai_evals.report import build, from_project, from_results
    from ffai_evals.report.page import as_html
    from ffai_evals.report.table import as_csv, as_document, as_text

    if names and not folder:
        raise UsageError("--eval is of a project, and none is named", "name its folder, or use --results NAME")
    form = form or _by_name(out)
    sources, head = [], ""
    if folder:
        project = load(os.path.join(env.cwd, folder))
        head = project.record.name
        sources.append(from_project(project, names))
    if results or not folder:
        sources.append(from_results(env, results))
    board = build(title or f"Evals: {head or 'run here'}", *sources)
    if folder and form == "html":
        board = board._replace(coverage=_coverage(env, project))
    if not board.columns:
        where = f"{folder} has no eval" if folder else "no eval was run here yet"
        raise UsageError(where, "ffai eval run correctness, or name a project's folder")
    if form == "html":
        text = as_html(board, _pictures(env, board, folder, results, stills) if stills else {}, _trained(board, env))
    elif form == "json":
        text = json.dumps(as_document(board), ensure_ascii=False) + "\n"
    else:
        text = as_csv(board) if form == "csv" else as_text(board)
    text = text.encode("utf-8", "backslashreplace").decode()  # half a character, as a damaged answer may hold
    if not out:
        env.stdout.write(text)
        return 0
    _write(os.path.join(env.cwd, out), text)
    env.stderr.write(f"{out}: {len(board.configs)} run configs, {len(board.columns)} scores, {len(text.encode()) / 1e6:.1f} MB\n")
    return 0


def _trained(board: "Board", env: Environment) -> dict[str, Any]:
    """How the models of one's own among the run configs were trained, where they are still here."""
    from ffai.translate.model.local import kept

    found = {}
    for config in board.configs:
        if config.name.startswith("local/"):
            try:
                found[config.name] = kept.find(config.name.removeprefix("local/"), env).trained
            except FfaiError:
                continue
    return {name: said for name, said in found.items() if said.get("losses")}


def _coverage(env: Environment, project: "Project") -> str:
    """The picture of what the project's synthetic runs reach of the installed ffmpeg; "" without such runs, or without ffmpeg."""
    if not any("synthetic" in (run.data.get("tags") or []) for task in project.tasks for run in task.of("task_run")):
        return ""
    from ffai.tools.capabilities import load as load_capabilities
    from ffai_evals.data.tree import of_project
    from ffai_evals.runner import tools_of

    tools = tools_of(env)
    return of_project(project, load_capabilities(tools, env)) if tools.ffmpeg else ""


def _pictures(env: Environment, board: "Board", folder: str, results: tuple[str, ...], most: int) -> "dict[Key, list[Still]]":
    """Stills of failing answers. The media are those of the items: beside the project, or of the evals that were run here."""
    from ffai_evals.report.stills import make
    from ffai_evals.running_commands import load as load_items
    from ffai_evals.studio.items import _items_beside

    items = _items_beside(os.path.join(env.cwd, folder)) if folder else {}
    for name in (*results, *(column.eval for column in board.columns)):
        try:
            items |= {item.id: item for item in load_items(name)}
        except FfaiError:
            continue

    def progress(done: int, planned: int) -> None:
        if env.stderr.isatty():
            env.stderr.write(f"\rstills {done}/{planned}" + ("\n" if done == planned else ""))
            env.stderr.flush()

    return make(board, env, items, most, progress)


def _by_name(out: str) -> str:
    if not out:
        return "text"
    found = {".html": "html", ".htm": "html", ".json": "json", ".csv": "csv", ".txt": "text"}.get(
        os.path.splitext(out)[1].lower()
    )
    if found is None:
        raise UsageError(f"{out!r} says no form", "end it in .html, .json, .csv or .txt, or give --format")
    return found


def _is_report(path: str) -> bool:
    if not os.path.isfile(path) or os.path.islink(path):
        return False
    with open(path, "rb") as file:
        start = file.read(2000)
    return b'<meta name="generator" content="ffai">' in start or start.startswith((b'{"v": 1, "title"', b"run_config,about,eval"))


def _write(path: str, text: str) -> None:
    """Whole or not at all. An older report is replaced, since it can be made again; nothing else is."""
    folder = os.path.dirname(path) or "."
    try:
        if os.path.lexists(path) and not _is_report(path):
            raise UsageError(f"{path} is there already, and is no report of ffai's", "name another place with --out")
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".new")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as problem:
        raise FfaiError(f"{path} cannot be written: {problem.strerror}", "name another place with --out") from None
