"""What is drawn on the picture or done with the whole of two: boxes, grids, progress bars, blends, a slow zoom."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job, enable, seconds
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.shape import even, picture_size
from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.values import Media


def drawn(job: Job, work: Work, media: Media | None) -> None:
    for shape in work.all(e.Drawn):
        color = shape.color or ("white" if shape.what == "grid" else "red")
        if shape.what == "progress":
            _progress(job, work, shape, media)
        elif shape.what == "grid":
            job.filter_video(66, f"drawgrid=w=iw/3:h=ih/3:t={shape.thickness or 2}:c={color}@0.7")
        elif shape.region is not None:
            x, y, w, h = shape.region
            if shape.what == "delogo":
                job.filter_video(14, f"delogo=x={max(1, x)}:y={max(1, y)}:w={w}:h={h}")
            else:
                solid = "fill" if shape.what == "filled" else str(shape.thickness or 4)
                color = shape.color or ("black" if shape.what == "filled" else "red")
                job.filter_video(66, f"drawbox=x={x}:y={y}:w={w}:h={h}:color={color}:t={solid}{enable(shape.when)}")
    for zoom in work.all(e.Zoom):
        _zoom(job, work, zoom, media)


def _progress(job: Job, work: Work, bar: e.Drawn, media: Media | None) -> None:
    """A bar that grows: a strip of colour slid in from the left as time goes by."""
    size = picture_size(media)
    whole = job.duration if job.duration is not None else bar.when.end if bar.when is not None else None
    if whole is None:
        raise CannotCompile("How long is the video? A progress bar needs its length, so the file has to be here.")
    height = str(bar.thickness or max(4, even((size[1] if size else 720) / 40)))
    y = "0" if "top" in bar.place else "H-h"
    # a strip of the picture itself, painted over: as wide as the picture is by then, whatever it was
    job.filter_video(
        67,
        f"{{in}}split[film{{n}}][strip{{n}}];[strip{{n}}]crop=iw:{height}:0:0,drawbox=c={bar.color or 'red'}:t=fill[bar{{n}}];"
        f"[film{{n}}][bar{{n}}]overlay=x='-w+w*t/{seconds(whole)}':y={y}{{out}}",
    )


def _zoom(job: Job, work: Work, zoom: e.Zoom, media: Media | None) -> None:
    size = picture_size(media)
    rate = media.video.frame_rate if media and media.video and media.video.frame_rate else 25.0
    if size is None or job.duration is None:
        raise CannotCompile("Which file is zoomed into? Its size and length have to be known.")
    frames = max(2, round(rate * job.duration))
    step = f"{(zoom.factor - 1) / frames:.6f}"
    z = f"min(1+{step}*in,{zoom.factor:g})" if zoom.direction == "in" else f"max({zoom.factor:g}-{step}*in,1)"
    job.filter_video(
        57,
        f"zoompan=z='{z}':d=1:x='iw/2-(iw/zoom/2)':y='ih/2-(ih/zoom/2)':s={even(size[0])}x{even(size[1])}:fps={rate_name(rate)}",
    )
    work.note(f"zooms {zoom.direction} by {zoom.factor:g} over the whole length")


def blended(job: Job, work: Work, media: Media | None) -> None:
    said = work.get(e.Blend)
    if said is None:
        return
    pool = [
        p for p in (*work.inputs[1:], *work.extras.get("video", ()), *work.extras.get("image", ())) if p != job.sources[0].path
    ]
    if not pool:
        raise CannotCompile("Which two videos shall be blended?")
    index = job.add(pool[0], media=work.media(pool[0]))
    size = picture_size(media)
    fit = f"scale={size[0]}:{size[1]},setsar=1," if size else ""
    opacity = f":all_opacity={said.opacity:g}" if said.opacity is not None else ""
    pix = "gbrp" if said.mode not in ("normal", "average") else "yuv420p"
    job.filter_video(
        64,
        f"[{index}:v]{fit}format={pix}[top{{n}}];{{in}}format={pix}[under{{n}}];[top{{n}}][under{{n}}]blend=all_mode={said.mode}{opacity}:shortest=1{{out}}",
    )
