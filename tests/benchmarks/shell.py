"""What the shell room costs a user: the start of a shell, the key's round trip, the prompt.

python tests/benchmarks/shell.py [--peers]    --peers: sgpt and llm beside it, in an environment of their own (/tmp/ffai-peers)

The machine is seldom idle: every figure stands beside a bare `python -c pass` of the same minute, and the ratio is what counts.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from feature.shells import INIT  # noqa: E402

RUNS = 15
BIN = Path(sys.executable).parent
FFAI = str(BIN / "ffai")
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def milliseconds(command, runs, cwd, env):
    """Whole processes, in turn: the median of each command."""
    found = [[] for _ in command]
    for turn in range(runs + 1):
        for place, words in enumerate(command):
            began = time.perf_counter()
            subprocess.run(words, cwd=cwd, env=env, check=False, **QUIET)
            if turn:
                found[place].append(1000 * (time.perf_counter() - began))
    return [statistics.median(each) for each in found]


def start_up(cwd, env):
    bare, version, *shells = milliseconds(
        [[sys.executable, "-c", "pass"], [FFAI, "--version"], *([FFAI, "shell", "init", shell] for shell in INIT)], RUNS, cwd, env
    )
    print(f"python -c pass                        {bare:6.0f} ms")
    print(f"ffai --version                        {version:6.0f} ms   {version / bare:.2f} x")
    for shell, taken in zip(INIT, shells, strict=True):
        print(f"ffai shell init {shell:<5}                 {taken:6.0f} ms   {taken / bare:.2f} x  (goal 1.3)")


def processor_time(cwd, env):
    """What the helper takes of a processor, ffprobe included: the figure that a busy machine changes least."""
    asked = [FFAI, "widget", "--shell", "bash", "--status", "--"]
    commands = {"python -c pass": lambda _: [sys.executable, "-c", "pass"],
                "ffai widget, a new file": lambda n: [*asked, f"convert clip{n}.mp4 to mkv"],
                "ffai widget, the same file": lambda _: [*asked, "convert talk.mp4 to mkv"]}  # fmt: skip
    found = {name: [] for name in commands}
    for turn in range(RUNS + 1):
        for name, words in commands.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(words(turn), cwd=cwd, env=env, check=False, **QUIET)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if turn:
                found[name].append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    bare = statistics.median(found["python -c pass"])
    for name, times in found.items():
        print(f"{name + ', processor time':<44} {statistics.median(times):6.0f} ms   {statistics.median(times) / bare:.1f} x")


def peers(cwd, env):
    """Their own start, which is the least that a key bound to them costs. shell-gpt lacks click when it is installed alone."""
    bin_ = Path(tempfile.gettempdir()) / "ffai-peers" / "bin"
    if not (bin_ / "llm").exists():
        subprocess.run([sys.executable, "-m", "venv", bin_.parent], check=True)
        subprocess.run([bin_ / "pip", "install", "--quiet", "shell-gpt", "llm", "click"], check=True)
    env = {**env, "OPENAI_API_KEY": "none"}  # sgpt asks for one before anything else
    words = [[str(bin_ / "sgpt"), "--version"], [str(bin_ / "llm"), "--version"], [FFAI, "--version"]]
    bare, *taken = milliseconds([[sys.executable, "-c", "pass"], *words], 5, cwd, env)
    for each, time_ in zip(words, taken, strict=True):
        print(f"{' '.join([Path(each[0]).name, *each[1:]]):<37} {time_:6.0f} ms   {time_ / bare:5.1f} x")


def bare_start(cwd, env):
    """A bare interpreter, now."""
    (found,) = milliseconds([[sys.executable, "-c", "pass"]], 5, cwd, env)
    return found


def shell_command(shell, folder):
    rc = {"zsh": ".zshrc", "bash": "bashrc", "fish": "fish/config.fish"}[shell]
    prompt = {"fish": "function fish_prompt; printf 'P> '; end; function fish_greeting; end"}.get(shell, "PS1='P> '")
    path = folder / rc
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{prompt}\n{INIT[shell]}\n")
    return {"zsh": ["zsh", "-d", "-i"], "bash": ["bash", "--noprofile", "--rcfile", str(path), "-i"], "fish": ["fish", "-i"]}[
        shell
    ]


def round_trip(shell, cwd, env, names):
    """From the key to the whole line on the screen, for one file after the other (each for the first time), or the same again."""
    with tempfile.TemporaryDirectory() as folder:
        command = shell_command(shell, Path(folder))
        env = {**env, "ZDOTDIR": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, "HISTFILE": ""}
        child = pexpect.spawn(command[0], command[1:], cwd=cwd, env=env, encoding="utf-8", timeout=20, dimensions=(30, 150))
        child.delaybeforesend = None
        child.expect("P> ")
        time.sleep(0.5)
        found = []
        yardstick = bare_start(cwd, env)
        for turn, name in enumerate(names):
            child.send(f"convert {name}.mp4 to mkv")
            time.sleep(0.25)
            began = time.perf_counter()
            child.send("\x07")
            child.expect(
                r"is changed" if shell == "zsh" else rf"is changed[\s\S]*{name}.mkv"
            )  # zsh draws the line before the message
            if turn:
                found.append(1000 * (time.perf_counter() - began))
            time.sleep(0.3)
            child.send("\x05\x15")
            time.sleep(0.1)
            while True:
                try:
                    child.read_nonblocking(100_000, 0.05)
                except pexpect.TIMEOUT:
                    break
        child.close(force=True)
    yardstick = (yardstick + bare_start(cwd, env)) / 2
    median = statistics.median(found)
    what = "same file" if len(set(names)) == 1 else "new files"
    print(
        f"Ctrl-G to the line, {shell:<4} {what}     {median:6.0f} ms   {median / yardstick:5.1f} x   best {min(found):.0f} ms  (goal 200)"
    )


def repl(cwd, env):
    found = []
    for turn in range(8):
        began = time.perf_counter()
        child = pexpect.spawn(FFAI, cwd=cwd, env=env, encoding="utf-8", timeout=20, dimensions=(30, 100))
        child.expect_exact("ffai>")
        if turn:
            found.append(1000 * (time.perf_counter() - began))
        child.close(force=True)
    print(f"REPL ready                            {statistics.median(found):6.0f} ms   best {min(found):.0f} ms  (goal 400)")


def keystrokes(env):
    """From a key to its character on the screen, with 10,000 lines of history and 5,000 files in the folder."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(5000):
            (Path(folder) / f"clip{number:04}.mp4").touch()
        state = Path(folder) / ".state"
        state.mkdir()
        lines = (
            f"\n# 2026-01-01 00:00:00.000000\n+convert clip{n % 5000:04}.mp4 to mkv and trim {n} seconds\n" for n in range(10_000)
        )
        (state / "repl-history").write_text("".join(lines))
        child = pexpect.spawn(
            FFAI, cwd=folder, env={**env, "FFAI_STATE_DIR": str(state)}, encoding="utf-8", timeout=20, dimensions=(30, 100)
        )
        child.delaybeforesend = None
        child.expect_exact("ffai>")
        time.sleep(1.5)
        found = []
        for letter in "quick brown fox jumps over lazy dogs " * 3:
            time.sleep(0.04)
            try:
                child.read_nonblocking(100_000, 0)
            except pexpect.TIMEOUT:
                pass
            began = time.perf_counter()
            child.send(letter)
            child.expect_exact("\x1b[?25h")  # the end of a drawing
            found.append(1000 * (time.perf_counter() - began))
        child.close(force=True)
    found.sort()
    print(
        f"key to screen, 10,000 lines, 5,000 files {statistics.median(found):5.1f} ms   95 %: {found[int(len(found) * 0.95)]:.1f} ms  (goal 16)"
    )


def main():
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "TMUX") and not k.startswith("FFAI_")}
    with tempfile.TemporaryDirectory() as folder:
        env |= {"PATH": f"{BIN}:{env['PATH']}", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null"}
        env |= {"FFAI_STATE_DIR": f"{folder}/.state", "FFAI_CONFIG_DIR": f"{folder}/.config"}
        source = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2"]
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *source, "-preset", "ultrafast", f"{folder}/talk.mp4"], check=True)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        for number in range(RUNS + 1):
            shutil.copy(f"{folder}/talk.mp4", f"{folder}/clip{number}.mp4")
        time.sleep(2.5)  # a file that was changed just now is looked at anew each time
        start_up(folder, env)
        processor_time(folder, {**env, "FFAI_CACHE_DIR": f"{folder}/.cache"})
        for shell in filter(shutil.which, INIT):
            round_trip(shell, folder, env, [f"clip{number}" for number in range(RUNS + 1)])
            round_trip(shell, folder, env, ["talk"] * (RUNS + 1))
        repl(folder, env)
        keystrokes(env)
        if "--peers" in sys.argv:
            peers(folder, env)


main()
