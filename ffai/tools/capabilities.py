"""What the installed ffmpeg can do: its lists and the options of every part, read from the binary once and kept.

The lists are read in one go and stored as an index; the options of a part (`-h encoder=libx264`) are read when they are first
asked for and stored beside it. Everything is keyed by the binary's path, size and time of change.
"""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai.tools import cache
from ffai.tools.locate import SHIPPED_NUMBER, SHIPPED_VERSION, key_of
from ffai.values import Tools

FORMAT = 3
"""Raised when the stored form changes: older caches are then rebuilt."""


class Codec(NamedTuple):
    name: str
    kind: str
    description: str
    codec: str  # the codec that it makes or reads: h264 for libx264


class Format(NamedTuple):
    name: str
    description: str


class Filter(NamedTuple):
    name: str
    inputs: str  # "V", "AA", "N", "|"
    outputs: str
    description: str
    timeline: bool


class OptionInfo(NamedTuple):
    name: str
    type: str  # int, float, boolean, string, flags, duration, rational, image_size, ... ; cli for the command line's own
    help: str
    minimum: str
    maximum: str
    default: str
    constants: tuple[tuple[str, str, str], ...]  # (name, value, help)
    flags: str


class Capabilities:
    """Tables of one ffmpeg. `source` is "installed", or "shipped" for the table of a named version that comes with ffai."""

    def __init__(self, index: dict[str, Any], *, tools: Tools, folder: str, source: str) -> None:
        self._index = index
        self._tools = tools
        self._folder = folder
        self.source = source
        self.version: str = index["version"]
        self.number: tuple[int, int] = tuple(index["number"])
        self._sections: dict[str, dict[str, Any]] = {}

    # --- lists

    @property
    def encoders(self) -> Mapping[str, Codec]:
        return {name: Codec(name, *row) for name, row in self._index["encoders"].items()}

    @property
    def decoders(self) -> Mapping[str, Codec]:
        return {name: Codec(name, *row) for name, row in self._index["decoders"].items()}

    @property
    def muxers(self) -> Mapping[str, Format]:
        return {name: Format(name, text) for name, text in self._index["muxers"].items()}

    @property
    def demuxers(self) -> Mapping[str, Format]:
        return {name: Format(name, text) for name, text in self._index["demuxers"].items()}

    @property
    def filters(self) -> Mapping[str, Filter]:
        return {name: Filter(name, *row) for name, row in self._index["filters"].items()}

    @property
    def bitstream_filters(self) -> frozenset[str]:
        return frozenset(self._index["bsfs"])

    @property
    def pixel_formats(self) -> frozenset[str]:
        return frozenset(self._index["pix_fmts"])

    @property
    def sample_formats(self) -> frozenset[str]:
        return frozenset(self._index["sample_fmts"])

    @property
    def protocols_in(self) -> frozenset[str]:
        return frozenset(self._index["protocols_in"])

    @property
    def protocols_out(self) -> frozenset[str]:
        return frozenset(self._index["protocols_out"])

    def has_encoder(self, name: str) -> bool:
        return name in self._index["encoders"]

    def has_decoder(self, name: str) -> bool:
        return name in self._index["decoders"]

    def has_filter(self, name: str) -> bool:
        return name in self._index["filters"]

    def has_muxer(self, name: str) -> bool:
        return name in self._index["muxers"]

    def has_demuxer(self, name: str) -> bool:
        return name in self._index["demuxers"]

    def encoder(self, name: str) -> Codec | None:
        row = self._index["encoders"].get(name)
        return Codec(name, *row) if row else None

    def filter(self, name: str) -> Filter | None:
        row = self._index["filters"].get(name)
        return Filter(name, *row) if row else None

    def encoders_of(self, codec: str) -> tuple[str, ...]:
        return tuple(name for name, row in self._index["encoders"].items() if row[2] == codec)

    def names(self, kind: str) -> tuple[str, ...]:
        """All names of a list: encoders, decoders, muxers, demuxers, filters, bsfs, pix_fmts, sample_fmts."""
        return tuple(self._index[kind])

    # --- options

    def options(self, section: str) -> Mapping[str, OptionInfo]:
        """The options of "cli", "codec", "format", "encoder:libx264", "muxer:mp4", "filter:scale", "bsf:...", "protocol:..."."""
        return {name: OptionInfo(*row) for name, row in self._section(section)["options"].items()}

    def option(self, section: str, name: str) -> OptionInfo | None:
        row = self._section(section)["options"].get(name)
        return OptionInfo(*row) if row else None

    def extensions(self, muxer: str) -> tuple[str, ...]:
        return tuple(self._section(f"muxer:{muxer}").get("extensions", ()))

    def default_codecs(self, muxer: str) -> tuple[str, str, str]:
        found: tuple[str, str, str] = tuple(self._section(f"muxer:{muxer}").get("defaults", ("", "", "")))
        return found

    def pixel_formats_of(self, encoder: str) -> tuple[str, ...]:
        return tuple(self._section(f"encoder:{encoder}").get("pix_fmts", ()))

    def muxer_of(self, path: str) -> str | None:
        """The muxer that ffmpeg picks for a file name or an extension; None when it knows none."""
        ext = os.path.splitext(path)[1].lstrip(".").lower() or path.lower().lstrip(".")
        name = _MUXERS.get(ext, ext)
        return name if name in self._index["muxers"] else None

    def _section(self, section: str) -> dict[str, Any]:
        found = self._sections.get(section)
        if found is None:
            found = self._index["sections"].get(section)
            if found is None and self.source == "installed" and ":" in section:
                found = self._stored_or_asked(section)
            self._sections[section] = found = found or {"options": {}}
        return found

    def _stored_or_asked(self, section: str) -> dict[str, Any] | None:
        kind, _, name = section.partition(":")
        if not name.replace("_", "").replace("-", "").isalnum():
            return None
        path = os.path.join(self._folder, f"{kind}-{name}")
        found = cache.load(path)
        if isinstance(found, dict) and found.get("format") == FORMAT:
            return found
        from ffai.tools.build import ask_section

        found = ask_section(str(self._tools.ffmpeg), kind, name)
        cache.store(path, {**found, "format": FORMAT})
        return found

    def prefetch(self, sections: list[str]) -> None:
        """Asks for several sections at once, where they are not stored yet."""
        missing = [
            s
            for s in dict.fromkeys(sections)
            if s not in self._sections and s not in self._index["sections"] and self.source == "installed"
        ]
        missing = [s for s in missing if not os.path.exists(os.path.join(self._folder, s.replace(":", "-")))]
        if len(missing) > 1:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(4) as pool:
                list(pool.map(self._section, missing))


# extensions whose muxer has another name; the rest are named like their extension. Source: -h muxer=NAME "Common extensions".
_MUXERS = {
    "mkv": "matroska", "mka": "matroska", "mks": "matroska", "m4a": "ipod", "m4v": "mp4", "m4b": "ipod", "m4r": "ipod", "ts": "mpegts", "m2ts": "mpegts", "mts": "mpegts", "mpg": "mpeg", "mpeg": "mpeg", "vob": "vob", "wmv": "asf", "wma": "asf", "asf": "asf",
    "aac": "adts", "jpg": "image2", "jpeg": "image2", "png": "image2", "bmp": "image2", "tif": "image2", "tiff": "image2", "ppm": "image2", "pgm": "image2", "tga": "image2", "webp": "webp", "jp2": "image2", "exr": "image2", "jxl": "image2", "m3u8": "hls", "mpd": "dash", "ass": "ass", "ssa": "ass", "vtt": "webvtt", "srt": "srt",
    "ogg": "ogg", "ogv": "ogv", "oga": "oga", "opus": "opus", "spx": "spx", "aif": "aiff", "aiff": "aiff", "3gp": "3gp", "3g2": "3g2", "y4m": "yuv4mpegpipe", "h264": "h264", "264": "h264", "hevc": "hevc", "265": "hevc", "yuv": "rawvideo", "mjpg": "mjpeg", "gif": "gif", "apng": "apng", "mp2": "mp2", "dv": "dv", "wv": "wv", "tta": "tta", "caf": "caf", "w64": "w64", "au": "au", "amr": "amr", "nut": "nut", "mxf": "mxf", "flv": "flv", "f4v": "f4v", "sup": "sup", "lrc": "lrc", "pcm": "s16le", "raw": "rawvideo", "avif": "avif", "ivf": "ivf", "divx": "avi", "ffmeta": "ffmetadata",
}  # fmt: skip


def load(tools: Tools, env: Environment) -> Capabilities:
    """The tables of the ffmpeg in use: stored ones when they are of this very build, else read anew; shipped ones without any."""
    if tools.ffmpeg is None:
        return shipped(tools)
    from zlib import crc32

    try:
        key = key_of(tools.ffmpeg)
    except OSError:
        return shipped(tools)
    folder = os.path.join(env.cache_dir, f"ffmpeg-{crc32(key.encode('utf-8', 'surrogateescape')):08x}")
    path = os.path.join(folder, "index")
    index = cache.load(path)
    if not (isinstance(index, dict) and index.get("format") == FORMAT and index.get("key") == key):
        from ffai.tools.build import build_index

        index = build_index(tools.ffmpeg)
        index.update(format=FORMAT, key=key, version=tools.version, number=tools.number)
        cache.store(path, index)
    return Capabilities(index, tools=tools, folder=folder, source="installed")


def shipped(tools: Tools) -> Capabilities:
    """The table that comes with ffai, of the version named in locate.SHIPPED_VERSION."""
    import zlib

    path = os.path.join(os.path.dirname(__file__), "shipped", "tables.bin")
    with open(path, "rb") as file:
        data = zlib.decompress(file.read())
    import json

    index = json.loads(data)
    index.update(version=SHIPPED_VERSION, number=SHIPPED_NUMBER)
    return Capabilities(index, tools=tools, folder="", source="shipped")
