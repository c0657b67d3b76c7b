"""Cold start, as ratios against a yardstick run in turn: whole processes, medians of pairs.

python tests/benchmarks/cold_start.py
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 11
_DEVNULL = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}


def once(command, cwd, env):
    began = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=env, check=True, **_DEVNULL)
    return time.perf_counter() - began


def ratio(command, yardstick, cwd, env):
    """Median over pairs of command / yardstick, after one warm-up of each."""
    once(command, cwd, env)
    once(yardstick, cwd, env)
    return statistics.median(once(command, cwd, env) / once(yardstick, cwd, env) for _ in range(RUNS))


def main():
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    ffai = [str(Path(sys.executable).parent / "ffai")]
    click = [sys.executable, "-c", "import click"]
    with tempfile.TemporaryDirectory() as folder:
        source = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=10"]
        ffmpeg = shutil.which("ffmpeg")
        if ffmpeg is None:
            sys.exit("the benchmark needs a system ffmpeg beside the static one")
        subprocess.run([ffmpeg, "-v", "error", "-nostdin", *source, "-preset", "ultrafast", f"{folder}/talk.mp4"], check=True)
        request = [*ffai, "--dry-run", "shrink this video for web"]
        probe = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", "talk.mp4"]
        print(f"ffai --version / import click          {ratio([*ffai, '--version'], click, folder, env):.2f}  (goal 1.3)")
        print(f"ffai --dry-run / ffprobe               {ratio(request, probe, folder, env):.2f}  (goal 1.5)")
        try:
            import imageio_ffmpeg
        except ImportError:
            return
        static = {**env, "FFAI_FFMPEG": imageio_ffmpeg.get_ffmpeg_exe()}
        print(f"ffai --dry-run, static / import click  {ratio(request, click, folder, static):.2f}  (goal 2.0)")


main()
