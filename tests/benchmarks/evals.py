"""How fast evals run: 1,000 samples of a mock translator beside inspect_ai and promptfoo on the same work, and the execution judge's items.

python tests/benchmarks/evals.py samples [--envs DIR]     each in an environment of its own, made in DIR (a temporary one otherwise)
python tests/benchmarks/evals.py judge [--limit N]        the correctness items, first with an empty cache of media, then with a full one
python tests/benchmarks/evals.py load [--envs DIR]        a project of 6,500 files, beside json.load and kiln-ai

Whole processes, start-up and all. On a machine that others use the clock says little: seconds of the processor (user and system, of the
whole tree) are the figure that holds, and the rates are reckoned from them.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FFAI = str(Path(sys.executable).parent / "ffai")
COUNT = 1000

INSPECT = """
import sys
from inspect_ai import Task, eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import includes
from inspect_ai.solver import generate
n = int(sys.argv[1])
def asked():
    for i in range(n):
        output = ModelOutput.from_content("mockllm/model", f"say the number {i} please")
        output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)  # else it looks for a tokenizer on the network
        yield output
task = Task(dataset=MemoryDataset([Sample(input=f"say the number {i} please", target="number") for i in range(n)]), solver=generate(), scorer=includes())
(log,) = eval(task, model=get_model("mockllm/model", custom_outputs=asked()), log_dir=sys.argv[2], display="none")
assert log.status == "success" and log.results.completed_samples == n
assert log.results.scores[0].metrics["accuracy"].value == 1.0
"""


class Took(NamedTuple):
    clock: float
    processor: float
    peak: float  # MB of the largest process


def took(command, cwd, env) -> Took:
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}:\n{said[-2000:].decode(errors='replace')}")
    return Took(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def median(runs):
    return Took(*(statistics.median(values) for values in zip(*runs, strict=True)))


def world(folder):
    return {
        **os.environ,
        "FFAI_STATE_DIR": f"{folder}/state",
        "FFAI_CONFIG_DIR": f"{folder}/config",
        "FFAI_CACHE_DIR": f"{folder}/cache",
    }


# --- 1,000 samples


def samples(envs, runs):
    with tempfile.TemporaryDirectory() as folder:
        rows = [("ffai", lambda n, run: ours(folder, n, run))]
        inspect = python_with(envs, "inspect", "inspect_ai")
        (Path(folder) / "beside.py").write_text(INSPECT)
        rows.append(
            (
                f"inspect_ai {version(inspect, 'inspect_ai')}",
                lambda n, run: took([inspect, "beside.py", str(n), f"{folder}/logs{n}-{run}"], folder, dict(os.environ)),
            )
        )
        promptfoo = node_with(envs, "promptfoo")
        rows.append((f"promptfoo {node_version(promptfoo)}", lambda n, run: theirs(folder, promptfoo, n)))
        print(
            f"{'':<24} {'processor s':>12} {'samples/s of it':>16} {'clock s':>9} {'peak MB':>8} {'start-up s':>11} {'ratio':>7}"
        )
        first = None
        for name, once in rows:
            whole = median([once(COUNT, run) for run in range(runs)])
            start = median([once(1, run) for run in range(runs)])
            first = first or whole
            print(
                f"{name:<24} {whole.processor:12.2f} {COUNT / whole.processor:16.0f} {whole.clock:9.2f} {whole.peak:8.1f} {start.processor:11.2f} {whole.processor / first.processor:7.1f}",
                flush=True,
            )  # fmt: skip


def ours(folder, count, run):
    path = Path(folder) / f"items{count}.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": str(n), "family": "x", "request": f"say the number {n} please", "expect": {"answer": "number"}})
            + "\n"
            for n in range(count)
        )
    )
    env = world(f"{folder}/ffai-{count}-{run}")
    found = took([FFAI, "eval", "run", str(path), "--config", "echo", "--fail-under", "1"], folder, env)
    (store,) = Path(f"{folder}/ffai-{count}-{run}/state/evals").glob("*/echo.jsonl")
    assert store.read_text().count("\n") == count
    return found


def theirs(folder, promptfoo, count):
    tests = [
        {"vars": {"request": f"say the number {n} please"}, "assert": [{"type": "contains", "value": "number"}]}
        for n in range(count)
    ]
    path = Path(folder) / f"promptfoo{count}.json"
    path.write_text(json.dumps({"prompts": ["{{request}}"], "providers": ["echo"], "tests": tests}))
    env = {
        **os.environ,
        "PROMPTFOO_CONFIG_DIR": f"{folder}/pf",
        "PROMPTFOO_DISABLE_TELEMETRY": "1",
        "PROMPTFOO_DISABLE_UPDATE": "1",
        "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
    }
    out = Path(folder) / "promptfoo-out.json"
    found = took(
        [promptfoo, "eval", "-c", str(path), "-o", str(out), "--no-cache", "--no-table", "--no-progress-bar"], folder, env
    )
    assert json.loads(out.read_text())["results"]["stats"]["successes"] == count
    return found


def python_with(envs, name, package):
    place = Path(envs) / name
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package],
            check=True,
            stderr=subprocess.DEVNULL,
        )
    return str(python)


def version(python, package):
    said = f"import importlib.metadata as m; print(m.version('{package}'))"
    return subprocess.run([python, "-c", said], capture_output=True, text=True, check=True).stdout.strip()


def node_with(envs, package):
    place = Path(envs) / package
    found = place / "node_modules" / ".bin" / package
    if not found.exists():
        place.mkdir(parents=True, exist_ok=True)
        (place / "package.json").write_text("{}")
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", package], cwd=place, check=True)
    return str(found)


def node_version(program):
    path = Path(program).parents[1] / Path(program).name / "package.json"
    return json.loads(path.read_text())["version"]


# --- the execution judge


def judge(limit):
    source = [json.loads(line) for line in (ROOT / "evals/project/ffai/correctness.jsonl").read_text().splitlines()]
    step = max(1, len(source) // limit) if limit else 1
    chosen = source[::step]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items.jsonl"
        path.write_text("".join(json.dumps(item) + "\n" for item in chosen))
        env = world(folder)
        subprocess.run([FFAI, "-n", "cut a.mp4 to 3 s"], env=env, cwd=folder, capture_output=True, check=False)  # capabilities
        print(f"{len(chosen)} items; {os.cpu_count()} processors")
        print(f"{'':<24} {'processor s an item':>20} {'items/s on two':>15} {'clock items/s':>14} {'peak MB':>8}")
        for name in ("cold fixtures", "fixtures cached"):
            found = took([FFAI, "eval", "run", str(path), "--fresh"], folder, env)
            each = found.processor / len(chosen)
            print(f"{name:<24} {each:20.3f} {2 / each:15.2f} {len(chosen) / found.clock:14.2f} {found.peak:8.1f}", flush=True)


# --- a project


LOADS = {
    "ffai": "import sys; from ffai_evals.project.tree import load; p = load(sys.argv[1]); assert not p.problems; print(sum(1 for _ in p.record.walk()))",
    "json.load": "import json, os, sys\nn = 0\nfor place, _, names in os.walk(sys.argv[1]):\n    for name in names:\n        if name.endswith('.kiln'):\n            json.load(open(os.path.join(place, name), encoding='utf-8')); n += 1\nprint(n)",
    "kiln-ai": (ROOT / "tests/kiln/read_back.py").read_text(),
}  # fmt: skip


def loads(envs, runs):
    kiln = python_with(envs, "kiln-1.2", "kiln-ai==1.2.0")
    pythons = {"ffai": sys.executable, "json.load": sys.executable, "kiln-ai": kiln}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([kiln, "-W", "ignore", str(ROOT / "tests/kiln/large.py"), f"{folder}/p"], check=True)
        first = None
        print(f"{'':<12} {'processor s':>12} {'clock s':>9} {'peak MB':>8} {'ratio':>7}")
        for name, text in LOADS.items():
            found = median(
                [took([pythons[name], "-W", "ignore", "-c", text, f"{folder}/p"], folder, dict(os.environ)) for _ in range(runs)]
            )
            first = first or found
            print(
                f"{name:<12} {found.processor:12.2f} {found.clock:9.2f} {found.peak:8.1f} {found.processor / first.processor:7.1f}",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("samples", "judge", "load"))
    parser.add_argument("--envs", default="")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=int, default=0)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if said.what == "judge":
            judge(said.limit)
        else:
            (samples if said.what == "samples" else loads)(said.envs or made, said.runs)


main()
