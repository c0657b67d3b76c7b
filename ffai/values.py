"""The values that pass between the stages. All are immutable.

They are NamedTuples rather than dataclasses: importing `dataclasses` alone costs a fifth of the time in which a cold
request is answered.

Units, everywhere: seconds (float), bytes (int), bits per second (int), hertz (int), pixels (int), degrees clockwise (int).
"""

from collections.abc import Callable
from typing import NamedTuple


class Stream(NamedTuple):
    """One stream of a file, as probed. What the probe could not tell is None, "" or ()."""

    index: int  # type: ignore[assignment]  # ffmpeg's own word, though tuple has a method of that name
    kind: str  # video, audio, subtitle, data, attachment
    codec: str  # ffmpeg's decoder-independent codec name: h264, aac, subrip
    profile: str = ""
    width: int | None = None  # as stored, before rotation
    height: int | None = None
    sar: str = ""  # sample aspect ratio, "1:1"
    frame_rate: float | None = None
    frame_rate_text: str = ""  # "30000/1001"
    pixel_format: str = ""
    color_range: str = ""
    color_space: str = ""
    color_transfer: str = ""
    color_primaries: str = ""
    field_order: str = ""  # "", progressive, tt, bb, tb, bt
    rotation: int = 0  # degrees clockwise that a player turns the picture by: 0, 90, 180, 270
    bit_rate: int | None = None
    sample_rate: int | None = None
    channels: int | None = None
    channel_layout: str = ""
    sample_format: str = ""
    bits: int | None = None  # bits per raw sample
    language: str = ""  # ISO 639-2, as tagged
    title: str = ""
    disposition: tuple[str, ...] = ()  # default, forced, attached_pic ...
    duration: float | None = None
    frames: int | None = None
    tags: tuple[tuple[str, str], ...] = ()


class Chapter(NamedTuple):
    start: float
    end: float
    title: str = ""


class Media(NamedTuple):
    """A file's facts, as probed."""

    path: str
    formats: tuple[str, ...]  # the demuxer's names: ("mov", "mp4", "m4a", ...)
    duration: float | None = None
    size: int | None = None
    bit_rate: int | None = None
    streams: tuple[Stream, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    is_image: bool = False  # one still picture, not a video

    def of_kind(self, kind: str) -> tuple[Stream, ...]:
        """The streams of one kind, in order; cover art does not count as video."""
        return tuple(s for s in self.streams if s.kind == kind and not (kind == "video" and "attached_pic" in s.disposition))

    @property
    def video(self) -> Stream | None:
        found = self.of_kind("video")
        return found[0] if found else None

    @property
    def audio(self) -> Stream | None:
        found = self.of_kind("audio")
        return found[0] if found else None

    @property
    def shown_size(self) -> tuple[int, int] | None:
        """Width and height as a player shows the first video stream: rotation applied, square pixels not assumed."""
        stream = self.video
        if stream is None or not stream.width or not stream.height:
            return None
        return (stream.height, stream.width) if stream.rotation in (90, 270) else (stream.width, stream.height)


class Mention(NamedTuple):
    """A file name found in a request: request[start:end] says it."""

    start: int
    end: int
    text: str  # as written, without its quotes
    path: str  # what it stands for, relative to the working folder where possible; for a pattern, the pattern
    exists: bool
    matches: tuple[str, ...] = ()  # the files that a pattern matches, in natural order
    is_pattern: bool = False
    is_address: bool = False  # http://, rtmp:// ...


class Entry(NamedTuple):
    """A media file in the working folder."""

    name: str
    kind: str  # video, audio, image, subtitle: by its extension
    size: int
    modified: float


class Tools(NamedTuple):
    """The ffmpeg in use. `ffmpeg` is None when there is none: planning then goes by a shipped table of `version`."""

    ffmpeg: str | None
    ffprobe: str | None
    version: str  # "5.1.9-0+deb12u1", "n9.0.2-..."
    number: tuple[int, int]  # (5, 1)


class Context(NamedTuple):
    """What the request is about and where it is made."""

    request: str
    cwd: str
    given: tuple[str, ...]  # inputs named as arguments, beside the request
    mentions: tuple[Mention, ...]  # file names in the request, in order
    folder: tuple[Entry, ...]  # the media files of the working folder, in natural order
    tools: Tools
    probe: Callable[[str], "Media | None"]  # facts of a file by path (relative to cwd); None when absent or unreadable
    capabilities: Callable[[], "object"]  # the installed ffmpeg's tables: ffai.tools.capabilities.Capabilities
    output: str | None = None  # -o
    output_dir: str | None = None  # --output-dir
    prefetch: Callable[[str], None] = lambda _path: None  # begins to look into a file that will be asked about


class Asked(NamedTuple):
    """What asking a model took, for the preview, the record and the JSON document. None is: nobody knows."""

    model: str
    prompt: str  # the prompt's name
    requests: int = 1  # answers that were asked for
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None  # US dollars
    seconds: float = 0.0
    repairs: tuple[tuple[str, str], ...] = ()  # (an earlier answer, what was wrong with it), in order
    samples: int = 1
    agreed: int = 1  # of the samples
    reasoning: str = ""  # what the model thought aloud, kept apart


class Proposal(NamedTuple):
    """What a translator answers. Either commands (argv, program first), or a text in shell language, or an answer, or a question."""

    translator: str
    understood: bool
    confidence: float = 0.0
    commands: tuple[tuple[str, ...], ...] = ()
    text: str | None = None  # shell text, for what has no argv: a loop over files that are not here, a model's answer
    inputs: tuple[str, ...] = ()  # the files that the request is about
    assumptions: tuple[str, ...] = ()
    words_unused: tuple[str, ...] = ()
    question: str | None = None
    choices: tuple[str, ...] = ()
    answer: str | None = None  # for a question about a file
    suggestions: tuple[str, ...] = ()  # the nearest things that could be done, when not understood
    replaces: tuple[str, ...] = ()  # existing files that the user asked to replace
    asked: Asked | None = None  # for a model's answer


class Finding(NamedTuple):
    """Something the check found. `level`: note, warning or error; `step`: the number of the command, from 0."""

    code: str
    text: str
    step: int = 0
    level: str = "error"
