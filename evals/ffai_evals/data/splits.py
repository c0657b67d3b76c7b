"""Splits with a fixed seed, stratified by topic; and pairs as tagged runs of a Kiln project, with a frozen dataset split over them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ffai.errors import UsageError
from ffai_evals.data.runs import Sink, identity_of, pair_of, task_of
from ffai_evals.project import write
from ffai_evals.project.filters import matches
from ffai_evals.project.tree import Record

SHARES = {"train": 0.8, "validation": 0.1, "eval": 0.08, "golden": 0.02}


def parse_shares(text: str) -> dict[str, float]:
    """ "train=0.8,validation=0.2" as a table. Raises UsageError unless the shares are positive and sum to 1."""
    try:
        shares = {name.strip(): float(value) for name, _, value in (part.partition("=") for part in text.split(","))}
    except ValueError:
        raise UsageError(f"{text!r} says no shares", "for example train=0.8,validation=0.1,eval=0.1") from None
    if "" in shares or min(shares.values()) <= 0 or abs(sum(shares.values()) - 1) > 1e-6:
        raise UsageError(
            f"the shares of {text!r} have to be above 0 and sum to 1", "for example train=0.8,validation=0.1,eval=0.1"
        )
    return shares


def group_of(pair: Mapping[str, Any]) -> str:
    """Pairs that must not be parted: the ways of asking for one plan have one answer, which would leak from split to split."""
    return json.dumps(pair["commands"] or pair.get("question"), ensure_ascii=False)


def stratum_of(pair: Mapping[str, Any]) -> str:
    families = [t for t in pair.get("topics", ()) if str(t).startswith(("family:", "special:"))]
    return str(families[0]) if families else ""


def assign(pairs: Sequence[Mapping[str, Any]], shares: Mapping[str, float], seed: int) -> list[str]:
    """The split of each pair. Whole groups of one answer go to one split, family by family.

    Within a family the groups are ordered by a hash of seed and answer, and each goes where most is missing: so the split of a
    family hardly moves when pairs of others are added.
    """
    groups: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for n, pair in enumerate(pairs):
        groups[stratum_of(pair)][group_of(pair)].append(n)
    found = [""] * len(pairs)
    got: dict[str, float] = dict.fromkeys(shares, 0.0)
    for stratum in sorted(groups):
        here: dict[str, float] = dict.fromkeys(shares, 0.0)
        done = 0
        for key in sorted(groups[stratum], key=lambda k: hashlib.sha256(f"{seed}/{k}".encode()).hexdigest()):
            members = groups[stratum][key]
            done += len(members)
            # what is missing in this family decides, and where that is even, what is missing over all
            name = max(shares, key=lambda s: (shares[s] * done - here[s], shares[s] * sum(got.values()) - got[s]))
            for n in members:
                found[n] = name
            here[name] += len(members)
            got[name] += len(members)
    return found


def into_project(folder: str, pairs: Sequence[Mapping[str, Any]], shares: Mapping[str, float], seed: int, *, name: str, task: str = "") -> tuple[int, dict[str, int]]:  # fmt: skip
    """Writes pairs as runs of a project's task, tagged, and a frozen dataset split over them. Pairs that are there stay as they are.

    Gives how many runs were new, and the sizes of the splits. Raises UsageError for a task or split that is not there or is already.
    """
    sink = Sink(folder, task)
    _free(sink.task, name)
    for pair in pairs:
        sink.put(pair)
    ids = [identity_of(pair) for pair in pairs]
    return sink.new, _frozen(sink.task, pairs, ids, shares, seed, name, "tag::synthetic")


def freeze(folder: str, only: str, shares: Mapping[str, float], seed: int, *, name: str, task: str = "") -> dict[str, int]:
    """A frozen dataset split over the runs of a project that pass a filter. Raises UsageError when none does."""
    record = task_of(folder, task)
    _free(record, name)
    runs = [run for run in record.of("task_run") if matches(run, only)]
    if not runs:
        raise UsageError(f"no run of {record.name!r} passes the filter {only!r}", "ffai data make --project FOLDER makes some; --filter all takes every run")  # fmt: skip
    return _frozen(record, [pair_of(r) for r in runs], [r.id for r in runs], shares, seed, name, only)


def _free(record: Record, name: str) -> None:
    if record.find("dataset_split", name) is not None:
        raise UsageError(f"there is a dataset split {name!r} already, and splits are frozen", "choose another --name")


def _frozen(record: Record, pairs: Sequence[Mapping[str, Any]], ids: Sequence[str], shares: Mapping[str, float], seed: int, name: str, only: str) -> dict[str, int]:  # fmt: skip
    contents: dict[str, list[str]] = {s: [] for s in shares}
    for identity, split in zip(ids, assign(pairs, shares, seed), strict=True):
        contents[split].append(identity)
    splits = [{"name": s, "description": None, "percentage": share} for s, share in shares.items()]
    data = {"name": name, "description": f"{len(pairs)} verified pairs, seed {seed}, stratified by family", "splits": splits, "split_contents": {s: sorted(set(c)) for s, c in contents.items()}, "filter": only}  # fmt: skip
    write.add(record, "", write.fresh("dataset_split", data))
    return {s: len(c) for s, c in contents.items()}


def runs_of_split(folder: str, split: str, *, name: str = "", task: str = "", only: str = "all") -> list[dict[str, Any]]:
    """The pairs of a project's frozen split, in its order, that pass a filter. Raises UsageError."""
    record = task_of(folder, task)
    splits = record.of("dataset_split")
    frozen = record.find("dataset_split", name) if name else splits[-1] if len(splits) == 1 else None
    if frozen is None:
        names = ", ".join(repr(s.name) for s in splits) or "none"
        raise UsageError(
            f"there is no dataset split {name!r}" if name else f"there are {len(splits)} dataset splits",
            f"--dataset, one of: {names}",
        )
    contents = frozen.data["split_contents"]
    if split not in contents:
        raise UsageError(f"there is no split {split!r} in {frozen.name!r}", f"one of: {', '.join(contents)}")
    there = {run.id: run for run in record.of("task_run")}
    gone = [i for i in contents[split] if i not in there]
    if gone:
        raise UsageError(
            f"{len(gone)} runs of the split are not in the project any more, the first is {gone[0]}",
            "bring them back, or make a new split",
        )
    return [pair_of(there[i]) for i in contents[split] if matches(there[i], only)]
