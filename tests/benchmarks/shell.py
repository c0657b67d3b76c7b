"""What the shell room costs a user: the start of a shell, the key's round trip, the prompt.

python tests/benchmarks/shell.py [FOLDER]    FOLDER: where other programs' commands are (sgpt, llm), to be timed beside
"""

import os
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


def peers(folder, cwd, env):
    env = {**env, "OPENAI_API_KEY": "none"}  # sgpt asks for one before anything else
    for words in (["sgpt", "--version"], ["llm", "--version"]):
        program = shutil.which(words[0], path=folder)
        if program:
            (taken,) = milliseconds([[program, *words[1:]]], 5, cwd, env)
            print(f"{' '.join(words):<37} {taken:6.0f} ms")


def shell_command(shell, folder):
    rc = {"zsh": ".zshrc", "bash": "bashrc", "fish": "fish/config.fish"}[shell]
    prompt = {"fish": "function fish_prompt; printf 'P> '; end; function fish_greeting; end"}.get(shell, "PS1='P> '")
    path = folder / rc
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{prompt}\n{INIT[shell]}\n")
    return {"zsh": ["zsh", "-d", "-i"], "bash": ["bash", "--noprofile", "--rcfile", str(path), "-i"], "fish": ["fish", "-i"]}[
        shell
    ]


def round_trip(shell, cwd, env):
    """From the key to the whole line on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        command = shell_command(shell, Path(folder))
        env = {**env, "ZDOTDIR": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, "HISTFILE": ""}
        child = pexpect.spawn(command[0], command[1:], cwd=cwd, env=env, encoding="utf-8", timeout=20, dimensions=(30, 150))
        child.delaybeforesend = None
        child.expect("P> ")
        time.sleep(0.5)
        found = []
        for turn in range(RUNS + 1):
            child.send("convert talk.mp4 to mkv")
            time.sleep(0.25)
            began = time.perf_counter()
            child.send("\x07")
            child.expect(
                r"is changed" if shell == "zsh" else r"is changed[\s\S]*talk.mkv"
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
    print(
        f"Ctrl-G to the line, {shell:<5}             {statistics.median(found):6.0f} ms   best {min(found):.0f}, worst {max(found):.0f} ms  (goal 200)"
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
        start_up(folder, env)
        for shell in INIT:
            if shutil.which(shell):
                round_trip(shell, folder, env)
        repl(folder, env)
        keystrokes(env)
        if len(sys.argv) > 1:
            peers(sys.argv[1], folder, env)


main()
