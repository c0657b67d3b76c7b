"""From a plan that stands to its outcome: shown, decided on, run, summed up, remembered."""

import os
from typing import TYPE_CHECKING, Any

from ffai_guards.values import ALLOW, DENY

from ffai.confirm.decide import MISSING, Decision
from ffai.desk import Desk, is_command, make_plan, policy_of, remember
from ffai.errors import Declined, ExitStatus, FfaiError, Interrupted, Missing, Refused, RunFailed
from ffai.read import Plan, weigh
from ffai.show.failure import say
from ffai.show.preview import preview
from ffai.show.style import style_of
from ffai.values import Proposal

if TYPE_CHECKING:
    from ffai.running.execute import Progress
    from ffai.running.outcome import Outcome


def settle(plan: Plan, desk: Desk) -> int:
    """Shows the plan and does with it what is decided."""
    if os.name == "nt":
        show(plan, desk)
        raise _not_here()
    if desk.wish.yes:
        return _without_asking(plan, desk)
    show(plan, desk)
    if not desk.env.interactive:
        desk.recorder.write("decision", decision="unasked")
        _refuse(plan)
        raise Declined("nothing was run: there is no terminal to ask on", "add --yes to run it, or --dry-run to look at it only")
    return _ask_on(plan, desk)


def show(plan: Plan, desk: Desk, *, more: bool = False) -> None:
    """The preview, on standard error."""
    say(desk.env, preview(plan, style_of(desk.env.stderr, desk.env.variables), more=more))


def _ask_on(plan: Plan, desk: Desk) -> int:
    """Asks until the plan is run or given up."""
    plan, decision = decided(plan, desk)
    while decision.action == "run":
        status = carry_out(plan, desk, decision.replaces)
        mended = mended_plan(plan, desk, status)
        if mended is None:
            return status
        remember(mended, desk)
        show(mended, desk)
        plan, decision = decided(mended, desk)
    if plan.level == DENY:
        return ExitStatus.REFUSED
    return ExitStatus.MISSING if _missing(plan) else ExitStatus.DECLINED


def decided(plan: Plan, desk: Desk) -> tuple[Plan, Decision]:
    """Asks until it is decided to run the plan or to cancel; every change of it goes the whole way again."""
    from ffai.confirm.decide import decide

    while True:
        decision = decide(plan, desk.env)
        if decision.action not in ("again", "explain"):
            desk.recorder.write("decision", decision=decision.action, **({"text": decision.text} if decision.text else {}))
        if decision.action in ("cancel", "run"):
            return plan, decision
        if decision.action == "explain":
            from ffai.show.more import more_lines

            say(desk.env, more_lines(plan, style_of(desk.env.stderr, desk.env.variables)))
            continue
        if decision.action == "again":
            continue
        changed = changed_plan(plan, decision, desk)
        if changed is not None:
            plan = changed
            remember(plan, desk)
            show(plan, desk)


def changed_plan(plan: Plan, decision: Decision, desk: Desk) -> Plan | None:
    """The plan after an edit, a refinement or a change of names; None (and why, said) when nothing came of it."""
    try:
        if decision.action == "edit":
            return weigh(_edited(plan.proposal, text=decision.text), plan.context, policy_of(desk.env))
        if decision.action == "keep":
            return weigh(_edited(plan.proposal, commands=decision.commands), plan.context, policy_of(desk.env))
        refined = _refined(plan, decision.text, desk)
        if refined.has_commands:
            return refined
        from ffai.show.failure import tell
        from ffai.show.results import no_command

        tell(no_command(refined), desk.env)
    except FfaiError as error:
        from ffai.show.failure import tell

        tell(error, desk.env)
    return None


def _refined(plan: Plan, text: str, desk: Desk) -> Plan:
    """The plan of the request together with what should be different about it. Raises FfaiError."""
    if is_command(plan.context.request):
        raise FfaiError("a command that was given is not changed by words", "e edits it")
    return make_plan(f"{plan.context.request}; {text}", desk)


def _edited(proposal: Proposal, **changes: Any) -> Proposal:
    """The proposal with its command put in place by the user: what was said about the old one no longer holds."""
    plain: dict[str, Any] = {"commands": (), "text": None, "question": None, "answer": None, **changes}
    if "text" in changes:
        plain |= {"assumptions": (), "words_unused": (), "translator": "edited", "replaces": ()}
    return proposal._replace(**plain)


def _without_asking(plan: Plan, desk: Desk) -> int:
    if not desk.wish.json:
        show(plan, desk)
    desk.recorder.write("decision", decision="yes")
    _refuse(plan)
    if plan.level != ALLOW:
        reasons = "\n".join(reason.text for reason in plan.report.verdict.reasons)
        raise Declined(
            f"--yes does not answer this: {reasons}", "run it without --yes on a terminal, or choose another output with -o"
        )
    if plan.errors:
        raise RunFailed(f"this would fail: {plan.errors[0].text}", "nothing was run")
    status = carry_out(plan, desk, ())
    mended = mended_plan(plan, desk, status)
    if mended is None:
        return status
    remember(mended, desk)
    return _without_asking(mended, desk)


def mended_plan(plan: Plan, desk: Desk, status: int) -> Plan | None:
    """What a model makes of its own command when that failed in ffmpeg, within its budget of repairs; None when there is nothing.

    The new command goes the whole way: it is weighed, shown and asked about like the first.
    """
    asked = plan.proposal.asked
    failures = desk.outcomes[-1].failures if desk.outcomes else ()
    if asked is None or desk.wish.json or status == ExitStatus.DONE or not failures or desk.outcomes[-1].created:
        return None
    from ffai.translate.model import REPAIRS, mend

    if len(asked.repairs) >= REPAIRS:
        return None
    say(desk.env, [f"  asking {asked.model} to mend it (repair {len(asked.repairs) + 1} of {REPAIRS})"])
    try:
        return weigh(mend(plan, failures[0].error, desk.settings, desk.env), plan.context, policy_of(desk.env))
    except FfaiError as error:
        from ffai.show.failure import tell

        tell(error, desk.env)
    return None


def _refuse(plan: Plan) -> None:
    """Raises for what no answer could allow: a denied command, an input that is not there."""
    if plan.level == DENY:
        reason = plan.report.verdict.reasons[0]
        raise Refused(f"refused: {reason.text}", reason.alternative or "nothing was run")
    missing = _missing(plan)
    if missing:
        raise Missing(missing, "nothing was run; check the name, or add the file to the command line")


def _missing(plan: Plan) -> str:
    return next((finding.text for finding in plan.errors if finding.code in MISSING), "")


def carry_out(plan: Plan, desk: Desk, replaces: tuple[str, ...]) -> int:
    """Runs the plan with a bar on the terminal; sums up what came of it."""
    from ffai.show.progress import Bar
    from ffai.show.summary import outcome_document, status_of, summary

    bar = Bar(desk.env)
    try:
        outcome = run_and_record(plan, desk, replaces, bar)
    finally:
        bar.clear()
    desk.outcomes.append(outcome)
    if desk.wish.json:
        from ffai.documents import dump, plan_document

        desk.env.stdout.write(dump({**plan_document(plan), "outcome": outcome_document(outcome)}) + "\n")
    else:
        say(desk.env, summary(outcome, plan, style_of(desk.env.stderr, desk.env.variables)))
    return status_of(outcome)


def run_and_record(plan: Plan, desk: Desk, replaces: tuple[str, ...], progress: "Progress") -> "Outcome":
    """Runs the plan and remembers what came of it. Raises Interrupted, Missing, RunFailed."""
    if os.name == "nt":
        raise _not_here()
    from ffai.running.execute import run
    from ffai.running.limits import limits_of
    from ffai.show.summary import outcome_document

    try:
        outcome = run(
            plan.reading,
            plan.report,
            plan.context,
            desk.env,
            progress=progress,
            replaces=replaces,
            limits=limits_of(desk.settings),
        )
    except (KeyboardInterrupt, Interrupted):
        desk.recorder.write("outcome", status="interrupted")
        raise Interrupted("interrupted; nothing was left behind") from None
    except FfaiError as error:
        desk.recorder.write("outcome", status="failed", error=error.message)
        raise
    desk.recorder.write("outcome", **outcome_document(outcome))
    return outcome


def _not_here() -> Missing:
    return Missing(
        "ffai does not run commands on Windows itself yet; nothing was run",
        "run ffai in WSL, or the command by hand: ffai --print",
    )
