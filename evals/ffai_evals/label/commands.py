"""`ffai eval split` and `ffai eval label`."""

import contextlib
import json
import os
import tempfile
from typing import TYPE_CHECKING

import click

from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError
from ffai_evals.llm.commands import find_eval
from ffai_evals.project.tree import Project, Record, load

if TYPE_CHECKING:
    from ffai_evals.label.store import Labels


@click.command("split")
@click.argument("folder")
@click.option("--eval", "name", required=True, metavar="NAME|ID", help="The eval whose sets are filled.")
@click.option(
    "--golden", type=click.FloatRange(0.01, 0.99), default=0.2, metavar="SHARE", help="How much goes to the golden set."
)
@click.option(
    "--from", "said", default="all", metavar="FILTER", help="Which runs: all, tag::NAME, high_rating, multi_filter::A&B."
)
@click.option("--seed", type=int, default=0, metavar="N", help="The same seed parts the same runs alike.")
@click.pass_obj
def split(env: Environment, /, folder: str, name: str, golden: float, said: str, seed: int) -> int:
    """Part runs into the golden set, which people rate, and the eval set: 20 % and 80 %. Runs that are in one of them stay there."""
    from ffai_evals.label.split import part

    done = part(find_eval(load(os.path.join(env.cwd, folder)), name), said, golden, seed)
    env.stdout.write(f"golden set +{done.golden}, eval set +{done.evaluated}" + (f"; {done.before} were parted before\n" if done.before else "\n"))  # fmt: skip
    return 0


@click.command("label")
@click.argument("folder")
@click.option("--eval", "name", required=True, metavar="NAME|ID", help="The eval whose golden set is rated.")
@click.option("--rater", default="", metavar="NAME", help="Who rates; the user otherwise.")
@click.option("--from", "given", default="", metavar="FILE", help='Labels from a file: {"run", "scores", "note"?} a line.')
@click.option("--agreement", is_flag=True, help="Only tell how far the raters agree.")
@click.option("--json", "as_json", is_flag=True, help="With --agreement: one JSON document.")
@click.pass_obj
def label(env: Environment, /, folder: str, name: str, rater: str, given: str, *, agreement: bool, as_json: bool) -> int:
    """Rate the golden set: one answer after the other, a key for a score. Each label is kept at once; run it again to go on.

    Several people rate under names of their own. The run files get what they agree on.

    \b
    ffai eval label evals/project --eval Correctness
    ffai eval label evals/project --eval Correctness --agreement
    """  # noqa: D301 - click wants the character itself
    from ffai_evals.label import agreement as agree
    from ffai_evals.label.store import Labels
    from ffai_evals.project.filters import matches
    from ffai_evals.project.rules import score_key
    from ffai_evals.project.write import user

    project = load(os.path.join(env.cwd, folder))
    evaluation = find_eval(project, name)
    if not agreement:
        _move(env, project)
    labels = Labels(project, evaluation)
    if not labels.scores:
        raise FfaiError(f"{evaluation.name} has no scores that can be read", "ffai project check FOLDER tells what is wrong")
    if not agreement:
        labels.settle()
        golden = evaluation.data.get("eval_configs_filter_id") or "all"
        runs = [run for run in evaluation.parent.of("task_run") if matches(run, golden)] if evaluation.parent else []
        count = _from_file(env, labels, given, rater or user()) if given else _review(env, labels, runs, rater or user())
        env.stdout.write(f"{count} labels by {rater or user()}\n")
    kinds = {score_key(s["name"]): s["type"] for s in labels.scores}
    if as_json:
        found = {key: agree.as_document(labels.ratings(key), kind) for key, kind in kinds.items()}
        env.stdout.write(json.dumps({"v": 1, "eval": evaluation.name, "scores": found}, ensure_ascii=False) + "\n")
        return 0
    told = [(key, agree.as_text(labels.ratings(key), kind)) for key, kind in kinds.items()]
    for key, lines in told:
        env.stdout.write("".join([f"{key}\n", *(f"  {line}\n" for line in lines)]) if lines else "")
    if agreement and not any(lines for _, lines in told):
        env.stdout.write("no run was rated by two people yet\n")
    return 0


def _move(env: Environment, project: Project) -> None:
    """Labels of the form that was kept by eval go beside their runs, once."""
    from ffai_evals.label.older import move

    moved = move(project)
    if moved.labels:
        env.stderr.write(f"ffai: {moved.labels} labels were moved from ffai/labels to ratings/ beside their runs\n")
    if moved.left:
        env.stderr.write(f"ffai: {moved.left} damaged lines, or of runs that are gone, stay in ffai/labels\n")


def _review(env: Environment, labels: "Labels", runs: list[Record], rater: str) -> int:
    from ffai_evals.label.screen import Review

    if not runs:
        raise UsageError("the golden set is empty", "ffai eval split FOLDER --eval NAME fills it")
    if not env.stdin.isatty() or not env.stdout.isatty():
        raise UsageError("labels are given with keys, in a terminal", "or from a file: --from LABELS.jsonl")

    def evidence(run: Record) -> str:
        from ffai_evals.llm.telling import evidence_of

        env.stdout.write("running it …\r\n")
        env.stdout.flush()
        output = str((run.data.get("output") or {}).get("output") or "")
        keep = tempfile.mkdtemp(prefix="ffai-label-")
        try:
            return evidence_of(run.id, str(run.data.get("input") or ""), output, env, keep)["evidence"]
        except FfaiError as problem:
            return problem.message

    review = Review(env, labels, runs, rater, evidence)
    with contextlib.suppress(KeyboardInterrupt, EOFError):  # every label is kept already
        review.go(click.getchar, input)
    return review.given


def _from_file(env: Environment, labels: "Labels", path: str, rater: str) -> int:
    """All of a file's labels or none: the first line that is wrong is named, and nothing is kept."""
    from ffai_evals.label.store import Label

    found = []
    try:
        with open(os.path.join(env.cwd, path), encoding="utf-8") as file:
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path} cannot be read: {problem}", "give a file with a JSON object a line") from None
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
            label = Label(str(line.get("rater") or rater), str(line["run"]), dict(line["scores"]), str(line.get("note") or ""))
            labels.check(label)
        except UsageError as problem:
            raise UsageError(f"{path}, line {number}: {problem.message}", problem.next_step) from None
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise UsageError(f"{path}, line {number} is no label: {problem!r}"[:200], 'for example {"run": "123456789012", "scores": {"correctness": 1}}') from None  # fmt: skip
        found.append(label)
    for label in found:
        labels.add(label)
    return len(found)
