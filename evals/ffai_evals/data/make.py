"""Verified pairs as a stream: plan after plan, each carried out once and asked for in several ways, taken up again where it stopped."""

import itertools
import json
import os
import random
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from ffai.environment import Environment, process_environment
from ffai.errors import FfaiError, UsageError
from ffai_evals.data.apart import NEAR, Nearness, held_back

if TYPE_CHECKING:
    from ffai_evals.data.verify import Verified

WAYS = 4
"""How many ways of asking for one plan are written at most, where nothing else is said."""


_IN_TURN = 4  # every fourth plan takes the next wish of the table, the others are drawn by weight: what is rare comes too


class Task(NamedTuple):
    """What is made: plans of a seed, or the special sets of these kinds."""

    seed: int
    ways: int = WAYS
    special: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What the ids begin with."""
        return f"{self.seed}s" if self.special else str(self.seed)


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
    stopped: bool = False


def make(
    path: str,
    count: int,
    task: Task,
    *,
    workers: int = 2,
    apart: tuple[str, ...] = (),
    held: Iterable[str] = (),
    told: Callable[[int, int], None] = lambda _pairs, _plans: None,
    kept: Callable[[dict[str, Any]], None] = lambda _line: None,
) -> Tally:
    """Writes pairs to a file until it holds `count`. What stands in it already is kept, and the next plan goes on after it.

    The same task and ffmpeg give the same file, whatever the number of workers and however often it was stopped. `apart`, `held`: files of
    eval items and requests to stay apart from, beside the own. `kept` gets every pair of the file, those that were there too. Ctrl-C ends it with what is there. Raises UsageError for a file that another seed or
    another program wrote.
    """
    there, first, good = _there(path, task)
    evals, seen = held_back(apart, held), Nearness(NEAR)
    for line in there:
        seen.add(line["request"])
        kept(line)
    pairs, left, tried, stopped = len(there), Counter[str](), 0, False
    try:
        file = open(path, "a+", encoding="utf-8")  # noqa: SIM115 - closed below, whatever happens
    except OSError as problem:
        raise FfaiError(f"{path} cannot be written: {problem.strerror}", "choose another --out") from None
    with file:
        file.truncate(good)
        told(pairs, tried)
        stream = _results(task, first, workers) if pairs < count else iter(())
        try:
            for made in stream:
                tried += 1
                if made.why:
                    left[made.why.split(":")[0]] += 1
                for line in made.lines:
                    why = "near an eval item" if evals.near(line["request"]) else "near-duplicate" if seen.near(line["request"]) else ""  # fmt: skip
                    if why:
                        left[why] += 1
                        continue
                    if pairs == count:
                        break
                    seen.add(line["request"])
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    pairs += 1
                    file.flush()
                    kept(line)
                told(pairs, tried)
                if pairs == count:
                    break
        except KeyboardInterrupt:
            stopped = True
        except OSError as problem:
            raise FfaiError(f"{path} cannot be written: {problem.strerror}", "free space, then run it again to go on") from None
    return Tally(pairs, tried, left, stopped)


def _there(path: str, task: Task) -> tuple[list[dict[str, Any]], int, int]:
    """Pairs that stand in the file, the plan to go on with, and how many bytes of it are good.

    The lines of the last plan are made again: it may not have been written to its end.
    """
    texts: list[tuple[int, dict[str, Any], int]] = []
    good = 0
    try:
        with open(path, "rb") as file:
            for number, raw in enumerate(file, 1):
                if not raw.endswith(b"\n"):
                    break
                try:
                    line = json.loads(raw)
                    owner, plan = str(line["id"]).split("-")[:2]
                    if owner != task.mark:
                        seed = owner.removesuffix("s")
                        said = f"seed {seed}" + (", as a special set" if owner != seed else "")
                        raise UsageError(f"{path} was made with {said}", f"give --seed {seed}{' and --special' if owner != seed else ''} to go on with it, or another --out")  # fmt: skip
                    texts.append((int(plan), {**line, "request": str(line["request"])}, good))
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
    return [line for n, line, _ in texts if n < last], last, next(at for n, _, at in texts if n == last)


def _results(task: Task, first: int, workers: int) -> Iterator[Made]:
    """The plans' results in order, some made ahead."""
    with ProcessPoolExecutor(workers, initializer=_worker, initargs=(os.getpid(),)) as pool:
        numbers = itertools.count(first)
        ahead: deque[Future[Made]] = deque(pool.submit(one, task, n) for n in itertools.islice(numbers, 4 * workers))
        try:
            while True:
                yield ahead.popleft().result()
                ahead.append(pool.submit(one, task, next(numbers)))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _worker(parent: int) -> None:
    """Ctrl-C is the parent's to take; and without a parent there is nothing to work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def one(task: Task, number: int) -> Made:
    """The plan of that number: drawn, carried out, and asked for in several ways. What the compiler stumbles over is left out."""
    env = process_environment()
    rng = random.Random(f"{task.mark}/{number}")
    try:
        return _special(task, number, rng, env) if task.special else _planned(task, number, rng, env)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as fault:
        return Made(number, (), f"fault in the compiler: {type(fault).__name__} {fault}")


def _planned(task: Task, number: int, rng: random.Random, env: Environment) -> Made:
    from ffai_evals.data.phrase import phrasings
    from ffai_evals.data.plan import sample
    from ffai_evals.data.verify import verify
    from ffai_evals.runner import tools_of

    plan = sample(rng, number // _IN_TURN if number % _IN_TURN == 0 else None)
    done = verify(plan, env, tools_of(env))
    if done.why:
        return Made(number, (), done.why)
    said = phrasings(plan, rng, task.ways)
    return Made(number, tuple(_line(task, number, k, text, style, plan.media, done) for k, (style, text) in enumerate(said)))


def _special(task: Task, number: int, rng: random.Random, env: Environment) -> Made:
    from ffai_evals.data.special import rows
    from ffai_evals.runner import tools_of

    kind = task.special[number % len(task.special)]
    found, why = rows(kind, rng, env, tools_of(env), task.ways)
    lines = tuple(
        _line(task, number, k, r.request, r.style, r.media, r.done)
        | {"topics": [f"special:{kind}", *r.done.topics.names], "source": "special"}
        | ({"question": r.question} if r.question else {})
        for k, r in enumerate(found)
    )
    return Made(number, lines, why)


def _line(task: Task, number: int, k: int, text: str, style: str, media: dict[str, str], done: "Verified") -> dict[str, Any]:
    return {
        "id": f"{task.mark}-{number:06d}-{k}", "request": text, "commands": list(done.commands), "topics": list(done.topics.names), "checks": list(done.checks), "media": media, "style": style,
        "source": "plan", "seed": task.seed, "files": list(done.files), "facts": done.facts,
    }  # fmt: skip


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
        and (pair["commands"] or pair.get("question"))
        and all(isinstance(c, str) for c in pair["commands"])
    )
    if not fine:
        raise UsageError(f'{path}, line {number} is no pair: it needs "request" (text) and "commands" ([text])', "mend that line")
    return dict(pair)
