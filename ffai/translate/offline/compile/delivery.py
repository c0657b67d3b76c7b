"""Playlists with segments; a check of a file, a comparison of two, a test picture."""

import os

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import safe_path, seconds
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.results import Argv, start, target
from ffai.translate.offline.compile.streams import choose_streams
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of


def segments(work: Work, source: str) -> list[Argv]:
    said = work.get(e.Segments) or e.Segments("hls")
    job, media = start(work, source)
    choose_streams(job, work, media, "mp4")
    length = said.seconds or 6.0
    apply_filters(job, work, media)
    encode(job, work, media, "mp4" if said.how == "dash" else "ts")
    copied = "copy" in job.coding[:2]
    if job.has_video and not copied:
        job.coding += ["-force_key_frames", f"expr:gte(t,n_forced*{seconds(length)})"]
    job.muxing = [w for w in job.muxing if w not in ("-movflags", "+faststart")]
    if said.how == "hls":
        job.muxing += ["-f", "hls", "-hls_time", seconds(length), "-hls_playlist_type", "vod"]
        job.output = target(work, source, "m3u8", "")
        stem = os.path.splitext(job.output)[0]
        job.muxing += ["-hls_segment_filename", f"{stem}_%03d.ts"]
    else:
        job.muxing += ["-f", "dash", "-seg_duration", seconds(length)]
        job.output = target(work, source, "mpd", "")
    work.all(e.Container), work.all(e.Split), work.all(e.Copy)
    return [job.argv()]


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
    return [
        (
            "ffmpeg",
            "-i",
            safe_path(sources[0]),
            "-i",
            safe_path(sources[1]),
            "-lavfi",
            f"[1:v][0:v]scale2ref[b][a];[a][b]{name}" if work.version < (7, 1) else f"[0:v][1:v]{name}",
            "-f",
            "null",
            "-",
        )
    ]


def test_source(work: Work) -> list[Argv]:
    said = work.get(e.TestSource) or e.TestSource()
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
    source = f"{said.name}={'c=black:' if said.name == 'color' else ''}size={w}x{h}:rate={rate_name(fps.rate) if fps else 30}"
    out = work.output or work.free("test.mp4")
    words = ["ffmpeg", "-f", "lavfi", "-i", source]
    if not work.has(e.RemoveAudio):
        words += ["-f", "lavfi", "-i", "sine=frequency=1000" if said.name != "color" else "anullsrc"]
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
