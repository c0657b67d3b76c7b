"""Facts from what `ffmpeg -i FILE` prints, for an ffmpeg that comes without ffprobe."""

import re

from ffai.tools.probe import is_image_format, rate
from ffai.values import Chapter, Media, Stream

_INPUT = re.compile(r"^Input #0, (.+?), from '", re.MULTILINE)
_DURATION = re.compile(
    r"^  Duration: (?:(\d+):(\d\d):(\d\d\.\d+)|N/A)(?:, start: -?[\d.]+)?(?:, bitrate: (\d+) kb/s)?", re.MULTILINE
)
_CHAPTER = re.compile(r"^\s+Chapter #\d+:\d+: start ([\d.]+), end ([\d.]+)")
_STREAM = re.compile(r"^  Stream #0:(\d+)(?:\[0x[0-9a-f]+\])?(?:\((\w+)\))?: (Video|Audio|Subtitle|Data|Attachment): (.*)$")
_TAG = re.compile(r"^\s+(\S.{0,30}?)\s*: ?(.*)$")
_ROTATION = re.compile(r"rotation of (-?[\d.]+) degrees")
_LAYOUTS = {
    "mono": 1,
    "stereo": 2,
    "2.1": 3,
    "3.0": 3,
    "4.0": 4,
    "quad": 4,
    "5.0": 5,
    "5.1": 6,
    "5.1(side)": 6,
    "6.1": 7,
    "7.1": 8,
    "downmix": 2,
}
_DISPOSITIONS = {
    "attached pic": "attached_pic",
    "default": "default",
    "forced": "forced",
    "dub": "dub",
    "original": "original",
    "comment": "comment",
    "hearing impaired": "hearing_impaired",
}


def from_banner(text: str, path: str, size: int | None) -> Media | None:
    """The facts; None when the text tells of no streams. Frame counts and per-stream durations are not in it."""
    found = _INPUT.search(text)
    if found is None:
        return None
    formats = tuple(found.group(1).split(","))
    text = text[found.start() :]
    duration = bit_rate = None
    timing = _DURATION.search(text)
    if timing is not None:
        if timing.group(1) is not None:
            duration = int(timing.group(1)) * 3600 + int(timing.group(2)) * 60 + float(timing.group(3))
        bit_rate = int(timing.group(4)) * 1000 if timing.group(4) else None
    streams, chapters, tags = _body(text)
    if not streams:
        return None
    image = is_image_format(formats)
    return Media(path, formats, None if image else duration, size, bit_rate, tuple(streams), tuple(chapters), tuple(tags), image)


def _body(text: str) -> tuple[list[Stream], list[Chapter], list[tuple[str, str]]]:
    streams: list[Stream] = []
    chapters: list[Chapter] = []
    tags: list[tuple[str, str]] = []
    place = "file"
    for line in text.splitlines():
        stream = _STREAM.match(line)
        if stream:
            streams.append(_stream(stream))
            place = "stream"
            continue
        chapter = _CHAPTER.match(line)
        if chapter:
            chapters.append(Chapter(float(chapter.group(1)), float(chapter.group(2))))
            place = "chapter"
            continue
        turn = _ROTATION.search(line)
        if turn and streams:
            streams[-1] = streams[-1]._replace(rotation=round(-float(turn.group(1))) % 360)
            continue
        tag = _TAG.match(line)
        if tag is None or line.lstrip().startswith(("Duration:", "Metadata:", "Side data:")):
            continue
        key, value = tag.group(1), tag.group(2)
        if place == "chapter" and chapters and key == "title":
            chapters[-1] = chapters[-1]._replace(title=value)
        elif place == "stream" and streams:
            streams[-1] = _tagged(streams[-1], key, value)
        elif place == "file" and line.startswith("    "):
            tags.append((key, value))
    return streams, chapters, tags


def _tagged(stream: Stream, key: str, value: str) -> Stream:
    if key == "title":
        stream = stream._replace(title=value)
    elif key == "rotate" and not stream.rotation and value.lstrip("-").isdigit():
        stream = stream._replace(rotation=int(value) % 360)
    elif key == "BPS" and value.isdigit():
        stream = stream._replace(bit_rate=int(value))
    return stream._replace(tags=(*stream.tags, (key, value)))


def _stream(match: re.Match[str]) -> Stream:
    index, language, kind, rest = int(match.group(1)), match.group(2) or "", match.group(3).lower(), match.group(4)
    disposition = []
    while True:
        last = re.search(r" \(([a-z ]+)\)$", rest)
        if last is None or last.group(1) not in _DISPOSITIONS:
            break
        disposition.append(_DISPOSITIONS[last.group(1)])
        rest = rest[: last.start()]
    parts = _commas(rest)
    head = parts[0]
    codec = head.split(" ")[0].rstrip(",")
    profile = re.match(r"\S+ \(([^)/]+)\)(?: |$)", head)
    base = Stream(
        index,
        kind,
        codec,
        profile.group(1) if profile else "",
        language=language if language != "und" else "und",
        disposition=tuple(reversed(disposition)),
    )
    rated = re.search(r"(\d+) kb/s", rest)
    if rated:
        base = base._replace(bit_rate=int(rated.group(1)) * 1000)
    if kind == "video":
        return _video(base, parts)
    if kind == "audio":
        return _audio(base, parts)
    return base


def _commas(text: str) -> list[str]:
    """Split at commas outside of parentheses and brackets."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
    parts.append(text[start:].strip())
    return parts


def _video(s: Stream, parts: list[str]) -> Stream:
    if len(parts) > 1:
        pixel, _, details = parts[1].partition("(")
        facts = [d.strip() for d in details.rstrip(")").split(",")] if details else []
        color_range = next((f for f in facts if f in ("tv", "pc")), "")
        colors = next((f for f in facts if "/" in f), "")
        single = next((f for f in facts if re.fullmatch(r"(bt|smpte|gbr|fcc|yc)\w*", f)), "")
        space, primaries, transfer = colors.split("/") if colors.count("/") == 2 else (single, single, single)
        order = {
            "progressive": "progressive",
            "top first": "tt",
            "bottom first": "bb",
            "top coded first (swapped)": "tb",
            "bottom coded first (swapped)": "bt",
        }
        field = next((order[f] for f in facts if f in order), "")
        s = s._replace(
            pixel_format=pixel.strip(),
            color_range=color_range,
            color_space=space,
            color_primaries=primaries,
            color_transfer=transfer,
            field_order=field,
        )
    for part in parts[1:]:
        dim = re.match(r"(\d+)x(\d+)(?: \[SAR (\d+:\d+) DAR [\d:]+\])?", part)
        if dim:
            s = s._replace(width=int(dim.group(1)), height=int(dim.group(2)), sar=dim.group(3) or "")
        sar = re.match(r"SAR (\d+:\d+)", part)
        if sar:
            s = s._replace(sar=sar.group(1))
        fps = re.match(r"([\d.]+)(k?) (fps|tbr)$", part)
        if fps and (fps.group(3) == "fps" or s.frame_rate is None):
            value = float(fps.group(1)) * (1000 if fps.group(2) else 1)
            text = {29.97: "30000/1001", 23.98: "24000/1001", 59.94: "60000/1001", 119.88: "120000/1001"}.get(
                value, f"{value:g}/1"
            )
            s = s._replace(frame_rate=rate(text), frame_rate_text=text)
    return s


def _audio(s: Stream, parts: list[str]) -> Stream:
    for i, part in enumerate(parts[1:], 1):
        hertz = re.match(r"(\d+) Hz", part)
        if hertz:
            s = s._replace(sample_rate=int(hertz.group(1)))
            layout = parts[i + 1] if i + 1 < len(parts) else ""
            count = re.match(r"(\d+) channels", layout)
            s = s._replace(
                channel_layout="" if count else layout, channels=int(count.group(1)) if count else _LAYOUTS.get(layout)
            )
            sample = parts[i + 2] if i + 2 < len(parts) else ""
            bits = re.search(r"\((\d+) bit\)", sample)
            s = s._replace(sample_format=sample.split(" ")[0], bits=int(bits.group(1)) if bits else None)
    return s
