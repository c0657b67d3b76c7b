"""`ffai shell` and the hidden `ffai widget`."""

from shutil import which

import click

from ffai.environment import Environment
from ffai.errors import Declined, UsageError
from ffai_shell import init as initial
from ffai_shell import install as installing


@click.group()
def shell() -> None:
    """Ctrl-G in zsh, bash and fish: a request on the command line becomes the command."""


@shell.command()
@click.argument("name", metavar="zsh|bash|fish")
@click.option("--key", default="", metavar="KEY", help="Another key than Ctrl-G: '^X^F', ctrl-o, alt-f.")
@click.pass_obj
def init(env: Environment, name: str, *, key: str) -> int:
    """Print the key and the completions of a shell: eval "$(ffai shell init zsh)", or: ffai shell init fish | source."""
    _check(name)
    try:
        env.stdout.write(initial.text(name, key))
    except initial.BadKeyError as error:
        raise UsageError(str(error), "for example: --key '^X^F', --key ctrl-o, --key alt-f") from error
    return 0


@shell.command()
@click.argument("name", metavar="zsh|bash|fish")
@click.pass_obj
def completions(env: Environment, name: str) -> int:
    """Print the completions of a shell alone, without the key."""
    _check(name)
    env.stdout.write(initial.completions(name))
    return 0


@shell.command(hidden=True)
@click.pass_obj
def names(env: Environment) -> int:
    """Print the names that -m takes, one a line: for the shells' completions."""
    from ffai_shell.names import models

    env.stdout.write("".join(f"{name}\n" for name in models(env)))
    return 0


@shell.command()
@click.argument("name", metavar="[zsh|bash|fish]", default="")
@click.option("-y", "--yes", is_flag=True, help="Add it without asking.")
@click.pass_obj
def install(env: Environment, name: str, *, yes: bool) -> int:
    """Show the one line for this shell's file, ask, and add it once; the file as it was is kept beside it."""
    place = installing.place_of(name, env)
    there = installing.present(place)
    if there:
        env.stderr.write(f"{place.path} has it already:\n  {there}\n")
        return 0
    env.stderr.write(f"This line would be added at the end of {place.path}:\n  {place.line}\n")
    if which("ffai", path=env.variables.get("PATH", "")) is None:
        env.stderr.write("ffai is not on the PATH yet: without that the line does nothing but complain\n")
    _consent(env, "Add it?", "nothing was changed", yes=yes)
    copy = installing.add(place)
    env.stderr.write(
        "added" + (f"; as it was: {copy}" if copy else "") + "\nIt counts in new shells: open one, and press Ctrl-G.\n"
    )
    return 0


@shell.command()
@click.argument("name", metavar="[zsh|bash|fish]", default="")
@click.option("-y", "--yes", is_flag=True, help="Remove it without asking.")
@click.pass_obj
def uninstall(env: Environment, name: str, *, yes: bool) -> int:
    """Take the line away again that install added; the file as it was is kept beside it."""
    place = installing.place_of(name, env)
    there = installing.present(place)
    if not there.endswith(installing.MARK):
        env.stderr.write(f"{place.path} has no line of ffai shell install\n" + (f"this one is yours: {there}\n" if there else ""))
        return 0
    env.stderr.write(f"This line would be taken out of {place.path}:\n  {there}\n")
    _consent(env, "Take it out?", "nothing was changed", yes=yes)
    _, copy = installing.remove(place)
    env.stderr.write(f"taken out; as it was: {copy}\n")
    return 0


def _check(name: str) -> None:
    if name not in initial.SHELLS:
        raise UsageError(f"there is no widget for {name}", "choose zsh, bash or fish")


def _consent(env: Environment, question: str, declined: str, *, yes: bool) -> None:
    """Raises Declined when the user says no, or cannot be asked."""
    if yes:
        return
    if not env.interactive:
        raise Declined(f"{declined}: there is no terminal to ask on", "add --yes, or put the line there yourself")
    env.stderr.write(f"{question} [y/N] ")
    env.stderr.flush()
    if env.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Declined(declined)


@click.command(hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def widget(words: tuple[str, ...]) -> None:
    """The helper behind Ctrl-G: ffai widget --shell zsh|bash|fish [--status] -- LINE. The shells' own files call it."""
    from ffai_shell.widget import USAGE

    raise UsageError("the helper is called by the shells' own files", USAGE)
