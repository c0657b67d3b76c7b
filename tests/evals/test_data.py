"""Training data: pairs that ran, said in ways that fit, apart from the evals, the same for the same seed."""

import json
import random
import re
import shlex
import subprocess

import pytest
from cli.world import World
from ffai_evals.data.apart import LEAK, NEAR, Nearness, eval_requests, held_back, normal
from ffai_evals.data.parts import PARTS
from ffai_evals.data.phrase import phrasings
from ffai_evals.data.plan import sample
from ffai_evals.data.say import duration, moment, render, slip
from ffai_evals.data.topics import filters_in


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("data"))
    done = world.run("data", "make", "-n", "14", "--seed", "123", "--ways", "7", "--out", "pairs.jsonl")
    assert done.status == 0, done.err
    return world, (world.work / "pairs.jsonl").read_bytes()


def pairs_of(raw):
    return [json.loads(line) for line in raw.splitlines()]


def test_every_pair_has_run_and_was_measured(made):
    _, raw = made
    pairs = pairs_of(raw)
    assert len(pairs) == 14
    for pair in pairs:
        assert pair["commands"]
        assert any(c["check"] == "whole" or c["check"] == "files" for c in pair["checks"]), pair
        assert any(t.startswith("family:") for t in pair["topics"])
        for name in pair["media"]:
            assert name in pair["request"] or name.startswith("input."), "a file of the plan is not named"
            assert any(name in word for command in pair["commands"] for word in shlex.split(command))


def test_the_same_seed_gives_the_same_file_also_when_it_was_stopped_in_between(made):
    world, raw = made
    lines = raw.splitlines(keepends=True)
    (world.work / "again.jsonl").write_bytes(b"".join(lines[:7]) + lines[7][:20])
    assert (
        world.run("data", "make", "-n", "14", "--seed", "123", "--ways", "7", "--workers", "1", "--out", "again.jsonl").status
        == 0
    )
    assert (world.work / "again.jsonl").read_bytes() == raw


def test_a_file_of_another_seed_or_another_kind_is_left_alone(made):
    world, raw = made
    other = world.run("data", "make", "-n", "30", "--seed", "6", "--out", "pairs.jsonl")
    assert other.status == 2
    assert "seed 123" in other.err
    assert (world.work / "pairs.jsonl").read_bytes() == raw
    (world.work / "notes.jsonl").write_text('{"a": 1}\n')
    notes = world.run("data", "make", "-n", "30", "--out", "notes.jsonl")
    assert notes.status == 2
    assert "line 1" in notes.err
    assert (world.work / "notes.jsonl").read_text() == '{"a": 1}\n'


def test_what_an_eval_asks_is_not_written(made):
    world, raw = made
    taken = [p["request"] for p in pairs_of(raw)]
    (world.work / "items.jsonl").write_text("".join(json.dumps({"request": text.upper()}) + "\n" for text in taken[:4]))
    done = world.run(
        "data", "make", "-n", "8", "--seed", "123", "--ways", "7", "--out", "kept.jsonl", "--apart-from", "items.jsonl"
    )
    assert done.status == 0
    assert "near an eval item" in done.err
    kept = {normal(p["request"]) for p in pairs_of((world.work / "kept.jsonl").read_bytes())}
    assert not kept & {normal(text) for text in taken[:4]}


def test_no_eval_request_passes_the_guard_of_the_evals_however_it_is_dressed():
    evals = held_back()
    texts = list(eval_requests())
    assert len(texts) > 500
    for text in texts:
        assert evals.near(text), text
        assert evals.near(text.upper().replace(",", " ")), text


def test_near_duplicates_are_found_and_others_are_not():
    seen = Nearness(NEAR)
    seen.add("Please cut talk.mp4 to the first 10 seconds and save it as out.mp4, thanks")
    assert seen.near("please cut clip.mp4 to the first 10 seconds, and save it as short.mp4 thanks!")
    assert not seen.near("Please cut talk.mp4 to the last 30 seconds and call it end.mp4")
    evals = Nearness(LEAK, values=False)
    evals.add("Cut talk.mp4 to the first 10 seconds")
    assert evals.near("cut holiday.mp4 to the first 25 seconds")
    assert not evals.near("make holiday.mp4 black and white")


def test_the_search_for_near_texts_misses_none():
    rng = random.Random(4)
    texts = [
        " ".join(rng.choice("cut clip.mp4 to first ten seconds and save it loud flip".split()) for _ in range(6))
        for _ in range(120)
    ]
    for bar in (0.5, 0.7, 0.85):
        seen = Nearness(bar)
        plain = []
        from ffai_evals.data.apart import shingles

        for text in texts:
            mine = shingles(normal(text))
            expected = any(len(mine & other) >= bar * len(mine | other) for other in plain)
            assert bool(seen.near(text)) == expected
            seen.add(text)
            plain.append(mine)


def test_every_part_can_be_said_in_all_its_ways():
    for number, weighted in enumerate(PARTS):
        for k in range(6):
            part = weighted.make(random.Random(f"{number}/{k}"))
            for text in (*part.do, *part.short, *part.gripes):
                said = render(text, random.Random(k), {"f": "clip.mp4"})
                assert not set(said) & set("{}[]|"), said
                assert not text or said
            assert all("{f}" in text for text in part.do if text), part.do


def test_a_request_names_every_file_and_the_result():
    for n in range(300):
        rng = random.Random(n)
        plan = sample(rng)
        for style, text in phrasings(plan, rng, 6):
            for name in (*(() if plan.unnamed else plan.media), *([plan.output] if plan.output else [])):
                assert name in text, (style, text)
            assert "  " not in text
            assert ".." not in text.replace("...", "")


def test_a_slip_leaves_names_and_numbers_alone():
    text = "please make the first 10 seconds of second.mp4 quieter by 6 dB"
    for n in range(40):
        words = slip(text, random.Random(n)).split(" ")
        assert {"10", "second.mp4", "6", "dB", "quieter"} <= set(words)


@pytest.mark.parametrize("seconds", [0.5, 1, 2.5, 60, 75, 90.25, 3599])
def test_times_are_said_as_what_they_are(seconds):
    for n in range(30):
        said = moment(seconds, random.Random(n))
        bare = re.sub(r"(\d+)(?:m| min ?)(?=\d|$)", r"\1:", said).replace(" second", "").rstrip("s ")
        parts = [p or "0" for p in bare.split(":")]
        assert sum(float(p) * 60**k for k, p in enumerate(reversed(parts))) == seconds, said
        assert duration(seconds, random.Random(n))


def test_filters_of_a_graph_are_found():
    graph = "[0:v:0]scale=-2:72,drawtext=text='a,b=c'[v0];[v0][1:v]overlay=x=1[out];[0:a]aecho=0.8:0.88"
    assert filters_in(graph) == {"scale", "drawtext", "overlay", "aecho"}


def test_many_parts_of_ffmpeg_can_be_reached():
    ffmpeg = subprocess.run(["ffmpeg", "-hide_banner", "-filters"], capture_output=True, text=True, check=True).stdout
    known = {line.split()[1] for line in ffmpeg.splitlines() if len(line.split()) > 2 and "->" in line}
    named = set()
    for weighted in PARTS:
        for edit in weighted.make(random.Random(0)).edits:
            named |= filters_in(getattr(edit, "text", "")) if type(edit).__name__.endswith("Filter") else set()
    assert len(named & known) > 120
