"""The verdict: what a reading touches against what is there."""

from ffai_guards.files import Files
from ffai_guards.policy import NONE, Policy
from ffai_guards.programs import program_place, program_touches
from ffai_guards.touches import of_step
from ffai_guards.values import ALLOW, LEVELS, Reading, Reason, Report, Touch, Verdict


def check(reading: Reading, cwd: str, policy: Policy = NONE) -> Report:
    """The verdict of a reading made in the folder `cwd`: the highest level of all findings, as `policy` weighs them."""
    reasons: list[Reason] = list(reading.problems)
    touches: list[Touch] = []
    files = Files(cwd)
    for number, step in enumerate(reading.steps):
        found = of_step(step, number, cwd)
        program_touches(found, step)
        program_place(found, step)
        reasons += found.reasons
        reasons += files.weigh(found.touches, step)
        touches += found.touches
    reasons = [policy.weigh(reason) for reason in reasons]
    level = max((r.level for r in reasons), key=LEVELS.index, default=ALLOW)
    ordered = sorted(dict.fromkeys(reasons), key=lambda r: -LEVELS.index(r.level))
    return Report(Verdict(level, tuple(ordered)), tuple(touches), reading)
