"""The click side: help, and the commands of the table, each imported when it is called."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

import click

from ffai import __version__
from ffai.commands.table import COMMANDS, HELP_FLAGS, OPTIONS
from ffai.environment import Environment
from ffai.errors import ExitStatus, UsageError


class Commands(click.Group):
    """The group of all commands whose room is installed. Its own options are those of a request."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return [name for name in COMMANDS if _is_here(name)]

    def get_command(self, _context: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS or not _is_here(cmd_name):
            return None
        module, _, attribute = COMMANDS[cmd_name].place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_usage(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage("ffai", "[OPTIONS] REQUEST...   or   ffai COMMAND ...")

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(context)
        for heading in dict.fromkeys(COMMANDS[name].heading for name in names if COMMANDS[name].heading):
            with formatter.section(heading):
                formatter.write_dl([(name, COMMANDS[name].text) for name in names if COMMANDS[name].heading == heading])


_EXAMPLES = """\b
ffai "shrink this video for web"       preview, ask, run
ffai shrink talk.mov for web           quotes are optional
ffai -n "first 10 seconds as a gif"    only look at it
ffai                                   a prompt that stays; or a request from a pipe
"""


@click.group(
    cls=Commands,
    help=f"Say what should happen to your media, in plain English.\n\n{_EXAMPLES}",
    epilog="A request that starts with the name of a command goes after --:  ffai -- explain this clip",
    context_settings={"help_option_names": list(HELP_FLAGS), "max_content_width": 100},
    params=[
        click.Option(list(option.flags), help=option.text, metavar=option.metavar or None, is_flag=not option.metavar)
        for option in OPTIONS
    ],
)
@click.version_option(__version__, "-V", "--version", message="ffai %(version)s")
def ffai(**_options: object) -> None:
    """The group itself does nothing: requests are taken before click is imported."""


def run(arguments: Sequence[str], env: Environment) -> int:
    """Runs one command. Raises FfaiError for everything that click objects to."""
    try:
        result = ffai.main(list(arguments), prog_name="ffai", standalone_mode=False, obj=env)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except click.ClickException as error:
        raise UsageError(error.format_message(), _help_hint(error)) from error
    return int(result) if isinstance(result, int) else int(ExitStatus.DONE)


def _help_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see: {context.command_path} --help" if context else "see: ffai --help"


def _is_here(name: str) -> bool:
    """Whether the room that holds the command is installed."""
    module = COMMANDS[name].place.partition(":")[0]
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
