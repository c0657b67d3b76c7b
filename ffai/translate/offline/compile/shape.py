"""Edits of the picture's size and shape, and what cleans it: crop, turn, scale, aspect, bars."""

import re

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job, seconds
from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.translate.offline.named import filter_text
from ffai.values import Media


def clean(job: Job, work: Work) -> None:
    for turn in work.all(e.Deinterlace)[-1:]:
        name = turn.filter or ("bwdif" if work.has_filter("bwdif") else "yadif")
        options = dict(turn.options)
        source = job.sources[0].media.video.frame_rate if job.sources[0].media and job.sources[0].media.video else None
        double = bool(work.words & {"double", "smooth", "smoother", "doubled"}) or any(
            f.rate > 1.6 * source if source else f.rate >= 50 for f in work.all(e.Fps)
        )
        if name in ("estdif", "w3fdif") and "mode" not in options:
            options["mode"] = "field" if double else "frame"
        elif name in ("yadif", "bwdif") and "mode" not in options and (double or name == "bwdif"):  # bwdif doubles unless told
            options["mode"] = "send_field" if double else "send_frame"
        job.filter_video(5, filter_text(name, tuple(options.items())))
    for denoise in work.all(e.Denoise):
        if denoise.kind == "video" or (denoise.kind == "" and not job.has_audio):
            amount = {"light": "3:2:4:3", "strong": "14:11:18:14"}.get(denoise.strength)
            job.filter_video(12, filter_text(denoise.filter or "hqdn3d", denoise.options, amount))
    if work.get(e.Stabilise) and not work.has_filter("vidstabdetect"):
        job.filter_video(8, "deshake")
        work.note("this ffmpeg has no vidstab; the simpler deshake filter is used")


# --- size and shape


def picture_size(media: Media | None) -> tuple[int, int] | None:
    return media.shown_size if media else None


def shape(job: Job, work: Work, media: Media | None) -> None:
    """Crop, turn, size, bars: in an expert's order, or in the one that was said."""
    size = picture_size(media)
    said = work.get(e.Sequence)
    steps = said.steps if said is not None else ()
    for name in (*steps, *(s for s in _STEPS if s not in steps)):
        before = len(job.video)
        size = _STEPS[name](job, work, media, size)
        if steps:  # what was done before stays before
            least = max((node.rank for node in job.video[:before] if node.rank < 50), default=0.0)
            for n in range(before, len(job.video)):
                job.video[n] = job.video[n]._replace(rank=max(job.video[n].rank, least + 0.01))
    scaler = work.get(e.Scaler)
    if scaler is not None and not any("scale=" in node.text for node in job.video):
        work.note("no size is said: 720 lines are made; name the one you want")
        job.filter_video(40, "scale=-2:720")
    if scaler is not None:
        for n, node in enumerate(job.video):
            if "scale=" in node.text:
                job.video[n] = node._replace(
                    text=re.sub(r"(?<![\w])scale=([^,;\[]*)", rf"scale=\1:flags={scaler.name}", node.text)
                )


def _crops(job: Job, work: Work, media: Media | None, size: tuple[int, int] | None) -> tuple[int, int] | None:
    for crop in work.all(e.Crop):
        _crop(job, work, crop, media, size)
        size = _cropped(size, crop)
    return size


def _turns(job: Job, work: Work, media: Media | None, size: tuple[int, int] | None) -> tuple[int, int] | None:
    turned = False
    for turn in work.all(e.Rotate):
        turned = _rotate(job, work, turn, media) or turned
    for flip in work.all(e.Flip):
        job.filter_video(26, "hflip" if flip.axis == "horizontal" else "vflip")
    return (size[1], size[0]) if turned and size else size


def _aspects(work: Work, size: tuple[int, int] | None) -> list[e.Aspect]:
    orientation = work.get(e.Orientation)
    aspects = [a for a in work.all(e.Aspect) if a.mode != "source"]
    if orientation is not None and not any(s.width and s.height for s in work.all(e.Scale)) and not aspects:
        tall = orientation.name == "portrait"
        if size is None or (size[1] > size[0]) != tall:
            aspects = [e.Aspect((9.0, 16.0) if tall else (16.0, 9.0))]
    return aspects


def _sizes(job: Job, work: Work, media: Media | None, size: tuple[int, int] | None) -> tuple[int, int] | None:
    _ = media
    scales = work.all(e.Scale)
    purpose = work.get(e.Purpose)
    if purpose is not None and not scales:
        _purpose_shape(job, work, purpose, size, ratio_said=bool(_aspects(work, size)))
    blurred = any(p.blur for p in work.all(e.Pad))
    for scale in scales:
        size = _scale(job, work, scale, size, blurred=blurred) or size
    return size


def _pads(job: Job, work: Work, media: Media | None, size: tuple[int, int] | None) -> tuple[int, int] | None:
    _ = media
    scales, aspects = work.all(e.Scale), _aspects(work, size)
    blurred = any(p.blur for p in work.all(e.Pad))
    for aspect in aspects:
        framed = any(s.width and s.height for s in scales) or any(p.width and p.height for p in work.all(e.Pad))
        if framed and (aspect.mode in ("", "crop", "pad")):
            continue
        _aspect(job, work, aspect, size, blurred=blurred)
    for pad in work.all(e.Pad):
        _pad(job, work, pad, size, handled=bool(aspects or scales))
    return size


_STEPS = {"crop": _crops, "turn": _turns, "size": _sizes, "pad": _pads}


def even(value: float) -> int:
    return max(2, round(value / 2) * 2)


def _cropped(size: tuple[int, int] | None, crop: e.Crop) -> tuple[int, int] | None:
    """The size that a crop leaves, where it is known."""
    if size is None or crop.detect:
        return size
    w, h = size
    if crop.ratio is not None:
        a, b = crop.ratio
        return int(min(w, h * a / b)), int(min(h, w * b / a))
    given = (crop.width or "", crop.height or "")
    return (int(given[0]), int(given[1])) if given[0].isdigit() and given[1].isdigit() else size


def _crop(job: Job, work: Work, crop: e.Crop, media: Media | None, size: tuple[int, int] | None) -> None:
    if crop.detect:
        box = detected_bars(work, media)
        if box is None:
            work.note("no black bars could be measured here; cropdetect finds them: ffmpeg -i FILE -vf cropdetect -f null -")
            raise CannotCompile("Which part is to be kept? The black bars can only be measured when the file is here.")
        job.filter_video(20, f"crop={box}")
        return
    if crop.ratio is not None:
        a, b = crop.ratio
        shaped = f"crop='min(iw,ih*{a:g}/{b:g})':'min(ih,iw*{b:g}/{a:g})'" if a != b else "crop='min(iw,ih)':'min(iw,ih)'"
        at = f":{crop.x or '(iw-ow)/2'}:{crop.y or '(ih-oh)/2'}" if crop.x is not None or crop.y is not None else ""
        job.filter_video(20, shaped + at)
        return
    w, h = crop.width or "iw", crop.height or "ih"
    if size and w.isdigit() and h.isdigit() and (int(w) > size[0] or int(h) > size[1]):
        work.note(f"the picture is only {size[0]}x{size[1]}: it is filled and cropped to {w}x{h}")
        place = f":{crop.x or '(iw-ow)/2'}:{crop.y or '(ih-oh)/2'}" if crop.x is not None or crop.y is not None else ""
        job.filter_video(20, f"scale={w}:{h}:force_original_aspect_ratio=increase,crop={w}:{h}{place}")
        return
    if "min(" in w + h:  # only what stands out: of the size that was asked for, where one was
        job.filter_video(45 if work.has(e.Scale) else 20, f"crop='{w}':'{h}'")
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
        fill = "none" if turn.color == "transparent" else turn.color
        job.filter_video(
            25, f"rotate={degrees:g}*PI/180:ow=rotw({degrees:g}*PI/180):oh=roth({degrees:g}*PI/180){f':c={fill}' if fill else ''}"
        )
        job.filter_video(94, "crop=trunc(iw/2)*2:trunc(ih/2)*2")
    return False


def fit(w: int, h: int, mode: str, color: str = "black") -> str:
    if mode == "stretch":
        return f"scale={w}:{h},setsar=1"
    if mode == "fill":
        return f"scale={w}:{h}:force_original_aspect_ratio=increase,crop={w}:{h},setsar=1"
    if mode == "fit":
        return f"scale={w}:{h}:force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1"
    return f"scale={w}:{h}:force_original_aspect_ratio=decrease,pad={w}:{h}:(ow-iw)/2:(oh-ih)/2:{color},setsar=1"


def blurred_bars(w: int, h: int) -> str:
    return (
        f"{{in}}split[bg{{n}}][fg{{n}}];[bg{{n}}]scale={w}:{h}:force_original_aspect_ratio=increase,crop={w}:{h},gblur=sigma=20[bb{{n}}];"
        f"[fg{{n}}]scale={w}:{h}:force_original_aspect_ratio=decrease[ff{{n}}];[bb{{n}}][ff{{n}}]overlay=(W-w)/2:(H-h)/2,setsar=1{{out}}"
    )


# words by which only one side is meant, and the picture's shape is not to stay
_BY_ITSELF = frozenset("stretch stretched squash squeeze squish distort distorted only unchanged anamorphic".split())


def _scale(
    job: Job, work: Work, scale: e.Scale, size: tuple[int, int] | None, *, blurred: bool = False
) -> tuple[int, int] | None:
    """Adds the scale filter; gives the new size when it is known."""
    if scale.factor is not None:
        f = scale.factor
        job.filter_video(40, f"scale=round(iw*{f:g}/2)*2:round(ih*{f:g}/2)*2")
        return (even(size[0] * f), even(size[1] * f)) if size else None
    if scale.wider is not None or scale.taller is not None:
        a, b = scale.wider or 1.0, scale.taller or 1.0
        if None in (scale.wider, scale.taller) and not work.words & (_BY_ITSELF | {"height" if scale.wider else "width"}):
            # "half as wide": the shape stays
            job.filter_video(41, f"scale=round(iw*{a:g}/2)*2:-2" if scale.wider else f"scale=-2:round(ih*{b:g}/2)*2")
            return (even(size[0] * a * b), even(size[1] * a * b)) if size else None
        job.filter_video(41, f"scale=round(iw*{a:g}/2)*2:round(ih*{b:g}/2)*2")
        return (even(size[0] * a), even(size[1] * b)) if size else None
    if scale.width and scale.height and scale.only_smaller and scale.mode in ("fit", ""):
        work.note(f"no larger than {scale.width}x{scale.height}, and never enlarged")
        job.filter_video(
            40,
            f"scale='min({scale.width},iw)':'min({scale.height},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2",
        )
        return None
    if scale.width and scale.height:
        w, h = scale.width, scale.height
        if w % 2 or h % 2:
            if job.has_video and not work.has(e.Gif, e.Frames):
                work.note(f"{w}x{h} has an odd side, which most codecs refuse; {w + w % 2}x{h + h % 2} is made")
            w, h = w + w % 2, h + h % 2
        if blurred:
            job.filter_video(40, blurred_bars(w, h))
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
        if scale.if_larger and size is None:
            job.filter_video(40, f"scale='min({w},iw)':'min({h},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2")
            return w, h
        job.filter_video(40, f"scale={w}:{h}" if not mode else fit(w, h, mode, bar_color(work)))
        return w, h
    if scale.if_larger and size is not None and _small_already(scale, size):
        work.note(f"{size[0]}x{size[1]} is no larger: the size stays")
        return size
    if scale.short_side:
        n = scale.short_side
        if size is None:
            job.filter_video(40, f"scale=-2:'min({n},ih)'" if scale.if_larger else f"scale=-2:{n}")
            return None
        short = min(size)
        if scale.only_smaller and short <= n:
            n = even(short / 2) if work.words & {"low_resolution"} else short
        portrait = size[1] > size[0]
        if short < n:
            work.note(f"{size[0]}x{size[1]} is smaller than {n} lines: it is enlarged, which adds no detail")
        job.filter_video(40, f"scale={n}:-2" if portrait else f"scale=-2:{n}")
        other = even(max(size) * n / short)
        return (n, other) if portrait else (other, n)
    if scale.width or scale.height:
        n = scale.width or scale.height or 0
        known = size[0 if scale.width else 1] if size else None
        n = n + n % 2 if not work.has(e.Frames, e.Gif) else n
        if scale.only_smaller or scale.if_larger:
            value = f"'min({n},{'iw' if scale.width else 'ih'})'" if known is None else str(min(n, known))
        else:
            value = str(n)
        job.filter_video(40, f"scale={value}:-2" if scale.width else f"scale=-2:{value}")
        if size:
            n = min(n, known or n) if scale.only_smaller else n
            return (n, even(size[1] * n / size[0])) if scale.width else (even(size[0] * n / size[1]), n)
        return None
    if scale.multiple > 1:
        m = scale.multiple
        job.filter_video(40, f"scale=round(iw/{m})*{m}:round(ih/{m})*{m}" if m > 2 else "scale=trunc(iw/2)*2:trunc(ih/2)*2")
    return size


def _small_already(scale: e.Scale, size: tuple[int, int]) -> bool:
    if scale.short_side:
        return min(size) <= scale.short_side
    return size[0] <= (scale.width or size[0]) and size[1] <= (scale.height or size[1])


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
        w, h = (1920, even(1920 / ratio)) if ratio >= 1 else (even(1920 * ratio), 1920)
        if aspect.mode == "blur" or blurred:
            job.filter_video(44, blurred_bars(w, h))
            work.note(f"the size of the file is not known here: {w}x{h} is made")
        elif aspect.mode == "crop":
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
        cw, ch = (even(h * ratio), h) if w / h > ratio else (w, even(w / ratio))
        job.filter_video(44, f"crop={cw}:{ch}")
    elif aspect.mode == "stretch":
        job.filter_video(44, f"scale={even(h * ratio)}:{h},setsar=1")
    else:
        pw, ph = (even(h * ratio), even(h)) if w / h < ratio else (even(w), even(w / ratio))
        if aspect.mode == "blur" or blurred:
            job.filter_video(44, blurred_bars(pw, ph))
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
            job.filter_video(45, blurred_bars(pad.width, pad.height))
        else:
            job.filter_video(45, fit(pad.width + pad.width % 2, pad.height + pad.height % 2, "pad", pad.color))
    elif pad.ratio and not pad.blur and not handled:
        _aspect(job, work, e.Aspect(pad.ratio, "pad"), size)
    elif pad.blur and not handled:
        w, h = (1920, 1080) if size is None or size[1] > size[0] else (1080, 1920)
        work.note(f"blurred bars make it {w}x{h}")
        job.filter_video(45, blurred_bars(w, h))


def _purpose_shape(job: Job, work: Work, said: e.Purpose, size: tuple[int, int] | None, *, ratio_said: bool) -> None:
    from ffai.translate.offline.compile.coding import PURPOSES

    purpose = PURPOSES[said.name]
    if said.name == "dvd":
        ntsc = "ntsc" in work.words
        work.note(
            "NTSC: 720x480 at 29.97 frames a second" if ntsc else "PAL: 720x576 at 25 frames a second (say NTSC for the other)"
        )
        job.filter_video(44, fit(720, 480 if ntsc else 576, "pad") + ",setdar=16/9")
        if not work.has(e.Fps):
            job.filter_video(78, "fps=30000/1001" if ntsc else "fps=25")
        return
    if purpose.ratio is not None and not ratio_said:
        w, h = 1080, 1920
        if size is None or abs(size[0] / size[1] - 9 / 16) > 0.01:
            if any(p.blur for p in work.all(e.Pad)):
                job.filter_video(40, blurred_bars(w, h))
                work.edits = [x for x in work.edits if not isinstance(x, e.Pad)]
                return
            work.note("the picture is cropped to the vertical shape (say 'with blurred bars' to keep all of it)")
            job.filter_video(40, fit(w, h, "fill"))
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
