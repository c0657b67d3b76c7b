"""JSON lines in, JSON lines out: the same order, each flushed, and no line can end the stream."""

import json
import os
from collections.abc import Callable
from typing import Any

from ffai.documents import VERSION, dump, error_fields
from ffai.environment import Environment
from ffai.errors import ExitStatus, FfaiError, UsageError

LONGEST = 4_000_000  # characters of one line


def answer_lines(env: Environment, answer: Callable[[Environment, dict[str, Any]], dict[str, Any]]) -> int:
    """Answers every line of standard input with the line's id and what `answer` makes of it, or the error in its place."""
    while True:
        try:
            line = env.stdin.readline(LONGEST)
        except UnicodeDecodeError as error:
            raise UsageError("standard input is not UTF-8", "one JSON object a line, in UTF-8") from error
        if not line:
            return ExitStatus.DONE
        if line.strip():
            env.stdout.write(dump(_answered(line, env, answer)) + "\n")
            env.stdout.flush()


def _answered(line: str, env: Environment, answer: Callable[[Environment, dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    identity: Any = None
    try:
        asked = _parsed(line)
        identity = asked.get("id")
        return {"id": identity, **answer(_placed(asked, env), asked)}
    except FfaiError as error:
        return {"id": identity, "v": VERSION, "error": error_fields(error)}
    except Exception as error:  # noqa: BLE001 - one line's fault must not cost the lines after it
        fault = FfaiError(f"a fault in ffai itself: {type(error).__name__}: {error}")
        return {"id": identity, "v": VERSION, "error": error_fields(fault)}


def _parsed(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"this line is not JSON: {error}") from error
    if not isinstance(asked, dict):
        raise UsageError("a line must be a JSON object")
    return asked


def _placed(asked: dict[str, Any], env: Environment) -> Environment:
    """The environment with the line's own working folder."""
    folder = asked.get("cwd")
    if folder is None:
        return env
    if not isinstance(folder, str) or not os.path.isdir(folder):
        raise UsageError(f"the folder {folder!r} is not there", '"cwd" is the folder that the request is made in')
    return env._replace(cwd=os.path.abspath(folder))
