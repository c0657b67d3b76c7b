"""`ffai history`: past requests, and running one again."""

import time
from collections.abc import Sequence

import click

from ffai import record
from ffai.environment import Environment
from ffai.errors import UsageError
from ffai.record import Past


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, oldest first.")
@click.option("-n", "--last", default=20, show_default=True, metavar="N", help="How many to show; 0 for all.")
@click.option("--cost", is_flag=True, help="What models have cost: today, the last 30 days, in all.")
@click.pass_context
def history(context: click.Context, *, as_json: bool, last: int, cost: bool) -> None:
    """Past requests, the newest last; `ffai history run N` runs one again."""
    if context.invoked_subcommand is not None:
        return
    env: Environment = context.obj
    if cost:
        from ffai.show.costs import give_costs

        give_costs(env, as_json=as_json)
        return
    past, damaged = record.read(env)
    shown = past[-last:] if last else past
    if as_json:
        from ffai.documents import dump

        for each in shown:
            env.stdout.write(dump({"v": record.VERSION, **each._asdict()}) + "\n")
    else:
        env.stdout.write("".join(f"{line}\n" for line in table(shown, env)))
    if damaged:
        env.stderr.write(f"{damaged} damaged line{'s' if damaged > 1 else ''} passed over in {record.path(env)}\n")
    if not past and not as_json:
        env.stderr.write("no requests are remembered yet\n")


@history.command()
@click.argument("number", type=int)
@click.option("-y", "--yes", is_flag=True, help="Run without asking, where the guard allows it.")
@click.option("-n", "--dry-run", is_flag=True, help="Preview only.")
@click.pass_obj
def run(env: Environment, number: int, *, yes: bool, dry_run: bool) -> int:
    """Run request N again, in this folder: it is planned anew, shown and asked about."""
    from ffai.commands.wish import Wish
    from ffai.road import ask

    past, _ = record.read(env)
    found = next((each for each in past if each.number == number), None)
    if found is None:
        raise UsageError(
            f"there is no request {number}", f"ffai history shows 1 to {len(past)}" if past else "no requests are remembered yet"
        )
    given = tuple(name for name in found.request.get("given", ()) if isinstance(name, str))
    return ask(Wish(request=found.request["request"], given=given, yes=yes, dry_run=dry_run), env)


def table(past: Sequence[Past], env: Environment) -> list[str]:
    """One line a request: number, when, what became of it, the request."""
    from ffai.show.style import clean, shortened, style_of

    style = style_of(env.stdout, env.variables)
    width = len(str(past[-1].number)) if past else 1
    lines = []
    for each in past:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(float(each.request.get("time", 0))))
        word, tone = became(each)
        room = max(20, style.width - width - 32)
        request = shortened(clean(each.request["request"]), room)
        lines.append(
            f"{each.number:>{width}}  {style.paint('dim', when)}  {style.paint(tone, word.ljust(11))} {style.plain(request)}"
        )
    return lines


def became(past: Past) -> tuple[str, str]:
    """What became of a request, in a word, and its tone."""
    if past.outcome:
        status = str(past.outcome.get("status", "done"))
        return status, {"done": "good", "failed": "bad"}.get(status, "warn")
    if past.decision and past.decision.get("decision") == "cancel":
        return "cancelled", "dim"
    if past.decision and past.decision.get("decision") in ("run", "yes", "keep"):
        return "not run", "dim"
    if past.request.get("answer"):
        return "answered", ""
    if not past.request.get("commands"):
        return "no command", "warn"
    return "looked at", "dim"
