"""Several files to one: joined one after another, by copy when they are alike; streams of two put together."""

import os

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import Job, safe_path, seconds
from ffai.translate.offline.compile.other_sound import other_sound
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.results import Argv, argvs, made_ext, output_ext, start, target
from ffai.translate.offline.compile.streams import flags
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, kind_of
from ffai.values import Media


def concat(work: Work, sources: list[str]) -> list[Argv]:
    """Alike files by copying their streams, unlike ones brought to one shape first."""
    if len(sources) == 1 and ext_of(sources[0]) in ("txt", "ffconcat"):
        return _listed(work, sources[0])
    if len(sources) < 2:
        raise CannotCompile("Which files shall be joined? At least two are needed.")
    work.all(e.Concat), work.all(e.Mux)
    medias = [work.media(s) for s in sources]
    ext = output_ext(work, sources[0], medias[0])
    if work.has(e.Crossfade) and not any(p.where == "between" for p in work.all(e.PadTime)):
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
        e.PadTime,
        e.SpeedPart,
        e.BurnSubtitles,
        e.Deinterlace,
        e.Denoise,
        e.Colour,
        e.Pad,
        e.Aspect,
        e.Flip,
        e.Reencode,
        e.Channels,
        e.SampleRate,
        e.Loop,
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
    return _filtered(work, sources, medias, made_ext(work, sources, ext))


def with_cards(work: Work, source: str) -> list[Argv]:
    """A film with pictures shown before or after it, each for its time and in silence."""
    cards = work.all(e.Card)
    (
        work.all(e.Concat),
        work.all(e.Mux),
        work.all(e.Overlay),
        work.all(e.Slideshow),
        work.all(e.StillVideo),
        work.all(e.AddSilence),
    )
    work.edits = [x for x in work.edits if not isinstance(x, (e.AddSilence, e.Overlay))]
    pool = [*work.extras.get("image", ()), *(x.name for x in work.candidates(("image",)))]
    sources, shown = [source], {}
    for card in cards:
        path = card.path or (pool[0] if pool else "card.png")
        if not card.path:
            work.note(f"the picture is {path}")
        sources = [path, *sources] if card.where == "start" else [*sources, path]
        shown[path] = card.seconds
    media = work.media(source)
    ext = output_ext(work, source, media)
    return _filtered(work, sources, [work.media(s) for s in sources], ext, shown=shown, film=source)


def _listed(work: Work, path: str) -> list[Argv]:
    """The files of a list that is written down already, one "file NAME" a line, as the concat demuxer reads it."""
    work.all(e.Concat), work.all(e.Copy), work.all(e.Container), work.all(e.Quality), work.all(e.Batch)
    names: list[str] = []
    try:
        with open(os.path.join(work.context.cwd, path), encoding="utf-8", errors="replace") as file:
            names = [
                line.split(None, 1)[1].strip().strip("'\"")
                for line in file.read(1 << 20).splitlines()
                if line.startswith("file ")
            ]
    except (OSError, IndexError):
        pass
    container = work.get(e.Container)
    ext = ext_of(work.output or "") or (container.ext if container else "") or (ext_of(names[0]) if names else "") or "mp4"
    if not names and work.exists(path):
        raise CannotCompile(f"{path} has no lines like: file clip1.mp4. Which files shall be joined?")
    out = work.output or work.free(f"joined.{ext}")
    faststart = ("-movflags", "+faststart") if ext in ("mp4", "m4v", "mov") else ()
    return [("ffmpeg", "-f", "concat", "-safe", "0", "-i", safe_path(path), "-c", "copy", *faststart, safe_path(out))]


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
    return "data:," + "\n".join(lines)  # read as it is: ffmpeg decodes no %xx here


def _copied(work: Work, sources: list[str], ext: str) -> list[Argv]:
    out = target(work, sources[0], ext, "joined")
    mended = ["-fflags", "+genpts"] if work.all(e.Repair) else []
    words = [
        "ffmpeg",
        *mended,
        "-f",
        "concat",
        "-safe",
        "0",
        "-protocol_whitelist",
        "file,data",
        "-i",
        list_url(sources),
        "-c",
        "copy",
    ]
    if ext in ("mp4", "m4v", "mov"):
        words += ["-movflags", "+faststart"]
    work.all(e.Copy), work.all(e.Container), work.all(e.Quality), work.all(e.Lossless), work.all(e.Batch)
    return [(*words, safe_path(out))]


def _filtered(
    work: Work,
    sources: list[str],
    medias: list[Media | None],
    ext: str,
    *,
    shown: "dict[str, float] | None" = None,
    film: str = "",
) -> list[Argv]:
    """Everything decoded, brought to one shape and joined. `shown` says for how many seconds a picture among them is seen."""
    job, shown = Job(), shown or {}
    for source, media in zip(sources, medias, strict=True):
        still = ("-loop", "1", "-framerate", "25", "-t", seconds(shown[source])) if source in shown else ()
        job.add(source, *still, media=media)
    stills = {i for i, s in enumerate(sources) if s in shown}
    known = [m for i, m in enumerate(medias) if m is not None and i not in stills]
    video = coding.HOLDS.get(ext, ((1,),))[0] != () and (any(m.video for m in known) if known else kind_of(sources[0]) != "audio")
    audio = (any(m.audio for m in known) if known else True) and not work.has(e.RemoveAudio)
    work.all(e.RemoveAudio)
    job.has_video, job.has_audio = video, audio
    size = _asked_size(work) or _common_size([m for i, m in enumerate(medias) if i not in stills])
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
            if i in stills or (media is not None and media.audio is None):
                length = shown[sources[i]] if i in stills else media.duration or 1 if media is not None else 1
                job.graph.append(f"anullsrc=channel_layout=stereo:sample_rate=44100,atrim=duration={seconds(length)}[a{i}x]")
            else:
                job.graph.append(f"[{i}:a:0]aformat=sample_rates=44100:channel_layouts=stereo[a{i}x]")
            pads.append(f"[a{i}x]")
    outs = ("[vj]" if video else "") + ("[aj]" if audio else "")
    gaps = sum(p.seconds for p in work.all(e.PadTime) if p.where == "between")
    if gaps:
        pads = _with_gaps(job, pads, gaps, video=size if video else None, audio=audio, fps=fps)
    count = len(pads) // (int(video) + int(audio) or 1)
    job.graph.append(f"{''.join(pads)}concat=n={count}:v={int(video)}:a={int(audio)}{outs}")
    job.video_from, job.audio_from = "[vj]", "[aj]"
    total = (
        sum(m.duration or 0 for m in known) + sum(shown.values()) + gaps * (len(sources) - 1)
        if len(known) == len(medias) - len(stills)
        else None
    )
    joined = _joined_media(known[0], total, size) if known else None
    job.output = target(work, film or sources[0], ext, "joined")
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


def _asked_size(work: Work) -> tuple[int, int] | None:
    """The size that is asked for: all are brought to it at once."""
    scale = work.get(e.Scale)
    if scale is None or not scale.width or not scale.height or scale.mode not in ("", "fit", "pad"):
        return None
    work.edits = [x for x in work.edits if not isinstance(x, (e.Scale, e.Pad))]
    return scale.width + scale.width % 2, scale.height + scale.height % 2


def _with_gaps(
    job: Job, pads: list[str], length: float, *, video: tuple[int, int] | None, audio: bool, fps: float | None
) -> list[str]:
    """The pads of what is joined, with black and silence between."""
    step = int(video is not None) + int(audio)
    out = list(pads[:step])
    for n in range(1, len(pads) // step):
        if video is not None:
            job.graph.append(
                f"color=black:size={video[0]}x{video[1]}:rate={rate_name(fps or 30.0)}:duration={seconds(length)},format=yuv420p,setsar=1[g{n}v]"
            )
            out.append(f"[g{n}v]")
        if audio:
            job.graph.append(f"anullsrc=channel_layout=stereo:sample_rate=44100,atrim=duration={seconds(length)}[g{n}a]")
            out.append(f"[g{n}a]")
        out += pads[n * step : (n + 1) * step]
    return out


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
