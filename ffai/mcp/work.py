"""What the server's tools do, without the protocol: plain values in, JSON values out. Every failure is an FfaiError."""

import os
import secrets
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import ffai_guards
from ffai_guards import ALLOW, DENY

from ffai.desk import Desk, make_plan, policy_of
from ffai.documents import commands_of, facts, guard_document, plan_document
from ffai.errors import Missing, Refused
from ffai.mcp.places import Inside, Places
from ffai.quiet import Silent, allowed, desk_for, weigh_given
from ffai.show.preview import preview
from ffai.show.style import Style, clean

if TYPE_CHECKING:
    from ffai.read import Plan

GOOD_FOR = 600.0  # seconds that a token can be used
_MOST_TOKENS = 200


def plan(request: str, files: Sequence[str], places: Places) -> dict[str, Any]:
    """A request in plain English as commands, with the preview as text."""
    for path in files:
        places.check(path)
    weighed = make_plan(request, _desk(request, places, files))
    places.check_report(weighed.report)
    return {**plan_document(weighed), "preview": _preview(weighed) if weighed.has_commands else ""}


def check(command: str, places: Places) -> dict[str, Any]:
    """The guard's verdict on a command, what it touches, and what would make ffmpeg fail."""
    weighed, _ = _given(command, places)
    return {**guard_document(weighed.report), "findings": [finding._asdict() for finding in weighed.findings]}


def explain(command: str, places: Places) -> dict[str, Any]:
    """A command flag by flag, with the verdict."""
    from ffai.show.explain import explain as rows_of

    weighed, desk = _given(command, places)
    del desk
    tables = weighed.context.capabilities()
    rows = [row._asdict() for step in weighed.reading.steps if step.command for row in rows_of(step.command, tables)]
    return {"v": 1, "rows": rows, "verdict": guard_document(weighed.report)["verdict"]}


def probe(path: str, places: Places) -> dict[str, Any]:
    """What is in a file, as ffprobe tells it."""
    places.check(path)
    prober = _desk("", places).prober
    media = prober.get(path)
    if media is None:
        raise Missing(clean(f"{path}: {prober.error(path) or 'it cannot be read'}"), "name a media file in an open folder")
    return {"v": 1, "path": path, "facts": facts(media)}


class Asked:
    """What has to be agreed to before a command runs. `stakes`: what has to be typed; empty where a yes is enough."""

    def __init__(self, command: str, places: Places) -> None:
        """Raises Refused for what the guard denies, Missing or RunFailed for what would fail."""
        weighed, _ = _given(command, places)
        reasons = [reason for reason in weighed.report.verdict.reasons if reason.level != ALLOW]
        if weighed.level == DENY:
            told = " · ".join(
                f"{clean(r.text)} [{r.code}]" + (f"; {clean(r.alternative)}" if r.alternative else "") for r in reasons
            )
            raise Refused(f"refused: {told}", "nothing was run")
        self.stakes = tuple(dict.fromkeys(reason.target or reason.words for reason in reasons))
        allowed(weighed, self.stakes, frozenset(self.stakes))
        self.commands = commands_of(weighed)
        self.text = _preview(weighed)
        self.state = (
            command,
            places.cwd,
            tuple((touch.target, _status(touch.target, places.cwd)) for touch in weighed.report.touches),
        )


def run(command: str, cwd: str, folders: Sequence[str], agreed: Sequence[str]) -> dict[str, Any]:
    """Runs a command as `ffai` runs it: weighed anew, staged, nothing replaced but what was agreed to. For a process of its own."""
    from ffai.carry import run_and_record
    from ffai.show.summary import outcome_document

    weighed, desk = _given(command, Places(folders, cwd))
    replaces = allowed(weighed, tuple(agreed), frozenset(agreed))
    return outcome_document(run_and_record(weighed, desk, replaces, Silent(None)))


class Tokens:
    """Says yes to what was shown, once, and only while nothing of it has changed."""

    def __init__(self) -> None:
        self._given: dict[str, tuple[float, object]] = {}

    def give(self, asked: Asked) -> str:
        token = secrets.token_urlsafe(12)
        self._given[token] = (time.monotonic(), asked.state)
        while len(self._given) > _MOST_TOKENS:
            del self._given[next(iter(self._given))]
        return token

    def take(self, token: str, asked: Asked) -> None:
        """Raises Refused for a token that is not of this very command as it stands now."""
        when, state = self._given.pop(token, (0.0, None))
        if state is None or time.monotonic() - when > GOOD_FOR:
            raise Refused("this token is not known, used up, or too old", "call run without a token to get another")
        if state != asked.state:
            raise Refused(
                "this is not what was shown: the command or its files have changed since",
                "call run without a token to see it anew",
            )


def _desk(request: str, places: Places, files: Sequence[str] = ()) -> Desk:
    desk = desk_for(places.cwd, request, files)
    return desk._replace(prober=Inside(desk.tools, places))


def _given(command: str, places: Places) -> "tuple[Plan, Desk]":
    """A command, weighed, and nothing of it outside."""
    desk = _desk(command, places)
    places.check_report(ffai_guards.guard(command, places.cwd, policy_of(desk.env)))
    return weigh_given(command, desk), desk


def _preview(weighed: "Plan") -> str:
    return "\n".join(preview(weighed, Style(width=100)))


def _status(path: str, cwd: str) -> tuple[int, int] | None:
    try:
        status = os.lstat(os.path.join(cwd, path))
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
