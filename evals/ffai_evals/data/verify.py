"""A plan made good: its media made, its commands compiled, run behind the fence, and what came out measured against the plan."""

import os
import shlex
import shutil
import tempfile
from collections.abc import Callable
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai.tools.capabilities import load as load_capabilities
from ffai.translate.model.prompting import facts
from ffai.translate.offline import propose
from ffai.translate.offline.understand import Understanding
from ffai.values import Context, Media, Mention, Proposal, Tools
from ffai_evals.data.plan import Plan
from ffai_evals.data.topics import Topics, topics_of
from ffai_evals.judge.derive import derive
from ffai_evals.judge.items import Item
from ffai_evals.judge.media import Maker, NotMadeError
from ffai_evals.judge.memory import Remembering, memory
from ffai_evals.judge.scene import Scene
from ffai_evals.judge.verdict import Answer, judge, listing


class Verified(NamedTuple):
    """A plan that was carried out. `why` is empty when all that was measured is as it should be."""

    commands: tuple[str, ...] = ()
    topics: Topics = Topics()
    checks: tuple[dict[str, Any], ...] = ()
    why: str = ""
    files: tuple[dict[str, Any], ...] = ()  # what a model is told of the media: the rows of the product's own prompt
    facts: bool = False  # whether the commands hold what only these facts tell: a fade's start, a size that is reckoned with


def verify(plan: Plan, env: Environment, tools: Tools) -> Verified:
    """Carries out a plan in a folder of its own, which is removed afterwards."""
    folder = tempfile.mkdtemp(prefix="ffai-data-")
    maker = Maker(tools, env)
    try:
        for name, words in plan.media.items():
            maker.put(name, words, folder)
        return _carried_out(plan, env._replace(cwd=folder), folder, tools)
    except NotMadeError as problem:
        return Verified(why=f"no media: {problem}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _carried_out(plan: Plan, env: Environment, folder: str, tools: Tools) -> Verified:
    understanding = _understanding(plan)
    capabilities = load_capabilities(tools, env)
    known = memory(env, tools)
    prober = Remembering(tools, folder, known, listing(folder))

    def proposed(get: Callable[[str], Media | None]) -> Proposal:
        return propose(Context("", folder, (), (), (), tools, get, lambda: capabilities), understanding)

    proposal = proposed(prober.get)
    if not proposal.understood or not proposal.commands or proposal.text:
        return Verified(why=f"not compiled: {proposal.question or proposal.assumptions}")
    if any("not done" in note for note in proposal.assumptions):
        return Verified(why=f"not all done: {proposal.assumptions}")
    expect = _expectation(plan, understanding, folder)
    item = Item("", "made from a plan", plan.media, expect)
    others = tuple(proposed(lambda name: _unlike(prober.get(name))).commands)
    rows = tuple(row for name in plan.media if (row := facts(prober.get(name), name)))
    found = judge(item, Answer(proposal.commands), folder, tools, memory=known)
    commands = tuple(shlex.join(command) for command in proposal.commands)
    if not found.passed:
        return Verified(commands, why=f"{found.kind}: {found.evidence}")
    checks = tuple({"file": s.file, "check": s.name, "wanted": s.wanted, "measured": s.measured} for s in found.scores)
    topics = topics_of(plan, proposal.commands, found.outputs, capabilities)
    return Verified(commands, topics, checks, "", rows, others != tuple(proposal.commands))


def _unlike(media: Media | None) -> Media | None:
    """The same file, longer, larger and faster: a command that is another one for it holds what only the facts can tell."""
    if media is None:
        return None
    streams = tuple(
        s._replace(
            width=s.width and s.width * 2 + 2, height=s.height and s.height * 2 + 2, frame_rate=s.frame_rate and s.frame_rate + 5
        )
        for s in media.streams
    )
    return media._replace(
        duration=media.duration and media.duration * 1.7 + 0.3, size=media.size and media.size * 2, streams=streams
    )


def _understanding(plan: Plan) -> Understanding:
    def mention(name: str) -> Mention:
        return Mention(0, 0, name, name, exists=True)

    inputs = tuple(mention(name) for name in plan.media)
    outputs = (mention(plan.output),) if plan.output else ()
    return Understanding(plan.edits, [], inputs, outputs, os.path.splitext(plan.source)[1][1:], "", "", (), (), ())


def _expectation(plan: Plan, understanding: Understanding, folder: str) -> tuple[dict[str, Any], ...]:
    """What the edits imply, and what the plan's part says itself."""
    scene = Scene(understanding, (plan.source,), False, lambda name: plan.media.get(name, ""), True)
    wishes = derive("", scene, plan.source, plan.media).expect
    own = plan.expect
    return tuple({**w, "out": {**w["out"], **own}} if "out" in w else w for w in wishes)
