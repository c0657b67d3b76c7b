"""Delivery, repair, questions; what is captured, measured or made of nothing."""

from ffai.translate.offline.edits.base import Edit


class Segments(Edit):
    how: str  # hls, dash
    seconds: float | None = None
    heights: tuple[int, ...] = ()  # of a ladder
    count: int | None = None  # or as many rungs as that


class Capture(Edit):
    what: str  # screen, camera, microphone; "screen image" and "camera image" are one picture
    seconds: float | None = None
    sound: bool = False
    region: tuple[int, int, int, int] | None = None  # x, y, width, height of the screen


class SplitPicture(Edit):
    """One picture cut into tiles, each a file: left and right halves are two columns."""

    columns: int = 1
    rows: int = 1


class Repair(Edit):
    what: str = ""  # index, timestamps, errors, sync, duration


class Detect(Edit):
    """Something is measured and printed: silence, black, freeze, scenes, loudness, volume."""

    what: str
    decibels: float | None = None
    seconds: float | None = None


class Cannot(Edit):
    """Something that ffmpeg does not do: the text says so, and what could be done instead."""

    text: str


class TrimBlack(Edit):
    """Black at the start and the end taken off."""

    where: str = "both"


class Check(Edit):
    pass


class Question(Edit):
    what: str  # duration, codec, size, resolution, fps, bitrate, streams, audio, ...


class Shortest(Edit):
    pass


class TestSource(Edit):
    name: str = "testsrc2"  # or smptebars, color
    seconds: float | None = None
    tone: float | None = None  # hertz
    sound: str = ""  # sound alone: "sine", "white", "pink" noise or "silence"
    color: str = ""  # of a plain picture


class Compare(Edit):
    metric: str = "psnr"
