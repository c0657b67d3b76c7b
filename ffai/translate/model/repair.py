"""What is wrong with a model's answer, in words for the model; and the answer sent back with them."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ffai_guards.values import DENY

from ffai.confirm.decide import MISSING
from ffai.documents import outputs_of
from ffai.read import Plan
from ffai.translate.model.extract import Found
from ffai.translate.model.masks import Mask
from ffai.translate.model.values import Message

if TYPE_CHECKING:
    from ffai.translate.model import Attempt

_MOST = 6  # complaints sent back at once
# what the guard would ask the user about, and a model can avoid by another name
_NAMES = frozenset(("FF_OVERWRITE", "FF_SAME_FILE", "FF_SIDE_FILE", "FF_MULTI_OUT"))


def complaints(plan: Plan, found: Found) -> tuple[str, ...]:
    """What should be put right; () when the answer can stand, or when asking again is of no use."""
    if not found.commands:
        return () if found.question or found.declined else ("there was no command in the answer",)
    texts = [f"{problem.text} ({problem.words})" if problem.words else problem.text for problem in plan.reading.problems]
    for reason in plan.report.verdict.reasons:
        asked_for = reason.code == "FF_OVERWRITE" and plan.context.output
        if (reason.level == DENY or reason.code in _NAMES) and not asked_for:
            texts.append(f"{reason.text}; {reason.alternative}" if reason.alternative else reason.text)
    for finding in plan.errors:
        if finding.code not in MISSING or not _is_in_request(finding.text, plan):
            texts.append(finding.text)
    wanted = plan.context.output
    if wanted and plan.reading.steps and wanted not in outputs_of(plan.report):
        texts.append(f"the result must go to {wanted}")
    return tuple(dict.fromkeys(texts))[:_MOST]


def _is_in_request(text: str, plan: Plan) -> bool:
    """Whether a missing file is one that the user named: then no other answer can help."""
    return any(m.text in text or m.path in text for m in plan.context.mentions)


def rank(attempt: "Attempt") -> tuple[bool, bool, int]:
    """The lower the better: nothing to run, refused by the guard, the number of things that are wrong."""
    return (not attempt.found.commands, bool(attempt.plan.reading.problems) or attempt.plan.level == DENY, len(attempt.wrong))


def as_answer(commands: Sequence[str], mask: Mask) -> str:
    """Commands in the form that answers have."""
    return json.dumps({"commands": [mask.masked(command) for command in commands]}, ensure_ascii=False)


def sent_back(messages: tuple[Message, ...], before: str, wrong: Sequence[str], mask: Mask) -> tuple[Message, ...]:
    """The conversation with an answer of the model and what was wrong with it."""
    listed = "\n".join(f"- {mask.masked(text)}" for text in wrong)
    said = f"This would not work here:\n{listed}\nAnswer again in the same form, with all of it put right."
    return (*messages, {"role": "assistant", "content": before}, {"role": "user", "content": said})
