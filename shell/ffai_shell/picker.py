"""What Ctrl-G on an empty line shows: recent requests and the media files here, and a line to type a request into."""

import os
import re
from typing import NamedTuple

from ffai import record
from ffai.environment import Environment
from ffai.look import folder
from ffai.show.facts import size_text
from ffai.show.style import clean, cut, width_of
from ffai_shell.terminal import CANCEL_KEYS, Terminal

_KEY = re.compile(r"\x1b\[200~.*?(?:\x1b\[201~|$)|\x1b[\[O][0-9;]*[~A-Za-z]|.", re.DOTALL)
_ROWS = 10
_RECENT = 50
_TAIL = 400_000  # bytes of the record that are looked at
_UP, _DOWN = ("\x1b[A", "\x1bOA", "\x10"), ("\x1b[B", "\x1bOB", "\x0e")
_ENTER, _TAB, _BACK = ("\r", "\n"), "\t", ("\x7f", "\x08")


class Item(NamedTuple):
    """`text` is the request, or a file's name as a request says it; `about` stands beside it."""

    text: str
    about: str
    is_file: bool = False


def pick(env: Environment, terminal: Terminal) -> str | None:
    """The request that was typed or chosen; None when it was given up."""
    items = [*recent(env), *files(env)]
    typed, chosen = "", -1
    waiting: list[str] = []
    while True:
        shown = matching(items, typed)
        chosen = min(chosen, len(shown) - 1)
        _draw(terminal, typed, shown, chosen)
        if not waiting:
            waiting = keys_of(terminal.read())
        key = waiting.pop(0) if waiting else ""
        if not key or key in CANCEL_KEYS or key == "\x04":
            terminal.erase()
            return None
        if key in _UP:
            chosen = max(-1, chosen - 1)
        elif key in _DOWN:
            chosen = min(len(shown) - 1, chosen + 1)
        elif key in _ENTER or key == _TAB:
            item = shown[chosen] if chosen >= 0 else shown[0] if key == _TAB and shown else None
            if item is not None and (item.is_file or key == _TAB):
                typed, chosen = _with(typed, item), -1
            elif item is not None or typed.strip():
                terminal.erase()
                return item.text if item is not None else typed.strip()
        elif key in _BACK:
            typed, chosen = typed[:-1], -1
        elif key == "\x15":  # Ctrl-U
            typed, chosen = "", -1
        elif key == "\x17":  # Ctrl-W
            typed, chosen = typed.rstrip().rpartition(" ")[0], -1
        else:
            text = key.removeprefix("\x1b[200~").removesuffix("\x1b[201~")  # pasted text
            if not text.startswith("\x1b"):
                typed, chosen = typed + "".join(c for c in text.replace("\n", " ") if c.isprintable()), -1


def keys_of(text: str) -> list[str]:
    """What came in one go as single keys; pasted text is one, its line feeds are blanks."""
    return _KEY.findall(text)


def recent(env: Environment) -> list[Item]:
    """The last requests that led to a command, newest first, each once."""
    import json

    try:
        with open(record.path(env), "rb") as file:
            file.seek(max(0, os.path.getsize(record.path(env)) - _TAIL))
            lines = file.read().splitlines()
    except OSError:
        return []
    found: dict[str, Item] = {}
    for line in reversed(lines):
        if len(found) >= _RECENT:
            break
        try:
            event = json.loads(line)
            request = event["request"] if event["event"] == "request" and event.get("commands") else ""
        except (ValueError, KeyError, TypeError):
            continue
        if request and request not in found and request.isprintable():
            found[request] = Item(request, "asked before")
    return list(found.values())


def files(env: Environment) -> list[Item]:
    """The media files of the working folder, the newest first."""
    entries = sorted(folder.read(env.cwd).entries, key=lambda entry: -entry.modified)
    return [Item(_named(entry.name), f"{entry.kind}, {size_text(entry.size)}", True) for entry in entries]


def matching(items: list[Item], typed: str) -> list[Item]:
    """The items that hold what was typed, or its last word: a request is completed as well as found."""
    words = typed.lower().strip()
    last = words.split()[-1] if words else ""
    whole = [item for item in items if words in item.text.lower()]
    by_word = [item for item in items if item.is_file and item not in whole and typed[-1:].strip() and last in item.text.lower()]
    return [*whole, *by_word]


def _with(typed: str, item: Item) -> str:
    """The typed text with the item: a file's name in place of the word that is being typed, a request in place of all."""
    if not item.is_file:
        return item.text
    before, _, last = typed.rpartition(" ")
    if last and last.lower() not in item.text.lower():
        before = typed
    return (before.rstrip() + " " if before.strip() else "") + item.text + " "


def _named(name: str) -> str:
    if not any(c.isspace() or c in "\"'" for c in name):
        return name
    mark = "'" if '"' in name else '"'
    return f"{mark}{name}{mark}"


def _draw(terminal: Terminal, typed: str, shown: list[Item], chosen: int) -> None:
    width = terminal.width
    rows = max(1, min(_ROWS, terminal.height - 3))
    first = max(0, min(chosen - rows + 1, len(shown) - rows)) if chosen >= rows else 0
    head = "ffai> "
    text = typed
    while width_of(text) > width - len(head) - 1:
        text = text[1:]
    lines = [head + text]
    for number, item in enumerate(shown[first : first + rows], first):
        about = f"  {item.about}" if width >= 40 else ""
        name = cut(clean(item.text), width - 3 - width_of(about))
        line = f"{'>' if number == chosen else ' '} {name}{about}"
        lines.append(f"\033[7m{line}\033[0m" if number == chosen else f"  {name}\033[2m{about}\033[0m")
    if not typed and not shown:
        lines.append(cut("  say what should happen, Enter; Esc gives up", width))
    elif len(lines) < rows + 1:
        lines.append("\033[2m" + cut("  type a request · ↑↓ Enter choose · Tab take the name · Esc", width) + "\033[0m")
    terminal.draw(lines, (0, len(head) + width_of(text)))
