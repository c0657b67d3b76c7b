"""Starts a request or a command in the world as it is, and turns whatever goes wrong into a message and an exit status."""

import os
from collections.abc import Callable, Sequence

from ffai.commands.table import is_command
from ffai.environment import Environment, process_environment
from ffai.errors import ExitStatus, FfaiError, Interrupted

BROKEN_PIPE = 141  # as of a program that SIGPIPE ended


def start(arguments: Sequence[str]) -> int:
    """The whole program."""
    try:
        env = process_environment()
    except FileNotFoundError:
        os.write(2, b"ffai: the working folder is gone\n      change to a folder that exists\n")
        return ExitStatus.MISSING
    document = wants_document(arguments)
    if is_command(arguments):
        return guarded(env, lambda: _command(arguments, env), document=document)
    return guarded(env, lambda: request(arguments, env), document=document)


def wants_document(arguments: Sequence[str]) -> bool:
    """Whether whoever called reads JSON, so that an error must be JSON too."""
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in before


def guarded(env: Environment, action: Callable[[], int], *, document: bool = False) -> int:
    """What `action` answers, or the status of the error it ended in, shown. No traceback reaches the user."""
    try:
        try:
            status = action()
            env.stdout.flush()
        except KeyboardInterrupt:
            return _tell(Interrupted(""), env, document=document)
        except FfaiError as error:
            return _tell(error, env, document=document)
    except BrokenPipeError:
        _abandon_output(env)
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the last place before a traceback
        from ffai.show.failure import fault, tell_unexpected

        if document:
            _tell(fault(error), env, document=True)
        return tell_unexpected(error, env)
    return status


def _tell(error: FfaiError, env: Environment, *, document: bool) -> int:
    from ffai.show.failure import tell

    if not document:
        return tell(error, env)
    from ffai.documents import dump, error_document

    env.stdout.write(dump(error_document(error)) + "\n")
    env.stdout.flush()
    return int(error.status)


def request(arguments: Sequence[str], env: Environment) -> int:
    """A request's command line. Raises FfaiError for every expected failure."""
    from ffai.commands.wish import parse

    wish = parse(arguments, env.cwd)
    if wish is None:
        return _command(["--help"], env)
    if not wish.request:
        from ffai.commands.alone import alone

        return alone(wish, env)
    from ffai.road import ask

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
