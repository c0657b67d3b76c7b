"""Steps in the order in which they are said: "make it twice as fast, then cut the first 3 seconds" cuts what is fast already.

The compiler has an order of its own, an expert's. Where the words ask for another one, times are counted over to the timeline that
the compiler cuts, and a `Sequence` says which shapes of the picture come first.
"""

from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token

_THEN = frozenset("then afterwards afterward subsequently finally next lastly later".split())
# the steps of the picture's shape, in the compiler's order
STEPS: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("crop", (e.Crop,)),
    ("turn", (e.Rotate, e.Flip)),
    ("size", (e.Scale,)),
    ("pad", (e.Pad, e.Aspect)),
)
_NAMES = [name for name, _ in STEPS]


def sequenced(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token]) -> None:
    """Counts times over, and adds the order of shapes, where the request says "then"."""
    said = sorted((places[x][0], n) for n, x in enumerate(edits) if x in places)
    for k, (at, n) in enumerate(said):
        for before, m in said[:k]:
            if edits[n] is not None and edits[m] is not None and _then(tokens, before, at):
                _counted_over(edits, places, m, n)
    edits[:] = [x for x in edits if x is not None]
    _shapes(edits, places, tokens)


def _then(tokens: list[Token], start: int, end: int) -> bool:
    between = tokens[start:end]
    lemmas = [t.lemma for t in between]
    return (
        bool(_THEN & set(lemmas))
        or any(t.text in (".", ";") for t in between)
        or any(lemmas[i : i + 2] in (["after", "that"], ["after", "which"], ["follow", "by"]) for i in range(len(lemmas)))
    )


def _counted_over(edits: list[Any], places: dict[Any, tuple[int, int]], m: int, n: int) -> None:
    """The part said in edits[n], of the timeline that edits[m] leaves, as a part of the timeline before it."""
    first, second = edits[m], edits[n]
    if not isinstance(second, (e.Keep, e.CutOut)) or any(r.unit != "s" for r in second.ranges):
        return
    ranges: tuple[e.Range, ...] | None = None
    if isinstance(first, e.Speed) and not first.duration and not first.kind and first.factor != 1:
        ranges = tuple(r._replace(start=r.start * first.factor, end=r.end * first.factor) for r in second.ranges)
    elif isinstance(first, e.Reverse) and not first.kind:
        ranges = tuple(sorted((_mirrored(r) for r in second.ranges), key=lambda r: r.start))
    elif isinstance(first, e.Loop) and isinstance(second, e.Keep) and len(second.ranges) == 1 and second.ranges[0].start == 0:
        edits[m] = first._replace(duration=second.ranges[0].end, times=None, forever=False)
        edits[n] = None
    if ranges is not None:
        edits[n] = second._replace(ranges=ranges)
        places[edits[n]] = places[second]


def _mirrored(r: e.Range) -> e.Range:
    """The part that is shown there once the order is turned."""
    start = 0.0 if r.end == e.END else -r.end
    end = e.END if r.start == 0 else -r.start
    return e.Range(start, end)


def _shapes(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token]) -> None:
    steps: list[tuple[int, str]] = []
    for x in edits:
        name = next((name for name, kinds in STEPS if isinstance(x, kinds)), "")
        if name and x in places:
            steps.append((places[x][0], name))
    steps.sort()
    names = list(dict.fromkeys(name for _, name in steps))
    if len(names) < len(steps) or names == sorted(names, key=_NAMES.index):
        return  # the compiler's order is that of the words, or a step comes twice
    exact = {x for x in edits if isinstance(x, e.Crop) and (x.width or "").isdigit() and (x.height or "").isdigit()}
    sized_first = names.index("size") < names.index("crop") if {"size", "crop"} <= set(names) else False
    if _then(tokens, steps[0][0], steps[-1][0]) or (exact and sized_first):
        edits.append(e.Sequence(tuple(names)))
