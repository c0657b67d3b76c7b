"""From a plan to what stands on a shell's command line: quoted for that shell, or `ffai run ID` where the guard must stay in front."""

import unicodedata
from collections.abc import Iterable

from ffai_guards.values import ALLOW, DENY

from ffai.desk import Desk
from ffai.documents import is_sequence
from ffai.errors import FfaiError, NotUnderstood, Refused
from ffai.read import Plan
from ffai.show.command import quote
from ffai.show.style import clean, escaped
from ffai.show.touched import touched_text

SHELLS = ("zsh", "bash", "fish")
LONGEST = 2000  # characters: more is no line that somebody reads
MOST_STEPS = 6
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
_FISH_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@+=:,./-_")


def line_of(plan: Plan, shell: str, desk: Desk) -> str:
    """The line for that shell; nothing in it is hidden, and pasting or pressing Enter runs what is seen.

    Raises FfaiError where nothing may be put on the line: an answer in words, a question, a refusal.
    """
    proposal = plan.proposal
    if proposal.answer is not None:
        raise FfaiError(" ".join(proposal.answer.split()))
    if not plan.has_commands:
        raise NotUnderstood(_why_not(plan))
    if plan.level == DENY:
        reason = plan.report.verdict.reasons[0]
        raise Refused(f"refused: {reason.text}" + (f"; {reason.alternative}" if reason.alternative else ""))
    if plan.reading.obstacle:
        raise FfaiError(f"{plan.reading.obstacle} of the shell is not carried out here; nothing was put on the line")
    steps = plan.reading.steps
    if plan.level == ALLOW and is_sequence(plan) and len(steps) <= MOST_STEPS:
        line = " && ".join(quoted(step.argv, shell) for step in steps)
        if len(line) <= LONGEST and shows_all(line):
            return line
    return guarded_line(plan, shell, desk)


def guarded_line(plan: Plan, shell: str, desk: Desk) -> str:
    """The line that has ffai show the plan, ask and run it: by the record's number, or by its words when nothing is recorded."""
    program = desk.env.variables.get("FFAI_BIN") or "ffai"
    if desk.recorder.on and not desk.recorder.problem:
        return quoted((program, "run", desk.recorder.id), shell)
    line = quoted((program, "--", " ".join(plan.context.request.split())), shell)
    if not shows_all(line):
        raise FfaiError("the request holds characters that cannot be seen; nothing was put on the line")
    return line


def shows_all(line: str) -> bool:
    """Whether every character of the line can be seen: no control, format, surrogate or private one, no line separator."""
    return not any(unicodedata.category(character) in _HIDDEN for character in line)


def quoted(argv: Iterable[str], shell: str) -> str:
    r"""The words as that shell reads them back. What cannot be seen is written as an escape: `$'\n'`, in fish `\n`."""
    return " ".join(_fish(word) if shell == "fish" else quote(word) for word in argv)


def _fish(word: str) -> str:
    r"""fish takes \\ and \' in single quotes as escapes; escapes of other characters stand outside of quotes."""
    if word and _FISH_PLAIN.issuperset(word):
        return word
    parts: list[str] = []
    run = ""
    for character in word:
        if character.isprintable():
            run += "\\" + character if character in "\\'" else character
            continue
        parts += [f"'{run}'"] if run else []
        # an undecodable byte is \XHH in fish; \xHH stops at 7f
        parts.append(f"\\X{ord(character) - 0xDC00:02x}" if 0xDC80 <= ord(character) <= 0xDCFF else escaped(character))
        run = ""
    return "".join([*parts, f"'{run}'"] if run or not parts else parts)


def status_of(plan: Plan, unicode: bool) -> str:
    """What must be known about the line, in one: the verdict, what was assumed, and what of the request was not used."""
    proposal = plan.proposal
    parts = ["✓ " + touched_text(plan)] if plan.level == ALLOW else ["! asks first: " + plan.report.verdict.reasons[0].text]
    parts += [f"! {finding.text}" for finding in plan.errors[:1]]
    parts += ["not used: " + ", ".join(f"“{words}”" for words in proposal.words_unused)] if proposal.words_unused else []
    parts += ["assumed " + text for text in proposal.assumptions]
    return one_line(" · ".join(parts), unicode)


def one_line(text: str, unicode: bool) -> str:
    """A message as one line that a terminal shows as it is."""
    from ffai.show.style import Style

    text = Style(unicode=unicode).plain(clean(" ".join(text.split())))
    if not unicode:
        text = text.encode("ascii", "replace").decode()
    return text if len(text) <= 400 else text[:399] + ("…" if unicode else "~")


def _why_not(plan: Plan) -> str:
    proposal = plan.proposal
    if proposal.words_unused:
        return "not understood: " + ", ".join(f"“{words}”" for words in proposal.words_unused) + "; say it in other words"
    choices = f" ({', '.join(proposal.choices[:6])})" if proposal.choices else ""
    return (proposal.question + choices) if proposal.question else "not understood; say it in other words"
