"""Follow-ups: what a line means when something is on the table already."""

import re
from collections.abc import Sequence

from ffai.errors import FfaiError
from ffai.look.kinds import MEDIA, extension_of, kind_of
from ffai.read import Plan
from ffai.values import Mention
from ffai_shell.amend import amended, bare

MOST = 12  # turns that are kept
_UNDO = re.compile(r"(?:undo|take)(?: (?:that|it|this|the last(?: one| run)?))?(?: back)?[.!]?", re.IGNORECASE)
_SAME = re.compile(
    r"(?!.*\b(?:way|direction|side)\b)(?:do |and )?(?:(?:the )?same (?:thing )?(?:for|to|with|on) )?(?:all )?(?:the |of the )?"
    r"(?:others?(?: (?:one|file|video|clip|movie|recording|song|track|picture|photo|image|gif)s?)?|rest|both|all of them)",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?:back to |take |use )*(?:the )?(?:first|original) (?:one|version|plan)|start over", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:this|the|my|all|every|each|these|both)\s+(?:\w+\s+){0,2}?(?:videos?|clips?|movies?|files?|songs?|tracks?|recordings?|pictures?|photos?|images?)\b",
    re.IGNORECASE,
)


def is_undo(text: str) -> bool:
    return (
        text.lower() != "take"
        and bool(_UNDO.fullmatch(text))
        and text.lower().startswith(("undo", "take that back", "take it back"))
    )


def is_same_for_others(text: str) -> bool:
    return bool(_SAME.fullmatch(bare(text)))


def is_first(text: str) -> bool:
    """Whether the plan as it was before it was changed is meant."""
    return bool(_FIRST.fullmatch(bare(text)))


def only_files(text: str, mentions: Sequence[Mention]) -> list[str]:
    """The files when the line says nothing else ("now b.mp4", "and also c.mov"); none when it says more."""
    rest = text
    for mention in sorted(mentions, key=lambda mention: -mention.start):
        if mention.exists and not mention.is_address:
            rest = rest[: mention.start] + rest[mention.end :]
    words = set(rest.lower().replace(",", " ").split())
    return [mention.path for mention in mentions if mention.exists] if words <= _AROUND else []


_AROUND = frozenset("and also now then the same for with to do it on file files please instead too as well next try".split())


def stands_alone(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the line names what it is about, and so begins something new."""
    return any(mention.exists or mention.is_address for mention in mentions) or bool(_OWN.search(text))


def joined(turns: Sequence[str], text: str, plan: Plan | None) -> list[str]:
    """The turns with the new one, of which the first and the last ones are kept."""
    found = amended(turns, text, plan)
    return found if len(found) <= MOST else [found[0], *found[-(MOST - 1) :]]


def others_meant(text: str, plan: Plan, made: Sequence[str]) -> list[str]:
    """The files that "the others", "the other one" or "both" means. Raises FfaiError."""
    names = others(plan, made)
    if not names:
        raise FfaiError("there are no other files of that kind here", "/files shows what is here")
    if re.search(r"\bother (?:one|file|video|clip)$", bare(text), re.IGNORECASE) and len(names) > 1:
        raise FfaiError("which one? " + ", ".join(names[:8]), "name it, or say: the others")
    whole = re.fullmatch(r"both|all of them", bare(text), re.IGNORECASE)
    return [*plan.proposal.inputs[:1], *names] if whole else names


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
