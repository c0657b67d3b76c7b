"""Special sets, pairs as runs of a project, splits by what people and judges gave, leakage, and the picture in the report."""

import json
import os
import random
import signal
import subprocess
import time

import pytest
from cli.world import World
from ffai_evals.data.apart import eval_requests, has_letters, held_back
from ffai_evals.data.make import Task, one
from ffai_evals.data.parts import PARTS
from ffai_evals.data.plan import sample
from ffai_evals.data.runs import Sink, identity_of
from ffai_evals.data.say import render
from ffai_evals.data.special import KINDS, _table
from ffai_evals.data.splits import freeze
from ffai_evals.project import write
from ffai_evals.project.filters import matches
from ffai_evals.project.tree import load
from ffai_guards.requests import review


@pytest.fixture(scope="module")
def special(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("special"))
    world.run("project", "new", "p", "--dir", "p", "--prompt", "Answer with ffmpeg commands.")
    arguments = ("data", "make", "-n", "10", "--special", "all", "--ways", "1", "--out", "s.jsonl", "--project", "p")
    done = world.run(*arguments)
    assert done.status == 0, done.err
    return world, done, arguments


def pairs(world, name):
    return [json.loads(line) for line in (world.work / name).read_text().splitlines()]


def test_each_special_set_has_its_right_behaviour(special):
    world, _, _ = special
    found = {}
    for pair in pairs(world, "s.jsonl"):
        kind = pair["topics"][0].removeprefix("special:")
        found.setdefault(kind, []).append(pair)
    assert set(found) == set(KINDS)
    for kind in ("destructive", "off-topic", "ambiguous"):
        for pair in found[kind]:
            assert pair["commands"] == []
            assert pair["question"]
            assert bool(review(pair["request"])) == (kind == "destructive")
    for pair in found["reencode"]:
        assert any(c["check"] == "copied" for c in pair["checks"])
    for pair in found["competitor"]:
        assert pair["commands"]


def test_every_row_of_the_tables_can_be_said_and_a_destructive_one_is_seen_by_the_guard_or_left_out():
    seen = dict.fromkeys(_table(), 0)
    for kind, rows in _table().items():
        for texts, answer in rows:
            assert answer.endswith((".", "?"))
            for text in texts:
                said = render(text, random.Random(3), {"f": "talk.mp4", "g": "other.mp4", "s": "song.mp3"})
                assert not set(said) & set("{}[]|"), said
                seen[kind] += bool(review(said)) == (kind == "destructive")
    assert seen["destructive"] > 40
    assert seen["off-topic"] > 30
    assert seen["ambiguous"] > 50


def test_pairs_become_runs_once_however_often_it_is_started_again(special):
    world, done, arguments = special
    assert "10 new runs" in done.err
    again = world.run(*arguments)
    assert "0 new runs" in again.err
    runs = {r.id: r for r in load(str(world.work / "p")).tasks[0].of("task_run")}
    for pair in pairs(world, "s.jsonl"):
        run = runs[identity_of(pair)]
        assert run.data["input"] == pair["request"]
        assert pair["topics"][0] in run.data["tags"]
        assert "seed:1" in run.data["tags"]
    checked = world.run("project", "check", "p", "--json")
    assert json.loads(checked.out)["problems"] == []


def test_a_special_set_does_not_go_on_in_a_file_of_plans(special):
    world, _, _ = special
    mixed = world.run("data", "make", "-n", "20", "--out", "s.jsonl")
    assert mixed.status == 2
    assert "special" in mixed.err
    unknown = world.run("data", "make", "-n", "1", "--special", "rude", "--out", "u.jsonl")
    assert unknown.status == 2
    assert "ambiguous" in unknown.err


def test_a_split_is_frozen_over_the_runs_that_people_and_judges_passed(special):
    world, _, _ = special
    folder = str(world.work / "p")
    task = load(folder).tasks[0]
    runs = task.of("task_run")
    for n, run in enumerate(runs[:6]):
        rating = {"v": 1, "id": f"r{n}", "path": None, "created_at": write.now(), "created_by": "me", "type": "five_star", "value": float(n), "requirement_ratings": {"named::Correctness": {"value": float(n % 2), "type": "pass_fail"}}, "model_type": "task_output_rating"}  # fmt: skip
        run.data["output"] = {**run.data["output"], "rating": rating}
        write.save(run)
    evaluation = write.add(task, "", write.fresh("eval", {"name": "Correctness", "output_scores": [{"name": "Correctness", "instruction": None, "type": "pass_fail"}], "eval_set_filter_id": "all"}))  # fmt: skip
    judge = write.add(evaluation, "", write.fresh("eval_config", {"name": "Judge", "model_name": "m", "model_provider": "p", "properties": {"eval_steps": ["Is it right?"]}}))  # fmt: skip
    for n, run in enumerate(runs[:4]):
        write.add(judge, "", write.fresh("eval_run", {"dataset_id": run.id, "task_run_config_id": None, "eval_config_eval": True, "input": "i", "output": "o", "scores": {"correctness": 0.5 + n / 10}}))  # fmt: skip
    again = load(folder).tasks[0]
    passed = {said: sum(matches(r, said) for r in again.of("task_run")) for said in ("rated::overall>=4", "rated::Correctness>=1", "judged::Correctness>=0.7", "multi_filter::judged::Correctness>=0.7&tag::synthetic")}  # fmt: skip
    assert list(passed.values()) == [2, 3, 2, 2]
    sizes = freeze(folder, "judged::Correctness>=0.6", {"train": 0.5, "eval": 0.5}, 1, name="good ones")
    assert sum(sizes.values()) == 3
    frozen = load(folder).tasks[0].find("dataset_split", "good ones")
    assert frozen.data["filter"] == "judged::Correctness>=0.6"
    none = world.run("data", "split", "--project", "p", "--filter", "tag::nothing", "--name", "x")
    assert none.status == 2
    page = world.run("eval", "report", "p", "--out", "r.html")
    assert page.status == 0, page.err
    text = (world.work / "r.html").read_text()
    assert "What the synthetic data reaches" in text
    assert "muxers: " in text


_DRESSES = ("{}", "Could you {}, please?", "hi there, how do I {} with ffmpeg? thanks", "{} PLS", "I'd like to {}. Thank you!")


def test_no_eval_request_can_be_written_dressed_up_misspelt_or_with_other_values():
    evals = held_back()
    rng = random.Random(8)
    texts = rng.sample([t for t in eval_requests() if len(t) > 25], 150)
    for text in texts:
        for dress in _DRESSES:
            worn = dress.format(text.rstrip(".!?"))
            assert evals.near(worn), worn
        digit = next((n for n, c in enumerate(text) if c in "2345678"), None)
        if digit is not None and text[digit - 1 : digit] == " " and text[digit + 1 : digit + 2] == " ":
            other = text[:digit] + str(10 - int(text[digit])) + text[digit + 1 :]
            assert evals.near(other), other
    if has_letters():
        for text in texts[:60]:
            words = text.split(" ")
            at = next((n for n, w in enumerate(words) if w.isalpha() and len(w) > 4), None)
            if at is not None and len(text) > 40:
                words[at] = words[at][:2] + words[at][1:]
                assert evals.near(" ".join(words)), words


def test_what_the_evals_of_the_project_ask_is_held_back_too(tmp_path):
    world = World(tmp_path)
    world.run("project", "new", "p", "--dir", "p", "--prompt", "Answer with ffmpeg commands.")
    task = load(str(world.work / "p")).tasks[0]
    source = {"type": "human", "properties": {"created_by": "me"}}
    for text, tags in (
        ("pitch violin.wav up by 3 semitones", ["eval_set"]),
        ("teach me the violin", ["other"]),
        ("mute violin.mp4", ["eval_set", "synthetic"]),
    ):
        write.add(task, "", write.fresh("task_run", {"input": text, "input_source": source, "output": write.output("x", source), "tags": tags}))  # fmt: skip
    write.add(task, "", write.fresh("eval", {"name": "E", "output_scores": [{"name": "S", "instruction": None, "type": "pass_fail"}], "eval_set_filter_id": "tag::eval_set"}))  # fmt: skip
    held = Sink(str(world.work / "p")).held_back()
    assert held == ["pitch violin.wav up by 3 semitones"]
    assert held_back((), held).near("Could you pitch cello.wav up by 5 semitones, please?")


def test_every_wish_of_the_table_gets_its_turn():
    firsts = {sample(random.Random(n), turn=n).parts[0].family for n in range(len(PARTS))}
    assert firsts == {weighted.make(random.Random(1)).family for weighted in PARTS}


def test_a_pair_tells_what_a_model_is_told_of_its_files_and_whether_the_command_needs_that():
    plans = {}
    for n in range(1, 4000):
        plan = sample(random.Random(f"3/{n}"), n // 4 if n % 4 == 0 else None)
        said = {type(e).__name__: e for p in plan.parts for e in p.edits}
        if list(said) == ["RemoveAudio"]:
            plans.setdefault(False, n)
        if list(said) == ["Fade"] and said["Fade"].direction == "out":
            plans.setdefault(True, n)
    for needs, number in plans.items():
        lines = one(Task(3, 1), number).lines
        assert [line["facts"] for line in lines] == [needs]
        assert lines[0]["files"][0]["file"] in lines[0]["media"]
        assert lines[0]["files"][0]["seconds"] > 0


def test_ctrl_c_keeps_what_is_there_and_a_kill_leaves_no_process(tmp_path):
    world = World(tmp_path)
    arguments = world.command("data", "make", "-n", "500", "--out", "p.jsonl", "--workers", "2", "--ways", "1")

    def started():
        process = subprocess.Popen(arguments, cwd=world.work, env=world.variables, stderr=subprocess.PIPE, text=True, start_new_session=True)  # fmt: skip
        path = world.work / "p.jsonl"
        before = path.read_bytes().count(b"\n") if path.exists() else 0
        deadline = time.monotonic() + 100
        while time.monotonic() < deadline and not (path.exists() and path.read_bytes().count(b"\n") > before):
            time.sleep(0.05)
        return process

    process = started()
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=100)
    assert process.returncode == 130, told
    assert "goes on from here" in told
    kept = pairs(world, "p.jsonl")
    process = started()
    group = os.getpgid(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            break
        time.sleep(0.2)
    else:
        pytest.fail("workers go on without their parent")
    now = (world.work / "p.jsonl").read_bytes().splitlines(keepends=True)
    assert [json.loads(line) for line in now[: len(kept) - 1]] == kept[:-1]
