"""Runs in the background, one after the other, while the user goes on typing."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from ffai.show.facts import time_text
from ffai.show.progress import State
from ffai.show.style import clean, shortened

WAITING, RUNNING, DONE, FAILED, STOPPED = "waiting", "running", "done", "failed", "stopped"
_GRACE = 8.0  # seconds that a run gets to stop and clean up


class Job:
    """One run. Its fields are written by the worker thread alone; `wanted_gone` by whoever cancels it."""

    def __init__(self, number: int, label: str, payload: dict[str, Any], outputs: tuple[str, ...] = ()) -> None:
        self.number, self.label, self.payload, self.outputs = number, label, payload, outputs
        self.status = WAITING
        self.state: State | None = None
        self.wanted_gone = False
        self.process: subprocess.Popen[str] | None = None

    def text(self, width: int = 30) -> str:
        """Name and state in a few words."""
        state = self.state
        name = shortened(clean(state.label if state and self.status == RUNNING else self.label), width)
        if self.status != RUNNING or state is None:
            return f"{name} {self.status}"
        if not state.total:
            return f"{name} {time_text(state.done)} done"
        left = f", {time_text(max(0.0, round((state.total - state.done) / state.speed)))} left" if state.speed else ""
        batch = f" {state.number}/{state.total_steps}" if state.total_steps > 1 else ""
        return f"{name}{batch} {int(100 * min(1.0, state.done / state.total))} %{left}"


class Jobs:
    """The queue. `announce` gets the lines to show when a run has ended, `changed` is called when there is news to draw;
    `after` gives the lines that a run which is done has beside its own.
    """

    def __init__(
        self, announce: Callable[[list[str]], None], changed: Callable[[], None], after: Callable[[Job], list[str]]
    ) -> None:
        self.all: list[Job] = []
        self._announce, self._changed, self._after = announce, changed, after
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def add(self, label: str, payload: dict[str, Any], outputs: tuple[str, ...] = ()) -> Job:
        with self._news:
            job = Job(len(self.all) + 1, label, payload, outputs)
            self.all.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
            self._news.notify_all()
        return job

    @property
    def open(self) -> list[Job]:
        """Those that wait or run."""
        return [job for job in self.all if job.status in (WAITING, RUNNING)]

    def wait(self, seconds: float | None = None, job: Job | None = None) -> bool:
        """Waits for one job, or for all; tells whether they have ended."""

        def ended() -> bool:
            return not self.open if job is None else job.status not in (WAITING, RUNNING)

        with self._news:
            return self._news.wait_for(ended, seconds)

    def cancel(self, number: int) -> Job | None:
        """Stops that job, or takes it out of the queue; None when there is no such open job."""
        for job in self.open:
            if job.number == number:
                self._stop(job)
                return job
        return None

    def stop_all(self) -> None:
        """Stops everything and waits until it is cleaned up."""
        self._closed = True
        for job in reversed(self.open):
            self._stop(job)
        self.wait(_GRACE)

    def _stop(self, job: Job) -> None:
        with self._news:
            job.wanted_gone = True
            if job.status == WAITING:
                job.status = STOPPED
                self._news.notify_all()
            elif job.process is not None and job.process.poll() is None:
                job.process.send_signal(signal.SIGINT)

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: any(job.status == WAITING for job in self.all))
                job = next(job for job in self.all if job.status == WAITING)
                job.status = RUNNING
            lines: list[str] = []
            try:
                status, lines = self._one(job)
                if status == DONE:
                    lines += self._after(job)
            except (OSError, ValueError) as error:
                status, lines = FAILED, [f"  failed  {job.label}: {clean(str(error))}"]
            self._announce(lines)
            with self._news:
                job.status = status
                job.process = None
                self._news.notify_all()
            self._changed()

    def _one(self, job: Job) -> tuple[str, list[str]]:
        with self._news:
            if job.wanted_gone:
                return STOPPED, []
            # a session of its own: Ctrl-C at the prompt is not meant for it
            process = job.process = subprocess.Popen(
                [sys.executable, "-m", "ffai_shell.job"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                errors="surrogateescape",
                start_new_session=True,
            )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(job.payload) + "\n")
        process.stdin.flush()
        last: dict[str, Any] = {}
        for line in process.stdout:
            last = json.loads(line)
            if "state" in last:
                job.state = State(**last["state"])
                self._changed()
        code = process.wait()
        process.stdin.close()
        process.stdout.close()
        if job.wanted_gone or last.get("status") == 130:
            return STOPPED, [f"  stopped  {shortened(clean(job.label), 40)}: nothing was left behind"]
        if "lines" in last:
            return (DONE if not last["status"] else FAILED), list(last["lines"])
        told = last.get("error") or [f"{job.label}: the run ended with status {code} and said nothing"]
        return FAILED, [f"  failed  {clean(told[0])}", *(f"          {clean(text)}" for text in told[1:])]
