"""The matrix of run configs and items, filled: what is known already is taken, the rest is made, each sample kept as it ends."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai_evals.judge.items import Item
from ffai_evals.methods import Method
from ffai_evals.progress import Progress
from ffai_evals.results import Keys, Store, answered, latest, line_of, place
from ffai_evals.runner import Job, tools_of
from ffai_evals.running import How, run_all

Slot = tuple[str, str, int]
"""Run config, item, repetition."""
Line = dict[str, Any]


class Filled(NamedTuple):
    lines: list[Line]  # by config, then in the order of the items
    planned: int
    cached: int  # samples that were known
    reused: int  # of the others, those whose answer was known and was judged anew
    regressions: list[str]  # items that were right when last run, under another key, and are wrong now
    stopped: bool
    problems: tuple[str, ...]  # stores that could not be written
    lost: dict[str, int]  # why samples came to nothing, and how many; they are neither right nor wrong


def fill(
    env: Environment,
    name: str,
    items: Sequence[Item],
    methods: Sequence[Method],
    *,
    repeat: int = 1,
    fresh: bool = False,
    how: How | None = None,
    kept: Callable[[Method, Line], str] | None = None,
) -> Filled:
    """Makes what is not known of `items` × `methods` × `repeat`. `kept`: what else is done with each line; it says what went wrong."""
    from ffai import config

    keys = Keys(env, config.load(env), tools_of(env))
    by_name = {m.name: m for m in methods}
    stores = {m: Store(place(env, name, m)) for m in by_name}
    marks: dict[Slot, tuple[str, str]] = {}
    jobs: dict[Slot, Job] = {}
    for method in methods:
        for item in items:
            for n in range(repeat):
                asked = keys.asked(item, method, n)
                marks[(method.name, item.id, n)] = asked, keys.key(item, asked)
                jobs[(method.name, item.id, n)] = Job(item, method, n)
    found: dict[Slot, Line] = {}
    before: dict[Slot, bool] = {}
    reused = 0
    for m, store in stores.items():
        lines = store.read()
        by_key, by_asked = {line["key"]: line for line in lines}, {line.get("asked"): line for line in lines}
        before |= {(m, item, n): bool(line["pass"]) for (item, n), line in latest(lines).items()}
        for slot, (asked, mark) in marks.items():
            if slot[0] != m or fresh:
                continue
            if mark in by_key:
                found[slot] = by_key[mark]
            elif by_name[m].asks and asked in by_asked and (said := answered(by_asked[asked])) is not None:
                jobs[slot] = jobs[slot]._replace(answered=said)
                reused += 1
    known, lost, stopped = len(found), Counter[str](), False
    problems: dict[str, None] = {}
    if kept is not None:
        for slot, line in found.items():
            problems[kept(by_name[slot[0]], {**line, "request": jobs[slot].item.request})] = None
    running = run_all([job for slot, job in jobs.items() if slot not in found], how or How())
    with Progress(env, len(jobs), known) as progress:
        try:
            for sample in running:
                slot = (sample.method, sample.item.id, sample.repeat)
                if sample.answered.lost:
                    lost[sample.answered.lost] += sample.answered.lost != "stopped"
                    continue
                found[slot] = line_of(sample, *marks[slot])
                stores[sample.method].add(found[slot])
                if kept is not None:
                    problems[kept(by_name[sample.method], found[slot])] = None
                progress.step(found[slot])
        except KeyboardInterrupt:
            stopped = True
            running.close()
    told = {item.id: item for item in items}
    whole = [
        {**found[slot], "family": told[slot[1]].family, "request": told[slot[1]].request} for slot in marks if slot in found
    ]  # fmt: skip
    regressions = [slot[1] for slot, line in found.items() if before.get(slot) and not line["pass"]]
    problems |= dict.fromkeys(store.problem for store in stores.values())
    return Filled(whole, len(jobs), known, reused, regressions, stopped, tuple(p for p in problems if p), dict(+lost))
