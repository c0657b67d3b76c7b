"""What kind of file has to come out of a request, how it is named, which streams it has, and whether it is one or many."""

import os
import re
from typing import Any

from ffai.translate.offline import edits as e
from ffai_evals.judge.lengths import frame_count, parts_of
from ffai_evals.judge.media import Spec, kind_of
from ffai_evals.judge.reading import plainly
from ffai_evals.judge.scene import Scene
from ffai_evals.judge.wanted import The, Wants

_ALSO = {
    "mp4": ("mp4", "m4v"), "jpg": ("jpg", "jpeg"), "jpeg": ("jpg", "jpeg"), "aac": ("aac", "m4a"), "m4a": ("m4a", "aac", "mp4"), "ogg": ("ogg", "oga", "opus", "ogv"), "opus": ("opus", "ogg", "webm", "oga"),
    "mpg": ("mpg", "mpeg", "vob"), "ts": ("ts", "mts", "m2ts"), "tiff": ("tif", "tiff"), "tif": ("tif", "tiff"), "hls": ("m3u8",), "dash": ("mpd",), "aiff": ("aiff", "aif"), "mkv": ("mkv", "mka", "mks"), "ass": ("ass", "ssa"),
    "vtt": ("vtt",), "pcm": ("pcm", "raw", "wav"), "dvd": ("mpg", "vob"),
    "vob": ("vob", "mpg"), "mpeg": ("mpg", "mpeg"), "apng": ("apng", "png"),
}  # fmt: skip


_TAKEN_OUT = r"extract|\brip|\bpull|\bgrab|\bisolat|\bexport|\bsav(?:e|ing)|\bget\b|\bseparat|\bsplit|\bdemux|\bdump|\bout of\b|\btake\b|\bread\b|audio.only|\bonly audio|\b(?:from|of) (?:a |an |the |my |this |each |every |all )?(?:\w+ )*(?:video|movie|film|clip|\.?\w{3,4})\b|\b(?:mp3|wav|flac|aac|m4a|ogg|opus)\b"


def result_of(edits: list[Any], scene: Scene, main: str, request: str = "") -> str:
    """The kind of file that has to come out; "" where that is open."""
    named = [kind_of(m.path) for m in scene.understanding.outputs if kind_of(m.path)]
    if named:
        return "gif" if scene.understanding.outputs[0].path.lower().endswith(".gif") else named[0]
    if kind_of(main) == "video" and re.search(r"\bkeep\w* (?:the )?(?:original )?video\b", request, re.IGNORECASE):
        return "video"
    heard = any(isinstance(x, e.Container) and kind_of(f"a.{x.ext}") == "audio" for x in edits)
    if (
        request
        and not heard
        and any(isinstance(x, e.ExtractAudio) for x in edits)
        and not re.search(_TAKEN_OUT, request, re.IGNORECASE)
    ):
        return ""  # "adjust only the audio"
    for kinds, kind in (
        ((e.Gif,), "gif"),
        ((e.Frames, e.ContactSheet, e.ExtractCover), "image"),
        ((e.ExtractSubtitles,), "subtitle"),
        ((e.ExtractAudio,), "audio"),
        ((e.StillVideo, e.Slideshow), "video"),
    ):
        if any(isinstance(x, kinds) for x in edits):
            return kind
    said = plainly(request)
    exts = [x.ext for x in edits if isinstance(x, e.Container) and (not request or said.names(x.ext))]
    if exts:
        kinds_said = {"gif" if x == "gif" else kind_of(f"a.{x}") for x in exts}
        return kinds_said.pop() if len(kinds_said) == 1 else ""
    if any(isinstance(x, e.Waveform | e.Segments | e.TestSource | e.ExtractStreams) for x in edits):
        return ""
    return kind_of(main)


def named_file(the: The, named: list[str], main: str) -> Wants:
    """Name and extension."""
    if len(named) == 1:
        return {"name": os.path.basename(named[0]), "ext": [os.path.splitext(named[0])[1].lstrip(".").lower()]}
    if named:
        return {}
    exts = [x.ext for x in the.edits if isinstance(x, e.Container)]
    if the.spec.videos and kind_of(f"a.{exts[0]}" if exts else "") == "subtitle" and e.ExtractSubtitles not in the.kinds:
        return {}  # "replace the subtitles with an srt file" makes a film
    if (the.kinds & {e.Concat, e.Mux} or (e.Waveform in the.kinds and kind_of(f"a.{(exts or [''])[0]}") == "audio")) and len(
        exts
    ) == 1:
        return {}  # formats that are named may be those of the sources
    exts = [x for x in exts if kind_of(f"a.{x}") != "audio" or the.result != "video"]
    found = sorted({also for x in exts for also in _ALSO.get(x, (x,)) if kind_of(f"a.{x}") or x in _ALSO})
    return {"ext": found} if found else {}


def streams_of(the: The) -> Wants:
    """A film keeps picture and sound, a sound has no moving picture, a picture is one."""
    if the.result == "image":
        return {"has": {"video": True}}
    if the.result == "gif":
        return {"has": {"video": True, "audio": False}}
    if the.result == "audio":
        return {"has": {"audio": True, "moving": False}}
    if the.result == "video" and e.Segments not in the.kinds:
        heard = (
            re.search(r"\b(?:audio|sound|voice|music)\b", the.request, re.IGNORECASE)
            and e.Speed in the.kinds
            and len(the.kinds) < 4
        )
        if heard and the.spec.sounds and not the.kinds & {e.RemoveAudio, e.Mute, e.DropStreams, e.KeepStreams}:
            return {"has": {"video": True, "audio": True}}
        silent = e.RemoveAudio in the.kinds or not the.spec.sounds or the.kinds & {e.Slideshow, e.Split, e.KeepStreams, e.DropStreams, e.ExtractStreams, e.Reverse, e.Speed, e.Boomerang, e.StillVideo, e.Waveform, e.Stack, e.Crossfade}  # fmt: skip
        return {"has": {"video": True} | ({} if silent else {"audio": True})}
    return {}


_ONE = re.compile(
    r"^(?!.*\b(?:all|each|every|both)\b).*\b(?:a|one|the) (?:specific|single|particular|certain)\b", re.IGNORECASE | re.DOTALL
)


def several_of(the: The, scene: Scene, count: int, out: Wants, spec: Spec) -> dict[str, Any] | None:
    """The expectation when more than one file comes out: one for each input, part, moment, size or format."""
    each = {k: v for k, v in out.items() if k not in ("name", "shrunk", "copied", "duration", "starts", "like", "tone", "bytes")}
    low, high = 0, 0
    exts = {x.ext for x in the.edits if isinstance(x, e.Container)}
    sizes = [x for x in the.edits if isinstance(x, e.Scale) and not x.wider and not x.taller]
    frames = [x for x in the.edits if isinstance(x, e.Frames)]
    if any(isinstance(x, e.Segments) for x in the.edits):
        hls = any(getattr(x, "how", "") == "hls" for x in the.edits)
        each_lasts = next((x.seconds for x in the.edits if isinstance(x, e.Segments)), None)
        pieces_of: dict[str, list[int]] = {}
        if hls and each_lasts and each_lasts < spec.duration / 1.9 and not the.kinds & {e.Keep, e.CutOut, e.Speed}:
            pieces_of = {"*.[tm][s4]*": [2, 10_000]}  # .ts, .m4s
        return {"files": {"*.m3u8": [1, 30], **pieces_of} if hls else {"*.mpd": [1, 5]}, "each": {}}
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
        low, high = frame_count(frames[0], spec) if not the.kinds & {e.Keep, e.CutOut, e.Batch} else (1, 100_000)
        each = {k: v for k, v in each.items() if k in ("ext", "size")}
    elif (
        any(isinstance(x, e.SplitChannels) for x in the.edits)
        or not scene.many
        and not _ONE.search(the.request)
        and any(
            getattr(x, "every", False) or getattr(x, "each", False)
            for x in the.edits
            if isinstance(x, e.ExtractAudio | e.ExtractSubtitles | e.ExtractStreams)
        )
    ):
        return {"files": {"*": [2, 20]}, "each": {k: v for k, v in each.items() if k in ("ext",)}, "distinct": True}
    elif len(sizes) > 1 or len(exts) > 1:
        both = re.search(r"\b(?:both|each|and|multiple|versions)\b", the.request, re.IGNORECASE)
        low, high = max(len(sizes), len(exts)) if both and len(sizes) > 1 else 1, 20
        each = {k: v for k, v in each.items() if k not in ("vcodec", "acodec", "faststart") and (k != "has" or len(exts) < 2)}
    whole = {k: v for k, v in out.items() if k not in ("name", "shrunk", "bytes")}
    if scene.many and not high and e.Mux not in the.kinds:
        each = whole
    if scene.many and e.Concat not in the.kinds and e.Stack not in the.kinds and e.Slideshow not in the.kinds:
        low, high = max(low, 1) * (min(count, 2) if scene.goes_over else 1), max(high, 1) * 1000
    if not high or (low, high) == (1, 1):
        return None
    return {"files": {"*": [low, high]}, "each": each}
