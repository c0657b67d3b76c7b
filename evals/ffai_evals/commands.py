"""`ffai eval …`: items run and judged by execution."""

import json
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import click

from ffai.environment import Environment
from ffai.errors import ExitStatus, FfaiError, UsageError
from ffai_evals.judge.items import Item
from ffai_evals.runner import Method, Sample


@click.group()
def evaluate() -> None:
    """Run, judge and compare: what a command does decides, not how it reads."""


@evaluate.command("run")
@click.argument("name", default="correctness")
@click.option("--config", "model", default="offline", metavar="NAME", help="Who translates: offline, or a model's name.")
@click.option("--only", multiple=True, metavar="FAMILY|ID", help="These items alone.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option(
    "--fail-under", type=float, default=0.0, metavar="SHARE", help="Exit 1 when fewer than this share (0..1) are right."
)
@click.option("--keep", default="", metavar="DIR", help="Leave each item's folder there.")
@click.pass_obj
def run(env: Environment, /, name: str, model: str, only: tuple[str, ...], *, as_json: bool, fail_under: float, keep: str) -> int:
    """Run an eval: the table by family, the misses first.

    \b
    ffai eval run correctness
    ffai eval run items.jsonl --only combo
    """  # noqa: D301 - click wants the character itself
    from ffai_evals.runner import run_all

    items = _chosen(load(name), only)
    samples: list[Sample] = []
    running = run_all(items, Method(model, model), keep=keep)
    stopped = False
    try:
        for sample in running:
            samples.append(sample)
            if env.stderr.isatty():
                env.stderr.write(f"\r{len(samples)}/{len(items)}")
                env.stderr.flush()
    except KeyboardInterrupt:
        stopped = True
        running.close()
    if env.stderr.isatty():
        env.stderr.write("\r\033[K")
    if stopped:
        env.stderr.write(f"stopped after {len(samples)} of {len(items)} items\n")
    right = sum(s.judgement.passed for s in samples)
    if as_json:
        document = {
            "v": 1,
            "eval": name,
            "config": model,
            "n": len(samples),
            "right": right,
            "samples": [_document(s) for s in samples],
        }
        env.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    else:
        env.stdout.write(_misses(samples, name) + _table(samples) + "\n")
    return ExitStatus.INTERRUPTED if stopped else int(right < fail_under * len(samples))


@evaluate.command("show")
@click.argument("item")
@click.option("--eval", "name", default="correctness", metavar="NAME", help="The eval, or a file of items.")
@click.pass_obj
def show(env: Environment, /, item: str, name: str) -> int:
    """Run one item and show everything: the request, the commands, each requirement and what was measured."""
    from ffai_evals.runner import run_item

    found = [i for i in load(name) if i.id == item]
    if not found:
        raise UsageError(f"there is no item {item!r} in {name}", f"ffai eval run {name} lists them")
    sample = run_item(found[0], Method(), env)
    lines = [f"{item}: {found[0].request}", *(f"  $ {c}" for c in sample.commands), f"  {sample.judgement.kind}"]
    for score in sample.judgement.scores:
        lines.append(
            f"  {'✓' if score.met else '✗'} {score.name}: {score.measured}" + ("" if score.met else f" (wanted {score.wanted})")
        )
    if sample.judgement.evidence:
        lines.append(f"  {sample.judgement.evidence}")
    env.stdout.write("\n".join(lines) + "\n")
    return 0 if sample.judgement.passed else 1


@evaluate.command("judge")
@click.option(
    "--jsonl",
    is_flag=True,
    required=True,
    help='{"id", "request", "answer", "expect"?, "media"?, "seconds"?} a line in, a verdict a line out.',
)
@click.pass_obj
def judge_lines(env: Environment, /, *, jsonl: bool) -> int:
    """The execution judge alone, for answers that come from anywhere."""
    from ffai.commands.lines import answer_lines

    def answer(place: Environment, line: dict[str, Any]) -> dict[str, Any]:
        return judged(line, place)

    return answer_lines(env, answer)


def judged(line: dict[str, Any], env: Environment) -> dict[str, Any]:
    """The verdict on one answer as a document. Raises UsageError for a line that is none."""
    from ffai import config
    from ffai.tools.locate import find_tools
    from ffai_evals.judge.answers import needed_media, read_answer
    from ffai_evals.judge.items import item_of
    from ffai_evals.judge.media import Maker, NotMadeError
    from ffai_evals.judge.verdict import judge

    try:
        item = item_of(line)
    except ValueError as problem:
        raise UsageError(str(problem), 'for example {"id": "1", "request": "…", "answer": "ffmpeg -i a.mp4 b.mkv"}') from None
    if not isinstance(line.get("answer"), str):
        raise UsageError('a line needs "answer", a text', "the whole answer of a model, prose and all")
    tools = find_tools(env, config.load(env))
    answer = read_answer(line["answer"])
    folder = tempfile.mkdtemp(prefix="ffai-judge-")
    try:
        maker = Maker(tools, env)
        media = {**needed_media(item, answer, folder), **item.media}
        unmade = []
        for name, words in media.items():
            try:
                maker.put(name, words, folder)
            except (NotMadeError, OSError) as problem:
                unmade.append(f"{name}: {problem}")
        verdict = judge(item._replace(media=media), answer, folder, tools, wall=_seconds(line))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {
        "pass": verdict.passed,
        "class": verdict.kind,
        "scores": {f"{s.file} {s.name}".strip(): float(s.met) for s in verdict.scores},
        "evidence": "; ".join([verdict.evidence, *unmade]).strip("; ") or "as expected",
        "checked": "expectations" if item.expect else "that it runs and makes a whole file",
    }


def _seconds(line: dict[str, Any]) -> float:
    """The time that the line allows the answer, at most what is usual."""
    from ffai_evals.judge.execute import WALL

    allowed = line.get("seconds", WALL)
    return min(float(allowed), WALL) if isinstance(allowed, int | float) and allowed > 0 else WALL


def load(name: str) -> list[Item]:
    """The items of an eval: a name in the project's folder, or a file. Raises UsageError."""
    from ffai_evals.judge.items import load_items

    own = os.path.join(os.path.dirname(__file__), "..", "project", "ffai", f"{name}.jsonl")
    path = name if name.endswith(".jsonl") else own
    try:
        with open(path, encoding="utf-8") as file:
            return load_items(file)
    except OSError:
        raise UsageError(
            f"there is no eval {name!r}", "name a file of items (.jsonl), or run this in a checkout of the project"
        ) from None
    except ValueError as problem:
        raise FfaiError(f"{path}: {problem}", "mend that line") from None


def _chosen(items: list[Item], only: Iterable[str]) -> list[Item]:
    wanted = tuple(only)
    found = [i for i in items if not wanted or i.id in wanted or i.family in wanted]
    if not found:
        raise UsageError(f"no item is called {', '.join(wanted)}", "give a family or an id")
    return found


def _document(sample: Sample) -> dict[str, Any]:
    verdict = sample.judgement
    return {
        "id": sample.item.id, "family": sample.item.family, "pass": verdict.passed, "class": verdict.kind, "silent": sample.silent, "commands": sample.commands,
        "scores": {f"{s.file} {s.name}".strip(): float(s.met) for s in verdict.scores}, "evidence": verdict.evidence, "confidence": sample.confidence, "seconds": round(sample.seconds, 3),
    }  # fmt: skip


def _misses(samples: list[Sample], name: str) -> str:
    lines = []
    for s in samples:
        if not s.judgement.passed:
            lines += [f"✗ {s.item.id}  {s.item.request}", f"    {s.judgement.kind}: {s.judgement.evidence or s.question}"[:300]]
            lines.append(f"    see it: ffai eval show {s.item.id}" + ("" if name == "correctness" else f" --eval {name}"))
    return "\n".join(lines) + "\n\n" if lines else ""


def _table(samples: list[Sample]) -> str:
    by: dict[str, list[Sample]] = defaultdict(list)
    for s in samples:
        by[s.item.family].append(s)
    rows = [*by.items(), ("all", samples)]
    lines = [f"{'family':<12} {'right':>9}   {'95 % interval':>15}   silently wrong"]
    for family, found in rows:
        n, right = len(found), sum(s.judgement.passed for s in found)
        low, high = wilson(right, n)
        lines.append(f"{family:<12} {right:>4}/{n:<4}   {low:>6.0%} – {high:<6.0%}   {sum(s.silent for s in found):>3}")
    kinds = Counter(s.judgement.kind for s in samples)
    return "\n".join(lines) + "\n" + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share. Source: Wilson (1927), score interval, z = 1.96."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.959964, right / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
