"""Redirects and here-documents: what they bring to standard input, read and write."""

import os
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ffai_guards import expand, words
from ffai_guards.normal import Refusal
from ffai_guards.values import ANYTHING, NUMBER


class Feed(NamedTuple):
    """What a pipe or a redirect brings to standard input."""

    lines: list[str] | None = None  # None: not known
    text: str | None = None
    piped: bool = False
    yes: bool = False


NOTHING = Feed()


class Redirects(NamedTuple):
    feed: Feed | None = None
    stdout_to: str | None = None
    append: bool = False
    reads: tuple[str, ...] = ()
    writes: tuple[tuple[str, bool], ...] = ()


class Redirecting:
    """The part of the walker that reads redirects."""

    text: str
    documents: tuple[str, ...]
    words_of: Callable[[Any], str]
    place: Callable[[Any], str]
    _part: Callable[[Any], Callable[[Any], str]]
    _fed: Callable[[Any, Any, Feed], Feed]

    def _redirects(self, nodes: list[Any], scope: Any) -> Redirects:
        found = Redirects()
        for node in nodes:
            found = self._redirect(node, scope, found)
        return found

    def _redirect(self, node: Any, scope: Any, so_far: Redirects) -> Redirects:
        kind = node.type
        if kind in ("<<", "<<-"):
            return so_far._replace(feed=self._document(node, scope))
        target = node.output
        if not hasattr(target, "word"):
            return so_far  # 2>&1
        values = words.values(target, self.text, words.At(self.place(scope)), self._part(scope))
        if len(values) != 1:
            raise Refusal("SH_DYNAMIC_WORD", "a redirect to several files", self.words_of(node))
        name = values[0]
        if kind == "<<<":
            match = re.fullmatch(r"FFAI_DOCUMENT_(\d+)", name)
            text = self.documents[int(match.group(1))] if match and int(match.group(1)) < len(self.documents) else f"{name}\n"
            return so_far._replace(feed=Feed(text.splitlines(), text, yes=text.strip().lower() in ("y", "yes")))
        if kind == "<":
            if any(p.kind == "processsubstitution" for p in target.parts):
                return so_far._replace(feed=self._substituted_lines(target, scope))
            lines = (
                expand.file_lines(os.path.join(self.place(scope), name)) if ANYTHING not in name and NUMBER not in name else None
            )
            return so_far._replace(feed=Feed(lines), reads=(*so_far.reads, name))
        if name in ("/dev/null", "/dev/stderr", "/dev/stdout") or (kind == ">&" and re.fullmatch(r"\d+|-", name)):
            return so_far
        if kind in (">", ">>", ">|") and node.input in (None, 1) and so_far.stdout_to is None:
            return so_far._replace(stdout_to=name, append=kind == ">>")
        if kind in (">", ">>", ">|", "&>", "&>>", ">&"):
            return so_far._replace(writes=(*so_far.writes, (name, ">>" in kind)))
        raise Refusal("SH_NODE", f"the redirect '{kind}' is not read here", self.words_of(node))

    def _document(self, node: Any, scope: Any) -> Feed:
        """A here-document without quotes around its delimiter: parameters are replaced in it, commands refused."""
        body = node.heredoc.value.rsplit("\n", 1)[0] + "\n" if node.heredoc else ""
        if "$(" in body or "`" in body:
            raise Refusal("SH_HIDDEN_SUBST", "a command is hidden inside a here-document", self.words_of(node))
        text = re.sub(r"(?<!\\)\$(?:[A-Za-z_]\w*|\{[^{}]*\})", lambda m: words.parameter(m.group(0), scope.names), body)
        return Feed(text.splitlines(), text, yes=text.strip().lower() in ("y", "yes"))

    def _substituted_lines(self, word: Any, scope: Any) -> Feed:
        """done < <(find ...): the tree was gone over when the word was worked out."""
        command = next(p for p in word.parts if p.kind == "processsubstitution").command
        if command.kind == "command":
            return self._fed(command, scope.copy(), NOTHING)
        if command.kind == "pipeline":
            feed = NOTHING
            for part in command.parts:
                if part.kind == "command":
                    feed = self._fed(part, scope.copy(), feed)
                elif part.kind != "pipe":
                    return Feed(None, piped=True)
            return feed
        return Feed(None, piped=True)
