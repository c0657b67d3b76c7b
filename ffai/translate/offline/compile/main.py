"""From edits to commands: which shape the result has, one or many."""

import math
import os

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import (
    answers,
    capture,
    coding,
    delivery,
    extract,
    joins,
    parts,
    pictures,
    results,
    shapes,
    slides,
    stacks,
    tracks,
)
from ffai.translate.offline.compile.batch import batch, holds
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import safe_path
from ffai.translate.offline.compile.rates import is_hdr
from ffai.translate.offline.compile.results import Argv
from ffai.translate.offline.compile.sources import meant_file, sources_of, takes_many
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, kind_of


def compile_edits(work: Work) -> list[Argv]:
    """The commands for the edits of `work`, in order. Raises CannotCompile when something has to be asked first."""
    if work.has(e.Cannot):
        raise CannotCompile(work.all(e.Cannot)[0].text)
    papers = [
        p
        for p in work.inputs
        if ext_of(p) in ("pdf", "docx", "doc", "pptx", "ppt", "odp", "zip", "rar", "7z", "psd", "mid", "midi")
    ]
    if papers:
        raise CannotCompile(
            f"ffmpeg cannot read .{ext_of(papers[0])} files. Export what is in {papers[0]} as pictures, video or sound first."
        )
    if work.empty_folder:
        raise CannotCompile(f"There are no media files in the folder {work.empty_folder} Which files are meant?")
    if work.has(e.TestSource) and not any(work.exists(path) for path in work.inputs):
        work.output = work.output or (work.inputs[-1] if work.inputs else None)
        return delivery.test_source(work)
    if work.has(e.Capture):
        return capture.capture(work)
    if work.get(e.Batch) is not None and not takes_many(work):
        return batch(work, one_file)
    sources = sources_of(work)
    return _shape(work, sources)


def _shape(work: Work, sources: list[str]) -> list[Argv]:
    source = sources[0]
    kinds = [kind_of(s) for s in sources]
    images = [s for s in sources if kind_of(s) == "image"]
    if kinds[0] == "subtitle":
        return extract.subtitle_file(work, source)
    if work.all(e.Check):
        return delivery.check(work, source)
    if work.has(e.JoinChannels):
        return tracks.join_channels(work, sources)
    if work.has(e.Gather) and len(sources) > 1:
        return tracks.gather(work, sources)
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
    if work.has(e.Concat) and kinds == ["video"] and work.extras.get("image") and not work.has(e.Card, e.Overlay, e.Stack):
        first = bool(work.words & {"before", "start", "beginning", "front", "intro", "prepend"})
        work.edits += [e.Card(path, 3.0, "start" if first else "end") for path in work.extras["image"]]
        work.note("the picture is shown for 3 seconds; say another time if it shall be longer")
    if work.has(e.Card) and kinds[0] == "video":
        return joins.with_cards(work, source)
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
    if work.all(e.AskDelay) and not work.has(e.Delay):
        raise CannotCompile(
            "By how much is the sound early or late?", ("the sound comes 0.2 s too late", "the sound comes 0.2 s too early")
        )
    _conditions(work, source)
    _to_bt709(work, source)
    if work.all(e.Check):
        return delivery.check(work, source)
    for said in work.all(e.KeepChapter):
        _chapter(work, source, said.number)
    if work.has(e.DumpMetadata):
        work.all(e.DumpMetadata), work.all(e.Split), work.all(e.AddSubtitles), work.all(e.Container)
        out = work.output or work.name_for(source, "txt", "metadata")
        return [("ffmpeg", "-i", safe_path(source), "-f", "ffmetadata", safe_path(out))]
    if work.has(e.RemoveSilence) and not work.has(e.ExtractAudio):
        _without_silence(work, source)
    for black in work.all(e.TrimBlack):
        _without_black(work, source, black.where)
    _in_seconds(work, source)
    if work.has(e.SplitPicture):
        return _tiles(work, source)
    if work.has(e.DumpAttachments):
        return tracks.dump_attachments(work, source)
    media = work.media(source)
    if work.has(e.ClosedCaptions) and not (media is not None and media.of_kind("subtitle")):
        return tracks.closed_captions(work, source)
    work.all(e.ClosedCaptions)
    if work.has(e.Detect) and not work.has(e.RemoveSilence, e.Split, e.Frames):
        return delivery.detect(work, source)
    if work.has(e.ContactSheet):
        return pictures.contact_sheet(work, source)
    if work.has(e.Waveform):
        return pictures.waveform(work, source)
    if work.has(e.ExtractCover):
        return extract.extract_cover(work, source)
    if work.output and "%" in work.output:  # a numbered name is for many
        work.edits = [e.Frames() if x == e.Frames(best=True) else x for x in work.edits]
    if work.has(e.ReplaceAudio) and not work.has(e.ExtractAudio) and kind_of(source) == "video":
        # "replace the sound of a video with a wav file": the format is that of the new sound
        work.edits = [x for x in work.edits if not (isinstance(x, e.Container) and kind_of(f"x.{x.ext}") == "audio")]
    container = work.get(e.Container)
    out_kind = kind_of(work.output) if work.output else kind_of(f"x.{container.ext}") if container else ""
    out_ext = ext_of(work.output) if work.output else container.ext if container else ""
    if out_ext in ("gif", "apng") or (out_ext == "webp" and kind_of(source) == "video" and not work.has(e.Frames)):
        return pictures.gif(work, source)
    if kind_of(source) == "image" and out_kind in ("image", ""):
        return pictures.picture(work, source)
    if kind_of(source) == "image" and "%" in source and (out_kind == "video" or work.has(e.VideoCodec)):
        return slides.slideshow(work, [source])
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
        if kind_of(source) == "audio":
            work.all(e.ExtractAudio)
        return parts.split(work, source)
    if work.has(e.ExtractStreams):
        return extract.extract_streams(work, source)
    sound, titles = work.get(e.ExtractAudio), work.get(e.ExtractSubtitles)
    if sound is not None and titles is not None and not work.has(e.BurnSubtitles, e.Split):
        return extract.extract_mixed(work, source, sound, titles)
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


# what a condition of one file is about
_OF_PICTURE = (e.Scale, e.Crop, e.VideoCodec, e.Crf, e.Fps, e.Bitrate, e.Quality, e.Shrink, e.FileSize, e.Deinterlace, e.Tonemap, e.Preset)  # fmt: skip


def _conditions(work: Work, source: str) -> None:
    """ "to 720p, if it is above 1080p": where that does not hold the file stays as it is, in what container it may be asked for."""
    if work.batch or work.get(e.Batch) is not None:
        return
    media = work.media(source)
    for condition in work.all(e.OnlyIf):
        if media is None:
            work.note("whether the condition holds cannot be told, as the file is not here: it is taken to hold")
        elif not holds(condition, media):
            gone = [x for x in work.edits if isinstance(x, (e.AudioCodec,) if condition.name in coding.AUDIO else _OF_PICTURE)]
            work.edits = [x for x in work.edits if x not in gone]
            work.note(f"the condition does not hold for {source}: its streams are kept as they are")


def _to_bt709(work: Work, source: str) -> None:
    """BT.709 for a picture with a high dynamic range is a matter of its tones, and not of the tag alone."""
    media = work.media(source)
    tags = [x for x in work.edits if isinstance(x, e.Option) and x.value == "bt709"]
    if tags and media is not None and is_hdr(media.video) and not work.has(e.Tonemap):
        work.edits = [x for x in work.edits if x not in tags] + [e.Tonemap()]


def _chapter(work: Work, source: str, number: int) -> None:
    media = work.media(source)
    found = media.chapters if media is not None else ()
    if not 0 < number <= len(found):
        raise CannotCompile(
            f"{source} has {len(found)} chapters. Which one is meant?" if media else "Which file are the chapters in?"
        )
    chapter = found[number - 1]
    work.edits.append(e.Keep((e.Range(chapter.start, chapter.end),)))


def _without_silence(work: Work, source: str) -> None:
    """Of a film, what is silent is cut out of picture and sound alike."""
    from ffai.translate.offline.compile.measure import silences

    media = work.media(source)
    if media is None or media.video is None or not media.duration or (work.output and kind_of(work.output) == "audio"):
        return
    said = work.all(e.RemoveSilence)[-1]
    gaps = silences(work, media)
    if said.where in ("start", "end", "both"):
        gaps = [
            (a, b) for a, b in gaps if (a < 0.05 and said.where != "end") or (b > media.duration - 0.1 and said.where != "start")
        ]
    work.edits = [x for x in work.edits if not isinstance(x, e.RemoveSilence)]
    cuts = tuple(e.Range(a, e.END if b > media.duration - 0.05 else b) for a, b in gaps if b - a > 0.1)
    if cuts:
        work.edits.append(e.CutOut(cuts))
        work.note(f"picture and sound are cut where it is silent: {len(cuts)} times")
    else:
        work.note(f"{source} is nowhere silent for half a second")


def _without_black(work: Work, source: str, where: str) -> None:
    """The part between the black at the start and the end, measured in the file."""
    from ffai.translate.offline.compile.measure import black_parts

    media = work.media(source)
    if media is None or not media.duration:
        raise CannotCompile("Which file is it? Where it is black has to be measured in it.")
    parts = black_parts(work, media)
    start = next((b for a, b in parts if a < 0.1), 0.0) if where != "end" else 0.0
    end = (
        next((a for a, b in parts if b > media.duration - 0.15 and a > start), media.duration)
        if where != "start"
        else media.duration
    )
    work.edits = [x for x in work.edits if not isinstance(x, (e.Keep, e.CutOut, e.TrimBlack))]
    if start or end < media.duration:
        work.edits.append(e.Keep((e.Range(start, end if end < media.duration else e.END),)))
        work.note(f"{source} is black until {start:.2f} s and from {end:.2f} s on")
    else:
        work.note(f"{source} has no black at its start or end")


def _tiles(work: Work, source: str) -> list[Argv]:
    """One picture cut into tiles: a run for each, with its crop before all that is asked besides."""
    said = work.get(e.SplitPicture) or e.SplitPicture(2, 1)
    columns, rows = said.columns, said.rows
    names = (
        ["left", "right"] if (columns, rows) == (2, 1) else ["top", "bottom"] if (columns, rows) == (1, 2)
        else [f"tile{n + 1}" for n in range(columns * rows)]
    )  # fmt: skip
    edits, outputs = [x for x in work.edits if not isinstance(x, (e.SplitPicture, e.Split, e.Scale, e.Crop))], work.outputs
    commands: list[Argv] = []
    for n, name in enumerate(names):
        x, y = n % columns, n // columns
        crop = e.Crop(f"iw/{columns}", f"ih/{rows}", f"{x}*iw/{columns}", f"{y}*ih/{rows}")
        work.edits = [*edits, crop, e.Suffix(f"-{name}")]
        if outputs:
            work.output = outputs[n] if n < len(outputs) else None
        elif work.output:
            work.output = f"{os.path.splitext(work.output)[0]}-{name}.{ext_of(work.output)}" if n == 0 else None
        commands += shapes.ordinary(work, source)
        work.all(e.Suffix)
    return commands


def _in_seconds(work: Work, source: str) -> None:
    """Parts said as shares of the length or as frames become seconds of this file."""

    def exact(r: e.Range) -> e.Range:
        if r.unit == "s":
            return r
        media = work.media(source)
        if r.unit == "middle":
            if media is None or not media.duration:
                raise CannotCompile("How long is the file? Its middle needs its length.")
            length = min(r.end, media.duration)
            start = round((media.duration - length) / 2, 3)
            return e.Range(start, start + length)
        if r.unit == "share":
            if media is None or not media.duration:
                raise CannotCompile("How long is the file? A part of its length needs its length.")
            return e.Range(r.start * media.duration, e.END if r.end >= 1 else r.end * media.duration)
        fps = float(media.video.frame_rate or 0) if media and media.video else 0.0
        if not fps:
            raise CannotCompile("How many frames a second has the file? Frames by number need that.")
        if r.start < 0:
            return e.Range(r.start / fps, e.END)
        if r.start > 0:
            work.note(f"frames are counted from 0, at {fps:g} a second")
        # cut down to the milliseconds that are written, so that the first frame is not missed
        start, end = (math.floor(frame / fps * 1000) / 1000 for frame in (r.start, r.end))
        return e.Range(start, end)

    for n, edit in enumerate(work.edits):
        if isinstance(edit, (e.Keep, e.CutOut)):
            work.edits[n] = edit._replace(ranges=tuple(exact(r) for r in edit.ranges))
        elif (
            isinstance(edit, (e.Mute, e.Text, e.Overlay, e.Volume, e.Blur, e.SpeedPart, e.BurnSubtitles, e.AddSubtitles))
            and edit.when is not None
        ):
            work.edits[n] = edit._replace(when=exact(edit.when))
    for n, edit in enumerate(work.edits):
        when = getattr(edit, "when", None)
        if isinstance(when, e.Range) and when.start < 0 and not isinstance(edit, (e.Drawn, e.AddSubtitles)):
            media = work.media(source)
            if media is None or not media.duration:
                raise CannotCompile("How long is the file? Its last seconds need its length.")
            end = when.end if when.end == e.END or when.end > 0 else media.duration + when.end
            work.edits[n] = edit._replace(when=e.Range(max(0.0, round(media.duration + when.start, 3)), end))


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
    asked = list(dict.fromkeys(q.what for q in work.all(e.Question)))
    program = [what.removeprefix("ffmpeg ") for what in asked if what.startswith("ffmpeg ")]
    if program:
        from ffai.translate.offline.compile.about import about_ffmpeg

        return about_ffmpeg(program[0], work)
    if len(asked) > 1 and "all" in asked:
        asked = ["all"]
    source = work.inputs[0] if work.inputs else meant_file(work)
    if len(work.inputs) > 1:
        return "\n".join(answers.compared(what, work, work.inputs) for what in asked)
    return "\n".join(answers.answer(what, work, source) for what in asked)
