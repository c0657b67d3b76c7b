"""`ffai explain`: what a command does, flag by flag, and what it touches."""

import click

from ffai.environment import Environment
from ffai.errors import ExitStatus, UsageError
from ffai.read import Plan


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def explain(env: Environment, words: tuple[str, ...], *, as_json: bool) -> int:
    """What a command does, flag by flag, and what it touches. Nothing is run.

    \b
    ffai explain 'ffmpeg -i a.mov -c copy a.mp4'
    ffai explain ffmpeg -i a.mov -c copy a.mp4
    """  # noqa: D301 - click wants the character itself
    from ffai.show.command import command_text
    from ffai.show.preview import preview
    from ffai.show.style import style_of

    if not words:
        text = env.stdin.read() if not env.stdin.isatty() else ""
    else:
        text = words[0] if len(words) == 1 else command_text(words)
    if not text.strip():
        raise UsageError("what should be explained?", "for example: ffai explain 'ffmpeg -i a.mov -c copy a.mp4'")
    plan = plan_of_text(text, env)
    if as_json:
        from ffai.documents import dump, plan_document

        env.stdout.write(dump(plan_document(plan)) + "\n")
    else:
        lines = preview(plan, style_of(env.stdout, env.variables), more=True)
        env.stdout.write("".join(f"{line}\n" for line in [*lines, ""]))
    return ExitStatus.REFUSED if plan.reading.problems and not plan.reading.steps else ExitStatus.DONE


def plan_of_text(text: str, env: Environment) -> Plan:
    """A plan for a command that somebody wrote."""
    from ffai.commands.wish import Wish
    from ffai.desk import open_desk
    from ffai.look.context import look
    from ffai.read import weigh
    from ffai.values import Proposal

    desk = open_desk(Wish(no_log=True), env)
    context = look(text, (), env, desk.tools, desk.prober)
    return weigh(Proposal(translator="given", understood=True, confidence=1.0, text=text), context)
