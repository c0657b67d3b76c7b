"""One job, made once: every step is written down before and after it is taken, so that whoever comes again goes on from there.

The journal of a job is FOLDER/NAME.json. Files that have a provider's id are not sent again. Before the job is asked for, that is written
down; who finds this and no job id asks the provider for a job with our mark first, and makes one only when there is none.
"""

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from ffai.errors import FfaiError, ModelFailed, UsageError
from ffai_evals.finetune.hosted.http import Unheard
from ffai_evals.finetune.hosted.values import ENDED, WAITING, Job, Provider, Wanted

Told = Callable[[str], None]
LOOKS = (1.0, 3.0, 6.0)  # seconds before each look for a job that may have been made


class Journal(NamedTuple):
    name: str
    path: str
    data: dict[str, Any]

    @property
    def job(self) -> Job | None:
        row = self.data.get("job")
        return Job(**row) if row else None

    def keep(self, **more: Any) -> None:
        self.data.update(more)
        new = f"{self.path}.{os.getpid()}.new"
        with open(new, "w", encoding="utf-8") as file:
            json.dump(self.data, file, indent=1, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self.path)


@contextmanager
def opened(folder: str, name: str) -> Iterator[Journal]:
    """The journal of a job, held for this process alone. Raises UsageError for a name that is none, FfaiError when another holds it."""
    if not name or os.path.basename(name) != name or name.startswith("."):
        raise UsageError(f"{name!r} is no name for a job", "letters, digits, - and _")
    path = os.path.join(folder, f"{name}.json")
    try:
        os.makedirs(folder, exist_ok=True)
        lock = open(os.path.join(folder, f".{name}.lock"), "w", encoding="utf-8")  # noqa: SIM115 - held until the end of the block
    except OSError as problem:
        raise FfaiError(f"{folder} cannot be written: {problem.strerror}", "free space or rights are needed") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FfaiError(f"another ffai is at work on the job {name}", "wait for it, or choose another --name") from None
        yield Journal(name, path, _read(path))


def _read(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise FfaiError(
            f"{path} cannot be read: {problem}", "it holds the provider's ids of the job; bring it back, or choose another --name"
        ) from None
    return dict(data)


def names(folder: str) -> list[str]:
    """The jobs that were dispatched from here, oldest first."""
    try:
        found = [n for n in os.listdir(folder) if n.endswith(".json") and not n.startswith(".")]
    except OSError:
        return []
    return [n.removesuffix(".json") for n in sorted(found, key=lambda n: os.path.getmtime(os.path.join(folder, n)))]


def dispatch(journal: Journal, to: str, provider: Provider, wanted: Wanted, files: dict[str, str], told: Told, wait: Told | Callable[[float], None] = time.sleep) -> Job:  # fmt: skip
    """Sends the files and makes the job, or goes on with what the journal holds. Raises UsageError for a journal of another job."""
    asked = {"provider": to, "wanted": wanted._asdict(), "sha256": {role: _sum(path) for role, path in files.items()}}
    if journal.data:
        other = [key for key in asked if journal.data.get(key) != json.loads(json.dumps(asked[key]))]
        if other:
            raise UsageError(f"the job {journal.name} was begun with another {', '.join(other)}", "choose another --name")
    else:
        mark = hashlib.sha256(f"{journal.name}{time.time_ns()}{os.getpid()}".encode()).hexdigest()[:10]
        journal.keep(
            v=1, **asked, mark=mark, made=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), files={}, asked=False, job=None
        )
    if (there := journal.job) is not None:
        told(f"the job is there already: {there.id}")
        return there
    mark = str(journal.data["mark"])
    for role, path in files.items():
        if role not in journal.data["files"]:
            told(f"sending {os.path.basename(path)} ({os.path.getsize(path):,} bytes)")
            journal.keep(files={**journal.data["files"], role: provider.upload(path, mark)})
    job = provider.find(mark) if journal.data["asked"] else None
    if job is None:
        journal.keep(asked=True)
        job = _made(provider, wanted, journal.data["files"], mark, wait)
    journal.keep(job=job._asdict())
    return job


def _made(provider: Provider, wanted: Wanted, files: dict[str, str], mark: str, wait: Callable[[Any], Any]) -> Job:
    """Makes the job with one request. When no answer comes, it is looked for: it may have been made all the same."""
    try:
        return provider.create(wanted, files, mark)
    except Unheard as problem:
        for seconds in LOOKS:
            wait(seconds)
            if (found := provider.find(mark)) is not None:
                return found
        raise ModelFailed(
            f"{problem.message}, and there is no such job yet", "the same command looks for it again before it makes one"
        ) from None


def look(journal: Journal, provider: Provider) -> Job:
    """The state of a job, asked of the provider unless it has ended. Raises UsageError when it was never made."""
    there = journal.job
    if there is None:
        raise UsageError(f"the job {journal.name} was not made yet", "`ffai finetune start` with the same words goes on with it")
    if there.state in ENDED:
        return there
    job = provider.get(there.id)
    journal.keep(job=job._asdict())
    return job


def stop(journal: Journal, provider: Provider) -> Job:
    there = journal.job
    if there is None or there.state in ENDED:
        return there or Job("", WAITING)
    job = provider.cancel(there.id)
    journal.keep(job=job._asdict())
    return job


def _sum(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise UsageError(f"{path} cannot be read: {problem.strerror}", "name a file that is there") from None
