"""From edits to commands: which files are meant, which shape the result has, one or many."""

import math
from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import answers, delivery, extract, joins, parts, pictures, results, shapes, slides, stacks
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import safe_path
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, kind_of
from ffai.translate.offline.words import FORMATS

Argv = tuple[str, ...]


def compile_edits(work: Work) -> list[Argv]:
    """The commands for the edits of `work`, in order. Raises CannotCompile when something has to be asked first."""
    if work.empty_folder:
        raise CannotCompile(f"There are no media files in the folder {work.empty_folder} Which files are meant?")
    if work.has(e.TestSource) and not work.inputs:
        return delivery.test_source(work)
    if work.get(e.Batch) is not None and not _takes_many(work):
        return _batch(work)
    sources = _sources(work)
    return _shape(work, sources)


def _takes_many(work: Work) -> bool:
    """Edits that make one result of all the files."""
    return work.has(e.Concat, e.Slideshow, e.Stack)


def _shape(work: Work, sources: list[str]) -> list[Argv]:
    source = sources[0]
    kinds = [kind_of(s) for s in sources]
    images = [s for s in sources if kind_of(s) == "image"]
    if kinds[0] == "subtitle":
        return extract.subtitle_file(work, source)
    if work.has(e.Check):
        return delivery.check(work, source)
    if work.has(e.Compare):
        return delivery.compare(work, sources)
    if work.has(e.Stack) and not work.has(e.ContactSheet):
        return stacks.stack(work, sources)
    if work.has(e.StillVideo) and (images or work.extras.get("image")):
        image = images[0] if images else work.extras["image"][0]
        sound = next((s for s in (*sources, *work.extras.get("audio", ())) if kind_of(s) == "audio"), "")
        return slides.still_video(work, image, sound)
    if work.has(e.Slideshow) and images:
        return slides.slideshow(work, images)
    if work.has(e.Mux) and len(sources) == 2 and set(kinds) != {"audio"}:
        return joins.mux(work, sorted(sources, key=lambda s: kind_of(s) != "video") if len(set(kinds)) > 1 else sources)
    if work.has(e.Concat):
        if set(kinds) == {"image"}:
            return slides.slideshow(work, sources)
        if sorted(kinds) == ["audio", "video"]:
            return joins.mux(work, sorted(sources, key=lambda s: kind_of(s) != "video"))
        return joins.concat(work, sources)
    if work.has(e.MixAudio) and len(sources) >= 2 and set(kinds) == {"audio"}:
        return _mix_sounds(work, sources)
    return one_file(work, source)


def one_file(work: Work, source: str) -> list[Argv]:
    """The shape of a result that is made of one main input."""
    _in_seconds(work, source)
    if work.has(e.ContactSheet):
        return pictures.contact_sheet(work, source)
    if work.has(e.Waveform):
        return pictures.waveform(work, source)
    if work.has(e.ExtractCover):
        return extract.extract_cover(work, source)
    if work.output and "%" in work.output:  # a numbered name is for many
        work.edits = [e.Frames() if x == e.Frames(best=True) else x for x in work.edits]
    container = work.get(e.Container)
    out_kind = kind_of(work.output) if work.output else kind_of(f"x.{container.ext}") if container else ""
    out_ext = ext_of(work.output) if work.output else container.ext if container else ""
    if out_ext in ("gif", "apng") or (out_ext == "webp" and kind_of(source) == "video" and not work.has(e.Frames)):
        return pictures.gif(work, source)
    if kind_of(source) == "image" and out_kind in ("image", ""):
        return pictures.picture(work, source)
    if kind_of(source) == "image" and out_kind == "video":
        return slides.still_video(work, source, next(iter(work.extras.get("audio", ())), ""))
    if work.has(e.Gif) and out_kind != "image" and not (out_kind == "video" and out_ext != "gif"):
        return pictures.gif(work, source)
    if work.has(e.Frames) and not (work.has(e.Gif)):
        return pictures.frames(work, source)
    if out_kind == "image" and not work.has(e.Overlay, e.Cover):
        work.edits.append(e.Frames() if work.output and "%" in work.output else e.Frames(best=True))
        return pictures.frames(work, source)
    if work.has(e.Segments) or out_ext in ("m3u8", "mpd"):
        if not work.has(e.Segments):
            work.edits.append(e.Segments("hls" if out_ext == "m3u8" else "dash"))
        return delivery.segments(work, source)
    if work.has(e.Split):
        return parts.split(work, source)
    if work.has(e.ExtractStreams):
        return extract.extract_streams(work, source)
    if (work.has(e.ExtractSubtitles) or out_kind == "subtitle") and not work.has(e.BurnSubtitles):
        return extract.extract_subtitles(work, source)
    if work.has(e.SplitChannels):
        return _split_channels(work, source)
    if work.has(e.ExtractAudio) or (out_kind == "audio" and kind_of(source) == "video"):
        return extract.extract_audio(work, source)
    keeps = [r for k in work.all(e.Keep) for r in k.ranges]
    if len(keeps) > 1 and (
        work.words & {"separate", "two", "three", "separately", "individual", "clips"} or len(work.outputs) > 1
    ):
        return parts.separate_ranges(work, source)
    overlays = work.all(e.Overlay)
    if any(o.kind == "video" and not o.path for o in overlays) and len(work.inputs) > 1:
        return stacks.inset(work, work.inputs)
    return shapes.ordinary(work, source)


def _in_seconds(work: Work, source: str) -> None:
    """Parts said as shares of the length or as frames become seconds of this file."""

    def exact(r: e.Range) -> e.Range:
        if r.unit == "s":
            return r
        media = work.media(source)
        if r.unit == "share":
            if media is None or not media.duration:
                raise CannotCompile("How long is the file? A part of its length needs its length.")
            return e.Range(r.start * media.duration, e.END if r.end >= 1 else r.end * media.duration)
        fps = float(media.video.frame_rate or 0) if media and media.video else 0.0
        if not fps:
            raise CannotCompile("How many frames a second has the file? Frames by number need that.")
        work.note(f"frames are counted from 0, at {fps:g} a second")
        # cut down to the milliseconds that are written, so that the first frame is not missed
        start, end = (math.floor(frame / fps * 1000) / 1000 for frame in (r.start, r.end))
        return e.Range(start, end)

    for n, edit in enumerate(work.edits):
        if isinstance(edit, (e.Keep, e.CutOut)):
            work.edits[n] = edit._replace(ranges=tuple(exact(r) for r in edit.ranges))
        elif isinstance(edit, (e.Mute, e.Text, e.Overlay, e.Volume, e.Blur)) and edit.when is not None:
            work.edits[n] = edit._replace(when=exact(edit.when))


# --- which files


_NEEDS_VIDEO = (e.Scale, e.Crop, e.Rotate, e.Flip, e.Fps, e.Frames, e.Gif, e.Overlay, e.Text, e.BurnSubtitles, e.AddSubtitles, e.RemoveAudio, e.ExtractAudio, e.Stabilise, e.Deinterlace, e.VideoCodec, e.Purpose, e.ContactSheet, e.Colour, e.Look, e.ReplaceAudio, e.Segments)  # fmt: skip


def _sources(work: Work) -> list[str]:
    if work.inputs:
        return work.inputs
    if work.has(e.Slideshow) and not work.has(e.Concat):
        pictures = [x.name for x in work.candidates(("image",))]
        if pictures:
            return pictures
        return ["INPUT_%03d.png"]
    if work.has(e.Mux) and (pair := [work.pick((kind,)) for kind in ("video", "audio")]) and all(pair):
        work.inputs = [p for p in pair if p]
        return work.inputs
    if _takes_many(work):
        work.inputs = _many(work)
        return work.inputs
    work.inputs = [meant_file(work)]
    return work.inputs


def meant_file(work: Work) -> str:
    """The file that "this video" is: what lies in the folder and fits, or a name that says that one is to be put in."""
    kinds: tuple[str, ...]
    ext = work.source_ext
    if kind_of(f"x.{ext}") == "subtitle" and work.has(e.AddSubtitles, e.BurnSubtitles, *_NEEDS_VIDEO):
        ext = ""
    if ext:
        found = work.pick((), ext)
        if found is not None:
            return found
        kinds = (kind_of(f"x.{ext}") or "video",)
    elif work.has(e.Waveform, e.SplitChannels) or (
        work.words & {"audio", "song", "podcast", "music", "recording", "voice"}
        and not work.has(*_NEEDS_VIDEO)
        and not work.words & {"video", "movie", "clip", "film", "footage"}
    ):
        kinds = ("audio", "video")
    elif (
        work.words & {"image", "picture", "photo"}
        and not work.words & {"video", "movie", "clip"}
        and not work.has(e.Overlay, e.Cover, e.Frames)
    ):
        kinds = ("image", "video")
    else:
        kinds = ("video", "audio") if not work.has(*_NEEDS_VIDEO) or work.words & {"audio"} else ("video",)
    avoid = tuple(p for paths in work.extras.values() for p in paths)
    for kind in kinds:
        found = work.pick((kind,), avoid=avoid)
        if found is not None:
            if ext and ext_of(found) != ext:
                work.note(f"no {ext} file is here; {found} is taken")
            return found
    name = f"INPUT.{ext or {'audio': 'wav', 'image': 'png', 'subtitle': 'srt'}.get(kinds[0], 'mp4')}"
    work.note(f"no file is named and none is here that fits: put yours in for {name}")
    return name


def _many(work: Work) -> list[str]:
    batch = work.get(e.Batch)
    ext = (batch.ext if batch else "") or work.source_ext
    kind = (batch.kind if batch else "") or (
        "audio"
        if work.words & {"audio", "mp3", "wav", "song", "songs"} and not work.words & {"video", "clip", "movie"}
        else "video"
    )
    found = [x.name for x in work.candidates((kind,), ext)]
    if not found and not ext:
        found = [x.name for x in work.candidates(("video", "audio"))]
    if work.output in found:
        found.remove(work.output)
    used = {p for paths in work.extras.values() for p in paths}
    found = [f for f in found if f not in used]
    if found:
        if len(found) > 1:
            work.note("in this order: " + ", ".join(found[:6]) + (" ..." if len(found) > 6 else ""))
        return found
    ext = ext or ("mp3" if kind == "audio" else "mp4")
    work.note("no files are named and none are here that fit: put yours in for INPUT1 and INPUT2")
    return [f"INPUT1.{ext}", f"INPUT2.{ext}"]


def _batch(work: Work) -> list[Argv]:
    """The same for every file: one run each, so that one that fails does not stop the others."""
    files = work.batch or _batch_files(work)
    if not files:
        return _loop(work)
    commands: list[Argv] = []
    output, edits = work.output, list(work.edits)
    failed: list[str] = []
    for number, path in enumerate(files):
        for following in files[number + 1 : number + 9]:
            work.context.prefetch(following)
        if work.exists(path) and work.media(path) is None:
            failed.append(f"{path}: it cannot be read as media")
            continue
        work.edits = list(edits)
        work.inputs = [path]
        work.output = None if output is None or "%" not in output else output
        try:
            commands += _tagged(work, one_file(work, path))
        except CannotCompile as problem:
            failed.append(f"{path}: {problem.question}")
    if not commands and failed:
        raise CannotCompile(failed[0])
    for text in failed[:5]:
        work.note(f"left out: {text}")
    work.inputs = files
    if len(files) > 1:
        work.note(f"{len(files)} files, one after the other: " + ", ".join(files[:4]) + (" ..." if len(files) > 4 else ""))
    if output is not None and "%" not in output:
        work.note(f"the results are named after their files; {output} can only be one")
    return commands


def _tagged(work: Work, commands: list[Argv]) -> list[Argv]:
    _ = work
    return commands


def _batch_files(work: Work) -> list[str]:
    batch = work.get(e.Batch) or e.Batch()
    used = {p for paths in work.extras.values() for p in paths}
    if batch.recursive:
        found = _walk(work, batch)
        if found:
            return found
    ext = work.source_ext or batch.ext
    kind = batch.kind
    if not ext and not kind:
        kind = (
            "audio"
            if work.words & {"audio", "song", "songs", "track", "podcast", "mp3"} and not work.words & {"video", "movie", "clip"}
            else "image"
            if work.words & {"image", "picture", "photo"} and not work.words & {"video"} and not work.has(e.Overlay, e.Frames)
            else "video"
        )
    rows = work.candidates((kind or "video",), ext)
    if not rows and not ext:
        rows = work.candidates(("video", "audio"))
    return [r.name for r in rows if r.name not in used]


def _walk(work: Work, batch: e.Batch) -> list[str]:
    import os

    found: list[str] = []
    for folder, folders, names in os.walk(work.context.cwd):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        inside = os.path.relpath(folder, work.context.cwd)
        for name in sorted(names):
            if not name.startswith(".") and (
                ext_of(name) == (batch.ext or work.source_ext)
                if (batch.ext or work.source_ext)
                else kind_of(name) == (batch.kind or "video")
            ):
                found.append(name if inside == "." else os.path.join(inside, name))
        if len(found) > 10_000:
            break
    return found


def _loop(work: Work) -> list[Argv]:
    """No such files are here: a loop in shell language for where they are."""
    from shlex import quote

    batch = work.get(e.Batch) or e.Batch()
    ext = work.source_ext or batch.ext or {"audio": "wav", "image": "png"}.get(batch.kind, "mp4")
    name = f"INPUT.{ext}"
    work.output = None
    work.inputs = [name]
    commands = one_file(work, name)
    work.note(f"no {ext} files are here: this loop does it where they are")
    lines = []
    for argv in commands:
        words = []
        for word in argv:
            plain = word.removeprefix("./")
            if plain == name:
                words.append('"$f"')
            elif "INPUT" in plain:
                head, _, tail = plain.partition("INPUT")
                words.append(f'{quote(head) if head else ""}"${{f%.*}}"{quote(tail) if tail else ""}')
            else:
                words.append(quote(word))
        lines.append(" ".join(words))
    work.loop_pattern = f"for f in *.{ext}; do {'; '.join(lines)}; done"
    return commands


def _mix_sounds(work: Work, sources: list[str]) -> list[Argv]:
    sides = work.get(e.Sides)
    if sides is not None:
        return _two_sides(work, sides)
    mix = work.get(e.MixAudio) or e.MixAudio()
    quiet = mix.path or (
        sources[1] if mix.decibels is not None or mix.factor is not None or work.words & {"background", "under"} else ""
    )
    if quiet in sources and sources.index(quiet) == 0 and len(sources) == 2:
        sources = [sources[1], sources[0]]
    work.inputs = sources
    if len(sources) == 2:
        work.extras["audio"] = [sources[1]]
        for i, edit in enumerate(work.edits):
            if isinstance(edit, e.MixAudio):
                work.edits[i] = edit._replace(path=sources[1])
        return shapes.ordinary(work, sources[0])
    medias = [work.media(s) for s in sources]
    ext = results.output_ext(work, sources[0], medias[0])
    words: list[str] = ["ffmpeg"]
    for source in sources:
        words += ["-i", safe_path(source)]
    words += ["-filter_complex", f"amix=inputs={len(sources)}:duration=longest:normalize=0"]
    return [(*words, safe_path(results.target(work, sources[0], ext, "mixed")))]


def _two_sides(work: Work, sides: e.Sides) -> list[Argv]:
    """One sound on the left, the other on the right; the longer one decides how long it is."""
    work.all(e.MixAudio)
    media = work.media(sides.left)
    job, _ = results.start(work, sides.left)
    job.has_video = False
    job.add(sides.right, media=work.media(sides.right))
    job.graph = [
        "[0:a]aformat=channel_layouts=mono,pan=stereo|c0=c0|c1=0*c0[left]",
        "[1:a]aformat=channel_layouts=mono,pan=stereo|c0=0*c0|c1=c0[right]",
        "[left][right]amix=inputs=2:duration=longest:normalize=0[sides]",
    ]
    job.audio_from = "[sides]"
    ext = results.output_ext(work, sides.left, media)
    apply_filters(job, work, media)
    jobs = encode(job, work, media, ext)
    job.output = results.target(work, sides.left, ext, "sides")
    return [j.argv() for j in jobs]


def _split_channels(work: Work, source: str) -> list[Argv]:
    media = work.media(source)
    work.all(e.SplitChannels), work.all(e.Channels), work.all(e.ExtractAudio), work.all(e.Container)
    count = media.audio.channels if media and media.audio and media.audio.channels else 2
    container = work.get(e.Container)
    ext = (
        container.ext
        if container and kind_of(f"x.{container.ext}") == "audio"
        else ext_of(source)
        if kind_of(source) == "audio"
        else "wav"
    )
    names = {1: ["mono"], 2: ["left", "right"], 6: ["FL", "FR", "FC", "LFE", "BL", "BR"]}.get(
        count, [f"channel{i + 1}" for i in range(count)]
    )
    words = ["ffmpeg", "-i", safe_path(source)]
    layout = media.audio.channel_layout if media and media.audio and media.audio.channel_layout else "stereo"
    graph = f"[0:a]channelsplit=channel_layout={layout}" + "".join(f"[c{i}]" for i in range(count))
    words += ["-filter_complex", graph]
    for i, name in enumerate(names):
        out = work.outputs[i] if i < len(work.outputs) else work.name_for(source, ext, name)
        words += ["-map", f"[c{i}]", safe_path(out)]
    return [tuple(words)]


def answer(work: Work) -> str:
    """The answer to a question about a file."""
    what = work.all(e.Question)[-1].what
    source = work.inputs[0] if work.inputs else meant_file(work)
    return answers.answer(what, work, source)


_: Any = FORMATS
