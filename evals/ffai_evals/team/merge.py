"""Two changed versions of a record made one, field by field. Pure: bytes in, bytes and the choices that are left out.

A field that one side changed is taken from that side. Where both changed it: objects are merged in turn, so that ratings by several
people meet; tags and lists of run ids are sets; lists of objects with an id are merged by id; of two times
of rating the later counts; everything else is a choice.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ffai_evals.project.text import to_text

_GONE: Any = object()
_SETS = frozenset(("tags",))
_SETS_BELOW = frozenset(("split_contents",))


class Choice(NamedTuple):
    """A field that both sides changed, each its own way. `field` is "" for a file as a whole; a value is None where it was taken out."""

    path: str
    field: str
    mine: Any
    theirs: Any


class Merged(NamedTuple):
    data: bytes  # with `mine` where there is a choice
    choices: tuple[Choice, ...]


Decide = Callable[[Choice], Any]


def merge(path: str, base: bytes | None, mine: bytes, theirs: bytes, decide: Decide | None = None) -> Merged:
    """The two versions as one. `decide` gives the value of a field that is a choice; without it, mine stands and the choice is told."""
    if theirs in {mine, base}:
        return Merged(mine, ())
    if mine == base:
        return Merged(theirs, ())
    records = [_record(raw) for raw in (base or b"{}", mine, theirs)]
    if any(record is None for record in records):
        choice = Choice(path, "", _text(mine), _text(theirs))
        if decide:
            return Merged(mine if decide(choice) == choice.mine else theirs, ())
        return Merged(mine, (choice,))
    choices: list[Choice] = []
    found = _objects(path, "", records[0], records[1], records[2], choices, decide)
    return Merged(to_text(found).encode("utf-8", "surrogatepass"), tuple(choices))


def _record(raw: bytes) -> Any:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _objects(
    path: str, at: str, base: Any, mine: Any, theirs: Any, choices: list[Choice], decide: Decide | None
) -> dict[str, Any]:
    out = {}
    for key in _in_order(mine, theirs):
        field = f"{at}.{key}" if at else key
        value = _value(path, field, base.get(key, _GONE), mine.get(key, _GONE), theirs.get(key, _GONE), choices, decide)
        if value is not _GONE:
            out[key] = value
    return out


def _in_order(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """The keys of both: mine in their order, each of theirs that is new after the one that it follows there."""
    keys = list(mine)
    before = ""
    for key in theirs:
        if key not in keys:
            keys.insert(keys.index(before) + 1 if before in keys else len(keys), key)
        before = key
    return keys


def _same(a: Any, b: Any) -> bool:
    if a is _GONE or b is _GONE:
        return a is b
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


def _value(path: str, field: str, base: Any, mine: Any, theirs: Any, choices: list[Choice], decide: Decide | None) -> Any:
    if _same(mine, theirs) or _same(theirs, base):
        return mine
    if _same(mine, base):
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict) and not _is_one(mine):
        return _objects(path, field, base if isinstance(base, dict) else {}, mine, theirs, choices, decide)
    if isinstance(mine, list) and isinstance(theirs, list):
        before = base if isinstance(base, list) else []
        if field.rpartition(".")[2] in _SETS or field.partition(".")[0] in _SETS_BELOW:
            return _sets(before, mine, theirs)
        if all(isinstance(x, dict) and "id" in x for x in [*before, *mine, *theirs]):
            by_id = [{str(x["id"]): x for x in side} for side in (before, mine, theirs)]
            return list(_objects(path, field, by_id[0], by_id[1], by_id[2], choices, decide).values())
    if field == "rated_at" and isinstance(mine, str) and isinstance(theirs, str):
        return max(mine, theirs)
    choice = Choice(path, field, *(None if v is _GONE else v for v in (mine, theirs)))
    if decide:
        value = decide(choice)
        taken_out = value is None and (_GONE in (mine, theirs) or (isinstance(mine, dict) and _is_one(mine)))
        return _GONE if taken_out else value
    choices.append(choice)
    return mine


def _is_one(value: dict[str, Any]) -> bool:
    """Whether an object is a value that must not be mixed of two: a single rating."""
    return set(value) == {"value", "type"}


def _sets(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    """What neither side took out, and what either put in."""
    kept = [x for x in mine if x in theirs or x not in base]
    return kept + [x for x in theirs if x not in base and x not in kept]
