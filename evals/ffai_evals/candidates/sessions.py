"""The record of requests read as stories: what was asked, what was answered, and what the user made of it."""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ffai import record
from ffai.environment import Environment

HOWS = ("ran", "edited", "refined", "undone", "refused")


class Candidate(NamedTuple):
    """One session. With real names as a story, without them as what is offered."""

    id: str
    how: str  # one of HOWS
    request: str
    answer: tuple[str, ...]  # the commands as they were proposed
    repaired: tuple[str, ...] = ()  # as the user edited them before they ran
    said: str = ""  # in place of commands: the reason of a refusal
    translator: str = "offline"
    time: float = 0.0
    cwd: str = ""
    files: tuple[str, ...] = ()  # that were made or named
    hidden: tuple[str, ...] = ()  # what stands for what: only how many and of which kind, never the names

    @property
    def right(self) -> tuple[str, ...]:
        """The answer that shall be learned from, where there is one."""
        return self.repaired or self.answer

    def document(self) -> dict[str, Any]:
        """What is offered, for JSON: no folder, no file of the user."""
        kept = ("id", "how", "request", "answer", "repaired", "said", "translator", "time", "hidden")
        return {name: list(v) if isinstance(v := getattr(self, name), tuple) else v for name in kept}


def stories(env: Environment) -> list[Candidate]:
    """The sessions of the record that tell something, oldest first."""
    by: dict[str, list[dict[str, Any]]] = {}
    for event in _events(env):
        by.setdefault(event["id"], []).append(event)
    undone = _undone(env)
    found = (_story(identity, events, undone) for identity, events in by.items())
    return [story for story in found if story is not None]


def _events(env: Environment) -> Iterator[dict[str, Any]]:
    try:
        with open(record.path(env), "rb") as file:
            for raw in file:
                try:
                    event = json.loads(raw)
                except (ValueError, RecursionError):
                    continue
                if isinstance(event, dict) and isinstance(event.get("id"), str) and isinstance(event.get("event"), str):
                    yield event
    except OSError:
        return


def _story(identity: str, events: list[dict[str, Any]], undone: set[str]) -> Candidate | None:
    asked = [e for e in events if e["event"] == "request" and isinstance(e.get("request"), str)]
    decisions = [str(e.get("decision")) for e in events if e["event"] == "decision"]
    outcome: dict[str, Any] = next((e for e in reversed(events) if e["event"] == "outcome"), {})
    if not asked:
        return None
    first, last = asked[0], asked[-1]
    edited = "edit" in decisions and last.get("translator") == "edited"
    refined = not edited and len(asked) > 1 and "refine" in decisions
    base = Candidate(
        identity, "", _text(last["request"]), _texts(last.get("commands")), translator=_text(last.get("translator")) or "offline",
        time=_number(first.get("time")), cwd=_text(last.get("cwd")), files=(*_texts(last.get("given")), *_made(outcome)),
    )  # fmt: skip
    if edited:
        before = next((e for e in reversed(asked[:-1]) if e.get("translator") != "edited"), first)
        base = base._replace(
            answer=_texts(before.get("commands")), repaired=base.answer, translator=_text(before.get("translator")) or "offline"
        )
    if _text(last.get("verdict")) == "deny" and not outcome:
        said = _text(last.get("refused")).partition(":")[0]  # behind it stand words of the request
        return base._replace(how="refused", repaired=(), said=said or "refused by the guard") if base.answer or said else None
    if outcome.get("status") != "done":
        return None
    if _text(outcome.get("run")) in undone:
        return base._replace(how="undone")
    return base._replace(how="edited" if edited else "refined" if refined else "ran")


def _undone(env: Environment) -> set[str]:
    """The runs that were taken back, by their journals."""
    from ffai.running.journal import UNDONE, runs_folder

    found: set[str] = set()
    folder = runs_folder(env)
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        if name.endswith(".json"):
            try:
                with open(os.path.join(folder, name), "rb") as file:
                    facts = json.load(file)
                if facts.get("state") == UNDONE:
                    found.add(str(facts.get("id")))
            except (OSError, ValueError, AttributeError):
                continue
    return found


def _made(outcome: dict[str, Any]) -> tuple[str, ...]:
    made = outcome.get("created")
    return tuple(_text(m.get("path")) for m in made if isinstance(m, dict)) if isinstance(made, list) else ()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, Iterable) and not isinstance(value, str) else ()


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
