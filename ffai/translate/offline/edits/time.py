"""Time: cuts, speed, loops, frame rates, delays."""

from ffai.translate.offline.edits.base import Edit, Range


class Keep(Edit):
    ranges: tuple[Range, ...]
    separate: bool = False  # each range to a file of its own


class KeepChapter(Edit):
    number: int  # from 1


class DumpMetadata(Edit):
    """Tags and chapters as a text file that ffmpeg can read again."""


class CutOut(Edit):
    ranges: tuple[Range, ...]


class Split(Edit):
    by: str  # seconds, parts, size, chapters, silence, scenes, times
    value: float = 0.0
    times: tuple[float, ...] = ()


class Speed(Edit):
    factor: float
    kind: str = ""  # "" both, video, audio
    pitch: bool = True  # the pitch is kept
    smooth: bool = False  # frames are interpolated
    duration: float | None = None  # or: so that it lasts this long


class SpeedPart(Edit):
    """One part of the timeline at another speed; what stands before and behind it keeps its own."""

    factor: float
    when: Range


class Timelapse(Edit):
    """One frame of every so many, played at the usual rate."""

    every: int  # 0: one of every so many seconds
    seconds: float = 0.0


class Pitch(Edit):
    semitones: float


class Reverse(Edit):
    kind: str = ""


class Boomerang(Edit):
    pass


class Loop(Edit):
    times: int | None = None  # plays in all
    duration: float | None = None
    forever: bool = False


class Freeze(Edit):
    at: float
    seconds: float
    over: bool = False  # the sound plays on, and the length stays


class PadTime(Edit):
    """Black or silence put before, behind, or between what is joined."""

    seconds: float
    where: str  # start, end, between
    still: bool = False  # the picture at that end stands still instead


class Fps(Edit):
    rate: float
    text: str = ""
    interpolate: bool = False


class ConstantRate(Edit):
    pass


class AskDelay(Edit):
    """Sound and picture are apart by an amount that was not said."""


class Delay(Edit):
    kind: str  # audio, subtitle, video
    seconds: float
