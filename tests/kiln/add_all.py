"""Adds a record of each kind to a project that kiln-ai wrote, and looks whether all else stayed as it was: `python add_all.py FOLDER`."""

import hashlib
import json
import os
import sys

from ffai_evals.project import add, fresh, load, problems, save
from ffai_evals.project.text import to_text
from ffai_evals.project.write import output


def marks(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[path] = hashlib.file_digest(file, "md5").hexdigest(), os.stat(path).st_mtime_ns
    return found


def main():
    folder = sys.argv[1]
    known = load(folder)
    strange = known.tasks[0].of("task_run")[7]
    with open(strange.path, "w", encoding="utf-8") as file:  # a field of another program
        file.write(to_text({**strange.data, "of_another_program": {"x": [1, 2.5e-06, "é"]}}))
    before = marks(folder)
    project = load(folder)
    assert not problems(project), problems(project)[:3]
    for record in project.record.walk():
        assert save(record) is False, record.path
    (task,) = project.tasks
    runs = task.of("task_run")
    made = [
        add(
            task,
            "",
            fresh("task_run", {"input": "one more, v2", "output": output("ffmpeg -i a.mp4 b.mkv"), "tags": ["eval_correctness"]}),
        )
    ]
    properties = {
        "model_name": "m",
        "model_provider_name": "ollama",
        "prompt_id": f"id::{task.of('prompt')[0].id}",
        "top_p": 1.0,
        "temperature": 0.2,
        "structured_output_mode": "json_mode",
    }
    made.append(add(task, "", fresh("task_run_config", {"name": "Added", "run_config_properties": properties})))
    made.append(add(task, "", fresh("prompt", {"name": "Added", "prompt": "Be right."})))
    splits = {
        "name": "Added",
        "splits": [{"name": "train", "description": None, "percentage": 1.0}],
        "split_contents": {"train": [r.id for r in runs]},
    }
    made.append(add(task, "", fresh("dataset_split", splits)))
    tuned = {"name": "Added", "provider": "openai", "base_model_id": "b", "dataset_split_id": made[-1].id, "system_message": "s"}
    made.append(add(task, "", fresh("finetune", tuned)))
    scores = [{"name": "Length", "instruction": None, "type": "five_star"}]
    both = {
        "eval_set_filter_id": "tag::x",
        "eval_configs_filter_id": "tag::y",
        "splits": {"test": {"source": "task_run", "filter_id": "tag::x"}},
    }
    made.append(add(task, "", fresh("eval", {"name": "Added", "output_scores": scores, **both})))
    judge = {
        "name": "Added",
        "model_name": "m",
        "model_provider": "openai",
        "config_type": "llm_as_judge",
        "properties": {"eval_steps": ["x"], "evidence": True},
    }
    made.append(add(made[-1], "", fresh("eval_config", judge)))
    scored = {"dataset_id": runs[0].id, "task_run_config_id": made[1].id, "input": "i", "output": "o", "scores": {"length": 4.0}}
    made.append(add(made[-1], "", fresh("eval_run", scored)))
    run = next(r for r in runs if "of_another_program" in r.data)
    run.data["tags"] = [*run.data["tags"], "seen"]
    assert save(run) is True
    after = marks(folder)
    new = {record.path for record in made}
    changed = {path for path in before if after.get(path) != before[path]}
    assert changed == {run.path}, changed
    assert set(after) - set(before) == new
    with open(run.path, encoding="utf-8") as file:
        assert json.load(file)["of_another_program"] == {"x": [1, 2.5e-06, "é"]}
    print(f"{len(before)} files: {len(new)} added, 1 changed, the others as they were to the byte and the nanosecond")


main()
