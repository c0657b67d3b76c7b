"""Options whose values name files, addresses, graphs, presets or program code."""

import os
import re

from ffai_guards import urls
from ffai_guards.filtered import graph
from ffai_guards.found import Found, pairs
from ffai_guards.tables import formats, options
from ffai_guards.values import ANYTHING, CONFIRM, DENY, Option

GRAPHS = frozenset(("vf", "af", "filter", "filter_complex", "lavfi"))
# options that hold options of an inner muxer; which one that is matters little: they are weighed as any muxer's
_NESTED = frozenset(
    "segment_format_options hls_segment_options hls_ts_options format_options format_opts seg_format_options fifo_options".split()
)
_ANY = "*"
_WIDENING = {
    "use_absolute_path": "the file itself may name other files that are read",
    "enable_drefs": "the file itself may name other files that are read",
}


def option_touches(found: Found, option: Option, muxer: str) -> None:
    """Touches and reasons of one option; `muxer`: what it acts on, a muxer's or demuxer's name, "" when it is not known."""
    name, value = option.name, option.value
    words = f"-{name}{':' + option.specifier if option.specifier else ''} {value}" if value is not None else f"-{name}"
    at = option.position + 1
    if value is None:
        return
    if name.startswith("/"):
        _from_file(found, option, words, at, muxer)
    elif name in GRAPHS:
        graph(found, value, at, words)
    elif name in options.PARAMS:
        params(found, value, at, words)
    elif name in _NESTED:
        for key, inner, _ in pairs(value):
            option_touches(found, Option(key, "", inner, -2), _ANY)
    elif name == "protocol_whitelist":
        if not set(value.split(",")) <= formats.LOCAL_PROTOCOLS:
            found.reason("FF_PROTO", CONFIRM, "the list of allowed protocols is widened beyond local files", words)
    elif name in _WIDENING and value not in ("0", "false"):
        found.reason("FF_SCRIPT", CONFIRM, _WIDENING[name], words)
    elif name == "http_proxy":
        found.reason("FF_NET_IN", CONFIRM, f"this goes through {value}", words, value)
    elif name in ("init_hw_device", "hwaccel_device", "vaapi_device", "qsv_device"):
        return
    else:
        how = options.OPTION_FILES.get(name) or _muxers(muxer, name)
        if how and not (name == "o" and found.step.program == "ffmpeg"):
            _file(found, option, how, words, at)
        elif found.step.program == "ffprobe" and name == "o":
            _file(found, option, "write", words, at)


def _muxers(muxer: str, name: str) -> str:
    if muxer == _ANY:
        return next((how for (_, option), how in options.MUXER_OPTIONS.items() if option == name), "")
    return options.MUXER_OPTIONS.get((options.FAMILY.get(muxer, muxer), name), "")


def _file(found: Found, option: Option, how: str, words: str, at: int) -> None:
    name, value = option.name, option.value or ""
    if ANYTHING in value:
        found.reason("SH_DYNAMIC_WORD", DENY, "which file this is, is only known when a shell runs it", words)
    elif how == "code":
        found.touch(value, "execute", "file", words, at)
        found.reason("FF_CODE", DENY, f"this loads program code from {value}", words, value)
    elif how == "script":
        found.touch(value, "read", "file", words, at)
        _script(found, value, words)
    elif how == "key info":
        found.touch(value, "read", "file", words, at)
        _key_info(found, value, words)
        _from_network(found, value, words)
    elif how == "preset":
        found.touch(value, "read", "file", words, at)
        _preset(found, value, words)
    elif how == "named preset":
        found.reason("FF_SCRIPT", CONFIRM, f"the preset file {value!r} can set any option", words, value)
    elif how == "read":
        from ffai_guards.touches import private

        found.touch(value, "read", "file", words, at)
        if name == "attach":
            path = os.path.normpath(os.path.join(found.cwd, value))
            if private(path, found.cwd) or private(os.path.realpath(path), found.cwd):
                found.reason("FF_READ_SECRET", DENY, f"{value} holds keys, passwords or settings of the system", words, value)
        _from_network(found, value, words)
    elif how.startswith("beside"):
        _beside(found, value, words)
    else:
        _written(found, name, value, how, words, at)


def _written(found: Found, name: str, value: str, how: str, words: str, at: int) -> None:
    from ffai_guards.outputs import write_target

    if name == "dump_attachment" and not value:
        level = DENY if _replaces(found) else CONFIRM
        found.reason(
            "FF_SIDE_FILE",
            level,
            "the media file itself says which name is written",
            words,
            "",
            "name a file: -dump_attachment:t:0 NAME",
        )
        return
    if name == "progress" and value in ("-", "pipe:1", "pipe:2"):
        return
    for target in urls.targets(value):
        if target.kind in ("file", "list_file"):
            kind = "pattern" if how == "pattern" or "%" in target.name else "file"
            found.touch(target.name, "write", kind, words, at, target.raw, target.form)
            if name == "hls_segment_filename":
                found.touch(f"{target.name}.tmp", "write", "pattern", words)
        else:
            write_target(found, target, words, at, "")


def _replaces(found: Found) -> bool:
    command = found.step.command
    if command is None:
        return False
    every = [
        *command.global_options,
        *(o for s in command.inputs for o in s.options),
        *(o for s in command.outputs for o in s.options),
    ]
    return any(o.name == "y" for o in every)


def _beside(found: Found, value: str, words: str) -> None:
    """Names that a muxer takes from the folder of its main file."""
    command = found.step.command
    folders = {os.path.dirname(o.url) for o in command.outputs} if command else {""}
    shape = re.sub(r"\$[^$]*\$", "%d", value)
    for folder in folders:
        for name in {shape.replace("$ext$", e) for e in ("m4s", "mp4", "webm")} if "$ext$" in value else {shape}:
            for tail in ("", ".tmp"):
                found.touch(os.path.join(folder, name + tail), "write", "pattern" if "%" in name else "file", words)


def _from_file(found: Found, option: Option, words: str, at: int, muxer: str) -> None:
    """-/NAME FILE: the value stands in a file."""
    path = option.value or ""
    found.touch(path, "read", "file", words, at)
    text = found.text_of(path)
    if text is None:
        found.reason("FF_SCRIPT", CONFIRM, f"the value of {option.name[1:]} comes from the file {path}", words, path)
        return
    option_touches(found, Option(option.name[1:], option.specifier, text.rstrip("\n"), -2), muxer)


def _script(found: Found, path: str, words: str) -> None:
    """A filter graph in a file, read now; what is run later is what was read."""
    text = found.text_of(path)
    if text is None:
        found.reason("FF_SCRIPT", CONFIRM, f"the filters come from {path}, which is not there to be looked into", words, path)
        return
    graph(found, text.rstrip("\n"), -1, words)


def _from_network(found: Found, value: str, words: str) -> None:
    if any(target.kind == "address" for target in urls.targets(value)):
        found.reason("FF_NET_IN", CONFIRM, f"this reads from the network: {value}", words, value)


def _key_info(found: Found, path: str, words: str) -> None:
    """The address that players get, the file that holds the key, a start value: a line each (hlsenc.c, hls_encryption_start)."""
    lines = (found.text_of(path) or "").split("\n")
    if len(lines) > 1 and lines[1].strip():
        from ffai_guards.touches import read_target

        for target in urls.targets(lines[1].strip()):
            read_target(found, target._replace(raw="", form="word"), f"{words} (it names {target.name})", -1, "file")


def _preset(found: Found, path: str, words: str) -> None:
    text = found.text_of(path)
    if text is None:
        found.reason("FF_SCRIPT", CONFIRM, f"options come from {path}, which is not there to be looked into", words, path)
        return
    from ffai_guards.argv import read_step

    for line in text.splitlines():
        key, equals, value = line.strip().partition("=")
        if not equals or key.startswith("#"):
            continue
        _, problems = read_step(("ffmpeg", f"-{key}", value))
        found.reasons += [p._replace(step=found.number) for p in problems]
        option_touches(found, Option(key.partition(":")[0], "", value, -2), "")


_NAME_LIKE = re.compile(r"/|\.[A-Za-z][A-Za-z0-9]{1,4}$")


_MOST_PARAMS = 200  # each is looked at twice


def params(found: Found, value: str, at: int, words: str) -> None:
    """k=v:k=v of an encoder's own options."""
    seen = [(key, text, raw) for key, text, raw in pairs(value)]
    seen += [(k, v, v) for k, _, v in (part.partition("=") for part in value.split(":"))]
    if len(seen) > _MOST_PARAMS:
        found.reason("FF_UNKNOWN_OPT", DENY, "more parameters of an encoder than there are", words)
        return
    for key, name, raw in dict.fromkeys(seen):
        how, _, unless = options.PARAM_FILES.get(key.replace("_", "-"), options.PARAM_FILES.get(key, "")).partition(" unless ")
        if not name or (unless and name in unless.split()):
            continue
        if how == "code":
            found.touch(name, "execute", "file", words, at)
            found.reason("FF_CODE", DENY, f"this loads program code from {name}", words, name)
        elif how == "prefix":
            found.reason("FF_UNKNOWN_OPT", DENY, f"{key} writes files whose names are not known", words, name)
        elif how:
            found.touch(name, how, "file", words, at, raw, "param")
            if how == "write" and key in options.PARAM_TAILED:
                for tail in options.PARAM_TAILS:
                    found.touch(name + tail, how, "file", words)
        elif ANYTHING in name or (_NAME_LIKE.search(name) and key not in options.PARAM_FILES and key not in _TEXTUAL):
            found.reason("FF_UNKNOWN_OPT", DENY, f"nothing is known about the encoder's parameter {key}={name}", words)


_TEXTUAL = frozenset(("master-display", "max-cll", "zones", "crop-rect", "display-window", "preset", "tune", "profile"))
