"""What `ffai eval run` shows: the misses first, each with the command to see it happen, then the table by family."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ffai.show.style import Style, clean, cut, width_of
from ffai_evals.intervals import wilson

Line = dict[str, Any]
_RULE = 20  # columns of an interval's picture
_MOST = 40  # misses that are told at length


def misses(lines: Sequence[Line], name: str, style: Style) -> list[str]:
    """Every miss: the request, why, what was answered, how to see it."""
    found = [line for line in lines if not line["pass"]]
    told: list[str] = []
    more = "" if name == "correctness" else f" --eval {name}"
    for s in found[:_MOST]:
        config = "" if s["config"] == "offline" else f" --config {s['config']}"
        kind = str(s["class"]).replace("_", " ") + (", and said nothing" if s["silent"] else "")
        told.append(
            f"{style.paint('bad', '✗')} {style.paint('bold', s['item'])}  {_one_line(s['request'], style.width - width_of(s['item']) - 4)}"
        )
        told.append(
            "    "
            + style.paint("warn", kind)
            + _one_line(f": {s['evidence'] or s['question'] or s['said'].get('declined', '')}", style.width - 5 - len(kind))
        )
        told += ["    " + style.paint("dim", _one_line(f"$ {command}", style.width - 4)) for command in s["commands"][:2]]
        told.append(f"    see it: ffai eval show {s['item']}{config}{more}")
    if len(found) > _MOST:
        told.append(f"and {len(found) - _MOST} more; --json has them all")
    return [*told, ""] if told else []


def table(lines: Sequence[Line], style: Style) -> list[str]:
    """Right answers by family with their 95 % intervals, the worst first; then the whole, what went wrong, and what it took.

    A family alone is the whole: one row, under its name.
    """
    by: dict[str, list[Line]] = defaultdict(list)
    for s in lines:
        by[s["family"] or "–"].append(s)
    rows = sorted(by.items(), key=lambda row: (sum(s["pass"] for s in row[1]) / len(row[1]), -len(row[1]), row[0]))
    width = max([6, *(width_of(name) for name in by)])
    width = min(width, 20)
    drawn = style.width >= width + 30 + _RULE + 18
    head = f"{'family':<{width}}  {'right':>9}          {'95 % interval':>14}"
    told = [style.paint("dim", head + ("  " + "0 %" + " " * (_RULE - 8) + "100 %" if drawn else "") + "   silently wrong")]
    if len(rows) > 1:
        told += [_row(name, found, width, style, drawn=drawn) for name, found in rows]
    whole = rows[0][0] if len(rows) == 1 and rows[0][0] != "–" else "all"
    told.append(style.paint("bold", _row(whole, list(lines), width, style._replace(color=False), drawn=drawn)))
    kinds = Counter(str(s["class"]).replace("_", " ") for s in lines)
    told.append(", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    return [*told, *_amounts(lines)]


def _row(name: str, found: list[Line], width: int, style: Style, *, drawn: bool) -> str:
    n, right = len(found), sum(s["pass"] for s in found)
    low, high = wilson(right, n)
    silent = sum(s["silent"] for s in found)
    share = f"{right / n:>6.1%}" if n else f"{'–':>6}"
    colour = "good" if right == n else "bad" if n and right / n < 0.8 else "warn"
    text = (
        f"{cut(clean(name), width):<{width}}  {right:>4}/{n:<4} " + style.paint(colour, share) + f"  {low:>6.1%} – {high:<6.1%}"
    )
    if drawn:
        text += "  " + style.plain(_picture(low, right / n if n else 0.0, high))
    return text + (f"   {silent}" if silent else "   ·" if style.unicode else "   -")


def _picture(low: float, share: float, high: float) -> str:
    """The interval on a line from 0 to 100 %, the share on it."""
    at = [round(x * (_RULE - 1)) for x in (low, share, high)]
    return "".join("●" if i == at[1] else "━" if at[0] <= i <= at[2] else "·" for i in range(_RULE))


def _amounts(lines: Sequence[Line]) -> list[str]:
    """What the answers took."""
    seconds = sorted(float(s["translated"]) for s in lines)
    if not seconds:
        return []
    told = [
        f"{_time(statistics.median(seconds))} an answer (median), {_time(seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))])} at the 95th percentile"
    ]
    tokens = [s["tokens"] for s in lines if s["tokens"] is not None]
    costs = [s["cost"] for s in lines if s["cost"] is not None]
    if tokens:
        told.append(f"{sum(tokens):,} tokens, {sum(tokens) / len(tokens):,.0f} an answer")
        told.append(f"${sum(costs):.4f}, ${sum(costs) / len(costs):.6f} an answer" if costs else "its price is not known")
    return ["; ".join(told)]


def _time(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def overview(by: Iterable[tuple[str, str, Sequence[Line]]], style: Style) -> list[str]:
    """Run configs × evals, a row each, when there is more than one."""
    rows = [(name, config, list(lines)) for name, config, lines in by]
    if len(rows) < 2:
        return []
    names = len({name for name, _, _ in rows}) > 1
    titles = [f"{config}, {name}" if names else config for name, config, _ in rows]
    width = min(36, max(width_of(t) for t in titles))
    told = [
        style.paint(
            "dim",
            f"{'run config':<{width}}  {'right':>9}          {'95 % interval':>14}   {'$ each':>10}  {'tokens':>7}  {'time':>7}",
        )
    ]
    for title, (_, _, lines) in zip(titles, rows, strict=True):
        n, right = len(lines), sum(s["pass"] for s in lines)
        low, high = wilson(right, n)
        costs, tokens = (
            [s["cost"] for s in lines if s["cost"] is not None],
            [s["tokens"] for s in lines if s["tokens"] is not None],
        )
        cost = f"{sum(costs) / len(costs):.6f}" if costs else "–"
        used = f"{sum(tokens) / len(tokens):.0f}" if tokens else "–"
        time = _time(statistics.median([float(s["translated"]) for s in lines])) if lines else "–"
        share = f"{right / n:>6.1%}" if n else f"{'–':>6}"
        told.append(
            f"{cut(clean(title), width):<{width}}  {right:>4}/{n:<4} {share}  {low:>6.1%} – {high:<6.1%}   {cost:>10}  {used:>7}  {time:>7}"
        )
    return ["", *told]


def _one_line(text: str, width: int) -> str:
    text = clean(" ".join(text.split()))
    return text if width_of(text) <= width else cut(text, max(10, width - 1)) + "…"


def item(line: Line, scores: Sequence[Any], media: dict[str, str], style: Style) -> list[str]:
    """One sample with everything: the request, the media, the commands, each requirement and what was measured."""
    told = [f"{style.paint('bold', line['item'])}  {clean(line['request'])}"]
    told += [style.paint("dim", f"  {clean(name)}: {clean(words) or 'as its name says'}") for name, words in media.items()]
    told += [f"  $ {clean(command)}" for command in line["commands"]]
    told += [f"  {clean(part)}" for part in (line["answer"], line["question"]) if part and not line["commands"]]
    passed = bool(line["pass"])
    told.append(
        "  " + style.paint("good" if passed else "bad", "✓ right" if passed else "✗ " + str(line["class"]).replace("_", " "))
    )
    for score in scores:
        mark = style.paint("good", "✓") if score.met else style.paint("bad", "✗")
        where = f"{clean(score.file)} " if score.file else ""
        told.append(
            f"    {mark} {where}{score.name}: {clean(str(score.measured))[:200]}"
            + ("" if score.met else f" (wanted {clean(str(score.wanted))[:200]})")
        )
    if line["evidence"] and not scores:
        told.append(f"    {clean(str(line['evidence']))}")
    return told
