"""What the filters of a graph touch."""

import re

from ffai_guards import graphs, urls
from ffai_guards.found import Found
from ffai_guards.graphs import Argument, FilterUse
from ffai_guards.tables import filters, formats
from ffai_guards.values import ANYTHING, CONFIRM, DENY

_DEEPEST = 4


def graph(found: Found, text: str, position: int, words: str) -> None:
    """Touches and reasons of every filter in a graph. `position`: of the word in argv, -1 when the graph is not in a word."""
    if ANYTHING in text:
        found.reason("SH_DYNAMIC_WORD", DENY, "a part of the filter graph is only known when a shell runs it", words)
        return
    if found.depth > _DEEPEST:
        found.reason("FF_GRAPH", DENY, "graphs are nested deeper than any command needs", words)
        return
    try:
        uses = graphs.parse(text)
    except graphs.GraphError as problem:
        found.reason("FF_GRAPH", DENY, f"the filter graph cannot be read: {problem}", words)
        return
    from ffai_guards.names import known_filter

    for use in uses:
        if not known_filter(use.name):
            found.reason("FF_GRAPH", DENY, f"{use.name!r} is no filter that ffmpeg 5.1 to 9 has", words)
            continue
        _use(found, use, position, words)


def _use(found: Found, use: FilterUse, position: int, words: str) -> None:
    named = {a.name for a in use.arguments}
    if use.name in filters.CAPTURE_SOURCES:
        found.reason("FF_CAPTURE", CONFIRM, f"this records the screen ({use.name})", words)
    if use.name in ("movie", "amovie") and filters.FILTER_FILES.get((use.name, "filename")) == "url":
        _movie(found, use, position)
    for argument in use.arguments:
        _argument(found, use, argument, position, words)
    default = filters.FILTER_DEFAULTS.get(use.name)
    if default is not None and default[0] not in named:
        named_by = f"{use.name} (without {default[0]}=)"
        _file(found, use.name, Argument(default[0], default[1], ""), default[2], -1, named_by)
    if use.name == "vidstabtransform" and any(a.name == "debug" and a.value not in ("0", "false") for a in use.arguments):
        found.touch("global_motions.trf", "write", "file", "vidstabtransform=debug")


def _argument(found: Found, use: FilterUse, argument: Argument, position: int, words: str) -> None:
    if argument.name.startswith("/"):
        _from_file(found, use, argument, position, words)
        return
    how = filters.FILTER_FILES.get((use.name, argument.name), "")
    if how and argument.value:
        _file(found, use.name, argument, how, position, f"{use.name}={argument.name}={argument.value}")
    if use.name in ("sendcmd", "asendcmd") and argument.name == "commands":
        _commands(found, argument.value, words)
    if use.name in ("libvmaf", "libvmaf_cuda") and argument.name == "model":
        for path in re.findall(r"path=([^|:]+)", argument.value.replace("\\", "")):
            found.touch(path, "read", "file", words)


def _from_file(found: Found, use: FilterUse, argument: Argument, position: int, words: str) -> None:
    """NAME=/option=FILE: the value stands in a file."""
    found.touch(argument.value, "read", "file", words)
    name = argument.name[1:]
    name = filters.ALIASES.get(use.name, {}).get(name, name)
    text = found.text_of(argument.value)
    if text is None and ((use.name, name) in filters.FILTER_FILES or name == "commands"):
        found.reason(
            "FF_SCRIPT", CONFIRM, f"the value of {name} comes from {argument.value}, which is not there", words, argument.value
        )
    elif text is not None:
        _argument(found, use, Argument(name, text.rstrip("\n"), ""), -1, words)
    _ = position


def _movie(found: Found, use: FilterUse, position: int) -> None:
    """movie opens an input as -i does, with the demuxer that format_name says."""
    from ffai_guards.touches import read_input

    named = {a.name: a for a in use.arguments}
    source, demuxer = named.get("filename"), named["format_name"].value if "format_name" in named else ""
    if source is None or not source.value:
        return
    words = f"{use.name}={source.value}"
    if formats.PROTOCOLS.get(source.value.lower()) == "address" and any(a.raw.startswith("//") for a in use.arguments):
        found.reason(
            "FF_NET_IN",
            CONFIRM,
            f"this looks like an address of {source.value}; so written, ffmpeg reads a file of this name",
            words,
        )
    if demuxer in ("lavfi", *formats.CAPTURE):
        found.depth += 1
        read_input(found, source.value, -1, words, demuxer)
        found.depth -= 1
        return
    _url(found, source, position, words, demuxer)


def _url(found: Found, argument: Argument, position: int, words: str, demuxer: str) -> None:
    from ffai_guards.touches import read_target

    for target in urls.targets(argument.value):
        read_target(found, target._replace(raw=argument.raw, form="filter"), words, position, demuxer, "none")


def _file(found: Found, name: str, argument: Argument, how: str, position: int, words: str) -> None:
    value, raw = argument.value, argument.raw
    position = position if raw else -1
    if how == "code":
        found.touch(value, "execute", "file", words, position)
        found.reason("FF_CODE", DENY, f"the filter {name} loads program code: {value}", words, value)
    elif how == "listen":
        found.touch(value, "connect", "address", words)
        found.reason(
            "FF_NET_IN", CONFIRM, f"the filter {name} opens a network address that can change what is done", words, value
        )
    elif how == "commands":
        found.touch(value, "read", "file", words, position, raw, "filter")
        text = found.text_of(value)
        if text is None:
            found.reason("FF_SCRIPT", CONFIRM, f"commands for filters come from {value}, which is not there", words, value)
        else:
            _commands(found, text, words)
    elif how == "url":
        if name not in ("movie", "amovie"):
            _url(found, argument, position, words, "srt")
    elif how == "read":
        from ffai_guards.touches import read_target

        read_target(found, urls.Target("file", value, raw, "filter"), words, position, "file", "none")
    elif value not in filters.PRINTED:
        _written(found, argument, how, position, words)


def _written(found: Found, argument: Argument, how: str, position: int, words: str) -> None:
    value = argument.value
    if re.match(r"(pipe|fd):[12]?$", value):
        return
    target = urls.targets(value)[0]
    if target.kind == "address":
        found.touch(value, "connect", "address", words, position)
        found.reason("FF_NET_OUT", CONFIRM, f"this sends to the network: {value}", words, value)
        return
    name = target.name if target.kind == "file" else value
    found.touch(
        name, "write", "pattern" if how == "pattern" and "%" in value else "file", words, position, argument.raw, "filter"
    )


# --- commands that are sent to filters while it runs

_INTERVAL = re.compile(r"\s*(?:[0-9.:]+(?:\s*-\s*[0-9.:]+)?)\s+(.*)", re.DOTALL)
_COMMAND = re.compile(r"\s*(?:\[[^\]]*\]\s*)?(\S+)\s+(\S+)\s*(.*)", re.DOTALL)


def _commands(found: Found, text: str, words: str) -> None:
    """TIME [FLAGS] TARGET COMMAND ARGUMENT, ...; what is not of this form, or sets a file, is asked about or touched."""
    lines = [line for line in text.splitlines() if not line.strip().startswith("#")]
    for interval in (part for part in " ".join(lines).split(";") if part.strip()):
        match = _INTERVAL.match(interval)
        if match is None:
            found.reason("FF_SCRIPT", CONFIRM, "commands are sent to filters while it runs, and they cannot be read", words)
            return
        for each in match.group(1).split(","):
            sent = _COMMAND.match(each)
            if sent is not None:
                _command(found, sent.group(1), sent.group(2), graphs_unquoted(sent.group(3)), words)


def _command(found: Found, target: str, command: str, argument: str, words: str) -> None:
    name = target.partition("@")[0]
    candidates = [f for f, _ in filters.FILTER_FILES] if name == "all" or not _is_filter(name) else [name]
    for each in dict.fromkeys(candidates):
        option = filters.ALIASES.get(each, {}).get(command, command)
        how = filters.FILTER_FILES.get((each, option), "")
        if how:
            _file(found, each, Argument(option, argument.strip(), ""), how, -1, words)
    if command == "reinit":
        for key, value, _ in _arguments_of(argument):
            for each in dict.fromkeys(candidates):
                how = filters.FILTER_FILES.get((each, filters.ALIASES.get(each, {}).get(key, key)), "")
                if how:
                    _file(found, each, Argument(key, value, ""), how, -1, words)


def _is_filter(name: str) -> bool:
    from ffai_guards.names import known_filter

    base = name.removeprefix("Parsed_").rstrip("0123456789").rstrip("_")
    return known_filter(name) or known_filter(base)


def _arguments_of(text: str) -> list[tuple[str, str, str]]:
    from ffai_guards.found import pairs

    return pairs(text)


def graphs_unquoted(text: str) -> str:
    """One level of quotes and backslashes taken off."""
    return re.sub(r"\\(.)|'([^']*)'", lambda m: m.group(1) or m.group(2) or "", text)
