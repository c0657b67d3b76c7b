"""The library for asyncio: the same names, the same arguments, the same answers.

What only looks (plan, check, guard, explain) runs in a thread. What runs ffmpeg (run, ask) has a process of its own, since a program with
threads must not fork code into its child; cancelling the task interrupts that process, which leaves nothing behind.
"""

import asyncio
import pickle
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from ffai import library
from ffai.errors import FfaiError, RunFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

# modules are found where the caller finds them, and not in the working folder besides
_CALLED = "import sys; sys.path[:] = sys.argv[1:]; from ffai.aio import _serve; _serve()"

P = ParamSpec("P")
R = TypeVar("R")


def in_thread(function: "Callable[P, R]") -> "Callable[P, Awaitable[R]]":
    """The function, awaitable, in a thread."""

    async def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.to_thread(function, *args, **kwargs)

    call.__name__ = function.__name__
    call.__doc__ = function.__doc__
    return call


def in_process(function: "Callable[P, R]") -> "Callable[P, Awaitable[R]]":
    """The function of a module, awaitable, in a process of its own, which cancelling interrupts."""

    async def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return await _apart(function.__module__, function.__name__, args, kwargs)  # type: ignore[no-any-return]

    call.__name__ = function.__name__
    call.__doc__ = f"{function.__doc__}\n\n    `progress` cannot be given here."
    return call


plan = in_thread(library.plan)
check = in_thread(library.check)
guard = in_thread(library.guard)
explain = in_thread(library.explain)
run = in_process(library.run)
ask = in_process(library.ask)


async def _apart(module: str, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    if kwargs.get("progress") is not None:
        raise TypeError("progress cannot be given here: the run is in a process of its own")
    asked = pickle.dumps((module, name, args, kwargs))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-c", _CALLED, *sys.path, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    answering = asyncio.ensure_future(process.communicate(asked))
    try:
        told, _ = await asyncio.shield(answering)
    except asyncio.CancelledError:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await asyncio.wait([answering])
        raise
    if not told:
        raise RunFailed(f"the run ended without an answer (status {process.returncode})", "ffai undo --list shows what was made")
    done, value = pickle.loads(told)  # noqa: S301 - written by the lines below
    if not done:
        raise value
    return value


def _serve() -> None:
    """Answers the call on standard input, in the process that `_apart` starts."""
    module, name, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by `_apart`
    try:
        answer = (True, getattr(import_module(module), name)(*args, **kwargs))
    except (FfaiError, OSError, ValueError, TypeError) as error:
        answer = (False, error)
    sys.stdout.buffer.write(pickle.dumps(answer))
