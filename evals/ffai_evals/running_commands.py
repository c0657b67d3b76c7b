"""`ffai eval run` and `ffai eval show`."""

import json
import os
from collections.abc import Iterable
from typing import Any

import click

from ffai.environment import Environment
from ffai.errors import ExitStatus, FfaiError, ModelFailed, UsageError
from ffai.show.style import style_of
from ffai_evals.judge.items import Item
from ffai_evals.matrix import Filled, fill
from ffai_evals.methods import Method, named
from ffai_evals.pace import Limits
from ffai_evals.running import How
from ffai_evals.sources import OWN, Source, items_of, source_of


@click.command("run")
@click.argument("names", nargs=-1, metavar="[EVAL]…")
@click.option("--config", "configs", multiple=True, metavar="NAME", help="Who translates: offline, a run config of the project, @PROFILE, a model's name; all: every run config; again for more.")  # fmt: skip
@click.option("--project", "folder", default="", metavar="FOLDER", help="The project whose evals and run configs are meant.")
@click.option("--only", multiple=True, metavar="FAMILY|ID", help="These items alone.")
@click.option("--repeat", type=click.IntRange(1, 1000), default=1, metavar="N", help="Every item so many times.")
@click.option("--fresh", is_flag=True, help="Run everything, also what was run before with nothing changed since.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--fail-under", type=click.FloatRange(0, 1), default=0.0, metavar="SHARE", help="Exit 1 when fewer than this share (0..1) are right.")  # fmt: skip
@click.option("--fail-on-regression", is_flag=True, help="Exit 1 when an item is wrong that was right when it was last run.")
@click.option("--keep", default="", metavar="DIR", help="Leave each item's folder there.")
@click.option("--write-project", is_flag=True, help="Keep each sample in the project too, as an eval run that Kiln reads.")
@click.option("--cluster", default="", metavar="ADDRESS", help="Run on the workers of this Dask scheduler.")
@click.option("--workers", type=click.IntRange(1, 512), default=None, metavar="N", help="Processes that run answers; one for each processor otherwise.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 128), default=8, metavar="N", help="Requests that a provider gets at a time.")
@click.option(
    "--per-minute", type=click.IntRange(1), default=None, metavar="N", help="Requests that a provider gets in a minute."
)
@click.option("--retries", type=click.IntRange(0, 20), default=6, metavar="N", help="Further attempts of a request that a provider was too busy for.")  # fmt: skip
@click.option("--api-base", default="", metavar="URL", help="Address of an OpenAI-compatible server.")
@click.pass_obj
def run(env: Environment, /, names: tuple[str, ...], configs: tuple[str, ...], **said: Any) -> int:
    """Run evals: the misses first, then the table by family. What was run before and would come out the same is not run again.

    \b
    ffai eval run correctness
    ffai eval run items.jsonl --only combo
    ffai eval run correctness asked --config offline --config gpt-4.1-mini --repeat 3
    ffai eval run Correctness --project evals/project --config all --write-project
    """  # noqa: D301 - click wants the character itself
    sources = [source_of(env, name, said["folder"], needs_project=_needs(said, configs)) for name in names or ("correctness",)]
    sources = [source._replace(items=chosen(source.items, said["only"])) for source in sources]
    for problem in {p: None for s in sources if s.project for p in s.project.problems}:
        env.stderr.write(f"ffai: {problem.path} is left out: {problem.text}\n")
    limits = Limits(said["jobs"], said["per_minute"] or 0, said["retries"])
    how = How(said["workers"] or 0, said["keep"] and os.path.join(env.cwd, said["keep"]), said["cluster"], limits)
    results: list[tuple[Source, list[Method], Filled]] = []
    for source in sources:
        methods = _methods(env, configs, source, said["api_base"])
        _reachable(methods, env)
        kept = None
        if (judge := _llm_judge(source)) is not None:
            from ffai_evals.llm import answering

            found = answering.fill(env, source, judge, methods, limits=limits, repeat=said["repeat"], fresh=said["fresh"], api_base=said["api_base"])  # fmt: skip
        else:
            kept = _keeper(env, source) if said["write_project"] else None
            found = fill(
                env, source.name, source.items, methods, repeat=said["repeat"], fresh=said["fresh"] or bool(said["keep"]), how=how,
                kept=kept.keep if kept else None,
            )  # fmt: skip
        results.append((source, methods, found))
        if kept and kept.without:
            env.stderr.write(f"ffai: {len(kept.without)} items of {source.name} have no run in the project, so that their samples are not kept there\n")  # fmt: skip
        if found.stopped:
            break
    _tell(env, results, as_json=said["as_json"])
    return _status(env, results, said["fail_under"], on_regression=said["fail_on_regression"])


def _llm_judge(source: Source) -> Any:
    if source.evaluation is None or all(i.expect for i in source.items):
        return None
    from ffai_evals.llm.answering import judge_of

    return judge_of(source)


def _needs(said: dict[str, Any], configs: Iterable[str]) -> bool:
    """Whether the own project has to be read: item files alone are read faster."""
    return bool(said["folder"]) or said["write_project"] or "all" in configs


def _methods(env: Environment, configs: tuple[str, ...], source: Source, api_base: str) -> list[Method]:
    task = source.task
    if configs and task is None and any(c not in ("offline", "echo") and not c.startswith("@") for c in configs):
        task = _own_task()
    found: dict[str, Method] = {}
    for config in configs or ("offline",):
        names = [config]
        if config == "all":
            names = [c.id for c in task.of("task_run_config")] if task else []
            if not names:
                raise UsageError("there is no run config in the project", "ffai project add-config FOLDER NAME --model MODEL")
        for name in names:
            method = named(name, env, task, api_base=api_base)
            found[method.name] = method
    return list(found.values())


def _own_task() -> Any:
    """The task of the own project, where this is a checkout."""
    from ffai_evals.project.tree import load

    try:
        tasks = load(OWN).tasks
    except FfaiError:
        return None
    return tasks[0] if len(tasks) == 1 else None


def _reachable(methods: Iterable[Method], env: Environment) -> None:
    """Raises what asking would raise at once: no key, no such address, no such prompt."""
    from ffai import config

    for method in methods:
        if method.asks and method.model != "auto":
            from ffai.translate.model import prompting, providers

            settings = method.over(config.load(env))
            providers.find(settings, env)
            prompting.text_of(settings.prompt or prompting.DEFAULT)


def _keeper(env: Environment, source: Source) -> Any:
    from ffai import config
    from ffai_evals.keeping import Keeper

    return Keeper(source, config.load(env))


def _tell(env: Environment, results: list[tuple[Source, list[Method], Filled]], *, as_json: bool) -> None:
    for source, _, found in results:
        if found.stopped:
            env.stderr.write(f"stopped after {len(found.lines)} of {found.planned} samples; run it again to go on\n")
        for problem in found.problems[:5]:
            env.stderr.write(f"ffai: {problem}\n      the table is whole; what was run could not be kept\n")
        for why, count in found.lost.items():
            env.stderr.write(f"ffai: {count} samples of {source.name} came to nothing, and are neither right nor wrong: {why}\n")
        missing = found.planned - len(found.lines)
        if found.lost and missing:
            env.stderr.write(f"      {missing} of {found.planned} are missing; run it again for these\n")
    if as_json:
        env.stdout.write(json.dumps(document(results), ensure_ascii=False) + "\n")
    else:
        _print(env, results)


def document(results: list[tuple[Source, list[Method], Filled]]) -> dict[str, Any]:
    """All of it as one document."""
    lines = [line for _, _, found in results for line in found.lines]
    names = [source.name for source, _, _ in results]
    configs = list(dict.fromkeys(m.name for _, methods, _ in results for m in methods))
    return {
        "v": 1, "eval": names[0] if len(names) == 1 else names, "config": configs[0] if len(configs) == 1 else configs, "n": len(lines), "right": sum(bool(s["pass"]) for s in lines),
        "cached": sum(f.cached for _, _, f in results), "judged_anew": sum(f.reused for _, _, f in results), "regressions": [item for _, _, f in results for item in f.regressions],
        "lost": sum(f.planned - len(f.lines) for _, _, f in results), "cost": sum(s["cost"] or 0.0 for s in lines), "tokens": sum(s["tokens"] or 0 for s in lines),
        "samples": [{"id": line["item"], "eval": source.name, **line} for source, _, found in results for line in found.lines],
    }  # fmt: skip


def _print(env: Environment, results: list[tuple[Source, list[Method], Filled]]) -> None:
    from ffai_evals.showing import misses, overview, table

    style = style_of(env.stdout, env.variables)
    told: list[str] = []
    rows = []
    several = len(results) > 1 or any(len(methods) > 1 for _, methods, _ in results)
    for source, methods, found in results:
        for method in methods:
            own = [line for line in found.lines if line["config"] == method.name]
            rows.append((source.name, method.name, own))
            told += ["", style.paint("title", f"{method.name} on {source.name}")] if several else []
            told += [*misses(own, source.name, style), *table(own, style)] if own else ["nothing was run"]
        if found.cached:
            told.append(f"{found.cached} of {len(found.lines)} were run before, with nothing changed since (--fresh runs them again)")  # fmt: skip
        if found.reused:
            told.append(f"{found.reused} were answered before: their answers were judged anew, and no model was asked again")
        if found.regressions:
            told.append(style.paint("bad", "was right, is wrong: ") + ", ".join(found.regressions[:20]))
    told += overview(rows, style)
    env.stdout.write(style.plain("\n".join(told)) + "\n")


def _status(
    env: Environment, results: list[tuple[Source, list[Method], Filled]], fail_under: float, *, on_regression: bool
) -> int:
    if any(found.stopped for _, _, found in results):
        return ExitStatus.INTERRUPTED
    lines = [line for _, _, found in results for line in found.lines]
    low = sum(bool(s["pass"]) for s in lines) < fail_under * len(lines) or (fail_under > 0 and not lines)
    if low or (on_regression and any(found.regressions for _, _, found in results)):
        return ExitStatus.FAILED
    missing = [m for _, methods, found in results for m in methods if found.planned > len(found.lines)]
    if any(m.asks for m in missing):
        return ModelFailed.status
    return ExitStatus.FAILED if missing or any(found.problems for _, _, found in results) else ExitStatus.DONE


def chosen(items: list[Item], only: Iterable[str]) -> list[Item]:
    """The items of these ids or families. Raises UsageError for a word that is none of them."""
    wanted = tuple(only)
    found = [i for i in items if not wanted or i.id in wanted or i.family in wanted]
    strange = [w for w in wanted if not any(w in (i.id, i.family) for i in items)]
    if strange or not found:
        raise UsageError(f"no item is called {', '.join(strange)}", "give a family or an id")
    return found


@click.command("show")
@click.argument("item")
@click.option("--eval", "name", default="correctness", metavar="NAME", help="The eval, or a file of items.")
@click.option(
    "--config", default="offline", metavar="NAME", help="Who translates; an answer that is kept is not asked for again."
)
@click.option("--project", "folder", default="", metavar="FOLDER", help="The project that the eval is of.")
@click.option("--keep", default="", metavar="DIR", help="Leave its media and what came out there.")
@click.option("--api-base", default="", metavar="URL", help="Address of an OpenAI-compatible server.")
@click.pass_obj
def show(env: Environment, /, item: str, name: str, config: str, folder: str, keep: str, api_base: str) -> int:
    """Run one item and show everything: the request, the commands, each requirement and what was measured."""
    from ffai_evals.results import Store, answered, line_of, place
    from ffai_evals.runner import Job, make
    from ffai_evals.showing import item as shown

    source = source_of(env, name, folder)
    found = [i for i in source.items if i.id == item]
    if not found:
        raise UsageError(f"there is no item {item!r} in {name}", f"ffai eval run {name} lists them")
    (method,) = _methods(env, (config,), source, api_base)
    job = Job(found[0], method)
    if method.asks:
        kept = [line for line in Store(place(env, source.name, method.name)).read() if line["item"] == item]
        said = answered(kept[-1]) if kept else None
        if said is None:
            _reachable([method], env)
        job = job._replace(answered=said)
    sample = make(job, os.path.join(env.cwd, keep) if keep else "", env)
    if sample.answered.lost:
        raise ModelFailed(sample.answered.lost, "try again later")
    style = style_of(env.stdout, env.variables)
    told = shown(line_of(sample, "", ""), sample.judgement.scores, dict(found[0].media), style)
    if keep:
        told.append(f"  look at it: {os.path.join(keep, item)}")
    env.stdout.write(style.plain("\n".join(told)) + "\n")
    return ExitStatus.DONE if sample.judgement.passed else ExitStatus.FAILED


def load(name: str) -> list[Item]:
    """The items of an eval: a name in the own project's folder, or a file. Raises UsageError."""
    found = items_of(name)
    if found is None:
        raise UsageError(f"there is no eval {name!r}", "name a file of items (.jsonl), or run this in a checkout of the project")
    return found
