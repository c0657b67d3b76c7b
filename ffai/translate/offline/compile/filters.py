"""Edits that become filters: of the picture, of the sound, of the timeline. Ranks put them in the order of an expert.

Ranks of the picture: 5 deinterlace · 8 stabilise · 10 cut · 12 denoise · 20 crop · 25 turn · 30 key · 40 size · 45 pad ·
50 colour · 55 sharpen, blur, looks · 65 overlay · 68 subtitles · 70 text · 75 speed, freeze · 78 rate · 80 reverse ·
85 fade · 95 pixels.
"""

import math

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.burn import burn_in
from ffai.translate.offline.compile.job import Job, filter_value, seconds
from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.translate.offline.terms import COLORS
from ffai.values import Media


def apply_filters(job: Job, work: Work, media: Media | None) -> None:
    """Takes up every edit that is a filter. `job.duration` is kept in step."""
    timeline(job, work, media)
    if job.has_video:
        clean(job, work)
        shape(job, work, media)
        colours(job, work, media)
        effects(job, work, media)
        laid_over(job, work, media)
        texts(job, work)
    if job.has_audio:
        sound(job, work, media)
    speed(job, work, media)
    fades(job, work)
    if job.has_video:
        rate(job, work, media)


# --- timeline


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
    _seek(job, work, media, start, end, tail)
    _select(job, pieces, middles)


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


def _select(job: Job, pieces: list[tuple[float, float]], middles: list[tuple[float, float]]) -> None:
    tests = []
    if pieces:
        tests.append(
            "+".join(f"between(t,{seconds(a)},{seconds(b)})" if b != math.inf else f"gte(t,{seconds(a)})" for a, b in pieces)
        )
        known = sum(b - a for a, b in pieces if b != math.inf)
        job.duration = known or job.duration
    if middles:
        tests.append("not(" + "+".join(f"between(t,{seconds(a)},{seconds(b)})" for a, b in middles) + ")")
        if job.duration is not None:
            job.duration -= sum(b - a for a, b in middles)
    if not tests:
        return
    test = "*".join(f"({t})" if len(tests) > 1 else t for t in tests)
    job.filter_video(10, f"select='{test}',setpts=N/FRAME_RATE/TB")
    job.filter_audio(10, f"aselect='{test}',asetpts=N/SR/TB")


# --- cleaning


def clean(job: Job, work: Work) -> None:
    if work.get(e.Deinterlace):
        job.filter_video(5, "bwdif" if work.has_filter("bwdif") else "yadif")
    for denoise in work.all(e.Denoise):
        if denoise.kind == "video" or (denoise.kind == "" and not job.has_audio):
            job.filter_video(12, "hqdn3d=8:6:12:9")
    if work.get(e.Stabilise) and not work.has_filter("vidstabdetect"):
        job.filter_video(8, "deshake")
        work.note("this ffmpeg has no vidstab; the simpler deshake filter is used")


# --- size and shape


def picture_size(media: Media | None) -> tuple[int, int] | None:
    return media.shown_size if media else None


def shape(job: Job, work: Work, media: Media | None) -> None:
    size = picture_size(media)
    for crop in work.all(e.Crop):
        _crop(job, work, crop, media)
    turned = False
    for turn in work.all(e.Rotate):
        turned = _rotate(job, work, turn, media) or turned
    for flip in work.all(e.Flip):
        job.filter_video(26, "hflip" if flip.axis == "horizontal" else "vflip")
    if turned and size:
        size = (size[1], size[0])
    orientation = work.get(e.Orientation)
    aspects = [a for a in work.all(e.Aspect) if a.mode != "source"]
    scales = work.all(e.Scale)
    if orientation is not None and not any(s.width and s.height for s in scales) and not aspects:
        tall = orientation.name == "portrait"
        if size is None or (size[1] > size[0]) != tall:
            aspects = [e.Aspect((9.0, 16.0) if tall else (16.0, 9.0))]
    purpose = work.get(e.Purpose)
    if purpose is not None and not scales:
        _purpose_shape(job, work, purpose, size, ratio_said=bool(aspects))
    blurred = any(p.blur for p in work.all(e.Pad))
    for scale in scales:
        size = _scale(job, work, scale, size, blurred=blurred) or size
    for aspect in aspects:
        if any(s.width and s.height for s in scales) and (aspect.mode in ("", "crop", "pad")):
            continue
        _aspect(job, work, aspect, size, blurred=blurred)
    for pad in work.all(e.Pad):
        _pad(job, work, pad, size, handled=bool(aspects or scales))


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)


def _crop(job: Job, work: Work, crop: e.Crop, media: Media | None) -> None:
    if crop.detect:
        box = detected_bars(work, media)
        if box is None:
            work.note("no black bars could be measured here; cropdetect finds them: ffmpeg -i FILE -vf cropdetect -f null -")
            raise CannotCompile("Which part is to be kept? The black bars can only be measured when the file is here.")
        job.filter_video(20, f"crop={box}")
        return
    if crop.ratio is not None:
        a, b = crop.ratio
        job.filter_video(
            20, f"crop='min(iw,ih*{a:g}/{b:g})':'min(ih,iw*{b:g}/{a:g})'" if a != b else "crop='min(iw,ih)':'min(iw,ih)'"
        )
        return
    size = picture_size(media)
    w, h = crop.width or "iw", crop.height or "ih"
    if size and w.isdigit() and h.isdigit() and (int(w) > size[0] or int(h) > size[1]):
        work.note(f"the picture is only {size[0]}x{size[1]}: it is filled and cropped to {w}x{h}")
        job.filter_video(20, f"scale={w}:{h}:force_original_aspect_ratio=increase,crop={w}:{h}")
        return
    place = (
        ""
        if crop.x is None and crop.y is None
        else f":{crop.x if crop.x is not None else '(iw-ow)/2'}:{crop.y if crop.y is not None else '(ih-oh)/2'}"
    )
    job.filter_video(20, f"crop={w}:{h}{place}")


def detected_bars(work: Work, media: Media | None) -> str | None:
    """What cropdetect measures in a few seconds of the file, "w:h:x:y"."""
    if media is None or work.context.tools.ffmpeg is None:
        return None
    import os
    import re
    import subprocess

    seek = ["-ss", seconds((media.duration or 0) / 3)] if (media.duration or 0) > 9 else []
    argv = [
        work.context.tools.ffmpeg,
        "-nostdin",
        "-hide_banner",
        *seek,
        "-i",
        f"file:{os.path.join(work.context.cwd, media.path)}",
        "-t",
        "6",
        "-an",
        "-vf",
        "cropdetect=24:2:0",
        "-f",
        "null",
        "-",
    ]
    try:
        done = subprocess.run(argv, capture_output=True, timeout=20, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.findall(rb"crop=(\d+:\d+:\d+:\d+)", done.stderr)
    return found[-1].decode() if found else None


def _rotate(job: Job, work: Work, turn: e.Rotate, media: Media | None) -> bool:
    """Gives whether width and height change places."""
    degrees = turn.degrees
    if degrees == -1.0:
        rotation = media.video.rotation if media and media.video else 0
        if rotation:
            work.note("the file says how it is to be turned; encoding it again turns it for good")
            job.filter_video(25, "null")
            return False
        degrees = 90.0
        work.note("turned a quarter clockwise; say the other way if it is that")
    if turn.metadata:
        return False  # the shape that only sets the flag takes it up
    if degrees in (90, 270):
        job.filter_video(25, "transpose=1" if degrees == 90 else "transpose=2")
        return True
    if degrees == 180:
        job.filter_video(25, "hflip,vflip")
    elif degrees:
        job.filter_video(25, f"rotate={degrees:g}*PI/180:ow=rotw({degrees:g}*PI/180):oh=roth({degrees:g}*PI/180)")
        job.filter_video(94, "crop=trunc(iw/2)*2:trunc(ih/2)*2")
    return False


def _fit(w: int, h: int, mode: str, color: str = "black") -> str:
    if mode == "stretch":
        return f"scale={w}:{h},setsar=1"
    if mode == "fill":
        return f"scale={w}:{h}:force_original_aspect_ratio=increase,crop={w}:{h},setsar=1"
    if mode == "fit":
        return f"scale={w}:{h}:force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1"
    return f"scale={w}:{h}:force_original_aspect_ratio=decrease,pad={w}:{h}:(ow-iw)/2:(oh-ih)/2:{color},setsar=1"


def blurred(w: int, h: int) -> str:
    return (
        f"{{in}}split[bg{{n}}][fg{{n}}];[bg{{n}}]scale={w}:{h}:force_original_aspect_ratio=increase,crop={w}:{h},gblur=sigma=20[bb{{n}}];"
        f"[fg{{n}}]scale={w}:{h}:force_original_aspect_ratio=decrease[ff{{n}}];[bb{{n}}][ff{{n}}]overlay=(W-w)/2:(H-h)/2,setsar=1{{out}}"
    )


def _scale(
    job: Job, work: Work, scale: e.Scale, size: tuple[int, int] | None, *, blurred: bool = False
) -> tuple[int, int] | None:
    """Adds the scale filter; gives the new size when it is known."""
    if scale.factor is not None:
        f = scale.factor
        job.filter_video(40, f"scale=round(iw*{f:g}/2)*2:round(ih*{f:g}/2)*2")
        return (_even(size[0] * f), _even(size[1] * f)) if size else None
    if scale.width and scale.height:
        w, h = scale.width, scale.height
        if w % 2 or h % 2:
            if job.has_video and not work.has(e.Gif, e.Frames):
                work.note(f"{w}x{h} has an odd side, which most codecs refuse; {w + w % 2}x{h + h % 2} is made")
            w, h = w + w % 2, h + h % 2
        if blurred:
            job.filter_video(40, globals()["blurred"](w, h))
            return w, h
        mode = scale.mode
        if not mode:
            same = size is None or abs(size[0] / size[1] - w / h) < 0.02 * w / h
            mode = "" if same else "pad"
            if size is None:
                mode = ""
            elif not same:
                work.note(
                    "the shapes differ: bars fill the rest, nothing is stretched (say 'crop' or 'stretch' for the other ways)"
                )
        job.filter_video(40, f"scale={w}:{h}" if not mode else _fit(w, h, mode, bar_color(work)))
        return w, h
    if scale.short_side:
        n = scale.short_side
        if size is None:
            job.filter_video(40, f"scale=-2:{n}")
            return None
        short = min(size)
        if scale.only_smaller and short <= n:
            n = _even(short / 2)
        portrait = size[1] > size[0]
        if short < n:
            work.note(f"{size[0]}x{size[1]} is smaller than {n} lines: it is enlarged, which adds no detail")
        job.filter_video(40, f"scale={n}:-2" if portrait else f"scale=-2:{n}")
        other = _even(max(size) * n / short)
        return (n, other) if portrait else (other, n)
    if scale.width or scale.height:
        n = scale.width or scale.height or 0
        known = size[0 if scale.width else 1] if size else None
        n = n + n % 2 if not work.has(e.Frames, e.Gif) else n
        if scale.only_smaller:
            value = f"'min({n},{'iw' if scale.width else 'ih'})'" if known is None else str(min(n, known))
        else:
            value = str(n)
        job.filter_video(40, f"scale={value}:-2" if scale.width else f"scale=-2:{value}")
        if size:
            n = min(n, known or n) if scale.only_smaller else n
            return (n, _even(size[1] * n / size[0])) if scale.width else (_even(size[0] * n / size[1]), n)
        return None
    if scale.multiple > 1:
        m = scale.multiple
        job.filter_video(40, f"scale=round(iw/{m})*{m}:round(ih/{m})*{m}" if m > 2 else "scale=trunc(iw/2)*2:trunc(ih/2)*2")
    return size


def _aspect(job: Job, work: Work, aspect: e.Aspect, size: tuple[int, int] | None, *, blurred: bool = False) -> None:
    a, b = aspect.ratio
    ratio = a / b
    if aspect.mode == "flag":
        if any(c.kind in ("all", "video") for c in work.all(e.Copy)) and not job.video:
            job.muxing += ["-aspect", f"{a:g}:{b:g}"]  # the container's flag alone: nothing is encoded
            return
        job.filter_video(46, f"setdar={a:g}/{b:g}")
        return
    if size is not None and abs(size[0] / size[1] - ratio) < 0.01:
        work.note(f"the picture is {a:g}:{b:g} already")
        return
    if size is None:
        w, h = (1920, _even(1920 / ratio)) if ratio >= 1 else (_even(1920 * ratio), 1920)
        if aspect.mode == "crop":
            job.filter_video(44, f"crop='min(iw,ih*{a:g}/{b:g})':'min(ih,iw*{b:g}/{a:g})'")
        elif aspect.mode == "stretch":
            job.filter_video(44, f"scale=trunc(ih*{a:g}/{b:g}/2)*2:ih,setsar=1")
        else:
            job.filter_video(
                44,
                f"pad='max(iw,trunc(ih*{a:g}/{b:g}/2)*2)':'max(ih,trunc(iw*{b:g}/{a:g}/2)*2)':(ow-iw)/2:(oh-ih)/2:{bar_color(work)}",
            )
        return
    w, h = size
    if aspect.mode == "crop":
        cw, ch = (_even(h * ratio), h) if w / h > ratio else (w, _even(w / ratio))
        job.filter_video(44, f"crop={cw}:{ch}")
    elif aspect.mode == "stretch":
        job.filter_video(44, f"scale={_even(h * ratio)}:{h},setsar=1")
    else:
        pw, ph = (_even(h * ratio), _even(h)) if w / h < ratio else (_even(w), _even(w / ratio))
        if aspect.mode == "blur" or blurred:
            job.filter_video(44, globals()["blurred"](pw, ph))
            return
        if aspect.mode == "":
            work.note("bars fill the rest, so nothing is cut off or stretched (say 'crop' or 'stretch' for the other ways)")
        job.filter_video(44, f"pad={pw}:{ph}:(ow-iw)/2:(oh-ih)/2:{bar_color(work)},setsar=1")


_BARS = frozenset(("bars", "black_bars", "border", "borders", "background", "pad", "letterbox", "pillarbox", "fill", "padding"))


def bar_color(work: Work) -> str:
    """The colour of what is put around the picture: the one that the request names, else black."""
    from ffai.translate.offline.terms import COLORS

    named = sorted(work.words & COLORS - {"black"}) if work.words & _BARS else []
    return named[0] if len(named) == 1 else "black"


def _pad(job: Job, work: Work, pad: e.Pad, size: tuple[int, int] | None, *, handled: bool) -> None:
    if pad.margin:
        job.filter_video(47, f"pad=iw+{2 * pad.margin}:ih+{2 * pad.margin}:{pad.margin}:{pad.margin}:{pad.color}")
    elif pad.width and pad.height:
        if pad.blur:
            job.filter_video(45, blurred(pad.width, pad.height))
        else:
            job.filter_video(45, _fit(pad.width + pad.width % 2, pad.height + pad.height % 2, "pad", pad.color))
    elif pad.ratio and not pad.blur and not handled:
        _aspect(job, work, e.Aspect(pad.ratio, "pad"), size)
    elif pad.blur and not handled:
        w, h = (1920, 1080) if size is None or size[1] > size[0] else (1080, 1920)
        work.note(f"blurred bars make it {w}x{h}")
        job.filter_video(45, blurred(w, h))


def _purpose_shape(job: Job, work: Work, said: e.Purpose, size: tuple[int, int] | None, *, ratio_said: bool) -> None:
    from ffai.translate.offline.compile.coding import PURPOSES

    purpose = PURPOSES[said.name]
    if said.name == "dvd":
        ntsc = "ntsc" in work.words
        work.note(
            "NTSC: 720x480 at 29.97 frames a second" if ntsc else "PAL: 720x576 at 25 frames a second (say NTSC for the other)"
        )
        job.filter_video(44, _fit(720, 480 if ntsc else 576, "pad") + ",setdar=16/9")
        job.filter_video(78, "fps=30000/1001" if ntsc else "fps=25")
        return
    if purpose.ratio is not None and not ratio_said:
        w, h = 1080, 1920
        if size is None or abs(size[0] / size[1] - 9 / 16) > 0.01:
            if any(p.blur for p in work.all(e.Pad)):
                job.filter_video(40, blurred(w, h))
                work.edits = [x for x in work.edits if not isinstance(x, e.Pad)]
                return
            work.note("the picture is cropped to the vertical shape (say 'with blurred bars' to keep all of it)")
            job.filter_video(40, _fit(w, h, "fill"))
        elif size[0] > w:
            job.filter_video(40, f"scale={w}:{h}")
        return
    if purpose.short is None or size is None:
        if size is None and purpose.short and purpose.short <= 1080:
            job.filter_video(40, f"scale=-2:'min({purpose.short},ih)'")
        return
    if min(size) > purpose.short:
        n = purpose.short
        job.filter_video(40, f"scale={n}:-2" if size[1] > size[0] else f"scale=-2:{n}")
    elif size[0] % 2 or size[1] % 2:
        job.filter_video(40, "scale=trunc(iw/2)*2:trunc(ih/2)*2")


# --- colours and effects


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


# --- overlays and text


def overlay_place(place: str, margin: int) -> str:
    m = str(margin)
    x = m if "left" in place else "(W-w)/2" if place in ("center", "top", "bottom", "lower_third") else f"W-w-{m}"
    y = m if "top" in place else "(H-h)/2" if place in ("center", "left", "right") else f"H-h-{m}"
    return f"{x}:{y}"


def laid_over(job: Job, work: Work, media: Media | None) -> None:
    overlays = work.all(e.Overlay)
    if not overlays and work.has(e.ChromaKey) and (work.extras.get("image") or work.extras.get("video")):
        _keyed(job, work, media)
        return
    pool = list(work.extras.get("image", ())) + list(work.extras.get("video", ()))
    for overlay in overlays:
        path = overlay.path or (pool.pop(0) if pool else "")
        if overlay.path in pool:
            pool.remove(overlay.path)
        if not path:
            path = work.pick(("image",)) or ("logo.png" if overlay.kind == "image" and not work.context.folder else "")
            if not path:
                others = [x.name for x in work.context.folder if x.name != job.sources[0].path]
                raise CannotCompile("Which file is to be laid over the picture?", tuple(others[:6]))
            if not work.exists(path):
                work.note(f"the picture to lay over is taken to be {path}")
        other = work.media(path)
        still = other.is_image if other else overlay.kind == "image"
        index = job.add(path, media=other)
        _overlay_one(job, work, overlay, index, still=still, media=media)


def _overlay_one(job: Job, work: Work, overlay: e.Overlay, index: int, *, still: bool, media: Media | None) -> None:
    prepared: list[str] = []
    size = picture_size(media)
    if overlay.width or overlay.height:
        prepared.append(f"scale={overlay.width or -1}:{overlay.height or -1}")
    elif overlay.scale is not None:
        width = f"{_even(size[0] * overlay.scale)}" if size else None
        prepared.append(f"scale={width}:-1" if width else f"scale=iw*{overlay.scale:g}:-1")
    if overlay.opacity is not None:
        prepared.append(f"format=rgba,colorchannelmixer=aa={overlay.opacity:g}")
    place = (
        f"{overlay.x}:{overlay.y}"
        if overlay.x is not None and overlay.y is not None
        else overlay_place(overlay.place or "bottom_right", 10 if overlay.margin is None else overlay.margin)
    )
    if not overlay.place and overlay.x is None:
        work.note("placed at the bottom right")
    when = _enable(overlay.when)
    end = "" if still else ":eof_action=pass"
    prefix = f"[{index}:v]{','.join(prepared)}[ov{{n}}];" if prepared else ""
    label = "[ov{n}]" if prepared else f"[{index}:v]"
    job.filter_video(65, f"{prefix}{{in}}{label}overlay={place}{end}{when}{{out}}")


def _enable(when: e.Range | None) -> str:
    if when is None:
        return ""
    if when.end == e.END:
        return f":enable='gte(t,{seconds(when.start)})'"
    return f":enable='between(t,{seconds(when.start)},{seconds(when.end)})'"


def _keyed(job: Job, work: Work, media: Media | None) -> None:
    key = work.get(e.ChromaKey) or e.ChromaKey()
    path = (work.extras.get("image") or work.extras.get("video") or [""])[0]
    other = work.media(path)
    still = ("-loop", "1") if other is not None and other.is_image else ()
    index = job.add(path, *still, media=other)
    size = picture_size(media)
    fit = f"scale={size[0]}:{size[1]}" if size else "scale=1920:1080"
    color = "00FF00" if key.color == "green" else "0000FF"
    job.filter_video(
        60,
        f"{{in}}chromakey=0x{color}:0.25:0.1[key{{n}}];[{index}:v]{fit}[bg{{n}}];[bg{{n}}][key{{n}}]overlay=shortest=1{{out}}",
    )


_TEXT_PLACES = {
    "top": ("(w-text_w)/2", "h/20"), "bottom": ("(w-text_w)/2", "h-text_h-h/20"), "center": ("(w-text_w)/2", "(h-text_h)/2"), "lower_third": ("(w-text_w)/2", "h*3/4"),
    "top_left": ("w/40", "h/40"), "top_right": ("w-text_w-w/40", "h/40"), "bottom_left": ("w/40", "h-text_h-h/40"), "bottom_right": ("w-text_w-w/40", "h-text_h-h/40"), "left": ("w/40", "(h-text_h)/2"), "right": ("w-text_w-w/40", "(h-text_h)/2"),
}  # fmt: skip


def texts(job: Job, work: Work) -> None:
    sizes = [int(f.text.split("=")[1]) for f in work.all(e.VideoFilter) if f.text.startswith("@fontsize=")]
    for text in work.all(e.Text):
        x, y = _TEXT_PLACES[
            text.place or ("bottom" if not text.what else "bottom_left" if text.what != "timecode" else "top_left")
        ]
        size = str(text.size or (sizes[-1] if sizes else "h/18"))
        content = {
            "timecode": "text='%{pts\\:hms}'", "frame": "text='%{frame_num}'", "date": "text='%{localtime\\:%Y-%m-%d}'", "filename": f"text={filter_value(job.sources[0].path)}",
        }.get(text.what) or f"text={filter_value(_no_expansion(text.text))}"  # fmt: skip
        box = ":box=1:boxcolor=black@0.5:boxborderw=8" if text.box or text.what else ""
        color = text.color or "white"
        job.filter_video(70, f"drawtext={content}:fontsize={size}:fontcolor={color}:x={x}:y={y}{box}{_enable(text.when)}")
    burns = work.all(e.BurnSubtitles)
    for number, burn in enumerate(burns):
        burn_in(job, work, burn, number, len(burns))


def _no_expansion(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%")


def same_language(tag: str, wanted: str) -> bool:
    """ISO 639-2 has two codes for some languages (deu/ger, fra/fre, zho/chi ...), and taggers use 639-1 as well."""
    pairs = {
        "deu": ("ger", "de"),
        "fra": ("fre", "fr"),
        "zho": ("chi", "zh"),
        "nld": ("dut", "nl"),
        "spa": ("es", "esp"),
        "eng": ("en",),
        "jpn": ("ja",),
        "ita": ("it",),
        "por": ("pt",),
        "rus": ("ru",),
        "kor": ("ko",),
        "ces": ("cze", "cs"),
        "ell": ("gre", "el"),
        "fas": ("per", "fa"),
        "ron": ("rum", "ro"),
    }
    return tag == wanted or tag in pairs.get(wanted, ())


# --- sound


def sound(job: Job, work: Work, media: Media | None) -> None:
    for volume in work.all(e.Volume):
        amount = f"{volume.decibels:g}dB" if volume.decibels is not None else f"{volume.factor:g}"
        job.filter_audio(44, f"volume={amount}" + (_enable(volume.when) if volume.when else ""))
    for mute in work.all(e.Mute):
        if mute.every:
            job.filter_audio(44, f"volume=0:enable='gte(mod(t,{seconds(2 * mute.every)}),{seconds(mute.every)})'")
            continue
        start, end = absolute(mute.when, media.duration if media else None)
        when = _enable(e.Range(start, end)).removeprefix(":")
        job.filter_audio(44, f"volume=0:{when}" if when else "volume=0")
    for denoise in work.all(e.Denoise):
        if denoise.kind == "audio" or (denoise.kind == "" and job.has_audio):
            job.filter_audio(32, "afftdn=nf=-25")
    for extra in work.all(e.AudioFilter):
        job.filter_audio(extra.rank, extra.text)
    for silence in work.all(e.RemoveSilence):
        begin = "start_periods=1:start_threshold=-45dB:start_silence=0.05"
        every = "stop_periods=-1:stop_duration=0.5:stop_threshold=-45dB"
        if silence.where in ("end", "both"):
            head = f"silenceremove={begin}," if silence.where == "both" else ""
            job.filter_audio(15, f"{head}areverse,silenceremove={begin},areverse")
        else:
            job.filter_audio(15, f"silenceremove={begin if silence.where == 'start' else f'{begin}:{every}'}")
        if job.has_video:
            work.note("only the sound gets shorter; the picture keeps its length")
    _channels(job, work)
    for rate_ in work.all(e.SampleRate):
        job.coding += ["-ar", str(rate_.hertz)]
    normalise = work.get(e.Normalise)
    if normalise is not None:
        if normalise.peak is not None:
            _peak(job, work, media, normalise.peak)
        else:
            target = min(max(normalise.lufs if normalise.lufs is not None else -16.0, -70.0), -5.0)
            channels = work.get(e.Channels)
            if channels is not None and channels.count in (1, 2):  # mixed down first: that changes the loudness
                job.filter_audio(71, f"aformat=channel_layouts={'mono' if channels.count == 1 else 'stereo'}")
            job.filter_audio(72, f"loudnorm=I={target:g}:TP=-1.5:LRA=11")
            if not work.has(e.SampleRate):  # loudnorm works at 192 kHz and would leave it there
                rate_in = media.audio.sample_rate if media and media.audio and media.audio.sample_rate else 48000
                job.coding += ["-ar", str(rate_in)]
    delay = work.get(e.Delay)
    if delay is not None:
        _delay(job, work, delay)


def _channels(job: Job, work: Work) -> None:
    channels = work.get(e.Channels)
    if channels is None:
        return
    if channels.side:
        job.filter_audio(30, f"pan=mono|c0={'FL' if channels.side == 'left' else 'FR'}")
        return
    if channels.count == 6:
        source = job.sources[0].media
        if source is None or source.audio is None or (source.audio.channels or 2) < 6:
            work.note("5.1 made from fewer channels: they are spread, nothing is added")
    job.coding += ["-ac", str(channels.count)]


def _peak(job: Job, work: Work, media: Media | None, peak: float) -> None:
    """Peak normalisation: the gain is measured now, when the file is here."""
    found = measured_peak(work, media)
    if found is None:
        job.filter_audio(72, f"loudnorm=I=-16:TP={peak:g}:LRA=11")
        work.note("the peak can only be measured when the file is here; the loudness filter with that peak is used")
        return
    job.filter_audio(72, f"volume={peak - found:.1f}dB")


def measured_peak(work: Work, media: Media | None) -> float | None:
    if media is None or media.audio is None or work.context.tools.ffmpeg is None:
        return None
    import os
    import re
    import subprocess

    path = os.path.join(work.context.cwd, media.path)
    argv = [
        work.context.tools.ffmpeg,
        "-nostdin",
        "-hide_banner",
        "-i",
        f"file:{path}",
        "-vn",
        "-af",
        "volumedetect",
        "-f",
        "null",
        "-",
    ]
    try:
        done = subprocess.run(argv, capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(rb"max_volume: (-?[\d.]+) dB", done.stderr)
    return float(found.group(1)) if found else None


def _delay(job: Job, work: Work, delay: e.Delay) -> None:
    source = job.sources[0]
    seconds_ = delay.seconds
    if delay.kind == "video":
        seconds_ = -seconds_
    if seconds_ >= 0:
        job.filter_audio(20, f"adelay={round(seconds_ * 1000)}:all=1")
    else:
        job.filter_audio(20, f"atrim=start={seconds(-seconds_)},asetpts=PTS-STARTPTS,apad=pad_dur={seconds(-seconds_)}")
    _ = source, work


# --- speed, order, fades, rate


def tempo(factor: float) -> str:
    """atempo takes 0.5 to 100 (0.5 to 2 in old versions): larger changes go in steps."""
    steps = []
    while factor > 2.0:
        steps.append("atempo=2")
        factor /= 2.0
    while factor < 0.5:
        steps.append("atempo=0.5")
        factor /= 0.5
    if abs(factor - 1) > 1e-9 or not steps:
        steps.append(f"atempo={round(factor, 6):g}")
    return ",".join(steps)


def speed(job: Job, work: Work, media: Media | None) -> None:
    for change in work.all(e.Speed):
        factor = change.factor
        if change.duration:
            if job.duration is None:
                raise CannotCompile("How long is the file? The speed follows from its length.")
            factor = job.duration / change.duration
        if not 0.01 <= factor <= 100:
            work.note(f"{factor:g} times is out of reach; the nearest of 0.01 and 100 is taken")
            factor = min(max(factor, 0.01), 100)
        if job.has_video:
            job.filter_video(75, f"setpts={'PTS' if factor == 1 else f'PTS/{round(factor, 6):g}'}")
        if job.has_audio:
            if change.pitch:
                job.filter_audio(60, tempo(factor))
            else:
                rate_in = media.audio.sample_rate if media and media.audio and media.audio.sample_rate else 44100
                job.filter_audio(60, f"asetrate={round(rate_in * factor)},aresample={rate_in}")
        if job.duration is not None:
            job.duration /= factor
    for pitch in work.all(e.Pitch):
        ratio = 2 ** (pitch.semitones / 12)
        if work.has_filter("rubberband"):
            job.filter_audio(61, f"rubberband=pitch={ratio:.6f}")
        else:
            rate_in = media.audio.sample_rate if media and media.audio and media.audio.sample_rate else 44100
            job.filter_audio(61, f"asetrate={round(rate_in * ratio)},aresample={rate_in},{tempo(1 / ratio)}")
    for reverse in work.all(e.Reverse):
        if job.has_video and reverse.kind != "audio":
            job.filter_video(80, "reverse")
        if job.has_audio and reverse.kind != "video":
            job.filter_audio(80, "areverse")
        if media is None or (media.duration or 0) > 60:
            work.note("reversing holds the whole stretch in memory")
    for freeze in work.all(e.Freeze):
        _freeze(job, work, freeze)
    if work.get(e.Boomerang):
        if job.has_video:
            job.filter_video(81, "{in}split[f{n}][b{n}];[b{n}]reverse[r{n}];[f{n}][r{n}]concat=n=2:v=1{out}")
        job.has_audio = False
        job.duration = job.duration * 2 if job.duration else None


def _freeze(job: Job, work: Work, freeze: e.Freeze) -> None:
    length = seconds(freeze.seconds)
    if freeze.at == e.END:
        job.filter_video(76, f"tpad=stop_mode=clone:stop_duration={length}")
        job.filter_audio(76, f"apad=pad_dur={length}")
    elif freeze.at == 0:
        job.filter_video(76, f"tpad=start_mode=clone:start_duration={length}")
        job.filter_audio(76, f"adelay={round(freeze.seconds * 1000)}:all=1")
    else:
        at = seconds(freeze.at)
        job.filter_video(
            76,
            f"{{in}}split[h{{n}}][t{{n}}];[h{{n}}]trim=end={at},tpad=stop_mode=clone:stop_duration={length}[hh{{n}}];[t{{n}}]trim=start={at},setpts=PTS-STARTPTS[tt{{n}}];[hh{{n}}][tt{{n}}]concat=n=2:v=1{{out}}",
        )
        job.filter_audio(
            76,
            f"{{in}}asplit[g{{n}}][u{{n}}];[g{{n}}]atrim=end={at},apad=pad_dur={length}[gg{{n}}];[u{{n}}]atrim=start={at},asetpts=PTS-STARTPTS[uu{{n}}];[gg{{n}}][uu{{n}}]concat=n=2:v=0:a=1{{out}}",
        )
    if job.duration is not None:
        job.duration += freeze.seconds
    _ = work


def fades(job: Job, work: Work) -> None:
    for fade in work.all(e.Fade):
        length = fade.seconds or 1.0
        start = fade.start if fade.start is not None else 0.0
        color = f":color={fade.color}" if fade.color not in ("", "black") else ""
        wants_video = job.has_video and fade.kind in ("", "video")
        wants_audio = job.has_audio and fade.kind in ("", "audio")
        if fade.direction == "out" and fade.start is None:
            if job.duration is None:
                # the end is not known: what is reversed, faded in and reversed back fades out
                if wants_video:
                    job.filter_video(85, f"reverse,fade=t=in:d={seconds(length)}{color},reverse")
                if wants_audio:
                    job.filter_audio(85, f"areverse,afade=t=in:d={seconds(length)},areverse")
                continue
            if length > job.duration:
                work.note(f"the fade is as long as the file: {seconds(job.duration)} s")
                length = job.duration
            start = job.duration - length
        where = f":st={seconds(start)}" if start or fade.direction == "out" else ""
        if wants_video:
            job.filter_video(85, f"fade=t={fade.direction}{where}:d={seconds(length)}{color}")
        if wants_audio:
            job.filter_audio(85, f"afade=t={fade.direction}{where}:d={seconds(length)}")


_EXACT_RATES = {
    29.97: "30000/1001",
    23.976: "24000/1001",
    23.98: "24000/1001",
    59.94: "60000/1001",
    47.952: "48000/1001",
    119.88: "120000/1001",
}


def rate_name(rate_: float) -> str:
    return _EXACT_RATES.get(round(rate_, 3)) or _EXACT_RATES.get(round(rate_, 2)) or f"{rate_:g}"


def rate(job: Job, work: Work, media: Media | None) -> None:
    source = media.video.frame_rate if media and media.video else None
    interpolate = work.get(e.Interpolate)
    for fps in work.all(e.Fps):
        value = fps.rate
        if value < 0:  # -0.5 and -2: half and double of what the file has
            value = -value * (source or 30.0)
        if fps.interpolate or interpolate is not None:
            job.filter_video(78, f"minterpolate=fps={rate_name(value)}")
        else:
            job.filter_video(78, f"fps={rate_name(value)}")
            if source and value > source * 1.3 and not work.has(e.Gif, e.Frames):
                work.note("frames are repeated to reach the rate (say 'interpolate' for new ones)")
    if interpolate is not None and not work.has(e.Fps):
        job.filter_video(78, f"minterpolate=fps={interpolate.fps or max(60, round((source or 30) * 2))}")
    if work.all(e.ConstantRate) and not work.has(e.Fps):
        job.filter_video(78, f"fps={rate_name(source or 30.0)}")
    purpose = work.get(e.Purpose)
    if purpose is not None and not work.has(e.Fps):
        from ffai.translate.offline.compile.coding import PURPOSES

        limit = PURPOSES[purpose.name].fps
        if limit and source and source > limit + 0.5:
            job.filter_video(78, f"fps={limit:g}")


_ = COLORS
