"""`ffai finetune start | status | events | cancel`: jobs at OpenAI, Together, Fireworks and Vertex."""

import json
import os
import time
from typing import Any

import click

from ffai.environment import Environment
from ffai.errors import Declined, FfaiError, Interrupted, UsageError
from ffai_evals.finetune.hosted.values import DONE, ENDED, Job, Wanted


def _folder(env: Environment) -> str:
    return os.path.join(env.state_dir, "finetunes")


@click.command("start")
@click.argument("file", metavar="TRAIN.jsonl")
@click.option("--provider", required=True, metavar="NAME", help="openai, together, fireworks or vertex.")
@click.option("--base-model", required=True, metavar="NAME", help="As the provider calls it.")
@click.option(
    "--name", default="", help="What the job is called here; the file's name otherwise. The same name goes on with the same job."
)
@click.option("--format", "form", default="", metavar="FORMAT", help="The form of the file; the provider's usual one otherwise.")
@click.option("--validation", metavar="FILE.jsonl", help="Examples to look at the loss on.")
@click.option("--epochs", type=click.IntRange(1, 50), default=None)
@click.option(
    "--learning-rate",
    type=click.FloatRange(0, min_open=True),
    default=None,
    help="A multiplier at OpenAI and Vertex, a rate at the others.",
)
@click.option("--batch", type=click.IntRange(1), default=None)
@click.option("--rank", type=click.IntRange(1, 512), default=None, help="Of LoRA, where the provider lets one choose.")
@click.option("--seed", type=click.IntRange(0), default=None)
@click.option("--suffix", default="ffai", show_default=True, help="Becomes part of the model's name.")
@click.option(
    "--price",
    type=click.FloatRange(0),
    default=None,
    metavar="DOLLARS",
    help="Of a million training tokens: tells what it will cost.",
)
@click.option("--in-project", "project", metavar="FOLDER", help="Also written as a fine-tune of this Kiln project.")
@click.option("--task", default="")
@click.option("--dataset", default="", help="The dataset split that the file came of.")
@click.option("--api-base", default="", metavar="URL")
@click.option("--account", default="", help="At Fireworks.")
@click.option("--project-id", default="", help="At Google Cloud.")
@click.option("--location", default="", help="At Google Cloud; us-central1 otherwise.")
@click.option("--bucket", default="", metavar="gs://NAME", help="At Google Cloud.")
@click.option("-y", "--yes", is_flag=True, help="Without asking first.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def start(env: Environment, /, *, file: str, provider: str, base_model: str, name: str, form: str, validation: str | None, price: float | None, yes: bool, as_json: bool, **said: Any) -> int:  # fmt: skip
    """Send a file and start a fine-tune. It costs money at the provider: what it comes to is told and asked first."""
    from ffai_evals.finetune.hosted.dispatch import dispatch, opened
    from ffai_evals.finetune.hosted.reach import Where, reach, row_of

    row = row_of(provider)
    form = form or row.forms[0]
    if form not in row.forms:
        raise UsageError(f"{row.title} does not take {form}", "one of: " + ", ".join(row.forms))
    files = {"train": os.path.join(env.cwd, file), **({"validation": os.path.join(env.cwd, validation)} if validation else {})}
    tokens = sum(_looked(path, form) * (said["epochs"] or 3 if role == "train" else 0) for role, path in files.items())
    wanted = Wanted(base_model, said["epochs"], said["learning_rate"], said["batch"], said["rank"], said["seed"], said["suffix"])
    where = Where(said["api_base"], said["account"], said["project_id"], said["location"], said["bucket"])
    at = reach(provider, env, where)
    name = name or os.path.splitext(os.path.basename(file))[0]
    with opened(_folder(env), name) as journal:
        if journal.job is None:
            what = f"{row.title}: {base_model}, about {tokens:,} tokens" + (f", {price * tokens / 1e6:.2f} dollars" if price is not None else "")  # fmt: skip
            if yes:
                env.stderr.write(f"{what}\n")
                env.stderr.flush()
            else:
                _asked(env, what)
        job = dispatch(journal, provider, at, wanted, files, lambda text: print(text, file=env.stderr, flush=True))
        journal.keep(where=where._asdict(), form=form, project=_project(env, said), base=base_model)
        _recorded(env, journal.data, name, job)
    return _shown(env, name, journal.data, job, as_json=as_json)


def _looked(path: str, form: str) -> int:
    """The tokens of a file, estimated. Raises FfaiError when the provider would refuse it."""
    from ffai_evals.finetune.validate import validate

    try:
        with open(path, encoding="utf-8") as lines:
            looked = validate(lines, form)
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path} cannot be read as text: {problem}", "name a JSONL file of `ffai finetune export`") from None
    if looked.faults:
        first = looked.faults[0]
        raise FfaiError(
            f"{os.path.basename(path)} would be refused: {f'line {first.line}: ' if first.line else ''}{first.text}"
            + (f" (and {len(looked.faults) - 1} more)" if len(looked.faults) > 1 else ""),
            f"nothing was sent; all of it: ffai finetune validate {os.path.basename(path)} --format {form}",
        )
    return looked.tokens


def _asked(env: Environment, what: str) -> None:
    if not env.interactive:
        raise Declined(f"{what}: nobody is here to say yes", "nothing was sent; -y starts it without asking")
    env.stderr.write(f"{what}. Start it? [y/N] ")
    env.stderr.flush()
    if env.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Declined("nothing was sent", "")


def _project(env: Environment, said: dict[str, Any]) -> dict[str, str]:
    if not said["project"]:
        return {}
    return {"folder": os.path.join(env.cwd, said["project"]), "task": said["task"], "dataset": said["dataset"]}


def _recorded(env: Environment, data: dict[str, Any], name: str, job: Job) -> None:
    """The Kiln fine-tune of a job, made or brought up to date, where one is wanted."""
    place = data.get("project")
    if not place:
        return
    from ffai_evals.finetune.hosted.reach import row_of
    from ffai_evals.finetune.hosted.recorded import record

    record(place["folder"], place["task"], place["dataset"], name=name, provider=row_of(data["provider"]).kiln, wanted=Wanted(**data["wanted"]), system="", files=data["files"], job=job)  # fmt: skip


def _shown(env: Environment, name: str, data: dict[str, Any], job: Job, *, as_json: bool) -> int:
    if as_json:
        document = {"v": 1, "name": name, "provider": data["provider"], "base_model": data["wanted"]["base_model"], "id": job.id, "state": job.state, "model": job.model or None, "error": job.error or None, "tokens": job.tokens}  # fmt: skip
        env.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    else:
        more = f" · {job.tokens:,} tokens" if job.tokens else ""
        env.stdout.write(f"{name:<24} {job.state:<10} {data['provider']} {job.id}{more}\n")
        if job.model:
            env.stdout.write(f'{"":<24} ask it: ffai -m {_asked_by(data["provider"], job.model)} "…"\n')
        if job.error:
            env.stdout.write(f"{'':<24} {job.error}\n")
    return 1 if job.state in ENDED and job.state != DONE else 0


def _asked_by(provider: str, model: str) -> str:
    return {"openai": "openai/", "together": "together_ai/", "fireworks": "fireworks_ai/", "vertex": "vertex_ai/"}[
        provider
    ] + model


def _named(env: Environment, name: str | None) -> list[str]:
    from ffai_evals.finetune.hosted.dispatch import names

    there = names(_folder(env))
    if not there:
        raise UsageError("no job was dispatched from here", "ffai finetune start FILE --provider openai --base-model NAME")
    if name is not None and name not in there:
        raise UsageError(f"there is no job {name!r}", "one of: " + ", ".join(there))
    return there if name is None else [name]


@click.command("status")
@click.argument("name", required=False)
@click.option("--wait", is_flag=True, help="Look again until it has ended.")
@click.option(
    "--every", type=click.FloatRange(0.01), default=30.0, show_default=True, help="Seconds between the looks of --wait."
)
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def status(env: Environment, /, *, name: str | None, wait: bool, every: float, as_json: bool) -> int:
    """How the jobs are doing; exit code 1 when one of them failed."""
    from ffai_evals.finetune.hosted.dispatch import look, opened

    codes = []
    for one in _named(env, name):
        while True:
            with opened(_folder(env), one) as journal:
                if journal.job is None and name is None:
                    env.stdout.write(f"{one:<24} not made yet\n")
                    break
                job = look(journal, _provider(env, journal.data))
                _recorded(env, journal.data, one, job)
                data = journal.data
            if not wait or job.state in ENDED:
                codes.append(_shown(env, one, data, job, as_json=as_json))
                break
            try:
                time.sleep(every)
            except KeyboardInterrupt:
                raise Interrupted("it goes on at the provider", f"ffai finetune status {one}") from None
    return max(codes, default=0)


@click.command("events")
@click.argument("name")
@click.pass_obj
def events(env: Environment, /, *, name: str) -> int:
    """What the provider tells of a job, oldest first."""
    from ffai_evals.finetune.hosted.dispatch import opened

    with opened(_folder(env), _named(env, name)[0]) as journal:
        if journal.job is None:
            raise UsageError(f"the job {name} was not made yet", "`ffai finetune start` with the same words goes on with it")
        for event in _provider(env, journal.data).events(journal.job.id):
            env.stdout.write(f"{event.at}  {event.text}\n")
    return 0


@click.command("cancel")
@click.argument("name")
@click.pass_obj
def cancel(env: Environment, /, *, name: str) -> int:
    """Stop a job at the provider."""
    from ffai_evals.finetune.hosted.dispatch import opened, stop

    with opened(_folder(env), _named(env, name)[0]) as journal:
        if journal.job is None:
            raise UsageError(f"the job {name} was not made yet", "there is nothing to cancel")
        job = stop(journal, _provider(env, journal.data))
        _recorded(env, journal.data, name, job)
        env.stdout.write(f"{name:<24} {job.state:<10} {journal.data['provider']} {job.id}\n")
    return 0


def _provider(env: Environment, data: dict[str, Any]) -> Any:
    from ffai_evals.finetune.hosted.reach import Where, reach

    return reach(data["provider"], env, Where(**data.get("where", {})))
