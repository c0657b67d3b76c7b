"""The road without a terminal, for the library and the MCP server: nothing is printed, nobody is asked, no request is recorded."""

import io
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ffai_guards import ALLOW, DENY

from ffai.environment import Environment, process_environment
from ffai.errors import Declined, Missing, Refused, RunFailed
from ffai.show.progress import State
from ffai.values import Proposal

if TYPE_CHECKING:
    from ffai.desk import Desk
    from ffai.read import Plan as Weighed

Path = str | os.PathLike[str]


class Silent:
    """Progress for `run`: handed on, or nothing."""

    def __init__(self, tell: Callable[[State], None] | None) -> None:
        self.tell = tell

    def show(self, state: State) -> None:
        if self.tell:
            self.tell(state)


def environment(cwd: Path | None) -> Environment:
    """This process's environment without its streams: nothing is printed and nobody is asked. Raises Missing."""
    folder = os.path.abspath(os.fspath(cwd)) if cwd is not None else os.getcwd()
    if not os.path.isdir(folder):
        raise Missing(f"the folder {folder} is not there", "cwd is the folder that the request is made in")
    return process_environment()._replace(stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO(), cwd=folder)


def as_text(path: Path | None) -> str | None:
    return None if path is None else os.fspath(path)


def desk_for(cwd: Path | None, request: str, files: Sequence[Path] = (), **options: Any) -> "Desk":
    from ffai.commands.wish import Wish
    from ffai.desk import open_desk

    return open_desk(Wish(request, tuple(os.fspath(path) for path in files), no_log=True, **options), environment(cwd))


def weigh_again(proposal: Proposal, desk: "Desk") -> "Weighed":
    from ffai.desk import look_for, policy_of
    from ffai.read import weigh

    return weigh(proposal, look_for(desk.wish.request, desk), policy_of(desk.env))


def weigh_given(command: str | Sequence[str], desk: "Desk") -> "Weighed":
    """A command that somebody wrote, weighed. Raises UsageError for an empty one."""
    if not (command.strip() if isinstance(command, str) else command):
        from ffai.errors import UsageError

        raise UsageError("the command is empty", "for example: ffmpeg -i a.mov -c copy a.mp4")
    given = Proposal("given", understood=True, confidence=1.0)
    if isinstance(command, str):
        return weigh_again(given._replace(text=command), desk)
    return weigh_again(given._replace(commands=(tuple(command),)), desk)


def words_of(command: str | Sequence[str]) -> str:
    """A command as the text that files are looked for in."""
    return command if isinstance(command, str) else " ".join(command)


def allowed(weighed: "Weighed", replace: tuple[str, ...], confirmed: frozenset[str]) -> tuple[str, ...]:
    """The existing outputs that may be replaced. Raises for a plan that may not be run, or would fail."""
    from ffai.confirm.names import existing_outputs

    if not weighed.has_commands:
        from ffai.show.results import no_command

        raise no_command(weighed)
    if weighed.level == DENY:
        reason = weighed.report.verdict.reasons[0]
        raise Refused(f"refused: {reason.text}", reason.alternative or "nothing was run")
    there = weighed.context.cwd
    agreed = {os.path.realpath(os.path.join(there, path)) for path in replace}
    replaces = tuple(p for p in existing_outputs(weighed.reading, there) if os.path.realpath(os.path.join(there, p)) in agreed)
    named = {os.path.realpath(os.path.join(there, path)) for path in replaces}
    for reason in weighed.report.verdict.reasons:
        about = reason.target and os.path.realpath(os.path.join(there, reason.target)) in named
        if reason.level != ALLOW and not about and not confirmed & {reason.target, reason.words}:
            raise Declined(
                reason.text,
                f"run(…, replace=[NAME]) or run(…, confirm=[{reason.target or reason.words!r}]) says that it is meant",
            )
    if weighed.errors:
        found = weighed.errors[0]
        raise (Missing if "missing" in found.code else RunFailed)(f"this would fail: {found.text}", "nothing was run")
    return tuple(dict.fromkeys((*weighed.proposal.replaces, *replaces)))
