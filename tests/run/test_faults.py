"""Nothing is lost: a few of each kind of fault here; `tests/run/faults.py` tries them all."""

import shutil

import pytest
from run import faults


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_run_killed_anywhere_leaves_nothing_or_the_finished_whole():
    tried, losses = faults.killed(every=6)
    assert tried >= 12
    assert losses == 0


def test_whoever_puts_something_at_the_target_loses_nothing():
    swaps, losses = faults.adversary(1500)
    assert swaps >= 1500
    assert losses == 0


def test_of_two_runs_to_one_name_one_gets_it():
    assert faults.rivals(3) == (3, 0)


@pytest.mark.skipif(not faults.can_mount(), reason="no disks can be mounted here")
@pytest.mark.parametrize(
    ("size", "mode", "folder"), [("264k", "rw", "disk"), ("392k", "rw", "disk"), ("2m", "ro", "disk"), ("2m", "rw", ".")]
)
def test_a_full_a_read_only_and_another_disk(size, mode, folder):
    assert faults.disk(size, mode, folder) == (1, 0)
