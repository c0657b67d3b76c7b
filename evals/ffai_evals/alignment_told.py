"""What is told of judges held against people: a verdict in words, tables with intervals, the answers to read again, and all as a document."""

from collections.abc import Mapping, Sequence
from typing import Any

from ffai_evals.alignment import FEW, Aligned, always, beaten, chance, constant, passes
from ffai_evals.comparison import mcnemar

_TABLES = (
    ("pass or fail", (("accuracy", "accuracy"), ("balanced_accuracy", "balanced accuracy"), ("kappa", "Cohen's κ"), ("mcc", "MCC"))),
    ("scores", (("spearman", "Spearman ρ"), ("kendall_tau_b", "Kendall τ-b"), ("pearson", "Pearson r"))),
    ("errors", (("mae", "MAE"), ("mse", "MSE"), ("normalised_mae", "MAE, 0 to 1"), ("normalised_mse", "MSE, 0 to 1"))),
)  # fmt: skip
SHOWN = 3  # disagreements of a judge that are listed unless all are asked for
DISPUTED = 6
_RARE = 5  # passes or fails below which it cannot be told how a judge does on them


def verdict(judged: Aligned) -> str:
    """What may be said of a judge.

    Better than chance: both the interval of κ and Fisher's exact test say so. Better than a constant: McNemar's exact test on the same
    answers does.
    """
    n = len(judged.pairs)
    if n == 0:
        return "no run has both a human rating and this judge's score"
    people = {passes(h, judged.kind) for h, _ in judged.pairs}
    few = _few(judged)
    if len(people) < 2:
        return f"people gave only {'passes' if True in people else 'fails'}: nothing can be told" + few
    said = {passes(g, judged.kind) for _, g in judged.pairs}
    if len(said) == 1:
        word = "pass" if True in said else "fail"
        return f"no better than always saying {word}, since that is what it does: it tells nothing apart" + few
    interval = judged.intervals["kappa"]
    if interval is not None and interval[1] < 0:
        return "worse than chance: it tends to say the opposite" + few
    agreed, constantly = judged.figures["accuracy"] or 0.0, always(judged)[1]
    against = f"({agreed:.0%} right against {constantly:.0%})"
    saying = f"always saying {word_of(always(judged)[0], judged.kind)}"
    if interval is None or interval[0] <= 0 or chance(judged.confusion) > 0.025:
        than = f", and no better than {saying} {against}" if agreed <= constantly else ""
        return "no better than chance, as far as these labels tell" + than + few
    alone, other = beaten(judged)
    if agreed <= constantly:
        return f"better than chance, but no better than {saying} {against}" + few
    if mcnemar(alone, other) > 0.05:
        few = few or f"; {n} labels are too few to tell whether it beats {saying} {against}"
        return "better than chance" + few
    return f"better than chance, and than {saying} {against}" + few


def _few(judged: Aligned) -> str:
    n = len(judged.pairs)
    passed = sum(passes(h, judged.kind) for h, _ in judged.pairs)
    rare, word = min((passed, "passes"), (n - passed, "fails"))
    if n < FEW:
        return f"; {n} labels are too few to tell"
    return f"; only {rare} of the {n} labels are {word}, too few to tell how it does on them" if 0 < rare < _RARE else ""


def word_of(value: float, kind: str) -> str:
    """A score as people say it."""
    names = {1.0: "pass", 0.0: "fail", -1.0: "critical"}
    return f"{value:.3g}" if kind == "five_star" or value not in names else names[value]


def trusted(judged: Aligned) -> bool:
    return verdict(judged).startswith("better than chance") and "no better" not in verdict(judged)


def best_first(judges: Sequence[Aligned]) -> list[Aligned]:
    """By κ, then by accuracy; who has nothing to be measured by comes last."""

    def rank(j: Aligned) -> tuple[bool, float, float]:
        return not j.pairs, -(j.figures["kappa"] if j.figures["kappa"] is not None else -2.0), -(j.figures["accuracy"] or 0.0)

    return sorted(judges, key=rank)


def differing(judged: Aligned) -> list[tuple[str, float, float]]:
    """(run, people's score, the judge's) where one passes and the other fails."""
    both = zip(judged.runs, judged.pairs, strict=True)
    return [(run, h, g) for run, (h, g) in both if passes(h, judged.kind) != passes(g, judged.kind)]


def disputed(judges: Sequence[Aligned]) -> list[tuple[str, float, int, int]]:
    """(run, people's score, judges that say otherwise, judges) where most judges differ: the label is worth a second look."""
    score, against, asked = dict[str, float](), dict[str, int](), dict[str, int]()
    for judged in judges:
        said = {passes(g, judged.kind) for _, g in judged.pairs}
        if len(said) < 2 or "worse than chance" in verdict(judged):
            continue  # who says nothing of the answers has no voice
        for run, (human, _) in zip(judged.runs, judged.pairs, strict=True):
            score[run], asked[run] = human, asked.get(run, 0) + 1
        for run, _, _ in differing(judged):
            against[run] = against.get(run, 0) + 1
    rows = [(run, score[run], n, asked[run]) for run, n in against.items() if asked[run] > 2 and 2 * n > asked[run]]
    return sorted(rows, key=lambda row: (-row[2] / row[3], -row[2], row[0]))


def as_document(found: list[Aligned], name: str) -> dict[str, Any]:
    def one(j: Aligned) -> dict[str, Any]:
        return {
            "id": j.id,
            "name": j.name,
            "score": j.score,
            "n": len(j.pairs),
            **j.figures,
            "by_chance": chance(j.confusion) if j.pairs else None,
            "confusion": j.confusion,
            "intervals": j.intervals,
        }

    widest: dict[str, Aligned] = {}
    for j in found:
        if j.score not in widest or len(j.pairs) > len(widest[j.score].pairs):
            widest[j.score] = j
    constants = [one(constant(j)) for j in widest.values()]
    judges = [{**one(j), "verdict": verdict(j), "disagreements": [run for run, _, _ in differing(j)]} for j in found]
    return {"v": 1, "eval": name, "judges": judges, "constant": constants[0] if len(constants) == 1 else constants}


def as_text(found: list[Aligned], texts: Mapping[str, str], reasons: Mapping[tuple[str, str], str] | None = None) -> str:
    """Tables for each score, the verdicts, and the disagreements to read. `texts`: of runs, the request and maybe the answer below it;
    `reasons`: by judge and run, why it said so; with them all disagreements are told, without them the first of each judge."""
    out: list[str] = []
    for score in dict.fromkeys(j.score for j in found):
        judges = best_first([j for j in found if j.score == score])
        rows = [*judges, constant(max(judges, key=lambda j: len(j.pairs)))]
        out += _head(score, rows[-1])
        wide = max(24, *(min(34, len(j.name)) for j in rows))
        out += [*(f"  {j.name}: {verdict(j)}" for j in judges), ""]
        rows[-1] = rows[-1]._replace(name=f"always saying {word_of(always(rows[-1])[0], rows[-1].kind)}")
        for title, figures in _TABLES:
            shown = [f for f in figures if rows[-1].kind != "pass_fail" or not f[0].startswith("normalised")]  # on 0 to 1 already
            out += _table(title, shown, rows, wide)
        rows_to_read = disputed(judges)
        if rows_to_read:
            out.append("  most judges differ from people on these: look at the labels again, too")
            out += [f"    {run}  people {word_of(h, judges[0].kind)}, {n} of {k} judges not: {_first(texts.get(run, ''))}" for run, h, n, k in rows_to_read[:DISPUTED]]  # fmt: skip
            out += [f"    and {len(rows_to_read) - DISPUTED} more"] if len(rows_to_read) > DISPUTED else []
            out.append("")
        for j in judges:
            out += _differences(j, texts, reasons)
    return "\n".join(out)


def _head(score: str, pairs: Aligned) -> list[str]:
    passed = sum(passes(h, pairs.kind) for h, _ in pairs.pairs)
    return [f"{score}: {passed} passes and {len(pairs.pairs) - passed} fails by people; judges best first, 95 % intervals", ""]


def _table(title: str, figures: Sequence[tuple[str, str]], rows: Sequence[Aligned], wide: int) -> list[str]:
    lines = [f"  {title:<{wide}} {'n':>4}" + "".join(f"{name:>21}" for _, name in figures)]
    for j in rows:
        line = f"  {j.name[:wide]:<{wide}} {len(j.pairs):>4}" + "".join(f"{_ranged(j, key):>21}" for key, _ in figures)
        lines.append(line.rstrip())
    return [*lines, ""]


def _ranged(judged: Aligned, key: str) -> str:
    value, interval = judged.figures[key], judged.intervals[key]
    return "–" if value is None else f"{value:.2f}" if interval is None else f"{value:.2f} [{interval[0]:.2f}, {interval[1]:.2f}]"


def _differences(j: Aligned, texts: Mapping[str, str], reasons: Mapping[tuple[str, str], str] | None) -> list[str]:
    if not j.pairs:
        return []
    c, wrong = j.confusion, differing(j)
    out = [f"  {j.name}: both pass {c['tp']} · both fail {c['tn']} · judge alone passes {c['fp']} · judge alone fails {c['fn']}"]
    for run, h, g in wrong[: SHOWN if reasons is None else None]:
        text = _first(texts.get(run, "")) if reasons is None else ""
        out.append(f"      ≠ {run}  people {word_of(h, j.kind)}, judge {word_of(g, j.kind)}" + (f": {text}" if text else ""))
        if reasons is not None:
            why = reasons.get((j.id, run), "")
            told = [*texts.get(run, "").splitlines(), *([f"the judge: {' '.join(why.split())[:600]}"] if why else [])]
            out += [f"          {line}" for line in told]
    if reasons is None and len(wrong) > SHOWN:
        out.append(f"      and {len(wrong) - SHOWN} more: --disagreements shows all, with the answers and the judge's reasons")
    return [*out, ""]


def _first(text: str) -> str:
    """The request alone, in one line."""
    return repr(" ".join(text.partition("\n")[0].split())[:90])
