"""Google Vertex AI. Source: REST reference of projects.locations.tuningJobs (v1) and of Cloud Storage's simple upload.

Files go to a bucket of one's own. A label marks the job as ours.
"""

import os
from typing import Any
from urllib.parse import quote

from ffai_evals.finetune.hosted.http import Http
from ffai_evals.finetune.hosted.values import CANCELLED, DONE, FAILED, RUNNING, WAITING, Event, Job, Wanted, text

_STATES = {
    "JOB_STATE_QUEUED": WAITING, "JOB_STATE_PENDING": WAITING, "JOB_STATE_RUNNING": RUNNING, "JOB_STATE_PARTIALLY_SUCCEEDED": RUNNING, "JOB_STATE_SUCCEEDED": DONE, "JOB_STATE_FAILED": FAILED,
    "JOB_STATE_EXPIRED": FAILED, "JOB_STATE_CANCELLING": RUNNING, "JOB_STATE_CANCELLED": CANCELLED,
}  # fmt: skip
_SIZES = {
    1: "ADAPTER_SIZE_ONE",
    2: "ADAPTER_SIZE_TWO",
    4: "ADAPTER_SIZE_FOUR",
    8: "ADAPTER_SIZE_EIGHT",
    16: "ADAPTER_SIZE_SIXTEEN",
    32: "ADAPTER_SIZE_THIRTY_TWO",
}


class Vertex:
    """`place` is projects/PROJECT/locations/LOCATION; `storage` the address of Cloud Storage."""

    def __init__(self, http: Http, place: str, bucket: str, storage: str = "https://storage.googleapis.com") -> None:
        self._http, self._place, self._bucket, self._storage = (
            http,
            place,
            bucket.removeprefix("gs://").strip("/"),
            storage.rstrip("/"),
        )

    def upload(self, path: str, mark: str) -> str:
        bucket, _, folder = self._bucket.partition("/")
        name = "/".join(part for part in (folder, f"ffai-{mark}", os.path.basename(path)) if part)
        with open(path, "rb") as file:
            content = file.read()
        self._http.send_bytes(
            f"{self._storage}/upload/storage/v1/b/{quote(bucket, safe='')}/o", content, uploadType="media", name=name
        )
        return f"gs://{bucket}/{name}"

    def create(self, wanted: Wanted, files: dict[str, str], mark: str) -> Job:
        named: dict[str, Any] = {"epochCount": wanted.epochs, "learningRateMultiplier": wanted.learning_rate}
        if wanted.lora_rank is not None:
            named["adapterSize"] = _SIZES[min(_SIZES, key=lambda size: abs(size - (wanted.lora_rank or 0)))]
        spec: dict[str, Any] = {"trainingDatasetUri": files["train"]}
        if "validation" in files:
            spec["validationDatasetUri"] = files["validation"]
        if hyper := {k: v for k, v in named.items() if v is not None}:
            spec["hyperParameters"] = hyper
        body = {
            "baseModel": wanted.base_model,
            "supervisedTuningSpec": spec,
            "tunedModelDisplayName": wanted.suffix,
            "labels": {"ffai": mark},
        }
        return _job(self._http.post(f"{self._place}/tuningJobs", body, once=True))

    def find(self, mark: str) -> Job | None:
        page: dict[str, str] = {}
        while True:
            found = self._http.get(f"{self._place}/tuningJobs", filter=f'labels.ffai="{mark}"', pageSize=100, **page)
            for row in found.get("tuningJobs", ()):
                if (row.get("labels") or {}).get("ffai") == mark:
                    return _job(row)
            if not found.get("nextPageToken"):
                return None
            page = {"pageToken": found["nextPageToken"]}

    def get(self, job: str) -> Job:
        return _job(self._http.get(job))

    def cancel(self, job: str) -> Job:
        self._http.post(f"{job}:cancel", {})
        return self.get(job)

    def events(self, job: str) -> list[Event]:
        row = self._http.get(job)
        times = (
            ("createTime", "the job was made"),
            ("startTime", "training began"),
            ("endTime", f"it ended: {row.get('state')}"),
        )
        return [Event(text(row[key]), said) for key, said in times if row.get(key)]


def _job(row: dict[str, Any]) -> Job:
    said = str(row.get("state") or "JOB_STATE_PENDING")
    state = _STATES.get(said, RUNNING)
    tuned = row.get("tunedModel") or {}
    stats = ((row.get("tuningDataStats") or {}).get("supervisedTuningDataStats") or {}).get("totalBillableTokenCount")
    error = text((row.get("error") or {}).get("message"))
    return Job(
        str(row["name"]),
        state,
        text(tuned.get("endpoint") or tuned.get("model")) if state == DONE else "",
        error,
        int(stats) if stats else None,
        said,
    )
