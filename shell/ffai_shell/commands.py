"""`ffai shell` and the hidden `ffai widget`."""

import os

import click

from ffai.environment import Environment
from ffai.errors import UsageError

SHELLS = ("zsh", "bash", "fish")


@click.group()
def shell() -> None:
    """Ctrl-G in zsh, bash and fish: a request on the command line becomes the command."""


@shell.command()
@click.argument("name", metavar="zsh|bash|fish")
@click.pass_obj
def init(env: Environment, name: str) -> int:
    """Print the widget: eval "$(ffai shell init zsh)", or: ffai shell init fish | source."""
    if name not in SHELLS:
        raise UsageError(f"there is no widget for {name}", "choose zsh, bash or fish")
    with open(os.path.join(os.path.dirname(__file__), "widgets", f"ffai.{name}"), encoding="utf-8") as file:
        env.stdout.write(file.read())
    return 0


@click.command(hidden=True, context_settings={"ignore_unknown_options": True})
@click.option("--shell", "name", type=click.Choice(SHELLS), required=True)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def widget(env: Environment, /, name: str, words: tuple[str, ...]) -> int:
    """The helper behind Ctrl-G."""
    from ffai_shell.widget import main

    return main(" ".join(words), name, env)
