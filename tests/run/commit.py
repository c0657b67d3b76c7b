"""One commit of a stage, as a program that can be killed anywhere: commit.py WORK STATE [NAME CONTENT].

Makes new/a.bin, new/b.bin and out.bin in WORK; out.bin is there already and may be replaced. With NAME it makes only that file, with --new
all but out.bin. The call of
sched_yield marks where the commit begins.
"""

import os
import sys
import time


def environment(work: str, state: str):
    from ffai.environment import Environment

    return Environment(sys.stdin, sys.stdout, sys.stderr, {}, work, state + "/config", state, state + "/cache")


def commit(work: str, state: str, results: dict[str, bytes], replaces: tuple[str, ...]) -> bool:
    """Stages and commits; whether it could be put in place."""
    from ffai.errors import RunFailed
    from ffai.running import journal as journals
    from ffai.running.journal import RUNNING, Journal
    from ffai.running.stage import Stage

    env = environment(work, state)
    journal = Journal(env, {"state": RUNNING, "cwd": work, "request": "", "time": time.time(), **journals.who()})
    stage = Stage(work, journal, replaces)
    try:
        for name, content in results.items():
            with open(stage.staged(name), "wb") as file:
                file.write(content)
        if hasattr(os, "sched_yield"):
            os.sched_yield()
        stage.commit()
    except RunFailed:
        journal.drop()
        return False
    finally:
        stage.remove()
    return True


def main(work: str, state: str, *one: str) -> int:
    if one == ("--new",):
        results = {"new/a.bin": b"A" * 100_000, "new/b.bin": b"B" * 100_000}
        return 0 if commit(work, state, results, ()) else 1
    if one:
        return 0 if commit(work, state, {one[0]: one[1].encode()}, ()) else 1
    results = {"new/a.bin": b"A" * 100_000, "new/b.bin": b"B" * 100_000, "out.bin": b"new" * 50_000}
    return 0 if commit(work, state, results, ("out.bin",)) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
