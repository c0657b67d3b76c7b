"""What runs have shown, kept: one line a sample, written as it ends, found again by everything that could change it.

A store is a file of JSON lines under the state folder, one for each eval and run config:

    {"v": 1, "key": …, "item": "trim-01", "family": "trim", "request": …, "config": "offline", "repeat": 0, "pass": true, "class": "right", …}

The key is a digest of the item, the run config, the repetition, ffmpeg's version and the code that translates and judges: a sample
with the same key would come out the same, so that it is not run again. Lines that cannot be read are passed over.
"""

import functools
import hashlib
import json
import os
from collections.abc import Iterable
from typing import Any

from ffai.environment import Environment
from ffai.values import Tools
from ffai_evals.judge.items import Item
from ffai_evals.runner import Method, Sample


def place(env: Environment, name: str, config: str) -> str:
    """The file of an eval's results by a run config."""
    return os.path.join(folder(env, name), f"{_plain(config)}.jsonl")


def folder(env: Environment, name: str) -> str:
    """Where the results of an eval are, a file for each run config."""
    return os.path.join(env.state_dir, "evals", _plain(name))


def _plain(name: str) -> str:
    """A name as a file's: the name itself where it can be one, else with a digest that keeps two apart."""
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in os.path.basename(name) or "_").lstrip(".")[:80]
    return kept if kept == name else f"{kept}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def key(item: Item, method: Method, repeat: int, tools: Tools) -> str:
    """The digest of everything that can change a sample."""
    said = json.dumps(
        [
            item.request, sorted(item.media.items()), [dict(wish) for wish in item.expect], method.model, method.api_base, repeat, tools.version, tools.ffmpeg or "", tools.ffprobe or "",
            _code(),
        ],
        sort_keys=True, ensure_ascii=False, default=str,
    )  # fmt: skip
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:24]


@functools.cache
def _code() -> str:
    """A digest of the code that translates, reads and judges, and of the data files beside it."""
    import ffai_guards

    import ffai
    import ffai_evals.judge

    found = hashlib.sha256()
    for package in (ffai, ffai_guards, ffai_evals.judge):
        root = os.path.dirname(package.__file__ or "")
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(f for f in folders if f != "__pycache__")
            for name in sorted(names):
                if not name.endswith((".pyc", ".pyi")):
                    with open(os.path.join(folder, name), "rb") as file:
                        found.update(name.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return found.hexdigest()


def line_of(sample: Sample, mark: str) -> dict[str, Any]:
    """A sample as it is kept and reported."""
    verdict = sample.judgement
    return {
        "v": 1, "key": mark, "item": sample.item.id, "family": sample.item.family, "request": sample.item.request, "config": sample.method, "repeat": sample.repeat,
        "pass": verdict.passed, "class": verdict.kind, "silent": sample.silent, "commands": list(sample.commands),
        "scores": {f"{s.file} {s.name}".strip(): float(s.met) for s in verdict.scores}, "evidence": verdict.evidence, "question": sample.question, "answer": sample.answer, "confidence": sample.confidence,
        "words_unused": list(sample.words_unused), "translated": round(sample.translated, 4), "seconds": round(sample.seconds, 3), "cost": sample.cost, "tokens": sample.tokens,
    }  # fmt: skip


class Store:
    """The samples of one eval by one run config. `fail` of a full disk: the run goes on, and what could not be kept is said once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.damaged = 0
        self.problem = ""

    def read(self) -> list[dict[str, Any]]:
        """All lines, oldest first."""
        found = []
        self.damaged = 0
        try:
            with open(self.path, "rb") as file:
                for raw in file:
                    try:
                        line = json.loads(raw)
                        line["key"], line["item"], line["pass"], line["repeat"]
                        found.append(line)
                    except (ValueError, TypeError, KeyError, RecursionError):
                        self.damaged += bool(raw.strip())
        except OSError:  # not there yet; what cannot be read is run again
            return []
        return found

    def add(self, line: dict[str, Any]) -> None:
        """Appends a line, whole, in one write, so that two runs at once do not mix."""
        data = json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n"
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                end = os.lseek(descriptor, 0, os.SEEK_END)
                if end and os.pread(descriptor, 1, end - 1) != b"\n":
                    data = b"\n" + data  # the line before was cut short
                os.write(descriptor, data)
            finally:
                os.close(descriptor)
        except OSError as problem:
            self.problem = f"{self.path} cannot be written: {problem.strerror}"


def latest(lines: Iterable[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """The last line of each item and repetition."""
    return {(line["item"], line["repeat"]): line for line in lines}
