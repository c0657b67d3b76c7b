"""Evals against each other: what a run config that is best in one pays in the others."""

from typing import NamedTuple

from ffai_evals.alignment import kendall_tau_b
from ffai_evals.report.board import Board, Column, Config


class Against(NamedTuple):
    """Two evals over the run configs that both scored. `opposed`: pairs of these of which each is the better one in one of the two."""

    a: Column
    b: Column
    n: int
    together: float | None  # Kendall's τ-b: 1 go up together, -1 one up and the other down
    opposed: int
    pairs: int


class Paying(NamedTuple):
    """A run config that no other beats everywhere: its mean in each eval, and how far that is from the best there."""

    config: Config
    cells: tuple[tuple[float, float] | None, ...]
    best_in: int


def columns_of(board: Board) -> list[Column]:
    """The evals that at least two run configs were scored on."""
    return [c for c in board.columns if sum((g.id, c.id) in board.cells for g in board.configs) > 1]


def against(board: Board) -> list[Against]:
    """Every two evals with three run configs or more in common, those that pull against each other most first."""
    found = []
    columns = columns_of(board)
    for n, a in enumerate(columns):
        for b in columns[n + 1 :]:
            both = [(board.cells[g.id, a.id].mean, board.cells[g.id, b.id].mean) for g in board.configs if (g.id, a.id) in board.cells and (g.id, b.id) in board.cells]  # fmt: skip
            if len(both) < 3:
                continue
            signs = [(x[0] - y[0]) * (x[1] - y[1]) for k, x in enumerate(both) for y in both[k + 1 :]]
            found.append(Against(a, b, len(both), kendall_tau_b(both), sum(s < 0 for s in signs), len(signs)))
    return sorted(found, key=lambda p: (-(p.opposed / p.pairs), p.a.title, p.b.title))


def paying(board: Board) -> list[Paying]:
    """Run configs that were scored in all these evals and that no other beats in one without losing in another."""
    columns = columns_of(board)
    if len(columns) < 2:
        return []
    full = {g.id: tuple(board.cells[g.id, c.id].mean for c in columns) for g in board.configs if all((g.id, c.id) in board.cells for c in columns)}  # fmt: skip
    best = [max(board.cells[g.id, c.id].mean for g in board.configs if (g.id, c.id) in board.cells) for c in columns]
    found = []
    for config in board.configs:
        own = full.get(config.id)
        if own is None or any(_beats(other, own) for other in full.values()):
            continue
        cells = tuple((mean, mean - top) for mean, top in zip(own, best, strict=True))
        found.append(Paying(config, cells, sum(gap == 0 for _, gap in cells)))
    return sorted(found, key=lambda p: (-p.best_in, -sum(c[0] for c in p.cells if c)))


def _beats(other: tuple[float, ...], own: tuple[float, ...]) -> bool:
    return all(a >= b for a, b in zip(other, own, strict=True)) and other != own
