"""How the sound is coded: copied or encoded, with what, at which rate."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.job import Job, rate_text
from ffai.translate.offline.compile.rates import clamped_rate
from ffai.translate.offline.compile.work import Work
from ffai.values import Media, Stream


def audio(job: Job, work: Work, media: Media | None, ext: str, purpose: coding.Purpose | None) -> None:
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
        and job.audio_from[:1] != "["
        and not work.has(e.VariableRate)
        and not work.has(e.Channels, e.SampleRate)
        and not any(d.bits and d.kind == "audio" for d in work.all(e.BitDepth))
        and not any(r.kind in ("both", "audio") for r in work.all(e.Reencode))
        and not asked
    )
    codec = said.codec if said else ""
    if not codec and any(r.kind == "audio" for r in work.all(e.Reencode)) and coding.holds(ext, "audio", "aac"):
        codec = "aac"  # what every player takes
    base = coding.ALIASES.get(codec, codec)
    same = bool(said) and coding.AUDIO.get(base, ("",))[0] == source
    if plain and wants_copy and (not said or same):
        if source and not coding.holds(ext, "audio", source):
            work.note(f"{ext} cannot hold {source} sound: it is encoded again")
        else:
            job.coding += ["-c:a", "copy"]
            return
    quality = work.get(e.Quality)
    unknown = media is None and not source and job.same_container(ext) and len(job.sources) == 1
    keep = (unknown and not said) or (bool(source) and coding.holds(ext, "audio", source) and (same or not said))
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
            and (work.has(e.Shrink, e.Purpose, e.Reencode) or (quality is not None and quality.level not in ("good", "keep")))
        )
        and not (purpose and purpose.max_bytes and source not in ("aac", "mp3", "opus"))
        and not (purpose and 0 < purpose.audio_rate <= 64_000 and stream and (stream.bit_rate or 0) > 1.2 * purpose.audio_rate)
        and not (purpose and purpose.audio in ("ac3", "pcm_s16le") and source != purpose.audio)
        and not (job.trailing and job.video)
        and not _cut_mid(job)
    ):
        if source not in coding.LOSSLESS_AUDIO or purpose is None or source == purpose.audio:
            job.coding += ["-c:a", "copy"]
            return
    depth = next((d for d in reversed(work.all(e.BitDepth)) if d.bits and d.kind == "audio"), None)
    if depth is not None and base == "pcm_s16le" and depth.bits in (8, 24, 32):  # "24 bit PCM"
        codec = {8: "pcm_u8", 24: "pcm_s24le", 32: "pcm_s32le"}[depth.bits]
    if said and (wished := coding.audio_encoder(codec, work.has_encoder)) is not None and not work.has_encoder(wished.name):
        other = coding.audio_encoder(
            "aac" if coding.holds(ext, "audio", "aac") else coding.default_codec(ext, "audio"), work.has_encoder
        )
        if other is not None and work.has_encoder(other.name):
            work.note(f"this ffmpeg has no encoder for {wished.codec} ({wished.name}); {other.codec} is taken instead")
            codec = other.codec
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


# the rates that a format knows: ISO/IEC 11172-3 for layers 2 and 3
_LADDERS = {
    "mp3": tuple(k * 1000 for k in (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)),
    "mp2": tuple(k * 1000 for k in (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)),
}


def _cut_mid(job: Job) -> bool:
    """A copy of sound beside a picture cut exactly would begin at another place."""
    return any("-ss" in s.options for s in job.sources) and bool(job.coding[:2] == ["-c:v", "libx264"])


def _default_audio(work: Work, ext: str, source: str, purpose: coding.Purpose | None) -> str:
    if purpose is not None and coding.holds(ext, "audio", purpose.audio):
        return purpose.audio
    depth = next((d for d in reversed(work.all(e.BitDepth)) if d.bits and d.kind == "audio"), None)
    raw = source.startswith("pcm_") and depth is not None
    if source and coding.holds(ext, "audio", source) and source in coding.AUDIO and ext not in ("mp4", "m4v") and not raw:
        return source
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
    if encoder.name == "flac":
        job.coding += [w for o in work.all(e.Option) if o.name == "compression_level" for w in ("-compression_level", o.value)]
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
        if rates and rates[-1].bits in (44_000, 44_100, 48_000, 88_200, 96_000) and not work.has(e.SampleRate):
            job.coding += ["-ar", str({44_000: 44_100}.get(int(rates[-1].bits), int(rates[-1].bits)))]  # "wav, 48k": its sampling
        elif rates and rates[-1].mode != "budget":
            work.note(f"{encoder.codec} is lossless and has no bit rate to set")
        return
    for option in work.all(e.Option):
        if option.kind == "audio":
            job.coding += [f"-{option.name}", option.value]
    if any(o.name in ("q:a", "qscale:a") for o in work.all(e.Option)):
        return
    variable = work.get(e.VariableRate)
    if variable is not None and (not rates or variable.level is not None):
        high = any(q.level == "high" for q in work.all(e.Quality))
        if encoder.name == "libmp3lame":
            job.coding += ["-q:a", f"{variable.level if variable.level is not None else 0 if high else 2:g}"]
            return
        if encoder.name == "libvorbis":
            job.coding += ["-q:a", "8" if high else "6"]
            return
        if encoder.name not in ("libopus", "aac"):
            work.note(f"{encoder.name} has no variable rate; a constant one is set")
    if rates:
        bits = clamped_rate(work, rates[-1].bits, "audio")
        if encoder.codec == "mp2":
            nearest = min(_LADDERS["mp2"], key=lambda step: abs(step - bits))
            if nearest != bits:
                work.note(f"MP2 knows no {rate_text(bits)}; {rate_text(nearest)} is the nearest")
            bits = nearest
        job.coding += ["-b:a", rate_text(bits)]
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
    elif quality is not None and quality.level == "keep" and purpose is None:
        base = {"mp3": 256_000, "aac": 192_000, "opus": 160_000, "vorbis": 192_000}.get(encoder.codec, base)
    elif (quality is not None and quality.level == "low") or (
        work.has(e.Shrink) and (not job.has_video or work.has(e.Reencode) and not purpose)
    ):
        raw = (
            stream is not None
            and stream.codec in coding.LOSSLESS_AUDIO
            or job.sources[0].path.lower().endswith((".wav", ".flac", ".aiff"))
        )
        lossy = encoder.codec not in coding.LOSSLESS_AUDIO
        if not (raw and lossy and quality is not None and quality.level == "good"):
            base = base * 2 // 3 if raw and lossy else base // 2  # what was raw is a tenth of its size at any rate
        source = stream.bit_rate if stream else None
        if source and base > source * 0.7:
            base = max(24_000, int(source * 0.6))
    elif purpose is not None and purpose.audio_rate:
        base = purpose.audio_rate
    if encoder.codec in _LADDERS:
        wished = base
        base = min(_LADDERS[encoder.codec], key=lambda step: abs(step - wished))
    job.coding += ["-b:a", rate_text(base)]
