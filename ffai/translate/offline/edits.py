"""The language of edits: what people ask for, typed. Rules make them, the compiler turns them into commands.

Times are seconds; a time of END means the end of the file, a negative one counts from the end. Sizes are pixels.
"""

from typing import NamedTuple

END = float("inf")


class Range(NamedTuple):
    """A part of the timeline, [start, end). A `tail` is the last so many seconds: start = -tail, end = END."""

    start: float = 0.0
    end: float = END

    @property
    def is_tail(self) -> bool:
        return self.start < 0


class Select(NamedTuple):
    """Streams meant: a kind, and of these the index-th (from 0, -1 the last), or of a language, title or codec; none of these: all."""

    kind: str  # video, audio, subtitle, data, attachment, all
    index: int | None = None
    language: str = ""
    absolute: bool = False  # index counts all streams of the file
    default: bool = False
    best: bool = False  # the one with the most channels or pixels
    channels: int | None = None
    title: str = ""  # a word of the title: "commentary"


# --- coding


class Container(NamedTuple):
    ext: str


class VideoCodec(NamedTuple):
    codec: str  # codec or encoder name as said, in lemma form: h264, hevc, prores, libx264, h264_nvenc ...


class AudioCodec(NamedTuple):
    codec: str


class Copy(NamedTuple):
    kind: str  # video, audio, subtitle, all


class Reencode(NamedTuple):
    kind: str = "all"


class Crf(NamedTuple):
    value: float


class Quality(NamedTuple):
    level: str  # high, good, low, best, keep


class Preset(NamedTuple):
    name: str


class Tune(NamedTuple):
    name: str


class Profile(NamedTuple):
    name: str


class Level(NamedTuple):
    name: str


class PixelFormat(NamedTuple):
    name: str


class BitDepth(NamedTuple):
    bits: int
    kind: str = ""  # video, audio, "" decided by the media


class TwoPass(NamedTuple):
    pass


class Lossless(NamedTuple):
    pass


class Bitrate(NamedTuple):
    bits: float
    kind: str = ""  # video, audio, "" decided by the media
    mode: str = ""  # cbr, max


class FileSize(NamedTuple):
    bytes: float
    each: bool = False


class Purpose(NamedTuple):
    name: str


class Shrink(NamedTuple):
    factor: float | None = None  # of the size; None: clearly smaller at good quality


class Hardware(NamedTuple):
    name: str  # nvenc, qsv, vaapi, videotoolbox, amf


class Faststart(NamedTuple):
    pass


class Fragmented(NamedTuple):
    pass


class KeyframeInterval(NamedTuple):
    frames: int | None = None
    seconds: float | None = None


class Threads(NamedTuple):
    count: int


# --- time


class Keep(NamedTuple):
    ranges: tuple[Range, ...]
    separate: bool = False  # each range to a file of its own


class CutOut(NamedTuple):
    ranges: tuple[Range, ...]


class Split(NamedTuple):
    by: str  # seconds, parts, size, chapters, silence, scenes, times
    value: float = 0.0
    times: tuple[float, ...] = ()


class Speed(NamedTuple):
    factor: float
    kind: str = ""  # "" both, video, audio
    pitch: bool = True  # the pitch is kept
    smooth: bool = False  # frames are interpolated
    duration: float | None = None  # or: so that it lasts this long


class Pitch(NamedTuple):
    semitones: float


class Reverse(NamedTuple):
    kind: str = ""


class Boomerang(NamedTuple):
    pass


class Loop(NamedTuple):
    times: int | None = None  # plays in all
    duration: float | None = None
    forever: bool = False


class Freeze(NamedTuple):
    at: float
    seconds: float


class Fps(NamedTuple):
    rate: float
    text: str = ""
    interpolate: bool = False


class ConstantRate(NamedTuple):
    pass


class Delay(NamedTuple):
    kind: str  # audio, subtitle, video
    seconds: float


# --- picture


class Scale(NamedTuple):
    width: int | None = None
    height: int | None = None
    factor: float | None = None
    mode: str = ""  # "" by what is given, fit, fill, stretch, pad
    multiple: int = 2
    only_smaller: bool = False
    short_side: int | None = None  # "720p": lines of a landscape picture, columns of a portrait one


class Crop(NamedTuple):
    width: str | None = None  # numbers or expressions of iw, ih
    height: str | None = None
    x: str | None = None
    y: str | None = None
    ratio: tuple[float, float] | None = None
    detect: bool = False


class Pad(NamedTuple):
    width: int | None = None
    height: int | None = None
    ratio: tuple[float, float] | None = None
    color: str = "black"
    blur: bool = False
    margin: int | None = None


class Aspect(NamedTuple):
    ratio: tuple[float, float]
    mode: str = ""  # "" asked nothing, stretch, pad, crop, flag


class Rotate(NamedTuple):
    degrees: float  # clockwise
    metadata: bool = False


class Flip(NamedTuple):
    axis: str  # horizontal, vertical


class Orientation(NamedTuple):
    name: str  # portrait, landscape


class Deinterlace(NamedTuple):
    pass


class Stabilise(NamedTuple):
    pass


class Denoise(NamedTuple):
    kind: str = "video"
    strength: str = ""


class Sharpen(NamedTuple):
    strength: str = ""


class Blur(NamedTuple):
    strength: float | None = None
    region: tuple[int, int, int, int] | None = None  # x, y, w, h
    place: str = ""
    when: Range | None = None


class Colour(NamedTuple):
    """Amounts as ffmpeg's eq filter takes them: brightness -1..1, the others around 1."""

    brightness: float | None = None
    contrast: float | None = None
    saturation: float | None = None
    gamma: float | None = None
    hue: float | None = None
    temperature: float | None = None


class Look(NamedTuple):
    name: str  # greyscale, sepia, negative, vignette, vintage, grain, pixelate, edges ...


class Lut(NamedTuple):
    path: str


class Fade(NamedTuple):
    direction: str  # in, out
    seconds: float | None = None
    kind: str = ""  # "" both, video, audio
    start: float | None = None
    color: str = "black"


class Text(NamedTuple):
    text: str
    place: str = ""
    size: int | None = None
    color: str = ""
    when: Range | None = None
    box: bool = False
    what: str = ""  # "" text, timecode, frame, date, filename


class Overlay(NamedTuple):
    """A picture or video laid over another one. `path` "" means the file that fits best."""

    path: str = ""
    place: str = ""
    x: int | None = None
    y: int | None = None
    margin: int | None = None
    scale: float | None = None  # of the main picture's width
    width: int | None = None
    height: int | None = None
    opacity: float | None = None
    when: Range | None = None
    kind: str = "image"  # image, video (picture in picture)


class Stack(NamedTuple):
    how: str  # horizontal, vertical, grid
    columns: int | None = None
    rows: int | None = None


class ChromaKey(NamedTuple):
    color: str = "green"


class Interpolate(NamedTuple):
    fps: float | None = None


class VideoFilter(NamedTuple):
    text: str
    rank: int = 50


# --- sound


class ExtractAudio(NamedTuple):
    select: Select | None = None
    every: bool = False  # each track to a file of its own


class RemoveAudio(NamedTuple):
    pass


class Mute(NamedTuple):
    when: Range


class ReplaceAudio(NamedTuple):
    path: str = ""
    shortest: bool | None = None
    loop: bool = False


class MixAudio(NamedTuple):
    path: str = ""
    decibels: float | None = None
    factor: float | None = None
    duck: bool = False


class AddSilence(NamedTuple):
    pass


class Volume(NamedTuple):
    factor: float | None = None
    decibels: float | None = None
    when: Range | None = None


class Normalise(NamedTuple):
    lufs: float | None = None
    peak: float | None = None
    two_pass: bool = False


class Channels(NamedTuple):
    count: int
    side: str = ""  # left or right: only that channel


class SplitChannels(NamedTuple):
    pass


class SampleRate(NamedTuple):
    hertz: int


class AudioFilter(NamedTuple):
    text: str
    rank: int = 50


class RemoveSilence(NamedTuple):
    where: str = ""  # "", start, end
    decibels: float | None = None


class Crossfade(NamedTuple):
    seconds: float = 1.0
    transition: str = "fade"


# --- streams and tags


class KeepStreams(NamedTuple):
    selects: tuple[Select, ...]


class DropStreams(NamedTuple):
    selects: tuple[Select, ...]


class ExtractStreams(NamedTuple):
    selects: tuple[Select, ...]
    each: bool = False


class Language(NamedTuple):
    select: Select
    language: str


class Default(NamedTuple):
    select: Select
    flag: str = "default"


class Metadata(NamedTuple):
    key: str
    value: str


class StripMetadata(NamedTuple):
    pass


class KeepMetadata(NamedTuple):
    pass


class Cover(NamedTuple):
    path: str = ""


class ExtractCover(NamedTuple):
    pass


class StripChapters(NamedTuple):
    pass


# --- subtitles


class BurnSubtitles(NamedTuple):
    path: str = ""
    select: Select | None = None
    style: tuple[tuple[str, str], ...] = ()


class AddSubtitles(NamedTuple):
    path: str = ""
    language: str = ""
    default: bool = False
    forced: bool = False


class ExtractSubtitles(NamedTuple):
    select: Select | None = None
    every: bool = False


class ShiftSubtitles(NamedTuple):
    seconds: float


# --- pictures from video, video from pictures


class Frames(NamedTuple):
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


class ContactSheet(NamedTuple):
    columns: int | None = None
    rows: int | None = None
    every: float | None = None


class Gif(NamedTuple):
    pass


class Slideshow(NamedTuple):
    seconds: float | None = None
    fps: float | None = None


class StillVideo(NamedTuple):
    """One picture shown as long as a sound lasts, or for so many seconds."""

    seconds: float | None = None


class Waveform(NamedTuple):
    kind: str = "wave"  # wave, spectrum
    video: bool = False


# --- several files


class Concat(NamedTuple):
    pass


class Mux(NamedTuple):
    """Streams of several files in one: the picture of one with the sound of another."""

    shortest: bool = False


class Batch(NamedTuple):
    ext: str = ""
    kind: str = ""
    recursive: bool = False


class Suffix(NamedTuple):
    text: str
    prefix: bool = False


class OutputFolder(NamedTuple):
    path: str


class SameName(NamedTuple):
    pass


# --- delivery, repair, questions


class Segments(NamedTuple):
    how: str  # hls, dash
    seconds: float | None = None


class Repair(NamedTuple):
    what: str = ""  # index, timestamps, errors, sync, duration


class Check(NamedTuple):
    pass


class Question(NamedTuple):
    what: str  # duration, codec, size, resolution, fps, bitrate, streams, audio, ...


class Shortest(NamedTuple):
    pass


class TestSource(NamedTuple):
    name: str = "testsrc2"
    seconds: float | None = None


class Compare(NamedTuple):
    metric: str = "psnr"


Edit = NamedTuple
