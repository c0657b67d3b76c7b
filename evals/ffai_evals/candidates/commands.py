"""`ffai eval candidates`."""

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence

import click

from ffai.environment import Environment
from ffai.errors import UsageError
from ffai.show.style import clean
from ffai_evals.candidates import accept, candidates, changed, drop
from ffai_evals.candidates.sessions import Candidate
from ffai_evals.project.tree import Record, load

KEYS = "[a] accept  [d] drop  [r] change the request  [c] change the command  [s] skip  [b] back  [q] leave"
_HOW = {
    "ran": "was run as proposed", "edited": "was edited before it ran", "refined": "was asked again in other words", "undone": "was run and taken back", "refused": "was refused by the guard",
}  # fmt: skip


@click.command("candidates")
@click.argument("folder", default="")
@click.option("--accept", "taken", multiple=True, metavar="ID", help="Put this one into the project; again for more.")
@click.option("--drop", "dropped", multiple=True, metavar="ID", help="Never show this one again; again for more.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A further tag for what is accepted; again for more.")
@click.option("--task", "said", default="", metavar="NAME|ID", help="The project's task, where it has several.")
@click.option("--json", "as_json", is_flag=True, help="List them as one JSON document.")
@click.pass_obj
def candidates_of(
    env: Environment, /, folder: str, taken: tuple[str, ...], dropped: tuple[str, ...], tags: tuple[str, ...], said: str, *, as_json: bool
) -> int:  # fmt: skip
    """Make items for a project of what you asked ffai for: without your names, each accepted or dropped by you.

    A command that you edited before it ran becomes the repaired answer. Nothing leaves this machine, and nothing is kept that you do
    not accept.

    \b
    ffai eval candidates evals/project
    ffai eval candidates evals/project --json
    ffai eval candidates evals/project --accept 0191f0c2a7b3 --drop 0191f0c2a7b4
    """  # noqa: D301 - click wants the character itself
    task = _task(os.path.join(env.cwd, folder), said) if folder else None
    found = candidates(env, task)
    by = {candidate.id: candidate for candidate in found}
    for identity in (*taken, *dropped):
        if identity not in by:
            raise UsageError(f"there is no candidate {identity!r} to decide on", "ffai eval candidates --json lists them")
    if set(taken) & set(dropped):
        raise UsageError("one candidate is accepted and dropped at once", "say one of the two")
    if taken and task is None:
        raise UsageError("what is accepted goes into a project, and none is named", "ffai eval candidates FOLDER --accept ID")
    for identity in taken:
        assert task is not None
        env.stdout.write(f"{identity}: run {accept(env, task, by[identity], tags).id}\n")
    for identity in dropped:
        drop(env, identity)
        env.stdout.write(f"{identity}: dropped\n")
    if taken or dropped:
        return 0
    if as_json:
        document = {"v": 1, "candidates": [candidate.document() for candidate in found]}
        env.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    elif not found:
        env.stdout.write("nothing to decide on: what you ask ffai for becomes a candidate once it was run, edited, refused or undone\n")  # fmt: skip
    elif env.stdin.isatty() and env.stdout.isatty() and task is not None:
        _review(env, task, found, tags)
    else:
        env.stdout.write("".join(_lines(c) for c in found))
        env.stdout.write(f"{len(found)} to decide on: ffai eval candidates FOLDER, in a terminal, or --accept ID, --drop ID\n")
    return 0


@contextlib.contextmanager
def offered(text: str) -> Iterator[None]:
    """What is typed next begins with a text, to be changed; where the terminal's line editor is there."""
    try:
        import readline
    except ImportError:
        yield
        return
    readline.set_startup_hook(lambda: readline.insert_text(text))
    try:
        yield
    finally:
        readline.set_startup_hook()


def _task(folder: str, said: str) -> Record:
    tasks = load(folder).tasks
    found = [task for task in tasks if not said or said in (task.id, task.name)]
    if len(found) != 1:
        raise UsageError(f"the project has {len(found) or 'no such'} task{'s' if len(found) > 1 else ''}", "name one: --task " + (", ".join(t.name for t in tasks) or "NAME"))  # fmt: skip
    return found[0]


def _lines(candidate: Candidate) -> str:
    told = [f"{candidate.id}  {_HOW[candidate.how]}", f"  {candidate.request}"]
    told += [f"    $ {c}" for c in candidate.answer] or [f"    {candidate.said}"] * bool(candidate.said)
    told += [f"    edited: $ {c}" for c in candidate.repaired]
    return "\n".join(map(clean, told)) + "\n"


def _review(env: Environment, task: Record, found: Sequence[Candidate], tags: tuple[str, ...]) -> None:
    review = Review(env, task, list(found), tags)
    with contextlib.suppress(KeyboardInterrupt, EOFError):  # every decision is kept already
        review.go(click.getchar, input)
    env.stdout.write(f"{review.accepted} accepted, {review.dropped} dropped\n")


class Review:
    """One candidate after the other; each decision is kept at once."""

    def __init__(self, env: Environment, task: Record, found: list[Candidate], tags: tuple[str, ...]) -> None:
        self.env, self.task, self.found, self.tags = env, task, found, tags
        self.accepted = self.dropped = 0

    def go(self, read_key: Callable[[], str], read_line: Callable[[str], str]) -> None:
        place = 0
        decided: set[str] = set()
        while place < len(self.found):
            candidate = self.found[place]
            self._draw(candidate, place)
            key = read_key()
            if key in ("a", "d") and candidate.id not in decided:
                if key == "a":
                    accept(self.env, self.task, candidate, self.tags)
                else:
                    drop(self.env, candidate.id)
                self.accepted += key == "a"
                self.dropped += key == "d"
                decided.add(candidate.id)
            elif key == "r":
                with offered(candidate.request):
                    self.found[place] = changed(candidate, request=read_line("request: ").strip())
                continue
            elif key == "c":
                with offered("\n".join(candidate.right) if len(candidate.right) < 2 else ""):
                    self.found[place] = changed(candidate, answer=read_line("command: ").strip())
                continue
            elif key == "b":
                place = max(0, place - 1)
                continue
            elif key in ("q", "\x03", "\x04", "\x1b", ""):
                return
            elif key != "s":
                continue
            place += 1

    def _draw(self, candidate: Candidate, place: int) -> None:
        hidden = ", ".join(candidate.hidden)
        lines = [f"{place + 1} of {len(self.found)}: {_HOW[candidate.how]}" + (f"; hidden: {hidden}" if hidden else ""), ""]
        lines += [
            "REQUEST",
            f"  {candidate.request}",
            "",
            "ANSWER",
            *([f"  $ {c}" for c in candidate.answer] or [f"  {candidate.said or '(none)'}"]),
        ]
        if candidate.repaired:
            lines += ["", "RIGHT ANSWER", *(f"  $ {c}" for c in candidate.repaired)]
        lines += ["", "Does it still say whose it is? Then put it otherwise or drop it.", KEYS]
        self.env.stdout.write("\x1b[2J\x1b[H" + "\r\n".join(map(clean, lines)) + "\r\n")
        self.env.stdout.flush()
