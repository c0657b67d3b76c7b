"""Processes that make samples: `python -m ffai_evals.workers` reads jobs from its standard input and writes samples to its output.

An answer is run and measured in a process of its own, so that what it does to that process hurts no other sample. The process ends when
who started it is gone. Jobs and samples are pickled, each behind its length: both ends are the same code.
"""

import contextlib
import os
import pickle
import struct
import subprocess
import sys
from typing import Any, BinaryIO

from ffai_evals.pace import Limits, Paces
from ffai_evals.runner import Answered, Job, Sample, make

_HEAD = struct.Struct("<Q")


class Ended(Exception):  # noqa: N818 - says what happened
    """The process ended in the middle of a sample."""


class Worker:
    """Such a process, started when it is first needed, and again after it ended."""

    def __init__(self, keep: str = "", limits: Limits | None = None) -> None:
        self.keep, self.limits = keep, limits
        self._process: subprocess.Popen[bytes] | None = None

    def make(self, job: Job) -> Sample:
        """The sample. Raises Ended."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _put(process.stdin, job)
            found = _get(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close(now=True)
            raise Ended from None
        assert isinstance(found, Sample)
        return found

    def close(self, *, now: bool = False) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if now:
            process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "ffai_evals.workers"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        assert process.stdin is not None
        try:
            _put(process.stdin, (self.keep, self.limits))
        except OSError:
            self.close(now=True)
            raise Ended from None
        return process


def lost(job: Job, why: str) -> Sample:
    """The sample of a job that came to nothing: neither right nor wrong."""
    from ffai_evals.judge.verdict import DECLINED, Judgement

    answered = (job.answered or Answered())._replace(lost=why)
    return Sample(job.item, job.method.name, Judgement(DECLINED, evidence=why), answered, repeat=job.repeat)


def _put(stream: Any, value: Any) -> None:
    data = pickle.dumps(value)
    stream.write(_HEAD.pack(len(data)) + data)
    stream.flush()


def _get(stream: Any) -> Any:
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    (size,) = _HEAD.unpack(head)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - from a process that this one started


def serve(jobs: BinaryIO, samples: BinaryIO) -> None:
    """Makes the samples of all jobs, in order, until there are no more."""
    try:
        keep, limits = _get(jobs)
        if limits is not None:
            from ffai.translate.model.talk import PACE

            PACE.set(Paces(limits))
        while True:
            _put(samples, make(_get(jobs), keep))
    except (EOFError, BrokenPipeError):
        return


def main() -> None:
    samples = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints does not get between the samples
    sys.stdout = sys.stderr
    with contextlib.suppress(KeyboardInterrupt):
        serve(sys.stdin.buffer, samples)


if __name__ == "__main__":
    main()
