"""A project like the public ones: thousands of files, ten judges of several kinds, 34 labels, and the flaws that come with time.

`python tests/reports/public.py FOLDER [small]` writes it: about 6,500 files, the same every time; small: few, and none that Kiln refuses.
"""

import json
import os
import random
import sys

from ffai_evals.project.text import clean_name, to_text

CONFIGS, ITEMS, LABELS = 31, 150, 34
JUDGES = (
    # name, type, share of right verdicts on passes, on fails; what it says else
    ("GPT good steps", "g_eval", 0.97, 0.9), ("GPT plain", "llm_as_judge", 0.95, 0.8), ("Mini with manual", "g_eval", 0.9, 0.75), ("Mini plain", "llm_as_judge", 0.9, 0.5),
    ("Always kind", "llm_as_judge", 1.0, 0.0), ("A coin", "g_eval", 0.5, 0.5), ("The other way", "llm_as_judge", 0.1, 0.1), ("Few scores", "llm_as_judge", 0.95, 0.9),
    ("No scores", "g_eval", 0.9, 0.9), ("Stars", "g_eval", 0.9, 0.9),
)  # fmt: skip


class Project:
    def __init__(self, root, seed=7):
        self.root, self.draw, self.files, self._n = str(root), random.Random(seed), 0, 100000000000
        self.labels = {}  # golden run -> pass of people
        self.judged = {}  # judge -> {golden run: score}

    def id(self):
        self._n += 1
        return str(self._n)

    def put(self, folder, file_name, kind, /, **values):
        path = os.path.join(self.root, folder)
        os.makedirs(path, exist_ok=True)
        base = {
            "v": 1,
            "id": values.pop("id", None) or self.id(),
            "created_at": "2025-07-25T16:51:29.690128",
            "created_by": "someone",
        }
        with open(os.path.join(path, file_name), "w", encoding="utf-8") as file:
            file.write(to_text({**base, **values, "model_type": kind}))
        self.files += 1
        return base["id"]

    def named(self, parent, folder, name, kind, file_name, /, **values):
        made = self.id()
        place = f"{parent}/{folder}/{made} - {clean_name(name)[:32]}".strip("/")
        self.put(place, file_name, kind, id=made, name=name, **values)
        return made, place


def rating(value=None, **by):
    given = {key: {"value": float(v), "type": kind} for key, (v, kind) in by.items()}
    return {"v": 1, "id": "1", "path": None, "created_at": "2025-07-25T16:51:29.690128", "created_by": "someone", "type": "five_star", "value": value, "requirement_ratings": given, "model_type": "task_output_rating"}  # fmt: skip


def write(root, *, configs=CONFIGS, items=ITEMS, labels=LABELS, others=1200, flaws=True):
    """Writes the project and gives it, with its truth."""
    p = Project(root)
    p.put("", "project.kiln", "project", name="Public", description=None)
    requirement = {
        "id": "900000000001",
        "name": "Style",
        "description": None,
        "instruction": "reads well",
        "priority": 2,
        "type": "five_star",
    }
    _, task = p.named("", "tasks", "Commands", "task", "task.kiln", description=None, instruction="Write the command.", requirements=[requirement], output_json_schema=None, input_json_schema=None, thinking_instruction=None)  # fmt: skip
    tested = [_run(p, task, f"request {n}", ["eval_correct"]) for n in range(items)]
    golden = []
    for n in range(labels):
        passed = float(p.draw.random() < 0.6)
        stars = 4.0 if passed else 2.0
        by = {"named::Correctness": (passed, "pass_fail"), "900000000001": (stars, "five_star"), "old number": (7.5, "custom")}
        run = _run(p, task, f"golden {n}", ["eval_golden_correct", "reviewed"], rating(stars, **by))
        p.labels[run] = passed
        golden.append(run)
    for n in range(others):
        _run(p, task, f"synthetic {n}", ["synthetic"], rating(float(p.draw.randint(1, 5))) if n % 9 == 0 else None)
    named = [_config(p, task, n) for n in range(configs)]
    scores = [{"name": "Correctness", "instruction": None, "type": "pass_fail"}]
    sets = {
        "eval_set_filter_id": "tag::eval_correct",
        "eval_configs_filter_id": "multi_filter::eval_golden_correct&reviewed".replace("::eval", "::tag::eval").replace(
            "&", "&tag::"
        ),
    }
    current, place = p.id(), ""
    _, place = p.named(task, "evals", "Correctness", "eval", "eval.kiln", description=None, template="kiln_issue", current_config_id=current, output_scores=scores, favourite=False, template_properties={"issue_prompt": "It does not run.", "failure_example": "", "pass_example": ""}, **sets)  # fmt: skip
    for n, (name, kind, hits, misses) in enumerate(JUDGES[:9]):
        judge = current if n == 0 else p.id()
        there = f"{place}/configs/{judge} - {name}"
        p.put(there, "eval_config.kiln", "eval_config", id=judge, name=name, model_name="gpt", model_provider="openai", config_type=kind, properties={"eval_steps": ["Is it right?"], "task_description": "commands"})  # fmt: skip
        p.judged[name] = {}
        for run in [] if name == "No scores" else golden[: 9 if name == "Few scores" else labels]:
            right = p.draw.random() < (hits if p.labels[run] else misses)
            said = p.labels[run] if right else 1 - p.labels[run]
            score = abs(said - p.draw.random() * 0.3) if kind == "g_eval" else said
            p.judged[name][run] = score
            _eval_run(p, there, run, {"correctness": score}, eval_config_eval=True)
        if n == 0:
            for k, config in enumerate(named):
                for run in tested[: items if k % 7 else items * 2 // 3]:  # every seventh is not through
                    passed = float(p.draw.random() < 0.4 + k / 60)
                    cost = 0.00001 * (k + 1)
                    _eval_run(p, there, run, {"correctness": passed}, task_run_config_id=config, task_run_usage={"input_tokens": 90, "output_tokens": 60, "total_tokens": 150, "cost": cost} if k % 5 else None)  # fmt: skip
    _stars(p, task, golden, tested, named, flaws)
    return p


def _run(p, task, text, tags, given=None):
    made = p.id()
    output = {"v": 1, "id": p.id(), "path": None, "created_at": "2025-07-25T16:51:29.690128", "created_by": "someone", "output": f"ffmpeg -i {text}", "source": None, "rating": given, "model_type": "task_output"}  # fmt: skip
    p.put(f"{task}/runs/{made}", "task_run.kiln", "task_run", id=made, input=text, input_source=None, output=output, repair_instructions=None, repaired_output=None, intermediate_outputs=None, tags=tags, usage=None)  # fmt: skip
    return made


def _config(p, task, n):
    properties = {"model_name": f"model_{n}", "model_provider_name": "openai", "prompt_id": "simple_prompt_builder", "top_p": 1.0, "temperature": 1.0, "structured_output_mode": "json_schema"}  # fmt: skip
    return p.named(task, "run_configs", f"Model {n} few shot", "task_run_config", "task_run_config.kiln", description=None, run_config_properties=properties, prompt=None)[0]  # fmt: skip


def _eval_run(p, judge, run, scores, **more):
    made = p.id()
    values = {"dataset_id": run, "task_run_config_id": None, "eval_config_eval": False, "input": "in", "output": "ffmpeg -i in.mp4 out.mp4", "intermediate_outputs": None, "scores": scores, "task_run_usage": None}  # fmt: skip
    p.put(f"{judge}/runs/{made}", "eval_run.kiln", "eval_run", id=made, **{**values, **more})


def _stars(p, task, golden, tested, named, flaws):
    """An eval by requirements: the overall rating, a requirement, and a critical score that nobody labelled; runs with scores missing."""
    scores = [{"name": "Overall Rating", "instruction": None, "type": "five_star"}, {"name": "Style", "instruction": None, "type": "five_star"}, {"name": "Harm", "instruction": None, "type": "pass_fail_critical"}]  # fmt: skip
    _, place = p.named(task, "evals", "Requirements", "eval", "eval.kiln", description=None, template="kiln_requirements", current_config_id=None, eval_set_filter_id="tag::eval_correct", eval_configs_filter_id="tag::eval_golden_correct", output_scores=scores, favourite=True, template_properties={})  # fmt: skip
    _, judge = p.named(place, "configs", JUDGES[9][0], "eval_config", "eval_config.kiln", model_name="gpt", model_provider="openai", config_type="g_eval", properties={"eval_steps": ["How good?"]})  # fmt: skip
    p.judged["Stars"] = {}
    for run in golden:
        stars = 4.0 if p.labels[run] else 2.0
        said = min(5.0, max(1.0, stars + p.draw.choice([-1.0, -0.5, 0.0, 0.0, 0.5, 1.0])))
        p.judged["Stars"][run] = said
        _eval_run(p, judge, run, {"overall_rating": said, "style": said, "harm": 1.0}, eval_config_eval=True)
    for config in named[:3]:
        for n, run in enumerate(tested):
            full = {"overall_rating": float(n % 5 + 1), "style": 3.5, "harm": float(n % 3 - 1)}
            _eval_run(p, judge, run, full if n % 10 or not flaws else {"overall_rating": 4.0}, task_run_config_id=config)


def expected(p, judge):
    """(human, judge) pairs of a judge of Correctness, as they were written."""
    return [(p.labels[run], score) for run, score in p.judged[judge].items()]


if __name__ == "__main__":
    made = write(sys.argv[1], configs=3, items=10, others=20, flaws=False) if "small" in sys.argv else write(sys.argv[1])
    print(json.dumps({"files": made.files, "labels": len(made.labels)}))
