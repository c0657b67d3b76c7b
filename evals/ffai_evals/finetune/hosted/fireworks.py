"""Fireworks AI. Source: "Fine-tuning via API" and the reference of datasets and supervisedFineTuningJobs.

Names of data sets and jobs are ours to choose: asking twice for one of the same name makes no second one.
"""

import os
from typing import Any

from ffai.errors import UsageError
from ffai_evals.finetune.hosted.http import Http
from ffai_evals.finetune.hosted.values import CANCELLED, DONE, FAILED, RUNNING, WAITING, Event, Job, Wanted, text

_STATES = {
    "JOB_STATE_CREATING": WAITING, "JOB_STATE_PENDING": WAITING, "JOB_STATE_VALIDATING": WAITING, "JOB_STATE_RUNNING": RUNNING, "JOB_STATE_WRITING_RESULTS": RUNNING, "JOB_STATE_COMPLETED": DONE,
    "JOB_STATE_FAILED": FAILED, "JOB_STATE_FAILED_CLEANING_UP": FAILED, "JOB_STATE_EXPIRED": FAILED, "JOB_STATE_CANCELLED": CANCELLED, "JOB_STATE_DELETING": CANCELLED,
}  # fmt: skip


class Fireworks:
    def __init__(self, http: Http, account: str) -> None:
        self._http, self._account = http, f"accounts/{account}"

    def upload(self, path: str, mark: str) -> str:
        name = f"ffai-{mark}-{os.path.splitext(os.path.basename(path))[0].lower()}"
        name = "".join(c if c.isalnum() or c == "-" else "-" for c in name)[:63].rstrip("-")
        with open(path, "rb") as file:
            count = sum(1 for line in file if line.strip())
        data = {"datasetId": name, "dataset": {"userUploaded": {}, "exampleCount": str(count)}}
        there = self._there(f"{self._account}/datasets/{name}")
        if there is None:
            self._http.post(f"{self._account}/datasets", data)
        if there is None or there.get("state") != "READY":
            self._http.send_file(f"{self._account}/datasets/{name}:upload", path)
        return f"{self._account}/datasets/{name}"

    def create(self, wanted: Wanted, files: dict[str, str], mark: str) -> Job:
        base = wanted.base_model if "/" in wanted.base_model else f"accounts/fireworks/models/{wanted.base_model}"
        body: dict[str, Any] = {
            "displayName": wanted.suffix,
            "dataset": files["train"],
            "baseModel": base,
            "outputModel": f"{self._account}/models/ffai-{mark}",
        }
        named = {
            "epochs": wanted.epochs,
            "learningRate": wanted.learning_rate,
            "loraRank": wanted.lora_rank,
            "batchSize": wanted.batch,
            "evaluationDataset": files.get("validation"),
        }
        body |= {k: v for k, v in named.items() if v is not None}
        return _job(
            self._http.post(
                f"{self._account}/supervisedFineTuningJobs", body, once=True, supervisedFineTuningJobId=f"ffai-{mark}"
            )
        )

    def find(self, mark: str) -> Job | None:
        row = self._there(f"{self._account}/supervisedFineTuningJobs/ffai-{mark}")
        return _job(row) if row is not None else None

    def get(self, job: str) -> Job:
        return _job(self._http.get(job))

    def cancel(self, job: str) -> Job:
        self._http.post(f"{job}:cancel")
        return self.get(job)

    def events(self, job: str) -> list[Event]:
        row = self._http.get(job)
        status = row.get("status") or {}
        progress = row.get("jobProgress") or {}
        said = [Event(text(row.get("createTime")), "the job was made")] if row.get("createTime") else []
        if progress.get("percent") is not None:
            said.append(Event(text(row.get("updateTime")), f"{progress['percent']} % of epoch {progress.get('epoch', '?')}"))
        return [
            *said,
            *(
                [Event(text(row.get("completedTime") or row.get("updateTime")), text(status.get("message")))]
                if status.get("message")
                else []
            ),
        ]

    def _there(self, path: str) -> dict[str, Any] | None:
        try:
            return dict(self._http.get(path))
        except UsageError as problem:
            if "knows no such" in problem.message:
                return None
            raise


def _job(row: dict[str, Any]) -> Job:
    said = str(row.get("state") or "JOB_STATE_CREATING")
    state = _STATES.get(said, RUNNING)
    status = row.get("status") or {}
    error = text(status.get("message")) if state == FAILED else ""
    return Job(str(row["name"]), state, text(row.get("outputModel")) if state == DONE else "", error, None, said)
