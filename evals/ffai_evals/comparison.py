"""Two run configs on the same items: who wins where, and whether it could be chance."""

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Line = Mapping[str, Any]
RESAMPLES = 10_000


class Comparison(NamedTuple):
    """A against B, paired by item and repetition. `difference` is B's share minus A's; the interval is of 95 %."""

    n: int
    right_a: int
    right_b: int
    wins: tuple[tuple[Line, Line], ...]  # B right, A wrong
    losses: tuple[tuple[Line, Line], ...]  # A right, B wrong
    only_a: int
    only_b: int
    difference: float
    interval: tuple[float, float]
    p: float


def compare(a: Mapping[tuple[str, int], Line], b: Mapping[tuple[str, int], Line], *, seed: int = 0) -> Comparison:
    """The comparison of two runs, each by (item, repetition). Items that only one has are counted and left out."""
    both = [key for key in a if key in b]
    pairs = [(a[key], b[key]) for key in both]
    wins = tuple((x, y) for x, y in pairs if y["pass"] and not x["pass"])
    losses = tuple((x, y) for x, y in pairs if x["pass"] and not y["pass"])
    by_family: dict[str, list[int]] = defaultdict(list)
    for x, y in pairs:
        by_family[str(x.get("family", ""))].append(int(bool(y["pass"])) - int(bool(x["pass"])))
    net: dict[str, int] = defaultdict(
        int
    )  # repetitions of an item are no items: it counts once, for whom it came out better with
    for x, y in pairs:
        net[str(x["item"])] += int(bool(y["pass"])) - int(bool(x["pass"]))
    better, worse = sum(value > 0 for value in net.values()), sum(value < 0 for value in net.values())
    n = len(pairs)
    return Comparison(
        n, sum(bool(x["pass"]) for x, _ in pairs), sum(bool(y["pass"]) for _, y in pairs), wins, losses, len(a) - n, len(b) - n,
        (len(wins) - len(losses)) / n if n else 0.0, clustered_interval(list(by_family.values()), seed=seed), mcnemar(better, worse),
    )  # fmt: skip


def mcnemar(wins: int, losses: int) -> float:
    """The exact two-sided p of as uneven a split of the items that changed, were it a coin's.

    Source: McNemar (1947), in its exact binomial form.
    """
    n = wins + losses
    if n == 0:
        return 1.0
    tail: float = sum(math.comb(n, k) for k in range(min(wins, losses) + 1)) / 2**n
    return min(1.0, 2 * tail)


def clustered_interval(clusters: Sequence[Sequence[float]], *, seed: int = 0) -> tuple[float, float]:
    """The 95 % percentile interval of the mean, with whole clusters drawn again: items of a family are not independent.

    Source: the cluster bootstrap of Davison & Hinkley (1997), section 3.8, strategy 1.
    """
    clusters = [c for c in clusters if c]
    if not clusters:
        return 0.0, 0.0
    if len(clusters) == 1:  # then its items are drawn
        clusters = [[value] for value in clusters[0]]
    sums = [(sum(c), len(c)) for c in clusters]
    draw = random.Random(seed)
    means = []
    for _ in range(RESAMPLES):
        chosen = draw.choices(sums, k=len(sums))
        means.append(sum(s for s, _ in chosen) / sum(n for _, n in chosen))
    means.sort()
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]


def as_text(found: Comparison, a: str, b: str) -> str:
    """The comparison to be read: the verdict, the figures, the items that changed, side by side."""
    if not found.n:
        return f"{a} and {b} have no item in common\n"
    low, high = found.interval
    lines = [
        f"{found.n} items in common",
        f"  {a:<24} {found.right_a:>5} right  {found.right_a / found.n:>6.1%}",
        f"  {b:<24} {found.right_b:>5} right  {found.right_b / found.n:>6.1%}",
        f"  difference {found.difference:+.1%} (95 % interval {low:+.1%} to {high:+.1%}, clustered by topic)",
        f"  {b} wins {len(found.wins)}, loses {len(found.losses)}; McNemar p = {found.p:.3g}",
        "  " + verdict(found, a, b),
    ]
    if found.only_a or found.only_b:
        lines.append(f"  left out: {found.only_a} items that only {a} has, {found.only_b} that only {b} has")
    for title, pairs in ((f"right by {b} alone", found.wins), (f"right by {a} alone", found.losses)):
        if pairs:
            lines += ["", f"{title}:"]
        for x, y in pairs[:20]:
            lines.append(f"  {x['item']}  {x.get('request', '')}"[:160])
            for name, line in ((a, x), (b, y)):
                said = "; ".join(line.get("commands", ())) or line.get("question") or "no command"
                lines.append(f"    {'✓' if line['pass'] else '✗'} {name}: {said}"[:200])
                if not line["pass"]:
                    lines.append(f"        {line.get('class')}: {line.get('evidence', '')}"[:200])
        if len(pairs) > 20:
            lines.append(f"  and {len(pairs) - 20} more")
    return "\n".join(lines) + "\n"


def verdict(found: Comparison, a: str, b: str) -> str:
    """What may be said of it."""
    low, high = found.interval
    if not found.wins and not found.losses:
        return "no item came out differently"
    if found.p < 0.05 and (low > 0 or high < 0):
        return f"{b if found.difference > 0 else a} is better, by more than chance"
    return "too close to tell: more items are needed"


def as_document(found: Comparison, a: str, b: str) -> dict[str, Any]:
    return {
        "v": 1, "a": a, "b": b, "n": found.n, "right_a": found.right_a, "right_b": found.right_b, "wins": [y["item"] for _, y in found.wins], "losses": [x["item"] for x, _ in found.losses],
        "difference": found.difference, "interval": list(found.interval), "p": found.p, "only_a": found.only_a, "only_b": found.only_b, "verdict": verdict(found, a, b),
    }  # fmt: skip
