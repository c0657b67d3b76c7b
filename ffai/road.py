"""The road of a request: look, translate, read, check, guard, show, ask, run, remember."""

from typing import TYPE_CHECKING

from ffai.commands.wish import Wish
from ffai.desk import Desk, make_plan, open_desk, remember, remember_refusal
from ffai.environment import Environment
from ffai.errors import Refused

if TYPE_CHECKING:
    from ffai.read import Plan


def ask(wish: Wish, env: Environment) -> int:
    """Answers a request; the result is the exit status. Raises FfaiError for every expected failure."""
    desk = open_desk(wish, env)
    if wish.show_prompt:
        from ffai.show.prompt import show_prompt

        return show_prompt(wish.request, desk)
    try:
        plan = make_plan(wish.request, desk)
    except Refused as refused:
        remember_refusal(wish.request, refused, desk)
        raise
    remember(plan, desk)
    if not plan.has_commands or wish.dry_run or wish.print or (wish.json and not wish.yes):
        return give_result(plan, desk)
    return settle(plan, desk)


def give_result(plan: "Plan", desk: Desk) -> int:
    """Everything that runs nothing. A question is put to the user where there is one, and the answer goes the whole way."""
    from ffai.show.results import give

    answered = answer_question(plan, desk)
    if answered is None:
        return give(plan, desk.wish, desk.env)
    return settle(answered, desk) if answered.has_commands else give(answered, desk.wish, desk.env)


def answer_question(plan: "Plan", desk: Desk) -> "Plan | None":
    """The plan that the user's answer to the translator's question leads to; None when there is no question or nobody to ask."""
    wish = desk.wish
    if not plan.proposal.question or plan.has_commands or not desk.env.interactive or wish.json or wish.print or wish.dry_run:
        return None
    from ffai.confirm.question import put

    answer = put(plan.proposal, desk.env)
    return make_plan(f"{plan.context.request}, {answer}", desk) if answer else None


def settle(plan: "Plan", desk: Desk) -> int:
    """Shows the plan, asks, runs, remembers."""
    from ffai.carry import settle as carried

    return carried(plan, desk)
