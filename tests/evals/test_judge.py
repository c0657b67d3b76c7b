"""The execution judge: what right, wrong and hostile answers get, on real media with the real ffmpeg."""

import json
import os
import re
import signal
import subprocess
import time

import pytest
from cli.world import World

LINE = {"id": "1", "request": "cut film.mp4 from 1 to 3 s", "media": {"film.mp4": "160x90@10 dur=4"}}
CUT = {"out": {"duration": [1.8, 2.2], "size": [160, 90], "like": {"args": "-ss 1 -t 2"}}}


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def judged(world, answer, expect=CUT, **more):
    line = {**LINE, "answer": answer, "expect": expect, **more}
    done = world.run("eval", "judge", "--jsonl", text=json.dumps(line) + "\n")
    assert done.status == 0, done.err
    return json.loads(done.out)


@pytest.mark.parametrize(
    "answer",
    [
        "ffmpeg -ss 1 -t 2 -i film.mp4 -c:v libx264 out.mp4",
        "Sure! Here it is:\n\n```bash\nffmpeg -ss 1 -i film.mp4 -t 2 \\\n  -c:v libx264 out.mp4\n```\nEnjoy.",
        '{"command": "ffmpeg -ss 1 -t 2 -i film.mp4 -c:v libx264 out.mp4"}',
        "Use `ffmpeg -ss 1 -t 2 -i film.mp4 -c:v libx264 out.mp4` for that.",
        "ffmpeg -ss 1 -t 2 -i input.mp4 -c:v libx264 out.mp4",
    ],
    ids=["plain", "prose", "json", "inline", "another name"],
)
def test_a_right_answer_passes_in_whatever_form(world, answer):
    found = judged(world, answer, media={"film.mp4": "160x90@10 dur=4"})
    assert (found["pass"], found["class"]) == (True, "right"), found


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("ffmpeg -ss 2 -t 2 -i film.mp4 -c:v libx264 out.mp4", "wrong_output"),
        ("ffmpeg -ss 1 -t 2 -i film.mp4 -c:v libx264 -preset snail out.mp4", "ffmpeg_error"),
        ("rm -rf film.mp4", "unsafe"),
        ("ffmpeg -i film.mp4 -y film.mp4", "unsafe"),
        ("I am sorry, I cannot do that.", "declined"),
        ("", "declined"),
    ],
    ids=["another part", "no such preset", "removes", "onto itself", "refusal", "nothing"],
)
def test_what_is_wrong_is_told_by_its_class(world, answer, kind):
    found = judged(world, answer)
    assert (found["pass"], found["class"]) == (False, kind), found
    assert found["evidence"]


def test_an_answer_reaches_no_file_outside_of_its_folder(world, tmp_path):
    outside = tmp_path / "outside.mp4"
    judged(world, f"ffmpeg -i film.mp4 -c copy {outside}")
    assert not outside.exists()


def test_a_refusal_is_right_where_it_was_expected(world):
    assert judged(world, "I will not delete files.", {"declined": True})["pass"]


def test_evidence_names_what_was_wanted_and_what_came(world):
    found = judged(world, "ffmpeg -i film.mp4 -vf scale=80:-2 out.mp4", {"out": {"size": [160, 90]}})
    assert "wanted [160, 90]" in found["evidence"]
    assert "80x46" in found["evidence"] or "80x44" in found["evidence"]
    assert found["scores"]["out.mp4 size"] == 0.0


def test_a_line_that_is_no_item_gets_a_word_and_the_next_one_is_judged(world):
    lines = [json.dumps({"id": "x"}), json.dumps({**LINE, "answer": "ffmpeg -ss 1 -t 2 -i film.mp4 out.mp4", "expect": CUT})]
    done = world.run("eval", "judge", "--jsonl", text="\n".join(lines) + "\n")
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert "request" in json.dumps(first)
    assert second["pass"]


def test_the_correctness_eval_prints_its_table_and_keeps_its_threshold(world):
    done = world.run("eval", "run", "correctness", "--only", "question", "--fail-under", "0.9")
    assert done.status == 0, done.err + done.out
    assert re.search(r"^question +(\d+)/\1 ", done.out, re.MULTILINE)  # a family alone is the whole, under its name
    assert not re.search(r"^all ", done.out, re.MULTILINE)
    assert "95 % interval" in done.out
    wrong = world.work / "wrong.jsonl"
    wrong.write_text(
        json.dumps(
            {
                "id": "a",
                "request": "mute film.mp4",
                "media": {"film.mp4": "160x90@10 dur=1"},
                "expect": {"out": {"vcodec": "vp9"}},
            }
        )
    )
    done = world.run("eval", "run", str(wrong), "--fail-under", "1")
    assert done.status == 1
    assert "vp9" in done.out


def test_an_eval_that_is_not_there_is_named(world):
    done = world.run("eval", "run", "nosuch")
    assert done.status == 2
    assert "nosuch" in done.err


def test_showing_an_item_tells_every_requirement(world):
    done = world.run("eval", "show", "streams-13")
    assert done.status == 0, done.out
    assert "✓" in done.out
    assert "$ ffmpeg" in done.out


@pytest.mark.parametrize("where", ["{outside}/new", "../new"], ids=["absolute", "upwards"])
def test_what_is_done_by_hand_stays_in_the_folder_too(world, tmp_path, where):
    name = where.format(outside=tmp_path)
    found = judged(world, f"mkdir -p {name} && ffmpeg -ss 1 -t 2 -i film.mp4 out.mp4")
    assert (found["pass"], found["class"]) == (False, "unsafe"), found
    assert not list(tmp_path.glob("**/new"))


def test_media_are_made_in_the_folder_only(world, tmp_path):
    target = tmp_path / "f.mp4"
    items = [{"id": "a", "request": "mute f.mp4", "media": {str(target): "dur=1"}, "expect": {"out": {}}}]
    done = world.run("eval", "run", _file(world, items))
    assert "leads out of the folder" in done.out + done.err
    assert not target.exists()


def _file(world, items):
    path = world.work / "items.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in items))
    return str(path)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"media": {"f.mp4": "dur=x"}}, "dur=x"),
        ({"media": ["f.mp4"]}, "media"),
        ({"media": {"f.mp4": "dur=1"}, "expect": {"out": {"duration": "x"}}}, "cannot be measured"),
        ({"media": {"f.mp4": "dur=1"}, "expect": {"nonsense": 1}}, "expect"),
        ({"media": {"f.mp4": "dur=1"}, "expect": {"out": {"nonsense": 1}}}, "no such requirem"),  # cut to the width of the screen
    ],
    ids=["words", "list", "value", "kind", "requirement"],
)
def test_an_item_that_makes_no_sense_is_told_and_is_no_fault_of_ffai(world, more, word):
    done = world.run("eval", "run", _file(world, [{"id": "a", "request": "mute f.mp4", "expect": {"out": {}}, **more}]))
    assert word in done.out + done.err
    assert "fault in ffai" not in done.err


def test_two_wishes_are_not_met_by_one_file(world):
    two = {"outs": [{"size": [80, 44]}, {"size": [80, 44]}]}
    wrong = "ffmpeg -i film.mp4 -vf scale=80:44 a.mp4 && ffmpeg -i film.mp4 -c copy b.mp4"
    right = "ffmpeg -i film.mp4 -vf scale=80:44 a.mp4 && ffmpeg -i film.mp4 -vf scale=80:44 b.mp4"
    assert judged(world, wrong, two)["class"] == "wrong_output"
    assert judged(world, right, two)["class"] == "right"


def test_an_answer_that_only_had_to_print_makes_no_file(world):
    expect = {"printed": "error|invalid|corrupt"}
    media = {"film.mp4": "160x90@10 dur=2 damaged"}
    assert judged(world, "ffmpeg -v error -i film.mp4 -f null -", expect, media=media)["pass"]
    assert not judged(world, "ffmpeg -v error -i film.mp4 -c copy b.mp4", expect, media=media)["pass"]


def test_prose_that_begins_like_a_loop_is_no_command(world):
    answer = "That is easy,\nfor example with this:\nffmpeg -ss 1 -t 2 -i film.mp4 -c:v libx264 out.mp4\n"
    assert judged(world, answer)["class"] == "right"


def test_an_option_that_only_looks_like_one_of_ours_keeps_its_value(world):
    found = judged(
        world,
        "ffmpeg -ss 1 -t 2 -i film.mp4 -metadata title=-n -metadata comment=-y out.mp4",
        {"out": {"tags": {"title": "^-n$"}}},
    )
    assert found["pass"], found


def test_an_answer_that_hangs_is_ended(world):
    line = {**LINE, "answer": "ffmpeg -re -stream_loop -1 -i film.mp4 out.mp4", "expect": CUT, "seconds": 2}
    done = world.run("eval", "judge", "--jsonl", text=json.dumps(line) + "\n")
    assert json.loads(done.out)["class"] == "timeout"


def test_interrupting_a_run_shows_what_was_done(world):
    running = subprocess.Popen(
        world.command("eval", "run", "correctness"),
        cwd=world.work,
        env=world.variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(kept.stat().st_size for kept in world.state.glob("evals/*/*.jsonl")):
        time.sleep(0.1)  # the first sample is kept
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "stopped after" in err
    assert "Traceback" not in err
    assert re.search(r"^[a-z]+ +\d+/\d+", out, re.MULTILINE)


def test_media_of_other_words_are_other_media(world):
    """Sizes the other way round are not the same file in the cache."""
    wide = judged(world, "ffmpeg -i film.mp4 -c copy a.mp4", {"out": {"size": [96, 64]}}, media={"film.mp4": "96x64 dur=1"})
    tall = judged(world, "ffmpeg -i film.mp4 -c copy a.mp4", {"out": {"size": [64, 96]}}, media={"film.mp4": "64x96 dur=1"})
    assert wide["pass"], wide
    assert tall["pass"], tall
