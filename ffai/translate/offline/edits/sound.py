"""Sound: tracks replaced and mixed, volumes, channels, silence."""

from ffai.translate.offline.edits.base import END, Edit, Range, Select


class ExtractAudio(Edit):
    select: Select | None = None
    every: bool = False  # each track to a file of its own
    more: tuple[Select, ...] = ()  # further ones, each to a file of its own


class RemoveAudio(Edit):
    pass


class Mute(Edit):
    when: Range
    every: float = 0.0  # in turns of so many seconds: heard, silent
    beep: bool = False


class ReplaceAudio(Edit):
    path: str = ""
    shortest: bool | None = None
    loop: bool = False


class MixAudio(Edit):
    path: str = ""
    decibels: float | None = None
    factor: float | None = None
    duck: bool = False
    at: float | None = None  # where it begins, in seconds
    own: float = 1.0  # how loud the sound stays that is there


class SoundPart(Edit):
    """The part of a sound brought along that is heard: [start, end) of that file, in seconds."""

    start: float = 0.0
    end: float = END


class AddSilence(Edit):
    pass


class Volume(Edit):
    factor: float | None = None
    decibels: float | None = None
    when: Range | None = None
    vague: bool = False  # no amount was said


class Normalise(Edit):
    lufs: float | None = None
    peak: float | None = None
    two_pass: bool = False
    true_peak: float | None = None
    loudness_range: float | None = None


class JoinChannels(Edit):
    """Sounds of one channel each to one sound: the first left, the second right; of six, a surround."""

    left: str = ""
    right: str = ""


class Channels(Edit):
    count: int
    side: str = ""  # left or right: only that channel


class Sides(Edit):
    """Two sounds as the two sides of one."""

    left: str
    right: str


class SplitChannels(Edit):
    pass


class SampleRate(Edit):
    hertz: int


class AudioFilter(Edit):
    text: str
    rank: int = 50


class RemoveSilence(Edit):
    where: str = ""  # "", start, end
    decibels: float | None = None
    seconds: float | None = None  # how long a silence has to be


class Crossfade(Edit):
    seconds: float = 1.0
    transition: str = "fade"
