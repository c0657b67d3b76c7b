"""What a model translator adds to a request: whole processes against a model on loopback that answers at once, beside litellm's import.

python tests/benchmarks/model_start.py
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from models.server import Model, commands

RUNS = 9
_DEVNULL = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
ANSWER = "ffmpeg -i talk.mp4 -vf scale=-2:60 -c:v libx264 -c:a copy talk-small.mp4"


def once(command, cwd, env):
    """(seconds on the clock, seconds of processors: these hold on a busy machine too)."""
    began, before = time.perf_counter(), os.times()
    subprocess.run(command, cwd=cwd, env=env, check=True, **_DEVNULL)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, used


def times(command, cwd, env, runs=RUNS):
    return [once(command, cwd, env) for _ in range(runs)]


def show(name, found, goal=""):
    clock, used = zip(*found, strict=True)
    print(
        f"{name:<36} {min(clock):6.3f} {statistics.median(clock):6.3f} {max(clock):6.3f}   {statistics.median(used):6.3f}  {goal}"
    )


def main():
    ffai = str(Path(sys.executable).parent / "ffai")
    with tempfile.TemporaryDirectory() as folder, Model(commands(ANSWER)) as model, Model(commands(ANSWER, tool=True)) as other:
        source = ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=2", "-pix_fmt", "yuv420p"]
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *source, f"{folder}/talk.mp4"], check=True)
        env = {**os.environ, "FFAI_STATE_DIR": f"{folder}/s", "FFAI_CONFIG_DIR": f"{folder}/c", "FFAI_CACHE_DIR": f"{folder}/k"}
        env |= {"OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
        named = [ffai, "-n", "-m", "openai/small", "--api-base", model.base, "make talk.mp4 small"]
        print(f"{'seconds':<36} {'least':>6} {'median':>6} {'most':>6}   {'CPU':>6}")
        cold = []
        for number in range(RUNS):  # nothing is kept from an earlier run: capabilities, abilities, prices
            cold.append(once(named, folder, {**env, "FFAI_CACHE_DIR": f"{folder}/k{number}"}))
        show("ffai -m openai/small, empty cache", cold, "(goal 1.2)")
        once(named, folder, env)
        show("ffai -m openai/small", times(named, folder, env), "(goal 0.3)")
        named = [ffai, "-n", "-m", "anthropic/small", "--api-base", other.root, "make talk.mp4 small"]
        show("ffai -m anthropic/small", times(named, folder, env), "(goal 0.3)")
        offline = [ffai, "-n", "-m", "offline", "make talk.mp4 smaller"]
        show("ffai -m offline", times(offline, folder, env))
        show("python -c 'import litellm'", times([sys.executable, "-c", "import litellm"], folder, env, 3))
        named = [ffai, "-n", "-m", "litellm/openai/small", "--api-base", model.base, "make talk.mp4 small"]
        show("ffai -m litellm/openai/small", times(named, folder, env, 3))
        probe = (
            "import resource, sys; sys.argv = ['ffai', *"
            + json.dumps(named[1:])
            + "]; sys.argv[3] = 'openai/small'\nfrom ffai.commands.start import start\nstart(sys.argv[1:])\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
        )
        done = subprocess.run([sys.executable, "-c", probe], cwd=folder, env=env, capture_output=True, text=True, check=True)
        print(f"memory of ffai -m openai/small: {done.stdout.split()[-1]} MB")


main()
