"""What an output of ffmpeg writes: the muxer, the protocol, and the names that follow from them."""

import os
import re

from ffai_guards import lists, urls
from ffai_guards.found import Found, pairs, value_of
from ffai_guards.named import option_touches
from ffai_guards.tables import formats
from ffai_guards.values import ANYTHING, CONFIRM, DENY, Option, Output

_DEEPEST = 4
_MOST_LEGS = 64


def output_touches(found: Found, output: Output) -> None:
    """Touches and reasons of one output with its options."""
    muxer = muxer_of(output.url, output.options)
    for option in output.options:
        option_touches(found, option, muxer)
    _passes(found, output.options)
    write(found, output.url, muxer, output.options, output.position)


def muxer_of(url: str, options: tuple[Option, ...]) -> str:
    """The muxer that is asked for, or those of the extension that write more than one file; "" for all others."""
    named = value_of(options, "f")
    if named is not None:
        return named.lower()  # names of formats are matched without regard to case (av_match_name)
    extension = os.path.splitext(url)[1].lstrip(".")
    return formats.MUXER_OF.get(extension) or formats.MUXER_OF.get(extension.lower(), "")


def write(
    found: Found, url: str, muxer: str, options: tuple[Option, ...], position: int, *, form: str = "", depth: int = 0
) -> None:
    """An output url as the muxer opens it."""
    from ffai_guards.names import known_format

    words = url
    if muxer and not known_format(muxer):
        found.reason("FF_UNKNOWN_FORMAT", DENY, f"{muxer!r} is no format that ffmpeg 5.1 to 9 writes", f"-f {muxer}")
        return
    if muxer in formats.NOWHERE or url in ("/dev/null", "NUL"):
        return
    if ANYTHING in url:
        found.reason("SH_DYNAMIC_WORD", DENY, "which file is written is only known when a shell runs it", words)
    elif muxer in formats.DEVICES_OUT:
        found.touch(url, "write", "device", words, position)
        found.reason("FF_DEVICE", DENY, f"the output is a device ({muxer})", words, url)
    elif muxer in formats.SCREENS_OUT:
        found.touch(url, "write", "device", words, position)
        found.reason("FF_DEVICE", CONFIRM, f"this plays or shows the result ({muxer})", words, url)
    elif muxer in formats.TO_NETWORK:
        found.touch(url, "connect", "address", words, position)
        found.reason("FF_NET_OUT", CONFIRM, f"this sends to the network: {url}", words, url)
        for target in urls.targets(url):
            if target.kind == "file":  # without an address it writes a file
                found.touch(target.name, "write", "file", words, position, target.raw, target.form)
    elif formats.MANY.get(muxer) == "tee" and depth < _DEEPEST:
        _legs(found, url, position, depth)
    elif formats.MANY.get(muxer) == "inner" and depth < _DEEPEST:
        inner = (value_of(options, "fifo_format") or "").lower() or None
        write(found, url, inner if inner is not None else muxer_of(url, ()), options, position, depth=depth + 1)
    elif depth >= _DEEPEST:
        found.reason("FF_PROTO", DENY, "outputs are nested deeper than any command needs", words)
    else:
        for target in urls.targets(url):
            write_target(
                found, target._replace(form=form, raw=target.raw or url) if form else target, words, position, muxer, options
            )


def write_target(
    found: Found, target: urls.Target, words: str, position: int, muxer: str, options: tuple[Option, ...] = ()
) -> None:
    if target.kind == "address":
        found.touch(target.name, "connect", "address", words, position)
        found.reason("FF_NET_OUT", CONFIRM, f"this sends to the network: {target.name}", words, target.name)
    elif target.kind in ("unknown", "data"):
        found.reason(
            "FF_PROTO", DENY, f"nothing is known about writing to {target.name!r}", words, target.name,
            "a file whose name has a colon is written ./NAME",
        )  # fmt: skip
    elif target.kind == "device":
        found.reason("FF_DEVICE", DENY, "the output is a device", words, target.name)
    elif target.kind == "descriptor":
        if target.name not in ("-", "pipe:", "pipe:1", "pipe:2", "fd:", "fd:1", "fd:2"):
            found.touch(target.name, "write", "descriptor", words, position)
            found.reason("FF_PROTO", DENY, "the output is an open file of whoever starts this", words, target.name)
    else:
        _files(found, target, words, position, muxer, options)


def _files(found: Found, target: urls.Target, words: str, position: int, muxer: str, options: tuple[Option, ...]) -> None:
    name = target.name
    many = formats.MANY.get(muxer, "")
    if muxer == "image2" and not _numbered(name, options):
        many = ""
    kind = "pattern" if many == "pattern" else "folder" if many == "folder" else "file"
    found.touch(name, "write", kind, words, position, target.raw, target.form)
    if many == "playlist":
        _hls(found, name, words, options)
    elif many == "manifest":
        _dash(found, name, words, options)
    elif muxer == "image2":
        if kind == "pattern" and name.endswith(".rgb"):
            found.touch(name, "write", "file", words)  # ffmpeg 5.1 takes it for raw video, of this very name
        if name.endswith((".Y", ".y")):
            for plane in "UV":
                found.touch(name[:-1] + plane, "write", kind, words)
        if value_of(options, "atomic_writing") == "1":
            found.touch(f"{name}.tmp", "write", kind, words)
    if "%v" in name and many == "playlist":
        found.touch(name.replace("%v", "%d"), "write", "pattern", words)
    if (value_of(options, "remove_at_exit") or "0") not in ("0", "false"):
        found.reason("FF_DELETE_SEGMENTS", CONFIRM, "the muxer is told to delete what it has written", words, name)


def _numbered(name: str, options: tuple[Option, ...]) -> bool:
    """Whether image2 takes the name as a pattern."""
    if (value_of(options, "update") or "0") not in ("0", "false"):
        return False
    if (value_of(options, "strftime") or "0") not in ("0", "false"):
        return "%" in name
    return re.search(r"%0?\d*d", name) is not None


def _hls(found: Found, name: str, words: str, options: tuple[Option, ...]) -> None:
    stem = os.path.splitext(name)[0]
    flags = value_of(options, "hls_flags") or ""
    fragmented = value_of(options, "hls_segment_type") == "fmp4"
    extension = "m4s" if fragmented else "ts"
    found.touch(f"{name}.tmp", "write", "pattern" if "%v" in name else "file", words)
    if not value_of(options, "hls_segment_filename"):
        if "single_file" in flags:
            found.touch(f"{stem}.{extension}", "write", "file", words)
        else:
            found.touch(f"{stem}%d.{extension}", "write", "pattern", words)
            found.touch(f"{stem}-%Y%m%d%s.{extension}", "write", "pattern", words)
    if fragmented and not value_of(options, "hls_fmp4_init_filename"):
        found.touch(os.path.join(os.path.dirname(name), "init.mp4"), "write", "file", words)
        found.touch(os.path.join(os.path.dirname(name), "init_%d.mp4"), "write", "pattern", words)
    found.touch(f"{stem}%d.vtt", "write", "pattern", words)
    found.touch(f"{stem}_vtt.m3u8", "write", "pattern" if "%v" in name else "file", words)
    if value_of(options, "hls_enc") not in (None, "0"):
        found.touch(f"{name}.key", "write", "file", words)
    if "delete_segments" in flags:
        _deletes(found, name, words, append="append_list" in flags)


def _deletes(found: Found, name: str, words: str, *, append: bool) -> None:
    named = [n for n in lists.playlist_deletes(found, name) if os.path.lexists(os.path.join(found.cwd, n))]
    for each in named:
        found.touch(each, "delete", "file", words)
    if append and named:
        found.reason("FF_DELETE_SEGMENTS", DENY, f"files that {name} names are deleted: {', '.join(named[:3])}", words, named[0])
    elif append:
        found.reason(
            "FF_DELETE_SEGMENTS", CONFIRM, "the muxer is told to delete the segment files that a playlist names", words, name
        )


def _dash(found: Found, name: str, words: str, options: tuple[Option, ...]) -> None:
    folder, stem = os.path.dirname(name), os.path.splitext(os.path.basename(name))[0]
    implied = []
    if not value_of(options, "init_seg_name"):
        implied.append("init-stream%d.")
    if not value_of(options, "media_seg_name"):
        implied.append("chunk-stream%d-%05d.")
    if value_of(options, "single_file") not in (None, "0") or value_of(options, "single_file_name"):
        implied.append(f"{stem}-stream%d.")
    for start in implied:
        for extension in ("m4s", "webm", "mp4"):
            found.touch(os.path.join(folder, start + extension), "write", "pattern", words)
            found.touch(os.path.join(folder, start + extension + ".tmp"), "write", "pattern", words)
    found.touch(f"{name}.tmp", "write", "file", words)
    if value_of(options, "hls_playlist") not in (None, "0"):
        for tail in ("", ".tmp"):
            found.touch(os.path.join(folder, f"media_%d.m3u8{tail}"), "write", "pattern", words)
            master = value_of(options, "hls_master_name") or "master.m3u8"
            found.touch(os.path.join(folder, f"{master}{tail}"), "write", "file", words)


def _passes(found: Found, options: tuple[Option, ...]) -> None:
    """The logs of two-pass encoding: PREFIX-N.log, N the stream's number in the output."""
    number = value_of(options, "pass") or ("1" if any(o.name == "flags" and "+pass1" in (o.value or "") for o in options) else "")
    if not number:
        return
    prefix = value_of(options, "passlogfile") or "ffmpeg2pass"
    how = "read" if number == "2" else "write"
    found.touch(f"{prefix}-0.log", how, "file", f"-pass {number}")
    for tail in (".log", ".log.mbtree", ".log.temp", ".log.mbtree.temp", ".log.cutree", ".log.cutree.temp"):
        found.touch(f"{prefix}-%d{tail}", how, "pattern", f"-pass {number}")


# --- tee


def _legs(found: Found, url: str, position: int, depth: int) -> None:
    legs = split_legs(url)
    if len(legs) > _MOST_LEGS:
        found.reason("FF_PROTO", DENY, "more outputs of tee than any command needs", url)
        return
    for leg in legs:
        body = leg
        options: tuple[Option, ...] = ()
        if body.startswith("["):
            end = _closing(body)
            options = tuple(Option(key, "", value, position) for key, value, _ in pairs(body[1:end]))
            options = tuple(o._replace(name=o.name.partition("/")[0].partition("\\")[0]) for o in options)
            body = body[end + 1 :]
        muxer = muxer_of(body, options)
        for option in options:
            if option.name not in ("f", "select", "onfail", "use_fifo", "bsfs"):
                option_touches(found, option._replace(position=-2), muxer)
        write(found, body, muxer, options, position, form="leg", depth=depth + 1)


def _closing(body: str) -> int:
    i = 1
    while i < len(body):
        if body[i] == "\\":
            i += 1
        elif body[i] == "'":
            i = body.find("'", i + 1)
            if i < 0:
                return len(body)
        elif body[i] == "]":
            return i
        i += 1
    return len(body)


def split_legs(url: str) -> list[str]:
    """The legs of a tee output: parted by |, each with backslashes and quotes taken off once outside of its options."""
    legs, current, i, n = [], "", 0, len(url)
    while i < n:
        c = url[i]
        if c == "\\" and i + 1 < n:
            current += url[i + 1]
            i += 2
        elif c == "'":
            end = url.find("'", i + 1)
            end = n if end < 0 else end
            current += url[i + 1 : end]
            i = min(end + 1, n)
        elif c == "|":
            legs.append(current.strip())
            current = ""
            i += 1
        else:
            current += c
            i += 1
    return [*legs, current.strip()]
