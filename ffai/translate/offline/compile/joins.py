"""Several files to one: joined one after another, stacked, pictures to video, streams put together."""

import os

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import Job, safe_path, seconds
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.shapes import Argv, argvs, other_sound, output_ext, start, tag_of, target
from ffai.translate.offline.compile.streams import choose_streams, flags
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, kind_of
from ffai.values import Media


def concat(work: Work, sources: list[str]) -> list[Argv]:
    """Alike files by copying their streams, unlike ones brought to one shape first."""
    if len(sources) < 2:
        raise CannotCompile("Which files shall be joined? At least two are needed.")
    work.all(e.Concat), work.all(e.Mux)
    medias = [work.media(s) for s in sources]
    ext = output_ext(work, sources[0], medias[0])
    if work.has(e.Crossfade):
        return _crossfaded(work, sources, medias, ext)
    wants_copy = work.has(e.Copy)
    edited = work.has(
        e.Scale,
        e.Fps,
        e.Speed,
        e.Crop,
        e.Rotate,
        e.Text,
        e.Overlay,
        e.Fade,
        e.VideoCodec,
        e.AudioCodec,
        e.Crf,
        e.Bitrate,
        e.Normalise,
        e.Purpose,
        e.FileSize,
        e.Shrink,
        e.Keep,
        e.CutOut,
        e.Reverse,
        e.Look,
        e.Volume,
        e.RemoveAudio,
    )
    alike = _alike(medias) and all(ext_of(s) == ext or _can_hold(ext, m) for s, m in zip(sources, medias, strict=True))
    if (
        (alike and not edited)
        or (wants_copy and not any(m is not None for m in medias))
        or (wants_copy and not edited and alike is not False and _same_codecs(medias))
    ):
        return _copied(work, sources, ext)
    if wants_copy:
        work.note("the files differ, so they cannot be joined without encoding again")
        work.edits = [x for x in work.edits if not isinstance(x, e.Copy)]
    return _filtered(work, sources, medias, ext)


def _can_hold(ext: str, media: Media | None) -> bool:
    if media is None:
        return False
    return all(
        coding.holds(ext, s.kind, s.codec)
        for s in media.streams
        if s.kind in ("video", "audio") and "attached_pic" not in s.disposition
    )


def _alike(medias: list[Media | None]) -> bool | None:
    """Whether the streams can follow each other as they are; None when they are not known."""
    if any(m is None for m in medias):
        return None if all(m is None for m in medias) else False

    def shape(m: Media) -> tuple[object, ...]:
        v, a = m.video, m.audio
        return (
            (v.codec, v.width, v.height, v.pixel_format, round(v.frame_rate or 0, 2), v.rotation, v.profile) if v else None,
            (a.codec, a.sample_rate, a.channels) if a else None,
        )

    shapes = {shape(m) for m in medias if m is not None}
    return len(shapes) == 1


def _same_codecs(medias: list[Media | None]) -> bool:
    return (
        len(
            {
                (m.video.codec if m.video else None, m.video.width if m.video else None, m.audio.codec if m.audio else None)
                for m in medias
                if m is not None
            }
        )
        <= 1
    )


def list_url(sources: list[str]) -> str:
    """A concat list as a data: URL, so that one command line holds everything. Paths are escaped as the demuxer reads them."""
    lines = []
    for source in sources:
        escaped = "".join(f"\\{c}" if c in " '\\\t#" else c for c in source)
        lines.append(f"file file:{escaped}")
    return "data:," + "\n".join(lines).replace("%", "%25")


def _copied(work: Work, sources: list[str], ext: str) -> list[Argv]:
    out = target(work, sources[0], ext, "joined")
    words = ["ffmpeg", "-f", "concat", "-safe", "0", "-protocol_whitelist", "file,data", "-i", list_url(sources), "-c", "copy"]
    if ext in ("mp4", "m4v", "mov"):
        words += ["-movflags", "+faststart"]
    work.all(e.Copy), work.all(e.Container), work.all(e.Quality), work.all(e.Lossless), work.all(e.Batch)
    return [(*words, safe_path(out))]


def _filtered(work: Work, sources: list[str], medias: list[Media | None], ext: str) -> list[Argv]:
    job = Job()
    for source, media in zip(sources, medias, strict=True):
        job.add(source, media=media)
    known = [m for m in medias if m is not None]
    video = coding.HOLDS.get(ext, ((1,),))[0] != () and (any(m.video for m in known) if known else kind_of(sources[0]) != "audio")
    audio = (any(m.audio for m in known) if known else True) and not work.has(e.RemoveAudio)
    work.all(e.RemoveAudio)
    job.has_video, job.has_audio = video, audio
    size = _common_size(medias)
    fps = next((m.video.frame_rate for m in known if m.video and m.video.frame_rate), 30.0)
    pads = []
    for i, media in enumerate(medias):
        if video:
            w, h = size
            job.graph.append(
                f"[{i}:v:0]scale={w}:{h}:force_original_aspect_ratio=decrease,pad={w}:{h}:(ow-iw)/2:(oh-ih)/2,setsar=1,fps={rate_name(fps)},format=yuv420p[v{i}x]"
            )
            pads.append(f"[v{i}x]")
        if audio:
            if media is not None and media.audio is None:
                job.graph.append(
                    f"anullsrc=channel_layout=stereo:sample_rate=44100,atrim=duration={seconds(media.duration or 1)}[a{i}x]"
                )
            else:
                job.graph.append(f"[{i}:a:0]aformat=sample_rates=44100:channel_layouts=stereo[a{i}x]")
            pads.append(f"[a{i}x]")
    outs = ("[vj]" if video else "") + ("[aj]" if audio else "")
    job.graph.append(f"{''.join(pads)}concat=n={len(sources)}:v={int(video)}:a={int(audio)}{outs}")
    job.video_from, job.audio_from = "[vj]", "[aj]"
    total = sum(m.duration or 0 for m in known) if len(known) == len(medias) else None
    joined = _joined_media(known[0], total, size) if known else None
    job.output = target(work, sources[0], ext, "joined")
    cuts = [x for x in work.edits if isinstance(x, (e.Keep, e.CutOut))]
    if cuts:
        raise CannotCompile("Cut before joining, or after? Say which files the times belong to.")
    apply_filters(job, work, joined)
    job.duration = total
    if len({(m.video.width, m.video.height) for m in known if m.video}) > 1:
        work.note(f"the pictures have different sizes: all are fitted into {size[0]}x{size[1]}, with bars where needed")
    work.edits.append(e.Reencode("joined"))
    work.all(e.Reencode), work.all(e.Batch), work.all(e.Container), work.all(e.Copy)
    return argvs(encode(job, work, joined, ext))


def _joined_media(first: Media, total: float | None, size: tuple[int, int]) -> Media:
    streams = tuple(
        s._replace(width=size[0], height=size[1], rotation=0, bit_rate=None, codec="")
        if s.kind == "video"
        else s._replace(codec="")
        for s in first.streams
    )
    return first._replace(duration=total, streams=streams, bit_rate=None)


def _common_size(medias: list[Media | None]) -> tuple[int, int]:
    sizes = [m.shown_size for m in medias if m is not None and m.shown_size is not None]
    if not sizes:
        return 1280, 720
    w, h = max(sizes, key=lambda s: s[0] * s[1])
    return w + w % 2, h + h % 2


def _crossfaded(work: Work, sources: list[str], medias: list[Media | None], ext: str) -> list[Argv]:
    said = work.get(e.Crossfade) or e.Crossfade()
    job = Job()
    for source, media in zip(sources, medias, strict=True):
        job.add(source, media=media)
    video = kind_of(sources[0]) != "audio" and all(m is None or m.video for m in medias)
    audio = all(m is None or m.audio for m in medias)
    if video and any(m is None or not m.duration for m in medias[:-1]):
        raise CannotCompile(
            "How long are the clips? A transition begins before the end of the first, so its length has to be known."
        )
    w, h = _common_size(medias)
    fps = next((m.video.frame_rate for m in medias if m is not None and m.video and m.video.frame_rate), 30.0)
    d = said.seconds
    here_v, here_a, offset = "", "", 0.0
    for i, media in enumerate(medias):
        if video:
            job.graph.append(
                f"[{i}:v:0]scale={w}:{h}:force_original_aspect_ratio=decrease,pad={w}:{h}:(ow-iw)/2:(oh-ih)/2,setsar=1,fps={rate_name(fps)},format=yuv420p,settb=AVTB[p{i}]"
            )
            if i == 0:
                here_v = "[p0]"
            else:
                job.graph.append(
                    f"{here_v}[p{i}]xfade=transition={said.transition}:duration={seconds(d)}:offset={seconds(offset)}[x{i}]"
                )
                here_v = f"[x{i}]"
            offset += (media.duration or 0 if media else 0) - d
        if audio:
            if i == 0:
                here_a = "[0:a:0]"
            else:
                job.graph.append(f"{here_a}[{i}:a:0]acrossfade=d={seconds(d)}[y{i}]")
                here_a = f"[y{i}]"
    job.has_video, job.has_audio = video, audio
    job.video_from, job.audio_from = here_v, here_a
    first = medias[0]
    joined = _joined_media(first, None, (w, h)) if first is not None else None
    job.output = target(work, sources[0], ext, "joined")
    work.edits.append(e.Reencode("joined"))
    work.all(e.Reencode), work.all(e.Batch), work.all(e.Container), work.all(e.Copy), work.all(e.Fade)
    return argvs(encode(job, work, joined, ext))


def stack(work: Work, sources: list[str]) -> list[Argv]:
    """Side by side, on top of each other, or in a grid; brought to one height, width or cell first."""
    said = work.get(e.Stack) or e.Stack("horizontal")
    work.all(e.Concat), work.all(e.Mux), work.all(e.Overlay), work.all(e.Batch), work.all(e.Pad)
    if len(sources) < 2:
        raise CannotCompile("Which videos shall be shown together? At least two are needed.")
    medias = [work.media(s) for s in sources]
    job = Job()
    for source, media in zip(sources, medias, strict=True):
        job.add(source, media=media)
    sizes = [m.shown_size for m in medias if m is not None and m.shown_size]
    scale = work.get(e.Scale)
    cell_w, cell_h = _cell(said, sizes)
    work.edits = [x for x in work.edits if not isinstance(x, e.Scale)] if scale is not None and said.how == "grid" else work.edits
    fps = next((m.video.frame_rate for m in medias if m is not None and m.video and m.video.frame_rate), 30.0)
    n = len(sources)
    for i in range(n):
        if said.how == "horizontal":
            shape = f"scale=-2:{cell_h}"
        elif said.how == "vertical":
            shape = f"scale={cell_w}:-2"
        else:
            shape = f"scale={cell_w}:{cell_h}:force_original_aspect_ratio=decrease,pad={cell_w}:{cell_h}:(ow-iw)/2:(oh-ih)/2"
        job.graph.append(f"[{i}:v:0]{shape},setsar=1,fps={rate_name(fps)}[s{i}]")
    pads = "".join(f"[s{i}]" for i in range(n))
    shortest = ":shortest=1" if work.has(e.Shortest) else ""
    if said.how in ("horizontal", "vertical"):
        job.graph.append(f"{pads}{said.how[0]}stack=inputs={n}{shortest}[stacked]")
    else:
        columns = said.columns or max(2, round(n**0.5))
        layout = "|".join(f"{i % columns * cell_w}_{i // columns * cell_h}" for i in range(n))
        job.graph.append(f"{pads}xstack=inputs={n}:layout={layout}:fill=black{shortest}[stacked]")
    job.video_from = "[stacked]"
    work.all(e.Shortest)
    audible = [i for i, m in enumerate(medias) if m is None or m.audio is not None]
    if work.all(e.RemoveAudio) or not audible:
        job.has_audio = False
    elif work.has(e.MixAudio) and len(audible) > 1:
        job.graph.append("".join(f"[{i}:a:0]" for i in audible) + f"amix=inputs={len(audible)}:normalize=0[mixed]")
        job.audio_from = "[mixed]"
    else:
        job.audio_from = f"{audible[0]}:a:0"
        if len(audible) > 1:
            work.note("the sound is the first video's; say 'mix the audio' for all of them")
    work.all(e.MixAudio)
    ext = output_ext(work, sources[0], medias[0])
    job.output = target(work, sources[0], ext, {"horizontal": "side-by-side", "vertical": "stacked", "grid": "grid"}[said.how])
    apply_filters(job, work, None)
    work.edits.append(e.Reencode("stacked"))
    work.all(e.Reencode), work.all(e.Container)
    return argvs(encode(job, work, None, ext))


def _cell(said: e.Stack, sizes: list[tuple[int, int]]) -> tuple[int, int]:
    if not sizes:
        return (960, 540) if said.how == "grid" else (1280, 720)
    # the first one decides: the rest is shown beside it
    w, h = sizes[0]
    return w + w % 2, h + h % 2


def mux(work: Work, sources: list[str]) -> list[Argv]:
    """The picture of the first with the sound of the second; nothing else changes."""
    said = work.get(e.Mux) or e.Mux()
    work.all(e.Concat)
    source = sources[0]
    job, media = start(work, source)
    ext = output_ext(work, source, media)
    job.output = target(work, source, ext, "audio")
    if len(sources) > 1 and sources[1] not in work.extras.get("audio", ()):
        work.extras.setdefault("audio", []).append(sources[1])
    other_sound(job, work, media)
    apply_filters(job, work, media)
    flags(job, work, media)
    other = job.sources[1].media if len(job.sources) > 1 else None
    merged = media
    if media is not None and other is not None:
        merged = media._replace(streams=(*(s for s in media.streams if s.kind != "audio"), *other.of_kind("audio")[:1]))
    _ = said
    return argvs(encode(job, work, merged, ext))


def slideshow(work: Work, sources: list[str]) -> list[Argv]:
    """Pictures to a video: a numbered sequence as frames, or each for some seconds."""
    said = work.get(e.Slideshow) or e.Slideshow()
    work.all(e.Concat), work.all(e.Batch), work.all(e.Frames)
    pattern = sources[0] if "%" in sources[0] else ""
    fps_said = work.get(e.Fps)
    ext = ext_of(work.output) if work.output and kind_of(work.output) == "video" else "mp4"
    container = work.get(e.Container)
    if not work.output and container is not None and container.ext in coding.HOLDS and coding.HOLDS[container.ext][0]:
        ext = container.ext
    music = next(iter(work.extras.get("audio", ())), "")
    job = Job()
    rate = said.fps or (fps_said.rate if fps_said else None)
    work.edits = [x for x in work.edits if not isinstance(x, (e.Fps, e.Keep))]
    size = _slide_size(work, sources)
    if pattern or (rate is not None and said.seconds is None and len(sources) > 1 and _numbered(sources)):
        sequence = pattern or _numbered(sources)
        first = _first_number(work, sequence)
        shown = f"1/{said.seconds:g}" if said.seconds else rate_name(rate or 25)
        if rate is None and not said.seconds:
            work.note("25 pictures a second; say a rate or how long each is shown")
        job.add(sequence, "-framerate", shown, *(["-start_number", str(first)] if first not in (0, 1, 2, 3, 4) else []))
        if said.seconds:
            job.filter_video(78, "fps=25")
        job.filter_video(94, "scale=trunc(iw/2)*2:trunc(ih/2)*2") if not work.has(e.Scale) else None
    else:
        each = said.seconds or (1 / rate if rate else 3.0)
        if not said.seconds and not rate:
            work.note("each picture is shown for 3 seconds; say another time if it shall be longer")
        w, h = size
        cross = work.get(e.Crossfade)
        for i, source in enumerate(sources):
            job.add(source, "-loop", "1", "-framerate", "25", "-t", seconds(each), media=work.media(source))
            job.graph.append(
                f"[{i}:v]scale={w}:{h}:force_original_aspect_ratio=decrease,pad={w}:{h}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p[i{i}]"
            )
        if cross is not None and len(sources) > 1 and cross.seconds < each:
            here = "[i0]"
            for i in range(1, len(sources)):
                job.graph.append(
                    f"{here}[i{i}]xfade=transition={cross.transition}:duration={seconds(cross.seconds)}:offset={seconds(i * (each - cross.seconds))}[c{i}]"
                )
                here = f"[c{i}]"
            job.video_from = here
        else:
            job.graph.append("".join(f"[i{i}]" for i in range(len(sources))) + f"concat=n={len(sources)}:v=1:a=0[show]")
            job.video_from = "[show]"
        work.edits = [x for x in work.edits if not isinstance(x, e.Scale)]
        job.duration = each * len(sources)
    job.has_audio = bool(music)
    if music:
        index = job.add(music, media=work.media(music))
        job.audio_from = f"{index}:a:0"
        job.maps = ["0:v", f"{index}:a"]
        job.trailing.append("-shortest")
    (
        work.all(e.MixAudio),
        work.all(e.ReplaceAudio),
        work.all(e.Mux),
        work.all(e.Container),
        work.all(e.StillVideo),
        work.all(e.RemoveAudio),
    )
    duration = job.duration
    if ext == "gif":
        job.filter_video(96, "{in}split[p{n}][q{n}];[p{n}]palettegen[pal{n}];[q{n}][pal{n}]paletteuse{out}")
    apply_filters(job, work, None)
    job.duration = duration
    job.output = target(work, _plain_name(sources[0]), ext, "slideshow")
    return argvs(encode(job, work, None, ext)) if ext != "gif" else [job.argv()]


def _slide_size(work: Work, sources: list[str]) -> tuple[int, int]:
    scale = work.get(e.Scale)
    if scale is not None and scale.width and scale.height:
        return scale.width + scale.width % 2, scale.height + scale.height % 2
    if scale is not None and (scale.short_side or scale.height):
        h = scale.short_side or scale.height or 1080
        return round(h * 16 / 9 / 2) * 2, h
    sizes = [m.shown_size for s in sources[:50] if (m := work.media(s)) is not None and m.shown_size]
    if sizes and len(set(sizes)) == 1:
        w, h = sizes[0]
        return min(w + w % 2, 3840), min(h + h % 2, 3840)
    if sizes and max(max(s) for s in sizes) < 1280:
        w, h = max(s[0] for s in sizes), max(s[1] for s in sizes)
        return w + w % 2, h + h % 2
    return 1920, 1080


def _numbered(sources: list[str]) -> str:
    """The printf pattern that the names follow, or ""."""
    import re

    first = re.match(r"(.*?)(\d+)(\.\w+)$", sources[0])
    if not first:
        return ""
    head, digits, tail = first.groups()
    for count, source in enumerate(sources):
        if source != f"{head}{int(digits) + count:0{len(digits)}d}{tail}":
            return ""
    return f"{head.replace('%', '%%')}%0{len(digits)}d{tail}"


def _first_number(work: Work, pattern: str) -> int:
    for number in range(5):
        try:
            if work.exists(pattern % number):
                return number
        except (TypeError, ValueError):
            return 0
    folder = os.path.dirname(pattern)
    numbers = []
    try:
        names = os.listdir(os.path.join(work.context.cwd, folder))
    except OSError:
        return 0
    import re

    shape = re.escape(os.path.basename(pattern)).replace("%", "%")
    shape = re.sub(r"%0?\d*d", r"(\\d+)", shape)
    for name in names:
        match = re.fullmatch(shape, name)
        if match:
            numbers.append(int(match.group(1)))
    return min(numbers) if numbers else 0


def _plain_name(path: str) -> str:
    return path.split("%", maxsplit=1)[0].rstrip("_-. ") + ".png" if "%" in path else path


def still_video(work: Work, image: str, sound: str) -> list[Argv]:
    """One picture for as long as the sound lasts, or for so many seconds."""
    said = work.get(e.StillVideo) or e.StillVideo()
    (
        work.all(e.Concat),
        work.all(e.Mux),
        work.all(e.ReplaceAudio),
        work.all(e.MixAudio),
        work.all(e.Container),
        work.all(e.Slideshow),
        work.all(e.Cover),
        work.all(e.Overlay),
        work.all(e.Loop),
    )
    job = Job()
    job.add(image, "-loop", "1", "-framerate", "25", media=work.media(image))
    job.has_audio = bool(sound)
    media = work.media(sound) if sound else None
    duration = said.seconds
    keep = next((r for k in work.all(e.Keep) for r in k.ranges), None)
    if duration is None and not sound:
        duration = keep.end if keep and keep.end != e.END else 5.0
    work.edits = [x for x in work.edits if not isinstance(x, e.Keep)]
    if sound:
        index = job.add(sound, media=media)
        job.audio_from = f"{index}:a:0"
        job.maps = ["0:v", f"{index}:a"]
        job.trailing.append("-shortest")
        if duration is None and media is not None and media.duration:
            job.trailing = ["-t", seconds(media.duration)]
    if duration is not None:
        job.trailing = ["-t", seconds(duration)]
    apply_filters(job, work, None)
    if not work.has(e.Scale):
        job.filter_video(94, "scale=trunc(iw/2)*2:trunc(ih/2)*2")
    ext = ext_of(work.output) if work.output else "mp4"
    job.output = target(work, sound or image, ext, "video")
    job.duration = duration
    if not work.has(e.Tune):
        work.edits.append(e.Tune("stillimage"))
    return argvs(encode(job, work, media, ext))


def inset(work: Work, sources: list[str]) -> list[Argv]:
    """Picture in picture: the second video small in a corner of the first."""
    from ffai.translate.offline.compile.shapes import ordinary

    main, *others = sources
    for i, edit in enumerate(work.edits):
        if isinstance(edit, e.Overlay) and edit.kind == "video" and (not edit.path or edit.path == main):
            work.edits[i] = edit._replace(path=others[0] if others else "")
    return ordinary(work, main)


_ = tag_of, choose_streams
