"""ffai's own eval project, written from its items: `python -m ffai_evals.own RESULTS.json …` in a checkout.

Each RESULTS.json is what `ffai eval run NAME … --json` printed, of one eval or of several: of correctness, and of the evals in `ffai_evals.kinds`. Every item of correctness becomes a tagged run whose output is what the offline
translator answered and the execution judge found right; the media and the expectations stay in `ffai/correctness.jsonl`, under the same
id. Ids and times follow from the items, so that writing it again changes nothing but what changed.
"""

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ffai_evals.judge.items import Item, load_items
from ffai_evals.kinds.write import Writer, judge_golden, load_golden
from ffai_evals.project.tree import Record, load
from ffai_evals.project.write import add, fresh, output, save

ROOT = os.path.join(os.path.dirname(__file__), "..", "project")
WRITTEN = "2026-01-01T00:00:00.000000Z"
BY = "ffai"
INSTRUCTION = "Translate a request about media into the ffmpeg command that does it."


def identity(*parts: str) -> str:
    """Twelve digits that follow from the parts."""
    return str(int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:8], "big")).zfill(12)[:12]


def prompts() -> dict[str, str]:
    """The prompts that ship with the translator, by name."""
    import ffai.translate

    folder = os.path.join(os.path.dirname(ffai.translate.__file__ or ""), "prompts")
    found = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".md"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                found[name.removesuffix(".md")] = file.read().strip()
    return found


def _data(kind: str, name: str, values: dict[str, Any]) -> dict[str, Any]:
    return fresh(kind, values, identity=identity(kind, name), created_at=WRITTEN, created_by=BY)


def _put(parent: Record, data: dict[str, Any]) -> Record:
    """The child with that id, written where it is new or changed. What others added to it stays: fields, tags, ratings of the same answer."""
    there = parent.find(str(data["model_type"]), str(data["id"]))
    if there is None:
        return add(parent, "", data)
    before = there.data
    there.data = {**before, **data}
    if data["model_type"] == "task_run":
        own, old = data["output"], before.get("output")
        if isinstance(old, dict) and old.get("output") == own["output"]:
            there.data["output"] = {**old, **{k: v for k, v in own.items() if v is not None}}
            there.data |= {k: before[k] for k in ("repair_instructions", "repaired_output") if before.get(k)}
        there.data["tags"] = [*data["tags"], *(t for t in before.get("tags") or () if t not in data["tags"] and t not in _OURS)]
    save(there)
    return there


_OURS = ("hard", "answer_wrong")
"""Tags that come and go with the item; others that a run has are somebody's."""


def judged_golden(root: str) -> list[dict[str, Any]]:
    """The labelled answers as the judge sees them: those that nothing has changed for are not run again."""
    from ffai.environment import process_environment
    from ffai_evals.judge.memory import memory
    from ffai_evals.results import code
    from ffai_evals.runner import tools_of

    env = process_environment()
    known = memory(env, tools_of(env))
    lines = load_golden(root)

    def judge(line: dict[str, Any]) -> dict[str, Any]:
        asked = ("golden", json.dumps(line, sort_keys=True), code("ffai", "ffai_guards"), code("ffai_evals.judge"))
        out, _, _ = known.recall(asked, lambda: (json.dumps(judge_golden([line])[0]).encode(), "", 0))
        found: dict[str, Any] = json.loads(out)
        return found

    return [judge(line) for line in lines]


def write(
    root: str, items: list[Item], answers: dict[str, str], samples: dict[str, list[dict[str, Any]]] | None = None,
    golden: Sequence[Mapping[str, Any]] = (),
) -> None:  # fmt: skip
    """Writes the project in `root`: runs for those items of correctness that have an answer, and the other evals by their samples."""
    if not os.path.exists(os.path.join(root, "project.kiln")):
        add(None, root, _data("project", "ffai", {"name": "ffai", "description": "Plain English to the right ffmpeg command."}))
    project = load(root).record
    task = _put(project, _data("task", "translate", {"name": "Translate", "instruction": INSTRUCTION}))
    for name, text in prompts().items():
        _put(task, _data("prompt", name, {"name": name, "prompt": text}))
    properties = {
        "model_name": "offline", "model_provider_name": "openai_compatible", "prompt_id": "simple_prompt_builder", "top_p": 1.0, "temperature": 0.0,
        "structured_output_mode": "default",
    }  # fmt: skip
    offline = _put(
        task,
        _data(
            "task_run_config",
            "offline",
            {"name": "offline", "description": "Rules; no model is asked.", "run_config_properties": properties},
        ),
    )
    scores = [{"name": "Correctness", "instruction": "What came out is what was asked for, measured.", "type": "pass_fail"}]
    correctness = _put(
        task,
        _data("eval", "correctness", {
            "name": "Correctness", "eval_set_filter_id": "tag::eval_correctness", "eval_configs_filter_id": "tag::eval_golden_correctness",
            "splits": {"test": {"source": "task_run", "filter_id": "tag::eval_correctness"}}, "output_scores": scores,
        }),
    )  # fmt: skip
    _put(
        correctness,
        _data("eval_config", "execution", {
            "name": "Execution", "model_name": "execution", "model_provider": "ffai", "config_type": "llm_as_judge",
            "properties": {"eval_steps": [], "judge": "execution", "items": "ffai/correctness.jsonl"},
        }),
    )  # fmt: skip
    for item in items:
        if item.id in answers:
            _put(task, _run(item, answers[item.id]))
    Writer(task, offline, _put, _data).write(samples or {}, golden)


def _run(item: Item, answer: str) -> dict[str, Any]:
    made = identity("task_run", item.id)
    source = {"type": "synthetic", "properties": {"model_name": "offline", "model_provider": "ffai", "adapter_name": "ffai"}}
    tags = ["eval_correctness", f"item_{item.id}", f"family_{item.family}", *(["hard"] if item.hard else [])]
    return fresh(
        "task_run",
        {
            "input": item.request,
            "input_source": {"type": "human", "properties": {"created_by": BY}},
            "output": output(answer, source, identity=identity("output", item.id), created_at=WRITTEN, created_by=BY),
            "tags": tags,
        },
        identity=made, created_at=WRITTEN, created_by=BY,
    )  # fmt: skip


def main() -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        for sample in document["samples"]:
            found.setdefault(sample.get("eval") or document["eval"], []).append(sample)
    samples = found.pop("correctness", [])
    with open(os.path.join(ROOT, "ffai", "correctness.jsonl"), encoding="utf-8") as file:
        items = load_items(file)
    answers = {s["item"]: "\n".join(s["commands"]) or s["answer"] or s["question"] for s in samples if s["pass"]}
    write(ROOT, items, {item: text for item, text in answers.items() if text}, found, judged_golden(ROOT))


if __name__ == "__main__":
    main()
