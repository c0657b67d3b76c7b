"""ffmpeg's own lists and help, read: encoders, formats, filters, options. Knows the forms of 4.4 to 9."""

import re
from typing import Any

# Rows are plain tuples, so that marshal can keep them; the named views are in capabilities.py.
OptionRow = tuple[str, str, str, str, str, str, tuple[tuple[str, str, str], ...], str]

_CODEC = re.compile(r"^ ([VASD])[.FSXBDIL]{5} (\S+)\s+(.*)$")
_CODEC_OF = re.compile(r" \(codec ([^)]+)\)$")
_FORMAT = re.compile(r"^ ?([D ])([E ])(?:[d ])? ?\s*(\S+)\s+(.*)$")
_FILTER = re.compile(r"^ ([T.])([S.])[C.]? (\S+)\s+(\S+)->(\S+)\s+(.*)$")
_OPTION = re.compile(r"^ {1,4}-?(\S+)\s+<(\w+)>\s+([EDFVASXRBTP.]{9,12})\s?(.*)$")
_CONSTANT = re.compile(r"^ {4,8}(\S+)\s+(-?\d+|0x[0-9a-fA-F]+)?\s*([EDFVASXRBTP.]{9,12})\s?(.*)$")
_RANGE = re.compile(r" ?\(from (\S+) to (\S+)\)")
_DEFAULT = re.compile(r' ?\(default "?(.*?)"?\)$')


def codecs(text: str) -> dict[str, tuple[str, str, str]]:
    """-encoders or -decoders: name -> (kind, description, codec)."""
    kinds = {"V": "video", "A": "audio", "S": "subtitle", "D": "data"}
    found = {}
    for line in text.splitlines():
        match = _CODEC.match(line)
        if match and match.group(2) != "=":
            name, description = match.group(2), match.group(3)
            codec = _CODEC_OF.search(description)
            found[name] = (kinds[match.group(1)], description, codec.group(1) if codec else name)
    return found


def formats(text: str, column: str) -> dict[str, str]:
    """-muxers ("E") or -demuxers ("D"): name -> description. A row may have several names."""
    found: dict[str, str] = {}
    body = text.partition("--")[2]
    for line in body.splitlines():
        match = re.match(r"^ ([D ])([E ])[d ]? ?\s*(\S+)\s*(.*)$", line)
        if match and (match.group(1) if column == "D" else match.group(2)).strip() == column:
            for name in match.group(3).split(","):
                found[name] = match.group(4)
    return found


def filters(text: str) -> dict[str, tuple[str, str, str, bool]]:
    """-filters: name -> (inputs, outputs, description, timeline)."""
    found = {}
    for line in text.splitlines():
        match = _FILTER.match(line)
        if match:
            found[match.group(3)] = (match.group(4), match.group(5), match.group(6), match.group(1) == "T")
    return found


def words(text: str, *, after: str = "") -> list[str]:
    """A list of one name a line, behind a heading."""
    body = text.partition(after)[2] if after else text
    return [line.strip() for line in body.splitlines() if line.strip() and not line.strip().endswith(":")]


def protocols(text: str) -> tuple[list[str], list[str]]:
    inside, _, outside = text.partition("Output:")
    return words(inside, after="Input:"), words(outside)


def table_names(text: str, column: int) -> list[str]:
    """-pix_fmts (column 1) and -sample_fmts (column 0): the names."""
    found = []
    for line in text.splitlines():
        cells = line.split()
        if column == 1 and len(cells) >= 3 and re.fullmatch(r"[IOHPB.]{5}", cells[0]) and cells[2].isdigit():
            found.append(cells[1])
        elif column == 0 and len(cells) == 2 and cells[1].isdigit():
            found.append(cells[0])
    return found


def options(text: str) -> dict[str, OptionRow]:
    """The options of a help text: name -> (name, type, help, minimum, maximum, default, constants, flags)."""
    found: dict[str, list[Any]] = {}
    last: list[Any] | None = None
    for line in text.splitlines():
        match = _OPTION.match(line)
        if match:
            name, type_, flags, help_ = match.groups()
            minimum = maximum = default = ""
            shown = _DEFAULT.search(help_)
            if shown:
                default, help_ = shown.group(1), help_[: shown.start()]
            limits = _RANGE.search(help_)
            if limits:
                minimum, maximum, help_ = limits.group(1), limits.group(2), help_[: limits.start()]
            last = [name, type_, help_.strip(), minimum, maximum, default, [], flags]
            found.setdefault(name, last)
            continue
        constant = _CONSTANT.match(line)
        if constant and last is not None:
            last[6].append((constant.group(1), constant.group(2) or "", constant.group(4).strip()))
        elif not line.startswith(" "):
            last = None
    return {name: (r[0], r[1], r[2], r[3], r[4], r[5], tuple(r[6]), r[7]) for name, r in found.items()}


_CLI = re.compile(r"^-(\S+)(?: (?:<([^>]*)>|(\S(?:.*?\S)?)))?  +(\S.*)$")


def command_line(text: str) -> dict[str, OptionRow]:
    """The options of ffmpeg's own command line, from the head of `-h full`."""
    head = text.partition("AVCodecContext AVOptions")[0]
    found: dict[str, OptionRow] = {}
    for line in head.splitlines():
        match = re.match(r"^-(\S+?)(?:\[:[^\]]*\])?(?: +(.*))?$", line)
        if match and not match.group(1).startswith("-"):
            name = match.group(1)
            found[name] = (name, "cli", (match.group(2) or "").strip(), "", "", "", (), "")
    return found


def generic(text: str, name: str) -> dict[str, OptionRow]:
    """The options of one section of `-h full`: AVCodecContext, AVFormatContext."""
    start = text.find(f"{name} AVOptions:")
    if start < 0:
        return {}
    body = text[start:].split("\n", 1)[1]
    end = re.search(r"^\S.*AVOptions:", body, re.MULTILINE)
    return options(body[: end.start()] if end else body)


def muxer(text: str) -> tuple[tuple[str, ...], tuple[str, str, str]]:
    """`-h muxer=NAME`: (extensions, (default video, audio and subtitle codec))."""
    extensions = re.search(r"Common extensions: (.*?)\.\s*$", text, re.MULTILINE)
    defaults = []
    for kind in ("video", "audio", "subtitle"):
        match = re.search(rf"Default {kind} codec: (.*?)\.\s*$", text, re.MULTILINE)
        defaults.append(match.group(1) if match else "")
    return (tuple(extensions.group(1).split(",")) if extensions else ()), (defaults[0], defaults[1], defaults[2])


def pixel_formats_of(text: str) -> tuple[str, ...]:
    """`-h encoder=NAME`: the pixel formats it takes; () when it does not say."""
    match = re.search(r"Supported pixel formats: (.*)$", text, re.MULTILINE)
    return tuple(match.group(1).split()) if match else ()


_ = _FORMAT, _CLI
