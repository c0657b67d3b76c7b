"""A small grammar of how people say things.

[a|b|c]     one of these, nested as wished; an empty one leaves it out
{name}      a slot: a value filled in by `slots`
{10s} {@75} {8MB} {192k} {x2} {6dB} {50%} {48kHz}
            a duration, a moment, a file size, a bit rate, a factor, a level, a share, a sample rate: said in one of the ways
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
    text = _SLOT.sub(lambda m: _slot(m[1], rng, slots or {}), text)
    return re.sub(r"\s+([,.?!;:](?:\s|$))", r"\1", re.sub(r"\s{2,}", " ", text)).rstrip()


def _slot(name: str, rng: random.Random, slots: Mapping[str, str]) -> str:
    if name in slots:
        return slots[name]
    for pattern, say in _UNITS:
        if found := pattern.fullmatch(name):
            return say(float(found[1]), rng)
    raise KeyError(name)


def _plain(value: float) -> str:
    return f"{value:g}"


def duration(value: float, rng: random.Random) -> str:
    """Seconds as a length: "10 seconds", "10s", "ten seconds", "1 minute"."""
    said = _plain(value)
    unit = "second" if value == 1 else "seconds"
    ways = [f"{said} {unit}", f"{said} {unit}", f"{said}s", f"{said} sec"]
    if value == int(value) and value <= 12:
        ways.append(f"{_WORDS[int(value)]} {unit}")
    if value >= 60 and value % 60 == 0:
        ways += [f"{_plain(value / 60)} minute{'s' if value > 60 else ''}", f"{_plain(value / 60)} min"]
    return rng.choice(ways)


def moment(value: float, rng: random.Random) -> str:
    """Seconds as a place on the timeline: "0:10", "00:00:10", "10 seconds"."""
    whole, part = divmod(value, 1)
    tail = f"{part:.3f}".rstrip("0").rstrip(".")[1:]
    minutes, seconds = divmod(int(whole), 60)
    ways = [f"{minutes}:{seconds:02d}{tail}", f"{minutes}:{seconds:02d}{tail}", f"00:{minutes:02d}:{seconds:02d}{tail}"]
    if minutes == 0:
        ways += [f"{_plain(value)}s", f"{_plain(value)} seconds" if value != 1 else "1 second"]
    return rng.choice(ways)


def _of(*ways: str) -> Callable[[float, random.Random], str]:
    return lambda value, rng: rng.choice(ways).format(_plain(value))


def _factor(value: float, rng: random.Random) -> str:
    ways = [f"{value:g}x", f"{value:g} times", f"{value:g}x"]
    if value == 2:
        ways += ["twice", "double"]
    return rng.choice(ways)


_NUMBER = r"(\d+(?:\.\d+)?)"
_UNITS: tuple[tuple[re.Pattern[str], Callable[[float, random.Random], str]], ...] = (
    (re.compile(rf"{_NUMBER}s"), duration),
    (re.compile(rf"@{_NUMBER}"), moment),
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
