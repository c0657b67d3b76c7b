"""Faults on file systems that have neither links nor a rename without replacing, and on those where several spellings mean one file.

They are FUSE file systems of our own (foldfs.py), really mounted. Each function gives (times it was tried, losses it found).
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from run.commit import environment
from run.faults import OLD, adversary, calls, traced


@contextlib.contextmanager
def mounted(*kinds: str) -> Iterator[Path]:
    """A folder on a file system of these kinds. Raises OSError when none can be mounted here."""
    with tempfile.TemporaryDirectory() as top:
        for name in ("below", "disk"):
            os.mkdir(f"{top}/{name}")
        words = [sys.executable, Path(__file__).with_name("foldfs.py"), f"{top}/below", f"{top}/disk", *kinds]
        server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 10
            while not os.path.ismount(f"{top}/disk"):
                if server.poll() is not None or time.monotonic() > end:
                    raise OSError("no FUSE file system can be mounted here")
                time.sleep(0.02)
            yield Path(top, "disk")
        finally:
            for program in ("fusermount3", "fusermount", "umount"):
                if shutil.which(program) and os.path.ismount(f"{top}/disk"):
                    lazy = ["-l"] if program == "umount" else ["-uz"]
                    subprocess.run([program, *lazy, f"{top}/disk"], capture_output=True, check=False)
            server.terminate()
            server.wait(10)


def can_mount() -> bool:
    try:
        with mounted():
            return True
    except OSError:
        return False


@contextlib.contextmanager
def poor_place() -> Iterator[tuple[Path, Path]]:
    """A working folder on a disk without links and without renames that do not replace; the state folder is on an ordinary one."""
    with mounted("nolink", "norename") as disk, tempfile.TemporaryDirectory() as state:
        (disk / "out.bin").write_bytes(OLD)
        (disk / "bystander.bin").write_bytes(OLD)
        yield disk, Path(state)


def killed(every: int = 1) -> tuple[int, int]:
    """kill -9 at each system call of a commit whose results are copied into place, then the next start."""
    tried = losses = 0
    with mounted("nolink", "norename") as disk, tempfile.TemporaryDirectory() as top:

        def fresh(number: str) -> tuple[Path, Path]:
            work, state = disk / number, Path(top, number)
            work.mkdir()
            state.mkdir()
            (work / "bystander.bin").write_bytes(OLD)
            return work, state

        points = calls(*fresh("first"), "--new")[::every]
        for number, (name, count) in enumerate(points):
            work, state = fresh(str(number))
            inject = ("-e", f"trace={name}", "-e", f"inject={name}:signal=KILL:when={count}")
            traced(work, state, "-o", os.devnull, *inject, arguments=("--new",))
            tried += 1
            losses += _lost(work, state)
            shutil.rmtree(work)
    return tried, losses


def _lost(work: Path, state: Path) -> int:
    """All of the results or none. An empty file may stay where it was killed right after making it: whose it is, nobody can tell, so
    the result has a name beside it."""
    from ffai.running import journal as journals

    journals.clean_up(environment(str(work), str(state)))
    if any(name.startswith(".ffai-") for name in os.listdir(work)) or (work / "bystander.bin").read_bytes() != OLD:
        return 1
    beside = [[work / f"new/{name}.bin", work / f"new/{name}-2.bin"] for name in "ab"]
    there = [b"".join(p.read_bytes() for p in paths if p.exists()) for paths in beside]
    return int(there not in ([b"", b""], [b"A" * 100_000, b"B" * 100_000]))


def swapped(rounds: int) -> tuple[int, int]:
    """Somebody swaps the target while results are copied into place."""
    return adversary(rounds, poor_place)


def main() -> None:
    if not can_mount():
        return
    for name, tried in (
        ("kill -9 at a system call of the commit, without links and such renames", killed),
        ("somebody swaps the target, without links and such renames", lambda: swapped(2_000)),
    ):
        times, losses = tried()
        print(f"| {name} | {times:,} | {losses} |", flush=True)


if __name__ == "__main__":
    main()
