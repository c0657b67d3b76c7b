"""The REPL: requests and what is to be different about them, each on the same road as a single one; runs go on behind the prompt."""

import os
import signal
from types import FrameType
from typing import NoReturn

from ffai.carry import decided, show
from ffai.commands.start import guarded
from ffai.commands.wish import Wish
from ffai.desk import Desk, is_command, make_plan, open_desk, remember
from ffai.environment import Environment
from ffai.errors import ExitStatus, FfaiError, NotUnderstood
from ffai.look.kinds import kind_of
from ffai.read import Plan
from ffai.show.failure import say, tell
from ffai.show.style import style_of
from ffai_shell import pictures, slash, turns
from ffai_shell.job import payload
from ffai_shell.jobs import DONE, Job, Jobs
from ffai_shell.prompt import Prompt

_MOMENT = 0.8  # seconds that a run may take without the prompt coming back first


def repl(wish: Wish, env: Environment) -> int:
    """Reads requests until Ctrl-D; the flags of the start hold for all of them."""
    return Repl(wish, env).run()


class Repl:
    """What a session knows: the plan on the table, the turns that led to it, the file that is meant, the runs."""

    def __init__(self, wish: Wish, env: Environment) -> None:
        self.wish, self.env = wish, env
        self.plan: Plan | None = None
        self.desk: Desk | None = None
        self.turns: list[str] = []
        self.chosen = ""
        self.before: list[tuple[Plan, Desk, list[str]]] = []  # what was on the table before the last changes
        self.done = False  # the plan on the table was given to run
        self.made: list[str] = []
        self.prompt = Prompt(self)
        self.drawing = pictures.protocol(env)  # how this terminal draws pictures; "" when it does not, or was not asked yet
        self.jobs = Jobs(self.prompt.announce, self.prompt.redraw, self._picture)

    def run(self) -> int:
        old = {number: signal.signal(number, self._hang_up) for number in (signal.SIGHUP, signal.SIGTERM)}
        say(self.env, ["ffai: say what should happen to your media; /help for more, Ctrl-D leaves"])
        try:
            with self.prompt:
                while True:
                    line = self.prompt.ask()
                    if line is None or line in ("/quit", "/exit", "quit", "exit"):
                        if self._may_leave():
                            return ExitStatus.DONE
                        continue
                    guarded(self.env, lambda line=line: self.handle(line))  # type: ignore[misc]
        finally:
            self.jobs.stop_all()
            for number, handler in old.items():
                signal.signal(number, handler)

    def _hang_up(self, number: int, _frame: FrameType | None) -> NoReturn:
        """The terminal is gone, or somebody ends us: runs are stopped and cleaned up first."""
        self.jobs.stop_all()
        os._exit(128 + number)

    def handle(self, line: str) -> int:
        """One line of the user's. Raises FfaiError."""
        line = line.strip()
        if not line:
            if self.plan is not None and self.desk is not None and not self.done:
                self.decide()
            return 0
        if line.startswith("!"):
            return slash.outside(line[1:].strip(), self)
        if slash.is_command(line, self.env.cwd):
            return slash.run(line, self)
        if turns.is_undo(line):
            return self.step_back() if self.before and not self.done else slash.run("/undo", self)
        return self.request(line)

    def request(self, line: str) -> int:
        """Something new, or a change of what is on the table."""
        desk, plan, said = self._planned(line)
        if plan.proposal.question and not plan.has_commands:
            from ffai.confirm.question import put

            answer = put(plan.proposal, self.env)
            if not answer:
                return ExitStatus.NOT_UNDERSTOOD
            said = [*said, answer]
            plan = make_plan(", ".join(said), desk)
        if self._changes_nothing(plan, said, line):
            return 0
        remember(plan, desk)
        if plan.proposal.answer is not None or not plan.has_commands:
            from ffai.show.results import give

            return give(plan, desk.wish, self.env)
        if self.plan is not None and self.desk is not None:
            self.before = [*self.before[1 - turns.MOST :], (self.plan, self.desk, self.turns)] if not self.done else []
        self.plan, self.desk, self.turns, self.done = plan, desk, said, False
        show(plan, desk)
        if not self.wish.dry_run:
            self.decide()
        return 0

    def _changes_nothing(self, plan: Plan, said: list[str], line: str) -> bool:
        """Says so when a follow-up leaves the commands on the table as they are. Raises NotUnderstood when it was not understood."""
        if self.plan is None or self.done or said == [line] or not plan.has_commands:
            return False
        if [step.argv for step in plan.reading.steps] != [step.argv for step in self.plan.reading.steps]:
            return False
        fresh = [words for words in plan.proposal.words_unused if words not in self.plan.proposal.words_unused]
        if fresh:
            what = ", ".join(f"“{words}”" for words in fresh)
            raise NotUnderstood(f"not understood: {what}", "say it in other words; what is on the table stays as it was")
        say(
            self.env,
            [style_of(self.env.stderr, self.env.variables).paint("dim", "  that changes nothing in what is on the table")],
        )
        return True

    def step_back(self) -> int:
        """Puts on the table again what was there before the last change."""
        self.plan, self.desk, self.turns = self.before.pop()
        show(self.plan, self.desk)
        if not self.wish.dry_run:
            self.decide()
        return 0

    def _planned(self, line: str) -> tuple[Desk, Plan, list[str]]:
        """The plan that the line leads to, and the turns behind it: with what is on the table where that makes sense, else alone."""
        if self.plan is not None and turns.is_same_for_others(line):
            names = turns.others_meant(line, self.plan, self.made)
            line = turns.same_for(self.plan, names)
            desk = self._desk(line)
            return desk, make_plan(line, desk), [line]
        desk = self._desk(line)
        mentions = _mentions(line, desk)
        if self.plan is not None and not is_command(line) and (names := turns.only_files(line, mentions)):
            line = turns.same_for(self.plan, names)
            desk = self._desk(line)
            return desk, make_plan(line, desk), [line]
        given = any(map(is_command, [line, *self.turns[:1]]))
        if self.plan is None or not self.turns or given or turns.stands_alone(line, mentions):
            return desk, make_plan(line, desk), [line]
        said = self.turns[:1] if turns.is_first(line) else turns.joined(self.turns, line, self.plan)
        together = make_plan("; ".join(said), desk)
        fresh = set(together.proposal.words_unused) - set(self.plan.proposal.words_unused)
        if together.has_commands and not fresh:
            return desk, together, said
        try:
            alone = make_plan(line, desk)
        except FfaiError:
            return desk, together, said
        if (alone.has_commands or alone.proposal.answer is not None) and not alone.proposal.words_unused:
            return desk, alone, [line]
        return desk, together, said

    def _desk(self, line: str) -> Desk:
        given = self.wish.given or ((self.chosen,) if self.chosen else ())
        desk = open_desk(self.wish._replace(request=line, given=given), self.env)
        if given and not self.wish.given and any(mention.exists for mention in _mentions(line, desk)):
            desk = desk._replace(wish=desk.wish._replace(given=()))
        return desk

    def decide(self) -> None:
        """Puts the plan on the table to the user; a run goes into the queue."""
        assert self.plan is not None
        assert self.desk is not None
        self.plan, decision = decided(self.plan, self.desk)
        if decision.action != "run":
            return
        self.done = True
        style = style_of(self.env.stderr, self.env.variables)
        outputs = [output.url for step in self.plan.reading.steps if step.command for output in step.command.outputs]
        self.made += outputs
        names = list(dict.fromkeys(url for url in outputs if url not in ("-", os.devnull)))
        label = (names[0] + (f" and {len(names) - 1} more" if len(names) > 1 else "")) if names else "a run without a file"
        if not self.drawing and any(kind_of(name) == "image" for name in names):
            self.drawing = pictures.asked(self.env)
        job = self.jobs.add(label, payload(self.plan, self.desk, decision.replaces, style), tuple(names))
        waiting = len(self.jobs.open) - 1
        if waiting:
            say(self.env, [style.paint("dim", f"  queued as job {job.number}; {waiting} before it")])
        elif not self.jobs.wait(_MOMENT, job):
            say(self.env, [style.paint("dim", f"  job {job.number} is running; go on typing (/jobs, /cancel {job.number})")])

    def _picture(self, job: Job) -> list[str]:
        """The first picture that a run has made, where the terminal can draw it."""
        name = next((name for name in job.outputs if kind_of(name) == "image"), "")
        if not self.drawing or not name or self.desk is None:
            return []
        try:
            return pictures.lines(name, None, self.drawing, self.env._replace(cwd=job.payload["cwd"]), self.desk.tools)
        except FfaiError:
            return []  # /show says why

    def _may_leave(self) -> bool:
        """Whether nothing runs any more, or the user stops what does."""
        count = len(self.jobs.open)
        if not count:
            return True
        from ffai.confirm.keys import Keys

        what = "1 job has" if count == 1 else f"{count} jobs have"
        self.env.stderr.write(f"  {what} not ended.  w wait, then leave - s stop and leave - any other key stays  ")
        self.env.stderr.flush()
        with Keys(self.env) as keys:
            keys.settle()
            key = keys.read().lower()
        self.env.stderr.write("\n")
        if key == "w":
            try:
                self.jobs.wait()
            except KeyboardInterrupt:
                return False
            self.prompt.flush()
            return True
        return key == "s"

    @property
    def finished(self) -> int:
        return sum(job.status == DONE for job in self.jobs.all)

    def tell(self, error: FfaiError) -> int:
        return tell(error, self.env)


def _mentions(line: str, desk: Desk) -> "tuple":  # type: ignore[type-arg]
    from ffai.look import folder, names

    return names.find(line, folder.read(desk.env.cwd), desk.env.variables.get("HOME", ""))
