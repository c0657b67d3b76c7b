"""One file to one file: everything that goes through one chain of the picture and one of the sound."""

import os
import re

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import Job, filter_value, safe_path, seconds
from ffai.translate.offline.compile.other_sound import other_sound, with_sound_of
from ffai.translate.offline.compile.results import Argv, argvs, output_ext, start, tag_of, target
from ffai.translate.offline.compile.senders import sender
from ffai.translate.offline.compile.streams import add_subtitles, choose_streams, flags
from ffai.translate.offline.compile.stretches import stretches
from ffai.translate.offline.compile.tracks import attach, chapters, reorder, taken_over
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, stem_of
from ffai.values import Media


def ordinary(work: Work, source: str) -> list[Argv]:
    """Everything that goes through one chain of the picture and one of the sound."""
    formed = _formed(work)
    job, media = start(work, source)
    ext = output_ext(work, source, media)
    if coding.HOLDS.get(ext, (1, 1, 1))[0] == ():
        job.has_video = False
    job.output = target(work, source, ext, tag_of(work))
    choose_streams(job, work, media, ext)
    if media is not None and not job.has_audio and media.video is None and work.has(e.RemoveAudio):
        raise CannotCompile(f"{source} is sound alone: without it nothing is left. What shall be taken out of it?")
    if work.has(e.ReplaceAudio, e.MixAudio, e.Mux, e.AddSilence):
        other_sound(job, work, media)
        media = with_sound_of(job, media)
    before = stabilise(job, work, source)
    apply_filters(job, work, media)
    stretches(job, work, media)
    loop(job, work, source, media)
    if work.has(e.AddSubtitles) and job.has_video:
        job.output = os.path.splitext(job.output)[0] + "." + add_subtitles(job, work, media, ext)
        ext = ext_of(job.output)
    _shifted_tracks(job, work, media)
    _burnt_away(job, work, media)
    reorder(job, work, media)
    if (fits := attach(job, work, media, ext)) != ext:
        job.output, ext = f"{os.path.splitext(job.output)[0]}.{fits}", fits
    cover(job, work, media, ext)
    rotate_flag(job, work)
    repair(job, work, media)
    chapters(job, work, media)
    taken_over(job, work)
    flags(job, work, media)
    muxer, _ = sender(job.output)
    if muxer:
        job.sources[0] = job.sources[0]._replace(options=("-re", *job.sources[0].options))
    jobs = encode(job, work, media, ext)
    if muxer:
        job.muxing = [w for w in job.muxing if w not in ("-movflags", "+faststart")] + ["-f", muxer]
        work.note("sent as fast as it plays (-re)")
    if work.get(e.Shortest) and not job.trailing:
        job.trailing.append("-shortest")
    return [*formed, *before, *argvs(jobs)]


def _formed(work: Work) -> list[Argv]:
    """Runs that make a file of subtitles another kind of file, which is then the one that is burnt in or added."""
    said = work.get(e.SubtitleForm)
    pool = work.extras.get("subtitle", [])
    if said is None or not pool:
        return []
    path = pool[0]
    made = work.free(f"{os.path.splitext(path)[0]}.{said.ext}")
    work.extras["subtitle"] = [made, *pool[1:]]
    for n, x in enumerate(work.edits):
        if isinstance(x, (e.BurnSubtitles, e.AddSubtitles)) and x.path in ("", path):
            work.edits[n] = x._replace(path=made)
    return [("ffmpeg", "-i", safe_path(path), safe_path(made))]


def _shifted_tracks(job: Job, work: Work, media: Media | None) -> None:
    """Subtitles of the file itself moved in time: the file is read twice, the second time with an offset."""
    shift = sum(s.seconds for s in work.all(e.ShiftSubtitles))
    if not shift or work.has(e.AddSubtitles, e.BurnSubtitles) or (media is not None and not media.of_kind("subtitle")):
        return
    source = job.sources[0]
    index = job.add(source.path, "-itsoffset", f"{shift:g}", *source.options, media=media)
    maps = job.maps if job.maps and job.maps != ["0"] else ["0:v?", "0:a?", "0:s"]
    job.maps = [f"{index}{m[1:]}" if m.startswith("0:s") else m for m in maps]
    ext = ext_of(job.output)
    job.coding += ["-c:s", "mov_text" if ext in ("mp4", "m4v", "mov") else "webvtt" if ext == "webm" else "copy"]


def _burnt_away(job: Job, work: Work, media: Media | None) -> None:
    """A track that is drawn into the picture is not kept as well, or a player would show it twice."""
    burns = [b for b in work.all(e.BurnSubtitles) if not b.path]
    count = len(media.of_kind("subtitle")) if media is not None else 0
    if not burns or not count or work.extras.get("subtitle") or any(b.soft for b in burns) or work.has(e.AddSubtitles):
        return
    gone = {int(m[1]) for node in job.video for m in [re.search(r":si=(\d+)", node.text)] if m}
    gone |= {int(m[1]) for node in job.video for m in [re.search(r"\[0:s:(\d+)\]", node.text)] if m}
    maps = job.maps or ["0:v:0", "0:a?"]
    if gone and any(m in ("0:s", "0:s?", "0") for m in maps):
        left = [f"0:s:{i}" for i in range(count) if i not in gone]
        job.maps = [x for m in maps for x in (left if m in ("0:s", "0:s?") else ["0:v:0", "0:a?", *left] if m == "0" else [m])]


def stabilise(job: Job, work: Work, source: str) -> list[Argv]:
    """Two runs: the shake is measured to a file, then taken out."""
    if not work.get(e.Stabilise) or not work.has_filter("vidstabdetect") or not job.has_video:
        return []
    options = dict(x for s in work.all(e.Stabilise) for x in s.options)
    smoothing = options.get("smoothing", "20")
    measured = "".join(f":{key}={options[key]}" for key in ("shakiness", "accuracy") if key in options)
    name = f"{stem_of(source)}.trf".replace(" ", "_").replace("'", "")
    first = Job()
    first.sources = list(job.sources)
    first.filter_video(8, f"vidstabdetect=result={filter_value(name)}{measured}")
    first.has_audio = False
    first.coding, first.muxing, first.output = ["-an"], ["-f", "null"], "-"
    job.filter_video(8, f"vidstabtransform=input={filter_value(name)}:smoothing={smoothing}")
    return [first.argv()]


def loop(job: Job, work: Work, source: str, media: Media | None) -> None:
    said = work.get(e.Loop)
    if said is None:
        return
    if said.forever and ext_of(job.output) in ("gif", "webp", "apng"):
        return
    if said.forever and not said.times and sender(job.output)[0]:
        job.sources[0] = job.sources[0]._replace(options=("-stream_loop", "-1", *job.sources[0].options))
        return
    if said.forever and not said.times:
        if ext_of(source) == "gif":
            return
        work.note("a video file cannot say that it loops for ever; it is repeated 3 times (a GIF or the player loops)")
        said = e.Loop(times=3)
    options = list(job.sources[0].options)
    turned = any(isinstance(x, e.Boomerang) for x in work.edits)
    if turned and said.times:  # there and back, so many times: the frames of both ways are repeated
        job.filter_video(82, f"loop=loop={said.times - 1}:size=32767:start=0,setpts=N/FRAME_RATE/TB")
        job.duration = job.duration * said.times if job.duration else None
        return
    if {"-ss", "-t", "-to"} & set(options) and said.duration:
        job.filter_video(12, "loop=loop=-1:size=32767:start=0,setpts=N/FRAME_RATE/TB")
        if job.has_audio:
            job.filter_audio(12, "aloop=loop=-1:size=2147483647:start=0,asetpts=N/SR/TB")
        job.trailing += ["-t", seconds(said.duration)]
        job.duration = said.duration
        return
    if {"-ss", "-t", "-to"} & set(options) and not said.duration:
        # the part is cut out as it is read, and -stream_loop would go back to the start of the file: the frames are repeated instead
        times = said.times or 2
        job.filter_video(12, f"loop=loop={times - 1}:size=32767:start=0,setpts=N/FRAME_RATE/TB")
        if job.has_audio:
            job.filter_audio(12, f"aloop=loop={times - 1}:size=2147483647:start=0,asetpts=N/SR/TB")
        job.duration = job.duration * times if job.duration else job.duration
        return
    if (
        not said.times
        and not said.duration
        and len(job.sources) > 1
        and work.has(e.ReplaceAudio, e.Mux, e.MixAudio)
        and work.words & {"while", "until", "match", "length", "long", "fit", "last_verb"}
    ):
        job.sources[0] = job.sources[0]._replace(options=("-stream_loop", "-1", *options))
        if "-shortest" not in job.trailing:
            job.trailing.append("-shortest")
        work.note("the film goes round until the sound ends")
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
