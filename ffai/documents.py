"""The machine-readable forms, version 1: plans, verdicts and errors as JSON values."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ffai_guards.values import ALLOW, CONFIRM, Output, Reason, Report, Touch

from ffai.errors import ExitStatus, FfaiError
from ffai.read import Plan
from ffai.show.command import command_text
from ffai.values import Media, Proposal

if TYPE_CHECKING:
    from ffai.show.estimate import Estimate

VERSION = 1
GUARD_STATUS = {ALLOW: ExitStatus.DONE, CONFIRM: ExitStatus.DECLINED}  # deny: REFUSED


def guard_status(level: str) -> int:
    """The exit status that stands for a verdict: 0 allow, 5 confirm, 4 deny."""
    return int(GUARD_STATUS.get(level, ExitStatus.REFUSED))


def plan_document(plan: Plan) -> dict[str, Any]:
    """Everything about a plan: see the documentation of `ffai plan --json`."""
    proposal = plan.proposal
    return {
        "v": VERSION,
        "request": plan.context.request,
        "understood": proposal.understood,
        "confidence": round(proposal.confidence, 4),
        "question": proposal.question,
        "choices": list(proposal.choices),
        "answer": proposal.answer,
        "translator": proposal.translator,
        "assumptions": list(proposal.assumptions),
        "words_unused": list(proposal.words_unused),
        "suggestions": list(proposal.suggestions),
        "commands": commands_of(plan),
        "argv": [list(step.argv) for step in plan.reading.steps],
        "inputs": [{"path": path, "facts": facts(plan.context.probe(path))} for path in inputs_of(plan)],
        "outputs": [
            {"path": path, "exists": os.path.lexists(os.path.join(plan.context.cwd, path))} for path in outputs_of(plan.report)
        ],
        "findings": [finding._asdict() for finding in plan.findings],
        "verdict": verdict_document(plan.report),
        "estimate": estimate_document(plan),
        "replaces": list(proposal.replaces),
        **({"asked": asked_document(proposal)} if proposal.asked else {}),
    }


def asked_document(proposal: Proposal) -> dict[str, Any] | None:
    """What asking a model took: amounts, US dollars, and every answer that was sent back with what was wrong with it."""
    if proposal.asked is None:
        return None
    repairs = [{"answer": answer, "wrong": wrong} for answer, wrong in proposal.asked.repairs]
    return {name: value for name, value in {**proposal.asked._asdict(), "repairs": repairs}.items() if value not in ("", None)}


def commands_of(plan: Plan) -> list[str]:
    """The commands as text, runnable as they stand. A plain sequence is one text a step; anything else is the text itself."""
    if plan.proposal.text is not None and not is_sequence(plan):
        return [plan.proposal.text]
    return [command_text(step.argv) for step in plan.reading.steps]


def is_sequence(plan: Plan) -> bool:
    """Whether the plan is read whole and is a plain sequence of commands, without pipes, redirects or here-documents."""
    steps = plan.reading.steps
    plain = all(step.joined in (";", "&&") and step.stdin_text is None and step.stdout_to is None for step in steps)
    return bool(steps) and plain and not plan.reading.problems


def inputs_of(plan: Plan) -> list[str]:
    """The files that the plan reads or is about, in order, each once; what an earlier step makes is no input."""
    made = set(outputs_of(plan.report))
    read: list[str] = []
    for touch in plan.report.touches:  # in the order of the steps
        if touch.how in ("write", "create"):
            made.add(touch.target)  # also what the first of two passes notes for the second
        elif touch.how == "read" and touch.kind == "file" and touch.target not in made:
            read.append(touch.target)
    outputs = set(outputs_of(plan.report))
    return [path for path in dict.fromkeys([*plan.proposal.inputs, *read]) if path not in outputs]


def outputs_of(report: Report) -> list[str]:
    """The files and patterns that ffmpeg's outputs name, in order, each once; thrown-away ones left out."""
    found: list[str] = []
    for step in report.reading.steps:
        found += [target.url for target in (step.command.outputs if step.command else ()) if not _is_null(target)]
    return list(dict.fromkeys(found))


def _is_null(target: Output) -> bool:
    if target.url in (os.devnull, "NUL") or any(option.name == "f" and option.value == "null" for option in target.options):
        return True
    return target.url in ("-", "pipe:1", "pipe:")


def facts(media: Media | None) -> dict[str, Any] | None:
    """A file's facts; what is not known is left out of its streams."""
    if media is None:
        return None
    empty = Media("", ())
    document: dict[str, Any] = {
        name: value for name, value in media._asdict().items() if value != getattr(empty, name) or name in ("duration", "size")
    }
    document["formats"] = list(media.formats)
    document["streams"] = [
        {name: value for name, value in stream._asdict().items() if value not in (None, "", ()) or name == "index"}
        for stream in media.streams
    ]
    document["chapters"] = [chapter._asdict() for chapter in media.chapters]
    document["tags"] = dict(media.tags)
    for stream in document["streams"]:
        if "tags" in stream:
            stream["tags"] = dict(stream["tags"])
    document.pop("path", None)
    return document


def estimates_of(plan: Plan) -> "dict[str, Estimate]":
    """What is expected of each output: the last step that writes it tells."""
    from ffai.show.estimate import estimate

    found: dict[str, Estimate] = {}
    wanted = set(outputs_of(plan.report))
    for step in plan.reading.steps:
        if step.command:
            for each in estimate(step.command, plan.context.probe, plan.context.capabilities()):
                if each.path in wanted:
                    found[each.path] = each
    return found


def estimate_document(plan: Plan) -> dict[str, Any] | None:
    """`size` in bytes (the middle of its range) and `seconds` of playing time over all outputs; null when nothing is known."""
    each = list(estimates_of(plan).values())
    sizes = [(one.size, one.low, one.high) for one in each if one.size is not None]
    seconds = [one.seconds for one in each if one.seconds is not None]
    if not each or (not sizes and not seconds):
        return None
    whole = len(sizes) == len(each)
    return {
        "size": sum(size or 0 for size, _, _ in sizes) if whole else None,
        "size_low": sum(low or 0 for _, low, _ in sizes) if whole else None,
        "size_high": sum(high or 0 for _, _, high in sizes) if whole else None,
        "seconds": round(sum(seconds), 3) if len(seconds) == len(each) else None,
    }


def verdict_document(report: Report) -> dict[str, Any]:
    return {"level": report.verdict.level, "reasons": [_reason(reason) for reason in report.verdict.reasons]}


def _reason(reason: Reason) -> dict[str, Any]:
    return {name: value for name, value in reason._asdict().items() if value != "" or name in ("code", "level", "text", "words")}


def guard_document(report: Report) -> dict[str, Any]:
    """What `ffai guard check --json` says."""
    return {"v": VERSION, "verdict": verdict_document(report), "touches": [_touch(touch) for touch in report.touches]}


def _touch(touch: Touch) -> dict[str, Any]:
    place = "address" if touch.kind == "address" else "path"
    return {place: touch.target, "how": touch.how, "kind": touch.kind, "step": touch.step, "words": touch.words}


def error_document(error: FfaiError, request: str | None = None) -> dict[str, Any]:
    """An error in place of a document."""
    document: dict[str, Any] = {"v": VERSION}
    if request is not None:
        document["request"] = request
    return {**document, "error": error_fields(error)}


def error_fields(error: FfaiError) -> dict[str, Any]:
    return {"code": int(error.status), "message": error.message, "next_step": error.next_step}


def not_understood(proposal: Proposal) -> str:
    """Why nothing could be made of a request, in one line."""
    if proposal.words_unused:
        return "not understood: " + ", ".join(f"“{words}”" for words in proposal.words_unused)
    return "this request was not understood"


def dump(document: Any) -> str:
    """JSON text of one line. Names that are no UTF-8 stay recoverable: their bytes are lone surrogates, escaped."""
    import json

    text = json.dumps(document, ensure_ascii=False, allow_nan=False, default=_plain)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(document, ensure_ascii=True, allow_nan=False, default=_plain)
    return text


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, Iterable) else str(value)
