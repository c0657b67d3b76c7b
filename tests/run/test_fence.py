"""The fence: what runs in it writes in its stage only and sees no network, whichever of the two kinds it is."""

import io

import pytest
from cli.world import World

from ffai.running.limits import Limits, amounts
from ffai.running.process import Stop, run_pipe
from ffai.running.sandbox import BUBBLEWRAP, LANDLOCK, chosen

KINDS = [
    pytest.param(kind, marks=pytest.mark.skipif(chosen(kind) != (kind, (True, True)), reason=f"{kind} does not work here"))
    for kind in (LANDLOCK, BUBBLEWRAP)
]


def run_in(folder, script, *, network=False):
    log = io.BytesIO()
    with Stop() as stop:
        ended = run_pipe(
            [("/bin/sh", "-c", script)],
            folder=str(folder),
            writable=[str(folder)],
            network=network,
            log=log,
            stop=stop,
            report=lambda _: None,
            stdout=None,
            limits=amounts(Limits(), str(folder)),
        )
    return ended, log.getvalue().decode()


@pytest.fixture
def stage(tmp_path):
    (tmp_path / "stage").mkdir()
    (tmp_path / "outside").write_text("precious")
    return tmp_path / "stage"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_outside_of_the_stage_is_written_removed_or_renamed(stage, monkeypatch, kind):
    monkeypatch.setenv("FFAI_FENCE", kind)
    script = "echo in > inside; echo x > ../new; echo x > ../outside; : > ../outside; rm -f ../outside; mv inside ../outside; ln ../outside l; echo y > l"
    run_in(stage, script)
    assert (stage.parent / "outside").read_text() == "precious"
    assert sorted(p.name for p in stage.parent.iterdir()) == ["outside", "stage"]
    assert (stage / "inside").read_text() == "in\n"


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_no_network_unless_the_command_needs_one(stage, monkeypatch, kind):
    monkeypatch.setenv("FFAI_FENCE", kind)
    run_in(stage, "cut -d: -f1 /proc/net/dev | tail -n +3 > without")
    assert (stage / "without").read_text().split() in (["lo"], [])
    ended, log = run_in(stage, "readlink /proc/self/ns/net > with", network=True)
    assert ended.code == 0, log
    import os

    assert (stage / "with").read_text().strip() == os.readlink("/proc/self/ns/net")


@pytest.mark.parametrize("kind", KINDS)
def test_a_failure_inside_of_the_fence_is_told(stage, monkeypatch, kind):
    monkeypatch.setenv("FFAI_FENCE", kind)
    ended, _ = run_in(stage, "echo why >&2; exit 7")
    assert (ended.code, ended.tail) == (7, "why\n")


@pytest.mark.parametrize("kind", KINDS)
def test_doctor_says_which_fence_there_is(tmp_path, kind):
    done = World(tmp_path).run("doctor", FFAI_FENCE=kind)
    assert f"fence: {kind}" in done.out + done.err
