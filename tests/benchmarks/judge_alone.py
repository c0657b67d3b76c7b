"""How far the judge, shown nothing but a request and an answer, agrees with those who know better.

    python tests/benchmarks/judge_alone.py labels              the answers of labels.jsonl: labels given by hand
    python tests/benchmarks/judge_alone.py faults -n 300       items of the eval: their right answers, these gone wrong, these said
                                                               another way; held against the items' own expectations, run on their own media

Prints agreement and Cohen's κ, with what is missed and what is a false alarm. `--out FILE` keeps each verdict, and goes on from there.
"""

import argparse
import collections
import hashlib
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ffai_evals.judge.alone import document, judge_alone
from ffai_evals.judge.items import item_of
from ffai_evals.judge.mutate import faults_of, rewrites_of

from ffai import config
from ffai.environment import process_environment
from ffai.tools.locate import find_tools

ROOT = Path(__file__).parents[2]
OWN = ROOT / "evals" / "project" / "ffai"


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("what", choices=("labels", "faults"))
    asked.add_argument("-n", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--out", default="")
    asked.add_argument("--truths", default="", help="where the verdicts by the items' own expectations are kept")
    asked.add_argument("--again", action="store_true", help="only those that the verdicts kept were wrong about")
    asked.add_argument("--set", default="", help="only the labels of this set")
    args = asked.parse_args()
    bench = Bench()
    if args.what == "labels":
        labels(bench, Kept(args.out), args.set, again=args.again)
    else:
        faults(bench, Kept(args.out), Kept(args.truths), args.n, args.seed)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


class Bench:
    def __init__(self) -> None:
        self.env = process_environment()
        self.tools = find_tools(self.env, config.load(self.env))

    def judged(self, record: dict[str, Any], answer: str) -> dict[str, Any]:
        return document(judge_alone(item_of(record), answer, self.env, self.tools, wall=40))


class Kept(dict[str, Any]):
    """Verdicts by a key, in a file of lines."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        if path and os.path.exists(path):
            self.update((row["key"], row) for row in lines_of(Path(path)))

    def keep(self, key: str, found: dict[str, Any]) -> dict[str, Any]:
        self[key] = found
        if self.path:
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, **found}) + "\n")
        return found


def kappa(pairs: list[tuple[bool, bool]]) -> tuple[float, float]:
    """(agreement, Cohen's κ)."""
    n = len(pairs)
    agree = sum(a == b for a, b in pairs) / n
    one, other = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    chance = one * other + (1 - one) * (1 - other)
    return agree, (agree - chance) / (1 - chance) if chance < 1 else 1.0


def said(name: str, pairs: list[tuple[bool, bool]]) -> str:
    if not pairs:
        return f"| {name} | 0 | | | | |"
    agree, value = kappa(pairs)
    return f"| {name} | {len(pairs)} | {agree:.1%} | {value:.2f} | {sum(not t and v for t, v in pairs)} | {sum(t and not v for t, v in pairs)} |"


def labels(bench: Bench, kept: Kept, only: str, *, again: bool) -> None:
    rows = [row for row in lines_of(OWN / "labels.jsonl") if row["set"].startswith(only)]
    pairs: dict[str, list[tuple[bool, bool]]] = collections.defaultdict(list)
    for row in rows:
        found = kept.get(row["id"])
        if found is None or (again and found["pass"] != row["right"]):
            found = kept.keep(row["id"], bench.judged({"id": row["id"], "request": row["request"]}, row["answer"]))
        for name in (row["set"], "all"):
            pairs[name].append((row["right"], found["pass"]))
        if found["pass"] != row["right"]:
            print(f"{row['id']}: label {'right' if row['right'] else 'wrong: ' + row.get('why', '')}; {found['class']}: {found['evidence'][:300]}\n    {row['request']}")  # fmt: skip
    print("| answers | count | agree | κ | missed | false alarms |\n| --- | --- | --- | --- | --- | --- |")
    for name, found in pairs.items():
        print(said(name, found))


def cases(count: int, seed: int) -> Iterator[tuple[dict[str, Any], str, str, str]]:
    """(item, kind, name, answer): the right answers of the project's runs, each with two faults and one rewrite."""
    items = {record["id"]: record for record in lines_of(OWN / "correctness.jsonl")}
    rng = random.Random(seed)
    runs = sorted(ROOT.glob("evals/project/tasks/*/runs/*/task_run.kiln"))
    rng.shuffle(runs)
    for path in runs[:count]:
        run = json.loads(path.read_text(encoding="utf-8"))
        item = items.get(next((t[5:] for t in run["tags"] if t.startswith("item_")), ""))
        command = run["output"]["output"]
        if item is None or not command.startswith("ffmpeg"):
            continue
        yield item, "as it is", "", command
        found = list(faults_of(command))
        rng.shuffle(found)
        plain = [x for x in found if x[0] not in _EASY][:3]
        for name, text in plain + [x for x in found if x[0] in _EASY][:1]:
            yield item, "fault", name, text
        said_so = list(rewrites_of(command))
        yield item, "rewrite", *rng.choice(said_so)


_EASY = {"an option that there is not", "a filter that there is not", "a preset that there is not", "no input", "a value left open", "nothing but a copy"}  # fmt: skip


def faults(bench: Bench, kept: Kept, truths: Kept, count: int, seed: int) -> None:
    by: dict[str, list[tuple[bool, bool]]] = collections.defaultdict(list)
    doubtful = 0
    for item, kind, name, answer in cases(count, seed):
        key = hashlib.sha256(f"{item['id']}\n{answer}".encode()).hexdigest()[:16]
        truth = truths.get(key) or truths.keep(key, bench.judged(item, answer))
        if kind == "fault" and truth["pass"]:  # a fault that changes nothing which the item asks for
            doubtful += 1
            continue
        found = kept.get(key) or kept.keep(key, bench.judged({"id": item["id"], "request": item["request"]}, answer))
        for row in (kind, f"{kind}: {name}", "all"):
            by[row].append((truth["pass"], found["pass"]))
        if truth["pass"] != found["pass"]:
            print(f"{item['id']} {kind} {name}: {truth['class']} ({truth['evidence'][:120]}), alone {found['class']}: {found['evidence'][:200]}\n    {item['request']}\n    {answer[:300]}")  # fmt: skip
            sys.stdout.flush()
    print("| answers | count | agree | κ | missed | false alarms |\n| --- | --- | --- | --- | --- | --- |")
    for row in sorted(by, key=lambda r: (":" in r, r)):
        print(said(row, by[row]))
    print(f"{doubtful} faults change nothing that their item asks for and are not counted")


if __name__ == "__main__":
    main()
