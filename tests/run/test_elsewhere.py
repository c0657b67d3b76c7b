"""File systems that fold case, normalise names, or lack links and renames that do not replace: a safe way, or a refusal."""

import shutil
import subprocess
import unicodedata

import pytest
from cli.world import World
from ffai_guards import guard
from run import elsewhere
from run.commit import commit, environment

pytestmark = pytest.mark.skipif(not elsewhere.can_mount(), reason="no FUSE file system can be mounted here")


@pytest.fixture
def poor():
    with elsewhere.poor_place() as (work, state):
        yield work, state


@pytest.fixture
def folding(tmp_path):
    with elsewhere.mounted("fold", "nolink") as disk:
        world = World(tmp_path)
        source = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1"]
        subprocess.run(["ffmpeg", "-v", "error", *source, "-pix_fmt", "yuv420p", tmp_path / "made.mp4"], check=True)
        shutil.copy(tmp_path / "made.mp4", disk / "Talk.mp4")
        world.work = disk
        yield world


def test_results_are_put_in_place_without_links_and_without_renames_that_do_not_replace(poor):
    work, state = poor
    assert commit(str(work), str(state), {"a.bin": b"made", "sub/b.bin": b"more"}, ())
    assert (work / "a.bin").read_bytes() == b"made"
    assert (work / "sub/b.bin").read_bytes() == b"more"
    from ffai.running.undo import runs, undo

    env = environment(str(work), str(state))
    undo(env)
    assert not (work / "a.bin").exists()
    undo(env, runs(env)[0].id)
    assert (work / "a.bin").read_bytes() == b"made"


def test_a_name_that_is_taken_is_left_and_nothing_of_the_run_stays(poor):
    work, state = poor
    (work / "b.bin").write_bytes(b"mine")
    assert not commit(str(work), str(state), {"b.bin": b"made"}, ())
    assert (work / "b.bin").read_bytes() == b"mine"
    assert sorted(p.name for p in work.iterdir()) == ["b.bin", "bystander.bin", "out.bin"]


def test_there_no_file_is_replaced_even_when_that_was_agreed(poor):
    work, state = poor
    assert not commit(str(work), str(state), {"out.bin": b"new"}, ("out.bin",))
    assert (work / "out.bin").read_bytes() == elsewhere.OLD


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_run_killed_anywhere_leaves_nothing_or_the_finished_whole():
    tried, losses = elsewhere.killed(every=11)
    assert tried >= 8
    assert losses == 0


def test_whoever_puts_something_at_the_target_loses_nothing():
    swaps, losses = elsewhere.swapped(300)
    assert swaps >= 300
    assert losses == 0


@pytest.mark.parametrize("name", ["talk.mp4", "TALK.MP4", "Talk.mp4"])
def test_another_spelling_of_a_file_that_exists_is_seen(folding, name):
    report = guard(f"ffmpeg -i other.mov {name}", str(folding.work))
    assert report.verdict.level == "confirm"
    assert guard(f"ffmpeg -y -i Talk.mp4 {name}", str(folding.work)).verdict.level == "deny"


def test_another_form_of_the_same_letters_is_seen(folding):
    (folding.work / unicodedata.normalize("NFD", "café.mp4")).write_bytes(b"x")
    composed = unicodedata.normalize("NFC", "café.mp4")
    assert guard(f"ffmpeg -i Talk.mp4 {composed}", str(folding.work)).verdict.level == "confirm"


def test_a_run_that_names_another_spelling_leaves_the_file(folding):
    before = (folding.work / "Talk.mp4").read_bytes()
    (folding.work / "Turned.mp4").write_bytes(b"precious")
    done = folding.run("--yes", "rotate Talk.mp4 by 90 degrees as turned.mp4")
    assert done.status in (4, 5), done.err
    assert (folding.work / "Turned.mp4").read_bytes() == b"precious"
    assert folding.run("--yes", "rotate Talk.mp4 by 90 degrees as free.mp4").status == 0
    assert (folding.work / "free.mp4").stat().st_size > 0
    assert (folding.work / "Talk.mp4").read_bytes() == before
    assert not list(folding.work.glob(".ffai-*"))


def test_two_results_that_this_disk_takes_for_one_are_refused(folding):
    from ffai.errors import RunFailed
    from ffai.running.journal import RUNNING, Journal
    from ffai.running.stage import Stage

    env = environment(str(folding.work), str(folding.state))
    stage = Stage(str(folding.work), Journal(env, {"state": RUNNING}), ())
    for outputs, fine in ((("new.mp4", "NEW.mp4"), False), (("new.mp4", "other.mp4"), True)):
        report = guard([["ffmpeg", "-i", "Talk.mp4", "-t", "1", outputs[0], outputs[1]]], str(folding.work))
        stage.made.clear()
        if fine:
            assert stage.argv(report.reading.steps[0], list(report.touches))[-1] == outputs[1]
            continue
        with pytest.raises(RunFailed, match=r"new.mp4 and NEW.mp4 are one file on this disk"):
            stage.argv(report.reading.steps[0], list(report.touches))
    stage.remove()
