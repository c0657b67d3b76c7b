"""What a result is called and what holds it: a job on one input, the extension and the name of what comes out."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.job import Job
from ffai.translate.offline.compile.senders import sender
from ffai.translate.offline.compile.work import Work, ext_of, kind_of
from ffai.values import Media

Argv = tuple[str, ...]


def argvs(jobs: list[Job]) -> list[Argv]:
    return [job.argv() for job in jobs]


def start(work: Work, source: str) -> tuple[Job, Media | None]:
    """A job on one input, with what its streams are."""
    media = work.media(source)
    job = Job()
    job.add(source, media=media)
    if media is not None:
        job.has_video = media.video is not None
        job.has_audio = media.audio is not None
    elif kind_of(source) == "audio":
        job.has_video = False
    return job, media


def target(work: Work, source: str, ext: str, tag: str) -> str:
    if work.output:
        return work.output
    return work.name_for(source, ext, tag)


# containers that nobody chooses for new files, and edits that make the picture anew
_OLD = frozenset("avi wmv asf flv f4v mpg mpeg vob 3gp 3g2 rm rmvb ogv divx mts m2ts dv".split())
_REMADE = (e.Scale, e.Crop, e.Pad, e.Aspect, e.Rotate, e.Flip, e.Orientation, e.Deinterlace, e.Stabilise, e.Sharpen, e.Blur, e.Colour, e.Look, e.Lut, e.Text, e.Overlay, e.BurnSubtitles, e.Interpolate)  # fmt: skip


_KEPT = frozenset(("same", "container"))  # words by which it stays
_DELIVERED = frozenset(("h264", "hevc", "av1"))  # codecs of files that are made to be played


def _mp4(work: Work, own: str) -> str:
    work.note(
        f"an MP4 is made, since the picture is encoded anyway and fewer players take .{own}; name another ending for it to stay"
    )
    return "mp4"


def _fits_mp4(work: Work, media: Media | None) -> bool:
    """Whether nothing of a file would be lost in an MP4: no subtitles, attachments or sound that it does not hold."""
    if media is None or media.video is None or work.has(e.Batch) or work.words & _KEPT:
        return False
    kinds = {s.kind for s in media.streams}
    sounds = [s.codec for s in media.streams if s.kind == "audio"]
    return kinds <= {"video", "audio"} and len(sounds) <= 1 and all(coding.holds("mp4", "audio", codec) for codec in sounds)


def made_ext(work: Work, sources: list[str], ext: str) -> str:
    """The extension of a video that is made of several: what was asked for or all of them have, else an MP4."""
    asked = work.output or work.has(e.Container) or work.has(e.Purpose) or work.has(e.VideoCodec)
    if asked or kind_of(f"x.{ext}") != "video" or work.words & _KEPT:
        return ext
    return ext if ext in ("mp4", "m4v", "mkv", "webm") and {ext_of(s) for s in sources} == {ext} else "mp4"


def output_ext(work: Work, source: str, media: Media | None) -> str:
    """The extension of the result: the named file's, the container asked for, the purpose's, a codec's own, or the source's."""
    if work.output:
        return sender(work.output)[1] or ext_of(work.output) or "mp4"
    container, wide = work.get(e.Container), work.get(e.Channels)
    if wide is not None and wide.count > 2 and ext_of(source) == "mp3" and container is None and not work.has(e.AudioCodec):
        work.note("MP3 holds two channels at most: the result is AAC in an M4A")
        return "m4a"
    if container is not None:
        return container.ext
    has_video = media.video is not None if media else kind_of(source) != "audio"
    own = ext_of(source)
    if own in ("gif", "apng") and work.words & {"video", "movie"} and not work.has(e.Gif):
        return "mp4"
    purpose = work.get(e.Purpose)
    if work.has(e.ExtractAudio):
        return audio_ext(work, media)
    if purpose is not None and purpose.name in ("dvd", "bluray") and has_video:
        return coding.PURPOSES[purpose.name].container
    codec = work.get(e.VideoCodec)
    if purpose is not None and purpose.name == "web" and own == "webm" and codec is None:
        return own  # every browser plays it
    if codec is not None and has_video:
        if (
            purpose is not None
            and purpose.name in ("web", "youtube")
            and own not in ("mkv", "webm")
            and coding.VIDEO.get(coding.ALIASES.get(codec.codec, codec.codec), ("",))[0] in ("vp8", "vp9")
        ):
            return "webm"
        if (
            purpose is not None
            and own in ("mov", "avi", "mpg", "wmv", "ts")
            and coding.holds("mp4", "video", coding.VIDEO.get(coding.ALIASES.get(codec.codec, codec.codec), ("",))[0])
        ):
            return coding.PURPOSES[purpose.name].container
        base = coding.ALIASES.get(codec.codec, codec.codec)
        name = coding.VIDEO.get(base, (base,))[0]
        if own == "mkv" and name in _DELIVERED and _fits_mp4(work, media):
            return _mp4(work, own)
        if coding.holds(own, "video", name) and own in coding.HOLDS:
            return own
        sound = work.get(e.AudioCodec)
        if sound is not None and name in ("h264", "hevc") and sound.codec.startswith(("pcm", "wav")):
            return "mov"  # an MP4 holds no such sound
        return {
            "prores": "mov",
            "dnxhd": "mov",
            "vp9": "webm",
            "vp8": "webm",
            "theora": "ogv",
            "ffv1": "mkv",
            "mpeg2video": "mpg",
            "wmv2": "wmv",
            "qtrle": "mov",
            "cfhd": "mov",
            "rawvideo": "avi",
            "v210": "mov",
            "mpeg1video": "mpg",
            "h263": "3gp",
        }.get(name, "mp4")
    if purpose is not None and (has_video or purpose.name in ("podcast", "audiobook", "ringtone")):
        if purpose.name in ("editing", "archive", "proxy", "podcast", "audiobook", "ringtone") or own not in ("mp4", "m4v"):
            return coding.PURPOSES[purpose.name].container
    audio = work.get(e.AudioCodec)
    if not has_video and audio is not None and coding.ALIASES.get(audio.codec, audio.codec).startswith("pcm_"):
        return own if own in ("wav", "aiff", "aif", "caf", "w64", "au") else "wav"
    if not has_video and audio is not None:
        return _file_of(coding.ALIASES.get(audio.codec, audio.codec))
    if not has_video and work.has(e.Shrink, e.FileSize) and own in ("wav", "aiff", "flac", "aif"):
        return "mp3"
    if work.has(e.Shrink, e.FileSize) and has_video and own not in ("mp4", "mkv", "webm", "m4v"):
        return "mp4"
    if work.has(e.Shrink, e.FileSize) and own == "mkv" and _fits_mp4(work, media):
        return _mp4(work, own)
    if has_video and own in _OLD and work.has(*_REMADE) and not work.has(e.Batch) and not work.words & _KEPT:
        return _mp4(work, own)
    if audio is not None and has_video and own in coding.HOLDS:
        wanted = coding.AUDIO.get(coding.ALIASES.get(audio.codec, audio.codec), ("",))[0]
        if wanted and not coding.holds(own, "audio", wanted):
            work.note(f"{own} cannot hold {wanted} sound: the result is an MKV")
            return "mkv"
    return own if own in coding.HOLDS else "mp4" if has_video else "mp3"


def audio_ext(work: Work, media: Media | None) -> str:
    """The extension for sound taken out of a file: what was asked, else what fits the stream as it is."""
    if work.output:
        return ext_of(work.output)
    container = work.get(e.Container)
    if container is not None and (
        kind_of(f"x.{container.ext}") == "audio"
        or (not coding.HOLDS.get(container.ext, ((),))[0])
        or kind_of(f"x.{container.ext}") == "audio"
    ):
        return container.ext
    audio = work.get(e.AudioCodec)
    if audio is not None:
        base = coding.ALIASES.get(audio.codec, audio.codec)
        return _file_of(base)
    stream = media.audio if media else None
    if stream is not None and (work.has(e.Copy) or not work.has(e.Bitrate)):
        own = coding.OWN_FILE.get(stream.codec)
        if own and work.has(e.Copy):
            return own
    return "mp3"


def _file_of(codec: str) -> str:
    """The extension of a file with sound of that codec alone."""
    if codec.startswith(("pcm_", "adpcm")):
        return "wav"
    return {"amr_nb": "amr", "gsm": "wav", "aac": "aac"}.get(codec, coding.OWN_FILE.get(codec, codec))


_TAGS: tuple[tuple[type, str], ...] = (
    (e.BurnSubtitles, "subtitled"), (e.Keep, "cut"), (e.CutOut, "cut"), (e.Crop, "cropped"), (e.Rotate, "rotated"), (e.Flip, "flipped"), (e.Speed, "speed"), (e.Reverse, "reversed"), (e.Loop, "looped"),
    (e.Stabilise, "stable"), (e.Normalise, "normalised"), (e.Volume, "volume"), (e.RemoveAudio, "silent"), (e.ReplaceAudio, "audio"), (e.MixAudio, "mixed"), (e.Overlay, "overlay"), (e.Text, "text"), (e.Fade, "faded"), (e.Look, "look"),
    (e.Colour, "color"), (e.Denoise, "clean"), (e.Deinterlace, "progressive"), (e.Shrink, "small"), (e.FileSize, "small"), (e.AddSubtitles, "subtitles"), (e.Metadata, "tagged"), (e.StripMetadata, "clean"), (e.Channels, "mono"), (e.SampleRate, "resampled"), (e.Boomerang, "boomerang"), (e.Repair, "fixed"),
)  # fmt: skip


def tag_of(work: Work) -> str:
    suffix = work.get(e.Suffix)
    if suffix is not None:
        return suffix.text
    purpose = work.get(e.Purpose)
    if purpose is not None:
        return purpose.name
    scale = work.get(e.Scale)
    if scale is not None:
        if scale.width and scale.height:
            return f"{scale.width}x{scale.height}"
        if scale.short_side or scale.height:
            return f"{scale.short_side or scale.height}p"
        if scale.width:
            return f"{scale.width}w"
    for kind, tag in _TAGS:
        if work.has(kind):
            channels = work.get(e.Channels) if kind is e.Channels else None
            return (
                tag if channels is None or channels.count == 1 else {2: "stereo", 6: "surround"}.get(channels.count, "channels")
            )
    return "new"
