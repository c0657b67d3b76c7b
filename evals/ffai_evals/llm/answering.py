"""Evals that an LLM judges, of any task: each run config answers the inputs of the test set, the judge rates each answer, and both land in
the project as an eval run as soon as they are there. One that is there for the same prompt, parameters, input and judge is not made again."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Any, NamedTuple

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import FfaiError, Unreached, UsageError
from ffai_evals.alignment import passes
from ffai_evals.keeping import add_config, digits, written
from ffai_evals.llm import rating
from ffai_evals.llm.telling import Case
from ffai_evals.matrix import Filled, Line
from ffai_evals.methods import PROVIDERS, Method
from ffai_evals.pace import Limits, Paces
from ffai_evals.paired import topic
from ffai_evals.progress import Progress
from ffai_evals.project.rules import score_key
from ffai_evals.project.tree import Record
from ffai_evals.results import digest
from ffai_evals.sources import Source


class Slot(NamedTuple):
    """An answer to be had and rated."""

    method: Method
    config: Record
    run: Record
    repeat: int
    key: str

    def identity(self, judge: Record) -> str:
        return digits(judge.id, self.config.id, self.run.id, str(self.repeat))


class Got(NamedTuple):
    answer: str = ""
    lost: str = ""
    seconds: float = 0.0
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None
    rated: rating.Done | None = None


def judge_of(source: Source) -> Record | None:
    """The LLM judge of an eval that no execution judges; None for the others."""
    judges = source.evaluation.of("eval_config") if source.evaluation else []
    if not judges or any(_properties(j).get("judge") == "execution" for j in judges) or any(i.expect for i in source.items):
        return None
    usable = [j for j in judges if isinstance(_properties(j).get("eval_steps"), list)]
    if not usable:
        raise UsageError(f"no judge of {source.name} can be run here", "judges with steps can: ffai eval add-judge")
    assert source.evaluation is not None
    return next((j for j in usable if j.id == source.evaluation.data.get("current_config_id")), usable[0])


def fill(
    env: Environment, source: Source, judge: Record, methods: Sequence[Method], *, limits: Limits, repeat: int = 1, fresh: bool = False,
    api_base: str = "",
) -> Filled:  # fmt: skip
    """Makes what is missing. Raises UsageError for a run config that asks no model."""
    from ffai import config

    settings = config.load(env)
    strange = [m.name for m in methods if not m.asks]
    if strange or source.task is None:
        raise UsageError(f"{strange[0] if strange else source.name!r} asks no model, and this eval is of what models say", "ffai project add-config adds a run config")  # fmt: skip
    asking = _judging(judge, settings, api_base)
    slots = [
        Slot(m, c, source.runs[item.id], n, digest([m.said(settings), item.request, n, source.task.data.get("instruction"), source.task.data.get("output_json_schema"), judge.data]))
        for m in methods for c in (add_config(source.task, m, settings),) for item in source.items for n in range(repeat)
    ]  # fmt: skip
    there = {run.id: run for run in judge.of("eval_run")}
    lines: dict[Slot, Line] = {}
    for slot in slots:
        known = there.get(slot.identity(judge))
        if known is not None and not fresh and (known.data.get("intermediate_outputs") or {}).get("key") == slot.key:
            lines[slot] = _line(slot, known.data, judge)
    cached, lost, problems, stopped = len(lines), Counter[str](), dict[str, None](), False
    paces = Paces(limits)
    pool = ThreadPoolExecutor(limits.at_once, initializer=_paced, initargs=(paces,))
    try:
        with Progress(env, len(slots), cached) as progress:
            running: dict[Future[Got], Slot] = {
                pool.submit(_got, s, judge, settings, asking, env): s for s in slots if s not in lines
            }
            for future in as_completed(running):
                slot, got = running[future], future.result()
                if got.lost or got.rated is None or got.rated.rated is None:
                    lost[got.lost or (got.rated.problem if got.rated else "")] += 1
                    continue
                data = _data(slot, got, got.rated, got.rated.rated.scores)
                problems[written(judge, there, slot.identity(judge), data)] = None
                lines[slot] = _line(slot, data, judge)
                progress.step(lines[slot])
    except KeyboardInterrupt:
        stopped = True
    finally:
        paces.stop()
        pool.shutdown(wait=not stopped, cancel_futures=True)
    whole = [lines[slot] for slot in slots if slot in lines]
    return Filled(whole, len(slots), cached, 0, [], stopped, tuple(p for p in problems if p), dict(lost))


def _paced(paces: Paces) -> None:
    from ffai.translate.model.talk import PACE

    PACE.set(paces)


def _judging(judge: Record, settings: Settings, api_base: str) -> Settings:
    model, provider = str(judge.data.get("model_name") or ""), str(judge.data.get("model_provider") or "")
    name = f"{PROVIDERS.get(provider, provider)}/{model}"
    return settings._replace(model=name, structured="text", samples=1, api_base=api_base or settings.api_base)


def _got(slot: Slot, judge: Record, settings: Settings, asking: Settings, env: Environment) -> Got:
    """The answer and its rating; lost when either did not come."""
    from ffai.translate.model.talk import Talk

    try:
        in_force = slot.method.over(settings)._replace(structured="text", samples=1)
        talk = Talk(in_force, env)
        text = talk.ask(_messages(slot, in_force)).text.strip()
    except Unreached as error:
        return Got(lost=error.message)
    except FfaiError as error:  # a refusal is an answer too
        text = error.message
    case = Case(slot.run.id, str(slot.run.data.get("input") or ""), text)
    return Got(text, "", talk.seconds, talk.tokens_in, talk.tokens_out, talk.cost, rating.rate_one(judge, case, asking, env))


def _messages(slot: Slot, settings: Settings) -> tuple[dict[str, str], ...]:
    from ffai.translate.model import prompting

    task = slot.run.parent
    assert task is not None
    said = prompting.text_of(settings.prompt) if settings.prompt else str(task.data.get("instruction") or "")
    schema = task.data.get("output_json_schema")
    if schema:
        said += f"\n\nAnswer with one JSON object and nothing else. It has to fit this JSON Schema:\n{schema}"
    return {"role": "system", "content": said}, {"role": "user", "content": str(slot.run.data.get("input") or "")}


def _data(slot: Slot, got: Got, done: rating.Done, scores: dict[str, float]) -> dict[str, Any]:
    tokens = None if got.tokens_in is None and got.tokens_out is None else (got.tokens_in or 0) + (got.tokens_out or 0)
    usage = {"input_tokens": got.tokens_in, "output_tokens": got.tokens_out, "total_tokens": tokens, "cost": got.cost, "total_llm_latency_ms": round(1000 * got.seconds)}  # fmt: skip
    return {
        "dataset_id": slot.run.id, "task_run_config_id": slot.config.id, "eval_config_eval": False, "input": str(slot.run.data.get("input") or ""), "output": got.answer,
        "intermediate_outputs": {**done.beside, "key": slot.key}, "scores": scores, "task_run_usage": usage,
    }  # fmt: skip


def _line(slot: Slot, data: dict[str, Any], judge: Record) -> Line:
    """The eval run as `ffai eval run` reports it."""
    assert judge.parent is not None
    kinds = {score_key(s["name"]): str(s["type"]) for s in judge.parent.data["output_scores"]}
    scores = {key: float(value) for key, value in (data.get("scores") or {}).items() if key in kinds}
    usage = data.get("task_run_usage") or {}
    beside = data.get("intermediate_outputs") or {}
    passed = bool(scores) and all(passes(value, kinds[key]) for key, value in scores.items())
    return {
        "v": 1, "key": slot.key, "item": slot.run.id, "family": topic(slot.run), "request": str(data.get("input") or ""), "config": slot.method.name, "repeat": slot.repeat, "pass": passed,
        "class": "right" if passed else "rated wrong", "silent": False, "commands": [], "answer": str(data.get("output") or ""), "question": "", "scores": scores,
        "evidence": str(beside.get("chain_of_thought") or ", ".join(f"{k} {v:g}" for k, v in scores.items())), "translated": (usage.get("total_llm_latency_ms") or 0) / 1000,
        "seconds": 0.0, "cost": usage.get("cost"), "tokens": usage.get("total_tokens"), "said": {},
    }  # fmt: skip


def _properties(judge: Record) -> dict[str, Any]:
    said = judge.data.get("properties")
    return said if isinstance(said, dict) else {}
