"""Samples kept in the project itself, as eval runs that Kiln reads: each as it ends, one file for a run config, an item and a repetition."""

import hashlib
import os
from typing import Any

from ffai.config import Settings
from ffai.errors import FfaiError, UsageError
from ffai_evals.methods import Method, properties_of
from ffai_evals.project.rules import score_key
from ffai_evals.project.text import clean_name
from ffai_evals.project.tree import Record, again
from ffai_evals.project.write import add, fresh, save
from ffai_evals.sources import Source

_WORST = {"pass_fail": 0.0, "pass_fail_critical": 0.0, "five_star": 1.0}
_BEST = {"pass_fail": 1.0, "pass_fail_critical": 1.0, "five_star": 5.0}


class Keeper:
    """Raises UsageError for a project without such an eval, or without a judge that executes."""

    def __init__(self, source: Source, settings: Settings) -> None:
        if source.task is None or source.evaluation is None:
            raise UsageError(
                f"no eval of the project goes with {source.name!r}", "add one in the Kiln app, or: ffai project add-eval"
            )
        self.source, self.settings = source, settings
        self.task, self.evaluation = source.task, source.evaluation
        self.judge = _executing(self.evaluation)
        self.known = {run.id: run for run in self.judge.of("eval_run")}
        self.configs: dict[str, Record] = {}
        self.without: set[str] = set()  # items that no run of the project is of

    def keep(self, method: Method, line: dict[str, Any]) -> str:
        """Writes the line as an eval run; "" or what went wrong."""
        run = self.source.runs.get(line["item"])
        if run is None:
            self.without.add(line["item"])
            return ""
        try:
            self._put(self._config(method), run, line)
        except (FfaiError, OSError) as problem:
            return _why(self.judge, problem)
        return ""

    def _put(self, config: Record, run: Record, line: dict[str, Any]) -> None:
        identity = digits(self.judge.id, config.id, run.id, str(line["repeat"]))
        data = _data(self.evaluation, config, run, line)
        put(self.judge, self.known, identity, data)

    def _config(self, method: Method) -> Record:
        if method.name not in self.configs:
            self.configs[method.name] = self.task.find("task_run_config", method.name) or add_config(
                self.task, method, self.settings
            )
        return self.configs[method.name]


def put(judge: Record, known: dict[str, Record], identity: str, data: dict[str, Any]) -> None:
    """Writes the eval run of that id, where it is new or changed."""
    there = known.get(identity)
    if there is not None:
        there.data = {**there.data, **data}
        save(there)
        return
    try:
        known[identity] = add(judge, "", fresh("eval_run", data, identity=identity))
    except FfaiError:
        if not os.path.lexists(os.path.join(os.path.dirname(judge.path), "runs", identity, "eval_run.kiln")):
            raise  # else another run of the same eval has written it this moment


def written(judge: Record, known: dict[str, Record], identity: str, data: dict[str, Any]) -> str:
    """The same; "" or what went wrong."""
    try:
        put(judge, known, identity, data)
    except (FfaiError, OSError) as problem:
        return _why(judge, problem)
    return ""


def _why(judge: Record, problem: Exception) -> str:
    return problem.message if isinstance(problem, FfaiError) else f"{judge.path}: {getattr(problem, 'strerror', problem)}"


def add_config(
    task: Record, method: Method, settings: Settings, *, name: str = "", description: str = "", mode: str = ""
) -> Record:
    """A run config for the method; one that is there under that name is given back. Raises UsageError for a name without letters."""
    try:
        title = clean_name(name or method.name)
    except ValueError as problem:
        raise UsageError(str(problem), "choose another name") from None
    there = task.find("task_run_config", title)
    if there is not None:
        return there
    properties = properties_of(method, settings, task, mode)
    values = {"name": title, "description": description or None, "run_config_properties": properties}
    identity = digits(task.id, title, str(sorted(properties.items())))
    prompt = method.over(settings).prompt
    if method.asks and properties["prompt_id"] == "simple_prompt_builder" and prompt:
        project = task.parent
        from ffai.translate.model.prompting import text_of

        frozen = {"name": clean_name(prompt[:40]), "description": None, "generator_id": None, "prompt": text_of(prompt), "chain_of_thought_instructions": None}  # fmt: skip
        properties["prompt_id"] = f"task_run_config::{project.id if project else ''}::{task.id}::{identity}"
        values["prompt"] = frozen
    return _added(task, fresh("task_run_config", values, identity=identity))


def _executing(evaluation: Record) -> Record:
    """The judge of the eval that executes, added where there is none yet."""
    for judge in evaluation.of("eval_config"):
        said = judge.data.get("properties")
        if isinstance(said, dict) and said.get("judge") == "execution":
            return judge
    values = {
        "name": "Execution", "model_name": "execution", "model_provider": "ffai", "config_type": "llm_as_judge",
        "properties": {"eval_steps": [], "judge": "execution"},
    }  # fmt: skip
    return _added(evaluation, fresh("eval_config", values, identity=digits(evaluation.id, "execution")))


def _added(parent: Record, data: dict[str, Any]) -> Record:
    """The record, new; or as another process added it this moment."""
    try:
        return add(parent, "", data)
    except FfaiError:
        found = again(parent, str(data["model_type"]), str(data["id"]))
        if found is None:
            raise
        return found


def _data(evaluation: Record, config: Record, run: Record, line: dict[str, Any]) -> dict[str, Any]:
    scores = {
        score_key(s["name"]): (_BEST if line["pass"] else _WORST)[s["type"]] for s in evaluation.data.get("output_scores") or ()
    }  # fmt: skip
    text = "\n".join(line["commands"]) or line["answer"] or line["question"] or str(line["said"].get("declined", ""))
    said = line["said"]
    usage = {
        "input_tokens": said.get("tokens_in"), "output_tokens": said.get("tokens_out"), "total_tokens": line["tokens"], "cost": 0.0 if line["tokens"] is None and not said.get("requests") else line["cost"],
        "total_llm_latency_ms": round(1000 * line["translated"]),
    }  # fmt: skip
    beside = {
        "class": line["class"],
        "evidence": str(line["evidence"])[:2000],
        "key": line["key"],
        "repetition": str(line["repeat"]),
    }
    return {
        "dataset_id": run.id, "task_run_config_id": config.id, "eval_config_eval": False, "input": line["request"], "output": text,
        "intermediate_outputs": {k: v for k, v in beside.items() if v}, "scores": scores, "task_run_usage": usage,
    }  # fmt: skip


def digits(*parts: str) -> str:
    """Twelve digits that follow from the parts: two who write the same thing write the same file."""
    return str(int.from_bytes(hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).digest()[:8], "big")).zfill(12)[
        :12
    ]
