"""What a probe found is kept for the next request about the same file, and for no other."""

import os
import shutil
import subprocess
import time

import pytest
from cli.world import World

pytestmark = pytest.mark.skipif(not shutil.which("ffprobe"), reason="needs ffprobe")


@pytest.fixture
def world(tmp_path):
    """talk.mp4 as if it had been there for a while, a cache of its own, and an ffprobe that counts how often it is started."""
    made = World(tmp_path)
    made.variables["FFAI_CACHE_DIR"] = str(tmp_path / "cache")
    made.variables.pop("FFAI_FFMPEG", None)
    clip(made.work / "talk.mp4", "160x120")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "ffmpeg").symlink_to(shutil.which("ffmpeg"))
    (bin_ / "ffprobe").write_text(f'#!/bin/sh\necho x >>"{tmp_path}/started"\nexec {shutil.which("ffprobe")} "$@"\n')
    (bin_ / "ffprobe").chmod(0o755)
    made.variables["PATH"] = f"{bin_}:{made.variables['PATH']}"
    return made


def clip(path, size):
    source = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate=15:duration=1"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *source, "-preset", "ultrafast", path], check=True)


def started(world):
    path = world.root / "started"
    return len(path.read_text().splitlines()) if path.exists() else 0


def settle(path):
    """The file's times are more than two seconds old. Its time of change cannot be set, so they are waited for."""
    time.sleep(max(0.0, os.stat(path).st_ctime + 2.1 - time.time()))


def test_the_second_request_about_a_file_starts_no_probe_and_a_changed_file_is_looked_at_anew(world):
    ask = ("what size is the picture of talk.mp4?",)
    settle(world.work / "talk.mp4")
    first = world.run(*ask)
    assert "160x120" in first.out, first
    assert started(world) == 1
    assert world.run(*ask).out == first.out
    assert started(world) == 1
    times = os.stat(world.work / "talk.mp4")
    clip(world.work / "talk.mp4", "320x240")
    os.utime(world.work / "talk.mp4", ns=(times.st_atime_ns, times.st_mtime_ns))  # even one that hides its change
    assert "320x240" in world.run(*ask).out
    assert started(world) == 2


def test_a_file_that_has_just_been_changed_is_not_kept(world, monkeypatch):
    """A second change within the same tick of the clock would not show."""
    from ffai.tools import early

    monkeypatch.chdir(world.work)
    for name in ("FFAI_FFMPEG", "FFAI_FFPROBE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("PATH", "FFAI_CACHE_DIR"):
        monkeypatch.setenv(name, world.variables[name])
    kept = world.root / "cache" / "probes"
    for wait in (False, True):
        os.utime("talk.mp4")
        if wait:
            settle(world.work / "talk.mp4")
        early.start(["convert talk.mp4 to mkv"])
        ((argv, (pid, *pipes)),) = early.running.items()
        early.running.clear()
        os.waitpid(pid, 0)
        for end in pipes:
            os.close(end)
        early.keep(argv, "{}")
        assert kept.exists() is wait


def test_nothing_is_kept_when_no_record_is_wanted_and_what_is_kept_is_the_users_alone(world):
    settle(world.work / "talk.mp4")
    world.run("convert talk.mp4 to mkv", "--print", "--no-log")
    kept = world.root / "cache" / "probes"
    assert not kept.exists()
    world.run("convert talk.mp4 to mkv", "--print")
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", [b"", b"ffai1\nnonsense", None], ids=["empty", "nonsense", "folder"])
def test_a_damaged_note_is_no_obstacle(world, damage):
    settle(world.work / "talk.mp4")
    kept = world.root / "cache" / "probes"
    kept.parent.mkdir()
    kept.mkdir() if damage is None else kept.write_bytes(damage)
    assert "talk.mkv" in world.run("convert talk.mp4 to mkv", "--print").out


def test_it_is_kept_where_the_rest_of_the_cache_is(monkeypatch):
    from ffai.environment import process_environment
    from ffai.tools import early

    for variables in ({"FFAI_CACHE_DIR": "/a"}, {"XDG_CACHE_HOME": "/b"}, {"HOME": "/c"}):
        for name in ("FFAI_CACHE_DIR", "XDG_CACHE_HOME"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert early._note() == os.path.join(process_environment().cache_dir, "probes")
