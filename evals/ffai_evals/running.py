"""Many samples made: models are asked side by side within their limits, answers are run in processes of their own, here or on a cluster.

`run_all` gives each sample as soon as it is there. After Ctrl-C nothing further is begun, and what is under way still comes.
"""

import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import NamedTuple, Protocol

from ffai.environment import Environment, process_environment
from ffai.errors import FfaiError, Interrupted
from ffai_evals.judge.media import NotMadeError
from ffai_evals.pace import Limits, Paces
from ffai_evals.runner import Job, Sample, answer, make, why
from ffai_evals.workers import Ended, Worker, lost

IN_VAIN = 5  # samples of a method that came to nothing, with none that did not, after which it is asked no more
_MOST_ASKERS = 128  # threads that wait for models
_TRIES = 2  # processes that may end over one job


class How(NamedTuple):
    workers: int = 0  # processes; 0: one for each processor
    keep: str = ""  # where each item's folder is left
    cluster: str = ""  # address of a Dask scheduler
    limits: Limits = Limits()


class Place(Protocol):
    """Where samples are made. `room` is for jobs that ask a model, or for the others."""

    def room(self, *, asks: bool) -> bool: ...
    def submit(self, job: Job) -> None: ...
    def next(self) -> tuple[Job, Sample]: ...
    def stop(self) -> None: ...
    def close(self) -> None: ...


def run_all(jobs: Iterable[Job], how: How) -> Generator[Sample, None, None]:
    """A sample for each job. Raises KeyboardInterrupt after Ctrl-C, when all that was under way has been given."""
    asking, others = deque[Job](), deque[Job]()
    env = process_environment()
    for job in jobs:
        if _is_light(job):
            yield make(job, env=env)
        else:
            (asking if _asks(job) else others).append(job)
    if not asking and not others:
        return
    names = len({job.method.name for job in asking})
    place = _place(how, names)
    try:
        yield from _all(place, _in_turns(asking), others)
    finally:
        place.close()


def _all(place: Place, asking: deque[Job], others: deque[Job]) -> Generator[Sample, None, None]:
    under_way, interrupted = 0, False
    in_vain: dict[str, int] = {}
    while True:
        try:
            for waiting in (asking, others):
                while waiting and place.room(asks=waiting is asking):
                    place.submit(waiting.popleft())
                    under_way += 1
            if not under_way:
                break
            job, sample = place.next()
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            asking.clear()
            others.clear()
            place.stop()
            continue
        under_way -= 1
        name = job.method.name
        if not sample.answered.lost:
            in_vain[name] = -1
        elif in_vain.get(name, 0) >= 0:
            in_vain[name] = in_vain.get(name, 0) + 1
            if in_vain[name] >= IN_VAIN:
                for kept in (asking, others):
                    left = [job for job in kept if job.method.name != name]
                    kept.clear()
                    kept.extend(left)
        yield sample
    if interrupted:
        raise KeyboardInterrupt


def _in_turns(jobs: Iterable[Job]) -> deque[Job]:
    """One of each method, again and again: a slow provider does not hold the others up."""
    by: dict[str, deque[Job]] = {}
    for job in jobs:
        by.setdefault(job.method.name, deque()).append(job)
    found = deque[Job]()
    while by:
        for name in list(by):
            found.append(by[name].popleft())
            if not by[name]:
                del by[name]
    return found


def _asks(job: Job) -> bool:
    return job.method.asks and job.answered is None


def _is_light(job: Job) -> bool:
    """Whether nothing is run and nobody is asked: then it is done at once."""
    said = job.answered
    if said is None:
        return not job.method.asks and job.method.model == "echo" and not job.item.media and bool(job.item.expect)
    return not said.commands and not job.item.media and bool(job.item.expect)


def _place(how: How, models: int) -> Place:
    if how.cluster:
        from ffai_evals.cluster import Cluster

        return Cluster(how)
    return _Here(how, models)


class _Here:
    """Threads that ask, threads that each drive a process."""

    def __init__(self, how: How, models: int) -> None:
        self.how, self.env = how, process_environment()
        self.askers = min(_MOST_ASKERS, how.limits.at_once * models)
        self.workers = how.workers or os.cpu_count() or 2
        self.paces = Paces(how.limits)
        self.ended: queue.SimpleQueue[tuple[Job, Sample]] = queue.SimpleQueue()
        self.asked: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self.judged: queue.SimpleQueue[tuple[Job, Job] | None] = queue.SimpleQueue()
        self.asking = self.judging = 0  # under way; counted by the one thread that submits
        self.threads: list[threading.Thread] = []
        self._began = {"ask": 0, "judge": 0}
        self._stopped = threading.Event()

    def room(self, *, asks: bool) -> bool:
        return self.asking < 2 * self.askers if asks else self.judging < 2 * self.workers

    def submit(self, job: Job) -> None:
        if _asks(job):
            self.asking += 1
            self._begin("ask", self._ask, self.askers)
            self.asked.put(job)
        else:
            self.judging += 1
            self.judged.put((job, job))
        self._begin("judge", self._judge, self.workers)

    def next(self) -> tuple[Job, Sample]:
        while True:
            try:
                job, sample = self.ended.get(timeout=0.5)
            except queue.Empty:  # so that Ctrl-C is looked for
                continue
            if _asks(job):
                self.asking -= 1
            else:
                self.judging -= 1
            return job, sample

    def stop(self) -> None:
        self._stopped.set()
        self.paces.stop()

    def close(self) -> None:
        self.stop()
        for _ in range(self._began["judge"]):
            self.judged.put(None)
        for thread in self.threads:
            if thread.name == "judge":
                thread.join()

    def _begin(self, name: str, work: Callable[[], None], most: int) -> None:
        if self._began[name] < most:
            self._began[name] += 1
            thread = threading.Thread(target=work, name=name, daemon=True)
            self.threads.append(thread)
            thread.start()

    def _ask(self) -> None:
        from ffai.translate.model.talk import PACE

        PACE.set(self.paces)
        quiet = _quiet(self.env)
        while (job := self.asked.get()) is not None:
            if self._stopped.is_set():
                self.ended.put((job, lost(job, "stopped")))
                continue
            try:
                found = answer(job, quiet)
            except Interrupted as stopped:
                self.ended.put((job, lost(job, stopped.message)))
            except (FfaiError, NotMadeError, OSError) as problem:
                self.ended.put((job, lost(job, why(problem))))
            except Exception as fault:  # noqa: BLE001 - one request's fault must not end the thread
                self.ended.put((job, lost(job, f"a fault in ffai itself: {type(fault).__name__}: {fault}")))
            else:
                if found.lost:
                    self.ended.put((job, lost(job, found.lost)))
                else:
                    self.judged.put((job, job._replace(answered=found)))

    def _judge(self) -> None:
        worker = Worker(self.how.keep)
        while (pair := self.judged.get()) is not None:
            told, job = pair
            if self._stopped.is_set() and job.answered is None:
                self.ended.put((told, lost(job, "stopped")))
            else:
                self.ended.put((told, tried(worker, job)))
        worker.close()


def tried(worker: Worker, job: Job) -> Sample:
    """The sample; lost when the process that makes it ends each time."""
    for _ in range(_TRIES):
        try:
            return worker.make(job)
        except Ended:
            continue
        except Exception as fault:  # noqa: BLE001 - a sample that cannot be sent must not end the thread
            worker.close(now=True)
            return lost(job, f"a fault in ffai itself: {type(fault).__name__}: {fault}")
    return lost(job, f"the process that ran it was ended {_TRIES} times (out of memory?)")


def _quiet(env: Environment) -> Environment:
    """Where nobody looks on: models are not streamed, and say nothing to the terminal."""
    import io

    return env._replace(stderr=io.StringIO(), stdin=io.StringIO())
