"""`ffai finetune …`: pairs in the form that a trainer takes, looked through before they are sent, and training on this machine."""

import json
import os

import click

from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError
from ffai_evals.project.commands import text_of


@click.group()
def finetune() -> None:
    """Train models on verified pairs."""


@finetune.command("forms")
@click.pass_obj
def show_forms(env: Environment, /) -> int:
    """The forms that `export` writes."""
    from ffai_evals.finetune.forms import FORMS

    env.stdout.write("".join(f"{name:<42} {form.text}\n" for name, form in FORMS.items()))
    return 0


@finetune.command("export")
@click.option("--format", "form", required=True, metavar="FORMAT", help="One of `ffai finetune forms`.")
@click.option(
    "--split", required=True, metavar="NAME", help="train, validation, eval, golden, or whatever the splits are called."
)
@click.option("--out", required=True, metavar="FILE", help="Where to; a file that is there is not replaced.")
@click.option("--pairs", metavar="FILE.jsonl", help="Verified pairs; split by --seed, as `ffai data split` would.")
@click.option(
    "--project",
    "folder",
    metavar="FOLDER",
    help="Or a Kiln project with a frozen dataset split; the folder this is run in otherwise.",
)
@click.option("--task", default="", help="The task of the project, when it has several.")
@click.option("--dataset", default="", help="The dataset split of the task, when it has several.")
@click.option(
    "--filter", "only", default="all", show_default=True, help="Only runs that pass a filter: tag::NAME, high_rating, …"
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="For --pairs.")
@click.option("--prompt", default="", metavar="TEXT|@FILE", help="The system message; the zero-shot prompt otherwise.")
@click.option(
    "--thinking", is_flag=True, help="With a sentence of reasoning before the commands, where the form has room for it."
)
@click.option("--epochs", type=click.IntRange(1), default=3, show_default=True, help="For the count of tokens.")
@click.option(
    "--price",
    type=click.FloatRange(0),
    default=None,
    metavar="DOLLARS",
    help="Of a million training tokens: tells what it would cost.",
)
@click.pass_obj
def export(
    env: Environment, /, *, form: str, split: str, out: str, pairs: str | None, folder: str | None, task: str, dataset: str,
    only: str, seed: int, prompt: str, thinking: bool, epochs: int, price: float | None,
) -> int:  # fmt: skip
    """A split as a file that a trainer takes, looked through for what its provider would refuse."""
    from ffai_evals.finetune.forms import FORMS, example_of
    from ffai_evals.finetune.validate import validate

    if form not in FORMS:
        raise UsageError(f"there is no form {form!r}", "one of: " + ", ".join(FORMS))
    if pairs and folder:
        raise UsageError("--pairs and --project say two places", "give one of them")
    if pairs:
        found = _of_file(os.path.join(env.cwd, pairs), split, seed)
    else:
        from ffai_evals.data.splits import runs_of_split

        found = runs_of_split(os.path.join(env.cwd, folder or "."), split, name=dataset, task=task, only=only)
    if not found:
        raise UsageError(f"the split {split!r} is empty", "take another one, or make more pairs")
    system = text_of(env, prompt).strip()
    lines = [
        json.dumps(FORMS[form].line(example_of(p, system=system, thinking=thinking)), ensure_ascii=False) + "\n" for p in found
    ]
    looked = validate(lines, form)
    if looked.faults:
        told = "\n".join(f"✗ {f'line {f.line}: ' if f.line else ''}{f.text}" for f in looked.faults[:20])
        env.stderr.write(told + "\n")
        raise FfaiError(f"{len(looked.faults)} faults that {form} would be refused for; nothing was written", "mend the pairs, or take another form")  # fmt: skip
    path = os.path.join(env.cwd, out)
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as problem:
        raise UsageError(f"{out} cannot be written: {problem.strerror}", "choose another --out") from None
    cost = f", {price * looked.tokens * epochs / 1e6:.2f} dollars at {price:g} a million" if price is not None else ""
    env.stderr.write(f"{out}: {looked.examples:,} examples, about {looked.tokens:,} tokens, the longest {looked.longest:,}; {epochs} epochs: {looked.tokens * epochs:,}{cost}\n")  # fmt: skip
    return 0


def _of_file(path: str, split: str, seed: int) -> list[dict[str, object]]:
    from ffai_evals.data.make import read_pairs
    from ffai_evals.data.splits import SHARES, assign

    found = read_pairs(path)
    if split == "all":
        return found
    if split not in SHARES:
        raise UsageError(f"there is no split {split!r}", f"one of: {', '.join(SHARES)}, all")
    return [pair for pair, name in zip(found, assign(found, SHARES, seed), strict=True) if name == split]


@finetune.command("validate")
@click.argument("file", metavar="FILE")
@click.option("--format", "form", required=True, metavar="FORMAT", help="One of `ffai finetune forms`.")
@click.pass_obj
def check(env: Environment, /, *, file: str, form: str) -> int:
    """What a provider would refuse in a file of examples."""
    from ffai_evals.finetune.forms import FORMS
    from ffai_evals.finetune.validate import validate

    if form not in FORMS:
        raise UsageError(f"there is no form {form!r}", "one of: " + ", ".join(FORMS))
    try:
        with open(os.path.join(env.cwd, file), encoding="utf-8") as lines:
            looked = validate(lines, form)
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{file} cannot be read as text: {problem}", "name a JSONL file") from None
    for fault in looked.faults:
        env.stdout.write(f"✗ {f'line {fault.line}: ' if fault.line else ''}{fault.text}\n")
    env.stdout.write(f"{looked.examples:,} examples, about {looked.tokens:,} tokens, the longest {looked.longest:,}\n")
    return 1 if looked.faults else 0


def _hosted() -> None:
    from ffai_evals.finetune import local_commands
    from ffai_evals.finetune.hosted import commands

    for command in (commands.start, commands.status, commands.events, commands.cancel, *local_commands.COMMANDS):
        finetune.add_command(command)


_hosted()
