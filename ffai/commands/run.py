"""`ffai run ID`: a plan from the record, shown and asked about like any other. What the shell's key puts on the line."""

import os
from typing import TYPE_CHECKING

import click

from ffai import record
from ffai.environment import Environment
from ffai.errors import Missing, UsageError
from ffai.record import Past

if TYPE_CHECKING:
    from ffai.desk import Desk
    from ffai.read import Plan
    from ffai.values import Proposal

_LOST = ("[hidden]", "$'")  # a secret that the record left out; a name with bytes that a command's text only describes


@click.command()
@click.argument("id")
@click.option("-y", "--yes", is_flag=True, help="Run without asking, where the guard allows it.")
@click.option("-n", "--dry-run", is_flag=True, help="Preview only.")
@click.option("--print", "print_only", is_flag=True, help="Print the command alone; run nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document; runs nothing without --yes.")
@click.pass_obj
def run(env: Environment, /, id: str, *, yes: bool, dry_run: bool, print_only: bool, as_json: bool) -> int:  # noqa: A002
    """Show, ask about and run the plan that the shell's key put on the line as `ffai run ID`.

    It is checked and guarded anew, in the folder that it was made for.
    """
    from ffai.commands.wish import Wish
    from ffai.desk import make_plan, open_desk, remember
    from ffai.road import give_result, settle

    past = find(id, env)
    there = str(past.request.get("cwd") or env.cwd)
    if not os.path.isdir(there):
        raise Missing(f"the folder {there} of that request is gone", "make the request again where the files are")
    if there != env.cwd:
        env.stderr.write(f"ffai: this was asked for in {there}, and is done there\n")
        env = env._replace(cwd=there)
        os.chdir(there)
    given = tuple(name for name in past.request.get("given", ()) if isinstance(name, str))
    wish = Wish(request=past.request["request"], given=given, yes=yes, dry_run=dry_run, print=print_only, json=as_json)
    desk = open_desk(wish, env)
    proposal = recorded(past, there)
    plan = _weighed(proposal, desk) if proposal else make_plan(wish.request, desk)
    remember(plan, desk)
    if not plan.has_commands or dry_run or print_only or (as_json and not yes):
        return give_result(plan, desk)
    return settle(plan, desk)


def _weighed(proposal: "Proposal", desk: "Desk") -> "Plan":
    from ffai.look.context import look
    from ffai.read import weigh

    wish = desk.wish
    context = look(wish.request, wish.given, desk.env, desk.tools, desk.prober)
    return weigh(proposal, context)


def find(identity: str, env: Environment) -> Past:
    """The recorded request of that id. Raises UsageError."""
    past, _ = record.read(env)
    for each in past:
        if each.request["id"] == identity:
            return each
    raise UsageError(f"there is no request {identity!r} in the record", "ffai history shows those that are remembered")


def recorded(past: Past, cwd: str) -> "Proposal | None":
    """The proposal that the record holds; None when it cannot be had from there as it was, and must be made anew."""
    import ffai_guards

    from ffai.values import Proposal

    texts = [text for text in past.request.get("commands", ()) if isinstance(text, str)]
    if not texts or any(mark in text for text in texts for mark in _LOST):
        return None
    readings = [ffai_guards.read(text, cwd) for text in texts]
    facts = {
        "translator": str(past.request.get("translator", "record")),
        "understood": True,
        "confidence": float(past.request.get("confidence") or 1.0),
        "assumptions": tuple(map(str, past.request.get("assumptions", ()))),
        "words_unused": tuple(map(str, past.request.get("words_unused", ()))),
    }
    if all(len(reading.steps) == 1 and not reading.problems for reading in readings):
        return Proposal(commands=tuple(tuple(reading.steps[0].argv) for reading in readings), **facts)  # type: ignore[arg-type]
    return Proposal(text="\n".join(texts), **facts)  # type: ignore[arg-type]
