"""OpenAI. Source: API reference, "Files" and "Fine-tuning": POST /files, /fine_tuning/jobs, …/cancel, …/events."""

from typing import Any

from ffai_evals.finetune.hosted.http import Http
from ffai_evals.finetune.hosted.values import CANCELLED, DONE, FAILED, RUNNING, WAITING, Event, Job, Wanted, text

_STATES = {
    "validating_files": WAITING,
    "queued": WAITING,
    "running": RUNNING,
    "paused": RUNNING,
    "succeeded": DONE,
    "failed": FAILED,
    "cancelled": CANCELLED,
}
_PAGE = 100


class OpenAI:
    def __init__(self, http: Http) -> None:
        self._http = http

    def upload(self, path: str, mark: str) -> str:
        return str(self._http.send_file("files", path, fields={"purpose": "fine-tune"})["id"])

    def create(self, wanted: Wanted, files: dict[str, str], mark: str) -> Job:
        named = {"n_epochs": wanted.epochs, "learning_rate_multiplier": wanted.learning_rate, "batch_size": wanted.batch}
        body: dict[str, Any] = {
            "model": wanted.base_model,
            "training_file": files["train"],
            "suffix": wanted.suffix[:64],
            "method": {
                "type": "supervised",
                "supervised": {"hyperparameters": {k: v for k, v in named.items() if v is not None}},
            },
            "metadata": {"ffai": mark},
        }
        if "validation" in files:
            body["validation_file"] = files["validation"]
        if wanted.seed is not None:
            body["seed"] = wanted.seed
        return _job(self._http.post("fine_tuning/jobs", body, once=True))

    def find(self, mark: str) -> Job | None:
        after: dict[str, str] = {}
        while True:
            page = self._http.get("fine_tuning/jobs", limit=_PAGE, **{"metadata[ffai]": mark}, **after)
            for row in page.get("data", ()):
                if (row.get("metadata") or {}).get("ffai") == mark:
                    return _job(row)
            if not page.get("has_more") or not page["data"]:
                return None
            after = {"after": page["data"][-1]["id"]}

    def get(self, job: str) -> Job:
        return _job(self._http.get(f"fine_tuning/jobs/{job}"))

    def cancel(self, job: str) -> Job:
        return _job(self._http.post(f"fine_tuning/jobs/{job}/cancel"))

    def events(self, job: str) -> list[Event]:
        rows = self._http.get(f"fine_tuning/jobs/{job}/events", limit=_PAGE).get("data", ())
        return [Event(text(row.get("created_at")), text(row.get("message"))) for row in reversed(list(rows))]


def _job(row: dict[str, Any]) -> Job:
    error = row.get("error") or {}
    said = str(row["status"])
    return Job(
        str(row["id"]),
        _STATES.get(said, RUNNING),
        text(row.get("fine_tuned_model")),
        text(error.get("message")),
        row.get("trained_tokens"),
        said,
    )
