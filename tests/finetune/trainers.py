"""Four trainers on one loopback server: the published APIs of OpenAI, Together, Fireworks and Vertex, with what goes wrong.

Jobs live in memory. Each GET of a job moves it on: waiting, running, ended.
"""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

KEY = "right-key"
STATES = {
    "openai": ("validating_files", "running", "succeeded", "failed", "cancelled"),
    "together": ("pending", "running", "completed", "error", "cancelled"),
    "fireworks": ("JOB_STATE_CREATING", "JOB_STATE_RUNNING", "JOB_STATE_COMPLETED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED"),
    "vertex": ("JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED"),
}


class Trainers:
    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.jobs: dict[str, dict] = {}
        self.asked: list[tuple[str, str, object]] = []  # method, path, body
        self.faults: list[tuple[str, object]] = []  # (part of the path, status | "lost before" | "lost after"), each used once
        self.fails = False  # jobs end badly
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.answer("GET")

            def do_POST(self):
                self.answer("POST")

            def answer(self, method):
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                url = urlsplit(self.path)
                path, query = unquote(url.path), {k: v[0] for k, v in parse_qs(url.query).items()}
                kind = self.headers.get("Content-Type", "")
                body = json.loads(raw) if raw and kind.split(";")[0] == "application/json" else raw
                outer.asked.append((method, path, body))
                fault = next((f for f in outer.faults if f[0] in f"{method} {path}"), None)
                if fault:
                    outer.faults.remove(fault)
                    if fault[1] == "lost after":
                        outer.handle(method, path, query, body, self.headers)
                    if isinstance(fault[1], str):
                        self.close_connection = True
                        self.connection.close()
                        return
                    self.send(fault[1], outer.error(fault[1]), {"Retry-After": "0"})
                    return
                if self.headers.get("Authorization") != f"Bearer {KEY}":
                    self.send(401, {"error": {"message": "Incorrect API key provided"}})
                    return
                self.send(*outer.handle(method, path, query, body, self.headers))

            def send(self, status, document, headers=None):
                text = json.dumps(document).encode()
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @staticmethod
    def error(status):
        if status == 429:
            return {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}
        if status == 400:
            return {"error": {"message": "Invalid file format. Line 3 has no assistant message"}}
        return {"error": {"message": f"status {status}"}}

    def variables(self, provider: str) -> dict[str, str]:
        return {
            "openai": {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": f"{self.base}/openai/v1"},
            "together": {"TOGETHER_API_KEY": KEY, "TOGETHER_BASE_URL": f"{self.base}/together/v1"},
            "fireworks": {
                "FIREWORKS_API_KEY": KEY,
                "FIREWORKS_BASE_URL": f"{self.base}/fireworks/v1",
                "FIREWORKS_ACCOUNT_ID": "acme",
            },
            "vertex": {
                "VERTEX_ACCESS_TOKEN": KEY,
                "VERTEX_BASE_URL": f"{self.base}/vertex",
                "VERTEXAI_PROJECT": "acme",
                "STORAGE_EMULATOR_HOST": self.base,
            },
        }[provider]

    # --- what they do

    def handle(self, method, path, query, body, headers):
        if path.startswith("/upload/storage/"):
            name = f"gs://{path.split('/')[5]}/{query['name']}"
            self.files[name] = body
            return 200, {"name": query["name"], "bucket": path.split("/")[5]}
        provider = path.split("/")[1]
        rest = path.removeprefix(f"/{provider}/v1/")
        return getattr(self, provider)(method, rest, query, body, headers)

    def _file(self, body, headers):
        boundary = headers["Content-Type"].partition("boundary=")[2].encode()
        found = {}
        for part in body.split(b"--" + boundary):
            head, _, content = part.partition(b"\r\n\r\n")
            if name := re.search(rb'name="([^"]*)"', head):
                found[name[1].decode()] = content.removesuffix(b"\r\n")
        return found

    def _next(self, provider, job):
        """A job as it is, and one step further for the next look."""
        states = STATES[provider]
        shown = dict(job)
        if job["_step"] < 2 and job["_step"] != -1:
            job["_step"] += 1
        shown["_state"] = (
            states[4] if shown["_step"] == -1 else states[3 if self.fails and shown["_step"] == 2 else shown["_step"]]
        )
        return shown

    def openai(self, method, rest, query, body, headers):
        if rest == "files":
            parts = self._file(body, headers)
            assert parts["purpose"] == b"fine-tune"
            name = f"file-{len(self.files)}"
            self.files[name] = parts["file"]
            return 200, {"id": name, "object": "file", "status": "processed"}
        if rest == "fine_tuning/jobs" and method == "POST":
            assert set(body) <= {"model", "training_file", "validation_file", "suffix", "seed", "method", "metadata"}, body
            assert body["training_file"] in self.files
            job = {"id": f"ftjob-{len(self.jobs)}", "body": body, "_step": 0}
            self.jobs[job["id"]] = job
            return 200, self._openai(job)
        if rest == "fine_tuning/jobs":
            found = [self._openai(j, look=True) for j in self.jobs.values()]
            return 200, {"object": "list", "data": found, "has_more": False}
        name = rest.split("/")[2]
        if name not in self.jobs:
            return 404, {"error": {"message": f"Could not find fine tune: {name}"}}
        if rest.endswith("/events"):
            return 200, {
                "object": "list",
                "data": [{"created_at": 2, "message": "Step 1: loss 0.9"}, {"created_at": 1, "message": "Created"}],
            }
        if rest.endswith("/cancel"):
            self.jobs[name]["_step"] = -1
        return 200, self._openai(self.jobs[name])

    def _openai(self, job, *, look=False):
        shown = {**job, "_state": "running"} if look else self._next("openai", job)
        state = shown["_state"]
        done = state == "succeeded"
        return {
            "object": "fine_tuning.job", "id": job["id"], "model": job["body"]["model"], "status": state, "metadata": job["body"]["metadata"],
            "fine_tuned_model": f"ft:{job['body']['model']}:acme:{job['body']['suffix']}:abc" if done else None, "trained_tokens": 1234 if done else None,
            "error": {"code": "x", "message": "The job failed due to an invalid training file."} if state == "failed" else None,
        }  # fmt: skip

    def together(self, method, rest, query, body, headers):
        if rest == "files/upload":
            parts = self._file(body, headers)
            assert parts["purpose"] == b"fine-tune"
            assert parts["file_name"]
            name = f"file-{len(self.files)}"
            self.files[name] = parts["file"]
            return 200, {"id": name, "purpose": "fine-tune", "processed": True}
        if rest == "fine-tunes" and method == "POST":
            assert len(body["suffix"]) <= 40
            assert body["training_type"]["type"] == "Lora"
            job = {"id": f"ft-{len(self.jobs)}", "body": body, "_step": 0}
            self.jobs[job["id"]] = job
            return 200, self._together(job)
        if rest == "fine-tunes":
            return 200, {"data": [{**self._together({**j}), "suffix": j["body"]["suffix"]} for j in self.jobs.values()]}
        job = self.jobs[rest.split("/")[1]]
        if rest.endswith("/events"):
            return 200, {"data": [{"created_at": "2026-01-01T00:00:00Z", "message": "Job created"}]}
        if rest.endswith("/cancel"):
            job["_step"] = -1
        return 200, self._together(job)

    def _together(self, job):
        state = self._next("together", job)["_state"]
        return {
            "id": job["id"],
            "status": state,
            "output_name": f"acme/{job['body']['model']}-{job['body']['suffix']}",
            "token_count": 99,
            "events": [{"message": "out of memory"}],
        }

    def fireworks(self, method, rest, query, body, headers):
        assert rest.startswith("accounts/acme/"), rest
        if rest == "accounts/acme/datasets":
            name = f"accounts/acme/datasets/{body['datasetId']}"
            if name in self.files:
                return 409, {"error": {"message": "already there"}}
            self.files[name] = b""
            return 200, {"name": name, "state": "UPLOADING"}
        if rest.endswith(":upload"):
            self.files[rest.removesuffix(":upload")] = self._file(body, headers)["file"]
            return 200, {}
        if "/datasets/" in rest:
            there = self.files.get(rest)
            return (
                (404, {"error": {"message": "not found"}})
                if there is None
                else (200, {"name": rest, "state": "READY" if there else "UPLOADING"})
            )
        if rest == "accounts/acme/supervisedFineTuningJobs" and method == "POST":
            name = f"{rest}/{query['supervisedFineTuningJobId']}"
            if name in self.jobs:
                return 409, {"error": {"message": "already there"}}
            self.jobs[name] = {"id": name, "body": body, "_step": 0}
            return 200, self._fireworks(self.jobs[name])
        name = rest.removesuffix(":cancel")
        if name not in self.jobs:
            return 404, {"error": {"message": "not found"}}
        if rest.endswith(":cancel"):
            self.jobs[name]["_step"] = -1
            return 200, {}
        return 200, self._fireworks(self.jobs[name])

    def _fireworks(self, job):
        state = self._next("fireworks", job)["_state"]
        return {
            "name": job["id"],
            "state": state,
            "outputModel": job["body"]["outputModel"],
            "createTime": "2026-01-01T00:00:00Z",
            "status": {"code": "OK", "message": "no examples left" if "FAILED" in state else ""},
        }

    def vertex(self, method, rest, query, body, headers):
        assert rest.startswith("projects/acme/locations/us-central1/"), rest
        if rest.endswith("/tuningJobs") and method == "POST":
            assert body["supervisedTuningSpec"]["trainingDatasetUri"] in self.files
            name = f"{rest}/{len(self.jobs)}"
            self.jobs[name] = {"id": name, "body": body, "_step": 0}
            return 200, self._vertex(self.jobs[name])
        if rest.endswith("/tuningJobs"):
            return 200, {"tuningJobs": [self._vertex({**j}) for j in self.jobs.values()]}
        name = rest.removesuffix(":cancel")
        if rest.endswith(":cancel"):
            self.jobs[name]["_step"] = -1
            return 200, {}
        return 200, self._vertex(self.jobs[name])

    def _vertex(self, job):
        state = self._next("vertex", job)["_state"]
        done = state.endswith("SUCCEEDED")
        return {
            "name": job["id"], "state": state, "labels": job["body"]["labels"], "createTime": "2026-01-01T00:00:00Z", "endTime": "2026-01-01T01:00:00Z",
            **({"tunedModel": {"model": "m", "endpoint": "projects/1/locations/us-central1/endpoints/7"}} if done else {}),
            **({"error": {"code": 3, "message": "bad examples"}} if state.endswith("FAILED") else {}),
        }  # fmt: skip
