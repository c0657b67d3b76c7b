"""Runs items: media made, a translator asked, its answer judged. In processes of their own, so that one item cannot hurt another."""

import itertools
import os
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from typing import Any, NamedTuple

from ffai.environment import Environment, process_environment
from ffai.values import Tools
from ffai_evals.judge.items import Item
from ffai_evals.judge.media import Maker, NotMadeError
from ffai_evals.judge.memory import Remembering, memory
from ffai_evals.judge.verdict import Answer, Judgement, judge, listing


class Method(NamedTuple):
    """A way to run the task: a translator, and the model that it uses."""

    name: str = "offline"
    model: str = "offline"
    api_base: str = ""


class Sample(NamedTuple):
    """An item run once by a method."""

    item: Item
    method: str
    judgement: Judgement
    commands: tuple[str, ...] = ()
    understood: bool = False
    confidence: float = 0.0
    words_unused: tuple[str, ...] = ()
    question: str = ""
    answer: str = ""
    assumptions: tuple[str, ...] = ()
    warned: bool = False  # the check found that it would fail
    translated: float = 0.0  # seconds
    seconds: float = 0.0
    repeat: int = 0
    cost: float | None = None  # US dollars, where the provider tells
    tokens: int | None = None

    @property
    def silent(self) -> bool:
        """Wrong, and nothing that was said let the user know: no word left over, no question, no finding that it would fail."""
        return (
            not self.warned
            and not self.judgement.passed
            and self.understood
            and not self.words_unused
            and self.judgement.kind != "declined"
        )


class Job(NamedTuple):
    """A sample to be made."""

    item: Item
    method: Method
    repeat: int = 0


def run_all(jobs: Iterable[Job], *, workers: int = 2, keep: str = "") -> Generator[Sample, None, None]:
    """A sample for each job, each as soon as it is done. What is under way is let end when the caller stops asking."""
    waiting = iter(jobs)
    with ProcessPoolExecutor(workers, initializer=_leave_interrupts) as pool:
        running = {pool.submit(_one, (job, keep)) for job in itertools.islice(waiting, 2 * workers)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(_one, (job, keep)) for job in itertools.islice(waiting, len(done))}
            for future in done:
                yield future.result()


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that reports; the others end with the item that they are at."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _one(what: tuple[Job, str]) -> Sample:
    job, keep = what
    try:
        return run_item(job.item, job.method, process_environment(), keep=keep)._replace(repeat=job.repeat)
    except Exception as fault:  # noqa: BLE001 - one item that ffai itself fails on is a miss, and no end of the run
        where = traceback.extract_tb(fault.__traceback__)[-1]
        text = f"a fault in ffai itself: {type(fault).__name__}: {fault} ({os.path.basename(where.filename)}:{where.lineno})"
        return Sample(job.item, job.method.name, Judgement("no_command", evidence=text), repeat=job.repeat)


def run_item(item: Item, method: Method, env: Environment, *, keep: str = "") -> Sample:
    """One item, in a folder that is removed afterwards unless `keep` names where it shall stay."""
    from ffai import config
    from ffai.tools.locate import find_tools

    tools = find_tools(env, config.load(env))
    maker = Maker(tools, env)
    began = time.monotonic()
    folder = os.path.join(keep, item.id) if keep else tempfile.mkdtemp(prefix="ffai-eval-")
    if keep:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
    try:
        try:
            for name, words in item.media.items():
                maker.put(name, words, folder)
        except NotMadeError as problem:
            return Sample(item, method.name, Judgement("no_output", evidence=f"the item's media cannot be made: {problem}"))
        return _judged(item, method, env._replace(cwd=folder), folder, tools, began)
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _judged(item: Item, method: Method, env: Environment, folder: str, tools: Tools, began: float) -> Sample:
    from ffai.commands.wish import Wish
    from ffai.desk import make_plan, open_desk
    from ffai.documents import commands_of
    from ffai.errors import FfaiError

    desk = open_desk(Wish(no_log=True, model=method.model, api_base=method.api_base), env)
    known = memory(env, tools)
    desk = desk._replace(prober=Remembering(tools, folder, known, listing(folder)))
    asked = time.monotonic()
    facts: dict[str, Any] = {}
    try:
        plan = make_plan(item.request, desk)
        proposal = plan.proposal
        if plan.has_commands:
            answer = Answer(proposal.commands, proposal.text or "")
        else:
            answer = Answer(
                answer=proposal.answer or "", declined=proposal.question or ("" if proposal.answer else "not understood")
            )
        facts = {
            "commands": tuple(commands_of(plan)),
            "understood": proposal.understood,
            "confidence": proposal.confidence,
            "words_unused": proposal.words_unused,
            "question": proposal.question or "",
            "answer": proposal.answer or "",
            "assumptions": proposal.assumptions,
            "warned": bool(plan.errors),
        }
    except FfaiError as error:
        answer = Answer(declined=error.message)
    translated = time.monotonic() - asked
    judgement = judge(item, answer, folder, tools, memory=known)
    return Sample(item, method.name, judgement, translated=translated, seconds=time.monotonic() - began, **facts)
