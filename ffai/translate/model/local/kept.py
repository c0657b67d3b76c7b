"""Where models of one's own are: a folder each under the state folder, with the weights and what is said of them.

model.json   {"v": 1, "kind": "trained" | "chat" | "scratch", "file": "model.gguf", "shorthand": {…}, "trained": {…: how it came to be}}
"""

import json
import os
import re
import shutil
from collections.abc import Mapping
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError

TRAINED, CHAT, SCRATCH = "trained", "chat", "scratch"
"""Weights for llama.cpp, asked in the form they were trained on, or like any other model; and a model trained from nothing."""


class Model(NamedTuple):
    name: str
    kind: str
    path: str  # of the weights
    shorthand: Mapping[str, str] = {}
    trained: Mapping[str, Any] = {}
    made_in: str = ""


def folder(env: Environment) -> str:
    return os.path.join(env.state_dir, "models")


def names(env: Environment) -> list[str]:
    """The models that there are."""
    try:
        return sorted(n for n in os.listdir(folder(env)) if os.path.exists(os.path.join(folder(env), n, "model.json")))
    except OSError:
        return []


def find(name: str, env: Environment) -> Model:
    """The model of that name. Raises UsageError when there is none, or what is said of it cannot be read."""
    path = os.path.join(folder(env), plain(name), "model.json")
    try:
        with open(path, encoding="utf-8") as file:
            said = json.load(file)
        weights = os.path.join(os.path.dirname(path), plain(said["file"]))
        kind, short = said["kind"], {str(k): str(v) for k, v in said.get("shorthand", {}).items()}
        trained = dict(said.get("trained", {}))
    except FileNotFoundError:
        there = ", ".join(f"local/{n}" for n in names(env))
        raise UsageError(
            f"there is no model local/{name} here", f"there are: {there}" if there else "make one: ffai finetune local"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{path} is damaged", "make the model anew: ffai finetune local") from None
    if kind not in (TRAINED, CHAT, SCRATCH) or not os.path.isfile(weights):
        raise UsageError(f"the model local/{name} is not whole: {weights}", "make it anew: ffai finetune local")
    return Model(name, kind, weights, short, trained, str(said.get("from", "")))


def keep(name: str, weights: str, said: Mapping[str, Any], env: Environment, *, anew: bool = False) -> str:
    """Puts weights and what is said of them where `find` looks; a model that is there is replaced when that is meant. Gives the folder."""
    place = os.path.join(folder(env), plain(name))
    if os.path.exists(place) and not anew:
        raise UsageError(
            f"there is a model local/{name} already", "choose another --name, or remove it: ffai finetune remove NAME"
        )
    file = "model" + os.path.splitext(weights)[1]
    try:
        os.makedirs(folder(env), mode=0o700, exist_ok=True)
        made = f"{place}.{os.getpid()}.new"
        os.mkdir(made)
        try:
            os.link(weights, os.path.join(made, file))
        except OSError:  # another disk, or one without links
            shutil.copyfile(weights, os.path.join(made, file))
        with open(os.path.join(made, "model.json"), "w", encoding="utf-8") as out:
            json.dump({"v": 1, "file": file, **said}, out, indent=1, ensure_ascii=False)
        shutil.rmtree(place, ignore_errors=True)
        os.rename(made, place)
    except OSError as problem:
        raise FfaiError(f"the model cannot be kept in {place}: {problem.strerror}", "is there room on that disk?") from None
    return place


def remove(name: str, env: Environment) -> None:
    find(name, env)
    shutil.rmtree(os.path.join(folder(env), plain(name)))


def plain(name: str) -> str:
    """A name that is one part of a path. Raises UsageError."""
    if not re.fullmatch(r"\w[\w.-]{0,79}", name):
        raise UsageError(f"{name!r} cannot be a model's name", "letters, digits, - _ and . do")
    return name
