"""Results without a run: the preview, the bare command, the JSON document, an answer, or why there is none."""

from ffai_guards.values import CONFIRM, DENY

from ffai.commands.wish import Wish
from ffai.environment import Environment
from ffai.errors import ExitStatus, NotUnderstood
from ffai.read import Plan
from ffai.show.command import command_text
from ffai.show.failure import say
from ffai.show.style import clean, style_of


def give(plan: Plan, wish: Wish, env: Environment) -> int:
    """Writes what was asked for; the exit status says what became of the request."""
    if wish.json:
        from ffai.documents import dump, plan_document

        env.stdout.write(dump(plan_document(plan)) + "\n")
        return plan_status(plan)
    if plan.proposal.answer is not None:
        style = style_of(env.stdout, env.variables)
        env.stdout.write("".join(style.plain(clean(line)) + "\n" for line in plan.proposal.answer.splitlines()))
        return ExitStatus.DONE
    if not plan.has_commands:
        raise no_command(plan)
    if wish.print:
        return _print(plan, env)
    from ffai.show.preview import preview

    env.stdout.write("".join(f"{line}\n" for line in [*preview(plan, style_of(env.stdout, env.variables)), ""]))
    return plan_status(plan)


def plan_status(plan: Plan) -> int:
    """Exit status of a plan that is only looked at."""
    if plan.has_commands:
        return ExitStatus.REFUSED if plan.level == DENY else ExitStatus.DONE
    return ExitStatus.DONE if plan.proposal.answer is not None else ExitStatus.NOT_UNDERSTOOD


def _print(plan: Plan, env: Environment) -> int:
    """The commands alone on standard output; on standard error what must be known about them. A refused one is not printed."""
    from ffai.documents import commands_of
    from ffai.show.preview import note_lines, verdict_lines

    style = style_of(env.stderr, env.variables)
    if plan.level == DENY:
        say(env, list(verdict_lines(plan, style)))
        return ExitStatus.REFUSED
    text = "".join(f"{command}\n" for command in commands_of(plan))
    write_text(text, env)
    notes = list(note_lines(plan, style)) if env.stderr.isatty() or plan.proposal.words_unused else []
    say(env, notes + (list(verdict_lines(plan, style)) if plan.level == CONFIRM else []))
    return ExitStatus.DONE


def write_text(text: str, env: Environment) -> None:
    """Writes to standard output; names that are no UTF-8 go out as the bytes that they are."""
    try:
        env.stdout.write(text)
    except UnicodeEncodeError:
        env.stdout.flush()
        env.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))


def no_command(plan: Plan) -> NotUnderstood:
    """Why there is no command: a question that must be answered first, or words that were not understood, underlined."""
    proposal = plan.proposal
    if proposal.question and not proposal.words_unused:
        choices = "".join(f"\n  {number}. {choice}" for number, choice in enumerate(proposal.choices, 1))
        return NotUnderstood(proposal.question + choices, "say it in the request")
    suggestions = proposal.suggestions[:4]
    nearest = "the nearest things that can be done:\n" + "\n".join(f"  {text}" for text in suggestions) if suggestions else ""
    shown = underlined(plan.context.request, proposal.words_unused)
    message = "this request was not understood" if not shown else "not understood, underlined:\n" + shown
    partly = [command_text(step.argv) for step in plan.reading.steps[:2]]
    if partly:
        message += "\nwithout those words it would be:\n" + "\n".join(f"  {text}" for text in partly)
    return NotUnderstood(message, nearest or 'say it in other words, or in parts; for example: ffai "make this clip smaller"')


def underlined(request: str, words: tuple[str, ...], width: int = 90) -> str:
    """The request with those words underlined on the line below, "" when none of them stands in it."""
    request = clean(request)
    marks = [" "] * len(request)
    start = 0
    for word in words:
        place = request.find(word, start)
        place = request.find(word) if place < 0 else place
        if place >= 0:
            marks[place : place + len(word)] = "^" * len(word)
            start = place + len(word)
    if "^" not in marks:
        return ""
    lines = []
    for begin in range(0, len(request), width):
        under = "".join(marks[begin : begin + width]).rstrip()
        if "^" in under:
            lines += [request[begin : begin + width], under]
    return "\n".join(lines[:8])
