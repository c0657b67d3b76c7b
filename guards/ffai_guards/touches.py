"""What each step of a reading touches: files, patterns, folders, addresses, devices, and by which words."""

import os
import re

from ffai_guards import lists, urls
from ffai_guards.endless import endless
from ffai_guards.filtered import graph
from ffai_guards.found import Found, value_of
from ffai_guards.named import option_touches
from ffai_guards.outputs import output_touches
from ffai_guards.tables import formats, places
from ffai_guards.values import ANYTHING, CONFIRM, DENY, Command, Input, Step

__all__ = ["Found", "of_step"]


def of_step(step: Step, number: int, cwd: str) -> Found:
    """Everything that a step touches. `cwd`: the folder that the reading was made in."""
    found = Found(number, step, cwd)
    if step.command is not None:
        _command(found, step.command)
    for name in step.reads:
        _read_file(found, name, f"< {name}", -1, "")
    if step.stdout_to is not None:
        found.touch(step.stdout_to, "write", "file", f"> {step.stdout_to}")
    for name, _ in step.writes:
        found.touch(name, "write", "file", f"> {name}")
    return found


def _command(found: Found, command: Command) -> None:
    for option in command.global_options:
        option_touches(found, option, "")
    for source in command.inputs:
        _input(found, source, command)
    for output in command.outputs:
        output_touches(found, output)
    if any(o.name == "vstats" for o in command.global_options):
        found.touch("vstats_%H%M%S.log", "write", "pattern", "-vstats")
    if any(o.name == "report" for o in (*command.global_options, *(o for i in command.inputs for o in i.options))):
        found.touch(f"{command.program}-%Y%m%d-%H%M%S.log", "write", "pattern", "-report")
    endless(found, command)


def _input(found: Found, source: Input, command: Command) -> None:
    demuxer = (value_of(source.options, "f") or "").lower()
    for option in source.options:
        option_touches(found, option, demuxer)
    words = f"-i {source.url}" if command.program == "ffmpeg" else source.url
    lists_only = demuxer in formats.CAPTURE and any(o.name in _LISTING and o.value in _LISTED for o in source.options)
    pattern_type = value_of(source.options, "pattern_type") or ""
    read_input(found, source.url, source.position, words, demuxer, pattern_type, lists_only=lists_only)


# options of capture devices with which they say what there is and stop (libavdevice: AVERROR_EXIT); v4l2 has words of its own
_LISTING = frozenset("list_devices list_options list_formats list_standards".split())
_LISTED = frozenset("1 true all raw compressed".split())


def read_input(
    found: Found, url: str, position: int, words: str, demuxer: str, pattern_type: str = "", *, lists_only: bool = False
) -> None:
    """An input, opened by ffmpeg's demuxers: of the command line, of the movie filter, or named by a list."""
    from ffai_guards.names import known_format

    if demuxer and not known_format(demuxer):
        found.reason("FF_UNKNOWN_FORMAT", DENY, f"{demuxer!r} is no format that ffmpeg 5.1 to 9 reads", f"-f {demuxer}")
    if demuxer == "lavfi":
        graph(found, url, position, words)
        return
    if demuxer in formats.CAPTURE and not lists_only:
        found.touch(url, "read", "device", words, position)
        found.reason("FF_CAPTURE", CONFIRM, f"this records from a device ({demuxer})", words, url)
        return
    if lists_only:
        return
    if ANYTHING in url:
        found.reason("SH_DYNAMIC_WORD", DENY, "which file is read is only known when a shell runs it", words)
        return
    for target in urls.targets(url):
        read_target(found, target, words, position, demuxer, pattern_type)


def read_target(found: Found, target: urls.Target, words: str, position: int, demuxer: str, pattern_type: str = "") -> None:
    if target.kind == "address":
        found.touch(target.name, "connect", "address", words, position)
        found.reason("FF_NET_IN", CONFIRM, f"this reads from the network: {target.name}", words, target.name)
    elif target.kind == "unknown":
        found.reason(
            "FF_PROTO", DENY, f"{target.name.split(':')[0]!r} is no protocol that is known here", words, target.name,
            "a file whose name has a colon is written ./NAME",
        )  # fmt: skip
    elif target.kind == "device":
        found.touch(target.name, "read", "device", words, position)
        found.reason("FF_CAPTURE", CONFIRM, f"this reads from a drive: {target.name}", words, target.name)
    elif target.kind == "descriptor":
        if target.name not in ("-", "pipe:", "pipe:0", "fd:", "fd:0"):
            found.reason("FF_PROTO", CONFIRM, "the input is an open file of whoever starts this", words, target.name)
    elif target.kind in ("file", "list_file"):
        sequence = demuxer in ("", "image2", "image2pipe") and re.search(r"%0?\d*d", target.name) is not None
        kind = "pattern" if sequence and pattern_type != "none" else "glob" if pattern_type == "glob" else "file"
        found.touch(target.name, "read", kind, words, position, target.raw, target.form)
        _private(found, target.name, words)
        if kind == "file":
            _read_file(found, target.name, words, position, "concatf" if target.kind == "list_file" else demuxer, named=True)


def _read_file(found: Found, name: str, words: str, position: int, demuxer: str, *, named: bool = False) -> None:
    """What a file that is read names in its turn."""
    if not named:
        found.touch(name, "read", "file", words)
        _private(found, name, words)
    kind = lists.kind_of(found, name, demuxer)
    if not kind:
        return
    found.depth += 1
    for target, said in lists.entries(found, name, kind, words):
        read_target(found, target._replace(raw="", form="word"), said, -1, "")
    found.depth -= 1


def private(path: str, cwd: str) -> bool:
    """Whether a file holds keys, passwords or settings of the system or of a program, by where it is."""
    inside = os.path.relpath(path, cwd)
    parts = set((path if inside.startswith("..") else inside).split("/"))
    if parts & places.PRIVATE_PARTS or path.endswith((".kdbx", ".ppk", ".p12", ".pfx")):
        return True
    return path.startswith(tuple(f"{p}/" for p in places.PRIVATE_FOLDERS)) and not path.startswith(places.PRIVATE_EXCEPT)


def _private(found: Found, name: str, words: str) -> None:
    plain = "/" + os.path.normpath(os.path.join(found.cwd, name)).lstrip("/")
    try:
        real = os.path.realpath(plain)
    except (OSError, ValueError):
        real = plain
    for path in dict.fromkeys((plain, real)):
        if private(path, found.cwd):
            found.reason("FF_READ_SECRET", DENY, f"{name} holds keys, passwords or settings of the system", words, name)
            return
        if path.startswith("/dev/") and not path.startswith("/dev/shm/"):
            _device(found, path, name, words)
            return


def _device(found: Found, path: str, name: str, words: str) -> None:
    if path in ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/dev/full") or re.match(
        r"/dev/(stdin|fd/\d+|pts/\d+)$", path
    ):
        return
    if re.match(r"/dev/(video|dvd|sr|cdrom|dvb|snd/|audio|dsp|fb)", path):
        found.reason("FF_CAPTURE", CONFIRM, f"this reads from a device: {name}", words, name)
    else:
        found.reason("FF_DEVICE", DENY, f"{name} is a device, no media file", words, name)
