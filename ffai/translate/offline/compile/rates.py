"""Rates of the picture: what the source has, what a size leaves, what an encoder can do with two passes; and its range."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.job import Job, rate_text
from ffai.translate.offline.compile.work import Work
from ffai.values import Media, Stream

_HDR = ("smpte2084", "arib-std-b67")


def is_hdr(stream: Stream | None) -> bool:
    return stream is not None and stream.color_transfer in _HDR


def source_rate(media: Media | None) -> int | None:
    if media is None or media.video is None:
        return None
    if media.video.bit_rate:
        return media.video.bit_rate
    if media.bit_rate:
        return max(media.bit_rate - 128_000, media.bit_rate // 2)
    return None


def clamped_rate(work: Work, bits: float, kind: str) -> float:
    highest = 400_000_000 if kind == "video" else 640_000
    if bits > highest:
        work.note(f"{rate_text(bits)} is more than any file of this kind has; {rate_text(highest)} is taken")
        return highest
    if kind == "video" and 0 < bits < 10_000:
        work.note(f"{bits:g} bit/s is too little for a picture; 50k is taken")
        return 50_000
    return bits


def passes_possible(work: Work, name: str) -> bool:
    if name in ("libx264", "libx265", "libvpx-vp9", "libvpx", "mpeg4", "mpeg2video", "libxvid", "libaom-av1", "mpeg1video"):
        return True
    work.note(f"{name} has no second pass here; one pass is made")
    return False


def size_target(job: Job, work: Work, media: Media | None, encoder: coding.Encoder, limit: float, *, explicit: bool) -> int:
    """A rate that keeps the file below a size. Two passes, so that it is met. 0 when nothing has to be done for it."""
    duration = job.duration
    if duration is None:
        if not explicit:
            return 0
        duration = 300.0
        work.note("the length is not known here; the rate is reckoned for 5 minutes")
    if duration <= 0:
        return 0
    audio = 0 if not job.has_audio or (media is not None and media.audio is None) else 128_000
    total = limit * 8 * 0.96 / duration  # 4 % for the container and what rate control misses by
    if audio and total < 700_000:
        audio = 96_000 if total > 350_000 else 64_000 if total > 160_000 else 32_000
    if audio:
        job.coding += []
        work.edits.append(e.Bitrate(audio, "audio", "budget"))
    video = total - audio * 1.02
    if video < 20_000:
        work.note(f"{limit / 1e6:g} MB for {duration:.0f} s leaves almost nothing for the picture: expect very low quality")
        video = 20_000
    source = source_rate(media)
    if not explicit and (source is None or video > source * 0.9):
        return 0
    if source is not None and video > source * 1.5:
        row = coding.QUALITY.get(encoder.name)
        if row is not None and encoder.name in ("libx264", "libx265", "libvpx-vp9", "libsvtav1"):
            value = row[1] + (0 if video > source * 6 and not work.has(e.Shrink) else 2)
            job.coding += [row[0], str(value)]
            capped = encoder.name in ("libx264", "libx265") and video < 100_000_000
            job.coding += ["-maxrate", rate_text(video), "-bufsize", rate_text(video * 2)] if capped else []
            job.coding += list(row[6]) if encoder.name == "libvpx-vp9" else []
            work.note(f"{limit / 1e6:g} MB is more than this file needs; quality decides, with a cap on the rate")
            return 1
    shrink_picture(job, work, media, video)
    video = min(video, max(source * 2, 8_000_000) if source is not None else 60_000_000)  # more does no good
    job.coding += ["-b:v", rate_text(video)]
    return 2 if passes_possible(work, encoder.name) else 1


def shrink_picture(job: Job, work: Work, media: Media | None, video: float) -> None:
    """Makes the picture smaller when the rate is far too low for its size: below about 0.03 bit a pixel all detail goes."""
    stream = media.video if media else None
    if stream is None or not stream.width or not stream.height or work.has(e.Scale) or job.needs_graph:
        return
    rate = stream.frame_rate or 30.0
    pixels = stream.width * stream.height
    if video / (pixels * rate) >= 0.03 or min(stream.width, stream.height) <= 240:
        return
    for lines in (1080, 720, 540, 480, 360, 240):
        short = min(stream.width, stream.height)
        if lines < short and video / (pixels * (lines / short) ** 2 * rate) >= 0.03 or lines == 240:
            portrait = stream.height > stream.width
            job.filter_video(40, f"scale={lines}:-2" if portrait else f"scale=-2:{lines}")
            work.note(f"the picture is made smaller ({lines} lines) so that the rate suffices")
            return
