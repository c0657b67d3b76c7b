"""Writes the completions of the three shells from ffai's own tables: python -m ffai_shell.completions.make

They are files, not made when a shell starts, since that must stay quick. A test holds them to the tables.
"""

import os
from importlib import import_module

import click

from ffai.commands.table import COMMANDS, HELP_FLAGS, OPTIONS
from ffai.config import SETTINGS
from ffai.look.kinds import KIND

HERE = os.path.dirname(__file__)
SHELLS = ("zsh", "bash", "fish")


def text(shell: str) -> str:
    """The completions of that shell."""
    with open(f"{HERE}/ffai.{shell}.in", encoding="utf-8") as file:
        found = file.read()
    kinds = "|".join(
        sorted(name for name, kind in KIND.items() if kind in ("video", "audio", "image", "subtitle") and name.isalnum())
    )
    for mark, value in {**_words(), **_MAKERS[shell](), "KINDS": kinds}.items():
        found = found.replace(f"@{mark}@", value)
    return found


def _words() -> dict[str, str]:
    names = [name for name, each in COMMANDS.items() if each.heading]
    flags = [flag for option in OPTIONS for flag in option.flags] + list(HELP_FLAGS)
    return {
        "NAMES": "|".join(names),
        "WORDS": " ".join(names),
        "OPTIONS": " ".join(flags),
        "SETTINGS": " ".join(s.name for s in SETTINGS),
    }


def _groups() -> dict[str, list[str]]:
    """The commands that have commands of their own, with these."""
    found = {}
    for name, each in COMMANDS.items():
        module, _, attribute = each.place.partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, click.Group):
            found[name] = sorted(sub for sub, each in command.commands.items() if not each.hidden)
    return found


def _zsh() -> dict[str, str]:
    def quoted(name: str, about: str) -> str:
        return "'" + f"{name}:{about}".replace("'", "'\\''") + "'"

    options = [quoted(flag, option.text) for option in OPTIONS for flag in option.flags]
    commands = [quoted(name, each.text) for name, each in COMMANDS.items() if each.heading]
    return {
        "ZSH_OPTIONS": " ".join(options),
        "ZSH_COMMANDS": " ".join(commands),
        "ZSH_SUBS": "\n      ".join(f"{name}) compadd -- {' '.join(subs)}; return ;;" for name, subs in _groups().items()),
    }


def _bash() -> dict[str, str]:
    return {"BASH_SUBS": "\n      ".join(f"{name}) words='{' '.join(subs)}' ;;" for name, subs in _groups().items())}


def _fish() -> dict[str, str]:
    def quoted(about: str) -> str:
        return "'" + about.replace("\\", "\\\\").replace("'", "\\'") + "'"

    lines = []
    for option in OPTIONS:
        if option.name == "model":
            continue
        short = "".join(f" -s {flag[1]}" for flag in option.flags if len(flag) == 2)
        long = "".join(f" -l {flag[2:]}" for flag in option.flags if flag.startswith("--"))
        value = " -r -F" if option.metavar in ("PATH", "DIR") else " -x" if option.metavar else ""
        lines.append(f"complete -c ffai -n __fish_use_subcommand{short}{long}{value} -d {quoted(option.text)}")
    for name, each in COMMANDS.items():
        if each.heading:
            lines.append(f"complete -c ffai -n __fish_use_subcommand -a {name} -d {quoted(each.text)}")
    for name, subs in _groups().items():
        lines.append(f"complete -c ffai -n '__fish_seen_subcommand_from {name}' -a '{' '.join(subs)}'")
    lines.append("complete -c ffai -n '__fish_seen_subcommand_from shell' -a 'zsh bash fish'")
    lines.append(f"complete -c ffai -n '__fish_seen_subcommand_from config' -a '{' '.join(s.name for s in SETTINGS)}'")
    return {"FISH": "\n".join(f"    {line}" for line in lines)}


_MAKERS = {"zsh": _zsh, "bash": _bash, "fish": _fish}


if __name__ == "__main__":
    for shell in SHELLS:
        with open(f"{HERE}/ffai.{shell}", "w", encoding="utf-8") as out:
            out.write(text(shell))
