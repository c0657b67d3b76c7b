"""How far raters agree: shares, Cohen's κ for two, Krippendorff's α for any number with gaps."""

import itertools
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Ratings = Mapping[str, Mapping[str, float]]
"""By rater, then by run."""


class Pair(NamedTuple):
    """Two raters on the runs that both rated. `kappa` is None where it is not defined: both always said the same one thing."""

    a: str
    b: str
    n: int
    same: float
    kappa: float | None


def pairs(ratings: Ratings) -> list[Pair]:
    """Every two raters with a run in common."""
    found = []
    for a, b in itertools.combinations(sorted(ratings), 2):
        both = [run for run in ratings[a] if run in ratings[b]]
        if both:
            said = [(ratings[a][run], ratings[b][run]) for run in both]
            found.append(Pair(a, b, len(both), sum(x == y for x, y in said) / len(both), cohen(said)))
    return found


def cohen(said: Sequence[tuple[float, float]]) -> float | None:
    """Cohen's κ (1960) of two raters' categories; None where chance alone would make them agree always."""
    n = len(said)
    if not n:
        return None
    seen = sum(a == b for a, b in said) / n
    values = {v for pair in said for v in pair}
    chance = math.fsum(sum(a == v for a, _ in said) * sum(b == v for _, b in said) for v in values) / n**2
    return (seen - chance) / (1 - chance) if chance < 1 else None


def alpha(ratings: Ratings, *, ordinal: bool) -> float | None:
    """Krippendorff's α, nominal or ordinal; None with fewer than two ratings of a run, or only one value in all.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections C and E.
    """
    units: dict[str, list[float]] = defaultdict(list)
    for runs in ratings.values():
        for run, value in runs.items():
            units[run].append(value)
    together = [values for values in units.values() if len(values) > 1]
    counts: dict[float, float] = defaultdict(float)
    seen: dict[tuple[float, float], float] = defaultdict(float)
    for values in together:
        for i, a in enumerate(values):
            counts[a] += 1
            for j, b in enumerate(values):
                if i != j:
                    seen[a, b] += 1 / (len(values) - 1)
    n = sum(counts.values())
    order = sorted(counts)

    def apart(a: float, b: float) -> float:
        if not ordinal:
            return float(a != b)
        low, high = sorted((order.index(a), order.index(b)))
        return (math.fsum(counts[order[k]] for k in range(low, high + 1)) - (counts[a] + counts[b]) / 2) ** 2

    expected = math.fsum(counts[a] * counts[b] * apart(a, b) for a in order for b in order if a != b)
    if not expected:
        return None
    observed = math.fsum(count * apart(a, b) for (a, b), count in seen.items() if a != b)
    return 1 - (n - 1) * observed / expected


def as_document(ratings: Ratings, kind: str) -> dict[str, Any]:
    """What can be said of the raters of one score; `alpha` is nominal of pass and fail, ordinal of the others."""
    return {
        "raters": sorted(ratings),
        "runs_by_several": sum(n > 1 for n in _counts(ratings).values()),
        "pairs": [pair._asdict() for pair in pairs(ratings)],
        "alpha": alpha(ratings, ordinal=kind != "pass_fail"),
    }


def _counts(ratings: Ratings) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for runs in ratings.values():
        for run in runs:
            found[run] += 1
    return found


def as_text(ratings: Ratings, kind: str) -> list[str]:
    """The same to be read; nothing for a rater alone."""
    found = pairs(ratings)
    if not found:
        return []
    lines = [
        f"{p.a} and {p.b}: the same for {p.same:.0%} of {p.n}, κ {'–' if p.kappa is None else format(p.kappa, '.2f')}"
        for p in found
    ]
    whole = alpha(ratings, ordinal=kind != "pass_fail")
    said = "" if whole is None else f"all raters: Krippendorff's α {whole:.2f}{_word(whole)}"
    return [*lines, *([said] if said else [])]


def _word(value: float) -> str:
    """What Krippendorff (2004, page 241) makes of it: 0.8 to rely on, 0.667 for tentative conclusions."""
    if value >= 0.8:
        return ""
    return ", enough for tentative conclusions only" if value >= 0.667 else ", too little to rely on these labels"
