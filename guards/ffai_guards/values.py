"""What reading a command gives, what it touches, and the verdict. All values are immutable.

A word of a step may hold parts that are only known when a shell runs it: NUMBER stands for text made of letters, digits and `._:+-`
(a date, a duration, a count), ANYTHING for any text.
"""

from typing import NamedTuple

ALLOW, CONFIRM, DENY = "allow", "confirm", "deny"
NUMBER, ANYTHING = "\ue000", "\ue001"  # private characters, which no command text may hold itself
LEVELS = (ALLOW, CONFIRM, DENY)  # in rising order


class Option(NamedTuple):
    """One option of an ffmpeg, ffprobe or ffplay command line.

    `name` has neither the dash nor the stream specifier ("c", "b", "vf", "movflags"); a `no` form keeps its "no" ("nostdin").
    `position` is the index in argv of the word with the dash; the value, if it takes one, stands at position + 1.
    """

    name: str
    specifier: str  # "v", "a:0", "" ...
    value: str | None
    position: int


class Input(NamedTuple):
    url: str
    position: int  # index in argv of the url
    options: tuple[Option, ...]


class Output(NamedTuple):
    url: str
    position: int
    options: tuple[Option, ...]


class Command(NamedTuple):
    """An ffmpeg, ffprobe or ffplay command line, typed. For ffprobe and ffplay there are inputs only."""

    program: str  # ffmpeg, ffprobe, ffplay
    global_options: tuple[Option, ...]
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]


class Step(NamedTuple):
    """One program to start, in order. `joined` says when: always, "&&" (the one before succeeded), "||" (it failed), "|" (fed by it)."""

    argv: tuple[str, ...]
    program: str  # the base name: ffmpeg, ffprobe, mkdir, printf ...
    command: Command | None  # for ffmpeg, ffprobe and ffplay
    joined: str = ";"
    stdin_text: str | None = None  # a here-document's text
    stdout_to: str | None = None  # the file of a redirect
    stdout_append: bool = False
    folder: str = ""  # where it runs, below the reading's folder or absolute
    reads: tuple[str, ...] = ()  # files that redirects read
    writes: tuple[tuple[str, bool], ...] = ()  # files that further redirects write (2> and its kin), and whether they append
    answers_yes: bool = False  # something that answers questions is at its standard input


class Reason(NamedTuple):
    """One finding of the guard. `words` are the words of the command that caused it, `target` the file or address at stake."""

    code: str
    level: str
    text: str
    words: str = ""
    target: str = ""
    alternative: str = ""
    step: int = 0


class Reading(NamedTuple):
    """A command text or argv list, read. When it could not be read whole, `problems` says why and `steps` holds what could be."""

    text: str
    steps: tuple[Step, ...]
    problems: tuple[Reason, ...] = ()
    obstacle: str = ""  # a part of the shell language that is read and weighed but not carried out here; "" when all can be


class Touch(NamedTuple):
    """A file, pattern or address that a command touches.

    `how`: read, write (opens for writing, creating or replacing), create, truncate, delete, connect, execute.
    `kind`: file, pattern (printf-style numbers or strftime), folder, address, device, descriptor.
    """

    target: str
    how: str
    kind: str
    step: int
    words: str
    position: int = -1  # index in argv of the word that names it, -1 when it is implied
    raw: str = ""  # how that word spells it, when it names more than this: a filter's argument, a leg of tee
    form: str = "word"  # word, filter, list, param, leg: how `raw` has to be quoted


class Verdict(NamedTuple):
    level: str
    reasons: tuple[Reason, ...] = ()


class Report(NamedTuple):
    verdict: Verdict
    touches: tuple[Touch, ...]
    reading: Reading
