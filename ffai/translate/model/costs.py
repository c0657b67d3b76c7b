"""What models cost: prices by the table that litellm ships, a line for each answer, and the limit for one day.

    {"v": 1, "time": ..., "model": ..., "tokens_in": ..., "tokens_out": ..., "cost": US dollars or null}

The lines hold amounts and no request. They are written when requests are remembered, or when a limit must be held.
"""

import json
import os
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import ModelFailed
from ffai.tools import cache
from ffai.translate.model.values import Answer, Target


class Sum(NamedTuple):
    """Answers of one model. `cost` is of those whose price is known; `unknown` counts the others."""

    model: str
    answers: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    unknown: int = 0

    def plus(self, line: dict[str, Any]) -> "Sum":
        cost = line.get("cost")
        known = isinstance(cost, int | float)
        return Sum(
            self.model,
            self.answers + 1,
            self.tokens_in + (line.get("tokens_in") or 0),
            self.tokens_out + (line.get("tokens_out") or 0),
            self.cost + (float(cost) if isinstance(cost, int | float) else 0.0),
            self.unknown + (not known),
        )


def path(env: Environment) -> str:
    """Where the lines are."""
    return os.path.join(env.state_dir, "costs.jsonl")


def enter(settings: Settings, env: Environment, target: Target, answer: Answer, cost: float | None) -> None:
    """Adds a line. What cannot be written is not counted; the answer is the user's all the same."""
    if not settings.log and not settings.max_cost_per_day:
        return
    line = {"v": 1, "time": round(time.time(), 3), "model": target.name, "tokens_in": answer.tokens_in, "tokens_out": answer.tokens_out, "cost": cost}  # fmt: skip
    try:
        os.makedirs(env.state_dir, mode=0o700, exist_ok=True)
        descriptor = os.open(path(env), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, (json.dumps(line) + "\n").encode())
        finally:
            os.close(descriptor)
    except OSError:
        return


def lines(env: Environment) -> Iterator[dict[str, Any]]:
    """All lines; damaged ones are passed over."""
    try:
        with open(path(env), "rb") as file:
            for raw in file:
                try:
                    line = json.loads(raw)
                except ValueError:
                    continue
                if isinstance(line, dict) and isinstance(line.get("model"), str) and isinstance(line.get("time"), int | float):
                    yield line
    except OSError:
        return


def today(env: Environment) -> float:
    """US dollars since midnight, local time."""
    now = time.localtime()
    midnight = time.mktime((now.tm_year, now.tm_mon, now.tm_mday, 0, 0, 0, 0, 0, -1))
    return sum(float(line.get("cost") or 0.0) for line in lines(env) if line["time"] >= midnight)


def hold_limit(settings: Settings, env: Environment, target: Target) -> None:
    """Raises ModelFailed when the day's limit is reached, or could not be held since the model's price is not known."""
    if not settings.max_cost_per_day:
        return
    spent = today(env)
    if spent >= settings.max_cost_per_day:
        raise ModelFailed(
            f"models have cost ${spent:.4f} today; max_cost_per_day is ${settings.max_cost_per_day:g}",
            "nothing was sent; ffai history --cost shows more, -m offline costs nothing",
        )
    if price(target, 1, 1, env) is None:
        raise ModelFailed(
            f"the price of {target.name} is not known here, so max_cost_per_day cannot be held",
            "nothing was sent; ffai config unset max_cost_per_day, or use a model whose price is known",
        )


def price(target: Target, tokens_in: int | None, tokens_out: int | None, env: Environment) -> float | None:
    """US dollars of an answer: 0 on a machine of one's own, None where no price is known."""
    if target.provider == "local" or is_local(target.base):
        return 0.0
    rates = _rates(target, env)
    if rates is None:
        return None
    return (tokens_in or 0) * rates[0] + (tokens_out or 0) * rates[1]


def is_local(base: str) -> bool:
    """Whether the address is this machine or its own network."""
    host = base.partition("://")[2].partition("/")[0]
    host = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return host in ("localhost", "::1") or host.startswith(("127.", "10.", "192.168.")) or host.endswith(".local")


def _rates(target: Target, env: Environment) -> tuple[float, float] | None:
    """US dollars a token in and out, from the table in litellm's package. It is read without importing litellm and kept."""
    from importlib.util import find_spec

    spec = find_spec("litellm")
    if spec is None or not spec.submodule_search_locations:
        return None
    table = os.path.join(next(iter(spec.submodule_search_locations)), "model_prices_and_context_window_backup.json")
    try:
        facts = os.stat(table)
    except OSError:
        return None
    kept = os.path.join(env.cache_dir, "models", "prices")
    known = cache.load(kept)
    stamp = [facts.st_size, int(facts.st_mtime)]
    if not isinstance(known, dict) or known.get("of") != stamp:
        known = {"of": stamp, "rates": {}}
    names = (target.name, target.model, f"{target.provider}/{target.model}")
    key = names[0]
    if key not in known["rates"]:
        with open(table, encoding="utf-8") as file:
            rows = json.load(file)
        row: dict[str, Any] = next((rows[name] for name in names if name in rows), {})
        rates = (row.get("input_cost_per_token"), row.get("output_cost_per_token"))
        known["rates"][key] = list(rates) if None not in rates else None
        cache.store(kept, known)
    found = known["rates"][key]
    return (float(found[0]), float(found[1])) if found else None


def totals(env: Environment, since: float = 0.0) -> list[Sum]:
    """What each model has cost, the dearest first."""
    found: dict[str, Sum] = {}
    for line in lines(env):
        if line["time"] >= since:
            found[line["model"]] = found.get(line["model"], Sum(line["model"])).plus(line)
    return sorted(found.values(), key=lambda each: (-each.cost, each.model))
