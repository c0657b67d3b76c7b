"""Commands in what a model says: its own JSON, a tool call's arguments, code fences, bare lines; thoughts kept apart.

What is taken is only ever text to be read, checked and guarded: nothing here decides whether it may run.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

LONGEST = 200_000  # characters of an answer that are looked at


class Found(NamedTuple):
    """What an answer holds. Without commands: a question, or the explanation why there are none (`declined`)."""

    commands: tuple[str, ...] = ()
    explanation: str = ""
    question: str = ""
    reasoning: str = ""
    declined: bool = False  # the model itself said that there is no command

    @property
    def text(self) -> str:
        """The commands as one text; a later one waits for what it reads: the guard's reading joins steps that feed each other."""
        return "\n".join(self.commands)


_THOUGHT = re.compile(r"<(think|thinking|reasoning|thought|reflection)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_FINAL = re.compile(r"<\|channel\|>final(?:<\|[a-z]+\|>[^<]*)?<\|message\|>", re.IGNORECASE)
_MARKS = re.compile(r"<\|[a-z_]+\|>|\[/?INST\]|</?s>", re.IGNORECASE)
_FENCE = re.compile(r"(?:```|~~~)[ \t]*([\w+-]*)[^\n]*\n(.*?)(?:```|~~~|\Z)", re.DOTALL)
_STARTS = re.compile(
    r"(?:ffmpeg|ffprobe)\s+-?\S|for \w+ in .+; ?do\b|for \w+ in .+$|(?:mkdir|printf|echo|cat) \S.*(?:>|mkdir)|while .*; ?do\b"
)
_PROMPT = re.compile(r"^\s*(?:[$>%#]\s+(?=ff|for |mkdir|printf|echo|cat )|\d+[.)]\s+(?=`?ff)|[-*]\s+(?=`?ff))")
_NEXT = re.compile(
    r"\b(?:then|next|second|third|step|pass|finally|after|afterwards|followed|now|lastly|2\.|3\.)\b", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"\b(?:or|alternativ\w*|instead|another way|otherwise|if you|you (?:can|could) also|optional\w*|faster|slower)\b",
    re.IGNORECASE,
)
_NAMES = ("commands", "command", "cmd", "ffmpeg_command", "ffmpeg", "answer", "output")


def read(text: str) -> Found:
    """What the answer holds, whatever its form. Commands that are alternatives of each other: the first."""
    text, reasoning = apart(text[:LONGEST].replace("\r\n", "\n"))
    found = _from_json(text)
    if found is not None and (found.commands or found.question or found.declined):
        return found._replace(reasoning=reasoning)
    commands = _from_fences(text) or _from_lines(text) or _inline(text)
    explanation = "" if commands else " ".join(_MARKS.sub("", text).split())[:400]
    return Found(commands, explanation, reasoning=reasoning)


def apart(text: str) -> tuple[str, str]:
    """The answer and what was thought aloud before it. A thought that has no end leaves no answer."""
    thoughts: list[str] = []
    final = list(_FINAL.finditer(text))
    if final:
        thoughts.append(_MARKS.sub(" ", text[: final[-1].start()]))
        text = text[final[-1].end() :]
    thoughts += [match[2] for match in _THOUGHT.finditer(text)]
    text = _THOUGHT.sub("\n", text)
    closed = re.search(r"</(?:think|thinking|reasoning|thought)>", text, re.IGNORECASE)
    if closed:  # its beginning stood in the prompt
        thoughts.append(text[: closed.start()])
        text = text[closed.end() :]
    opened = re.search(r"<(?:think|thinking|reasoning|thought)>", text, re.IGNORECASE)
    if opened:
        thoughts.append(text[opened.end() :])
        text = text[: opened.start()]
    return text.strip(), "\n".join(thought.strip() for thought in thoughts if thought.strip())


# --- JSON


def _from_json(text: str) -> Found | None:
    """The last JSON value in the text that speaks of commands."""
    best: Found | None = None
    for value in _values(text):
        found = _said(value)
        if found is not None and (best is None or found.commands or not best.commands):
            best = found
    return best


def _values(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    place, tried = 0, 0
    while tried < 50:
        start = min((i for i in (text.find("{", place), text.find("[", place)) if i >= 0), default=-1)
        if start < 0:
            return
        tried += 1
        try:
            value, place = decoder.raw_decode(text, start)
        except RecursionError:
            return
        except ValueError:
            try:  # commas before a closing bracket are the commonest fault
                value, _ = decoder.raw_decode(re.sub(r",(\s*[}\]])", r"\1", text[start:]))
                place = len(text)
            except (ValueError, RecursionError):
                place = start + 1
                continue
        yield value


def _said(value: Any) -> Found | None:
    if isinstance(value, list):
        commands = _commands(value)
        return Found(commands) if commands and all(_STARTS.match(c.strip()) for c in commands) else None
    if not isinstance(value, dict):
        return None
    for inner in ("arguments", "parameters", "input"):  # a tool call written out as text
        if isinstance(value.get(inner), dict):
            return _said(value[inner])
    name = next((n for n in _NAMES if n in value), "")
    words = [value.get(n) for n in ("explanation", "reason", "message", "note")]
    explanation = next((w.strip() for w in words if isinstance(w, str) and w.strip()), "")
    question = value.get("question")
    question = question.strip() if isinstance(question, str) else ""
    if not name:
        return Found((), explanation, question) if question else None
    commands = _commands(value[name])
    declined = not commands and not question and (value[name] in ([], "", None))
    return Found(commands, explanation[:400], "" if commands else question[:400], declined=declined)


def _commands(value: Any) -> tuple[str, ...]:
    """A text, a list of texts, a list of words of one command, a list of lists of words, or of objects that hold one."""
    if isinstance(value, str):
        return (_clean(value),) if value.strip() else ()
    if isinstance(value, dict):
        name = next((n for n in _NAMES if n in value), "")
        return _commands(value[name]) if name else ()
    if not isinstance(value, list):
        return ()
    if len(value) > 1 and all(isinstance(word, str) for word in value) and value[0] in ("ffmpeg", "ffprobe"):
        from ffai.show.command import command_text

        return (command_text(value),)
    return tuple(command for each in value[:200] for command in _commands(each))


# --- fences, lines


def _from_fences(text: str) -> tuple[str, ...]:
    """The first fence that holds a command, and those after it that go on with it."""
    kept: list[str] = []
    end = 0
    for match in _FENCE.finditer(text):
        between, body = text[end : match.start()], _fenced(match[2])
        end = match.end()
        if not body:
            continue
        heading = " ".join(between.strip().split("\n")[-2:])
        if kept and (_OTHERWISE.search(heading) or not _NEXT.search(heading)):
            break
        kept.append(body)
    return tuple(kept)


def _fenced(body: str) -> str:
    """The commands of a fence: of a console session what was typed, without remarks, as far as the first alternative."""
    lines = body.split("\n")
    if any(re.match(r"\s*\$ ", line) for line in lines):
        typed, going = [], False
        for line in lines:
            if going or re.match(r"\s*\$ ", line):
                typed.append(re.sub(r"^\s*\$ ", "", line))
                going = line.rstrip().endswith("\\")
        lines = typed
    kept: list[str] = []
    for line in lines:
        if line.lstrip().startswith("#"):
            if kept and _OTHERWISE.search(line):
                break
            continue
        kept.append(line)
    text = _clean("\n".join(kept))
    return text if re.search(r"\bff(?:mpeg|probe)\b", text) else ""


def _from_lines(text: str) -> tuple[str, ...]:
    """Command lines in prose: the first, and those right below it."""
    kept: list[str] = []
    until = ""  # what ends a thing of several lines: done, or a here-document's word
    going, gap = False, False
    for line in text.split("\n"):
        bare = _PROMPT.sub("", line).strip()
        bare = bare.strip("`").strip() if bare.startswith("`") else bare
        if until or going:
            kept[-1] += "\n" + (line if until else bare)
        elif _STARTS.match(bare) and not gap:
            kept.append(bare)
        else:
            gap = gap or bool(kept and bare and not _NEXT.search(bare))
            continue
        going = bare.endswith("\\")
        opened = re.search(r"<<-?\s*['\"]?(\w+)", bare)
        if not until and (bare.startswith(("for ", "while ")) and not re.search(r"\bdone\b", bare)):
            until = "done"
        elif not until and opened:
            until = opened[1]
        elif until and re.match(rf"\s*{re.escape(until)}\b", line):
            until = ""
    return tuple(_clean(one) for one in kept)


def _inline(text: str) -> tuple[str, ...]:
    match = re.search(r"`(ff(?:mpeg|probe) [^`]+)`", text)
    return (_clean(match[1]),) if match else ()


def _clean(text: str) -> str:
    lines = [re.sub(r"^\s*\$ (?=\S)", "", line).rstrip(" \t") for line in text.strip().split("\n")]
    lines = [line for line in lines if not line.startswith("#!")]
    text = "\n".join(lines).strip()
    fence = re.fullmatch(r"```[\w-]*\n(.*?)\n?```", text, re.DOTALL)
    return fence[1].strip() if fence else text.strip("`").strip() if text.startswith("`") else text
