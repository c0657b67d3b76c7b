"""Which streams are copied, which are encoded with what, and the options of the container."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.job import Job, seconds
from ffai.translate.offline.compile.work import Work
from ffai.values import Media, Stream

_YUV420 = frozenset(
    ("libx264", "libx265", "libvpx-vp9", "libvpx", "libsvtav1", "mpeg4", "libxvid", "h264_nvenc", "hevc_nvenc", "libopenh264")
)
_EIGHT_BIT_420 = ("yuv420p", "yuvj420p", "nv12", "")


def purpose_of(work: Work) -> coding.Purpose | None:
    said = work.get(e.Purpose)
    if said is None:
        return None
    purpose = coding.PURPOSES[said.name]
    work.note(purpose.note)
    return purpose


def encode(job: Job, work: Work, media: Media | None, ext: str) -> list[Job]:
    """Sets a job's codecs for a container. Gives the jobs to run: one, or two for two passes."""
    purpose = purpose_of(work)
    shrink = work.get(e.Shrink)
    if shrink is not None and shrink.factor and not work.has(e.FileSize) and media is not None and media.size and job.duration:
        work.edits.append(e.FileSize(media.size * shrink.factor))
    work.all(e.Shrink), work.all(e.Quality), work.all(e.Lossless)
    passes = _video(job, work, media, ext, purpose) if job.has_video else 0
    if not job.has_video:
        job.coding += [] if work.has(e.Cover) else ["-vn"]
    _audio(job, work, media, ext, purpose)
    _subtitles(job, work, media, ext)
    _container(job, work, ext, purpose)
    if passes == 2:
        return _two_passes(job, work)
    return [job]


# --- video


def _video(job: Job, work: Work, media: Media | None, ext: str, purpose: coding.Purpose | None) -> int:
    """Appends the video options; gives the number of passes."""
    stream = media.video if media else None
    source = stream.codec if stream else work.source_video
    said = work.get(e.VideoCodec)
    codec = _wanted_codec(work, said.codec if said else "", ext, purpose)
    plain = not job.video and not _asks_for_video_encoding(work, purpose)
    copy = work.all(e.Copy)
    wants_copy = any(c.kind in ("all", "video") for c in copy)
    base = coding.ALIASES.get(said.codec, said.codec) if said else ""
    same = said is not None and coding.VIDEO.get(base, ("",))[0] == source
    fits = bool(source) and coding.holds(ext, "video", source) and _fit_picture(stream, ext)
    if plain and wants_copy and (not said or same):
        if source and not coding.holds(ext, "video", source):
            work.note(f"{ext} cannot hold {source}: the picture is encoded again")
        else:
            job.coding += ["-c:v", "copy"]
            return 0
    elif wants_copy and job.video:
        work.note("the picture changes, so it is encoded again")
    if (
        plain
        and fits
        and (same or not said)
        and (purpose is None or (purpose.copies and source == purpose.video and _small_enough(stream, purpose)))
        and not work.has(e.Reencode)
    ):
        job.coding += ["-c:v", "copy"]
        return 0
    encoder = coding.video_encoder(codec, work.has_encoder)
    if encoder is None:
        work.note(f"{codec} is no codec that this ffmpeg can make; H.264 is taken")
        encoder = coding.Encoder("h264", "libx264")
    hardware = work.get(e.Hardware)
    if not coding.hardware_present(encoder.name):
        software = coding.video_encoder(encoder.codec, lambda name: coding.hardware_present(name) and work.has_encoder(name))
        if software is not None:
            work.note(f"{encoder.name} needs graphics hardware that is not here; {software.name} does it in software")
            encoder = software
    if hardware is not None:
        fast = coding.hardware_encoder(encoder.codec, hardware.name, work.has_encoder)
        if fast is not None and not coding.hardware_present(fast.name):
            work.note(f"{fast.name} needs graphics hardware that is not here; {encoder.name} does it in software")
        elif fast is not None:
            encoder = fast
            work.note(
                f"{fast.name} needs the matching graphics hardware; without it, {coding.VIDEO[encoder.codec][1][0]} does the same in software"
            )
        else:
            work.note(f"this ffmpeg has no {hardware.name} encoder for {encoder.codec}; {encoder.name} does it in software")
    if not coding.holds(ext, "video", encoder.codec) and ext in coding.HOLDS:
        other = coding.video_encoder(coding.default_codec(ext, "video"), work.has_encoder)
        if other is not None:
            work.note(f"{ext} cannot hold {encoder.codec}; {other.codec} is the nearest that it can")
            encoder = other
    work.note(encoder.note)
    job.coding += ["-c:v", encoder.name]
    passes = _video_quality(job, work, media, encoder, purpose)
    _video_extras(job, work, stream, encoder, ext, purpose)
    return passes


def _wanted_codec(work: Work, said: str, ext: str, purpose: coding.Purpose | None) -> str:
    if said:
        return said
    if work.has(e.Lossless) and ext in ("mkv", "mp4", "mov"):
        return "h264"
    if work.words & {"proxies", "proxy"} and ext == "mov":
        return "prores"
    if purpose is not None and purpose.video and coding.holds(ext, "video", purpose.video):
        return purpose.video
    return coding.default_codec(ext, "video") or "h264"


def _asks_for_video_encoding(work: Work, purpose: coding.Purpose | None) -> bool:
    if purpose is not None and not purpose.copies:
        return True
    if any(b.kind != "audio" for b in work.all(e.Bitrate)):
        return True
    if any(d.bits and d.kind == "video" for d in work.all(e.BitDepth)):
        return True
    if work.has(e.Quality) and any(q.level == "low" for q in work.all(e.Quality)):
        return True
    return work.has(
        e.Crf,
        e.Preset,
        e.Tune,
        e.Profile,
        e.Level,
        e.PixelFormat,
        e.TwoPass,
        e.FileSize,
        e.Shrink,
        e.KeyframeInterval,
        e.Hardware,
        e.Reencode,
    ) or (work.has(e.Lossless) and not work.has(e.Copy) and not work.has(e.Container))


def _fit_picture(stream: Stream | None, ext: str) -> bool:
    """Whether players of that container take the stream's pixel format."""
    if stream is None:
        return True
    return not (ext in ("mp4", "m4v") and stream.codec == "h264" and stream.pixel_format not in _EIGHT_BIT_420)


def _small_enough(stream: Stream | None, purpose: coding.Purpose) -> bool:
    if stream is None or purpose.short is None or not stream.width or not stream.height:
        return True
    return min(stream.width, stream.height) <= purpose.short


def _video_quality(job: Job, work: Work, media: Media | None, encoder: coding.Encoder, purpose: coding.Purpose | None) -> int:
    """Rate control and speed. Gives the number of passes."""
    name = encoder.name
    crf = work.get(e.Crf)
    rates = [b for b in work.all(e.Bitrate) if b.kind in ("", "video") and b.mode != "max"]
    cap = next((b for b in work.all(e.Bitrate) if b.mode == "max"), None)
    size = work.get(e.FileSize)
    limit = size.bytes if size else purpose.max_bytes if purpose and purpose.max_bytes else None
    two = work.has(e.TwoPass)
    preset(job, work, name)
    if name in ("prores_ks", "prores"):
        return _prores(job, work, purpose)
    if name == "dnxhd":
        job.coding += ["-profile:v", "dnxhr_hq"]
        return 1
    if name in (
        "gif",
        "apng",
        "ffv1",
        "huffyuv",
        "ffvhuff",
        "utvideo",
        "rawvideo",
        "qtrle",
        "libwebp",
        "libwebp_anim",
        "cfhd",
        "dvvideo",
        "cinepak",
    ):
        return 1
    if work.has(e.Lossless) and not work.has(e.AudioCodec) and name in ("libx264", "libx265", "libvpx-vp9", "libsvtav1"):
        job.coding += {
            "libx264": ["-crf", "0"],
            "libx265": ["-x265-params", "lossless=1"],
            "libvpx-vp9": ["-lossless", "1"],
            "libsvtav1": ["-crf", "1"],
        }[name]
        work.note("lossless video: the file can become larger than the original")
        return 1
    if limit is not None:
        made = _size_target(job, work, media, encoder, limit, explicit=size is not None)
        if made:
            return made
    if rates:
        rate = _clamped_rate(work, rates[-1].bits, "video")
        job.coding += ["-b:v", rate_text(rate)]
        if rates[-1].mode == "cbr":
            job.coding += ["-minrate", rate_text(rate), "-maxrate", rate_text(rate), "-bufsize", rate_text(rate * 2)]
        return 2 if two and _passes_possible(work, name) else 1
    if two and crf is None:
        rate = _source_rate(media) or 2_000_000
        work.note(f"two passes need a bit rate; {rate_text(rate)} is taken")
        job.coding += ["-b:v", rate_text(rate)]
        return 2 if _passes_possible(work, name) else 1
    if two:
        work.note("two passes and a constant quality exclude each other; the constant quality is kept")
    _constant_quality(job, work, name, crf, purpose)
    if cap is not None:
        job.coding += ["-maxrate", rate_text(cap.bits), "-bufsize", rate_text(cap.bits * 2)]
    return 1


def _constant_quality(job: Job, work: Work, name: str, crf: e.Crf | None, purpose: coding.Purpose | None) -> None:
    row = coding.QUALITY.get(name)
    if row is None:
        if name.endswith("_nvenc"):
            job.coding += ["-cq", f"{crf.value:g}" if crf else "23"]
        elif name == "libopenh264":
            job.coding += ["-b:v", "2M"]
        return
    option, default, smaller, better, lowest, highest, more = row
    level = work.get(e.Quality)
    value: float = default
    if purpose is not None and purpose.crf is not None and name in ("libx264", "libx265"):
        value = purpose.crf + (2 if name == "libx265" else 0)
    elif work.has(e.Shrink):
        value = smaller
        if level is not None and level.level == "good":
            value = round((default + smaller) / 2)
    if level is not None and level.level == "high":
        value = better
    elif level is not None and level.level == "low":
        value = smaller + (3 if highest > 31 else 1)
    if crf is not None:
        value = crf.value
        if not lowest <= value <= highest:
            value = min(max(value, lowest), highest)
            work.note(f"{option} {crf.value:g} is outside of {lowest} to {highest}; {value:g} is taken")
    if name in coding.QUALITY and option in ("-q:v", "-qp") and crf is not None:
        work.note(f"{name} has no CRF; its quality scale {option} is used")
    job.coding += [option, f"{value:g}", *more]


def preset(job: Job, work: Work, name: str) -> None:
    said = work.get(e.Preset)
    if name == "libvpx-vp9":
        job.coding += ["-row-mt", "1"]
    if said is None:
        return
    if name in ("libx264", "libx265"):
        chosen, note = coding.preset_named(said.name)
        work.note(note)
        job.coding += ["-preset", chosen]
        return
    counted = coding.COUNTED_PRESETS.get(name)
    if counted is not None:
        option, fastest, slowest = counted
        if said.name.isdigit():
            number = min(max(int(said.name), slowest), fastest)
        else:
            chosen, _ = coding.preset_named(said.name)
            share = 1 - coding.PRESETS.index(chosen) / (len(coding.PRESETS) - 1)
            number = round(slowest + share * (fastest - slowest))
            work.note(f"{name} counts its presets; {said.name} becomes {option} {number}")
        job.coding += [option, str(number)]
        return
    work.note(f"{name} has no presets; {said.name!r} changes nothing")


def _prores(job: Job, work: Work, purpose: coding.Purpose | None) -> int:
    words = work.words
    profile = (
        0
        if "proxy" in words or "proxies" in words or (purpose and purpose.short == 720)
        else 1
        if "lt" in words
        else 2
        if "standard" in words or "422" in words and "hq" not in words
        else 4
        if "4444" in words
        else 3
    )
    job.coding += ["-profile:v", str(profile)]
    job.coding += ["-pix_fmt", "yuva444p10le" if profile == 4 else "yuv422p10le"]
    return 1


def _source_rate(media: Media | None) -> int | None:
    if media is None or media.video is None:
        return None
    if media.video.bit_rate:
        return media.video.bit_rate
    if media.bit_rate:
        return max(media.bit_rate - 128_000, media.bit_rate // 2)
    return None


def _clamped_rate(work: Work, bits: float, kind: str) -> float:
    highest = 400_000_000 if kind == "video" else 640_000
    if bits > highest:
        work.note(f"{rate_text(bits)} is more than any file of this kind has; {rate_text(highest)} is taken")
        return highest
    if kind == "video" and 0 < bits < 10_000:
        work.note(f"{bits:g} bit/s is too little for a picture; 50k is taken")
        return 50_000
    return bits


def _passes_possible(work: Work, name: str) -> bool:
    if name in ("libx264", "libx265", "libvpx-vp9", "libvpx", "mpeg4", "mpeg2video", "libxvid", "libaom-av1", "mpeg1video"):
        return True
    work.note(f"{name} has no second pass here; one pass is made")
    return False


def _size_target(job: Job, work: Work, media: Media | None, encoder: coding.Encoder, limit: float, *, explicit: bool) -> int:
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
    source = _source_rate(media)
    if not explicit and (source is None or video > source * 0.9):
        return 0
    if source is not None and video > source * 1.5:
        row = coding.QUALITY.get(encoder.name)
        if row is not None and encoder.name in ("libx264", "libx265", "libvpx-vp9", "libsvtav1"):
            value = row[1] + 2
            job.coding += [row[0], str(value)]
            job.coding += ["-maxrate", rate_text(video), "-bufsize", rate_text(video * 2)] if encoder.name != "libsvtav1" else []
            job.coding += list(row[6]) if encoder.name == "libvpx-vp9" else []
            work.note(f"{limit / 1e6:g} MB is more than this file needs; quality decides, with a cap on the rate")
            return 1
    _shrink_picture(job, work, media, video)
    job.coding += ["-b:v", rate_text(video)]
    return 2 if _passes_possible(work, encoder.name) else 1


def _shrink_picture(job: Job, work: Work, media: Media | None, video: float) -> None:
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


def _video_extras(
    job: Job, work: Work, stream: Stream | None, encoder: coding.Encoder, ext: str, purpose: coding.Purpose | None
) -> None:
    name = encoder.name
    pixel = work.get(e.PixelFormat)
    depth = next((d for d in reversed(work.all(e.BitDepth)) if d.bits and d.kind == "video"), None)
    if pixel is not None:
        job.coding += ["-pix_fmt", pixel.name]
    elif depth is not None and depth.bits in (10, 12) and name in ("libx264", "libx265", "libvpx-vp9", "libsvtav1", "libaom-av1"):
        job.coding += ["-pix_fmt", f"yuv420p{depth.bits}le"]
    elif "-pix_fmt" in job.coding:
        pass
    elif work.has(e.Lossless):
        pass
    elif name in _YUV420 and not (
        name in ("libx265", "libsvtav1", "libvpx-vp9")
        and stream is not None
        and "10" in stream.pixel_format
        and (depth is None or depth.bits == 10)
    ):
        if stream is None or stream.pixel_format != "yuv420p" or job.video or job.needs_graph:
            job.coding += [
                "-pix_fmt",
                "yuva420p"
                if name == "libvpx-vp9"
                and stream is not None
                and "a" in stream.pixel_format[:5]
                and stream.pixel_format.startswith(("yuva", "rgba", "argb", "bgra", "gbrap"))
                else "yuv420p",
            ]
    tune, profile, level, interval = work.get(e.Tune), work.get(e.Profile), work.get(e.Level), work.get(e.KeyframeInterval)
    if tune is not None and name in ("libx264", "libx265"):
        job.coding += ["-tune", tune.name]
    if profile is not None and name in ("libx264", "libx265", "mpeg4"):
        job.coding += ["-profile:v", profile.name]
    if level is not None and name in ("libx264", "mpeg4"):
        job.coding += ["-level", level.name]
    if interval is not None:
        frames = interval.frames or round((interval.seconds or 2) * (stream.frame_rate if stream and stream.frame_rate else 30))
        job.coding += ["-g", str(frames)]
    if name == "libx265" and ext in ("mp4", "mov", "m4v"):
        job.coding += ["-tag:v", "hvc1"]
    threads = work.get(e.Threads)
    if threads is not None:
        job.coding += ["-threads", str(threads.count)]
    _ = purpose


# --- audio


def _audio(job: Job, work: Work, media: Media | None, ext: str, purpose: coding.Purpose | None) -> None:
    if not job.has_audio or (ext in coding.HOLDS and not coding.HOLDS[ext][1]):
        job.coding.append("-an")
        return
    stream = media.audio if media else None
    if media is not None and stream is None and job.audio_from == "0:a:0" and not job.audio and not job.graph:
        return
    source = stream.codec if stream else work.source_audio
    said = work.get(e.AudioCodec)
    wants_copy = any(c.kind in ("all", "audio") for c in work.all(e.Copy))
    rates = [b for b in work.all(e.Bitrate) if b.kind == "audio" or (b.kind == "" and not job.has_video)]
    asked = [b for b in rates if b.mode != "budget"]
    limited = work.get(e.FileSize) is not None
    plain = (
        not job.audio
        and not work.has(e.Channels, e.SampleRate)
        and not any(d.bits and d.kind == "audio" for d in work.all(e.BitDepth))
        and not asked
    )
    codec = said.codec if said else ""
    base = coding.ALIASES.get(codec, codec)
    same = bool(said) and coding.AUDIO.get(base, ("",))[0] == source
    if plain and wants_copy and (not said or same):
        if source and not coding.holds(ext, "audio", source):
            work.note(f"{ext} cannot hold {source} sound: it is encoded again")
        else:
            job.coding += ["-c:a", "copy"]
            return
    quality = work.get(e.Quality)
    keep = bool(source) and coding.holds(ext, "audio", source) and (same or not said)
    audio_only = not job.has_video
    # MP3 in MP4 is allowed, and not played by half of the players: beside a picture that is encoded anyway it costs nothing to mend
    unplayable = (
        work.has(e.Purpose) and ext in ("mp4", "m4v", "mov") and source in ("ac3", "eac3", "dts", "mp2", "alac") and job.has_video
    )
    awkward = unplayable or source == "mp3" and ext in ("mp4", "m4v") and job.has_video and job.coding[:2] != ["-c:v", "copy"]
    if (
        plain
        and keep
        and not awkward
        and not (
            limited
            or audio_only
            and (work.has(e.Shrink, e.Purpose, e.Reencode) or (quality is not None and quality.level != "good"))
        )
        and not (purpose and purpose.max_bytes and source not in ("aac", "mp3", "opus"))
        and not (job.trailing and job.video)
        and not _cut_mid(job)
    ):
        if source not in coding.LOSSLESS_AUDIO or purpose is None or source == purpose.audio:
            job.coding += ["-c:a", "copy"]
            return
    encoder = coding.audio_encoder(codec or _default_audio(work, ext, source, purpose), work.has_encoder) or coding.Encoder(
        "aac", "aac"
    )
    if not coding.holds(ext, "audio", encoder.codec) and ext in coding.HOLDS:
        other = coding.audio_encoder(coding.default_codec(ext, "audio"), work.has_encoder)
        if other is not None:
            work.note(f"{ext} cannot hold {encoder.codec} sound; {other.codec} is the nearest that it can")
            encoder = other
    work.note(encoder.note)
    job.coding += ["-c:a", encoder.name]
    if encoder.name in ("vorbis", "opus", "truehd", "dca"):
        job.coding += ["-strict", "-2"]
    _audio_rate(job, work, stream, encoder, rates, purpose)


def _cut_mid(job: Job) -> bool:
    """A copy of sound beside a picture cut exactly would begin at another place."""
    return any("-ss" in s.options for s in job.sources) and bool(job.coding[:2] == ["-c:v", "libx264"])


def _default_audio(work: Work, ext: str, source: str, purpose: coding.Purpose | None) -> str:
    if purpose is not None and coding.holds(ext, "audio", purpose.audio):
        return purpose.audio
    if source and coding.holds(ext, "audio", source) and source in coding.AUDIO and ext not in ("mp4", "m4v"):
        return source
    depth = next((d for d in reversed(work.all(e.BitDepth)) if d.bits), None)
    default = coding.default_codec(ext, "audio") or "aac"
    if depth is not None and default.startswith("pcm_"):
        return {8: "pcm_u8", 16: "pcm_s16le", 24: "pcm_s24le", 32: "pcm_s32le"}.get(depth.bits, default).replace(
            "le", default[-2:]
        )
    if ext == "m4a" and work.has(e.Lossless):
        return "alac"
    return default


def _audio_rate(
    job: Job, work: Work, stream: Stream | None, encoder: coding.Encoder, rates: list[e.Bitrate], purpose: coding.Purpose | None
) -> None:
    depth = next((d for d in reversed(work.all(e.BitDepth)) if d.bits and d.kind == "audio"), None)
    if encoder.name.startswith("pcm_") or encoder.name in ("flac", "alac", "wavpack", "tta", "truehd"):
        if depth is not None and encoder.name in ("flac", "alac"):
            job.coding += [
                "-sample_fmt",
                {16: "s16" if encoder.name == "flac" else "s16p", 24: "s32" if encoder.name == "flac" else "s32p"}.get(
                    depth.bits, "s32"
                ),
            ]
            if depth.bits == 24 and encoder.name == "flac":
                job.coding += ["-bits_per_raw_sample", "24"]
        if rates and rates[-1].mode != "budget":
            work.note(f"{encoder.codec} is lossless and has no bit rate to set")
        return
    if rates:
        job.coding += ["-b:a", rate_text(_clamped_rate(work, rates[-1].bits, "audio"))]
        return
    steps = work.get(e.Crf) if not job.has_video else None
    if steps is not None and encoder.name in ("libmp3lame", "libvorbis"):
        job.coding += ["-q:a", f"{min(9.0, max(0.0, steps.value)):g}"]  # "VBR quality 2"
        return
    size = work.get(e.FileSize)
    if size is not None and not job.has_video and job.duration:
        rate = min(320_000.0, max(16_000.0, size.bytes * 8 * 0.97 / job.duration))
        job.coding += ["-b:a", rate_text(rate)]
        return
    quality = work.get(e.Quality)
    channels = stream.channels if stream and stream.channels else 2
    wide = work.get(e.Channels)
    channels = wide.count if wide is not None else channels
    base = {
        "mp3": 192_000,
        "aac": 160_000,
        "opus": 128_000,
        "vorbis": 160_000,
        "ac3": 192_000,
        "eac3": 192_000,
        "mp2": 192_000,
        "wmav2": 160_000,
    }.get(encoder.codec)
    if base is None:
        return
    if channels > 2:
        base = base * 2
    elif channels == 1:
        base = base * 5 // 8
    if quality is not None and quality.level == "high":
        base = {"mp3": 320_000, "aac": 256_000, "opus": 192_000, "vorbis": 256_000}.get(encoder.codec, base)
    elif (quality is not None and quality.level == "low") or (work.has(e.Shrink) and not job.has_video):
        base = base // 2
        source = stream.bit_rate if stream else None
        if source and base > source * 0.7:
            base = max(24_000, int(source * 0.6))
    elif purpose is not None and purpose.audio_rate:
        base = purpose.audio_rate
    job.coding += ["-b:a", rate_text(base)]


# --- subtitles, container


def _subtitles(job: Job, work: Work, media: Media | None, ext: str) -> None:
    row = coding.HOLDS.get(ext)
    if row is None or job.maps is None:
        return
    mapped = "-c:s" not in job.coding and any(m == "0" or m.startswith("0:s") for m in job.maps)
    if not mapped:
        return
    streams = media.of_kind("subtitle") if media else ()
    if not row[2]:
        job.maps = [m for m in job.maps if ":s" not in m]
        if streams:
            work.note(f"{ext} cannot hold subtitles: they are left out")
            job.coding.append("-sn")
        return
    if ext in ("mp4", "m4v", "mov"):
        job.coding += ["-c:s", "mov_text"]
    elif ext == "mkv":
        job.coding += ["-c:s", "srt" if any(s.codec == "mov_text" for s in streams) else "copy"]
    else:
        job.coding += ["-c:s", {"webvtt": "webvtt", "dvd_subtitle": "copy"}.get(row[2][0], "copy")]


def _container(job: Job, work: Work, ext: str, purpose: coding.Purpose | None) -> None:
    if work.get(e.Fragmented) is not None and ext in ("mp4", "mov", "m4v"):
        job.muxing += ["-movflags", "+frag_keyframe+empty_moov+default_base_moof"]
    elif (
        ext in ("mp4", "m4v", "mov", "m4a")
        and (work.has(e.Faststart) or ext in ("mp4", "m4v") or purpose is not None)
        and not any("movflags" in w for w in job.muxing)
    ):
        if job.has_video or work.has(e.Faststart):
            job.muxing += ["-movflags", "+faststart"]
    if ext == "dvd":
        job.muxing += ["-f", "dvd"]
    work.all(e.Faststart), work.all(e.Fragmented)
    for tag in work.all(e.Metadata):
        if not tag.value:
            tag = tag._replace(value=f"My {tag.key}")
            work.note(f"no {tag.key} was said: put yours in for '{tag.value}'")
        job.muxing += ["-metadata", f"{tag.key}={tag.value}"]
    if work.all(e.StripMetadata):
        job.muxing += ["-map_metadata", "-1"]
    elif work.all(e.KeepMetadata):
        job.muxing += ["-map_metadata", "0"]
        if ext in ("mp4", "mov", "m4v", "m4a"):
            merged = [i for i, w in enumerate(job.muxing) if w == "-movflags"]
            if merged:
                job.muxing[merged[0] + 1] += "+use_metadata_tags"
            else:
                job.muxing += ["-movflags", "+use_metadata_tags"]
    if work.all(e.StripChapters):
        job.muxing += ["-map_chapters", "-1"]


def _two_passes(job: Job, work: Work) -> list[Job]:
    """The analysis pass and the one that makes the file. Sound and container do not matter to the first."""
    first = Job()
    first.sources, first.video, first.graph = job.sources, job.video, job.graph
    first.video_from, first.has_audio, first.trailing = job.video_from, False, job.trailing
    first.maps = [m for m in job.maps if ":v" in m] or None if job.maps is not None else None
    coding_v = _video_part(job.coding)
    rest = job.coding[len(coding_v) :]
    mode = sync(work, "vfr")
    if mode[0] not in (*job.coding, *job.muxing):
        coding_v += mode  # both passes must see the same frames: left alone, mp4 may repeat some that null takes as they come
    first.coding = [*coding_v, "-pass", "1", "-an"]
    first.muxing = ["-f", "null"]
    first.output = "-"
    job.coding = [*coding_v, "-pass", "2", *rest]
    return [first, job]


def _video_part(words: list[str]) -> list[str]:
    for i, word in enumerate(words):
        if word in ("-c:a", "-an", "-c:s", "-sn"):
            return words[:i]
    return list(words)


def sync(work: Work, mode: str) -> list[str]:
    """-fps_mode came with 5.1; before, it was -vsync (which 9 no longer has)."""
    return ["-fps_mode", mode] if work.version >= (5, 1) else ["-vsync", mode]


def rate_text(bits: float) -> str:
    """A bit rate as ffmpeg takes it: 128k, 2M, 1500k."""
    if bits >= 1_000_000 and bits % 1_000_000 == 0:
        return f"{bits / 1_000_000:.0f}M"
    if bits >= 1000:
        return f"{round(bits / 1000)}k"
    return f"{round(bits)}"


_ = seconds
