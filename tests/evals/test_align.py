"""Judges against people: the figures are those of scipy and scikit-learn, the golden set is kept to, the verdicts are plain."""

import json
import math
import random
import warnings
from pathlib import Path

import pytest
from cli.world import World
from ffai_evals import alignment as ours
from ffai_evals import alignment_told as told_of
from ffai_evals.project import add, fresh, load
from ffai_evals.project.text import to_text
from ffai_evals.project.write import output
from scipy import stats
from sklearn import metrics


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def make(world, labels, *, golden=True):
    """A project with an eval and a judge: `labels` are (human, judge) pairs of passes; None for one that is not there."""
    world.run("project", "new", "Mail sorter", "--dir", "p")
    task = load(str(world.work / "p")).tasks[0]
    evaluation = task.of("eval")[0]
    judge = {
        "name": "Reader",
        "model_name": "gpt",
        "model_provider": "openai",
        "config_type": "llm_as_judge",
        "properties": {"eval_steps": ["?"]},
    }
    config = add(evaluation, "", fresh("eval_config", judge))
    for n, (human, judged) in enumerate(labels):
        made = output(f"box {n}")
        if human is not None:
            made["rating"] = {
                "v": 1,
                "type": "five_star",
                "value": None,
                "requirement_ratings": {"named::Correctness": {"value": float(human), "type": "pass_fail"}},
            }
        run = add(
            task,
            "",
            fresh("task_run", {"input": f"mail {n}", "output": made, "tags": ["eval_golden_correctness" if golden else "other"]}),
        )
        if judged is not None:
            scored = {
                "dataset_id": run.id,
                "eval_config_eval": True,
                "input": "x",
                "output": "y",
                "scores": {"correctness": float(judged)},
            }
            add(config, "", fresh("eval_run", scored))
    return load(str(world.work / "p"))


def document(world):
    done = world.run("eval", "align", "p", "--eval", "Correctness", "--json")
    assert done.status == 0, done.err
    return done.document


PAIRS = [(1, 1)] * 20 + [(0, 0)] * 9 + [(0, 1)] * 3 + [(1, 0)] * 2 + [(None, 1), (1, None)]


def test_a_judge_is_measured_on_the_runs_that_both_rated(world):
    make(world, PAIRS)
    (judge,) = document(world)["judges"]
    assert judge["n"] == 34
    assert judge["confusion"] == {"tp": 20, "tn": 9, "fp": 3, "fn": 2}
    assert judge["accuracy"] == pytest.approx(29 / 34)
    assert len(judge["disagreements"]) == 5
    assert judge["verdict"].startswith(
        "better than chance; 34 labels are too few to tell whether it beats always saying pass (85%"
    )
    assert judge["intervals"]["kappa"][0] < judge["kappa"] < judge["intervals"]["kappa"][1]


def test_the_constant_stands_beside(world):
    make(world, PAIRS)
    constant = document(world)["constant"]
    assert constant["name"] == "always 1"
    assert constant["accuracy"] == pytest.approx(22 / 34)


def test_a_judge_that_guesses_is_called_no_better_than_chance(world):
    make(world, [(n % 2, n // 2 % 2) for n in range(40)])
    (judge,) = document(world)["judges"]
    assert judge["verdict"].startswith("no better than chance, as far as these labels tell, and no better than always saying")
    assert "no better than chance" in world.run("eval", "align", "p", "--eval", "Correctness").out


def test_a_judge_that_always_passes_is_told_so_and_stands_below_the_others(world):
    project = make(world, PAIRS)
    task = project.tasks[0]
    kind = add(
        task.of("eval")[0],
        "",
        fresh("eval_config", {"name": "Kind", "model_name": "m", "model_provider": "openai", "config_type": "llm_as_judge", "properties": {"eval_steps": ["?"]}}),
    )  # fmt: skip
    for run in task.of("task_run"):
        add(kind, "", fresh("eval_run", {"dataset_id": run.id, "eval_config_eval": True, "input": "x", "output": "y", "scores": {"correctness": 1.0}}))  # fmt: skip
    told = world.run("eval", "align", "p", "--eval", "Correctness").out
    assert "  Kind: no better than always saying pass, since that is what it does" in told
    assert told.index("  Reader: better than chance") < told.index("  Kind: ")
    assert "correctness: 23 passes and 12 fails by people" in told
    (row,) = [line for line in told.splitlines() if line.startswith("  always saying pass ")][:1]
    assert "0.66 [" in row


def test_a_judge_that_is_right_where_a_constant_is_wrong_is_called_better_than_it(world):
    make(world, [(1, 1)] * 20 + [(0, 0)] * 12 + [(1, 0)] * 2)
    (judge,) = document(world)["judges"]
    assert judge["verdict"] == "better than chance, and than always saying pass (94% right against 65%)"


def test_all_disagreements_are_told_with_answers_and_reasons(world):
    make(world, PAIRS)
    told = world.run("eval", "align", "p", "--eval", "Correctness").out
    assert told.count("≠") == 3
    assert "and 2 more: --disagreements" in told
    told = world.run("eval", "align", "p", "--eval", "Correctness", "--disagreements").out
    assert told.count("≠") == 5
    assert "people fail, judge pass" in told
    assert "          box " in told


def test_answers_on_which_most_judges_differ_from_people_are_named():
    def judged(name, wrong):
        pairs = [(h, h if n not in wrong else 1.0 - h) for n, h in enumerate([1.0, 0.0] * 10)]
        runs = tuple(f"run{n}" for n in range(20))
        figures, intervals, confusion = ours._measured(pairs, "pass_fail")
        return ours.Aligned(name, name, "s", "pass_fail", tuple(pairs), runs, figures, intervals, confusion)

    judges = [judged("a", {3}), judged("b", {3, 4}), judged("c", {3, 5}), judged("d", {6})]
    assert told_of.disputed(judges) == [("run3", 0.0, 3, 4)]


def test_a_judge_that_says_the_opposite_is_called_worse(world):
    make(world, [(n % 2, 1 - n % 2) for n in range(40)])
    assert document(world)["judges"][0]["verdict"] == "worse than chance: it tends to say the opposite"


def test_nine_right_verdicts_of_which_one_is_a_fail_are_no_proof(world):
    """Drawn again they always agree, so that an interval alone would say [1, 1]."""
    make(world, [(1, 1)] * 8 + [(0, 0)])
    (judge,) = document(world)["judges"]
    assert judge["by_chance"] == pytest.approx(1 / 9)
    assert judge["verdict"].startswith("no better than chance")


@pytest.mark.parametrize("seed", range(10))
def test_the_chance_of_agreeing_by_luck_is_fishers(seed):
    draw = random.Random(seed)
    c = {key: draw.randint(0, 12) for key in ("tp", "tn", "fp", "fn")}
    wanted = stats.fisher_exact([[c["tp"], c["fp"]], [c["fn"], c["tn"]]], alternative="greater").pvalue
    assert ours.chance(c) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_intervals_of_shares_and_agreement_are_those_of_statsmodels(seed):
    from ffai_evals.intervals import wilson
    from statsmodels.stats.inter_rater import cohens_kappa, to_table
    from statsmodels.stats.proportion import proportion_confint

    draw = random.Random(seed)
    n = draw.randint(1, 200)
    right = draw.randint(0, n)
    assert wilson(right, n) == pytest.approx(proportion_confint(right, n, method="wilson"), abs=1e-6)
    pairs = [(float(draw.random() < 0.6), float(draw.random() < 0.6)) for _ in range(40)]
    table, _ = to_table([[int(a), int(b)] for a, b in pairs], bins=2)
    assert ours.kappa(pairs, "pass_fail") == pytest.approx(cohens_kappa(table, return_results=False), abs=1e-9)


def test_few_labels_are_called_few(world):
    make(world, [(1, 1), (0, 0), (1, 1)])
    assert "few" in document(world)["judges"][0]["verdict"]


def test_runs_outside_the_golden_set_do_not_count(world):
    make(world, PAIRS, golden=False)
    (judge,) = document(world)["judges"]
    assert judge["n"] == 0
    assert "no run has both" in judge["verdict"]


def test_an_eval_that_is_not_there_is_told_with_those_that_are(world):
    make(world, [])
    done = world.run("eval", "align", "p", "--eval", "Nothing")
    assert done.status == 2
    assert "Correctness" in done.err


def test_a_damaged_rating_is_passed_over(world):
    project = make(world, PAIRS)
    run = project.tasks[0].of("task_run")[0]
    data = json.loads(json.dumps(run.data))
    data["output"]["rating"] = {"requirement_ratings": {"named::Correctness": {"value": "good"}}}
    Path(run.path).write_text(to_text(data))
    assert document(world)["judges"][0]["n"] in (33, 34)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["five_star", "pass_fail", "pass_fail_critical"])
def test_the_figures_are_those_of_the_libraries(kind, seed):
    draw = random.Random(seed)
    low, high = ours.RATING_RANGES[kind]
    values = [low + i for i in range(int(high - low) + 1)]
    humans = draw.choices(values, k=draw.randint(2, 60))
    judges = [h if draw.random() < 0.6 else draw.choice(values) for h in humans]
    pairs = list(zip(humans, judges, strict=True))
    found = {name: measure(pairs, kind) for name, measure in ours.MEASURES.items()}
    a, b = ([ours.passes(v, kind) for v in side] for side in (humans, judges))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = {
            "mae": metrics.mean_absolute_error(humans, judges), "mse": metrics.mean_squared_error(humans, judges), "spearman": stats.spearmanr(humans, judges).statistic,
            "pearson": stats.pearsonr(humans, judges).statistic, "kendall_tau_b": stats.kendalltau(humans, judges).statistic, "accuracy": metrics.accuracy_score(a, b),
            "kappa": metrics.cohen_kappa_score(a, b), "mcc": metrics.matthews_corrcoef(a, b),
        }  # fmt: skip
        if len(set(a)) == 2:
            wanted["balanced_accuracy"] = metrics.balanced_accuracy_score(a, b)
    for name, value in wanted.items():
        if math.isnan(value) or (name == "mcc" and found[name] is None and value == 0):
            assert found[name] is None, name
        else:
            assert found[name] == pytest.approx(value, abs=1e-9), name
