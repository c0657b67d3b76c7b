"""Pictures and animations out of a video, sheets of them, pictures of a sound; a picture to another one."""

import os

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.cut import absolute
from ffai.translate.offline.compile.encode import sync
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import Job, safe_path, seconds
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.results import Argv, start, tag_of, target
from ffai.translate.offline.compile.shapes import loop
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, kind_of, stem_of
from ffai.values import Media


def frames(work: Work, source: str) -> list[Argv]:
    said = work.get(e.Frames) or e.Frames()
    job, media = start(work, source)
    job.has_audio = False
    ext = picture_ext(work)
    duration = media.duration if media else None
    if said.shares:
        if duration is None:
            raise CannotCompile("How long is the file? Moments as a share of its length need it.")
        said = said._replace(at=tuple(min(s * duration, max(0.0, duration - 0.1)) for s in said.shares))
    if said.at:
        return [_picture_at(work, source, media, t, ext, number, len(said.at)) for number, t in enumerate(said.at)]
    if said.last:
        job.sources[0] = job.sources[0]._replace(options=("-sseof", "-1"))
        job.coding += ["-update", "1"]
        job.output = target(work, source, ext, "last")
        work.edits = [x for x in work.edits if not isinstance(x, e.Keep)]
    elif said.best or said.frame is not None or said.count == 1:
        _one_picture(job, work, said, duration)
        job.output = target(work, source, ext, "thumbnail")
        if "%" in job.output:
            job.output = work.name_for(source, ext, "thumbnail")
    else:
        _many_pictures(job, work, said, media)
        job.output = pattern_target(work, source, ext)
    apply_filters(job, work, media)
    _picture_quality(job, work, ext)
    job.maps = job.maps if job.maps and any(":v" in m for m in job.maps) else None
    work.all(e.Container), work.all(e.VideoCodec), work.all(e.Quality), work.all(e.Fps)
    return [job.argv()]


def picture_ext(work: Work) -> str:
    if work.output:
        ext = ext_of(work.output)
        if kind_of(work.output) == "image":
            return ext
    container = work.get(e.Container)
    if container is not None and kind_of(f"x.{container.ext}") == "image":
        return container.ext
    for word in ("png", "jpg", "webp", "bmp", "tiff"):
        if word in work.words:
            return word
    return "jpg" if work.get(e.Frames) and (work.get(e.Frames) or e.Frames()).best else "png"


def _picture_quality(job: Job, work: Work, ext: str) -> None:
    said = work.get(e.PictureQuality) or next((e.PictureQuality(c.value) for c in work.all(e.Crf) if c.value > 31), None)
    if said is not None and ext in ("jpg", "jpeg"):
        job.coding += ["-q:v", str(max(2, round((100 - said.percent) / 3)))]
    elif said is not None and ext == "webp":
        job.coding += ["-c:v", "libwebp", "-quality", f"{said.percent:g}"]
    elif ext in ("jpg", "jpeg"):
        job.coding += ["-q:v", "2"]
    elif ext == "webp":
        job.coding += ["-c:v", "libwebp"]
    _ = work


def _picture_at(work: Work, source: str, media: Media | None, t: float, ext: str, number: int, count: int) -> Argv:
    job, _ = start(work, source)
    job.has_audio = False
    duration = media.duration if media else None
    if t < 0 and duration is not None:
        t = max(0.0, duration + t)
    if duration is not None and t >= duration:
        work.note(f"the file ends at {seconds(duration)} s; its last picture is taken")
        t = max(0.0, duration - 0.1)
    others = [x for x in work.edits if not isinstance(x, (e.Keep,))]
    edits, work.edits = work.edits, others
    apply_filters(job, work, media)
    work.edits = edits
    work.all(e.Keep)
    job.sources[0] = job.sources[0]._replace(options=("-ss", seconds(t)) if t else ())
    job.coding = ["-frames:v", "1", *([] if ext == "webp" else ["-update", "1"])]
    _picture_quality(job, work, ext)
    if count == 1 or not work.output:
        job.output = target(work, source, ext, "frame" if count == 1 else f"frame{number + 1}")
        if "%" in job.output:
            job.output = job.output.replace("%03d", "001").replace("%04d", "0001").replace("%d", "1").replace("%02d", "01")
    else:
        job.output = f"{os.path.splitext(work.output)[0]}{number + 1}.{ext}"
    work.all(e.Container), work.all(e.Quality), work.all(e.VideoCodec)
    return job.argv()


def _one_picture(job: Job, work: Work, said: e.Frames, duration: float | None) -> None:
    job.coding += ["-frames:v", "1", "-update", "1"]
    if said.frame is not None:
        job.filter_video(9, f"select='eq(n,{max(0, said.frame - (1 if said.frame > 0 else 0))})'")
    elif said.count == 1 and duration:
        job.sources[0] = job.sources[0]._replace(options=("-ss", seconds(duration / 2)))
    else:
        job.filter_video(9, "thumbnail")
        work.note("the most typical picture of the first 100 frames is taken; say a time for another one")


def _many_pictures(job: Job, work: Work, said: e.Frames, media: Media | None) -> None:
    duration = media.duration if media else None
    if said.every is not None:
        job.filter_video(11, f"fps=1/{said.every:g}" if said.every != 1 else "fps=1")
    elif said.fps is not None:
        job.filter_video(11, f"fps={rate_name(said.fps)}")
    elif said.every_frames is not None:
        job.filter_video(11, f"select='not(mod(n,{said.every_frames}))'")
        job.coding += sync(work, "vfr")
    elif said.keyframes:
        job.sources[0] = job.sources[0]._replace(options=("-skip_frame", "nokey"))
        job.coding += sync(work, "vfr")
    elif said.scenes:
        job.filter_video(11, "select='eq(n,0)+gt(scene,0.3)'")
        job.coding += sync(work, "vfr")
    elif said.count:
        if duration:
            job.filter_video(11, f"fps={said.count}/{seconds(duration)}")
        else:
            job.filter_video(11, "thumbnail")
            job.coding += sync(work, "vfr")
        job.coding += ["-frames:v", str(said.count)]


def pattern_target(work: Work, source: str, ext: str) -> str:
    folder = work.get(e.OutputFolder)
    if work.output and "%" in work.output:
        return work.output
    if work.output and not ext_of(work.output):
        return f"{work.output.rstrip('/')}/frame_%04d.{ext}"
    if work.output:
        root, own = os.path.splitext(work.output)
        return f"{root}_%04d{own}"
    stem = stem_of(source).replace("%", "") or "frame"
    base = f"{stem}_%04d.{ext}"
    where = work.context.output_dir or (folder.path if folder else "")
    return os.path.join(where, base) if where else base


def contact_sheet(work: Work, source: str) -> list[Argv]:
    said = work.get(e.ContactSheet) or e.ContactSheet()
    job, media = start(work, source)
    job.has_audio = False
    columns, rows = said.columns or 4, said.rows or 4
    duration = media.duration if media else None
    for keep in work.all(e.Keep):
        a, b = absolute(keep.ranges[0], duration)
        duration = min(b, duration or b) - a if b != e.END or duration else None
        job.sources[0] = job.sources[0]._replace(options=(*(("-ss", seconds(a)) if a else ()), *(("-t", seconds(b - a)) if b != e.END else ())))  # fmt: skip
    work.edits = [x for x in work.edits if not isinstance(x, e.Keep)]
    if said.every and duration and not (said.columns and said.rows):
        shown = max(1, -(-int(duration * 1000) // int(said.every * 1000)))
        columns = said.columns or min(shown, 10 if said.webvtt else max(1, round(shown**0.5)))
        rows = -(-shown // columns)
    elif said.columns is None:
        work.note("a sheet of 4 x 4 pictures; say another grid for more or fewer")
    count = columns * rows
    if said.stamped:
        job.filter_video(
            9, "drawtext=text='%{pts\\:hms}':fontsize=h/9:fontcolor=white:x=w/40:y=h-text_h-h/40:box=1:boxcolor=black@0.5"
        )
    every = said.every or (duration / count if duration else None)
    if said.every:
        job.filter_video(11, f"fps=1/{said.every:g}:round=up:start_time=0")
    elif duration:
        job.filter_video(11, f"fps={count}/{seconds(duration)}:round=up")
    else:
        job.filter_video(11, "select='not(mod(n,100))'")
    wide = 160 if said.webvtt else 320
    if not work.has(e.Scale):
        job.filter_video(40, f"scale={wide}:-2")
    scale = work.get(e.Scale)
    apply_filters(job, work, None)
    job.filter_video(90, f"tile={columns}x{rows}")
    job.coding += ["-frames:v", "1", "-update", "1"]
    named = "" if work.output and kind_of(work.output) != "image" else work.output
    ext = picture_ext(work) if named or work.has(e.Container) else "jpg" if "jpg" in work.words else "png"
    if kind_of(f"x.{ext}") != "image":
        ext = "png"
    _picture_quality(job, work, ext)
    job.output = named or work.name_for(source, ext, "sprite" if said.webvtt else "sheet")
    work.all(e.Container), work.all(e.Frames), work.all(e.Keep), work.all(e.Split)
    if not said.webvtt:
        return [job.argv()]
    size = media.shown_size if media else None
    width = (scale.width if scale is not None and scale.width else None) or wide
    height = (scale.height if scale and scale.height else None) or (round(width * size[1] / size[0] / 2) * 2 if size else 90)
    return [job.argv(), _cues(work, job.output, columns, count, every or 10.0, duration, (width, height))]


def _cues(work: Work, sprite: str, columns: int, count: int, every: float, duration: float | None, cell: tuple[int, int]) -> Argv:
    """The WebVTT that tells a player which part of the sprite is shown when: written by ffmpeg from text in a data: address."""

    def clock(value: float) -> str:
        whole = round(value * 1000)
        return f"{whole // 3600000:02d}:{whole // 60000 % 60:02d}:{whole // 1000 % 60:02d},{whole % 1000:03d}"

    cues = []
    for n in range(count):
        begin, end = n * every, min((n + 1) * every, duration or (n + 1) * every)
        if begin >= end:
            break
        x, y = n % columns * cell[0], n // columns * cell[1]
        name = os.path.basename(sprite)
        cues.append(f"{n + 1}\n{clock(begin)} --> {clock(end)}\n{name}#xywh={x},{y},{cell[0]},{cell[1]}\n")
    text = "data:," + "\n".join(cues)
    named = work.output if work.output and ext_of(work.output) == "vtt" else work.free(f"{os.path.splitext(sprite)[0]}.vtt")
    return ("ffmpeg", "-f", "srt", "-i", text, "-f", "webvtt", safe_path(named))


def gif(work: Work, source: str) -> list[Argv]:
    """An animation with a palette of its own: one run, the palette made and used in one graph."""
    job, media = start(work, source)
    job.has_audio = False
    job.maps = None
    (
        work.all(e.Container),
        work.all(e.Quality),
        work.all(e.VideoCodec),
        work.all(e.RemoveAudio),
        work.all(e.Shrink),
    )
    said_ext = work.get(e.Container)
    ext = ext_of(work.output) if work.output else said_ext.ext if said_ext and said_ext.ext in ("webp", "apng", "gif") else "gif"
    # an animation goes round by itself; only "play it three times" is an edit
    work.edits = [x for x in work.edits if not (isinstance(x, e.Loop) and (x.forever or not (x.times or x.duration)))]
    work.edits = [x for x in work.edits if not isinstance(x, (e.Purpose, e.Faststart))]
    apply_filters(job, work, media)
    if not work.has(e.Fps):
        rate_in = media.video.frame_rate if media and media.video else None
        value = 15.0 if rate_in is None or rate_in > 15 else rate_in
        job.filter_video(78, f"fps={value:g}")
    size = media.shown_size if media else None
    if not work.has(e.Scale, e.Crop, e.Aspect) and (size is None or size[0] > 480):
        job.filter_video(40, "scale=480:-2:flags=lanczos")
        work.note("480 pixels wide and at most 15 frames a second, so that the animation stays small")
    limit = work.get(e.FileSize)
    if limit is not None:
        _fit_animation(job, work, limit.bytes, ext)
    if ext == "gif":
        said = work.all(e.Gif)
        colors = next((f"=max_colors={g.colors}" for g in said if g.colors), "")
        dither = next((f"=dither={g.dither}" for g in said if g.dither), "")
        job.filter_video(
            96, f"{{in}}split[p{{n}}][q{{n}}];[p{{n}}]palettegen{colors}[pal{{n}}];[q{{n}}][pal{{n}}]paletteuse{dither}{{out}}"
        )
    work.all(e.Gif)
    job.muxing += ["-loop", "0"] if ext != "apng" else ["-plays", "0"]
    if ext == "webp":
        job.coding += ["-c:v", "libwebp_anim" if work.has_encoder("libwebp_anim") else "libwebp"]
    job.output = target(work, source, ext, "anim")
    loop(job, work, source, media)
    return [job.argv()]


def _fit_animation(job: Job, work: Work, limit: float, ext: str) -> None:
    """Makes it so narrow, and then so slow, that it stays below a size: tried out now when the file is here."""
    from ffai.translate.offline.compile.measure import animation_size

    source = job.sources[0]
    size = source.media.shown_size if source.media else None
    if source.media is None or size is None:
        work.note(f"whether it stays below {limit / 1e6:g} MB can only be tried when the file is here")
        job.filter_video(79, "scale=320:-2:flags=lanczos")
        return
    chain = ",".join(node.text for node in sorted(job.video) if "{in}" not in node.text)
    width, rate = min(480, size[0]), 0.0
    for _ in range(6):
        extra = f"scale={width}:-2:flags=lanczos" + (f",fps={rate:g}" if rate else "")
        made = animation_size(work, source.options, source.path, f"{chain},{extra}" if chain else extra, ext, limit)
        if made is None or made <= limit * 0.97:
            break
        shrink = (limit * 0.9 / made) ** 0.5
        if width * shrink < 120 and not rate:
            rate = 8.0
        width = max(48, int(width * max(shrink, 0.4)) // 2 * 2)
    job.filter_video(79, extra)
    work.note(f"{width} pixels wide{f' at {rate:g} frames a second' if rate else ''}, so that it stays below {limit / 1e6:g} MB")


def waveform(work: Work, source: str) -> list[Argv]:
    said = work.get(e.Waveform) or e.Waveform()
    scale = work.get(e.Scale)
    w, h = (
        (scale.width or 1280, scale.height or 720)
        if scale and (scale.width or scale.height)
        else (round(scale.short_side * 16 / 9 / 2) * 2, scale.short_side)
        if scale and scale.short_side
        else (1280, 720 if said.video else 320)
    )
    colors = next((f":colors={c}" for c in ("blue", "red", "green", "white", "orange") if c in work.words), "")
    if said.video:
        text = f"showwaves=s={w}x{h}:mode=line{colors}" if said.kind == "wave" else f"showspectrum=s={w}x{h}"
        out = target(work, source, "mp4", "waveform")
        ext = ext_of(out)
        encoder = coding.video_encoder(coding.default_codec(ext, "video") or "h264", work.has_encoder)
        audio = coding.audio_encoder(coding.default_codec(ext, "audio") or "aac", work.has_encoder)
        return [
            (
                "ffmpeg",
                "-i",
                safe_path(source),
                "-filter_complex",
                f"[0:a]{text},format=yuv420p[v]",
                "-map",
                "[v]",
                "-map",
                "0:a",
                "-c:v",
                encoder.name if encoder else "libx264",
                "-c:a",
                audio.name if audio else "aac",
                safe_path(out),
            )
        ]
    text = f"showwavespic=s={w}x{h}{colors}" if said.kind == "wave" else f"showspectrumpic=s={w}x{h}"
    work.all(e.Container), work.all(e.Frames)
    return [
        (
            "ffmpeg",
            "-i",
            safe_path(source),
            "-filter_complex",
            f"[0:a]{text}",
            "-frames:v",
            "1",
            "-update",
            "1",
            safe_path(
                target(
                    work,
                    source,
                    picture_ext(work) if work.output or work.has(e.Container) else "png",
                    "waveform" if said.kind == "wave" else "spectrum",
                )
            ),
        )
    ]


def picture(work: Work, source: str) -> list[Argv]:
    """A still picture to another one."""
    job, media = start(work, source)
    job.has_audio = False
    container = work.get(e.Container)
    ext = ext_of(work.output) if work.output else container.ext if container else ext_of(source)
    apply_filters(job, work, media)
    job.coding += ["-frames:v", "1", "-update", "1"]
    quality = work.get(e.Quality)
    if ext == "webp" and work.all(e.Lossless):
        job.coding += ["-c:v", "libwebp", "-lossless", "1"]
    elif work.has(e.PictureQuality, e.Crf):
        _picture_quality(job, work, ext)
    elif ext in ("jpg", "jpeg"):
        job.coding += ["-q:v", "8" if work.has(e.Shrink) or (quality and quality.level == "low") else "2"]
    elif ext == "webp":
        job.coding += ["-c:v", "libwebp"]
    job.output = target(work, source, ext, tag_of(work))
    work.all(e.Shrink), work.all(e.VideoCodec)
    if work.all(e.Alpha) and ext in ("jpg", "jpeg", "bmp"):
        work.note(f"{ext} knows no transparency; say PNG or WebP for it to be kept")
    return [job.argv()]
