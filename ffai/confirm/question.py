"""Putting a translator's question to the user: by number where there are choices, else in words."""

from ffai.confirm.keys import CTRL_C, CTRL_D, ESCAPE, Keys
from ffai.environment import Environment
from ffai.show.failure import say
from ffai.show.style import clean, style_of
from ffai.values import Proposal


def put(proposal: Proposal, env: Environment) -> str | None:
    """The answer, or None when it was given up."""
    style = style_of(env.stderr, env.variables)
    say(env, ["", "  " + style.paint("title", clean(proposal.question or ""))])
    if not proposal.choices or len(proposal.choices) > 9:
        from ffai.confirm.line import ask_line

        text = ask_line(env, "  ")
        return text.strip() if text and text.strip() else None
    say(env, [f"  {style.paint('key', str(number))}  {clean(choice)}" for number, choice in enumerate(proposal.choices, 1)])
    with Keys(env) as keys:
        keys.settle()
        while True:
            key = keys.read()
            if key in (CTRL_C, CTRL_D, ESCAPE, "q", "n"):
                say(env, [style.paint("dim", "  nothing was run")])
                return None
            if key.isdigit() and 1 <= int(key) <= len(proposal.choices):
                return proposal.choices[int(key) - 1]
