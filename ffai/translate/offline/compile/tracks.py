"""Tracks: of several files side by side in one, in another order, attachments in and out, chapters, captions of the picture."""

import os
import re

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.job import Job, filter_value, safe_path
from ffai.translate.offline.compile.results import Argv, argvs, output_ext, target
from ffai.translate.offline.compile.streams import LETTER, flags, spec
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, kind_of
from ffai.values import Media, Stream


def gather(work: Work, sources: list[str]) -> list[Argv]:
    """The picture of the first file, and the tracks that are wanted of all of them."""
    said = work.get(e.Gather) or e.Gather()
    work.all(e.Concat), work.all(e.Mux), work.all(e.KeepStreams), work.all(e.ExtractSubtitles), work.all(e.AddSubtitles)
    work.all(e.Batch), work.all(e.MixAudio), work.all(e.ReplaceAudio)
    if len(sources) < 2:
        raise CannotCompile("Which files are the tracks in? At least two are needed.")
    sources = sorted(sources, key=lambda s: kind_of(s) != "video")
    work.edits = [x for x in work.edits if not isinstance(x, (e.Batch, e.ReplaceAudio))]
    medias = [work.media(s) for s in sources]
    ext = output_ext(work, sources[0], medias[0])
    if "subtitle" in said.kinds and not coding.HOLDS.get(ext, ((), (), ("x",)))[2]:
        work.note(f"{ext} holds no subtitles; MKV does")
        ext = "mkv"
    job = Job()
    maps: list[str] = []
    streams: list[Stream] = []
    for number, (source, media) in enumerate(zip(sources, medias, strict=True)):
        job.add(source, media=media)
        kinds = {"video", "audio", *said.kinds} if number == 0 else set(said.kinds)
        if number == 0 and media is not None and media.of_kind("subtitle") and coding.HOLDS.get(ext, ((), (), ("x",)))[2]:
            kinds.add("subtitle")
        for kind in ("video", "audio", "subtitle"):
            here = media.of_kind(kind) if media is not None else ()
            if kind in kinds and (here or media is None) and kind_of(source) in (kind, "video"):
                maps.append(f"{number}:{LETTER[kind]}" + ("?" if media is None else ""))
                streams += here
    job.maps = maps
    job.has_video = any(":v" in m for m in maps)
    job.has_audio = any(":a" in m for m in maps)
    job.output = target(work, sources[0], ext, "tracks")
    merged = medias[0]._replace(streams=tuple(streams)) if medias[0] is not None and all(medias) else None
    if merged is None:
        work.edits.append(e.Copy("all"))
    sounds = sum(s.kind == "audio" for s in streams)
    for language in work.all(e.Language):  # said of the one that is added
        if language.select.kind == "audio" and language.select.index is None and sounds:
            job.muxing += [f"-metadata:s:a:{sounds - 1}", f"language={language.language}"]
    for titled in work.all(e.StreamTitle):
        job.muxing += [f"-metadata:s:a:{max(0, sounds - 1)}", f"title={titled.title}"]
    work.edits = [x for x in work.edits if not isinstance(x, (e.Language, e.StreamTitle))]
    flags(job, work, merged)
    jobs = encode(job, work, merged, ext)
    heard = [s for s in streams if s.kind == "audio"]
    for number, stream in enumerate(heard):
        if merged is not None and not coding.holds(ext, "audio", stream.codec) and ext in coding.HOLDS:
            encoder = coding.audio_encoder(coding.default_codec(ext, "audio") or "aac", work.has_encoder)
            job.muxing += [f"-c:a:{number}", encoder.name if encoder is not None else "aac"]
            work.note(f"{ext} cannot hold {stream.codec} sound: it is encoded again")
    if any(":s" in m for m in maps) and "-c:s" not in job.coding:
        job.coding += ["-c:s", "mov_text" if ext in ("mp4", "mov", "m4v") else "copy"]
    return argvs(jobs)


def reorder(job: Job, work: Work, media: Media | None) -> None:
    """Puts the streams of a kind into another order; the maps of all others stay."""
    for said in work.all(e.Reorder):
        letter = LETTER[said.kind]
        count = len(media.of_kind(said.kind)) if media is not None else 2
        if said.first is not None:
            where = spec(said.first, media).rpartition(":")[2]
            if not where.isdigit():
                raise CannotCompile(f"Which {said.kind} track is to come first?")
            order: tuple[int, ...] = (int(where),)
        elif said.order:
            order = said.order
        elif said.by:
            places = [spec(x, media).rpartition(":")[2] for x in said.by]
            order = tuple(int(x) for x in places if x.isdigit())
        elif said.backwards:
            order = tuple(range(count - 1, -1, -1))
        elif count == 2 or media is None:
            order = (1, 0)
        elif count < 2:
            raise CannotCompile(f"The file has only {count} {said.kind} track; there is nothing to put in another order.")
        else:
            raise CannotCompile(
                f"The file has {count} {said.kind} track{'s' if count != 1 else ''}. Which one is to come first?",
                tuple(f"{said.kind} track {i + 1} first" for i in range(count)),
            )
        if any(not 0 <= i < count for i in order) or count < 2:
            raise CannotCompile(f"The file has {count} {said.kind} track{'s' if count != 1 else ''}. Which order is meant?")
        order = (*order, *(i for i in range(count) if i not in order))
        maps = job.maps if job.maps is not None and job.maps != ["0"] else _all_maps(media)
        place = next((i for i, m in enumerate(maps) if m.startswith(f"0:{letter}")), len(maps))
        maps = [m for m in maps if not m.startswith(f"0:{letter}")]
        maps[place:place] = [f"0:{letter}:{i}" for i in order]
        job.maps = maps
        if said.kind == "audio" and not any(d.select.kind == "audio" for d in work.edits if isinstance(d, e.Default)):
            job.coding += ["-disposition:a:0", "default", *(w for i in range(1, count) for w in (f"-disposition:a:{i}", "0"))]


def _all_maps(media: Media | None) -> list[str]:
    if media is None:
        return ["0:v?", "0:a", "0:s?"]
    return [f"0:{LETTER[k]}" for k in ("video", "audio", "subtitle", "attachment") if media.of_kind(k)]


# --- attachments


_MIME = {
    "ttf": "application/x-truetype-font", "otf": "application/vnd.ms-opentype", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "txt": "text/plain", "pdf": "application/pdf",
    "srt": "text/plain", "nfo": "text/plain", "xml": "text/xml", "json": "application/json",
}  # fmt: skip


def attach(job: Job, work: Work, media: Media | None, ext: str) -> str:
    """Attaches files; gives the extension of what can hold them."""
    said = work.all(e.Attach)
    if not said:
        return ext
    if ext != "mkv":
        work.note(f"{ext} holds no attachments; MKV does")
        ext = "mkv"
    paths = [a.path for a in said if a.path] or [p for p in work.extras.get("other", ()) if ext_of(p) in ("ttf", "otf")]
    if not paths:
        raise CannotCompile("Which file is to be attached?")
    here = len(media.of_kind("attachment")) if media is not None else 0
    job.maps = ["0"]
    for number, path in enumerate(paths, here):
        job.muxing += [
            "-attach", path, f"-metadata:s:t:{number}", f"mimetype={_MIME.get(ext_of(path), 'application/octet-stream')}",
            f"-metadata:s:t:{number}", f"filename={os.path.basename(path)}",
        ]  # fmt: skip
    if not job.video and not job.audio:
        work.edits.append(e.Copy("all"))
    return ext


def dump_attachments(work: Work, source: str) -> list[Argv]:
    work.all(e.DumpAttachments), work.all(e.Copy), work.all(e.ExtractStreams)
    media = work.media(source)
    attached = media.of_kind("attachment") if media is not None else ()
    if media is not None and not attached:
        raise CannotCompile(f"{source} has no attachments.")
    words = ["ffmpeg"]
    for number, stream in enumerate(attached or (None,)):
        tags = {k.lower(): v for k, v in stream.tags} if stream else {}
        name = os.path.basename(tags.get("filename", "")) or f"attachment{number + 1}.ttf"
        folder = work.get(e.OutputFolder)
        where = work.context.output_dir or (folder.path if folder else "")
        words += [f"-dump_attachment:t:{number}", safe_path(work.free(os.path.join(where, name)))]
    work.note("attachments are written as the input is opened; nothing is encoded")
    return [(*words, "-i", safe_path(source), "-t", "0", "-f", "null", "-")]


# --- chapters


def chapters(job: Job, work: Work, media: Media | None) -> None:
    """Chapter marks, from text that is given to ffmpeg as a data: address, so that no file has to be written."""
    said = work.get(e.Chapters)
    if said is None:
        return
    duration = job.duration or (media.duration if media else None)
    listed = _listed_chapters(work, said.path) if said.path else []
    if said.path and not listed:  # in ffmpeg's own form, or not here
        index = job.add(said.path, "-f", "ffmetadata")
        job.muxing += ["-map_chapters", str(index)]
        job.muxing += ["-map_metadata", "0"] if "-map_metadata" not in job.muxing else []
        return
    if said.renamed:
        listed = _renamed(work, media)
    marks = sorted(listed or said.points)
    if not marks:
        if duration is None:
            raise CannotCompile("How long is the file? Marks at equal distances need its length.")
        step = said.every or duration / (said.count or 1)
        marks = [(i * step, f"Chapter {i + 1}") for i in range(max(1, int((duration - 0.001) // step) + 1))]
    lines = [";FFMETADATA1"]
    for i, (start, title) in enumerate(marks):
        end = marks[i + 1][0] if i + 1 < len(marks) else duration or start + 1
        name = "".join(f"\\{c}" if c in "=;#\\\n" else c for c in title or f"Chapter {i + 1}")
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={round(start * 1000)}", f"END={round(max(end, start + 0.001) * 1000)}", f"title={name}"]  # fmt: skip
    index = job.add("data:," + "\n".join(lines), "-f", "ffmetadata")
    job.muxing += ["-map_chapters", str(index)]
    if "-map_metadata" not in job.muxing:
        job.muxing += ["-map_metadata", "0"]


def taken_over(job: Job, work: Work) -> None:
    """Chapters or tags of another file, which is read for them alone."""
    for said in work.all(e.TakeOver):
        index = job.add(said.path, media=work.media(said.path))
        job.maps = job.maps or (["0:v?", "0:a?"] if job.has_video else ["0:a"])
        job.muxing += ["-map_chapters" if said.what == "chapters" else "-map_metadata", str(index)]


_MARK = re.compile(r"^\s*(?:CHAPTER\d+=)?\[?(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)\]?[\s,;=–-]*(.*?)\s*$")
_SECONDS = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*s?[\s,;=–-]+(\D.*?)\s*$")


def _renamed(work: Work, media: Media | None) -> list[tuple[float, str]]:
    """The marks of the file, some of them with another name."""
    marks = [(c.start, c.title) for c in media.chapters] if media is not None else []
    for said in work.all(e.Chapters):
        for number, name in said.renamed:
            if not -len(marks) <= number < len(marks):
                raise CannotCompile(f"The file has {len(marks)} chapters. Which one is to be called {name!r}?")
            marks[number] = (marks[number][0], name)
    return marks


def _listed_chapters(work: Work, path: str) -> list[tuple[float, str]]:
    """The marks of a text: a line for each with its time and name, as people write them, or OGM's pairs of lines; [] for any other."""
    try:
        with open(os.path.join(work.context.cwd, os.path.expanduser(path)), encoding="utf-8-sig", errors="replace") as file:
            text = file.read(100_000)
    except OSError:
        return []
    if text.lstrip().startswith(";FFMETADATA"):
        return []
    names = dict(re.findall(r"(?m)^\s*(CHAPTER\d+)NAME=(.*?)\s*$", text))
    marks: list[tuple[float, str]] = []
    for line in text.splitlines():
        if (found := _MARK.match(line)) is not None:
            hours, minutes, rest, name = found.groups()
            start = int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))
            marks.append((start, names.get(line.strip().partition("=")[0]) or name or ""))
        elif (plain := _SECONDS.match(line)) is not None:
            marks.append((float(plain[1]), plain[2]))
    if not marks and text.strip():
        raise CannotCompile(f"{path} has no times that can be read. A line for each chapter is needed: 1:30 Name")
    return marks


# --- captions


def closed_captions(work: Work, source: str) -> list[Argv]:
    """Captions that the picture's stream carries: the movie source's second pad gives them as subtitles."""
    work.all(e.ClosedCaptions), work.all(e.ExtractSubtitles), work.all(e.Copy), work.all(e.KeepStreams)
    container = work.get(e.Container)
    ext = ext_of(work.output) if work.output else container.ext if container is not None else "srt"
    if kind_of(f"x.{ext}") != "subtitle":
        ext = "srt"
    graph = f"movie={filter_value(source)}[out+subcc]"
    codec = {"ass": "ass", "ssa": "ass", "vtt": "webvtt"}.get(ext, "srt")
    out = target(work, source, ext, "captions")
    return [("ffmpeg", "-f", "lavfi", "-i", graph, "-map", "0:s", "-c:s", codec, safe_path(out))]


# --- channels of several files


def join_channels(work: Work, sources: list[str]) -> list[Argv]:
    """Sounds of one channel each to one: two are left and right, six a 5.1."""
    said = work.get(e.JoinChannels) or e.JoinChannels()
    work.all(e.Concat), work.all(e.Channels), work.all(e.Mux), work.all(e.MixAudio), work.all(e.Batch), work.all(e.ReplaceAudio)
    count = len(sources)
    layout = {2: "stereo", 4: "quad", 6: "5.1"}.get(count)
    if layout is None:
        raise CannotCompile("Which files are the channels in? Two make stereo, six make 5.1.")
    if said.left in sources and count == 2 and sources.index(said.left) == 1:
        sources = [sources[1], sources[0]]
    elif said.right in sources and count == 2 and sources.index(said.right) == 0:
        sources = [sources[1], sources[0]]
    if count == 6:
        sources = _surround(sources)
        work.note("the channels in this order: " + ", ".join(f"{p} {c}" for p, c in zip(sources, _FIVE_ONE, strict=True)))
    job = Job()
    for source in sources:
        job.add(source, media=work.media(source))
    prepared = "".join(f"[{i}:a]aformat=channel_layouts=mono[m{i}];" for i in range(count))
    labels = "".join(f"[m{i}]" for i in range(count))
    names = {"stereo": ("FL", "FR"), "quad": ("FL", "FR", "BL", "BR"), "5.1": _FIVE_ONE}[layout]
    routes = "|".join(f"{i}.0-{name}" for i, name in enumerate(names))
    job.graph.append(f"{prepared}{labels}join=inputs={count}:channel_layout={layout}:map={routes}[joined]")
    job.has_video, job.audio_from = False, "[joined]"
    media = work.media(sources[0])
    ext = output_ext(work, sources[0], media)
    job.output = target(work, sources[0], ext, layout)
    merged = media
    if media is not None and media.audio is not None:
        streams = tuple(s._replace(channels=count, codec="") if s.kind == "audio" else s for s in media.streams)
        merged = media._replace(streams=streams)
    return argvs(encode(job, work, merged, ext))


_FIVE_ONE = ("FL", "FR", "FC", "LFE", "BL", "BR")
_SPOKEN = (("fl", "frontleft", "left"), ("fr", "frontright", "right"), ("fc", "center", "centre"), ("lfe", "sub"), ("bl", "sl", "ls", "backleft", "surroundleft"), ("br", "sr", "rs", "backright", "surroundright"))  # fmt: skip


def _surround(sources: list[str]) -> list[str]:
    """Six files in the order of a 5.1, where their names say it."""
    order: list[str] = []
    for names in _SPOKEN:
        found = [s for s in sources if s not in order and any(n == _stem(s) or _stem(s).endswith(n) for n in names)]
        if not found:
            return sources
        order.append(min(found, key=len))
    return order


def _stem(path: str) -> str:
    return "".join(c for c in os.path.splitext(os.path.basename(path))[0].lower() if c.isalnum())
