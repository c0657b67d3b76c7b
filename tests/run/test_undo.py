"""Undo, and undo of that: whatever happened in between, no file is lost, and what was thrown away is found again."""

import os
import subprocess
import sys
import threading

import pytest
from cli.world import World
from run.commit import commit, environment

from ffai.errors import FfaiError
from ffai.running.undo import runs, undo


@pytest.fixture
def place(tmp_path):
    work, state = tmp_path / "work", tmp_path / "state"
    work.mkdir()
    state.mkdir()
    return work, state, environment(str(work), str(state))


def test_a_replaced_file_comes_back_and_goes_again(place):
    work, state, env = place
    (work / "out.bin").write_bytes(b"old")
    assert commit(str(work), str(state), {"out.bin": b"new"}, ("out.bin",))
    undo(env)
    assert (work / "out.bin").read_bytes() == b"old"
    undo(env, runs(env)[0].id)
    assert (work / "out.bin").read_bytes() == b"new"
    undo(env)
    assert (work / "out.bin").read_bytes() == b"old"


def test_redo_leaves_the_original_where_it_is_when_the_result_is_gone(place):
    work, state, env = place
    (work / "out.bin").write_bytes(b"old")
    assert commit(str(work), str(state), {"out.bin": b"new"}, ("out.bin",))
    name = undo(env).id
    for path in (state / "trash").rglob("*"):
        if path.is_file():
            path.unlink()  # the user has emptied the trash
    with pytest.raises(FfaiError, match="no longer in the trash"):
        undo(env, name)
    assert (work / "out.bin").read_bytes() == b"old"


def test_when_a_replacement_was_changed_since_the_old_file_is_named(place):
    work, state, env = place
    (work / "out.bin").write_bytes(b"old")
    assert commit(str(work), str(state), {"out.bin": b"new"}, ("out.bin",))
    (work / "out.bin").write_bytes(b"mine now")
    with pytest.raises(FfaiError, match="it was changed since") as told:
        undo(env)
    kept = told.value.next_step.partition("the old out.bin is kept in ")[2]
    with open(kept, "rb") as file:
        assert file.read() == b"old"
    assert (work / "out.bin").read_bytes() == b"mine now"


def test_redo_never_replaces_what_the_user_made_meanwhile(place):
    work, state, env = place
    assert commit(str(work), str(state), {"a.bin": b"made", "b.bin": b"made too"}, ())
    name = undo(env).id
    (work / "a.bin").write_bytes(b"mine")
    (work / "a.bin.part").write_bytes(b"a download under way")
    done = undo(env, name)
    assert (work / "a.bin").read_bytes() == b"mine"
    assert (work / "a.bin.part").read_bytes() == b"a download under way"
    assert done.restored == (str(work / "b.bin"),)
    (work / "a.bin").rename(work / "mine.bin")
    undo(env, name)
    undo(env, name)
    assert (work / "a.bin").read_bytes() == b"made"
    assert (work / "b.bin").read_bytes() == b"made too"


def test_two_undos_at_once_lose_nothing(place):
    work, state, env = place
    results = {f"{n}.bin": f"made {n}".encode() for n in range(20)}
    assert commit(str(work), str(state), results, ())
    name = runs(env)[0].id

    def often():
        for _ in range(6):
            try:
                undo(env, name)
            except FfaiError:
                continue

    threads = [threading.Thread(target=often) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if runs(env)[0].undone:
        undo(env, name)
    assert {path.name: path.read_bytes() for path in work.iterdir()} == results


def test_nothing_to_take_back_is_said(place):
    with pytest.raises(FfaiError, match="no run to take back"):
        undo(place[2])


def test_results_go_to_the_desktops_trash_and_come_back(tmp_path):
    world = World(tmp_path)
    world.variables.pop("XDG_DATA_HOME", None)
    assert commit(str(world.work), str(world.state), {"a.bin": b"made", "sub/a.bin": b"other"}, ())
    trash = tmp_path / ".local/share/Trash"
    done = world.run("undo")
    assert done.status == 0, done.err
    assert sorted(p.read_bytes() for p in (trash / "files").iterdir()) == [b"made", b"other"]
    name = world.run("undo", "--list").out.split()[0]
    assert world.run("undo", name).status == 0
    assert (world.work / "a.bin").read_bytes() == b"made"
    assert (world.work / "sub/a.bin").read_bytes() == b"other"
    assert not list((trash / "info").iterdir())


def test_a_trash_of_ffais_own_can_be_chosen(tmp_path):
    world = World(tmp_path)
    assert commit(str(world.work), str(world.state), {"a.bin": b"made"}, ())
    assert world.run("undo", FFAI_TRASH="own").status == 0
    assert not (tmp_path / ".local/share/Trash").exists()
    assert world.run("undo", world.run("undo", "--list").out.split()[0]).status == 0
    assert (world.work / "a.bin").read_bytes() == b"made"


_ELSEWHERE = """
mount -t tmpfs none "$1" || exit 9
cd "$1"
"$2" -S -c "$3" "$1" "$4"
"$2" -m ffai undo || exit 1
[ ! -e a.bin ] || exit 2
"$2" -m ffai undo "$("$2" -m ffai undo --list | cut -d' ' -f1)" || exit 3
[ "$(cat a.bin)" = made ]
"""


@pytest.mark.skipif(
    subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode != 0,
    reason="no disks can be mounted here",
)
@pytest.mark.parametrize("choice", ["system", "own"])
def test_a_result_on_another_disk_is_thrown_away_and_comes_back(tmp_path, choice):
    world = World(tmp_path)
    code = "import sys; from run.commit import commit; commit(sys.argv[1], sys.argv[2], {'a.bin': b'made'}, ())"
    variables = {**world.variables, "FFAI_TRASH": choice, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", _ELSEWHERE, "sh", world.work, sys.executable, code, world.state],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
