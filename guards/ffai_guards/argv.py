"""argv of ffmpeg, ffprobe and ffplay to typed commands."""

import os
from collections.abc import Sequence

from ffai_guards.tables import options as tables
from ffai_guards.values import DENY, Command, Input, Option, Output, Reading, Reason, Step

PROGRAMS = frozenset(("ffmpeg", "ffprobe", "ffplay"))


def read_argv(argvs: Sequence[Sequence[str]], cwd: str | None = None) -> Reading:
    """Several argv, program first, as steps that follow each other while they succeed."""
    steps: list[Step] = []
    problems: list[Reason] = []
    for number, argv in enumerate(argvs):
        step, found = read_step(tuple(argv), number)
        steps.append(step._replace(joined="&&" if number else ";"))
        problems += found
    _ = cwd
    return Reading("", tuple(steps), tuple(problems))


def read_step(argv: tuple[str, ...], number: int = 0) -> tuple[Step, list[Reason]]:
    """One argv as a step, and what could not be read of it."""
    if not argv:
        return Step((), "", None), [Reason("SH_UNPARSED", DENY, "the command is empty", step=number)]
    name = os.path.basename(argv[0])
    program = name[:-4] if name.lower().endswith(".exe") else name
    if program not in PROGRAMS:
        return Step(argv, program, None), []
    bad = next((w for w in argv if "\0" in w), None)
    if bad is not None:
        return Step(argv, program, None), [
            Reason("TXT_CONTROL", DENY, "a word holds a NUL character", bad.replace("\0", "\\0"), step=number)
        ]
    command, problems = _Reader(argv, program, number).read()
    return Step(argv, program, command), problems


class _Reader:
    """Walks an argv once: options gather until a file takes them."""

    def __init__(self, argv: tuple[str, ...], program: str, number: int) -> None:
        self.argv, self.program, self.number = argv, program, number
        self.flags = {"ffmpeg": tables.FLAGS, "ffprobe": tables.PROBE_FLAGS, "ffplay": tables.PLAY_FLAGS}[program]
        self.values = {"ffmpeg": tables.VALUES, "ffprobe": tables.PROBE_VALUES, "ffplay": tables.PLAY_VALUES}[program]
        self.problems: list[Reason] = []
        self.globals: list[Option] = []
        self.pending: list[Option] = []
        self.inputs: list[Input] = []
        self.outputs: list[Output] = []

    def read(self) -> tuple[Command, list[Reason]]:
        argv, i, literal = self.argv, 1, False
        while i < len(argv):
            word = argv[i]
            if literal or not word.startswith("-") or word == "-":
                self._file(word, i)
                i += 1
            elif word == "--":
                literal = True
                i += 1
            else:
                i = self._option(word, i)
        self.globals += self.pending  # trailing options: ffmpeg takes the global ones among them
        return Command(self.program, tuple(self.globals), tuple(self.inputs), tuple(self.outputs)), self.problems

    def _file(self, word: str, i: int) -> None:
        options = tuple(self.pending)
        self.pending = []
        if self.program == "ffmpeg":
            self.outputs.append(Output(word, i, options))
        else:
            self.inputs.append(Input(word, i, options))

    def _option(self, word: str, i: int) -> int:
        body = word[1:]
        if body.startswith("-") and body[1:] in ("help", "version"):
            body = body[1:]
        name, _, specifier = body.partition(":")
        from_file = name.startswith("/")
        name = name.removeprefix("/")
        if name in tables.ENDING:
            self._keep(Option(name, specifier, self.argv[i + 1] if i + 1 < len(self.argv) else None, i))
            return i + 2
        known, flag = self._kind(name)
        if not known:
            self.problems.append(
                Reason("FF_UNKNOWN_OPT", DENY, f"{word} is no option that {self.program} 5.1 to 9 has", word, step=self.number)
            )
        if name in tables.EITHER and self.program == "ffmpeg" and not from_file:
            flag = not self.argv[i + 1 : i + 2] or not self.argv[i + 1].isdigit()
        if flag and not from_file:
            self._keep(Option(name, specifier, None, i))
            return i + 1
        if i + 1 >= len(self.argv):
            self.problems.append(Reason("SH_UNPARSED", DENY, f"{word} needs a value, and none follows", word, step=self.number))
            return i + 1
        value = self.argv[i + 1]
        if name == "i":
            self.inputs.append(Input(value, i + 1, tuple(self.pending)))
            self.pending = []
        else:
            self._keep(Option(f"/{name}" if from_file else name, specifier, value, i))
        return i + 2

    def _keep(self, option: Option) -> None:
        name = option.name
        (self.globals if name in tables.GLOBAL or name.removeprefix("no") in tables.GLOBAL else self.pending).append(option)

    def _kind(self, name: str) -> tuple[bool, bool]:
        """(known, takes no value)."""
        if name in self.flags:
            return True, True
        if name in self.values or name in tables.EITHER:
            return True, False
        if name.startswith("no") and (name[2:] in self.flags or (name[2:] in tables.EITHER and self.program == "ffmpeg")):
            return True, True
        from ffai_guards.names import known_options

        names = known_options()
        if name in names or name in tables.OTHER_OPTIONS or (name[:1] in "vas" and name[1:] in names):
            return True, False
        return False, False
