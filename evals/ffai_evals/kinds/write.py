"""The own evals as Kiln evals of ffai's project: an eval, its judge, its items as tagged runs, its golden set with labels by hand."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ffai_evals.judge.items import item_of
from ffai_evals.kinds import BY_NAME, OWN, Kind
from ffai_evals.project.tree import Record
from ffai_evals.project.write import output

Put = Callable[[Record, dict[str, Any]], Record]
Data = Callable[[str, str, dict[str, Any]], dict[str, Any]]
RATER = "hand"


class Writer:
    """`put` writes a record where it is new or changed; `data` makes one whose id and time follow from its name."""

    def __init__(self, task: Record, config: Record, put: Put, data: Data) -> None:
        self.task, self.config, self.put, self.data = task, config, put, data

    def write(self, samples: Mapping[str, Sequence[Mapping[str, Any]]], golden: Sequence[Mapping[str, Any]]) -> None:
        """`samples`: by eval, what `ffai eval run NAME --json` printed; `golden`: the labelled answers, judged."""
        for kind in OWN:
            judge = self._judge(kind)
            for sample in samples.get(kind.name, ()):
                run = self._item(kind, sample)
                self._scored(kind, judge, run, sample, config=True)
            for line in golden:
                if line["eval"] == kind.name:
                    self._scored(kind, judge, self._golden(kind, line), line, config=False)

    def _judge(self, kind: Kind) -> Record:
        evaluation = self.put(
            self.task,
            self.data("eval", kind.name, {
                "name": kind.title, "description": kind.instruction, "eval_set_filter_id": f"tag::{kind.tag}", "eval_configs_filter_id": f"tag::{kind.golden}",
                "splits": {"test": {"source": "task_run", "filter_id": f"tag::{kind.tag}"}},
                "output_scores": [{"name": kind.score, "instruction": kind.instruction, "type": "pass_fail"}],
            }),
        )  # fmt: skip
        return self.put(
            evaluation,
            self.data("eval_config", f"execution {kind.name}", {
                "name": "Execution", "model_name": "execution", "model_provider": "ffai", "config_type": "llm_as_judge",
                "properties": {"eval_steps": list(kind.steps), "judge": "execution", "items": f"ffai/{kind.name}.jsonl"},
            }),
        )  # fmt: skip

    def _item(self, kind: Kind, sample: Mapping[str, Any]) -> Record:
        tags = [kind.tag, f"item_{sample['item']}", f"family_{str(sample['family']).replace(' ', '_')}"]
        if not sample["pass"]:
            tags.append("answer_wrong")  # so that nobody takes it for an example
        return self.put(self.task, self._run(str(sample["item"]), str(sample["request"]), said(sample), tags, "offline"))

    def _golden(self, kind: Kind, line: Mapping[str, Any]) -> Record:
        from ffai_evals.team import ratings

        identity = f"golden {kind.name} {line['id']}"
        data = self._run(
            identity, str(line["request"]), str(line["answer"]), [kind.golden, f"golden_{line['id']}"], "written by hand"
        )
        there = self.task.find("task_run", str(data["id"]))
        if there is not None:
            data["output"]["rating"] = (there.data.get("output") or {}).get("rating")
        run = self.put(self.task, data)
        key = f"named::{kind.score}"
        if not any(ratings.file_of(RATER) == ratings.file_of(r["rater"]) for r in ratings.of_run(run)):
            ratings.rate_all(run, RATER, {key: (float(line["label"]), "pass_fail")}, line.get("note"), at=str(data["created_at"]))
        return run

    def _run(self, name: str, request: str, answer: str, tags: list[str], model: str) -> dict[str, Any]:
        source = {"type": "synthetic", "properties": {"model_name": model, "model_provider": "ffai", "adapter_name": "ffai"}}
        base = self.data("task_run", name, {"input": request, "output": {}, "tags": tags})
        made = self.data("task_run", f"output {name}", {"input": "", "output": {}})
        base["output"] = output(
            answer, source, identity=str(made["id"]), created_at=str(base["created_at"]), created_by=str(base["created_by"])
        )
        base["input_source"] = {"type": "human", "properties": {"created_by": str(base["created_by"])}}
        return base

    def _scored(self, kind: Kind, judge: Record, run: Record, line: Mapping[str, Any], *, config: bool) -> None:
        from ffai_evals.project.rules import score_key

        values = {
            "dataset_id": run.id, "task_run_config_id": self.config.id if config else None, "eval_config_eval": not config,
            "input": run.data["input"], "output": run.data["output"]["output"],
            "intermediate_outputs": {"class": str(line["class"]), "evidence": str(line.get("evidence") or "as expected")[:2000]},
            "scores": {score_key(kind.score): float(line["pass"])},
        }  # fmt: skip
        self.put(judge, self.data("eval_run", f"{kind.name} {run.id}", values))


def said(sample: Mapping[str, Any]) -> str:
    """What the user was answered."""
    return "\n".join(sample["commands"]) or str(sample["answer"] or sample["question"] or sample["evidence"] or "nothing")


def load_golden(root: str) -> list[dict[str, Any]]:
    """The labelled answers. Raises ValueError naming a line that is none."""
    found = []
    with open(os.path.join(root, "ffai", "golden.jsonl"), encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            line = json.loads(text)
            if line.get("eval") not in BY_NAME or line.get("label") not in (0, 1) or not isinstance(line.get("answer"), str):
                raise ValueError(f"line {number} names no eval, label or answer")
            item_of(line)
            found.append(line)
    return found


def judge_golden(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same, each with what the judge that executes makes of it."""
    from ffai.environment import process_environment
    from ffai_evals.commands import judged

    env = process_environment()
    return [{**line, **judged(dict(line), env)} for line in lines]
