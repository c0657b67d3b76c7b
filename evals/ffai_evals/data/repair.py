"""The repair queue: requests whose answer failed, worked off by a person, by a model, or by a program. What is given is judged like
any other answer; a repaired request becomes a pair, a dropped one stays in the queue's file as dropped."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import FfaiError, UsageError
from ffai_evals.data.apart import NEAR, Nearness, held_back
from ffai_evals.data.checked import Checked, check
from ffai_evals.data.written import Files, waiting

_SYSTEM = """A request was answered with ffmpeg commands that did not do what was asked, or with none. You get the request, the commands and what was measured.
Answer with the right ffmpeg command or commands, one a line, and nothing else. If the request cannot be done with ffmpeg, answer with the single word DROP."""


class Repaired(NamedTuple):
    repaired: int = 0
    dropped: int = 0
    failed: int = 0
    left: int = 0
    cost: float | None = None
    stopped: bool = False


class Bench:
    """The queue of a file of pairs, opened for work."""

    def __init__(self, files: Files, env: Environment, apart: tuple[str, ...] = ()) -> None:
        self.files, self.env = files, env
        self.evals, self.seen = held_back(apart), Nearness(NEAR)
        for line in files.pairs.lines:
            self.seen.add(str(line["request"]))
        self.there = {line["id"] for line in files.pairs.lines}

    def waiting(self) -> list[dict[str, Any]]:
        """What nobody decided on; a kill between a pair and its decision leaves the pair, which counts."""
        return [line for line in waiting(self.files.queue) if line["id"] not in self.there]

    def one(self, identity: str) -> dict[str, Any]:
        """The line of that id. Raises UsageError when it does not wait."""
        found = next((line for line in self.waiting() if line["id"] == identity), None)
        if found is None:
            raise UsageError(f"{identity!r} does not wait for repair", "ffai data repair FILE.jsonl --list")
        return found

    def drop(self, line: dict[str, Any], by: str) -> None:
        self.files.queue.add({"id": line["id"], "decided": "dropped", "by": by})

    def mend(self, line: dict[str, Any], answer: str, by: str) -> Checked:
        """Judges an answer to the request; when it is right, the pair is written. `by`: a person's name or a model's."""
        request = str(line["request"])
        found = check(request, answer, self.env)
        if found.why == "unsure" and by.startswith("person"):
            found = found._replace(why="")  # a person has read what cannot be checked
        if found.why:
            return found
        if near := self.evals.near(request) or self.seen.near(request):
            return found._replace(why="near", evidence=f"near to a request that is taken: {near}")
        topics = [t for t in line.get("topics", []) if str(t).startswith(("family:", "idea:"))]
        pair: dict[str, Any] = {k: line[k] for k in ("id", "request", "style", "model", "seed") if k in line}
        pair |= {"commands": list(found.commands), "topics": list(dict.fromkeys([*topics, *found.topics])), "source": "repaired", "repaired_by": by, "failed": {"commands": line.get("commands") or [], "evidence": f"{line.get('why')}: {line.get('evidence')}"}, "checks": list(found.checks), "sure": found.sure, "media": dict(found.media)}  # fmt: skip
        self.files.pairs.add(pair)
        self.there.add(line["id"])
        self.seen.add(request)
        self.files.queue.add({"id": line["id"], "decided": "repaired", "by": by})
        return found

    def failed(self, line: dict[str, Any], found: Checked, by: str) -> None:
        """Keeps what was tried, so that the next one sees it, and a model is not asked for ever."""
        self.files.queue.add(
            {
                **line,
                "commands": list(found.commands) or line.get("commands") or [],
                "why": found.why,
                "evidence": found.evidence,
                "tries": int(line.get("tries") or 0) + 1,
                "by": by,
            }
        )


def by_model(bench: Bench, settings: Settings, *, tries: int = 2, told: Callable[[int, int, float | None], None] = lambda *_: None) -> Repaired:  # fmt: skip
    """Asks a model for each request that waits. One that it has tried `tries` times is left to others. Raises Unreached."""
    from ffai.translate.model.talk import Talk

    todo = [line for line in bench.waiting() if int(line.get("tries") or 0) < tries]
    result, cost = Repaired(), None
    try:
        for n, first in enumerate(todo, 1):
            line = first
            while int(line.get("tries") or 0) < tries:
                talk = Talk(settings._replace(structured="text", samples=1), bench.env)
                text = talk.ask(messages(line)).text.strip()
                cost = cost if talk.cost is None else (cost or 0.0) + talk.cost
                if text.strip("`'\". \n") == "DROP":
                    bench.drop(line, settings.model)
                    result = result._replace(dropped=result.dropped + 1)
                    break
                found = bench.mend(line, text, settings.model)
                if not found.why:
                    result = result._replace(repaired=result.repaired + 1)
                    break
                bench.failed(line, found, settings.model)
                line = bench.one(str(line["id"]))
            else:
                result = result._replace(failed=result.failed + 1)
            told(n, len(todo), cost)
    except KeyboardInterrupt:
        result = result._replace(stopped=True)
    return result._replace(left=len(bench.waiting()), cost=cost)


def messages(line: dict[str, Any]) -> tuple[dict[str, str], ...]:
    commands = "\n".join(str(c) for c in line.get("commands") or []) or "(none)"
    said = f"Request: {line['request']}\nCommands:\n{commands}\nWhat came of it: {line.get('why')}: {line.get('evidence')}"
    return {"role": "system", "content": _SYSTEM}, {"role": "user", "content": said}


def by_hand(bench: Bench, person: str, read: Callable[[str], str | None], say: Callable[[str], None]) -> Repaired:
    """Goes through the queue with a person: a command mends, "drop" drops, an empty line passes on, "quit" or the end of input ends it."""
    result = Repaired()
    todo = bench.waiting()
    for n, line in enumerate(todo, 1):
        say(shown(line, n, len(todo)))
        while True:
            said = read("command, drop, quit, or Enter for the next: ")
            if said is None or said.strip() == "quit":
                return result._replace(left=len(bench.waiting()))
            if not said.strip():
                break
            if said.strip() == "drop":
                bench.drop(line, f"person {person}")
                result = result._replace(dropped=result.dropped + 1)
                break
            try:
                found = bench.mend(line, said, f"person {person}")
            except FfaiError as problem:
                say(f"  {problem.message}\n")
                continue
            if not found.why:
                result = result._replace(repaired=result.repaired + 1)
                say("  right: " + (", ".join(f"{c['check']} {c['measured']}" for c in found.checks if c["measured"] is not None) or "it ran") + "\n")  # fmt: skip
                break
            say(f"  not right: {found.why}: {found.evidence}\n")
    return result._replace(left=len(bench.waiting()))


def shown(line: dict[str, Any], number: int = 0, count: int = 0) -> str:
    """A line of the queue as it is read."""
    head = f"\n{number} of {count}  {line['id']}\n" if number else f"{line['id']}\n"
    commands = "".join(f"  {c}\n" for c in line.get("commands") or []) or "  (no command)\n"
    return f"{head}  {line['request']}\n{commands}  {line.get('why')}: {line.get('evidence')}\n"
