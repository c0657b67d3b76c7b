"""Answers as models give them: the commands in prose, fences or JSON, and the lists that they say to write beside them."""

import os
import re
from typing import NamedTuple

import ffai_guards
from ffai_guards.values import Reading

from ffai_evals.judge.forms import filled, plain
from ffai_evals.judge.verdict import Answer

_FENCE = re.compile(r"(?:```|~~~)[ \t]*([\w+-]*)[^\n]*\n(.*?)(?:```|~~~|\Z)", re.DOTALL)
_ONE_LINE = re.compile(r"```(?:bash|sh|shell|console)?[ \t]*(ff(?:mpeg|probe) [^\n`]+)```")
_FFMPEG = re.compile(r"\bff(?:mpeg|probe)\b")
# what is no ffmpeg command and yet one: followed by what looks like a file or an option, as prose is not
_OTHER = r"(?:sudo |find [./~]|(?:rm|mv|cp|dd|shred|truncate|unlink|del|rsync|curl|wget|sh|bash|python3?) [-./~\w*\"']+)"
_ENDS_FILES = re.compile(rf"\s*{_OTHER}")
_ENDS_SOMEWHERE = re.compile(rf"(?:^|[;&|]|\bdo)\s*{_OTHER}", re.MULTILINE)
# how a line of a command begins: "for f in", but not "for example"
_BEGINS = re.compile(rf"ff(?:mpeg|probe)\s|[A-Za-z_]\w*=(?:\$\(|[\w.\"'/-]+$)|for \w+ in |(?:mkdir|printf|echo|cat) \S|{_OTHER}")
_LIST = re.compile(r"(?:\s*(?:#.*|ffconcat version.*|duration [\d.]+|(?:in|out)point [\d.]+|file\s+\S.*)\n?)+\s*\Z")
_FOREIGN = re.compile(r"Get-ChildItem|ForEach-Object|%%\w|@echo off|^\s*import \w+|subprocess\.|setlocal|#include", re.MULTILINE)
_FOREIGN_NAMES = frozenset("powershell ps1 pwsh ps bat batch cmd dos python py javascript js c cpp json yaml".split())
_OR = re.compile(
    r"\b(?:or|alternatively|alternative|instead|another (?:way|option|approach|method)|other(?:wise)?|option|method|variant|if you(?:'d)? (?:want|prefer|need|would|are|have|also)|windows|powershell|to (?:also|re-?encode)|optional(?:ly)?|in case|for example|e\.g\.)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\b(?:then|next|second|step|pass|after(?:wards)?|finally|now|once|use (?:it|this|that|the))\b", re.IGNORECASE)
_OTHER_WAY = re.compile(r"\s*#.*\b(?:or|alternatively|alternative|option|method|instead|optional)\b", re.IGNORECASE)
_NAMED_IN_PROSE = re.compile(r"[`\"'*]?\b([\w-]+\.(?:txt|ffconcat|lst|list))\b")
_RESULT_ONLY_FOR_OTHERS = (".log", ".trf", ".mbtree")
_SETTING = re.compile(r"(?:shopt|set) -[\w ]+$")  # of the shell: nothing that is run here hangs on it
_CORRECTED = re.compile(
    r"\b(?:correct|corrected|fixed|proper) (?:\w+ )?(?:command|version|line|one|syntax|form)\b|\b(?:correction|mistake|oops|scratch that)\b",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"<(?:index|language|ext|n|number|id|stream\w*|value|bitrate|width|height|start\w*|end|duration)>")
_LONGEST = 1_000_000  # characters of an answer that are read


class Fence(NamedTuple):
    language: str
    body: str
    before: str  # the prose between the fence before it and this one

    @property
    def is_list(self) -> bool:
        return "file " in self.body and _LIST.match(self.body + "\n") is not None

    @property
    def is_foreign(self) -> bool:
        """Whether it is for another shell or in another language than what is judged here."""
        return self.language.lower() in _FOREIGN_NAMES or _FOREIGN.search(self.body) is not None

    @property
    def has_command(self) -> bool:
        return bool(_FFMPEG.search(self.body) or _ENDS_FILES.match(self.body)) and not self.is_list


def read_answer(text: str, without: str = "") -> Answer:
    """What an answer says to do first, whole: what follows it and needs it belongs to it, other ways to do the same do not.

    What holds no command at all is a refusal or a question. `without`: a word of commands that are passed over.
    """
    text = plain(text[:_LONGEST])
    fences = fences_of(text)
    chosen = [f for f in fences if f.has_command and not f.is_foreign]
    chosen = [f for f in chosen if without not in f.body] or chosen if without else chosen
    chosen = [f for f in chosen if not _TEMPLATE.search(f.body)] or chosen or [f for f in fences if f.has_command]
    anew = next((f for f in chosen[1:] if _CORRECTED.search(f.before[-160:])), None)
    if anew is not None:  # what stands before it is taken back
        chosen = chosen[chosen.index(anew) :]
    if chosen:
        return Answer(text=_chain(fences, chosen), files=_lists(fences, text))
    lines = _lines(text)
    if lines and (_FFMPEG.search(lines) or _ENDS_SOMEWHERE.search(lines)):
        return Answer(text=_clean(lines), files=_lists(fences, text))
    return Answer(declined=text.strip()[:400] or "an empty answer")


def fences_of(text: str) -> list[Fence]:
    text = re.sub(
        r"```([^\n`]+)```", r"`\1`", _ONE_LINE.sub(r"```\n\1\n```", text)
    )  # what opens and closes in a line is no fence
    found, end = [], 0
    for match in _FENCE.finditer(text):
        found.append(Fence(match[1], match[2], text[end : match.start()]))
        end = match.end()
    return found


def _chain(fences: list[Fence], chosen: list[Fence]) -> str:
    """The first command and those that go on from it."""
    kept = [chosen[0]]
    text = _first_way(chosen[0].body)
    for fence in chosen[1:]:
        between = "".join(f.before for f in fences[fences.index(chosen[0]) + 1 : fences.index(fence) + 1])[-400:]
        body = _first_way(fence.body)
        goes_on = (
            not _OR.search(between)
            and _NEXT.search(between)
            and not (_results(text) & _results(body))
            and _ends(text) != _ends(body)
        )
        if _reads_what_was_made(text, body, fences) or (_only_looks(text) and not _only_looks(body)) or goes_on:
            kept.append(fence)
            text += "\n" + body
        elif _only_looks(text):
            kept, text = [fence], body
        else:
            break
    return _clean(_with_settings(text, kept, fences))


def _with_settings(text: str, kept: list[Fence], fences: list[Fence]) -> str:
    """The text with the fences that set what it uses in their places: `delay=$(…)` shown as a step of its own."""
    unset = {
        n
        for n in re.findall(r"\$\{?([A-Za-z_]\w*)", text)
        if not re.search(rf"^\s*(?:export )?{n}=|\bfor {n} in\b", text, re.MULTILINE)
    }
    for fence in fences:
        sets = set(re.findall(r"^[ \t]*(?:export )?([A-Za-z_]\w*)=", fence.body, re.MULTILINE))
        if sets & unset and not fence.has_command and not fence.is_foreign:
            kept = [*kept, fence]
            unset -= sets
    if len(kept) == 1 or all(f.has_command for f in kept):
        return text
    return "\n".join(_first_way(f.body) for f in fences if f in kept)


def _first_way(body: str) -> str:
    """The text up to a comment that says that another way follows, when a command stands before it."""
    lines = body.splitlines()
    for number, line in enumerate(lines):
        if (
            number
            and not _open("\n".join(lines[:number]))
            and _OTHER_WAY.match(line)
            and _FFMPEG.search("\n".join(x for x in lines[:number] if not x.lstrip().startswith("#")))
        ):
            return "\n".join(lines[:number])
    return body


def _open(text: str) -> bool:
    """Whether a loop or a test of the text has not ended."""
    bare = re.sub(r"#[^\n]*", "", text)
    start = r"(?:^|[;&|\n])\s*"
    return any(
        len(re.findall(start + rf"{a}\b", bare)) > len(re.findall(start + rf"{b}\b", bare))
        for a, b in (("do", "done"), ("then", "fi"), ("case", "esac"))
    )


def _heredoc(text: str) -> bool:
    """Whether a text that is written in place has not come to its end."""
    found = list(re.finditer(r"<<-?\s*[\"']?(\w+)[\"']?", text))
    return bool(found) and re.search(rf"^\s*{found[-1][1]}\s*$", text[found[-1].end() :], re.MULTILINE) is None


def _read(text: str) -> Reading:
    return ffai_guards.read(_clean(text), os.curdir)


def _results(text: str) -> set[str]:
    """The files that a text's commands make."""
    return {
        output.url
        for step in _read(text).steps
        if step.command
        for output in step.command.outputs
        if output.url not in ("-", "/dev/null", "NUL")
    }


def _ends(text: str) -> set[str]:
    return {os.path.splitext(name)[1] for name in _results(text)} - set(_RESULT_ONLY_FOR_OTHERS)


def _reads_what_was_made(first: str, second: str, fences: list[Fence]) -> bool:
    made = {name for name in _results(first) if not name.startswith("-")}
    if "-f concat" in second and any(name in f.body for f in fences if f.is_list for name in made):
        return True
    read = {source.url for step in _read(second).steps if step.command for source in step.command.inputs}
    read -= _results(second)
    return (
        bool(made & read)
        or ("-pass 1" in first and "-pass 2" in second and "-pass 2" not in first)
        or ("vidstabdetect" in first and "vidstabtransform" in second and "vidstabtransform" not in first)
    )


def _only_looks(text: str) -> bool:
    """Whether nothing comes out: ffprobe, a filter that measures, an output that is thrown away."""
    steps = [s for s in _read(text).steps if s.command]
    return bool(steps) and all(
        s.program != "ffmpeg" or all(o.url in ("-", "/dev/null", "NUL") for o in s.command.outputs if s.command)
        for s in steps
        if s.command
    )


def _lists(fences: list[Fence], text: str) -> dict[str, str]:
    """The list files that the answer shows and says to save: by name."""
    shown = [f for f in fences if f.is_list]
    if not shown:
        return {}
    found: dict[str, str] = {}
    used = re.findall(r"-f\s+concat\b.*?-i\s+[\"']?([\w./-]+)", text, re.DOTALL)
    for number, fence in enumerate(shown):
        named = _NAMED_IN_PROSE.findall(fence.before[-300:])
        name = named[-1] if named else used[min(number, len(used) - 1)] if used else "list.txt"
        found[name] = fence.body
    if used and not set(used) & set(found):
        found[used[0]] = shown[0].body
    return found


def _lines(text: str) -> str:
    """The command lines of prose, with their continuations."""
    kept: list[str] = []
    going = False
    for line in text.splitlines():
        bare = line.strip().strip("`").removeprefix("$ ")
        if going or _BEGINS.match(bare):
            kept.append(line if _heredoc("\n".join(kept)) else bare)
            so_far = "\n".join(kept)
            going = bare.endswith("\\") or _open(so_far) or _heredoc(so_far) or re.sub(r"'[^']*'", "", so_far).count('"') % 2 == 1
    if kept:
        return "\n".join(kept)
    inline = re.findall(r"`(ffmpeg [^`]+)`", text)
    if inline:
        return (
            "\n".join(inline)
            if re.search(r"\bthen\b", text) and _reads_what_was_made(inline[0], inline[-1], [])
            else str(inline[0])
        )
    within = re.search(r"(?:^|[:>*\"]|\b(?:run|use|is|with|try|command))[ \t*]+(ffmpeg -.+)", text, re.MULTILINE | re.IGNORECASE)
    return re.sub(r"(\.\w{2,4})[.!]$", r"\1", within[1].strip().rstrip("*`")) if within else ""


def _clean(piece: str) -> str:
    lines = [
        re.sub(r"^(?:\$|#|>|PS>|C:\\>) (?=ff(?:mpeg|probe) )", "", line.strip()).removeprefix("$ ")
        for line in piece.strip().splitlines()
    ]
    text = "\n".join(line for line in lines if line and not line.startswith("#!") and not _SETTING.match(line))
    return filled(text.replace("$PWD/", "").replace("${PWD}/", "").replace("$(pwd)/", ""))
