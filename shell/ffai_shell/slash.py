"""What begins with a slash at the REPL's prompt: about the session, not a request. Each command is a function with a row."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ffai.documents import commands_of, inputs_of
from ffai.errors import ExitStatus, FfaiError, Missing, UsageError
from ffai.look.kinds import kind_of
from ffai.show.failure import say
from ffai.show.style import clean, fill, style_of

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
    repl.plan, repl.turns, repl.before = None, [], []
    return 0


@_command("/cd", "work in another folder", "FOLDER")
def _cd(argument: str, repl: "Repl") -> int:
    path = os.path.abspath(os.path.join(repl.env.cwd, os.path.expanduser(argument.strip("\"'") or "~")))
    try:
        os.chdir(path)
    except OSError as error:
        raise Missing(f"{argument}: {(error.strerror or '').lower()}", "name a folder that is there") from None
    repl.env = repl.prompt.env = repl.env._replace(cwd=path)
    repl.plan, repl.turns, repl.chosen, repl.before = None, [], "", []
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

    path = os.path.join(repl.env.cwd, _file(argument, repl, "play"))
    display = any(repl.env.variables.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    alone = ["-nodisp", "-autoexit"] if kind_of(path) == "audio" else []
    for program, options, works in (("open", [], True), ("xdg-open", [], display), ("ffplay", alone, display or bool(alone))):
        found = which(program, path=repl.env.variables.get("PATH", "")) if works else None
        if found:
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.Popen([found, *options, path], start_new_session=True, **quiet)  # type: ignore[call-overload]
            say(repl.env, [f"  {clean(os.path.basename(path))} goes to {program}"])
            return 0
    raise Missing(
        "there is no player that could be opened from here",
        "/show draws pictures in the terminal, where that can; over ssh there is no screen to play on",
    )


@_command("/show", "draw a result, or a file, in the terminal", "[FILE]")
def _show(argument: str, repl: "Repl") -> int:
    from ffai.commands.wish import Wish
    from ffai.desk import open_desk
    from ffai_shell import pictures

    name = _file(argument, repl, "show")
    repl.drawing = repl.drawing or pictures.asked(repl.env)
    desk = open_desk(Wish(), repl.env)
    say(repl.env, pictures.lines(name, desk.prober.get(name), repl.drawing, repl.env, desk.tools))
    return 0


def _file(argument: str, repl: "Repl", verb: str) -> str:
    """The file that was named, else the last result that is there, else the one in use. Raises Missing."""
    made = [name for name in reversed(repl.made) if os.path.isfile(os.path.join(repl.env.cwd, name))]
    name = os.path.expanduser(argument.strip("\"'") or (made[0] if made else repl.chosen))
    if not name:
        raise Missing(f"there is nothing to {verb} yet", f"for example: /{verb} talk.mp4")
    if not os.path.isfile(os.path.join(repl.env.cwd, name)):
        raise Missing(f"{name} is not here", "/files shows what is")
    return name


@_command("/model", "who translates: offline, auto, a model's name; 'as set' for the setting", "[NAME]")
def _model(argument: str, repl: "Repl") -> int:
    from ffai_shell import names

    if not argument:
        say(repl.env, [f"  now: {repl.prompt.model()}", f"  known here: {', '.join(names.models(repl.env))}"])
        return 0
    return _choose("" if argument == "as set" else argument, repl)


@_command("/profile", "a prompt, a model and its parameters, by the name they have in the settings", "[NAME]")
def _profile(argument: str, repl: "Repl") -> int:
    from ffai import config

    found = config.profiles(repl.env)
    if argument:
        return _choose("@" + argument.removeprefix("@"), repl)
    rows = [
        f"  {clean(name)}  " + " · ".join(clean(f"{key} {value}") for key, value in values.items())
        for name, values in found.items()
    ]
    say(repl.env, rows or [f"  there is none yet: a profile is a table [profile.NAME] in {clean(config.path(repl.env))}"])
    return 0


def _choose(model: str, repl: "Repl") -> int:
    """Takes the model or profile for what comes, when it could be asked. Raises FfaiError: then the one before stays."""
    from ffai.commands.wish import Wish
    from ffai.desk import open_desk

    settings = open_desk(Wish(model=model), repl.env).settings
    if settings.model not in ("", "offline", "auto"):
        from ffai.translate.model import providers

        providers.find(settings, repl.env)
    repl.wish = repl.wish._replace(model=model)
    say(repl.env, [f"  {repl.prompt.model()} translates from now on"])
    return 0


@_command("/set", "change a setting for good", "NAME VALUE")
def _set(argument: str, _repl: "Repl") -> int:
    from ffai.commands.start import start

    words = argument.split(None, 1)
    return start(["config", "set", *words]) if len(words) == 2 else start(["config", "list"])


@_command("/new", "clear the table: what comes is no follow-up")
def _new(_argument: str, repl: "Repl") -> int:
    repl.plan, repl.desk, repl.turns, repl.before, repl.done = None, None, [], [], False
    return 0


@_command("/help", "this")
def _help(_argument: str, repl: "Repl") -> int:
    style = style_of(repl.env.stderr, repl.env.variables)
    width = max(len(f"{name} {command.argument}") for name, command in COMMANDS.items())
    rows: list[str] = []
    for name, command in COMMANDS.items():
        label = f"{name} {command.argument}".ljust(width)
        texts = fill(command.text.split(" "), max(20, style.width - width - 5))
        rows += [f"  {label if number == 0 else ' ' * width}  {text}" for number, text in enumerate(texts)]
    head = [
        "  shrink talk.mov for web      say what should happen, then look, then run",
        "  smaller · no audio · 720p    what should be different about it",
        "  as gif instead · 2x · 0:30   in place of what was said before",
        "  same for the others · b.mov  do it to other files here",
        "  undo that · the first one    take the last change, or run, back",
        "  !command                     your own shell, outside of ffai's guard",
        "  Tab completes, Ctrl-R searches, Alt-Enter begins another line, Ctrl-D leaves",
        "",
    ]
    say(repl.env, [style.plain(line) for line in [*head, *rows]])
    return 0


@_command("/quit", "leave (or Ctrl-D)")
def _quit(_argument: str, _repl: "Repl") -> int:
    raise FfaiError("Ctrl-D leaves")
