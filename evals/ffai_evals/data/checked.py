"""One request with one answer, carried out and judged: what a pair may be made of, and else why not."""

import shlex
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import ffai_guards

from ffai.environment import Environment
from ffai.tools.capabilities import load as load_capabilities
from ffai_evals.data.topics import exercised
from ffai_evals.judge.alone import judge_alone
from ffai_evals.judge.answers import read_answer
from ffai_evals.judge.items import Item
from ffai_evals.runner import tools_of

SURE = 0.6
"""How much of a request has to be understood and checked by the judge, 0 to 1, for its verdict to count."""


class Checked(NamedTuple):
    """`why` is empty when it ran and did what was asked; else a word for the kind of failure and what was measured."""

    commands: tuple[str, ...]
    why: str = ""
    evidence: str = ""
    sure: float = 0.0
    topics: tuple[str, ...] = ()
    checks: tuple[dict[str, Any], ...] = ()
    media: Mapping[str, str] = {}


def check(request: str, answer: str, env: Environment, media: Mapping[str, str] | None = None) -> Checked:
    """Carries out an answer's commands on media made for the request, behind the fence, and measures what came of them."""
    tools = tools_of(env)
    commands = commands_of(answer)
    if not commands:
        return Checked((), "no_command", "the answer holds no command")
    found = judge_alone(Item("", request, dict(media or {})), "\n".join(commands), env, tools)
    verdict = found.judgement
    sure = found.derived.sure if found.derived else 1.0
    checks = tuple({"file": s.file, "check": s.name, "wanted": s.wanted, "measured": s.measured} for s in verdict.scores)
    why, evidence = "", verdict.evidence
    if not verdict.passed:
        why = verdict.kind
    elif sure < SURE:
        why, evidence = (
            "unsure",
            "; ".join(found.derived.unchecked if found.derived else ()) or "little of the request can be checked",
        )
    argvs = [argv for text in commands if (argv := _argv(text))]
    topics = exercised(argvs, verdict.outputs, load_capabilities(tools, env))
    return Checked(commands, why, evidence[:500], sure, topics, checks, found.media)


def commands_of(answer: str) -> tuple[str, ...]:
    """The commands of an answer in any form, each on one line, shell-quoted."""
    read = read_answer(answer)
    if read.commands:
        return tuple(shlex.join(c) for c in read.commands)
    with tempfile.TemporaryDirectory(prefix="ffai-data-") as folder:
        steps = ffai_guards.read(read.text, folder).steps if read.text else ()
    plain = [line.strip() for line in read.text.splitlines() if line.strip()]
    return tuple(plain) if steps else ()


def _argv(text: str) -> Sequence[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return ()
