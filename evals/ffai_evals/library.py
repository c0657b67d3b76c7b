"""The eval room for programs: answers judged, evals run and compared, projects read and made, judges measured. Nothing is printed.

What cannot be done raises an FfaiError with a `message` and a `next_step`.
"""

import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from ffai.environment import Environment, process_environment
from ffai.errors import Interrupted, ModelFailed
from ffai_evals.alignment import Aligned
from ffai_evals.comparison import Comparison
from ffai_evals.project.new import start
from ffai_evals.project.tree import Project, load

Path = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, repr=False)
class Results:
    """An eval run by one run config: a line for each sample, as `ffai eval run --json` prints them."""

    name: str
    config: str
    lines: tuple[Mapping[str, Any], ...]

    @property
    def right(self) -> int:
        return sum(bool(line["pass"]) for line in self.lines)

    @property
    def share(self) -> float:
        """The share that is right, 0 to 1."""
        return self.right / len(self.lines) if self.lines else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share (Wilson)."""
        from ffai_evals.intervals import wilson

        return wilson(self.right, len(self.lines))

    @property
    def misses(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(line for line in self.lines if not line["pass"])

    def __repr__(self) -> str:
        low, high = self.interval
        return f"<Results {self.name} by {self.config}: {self.right}/{len(self.lines)} right, 95 % {low:.0%} to {high:.0%}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(str(line['item']))}<td>{'✓' if line['pass'] else '✗'}<td>{escape(str(line['class']))}"
            f"<td>{escape(str(line['request']))}<td><code>{escape(' ; '.join(map(str, line['commands'])))}</code>"
            for line in sorted(self.lines, key=lambda line: bool(line["pass"]))
        )
        return f"<p>{escape(repr(self))}</p><table><tr><th>item<th><th>class<th>request<th>commands{rows}</table>"


def judge_answer(
    request: str, answer: str, *, media: Mapping[str, str] | None = None, expect: Sequence[Mapping[str, Any]] | None = None,
    seconds: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """An answer's verdict by running it: `pass`, `class`, `scores`, `evidence`, as `ffai eval judge --jsonl` says them.

    `media` and `expect` are those of an item; without them they are derived from the request. `seconds`: how long it may run.
    Raises UsageError for media or expectations that cannot be read.
    """
    from ffai_evals.commands import judged

    line: dict[str, Any] = {"id": "1", "request": request, "answer": answer}
    line |= {} if media is None else {"media": dict(media)}
    line |= {} if expect is None else {"expect": [dict(wish) for wish in expect]}
    line |= {} if seconds is None else {"seconds": seconds}
    return judged(line, _environment())


def run(
    name: str = "correctness", *, config: str = "offline", only: Sequence[str] = (), repeat: int = 1, fresh: bool = False,
    project: Path = "",
) -> Results:  # fmt: skip
    """Runs an eval: a name of the project's, or a file of items. What was run before and would come out the same is taken from there.

    `config`: offline, a run config of the project, @PROFILE, or a model's name. `only`: ids or families of items. Samples that came to
    nothing are not among the results. Raises UsageError, ModelFailed when all came to nothing, and Interrupted on Ctrl-C.
    """
    from ffai_evals.matrix import fill
    from ffai_evals.methods import named
    from ffai_evals.running_commands import chosen
    from ffai_evals.sources import source_of

    env = _environment()
    source = source_of(env, name, os.fspath(project))
    filled = fill(env, name, chosen(source.items, only), (named(config, env, source.task),), repeat=repeat, fresh=fresh)
    if filled.stopped:
        raise Interrupted(f"stopped after {len(filled.lines)} of {filled.planned} samples", "run it again to go on")
    if filled.lost and not filled.lines:
        raise ModelFailed(next(iter(filled.lost)), "run it again")
    return Results(name, config, tuple(filled.lines))


def compare(a: Results, b: Results) -> Comparison:
    """Two results on the same items: wins, losses, the exact McNemar p, an interval clustered by family."""
    from ffai_evals.comparison import compare as paired
    from ffai_evals.results import latest

    return paired(latest(map(dict, a.lines)), latest(map(dict, b.lines)))


def open_project(folder: Path) -> Project:
    """A Kiln v1 project folder, read whole; damaged files are its `problems`. Raises Missing where there is none."""
    return load(os.fspath(folder))


def new_project(folder: Path, name: str, *, prompt: str = "", schema: str | None = None) -> Project:
    """A new project with a task, a prompt and an eval. Raises FfaiError where one is already, ValueError for a name without letters."""
    return start(os.fspath(folder), name, prompt=prompt, schema=schema)


def align(project: Project, eval_name: str) -> list[Aligned]:
    """Every judge of an eval against the human ratings of its golden set. Raises UsageError when there is no such eval."""
    from ffai_evals.alignment import align as measured

    return measured(project, eval_name)


def _environment() -> Environment:
    return process_environment()._replace(stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO())
