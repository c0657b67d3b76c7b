"""One ffmpeg run being put together: inputs, filters in the order of an expert, streams, codecs, output; and its argv."""

from typing import NamedTuple

from ffai.translate.offline import edits as e
from ffai.values import Media


class Source(NamedTuple):
    path: str
    options: tuple[str, ...]
    media: Media | None


class Node(NamedTuple):
    """A step of a filter chain. `text` is a filter, or, with {in} and {out}, a graph of its own; {n} makes labels unique."""

    rank: float
    order: int
    text: str


class Job:
    """`video` and `audio` are chains from `video_from` and `audio_from` (a stream of an input, "0:v:0", or a label "[x]")."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.video: list[Node] = []
        self.audio: list[Node] = []
        self.graph: list[str] = []  # graph parts that come first: they make the labels of video_from and audio_from
        self.video_from = "0:v:0"
        self.audio_from = "0:a:0"
        self.has_video = True
        self.has_audio = True
        self.maps: list[str] | None = None  # explicit -map values for what is not filtered; None: what ffmpeg picks
        self.global_options: list[str] = []
        self.coding: list[str] = []
        self.muxing: list[str] = []
        self.trailing: list[str] = []  # -t, -shortest: options of the output about its length
        self.output = ""
        self.duration: float | None = None
        self.simple = True  # -vf/-af are enough

    def add(self, path: str, *options: str, media: Media | None = None) -> int:
        self.sources.append(Source(path, options, media))
        return len(self.sources) - 1

    def filter_video(self, rank: float, text: str) -> None:
        self.video.append(Node(rank, len(self.video), text))

    def filter_audio(self, rank: float, text: str) -> None:
        self.audio.append(Node(rank, len(self.audio), text))

    def argv(self) -> tuple[str, ...]:
        words: list[str] = ["ffmpeg", *self.global_options]
        for source in self.sources:
            words += [*source.options, "-i", source.path if "lavfi" in source.options else safe_path(source.path)]
        words += self._filters_and_maps()
        words += self.coding + self.trailing + self.muxing
        words.append(safe_path(self.output) if self.output != "-" else "-")
        return tuple(words)

    def same_container(self, ext: str) -> bool:
        """Whether the result is of the main input's format, which then holds whatever codecs it has."""
        return bool(self.sources) and self.sources[0].path.rpartition(".")[2].lower() == ext

    @property
    def needs_graph(self) -> bool:
        return bool(self.graph) or any("{in}" in node.text for node in (*self.video, *self.audio))

    def _filters_and_maps(self) -> list[str]:
        video = sorted(self.video) if self.has_video else []
        audio = sorted(self.audio) if self.has_audio else []
        if not self.needs_graph:
            words = [w for s in (self.maps or []) for w in ("-map", s)]
            if video:
                words += ["-vf", ",".join(node.text for node in video)]
            if audio:
                words += ["-af", ",".join(node.text for node in audio)]
            return words
        parts = list(self.graph)
        maps: list[str] = []
        for nodes, start, wanted, letter in (
            (video, self.video_from, self.has_video, "v"),
            (audio, self.audio_from, self.has_audio, "a"),
        ):
            if not wanted:
                continue
            end = chain(nodes, start, letter, parts)
            if end is not None:
                maps += ["-map", end if end.startswith("[") else optional(end)]
        rest = [w for s in (self.maps or []) if not s.startswith(("0:v", "0:a", "[")) and s != "0" for w in ("-map", s)]
        return ["-filter_complex", ";".join(parts), *maps, *rest]


def optional(stream: str) -> str:
    return stream if stream.endswith("?") else f"{stream}?" if ":a" in stream else stream


def chain(nodes: list[Node], start: str, letter: str, parts: list[str]) -> str | None:
    """Appends the graph text of a chain to `parts`; gives the label or stream that it ends in."""
    here = start
    run: list[str] = []
    count = 0

    def flush() -> None:
        nonlocal here, run, count
        if run:
            label = f"[{letter}{count}]"
            parts.append(f"{_pad(here)}{','.join(run)}{label}")
            here, run = label, []
            count += 1

    for node in nodes:
        if "{in}" not in node.text:
            run.append(node.text)
            continue
        flush()
        label = f"[{letter}{count}]"
        parts.append(node.text.replace("{in}", _pad(here)).replace("{out}", label).replace("{n}", f"{letter}{count}"))
        here = label
        count += 1
    flush()
    return here


def _pad(stream: str) -> str:
    return stream if stream.startswith("[") else f"[{stream}]"


def safe_path(path: str) -> str:
    """A path as ffmpeg takes it for a file: never as an option, never as a protocol."""
    if "://" in path or path in ("-", "pipe:1") or path.startswith(("data:", "lavfi:", "/dev/")):
        return path
    head = path.split("/", 1)[0]
    if path.startswith("-") or ":" in head:
        return f"./{path}"
    return path


def filter_value(text: str) -> str:
    """A value for a filter option, quoted on both levels (graph and filter): any file name or caption.

    Source: "Quoting and escaping" and "Notes on filtergraph escaping" in ffmpeg-utils and ffmpeg-filters.
    """
    inner = "".join("\\" + c if c in "\\':" else c for c in text)
    return "".join("\\" + c if c in "\\'[],;" else c for c in inner)


def seconds(value: float) -> str:
    """A time as people write it in a command: 90 → "90", 1.5 → "1.5"; from a minute on as a clock when it is whole."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text or "0"


def enable(when: e.Range | None) -> str:
    if when is None:
        return ""
    if when.end == e.END:
        return f":enable='gte(t,{seconds(when.start)})'"
    return f":enable='between(t,{seconds(when.start)},{seconds(when.end)})'"


def rate_text(bits: float) -> str:
    """A bit rate as ffmpeg takes it: 128k, 2M, 1500k."""
    if bits >= 1_000_000 and bits % 1_000_000 == 0:
        return f"{bits / 1_000_000:.0f}M"
    if bits >= 1000:
        return f"{round(bits / 1000)}k"
    return f"{round(bits)}"
