"""What a request is made of: an edit, what it needs, and the ways to say it. Rows of the other modules of this folder become these."""

import random
from collections.abc import Callable
from typing import Any, NamedTuple

from ffai.translate.offline.edits import Edit


class Part(NamedTuple):
    """A wish. The texts are in the grammar of `say`; {f} is the file that it is about.

    `do` are commands that begin with their verb ("trim {f} to the first {10s}"), `short` what somebody in a hurry types beside
    a file's name ("first {10s}"), `gripes` what is wrong with the file that makes one ask.
    """

    family: str
    edits: tuple[Edit, ...]
    do: tuple[str, ...]
    short: tuple[str, ...] = ()
    gripes: tuple[str, ...] = ()
    media: str = ""  # words for the medium that it needs
    expect: dict[str, Any] = {}  # noqa: RUF012 - what has to be measurable when it is asked for alone, beside what the edits imply
    extra: tuple[tuple[str, str], ...] = ()  # other files: name, words
    source: tuple[str, ...] = ()  # extensions that the file may have; () any video
    out: tuple[str, ...] = ()  # extensions that the result may have; () that of the source
    group: str = ""  # parts of one group do not go together; "" goes with nothing else


Maker = Callable[[random.Random], Part]


class Weighted(NamedTuple):
    """A maker of parts and how often it is asked for, beside the others."""

    weight: float
    make: Maker


PARTS: list[Weighted] = []


def part(weight: float) -> Callable[[Maker], Maker]:
    """Registers a maker of parts."""

    def register(maker: Maker) -> Maker:
        PARTS.append(Weighted(weight, maker))
        return maker

    return register


VIDEOS = ("mp4", "mp4", "mp4", "mov", "mov", "mkv", "mkv", "avi", "webm", "flv", "ts", "m4v", "mpg")
SOUNDS = ("mp3", "wav", "flac", "m4a", "ogg", "opus", "aiff", "wma", "aac")
