import subprocess
import sys

import pytest

from ffai import __version__

BARE = "import sys; before = set(sys.modules); sys.argv = ['ffai', *{arguments!r}]\nfrom ffai.entry import main\nstatus = main(sys.argv[1:])\nprint('\\n'.join(sorted(set(sys.modules) - before)), file=sys.stderr)\nsys.exit(status)"


def loaded(world, *arguments):
    """The modules that a run loads, and its result."""
    done = subprocess.run(
        [sys.executable, "-c", BARE.format(arguments=list(arguments))],
        capture_output=True,
        text=True,
        cwd=world.work,
        env=world.variables,
        check=False,
    )
    return done, set(done.stderr.split())


def test_the_version_is_answered_with_no_import(world):
    done, modules = loaded(world, "--version")
    assert done.stdout == f"ffai {__version__}\n"
    assert modules <= {"ffai", "ffai.entry", "ffai_shell", "ffai_shell.init"}


# What a cold request may load, beside ffai's own rooms. typing, re and json bring the rest of this list with them.
ALLOWED = set(
    """typing typing.io typing.re encodings.ascii collections collections.abc _collections abc contextlib functools operator _operator re re._compiler re._parser
    re._constants re._casefix copyreg types enum keyword reprlib _functools warnings _typing json json.decoder json.scanner json.encoder
    _json _sre itertools time stat errno fcntl _stat struct _struct zlib marshal select math unicodedata binascii signal _signal
    genericpath posixpath os bisect _bisect heapq _heapq string _string array termios resource _locale locale""".split()
)
OWN = ("ffai", "ffai_guards")


def test_a_cold_request_loads_nothing_that_it_does_not_need(world, clip):
    world.run("-n", "shrink this video for web")  # builds the capabilities
    done, modules = loaded(world, "-n", "shrink this video for web")
    assert done.returncode == 0
    assert "ffai.translate.offline" in modules
    strange = {name for name in modules if name.split(".")[0] not in OWN} - ALLOWED
    assert strange == set()


def test_the_shells_key_loads_less_still(world, clip):
    """Nothing is shown, so nothing of what shows is loaded. threading, termios and unicodedata are for the terminal."""
    ask = ("widget", "--shell", "bash", "--", "shrink this video for web")
    world.run(*ask)
    done, modules = loaded(world, *ask)
    assert done.stdout.startswith("ffmpeg ")
    strange = {name for name in modules if name.split(".")[0] not in (*OWN, "ffai_shell")} - ALLOWED
    assert strange <= {"threading", "_weakrefset", "termios", "gc"}
    assert not modules & {"ffai.show.preview", "ffai.show.explain", "ffai.show.estimate"}


@pytest.mark.parametrize("shell", ["zsh", "bash", "fish"])
def test_the_shell_widget_is_printed_with_no_import(world, shell):
    done, modules = loaded(world, "shell", "init", shell)
    assert done.returncode == 0
    assert "ffai" in done.stdout
    assert modules <= {"ffai", "ffai.entry", "ffai_shell", "ffai_shell.init"}


def test_help_names_every_option_and_every_command_that_is_there(world):
    text = world.run("--help").out
    for word in (
        "--dry-run",
        "--yes",
        "--model",
        "--output-dir",
        "--print",
        "--json",
        "--no-log",
        "explain",
        "undo",
        "history",
        "doctor",
        "demo",
    ):
        assert word in text


def test_a_request_that_begins_with_a_commands_name_goes_after_two_dashes(world, clip):
    result = world.run("--json", "-n", "--", "explain this clip to my cat")
    assert result.document["request"] == "explain this clip to my cat"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--dryrun", "x"], 2, "--dry-run"),
        (["explain"], 2, "explain"),
        (["config", "frob"], 2, "frob"),
        (["config", "get", "nothing"], 2, "nothing"),
        (["history", "run", "9"], 2, "9"),
        ([""], 2, "empty"),
        (["   "], 2, "empty"),
    ],
)
def test_wrong_usage_is_told_in_words(world, arguments, status, told):
    result = world.run(*arguments)
    assert result.status == status
    assert told in result.err
    assert "Traceback" not in result.err
    assert result.out == ""


def test_a_reader_that_leaves_early_is_no_error(world):
    for number in range(300):
        world.run("-n", f"request {number}") if number < 2 else None
    command = " ".join(world.command("--help"))
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -1; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        env=world.variables,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_working_folder_that_is_gone_is_told(world, tmp_path):
    gone = tmp_path / "gone"
    script = f"mkdir {gone} && cd {gone} && rmdir {gone} && exec {' '.join(world.command('-n', 'shrink'))}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=world.variables, check=False)
    assert done.returncode == 6
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_is_one_line_and_a_log(world):
    code = "import ffai.commands.start as s, ffai.environment as e\nenv=e.process_environment()\nraise SystemExit(s.guarded(env, lambda: 1 // 0))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=world.variables, cwd=world.work, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "ZeroDivisionError" in done.stderr
    (log,) = (world.state / "log").iterdir()
    assert "Traceback" in log.read_text()
