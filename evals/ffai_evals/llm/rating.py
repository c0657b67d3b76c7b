"""Answers rated by an LLM judge, several at a time, each kept as an eval run as soon as it is there."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, NamedTuple

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import FfaiError, ModelFailed, Unreached, UsageError
from ffai_evals.llm import telling
from ffai_evals.llm.scores import Rated, Unreadable, read
from ffai_evals.llm.telling import Case
from ffai_evals.project.filters import matches
from ffai_evals.project.tree import Record
from ffai_evals.project.write import add, fresh

ALTERNATIVES = 20  # for each token: the most that the APIs give
IN_VAIN = 5  # failures before any success after which no more are asked


class Done(NamedTuple):
    """One answer: rated, or why not."""

    case: Case
    rated: Rated | None
    beside: dict[str, str]
    cost: float | None = None
    problem: str = ""


class Summary(NamedTuple):
    rated: int
    known: int  # were rated before
    failed: tuple[tuple[str, str], ...]  # (run, what went wrong)
    unweighted: int  # plain scores, though weighted ones were wanted
    cost: float | None
    stopped: bool


def cases_of(evaluation: Record, config: Record | None) -> list[Case]:
    """What there is to rate: the golden set as it stands, or what a run config answered (kept in eval runs of any judge).

    Raises UsageError when there is nothing.
    """
    task = evaluation.parent
    assert task is not None
    if config is None:
        said = evaluation.data.get("eval_configs_filter_id") or "all"
        found = [
            Case(run.id, str(run.data.get("input") or ""), str((run.data.get("output") or {}).get("output") or ""))
            for run in task.of("task_run") if matches(run, said)
        ]  # fmt: skip
        if not found:
            raise UsageError(f"no run is in the golden set ({said})", "ffai eval split FOLDER --eval NAME fills it")
        return found
    answers: dict[str, Case] = {}
    for other in task.of("eval"):
        for judge in other.of("eval_config"):
            for run in judge.of("eval_run"):
                dataset, text = run.data.get("dataset_id"), run.data.get("output")
                if run.data.get("task_run_config_id") == config.id and dataset and isinstance(text, str):
                    answers.setdefault(str(dataset), Case(str(dataset), str(run.data.get("input") or ""), text))
    if not answers:
        raise UsageError(f"no answer of {config.name} is kept in this project", "rate a run config that some judge has rated")
    return list(answers.values())


def rate(
    judge: Record, cases: Sequence[Case], config: Record | None, settings: Settings, env: Environment, *, jobs: int = 4,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:  # fmt: skip
    """Rates what this judge has not rated yet, and keeps it. Ctrl-C ends it; what was rated stays."""
    known = {
        str(r.data.get("dataset_id")) for r in judge.of("eval_run")
        if (config is None and r.data.get("eval_config_eval") and not r.data.get("task_run_config_id")) or (config is not None and r.data.get("task_run_config_id") == config.id)
    }  # fmt: skip
    missing = [case for case in cases if case.run not in known]
    rated, unweighted, failed, cost, stopped = 0, 0, list[tuple[str, str]](), None, False
    weigh = judge.data.get("config_type", "g_eval") == "g_eval"
    pool = ThreadPoolExecutor(jobs)
    try:
        for done in _each(pool, missing, jobs, lambda case: rate_one(judge, case, settings, env)):
            if done.cost is not None:
                cost = (cost or 0.0) + done.cost
            if done.rated is None:
                failed.append((done.case.run, done.problem))
                if not rated and len(failed) >= IN_VAIN:
                    stopped = True
                    break
            else:
                _keep(judge, config, done, done.rated)
                rated += 1
                unweighted += weigh and not done.rated.weighted
            if progress:
                progress(rated + len(failed), len(missing))
    except KeyboardInterrupt:
        stopped = True
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return Summary(rated, len(cases) - len(missing), tuple(failed), unweighted, cost, stopped)


def _each(pool: ThreadPoolExecutor, cases: Iterable[Case], ahead: int, work: Callable[[Case], Done]) -> Iterable[Done]:
    waiting = iter(cases)
    running: set[Future[Done]] = set()
    while True:
        while len(running) < ahead and (case := next(waiting, None)) is not None:
            running.add(pool.submit(work, case))
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def rate_one(judge: Record, case: Case, settings: Settings, env: Environment) -> Done:
    from ffai.translate.model.talk import Talk

    evaluation = judge.parent
    assert evaluation is not None
    assert evaluation.parent is not None
    properties = judge.data["properties"]
    weigh = judge.data.get("config_type", "g_eval") == "g_eval"
    beside: dict[str, str] = {}
    try:
        if properties.get("evidence"):
            beside |= telling.evidence_of(case.run, case.request, case.answer, env)
            case = case._replace(evidence=beside["evidence"])
        if properties.get("reference") == "options":
            case = case._replace(reference=telling.options_help(case.answer, env))
        elif properties.get("reference") == "manual":
            case = case._replace(manual=telling.manual(_ffmpeg(env)))
        scores = evaluation.data["output_scores"]
        asked = telling.messages(
            str(evaluation.parent.data.get("instruction") or ""), str(properties.get("task_description") or ""), properties["eval_steps"], scores, case
        )  # fmt: skip
        talk = Talk(settings, env, alternatives=ALTERNATIVES if weigh else 0, schema=telling.schema(scores))
    except FfaiError as error:
        return Done(case, None, beside, problem=error.message)
    problem, thought = "", ""
    for form in ("text", "auto"):  # an answer without scores is sent back once, in the strictest form that the server takes
        try:
            answer = talk.ask(asked, form)
            rated = read(answer, scores, weigh=weigh)
        except Unreadable as wrong:
            problem, thought = f"the judge's answer cannot be read: {wrong}", answer.text.strip()
            again = f"{wrong}. Give the JSON object of the scores alone."
            asked = (*asked, {"role": "assistant", "content": answer.text[:20_000]}, {"role": "user", "content": again})
        except Unreached as failure:
            return Done(case, None, beside, talk.cost, failure.message)
        except ModelFailed as failure:  # it was cut off, or said nothing
            problem = failure.message
            asked = (*asked, {"role": "user", "content": "Give the JSON object of the scores alone."})
        else:
            if rated.thought or thought:
                beside["chain_of_thought"] = (rated.thought or thought)[:20_000]
            if weigh and not rated.weighted:
                beside["weighting"] = "the API gave no token probabilities for every score; those scores are as said"
            return Done(case, rated, beside, talk.cost)
    return Done(case, None, beside, talk.cost, problem)


def _ffmpeg(env: Environment) -> str:
    from ffai import config
    from ffai.tools.locate import find_tools

    return find_tools(env, config.load(env)).ffmpeg or "ffmpeg"


def _keep(judge: Record, config: Record | None, done: Done, rated: Rated) -> None:
    values: dict[str, Any] = {
        "dataset_id": done.case.run, "task_run_config_id": config.id if config else None, "eval_config_eval": config is None, "input": done.case.request,
        "output": done.case.answer, "intermediate_outputs": done.beside or None, "scores": rated.scores,
    }  # fmt: skip
    add(judge, "", fresh("eval_run", values))
