"""Fine-tunes at providers: their published APIs, spoken to a real server on loopback; one job, whatever goes wrong on the way."""

import json
import signal
import subprocess
import time

import pytest
from cli.world import World
from finetune.trainers import Trainers

PROVIDERS = ("openai", "together", "fireworks", "vertex")
FORM = {
    "openai": "openai_chat_jsonl",
    "together": "together_chat_jsonl",
    "fireworks": "fireworks_chat_jsonl",
    "vertex": "vertex_gemini",
}


@pytest.fixture
def trainers():
    found = Trainers()
    yield found
    found.close()


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    pairs = [
        {
            "id": f"{n}",
            "request": f"cut film{n}.mp4 to {n + 1} seconds",
            "commands": [f"ffmpeg -i film{n}.mp4 -t {n + 1} out.mp4"],
            "topics": ["family:trim"],
        }
        for n in range(12)
    ]
    (world.work / "pairs.jsonl").write_text("".join(json.dumps(p) + "\n" for p in pairs))
    return world


def export(world, provider, name="train.jsonl"):
    done = world.run("finetune", "export", "--pairs", "pairs.jsonl", "--split", "all", "--format", FORM[provider], "--out", name)
    assert done.status == 0, done.err


def start(world, trainers, provider, *more, **variables):
    bucket = ("--bucket", "gs://media") if provider == "vertex" else ()
    words = (
        "finetune",
        "start",
        "train.jsonl",
        "--provider",
        provider,
        "--base-model",
        "small",
        "--epochs",
        "2",
        "--rank",
        "8",
        "-y",
        "--json",
        *bucket,
        *more,
    )
    return world.run(*words, **{**trainers.variables(provider), **variables})


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_file_becomes_a_model(world, trainers, provider):
    export(world, provider)
    began = start(world, trainers, provider)
    assert began.status == 0, began.err
    assert began.document["state"] == "waiting"
    assert (world.work / "train.jsonl").read_bytes() in trainers.files.values()
    variables = trainers.variables(provider)
    done = world.run("finetune", "status", "train", "--wait", "--every", "0.05", "--json", **variables)
    assert done.status == 0, done.err
    assert done.document["state"] == "done"
    assert done.document["model"]
    assert world.run("finetune", "events", "train", **variables).out.strip()
    assert len(trainers.jobs) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_was_asked_for_arrives(world, trainers, provider):
    export(world, provider)
    assert start(world, trainers, provider, "--learning-rate", "0.5", "--validation", "train.jsonl").status == 0
    (job,) = trainers.jobs.values()
    said = json.dumps(job["body"])
    for wanted in {"openai": ('"n_epochs": 2', '"learning_rate_multiplier": 0.5', "validation_file"), "together": ('"n_epochs": 2', '"lora_r": 8', "validation_file"),
                   "fireworks": ('"epochs": 2', '"loraRank": 8', "evaluationDataset"), "vertex": ('"epochCount": 2', "ADAPTER_SIZE_EIGHT", "validationDatasetUri")}[provider]:  # fmt: skip
        assert wanted in said


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_that_is_lost_makes_no_second_job(world, trainers, provider):
    export(world, provider)
    job = {
        "openai": "fine_tuning/jobs",
        "together": "fine-tunes",
        "fireworks": "supervisedFineTuningJobs",
        "vertex": "tuningJobs",
    }[provider]
    trainers.faults = [
        (
            f"POST /{provider}/v1/{'accounts/acme/' if provider == 'fireworks' else 'projects/acme/locations/us-central1/' if provider == 'vertex' else ''}{job}",
            "lost after",
        )
    ]
    began = start(world, trainers, provider)
    assert began.status == 0, began.err
    assert len(trainers.jobs) == 1
    assert began.document["id"] in trainers.jobs
    assert start(world, trainers, provider).document["id"] == began.document["id"]
    assert len(trainers.jobs) == 1


def test_a_request_that_never_arrived_is_made_again_by_the_same_command(world, trainers):
    export(world, "openai")
    trainers.faults = [("POST /openai/v1/fine_tuning/jobs", "lost before")]
    failed = start(world, trainers, "openai")
    assert failed.status == 7
    assert "the same command looks for it again" in failed.out
    assert trainers.jobs == {}
    assert start(world, trainers, "openai").status == 0
    assert len(trainers.jobs) == 1
    assert sum(path.endswith("/files") for _, path, _ in trainers.asked) == 1  # the file was sent once


def test_a_kill_between_the_file_and_the_job_goes_on_there(world, trainers):
    export(world, "openai")
    trainers.faults = [("POST /openai/v1/fine_tuning/jobs", "lost before")]
    words = [
        "finetune",
        "start",
        "train.jsonl",
        "--provider",
        "openai",
        "--base-model",
        "small",
        "--epochs",
        "2",
        "--rank",
        "8",
        "-y",
        "--json",
    ]
    process = subprocess.Popen(
        world.command(*words),
        cwd=world.work,
        env={**world.variables, **trainers.variables("openai")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while not any(p.endswith("/jobs") for _, p, _ in trainers.asked) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert start(world, trainers, "openai").status == 0
    assert len(trainers.jobs) == 1
    assert len(trainers.files) == 1


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (("POST /openai/v1/files", 401), 7, "does not take the key"),
        (("POST /openai/v1/files", 429), 7, "quota"),
        (("POST /openai/v1/fine_tuning/jobs", 400), 2, "Line 3 has no assistant message"),
    ],
    ids=["expired key", "quota", "bad file"],
)
def test_what_a_provider_refuses_is_one_line_and_the_same_command_goes_on(world, trainers, fault, status, words):
    export(world, "openai")
    trainers.faults = [fault]
    refused = start(world, trainers, "openai")
    assert refused.status == status
    assert words in refused.out
    assert "Traceback" not in refused.err
    assert start(world, trainers, "openai").status == 0
    assert len(trainers.jobs) == 1


def test_a_server_that_stumbles_is_asked_again(world, trainers):
    export(world, "openai")
    trainers.faults = [("POST /openai/v1/files", 503), ("POST /openai/v1/files", 500)]
    assert start(world, trainers, "openai").status == 0


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_job_that_fails_says_why(world, trainers, provider):
    export(world, provider)
    trainers.fails = True
    start(world, trainers, provider)
    done = world.run("finetune", "status", "train", "--wait", "--every", "0.05", **trainers.variables(provider))
    assert done.status == 1
    assert "failed" in done.out
    assert any(why in done.out for why in ("invalid training file", "out of memory", "no examples left", "bad examples"))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_job_is_cancelled(world, trainers, provider):
    export(world, provider)
    start(world, trainers, provider)
    assert "cancelled" in world.run("finetune", "cancel", "train", **trainers.variables(provider)).out
    assert "cancelled" in world.run("finetune", "status", "train", **trainers.variables(provider)).out


def test_nothing_is_sent_without_a_yes_or_with_a_file_that_would_be_refused(world, trainers):
    export(world, "openai")
    words = ("finetune", "start", "train.jsonl", "--provider", "openai", "--base-model", "small", "--price", "3")
    unasked = world.run(*words, **trainers.variables("openai"))
    assert unasked.status == 5
    assert "dollars" in unasked.err
    lines = (world.work / "train.jsonl").read_text().splitlines(keepends=True)
    (world.work / "train.jsonl").write_text("".join(lines[:4]))
    refused = start(world, trainers, "openai")
    assert refused.status == 1
    assert "at least 10" in refused.out
    assert trainers.asked == []


def test_the_key_is_written_nowhere(world, trainers):
    export(world, "openai")
    assert start(world, trainers, "openai").status == 0
    trainers.faults = [("GET /openai", 401)]
    told = world.run("finetune", "status", "train", **trainers.variables("openai"))
    kept = "".join(p.read_text(errors="replace") for p in world.root.rglob("*") if p.is_file())
    assert "right-key" not in kept + told.err + told.out


def test_a_job_of_another_file_or_settings_is_no_continuation(world, trainers):
    export(world, "openai")
    start(world, trainers, "openai")
    other = start(world, trainers, "openai", "--seed", "3")
    assert other.status == 2
    assert "begun with another wanted" in other.out


def test_a_fine_tune_stands_in_the_kiln_project(world, trainers):
    assert world.run("project", "new", "Media", "--dir", "media", "--prompt", "Write the command.").status == 0
    assert world.run("data", "split", "pairs.jsonl", "--project", "media", "--name", "first").status == 0
    export(world, "openai")
    began = start(world, trainers, "openai", "--in-project", "media")
    assert began.status == 0, began.err
    (path,) = (world.work / "media").rglob("finetune.kiln")
    record = json.loads(path.read_text())
    assert (record["provider"], record["provider_id"], record["latest_status"], record["parameters"]) == (
        "openai",
        began.document["id"],
        "pending",
        {"epochs": 2, "lora_rank": 8},
    )
    world.run("finetune", "status", "train", "--wait", "--every", "0.05", **trainers.variables("openai"))
    record = json.loads(path.read_text())
    assert (record["latest_status"], record["fine_tune_model_id"]) == ("completed", "ft:small:acme:ffai:abc")
    assert world.run("project", "check", "media").status == 0
