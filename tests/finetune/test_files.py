"""Splits that leak nothing, exports that their provider takes, and faults that are found before anything is sent."""

import importlib.util
import json

import pytest
from cli.world import World
from ffai_evals.data.splits import SHARES, assign, group_of, stratum_of
from ffai_evals.finetune.forms import FORMS, example_of
from ffai_evals.finetune.losses import curve
from ffai_evals.finetune.validate import validate

PAIRS = [
    {"id": f"1-{n:06d}-{k}", "request": f"{way} film{n}.mp4 to the first {n + 1} seconds", "commands": [f"ffmpeg -i film{n}.mp4 -t {n + 1} out.mp4"],
     "topics": [f"family:{('trim', 'resize', 'gif')[n % 3]}", "encoder:libx264"], "style": "plain", "checks": []}
    for n in range(60)
    for k, way in enumerate(("cut", "please shorten", "trim"))
]  # fmt: skip


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    (world.work / "pairs.jsonl").write_text("".join(json.dumps(p) + "\n" for p in PAIRS))
    return world


def test_splits_hold_to_their_shares_in_every_family_and_part_no_answer():
    of = assign(PAIRS, SHARES, 7)
    assert of == assign(PAIRS, SHARES, 7)
    assert of != assign(PAIRS, SHARES, 8)
    where = {}
    for pair, split in zip(PAIRS, of, strict=True):
        assert where.setdefault(group_of(pair), split) == split
    for family in {stratum_of(p) for p in PAIRS}:
        members = [split for p, split in zip(PAIRS, of, strict=True) if stratum_of(p) == family]
        assert abs(members.count("train") / len(members) - 0.8) < 0.1
        assert members.count("validation") >= 3


def test_pairs_become_runs_of_a_kiln_project_with_a_frozen_split(world):
    assert world.run("project", "new", "Mine", "--dir", "mine").status == 0
    done = world.run("data", "split", "pairs.jsonl", "--project", "mine", "--name", "first")
    assert done.status == 0, done.err
    assert world.run("project", "check", "mine").status == 0
    again = world.run("data", "split", "pairs.jsonl", "--project", "mine", "--name", "first")
    assert again.status == 2
    assert "frozen" in again.err
    second = world.run("data", "split", "pairs.jsonl", "--project", "mine", "--name", "second", "--shares", "train=0.5,eval=0.5")
    assert second.status == 0
    assert "0 new runs" in second.err
    out = world.run("finetune", "export", "--format", "trl_prompt_completion_jsonl", "--project", "mine", "--dataset", "second", "--split", "eval", "--out", "eval.jsonl", "--filter", "tag::family:gif")  # fmt: skip
    assert out.status == 0, out.err
    lines = [json.loads(line) for line in (world.work / "eval.jsonl").read_text().splitlines()]
    assert lines
    assert all(int(line["prompt"][1]["content"].split("film")[1].split(".")[0]) % 3 == 2 for line in lines)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_what_its_own_look_through_takes(form):
    lines = [json.dumps(FORMS[form].line(example_of(p))) for p in PAIRS]
    looked = validate(lines, form)
    assert looked.faults == ()
    assert looked.examples == len(PAIRS)
    assert looked.tokens > 200 * len(PAIRS)


def test_openai_lines_are_as_published():
    example = example_of(PAIRS[0], system="Be right.")
    plain = FORMS["openai_chat_jsonl"].line(example)
    assert plain == {
        "messages": [
            {"role": "system", "content": "Be right."},
            {"role": "user", "content": "Request: cut film0.mp4 to the first 1 seconds"},
            {"role": "assistant", "content": "ffmpeg -i film0.mp4 -t 1 out.mp4"},
        ]
    }
    tool = FORMS["openai_chat_toolcall_jsonl"].line(example)
    call = tool["messages"][2]["tool_calls"][0]
    assert json.loads(call["function"]["arguments"])["commands"] == PAIRS[0]["commands"]
    assert call["function"]["name"] == tool["tools"][0]["function"]["name"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"messages": [{"role": "user", "content": "a"}]}', "roles"),
        ('{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": " "}]}', "empty"),
        ('{"messages": "a"}', "not of the form"),
        ("{", "not of the form"),
        ("", "the line is empty"),
        (
            '{"messages": [{"role": "user", "content": "%s"}, {"role": "assistant", "content": "b"}]}' % ("word " * 70_000),
            "tokens",
        ),
    ],
    ids=["roles", "empty answer", "no list", "no JSON", "empty line", "too long"],
)
def test_what_a_provider_would_refuse_is_found(line, said):
    fine = [json.dumps(FORMS["openai_chat_jsonl"].line(example_of(p))) for p in PAIRS[:12]]
    looked = validate([*fine, line], "openai_chat_jsonl")
    assert [f.line for f in looked.faults] == [13]
    assert said in looked.faults[0].text


def test_too_few_and_doubled_examples_are_found():
    line = json.dumps(FORMS["openai_chat_jsonl"].line(example_of(PAIRS[0])))
    told = [f.text for f in validate([line, line], "openai_chat_jsonl").faults]
    assert any("at least 10" in text for text in told)
    assert any("the same as line 1" in text for text in told)


def test_an_export_tells_tokens_and_cost_and_replaces_nothing(world):
    export = (
        "finetune",
        "export",
        "--format",
        "openai_chat_jsonl",
        "--pairs",
        "pairs.jsonl",
        "--split",
        "train",
        "--out",
        "train.jsonl",
    )
    done = world.run(*export, "--price", "3", "--epochs", "2")
    assert done.status == 0, done.err
    assert "tokens" in done.err
    assert "dollars" in done.err
    before = (world.work / "train.jsonl").read_bytes()
    assert world.run("finetune", "validate", "train.jsonl", "--format", "openai_chat_jsonl").status == 0
    assert world.run(*export).status == 2
    assert (world.work / "train.jsonl").read_bytes() == before


def test_coverage_names_what_is_missing_and_takes_an_edited_tree(world):
    assert world.run("data", "coverage", "--write-tree", "tree.json").status == 0
    tree = json.loads((world.work / "tree.json").read_text())
    assert {"scale", "overlay"} <= tree["filter"].keys()
    assert "mp4" in tree["muxer"]
    assert "h264_nvenc" not in tree["encoder"]
    (world.work / "small.json").write_text('{"encoder": {"libx264": 3, "aac": 1, "libopus": 0}}')
    found = world.run("data", "coverage", "pairs.jsonl", "--tree", "small.json", "--json", "--svg", "c.svg").document["kinds"]
    assert found == [{"kind": "encoder", "known": 2, "reached": 1, "weighted": 0.75, "missing": ["aac"]}]
    assert (world.work / "c.svg").read_text().startswith("<svg")
    (world.work / "small.json").write_text('{"encoder": ["libx264"]}')
    wrong = world.run("data", "coverage", "pairs.jsonl", "--tree", "small.json")
    assert wrong.status == 2
    assert "no tree of topics" in wrong.err


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="the extra is installed")
def test_training_without_its_extra_says_what_to_install(world):
    done = world.run("finetune", "local", "--pairs", "pairs.jsonl", "--model", "smollm2", "--steps", "1", "--out", "model")
    assert done.status == 6
    assert "ffai[local-train]" in done.err
    assert not (world.work / "model").exists()


def test_the_curve_of_losses_is_a_picture(tmp_path):
    (tmp_path / "losses.jsonl").write_text(
        '{"step": 0, "validation": 3.2}\n{"step": 1, "train": 3.1}\n{"step": 2, "train": 2.9, "validation": 2.8}\n{"step": 3'
    )
    svg = curve(str(tmp_path / "losses.jsonl"))
    assert svg.startswith("<svg")
    assert "2 steps" in svg


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_refusal_is_trained_on_as_what_is_said(form):
    pair = {
        "request": "delete talk.mp4",
        "commands": [],
        "question": "Nothing is deleted here.",
        "topics": ["special:destructive"],
    }
    line = json.dumps(FORMS[form].line(example_of(pair)))
    assert "Nothing is deleted here." in line
