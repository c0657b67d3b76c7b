"""What is seen: pictures held against a reference, brightness, colours, parts, movement."""

from itertools import pairwise
from typing import Any

from ffai_evals.judge.checks.base import Case, check, closeness, frame_at, reference, within
from ffai_evals.judge.measure import Made, luma, psnr, region, saturation


@check("like")
def _like(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The picture is, over time, that of a reference: PSNR of small frames, 25 dB unless "min" says otherwise."""
    source, args, chain, stream = reference(case, wanted)
    expected = source.pictures(args, chain, stream)
    value = closeness(made.frames, expected)
    minimum = wanted.get("min", 25.0) if isinstance(wanted, dict) else 25.0
    return value >= minimum, f"{value:.1f} dB"


@check("unlike")
def _unlike(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    source, args, chain, stream = reference(case, wanted)
    value = closeness(made.frames, source.pictures(args, chain, stream))
    maximum = wanted.get("max", 30.0) if isinstance(wanted, dict) else 30.0
    return value <= maximum, f"{value:.1f} dB"


@check("luma")
def _luma(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean brightness 0..255 at times (negative: from the end): [[seconds, low, high]]."""
    found = [luma(f) if (f := frame_at(made.frames, t)) else -1.0 for t, _, _ in wanted]
    return all(low <= f <= high for f, (_, low, high) in zip(found, wanted, strict=True)), ", ".join(f"{f:.0f}" for f in found)


@check("brighter")
def _brighter(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean brightness against the main input's in the middle: [low, high] of the difference."""
    source = case.bench.file(case.main).frames
    change = luma(made.frames[len(made.frames) // 2]) - luma(source[len(source) // 2]) if made.frames and source else 0.0
    return wanted[0] <= change <= wanted[1], f"{change:+.0f}"


@check("contrast")
def _contrast(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Standard deviation of luma against the main input's: [low, high] of the ratio."""
    source = case.bench.file(case.main).frames
    if not made.frames or not source:
        return False, "no picture"
    ratio = _spread(made.frames[len(made.frames) // 2]) / max(1.0, _spread(source[len(source) // 2]))
    return wanted[0] <= ratio <= wanted[1], f"{ratio:.2f}"


def _spread(frame: bytes) -> float:
    greys = [(frame[i] * 3 + frame[i + 1] * 6 + frame[i + 2]) / 10 for i in range(0, len(frame), 3)]
    mean = sum(greys) / len(greys)
    return float((sum((g - mean) ** 2 for g in greys) / len(greys)) ** 0.5)


@check("saturation")
def _saturation(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    value = saturation(made.frames[len(made.frames) // 2]) if made.frames else -1.0
    return within(value, wanted, 0), f"{value:.0f}"


@check("colour")
def _colour(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean colour within parts: [[left, top, right, bottom, seconds, [r, g, b], tolerance]], fractions of the picture."""
    said, fine = [], True
    for left, top, right, bottom, seconds, colour, tolerance in wanted:
        frame = frame_at(made.frames, seconds)
        if frame is None:
            return False, "no picture"
        part = region(frame, (left, top, right, bottom))
        mean = [sum(part[c::3]) / (len(part) / 3) for c in range(3)]
        fine = fine and all(abs(m - c) <= tolerance for m, c in zip(mean, colour, strict=True))
        said.append("rgb(" + ",".join(f"{m:.0f}" for m in mean) + ")")
    return fine, " ".join(said)


def _parts(made: Made, wanted: Any, case: Case) -> list[float]:
    spec = {"parts": wanted} if isinstance(wanted, list) else wanted
    source, args, chain, stream = reference(case, {k: v for k, v in spec.items() if k != "parts"})
    expected = source.pictures(args, chain, stream)
    found = []
    for left, top, right, bottom, seconds in spec["parts"]:
        one, other = frame_at(made.frames, seconds), frame_at(expected, seconds)
        box = (left, top, right, bottom)
        found.append(psnr(region(one, box), region(other, box)) if one and other else -1.0)
    return found


@check("changed")
def _changed(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Parts of the picture that differ from the main input's: [[left, top, right, bottom, seconds]], in fractions."""
    found = _parts(made, wanted, case)
    return all(0 <= f < 30 for f in found), ", ".join(f"{f:.0f} dB" for f in found)


@check("unchanged")
def _unchanged(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    found = _parts(made, wanted, case)
    return all(f > 30 for f in found), ", ".join(f"{f:.0f} dB" for f in found)


@check("interlaced")
def _interlaced(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return (made.interlaced_share > 0.5) is wanted, f"{made.interlaced_share:.0%} of the frames"


@check("detail")
def _detail(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Fine detail of the middle frame against the main input's, as a ratio [low, high]: mean difference of neighbouring pixels."""
    ratio = made.roughness / max(0.01, case.bench.file(case.main).roughness)
    return wanted[0] <= ratio <= wanted[1], f"{ratio:.2f}"


@check("differs")
def _differs(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean difference 0..255 of the middle frame from the main input's, at full size: at least so much."""
    one, other = made.middle, case.bench.file(case.main).middle
    if not one or len(one) != len(other):
        return bool(one), "another size"
    value = sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)
    return value >= wanted, f"{value:.2f}"


@check("vivid")
def _vivid(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Saturation of the middle frame against the main input's, as a ratio [low, high]."""
    source = case.bench.file(case.main).frames
    if not made.frames or not source:
        return False, "no picture"
    ratio = saturation(made.frames[len(made.frames) // 2]) / max(1.0, saturation(source[len(source) // 2]))
    return wanted[0] <= ratio <= wanted[1], f"{ratio:.2f}"


@check("moving")
def _moving(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Whether the picture moves within [from, to]: [[from, to, true]]."""
    said, fine = [], True
    for start, end, moves in wanted:
        frames = made.frames[round(start * 5) + 1 : round(end * 5)]
        same = all(psnr(a, b) > 34 for a, b in pairwise(frames))
        fine = fine and bool(frames) and same is not moves
        said.append("still" if same else "moving")
    return fine, ", ".join(said)
