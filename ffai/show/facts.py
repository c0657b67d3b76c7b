"""Facts in words: sizes, times, rates, and what a file holds in one line."""

from ffai.show.style import clean
from ffai.values import Media, Stream


def size_text(size: float) -> str:
    """Bytes in decimal units, as file managers and upload limits count: 37.6 MB."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.5:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 99.95 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def time_text(seconds: float) -> str:
    """A point in a file or a length of it: 1:32, 1:02:03, 0.4 s."""
    if seconds < 0:
        return "-" + time_text(-seconds)
    if 0 < seconds < 9.95 and abs(seconds - round(seconds)) > 0.04:
        return f"{seconds:.1f} s" if seconds >= 0.1 else f"{seconds:.3f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def rate_text(bits_per_second: float) -> str:
    """A bit rate: 128 kb/s, 2.5 Mb/s."""
    if bits_per_second < 999_500:
        return f"{bits_per_second / 1000:.0f} kb/s"
    return f"{bits_per_second / 1e6:.1f}".removesuffix(".0") + " Mb/s"


def number_text(value: float) -> str:
    """A number without a tail of noughts: 29.97, 30."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def media_text(media: Media) -> str:
    """One line about a file: 1:32 · 3840×2160 · 30 fps · hevc + aac · 412 MB."""
    parts = []
    if media.duration and not media.is_image:
        parts.append(time_text(media.duration))
    if media.shown_size:
        parts.append(f"{media.shown_size[0]}×{media.shown_size[1]}")
    video = media.video
    if video and video.frame_rate and not media.is_image:
        parts.append(f"{number_text(round(video.frame_rate, 2))} fps")
    codecs = [clean(s.codec) for s in (media.video, media.audio) if s]
    if codecs:
        parts.append(" + ".join(codecs))
    audios, subtitles = media.of_kind("audio"), media.of_kind("subtitle")
    if len(audios) > 1:
        parts.append(f"{len(audios)} audio tracks")
    if subtitles:
        parts.append("subtitles" if len(subtitles) == 1 else f"{len(subtitles)} subtitle tracks")
    if video is None and media.audio:
        parts.extend(_sound(media.audio))
    if media.size is not None:
        parts.append(size_text(media.size))
    return " · ".join(parts)


def _sound(stream: Stream) -> list[str]:
    layout = stream.channel_layout
    if not layout or layout.endswith(" channels"):  # ffprobe's word for a layout that the file does not tell
        layout = {0: "", 1: "mono", 2: "stereo"}.get(stream.channels or 0, f"{stream.channels} channels")
    return [
        clean(text) for text in (f"{number_text(stream.sample_rate / 1000)} kHz" if stream.sample_rate else "", layout) if text
    ]
