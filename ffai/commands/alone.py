"""`ffai` without a request: the REPL on a terminal, otherwise one request from standard input."""

import os
import sys
from collections.abc import Callable

from ffai.commands.wish import Wish
from ffai.environment import Environment
from ffai.errors import UsageError

LONGEST = 1_000_000  # characters: more is no request


def alone(wish: Wish, env: Environment) -> int:
    """Asks for the request where it can come from. Raises UsageError when it is empty."""
    from ffai.road import ask

    if not env.stdin.isatty():
        return ask(wish._replace(request=read_request(env)), env)
    repl = _repl()
    if repl is not None and not wish.given:
        return repl(wish, env)
    raise UsageError("what should happen?", 'for example: ffai "shrink this video for web"; see also ffai --help')


def read_request(env: Environment) -> str:
    """The request on standard input. Bytes that are no text are kept as they are, since a file name may hold them."""
    try:
        text = env.stdin.read(LONGEST + 1)
    except UnicodeDecodeError:
        text = os.fsdecode(getattr(env.stdin, "buffer", sys.stdin.buffer).read())
    if len(text) > LONGEST:
        raise UsageError(f"the request on standard input is longer than {LONGEST:,} characters", "say it shorter")
    request = " ".join(text.split())
    if not request:
        raise UsageError("the request is empty", 'for example: ffai "shrink this video for web"')
    return request


def _repl() -> Callable[[Wish, Environment], int] | None:
    """The shell room's prompt, found by name: this room imports nothing of that one."""
    try:
        from importlib import import_module

        found: Callable[[Wish, Environment], int] = import_module("ffai_shell.repl").repl
    except (ImportError, AttributeError):
        return None
    return found
