"""Pictures at the prompt: what the terminal is sent is decoded again, as a terminal would."""

import re
import shutil
import subprocess
import sys
from base64 import b64decode

import pexpect
import pytest
from cli.world import World

pytestmark = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg")


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    """Its left half is red."""
    path = tmp_path_factory.mktemp("picture") / "photo.png"
    source = ["-f", "lavfi", "-i", "color=blue:size=320x160,drawbox=w=160:c=red:t=fill", "-frames:v", "1"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *source, path], check=True)
    return path


@pytest.fixture
def prompt(tmp_path, picture):
    """Starts the prompt on a terminal of 80 by 24 that the test itself plays."""
    world = World(tmp_path)
    shutil.copy(picture, world.work / "photo.png")
    (world.work / "notes.mp3").write_bytes(b"no sound at all")
    started = []

    def start(**variables):
        environment = {k: v for k, v in world.variables.items() if k not in ("TMUX", "STY", "PYTHONDONTWRITEBYTECODE")}
        child = pexpect.spawn(
            sys.executable,
            ["-m", "ffai"],
            cwd=str(world.work),
            env={**environment, "INPUTRC": "/dev/null", **variables},
            encoding="latin-1",
            timeout=60,
            dimensions=(24, 80),
        )
        started.append(child)
        child.expect("ffai>")
        return child

    yield start
    for child in started:
        child.close(force=True)


def size_of(png):
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def test_by_kittys_protocol(prompt):
    child = prompt(TERM="xterm-kitty")
    child.send("/show photo.png\r")
    child.expect("(\x1b_G.*m=0;[^\x1b]*\x1b\\\\)")
    parts = re.findall("\x1b_G([^;]*);([^\x1b]*)\x1b\\\\", child.match.group(1))
    assert "a=T" in parts[0][0]
    assert "c=40,r=10" in parts[0][0], "twice as wide as high, and a cell is twice as high as wide"
    assert all(len(data) <= 4096 for _, data in parts)
    assert size_of(b64decode("".join(data for _, data in parts))) == (320, 160)


def test_by_iterms_protocol_a_result_by_itself(prompt):
    child = prompt(TERM_PROGRAM="iTerm.app")
    child.send("convert photo.png to jpg\r")
    child.expect("Run")
    child.expect("no")
    child.send("y")
    child.expect("done")
    child.expect("\x1b]1337;File=inline=1;size=([0-9]+);width=40;height=10;preserveAspectRatio=1:([A-Za-z0-9+/=]+)\x07")
    data = b64decode(child.match.group(2))
    assert len(data) == int(child.match.group(1))
    assert size_of(data) == (320, 160)


def test_sixels_where_the_terminal_says_that_it_has_them(prompt):
    pytest.importorskip("textual_image")
    child = prompt(TERM="xterm-256color")
    child.send("/show photo.png\r")
    child.expect_exact("\x1b[c")
    child.send("\x1b[?62;4;22c")
    child.expect("\x1bP[0-9;]*q(.*?)\x1b\\\\")
    assert "#" in child.match.group(1)
    child.expect("ffai>")
    child.send("/show notes.mp3\r")
    child.expect("no picture")


@pytest.mark.parametrize("answer", ["\x1b[?62;22c", ""], ids=["without", "silent"])
def test_a_note_where_it_cannot(prompt, answer):
    child = prompt(TERM="xterm-256color")
    child.send("/show photo.png\r")
    child.expect_exact("\x1b[c")
    child.send(answer)
    child.expect("draws no pictures")
    child.expect("/play opens it")
    child.expect("ffai>")


def test_behind_tmux_neither_of_the_two_is_sent(prompt):
    child = prompt(TERM="screen-256color", KITTY_WINDOW_ID="1", TMUX="/tmp/x,1,0")
    child.send("/show photo.png\r")
    child.expect_exact("\x1b[c")
    child.send("\x1b[?1;2c")
    child.expect("draws no pictures")
