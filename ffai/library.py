"""ffai for programs: plan, check, guard, explain, run, and ask, which is all of it.

The same road as the command line's, without a terminal: nothing is printed, nobody is asked, and no request is recorded. What cannot be
done raises an FfaiError, which has a `message`, a `next_step` and the exit `status` of the command line.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ffai_guards import Report, Verdict

from ffai.errors import RunFailed
from ffai.quiet import Path, Silent, allowed, as_text, desk_for, environment, weigh_again, weigh_given, words_of
from ffai.show.progress import State
from ffai.values import Finding, Proposal

if TYPE_CHECKING:
    from ffai.read import Plan as Weighed
    from ffai.running.outcome import Outcome
    from ffai.show.explain import Row


@dataclass(frozen=True, slots=True, repr=False)
class Plan:
    """What a request or a command comes to. Nothing of it has been run.

    `commands` are runnable as they stand; `document` is everything, as `ffai plan --json` prints it; `text` is the preview.
    """

    request: str
    cwd: str
    understood: bool
    commands: tuple[str, ...]
    argv: tuple[tuple[str, ...], ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]
    assumptions: tuple[str, ...]
    words_unused: tuple[str, ...]
    question: str | None
    answer: str | None
    document: Mapping[str, Any] = field(compare=False)
    text: str = field(compare=False)
    proposal: Proposal

    def __str__(self) -> str:
        return "\n".join(self.commands) or self.answer or self.question or "not understood"

    def __repr__(self) -> str:
        return f"<Plan {str(self)!r}: {self.verdict.level}>" if self.commands else f"<Plan without a command: {str(self)!r}>"

    def _repr_html_(self) -> str:
        from ffai.show.html import plan_html

        return plan_html(self)


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """What came of a run. `created` are paths relative to `cwd`; `answer` stands alone where the request was a question."""

    plan: Plan
    cwd: str
    created: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    printed: str = ""
    seconds: float = 0.0
    id: str = ""
    answer: str | None = None

    def undo(self) -> tuple[str, ...]:
        """Takes the run back: created files go to the trash, replaced ones come back. The paths that were taken away.

        Raises UsageError when nothing was made or it was taken back already, RunFailed when a file cannot be moved.
        """
        from ffai.errors import UsageError
        from ffai.running.undo import undo

        if not self.id:
            raise UsageError("nothing was made, so there is nothing to take back")
        return undo(environment(self.cwd), self.id).removed

    def __str__(self) -> str:
        return self.answer if self.answer is not None else "\n".join(self.created) or self.printed

    def __repr__(self) -> str:
        return f"<Made {', '.join(self.created) or (self.answer or self.printed or 'nothing')!r}>"

    def _repr_html_(self) -> str:
        from ffai.show.html import made_html

        return made_html(self)


def plan(
    request: str, *files: Path, cwd: Path | None = None, model: str = "", output: Path | None = None, output_dir: Path | None = None
) -> Plan:  # fmt: skip
    """A request in plain English as commands, checked and guarded. Nothing is run.

    `files`: what the request is about, when it does not name it. `model`: offline, auto, a name, or @PROFILE; "" is what the settings say.
    A request that is not understood gives a plan without commands; its `words_unused` or `question` say why.
    Raises Refused for a request for the loss of files, ModelFailed, and UsageError for wrong settings.
    """
    from ffai.desk import make_plan

    desk = desk_for(cwd, request, files, model=model, output=as_text(output), output_dir=as_text(output_dir))
    return _public(make_plan(request, desk))


def check(command: str | Sequence[str], *, cwd: Path | None = None) -> tuple[Finding, ...]:
    """What is wrong with a command, by the installed ffmpeg's own tables and the probed inputs: empty when nothing was found."""
    return weigh_given(command, desk_for(cwd, words_of(command))).findings


def guard(command: str | Sequence[str], *, cwd: Path | None = None) -> Report:
    """What a command touches, and the verdict: `report.verdict.level` is allow, confirm or deny. The user's `guard.toml` counts.

    Raises UsageError when that file cannot be read. `ffai_guards.guard` is the same without ffai's settings.
    """
    import ffai_guards

    from ffai.desk import policy_of

    env = environment(cwd)
    return ffai_guards.guard(command if isinstance(command, str) else [tuple(command)], env.cwd, policy_of(env))


def explain(command: str | Sequence[str], *, cwd: Path | None = None) -> "tuple[Row, ...]":
    """What a command does: a row for each option and filter, with `part`, `text` and `tone` ("", lossy or risky)."""
    from ffai.show.explain import explain as rows_of

    weighed = weigh_given(command, desk_for(cwd, words_of(command)))
    tables = weighed.context.capabilities()
    return tuple(row for step in weighed.reading.steps if step.command for row in rows_of(step.command, tables))


def run(
    what: Plan | str | Sequence[str], *, cwd: Path | None = None, replace: Sequence[Path] = (), confirm: Sequence[str] = (),
    progress: Callable[[State], None] | None = None,
) -> Made:  # fmt: skip
    """Runs a plan, or a command that somebody wrote: staged, fenced in, nothing replaced, and `undo` takes it back.

    It is weighed anew, since files may have changed. `replace`: existing outputs that may be replaced; the old ones are kept for undo.
    `confirm`: the other things that the guard asks about, as its reasons' `target` or `words` name them. `progress` is called
    with how far a step is. Raises Refused (denied), Declined (the guard asks about something that was not named), Missing,
    NotUnderstood, RunFailed (ffmpeg failed; nothing is left behind), Interrupted.
    """
    if isinstance(what, Plan):
        desk = desk_for(cwd or what.cwd, what.request)
        weighed = weigh_again(what.proposal, desk)
    else:
        desk = desk_for(cwd, words_of(what))
        weighed = weigh_given(what, desk)
    replaces = allowed(weighed, tuple(os.fspath(path) for path in replace), frozenset(confirm))
    from ffai.carry import run_and_record

    outcome = run_and_record(weighed, desk, replaces, Silent(progress))
    return _made(outcome, weighed)


def ask(
    request: str, *files: Path, cwd: Path | None = None, model: str = "", output: Path | None = None, output_dir: Path | None = None,
    replace: Sequence[Path] = (),
) -> Made:  # fmt: skip
    """Does what is asked for, where the guard allows it: `plan`, then `run`. A question about a file is answered in `answer`.

    Raises NotUnderstood for a request that is not understood whole, and whatever `plan` and `run` raise.
    """
    planned = plan(request, *files, cwd=cwd, model=model, output=output, output_dir=output_dir)
    if planned.answer is not None:
        return Made(planned, planned.cwd, answer=planned.answer)
    if planned.words_unused:
        from ffai.show.results import no_command

        raise no_command(weigh_again(planned.proposal, desk_for(planned.cwd, request)))
    return run(planned, replace=replace)


def _public(weighed: "Weighed") -> Plan:
    from ffai.documents import commands_of, inputs_of, outputs_of, plan_document
    from ffai.show.preview import preview
    from ffai.show.style import Style

    proposal = weighed.proposal
    return Plan(
        weighed.context.request, weighed.context.cwd, proposal.understood,
        tuple(commands_of(weighed)) if weighed.has_commands else (), tuple(tuple(step.argv) for step in weighed.reading.steps),
        tuple(inputs_of(weighed)), tuple(outputs_of(weighed.report)), weighed.report.verdict, weighed.findings,
        proposal.assumptions, proposal.words_unused, proposal.question, proposal.answer, plan_document(weighed),
        "\n".join(preview(weighed, Style(width=100))), proposal,
    )  # fmt: skip


def _made(outcome: "Outcome", weighed: "Weighed") -> Made:
    """The outcome. Raises RunFailed when any part failed; what the other parts made stays and is named."""
    created = tuple(made.path for made in outcome.created)
    if outcome.failures:
        failure = outcome.failures[0]
        rest = f" ({', '.join(created)} was made)" if created else ""
        raise RunFailed(f"{failure.error}{rest}", failure.next_step or f"ffmpeg's log: {outcome.log}")
    return Made(
        _public(weighed), weighed.context.cwd, created, outcome.replaced, outcome.printed, outcome.seconds, outcome.id
    )  # fmt: skip
