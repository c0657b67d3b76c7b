"""Verified pairs as a stream: plan after plan, each carried out once and asked for in several ways, taken up again where it stopped."""

import itertools
import json
import random
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, NamedTuple

from ffai.environment import process_environment
from ffai.errors import FfaiError, UsageError
from ffai_evals.data.apart import NEAR, Nearness, held_back

WAYS = 4
"""How many ways of asking for one plan are written at most, where nothing else is said."""


class Made(NamedTuple):
    """What a plan gave. `why` tells why it was not kept, "" when it was."""

    number: int
    lines: tuple[dict[str, Any], ...]
    why: str = ""


class Tally(NamedTuple):
    """How a run went: pairs in the file, plans tried, and what was left out for which reason."""

    pairs: int
    plans: int
    left_out: Counter[str]


def make(
    path: str,
    count: int,
    seed: int,
    *,
    workers: int = 2,
    ways: int = WAYS,
    apart: tuple[str, ...] = (),
    told: Callable[[int], None] = lambda _n: None,
) -> Tally:
    """Writes pairs to a file until it holds `count`. What stands in it already is kept, and the next plan goes on after it.

    The same seed and ffmpeg give the same file, whatever the number of workers and however often it was stopped.
    Raises UsageError for a file that another seed or another program wrote.
    """
    there, first, good = _there(path, seed)
    evals, seen = held_back(apart), Nearness(NEAR)
    for text in there:
        seen.add(text)
    pairs, left = len(there), Counter[str]()
    with open(path, "a+", encoding="utf-8") as file:
        file.truncate(good)
        tried = 0
        stream = _results(seed, first, workers, ways) if pairs < count else iter(())
        for made in stream:
            tried += 1
            if made.why:
                left[made.why.split(":")[0]] += 1
            for line in made.lines:
                why = (
                    "near an eval item" if evals.near(line["request"]) else "near-duplicate" if seen.near(line["request"]) else ""
                )
                if why:
                    left[why] += 1
                    continue
                if pairs == count:
                    break
                seen.add(line["request"])
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                pairs += 1
            file.flush()
            told(pairs)
            if pairs == count:
                break
    return Tally(pairs, tried, left)


def _there(path: str, seed: int) -> tuple[list[str], int, int]:
    """Requests that stand in the file, the plan to go on with, and how many bytes of it are good.

    The lines of the last plan are made again: it may not have been written to its end.
    """
    texts: list[tuple[int, str, int]] = []
    good = 0
    try:
        with open(path, "rb") as file:
            for number, raw in enumerate(file, 1):
                if not raw.endswith(b"\n"):
                    break
                try:
                    line = json.loads(raw)
                    owner, plan = str(line["id"]).split("-")[:2]
                    if owner != str(seed):
                        raise UsageError(
                            f"{path} was made with seed {owner}", f"give --seed {owner} to go on with it, or another --out"
                        )
                    texts.append((int(plan), line["request"], good))
                except (ValueError, KeyError, TypeError):
                    raise UsageError(f"{path}, line {number} is no pair that this wrote", "choose another --out") from None
                good += len(raw)
    except FileNotFoundError:
        return [], 0, 0
    except OSError as problem:
        raise FfaiError(f"{path} cannot be read: {problem.strerror}", "choose another --out") from None
    if not texts:
        return [], 0, 0
    last = texts[-1][0]
    return [text for n, text, _ in texts if n < last], last, next(at for n, _, at in texts if n == last)


def _results(seed: int, first: int, workers: int, ways: int) -> Iterator[Made]:
    """The plans' results in order, some made ahead."""
    with ProcessPoolExecutor(workers, initializer=_leave_interrupts) as pool:
        numbers = itertools.count(first)
        ahead: deque[Future[Made]] = deque(pool.submit(one, seed, n, ways) for n in itertools.islice(numbers, 4 * workers))
        try:
            while True:
                yield ahead.popleft().result()
                ahead.append(pool.submit(one, seed, next(numbers), ways))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def one(seed: int, number: int, ways: int = WAYS) -> Made:
    """The plan of that number: drawn, carried out, and asked for in several ways."""
    from ffai import config
    from ffai.tools.locate import find_tools
    from ffai_evals.data.phrase import phrasings
    from ffai_evals.data.plan import sample
    from ffai_evals.data.verify import verify

    env = process_environment()
    rng = random.Random(f"{seed}/{number}")
    plan = sample(rng)
    try:
        done = verify(plan, env, find_tools(env, config.load(env)))
    except (
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
    ) as fault:  # a plan that the compiler stumbles over is left out
        return Made(number, (), f"fault in the compiler: {type(fault).__name__} {fault} with {plan.edits}")
    if done.why:
        return Made(number, (), done.why)
    lines = tuple(
        {
            "id": f"{seed}-{number:06d}-{k}", "request": text, "commands": list(done.commands), "topics": list(done.topics.names),
            "checks": list(done.checks), "media": plan.media, "style": style, "source": "plan", "seed": seed, "files": list(done.files), "facts": done.facts,
        }
        for k, (style, text) in enumerate(phrasings(plan, rng, ways))
    )  # fmt: skip
    return Made(number, lines)


def read_pairs(path: str) -> list[dict[str, Any]]:
    """The pairs of a file. Raises UsageError naming the line that is none."""
    found = []
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    found.append(_pair(line, path, number))
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path} cannot be read: {problem}", "make one: ffai data make -n 100 --out pairs.jsonl") from None
    if not found:
        raise UsageError(f"there are no pairs in {path}", "make some: ffai data make -n 100 --out pairs.jsonl")
    return found


def _pair(line: str, path: str, number: int) -> dict[str, Any]:
    try:
        pair = json.loads(line)
    except ValueError:
        pair = None
    fine = (
        isinstance(pair, dict)
        and isinstance(pair.get("request"), str)
        and isinstance(pair.get("commands"), list)
        and pair["commands"]
        and all(isinstance(c, str) for c in pair["commands"])
    )
    if not fine:
        raise UsageError(f'{path}, line {number} is no pair: it needs "request" (text) and "commands" ([text])', "mend that line")
    return dict(pair)
