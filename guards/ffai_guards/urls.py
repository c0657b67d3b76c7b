"""What a url of ffmpeg names: files behind nested protocols, lists, legs."""

import re
from typing import NamedTuple

from ffai_guards.tables import PROTOCOLS

_SCHEME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9+.-]*)([:,])")


class Target(NamedTuple):
    kind: str  # file, address, descriptor, device, data, unknown
    name: str
    raw: str = ""  # how the url spells it, when it spells more
    form: str = "word"


def targets(url: str) -> list[Target]:
    """The files and addresses that a url names."""
    match = _SCHEME.match(url)
    if match is None or (len(match.group(1)) == 1 and url[1:3] in (":\\", ":/")):
        return [Target("descriptor", url)] if url == "-" else [Target("file", url)]
    scheme, rest = match.group(1).lower(), url[match.end() :]
    first, *more = scheme.split("+")
    if more and first in PROTOCOLS:
        return targets(f"{'+'.join(more)}:{rest}") if PROTOCOLS[first] == "inner" else [Target("address", url)]
    kind = PROTOCOLS.get(scheme)
    if match.group(2) == "," and scheme not in ("subfile", "crypto", "async", "cache", "data"):
        return [Target("file", url)]
    if kind is None:
        return [Target("unknown", url)]
    if kind == "local":
        return [Target("file", _file_name(rest), rest, "word" if False else "url")]
    if kind == "descriptor":
        return [Target("descriptor", url)]
    if kind == "data":
        return _data(rest)
    if kind == "list":
        return [t._replace(raw=t.raw or t.name, form="url") for part in rest.split("|") for t in targets(part)]
    if kind == "script":
        return [Target("list_file", rest, rest, "url")]
    if kind == "inner":
        inner = rest
        if scheme == "subfile":
            inner = rest.split(",,:", 1)[-1] if ",,:" in rest else rest
            inner = inner.removeprefix(":")
        return [t._replace(raw=t.raw or t.name, form="url") for t in targets(inner)] if inner else [Target("unknown", url)]
    if kind == "legs":
        return [t._replace(raw=t.raw or t.name, form="url") for part in rest.split("|") for t in targets(part)]
    return [Target("device" if kind == "device" else "address", url)]


def _file_name(rest: str) -> str:
    return rest.removeprefix("//")


def _data(rest: str) -> list[Target]:
    """A concat list in a data: url names files; anything else is only data."""
    _, comma, body = rest.partition(",")
    if not comma:
        return [Target("data", rest)]
    found = [Target("data", rest)]
    for value, raw in list_entries(body.replace("%25", "%")):
        for target in targets(value):
            found.append(target._replace(raw=raw, form="list"))
    return found


def list_entries(text: str) -> list[tuple[str, str]]:
    """The `file` lines of a concat list: (name, as spelt)."""
    found = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith(("file ", "file\t")):
            raw = line[5:].strip()
            found.append((unquote(raw), raw))
    return found


def unquote(text: str) -> str:
    """av_get_token without stops: backslashes and single quotes."""
    out, i = [], 0
    while i < len(text):
        c = text[i]
        if c == "\\" and i + 1 < len(text):
            out.append(text[i + 1])
            i += 2
        elif c == "'":
            end = text.find("'", i + 1)
            end = len(text) if end < 0 else end
            out.append(text[i + 1 : end])
            i = end + 1
        else:
            out.append(c)
            i += 1
    return "".join(out)


def list_quote(name: str) -> str:
    return "".join(f"\\{c}" if c in " '\\\t#" else c for c in name)
