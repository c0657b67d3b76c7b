"""Which streams are copied, which are encoded with what, and the options of the container."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.audio import audio
from ffai.translate.offline.compile.job import Job
from ffai.translate.offline.compile.video import video
from ffai.translate.offline.compile.work import Work
from ffai.values import Media


def purpose_of(work: Work) -> coding.Purpose | None:
    said = work.get(e.Purpose)
    if said is None:
        return None
    return coding.PURPOSES[said.name]


def _told(job: Job, work: Work, purpose: coding.Purpose | None, ext: str) -> None:
    """Says what a purpose stands for, as far as the result is of its kind."""
    if purpose is None:
        return
    coder = job.coding[job.coding.index("-c:v") + 1] if job.has_video and "-c:v" in job.coding else ""
    made = "" if coder == "copy" else next((c for c, row in coding.VIDEO.items() if coder in row[1]), "")
    alike = not job.has_video if purpose.video == "" else job.has_video and made in ("", purpose.video)
    if alike and (ext == purpose.container or ext in ("mp4", "m4v", "mov") and purpose.container == "mp4"):
        work.note(purpose.note)
    elif ":" in purpose.note and purpose.max_bytes is not None:
        work.note(purpose.note)  # a limit holds for whatever it is


def encode(job: Job, work: Work, media: Media | None, ext: str) -> list[Job]:
    """Sets a job's codecs for a container. Gives the jobs to run: one, or two for two passes."""
    purpose = purpose_of(work)
    shrink = work.get(e.Shrink)
    if shrink is not None and shrink.factor and not work.has(e.FileSize) and media is not None and media.size and job.duration:
        work.edits.append(e.FileSize(media.size * shrink.factor))
    work.all(e.Shrink), work.all(e.Quality), work.all(e.Lossless), work.all(e.Reencode)
    passes = video(job, work, media, ext, purpose) if job.has_video else 0
    if not job.has_video and not _keeps_cover(job, work, media, ext):
        job.coding += [] if work.has(e.Cover) else ["-vn"]
    audio(job, work, media, ext, purpose)
    _subtitles(job, work, media, ext)
    _told(job, work, purpose, ext)
    _container(job, work, ext, purpose)
    if passes == 2:
        return _two_passes(job, work)
    return [job]


def _keeps_cover(job: Job, work: Work, media: Media | None, ext: str) -> bool:
    """The cover of a sound file goes along where the new one can have it."""
    covers = [s for s in media.streams if s.kind == "video" and "attached_pic" in s.disposition] if media is not None else []
    if (
        len(covers) != 1
        or media is None
        or media.video is not None
        or ext not in ("mp3", "m4a", "m4b", "flac")
        or work.has(e.Cover, e.StripMetadata, e.DropStreams, e.Split)
        or job.needs_graph
        or len(job.sources) > 1
        or job.maps is not None
        or covers[0].codec not in ("mjpeg", "png")
    ):
        return False
    job.maps = ["0:a:0", "0:v:0"]
    job.coding += ["-c:v", "copy", "-disposition:v", "attached_pic"]
    return True


# --- subtitles, container


def _subtitles(job: Job, work: Work, media: Media | None, ext: str) -> None:
    row = coding.HOLDS.get(ext)
    if row is None or job.maps is None:
        return
    mapped = "-c:s" not in job.coding and any(m == "0" or m.startswith("0:s") for m in job.maps)
    if not mapped:
        return
    streams = media.of_kind("subtitle") if media else ()
    if not row[2]:
        job.maps = [m for m in job.maps if ":s" not in m]
        if streams:
            work.note(f"{ext} cannot hold subtitles: they are left out")
            job.coding.append("-sn")
        return
    if ext in ("mp4", "m4v", "mov"):
        job.coding += ["-c:s", "mov_text"]
    elif ext == "mkv":
        job.coding += ["-c:s", "srt" if any(s.codec == "mov_text" for s in streams) else "copy"]
    else:
        job.coding += ["-c:s", {"webvtt": "webvtt", "dvd_subtitle": "copy"}.get(row[2][0], "copy")]


def _container(job: Job, work: Work, ext: str, purpose: coding.Purpose | None) -> None:
    if work.get(e.Fragmented) is not None and ext in ("mp4", "mov", "m4v"):
        job.muxing += ["-movflags", "+frag_keyframe+empty_moov+default_base_moof"]
    elif (
        ext in ("mp4", "m4v", "mov", "m4a")
        and (work.has(e.Faststart) or ext in ("mp4", "m4v") or purpose is not None)
        and not any("movflags" in w for w in job.muxing)
    ):
        if job.has_video or work.has(e.Faststart):
            job.muxing += ["-movflags", "+faststart"]
    if ext == "dvd" or (purpose is not None and purpose.video == "mpeg2video" and ext in ("mpg", "mpeg", "vob")):
        job.muxing += ["-f", "dvd"]
    if ext in ("pcm", "raw") and not job.has_video:  # no header: the form has to be said
        coder = job.coding[job.coding.index("-c:a") + 1] if "-c:a" in job.coding else "pcm_s16le"
        job.muxing += ["-f", coder.removeprefix("pcm_") if coder.startswith("pcm_") else "s16le"]
    work.all(e.Faststart), work.all(e.Fragmented)
    for option in work.all(e.Option):
        if option.kind == "mux":
            job.muxing += [f"-{option.name}", option.value]
    for tag in work.all(e.Metadata):
        if not tag.value and not tag.removed:
            tag = tag._replace(value=f"My {tag.key}")
            work.note(f"no {tag.key} was said: put yours in for '{tag.value}'")
        job.muxing += ["-metadata", f"{tag.key}={tag.value}"]
    if work.all(e.StripMetadata):
        job.muxing += ["-map_metadata", "-1"]
    elif work.all(e.KeepMetadata):
        job.muxing += ["-map_metadata", "0"]
        if ext in ("mp4", "mov", "m4v", "m4a"):
            merged = [i for i, w in enumerate(job.muxing) if w == "-movflags"]
            if merged:
                job.muxing[merged[0] + 1] += "+use_metadata_tags"
            else:
                job.muxing += ["-movflags", "+use_metadata_tags"]
    if work.all(e.StripChapters):
        job.muxing += ["-map_chapters", "-1"]


def _two_passes(job: Job, work: Work) -> list[Job]:
    """The analysis pass and the one that makes the file. Sound and container do not matter to the first."""
    first = Job()
    first.sources, first.video, first.graph = job.sources, job.video, job.graph
    first.video_from, first.has_audio, first.trailing = job.video_from, False, job.trailing
    first.maps = [m for m in job.maps if ":v" in m] or None if job.maps is not None else None
    coding_v = _video_part(job.coding)
    rest = job.coding[len(coding_v) :]
    mode = sync(work, "vfr")
    if mode[0] not in (*job.coding, *job.muxing):
        coding_v += mode  # both passes must see the same frames: left alone, mp4 may repeat some that null takes as they come
    first.coding = [*coding_v, "-pass", "1", "-an"]
    first.muxing = ["-f", "null"]
    first.output = "-"
    job.coding = [*coding_v, "-pass", "2", *rest]
    return [first, job]


def _video_part(words: list[str]) -> list[str]:
    for i, word in enumerate(words):
        if word in ("-c:a", "-an", "-c:s", "-sn"):
            return words[:i]
    return list(words)


def sync(work: Work, mode: str) -> list[str]:
    """-fps_mode came with 5.1; before, it was -vsync (which 9 no longer has)."""
    return ["-fps_mode", mode] if work.version >= (5, 1) else ["-vsync", mode]
