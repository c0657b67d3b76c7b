"""Asking what to do with a plan: run, edit, refine, explain, copy, cancel; and typed consent for what could be lost."""

from typing import NamedTuple

from ffai_guards.values import ALLOW, DENY

from ffai.confirm.keys import CTRL_C, CTRL_D, ENTER, ESCAPE, Keys
from ffai.confirm.names import existing_outputs, kept_both
from ffai.documents import commands_of
from ffai.environment import Environment
from ffai.read import Plan
from ffai.show.command import quote
from ffai.show.failure import say
from ffai.show.style import Style, clean, fill, shortened, style_of, width_of


class Decision(NamedTuple):
    """`action`: run, cancel, again, explain, edit (`text`: the new command), refine (`text`: in words), keep (`commands`)."""

    action: str
    text: str = ""
    replaces: tuple[str, ...] = ()
    commands: tuple[tuple[str, ...], ...] = ()


CANCEL = Decision("cancel")


def decide(plan: Plan, env: Environment) -> Decision:
    """Asks until something is decided. Needs a terminal; the preview stands already."""
    style = style_of(env.stderr, env.variables)
    choices = offered(plan)
    with Keys(env) as keys:
        keys.settle()
        room = _menu(choices, env, style)
        while True:
            key = keys.read()
            if key == CTRL_C:
                _echo(env, style, "nothing was run", room)
                raise KeyboardInterrupt
            if key in (CTRL_D, ESCAPE, "q", "n", "N"):
                _echo(env, style, "nothing was run", room)
                return CANCEL
            choice = choices.get("y" if key == ENTER and _enter_runs(plan) else key.lower())
            if choice is None:
                continue
            _echo(env, style, choice.split(" (")[0].removeprefix(_ENTER), room)
            break
    return _ACTIONS[key.lower() if key != ENTER else "y"](plan, env, style)


def offered(plan: Plan) -> dict[str, str]:
    """The keys that make sense for this plan, with their words, in order."""
    choices = {}
    existing = existing_outputs(plan.reading, plan.context.cwd)
    missing = any(finding.code in MISSING for finding in plan.errors)
    if existing and plan.level != DENY and not missing:
        kept = kept_both(plan.reading, plan.context.cwd)
        if kept:
            choices["k"] = f"keep both ({_new_name(plan, kept)})"
        choices["o"] = "replace"
    elif plan.level != DENY and not missing:
        choices["y"] = f"{_ENTER}run" if _enter_runs(plan) else "run"
    return (
        {**choices, "e": "edit", "r": "refine in words", "?": "explain", "c": "copy", "n": "no"}
        if plan.level != DENY
        else _DENIED
    )


_DENIED = {"e": "edit", "r": "refine in words", "?": "explain", "n": "no"}
MISSING = frozenset(("missing-input", "missing_input", "input-missing", "no-such-file", "INPUT_MISSING", "not-media"))


def _enter_runs(plan: Plan) -> bool:
    """Enter is enough where nothing can be lost and nothing is known to be wrong."""
    return plan.level == ALLOW and not plan.errors and not existing_outputs(plan.reading, plan.context.cwd)


def _new_name(plan: Plan, kept: tuple[tuple[str, ...], ...]) -> str:
    before = [word for step in plan.reading.steps for word in step.argv]
    after = [word for argv in kept for word in argv]
    changed = dict.fromkeys(new for old, new in zip(before, after, strict=True) if old != new)
    first = shortened(clean(next(iter(changed), "")), 40)
    return first if len(changed) == 1 else f"{first} and {len(changed) - 1} more"


def _menu(choices: dict[str, str], env: Environment, style: Style) -> int:
    """The question and its keys, filled into lines as wide as the terminal; answers the columns that are left on the last."""
    question = "Run?" if "y" in choices else "What now?"
    plain = [f"{_key_name(key, words)} {words.removeprefix(_ENTER)}" for key, words in choices.items()]
    lines = [line.split(" · ") for line in fill(plain, style.width - len(question) - 6, " · ")]
    shown = [" · ".join(_painted_choice(choice, style) for choice in line) for line in lines]
    gap = "\n" + " " * (len(question) + 4)
    env.stderr.write("\n  " + style.paint("title", question) + "  " + style.plain(gap.join(shown)) + "  ")
    env.stderr.flush()
    return style.width - len(question) - 6 - width_of(" · ".join(lines[-1]))


_ENTER = "⏎ "


def _key_name(key: str, words: str) -> str:
    return f"⏎/{key}" if words.startswith(_ENTER) else key


def _painted_choice(choice: str, style: Style) -> str:
    key, _, words = choice.partition(" ")
    return f"{style.paint('key', key)} {style.paint('dim', words)}"


def _echo(env: Environment, style: Style, words: str, room: int) -> None:
    """What was chosen, beside the keys where there is room, else below them."""
    say(env, [("" if len(words) + 2 <= room else "\n  ") + style.paint("dim", style.plain("→ ") + words)])


def _run(plan: Plan, env: Environment, style: Style) -> Decision:
    if plan.level == ALLOW:
        return Decision("run", replaces=())
    targets = tuple(
        dict.fromkeys(reason.target or reason.words for reason in plan.report.verdict.reasons if reason.level != ALLOW)
    )
    return Decision("run", replaces=plan.proposal.replaces) if consented(targets, "go on", env, style) else CANCEL


def _replace(plan: Plan, env: Environment, style: Style) -> Decision:
    existing = existing_outputs(plan.reading, plan.context.cwd)
    others = tuple(
        reason.target
        for reason in plan.report.verdict.reasons
        if reason.level != ALLOW and reason.target and reason.target not in existing and not _is_one_of(reason.target, existing)
    )
    if not consented(tuple(dict.fromkeys((*existing, *others))), "replace it (the old one is kept for undo)", env, style):
        return CANCEL
    return Decision("run", replaces=tuple(dict.fromkeys((*plan.proposal.replaces, *existing))))


def _is_one_of(target: str, paths: tuple[str, ...]) -> bool:
    return any(target.endswith("/" + path) for path in paths)


def consented(targets: tuple[str, ...], purpose: str, env: Environment, style: Style) -> bool:
    """Whether the user typed the name of each thing at stake; of more than three, their number."""
    from ffai.confirm.line import ask_line

    if len(targets) > 3:
        return _typed(f"{len(targets)} files", f"type “{len(targets)} files” to {purpose}: ", env, style)
    return (
        all(_typed(target, f"type {clean(target)} to {purpose}: ", env, style) for target in targets)
        if targets
        else bool(ask_line(env, "type yes: ") == "yes")
    )


def _typed(target: str, label: str, env: Environment, style: Style) -> bool:
    from ffai.confirm.line import ask_line

    answer = ask_line(env, "  " + style.plain(label))
    accepted = {target, clean(target), quote(target), target.rpartition("/")[2] or target}
    if answer is not None and answer.strip() in accepted:
        return True
    say(env, [style.paint("dim", "  that is not the name; nothing was run")])
    return False


def _keep(plan: Plan, _env: Environment, _style: Style) -> Decision:
    return Decision("keep", commands=kept_both(plan.reading, plan.context.cwd) or ())


def _edit(plan: Plan, env: Environment, _style: Style) -> Decision:
    from ffai.confirm.line import ask_line

    before = " && ".join(commands_of(plan))
    text = ask_line(env, "  ", before)
    return Decision("again") if not text or not text.strip() or text == before else Decision("edit", text=text.strip())


def _refine(_plan: Plan, env: Environment, _style: Style) -> Decision:
    from ffai.confirm.line import ask_line

    text = ask_line(env, "  what should be different? ")
    return Decision("refine", text=text.strip()) if text and text.strip() else Decision("again")


def _explain(_plan: Plan, _env: Environment, _style: Style) -> Decision:
    return Decision("explain")


def _copy(plan: Plan, env: Environment, style: Style) -> Decision:
    from ffai.confirm.clipboard import copy

    say(env, ["  " + style.paint("dim", copy(" && ".join(commands_of(plan)), env))])
    return Decision("again")


_ACTIONS = {"y": _run, "o": _replace, "k": _keep, "e": _edit, "r": _refine, "?": _explain, "c": _copy}
