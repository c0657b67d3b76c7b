"""A job as a Kiln fine-tune of the project that its examples came from."""

from typing import Any

from ffai.errors import UsageError
from ffai_evals.data.runs import task_of
from ffai_evals.finetune.hosted.values import KILN, Job, Wanted
from ffai_evals.project import write
from ffai_evals.project.text import clean_name


def record(
    folder: str,
    task: str,
    dataset: str,
    *,
    name: str,
    provider: str,
    wanted: Wanted,
    system: str,
    files: dict[str, str],
    job: Job,
) -> str:
    """Writes the fine-tune, or what became of it; gives its id. Raises UsageError without the project, its task or dataset split."""
    found = task_of(folder, task)
    splits = found.of("dataset_split")
    split = found.find("dataset_split", dataset) if dataset else splits[-1] if len(splits) == 1 else None
    if split is None:
        raise UsageError(
            f"{folder} has {len(splits)} dataset splits" if not dataset else f"there is no dataset split {dataset!r}",
            "say which with --dataset",
        )
    named = {
        "epochs": wanted.epochs,
        "learning_rate": wanted.learning_rate,
        "batch_size": wanted.batch,
        "lora_rank": wanted.lora_rank,
        "seed": wanted.seed,
    }
    now: dict[str, Any] = {"provider_id": job.id, "fine_tune_model_id": job.model or None, "latest_status": KILN[job.state]}
    there = next((r for r in found.of("finetune") if r.data.get("provider_id") == job.id and job.id), None)
    if there is not None:
        there.data.update(now)
        write.save(there)
        return there.id
    data = {
        "name": clean_name(name),
        "provider": provider,
        "base_model_id": wanted.base_model,
        "dataset_split_id": split.id,
        "validation_split_name": "validation" if "validation" in files else None,
        "system_message": system or " ",
        "parameters": {key: value for key, value in named.items() if value is not None},
        "properties": {"files": ", ".join(files.values())},
        **now,
    }
    return write.add(found, "", write.fresh("finetune", data)).id
