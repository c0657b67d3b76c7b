"""The report in a terminal, as JSON and as CSV."""

import csv
import io
from typing import Any

from ffai_evals.alignment_told import as_document as aligned_document
from ffai_evals.alignment_told import best_first, verdict
from ffai_evals.report import tradeoffs
from ffai_evals.report.board import Board, Cell, Column, cheapest, failures, hardest, plain

WIDEST = 28


def as_text(board: Board) -> str:
    """Run configs × scores with intervals, costs, judges, reasons of failure."""
    lines = [board.title, ""]
    if not board.cells:
        lines.append("no run config was scored yet")
    for column in board.columns:
        rows = [(c, cell) for c in board.configs if (cell := board.cells.get((c.id, column.id)))]
        if not rows:
            lines += [f"{column.title}: not scored yet" + (f" ({column.note})" if column.note else ""), ""]
            continue
        rows.sort(key=lambda row: -row[1].mean)
        about = ", ".join(part for part in (f"judge {column.judge}" if column.judge else "", column.note) if part)
        lines.append(f"{column.title}" + (f"  ({about})" if about else ""))
        width = min(WIDEST, max(len(c.name) for c, _ in rows))
        lines.append(f"  {'run config':<{width + 2}} {'mean':>6}   {'95 % interval':>15} {'n':>6}   {'$ each':>9}  {'s each':>7}")
        frontier = cheapest(board, column)
        for config, cell in rows:
            amount = board.amounts[config.id]
            mark = "≈" if board.close(cell, column) else " "
            n = f"{cell.n}/{column.size}" if 0 < cell.n < column.size else str(cell.n)
            lines.append(
                f"  {mark} {config.name[:width]:<{width}} {cell.mean:>6.1%}   {cell.low:>6.1%} – {cell.high:<6.1%} {n:>6}   {_cost(amount.cost):>9}  {_seconds(amount.seconds):>7}"
                + ("  no other is both better and cheaper" if config.id in frontier and len(frontier) < len(rows) else "")
            )
        lines += [*_reasons(board, column), ""]
    if board.cells:
        lines += ["≈ not told apart from the best: its interval reaches the best mean", ""]
    lines += _tradeoffs(board)
    for name, found in board.aligned.items():
        lines += [f"judges of {name} against people", *(f"  {j.name} ({j.score}): {verdict(j)}" for j in best_first(found))]
        lines += [f"  {key}: {line}" for key, told in board.people.get(name, {}).items() for line in told["text"]]
        lines.append("")
    lines += [f"note: {p}" for p in board.problems[:20]]
    return "\n".join(lines).rstrip() + "\n"


def _tradeoffs(board: Board) -> list[str]:
    """Evals of which a run config that is better in one is often worse in the other."""
    rows = [p for p in tradeoffs.against(board) if p.opposed]
    if not rows:
        return []
    told = [f"  {p.a.title} ↔ {p.b.title}: {p.opposed} of {p.pairs} pairs of run configs" for p in rows[:10]]
    return ["evals against each other: pairs of run configs of which each is the better one in one of the two", *told, ""]


def _reasons(board: Board, column: Column) -> list[str]:
    told = [f"{len(f.samples)} {f.reason}" for f in failures(board, column)]
    out = ["  failed: " + ", ".join(told[:8])] if told else []
    worst = hardest(board, column, 3)
    if worst and len(board.configs) > 1:
        out += ["  most failed on:", *(f"    {bad}/{n}  {item}  {request[:80]}" for item, request, bad, n in worst)]
    return out


def _cost(value: float | None) -> str:
    return "–" if value is None else "0" if value == 0 else f"{value:.2g}" if value >= 0.001 else f"{value:.1e}"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2g}"


def as_document(board: Board) -> dict[str, Any]:
    """`{"v": 1, "evals": […], "run_configs": […], "cells": […], "failures": […], "alignment": {…}, "problems": […]}`."""
    return {
        "v": 1,
        "title": board.title,
        "evals": [
            {"id": c.id, "eval": c.eval, "score": c.score, "type": c.kind, "judge": c.judge, "items": c.size, "note": c.note} for c in board.columns
        ],
        "run_configs": [
            {"id": c.id, "name": c.name, "about": c.about, "cost": plain(board.amounts[c.id].cost), "seconds": plain(board.amounts[c.id].seconds)}
            for c in board.configs
        ],
        "cells": [
            {"run_config": config, "eval": column, **_cell(cell)} for (config, column), cell in board.cells.items()
        ],
        "failures": [
            {"eval": c.id, "reason": f.reason, "samples": len(f.samples), "items": f.items} for c in board.columns for f in failures(board, c)
        ],
        "tradeoffs": [
            {"a": p.a.id, "b": p.b.id, "run_configs": p.n, "kendall_tau_b": plain(p.together), "opposed": p.opposed, "pairs": p.pairs}
            for p in tradeoffs.against(board)
        ],
        "alignment": {name: aligned_document(found, name) for name, found in board.aligned.items()},
        "people": board.people,
        "problems": list(board.problems),
    }  # fmt: skip


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "n": cell.n,
        "passes": cell.passes,
        "mean": plain(cell.mean),
        "interval": [plain(cell.low), plain(cell.high)],
    }


def as_csv(board: Board) -> str:
    """A line for each cell, with a header. Text that a spreadsheet would take for a formula is quoted with '."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(
        ["run_config", "about", "eval", "score", "type", "judge", "n", "passes", "mean", "low", "high", "cost", "seconds"]
    )
    for config in board.configs:
        for column in board.columns:
            cell = board.cells.get((config.id, column.id))
            if cell is not None:
                amount = board.amounts[config.id]
                said = (config.name, config.about, column.eval, column.score, column.kind, column.judge)
                figures = (cell.mean, cell.low, cell.high, amount.cost, amount.seconds)
                rows.writerow(
                    [
                        *map(_inert, said),
                        cell.n,
                        cell.passes,
                        *("" if (v := plain(value)) is None else v for value in figures),
                    ]
                )
    return out.getvalue()


def _inert(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
