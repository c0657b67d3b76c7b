"""`ffai finetune local, base, items, compare, models, remove`: training on this machine, and whether it was worth it."""

import json
import os
from typing import Any

import click

from ffai.environment import Environment
from ffai.errors import ExitStatus, FfaiError, UsageError
from ffai_evals.finetune.options import SCRATCH, SMOLLM2


@click.command("local")
@click.option("--pairs", required=True, metavar="FILE.jsonl", help="Verified pairs; a tenth is held back to look at the loss.")
@click.option("--model", "--base", "base", default=SCRATCH, show_default=True, metavar="scratch|smollm2|DIR", help="scratch: a small model from nothing. Else LoRA on smollm2 (135M, ffai finetune base fetches it), a folder of weights, or a .gguf.")  # fmt: skip
@click.option("--out", required=True, metavar="DIR", help="Checkpoints, losses, the model; training goes on with what is there.")
@click.option("--name", default="", metavar="NAME", help="The model is asked with -m local/NAME; the name of --out otherwise.")
@click.option("--epochs", type=click.FloatRange(0, min_open=True), default=None, help="How often each pair is seen: 12 for scratch, 3 for LoRA.")  # fmt: skip
@click.option("--steps", type=click.IntRange(1), default=None, help="Steps in all, in place of --epochs.")
@click.option("--rank", type=click.IntRange(1, 512), default=16, show_default=True, help="Of LoRA.")
@click.option("--alpha", type=click.IntRange(1), default=32, show_default=True, help="Of LoRA.")
@click.option("--learning-rate", type=click.FloatRange(0, 1, min_open=True), default=None, help="0.0015 for scratch, 0.001 for LoRA.")  # fmt: skip
@click.option("--warm-up", type=click.IntRange(1), default=10, show_default=True, help="Steps.")
@click.option("--batch", type=click.IntRange(1), default=None, help="Pairs a step: 32 for scratch, 4 for LoRA.")
@click.option("--max-length", type=click.IntRange(16), default=160, show_default=True, help="Tokens; longer pairs are left out.")
@click.option("--layers", type=click.IntRange(0), default=0, help="LoRA: the upper ones that learn, the lower are reckoned once; 0 is all. scratch: how many it has (2).")  # fmt: skip
@click.option("--width", type=click.IntRange(0), default=0, help="scratch: numbers to a word; 160, a multiple of 4.")
@click.option("--every", type=click.IntRange(1), default=50, show_default=True, help="Steps between looks at the validation loss, and checkpoints.")  # fmt: skip
@click.option("--patience", type=click.IntRange(1), default=6, show_default=True, help="Looks without a lower loss before it stops.")  # fmt: skip
@click.option("--threads", type=click.IntRange(0), default=0, help="Of torch; all processors otherwise.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--wandb", default="", metavar="PROJECT", help="Losses to Weights & Biases, too; WANDB_MODE=offline keeps them here.")  # fmt: skip
@click.pass_obj
def local(env: Environment, /, *, pairs: str, out: str, name: str, base: str, **said: Any) -> int:
    """Train a translator on this machine.

    \b
    ffai finetune local --pairs pairs.jsonl --out mine
    ffai finetune local --pairs pairs.jsonl --model smollm2 --layers 14 --out tuned
    ffai -m local/mine "shrink talk.mp4 for the web"
    """  # noqa: D301 - click wants the character itself
    from ffai.translate.model.local import kept
    from ffai_evals.data.make import read_pairs
    from ffai_evals.finetune.local import train
    from ffai_evals.finetune.options import usual

    place = os.path.join(env.cwd, out)
    name = name or os.path.basename(os.path.normpath(place))
    kept.plain(name)
    _free(name, place, env)
    where = base if base in (SCRATCH, SMOLLM2) else os.path.join(env.cwd, base)
    options = usual(where)._replace(**{key: value for key, value in said.items() if value is not None})

    def told(text: str) -> None:
        env.stderr.write(text + "\n")
        env.stderr.flush()

    done = train(read_pairs(os.path.join(env.cwd, pairs)), place, options, env, told)
    left = f", {done.left_out} pairs left out (too long, or what they need is not told)" if done.left_out else ""
    kept.keep(name, done.weights, {**done.about, "from": place}, env, anew=True)
    env.stderr.write(
        f"{done.steps} steps on {done.pairs} pairs{': ' + done.stopped if done.stopped else ''}; validation loss {done.first:.3f} → {done.best:.3f}{left}\n"
        f"{os.path.join(out, 'loss.svg')} shows it; ask it: ffai -m local/{name} …; was it worth it? ffai finetune compare local/{name}\n"
    )
    env.stdout.write(f"local/{name}\n")
    return 0


def _free(name: str, place: str, env: Environment) -> None:
    """Raises UsageError when a model of that name came from another folder: it would be replaced."""
    from ffai.translate.model.local import kept

    if name in kept.names(env) and kept.find(name, env).made_in != place:
        raise UsageError(f"there is a model local/{name} already", f"choose another --name, or: ffai finetune remove {name}")


@click.command("base")
@click.pass_obj
def fetch_base(env: Environment, /) -> int:
    """Fetch the small instruct model (135M, 94 MB, Apache-2.0) that LoRA starts from, and make it one that can be asked."""
    from ffai.translate.model.local import kept
    from ffai_evals.finetune.base import FILE, fetch, found

    try:
        folder, _ = found(SMOLLM2, env)
        path = os.path.join(folder, FILE)
    except FfaiError:
        path = fetch(env)
    kept.keep(SMOLLM2, path, {"kind": kept.CHAT, "from": path}, env, anew=True)
    env.stdout.write(f"local/{SMOLLM2}\n")
    return 0


@click.command("items")
@click.option("--pairs", required=True, metavar="FILE.jsonl", help="Verified pairs that no model has learnt from.")
@click.option("--out", required=True, metavar="ITEMS.jsonl", help="Where to; a file that is there is not replaced.")
@click.option("--ways", type=click.IntRange(1), default=1, show_default=True, help="Ways of asking for one answer, at most.")
@click.option("--most", type=click.IntRange(1), default=None, help="Items in all, at most.")
@click.pass_obj
def make_items(env: Environment, /, *, pairs: str, out: str, ways: int, most: int | None) -> int:
    """Held-back pairs as eval items: an answer has to reach what was measured of theirs.

    \b
    ffai data split pairs.jsonl --out splits
    ffai finetune items --pairs splits/eval.jsonl --out held.jsonl
    ffai finetune compare local/mine --items held.jsonl
    """  # noqa: D301 - click wants the character itself
    from ffai_evals.data.make import read_pairs
    from ffai_evals.finetune.held import items

    made = items(read_pairs(os.path.join(env.cwd, pairs)), ways, most or 0)
    if not made:
        raise UsageError(f"{pairs} holds no pair with what was measured of it", "make some: ffai data make -n 1000")
    try:
        with open(os.path.join(env.cwd, out), "x", encoding="utf-8") as file:
            file.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in made)
    except OSError as problem:
        raise UsageError(f"{out} cannot be written: {problem.strerror}", "choose another --out") from None
    env.stderr.write(f"{out}: {len(made)} items\n")
    return 0


@click.command("compare")
@click.argument("tuned", metavar="MODEL")
@click.option("--items", default="correctness", show_default=True, metavar="EVAL", help="Items that it never saw: a file, or an eval.")  # fmt: skip
@click.option("--base", default=None, metavar="MODEL", help="What it was tuned from; a local model's is known.")
@click.option("--with", "others", multiple=True, metavar="NAME", help="More run configs beside it.")
@click.option("--limit", type=click.IntRange(1), default=None, metavar="N", help="So many items, evenly drawn from all.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_obj
def compare_tuned(env: Environment, /, tuned: str, items: str, base: str | None, others: tuple[str, ...], limit: int | None, *, as_json: bool) -> int:  # fmt: skip
    """Was it worth it? The fine-tune, its base zero-shot and few-shot, and the offline translator on the same items, in pairs.

    Exit status 1 when the fine-tune loses to its base. Samples are kept as those of `ffai eval run`: what is known is not run again,
    and `ffai eval report` shows them.
    """
    from ffai_evals.finetune.weigh import as_document, as_text, methods_of, weighed
    from ffai_evals.matrix import fill
    from ffai_evals.methods import named
    from ffai_evals.results import latest
    from ffai_evals.sources import source_of

    base = _base_of(tuned, env) if base is None else base
    source = source_of(env, items)
    chosen = source.items[:: max(1, len(source.items) // limit)][:limit] if limit else source.items
    methods = methods_of(tuned, base, [named(other, env) for other in others])
    found = fill(env, source.name, chosen, methods)
    for why, count in found.lost.items():
        env.stderr.write(f"ffai: {count} samples came to nothing, and are neither right nor wrong: {why}\n")
    lines = {m.name: latest(x for x in found.lines if x["config"] == m.name) for m in methods}
    lines = {name: rows for name, rows in lines.items() if rows}
    if found.stopped or tuned not in lines:
        env.stderr.write(f"stopped after {len(found.lines)} of {found.planned} samples; run it again to go on\n")
        return ExitStatus.INTERRUPTED if found.stopped else ExitStatus.MODEL
    against = weighed(lines, tuned)
    if as_json:
        env.stdout.write(json.dumps(as_document(lines, against, tuned, base)) + "\n")
    else:
        env.stdout.write(f"{len(chosen)} items of {source.name}\n" + as_text(lines, against, tuned, base))
    return ExitStatus.FAILED if any(a.name.startswith(f"{base} ") and a.verdict == "lost" for a in against) else ExitStatus.DONE


def _base_of(tuned: str, env: Environment) -> str:
    """The base of a local model, as one that can be asked; "" where that is not known or it is from nothing."""
    from ffai.translate.model.local import kept

    if not tuned.startswith("local/"):
        return ""
    said = str(kept.find(tuned.removeprefix("local/"), env).trained.get("base", ""))
    return f"local/{SMOLLM2}" if said == SMOLLM2 and SMOLLM2 in kept.names(env) else ""


@click.command("models")
@click.pass_obj
def show_models(env: Environment, /) -> int:
    """The models that `-m local/NAME` asks."""
    from ffai.translate.model.local import kept

    for name in kept.names(env):
        model = kept.find(name, env)
        about = model.trained
        told = f"{about['pairs']:,} pairs, {about['steps']:,} steps, validation loss {about['validation']:.3f}, from {about['base']}" if about else "as it came"  # fmt: skip
        env.stdout.write(f"local/{name:<20} {os.path.getsize(model.path) / 1e6:>6.1f} MB  {told}\n")
    return 0


@click.command("remove")
@click.argument("name", metavar="NAME")
@click.pass_obj
def remove_model(env: Environment, /, name: str) -> int:
    """Take a local model away; the folder that it was trained in stays."""
    from ffai.translate.model.local import kept

    kept.remove(name.removeprefix("local/"), env)
    env.stderr.write(f"local/{name.removeprefix('local/')} is gone\n")
    return 0


COMMANDS = (local, fetch_base, make_items, compare_tuned, show_models, remove_model)
