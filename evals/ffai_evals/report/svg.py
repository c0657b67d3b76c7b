"""Plots as inline SVG: cost against quality, and intervals beside each other. Colours come from the page's style sheet."""

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 52, 30, 14, 44


class Point(NamedTuple):
    name: str
    cost: float  # US dollars for one answer
    mean: float  # 0 to 1
    low: float
    high: float
    best: bool  # no other is both better and cheaper


def scatter(points: Sequence[Point], title: str) -> str:
    """Cost, on a logarithmic axis with a place of its own for 0, against quality with its interval."""
    paid = [p.cost for p in points if p.cost > 0]
    free = len(paid) < len(points)
    first = LEFT + (90 if free and paid else 0)
    low, high = _decades(paid)

    def x(cost: float) -> float:
        if cost <= 0:
            return LEFT + (27 if paid else (WIDTH - LEFT - RIGHT) / 2)
        share = (math.log10(cost) - low) / (high - low)
        return first + share * (WIDTH - RIGHT - first)

    bottom, top = _range(points)

    def y(value: float) -> float:
        return TOP + (top - value) / (top - bottom) * (HEIGHT - TOP - BOTTOM)

    out = [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>'
    ]
    step = 0.1 if top - bottom > 0.3 else 0.05
    for n in range(round(bottom / step), round(top / step) + 1):
        value = n * step
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        out.append(f'<text class="tick" x="{LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.0%}</text>')
    base = HEIGHT - BOTTOM
    ticks = [(x(10.0**n), _dollars(10.0**n)) for n in range(low, high + 1)] if paid else []
    for place, label in [*([(x(0), "no cost")] if free else []), *ticks]:
        out.append(f'<line class="grid" x1="{place:.1f}" x2="{place:.1f}" y1="{TOP}" y2="{base}"/>')
        out.append(f'<text class="tick" x="{place:.1f}" y="{base + 16}" text-anchor="middle">{label}</text>')
    out.append(f'<text class="axis" x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">US dollars an answer</text>')  # fmt: skip
    frontier = sorted((p for p in points if p.best), key=lambda p: (p.cost, p.mean))
    if len(frontier) > 1:
        path = " ".join(f"{x(p.cost):.1f},{y(p.mean):.1f}" for p in frontier)
        out.append(f'<polyline class="frontier" points="{path}"/>')
    for p in points:
        px, py = x(p.cost), y(p.mean)
        told = escape(f"{p.name}: {p.mean:.1%} ({p.low:.1%} – {p.high:.1%}), {_dollars(p.cost)}")
        out.append(
            f'<g class="{"point best" if p.best else "point"}"><title>{told}</title><line x1="{px:.1f}" x2="{px:.1f}" y1="{y(p.low):.1f}" y2="{y(p.high):.1f}"/><circle cx="{px:.1f}" cy="{py:.1f}" r="5"/></g>'
        )
    out += [_label(x(p.cost), y(p.mean), p.name) for p in _apart(frontier, x, y)]
    return "".join(out) + "</svg>"


def _cut(name: str) -> str:
    return name if len(name) <= 30 else name[:29] + "…"


def _label(x: float, y: float, name: str) -> str:
    left, shown = x > WIDTH * 0.6, _cut(name)
    return f'<text class="name" x="{x - 9 if left else x + 9:.1f}" y="{y - 7:.1f}" text-anchor="{"end" if left else "start"}">{escape(shown)}</text>'


def _apart(points: Sequence[Point], x: Callable[[float], float], y: Callable[[float], float]) -> list[Point]:
    """Those whose names have room, the better one first."""

    def span(p: Point) -> tuple[float, float]:
        place, wide = x(p.cost), 6.7 * len(_cut(p.name))
        return (place - 9 - wide, place) if place > WIDTH * 0.6 else (place, place + 9 + wide)

    def meet(p: Point, other: Point) -> bool:
        (a, b), (c, d) = span(p), span(other)
        return abs(y(p.mean) - y(other.mean)) <= 13 and a < d and c < b

    kept: list[Point] = []
    for p in sorted(points, key=lambda p: -p.mean):
        if not any(meet(p, other) for other in kept):
            kept.append(p)
    return kept


def _decades(values: Sequence[float]) -> tuple[int, int]:
    if not values:
        return 0, 1
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _range(points: Sequence[Point]) -> tuple[float, float]:
    bottom = math.floor(min(p.low for p in points) * 10) / 10
    top = math.ceil(max(p.high for p in points) * 10) / 10
    return bottom, max(top, bottom + 0.1)


def _dollars(value: float) -> str:
    if value == 0:
        return "no cost"
    return f"${value:g}" if value >= 0.0001 else f"${value:.0e}".replace("e-0", "e-")


def bar(low: float, mean: float, high: float, *, bottom: float = 0.0, top: float = 1.0) -> str:
    """An interval with its middle, on a line from `bottom` to `top`."""

    def x(value: float) -> float:
        return 100 * (min(max(value, bottom), top) - bottom) / (top - bottom)

    zero = f'<line class="zero" x1="{x(0):.1f}" x2="{x(0):.1f}" y1="0" y2="10"/>' if bottom < 0 else ""
    return (
        f'<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><line class="track" x1="0" x2="100" y1="5" y2="5"/>{zero}<line class="range" x1="{x(low):.1f}" x2="{x(high):.1f}" y1="5" y2="5"/>'
        f'<line class="mean" x1="{x(mean):.1f}" x2="{x(mean):.1f}" y1="1" y2="9"/></svg>'
    )


def losses(rows: Sequence[Sequence[float | None]]) -> str:
    """(step, training loss, validation loss) rows as a plot: training as a thin line, validation as a thick one."""
    last = max((row[0] or 0 for row in rows), default=0) or 1
    top = max((value for row in rows for value in row[1:] if value is not None), default=0.0) * 1.05 or 1.0

    def line(column: int, width: float) -> str:
        points = " ".join(
            f"{40 + 580 * (r[0] or 0) / last:.1f},{200 - 180 * v / top:.1f}" for r in rows if (v := r[column]) is not None
        )
        return f'<polyline fill="none" stroke="currentColor" stroke-width="{width}" points="{points}"/>'

    return (
        f'<svg viewBox="0 0 640 230" role="img"><title>Loss by step</title><text x="4" y="24">{top:.2f}</text><text x="4" y="204">0</text>'
        f'<text x="40" y="222">training thin, validation thick</text><text x="620" y="222" text-anchor="end">{last:,} steps</text>{line(1, 0.7)}{line(2, 2.5)}</svg>'
    )
