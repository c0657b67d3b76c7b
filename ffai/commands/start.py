"""Starts a request or a command in the world as it is, and turns whatever goes wrong into a message and an exit status."""

import os
from collections.abc import Callable, Sequence

from ffai.commands.table import COMMANDS
from ffai.environment import Environment, process_environment
from ffai.errors import ExitStatus, FfaiError

BROKEN_PIPE = 141  # as a program that SIGPIPE ended


def start(arguments: Sequence[str]) -> int:
    """The whole program."""
    try:
        env = process_environment()
    except FileNotFoundError:
        os.write(2, b"ffai: the working folder is gone\n      change to a folder that exists\n")
        return ExitStatus.MISSING
    if arguments and arguments[0] in COMMANDS:
        return guarded(env, lambda: _command(arguments, env))
    return guarded(env, lambda: _request(arguments, env))


def guarded(env: Environment, action: Callable[[], int]) -> int:
    """What `action` answers, or the status of the error it ended in, shown. No traceback reaches the user."""
    try:
        status = action()
        env.stdout.flush()
    except BrokenPipeError:
        _abandon_output(env)
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except FfaiError as error:
        from ffai.show.failure import tell

        return tell(error, env)
    except Exception as error:
        from ffai.show.failure import tell_unexpected

        return tell_unexpected(error, env)
    return status


def _request(arguments: Sequence[str], env: Environment) -> int:
    from ffai.commands.wish import parse

    wish = parse(arguments, env.cwd)
    if wish is None:
        return _command(["--help"], env)
    if not wish.request:
        from ffai.commands.alone import alone

        return alone(wish, env)
    from ffai.ask import ask

    return ask(wish, env)


def _command(arguments: Sequence[str], env: Environment) -> int:
    from ffai.commands.app import run

    return run(arguments, env)


def _abandon_output(env: Environment) -> None:
    """Whoever read standard output has gone; Python must not complain about it while it shuts down."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, env.stdout.fileno())
    except (OSError, ValueError):
        pass
