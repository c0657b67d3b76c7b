"""What came of a run, in a few lines."""

from typing import Any

from ffai.errors import ExitStatus
from ffai.read import Plan
from ffai.running.outcome import DONE, PARTIAL, Outcome
from ffai.show.facts import size_text, time_text
from ffai.show.style import Style, clean

_SHOWN = 6


def summary(outcome: Outcome, plan: Plan, style: Style) -> list[str]:
    """Lines for standard error: what was made, what failed and why, how to take it back."""
    lines: list[str] = []
    for made in outcome.created[:_SHOWN]:
        share = _share(made.size, plan) if len(outcome.created) == 1 else ""
        lines.append(
            "  "
            + style.paint("good", "done")
            + "  "
            + style.paint("file", clean(made.path))
            + style.paint("dim", f"  {size_text(made.size)}{share}")
        )
    if len(outcome.created) > _SHOWN:
        rest = outcome.created[_SHOWN:]
        lines.append(
            style.paint("dim", f"        and {len(rest)} more, {size_text(sum(m.size for m in outcome.created))} in all")
        )
    for path in outcome.replaced:
        lines.append(style.paint("dim", f"        the old {clean(path)} is kept for undo"))
    for failure in outcome.failures:
        name = f"{clean(failure.output)}: " if failure.output else ""
        lines.append("  " + style.paint("bad", "failed") + f"  {name}{clean(failure.error)}")
        if failure.next_step:
            lines.append(style.paint("dim", f"        {clean(failure.next_step)}"))
    if outcome.printed:
        lines += ["  " + clean(line) for line in outcome.printed.splitlines()]
    elif not outcome.created and not outcome.failures:
        lines.append(
            "  " + style.paint("good", "done") + style.paint("dim", "  nothing was found to complain about; no file was made")
        )
    lines.append(
        style.paint("dim", f"        {time_text(outcome.seconds)}" + (" · ffai undo takes it back" if outcome.created else ""))
    )
    lines += [style.paint("warn", f"  note  {clean(note)}") for note in outcome.notes]
    return lines


def _share(size: int, plan: Plan) -> str:
    """How large the result is beside its only input."""
    if len(plan.proposal.inputs) != 1:
        return ""
    media = plan.context.probe(plan.proposal.inputs[0])
    if media is None or not media.size:
        return ""
    return f" ({100 * size / media.size:.0f} % of the original)"


def status_of(outcome: Outcome) -> int:
    """The exit status: done, or failed when any part of it failed."""
    return ExitStatus.DONE if outcome.status == DONE else ExitStatus.FAILED


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """The outcome for JSON and for the record."""
    return {
        "status": outcome.status,
        "run": outcome.id,
        "created": [{"path": m.path, "size": m.size} for m in outcome.created],
        "replaced": list(outcome.replaced),
        "failures": [{"output": f.output, "error": f.error, "next_step": f.next_step} for f in outcome.failures],
        "printed": outcome.printed,
        "log": outcome.log,
        "seconds": round(outcome.seconds, 3),
    }


_ = PARTIAL
