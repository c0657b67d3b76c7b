"""Several people on one project, through a real git: a bare repository, and a clone each."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from cli.world import World
from ffai_evals.project import add, fresh, load, save
from ffai_evals.project.text import to_text
from ffai_evals.project.write import output
from ffai_evals.team import ratings
from ffai_evals.team.merge import merge
from ffai_evals.team.sync import init, sync
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ffai.errors import Declined, FfaiError

KEY = "named::Correctness"


@pytest.fixture(autouse=True)
def _own_git(tmp_path, monkeypatch):
    """No settings of the machine's user, and a name to commit under."""
    _name_git(monkeypatch.setenv, tmp_path)


def _name_git(put, folder):
    (Path(folder) / "gitconfig").write_text(
        "[user]\n\tname = Somebody\n\temail = some@body.org\n[init]\n\tdefaultBranch = main\n"
    )
    put("GIT_CONFIG_GLOBAL", str(Path(folder) / "gitconfig"))
    put("GIT_CONFIG_NOSYSTEM", "1")


def _git(folder, *words):
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _run(text):
    source = {"type": "human", "properties": {"created_by": "me"}}
    return fresh(
        "task_run", {"input": text, "input_source": source, "output": output("ffmpeg -i a b"), "tags": ["eval_correctness"]}
    )


def _start(root, clones=2):
    """A bare repository with a project of three runs and a prompt, and its clones."""
    first = root / "clone0"
    from ffai_evals.project.new import start

    task = start(str(first), "Mail", prompt="Which folder?").tasks[0]
    for n in range(3):
        add(task, "", _run(f"mail {n}"))
    _git(root, "init", "-q", "--bare", "-b", "main", "hub.git")
    init(str(first))
    _git(first, "remote", "add", "origin", str(root / "hub.git"))
    sync(str(first))
    for n in range(1, clones):
        _git(root, "clone", "-q", "hub.git", f"clone{n}")
    return [root / f"clone{n}" for n in range(clones)]


def _runs(clone):
    return load(str(clone)).tasks[0].of("task_run")


def _rating(run):
    rating = run.data["output"]["rating"] or {}
    return (rating.get("requirement_ratings") or {}).get(KEY, {}).get("value")


@pytest.fixture
def clones(tmp_path):
    return _start(tmp_path)


def test_new_records_and_ratings_of_two_people_meet(clones):
    ann, ben = clones
    ratings.rate(_runs(ann)[0], "Ann", KEY, 1, "pass_fail", "good")
    add(load(str(ann)).tasks[0], "", _run("of ann"))
    ratings.rate(_runs(ben)[0], "Ben", KEY, 1, "pass_fail")
    ratings.rate(_runs(ben)[1], "Ben", KEY, 0, "pass_fail")
    sync(str(ann))
    sync(str(ben))
    sync(str(ann))
    for clone in clones:
        runs = {run.data["input"]: run for run in _runs(clone)}
        assert set(runs) == {"mail 0", "mail 1", "mail 2", "of ann"}
        first = _runs(clone)[0] if _runs(clone)[0].data["input"] != "of ann" else _runs(clone)[1]
        assert sorted(_rating(run) for run in runs.values() if _rating(run) is not None) == [0.0, 1.0]
        assert {r["rater"] for run in runs.values() for r in ratings.of_run(run)} == {"Ann", "Ben"}
        assert first
        assert _git(clone, "status", "--porcelain") == ""


def test_raters_who_disagree_are_both_kept_and_the_run_has_no_rating_until_a_third_decides(clones):
    for clone, name, value in zip(clones, ("Ann", "Ben"), (1, 0), strict=True):
        ratings.rate(_runs(clone)[0], name, KEY, value, "pass_fail", f"says {name}")
    for clone in (*clones, clones[0]):
        sync(str(clone))
    for clone in clones:
        run = _runs(clone)[0]
        assert {(r["rater"], r["ratings"][KEY]["value"], r["note"]) for r in ratings.of_run(run)} == {
            ("Ann", 1.0, "says Ann"),
            ("Ben", 0.0, "says Ben"),
        }
        assert _rating(run) is None
    ratings.rate(_runs(clones[0])[0], "Cleo", KEY, 1, "pass_fail")
    assert _rating(_runs(clones[0])[0]) == 1.0
    ratings.rate(_runs(clones[0])[0], "Cleo", KEY, None, "pass_fail")
    assert _rating(_runs(clones[0])[0]) is None


def test_one_rater_on_two_machines_is_asked_only_where_they_differ(clones):
    for clone, other in zip(clones, (1, 0), strict=True):
        ratings.rate(_runs(clone)[0], "Ann", KEY, 1, "pass_fail")
        ratings.rate(_runs(clone)[1], "Ann", KEY, other, "pass_fail")
    sync(str(clones[0]))
    with pytest.raises(Declined) as told:
        sync(str(clones[1]))
    assert told.value.message.count("mine ") == 1
    sync(str(clones[1]), decide=lambda choice: choice.theirs)
    assert [_rating(run) for run in _runs(clones[1])[:2]] == [1.0, 1.0]


def _both_edit_the_prompt(clones):
    for clone, text in zip(clones, ("of ann", "of ben"), strict=True):
        prompt = load(str(clone)).tasks[0].of("prompt")[0]
        prompt.data["prompt"] = text
        prompt.data["description"] = "from ann" if text == "of ann" else None
        save(prompt)
    sync(str(clones[0]))


def _prompt(clone):
    return load(str(clone)).tasks[0].of("prompt")[0].data


def test_a_prompt_that_both_edited_is_a_choice(clones):
    _both_edit_the_prompt(clones)
    with pytest.raises(Declined) as told:
        sync(str(clones[1]))
    assert "prompt: mine 'of ben' · theirs 'of ann'" in told.value.message
    assert "--take" in told.value.next_step
    assert _prompt(clones[1])["prompt"] == "of ben"
    assert _git(clones[1], "status", "--porcelain") == ""
    asked = []
    sync(str(clones[1]), decide=lambda choice: asked.append(choice.field) or choice.theirs)
    assert asked == ["prompt"]
    assert _prompt(clones[1])["prompt"] == "of ann"
    assert _prompt(clones[1])["description"] == "from ann", "what one side alone changed is no choice"
    assert "of ben" in _git(clones[1], "log", "-p", "--all"), "the other version stays in the history"


def test_the_commands_tell_it_in_the_projects_terms(clones, tmp_path):
    world = World(tmp_path / "w") if (tmp_path / "w").mkdir() is None else None
    ann, ben = clones
    for run in _runs(ann):
        ratings.rate(run, "Ann", KEY, 1, "pass_fail")
    evaluation = load(str(ann)).tasks[0].of("eval")[0]
    add(
        evaluation,
        "",
        fresh("eval_config", {"name": "J", "model_name": "m", "model_provider": "openai", "properties": {"eval_steps": ["x"]}}),
    )
    assert world.run("project", "status", cwd=ann).out.splitlines()[0] == "not committed: 3 new ratings, 1 new judge"
    assert "sent: 3 new ratings, 1 new judge" in world.run("project", "sync", cwd=ann).out
    status = world.run("project", "status", "--json", cwd=ben).document
    assert (status["to_receive"], status["to_send"], status["not_committed"]) == ("3 new ratings, 1 new judge", "", "")
    assert "received: 3 new ratings, 1 new judge" in world.run("project", "sync", cwd=ben).out
    assert "Somebody: 3 new ratings, 1 new judge\n" in world.run("project", "log", cwd=ben).out
    _both_edit_the_prompt(clones)
    refused = world.run("project", "sync", cwd=ben)
    assert refused.status == 5
    assert "theirs 'of ann'" in refused.err
    assert world.run("project", "sync", "--take", "mine", cwd=ben).status == 0
    assert _prompt(ben)["prompt"] == "of ben"


def test_what_one_removed_and_the_other_changed_stays(clones):
    ann, ben = clones
    name = os.path.relpath(os.path.dirname(_runs(ann)[0].path), ann)
    shutil.rmtree(ann / name)
    sync(str(ann))
    run = next(r for r in _runs(ben) if os.path.relpath(os.path.dirname(r.path), ben) == name)
    run.data["tags"] = ["kept"]
    save(run)
    done = sync(str(ben))
    assert done.kept == (f"{name}/task_run.kiln",)
    sync(str(ann))
    assert (ann / name / "task_run.kiln").exists()


def test_pulling_by_hand_merges_by_field_too(clones):
    for clone, tag in zip(clones, ("a", "b"), strict=True):
        run = _runs(clone)[0]
        run.data["tags"].append(tag)
        save(run)
    sync(str(clones[0]))
    sync(str(clones[1]))  # sets up the driver of the clone
    for clone, tag in zip(clones, ("c", "d"), strict=True):
        run = _runs(clone)[0]
        run.data["tags"].append(tag)
        save(run)
        _git(clone, "commit", "-qam", "by hand")
    _git(clones[0], "pull", "-q", "--no-rebase")
    _git(clones[0], "push", "-q")
    _git(clones[1], "pull", "-q", "--no-rebase", "--no-edit")
    assert set(_runs(clones[1])[0].data["tags"]) == {"eval_correctness", "a", "b", "c", "d"}


def test_a_push_that_others_were_quicker_than_goes_round_again(clones, tmp_path):
    """Between fetch and push of one, another pushes: a hook of git's own does it."""
    ann, ben = clones
    add(load(str(ann)).tasks[0], "", _run("of ann"))
    add(load(str(ben)).tasks[0], "", _run("of ben"))
    _git(ben, "add", "-A")
    _git(ben, "commit", "-qm", "ben")
    hook = ann / ".git" / "hooks" / "pre-push"
    hook.write_text(
        f"#!/bin/sh\n[ -e '{tmp_path}/once' ] && exit 0\ntouch '{tmp_path}/once'\nunset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE\ncd '{ben}' && git push -q origin main\n"
    )
    hook.chmod(0o755)
    sync(str(ann))
    assert (tmp_path / "once").exists()
    assert {"of ann", "of ben"} <= {run.data["input"] for run in _runs(ann)}
    assert _git(ann, "rev-parse", "HEAD") == _git(tmp_path / "hub.git", "rev-parse", "main")


def test_a_push_that_is_refused_for_good_is_told_and_costs_nothing(clones, tmp_path):
    hook = tmp_path / "hub.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'only on Mondays' >&2\nexit 1\n")
    hook.chmod(0o755)
    add(load(str(clones[0])).tasks[0], "", _run("of ann"))
    with pytest.raises(FfaiError, match="does not take it: remote: only on Mondays") as told:
        sync(str(clones[0]))
    assert "committed here" in told.value.next_step
    hook.unlink()
    sync(str(clones[0]))
    sync(str(clones[1]))
    assert len(_runs(clones[1])) == 4


def test_what_is_no_matter_of_the_project_is_left_alone(tmp_path):
    """A project in a folder of a larger repository, with changes elsewhere in it."""
    _git(tmp_path, "init", "-q", "--bare", "-b", "main", "hub.git")
    _git(tmp_path, "init", "-q", "-b", "main", "all")
    (tmp_path / "all" / "code.py").write_text("one\n")
    from ffai_evals.project.new import start

    start(str(tmp_path / "all" / "my evals"), "Mail")
    _git(tmp_path / "all", "add", "code.py")
    _git(tmp_path / "all", "commit", "-qm", "code")
    (tmp_path / "all" / "code.py").write_text("two\n")
    (tmp_path / "all" / "new.py").write_text("new\n")
    place = tmp_path / "all" / "my evals"
    assert "1 new task" in init(str(place))
    _git(place, "remote", "add", "origin", str(tmp_path / "hub.git"))
    sync(str(place))
    assert _git(tmp_path / "all", "status", "--porcelain").splitlines() == [" M code.py", "?? new.py"]
    _git(tmp_path, "clone", "-q", "hub.git", "other")
    for folder in (tmp_path / "other" / "my evals", place):
        run = load(str(folder)).tasks[0]
        run.data["description" if folder == place else "instruction"] = "changed"
        save(run)
        sync(str(folder))
    assert load(str(place)).tasks[0].data["instruction"] == load(str(place)).tasks[0].data["description"] == "changed"
    assert (tmp_path / "all" / "code.py").read_text() == "two\n"


@pytest.mark.parametrize("after", ["commit", "fetch", "merge-tree", "commit-tree", "merge"])
def test_a_sync_that_is_killed_is_finished_by_the_next(clones, after, tmp_path):
    """A git on the path that kills whoever called it, after that step."""
    ann, ben = clones
    add(load(str(ann)).tasks[0], "", _run("of ann"))
    add(load(str(ben)).tasks[0], "", _run("of ben"))
    for clone, name in zip(clones, ("Ann", "Ben"), strict=True):
        ratings.rate(_runs(clone)[0], name, KEY, 1, "pass_fail")
    sync(str(ben))
    folder = tmp_path / "bin"
    folder.mkdir()
    real = shutil.which("git")
    (folder / "git").write_text(
        f'#!/bin/sh\n"{real}" "$@"\ncode=$?\ncase " $* " in *" {after} "*) kill -9 $PPID;; esac\nexit $code\n'
    )
    (folder / "git").chmod(0o755)
    code = f"from ffai_evals.team.sync import sync; sync({str(ann)!r})"
    variables = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    assert load(str(ann)).problems == ()
    sync(str(ann))
    sync(str(ben))
    for clone in clones:
        runs = _runs(clone)
        assert {"of ann", "of ben"} <= {run.data["input"] for run in runs}
        assert {r["rater"] for run in runs for r in ratings.of_run(run)} == {"Ann", "Ben"}
        assert _git(clone, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda c: shutil.rmtree(c / ".git"), "in no git repository"),
        (lambda c: _git(c, "checkout", "-q", "--detach"), "no branch"),
        (lambda c: _git(c, "remote", "set-url", "origin", "/nowhere"), "nowhere"),
        (lambda c: (c / ".git" / "index.lock").touch(), "index.lock"),
        (lambda c: (c / ".git" / "MERGE_HEAD").write_text(_git(c, "rev-parse", "HEAD")), "by hand"),
        (lambda c: (_git(c, "remote", "rename", "origin", "x"), _git(c, "remote", "add", "y", "/y"), _git(c, "config", "--unset", "branch.main.remote")), "several remotes"),
    ],
    ids=["none", "detached", "gone", "lock", "merge", "remotes"],
)  # fmt: skip
def test_what_git_cannot_do_is_told(clones, spoil, told, tmp_path):
    (tmp_path / "w").mkdir()
    add(load(str(clones[0])).tasks[0], "", _run("more"))
    spoil(clones[0])
    done = World(tmp_path / "w").run("project", "sync", cwd=clones[0])
    assert done.status in (1, 2)
    assert told in done.err
    assert "Traceback" not in done.err


_VALUES = st.recursive(st.none() | st.booleans() | st.integers(0, 3) | st.text("ab", max_size=2), lambda x: st.lists(x, max_size=2) | st.dictionaries(st.sampled_from("abc"), x), max_leaves=6)  # fmt: skip
_RECORDS = st.dictionaries(st.sampled_from(["a", "b", "tags", "output"]), _VALUES)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # of a busy machine
@given(_RECORDS, _RECORDS, _RECORDS)
def test_no_change_of_one_side_is_lost_without_a_choice(base, mine, theirs):
    raw = [to_text(r).encode() for r in (base, mine, theirs)]
    merged = merge("x", *raw)
    found = json.loads(merged.data)
    told = {choice.field.partition(".")[0] for choice in merged.choices}
    for key in {*base, *mine, *theirs} - told - {"tags"}:
        if mine.get(key, 0) == theirs.get(key, 0):
            assert found.get(key, 0) == mine.get(key, 0)
        elif mine.get(key, 0) == base.get(key, 0):
            assert found.get(key, 0) == theirs.get(key, 0)
        elif theirs.get(key, 0) == base.get(key, 0):
            assert found.get(key, 0) == mine.get(key, 0)
    other = merge("x", raw[0], raw[2], raw[1])
    assert {c.field for c in merged.choices} == {c.field for c in other.choices}


class Team(RuleBasedStateMachine):
    """Three clones in any order of work and syncs: at the end all have everything that anybody did."""

    @initialize()
    def begin(self):
        self.root = Path(tempfile.mkdtemp(prefix="ffai-team-"))
        _name_git(os.environ.__setitem__, self.root)
        self.clones = _start(self.root, 3)
        self.inputs = {"mail 0", "mail 1", "mail 2"}
        self.rated = {}

    @rule(who=st.integers(0, 2))
    def adds(self, who):
        text = f"new {len(self.inputs)}"
        add(load(str(self.clones[who])).tasks[0], "", _run(text))
        self.inputs.add(text)

    @rule(who=st.integers(0, 2), which=st.integers(0, 2), value=st.integers(0, 1))
    def rates(self, who, which, value):
        run = next(r for r in _runs(self.clones[who]) if r.data["input"] == f"mail {which}")
        ratings.rate(run, f"rater {who}", KEY, value, "pass_fail")
        self.rated[f"mail {which}", f"rater {who}"] = float(value)

    @rule(who=st.integers(0, 2), which=st.integers(0, 2))
    def tags(self, who, which):
        run = next(r for r in _runs(self.clones[who]) if r.data["input"] == f"mail {which}")
        run.data["tags"] = list(dict.fromkeys([*run.data["tags"], f"of_{who}"]))
        save(run)

    @rule(who=st.integers(0, 2))
    def syncs(self, who):
        sync(str(self.clones[who]))

    @invariant()
    def every_record_can_be_read(self):
        for clone in getattr(self, "clones", ()):
            assert load(str(clone)).problems == ()

    def teardown(self):
        try:
            for clone in [*self.clones, *self.clones]:
                sync(str(clone))
            heads = {_git(clone, "rev-parse", "HEAD") for clone in self.clones}
            assert len(heads) == 1
            runs = _runs(self.clones[0])
            assert {run.data["input"] for run in runs} == self.inputs
            said = {(run.data["input"], r["rater"]): r["ratings"][KEY]["value"] for run in runs for r in ratings.of_run(run)}
            assert said == self.rated
        finally:
            shutil.rmtree(self.root, ignore_errors=True)


TestTeam = Team.TestCase
TestTeam.settings = settings(
    max_examples=int(os.environ.get("FFAI_TEAM_EXAMPLES", "3")),
    stateful_step_count=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
