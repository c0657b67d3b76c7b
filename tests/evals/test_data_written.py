"""Requests that a model writes: what ran and did what was asked becomes a pair, the rest waits for repair; a kill loses and doubles nothing."""

import json
import os
import signal
import subprocess
import time

import pytest
from cli.world import World
from ffai_evals.data.journal import Journal
from ffai_evals.data.written import batch_of, requests_in
from models.server import Model, Reply, error

from ffai.errors import UsageError

GOOD = (
    "turn bagpipes.wav down by 7 dB",
    "walrus.mp4 has to be mirrored, left and right swapped",
    "resample bagpipes.flac to 32 kHz",
)
BAD = "teleport the walrus of iceberg.mp4 to the moon"
KEY = {"OPENAI_API_KEY": "x" * 20}


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def said(*requests):
    return Reply(json.dumps(requests))


def write(world, model, *more, out="w.jsonl", count=3):
    arguments = (
        "data",
        "write",
        "-n",
        str(count),
        "--model",
        "openai/small",
        "--api-base",
        model.base,
        "--out",
        out,
        "--jobs",
        "1",
    )
    return world.run(*arguments, *more, **KEY)


def lines(world, name):
    return [json.loads(line) for line in (world.work / name).read_text().splitlines()]


def test_what_ran_and_did_what_was_asked_is_a_pair_and_the_rest_waits(world):
    world.run("project", "new", "p", "--dir", "p", "--prompt", "Answer with ffmpeg commands.")
    with Model(said(GOOD[0], BAD), said(*GOOD[1:])) as model:
        done = write(world, model, "--guidance", "about walruses", "--project", "p")
        asked = len(model.asked)
        again = write(world, model)
    assert done.status == 0, done.err
    assert "about walruses" in model.asked[0].said
    pairs, queue = lines(world, "w.jsonl"), lines(world, "w.queue.jsonl")
    assert [p["request"] for p in pairs] == list(GOOD)
    for pair in pairs:
        assert pair["commands"]
        assert any(t.startswith(("family:", "idea:")) for t in pair["topics"])
        assert pair["source"] == "model"
        assert pair["checks"]
    assert [q["request"] for q in queue] == [BAD]
    assert "moon" in queue[0]["evidence"]
    assert "1 wait for repair" in done.err
    assert "tokens" in done.err
    runs = list((world.work / "p").rglob("task_run.kiln"))
    assert len(runs) == len(GOOD)
    tags = {tag for run in runs for tag in json.loads(run.read_text())["tags"]}
    assert {"synthetic", "source:model", "seed:1"} <= tags
    assert again.status == 0
    assert len(model.asked) == asked, "what was paid for is asked again"
    assert lines(world, "w.jsonl") == pairs


def test_a_kill_in_the_middle_loses_and_doubles_nothing(world):
    batches = [said(f"turn horn{n}.wav down by {n + 2} dB", f"resample flute{n}.flac to {n + 30} kHz") for n in range(40)]
    with Model(*batches) as model:
        arguments = world.command(
            "data", "write", "-n", "8", "--model", "openai/small", "--api-base", model.base, "--out", "w.jsonl", "--jobs", "2"
        )
        process = subprocess.Popen(arguments, cwd=world.work, env={**world.variables, **KEY}, stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        path = world.work / "w.jsonl"
        deadline = time.monotonic() + 100
        while time.monotonic() < deadline and not (path.exists() and path.read_bytes().count(b"\n") >= 2):
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        before = lines(world, "w.jsonl")
        with (world.work / "w.asked.jsonl").open("ab") as file:
            file.write(b'{"id": "1w-0000')  # a line that was being written
        asked = len(model.asked)
        done = write(world, model, "--jobs", "2", count=8)
    assert done.status == 0, done.err
    pairs = lines(world, "w.jsonl")
    assert pairs[: len(before)] == before
    assert len(pairs) == 8
    assert len({p["id"] for p in pairs}) == len({p["request"] for p in pairs}) == 8
    batches_asked = [line["id"] for line in lines(world, "w.asked.jsonl")]
    assert len(batches_asked) == len(set(batches_asked))
    assert len(model.asked) - len(batches_asked) <= 2, f"{asked} were asked before the kill"


def test_what_an_eval_asks_is_not_written_however_the_model_puts_it(world):
    (world.work / "items.jsonl").write_text(json.dumps({"request": "turn bagpipes.wav down by 7 dB"}) + "\n")
    dressed = (
        "Turn BAGPIPES.wav down by 7 dB!",
        "could you turn organ.wav down by 9 dB, please?",
        "turnn bagpipes.wav down by 7 dB",
    )
    with Model(said(*dressed, GOOD[2])) as model:
        done = write(world, model, "--apart-from", "items.jsonl", count=1)
    assert done.status == 0, done.err
    assert [p["request"] for p in lines(world, "w.jsonl")] == [GOOD[2]]
    assert "3 near an eval item" in done.err


def test_a_model_that_cannot_be_reached_or_writes_nothing_ends_the_run_with_one_message(world):
    with Model(error(401, "no such key")) as model:
        refused = write(world, model)
    assert refused.status == 7
    assert "Traceback" not in refused.err
    with Model(Reply("I'd rather not.")) as model:
        empty = write(world, model, out="e.jsonl")
    assert empty.status == 0
    assert "0 pairs" in empty.err
    assert "writes nothing new" in empty.err
    assert len(model.asked) < 10
    nobody = world.run("data", "write", "-n", "1", "--model", "offline", "--out", "n.jsonl")
    assert nobody.status == 2


@pytest.fixture
def queued(world):
    rows = [{"id": f"1w-000000-{n}", "request": text, "commands": [], "why": "declined", "evidence": "not understood", "topics": ["family:volume"], "style": "plain", "seed": 1} for n, text in enumerate((GOOD[0], BAD, GOOD[2]))]  # fmt: skip
    (world.work / "w.queue.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    return world


def test_a_person_works_off_the_queue_and_wrong_commands_are_not_taken(queued):
    listed = queued.run("data", "repair", "w.jsonl", "--list")
    assert all(text in listed.out for text in (GOOD[0], BAD, GOOD[2]))
    typed = "ffmpeg -i bagpipes.wav -af volume=3dB out.wav\nffmpeg -i bagpipes.wav -af volume=-7dB out.wav\ndrop\n\n"
    done = queued.run("data", "repair", "w.jsonl", text=typed)
    assert done.status == 0, done.err
    assert "not right" in done.out
    assert "1 repaired, 1 dropped, 1 wait still" in done.err
    (pair,) = lines(queued, "w.jsonl")
    assert pair["request"] == GOOD[0]
    assert pair["commands"] == ["ffmpeg -i bagpipes.wav -af volume=-7dB out.wav"]
    assert pair["source"] == "repaired"
    assert BAD not in queued.run("data", "repair", "w.jsonl", "--list").out


def test_a_program_works_off_the_queue(queued):
    decisions = [
        {"id": "1w-000000-2", "answer": "ffmpeg -i bagpipes.flac -ar 32000 out.flac"},
        {"id": "1w-000000-1", "drop": True},
    ]
    done = queued.run("data", "repair", "w.jsonl", "--jsonl", text="".join(json.dumps(d) + "\n" for d in decisions))
    assert done.status == 0, done.err
    assert [json.loads(line)["pass"] for line in done.out.splitlines()] == [True, None]
    strange = queued.run("data", "repair", "w.jsonl", "--jsonl", text='{"id": "1w-000000-1", "drop": true}\n')
    assert strange.status == 2
    assert "does not wait" in strange.err


def test_a_model_works_off_the_queue_and_is_told_what_went_wrong(queued):
    def answer(asked):
        if GOOD[0] in asked.said:
            right = "wanted" in asked.said
            return Reply(f"ffmpeg -i bagpipes.wav -af volume={'-7' if right else '5'}dB out.wav")
        return Reply("DROP") if BAD in asked.said else Reply("ffmpeg -i bagpipes.flac -ar 8000 out.flac")

    with Model(answer) as model:
        arguments = ("data", "repair", "w.jsonl", "--model", "openai/small", "--api-base", model.base)
        done = queued.run(*arguments, **KEY)
        asked = len(model.asked)
        queued.run(*arguments, **KEY)
    assert "1 repaired, 1 dropped, 1 wait still" in done.err, done.err
    assert len(model.asked) == asked == 5, "one that was tried twice is left to others"
    assert [p["request"] for p in lines(queued, "w.jsonl")] == [GOOD[0]]


def test_the_tree_of_topics_is_grown_by_a_model_and_edited_by_hand(world):
    with Model(said("a teacher shortens a lesson for the school's site", "a band trims a rehearsal tape")) as model:
        arguments = (
            "data",
            "topics",
            "--grow",
            "openai/small",
            "--under",
            "trim",
            "--api-base",
            model.base,
            "--out",
            "tree.json",
        )
        grown = world.run(*arguments, **KEY)
    assert grown.status == 0, grown.err
    tree = json.loads((world.work / "tree.json").read_text())
    assert list(tree["idea"]) == [
        "trim: a teacher shortens a lesson for the school's site",
        "trim: a band trims a rehearsal tape",
    ]
    assert len(tree["filter"]) > 200
    assert tree["protocol"]
    chosen = {batch_of(1, n, {**tree, "family": {"fade": 1.0, "trim": 0.0}, "idea": {}}).topics[0] for n in range(20)}
    assert chosen == {"family:fade"}
    assert any(t.startswith("idea:") for n in range(20) for t in batch_of(1, n, tree).topics)
    taken = world.run(*arguments, **KEY)
    assert taken.status in (2, 7)
    assert json.loads((world.work / "tree.json").read_text()) == tree


@pytest.mark.parametrize(
    "text",
    ['["cut a.mp4", "mute b.mp4"]', 'Here you are:\n```json\n["cut a.mp4",\n "mute b.mp4"]\n```', "1. cut a.mp4\n2) mute b.mp4", '[{"request": "cut a.mp4"}, {"request": "mute b.mp4"}]'],
    ids=["array", "fenced", "numbered", "objects"],
)  # fmt: skip
def test_requests_are_found_however_a_model_lists_them(text):
    assert requests_in(text) == ["cut a.mp4", "mute b.mp4"]


def test_a_journal_goes_on_behind_a_line_that_was_cut_off_and_leaves_other_files_alone(tmp_path):
    path = tmp_path / "j.jsonl"
    path.write_bytes(b'{"id": "a"}\n{"id": "b')
    journal = Journal(str(path))
    journal.add({"id": "c"})
    journal.close()
    assert path.read_bytes() == b'{"id": "a"}\n{"id": "c"}\n'
    path.write_text("my notes\n")
    with pytest.raises(UsageError):
        Journal(str(path))
    assert path.read_text() == "my notes\n"
