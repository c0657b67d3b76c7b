"""Answers as models give them: the commands in prose, fences or JSON, and the media that they read."""

import json
import os
import re

import ffai_guards

from ffai_evals.judge.items import Item
from ffai_evals.judge.media import kind_of
from ffai_evals.judge.verdict import Answer

_FENCE = re.compile(r"```[ \t]*([\w+-]*)[^\n]*\n(.*?)(?:```|\Z)", re.DOTALL)
_FFMPEG = re.compile(r"\bff(?:mpeg|probe)\b")
# what is no ffmpeg command and yet one: followed by what looks like a file or an option, as prose is not
_OTHER = r"(?:sudo |find [./~]|(?:rm|mv|cp|dd|shred|truncate|unlink|del|rsync|curl|wget|sh|bash|python3?) [-./~\w*\"']+)"
_ENDS_FILES = re.compile(rf"\s*{_OTHER}")
# how a line of a command begins: "for f in", but not "for example"
_BEGINS = re.compile(rf"ff(?:mpeg|probe)\s|for \w+ in |(?:mkdir|printf|echo|cat) \S|{_OTHER}")


def read_answer(text: str) -> Answer:
    """The first thing in an answer that can be run; what is no command at all is a refusal or a question."""
    text = text[:1_000_000]
    for piece in (_json(text), *(body for _, body in _FENCE.findall(text)), _lines(text)):
        if piece and (_FFMPEG.search(piece) or _ENDS_FILES.match(piece)):
            return Answer(text=_clean(piece))
    return Answer(declined=text.strip()[:400] or "an empty answer")


def _json(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return ""
    values = found.values() if isinstance(found, dict) else found if isinstance(found, list) else [found]
    flat = [x for v in values for x in (v if isinstance(v, list) else [v])]
    return "\n".join(x for x in flat if isinstance(x, str) and re.match(r"\s*ff(?:mpeg|probe)\b", x))


def _lines(text: str) -> str:
    """The command lines of prose, with their continuations."""
    kept: list[str] = []
    going = False
    for line in text.splitlines():
        bare = line.strip().strip("`").removeprefix("$ ")
        if going or _BEGINS.match(bare):
            kept.append(bare)
            going = bare.endswith("\\")
    if kept:
        return "\n".join(kept)
    inline = re.search(r"`(ffmpeg [^`]+)`", text)
    return inline[1] if inline else ""


def _clean(piece: str) -> str:
    lines = [line.strip().removeprefix("$ ") for line in piece.strip().splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("#!"))


def needed_media(item: Item, answer: Answer, folder: str) -> dict[str, str]:
    """Media for the files that the commands read and that the item does not name: like the item's first of that kind."""
    if not answer.text:
        return {}
    reading = ffai_guards.read(answer.text, folder)
    made: set[str] = set()
    found: dict[str, str] = {}
    for touch in ffai_guards.check(reading, folder).touches:
        name = touch.target
        if touch.how != "read":
            made.add(name)
            continue
        if (
            touch.kind != "file"
            or name in made
            or name in item.media
            or os.path.isabs(name)
            or ".." in name.split("/")
            or not kind_of(name)
        ):
            continue
        alike = [words for other, words in item.media.items() if kind_of(other) == kind_of(name)]
        found[name] = alike[0] if alike else ("dur=6" if kind_of(name) in ("video", "audio") else "")
    return found
