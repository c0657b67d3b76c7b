"""Carries out a reading: groups of steps that belong together, each staged, run and put in place."""

import os
import time
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, NamedTuple, Protocol

from ffai_guards.values import Reading, Report, Step, Touch

from ffai.environment import Environment
from ffai.errors import Interrupted, Missing, RunFailed
from ffai.running import journal as journals
from ffai.running.complaints import sentence
from ffai.running.journal import RUNNING, Journal
from ffai.running.limits import NO_CHOICE, Limits, amounts, not_written, said
from ffai.running.outcome import DONE, FAILED, PARTIAL, Failure, Made, Outcome
from ffai.running.printed import absolute_list, findings, printed_text
from ffai.running.process import Stop, run_pipe
from ffai.running.sandbox import what_is_off
from ffai.running.stage import Stage
from ffai.show.progress import State
from ffai.values import Context

__all__ = ["group", "printed_text", "run", "without_decided"]

_DECIDED = ("y", "n", "stdin", "nostdin", "hide_banner")


class Progress(Protocol):
    def show(self, state: State) -> None: ...


class _Group(NamedTuple):
    numbers: tuple[int, ...]  # of the steps
    label: str  # the output's name


def run(
    reading: Reading,
    report: Report,
    context: Context,
    env: Environment,
    *,
    progress: Progress,
    replaces: tuple[str, ...] = (),
    limits: Limits = NO_CHOICE,
) -> Outcome:
    """Runs every group of steps; one that fails does not stop the others. Raises Interrupted, Missing, RunFailed.

    `replaces`: existing files that the user agreed to replace; they are kept for undo.
    """
    if context.tools.ffmpeg is None:
        from ffai.tools.locate import HOW_TO_GET

        raise Missing("there is no ffmpeg to run", HOW_TO_GET)
    if reading.obstacle:
        raise RunFailed(
            f"{reading.obstacle} of the shell is not carried out here; nothing was run",
            "copy the command and run it in a shell of your own, or say in words what it should do",
        )
    journals.clean_up(env)
    began = time.monotonic()
    runner = _Runner(reading, report, context, env, progress, replaces, limits)
    groups = group(reading, report)
    with Stop() as stop, runner.open_log() as log:
        for number, each in enumerate(groups, 1):
            runner.one(each, number, len(groups), stop, log)
    return runner.outcome(time.monotonic() - began, len(groups))


def group(reading: Reading, report: Report) -> list[_Group]:
    """Steps that feed each other, or that the text joins with && or |, belong together."""
    parents = list(range(len(reading.steps)))

    def root(i: int) -> int:
        while parents[i] != i:
            i = parents[i]
        return i

    writers: dict[str, int] = {}
    for number, step in enumerate(reading.steps):
        touches = [t for t in report.touches if t.step == number]
        for touch in touches:
            if touch.how == "read" and touch.target in writers:
                parents[root(number)] = root(writers[touch.target])
        if number and (step.joined == "|" or (reading.text and step.joined in ("&&", "||"))):
            parents[root(number)] = root(number - 1)
        if step.program == "mkdir" or (step.command is None and step.stdout_to is None):
            parents[root(number)] = root(number)
        for touch in touches:
            if touch.how in ("write", "create"):
                if touch.target in writers:
                    parents[root(number)] = root(writers[touch.target])
                writers[touch.target] = number
    members: dict[int, list[int]] = {}
    for number in range(len(reading.steps)):
        members.setdefault(root(number), []).append(number)
    found = []
    for numbers in members.values():
        outputs = [
            o.url
            for n in numbers
            if (c := reading.steps[n].command) is not None
            for o in c.outputs
            if o.url not in ("-", "/dev/null")
        ]
        found.append(_Group(tuple(numbers), outputs[-1] if outputs else ""))
    return found


class _Runner:
    def __init__(
        self,
        reading: Reading,
        report: Report,
        context: Context,
        env: Environment,
        progress: Progress,
        replaces: tuple[str, ...],
        limits: Limits,
    ) -> None:
        self.reading, self.report, self.context, self.env = reading, report, context, env
        self.progress, self.replaces, self.limits = progress, replaces, limits
        self.network = any(r.code in ("FF_NET_IN", "FF_NET_OUT") for r in report.verdict.reasons)
        self.created: list[Made] = []
        self.replaced: list[str] = []
        self.failures: list[Failure] = []
        self.ids: list[str] = []
        self.printed: list[str] = []
        self.folders: list[str] = []  # made by mkdir steps
        self.log_path = ""

    def open_log(self) -> BinaryIO:
        folder = os.path.join(self.env.state_dir, "logs")
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            self.log_path = os.path.join(folder, f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log")
            return open(self.log_path, "ab")
        except OSError as problem:
            raise RunFailed(
                f"{folder} cannot be written: {problem.strerror}", "check its permissions, or set FFAI_STATE_DIR"
            ) from None

    def one(self, each: _Group, number: int, count: int, stop: Stop, log: BinaryIO) -> None:
        """Stages, runs and commits one group."""
        began = {"state": RUNNING, "cwd": self.context.cwd, "request": self.context.request, "time": time.time()}
        try:
            journal = Journal(self.env, {**began, **journals.who()})
        except OSError as problem:
            self.failures.append(_unwritten(each, problem))
            return
        stage: Stage | None = None
        try:
            self._refuse_existing(each)
            stage = Stage(self.context.cwd, journal, self.replaces)
            self._steps(each, stage, number, count, stop, log)
            results = stage.results()
            self._expect(each, stage, results)
            if not results and not self.folders:
                journal.drop()
                return
            made, replaced = stage.commit()
            self.created += made
            self.replaced += replaced
            self.ids.append(journal.facts["id"])
        except RunFailed as error:
            self.failures.append(Failure(each.label, error.message, error.next_step))
            journal.drop()
        except OSError as problem:
            self.failures.append(_unwritten(each, problem))
            journal.drop()
        except BaseException:
            journal.drop()
            raise
        finally:
            if stage is not None:
                stage.remove()

    def _refuse_existing(self, each: _Group) -> None:
        agreed = {os.path.join(self.context.cwd, r) for r in self.replaces}
        for n in each.numbers:
            for touch in self._touches(n):
                path = os.path.join(self.context.cwd, touch.target)
                if (
                    touch.how in ("write", "create")
                    and touch.kind == "file"
                    and os.path.lexists(path)
                    and path not in agreed
                    and not path.startswith("/dev/")
                    and touch.position >= 0
                ):
                    raise RunFailed(f"{touch.target} exists and is left as it is", "name another output with -o")

    def _touches(self, n: int) -> list[Touch]:
        return [t for t in self.report.touches if t.step == n]

    def _steps(self, each: _Group, stage: Stage, number: int, count: int, stop: Stop, log: BinaryIO) -> None:
        numbers = list(each.numbers)
        succeeded = True
        while numbers:
            chain = [numbers.pop(0)]
            while numbers and self.reading.steps[numbers[0]].joined == "|":
                chain.append(numbers.pop(0))
            first = self.reading.steps[chain[0]]
            if (first.joined == "||" and succeeded) or (first.joined == "&&" and not succeeded):
                continue
            succeeded = self._chain(chain, stage, State(each.label, number=number, total_steps=count), stop, log)

    def _chain(self, chain: list[int], stage: Stage, state: State, stop: Stop, log: BinaryIO) -> bool:
        steps = [self.reading.steps[n] for n in chain]
        if steps[0].command is None and len(steps) == 1:
            self._plain(steps[0], stage)
            return True
        argvs = [self._argv(step, n, stage) for step, n in zip(steps, chain, strict=True)]
        last = steps[-1]
        silent = last.command is not None and not any(o.url not in ("-", "/dev/null") for o in last.command.outputs)
        to_stdout = last.command is not None and any(
            o.url in ("-", "pipe:1") and not any(x.name == "f" and x.value == "null" for x in o.options)
            for o in last.command.outputs
        )
        log.write(("$ " + " | ".join(" ".join(a) for a in argvs) + "\n").encode("utf-8", "surrogateescape"))
        try:
            ended = run_pipe(
                argvs, folder=stage.folder, writable=stage.writable(), network=self.network, log=log, stop=stop, report=self._reporter(last, state),
                stdout=1 if to_stdout or last.program == "ffprobe" else None, limits=amounts(self.limits, stage.folder),
            )  # fmt: skip
        except OSError as problem:
            raise RunFailed(
                f"{argvs[0][0]} does not start: {(problem.strerror or str(problem)).lower()}",
                "ffai doctor tells what is installed",
            ) from None
        if ended.full:
            raise RunFailed("the disk is nearly full, so it was stopped", "free some space, or write elsewhere with --output-dir")
        if ended.stopped:
            raise Interrupted("interrupted; nothing was left behind")
        if ended.code or not_written(ended.tail):
            what, advice = said(ended.tail, ended.code, self.limits) or sentence(ended.tail)
            raise RunFailed(what.replace(stage.folder + "/", ""), f"{advice} (log: {self.log_path})")
        if silent and last.program == "ffmpeg" and not any(t.how == "write" for n in chain for t in self._touches(n)):
            self.printed.append(findings(ended.tail))
        return True

    def _plain(self, step: Step, stage: Stage) -> None:
        """mkdir, and what prints into a file: done here, by hand."""
        if step.program == "mkdir":
            for word in (w for w in step.argv[1:] if not w.startswith("-")):
                self.folders.append(word)
                os.makedirs(os.path.join(self.context.cwd, word), exist_ok=True)
            return
        if step.stdout_to is None:
            return
        text = printed_text(step)
        path = stage.staged(step.stdout_to)
        stage.made[stage.absolute(step.stdout_to)] = path
        stage.intermediate.add(stage.absolute(step.stdout_to))
        with open(path, "a" if step.stdout_append else "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(absolute_list(text, self.context.cwd))

    def _argv(self, step: Step, n: int, stage: Stage) -> tuple[str, ...]:
        try:
            argv = stage.argv(step, self._touches(n))
        except ValueError as problem:
            raise RunFailed(
                f"the command cannot be run in a stage: {problem}", "edit it so that files are named plainly"
            ) from None
        binary = str(
            self.context.tools.ffmpeg
            if step.program == "ffmpeg"
            else self.context.tools.ffprobe
            if step.program == "ffprobe"
            else argv[0]
        )
        if step.program == "ffmpeg":
            return (binary, "-nostdin", "-hide_banner", "-n", *without_decided(step, argv))
        return (binary, *argv[1:])

    def _reporter(self, step: Step, state: State) -> Callable[[dict[str, str]], None]:
        total = self._expected(step)

        def report(facts: dict[str, str]) -> None:
            self.progress.show(
                state._replace(
                    done=_time(facts),
                    total=total,
                    speed=_number(facts.get("speed", "").rstrip("x")),
                    size=_whole(facts.get("total_size")),
                )
            )

        return report

    def _expected(self, step: Step) -> float | None:
        if step.command is None:
            return None
        from ffai.show.estimate import estimate

        try:
            found = estimate(step.command, self.context.probe)
        except Exception:  # noqa: BLE001 - an estimate is never worth a failure
            return None
        return found[0].seconds if found else None

    def _expect(self, each: _Group, stage: Stage, results: list[tuple[str, str]]) -> None:
        """Every named output is there and not empty: a run that says it succeeded but made nothing has failed."""
        there = {target: source for source, target in results}
        for n in each.numbers:
            command = self.reading.steps[n].command
            for touch in self._touches(n):
                if (
                    touch.how != "write"
                    or touch.kind != "file"
                    or command is None
                    or not any(o.position == touch.position for o in command.outputs)
                ):
                    continue
                source = there.get(stage.absolute(touch.target))
                if source is None and stage.absolute(touch.target) in stage.intermediate:
                    continue
                if source is None or os.path.getsize(source) == 0:
                    raise RunFailed(
                        f"ffmpeg made no {touch.target}: nothing was there to write",
                        "check times and streams: the part asked for may be empty",
                    )
        patterns = [
            t for n in each.numbers for t in self._touches(n) if t.how == "write" and t.kind == "pattern" and t.position >= 0
        ]
        if patterns and not results:
            raise RunFailed(
                f"ffmpeg made no files for {patterns[0].target}", "check times and streams: the part asked for may be empty"
            )

    def outcome(self, seconds: float, count: int) -> Outcome:
        status = DONE if not self.failures else FAILED if len(self.failures) == count else PARTIAL
        notes = what_is_off()
        return Outcome(
            status,
            self.ids[-1] if self.ids else "",
            tuple(self.created),
            tuple(self.replaced),
            tuple(self.failures),
            "\n".join(p for p in self.printed if p),
            self.log_path,
            seconds,
            notes,
        )


def _unwritten(each: _Group, problem: OSError) -> Failure:
    said = f"a file could not be written: {(problem.strerror or str(problem)).lower()}"
    return Failure(each.label, said, "free some space, check permissions, or choose another folder with --output-dir")


def without_decided(step: Step, argv: Sequence[str]) -> list[str]:
    """An ffmpeg argv after the program, without the options that whoever runs it decides: replacing files, reading the terminal."""
    decided = {o.position for o in step.command.global_options if o.name in _DECIDED} if step.command else set()
    return [word for i, word in enumerate(argv) if i and i not in decided]


def _time(facts: dict[str, str]) -> float:
    micro = _number(facts.get("out_time_us", ""))
    return max(0.0, micro / 1_000_000) if micro is not None and micro > -1e15 else 0.0


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _whole(text: Any) -> int | None:
    value = _number(str(text))
    return int(value) if value is not None else None
