"""Media for a request that nobody wrote an item for: the files that it names or means, such that what it asks for can be seen.

A request says much of its media: how many streams there must be when the third is wanted, how long a film is of which the part from
1:30 to 1:45 shall be cut, that a picture stands on its side, that there are chapters. What it leaves open is small and short.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import ffai_guards
from ffai_guards.values import Reading

from ffai.translate.offline import edits as e
from ffai.translate.offline.understand import Understanding, understand
from ffai.values import Context, Tools
from ffai_evals.judge.facts import facts_of
from ffai_evals.judge.media import kind_of
from ffai_evals.judge.verdict import Answer

_GLOB = re.compile(r"[\w./-]*\*[\w.*{},-]*")
# a star that stands for no files: in ${name%.*}, in a filter's expression
_NO_NAMES = re.compile(
    r"\$\{\w+[%#/:^,@][^{}]*\}|\$\(\(.*?\)\)|(?<=\s)-(?:vf|af|filter:\w+|filter_complex|lavfi|filter)\s+(?:\"[^\"]*\"|'[^']*'|\S+)",
    re.DOTALL,
)
_PLACEHOLDER = re.compile(
    r"(?<![\w.~/])/(?=(?:path|your|full|home|users|mnt|media|data|videos|input|output|absolute|some|dir|folder|absolute_path)\b[\w/-]*/)",
    re.IGNORECASE,
)


class Scene(NamedTuple):
    """The files made for a request, by name with the words of `ffai_evals.judge.media`, and which of them it is about."""

    understanding: Understanding
    inputs: tuple[str, ...]  # files that the request names or means, the one that it is about first; none when it names none
    many: bool  # whether it is about all files of a kind
    words: Callable[[str], str]  # the words for a file of that name
    goes_over: bool = True  # whether the answer goes over files, or shows it for one


def set_scene(request: str, answer: Answer, folder: str) -> Scene:
    """The scene of a request, and of what its answer takes for granted where the request is silent. `folder` is empty."""
    understood = _understood(request, answer, folder)
    facts = facts_of(request, understood, answer)
    made = written_by(answer)
    named = [
        m.path for m in understood.inputs if not m.is_address and not m.is_pattern and kind_of(m.path) and m.path not in made
    ]
    patterns = [m.path for m in understood.inputs if m.is_pattern]
    ext = next((x.ext for x in understood.edits if isinstance(x, e.Batch) and x.ext), "") or understood.source_ext
    many = any(isinstance(x, e.Batch) for x in understood.edits) or bool(patterns)
    inputs = list(dict.fromkeys([*named, *(n for p in patterns for n in fitting(p))]))
    if many and not inputs and kind_of(f"a.{ext}"):
        inputs = [f"clip1.{ext}", f"clip2.{ext}"]
    goes_over = bool(_GLOB.search(_NO_NAMES.sub(" ", answer.text)) or re.search(r"\bfor \w+ in\b|\bxargs\b|-exec\b", answer.text))
    return Scene(understood, tuple(_inside(inputs)), many, facts, goes_over)


def _understood(request: str, answer: Answer, folder: str) -> Understanding:
    """The request as it reads where the files are that its answer reads: "add subtitles to film.mkv" is about a film that is there."""
    from ffai.look import folder as listing_of
    from ffai.look import names

    stand_ins = []
    if answer.text:
        read = {i.url for s in ffai_guards.read(answer.text, os.curdir).steps if s.command for i in s.command.inputs}
        for mention in names.find(request, listing_of.read(folder), ""):
            path = os.path.join(folder, mention.path)
            if (
                mention.path in read
                and _inside([mention.path])
                and os.path.dirname(mention.path) == ""
                and not os.path.exists(path)
            ):
                open(path, "wb").close()
                stand_ins.append(path)
    try:
        return understand_alone(request, folder)
    finally:
        for path in stand_ins:
            os.unlink(path)


def written_by(answer: Answer) -> set[str]:
    """The files that an answer makes and does not read: none of them was there before."""
    if not answer.text:
        return set()
    commands = [s.command for s in ffai_guards.read(answer.text, os.curdir).steps if s.command]
    return {o.url for c in commands for o in c.outputs} - {i.url for c in commands for i in c.inputs}


def understand_alone(request: str, folder: str) -> Understanding:
    """The request as the offline translator reads it in an empty folder."""
    from ffai.look import folder as listing_of
    from ffai.look import names

    listing = listing_of.read(folder)
    return understand(
        Context(
            request=request,
            cwd=folder,
            given=(),
            mentions=names.find(request, listing, ""),
            folder=listing.entries,
            tools=Tools(None, None, "", (5, 1)),
            probe=lambda _path: None,
            capabilities=lambda: None,
        )
    )


def folders_meant(text: str, prose: str = "") -> list[str]:
    """The folders that a text calls by a name which stands for the reader's own, as they are called in the scene: they are there."""
    found = [re.split(r"[*$]", m[1])[0] for m in re.finditer(_PLACEHOLDER.pattern + r"([\w./-]*)", text, re.IGNORECASE)]
    found += [m + "/" for m in re.findall(r"`mkdir (?:-p )?[\"']?([\w.-][\w./-]*)[\"']?`", prose)]  # said to be made beforehand
    return list(dict.fromkeys(f if f.endswith("/") or "." not in os.path.basename(f) else os.path.dirname(f) for f in found))


def localised(answer: Answer) -> Answer:
    """Places that stand for a reader's own, as /path/to/videos does, are folders of the scene."""
    files = {name: _PLACEHOLDER.sub("", text) for name, text in answer.files.items()}
    return answer._replace(text=_PLACEHOLDER.sub("", answer.text), files=files)


def globbed(answer: Answer, scene: Scene) -> list[str]:
    """Names that the patterns of an answer fit, for the files that it goes over; none where the request named such files."""
    found: list[str] = []
    text = _NO_NAMES.sub(" ", with_variables(answer.text))
    if not any(step.command for step in ffai_guards.read(answer.text, os.curdir).steps):  # a script: what it opens by name
        made = set(re.findall(r"([\w./-]+\.\w+)[\"']?\s*$", text, re.MULTILINE))
        found += [n for n in re.findall(r"\s-i\s+[\"']?([\w.-]+\.\w{2,5})\b", text) if kind_of(n) and n not in made]
    for pattern in _GLOB.findall(text):
        exts = _extensions(pattern)
        if (
            any(os.path.splitext(name)[1].lstrip(".").lower() in exts or exts == ["*"] for name in scene.inputs)
            and "/" not in pattern
        ):
            continue
        if exts == ["*"]:
            exts = [scene.understanding.source_ext or "mp4"]
        found += fitting(pattern, exts[:2])
    return _inside(dict.fromkeys(found))


_ASSIGNED = re.compile(r"^\s*(?:export |local )?([A-Za-z_]\w*)=[\"']?([\w./:-]+)[\"']?\s*(?:#.*)?$", re.MULTILINE)


def with_variables(text: str) -> str:
    """The text with the values that it gives to its variables once and plainly, for a look at the names in it."""
    for name, value in _ASSIGNED.findall(text):
        text = re.sub(rf"\"?\$(?:\{{{name}\}}|{name}\b)\"?", value.rstrip("/"), text)
    return text


def fitting(pattern: str, exts: Iterable[str] = ()) -> list[str]:
    """Two file names that fit a pattern, in each of some extensions."""
    head, base = os.path.split(pattern.removeprefix("./"))
    stem = base.split(".")[0] if "." in base else base
    wanted = list(exts) or [x for x in _extensions(pattern) if x != "*"][:2] or ["mp4"]
    if head and "*" in head:
        head = head.replace("*", "one")
    stem = re.sub(r"[{}]", "", stem) if "*" in stem else "*"
    return [
        os.path.join(head, f"{stem.replace('*', name)}.{ext}")
        for ext in wanted
        for name in ("clip1", "clip2")
        if kind_of(f"a.{ext}")
    ]


def _extensions(pattern: str) -> list[str]:
    tail = pattern.rpartition("/")[2].partition(".")[2].lower()
    inner = re.fullmatch(r"\{([\w,]+)\}", tail)
    return inner[1].split(",") if inner else [tail or "*"] if "{" not in tail else ["*"]


def _inside(names: Iterable[str]) -> list[str]:
    return [n for n in names if not os.path.isabs(n) and "%" not in n and ".." not in n.split("/") and not n.startswith("~")]


def needed(reading: Reading, scene: Scene, there: Mapping[str, str], folder: str) -> dict[str, str]:
    """Media for the files that the commands read and nobody named: by name."""
    made: set[str] = set()
    found: dict[str, str] = {}
    opened = {i.url for s in reading.steps if s.command for i in s.command.inputs}
    for touch in ffai_guards.check(reading, folder).touches:
        name = touch.target
        if touch.how != "read":
            made.add(name)
            continue
        if name in made or name in there or not _inside([name.replace("%", "")]) or os.path.exists(os.path.join(folder, name)):
            continue
        if touch.kind == "pattern" or "%" in name:
            found |= {n: scene.words(n) for n in _numbered(name, reading)}
        elif "*" in name:
            found |= {n: scene.words(n) for n in fitting(name)}
        elif touch.kind == "file":
            found[name] = scene.words(name) if kind_of(name) else ""
        if name in opened and not kind_of(name) and not name.lower().endswith(_TEXTS):  # "input.ext": it stands for any video
            found[name] = f"as=mp4 {scene.words('input.mp4')}"
    return {
        name: words
        for name, words in found.items()
        if words.startswith("as=") or kind_of(name) or name.lower().endswith((".cube", ".txt"))
    }


_TEXTS = (
    ".txt",
    ".ffconcat",
    ".cube",
    ".ffmeta",
    ".meta",
    ".metadata",
    ".ini",
    ".ttf",
    ".otf",
    ".csv",
    ".json",
    ".xml",
    ".sdp",
    ".m3u8",
    ".key",
    ".keyinfo",
    ".rgb",
    ".yuv",
    ".raw",
    ".pcm",
    ".h266",
    ".log",
    ".trf",
    ".idx",
    ".sup",
)


def _numbered(pattern: str, reading: Reading) -> list[str]:
    start = next(
        (o.value for s in reading.steps if s.command for i in s.command.inputs for o in i.options if o.name == "start_number"),
        "1",
    )
    first = int(start) if start and start.isdigit() else 1
    if not re.search(r"%0?\d*d", pattern) or not kind_of(pattern):
        return []
    names = [re.sub(r"%(0?\d*)d", lambda m, n=n: f"%{m[1]}d" % n, pattern) for n in range(first, first + 12)]  # type: ignore[misc]
    return _inside(names)
