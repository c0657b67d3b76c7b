"""How long and how large the media of a request are: what is said of them, and otherwise small, but such that what is asked can be seen."""

import re

from ffai.translate.offline import edits as e
from ffai.translate.offline.understand import Understanding
from ffai_evals.judge.verdict import Answer

LONGEST = 4000.0
"""Seconds of the longest medium that is made."""
_SIZES = {
    "8k": (7680, 4320), "4k": (3840, 2160), "uhd": (3840, 2160), "2160p": (3840, 2160), "1440p": (2560, 1440), "2k": (2560, 1440), "1080p": (1920, 1080), "1080i": (1920, 1080),
    "fullhd": (1920, 1080), "720p": (1280, 720), "480p": (854, 480), "576p": (1024, 576), "576i": (720, 576), "480i": (720, 480), "360p": (640, 360), "240p": (426, 240),
}  # fmt: skip
_SIZE = re.compile(r"\b(?:(\d{2,5})\s?[x×]\s?(\d{2,5})|(8k|4k|2k|uhd|fullhd|\d{3,4}[pi]))\b", re.IGNORECASE)
_LENGTH = re.compile(
    r"(?:(?:is|are|of|lasts?|runs?|about|around)\s+)?\b(\d+(?:\.\d+)?)[\s-]?(hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)[\s-]+(?:long\b|(?:long )?(?:\.?\w+ )?(?:video|file|clip|movie|film|recording|audio|podcast|episode|lecture|song|track|interview|webinar|stream|concert)s?\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:instead of|rather than|not) (?:its |the )?(\d+(?:\.\d+)?)|\bfrom (\d+(?:\.\d+)?) ?(h|m|s)?\w* (?:down |up )?to \d",
    re.IGNORECASE,
)
_UNIT = {"h": 3600.0, "m": 60.0, "s": 1.0}
_SEEK = re.compile(r"\s-(?:ss|to|t)\s+[\"']?([\d:.]+)")


def length_of(request: str, understood: Understanding, answer: Answer) -> float:
    """Seconds: as long as it is said to be, else so that every moment that is named lies within."""
    before = _BEFORE.search(request) if any(isinstance(x, e.Speed) and x.duration for x in understood.edits) else None
    if before:  # "so that it lasts 9 seconds instead of 6"
        return min(LONGEST, float(before[1] or before[2]) * _UNIT[(before[3] or "s")[0].lower()])
    lengths = [float(m[1]) * _UNIT[m[2][0].lower()] for m in _LENGTH.finditer(request)]
    parts = [x.value for x in understood.edits if isinstance(x, e.Split) and x.by == "seconds"]
    made = {x.value for x in understood.edits if isinstance(x, e.Split)} | {
        t
        for x in understood.edits
        if isinstance(x, e.Keep)
        for r in x.ranges
        if r.unit in ("s", "middle")
        for t in (r.end - r.start,)
    }
    whole = [x for x in lengths if x not in made or (parts and x > min(parts))]
    times = [float(t.value) for t in understood.tokens if t.kind == "time" and isinstance(t.value, int | float)]
    least = 0.0
    if times:
        latest = max(times)
        least = latest + max(2.0, min(0.3 * latest, 30.0))
        tails = [
            -r.start
            for x in understood.edits
            if isinstance(x, e.Keep | e.CutOut)
            for r in x.ranges
            if r.unit == "s" and r.start < 0
        ]
        heads = [r for x in understood.edits if isinstance(x, e.CutOut) for r in x.ranges if r.unit == "s" and r.start >= 0]
        if tails and heads:  # what goes at both ends leaves something between
            least += max(tails)
    if parts:
        least = max(least, 2.6 * min(parts)) if not whole else least
    steps = [5.2 * x.every for x in understood.edits if isinstance(x, e.Frames) and x.every and x.every <= 60]
    fades = [2.4 * x.seconds + 1 for x in understood.edits if isinstance(x, e.Fade) and x.seconds and x.seconds <= 30]
    least = max([least, *steps, *fades])
    if whole:
        return min(LONGEST, max(*whole, *times, 4.0))
    if not times or not _PLACED.search(request):  # a moment of the answer's own, for an example
        said = [_clock(x) for x in _SEEK.findall(_with_values(answer.text))]
        least = max([least, *(x * 1.2 + 2 + max(times, default=0.0) for x in said if x <= 1200)])
    counts = [x.value for x in understood.edits if isinstance(x, e.Split) and x.by == "parts"]
    return min(LONGEST, max(_least(request, understood.edits), least, *(float(c) * 2 for c in counts)))


def _with_values(text: str) -> str:
    """The text with what its variables are set to, where that is plain."""
    for name, value in re.findall(r"^\s*(\w+)=[\"']?([\d:.]+)[\"']?\s*(?:#.*)?$", text, re.MULTILINE):
        text = re.sub(rf"\"?\$\{{?{name}\b\}}?\"?", value, text)
    return text


def _least(request: str, edits: list[object]) -> float:
    if re.search(r"subtitle|caption|\bsubs?\b|srt", request, re.IGNORECASE):
        return 6.0  # its cues end at 4.5 s
    if re.search(r"\b(?:8k|4k|2160p|1440p|uhd)\b", request, re.IGNORECASE):
        return 0.8
    if any(isinstance(x, e.Interpolate) for x in edits) or re.search(
        r"highest (?:possible )?frame ?rate|interpolat|slow.?mo", request, re.IGNORECASE
    ):
        return 0.8
    middling = any(isinstance(x, e.Scale) and (x.short_side or x.height or 0) >= 720 for x in edits)
    if re.search(r"\bav1\b|libaom|svt", request, re.IGNORECASE):
        return 0.8
    if any(isinstance(x, e.KeyframeInterval) for x in edits):
        return 6.0
    return 1.5 if _heavy(request, edits) else 2.5 if middling else 4.0


def _heavy(request: str, edits: list[object]) -> bool:
    """Whether encoding takes long: large pictures, or a codec that is slow."""
    large = any(isinstance(x, e.Scale) and max(x.short_side or 0, x.height or 0, (x.width or 0) * 9 // 16) >= 1080 for x in edits)
    slow = any(isinstance(x, e.VideoCodec) and x.codec in ("av1", "hevc", "vp9", "libaom-av1", "x265") for x in edits)
    return (
        large
        or slow
        or any((_SIZES.get((m[3] or "").lower()) or (int(m[1] or 0), int(m[2] or 0)))[1] >= 1080 for m in _SIZE.finditer(request))
    )


_PLACED = re.compile(
    r"\b(?:from (?:the )?(?:\d|start|beginning|middle)|start(?:s|ing)?|at|first|last|beginning|begin|end|ends|mark|between|every|after|before|until|fade|offset|off)\b|\d:\d",
    re.IGNORECASE,
)


def _clock(text: str) -> float:
    seconds = 0.0
    for part in text.split(":"):
        try:
            seconds = seconds * 60 + float(part or 0)
        except ValueError:
            return 0.0
    return seconds


_SHAPED = re.compile(
    r"aspect|letterbox|pillarbox|\bbars?\b|\bpad|stretch|distort|squash|\bcrop|\bfit(?:s|ting)?\b|\bfill\b|4:3|16:9|square|widescreen|anamorph"
)


def _other_shape(request: str, edits: list[object]) -> float | None:
    """Width to height of a source that does not have the shape which is asked for, where the request speaks of shapes at all."""
    named = [
        (int(a), int(b))
        for a, b in re.findall(r"\b(\d{1,2}) ?: ?(\d{1,2})\b(?!:)", request)
        if 0 < int(b) <= 21 and 0 < int(a) <= 21
    ]
    asked = [x.ratio for x in edits if isinstance(x, e.Aspect | e.Pad | e.Crop) and x.ratio]
    asked += [(x.width, x.height) for x in edits if isinstance(x, e.Scale | e.Pad) and x.width and x.height]
    if not _SHAPED.search(request.lower()) or not asked:
        return None
    wanted = {round(a / b, 2) for a, b in asked}
    others = [a / b for a, b in named if round(a / b, 2) not in wanted]
    if others:
        return others[0]
    return 4 / 3 if any(abs(x - 16 / 9) < 0.03 for x in wanted) else None


_CROP = re.compile(r"\bcrop=(?:w=)?(\d{2,4}):(?:h=)?(\d{2,4})(?::(?:x=)?(\d+))?(?::(?:y=)?(\d+))?")


def size_of(request: str, edits: list[object], length: float, answer: Answer) -> str:
    """The picture's size and rate: what is said of the source, and otherwise small, the smaller the longer."""
    found = _source_size(request, edits, answer)
    width, height = (64, 36) if length > 300 else (160, 90) if length > 40 else (320, 180)
    if found and length <= 60:
        w, h = found
        width, height = (w // 2 * 2, h // 2 * 2) if max(w, h) <= 4096 else (1920, 1080) if w > h else (1080, 1920)
    rate = _source_rate(request, edits, length, large=max(width, height) > 2600)
    if not found and length <= 300 and (shape := _other_shape(request, edits)):
        width = round(height * shape / 2) * 2
    turned = any(isinstance(x, e.Orientation) and x.name == "landscape" for x in edits)
    upright = _UPRIGHT.search(request) and not any(isinstance(x, e.Orientation) for x in edits)
    if width > height and not found and (turned or upright):
        width, height = height, width
    return f"{width}x{height}@{rate:g}"


_UPRIGHT = re.compile(r"\b(?:vertical|portrait|upright) (?:\w+ )?(?:video|clip|phone|footage|recording|file)", re.IGNORECASE)


def _source_size(request: str, edits: list[object], answer: Answer) -> tuple[int, int] | None:
    """The size that is said of the source; of several the largest, that the others are cut from."""
    targets: set[tuple[int | None, int | None]] = set()
    lines: set[int | None] = set()
    for x in edits:
        if isinstance(x, e.Scale | e.Pad):
            targets.add((x.width, x.height))
            lines.add(getattr(x, "short_side", None))
        if isinstance(x, e.Crop) and (x.width or "").isdigit():
            targets.add((int(x.width or 0), int(x.height or 0) if (x.height or "").isdigit() else None))
    found: list[tuple[int, int]] = []
    for match in _SIZE.finditer(request):
        size = _SIZES.get(match[3].lower()) if match[3] else (int(match[1]), int(match[2]))
        interlaced = (match[3] or "").lower().endswith("i")
        if size and (interlaced or (size not in targets and min(size) not in lines)) and min(size) >= 16:
            found.append(size)
    if found:
        return max(found, key=lambda size: size[0] * size[1])
    cut = _CROP.search(answer.text)
    if cut and "scale" not in answer.text[: cut.start()] and (int(cut[1]) > 320 or int(cut[2]) > 180):
        return int(cut[1]) + int(cut[3] or 0), int(cut[2]) + int(
            cut[4] or 0
        )  # an example's numbers: the picture is large enough for them
    return None


def _source_rate(request: str, edits: list[object], length: float, *, large: bool) -> float:
    """Frames a second: not yet those that are asked for, unless they shall be kept; few where there is much to encode."""
    rates = [x.rate for x in edits if isinstance(x, e.Fps)]
    kept = re.search(
        r"\b(?:keep|maintain|preserv|retain)\w*(?: \w+){0,3} (\d{2,3}) ?(?:fps|frames per second)", request, re.IGNORECASE
    )
    if kept and length <= 40 and not large and 10 <= int(kept[1]) <= 120:
        return float(kept[1])
    rate = 10.0 if re.search(r"\bav1\b|libaom|svt", request, re.IGNORECASE) else 25.0
    rate = 5.0 if length > 300 else 10.0 if length > 40 else rate
    if rates and max(rates) > 25 and length <= 300 and not kept:
        rate = 25.0
    if _heavy(request, edits) and not rates and not kept:
        rate = min(rate, 12.0)
    rate = min(rate, 6.0) if large else rate
    while not kept and any(abs(rate - x) < 0.6 for x in rates):
        rate += 5.0
    return rate
