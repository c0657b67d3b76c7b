"""Real keys on a real pseudo-terminal."""

import os
import re
import shutil
import time

import pexpect
import pytest
from cli.world import World


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A clip that takes a moment to encode, and one that takes none."""
    import subprocess

    folder = tmp_path_factory.mktemp("made")
    base = ["ffmpeg", "-loglevel", "error", "-nostdin", "-y"]
    encode = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    for name, size, seconds in (("short.mp4", "160x120", 1), ("long.mp4", "1280x720", 60)):
        picture = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=30:duration={seconds}"]
        sound = ["-f", "lavfi", "-i", f"sine=duration={seconds}"]
        subprocess.run([*base, *picture, *sound, *encode, folder / name], check=True)
    return folder


@pytest.fixture
def terminal(world, made):
    """Starts ffai on a terminal in a folder with talk.mp4 alone."""
    started = []

    def start(*arguments, clip="short.mp4", size=(40, 100), **variables):
        if not (world.work / "talk.mp4").exists():
            shutil.copy(made / clip, world.work / "talk.mp4")
        command = world.command(*arguments)
        child = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(world.work),
            env={**world.variables, **variables},
            dimensions=size,
            encoding="utf-8",
            timeout=120,  # a loaded machine; what fails waits, what works does not
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def ended(child):
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus


def made_files(world):
    return sorted(name for name in os.listdir(world.work) if name != "talk.mp4")


CONVERT = "convert talk.mp4 to talk.mkv"


@pytest.mark.parametrize("key", ["\r", "y"])
def test_enter_or_y_runs_what_loses_nothing(world, terminal, key):
    child = terminal(CONVERT)
    child.expect("Run\\?")
    child.send(key)
    child.expect("done")
    assert ended(child) == 0
    assert made_files(world) == ["talk.mkv"]
    assert [line["event"] for line in world.records()] == ["request", "decision", "outcome"]


@pytest.mark.parametrize(
    ("key", "status"), [("n", 5), ("q", 5), ("\x1b", 5), ("\x04", 5), ("\x03", 130)], ids=["n", "q", "esc", "ctrl-d", "ctrl-c"]
)
def test_every_way_to_say_no(world, terminal, key, status):
    child = terminal(CONVERT)
    child.expect("Run\\?")
    child.send(key)
    child.expect("nothing was run")
    assert ended(child) == status
    assert made_files(world) == []


def test_keys_typed_before_the_preview_stood_are_thrown_away(world, terminal):
    child = terminal(CONVERT)
    for _ in range(20):
        child.send("y\r")
        time.sleep(0.02)
    child.expect("Run\\?")
    with pytest.raises(pexpect.TIMEOUT):
        child.expect("done", timeout=1)
    child.send("n")
    assert ended(child) == 5
    assert made_files(world) == []


def test_arrow_keys_and_other_letters_do_nothing(world, terminal):
    child = terminal(CONVERT)
    child.expect("Run\\?")
    for keys in ("\x1b[A", "\x1b[B", "\x1bOP", "x", "é", "5"):
        child.send(keys)
        time.sleep(0.1)
    child.send("n")
    assert ended(child) == 5
    assert made_files(world) == []


def test_an_existing_output_can_be_kept_beside_the_new_one(world, terminal):
    (world.work / "talk.mkv").write_text("precious")
    child = terminal(CONVERT)
    child.expect("exists|EXISTS")
    child.expect("keep both")
    child.send("\r")  # Enter is no answer to this
    child.send("k")
    child.expect("talk-2.mkv")
    child.expect("Run\\?")
    child.send("y")
    child.expect("done")
    assert ended(child) == 0
    assert made_files(world) == ["talk-2.mkv", "talk.mkv"]
    assert (world.work / "talk.mkv").read_text() == "precious"


def test_replacing_wants_the_name_typed(world, terminal):
    (world.work / "talk.mkv").write_text("precious")
    child = terminal(CONVERT)
    child.expect("replace")
    child.send("o")
    child.expect("type talk.mkv")
    child.send("yes\r")
    child.expect("nothing was run")
    assert ended(child) == 5
    assert (world.work / "talk.mkv").read_text() == "precious"


def test_a_replaced_file_can_be_taken_back(world, terminal):
    (world.work / "talk.mkv").write_text("precious")
    child = terminal(CONVERT)
    child.expect("replace")
    child.send("o")
    child.expect("type talk.mkv")
    child.send("talk.mkv\r")
    child.expect("done")
    assert ended(child) == 0
    assert (world.work / "talk.mkv").read_bytes() != b"precious"
    assert world.run("undo").status == 0
    assert (world.work / "talk.mkv").read_text() == "precious"


def test_an_edited_command_goes_the_whole_way_again(world, terminal):
    child = terminal(CONVERT)
    child.expect("Run\\?")
    child.send("e")
    child.expect("talk.mkv")
    child.send("\x7f" * len("talk.mkv") + "other.mkv\r")
    child.expect("out +.*other.mkv")
    child.expect("Run\\?")
    child.send("y")
    child.expect("done")
    assert ended(child) == 0
    assert made_files(world) == ["other.mkv"]


def test_an_edit_that_is_dangerous_is_refused(world, terminal):
    child = terminal(CONVERT)
    child.expect("Run\\?")
    child.send("e")
    child.expect("talk.mkv")
    child.send(" && rm -rf talk.mp4\r")
    child.expect("✗ no")
    child.expect("What now\\?")
    child.send("y\r")
    child.send("n")
    assert ended(child) == 4
    assert (world.work / "talk.mp4").exists()
    assert made_files(world) == []


def test_refining_in_words(world, terminal):
    child = terminal("cut the first half second of talk.mp4")
    child.expect("Run\\?")
    child.send("r")
    child.expect("different\\?")
    child.send("mute it\r")
    child.expect("-an")
    child.expect("Run\\?")
    child.send("n")
    assert ended(child) == 5


def test_more_is_explained_and_the_question_stays(world, terminal):
    child = terminal(CONVERT)
    child.expect("Run\\?")
    child.send("?")
    child.expect("Touches")
    child.expect("read.*talk.mp4")
    child.expect("Run\\?")
    child.send("n")
    assert ended(child) == 5


def test_copying_reaches_the_terminals_clipboard(world, terminal):
    child = terminal(CONVERT)
    child.expect("Run\\?")
    child.send("c")
    child.expect("\x1b\\]52;c;([A-Za-z0-9+/=]+)\x07")
    from base64 import b64decode

    assert b64decode(child.match.group(1)).decode().startswith("ffmpeg ")
    child.expect("Run\\?")
    child.send("n")
    ended(child)


def test_ctrl_c_while_it_runs_leaves_nothing_behind(world, terminal):
    child = terminal("convert talk.mp4 to talk.webm", clip="long.mp4")
    child.expect("Run\\?")
    child.send("y")
    child.expect("%", timeout=30)
    time.sleep(0.5)
    child.sendintr()
    assert ended(child) == 130
    assert made_files(world) == []
    assert world.records()[-1]["status"] == "interrupted"


def test_progress_is_drawn_and_survives_a_resize(world, terminal):
    child = terminal("scale talk.mp4 to 640x360 as small.mp4", clip="long.mp4")
    child.expect("Run\\?")
    child.send("y")
    child.expect("%")
    child.setwinsize(24, 30)
    child.expect("left|%")
    child.expect("done")
    assert ended(child) == 0
    assert made_files(world) == ["small.mp4"]


def test_no_colour_where_none_is_wanted(world, terminal):
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        child = terminal(CONVERT, **variables)
        child.expect("Run\\?")
        assert "\x1b[" not in child.before
        child.send("n")
        ended(child)


@pytest.mark.parametrize("columns", [20, 40, 60, 200])
def test_the_preview_fits_the_terminal(world, terminal, columns):
    child = terminal("shrink this video for web", size=(60, columns))
    child.expect("What now\\?|Run\\?")
    lines = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line) for line in child.before.split("\r\n")]
    too_long = [line for line in lines if len(line) > columns and " " in line.strip(" \\")]
    # a single word may be longer than a terminal of 20 columns
    assert not [line for line in too_long if columns >= 60], too_long
    child.send("n")
    ended(child)


def test_a_hostile_name_is_shown_and_not_obeyed(world, made, terminal):
    name = "a\x1b[2J\x1b]0;owned\x07\nb.mp4"
    shutil.copy(made / "short.mp4", world.work / name)
    os.replace(world.work / name, world.work / name)
    child = terminal("convert to mkv", name)
    index = child.expect(["Run\\?", "What now\\?", pexpect.EOF])
    shown = child.before
    assert "\x1b[2J" not in shown
    assert "\x1b]0;" not in shown
    assert "\\x1b" in shown
    if index != 2:
        child.send("n")
        ended(child)


def test_a_question_offers_what_is_here_and_can_be_given_up(world, made, terminal):
    for name in ("one.mp4", "two.mp4"):
        shutil.copy(made / "short.mp4", world.work / name)
    child = terminal("put a picture over this video")
    child.expect("Which file")
    child.expect("(one|two)\\.mp4")
    child.send("\x1b")
    child.expect("nothing was run")
    assert ended(child) in (3, 5)
