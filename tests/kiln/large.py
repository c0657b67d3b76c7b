"""Run by kiln-ai's own Python: writes a project of 6,500 files through the library, as its app does: `python large.py FOLDER [FILES]`."""

import os
import sys

from kiln_ai.datamodel import DataSource, DataSourceType, Project, Prompt, Task, TaskOutput, TaskOutputRating, TaskRun
from kiln_ai.datamodel.eval import Eval, EvalConfig, EvalConfigType, EvalOutputScore, EvalRun
from kiln_ai.datamodel.task import TaskRunConfig


def run_config(task, name):
    properties = {
        "model_name": "gpt_4o_mini", "model_provider_name": "openai", "prompt_id": "simple_prompt_builder", "top_p": 1.0, "temperature": 0.7,
        "structured_output_mode": "json_schema",
    }  # fmt: skip
    made = TaskRunConfig(name=name, run_config_properties=properties, parent=task)
    made.save_to_file()
    return made


def main():
    folder, wanted = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 6500
    os.makedirs(folder)
    project = Project(name="Large", path=f"{folder}/project.kiln")
    project.save_to_file()
    task = Task(name="Translate", instruction="Write the command.", parent=project)
    task.save_to_file()
    Prompt(name="Short", prompt="Be short.", parent=task).save_to_file()
    configs = [run_config(task, f"Config {n}") for n in range(4)]
    score = EvalOutputScore(name="Correctness", type="pass_fail", instruction="Is it right?")
    evaluation = Eval(
        name="Correctness", eval_set_filter_id="tag::eval_correctness", eval_configs_filter_id="tag::golden", output_scores=[score], parent=task
    )  # fmt: skip
    evaluation.save_to_file()
    judge = EvalConfig(
        name="Judge", config_type=EvalConfigType.llm_as_judge, properties={"eval_steps": ["Is it right?"]}, model_name="gpt_4o",
        model_provider="openai", parent=evaluation,
    )  # fmt: skip
    judge.save_to_file()
    made = 9
    runs = (wanted - made) // 5
    for n in range(wanted - made - 4 * runs):
        source = DataSource(type=DataSourceType.synthetic, properties={"model_name": "m", "model_provider": "openai", "adapter_name": "kiln", "temperature": 0.00001 * n})  # fmt: skip
        rating = TaskOutputRating(type="five_star", value=None, requirement_ratings={"named::Correctness": {"value": float(n % 2), "type": "pass_fail"}})  # fmt: skip
        text = f"ffmpeg -i in{n}.mp4 -vf 'scale=1280:-2' “out”{n}.mp4 # é ☕ \u2028"
        run = TaskRun(
            input=f"make in{n}.mp4 smaller, please", input_source=DataSource(type=DataSourceType.human, properties={"created_by": "someone"}),
            output=TaskOutput(output=text, source=source, rating=rating if n % 3 else None), tags=["eval_correctness" if n % 5 else "golden"], parent=task,
        )  # fmt: skip
        run.save_to_file()
        for number, config in enumerate(configs):
            if n < runs:
                EvalRun(
                    dataset_id=run.id, task_run_config_id=config.id, input=run.input, output=text, scores={"correctness": float((n + number) % 2)},
                    task_run_usage={"input_tokens": 10, "output_tokens": 20, "total_tokens": 30, "cost": 3.1e-06 * (n + 1)}, parent=judge,
                ).save_to_file()  # fmt: skip


main()
