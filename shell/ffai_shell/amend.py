"""What a follow-up does to the turns before it: a value, a format or a place said anew stands in for the one said before, "smaller"
becomes a number, "without the rotation" takes a turn back. What none of these is stands beside the others, for the translator.
"""

import re
from collections.abc import Callable, Sequence

from ffai.look.kinds import KIND
from ffai.read import Plan

_LEAD = re.compile(
    r"^(?:(?:and|also|now|then|but|ok|okay|please|actually|instead|no(?=,)|hmm|oh|wait|rather|sorry|maybe|just)\b[\s,:;-]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s,]*(?:\b(?:instead|rather|though|please|then|too|as well)\b[\s,.!]*)+$|[.!]+$", re.IGNORECASE)

_CLOCK = r"\d+:\d\d(?::\d\d)?(?:\.\d+)?"
_NUMBER = r"\d+(?:\.\d+)?"
_SECONDS = rf"{_NUMBER} ?(?:seconds?|secs?|minutes?|mins?|s|min|m)"
# values of one kind: one of them stands in for another
_SHAPES = tuple(
    re.compile(rf"(?<![\w.:])(?:{shape})(?![\w:]|\.\d)", re.IGNORECASE)
    for shape in (
        rf"{_CLOCK}|{_SECONDS}",
        rf"{_NUMBER} ?[kmg]i?b(?:ytes?)?",
        r"\d{3,4}p|[48]k|\d{2,5} ?[x×] ?\d{2,5}",
        rf"{_NUMBER} ?(?:[x×]|times)",
        rf"{_NUMBER} ?(?:%|percent)",
        rf"{_NUMBER} ?fps",
        rf"{_NUMBER} ?k?hz",
        rf"{_NUMBER} ?k(?:bps|bits?)?",
        rf"-?{_NUMBER} ?(?:degrees?|°)",
        rf"[+-]?{_NUMBER} ?db",
        r"\d+ ?(?:px|pixels)? wide",
    )
)
_BEFORE_VALUE = re.compile(
    r"^(?:make (?:it|that|this)|set (?:it )?to|to|at|use|by|only|until|till|up to|under|take)\s+", re.IGNORECASE
)
_RANGE = re.compile(
    rf"(?:cut |only )?from ({_CLOCK}|{_SECONDS}|{_NUMBER}) (?:to|until|till|-) ({_CLOCK}|{_SECONDS}|{_NUMBER})", re.IGNORECASE
)
_FIRST = re.compile(rf"(?:only |just )?(?:the )?(?:first|last) (?:{_SECONDS})", re.IGNORECASE)
_FORMATS = "|".join(sorted((name for name in KIND if name.isalnum()), key=len, reverse=True))
_FORMAT = re.compile(
    rf"(?:(?:make it|convert it|save it|i want|give me|use)\s+)?(?:(?:to|as|into|in)\s+)?(?:an?\s+)?\.?({_FORMATS})(?: file)?",
    re.IGNORECASE,
)
_TO_FORMAT = re.compile(rf"(\b(?:to|as|into|in)\s+(?:an?\s+)?(?:\S+\.|\.)?|\bmake an?\s+)({_FORMATS})\b", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:(?:in|at|to|into)\s+)?(?:the\s+)?(?:(?:top|upper|bottom|lower)[ -](?:left|right)(?: corner)?|cent(?:er|re)|middle)",
    re.IGNORECASE,
)
_OTHER_WAY = re.compile(r"(?:turn it |flip it |rotate it )?the other (?:way|direction|side)(?: round| around)?", re.IGNORECASE)
_PAIRS = (("left", "right"), ("clockwise", "counterclockwise"), ("horizontally", "vertically"), ("faster", "slower"), ("louder", "quieter"),
          ("top", "bottom"), ("first", "last"))  # fmt: skip
_WITHOUT = re.compile(
    r"(?:without|no|not|drop|skip|forget|leave out|undo|remove|no more)\s+(?:the\s+|any\s+|that\s+)?([a-z ]+)", re.IGNORECASE
)
_NORMAL = re.compile(r"(?:at |in |with |the |back to )*(?:normal|original) (speed|size|volume|colou?rs?)", re.IGNORECASE)
_KEEP = re.compile(
    r"(?:keep|with|leave|add back)(?: the)?(?: original)? (audio|sound|video|picture|subtitles)(?: in)?", re.IGNORECASE
)
_STREAMS = frozenset("audio sound video picture pictures subtitles music voice metadata".split())
_ABOUT = {
    "speed": r"speed|fast|slow",
    "size": r"wide|high|\d+p|resize|scale|smaller|bigger",
    "volume": r"loud|quiet|volume|dB",
    "color": r"colou?r|black and white|gr[ae]y|sepia",
}

_VERY = r"(?:make it |play it |in |with |at |a |bit |little |lot |much |even |still |way |slightly )*"
_MORE: dict[str, re.Pattern[str]] = {
    name: re.compile(_VERY + f"(?:{words})(?: still| yet| again)?", re.IGNORECASE)
    for name, words in (
        ("smaller", "smaller|less|lower quality|more compressed|lighter"),
        ("better", "better(?: quality)?|higher quality|more quality|nicer"),
        ("bigger", "bigger|larger"),
        ("louder", "louder|turn it up"),
        ("quieter", "quieter|softer|turn it down"),
        ("faster", "faster|speed it up|quicker"),
        ("slower", "slower|slow it down"),
    )
}
_CRF, _DB, _SPEED = 4, 6.0, 1.5  # steps: of the constant rate factor (about a third of the size), of loudness, of speed


def bare(text: str) -> str:
    """The line without what only leads in or out: "actually, to webm instead" is "to webm"."""
    stripped = _TAIL.sub("", _LEAD.sub("", text.strip()))
    return stripped.strip() or text.strip()


def amended(turns: Sequence[str], text: str, plan: Plan | None) -> list[str]:
    """The turns with the new one in them, in place of what it changes, or at their end."""
    text = bare(text)
    names = [mention.text for mention in plan.context.mentions if mention.exists and mention.text] if plan else []
    hidden = [_hide(turn, names) for turn in turns]  # a file's name may look like a value
    found = _by_rule(hidden, text, plan)
    if found is None:
        found = _by_parts(hidden, text, plan)
    return [_shown(turn, names) for turn in found] if found is not None else [*turns, text]


def _by_rule(turns: list[str], text: str, plan: Plan | None) -> list[str] | None:
    return next((found for rule in _RULES if (found := rule(list(turns), text, plan)) is not None), None)


def _by_parts(turns: list[str], text: str, plan: Plan | None) -> list[str] | None:
    """ "smaller, and 480p": each part by itself, when there is a rule for one of them."""
    parts = [bare(part) for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) < 2 or all(_by_rule(turns, part, plan) is None for part in parts):
        return None
    for part in parts:
        found = _by_rule(turns, part, plan)
        turns = found if found is not None else [*turns, part]
    return turns


_BETWEEN = re.compile(r"\s*[,;]\s*(?:and |but )?|\s+(?:and|but)\s+", re.IGNORECASE)


def _hide(turn: str, names: Sequence[str]) -> str:
    for number, name in enumerate(names):
        turn = turn.replace(name, _MARK + chr(_PRIVATE + number) + _MARK)
    return turn


def _shown(turn: str, names: Sequence[str]) -> str:
    for number, name in enumerate(names):
        turn = turn.replace(_MARK + chr(_PRIVATE + number) + _MARK, name)
    return turn


_MARK, _PRIVATE = "\x00", 0xF0000


def _relative(turns: list[str], text: str, plan: Plan | None) -> list[str] | None:
    name = next((name for name, pattern in _MORE.items() if pattern.fullmatch(text)), "")
    argv = " ".join(word for step in plan.reading.steps for word in step.argv) if plan and name else ""
    if name in ("smaller", "better", "bigger"):
        return _sized(turns, name, argv)
    if name in ("louder", "quieter"):
        found = re.search(r"volume=(-?[\d.]+)dB", argv)
        level = (float(found[1]) if found else 0.0) + (_DB if name == "louder" else -_DB)
        said = f"{'louder' if level > 0 else 'quieter'} by {abs(level):g} dB" if level else ""
        return _put(turns, re.compile(rf"\b(?:louder|quieter|softer)\b(?: by {_NUMBER} ?dB)?", re.IGNORECASE), said)
    if name in ("faster", "slower"):
        found = re.search(r"setpts=PTS/([\d.]+)", argv)
        speed = (float(found[1]) if found else 1.0) * (_SPEED if name == "faster" else 1 / _SPEED)
        return _sped(turns, speed)
    return None


def _sped(turns: list[str], speed: float) -> list[str] | None:
    """The turns with that speed in all: in place of a factor that was said, else at the end."""
    said = f"{speed:.3g}x faster" if speed > 1.01 else f"{1 / speed:.3g}x slower" if speed < 0.99 else ""
    own = re.compile(rf"\b{_NUMBER} ?x (?:faster|slower)\b", re.IGNORECASE)
    if speed > 1.01 and not any(map(own.search, turns)):
        changed = _replaced(turns, re.compile(rf"(?<![\d.]){_NUMBER} ?[x×](?!\w)", re.IGNORECASE), f"{speed:.3g}x")
        if changed is not None:
            return changed
    return _put(turns, own, said)


def _sized(turns: list[str], name: str, argv: str) -> list[str] | None:
    quality = re.search(r"-crf (\d+)", argv)
    if quality and name != "bigger":
        value = max(0, min(51, int(quality[1]) + (_CRF if name == "smaller" else -_CRF)))
        return [*(turn for turn in turns if not turn.startswith("with crf ")), f"with crf {value}"]
    factor = 0.7 if name == "smaller" else 1.4
    size = re.compile(rf"({_NUMBER}) ?([kmg]i?b)\b", re.IGNORECASE)
    for number in reversed(range(len(turns))):
        found = list(size.finditer(turns[number]))
        if found:
            last = found[-1]
            new = f"{float(f'{float(last[1]) * factor:.2g}'):g} {last[2]}"
            return [*turns[:number], turns[number][: last.start()] + new + turns[number][last.end() :], *turns[number + 1 :]]
    width = re.search(r"scale=(\d+):", argv)
    if width and name != "better":
        return [*(turn for turn in turns if not re.fullmatch(r"\d+ wide", turn)), f"{round(int(width[1]) * factor / 2) * 2} wide"]
    return None


def _put(turns: list[str], pattern: re.Pattern[str], said: str) -> list[str]:
    """What the pattern finds last is `said` from now on; else that stands at the end. Nothing said: it goes."""
    changed = _replaced(turns, pattern, said)
    return changed if changed is not None else [*turns, said] if said else turns


def _replaced(turns: list[str], pattern: re.Pattern[str], new: str) -> list[str] | None:
    for number in reversed(range(len(turns))):
        found = list(pattern.finditer(turns[number]))
        if found:
            turn = (turns[number][: found[-1].start()] + new + turns[number][found[-1].end() :]).strip()
            return [*turns[:number], *([turn] if turn else []), *turns[number + 1 :]]
    return None


def _format(turns: list[str], text: str, _plan: Plan | None) -> list[str] | None:
    found = _FORMAT.fullmatch(text)
    if not found:
        return None
    for number in reversed(range(len(turns))):
        places = list(_TO_FORMAT.finditer(turns[number]))
        if places:
            last = places[-1]
            turn = turns[number][: last.start(2)] + found[1] + turns[number][last.end(2) :]
            return [*turns[:number], turn, *turns[number + 1 :]]
    return [*turns, f"to {found[1]}"]


def _range(turns: list[str], text: str, _plan: Plan | None) -> list[str] | None:
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    begin, end = (time if not time.replace(".", "").isdigit() else f"{time} s" for time in found.groups())
    said = f"from {begin} to {end}"
    changed = _replaced(turns, _RANGE, said)
    if changed is not None:
        return changed
    return _replaced(turns, _FIRST, said) or [*turns, f"cut {said}"]


def _value(turns: list[str], text: str, _plan: Plan | None) -> list[str] | None:
    value = _BEFORE_VALUE.sub("", text)
    for shape in _SHAPES:
        if shape.fullmatch(value):
            return _replaced(turns, shape, value)
    return None


def _place(turns: list[str], text: str, _plan: Plan | None) -> list[str] | None:
    if not _PLACE.fullmatch(text):
        return None
    place = re.sub(r"^(?:(?:in|at|to|into)\s+)?(?:the\s+)?", "", text, flags=re.IGNORECASE).removesuffix(" corner")
    said = f"in the {place}" + (" corner" if " " in place else "")
    return _replaced(turns, _PLACE, said) or [*turns, said]


def _other_way(turns: list[str], text: str, _plan: Plan | None) -> list[str] | None:
    if not _OTHER_WAY.fullmatch(text):
        return None
    for number in reversed(range(len(turns))):
        for pair in _PAIRS:
            other = {pair[0]: pair[1], pair[1]: pair[0]}
            words = re.split(rf"\b({'|'.join(pair)})\b", turns[number], flags=re.IGNORECASE)
            if len(words) > 1:
                turn = "".join(other.get(word.lower(), word) for word in words)
                return [*turns[:number], turn, *turns[number + 1 :]]
    return None


def _taken_back(turns: list[str], text: str, _plan: Plan | None) -> list[str] | None:
    found = _WITHOUT.fullmatch(text)
    normal = _NORMAL.fullmatch(text)
    keep = _KEEP.fullmatch(text)
    if keep:
        gone = re.compile(
            rf"(?:\b(?:and|but)\s+)?\b(?:without|no|remove|drop|mute)\b(?: the| any)? ?(?:{keep[1]}|audio|sound)?", re.IGNORECASE
        )
        return _replaced(turns, gone, "")
    if normal:
        about = re.compile(_ABOUT["color" if normal[1].startswith("col") else normal[1].lower()], re.IGNORECASE)
    elif found and not _STREAMS & set(found[1].lower().split()):
        about = re.compile(
            "|".join(re.escape(word[: max(4, len(word) - 3)]) for word in found[1].split() if len(word) > 2) or "(?!)",
            re.IGNORECASE,
        )
    else:
        return None
    for number in reversed(range(1, len(turns))):
        if about.search(turns[number]):
            return [*turns[:number], *turns[number + 1 :]]
    return None


_RULES: tuple[Callable[[list[str], str, Plan | None], list[str] | None], ...] = (
    _relative, _format, _range, _value, _place, _other_way, _taken_back,
)  # fmt: skip
