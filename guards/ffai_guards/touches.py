"""What each step of a reading touches: files, patterns, folders, addresses, devices, and by which words."""

import os

from ffai_guards import graphs, tables, urls
from ffai_guards.values import CONFIRM, DENY, Command, Input, Option, Output, Reason, Step, Touch


class Found:
    """The touches and reasons of one step."""

    def __init__(self, number: int, step: Step, cwd: str) -> None:
        self.number, self.step, self.cwd = number, step, cwd
        self.touches: list[Touch] = []
        self.reasons: list[Reason] = []

    def touch(self, target: str, how: str, kind: str, words: str, position: int = -1, raw: str = "", form: str = "word") -> None:
        self.touches.append(Touch(target, how, kind, self.number, words, position, raw, form))

    def reason(self, code: str, level: str, text: str, words: str = "", target: str = "", alternative: str = "") -> None:
        self.reasons.append(Reason(code, level, text, words, target, alternative, self.number))


def of_step(step: Step, number: int, cwd: str) -> Found:
    found = Found(number, step, cwd)
    if step.command is not None:
        _command(found, step.command)
    if step.stdout_to is not None:
        found.touch(step.stdout_to, "write", "file", f"> {step.stdout_to}")
    return found


def _command(found: Found, command: Command) -> None:
    for option in command.global_options:
        _option(found, option, "")
    for source in command.inputs:
        _input(found, source, command)
    for output in command.outputs:
        _output(found, output)
    if any(o.name == "vstats" for o in command.global_options):
        found.touch("vstats_%H%M%S.log", "write", "pattern", "-vstats")
    if any(o.name == "report" for o in command.global_options):
        found.touch(f"{command.program}-%Y%m%d-%H%M%S.log", "write", "pattern", "-report")


# --- inputs


def _input(found: Found, source: Input, command: Command) -> None:
    demuxer = _value(source.options, "f") or ""
    for option in source.options:
        _option(found, option, demuxer)
    words = f"-i {source.url}" if command.program == "ffmpeg" else source.url
    if demuxer == "lavfi":
        _graph(found, source.url, source.position, words)
        _endless_source(found, source, words)
        return
    if demuxer in tables.CAPTURE:
        found.touch(source.url, "read", "device", words, source.position)
        found.reason("FF_CAPTURE", CONFIRM, f"this records from a device ({demuxer})", words, source.url)
        return
    if _value(source.options, "stream_loop") == "-1" and not _ends(command, source.options):
        found.reason(
            "FF_ENDLESS",
            CONFIRM,
            "the input is repeated for ever, and nothing says when to stop",
            "-stream_loop -1",
            alternative="add -t SECONDS or -shortest",
        )
    if _value(source.options, "loop") == "1" and not _ends(command, source.options):
        found.reason(
            "FF_ENDLESS",
            CONFIRM,
            "the picture is shown for ever, and nothing says when to stop",
            "-loop 1",
            alternative="add -t SECONDS or -shortest",
        )
    whitelist = _value(source.options, "protocol_whitelist")
    if whitelist and not set(whitelist.split(",")) <= {
        "file",
        "data",
        "crypto",
        "pipe",
        "concat",
        "subfile",
        "fd",
        "async",
        "cache",
    }:
        found.reason(
            "FF_PROTO", CONFIRM, "the list of allowed protocols is widened beyond local files", f"-protocol_whitelist {whitelist}"
        )
    for target in urls.targets(source.url):
        _read(found, target, words, source.position, demuxer)


def _read(found: Found, target: urls.Target, words: str, position: int, demuxer: str) -> None:
    if target.kind == "address":
        found.touch(target.name, "connect", "address", words, position)
        found.reason("FF_NET_IN", CONFIRM, f"this reads from the network: {target.name}", words, target.name)
    elif target.kind == "unknown":
        found.reason(
            "FF_PROTO",
            DENY,
            f"{target.name.split(':')[0]!r} is no protocol that is known here",
            words,
            target.name,
            "a file whose name has a colon is written ./NAME",
        )
    elif target.kind == "device":
        found.touch(target.name, "read", "device", words, position)
    elif target.kind == "list_file":
        found.touch(target.name, "read", "file", words, position, target.raw, target.form)
        _list(found, target.name, words)
    elif target.kind == "file":
        kind = "pattern" if "%" in target.name and demuxer in ("", "image2") and _is_sequence(target.name) else "file"
        found.touch(target.name, "read", kind, words, position, target.raw, target.form)
        if demuxer == "concat" and position >= 0 and not target.raw:
            _list(found, target.name, words)
        if any(s in os.path.join(found.cwd, target.name) for s in tables.SECRETS):
            found.reason(
                "FF_READ_SECRET", DENY, f"{target.name} holds keys, passwords or settings of the system", words, target.name
            )


def _list(found: Found, name: str, words: str) -> None:
    """The files that a concat list on disk names."""
    try:
        with open(os.path.join(found.cwd, name), encoding="utf-8", errors="surrogateescape") as file:
            text = file.read(1_000_000)
    except OSError:
        return  # not there yet: an earlier step may write it
    for value, _ in urls.list_entries(text):
        for target in urls.targets(value):
            where = (
                target.name
                if target.kind != "file" or os.path.isabs(target.name)
                else os.path.join(os.path.dirname(name), target.name)
            )
            _read(found, target._replace(name=where), f"{words} (the list names {value})", -1, "")


def _is_sequence(name: str) -> bool:
    import re

    return re.search(r"%0?\d*d", name) is not None


def _endless_source(found: Found, source: Input, words: str) -> None:
    command = found.step.command
    if command is None or command.program != "ffmpeg" or _ends(command, source.options):
        return
    try:
        uses = graphs.parse(source.url)
    except graphs.GraphError:
        return
    for use in uses:
        if (
            use.name in tables.ENDLESS_SOURCES
            and not any(a.name in ("d", "duration", "n", "nb_samples") for a in use.arguments)
            and not any(u.name in ("trim", "atrim") for u in uses)
        ):
            found.reason(
                "FF_ENDLESS",
                CONFIRM,
                f"the source {use.name} never ends, and nothing says when to stop",
                words,
                alternative="add -t SECONDS or -shortest",
            )
            return


def _ends(command: Command, options: tuple[Option, ...]) -> bool:
    """Whether something bounds the run: -t, -to, -frames or -fs at the input or at every output, -shortest, timelimit."""
    if any(o.name in ("t", "to") for o in options):
        return True

    def bounded(output: Output) -> bool:
        return any(o.name in ("t", "to", "frames", "vframes", "fs", "shortest", "frames_") for o in output.options)

    trailing = any(o.name in ("shortest", "t", "to", "timelimit", "frames", "vframes") for o in command.global_options)
    graph = " ".join(
        o.value or ""
        for o in (*command.global_options, *(o for out in command.outputs for o in out.options))
        if o.name in ("filter_complex", "lavfi")
    )
    return (
        trailing
        or (bool(command.outputs) and all(bounded(o) for o in command.outputs))
        or "shortest=1" in graph
        or "trim=" in graph
        or "amix" in graph
        and "duration=first" in graph
    )


# --- outputs


def _output(found: Found, output: Output) -> None:
    muxer = _value(output.options, "f") or tables.MUXER_OF.get(os.path.splitext(output.url)[1].lstrip("."), "")
    for option in output.options:
        _option(found, option, muxer)
    words = output.url
    if _passes(output.options):
        prefix = _value(output.options, "passlogfile") or "ffmpeg2pass"
        found.touch(
            f"{prefix}-0.log", "write" if _passes(output.options) != "2" else "read", "file", f"-pass {_passes(output.options)}"
        )
    if muxer in tables.NOWHERE or output.url in ("/dev/null", "NUL"):
        return
    if muxer in tables.DEVICES_OUT:
        found.touch(output.url, "write", "device", words, output.position)
        found.reason("FF_DEVICE", DENY, f"the output is a device ({muxer})", words, output.url)
        return
    if muxer == "tee":
        _legs(found, output.url, output.position, words)
        return
    for target in urls.targets(output.url):
        _write(found, target, words, output.position, muxer, output.options)


def _passes(options: tuple[Option, ...]) -> str:
    return _value(options, "pass") or ""


def _write(found: Found, target: urls.Target, words: str, position: int, muxer: str, options: tuple[Option, ...] = ()) -> None:
    if target.kind == "address":
        found.touch(target.name, "connect", "address", words, position)
        found.reason("FF_NET_OUT", CONFIRM, f"this sends to the network: {target.name}", words, target.name)
    elif target.kind in ("unknown", "data"):
        found.reason(
            "FF_PROTO",
            DENY,
            f"nothing is known about writing to {target.name!r}",
            words,
            target.name,
            "a file whose name has a colon is written ./NAME",
        )
    elif target.kind == "device":
        found.reason("FF_DEVICE", DENY, "the output is a device", words, target.name)
    elif target.kind == "descriptor":
        if target.name not in ("-", "pipe:", "pipe:1", "pipe:2", "fd:", "fd:1"):
            found.touch(target.name, "write", "descriptor", words, position)
            found.reason("FF_PROTO", DENY, "the output is an open file of whoever starts this", words, target.name)
    elif target.kind in ("file", "list_file"):
        many = tables.MANY.get(muxer, "")
        single = (
            muxer == "image2" and (_value(options, "update") == "1" or not _is_sequence(target.name)) and "%" not in target.name
        )
        kind = (
            "pattern"
            if (many == "pattern" and not single) or (muxer == "image2" and "%" in target.name)
            else "folder"
            if many == "folder"
            else "file"
        )
        found.touch(target.name, "write", kind, words, position, target.raw, target.form)
        if many == "playlist":
            _segments(found, target.name, words, muxer, options)
        if muxer == "image2" and target.name.endswith(".Y"):
            for plane in ("U", "V"):
                found.touch(target.name[:-1] + plane, "write", "file", words)
        flags = _value(options, "hls_flags") or ""
        if "delete_segments" in flags or _value(options, "remove_at_exit") == "1":
            found.reason("FF_DELETE_SEGMENTS", CONFIRM, "the muxer is told to delete segment files", words, target.name)


def _segments(found: Found, name: str, words: str, muxer: str, options: tuple[Option, ...]) -> None:
    stem = os.path.splitext(name)[0]
    if muxer == "hls" and not _value(options, "hls_segment_filename"):
        found.touch(f"{stem}%d.ts", "write", "pattern", words)
        if _value(options, "hls_segment_type") == "fmp4":
            found.touch(os.path.join(os.path.dirname(name), "init.mp4"), "write", "file", words)
    if muxer == "dash":
        folder = os.path.dirname(name)
        for part in ("init-stream%d.m4s", "chunk-stream%d-%05d.m4s"):
            found.touch(os.path.join(folder, part), "write", "pattern", words)


def _legs(found: Found, url: str, position: int, words: str) -> None:
    for leg in _split_legs(url):
        body, muxer = leg, ""
        if body.startswith("["):
            options, _, body = body[1:].partition("]")
            muxer = next((o[2:] for o in options.split(":") if o.startswith("f=")), "")
        muxer = muxer or tables.MUXER_OF.get(os.path.splitext(body)[1].lstrip("."), "")
        for target in urls.targets(body):
            _write(found, target._replace(raw=target.raw or body, form="leg"), words, position, muxer)


def _split_legs(url: str) -> list[str]:
    legs, current, i = [], "", 0
    while i < len(url):
        if url[i] == "\\" and i + 1 < len(url):
            current += url[i + 1]
            i += 2
            continue
        if url[i] == "|":
            legs.append(current)
            current = ""
        else:
            current += url[i]
        i += 1
    return [*legs, current]


# --- options and filters


_GRAPHS = frozenset(("vf", "af", "filter", "filter_complex", "lavfi"))


def _option(found: Found, option: Option, muxer: str) -> None:
    name, value = option.name, option.value
    words = f"-{name}{':' + option.specifier if option.specifier else ''} {value}" if value is not None else f"-{name}"
    at = option.position + 1
    if name.startswith("/"):
        found.touch(str(value), "read", "file", words, at)
        found.reason("FF_SCRIPT", CONFIRM, f"the value of {name[1:]} comes from the file {value}", words, str(value))
        return
    if value is None:
        return
    if name in _GRAPHS:
        _graph(found, value, at, words)
        return
    if name in tables.PRESETS:
        found.reason("FF_SCRIPT", CONFIRM, f"the preset file {value!r} can set any option", words, value)
        return
    if name in tables.PARAMS:
        _params(found, value, at, words)
        return
    how = tables.OPTION_FILES.get(name, "")
    if (
        not how
        or (name in tables.MUXER_ONLY and muxer not in tables.MUXER_ONLY[name])
        or (name == "o" and found.step.program == "ffmpeg")
    ):
        return
    if name == "progress" and value in ("-", "pipe:1", "pipe:2"):
        return
    if how == "code":
        found.touch(value, "execute", "file", words, at)
        found.reason("FF_CODE", DENY, f"this loads program code from {value}", words, value)
    elif how == "script":
        found.touch(value, "read", "file", words, at)
        _script(found, value, at, words)
    elif how == "read":
        found.touch(value, "read", "file", words, at)
    elif how == "prefix":
        return  # the names that follow from it are touched by -pass
    else:
        for target in urls.targets(value):
            if target.kind == "address":
                _write(found, target, words, at, "")
            elif target.kind in ("file", "list_file"):
                found.touch(
                    target.name,
                    "write",
                    "pattern" if how == "pattern" or "%" in target.name else "file",
                    words,
                    at,
                    target.raw,
                    target.form,
                )


def _script(found: Found, path: str, at: int, words: str) -> None:
    """A filter graph in a file, read now; what is run later is the file, so a change in between is the run stage's matter."""
    try:
        with open(os.path.join(found.cwd, path), encoding="utf-8", errors="surrogateescape") as file:
            text = file.read(100_000)
    except OSError:
        found.reason("FF_SCRIPT", CONFIRM, f"the filters come from {path}, which is not there to be looked into", words, path)
        return
    _graph(found, text, -1, words)
    _ = at


def _graph(found: Found, graph: str, position: int, words: str) -> None:
    try:
        uses = graphs.parse(graph)
    except graphs.GraphError as problem:
        found.reason("FF_GRAPH", DENY, f"the filter graph cannot be read: {problem}", words)
        return
    for use in uses:
        named = {a.name for a in use.arguments}
        for argument in use.arguments:
            _filter_argument(found, use.name, argument, position, words)
        default = tables.FILTER_DEFAULTS.get(use.name)
        if default is not None and default[0] not in named:
            _file_of_filter(found, use.name, default[1], "", default[2], position=-1, words=f"{use.name} (without {default[0]}=)")


def _filter_argument(found: Found, name: str, argument: graphs.Argument, position: int, words: str) -> None:
    how = tables.FILTER_FILES.get((name, argument.name), "")
    if how and argument.value:
        _file_of_filter(
            found, name, argument.value, argument.raw, how, position=position, words=f"{name}={argument.name}={argument.value}"
        )
    if name in ("sendcmd", "asendcmd") and argument.name in ("c", "commands", ""):
        found.reason("FF_SCRIPT", CONFIRM, "commands are sent to filters while it runs", words)
    if (
        name in ("loop", "aloop")
        and argument.name in ("loop", "")
        and argument.value == "-1"
        and found.step.command is not None
        and not _ends(found.step.command, ())
    ):
        found.reason("FF_ENDLESS", CONFIRM, "the loop has no end", words, alternative="add -t SECONDS")


def _file_of_filter(found: Found, name: str, value: str, raw: str, how: str, *, position: int, words: str) -> None:
    if how == "code":
        found.touch(value, "execute", "file", words, position)
        found.reason("FF_CODE", DENY, f"the filter {name} loads program code: {value}", words, value)
    elif how == "listen":
        found.touch(value, "connect", "address", words)
        found.reason(
            "FF_NET_IN", CONFIRM, f"the filter {name} opens a network address that can change what is done", words, value
        )
    elif how == "script":
        found.touch(value, "read", "file", words, position, raw, "filter")
        found.reason("FF_SCRIPT", CONFIRM, f"commands for filters come from {value}", words, value)
    else:
        if value == "-":
            return
        for target in urls.targets(value) if name in ("movie", "amovie", "subtitles", "ass") else [urls.Target("file", value)]:
            if how == "read":
                _read(found, target._replace(raw=raw, form="filter"), words, position, "")
            else:
                found.touch(target.name, "write", "pattern" if "%" in value else "file", words, position, raw, "filter")


def _params(found: Found, value: str, at: int, words: str) -> None:
    for pair in value.split(":"):
        key, _, name = pair.partition("=")
        how = tables.PARAM_FILES.get(key)
        if how and name:
            found.touch(name, how, "file", words, at, name, "param")


def _value(options: tuple[Option, ...], name: str) -> str | None:
    found = [o.value for o in options if o.name == name]
    return found[-1] if found else None
