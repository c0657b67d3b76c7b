"""`ffai shell install` and `uninstall`: one line in the shell's own file, added once, with a copy of the file as it was."""

import os
import sys
from typing import NamedTuple

from ffai.environment import Environment
from ffai.errors import UsageError
from ffai_shell.init import SHELLS

MARK = "# added by ffai shell install"
_LINE = {
    "zsh": 'eval "$(ffai shell init zsh)"',
    "bash": 'eval "$(ffai shell init bash)"',
    "fish": "ffai shell init fish | source",
}


class Place(NamedTuple):
    """Where the line goes. `path` is the file as the shell names it; a link is followed when it is written."""

    shell: str
    path: str

    @property
    def line(self) -> str:
        return f"{_LINE[self.shell]}  {MARK}"


def place_of(shell: str, env: Environment) -> Place:
    """The file that this shell reads when it starts; "" for `shell` stands for the user's own. Raises UsageError."""
    name = shell or os.path.basename(env.variables.get("SHELL", ""))
    if name not in SHELLS:
        raise UsageError(f"there is no key for the shell {name!r}" if name else "which shell?", "choose: zsh, bash or fish")
    home = env.variables.get("HOME") or os.path.expanduser("~")
    if name == "zsh":
        return Place(name, os.path.join(env.variables.get("ZDOTDIR") or home, ".zshrc"))
    if name == "fish":
        base = env.variables.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
        return Place(name, os.path.join(base, "fish", "config.fish"))
    profile = os.path.join(home, ".bash_profile")
    if sys.platform == "darwin" and os.path.exists(profile):
        return Place(name, profile)  # terminals there start login shells
    return Place(name, os.path.join(home, ".bashrc"))


def present(place: Place) -> str:
    """The line of the file that brings the key already, whoever wrote it; "" when there is none."""
    for line in _read(place.path).splitlines():
        bare = line.strip()
        if f"ffai shell init {place.shell}" in bare and not bare.startswith("#"):
            return bare
    return ""


def add(place: Place) -> str:
    """Adds the line; answers the path of the copy of the file as it was, "" when there was none. Raises UsageError."""
    before = _read(place.path)
    gap = "" if not before or before.endswith("\n") else "\n"
    return _write(place.path, before, f"{before}{gap}{place.line}\n")


def remove(place: Place) -> tuple[int, str]:
    """Takes the lines away that `add` wrote; answers how many, and the path of the copy. Raises UsageError."""
    before = _read(place.path)
    lines = before.splitlines(keepends=True)
    kept = [line for line in lines if not line.rstrip().endswith(MARK)]
    if len(kept) == len(lines):
        return 0, ""
    return len(lines) - len(kept), _write(place.path, before, "".join(kept))


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}", "add the line yourself: see ffai shell init --help"
        ) from error


def _write(path: str, before: str, after: str) -> str:
    """Writes the file beside itself and moves it into place; its mode stays, and a link stays a link."""
    real = os.path.realpath(path)
    new = f"{real}.ffai-new"
    copy = ""
    try:
        os.makedirs(os.path.dirname(real), exist_ok=True)
        mode = 0o644
        if os.path.exists(real):
            mode = os.stat(real).st_mode & 0o777
            copy = _free(f"{real}.before-ffai")
            _put(copy, before, mode)
        _put(new, after, mode)
        os.replace(new, real)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", "add the line yourself") from error
    return copy


def _put(path: str, text: str, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with open(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _free(path: str) -> str:
    number, found = 1, path
    while os.path.lexists(found):
        number += 1
        found = f"{path}-{number}"
    return found
