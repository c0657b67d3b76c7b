"""Edits that become filters: of the picture, of the sound, of the timeline. Ranks put them in the order of an expert.

Ranks of the picture: 5 deinterlace · 8 stabilise · 10 cut · 12 denoise · 20 crop · 25 turn · 30 key · 40 size · 45 pad ·
50 colour · 55 sharpen, blur, looks · 65 overlay · 68 subtitles · 70 text · 75 speed, freeze · 78 rate · 80 reverse ·
85 fade · 95 pixels.
"""

from ffai.translate.offline.compile.cut import timeline
from ffai.translate.offline.compile.drawn import blended, drawn
from ffai.translate.offline.compile.during import only_during
from ffai.translate.offline.compile.job import Job
from ffai.translate.offline.compile.looks import colours, effects, tonemapped
from ffai.translate.offline.compile.over import laid_over, texts
from ffai.translate.offline.compile.pace import fades, rate, speed
from ffai.translate.offline.compile.shape import clean, shape
from ffai.translate.offline.compile.sounds import sound
from ffai.translate.offline.compile.work import Work
from ffai.values import Media


def apply_filters(job: Job, work: Work, media: Media | None) -> None:
    """Takes up every edit that is a filter. `job.duration` is kept in step."""
    timeline(job, work, media)
    if job.has_video:
        clean(job, work)
        shape(job, work, media)
        tonemapped(job, work, media)
        before = len(job.video)
        colours(job, work, media)
        effects(job, work, media)
        only_during(job, work, before)
        blended(job, work, media)
        laid_over(job, work, media)
        drawn(job, work, media)
        before = len(job.video)
        texts(job, work)
        only_during(job, work, before)
    if job.has_audio:
        sound(job, work, media)
    speed(job, work, media)
    fades(job, work)
    if job.has_video:
        rate(job, work, media)
