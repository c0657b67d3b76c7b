"""Labels by people: sets apart, ratings given with keys in a real terminal, kept at once, agreed on in the run files."""

import json
import random
from pathlib import Path

import pexpect
import pytest
from ffai_evals.label.agreement import alpha, cohen
from ffai_evals.project import load, problems
from ffai_evals.team.ratings import middle, of_run, rate
from reports.made import SCORES, Made
from sklearn.metrics import cohen_kappa_score

GOLDEN = "eval_golden_correctness"


@pytest.fixture
def made(world):
    """Three golden runs of an eval with one score."""
    made = Made(world.work / "p", items=0, scores=SCORES[:1])
    made.golden = [made.run(f"mail {n}", answer=f"box {n}", tags=(GOLDEN,)) for n in range(3)]
    return made


def in_order(made):
    return sorted(made.golden, key=lambda r: r.id)


def runs(made):
    return {r.id: r.data for r in load(made.folder).tasks[0].of("task_run")}


def rating(made, run):
    given = (runs(made)[run.id]["output"]["rating"] or {}).get("requirement_ratings", {}).get("named::Correctness")
    return given and given["value"]


def label(world, *more):
    return world.run("eval", "label", "p", "--eval", "Correctness", *more)


def from_lines(world, rater, *pairs):
    (world.work / "l.jsonl").write_text(
        "".join(json.dumps({"run": run.id, "scores": {"correctness": value}}) + "\n" for run, value in pairs)
    )
    done = label(world, "--rater", rater, "--from", "l.jsonl")
    assert done.status == 0, done.err
    return done


def screen(world, *more):
    command = [str(c) for c in world.command("eval", "label", "p", "--eval", "Correctness", "--rater", "ann", *more)]
    return pexpect.spawn(
        command[0], command[1:], cwd=str(world.work), env=world.variables, encoding="utf-8", timeout=30, dimensions=(40, 120)
    )


def test_a_person_rates_in_the_terminal_and_goes_on_later(world, made):
    first, second, third = in_order(made)
    terminal = screen(world)
    terminal.expect_exact("1 of 3, 0 rated by ann")
    terminal.expect_exact(first.data["input"])
    terminal.expect_exact("[p] pass")
    terminal.send("n")
    terminal.expect_exact("note: ")
    terminal.sendline("close call")
    terminal.expect_exact("note: close call")
    terminal.expect_exact("[q] leave")
    terminal.send("f")
    terminal.expect_exact("2 of 3, 1 rated by ann")
    terminal.expect_exact("[q] leave")
    terminal.send("q")
    terminal.expect_exact("1 labels by ann")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert (rating(made, first), rating(made, second)) == (0.0, None)
    again = screen(world)
    again.expect_exact(f"2 of 3, 1 rated by ann, run {second.id}")
    again.expect_exact("[q] leave")
    again.send("p")
    again.expect_exact("3 of 3")
    again.expect_exact("[q] leave")
    again.send("p")
    again.expect(pexpect.EOF)
    again.close()
    assert [rating(made, r) for r in (first, second, third)] == [0.0, 1.0, 1.0]
    (kept,) = of_run(first)
    assert kept["notes"] == {made.eval.id: "close call"}
    assert problems(load(made.folder)) == []


def test_an_answer_cannot_draw_on_the_screen(world, made):
    for run in made.golden:
        run.data["output"]["output"] = "\x1b[2Jbox"
        made.write(run)
    terminal = screen(world)
    terminal.expect_exact("\\x1b[2Jbox")
    terminal.expect_exact("[q] leave")
    terminal.send("\x03")
    terminal.expect_exact("0 labels by ann")
    terminal.expect(pexpect.EOF)
    terminal.close()


def test_the_run_file_holds_what_raters_agree_on_and_nothing_where_they_do_not(world, made):
    a, b, c = made.golden
    from_lines(world, "ann", (a, 1), (b, 1), (c, 0))
    done = from_lines(world, "bob", (a, 1), (b, 0))
    assert [rating(made, r) for r in (a, b, c)] == [1.0, None, 0.0]
    assert "ann and bob: the same for 50% of 2" in done.out
    from_lines(world, "cleo", (b, 0))
    assert rating(made, b) == 0.0
    assert problems(load(made.folder)) == []


def test_a_rating_that_was_there_before_is_somebodys_label(world, made):
    run = made.golden[0]
    run.data["output"]["rating"] = {
        "v": 1,
        "created_by": "dora",
        "type": "five_star",
        "value": None,
        "requirement_ratings": {"named::Correctness": {"value": 1.0, "type": "pass_fail"}},
    }
    made.write(run)
    done = from_lines(world, "ann", (run, 0))
    assert "ann and dora: the same for 0% of 1" in done.out
    assert rating(made, run) is None
    from_lines(world, "bob", (run, 1))
    assert rating(made, run) == 1.0


def test_labels_that_came_by_git_reach_the_run_files(world, made):
    a = made.golden[0]
    folder = Path(a.path).parent / "ratings"
    folder.mkdir()
    zoe = {"v": 1, "rater": "zoe", "rated_at": "", "ratings": {"named::Correctness": {"value": 1.0, "type": "pass_fail"}}}
    (folder / "zoe.json").write_text(json.dumps(zoe))
    from_lines(world, "ann", (made.golden[1], 1))
    assert rating(made, a) == 1.0


def test_labels_of_the_older_form_count_and_are_moved_beside_their_runs_once(world, made):
    a, b, _ = made.golden
    from_lines(world, "zoe", (b, 0))
    folder = world.work / "p" / "ffai" / "labels" / made.eval.id
    folder.mkdir(parents=True)
    lines = [
        {"v": 1, "rater": "zoe", "run": run, "scores": {"correctness": value}, "note": "n", "time": "2026-01-01T00:00:00.000000Z"}
        for run, value in ((a.id, 0.0), (a.id, 1.0), (b.id, 1.0), ("gone", 1.0))
    ]
    (folder / "zoe.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"v": 1, "ra')
    made.tried(a, 1)
    before = world.run("eval", "align", "p", "--eval", "Correctness", "--json").document["people"]
    assert before == {}, "one rater alone"
    done = from_lines(world, "ann", (made.golden[2], 1))
    assert "2 labels were moved" in done.err
    assert "2 damaged lines, or of runs that are gone, stay" in done.err
    assert (rating(made, a), rating(made, b)) == (1.0, 0.0), "what was said since counts"
    (kept,) = of_run(a)
    assert (kept["rater"], kept["rated_at"][:4], kept["notes"]) == ("zoe", "2026", {made.eval.id: "n"})
    assert (folder / "zoe.jsonl").read_text().count("\n") == 2
    assert "moved" not in from_lines(world, "ann", (made.golden[2], 1)).err


def test_the_browser_and_the_terminal_keep_the_same_ratings(world, made):
    a = made.golden[0]
    from_lines(world, "Ann", (a, 1))
    rate(made.golden[0], "ann", "named::Correctness", 0.0, "pass_fail", "from the browser")
    (kept,) = of_run(a)
    assert (kept["rater"], kept["ratings"]["named::Correctness"]["value"], kept["note"]) == ("Ann", 0.0, "from the browser")
    assert rating(made, a) == 0.0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"run": "1", "scores": {"correctness": 1}}', "there is no run '1'"),
        ('{"run": "RUN", "scores": {"correctness": 0.5}}', "cannot be 0.5"),
        ('{"run": "RUN", "scores": {"mood": 1}}', "no score 'mood'"),
        ('{"run": "RUN"', "is no label"),
        ("[]", "is no label"),
    ],
    ids=["run", "value", "score", "half", "list"],
)
def test_a_file_with_one_wrong_line_changes_nothing(world, made, line, why):
    good = json.dumps({"run": made.golden[0].id, "scores": {"correctness": 1}})
    (world.work / "l.jsonl").write_text(good + "\n" + line.replace("RUN", made.golden[1].id) + "\n")
    done = label(world, "--rater", "ann", "--from", "l.jsonl")
    assert done.status == 2
    assert "line 2" in done.err
    assert why in done.err
    assert rating(made, made.golden[0]) is None


def test_without_a_terminal_it_says_how(world, made):
    done = label(world)
    assert done.status == 2
    assert "--from" in done.err


def test_runs_are_parted_once_and_alike(world):
    made = Made(world.work / "p", items=0)
    for n in range(20):
        made.run(f"mail {n}", tags=())
    done = world.run("eval", "split", "p", "--eval", "Correctness")
    assert done.out == "golden set +4, eval set +16\n"
    tags = [tuple(data["tags"]) for data in runs(made).values()]
    assert (tags.count((GOLDEN,)), tags.count(("eval_correctness",))) == (4, 16)
    assert world.run("eval", "split", "p", "--eval", "Correctness").status == 2
    made.run("another", tags=())
    assert world.run("eval", "split", "p", "--eval", "Correctness").out == "golden set +1, eval set +0; 20 were parted before\n"


def test_a_run_in_both_sets_is_a_leak_and_is_named(world, made):
    leak = made.run("seen twice", tags=(GOLDEN, "eval_correctness"))
    made.run("free", tags=())
    done = world.run("eval", "split", "p", "--eval", "Correctness")
    assert done.status == 1
    assert leak.id in done.err
    assert "a run is in the golden set and in the eval set" in done.err


# --- agreement


def test_krippendorffs_alpha_is_that_of_his_own_example():
    """Krippendorff (2011), section C: four observers, twelve units, values missing."""
    said = {
        "A": "1 2 3 3 2 1 4 1 2 . . .",
        "B": "1 2 3 3 2 2 4 1 2 5 . 3",
        "C": ". 3 3 3 2 3 4 2 2 5 1 .",
        "D": "1 2 3 3 2 4 4 1 2 5 1 .",
    }
    ratings = {rater: {str(n): float(v) for n, v in enumerate(row.split()) if v != "."} for rater, row in said.items()}
    assert alpha(ratings, ordinal=False) == pytest.approx(0.743, abs=5e-4)
    assert alpha(ratings, ordinal=True) == pytest.approx(0.815, abs=5e-4)


def test_cohens_kappa_is_that_of_scikit_learn():
    draw = random.Random(3)
    for _ in range(50):
        said = [(draw.choice([0.0, 1.0, -1.0]), draw.choice([0.0, 1.0])) for _ in range(20)]
        assert cohen(said) == pytest.approx(cohen_kappa_score([a for a, _ in said], [b for _, b in said]))
    assert cohen([(1.0, 1.0)] * 4) is None
    assert alpha({"a": {"x": 1.0}}, ordinal=False) is None


@pytest.mark.parametrize(
    ("values", "kind", "agreed"),
    [([1, 0, 1], "pass_fail", 1), ([1, 0], "pass_fail", None), ([4, 5], "five_star", 4), ([2, 5, 4], "five_star", 4), ([-1, 1, 1, 0], "pass_fail_critical", None), ([], "five_star", None)],
)  # fmt: skip
def test_what_several_ratings_come_to(values, kind, agreed):
    assert middle([float(v) for v in values], kind) == agreed
