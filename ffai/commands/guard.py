"""`ffai guard`: the verdict on a command alone. The exit status is the verdict: 0 allow, 5 confirm, 4 deny."""

from typing import Any

import click

from ffai.desk import policy_of
from ffai.environment import Environment
from ffai.errors import UsageError


@click.group()
def guard() -> None:
    """The verdict on a command, and what its codes mean."""


@guard.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--jsonl", is_flag=True, help='Many: {"id", "cmd", "cwd"?} a line in, {"id", "verdict", "touches"} a line out.')
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def check(env: Environment, words: tuple[str, ...], *, as_json: bool, jsonl: bool) -> int:
    """The verdict on a command. Exit status: 0 allow, 5 confirm, 4 deny.

    \b
    ffai guard check 'ffmpeg -y -i a.mov a.mp4'
    """  # noqa: D301 - click wants the character itself
    if jsonl:
        return _lines(env)
    from ffai_guards import guard as judge

    from ffai.documents import dump, guard_document, guard_status
    from ffai.show.command import command_text

    text = words[0] if len(words) == 1 else command_text(words) if words else ("" if env.stdin.isatty() else env.stdin.read())
    if not text.strip():
        raise UsageError("which command?", "for example: ffai guard check 'ffmpeg -i a.mov -c copy a.mp4'")
    report = judge(text, env.cwd, policy_of(env))
    if as_json:
        env.stdout.write(dump(guard_document(report)) + "\n")
    else:
        _write(report, env)
    return guard_status(report.verdict.level)


@guard.command()
@click.argument("code")
@click.pass_obj
def explain(env: Environment, code: str) -> None:
    """What a reason code means.

    \b
    ffai guard explain FF_SAME_FILE
    """  # noqa: D301
    from ffai_guards import CODES

    name = code.upper()
    if name not in CODES:
        import difflib

        near = difflib.get_close_matches(name, CODES, 1)
        raise UsageError(
            f"there is no reason code {code!r}" + (f"; {near[0]} is near" if near else ""), "ffai guard table --codes lists them"
        )
    env.stdout.write(f"{name}: {CODES[name]}\n")


@guard.command()
@click.option("--codes", is_flag=True, help="The reason codes instead, with what they mean.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def table(env: Environment, *, codes: bool, as_json: bool) -> None:
    """What the guard knows: every option, filter, muxer, protocol and parameter that touches something, a fact a line."""
    from ffai_guards import CODES, table_rows

    from ffai.documents import VERSION, dump

    rows = (
        [{"code": name, "text": text} for name, text in sorted(CODES.items())]
        if codes
        else [{"where": where, "how": how, "what": what} for where, how, what in table_rows()]
    )
    if as_json:
        env.stdout.write(dump({"v": VERSION, "codes" if codes else "rows": rows}) + "\n")
        return
    for row in rows:
        env.stdout.write("\t".join(row.values()) + "\n")


@guard.command()
@click.option(
    "--exit-code",
    "by_status",
    is_flag=True,
    help="Answer by the exit status alone: 0 goes on, 2 stops (also what has to be asked).",
)
@click.option(
    "--allow", "allows", is_flag=True, help="Say allow for harmless commands too, so that the agent does not ask about them."
)
@click.pass_obj
def hook(env: Environment, *, by_status: bool, allows: bool) -> int:
    """In front of a coding agent: its next command as JSON on standard input, the decision on standard output.

    Commands that have nothing to do with ffmpeg get no answer. In Claude Code's settings.json:

    \b
    {"hooks": {"PreToolUse": [{"matcher": "Bash",
      "hooks": [{"type": "command", "command": "ffai guard hook"}]}]}}
    """  # noqa: D301
    from ffai.commands.hook import hook as answer

    return answer(env, by_status=by_status, allows=allows)


def _write(report: Any, env: Environment) -> None:
    from ffai.show.style import clean, style_of

    style = style_of(env.stdout, env.variables)
    tone = {"allow": "good", "confirm": "warn"}.get(report.verdict.level, "bad")
    lines = [style.paint(tone, report.verdict.level)]
    for reason in report.verdict.reasons:
        lines.append(f"  {style.paint('flag', reason.code)}  {clean(reason.text)}")
        if reason.words:
            lines.append(f"      {style.paint('dim', clean(reason.words))}")
        if reason.alternative:
            lines.append(f"      {style.paint('dim', clean(reason.alternative))}")
    lines += [f"  {style.paint('dim', touch.how.ljust(9))}{clean(touch.target)}" for touch in report.touches]
    env.stdout.write("".join(f"{line}\n" for line in lines))


def _lines(env: Environment) -> int:
    from ffai.commands.lines import answer_lines

    return answer_lines(env, _judge_line)


def _judge_line(env: Environment, line: dict[str, Any]) -> dict[str, Any]:
    from ffai_guards import guard as judge

    from ffai.documents import guard_document

    if not isinstance(line.get("cmd"), str):
        raise UsageError('a line needs "cmd", a text')
    return guard_document(judge(line["cmd"], env.cwd, policy_of(env)))
