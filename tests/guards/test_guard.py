"""What the guard says of commands, by a table; files named `here.*` exist."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from ffai_guards import guard, read_argv, rewrite, table_rows
from ffai_guards.argv import read_step
from hypothesis import given, settings
from hypothesis import strategies as st

CORPUS = Path(__file__).parents[2] / "guards" / "corpus" / "commands.jsonl"
LINES = [json.loads(line) for line in CORPUS.read_text().splitlines()]


@pytest.fixture
def folder(tmp_path):
    for name in ("here.mp4", "here.mov", "out.mp4", "x001.png", "keep.dat"):
        (tmp_path / name).write_bytes(b"x" * 10)
    os.symlink("here.mp4", tmp_path / "link.mp4")
    os.link(tmp_path / "here.mp4", tmp_path / "hard.mp4")
    (tmp_path / "pipe").unlink(missing_ok=True)
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


@pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
def test_the_corpus(folder, line):
    report = guard(line["cmd"], str(folder))
    assert report.verdict.level == line["expect"], report.verdict.reasons
    if "code" in line:
        assert line["code"] in [reason.code for reason in report.verdict.reasons]


def test_a_file_that_an_earlier_step_makes_may_be_read_and_named_again(folder):
    steps = [
        ["ffmpeg", "-i", "here.mp4", "-vf", "palettegen", "pal.png"],
        ["ffmpeg", "-i", "here.mp4", "-i", "pal.png", "-lavfi", "paletteuse", "a.gif"],
    ]
    reading = read_argv(steps)
    from ffai_guards import check

    assert check(reading, str(folder)).verdict.level == "allow"


def test_names_inside_filters_are_found_and_renamed(folder):
    step, problems = read_step(("ffmpeg", "-i", "here.mp4", "-vf", "subtitles=filename=a\\\\\\'b.srt:si=1,scale=2:2", "o.mp4"))
    assert not problems
    from ffai_guards.touches import of_step

    touch = next(t for t in of_step(step, 0, str(folder)).touches if t.target == "a'b.srt")
    assert "/stage/x.srt:si=1,scale=2:2" in rewrite(step, {touch: "/stage/x.srt"})[4]


def test_every_flag_of_the_installed_ffmpeg_is_known_to_take_no_value():
    text = subprocess.run(["ffmpeg", "-hide_banner", "-h", "full"], capture_output=True, text=True, check=True).stdout
    for name in ("y", "n", "vn", "an", "sn", "shortest", "copyts", "report", "benchmark"):
        assert f"\n-{name} " in text
        step, problems = read_step(("ffmpeg", f"-{name}", "-i", "a.mp4", "b.mp4"))
        assert not problems
        assert step.command.inputs[0].url == "a.mp4"


def test_the_table_can_be_shown():
    assert ("filter vidstabdetect, option result", "write", "the file named by it") in table_rows()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text):
    assert guard(text, "/nonexistent").verdict.level in ("allow", "confirm", "deny")
