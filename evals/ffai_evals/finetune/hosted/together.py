"""Together AI. Source: API reference: POST /files/upload, POST /fine-tunes, GET /fine-tunes, …/{id}, …/cancel, …/events.

The interface has no free field for a mark of ours: it is the end of the suffix, which becomes part of the model's name.
"""

from typing import Any

from ffai_evals.finetune.hosted.http import Http
from ffai_evals.finetune.hosted.values import CANCELLED, DONE, FAILED, RUNNING, WAITING, Event, Job, Wanted, text

_STATES = {
    "pending": WAITING, "queued": WAITING, "running": RUNNING, "compressing": RUNNING, "uploading": RUNNING, "cancel_requested": RUNNING, "completed": DONE, "error": FAILED,
    "user_error": FAILED, "cancelled": CANCELLED,
}  # fmt: skip
_SUFFIX = 40


class Together:
    def __init__(self, http: Http) -> None:
        self._http = http

    def upload(self, path: str, mark: str) -> str:
        import os

        fields = {"purpose": "fine-tune", "file_name": os.path.basename(path), "file_type": "jsonl"}
        return str(self._http.send_file("files/upload", path, fields=fields)["id"])

    def create(self, wanted: Wanted, files: dict[str, str], mark: str) -> Job:
        body: dict[str, Any] = {
            "model": wanted.base_model,
            "training_file": files["train"],
            "n_epochs": wanted.epochs or 1,
            "batch_size": wanted.batch or "max",
            "suffix": f"{wanted.suffix[: _SUFFIX - 1 - len(mark)]}-{mark}",
            "training_type": {
                "type": "Lora",
                **({"lora_r": wanted.lora_rank, "lora_alpha": wanted.lora_rank * 2} if wanted.lora_rank else {}),
            },
        }
        if wanted.learning_rate is not None:
            body["learning_rate"] = wanted.learning_rate
        if "validation" in files:
            body |= {"validation_file": files["validation"], "n_evals": 5}
        if wanted.seed is not None:
            body["random_seed"] = wanted.seed
        return _job(self._http.post("fine-tunes", body, once=True))

    def find(self, mark: str) -> Job | None:
        for row in self._http.get("fine-tunes").get("data", ()):
            if str(row.get("suffix") or "").endswith(f"-{mark}") or f"-{mark}" in str(row.get("output_name") or ""):
                return _job(row)
        return None

    def get(self, job: str) -> Job:
        return _job(self._http.get(f"fine-tunes/{job}"))

    def cancel(self, job: str) -> Job:
        return _job(self._http.post(f"fine-tunes/{job}/cancel"))

    def events(self, job: str) -> list[Event]:
        rows = self._http.get(f"fine-tunes/{job}/events").get("data", ())
        return [Event(text(row.get("created_at")), text(row.get("message"))) for row in rows]


def _job(row: dict[str, Any]) -> Job:
    said = str(row["status"])
    state = _STATES.get(said, RUNNING)
    model = text(row.get("output_name") or row.get("model_output_name")) if state == DONE else ""
    events = row.get("events") or []
    error = text(events[-1].get("message")) if state == FAILED and events else ""
    return Job(str(row["id"]), state, model, error, row.get("token_count"), said)
