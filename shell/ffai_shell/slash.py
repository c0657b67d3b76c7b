"""What begins with a slash at the REPL's prompt: about the session, not a request. Each command is a function with a row."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ffai.documents import commands_of, inputs_of
from ffai.errors import ExitStatus, FfaiError, Missing, UsageError
from ffai.show.failure import say
from ffai.show.style import clean, style_of

if TYPE_CHECKING:
    from ffai.read import Plan
    from ffai_shell.repl import Repl


class Command(NamedTuple):
    """`text` is what /help says; `argument` how its argument is called there."""

    action: Callable[[str, "Repl"], int]
    text: str
    argument: str = ""


COMMANDS: dict[str, Command] = {}


def _command(name: str, text: str, argument: str = "") -> Callable[[Callable[[str, "Repl"], int]], Callable[[str, "Repl"], int]]:
    def register(action: Callable[[str, "Repl"], int]) -> Callable[[str, "Repl"], int]:
        COMMANDS[name] = Command(action, text, argument)
        return action

    return register


def is_command(line: str, cwd: str) -> bool:
    """Whether the line is a command: a path such as /home/me/talk.mp4 begins a request."""
    word = line.split(maxsplit=1)[0] if line.split() else ""
    return word.startswith("/") and (word in COMMANDS or ("/" not in word[1:] and not os.path.lexists(os.path.join(cwd, word))))


def run(line: str, repl: "Repl") -> int:
    """Carries out a command. Raises FfaiError."""
    name, _, argument = line.partition(" ")
    command = COMMANDS.get(name)
    if command is None:
        from difflib import get_close_matches

        near = get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
        raise UsageError(f"there is no {name}", f"did you mean {near[0]}?" if near else "/help shows them all")
    return command.action(argument.strip(), repl)


def outside(command: str, repl: "Repl") -> int:
    """`!command`: the user's own shell, outside of the guard."""
    if not command:
        raise UsageError("which command?", "for example: !ls -l")
    import subprocess

    shell = repl.env.variables.get("SHELL") or "/bin/sh"
    say(
        repl.env,
        [style_of(repl.env.stderr, repl.env.variables).paint("dim", f"  in {os.path.basename(shell)}, outside of ffai's guard:")],
    )
    try:
        done = subprocess.run([shell, "-c", command], cwd=repl.env.cwd, check=False)
    except OSError as error:
        raise Missing(f"{shell} does not start: {error.strerror}") from error
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    if done.returncode:
        say(repl.env, [f"  ended with status {done.returncode}"])
    return done.returncode


def _plan(repl: "Repl") -> "Plan":
    if repl.plan is None:
        raise UsageError("there is nothing on the table", "say what should happen first")
    return repl.plan


@_command("/run", "run, edit, copy or refine what is on the table (or Enter alone)")
def _run(_argument: str, repl: "Repl") -> int:
    _plan(repl)
    repl.decide()
    return 0


@_command("/explain", "explain what is on the table, or a command", "[COMMAND]")
def _explain(argument: str, repl: "Repl") -> int:
    from ffai.commands.explain import plan_of_text
    from ffai.show.preview import preview

    plan = plan_of_text(argument, repl.env) if argument else _plan(repl)
    say(repl.env, preview(plan, style_of(repl.env.stderr, repl.env.variables), more=True))
    return 0


@_command("/copy", "copy the command on the table")
def _copy(_argument: str, repl: "Repl") -> int:
    from ffai.confirm.clipboard import copy

    say(repl.env, ["  " + copy(" && ".join(commands_of(_plan(repl))), repl.env)])
    return 0


@_command("/save", "write the command on the table into a new file", "FILE")
def _save(argument: str, repl: "Repl") -> int:
    plan = _plan(repl)
    if not argument:
        raise UsageError("into which file?", "for example: /save convert.sh")
    path = os.path.join(repl.env.cwd, os.path.expanduser(argument))
    text = "#!/bin/sh\nset -e\n" + "".join(f"{command}\n" for command in commands_of(plan))
    try:
        with open(path, "x", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{argument} exists and is left as it is", "choose another name") from None
    except OSError as error:
        raise UsageError(f"{argument} cannot be written: {error.strerror}") from error
    say(repl.env, [f"  written to {clean(argument)}"])
    return 0


@_command("/undo", "take back the last run, or the one named", "[ID]")
def _undo(argument: str, _repl: "Repl") -> int:
    from ffai.commands.start import start

    return start(["undo", *argument.split()])


@_command("/history", "past requests", "[COUNT]")
def _history(argument: str, _repl: "Repl") -> int:
    from ffai.commands.start import start

    return start(["history", *(["-n", argument] if argument else [])])


@_command("/jobs", "runs that wait, run and have ended")
def _jobs(_argument: str, repl: "Repl") -> int:
    lines = [f"  {job.number}  {job.text(50)}" for job in repl.jobs.all[-20:]]
    say(repl.env, lines or ["  nothing has run yet"])
    return 0


@_command("/cancel", "stop a run; nothing of it is left", "NUMBER")
def _cancel(argument: str, repl: "Repl") -> int:
    running = repl.jobs.open
    number = int(argument) if argument.isdigit() else running[0].number if len(running) == 1 and not argument else 0
    job = repl.jobs.cancel(number)
    if job is None:
        raise UsageError(f"there is no open job {argument}".rstrip(), "/jobs shows them")
    repl.jobs.wait(5, job)
    if job.process is None and job.state is None:
        say(repl.env, [f"  job {job.number} is taken out of the queue"])
    return 0


@_command("/files", "media files here")
def _files(_argument: str, repl: "Repl") -> int:
    from ffai.look import folder
    from ffai.show.facts import size_text

    entries = folder.read(repl.env.cwd).entries
    shown = [f"  {clean(entry.name)}  {entry.kind}, {size_text(entry.size)}" for entry in entries[:60]]
    more = [f"  and {len(entries) - 60} more"] if len(entries) > 60 else []
    say(repl.env, [*shown, *more] or ["  no media files here"])
    return 0


@_command("/use", "the file that is meant when none is named; alone: none", "[FILE]")
def _use(argument: str, repl: "Repl") -> int:
    name = argument.strip("\"'")
    if name and not os.path.isfile(os.path.join(repl.env.cwd, os.path.expanduser(name))):
        raise Missing(f"{name} is not here", "/files shows what is")
    repl.chosen = os.path.expanduser(name)
    repl.plan, repl.turns = None, []
    return 0


@_command("/cd", "work in another folder", "FOLDER")
def _cd(argument: str, repl: "Repl") -> int:
    path = os.path.abspath(os.path.join(repl.env.cwd, os.path.expanduser(argument.strip("\"'") or "~")))
    try:
        os.chdir(path)
    except OSError as error:
        raise Missing(f"{argument}: {(error.strerror or '').lower()}", "name a folder that is there") from None
    repl.env = repl.prompt.env = repl.env._replace(cwd=path)
    repl.plan, repl.turns, repl.chosen = None, [], ""
    return 0


@_command("/probe", "what is in a file", "FILE")
def _probe(argument: str, repl: "Repl") -> int:
    from ffai.commands.wish import Wish
    from ffai.desk import open_desk
    from ffai.show.facts import media_text

    names = [argument.strip("\"'")] if argument else [repl.chosen] if repl.chosen else inputs_of(repl.plan) if repl.plan else []
    if not names:
        raise UsageError("which file?", "for example: /probe talk.mp4")
    desk = open_desk(Wish(), repl.env)
    for name in names:
        media = desk.prober.get(os.path.expanduser(name))
        if media is None:
            raise Missing(f"{name} is not there, or is no media file", "/files shows what is here")
        lines = [f"  {clean(name)}  {media_text(media)}"]
        for stream in media.streams:
            facts = [stream.kind, stream.codec, stream.profile, f"{stream.width}×{stream.height}" if stream.width else "",
                     stream.pixel_format, f"{stream.sample_rate} Hz" if stream.sample_rate else "", stream.channel_layout,
                     stream.language, stream.title]  # fmt: skip
            lines.append(f"    {stream.index}  " + " · ".join(clean(str(fact)) for fact in facts if fact))
        style = style_of(repl.env.stderr, repl.env.variables)
        say(repl.env, [style.plain(line) for line in lines])
    return 0


@_command("/play", "open a result, or a file, with the system's player", "[FILE]")
def _play(argument: str, repl: "Repl") -> int:
    import subprocess
    from shutil import which

    path = os.path.join(repl.env.cwd, os.path.expanduser(argument.strip("\"'") or (repl.made[-1] if repl.made else "")))
    if not os.path.isfile(path):
        raise Missing(
            "there is nothing to play yet" if not argument else f"{argument} is not here", "for example: /play talk.mp4"
        )
    for program in ("open", "xdg-open", "ffplay"):
        found = which(program, path=repl.env.variables.get("PATH", ""))
        if found and (program != "xdg-open" or repl.env.variables.get("DISPLAY") or repl.env.variables.get("WAYLAND_DISPLAY")):
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.Popen([found, path], start_new_session=True, **quiet)  # type: ignore[call-overload]
            return 0
    raise Missing(
        "there is no player that could be opened from here", "on another machine over ssh there is no screen to play on"
    )


@_command("/model", "who translates: offline, auto, or a model's name", "[NAME]")
def _model(argument: str, repl: "Repl") -> int:
    repl.wish = repl.wish._replace(model=argument)
    say(repl.env, [f"  {argument or 'as set'} translates from now on"])
    return 0


@_command("/set", "change a setting for good", "NAME VALUE")
def _set(argument: str, _repl: "Repl") -> int:
    from ffai.commands.start import start

    words = argument.split(None, 1)
    return start(["config", "set", *words]) if len(words) == 2 else start(["config", "list"])


@_command("/new", "clear the table: what comes is no follow-up")
def _new(_argument: str, repl: "Repl") -> int:
    repl.plan, repl.desk, repl.turns, repl.done = None, None, [], False
    return 0


@_command("/help", "this")
def _help(_argument: str, repl: "Repl") -> int:
    style = style_of(repl.env.stderr, repl.env.variables)
    width = max(len(f"{name} {command.argument}") for name, command in COMMANDS.items())
    rows = [f"  {f'{name} {command.argument}'.ljust(width)}  {command.text}" for name, command in COMMANDS.items()]
    head = [
        "  shrink talk.mov for web      say what should happen, then look, then run",
        "  smaller · no audio · 720p    what should be different about it",
        "  the same for the others      do it to the other files here",
        "  undo that                    take the last run back",
        "  !command                     your own shell, outside of ffai's guard",
        "  Tab completes, Ctrl-R searches, Alt-Enter begins another line, Ctrl-D leaves",
        "",
    ]
    say(repl.env, [style.plain(line) for line in [*head, *rows]])
    return 0


@_command("/quit", "leave (or Ctrl-D)")
def _quit(_argument: str, _repl: "Repl") -> int:
    raise FfaiError("Ctrl-D leaves")
