"""`ffai project …`: projects made and checked."""

import json
import os
import sys

import click

from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError


@click.group()
def project() -> None:
    """Eval projects: Kiln v1 project folders."""


@project.command("new")
@click.argument("name")
@click.option("--dir", "folder", required=True, metavar="DIR", help="The folder to make it in; it must not hold a project yet.")
@click.option("--prompt", default="", metavar="TEXT|@FILE", help="The instruction of its task.")
@click.option("--schema", default="", metavar="FILE", help="A JSON Schema (type object) that answers have to fit.")
@click.option("--input-schema", default="", metavar="FILE", help="A JSON Schema of the requests; plain text otherwise.")
@click.pass_obj
def new(env: Environment, /, name: str, folder: str, prompt: str, schema: str, input_schema: str) -> int:
    """Start a project for a task: a title, a prompt, a schema.

    \b
    ffai project new "Mail sorter" --dir mail --prompt "Which folder does this mail belong in?" --schema answer.json
    """  # noqa: D301 - click wants the character itself
    from ffai_evals.project.new import start

    try:
        made = start(
            os.path.join(env.cwd, folder), name, prompt=text_of(env, prompt), schema=_schema(env, schema, answers=True),
            input_schema=_schema(env, input_schema, answers=False),
        )  # fmt: skip
    except ValueError as problem:
        raise UsageError(str(problem), "choose another name") from None
    env.stdout.write(f"{os.path.relpath(made.root, env.cwd)}: a project with the task {made.tasks[0].name!r}\n")
    env.stdout.write(f"      add runs, then: ffai project check {folder}\n")
    return 0


def text_of(env: Environment, said: str) -> str:
    if not said.startswith("@"):
        return said
    try:
        with open(os.path.join(env.cwd, said[1:]), encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{said[1:]} cannot be read as text: {problem}", "name a text file after the @") from None


def _schema(env: Environment, path: str, *, answers: bool) -> str | None:
    if not path:
        return None
    try:
        with open(os.path.join(env.cwd, path), encoding="utf-8") as file:
            schema = json.load(file)
    except (OSError, ValueError) as problem:
        raise UsageError(f"{path} cannot be read as a JSON Schema: {problem}", "give a file with one JSON object") from None
    if not isinstance(schema, dict) or (answers and (schema.get("type") != "object" or "properties" not in schema)):
        raise UsageError(
            f"{path} is no schema of an object with properties",
            'for example {"type": "object", "properties": {"folder": {"type": "string"}}}',
        )
    return json.dumps(schema, ensure_ascii=False)


@project.command("check")
@click.argument("folder")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def check(env: Environment, /, folder: str, *, as_json: bool) -> int:
    """Read a project whole, and tell what is wrong with it, file by file."""
    from ffai_evals.project.rules import problems
    from ffai_evals.project.tree import load

    sys.setrecursionlimit(max(sys.getrecursionlimit(), 5000))
    found = load(os.path.join(env.cwd, folder))
    wrong = problems(found)
    counts = {kind: n for kind, n in found.counts().items() if n}
    if as_json:
        document = {
            "v": 1, "name": found.record.name, "counts": found.counts(), "problems": [{"path": p.path, "text": p.text} for p in wrong],
        }  # fmt: skip
        env.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    else:
        for problem in wrong[:50]:
            env.stdout.write(f"✗ {problem.path}\n    {problem.text}\n")
        if len(wrong) > 50:
            env.stdout.write(f"  and {len(wrong) - 50} more\n")
        told = ", ".join(f"{n} {kind.replace('_', ' ')}{'s' if n > 1 else ''}" for kind, n in counts.items())
        env.stdout.write(
            f"{found.record.name}: {told}; " + (f"{len(wrong)} problem{'s' if len(wrong) > 1 else ''}\n" if wrong else "whole\n")
        )
    if wrong and not as_json:
        raise FfaiError(f"{len(wrong)} problem{'s' if len(wrong) > 1 else ''} in {folder}", "mend the files that are named above")
    return 1 if wrong else 0


def _more() -> None:
    from ffai_evals.project import adding
    from ffai_evals.team import commands

    for command in (adding.add_config, adding.add_run, adding.add_eval):
        project.add_command(command)

    for command in (commands.init_git, commands.sync, commands.status, commands.log):
        project.add_command(command)


_more()
