"""Edits of the picture's colours and looks."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job, filter_value
from ffai.translate.offline.compile.rates import is_hdr
from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.translate.offline.named import filter_text
from ffai.values import Media

_TO_SDR = "{given}zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap={curve}:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p"


def tonemapped(job: Job, work: Work, media: Media | None) -> None:
    """High dynamic range to standard, when that is asked, or when what is made cannot hold it."""
    said = work.get(e.Tonemap)
    stream = media.video if media else None
    if said is None:
        if not (is_hdr(stream) and _needs_sdr(work)):
            return
        work.note("the picture has a high dynamic range, which the result cannot hold: it is mapped to standard range")
        said = e.Tonemap()
        work.edits.append(said)
        work.all(e.Tonemap)
    if not (work.has_filter("zscale") and work.has_filter("tonemap")):
        work.note("this ffmpeg has no zscale filter, which good tone mapping needs; the range is only cut")
        job.filter_video(48, "format=yuv420p")
        return
    given = ""
    if not is_hdr(stream):
        work.note("the file does not say that it is HDR; PQ in BT.2020 is taken")
        given = "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv,"
    job.filter_video(48, _TO_SDR.format(given=given, curve=said.curve))


_DEEP = frozenset(
    ("hevc", "x265", "libx265", "av1", "libsvtav1", "libaom-av1", "vp9", "libvpx-vp9", "prores", "dnxhr", "dnxhd", "ffv1")
)


def _needs_sdr(work: Work) -> bool:
    """Whether what is asked for is made for screens of standard range: 8 bits, a service, a codec without HDR."""
    codec = work.get(e.VideoCodec)
    if work.words & {"hdr"} and work.words & {"keep", "preserve", "retain", "maintain", "hdr10"}:
        return False
    return (
        (codec is not None and codec.codec not in _DEEP)
        or work.has(e.Purpose)
        or any(d.bits == 8 and d.kind == "video" for d in work.all(e.BitDepth))
    )


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
        graded = f"lut3d=file={filter_value(lut.path)}"
        if lut.strength is not None and 0 < lut.strength < 1:
            share = f"{lut.strength:g}"
            graded = (
                f"{{in}}format=gbrp,split[plain{{n}}][raw{{n}}];[raw{{n}}]{graded},format=gbrp[graded{{n}}];"
                f"[plain{{n}}][graded{{n}}]blend=all_expr='A*(1-{share})+B*{share}'{{out}}"
            )
        job.filter_video(52, graded)
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
    "whitebalance": (50, "grayworld"),
    "cinematic": (53, "colorbalance=rs=-.08:bs=.1:rh=.08:bh=-.08,eq=contrast=1.08:saturation=1.1"),
    "vhs": (53, "chromashift=cbh=4:crh=-4,noise=alls=14:allf=t,eq=saturation=1.2:contrast=0.95,gblur=sigma=0.6"),
    "pixelate": (56, "scale=iw/16:ih/16:flags=neighbor,scale=iw*16:ih*16:flags=neighbor"),
}


def effects(job: Job, work: Work, media: Media | None) -> None:
    for look in work.all(e.Look):
        rank, text = _LOOKS[look.name]
        if text == "grayworld" and not work.has_filter("grayworld"):
            text = "normalize"
        job.filter_video(rank, filter_text(text.partition("=")[0], look.options) if look.options else text)
    for sharpen in work.all(e.Sharpen):
        amount = {"light": "5:5:0.5", "strong": "7:7:1.8"}.get(sharpen.strength, "5:5:1.0")
        job.filter_video(55, filter_text(sharpen.filter or "unsharp", sharpen.options, amount if not sharpen.filter else None))
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
    if blur.place == "?":
        raise CannotCompile(
            "Where is it? Faces and plates are not found by themselves: say the size and place, as in '200x100 at 50,40'."
        )
    if blur.region is not None:
        x, y, w, h = blur.region
        box = (str(w), str(h), *((str(x), str(y)) if not blur.place else _place_in(blur.place, f"(iw-{w})", f"(ih-{h})")))
    elif blur.place:
        box = _strip(blur.place, blur.share or 0.25)
    if box is None:
        job.filter_video(56, _blurring(blur, 10))
        return
    w_, h_, x_, y_ = box
    ox, oy = (s.replace("iw", "W").replace("ih", "H") for s in (x_, y_))
    job.filter_video(
        56,
        f"{{in}}split[all{{n}}][part{{n}}];[part{{n}}]crop={w_}:{h_}:{x_}:{y_},{_blurring(blur, 20)}[blur{{n}}];[all{{n}}][blur{{n}}]overlay={ox}:{oy}{{out}}",
    )
    _ = media


def _blurring(blur: e.Blur, sigma: float) -> str:
    if blur.strength and not blur.options:
        sigma = blur.strength
    if blur.filter == "pixelate":
        return "scale=iw/12:ih/12:flags=neighbor,scale=iw*12:ih*12:flags=neighbor"
    if not blur.filter or (blur.filter == "gblur" and not blur.options):
        return filter_text("gblur", blur.options, f"sigma={sigma:g}")
    return filter_text(blur.filter, blur.options)


def _strip(place: str, share: float) -> tuple[str, str, str, str]:
    """A corner, or a strip along a whole side: width, height, x and y."""
    w = "iw" if place in ("top", "bottom") else f"iw*{share:g}"
    h = "ih" if place in ("left", "right") else f"ih*{share:g}"
    return (w, h, *_place_in(place, f"(iw-{w})", f"(ih-{h})"))


def _place_in(place: str, right: str, bottom: str) -> tuple[str, str]:
    x = "0" if "left" in place else right if "right" in place else f"{right}/2"
    y = "0" if "top" in place else bottom if "bottom" in place else f"{bottom}/2"
    return x, y
