"""`ffai eval add-judge` and `ffai eval rate`."""

import json
import os

import click

from ffai.environment import Environment
from ffai.errors import ExitStatus, FfaiError, UsageError
from ffai_evals.project.tree import Project, Record, load

_KILN = {"gemini": "gemini_api", "together_ai": "together_ai", "hosted_vllm": "openai_compatible", "lm_studio": "openai_compatible", "llamafile": "openai_compatible"}  # fmt: skip
_OURS = {"gemini_api": "gemini", "openai_compatible": "openai"}


@click.command("add-judge")
@click.argument("folder")
@click.option("--eval", "name", required=True, metavar="NAME|ID", help="The eval that it judges.")
@click.option("--name", "title", required=True, metavar="TEXT", help="What the judge is called.")
@click.option("--model", required=True, metavar="NAME", help="Its model, as with -m.")
@click.option("--step", "steps", multiple=True, metavar="TEXT", help="What to look at; again for more.")
@click.option("--weighted", is_flag=True, help="G-Eval: scores weighted by token probabilities, where the API gives them.")
@click.option("--evidence", is_flag=True, help="Show it what running the answer has measured.")
@click.option("--steps", "steps_file", default="", metavar="FILE", help="A file of what to look at: a line each, or a JSON list.")
@click.option(
    "--reference",
    type=click.Choice(("none", "options", "manual")),
    default="none",
    help="Show it the help of the options used, or ffmpeg's whole manual.",
)
@click.option("--describe", default="", metavar="TEXT", help="The task in words for the judge; the task's instruction otherwise.")
@click.pass_obj
def add_judge(
    env: Environment, /, folder: str, name: str, title: str, model: str, steps: tuple[str, ...], steps_file: str, reference: str, describe: str, *, weighted: bool, evidence: bool,
) -> int:  # fmt: skip
    """Add an LLM judge to an eval: a model, what it looks at, and what it is shown.

    \b
    ffai eval add-judge evals/project --eval Correctness --name Reader --model openai/gpt-4.1-mini \\
        --step "Does the command do what was asked?" --evidence
    """  # noqa: D301 - click wants the character itself
    from ffai_evals.project.text import clean_name
    from ffai_evals.project.write import add, fresh

    evaluation = find_eval(load(os.path.join(env.cwd, folder)), name)
    try:
        title = clean_name(title)
    except ValueError as problem:
        raise UsageError(str(problem), "choose another name") from None
    if evaluation.find("eval_config", title):
        raise UsageError(f"a judge of {evaluation.name} is called {title!r} already", "choose another name")
    provider, _, rest = model.partition("/") if "/" in model else ("openai_compatible", "", model)
    properties = {
        "eval_steps": [*steps, *_steps_of(env, steps_file)] or ["Does the answer do what the request asks for?"], "task_description": describe or None, "evidence": evidence, "reference": reference,
    }  # fmt: skip
    data = {
        "name": title, "model_name": rest, "model_provider": _KILN.get(provider, provider), "config_type": "g_eval" if weighted else "llm_as_judge",
        "properties": {k: v for k, v in properties.items() if v is not None},
    }  # fmt: skip
    add(evaluation, "", fresh("eval_config", data))
    env.stdout.write(f"{evaluation.name} has the judge {title!r}\n      rate with it: ffai eval rate {folder} --eval {evaluation.name!r} --judge {title!r}\n")  # fmt: skip
    return 0


@click.command("rate")
@click.argument("folder")
@click.option("--eval", "name", required=True, metavar="NAME|ID", help="The eval.")
@click.option("--judge", "title", required=True, metavar="NAME|ID", help="Its judge.")
@click.option(
    "--config", "config", default="", metavar="NAME|ID", help="The run config whose answers are rated; the golden set otherwise."
)
@click.option(
    "--model", default="", metavar="NAME", help="Another model than the judge names, for a try: its scores are kept all the same."
)
@click.option("--api-base", default="", metavar="URL", help="Address of an OpenAI-compatible server.")
@click.option("--allow-overlap", is_flag=True, help="Also where the golden set and the eval set share runs.")
@click.option("--limit", type=click.IntRange(1), default=None, metavar="N", help="At most so many answers.")
@click.option("--jobs", type=click.IntRange(1, 64), default=4, metavar="N", help="So many at a time.")
@click.pass_obj
def rate(
    env: Environment, /, folder: str, name: str, title: str, config: str, model: str, api_base: str, limit: int | None, jobs: int,
    *, allow_overlap: bool,
) -> int:  # fmt: skip
    """Let an LLM judge rate answers: the golden set, to be held against people, or what a run config answered.

    What was rated before is not rated again. Ctrl-C loses nothing.

    \b
    ffai eval rate evals/project --eval Correctness --judge Reader
    ffai eval align evals/project --eval Correctness
    """  # noqa: D301
    from ffai.commands.wish import Wish
    from ffai.desk import open_desk
    from ffai_evals.label.people import leak
    from ffai_evals.llm.rating import cases_of
    from ffai_evals.llm.rating import rate as carry_out

    evaluation = find_eval(load(os.path.join(env.cwd, folder)), name)
    judge = _judge(evaluation, title)
    if not config and not allow_overlap and (leaked := leak(evaluation)):
        raise FfaiError(leaked, "take one of the two tags away from each, or say --allow-overlap; nothing was asked")
    cases = cases_of(evaluation, chosen := _config(evaluation, config))[:limit]
    said = f"{judge.data['model_provider']}/{judge.data['model_name']}".split("/", 1)
    asked = model or f"{_OURS.get(said[0], said[0])}/{said[1]}"
    settings = open_desk(Wish(no_log=True, model=asked, api_base=api_base), env).settings
    settings = settings._replace(structured="text", samples=1)

    def progress(done: int, planned: int) -> None:
        if env.stderr.isatty():
            env.stderr.write(f"\r{done}/{planned}")
            env.stderr.flush()

    found = carry_out(judge, cases, chosen, settings, env, jobs=jobs, progress=progress)
    known = f", {found.known} were rated before" if found.known else ""
    cost = f"; ${found.cost:.4f}" if found.cost else ""
    env.stdout.write(f"{judge.name}: {found.rated} of {len(cases)} rated{known}{cost}\n")
    if found.unweighted:
        env.stdout.write(f"      {found.unweighted} of them are not weighted: {asked} gave no token probabilities for them\n")
    for run, problem in found.failed[:5]:
        env.stderr.write(f"ffai: {run} is not rated: {problem}\n")
    if found.stopped and not found.failed:
        env.stderr.write("stopped; run it again to go on\n")
        return ExitStatus.INTERRUPTED
    if found.failed:
        env.stderr.write(f"      {len(found.failed)} are not rated; run it again for these\n")
        return ExitStatus.MODEL if not found.rated else ExitStatus.FAILED
    return 0


def _steps_of(env: Environment, path: str) -> list[str]:
    """The steps that a file holds. Raises UsageError for one that holds none."""
    if not path:
        return []
    try:
        with open(os.path.join(env.cwd, path), encoding="utf-8") as file:
            text = file.read()
        found = json.loads(text) if text.lstrip().startswith("[") else [line.strip() for line in text.splitlines()]
    except (OSError, ValueError) as problem:
        raise UsageError(
            f"{path} cannot be read: {problem}"[:200], "a line for each thing to look at, or a JSON list of texts"
        ) from None
    steps = [step for step in found if step]
    if not steps or not all(isinstance(step, str) for step in steps):
        raise UsageError(f"{path} holds no steps", "a line for each thing to look at, or a JSON list of texts")
    return steps


def find_eval(project: Project, said: str) -> Record:
    """The eval of that name or id. Raises UsageError."""
    found = [e for task in project.tasks for e in task.of("eval") if said in (e.id, e.name)]
    if len(found) != 1:
        names = ", ".join(repr(e.name) for task in project.tasks for e in task.of("eval")) or "none"
        raise UsageError(f"{'no' if not found else 'more than one'} eval is called {said!r}", f"there are: {names}")
    return found[0]


def _judge(evaluation: Record, said: str) -> Record:
    judge = evaluation.find("eval_config", said)
    if judge is None:
        names = ", ".join(repr(j.name) for j in evaluation.of("eval_config")) or "none"
        raise UsageError(
            f"no one judge of {evaluation.name} is called {said!r}", f"there are: {names}; ffai eval add-judge adds one"
        )
    properties = judge.data.get("properties")
    steps = properties.get("eval_steps") if isinstance(properties, dict) else None
    if judge.data.get("config_type", "g_eval") not in ("g_eval", "llm_as_judge") or not isinstance(steps, list):
        raise FfaiError(f"{judge.name} is no LLM judge with steps", "judges of the kinds g_eval and llm_as_judge can rate here")
    if judge.data.get("model_provider") == "ffai":
        raise UsageError(f"{judge.name} is the execution judge", "it is run by: ffai eval run")
    return judge


def _config(evaluation: Record, said: str) -> Record | None:
    if not said:
        return None
    task = evaluation.parent
    assert task is not None
    found = task.find("task_run_config", said)
    if found is None:
        names = ", ".join(repr(c.name) for c in task.of("task_run_config")) or "none"
        raise UsageError(f"no one run config is called {said!r}", f"there are: {names}")
    return found
