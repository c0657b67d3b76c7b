"""`ffai data …`: verified training pairs, what they cover, and their splits."""

import json
import os
import sys
import time

import click

from ffai.environment import Environment
from ffai.errors import UsageError


@click.group()
def data() -> None:
    """Training data that is right because it was run."""


@data.command("make")
@click.option("-n", "count", type=click.IntRange(1, 1_000_000), required=True, help="How many pairs the file shall hold in the end.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--out", required=True, metavar="FILE.jsonl", help="Where to; what is in it is kept and continued.")
@click.option("--apart-from", "apart", multiple=True, metavar="ITEMS.jsonl", help="More eval items to stay apart from, beside the project's own.")
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Processes; as many as there are processors otherwise.")
@click.pass_obj
def make_pairs(env: Environment, /, *, count: int, seed: int, out: str, apart: tuple[str, ...], workers: int | None) -> int:
    """Requests and the commands that were run for them and measured. No model is asked.

    \b
    ffai data make -n 1000 --seed 7 --out pairs.jsonl
    """  # noqa: D301 - click wants the character itself
    from ffai import config
    from ffai.tools.locate import find_tools
    from ffai_evals.data.make import make

    if find_tools(env, config.load(env)).ffmpeg is None:
        raise UsageError("there is no ffmpeg to run the commands with", "install it; ffai doctor tells how")
    path = os.path.join(env.cwd, out)
    if not os.path.isdir(os.path.dirname(path)):
        raise UsageError(f"there is no folder {os.path.dirname(out)}", "make it first, or choose another --out")
    began, live = time.monotonic(), env.stderr.isatty()

    def told(pairs: int) -> None:
        if live:
            env.stderr.write(f"\r{pairs:,} of {count:,}")
            env.stderr.flush()

    tally = make(path, count, seed, workers=workers or os.cpu_count() or 1, apart=tuple(os.path.join(env.cwd, a) for a in apart), told=told)
    left = ", ".join(f"{n} {why}" for why, n in tally.left_out.most_common())
    env.stderr.write(("\r" if live else "") + f"{out}: {tally.pairs:,} pairs, {tally.plans:,} plans run in {time.monotonic() - began:.0f} s\n")
    env.stderr.write(f"      left out: {left}\n" if left else "")
    return 0
