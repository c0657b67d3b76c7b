"""The REPL on a real terminal."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.world import World
from feature.screens import Screen

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("repl")
    make = ["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i"]
    encode = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    sound = ["-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac"]
    subprocess.run([*make, "testsrc2=size=160x120:rate=15:duration=1", *sound, *encode, folder / "short.mp4"], check=True)
    subprocess.run([*make, "testsrc2=size=1280x720:rate=30:duration=60", *encode, folder / "long.mp4"], check=True)
    return folder


@pytest.fixture
def world(tmp_path, clips):
    made = World(tmp_path)
    shutil.copy(clips / "short.mp4", made.work / "talk.mp4")
    return made


@pytest.fixture
def repl(world):
    started = []

    def start(*arguments, size=(100, 40), **variables):
        environment = {k: v for k, v in world.variables.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"SHELL": "/bin/sh", "INPUTRC": "/dev/null", **variables}
        screen = Screen(world.root, world.command(*arguments), environment, world.work, size)
        started.append(screen)
        screen.wait("ffai> *$" if variables.get("TERM") == "dumb" else "^ offline|· offline")
        return screen

    yield start
    for screen in started:
        screen.close()


def say(screen, line):
    screen.type(line)
    screen.keys("Enter")


def files(world):
    return sorted(os.listdir(world.work))


def asked(screen):
    """Waits until the last thing on the screen is the question."""
    screen.wait_until(lambda: "Run?" in screen.text.splitlines()[-1] or "What now?" in screen.text.splitlines()[-1])


def back(screen):
    """Waits until the prompt stands again: its toolbar is the last thing on the screen."""
    screen.wait_until(lambda: any("offline" in line for line in screen.text.splitlines()[-2:]))
    time.sleep(0.1)


def test_a_request_then_what_should_be_different(repl, world):
    s = repl()
    say(s, "shrink talk.mp4 for web")
    asked(s)
    s.keys("n")
    back(s)
    assert "Enter decides: ffmpeg -i talk.mp4" in s.text, "the plan on the table is visible"
    say(s, "no audio")
    asked(s)
    assert "-an" in s.text.split("no audio")[1]
    s.keys("n")
    back(s)
    say(s, "smaller")
    s.wait("-crf 30")
    asked(s)
    s.keys("n")
    back(s)
    say(s, "even smaller")
    s.wait("-crf 34")
    asked(s)
    assert "-an" in s.text.split("even smaller")[1]
    s.keys("y")
    s.wait("done  talk-web.mp4")
    back(s)
    assert files(world) == ["talk-web.mp4", "talk.mp4"]
    say(s, "undo that")
    s.wait("taken away")
    assert files(world) == ["talk.mp4"]
    assert [line["event"] for line in world.records()].count("outcome") == 1


def test_a_change_is_taken_back_and_what_changes_nothing_is_said(repl):
    s = repl()
    say(s, "convert talk.mp4 to mkv")
    asked(s)
    s.keys("n")
    back(s)
    say(s, "as webm instead")
    asked(s)
    assert "talk.webm" in s.text.split("instead")[1]
    s.keys("n")
    back(s)
    say(s, "as webm")
    s.wait("that changes nothing")
    say(s, "with sparkles")
    s.wait("what is on the table stays")
    say(s, "undo that")
    asked(s)
    assert "talk.mkv" in s.text.split("undo that")[1]
    s.keys("n")
    back(s)
    assert "Enter decides: ffmpeg -i talk.mp4 -c:v copy -c:a copy talk.mkv" in s.text


def test_the_same_for_the_others(repl, world):
    for name in ("two.mp4", "it is three.mp4"):
        shutil.copy(world.work / "talk.mp4", world.work / name)
    s = repl()
    say(s, "convert talk.mp4 to mkv")
    asked(s)
    s.keys("y")
    s.wait("done  talk.mkv")
    back(s)
    say(s, "same for the others")
    asked(s)
    s.keys("y")
    s.wait_until(lambda: {"two.mkv", "it is three.mkv"} <= set(files(world)))
    say(s, "same for the others")
    s.wait("there are no other files of that kind here|Run")


def test_something_new_is_no_follow_up(repl):
    s = repl()
    say(s, "shrink talk.mp4 for web without audio")
    asked(s)
    s.keys("n")
    back(s)
    say(s, "convert talk.mp4 to mkv")
    asked(s)
    assert "-c:a copy" in s.text.split("> convert")[1]


def test_a_question_about_a_file_is_answered(repl):
    s = repl()
    say(s, "how long is talk.mp4?")
    s.wait("talk.mp4 is .*1.00 s")


def test_typing_goes_on_while_a_run_is_under_way(repl, world, clips):
    shutil.copy(clips / "long.mp4", world.work / "long.mp4")
    s = repl()
    say(s, "convert long.mp4 to webm")
    asked(s)
    s.keys("y")
    s.wait("job 1 is running")
    s.wait("long.webm +[0-9]+ %")
    s.type("convert talk.mp4 to mkv")
    s.wait("ffai> convert talk.mp4 to mkv$")
    s.keys("Enter")
    asked(s)
    s.keys("y")
    s.wait("queued as job 2; 1 before it")
    say(s, "/jobs")
    s.wait("2  talk.mkv waiting")
    s.keys("C-c")  # clears the line; the run is not meant
    s.wait("long.webm +[0-9]+ %")
    s.keys("C-d")
    s.wait("2 jobs have not ended")
    s.keys("x")
    back(s)
    say(s, "/cancel 1")
    s.wait("stopped  long.webm")
    s.wait("done  talk.mkv")
    assert files(world) == ["long.mp4", "talk.mkv", "talk.mp4"]
    s.keys("C-d")
    s.wait_until(lambda: s.dead)
    assert [line["status"] for line in world.records() if line["event"] == "outcome"] == ["interrupted", "done"]


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL], ids=lambda n: n.name)
def test_runs_are_stopped_when_the_terminal_or_the_program_goes(repl, world, clips, number):
    shutil.copy(clips / "long.mp4", world.work / "long.mp4")
    s = repl()
    say(s, "convert long.mp4 to webm")
    asked(s)
    s.keys("y")
    s.wait("long.webm +[0-9]+ %")
    pid = int(s._tmux("display-message", "-p", "-t", "t", "#{pane_pid}"))
    os.kill(pid, number)
    s.wait_until(lambda: [line for line in world.records() if line["event"] == "outcome"])
    assert world.records()[-1]["status"] == "interrupted"
    s.wait_until(lambda: files(world) == ["long.mp4", "talk.mp4"])


def test_slash_commands(repl, world):
    s = repl()
    say(s, "/files")
    s.wait("talk.mp4  video, ")
    say(s, "/probe talk.mp4")
    s.wait("0  video · h264")
    say(s, "/hlep")
    s.wait("there is no /hlep")
    s.wait("did you mean /help")
    say(s, "/run")
    s.wait("nothing on the table")
    say(s, "convert talk.mp4 to mkv")
    asked(s)
    s.keys("n")
    back(s)
    say(s, "/save convert.sh")
    s.wait("written to convert.sh")
    assert "ffmpeg -i talk.mp4" in (world.work / "convert.sh").read_text()
    say(s, "/save convert.sh")
    s.wait("exists and is left as it is")
    say(s, "/explain ffmpeg -i a.mov -vf scale=-2:240 b.mp4")
    s.wait("resizes to 240 high")
    say(s, "!echo out''side")
    s.wait("outside of ffai's guard")
    s.wait("^outside$")
    say(s, "/help")
    s.wait("/cancel NUMBER")
    say(s, "/use nothing.mp4")
    s.wait("nothing.mp4 is not here")
    say(s, "/use talk.mp4")
    s.wait("talk.mp4 ffai>")
    say(s, "convert it to webm")
    asked(s)
    assert "talk.webm" in s.text
    s.keys("n")
    back(s)
    say(s, "/quit")
    s.wait_until(lambda: s.dead)


def test_models_and_profiles(repl, world):
    world.config.mkdir()
    (world.config / "config.toml").write_text('[profile.careful]\nmodel = "openai/test"\nprompt = "many-shot"\n')
    s = repl(OPENAI_API_KEY="x")
    say(s, "/profile")
    s.wait("careful  model openai/test · prompt many-shot")
    back(s)
    s.type("/profile c")
    s.keys("Tab")
    s.wait("> /profile careful")
    s.keys("Enter")
    s.wait("^ @careful ·")
    say(s, "/profile nope")
    s.wait("there is no profile 'nope'")
    say(s, "/model anthropic/claude")
    s.wait("there is no key for anthropic/claude")
    s.wait("^ @careful ·")
    say(s, "/model")
    s.wait("known here: offline, auto, @careful")
    say(s, "/model as set")
    s.wait("^ offline ·")
    back(s)
    s.type("/set outp")
    s.keys("Tab")
    s.wait("> /set output_dir")
    s.type(" made")
    s.keys("Enter")
    s.wait('output_dir = "made"|output_dir')
    s.wait_until(lambda: 'output_dir = "made"' in (world.config / "config.toml").read_text())
    assert "[profile.careful]" in (world.config / "config.toml").read_text()


def test_a_path_that_begins_with_a_slash_is_no_command(repl, world):
    s = repl()
    say(s, f"{world.work}/talk.mp4 to mkv")
    asked(s)
    assert "talk.mkv" in s.text


def test_history_is_kept_searched_and_suggested(repl):
    s = repl()
    say(s, "/files")
    s.wait("video, ")
    say(s, "/probe talk.mp4")
    s.wait("h264")
    s.keys("C-d")
    s.wait_until(lambda: s.dead)
    s.close()
    s = repl()
    s.keys("Up")
    s.wait("ffai> /probe talk.mp4")
    s.keys("C-c", "C-r")
    s.type("fil")
    s.wait("/files")
    s.keys("C-g", "C-c")
    s.type("/pro")
    s.wait("ffai> /probe talk.mp4")


def test_completion(repl, world):
    (world.work / "inner folder").mkdir()
    s = repl()
    s.type("/pla")
    s.keys("Tab")
    s.wait("ffai> /play")
    s.keys("C-u")
    s.type("convert tal")
    s.keys("Tab")
    s.wait("ffai> convert talk.mp4")
    s.keys("C-u")
    s.type("shrink inner")
    s.keys("Tab")
    s.wait('ffai> shrink "inner folder/"')
    s.keys("C-u")
    s.type("/model of")
    s.keys("Tab")
    s.wait("ffai> /model offline")


def test_several_lines_and_large_pastes(repl):
    s = repl()
    s.type("convert talk.mp4")
    s.keys("M-Enter")
    s.type("to mkv")
    s.wait("^ +to mkv$")
    s.keys("Enter")
    asked(s)
    s.keys("n")
    back(s)
    s.paste("convert talk.mp4\nto mkv " + "x" * 10_000)
    s.wait("x{90}")
    s.keys("Enter")
    asked(s)
    s.keys("n")
    back(s)


def test_enter_hammered_on_during_planning_runs_nothing(repl, world):
    s = repl()
    s.type("convert talk.mp4 to mkv")
    for _ in range(12):
        s.keys("Enter")
        s.type("y")
    time.sleep(1)
    assert files(world) == ["talk.mp4"]


def test_errors_are_told_and_the_prompt_goes_on(repl, world):
    s = repl()
    for line, told in (
        ("xyzzy", "meant by|not understood"),
        ("transmogrify talk.mp4 into xyzzy", "meant by .transmogrify"),
        ("convert nothere.mp4 to mkv", "What now"),
        ("delete talk.mp4", "ffai:|refus"),
    ):
        say(s, line)
        s.wait(told)
        if "Run?" in s.text.splitlines()[-1] or "What now?" in s.text.splitlines()[-1]:
            s.keys("n")
        elif "meant" in told:
            time.sleep(0.5)
            s.keys("Escape")
        back(s)
    assert "Traceback" not in s.everything
    assert files(world) == ["talk.mp4"]


def test_copying_reaches_the_clipboard_through_the_terminal(repl):
    s = repl()
    s._tmux("set-option", "-g", "set-clipboard", "on")
    say(s, "convert talk.mp4 to mkv")
    asked(s)
    s.keys("c")
    s.wait("sent to the terminal's clipboard")
    assert s._tmux("show-buffer").startswith("ffmpeg -i talk.mp4")


@pytest.mark.parametrize("size", [(20, 10), (40, 8), (200, 60)], ids=str)
def test_small_and_large_terminals_and_a_resize(repl, size):
    s = repl(size=size)
    say(s, "convert talk.mp4 to mkv")
    s.wait("no")
    s.resize(60, 20)
    time.sleep(0.2)
    s.keys("n")
    back(s)
    s.resize(*size)
    s.type("next")
    s.wait("ffai> next|> next|next")


def test_a_dumb_terminal_and_no_colour(world):
    import pexpect

    variables = {k: v for k, v in world.variables.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for extra in ({"TERM": "dumb"}, {"NO_COLOR": "1"}):
        child = pexpect.spawn(
            sys.executable, ["-m", "ffai"], cwd=str(world.work), env={**variables, **extra}, encoding="utf-8", timeout=120
        )
        try:
            child.expect("ffai>")
            child.send("how long is talk.mp4?\r")
            child.expect("talk.mp4 is .*1.00 s")
            child.expect("ffai>")
            if "TERM" in extra:
                assert "\x1b[3" not in child.before
            child.send("\x04")
            child.expect(pexpect.EOF)
            child.wait()
            assert child.exitstatus == 0
        finally:
            child.close(force=True)


def test_a_request_through_a_pipe_needs_no_prompt(world):
    done = world.run(text="how long is talk.mp4?\n")
    assert done.status == 0
    assert "talk.mp4" in done.out
