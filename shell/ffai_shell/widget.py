"""The helper behind Ctrl-G: a request on the command line in, one quoted command line out.

    ffai widget --shell zsh|bash|fish [--status] -- LINE

Exit 0 and one line for the shell that calls; with --status a second one, `ffai: ...`, about it. Exit 130 without a word when it was
cancelled, or when all has been said on the terminal. Anything else with a one-line message. The screen is reached through /dev/tty
only. Keys typed while it works never run anything: they are swallowed, and the line comes back when they have stopped.
"""

import os
import re
from typing import NamedTuple

from ffai.commands.wish import Wish
from ffai.environment import Environment, process_environment
from ffai.errors import ExitStatus, FfaiError, UsageError
from ffai_shell.terminal import Terminal

_COMMAND = re.compile(r"\s*(?:(?:sudo|nice|time|command)\s+)*(?:\S*/)?ff(?:mpeg|probe)(?:\s|$)")
USAGE = "ffai widget --shell zsh|bash|fish [--status] -- LINE"


class Call(NamedTuple):
    """What the shell asked for."""

    shell: str
    line: str
    status: bool = False


def run(arguments: list[str]) -> int:
    """The whole helper, from the arguments after `widget`; the answer is the exit status."""
    try:
        env = process_environment()
    except FileNotFoundError:
        os.write(1, b"ffai: the working folder is gone; change to a folder that exists\n")
        return ExitStatus.MISSING
    with Terminal(env) as terminal:
        try:
            text, status = _answer(parse(arguments), env, terminal)
        except FfaiError as error:
            text, status = _message(error, terminal), int(error.status)
        except KeyboardInterrupt:
            text, status = "", int(ExitStatus.INTERRUPTED)
        except Exception as error:  # noqa: BLE001 - a traceback must not land on a prompt
            from ffai.show.failure import fault

            text, status = _message(fault(error), terminal), int(ExitStatus.FAILED)
        if not terminal.settled():
            text, status = "", int(ExitStatus.INTERRUPTED)
    if text:
        os.write(1, (text + "\n").encode("utf-8", "replace"))
    return status


def parse(arguments: list[str]) -> Call:
    """The call. Raises UsageError."""
    before, after = (
        (arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]) if "--" in arguments else (arguments, [])
    )
    shell, status = "", False
    rest = list(before)
    while rest:
        word = rest.pop(0)
        if word == "--shell" and rest:
            shell = rest.pop(0)
        elif word == "--status":
            status = True
        elif word.startswith("--shell="):
            shell = word.partition("=")[2]
        else:
            raise UsageError(f"{word!r} is not expected here", USAGE)
    from ffai_shell.line import SHELLS

    if shell not in SHELLS:
        raise UsageError(f"--shell must be zsh, bash or fish, not {shell!r}", USAGE)
    return Call(shell, " ".join(after), status)


def _answer(call: Call, env: Environment, terminal: Terminal) -> tuple[str, int]:
    line = call.line
    if not line.strip():
        if not terminal.there:
            raise UsageError("type what you want, then press the key again")
        from ffai_shell.picker import pick

        picked = pick(env, terminal)
        if picked is None:
            return "", int(ExitStatus.INTERRUPTED)
        line = picked
    terminal.watch(line)
    if _COMMAND.match(line):
        return _explain(line, env, terminal)
    return _line(" ".join(line.split()), call, env, terminal), int(ExitStatus.DONE)


def _line(request: str, call: Call, env: Environment, terminal: Terminal) -> str:
    from ffai.desk import make_plan, open_desk, remember
    from ffai_shell.line import line_of, status_of

    desk = open_desk(Wish(request=request, line=True), env)
    plan = make_plan(request, desk)
    remember(plan, desk)
    line = line_of(plan, call.shell, desk)
    desk.recorder.write("decision", decision="line")
    return f"{line}\nffai: {status_of(plan, terminal.unicode)}" if call.status else line


def _explain(line: str, env: Environment, terminal: Terminal) -> tuple[str, int]:
    """A command is explained on the terminal and left as it is; without a terminal its verdict is the message."""
    from ffai.commands.explain import plan_of_text
    from ffai.show.preview import preview
    from ffai.show.style import Style
    from ffai_shell.line import one_line

    plan = plan_of_text(line.strip(), env)
    if not terminal.there:
        verdict = plan.report.verdict
        text = verdict.reasons[0].text if verdict.reasons else "nothing that exists is changed"
        return one_line(f"ffai: {verdict.level}: {text}", terminal.unicode), int(ExitStatus.DECLINED)
    color = not env.variables.get("NO_COLOR") and env.variables.get("TERM") != "dumb"
    lines = preview(plan, Style(color=color, unicode=terminal.unicode, width=min(100, terminal.width)))
    terminal.stop_watching()
    terminal.erase()
    terminal.write("\r" + "".join(f"{text}\r\n" for text in [*lines[1:], ""]))
    return "", int(ExitStatus.INTERRUPTED)


def _message(error: FfaiError, terminal: Terminal) -> str:
    from ffai_shell.line import one_line

    text = error.message + (f"; {error.next_step}" if error.next_step and len(error.message) < 120 else "")
    return one_line(f"ffai: {text}", terminal.unicode)
