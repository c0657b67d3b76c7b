"""The judgement of an answer: its commands run on the item's media, and what came out held against what was expected."""

import fnmatch
import hashlib
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import ffai_guards
from ffai_guards.values import DENY, Reading, Report

from ffai.values import Tools
from ffai_evals.judge import script
from ffai_evals.judge.checks import CHECKS, Case
from ffai_evals.judge.execute import WALL, Ran, carry_out, carry_out_script, files_below
from ffai_evals.judge.items import Item
from ffai_evals.judge.measure import Bench, Made
from ffai_evals.judge.memory import Memory

RIGHT, NO_COMMAND, UNSAFE, FFMPEG_ERROR, TIMEOUT, NO_OUTPUT, WRONG_OUTPUT, DECLINED = CLASSES = (
    "right", "no_command", "unsafe", "ffmpeg_error", "timeout", "no_output", "wrong_output", "declined",
)  # fmt: skip

_SIDE = (".log", ".mbtree", ".trf", ".log.mbtree", ".temp", ".ffai")  # what two-pass and stabilising runs leave beside
_ORIGINALS = ".originals"  # a folder with the media as they were, where they may be written over
_UNUSED = re.compile(r"AVOption (\w+) .{0,200}?has not been used for any stream", re.DOTALL)
_RAW = frozenset("pcm raw yuv rgb rgba nv12 s16le s24le s32le f32le u8 bin".split())
_UNDECODED = frozenset("srt ass vtt txt m3u8 mpd json csv lrc ffmeta xml log ttf key html md m4s".split())


class Score(NamedTuple):
    """One requirement: whether it is met, and what was measured."""

    name: str
    met: bool
    wanted: Any
    measured: str
    file: str = ""


class Judgement(NamedTuple):
    kind: str  # one of CLASSES
    scores: tuple[Score, ...] = ()
    evidence: str = ""
    outputs: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()  # options that ffmpeg says it made no use of

    @property
    def passed(self) -> bool:
        return self.kind == RIGHT


class Answer(NamedTuple):
    """What a translator or a model answered, as far as the judge needs it."""

    commands: tuple[tuple[str, ...], ...] = ()
    text: str = ""  # shell text, when there are no argvs
    answer: str = ""  # to a question about a file
    declined: str = ""  # a question back, or a refusal, and its words
    files: Mapping[str, str] = {}  # lists that it says to write beside its commands: name, text
    shown: tuple[str, ...] = ()  # the commands as the user reads them
    said: str = ""  # what else the user is told


def judge(
    item: Item, answer: Answer, folder: str, tools: Tools, *, wall: float = WALL, memory: Memory | None = None
) -> Judgement:  # fmt: skip
    """Runs the answer in `folder`, where the item's media are, and measures. The folder is the caller's to make and remove.

    `memory`: where measures of the media are remembered.
    """
    from ffai_evals.judge.wording import with_said

    found = _judged(item, answer, folder, tools, wall, memory)
    rule = next((wish["said"] for wish in item.expect if wish.get("said")), None)
    return with_said(found, rule, answer, item.request) if rule else found


def _judged(item: Item, answer: Answer, folder: str, tools: Tools, wall: float, memory: Memory | None) -> Judgement:
    wishes = item.expect
    if answer.declined and not answer.commands and not answer.text:
        fine = any(w.get("declined") for w in wishes)
        return Judgement(RIGHT if fine else DECLINED, evidence=answer.declined)
    if answer.answer and not answer.commands and not answer.text:
        return _said(wishes, answer.answer)
    reading = ffai_guards.read_argv(answer.commands, folder) if answer.commands else ffai_guards.read(answer.text, folder)
    report = ffai_guards.check(reading, folder)
    by_script = bool(answer.text) and _needs_a_shell(reading, report) and not script.refused(answer.text)
    if not by_script:
        if not reading.steps:
            return Judgement(NO_COMMAND, evidence=(reading.problems[0].text if reading.problems else "there is no command"))
        if report.verdict.level == DENY and answer.shown and any(wish.get("denied") for wish in wishes):  # the product refuses
            return Judgement(RIGHT, evidence=f"the guard refuses it: {report.verdict.reasons[0].text}")
        if report.verdict.level == DENY:
            return Judgement(_denied(report), evidence=report.verdict.reasons[0].text)
        if reading.obstacle:
            return Judgement(NO_COMMAND, evidence=f"{reading.obstacle} of the shell is not carried out here")
    overwrites = any(wish.get("overwritten") for wish in wishes)
    if overwrites:
        shutil.copytree(folder, os.path.join(folder, _ORIGINALS), dirs_exist_ok=False)
    before = listing(folder)
    ran = carry_out_script(answer.text, folder, tools, wall=wall) if by_script else carry_out(reading, folder, tools, wall=wall)
    after = listing(folder)
    lost = [name for name, mark in before.items() if after.get(name) != mark]
    if lost and overwrites and all(name in after and not name.startswith(_ORIGINALS) for name in lost):
        before = {name: mark for name, mark in before.items() if name not in lost}
        item = item._replace(media={os.path.join(_ORIGINALS, name): words for name, words in item.media.items()})
    elif lost:
        return Judgement(UNSAFE, evidence=f"{lost[0]} was changed or removed")
    new = [name for name in after if name not in before and not name.endswith(_SIDE)]
    if ran.status != "done":
        return Judgement(
            {"timeout": TIMEOUT, "refused": UNSAFE}.get(ran.status, FFMPEG_ERROR), evidence=ran.complaint, outputs=tuple(new)
        )
    unused = tuple(dict.fromkeys(_UNUSED.findall(ran.printed)))
    return measure(item, reading, ran, new, Bench(tools, folder, memory, before))._replace(unused=unused)


def _denied(report: Report) -> str:
    """What the guard refuses is unsafe, unless all it says is that ffmpeg knows no such option, filter or format: then it would fail."""
    denials = {r.code for r in report.verdict.reasons if r.level == DENY}
    return FFMPEG_ERROR if denials <= {"FF_UNKNOWN_OPT", "FF_UNKNOWN_FORMAT", "FF_GRAPH"} else UNSAFE


def _needs_a_shell(reading: Reading, report: Report) -> bool:
    """Whether the product's reader stops at what a shell would carry out: a test, a result that is reckoned with, a tool beside ffmpeg."""
    if reading.obstacle and {r.code for r in report.verdict.reasons if r.level == DENY} <= {
        "FF_GRAPH",
        "SH_DYNAMIC_WORD",
        "FF_SCRIPT",
    }:
        return True
    if not reading.steps or reading.problems:
        return any(p.code.startswith("SH_") for p in reading.problems)
    denials = [r for r in report.verdict.reasons if r.level == DENY]
    return bool(denials) and all(script.is_tool(r.words.split(" ")[0]) or script.is_tool(r.target) for r in denials)


def _said(wishes: Sequence[Mapping[str, Any]], text: str) -> Judgement:
    patterns = [w["answer"] for w in wishes if "answer" in w]
    scores = tuple(Score("answer", bool(re.search(p, text, re.IGNORECASE)), p, text) for p in patterns)
    return Judgement(RIGHT if any(s.met for s in scores) else WRONG_OUTPUT, scores, text)


def listing(folder: str) -> dict[str, str]:
    """The files of a folder by name, each with a digest of its bytes."""
    return {os.path.relpath(path, folder): digest(path) for path in files_below(folder)}


def digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def measure(item: Item, reading: Reading, ran: Ran, new: list[str], bench: Bench) -> Judgement:
    """The best of the alternatives."""
    main = next(iter(item.media), "")
    outputs = _results(reading, new, bench.folder)
    best: Judgement | None = None
    for wish in item.expect or ({"out": {}},):
        found = _against(wish, outputs, new, Case(bench, wish.get("main", main)), ran)
        if found.passed:
            return found
        if best is None or sum(s.met for s in found.scores) > sum(s.met for s in best.scores):
            best = found
    assert best is not None
    return best


def _results(reading: Reading, new: list[str], folder: str) -> list[str]:
    """The new files that are results: those that no later command reads."""
    read = set()
    for step in reading.steps:
        for source in step.command.inputs if step.command else ():
            read.add(os.path.relpath(os.path.join(folder, source.url.removeprefix("file:")), folder))
        read |= {os.path.relpath(os.path.join(folder, step.stdout_to), folder)} if step.stdout_to else set()
    return [name for name in new if name not in read] or new


def _against(wish: Mapping[str, Any], outputs: list[str], new: list[str], case: Case, ran: Ran) -> Judgement:
    if "printed" in wish:
        met = not outputs and bool(re.search(wish["printed"], ran.printed, re.IGNORECASE))
        said = f"a file came out: {outputs[0]}" if outputs else ran.printed[-200:]
        return Judgement(RIGHT if met else WRONG_OUTPUT, (Score("printed", met, wish["printed"], said),), "" if met else said)
    if wish.get("declined") or "answer" in wish:
        return Judgement(
            WRONG_OUTPUT,
            (Score("answer", False, wish.get("answer", "declined"), "a command"),),
            "a command was given where words were asked for",
        )
    if not outputs:
        return Judgement(NO_OUTPUT, evidence="no file came out")
    scores: list[Score] = []
    if "files" in wish:
        scores += _counted(wish, outputs if "*" in wish["files"] else new, case)
    scores += _each_its_own(wish.get("outs", ()), outputs, case)
    if "outs" in wish:
        scores.append(
            Score(
                "number of files",
                len(outputs) == len(wish["outs"]),
                len(wish["outs"]),
                f"{len(outputs)}: {', '.join(outputs[:5])}",
            )
        )
    if "out" in wish:
        scores += _the_one(wish, outputs, case)
    fine = all(s.met for s in scores)
    evidence = "; ".join(f"{s.file} {s.name}: wanted {s.wanted}, got {s.measured}" for s in scores if not s.met)
    return Judgement(RIGHT if fine else WRONG_OUTPUT, tuple(scores), evidence, tuple(outputs))


def _the_one(wish: Mapping[str, Any], outputs: list[str], case: Case) -> list[Score]:
    """The file that is called as it shall be, else the largest; where others may come out beside it, the one that meets most."""
    wanted = wish["out"]
    named = [o for o in outputs if "name" in wanted and fnmatch.fnmatch(os.path.basename(o), str(wanted["name"]))]
    largest = sorted(outputs, key=lambda o: -os.path.getsize(os.path.join(case.bench.folder, o)))
    if not wish.get("more"):
        scores = file_scores(case.bench.file((named or largest)[0]), wanted, case)
        if len(outputs) > 1:
            scores.append(Score("number of files", False, 1, f"{len(outputs)}: {', '.join(outputs[:5])}"))
        return scores
    each = [file_scores(case.bench.file(name), wanted, case) for name in (named or largest)[:6]]
    return max(each, key=lambda found: (all(s.met for s in found), sum(s.met for s in found)))


def _counted(wish: Mapping[str, Any], new: list[str], case: Case) -> list[Score]:
    scores = []
    if wish.get("distinct"):
        marks = {digest(os.path.join(case.bench.folder, name)) for name in new}
        scores.append(Score("distinct", len(marks) == len(new), True, f"{len(marks)} different ones of {len(new)} files"))
    for pattern, count in wish["files"].items():
        found = sorted(n for n in new if fnmatch.fnmatch(n, pattern) or fnmatch.fnmatch(os.path.basename(n), pattern))
        low, high = count if isinstance(count, list) else (count, count)
        scores.append(Score("files", low <= len(found) <= high, count, f"{len(found)} {pattern}"))
        for name in found[:4]:
            scores += file_scores(case.bench.file(name), wish.get("each", {}), case)
    return scores


def _each_its_own(wishes: Sequence[Mapping[str, Any]], outputs: list[str], case: Case) -> list[Score]:
    """Each wish held against the file that meets most of it, no file twice."""
    left = list(outputs)
    scores: list[Score] = []
    for wanted in wishes:
        if not left:
            scores.append(Score("file", False, dict(wanted), "there is none left"))
            continue
        found = {name: file_scores(case.bench.file(name), wanted, case) for name in left}
        best = max(left, key=lambda name: (all(s.met for s in found[name]), sum(s.met for s in found[name])))
        left.remove(best)
        scores += found[best]
    return scores


def file_scores(made: Made, wanted: Mapping[str, Any], case: Case) -> list[Score]:
    """Every requirement on one file; that it can be decoded is always one."""
    scores = []
    ext = os.path.splitext(made.name)[1].lstrip(".").lower()
    if ext in _RAW and made.media is None:  # what is in it cannot be told from it
        scores.append(Score("whole", made.size > 0, True, f"{made.size} raw bytes", made.name))
        wanted = {name: value for name, value in wanted.items() if name in ("name", "ext", "bytes")} | {"damaged": True}
    if ext not in _UNDECODED and not wanted.get("damaged"):
        made.expect(wanted)
    if ext not in _UNDECODED and not wanted.get("damaged"):
        damage = made.damage if made.media is not None else "it cannot be read"
        scores.append(Score("whole", not damage, True, damage or "decodes", made.name))
    for name, value in wanted.items():
        if name == "damaged":
            continue
        if name not in CHECKS:
            scores.append(Score(name, False, value, "there is no such requirement", made.name))
            continue
        try:
            met, measured = CHECKS[name](made, value, case)
        except (TypeError, ValueError, KeyError, IndexError, OSError) as problem:
            met, measured = False, f"cannot be measured: {problem}"
        scores.append(Score(name, bool(met), value, measured, made.name))
    return scores
