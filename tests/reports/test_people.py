"""A judge beside the people it is held against, and sets that leak into each other."""

import json

import pytest
from ffai_evals.project import load
from reports.made import SCORES, Made

GOLDEN = "eval_golden_correctness"


def labelled(world, ann, bob, judge):
    """A project whose golden runs were rated so by two people and a judge."""
    made = Made(world.work / "p", items=0, scores=SCORES[:1])
    lines = []
    for n, (a, b, j) in enumerate(zip(ann, bob, judge, strict=True)):
        run = made.run(f"mail {n}", tags=(GOLDEN,))
        lines += [
            {"rater": "ann", "run": run.id, "scores": {"correctness": a}},
            {"rater": "bob", "run": run.id, "scores": {"correctness": b}},
        ]
        made.tried(run, j)
    (world.work / "l.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = world.run("eval", "label", "p", "--eval", "Correctness", "--from", "l.jsonl")
    assert done.status == 0, done.err
    return made


def align(world):
    return world.run("eval", "align", "p", "--eval", "Correctness")


def test_a_judge_stands_beside_the_raters_own_agreement(world):
    truth = [1, 0] * 20
    labelled(world, truth, [1 - v if n < 4 else v for n, v in enumerate(truth)], [1, 1] * 20)
    said = align(world)
    assert "ann and bob: the same for 90% of 40, κ 0.80" in said.out
    assert "Krippendorff's α 0.80" in said.out
    assert (
        "Reader: further from people than they are from each other (90% the same, on 40 answers that several rated)" in said.out
    )
    document = world.run("eval", "align", "p", "--eval", "Correctness", "--json").document
    assert document["people"]["correctness"]["pairs"][0]["same"] == pytest.approx(0.9)
    assert document["leak"] is None
    assert world.run("eval", "report", "p", "--format", "json").document["people"]["Correctness"]["correctness"]["raters"] == [
        "ann",
        "bob",
    ]
    assert (
        "People among themselves: ann and bob: the same for 90% of 40" in world.run("eval", "report", "p", "--format", "html").out
    )


def test_a_judge_that_is_as_good_as_one_more_person_is_said_to_be(world):
    truth = [1, 0] * 20
    labelled(
        world,
        truth,
        [1 - v if n < 4 else v for n, v in enumerate(truth)],
        [1 - v if 10 <= n < 14 else v for n, v in enumerate(truth)],
    )
    assert "Reader: not told apart from one more person" in align(world).out


def test_raters_who_agree_by_chance_are_no_measure(world):
    labelled(world, [1, 0, 1, 0] * 5, [1, 1, 0, 0] * 5, [1, 0, 1, 0] * 5)
    assert "too little to rely on these labels" in align(world).out


def test_runs_on_which_raters_are_split_count_for_nothing_and_are_named(world):
    made = labelled(world, [1, 0, 1], [1, 0, 0], [1, 0, 1])
    done = align(world)
    split = sorted(run.id for run in load(made.folder).tasks[0].of("task_run") if not _agreed(run))
    assert f"raters are split on 1, which count for nothing until a further one decides: {split[0]}" in done.out
    document = world.run("eval", "align", "p", "--eval", "Correctness", "--json").document
    assert (document["golden"], document["judges"][0]["n"]) == ({"runs": 3, "rated": 3, "split": split}, 2)


def _agreed(run):
    return (run.data["output"]["rating"] or {}).get("requirement_ratings")


def test_a_leak_between_the_sets_is_named(world):
    made = labelled(world, [1, 0], [1, 0], [1, 0])
    leak = made.run("in both", rating=1, tags=(GOLDEN, "eval_correctness"))
    done = align(world)
    assert f"a run of 'Correctness' is in its golden set and in its eval set: {leak.id}" in done.err
    assert done.status == 1
    assert "Reader" in done.out, "the figures are there all the same"
    assert world.run("eval", "align", "p", "--eval", "Correctness", "--allow-overlap").status == 0
    asked = world.run("eval", "rate", "p", "--eval", "Correctness", "--judge", "Reader", "--api-base", "http://127.0.0.1:9/v1")
    assert (asked.status, leak.id in asked.err, "nothing was asked" in asked.err) == (1, True, True)
    assert any(leak.id in p for p in world.run("eval", "report", "p", "--format", "json").document["problems"])
