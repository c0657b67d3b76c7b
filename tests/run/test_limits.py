"""Limits end a run with a sentence that says which one it was, and nothing half-made stays."""

import subprocess

import pytest
from cli.world import World

from ffai.running.limits import Limits, amounts


@pytest.fixture
def place(tmp_path):
    world = World(tmp_path)
    source = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2"]
    subprocess.run(["ffmpeg", "-v", "error", *source, "-pix_fmt", "yuv420p", world.work / "talk.mp4"], check=True)
    return world


@pytest.mark.parametrize(
    ("variable", "value", "request_", "said"),
    [
        (
            "FFAI_MAX_SIZE_GB",
            "0.00002",
            "rotate talk.mp4 by 90 degrees as new.mp4",
            "a file grew beyond what one may have (2e-05 GB)",
        ),
        ("FFAI_MAX_CPU_HOURS", "0.0002", "resize talk.mp4 to 3840x2160 as new.mp4", "more CPU time than one command may"),
        (
            "FFAI_MAX_MEMORY_GB",
            "0.03",
            "rotate talk.mp4 by 90 degrees as new.mp4",
            "more memory than one command may have (0.03 GB)",
        ),
        ("FFAI_KEEP_FREE_GB", "100000", "resize talk.mp4 to 3840x2160 as new.mp4", "the disk is nearly full"),
    ],
)
def test_a_limit_that_is_hit_is_named(place, variable, value, request_, said):
    done = place.run("--yes", request_, **{variable: value})
    assert done.status == 1
    assert said in done.err
    assert [p.name for p in place.work.iterdir()] == ["talk.mp4"]


def test_without_choices_the_disk_and_the_machine_set_the_limits(tmp_path):
    found = amounts(Limits(), str(tmp_path))
    assert found.cpu == 200 * 3600
    assert found.size is not None
    assert found.size > 1 << 20
    assert found.memory is not None
    assert found.memory >= 4 << 30


_FULL = """
mount -t tmpfs -o size=260k none "$1" || exit 9
cp talk.mp4 "$1/talk.mp4"
cd "$1"
head -c "$((260 * 1024 - $(stat -c %s talk.mp4) - 40000))" /dev/zero > fill
"$2" -m ffai --yes 'rotate talk.mp4 by 90 degrees as new.mp4'
echo "code $?"
ls -A
"""


@pytest.mark.skipif(
    subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode != 0,
    reason="no disks can be mounted here",
)
def test_a_disk_that_gets_full_leaves_no_cut_file(place):
    """The last part does not fit: ffmpeg 5.1 says so and ends with 0."""
    import sys

    target = place.root / "disk"
    target.mkdir()
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", _FULL, "sh", target, sys.executable], cwd=place.work,
        env={**place.variables, "FFAI_KEEP_FREE_GB": "0.000001", "FFAI_MAX_SIZE_GB": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["code 1", "fill", "talk.mp4"], done.stderr
    assert "the disk is full" in done.stderr
