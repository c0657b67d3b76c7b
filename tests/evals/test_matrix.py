"""Runs that are kept, taken up again and compared."""

import json
import os
import signal
import subprocess
import time

import pytest
from cli.world import World
from ffai_evals.comparison import clustered_interval, compare, mcnemar
from ffai_evals.project import add, fresh, load
from ffai_evals.project.write import output

ITEMS = [
    {"id": f"i{n}", "family": "a" if n % 2 else "b", "request": f"cut film{n}.mp4 to the first {n + 1} seconds",
     "media": {f"film{n}.mp4": "96x64@10 dur=8"}, "expect": {"out": {"duration": [n + 0.8, n + 1.3]}}}
    for n in range(6)
]  # fmt: skip


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    (world.work / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in ITEMS))
    return world


def results(world):
    (path,) = (world.state / "evals").glob("*/offline.jsonl")
    return path


def test_what_was_run_is_not_run_again_until_something_changes(world):
    first = world.run("eval", "run", "items.jsonl", "--json").document
    again = world.run("eval", "run", "items.jsonl", "--json").document
    assert (first["cached"], again["cached"]) == (0, 6)
    assert [s["pass"] for s in again["samples"]] == [True] * 6
    assert [s["id"] for s in again["samples"]] == [item["id"] for item in ITEMS]
    changed = [*ITEMS[:5], {**ITEMS[5], "request": "cut film5.mp4 to the first 3 seconds"}]
    (world.work / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in changed))
    third = world.run("eval", "run", "items.jsonl", "--json", "--fail-on-regression")
    assert third.document["cached"] == 5
    assert third.document["regressions"] == ["i5"]
    assert third.status == 1


def test_repetitions_are_samples_of_their_own(world):
    document = world.run("eval", "run", "items.jsonl", "--only", "i0", "--repeat", "3", "--json").document
    assert [(s["id"], s["repeat"]) for s in document["samples"]] == [("i0", 0), ("i0", 1), ("i0", 2)]


def test_a_run_that_is_killed_loses_only_what_was_under_way(world):
    running = subprocess.Popen(
        world.command("eval", "run", "items.jsonl"), cwd=world.work, env=world.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = list((world.state / "evals").glob("*/offline.jsonl"))
        if found and found[0].read_text().count("\n") >= 2:
            break
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    kept = results(world).read_text().count("\n")
    assert 2 <= kept < 6, "it was too fast or too slow to be killed midway"
    document = world.run("eval", "run", "items.jsonl", "--json").document
    assert document["cached"] >= kept
    assert document["n"] == 6
    assert document["right"] == 6


def test_a_line_that_was_cut_short_costs_only_itself(world):
    world.run("eval", "run", "items.jsonl")
    path = results(world)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - 40])
    document = world.run("eval", "run", "items.jsonl", "--json").document
    assert (document["cached"], document["n"], document["right"]) == (5, 6, 6)
    assert world.run("eval", "run", "items.jsonl", "--json").document["cached"] == 6


def test_two_runs_at_once_mix_nothing(world):
    both = [
        subprocess.Popen(
            world.command("eval", "run", "items.jsonl"), cwd=world.work, env=world.variables, stdout=subprocess.DEVNULL
        )
        for _ in range(2)
    ]
    assert [p.wait(timeout=120) for p in both] == [0, 0]
    lines = [json.loads(line) for line in results(world).read_text().splitlines()]
    assert {line["item"] for line in lines} == {item["id"] for item in ITEMS}


def test_a_place_that_cannot_be_written_costs_only_the_keeping(world):
    world.state.mkdir(exist_ok=True)
    (world.state / "evals").write_text("in the way")
    done = world.run("eval", "run", "items.jsonl", "--only", "i0")
    assert "cannot be written" in done.err
    assert "1 right" in done.out


def test_two_files_of_results_are_compared_item_by_item(world):
    before = world.run("eval", "run", "items.jsonl", "--json").document
    after = json.loads(json.dumps(before))
    after["samples"][2] |= {"pass": False, "class": "wrong_output", "evidence": "duration: wanted 3, got 8"}
    (world.work / "before.json").write_text(json.dumps(before))
    (world.work / "after.json").write_text(json.dumps(after))
    done = world.run("eval", "compare", "before.json", "after.json")
    assert "6 items in common" in done.out
    assert "loses 1" in done.out
    assert "wanted 3, got 8" in done.out
    assert "too close to tell" in done.out
    document = world.run("eval", "compare", "before.json", "after.json", "--json").document
    assert document["losses"] == ["i2"]


def test_two_run_configs_of_a_project_are_compared_by_what_kiln_holds(world):
    world.run("project", "new", "Mail", "--dir", "p")
    for name in ("A", "B"):
        assert world.run("project", "add-config", "p", name, "--model", f"openai/{name}").status == 0
    task = load(str(world.work / "p")).tasks[0]
    judge = add(task.of("eval")[0], "", fresh("eval_config", {"name": "J", "model_name": "m", "model_provider": "openai", "properties": {"eval_steps": ["x"]}}))  # fmt: skip
    for n in range(6):
        properties = {"model_name": "m", "model_provider": "openai", "adapter_name": "x", "topic_path": f"topic {n % 2}>>>>>deep"}
        run = add(task, "", fresh("task_run", {"input": f"mail {n}", "input_source": {"type": "synthetic", "properties": properties}, "output": output("box")}))  # fmt: skip
        for config in task.of("task_run_config"):
            scores = {"correctness": float(config.name == "B" or n == 0)}
            add(judge, "", fresh("eval_run", {"dataset_id": run.id, "task_run_config_id": config.id, "input": f"mail {n}", "output": f"box of {config.name}", "scores": scores}))  # fmt: skip
    document = world.run("eval", "compare", "A", "B", "--project", "p", "--eval", "Correctness", "--json").document
    assert (document["n"], document["right_a"], document["right_b"], len(document["wins"])) == (6, 1, 6, 5)
    assert document["p"] == pytest.approx(0.0625)
    assert document["interval"] == pytest.approx([2 / 3, 1.0])
    told = world.run("eval", "compare", "A", "B", "--project", "p", "--eval", "Correctness").out
    assert "box of A" in told
    assert "box of B" in told


@pytest.mark.parametrize("said", ["nothing-such", "items.jsonl", "gone.json"])
def test_what_has_no_results_is_told(world, said):
    done = world.run("eval", "compare", said, said)
    assert done.status == 2
    assert "Traceback" not in done.err
    assert "ffai eval run" in done.err


# two-sided exact binomial tests at one half, from tables: 2 * P(X <= min) for n = wins + losses
@pytest.mark.parametrize(
    ("wins", "losses", "p"), [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (8, 1, 0.0390625), (10, 10, 1.0), (6, 0, 0.03125)]
)
def test_mcnemar(wins, losses, p):
    assert mcnemar(wins, losses) == pytest.approx(p)


def test_families_are_drawn_whole():
    """The interval of two families that disagree is wide, however many items they have."""
    wide = clustered_interval([[1.0] * 100, [0.0] * 100])
    narrow = clustered_interval([[1.0, 0.0] for _ in range(100)])
    assert wide == (0.0, 1.0)
    assert narrow == (0.5, 0.5)


def test_repetitions_of_an_item_are_no_further_evidence():
    def lines(passed):
        return {("x", n): {"pass": passed, "item": "x", "family": ""} for n in range(50)}

    found = compare(lines(passed=False), lines(passed=True))
    assert (len(found.wins), found.p) == (50, 1.0)


def test_only_what_both_have_is_compared():
    a = {("x", 0): {"pass": True, "item": "x", "family": ""}, ("y", 0): {"pass": False, "item": "y", "family": ""}}
    b = {("y", 0): {"pass": True, "item": "y", "family": ""}, ("z", 0): {"pass": True, "item": "z", "family": ""}}
    found = compare(a, b)
    assert (found.n, len(found.wins), found.only_a, found.only_b) == (1, 1, 1, 1)
