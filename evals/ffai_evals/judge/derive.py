"""Expectations of a request that came without any: derived from ffai's own reading of it, edit by edit.

Each kind of edit says what has to be measurable in the file that comes out. What one edit makes of another (a part that is cut out and
then sped up) is composed where it can be said exactly, and left unchecked where it cannot: a requirement that might be wrong is worse
than one that is missing. What was left unchecked is told, and so is how sure the reading is.
"""

import os
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ffai_guards.requests import review

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai_evals.judge.lengths import composed, parts_of
from ffai_evals.judge.media import Spec, kind_of
from ffai_evals.judge.scene import Scene


class Derived(NamedTuple):
    expect: tuple[dict[str, Any], ...]  # alternatives, as an item has them
    sure: float  # 0 to 1: the share of what the request says that is understood and checked
    unchecked: tuple[str, ...]  # what is asked and not checked, and words that are not understood


class The(NamedTuple):
    """What requirements are derived from."""

    spec: Spec  # of the main input
    edits: list[Any]
    kinds: set[type]
    result: str  # what has to come out: video, audio, image, subtitle, gif, ""
    request: str = ""


Wants = dict[str, Any]
_WANTS: dict[type, Callable[[Any, The], Wants | None]] = {}


def wants(*kinds: type) -> Callable[[Callable[[Any, The], Wants | None]], Callable[[Any, The], Wants | None]]:
    """Registers what an edit of these kinds demands of the one file that comes out; None for what cannot be checked."""

    def register(function: Callable[[Any, The], Wants | None]) -> Callable[[Any, The], Wants | None]:
        for kind in kinds:
            _WANTS[kind] = function
        return function

    return register


_ALSO = {
    "mp4": ("mp4", "m4v"), "jpg": ("jpg", "jpeg"), "jpeg": ("jpg", "jpeg"), "aac": ("aac", "m4a"), "m4a": ("m4a", "aac", "mp4"), "ogg": ("ogg", "oga", "opus", "ogv"), "opus": ("opus", "ogg", "webm", "oga"),
    "mpg": ("mpg", "mpeg", "vob"), "ts": ("ts", "mts", "m2ts"), "tiff": ("tif", "tiff"), "tif": ("tif", "tiff"), "hls": ("m3u8",), "dash": ("mpd",), "aiff": ("aiff", "aif"), "mkv": ("mkv", "mka", "mks"), "ass": ("ass", "ssa"),
    "vtt": ("vtt",), "pcm": ("pcm", "raw", "wav"), "dvd": ("mpg", "vob"),
    "vob": ("vob", "mpg"), "mpeg": ("mpg", "mpeg"), "apng": ("apng", "png"),
}  # fmt: skip
_STAYS = (e.Rotate, e.Flip, e.Crop, e.Pad, e.Stack, e.Overlay, e.Text, e.BurnSubtitles, e.Look, e.Colour, e.Aspect, e.Orientation, e.Blur, e.ChromaKey, e.Fade, e.Lut, e.Stabilise, e.Deinterlace, e.Slideshow, e.VideoFilter, e.ContactSheet, e.Reverse, e.Waveform, e.Concat, e.Crossfade, e.StillVideo)  # fmt: skip
_LOOKS_ONLY = (e.Question, e.Check, e.Compare)


def derive(request: str, scene: Scene, main: str, spec: Spec, count: int) -> Derived:
    """What has to come of a request. `main` is the input it is about, `count` how many media of that kind there are."""
    edits = scene.understanding.edits
    left = [f"not understood: {t.text}" for t in scene.understanding.unused]
    if review(request):
        return Derived(({"declined": True}, {"out": {}, "more": True}), 0.5, ("whether it had to be refused",))
    if edits and all(isinstance(x, _LOOKS_ONLY) for x in edits):
        return Derived(({"printed": r"\S"}, {"out": {}, "more": True}), 0.5, ("what the answer tells",))
    the = The(spec, edits, {type(x) for x in edits}, _result(edits, scene, main), request)
    out, unchecked = _together(the)
    named = [m.path for m in scene.understanding.outputs if "%" not in m.path and "*" not in m.path]
    out |= _file(the, named, main)
    length = composed(the.edits, spec, several=count > 1 and e.Concat in the.kinds)
    timed = the.kinds & {e.Keep, e.CutOut, e.Speed, e.Loop, e.Boomerang, e.Freeze}
    if length is not None and (the.result in ("video", "audio") or (the.result == "gif" and timed)):
        out.setdefault("duration", length)
    if the.result == "video" and spec.sounds and _synchronous(the):
        out["sync"] = True
    out |= {name: value for name, value in _streams(the).items() if name not in out}
    out = _firm(out, scene, the)
    several = _several(the, scene, count, out, spec)
    wish: dict[str, Any] = several or {"out": out, "more": True}
    if len(named) > 1 and not several:
        for name in ("name", "ext", "has"):
            out.pop(name, None)
        wish = {"files": {os.path.basename(n): 1 for n in named}, "each": out}
    known = len(edits) - len(unchecked)
    sure = round((known + 1) / (len(edits) + 1 + len(left)), 2)
    alternatives = (wish, {"printed": r"\S"}) if not edits or the.kinds & set(_LOOKS_ONLY) else (wish,)
    return Derived(alternatives, sure, (*unchecked, *left))


def _synchronous(the: The) -> bool:
    """Whether picture and sound have to be equally long."""
    free = {e.ReplaceAudio, e.Mux, e.MixAudio, e.Delay, e.StillVideo, e.Slideshow, e.Concat, e.Waveform, e.Repair, e.Split, e.Segments, e.Crossfade, e.AddSilence, e.Overlay, e.Stack, e.Keep, e.CutOut}  # fmt: skip
    return not the.kinds & free and not any(
        getattr(x, "kind", "") in ("audio", "video") for x in the.edits if isinstance(x, e.Speed | e.Reverse)
    )


_FRAGILE = frozenset(
    "marked like starts duration size aspect tone gain luma_in luma_out smaller vivid brighter pitched detail differs loudness interlaced copied has fps settings".split()
)
_TURNS = frozenset("not no nearest closest maximum minimum only except unless if instead without but".split())


def _firm(out: Wants, scene: Scene, the: The) -> Wants:
    """The requirements that stand whatever the words mean that were not understood: "nearest", "not", "if" turn the others round."""
    unused = {t.text.lower() for t in scene.understanding.unused}
    fragile = set(_FRAGILE) if unused else set()
    if unused and not unused & _TURNS and len(unused) == 1:
        fragile -= {"fps", "copied", "settings", "interlaced"}
    if re.search(
        r"\b(?:only|but not) if\b|\bunless\b|\bskip|if (?:possible|necessary|needed|larger|bigger|the original|it is|it's)\b|when (?:possible|needed)|as needed",
        the.request,
        re.IGNORECASE,
    ):
        fragile |= set(_FRAGILE)
    whole = any(isinstance(x, e.Copy) and x.kind == "all" for x in the.edits)
    if whole:  # what is not encoded keeps its shape: a size that was read is that of the source
        fragile |= {"size", "fps", "aspect", "vcodec", "vbitrate", "pix_fmt"}
    return {name: value for name, value in out.items() if name not in fragile}


def _together(the: The) -> tuple[Wants, list[str]]:
    """Every edit's requirements as one; where two say different things of one quantity, either will do or neither is checked."""
    out: Wants = {}
    unchecked: list[str] = []
    doubtful: set[str] = set()
    for edit in the.edits:
        rule = _WANTS.get(type(edit))
        found = rule(edit, the) if rule else None
        if found is None:
            unchecked.append(type(edit).__name__)
            continue
        for name, value in found.items():
            if name in out and out[name] != value:
                merged = _either(name, out[name], value)
                if merged is None:
                    doubtful.add(name)
                else:
                    out[name] = merged
            else:
                out[name] = value
    for name in doubtful:
        del out[name]
        unchecked.append(f"{name}, said in two ways")
    return out, unchecked


def _either(name: str, one: Any, other: Any) -> Any:
    if name in ("ext", "vcodec", "acodec"):
        return sorted({*one, *other})
    if name in ("has", "streams", "tags") and all(one[k] == other[k] for k in one.keys() & other.keys()):
        return one | other
    if name in ("fps", "size", "channels", "rate"):
        return {"any": [x for v in (one, other) for x in (v["any"] if isinstance(v, dict) else [v])]}
    return None


def _result(edits: list[Any], scene: Scene, main: str) -> str:
    """The kind of file that has to come out; "" where that is open."""
    named = [kind_of(m.path) for m in scene.understanding.outputs if kind_of(m.path)]
    if named:
        return "gif" if scene.understanding.outputs[0].path.lower().endswith(".gif") else named[0]
    for kinds, kind in (
        ((e.Gif,), "gif"),
        ((e.Frames, e.ContactSheet, e.ExtractCover), "image"),
        ((e.ExtractSubtitles,), "subtitle"),
        ((e.ExtractAudio,), "audio"),
        ((e.StillVideo, e.Slideshow), "video"),
    ):
        if any(isinstance(x, kinds) for x in edits):
            return kind
    exts = [x.ext for x in edits if isinstance(x, e.Container)]
    if exts:
        kinds_said = {"gif" if x == "gif" else kind_of(f"a.{x}") for x in exts}
        return kinds_said.pop() if len(kinds_said) == 1 else ""
    if any(isinstance(x, e.Waveform | e.Segments | e.TestSource | e.ExtractStreams) for x in edits):
        return ""
    return kind_of(main)


def _file(the: The, named: list[str], main: str) -> Wants:
    """Name and extension."""
    if len(named) == 1:
        return {"name": os.path.basename(named[0]), "ext": [os.path.splitext(named[0])[1].lstrip(".").lower()]}
    if named:
        return {}
    exts = [x.ext for x in the.edits if isinstance(x, e.Container)]
    if the.spec.videos and kind_of(f"a.{exts[0]}" if exts else "") == "subtitle" and e.ExtractSubtitles not in the.kinds:
        return {}  # "replace the subtitles with an srt file" makes a film
    if the.kinds & {e.Concat, e.Mux} and len(exts) == 1:
        return {}  # formats that are named may be those of the sources
    found = sorted({also for x in exts for also in _ALSO.get(x, (x,)) if kind_of(f"a.{x}") or x in _ALSO})
    return {"ext": found} if found else {}


def _streams(the: The) -> Wants:
    """A film keeps picture and sound, a sound has no moving picture, a picture is one."""
    if the.result == "image":
        return {"has": {"video": True}}
    if the.result == "gif":
        return {"has": {"video": True, "audio": False}}
    if the.result == "audio":
        return {"has": {"audio": True}}
    if the.result == "video" and e.Segments not in the.kinds:
        silent = e.RemoveAudio in the.kinds or not the.spec.sounds or the.kinds & {e.Slideshow, e.Split, e.KeepStreams, e.DropStreams, e.ExtractStreams, e.Reverse, e.Speed, e.Boomerang, e.StillVideo, e.Waveform, e.Interpolate, e.Stack, e.Concat, e.Crossfade, e.Freeze, e.Loop}  # fmt: skip
        return {"has": {"video": True} | ({} if silent else {"audio": True})}
    return {}


def _several(the: The, scene: Scene, count: int, out: Wants, spec: Spec) -> dict[str, Any] | None:
    """The expectation when more than one file comes out: one for each input, part, moment, size or format."""
    each = {k: v for k, v in out.items() if k not in ("name", "smaller", "copied", "duration", "starts", "like", "tone", "bytes")}
    low, high = 0, 0
    exts = {x.ext for x in the.edits if isinstance(x, e.Container)}
    sizes = [x for x in the.edits if isinstance(x, e.Scale)]
    frames = [x for x in the.edits if isinstance(x, e.Frames)]
    if any(isinstance(x, e.Segments) for x in the.edits):
        return {
            "files": {"*.m3u8": [1, 30]} if any(getattr(x, "how", "") == "hls" for x in the.edits) else {"*.mpd": [1, 5]},
            "each": {},
        }
    pieces = parts_of(the.edits, spec)
    if pieces:
        low, high = pieces
    elif frames and (
        frames[0].every
        or frames[0].fps
        or frames[0].every_frames
        or frames[0].keyframes
        or frames[0].scenes
        or len(frames[0].at) > 1
        or (frames[0].count or 1) > 1
        or frames[0] == e.Frames()
    ):
        low, high = 1, 100_000
        each = {k: v for k, v in each.items() if k in ("ext", "size")}
    elif (
        any(isinstance(x, e.SplitChannels) for x in the.edits)
        or not scene.many
        and any(
            getattr(x, "every", False) or getattr(x, "each", False)
            for x in the.edits
            if isinstance(x, e.ExtractAudio | e.ExtractSubtitles | e.ExtractStreams)
        )
    ):
        low, high = 2, 20
        each = {k: v for k, v in each.items() if k in ("ext",)}
    elif len(sizes) > 1 or len(exts) > 1:
        low, high = 1, 20
        each = {k: v for k, v in each.items() if k not in ("vcodec", "acodec", "has", "faststart")}
    if scene.many and e.Concat not in the.kinds and e.Stack not in the.kinds and e.Slideshow not in the.kinds:
        low, high = max(low, 1) * (min(count, 2) if scene.goes_over else 1), max(high, 1) * 1000
    if not high or (low, high) == (1, 1):
        return None
    return {"files": {"*": [low, high]}, "each": each}


# --- coding


@wants(e.Container, e.Batch, e.Suffix, e.SameName, e.Quality, e.Reencode, e.Mux, e.Shortest, e.KeepMetadata)
def _elsewhere(edit: Any, the: The) -> Wants | None:
    """What is checked with the file as a whole, or by its running."""
    return {}


@wants(e.Purpose)
def _purpose(edit: e.Purpose, the: The) -> Wants | None:
    if (
        the.result == "video"
        and edit.name in ("web", "email", "whatsapp", "instagram", "twitter", "tiktok", "iphone", "android")
        and e.Container not in the.kinds
    ):
        return {"ext": ["mp4", "webm", "mov", "m4v"]}
    return {} if edit.name in ("web", "youtube", "email") else None


@wants(e.VideoCodec)
def _video_codec(edit: e.VideoCodec, the: The) -> Wants | None:
    row = coding.VIDEO.get(coding.ALIASES.get(edit.codec, edit.codec)) or coding.VIDEO.get(edit.codec.partition("_")[0])
    exts = {x.ext for x in the.edits if isinstance(x, e.Container)}
    if row is None or any(not coding.holds(x, "video", row[0]) for x in exts):
        return None
    return {"vcodec": [row[0]]}


@wants(e.AudioCodec)
def _audio_codec(edit: e.AudioCodec, the: The) -> Wants | None:
    row = coding.AUDIO.get(coding.ALIASES.get(edit.codec, edit.codec))
    exts = {x.ext for x in the.edits if isinstance(x, e.Container)}
    if row is None or any(not coding.holds(x, "audio", row[0]) for x in exts):
        return None
    return {"acodec": ["pcm_*"] if row[0].startswith("pcm") else [row[0]]}


@wants(e.Copy)
def _copy(edit: e.Copy, the: The) -> Wants | None:
    if (
        the.kinds & {e.Concat, e.Speed, e.Normalise, e.Repair}
        or any(isinstance(x, _STAYS) for x in the.edits)
        and edit.kind == "all"
    ):
        return None
    streams = {"video": ["v"], "audio": ["a"], "all": ["v", "a"]}.get(edit.kind, [])
    streams = [x for x in streams if (the.spec.videos if x == "v" else the.spec.sounds)]
    if (
        the.kinds
        & {
            e.RemoveAudio,
            e.KeepStreams,
            e.ReplaceAudio,
            e.Mux,
            e.AudioCodec,
            e.ExtractStreams,
            e.DropStreams,
            e.Volume,
            e.MixAudio,
        }
        and "a" in streams
    ):
        streams.remove("a")
    if the.result == "audio":
        streams = [x for x in streams if x == "a"]
    if the.kinds & {e.VideoCodec, e.Crf, e.Scale, e.Fps} or any(isinstance(x, _STAYS) for x in the.edits):
        streams = [x for x in streams if x != "v"]
    return {"copied": streams} if streams and the.result in ("video", "audio") else {}


@wants(e.Crf, e.Preset, e.Tune, e.Profile, e.Level, e.TwoPass, e.Threads, e.Lossless, e.KeyframeInterval)
def _settings(edit: Any, the: The) -> Wants | None:
    if isinstance(edit, e.Crf) and 0 <= edit.value <= 51 and not the.kinds & {e.FileSize, e.Bitrate, e.TwoPass}:
        codecs = {x.codec for x in the.edits if isinstance(x, e.VideoCodec)}
        if codecs & {"h264", "x264", "libx264"}:
            return {"settings": rf"crf={edit.value:g}(?:\.0)?\b|rc=(?!crf)"}
    return None


@wants(e.Bitrate)
def _bitrate(edit: e.Bitrate, the: The) -> Wants | None:
    """An upper bound: synthetic pictures need less than they are given."""
    kind = edit.kind or ("audio" if the.result == "audio" else "video")
    if edit.mode == "max" or the.result not in ("video", "audio"):
        return None
    if kind == "audio" and edit.bits < 1_000_000:
        low = 0.75 if any(isinstance(x, e.Container) and x.ext == "mp3" for x in the.edits) and the.spec.ext != "mp3" else 0.0
        return {"abitrate": [low * edit.bits / 1000, 1.35 * edit.bits / 1000]}
    return {"vbitrate": [0, max(1.6 * edit.bits / 1000, edit.bits / 1000 + 300)]} if kind == "video" else None


@wants(e.FileSize)
def _file_size(edit: e.FileSize, the: The) -> Wants | None:
    return {"bytes": int(edit.bytes * 1.05)}


@wants(e.Shrink)
def _shrink(edit: e.Shrink, the: The) -> Wants | None:
    grows = any(isinstance(x, e.Scale) and (x.short_side or x.height or 0) > the.spec.height for x in the.edits)
    if (
        the.result != "video"
        or the.spec.codec not in ("h264", "mpeg4", "mpeg2", "wmv2", "mjpeg")
        or the.spec.duration > 30
        or grows
    ):
        return None
    return (
        {"smaller": True}
        if not the.kinds & {e.Lossless, e.Crf, e.Bitrate, e.Quality, e.Purpose, e.Container, e.VideoCodec}
        else {}
    )


@wants(e.Faststart)
def _faststart(edit: Any, the: The) -> Wants | None:
    exts = {x.ext for x in the.edits if isinstance(x, e.Container)}
    return (
        {"faststart": True}
        if the.result == "video" and exts <= {"mp4", "m4v", "mov"} and (exts or the.spec.ext in ("mp4", "mov", "m4v"))
        else None
    )


@wants(e.PixelFormat)
def _pixel_format(edit: e.PixelFormat, the: The) -> Wants | None:
    return {"pix_fmt": edit.name}


@wants(e.BitDepth)
def _bit_depth(edit: e.BitDepth, the: The) -> Wants | None:
    if edit.kind == "audio" or the.result == "audio":
        return (
            {"bits": edit.bits}
            if any(isinstance(x, e.Container) and x.ext in ("wav", "flac", "aiff") for x in the.edits)
            else None
        )
    return {"pix_fmt": ["*10le", "*10be", "p010*"]} if edit.bits == 10 else None


# --- picture


def _plain_picture(the: The) -> bool:
    return not any(isinstance(x, _STAYS) for x in the.edits)


@wants(e.Scale)
def _scale(edit: e.Scale, the: The) -> Wants | None:
    others = the.kinds & {e.Crop, e.Pad, e.Aspect, e.Orientation, e.Rotate, e.Stack, e.Overlay, e.ContactSheet}
    w, h = the.spec.width, the.spec.height
    if the.spec.value("rot") in ("90", "270"):
        w, h = h, w
    if the.result == "audio" or e.Overlay in others or e.ContactSheet in others or e.Stack in others:
        return None
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
        lines = {edit.short_side} | ({1152, 1440} if "2k" in the.request.lower() else set())
        return {
            "size": {
                "any": [side for n in sorted(lines) for side in ([None, n], [n, None])]
                + ([[2048, None]] if len(lines) > 1 else [])
            }
        }
    return {"size": [edit.width, edit.height]} if edit.width or edit.height else None


@wants(e.Crop)
def _crop(edit: e.Crop, the: The) -> Wants | None:
    if the.kinds & {e.Scale, e.Pad, e.Rotate}:
        return None
    if edit.ratio:
        return {"aspect": edit.ratio[0] / edit.ratio[1]}
    width, height = edit.width or "", edit.height or ""
    if width.isdigit() and height.isdigit() and int(width) <= the.spec.width and int(height) <= the.spec.height:
        return {"size": [int(width), int(height)]}
    return None


@wants(e.Pad)
def _pad(edit: e.Pad, the: The) -> Wants | None:
    if edit.width and edit.height:
        return {"size": [edit.width, edit.height]}
    return {"aspect": edit.ratio[0] / edit.ratio[1]} if edit.ratio else None


@wants(e.Aspect)
def _aspect(edit: e.Aspect, the: The) -> Wants | None:
    sizes = [x for x in the.edits if isinstance(x, e.Scale) and x.width and x.height]
    if sizes and abs((sizes[0].width or 1) / (sizes[0].height or 1) - edit.ratio[0] / edit.ratio[1]) > 0.02:
        return None
    return {"aspect": edit.ratio[0] / edit.ratio[1]}


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
        and not any(isinstance(x, _STAYS) and x is not edit for x in the.edits)
        and not the.kinds & {e.Keep, e.CutOut, e.Speed}
    )
    wish: Wants = {"like": {"filter": chain, "min": 17.0}} if quiet else {}
    if round(edit.degrees) % 180 == 90 and not the.kinds & {e.Scale, e.Crop, e.Pad, e.Aspect}:
        wish["size"] = [the.spec.height, the.spec.width]
    return wish or None


@wants(e.Flip)
def _flip(edit: e.Flip, the: The) -> Wants | None:
    alone = not any(isinstance(x, _STAYS) and x is not edit for x in the.edits) and not the.kinds & {e.Keep, e.CutOut, e.Speed}
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
    if edit.name in ("greyscale", "grayscale", "gray", "bw") and the.result in ("video", "image", "gif"):
        return {"saturation": [0, 8]}
    return {"differs": 1.0} if _same_shape(the) else None


def _same_shape(the: The) -> bool:
    return the.result == "video" and not the.kinds & {
        e.Scale,
        e.Crop,
        e.Pad,
        e.Rotate,
        e.Flip,
        e.Keep,
        e.CutOut,
        e.Speed,
        e.Stack,
        e.Orientation,
        e.Aspect,
        e.Reverse,
        e.Concat,
        e.Stabilise,
        e.Fps,
        e.Gif,
        e.Frames,
        e.Batch,
    }


@wants(e.Colour)
def _colour(edit: e.Colour, the: The) -> Wants | None:
    if the.result != "video" or the.kinds & {e.Keep, e.Speed, e.Batch}:
        return None
    out: Wants = {}
    if edit.brightness and not edit.contrast:
        out["brighter"] = [1, 200] if edit.brightness > 0 else [-200, -1]
    if edit.saturation is not None and edit.saturation != 1:
        out["vivid"] = [1.03, 9] if edit.saturation > 1 else [0, 0.97]
    return out or None


@wants(e.Overlay, e.Text)
def _marked(edit: Any, the: The) -> Wants | None:
    if not _same_shape(the) or (isinstance(edit, e.Overlay) and edit.opacity is not None and edit.opacity < 0.15):
        return None
    if edit.when is not None:
        return None
    return {"marked": edit.place or True}


@wants(e.BurnSubtitles)
def _burnt(edit: e.BurnSubtitles, the: The) -> Wants | None:
    """The cues of the subtitles that are made for it stand from 0.5 to 2 s."""
    return {"marked": {"at": 1.2}, "has": {"video": True}} if _same_shape(the) else None


@wants(e.Blur)
def _blurred(edit: e.Blur, the: The) -> Wants | None:
    whole = edit.region is None and not edit.place and edit.when is None
    return {"detail": [0, 0.93]} if whole and _same_shape(the) else None


@wants(e.Deinterlace)
def _deinterlaced(edit: Any, the: The) -> Wants | None:
    return {"interlaced": False} if _same_shape(the) else None


@wants(e.Fade)
def _fade(edit: e.Fade, the: The) -> Wants | None:
    if (
        edit.kind == "audio"
        or the.result != "video"
        or the.kinds & {e.Keep, e.CutOut, e.Speed, e.Concat, e.Crossfade, e.Batch, e.Text, e.Overlay}
        or edit.start
    ):
        return {} if edit.kind == "audio" else None
    low, high = (0, 70) if edit.color == "black" else (180, 255)
    return {"luma_in" if edit.direction == "in" else "luma_out": [low, high]}


# --- sound


@wants(e.RemoveAudio)
def _remove_audio(edit: Any, the: The) -> Wants | None:
    return {"has": {"video": True, "audio": False}} if not the.kinds & {e.ReplaceAudio, e.Mux, e.AddSilence} else {}


@wants(e.ExtractAudio)
def _extract_audio(edit: e.ExtractAudio, the: The) -> Wants | None:
    if edit.every or the.kinds & {e.Speed, e.Pitch, e.MixAudio, e.Concat, e.Normalise, e.Reverse, e.Channels}:
        return {}
    tones = _tones((edit.select,) if edit.select else (), the)
    return {"tone": tones} if tones and len(tones) == 1 and len(the.spec.sounds) > 1 else {}


def _tones(selects: tuple[e.Select, ...], the: The) -> list[int]:
    """The pitches of the audio streams that are chosen; [] where it is open."""
    found: list[int] = []
    for select in selects:
        if select.kind not in ("audio",):
            continue
        numbers = list(range(len(the.spec.sounds)))
        if select.language:
            numbers = [n for n in numbers if the.spec.sounds[n].language == select.language]
        elif select.index is not None and not select.absolute:
            numbers = numbers[select.index : select.index + 1 or None]
        else:
            return []
        found += [440 * (n + 1) for n in numbers]
    return found if "tone=" not in str(the.spec.values) else []


@wants(e.KeepStreams, e.ExtractStreams)
def _keep_streams(edit: Any, the: The) -> Wants | None:
    if the.kinds & {e.MixAudio, e.ReplaceAudio, e.Mux, e.Pitch, e.Speed, e.AddSubtitles, e.BurnSubtitles}:
        return None
    tones = _tones(edit.selects, the)
    kinds = {s.kind for s in edit.selects}
    if tones and "all" not in kinds:
        return {"tone": tones}
    return {} if kinds == {"all"} else None


@wants(e.DropStreams)
def _drop_streams(edit: e.DropStreams, the: The) -> Wants | None:
    whole = {s.kind for s in edit.selects if s.index is None and not s.language and not s.title}
    return {"has": {k: False for k in whole if k in ("audio", "subtitle", "data")}} if whole and "all" not in whole else None


@wants(e.ReplaceAudio)
def _replace_audio(edit: e.ReplaceAudio, the: The) -> Wants | None:
    if the.result != "video" or the.kinds & {e.MixAudio, e.Volume, e.Batch}:
        return None
    return {"has": {"video": True, "audio": True}, "pitched": 1300}


@wants(e.Channels)
def _channels(edit: e.Channels, the: The) -> Wants | None:
    return {"channels": edit.count} if the.result in ("video", "audio") and not edit.side else None


@wants(e.SampleRate)
def _sample_rate(edit: e.SampleRate, the: The) -> Wants | None:
    exts = {x.ext for x in the.edits if isinstance(x, e.Container)}
    return (
        {"rate": edit.hertz}
        if "opus" not in exts and e.Speed not in the.kinds and not any(getattr(x, "codec", "") == "opus" for x in the.edits)
        else None
    )


@wants(e.Volume)
def _volume(edit: e.Volume, the: The) -> Wants | None:
    if edit.when is not None or the.kinds & {
        e.MixAudio,
        e.Normalise,
        e.Keep,
        e.CutOut,
        e.Fade,
        e.Channels,
        e.ReplaceAudio,
        e.Concat,
        e.Batch,
        e.RemoveSilence,
        e.Denoise,
        e.AudioFilter,
    }:
        return None
    if edit.factor == 0:
        return {"silent": [[0.5, the.spec.duration - 0.5]]}
    import math

    change = edit.decibels if edit.decibels is not None else 20 * math.log10(edit.factor) if edit.factor else None
    if change is None:
        return None
    wide = 2.5 if abs(change) <= 9 else 7.0
    return {"gain": [change - wide, change + wide] if abs(change) > 0.5 else [-1.5, 1.5]}


@wants(e.Normalise)
def _normalise(edit: e.Normalise, the: The) -> Wants | None:
    if edit.peak is not None and edit.lufs is None and not the.kinds & {e.Concat, e.Batch, e.MixAudio}:
        return {"peak": [edit.peak - 1.5, edit.peak + 0.7]}
    if edit.lufs is not None and edit.lufs > -40 and not the.kinds & {e.Concat, e.Batch, e.MixAudio}:
        return {"loudness": [edit.lufs - 3.5, edit.lufs + 3.5]}
    return None


# --- time


@wants(e.Keep)
def _keep(edit: e.Keep, the: The) -> Wants | None:
    first = edit.ranges[0]
    if (
        edit.separate
        or len(edit.ranges) != 1
        or first.unit != "s"
        or the.result not in ("video", "gif", "image")
        or not _plain_picture(the)
        or the.kinds & {e.Speed, e.Frames, e.Batch, e.Concat}
        or the.spec.duration > 300
    ):
        return {}
    if first.start == 0 and not re.search(
        r"\b(?:first|start|beginning|begin|opening|intro|initial|until|up to|head|keep only|at)\b|\d:\d",
        the.request,
        re.IGNORECASE,
    ):
        return {}  # "a 30-second clip": from wherever
    at = max(0.0, the.spec.duration + first.start) if first.is_tail else first.start
    return {"starts": at}


@wants(e.CutOut)
def _cut_out(edit: e.CutOut, the: The) -> Wants | None:
    first = edit.ranges[0]
    if (
        len(edit.ranges) != 1
        or first.start > 0
        or first.unit != "s"
        or first.end == e.END
        or the.result not in ("video", "gif")
        or not _plain_picture(the)
        or the.kinds & {e.Speed, e.Frames, e.Batch, e.Concat}
        or the.spec.duration > 300
    ):
        return {}
    return {"starts": first.end} if first.start == 0 else {}


@wants(e.Speed, e.Loop, e.Boomerang, e.Freeze, e.Split, e.Concat, e.Crossfade)
def _times(edit: Any, the: The) -> Wants | None:
    """Their lengths are checked as one."""
    return {}


@wants(e.RemoveSilence)
def _remove_silence(edit: e.RemoveSilence, the: The) -> Wants | None:
    """The media made for it are 9 s long and silent for 1.5 s at the start, 2 s in the middle, 1 s at the end."""
    return {"duration": [3.5, 8.4]} if the.spec.value("silent") and not the.kinds & {e.Keep, e.CutOut, e.Speed, e.Batch} else None


@wants(e.Reverse)
def _reverse(edit: e.Reverse, the: The) -> Wants | None:
    alone = _plain_picture(the._replace(edits=[x for x in the.edits if x is not edit])) and not the.kinds & {
        e.Keep,
        e.CutOut,
        e.Speed,
        e.Boomerang,
        e.Concat,
        e.Loop,
    }
    return (
        {"like": {"filter": "reverse", "min": 17.0}}
        if alone and the.result == "video" and edit.kind != "audio" and the.spec.duration < 40
        else None
    )


# --- pictures, subtitles, tags


@wants(e.Frames)
def _frames(edit: e.Frames, the: The) -> Wants | None:
    return {}


@wants(e.Gif, e.ExtractSubtitles, e.ContactSheet, e.Slideshow, e.StillVideo, e.Segments, e.ExtractCover)
def _made(edit: Any, the: The) -> Wants | None:
    if isinstance(edit, e.ExtractSubtitles):
        return {"text": "Hello"} if the.spec.subs else {}
    return {"ext": ["gif"]} if isinstance(edit, e.Gif) and e.Container not in the.kinds else {}


@wants(e.AddSubtitles)
def _add_subtitles(edit: e.AddSubtitles, the: The) -> Wants | None:
    if the.result != "video" or e.BurnSubtitles in the.kinds:
        return None
    return {"has": {"subtitle": True}}


@wants(e.Metadata)
def _metadata(edit: e.Metadata, the: The) -> Wants | None:
    if edit.key not in ("title", "artist", "album", "comment", "genre", "author", "copyright", "description") or not edit.value:
        return None
    return {"tags": {edit.key: re.escape(edit.value)}} if the.spec.ext not in ("wav", "avi", "ts") else None


@wants(e.StripMetadata)
def _strip(edit: Any, the: The) -> Wants | None:
    return {"tags": {"title": None}}


@wants(e.StripChapters)
def _strip_chapters(edit: Any, the: The) -> Wants | None:
    return {"chapters": 0}
