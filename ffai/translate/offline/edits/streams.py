"""Streams, tags, chapters and subtitles."""

from ffai.translate.offline.edits.base import Edit, Range, Select


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
    renamed: tuple[tuple[int, str], ...] = ()  # number from 0, and what it is called then
    path: str = ""  # a file that they stand in: ffmpeg's own form, OGM's, or a line for each with its time


class TakeOver(Edit):
    """Chapters or tags of another file."""

    what: str  # chapters, metadata
    path: str


class Metadata(Edit):
    key: str
    value: str
    removed: bool = False


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
    title: str = ""
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
    guessed: bool = False


class ClosedCaptions(Edit):
    """Captions that lie in the picture's stream (CEA-608 and -708)."""


class SubtitleForm(Edit):
    """A file of subtitles is made another kind of file first: "turn the srt into an ass file, then burn it"."""

    ext: str
