"""Time, pictures, subtitles, tags."""

import re
from typing import Any

from ffai.translate.offline import edits as e
from ffai_evals.judge.media import kind_of
from ffai_evals.judge.wanted.base import The, Wants, chosen_subtitles, plain_picture, wants


@wants(e.Keep)
def _keep(edit: e.Keep, the: The) -> Wants | None:
    first = edit.ranges[0]
    if (
        edit.separate
        or len(edit.ranges) != 1
        or first.unit != "s"
        or the.result not in ("video", "gif", "image")
        or not plain_picture(the)
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


@wants(e.Pitch)
def _pitch(edit: e.Pitch, the: The) -> Wants | None:
    """The pitch of the tones, and the length."""
    alone = the.result in ("video", "audio") and not the.kinds & {
        e.Speed,
        e.Keep,
        e.CutOut,
        e.MixAudio,
        e.ReplaceAudio,
        e.Concat,
        e.Batch,
    }
    return (
        {
            "pitched": round(440 * 2 ** (edit.semitones / 12), 1),
            "duration": [the.spec.duration * 0.97, the.spec.duration * 1.03 + 0.1],
        }
        if alone and the.spec.sounds and not the.spec.value("tone")
        else None
    )


@wants(e.CutOut)
def _cut_out(edit: e.CutOut, the: The) -> Wants | None:
    first = edit.ranges[0]
    if (
        len(edit.ranges) != 1
        or first.start > 0
        or first.unit != "s"
        or first.end == e.END
        or the.result not in ("video", "gif")
        or not plain_picture(the)
        or the.kinds & {e.Speed, e.Frames, e.Batch, e.Concat}
        or the.spec.duration > 300
    ):
        return {}
    return {"starts": first.end} if first.start == 0 else {}


@wants(e.Speed)
def _speed(edit: e.Speed, the: The) -> Wants | None:
    """The length is checked as one; the pitch, where it is spoken of."""
    heard = the.spec.sounds and not the.spec.value("tone") and edit.kind != "video" and the.result in ("video", "audio")
    if (
        not heard
        or not the.says(r"\bpitch|chipmunk")
        or not edit.factor
        or the.kinds & {e.Pitch, e.MixAudio, e.ReplaceAudio, e.Batch, e.RemoveAudio, e.Mute}
    ):
        return {}
    return {"pitched": 440.0 * (1 if edit.pitch else edit.factor)}


@wants(e.TestSource, e.PadTime, e.Card, e.Loop, e.Boomerang, e.Freeze, e.Split, e.Concat, e.Crossfade)
def _times(edit: Any, the: The) -> Wants | None:
    """Their lengths are checked as one."""
    return {}


@wants(e.RemoveSilence)
def _remove_silence(edit: e.RemoveSilence, the: The) -> Wants | None:
    """The media made for it are 9 s long and silent for 1.5 s at the start, 2 s in the middle, 1 s at the end."""
    pauses: Wants = {} if edit.where or edit.seconds and edit.seconds > 1 else {"pauses": 1.4}
    return (
        {"duration": [4.0, 8.6], **pauses}
        if the.spec.value("silent") and not the.kinds & {e.Keep, e.CutOut, e.Speed, e.Batch}
        else None
    )


@wants(e.Reverse)
def _reverse(edit: e.Reverse, the: The) -> Wants | None:
    if (
        the.result == "audio"
        and the.spec.ext
        and not the.spec.videos
        and the.kinds <= {e.Reverse, e.Container, e.AudioCodec, e.Bitrate}
    ):
        return {"sound_like": {"filter": "areverse"}} if the.spec.duration < 40 else None
    alone = plain_picture(the._replace(edits=[x for x in the.edits if x is not edit])) and not the.kinds & {
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


@wants(e.Frames)
def _frames(edit: e.Frames, the: The) -> Wants | None:
    return {}


@wants(e.Gif, e.ExtractSubtitles, e.ContactSheet, e.Slideshow, e.StillVideo, e.Segments, e.ExtractCover, e.Waveform)
def _made(edit: Any, the: The) -> Wants | None:
    if isinstance(edit, e.ExtractSubtitles):
        one = the.spec.value("cues") == "apart" and not edit.every and (edit.select is not None or the.spec.value("forcedat"))
        return {"text": rf"Hello {chosen_subtitles(edit.select, the) + 1}\b" if one else "Hello"} if the.spec.subs else {}
    if isinstance(edit, e.Waveform):
        film = (
            (edit.video or re.search(r"\bvideo\b", the.request, re.IGNORECASE))
            and not the.spec.videos
            and e.Container not in the.kinds
        )
        return {"has": {"video": True}} | ({"ext": ["mp4", "mkv", "mov", "webm", "avi", "m4v"]} if film else {})
    if isinstance(edit, e.Slideshow):
        count = sum(kind_of(n) == "image" for n in the.media)
        length = edit.seconds or (1 / edit.fps if edit.fps else 0.0)
        plain = (
            length
            and count > 1
            and not the.kinds & {e.Crossfade, e.Loop, e.Speed, e.Fade, e.Mux, e.ReplaceAudio, e.Shortest, e.Batch, e.Keep}
        )
        lasts: Wants = (
            {"duration": [round((count - 1.2) * length - 0.2, 2), round((count + 1.3) * length + 0.4, 2)]} if plain else {}
        )
        return {"pictures": 2, **lasts} if the.result == "video" else {}
    return {"ext": ["gif"]} if isinstance(edit, e.Gif) and e.Container not in the.kinds else {}


@wants(e.AddSubtitles)
def _add_subtitles(edit: e.AddSubtitles, the: The) -> Wants | None:
    if the.result != "video" or e.BurnSubtitles in the.kinds:
        return None
    flagged: Wants = (
        {"flagged": ["subtitle", "default", "any"]} if edit.default and not edit.language and the.says(r"\bdefault\b") else {}
    )
    return {"has": {"subtitle": True}, **flagged} | (
        {"spoken": ["subtitle", edit.language]} if edit.language and "language" in the.request.lower() else {}
    )


@wants(e.ShiftSubtitles)
def _shifted(edit: e.ShiftSubtitles, the: The) -> Wants | None:
    """Burned ones are looked for at another moment."""
    return {} if e.BurnSubtitles in the.kinds else None


@wants(e.Default)
def _default(edit: e.Default, the: The) -> Wants | None:
    kind = edit.select.kind
    if (
        kind not in ("audio", "subtitle")
        or the.result != "video"
        or the.kinds & {e.KeepStreams, e.DropStreams, e.Batch, e.BurnSubtitles, e.ReplaceAudio}
    ):
        return None
    flag = edit.flag.removeprefix("not ")
    if flag != edit.flag:
        return {"flagged": [kind, flag, None]}
    index = edit.select.index
    if edit.select.language:
        return {"flagged": [kind, flag, edit.select.language]}
    return {"flagged": [kind, flag, index if index is not None and index >= 0 and not edit.select.absolute else "any"]}


@wants(e.Metadata)
def _metadata(edit: e.Metadata, the: The) -> Wants | None:
    if edit.key not in ("title", "artist", "album", "comment", "genre", "author", "copyright", "description") or not edit.value:
        return None
    return {"tags": {edit.key: re.escape(edit.value)}} if the.spec.ext not in ("wav", "avi", "ts") else None


@wants(e.StripMetadata)
def _strip(edit: Any, the: The) -> Wants | None:
    return {"tags": {"title": None}}


@wants(e.Cover)
def _covered(edit: e.Cover, the: The) -> Wants | None:
    return {"cover": True} if the.result in ("audio", "video") and not the.kinds & {e.StillVideo, e.Batch} else None


@wants(e.StripChapters)
def _strip_chapters(edit: Any, the: The) -> Wants | None:
    return {"chapters": 0}
