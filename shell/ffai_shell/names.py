"""The names that -m takes: for completion in the shells (`ffai shell names`) and at the prompt."""

import json

from ffai import config, record
from ffai.environment import Environment
from ffai.errors import FfaiError

_TAIL = 200_000  # bytes of the record that are looked at


def models(env: Environment) -> list[str]:
    """offline and auto, the model that is set, the profiles as @NAME, and the models that were asked lately, each once."""
    try:
        chosen = config.load(env).model
    except FfaiError:
        chosen = ""
    names = ["offline", "auto", chosen, *(f"@{name}" for name in profiles(env)), *_asked(env)]
    return list(dict.fromkeys(name for name in names if name and name.isprintable() and not any(c.isspace() for c in name)))


def profiles(env: Environment) -> dict[str, dict[str, object]]:
    """The profiles of the settings; none when these cannot be read."""
    try:
        return config.profiles(env)
    except FfaiError:
        return {}


def _asked(env: Environment) -> list[str]:
    """The models in the record's last requests, the latest first."""
    try:
        with open(record.path(env), "rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _TAIL))
            lines = file.read().splitlines()
    except OSError:
        return []
    found = []
    for line in reversed(lines):
        if b'"asked"' in line:
            try:
                found.append(str(json.loads(line)["asked"]["model"]))
            except (ValueError, KeyError, TypeError):
                continue
    return found
