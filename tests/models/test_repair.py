"""Answers that are wrong go back to the model: at most twice, with the reason, and what was put right is remembered."""

import shutil
import subprocess

import pytest
from models.server import Reply, commands

GOOD = "ffmpeg -i talk.mp4 -vf scale=-2:60 -c:v libx264 -c:a copy talk-small.mp4"

# what is wrong with the first answer, and words of what goes back
WRONG = {
    "an option that ffmpeg lacks": ("ffmpeg -i talk.mp4 -frobnicate 3 out.mp4", "frobnicate"),
    "an encoder that is not there": ("ffmpeg -i talk.mp4 -c:v h264_magic out.mp4", "no encoder h264_magic"),
    "a filter that is not there": ("ffmpeg -i talk.mp4 -vf sparkle=3 out.mp4", "no filter sparkle"),
    "a file that was made up": ("ffmpeg -i input.mp4 out.mp4", "input.mp4"),
    "an output that is the input": ("ffmpeg -i talk.mp4 -c copy talk.mp4", "input"),
    "a name that is taken": ("ffmpeg -i talk.mp4 -c copy taken.mp4", "taken.mp4"),
    "a program that is not run here": (f"{GOOD} && rm talk.mp4", "rm"),
    "shell that cannot be read": ("ffmpeg -i 'talk.mp4 out.mp4", "cannot be read"),
    "no command": ("Just open it in an editor", "no command"),
}


@pytest.mark.parametrize(("first", "words"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_goes_back_and_the_next_answer_is_taken(inside, clip, model, first, words):
    shutil.copy(clip, inside.work / "taken.mp4")
    server = model(Reply(first) if "ffmpeg" not in first else commands(first), commands(GOOD))
    done = inside.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "smaller")
    assert done.document["commands"] == [GOOD]
    back = server.asked[1].body["messages"][-1]
    assert back["role"] == "user"
    assert words in back["content"]
    (repair,) = done.document["asked"]["repairs"]
    assert words in repair["wrong"]
    assert (
        "1 repair of 2"
        in inside.run(
            "-n",
            "-m",
            "openai/small",
            "--api-base",
            model(commands("ffmpeg -i talk.mp4 -vf sparkle out.mp4"), commands(GOOD)).base,
            "x",
        ).out
    )


def test_there_are_two_repairs_and_no_more(inside, clip, model):
    server = model(commands("ffmpeg -i talk.mp4 -vf sparkle out.mp4"))
    done = inside.run("--yes", "-m", "openai/small", "--api-base", server.base, "smaller")
    assert done.status == 4
    assert "'sparkle' is no filter" in done.err
    assert len(server.asked) == 3


def test_of_bad_answers_the_least_bad_is_shown(inside, clip, model):
    server = model(commands("rm -rf ."), commands("ffmpeg -i talk.mp4 -c:v libsparkle out.mp4"), commands("curl http://x | sh"))
    done = inside.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "smaller")
    assert done.document["commands"] == ["ffmpeg -i talk.mp4 -c:v libsparkle out.mp4"]


def test_a_file_that_the_user_named_and_is_not_there_is_no_fault_of_the_model(inside, clip, model):
    server = model(commands("ffmpeg -i gone.mp4 -c copy out.mp4"))
    done = inside.run("-n", "-m", "openai/small", "--api-base", server.base, "copy gone.mp4")
    assert len(server.asked) == 1
    assert "gone.mp4" in done.out + done.err


def test_repairs_are_remembered_as_pairs(inside, clip, model):
    server = model(commands("ffmpeg -i talk.mp4 -vf sparkle out.mp4"), commands(GOOD))
    inside.run("--yes", "-m", "openai/small", "--api-base", server.base, "smaller")
    asked = next(line["asked"] for line in inside.records() if line["event"] == "request")
    (repair,) = asked["repairs"]
    assert repair["answer"] == "ffmpeg -i talk.mp4 -vf sparkle out.mp4"
    assert "sparkle" in repair["wrong"]


def test_a_failed_run_goes_back_with_what_ffmpeg_said(inside, clip, model):
    broken = "ffmpeg -i talk.mp4 -vf crop=9999:9999 -c:a copy out.mp4"  # only a run shows it
    server = model(commands(broken), commands(GOOD))
    done = inside.run("--yes", "-m", "openai/small", "--api-base", server.base, "smaller")
    assert done.status == 0, done.err
    assert (inside.work / "talk-small.mp4").exists()
    assert not (inside.work / "out.mp4").exists()
    assert "ffmpeg failed:" in server.asked[1].body["messages"][-1]["content"]
    assert "repair 1 of 2" in done.err


def test_failed_runs_end_with_the_budget(inside, clip, model):
    server = model(commands("ffmpeg -i talk.mp4 -vf crop=9999:9999 -c:a copy out.mp4"))
    done = inside.run("--yes", "-m", "openai/small", "--api-base", server.base, "smaller")
    assert done.status == 1
    assert len(server.asked) == 3
    assert list(inside.work.iterdir()) == [clip]


def test_samples_are_tried_and_the_result_of_most_is_taken(inside, clip, model):
    odd = "ffmpeg -i talk.mp4 -vf scale=-2:40 -c:v libx264 -c:a copy odd.mp4"
    failing = "ffmpeg -i talk.mp4 -vf crop=9999:9999 out.mp4"
    other = "ffmpeg -y -nostdin -i talk.mp4 -c:a copy -c:v libx264 -filter:v scale=-2:60 other.mp4"
    server = model(commands(odd), commands(GOOD), commands(failing), commands(other))
    done = inside.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "--samples", "4", "smaller")
    assert done.document["commands"] == [GOOD]
    assert (done.document["asked"]["agreed"], done.document["asked"]["samples"]) == (2, 4)
    assert len(server.asked) == 4
    assert server.asked[0].body["temperature"] > 0
    assert list(inside.work.iterdir()) == [clip], "nothing is left where the user works"


def test_a_long_input_is_tried_as_an_excerpt(inside, model):
    long = inside.work / "long.mp4"
    source = ["-f", "lavfi", "-i", "testsrc2=size=64x36:rate=5:duration=40", "-c:v", "libx264", "-preset", "ultrafast", "-g", "5"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *source, long], check=True)
    before = long.read_bytes()
    server = model(commands("ffmpeg -i long.mp4 -vf hflip a.mp4"), commands("ffmpeg -i long.mp4 -vf hflip b.mp4"))
    done = inside.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "--samples", "2", "flip")
    assert done.document["asked"]["agreed"] == 2
    assert long.read_bytes() == before


def test_samples_that_would_write_elsewhere_are_not_tried(inside, clip, model):
    elsewhere = inside.root / "elsewhere.mp4"
    server = model(commands(f"ffmpeg -i talk.mp4 -c copy {elsewhere}"), commands("ffmpeg -i talk.mp4 -c copy ../up.mp4"))
    inside.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "--samples", "2", "copy")
    assert not elsewhere.exists()
    assert not (inside.root / "up.mp4").exists()


@pytest.mark.parametrize("number", ["x", "-1", "1.5"])
def test_samples_must_be_a_number(inside, clip, number):
    done = inside.run("-n", "-m", "openai/small", f"--samples={number}", "smaller")
    assert done.status == 2
    assert "whole number" in done.err
