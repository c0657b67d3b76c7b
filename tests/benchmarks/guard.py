"""How long the guard takes, once imported, and what the fence costs a run: medians in milliseconds. `./dev bench`."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
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


def encode(top: str, pairs: int = 7) -> None:
    """A 60 s encode at 720p, plain and by the run stage (fence, limits, progress), in turn: the median of the pairs' ratios.

    CPU time is the figure that a loaded machine does not move; it holds what ffai itself uses while it watches.
    """
    import io

    from ffai.running.limits import Limits, amounts
    from ffai.running.process import Stop, run_pipe

    source = ("-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=60")
    words = (
        "ffmpeg",
        "-v",
        "error",
        "-nostdin",
        "-y",
        *source,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        os.path.join(top, "made.mp4"),
    )

    def plain() -> None:
        subprocess.run(words, check=True)

    def staged() -> None:
        with Stop() as stop:
            ended = run_pipe(
                [words], folder=top, writable=[top], network=False, log=io.BytesIO(), stop=stop, report=lambda _: None, stdout=None,
                limits=amounts(Limits(), top),
            )  # fmt: skip
        if ended.code:
            raise RuntimeError(ended.tail)

    def measured(run: Callable[[], None]) -> tuple[float, float]:
        before, start = os.times(), time.perf_counter()
        run()
        after = os.times()
        return time.perf_counter() - start, sum(after[:4]) - sum(before[:4])

    plain()
    found = [(measured(plain), measured(staged)) for _ in range(pairs)]
    for place, name in ((1, "CPU time"), (0, "wall time")):
        ratios = sorted(b[place] / a[place] for a, b in found)
        spread = f"{ratios[0]:.3f} to {ratios[-1]:.3f}"
        plainly = statistics.median(a[place] for a, _ in found)
        print(
            f"| 60 s of 720p by the run stage against plain ffmpeg, {name} | {pairs} pairs, plain {plainly:.1f} s | {statistics.median(ratios):.3f} × ({spread}) |"
        )


if __name__ == "__main__":
    main()
