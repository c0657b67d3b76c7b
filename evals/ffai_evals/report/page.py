"""The report as one HTML file that needs nothing else: styles, script, plots and data are in it, and it is forbidden to fetch anything."""

import base64
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import Any

from ffai_evals.alignment import Aligned, always, constant
from ffai_evals.alignment_told import best_first, differing, disputed, trusted, verdict, word_of
from ffai_evals.label.people import beside
from ffai_evals.project.rules import score_key
from ffai_evals.report import stills, svg, tradeoffs
from ffai_evals.report.board import Board, Cell, Column, cheapest, failures, hardest
from ffai_evals.report.table import _seconds

ANSWER = 700  # characters of an answer that are kept; of evidence, too
EXAMPLES = 4
_HERE = os.path.dirname(__file__)


def as_html(
    board: Board,
    pictures: Mapping[stills.Key, list[stills.Still]] = MappingProxyType({}),
    trained: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> str:
    """The page. `pictures`: stills of what failing answers made. `trained`: how models of one's own among the run configs came to be."""
    style, script = _file("page.css"), _file("page.js")
    data = json.dumps(_data(board), ensure_ascii=False, separators=(",", ":"))
    data = data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    policy = f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'; img-src data:; base-uri 'none'; form-action 'none'"
    parts = [
        _section("glance", "At a glance", _glance(board)),
        _section("matrix", "Run configs × evals", _matrix(board)),
        _section("tradeoffs", "Evals against each other", _tradeoffs(board)),
        _section("cost", "Cost against quality", _plots(board)),
        _section("alignment", "Judges against people", _alignment(board)),
        _section("tuned", "Models trained here", _tuned(trained)),
        _section("failures", "What failed, and why", _failures(board, pictures)),
        _section("compare", "Two run configs side by side", _pair(board)),
        _section("data", "What the synthetic data reaches", board.coverage),
        _section("left-out", "To note", "".join(f"<p>{escape(p)}</p>" for p in board.problems[:200])),
    ]
    shown = [(key, title, body) for key, title, body in parts if body]
    nav = "".join(f'<a href="#{key}">{escape(title)}</a>' for key, title, _ in shown)
    body = "".join(f'<section id="{key}"><h2>{escape(title)}</h2>{text}</section>' for key, title, text in shown)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="generator" content="ffai"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(board.title)}</title><style>{style}</style></head>\n'
        f"<body><header><h1>{escape(board.title)}</h1><nav>{nav}</nav></header>\n<main>{body}</main>\n"
        f'<script type="application/json" id="data">{data}</script>\n<script>{script}</script></body></html>\n'
    )


def _file(name: str) -> str:
    with open(os.path.join(_HERE, name), encoding="utf-8") as file:
        return file.read()


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _section(key: str, title: str, body: str) -> tuple[str, str, str]:
    return key, title, body


def _cut(text: str, most: int = ANSWER) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _tuned(trained: Mapping[str, Mapping[str, Any]]) -> str:
    """Each model with its losses: of training as a thin line, of what was held back as a thick one."""
    return "".join(
        f"<h3>{escape(name)}</h3><p>{escape(str(said.get('base', '')))}, {said.get('pairs', 0):,} pairs, {said.get('steps', 0):,} steps, "
        f"validation loss {said.get('first', 0.0):.3f} → {said.get('validation', 0.0):.3f}</p>{svg.losses(said.get('losses') or ())}"
        for name, said in trained.items()
    )


# --- the first look


def _glance(board: Board) -> str:
    """What somebody who has half a minute has to know: the best of each eval, what is told apart from it, the judges that can be trusted."""
    tiles = []
    for column in board.columns:
        best = board.best(column)
        if best is None:
            continue
        leaders = [c for c in board.configs if (cell := board.cells.get((c.id, column.id))) and cell.mean == best.mean]
        close = sum(board.close(cell, column) for (_, c), cell in board.cells.items() if c == column.id) - len(leaders)
        n = sum(c == column.id for _, c in board.cells)
        told = (
            "the only one that was scored"
            if n == 1
            else f"{close} of {n - len(leaders)} others are not told apart"
            if close
            else f"shared by all {n}"
            if n == len(leaders)
            else "ahead of the rest"
        )
        tiles.append(
            f'<div class="tile"><small>{escape(column.title)}</small><b>{best.mean:.1%}</b><span>{escape(leaders[0].name)}</span><small>{best.low:.0%} – {best.high:.0%}, n {best.n}; {told}</small></div>'
        )
    sure = [f"{j.name} ({name})" for name, found in board.aligned.items() for j in found if trusted(j)]
    if board.aligned:
        total = sum(len(found) for found in board.aligned.values())
        tiles.append(
            f'<div class="tile"><small>Judges against people</small><b>{len(sure)} of {total}</b><span>better than chance</span><small>{escape(", ".join(sure[:2]))}{", …" if len(sure) > 2 else ""}</small></div>'
        )
    return f'<div class="tiles">{"".join(tiles)}</div>' if tiles else ""


def _tradeoffs(board: Board) -> str:
    """What a run config that is best in one eval pays in the others."""
    columns = tradeoffs.columns_of(board)
    rows = tradeoffs.paying(board)
    pairs = tradeoffs.against(board)
    out = []
    if rows:
        head = "".join(f'<th scope="col">{escape(c.title)}</th>' for c in columns)
        body = "".join(
            f'<tr><th scope="row">{escape(p.config.name)}<small>best in {p.best_in} of {len(columns)}</small></th>'
            + "".join(f'<td class="n{" best" if gap == 0 else ""}">{mean:.1%}<small>{"best" if gap == 0 else f"{gap * 100:+.1f} points"}</small></td>' for mean, gap in filter(None, p.cells))
            + "</tr>"
            for p in rows[:20]
        )  # fmt: skip
        out.append(
            "<p>Run configs that no other beats in one eval without losing in another, and how far each is from the best there.</p>"
            f'<div class="wide"><table><thead><tr><th scope="col">Run config</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        )
    if pairs:
        body = "".join(
            f'<tr><th scope="row">{escape(p.a.title)} ↔ {escape(p.b.title)}</th><td class="n">{p.opposed} of {p.pairs}</td><td class="n">{_n(p.together)}</td><td class="n">{p.n}</td></tr>'
            for p in pairs[:30]
        )
        head = "".join(
            f'<th scope="col">{t}</th>'
            for t in ("Evals", "pairs of run configs of which each is the better in one", "Kendall τ-b", "run configs")
        )
        out.append(f'<div class="wide"><table class="narrow"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')
    return "".join(out)


# --- the matrix


def _matrix(board: Board) -> str:
    if not board.cells:
        return "<p>No run config was scored yet.</p>"
    costs, times = (any(a[k] is not None for a in board.amounts.values()) for k in (0, 1))
    amounts = [*([("Cost", "$ for 1,000 answers")] if costs else []), *([("Time", "s an answer")] if times else [])]
    head = "".join(
        f'<th scope="col"><button type="button">{escape(title)}</button><small>{escape(about)}</small></th>'
        for title, about in [
            ("Run config", "model, provider, prompt"),
            *((c.title, "; ".join(p for p in (f"judge: {c.judge}" if c.judge else "", c.note) if p)) for c in board.columns),
            *amounts,
        ]
    )
    rows = []
    for config in board.configs:
        cells = "".join(_cell(board, column, board.cells.get((config.id, column.id))) for column in board.columns)
        amount = board.amounts[config.id]
        cells += f'<td class="n" data-value="{_value(amount.cost)}">{_dollars(amount.cost)}</td>' if costs else ""
        cells += f'<td class="n" data-value="{_value(amount.seconds)}">{_seconds(amount.seconds)}</td>' if times else ""
        rows.append(
            f'<tr><th scope="row" data-value="{escape(config.name)}">{escape(config.name)}<small>{escape(config.about)}</small></th>{cells}</tr>'
        )
    return (
        "<p>Means on 0 to 100 %: of pass and fail the share of passes, of stars (stars − 1) / 4. Below each its 95 % interval: Wilson's where "
        "all scores are pass or fail, else of means drawn again. Bold is the best of a column; ≈ is not told apart from it: its interval reaches the best mean. "
        "Cost and time are means, shown where at least half of the answers tell them.</p>"
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _cell(board: Board, column: Column, cell: Cell | None) -> str:
    if cell is None:
        return '<td class="n soft" data-value="">–</td>'
    best = board.best(column)
    first = best is not None and cell.mean == best.mean
    mark = "" if first else "≈ " if board.close(cell, column) else ""
    size = f" of {column.size}" if 0 < cell.n < column.size else ""
    return (
        f'<td class="n{" best" if first else ""}" data-value="{cell.mean:.6f}">{mark}{cell.mean:.1%}'
        f"<small>{cell.low:.1%} – {cell.high:.1%}, n {cell.n}{size}</small>{svg.bar(cell.low, cell.mean, cell.high)}</td>"
    )


def _dollars(cost: float | None) -> str:
    """What a thousand answers cost."""
    if not cost:
        return "–" if cost is None else "0"
    return f"{1000 * cost:.2f}" if cost >= 1e-5 else f"{1000 * cost:.1g}"


def _value(amount: float | None) -> str:
    return "" if amount is None else f"{amount:.9g}"


def _plots(board: Board) -> str:
    found = []
    for column in board.columns:
        frontier = cheapest(board, column)
        points = [
            svg.Point(c.name, cost, cell.mean, cell.low, cell.high, c.id in frontier)
            for c in board.configs
            if (cell := board.cells.get((c.id, column.id))) and (cost := board.amounts[c.id].cost) is not None
        ]
        if points:
            found.append(
                f"<div><h3>{escape(column.title)}</h3>{svg.scatter(points, f'{column.title}: cost against quality')}</div>"
            )
    if not found:
        return "<p>No run config tells its cost.</p>" if board.cells else ""
    said = (
        "<p>Each point is a run config, the line through it its 95 % interval. Coloured: no other is both better and cheaper.</p>"
    )
    return f'{said}<div class="plots">{"".join(found)}</div>'


# --- judges against people


_FIGURES = (
    ("accuracy", "accuracy"), ("balanced_accuracy", "balanced"), ("kappa", "Cohen’s κ"), ("mcc", "MCC"), ("spearman", "Spearman ρ"), ("kendall_tau_b", "Kendall τ-b"),
    ("pearson", "Pearson r"), ("mae", "MAE"), ("mse", "MSE"), ("normalised_mae", "MAE, 0–1"), ("normalised_mse", "MSE, 0–1"),
)  # fmt: skip


def _alignment(board: Board) -> str:
    out = []
    for name, found in board.aligned.items():
        for score in dict.fromkeys(j.score for j in found):
            judges = best_first([j for j in found if j.score == score])
            rows = [*judges, constant(max(judges, key=lambda j: len(j.pairs)))]
            figures = [f for f in _FIGURES if rows[-1].kind != "pass_fail" or not f[0].startswith("normalised")]
            head = "".join(f'<th scope="col">{t}</th>' for t in ("Judge", "labels", "κ", *(title for _, title in figures)))
            body = "".join(_judge_row(j, figures, ours=j in judges) for j in rows)
            title = name if score == score_key(name) else f"{name}: {score}"
            passed = rows[-1].confusion["tp"] + rows[-1].confusion["fn"]
            verdicts = "".join(f'<li class="{"pass" if trusted(j) else "soft"}"><b>{escape(j.name)}</b>: {escape(verdict(j))}</li>' for j in judges)  # fmt: skip
            out.append(f"<h3>{escape(title)}</h3><p>People gave {passed} passes and {len(rows[-1].pairs) - passed} fails.</p>")
            out.append(
                f'<ul class="verdicts">{verdicts}</ul><div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
                + _people(board.people.get(name, {}).get(score), judges)
                + _disputed(judges, board)
                + "".join(_disagreements(j, board) for j in judges)
            )
    if not out:
        return ""
    said = "<p>Each judge on the golden set that people rated. In brackets 95 % intervals, by drawing the labelled answers again. ✓✓ both pass, ✗✗ both fail, alone: what the judge alone passes and fails. The last line of a table always says the same.</p>"
    return said + "".join(out)


def _people(told: dict[str, Any] | None, judges: list[Aligned]) -> str:
    if not told:
        return "<p>The raters’ own agreement is not known: no answer was rated by two people here.</p>"
    lines = [*told["text"], *(f"{j.name}: {said}" for j in judges if (said := beside(j, told)))]
    return f"<p>People among themselves: {'; '.join(escape(line) for line in lines)}.</p>"


def _judge_row(judged: Aligned, figures: Sequence[tuple[str, str]], *, ours: bool) -> str:
    cells = []
    for key, _ in figures:
        interval = judged.intervals[key]
        ranged = f"<small>[{_n(interval[0])}, {_n(interval[1])}]</small>" if interval else ""
        cells.append(f'<td class="n">{_n(judged.figures[key])}{ranged}</td>')
    kappa, interval = judged.figures["kappa"], judged.intervals["kappa"]
    plot = svg.bar(interval[0], kappa, interval[1], bottom=-1) if kappa is not None and interval and ours else ""
    c = judged.confusion
    table = "" if not judged.pairs else f"<small>✓✓ {c['tp']} ✗✗ {c['tn']}</small><small>alone ✓ {c['fp']} ✗ {c['fn']}</small>"
    return f'<tr><th scope="row">{escape(judged.name if ours else f"always saying {word_of(always(judged)[0], judged.kind)}")}</th><td class="n">{len(judged.pairs)}{table}</td><td>{plot}</td>{"".join(cells)}</tr>'


def _asked(board: Board, run: str) -> str:
    return escape(_cut(board.inputs.get(run, run).partition("\n")[0], 200))


def _answered(board: Board, run: str) -> str:
    answer = board.inputs.get(run, "").partition("\n")[2].strip()
    return f"<pre>{escape(_cut(answer, 300))}</pre>" if answer else ""


def _disputed(judges: list[Aligned], board: Board) -> str:
    rows = disputed(judges)
    if not rows:
        return ""
    items = "".join(f"<li>{_asked(board, r)} <small class='soft'>people {word_of(h, judges[0].kind)}, {n} of {k} judges not; run {escape(r)}</small>{_answered(board, r)}</li>" for r, h, n, k in rows[:50])  # fmt: skip
    return f"<details open><summary>Most judges differ from people on {len(rows)}: look at the labels again, too</summary><ul>{items}</ul></details>"


def _disagreements(judged: Aligned, board: Board) -> str:
    kind, wrong = judged.kind, differing(judged)
    if not wrong:
        return ""
    items = "".join(f"<li>{_asked(board, r)} <small class='soft'>people {word_of(h, kind)}, judge {word_of(g, kind)}; run {escape(r)}</small>{_answered(board, r)}</li>" for r, h, g in wrong[:100])  # fmt: skip
    return f"<details><summary>{escape(judged.name)}: {len(wrong)} to read where it and people differ</summary><ul>{items}</ul></details>"


def _n(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


# --- failures


def _failures(board: Board, pictures: Mapping[stills.Key, list[stills.Still]]) -> str:
    out = []
    for column in board.columns:
        groups = failures(board, column)
        if not groups:
            continue
        out.append(f"<h3>{escape(column.title)}</h3>")
        for group in groups:
            reason = group.reason.replace("_", " ")
            shown, seen = list[str](), set[str]()
            for config, sample in group.samples:  # different items first: the same one tells the same
                if sample.item not in seen and len(shown) < EXAMPLES:
                    seen.add(sample.item)
                    evidence = f"<small class='soft'>{escape(_cut(sample.evidence))}</small>" if sample.evidence else ""
                    shown.append(
                        f"<h3>{escape(_cut(sample.request, 300))}</h3><small class='soft'>{escape(sample.item)}, {escape(config.name)}</small><pre>{escape(_cut(sample.answer)) or 'no answer'}</pre>{evidence}{_stills(pictures.get(stills.key(sample), []))}"
                    )
            more = f"<p>and {len(group.samples) - len(shown)} more: two run configs side by side show them all</p>" if len(group.samples) > len(shown) else ""  # fmt: skip
            out.append(
                f"<details><summary><b>{escape(reason)}</b>: {len(group.samples)} answers to {group.items} items</summary>{''.join(shown)}{more}</details>"
            )
        worst = hardest(board, column)
        if len(board.configs) > 1 and worst:
            rows = "".join(f'<tr><td class="n">{bad} of {n}</td><td>{escape(_cut(request, 200))}<small>{escape(item)}</small></td></tr>' for item, request, bad, n in worst)  # fmt: skip
            out.append(
                f"<details><summary>the items that most fail on</summary><div class='wide'><table><tbody>{rows}</tbody></table></div></details>"
            )
    return "".join(out)


def _stills(found: list[stills.Still]) -> str:
    return "".join(f'<figure><img src="{s.picture}" alt="what came out: {escape(s.name, quote=True)}" loading="lazy"><figcaption>{escape(s.name)}</figcaption></figure>' for s in found)  # fmt: skip


# --- any two, side by side


def _pair(board: Board) -> str:
    if len(board.configs) < 2 or not board.cells:
        return ""
    selects = "".join(f'<label>{title}<select id="{key}"></select></label>' for key, title in (("column", "Eval"), ("a", "This run config"), ("b", "against this one")))  # fmt: skip
    return f'<div class="controls">{selects}</div><div id="pair" aria-live="polite"></div>'


def _data(board: Board) -> dict[str, Any]:
    """The samples for the script, each text once."""
    texts: dict[str, int] = {"": 0}
    items: dict[tuple[str, str], int] = {}

    def text(said: str) -> int:
        return texts.setdefault(_cut(said), len(texts))

    samples = {}
    for n, config in enumerate(board.configs):
        for k, column in enumerate(board.columns):
            found = board.samples.get((config.id, column.id))
            if found:
                samples[f"{n},{k}"] = [
                    [
                        items.setdefault((column.eval, s.item), len(items)),
                        round(s.value, 4),
                        int(s.passed),
                        text(s.answer),
                        text(s.reason),
                        text(s.evidence),
                    ]
                    for s in found
                ]
    requests = {(c.eval, s.item): s.request for c in board.columns for g in board.configs for s in board.samples.get((g.id, c.id), [])}  # fmt: skip
    rows = [[text(item), text(requests[name, item])] for name, item in items]
    return {
        "columns": [c.title for c in board.columns], "configs": [c.name for c in board.configs], "items": rows, "samples": samples,
        "texts": list(texts),
    }  # fmt: skip
