"""Sizes, shapes, turns, marks, colours, frames a second."""

from typing import Any

from ffai.translate.offline import edits as e
from ffai_evals.judge.cues import apart
from ffai_evals.judge.media import kind_of
from ffai_evals.judge.tables import RESHAPING
from ffai_evals.judge.wanted.base import The, Wants, chosen_subtitles, same_shape, wants

_GREYS = ("greyscale", "grayscale", "gray", "grey", "bw")


@wants(e.Scale)
def _scale(edit: e.Scale, the: The) -> Wants | None:
    others = the.kinds & {e.Crop, e.Pad, e.Aspect, e.Orientation, e.Rotate, e.Stack, e.Overlay, e.ContactSheet}
    w, h = the.spec.width, the.spec.height
    if the.spec.value("rot") in ("90", "270"):
        w, h = h, w
    if the.result == "audio" or e.Overlay in others or e.ContactSheet in others or e.Stack in others:
        return None
    if edit.wider or edit.taller:
        return (
            {"size": [round(w * edit.wider) if edit.wider else None, round(h * edit.taller) if edit.taller else None]}
            if not others
            else None
        )
    if edit.factor is not None:
        return {"size": [round(w * edit.factor), round(h * edit.factor)]} if not others else None
    if edit.width and edit.height:
        given: list[list[int | None]] = [[edit.width, edit.height]]
        if edit.mode in ("fit", "") and not others:
            given += [[edit.width, None], [None, edit.height]] if edit.mode == "fit" else []
        if (edit.width > edit.height) != (w > h):
            given.append([edit.height, edit.width])
        return {"size": {"any": given}}
    if others - {e.Rotate}:
        return None
    if edit.only_smaller:
        return None
    if edit.short_side:
        two_k = edit.short_side in (1080, 1152, 1440) and the.says(r"\b2k\b")
        lines = {edit.short_side} | ({1152, 1440} if two_k else set())
        return {"size": {"any": [([n, None] if w < h else [None, n]) for n in sorted(lines)] + ([[2048, None]] if two_k else [])}}
    alone = sum(isinstance(x, e.Scale) for x in the.edits) == 1
    kept: Wants = (
        {"same": ["aspect"]}
        if alone and the.result == "video" and not any(isinstance(x, RESHAPING) for x in the.edits) and not the.spec.value("rot")
        else {}
    )
    return {"size": [edit.width, edit.height], **kept} if edit.width or edit.height else None


@wants(e.Crop)
def _crop(edit: e.Crop, the: The) -> Wants | None:
    if the.kinds & {e.Scale, e.Pad, e.Rotate}:
        return None
    if edit.ratio:
        return {"aspect": edit.ratio[0] / edit.ratio[1]}
    width, height = edit.width or "", edit.height or ""
    if width.isdigit() and height.isdigit() and int(width) <= the.spec.width and int(height) <= the.spec.height:
        middle = edit.x is None and edit.y is None and not any(isinstance(x, RESHAPING) and x is not edit for x in the.edits)
        still = middle and the.result == "video" and not the.kinds & {e.Keep, e.CutOut, e.Speed}
        return {"size": [int(width), int(height)]} | (
            {"like": {"filter": f"crop={width}:{height}", "min": 17.0}, "centred": [int(width), int(height)]} if still else {}
        )
    return None


@wants(e.Pad)
def _pad(edit: e.Pad, the: The) -> Wants | None:
    still = same_shape(the._replace(kinds=the.kinds - {e.Pad, e.Scale, e.Aspect}))
    kept: Wants = {"undistorted": True} if still and not edit.margin else {}
    if edit.width and edit.height:
        bars: Wants = {"bars": [22, 255]} if edit.blur and still else {}
        return {"size": [edit.width, edit.height], **kept, **bars}
    return {"aspect": edit.ratio[0] / edit.ratio[1], **kept} if edit.ratio else None


@wants(e.Aspect)
def _aspect(edit: e.Aspect, the: The) -> Wants | None:
    sizes = [x for x in the.edits if isinstance(x, e.Scale) and x.width and x.height]
    if sizes and abs((sizes[0].width or 1) / (sizes[0].height or 1) - edit.ratio[0] / edit.ratio[1]) > 0.02:
        return None
    wish: Wants = {"aspect": edit.ratio[0] / edit.ratio[1]}
    if edit.mode in ("pad", "crop") and same_shape(the._replace(kinds=the.kinds - {e.Aspect, e.Scale, e.Pad, e.Crop})):
        wish["undistorted"] = True
    return wish


@wants(e.Stack)
def _stack(edit: e.Stack, the: The) -> Wants | None:
    """The pictures of media that are made alike stand side by side, or above each other."""
    alone = the.result == "video" and len([n for n in the.media if kind_of(n) == "video"]) >= 2
    others = any(isinstance(x, RESHAPING) and not isinstance(x, e.Stack | e.Concat) for x in the.edits)
    return {"stacked": edit.how} if alone and not others and edit.how in ("horizontal", "vertical") else None


@wants(e.Orientation)
def _orientation(edit: e.Orientation, the: The) -> Wants | None:
    return None


@wants(e.Rotate)
def _rotate(edit: e.Rotate, the: The) -> Wants | None:
    if edit.metadata or the.result not in ("video", "image") or edit.degrees % 90 or the.spec.value("rot"):
        return None
    chain = {90: "transpose=1", 180: "hflip,vflip", 270: "transpose=2"}.get(round(edit.degrees) % 360)
    quiet = (
        chain
        and not any(isinstance(x, RESHAPING) and x is not edit for x in the.edits)
        and not the.kinds & {e.Keep, e.CutOut, e.Speed}
    )
    wish: Wants = {"like": {"filter": chain, "min": 17.0}} if quiet else {}
    if round(edit.degrees) % 180 == 90 and not the.kinds & {e.Scale, e.Crop, e.Pad, e.Aspect}:
        wish["size"] = [the.spec.height, the.spec.width]
    return wish or None


@wants(e.Flip)
def _flip(edit: e.Flip, the: The) -> Wants | None:
    others = [x for x in the.edits if x is not edit and not (isinstance(x, e.Look) and x.name in _GREYS)]
    alone = not any(isinstance(x, RESHAPING) for x in others) and not the.kinds & {e.Keep, e.CutOut, e.Speed}
    return (
        {"like": {"filter": {"horizontal": "hflip", "vertical": "vflip"}[edit.axis], "min": 17.0}}
        if alone and the.result == "video"
        else None
    )


@wants(e.Fps, e.Interpolate)
def _fps(edit: Any, the: The) -> Wants | None:
    rate = edit.rate if isinstance(edit, e.Fps) else edit.fps
    if rate is None or the.result not in ("video", "gif") or the.kinds & {e.Frames, e.Slideshow}:
        return None
    if the.result == "gif":  # hundredths of a second stand between its frames
        return {"fps": [rate * 0.88, rate * 1.15]}
    return {"fps": [rate * 0.985, rate * 1.015]}


@wants(e.Look)
def _look(edit: e.Look, the: The) -> Wants | None:
    if edit.name in _GREYS and the.result in ("video", "image", "gif"):
        return {"saturation": [0, 8]}
    if edit.name == "sepia" and same_shape(the):
        return {"warm": 8}
    if edit.name in ("negative", "negate", "invert") and same_shape(the):
        return {"like": {"filter": "negate", "min": 14.0}}
    return {"differs": 1.0} if same_shape(the) else None


@wants(e.Colour)
def _colour(edit: e.Colour, the: The) -> Wants | None:
    if the.result != "video" or the.kinds & {e.Keep, e.Speed}:
        return None
    out: Wants = {}
    if edit.brightness and not edit.contrast:
        out["brighter"] = [1, 200] if edit.brightness > 0 else [-200, -1]
    if edit.saturation is not None and edit.saturation != 1:
        out["vivid"] = [1.03, 9] if edit.saturation > 1 else [0, 0.97]
    return out or None


@wants(e.Overlay, e.Text)
def _marked(edit: Any, the: The) -> Wants | None:
    if not same_shape(the) or (isinstance(edit, e.Overlay) and edit.opacity is not None and edit.opacity < 0.15):
        return None
    if edit.when is not None:
        first, last = edit.when.start, min(edit.when.end, the.spec.duration)
        if edit.when.unit != "s" or first < 0 or last - first < 0.2:
            return None
        return {"marked": {"at": round((first + last) / 2, 2)}}
    return {"marked": edit.place or True}


@wants(e.BurnSubtitles)
def _burnt(edit: e.BurnSubtitles, the: The) -> Wants | None:
    """The cues of the subtitles that are made for it stand from 0.5 to 2 s."""
    shift = sum(x.seconds for x in the.edits if isinstance(x, e.ShiftSubtitles))
    at = 1.2 + shift if shift >= 0 else 3.75 + shift
    if the.spec.value("cues") == "apart":
        at = apart(chosen_subtitles(edit.select, the))[0] + 0.5 + shift
    return {"marked": {"at": round(at, 2)}, "has": {"video": True}} if same_shape(the) and 0 < at < the.spec.duration else None


@wants(e.Blur)
def _blurred(edit: e.Blur, the: The) -> Wants | None:
    whole = edit.region is None and not edit.place and edit.when is None
    return {"detail": [0, 0.93]} if whole and same_shape(the) else None


@wants(e.Deinterlace)
def _deinterlaced(edit: Any, the: The) -> Wants | None:
    return {"interlaced": False} if same_shape(the) else None


@wants(e.Fade)
def _fade(edit: e.Fade, the: The) -> Wants | None:
    if (edit.kind == "audio" or the.result == "audio") and edit.start is None:
        alone = not the.kinds & {
            e.Keep,
            e.CutOut,
            e.Speed,
            e.Concat,
            e.Crossfade,
            e.MixAudio,
            e.RemoveSilence,
            e.Loop,
            e.Reverse,
            e.ReplaceAudio,
        }
        long = (edit.seconds or 1.0) >= 0.5 and the.spec.duration > 2 * (edit.seconds or 1.0)
        return {"fades_in" if edit.direction == "in" else "fades_out": True} if alone and long and the.spec.sounds else None
    if (
        edit.kind == "audio"
        or the.result != "video"
        or the.kinds & {e.Keep, e.CutOut, e.Speed, e.Concat, e.Crossfade, e.Batch, e.Text, e.Overlay}
        or edit.start
    ):
        return {} if edit.kind == "audio" else None
    low, high = (0, 70) if edit.color == "black" else (180, 255)
    return {"luma_in" if edit.direction == "in" else "luma_out": [low, high]}
