"""Any model as a translator: told, asked, its answer read, weighed like any other text, and sent back when it is wrong.

    prompting   what a model is told             talk        one model, asked within bounds, counted
    providers   where models are                 dialects    the published chat APIs, spoken here
    wire        one exchange over HTTP           others      all other providers, through litellm
    extract     the commands in an answer        repair      what is wrong with them, in words for the model
    sampling    the answer that most agree on    costs       prices, amounts, the limit of a day

A model decides nothing: what it says goes through read, check, guard and the user's decision.
"""

from typing import NamedTuple

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import ModelFailed
from ffai.read import Plan, weigh
from ffai.translate.model import extract, prompting, repair
from ffai.translate.model.extract import Found
from ffai.translate.model.masks import Mask
from ffai.translate.model.talk import Talk, Watch
from ffai.translate.model.values import Message
from ffai.values import Asked, Context, Proposal

NAME = "model"
REPAIRS = 2  # answers that may be sent back
_ADVICE = "say it in other words, or try another model; ffai works without one too: -m offline"


class Attempt(NamedTuple):
    """An answer, and what is wrong with it, in words for the model; () when nothing is."""

    plan: Plan
    found: Found
    wrong: tuple[str, ...]


def translate(context: Context, settings: Settings, env: Environment, watch: Watch | None = None) -> Proposal:
    """The model's proposal. Raises ModelFailed when it cannot be reached or its answer is of no use."""
    if settings.samples > 1 and not settings.temperature:
        settings = settings._replace(temperature=0.7)  # at 0 all answers would be the same
    mask = Mask(on=settings.mask_names)
    talk = Talk(settings, env, watch)
    messages, budget = _first(talk, context, settings, mask)
    if settings.samples > 1:
        from ffai.translate.model.sampling import agreed

        attempt, agreeing = agreed(talk, messages, context, mask, env)
    else:
        attempt, agreeing = attempted(talk, messages, context, mask), 1
    attempt, repairs = _repaired(talk, messages, attempt, context, mask, budget)
    return _proposal(attempt, talk, repairs, agreeing)


def _first(talk: Talk, context: Context, settings: Settings, mask: Mask) -> tuple[tuple[Message, ...], int]:
    """What the model is asked at first, and how many answers may be sent back to it."""
    if talk.target.provider == "local":
        from ffai.translate.model import local

        own = local.messages(talk.target.model, context, mask, talk.env)
        if own is not None:
            return own, 0
    return prompting.messages(context, settings, mask), REPAIRS


def mend(plan: Plan, failure: str, settings: Settings, env: Environment, watch: Watch | None = None) -> Proposal:
    """A further proposal after a run of `plan` failed with that sentence of ffmpeg's. Raises ModelFailed."""
    context = plan.context
    mask = Mask(on=settings.mask_names)
    talk = Talk(settings, env, watch)
    first, budget = _first(talk, context, settings, mask)
    if not budget:
        raise ModelFailed(f"{talk.target.name} was not trained to mend a command", _ADVICE)
    from ffai.documents import commands_of

    before = repair.as_answer(commands_of(plan), mask)
    wrong = (f"ffmpeg failed: {failure}",)
    messages = repair.sent_back(first, before, wrong, mask)
    attempt = attempted(talk, messages, context, mask)
    earlier = plan.proposal.asked.repairs if plan.proposal.asked else ()
    attempt, repairs = _repaired(talk, messages, attempt, context, mask, REPAIRS - 1 - len(earlier))
    return _proposal(attempt, talk, (*earlier, ("\n".join(commands_of(plan)), wrong[0]), *repairs), 1)


def attempted(talk: Talk, messages: tuple[Message, ...], context: Context, mask: Mask) -> Attempt:
    """One answer, read and weighed."""
    answer = talk.ask(messages)
    found = extract.read(answer.text)
    found = found._replace(
        commands=tuple(mask.real(command) for command in found.commands),
        explanation=mask.real(found.explanation),
        reasoning="\n".join(part for part in (answer.reasoning, found.reasoning) if part),
    )
    proposal = Proposal(f"{NAME}:{talk.target.name}", understood=bool(found.commands), confidence=0.5, text=found.text or None)
    plan = weigh(proposal, context)
    return Attempt(plan, found, repair.complaints(plan, found))


def _repaired(
    talk: Talk, messages: tuple[Message, ...], attempt: Attempt, context: Context, mask: Mask, budget: int
) -> tuple[Attempt, tuple[tuple[str, str], ...]]:
    """The best of the attempts, and the pairs of an answer and what was wrong with it."""
    best, repairs = attempt, list[tuple[str, str]]()
    while attempt.wrong and len(repairs) < budget:
        before = repair.as_answer(attempt.found.commands, mask)
        repairs.append((attempt.found.text, "; ".join(attempt.wrong)))
        messages = repair.sent_back(messages, before, attempt.wrong, mask)
        try:
            attempt = attempted(talk, messages, context, mask)
        except ModelFailed:
            if not best.found.commands:
                raise
            break
        best = attempt if repair.rank(attempt) <= repair.rank(best) else best
    return best, tuple(repairs)


def _proposal(attempt: Attempt, talk: Talk, repairs: tuple[tuple[str, str], ...], agreeing: int) -> Proposal:
    found, settings, name = attempt.found, talk.settings, talk.target.name
    if not found.commands and not found.question:
        said = f": {found.explanation[:200]}" if found.explanation else ""
        raise ModelFailed(f"{name} gave no command{said}", _ADVICE)
    asked = Asked(
        name, settings.prompt or prompting.DEFAULT, talk.requests, talk.tokens_in, talk.tokens_out, talk.cost, round(talk.seconds, 3),
        repairs, max(1, settings.samples), agreeing, found.reasoning[:20_000],
    )  # fmt: skip
    return attempt.plan.proposal._replace(
        assumptions=(found.explanation,) if found.explanation and found.commands else (),
        question=found.question or None if not found.commands else None,
        asked=asked,
    )
