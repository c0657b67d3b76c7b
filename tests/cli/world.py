"""The whole program in a made world: own folders for settings, records and caches, own working folder, real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def document(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


class World:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.work = root / "work"
        self.state = root / "state"
        self.config = root / "config"
        self.work.mkdir()
        self.variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("FFAI_", "OPENAI_"))},
            "FFAI_STATE_DIR": str(self.state),
            "FFAI_CONFIG_DIR": str(self.config),
            # capabilities of the same ffmpeg are the same for every test of a run
            "FFAI_CACHE_DIR": os.environ.get("FFAI_TEST_CACHE_DIR", str(root.parent.parent / "ffai-test-cache")),
            "HOME": str(root),
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
        }
        if "FFAI_FFMPEG" in os.environ:
            self.variables["FFAI_FFMPEG"] = os.environ["FFAI_FFMPEG"]
        for name in ("NO_COLOR", "COLUMNS"):
            self.variables.pop(name, None)

    def command(self, *arguments) -> list:
        return [sys.executable, "-m", "ffai", *arguments]

    def run(self, *arguments, text: str | bytes | None = None, cwd=None, **variables) -> Result:
        """Runs `ffai ARGUMENTS` without a terminal."""
        data = text if isinstance(text, bytes) else (text or "").encode()
        done = subprocess.run(
            self.command(*arguments),
            input=data,
            capture_output=True,
            cwd=cwd or self.work,
            env={**self.variables, **variables},
            timeout=120,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(errors="surrogateescape"), done.stderr.decode(errors="surrogateescape"))

    def records(self) -> list[dict]:
        path = self.state / "history.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
