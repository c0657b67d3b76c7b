"""Typed phrases: what can stand in a slot of a rule. Each takes (tokens, position) and gives (value, next position) or None."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.lexer import Token
from ffai.translate.offline.moments import instant, part, parts, span, time
from ffai.translate.offline.selections import streams
from ffai.translate.offline.terms import AUDIO_CODECS, COLORS, NAMED_SIZES, PLACES, VIDEO_CODECS, language, skip
from ffai.translate.offline.words import FORMATS


def _kind(*kinds: str) -> Callable[[list[Token], int], tuple[Any, int] | None]:
    def phrase(tokens: list[Token], i: int) -> tuple[Any, int] | None:
        return (tokens[i].value, i + 1) if tokens[i].kind in kinds else None

    return phrase


def number(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    token = tokens[i]
    return (token.value, i + 1) if token.kind == "number" and token.lemma not in ("a", "an") else None


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


def color(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    token = tokens[i]
    return (token.lemma, i + 1) if token.kind == "word" and (token.lemma in COLORS or token.lemma.startswith("#")) else None


def place(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """ "top left", "the bottom-right corner", "centre", "upper left hand corner"."""
    i = skip(tokens, i, "in at to on the into near by of along from")
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
    j = skip(tokens, j, "hand side corner corners edge area part of frame")
    return name, j


def file(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    return (tokens[i].value, i + 1) if tokens[i].kind == "file" else None


def name(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A name as it was written: of a folder."""
    token = tokens[i]
    if token.kind == "quoted":
        return token.value, i + 1
    if token.kind in ("lines", "resolution_k") and i and tokens[i - 1].lemma in ("called", "named"):
        return token.text, i + 1
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
        "called",
        "named",
        "into",
        "one",
        "single",
        "from",
        "each",
        "all",
        "of",
        "to",
        "in",
        "it",
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
        and (tokens[j].text[:1].isupper() or (j > i and tokens[j].kind == "number" and tokens[j].text.isdigit()))
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


_BLENDS = frozenset(
    "addition average burn darken difference dodge exclusion glow hardlight lighten multiply negation overlay phoenix reflect screen softlight subtract".split()
)


def blendmode(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A mode of the blend filter."""
    name = tokens[i].text.lower()
    if name in ("soft", "hard") and i + 1 < len(tokens) and tokens[i + 1].text.lower() == "light":
        return f"{name}light", i + 2
    name = {"add": "addition", "additive": "addition"}.get(name, name)
    return (name, i + 1) if tokens[i].kind == "word" and name in _BLENDS else None


def frequency(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A frequency: "80 Hz", "3 kHz", and "8k" where a frequency is spoken of."""
    token = tokens[i]
    if token.kind == "hz":
        return token.value, i + 1
    if token.kind == "resolution_k":
        return token.value * 1000, i + 1
    if token.kind == "rate" and token.text.lower().endswith("k"):
        return token.value, i + 1
    return (token.value, i + 1) if token.kind == "number" and token.value >= 20 else None


def kelvin(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A colour temperature: "4500K", "5600 kelvin", or a bare number of that size."""
    token = tokens[i]
    j = i + 1
    value = 0.0
    if token.kind == "rate" and token.text.lower().endswith("k"):
        value = token.value / 1000
    elif token.kind == "number" and token.value is not None:
        value = token.value
        j += j < len(tokens) and tokens[j].text.lower() in ("k", "kelvin")
    return (value, j) if 1000 <= value <= 40000 else None


_SHIFTS = frozenset(
    "wipeleft wiperight wipeup wipedown slideleft slideright slideup slidedown smoothleft smoothright smoothup smoothdown circlecrop rectcrop circleclose circleopen horzclose horzopen vertclose vertopen hlslice hrslice vuslice vdslice dissolve pixelize fadeblack fadewhite fadegrays hblur squeezev squeezeh zoomin".split()
)


def shift(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A transition by the name that xfade gives it."""
    name = tokens[i].text.lower()
    return (name, i + 1) if name in _SHIFTS else None


PHRASES: dict[str, Any] = {
    "frequency": frequency,
    "blendmode": blendmode,
    "shift": shift,
    "kelvin": kelvin,
    "number": number, "time": time, "instant": instant, "part": part, "parts": parts, "span": span, "size": size, "pixels": pixels, "rate": rate, "format": format_, "vcodec": video_codec,
    "acodec": audio_codec, "language": language, "color": color, "place": place, "streams": streams, "file": file, "caption": caption, "name": name, "factor": factor,
    "filesize": _kind("size"), "fps": _kind("fps"), "hz": _kind("hz"), "db": _kind("db"), "lufs": _kind("lufs"), "percent": _kind("percent"), "degree": _kind("degree"),
    "bits": _kind("bits"), "frames": _kind("frames"), "ratio": _kind("ratio"), "ordinal": _kind("ordinal"), "semitones": _kind("semitones"), "quoted": _kind("quoted"), "lines": _kind("lines"), "dim": _kind("dim"), "corners": _kind("corners"),
}  # fmt: skip
