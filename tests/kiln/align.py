"""The alignment figures of a project by kiln-ai's own reading of it and scipy, as Kiln's app reckons them: `python align.py PROJECT < ffai.jsonl`.

Standard input holds what `ffai eval align --json` said, a line for each eval. Whatever differs by more than 1e-9 is told.
"""

import json
import math
import sys
import warnings

from kiln_ai.datamodel import Project
from kiln_ai.datamodel.dataset_filters import dataset_filter_from_id
from kiln_ai.datamodel.task_output import normalize_rating
from scipy import stats

warnings.simplefilter("ignore")


def human(run, score, task):
    rating = run.output.rating
    if rating is None:
        return None
    if score.json_key() == "overall_rating":
        return rating.value
    ids = {r.id for r in task.requirements if r.name == score.name}
    found = [v for k, v in rating.requirement_ratings.items() if k in ids or k == f"named::{score.name}"]
    return found[0].value if found else None


def figures(pairs, kind):
    a, b = [h for h, _ in pairs], [j for _, j in pairs]
    normal = [(normalize_rating(h, kind), normalize_rating(j, kind)) for h, j in pairs]
    n = len(pairs)
    undefined = n < 2 or len(set(a)) < 2 or len(set(b)) < 2
    return {
        "mae": sum(abs(h - j) for h, j in pairs) / n, "mse": sum((h - j) ** 2 for h, j in pairs) / n,
        "normalised_mae": sum(abs(h - j) for h, j in normal) / n, "normalised_mse": sum((h - j) ** 2 for h, j in normal) / n,
        "spearman": None if undefined else stats.spearmanr(a, b).statistic, "pearson": None if undefined else stats.pearsonr(a, b).statistic,
        "kendall_tau_b": None if undefined else stats.kendalltau(a, b).statistic,
    }  # fmt: skip


def main():
    said = {line["eval"]: line for line in map(json.loads, sys.stdin)}
    compared, worst = 0, 0.0
    for task in Project.load_from_file(f"{sys.argv[1]}/project.kiln").tasks():
        runs = {run.id: run for run in task.runs()}
        for evaluation in task.evals():
            golden = dataset_filter_from_id(evaluation.eval_configs_filter_id)
            for config in evaluation.configs():
                tried = {}
                for run in config.runs():
                    if run.eval_config_eval and run.task_run_config_id is None and golden(runs[run.dataset_id]):
                        tried.setdefault(run.dataset_id, run)
                for score in evaluation.output_scores:
                    pairs = [
                        (h, r.scores[score.json_key()])
                        for k, r in tried.items()
                        if (h := human(runs[k], score, task)) is not None
                    ]
                    ours = next(
                        j for j in said[evaluation.name]["judges"] if j["id"] == config.id and j["score"] == score.json_key()
                    )
                    assert ours["n"] == len(pairs), (config.name, score.name, ours["n"], len(pairs))
                    for name, value in (figures(pairs, score.type) if pairs else {}).items():
                        assert (ours[name] is None) == (value is None or math.isnan(value)), (
                            config.name,
                            name,
                            ours[name],
                            value,
                        )
                        if ours[name] is not None:
                            worst = max(worst, abs(ours[name] - value))
                            compared += 1
    assert worst <= 1e-9, worst
    print(f"{compared} alignment figures are those of Kiln; the furthest is {worst:.1e} away")


main()
