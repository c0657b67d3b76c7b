"""Models asked in bulk, within limits, over a server that is busy, hangs and fails; what is kept, and where."""

import json
import os
import signal
import subprocess
import threading
import time

import pytest
from cli.world import World
from ffai_evals.judge.items import item_of
from ffai_evals.methods import Method
from ffai_evals.pace import Limits, Paces
from ffai_evals.project import add, fresh, load
from ffai_evals.project.new import start
from ffai_evals.project.write import output
from ffai_evals.results import Keys
from models.server import Model, Reply, commands, error

from ffai.config import Settings
from ffai.environment import process_environment
from ffai.translate.model.values import Target
from ffai.values import Tools

ITEMS = [
    {"id": f"i{n}", "family": "cut", "request": f"cut film.mp4 to the first {n + 1} seconds", "media": {"film.mp4": "96x64@10 dur=8"},
     "expect": {"out": {"duration": [n + 0.8, n + 1.3]}}}
    for n in range(4)
]  # fmt: skip
SAID = [{"id": f"s{n}", "family": "words", "request": f"say {n}", "expect": {"answer": str(n)}} for n in range(60)]


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    write(world, "items.jsonl", ITEMS)
    write(world, "said.jsonl", SAID)
    return world


def write(world, name, items):
    (world.work / name).write_text("".join(json.dumps(item) + "\n" for item in items))


def cut(seconds, **more):
    return commands(f"ffmpeg -i film.mp4 -t {seconds} -c copy out.mp4", **more)


class Answering(Model):
    """Answers each request with the cut that it asks for, after the replies of the script."""

    def __init__(self, *script, delay=0.0, cost=None):
        super().__init__(*script)
        self.most = self.now = 0
        self.lock = threading.Lock()
        self.given = list(script)
        handler = self.server.RequestHandlerClass
        plain, outer = handler.do_POST, self

        def do_post(own):
            with outer.lock:
                outer.now += 1
                outer.most = max(outer.most, outer.now)
            try:
                plain(own)
            finally:
                with outer.lock:
                    outer.now -= 1

        handler.do_POST = do_post
        outer.script = _Script(self, delay, cost)


class _Script:
    """Stands for the list of replies: which one it is follows from what was asked."""

    def __init__(self, model, delay, cost):
        self.model, self.delay, self.cost = model, delay, cost

    def __len__(self):
        return 1 << 30

    def __getitem__(self, number):
        given = self.model.given
        if number < len(given):
            return given[number]
        asked = self.model.asked[number].body["messages"][-1]["content"]
        seconds = asked.split("the first ")[1].split(" ")[0] if "the first " in asked else "1"
        return cut(seconds, delay=self.delay, cost=self.cost)


_PLAIN = _Script.__getitem__


def run(world, model, *arguments, name="items.jsonl", config="openai/m"):
    return world.run(
        "eval", "run", name, "--config", config, "--api-base", model.base, "--json", *arguments, OPENAI_API_KEY="x" * 20
    )


def test_a_model_is_asked_measured_and_paid_for_once(world):
    with Answering(cost=0.001) as model:
        first = run(world, model).document
        again = run(world, model).document
    assert (first["n"], first["right"], first["lost"]) == (4, 4, 0)
    assert first["cost"] == pytest.approx(0.004)
    assert first["tokens"] == 4 * 120
    assert all(s["tokens"] == 120 and s["translated"] > 0 for s in first["samples"])
    assert (again["cached"], len(model.asked)) == (4, 4)


def test_a_changed_expectation_judges_the_answer_anew_and_asks_nobody(world):
    with Answering() as model:
        run(world, model)
        write(world, "items.jsonl", [{**item, "expect": {"out": {"duration": [90, 99]}}} for item in ITEMS])
        done = run(world, model, "--fail-on-regression")
        assert (done.document["judged_anew"], done.document["right"], len(model.asked)) == (4, 0, 4)
    assert done.status == 1
    assert len(done.document["regressions"]) == 4


def test_what_can_change_the_answer_asks_again(world):
    with Answering() as model:
        arguments = ("eval", "run", "items.jsonl", "--only", "i0", "--config", "openai/m", "--api-base", model.base, "--json")
        for variables in ({}, {"FFAI_TEMPERATURE": "0.5"}, {"FFAI_TEMPERATURE": "0.5"}):
            assert world.run(*arguments, OPENAI_API_KEY="x" * 20, **variables).document["n"] == 1
    assert len(model.asked) == 2


_MODEL, _CHOSEN, _TOOLS = Method("m", "openai/m"), Settings(), Tools("f", "p", "5.1", (5, 1))


def test_every_part_of_a_sample_is_in_its_digests(world):
    item = item_of(ITEMS[0])
    env = process_environment()._replace(config_dir=str(world.config))
    world.config.mkdir()

    def marks(item=item, method=_MODEL, repeat=0, settings=_CHOSEN, tools=_TOOLS):
        keys = Keys(env, settings, tools)
        asked = keys.asked(item, method, repeat)
        return asked, keys.key(item, asked)

    plain = marks()
    assert marks() == plain
    asks = [
        marks(item=item._replace(request="other")), marks(item=item._replace(media={"film.mp4": "dur=9"})), marks(method=Method("m", "openai/n")),
        marks(method=Method("m", "openai/m", (("temperature", 0.3),))), marks(method=Method("m", "openai/m", (("prompt", "a prompt of your own"),))), marks(repeat=1),
        marks(settings=Settings(top_p=0.5)), marks(settings=Settings(prompt="zero-shot")), marks(settings=Settings(structured="text")), marks(settings=Settings(max_tokens=9)),
        marks(settings=Settings(samples=3)), marks(settings=Settings(mask_names=True)), marks(tools=Tools("f", "p", "9.0", (9, 0))),
    ]  # fmt: skip
    (world.config / "guard.toml").write_text("")
    asks.append(marks())
    assert len({plain, *asks}) == len({asked for asked, _ in (plain, *asks)}) == len(asks) + 1
    (world.config / "guard.toml").unlink()
    judged = marks(item=item._replace(expect=({"out": {"duration": 1}},)))
    assert judged[0] == plain[0]
    assert judged[1] != plain[1]
    assert marks(settings=Settings(timeout=5.0)) == plain, "how long one waits changes no answer"


def test_a_server_that_is_busy_fails_and_hangs_up_costs_no_sample(world):
    wrong = [
        error(429, "slow down", headers=(("Retry-After", "1"),)), error(500, "oops"), Reply(hang_up=True), error(503, "overloaded"),
        Reply(body=b'{"choices": [', content_type="application/json"), error(429, "slow down", headers=(("retry-after-ms", "300"),)),
    ]  # fmt: skip
    with Answering(*wrong) as model:
        done = run(world, model)
    assert (done.status, done.document["n"], done.document["right"]) == (0, 4, 4), done.err
    assert len(model.asked) == 4 + len(wrong)


def test_a_server_that_hangs_is_given_up_after_its_time_and_asked_again(world):
    with Answering(Reply(delay=30)) as model:
        began = time.monotonic()
        done = world.run(
            "eval", "run", "items.jsonl", "--only", "i0", "--config", "openai/m", "--api-base", model.base, "--json", OPENAI_API_KEY="x" * 20, FFAI_TIMEOUT="2"
        )  # fmt: skip
    assert done.document["right"] == 1
    assert time.monotonic() - began < 25


def test_a_model_that_never_answers_is_neither_right_nor_wrong_and_is_asked_later(world):
    with Answering(*[error(503, "overloaded")] * 8) as model:
        done = run(world, model, "--retries", "1", "--fail-under", "0.5")
        assert done.document["lost"] == 4
        assert done.document["samples"] == []
        assert done.status == 1
        assert "503" in done.err
        model.given.clear()
        again = run(world, model)
    assert (again.status, again.document["n"], again.document["cached"]) == (0, 4, 0)


def test_a_model_that_is_not_there_is_not_asked_for_everything(world):
    write(world, "items.jsonl", [{**ITEMS[0], "id": f"n{n}"} for n in range(60)])
    with Answering(*[error(404, "no such model")] * 90) as model:
        done = run(world, model, "--jobs", "2")
    assert done.status == 7
    assert len(model.asked) < 20
    assert "run it again" in done.err


def test_no_key_is_told_before_anything_runs(world):
    done = world.run("eval", "run", "items.jsonl", "--config", "anthropic/claude", ANTHROPIC_API_KEY="")
    assert done.status == 7
    assert "ANTHROPIC_API_KEY" in done.err


def test_no_more_requests_at_once_than_allowed(world):
    write(world, "items.jsonl", [{**ITEMS[0], "id": f"n{n}"} for n in range(8)])
    with Answering(delay=0.15) as model:
        done = run(world, model, "--jobs", "3")
    assert done.document["n"] == 8
    assert 2 <= model.most <= 3


def test_no_more_requests_in_a_minute_than_allowed():
    """The moments at which requests may be sent, by a clock of the test's own."""
    from ffai_evals.pace import _Provider

    provider = _Provider(Limits(a_minute=3))
    waits = [provider.until(now) for now in (0.0, 1.0, 2.0, 3.0, 59.0, 60.5, 60.6)]
    assert waits == [0, 0, 0, pytest.approx(57), pytest.approx(1), 0, pytest.approx(0.4)]


def test_who_is_told_to_wait_makes_the_others_wait():
    paces, target = Paces(Limits(longest=60)), Target("m", "m", "openai", "openai", "http://127.0.0.1:1")
    assert 5 <= paces.wait(target, 0, 5.0) <= 5.2
    assert paces._of(target).until(time.monotonic()) > 4
    other = target._replace(base="http://127.0.0.1:2")
    assert paces._of(other).until(time.monotonic()) == 0


def test_killed_while_models_are_asked_loses_at_most_those_under_way(world):
    write(world, "items.jsonl", [{**ITEMS[n % 4], "id": f"n{n}"} for n in range(16)])
    with Answering(delay=0.2) as model:
        arguments = ("eval", "run", "items.jsonl", "--config", "openai/m", "--api-base", model.base, "--jobs", "2")
        variables = {**world.variables, "OPENAI_API_KEY": "x" * 20}
        running = subprocess.Popen(
            world.command(*arguments), cwd=world.work, env=variables, stdout=subprocess.PIPE, start_new_session=True
        )
        kept = wait_for_lines(world, 3)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        asked = len(model.asked)
        lines = wait_for_lines(world, kept)
        assert asked - lines <= 2 + 2 * (os.cpu_count() or 2) + 2, "no more were lost than those under way"
        done = run(world, model)
    assert done.document["n"] == 16
    assert done.document["cached"] >= 3


def wait_for_lines(world, count):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        files = list((world.state / "evals").glob("*/*.jsonl")) if world.state.exists() else []
        lines = sum(p.read_text().count("\n") for p in files)
        if lines >= count:
            return lines
        time.sleep(0.05)
    raise AssertionError("nothing was kept")


def test_interrupted_ends_with_what_is_under_way_and_says_so(world):
    write(world, "items.jsonl", [{**ITEMS[n % 4], "id": f"n{n}"} for n in range(24)])
    running = subprocess.Popen(
        world.command("eval", "run", "items.jsonl", "--workers", "1"),  cwd=world.work, env=world.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait_for_lines(world, 2)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "run it again to go on" in err
    assert "Traceback" not in err
    assert "right" in out


def test_a_worker_that_is_killed_costs_nothing(world):
    write(world, "items.jsonl", [{**ITEMS[n % 4], "id": f"n{n}"} for n in range(8)])
    running = subprocess.Popen(
        world.command("eval", "run", "items.jsonl", "--json"), cwd=world.work, env=world.variables, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    wait_for_lines(world, 1)
    children = subprocess.run(["pgrep", "-P", str(running.pid)], capture_output=True, text=True, check=True).stdout.split()
    os.kill(int(children[0]), signal.SIGKILL)
    document = json.loads(running.communicate(timeout=120)[0])
    assert (document["n"], document["right"], document["lost"]) == (8, 8, 0)


def test_words_alone_are_judged_without_a_process(world):
    document = world.run("eval", "run", "said.jsonl", "--config", "echo", "--json").document
    assert (document["n"], document["right"]) == (60, 60)


# --- run configs of a project


@pytest.fixture
def project(world):
    made = start(str(world.work / "p"), "Cuts", prompt="Cut it.")
    (world.work / "p" / "ffai").mkdir()
    write(world, "p/ffai/cuts.jsonl", ITEMS)
    for item in ITEMS:
        tags = ["eval_correctness", f"item_{item['id']}"]
        add(made.tasks[0], "", fresh("task_run", {"input": item["request"], "output": output("?"), "tags": tags}))
    return made


def test_run_configs_of_a_project_fill_its_evals_and_land_in_it(world, project):
    with Answering(cost=0.002) as model:
        added = world.run(
            "project",
            "add-config",
            "p",
            "Warm",
            "--model",
            "openai/small",
            "--temperature",
            "0.6",
            "--top-p",
            "0.9",
            "--mode",
            "json_mode",
        )
        assert added.status == 0, added.err
        assert world.run("project", "add-config", "p", "Rules", "--model", "offline").status == 0
        arguments = (
            "eval",
            "run",
            "Correctness",
            "--project",
            "p",
            "--config",
            "all",
            "--api-base",
            model.base,
            "--write-project",
            "--json",
        )
        done = world.run(*arguments, OPENAI_API_KEY="x" * 20)
        assert done.status == 0, done.err
        again = world.run(*arguments, OPENAI_API_KEY="x" * 20)
    sent = model.asked[0].body
    assert (sent["model"], sent["temperature"], sent["top_p"]) == ("small", 0.6, 0.9)
    assert sent["response_format"] == {"type": "json_object"}
    assert done.document["right"] == 8
    assert again.document["cached"] == 8
    found = load(str(world.work / "p"))
    (task,) = found.tasks
    (judge,) = task.of("eval")[0].of("eval_config")
    runs = judge.of("eval_run")
    assert len(runs) == 8, "a sample that is known is not written twice"
    assert {r.data["task_run_config_id"] for r in runs} == {c.id for c in task.of("task_run_config")}
    assert all(r.data["scores"] == {"correctness": 1.0} for r in runs)
    warm = task.find("task_run_config", "Warm")
    paid = [r for r in runs if r.data["task_run_config_id"] == warm.id]
    assert all(r.data["task_run_usage"]["cost"] == 0.002 and r.data["task_run_usage"]["total_tokens"] == 120 for r in paid)
    assert world.run("project", "check", "p").status == 0
    report = world.run("eval", "report", "p", "--format", "json")
    assert "Warm" in report.out


def test_two_evals_that_write_a_project_at_once_lose_nothing(world, project):
    world.run("project", "add-config", "p", "Rules", "--model", "offline")
    both = [
        subprocess.Popen(
            world.command("eval", "run", "Correctness", "--project", "p", "--config", "Rules", "--write-project"), cwd=world.work, env=world.variables, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [p.communicate(timeout=120) for p in both]
    assert [p.returncode for p in both] == [0, 0], said
    (task,) = load(str(world.work / "p")).tasks
    (judge,) = task.of("eval")[0].of("eval_config")
    assert len(judge.of("eval_run")) == len(ITEMS)
    assert world.run("project", "check", "p").status == 0


def test_a_profile_is_a_run_config(world):
    world.config.mkdir(exist_ok=True)
    (world.config / "config.toml").write_text('[profile.warm]\nmodel = "openai/m"\ntemperature = 0.9\n')
    with Answering() as model:
        done = run(world, model, "--only", "i0", config="@warm")
    assert done.document["right"] == 1
    assert model.asked[0].body["temperature"] == 0.9


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("--config", "@none"), 2, "no profile"),
        (("--config", "all", "--project", "p"), 2, "no run config"),
        (("--project", "nowhere"), 6, "no project"),
        (("--only", "nothing"), 2, "no item is called nothing"),
        (("--fail-under", "80"), 2, "80"),
        (("--cluster", "127.0.0.1:1"), 1, "no Dask scheduler"),
    ],
    ids=["profile", "configs", "project", "item", "share", "cluster"],
)
def test_what_cannot_be_run_is_told(world, project, arguments, status, told):
    name = "Correctness" if "--project" in arguments else "items.jsonl"
    done = world.run("eval", "run", name, *arguments)
    assert done.status == status, done.err
    assert told in done.err
    assert "Traceback" not in done.err


def test_an_eval_that_an_llm_judges_is_filled_for_any_task(world):
    """The mail sorter: one model sorts, another one judges; what both said lands in the project, once."""
    world.run("project", "new", "Mail sorter", "--dir", "m", "--prompt", "Which folder does this mail belong in?")
    for n in range(3):
        world.run("project", "add-run", "m", f"mail {n}", "--tag", "eval_correctness")
    world.run("project", "add-config", "m", "Small", "--model", "openai/small", "--temperature", "0.3")
    added = world.run(
        "eval",
        "add-judge",
        "m",
        "--eval",
        "Correctness",
        "--name",
        "Reader",
        "--model",
        "openai/judge",
        "--step",
        "Is it the right folder?",
    )
    assert added.status == 0, added.err

    class Sorting(Answering):
        pass

    with Sorting(error(503, "busy")) as model:

        def reply(_script, number):
            body = model.asked[number].body
            if number < 1:
                return model.given[0]
            if body["model"] == "judge":
                return Reply(
                    'Box 1 is wrong. {"correctness": "fail"}'
                    if "box of mail 1" in json.dumps(body)
                    else '{"correctness": "pass"}'
                )
            return Reply("box of " + body["messages"][-1]["content"], cost=0.001)

        type(model.script).__getitem__ = reply
        try:
            arguments = ("eval", "run", "Correctness", "--project", "m", "--config", "all", "--api-base", model.base, "--json")
            first = world.run(*arguments, OPENAI_API_KEY="x" * 20)
            asked = len(model.asked)
            again = world.run(*arguments, OPENAI_API_KEY="x" * 20)
        finally:
            type(model.script).__getitem__ = _PLAIN
    assert first.status == 0, first.err
    document = first.document
    assert (document["n"], document["right"], document["cost"]) == (3, 2, pytest.approx(0.003))
    assert {s["answer"] for s in document["samples"]} == {f"box of mail {n}" for n in range(3)}
    assert "Which folder does this mail belong in?" in model.asked[0].said
    assert (again.document["cached"], len(model.asked)) == (3, asked)
    (task,) = load(str(world.work / "m")).tasks
    runs = task.of("eval")[0].of("eval_config")[0].of("eval_run")
    assert sorted(r.data["scores"]["correctness"] for r in runs) == [0.0, 1.0, 1.0]
    assert world.run("project", "check", "m").status == 0
