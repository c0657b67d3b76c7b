"""Shell text to steps, by bashlex: sequences, pipes, loops over files, redirects of printf and echo, here-documents.

What is read is a small language: node kinds outside of the list below are refused by name. Expansions are worked out here, never
by a shell: loop variables, ${f%.*} and its kin, $(basename "$f" .mov).
"""

import fnmatch
import os
import re
from typing import Any

from ffai_guards import tables
from ffai_guards.argv import read_step
from ffai_guards.values import DENY, Reading, Reason, Step

_MOST_STEPS = 2000
_DEEPEST = 32


class Refusal(Exception):  # noqa: N818 - it becomes a reason, nobody sees it raised
    def __init__(self, code: str, text: str, words: str = "") -> None:
        super().__init__(text)
        self.reason = Reason(code, DENY, text, words[:200])


def read_shell(text: str, cwd: str | None = None) -> Reading:
    """The steps of a shell text. `cwd` is the folder in which patterns are looked up."""
    try:
        clean = _normal(text)
        trees = _parse(clean)
        walker = _Walker(clean, cwd or os.getcwd())
        for tree in trees:
            walker.node(tree, {}, ";")
        walker.cross_check()
    except Refusal as refusal:
        return Reading(text, (), (refusal.reason,))
    return Reading(text, tuple(walker.steps), tuple(walker.problems))


def _normal(text: str) -> str:
    """What bashlex cannot read but people write, in a form that it can: `time` before a command, [[ -f x ]], CR at line ends."""
    depth = 0
    for c in text:
        depth += (c in "({") - (c in ")}")
        if depth > _DEEPEST:
            raise Refusal("SH_NODE", "the brackets are nested deeper than any command needs")
    text = text.strip()
    text = re.sub(r"\\\n\s*", " ", text)
    text = re.sub(r"(^|[;&|\n]\s*)time\s+(?=ff|/)", r"\1", text)
    text = re.sub(r"^\s*\$\s+(?=ff)", "", text)
    if "$'" in text:
        raise Refusal("SH_DYNAMIC_WORD", "$'...' can hide any character", "$'")
    return text


def _parse(text: str) -> list[Any]:
    import bashlex

    try:
        trees: list[Any] = bashlex.parse(text)
    except (Exception, RecursionError) as problem:  # noqa: BLE001 - bashlex raises many kinds, some of them built in
        raise Refusal(
            "SH_UNPARSED", f"the shell text cannot be read: {str(problem)[:120] or type(problem).__name__}", text
        ) from None
    if not trees:
        raise Refusal("SH_UNPARSED", "the command is empty", text)
    return trees


class _Walker:
    def __init__(self, text: str, cwd: str) -> None:
        self.text, self.cwd = text, cwd
        self.steps: list[Step] = []
        self.problems: list[Reason] = []
        self.substitutions = 0

    def cross_check(self) -> None:
        """Every substitution in the text was seen in the tree: none hides in what bashlex keeps as plain text."""
        bare = re.sub(r"'[^']*'", "", self.text)
        if len(re.findall(r"\$\(|`|<\(|>\(", bare.replace("$((", ""))) > 0 and self.substitutions == 0:
            raise Refusal("SH_HIDDEN_SUBST", "a command is hidden inside an expansion", self.text)

    def node(self, node: Any, names: dict[str, str], joined: str) -> None:
        handler = getattr(self, f"_{node.kind}", None)
        if handler is None:
            raise Refusal("SH_NODE", f"'{node.kind}' of the shell is not carried out here", self._words(node))
        handler(node, names, joined)

    def _words(self, node: Any) -> str:
        return self.text[node.pos[0] : node.pos[1]]

    # --- the nodes that are read

    def _list(self, node: Any, names: dict[str, str], joined: str) -> None:
        how = joined
        for part in node.parts:
            if part.kind == "operator":
                if part.op not in (";", "&&", "||", "\n"):
                    raise Refusal("SH_NODE", f"'{part.op}' (in the background) is not carried out here", part.op)
                how = ";" if part.op == "\n" else part.op
            else:
                self.node(part, names, how)

    def _pipeline(self, node: Any, names: dict[str, str], joined: str) -> None:
        how = joined
        for part in node.parts:
            if part.kind == "pipe":
                how = "|"
            elif part.kind == "reservedword":
                raise Refusal("SH_NODE", f"'{part.word}' is not carried out here", part.word)
            else:
                self.node(part, names, how)

    def _compound(self, node: Any, names: dict[str, str], joined: str) -> None:
        if node.redirects:
            raise Refusal("SH_NODE", "a redirect of a whole group is not carried out here", self._words(node))
        for part in node.list:
            if part.kind != "reservedword":
                self.node(part, names, joined)

    def _for(self, node: Any, names: dict[str, str], joined: str) -> None:
        words = [p for p in node.parts if p.kind == "word"]
        bodies = [p for p in node.parts if p.kind not in ("word", "reservedword")]
        if not words or len(bodies) != 1:
            raise Refusal("SH_NODE", "this form of loop is not carried out here", self._words(node))
        variable, *items = words
        values: list[str] = []
        for item in items:
            values += self._values(item, names)
        if not values:
            self.problems.append(
                Reason(
                    "SH_DYNAMIC_WORD",
                    "allow",
                    f"no files here fit {' '.join(i.word for i in items)}: nothing would be done",
                    self._words(node)[:80],
                )
            )
        for value in values:
            self.node(bodies[0], {**names, variable.word: value}, joined)
            if len(self.steps) > _MOST_STEPS:
                raise Refusal("SH_NODE", f"the loop makes more than {_MOST_STEPS} steps")

    def _if(self, node: Any, names: dict[str, str], joined: str) -> None:
        raise Refusal("SH_NODE", "'if' is not carried out here", self._words(node))

    def _command(self, node: Any, names: dict[str, str], joined: str) -> None:
        argv: list[str] = []
        stdin_text = stdout_to = None
        append = False
        for part in node.parts:
            if part.kind == "assignment":
                self._assignment(part, names, bool([p for p in node.parts if p.kind == "word"]))
            elif part.kind == "redirect":
                stdin_text, stdout_to, append = self._redirect(part, names, (stdin_text, stdout_to, append))
            elif part.kind == "word":
                argv += self._values(part, names)
            else:
                raise Refusal("SH_NODE", f"'{part.kind}' of the shell is not carried out here", self._words(node))
        if not argv:
            return
        step, problems = read_step(tuple(argv), len(self.steps))
        self.problems += problems
        self.steps.append(
            step._replace(joined=joined if self.steps else ";", stdin_text=stdin_text, stdout_to=stdout_to, stdout_append=append)
        )

    def _assignment(self, part: Any, names: dict[str, str], before_command: bool) -> None:
        name, _, value = part.word.partition("=")
        if before_command:
            if name not in tables.HARMLESS_VARIABLES:
                raise Refusal("SH_ENV", f"the variable {name} changes what the program does", part.word)
            return
        if "$(" in value or "`" in value:
            raise Refusal("SH_DYNAMIC_WORD", f"the value of {name} is only known when a shell runs it", part.word)
        names[name] = value

    def _redirect(
        self, part: Any, names: dict[str, str], so_far: tuple[str | None, str | None, bool]
    ) -> tuple[str | None, str | None, bool]:
        stdin_text, stdout_to, append = so_far
        kind = part.type
        if kind in ("<<", "<<-"):
            return part.heredoc.value.rsplit("\n", 1)[0] + "\n" if part.heredoc else "", stdout_to, append
        target = part.output
        if not hasattr(target, "word"):
            return so_far  # 2>&1
        values = self._values(target, names)
        if len(values) != 1:
            raise Refusal("SH_DYNAMIC_WORD", "a redirect to several files", self._words(part))
        if values[0] == "/dev/null":
            return so_far
        if kind in (">", ">>") and part.input in (None, 1):
            return stdin_text, values[0], kind == ">>"
        if kind == "<<<":
            return values[0] + "\n", stdout_to, append
        raise Refusal("SH_NODE", f"the redirect '{kind}' is not carried out here", self._words(part))

    # --- words

    def _values(self, word: Any, names: dict[str, str]) -> list[str]:
        """What a word stands for: its text with expansions worked out, or the files that an unquoted pattern matches."""
        raw = self.text[word.pos[0] : word.pos[1]]
        text = self._expanded(word, names, raw)
        unquoted = re.sub(r"'[^']*'|\"(?:\\.|[^\"])*\"|\\.", "", raw)
        if re.search(r"[*?\[]", unquoted) and not raw.startswith("-"):
            found = self._glob(text)
            if found:
                return found
            return [] if self._in_loop(word) else [text]
        if "{" in unquoted and re.search(r"\{[^}]*(,|\.\.)[^}]*\}", re.sub(r"\$\{[^}]*\}", "", unquoted)):
            return _braces(text)
        return [os.path.expanduser(text) if raw.startswith("~") else text]

    def _in_loop(self, word: Any) -> bool:
        return re.search(r"\bin\b[^;\n]*$", self.text[: word.pos[0]]) is not None

    def _glob(self, pattern: str) -> list[str]:
        folder, name = os.path.split(pattern)
        if any(c in folder for c in "*?["):
            raise Refusal("SH_NODE", "patterns in folder names are not carried out here", pattern)
        try:
            names = os.listdir(os.path.join(self.cwd, folder))
        except OSError:
            return []
        found = [
            os.path.join(folder, n)
            for n in names
            if fnmatch.fnmatchcase(n, name) and not (n.startswith(".") and not name.startswith("."))
        ]
        return sorted(found, key=_natural)

    def _expanded(self, word: Any, names: dict[str, str], raw: str) -> str:
        parts = [p for p in word.parts if p.kind != "tilde"]
        if not parts:
            if "$" in re.sub(r"'[^']*'|\\.", "", raw) and re.search(r"\$[A-Za-z_{(]", re.sub(r"'[^']*'|\\.", "", raw)):
                raise Refusal("SH_HIDDEN_SUBST", "an expansion that cannot be seen into", raw)
            return str(word.word)
        out, at = [], word.pos[0]
        for part in sorted(parts, key=lambda p: p.pos[0]):
            out.append(_unquoted(self.text[at : part.pos[0]]))
            out.append(self._part(part, names))
            at = part.pos[1]
        out.append(_unquoted(self.text[at : word.pos[1]]))
        return "".join(out)

    def _part(self, part: Any, names: dict[str, str]) -> str:
        words = self._words(part)
        if part.kind == "parameter":
            return _parameter(words, names)
        if part.kind == "commandsubstitution":
            self.substitutions += 1
            return self._substitution(part, names)
        raise Refusal("SH_NODE", f"'{part.kind}' of the shell is not carried out here", words)

    def _substitution(self, part: Any, names: dict[str, str]) -> str:
        command = part.command
        if command.kind != "command" or any(p.kind != "word" for p in command.parts):
            raise Refusal("SH_DYNAMIC_WORD", "only $(basename ...) and $(dirname ...) are worked out here", self._words(part))
        inner = [v for p in command.parts for v in self._values(p, names)]
        if inner[:1] == ["basename"] and len(inner) in (2, 3):
            base = os.path.basename(inner[1].rstrip("/"))
            return base.removesuffix(inner[2]) if len(inner) == 3 and base != inner[2] else base
        if inner[:1] == ["dirname"] and len(inner) == 2:
            return os.path.dirname(inner[1]) or "."
        raise Refusal(
            "SH_DYNAMIC_WORD",
            f"the result of $({inner[0] if inner else ''} ...) is only known when a shell runs it",
            self._words(part),
        )


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in re.split(r"(\d+)", name) if p]


_PARAMETER = re.compile(r"\$\{?([A-Za-z_]\w*)(?:(%%|%|##|#|//|/)([^}]*))?\}?$")


def _parameter(words: str, names: dict[str, str]) -> str:
    match = _PARAMETER.match(words)
    if match is None:
        raise Refusal("SH_DYNAMIC_WORD", f"the expansion {words} is not worked out here", words)
    name, operator, rest = match.groups()
    if name not in names:
        raise Refusal("SH_DYNAMIC_WORD", f"the value of ${name} is not known here", words)
    value = names[name]
    if operator is None:
        return value
    if "$(" in rest or "`" in rest:
        raise Refusal("SH_HIDDEN_SUBST", "a command is hidden inside an expansion", words)
    if operator in ("%", "%%"):
        cuts = [i for i in range(len(value) + 1) if fnmatch.fnmatchcase(value[i:], rest)]
        return value[: (max(cuts) if operator == "%" else min(cuts))] if cuts else value
    if operator in ("#", "##"):
        cuts = [i for i in range(len(value) + 1) if fnmatch.fnmatchcase(value[:i], rest)]
        return value[(min(cuts) if operator == "#" else max(cuts)) :] if cuts else value
    old, _, new = rest.partition("/")
    return value.replace(old, new) if operator == "//" else value.replace(old, new, 1)


def _unquoted(text: str) -> str:
    out, i = [], 0
    while i < len(text):
        c = text[i]
        if c == "'":
            end = text.find("'", i + 1)
            end = len(text) if end < 0 else end
            out.append(text[i + 1 : end])
            i = end + 1
        elif c == "\\" and i + 1 < len(text):
            out.append(text[i + 1])
            i += 2
        elif c == '"':
            i += 1
        else:
            out.append(c)
            i += 1
    return "".join(out)


def _braces(text: str) -> list[str]:
    match = re.search(r"\{([^{}]*)\}", text)
    if match is None:
        return [text]
    inner = match.group(1)
    span = re.fullmatch(r"(\d+)\.\.(\d+)", inner)
    if span:
        a, b = int(span.group(1)), int(span.group(2))
        if abs(b - a) > _MOST_STEPS:
            raise Refusal("SH_NODE", "the range of numbers is too long", text)
        items = [str(i).zfill(len(span.group(1)) if span.group(1).startswith("0") else 0) for i in range(a, b + 1)]
    elif "," in inner:
        items = inner.split(",")
    else:
        return [text]
    return [v for item in items for v in _braces(text[: match.start()] + item + text[match.end() :])]
