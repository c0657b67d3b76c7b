"""Codecs, rates of bits, sizes of files."""

from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai_evals.judge.tables import RESHAPING
from ffai_evals.judge.wanted.base import The, Wants, wants


@wants(e.Container, e.Batch, e.Suffix, e.SameName, e.Quality, e.Reencode, e.Shortest, e.KeepMetadata)
def _elsewhere(edit: Any, the: The) -> Wants | None:
    """What is checked with the file as a whole, or by its running."""
    return {}


_PLAYED = {  # what plays there; services that take anything are not among them
    "web": "h264 vp8 vp9 av1", "email": "h264 hevc vp9", "whatsapp": "h264", "instagram": "h264", "twitter": "h264", "tiktok": "h264 hevc", "iphone": "h264 hevc", "android": "h264 hevc vp8 vp9 av1", "phone": "h264 hevc", "powerpoint": "h264",
    "discord": "h264 vp8 vp9 av1", "telegram": "h264 hevc",
}  # fmt: skip


@wants(e.Purpose)
def _purpose(edit: e.Purpose, the: The) -> Wants | None:
    found = _container_for(edit, the)
    free = (
        the.result == "video"
        and not the.kinds & {e.VideoCodec, e.Copy, e.Segments, e.Gif, e.Batch}
        and not the.exts & {"gif", "avi", "mkv", "flv", "wmv", "ogv", "ogg", "mpg", "3gp"}
    )
    if free and edit.name in _PLAYED and the.spec.codec not in ("prores", "raw"):
        return (found or {}) | {"vcodec": _PLAYED[edit.name].split()}
    return found


def _container_for(edit: e.Purpose, the: The) -> Wants | None:
    if (
        the.result == "video"
        and edit.name
        in (
            "web",
            "email",
            "whatsapp",
            "instagram",
            "twitter",
            "tiktok",
            "iphone",
            "android",
        )
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
        or any(isinstance(x, RESHAPING) for x in the.edits)
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
    if the.kinds & {e.VideoCodec, e.Crf, e.Scale, e.Fps} or any(isinstance(x, RESHAPING) for x in the.edits):
        streams = [x for x in streams if x != "v"]
    return {"copied": streams} if streams and the.result in ("video", "audio") else {}


@wants(e.Crf, e.Preset, e.Tune, e.Profile, e.Level, e.TwoPass, e.Threads, e.Lossless, e.KeyframeInterval)
def _settings(edit: Any, the: The) -> Wants | None:
    if the.result != "video":
        return None
    if isinstance(edit, e.Crf) and 0 <= edit.value <= 51 and not the.kinds & {e.FileSize, e.Bitrate, e.TwoPass}:
        return {"nominal": {"crf": edit.value}}
    if isinstance(edit, e.KeyframeInterval) and edit.frames and edit.frames > 1:
        return {"nominal": {"keyint": edit.frames}}
    if isinstance(edit, e.TwoPass) and e.FileSize not in the.kinds:
        return {"two_pass": True}
    if isinstance(edit, e.Profile) and edit.name in ("baseline", "main", "high"):
        return {"profile": ["*" + edit.name.capitalize(), *(["*Baseline"] if edit.name == "main" else [])]}
    return None


@wants(e.Bitrate)
def _bitrate(edit: e.Bitrate, the: The) -> Wants | None:
    """An upper bound: synthetic pictures need less than they are given."""
    kind = edit.kind or ("audio" if the.result == "audio" else "video")
    if edit.mode == "max" or the.result not in ("video", "audio"):
        return None
    if kind == "audio" and edit.bits < 1_000_000:
        constant = {"mp3", "ac3", "eac3", "mp2"}  # what these are given they use
        said = {getattr(x, "ext", "") or getattr(x, "codec", "") for x in the.edits if isinstance(x, e.Container | e.AudioCodec)}
        low = 0.75 if said & constant and the.spec.ext not in constant and e.Copy not in the.kinds else 0.0
        exts = {x.ext for x in the.edits if isinstance(x, e.Container)} | {
            x.codec for x in the.edits if isinstance(x, e.AudioCodec)
        }
        loose = 1.35 if exts & {"opus", "ogg", "vorbis", "webm"} else 1.22
        anew: Wants = (
            {} if e.Copy in the.kinds or the.spec.sounds and the.spec.sounds[0].codec.startswith("pcm") else {"reencoded": ["a"]}
        )
        return {"abitrate": [low * edit.bits / 1000, loose * edit.bits / 1000], **anew}
    if kind != "video":
        return None
    nominal = (
        {} if the.kinds & {e.Crf, e.FileSize, e.Shrink, e.Quality} or edit.mode else {"nominal": {"bitrate": edit.bits / 1000}}
    )
    return {"vbitrate": [0, max(1.6 * edit.bits / 1000, edit.bits / 1000 + 300)], **nominal}


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
        {"shrunk": True}
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


@wants(e.Alpha)
def _alpha(edit: e.Alpha, the: The) -> Wants | None:
    """In WebM it lies beside the picture, where its pixel format does not tell."""
    told = the.result in ("video", "image") and the.exts and not the.exts & {"webm", "mkv", "gif"}
    return {"pix_fmt": ["*yuva*", "*rgba*", "*argb*", "*bgra*", "*abgr*", "gbrap*", "ya8", "ya16*", "pal8"]} if told else None


@wants(e.BitDepth)
def _bit_depth(edit: e.BitDepth, the: The) -> Wants | None:
    if edit.kind == "audio" or the.result == "audio":
        return {"bits": edit.bits} if the.exts & {"wav", "flac", "aiff", "aif"} else None
    return {"pix_fmt": ["*10le", "*10be", "p010*"]} if edit.bits == 10 else None
