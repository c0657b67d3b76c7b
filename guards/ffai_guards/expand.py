"""Programs that start other programs: their tails, the files that find lists, the lines that a pipe carries."""

import fnmatch
import os
import re

from ffai_guards.lines import transformed
from ffai_guards.normal import Refusal
from ffai_guards.tables import places
from ffai_guards.values import ANYTHING, NUMBER

_MOST_SEEN = 20_000
_DIGITS = r"[\d.]+[smhd]?"
# wrapper -> options that take a value, flags, operands before the command
_WRAPPERS: dict[str, tuple[str, str, int]] = {
    "nice": ("-n --adjustment", "", 0),
    "ionice": ("-c -n -p --class --classdata", "-t", 0),
    "nohup": ("", "", 0),
    "timeout": ("-s -k --signal --kill-after", "--foreground --preserve-status -v --verbose", 1),
    "stdbuf": ("-i -o -e", "", 0),
    "setsid": ("", "-w -f --wait --fork", 0),
    "time": ("-f --format", "-p -v --verbose --portability", 0),
    "command": ("", "-p", 0),
    "chrt": ("", "-b -i -o", 1),
    "taskset": ("", "-c", 1),
    "caffeinate": ("-t", "-i -s -d -m", 0),
    "exec": ("", "", 0),
    "unbuffer": ("", "", 0),
}


def unwrapped(argv: list[str]) -> list[str]:
    """The command that a wrapper starts, argv itself when it is none. Raises Refusal for options that are not known."""
    for _ in range(10):
        program = os.path.basename(argv[0]) if argv else ""
        if program == "env":
            rest = _env(argv)
        elif (
            program in _WRAPPERS
            and argv[0] == program
            or argv[0] in (f"/usr/bin/{program}", f"/bin/{program}")
            and program in _WRAPPERS
        ):
            if program == "command" and argv[1:2] in (["-v"], ["-V"]):
                return ["true"]
            rest = _tail(program, argv)
        else:
            return argv
        if not rest:
            return ["true"] if program in ("env", "exec", "command", "nice") else argv
        argv = rest
    raise Refusal("SH_NODE", "too many programs that start programs", " ".join(argv))


def _tail(program: str, argv: list[str]) -> list[str]:
    valued, flags, operands = _WRAPPERS[program]
    i = 1
    while i < len(argv) and argv[i].startswith("-") and len(argv[i]) > 1:
        word = argv[i]
        if word == "--":
            i += 1
            break
        name = word.partition("=")[0]
        if word in valued.split():
            i += 2
        elif name in valued.split() or word in flags.split() or any(len(v) == 2 and word.startswith(v) for v in valued.split()):
            i += 1
        elif program == "nice" and re.fullmatch(r"-\d+", word):
            i += 1
        else:
            raise Refusal("SH_UNKNOWN_PROGRAM", f"{program} with {word} is not known to be harmless", " ".join(argv))
    for operand in argv[i : i + operands]:
        if program in ("timeout",) and not re.fullmatch(_DIGITS, operand.replace(NUMBER, "1")):
            raise Refusal("SH_UNPARSED", f"{operand!r} is no time for timeout", " ".join(argv))
    return argv[i + operands :]


def _env(argv: list[str]) -> list[str]:
    i = 1
    while i < len(argv):
        word = argv[i]
        if word in ("-i", "-", "--ignore-environment", "-0", "--"):
            i += 1
        elif word in ("-u", "--unset"):
            i += 2
        elif "=" in word and not word.startswith("-"):
            variable(*word.split("=", 1))
            i += 1
        elif word.startswith("-"):
            raise Refusal("SH_UNKNOWN_PROGRAM", f"env with {word} is not known to be harmless", " ".join(argv))
        else:
            return argv[i:]
    return []


def variable(name: str, value: str) -> None:
    """Raises Refusal for a variable that changes what the program does."""
    form = places.HARMLESS_VARIABLES.get(name)
    if form is None or not re.fullmatch(form, value):
        raise Refusal("SH_ENV", f"the variable {name} changes what the program does", f"{name}={value}")


# --- find

_TESTS = frozenset(
    """-name -iname -path -ipath -wholename -regex -iregex -type -xtype -maxdepth -mindepth -size -mtime -mmin -atime -amin -ctime -cmin -newer -user -group
    -perm -links -inum -samefile -regextype -newermt -printf -wholename""".split()
)
_PLAIN = frozenset(
    "-print -print0 -ls -prune -empty -readable -writable -executable -follow -depth -d -xdev -mount -true -not ! ( ) -o -or -a -and -daystart -noleaf -quit".split()
)


class Find:
    """A find command line: the files that it could list (more, never fewer), and the commands that it starts on them."""

    def __init__(self, argv: list[str], folder: str) -> None:
        self.argv, self.folder = argv, folder
        self.roots: list[str] = []
        self.patterns: list[tuple[str, bool]] = []
        self.depth = 32
        self.commands: list[tuple[list[str], bool]] = []  # argv with {}, and whether it takes all at once
        self._read()

    def _read(self) -> None:
        argv, i = self.argv, 1
        while i < len(argv) and argv[i] in ("-L", "-P", "-H", "-E"):
            i += 1
        while i < len(argv) and not argv[i].startswith(("-", "(", "!")):
            self.roots.append(argv[i])
            i += 1
        self.roots = self.roots or ["."]
        negated = False
        while i < len(argv):
            word = argv[i]
            if word in ("-exec", "-execdir"):
                i = self._command(i + 1)
            elif word in _TESTS:
                value = "".join(argv[i + 1 : i + 2])
                if word in ("-name", "-iname") and not negated:
                    self.patterns.append((value, word == "-iname"))
                if word == "-maxdepth" and value.isdigit():
                    self.depth = int(value)
                i += 2
            elif word in _PLAIN:
                i += 1
            elif word == "-delete":
                raise Refusal("SH_DELETE", "find -delete deletes files", " ".join(argv))
            else:
                raise Refusal("SH_UNKNOWN_PROGRAM", f"find with {word} is not known to be harmless", " ".join(argv))
            negated = word in ("!", "-not")

    def _command(self, i: int) -> int:
        command: list[str] = []
        while i < len(self.argv) and self.argv[i] not in (";", "+"):
            command.append(self.argv[i])
            i += 1
        if i >= len(self.argv) or not command:
            raise Refusal("SH_UNPARSED", "the command of find -exec has no end", " ".join(self.argv))
        self.commands.append((command, self.argv[i] == "+"))
        return i + 1

    def files(self) -> list[str]:
        """What it lists; a name like its pattern when nothing fits, so that what would be done with it is still looked at."""
        found: list[str] = []
        seen = 0
        for root in self.roots:
            if ANYTHING in root:
                return [ANYTHING]
            top = os.path.join(self.folder, root)
            for place, folders, names in os.walk(top):
                level = os.path.relpath(place, top).count("/") + (0 if place == top else 1)
                if level + 1 >= self.depth:
                    folders.clear()
                seen += len(names) + len(folders)
                if seen > _MOST_SEEN:
                    return [ANYTHING]
                inside = os.path.relpath(place, top)
                start = root if inside == "." else os.path.join(root, inside)
                found += [os.path.join(start, name) for name in names if self._fits(name)]
        return found[:2000] or [os.path.join(self.roots[0], self.patterns[0][0] if self.patterns else "*")]

    def _fits(self, name: str) -> bool:
        if not self.patterns:
            return True
        return any(
            fnmatch.fnmatchcase(name.lower(), p.lower()) if fold else fnmatch.fnmatchcase(name, p) for p, fold in self.patterns
        )


# --- what a pipe carries

PASSING = frozenset("sort head tail uniq grep egrep tac shuf".split())  # they give some of the lines that they get


def printed_lines(argv: list[str], folder: str, stdin: list[str] | None) -> list[str] | None:
    """The lines that a program prints, or more; None when it is not known."""
    program = os.path.basename(argv[0]) if argv else ""
    operands = [w for w in argv[1:] if not w.startswith("-")]
    if program == "find":
        return Find(argv, folder).files()
    if program == "ls":
        return operands or _listed(folder)
    if program == "echo":
        return [" ".join(w for w in argv[1:] if w not in ("-n", "-e"))]
    if program == "printf" and operands:
        form = operands[0].replace("\\n", "\n").replace("\\0", "\n").replace("%q", "%s")
        if form.strip() == "%s":
            return operands[1:]
        return [line for line in form.splitlines() if line] if "%" not in form else None
    if program == "seq":
        return [NUMBER]
    if program == "cat" and operands:
        lines: list[str] = []
        for name in operands:
            found = file_lines(os.path.join(folder, name))
            if found is None:
                return None
            lines += found
        return lines
    changed = transformed([program, *argv[1:]], stdin) if stdin is not None else None
    if changed is not None:
        return changed
    if program in PASSING and (program not in ("head", "tail", "sort", "tac") or not operands or stdin is not None):
        return stdin
    if program == "tr" and stdin is not None and argv[1:] in (["\\n", "\\0"], ["\n", "\0"], ["\\0", "\\n"]):
        return stdin
    return None


def _listed(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError:
        return []


def file_lines(path: str) -> list[str] | None:
    """The lines of a small plain file; [] when there is none; None when it cannot be known."""
    try:
        if not os.path.lexists(path):
            return []
        if not os.path.isfile(path) or os.path.getsize(path) > 200_000:
            return None
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read().splitlines()
    except (OSError, ValueError):
        return None
