"""Reading, checking and guarding what a translator proposed: the middle of the road, as one value."""

from typing import NamedTuple

import ffai_guards
from ffai_guards.policy import NONE, Policy
from ffai_guards.values import Reading, Report

from ffai.values import Context, Finding, Proposal


class Plan(NamedTuple):
    """A proposal with everything that is known about it. `report.reading` holds its steps."""

    context: Context
    proposal: Proposal
    report: Report
    findings: tuple[Finding, ...] = ()

    @property
    def reading(self) -> Reading:
        return self.report.reading

    @property
    def level(self) -> str:
        """The guard's verdict: allow, confirm or deny."""
        return self.report.verdict.level

    @property
    def has_commands(self) -> bool:
        """Whether there is something that could be run. A command that does but a part of what was asked for is none."""
        return self.proposal.understood and bool(self.reading.steps or self.reading.problems)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What would make ffmpeg fail."""
        return tuple(finding for finding in self.findings if finding.level == "error")


def read(proposal: Proposal, cwd: str) -> Reading:
    """The proposal's commands, typed. What cannot be read is a problem of the reading, and the guard denies it."""
    if proposal.commands:
        return ffai_guards.read_argv(proposal.commands, cwd)
    return ffai_guards.read(proposal.text or "", cwd)


def weigh(proposal: Proposal, context: Context, policy: Policy | None = None) -> Plan:
    """The plan: the proposal read, checked against the installed ffmpeg and the inputs, and guarded."""
    if not proposal.commands and not proposal.text:
        return Plan(context, proposal, ffai_guards.check(Reading("", ()), context.cwd))
    from ffai.checking import check

    reading = read(proposal, context.cwd)
    return Plan(context, proposal, ffai_guards.check(reading, context.cwd, policy or NONE), check(reading, context))
