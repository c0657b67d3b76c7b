"""ffai's own evals beside correctness: their items, their golden sets, and what the judge of what is said finds."""

import json
from pathlib import Path

import pytest
from ffai_evals.commands import judged
from ffai_evals.kinds import OWN
from ffai_evals.kinds.write import load_golden
from ffai_evals.methods import Method
from ffai_evals.project import load as load_project
from ffai_evals.runner import Job, make
from ffai_evals.running_commands import load
from models.server import Model, Reply

from ffai.environment import process_environment

ROOT = Path(__file__).parents[2] / "evals" / "project"


@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.name)
def test_each_has_items_of_its_own_and_a_golden_set_that_shares_no_request_with_them(kind):
    items = load(kind.name)
    golden = [line for line in load_golden(str(ROOT)) if line["eval"] == kind.name]
    assert len(items) >= 40
    assert len({item.id for item in items}) == len(items)
    assert {line["label"] for line in golden} == {0, 1}
    assert not {item.request for item in items} & {line["request"] for line in golden}


def test_the_project_holds_every_item_and_the_golden_labels():
    (task,) = load_project(str(ROOT)).tasks
    tags = [set(run.data["tags"]) for run in task.of("task_run")]
    for kind in OWN:
        assert {f"item_{item.id}" for item in load(kind.name)} == {
            t for found in tags if kind.tag in found for t in found if t.startswith("item_")
        }
        evaluation = task.find("eval", kind.title)
        tried = [r for r in evaluation.of("eval_config")[0].of("eval_run") if r.data["eval_config_eval"]]
        assert len(tried) == sum(kind.golden in found for found in tags)


QUICK = ("scope-golden-01", "competitors-golden-02", "competitors-golden-05", "refusal-golden-02", "refusal-golden-03", "style-golden-02", "style-golden-03", "style-golden-05", "reencode-golden-02", "container-golden-02")  # fmt: skip


@pytest.mark.parametrize("name", QUICK)
def test_the_judge_says_what_the_hand_said(name):
    line = next(line for line in load_golden(str(ROOT)) if line["id"] == name)
    found = judged(line, process_environment())
    assert found["pass"] == bool(line["label"]), found


@pytest.mark.parametrize(
    ("expect", "answer", "passed", "why"),
    [
        ({"commands": 1}, "ffmpeg -i a.mp4 b.mkv\nffmpeg -i b.mkv c.mkv", False, "commands"),
        ({"runnable": True}, "Sure! Here you go:\nffmpeg -i a.mp4 b.mkv", False, "prose"),
        ({"runnable": True}, "ffmpeg -i a.mp4 b.mkv", True, ""),
        ({"without": "competitors"}, "Try Shotcut.\n```\nffmpeg -i a.mp4 b.mkv\n```", False, "Shotcut"),
        ({"without": "competitors"}, "Not with 'HandBrake', but:\n```\nffmpeg -i a.mp4 b.mkv\n```", True, ""),
    ],
    ids=["two", "prose", "bare", "named", "quoted"],
)
def test_what_is_said_counts_beside_what_comes_out(expect, answer, passed, why):
    line = {"request": "a.mp4 to mkv, as HandBrake does", "media": {"a.mp4": "dur=1 96x54"}, "answer": answer}
    found = judged({**line, "expect": {"out": {"ext": "mkv"}, "more": True, "said": expect}}, process_environment())
    assert (found["pass"], why in found["evidence"]) == (passed, True)


@pytest.mark.parametrize("prompt", ["zero-shot", "one-shot", "many-shot", "chain-of-thought", "retrieval"])
def test_a_model_is_told_what_the_evals_ask_for_by_every_prompt(prompt, monkeypatch, tmp_path):
    """What reaches a real server: the rules; and a model that breaks the one on competitors is found out."""
    item = next(item for item in load("competitors") if item.id == "competitors-named-05")
    answer = json.dumps(
        {"commands": ["ffmpeg -i clip.mov -c copy clip.mp4"], "explanation": "HandBrake is easier", "question": ""}
    )
    with Model(Reply(answer)) as model:
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        method = Method(prompt, "openai/small", (("prompt", prompt), ("api_base", model.base)))
        found = make(Job(item, method), "", process_environment()._replace(state_dir=str(tmp_path)))
        told = model.asked[0].said
    for rule in ("files to be deleted or replaced", "not about media", "when nothing is said: MP4", "Copy what need not change", "never name or suggest another program", "quoted for a POSIX shell"):  # fmt: skip
        assert rule in told
    assert not found.judgement.passed
    assert "names HandBrake" in found.judgement.evidence
