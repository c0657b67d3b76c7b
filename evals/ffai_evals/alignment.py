"""Judges against people: how far each judge of an eval agrees with the ratings of the golden set, and whether that is more than chance.

Human scores are found as Kiln finds them: the overall rating, a requirement's, or `named::<score>` of a run; where raters' files stand
beside a run, what they agree on now. A judge's are those of its eval runs made to try it (eval_config_eval), the first for each run
of the dataset.
"""

import math
import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ffai.errors import FfaiError, UsageError
from ffai_evals.project.filters import matches
from ffai_evals.project.kinds import RATING_RANGES
from ffai_evals.project.rules import score_key
from ffai_evals.project.tree import Project, Record
from ffai_evals.team import ratings

RESAMPLES = 1000
FEW = 30
"""Labels below which nothing much can be told."""

Pair = tuple[float, float]  # (human, judge)


class Aligned(NamedTuple):
    """One judge on one score. `intervals` are of 95 %, by drawing the labelled runs again; None where a figure is not defined."""

    id: str
    name: str
    score: str
    kind: str  # five_star, pass_fail, pass_fail_critical
    pairs: tuple[Pair, ...]
    runs: tuple[str, ...]  # the dataset runs, one for each pair
    figures: dict[str, float | None]
    intervals: dict[str, list[float] | None]
    confusion: dict[str, int]


def align(project: Project, said: str) -> list[Aligned]:
    """Every judge of the eval, for each of its scores. Raises UsageError when there is no such eval."""
    found = [(task, e) for task in project.tasks for e in task.of("eval") if said in (e.id, e.name)]
    if len(found) != 1:
        names = ", ".join(repr(e.name) for task in project.tasks for e in task.of("eval")) or "none"
        raise UsageError(f"{'no' if not found else 'more than one'} eval is called {said!r}", f"there are: {names}")
    task, evaluation = found[0]
    scores = evaluation.data.get("output_scores")
    if not isinstance(scores, list) or not all(
        isinstance(s, dict) and s.get("name") and s.get("type") in RATING_RANGES for s in scores
    ):
        raise FfaiError(
            f"the eval {said!r} has no scores that can be read", "ffai project check FOLDER tells what is wrong with it"
        )
    golden = evaluation.data.get("eval_configs_filter_id") or "all"
    runs = {run.id: run for run in task.of("task_run") if matches(run, golden)}
    out = []
    for config in evaluation.of("eval_config"):
        for score in scores:
            out.append(_judge(config, score, runs, _requirements(task)))
    return out


def _requirements(task: Record) -> dict[str, str]:
    return {score_key(str(r.get("name", ""))): str(r.get("id")) for r in task.data.get("requirements") or []}


def _judge(config: Record, score: dict[str, Any], runs: dict[str, Record], requirements: dict[str, str]) -> Aligned:
    key = score_key(score["name"])
    pairs: dict[str, Pair] = {}
    for tried in config.of("eval_run"):
        dataset = tried.data.get("dataset_id")
        if (
            not tried.data.get("eval_config_eval")
            or tried.data.get("task_run_config_id")
            or dataset not in runs
            or dataset in pairs
        ):
            continue
        given = (tried.data.get("scores") or {}).get(key)
        human = human_score(runs[dataset], score["name"], requirements)
        if isinstance(given, int | float) and human is not None:
            pairs[dataset] = (human, float(given))
    kind = str(score["type"])
    return Aligned(config.id, config.name, key, kind, tuple(pairs.values()), tuple(pairs), *_measured(list(pairs.values()), kind))


def constant(judged: Aligned) -> Aligned:
    """What always saying the most frequent human score would reach on the same runs."""
    best, _ = always(judged)
    pairs = [(h, best) for h, _ in judged.pairs]
    return Aligned(
        "constant", f"always {best:g}", judged.score, judged.kind, tuple(pairs), judged.runs, *_measured(pairs, judged.kind)
    )


def always(judged: Aligned) -> tuple[float, float]:
    """The most frequent human score, and the accuracy of always saying it."""
    humans = [h for h, _ in judged.pairs]
    if not humans:
        return 0.0, 0.0
    best = max(sorted(set(humans)), key=humans.count)
    return best, accuracy([(h, best) for h in humans], judged.kind) or 0.0


def beaten(judged: Aligned) -> tuple[int, int]:
    """On how many answers the judge alone agrees with people, and on how many always saying the same alone does."""
    best, _ = always(judged)
    ours = [passes(h, judged.kind) == passes(g, judged.kind) for h, g in judged.pairs]
    theirs = [passes(h, judged.kind) == passes(best, judged.kind) for h, _ in judged.pairs]
    return sum(a and not b for a, b in zip(ours, theirs, strict=True)), sum(
        b and not a for a, b in zip(ours, theirs, strict=True)
    )


def human_score(run: Record, score: str, requirements: dict[str, str]) -> float | None:
    """The rating that people gave a run for a score; None where there is none, or raters are split."""
    place = requirements.get(score_key(score)) or f"named::{score}"
    by_raters = ratings.agreed(ratings.of_run(run))
    place = ratings.OVERALL if score_key(score) == "overall_rating" else place
    if place in by_raters:
        agreed = by_raters[place]
        return None if agreed is None else float(agreed["value"])
    rating = ((run.data.get("output") or {}).get("rating")) or {}
    if score_key(score) == "overall_rating":
        return _float(rating.get("value"))
    given = rating.get("requirement_ratings") or {}
    for key in (requirements.get(score_key(score)), f"named::{score}"):
        if key in given:
            one = given[key]
            return _float(one.get("value") if isinstance(one, dict) else one)
    return None


def _float(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


# --- figures


def _measured(pairs: list[Pair], kind: str) -> tuple[dict[str, float | None], dict[str, list[float] | None], dict[str, int]]:
    figures = {name: measure(pairs, kind) for name, measure in MEASURES.items()}
    draw = random.Random(0)
    drawn: dict[str, list[float]] = {name: [] for name in MEASURES}
    for _ in range(RESAMPLES if len(pairs) > 1 else 0):
        again = draw.choices(pairs, k=len(pairs))
        for name, measure in MEASURES.items():
            if figures[name] is not None and (value := measure(again, kind)) is not None:
                drawn[name].append(value)
    intervals = {name: _middle(values) for name, values in drawn.items()}
    return figures, intervals, _confusion(pairs, kind)


def _middle(values: list[float]) -> list[float] | None:
    if len(values) < RESAMPLES // 2:
        return None
    values.sort()
    return [values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]]


def passes(value: float, kind: str) -> bool:
    """Whether a score counts as a pass: four stars and more, or nearer to pass than to fail."""
    return value >= (3.5 if kind == "five_star" else 0.5)


def _confusion(pairs: Sequence[Pair], kind: str) -> dict[str, int]:
    counts = {"tp": 0, "tn": 0, "fp": 0, "fn": 0}
    for human, judge in pairs:
        a, b = passes(human, kind), passes(judge, kind)
        counts[("t" if a == b else "f") + ("p" if b else "n")] += 1
    return counts


def normal(value: float, kind: str) -> float:
    """A score on 0 to 1."""
    low, high = RATING_RANGES[kind]
    return (value - low) / (high - low)


def _error(power: int, *, normalised: bool) -> Callable[[Sequence[Pair], str], float | None]:
    def measure(pairs: Sequence[Pair], kind: str) -> float | None:
        if not pairs:
            return None
        scale = (lambda v: normal(v, kind)) if normalised else (lambda v: v)
        return math.fsum(abs(scale(h) - scale(j)) ** power for h, j in pairs) / len(pairs)

    return measure


def accuracy(pairs: Sequence[Pair], kind: str) -> float | None:
    return sum(passes(h, kind) == passes(j, kind) for h, j in pairs) / len(pairs) if pairs else None


def balanced_accuracy(pairs: Sequence[Pair], kind: str) -> float | None:
    """The mean of the shares right among passes and among fails; None when people gave only one of the two."""
    c = _confusion(pairs, kind)
    if not c["tp"] + c["fn"] or not c["tn"] + c["fp"]:
        return None
    return (c["tp"] / (c["tp"] + c["fn"]) + c["tn"] / (c["tn"] + c["fp"])) / 2


def kappa(pairs: Sequence[Pair], kind: str) -> float | None:
    """Cohen's κ (1960): agreement beyond that of two who say pass as often, but at random."""
    if not pairs:
        return None
    c, n = _confusion(pairs, kind), len(pairs)
    seen = (c["tp"] + c["tn"]) / n
    chance = ((c["tp"] + c["fn"]) * (c["tp"] + c["fp"]) + (c["tn"] + c["fp"]) * (c["tn"] + c["fn"])) / n**2
    return (seen - chance) / (1 - chance) if chance < 1 else None


def mcc(pairs: Sequence[Pair], kind: str) -> float | None:
    """Matthews' correlation (1975) of the two-by-two table."""
    c = _confusion(pairs, kind)
    below = (c["tp"] + c["fp"]) * (c["tp"] + c["fn"]) * (c["tn"] + c["fp"]) * (c["tn"] + c["fn"])
    return (c["tp"] * c["tn"] - c["fp"] * c["fn"]) / math.sqrt(below) if below else None


def pearson(pairs: Sequence[Pair], _kind: str = "") -> float | None:
    return _correlation([h for h, _ in pairs], [j for _, j in pairs])


def spearman(pairs: Sequence[Pair], _kind: str = "") -> float | None:
    """Pearson's of the ranks; equal scores share the mean of their ranks."""
    return _correlation(_ranks([h for h, _ in pairs]), _ranks([j for _, j in pairs]))


def _correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    n = len(x)
    if n < 2:
        return None
    mx, my = math.fsum(x) / n, math.fsum(y) / n
    xx = math.fsum((a - mx) ** 2 for a in x)
    yy = math.fsum((b - my) ** 2 for b in y)
    if xx <= 0 or yy <= 0:
        return None
    return math.fsum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / math.sqrt(xx * yy)


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in range(i, j + 1):
            ranks[order[k]] = (i + j) / 2 + 1
        i = j + 1
    return ranks


def kendall_tau_b(pairs: Sequence[Pair], _kind: str = "") -> float | None:
    """Kendall's τ-b (1945), which minds ties. Pairs of scores are counted by value, so that many labels cost little."""
    if len(pairs) < 2:
        return None
    counts: dict[Pair, int] = {}
    for pair in pairs:
        counts[pair] = counts.get(pair, 0) + 1
    cells = list(counts.items())
    agree = 0
    for n, ((x, y), a) in enumerate(cells):
        for (u, v), b in cells[n + 1 :]:
            agree += a * b * ((x > u) - (x < u)) * ((y > v) - (y < v))
    total = len(pairs) * (len(pairs) - 1) // 2
    ties = [sum(c * (c - 1) // 2 for c in _tally(side).values()) for side in ([h for h, _ in pairs], [j for _, j in pairs])]
    below = (total - ties[0]) * (total - ties[1])
    return agree / math.sqrt(below) if below else None


def _tally(values: Sequence[float]) -> dict[float, int]:
    found: dict[float, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


MEASURES: dict[str, Callable[[Sequence[Pair], str], float | None]] = {
    "mae": _error(1, normalised=False), "mse": _error(2, normalised=False), "normalised_mae": _error(1, normalised=True), "normalised_mse": _error(2, normalised=True),
    "spearman": spearman, "pearson": pearson, "kendall_tau_b": kendall_tau_b, "accuracy": accuracy, "balanced_accuracy": balanced_accuracy, "kappa": kappa, "mcc": mcc,
}  # fmt: skip


# --- against chance, and against a constant


def chance(confusion: dict[str, int]) -> float:
    """How likely a judge that guesses as often as this one says pass agrees as much or more: Fisher's exact test, one-sided."""
    tp, fp, fn, tn = (confusion[key] for key in ("tp", "fp", "fn", "tn"))
    said, human, n = tp + fp, tp + fn, tp + fp + fn + tn
    ways = sum(math.comb(human, k) * math.comb(n - human, said - k) for k in range(tp, min(said, human) + 1))
    return ways / math.comb(n, said)
