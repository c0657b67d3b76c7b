"""`ffai eval …`: items run and judged by execution."""

import json
import os
import re
from typing import Any

import click

from ffai.environment import Environment
from ffai.errors import UsageError
from ffai_evals.candidates.commands import candidates_of
from ffai_evals.label.commands import label, split
from ffai_evals.llm.commands import add_judge, find_eval, rate
from ffai_evals.project.tree import Record
from ffai_evals.report.commands import report
from ffai_evals.running_commands import run, show


@click.group()
def evaluate() -> None:
    """Run, judge and compare: what a command does decides, not how it reads."""


@evaluate.command("compare")
@click.argument("a")
@click.argument("b")
@click.option("--eval", "name", default="correctness", metavar="NAME", help="The eval that both were run on.")
@click.option("--project", "folder", default="", metavar="FOLDER", help="Compare what a project holds: two of its run configs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def compare_two(env: Environment, /, a: str, b: str, name: str, folder: str, *, as_json: bool) -> int:
    """Compare two run configs, or two files that `ffai eval run --json` wrote, item by item.

    \b
    ffai eval compare offline gpt-4.1-mini
    ffai eval compare before.json after.json
    ffai eval compare "Small model" "Large model" --project evals/project --eval Correctness
    """  # noqa: D301
    from ffai_evals import paired
    from ffai_evals.comparison import as_document, as_text, compare
    from ffai_evals.project.tree import load as load_project

    project = load_project(os.path.join(env.cwd, folder)) if folder else None
    found = compare(paired.of(env, a, name, project), paired.of(env, b, name, project))
    if as_json:
        env.stdout.write(json.dumps(as_document(found, a, b), ensure_ascii=False) + "\n")
    else:
        env.stdout.write(as_text(found, a, b))
    return 0


@evaluate.command("align")
@click.argument("folder", default=".")
@click.option("--eval", "name", required=True, metavar="NAME|ID", help="The eval whose judges are measured.")
@click.option("--disagreements", is_flag=True, help="All answers on which judges and people differ, with the judge's reasons.")
@click.option("--allow-overlap", is_flag=True, help="Exit 0 also where the golden set and the eval set share runs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def align_judges(env: Environment, /, folder: str, name: str, *, disagreements: bool, allow_overlap: bool, as_json: bool) -> int:
    """Measure every judge of an eval against the human ratings of its golden set.

    Accuracy, balanced accuracy, Cohen's κ, MCC, rank and linear correlation, errors, each with a 95 % interval; beside them what always
    saying the same would reach, and how far people agree among themselves. Runs that are in the golden set and in the eval set are named,
    and the exit code is 1: a judge chosen by them proves nothing.
    """
    from ffai_evals.alignment import align
    from ffai_evals.alignment_told import as_document, as_text
    from ffai_evals.label.people import agreement_of, beside, golden_of, leak, split_runs
    from ffai_evals.project.tree import load as load_project

    project = load_project(os.path.join(env.cwd, folder))
    for problem in project.problems[:5]:
        env.stderr.write(f"ffai: {problem.path} is left out: {problem.text}\n")
    found = align(project, name)
    evaluation = find_eval(project, name)
    people = agreement_of(project, evaluation)
    leaked = leak(evaluation)
    if leaked:
        env.stderr.write(f"ffai: {leaked}\n      take one of the two tags away from each, or say --allow-overlap\n")
    covered = golden_of(project, evaluation)
    if as_json:
        document = {**as_document(found, name), "golden": covered, "people": people, "leak": leaked or None}
        env.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    elif not found:
        env.stdout.write(f"the eval {name!r} has no judge yet\n")
    else:
        texts = {run.id: _asked_and_answered(run) for task in project.tasks for run in task.of("task_run")}
        reasons = _reasons(evaluation) if disagreements else None
        told = f"{covered['runs']} runs in the golden set, {covered['rated']} rated by people{split_runs(covered)}\n\n"
        env.stdout.write(told + as_text(found, texts, reasons))
        for key, among in people.items():
            lines = [*among["text"], *(f"{j.name}: {said}" for j in found if j.score == key and (said := beside(j, among)))]
            env.stdout.write("".join([f"people on {key}\n", *(f"  {line}\n" for line in lines)]))
        if not people:
            env.stdout.write("\nno run was rated by two people: how far they agree among themselves is not known\n")
    return int(bool(leaked) and not allow_overlap)


def _asked_and_answered(run: Record) -> str:
    """A run to be read: the request in a line, the answer below it."""
    answer = str((run.data.get("output") or {}).get("output") or "")
    return "\n".join([" ".join(str(run.data.get("input", "")).split()), *answer.splitlines()[:12]])


def _reasons(evaluation: Record) -> dict[tuple[str, str], str]:
    """Why judges said what they said of golden runs, by judge and run."""
    found: dict[tuple[str, str], str] = {}
    for judge in evaluation.of("eval_config"):
        for tried in judge.of("eval_run"):
            if tried.data.get("eval_config_eval"):
                beside = tried.data.get("intermediate_outputs") or {}
                found.setdefault((judge.id, str(tried.data.get("dataset_id"))), str(beside.get("chain_of_thought") or ""))
    return found


@evaluate.command("judge")
@click.option(
    "--jsonl",
    is_flag=True,
    required=True,
    help='{"id", "request", "answer", "expect"?, "media"?, "seconds"?} a line in, a verdict a line out.',
)
@click.option("--keep", metavar="FOLDER", default="", help="Leave each answer's media, results and a still of each film here.")
@click.pass_obj
def judge_lines(env: Environment, /, *, jsonl: bool, keep: str) -> int:
    """The execution judge alone, for answers that come from anywhere."""
    from ffai.commands.lines import answer_lines

    def answer(place: Environment, line: dict[str, Any]) -> dict[str, Any]:
        return judged(line, place, keep)

    return answer_lines(env, answer)


def judged(line: dict[str, Any], env: Environment, keep: str = "") -> dict[str, Any]:
    """The verdict on one answer as a document. Raises UsageError for a line that is none."""
    from ffai import config
    from ffai.tools.locate import find_tools
    from ffai_evals.judge.alone import document, judge_alone, stills
    from ffai_evals.judge.items import item_of

    try:
        item = item_of(line)
    except ValueError as problem:
        raise UsageError(str(problem), 'for example {"id": "1", "request": "…", "answer": "ffmpeg -i a.mp4 b.mkv"}') from None
    if not isinstance(line.get("answer"), str):
        raise UsageError('a line needs "answer", a text', "the whole answer of a model, prose and all")
    tools = find_tools(env, config.load(env))
    if not keep:
        return document(judge_alone(item, line["answer"], env, tools, wall=_seconds(line)))
    folder = os.path.join(
        keep if os.path.isabs(keep) else os.path.join(env.cwd, keep), re.sub(r"[^\w-]", "_", item.id or "answer")[:80]
    )
    if os.path.exists(folder):
        raise UsageError(f"{folder} is there already", "name another folder for --keep, or give each line an id of its own")
    try:
        os.makedirs(folder)
    except OSError as problem:
        raise UsageError(f"{folder} cannot be made: {problem.strerror}", "name another folder for --keep") from None
    found = judge_alone(item, line["answer"], env, tools, wall=_seconds(line), keep=folder)
    return {**document(found), "folder": folder, "stills": stills(found, folder, tools)}


def _seconds(line: dict[str, Any]) -> float:
    """The time that the line allows the answer, at most what is usual."""
    from ffai_evals.judge.execute import WALL

    allowed = line.get("seconds", WALL)
    return min(float(allowed), WALL) if isinstance(allowed, int | float) and allowed > 0 else WALL


evaluate.add_command(run)
evaluate.add_command(show)
evaluate.add_command(report)
evaluate.add_command(add_judge)
evaluate.add_command(rate)
evaluate.add_command(split)
evaluate.add_command(label)
evaluate.add_command(candidates_of)
