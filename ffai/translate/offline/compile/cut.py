"""What is kept of the timeline and what is cut out."""

import math

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job, seconds
from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.values import Media


def timeline(job: Job, work: Work, media: Media | None) -> None:
    """What is kept and what is cut out. One stretch is cut by seeking, several by selecting frames."""
    duration = media.duration if media else None
    job.duration = duration
    keeps = [r for k in work.all(e.Keep) for r in k.ranges]
    cuts = [r for c in work.all(e.CutOut) for r in c.ranges]
    start, end = 0.0, math.inf
    pieces: list[tuple[float, float]] = []
    tail: float | None = None
    if len(keeps) == 1:
        if keeps[0].is_tail and duration is None:
            tail = -keeps[0].start
        else:
            start, end = absolute(keeps[0], duration)
    elif keeps:
        pieces = [absolute(r, duration) for r in keeps]
    for cut in cuts:
        if cut.is_tail:
            if duration is None:
                raise CannotCompile("How long is the file? Its end can only be cut off when its length is known.")
            end = min(end, duration + cut.start)
        elif cut.start == 0 and cut.end != e.END:
            start = max(start, cut.end)
        elif cut.end == e.END or (duration is not None and cut.end >= duration):
            end = min(end, cut.start)
    middles = [
        absolute(c, duration)
        for c in cuts
        if not c.is_tail and c.start > 0 and c.end != e.END and not (duration is not None and c.end >= duration)
    ]
    if duration is not None and start >= duration and not tail:
        raise CannotCompile(f"The file is only {seconds(duration)} s long, so there is nothing from {seconds(start)} s on.")
    if start and not work.has(e.BurnSubtitles):  # what is read from a later point on counts from there
        middles = [(max(a, start) - start, min(b, end) - start) for a, b in middles if b > start and a < end]
    _seek(job, work, media, start, end, tail)
    select(job, pieces, middles)


def absolute(r: e.Range, duration: float | None) -> tuple[float, float]:
    start, end = r.start, r.end
    if start < 0:
        if duration is None:
            raise CannotCompile("How long is the file? Times from its end need its length.")
        start = max(0.0, duration + start)
    if end < 0 and duration is not None:
        end = duration + end
    return start, end


def _seek(job: Job, work: Work, media: Media | None, start: float, end: float, tail: float | None) -> None:
    options: list[str] = []
    duration = media.duration if media else None
    if duration is not None and end > duration:
        if end != math.inf:
            work.note(f"the file ends at {seconds(duration)} s, before {seconds(end)} s")
        end = math.inf
    if tail is not None:
        options += ["-sseof", f"-{seconds(tail)}"]
        job.duration = tail
    if start > 0:
        options += ["-ss", seconds(start)]
    if end != math.inf:
        options += ["-t", seconds(end - start)]
        if end <= start:
            raise CannotCompile(f"The end ({seconds(end)} s) is before the start ({seconds(start)} s).")
        job.duration = end - start
    elif job.duration is not None and start:
        job.duration -= start
    if not options:
        return
    # subtitles that are burnt in are timed by the file: then the cut comes after the filters
    if work.has(e.BurnSubtitles) and start > 0:
        job.trailing += options
        return
    source = job.sources[0]
    job.sources[0] = source._replace(options=(*source.options, *options))
    copying = any(c.kind in ("all", "video") for c in work.all(e.Copy))
    if job.has_video and start > 0:
        if copying:
            work.note("without re-encoding, the cut begins at the key frame before the time given")
            job.trailing += ["-avoid_negative_ts", "make_zero"]
        elif not work.has(e.Reencode):
            work.edits.append(e.Reencode("cut"))
            work.all(e.Reencode)


def _within(a: float, b: float) -> str:
    """From a on and before b: the frame at b is the next part's."""
    return f"gte(t,{seconds(a)})*lt(t,{seconds(b)})" if b != math.inf else f"gte(t,{seconds(a)})"


def select(job: Job, pieces: list[tuple[float, float]], middles: list[tuple[float, float]]) -> None:
    tests = []
    if pieces:
        tests.append("+".join(_within(a, b) for a, b in pieces))
        known = sum(b - a for a, b in pieces if b != math.inf)
        job.duration = known or job.duration
    if middles:
        tests.append("not(" + "+".join(_within(a, b) for a, b in middles) + ")")
        if job.duration is not None:
            job.duration -= sum(b - a for a, b in middles)
    if not tests:
        return
    test = "*".join(f"({t})" if len(tests) > 1 else t for t in tests)
    job.filter_video(10, f"select='{test}',setpts=N/FRAME_RATE/TB")
    job.filter_audio(10, f"aselect='{test}',asetpts=N/SR/TB")
