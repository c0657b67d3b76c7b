"""Which candidates were accepted and which were dropped: a line each in the state folder, so that nobody is asked twice."""

import json
import os
import time

from ffai.environment import Environment
from ffai.errors import FfaiError

ACCEPTED, DROPPED = "accepted", "dropped"


def path(env: Environment) -> str:
    return os.path.join(env.state_dir, "candidates.jsonl")


def read(env: Environment) -> dict[str, str]:
    """What was decided, by the candidate's id; damaged lines are passed over."""
    found = {}
    try:
        with open(path(env), "rb") as file:
            for raw in file:
                try:
                    line = json.loads(raw)
                    found[str(line["id"])] = str(line["decision"])
                except (ValueError, TypeError, KeyError):
                    continue
    except OSError:
        return {}
    return found


def add(env: Environment, identity: str, decision: str, run: str = "") -> None:
    """Keeps a decision. Raises FfaiError when it cannot be written."""
    line = {"v": 1, "id": identity, "decision": decision, "run": run, "time": round(time.time(), 3)}
    try:
        os.makedirs(env.state_dir, mode=0o700, exist_ok=True)
        descriptor = os.open(path(env), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            end = os.lseek(descriptor, 0, os.SEEK_END)
            whole = not end or os.pread(descriptor, 1, end - 1) == b"\n"
            os.write(descriptor, (b"" if whole else b"\n") + json.dumps(line).encode() + b"\n")
        finally:
            os.close(descriptor)
    except OSError as problem:
        raise FfaiError(
            f"{path(env)} cannot be written: {problem.strerror}", "the decision was not kept; make it again"
        ) from None
