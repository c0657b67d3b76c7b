"""How long the guard takes, once imported, and what the fence costs a run: medians in milliseconds. `./dev bench`."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ffai_guards import guard
from ffai_guards.text import hygiene, tokenize

from guards.corpus import LINES, WORLD, furnish


def main() -> None:
    with tempfile.TemporaryDirectory() as top:
        furnish(Path(top), WORLD)
        plain, shell = [], []
        for line in (line["cmd"] for line in LINES if line["id"].startswith(("harmless", "shell-harmless"))):
            words = None if hygiene(line) else tokenize(line.strip())
            guard(line, top)
            times = []
            for _ in range(5):
                start = time.perf_counter()
                guard(line, top)
                times.append(time.perf_counter() - start)
            (plain if words and words[0].startswith("ff") else shell).append(min(times) * 1000)
        for name, found in (("plain commands", plain), ("shell text, by bashlex", shell)):
            print(
                f"| {name} ({len(found)} lines, best of 5) | median {statistics.median(found):.2f} ms | slowest {max(found):.1f} ms |"
            )
        if "--encode" in sys.argv:
            encode(top)


def encode(top: str) -> None:
    """A 60 s encode at 720p, plain and behind the fence, three times each in turn."""
    from ffai.running.sandbox import fence

    enter, _ = fence([top], network=False)
    words = [
        "ffmpeg",
        "-v",
        "error",
        "-nostdin",
        "-y",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=1280x720:r=25:d=60",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
    ]
    found: dict[str, list[float]] = {"plain": [], "fenced": []}
    for _ in range(3):
        for name, before in (("plain", None), ("fenced", enter)):
            start = time.perf_counter()
            subprocess.run([*words, os.path.join(top, "made.mp4")], check=True, preexec_fn=before)
            found[name].append(time.perf_counter() - start)
    ratio = min(found["fenced"]) / min(found["plain"])
    print(
        f"| 60 s of 720p encoded, fenced against plain | {min(found['fenced']):.1f} s, {min(found['plain']):.1f} s | {ratio:.3f} × |"
    )


if __name__ == "__main__":
    main()
