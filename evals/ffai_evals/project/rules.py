"""What Kiln refuses to load, told for each file; and what it loads though it leads nowhere."""

import json
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

from ffai_evals.project.kinds import KINDS, OUTPUT_MODES, PROMPT_BUILDERS, PROVIDERS, RATING_RANGES, REQUIRED
from ffai_evals.project.text import clean_name
from ffai_evals.project.tree import Problem, Project, Record

Told = Iterator[str]


def problems(project: Project) -> list[Problem]:
    """Everything that is wrong with the project's files: those that could not be read, and what Kiln would refuse of the others."""
    found = list(project.problems)
    for record in project.record.walk():
        path = os.path.relpath(record.path, project.root)
        found += [Problem(path, text) for text in _all(record)]
    return found


def _all(record: Record) -> Told:
    yield from _base(record.data)
    for name, default in KINDS[record.kind].fields:
        if default is REQUIRED and (name not in record.data or record.data[name] is None):
            yield f'"{name}" is missing'
    if isinstance(said := record.data.get("name"), str) and record.kind != "task_run":
        yield from _name(said, 120)
    check = _CHECKS.get(record.kind)
    if check is not None:
        try:
            yield from check(record)
        except (AttributeError, TypeError, KeyError, ValueError) as problem:
            yield f"is not built as a {record.kind} is: {problem!r}"[:160]
    seen: set[str] = set()
    for children in record.children.values():
        seen.clear()
        for child in children:
            if child.id in seen:
                yield f"two of its {child.kind}s have the id {child.id}"
            seen.add(child.id)


def _base(data: dict[str, Any]) -> Told:
    try:
        if int(data.get("v", 1)) > 1:
            yield f"it is of version {data['v']}; version 1 is known"
    except (TypeError, ValueError):
        yield '"v" is no number'
    if not isinstance(data.get("id"), str) or not data["id"]:
        yield '"id" has to be a text'
    if not isinstance(data.get("created_at", ""), str):
        yield '"created_at" has to be a time in ISO form'


def _name(name: str, limit: int) -> Told:
    try:
        cleaned = clean_name(name, limit)
    except ValueError as problem:
        yield str(problem)
        return
    if cleaned != name:
        yield f"the name {name!r} is not one that Kiln takes; {cleaned!r} is"


def _task(record: Record) -> Told:
    if not isinstance(record.data["instruction"], str) or not record.data["instruction"]:
        yield '"instruction" is empty'
    for key in ("input_json_schema", "output_json_schema"):
        text = record.data.get(key)
        if text is None:
            continue
        schema = json.loads(text)
        if key == "output_json_schema" and (schema.get("type") != "object" or "properties" not in schema):
            yield f'"{key}" has to be of type object, with properties'


def _task_run(record: Record) -> Told:
    data = record.data
    if not isinstance(data["input"], str):
        yield '"input" has to be a text'
    yield from _output(data["output"])
    repaired = data.get("repaired_output")
    if (repaired is None) != (data.get("repair_instructions") is None):
        yield "repair_instructions and repaired_output go together"
    if repaired is not None:
        yield from _output(repaired)
        if repaired.get("rating") is not None:
            yield "a repaired output has no rating"
    for tag in data.get("tags") or []:
        if not isinstance(tag, str) or not tag or " " in tag:
            yield f"the tag {tag!r} is empty or has a blank"
    yield from _source(data.get("input_source"))


def _output(output: dict[str, Any]) -> Told:
    if not isinstance(output.get("output"), str):
        yield 'an output needs "output", a text'
    yield from _source(output.get("source"))
    rating = output.get("rating")
    if rating is None:
        return
    if rating.get("value") is not None:
        yield from _in_range(rating.get("type", "five_star"), rating["value"], "the rating")
    for key, one in (rating.get("requirement_ratings") or {}).items():
        if isinstance(one, dict):
            yield from _in_range(one.get("type"), one.get("value"), f"the rating of {key}")


def _in_range(kind: Any, value: Any, what: str) -> Told:
    if kind not in RATING_RANGES:
        if kind != "custom":
            yield f"{what} is of no known type: {kind!r}"
        return
    low, high = RATING_RANGES[kind]
    if not isinstance(value, int | float) or not low <= value <= high or value != int(value):
        yield f"{what} is {value!r}; {kind} goes from {low:g} to {high:g}"


_BELONGS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "human": (("created_by",), ("model_name", "model_provider", "adapter_name", "prompt_id", "prompt_builder_name", "file_name")),
    "synthetic": (("model_name", "model_provider", "adapter_name"), ("created_by", "file_name")),
    "file_import": (("file_name",), ("created_by", "model_name", "model_provider", "adapter_name")),
    "tool_call": ((), ("created_by", "file_name", "model_name", "model_provider", "adapter_name")),
}


def _source(source: dict[str, Any] | None) -> Told:
    if source is None:
        return
    kind, properties = source.get("type"), source.get("properties") or {}
    if kind not in _BELONGS:
        yield f"a source is of no known type: {kind!r}"
        return
    needed, barred = _BELONGS[kind]
    for name in needed:
        if not properties.get(name):
            yield f"a source of type {kind} needs {name}"
    for name in barred:
        if name in properties:
            yield f"a source of type {kind} has no {name}"


def _prompt(record: Record) -> Told:
    if not record.data["prompt"]:
        yield '"prompt" is empty'


def _run_config(record: Record) -> Told:
    said = record.data["run_config_properties"]
    if said.get("type", "kiln_agent") == "mcp":
        return
    if said.get("model_provider_name") not in PROVIDERS:
        yield f"{said.get('model_provider_name')!r} is no provider that Kiln knows; for a local one it is openai_compatible or ollama"
    if said.get("structured_output_mode", "unknown") not in OUTPUT_MODES:
        yield f"{said['structured_output_mode']!r} is no structured output mode"
    prompt = said.get("prompt_id")
    if prompt not in PROMPT_BUILDERS and not re.match(
        r"^(id::.+|task_run_config::.+::.+::.+|fine_tune_prompt::.+::.+::.+)$", str(prompt)
    ):
        yield f"{prompt!r} is no prompt id"
    for key, high in (("top_p", 1.0), ("temperature", 2.0)):
        if not 0 <= float(said.get(key, 1.0)) <= high:
            yield f"{key} is {said[key]}; it goes from 0 to {high:g}"


def _split(record: Record) -> Told:
    parts = record.data["splits"]
    if abs(sum(part["percentage"] for part in parts) - 1) > 1e-9:
        yield "the shares of the splits do not add up to 1"
    known = {run.id for run in record.parent.of("task_run")} if record.parent else set()
    lost = [i for ids in record.data["split_contents"].values() for i in ids if i not in known]
    if lost:
        yield f"{len(lost)} of its runs are not in the project, {lost[0]} among them"


def _finetune(record: Record) -> Told:
    needs = record.data.get("data_strategy", "final_only") in ("final_and_intermediate", "two_message_cot")
    if needs != (record.data.get("thinking_instructions") is not None):
        yield "thinking_instructions and data_strategy do not go together"


def score_key(name: str) -> str:
    """The key of a score in an eval run: lower case, blanks to underscores, letters and digits only."""
    return re.sub(r"[^a-z0-9_]", "", name.lower().replace(" ", "_"))


def test_filter(data: dict[str, Any]) -> str | None:
    """The filter of an eval's test set, from either of the two places that hold it."""
    split = (data.get("splits") or {}).get("test") or {}
    found = split.get("filter_id") or data.get("eval_set_filter_id")
    return str(found) if found else None


def _eval(record: Record) -> Told:
    scores = record.data["output_scores"]
    if not scores:
        yield "an eval needs a score"
    keys = [score_key(s["name"]) for s in scores]
    if len(set(keys)) < len(keys):
        yield "two of its scores have the same key"
    for score in scores:
        yield from _name(score["name"], 32)
        if score.get("type") not in RATING_RANGES:
            yield f"the score {score['name']} is of type {score.get('type')!r}"
    if test_filter(record.data) is None:
        yield "it names no test set: eval_set_filter_id, or splits.test"
    template = record.data.get("template")
    if template not in (None, "rag") and not record.data.get("eval_configs_filter_id"):
        yield "with a template it needs eval_configs_filter_id, the golden set"


def _eval_config(record: Record) -> Told:
    properties = record.data["properties"]
    if record.data.get("config_type", "g_eval") == "v2":
        if record.data.get("model_name") or record.data.get("model_provider"):
            yield "a judge of type v2 names its model in its properties"
    elif not isinstance(properties.get("eval_steps"), list):
        yield 'its properties need "eval_steps", a list'
    elif not record.data.get("model_name") or not record.data.get("model_provider"):
        yield "it names no model and provider"


def _eval_run(record: Record) -> Told:
    data = record.data
    if bool(data.get("dataset_id")) == bool(data.get("eval_input_id")):
        yield "it needs either dataset_id or eval_input_id"
    if "task_run_config_id" not in data:
        yield '"task_run_config_id" is missing (null where it is a judge that is tried)'
    elif bool(data.get("eval_config_eval")) == bool(data["task_run_config_id"]):
        yield "a judge is tried without a run config; a run config is scored with one"
    if not data.get("scored_run_id") and (not isinstance(data.get("input"), str) or not isinstance(data.get("output"), str)):
        yield "input and output have to be texts"
    above = record.parent.parent if record.parent else None
    wanted = {score_key(s["name"]): s["type"] for s in above.data.get("output_scores", [])} if above else {}
    if above and set(data["scores"]) != set(wanted) and not data.get("skipped_reason"):
        yield f"its scores are {', '.join(sorted(data['scores'])) or 'none'}; those of the eval are {', '.join(sorted(wanted))}"
    for key, value in data["scores"].items():
        low, high = RATING_RANGES.get(wanted.get(key, ""), (-1.0, 5.0))
        if not low <= float(value) <= high:
            yield f"the score {key} is {value}; it goes from {low:g} to {high:g}"


_CHECKS: dict[str, Callable[[Record], Told]] = {
    "task": _task, "task_run": _task_run, "prompt": _prompt, "task_run_config": _run_config, "dataset_split": _split, "finetune": _finetune, "eval": _eval, "eval_config": _eval_config,
    "eval_run": _eval_run,
}  # fmt: skip
