"""Requirements that derived expectations use beside those of an item: coarse signs that something was done, whatever else was."""

import itertools
import os
import re
from typing import Any

from ffai_evals.judge.checks.base import Case, check
from ffai_evals.judge.measure import HIGH, RATE, WIDE, Made, luma, psnr, region

_EARLY, _LATE = 1.3, 0.45  # seconds that a part may begin before (at a key frame) and behind the moment that was asked for
_STRONG, _SHARE = 75, 0.00015
"""Grey levels by which a pixel has to change, and the share of pixels: x264 at CRF 28 alone changes 0.00007 of the test pattern's so
much, a word of two letters in small print 0.0003.
"""


@check("has")
def _has(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Whether there are streams of a kind at all: {"video": true, "audio": false}; "moving" is a picture that is no cover."""
    found = {kind: bool(made.streams("video" if kind == "moving" else kind)) for kind in wanted}
    if "video" in wanted and not found["video"] and made.media is not None:  # a cover alone is a picture
        found["video"] = any(s.kind == "video" for s in made.media.streams)
    return found == wanted, ", ".join(f"{'' if there else 'no '}{kind}" for kind, there in found.items())


@check("starts")
def _starts(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The moment of the main input, in seconds, that the first pictures show."""
    source = case.bench.file(case.main).frames
    first = made.frames[:3]
    if not first or len(source) < len(first):
        return False, "no picture"
    last = len(source) - len(first)
    near = range(max(0, round((wanted - 4) * RATE)), min(last, round((wanted + 4) * RATE)) + 1)
    if not near:
        return False, "the input is too short"
    values = {i: sum(psnr(frame, source[i + n]) for n, frame in enumerate(first)) for i in near}
    best = max(values, key=lambda i: values[i]) / RATE
    return wanted - _EARLY <= best <= wanted + _LATE, f"begins at {best:.1f} s"


@check("marked")
def _marked(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Something stands in the picture that the main input does not show: true, a place ("top_left"), or {"at": seconds}."""
    at = wanted.get("at", -1.0) if isinstance(wanted, dict) else -1.0
    source = case.bench.file(case.main)
    moment = at if at >= 0 else ((source.media.duration if source.media else None) or 0.0) / 2
    one = made.middle if at < 0 else made.grey_at(at)
    others = source.greys_near(moment)
    shape = source.media.shown_size if source.media else None
    if not one or not others or len(one) != len(others[0]) or shape is None:
        return bool(one), "another size"
    width = shape[0]
    each = [[i for i, (a, b) in enumerate(zip(one, other, strict=True)) if abs(a - b) > _STRONG] for other in others]
    changed = min(each, key=len)  # the film may have been moved by a frame
    share = len(changed) / len(one)
    if share < _SHARE:
        return False, f"{share:.2%} of the pixels changed"
    place = wanted if isinstance(wanted, str) else ""
    x = sum(i % width for i in changed) / len(changed) / width
    y = sum(i // width for i in changed) / len(changed) / shape[1]
    wrong = ("left" in place and x > 0.6) or ("right" in place and x < 0.4) or ("top" in place and y > 0.6) or ("bottom" in place and y < 0.4)  # fmt: skip
    return not wrong, f"{share:.1%} of the pixels changed, around {x:.0%} from the left and {y:.0%} from the top"


def _brightness(made: Made, at: float) -> float:
    frames = made.frames
    return luma(frames[0 if at >= 0 else -1]) if frames else -1.0


@check("luma_in")
def _luma_in(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean brightness 0..255 of the first picture."""
    value = _brightness(made, 0)
    return wanted[0] <= value <= wanted[1], f"{value:.0f}"


@check("luma_out")
def _luma_out(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean brightness 0..255 of the last picture."""
    value = _brightness(made, -1)
    return wanted[0] <= value <= wanted[1], f"{value:.0f}"


@check("shrunk")
def _shrunk(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Fewer bytes than the main input, as far as the picture is no larger than its: a small input says nothing of a full size."""
    source = case.bench.file(case.main)
    one, other = (m.media.shown_size if m.media else None for m in (made, source))
    if one and other and one[0] * one[1] > other[0] * other[1]:
        return True, f"a larger picture, {made.size} bytes"
    return made.size <= source.size, f"{made.size} bytes of {source.size}"


@check("sync")
def _sync(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Picture and sound last equally long, within 0.3 s and 4 %."""
    lengths = [
        max((at for at, _, _ in made.packets(kind)), default=0.0)
        for kind in ("v", "a")
        if made.streams({"v": "video", "a": "audio"}[kind])
    ]
    apart = abs(lengths[0] - lengths[-1]) if lengths else 0.0
    return (apart <= 0.3 + 0.04 * max(lengths, default=0.0)) is wanted, " and ".join(f"{x:.1f} s" for x in lengths)


@check("pitched")
def _pitched(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The first audio stream's pitch in hertz, within 6 %."""
    loud = sorted(w.pitch for w in made.windows(channel=0) if w.level > -60)
    value = loud[len(loud) // 2] if loud else 0.0
    return abs(value - wanted) <= 0.06 * wanted, f"{value:.0f} Hz"


@check("at_least")
def _at_least(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """How many streams of a kind there have to be at least: {"audio": 2}."""
    found = {kind: len(made.streams(kind)) for kind in wanted}
    return all(found[k] >= n for k, n in wanted.items()), ", ".join(f"{n} {k}" for k, n in found.items())


def _facts(made: Made) -> dict[str, Any]:
    video, audio = made.streams("video")[:1], made.streams("audio")[:1]
    shown = made.media.shown_size if made.media else None
    found: dict[str, Any] = {
        "size": shown,
        "fps": video[0].frame_rate if video else None,
        "rate": audio[0].sample_rate if audio else None,
    }
    if shown and video:
        num, _, den = (video[0].sar or "1:1").partition(":")
        sar = float(num) / float(den) if float(num or 0) and float(den or 0) else 1.0
        found["aspect"] = shown[0] / shown[1] * sar
    return found


@check("same")
def _same(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Facts that are those of the main input: "size", "fps", "aspect", "rate"."""
    one, other = _facts(made), _facts(case.bench.file(case.main))
    off = []
    for name in wanted:
        a, b = one.get(name), other.get(name)
        fine = a == b or (isinstance(a, float | int) and isinstance(b, float | int) and abs(a - b) <= 0.025 * abs(b))
        if name == "size" and a and b:
            fine = all(abs(x - y) <= 1 for x, y in zip(a, b, strict=True))
        if not fine:
            off.append(f"{name} {a}, the input's is {b}")
    return not off, "; ".join(off) or ", ".join(f"{n} {one.get(n)}" for n in wanted)


@check("nominal")
def _nominal(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """What x264 or x265 wrote of its settings: {"crf": 28, "bitrate": 2000, "keyint": 50}; met where they wrote nothing."""
    with open(made.path, "rb") as file:
        found = re.search(r"options: [ -~]{10,2000}", file.read(400_000).decode("latin-1"))
    if not found:
        return True, "the encoder wrote nothing of itself"
    said = dict(re.findall(r"\b(crf|bitrate|keyint|vbv_maxrate|vbv-maxrate|rc)=([\w.-]+)", found[0]))
    off = []
    for name, value in wanted.items():
        have = said.get(name)
        if have is None and name == "bitrate" and not {"vbv_maxrate", "vbv-maxrate"} & set(said):
            off.append("no bit rate was set")
        elif name == "keyint" and have == "infinite":
            off.append("no limit between key frames")
        elif have is not None and abs(float(have) - value) > 0.05 * value:
            off.append(f"{name}={have}")
        elif have is None and name == "crf" and "rc" in said and said["rc"] not in ("crf",):
            off.append(f"rc={said['rc']}")
    return not off, "; ".join(off) or ", ".join(f"{k}={v}" for k, v in said.items())


@check("two_pass")
def _two_pass(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """What a first pass leaves behind lies beside the file."""
    found = [n for n in os.listdir(case.bench.folder) if ".log" in n or n.endswith((".mbtree", ".cutree"))]
    return bool(found) is wanted, ", ".join(found[:3]) or "no log of a first pass"


@check("sides")
def _sides(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The pitch of the left and of the right channel, within 10 %."""
    found = []
    for channel in (0, 1):
        loud = sorted(w.pitch for w in made.windows(channel=channel) if w.level > -60)
        found.append(loud[len(loud) // 2] if loud else 0.0)
    return all(abs(f - w) <= 0.1 * w for f, w in zip(found, wanted, strict=True)), ", ".join(f"{f:.0f} Hz" for f in found)


@check("undistorted")
def _undistorted(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """A picture in another shape shows the main input padded or cropped, and not stretched: what its middle is most like."""
    shown = made.media.shown_size if made.media else None
    if shown is None:
        return False, "no picture"
    w, h = shown
    source = case.bench.file(case.main)
    chains = {
        "padded": f"scale={w}:{h}:force_original_aspect_ratio=decrease,pad={w}:{h}:-1:-1,setsar=1",
        "cropped": f"scale={w}:{h}:force_original_aspect_ratio=increase,crop={w}:{h},setsar=1",
        "stretched": f"scale={w}:{h},setsar=1",
    }
    middle = (0.36, 0.25, 0.64, 0.75) if w >= h else (0.25, 0.36, 0.75, 0.64)
    frames = made.frames[:5]
    if not frames:
        return False, "no picture"
    like = {}
    for name, chain in chains.items():
        other = source.pictures(chain=chain)[: len(frames)]
        pairs = list(zip(frames, other, strict=False))
        like[name] = sum(psnr(region(a, middle), region(b, middle)) for a, b in pairs) / max(1, len(pairs))
    best = max(like, key=lambda n: like[n])
    return best != "stretched" or like["stretched"] - max(like["padded"], like["cropped"]) < 1.0, f"{best}: " + ", ".join(
        f"{n} {v:.0f} dB" for n, v in like.items()
    )


@check("centred")
def _centred(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """A part of [width, height] is the middle of the main input's picture, and not that at one of its ends."""
    w, h = wanted
    source = case.bench.file(case.main)
    like = {}
    for name, place in (("the middle", ""), ("the start", ":0:0"), ("the end", ":iw-ow:ih-oh")):
        pairs = list(zip(made.frames[:4], source.pictures(chain=f"crop={w}:{h}{place}")[:4], strict=False))
        like[name] = sum(psnr(a, b) for a, b in pairs) / max(1, len(pairs))
    best = max(like, key=lambda n: like[n])
    return best == "the middle" or like[best] - like["the middle"] < 1.0, f"{best}: " + ", ".join(
        f"{n} {v:.0f} dB" for n, v in like.items()
    )


@check("flagged")
def _flagged(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """[kind, flag, which]: the number or the language of the stream that has the flag, "any" for some one, null for none."""
    kind, flag, which = wanted
    if isinstance(which, str) and which != "any":
        tongues = [s.language or "und" for s in made.streams(kind) if flag in s.disposition]
        untold = len(tongues) == 1 and not any(s.language for s in made.streams(kind))
        return tongues == [which] or untold, f"{flag}: {', '.join(tongues) or 'none'}"
    found = [n for n, s in enumerate(made.streams(kind)) if flag in s.disposition]
    there = bool(made.streams(kind))
    fine = not found if which is None else bool(found) if which == "any" else which in found
    return fine and there, f"{flag}: {', '.join(f'{kind} {n}' for n in found) or 'none'}"


@check("cover")
def _cover(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Whether there is a cover picture."""
    found = made.media is not None and any("attached_pic" in s.disposition for s in made.media.streams)
    return found is wanted, "a cover" if found else "no cover"


@check("spoken")
def _spoken(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """[kind, language]: some stream of the kind is tagged so."""
    kind, language = wanted
    found = [s.language or "und" for s in made.streams(kind)]
    return language in found, ", ".join(found) or f"no {kind}"


@check("warm")
def _warm(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Red above blue in the middle picture by so much, 0..255, more than in the main input's."""

    def lean(frames: list[bytes]) -> float:
        frame = frames[len(frames) // 2] if frames else b"\0\0\0"
        return (sum(frame[0::3]) - sum(frame[2::3])) / (len(frame) / 3)

    value = lean(made.frames) - lean(case.bench.file(case.main).frames)
    return value >= wanted, f"{value:+.0f}"


@check("pictures")
def _pictures(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """At least so many different pictures over time; met where the film is too short to tell."""
    frames = made.frames
    length = (made.media.duration if made.media else None) or 0.0
    changes = 1 + sum(psnr(a, b) < 28 for a, b in itertools.pairwise(frames))
    return length < 0.6 or changes >= wanted, f"{changes} different pictures in {length:.1f} s"


@check("stacked")
def _stacked(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Two alike pictures stand "horizontal" or "vertical": which halves are alike."""
    halves = {"horizontal": ((0, 0, 0.5, 1), (0.5, 0, 1, 1)), "vertical": ((0, 0, 1, 0.5), (0, 0.5, 1, 1))}
    frame = made.frames[0] if made.frames else b""
    if not frame:
        return False, "no picture"
    like = {
        how: psnr(*(region(frame, box) for box in boxes)) if how == "horizontal" else _rows_alike(frame)
        for how, boxes in halves.items()
    }
    best = max(like, key=lambda how: like[how])
    return best == wanted and like[best] > 13, ", ".join(f"{how} {value:.0f} dB" for how, value in like.items())


def _rows_alike(frame: bytes) -> float:
    """The upper half held against the lower; the row in the middle belongs to neither."""
    half = HIGH // 2 * WIDE * 3
    return psnr(frame[:half], frame[-half:])


@check("bars")
def _bars(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean brightness 0..255 of what was put around the picture to give it another shape."""
    one, other = (m.media.shown_size if m.media else None for m in (made, case.bench.file(case.main)))
    if not made.frames or one is None or other is None:
        return False, "no picture"
    frame = made.frames[len(made.frames) // 2]
    ours, theirs = one[0] / one[1], other[0] / other[1]
    if abs(ours / theirs - 1) < 0.12:
        return True, "the same shape"
    wide = 0.8 * (1 - min(ours, theirs) / max(ours, theirs)) / 2
    boxes = (
        ((0.1, 0.02, 0.9, wide), (0.1, 1 - wide, 0.9, 0.98))
        if ours < theirs
        else ((0.02, 0.1, wide, 0.9), (1 - wide, 0.1, 0.98, 0.9))
    )
    value = sum(luma(region(frame, box)) for box in boxes) / 2
    return wanted[0] <= value <= wanted[1], f"{value:.0f}"
