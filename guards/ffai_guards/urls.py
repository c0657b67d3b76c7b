"""What a url of ffmpeg names: files behind nested protocols, lists, legs.

Source: libavformat/avio.c (url_find_protocol), concat.c, subfile.c, teeproto.c, libavutil/avstring.c (av_get_token).
"""

import re
from typing import NamedTuple

from ffai_guards.tables.formats import PROTOCOLS

_SCHEME = re.compile(r"([A-Za-z0-9+.-]+):")
_DOS_PATH = re.compile(r"[A-Za-z]:[\\/]")
_DEEPEST = 8


class Target(NamedTuple):
    kind: str  # file, address, descriptor, device, data, list_file, unknown
    name: str
    raw: str = ""  # how the url spells it, when it spells more
    form: str = "word"


def targets(url: str, depth: int = 0) -> list[Target]:
    """The files and addresses that a url names."""
    if depth > _DEEPEST:
        return [Target("unknown", url)]
    if url == "-":
        return [Target("descriptor", url)]
    if url.startswith("subfile,") and ":" in url:
        inner = url.split(":", 1)[1]
        return _inner(inner, depth) if inner else [Target("unknown", url)]
    match = _SCHEME.match(url)
    if match is None or _DOS_PATH.match(url):
        return [Target("file", url)]
    scheme, rest = match.group(1), url[match.end() :]
    first, plus, more = scheme.partition("+")
    kind = PROTOCOLS.get(scheme) or PROTOCOLS.get(scheme.lower(), "")
    if not kind and plus and PROTOCOLS.get(first.lower()):
        kind = PROTOCOLS[first.lower()]
        return _inner(f"{more}:{rest}", depth) if kind == "inner" else [Target("address", url)]
    if not kind:
        return [Target("unknown", url)]
    return _of_kind(kind, scheme.lower(), rest, url, depth)


def _of_kind(kind: str, scheme: str, rest: str, url: str, depth: int) -> list[Target]:
    if kind == "local":
        return [Target("file", _file_name(rest), rest, "url")]
    if kind == "descriptor":
        return [Target("descriptor", url)]
    if kind == "data":
        return _data(rest)
    if kind in ("list", "legs"):
        return [t for part in rest.split("|") for t in _inner(part, depth)]
    if kind == "script":
        return [t._replace(kind="list_file") if t.kind == "file" else t for t in _inner(rest, depth)]
    if kind == "inner":
        if scheme == "md5" and not rest:
            return [Target("descriptor", "pipe:1")]
        return _inner(rest, depth) if rest else [Target("unknown", url)]
    return [Target(kind if kind == "device" else "address", url)]


def _inner(url: str, depth: int) -> list[Target]:
    return [t._replace(raw=t.raw or t.name, form="url") for t in targets(url, depth + 1)]


def _file_name(rest: str) -> str:
    return "/" + rest.lstrip("/") if rest.startswith("//") else rest


def _data(rest: str) -> list[Target]:
    """A concat list or a playlist in a data: url names files; anything else is only data."""
    form, comma, body = rest.partition(",")
    if not comma:
        return [Target("data", rest)]
    found = [Target("data", rest)]
    if form.endswith(";base64"):
        import base64
        import binascii

        try:
            body = base64.b64decode(body + "===").decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return [Target("unknown", rest)]
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
    """av_get_token with blanks as stops: backslashes and single quotes."""
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
        elif c in " \t":
            break
        else:
            out.append(c)
            i += 1
    return "".join(out)


def list_quote(name: str) -> str:
    return "".join(f"\\{c}" if c in " '\\\t#" else c for c in name)
