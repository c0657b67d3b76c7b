"""The tools as the protocol shows them, and who is asked before something runs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, TypeVar

import anyio
import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import AcceptedElicitation, Context, Elicit, ElicitationResult, ListRoots, Resolve
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ListRootsResult, ToolAnnotations
from pydantic import BaseModel, Field

from ffai import __version__
from ffai.aio import in_process
from ffai.errors import Declined, FfaiError, RunFailed
from ffai.mcp import places, work

R = TypeVar("R")

_TOLD_EVERY = 3.0  # seconds
_run_apart = in_process(work.run)

_INSTRUCTIONS = """\
ffai turns plain English into ffmpeg commands and runs them so that no file can be lost. Call plan first: it shows what a request comes to
and runs nothing. Then call run with the command. Whatever runs is guarded, checked and agreed to by the user; an output that exists is
never replaced unasked. Paths are relative to the open folder. Commands that are refused say why and what to do instead."""

_LOOKS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_RUNS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)

Folder = Annotated[str, Field(description="The open folder that relative names are in; the first one otherwise.")]
Command = Annotated[
    str, Field(description="An ffmpeg or ffprobe command, or several, as a shell would read them.", max_length=100_000)
]


class Yes(BaseModel):
    """For what the guard allows."""

    run: bool = Field(description="Run this?")


class Shown(BaseModel, arbitrary_types_allowed=True):
    """For a client that cannot ask."""

    asked: work.Asked


class Typed(BaseModel):
    """For what the guard asks about."""

    name: str = Field(description="Type what is at stake, as the message names it.")


def _roots(ctx: Context) -> ListRoots | ListRootsResult:
    """The client's roots, where it names any; none otherwise."""
    can = ctx.client_capabilities
    return ListRoots() if can is not None and can.roots is not None else ListRootsResult(roots=[])


Roots = Annotated[ListRootsResult, Resolve(_roots)]


def make_server(named: Sequence[str]) -> MCPServer[Any]:
    """The server. `named`: the folders of the command line."""
    server: MCPServer[Any] = MCPServer("ffai", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")
    tokens = work.Tokens()

    def open_places(ctx: Context, roots: ListRootsResult, folder: str) -> places.Places:
        can = ctx.client_capabilities
        theirs = None if can is None or can.roots is None else places.from_uris(str(root.uri) for root in roots.roots)
        return places.Places(places.opened(named, theirs), folder)

    def can_ask(ctx: Context) -> bool:
        return ctx.client_capabilities is not None and ctx.client_capabilities.elicitation is not None

    @server.tool(annotations=_LOOKS)
    async def plan(
        request: Annotated[str, Field(description="What should happen to which media, in plain English.")],
        ctx: Context, roots: Roots, files: Sequence[str] = (), folder: Folder = "",
    ) -> dict[str, Any]:  # fmt: skip
        """What a request comes to: commands, what they read and write, the guard's verdict, a preview. Nothing is run."""
        return await _told(lambda: work.plan(request, files, open_places(ctx, roots, folder)))

    @server.tool(annotations=_LOOKS)
    async def check(command: Command, ctx: Context, roots: Roots, folder: Folder = "") -> dict[str, Any]:
        """The guard's verdict on a command, everything it touches, and what would make ffmpeg fail. Nothing is run."""
        return await _told(lambda: work.check(command, open_places(ctx, roots, folder)))

    @server.tool(annotations=_LOOKS)
    async def explain(command: Command, ctx: Context, roots: Roots, folder: Folder = "") -> dict[str, Any]:
        """What a command does, flag by flag. Nothing is run."""
        return await _told(lambda: work.explain(command, open_places(ctx, roots, folder)))

    @server.tool(annotations=_LOOKS)
    async def probe(path: str, ctx: Context, roots: Roots, folder: Folder = "") -> dict[str, Any]:
        """What is in a media file: streams, codecs, sizes, lengths, tags."""
        return await _told(lambda: work.probe(path, open_places(ctx, roots, folder)))

    async def agreement(ctx: Context, roots: Roots, command: str, folder: str) -> object:
        """Asks the user through the client where it can: for a yes, or to type what is at stake. Else what would have to be agreed to."""
        asked = await _told(lambda: work.Asked(command, open_places(ctx, roots, folder)))
        return question(asked) if can_ask(ctx) else Shown(asked=asked)

    @server.tool(annotations=_RUNS)
    async def run(
        command: Command, ctx: Context, roots: Roots, answer: Annotated[ElicitationResult[Any], Resolve(agreement)], folder: Folder = "",
        token: Annotated[str, Field(description="What the call before gave, once the user has agreed to what it showed.")] = "",
    ) -> dict[str, Any]:  # fmt: skip
        """Runs an ffmpeg command after the user has agreed: staged, and nothing that exists is replaced unasked.

        Where the client cannot ask its user, the first call shows what would be done and gives a token; show that to the user, and call
        again with the token when they agree.
        """
        if not isinstance(answer, AcceptedElicitation):
            raise as_tool_error(Declined("the user said no; nothing was run"))
        place = open_places(ctx, roots, folder)
        agreed: tuple[str, ...] = ()
        if isinstance(answer.data, Shown):
            if not token:
                return shown(answer.data.asked, tokens)
            await _told(lambda: tokens.take(token, answer.data.asked))
        else:
            agreed = await _told(lambda: agreed_to(answer.data, work.Asked(command, place)))
        return await _finished(_run_apart(command, place.cwd, place.folders, agreed), ctx)

    return server


def question(asked: work.Asked) -> Elicit[Any]:
    if not asked.stakes:
        return Elicit(f"{asked.text}\n\nRun this?", Yes)
    return Elicit(f"{asked.text}\n\nTo run this, type: {', '.join(asked.stakes)}", Typed)


def agreed_to(answer: object, asked: work.Asked) -> tuple[str, ...]:
    """What the user has agreed to. Raises Declined."""
    if isinstance(answer, Yes) and answer.run and not asked.stakes:
        return ()
    if isinstance(answer, Typed) and answer.name.strip() == ", ".join(asked.stakes):
        return asked.stakes
    raise Declined("the user did not agree; nothing was run")


def shown(asked: work.Asked, tokens: work.Tokens) -> dict[str, Any]:
    """What a client gets that cannot ask its user. Raises ToolError for what the guard wants a person's word for."""
    if asked.stakes:
        told = f"the user has to agree to {', '.join(asked.stakes)}, and this client cannot ask; nothing was run"
        raise as_tool_error(Declined(told, "choose an output that is new, or let the user run it: ffai, in a terminal"))
    return {
        "v": 1, "status": "to be confirmed", "commands": asked.commands, "preview": asked.text, "token": tokens.give(asked),
        "next": f"show this to the user; when they agree, call run again with the same command and this token, within {work.GOOD_FOR / 60:.0f} minutes",
    }  # fmt: skip


async def _finished(running: Awaitable[dict[str, Any]], ctx: Context) -> dict[str, Any]:
    """The run's outcome; the client is told every few seconds that it goes on. Cancelling ends the run, and nothing of it stays."""
    task = asyncio.ensure_future(running)
    started = anyio.current_time()
    try:
        while not (await asyncio.wait([task], timeout=_TOLD_EVERY))[0]:
            await ctx.report_progress(anyio.current_time() - started, message="ffmpeg is at work")
    except BaseException:
        task.cancel()
        with anyio.CancelScope(shield=True):
            await asyncio.wait([task])
        raise
    try:
        outcome = task.result()
    except FfaiError as error:
        raise as_tool_error(error) from None
    if outcome["failures"]:
        failure = outcome["failures"][0]
        raise as_tool_error(RunFailed(failure["error"], failure["next_step"]))
    return {**outcome, "undo": f"ffai undo {outcome['run']}"} if outcome["run"] else outcome


async def _told(call: Callable[[], R]) -> R:
    """The call in a thread; what is expected to fail becomes the tool's error."""
    try:
        return await anyio.to_thread.run_sync(call, abandon_on_cancel=True)
    except FfaiError as error:
        raise as_tool_error(error) from None


def as_tool_error(error: FfaiError) -> ToolError:
    return ToolError(f"{error.message}. {error.next_step}" if error.next_step else error.message)
