"""Parts of the timeline at a speed of their own, and black or silence put before or behind."""

import math

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.cut import absolute
from ffai.translate.offline.compile.job import Job, seconds
from ffai.translate.offline.compile.pace import tempo
from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.values import Media


def stretches(job: Job, work: Work, media: Media | None) -> None:
    """Speeds of parts, and what is put at the ends. Called after the filters: `job.duration` is that of what they leave."""
    parts = work.all(e.SpeedPart)
    if parts:
        _parts(job, parts, media)
    for lapse in work.all(e.Timelapse):
        fps = (
            next((f.rate for f in work.all(e.Fps) if f.rate > 0), None)
            or (media.video.frame_rate if media and media.video else None)
            or 25.0
        )
        source = (media.video.frame_rate if media and media.video else None) or 25.0
        every = lapse.every or max(1, round(lapse.seconds * source))
        job.filter_video(74, f"select='not(mod(n,{every}))',setpts=N/({fps:g}*TB)")
        job.has_audio = False
        job.duration = job.duration / every if job.duration else None
        work.note(f"one frame of {every} is kept; the sound is left out")
    for pad in work.all(e.PadTime):
        if pad.where != "between":
            _pad(job, pad)


def _parts(job: Job, parts: list[e.SpeedPart], media: Media | None) -> None:
    length = media.duration if media else None
    stretches = sorted((*absolute(part.when, length), part.factor) for part in parts)
    pieces: list[tuple[float, float, float]] = []
    here = 0.0
    for start, end, factor in stretches:
        if start < here - 1e-6:
            raise CannotCompile("These parts overlap. Which speed is each part to have?")
        if start > here + 1e-6:
            pieces.append((here, start, 1.0))
        pieces.append((start, end, factor))
        here = end
    if here != math.inf and (length is None or here < length - 0.01):
        pieces.append((here, math.inf, 1.0))
    job.filter_video(74, _graph(pieces, "v"))
    job.filter_audio(59, _graph(pieces, "a"))
    if job.duration is not None:
        job.duration += sum((min(end, job.duration) - start) * (1 / factor - 1) for start, end, factor in pieces)


def _graph(pieces: list[tuple[float, float, float]], kind: str) -> str:
    """The graph that cuts the stream into pieces, sets the speed of each and joins them again."""
    a = "a" if kind == "a" else ""
    count = len(pieces)
    labels = [f"[{kind}{i}{{n}}]" for i in range(count)]
    parts = [f"{{in}}{a}split={count}{''.join(labels)}"] if count > 1 else []
    for i, (start, end, factor) in enumerate(pieces):
        cut = ":".join((f"start={seconds(start)}", *((f"end={seconds(end)}",) if end != math.inf else ())))
        speed = (
            f"asetpts=PTS-STARTPTS{'' if factor == 1 else ',' + tempo(factor)}"
            if kind == "a"
            else f"setpts={'PTS-STARTPTS' if factor == 1 else f'(PTS-STARTPTS)/{round(factor, 6):g}'}"
        )
        done = f"[{kind}s{i}{{n}}]" if count > 1 else "{out}"
        parts.append(f"{labels[i] if count > 1 else '{in}'}{a}trim={cut},{speed}{done}")
    if count > 1:
        joined = "".join(f"[{kind}s{i}{{n}}]" for i in range(count))
        parts.append(f"{joined}concat=n={count}:v={int(kind == 'v')}:a={int(kind == 'a')}{{out}}")
    return ";".join(parts)


def _pad(job: Job, pad: e.PadTime) -> None:
    length = seconds(pad.seconds)
    if pad.where == "start":
        job.filter_video(77, f"tpad=start_duration={length}" + (":start_mode=clone" if pad.still else ""))
        job.filter_audio(77, f"adelay={round(pad.seconds * 1000)}:all=1")
    else:
        job.filter_video(77, f"tpad=stop_duration={length}" + (":stop_mode=clone" if pad.still else ""))
        job.filter_audio(77, f"apad=pad_dur={length}")
    if job.duration is not None:
        job.duration += pad.seconds
