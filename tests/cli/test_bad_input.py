"""Bad input gets one clear message and its exit code; nothing is lost, nothing is left, there is no traceback."""

import os
import re
import shutil
import subprocess
import time

import pytest
from cli.world import World

MEDIA = ["-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10:duration=2", "-f", "lavfi", "-i", "sine=440:duration=2"]


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "talk.mp4"
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *MEDIA, *code, path], check=True)
    return path


@pytest.fixture
def place(world: World, clip):
    shutil.copy(clip, world.work / "talk.mp4")
    return world


def _listing(world):
    return {
        os.fsdecode(name): os.lstat(os.fsencode(world.work) + b"/" + name).st_size for name in os.listdir(os.fsencode(world.work))
    }


@pytest.mark.parametrize(
    ("name", "make", "told"),
    [
        ("gone.mp4", lambda path, _: None, "is not there"),
        ("empty.mp4", lambda path, _: path.touch(), "empty"),
        ("text.mp4", lambda path, _: path.write_text("not a film\n" * 50), "no media file"),
        ("short.mp4", lambda path, clip: path.write_bytes(clip.read_bytes()[:9000]), "cut short"),
        ("pipe.mp4", lambda path, _: os.mkfifo(path), "pipe"),
        ("folder.mp4", lambda path, _: path.mkdir(), "no media files in the folder"),
    ],
    ids=["absent", "empty", "text", "truncated", "fifo", "directory"],
)
def test_what_cannot_be_read_is_named_and_nothing_runs(place, clip, name, make, told):
    make(place.work / name, clip)
    before = _listing(place)
    began = time.monotonic()
    done = place.run("--yes", f"convert {name} to mkv")
    assert done.status in (3, 6), done.err
    assert told in " ".join(done.err.split())
    assert name in done.err
    assert "Traceback" not in done.err + done.out
    assert _listing(place) == before
    assert time.monotonic() - began < 30, "it hung"


@pytest.mark.parametrize("name", ["new\nline.mp4", "-dash.mp4", "b\udcff\udcfe.mp4", "$(touch x).mp4", "%d.mp4", "a'b\"c.mp4"])
def test_odd_names_are_files_like_others(place, clip, name):
    shutil.copy(clip, os.fsencode(place.work) + b"/" + os.fsencode(name))
    (place.work / "talk.mp4").unlink()
    done = place.run("--yes", "convert this video to mkv")
    assert done.status == 0, done.err
    made = [n for n in _listing(place) if n.endswith(".mkv")]
    assert len(made) == 1
    assert set(_listing(place)) == {name, made[0]}
    assert "\n" not in name or name not in done.err, "a name with a line break is shown escaped"


@pytest.mark.parametrize("request_text", ["", "   ", "\t\n"])
def test_an_empty_request_is_told(place, request_text):
    done = place.run("--yes", request_text)
    assert done.status == 2
    assert "empty" in done.err


def test_a_request_without_bounds_is_told(place):
    done = place.run("--dry-run", "shrink talk.mp4 " + "for the web " * 10_000)
    assert done.status == 2
    assert "120,0" in done.err
    assert len(done.err) < 500


def test_many_files_are_all_done_and_summed_up(place, clip):
    for number in range(60):
        shutil.copy(clip, place.work / f"clip{number}.mp4")
    done = place.run("--yes", "convert all mp4 files to mkv")
    assert done.status == 0, done.err
    assert len(list(place.work.glob("*.mkv"))) == 61
    assert "61 files" in done.err
    assert len(done.err.splitlines()) < 60


def test_one_bad_file_among_many_does_not_stop_the_others(place, clip):
    shutil.copy(clip, place.work / "b.mp4")
    (place.work / "a.mp4").write_bytes(clip.read_bytes()[:9000])
    done = place.run("--yes", "convert all mp4 files to gif")
    assert "left out: a.mp4" in done.err
    assert (place.work / "b.gif").exists(), done.err
    assert (place.work / "talk.gif").exists(), done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="a read-only folder does not stop root")
def test_a_folder_that_cannot_be_written_is_told(place):
    place.work.chmod(0o555)
    try:
        done = place.run("--yes", "convert talk.mp4 to mkv")
    finally:
        place.work.chmod(0o755)
    assert done.status == 1
    assert "write" in done.err or "permission" in done.err.lower()


def _own_mounts():
    """Whether a small disk of one's own can be made here."""
    return shutil.which("unshare") and subprocess.run(
        ["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=64k t /tmp"], capture_output=True, check=False
    ).returncode == 0  # fmt: skip


@pytest.mark.skipif(not _own_mounts(), reason="no mounts of one's own here")
def test_a_full_disk_is_told_and_leaves_nothing(place, tmp_path, clip):
    script = 'mount -t tmpfs -o size=200k t "$0" && cp "$1" "$0" && cd "$0" && shift && "$@"; echo "status $?"; ls -A "$OLDPWD" >/dev/null; ls -A .'
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, disk, clip, *place.command("--yes", "convert talk.mp4 to a 1080p gif")],
        env=place.variables, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert re.search(r"the disk is (nearly )?full", done.stderr), done.stderr
    assert "--output-dir" in done.stderr
    assert done.stdout.split() == ["status", "1", "talk.mp4"]
