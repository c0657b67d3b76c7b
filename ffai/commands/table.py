"""The command line as two tables: the names of the commands, and the options of a request.

The parser of requests and click's help both walk them. Commands are imported when they are called, and not before.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Option(NamedTuple):
    """An option of a request. `metavar` is "" for one that takes no value."""

    name: str  # the field of Wish that it sets
    flags: tuple[str, ...]
    text: str
    metavar: str = ""


OPTIONS = (
    Option("dry_run", ("-n", "--dry-run"), "Show the command and what it would do; run nothing."),
    Option("yes", ("-y", "--yes"), "Run without asking, where the guard allows it."),
    Option("model", ("-m", "--model"), "Who translates: offline, auto, a model's name, or @PROFILE.", "NAME"),
    Option("output", ("-o", "--output"), "Where the result goes.", "PATH"),
    Option("output_dir", ("--output-dir",), "The folder that results go to.", "DIR"),
    Option("print", ("--print",), "Print the command alone, on standard output; run nothing."),
    Option("json", ("--json",), "Print everything as one JSON document; runs nothing without --yes."),
    Option("verbose", ("-v", "--verbose"), "Show ffmpeg's own log, and details of errors."),
    Option("no_log", ("--no-log",), "Leave no record of this request."),
    Option("api_base", ("--api-base",), "Address of an OpenAI-compatible server for the model.", "URL"),
    Option(
        "prompt",
        ("--prompt",),
        "The prompt that the model gets: zero-shot, one-shot, many-shot, chain-of-thought, retrieval.",
        "NAME",
    ),
    Option("samples", ("--samples",), "Ask the model so often, try each answer, take what most agree on.", "N"),
    Option("show_prompt", ("--show-prompt",), "Print what the model would be sent; send and run nothing."),
)

HELP_FLAGS = ("-h", "--help")


class Named(NamedTuple):
    """A command: where its click command is ("module:attribute"), what it does, and the heading that help lists it under."""

    place: str
    text: str
    heading: str = "Around a request"


COMMANDS = {
    "explain": Named("ffai.commands.explain:explain", "What a command does, flag by flag, and what it touches."),
    "undo": Named("ffai.commands.undo:undo", "Take back a run: created files go to the trash, replaced ones come back."),
    "history": Named("ffai.commands.history:history", "Past requests; run one again."),
    "run": Named("ffai.commands.run:run", "The plan that the shell's key put on the line: show, ask, run."),
    "plan": Named("ffai.commands.plan:plan", "Requests to commands as JSON, one or many; runs nothing."),
    "guard": Named("ffai.commands.guard:guard", "The verdict on a command, and what its codes mean."),
    "mcp": Named("ffai.commands.mcp:mcp", "A Model Context Protocol server, for agents."),
    "demo": Named("ffai.commands.demo:demo", "Make a clip and walk through the main job on it.", "This installation"),
    "doctor": Named(
        "ffai.commands.doctor:doctor", "What is installed, what works, what to do about the rest.", "This installation"
    ),
    "config": Named("ffai.commands.config:config", "Settings: show, set, unset.", "This installation"),
    "shell": Named("ffai_shell.commands:shell", "Ctrl-G in zsh, bash and fish.", "This installation"),
    "widget": Named("ffai_shell.commands:widget", "The helper behind Ctrl-G.", ""),
    "project": Named("ffai_evals.project.commands:project", "Make or check an eval project folder.", "The AI project around it"),
    "studio": Named("ffai_evals.studio.commands:studio", "Label and read a project in the browser.", "The AI project around it"),
    "eval": Named("ffai_evals.commands:evaluate", "Run, judge and compare.", "The AI project around it"),
    "data": Named("ffai_evals.data.commands:data", "Verified training pairs: make, cover, split.", "The AI project around it"),
    "finetune": Named("ffai_evals.finetune.commands:finetune", "Export pairs, and train on them.", "The AI project around it"),
}


def is_command(arguments: Sequence[str]) -> bool:
    """Whether the first word names a command. `run` is one before an id of the record only: "run it backwards" is a request."""
    if not arguments or arguments[0] not in COMMANDS:
        return False
    if arguments[0] != "run":
        return True
    words = [word for word in arguments[1:] if not word.startswith("-")]
    return words == [] or (len(words) == 1 and len(words[0]) == 15 and set(words[0]) <= set("0123456789abcdef"))
