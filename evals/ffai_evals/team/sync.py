"""Own changes out, the others' in.

Own changes are committed first. The merge is then made beside the working folder, as objects in the repository, and the folder moves to
it in one step (`git merge --ff-only`): a sync that is killed leaves the folder at what was committed or at the whole merge, never between.
Both sides stay parents of the merge, so whatever is chosen, the other version can be had from the history.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from typing import NamedTuple

from ffai.errors import Declined, FfaiError, UsageError
from ffai_evals.team import ratings
from ffai_evals.team.git import DRIVER, GitError, Repository
from ffai_evals.team.merge import Choice, merge
from ffai_evals.team.told import Change, between, told, unsaved

ATTRIBUTES = f"*.kiln merge={DRIVER} text eol=lf\n**/ratings/*.json merge={DRIVER} text eol=lf\n"
IGNORED = ".*.new\n.DS_Store\nThumbs.db\n__pycache__/\n"
TRIES = 6  # rounds of fetch, merge and push, when others push at the same time

Decide = Callable[[Choice], object]


class Synced(NamedTuple):
    """What a sync did."""

    sent: list[Change]
    received: list[Change]
    remote: str  # "" when the project has none
    kept: tuple[str, ...] = ()  # files that one side removed and the other changed: they stay


def open_repository(folder: str) -> Repository:
    """The repository of a project folder. Raises UsageError when it is in none, or no branch is checked out."""
    repository = Repository(folder)
    if not repository.has("rev-parse", "--is-inside-work-tree"):
        raise UsageError(f"{folder} is in no git repository", f"ffai project init-git {folder}")
    return repository


def init(folder: str) -> str:
    """Puts a project under git: a repository where there is none, attributes, ignore rules, the merge driver, a first commit.

    The commit's text, "" when there was nothing to commit. What stands in .gitattributes and .gitignore stays.
    """
    repository = Repository(folder)
    if not repository.has("rev-parse", "--is-inside-work-tree"):
        repository.run("init", "--quiet", "--initial-branch=main")
    for name, text in ((".gitattributes", ATTRIBUTES), (".gitignore", IGNORED)):
        _add_lines(os.path.join(folder, name), text)
    prepare(repository)
    return save_own(repository, "")


def _add_lines(path: str, text: str) -> None:
    try:
        with open(path, encoding="utf-8") as file:
            there = file.read()
    except FileNotFoundError:
        there = ""
    missing = [line for line in text.splitlines() if line not in there.splitlines()]
    if missing:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(there + ("\n" if there and not there.endswith("\n") else "") + "\n".join(missing) + "\n")


def prepare(repository: Repository) -> None:
    """Tells this clone's git of the merge driver, so that `git pull` by hand merges by field too."""
    python = sys.executable.replace("'", "'\\''")
    for key, value in (
        (f"merge.{DRIVER}.name", "records of ffai projects, by field"),
        (f"merge.{DRIVER}.driver", f"'{python}' -m ffai_evals.team.driver %O %A %B %P"),
        (f"merge.{DRIVER}.recursive", "binary"),
    ):
        repository.run("config", "--local", key, value)
    where = os.path.join(repository.folder, repository.text("rev-parse", "--git-path", "info/attributes"))
    os.makedirs(os.path.dirname(where), exist_ok=True)
    _add_lines(where, ATTRIBUTES)


def save_own(repository: Repository, message: str) -> str:
    """Commits what changed below the folder, and nothing else of the repository; the commit's text, "" when there was nothing."""
    changes = unsaved(repository)
    if not changes:
        return ""
    subject = message or told(changes)
    repository.run("add", "--all", "--", ".")
    repository.run("commit", "--quiet", "--message", subject, "--", ".")
    return subject


def sync(folder: str, *, message: str = "", decide: Decide | None = None) -> Synced:
    """Commits own changes, takes in the others', and sends. Raises Declined when there are choices and nobody to make them.

    `decide` gives the value to take for each choice. Raises UsageError, GitError.
    """
    repository = open_repository(folder)
    branch = branch_of(repository)
    prepare(repository)
    save_own(repository, message)
    remote = remote_of(repository, branch)
    if not remote:
        return Synced([], [], "")
    start = repository.text("rev-parse", "HEAD")
    seen = upstream_of(repository, remote, branch)
    kept: list[str] = []
    for _ in range(TRIES):
        repository.run("fetch", "--quiet", remote)
        theirs = upstream_of(repository, remote, branch)
        if theirs and not _is_in(repository, theirs, "HEAD"):
            kept += _take_in(repository, theirs, decide)
        if theirs and _is_in(repository, "HEAD", theirs):
            break
        if _push(repository, remote, branch):
            break
    else:
        raise FfaiError(
            f"others sent their changes {TRIES} times while yours were on the way", "yours are committed; sync again in a moment"
        )
    now = repository.text("rev-parse", "HEAD")
    upstream = seen or (theirs if theirs and _is_in(repository, theirs, "HEAD") else "")
    sent = (
        between(repository, upstream, start)
        if upstream and _is_in(repository, upstream, start)
        else _since(repository, theirs, now)
    )
    return Synced(sent, between(repository, start, now) if now != start else [], remote, tuple(dict.fromkeys(kept)))


def _since(repository: Repository, theirs: str, now: str) -> list[Change]:
    """What went out beyond what was there."""
    return between(repository, theirs, now)


def branch_of(repository: Repository) -> str:
    branch = repository.text("symbolic-ref", "--quiet", "--short", "HEAD", ok=(0, 1))
    if not branch:
        raise UsageError("no branch is checked out", "git switch main, then sync again")
    for name, what in (
        ("MERGE_HEAD", "merge"),
        ("rebase-merge", "rebase"),
        ("rebase-apply", "rebase"),
        ("CHERRY_PICK_HEAD", "cherry-pick"),
    ):
        if os.path.exists(os.path.join(repository.folder, repository.text("rev-parse", "--git-path", name))):
            raise UsageError(f"a {what} by hand is under way here", f"finish it, or git {what} --abort; then sync again")
    return branch


def remote_of(repository: Repository, branch: str) -> str:
    """The remote to sync with: the branch's own, else the only one, else origin. Raises UsageError when that is not clear."""
    own = repository.text("config", "--get", f"branch.{branch}.remote", ok=(0, 1))
    names = repository.text("remote").split()
    if own in names:
        return own
    if len(names) > 1 and "origin" not in names:
        raise UsageError(f"there are several remotes: {', '.join(names)}", f"git config branch.{branch}.remote NAME chooses one")
    return "origin" if "origin" in names else (names or [""])[0]


def upstream_of(repository: Repository, remote: str, branch: str) -> str:
    return repository.text("rev-parse", "--quiet", "--verify", f"refs/remotes/{remote}/{branch}", ok=(0, 1, 128))


def _is_in(repository: Repository, older: str, newer: str) -> bool:
    return repository.call("merge-base", "--is-ancestor", older, newer, ok=(0, 1))[0] == 0


def _push(repository: Repository, remote: str, branch: str) -> bool:
    """Whether it went out. False when others were quicker. Raises GitError when it was refused for good."""
    try:
        repository.run("push", "--quiet", "--set-upstream", remote, f"HEAD:refs/heads/{branch}")
    except GitError as problem:
        if any(
            w in problem.said for w in ("fetch first", "non-fast-forward", "cannot lock ref", "incorrect old value", "stale info")
        ):
            return False
        raise GitError(
            problem.message.replace("git push failed", f"{remote} does not take it"),
            "your changes are committed here, and go out once that is mended: " + problem.next_step, problem.said, problem.code,
        ) from None  # fmt: skip
    return True


def _take_in(repository: Repository, theirs: str, decide: Decide | None) -> list[str]:
    """Moves the folder to the merge of what is here and `theirs`; the files kept although one side removed them."""
    for _ in range(TRIES):
        mine = repository.text("rev-parse", "HEAD")
        kept: list[str] = []
        goal = theirs
        if not _is_in(repository, mine, theirs):
            if repository.call("merge-base", mine, theirs, ok=(0, 1))[0]:
                raise UsageError("the two have no commit in common", "clone the team's repository, and copy your records into it")
            tree, kept = _merged_tree(repository, mine, theirs, decide)
            text = "Take in: " + (told(between(repository, mine, tree)) or "nothing new")
            goal = repository.text("commit-tree", tree, "-p", mine, "-p", theirs, "-m", text)
        try:
            repository.run("merge", "--quiet", "--ff-only", goal)
        except GitError as problem:
            if "would be overwritten" not in problem.said or not save_own(repository, ""):
                raise
            continue  # something was written meanwhile: it is committed now, and merged like the rest
        return kept
    raise FfaiError("the folder is written to all the time", "stop what writes there, then sync again")


def _merged_tree(repository: Repository, mine: str, theirs: str, decide: Decide | None) -> tuple[str, list[str]]:
    """The tree of both. Records that both changed are merged by field. Raises Declined when choices are left and nobody makes them."""
    top = Repository(repository.text("rev-parse", "--show-toplevel"))  # git gives paths relative to where it is called
    code, out = top.call(
        "-c", f"merge.{DRIVER}.driver=false", "merge-tree", "--write-tree", "--no-messages", "-z", mine, theirs, ok=(0, 1)
    )  # fmt: skip
    first, *entries = out.decode("utf-8", "surrogateescape").split("\0")
    tree = first.strip()
    if code == 0:
        return tree, []
    stages: dict[str, dict[int, tuple[str, str]]] = {}
    for entry in filter(None, entries):
        facts, _, path = entry.partition("\t")
        mode, blob, stage = facts.split(" ")
        stages.setdefault(path, {})[int(stage)] = (mode, blob)
    return _resolved(top, tree, stages, decide)


def _resolved(repository: Repository, tree: str, stages: dict[str, dict[int, tuple[str, str]]], decide: Decide | None) -> tuple[str, list[str]]:  # fmt: skip
    kept: list[str] = []
    left: list[Choice] = []
    lines: list[str] = []
    resolved: dict[str, bytes] = {}
    for path, there in sorted(stages.items(), key=lambda item: item[0].endswith(".kiln")):  # raters first: runs follow from them
        sides = {number: repository.run("cat-file", "blob", blob) for number, (_, blob) in there.items()}
        mode = there.get(2, there.get(3, ("100644", "")))[0]
        if 2 in sides and 3 in sides:
            settled = _by_raters(repository, tree, path, resolved)
            merged = merge(path, sides.get(1), sides[2], sides[3], lambda c, s=settled: _decided(c, s, decide, left))  # type: ignore[misc]
            data = merged.data
        else:  # one side removed what the other changed: it stays
            data = sides.get(2, sides.get(3, b""))
            kept.append(path)
        resolved[path] = data
        blob = repository.run("hash-object", "-w", "--stdin", data=data).decode().strip()
        lines.append(f"{mode} {blob}\t{path}")
    if left:
        shown = "\n".join(
            f"  {c.path}\n    {c.field or 'the file'}: mine {_short(c.mine)} · theirs {_short(c.theirs)}" for c in left[:10]
        )
        raise Declined(
            f"{len(left)} thing{'s were' if len(left) > 1 else ' was'} changed here and there, each in its own way:\n{shown}",
            "nothing was merged, and what you did is committed; sync on a terminal to choose, or add --take mine or --take theirs",
        )
    with tempfile.TemporaryDirectory(prefix="ffai-index-") as folder:
        index = os.path.join(folder, "index")
        repository.run("read-tree", tree, index=index)
        repository.run(
            "update-index",
            "-z",
            "--index-info",
            data="".join(f"{x}\0" for x in lines).encode("utf-8", "surrogateescape"),
            index=index,
        )
        return repository.run("write-tree", index=index).decode().strip(), kept


def _decided(choice: Choice, settled: dict[str, object], decide: Decide | None, left: list[Choice]) -> object:
    """The value of a choice: what the raters agree on for a rating (None where they are split), else what is decided; noted in `left` when nobody does."""
    _, mark, key = choice.field.partition("requirement_ratings.")
    if mark and key in settled:
        return settled[key]
    if decide is None:
        left.append(choice)
        return choice.mine
    return decide(choice)


def _by_raters(repository: Repository, tree: str, path: str, resolved: dict[str, bytes]) -> dict[str, object]:
    """What all raters of a run in the merged tree agree on."""
    if os.path.basename(path) != "task_run.kiln":
        return {}
    folder = f"{os.path.dirname(path)}/{ratings.FOLDER}/".lstrip("/")
    names = repository.run("ls-tree", "--full-tree", "-r", "-z", "--name-only", tree, "--", folder).decode(
        "utf-8", "surrogateescape"
    )
    raw = [resolved.get(name) or repository.run("cat-file", "blob", f"{tree}:{name}") for name in names.split("\0") if name]
    return dict(ratings.agreed(ratings.readable(raw)))


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 90 else text[:88] + "…"
