"""`ffai guard hook`: the guard in front of a coding agent's commands.

What an agent is about to run comes as JSON on standard input, in the form of Claude Code's PreToolUse event:

    {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "ffmpeg …"}, "cwd": "/videos"}

`tool_input.command` may be a text or an argv; `{"command": …, "cwd": …}` alone will do. The answer is a decision as JSON with exit status 0,
or, with --exit-code, the status alone: 0 goes on, 2 stops, the reason on standard error. Source of the form and of the statuses:
Claude Code's documentation of hooks. What cannot be read is stopped with status 2 in both forms.
"""

import json
import os
import re
from typing import Any, NamedTuple

from ffai_guards import ALLOW, CONFIRM, Report
from ffai_guards import guard as weigh

from ffai.desk import policy_of
from ffai.documents import dump
from ffai.environment import Environment
from ffai.errors import UsageError
from ffai.show.style import clean

LONGEST = 4_000_000  # characters of an event
STOP = 2  # the exit status that stops an agent's command
_OURS = re.compile(r"ff(mpeg|probe|play)", re.IGNORECASE)
_DECISIONS = {ALLOW: "allow", CONFIRM: "ask"}  # deny: deny


class Decision(NamedTuple):
    """`level`: allow, ask or deny; "" for a command that ffai has no say in."""

    level: str
    reason: str = ""


def hook(env: Environment, *, by_status: bool, allows: bool) -> int:
    """Reads one event and answers it."""
    try:
        decision = decide(env.stdin.read(LONGEST + 1), env)
    except UsageError as error:
        env.stderr.write(f"ffai: {error.message}; the command is stopped\n")
        return STOP
    except UnicodeDecodeError:
        env.stderr.write("ffai: the event is not UTF-8; the command is stopped\n")
        return STOP
    if by_status:
        if decision.level in ("", "allow"):
            return 0
        env.stderr.write(f"ffai: {decision.reason}\n")
        return STOP
    if decision.level and (decision.level != "allow" or allows):
        env.stdout.write(dump({"hookSpecificOutput": _answer(decision)}) + "\n")
    return 0


def _answer(decision: Decision) -> dict[str, str]:
    return {
        "hookEventName": "PreToolUse",
        "permissionDecision": decision.level,
        "permissionDecisionReason": decision.reason,
    }


def decide(text: str, env: Environment) -> Decision:
    """The decision on an event. Raises UsageError for one that cannot be read, or a policy that cannot."""
    command, cwd = event(text, env.cwd)
    if not command:
        return Decision("")
    by_words = command if isinstance(command, str) else " ".join(command)
    if not _OURS.search(re.sub(r"[\\'\"]", "", by_words)):
        return Decision("")
    report = weigh(command if isinstance(command, str) else [tuple(command)], cwd, policy_of(env))
    level = _DECISIONS.get(report.verdict.level, "deny")
    if level == "deny" and _speaks_only(report):
        level = "ask"
    return Decision(level, _reason(report))


def _speaks_only(report: Report) -> bool:
    """Whether nothing is wrong but that another program is started, and ffmpeg is at most spoken of: `git commit -m "use ffmpeg"`.

    It may also start ffmpeg in a way that cannot be seen, so a person is asked.
    """
    return all(reason.code == "SH_UNKNOWN_PROGRAM" for reason in report.verdict.reasons if reason.level != ALLOW) and not any(
        step.command for step in report.reading.steps
    )


def _reason(report: Report) -> str:
    """Why, for the agent: every reason, and what to do instead where the guard knows it."""
    if report.verdict.level == ALLOW:
        return "ffai: nothing that exists is changed"
    told = [
        f"{clean(r.text)} [{r.code}]" + (f"; {clean(r.alternative)}" if r.alternative else "") for r in report.verdict.reasons
    ]
    return "ffai: " + " · ".join(told)


def event(text: str, cwd: str) -> tuple[str | list[str], str]:
    """The command of an event ("" when its tool runs none) and the folder that it would run in. Raises UsageError."""
    if len(text) > LONGEST:
        raise UsageError(f"the event is longer than {LONGEST:,} characters")
    try:
        said: Any = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UsageError(f"standard input is no JSON event ({str(problem)[:80]})") from None
    if not isinstance(said, dict):
        raise UsageError("the event is no JSON object")
    tool = said.get("tool_input", said)
    command = tool.get("command", "") if isinstance(tool, dict) else ""
    if not (isinstance(command, str) or (isinstance(command, list) and all(isinstance(word, str) for word in command))):
        raise UsageError("the event's command is neither a text nor a list of texts")
    folder = said.get("cwd") or cwd
    if not isinstance(folder, str):
        raise UsageError("the event's cwd is no text")
    return command, os.path.join(cwd, folder)
