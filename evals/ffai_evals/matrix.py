"""The matrix of run configs and items, filled: what is known already is taken, the rest is run, each sample kept as it ends."""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai_evals.judge.items import Item
from ffai_evals.results import Store, key, latest, line_of, place
from ffai_evals.runner import Job, Method, run_all


class Filled(NamedTuple):
    lines: list[dict[str, Any]]  # by config, then in the order of the items
    planned: int
    cached: int  # samples that were known
    regressions: list[str]  # items that were right when last run, under another key, and are wrong now
    stopped: bool
    problems: tuple[str, ...]  # stores that could not be written


def fill(
    env: Environment,
    name: str,
    items: Sequence[Item],
    configs: Sequence[str],
    *,
    repeat: int = 1,
    fresh: bool = False,
    keep: str = "",
) -> Filled:
    """Runs what is not known of `items` × `configs` × `repeat`."""
    from ffai import config
    from ffai.tools.locate import find_tools

    tools = find_tools(env, config.load(env))
    stores = {c: Store(place(env, name, c)) for c in configs}
    methods = {c: Method(c, c) for c in configs}
    jobs = [Job(item, methods[c], n) for c in configs for item in items for n in range(repeat)]
    keys = {(job.method.name, job.item.id, job.repeat): key(job.item, job.method, job.repeat, tools) for job in jobs}
    known: dict[tuple[str, str, int], dict[str, Any]] = {}
    before: dict[tuple[str, str, int], bool] = {}
    for c, store in stores.items():
        lines = store.read()
        by_key = {line["key"]: line for line in lines}
        for (item, n), line in latest(lines).items():
            before[(c, item, n)] = bool(line["pass"])
        for slot, mark in keys.items():
            if slot[0] == c and mark in by_key and not fresh:
                known[slot] = {**by_key[mark], "family": "", "request": ""}
    found = dict(known)
    missing = [job for job in jobs if (job.method.name, job.item.id, job.repeat) not in known]
    running = run_all(missing, keep=keep, workers=os.cpu_count() or 2)
    stopped = False
    try:
        for sample in running:
            slot = (sample.method, sample.item.id, sample.repeat)
            found[slot] = line_of(sample, keys[slot])
            stores[sample.method].add(found[slot])
            _progress(env, len(found), len(jobs))
    except KeyboardInterrupt:
        stopped = True
        running.close()
    if env.stderr.isatty():
        env.stderr.write("\r\033[K")
    told = {item.id: item for item in items}
    lines = [
        {**found[slot], "family": told[slot[1]].family, "request": told[slot[1]].request} for slot in keys if slot in found
    ]  # fmt: skip
    regressions = [slot[1] for slot, line in found.items() if before.get(slot) and not line["pass"]]
    problems = tuple(dict.fromkeys(store.problem for store in stores.values() if store.problem))
    return Filled(lines, len(jobs), len(known), regressions, stopped, problems)


def _progress(env: Environment, done: int, planned: int) -> None:
    if env.stderr.isatty():
        width = 30
        full = round(width * done / planned)
        env.stderr.write(f"\r{'█' * full}{'░' * (width - full)} {done}/{planned}")
        env.stderr.flush()
