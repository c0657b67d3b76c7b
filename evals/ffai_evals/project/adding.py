"""`ffai project add-config`, `add-run` and `add-eval`: records added to a project that is there."""

import os
from typing import Any

import click

from ffai.environment import Environment
from ffai.errors import UsageError
from ffai_evals.project.kinds import OUTPUT_MODES, RATING_RANGES


@click.command("add-config")
@click.argument("folder")
@click.argument("name")
@click.option("--model", required=True, metavar="NAME", help="The model, as with -m: offline, openai/NAME, ollama/NAME …")
@click.option("--prompt", default="", metavar="NAME|TEXT|@FILE", help="A prompt of the project or of ffai by its name, or a text of your own.")  # fmt: skip
@click.option("--temperature", type=click.FloatRange(0, 2), default=0.0, show_default=True)
@click.option("--top-p", type=click.FloatRange(0, 1), default=1.0, show_default=True)
@click.option("--mode", type=click.Choice(sorted(OUTPUT_MODES)), default="default", help="How a structured answer is asked for.")
@click.option("--description", default="", metavar="TEXT")
@click.option("--task", default="", metavar="NAME|ID", help="The task, where the project has several.")
@click.pass_obj
def add_config(env: Environment, /, folder: str, name: str, **said: Any) -> int:
    """Add a run config: a model, a prompt and parameters, to be run by `ffai eval run --config NAME`.

    \b
    ffai project add-config evals/project "Mini, warm" --model openai/gpt-4.1-mini --temperature 0.7
    ffai eval run correctness --config "Mini warm"
    """  # noqa: D301 - click wants the character itself
    from ffai import config
    from ffai_evals.keeping import add_config as carry_out
    from ffai_evals.methods import FORMS, Method
    from ffai_evals.project.commands import text_of

    task = _task(env, folder, said["task"])
    title = _name(name)
    if task.find("task_run_config", title):
        raise UsageError(f"a run config is called {title!r} already", "choose another name")
    prompt = text_of(env, said["prompt"])
    there = task.find("prompt", prompt) if prompt else None
    settings = config.load(env)
    chosen = {"temperature": said["temperature"], "top_p": said["top_p"], "structured": FORMS[said["mode"]], "prompt": there.name if there else prompt}  # fmt: skip
    method = Method(title, said["model"], tuple(chosen.items()))
    if method.asks and not there and prompt:
        from ffai.translate.model.prompting import text_of as of_ffai

        of_ffai(prompt)
    made = carry_out(task, method, settings, description=said["description"], mode=said["mode"])
    env.stdout.write(f"{task.name} has the run config {made.name!r}\n      run it: ffai eval run EVAL --project {folder} --config {made.name!r}\n")  # fmt: skip
    return 0


@click.command("add-run")
@click.argument("folder")
@click.argument("request", metavar="INPUT|@FILE")
@click.option("--answer", default="", metavar="TEXT|@FILE", help="The output.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag; again for more. eval_NAME puts it into a test set.")
@click.option("--task", default="", metavar="NAME|ID", help="The task, where the project has several.")
@click.pass_obj
def add_run(env: Environment, /, folder: str, request: str, answer: str, tags: tuple[str, ...], task: str) -> int:
    """Add a run: an input and its output, with tags."""
    from ffai_evals.project.commands import text_of
    from ffai_evals.project.write import add, fresh, output, user

    found = _task(env, folder, task)
    strange = [tag for tag in tags if not tag or " " in tag]
    if strange:
        raise UsageError(f"{strange[0]!r} is no tag", "a tag has no blank in it")
    source = {"type": "human", "properties": {"created_by": user() or "unknown"}}
    values = {"input": text_of(env, request), "input_source": source, "output": output(text_of(env, answer), source), "tags": list(dict.fromkeys(tags))}  # fmt: skip
    made = add(found, "", fresh("task_run", values))
    env.stdout.write(f"{found.name} has the run {made.id}\n")
    return 0


@click.command("add-eval")
@click.argument("folder")
@click.argument("name")
@click.option("--score", "scores", multiple=True, metavar="NAME:TYPE", help="What is scored: pass_fail, pass_fail_critical or five_star; again for more.")  # fmt: skip
@click.option("--items", default="", metavar="NAME", help="The item file (ffai/NAME.jsonl) whose expectations its execution judge holds.")  # fmt: skip
@click.option("--task", default="", metavar="NAME|ID", help="The task, where the project has several.")
@click.pass_obj
def add_eval(env: Environment, /, folder: str, name: str, scores: tuple[str, ...], items: str, task: str) -> int:
    """Add an eval. Runs tagged eval_NAME are its test set, those tagged eval_golden_NAME its golden set."""
    from ffai_evals.project.rules import score_key
    from ffai_evals.project.write import add, fresh

    found = _task(env, folder, task)
    title = _name(name)
    if found.find("eval", title):
        raise UsageError(f"an eval is called {title!r} already", "choose another name")
    wanted = []
    for said in scores or (f"{title[:32].strip()}:pass_fail",):
        score, _, kind = said.rpartition(":")
        if kind not in RATING_RANGES or not score:
            raise UsageError(f"{said!r} is no score", "NAME:TYPE, with one of " + ", ".join(RATING_RANGES))
        wanted.append({"name": _name(score, 32), "instruction": None, "type": kind})
    slug = score_key(title)
    values = {
        "name": title, "eval_set_filter_id": f"tag::eval_{slug}", "eval_configs_filter_id": f"tag::eval_golden_{slug}",
        "splits": {"test": {"source": "task_run", "filter_id": f"tag::eval_{slug}"}}, "output_scores": wanted,
    }  # fmt: skip
    made = add(found, "", fresh("eval", values))
    if items:
        properties = {"eval_steps": [], "judge": "execution", "items": f"ffai/{items}.jsonl"}
        judge = {"name": "Execution", "model_name": "execution", "model_provider": "ffai", "config_type": "llm_as_judge", "properties": properties}  # fmt: skip
        add(made, "", fresh("eval_config", judge))
    env.stdout.write(f"{found.name} has the eval {made.name!r}: runs tagged eval_{slug}\n")
    return 0


def _task(env: Environment, folder: str, said: str) -> Any:
    from ffai_evals.project.tree import load

    project = load(os.path.join(env.cwd, folder))
    for problem in project.problems[:5]:
        env.stderr.write(f"ffai: {problem.path} is left out: {problem.text}\n")
    found = [task for task in project.tasks if said in ("", task.id, task.name)]
    if len(found) != 1:
        names = ", ".join(repr(task.name) for task in project.tasks) or "none"
        raise UsageError(f"{'no' if not found else 'more than one'} task is meant", f"--task NAME; there are: {names}")
    return found[0]


def _name(said: str, limit: int = 120) -> str:
    from ffai_evals.project.text import clean_name

    try:
        return clean_name(said, limit)
    except ValueError as problem:
        raise UsageError(str(problem), "choose another name") from None
