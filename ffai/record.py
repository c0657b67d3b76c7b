"""The record: one JSON line for each request, decision and outcome, in order, joined by the request's id.

    {"v": 1, "event": "request", "id": ..., "time": ..., "cwd": ..., "request": ..., "commands": ..., ...}
    {"v": 1, "event": "decision", "id": ..., "time": ..., "decision": "run" | "cancel" | "edit" | ...}
    {"v": 1, "event": "outcome", "id": ..., "time": ..., "status": ..., "outputs": ..., ...}

A line is written as soon as it is known, in one write to the end of the file under a lock, so that neither a crash nor
another process can lose or mix lines. What cannot be written costs the user nothing but the record.
"""

import json
import os
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from ffai.environment import Environment

VERSION = 1


class Past(NamedTuple):
    """One request as the record tells it: its first line, the last decision and the last outcome."""

    number: int  # from 1, in the order of the file
    request: dict[str, Any]
    decision: dict[str, Any] | None = None
    outcome: dict[str, Any] | None = None


class Recorder:
    """Writes the lines of one request. With `on` false it writes nothing."""

    def __init__(self, env: Environment, *, on: bool = True) -> None:
        self.env = env
        self.on = on
        self.id = f"{int(time.time() * 1000):011x}{os.urandom(2).hex()}"
        self.problem = ""  # why nothing could be written

    def write(self, event: str, **facts: Any) -> None:
        """Adds one line. An outcome is also brought to the disk, since it tells what happened to files."""
        if not self.on or self.problem:
            return
        line = {"v": VERSION, "event": event, "id": self.id, "time": round(time.time(), 3), **facts}
        try:
            _append(self.env, json.dumps(_without_secrets(line), ensure_ascii=True), sync=event == "outcome")
        except OSError as error:
            self.problem = f"this request could not be recorded: {error.strerror} ({path(self.env)})"


def path(env: Environment) -> str:
    """Where the record is."""
    return f"{env.state_dir}/history.jsonl"


def read(env: Environment) -> tuple[list[Past], int]:
    """All past requests, oldest first, and the number of damaged lines that were passed over."""
    found: dict[str, Past] = {}
    damaged = 0
    for line in _lines(env):
        event = _parsed(line)
        if event is None:
            damaged += 1
            continue
        identity = event["id"]
        if event["event"] == "request":
            earlier = found.get(identity)  # an edited or refined request keeps its number
            found[identity] = Past(earlier.number if earlier else len(found) + 1, event)
        elif identity in found and event["event"] == "decision":
            found[identity] = found[identity]._replace(decision=event)
        elif identity in found and event["event"] == "outcome":
            found[identity] = found[identity]._replace(outcome=event)
    return list(found.values()), damaged


def _lines(env: Environment) -> Iterator[bytes]:
    try:
        with open(path(env), "rb") as file:
            yield from (line for line in file if line.strip())
    except (FileNotFoundError, NotADirectoryError):
        return


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    if not isinstance(event, dict) or not isinstance(event.get("id"), str) or not isinstance(event.get("event"), str):
        return None
    return event if event["event"] != "request" or isinstance(event.get("request"), str) else None


def _append(env: Environment, line: str, *, sync: bool) -> None:
    """Adds the line in one write. A line that a crash or a full disk left without its end is closed first."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        fcntl = None  # type: ignore[assignment]
    os.makedirs(env.state_dir, mode=0o700, exist_ok=True)
    descriptor = os.open(path(env), os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        end = os.lseek(descriptor, 0, os.SEEK_END)
        whole = not end or (os.lseek(descriptor, end - 1, os.SEEK_SET), os.read(descriptor, 1))[1] == b"\n"
        data = (("" if whole else "\n") + line + "\n").encode()
        if os.write(descriptor, data) != len(data):
            os.ftruncate(descriptor, end)  # the disk is full: half a line helps nobody
            raise OSError(28, "No space left on device")
        if sync:
            os.fdatasync(descriptor) if hasattr(os, "fdatasync") else os.fsync(descriptor)
    finally:
        os.close(descriptor)


# Options of ffmpeg whose value is, or holds, a secret.
_SECRET_OPTIONS = frozenset(
    "headers cookies auth_type password passphrase key cryptokey decryption_key encryption_key decryption_keys "
    "audible_key audible_iv activation_bytes srp_password http_proxy hls_enc_key tls_psk icecast_password ice_password "
    "stream_key access_token".split()
)
_SECRET_WORDS = ("key", "token", "password", "passwd", "secret", "sig", "signature", "auth", "pass", "credential")
_HIDDEN = "[hidden]"


def _without_secrets(value: Any) -> Any:
    if isinstance(value, str):
        return _hide(value) if "://" in value or "earer" in value or "sk-" in value or "ffmpeg" in value else value
    if isinstance(value, dict):
        return {name: _without_secrets(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        words = list(value)
        hidden = [_is_secret_option(words[place - 1]) if place else False for place in range(len(words))]
        return [_HIDDEN if hide else _without_secrets(word) for word, hide in zip(words, hidden, strict=True)]
    return value


def _is_secret_option(word: Any) -> bool:
    return isinstance(word, str) and word.startswith("-") and word[1:].partition(":")[0] in _SECRET_OPTIONS


def _hide(text: str) -> str:
    """Passwords in addresses, tokens in their queries, stream keys, bearer tokens and API keys taken out of a text."""
    import re

    text = re.sub(r"(\w://[^\s/@:'\"]*:)[^\s/@'\"]+@", rf"\1{_HIDDEN}@", text)
    text = re.sub(rf"([?&][\w-]*(?:{'|'.join(_SECRET_WORDS)})[\w-]*=)[^&\s'\"]+", rf"\1{_HIDDEN}", text, flags=re.IGNORECASE)
    text = re.sub(r"(rtmps?://[^\s'\"]+/)[^\s/'\"]{8,}(?=[\s'\"]|$)", rf"\1{_HIDDEN}", text)
    text = re.sub(r"(?i)(bearer\s+|basic\s+(?=[A-Za-z0-9+/]{12}))[^\s'\"]+", rf"\1{_HIDDEN}", text)
    names = "|".join(sorted(_SECRET_OPTIONS))
    if "ffmpeg" in text:
        text = re.sub(rf"((?:^|\s)-(?:{names})\s+)('[^']*'|\"[^\"]*\"|\S+)", rf"\1{_HIDDEN}", text)
    return re.sub(r"\b(sk|gsk|hf|ghp|xai|AIza)[-_][\w-]{12,}", _HIDDEN, text)
