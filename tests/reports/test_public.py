"""A project as public ones are, with judges and labels that are known: what align and report make of it."""

import pytest
from ffai_evals.alignment import passes
from reports.public import JUDGES, expected, write
from scipy import stats
from sklearn import metrics


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    return write(tmp_path_factory.mktemp("public") / "p", configs=4, items=20, others=30)


def judges(world, public, name):
    done = world.run("eval", "align", public.root, "--eval", name, "--json")
    assert done.status == 0, done.err
    return {(j["name"], j["score"]): j for j in done.document["judges"]}


@pytest.fixture
def found(world, public):
    return judges(world, public, "Correctness")


def test_every_judge_is_measured_on_the_pairs_that_were_written(public, found):
    assert [name for name, _ in found] == [name for name, *_ in JUDGES[:9]]
    for (name, _), judge in found.items():
        pairs = expected(public, name)
        assert judge["n"] == len(pairs)
        if not pairs:
            continue
        a, b = zip(*pairs, strict=True)
        said = [passes(v, "pass_fail") for v in b]
        assert judge["mae"] == pytest.approx(metrics.mean_absolute_error(a, b), abs=1e-9)
        assert judge["mse"] == pytest.approx(metrics.mean_squared_error(a, b), abs=1e-9)
        assert judge["normalised_mae"] == pytest.approx(judge["mae"], abs=1e-9), "a pass is 1 and a fail 0 already"
        assert judge["accuracy"] == pytest.approx(metrics.accuracy_score([v > 0 for v in a], said), abs=1e-9)
        if len(set(a)) > 1 and len(set(b)) > 1:
            assert judge["spearman"] == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-9)
            assert judge["pearson"] == pytest.approx(stats.pearsonr(a, b).statistic, abs=1e-9)
            assert judge["kendall_tau_b"] == pytest.approx(stats.kendalltau(a, b).statistic, abs=1e-9)


def test_what_may_be_said_of_each_is_said(found):
    told = {name: judge["verdict"] for (name, _), judge in found.items()}
    assert told["GPT good steps"].startswith("better than chance")
    assert told["Always kind"].startswith("no better than always saying pass")
    assert told["A coin"].startswith("no better than chance, as far as these labels tell")
    assert told["The other way"] == "worse than chance: it tends to say the opposite"
    assert "9 labels are too few to tell" in told["Few scores"]
    assert told["No scores"] == "no run has both a human rating and this judge's score"


def test_overall_and_requirement_ratings_are_found_and_unlabelled_scores_said(world, public):
    stars = judges(world, public, "Requirements")
    overall, style, harm = (stars["Stars", score] for score in ("overall_rating", "style", "harm"))
    assert (overall["n"], style["n"], harm["n"]) == (34, 34, 0)
    a = [4.0 if public.labels[run] else 2.0 for run in public.judged["Stars"]]
    b = list(public.judged["Stars"].values())
    assert overall["mae"] == style["mae"] == pytest.approx(metrics.mean_absolute_error(a, b), abs=1e-9)
    assert overall["normalised_mse"] == pytest.approx(metrics.mean_squared_error(a, b) / 16, abs=1e-9)


def test_the_report_tells_how_far_each_run_config_is_and_leaves_out_scores_that_are_not_there(world, public):
    done = world.run("eval", "report", public.root, "--format", "json")
    cells = {(c["run_config"], c["eval"].rpartition("/")[2]): c["n"] for c in done.document["cells"]}
    by = {c["name"]: c["id"] for c in done.document["run_configs"]}
    assert cells[by["Model 0 few shot"], "correctness"] == 13, "it is not through"
    assert cells[by["Model 1 few shot"], "correctness"] == 20
    assert cells[by["Model 0 few shot"], "overall_rating"] == 20
    assert cells[by["Model 0 few shot"], "style"] == 18
    text = world.run("eval", "report", public.root).out
    assert "13/20" in text
    assert "12 scores of 'Requirements' are left out" in text
