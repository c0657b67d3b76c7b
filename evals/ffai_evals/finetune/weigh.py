"""Whether a fine-tune was worth it: the tuned model against its base (zero-shot, its answers parsed and sent back), the same with
examples in its prompt, and the offline translator, on the same held-back items, in pairs."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ffai_evals.comparison import Comparison, compare
from ffai_evals.intervals import wilson
from ffai_evals.methods import OFFLINE, Method

Lines = Mapping[tuple[str, int], Mapping[str, Any]]


class Against(NamedTuple):
    """The tuned model against another. `verdict`: won, lost, or even where chance could have done it."""

    name: str
    found: Comparison

    @property
    def verdict(self) -> str:
        low, high = self.found.interval
        sure = self.found.p < 0.05 and (low > 0 or high < 0)
        return ("won" if self.found.difference > 0 else "lost") if sure else "even"


def methods_of(tuned: str, base: str, others: Sequence[Method]) -> list[Method]:
    """What is held against each other, the tuned one first."""
    rows = [Method(tuned, tuned)]
    if base:
        rows += [
            Method(f"{base} zero-shot", base, (("prompt", "zero-shot"),)),
            Method(f"{base} few-shot", base, (("prompt", "retrieval"),)),
        ]
    return [*rows, *others, Method(OFFLINE, OFFLINE)]


def weighed(lines: Mapping[str, Lines], tuned: str) -> list[Against]:
    return [Against(name, compare(other, lines[tuned])) for name, other in lines.items() if name != tuned]


def worth(against: Sequence[Against], tuned: str, base: str) -> str:
    """The verdict in a sentence. A tuned model that loses to its own base, asked well, is said to lose."""
    mine = [a for a in against if base and a.name.startswith(f"{base} ")]
    lost = [a for a in mine if a.verdict == "lost"]
    if lost:
        return f"not worth it: {tuned} loses to {' and '.join(a.name for a in lost)}"
    even = [a for a in mine if a.verdict == "even"]
    if not mine:
        return "there is no base to hold it against: name one with --base"
    if even:
        return f"not shown to be worth it: {tuned} against {' and '.join(a.name for a in even)} is too close to tell; more items, or more pairs"
    beaten = f"worth it: {tuned} is better than its base, zero-shot and few-shot, by more than chance"
    better = [a.name for a in against if a.verdict == "lost"]
    return beaten + (f"; but {' and '.join(better)} is better still" if better else "")


def as_text(lines: Mapping[str, Lines], against: Sequence[Against], tuned: str, base: str) -> str:
    told = [f"{'':<34} {'right':>11}  share, 95 % interval       {tuned} is ahead by"]
    by_name = {a.name: a for a in against}
    for name, rows in lines.items():
        right, n = sum(bool(x["pass"]) for x in rows.values()), len(rows)
        low, high = wilson(right, n)
        row = f"{name:<34} {right:>5} of {n:<4} {right / max(1, n):>6.1%}  {low:>6.1%} to {high:>6.1%}"
        if name in by_name:
            found = by_name[name].found
            a, b = found.interval
            row += f"    {found.difference:+.1%} ({a:+.1%} to {b:+.1%}), p = {found.p:.2g}"
        told.append(row)
    return "\n".join([*told, "", worth(against, tuned, base)]) + "\n"


def as_document(lines: Mapping[str, Lines], against: Sequence[Against], tuned: str, base: str) -> dict[str, Any]:
    rows = {}
    for name, found in lines.items():
        right, n = sum(bool(x["pass"]) for x in found.values()), len(found)
        rows[name] = {"right": right, "n": n, "interval": list(wilson(right, n))}
    versus = [
        {"name": a.name, "n": a.found.n, "difference": a.found.difference, "interval": list(a.found.interval), "p": a.found.p, "wins": len(a.found.wins), "losses": len(a.found.losses), "verdict": a.verdict}
        for a in against
    ]  # fmt: skip
    return {"v": 1, "tuned": tuned, "base": base, "configs": rows, "against": versus, "verdict": worth(against, tuned, base)}
