"""Playlists with segments; a check of a file, a comparison of two, a test picture."""

import os

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import rate_text, safe_path, seconds
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.results import Argv, start, target
from ffai.translate.offline.compile.streams import choose_streams
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of
from ffai.values import Media

# what a rung of a ladder is given at most: lines -> bit/s. Source: Apple's HLS authoring specification, rounded
_RUNGS = {2160: 14_000_000, 1440: 8_000_000, 1080: 5_000_000, 720: 2_800_000, 540: 1_800_000, 480: 1_400_000, 360: 800_000, 240: 400_000, 144: 200_000}  # fmt: skip


def segments(work: Work, source: str) -> list[Argv]:
    said = work.get(e.Segments) or e.Segments("hls")
    job, media = start(work, source)
    heights = _rungs(work, said, media)
    if len(heights) > 1:
        return _ladder(work, source, said, heights)
    choose_streams(job, work, media, "mp4")
    length = said.seconds or 6.0
    apply_filters(job, work, media)
    encode(job, work, media, "mp4" if said.how == "dash" else "ts")
    copied = "copy" in job.coding[:2]
    if job.has_video and not copied:
        job.coding += ["-force_key_frames", f"expr:gte(t,n_forced*{seconds(length)})"]
    elif job.has_video and said.seconds:
        work.note("segments are cut at the key frames that are there; say 're-encode' for exact lengths")
    job.muxing = [w for w in job.muxing if w not in ("-movflags", "+faststart")]
    if said.how == "hls":
        job.muxing += ["-f", "hls", "-hls_time", seconds(length), "-hls_playlist_type", "vod"]
        job.output = _playlist(work, source, "m3u8")
        stem = os.path.splitext(job.output)[0]
        job.muxing += ["-hls_segment_filename", f"{stem}_%03d.ts"]
    else:
        job.muxing += ["-f", "dash", "-seg_duration", seconds(length)]
        job.output = _playlist(work, source, "mpd")
    work.all(e.Container), work.all(e.Split), work.all(e.Copy)
    return [job.argv()]


def _playlist(work: Work, source: str, ext: str) -> str:
    """The name of the playlist: the one said, with the extension that a playlist has."""
    if work.output and ext_of(work.output) not in ("m3u8", "mpd"):
        return work.free(os.path.splitext(work.output)[0] + "." + ext)
    return target(work, source, ext, "")


def _rungs(work: Work, said: e.Segments, media: Media | None) -> tuple[int, ...]:
    """The heights of a ladder, largest first; () when there is to be one quality."""
    scales = [s for s in work.edits if isinstance(s, e.Scale)]
    named = [s.short_side or s.height or 0 for s in scales]
    heights = said.heights or (tuple(named) if len(scales) > 1 and all(named) else ())
    if heights:
        work.all(e.Scale)
        work.edits = [x for x in work.edits if not isinstance(x, e.Scale)]
        return tuple(sorted(set(heights), reverse=True))
    if not said.count:
        return ()
    size = media.shown_size if media else None
    short = min(size) if size else 1080
    usual = [h for h in (1080, 720, 480, 360, 240, 144) if h <= short] or [short - short % 2]
    if len(usual) < said.count:  # a small picture: equal steps down
        usual = [max(2, round(short * (said.count - i) / said.count / 2) * 2) for i in range(said.count)]
    return tuple(usual[: said.count])


def _ladder(work: Work, source: str, said: e.Segments, heights: tuple[int, ...]) -> list[Argv]:
    """Several qualities of one film behind one playlist, cut at the same moments."""
    job, media = start(work, source)
    length = said.seconds or 6.0
    count = len(heights)
    apply_filters(job, work, media)
    chain = ",".join(node.text for node in sorted(job.video) if "{in}" not in node.text)
    labels = "".join(f"[s{i}]" for i in range(count))
    graph = f"[0:v:0]{chain + ',' if chain else ''}split={count}{labels};" + ";".join(
        f"[s{i}]scale=-2:{h}[v{i}]" for i, h in enumerate(heights)
    )
    sound = media is None or media.audio is not None
    words = ["ffmpeg", *job.sources[0].options, "-i", safe_path(source), "-filter_complex", graph]
    for i in range(count):
        words += ["-map", f"[v{i}]"] + (["-map", "0:a:0"] if sound and said.how == "hls" else [])
    words += ["-map", "0:a:0"] if sound and said.how == "dash" else []
    encoder = coding.video_encoder("h264", work.has_encoder)
    words += ["-c:v", encoder.name if encoder else "libx264", "-crf", "22", "-pix_fmt", "yuv420p"]
    said_rates = sorted((b.bits for b in work.all(e.Bitrate) if b.kind != "audio"), reverse=True)
    for i, height in enumerate(heights):
        rate = round(said_rates[i]) if len(said_rates) == count else min(_RUNGS.items(), key=lambda row: abs(row[0] - height))[1]
        words += [f"-maxrate:v:{i}", f"{rate // 1000}k", f"-bufsize:v:{i}", f"{rate // 500}k"]
    words += ["-force_key_frames", f"expr:gte(t,n_forced*{seconds(length)})", "-sc_threshold", "0"]
    words += ["-c:a", "aac", "-b:a", "128k"] if sound else []
    work.note("a ladder of " + ", ".join(f"{h} lines" for h in heights))
    work.all(e.Container), work.all(e.Split), work.all(e.Copy), work.all(e.Quality)
    out = _playlist(work, source, "m3u8" if said.how == "hls" else "mpd")
    if said.how == "dash":
        words += [
            "-f",
            "dash",
            "-seg_duration",
            seconds(length),
            "-adaptation_sets",
            "id=0,streams=v" + (" id=1,streams=a" if sound else ""),
        ]
        return [(*words, safe_path(out))]
    stem = os.path.splitext(out)[0]
    streams = " ".join(f"v:{i}" + (f",a:{i}" if sound else "") for i in range(count))
    words += [
        "-f",
        "hls",
        "-hls_time",
        seconds(length),
        "-hls_playlist_type",
        "vod",
        "-hls_segment_filename",
        f"{stem}_%v_%03d.ts",
    ]
    words += ["-master_pl_name", os.path.basename(out), "-var_stream_map", streams, safe_path(f"{stem}_%v.m3u8")]
    return [tuple(words)]


def check(work: Work, source: str) -> list[Argv]:
    work.note("decodes all of it and prints what is damaged; no output means no error")
    work.all(e.Repair)
    return [("ffmpeg", "-v", "error", "-i", safe_path(source), "-f", "null", "-")]


def compare(work: Work, sources: list[str]) -> list[Argv]:
    said = work.get(e.Compare) or e.Compare()
    if len(sources) < 2:
        raise CannotCompile("Which two files shall be compared?")
    metric = said.metric
    if metric == "vmaf" and not work.has_filter("libvmaf"):
        work.note("this ffmpeg has no VMAF; SSIM is measured")
        metric = "ssim"
    name = "libvmaf" if metric == "vmaf" else metric
    both = {"psnr", "ssim"} <= work.words
    return [
        (
            "ffmpeg",
            "-i",
            safe_path(sources[0]),
            "-i",
            safe_path(sources[1]),
            "-lavfi",
            _measured(name, both=both, old=work.version < (7, 1)),
            "-f",
            "null",
            "-",
        )
    ]


_DETECTORS = {
    "silence": ("a", "silencedetect=n={level}:d={length}", "-30dB", "0.5"),
    "black": ("v", "blackdetect=d={length}", "", "0.5"),
    "freeze": ("v", "freezedetect=n=-60dB:d={length}", "", "2"),
    "scenes": ("v", "select='gt(scene,0.4)',showinfo", "", ""),
    "loudness": ("a", "ebur128=peak=true", "", ""),
    "volume": ("a", "volumedetect", "", ""),
    "interlaced": ("v", "idet", "", ""),
    "crop": ("v", "cropdetect=24:2:0", "", ""),
}


def detect(work: Work, source: str) -> list[Argv]:
    """Measures and prints; nothing is written."""
    said = work.all(e.Detect)[-1]
    letter, text, level, length = _DETECTORS[said.what]
    level = f"{-abs(said.decibels):g}dB" if said.decibels is not None else level
    length = f"{said.seconds:g}" if said.seconds is not None else length
    work.note("prints what it finds; no file is written")
    skip = "-vn" if letter == "a" else "-an"
    return [("ffmpeg", "-i", safe_path(source), skip, f"-{letter}f", text.format(level=level, length=length), "-f", "null", "-")]


def _measured(name: str, *, both: bool, old: bool) -> str:
    """The graph that measures: the second is brought to the first one's size where this version has the filter for it."""
    start = "[1:v][0:v]scale2ref[b][a];" if old else ""
    a, b = ("[a]", "[b]") if old else ("[0:v]", "[1:v]")
    if not both:
        return f"{start}{a}{b}{name}"
    return f"{start}{a}split[a1][a2];{b}split[b1][b2];[a1][b1]psnr;[a2][b2]ssim"


def _test_sound(work: Work, said: e.TestSource) -> list[Argv]:
    """A tone, noise or silence as a file of sound."""
    length = said.seconds or 5.0
    if said.seconds is None:
        work.note("5 seconds; say how long")
    container, codec, rate, channels = work.get(e.Container), work.get(e.AudioCodec), work.get(e.SampleRate), work.get(e.Channels)
    named = ext_of(work.output or "") or (container.ext if container is not None else "")
    ext = named or (codec.codec if codec is not None and codec.codec in ("mp3", "flac", "aac", "opus", "wav") else "wav")
    hertz = rate.hertz if rate is not None else 48000 if ext == "opus" else 44100
    if said.sound == "silence":
        layout = "mono" if channels is not None and channels.count == 1 else "stereo"
        source = f"anullsrc=channel_layout={layout}:sample_rate={hertz}"
    elif said.sound == "sine":
        source = f"sine=frequency={said.tone or 1000:g}:sample_rate={hertz}"
    else:
        source = f"anoisesrc=color={said.sound}:sample_rate={hertz}:amplitude=0.5"
    encoder = coding.audio_encoder(
        codec.codec if codec is not None else coding.default_codec(ext, "audio") or "aac", work.has_encoder
    )
    bits = work.get(e.Bitrate)
    words = ["ffmpeg", "-f", "lavfi", "-i", source, "-t", seconds(length)]
    words += ["-ac", str(channels.count)] if channels is not None and not channels.side else []
    words += ["-c:a", encoder.name if encoder is not None else "aac"]
    words += ["-b:a", rate_text(bits.bits)] if bits is not None and ext not in ("wav", "flac") else []
    name = {"sine": "tone", "silence": "silence"}.get(said.sound, "noise")
    for kind in (e.Keep, e.AddSilence, e.RemoveAudio, e.ExtractAudio, e.Volume, e.Denoise, e.RemoveSilence):
        work.all(kind)
    return [(*words, safe_path(work.output or work.free(f"{name}.{ext}")))]


def test_source(work: Work) -> list[Argv]:
    said = work.get(e.TestSource) or e.TestSource()
    if said.sound:
        return _test_sound(work, said)
    length = said.seconds or 10.0
    scale, fps = work.get(e.Scale), work.get(e.Fps)
    w, h = (
        (scale.width or 1920, scale.height or 1080)
        if scale and scale.width and scale.height
        else (
            {480: (854, 480), 720: (1280, 720), 2160: (3840, 2160)}.get(scale.short_side or 0, (1920, 1080))
            if scale
            else (1280, 720)
        )
    )
    plain = f"c={said.color or 'black'}:" if said.name == "color" else ""
    source = f"{said.name}={plain}size={w}x{h}:rate={rate_name(fps.rate) if fps else 30}"
    out = work.output or work.free("test.mp4")
    words = ["ffmpeg", "-f", "lavfi", "-i", source]
    if not work.has(e.RemoveAudio):
        words += [
            "-f",
            "lavfi",
            "-i",
            f"sine=frequency={said.tone or 1000:g}" if said.name != "color" or said.tone else "anullsrc",
        ]
    words += ["-t", seconds(length)]
    ext = ext_of(out)
    video = coding.video_encoder(coding.default_codec(ext, "video") or "h264", work.has_encoder)
    words += ["-c:v", video.name if video else "libx264", "-pix_fmt", "yuv420p"]
    (
        work.all(e.Keep),
        work.all(e.Container),
        work.all(e.Slideshow),
        work.all(e.VideoCodec),
        work.all(e.AddSilence),
        work.all(e.StillVideo),
    )
    return [(*words, safe_path(out))]
