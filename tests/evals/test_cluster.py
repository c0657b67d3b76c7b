"""An eval on a Dask cluster: a real scheduler, two real workers, one of them killed midway."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from cli.world import World

pytest.importorskip("distributed")

ITEMS = [
    {"id": f"i{n}", "family": "cut", "request": f"cut film.mp4 to the first {n % 3 + 1} seconds", "media": {"film.mp4": "96x64@10 dur=8"},
     "expect": {"out": {"duration": [n % 3 + 0.8, n % 3 + 1.3]}}}
    for n in range(12)
]  # fmt: skip


@pytest.fixture
def cluster(tmp_path):
    """(world, the scheduler's address, the workers' processes)."""
    world = World(tmp_path)
    (world.work / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in ITEMS))
    facts = tmp_path / "scheduler.json"
    started = [start(world, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(facts))]
    try:
        address = until(lambda: facts.exists() and json.loads(facts.read_text() or "{}").get("address"))
        started += [
            start(world, "worker", address, "--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path / f"w{n}"))
            for n in range(2)
        ]  # fmt: skip
        yield world, address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def start(world, *words):
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "distributed.cli.dask_" + words[0], *words[1:]], env=world.variables, cwd=world.work,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def until(found, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def test_a_worker_that_is_killed_midway_loses_nothing_and_counts_nothing_twice(cluster):
    world, address, workers = cluster
    running = subprocess.Popen(
        world.command("eval", "run", "items.jsonl", "--cluster", address, "--json"), cwd=world.work, env=world.variables, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    store = until(lambda: [p for p in (world.state / "evals").glob("*/offline.jsonl") if p.read_text().count("\n") >= 2])[0]
    os.kill(workers[0].pid, signal.SIGKILL)
    assert store.read_text().count("\n") < len(ITEMS), "it was too fast to be killed midway"
    out, err = running.communicate(timeout=180)
    assert running.returncode == 0, err
    document = json.loads(out)
    assert (document["n"], document["right"], document["lost"], document["cached"]) == (12, 12, 0, 0)
    lines = [json.loads(line)["item"] for line in store.read_text().splitlines()]
    assert sorted(lines) == sorted(item["id"] for item in ITEMS), "each once"
    assert workers[1].poll() is None, "the other one did the rest"
    here = world.run("eval", "run", "items.jsonl", "--json").document
    assert here["cached"] == 12, "what a cluster made is what would be made here"
