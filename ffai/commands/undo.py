"""`ffai undo`: taking runs back."""

import time

import click

from ffai.environment import Environment


@click.command()
@click.argument("id", required=False)
@click.option("--list", "listed", is_flag=True, help="Show the runs that can be taken back.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def undo(env: Environment, id: str | None, *, listed: bool, as_json: bool) -> int:  # noqa: A002 - the command line's word
    """Take back a run, the last one when none is named; naming an undone one does it again.

    Created files go to the trash, unless they were changed since; replaced ones come back.
    """
    from ffai import config
    from ffai.documents import dump
    from ffai.running import undo as undoing
    from ffai.show.style import clean

    if listed:
        for run in undoing.runs(env):
            if as_json:
                env.stdout.write(dump({"v": 1, **run._asdict()}) + "\n")
            else:
                when = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.time))
                state = "undone" if run.undone else f"{len(run.created)} made"
                env.stdout.write(f"{run.id}  {when}  {state:<8}  {clean(run.request)[:80]}\n")
        return 0
    done = undoing.undo(env, id, config.load(env).trash)
    if as_json:
        env.stdout.write(dump({"v": 1, **done._asdict()}) + "\n")
        return 0
    for path in done.removed:
        env.stderr.write(f"  taken away  {clean(path)}\n")
    for path in done.restored:
        env.stderr.write(f"  put back    {clean(path)}\n")
    for path in done.left:
        env.stderr.write(f"  left alone  {clean(path)}\n")
    if not done.redone:
        env.stderr.write(f"  ffai undo {done.id} does it again\n")
    return 0
