"""Questions about a file, answered from the probe."""

from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.values import Media, Stream


def answer(what: str, work: Work, path: str) -> str:
    media = work.media(path)
    if media is None:
        raise CannotCompile(f"Which file is it? {path} is not here or cannot be read.")
    if what == "size" and "picture" in work.words:
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
    if s.frame_rate and s.kind == "video":
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
