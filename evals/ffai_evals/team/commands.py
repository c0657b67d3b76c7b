"""`ffai project init-git`, `sync`, `status` and `log`."""

import json
import os
from typing import Any

import click

from ffai.environment import Environment
from ffai.errors import Declined
from ffai.show.style import clean
from ffai_evals.project.tree import load
from ffai_evals.team.merge import Choice
from ffai_evals.team.told import between, told, unsaved

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document.")


def _folder(env: Environment, folder: str) -> str:
    return load(os.path.join(env.cwd, folder)).root


@click.command("init-git")
@click.argument("folder", default=".")
@click.pass_obj
def init_git(env: Environment, /, folder: str) -> int:
    """Put a project under git, so that a team can work on it.

    A repository where there is none, attributes and a merge driver that merges records by field, ignore rules, a first commit.
    """
    from ffai_evals.team.sync import init

    made = init(_folder(env, folder))
    env.stdout.write(f"under git: {made}\n" if made else "under git already; the merge driver is set up\n")
    env.stdout.write("      git remote add origin URL, then: ffai project sync\n")
    return 0


@click.command("sync")
@click.argument("folder", default=".")
@click.option("-m", "--message", default="", metavar="TEXT", help="The text of the commit; what changed otherwise.")
@click.option(
    "--take", type=click.Choice(["mine", "theirs"]), help="For all that was changed here and there, each in its own way."
)
@_AS_JSON
@click.pass_obj
def sync(env: Environment, /, folder: str, message: str, take: str | None, *, as_json: bool) -> int:
    """Commit what you did, take in what the others did, send yours.

    Records are merged by field; what cannot be is shown as a choice. Nothing is lost: both versions stay in the history.
    """
    from ffai_evals.team.sync import sync as synced

    def decide(choice: Choice) -> Any:
        return (choice.mine if take == "mine" else choice.theirs) if take else _asked(choice, env)

    done = synced(_folder(env, folder), message=message, decide=decide if take or env.interactive else None)
    if as_json:
        document = {
            "v": 1,
            "remote": done.remote,
            "sent": told(done.sent),
            "received": told(done.received),
            "kept": list(done.kept),
        }
        env.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
        return 0
    for path in done.kept:
        env.stdout.write(f"kept: {clean(path)}, which one side removed and the other changed\n")
    if not done.remote:
        env.stdout.write("committed; there is no remote yet: git remote add origin URL\n")
        return 0
    env.stdout.write(f"sent: {told(done.sent) or 'nothing'}\nreceived: {told(done.received) or 'nothing'}\n")
    return 0


_MINE, _THEIRS = {"1", "m", "mine"}, {"2", "t", "theirs"}


def _asked(choice: Choice, env: Environment) -> Any:
    """The value that the user takes. Raises Declined when it is given up."""
    from ffai.confirm.line import ask_line

    env.stderr.write(f"{clean(choice.path)}: {clean(choice.field) or 'the file'} was changed here and there\n")
    for number, (whose, value) in enumerate((("mine", choice.mine), ("theirs", choice.theirs)), 1):
        env.stderr.write(f"  {number} {whose}: {clean(json.dumps(value, ensure_ascii=False))[:2000]}\n")
    while True:
        answer = ask_line(env, "  1 (mine) or 2 (theirs)? ")
        if answer is None:
            raise Declined("nothing was merged", "what you did is committed; sync again to choose")
        if (said := answer.strip().lower()) in _MINE | _THEIRS:
            return choice.mine if said in _MINE else choice.theirs


@click.command("status")
@click.argument("folder", default=".")
@click.option("--offline", is_flag=True, help="Do not ask the remote.")
@_AS_JSON
@click.pass_obj
def status(env: Environment, /, folder: str, *, offline: bool, as_json: bool) -> int:
    """What you have that the others have not, and the other way round: 3 new ratings, 1 new judge, 40 new runs."""
    from ffai_evals.team import sync as room

    repository = room.open_repository(_folder(env, folder))
    branch = room.branch_of(repository)
    remote = room.remote_of(repository, branch)
    if remote and not offline:
        repository.run("fetch", "--quiet", remote)
    upstream = room.upstream_of(repository, remote, branch) if remote else ""
    base = repository.text("merge-base", "HEAD", upstream, ok=(0, 1)) if upstream else ""
    yours, committed = told(unsaved(repository)), told(between(repository, base, "HEAD")) if base or remote else ""
    incoming = told(between(repository, base, upstream)) if upstream and base else ""
    if as_json:
        document = {"v": 1, "remote": remote, "not_committed": yours, "to_send": committed, "to_receive": incoming}
        env.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
        return 0
    env.stdout.write(f"not committed: {yours or 'nothing'}\n")
    env.stdout.write(
        f"to send: {committed or 'nothing'}\nto receive: {incoming or 'nothing'}\n"
        if remote
        else "no remote yet: git remote add origin URL\n"
    )
    return 0


@click.command("log")
@click.argument("folder", default=".")
@click.option("-n", "--number", type=click.IntRange(1, 10_000), default=20, metavar="N", help="How many.")
@_AS_JSON
@click.pass_obj
def log(env: Environment, /, folder: str, number: int, *, as_json: bool) -> int:
    """Who did what, newest first, in the project's terms."""
    from ffai_evals.team.sync import open_repository

    repository = open_repository(_folder(env, folder))
    words = (
        "log",
        f"--max-count={number}",
        "--no-merges",
        "--date=format:%Y-%m-%d %H:%M",
        "--format=%H%x00%an%x00%ad%x00%s%x00%P",
        "--",
        ".",
    )
    rows = []
    for line in repository.text(*words).splitlines():
        commit, who, when, subject, parents = line.split("\0")
        what = told(between(repository, parents.split(" ")[0] if parents else "", commit))
        rows.append({"commit": commit, "who": who, "when": when, "what": what, "text": subject})
    if as_json:
        env.stdout.write(json.dumps({"v": 1, "log": rows}, ensure_ascii=False) + "\n")
        return 0
    for row in rows:
        said = "" if row["text"] == row["what"] else f"  “{clean(row['text'])}”"
        env.stdout.write(f"{row['when']}  {clean(row['who'])}: {row['what'] or 'nothing of the project'}{said}\n")
    return 0
