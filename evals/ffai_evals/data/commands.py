"""`ffai data …`: verified training pairs, what they cover, and their splits."""

import json
import os

import click

from ffai.environment import Environment
from ffai.errors import UsageError
from ffai_evals.data.options import apart_from, into_project


@click.group()
def data() -> None:
    """Training data that is right because it was run."""


@data.command("make")
@click.option(
    "-n", "count", type=click.IntRange(1, 1_000_000), required=True, help="How many pairs the file shall hold in the end."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--out", required=True, metavar="FILE.jsonl", help="Where to; what is in it is kept and continued.")
@click.option(
    "--special", metavar="KIND,…", help="Special sets instead: destructive, off-topic, ambiguous, competitor, reencode, or all."
)
@into_project
@apart_from
@click.option("--ways", type=click.IntRange(1, 50), default=4, show_default=True, help="Ways of asking for one plan, at most.")
@click.option("--workers", type=click.IntRange(1, 64), default=None, help="Processes; as many as there are processors otherwise.")
@click.pass_obj
def make_pairs(
    env: Environment, /, *, count: int, seed: int, out: str, special: str | None, folder: str | None, task: str, apart: tuple[str, ...], ways: int,
    workers: int | None,
) -> int:  # fmt: skip
    """Requests and the commands that were run for them and measured. No model is asked.

    \b
    ffai data make -n 1000 --seed 7 --out pairs.jsonl
    ffai data make -n 200 --special all --out special.jsonl
    """  # noqa: D301 - click wants the character itself
    from ffai_evals.data.make import Task, make
    from ffai_evals.data.progress import Bar
    from ffai_evals.data.runs import Sink

    needs_ffmpeg(env)
    path = place(env, out)
    sink = Sink(os.path.join(env.cwd, folder), task) if folder else None
    bar = Bar(env, count)
    tally = make(
        path, count, Task(seed, ways, _kinds(special)), workers=workers or os.cpu_count() or 1, apart=tuple(os.path.join(env.cwd, a) for a in apart),
        held=sink.held_back() if sink else (), told=bar.step, kept=sink.put if sink else lambda _line: None,
    )  # fmt: skip
    bar.close()
    left = ", ".join(f"{n} {why}" for why, n in tally.left_out.most_common())
    env.stderr.write(f"{out}: {tally.pairs:,} pairs, {tally.plans:,} plans run in {bar.seconds:.0f} s\n")
    env.stderr.write(f"      left out: {left}\n" if left else "")
    env.stderr.write(f"{folder}: {sink.new:,} new runs\n" if sink else "")
    return ended(env, tally.stopped)


def _kinds(special: str | None) -> tuple[str, ...]:
    from ffai_evals.data.special import KINDS

    if special is None:
        return ()
    said = KINDS if special == "all" else tuple(k.strip() for k in special.split(","))
    if strange := [k for k in said if k not in KINDS]:
        raise UsageError(f"there is no special set {strange[0]!r}", "all, or of: " + ", ".join(KINDS))
    return said


def needs_ffmpeg(env: Environment) -> None:
    from ffai_evals.runner import tools_of

    if tools_of(env).ffmpeg is None:
        raise UsageError("there is no ffmpeg to run the commands with", "install it; ffai doctor tells how")


def place(env: Environment, out: str) -> str:
    path = os.path.join(env.cwd, out)
    if not os.path.isdir(os.path.dirname(path)):
        raise UsageError(f"there is no folder {os.path.dirname(out)}", "make it first, or choose another --out")
    return path


def ended(env: Environment, stopped: bool) -> int:
    if stopped:
        env.stderr.write("stopped; the same command goes on from here\n")
        return 130
    return 0


@data.command("coverage")
@click.argument("pairs", required=False, metavar="[FILE.jsonl]")
@click.option("--tree", "tree_file", metavar="FILE", help="A tree of topics that was edited; the installed ffmpeg's otherwise.")
@click.option("--write-tree", metavar="FILE", help="Write the installed ffmpeg's tree here, to be edited.")
@click.option("--svg", metavar="FILE", help="Write a picture of it here.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def show_coverage(
    env: Environment, /, *, pairs: str | None, tree_file: str | None, write_tree: str | None, svg: str | None, as_json: bool
) -> int:
    """What pairs reach of everything that the installed ffmpeg can do."""
    from ffai import config
    from ffai.tools.capabilities import load
    from ffai.tools.locate import find_tools
    from ffai_evals.data.make import read_pairs
    from ffai_evals.data.tree import coverage, grown, picture, read_tree

    tree = read_tree(os.path.join(env.cwd, tree_file)) if tree_file else grown(load(find_tools(env, config.load(env)), env))
    if write_tree:
        new_file(env, write_tree, json.dumps(tree, indent=1) + "\n")
        env.stderr.write(f"{write_tree}: {sum(map(len, tree.values())):,} topics; weights can be edited, 0 takes one off\n")
        if not pairs:
            return 0
    if not pairs:
        raise UsageError("there are no pairs to look at", "ffai data coverage pairs.jsonl")
    rows, seen = coverage(read_pairs(os.path.join(env.cwd, pairs)), tree)
    if svg:
        new_file(env, svg, picture(rows, seen))
    if as_json:
        document = {
            "v": 1,
            "kinds": [{**r._asdict(), "missing": list(r.missing)} for r in rows],
            "topics": dict(seen.most_common()),
        }
        env.stdout.write(json.dumps(document) + "\n")
        return 0
    for row in rows:
        gaps = f"   missing: {', '.join(row.missing[:6])}{' …' if len(row.missing) > 6 else ''}" if row.missing else ""
        env.stdout.write(f"{row.kind:<9} {row.reached:>4} of {row.known:<4} {row.weighted:>5.0%} by weight{gaps}\n")
    return 0


def new_file(env: Environment, name: str, text: str) -> None:
    """Writes a file that is not there yet. Raises UsageError for one that is, or cannot be written."""
    try:
        with open(os.path.join(env.cwd, name), "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{name} is there already", "choose another name") from None
    except OSError as problem:
        raise UsageError(f"{name} cannot be written: {problem.strerror}", "choose another place") from None


@data.command("split")
@click.argument("pairs", required=False, metavar="[FILE.jsonl]")
@click.option(
    "--project",
    "folder",
    metavar="FOLDER",
    help="A Kiln project: the pairs become runs of its task, the splits a frozen dataset split.",
)
@click.option(
    "--filter",
    "only",
    default="tag::synthetic",
    show_default=True,
    metavar="FILTER",
    help="Without a file, the runs of the project that pass: all, tag::NAME, high_rating, rated::NAME>=4, judged::NAME>=0.8, multi_filter::A&B.",
)
@click.option("--task", default="", help="The task of the project, when it has several.")
@click.option("--name", default="verified pairs", show_default=True, help="The name of the dataset split.")
@click.option("--out", metavar="DIR", help="Or: a new folder with a file for each split.")
@click.option("--shares", default="", metavar="NAME=SHARE,…", help="train=0.8,validation=0.1,eval=0.08,golden=0.02 otherwise.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.pass_obj
def split_pairs(
    env: Environment,
    /,
    *,
    pairs: str | None,
    folder: str | None,
    only: str,
    task: str,
    name: str,
    out: str | None,
    shares: str,
    seed: int,
) -> int:
    """Train, validation, eval and golden: by topic, and never two ways of asking for one answer in two of them."""
    from ffai_evals.data.make import read_pairs
    from ffai_evals.data.splits import SHARES, assign, freeze, into_project, parse_shares

    wanted = parse_shares(shares) if shares else SHARES
    if bool(folder) == bool(out):
        raise UsageError("where shall the splits go?", "--project FOLDER, or --out DIR")
    if not pairs and not folder:
        raise UsageError("which pairs shall be split?", "name their file, or --project FOLDER for the runs of a project")
    if not pairs:
        sizes = freeze(os.path.join(env.cwd, str(folder)), only, wanted, seed, name=name, task=task)
        env.stdout.write("".join(f"{s:<12} {n:>7,}\n" for s, n in sizes.items()))
        return 0
    found = read_pairs(os.path.join(env.cwd, pairs))
    if folder:
        new, sizes = into_project(os.path.join(env.cwd, folder), found, wanted, seed, name=name, task=task)
        env.stderr.write(f"{folder}: {new:,} new runs\n")
    else:
        place = os.path.join(env.cwd, str(out))
        try:
            os.mkdir(place)
        except OSError as problem:
            raise UsageError(f"{out} cannot be made: {problem.strerror}", "choose another --out") from None
        of = assign(found, wanted, seed)
        sizes = {s: of.count(s) for s in wanted}
        for s in wanted:
            lines = [json.dumps(p, ensure_ascii=False) + "\n" for p, split in zip(found, of, strict=True) if split == s]
            new_file(env, os.path.join(place, f"{s}.jsonl"), "".join(lines))
    env.stdout.write("".join(f"{s:<12} {n:>7,}\n" for s, n in sizes.items()))
    return 0


from ffai_evals.data import model_commands as _model_commands  # noqa: E402, F401 - it adds its commands to the group
