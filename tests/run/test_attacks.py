"""Ways in which a clumsy or a malicious user could lose a file through ffai itself."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest
from cli.world import World

SLOW = "slow down talk.mp4 12 times as new.mp4"


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "talk.mp4"
    source = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=15:d=2"]
    subprocess.run(["ffmpeg", "-v", "error", *source, "-preset", "ultrafast", "-pix_fmt", "yuv420p", path], check=True)
    return path


@pytest.fixture
def place(tmp_path, clip):
    world = World(tmp_path)
    shutil.copy(clip, world.work / "talk.mp4")
    return world


def started(world, *arguments):
    """ffai under way: its stage is there."""
    process = subprocess.Popen(
        world.command(*arguments), cwd=world.work, env=world.variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    for _ in range(600):
        if process.poll() is not None or any(n.startswith(".ffai-") for n in os.listdir(world.work)):
            return process
        time.sleep(0.02)
    raise AssertionError("it does not start")


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_an_output_that_is_the_input_under_another_name_is_refused(place, link):
    link(place.work / "talk.mp4", place.work / "other.mp4")
    before = (place.work / "talk.mp4").read_bytes()
    done = place.run("--yes", "-o", "other.mp4", "rotate talk.mp4 by 90 degrees")
    assert done.status == 4
    assert (place.work / "talk.mp4").read_bytes() == before == (place.work / "other.mp4").read_bytes()


def test_a_folder_above_a_linked_one_is_the_one_that_the_kernel_finds(place):
    (place.root / "else/deep").mkdir(parents=True)
    (place.root / "else/kept.mp4").write_text("precious")
    (place.work / "out").symlink_to(place.root / "else/deep")
    refused = place.run("--yes", "-o", "out/../kept.mp4", "rotate talk.mp4 by 90 degrees")
    assert refused.status in (4, 5)
    assert (place.root / "else/kept.mp4").read_text() == "precious"
    done = place.run("--yes", "-o", "out/../free.mp4", "rotate talk.mp4 by 90 degrees")
    assert done.status == 0, done.err
    assert (place.root / "else/free.mp4").stat().st_size > 0
    assert not (place.work / "free.mp4").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_told_to_stop_leaves_nothing(place, number):
    process = started(place, "--yes", SLOW)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert os.listdir(place.work) == ["talk.mp4"]


def test_what_a_killed_run_leaves_is_cleared_by_the_next_one(place):
    process = started(place, "--yes", SLOW)
    process.kill()
    process.communicate()
    assert place.run("undo").status == 2  # any command that looks at runs
    assert os.listdir(place.work) == ["talk.mp4"]


def test_a_folder_that_is_renamed_while_it_runs_holds_nothing_of_the_run(place):
    process = started(place, "--yes", SLOW)
    place.work.rename(place.root / "renamed")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1, said
    assert "fault" not in said
    assert os.listdir(place.root / "renamed") == ["talk.mp4"]


def test_of_two_runs_to_one_name_at_once_one_gets_it(place):
    (place.work / "b.mp4").write_bytes((place.work / "talk.mp4").read_bytes())
    running = [
        subprocess.Popen(
            place.command("--yes", "-o", "same.mp4", f"rotate {name} by 90 degrees"), cwd=place.work, env=place.variables,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for name in ("talk.mp4", "b.mp4")
    ]  # fmt: skip
    said = [process.communicate(timeout=120)[1].decode() for process in running]
    assert sorted(process.returncode == 0 for process in running) == [False, True], said
    assert sorted(os.listdir(place.work)) == ["b.mp4", "same.mp4", "talk.mp4"]


DAMAGED = (
    "[]", "\0", '{"id": "5", "state": "done", "kept": 7}', '{"id": "6", "state": "committing", "moves": "x", "pid": "abc"}',
    '{"id": "7", "state": "running", "stages": ["PLACE"], "pid": 1, "started": "0"}', '{"id": "8", "state": "done", "created": [{"path": "/nope"}]}',
    '{"id": "../x", "state": "undone", "trashed": [["a"]]}', '{"id": "10", "state": "committing", "moves": [[1, 2, 3]], "pid": 1, "started": "0"}',
)  # fmt: skip


def test_damaged_journals_stop_nothing_and_remove_nothing(place):
    folder = place.state / "runs"
    folder.mkdir(parents=True)
    for number, text in enumerate(DAMAGED, 3):
        (folder / f"{number}.json").write_text(text.replace("PLACE", str(place.work)))
    done = place.run("--yes", "-o", "new.mp4", "rotate talk.mp4 by 90 degrees")
    assert done.status == 0, done.err
    for arguments in (["undo", "--list"], ["undo"], ["undo", "5"], ["undo", "../x"]):
        done = place.run(*arguments)
        assert done.status in (0, 2), done.err
        assert "fault" not in done.err
    assert os.listdir(place.work) == ["talk.mp4"]
    assert json.loads((folder / "5.json").read_text())["kept"] == 7
