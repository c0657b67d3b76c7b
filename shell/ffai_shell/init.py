"""What `ffai shell init` prints: the widget and the completions of one shell, with the key in it.

It is read at the start of every shell, so this module imports nothing but what the interpreter has loaded already.
"""

import os
import sys

SHELLS = ("zsh", "bash", "fish")
_HERE = os.path.dirname(__file__)
DEFAULT_KEY = "^G"


class BadKeyError(ValueError):
    """A key that cannot be bound; its text says why."""


def fast(arguments: list[str]) -> str | None:
    """The text for `shell init` with these arguments; None when the full command line must look at them."""
    key = ""
    if len(arguments) == 3 and arguments[1] == "--key":
        key = arguments[2]
    elif len(arguments) == 2 and arguments[1].startswith("--key="):
        key = arguments[1][6:]
    elif len(arguments) != 1:
        return None
    if not arguments or arguments[0] not in SHELLS or (len(arguments) > 1 and not key):
        return None
    try:
        return text(arguments[0], key)
    except (BadKeyError, OSError):
        return None


def text(shell: str, key: str = "") -> str:
    """The file for that shell. Raises BadKeyError, OSError."""
    other = _calling_shell()
    if other and other != shell:
        line = 'eval "$(ffai shell init {})"' if other != "fish" else "ffai shell init {} | source"
        return f"echo 'ffai: this shell is {other}, not {shell}; use:  {line.format(other)}' >&2\n"
    strokes = strokes_of(key or DEFAULT_KEY)
    shown = "-".join(["Ctrl", strokes[0][1].upper()]) if strokes == [("ctrl", "g")] else key
    widget = _file("widgets", shell).replace("@KEY@", _WRITTEN[shell](strokes))
    return widget.replace("@TAKE@", "1" if key else "").replace("@NAME@", shown) + _file("completions", shell)


def completions(shell: str) -> str:
    """The completions of that shell alone."""
    return _file("completions", shell)


def _file(folder: str, shell: str) -> str:
    with open(f"{_HERE}/{folder}/ffai.{shell}", encoding="utf-8") as file:
        return file.read()


def strokes_of(key: str) -> list[tuple[str, str]]:
    r"""A key in any of the usual ways of writing (^X^F, \C-x\C-f, \cx\cf, ctrl-x ctrl-f, alt-g) as [("ctrl", "x"), ...].

    Raises BadKeyError for a key without Ctrl or Alt, and for those that the line editor itself cannot do without.
    """
    found: list[tuple[str, str]] = []
    rest = key.strip().lower()
    while rest:
        for mark, kind in _MARKS:
            if rest.startswith(mark) and len(rest) > len(mark):
                found.append((kind, rest[len(mark)]))
                rest = rest[len(mark) + 1 :].lstrip(" ,")
                break
        else:
            if not found:
                raise BadKeyError(f"{key!r} is no key with Ctrl or Alt")
            found.append(("", rest[0]))
            rest = rest[1:].lstrip(" ,")
    if not found or len(found) > 4 or any(letter not in _LETTERS for _, letter in found):
        raise BadKeyError(f"{key!r} is no key that can be bound")
    if len(found) == 1 and found[0][0] == "ctrl" and found[0][1] in "cdijmz":
        raise BadKeyError(f"{key!r} is needed by the terminal or the line editor")
    return found


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_MARKS = (
    ("ctrl-", "ctrl"),
    ("ctrl+", "ctrl"),
    ("control-", "ctrl"),
    ("c-", "ctrl"),
    ("\\c-", "ctrl"),
    ("\\c", "ctrl"),
    ("^[", "alt"),
    ("^", "ctrl"),
    ("alt-", "alt"),
    ("alt+", "alt"),
    ("\\e", "alt"),
    ("\\m-", "alt"),
    ("m-", "alt"),
)


def _zsh(strokes: list[tuple[str, str]]) -> str:
    return "".join({"ctrl": f"^{letter.upper()}", "alt": f"^[{letter}", "": letter}[kind] for kind, letter in strokes)


def _bash(strokes: list[tuple[str, str]]) -> str:
    return "".join({"ctrl": f"\\C-{letter}", "alt": f"\\e{letter}", "": letter}[kind] for kind, letter in strokes)


def _fish(strokes: list[tuple[str, str]]) -> str:
    return "".join({"ctrl": f"\\c{letter}", "alt": f"\\e{letter}", "": letter}[kind] for kind, letter in strokes)


_WRITTEN = {"zsh": _zsh, "bash": _bash, "fish": _fish}


def _calling_shell() -> str:
    """The interactive shell that will evaluate what is printed, where that can be told; else ""."""
    try:
        if os.isatty(1) or not sys.platform.startswith("linux"):
            return ""
        if os.fstat(1).st_mode & 0o170000 == 0o100000:  # into a file: for whichever shell will read it
            return ""
        with open(f"/proc/{os.getppid()}/cmdline", encoding="utf-8", errors="replace") as file:
            words = file.read().split("\0")[:-1]
    except OSError:
        return ""
    if not words:
        return ""
    name = words[0].rpartition("/")[2].lstrip("-")
    before = ""
    for word in words[1:]:  # a command or a script: not the shell that somebody sits at
        before, last = word, before
        if last in ("--rcfile", "--init-file", "-o", "+o", "-O", "+O"):
            continue
        if not word.startswith("-") or (word[1:2] != "-" and "c" in word):
            return ""
    return name if name in SHELLS else ""
