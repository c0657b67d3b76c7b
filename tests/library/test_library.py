"""`import ffai`: what a program gets, on real media; and what importing it costs."""

import asyncio
import importlib
import inspect
import json
import os
import pickle
import pkgutil
import shutil
import subprocess
import sys

import pytest

import ffai

NAMES = ("ask", "plan", "check", "guard", "run", "explain")


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    picture = ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=15:duration=1.2", "-f", "lavfi", "-i", "sine=duration=1.2"]
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *picture, *code, folder / "talk.mp4"], check=True)
    return folder


@pytest.fixture
def work(tmp_path, clips, monkeypatch):
    """A folder with talk.mp4, as the process's working folder; ffai's own folders beside it."""
    for kind in ("STATE", "CONFIG"):
        monkeypatch.setenv(f"FFAI_{kind}_DIR", str(tmp_path / kind.lower()))
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(clips / "talk.mp4", folder)
    monkeypatch.chdir(folder)
    return folder


def _size(path):
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height", "-of", "csv=p=0", path],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_a_plan_runs_nothing_and_a_run_makes_what_it_says(work, capfd):
    plan = ffai.plan("scale talk.mp4 to half size")
    assert plan.understood
    assert plan.verdict.level == "allow"
    assert plan.commands[0].startswith("ffmpeg ")
    assert plan.inputs == ("talk.mp4",)
    assert plan.document["commands"] == list(plan.commands)
    json.dumps(plan.document)
    assert os.listdir(work) == ["talk.mp4"]
    made = ffai.run(plan)
    assert made.created == plan.outputs
    assert _size(work / made.created[0]) == "80,60"
    assert made.undo() == (str(work / made.created[0]),)
    assert os.listdir(work) == ["talk.mp4"]
    assert capfd.readouterr() == ("", ""), "a library prints nothing"


def test_asking_is_planning_and_running(work):
    assert _size(work / ffai.ask("scale this to 100x80", "talk.mp4", output="small.mp4").created[0]) == "100,80"
    assert "1.2" in ffai.ask("how long is talk.mp4?").answer


def test_another_folder_is_worked_in_without_going_there(work, tmp_path):
    os.chdir(tmp_path)
    assert ffai.ask("extract the sound of talk.mp4 as wav", cwd=work).created == ("talk.wav",)
    assert (work / "talk.wav").exists()


def test_commands_are_checked_guarded_and_explained(work):
    assert ffai.check("ffmpeg -i talk.mp4 -an silent.mp4") == ()
    assert [f.code for f in ffai.check(["ffmpeg", "-i", "talk.mp4", "-c:v", "nonesuch", "x.mp4"])] == ["unknown-encoder"]
    assert ffai.guard("ffmpeg -y -i talk.mp4 ./talk.mp4").verdict.level == "deny"
    assert [(row.part, row.text) for row in ffai.explain("ffmpeg -i talk.mp4 -an silent.mp4")] == [
        ("-an", "leaves the sound out")
    ]
    assert ffai.run("ffmpeg -i talk.mp4 -an silent.mp4").created == ("silent.mp4",)


def test_what_exists_is_replaced_only_when_named_and_comes_back(work):
    (work / "out.mkv").write_bytes(b"precious")
    command = "ffmpeg -i talk.mp4 -c copy out.mkv"
    with pytest.raises(ffai.FfaiError) as told:
        ffai.run(command)
    assert told.value.status == 5
    assert "replace=" in told.value.next_step
    assert (work / "out.mkv").read_bytes() == b"precious"
    made = ffai.run(command, replace=["out.mkv"])
    assert made.replaced
    assert (work / "out.mkv").stat().st_size > 100
    made.undo()
    assert (work / "out.mkv").read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("call", "status"),
    [
        (lambda: ffai.run("rm talk.mp4"), 4),
        (lambda: ffai.run("ffmpeg -y -i talk.mp4 talk.mp4"), 4),
        (lambda: ffai.run("ffmpeg -i gone.mp4 x.mp4"), 6),
        (lambda: ffai.run("ffmpeg -i talk.mp4 -c:v nonesuch x.mp4"), 1),
        (lambda: ffai.run(""), 2),
        (lambda: ffai.ask("frobnicate the quux of talk.mp4"), 3),
        (lambda: ffai.ask("delete talk.mp4"), 4),
        (lambda: ffai.plan("shrink it", cwd="nowhere"), 6),
        (lambda: ffai.run(ffai.plan("frobnicate talk.mp4")), 3),
    ],
)
def test_failures_are_errors_with_a_message_and_a_status(work, call, status):
    with pytest.raises(ffai.FfaiError) as told:
        call()
    assert told.value.status == status
    assert told.value.message
    assert os.listdir(work) == ["talk.mp4"]


def test_no_module_has_the_name_of_a_function(work):
    """Else `from ffai import run` and `import ffai.run` would be two things."""
    import ffai_evals

    for package in (ffai, ffai_evals):
        modules = {found.name for found in pkgutil.iter_modules(package.__path__)}
        assert modules & set(package.__all__) == {"aio"}
        assert set(package.__all__) <= set(dir(package))
        for found in modules - {"aio", "__main__"}:
            importlib.import_module(f"{package.__name__}.{found}")
        assert all(
            inspect.isroutine(getattr(package, name)) or name[0].isupper()
            for name in package.__all__
            if name not in ("aio", "__version__")
        )
        with pytest.raises(AttributeError, match="nonesuch"):
            package.nonesuch  # noqa: B018


def test_the_same_for_asyncio(work):
    async def main():
        plan, report = await asyncio.gather(ffai.aio.plan("convert talk.mp4 to mkv"), ffai.aio.guard("ffmpeg -i talk.mp4 x.mkv"))
        assert report.verdict.level == "allow"
        made = await ffai.aio.run(plan)
        assert made.created == ("talk.mkv",)
        with pytest.raises(ffai.FfaiError) as told:
            await ffai.aio.run("rm talk.mp4")
        assert (told.value.status, told.value.next_step) == (4, "nothing was run")

    asyncio.run(main())
    assert all(getattr(ffai.aio, n).__doc__.startswith(getattr(ffai, n).__doc__) for n in NAMES)


def test_a_cancelled_run_leaves_nothing_behind(work):
    async def main():
        task = asyncio.create_task(ffai.aio.run("ffmpeg -re -stream_loop 100 -i talk.mp4 -c copy long.mkv"))
        for _ in range(200):
            await asyncio.sleep(0.05)
            if len(os.listdir(work)) > 1:
                break
        else:
            raise AssertionError("it did not begin")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert os.listdir(work) == ["talk.mp4"]


def test_a_notebook_shows_them_and_nothing_in_a_name_is_markup(work):
    evil = "<img src=x onerror=alert(1)>.mp4"
    shutil.copy("talk.mp4", evil)
    plan = ffai.plan("convert this to mkv", evil)
    made = ffai.run(plan)
    assert "ffmpeg" in repr(plan)
    for html in (plan._repr_html_(), made._repr_html_()):
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html
    assert 'src="data:image/jpeg;base64,' in made._repr_html_()
    assert pickle.loads(pickle.dumps(made)) == made


def test_importing_loads_nothing_else():
    code = "import sys; before = set(sys.modules); import ffai; print(*sorted(set(sys.modules) - before)); ffai.plan; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, then = (line.split() for line in done.stdout.splitlines())
    assert first == ["ffai"]
    assert not {"litellm", "bashlex", "prompt_toolkit", "click", "asyncio", "ffai.translate.offline"} & set(then)


def test_types_are_known_to_a_checker(tmp_path):
    (tmp_path / "use.py").write_text(
        "import ffai\nplan = ffai.plan('x', 'a.mp4', cwd='.')\nreveal_type(plan.verdict.level)\nreveal_type(ffai.run(plan).created)\n"
        "async def f() -> None:\n    reveal_type(await ffai.aio.ask('x'))\nffai.plan(3)\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "use.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 'Revealed type is "str"' in done.stdout.replace("builtins.", ""), done.stdout
    assert "tuple[" in done.stdout
    assert "ffai.library.Made" in done.stdout
    assert "incompatible type" in done.stdout
    assert "Found 1 error" in done.stdout


def test_the_eval_room_judges_runs_and_compares(work):
    import ffai_evals

    assert ffai_evals.judge_answer("convert talk.mp4 to mkv", "ffmpeg -i talk.mp4 -an -c copy talk.mkv")["pass"] is False
    results = ffai_evals.run("correctness", only=["combo-03"])
    assert (results.right, len(results.lines), results.misses) == (1, 1, ())
    assert "1/1 right" in repr(results)
    assert "combo-03" in results._repr_html_()
    assert ffai_evals.compare(results, results).difference == 0
    assert asyncio.run(ffai_evals.aio.judge_answer("convert talk.mp4 to mkv", "Sorry, no."))["class"] in (
        "declined",
        "no_command",
    )
    assert all(hasattr(ffai_evals, name) for name in ffai_evals.__all__)
    with pytest.raises(ffai.FfaiError, match="no item"):
        ffai_evals.run("correctness", only=["nonesuch"])
