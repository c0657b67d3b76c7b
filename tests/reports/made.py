"""Projects made for tests: an eval or two, judges, run configs, and what they scored."""

from ffai_evals.project import add, fresh, load
from ffai_evals.project.new import start
from ffai_evals.project.text import to_text
from ffai_evals.project.write import output

SCORES = (
    {"name": "Correctness", "instruction": "right", "type": "pass_fail"},
    {"name": "Style", "instruction": "good", "type": "five_star"},
)


class Made:
    """`folder` holds a project with the eval Correctness of two scores, a judge, and `items` runs tagged as its test set."""

    def __init__(self, folder, items=4, scores=SCORES):
        self.folder = str(folder)
        start(self.folder, "Mail sorter", prompt="Which box?")
        self.task = load(self.folder).tasks[0]
        self.eval = self.task.of("eval")[0]
        self.eval.data["output_scores"] = list(scores)
        self.write(self.eval)
        self.runs = [self.run(f"mail {n}") for n in range(items)]
        self.judge = self.add_judge("Reader")

    def write(self, record):
        with open(record.path, "w", encoding="utf-8") as file:
            file.write(to_text(record.data))

    def run(self, text, *, answer="box", rating=None, tags=("eval_correctness",)):
        made = output(answer)
        if rating is not None:
            given = {"named::Correctness": {"value": float(rating), "type": "pass_fail"}}
            made["rating"] = {"v": 1, "type": "five_star", "value": None, "requirement_ratings": given}
        return add(self.task, "", fresh("task_run", {"input": text, "output": made, "tags": list(tags)}))

    def add_judge(self, name, **more):
        about = {
            "name": name,
            "model_name": "gpt",
            "model_provider": "openai",
            "config_type": "llm_as_judge",
            "properties": {"eval_steps": ["Is it right?"]},
        }
        return add(self.eval, "", fresh("eval_config", about | more))

    def config(self, name, provider="openai"):
        properties = {
            "model_name": name,
            "model_provider_name": provider,
            "prompt_id": "simple_prompt_builder",
            "top_p": 1.0,
            "temperature": 0.0,
            "structured_output_mode": "default",
        }
        return add(self.task, "", fresh("task_run_config", {"name": name, "run_config_properties": properties}))

    def score(self, config, run, passed, stars=3.0, *, cost=None, beside=None, answer="box A", judge=None):
        usage = None if cost is None else {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15, "cost": cost}
        values = {
            "dataset_id": run.id,
            "task_run_config_id": config.id,
            "input": run.data["input"],
            "output": answer,
            "scores": {"correctness": float(passed), "style": float(stars)},
            "intermediate_outputs": beside,
            "task_run_usage": usage,
        }
        if len(self.eval.data["output_scores"]) == 1:
            values["scores"].pop("style")
        return add(judge or self.judge, "", fresh("eval_run", values))

    def tried(self, run, passed, judge=None):
        values = {
            "dataset_id": run.id,
            "eval_config_eval": True,
            "input": "x",
            "output": "y",
            "scores": {"correctness": float(passed), "style": 3.0},
        }
        return add(judge or self.judge, "", fresh("eval_run", values))
