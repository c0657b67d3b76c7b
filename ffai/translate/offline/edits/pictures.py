"""Pictures from video, video from pictures."""

from ffai.translate.offline.edits.base import Edit


class Frames(Edit):
    """Pictures out of a video: one at a time, or every so many seconds or frames, or per second, or all."""

    at: tuple[float, ...] = ()
    every: float | None = None
    every_frames: int | None = None
    fps: float | None = None
    count: int | None = None
    frame: int | None = None
    keyframes: bool = False
    scenes: bool = False
    best: bool = False  # a representative one
    last: bool = False
    shares: tuple[float, ...] = ()  # of the whole length


class ContactSheet(Edit):
    columns: int | None = None
    rows: int | None = None
    every: float | None = None
    stamped: bool = False  # each picture says its time
    webvtt: bool = False  # with a file that says which picture is shown when


class KenBurns(Edit):
    pass


class Gif(Edit):
    colors: int | None = None  # of its palette, 2 to 256
    dither: str = ""  # as paletteuse names it; none: without


class Slideshow(Edit):
    seconds: float | None = None
    fps: float | None = None


class StillVideo(Edit):
    """One picture shown as long as a sound lasts, or for so many seconds."""

    seconds: float | None = None


class Waveform(Edit):
    kind: str = "wave"  # wave, spectrum
    video: bool = False


class Card(Edit):
    """A picture shown for some seconds before or after a film, with silence, as a part of it."""

    path: str = ""
    seconds: float = 3.0
    where: str = "end"  # start, end
