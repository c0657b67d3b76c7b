"""Whatever a command says, no file that exists is replaced, and a run can be taken back."""

import shutil
import subprocess

import pytest
from cli.world import World


@pytest.fixture
def place(tmp_path, clips):
    world = World(tmp_path)
    shutil.copy(clips / "both.mp4", world.work / "talk.mp4")
    return world


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    sources = ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=15:duration=1.2", "-f", "lavfi", "-i", "sine=duration=1.2"]
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", *sources, "-preset", "ultrafast", "-pix_fmt", "yuv420p", folder / "both.mp4"],
        check=True,
    )
    return folder


def test_an_existing_output_is_left_and_the_new_one_gets_a_name_of_its_own(place):
    victim = place.work / "talk-web.mp4"
    victim.write_bytes(b"precious" * 40_000)
    assert place.run("--yes", "shrink talk.mp4 for web").status == 0
    assert victim.read_bytes() == b"precious" * 40_000
    assert (place.work / "talk-web-2.mp4").stat().st_size > 0


def test_a_named_output_that_exists_is_not_replaced_by_yes(place):
    victim = place.work / "out.mp4"
    victim.write_bytes(b"precious" * 40_000)
    assert place.run("--yes", "speed up talk.mp4 2x to out.mp4").status in (4, 5)
    assert victim.read_bytes() == b"precious" * 40_000


def test_undo_takes_the_result_away_and_redo_brings_it_back(place):
    place.run("--yes", "rotate talk.mp4 90 degrees as turned.mp4")
    made = (place.work / "turned.mp4").read_bytes()
    assert place.run("undo").status == 0
    assert not (place.work / "turned.mp4").exists()
    name = place.run("undo", "--list").out.split()[0]
    assert place.run("undo", name).status == 0
    assert (place.work / "turned.mp4").read_bytes() == made


def test_undo_leaves_a_file_that_was_changed_since(place):
    place.run("--yes", "rotate talk.mp4 90 degrees as turned.mp4")
    (place.work / "turned.mp4").write_bytes(b"mine now")
    assert place.run("undo").status == 1
    assert (place.work / "turned.mp4").read_bytes() == b"mine now"


def test_a_failed_run_leaves_nothing_and_tells_why(place):
    (place.work / "broken.mp4").write_bytes((place.work / "talk.mp4").read_bytes()[:900])
    before = sorted(p.name for p in place.work.iterdir())
    done = place.run("--yes", "convert broken.mp4 to mkv")
    assert done.status != 0
    assert "Traceback" not in done.err
    assert sorted(p.name for p in place.work.iterdir()) == before


def test_pictures_go_to_a_folder_that_is_made_for_them(place):
    done = place.run("--yes", "extract one frame per second from talk.mp4 as png")
    assert done.status == 0, done.err
    assert list(place.work.glob("*.png"))
