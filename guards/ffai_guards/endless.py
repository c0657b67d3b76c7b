"""Whether a command ends by itself."""

from collections.abc import Iterator

from ffai_guards import graphs
from ffai_guards.found import Found, value_of
from ffai_guards.tables import filters
from ffai_guards.values import CONFIRM, Command, Input, Option, Output

_BOUNDS = frozenset("t to frames vframes aframes dframes fs".split())
_ADVICE = "add -t SECONDS or -shortest"


def endless(found: Found, command: Command) -> None:
    """A reason, when nothing says when an ffmpeg command ends."""
    if command.program != "ffmpeg" or not command.outputs:
        return
    why = _why(command)
    if why and not _bounded(command, all(_input_why(source) for source in command.inputs)):
        found.reason("FF_ENDLESS", CONFIRM, f"{why}, and nothing says when to stop", why, alternative=_ADVICE)


def _why(command: Command) -> str:
    for source in command.inputs:
        why = _input_why(source)
        if why:
            return why
    for text in _graph_texts(command):
        for why in _graph_why(text):
            return why
    return ""


def _input_why(source: Input) -> str:
    options = source.options
    if any(o.name in ("t", "to") for o in options):
        return ""
    if (value_of(options, "stream_loop") or "0").startswith("-"):
        return "the input is repeated for ever (-stream_loop -1)"
    if value_of(options, "loop") == "1":
        return "the picture is shown for ever (-loop 1)"
    if source.url.startswith(("/dev/zero", "/dev/urandom", "/dev/random")):
        return f"{source.url} never ends"
    if value_of(options, "ignore_loop") == "0":
        return "the picture is shown for ever (-ignore_loop 0)"
    return next(_graph_why(source.url), "") if (value_of(options, "f") or "").lower() == "lavfi" else ""


def _graph_why(text: str) -> Iterator[str]:
    """Sources and filters in a graph that never end, if nothing else in it bounds them."""
    try:
        uses = graphs.parse(text)
    except graphs.GraphError:
        return
    if any(_bounds(use) for use in uses):
        return
    for use in uses:
        named = {a.name: a.value for a in use.arguments}
        if use.name in filters.ENDLESS_SOURCES and not _has_length(use, named):
            yield f"the source {use.name} never ends"
        elif (
            (use.name in ("loop", "aloop") and named.get("loop") == "-1")
            or (use.name == "tpad" and named.get("stop") == "-1")
            or (use.name == "apad" and not ({"pad_len", "whole_len", "pad_dur", "whole_dur"} & set(named)))
            or (use.name in ("movie", "amovie") and named.get("loop") == "0")
        ):
            yield f"the filter {use.name} never ends"


_LENGTH = frozenset("d duration n nb_samples".split())
# sources whose positional options reach the length: the place of it
_PLACE = {"sine": 4, "color": 3, "anullsrc": 4, "aevalsrc": 3}


def _has_length(use: graphs.FilterUse, named: dict[str, str]) -> bool:
    if _LENGTH & set(named):
        return True
    positional = [a for a in use.arguments if not a.name]
    return use.name in _PLACE and len(positional) >= _PLACE[use.name]


def _bounds(use: graphs.FilterUse) -> bool:
    named = {a.name: a.value for a in use.arguments}
    if use.name in ("trim", "atrim"):
        return bool({"duration", "end", "end_frame", "end_pts", "end_sample"} & set(named)) or len(use.arguments) > 1
    if use.name in ("amix", "amerge"):
        return named.get("duration") in ("first", "shortest") or use.name == "amerge"
    if use.name in ("sidechaincompress", "sidechaingate", "amultiply", "axcorrelate", "join"):
        return True  # they end with the shorter one
    return (
        named.get("shortest") in ("1", "true")
        or named.get("eof_action") == "endall"
        or (use.name in ("hstack", "vstack", "xstack", "blend", "mix") and named.get("duration") == "shortest")
    )


def _graph_texts(command: Command) -> Iterator[str]:
    every = (*command.global_options, *(o for out in command.outputs for o in out.options))
    for option in every:
        if option.name in ("filter_complex", "lavfi", "vf", "af", "filter") and option.value:
            yield option.value


def _bounded(command: Command, all_endless: bool) -> bool:
    if any(o.name in ("timelimit", *_BOUNDS) for o in command.global_options):
        return True
    ends = {o.name for o in command.global_options}
    if "shortest" in ends and not all_endless:
        return True
    for text in _graph_texts(command):
        try:
            if any(_bounds(use) for use in graphs.parse(text)):
                return True
        except graphs.GraphError:
            continue
    return all(_output_bounded(output, all_endless) for output in command.outputs)


def _output_bounded(output: Output, all_endless: bool) -> bool:
    options: tuple[Option, ...] = output.options
    if any(o.name in _BOUNDS for o in options):
        return True
    muxer = value_of(options, "f") or ""
    still = output.url.lower().endswith((".png", ".jpg", ".jpeg", ".webp", ".bmp")) and "%" not in output.url
    return (any(o.name == "shortest" for o in options) and not all_endless) or (still and muxer in ("", "image2"))
