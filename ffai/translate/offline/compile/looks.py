"""Edits of the picture's colours and looks."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job, filter_value
from ffai.translate.offline.compile.work import Work
from ffai.values import Media


def colours(job: Job, work: Work, media: Media | None) -> None:
    parts: list[str] = []
    for name in ("brightness", "contrast", "saturation", "gamma"):
        values = [getattr(c, name) for c in work.all(e.Colour) if getattr(c, name) is not None]
        if values:
            lowest, highest = {"brightness": (-1, 1), "contrast": (0, 4), "saturation": (0, 3), "gamma": (0.1, 10)}[name]
            value = min(max(values[-1], lowest), highest)
            parts.append(f"{name}={value:g}")
    if parts:
        job.filter_video(50, "eq=" + ":".join(parts))
    for colour in work.all(e.Colour):
        if colour.hue is not None:
            job.filter_video(51, f"hue=h={colour.hue:g}")
        if colour.temperature is not None:
            job.filter_video(
                51,
                f"colortemperature=temperature={colour.temperature:g}"
                if work.has_filter("colortemperature")
                else "colorbalance=rs=.1:bs=-.1",
            )
    for lut in work.all(e.Lut):
        job.filter_video(52, f"lut3d=file={filter_value(lut.path)}")
    _ = media


_LOOKS = {
    "greyscale": (53, "hue=s=0"),
    "sepia": (53, "colorchannelmixer=.393:.769:.189:0:.349:.686:.168:0:.272:.534:.131"),
    "negative": (53, "negate"),
    "vignette": (58, "vignette"),
    "vintage": (53, "curves=preset=vintage,noise=alls=8:allf=t,vignette"),
    "grain": (59, "noise=alls=20:allf=t+u"),
    "edges": (57, "edgedetect=low=0.1:high=0.4"),
    "posterize": (57, "elbg=codebook_length=16"),
    "deband": (13, "deband"),
    "autolevels": (50, "normalize"),
    "pixelate": (56, "scale=iw/16:ih/16:flags=neighbor,scale=iw*16:ih*16:flags=neighbor"),
}


def effects(job: Job, work: Work, media: Media | None) -> None:
    for look in work.all(e.Look):
        rank, text = _LOOKS[look.name]
        job.filter_video(rank, text)
    for sharpen in work.all(e.Sharpen):
        job.filter_video(55, "unsharp=5:5:0.5" if sharpen.strength == "light" else "unsharp=5:5:1.0")
    for blur in work.all(e.Blur):
        _blur(job, blur, media)
    key = work.get(e.ChromaKey)
    if key is not None and not work.extras.get("image") and not work.extras.get("video"):
        job.filter_video(30, f"chromakey=0x{'00FF00' if key.color == 'green' else '0000FF'}:0.25:0.1")
    for extra in work.all(e.VideoFilter):
        if not extra.text.startswith("@"):
            job.filter_video(extra.rank, extra.text)


def _blur(job: Job, blur: e.Blur, media: Media | None) -> None:
    box = None
    if blur.region is not None:
        x, y, w, h = blur.region
        box = (str(w), str(h), *((str(x), str(y)) if not blur.place else _place_in(blur.place, f"(iw-{w})", f"(ih-{h})")))
    elif blur.place:
        box = ("iw/4", "ih/4", *_place_in(blur.place, "(iw-iw/4)", "(ih-ih/4)"))
    if box is None:
        job.filter_video(56, f"gblur=sigma={blur.strength or 10:g}")
        return
    w_, h_, x_, y_ = box
    ox, oy = (s.replace("iw", "W").replace("ih", "H") for s in (x_, y_))
    job.filter_video(
        56,
        f"{{in}}split[all{{n}}][part{{n}}];[part{{n}}]crop={w_}:{h_}:{x_}:{y_},gblur=sigma=20[blur{{n}}];[all{{n}}][blur{{n}}]overlay={ox}:{oy}{{out}}",
    )
    _ = media


def _place_in(place: str, right: str, bottom: str) -> tuple[str, str]:
    x = "0" if "left" in place else right if "right" in place else f"{right}/2"
    y = "0" if "top" in place else bottom if "bottom" in place else f"{bottom}/2"
    return x, y
