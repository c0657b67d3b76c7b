"""How a requirement is registered and measured, and what several of them share.

Each gives (met, what was measured). Numbers may be given as a value (with the tolerance stated at the requirement), as [low, high] or as a
list of alternatives in {"any": [...]}.
"""

import fnmatch
from collections.abc import Callable
from typing import Any, NamedTuple

from ffai_evals.judge.measure import Bench, Made, psnr


class Case(NamedTuple):
    """What a requirement is measured against: the bench, and the file that the request is about."""

    bench: Bench
    main: str


Check = Callable[[Made, Any, Case], tuple[bool, str]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return register


def within(value: float | None, wanted: Any, tolerance: float) -> bool:
    if value is None:
        return False
    if isinstance(wanted, dict):
        return any(within(value, one, tolerance) for one in wanted["any"])
    if isinstance(wanted, list):
        return bool(wanted[0] <= value <= wanted[1])
    return bool(abs(value - wanted) <= tolerance)


def one_of(value: str, wanted: Any) -> bool:
    return any(fnmatch.fnmatch(value, w) for w in (wanted if isinstance(wanted, list) else [wanted]))


def reference(case: Case, wanted: Any) -> tuple[Made, tuple[str, ...], str, int]:
    """What to compare with: a filter chain, or {"from", "args", "filter", "stream"}."""
    spec = {"filter": wanted} if isinstance(wanted, str) else wanted
    return (
        case.bench.file(spec.get("from", case.main)),
        tuple(spec.get("args", "").split()),
        spec.get("filter", ""),
        int(spec.get("stream", 0)),
    )


def closeness(made: list[bytes], wanted: list[bytes]) -> float:
    if not made or not wanted:
        return 0.0
    values = []
    for n, frame in enumerate(made[: len(wanted) + 1]):
        near = wanted[max(0, n - 1) : n + 2] or wanted[-1:]
        values.append(min(45.0, max(psnr(frame, other) for other in near)))
    return sum(values) / len(values)


def frame_at(frames: list[bytes], seconds: float) -> bytes | None:
    if not frames:
        return None
    return frames[min(len(frames) - 1, max(0, round(seconds * 5) if seconds >= 0 else len(frames) + round(seconds * 5)))]
