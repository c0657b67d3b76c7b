"""Full disks, folders that cannot be written, processes that are killed: a clear error, the right exit code, nothing lost."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.world import World
from ffai_evals.project import add, fresh, load
from ffai_evals.project.new import start
from ffai_evals.project.write import output

ITEMS = [
    {"id": f"i{n}", "family": "cut", "request": f"cut film.mp4 to the first {n + 1} seconds", "media": {"film.mp4": "96x64@10 dur=8"},
     "expect": {"out": {"duration": [n + 0.8, n + 1.3]}}}
    for n in range(6)
]  # fmt: skip
_APART = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]


def mountable():
    if not sys.platform.startswith("linux") or not shutil.which("unshare"):
        return False
    return subprocess.run([*_APART, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False).returncode == 0


needs_mounts = pytest.mark.skipif(not mountable(), reason="nothing can be mounted here")


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    (world.work / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in ITEMS))
    start(str(world.work / "p"), "Cuts")
    shutil.copytree(world.work / "p", world.work / "before")
    return world


def add_run(world, request, *tags):
    task = load(str(world.work / "p")).tasks[0]
    add(task, "", fresh("task_run", {"input": request, "output": output("?"), "tags": ["eval_correctness", *tags]}))


def within(world, mount, *arguments, **variables):
    """`ffai ARGUMENTS` after that mount, which nobody else sees."""
    script = mount + ' && exec "$@"'
    return subprocess.run(
        [*_APART, "sh", "-c", script, "sh", *world.command(*arguments)], cwd=world.work, env={**world.variables, **variables}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def full(folder, kilobytes):
    return f"mkdir -p {folder} && mount -t tmpfs -o size={kilobytes}k tmpfs {folder} && head -c {kilobytes}k /dev/zero > {folder}/ballast 2>/dev/null; true"


def read_only(folder):
    return f"mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}"


@needs_mounts
@pytest.mark.parametrize("where", [full, read_only], ids=["full", "read-only"])
def test_results_that_cannot_be_kept_are_told_and_the_table_is_whole(world, where):
    (world.state / "evals").mkdir(parents=True)
    mount = where(world.state / "evals", 64) if where is full else where(world.state / "evals")
    done = within(world, mount, "eval", "run", "items.jsonl", "--only", "i0")
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stderr
    assert "1 right" in done.stdout
    assert "Traceback" not in done.stderr


@needs_mounts
def test_a_full_disk_for_the_media_makes_no_answer_wrong(world):
    mount = f"mkdir {world.root}/tmp && mount -t tmpfs -o size=64k tmpfs {world.root}/tmp && head -c 48k /dev/zero > {world.root}/tmp/ballast"
    done = within(world, mount, "eval", "run", "items.jsonl", "--json", TMPDIR=str(world.root / "tmp"))
    document = json.loads(done.stdout)
    assert (document["n"], document["lost"]) == (0, 6)
    assert done.returncode == 1
    assert "neither right nor wrong" in done.stderr
    assert "Traceback" not in done.stderr
    after = world.run("eval", "run", "items.jsonl", "--json").document
    assert (after["right"], after["cached"]) == (6, 0)


@needs_mounts
@pytest.mark.parametrize("where", [full, read_only], ids=["full", "read-only"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("project", "add-run", "p", "a mail", "--answer", "x" * 20_000),
        ("project", "add-config", "p", "Mini", "--model", "openai/m", "--prompt", "say it " * 3000),
        ("project", "add-eval", "p", "Tone"),
        ("project", "new", "Other", "--dir", "p/other"),
    ],
    ids=lambda arguments: arguments[1],
)
def test_what_a_project_has_no_room_for_is_told_and_leaves_it_whole(world, where, arguments):
    place = world.work / "p"
    filled = f"mv {place} {place}.1 && mkdir {place} && mount -t tmpfs -o size=256k tmpfs {place} && cp -r {place}.1/. {place} && {{ head -c 1m /dev/zero > {place}/ballast; true; }} 2>/dev/null"
    mount = read_only(place) if where is read_only else filled
    script = mount + f' && {{ "$@"; code=$?; rm -f {place}/ballast; cp -r {place} {world.root}/after; exit $code; }}'
    done = subprocess.run(
        [*_APART, "sh", "-c", script, "sh", *world.command(*arguments)], cwd=world.work, env=world.variables, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "cannot be" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(world.root / "after") == tree(world.work / "before")


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in Path(folder).rglob("*") if p.is_file()}


def test_killed_while_the_project_is_written_leaves_it_whole_and_goes_on(world):
    (world.work / "p" / "ffai").mkdir()
    shutil.copy(world.work / "items.jsonl", world.work / "p" / "ffai" / "cuts.jsonl")
    for item in ITEMS:
        add_run(world, item["request"], f"item_{item['id']}")
    arguments = ("eval", "run", "Correctness", "--project", "p", "--config", "offline", "--write-project")
    running = subprocess.Popen(world.command(*arguments), cwd=world.work, env=world.variables, stdout=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list((world.work / "p").rglob("eval_run.kiln"))) < 2:
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert world.run("project", "check", "p").status == 0
    kept = len(list((world.work / "p").rglob("eval_run.kiln")))
    assert 2 <= kept < 6, "it was too fast or too slow to be killed midway"
    done = world.run(*arguments, "--json")
    assert done.status == 0, done.err
    assert done.document["cached"] >= kept
    (task,) = load(str(world.work / "p")).tasks
    assert len(task.of("eval")[0].of("eval_config")[0].of("eval_run")) == 6
    assert world.run("project", "check", "p").status == 0


def test_a_damaged_file_of_the_project_costs_only_itself(world):
    for n in range(2):
        add_run(world, f"cut film.mp4 to the first {n + 1} seconds")
    first = min((world.work / "p").rglob("task_run.kiln"))
    first.write_text("{")
    done = world.run("eval", "run", "Correctness", "--project", "p", "--config", "offline", "--json")
    assert done.document["n"] == 1
    assert first.parent.name in done.err
    assert "Traceback" not in done.err
