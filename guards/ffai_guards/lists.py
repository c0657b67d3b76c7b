"""Files that name files: concat lists, HLS playlists, DASH manifests, session descriptions."""

import os
import re

from ffai_guards import urls
from ffai_guards.found import Found
from ffai_guards.values import CONFIRM

_DEEPEST = 5


def kind_of(found: Found, name: str, demuxer: str) -> str:
    """concat, hls, dash, sdp, or "" for a file that is not of these (by the demuxer that is asked for, else by its first line)."""
    if demuxer:
        return (
            {"applehttp": "hls"}.get(demuxer, demuxer)
            if demuxer in ("concat", "concatf", "hls", "applehttp", "dash", "sdp")
            else ""
        )
    path = os.path.join(found.cwd, name)
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as file:
            head = file.read(1024)
    except (OSError, ValueError):
        return ""
    if head.startswith(b"ffconcat"):
        return "concat"
    if head.startswith(b"#EXTM3U"):
        return "hls"
    if head.startswith(b"v=0"):
        return "sdp"
    return "dash" if b"<MPD" in head else ""


def entries(found: Found, name: str, kind: str, words: str) -> list[tuple[urls.Target, str]]:
    """What a list names: (target, words). Suspicious lines become reasons. A list that is not there names nothing yet."""
    text = found.text_of(name, 1_000_000)
    if text is None or found.depth > _DEEPEST:
        return []
    folder = os.path.dirname(name)
    if kind == "concatf":  # a url a line
        return [(t, f"{words} (it names {v})") for v in text.split("\n") if v.strip() for t in urls.targets(v.strip())]
    if kind == "concat":
        return _concat(found, text, folder, words)
    if kind == "sdp":
        found.reason("FF_NET_IN", CONFIRM, f"{name} describes a stream from the network", words, name)
        return []
    values = re.findall(r"^(?!#)(\S.*)$", text, re.MULTILINE) if kind == "hls" else []
    values += re.findall(r'URI="([^"]+)"', text)
    values += re.findall(r"<BaseURL[^>]*>([^<]+)", text) + re.findall(
        r'(?:media|initialization|sourceURL|xlink:href)="([^"$]+)"', text
    )
    return [
        (_beside(t, folder), f"{words} (it names {v.strip()})") for v in dict.fromkeys(values) for t in urls.targets(v.strip())
    ]


def _concat(found: Found, text: str, folder: str, words: str) -> list[tuple[urls.Target, str]]:
    for line in text.splitlines():
        if line.split()[:1] == ["option"]:
            found.reason("FF_PROTO", CONFIRM, f"the list sets an option of its own: {line.strip()[:80]}", words)
    pairs = [(t, v) for v, _ in urls.list_entries(text) for t in urls.targets(v)]
    return [(_beside(target, folder), f"{words} (the list names {value})") for target, value in pairs]


def _beside(target: urls.Target, folder: str) -> urls.Target:
    if target.kind not in ("file", "list_file") or os.path.isabs(target.name):
        return target
    return target._replace(name=os.path.join(folder, target.name))


def playlist_deletes(found: Found, name: str) -> list[str]:
    """The files that an existing playlist names: a muxer that appends to it and deletes old segments deletes these."""
    return [t.name for t, _ in entries(found, name, "hls", name) if t.kind == "file"]
