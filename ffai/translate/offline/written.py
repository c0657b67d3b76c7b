"""What stands in a request as on a command line: "-crf 20", "-movflags +faststart", "-vf eq=contrast=1.2", "unsharp=5:5:1"."""

import re
from collections.abc import Callable
from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.named import AUDIO, VIDEO

_OPTION = re.compile(r"(?<![\w-])-([a-zA-Z][\w:-]*)(?:[ =]+([^\s,;\"'`)]+|\"[^\"]*\"|'[^']*'))?")
_GRAPH = re.compile(r"(?<![\w=:-])([a-z][a-z0-9_]*)=([\w.+-]+=[^\s,;\"'`)]+|[\d.:-]+(?::[^\s,;\"'`)]+)?)(?![\w=])")
_PIXELS = re.compile(
    r"yuv[aj]?4[0-4][0-4]p(?:1[0-6](?:le|be))?|nv12|nv21|p010le|p010|rgb24|rgba|bgra|bgr24|argb|gray(?:10|12|16)le|gbrp(?:1[02]le)?|rgb48le|rgba64le|pal8"
)
_RATE = re.compile(r"(\d+(?:\.\d+)?)([kKmM]?)$")
# names that are filters where an expression follows, though they are common words too
_WORDS = frozenset(
    "scale crop pad fade afade eq hue volume fps rotate transpose overlay drawtext noise curves vignette atempo setpts select format negate lowpass highpass bass treble equalizer pan loudnorm silenceremove colorkey chromakey tile zoompan minterpolate setsar setdar tonemap zscale normalize lut3d amix".split()
)
_SOUND = AUDIO | frozenset("afade volume atempo lowpass highpass bass treble equalizer pan loudnorm silenceremove".split())


def _bits(value: str) -> float | None:
    found = _RATE.match(value)
    return float(found[1]) * {"": 1, "k": 1000, "m": 1_000_000}[found[2].lower()] if found else None


def _number(make: Callable[[float], Any]) -> Callable[[str], Any]:
    return lambda v: make(float(v)) if re.fullmatch(r"-?\d+(\.\d+)?", v) else None


def _rate(kind: str, mode: str = "") -> Callable[[str], Any]:
    return lambda v: e.Bitrate(bits, kind, mode) if (bits := _bits(v)) else None


def _codec(kind: str) -> Callable[[str], Any]:
    def make(value: str) -> Any:
        if value == "copy":
            return e.Copy(kind)
        return e.AudioCodec(value) if kind == "audio" else e.VideoCodec(value) if kind == "video" else None

    return make


# option → the edit that it is; all others are handed on as they stand
_KNOWN: dict[str, Callable[[str], Any]] = {
    "crf": _number(e.Crf), "preset": e.Preset, "tune": e.Tune, "profile:v": e.Profile, "profile": e.Profile, "level": e.Level, "level:v": e.Level, "pix_fmt": e.PixelFormat,
    "b:v": _rate("video"), "vb": _rate("video"), "b:a": _rate("audio"), "ab": _rate("audio"), "maxrate": _rate("video", "max"), "g": _number(lambda n: e.KeyframeInterval(frames=int(n))),
    "threads": _number(lambda n: e.Threads(int(n))), "ar": _number(lambda n: e.SampleRate(int(n))), "ac": _number(lambda n: e.Channels(int(n))), "r": _number(e.Fps),
    "c": _codec("all"), "codec": _codec("all"), "c:v": _codec("video"), "vcodec": _codec("video"), "codec:v": _codec("video"), "c:a": _codec("audio"), "acodec": _codec("audio"), "codec:a": _codec("audio"),
    "vf": lambda v: e.VideoFilter(v), "filter:v": lambda v: e.VideoFilter(v), "af": lambda v: e.AudioFilter(v), "filter:a": lambda v: e.AudioFilter(v),
    "movflags": lambda v: e.Faststart() if v.strip("+") == "faststart" else e.Option("movflags", v, "mux"), "map_metadata": lambda v: e.StripMetadata() if v == "-1" else e.KeepMetadata(),
    "map_chapters": lambda v: e.StripChapters() if v == "-1" else None,
}  # fmt: skip
_FLAGS: dict[str, Callable[[], Any]] = {"an": e.RemoveAudio, "shortest": e.Shortest}
# handed on, with what they are about; what is not here is not known by its letters and stays unused
_HANDED = {
    **dict.fromkeys("bufsize minrate bf refs keyint_min sc_threshold qp q:v qscale:v qmin qmax b_strategy x264-params x265-params x264opts svtav1-params color_range colorspace color_primaries color_trc row-mt cpu-used deadline tile-columns lossless aq-mode rc-lookahead trellis me_method subq partitions flags vtag tag:v field_order rc cq vbr_mode quality compression_level pred".split(), "video"),
    **dict.fromkeys("q:a qscale:a vbr application frame_duration cutoff compression_level:a sample_fmt".split(), "audio"),
    **dict.fromkeys("brand metadata timecode write_tmcd video_track_timescale max_muxing_queue_size avoid_negative_ts".split(), "mux"),
}  # fmt: skip


def written(request: str, tokens: list[Token]) -> tuple[list[Any], set[int]]:
    """The edits that are written out, and the positions of the tokens that say them."""
    edits: list[Any] = []
    spans: list[tuple[int, int]] = []
    for found in _OPTION.finditer(request):
        name, value = found[1], (found[2] or "").strip("\"'").rstrip(".?!")
        edit: Any = None
        end = found.end()
        if name in _FLAGS:
            edit, end = _FLAGS[name](), found.end(1)
        elif name in _KNOWN and value:
            edit = _KNOWN[name](value)
        elif name in _HANDED and value:
            edit = e.Option(name, value, _HANDED[name])
        if edit is not None:
            edits.append(edit)
            spans.append((found.start(), end))
    for found in _GRAPH.finditer(request):
        name = found[1]
        if any(a <= found.start() < b for a, b in spans) or not (name in AUDIO or name in VIDEO or name in _WORDS):
            continue
        text = found[0].rstrip(".?!")
        edits.append(e.AudioFilter(text) if name in _SOUND else e.VideoFilter(text))
        spans.append((found.start(), found.end()))
    claimed = {i for i, t in enumerate(tokens) if any(a <= t.start < b for a, b in spans)}
    for i, token in enumerate(tokens):
        if i not in claimed and token.kind == "word" and _PIXELS.fullmatch(token.text.lower()):
            before = [t.lemma for t in tokens[max(0, i - 2) : i]]
            if "from" not in before and not (
                before[-1:] in (["is"], ["in"], ["my"]) and any(_PIXELS.fullmatch(t.text.lower()) for t in tokens[i + 1 :])
            ):
                edits.append(e.PixelFormat(token.text.lower()))
            claimed.add(i)
    for found in re.finditer(r"(?<![\d:])4:([24]):([024])(?![\d:])", request):
        if re.search(r"(?i)from\s+(?:\S+\s+){0,2}$", request[: found.start()]):
            claimed |= {i for i, t in enumerate(tokens) if found.start() <= t.start < found.end()}
            continue
        deep = re.search(r"(?i)\b(10|12)[- ]?bit", re.sub(r"(?i)from .*", "", request))
        if not re.search(r"(?i)prores|dnx|uyvy|yuyv|yuy2|v210", request) or re.search(
            r"(?i)(?:to|as|into|in) (?:an? )?(?:10[- ]bit )?(?:hevc|h\.?26[45]|x26[45]|ffv1)", request
        ):
            edits.append(e.PixelFormat(f"yuv4{found[1]}{found[2]}p" + (f"{deep[1]}le" if deep else "")))
        claimed |= {i for i, t in enumerate(tokens) if found.start() <= t.start < found.end()}
    return edits, claimed
