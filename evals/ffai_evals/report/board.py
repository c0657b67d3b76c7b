"""The figures of a report: a cell for each run config and each score of each eval, with its interval."""

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ffai_evals.alignment import Aligned
from ffai_evals.intervals import wilson

RESAMPLES = 1000


class Sample(NamedTuple):
    """One answer of a run config, scored. `value` is on 0 to 1."""

    item: str
    request: str
    answer: str
    value: float
    passed: bool
    reason: str = ""  # in a word: the class of the execution judge, or the score as people say it
    evidence: str = ""
    cost: float | None = None  # US dollars
    seconds: float | None = None


class Column(NamedTuple):
    """A score of an eval. `size` is the number of items that its test set has; 0 where that is not known."""

    id: str
    eval: str
    score: str
    kind: str  # pass_fail, pass_fail_critical, five_star
    judge: str
    size: int = 0
    note: str = ""

    @property
    def title(self) -> str:
        return self.eval if self.score.lower() == self.eval.lower() else f"{self.eval}: {self.score}"


class Config(NamedTuple):
    """A run config: who answers, and how."""

    id: str
    name: str
    about: str = ""  # the model and the prompt


class Cell(NamedTuple):
    """`mean` and its 95 % interval, on 0 to 1; of pass and fail it is the share of passes."""

    n: int
    passes: int
    mean: float
    low: float
    high: float


class Amount(NamedTuple):
    """Means over the samples that tell; None where fewer than half do, as in Kiln."""

    cost: float | None
    seconds: float | None


class Source(NamedTuple):
    """What was gathered, before anything is counted."""

    columns: list[Column]
    configs: list[Config]
    samples: dict[tuple[str, str], list[Sample]]  # by ids of run config and column
    aligned: Mapping[str, list[Aligned]] = MappingProxyType({})  # by the eval's name
    inputs: Mapping[str, str] = MappingProxyType({})  # of labelled runs: the request in a line, the answer below it
    people: Mapping[str, dict[str, Any]] = MappingProxyType({})  # how far raters agree, by the eval's name and the score
    problems: tuple[str, ...] = ()


class Board(NamedTuple):
    title: str
    columns: list[Column]
    configs: list[Config]  # the best of the first column first
    samples: dict[tuple[str, str], list[Sample]]
    cells: dict[tuple[str, str], Cell]
    amounts: dict[str, Amount]
    aligned: dict[str, list[Aligned]]
    inputs: dict[str, str]
    people: dict[str, dict[str, Any]]
    problems: tuple[str, ...]
    coverage: str = ""  # a picture of what the project's synthetic runs reach, as SVG

    def best(self, column: Column) -> Cell | None:
        found = [cell for (_, c), cell in self.cells.items() if c == column.id and cell.n]
        return max(found, key=lambda cell: cell.mean) if found else None

    def close(self, cell: Cell, column: Column) -> bool:
        """Whether the cell's interval reaches the mean of the column's best: the two are not told apart."""
        best = self.best(column)
        return best is not None and cell.high >= best.mean


def build(title: str, *sources: Source) -> Board:
    """The figures of what was gathered. Run configs of one name in several sources stay apart by their ids."""
    columns = [c for s in sources for c in s.columns]
    configs = list({c.id: c for s in sources for c in s.configs}.values())
    samples = {key: found for s in sources for key, found in s.samples.items() if found}
    cells = {key: cell_of(found) for key, found in samples.items()}
    columns = [c for c in columns if any(key[1] == c.id for key in cells)] or columns
    order = {c.id: rank(c, columns, cells) for c in configs}
    configs.sort(key=lambda c: order[c.id], reverse=True)
    amounts = {c.id: _amount([s for (config, _), found in samples.items() if config == c.id for s in found]) for c in configs}
    aligned = {name: found for s in sources for name, found in s.aligned.items() if found}
    inputs = {run: text for s in sources for run, text in s.inputs.items()}
    people = {name: told for s in sources for name, told in s.people.items() if told}
    return Board(
        title, columns, configs, samples, cells, amounts, aligned, inputs, people, tuple(p for s in sources for p in s.problems)
    )


def rank(config: Config, columns: Sequence[Column], cells: dict[tuple[str, str], Cell]) -> tuple[float, ...]:
    """What run configs are sorted by: their means, eval by eval; what was not run comes last."""
    found = [cells.get((config.id, c.id)) for c in columns]
    return tuple(cell.mean if cell else -1.0 for cell in found)


def cell_of(samples: Sequence[Sample]) -> Cell:
    """The mean and its interval: Wilson's where every value is 0 or 1, else percentiles of means drawn again."""
    values = [s.value for s in samples]
    n, passes = len(values), sum(s.passed for s in samples)
    mean = math.fsum(values) / n
    if all(v in (0.0, 1.0) for v in values):
        low, high = wilson(round(math.fsum(values)), n)
    else:
        draw = random.Random(0)
        means = sorted(math.fsum(draw.choices(values, k=n)) / n for _ in range(RESAMPLES))
        low, high = means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]
    return Cell(n, passes, mean, low, high)


def _amount(samples: Sequence[Sample]) -> Amount:
    return Amount(_mean([s.cost for s in samples]), _mean([s.seconds for s in samples]))


def _mean(values: Sequence[float | None]) -> float | None:
    told = [v for v in values if v is not None]
    return math.fsum(told) / len(told) if told and 2 * len(told) >= len(values) else None


class Failures(NamedTuple):
    """Samples of one column that did not pass, for one reason."""

    reason: str
    samples: list[tuple[Config, Sample]]
    items: int  # that failed for it


def failures(board: Board, column: Column) -> list[Failures]:
    """What did not pass, by reason, the most frequent first."""
    by: dict[str, list[tuple[Config, Sample]]] = defaultdict(list)
    for config in board.configs:
        for sample in board.samples.get((config.id, column.id), []):
            if not sample.passed:
                by[sample.reason or "failed"].append((config, sample))
    found = [Failures(reason, samples, len({s.item for _, s in samples})) for reason, samples in by.items()]
    return sorted(found, key=lambda f: (-len(f.samples), f.reason))


def hardest(board: Board, column: Column, most: int = 10) -> list[tuple[str, str, int, int]]:
    """(item, request, failed, run) of the items that most samples failed on; those that nobody fails are left out."""
    failed: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    text: dict[str, str] = {}
    for config in board.configs:
        for sample in board.samples.get((config.id, column.id), []):
            failed[sample.item][0] += not sample.passed
            failed[sample.item][1] += 1
            text[sample.item] = sample.request
    rows = [(item, text[item], bad, n) for item, (bad, n) in failed.items() if bad]
    return sorted(rows, key=lambda row: (-row[2] / row[3], -row[2], row[0]))[:most]


def cheapest(board: Board, column: Column) -> set[str]:
    """Ids of the run configs that no other beats on both cost and quality."""
    points = [
        (cost, board.cells[c.id, column.id].mean, c.id)
        for c in board.configs
        if (cost := board.amounts[c.id].cost) is not None and (c.id, column.id) in board.cells
    ]
    return {
        i for cost, mean, i in points if not any((a <= cost and b >= mean and (a < cost or b > mean)) for a, b, _ in points)
    }  # fmt: skip


def plain(value: float | None) -> Any:
    """A figure for JSON: no more digits than were measured."""
    return None if value is None else round(value, 6)
