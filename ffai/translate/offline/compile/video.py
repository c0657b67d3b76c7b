"""How the picture is coded: copied or encoded, with what, at which quality or rate."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.job import Job, rate_text
from ffai.translate.offline.compile.quality import constant_quality, preset, prores
from ffai.translate.offline.compile.rates import clamped_rate, is_hdr, passes_possible, size_target, source_rate
from ffai.translate.offline.compile.work import Work
from ffai.values import Media, Stream

_YUV420 = frozenset(
    ("libx264", "libx265", "libvpx-vp9", "libvpx", "libsvtav1", "mpeg4", "libxvid", "h264_nvenc", "hevc_nvenc", "libopenh264")
)
_EIGHT_BIT_420 = ("yuv420p", "yuvj420p", "nv12", "")


def video(job: Job, work: Work, media: Media | None, ext: str, purpose: coding.Purpose | None) -> int:
    """Appends the video options; gives the number of passes."""
    stream = media.video if media else None
    source = stream.codec if stream else work.source_video
    said = _said_codec(work)
    codec = _wanted_codec(work, said.codec if said else "", ext, purpose, stream)
    plain = not job.video and not _asks_for_video_encoding(work, purpose)
    copy = work.all(e.Copy)
    wants_copy = any(c.kind in ("all", "video") for c in copy)
    base = coding.ALIASES.get(said.codec, said.codec) if said else ""
    same = said is not None and coding.VIDEO.get(base, ("",))[0] == source
    fits = (
        coding.holds(ext, "video", source) and _fit_picture(stream, ext)
        if source
        else media is None and job.same_container(ext) and not _cuts(job)
    )
    if plain and not said and media is None and not source and not wants_copy and _only_wrapped(job, work, ext, purpose):
        work.note("copied, which loses nothing; where the codecs do not fit, say 're-encode'")
        job.coding += ["-c:v", "copy"]
        return 0
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
        and not any(r.kind != "audio" for r in work.all(e.Reencode))
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
    if encoder.codec == "h263" and ext == "flv":  # Sorenson's kind of it is the one of Flash
        encoder = coding.video_encoder("flv1", work.has_encoder) or encoder
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


def _said_codec(work: Work) -> e.VideoCodec | None:
    """The codec said last; the encoder where both are said: "AV1 using libaom"."""
    found = work.all(e.VideoCodec)
    if not found:
        return None
    family = coding.ALIASES.get(found[-1].codec, found[-1].codec)
    return next((x for x in found if x.codec.startswith("lib") and coding.ALIASES.get(x.codec) == family), found[-1])


_ALIKE = frozenset("mp4 m4v mov mkv ts flv m2ts mts".split())


def _only_wrapped(job: Job, work: Work, ext: str, purpose: coding.Purpose | None) -> bool:
    """ "mov to mp4 without losing quality", of a file that is not here: these hold the same codecs."""
    own = job.sources[0].path.rpartition(".")[2].lower() if len(job.sources) == 1 else ""
    kept = any(q.level in ("good", "keep") for q in work.all(e.Quality)) and {"lose", "loss", "losing", "lose_quality"} & set(
        work.words
    )
    return bool(kept) and purpose is None and {own, ext} <= _ALIKE and not _cuts(job)


def _cuts(job: Job) -> bool:
    return any("-ss" in source.options or "-t" in source.options for source in job.sources)


def _wanted_codec(work: Work, said: str, ext: str, purpose: coding.Purpose | None, stream: Stream | None) -> str:
    if said:
        return said
    if work.has(e.Lossless) and ext in ("mkv", "mp4", "mov"):
        return "h264"
    if work.has(e.Lossless) and ext == "avi":
        return "huffyuv"
    if work.words & {"proxies", "proxy"} and ext == "mov":
        return "prores"
    if (
        is_hdr(stream)
        and purpose is None
        and not work.has(e.Tonemap, e.BitDepth, e.Quality, e.Lossless)
        and coding.holds(ext, "video", "hevc")
    ):
        work.note(
            "the picture has a high dynamic range, which H.264 players do not show: H.265 with 10 bits keeps it (say 'to SDR' for the other)"
        )
        return "hevc"
    if purpose is not None and purpose.video and coding.holds(ext, "video", purpose.video):
        return purpose.video
    return coding.default_codec(ext, "video") or "h264"


def _asks_for_video_encoding(work: Work, purpose: coding.Purpose | None) -> bool:
    if purpose is not None and not purpose.copies:
        return True
    if any(b.kind != "audio" for b in work.all(e.Bitrate)) or any(r.kind != "audio" for r in work.all(e.Reencode)):
        return True
    if any(d.bits and d.kind == "video" for d in work.all(e.BitDepth)):
        return True
    if work.has(e.Quality) and any(q.level == "low" for q in work.all(e.Quality)):
        return True
    if any(o.kind == "video" for o in work.all(e.Option)):
        return True
    return work.has(
        e.Tonemap,
        e.PictureQuality,
        e.Threads,
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
    if two:
        work.all(e.TwoPass)
    if (
        purpose is not None
        and purpose.max_bytes is None
        and purpose.video == "mpeg2video"
        and name == "mpeg2video"
        and not rates
        and limit is None
    ):
        job.coding += ["-b:v", "6M", "-maxrate", "8M", "-bufsize", "1835k", "-g", "15", "-pix_fmt", "yuv420p"]
        return 1
    if name in ("prores_ks", "prores"):
        return prores(job, work, purpose)
    if name == "dnxhd":
        said_profile = next((p.name for p in work.all(e.Profile) if p.name.startswith("dnxhr_")), "")
        if rates and not said_profile and (said_codec := work.get(e.VideoCodec)) is not None and said_codec.codec == "dnxhd":
            job.coding += ["-b:v", rate_text(rates[-1].bits), "-pix_fmt", "yuv422p"]
            return 1
        kind = said_profile or "dnxhr_hq"
        job.coding += [
            "-profile:v",
            kind,
            "-pix_fmt",
            {"dnxhr_hqx": "yuv422p10le", "dnxhr_444": "yuv444p10le"}.get(kind, "yuv422p"),
        ]
        return 1
    if name in (
        "gif",
        "apng",
        "ffv1",
        "huffyuv",
        "ffvhuff",
        "utvideo",
        "rawvideo",
        "v210",
        "qtrle",
        "libwebp",
        "libwebp_anim",
        "cfhd",
        "dvvideo",
        "cinepak",
    ):
        return 1
    if (
        work.has(e.Lossless)
        and (not work.has(e.AudioCodec) or work.has(e.VideoCodec))
        and name in ("libx264", "libx265", "libvpx-vp9", "libsvtav1")
    ):
        job.coding += {
            "libx264": ["-crf", "0"],
            "libx265": ["-x265-params", "lossless=1"],
            "libvpx-vp9": ["-lossless", "1"],
            "libsvtav1": ["-crf", "1"],
        }[name]
        work.note("lossless video: the file can become larger than the original")
        return 1
    if limit is not None:
        made = size_target(job, work, media, encoder, limit, explicit=size is not None)
        if made:
            return made
    if any(o.name in ("qp", "q:v", "qscale:v", "cq") for o in work.all(e.Option)):
        return 1
    if rates:
        rate = clamped_rate(work, rates[-1].bits, "video")
        job.coding += ["-b:v", rate_text(rate)]
        if cap is not None:
            job.coding += ["-maxrate", rate_text(cap.bits), "-bufsize", rate_text(cap.bits * 2)]
        if rates[-1].mode == "cbr":
            job.coding += ["-minrate", rate_text(rate), "-maxrate", rate_text(rate), "-bufsize", rate_text(rate * 2)]
        return 2 if two and passes_possible(work, name) else 1
    if two and crf is None:
        rate = source_rate(media) or 2_000_000
        work.note(f"two passes need a bit rate; {rate_text(rate)} is taken")
        job.coding += ["-b:v", rate_text(rate)]
        return 2 if passes_possible(work, name) else 1
    if two:
        work.note("two passes and a constant quality exclude each other; the constant quality is kept")
    constant_quality(job, work, name, crf, purpose)
    if cap is not None:
        job.coding += ["-maxrate", rate_text(cap.bits), "-bufsize", rate_text(cap.bits * 2)]
    return 1


def _colour_tags(job: Job, work: Work, stream: Stream | None, encoder: coding.Encoder) -> None:
    """Keeps what the stream says of its colours: an encoder of an old version drops the tags, and a player shows them wrong."""
    said = {o.name for o in work.all(e.Option)}
    if stream is None or not is_hdr(stream) or work.has(e.Tonemap) or said & {"color_primaries", "color_trc", "colorspace"}:
        return
    space = stream.color_space.replace("bt2020_ncl", "bt2020nc") or "bt2020nc"
    job.coding += [
        "-color_primaries",
        stream.color_primaries or "bt2020",
        "-color_trc",
        stream.color_transfer,
        "-colorspace",
        space,
    ]
    _ = encoder


# the pixel format with transparency of the encoders that know one. Source: ffmpeg -h encoder=NAME
_ALPHA = {
    "libvpx-vp9": "yuva420p", "libvpx": "yuva420p", "prores_ks": "yuva444p10le", "ffv1": "yuva444p", "qtrle": "argb", "png": "rgba", "apng": "rgba", "libwebp_anim": "yuva420p", "libwebp": "yuva420p", "utvideo": "gbrap", "cfhd": "gbrap12le",
}  # fmt: skip
# the pixel format that a profile is for. Source: H.264 and H.265, annex A
_OF_PROFILE = {
    "main10": "yuv420p10le", "high10": "yuv420p10le", "main12": "yuv420p12le", "high422": "yuv422p", "high444": "yuv444p",
}  # fmt: skip


def _video_extras(
    job: Job, work: Work, stream: Stream | None, encoder: coding.Encoder, ext: str, purpose: coding.Purpose | None
) -> None:
    name = encoder.name
    pixel = work.get(e.PixelFormat)
    depth = next((d for d in reversed(work.all(e.BitDepth)) if d.bits and d.kind == "video"), None)
    keyed = work.has(e.ChromaKey) and not work.extras.get("image") and not work.extras.get("video")
    implied = _OF_PROFILE.get(next((p.name for p in work.all(e.Profile)), "")) if name in ("libx264", "libx265") else None
    if pixel is not None:
        job.coding += ["-pix_fmt", pixel.name]
    elif implied is not None:
        job.coding += ["-pix_fmt", implied]
    elif work.has(e.Alpha) and "-pix_fmt" not in job.coding and (transparent := _ALPHA.get(name)) is not None:
        job.coding += ["-pix_fmt", transparent]
        if name == "libvpx-vp9":
            job.coding += ["-auto-alt-ref", "0"]
    elif keyed and name in ("libvpx-vp9", "libvpx", "qtrle", "png", "ffv1", "prores_ks"):
        job.coding += [
            "-pix_fmt",
            {"libvpx-vp9": "yuva420p", "libvpx": "yuva420p", "prores_ks": "yuva444p10le", "ffv1": "yuva444p"}.get(
                name, "argb" if name == "qtrle" else "rgba"
            ),
        ]
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
    if work.all(e.Alpha) and name not in _ALPHA:
        work.note(f"{encoder.codec} knows no transparency; say WebM (VP9) or ProRes 4444 in MOV for it to be kept")
    _colour_tags(job, work, stream, encoder)
    tune, profile, level, interval = work.get(e.Tune), work.get(e.Profile), work.get(e.Level), work.get(e.KeyframeInterval)
    if tune is not None and name in ("libx264", "libx265"):
        job.coding += ["-tune", tune.name]
    if profile is not None and name in ("libx264", "libx265", "mpeg4") and "_" not in profile.name:
        job.coding += ["-profile:v", profile.name]
    if level is not None and name in ("libx264", "mpeg4"):
        job.coding += ["-level", level.name]
    if interval is not None:
        frames = interval.frames or round((interval.seconds or 2) * (stream.frame_rate if stream and stream.frame_rate else 30))
        job.coding += ["-g", str(frames)]
    if name == "libx265" and ext in ("mp4", "mov", "m4v"):
        job.coding += ["-tag:v", "hvc1"]
    for option in work.all(e.Option):
        if option.kind == "video":
            if f"-{option.name}" in job.coding:  # a cap on the rate brings a buffer of its own
                at = job.coding.index(f"-{option.name}")
                job.coding[at + 1] = option.value
            else:
                job.coding += [f"-{option.name}", option.value]
    threads = work.get(e.Threads)
    if threads is not None:
        job.coding += ["-threads", str(threads.count)]
    _ = purpose
