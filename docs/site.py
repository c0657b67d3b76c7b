"""What of the documents is made from the program itself: the reference of commands, settings, guard codes and the library; the man page.

mkdocs calls the `on_…` functions (see mkdocs.yml). `python docs/site.py` writes what is in man/; a test holds that to the program.
"""

import importlib
import inspect
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

import click

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_TAKEN = re.compile(r"^<!-- from (\S+): (.+) -->$", re.MULTILINE)


def on_files(files: Any, config: Any) -> Any:
    from mkdocs.structure.files import File

    for name, make in (("commands", commands), ("settings", settings), ("codes", codes), ("api", api)):
        files.append(File.generated(config, f"reference/{name}.md", content=make()))
    with open(f"{ROOT}/CONTRIBUTING.md", encoding="utf-8") as file:
        files.append(File.generated(config, "contributing.md", content=file.read()))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Puts the sections of other documents in, which `<!-- from FILE: HEADING -->` names, so that a figure stands in one place."""
    return _TAKEN.sub(lambda found: section(found[1], found[2]), markdown)


def section(path: str, heading: str) -> str:
    """What stands below a heading of a document, without the heading. Raises KeyError."""
    with open(f"{ROOT}/{path}", encoding="utf-8") as file:
        parts = re.split(r"^## (.+)$", file.read(), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    # links are of the document that it stands in
    text = re.sub(r"\[([^\]]+)\]\((?!http)[^)]*\)", r"\1", found[heading].strip())
    return re.sub(r"<!-- .* -->\n", "\n", text)


def walk(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """A command and all below it, each with its full name."""
    context = click.Context(command, info_name=name, parent=parent, max_content_width=100)
    yield context.command_path, command, context
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden and child != "widget":
                yield from walk(found, child, context)


def _all() -> list[tuple[str, click.Command, click.Context]]:
    from ffai.commands.app import ffai

    return list(walk(ffai, "ffai"))


def commands() -> str:
    parts = ["# Commands\n\nEvery command, as `--help` tells it.\n"]
    for path, _, context in _all():
        parts.append(f"## {path}\n\n```text\n{context.get_help().rstrip()}\n```\n")
    return "\n".join(parts)


def settings() -> str:
    from ffai.config import PROFILE, SETTINGS, Settings

    rows = [
        f"| `{s.name}` | `{s.variable}` | {s.text} | `{Settings._field_defaults[s.name]!r}` | {'yes' if s.name in PROFILE else ''} |"
        for s in SETTINGS
    ]
    head = "# Settings\n\n`ffai config set NAME VALUE` writes them to a TOML file (`ffai config path`); the environment wins over the file, flags over both."
    return "\n".join(
        [head, "", "| name | variable | what for | default | in a profile |", "| --- | --- | --- | --- | --- |", *rows, ""]
    )


def codes() -> str:
    from ffai_guards import CODES, table_rows

    told = [f"| `{code}` | {text} |" for code, text in CODES.items()]
    facts = [f"| `{where}` | {how} | {what} |".replace("||", "\\|\\|") for where, how, what in table_rows()]
    reasons = [
        "# What the guard knows",
        "",
        "## Reason codes",
        "",
        "They are stable: programs may depend on them.",
        "",
        "| code | what it means |",
        "| --- | --- |",
    ]
    rows = ["", "## What writes, reads, connects or loads", "", "| where | how | what it touches |", "| --- | --- | --- |"]
    return "\n".join([*reasons, *told, *rows, *facts, ""])


def api() -> str:
    parts = ["# The library\n\nThe public names of the three packages. Examples: [From Python](../library.md).\n"]
    for package in ("ffai", "ffai_evals", "ffai_guards"):
        module = importlib.import_module(package)
        parts.append(f"## {package}\n\n{_text(module.__doc__)}\n")
        for name in sorted(module.__all__, key=str.lower):
            value = getattr(module, name)
            if inspect.isroutine(value) or inspect.isclass(value):
                parts.append(f"### {package}.{name}\n\n```python\n{_signature(name, value)}\n```\n\n{_text(value.__doc__)}\n")
    return "\n".join(parts)


def _signature(name: str, value: Any) -> str:
    try:
        return f"{name}{inspect.signature(value)}".replace("typing.", "")
    except ValueError:
        return name


def _text(doc: str | None) -> str:
    """A docstring as Markdown: what is set in stays code, what looks like markup is none."""
    lines = []
    for line in inspect.cleandoc(doc or "").splitlines():
        lines.append(line if line.startswith("    ") else re.sub(r"([<>_*|\[\]])", r"\\\1", line) if "`" not in line else line)
    return "\n".join(lines)


def man_page() -> str:
    """ffai(1), in the troff of man(7)."""
    from ffai.commands.table import COMMANDS, OPTIONS

    lines = [
        '.TH FFAI 1 "" ffai "User Commands"', ".SH NAME", "ffai \\- say in plain English what should happen to your media",
        ".SH SYNOPSIS", ".B ffai", "[\\fIOPTIONS\\fR] \\fIREQUEST\\fR...", ".br", ".B ffai", "\\fICOMMAND\\fR ...", ".SH DESCRIPTION",
        "Writes the right ffmpeg command for a request, shows it before it runs, checks it with a guard, and runs it so that no file can be lost.", ".SH OPTIONS",
    ]  # fmt: skip
    for option in OPTIONS:
        metavar = f" \\fI{option.metavar}\\fR" if option.metavar else ""
        lines += [".TP", ", ".join(f"\\fB{_troff(flag)}\\fR" for flag in option.flags) + metavar, _troff(option.text)]
    lines += [".SH COMMANDS"]
    for path, command, _ in _all()[1:]:
        first = path.split()[1]
        if COMMANDS[first].heading:
            lines += [".TP", f"\\fB{_troff(path)}\\fR", _troff(command.get_short_help_str(300))]
    statuses = "0 done, 1 ffmpeg failed, 2 wrong usage, 3 request not understood, 4 refused by the guard, 5 the user said no, 6 ffmpeg or an input is missing, 7 the model could not be reached, 130 interrupted."
    lines += [
        ".SH EXIT STATUS",
        statuses,
        ".SH FILES",
        "\\fBffai config path\\fR prints where the settings are; \\fBguard.toml\\fR beside them is the guard's policy.",
    ]
    return "\n".join(lines) + "\n"


def _troff(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def zsh_completion() -> str:
    """The completions for zsh as a function that it loads by itself from a folder of its path."""
    with open(f"{ROOT}/shell/ffai_shell/completions/ffai.zsh", encoding="utf-8") as file:
        return f'#compdef ffai\n{file.read()}_ffai "$@"\n'


MADE = {"ffai.1": man_page, "_ffai": zsh_completion}

if __name__ == "__main__":
    sys.path.insert(0, ROOT)
    for name, text_of in MADE.items():
        with open(f"{ROOT}/man/{name}", "w", encoding="utf-8") as out:
            out.write(text_of())
