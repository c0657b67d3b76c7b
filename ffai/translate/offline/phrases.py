"""Typed phrases: what can stand in a slot of a rule. Each takes (tokens, position) and gives (value, next position) or None."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import END, Range, Select
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.words import FORMATS

VIDEO_CODECS = frozenset(
    """h264 hevc x264 x265 libx264 libx265 vp8 vp9 libvpx libvpx-vp9 av1 libaom-av1 libsvtav1 prores dnxhr dnxhd mpeg-4 mpeg2 mpeg1 h263 xvid theora mjpeg ffv1
    huffyuv ffvhuff utvideo cineform vvc rawvideo libxvid libtheora h264_nvenc hevc_nvenc av1_nvenc h264_qsv hevc_qsv h264_vaapi hevc_vaapi h264_videotoolbox hevc_videotoolbox
    h264_amf hevc_amf libvvenc snow cinepak qtrle hap dv dvvideo wmv2 jpeg2000""".split()
)
AUDIO_CODECS = frozenset(
    """aac mp3 opus vorbis flac alac ac3 eac3 dts wav pcm libopus libmp3lame libvorbis he-aac libfdk_aac pcm_s16le pcm_s24le pcm_s32le pcm_f32le s16le s24le mp2 truehd wavpack speex amr gsm wma wmav2 adpcm adpcm-wav ima-adpcm adpcm_ms adpcm_ima_wav""".split()
)
LANGUAGES = {
    "english": "eng", "spanish": "spa", "french": "fra", "german": "deu", "japanese": "jpn", "italian": "ita", "portuguese": "por", "russian": "rus", "chinese": "zho", "korean": "kor",
    "dutch": "nld", "arabic": "ara", "hindi": "hin", "vietnamese": "vie", "polish": "pol", "swedish": "swe", "turkish": "tur", "greek": "ell", "hebrew": "heb", "thai": "tha", "czech": "ces",
    "danish": "dan", "finnish": "fin", "norwegian": "nor", "hungarian": "hun", "romanian": "ron", "ukrainian": "ukr", "indonesian": "ind", "latin": "lat", "mandarin": "zho", "cantonese": "yue",
    "tamil": "tam", "urdu": "urd", "bengali": "ben", "persian": "fas", "farsi": "fas", "catalan": "cat", "croatian": "hrv", "serbian": "srp", "bulgarian": "bul", "icelandic": "isl", "welsh": "cym", "irish": "gle",
}  # fmt: skip
COLORS = frozenset(
    "black white red green blue yellow orange purple pink grey cyan magenta brown transparent gold silver navy teal lime".split()
)
PLACES = {
    "top_left": "top_left", "top_right": "top_right", "bottom_left": "bottom_left", "bottom_right": "bottom_right", "center": "center", "middle": "center",
    "top": "top", "bottom": "bottom", "lower_third": "lower_third", "upper": "top", "lower": "bottom",
}  # fmt: skip
NAMED_SIZES = {"4k": (3840, 2160), "8k": (7680, 4320), "2k": (2048, 1080), "5k": (5120, 2880), "fullhd": (1920, 1080), "hd": (1280, 720), "qhd": (2560, 1440), "sd": (854, 480), "vga": (640, 480), "svga": (800, 600), "xga": (1024, 768), "qvga": (320, 240), "cif": (352, 288), "wvga": (800, 480)}  # fmt: skip


def _skip(tokens: list[Token], i: int, words: str) -> int:
    allowed = words.split()
    while i < len(tokens) and tokens[i].lemma in allowed:
        i += 1
    return i


def _kind(*kinds: str) -> Callable[[list[Token], int], tuple[Any, int] | None]:
    def phrase(tokens: list[Token], i: int) -> tuple[Any, int] | None:
        return (tokens[i].value, i + 1) if tokens[i].kind in kinds else None

    return phrase


def number(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    token = tokens[i]
    return (token.value, i + 1) if token.kind == "number" and token.lemma not in ("a", "an") else None


def time(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A length or point of time, in seconds. A bare number counts when a unit follows later: "5 to 10 seconds"."""
    token = tokens[i]
    if token.kind == "time":
        return token.value, i + 1
    if token.kind == "number" and token.lemma not in ("a", "an", "half", "quarter"):
        for ahead in range(i + 1, min(i + 10, len(tokens))):
            if tokens[ahead].kind == "time" and tokens[ahead].unit not in ("clock", ""):
                between = {t.lemma for t in tokens[i + 1 : ahead] if t.kind != "number"}
                if between <= {"to", "and", "or", "-", "–", "until", ",", "through"} and between:
                    unit = {"h": 3600, "m": 60}.get(tokens[ahead].unit[0], 1) if tokens[ahead].unit != "ms" else 0.001
                    return token.value * unit, i + 1
        if _after_seconds(tokens, i):
            return token.value, i + 1
        return None
    if token.lemma in ("second", "minute", "hour") and i + 1 < len(tokens) and tokens[i + 1].kind == "number":
        return tokens[i + 1].value * {"second": 1, "minute": 60, "hour": 3600}[token.lemma], i + 2
    return None


def _after_seconds(tokens: list[Token], i: int) -> bool:
    """ "seconds 1 to 3": the unit stands in front of both."""
    before = [t.lemma or t.text for t in tokens[max(0, i - 3) : i]]
    return before[-1:] == ["second"] or (
        len(before) == 3 and before[0] == "second" and before[2] in ("to", "-", "–", "and", "until", "through", "thru")
    )


def instant(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A point on the timeline: a time, "the start", "the end" (END), "halfway" as a fraction is (-1)."""
    i = _skip(tokens, i, "the a about around timestamp time mark position")
    if i >= len(tokens):
        return None
    token = tokens[i]
    found = time(tokens, i)
    if found is None and token.kind == "ordinal" and i + 1 < len(tokens) and tokens[i + 1].lemma in ("second", "minute"):
        found = (token.value * (60 if tokens[i + 1].lemma == "minute" else 1), i + 2)
    if found is not None:
        value, i = found
        if i + 1 < len(tokens) and tokens[i].text == "-" and tokens[i + 1].lemma in ("mark", "second"):
            i += 1
        j = _skip(tokens, i, "mark timestamp point position in of the into video clip")
        if j < len(tokens) and tokens[j].lemma in ("before", "from") and j + 1 < len(tokens):
            k = _skip(tokens, j + 1, "the")
            if k < len(tokens) and tokens[k].lemma in ("end", "ending"):
                return -value, k + 1
        k = _skip(tokens, i, "mark timestamp point position")
        return value, k
    if token.lemma in ("start", "beginning", "begin", "front"):
        return 0.0, i + 1
    if token.lemma in ("end", "ending", "finish"):
        return END, i + 1
    return None


_EXCLUDE_TO = frozenset("to - – — until through and".split())


def span(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """ "from 0:10 to 0:20", "between 5 and 9 seconds", "1:00-1:30", "10s to 20s", "from 3 s for 5 s", "10 seconds starting at 1:00"."""
    lead = tokens[i].lemma
    if tokens[i].kind == "time" and i > 0 and tokens[i - 1].lemma in ("from", "between"):
        return None  # begin at the word before
    if lead in ("from", "between", "at", "start", "starting", "begin", "@"):
        i = _skip(tokens, i + 1, "from at the time second timestamp position of between")
        if i >= len(tokens):
            return None
    elif tokens[i].kind not in ("time", "number") and lead not in ("minute", "second"):
        return None
    first = instant(tokens, i)
    if first is None:
        return None
    a, i = first
    j = _skip(tokens, i, "mark of in into the video clip point , and start end at")
    j2 = i
    while j2 < len(tokens) and tokens[j2].lemma in ("mark", "of", "in", "into", "the", "video", "clip", "point", ","):
        j2 += 1
    if j2 < len(tokens) and (tokens[j2].lemma in _EXCLUDE_TO or tokens[j2].text in _EXCLUDE_TO):
        k = j2 + 1
        if k < len(tokens) and tokens[k].lemma == "to":
            k += 1
        second = instant(tokens, k) if k < len(tokens) else None
        if second is not None and (second[0] > a >= 0 or second[0] < 0):
            if tokens[j2].lemma == "and" and lead not in ("between", "from", "start", "starting"):
                return None
            return Range(a, second[0]), second[1]
    if j < len(tokens) and tokens[j].lemma in ("until", "stop", "stopping") and j + 1 < len(tokens):
        second = instant(tokens, _skip(tokens, j + 1, "at the"))
        if second is not None and second[0] > a:
            return Range(a, second[0]), second[1]
    if j2 < len(tokens) and tokens[j2].lemma in (
        "for",
        "last_verb",
        "with",
        "take",
        "taking",
        "+",
        "and",
        "get",
        "grab",
        "extract",
        "keep",
    ):
        k = _skip(tokens, j2 + 1, "the next a length duration of take keep last_verb for only")
        second = time(tokens, k) if k < len(tokens) else None
        if (
            second is not None
            and (lead in ("from", "at", "start", "starting", "begin") or tokens[j2].lemma == "for")
            and a != END
        ):
            return Range(a, a + second[0]), second[1]
    return None


def part(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A range of time, said in any way: a span, "first 10 s", "last minute", "after 1:00", "30 seconds from 0:10", "10-second"."""
    i = _skip(tokens, i, "the a only just everything all content part section bit stuff")
    if i >= len(tokens):
        return None
    token = tokens[i]
    found = span(tokens, i) or _share(tokens, i) or _numbered_frames(tokens, i)
    if found is not None:
        return found
    if token.kind == "ordinal" or token.lemma in ("initial", "opening", "final", "ending", "closing", "close", "open"):
        length = time(tokens, i + 1) if i + 1 < len(tokens) else None
        if length is None and i + 1 < len(tokens) and tokens[i + 1].lemma in ("second", "minute", "hour"):
            length = ({"second": 1.0, "minute": 60.0, "hour": 3600.0}[tokens[i + 1].lemma], i + 2)
        if length is None and i + 1 < len(tokens) and tokens[i + 1].lemma in ("few", "couple"):
            length = None
        if length is not None:
            if token.value == 1 or token.lemma in ("initial", "opening", "open"):
                return Range(0.0, length[0]), length[1]
            if token.value == -1 or token.lemma in ("final", "ending", "closing", "close"):
                return Range(-length[0], END), length[1]
        return None
    if token.lemma in ("after", "past", "beyond", "from", "start", "starting"):
        j = _skip(tokens, i + 1, "the at from")
        point = instant(tokens, j) if j < len(tokens) else None
        if point is not None and point[0] != END:
            k = _skip(tokens, point[1], "to until till onward onwards on end the and video of mark")
            return Range(point[0], END), k if tokens[k - 1].lemma in ("end", "onward", "onwards", "on") else point[1]
        return None
    if token.lemma in ("before", "until", "up_to", "till", "to") and i + 1 < len(tokens):
        j = _skip(tokens, i + 1, "the to")
        point = instant(tokens, j) if j < len(tokens) else None
        if point is not None and 0 < point[0] < END and (token.lemma != "to"):
            return Range(0.0, point[0]), point[1]
        return None
    length = time(tokens, i)
    if length is not None:
        j = length[1]
        if j < len(tokens) and tokens[j].text == "-":
            j += 1
        j = _skip(
            tokens, j, "long clip preview segment part section snippet excerpt video sample portion of video audio that , gif"
        )
        j = max(length[1], j)
        k = j
        if k < len(tokens) and tokens[k].lemma in ("from", "start", "starting", "begin", "at", "after", "off"):
            k2 = _skip(tokens, k + 1, "from at the time with exactly")
            k2 = k2 if k2 > k else k + 1
            point = instant(tokens, k2) if k2 < len(tokens) else None
            if point is not None and point[0] >= 0:
                if tokens[k].lemma == "off":
                    return Range(-length[0], END) if point[0] == END else Range(0, length[0]), point[1]
                if point[0] == END:
                    return Range(-length[0], END), point[1]
                return Range(point[0], point[0] + length[0]), point[1]
        if k < len(tokens) and tokens[k].lemma in ("at", "of", "from", "off", "in") and k + 1 < len(tokens):
            k2 = _skip(tokens, k + 1, "the very")
            if k2 < len(tokens) and tokens[k2].lemma in ("start", "beginning"):
                return Range(0.0, length[0]), k2 + 1
            if k2 < len(tokens) and tokens[k2].lemma in ("end", "ending"):
                return Range(-length[0], END), k2 + 1
    return None


_SHARES = {"half": 1 / 2, "quarter": 1 / 4, "third": 1 / 3, "fifth": 1 / 5, "tenth": 1 / 10}


def _share(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A part of the length: "first 10 %", "the last third", "second half", "from 20 % to 80 %"."""
    token = tokens[i]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.lemma in ("from", "between") and after is not None and after.kind == "percent":
        second = tokens[i + 3] if i + 3 < len(tokens) and tokens[i + 2].lemma in ("to", "and", "until") else None
        if second is not None and second.kind == "percent" and 0 <= after.value < second.value <= 100:
            return Range(after.value / 100, second.value / 100, "share"), i + 4
        return None
    place = (
        token.value
        if token.kind == "ordinal"
        else {"middle": 0, "initial": 1, "opening": 1, "final": -1, "closing": -1}.get(token.lemma)
    )
    if place is None or after is None:
        return None
    if after.kind == "percent" and 0 < after.value < 100:
        size = after.value / 100
    elif after.lemma in _SHARES and after.kind in ("number", "ordinal", "word"):
        size = _SHARES[after.lemma]
    else:
        return None
    if place == 0:
        return Range(0.5 - size / 2, 0.5 + size / 2, "share"), i + 2
    if place == -1:
        return Range(1 - size, 1.0, "share"), i + 2
    if place > 1 and (after.kind == "percent" or place * size > 1 + 1e-9):
        return None
    return Range((place - 1) * size, place * size, "share"), i + 2


def _numbered_frames(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """ "frames 25 through 74", both of them meant too."""
    if tokens[i].lemma != "frame":
        return None
    j = _skip(tokens, i + 1, "number from between #")
    if (
        j + 2 >= len(tokens)
        or tokens[j].kind != "number"
        or not (tokens[j + 1].lemma in _EXCLUDE_TO or tokens[j + 1].text in _EXCLUDE_TO)
    ):
        return None
    k = _skip(tokens, j + 2, "frame number #")
    if k >= len(tokens) or tokens[k].kind not in ("number", "frames") or not tokens[j].value < tokens[k].value:
        return None
    return Range(tokens[j].value, tokens[k].value + 1, "frames"), k + 1


def parts(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """One or several ranges: "0:00-0:10 and 0:30-0:40"."""
    found = part(tokens, i)
    if found is None:
        return None
    ranges = [found[0]]
    i = found[1]
    while True:
        j = i
        while j < len(tokens) and (
            tokens[j].lemma in ("and", ",", "plus", "as", "well", "also", "then", "&") or tokens[j].text in ",+"
        ):
            j += 1
        if j == i or j >= len(tokens):
            break
        more = part(tokens, j)
        if more is None:
            break
        ranges.append(more[0])
        i = more[1]
    return tuple(ranges), i


def size(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A picture size: (width or None, height or None)."""
    token = tokens[i]
    if token.kind == "dim":
        return (token.value, i + 1) if min(token.value) >= 16 else None
    if token.kind == "lines" and token.value >= 100:
        return (None, token.value), i + 1
    if token.kind == "resolution_k":
        named = NAMED_SIZES.get(f"{token.value:.0f}k")
        return (named, i + 1) if named else None
    if token.kind == "word" and token.lemma in NAMED_SIZES:
        return NAMED_SIZES[token.lemma], i + 1
    if (
        token.kind in ("px", "number")
        and i + 2 < len(tokens)
        and tokens[i + 1].lemma in ("x", "by", "times", "×")
        and tokens[i + 2].kind in ("px", "number")
    ):
        if token.value >= 16 and tokens[i + 2].value >= 16:
            return (int(token.value), int(tokens[i + 2].value)), i + 3
    return None


def pixels(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    token = tokens[i]
    if token.kind == "px" or (token.kind == "number" and token.value >= 16 and token.value == int(token.value)):
        return int(token.value), i + 1
    return None


def rate(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A bit rate in bits per second. "128k" and "2M" count; so does a bare number in kilobits when it says kilo somewhere."""
    token = tokens[i]
    if token.kind in ("bitrate", "rate"):
        j = i + 1
        if (
            j < len(tokens)
            and tokens[j].lemma in ("bit", "bits", "bps", "bit/s")
            or (j < len(tokens) and tokens[j].kind == "word" and tokens[j].lemma == "bitrate")
        ):
            pass
        return token.value, j
    if token.kind == "time" and token.unit == "m" and token.value >= 30 and token.text.replace(" ", "")[-1:] == "M":
        return token.value / 60 * 1_000_000, i + 1
    if (
        token.kind == "size"
        and token.value < 200_000_000
        and i + 2 < len(tokens)
        and tokens[i + 1].lemma == "per"
        and tokens[i + 2].lemma == "second"
    ):
        return token.value * 8, i + 3
    if token.kind == "number" and i + 1 < len(tokens) and tokens[i + 1].text in ("M", "k", "K"):
        return token.value * (1_000_000 if tokens[i + 1].text == "M" else 1000), i + 2
    return None


def format_(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A format said as a word: "mp4", ".mkv", "an MP3 file"."""
    j = i
    if tokens[i].text == "." and i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end:
        j = i + 1
    token = tokens[j]
    if token.kind == "word" and token.lemma in FORMATS:
        return token.lemma, j + 1
    if token.kind == "quoted" and token.lemma in FORMATS:
        return token.lemma, j + 1
    return None


def video_codec(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    token = tokens[i]
    return (
        (token.lemma, i + 1)
        if token.kind == "word"
        and (token.lemma in VIDEO_CODECS or token.lemma.endswith(("_nvenc", "_qsv", "_vaapi", "_videotoolbox", "_amf")))
        else None
    )


def audio_codec(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    token = tokens[i]
    return (token.lemma, i + 1) if token.kind == "word" and token.lemma in AUDIO_CODECS else None


def language(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    token = tokens[i]
    word = token.lemma if token.kind == "word" else token.text.lower() if token.kind == "quoted" else ""
    if word in LANGUAGES:
        return LANGUAGES[word], i + 1
    return None


def color(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    token = tokens[i]
    return (token.lemma, i + 1) if token.kind == "word" and (token.lemma in COLORS or token.lemma.startswith("#")) else None


def place(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """ "top left", "the bottom-right corner", "centre", "upper left hand corner"."""
    i = _skip(tokens, i, "in at to on the into near by of along from")
    if i >= len(tokens):
        return None
    token = tokens[i]
    name = PLACES.get(token.lemma)
    if (
        name is None
        and token.lemma in ("left", "right")
        and i + 1 < len(tokens)
        and tokens[i + 1].lemma in ("corner", "side", "edge", "hand", "half")
    ):
        name = token.lemma
    if name is None:
        return None
    j = i + 1
    if name in ("top", "bottom") and j < len(tokens) and tokens[j].text in "-/":
        j += 1
    if name in ("top", "bottom") and j < len(tokens) and tokens[j].lemma in ("left", "right"):
        name = f"{name}_{tokens[j].lemma}"
        j += 1
    elif name == "center" and j < len(tokens) and tokens[j].lemma in ("bottom", "top", "left", "right"):
        name = tokens[j].lemma
        j += 1
    elif name in ("top", "bottom") and j < len(tokens) and tokens[j].lemma in ("center", "middle"):
        j += 1
    j = _skip(tokens, j, "hand side corner corners edge area part of frame")
    return name, j


KIND_WORDS = {
    "video": "video", "picture": "video", "image": "video", "audio": "audio", "sound": "audio", "music": "audio", "voice": "audio", "dialogue": "audio", "dialog": "audio", "narration": "audio", "commentary": "audio",
    "subtitle": "subtitle", "attachment": "attachment", "font": "attachment", "data": "data", "dub": "audio",
}  # fmt: skip
_NOT_STREAMS = frozenset(
    "noise level volume quality bitrate codec file files channel channels sync speed pitch format only".split()
)


def streams(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A selection of streams: "the second audio track", "english subtitles", "audio and subtitles", "all subtitle streams", "the surround track"."""
    found = _stream(tokens, i)
    if found is None:
        return None
    selects = [found[0]]
    i = found[1]
    while i < len(tokens):
        j = i
        while j < len(tokens) and (
            tokens[j].lemma in ("and", ",", "or", "any", "plus", "&", "nor", "both", "also", "no") or tokens[j].text in ",/&"
        ):
            j += 1
        if j == i or j >= len(tokens):
            break
        more = _stream(tokens, j)
        if more is None or more[1] < len(tokens) and tokens[more[1]].lemma in ("to", "into", "at", "is", "with"):
            break
        other = more[0]
        if (
            selects[-1].language
            and not other.language
            and other.index is None
            and other.kind != selects[-1].kind
            and tokens[j].lemma != "all"
        ):
            other = other._replace(language=selects[-1].language)  # "the English track and subtitles"
        selects.append(other)
        i = more[1]
    return tuple(selects), i


def _stream(tokens: list[Token], i: int) -> tuple[Select, int] | None:
    i = _skip(
        tokens,
        i,
        "the a any all every each its embedded existing original other of both internal single entire whole just only stream's",
    )
    index: int | None = None
    lang, kind, channels, title = "", "", None, ""
    best = default = False
    start = i
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "ordinal":
            if (
                i + 1 < len(tokens)
                and tokens[i + 1].kind in ("time", "frames")
                or i + 1 < len(tokens)
                and tokens[i + 1].lemma in ("second", "minute", "frame")
            ):
                return None
            index = token.value - 1 if token.value > 0 else -1
        elif (
            token.kind == "number"
            and token.lemma not in ("a", "an", "one")
            and index is None
            and kind
            and token.value == int(token.value)
            and token.value < 20
            and tokens[i - 1].lemma in ("track", "stream", "number", "#", "index", *KIND_WORDS)
        ):
            from_zero = tokens[i - 1].lemma == "index" or not token.value  # "#3" and "track 3" are the third, as players count
            index = int(token.value) - (0 if from_zero else 1)
        elif (found := language(tokens, i)) is not None:
            lang = found[0]
        elif token.kind == "word" and token.lemma in KIND_WORDS and (not kind or KIND_WORDS[token.lemma] == kind):
            kind = KIND_WORDS[token.lemma]
            if token.lemma in ("commentary",):
                title = token.lemma
        elif token.lemma in ("track", "stream", "number", "#", "language", "index", "content", "line") and (
            kind or index is not None or lang
        ):
            pass
        elif token.lemma in ("main", "default", "primary"):
            default = True
        elif token.lemma in ("surround51", "surround", "highest-quality", "multichannel"):
            channels, kind = 6, kind or "audio"
        elif token.lemma == "stereo" and i + 1 < len(tokens) and tokens[i + 1].lemma in ("track", "audio", "stream"):
            channels = 2
        else:
            break
        i += 1
    if not kind and index is not None and i > start and tokens[i - 1].lemma in ("track", "stream"):
        kind = "any"
    if not kind and lang and i > start and tokens[i - 1].lemma in ("track", "stream", "language"):
        kind = "audio"
    if not kind:
        return None
    if i < len(tokens) and (
        (tokens[i].lemma in _NOT_STREAMS and not (lang and tokens[i].lemma == "only")) or tokens[i].text == "-"
    ):
        return None
    if (
        not lang
        and i + 1 < len(tokens)
        and tokens[i].lemma in ("in", "with", "of", "(")
        or (i < len(tokens) and tokens[i].text == "(")
    ):
        j = i + 1
        while j < len(tokens) and (
            tokens[j].lemma in ("language", "code", "tag", "the", "e.g", "like", "for", "example", "say")
            or tokens[j].text in "(.,"
        ):
            j += 1
        found2 = language(tokens, j) if j < len(tokens) else None
        if found2 is not None:
            lang, i = found2[0], found2[1]
            i = _skip(tokens, i, ") language")
    return Select(kind, index, lang, default=default, best=best, channels=channels, title=title), i


def file(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    return (tokens[i].value, i + 1) if tokens[i].kind == "file" else None


def name(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A name as it was written: of a folder."""
    token = tokens[i]
    if token.kind == "quoted":
        return token.value, i + 1
    if token.kind != "word" or token.lemma in (
        "the",
        "a",
        "an",
        "my",
        "this",
        "that",
        "and",
        "with",
        "as",
        "for",
        "where",
        "using",
    ):
        return None
    return token.text, i + 1


def caption(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A text to be shown or set: in quotes, or a run of capitalised words."""
    token = tokens[i]
    if token.kind == "quoted":
        return token.value, i + 1
    j = i
    while (
        j < len(tokens)
        and tokens[j].kind in ("word", "number")
        and tokens[j].text[:1].isupper()
        and (j > i or tokens[j].lemma not in ("i",))
    ):
        j += 1
    if j > i:
        return " ".join(t.text for t in tokens[i:j]), j
    return None


def factor(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """How many times: "2x", "1.5 times", "twice", "double", "half", "50%"."""
    token = tokens[i]
    if token.kind == "factor":
        return token.value, i + 1
    words = {
        "twice": 2.0,
        "double": 2.0,
        "triple": 3.0,
        "thrice": 3.0,
        "quadruple": 4.0,
        "half": 0.5,
        "halve": 0.5,
        "quarter": 0.25,
        "third": 1 / 3,
    }
    if token.lemma in words:
        j = i + 1
        return words[token.lemma], j
    if token.kind == "percent":
        return token.value / 100, i + 1
    return None


PHRASES: dict[str, Any] = {
    "number": number, "time": time, "instant": instant, "part": part, "parts": parts, "span": span, "size": size, "pixels": pixels, "rate": rate, "format": format_, "vcodec": video_codec,
    "acodec": audio_codec, "language": language, "color": color, "place": place, "streams": streams, "file": file, "caption": caption, "name": name, "factor": factor,
    "filesize": _kind("size"), "fps": _kind("fps"), "hz": _kind("hz"), "db": _kind("db"), "lufs": _kind("lufs"), "percent": _kind("percent"), "degree": _kind("degree"),
    "bits": _kind("bits"), "frames": _kind("frames"), "ratio": _kind("ratio"), "ordinal": _kind("ordinal"), "semitones": _kind("semitones"), "quoted": _kind("quoted"), "lines": _kind("lines"), "dim": _kind("dim"),
}  # fmt: skip
