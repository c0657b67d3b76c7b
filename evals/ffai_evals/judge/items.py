"""Items: a request, the media it is about, and what has to come of it.

An item is one JSON object:

    {"id": "trim-01", "request": "…", "family": "trim", "hard": false,
     "media": {"talk.mp4": "dur=8 audio=aac:2"},          words of ffai_evals.judge.media
     "expect": {"out": {"vcodec": "h264", …}}}            or a list of alternatives

`expect` names one of
    out    requirements on the one file that has to come out (the tables of checks/)
    outs   a list of these, one for each file, in any order
    files  {"frame*.png": 6}: how many files match a pattern; [low, high] too; and `each`: requirements on every one of them
           (measured on the first four)
    answer a regular expression that the text of an answer matches
    printed a regular expression that what ffmpeg prints matches, when no file shall come out
    declined true: a question back or a refusal is right; beside it `denied` true: so is a command that the guard refuses
Beside these, `overwritten` true lets the media be written over, and `main` names the file that relative requirements are measured against (the first of `media` otherwise), and `more`: true
lets other files come out beside the one of `out`. `said` is what is asked of the words (`wording.py`).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_KINDS = {"out", "outs", "files", "answer", "printed", "declined"}


class Item(NamedTuple):
    id: str
    request: str
    media: Mapping[str, str] = {}
    expect: tuple[Mapping[str, Any], ...] = ()  # alternatives; none: derived from the request
    family: str = ""
    hard: bool = False


def item_of(record: Mapping[str, Any]) -> Item:
    """Raises ValueError for what is no item; the text says why."""
    if not isinstance(record.get("request"), str) or not record["request"].strip():
        raise ValueError('an item needs "request", a text')
    expect = record.get("expect") or ()
    alternatives = tuple(expect) if isinstance(expect, list) else (expect,) if expect else ()
    media = record.get("media") or {}
    if not isinstance(media, dict) or not all(isinstance(words, str) for words in media.values()):
        raise ValueError('"media" has to be an object of file names and words: {"talk.mp4": "dur=8"}')
    if not all(isinstance(wish, dict) and set(wish) & _KINDS for wish in alternatives):
        raise ValueError(f'"expect" has to say one of {", ".join(sorted(_KINDS))}')
    return Item(
        str(record.get("id", "")),
        record["request"],
        media,
        alternatives,
        str(record.get("family", "")),
        bool(record.get("hard", False)),
    )


def load_items(lines: Iterable[str]) -> list[Item]:
    """Items from JSON lines. Raises ValueError naming the line."""
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(item_of(json.loads(line)))
            except (ValueError, TypeError) as problem:
                raise ValueError(f"line {number}: {problem}") from None
    return found
