"""`ffai eval …`: items run and judged by execution."""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import click

from ffai.environment import Environment
from ffai.errors import ExitStatus, FfaiError, UsageError
from ffai_evals.intervals import wilson
from ffai_evals.judge.items import Item
from ffai_evals.label.commands import label, split
from ffai_evals.llm.commands import add_judge, find_eval, rate
from ffai_evals.report.commands import report
from ffai_evals.runner import Method


@click.group()
def evaluate() -> None:
    """Run, judge and compare: what a command does decides, not how it reads."""


@evaluate.command("run")
@click.argument("name", default="correctness")
@click.option(
    "--config", "configs", multiple=True, metavar="NAME", help="Who translates: offline, or a model's name; again for more."
)
@click.option("--only", multiple=True, metavar="FAMILY|ID", help="These items alone.")
@click.option("--repeat", type=click.IntRange(1, 1000), default=1, metavar="N", help="Every item so many times.")
@click.option("--fresh", is_flag=True, help="Run everything, also what was run before with nothing changed since.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option(
    "--fail-under", type=float, default=0.0, metavar="SHARE", help="Exit 1 when fewer than this share (0..1) are right."
)
@click.option("--fail-on-regression", is_flag=True, help="Exit 1 when an item is wrong that was right when it was last run.")
@click.option("--keep", default="", metavar="DIR", help="Leave each item's folder there.")
@click.pass_obj
def run(
    env: Environment, /, name: str, configs: tuple[str, ...], only: tuple[str, ...], repeat: int, fail_under: float, keep: str,
    *, fresh: bool, as_json: bool, fail_on_regression: bool,
) -> int:  # fmt: skip
    """Run an eval: the table by family, the misses first. What was run before and would come out the same is not run again.

    \b
    ffai eval run correctness
    ffai eval run items.jsonl --only combo
    ffai eval run correctness --config offline --config gpt-4.1-mini --repeat 3
    """  # noqa: D301 - click wants the character itself
    from ffai_evals.matrix import fill

    items = _chosen(load(name), only)
    found = fill(env, name, items, configs or ("offline",), repeat=repeat, fresh=fresh or bool(keep), keep=keep)
    if found.stopped:
        env.stderr.write(f"stopped after {len(found.lines)} of {found.planned} samples; run it again to go on\n")
    for problem in found.problems:
        env.stderr.write(f"ffai: {problem}\n      the table is whole; what was run could not be kept\n")
    right = sum(line["pass"] for line in found.lines)
    if as_json:
        document = {
            "v": 1,
            "eval": name,
            "config": configs[0] if len(configs) == 1 else list(configs) or "offline",
            "n": len(found.lines),
            "right": right,
            "cached": found.cached,
            "regressions": found.regressions,
            "samples": [{"id": line["item"], **line} for line in found.lines],
        }
        env.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    else:
        for config in configs or ("offline",):
            own = [line for line in found.lines if line["config"] == config]
            env.stdout.write((f"\n{config}\n" if len(configs) > 1 else "") + _misses(own, name) + _table(own) + "\n")
        if found.cached:
            env.stdout.write(
                f"{found.cached} of {len(found.lines)} were run before, with nothing changed since (--fresh runs them again)\n"
            )
        if found.regressions:
            env.stdout.write("was right, is wrong: " + ", ".join(found.regressions[:20]) + "\n")
    if found.stopped:
        return ExitStatus.INTERRUPTED
    return int(right < fail_under * len(found.lines) or (fail_on_regression and bool(found.regressions)))


@evaluate.command("compare")
@click.argument("a")
@click.argument("b")
@click.option("--eval", "name", default="correctness", metavar="NAME", help="The eval that both were run on.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def compare_two(env: Environment, /, a: str, b: str, name: str, *, as_json: bool) -> int:
    """Compare two run configs, or two files that `ffai eval run --json` wrote, item by item.

    \b
    ffai eval compare offline gpt-4.1-mini
    ffai eval compare before.json after.json
    """  # noqa: D301
    from ffai_evals.comparison import as_document, as_text, compare

    found = compare(_results(env, a, name), _results(env, b, name))
    if as_json:
        env.stdout.write(json.dumps(as_document(found, a, b), ensure_ascii=False) + "\n")
    else:
        env.stdout.write(as_text(found, a, b))
    return 0


@evaluate.command("align")
@click.argument("folder", default=".")
@click.option("--eval", "name", required=True, metavar="NAME|ID", help="The eval whose judges are measured.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def align_judges(env: Environment, /, folder: str, name: str, *, as_json: bool) -> int:
    """Measure every judge of an eval against the human ratings of its golden set."""
    from ffai_evals.alignment import align, as_document, as_text
    from ffai_evals.label.people import agreement_of, beside, leak
    from ffai_evals.project.tree import load as load_project

    project = load_project(os.path.join(env.cwd, folder))
    for problem in project.problems[:5]:
        env.stderr.write(f"ffai: {problem.path} is left out: {problem.text}\n")
    found = align(project, name)
    evaluation = find_eval(project, name)
    people = agreement_of(project, evaluation)
    leaked = leak(evaluation)
    if leaked:
        env.stderr.write(f"ffai: {leaked}\n")
    if as_json:
        document = {**as_document(found, name), "people": people, "leak": leaked or None}
        env.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    elif not found:
        env.stdout.write(f"the eval {name!r} has no judge yet\n")
    else:
        inputs = {run.id: str(run.data.get("input", "")) for task in project.tasks for run in task.of("task_run")}
        env.stdout.write(as_text(found, inputs))
        for key, told in people.items():
            lines = [*told["text"], *(f"{j.name}: {said}" for j in found if j.score == key and (said := beside(j, told)))]
            env.stdout.write("".join([f"people on {key}\n", *(f"  {line}\n" for line in lines)]))
    return 0


def _results(env: Environment, said: str, name: str) -> dict[tuple[str, int], dict[str, Any]]:
    """The last results of a run config, or those of a file. Raises UsageError where there are none."""
    from ffai_evals.results import Store, latest, place

    path = os.path.join(env.cwd, said)
    if said.endswith((".json", ".jsonl")):
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
            lines = (
                json.loads(text)["samples"] if said.endswith(".json") else [json.loads(x) for x in text.splitlines() if x.strip()]
            )
            return latest(lines)
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise UsageError(
                f"{said} holds no results: {problem!r}"[:200], "ffai eval run … --json > FILE.json makes such a file"
            ) from None
    lines = Store(place(env, name, said)).read()
    if not lines:
        raise UsageError(f"{said} was not run on {name} yet", f"ffai eval run {name} --config {said}")
    return latest(lines)


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
    from ffai_evals.judge.alone import document, judge_alone
    from ffai_evals.judge.items import item_of

    try:
        item = item_of(line)
    except ValueError as problem:
        raise UsageError(str(problem), 'for example {"id": "1", "request": "…", "answer": "ffmpeg -i a.mp4 b.mkv"}') from None
    if not isinstance(line.get("answer"), str):
        raise UsageError('a line needs "answer", a text', "the whole answer of a model, prose and all")
    tools = find_tools(env, config.load(env))
    return document(judge_alone(item, line["answer"], env, tools, wall=_seconds(line)))


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


def _misses(lines: list[dict[str, Any]], name: str) -> str:
    told = []
    for s in lines:
        if not s["pass"]:
            told += [f"✗ {s['item']}  {s['request']}", f"    {s['class']}: {s['evidence'] or s['question']}"[:300]]
            told.append(f"    see it: ffai eval show {s['item']}" + ("" if name == "correctness" else f" --eval {name}"))
    return "\n".join(told) + "\n\n" if told else ""


def _table(lines: list[dict[str, Any]]) -> str:
    by: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for s in lines:
        by[s["family"]].append(s)
    rows = [*by.items(), ("all", lines)]
    told = [f"{'family':<12} {'right':>9}   {'95 % interval':>15}   silently wrong"]
    for family, found in rows:
        n, right = len(found), sum(s["pass"] for s in found)
        low, high = wilson(right, n)
        told.append(f"{family:<12} {right:>4}/{n:<4}   {low:>6.0%} – {high:<6.0%}   {sum(s['silent'] for s in found):>3}")
    kinds = Counter(s["class"] for s in lines)
    return "\n".join(told) + "\n" + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


evaluate.add_command(report)
evaluate.add_command(add_judge)
evaluate.add_command(rate)
evaluate.add_command(split)
evaluate.add_command(label)
