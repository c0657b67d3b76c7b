"""A request that is a command already goes the same road as one that was made here."""

import os

import pytest


def test_a_safe_command_is_shown_and_run(world, clip):
    done = world.run("--yes", "ffmpeg -i talk.mp4 -c copy new.mkv")
    assert done.status == 0
    assert "copied as it is" in done.err
    assert sorted(os.listdir(world.work)) == ["new.mkv", "talk.mp4"]
    assert world.records()[0]["translator"] == "given"


@pytest.mark.parametrize(
    "command",
    ["ffmpeg -i talk.mp4 -y talk.mp4", "ffmpeg -i talk.mp4 out.mkv; rm talk.mp4", "ffmpeg -i talk.mp4 $(touch owned).mkv"],
)
def test_a_dangerous_one_is_refused(world, clip, command):
    before = clip.read_bytes()
    assert world.run("--yes", command).status == 4
    assert os.listdir(world.work) == ["talk.mp4"]
    assert clip.read_bytes() == before


@pytest.mark.parametrize("request_", ["ffmpeg: convert talk.mp4 to mkv", "with ffmpeg convert talk.mp4 to mkv"])
def test_words_about_ffmpeg_are_no_command(world, clip, request_):
    done = world.run("--print", request_)
    assert done.out == "ffmpeg -i talk.mp4 -c:v copy -c:a copy talk.mkv\n"


def test_what_the_first_of_two_passes_notes_is_neither_a_file_read_nor_one_written(world, clip):
    shown = world.run("-n", "compress talk.mp4 to under 30 kB").out
    assert "-pass 2" in shown
    assert "ffmpeg2pass" not in shown
    assert "reads 1 file, writes 1 new file" in shown
