"""What the media of a request are like: length, size, streams, languages, and what else its words tell."""

import os
import re
from collections.abc import Callable

from ffai.translate.offline import edits as e
from ffai.translate.offline.understand import Understanding
from ffai_evals.judge.media import AUDIO, kind_of
from ffai_evals.judge.shapes import length_of, size_of
from ffai_evals.judge.tracks import Told, sound_words, subtitle_words, told_by
from ffai_evals.judge.verdict import Answer

_CODECS = {
    "h264": "h264", "hevc": "hevc", "vp8": "vp8", "vp9": "vp9", "av1": "av1", "prores": "prores", "ffv1": "ffv1", "mpeg2video": "mpeg2", "mpeg2": "mpeg2", "mpeg4": "mpeg4", "mpeg-4": "mpeg4", "mjpeg": "mjpeg",
    "dv": "dv", "x264": "h264", "x265": "hevc", "xvid": "mpeg4", "theora": "theora",
    "aac": "aac", "mp3": "mp3", "opus": "opus", "vorbis": "vorbis", "flac": "flac", "ac3": "ac3", "eac3": "eac3", "dts": "dts", "alac": "alac", "pcm": "pcm", "pcm_s16le": "pcm", "wav": "pcm", "mp2": "mp2",
}  # fmt: skip
_HOLDS = {  # what else than its own codecs the maker can put into a container
    "mp4": "h264 hevc av1 mpeg4 vp9 aac ac3 eac3 mp3 opus alac", "mov": "h264 hevc prores mjpeg mpeg4 aac ac3 pcm alac", "m4v": "h264 hevc aac ac3", "mkv": "* *", "ts": "h264 hevc mpeg2 aac ac3 mp2 mp3",
    "avi": "mpeg4 h264 mjpeg mp3 ac3 pcm aac", "webm": "vp8 vp9 av1 opus vorbis", "mka": "*", "m4a": "aac alac", "mxf": "mpeg2 h264 pcm", "flv": "h264 aac mp3", "m2ts": "h264 ac3 aac dts", "ogg": "vorbis opus flac",
}  # fmt: skip
_SECOND_SOUND = "tone=1300"
_SIDE_SOUND = re.compile(
    r"music|song|voice|narration|bgm|background|commentary|new|track|audio|sound|dub|soundtrack|intro|jingle|ambien|rain",
    re.IGNORECASE,
)


def facts_of(request: str, understood: Understanding, answer: Answer) -> Callable[[str], str]:
    """The words for any file name."""
    edits = understood.edits
    low = request.lower()
    length = length_of(request, understood, answer)
    size = size_of(request, edits, length, answer)
    picture = _picture_words(low, edits)
    tags = _tag_words(low, edits)
    rate = _rate(low, edits)
    first = next((m.path for m in understood.inputs if kind_of(m.path) in ("video", "audio")), "")
    told = {kind: told_by(answer.text, answer.said, kind) for kind in "as"}
    video, sound = _source_codecs(low, understood, answer, told["a"])

    def words(name: str) -> str:
        kind, ext = kind_of(name), os.path.splitext(name)[1].lower().lstrip(".")
        if kind == "image" and "alpha" not in picture and (number := re.search(r"(\d+)\.\w+$", name)):
            return f"hue={int(number[1]) * 77 % 360}"  # each of several another
        if kind == "image":
            return "" if "alpha" not in picture else "alpha" if ext == "png" else ""
        if kind == "subtitle" or not kind:
            return ""
        if ext == "amr":  # nothing here writes it; ffmpeg goes by what is in the file
            return f"as=m4a dur={length:g}"
        side = name != first and (bool(first) or kind == "audio" and bool(_SIDE_SOUND.search(os.path.basename(name))))
        said = [f"dur={length:g}"]
        if kind == "video":
            said = [size, *said, *_fit(video, ext), *picture]
        said += sound_words(low, edits, ext, _fit(sound, ext), kind, told["a"])
        if kind == "video":
            said += subtitle_words(low, edits, ext, understood, told["s"])
        if (
            any(isinstance(x, e.RemoveSilence | e.Split) and getattr(x, "by", "silence") == "silence" for x in edits)
            and length <= 60
        ):
            said = [w if not w.startswith("dur=") else "dur=9" for w in said] + ["silent=0-1.5,4-6,8-9"]
        if re.search(r"\b(?:remov\w*|clear\w*|unset|un|disabl\w*|drop|not) ?(?:the )?forced\b", low):
            said.append("forced")
        said += tags if ext in ("mp4", "mov", "mkv", "m4a", "mp3", "flac", "m4v", "webm", "m4b", "mka") else []
        if side and kind == "audio":
            said.append(_SECOND_SOUND)
        if length > 300 and not any(w.startswith("audio=") for w in said) and kind == "video":
            said.append("audio=:1")
        if ext == "dv" and length <= 60:
            said = ["720x576@25" if "x" in w and "@" in w else w for w in said]
        return " ".join([*said, *_sampled(ext, length, rate)])

    return words


def _source_codecs(low: str, understood: Understanding, answer: Answer, told: Told) -> tuple[str, str]:
    """Codecs of picture and sound that the source has to have, "" for any."""
    video, sound = (_CODECS.get(x, "") for x in (understood.source_video, understood.source_audio))
    if not video and re.search(r"\bhvc1\b|\bhev1\b", low):
        video = "hevc"
    copies = any(isinstance(x, e.Copy) and x.kind in ("audio", "all") for x in understood.edits)
    if not sound and copies:  # what is copied into such a file is such
        exts = [x.ext for x in understood.edits if isinstance(x, e.Container)]
        sound = next((AUDIO[x] for x in exts if x in AUDIO and AUDIO[x] != "aac"), "")
    if not sound and len(told.codecs) < 2:  # a track that is copied into such a file as it is
        copied = r"-c(?::a|odec:a)?(?::\d)? copy\b[^\n;|]*\."
        sound = next((x for x in ("ac3", "eac3", "dts") if re.search(rf"{copied}{x}\b", answer.text)), "")
    return video, sound


def _sampled(ext: str, length: float, rate: int | None) -> list[str]:
    """The word for the sample rate: low where there is much of it."""
    if ext in ("mxf", "dv"):
        return ["rate=48000"]
    if length > 60:
        return ["rate=8000" if length > 300 else "rate=16000"]
    return [f"rate={rate}"] if rate and ext not in ("mp3", "opus") else []


def _rate(low: str, edits: list[object]) -> int | None:
    """The sample rate of the source: as it is said, and in any case not what is asked for; None for the usual one."""
    asked = {x.hertz for x in edits if isinstance(x, e.SampleRate)}
    named = [round(float(n) * (1000 if k else 1)) for n, k in re.findall(r"(\d+(?:\.\d+)?) ?(k?)hz\b", low)]
    others = [n for n in named if n not in asked and n in (8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000)]
    if not asked:
        return None
    return others[0] if others else 48000 if 44100 in asked else None


def _fit(codec: str, ext: str) -> list[str]:
    held = _HOLDS.get(ext, "")
    return [codec] if codec and ("*" in held or codec in held.split()) else []


def _picture_words(low: str, edits: list[object]) -> list[str]:
    kinds = {type(x) for x in edits}
    words = []
    for flag, edit, said in (
        ("interlaced", e.Deinterlace, "interlaced"),
        ("green", e.ChromaKey, ""),
        ("noisy", e.Denoise, ""),
        ("shaky", e.Stabilise, ""),
        ("hdr", None, r"\bhdr(?:10)?\b|tone.?map"),
        ("10bit", None, r"\b10.?bit (?:video|source|file|hevc|footage)"),
        ("bars", None, r"black (?:bars|borders)|letterbox(?:ed)? (?:video|movie)"),
        ("scenes", None, r"\bscenes?\b"),
        ("vfr", e.ConstantRate, "variable frame"),
    ):
        if (edit in kinds and not (flag == "noisy" and "audio" in low)) or (said and re.search(said, low)):
            words.append(flag)
    if re.search(r"\b(?:metadata|flag|tag)\b.*\brotat|\brotat\w+ (?:metadata|flag|tag)", low):
        words.append("rot=90")
    return words


def _tag_words(low: str, edits: list[object]) -> list[str]:
    words = []
    if "chapter" in low:
        words.append("chapters=3")
    if "metadata" in low or any(isinstance(x, e.StripMetadata) for x in edits):
        words.append("title=Night")
    if re.search(r"cover art|album art|artwork|cover image|thumbnail from (?:the )?(?:mp3|audio)", low) and not any(
        isinstance(x, e.Cover) for x in edits
    ):
        words.append("cover")
    return words
