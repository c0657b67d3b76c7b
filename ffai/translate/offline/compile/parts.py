"""One file to several: by length, size, chapters, silence, scenes, or at times."""

import os
import re

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.cut import absolute
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import Job, seconds
from ffai.translate.offline.compile.results import Argv, start
from ffai.translate.offline.compile.streams import choose_streams
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, stem_of
from ffai.values import Media


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
    if not work.has(e.Copy):
        apply_filters(job, work, media)
    reencode = bool(job.video or job.audio) or (
        work.has(e.VideoCodec, e.Scale, e.Crf, e.Reencode) or (container is not None and container.ext != ext_of(source))
    )
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
        work.edits.append(e.Reencode("split"))  # parts that begin where they shall need key frames there
        work.all(e.Reencode)
        encode(job, work, media, ext)
        job.coding += ["-force_key_frames", f"expr:gte(t,n_forced*{seconds(length)})"] if job.has_video else []
        job.muxing = [w for w in job.muxing if w not in ("-movflags", "+faststart")]
    job.muxing += ["-f", "segment", "-segment_time", seconds(length), "-reset_timestamps", "1"]
    job.output = part_pattern(work, source, ext)
    if work.output and "%" not in work.output and (numbered := _numbered_name(work.output)) and numbered[1]:
        job.muxing += ["-segment_start_number", str(numbered[1])]
    work.all(e.Container)
    return [job.argv()]


def _numbered_name(name: str) -> tuple[str, int] | None:
    """ "part_001.mp3" is the first of a run: its pattern without the extension, and where it starts."""
    found = re.match(r"(.*?)(\d+)$", os.path.splitext(name)[0])
    return (f"{found[1].replace('%', '%%')}%0{len(found[2])}d", int(found[2])) if found else None


def part_pattern(work: Work, source: str, ext: str) -> str:
    if work.output and "%" in work.output:
        return work.output
    if work.output and (numbered := _numbered_name(work.output)):
        return f"{numbered[0]}.{ext}"
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
    duration = media.duration if media else None
    if duration is not None and points and points[-1][0] >= duration:
        raise CannotCompile(
            f"The file is only {seconds(duration)} s long, so there is no part from {seconds(points[-1][0])} s on."
        )
    for number, (a, b, title) in enumerate(points):
        job, _ = start(work, source)
        options = (["-ss", seconds(a)] if a else []) + (["-t", seconds(b - a)] if b != e.END else [])
        job.sources[0] = job.sources[0]._replace(options=tuple(options))
        job.duration = b - a if b != e.END else None
        _changed(job, work, media)
        if not copy or job.video or job.audio:
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


def _changed(job: Job, work: Work, media: Media | None) -> None:
    """What else is asked, done to one part: "split it in half and make both grey"."""
    said, length = work.edits, job.duration
    work.edits = [x for x in said if not isinstance(x, (e.Keep, e.CutOut, e.Split))]
    part = media._replace(duration=length) if media is not None else None
    apply_filters(job, work, part)
    work.edits = said + [x for x in work.edits if x not in said]


def separate_ranges(work: Work, source: str) -> list[Argv]:
    media = work.media(source)
    ranges = [absolute(r, media.duration if media else None) for k in work.all(e.Keep) for r in k.ranges]
    ext = ext_of(work.output) if work.output else ext_of(source) or "mp4"
    return _cut_points(work, source, media, ext, [(a, b, "") for a, b in ranges])
