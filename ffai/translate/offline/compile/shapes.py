"""What kind of result it is: one file, pictures, a GIF, parts, a sound, a joined file. Each shape gives the runs that make it."""

import os

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.cut import absolute
from ffai.translate.offline.compile.encode import encode, sync
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import Job, filter_value, safe_path, seconds
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.streams import add_subtitles, choose_streams, flags, spec
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, kind_of, stem_of
from ffai.values import Media, Stream

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


# --- one file to one file


def ordinary(work: Work, source: str) -> list[Argv]:
    """Everything that goes through one chain of the picture and one of the sound."""
    job, media = start(work, source)
    ext = output_ext(work, source, media)
    if coding.HOLDS.get(ext, (1, 1, 1))[0] == ():
        job.has_video = False
    job.output = target(work, source, ext, tag_of(work))
    choose_streams(job, work, media, ext)
    if work.has(e.ReplaceAudio, e.MixAudio, e.Mux, e.AddSilence):
        other_sound(job, work, media)
        media = with_sound_of(job, media)
    before = stabilise(job, work, source)
    apply_filters(job, work, media)
    loop(job, work, source, media)
    if work.has(e.AddSubtitles) and job.has_video:
        job.output = os.path.splitext(job.output)[0] + "." + add_subtitles(job, work, media, ext)
        ext = ext_of(job.output)
    cover(job, work, media, ext)
    rotate_flag(job, work)
    repair(job, work, media)
    flags(job, work, media)
    jobs = encode(job, work, media, ext)
    if work.get(e.Shortest) and not job.trailing:
        job.trailing.append("-shortest")
    return [*before, *argvs(jobs)]


def output_ext(work: Work, source: str, media: Media | None) -> str:
    """The extension of the result: the named file's, the container asked for, the purpose's, a codec's own, or the source's."""
    if work.output:
        return ext_of(work.output) or "mp4"
    container = work.get(e.Container)
    if container is not None:
        return container.ext
    has_video = media.video is not None if media else kind_of(source) != "audio"
    own = ext_of(source)
    purpose = work.get(e.Purpose)
    if work.has(e.ExtractAudio):
        return audio_ext(work, media)
    if purpose is not None and purpose.name == "dvd" and has_video:
        return coding.PURPOSES["dvd"].container
    codec = work.get(e.VideoCodec)
    if codec is not None and has_video:
        base = coding.ALIASES.get(codec.codec, codec.codec)
        name = coding.VIDEO.get(base, (base,))[0]
        if coding.holds(own, "video", name) and own in coding.HOLDS:
            return own
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
        }.get(name, "mp4")
    if purpose is not None and (has_video or purpose.name == "podcast"):
        if purpose.name in ("editing", "archive", "proxy", "podcast") or own not in ("mp4", "m4v"):
            return coding.PURPOSES[purpose.name].container
    audio = work.get(e.AudioCodec)
    if not has_video and audio is not None:
        return {"pcm_s16le": "wav", "vorbis": "ogg", "alac": "m4a"}.get(
            coding.ALIASES.get(audio.codec, audio.codec), coding.ALIASES.get(audio.codec, audio.codec)
        )
    if not has_video and work.has(e.Shrink, e.FileSize) and own in ("wav", "aiff", "flac", "aif"):
        return "mp3"
    if work.has(e.Shrink, e.FileSize) and has_video and own not in ("mp4", "mkv", "mov", "webm", "m4v"):
        return "mp4"
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
    if container is not None and not coding.HOLDS.get(container.ext, ((),))[0]:
        return container.ext
    audio = work.get(e.AudioCodec)
    if audio is not None:
        base = coding.ALIASES.get(audio.codec, audio.codec)
        return {"pcm_s16le": "wav", "pcm_s24le": "wav", "vorbis": "ogg", "alac": "m4a"}.get(base, base)
    stream = media.audio if media else None
    if stream is not None and (work.has(e.Copy) or not work.has(e.Bitrate)):
        own = coding.OWN_FILE.get(stream.codec)
        if own and work.has(e.Copy):
            return own
    return "mp3"


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


# --- parts of the ordinary shape


def other_sound(job: Job, work: Work, media: Media | None) -> None:
    """Sound from another file: instead of the own one, mixed with it, or none at all but silence."""
    if work.all(e.AddSilence):
        layout = "stereo"
        channels = work.get(e.Channels)
        if channels is not None and channels.count == 1:
            layout = "mono"
        index = job.add(f"anullsrc=channel_layout={layout}:sample_rate=44100", "-f", "lavfi")
        job.maps, job.has_audio = ["0:v", f"{index}:a"], True
        job.audio_from = f"{index}:a"
        job.trailing.append("-shortest")
        return
    replace, mix = work.get(e.ReplaceAudio), work.get(e.MixAudio)
    mux = work.get(e.Mux)
    pool = [p for p in (*work.extras.get("audio", ()), *work.extras.get("video", ())) if p != job.sources[0].path]
    path = (replace.path if replace else "") or (mix.path if mix else "") or (pool[0] if pool else "")
    if not path:
        path = work.pick(("audio",), avoid=(job.sources[0].path,)) or "music.mp3"
        work.note(f"the sound is taken from {path}")
    other = work.media(path)
    if path == job.sources[0].path:
        return  # there is no other sound to take or to mix
    looped = (replace is not None and replace.loop) or (mix is not None and "loop" in work.words)
    index = job.add(path, *(["-stream_loop", "-1"] if looped else []), media=other)
    if mix is not None and replace is None and job.has_audio and not (media is not None and media.audio is None):
        _mix(job, work, mix, index, len(pool))
        return
    job.has_audio = True
    job.audio_from = f"{index}:a:0"
    job.maps = ["0:v:0", f"{index}:a:0"] if job.has_video else [f"{index}:a:0"]
    lengths = (media.duration if media else None, other.duration if other else None)
    shortest = (replace is not None and replace.shortest) or (mux is not None and mux.shortest) or work.has(e.Shortest)
    longer = lengths[0] is not None and lengths[1] is not None and lengths[1] > lengths[0] + 0.1
    if looped or shortest or longer or (lengths[0] is None and replace is not None):
        job.trailing.append("-shortest")
        if longer and not shortest and not looped:
            work.note("the new sound is longer than the picture; it ends with the picture")
    work.all(e.Shortest)


def with_sound_of(job: Job, media: Media | None) -> Media | None:
    """The facts of the picture's file with the sound that is going to be heard, when it comes from another file."""
    number = job.audio_from.partition(":")[0]
    if media is None or not number.isdigit() or number == "0":
        return media
    other = job.sources[int(number)].media
    sounds = other.of_kind("audio")[:1] if other is not None else ()
    return media._replace(streams=(*(s for s in media.streams if s.kind != "audio"), *sounds))


def _mix(job: Job, work: Work, mix: e.MixAudio, index: int, count: int) -> None:
    gain = ""
    if mix.decibels is not None:
        gain = f"volume={mix.decibels:g}dB"
    elif mix.factor is not None:
        gain = f"volume={mix.factor:g}"
    elif work.words & {"background", "under", "underneath", "behind"}:
        gain = "volume=0.25"
        work.note("the background is set to a quarter of its volume")
    prepared = f"[{index}:a]{gain}[bg{{n}}];" if gain else ""
    label = "[bg{n}]" if gain else f"[{index}:a]"
    if mix.duck:
        job.filter_audio(
            73,
            f"{prepared}{{in}}asplit[main{{n}}][key{{n}}];{label}[key{{n}}]sidechaincompress=threshold=0.03:ratio=8:attack=20:release=400[duck{{n}}];[main{{n}}][duck{{n}}]amix=inputs=2:duration=first:normalize=0{{out}}",
        )
    else:
        job.filter_audio(
            73,
            f"{prepared}{{in}}{label}amix=inputs=2:duration={'first' if gain or job.has_video else 'longest'}:dropout_transition=0:normalize=0{{out}}",
        )
    _ = count


def stabilise(job: Job, work: Work, source: str) -> list[Argv]:
    """Two runs: the shake is measured to a file, then taken out."""
    if not work.get(e.Stabilise) or not work.has_filter("vidstabdetect") or not job.has_video:
        return []
    name = f"{stem_of(source)}.trf".replace(" ", "_").replace("'", "")
    first = Job()
    first.sources = list(job.sources)
    first.filter_video(8, f"vidstabdetect=result={filter_value(name)}")
    first.has_audio = False
    first.coding, first.muxing, first.output = ["-an"], ["-f", "null"], "-"
    job.filter_video(8, f"vidstabtransform=input={filter_value(name)}:smoothing=20")
    return [first.argv()]


def loop(job: Job, work: Work, source: str, media: Media | None) -> None:
    said = work.get(e.Loop)
    if said is None:
        return
    if said.forever and ext_of(job.output) in ("gif", "webp", "apng"):
        return
    if said.forever and not said.times:
        if ext_of(source) == "gif":
            return
        work.note("a video file cannot say that it loops for ever; it is repeated 3 times (a GIF or the player loops)")
        said = e.Loop(times=3)
    options = list(job.sources[0].options)
    if {"-ss", "-t", "-to"} & set(options) and not said.duration:
        # the part is cut out as it is read, and -stream_loop would go back to the start of the file: the frames are repeated instead
        times = said.times or 2
        job.filter_video(12, f"loop=loop={times - 1}:size=32767:start=0,setpts=N/FRAME_RATE/TB")
        if job.has_audio:
            job.filter_audio(12, f"aloop=loop={times - 1}:size=2147483647:start=0,asetpts=N/SR/TB")
        job.duration = job.duration * times if job.duration else job.duration
        return
    if said.duration:
        options = ["-stream_loop", "-1", *options]
        job.trailing += ["-t", seconds(said.duration)]
        job.duration = said.duration
    else:
        times = said.times or 2
        if said.times is None:
            work.note("played twice; say how often")
        options = ["-stream_loop", str(times - 1), *options]
        if job.duration:
            job.duration *= times
    job.sources[0] = job.sources[0]._replace(options=tuple(options))
    _ = media


def cover(job: Job, work: Work, media: Media | None, ext: str) -> None:
    said = work.get(e.Cover)
    if said is None:
        return
    path = said.path or next(iter(work.extras.get("image", ())), "") or work.pick(("image",)) or "cover.jpg"
    if ext == "mkv":
        mime = "image/png" if ext_of(path) == "png" else "image/jpeg"
        job.maps = job.maps or ["0"]
        job.muxing += [
            "-attach",
            path,
            "-metadata:s:t",
            f"mimetype={mime}",
            "-metadata:s:t",
            f"filename=cover.{'png' if mime.endswith('png') else 'jpg'}",
        ]
        return
    index = job.add(path, media=work.media(path))
    own_video = job.has_video and (media is None or media.video is not None) and coding.HOLDS.get(ext, ((),))[0] != ()
    job.maps = [*(["0:v:0"] if own_video else []), "0:a?" if own_video else "0:a", f"{index}:v"]
    place = 1 if own_video else 0
    job.muxing += [
        f"-c:v:{place}",
        "copy" if ext != "m4a" or ext_of(path) in ("jpg", "jpeg", "png") else "mjpeg",
        f"-disposition:v:{place}",
        "attached_pic",
    ]
    if ext == "mp3":
        job.muxing += ["-id3v2_version", "3"]
    if not own_video:
        work.edits.append(e.Copy("audio"))
    else:
        work.edits.append(e.Copy("all"))


def rotate_flag(job: Job, work: Work) -> None:
    for turn in work.all(e.Rotate):
        if turn.metadata:
            degrees = round(turn.degrees) % 360
            if work.version >= (6, 0):
                job.sources[0] = job.sources[0]._replace(options=("-display_rotation", str(-degrees), *job.sources[0].options))
            else:
                job.muxing += ["-metadata:s:v:0", f"rotate={degrees}"]
            work.edits.append(e.Copy("all"))


def repair(job: Job, work: Work, media: Media | None) -> None:
    said = work.get(e.Repair)
    if said is None:
        return
    if said.what == "sync":
        if not work.has(e.Delay) and not work.has(e.Fps, e.ConstantRate):
            job.filter_audio(71, "aresample=async=1000")
            work.note("drifting sound is stretched to its time stamps; if it is late or early by a fixed time, say by how much")
        return
    options = ("-fflags", "+genpts+discardcorrupt", "-err_detect", "ignore_err")
    job.sources[0] = job.sources[0]._replace(options=(*options, *job.sources[0].options))
    if not work.has(e.VideoCodec, e.AudioCodec, e.Scale, e.Crf) and not job.video:
        work.edits.append(e.Copy("all"))
        work.all(e.Copy)
    _ = media


# --- sound out


def extract_audio(work: Work, source: str) -> list[Argv]:
    said = work.get(e.ExtractAudio) or e.ExtractAudio()
    job, media = start(work, source)
    if media is not None and media.audio is None:
        raise CannotCompile(f"{source} has no sound to take out. Is another file meant?")
    streams = media.of_kind("audio") if media else ()
    several = said.every or 1 < len(work.outputs) == len(streams)
    if several and len(streams) > 1:
        return _every_audio(work, source, media, len(streams))
    job.has_video = False
    ext = audio_ext(work, media)
    job.output = target(work, source, ext, "audio")
    select = said.select
    if select is None:
        select = next((s for k in work.all(e.KeepStreams) for s in k.selects if s.kind == "audio"), None)
    if select is not None and select != e.Select("audio"):
        job.maps = [spec(select._replace(kind="audio") if select.kind == "any" else select, media)]
        job.audio_from = job.maps[0]
        if media is not None:  # the facts of the chosen stream decide about copying
            chosen = _chosen(media, job.maps[0])
            if chosen is not None:
                others = tuple(s for s in media.streams if s.kind != "audio")
                media = media._replace(streams=(*others, chosen))
    apply_filters(job, work, media)
    loop(job, work, source, media)
    return argvs(encode(job, work, media, ext))


def _chosen(media: Media, where: str) -> Stream | None:
    last = where.rpartition(":")[2]
    audio = media.of_kind("audio")
    if ":a:" in where and last.isdigit() and int(last) < len(audio):
        return audio[int(last)]
    return None


def _every_audio(work: Work, source: str, media: Media | None, count: int) -> list[Argv]:
    words: list[str] = ["ffmpeg", "-i", safe_path(source)]
    for number in range(count):
        stream = media.of_kind("audio")[number] if media else None
        named = work.outputs[number] if len(work.outputs) == count else ""
        codec = stream.codec if stream else ""
        asked = named or work.has(e.Container, e.AudioCodec)
        ext = ext_of(named) if named else audio_ext(work, media) if asked else coding.OWN_FILE.get(codec, "mka")
        if work.has(e.Copy) or coding.holds(ext, "audio", codec):
            coding_words = ["-c:a", "copy"] if coding.holds(ext, "audio", codec) else []
        else:
            encoder = coding.audio_encoder(coding.default_codec(ext, "audio") or "mp3", work.has_encoder)
            coding_words = ["-c:a", encoder.name if encoder else "aac"]
        tag = f"audio{number + 1}" + (f"-{stream.language}" if stream and stream.language and stream.language != "und" else "")
        words += ["-map", f"0:a:{number}", "-vn", *coding_words, safe_path(named or work.name_for(source, ext, tag))]
    return [tuple(words)]


def extract_streams(work: Work, source: str) -> list[Argv]:
    """Every stream to a file of its own, copied."""
    media = work.media(source)
    words = ["ffmpeg", "-i", safe_path(source)]
    streams: list[tuple[str, int, Stream | None]] = (
        [(k, i, s) for k in ("video", "audio", "subtitle") for i, s in enumerate(media.of_kind(k))]
        if media
        else [("video", 0, None), ("audio", 0, None)]
    )
    wanted = {t for t in ("video", "audio", "subtitle") if t in work.words}
    if len(wanted) >= 1 and "all" not in work.words and "stream" not in work.words:
        streams = [row for row in streams if row[0] in wanted]
    for kind, number, stream in streams:
        codec = stream.codec if stream else {"video": "h264", "audio": "aac"}[kind]
        ext = {
            "video": ext_of(source) or "mp4",
            "audio": coding.OWN_FILE.get(codec, "mka"),
            "subtitle": {"ass": "ass", "webvtt": "vtt"}.get(codec, "srt"),
        }[kind]
        copy = ["-c", "copy"] if not (kind == "subtitle" and codec == "mov_text") else ["-c:s", "srt"]
        words += [
            "-map",
            f"0:{ {'video': 'v', 'audio': 'a', 'subtitle': 's'}[kind] }:{number}",
            *copy,
            safe_path(work.name_for(source, ext, f"{kind}{number + 1}")),
        ]
    work.all(e.ExtractStreams), work.all(e.Copy)
    return [tuple(words)]


def extract_subtitles(work: Work, source: str) -> list[Argv]:
    said = work.get(e.ExtractSubtitles) or e.ExtractSubtitles()
    media = work.media(source)
    streams = media.of_kind("subtitle") if media else ()
    if media is not None and not streams:
        raise CannotCompile(f"{source} has no subtitles to take out. Is another file meant?")
    container = work.get(e.Container)
    ext = (
        ext_of(work.output)
        if work.output
        else container.ext
        if container is not None
        and coding.HOLDS.get(container.ext, ((), (), ()))[2][:1]
        and container.ext in ("srt", "ass", "vtt", "ssa")
        else "srt"
    )
    numbers = range(len(streams)) if said.every and len(streams) > 1 else [None]
    words = ["ffmpeg", "-i", safe_path(source)]
    for number in numbers:
        if number is None:
            select = (
                said.select
                or next((s for k in work.all(e.KeepStreams) for s in k.selects if s.kind == "subtitle"), None)
                or e.Select("subtitle", 0)
            )
            where = spec(select if select != e.Select("subtitle") else e.Select("subtitle", 0), media)
            out = target(work, source, ext, "subtitles")
            picked = next(
                (
                    streams[int(where.rpartition(":")[2])]
                    for _ in (0,)
                    if where.rpartition(":")[2].isdigit() and int(where.rpartition(":")[2]) < len(streams)
                ),
                None,
            )
        else:
            where, picked = f"0:s:{number}", streams[number]
            out = work.name_for(source, ext, picked.language or f"subtitles{number + 1}")
        if picked is not None and picked.codec in ("hdmv_pgs_subtitle", "dvd_subtitle"):
            raise CannotCompile(
                "These subtitles are pictures; ffmpeg cannot read text from them. Shall they be copied as they are into an MKV?"
            )
        codec = {"srt": "srt", "ass": "ass", "ssa": "ass", "vtt": "webvtt"}.get(ext, "srt")
        words += ["-map", where, "-c:s", codec, safe_path(out)]
    work.all(e.Copy), work.all(e.Container)
    return [tuple(words)]


def subtitle_file(work: Work, source: str) -> list[Argv]:
    """A subtitle file to another format, or shifted."""
    work.all(e.ExtractSubtitles), work.all(e.AddSubtitles)
    container = work.get(e.Container)
    ext = ext_of(work.output) if work.output else container.ext if container else ext_of(source)
    shift = next((s.seconds for s in work.all(e.ShiftSubtitles)), 0.0)
    options = ["-itsoffset", f"{shift:g}"] if shift else []
    return [("ffmpeg", *options, "-i", safe_path(source), safe_path(target(work, source, ext, "shifted" if shift else "new")))]


# --- pictures out


def frames(work: Work, source: str) -> list[Argv]:
    said = work.get(e.Frames) or e.Frames()
    job, media = start(work, source)
    job.has_audio = False
    ext = picture_ext(work)
    duration = media.duration if media else None
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
    if ext in ("jpg", "jpeg"):
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
        job.filter_video(11, "select='gt(scene,0.3)'")
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
    if said.columns is None:
        work.note("a sheet of 4 x 4 pictures; say another grid for more or fewer")
    count = columns * rows
    duration = media.duration if media else None
    if said.every:
        job.filter_video(11, f"fps=1/{said.every:g}")
        if duration and said.columns is None:
            rows = max(1, -(-int(duration / said.every) // columns))
    elif duration:
        job.filter_video(11, f"fps={count}/{seconds(duration)}:round=up")
    else:
        job.filter_video(11, "select='not(mod(n,100))'")
    if not work.has(e.Scale):
        job.filter_video(40, "scale=320:-2")
    apply_filters(job, work, None)
    job.filter_video(90, f"tile={columns}x{rows}")
    job.coding += ["-frames:v", "1", "-update", "1"]
    ext = picture_ext(work) if work.output or work.has(e.Container) else "jpg" if "jpg" in work.words else "png"
    _picture_quality(job, work, ext)
    job.output = target(work, source, ext, "sheet")
    work.all(e.Container), work.all(e.Frames), work.all(e.Keep)
    return [job.argv()]


def gif(work: Work, source: str) -> list[Argv]:
    """An animation with a palette of its own: one run, the palette made and used in one graph."""
    job, media = start(work, source)
    job.has_audio = False
    job.maps = None
    (
        work.all(e.Gif),
        work.all(e.Container),
        work.all(e.Quality),
        work.all(e.VideoCodec),
        work.all(e.RemoveAudio),
        work.all(e.Shrink),
    )
    said_ext = work.get(e.Container)
    ext = ext_of(work.output) if work.output else said_ext.ext if said_ext and said_ext.ext in ("webp", "apng", "gif") else "gif"
    work.edits = [x for x in work.edits if not isinstance(x, e.Loop) or not x.forever]
    apply_filters(job, work, media)
    if not work.has(e.Fps):
        rate_in = media.video.frame_rate if media and media.video else None
        value = 15.0 if rate_in is None or rate_in > 15 else rate_in
        job.filter_video(78, f"fps={value:g}")
    size = media.shown_size if media else None
    if not work.has(e.Scale, e.Crop, e.Aspect) and (size is None or size[0] > 480):
        job.filter_video(40, "scale=480:-2:flags=lanczos")
        work.note("480 pixels wide and at most 15 frames a second, so that the animation stays small")
    if ext == "gif":
        job.filter_video(96, "{in}split[p{n}][q{n}];[p{n}]palettegen[pal{n}];[q{n}][pal{n}]paletteuse{out}")
    job.muxing += ["-loop", "0"] if ext != "apng" else ["-plays", "0"]
    if ext == "webp":
        job.coding += ["-c:v", "libwebp_anim" if work.has_encoder("libwebp_anim") else "libwebp"]
    job.output = target(work, source, ext, "anim")
    loop(job, work, source, media)
    return [job.argv()]


def waveform(work: Work, source: str) -> list[Argv]:
    said = work.get(e.Waveform) or e.Waveform()
    scale = work.get(e.Scale)
    w, h = (
        (scale.width or 1280, scale.height or 720)
        if scale and (scale.width or scale.height)
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


def extract_cover(work: Work, source: str) -> list[Argv]:
    return [
        (
            "ffmpeg",
            "-i",
            safe_path(source),
            "-map",
            "0:v",
            "-c",
            "copy",
            "-frames:v",
            "1",
            "-update",
            "1",
            safe_path(target(work, source, picture_ext(work) if work.output or work.has(e.Container) else "jpg", "cover")),
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
    if ext in ("jpg", "jpeg"):
        job.coding += ["-q:v", "8" if work.has(e.Shrink) or (quality and quality.level == "low") else "2"]
    elif ext == "webp":
        job.coding += ["-c:v", "libwebp"]
    job.output = target(work, source, ext, tag_of(work))
    work.all(e.Shrink), work.all(e.VideoCodec)
    return [job.argv()]


# --- parts


def split(work: Work, source: str) -> list[Argv]:
    said = work.get(e.Split) or e.Split("parts", 2)
    job, media = start(work, source)
    container = work.get(e.Container)
    ext = ext_of(work.output) if work.output else container.ext if container else ext_of(source) or "mp4"
    duration = media.duration if media else None
    if said.by in ("chapters", "silence", "scenes", "times") or (said.by == "parts" and duration is not None):
        return _cut_points(work, source, media, ext, _points(work, said, media))
    if said.by == "parts":
        raise CannotCompile("How long is the file? Equal parts need its length.")
    length = said.value
    if said.by == "size":
        if not media or not media.size or not duration:
            raise CannotCompile("How large is the file? Parts by size need it.")
        length = duration * said.value * 0.95 / media.size
        work.note(f"{said.value / 1e6:g} MB are about {length:.0f} s of this file")
    choose_streams(job, work, media, ext)
    job.maps = job.maps or ["0"]
    reencode = work.has(e.VideoCodec, e.Scale, e.Crf, e.Reencode) or (container is not None and container.ext != ext_of(source))
    exact = (
        media is None
        or (duration is not None and media.video is not None and length < 6)
        or "exact" in work.words
        or "exactly" in work.words
    )
    if not reencode and (not exact or work.has(e.Copy) or not job.has_video):
        job.coding += ["-c", "copy"]
        if job.has_video:
            work.note(
                "cut at key frames without re-encoding, so parts can be a little longer or shorter (say 're-encode' for exact ones)"
            )
        work.all(e.Copy)
    else:
        apply_filters(job, work, media)
        encode(job, work, media, ext)
        job.coding += ["-force_key_frames", f"expr:gte(t,n_forced*{seconds(length)})"] if job.has_video else []
        job.muxing = [w for w in job.muxing if w not in ("-movflags", "+faststart")]
    job.muxing += ["-f", "segment", "-segment_time", seconds(length), "-reset_timestamps", "1"]
    job.output = part_pattern(work, source, ext)
    work.all(e.Container)
    return [job.argv()]


def part_pattern(work: Work, source: str, ext: str) -> str:
    if work.output and "%" in work.output:
        return work.output
    if work.output:
        return f"{os.path.splitext(work.output)[0]}_%03d.{ext}"
    folder = work.get(e.OutputFolder)
    where = work.context.output_dir or (folder.path if folder else os.path.dirname(source))
    stem = stem_of(source).replace("%", "") or "part"
    return os.path.join(where, f"{stem}_%03d.{ext}") if where else f"{stem}_%03d.{ext}"


def _points(work: Work, said: e.Split, media: Media | None) -> list[tuple[float, float, str]]:
    duration = media.duration if media else None
    if said.by == "times":
        times = [0.0, *sorted(t if t >= 0 else (duration or 0) + t for t in said.times)]
        return [(a, b, "") for a, b in zip(times, [*times[1:], e.END], strict=True)]
    if media is None or duration is None:
        raise CannotCompile("Which file is it? It has to be looked into for that.")
    if said.by == "parts":
        n = int(said.value)
        return [(duration * i / n, duration * (i + 1) / n if i + 1 < n else e.END, "") for i in range(n)]
    if said.by == "chapters":
        if not media.chapters:
            raise CannotCompile("The file has no chapters. Where shall it be split?")
        return [(c.start, c.end, c.title) for c in media.chapters]
    from ffai.translate.offline.compile.measure import scene_times, silences

    if said.by == "silence":
        gaps = silences(work, media)
        times = [0.0, *[(a + b) / 2 for a, b in gaps if a > 0.05 and b < duration - 0.05]]
    else:
        times = [0.0, *[t for t in scene_times(work, media) if t > 0.1]]
    if len(times) == 1:
        raise CannotCompile("Nothing was found to split at. At which times shall it be split?")
    return [(a, b, "") for a, b in zip(times, [*times[1:], e.END], strict=True)]


def _cut_points(work: Work, source: str, media: Media | None, ext: str, points: list[tuple[float, float, str]]) -> list[Argv]:
    """One run with an output for every part; parts are exact, so the picture is encoded unless that was refused."""
    copy = work.has(e.Copy) or (media is not None and media.video is None and ext == ext_of(source))
    commands: list[Argv] = []
    for number, (a, b, title) in enumerate(points):
        job, _ = start(work, source)
        options = (["-ss", seconds(a)] if a else []) + (["-t", seconds(b - a)] if b != e.END else [])
        job.sources[0] = job.sources[0]._replace(options=tuple(options))
        job.duration = b - a if b != e.END else None
        if not copy:
            work.edits.append(e.Reencode("cut"))
            work.all(e.Reencode)
            choose_streams(job, work, media, ext)
            saved, work.output = work.output, None
            for done in encode(job, work, media, ext)[-1:]:
                job = done
            work.output = saved
        else:
            job.coding += ["-c", "copy"]
            if media is None or media.video is not None:
                job.maps = ["0"]
                job.trailing += ["-avoid_negative_ts", "make_zero"]
        clean = "".join(c for c in title if c.isalnum() or c in " -_").strip().replace(" ", "_")
        tag = f"part{number + 1:02d}" + (f"-{clean}" if clean else "")
        if work.outputs and number < len(work.outputs):
            job.output = work.outputs[number]
        elif work.output and "%" in work.output:
            job.output = work.output % (number + 1)
        else:
            job.output = work.name_for(work.output or source, ext, tag)
        commands.append(job.argv())
    work.all(e.Copy), work.all(e.Container)
    return commands


def separate_ranges(work: Work, source: str) -> list[Argv]:
    media = work.media(source)
    ranges = [absolute(r, media.duration if media else None) for k in work.all(e.Keep) for r in k.ranges]
    ext = ext_of(work.output) if work.output else ext_of(source) or "mp4"
    return _cut_points(work, source, media, ext, [(a, b, "") for a, b in ranges])


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


# --- measuring and making


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
