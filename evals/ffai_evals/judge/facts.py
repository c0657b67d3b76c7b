"""What the media of a request are like: length, size, streams, languages, and what else its words tell."""

import os
import re
from collections.abc import Callable

from ffai.translate.offline import edits as e
from ffai.translate.offline.understand import Understanding
from ffai_evals.judge.media import VIDEO, kind_of
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
_UNIT = {"h": 3600.0, "m": 60.0, "s": 1.0}
_CODECS = {
    "h264": "h264", "hevc": "hevc", "vp8": "vp8", "vp9": "vp9", "av1": "av1", "prores": "prores", "ffv1": "ffv1", "mpeg2video": "mpeg2", "mpeg2": "mpeg2", "mpeg4": "mpeg4", "mpeg-4": "mpeg4", "mjpeg": "mjpeg",
    "dv": "dv", "x264": "h264", "x265": "hevc", "xvid": "mpeg4", "theora": "theora",
    "aac": "aac", "mp3": "mp3", "opus": "opus", "vorbis": "vorbis", "flac": "flac", "ac3": "ac3", "eac3": "eac3", "dts": "dts", "alac": "alac", "pcm": "pcm", "pcm_s16le": "pcm", "wav": "pcm", "mp2": "mp2",
}  # fmt: skip
_HOLDS = {  # what else than its own codecs the maker can put into a container
    "mp4": "h264 hevc av1 mpeg4 vp9 aac ac3 eac3 mp3 opus alac", "mov": "h264 hevc prores mjpeg mpeg4 aac ac3 pcm alac", "m4v": "h264 hevc aac ac3", "mkv": "* *", "ts": "h264 hevc mpeg2 aac ac3 mp2 mp3",
    "avi": "mpeg4 h264 mjpeg mp3 ac3 pcm aac", "webm": "vp8 vp9 av1 opus vorbis", "mka": "*", "m4a": "aac alac", "mxf": "mpeg2 h264 pcm", "flv": "h264 aac mp3", "m2ts": "h264 ac3 aac dts", "ogg": "vorbis opus flac",
}  # fmt: skip
_SEEK = re.compile(r"\s-(?:ss|to|t)\s+[\"']?([\d:.]+)")
_SECOND_SOUND = "tone=1300"
_SIDE_SOUND = re.compile(
    r"music|song|voice|narration|bgm|background|commentary|new|track|audio|sound|dub|soundtrack|intro|jingle|ambien|rain",
    re.IGNORECASE,
)


def facts_of(request: str, understood: Understanding, answer: Answer) -> Callable[[str], str]:
    """The words for any file name."""
    edits = understood.edits
    low = request.lower()
    length = _length(request, understood, answer)
    size = _size(request, edits, length, answer)
    picture = _picture_words(low, edits)
    tags = _tag_words(low, edits)
    video = _CODECS.get(understood.source_video, "")
    sound = _CODECS.get(understood.source_audio, "")
    first = next((m.path for m in understood.inputs if kind_of(m.path) in ("video", "audio")), "")
    told = {kind: max((int(n) + 1 for n in re.findall(rf"\b0:{kind}:(\d)\b", answer.text)), default=0) for kind in "as"}
    told["s"] = max([told["s"], *(int(n) + 1 for n in re.findall(r"\bsi=(\d)\b", answer.text))])

    def words(name: str) -> str:
        kind, ext = kind_of(name), os.path.splitext(name)[1].lower().lstrip(".")
        if kind == "image" and "alpha" not in picture and (number := re.search(r"(\d+)\.\w+$", name)):
            return f"hue={int(number[1]) * 77 % 360}"  # each of several another
        if kind == "image":
            return "" if "alpha" not in picture else "alpha" if ext == "png" else ""
        if kind == "subtitle" or not kind:
            return ""
        if ext == "amr":  # nothing here writes it; ffmpeg goes by what is in the file
            return f"as=m4a dur={length:g}"
        side = name != first and (bool(first) or kind == "audio" and bool(_SIDE_SOUND.search(os.path.basename(name))))
        said = [f"dur={length:g}"]
        if kind == "video":
            said = [size, *said, *_fit(video, ext), *picture]
        said += _sound_words(low, edits, ext, _fit(sound, ext), kind, told["a"])
        if kind == "video":
            said += _subtitle_words(low, edits, ext, understood, told["s"])
        if (
            any(isinstance(x, e.RemoveSilence | e.Split) and getattr(x, "by", "silence") == "silence" for x in edits)
            and length <= 60
        ):
            said = [w if not w.startswith("dur=") else "dur=9" for w in said] + ["silent=0-1.5,4-6,8-9"]
        if re.search(r"\b(?:remov\w*|clear\w*|unset|un|disabl\w*|drop|not) ?(?:the )?forced\b", low):
            said.append("forced")
        said += tags if ext in ("mp4", "mov", "mkv", "m4a", "mp3", "flac", "m4v", "webm", "m4b", "mka") else []
        if side and kind == "audio":
            said.append(_SECOND_SOUND)
        if length > 300 and not any(w.startswith("audio=") for w in said) and kind == "video":
            said.append("audio=:1")
        if length > 300:
            said.append("rate=8000" if ext not in ("mxf", "dv") else "rate=48000")
        elif length > 60:
            said.append("rate=16000" if ext not in ("mxf", "dv") else "rate=48000")
        elif ext in ("mxf", "dv"):
            said = [*("720x576@25" if ext == "dv" and "x" in w and "@" in w else w for w in said), "rate=48000"]
        return " ".join(said)

    return words


def _fit(codec: str, ext: str) -> list[str]:
    held = _HOLDS.get(ext, "")
    return [codec] if codec and ("*" in held or codec in held.split()) else []


def _length(request: str, understood: Understanding, answer: Answer) -> float:
    """Seconds: as long as it is said to be, else so that every moment that is named lies within."""
    lengths = [float(m[1]) * _UNIT[m[2][0].lower()] for m in _LENGTH.finditer(request)]
    parts = [x.value for x in understood.edits if isinstance(x, e.Split) and x.by == "seconds"]
    made = {x.value for x in understood.edits if isinstance(x, e.Split)} | {
        t for x in understood.edits if isinstance(x, e.Keep) for r in x.ranges if r.unit == "s" for t in (r.end - r.start,)
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
    least = max([least, *steps])
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


_CROP = re.compile(r"\bcrop=(?:w=)?(\d{2,4}):(?:h=)?(\d{2,4})(?::(?:x=)?(\d+))?(?::(?:y=)?(\d+))?")


def _size(request: str, edits: list[object], length: float, answer: Answer) -> str:
    """The picture's size and rate: what is said of the source, and otherwise small, the smaller the longer."""
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
        if size and (interlaced or (size not in targets and min(size) not in lines)) and size not in found and min(size) >= 16:
            found.append(size)
    if len(found) > 1:  # of several that are named, the source is what the others are cut from
        found = [max(found, key=lambda size: size[0] * size[1])]
    cut = _CROP.search(answer.text)
    if (
        not found and cut and "scale" not in answer.text[: cut.start()]
    ):  # an example's numbers: the picture is large enough for them
        found = (
            [(int(cut[1]) + int(cut[3] or 0), int(cut[2]) + int(cut[4] or 0))] if int(cut[1]) > 320 or int(cut[2]) > 180 else []
        )
    rates = [x.rate for x in edits if isinstance(x, e.Fps)]
    rate = 25.0
    if re.search(r"\bav1\b|libaom|svt", request, re.IGNORECASE):
        rate = 10.0
    kept = re.search(
        r"\b(?:keep|maintain|preserv|retain)\w*(?: \w+){0,3} (\d{2,3}) ?(?:fps|frames per second)", request, re.IGNORECASE
    )
    if kept and length <= 60 and 10 <= int(kept[1]) <= 120:
        rate = float(kept[1])
    if length > 300:
        rate = 5.0
    elif length > 40:
        rate = 10.0
    if rates and max(rates) > 25 and length <= 300 and not kept:
        rate = 25.0
    width, height = (64, 36) if length > 300 else (160, 90) if length > 40 else (320, 180)
    if len(found) == 1 and length <= 60 and max(found[0]) <= 4096:
        width, height = found[0][0] // 2 * 2, found[0][1] // 2 * 2
    elif len(found) == 1 and length <= 60:
        width, height = (1920, 1080) if found[0][0] > found[0][1] else (1080, 1920)
    if _heavy(request, edits) and not rates and not kept:
        rate = min(rate, 12.0)
    if max(width, height) > 2600:
        rate = min(rate, 6.0)
    turned = any(isinstance(x, e.Orientation) and x.name == "landscape" for x in edits)
    upright = re.search(
        r"\b(?:vertical|portrait|upright) (?:\w+ )?(?:video|clip|phone|footage|recording|file)", request, re.IGNORECASE
    )
    if width > height and not found and (turned or (upright and not any(isinstance(x, e.Orientation) for x in edits))):
        width, height = height, width
    return f"{width}x{height}@{rate:g}"


def _picture_words(low: str, edits: list[object]) -> list[str]:
    kinds = {type(x) for x in edits}
    words = []
    for flag, edit, said in (
        ("interlaced", e.Deinterlace, "interlaced"),
        ("green", e.ChromaKey, ""),
        ("noisy", e.Denoise, ""),
        ("shaky", e.Stabilise, ""),
        ("hdr", None, r"\bhdr(?:10)?\b|tone.?map"),
        ("10bit", None, r"\b10.?bit (?:video|source|file|hevc|footage)"),
        ("bars", None, r"black (?:bars|borders)|letterbox(?:ed)? (?:video|movie)"),
        ("scenes", None, r"\bscenes?\b"),
        ("vfr", e.ConstantRate, "variable frame"),
    ):
        if (edit in kinds and not (flag == "noisy" and "audio" in low)) or (said and re.search(said, low)):
            words.append(flag)
    if re.search(r"\b(?:metadata|flag|tag)\b.*\brotat|\brotat\w+ (?:metadata|flag|tag)", low):
        words.append("rot=90")
    return words


def _tag_words(low: str, edits: list[object]) -> list[str]:
    words = []
    if "chapter" in low:
        words.append("chapters=3")
    if "metadata" in low or any(isinstance(x, e.StripMetadata) for x in edits):
        words.append("title=Night")
    if re.search(r"cover art|album art|artwork|cover image|thumbnail from (?:the )?(?:mp3|audio)", low) and not any(
        isinstance(x, e.Cover) for x in edits
    ):
        words.append("cover")
    return words


def _selects(edits: list[object], kind: str) -> list[e.Select]:
    found = []
    for x in edits:
        given = [*getattr(x, "selects", ())] + ([x.select] if getattr(x, "select", None) else [])  # type: ignore[attr-defined]
        found += [s for s in given if s.kind in (kind, "all")]
    return found


_SOUND_WORDS = r"(?:audio|sound|language)s?(?: \w+)? ?(?:tracks?|streams?)"


_SOUNDLESS = re.compile(
    r"\b(?:there(?: i|')s no audio|(?:has|have|with|currently has|contains?|there is) no (?:audio|sound)(?: stream| track)?\b|silent video|video is silent|is silent|without (?:an |any )?audio (?:track|stream)|no existing audio)"
)


def _sound_words(low: str, edits: list[object], ext: str, codec: list[str], kind: str, told: int) -> list[str]:
    """`told`: how many an answer counts on; believed where the request speaks of streams of sound at all."""
    if kind == "video" and (not VIDEO.get(ext, ("", ""))[1] or ext in ("h264", "gif")):
        return []
    if kind == "video" and _SOUNDLESS.search(low) and any(isinstance(x, e.AddSilence | e.Mux | e.ReplaceAudio) for x in edits):
        return ["noaudio"]
    chosen = _selects(edits, "audio")
    name = codec[0] if codec else ""
    channels = (
        6
        if re.search(r"\b5\.1\b|surround|6[- ]channel|multi-?channel|center channel|centre channel|lfe", low)
        and (ext in ("mkv", "mp4", "mov", "wav", "flac", "m4a", "ts", "mka", "ac3", "dts", "aac"))
        else 2
    )
    if re.search(r"\bmono (?:audio|file|track|recording|wav|mp3|sound)?\b.*\b(?:to|into|as) (?:a )?stereo", low):
        channels = 1
    if kind == "audio" or ext in ("avi", "wmv", "flv", "3gp", "webm", "mpg"):
        return [f"audio={name}:{channels}"] if name or channels != 2 else []
    languages = [s.language for s in chosen if s.language] or (_codes(low) if re.search(r"audio|track|stream", low) else [])
    indexes = [s.index for s in chosen if s.index is not None]
    several = re.search(
        rf"\b(?:all|both|multiple|several|every|each|multi|other|two|three|second|third|different|\d+) (?:\w+ )?{_SOUND_WORDS}|multi-?(?:audio|language|track)|\b(?:all|every) (?:the |of the |its )?(?:\w+ )?(?:streams?|tracks?)\b|\beverything\b|\ball (?:the )?audio\b",
        low,
    )
    count = max(
        [i + 2 for i in indexes if i >= 0] + [2 if languages else 1, 3 if several else 1, 2 if any(i < 0 for i in indexes) else 1]
    )
    if re.search(rf"{_SOUND_WORDS}|\btracks?\b|\bstreams?\b|language|commentary|dub", low):
        count = max(count, min(told, 5))
    if re.search(r"\bund\b", low):  # the languages are to be told first
        return [f"audio={name}:{channels}"] * count
    tongues = _tongues(languages, count)
    if count == 1 and not languages and channels == 2 and not name:
        return []
    return [f"audio={name}:{channels if n == 0 or not several else 2}:{tongues[n]}" for n in range(count)]


def _tongues(wanted: list[str], count: int) -> list[str]:
    """Languages of streams in order: those that are asked for are never the first, where there is one more."""
    others = [x for x in ("eng", "spa", "fra", "deu", "ita") if x not in wanted]
    tongues = [others[0], *wanted, *others[1:]]
    return (
        (tongues + ["und"] * count)[: max(count, len(wanted) + 1)]
        if wanted
        else ["eng", "spa", "fra", "deu", "ita", "por", "rus", "jpn"][:count]
    )


_CODES = re.compile(r"\b(eng|spa|fra|fre|deu|ger|ita|jpn|por|rus|zho|chi|kor|ara|hin|nld|swe|pol)\b")


def _codes(low: str) -> list[str]:
    """Languages by their codes: "-map the track tagged spa"."""
    return list(dict.fromkeys(_CODES.findall(low)))


def _subtitle_words(low: str, edits: list[object], ext: str, understood: Understanding, told: int) -> list[str]:
    if not re.search(r"subtitle|\bsubs?\b|caption|\.srt|\.ass\b|srt\b", low) or ext not in ("mkv", "mp4", "mov", "m4v", "webm"):
        return []
    if any(kind_of(m.path) == "subtitle" for m in understood.inputs):
        return []  # they come from a file of their own
    adds = any(isinstance(x, e.AddSubtitles) for x in edits)
    if adds and not any(isinstance(x, e.ExtractSubtitles) for x in edits):
        return []
    chosen = _selects(edits, "subtitle")
    languages = [s.language for s in chosen if s.language] or _codes(low)
    count = max(
        [min(told, 5)]
        + [s.index + 2 for s in chosen if s.index is not None and s.index >= 0]
        + [len(languages) + 1 if languages else 1]
    )
    if re.search(r"\b(?:all|multiple|several|every|each|both|two) (?:\w+ )?(?:subtitle|sub|caption)", low):
        count = max(count, 2)
    form = (
        "webvtt"
        if ext == "webm"
        else "mov_text"
        if ext != "mkv"
        else "ass"
        if re.search(r"\bass\b", low) and "srt" not in low
        else "srt"
    )
    return [f"sub={form}:{tongue}" for tongue in _tongues(languages, count)[:count]]
