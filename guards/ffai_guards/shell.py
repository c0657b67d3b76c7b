"""Shell text to steps, by bashlex: sequences, pipes, loops, conditions, redirects, here-documents, programs that start programs.

Only the node kinds that have a method below are read; any other is refused by name. Expansions are worked out in words.py, never by a
shell. What is read but not carried out here (conditions, other programs' output, redirects of ffmpeg's) becomes the reading's obstacle:
it is weighed all the same.
"""

import os
import re
from collections.abc import Callable
from typing import Any

from ffai_guards import expand, words
from ffai_guards.argv import read_step
from ffai_guards.loops import breaks_of, read_names, shared
from ffai_guards.normal import Normal, Refusal, normal
from ffai_guards.redirects import NOTHING, Feed, Redirecting, Redirects
from ffai_guards.substitute import substituted
from ffai_guards.tables import places
from ffai_guards.trees import parse, substitutions
from ffai_guards.urls import list_entries
from ffai_guards.values import ANYTHING, CONFIRM, NUMBER, Reading, Reason, Step

_MOST_STEPS = 2000
_DEEPEST = 4
_CARRIED = frozenset("ffmpeg ffprobe ffplay mkdir printf echo cat true :".split())
_ASSIGNING = frozenset("export declare local readonly typeset".split())


class Scope:
    """What a part of the text sees: variables, and the folder it is in (below the reading's, or absolute)."""

    def __init__(self, names: dict[str, str], folder: str = "", others: tuple[str, ...] = (), *, instead: bool = False) -> None:
        self.names, self.folder, self.others = names, folder, others
        self.instead = instead  # in a branch that is only gone when another one is not

    def copy(self) -> "Scope":
        return Scope(dict(self.names), self.folder, self.others, instead=self.instead)

    def take(self, other: "Scope") -> None:
        self.names, self.folder, self.others = dict(other.names), other.folder, other.others


def read_shell(text: str, cwd: str | None = None) -> Reading:
    """The steps of a shell text. `cwd` is the folder in which patterns are looked up."""
    steps: list[Step] = []
    problems: list[Reason] = []
    walker = None
    try:
        cwd = cwd or os.getcwd()
        walker = Walker(normal(text), cwd, steps, problems)
        walker.walk(Scope({"HOME": os.path.expanduser("~"), "PWD": cwd, "TMPDIR": "/tmp", "USER": NUMBER}))
    except Refusal as refusal:
        return Reading(text, (), (refusal.reason,))
    except RecursionError:
        return Reading(text, (), (Refusal("SH_UNPARSED", "the shell text is nested too deep").reason,))
    return Reading(text, tuple(steps), tuple(problems), walker.obstacle or _open_value(steps))


def _open_value(steps: list[Step]) -> str:
    """A word that only a shell could fill in stands for what is not carried out."""
    for step in steps:
        for word in (*step.argv, step.stdin_text or "", step.stdout_to or ""):
            if NUMBER in word or ANYTHING in word:
                return "a value that is only known when it runs"
    return ""


class Walker(Redirecting):
    """Goes over the tree of one text."""

    def __init__(self, given: Normal, cwd: str, steps: list[Step], problems: list[Reason], depth: int = 0) -> None:
        self.text, self.documents, self.cwd, self.depth = given.text, given.documents, cwd, depth
        self.steps, self.problems = steps, problems
        self.obstacle = ""
        self.seen: set[int] = set()  # where substitutions start that were looked into
        self.made: set[str] = set()  # folders that mkdir makes
        self.named: list[str] = []  # files that a list names which a process substitution prints
        self.stack: list[str] = []  # folders that pushd left

    def walk(self, scope: Scope) -> None:
        trees = parse(self.text)
        for tree in trees:
            self.node(tree, scope, ";")
        for at in substitutions(self.text):
            if at not in self.seen:
                raise Refusal("SH_HIDDEN_SUBST", "a command is hidden where it cannot be seen into", self.text[at : at + 60])

    def hold(self, what: str) -> None:
        self.obstacle = self.obstacle or what

    def words_of(self, node: Any) -> str:
        return self.text[node.pos[0] : node.pos[1]]

    def place(self, scope: Scope) -> str:
        return os.path.join(self.cwd, scope.folder)

    def _at(self, scope: Scope) -> words.At:
        return words.At(self.place(scope), scope.names.get("IFS", " \t\n"), bool(scope.names.get("**")))

    def node(self, node: Any, scope: Scope, joined: str, feed: Feed = NOTHING) -> None:
        handler: Callable[..., None] | None = getattr(self, f"_{node.kind}", None)
        if handler is None:
            raise Refusal("SH_NODE", f"'{node.kind}' of the shell is not read here", self.words_of(node))
        handler(node, scope, joined, feed)

    # --- sequences and pipes

    def _list(self, node: Any, scope: Scope, joined: str, feed: Feed = NOTHING) -> None:
        how, before = joined, None
        for part in node.parts:
            if part.kind == "operator":
                if part.op == "&":
                    self.hold("'&' (in the background)")
                if part.op in ("&&", "||"):
                    before = before or dict(scope.names)
                else:
                    self._widen(scope, before)
                    before = None
                how = part.op if part.op in ("&&", "||") else ";"
            else:
                self.node(part, scope, how, feed)
        self._widen(scope, before)

    def _widen(self, scope: Scope, before: dict[str, str] | None) -> None:
        """After a chain of && and ||: what an assignment in it gave may or may not hold."""
        for name in list(scope.names) if before is not None else ():
            if before is not None and name in before and before[name] != scope.names[name]:
                scope.names[name] = _either(before[name], scope.names[name])

    def _pipeline(self, node: Any, scope: Scope, joined: str, feed: Feed = NOTHING) -> None:
        parts = [p for p in node.parts if p.kind not in ("pipe", "reservedword")]
        if any(p.kind == "reservedword" for p in node.parts):
            self.hold("'!'")
        if len(parts) == 1:
            self.node(parts[0], scope, joined, feed)
            return
        how = joined
        for part in parts:
            inner = scope.copy()
            self.node(part, inner, how, feed)
            feed = self._fed(part, inner, feed)
            how = "|"

    def _fed(self, node: Any, scope: Scope, feed: Feed) -> Feed:
        """What the element of a pipe gives to the next one."""
        if node.kind != "command":
            return Feed(None, piped=True)
        argv = self._argv(node, scope)
        lines = expand.printed_lines(argv, self.place(scope), feed.lines) if argv else None
        said = "".join(lines or ()).strip().lower().replace("\\n", "")
        return Feed(
            lines, piped=True, yes=argv[:1] == ["yes"] or (bool(lines) and argv[0] in ("echo", "printf") and said in ("y", "yes"))
        )

    # --- groups, loops and conditions

    def _compound(self, node: Any, scope: Scope, joined: str, feed: Feed = NOTHING) -> None:
        redirects = self._redirects(node.redirects, scope)
        feed = redirects.feed or feed
        inner = scope.copy() if self.words_of(node).startswith("(") else scope
        if any(p.kind == "reservedword" for p in node.list):
            self.hold("a group")
        for part in node.list:
            if part.kind != "reservedword":
                self.node(part, inner, joined, feed)
        if redirects.stdout_to or redirects.writes or redirects.reads:
            self.hold("a redirect of a whole group")
            self._emit(["true"], scope, joined, redirects, NOTHING)

    def _for(self, node: Any, scope: Scope, joined: str, feed: Feed = NOTHING) -> None:
        given = [p for p in node.parts if p.kind == "word"]
        bodies = [p for p in node.parts if p.kind not in ("word", "reservedword")]
        if not given or len(bodies) != 1:
            raise Refusal("SH_NODE", "this form of loop is not read here", self.words_of(node))
        name, *items = given
        values = [v for item in items for v in words.values(item, self.text, self._at(scope), self._part(scope))]
        if any(c in i.word for i in items for c in "*?[") and all(c in v for v in values for c in "*"):
            self.hold(f"a loop over {' '.join(i.word for i in items)}, which no file here fits,")
        self._loop(bodies[0], scope, joined, [{name.word: value} for value in values], feed)

    def _loop(self, body: Any, scope: Scope, joined: str, rounds: list[dict[str, str]], feed: Feed) -> None:
        for names in rounds:
            for name in names:
                _check_name(name, names[name])
            scope.names.update(names)
            self.node(body, scope, joined, feed)
            if len(self.steps) > _MOST_STEPS:
                raise Refusal("SH_NODE", f"the loop makes more than {_MOST_STEPS} steps")

    def _while(self, node: Any, scope: Scope, joined: str, feed: Feed = NOTHING) -> None:
        parts = [p for p in node.parts if p.kind != "reservedword"]
        if len(parts) != 2:
            raise Refusal("SH_NODE", "this form of loop is not read here", self.words_of(node))
        condition, body = parts
        self.hold("a while loop")
        reading = read_names(condition, self.words_of)
        if reading is not None:
            lines = feed.lines if feed.lines is not None else [ANYTHING]
            breaks = breaks_of(condition)
            rounds = [shared(reading, line, breaks) for line in (lines or ["*"])[:_MOST_STEPS]]
            self._loop(body, scope, joined, rounds, NOTHING._replace(lines=None, piped=True))
            return
        text = self.words_of(body)
        if re.fullmatch(r"\s*(true|:|\[ 1 \])\s*;?\s*", self.words_of(condition)) and "break" not in text and "exit" not in text:
            self.problems.append(
                Reason("FF_ENDLESS", CONFIRM, "the loop has no end", self.words_of(node)[:80], step=len(self.steps))
            )
        for _ in range(3):
            before = dict(scope.names)
            self.node(condition, scope, joined)
            self.node(body, scope, joined)
            changed = [n for n in scope.names if before.get(n, scope.names[n]) != scope.names[n]]
            if not changed:
                return
            for name in changed:
                scope.names[name] = _either(before[name], scope.names[name])
        for name in changed:
            scope.names[name] = ANYTHING

    _until = _while

    def _if(self, node: Any, scope: Scope, joined: str, feed: Feed = NOTHING) -> None:
        self.hold("'if'")
        self._branches(node.parts, scope, joined)

    def _branches(self, parts: list[Any], scope: Scope, joined: str) -> None:
        ends = [scope.copy()]
        branch = False
        for part in parts:
            if part.kind == "reservedword":
                branch = part.word in ("then", "else")
            elif part.kind == "if":
                inner = scope.copy()
                inner.instead = inner.instead or len(ends) > 1
                self._branches(part.parts, inner, joined)
                ends.append(inner)
            elif branch:
                inner = scope.copy()
                inner.instead = inner.instead or len(ends) > 1
                self.node(part, inner, joined)
                ends.append(inner)
            else:
                self.node(part, scope, joined)
                ends[0] = scope.copy()
        merged = ends[0].copy()
        for end in ends[1:]:
            if end.folder != merged.folder:
                raise Refusal("SH_NODE", "the folder changes inside of 'if'", "cd")
            for name in set(end.names) | set(merged.names):
                a, b = merged.names.get(name), end.names.get(name)
                merged.names[name] = (a if a is not None else b or "") if a is None or b is None or a == b else _either(a, b)
        scope.take(merged)

    # --- commands

    def _command(self, node: Any, scope: Scope, joined: str, feed: Feed = NOTHING) -> None:
        has_words = any(p.kind == "word" for p in node.parts)
        for part in node.parts:
            if part.kind == "assignment":
                self._assignment(part, scope, node if has_words else None)
            elif part.kind not in ("redirect", "word"):
                raise Refusal("SH_NODE", f"'{part.kind}' of the shell is not read here", self.words_of(node))
        argv = self._argv(node, scope)
        redirects = self._redirects([p for p in node.parts if p.kind == "redirect"], scope)
        if argv or redirects.stdout_to or redirects.writes or redirects.reads:
            self.run(argv or ["true"], scope, joined, redirects, redirects.feed or feed)

    def _argv(self, node: Any, scope: Scope) -> list[str]:
        part = self._part(scope)
        return [v for p in node.parts if p.kind == "word" for v in words.values(p, self.text, self._at(scope), part)]

    def _assignment(self, part: Any, scope: Scope, command: Any) -> None:
        name, equals, _ = part.word.partition("=")
        if not equals or not re.fullmatch(r"[A-Za-z_]\w*", name):
            raise Refusal("SH_NODE", "this form of assignment is not read here", self.words_of(part))
        value = words.one(part, self.text, self._part(scope))[len(name) + 1 :]
        if command is None:
            if name != "IFS" or value.strip(" \t\n\b"):
                _check_name(name, value)
            scope.names[name] = value
        elif not (name == "IFS" and [p.word for p in command.parts if p.kind == "word"][:1] == ["read"]):
            expand.variable(name, value)

    def run(self, argv: list[str], scope: Scope, joined: str, redirects: Redirects, feed: Feed) -> None:
        """One command: a step, or what it starts."""
        if not argv[0] or NUMBER in argv[0] or ANYTHING in argv[0]:
            raise Refusal("SH_DYNAMIC_WORD", "which program this starts is only known when a shell runs it", " ".join(argv))
        inner = expand.unwrapped(argv)
        if inner is not argv and inner != argv:
            self.hold(f"'{argv[0]}'")
            if argv[0] == "nohup" and redirects.stdout_to is None:
                redirects = redirects._replace(writes=(*redirects.writes, ("nohup.out", True)))
        argv = inner
        program = os.path.basename(argv[0])
        special = _SPECIAL.get(program)
        if special is not None:
            special(self, argv, scope, joined, feed)
            if redirects.stdout_to or redirects.writes:
                self._emit(["true"], scope, joined, redirects, NOTHING)
            return
        self._emit(argv, scope, joined, redirects, feed)

    def _emit(self, argv: list[str], scope: Scope, joined: str, redirects: Redirects, feed: Feed) -> None:
        program = os.path.basename(argv[0])
        if program not in _CARRIED:
            self.hold(f"'{program}'")
        if program == "mkdir":
            self.made |= {os.path.normpath(os.path.join(scope.folder, w)) for w in argv[1:]}
        step, problems = read_step(tuple(argv), len(self.steps))
        self.problems += problems
        if redirects.writes or redirects.reads or (step.command is not None and (redirects.stdout_to or feed.text is not None)):
            self.hold("a redirect of ffmpeg's" if step.command is not None else "this redirect")
        if scope.folder:
            self.hold("'cd'")
        step = step._replace(
            joined=("||" if scope.instead else joined) if self.steps else ";",
            stdin_text=feed.text,
            stdout_to=redirects.stdout_to,
            stdout_append=redirects.append,
            folder=scope.folder,
            reads=redirects.reads,
            writes=redirects.writes,
            answers_yes=feed.yes,
        )
        self.steps.append(step)
        if self.named and step.command is not None:
            self.steps[-1] = step = step._replace(reads=(*step.reads, *self.named))
            self.named = []
        for other in scope.others:
            self.steps.append(step._replace(folder=other))

    def child(self, text: str, scope: Scope, joined: str) -> None:
        """Text that another shell would run."""
        if self.depth >= _DEEPEST or ANYTHING in text:
            raise Refusal("SH_NODE", "a text that another shell runs cannot be read", text[:80].replace(ANYTHING, "…"))
        walker = Walker(normal(text), self.cwd, self.steps, self.problems, self.depth + 1)
        walker.walk(scope)
        self.hold("a shell inside of the shell")

    # --- expansions

    def _part(self, scope: Scope) -> Callable[[Any], str]:
        def part(node: Any) -> str:
            text = self.words_of(node)
            if node.kind == "parameter":
                return words.parameter(text, scope.names)
            if node.kind == "commandsubstitution":
                self.seen.add(node.pos[0])
                return substituted(self, node.command, scope.copy())
            if node.kind == "processsubstitution":
                self.seen.add(node.pos[0])
                self.hold("a process substitution")
                self.node(node.command, scope.copy(), ";")
                if text.startswith("<"):
                    lines = self._fed(node.command, scope.copy(), NOTHING).lines or []
                    self.named += [name for name, _ in list_entries("\n".join(lines)) if ANYTHING not in name]
                return "/dev/fd/63"
            raise Refusal("SH_NODE", f"'{node.kind}' of the shell is not read here", text)

        return part


def _either(a: str, b: str) -> str:
    return NUMBER if all(re.fullmatch(rf"[\w.:+{NUMBER}-]*", v) and (NUMBER in v or v.isdigit()) for v in (a, b)) else ANYTHING


def _check_name(name: str, value: str) -> None:
    if re.match(places.DANGEROUS_VARIABLE, name) and name not in places.HARMLESS_VARIABLES:
        raise Refusal("SH_ENV", f"the variable {name} changes what programs do", f"{name}={value}"[:80])


from ffai_guards.starters import SPECIAL as _SPECIAL  # noqa: E402 - it needs the walker's names
