"""What follow-ups do to the plan on the table: without a terminal, on a real file."""

import os
import shutil
import subprocess

import pytest
from ffai_shell import turns
from ffai_shell.amend import amended
from ffai_shell.repl import Repl

from ffai.commands.wish import Wish
from ffai.documents import commands_of
from ffai.environment import process_environment
from ffai.errors import FfaiError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("followups")
    source = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=10:duration=8", "-f", "lavfi", "-i", "sine=duration=8"]
    encode = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *source, *encode, made / "talk.mp4"], check=True)
    picture = ["-f", "lavfi", "-i", "color=red:size=64x64", "-frames:v", "1"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *picture, made / "logo.png"], check=True)
    shutil.copy(made / "talk.mp4", made / "b.mp4")
    shutil.copy(made / "talk.mp4", made / "c d.mp4")
    return made


@pytest.fixture
def say(folder, tmp_path, monkeypatch):
    """Says one line after the other at a prompt; answers the commands on the table."""
    monkeypatch.chdir(folder)
    for name in ("STATE", "CONFIG"):
        monkeypatch.setenv(f"FFAI_{name}_DIR", str(tmp_path / name))
    prompt = Repl(Wish(), process_environment())

    def said(*lines):
        for line in lines:
            prompt.desk, prompt.plan, prompt.turns = prompt._planned(line)
        assert prompt.plan.proposal.words_unused == (), lines
        return "\n".join(commands_of(prompt.plan))

    said.prompt = prompt
    return said


@pytest.mark.parametrize(
    ("lines", "has", "lacks"),
    [
        (("shrink talk.mp4 for web", "smaller"), "-crf 30", ""),
        (("shrink talk.mp4 for web", "no audio"), "-an", "aac"),
        (("shrink talk.mp4 for web", "smaller, and 480p"), "scale=-2:480 -c:v libx264 -crf 30", ""),
        (("shrink talk.mp4 for web", "no audio but black and white"), "-an", "aac"),
        (("shrink talk.mp4 for web", "without audio", "keep the audio"), "-c:a", "-an"),
        (("shrink talk.mp4 for web", "actually make it 720p", "and faster"), "setpts=PTS/1.5", ""),
        (("shrink talk.mp4 for web", "faster", "even faster"), "setpts=PTS/2.25", "PTS/1.5"),
        (("shrink talk.mp4 for web", "480p", "no, 360p"), "scale=-2:360", "480"),
        (("shrink talk.mp4 for web", "as a gif instead"), "talk.gif", "libx264"),
        (("shrink talk.mp4 for web", "smaller", "no audio", "the first one"), "-crf 26", "-an"),
        (("convert talk.mp4 to mkv", "actually to webm"), "talk.webm", "talk.mkv"),
        (("convert talk.mp4 to mkv", "webm", "no, mov"), "talk.mov", "webm"),
        (("cut talk.mp4 from 0:02 to 0:05", "make that 0:06"), "-ss 2 -t 4", ""),
        (("cut talk.mp4 from 0:02 to 0:05", "from 1 to 7 instead"), "-ss 1 -t 6", ""),
        (("convert talk.mp4 to mkv", "only the first 5 seconds", "from 2 to 6"), "-ss 2 -t 4", "-t 5"),
        (("cut talk.mp4 from 0:02 to 0:05", "and rotate it left", "the other way"), "transpose=1", "transpose=2"),
        (("cut talk.mp4 from 0:02 to 0:05", "and rotate it left", "without the rotation"), "-t 3", "transpose"),
        (("extract the audio of talk.mp4", "as wav", "louder", "even louder"), "volume=12dB", "volume=6dB"),
        (("extract the audio of talk.mp4", "louder", "quieter"), "-vn", "volume"),
        (("make a gif of the first 3 seconds of talk.mp4", "smaller"), "scale=336:", "480"),
        (("compress talk.mp4 to under 5 MB", "smaller"), "talk-small.mp4", "3709k"),
        (("speed up talk.mp4 2x", "4x"), "setpts=PTS/4", "PTS/2"),
        (("speed up talk.mp4 4x", "slower"), "setpts=PTS/2.67", "PTS/4"),
        (("put logo.png over talk.mp4", "in the top right corner", "bottom left instead"), "overlay=10:H-h-10", "W-w"),
        (("shrink talk.mp4 for web", "now b.mp4"), "b-web.mp4", "talk"),
        (("shrink talk.mp4 for web", "same for the others"), "'c d-web.mp4'", "talk"),
        (("shrink talk.mp4 for web", "both"), "talk-web.mp4", ""),
        (("shrink talk.mp4 for web", "convert b.mp4 to mkv"), "b.mkv", "crf"),
    ],
    ids=lambda value: " · ".join(value) if isinstance(value, tuple) else None,
)
def test_a_follow_up_changes_the_plan_on_the_table(say, lines, has, lacks):
    commands = say(*lines)
    assert has in commands
    assert not lacks or lacks not in commands


def test_which_other_one_is_asked_when_there_are_several(say):
    say("shrink talk.mp4 for web")
    with pytest.raises(FfaiError, match=r"which one\? b.mp4, c d.mp4"):
        say("the other one")


def test_twelve_turns_are_kept_the_first_among_them():
    said = ["first"]
    for number in range(20):
        said = turns.joined(said, f"change {number}", None)
    assert len(said) == 12
    assert said[0] == "first"
    assert said[-1] == "change 19"


@pytest.mark.parametrize(
    "line", ["add a title", "rotate it 90 degrees", "trim the end", "no subtitles", "webm of it", "", "instead"]
)
def test_what_changes_nothing_said_before_stands_beside_it(line):
    assert amended(["shrink talk.mp4"], line, None)[0] == "shrink talk.mp4"


def test_a_name_with_a_value_in_it_is_left_alone(say, folder):
    """A file's name may look like a value: 720p.mp4 does not become 480p.mp4 unless that is what was said."""
    shutil.copy(folder / "talk.mp4", folder / "clip 720p.mp4")
    try:
        commands = say('shrink "clip 720p.mp4" for web', "480p")
        assert "'clip 720p.mp4'" in commands
        assert "scale=-2:480" in commands
    finally:
        os.unlink(folder / "clip 720p.mp4")
