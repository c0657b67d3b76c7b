"""What runs have shown, kept: one line a sample, written as it ends, found again by everything that could change it.

A store is a file of JSON lines under the state folder, one for each eval and run config:

    {"v": 1, "key": …, "item": "trim-01", "family": "trim", "request": …, "config": "offline", "repeat": 0, "pass": true, "class": "right", …}

Two digests say whether a line still holds. `asked` is of everything that can change the answer: the request, its media, the model, the
prompt's text and the parameters, the repetition, ffmpeg, the code that translates. `key` is of that and of everything that can change the
verdict: the expectations and the code that judges. With the same key nothing is run again; with the same `asked` a model is not asked
(and paid) again, and what it answered is judged anew. Lines that cannot be read are passed over.
"""

import errno
import functools
import hashlib
import json
import os
from collections.abc import Iterable
from typing import Any

from ffai.config import Settings
from ffai.environment import Environment
from ffai.values import Tools
from ffai_evals.judge.items import Item
from ffai_evals.methods import Method
from ffai_evals.runner import Answered, Sample


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


class Keys:
    """The digests of one run's samples."""

    def __init__(self, env: Environment, settings: Settings, tools: Tools) -> None:
        self.settings, self.env = settings, env
        self.by = [tools.version, tools.ffmpeg or "", tools.ffprobe or "", _facts(tools.ffmpeg)]
        self.translating = [*self.by, code("ffai", "ffai_guards"), _facts(os.path.join(env.config_dir, "guard.toml"))]
        self._methods: dict[Method, str] = {}

    def asked(self, item: Item, method: Method, repeat: int) -> str:
        """Of everything that can change the answer."""
        if method not in self._methods:
            said = [method.said(self.settings), self.translating]
            self._methods[method] = digest([*said, weights] if (weights := _weights(method.model, self.env)) else said)
        media = sorted(item.media.items()) if item.media or item.expect else code("ffai_evals.judge")
        return digest([self._methods[method], item.request, media, repeat])

    def key(self, item: Item, asked: str) -> str:
        """Of everything that can change the sample."""
        return digest(
            [asked, [dict(wish) for wish in item.expect], code("ffai_evals.judge"), code("ffai", "ffai_guards"), self.by]
        )


def digest(said: Any) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _facts(path: str | None) -> list[int]:
    try:
        found = os.stat(path or "")
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]


def _weights(model: str, env: Environment) -> list[int]:
    """What tells the weights of a model of one's own from those that it had before under the same name."""
    if not model.startswith("local/"):
        return []
    from ffai.translate.model.local import kept

    return _facts(kept.find(model.removeprefix("local/"), env).path)


@functools.cache
def code(*packages: str) -> str:
    """A digest of the code of packages (all of ffai's that a sample depends on, if none is named), and of the data files beside it."""
    from importlib.util import find_spec

    found = hashlib.sha256()
    for package in packages or ("ffai", "ffai_guards", "ffai_evals.judge"):
        spec = find_spec(package)
        root = os.path.dirname(spec.origin or "") if spec else ""
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(f for f in folders if f != "__pycache__")
            for name in sorted(names):
                if not name.endswith((".pyc", ".pyi")):
                    with open(os.path.join(folder, name), "rb") as file:
                        found.update(name.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return found.hexdigest()


_ANSWER = ("text", "answer", "declined", "understood", "assumptions", "warned", "requests", "tokens_in", "tokens_out", "told")


def line_of(sample: Sample, asked: str, mark: str) -> dict[str, Any]:
    """A sample as it is kept and reported."""
    verdict, said = sample.judgement, sample.answered
    tokens = None if said.tokens_in is None and said.tokens_out is None else (said.tokens_in or 0) + (said.tokens_out or 0)
    return {
        "v": 1, "key": mark, "asked": asked, "item": sample.item.id, "family": sample.item.family, "request": sample.item.request, "config": sample.method, "repeat": sample.repeat,
        "pass": verdict.passed, "class": verdict.kind, "silent": sample.silent, "commands": list(said.commands),
        "scores": {f"{s.file} {s.name}".strip(): float(s.met) for s in verdict.scores}, "evidence": verdict.evidence, "question": said.question, "answer": said.answer,
        "confidence": said.confidence, "words_unused": list(said.words_unused), "translated": round(said.seconds, 4), "seconds": round(sample.seconds, 3), "cost": said.cost, "tokens": tokens,
        "said": {name: value for name in _ANSWER if (value := getattr(said, name)) not in (None, "", (), 0)}, "argvs": [list(argv) for argv in said.argvs],
    }  # fmt: skip


def answered(line: dict[str, Any]) -> Answered | None:
    """The answer that a line holds; None when it is of an older form or damaged."""
    try:
        said = line["said"]
        return Answered(
            tuple(tuple(map(str, argv)) for argv in line["argvs"]), str(said.get("text", "")), str(line["answer"]), str(said.get("declined", "")),
            tuple(map(str, line["commands"])), bool(said.get("understood")), float(line["confidence"]), tuple(map(str, line["words_unused"])), str(line["question"]),
            tuple(map(str, said.get("assumptions", ()))), bool(said.get("warned")), float(line["translated"]), int(said.get("requests", 0)), said.get("tokens_in"), said.get("tokens_out"), line["cost"], "", str(said.get("told", "")),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


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
                if os.write(descriptor, data) < len(data):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            finally:
                os.close(descriptor)
        except OSError as problem:
            self.problem = f"{self.path} cannot be written: {problem.strerror}"


def latest(lines: Iterable[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """The last line of each item and repetition."""
    return {(line["item"], line["repeat"]): line for line in lines}
