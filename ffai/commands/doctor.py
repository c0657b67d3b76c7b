"""`ffai doctor`: what is installed, what works, what to do about the rest."""

import click

from ffai import config
from ffai.environment import Environment


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def doctor(env: Environment, *, as_json: bool) -> int:
    """What is installed, what works, what to do about the rest."""
    from ffai.documents import dump
    from ffai.errors import ExitStatus
    from ffai.tools.doctor import report

    found = report(env, config.load(env))
    env.stdout.write(dump({"v": 1, **found.facts}) + "\n" if as_json else "".join(f"{line}\n" for line in found.lines))
    return ExitStatus.DONE if found.works else ExitStatus.MISSING
