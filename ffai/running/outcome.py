"""What came of a run."""

from typing import NamedTuple

DONE, FAILED, PARTIAL = "done", "failed", "partial"


class Made(NamedTuple):
    path: str
    size: int  # bytes


class Failure(NamedTuple):
    """A group of steps that failed: the output it was for, the sentence that tells why, and what to do."""

    output: str
    error: str
    next_step: str = ""


class Outcome(NamedTuple):
    status: str  # done, failed, or partial: some files of a batch
    id: str = ""  # names the run for undo; "" when nothing was made
    created: tuple[Made, ...] = ()
    replaced: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    printed: str = ""  # what steps without an output found: damage, measured values
    log: str = ""  # path of ffmpeg's full log
    seconds: float = 0.0
    notes: tuple[str, ...] = ()  # protections that are off
