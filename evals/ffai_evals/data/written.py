"""The second generator: a model writes requests under a topic and a style, a translator answers them, the execution judge keeps what ran
and did what was asked. What failed goes to the repair queue beside the pairs.

Three files, each only added to: FILE.jsonl the pairs, FILE.asked.jsonl what the model wrote (paid for, so never asked again), and
FILE.queue.jsonl what waits for repair. A request's id says its batch and place: whatever a kill cut short is gone on from there.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import FfaiError, Interrupted, Unreached
from ffai_evals.data.apart import NEAR, Nearness, held_back
from ffai_evals.data.checked import Checked, check
from ffai_evals.data.journal import Journal
from ffai_evals.data.tree import Tree
from ffai_evals.methods import Method
from ffai_evals.pace import Limits, Paces

BATCH = 5
"""Requests that are asked for at once."""

_IN_VAIN = 4  # batches in a row for which the model gave nothing new, after which it is no use
_BARREN = 25  # the same for batches of which no pair came
STYLES = (
    "plain and short", "polite", "as a question", "terse, only keywords and file names", "chatty, with the story behind it", "as a complaint about the file", "with typing errors, in a hurry", "by somebody who knows no technical words",
    "by an expert who names codecs, filters and values", "with wrong or colloquial names for formats and things", "with two or three wishes in one sentence",
)  # fmt: skip
_SYSTEM = """You write requests that people would type to a command-line assistant that edits media with ffmpeg.
Each request asks for one concrete result that can be checked by measuring the file that comes out: it names the file with an ordinary name and an extension, and every number that is needed.
No request asks for a judgement of taste, for the contents of a picture to be recognised, or for anything but media files.
Answer with a JSON array of strings, the requests, and nothing else."""


class Wish(NamedTuple):
    """What is to be made. `translator` answers the requests, `writer` writes them."""

    pairs: int  # that there shall be in the end
    seed: int
    writer: Settings
    translator: Method
    tree: Tree
    guidance: str = ""
    limits: Limits = Limits(at_once=4)
    apart: tuple[str, ...] = ()  # files of eval items to stay apart from, beside the own
    held: tuple[str, ...] = ()  # requests to stay apart from


class Written(NamedTuple):
    pairs: int
    queued: int
    batches: int
    left_out: Counter[str]
    cost: float | None
    tokens: int
    stopped: bool
    why: str = ""  # it ended before there were as many as were wished for


class Batch(NamedTuple):
    number: int
    topics: tuple[str, ...]
    style: str


class Files(NamedTuple):
    pairs: Journal
    asked: Journal
    queue: Journal


def files_of(path: str) -> Files:
    """The three journals of a file of pairs. Raises UsageError for files that something else wrote."""
    stem = path.removesuffix(".jsonl")
    return Files(Journal(path), Journal(f"{stem}.asked.jsonl"), Journal(f"{stem}.queue.jsonl"))


def batch_of(seed: int, number: int, tree: Tree) -> Batch:
    """The topic and style of a batch: the same for the same seed and tree."""
    rng = random.Random(f"{seed}w/{number}")
    chosen = [_drawn("family", tree, rng)]
    if rng.random() < 0.45:
        chosen.append(_drawn(rng.choice(("filter", "encoder", "muxer", "option")), tree, rng))
    ideas = [f"idea:{name}" for name, weight in tree.get("idea", {}).items() if weight > 0]
    if ideas and rng.random() < 0.5:
        chosen = [rng.choice(ideas)]
    return Batch(number, tuple(c for c in chosen if c), rng.choice(STYLES))


def _drawn(kind: str, tree: Tree, rng: random.Random) -> str:
    names = {name: weight for name, weight in tree.get(kind, {}).items() if weight > 0}
    return f"{kind}:{rng.choices(list(names), list(names.values()))[0]}" if names else ""


def messages(batch: Batch, guidance: str) -> tuple[dict[str, str], ...]:
    """What the model is asked for a batch."""
    topics = "; ".join(f"{kind} {name}" for kind, _, name in (t.partition(":") for t in batch.topics))
    said = f"Write {BATCH} different requests.\nTopic: {topics}\nStyle: {batch.style}"
    if guidance.strip():
        said += f"\nGuidance: {guidance.strip()}"
    return {"role": "system", "content": _SYSTEM}, {"role": "user", "content": said}


def requests_in(text: str) -> list[str]:
    """The requests of a model's answer: a JSON array of texts wherever it stands, else its lines as a list."""
    found = re.search(r"\[.*\]", text, re.DOTALL)
    try:
        said = json.loads(found[0]) if found else None
    except ValueError:
        said = None
    if isinstance(said, list):
        rows = [s if isinstance(s, str) else str(s.get("request", "")) if isinstance(s, dict) else "" for s in said]
    else:
        rows = [m[1] for m in re.finditer(r"^\s*(?:\d+[.)]|[-*•])\s+(.+)$", text, re.MULTILINE)]
    tidy = [" ".join(row.split()).strip("\"' ") for row in rows]
    return [row for row in dict.fromkeys(tidy) if 3 <= len(row) <= 600][: 4 * BATCH]


def write(wish: Wish, files: Files, env: Environment, *, told: Callable[[int, int, float | None], None] = lambda *_: None, kept: Callable[[dict[str, Any]], None] = lambda _: None) -> Written:  # fmt: skip
    """Makes pairs until there are `count`, or the model gives nothing more. Raises Unreached when it cannot be reached at all."""
    run = _Run(wish, files, env)
    for line in files.pairs.lines:
        kept(line)
    paces = Paces(wish.limits)
    pool = ThreadPoolExecutor(wish.limits.at_once, initializer=_paced, initargs=(paces,))
    ahead: list[Future[_Done]] = []
    stopped, number, in_vain, barren = False, 0, 0, 0
    told(run.pairs, 0, run.cost)
    try:
        while run.pairs < wish.pairs and in_vain < _IN_VAIN and barren < _BARREN:
            while len(ahead) < wish.limits.at_once:
                ahead.append(pool.submit(run.batch, number))
                number += 1
            done = ahead.pop(0).result()
            if done.problem is not None and in_vain + 1 == _IN_VAIN:
                raise done.problem
            new = run.settle(done)
            in_vain = 0 if done.rows or done.there else in_vain + 1
            barren = 0 if new or done.there else barren + 1
            for line in new:
                kept(line)
            told(run.pairs, number - len(ahead), run.cost)
    except KeyboardInterrupt:
        stopped = True
    finally:
        paces.stop()
        pool.shutdown(wait=True, cancel_futures=True)
    why = (
        "the model writes nothing new"
        if in_vain == _IN_VAIN
        else f"no pair came of the last {_BARREN} batches"
        if barren == _BARREN
        else ""
    )
    return Written(run.pairs, len(waiting(files.queue)), number - len(ahead), run.left, run.cost, run.tokens, stopped, why)


def waiting(queue: Journal) -> list[dict[str, Any]]:
    """What waits for repair: the last line of each id that nobody decided on."""
    last = {line["id"]: line for line in queue.lines}
    return [line for line in last.values() if not line.get("decided")]


def _paced(paces: Paces) -> None:
    from ffai.translate.model.talk import PACE

    PACE.set(paces)


class _Done(NamedTuple):
    batch: Batch
    rows: list[tuple[str, str, Checked]]  # id, request, what came of it
    there: int = 0  # requests that an earlier run has done
    near: tuple[str, ...] = ()  # why others were left out
    problem: FfaiError | None = None


class _Run:
    """What a run knows: threads call `batch`, the main thread alone `settle`."""

    def __init__(self, wish: Wish, files: Files, env: Environment) -> None:
        self.wish, self.files, self.env = wish, files, env
        self.known = {line["id"] for line in (*files.pairs.lines, *files.queue.lines)}
        self.asked = {line["id"]: line for line in files.asked.lines}
        self.evals, self.seen = held_back(wish.apart, wish.held), Nearness(NEAR)
        for line in files.pairs.lines:
            self.seen.add(str(line["request"]))
        self.pairs = len(files.pairs.lines)
        self.left: Counter[str] = Counter()
        self.cost: float | None = None
        self.tokens = 0
        for line in files.asked.lines:
            self._count(line)

    def batch(self, number: int) -> _Done:
        """The requests of a batch, answered and judged, but for those that are known already."""
        batch = batch_of(self.wish.seed, number, self.wish.tree)
        try:
            said = self._requests(batch)
        except Interrupted:
            raise
        except FfaiError as problem:
            return _Done(batch, [], problem=problem)
        rows: list[tuple[str, str, Checked]] = []
        near: list[str] = []
        there = 0
        for k, request in enumerate(said):
            identity = f"{self.wish.seed}w-{number:06d}-{k}"
            if identity in self.known:
                there += 1
            elif self.evals.near(request):
                near.append("near an eval item")
            elif self.seen.near(request):
                near.append("near-duplicate")
            else:
                try:
                    rows.append((identity, request, self._answered(request)))
                except Unreached as problem:
                    return _Done(batch, rows, there, tuple(near), problem)
        return _Done(batch, rows, there, tuple(near))

    def _requests(self, batch: Batch) -> list[str]:
        identity = f"{self.wish.seed}w-{batch.number:06d}"
        known = self.asked.get(identity)
        if known is None:
            from ffai.translate.model.talk import Talk

            talk = Talk(self.wish.writer._replace(structured="text", samples=1), self.env)
            said = requests_in(talk.ask(messages(batch, self.wish.guidance)).text)
            known = {"id": identity, "topics": list(batch.topics), "style": batch.style, "model": self.wish.writer.model, "requests": said, "cost": talk.cost, "tokens": (talk.tokens_in or 0) + (talk.tokens_out or 0)}  # fmt: skip
            self.files.asked.add(known)
            self._count(known)
        return [str(r) for r in known["requests"]]

    def _count(self, line: dict[str, Any]) -> None:
        if line.get("cost") is not None:
            self.cost = (self.cost or 0.0) + float(line["cost"])
        self.tokens += int(line.get("tokens") or 0)

    def _answered(self, request: str) -> Checked:
        from ffai_evals.judge.items import Item
        from ffai_evals.runner import Job, answer

        said = answer(Job(Item("", request), self.wish.translator), self.env)
        if said.lost:
            raise Unreached(said.lost, "run it again to go on")
        if not said.commands:
            return Checked((), "declined", said.declined or said.answer or "no command was given")
        if not self.wish.translator.asks and said.words_unused:
            return Checked(said.commands, "not understood", "words that were not used: " + ", ".join(said.words_unused))
        return check(request, "\n".join(said.commands), self.env)

    def settle(self, done: _Done) -> list[dict[str, Any]]:
        """Writes what came of a batch; gives the new pairs."""
        self.left.update(done.near)
        new = []
        for identity, request, found in done.rows:
            if self.pairs >= self.wish.pairs:
                break
            line = {"id": identity, "request": request, "commands": list(found.commands), "topics": [*done.batch.topics, *found.topics], "style": done.batch.style, "source": "model", "model": self.wish.writer.model, "seed": self.wish.seed}  # fmt: skip
            if self.seen.near(request):
                self.left["near-duplicate"] += 1
            elif found.why:
                self.left[found.why] += 1
                self.files.queue.add({**line, "why": found.why, "evidence": found.evidence})
            else:
                line |= {"checks": list(found.checks), "sure": found.sure, "media": dict(found.media)}
                self.files.pairs.add(line)
                self.seen.add(request)
                self.pairs += 1
                new.append(line)
            self.known.add(identity)
        return new
