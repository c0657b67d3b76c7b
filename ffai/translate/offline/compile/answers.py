"""Questions about a file, answered from the probe."""

from ffai.translate.offline.compile.streams import same_language
from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.values import Media, Stream


def answer(what: str, work: Work | None, path: str, known: Media | None = None) -> str:
    media = work.media(path) if work is not None else known
    if media is None:
        raise CannotCompile(f"Which file is it? {path} is not here or cannot be read.")
    if what.startswith("has:"):
        _, thing, language = what.split(":")
        return has(thing, language, path, media)
    if what == "size" and work is not None and "picture" in work.words:
        what = "resolution"
    video = media.video
    if what == "duration":
        return (
            f"{path} is {clock(media.duration)} long." if media.duration is not None else f"{path} does not say how long it is."
        )
    if what == "codec":
        return f"{path}: " + "; ".join(_codec(s) for s in media.streams if s.kind in ("video", "audio", "subtitle")) + "."
    if what == "resolution":
        size = media.shown_size
        return f"{path} is {size[0]}x{size[1]}." if size else f"{path} has no picture."
    if what == "fps":
        return f"{path} has {video.frame_rate:.5g} frames a second." if video and video.frame_rate else f"{path} has no picture."
    if what == "bitrate":
        return (
            f"{path} has {(media.bit_rate or 0) / 1000:.0f} kb/s in all"
            + "".join(f", {s.kind} {s.bit_rate / 1000:.0f} kb/s" for s in media.streams if s.bit_rate)
            + "."
        )
    if what == "size":
        return (
            f"{path} has {(media.size or 0) / 1e6:.2f} MB ({media.size:,} bytes)."
            if media.size is not None
            else f"{path} is of unknown size."
        )
    if what == "frames":
        count = video.frames if video and video.frames else round((media.duration or 0) * (video.frame_rate or 0)) if video else 0
        return f"{path} has {count} frames."
    if what == "streams":
        return _streams(path, media)
    if what == "tags":
        return _tags(path, media)
    if what == "chapters":
        return _chapters(path, media)
    return (
        f"{path}: {clock(media.duration) if media.duration else 'length unknown'}, {'/'.join(media.formats[:2])}, {(media.size or 0) / 1e6:.2f} MB.\n"
        + "\n".join(f"  {_line(s)}" for s in media.streams)
    )


def has(what: str, language: str, path: str, media: Media) -> str:
    """Yes or no, and what there is."""
    streams = media.streams
    if what == "cover":
        found = [
            s
            for s in streams
            if "attached_pic" in s.disposition or (s.kind == "attachment" and (s.codec or "").startswith(("mjpeg", "png")))
        ]
    elif what == "alpha":
        found = [
            s
            for s in streams
            if s.kind == "video"
            and (s.pixel_format or "").startswith(("yuva", "rgba", "argb", "bgra", "abgr", "gbrap", "ya", "pal8"))
        ]
    elif what == "chapter":
        count = len(media.chapters)
        return f"Yes, {path} has {count} chapter{'s' if count != 1 else ''}." if count else f"No, {path} has no chapters."
    elif what == "commentary":
        found = [s for s in streams if s.kind == "audio" and ("comment" in (s.title or "").lower() or "comment" in s.disposition)]
    elif what == "metadata":
        return answer("all", None, path, media)
    else:
        found = [s for s in streams if s.kind == what]
    if language:
        found = [s for s in found if same_language(s.language, language)]
    name = {
        "cover": "cover picture",
        "alpha": "transparency",
        "subtitle": "subtitles",
        "audio": "sound",
        "commentary": "commentary track",
    }.get(what, what)
    tagged = f" tagged {language!r}" if language else ""
    if not found:
        return f"No, {path} has no {name}{tagged}."
    return f"Yes, {path} has {name}{tagged}: " + "; ".join(_line(s) for s in found) + "."


def compared(what: str, work: Work, paths: list[str]) -> str:
    """One fact of several files, and which of them has more of it."""
    medias = [work.media(path) for path in paths]
    lines = [answer(what, work, path) for path in paths]
    values = [_value(what, media) for media in medias if media is not None]
    if len(values) != len(paths) or any(v is None for v in values):
        return "\n".join(lines)
    if len(set(values)) == 1:
        return "\n".join([f"The same: {', '.join(paths)}.", *lines])
    if what == "codec":
        return "\n".join([f"They differ: {', '.join(paths)}.", *lines])
    most = max(range(len(paths)), key=lambda i: values[i] or 0)
    word = {"duration": "longer", "bitrate": "higher", "fps": "higher", "resolution": "larger", "size": "bigger"}.get(
        what, "more"
    )
    name = {"duration": "", "bitrate": " in bit rate", "fps": " in frames a second", "resolution": " in pixels", "size": ""}.get(
        what, ""
    )
    word = (
        word
        if len(paths) == 2
        else {"longer": "the longest", "higher": "the highest", "larger": "the largest", "bigger": "the biggest"}.get(word, word)
    )
    return "\n".join([f"{paths[most]} is {word}{name}.", *lines])


def _value(what: str, media: Media) -> float | str | None:
    if what == "duration":
        return round(media.duration, 2) if media.duration is not None else None
    if what == "bitrate":
        return round((media.bit_rate or 0) / 1000)
    if what == "fps":
        return round(media.video.frame_rate, 3) if media.video and media.video.frame_rate else None
    if what == "resolution":
        return media.shown_size[0] * media.shown_size[1] if media.shown_size else None
    if what == "size":
        return media.size
    if what == "codec":
        return "; ".join(_codec(s) for s in media.streams if s.kind in ("video", "audio", "subtitle"))
    return None


def _streams(path: str, media: Media) -> str:
    counts = {k: len(media.of_kind(k)) for k in ("video", "audio", "subtitle")}
    parts = [f"{n} {k} stream{'s' if n != 1 else ''}" for k, n in counts.items()]
    chapters = f", {len(media.chapters)} chapters" if media.chapters else ""
    return f"{path} has {', '.join(parts)}{chapters}.\n" + "\n".join(f"  {_line(s)}" for s in media.streams)


def _tags(path: str, media: Media) -> str:
    rows = [f"  {key}: {value}" for key, value in media.tags]
    for s in media.streams:
        rows += [f"  stream {s.index} {s.kind}: {key}: {value}" for key, value in s.tags if key.lower() not in ("duration",)]
    return f"{path} has these tags:\n" + "\n".join(rows) if rows else f"{path} has no tags."


def _chapters(path: str, media: Media) -> str:
    if not media.chapters:
        return f"{path} has no chapters."
    rows = [f"  {i + 1} {clock(c.start)} to {clock(c.end)} {c.title}" for i, c in enumerate(media.chapters)]
    return f"{path} has {len(rows)} chapters:\n" + "\n".join(rows)


def _codec(s: Stream) -> str:
    return f"{s.kind} {s.codec}" + (f" ({s.profile})" if s.profile else "")


def _line(s: Stream) -> str:
    words = [f"{s.index}", s.kind, s.codec]
    if s.width and s.height:
        words.append(f"{s.width}x{s.height}")
    if s.frame_rate and s.kind == "video" and "attached_pic" not in s.disposition:
        words.append(f"{s.frame_rate:.5g} fps")
    if s.pixel_format:
        words.append(s.pixel_format)
    if s.sample_rate:
        words.append(f"{s.sample_rate} Hz")
    if s.channels:
        words.append(s.channel_layout or f"{s.channels} channels")
    if s.bit_rate:
        words.append(f"{s.bit_rate / 1000:.0f} kb/s")
    if s.language and s.language != "und":
        words.append(s.language)
    if s.title:
        words.append(repr(s.title))
    return " ".join(words)


def clock(value: float | None) -> str:
    if value is None:
        return "?"
    hours, rest = divmod(value, 3600)
    minutes, secs = divmod(rest, 60)
    text = f"{int(hours)}:{int(minutes):02d}:{secs:05.2f}" if hours else f"{int(minutes)}:{secs:05.2f}"
    return f"{text} ({value:.2f} s)"
