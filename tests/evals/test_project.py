"""Kiln project folders: made, read, checked, changed; what is damaged or unknown in them."""

import json
import os
from pathlib import Path

import pytest
from cli.world import World
from ffai_evals.project import add, fresh, load, problems, save
from ffai_evals.project.text import clean_name, folder_name, to_text
from ffai_evals.project.write import output
from hypothesis import given
from hypothesis import strategies as st

from ffai.errors import FfaiError

OWN = Path(__file__).parents[2] / "evals" / "project"


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture
def project(world):
    world.run("project", "new", "Mail sorter", "--dir", "p", "--prompt", "Which folder?")
    found = load(str(world.work / "p"))
    source = {"type": "human", "properties": {"created_by": "me"}}
    for n in range(3):
        add(
            found.tasks[0],
            "",
            fresh(
                "task_run",
                {"input": f"mail {n}", "input_source": source, "output": output(f"box {n}"), "tags": ["eval_correctness"]},
            ),
        )
    return load(str(world.work / "p"))


def test_a_project_is_started_in_one_command_and_is_whole(world):
    (world.work / "answer.json").write_text('{"type": "object", "properties": {"folder": {"type": "string"}}}')
    done = world.run("project", "new", "Mail: v1.2 é", "--dir", "p", "--prompt", "Which folder?", "--schema", "answer.json")
    assert done.status == 0, done.err
    document = world.run("project", "check", "p", "--json").document
    assert document["problems"] == []
    assert {k: n for k, n in document["counts"].items() if n} == {"project": 1, "task": 1, "prompt": 1, "eval": 1}
    task = load(str(world.work / "p")).tasks[0]
    assert task.data["instruction"] == "Which folder?"
    assert json.loads(task.data["output_json_schema"])["properties"] == {"folder": {"type": "string"}}


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["new", "...", "--dir", "q"], 2, "leaves no name"),
        (["new", "A", "--dir", "q", "--schema", "gone.json"], 2, "gone.json"),
        (["new", "A", "--dir", "q", "--prompt", "@gone.txt"], 2, "gone.txt"),
        (["check", "nowhere"], 6, "no project.kiln"),
    ],
    ids=["name", "schema", "prompt", "folder"],
)
def test_what_cannot_be_done_is_told(world, arguments, status, told):
    done = world.run("project", *arguments)
    assert done.status == status
    assert told in done.err
    assert not (world.work / "q").exists()


def test_a_second_project_does_not_replace_the_first(world, project):
    before = Path(project.record.path).read_bytes()
    assert world.run("project", "new", "Other", "--dir", "p").status == 1
    assert Path(project.record.path).read_bytes() == before


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: path.write_text('{"v": 1, "id": '), "no JSON"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "no JSON"),
        (lambda path: path.write_text("[1]"), "should be a task_run"),
        (lambda path: path.write_text("[" * 100_000), "no JSON"),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be"),
        (
            lambda path: path.write_text(path.read_text().replace('"task_run"', '"eval"', 1).replace('"task_run"', '"eval"')),
            "says 'eval'",
        ),
        (lambda path: path.write_text(path.read_text().replace('"input": "mail', '"input_": "mail')), '"input" is missing'),
        (lambda path: path.write_text(path.read_text().replace("eval_correctness", "eval correctness")), "blank"),
    ],
    ids=["cut", "bytes", "list", "deep", "folder", "kind", "field", "tag"],
)
def test_one_damaged_file_is_told_and_costs_only_itself(world, project, damage, told):
    run = project.tasks[0].of("task_run")[1]
    damage(Path(run.path))
    done = world.run("project", "check", "p")
    assert done.status == 1
    assert told in done.out, done.out
    assert run.id in done.out
    assert "Traceback" not in done.err
    assert len(load(str(world.work / "p")).tasks[0].of("task_run")) >= 2


def test_fields_that_are_not_known_stay_and_nothing_else_is_written(world, project):
    run = project.tasks[0].of("task_run")[0]
    path = Path(run.path)
    path.write_text(to_text({**run.data, "of_another_program": {"x": [1, 2.5]}}))
    others = {p: p.stat().st_mtime_ns for p in (world.work / "p").rglob("*.kiln")}
    run = load(str(world.work / "p")).tasks[0].find("task_run", run.id)
    assert save(run) is False, "nothing changed"
    assert {p: p.stat().st_mtime_ns for p in others} == others
    run.data["tags"].append("new_one")
    assert save(run) is True
    there = json.loads(path.read_text())
    assert there["of_another_program"] == {"x": [1, 2.5]}
    assert there["tags"] == ["eval_correctness", "new_one"]
    assert [p for p in others if p.stat().st_mtime_ns != others[p]] == [path]


def test_what_someone_else_wrote_meanwhile_is_not_overwritten(project):
    run = project.tasks[0].of("task_run")[0]
    Path(run.path).write_text(to_text({**run.data, "tags": ["theirs"]}))
    run.data["tags"] = ["mine"]
    with pytest.raises(FfaiError, match="changed by someone else"):
        save(run)
    assert json.loads(Path(run.path).read_text())["tags"] == ["theirs"]


def test_a_write_that_fails_leaves_the_file_as_it_was(project, monkeypatch):
    run = project.tasks[0].of("task_run")[0]
    before = Path(run.path).read_bytes()
    run.data["tags"] = ["x"]

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FfaiError, match="No space left"):
        save(run)
    assert Path(run.path).read_bytes() == before
    assert [p.name for p in Path(run.path).parent.iterdir()] == ["task_run.kiln"]


@pytest.mark.parametrize(
    ("said", "name"),
    [("v1.2", "v1 2"), ("a  b\tc", "a b c"), ("__x__", "x"), ("caf\u00e9", "cafe\u0301"), ("a/b\\c", "a b c"), ("wait\u2026", "wait"), ("don't (ok) & 日本", "don't (ok) & 日本")],
)  # fmt: skip
def test_names_are_cleaned_as_kiln_wants_them(said, name):
    assert clean_name(said) == name


@given(st.text(min_size=1, max_size=200))
def test_a_cleaned_name_is_clean(said):
    try:
        name = clean_name(said)
    except ValueError:
        return
    assert clean_name(name) == name
    assert not set(name) & set('/\\?%*:|"<>.,;=\n')
    assert 1 <= len(name) <= 120
    assert len(folder_name("1", name)) <= 36


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.00003108, "0.00003108"), (3.108e-06, "3.108e-6"), (1e16, "1e+16"), (1.0, "1.0"), (1e-5, "0.00001"), (-2.5e-7, "-2.5e-7"), (float("nan"), "null"), (True, "true"), ([], "[]"), ({}, "{}"),
     ('\u2028\u007f\x01"', '"\u2028\u007f\\u0001\\""')],
)  # fmt: skip
def test_values_are_written_as_kiln_writes_them(value, text):
    assert to_text(value) == text


_JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=12)  # fmt: skip


@given(st.dictionaries(st.text(), _JSON))
def test_what_is_written_reads_back(value):
    assert json.loads(to_text(value)) == value


def test_ffais_own_project_is_whole():
    assert problems(load(str(OWN))) == []


def test_ffais_own_project_says_what_its_items_and_prompts_say():
    from ffai_evals.judge.items import load_items
    from ffai_evals.own import prompts

    task = load(str(OWN)).tasks[0]
    with (OWN / "ffai" / "correctness.jsonl").open() as file:
        items = {f"item_{item.id}": item.request for item in load_items(file)}
    tagged = [run for run in task.of("task_run") if "eval_correctness" in run.data["tags"]]
    runs = {next(t for t in run.data["tags"] if t.startswith("item_")): run.data["input"] for run in tagged}
    assert {prompt.name: prompt.data["prompt"] for prompt in task.of("prompt")} == prompts()
    assert {tag: text for tag, text in runs.items() if items.get(tag) != text} == {}
    assert len(runs) >= 0.95 * len(items)


def test_about_half_of_the_items_are_hard_and_no_two_have_an_id():
    """Hard: several edits, several files, names that do not exist, wishes that contradict each other."""
    items = [json.loads(line) for line in (OWN / "ffai" / "correctness.jsonl").read_text().splitlines()]
    assert len({item["id"] for item in items}) == len(items) >= 150
    assert sum(bool(item["hard"]) for item in items) >= 0.45 * len(items)


def test_ffais_own_project_written_again_changes_nothing_and_keeps_what_others_added(tmp_path):
    from ffai_evals.judge.items import Item
    from ffai_evals.own import write

    items = [Item(f"i{n}", f"cut film.mp4 to {n} seconds", family="cut", hard=True) for n in range(1, 4)]
    sample = {
        "item": "r1",
        "family": "x",
        "request": "delete it",
        "pass": True,
        "class": "right",
        "evidence": "",
        "commands": [],
        "answer": "",
        "question": "no",
    }
    answers = {item.id: f"ffmpeg -i film.mp4 -t {item.id[1:]} out.mp4" for item in items}

    def written():
        write(str(tmp_path), items, answers, {"refusal": [sample]})
        return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.rglob("*.kiln")}

    before = written()
    assert written() == before
    run = next(r for r in load(str(tmp_path)).tasks[0].of("task_run") if "item_i1" in r.data["tags"])
    rating = {
        "type": "five_star",
        "value": None,
        "requirement_ratings": {"named::Correctness": {"value": 1.0, "type": "pass_fail"}},
    }
    run.data["output"]["rating"] = {"v": 1, "id": "7", "path": None, **rating, "model_type": "task_output_rating"}
    run.data |= {"tags": [*run.data["tags"], "golden"], "of_another_program": [1]}
    save(run)
    kept = Path(run.path).read_bytes()
    items[0] = items[0]._replace(hard=False)
    answers["i2"] += " -y"
    after = written()
    assert json.loads(kept) == {**json.loads(Path(run.path).read_bytes()), "tags": json.loads(kept)["tags"]}
    assert "golden" in json.loads(Path(run.path).read_bytes())["tags"]
    assert "hard" not in json.loads(Path(run.path).read_bytes())["tags"]
    assert sum(after[p] != before[p] for p in before) == 2
