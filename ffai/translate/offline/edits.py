"""The language of edits: what people ask for, typed. Rules make them, the compiler turns them into commands.

Times are seconds; a time of END means the end of the file, a negative one counts from the end. Sizes are pixels.
"""

from typing import Any, ClassVar, Self, dataclass_transform

END = float("inf")


@dataclass_transform(frozen_default=True)
class Edit:
    """A typed value that is not changed. There are a hundred kinds of them, and this base makes a kind in a tenth of the time
    that NamedTuple or dataclass take: importing the language is a good part of a cold start.
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(cls.__annotations__ if "__annotations__" in cls.__dict__ else ())

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = self._fields
        if len(values) > len(fields):
            raise TypeError(f"{type(self).__name__} takes {len(fields)} values")
        state = self.__dict__
        state.update(zip(fields, values, strict=False))
        for name, value in named.items():
            if name not in fields or name in fields[: len(values)]:
                raise TypeError(f"{type(self).__name__} has no free field {name!r}")
            state[name] = value
        for name in fields:
            if name not in state and not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} needs {name}")

    def _replace(self, **changes: Any) -> Self:
        return type(self)(**{name: getattr(self, name) for name in self._fields} | changes)

    def __iter__(self) -> Any:
        return (getattr(self, name) for name in self._fields)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((type(self), *self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._fields)})"


class Range(Edit):
    """A part of the timeline, [start, end). A `tail` is the last so many seconds: start = -tail, end = END."""

    start: float = 0.0
    end: float = END
    unit: str = "s"  # "share": of the whole length, 0 to 1; "frames": counted from 0; "middle": `end` seconds around the middle

    @property
    def is_tail(self) -> bool:
        return self.start < 0


class Select(Edit):
    """Streams meant: a kind, and of these the index-th (from 0, -1 the last), or of a language, title or codec; none of these: all."""

    kind: str  # video, audio, subtitle, data, attachment, all
    index: int | None = None
    language: str = ""
    absolute: bool = False  # index counts all streams of the file
    default: bool = False
    best: bool = False  # the one with the most channels or pixels
    channels: int | None = None
    title: str = ""  # a word of the title: "commentary"
    forced: bool = False  # the one with that flag


# --- coding


class Container(Edit):
    ext: str


class VideoCodec(Edit):
    codec: str  # codec or encoder name as said, in lemma form: h264, hevc, prores, libx264, h264_nvenc ...


class AudioCodec(Edit):
    codec: str


class StreamCodec(Edit):
    """One stream in another codec; the others stay as they are."""

    select: Select
    codec: str


class Copy(Edit):
    kind: str  # video, audio, subtitle, all


class Reencode(Edit):
    kind: str = "all"


class Crf(Edit):
    value: float


class Quality(Edit):
    level: str  # high, good, low, best, keep


class Preset(Edit):
    name: str


class Tune(Edit):
    name: str


class Profile(Edit):
    name: str


class Level(Edit):
    name: str


class PixelFormat(Edit):
    name: str


class BitDepth(Edit):
    bits: int
    kind: str = ""  # video, audio, "" decided by the media


class TwoPass(Edit):
    pass


class Lossless(Edit):
    pass


class Bitrate(Edit):
    bits: float
    kind: str = ""  # video, audio, "" decided by the media
    mode: str = ""  # cbr, max


class FileSize(Edit):
    bytes: float
    each: bool = False


class Purpose(Edit):
    name: str


class Shrink(Edit):
    factor: float | None = None  # of the size; None: clearly smaller at good quality


class Hardware(Edit):
    name: str  # nvenc, qsv, vaapi, videotoolbox, amf


class Faststart(Edit):
    pass


class Fragmented(Edit):
    pass


class KeyframeInterval(Edit):
    frames: int | None = None
    seconds: float | None = None


class Option(Edit):
    """An option that is handed on to ffmpeg as it stands."""

    name: str
    value: str
    kind: str = "video"  # what it is about: video, audio, mux


class VariableRate(Edit):
    """Sound at a constant quality: LAME's V0 to V9."""

    level: float | None = None


class PictureQuality(Edit):
    percent: float  # as image editors count it


class Tonemap(Edit):
    """High dynamic range to standard."""

    curve: str = "hable"


class Scaler(Edit):
    name: str  # lanczos, bicubic, bilinear, neighbor, spline, area


class Threads(Edit):
    count: int


# --- time


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


# --- picture


class Scale(Edit):
    width: int | None = None
    height: int | None = None
    factor: float | None = None
    wider: float | None = None  # factors of one side alone
    taller: float | None = None
    mode: str = ""  # "" by what is given, fit, fill, stretch, pad
    multiple: int = 2
    only_smaller: bool = False
    if_larger: bool = False  # what is smaller already stays as it is
    short_side: int | None = None  # "720p": lines of a landscape picture, columns of a portrait one


class Crop(Edit):
    width: str | None = None  # numbers or expressions of iw, ih
    height: str | None = None
    x: str | None = None
    y: str | None = None
    ratio: tuple[float, float] | None = None
    detect: bool = False


class Pad(Edit):
    width: int | None = None
    height: int | None = None
    ratio: tuple[float, float] | None = None
    color: str = "black"
    blur: bool = False
    margin: int | None = None


class Aspect(Edit):
    ratio: tuple[float, float]
    mode: str = ""  # "" asked nothing, stretch, pad, crop, flag


class Rotate(Edit):
    degrees: float  # clockwise
    metadata: bool = False
    color: str = ""  # of what a slanted picture leaves free


class Flip(Edit):
    axis: str  # horizontal, vertical


class Orientation(Edit):
    name: str  # portrait, landscape


class Deinterlace(Edit):
    filter: str = ""  # by its ffmpeg name
    options: tuple[tuple[str, str], ...] = ()  # of the filter, as it takes them


class Stabilise(Edit):
    options: tuple[tuple[str, str], ...] = ()


class Denoise(Edit):
    kind: str = "video"
    strength: str = ""
    filter: str = ""  # by its ffmpeg name
    options: tuple[tuple[str, str], ...] = ()  # of the filter, as it takes them


class Sharpen(Edit):
    strength: str = ""
    filter: str = ""  # by its ffmpeg name
    options: tuple[tuple[str, str], ...] = ()  # of the filter, as it takes them


class Blur(Edit):
    strength: float | None = None
    region: tuple[int, int, int, int] | None = None  # x, y, w, h
    place: str = ""
    when: Range | None = None
    filter: str = ""  # by its ffmpeg name
    options: tuple[tuple[str, str], ...] = ()  # of the filter, as it takes them


class Colour(Edit):
    """Amounts as ffmpeg's eq filter takes them: brightness -1..1, the others around 1."""

    brightness: float | None = None
    contrast: float | None = None
    saturation: float | None = None
    gamma: float | None = None
    hue: float | None = None
    temperature: float | None = None


class Look(Edit):
    name: str  # greyscale, sepia, negative, vignette, vintage, grain, pixelate, edges ...
    options: tuple[tuple[str, str], ...] = ()


class Lut(Edit):
    path: str


class During(Edit):
    """When an effect is to be seen: all other edits of colour, sharpness, looks and burnt subtitles hold for that part alone."""

    when: Range


class Fade(Edit):
    direction: str  # in, out
    seconds: float | None = None
    kind: str = ""  # "" both, video, audio
    start: float | None = None
    color: str = "black"


class Drawn(Edit):
    """A shape drawn on the picture: box, grid, bar (progress); or a logo taken out of it."""

    what: str  # box, filled, grid, progress, delogo
    region: tuple[int, int, int, int] | None = None
    color: str = ""
    thickness: int | None = None
    place: str = ""
    when: Range | None = None


class Blend(Edit):
    """Two videos laid over each other whole."""

    mode: str = "normal"
    opacity: float | None = None


class Zoom(Edit):
    direction: str = "in"
    factor: float = 1.5


class Text(Edit):
    text: str
    place: str = ""
    size: int | None = None
    color: str = ""
    when: Range | None = None
    box: bool = False
    what: str = ""  # "" text, timecode, frame, date, filename, countdown
    scroll: str = ""  # left, right, up, down
    extras: tuple[str, ...] = ()  # border, shadow
    font: str = ""
    opacity: float | None = None
    margin: int | None = None
    x: int | None = None
    y: int | None = None


class Overlay(Edit):
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
    moves: bool = False
    whole: bool = False  # over all of the picture
    tiled: bool = False


class Stack(Edit):
    how: str  # horizontal, vertical, grid
    columns: int | None = None
    rows: int | None = None


class ChromaKey(Edit):
    color: str = "green"


class Interpolate(Edit):
    fps: float | None = None


class VideoFilter(Edit):
    text: str
    rank: int = 50


# --- sound


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


# --- streams and tags


class KeepStreams(Edit):
    selects: tuple[Select, ...]


class DropStreams(Edit):
    selects: tuple[Select, ...]


class ExtractStreams(Edit):
    selects: tuple[Select, ...]
    each: bool = False


class Language(Edit):
    select: Select
    language: str


class Default(Edit):
    select: Select
    flag: str = "default"


class StreamTitle(Edit):
    select: Select
    title: str


class Reorder(Edit):
    """The streams of a kind in another order: indexes from 0; none given: the first two change places."""

    kind: str
    order: tuple[int, ...] = ()
    first: Select | None = None  # or: this one comes first
    by: tuple[Select, ...] = ()  # or: these, in this order
    backwards: bool = False


class Gather(Edit):
    """Tracks of several files side by side in one: the picture of the first, and of all files the kinds that are named."""

    kinds: tuple[str, ...] = ("audio",)


class Attach(Edit):
    path: str = ""


class DumpAttachments(Edit):
    pass


class Chapters(Edit):
    """Chapter marks: at moments with names, or every so many seconds, or as many of one length."""

    points: tuple[tuple[float, str], ...] = ()
    every: float | None = None
    count: int | None = None
    path: str = ""  # a file that they stand in: ffmpeg's own form, OGM's, or a line for each with its time


class Metadata(Edit):
    key: str
    value: str


class StripMetadata(Edit):
    pass


class KeepMetadata(Edit):
    pass


class Cover(Edit):
    path: str = ""


class ExtractCover(Edit):
    pass


class StripChapters(Edit):
    pass


# --- subtitles


class BurnSubtitles(Edit):
    path: str = ""
    select: Select | None = None
    style: tuple[tuple[str, str], ...] = ()
    when: Range | None = None
    soft: bool = False  # the track stays in the file, too
    plain: bool = False  # the styles of the file are not used
    outside: bool = False  # they are in a file of their own, though none is named


class AddSubtitles(Edit):
    path: str = ""
    language: str = ""
    default: bool = False
    forced: bool = False
    languages: tuple[str, ...] = ()  # of several, in their order
    when: Range | None = None


class ExtractSubtitles(Edit):
    select: Select | None = None
    every: bool = False
    more: tuple[Select, ...] = ()  # further ones, each to a file of its own


class ShiftSubtitles(Edit):
    seconds: float


class SubtitleCharset(Edit):
    source: str  # "": not told
    target: str = "UTF-8"


class ClosedCaptions(Edit):
    """Captions that lie in the picture's stream (CEA-608 and -708)."""


# --- pictures from video, video from pictures


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
    pass


class Slideshow(Edit):
    seconds: float | None = None
    fps: float | None = None


class StillVideo(Edit):
    """One picture shown as long as a sound lasts, or for so many seconds."""

    seconds: float | None = None


class Waveform(Edit):
    kind: str = "wave"  # wave, spectrum
    video: bool = False


# --- several files


class Concat(Edit):
    pass


class Mux(Edit):
    """Streams of several files in one: the picture of one with the sound of another."""

    shortest: bool = False


class Batch(Edit):
    ext: str = ""
    kind: str = ""
    recursive: bool = False
    exts: tuple[str, ...] = ()  # several kinds of files
    folder: str = ""


class OnlyIf(Edit):
    """Only the files for which this holds are worked on."""

    what: str  # duration (s), size (bytes), height (lines), width, bitrate (bit/s), audio, no audio
    over: bool = True
    value: float = 0.0


class SkipDone(Edit):
    pass


class Suffix(Edit):
    text: str
    prefix: bool = False


class OutputFolder(Edit):
    path: str


class SameName(Edit):
    pass


# --- delivery, repair, questions


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
    name: str = "testsrc2"
    seconds: float | None = None
    tone: float | None = None  # hertz
    sound: str = ""  # sound alone: "sine", "white", "pink" noise or "silence"


class Compare(Edit):
    metric: str = "psnr"
