"""What the guard says of commands, by a table; files named `here.*` exist."""

import subprocess

import pytest
from ffai_guards import guard, read_argv, rewrite, table_rows
from ffai_guards.argv import read_step
from hypothesis import given, settings
from hypothesis import strategies as st

from guards.corpus import LINES, WORLD, furnish, world


@pytest.fixture
def folder(tmp_path):
    furnish(tmp_path, WORLD)
    return tmp_path


@pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
def test_the_corpus(tmp_path, line):
    report = guard(line["cmd"], str(world(tmp_path, line)))
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
