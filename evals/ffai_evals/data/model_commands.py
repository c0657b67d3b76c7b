"""The part of `ffai data …` that asks models: requests that one writes, the repair queue, the tree of topics grown."""

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from ffai.environment import Environment
from ffai.errors import UsageError
from ffai_evals.data.commands import data, ended, needs_ffmpeg, new_file, place
from ffai_evals.data.options import apart_from, into_project
from ffai_evals.project.commands import text_of

if TYPE_CHECKING:
    from ffai_evals.data.repair import Bench


@data.command("write")
@click.option(
    "-n", "count", type=click.IntRange(1, 1_000_000), required=True, help="How many pairs the file shall hold in the end."
)
@click.option(
    "--model", required=True, metavar="NAME", help="Who writes the requests: any model that ffai -m takes, or a profile as @NAME."
)
@click.option("--translator", default="offline", show_default=True, metavar="NAME", help="Who answers them.")
@click.option("--guidance", default="", metavar="TEXT|@FILE", help="What the writer shall mind, in your words.")
@click.option(
    "--tree", "tree_file", metavar="FILE", help="A tree of topics that was edited or grown; the installed ffmpeg's otherwise."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--out",
    required=True,
    metavar="FILE.jsonl",
    help="Where to; FILE.asked.jsonl and FILE.queue.jsonl lie beside it. What is there is gone on with.",
)
@into_project
@apart_from
@click.option("--jobs", type=click.IntRange(1, 64), default=4, show_default=True, help="Batches at once.")
@click.option("--per-minute", type=click.IntRange(1), default=None, help="Requests to the provider a minute, at most.")
@click.option("--api-base", default="", metavar="URL", help="Where the model is, if not at its provider's.")
@click.pass_obj
def write_pairs(
    env: Environment, /, *, count: int, model: str, translator: str, guidance: str, tree_file: str | None, seed: int, out: str, folder: str | None, task: str,
    apart: tuple[str, ...], jobs: int, per_minute: int | None, api_base: str,
) -> int:  # fmt: skip
    """A model writes requests, a translator answers, and what ran and did what was asked becomes a pair; the rest waits for repair.

    \b
    ffai data write -n 200 --model openai/gpt-4.1-mini --guidance "podcasts: cuts, loudness, chapters" --out podcasts.jsonl
    """  # noqa: D301 - click wants the character itself
    from ffai import config
    from ffai_evals.data.progress import Bar
    from ffai_evals.data.runs import Sink
    from ffai_evals.data.written import Wish, files_of, write
    from ffai_evals.methods import named
    from ffai_evals.pace import Limits

    needs_ffmpeg(env)
    settings = config.load(env)
    writer = named(model, env, api_base=api_base)
    if not writer.asks:
        raise UsageError(f"{model!r} writes nothing", "name a model: --model openai/gpt-4.1-mini")
    wish = Wish(
        count, seed, writer.over(settings), named(translator, env, api_base=api_base), tree_of(env, tree_file), text_of(env, guidance), Limits(jobs, per_minute or 0),
        tuple(os.path.join(env.cwd, a) for a in apart),
    )  # fmt: skip
    files = files_of(place(env, out))
    sink = Sink(os.path.join(env.cwd, folder), task) if folder else None
    wish = wish._replace(held=tuple(sink.held_back())) if sink else wish
    bar = Bar(env, count, "batches")
    try:
        found = write(wish, files, env, told=bar.step, kept=sink.put if sink else lambda _line: None)
    finally:
        bar.close()
    env.stderr.write(f"{out}: {found.pairs:,} pairs, {found.queued:,} wait for repair\n")
    left = ", ".join(f"{n} {why}" for why, n in found.left_out.most_common())
    env.stderr.write(f"      no pair: {left}\n" if left else "")
    env.stderr.write(cost_line(found.cost, found.tokens))
    env.stderr.write(f"{folder}: {sink.new:,} new runs\n" if sink else "")
    env.stderr.write(f"      ended early: {found.why}\n" if found.why else "")
    env.stderr.write(f"      ffai data repair {out}\n" if found.queued else "")
    return ended(env, found.stopped)


def cost_line(cost: float | None, tokens: int) -> str:
    if cost is None and not tokens:
        return ""
    return f"      {tokens:,} tokens" + (f", ${cost:.4f}" if cost is not None else ", price not known") + " for what the writer wrote\n"  # fmt: skip


def tree_of(env: Environment, tree_file: str | None) -> dict[str, dict[str, float]]:
    from ffai.tools.capabilities import load
    from ffai_evals.data.tree import grown, read_tree
    from ffai_evals.runner import tools_of

    return read_tree(os.path.join(env.cwd, tree_file)) if tree_file else grown(load(tools_of(env), env))


@data.command("repair")
@click.argument("pairs", metavar="FILE.jsonl")
@click.option("--list", "listed", is_flag=True, help="Only show what waits.")
@click.option("--model", metavar="NAME", help="A model works it off instead of you.")
@click.option(
    "--tries", type=click.IntRange(1, 10), default=2, show_default=True, help="How often a model is asked for one request."
)
@click.option(
    "--jsonl", is_flag=True, help='A program does: {"id", "answer"} or {"id", "drop": true} a line in, the verdict a line out.'
)
@apart_from
@click.option("--api-base", default="", metavar="URL", help="Where the model is, if not at its provider's.")
@click.pass_obj
def repair_pairs(
    env: Environment,
    /,
    *,
    pairs: str,
    listed: bool,
    model: str | None,
    tries: int,
    jsonl: bool,
    apart: tuple[str, ...],
    api_base: str,
) -> int:
    """Works off the queue of `ffai data write`: give the right command, it is run and measured, and a right one becomes a pair."""
    from ffai_evals.data.repair import Bench, by_hand, by_model, shown
    from ffai_evals.data.written import files_of

    path = os.path.join(env.cwd, pairs)
    if not os.path.exists(f"{path.removesuffix('.jsonl')}.queue.jsonl"):
        raise UsageError(f"there is no queue beside {pairs}", "ffai data write makes one")
    needs_ffmpeg(env)
    bench = Bench(files_of(path), env, tuple(os.path.join(env.cwd, a) for a in apart))
    if listed:
        env.stdout.write("".join(shown(line) for line in bench.waiting()))
        return 0
    if jsonl:
        return _by_program(env, bench)
    if model:
        from ffai import config
        from ffai_evals.data.progress import Bar
        from ffai_evals.methods import named

        bar = Bar(env, len(bench.waiting()), "asked")
        try:
            found = by_model(bench, named(model, env, api_base=api_base).over(config.load(env)), tries=tries, told=lambda n, _all, cost: bar.step(n, n, cost))  # fmt: skip
        finally:
            bar.close()
    else:
        found = by_hand(bench, write_user(), _asker(env), _teller(env))
    cost = f", ${found.cost:.4f}" if found.cost is not None else ""
    env.stderr.write(f"{found.repaired} repaired, {found.dropped} dropped, {found.left} wait still{cost}\n")
    return ended(env, found.stopped)


def write_user() -> str:
    from ffai_evals.project.write import user

    return user()


def _teller(env: Environment) -> Callable[[str], None]:
    def say(text: str) -> None:
        env.stdout.write(text)

    return say


def _asker(env: Environment) -> Callable[[str], str | None]:
    def ask(prompt: str) -> str | None:
        env.stdout.write(prompt)
        env.stdout.flush()
        line = env.stdin.readline()
        return line.rstrip("\n") if line else None

    return ask


def _by_program(env: Environment, bench: "Bench") -> int:
    """One decision a line; each is answered by a line."""
    wrong = 0
    for number, raw in enumerate(env.stdin, 1):
        if not raw.strip():
            continue
        try:
            said = json.loads(raw)
            identity = str(said["id"])
            answer = None if said.get("drop") else str(said["answer"])
        except (ValueError, KeyError, TypeError):
            raise UsageError(f'line {number} is no decision: it needs "id", and "answer" or "drop"', "mend that line") from None
        line = bench.one(identity)
        if answer is None:
            bench.drop(line, f"person {write_user()}")
            verdict = {"id": identity, "pass": None, "dropped": True}
        else:
            found = bench.mend(line, answer, f"person {write_user()}")
            verdict = {"id": identity, "pass": not found.why, "class": found.why or "right", "evidence": found.evidence}
            wrong += bool(found.why)
        env.stdout.write(json.dumps(verdict, ensure_ascii=False) + "\n")
        env.stdout.flush()
    return 1 if wrong else 0


@data.command("topics")
@click.option("--out", metavar="FILE", help="Write the tree here; a file that is there is not replaced.")
@click.option("--tree", "tree_file", metavar="FILE", help="Begin with this one; the installed ffmpeg's otherwise.")
@click.option("--grow", "model", metavar="MODEL", help="A model adds situations of everyday below the families.")
@click.option("--under", default="", metavar="FAMILY,…", help="Only below these families.")
@click.option("-n", "each", type=click.IntRange(1, 50), default=5, show_default=True, help="How many below each.")
@click.option("--guidance", default="", metavar="TEXT|@FILE", help="What the model shall mind, in your words.")
@click.option("--api-base", default="", metavar="URL", help="Where the model is, if not at its provider's.")
@click.option("--json", "as_json", is_flag=True, help="The tree on standard output.")
@click.pass_obj
def show_topics(
    env: Environment, /, *, out: str | None, tree_file: str | None, model: str | None, under: str, each: int, guidance: str, api_base: str, as_json: bool
) -> int:  # fmt: skip
    """The tree of topics: everything that the installed ffmpeg can do, and what people want of it. It is JSON, made to be edited.

    \b
    ffai data topics --out tree.json                                     edit weights; 0 takes a topic off the list
    ffai data topics --tree tree.json --grow openai/gpt-4.1-mini --under trim,fade --out grown.json
    """  # noqa: D301 - click wants the character itself
    from ffai_evals.data.growing import grow

    tree = tree_of(env, tree_file)
    if model:
        from ffai import config
        from ffai_evals.methods import named

        families = [f.strip() for f in under.split(",") if f.strip()] or sorted(tree.get("family", {}))
        if strange := [f for f in families if f not in tree.get("family", {})]:
            raise UsageError(f"there is no family {strange[0]!r}", "one of: " + ", ".join(sorted(tree.get("family", {}))))
        writer = named(model, env, api_base=api_base).over(config.load(env))
        tree, added, cost, tokens = grow(tree, families, each, writer, text_of(env, guidance), env)
        env.stderr.write(f"{added} situations added\n" + cost_line(cost, tokens))
    text = json.dumps(tree, indent=1, ensure_ascii=False) + "\n"
    if out:
        new_file(env, out, text)
        env.stderr.write(f"{out}: {sum(map(len, tree.values())):,} topics; weights can be edited, 0 takes one off\n")
    if as_json:
        env.stdout.write(text)
    elif not out:
        for kind, names in tree.items():
            heavy = sorted(names, key=lambda name: (-names[name], name))
            env.stdout.write(f"{kind:<9} {len(names):>4}   {', '.join(heavy[:8])}{' …' if len(heavy) > 8 else ''}\n")
    return 0
