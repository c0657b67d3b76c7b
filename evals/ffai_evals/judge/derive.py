"""Expectations of a request that came without any: derived from ffai's own reading of it, edit by edit.

Each kind of edit says what has to be measurable in the file that comes out. What one edit makes of another (a part that is cut out and
then sped up) is composed where it can be said exactly, and left unchecked where it cannot: a requirement that might be wrong is worse
than one that is missing. What was left unchecked is told, and so is how sure the reading is.
"""

import os
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ffai_guards.requests import review

from ffai.translate.offline import edits as e
from ffai_evals.judge.lengths import composed, joined
from ffai_evals.judge.media import Spec, kind_of, parse
from ffai_evals.judge.outcome import named_file, result_of, several_of, streams_of
from ffai_evals.judge.reading import SOUNDLESS, Plain, confirms, plainly
from ffai_evals.judge.said import besides
from ffai_evals.judge.scene import Scene
from ffai_evals.judge.wanted import RULES, The, Wants


class Derived(NamedTuple):
    expect: tuple[dict[str, Any], ...]  # alternatives, as an item has them
    sure: float  # 0 to 1: the share of what the request says that is understood and checked
    unchecked: tuple[str, ...]  # what is asked and not checked, and words that are not understood
    plain: frozenset[str] = frozenset()  # requirements that the second reading alone has: no mistake of the translator's


_LOOKS_ONLY = (e.Question, e.Check, e.Compare, e.Detect)


def derive(request: str, scene: Scene, main: str, media: Mapping[str, str]) -> Derived:
    """What has to come of a request. `main` is the input it is about, `media` all that there are, with their words."""
    edits = scene.understanding.edits
    spec = parse(main, media.get(main, ""))
    kind = kind_of(main)
    count = sum(kind_of(name) == kind for name in media) if kind else 0
    left = [f"not understood: {t.text}" for t in scene.understanding.unused]
    overwrites = re.search(_OVERWRITES, request, re.IGNORECASE) is not None
    if review(request) and not overwrites:
        return Derived(({"declined": True}, {"out": {}, "more": True}), 0.5, ("whether it had to be refused",))
    if any(isinstance(x, e.Cannot) for x in edits):
        return Derived(({"declined": True}, {"out": {}, "more": True}), 0.5, ("whether it can be done at all",))
    if re.search(_ACTS, request, re.IGNORECASE):  # "what is the command to turn a.wmv into flv" asks for more than words
        edits = [x for x in edits if not isinstance(x, e.Question)]
    if edits and all(isinstance(x, _LOOKS_ONLY) for x in edits):
        told = "" if any(isinstance(x, e.Check) for x in edits) else r"\S"  # of a file without a fault there is nothing to tell
        return Derived(({"printed": told}, {"out": {}, "more": True}), 0.5, ("what the answer tells",))
    named = [m.path for m in scene.understanding.outputs if "%" not in m.path and "*" not in m.path]
    if kind == "video" and not any(isinstance(x, e.ExtractSubtitles) for x in edits):
        named = [n for n in named if kind_of(n) != "subtitle"]  # what is laid over is no result
    exts = {x.ext for x in edits if isinstance(x, e.Container)} or {os.path.splitext(n)[1].lstrip(".").lower() for n in named[:1]}
    the = The(spec, edits, {type(x) for x in edits}, result_of(edits, scene, main, request), request, frozenset(exts), media)
    out, unchecked = _together(the)
    out |= named_file(the, named, main)
    length = composed(the.edits, spec, several=count > 1 and e.Concat in the.kinds) or joined(the.edits, spec, count)
    timed = the.kinds & {e.Keep, e.CutOut, e.Speed, e.Loop, e.Boomerang, e.Freeze}
    if length is not None and e.Speed in the.kinds and the.says(r"\d ?%|percent"):
        length = _by_percent(length, the)
    if length is not None and (the.result in ("video", "audio") or (the.result == "gif" and timed)):
        out.setdefault("duration", length)
    if the.result == "video" and spec.sounds and _synchronous(the) and not the.says(r"\boffset|out of sync|\bdelay|\blag"):
        out["sync"] = True
    out |= {name: value for name, value in streams_of(the).items() if name not in out}
    said = plainly(request)
    if request:  # plans of edits come without words: then there is one reading alone
        out = _firm(out, scene, the, said)
    first = out
    plain = besides(said, the, out)
    out = _both(out, plain) | {name: value for name, value in plain.items() if name not in out or name == "has"}
    if "saturation" in out and isinstance(out.get("like"), dict) and "filter" in out["like"]:
        out["like"] = {**out["like"], "filter": out["like"]["filter"] + ",format=gray"}
    several = several_of(the, scene, count, out, spec)
    wish: dict[str, Any] = several or {"out": out, "more": True}
    if len(named) > 1 and not several:
        for name in ("name", "ext", "has"):
            out.pop(name, None)
        wish = {"files": {os.path.basename(n): 1 for n in named}, "each": out}
    if tracks := _numbered_tracks(named, main, spec):
        wish = {"outs": tracks}
    known = len(edits) - len(unchecked)
    sure = round((known + 1) / (len(edits) + 1 + len(left)), 2)
    burned = _burned(out, the) if not several and len(named) < 2 else None
    alternatives: tuple[dict[str, Any], ...]
    alternatives = (
        (wish, burned) if burned else (wish, {"printed": r"\S"}) if not edits or the.kinds & set(_LOOKS_ONLY) else (wish,)
    )
    if overwrites:
        alternatives = (*({**x, "overwritten": True} for x in alternatives), {"declined": True})
    return Derived(alternatives, sure, (*unchecked, *left), frozenset(plain.keys() - first.keys()))


_OVERWRITES = (
    r"\b(?:overwrit\w*|replac\w*) (?:the |my |all |each |every )*(?:originals?|source|input|existing|files?)\b|\bin.place\b"
)


def _by_percent(length: list[float], the: The) -> list[float]:
    """ "25 % slower" is three quarters of the speed, or a quarter more time."""
    factor = next((x.factor for x in the.edits if isinstance(x, e.Speed) and x.factor), 1.0)
    other = (2 - factor) * factor if 0 < factor < 2 else 1.0  # of the length that the factor gives
    return [round(length[0] * min(1.0, other), 3), round(length[1] * max(1.0, other), 3)]


_ACTS = r"\bcommand (?:to|for|that)\b|\bhow (?:do|can|would|should) (?:i|you|we|one)\b|\bhow to\b|\bi(?:'d| would)? (?:want|need|like)\b|^(?:please )?(?:convert|transcode|transform|change|encode|extract|make|turn)\b"


def _both(out: Wants, plain: Wants) -> Wants:
    """Where the readings say different things of one quantity, either will do: one of them has misread."""
    merged = dict(out)
    for name in plain.keys() & out.keys() - {"has"}:
        either = _either(name, out[name], plain[name]) if not _agree(out[name], plain[name]) else out[name]
        if either is None:
            merged.pop(name)
        else:
            merged[name] = either
    return merged


def _agree(one: Any, other: Any) -> bool:
    """Whether the second reading's value is one of the first's."""
    options = one["any"] if isinstance(one, dict) and "any" in one else one if isinstance(one, list) else [one]
    low_high = (
        isinstance(one, list)
        and isinstance(other, list)
        and len(one) == len(other) == 2
        and all(isinstance(x, float) for x in one)
    )
    if low_high:
        return bool(one[0] <= sum(other) / 2 <= one[1])
    if isinstance(other, list) and isinstance(one, list):
        return bool(set(map(str, other)) & set(map(str, one)))
    return other == one or other in options


def _numbered_tracks(named: list[str], main: str, spec: Spec) -> list[dict[str, Any]]:
    """track1.mp3 and track2.mp3 of a film are its first and its second track; [] for names that say nothing of order."""
    numbers = [re.search(r"(\d+)\.\w+$", n) for n in named]
    counted = [int(m[1]) for m in numbers if m] == list(range(1, len(named) + 1))
    if (
        len(named) < 2
        or not counted
        or kind_of(main) != "video"
        or len(spec.sounds) < len(named)
        or any(kind_of(n) != "audio" for n in named)
    ):
        return []
    return [{"name": os.path.basename(n), "tone": 440 * (i + 1)} for i, n in enumerate(named)]


def _burned(out: Wants, the: The) -> dict[str, Any] | None:
    """The other reading of "add subtitles": a part of the picture; none where it is said that they are a stream of their own."""
    if e.AddSubtitles not in the.kinds or not out.get("has", {}).get("subtitle"):
        return None
    apart = r"\b(?:soft|tracks?|streams?|selectable|toggle\w*|mux\w*|switch\w*|closed|languages?|default|forced|mov_text|mkv|copy|re-?encod\w*)\b"
    if re.search(apart, the.request, re.IGNORECASE) and not re.search(
        r"turn(?:ing)? (?:it|them) off|permanent|always (?:on|visible)", the.request, re.IGNORECASE
    ):
        return None
    other = {k: v for k, v in out.items() if k not in ("has", "copied", "spoken", "flagged")}
    return {"out": {**other, "marked": {"at": 1.2}, "has": {"video": True}}, "more": True}


def _synchronous(the: The) -> bool:
    """Whether picture and sound have to be equally long."""
    free = {e.ReplaceAudio, e.Mux, e.MixAudio, e.Delay, e.StillVideo, e.Slideshow, e.Concat, e.Waveform, e.Repair, e.Split, e.Segments, e.Crossfade, e.AddSilence, e.Overlay, e.Stack, e.Keep, e.CutOut}  # fmt: skip
    return not the.kinds & free and not any(
        getattr(x, "kind", "") in ("audio", "video") for x in the.edits if isinstance(x, e.Speed | e.Reverse)
    )


_FRAGILE = frozenset(
    "marked like centred starts duration size aspect tone gain luma_in luma_out shrunk vivid brighter pitched detail differs loudness interlaced copied has fps settings".split()
)
TURNS = frozenset("not no nearest closest maximum minimum only except unless if instead without but".split())


_CONDITION = r"\b(?:only|but not) if\b|\bunless\b|\bskip(?:s|ping)? (?:if|those|files?|any|the ones|when|existing|already|corrupt\w*|damaged|over|ones|them|it)\b|if (?:necessary|needed|larger|bigger|the original|it is|it's)\b|when (?:possible|needed)|as needed"
_SHAPED_AS_NEEDED = re.compile(
    r"\b(?:bars?|pad\w*|letterbox\w*|pillarbox\w*|crop\w*|stretch\w*|borders?)(?: \w+){0,3} (?:as|if|when|where) (?:needed|necessary)",
    re.IGNORECASE,
)
"""What is done to bars as needed is done all the same to the size."""


def _firm(out: Wants, scene: Scene, the: The, said: Plain) -> Wants:
    """The requirements that stand whatever the words mean that were not understood: "nearest", "not", "if" turn the others round.

    Other words that are not understood leave those standing that the second reading finds too.
    """
    unused = {t.text.lower() for t in scene.understanding.unused}
    fragile = {name for name in out if name in _FRAGILE and not confirms(name, out[name], said, the)}
    if unused & TURNS:
        fragile = set(_FRAGILE)
    if out.get("has", {}).get("audio") is False and (the.result == "audio" or not said.says(SOUNDLESS)) and the.result != "gif":
        out = {**out, "has": {k: v for k, v in out["has"].items() if k != "audio"}}  # "no sync problems"
    if re.search(_CONDITION, _SHAPED_AS_NEEDED.sub(" ", the.request), re.IGNORECASE):
        fragile |= set(_FRAGILE)
    if said.only_of_source(r"10.?bit"):
        fragile.add("pix_fmt")
    if re.search(r"\bif (?:at all )?possible\b", the.request, re.IGNORECASE):
        fragile |= {name for name in out if name in _FRAGILE and not confirms(name, out[name], said, the)}
    if not said.says(
        r"fps\b|frames?[ -](?:rate|per|/|a )|framerate|\d ?hz\b|\d ?p ?\d\d\b|\b(?:24|25|30|50|60|120|23\.976|29\.97|59\.94)p?\b|cinema"
    ):
        fragile.add("fps")  # a "rate" of another kind
    wanted = {x.value for x in said.video if x.wanted}
    given = {x.value for x in said.video if x.given} - wanted
    if "vcodec" in out and wanted & set(out["vcodec"]) and given & set(out["vcodec"]):  # "records in H.265, but I need H.264"
        out = {**out, "vcodec": [x for x in out["vcodec"] if x not in given]}
    if "vcodec" in out and wanted and not wanted & set(out["vcodec"]):
        out = {**out, "vcodec": sorted(wanted | set(out["vcodec"]))}
    if (
        unused
        and not the.kinds & {e.Keep, e.CutOut}
        and said.says(r"\b(?:chunks?|segments?|pieces|portions?|batches|split\w*)\b")
        and not the.kinds & {e.Split, e.Segments}
    ):
        fragile.add("duration")  # of each of them nothing is known
    if said.says(r"dual[ -]mono"):
        fragile.add("channels")
    if "ext" in out and "name" not in out and not any(said.names(x) for x in out["ext"]):
        fragile.add("ext")  # "encode a WMV video for the web": the format is the source's
    whole = any(isinstance(x, e.Copy) and x.kind == "all" for x in the.edits)
    if whole:  # what is not encoded keeps its shape: a size that was read is that of the source
        fragile |= {"size", "fps", "aspect", "vcodec", "vbitrate", "pix_fmt"}
    return {name: value for name, value in out.items() if name not in fragile}


def _together(the: The) -> tuple[Wants, list[str]]:
    """Every edit's requirements as one; where two say different things of one quantity, either will do or neither is checked."""
    out: Wants = {}
    unchecked: list[str] = []
    doubtful: set[str] = set()
    for edit in the.edits:
        rule = RULES.get(type(edit))
        found = rule(edit, the) if rule else None
        if found is None:
            unchecked.append(type(edit).__name__)
            continue
        for name, value in found.items():
            if name in out and out[name] != value:
                merged = _either(name, out[name], value)
                if merged is None:
                    doubtful.add(name)
                else:
                    out[name] = merged
            else:
                out[name] = value
    for name in doubtful:
        del out[name]
        unchecked.append(f"{name}, said in two ways")
    return out, unchecked


def _either(name: str, one: Any, other: Any) -> Any:
    if name in ("ext", "vcodec", "acodec", "copied", "reencoded"):
        return sorted({*one, *other})
    if name in ("has", "streams", "tags") and all(one[k] == other[k] for k in one.keys() & other.keys()):
        return one | other
    if (
        name == "size"
        and isinstance(one, list)
        and isinstance(other, list)
        and all((a is None) != (b is None) for a, b in zip(one, other, strict=True))
    ):
        return [a if b is None else b for a, b in zip(one, other, strict=True)]  # a height here, a width there
    if name in ("fps", "size", "channels", "rate"):
        return {"any": [x for v in (one, other) for x in (v["any"] if isinstance(v, dict) else [v])]}
    return None
