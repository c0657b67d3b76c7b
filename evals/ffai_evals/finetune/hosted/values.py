"""What is asked of a provider and what it answers, in the same words for all of them."""

from typing import Any, NamedTuple, Protocol

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
ENDED = (DONE, FAILED, CANCELLED)
# Kiln's words for the same
KILN = {WAITING: "pending", RUNNING: "running", DONE: "completed", FAILED: "failed", CANCELLED: "failed"}


class Wanted(NamedTuple):
    """A job as it is asked for. None: the provider's default. `learning_rate` is a rate or a multiplier, as the provider takes it."""

    base_model: str
    epochs: int | None = None
    learning_rate: float | None = None
    batch: int | None = None
    lora_rank: int | None = None
    seed: int | None = None
    suffix: str = "ffai"


class Job(NamedTuple):
    """`id` is the provider's; `model` the name to ask it by, "" until there is one; `tokens` what was trained on, where it is told."""

    id: str
    state: str
    model: str = ""
    error: str = ""
    tokens: int | None = None
    said: str = ""  # the provider's own word for the state


class Event(NamedTuple):
    at: str
    text: str


class Provider(Protocol):
    """`mark` is a short text that is ours alone: a job that carries it was made by this dispatch, whatever was heard of it."""

    def upload(self, path: str, mark: str) -> str:
        """Sends a file; gives the provider's name for it."""

    def create(self, wanted: Wanted, files: dict[str, str], mark: str) -> Job:
        """Makes the job. Asked once: whoever hears nothing asks `find`."""

    def find(self, mark: str) -> Job | None:
        """The job that carries the mark."""

    def get(self, job: str) -> Job: ...

    def cancel(self, job: str) -> Job: ...

    def events(self, job: str) -> list[Event]: ...


def text(value: Any) -> str:
    return "" if value is None else str(value)
