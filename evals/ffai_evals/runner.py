"""One sample made: media laid out, a translator asked, its answer judged. Both halves take and give plain values, so that they may run
in another process, or on another machine."""

import contextlib
import os
import re
import shutil
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ffai.environment import Environment, process_environment
from ffai.errors import FfaiError, Interrupted, ModelFailed, Unreached, UsageError
from ffai.values import Tools
from ffai_evals.judge.items import Item
from ffai_evals.judge.media import Maker, NotMadeError
from ffai_evals.judge.memory import Remembering, memory
from ffai_evals.judge.verdict import DECLINED, FFMPEG_ERROR, Answer, Judgement, judge, listing
from ffai_evals.methods import ECHO, Method

_FULL = re.compile(r"No space left|out of space", re.IGNORECASE)


class Answered(NamedTuple):
    """What a translator answered, and what it took. `lost`: nothing came back, and why; then there is nothing to judge."""

    argvs: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    answer: str = ""  # to a question about a file
    declined: str = ""  # a question back, or a refusal
    commands: tuple[str, ...] = ()  # shell-quoted, as they are shown
    understood: bool = False
    confidence: float = 0.0
    words_unused: tuple[str, ...] = ()
    question: str = ""
    assumptions: tuple[str, ...] = ()
    warned: bool = False  # the check found that it would fail
    seconds: float = 0.0  # until the answer was there; of a model: without waiting for its turn
    requests: int = 0
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None  # US dollars, where the provider tells or the price is known
    lost: str = ""
    told: str = ""  # what else the user reads: choices and suggestions


class Job(NamedTuple):
    """A sample to be made. `answered`: what is known of the answer already, so that it is judged alone."""

    item: Item
    method: Method
    repeat: int = 0
    answered: Answered | None = None


class Sample(NamedTuple):
    """An item run once by a method."""

    item: Item
    method: str
    judgement: Judgement
    answered: Answered = Answered()
    seconds: float = 0.0
    repeat: int = 0

    @property
    def commands(self) -> tuple[str, ...]:
        return self.answered.commands

    @property
    def silent(self) -> bool:
        """Wrong, and nothing that was said let the user know: no word left over, no question, no finding that it would fail."""
        said = self.answered
        return (
            not said.warned
            and not self.judgement.passed
            and said.understood
            and not said.words_unused
            and self.judgement.kind != DECLINED
        )


def make(job: Job, keep: str = "", env: Environment | None = None) -> Sample:
    """The whole sample. What ffai itself fails on is a miss, what this machine fails on (a full disk) is lost; neither ends the run."""
    env = env or process_environment()
    began = time.monotonic()
    try:
        answered = job.answered or answer(job, env)
        judgement = _judged(job, answered, env, keep)
        if judgement.kind == FFMPEG_ERROR and _FULL.search(judgement.evidence):
            return _sample(job, answered._replace(lost=f"the disk is full: {tempfile.gettempdir()}"), judgement, began)
        return _sample(job, answered, judgement, began)
    except (FfaiError, NotMadeError, OSError) as problem:
        return _sample(job, Answered(lost=why(problem)), Judgement(DECLINED, evidence=why(problem)), began)
    except Exception as fault:  # noqa: BLE001
        return _sample(job, job.answered or Answered(), _fault(fault), began)


def _sample(job: Job, answered: Answered, judgement: Judgement, began: float) -> Sample:
    return Sample(job.item, job.method.name, judgement, answered, time.monotonic() - began, job.repeat)


def why(problem: Exception) -> str:
    if isinstance(problem, FfaiError):
        return problem.message
    if isinstance(problem, OSError):
        return f"{problem.filename or 'a file'}: {problem.strerror or problem}"
    return f"its media cannot be made: {problem}"[:300]


def _fault(fault: Exception) -> Judgement:
    where = traceback.extract_tb(fault.__traceback__)[-1]
    text = f"a fault in ffai itself: {type(fault).__name__}: {fault} ({os.path.basename(where.filename)}:{where.lineno})"
    return Judgement("no_command", evidence=text)


# --- the answer


def answer(job: Job, env: Environment) -> Answered:
    """What the method answers to the item's request, asked in a folder that holds its media."""
    if job.method.model == ECHO:
        return Answered(answer=job.item.request, understood=True, confidence=1.0)
    tools = tools_of(env)
    with _folder("") as folder:
        _lay_out(job.item, folder, env, tools)
        return _translated(job, env._replace(cwd=folder), folder, tools)


def _translated(job: Job, env: Environment, folder: str, tools: Tools) -> Answered:
    from ffai.commands.wish import Wish
    from ffai.desk import make_plan, open_desk
    from ffai.documents import commands_of

    method = job.method
    desk = open_desk(Wish(no_log=True, model=method.model), env)
    settings = method.over(desk.settings)._replace(log=False)
    prober = Remembering(tools, folder, memory(env, tools), listing(folder))
    desk = desk._replace(settings=settings, prober=prober)
    began = time.monotonic()
    try:
        plan = make_plan(job.item.request, desk)
    except (Interrupted, UsageError):
        raise
    except Unreached as error:
        return Answered(lost=error.message)
    except FfaiError as error:
        return Answered(declined=error.message, requests=int(isinstance(error, ModelFailed)), seconds=time.monotonic() - began)
    proposal = plan.proposal
    facts: dict[str, Any] = {"seconds": time.monotonic() - began}
    if asked := proposal.asked:
        facts = {
            "seconds": asked.seconds, "requests": asked.requests, "tokens_in": asked.tokens_in, "tokens_out": asked.tokens_out, "cost": asked.cost,
        }  # fmt: skip
    if plan.has_commands:
        facts |= {"argvs": proposal.commands, "text": proposal.text or "", "answer": proposal.answer or ""}
    else:
        facts |= {"answer": proposal.answer or ""}
        facts |= {"declined": proposal.question or ("" if proposal.answer else "not understood")}
    return Answered(
        commands=tuple(commands_of(plan)), understood=proposal.understood, confidence=proposal.confidence, words_unused=proposal.words_unused,
        question=proposal.question or "", assumptions=proposal.assumptions, warned=bool(plan.errors), told=" ".join((*proposal.choices, *proposal.suggestions)), **facts,
    )  # fmt: skip


# --- the verdict


def _judged(job: Job, said: Answered, env: Environment, keep: str) -> Judgement:
    item = job.item
    if said.lost:
        return Judgement(DECLINED, evidence=said.lost)
    if said.commands:
        told = " ".join((*said.assumptions, said.answer))
        words = Answer(said.argvs, said.text, shown=said.commands, said=told)
    else:
        words = Answer(answer=said.answer, declined=said.declined, said=said.told)
    if not said.commands and not item.media and (said.answer or said.declined) and item.expect:
        return judge(item, words, "", Tools(None, None, "", (0, 0)))  # words alone: no folder and no process is needed
    tools = tools_of(env)
    with _folder(os.path.join(keep, item.id) if keep else "") as folder:
        if not item.expect:
            from ffai_evals.judge.alone import judge_alone

            text = "\n".join(said.commands) or said.answer or said.declined
            return judge_alone(item, text, env._replace(cwd=folder), tools, keep=folder).judgement
        _lay_out(item, folder, env, tools)
        return judge(item, words, folder, tools, memory=memory(env, tools))


def _lay_out(item: Item, folder: str, env: Environment, tools: Tools) -> None:
    maker = Maker(tools, env)
    for name, words in (item.media or _implied(item, folder)).items():
        maker.put(name, words, folder)


def _implied(item: Item, folder: str) -> Mapping[str, str]:
    """The media that a request without any names or means."""
    if item.expect:
        return {}
    from ffai_evals.judge.scene import set_scene

    scene = set_scene(item.request, Answer(), folder)
    return {name: scene.words(name) for name in scene.inputs}


@contextlib.contextmanager
def _folder(keep: str) -> Iterator[str]:
    """A folder that is removed afterwards, or `keep`, made anew."""
    if keep:
        shutil.rmtree(keep, ignore_errors=True)
        os.makedirs(keep)
        yield keep
        return
    folder = tempfile.mkdtemp(prefix="ffai-eval-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tools_of(env: Environment) -> Tools:
    from ffai import config
    from ffai.tools.locate import find_tools

    return find_tools(env, config.load(env))
