"""One run in a process of its own, so that the prompt stays free: a plan on standard input, progress and outcome on standard output.

The plan is read, checked and guarded anew. It runs when that finds no reason that the user did not see and agree to. The parent
keeps standard input open: when it goes, however it goes, the run is stopped and leaves nothing behind.
"""

import contextlib
import json
import os
import signal
import sys
import threading
import time
from typing import Any

from ffai_guards.values import DENY

from ffai.carry import run_and_record
from ffai.commands.wish import Wish
from ffai.desk import Desk, open_desk, policy_of
from ffai.environment import process_environment
from ffai.errors import Declined, FfaiError, Refused
from ffai.look.context import look
from ffai.read import Plan, weigh
from ffai.show.progress import State
from ffai.show.style import Style
from ffai.values import Proposal

_EVERY = 0.1  # seconds between two reports


def payload(plan: Plan, desk: Desk, replaces: tuple[str, ...], style: Style) -> dict[str, Any]:
    """What the process needs to do what was decided."""
    return {
        "cwd": plan.context.cwd,
        "request": plan.context.request,
        "given": list(plan.context.given),
        "proposal": plan.proposal._asdict(),
        "replaces": list(replaces),
        "agreed": reasons(plan),
        "record": desk.recorder.id if desk.recorder.on else "",
        "style": list(style),
    }


def reasons(plan: Plan) -> list[str]:
    """What the verdict says against the plan, comparable from one time to the next."""
    return sorted(f"{reason.code} {reason.target or reason.words}" for reason in plan.report.verdict.reasons)


def main() -> int:
    """Runs the plan on standard input's first line."""
    asked = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    out = sys.stdout
    try:
        lines, status = _run(asked)
    except FfaiError as error:
        text = [error.message, *([error.next_step] if error.next_step else [])]
        out.write(json.dumps({"error": text, "status": int(error.status)}) + "\n")
        return int(error.status)
    out.write(json.dumps({"lines": lines, "status": status}) + "\n")
    return status


def _run(asked: dict[str, Any]) -> tuple[list[str], int]:
    from ffai.show.summary import status_of, summary

    env = process_environment()._replace(cwd=asked["cwd"])
    desk = open_desk(Wish(request=asked["request"], no_log=not asked["record"]), env)
    desk.recorder.id = asked["record"] or desk.recorder.id
    facts = {name: _tuples(value) for name, value in asked["proposal"].items()}
    given = [name for name in asked["given"] if os.path.lexists(os.path.join(env.cwd, name))]
    context = look(asked["request"], given, env, desk.tools, desk.prober)
    plan = weigh(Proposal(**facts), context, policy_of(env))
    if plan.level == DENY:
        raise Refused(f"refused: {plan.report.verdict.reasons[0].text}")
    strange = set(reasons(plan)) - set(asked["agreed"])
    if strange:
        new = next(r for r in plan.report.verdict.reasons if f"{r.code} {r.target or r.words}" in strange)
        raise Declined(f"not run: since it was shown, this has changed: {new.text}", "ask for it again")
    outcome = run_and_record(plan, desk, tuple(asked["replaces"]), _Wire())
    return summary(outcome, plan, Style(*asked["style"])), int(status_of(outcome))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


class _Wire:
    """Progress as lines of JSON."""

    def __init__(self) -> None:
        self.last = 0.0

    def show(self, state: State) -> None:
        now = time.monotonic()
        if now - self.last >= _EVERY:
            self.last = now
            with contextlib.suppress(OSError):  # the prompt is gone: _end_with_parent ends the run
                sys.stdout.write(json.dumps({"state": state._asdict()}) + "\n")
                sys.stdout.flush()


def _end_with_parent() -> None:
    """Standard input ends when the prompt's process does: then this one stops its run, as on SIGTERM."""
    while sys.stdin.buffer.read(1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
