"""The ways to ask for a plan: styles, how the file is called, how the result is named. The texts are in the grammar of `say`."""

import os
import random
import re

from ffai_evals.data.parts import SOUNDS, Part
from ffai_evals.data.plan import PICTURES, Plan
from ffai_evals.data.say import render, slang, slip

STYLES = {
    "plain": 4,
    "polite": 3,
    "question": 3,
    "terse": 2,
    "chatty": 2,
    "complaint": 2,
    "typos": 1.5,
    "hurried": 1.5,
    "spec": 1,
    "expert": 1,
    "slang": 1,
}
"""How often each style is tried; a style that a plan cannot be said in gives way to another."""

_ASK = (
    "can you {do}?", "can you {do}?", "could you {do}[ please|]?", "how do I {do}?", "how can I {do}?", "how would I {do}?", "how to {do}?", "what's the [ffmpeg|] command to {do}?", "is there a way to {do}?",
    "is it possible to {do}?", "what [do I type|would I type|command do I need] to {do}?", "would you {do}?", "can ffmpeg {do}?", "what's the [best|easiest|right] way to {do}?",
)  # fmt: skip
_POLITE = (
    "please {do}", "please {do}", "{do}, please", "{do} please", "I'd like to {do}", "I want to {do}", "I need to {do}", "help me {do}", "I have to {do}", "I would like you to {do}", "I'm trying to {do}",
    "[give|show] me [a|the] command to {do}", "I need a command to {do}",
)  # fmt: skip
_EXPERT = (
    "ffmpeg command to {do}", "ffmpeg: {do}", "use ffmpeg to {do}", "{do} [with|using] ffmpeg", "one-liner to {do}", "how do I {do} [with|using|in] ffmpeg?", "need an ffmpeg [command|one-liner] to {do}", "what ffmpeg [options|flags] do I need to {do}?",
)  # fmt: skip
_OPEN = (
    "hi, I have {f} here and", "hello!", "ok so", "hey, quick one:", "hey,", "hi there,", "I'm [putting together|working on|preparing] a [project|presentation|little film|video for my channel] and", "so,",
    "my [boss|sister|teacher|client|friend|editor|brother] sent me {f},", "this is for my [channel|homework|grandparents|team|website]:", "not sure how to do this:", "good morning,", "I've got {f} here and", "I recorded {f} yesterday and",
    "I'm new to this,", "quick question:", "sorry if this is [obvious|a stupid question]:", "I found {f} on an old drive and", "long story short,",
)  # fmt: skip
_WISH = (
    "I'd like to {do}",
    "I want to {do}",
    "I need to {do}",
    "I'm trying to {do}",
    "I have to {do}",
    "can you {do}?",
    "could you {do}?",
    "please {do}",
)
_CLOSE = ("", "", "", " Thanks!", " thank you", " That's all.", " cheers", " thanks in advance", " How?", " Any ideas?")
_TO = (
    " and save it as {out}", " and save it as {out}", " and save the result as {out}", " and save [that|this] to {out}", " and call [it|the result] {out}", " and name the [result|output] {out}", ", save as {out}", " and write [it|the result] to {out}", ". Save it as {out}", ". Output: {out}",
    ", output {out}", " and save as {out}", ", [result|output] in {out}", ", [the output should be|the output file is] {out}",
)  # fmt: skip
_HURRY = ("{do} pls", "{do} plz", "pls {do}", "need to {do}", "{do} thx", "{do}", "how to {do}", "wanna {do}", "{do} asap")
_POSSESSIVE = re.compile(r"\bthe ((?:(?!the\b|of\b|to\b|at\b|in\b|from\b|between\b|and\b)[\w.\-]+ ){1,5}?)(?:of|from|in) it\b")


def phrasings(plan: Plan, rng: random.Random, count: int, only: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(style, request), at most `count` different ones. `only`: in these styles."""
    found: dict[str, str] = {}
    names = [name for name in STYLES if not only or name in only]
    weights = [STYLES[name] for name in names]
    for _ in range(count * 4):
        style = rng.choices(names, weights)[0]
        text = _SAID[style](plan, rng)
        if text and text not in found:
            found[text] = style
        if len(found) == count:
            break
    return [(style, text) for text, style in found.items()]


def _plain(plan: Plan, rng: random.Random) -> str:
    return _case(_do(plan, rng, _called(plan, rng)) + _to(plan, rng, (*_TO, " -> {out}")), rng)


def _polite(plan: Plan, rng: random.Random) -> str:
    return _case(_around(rng.choice(_POLITE), plan, rng), rng)


def _question(plan: Plan, rng: random.Random) -> str:
    return _case(_around(rng.choice(_ASK), plan, rng), rng)


def _expert(plan: Plan, rng: random.Random) -> str:
    return _case(_around(rng.choice(_EXPERT), plan, rng), rng)


def _typos(plan: Plan, rng: random.Random) -> str:
    text = _plain(plan, rng) if rng.random() < 0.5 else _polite(plan, rng)
    slipped = slip(text, rng)
    return slipped if slipped != text else ""


def _slang(plan: Plan, rng: random.Random) -> str:
    """Words for things that are not the field's: "vid", "sound track", "colour", "wave file"."""
    text = _case(_around(rng.choice((*_POLITE, *_ASK, "{do}")), plan, rng), rng)
    other = slang(text, rng)
    return other if other != text else ""


def _hurried(plan: Plan, rng: random.Random) -> str:
    """As typed with one thumb: no capitals, no full stops."""
    text = slang(_around(rng.choice(_HURRY), plan, rng, to=(" and save as {out}", " -> {out}", " save as {out}")), rng)
    words = [w if "." in w or _keeps(w) else w.lower().replace("'", "") for w in text.split(" ")]
    return " ".join(words) if '"' not in text and " " not in plan.source else ""


def _keeps(word: str) -> bool:
    return any(c.isdigit() for c in word) or word.isupper()


def _chatty(plan: Plan, rng: random.Random) -> str:
    opening = rng.choice(_OPEN)
    named = "{f}" in opening
    if named and (plan.unnamed or plan.parts[0].extra):
        opening, named = "hi,", False
    wish = rng.choice(_WISH[:4] if opening.endswith(" and") else _WISH)
    body = _do(plan, rng, "it" if named else _called(plan, rng))
    tail = _to(plan, rng)
    if "?" in wish and "." in tail.split("{")[0][:2]:
        wish = _WISH[0]
    text = render(opening, rng, {"f": plan.source}) + " " + _close(wish, body + tail, rng)
    text = text if text[-1] in "?." else text + "."
    return _case(text + rng.choice(_CLOSE[:7] if "?" in wish else _CLOSE), rng)


def _close(frame: str, body: str, rng: random.Random) -> str:
    """A frame around what is wished; a sentence of its own at the end of it stands behind the question mark."""
    head, dot, tail = body.partition(". ")
    if dot and not frame.endswith("{do}"):
        return render(frame, rng, {"do": head}) + ("" if frame.endswith("?") else ".") + " " + tail
    return render(frame, rng, {"do": body})


def _around(frame: str, plan: Plan, rng: random.Random, to: tuple[str, ...] = _TO) -> str:
    return _close(frame, _do(plan, rng, _called(plan, rng)) + _to(plan, rng, to), rng)


def _do(plan: Plan, rng: random.Random, name: str) -> str:
    said = []
    for n, part in enumerate(plan.parts):
        said.append(_one(rng.choice([text for text in part.do if text]), rng, name if n == 0 else "it"))
    if len(said) == 1:
        return said[0]
    if len(said) == 2:
        return said[0] + rng.choice((" and ", " and ", ", then ", " and then ", " and also ", ", and ")) + said[1]
    return f"{said[0]}, {said[1]}" + rng.choice((" and ", " and then ", ", then ", ", and ")) + said[2]


def _one(text: str, rng: random.Random, name: str) -> str:
    """A wish about a file; "the sound of it" is its sound."""
    said = render(text, rng, {"f": name})
    said = said.replace("it's ", "its ") if name == "it" and "{f}'s" in text else said
    return _POSSESSIVE.sub(r"its \1", said).replace("  ", " ").rstrip() if name == "it" else said


def _called(plan: Plan, rng: random.Random) -> str:
    """What the file is called: by its name, by what it is and its name, or only by what it is."""
    kind = _kind(plan)
    if plan.unnamed:
        ext = os.path.splitext(plan.source)[1][1:]
        if ext in ("mp4", "mp3", "jpg") and rng.random() < 0.55:
            return rng.choice({"video": ("my video", "a video", "this video", "the video", "a clip", "a video file"), "audio": ("my recording", "an audio file", "this song", "the audio file"), "picture": ("my photo", "this picture", "an image")}[kind])  # fmt: skip
        shown = rng.choice((ext, f".{ext}", ext.upper()))
        noun = {"video": ("file", "video", "video file", "clip"), "audio": ("file", "audio file", "recording"), "picture": ("file", "picture", "image")}[kind]  # fmt: skip
        return rng.choice(("my", "this", "the")) + f" {shown} {rng.choice(noun)}"
    if rng.random() < 0.86:
        return plan.source
    noun = {"video": ("video", "file", "clip", "video file"), "audio": ("audio file", "file", "recording"), "picture": ("picture", "image", "file")}[kind]  # fmt: skip
    return f"{rng.choice(('my', 'the', 'the'))} {rng.choice(noun)} {plan.source}"


def _kind(plan: Plan) -> str:
    ext = os.path.splitext(plan.source)[1][1:]
    return "audio" if ext in SOUNDS else "picture" if ext in PICTURES else "video"


def _terse(plan: Plan, rng: random.Random) -> str:
    if plan.unnamed or not all(p.short for p in plan.parts):
        return ""
    said = [render(rng.choice(p.short), rng) for p in plan.parts]
    text = ", ".join(said)
    out = rng.choice((f" -> {plan.output}", f", save as {plan.output}", f", output {plan.output}")) if plan.output else ""
    joined = said[0].startswith(("to ", "+ ", "into ", "as "))
    ways = [f"{plan.source} {text}{out}"]
    if not joined:
        ways += [f"{plan.source}: {text}{out}", f"{plan.source}, {text}{out}", f"{plan.source} - {text}{out}"]
        if len(plan.parts) == 1 and not plan.parts[0].extra:
            ways.append(f"{text} {plan.source}{out}" if " of " not in text else f"{text}: {plan.source}{out}")
    return rng.choice(ways)


def _spec(plan: Plan, rng: random.Random) -> str:
    """As a form that is filled in."""
    if plan.unnamed:
        return ""
    body = "; ".join(_one(rng.choice([t for t in p.do if t]), rng, "it") for p in plan.parts)
    body = re.sub(r"\bit\b(?! is| has| becomes)", "the input", body, count=1) if rng.random() < 0.5 else body
    if plan.output:
        frame = rng.choice(
            (
                "Input: {f}. {do}. Output: {out}.",
                "input {f}, output {out}: {do}",
                "From {f} create {out}: {do}.",
                "The input is {f}, the output should be {out}. {do}.",
                "in: {f}, out: {out}, {do}",
            )
        )
    else:
        frame = rng.choice(("Input: {f}. {do}.", "The input is {f}. {do}.", "File: {f}. Task: {do}.", "With {f} as input: {do}."))
    first = "{do}" in frame and re.search(r"[.!?] \{do\}", frame)
    body = body[0].upper() + body[1:] if first else body
    return frame.replace("{f}", plan.source).replace("{out}", plan.output).replace("{do}", body)


def _complaint(plan: Plan, rng: random.Random) -> str:
    first = plan.parts[0]
    if not first.gripes:
        return ""
    called = _called(plan, rng)
    gripe = rng.choice(first.gripes)
    whole, gripe = gripe.startswith("="), gripe.removeprefix("=")
    told = render(gripe, rng, {"f": called})
    rest = [p for n, p in enumerate(plan.parts) if n > 0 or not whole]
    if not rest:
        to = render(rng.choice(_TO[:7]), rng, {"out": plan.output}) if plan.output else ""
        text = told if not to else f"{told}. {_case(to.removeprefix(' and ').removeprefix(', '), rng, always=True)}"
        return _case(text + rng.choice((".", ".", ". Can you help?", ". How do I do that?", "")), rng)
    asks = [_one(rng.choice([t for t in p.do if t]), rng, "it") for p in rest]
    frame = rng.choice(
        (
            "can you {do}?",
            "please {do}",
            "please {do}.",
            "I want to {do}",
            "I'd like to {do}.",
            "how do I {do}?",
            "could you {do}?",
            "{do}",
            "I need to {do}.",
        )
    )
    also = "also " if whole and frame in ("please {do}", "can you {do}?") else ""
    body = also + " and ".join(asks) + (render(rng.choice(_TO[:8]), rng, {"out": plan.output}) if plan.output else "")
    ask = _close(frame, body, rng)
    return _case(told, rng) + rng.choice((". " + _case(ask, rng), ". " + _case(ask, rng, always=True), f", {ask}"))


def _to(plan: Plan, rng: random.Random, ways: tuple[str, ...] = _TO) -> str:
    return render(rng.choice(ways), rng, {"out": plan.output}) if plan.output else ""


def _case(text: str, rng: random.Random, *, always: bool = False) -> str:
    """With a capital letter at the front, or as people type; a file's name keeps its case."""
    first = text.split(" ", 1)[0]
    if "." in first.rstrip(".") or first[:1].isupper():
        return text
    return text[0].upper() + text[1:] if always or rng.random() < 0.6 else text


_SAID = {
    "plain": _plain, "polite": _polite, "question": _question, "terse": _terse, "chatty": _chatty, "complaint": _complaint, "typos": _typos, "hurried": _hurried, "spec": _spec, "expert": _expert, "slang": _slang,
}  # fmt: skip


def ways_of(part: Part) -> int:
    """How many texts a part can be asked for with, before styles and values."""
    return len([t for t in part.do if t]) + len(part.short) + len(part.gripes)
