"""Samples made by the workers of a Dask distributed cluster: the same jobs, the same code, behind a scheduler's address.

A worker that dies costs nothing: the scheduler gives its jobs to another one, and each job ends once. Each worker keeps processes of its
own for the samples, as the local way does, and models are asked within its part of the limits. Keys are those of the workers' own
environment: none is sent.
"""

import asyncio
import contextlib
import queue
import threading
from typing import Any

from ffai.errors import FfaiError, Missing
from ffai_evals.pace import Limits
from ffai_evals.runner import Job, Sample
from ffai_evals.running import How, tried
from ffai_evals.workers import Worker, lost

_PATIENCE = 15.0  # seconds for a scheduler to answer, and for a first worker to be there


class Cluster:
    """The place of run_all. Raises Missing without the package, FfaiError without a scheduler, workers, or the same ffai on them."""

    def __init__(self, how: How) -> None:
        self.client = _client(how.cluster)
        try:
            self.threads = self._looked_at()
        except BaseException:
            self.client.close()
            raise
        self.how = how
        self.limits = how.limits.shared(self.threads)
        self.ended: queue.SimpleQueue[tuple[Job, Any]] = queue.SimpleQueue()
        self.under_way: dict[str, Any] = {}
        self._number = 0

    def room(self, *, asks: bool) -> bool:
        return len(self.under_way) < 2 * self.threads

    def submit(self, job: Job) -> None:
        self._number += 1
        key = f"ffai-{self._number}-{job.item.id}"
        future = self.client.submit(sample_of, job, self.limits, key=key, pure=False)
        self.under_way[key] = future
        future.add_done_callback(lambda done: self.ended.put((job, done)))

    def next(self) -> tuple[Job, Sample]:
        while True:
            try:
                job, future = self.ended.get(timeout=0.5)
            except queue.Empty:
                if self.client.status not in ("running", "connecting"):
                    raise FfaiError("the cluster is gone", "what was done is kept; run it again to go on") from None
                continue
            if self.under_way.pop(future.key, None) is None:
                continue  # told twice
            return job, self._result(job, future)

    def _result(self, job: Job, future: Any) -> Sample:
        try:
            found = future.result(timeout=_PATIENCE)
        except (Exception, asyncio.CancelledError) as problem:  # noqa: BLE001 - whatever the cluster says of it, the sample was not made
            return lost(job, f"the cluster did not make it: {type(problem).__name__}")
        finally:
            future.release()
        assert isinstance(found, Sample)
        return found

    def stop(self) -> None:
        """What has not begun is taken back; what is under way comes."""
        for future in self.under_way.values():
            if future.status == "pending":
                future.cancel()

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.client.close(timeout=5)

    def _looked_at(self) -> int:
        """The threads of all workers, whose ffai and ffmpeg must be ours."""
        with contextlib.suppress(Exception):
            self.client.wait_for_workers(1, timeout=_PATIENCE)
        facts = self.client.scheduler_info(n_workers=-1)["workers"]
        if not facts:
            raise FfaiError(f"no worker is at {self.how_address}", "start some: dask worker ADDRESS")
        ours, theirs = about(), self.client.run(about)
        for worker, said in theirs.items():
            if said != ours:
                different = next(f"{a} here, {b} there" for a, b in zip(ours, said, strict=True) if a != b)
                raise FfaiError(
                    f"the worker {worker} is not like this machine: {different}", "the same ffai and ffmpeg are needed on all"
                )
        return sum(int(fact["nthreads"]) for fact in facts.values())

    @property
    def how_address(self) -> str:
        return str(self.client.scheduler.address)


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise Missing("the package distributed is not installed", "pip install 'ffai[cluster]'") from None
    try:
        client: Any = distributed.Client
        return client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as problem:
        said = " ".join(str(problem).split())[:120] or type(problem).__name__
        raise FfaiError(f"no Dask scheduler answers at {address}: {said}", "start one: dask scheduler") from None


def about() -> tuple[str, str]:
    """What a sample depends on at a place: the code and the ffmpeg."""
    from ffai.environment import process_environment
    from ffai_evals.results import code
    from ffai_evals.runner import tools_of

    return f"ffai {code()[:12]}", f"ffmpeg {tools_of(process_environment()).version}"


_own = threading.local()


def sample_of(job: Job, limits: Limits) -> Sample:
    """Runs on a worker: the sample by a process of this thread."""
    worker: Worker | None = getattr(_own, "worker", None)
    if worker is None:
        _own.worker = worker = Worker(limits=limits)
    return tried(worker, job)
