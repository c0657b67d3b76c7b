"""How long a picture or sound is, and how large, after each filter of a graph: what an estimate of the result needs."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ffai.show.expression import evaluate
from ffai.show.facts import number_text
from ffai.show.filters import FILTERS, Given, stretch
from ffai.show.graph import Filter, filters, split


class Flow(NamedTuple):
    """What goes along one link. None: not known; a length of infinity: without end."""

    seconds: float | None = None
    width: float | None = None
    height: float | None = None
    rate: float | None = None


def chain(text: str, start: Flow) -> Flow:
    """The flow behind a plain chain of filters (-vf, -af)."""
    flow = start
    for part in split(text, ";"):
        for found in filters(part):
            flow = after(found, [flow])
    return flow


def graph(text: str, sources: Mapping[str, Flow]) -> dict[str, Flow]:
    """The flow of each labelled link of a graph (-filter_complex); the last unlabelled one is "". Sources are "0:v", "1:a" …"""
    links = dict(sources)
    for part in split(text, ";"):
        flow: Flow | None = None
        for found in filters(part):
            inputs = [_link(label, links) for label in found.inputs]
            if flow is not None:
                inputs.append(flow)
            flow = after(found, inputs or list(links.values())[:1] or [Flow()])
            links.update(dict.fromkeys(found.outputs, flow))
            if not found.outputs:
                links[""] = flow
    return links


def _link(label: str, links: Mapping[str, Flow]) -> Flow:
    """A label's flow; "0" and "0:v:0" are sources too."""
    for name in (label, ":".join(label.split(":")[:2]), f"{label}:v", f"{label}:a"):
        if name in links:
            return links[name]
    return Flow()


def after(found: Filter, inputs: Sequence[Flow]) -> Flow:
    """The flow behind one filter."""
    first = inputs[0]
    row = FILTERS.get(found.name)
    given = Given(found, row.names.split() if row else [])
    step = _STEPS.get(found.name)
    return step(given, first, inputs) if step else first


def _names(flow: Flow) -> dict[str, float]:
    if not flow.width or not flow.height:
        return {}
    w, h = flow.width, flow.height
    return {
        "iw": w,
        "ih": h,
        "in_w": w,
        "in_h": h,
        "w": w,
        "h": h,
        "W": w,
        "H": h,
        "a": w / h,
        "dar": w / h,
        "sar": 1.0,
        "hsub": 2,
        "vsub": 2,
    }


def _scale(given: Given, flow: Flow, _inputs: Sequence[Flow]) -> Flow:
    names = _names(flow)
    width, height = evaluate(given.get("w") or "iw", names), evaluate(given.get("h") or "ih", names)
    if width is None or height is None:
        return flow._replace(width=None, height=None)
    if "force_original_aspect_ratio" in given.values and flow.width and flow.height:
        pick = max if given.get("force_original_aspect_ratio") == "increase" else min
        factor = pick(width / flow.width, height / flow.height)
        return flow._replace(width=flow.width * factor, height=flow.height * factor)
    if flow.width and flow.height:
        wide, high = width, height
        width = _multiple(high * flow.width / flow.height, wide) if wide < 0 else wide or flow.width
        height = _multiple(width * flow.height / flow.width, high) if high < 0 else high or flow.height
    return (
        flow._replace(width=max(width, 1), height=max(height, 1))
        if width > 0 and height > 0
        else flow._replace(width=None, height=None)
    )


def _multiple(side: float, said: float) -> float:
    """A side that follows from the other one, as a multiple of n where -n was said. Source: the options w and h of filter scale."""
    n = max(1, round(-said))
    return max(n, int(side / n + 0.5) * n)


def _resized(given: Given, flow: Flow, _inputs: Sequence[Flow]) -> Flow:
    """Crop and pad: a new frame; "0" and nothing keep the side."""
    names = _names(flow)
    names["ow"] = names["out_w"] = evaluate(given.get("w") or "iw", names) or 0.0
    width, height = evaluate(given.get("w") or "iw", names), evaluate(given.get("h") or "ih", names)
    return flow._replace(width=width or flow.width, height=height or flow.height)


def _turned(_given: Given, flow: Flow, _inputs: Sequence[Flow]) -> Flow:
    return flow._replace(width=flow.height, height=flow.width)


def _rate(given: Given, flow: Flow, _inputs: Sequence[Flow]) -> Flow:
    return flow._replace(rate=evaluate(given.get("fps", "25"), {}))


def _stretched(given: Given, flow: Flow, _inputs: Sequence[Flow]) -> Flow:
    factor = stretch(given.get("expr", "PTS"))
    if flow.seconds is None or factor is None:
        return flow._replace(seconds=None if factor is None else flow.seconds)
    return flow._replace(seconds=flow.seconds * factor, rate=flow.rate / factor if flow.rate and factor < 1 else flow.rate)


def _tempo(given: Given, flow: Flow, _inputs: Sequence[Flow]) -> Flow:
    tempo = evaluate(given.get("tempo", "1"), {})
    return flow._replace(seconds=flow.seconds / tempo if flow.seconds is not None and tempo else None)


def _trimmed(given: Given, flow: Flow, _inputs: Sequence[Flow]) -> Flow:
    begin = evaluate(given.get("start", "0"), {})
    end, length = evaluate(given.get("end", ""), {}), evaluate(given.get("duration", ""), {})
    if begin is None:
        return flow._replace(seconds=None)
    ends = [value for value in (end, begin + length if length is not None else None, flow.seconds) if value is not None]
    return flow._replace(seconds=max(0.0, min(ends) - begin) if ends else None)


def _joined(given: Given, flow: Flow, inputs: Sequence[Flow]) -> Flow:
    parts = int(given.get("n", "2")) if given.get("n", "2").isdigit() else 2
    per_part = max(1, len(inputs) // max(parts, 1))
    lengths = [each.seconds for each in inputs[::per_part]]
    return flow._replace(seconds=sum(length for length in lengths if length is not None) if None not in lengths else None)


def _crossed(given: Given, flow: Flow, inputs: Sequence[Flow]) -> Flow:
    length = evaluate(given.get("duration", "1"), {}) or 0.0
    lengths = [each.seconds for each in inputs[:2]]
    if None in lengths or len(lengths) < 2:
        return flow._replace(seconds=None)
    return flow._replace(seconds=max(0.0, sum(value for value in lengths if value is not None) - length))


def _together(given: Given, flow: Flow, inputs: Sequence[Flow]) -> Flow:
    """Overlay, mixes: as long as the longest that ends, or the shortest or first if asked for."""
    lengths = [each.seconds for each in inputs if each.seconds is not None]
    if not lengths:
        return flow
    if given.get("shortest") in ("1", "true") or given.get("duration") == "shortest":
        return flow._replace(seconds=min(lengths))
    if given.get("duration") == "first":
        return flow
    finite = [length for length in lengths if length != float("inf")]
    return flow._replace(seconds=max(finite) if finite else float("inf"))


def _beside(_given: Given, flow: Flow, inputs: Sequence[Flow]) -> Flow:
    widths = [each.width for each in inputs]
    wide = sum(width for width in widths if width) if None not in widths else None
    return _together(_given, flow, inputs)._replace(width=wide)


def _below(_given: Given, flow: Flow, inputs: Sequence[Flow]) -> Flow:
    heights = [each.height for each in inputs]
    high = sum(height for height in heights if height) if None not in heights else None
    return _together(_given, flow, inputs)._replace(height=high)


def _tiled(given: Given, flow: Flow, _inputs: Sequence[Flow]) -> Flow:
    across, _, down = given.get("layout", "6x5").partition("x")
    if across.isdigit() and down.isdigit() and flow.width and flow.height:
        return flow._replace(width=flow.width * int(across), height=flow.height * int(down))
    return flow._replace(width=None, height=None)


def _unknown_length(_given: Given, flow: Flow, _inputs: Sequence[Flow]) -> Flow:
    return flow._replace(seconds=None)


_UNKNOWN = ("select", "aselect", "loop", "aloop", "silenceremove", "mpdecimate", "rubberband", "asetrate", "tpad")
_STEPS = {
    "scale": _scale,
    "zscale": _scale,
    "crop": _resized,
    "pad": _resized,
    "transpose": _turned,
    "fps": _rate,
    "framerate": _rate,
    "minterpolate": _rate,
    "setpts": _stretched,
    "asetpts": _stretched,
    "atempo": _tempo,
    "trim": _trimmed,
    "atrim": _trimmed,
    "concat": _joined,
    "xfade": _crossed,
    "acrossfade": _crossed,
    "overlay": _together,
    "amix": _together,
    "amerge": _together,
    "blend": _together,
    "hstack": _beside,
    "vstack": _below,
    "tile": _tiled,
    **dict.fromkeys(
        ("select", "aselect", "loop", "aloop", "silenceremove", "mpdecimate", "rubberband", "asetrate", "tpad"), _unknown_length
    ),
}


def size_words(flow: Flow) -> str:
    """The picture's size and rate, as far as they are known."""
    parts = [f"{round(flow.width)}×{round(flow.height)}"] if flow.width and flow.height else []
    return " · ".join([*parts, f"{number_text(round(flow.rate, 2))} fps"] if flow.rate else parts)
