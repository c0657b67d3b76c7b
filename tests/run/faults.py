"""Ways to lose a file, tried: each function gives (times it was tried, losses it found).

A loss: what was there before is neither where it was, whole, nor kept where `ffai undo` finds it; or half of a result is in place.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from run.commit import commit, environment

ROOT = Path(__file__).parents[2]
OLD = b"old" * 40_000
PROGRAM = [sys.executable, "-S", str(ROOT / "tests" / "run" / "commit.py")]
VARIABLES = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": f"{ROOT}:{ROOT / 'guards'}:{ROOT / 'tests'}",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}


@contextlib.contextmanager
def place() -> Iterator[tuple[Path, Path]]:
    """A working folder with a file that is there before, and a state folder."""
    with tempfile.TemporaryDirectory() as top:
        work, state = Path(top, "work"), Path(top, "state")
        work.mkdir()
        state.mkdir()
        (work / "out.bin").write_bytes(OLD)
        (work / "bystander.bin").write_bytes(OLD)
        yield work, state


# --- killed at every system call


def traced(work: Path, state: Path, *options: str, arguments: tuple[str, ...] = ()) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["strace", "-f", "-qq", *options, *PROGRAM, str(work), str(state), *arguments],
        env=VARIABLES,
        capture_output=True,
        timeout=60,
        check=False,
    )


def kill_points() -> list[tuple[str, int]]:
    """The system calls of a commit: (name, which one of its kind in the whole program)."""
    with place() as (work, state):
        return calls(work, state)


def calls(work: Path, state: Path, *arguments: str) -> list[tuple[str, int]]:
    """The system calls of one commit from where it begins."""
    log = state / "trace"
    done = traced(work, state, "-o", str(log), arguments=arguments)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    found, counts, inside = [], {}, False
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r"(?:\d+\s+)?(\w+)\(", line)
        if match is None:
            continue
        name = match.group(1)
        counts[name] = counts.get(name, 0) + 1
        inside = inside or name == "sched_yield"
        if inside and name not in ("exit_group", "sched_yield"):
            found.append((name, counts[name]))
    return found


def killed(every: int = 1) -> tuple[int, int]:
    """kill -9 at each system call of a commit (or each n-th), then the next start. Everything is there as before, or as after."""
    tried = losses = 0
    for name, count in kill_points()[::every]:
        with place() as (work, state):
            traced(work, state, "-o", os.devnull, "-e", f"trace={name}", "-e", f"inject={name}:signal=KILL:when={count}")
            tried += 1
            losses += _lost_after_kill(work, state)
    return tried, losses


def _lost_after_kill(work: Path, state: Path) -> int:
    from ffai.running import journal as journals
    from ffai.running.undo import undo

    env = environment(str(work), str(state))
    journals.clean_up(env)
    journals.clean_up(env)
    if any(name.startswith(".ffai-") and "kept" not in name for name in os.listdir(work)):
        return 1
    if (work / "bystander.bin").read_bytes() != OLD:
        return 1
    results = [(work / "new/a.bin"), (work / "new/b.bin")]
    there = [path.exists() for path in results]
    content = (work / "out.bin").read_bytes() if (work / "out.bin").exists() else b""
    if all(there):
        if results[0].read_bytes() != b"A" * 100_000 or results[1].read_bytes() != b"B" * 100_000 or content != b"new" * 50_000:
            return 1
        undo(env)  # the replaced file comes back
        return int((work / "out.bin").read_bytes() != OLD)
    return int(any(there) or content != OLD)


# --- somebody else at the same name


def adversary(rounds: int, places: Callable[[], contextlib.AbstractContextManager[tuple[Path, Path]]] = place) -> tuple[int, int]:
    """Another thread puts files, links, hard links and folders at the target's name while results are put in place there."""
    swaps = 0
    with places() as (work, state):
        grave = work / "grave"
        grave.mkdir()
        (grave / "linked").write_bytes(b"linked")
        target = work / "raced.bin"
        made: set[bytes] = {b"linked"}
        stop = threading.Event()

        def swap() -> None:
            nonlocal swaps
            while not stop.is_set():
                with contextlib.suppress(OSError):
                    os.rename(target, grave / f"moved-{swaps}")
                kind = swaps % 5
                with contextlib.suppress(OSError):
                    if kind == 0:
                        content = f"theirs {swaps}".encode()
                        fd = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
                        made.add(content)
                        os.write(fd, content)
                        os.close(fd)
                    elif kind == 1:
                        os.symlink(grave / "linked", target)
                    elif kind == 2:
                        os.link(grave / "linked", target)
                    elif kind == 3:
                        os.mkdir(target)
                swaps += 1

        thread = threading.Thread(target=swap)
        thread.start()
        try:
            while swaps < rounds:
                content = f"ours {swaps}".encode()
                if commit(str(work), str(state), {"raced.bin": content}, ()):
                    made.add(content)
        finally:
            stop.set()
            thread.join()
        kept = {path.read_bytes() for top in (work, state) for path in top.rglob("*") if path.is_file()}
        lost = len(made - kept) + int((grave / "linked").read_bytes() != b"linked")
    return swaps, lost


def rivals(rounds: int) -> tuple[int, int]:
    """Two runs want the same name at once: one gets it, whole, and the other is told; what was there first stays."""
    losses = 0
    for number in range(rounds):
        with place() as (work, state):
            words = [f"first {number}", f"second {number}"]
            running = [
                subprocess.Popen([*PROGRAM, str(work), str(state), "same.bin", word], env=VARIABLES, stderr=subprocess.DEVNULL)
                for word in words
            ]
            won = [process.wait(60) == 0 for process in running]
            content = (work / "same.bin").read_text() if (work / "same.bin").exists() else ""
            fine = sum(won) == 1 and content == words[won.index(True)] and (work / "out.bin").read_bytes() == OLD
            losses += int(not fine)
    return rounds, losses


# --- disks

_MOUNTED = """
set -e
mount -t tmpfs -o size=$3 none "$1/disk"
cp "$1/out.bin" "$1/disk/out.bin"
cp "$1/bystander.bin" "$1/disk/bystander.bin"
[ "$4" = rw ] || mount -o remount,ro "$1/disk"
set +e
"$5" -S "$6" "$1/$7" "$2"
echo "code $?"
head -c 3 "$1/$7/out.bin"
cmp "$1/bystander.bin" "$1/disk/bystander.bin" && echo " same"
ls -A "$1/disk" | grep -c '^[.]ffai-[0-9a-f]*$'
"""


def can_mount() -> bool:
    return (
        bool(shutil.which("unshare")) and subprocess.run([*_unshare(), "true"], capture_output=True, check=False).returncode == 0
    )


def _unshare() -> list[str]:
    return ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]


def disk(size: str, mode: str = "rw", folder: str = "disk") -> tuple[int, int]:
    """A commit on a small disk, or on one that may only be read, or from one disk to another: it is done whole or not at all."""
    with place() as (work, state):
        (work / "disk").mkdir()
        if folder == ".":  # the results of new/ lie on the other disk
            (work / "new").symlink_to("disk")
        arguments = [str(work), str(state), size, mode, sys.executable, PROGRAM[2], folder]
        done = subprocess.run(
            [*_unshare(), "sh", "-c", _MOUNTED, "sh", *arguments],
            env=VARIABLES,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if folder == ".":
            return 1, int(done.stdout != "code 0\nnew same\n0\n" or (work / "out.bin").read_bytes() != b"new" * 50_000)
        return 1, int(done.stdout not in ("code 0\nnew same\n0\n", "code 1\nold same\n0\n"))


def every_disk() -> tuple[int, int]:
    """Full disks of several sizes, a read-only one, and results that belong on another disk."""
    found = [disk(f"{size}k") for size in range(264, 1000, 64)] + [disk("2m", "ro"), disk("2m", "rw", ".")]
    return sum(t for t, _ in found), sum(lost for _, lost in found)


def main() -> None:
    for name, tried in (
        ("kill -9 at a system call of the commit", lambda: killed()),
        ("somebody swaps the target", lambda: adversary(10_000)),
        ("two runs to one name", lambda: rivals(50)),
        ("full, read-only and other disks", every_disk if can_mount() else lambda: (0, 0)),
    ):
        times, losses = tried()
        print(f"| {name} | {times:,} | {losses} |", flush=True)


if __name__ == "__main__":
    main()
