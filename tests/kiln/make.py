"""Makes a project with a record of every kind: `python make.py FOLDER`."""

import os
import sys

from ffai_evals.project import add, fresh
from ffai_evals.project.new import start
from ffai_evals.project.write import output

SYNTHETIC = {"type": "synthetic", "properties": {"model_name": "m", "model_provider": "ollama", "adapter_name": "ffai"}}


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    task = start(sys.argv[1], "Mail sorter v1.2: café, “tricky”", prompt="Which folder?").tasks[0]
    runs = []
    for n in range(12):
        made = output(f"box {n}\u2028 \u007f ☕", SYNTHETIC)
        rating = {
            "v": 1, "id": f"{n}", "path": None, "created_at": made["created_at"], "created_by": "me", "type": "five_star", "value": None,
            "requirement_ratings": {"named::Correctness": {"value": float(n % 2), "type": "pass_fail"}}, "model_type": "task_output_rating",
        }  # fmt: skip
        made["rating"] = rating if n % 3 else None
        more = {"repair_instructions": "another", "repaired_output": output("box 99", SYNTHETIC)} if n == 3 else {}
        usage = {"input_tokens": 5, "output_tokens": 7, "total_tokens": 12, "cost": 3.108e-06}
        source = {"type": "human", "properties": {"created_by": "me"}}
        tags = ["eval_correctness" if n % 2 else "eval_golden_correctness"]
        values = {"input": f"mail {n}", "input_source": source, "output": made, "tags": tags, "usage": usage, **more}
        runs.append(add(task, "", fresh("task_run", values)))
    ids = [run.id for run in runs]
    properties = {
        "model_name": "m", "model_provider_name": "ollama", "prompt_id": f"id::{task.of('prompt')[0].id}", "top_p": 1.0, "temperature": 0.7, "structured_output_mode": "json_schema",
    }  # fmt: skip
    config = add(task, "", fresh("task_run_config", {"name": "Small model", "run_config_properties": properties}))
    parts = [{"name": "train", "description": None, "percentage": 0.8}, {"name": "val", "description": None, "percentage": 0.2}]
    split = add(
        task,
        "",
        fresh("dataset_split", {"name": "80 20", "splits": parts, "split_contents": {"train": ids[:10], "val": ids[10:]}}),
    )
    tuned = {
        "name": "Tuned",
        "provider": "openai",
        "base_model_id": "gpt",
        "dataset_split_id": split.id,
        "system_message": "Which folder?",
    }
    add(task, "", fresh("finetune", tuned))
    judge = {
        "name": "Judge",
        "model_name": "gpt",
        "model_provider": "openai",
        "config_type": "llm_as_judge",
        "properties": {"eval_steps": ["Is it right?"]},
    }
    config_of_eval = add(task.of("eval")[0], "", fresh("eval_config", judge))
    for n, run in enumerate(runs):
        scored = {
            "dataset_id": run.id,
            "input": run.data["input"],
            "output": run.data["output"]["output"],
            "scores": {"correctness": float(n % 2)},
        }
        mode = {"eval_config_eval": True, "task_run_config_id": None} if n < 6 else {"task_run_config_id": config.id}
        add(config_of_eval, "", fresh("eval_run", {**scored, **mode}))


main()
