"""What a plan touches, in a sentence: apart from the preview, since the shell's key needs it without all of that."""

from ffai.documents import inputs_of, outputs_of
from ffai.read import Plan


def touched_text(plan: Plan) -> str:
    """What a run reads and writes, in a sentence."""
    reads = len(inputs_of(plan))
    writes = outputs_of(plan.report)
    patterns = [touch for touch in plan.report.touches if touch.kind == "pattern" and touch.target in writes]
    parts = [f"reads {count(reads, 'file')}" if reads else ""]
    if patterns:
        parts.append("writes new numbered files")
    elif writes:
        parts.append(f"writes {count(len(writes), 'new file')}")
    else:
        parts.append("writes nothing")
    return ", ".join(part for part in parts if part) + "; nothing that exists is changed"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
