"""A small grammar of how people say things.

[a|b|c]     one of these, nested as wished; an empty one leaves it out
{name}      a slot: a value filled in by `slots`
{10s} {10s-} {@75} {8MB} {192k} {x2} {6dB} {50%} {48kHz}
            a duration, one before a noun ("10 second fade"), a moment, a file size, a bit rate, a factor, a level, a share, a sample rate: said in one of the ways
            people write them, another one each time
"""

import random
import re
from collections.abc import Callable, Mapping

_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def render(text: str, rng: random.Random, slots: Mapping[str, str] | None = None) -> str:
    """One way to say it; a space at the front, which a tail needs, stays. Raises KeyError for a slot that nothing fills."""
    while found := _ALTERNATIVES.search(text):
        text = text[: found.start()] + rng.choice(found[1].split("|")) + text[found.end() :]
    manner = rng.randrange(60)  # moments of one sentence are said alike
    text = _SLOT.sub(lambda m: _slot(m[1], rng, slots or {}, manner), text)
    text = re.sub(
        r"\b(first|last) (?:(?:1|one) (second|minute)|1 ?s(?:ec)?)\b(?! to)", lambda m: f"{m[1]} {m[2] or 'second'}", text
    )
    return re.sub(r"\s+([,.?!;:](?:\s|$))", r"\1", re.sub(r"\s{2,}", " ", text)).rstrip()


def _slot(name: str, rng: random.Random, slots: Mapping[str, str], manner: int) -> str:
    if name in slots:
        return slots[name]
    if found := _MOMENT.fullmatch(name):
        return moment(float(found[1]), rng, manner)
    for pattern, say in _UNITS:
        if found := pattern.fullmatch(name):
            return say(float(found[1]), rng)
    raise KeyError(name)


def _plain(value: float) -> str:
    return f"{value:g}"


def duration(value: float, rng: random.Random) -> str:
    """Seconds as a length: "10 seconds", "10s", "ten seconds", "1 minute", "a minute and a half"."""
    said = _plain(value)
    unit = "second" if value == 1 else "seconds"
    ways = [f"{said} {unit}", f"{said} {unit}", f"{said} {unit}", f"{said}s", f"{said}s", f"{said} sec"]
    if value == int(value) and value <= 12:
        ways.append(f"{_WORDS[int(value)]} {unit}")
    if value in _SPOKEN:
        ways += _SPOKEN[value]
    if value >= 60:
        minutes, seconds = divmod(int(value), 60)
        if seconds == 0:
            ways = [
                f"{minutes} minute{'s' if minutes > 1 else ''}",
                f"{minutes} minute{'s' if minutes > 1 else ''}",
                f"{minutes} min",
                f"{said} seconds",
                *_SPOKEN.get(value, ()),
            ]
        else:
            ways = [
                f"{minutes}:{seconds:02d}",
                f"{minutes} min {seconds} sec",
                f"{said} seconds",
                f"{said}s",
                *_SPOKEN.get(value, ()),
            ]
    return rng.choice(ways)


_SPOKEN = {0.5: ("half a second",), 1.5: ("one and a half seconds",), 2.5: ("two and a half seconds",), 30: ("half a minute", "thirty seconds"), 60: ("one minute",), 90: ("a minute and a half",), 20: ("twenty seconds",), 15: ("fifteen seconds",)}  # fmt: skip


def moment(value: float, rng: random.Random, manner: int | None = None) -> str:
    """Seconds as a place on the timeline: "0:10", "00:00:10", "10 seconds". `manner`: the same number gives the same way."""
    whole, part = divmod(value, 1)
    tail = f"{part:.3f}".rstrip("0").rstrip(".")[1:]
    minutes, seconds = divmod(int(whole), 60)
    ways = [f"{minutes}:{seconds:02d}{tail}", f"{minutes}:{seconds:02d}{tail}", f"00:{minutes:02d}:{seconds:02d}{tail}"]
    if minutes == 0:
        ways += [f"{_plain(value)}s", f"{_plain(value)} seconds" if value != 1 else "1 second"]
    elif part == 0:
        ways += [f"{minutes}m{seconds:02d}s", f"{minutes} min {seconds} s" if seconds else f"{minutes} min"]
    return ways[manner % len(ways)] if manner is not None else rng.choice(ways)


def _of(*ways: str) -> Callable[[float, random.Random], str]:
    return lambda value, rng: rng.choice(ways).format(_plain(value))


def _factor(value: float, rng: random.Random) -> str:
    ways = [f"{value:g}x", f"{value:g} times", f"{value:g}x"]
    if value == 2:
        ways += ["twice", "double"]
    return rng.choice(ways)


_NUMBER = r"(\d+(?:\.\d+)?)"
_MOMENT = re.compile(rf"@{_NUMBER}")
_UNITS: tuple[tuple[re.Pattern[str], Callable[[float, random.Random], str]], ...] = (
    (re.compile(rf"{_NUMBER}s"), duration),
    (re.compile(rf"{_NUMBER}s-"), _of("{} second", "{} second", "{}s", "{}-second", "{} sec")),
    (re.compile(rf"{_NUMBER}MB"), _of("{} MB", "{}MB", "{} megabytes", "{} mb")),
    (re.compile(rf"{_NUMBER}k"), _of("{} kbps", "{}k", "{}kbps", "{} kbit/s", "{} kb/s")),
    (re.compile(rf"x{_NUMBER}"), _factor),
    (re.compile(rf"{_NUMBER}dB"), _of("{} dB", "{}dB", "{} decibels", "{} db")),
    (re.compile(rf"{_NUMBER}%"), _of("{}%", "{} percent", "{} %")),
    (re.compile(rf"{_NUMBER}kHz"), _of("{} kHz", "{}kHz", "{}khz")),
)

_SAFE = frozenset(
    """please the video audio file clip make making from with want convert should picture sound into this could would help need
    rotate reduce remove second seconds command because without quality frames everything first extract different""".split()
)
"""Words that stay clear with a slip in them: no name, number or word that turns the meaning."""


def slip(text: str, rng: random.Random) -> str:
    """The text with one or two slips of the finger in plain words; the same text when there is none to slip on."""
    words = text.split(" ")
    places = [n for n, word in enumerate(words) if word.lower() in _SAFE and len(word) > 3]
    rng.shuffle(places)
    for n in places[: rng.choice((1, 1, 2))]:
        word, at = words[n], rng.randrange(1, len(words[n]) - 2)
        kind = rng.randrange(3)
        if kind == 0:
            words[n] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        elif kind == 1:
            words[n] = word[:at] + word[at + 1 :]
        else:
            words[n] = word[:at] + word[at] + word[at:]
    return " ".join(words)


_SLANG: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"video", ("vid",)), (r"colors?", ("colour",)), (r"gr[ae]yscale", ("black & white", "b&w")), (r"subtitles", ("subs",)), (r"pixels", ("px", "pix")), (r"frames per second", ("frames a second", "fps")),
    (r"fps", ("frames/s", "frames per sec")), (r"kilohertz|kHz", ("khz",)), (r"seconds", ("secs", "sec")), (r"second", ("sec",)), (r"minutes?", ("min",)), (r"volume", ("sound level", "loudness")), (r"audio", ("sound",)), (r"aspect ratio", ("aspect",)),
    (r"mkv", ("MKV",)), (r"mov", ("quicktime", "QuickTime")), (r"wav", ("wave", "WAV")), (r"jpg", ("jpeg", "JPG")), (r"degrees", ("deg", "°")), (r"mp3", ("MP3",)), (r"gif", ("GIF",)), (r"h\.?264", ("h 264", "avc", "H.264")),
    (r"hevc|h\.?265", ("h 265", "HEVC", "H265")), (r"picture", ("pic",)), (r"mono", ("one channel",)), (r"center|centre", ("middle",)), (r"convert", ("change",)), (r"please", ("pls",)), (r"without", ("w/o",)), (r"megabytes?", ("megs",)),
    (r"resize", ("rescale",)), (r"crossfade", ("cross fade", "x-fade")), (r"clockwise", ("clock-wise",)), (r"normalize", ("normalise",)), (r"resolution", ("res",)),
)  # fmt: skip
"""Words of the field, and what people say that do not know them. A file's name is never touched."""


def slang(text: str, rng: random.Random) -> str:
    """The text with one or two of the field's words said otherwise; the same text when it holds none."""
    words = text.split(" ")
    bare = [w.strip(".,?!:;") for w in words]
    found = []
    for n, word in enumerate(bare):
        for pattern, others in _SLANG:
            if re.fullmatch(pattern, word):
                found.append((n, others))
    rng.shuffle(found)
    for n, others in found[:2]:
        words[n] = words[n].replace(bare[n], rng.choice(others))
    return " ".join(words)
