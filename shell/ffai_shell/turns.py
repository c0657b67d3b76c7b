"""Follow-ups: what a line means when something is on the table already."""

import re
from collections.abc import Sequence

from ffai.look.kinds import MEDIA, extension_of, kind_of
from ffai.read import Plan
from ffai.values import Mention

MOST = 12  # turns that are kept
_LEAD = re.compile(r"^(?:(?:and|also|now|then|but|ok|okay|please|actually|instead|no(?=,)|hmm)\b[\s,:;-]*)+", re.IGNORECASE)
_UNDO = re.compile(r"(?:undo|take)(?: (?:that|it|this|the last(?: one| run)?))?(?: back)?[.!]?", re.IGNORECASE)
_SAME = re.compile(
    r"(?:do )?(?:the )?same (?:thing )?(?:for|to|with|on) (?:all )?(?:the |of the )?(?:others?|rest|other \w+)[.!]?",
    re.IGNORECASE,
)
_SMALLER = re.compile(
    r"(?:make it |a bit |much |even |still )*(?:smaller|less|lower quality|more compressed)(?: still| yet)?[.!]?", re.IGNORECASE
)
_BETTER = re.compile(
    r"(?:make it |in |with |at |a bit |much |even |still )*(?:better|higher|more)(?: quality)?[.!]?", re.IGNORECASE
)
_OWN = re.compile(
    r"\b(?:this|the|my|all|every|each|these|both)\s+(?:\w+\s+){0,2}?(?:videos?|clips?|movies?|files?|songs?|tracks?|recordings?|pictures?|photos?|images?)\b",
    re.IGNORECASE,
)
_STEP = 4  # of the constant rate factor: about a third of the size


def is_undo(text: str) -> bool:
    return (
        text.lower() != "take"
        and bool(_UNDO.fullmatch(text))
        and text.lower().startswith(("undo", "take that back", "take it back"))
    )


def is_same_for_others(text: str) -> bool:
    return bool(_SAME.fullmatch(text))


def stands_alone(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the line names what it is about, and so begins something new."""
    return any(mention.exists or mention.is_address for mention in mentions) or bool(_OWN.search(text))


def joined(turns: Sequence[str], text: str, plan: Plan | None) -> list[str]:
    """The turns with the new one, of which the first and the last ones are kept."""
    text = _LEAD.sub("", text).strip() or text
    for pattern, sign in ((_SMALLER, 1), (_BETTER, -1)):
        quality = _quality(plan) if plan and pattern.fullmatch(text) else None
        if quality is not None:
            turns = [turn for turn in turns if not turn.startswith("with crf ")]
            text = f"with crf {max(0, min(51, quality + sign * _STEP))}"
    found = [*turns, text]
    return found if len(found) <= MOST else [found[0], *found[-(MOST - 1) :]]


def _quality(plan: Plan) -> int | None:
    """The constant rate factor in the plan's commands, None when there is none."""
    for step in plan.reading.steps:
        for word, value in zip(step.argv, step.argv[1:], strict=False):
            if word == "-crf" and value.isdigit():
                return int(value)
    return None


def others(plan: Plan, made: Sequence[str]) -> list[str]:
    """The other files here of the kind that the plan is about; neither its results nor those of earlier runs."""
    if not plan.proposal.inputs:
        return []
    kind = kind_of(plan.proposal.inputs[0])
    outputs = {output.url for step in plan.reading.steps if step.command for output in step.command.outputs}
    left_out = {*plan.proposal.inputs, *outputs, *made}
    return [entry.name for entry in plan.context.folder if entry.kind == kind and kind in MEDIA and entry.name not in left_out]


def same_for(plan: Plan, names: Sequence[str]) -> str:
    """The request of the plan with those files in place of its own, and formats in place of names for the results."""
    request = plan.context.request
    inputs = set(plan.proposal.inputs)
    said = False
    for mention in sorted(plan.context.mentions, key=lambda mention: -mention.start):
        if mention.path in inputs or set(mention.matches) & inputs:
            new = "" if said else _listed(names)
            said = True
        elif not mention.exists:
            new = extension_of(mention.path) or mention.text
        else:
            continue
        request = request[: mention.start] + new + request[mention.end :]
    request = _OWN.sub(_listed(names), request, count=1) if not said and _OWN.search(request) else request
    return request if said or _listed(names) in request else f"{request} {_listed(names)}"


def _listed(names: Sequence[str]) -> str:
    quoted = [f'"{name}"' if any(c.isspace() or c == "'" for c in name) else name for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + f" and {quoted[-1]}"
