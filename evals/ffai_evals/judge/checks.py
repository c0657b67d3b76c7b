"""Requirements on one file that came out: a table from the name of a requirement to how it is measured.

Each gives (met, what was measured). Numbers may be given as a value (with the tolerance stated here), as [low, high] or as a list of
alternatives in {"any": [...]}.
"""

import fnmatch
import os
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

from ffai_evals.judge.measure import Bench, Made, luma, psnr, region, saturation


class Case(NamedTuple):
    """What a requirement is measured against: the bench, and the file that the request is about."""

    bench: Bench
    main: str


Check = Callable[[Made, Any, Case], tuple[bool, str]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return register


def _within(value: float | None, wanted: Any, tolerance: float) -> bool:
    if value is None:
        return False
    if isinstance(wanted, dict):
        return any(_within(value, one, tolerance) for one in wanted["any"])
    if isinstance(wanted, list):
        return bool(wanted[0] <= value <= wanted[1])
    return bool(abs(value - wanted) <= tolerance)


def _one_of(value: str, wanted: Any) -> bool:
    return any(fnmatch.fnmatch(value, w) for w in (wanted if isinstance(wanted, list) else [wanted]))


# --- the file


@check("name")
def _name(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return _one_of(made.name, wanted) or _one_of(os.path.basename(made.name), wanted), made.name


@check("ext")
def _ext(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    ext = os.path.splitext(made.name)[1].lstrip(".").lower()
    return _one_of(ext, wanted), ext


@check("container")
def _container(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    formats = made.media.formats if made.media else ()
    return any(_one_of(f, wanted) for f in formats), ",".join(formats)


@check("bytes")
def _bytes(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    low_high = wanted if isinstance(wanted, list) else [1, wanted]
    return low_high[0] <= made.size <= low_high[1], f"{made.size} bytes"


@check("smaller")
def _smaller(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Smaller than the main input, by this factor at least."""
    before = case.bench.file(case.main).size
    return made.size <= before * (1 if wanted is True else wanted), f"{made.size} bytes of {before}"


@check("duration")
def _duration(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    length = made.media.duration if made.media else None
    tolerance = 0.16 if isinstance(wanted, list | dict) else max(0.16, 0.02 * wanted)
    return _within(length, wanted, tolerance), f"{length} s"


@check("tags")
def _tags(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    tags = {name.lower(): text for name, text in (made.media.tags if made.media else ())}
    fine = all(
        (name not in tags) if pattern is None else re.search(pattern, tags.get(name, "")) for name, pattern in wanted.items()
    )
    return fine, ", ".join(f"{n}={t}" for n, t in tags.items())[:200]


@check("chapters")
def _chapters(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    count = len(made.media.chapters) if made.media else 0
    return count == wanted, f"{count} chapters"


@check("faststart")
def _faststart(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    boxes = made.boxes
    first = "moov" in boxes and "mdat" in boxes and boxes.index("moov") < boxes.index("mdat")
    return first is wanted, " ".join(boxes[:6])


@check("boxes")
def _boxes(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return all(w in made.boxes for w in wanted), " ".join(made.boxes[:8])


@check("text")
def _text(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    patterns = wanted if isinstance(wanted, list) else [wanted]
    return all(re.search(p, made.text) for p in patterns), made.text[:120].replace("\n", " / ")


# --- streams


@check("streams")
def _streams(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    found = {kind: len(made.streams(kind)) for kind in ("video", "audio", "subtitle", "data", "attachment")}
    found["cover"] = sum("attached_pic" in s.disposition for s in made.media.streams) if made.media else 0
    return all(found[kind] == count for kind, count in wanted.items()), ", ".join(f"{n} {k}" for k, n in found.items() if n)


def _first(kind: str, field: str) -> Check:
    def look(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
        streams = made.streams(kind)
        value = str(getattr(streams[0], field)) if streams else "none"
        return (not streams if wanted is None else _one_of(value, wanted)), value

    return look


CHECKS["vcodec"] = _first("video", "codec")
CHECKS["acodec"] = _first("audio", "codec")
CHECKS["scodec"] = _first("subtitle", "codec")
CHECKS["pix_fmt"] = _first("video", "pixel_format")
CHECKS["profile"] = _first("video", "profile")
CHECKS["transfer"] = _first("video", "color_transfer")
CHECKS["sar"] = _first("video", "sar")


def _each(field: str, without: str = "") -> Check:
    """One fact of all streams, in order, by kind: {"audio": ["aac", "ac3"]}."""

    def look(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
        found = {kind: [getattr(s, field) or without for s in made.streams(kind)] for kind in wanted}
        return found == wanted, str(found)

    return look


CHECKS["codecs"] = _each("codec")
CHECKS["languages"] = _each("language", "und")
CHECKS["titles"] = _each("title")


def _flagged(flag: str) -> Check:
    """The number of the one stream of a kind that has a flag, null for none: {"audio": 1}."""

    def look(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
        found = {kind: [n for n, s in enumerate(made.streams(kind)) if flag in s.disposition] for kind in wanted}
        return all(found[kind] == ([] if n is None else [n]) for kind, n in wanted.items()), str(found)

    return look


CHECKS["default"] = _flagged("default")
CHECKS["forced"] = _flagged("forced")


@check("size")
def _size(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """[width, height] as shown; null leaves one free, "even" asks for an even number; a tolerance of 1 pixel for what is scaled."""
    shown = made.media.shown_size if made.media else None
    if shown is None:
        return False, "no picture"
    options = wanted["any"] if isinstance(wanted, dict) else [wanted]
    fine = any(
        all(
            w is None or (w == "even" and v % 2 == 0) or (w != "even" and abs(v - w) <= 1)
            for v, w in zip(shown, option, strict=True)
        )
        for option in options
    )
    return fine, f"{shown[0]}x{shown[1]}"


@check("aspect")
def _aspect(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Width to height as displayed, within 2 %."""
    stream = made.streams("video")[0] if made.streams("video") else None
    shown = made.media.shown_size if made.media else None
    if stream is None or shown is None:
        return False, "no picture"
    num, _, den = (stream.sar or "1:1").partition(":")
    sar = float(num) / float(den) if float(num or 0) and float(den or 0) else 1.0
    ratio = shown[0] / shown[1] * (1 / sar if stream.rotation in (90, 270) else sar)
    return abs(ratio / wanted - 1) < 0.02, f"{ratio:.3f}"


@check("rotation")
def _rotation(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    turned = made.streams("video")[0].rotation if made.streams("video") else None
    return _within(turned, wanted, 0), f"{turned} degrees"


@check("fps")
def _fps(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    rate = made.streams("video")[0].frame_rate if made.streams("video") else None
    return _within(rate, wanted, 0.01 * wanted if isinstance(wanted, int | float) else 0.3), f"{rate} fps"


@check("frames")
def _frames(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return _within(made.frame_count, wanted, 0), f"{made.frame_count} frames"


@check("rate")
def _rate(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    rate = made.streams("audio")[0].sample_rate if made.streams("audio") else None
    return _within(rate, wanted, 0), f"{rate} Hz"


@check("channels")
def _channels(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    count = made.streams("audio")[0].channels if made.streams("audio") else None
    return _within(count, wanted, 0), f"{count} channels"


@check("bits")
def _bits(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    stream = made.streams("audio")[0] if made.streams("audio") else None
    found = (
        (
            stream.bits
            or {"pcm_s16le": 16, "pcm_s16be": 16, "pcm_s24le": 24, "pcm_s24be": 24, "pcm_s32le": 32, "pcm_f32le": 32}.get(
                stream.codec
            )
        )
        if stream
        else None
    )
    return found == wanted, f"{found} bits"


def _bitrate(kind: str) -> Check:
    def look(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
        """Kilobits a second over the stream's packets; a plain number allows 25 % beside it."""
        packets = made.packets(kind)
        length = (made.media.duration if made.media else None) or 1.0
        rate = sum(size for _, size, _ in packets) * 8 / length / 1000
        return _within(rate, wanted, 0 if isinstance(wanted, list | dict) else 0.25 * wanted), f"{rate:.0f} kb/s"

    return look


CHECKS["vbitrate"] = _bitrate("v")
CHECKS["abitrate"] = _bitrate("a")


@check("keyint")
def _keyint(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The longest distance between key frames, in frames."""
    keys = [n for n, (_, _, key) in enumerate(made.packets("v")) if key]
    distances = [b - a for a, b in pairwise(keys)] or [0]
    return _within(max(distances), wanted, 0), f"{max(distances)} frames"


@check("copied")
def _copied(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Streams whose decoded frames are frames of the main input's: "v", "a", or "a:1" for another one of it."""
    said = []
    fine = True
    for word in wanted if isinstance(wanted, list) else [wanted]:
        kind, _, index = word.partition(":")
        source = case.bench.file(case.main).hashes(kind, int(index or 0))
        found = made.hashes(kind)
        share = len(found & source) / len(found) if found else 0.0
        fine = fine and share > (0.9 if kind == "v" else 0.6)
        said.append(f"{word}: {share:.0%} of the frames are the input's")
    return fine, "; ".join(said)


@check("reencoded")
def _reencoded(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    met, measured = _copied(made, wanted, case)
    return not met, measured


# --- pictures and sounds


def _reference(case: Case, wanted: Any) -> tuple[Made, tuple[str, ...], str, int]:
    """What to compare with: a filter chain, or {"from", "args", "filter", "stream"}."""
    spec = {"filter": wanted} if isinstance(wanted, str) else wanted
    return (
        case.bench.file(spec.get("from", case.main)),
        tuple(spec.get("args", "").split()),
        spec.get("filter", ""),
        int(spec.get("stream", 0)),
    )


def _closeness(made: list[bytes], wanted: list[bytes]) -> float:
    if not made or not wanted:
        return 0.0
    values = []
    for n, frame in enumerate(made[: len(wanted) + 1]):
        near = wanted[max(0, n - 1) : n + 2] or wanted[-1:]
        values.append(min(45.0, max(psnr(frame, other) for other in near)))
    return sum(values) / len(values)


@check("like")
def _like(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The picture is, over time, that of a reference: PSNR of small frames, 25 dB unless "min" says otherwise."""
    source, args, chain, stream = _reference(case, wanted)
    reference = source.pictures(args, chain, stream)
    value = _closeness(made.frames, reference)
    minimum = wanted.get("min", 25.0) if isinstance(wanted, dict) else 25.0
    return value >= minimum, f"{value:.1f} dB"


@check("unlike")
def _unlike(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    source, args, chain, stream = _reference(case, wanted)
    value = _closeness(made.frames, source.pictures(args, chain, stream))
    maximum = wanted.get("max", 30.0) if isinstance(wanted, dict) else 30.0
    return value <= maximum, f"{value:.1f} dB"


@check("sound_like")
def _sound_like(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The sound is, over time, that of a reference: level within 3 dB and pitch within 8 % in the median window of a second."""
    source, args, chain, stream = _reference(case, wanted)
    reference = source.windows(args, chain, stream)
    both = list(zip(made.sound, reference, strict=False))
    if not both:
        return False, "no sound"
    level = sum(abs(max(a.level, -70) - max(b.level, -70)) for a, b in both) / len(both)
    pitch = sorted(abs(a.pitch - b.pitch) / max(b.pitch, 1) for a, b in both if b.level > -50) or [0.0]
    middle = pitch[len(pitch) // 2]
    loud = wanted.get("level", 3.0) if isinstance(wanted, dict) else 3.0
    return level <= loud and middle <= 0.08, f"level off by {level:.1f} dB, pitch by {middle:.0%}"


@check("tone")
def _tone(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The pitch of the audio streams in order, in hertz, within 6 %."""
    found = []
    for n, _ in enumerate(wanted if isinstance(wanted, list) else [wanted]):
        loud = sorted(w.pitch for w in made.windows(stream=n, channel=0) if w.level > -60)
        found.append(loud[len(loud) // 2] if loud else 0.0)
    pairs = zip(found, wanted if isinstance(wanted, list) else [wanted], strict=True)
    return all(abs(f - w) <= 0.06 * max(w, 1) for f, w in pairs), ", ".join(f"{f:.0f} Hz" for f in found)


@check("channel_tones")
def _channel_tones(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The pitch of each channel of the first audio stream; 0 for a silent one."""
    found = []
    for channel in range(len(wanted)):
        loud = sorted(w.pitch for w in made.windows(channel=channel) if w.level > -60)
        found.append(loud[len(loud) // 2] if loud else 0.0)
    return all(abs(f - w) <= max(12.0, 0.025 * w) for f, w in zip(found, wanted, strict=True)), ", ".join(
        f"{f:.0f} Hz" for f in found
    )


@check("silent")
def _silent(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Parts [from, to] in seconds that are silent; 0.15 s at their ends are left out."""
    levels = [max((w.level for w in _between(made.sound, a, b)), default=-120.0) for a, b in wanted]
    return all(level < -45 for level in levels), ", ".join(f"{level:.0f} dB" for level in levels)


@check("audible")
def _audible(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    levels = [_average([w.level for w in _between(made.sound, a, b)]) for a, b in wanted]
    return all(level > -40 for level in levels), ", ".join(f"{level:.0f} dB" for level in levels)


def _between(windows: list[Any], start: float, end: float) -> list[Any]:
    return windows[round((start + 0.15) * 10) : max(round((start + 0.15) * 10) + 1, round((end - 0.15) * 10))]


def _average(values: list[float]) -> float:
    return sum(values) / len(values) if values else -120.0


@check("levels")
def _levels(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Level of parts against the main input's, in dB: [[from, to, low, high]]."""
    source = case.bench.file(case.main).sound
    found = [
        _average([w.level for w in _between(made.sound, a, b)]) - _average([w.level for w in _between(source, a, b)])
        for a, b, _, _ in wanted
    ]
    return all(low <= f <= high for f, (_, _, low, high) in zip(found, wanted, strict=True)), ", ".join(
        f"{f:+.1f} dB" for f in found
    )


@check("loudness")
def _loudness(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return _within(made.loudness, wanted, 1.5), f"{made.loudness:.1f} LUFS"


@check("peak")
def _peak(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return _within(made.volume[1], wanted, 1.0), f"{made.volume[1]:.1f} dB"


@check("gain")
def _gain(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean volume against the main input's, in dB."""
    change = made.volume[0] - case.bench.file(case.main).volume[0]
    return _within(change, wanted, 1.0), f"{change:+.1f} dB"


def _frame_at(frames: list[bytes], seconds: float) -> bytes | None:
    if not frames:
        return None
    return frames[min(len(frames) - 1, max(0, round(seconds * 5) if seconds >= 0 else len(frames) + round(seconds * 5)))]


@check("luma")
def _luma(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean brightness 0..255 at times (negative: from the end): [[seconds, low, high]]."""
    found = [luma(f) if (f := _frame_at(made.frames, t)) else -1.0 for t, _, _ in wanted]
    return all(low <= f <= high for f, (_, low, high) in zip(found, wanted, strict=True)), ", ".join(f"{f:.0f}" for f in found)


@check("brighter")
def _brighter(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean brightness against the main input's in the middle: [low, high] of the difference."""
    source = case.bench.file(case.main).frames
    change = luma(made.frames[len(made.frames) // 2]) - luma(source[len(source) // 2]) if made.frames and source else 0.0
    return wanted[0] <= change <= wanted[1], f"{change:+.0f}"


@check("contrast")
def _contrast(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Standard deviation of luma against the main input's: [low, high] of the ratio."""
    source = case.bench.file(case.main).frames
    if not made.frames or not source:
        return False, "no picture"
    ratio = _spread(made.frames[len(made.frames) // 2]) / max(1.0, _spread(source[len(source) // 2]))
    return wanted[0] <= ratio <= wanted[1], f"{ratio:.2f}"


def _spread(frame: bytes) -> float:
    greys = [(frame[i] * 3 + frame[i + 1] * 6 + frame[i + 2]) / 10 for i in range(0, len(frame), 3)]
    mean = sum(greys) / len(greys)
    return float((sum((g - mean) ** 2 for g in greys) / len(greys)) ** 0.5)


@check("saturation")
def _saturation(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    value = saturation(made.frames[len(made.frames) // 2]) if made.frames else -1.0
    return _within(value, wanted, 0), f"{value:.0f}"


@check("colour")
def _colour(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean colour within parts: [[left, top, right, bottom, seconds, [r, g, b], tolerance]], fractions of the picture."""
    said, fine = [], True
    for left, top, right, bottom, seconds, colour, tolerance in wanted:
        frame = _frame_at(made.frames, seconds)
        if frame is None:
            return False, "no picture"
        part = region(frame, (left, top, right, bottom))
        mean = [sum(part[c::3]) / (len(part) / 3) for c in range(3)]
        fine = fine and all(abs(m - c) <= tolerance for m, c in zip(mean, colour, strict=True))
        said.append("rgb(" + ",".join(f"{m:.0f}" for m in mean) + ")")
    return fine, " ".join(said)


def _parts(made: Made, wanted: Any, case: Case) -> list[float]:
    spec = {"parts": wanted} if isinstance(wanted, list) else wanted
    source, args, chain, stream = _reference(case, {k: v for k, v in spec.items() if k != "parts"})
    reference = source.pictures(args, chain, stream)
    found = []
    for left, top, right, bottom, seconds in spec["parts"]:
        one, other = _frame_at(made.frames, seconds), _frame_at(reference, seconds)
        box = (left, top, right, bottom)
        found.append(psnr(region(one, box), region(other, box)) if one and other else -1.0)
    return found


@check("changed")
def _changed(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Parts of the picture that differ from the main input's: [[left, top, right, bottom, seconds]], in fractions."""
    found = _parts(made, wanted, case)
    return all(0 <= f < 30 for f in found), ", ".join(f"{f:.0f} dB" for f in found)


@check("unchanged")
def _unchanged(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    found = _parts(made, wanted, case)
    return all(f > 30 for f in found), ", ".join(f"{f:.0f} dB" for f in found)


@check("interlaced")
def _interlaced(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return (made.interlaced_share > 0.5) is wanted, f"{made.interlaced_share:.0%} of the frames"


@check("settings")
def _settings(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Regular expressions that what the encoder wrote of itself into the stream matches: x264's and x265's options, LAME's header."""
    with open(made.path, "rb") as file:
        text = file.read(400_000).decode("latin-1")
    found = re.search(r"options: [ -~]{10,2000}", text)
    return all(re.search(p, text) for p in (wanted if isinstance(wanted, list) else [wanted])), found[0][
        :300
    ] if found else "none"


@check("detail")
def _detail(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Fine detail of the middle frame against the main input's, as a ratio [low, high]: mean difference of neighbouring pixels."""
    ratio = made.roughness / max(0.01, case.bench.file(case.main).roughness)
    return wanted[0] <= ratio <= wanted[1], f"{ratio:.2f}"


@check("differs")
def _differs(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean difference 0..255 of the middle frame from the main input's, at full size: at least so much."""
    one, other = made.middle, case.bench.file(case.main).middle
    if not one or len(one) != len(other):
        return bool(one), "another size"
    value = sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)
    return value >= wanted, f"{value:.2f}"


@check("vivid")
def _vivid(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Saturation of the middle frame against the main input's, as a ratio [low, high]."""
    source = case.bench.file(case.main).frames
    if not made.frames or not source:
        return False, "no picture"
    ratio = saturation(made.frames[len(made.frames) // 2]) / max(1.0, saturation(source[len(source) // 2]))
    return wanted[0] <= ratio <= wanted[1], f"{ratio:.2f}"


@check("moving")
def _moving(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Whether the picture moves within [from, to]: [[from, to, true]]."""
    said, fine = [], True
    for start, end, moves in wanted:
        frames = made.frames[round(start * 5) + 1 : round(end * 5)]
        same = all(psnr(a, b) > 34 for a, b in pairwise(frames))
        fine = fine and bool(frames) and same is not moves
        said.append("still" if same else "moving")
    return fine, ", ".join(said)
