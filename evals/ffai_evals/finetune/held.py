"""Pairs as eval items: what was measured of their commands is what an answer to the same request has to reach."""

from collections.abc import Iterable, Mapping
from typing import Any

_IMPLIED = frozenset(("whole", "files"))


def item_of(pair: Mapping[str, Any]) -> dict[str, Any] | None:
    """The item as a line of an item file; None where the pair says too little to judge an answer by."""
    expect = _expectation(pair.get("checks") or ())
    if expect is None or not pair.get("media"):
        return None
    family = next((str(t)[7:] for t in pair.get("topics", ()) if str(t).startswith("family:")), "")
    return {"id": str(pair["id"]), "family": family, "request": pair["request"], "media": pair["media"], "expect": expect}


def _expectation(checks: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    by_file: dict[str, dict[str, Any]] = {}
    counted = None
    for each in checks:
        if each["check"] == "files":
            counted = each["wanted"]
        elif each["file"]:
            wishes = by_file.setdefault(each["file"], {})
            if each["check"] not in _IMPLIED:
                wishes[each["check"]] = each["wanted"]
    if counted is not None:
        return {"files": {f"*.{name.rpartition('.')[2]}": counted for name in by_file}} if by_file else None
    if not by_file:
        return None
    results = list(by_file.values())
    return {"out": results[0]} if len(results) == 1 else {"outs": results}


def items(pairs: Iterable[Mapping[str, Any]], ways: int = 1, most: int = 0) -> list[dict[str, Any]]:
    """Items of pairs, with at most so many ways of asking for one answer, which would only say the same again; `most` 0 is all."""
    seen: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    for pair in pairs:
        key = "\n".join(pair["commands"])
        made = item_of(pair) if seen.get(key, 0) < ways else None
        if made is not None and (not most or len(found) < most):
            seen[key] = seen.get(key, 0) + 1
            found.append(made)
    return found
