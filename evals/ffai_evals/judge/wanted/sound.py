"""Streams of sound, levels, rates, channels."""

from typing import Any

from ffai.translate.offline import edits as e
from ffai_evals.judge.wanted.base import The, Wants, wants


@wants(e.RemoveAudio)
def _remove_audio(edit: Any, the: The) -> Wants | None:
    if not the.spec.videos or the.result == "audio":
        return None  # "a silent intro" to a sound
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
    if kinds == {"video"} and len(the.edits) < 6:
        return {"has": {"video": True, "audio": False}}
    if tones and "all" not in kinds:
        return {"tone": tones}
    return {} if kinds == {"all"} else None


@wants(e.DropStreams)
def _drop_streams(edit: e.DropStreams, the: The) -> Wants | None:
    whole = {s.kind for s in edit.selects if s.index is None and not s.language and not s.title}
    if whole == {"video"} and the.result == "audio":
        return {"cover": False}
    return {"has": {k: False for k in whole if k in ("audio", "subtitle", "data")}} if whole and "all" not in whole else None


@wants(e.Language)
def _language(edit: e.Language, the: The) -> Wants | None:
    kind = edit.select.kind
    return {"spoken": [kind, edit.language]} if kind in ("audio", "subtitle") and the.result in ("video", "audio") else None


@wants(e.ReplaceAudio)
def _replace_audio(edit: e.ReplaceAudio, the: The) -> Wants | None:
    if the.result != "video" or the.kinds & {e.MixAudio, e.Volume, e.Batch}:
        return None
    return {"has": {"video": True, "audio": True}, "pitched": 1300}


@wants(e.Mux, e.Gather)
def _mux(edit: Any, the: The) -> Wants | None:
    """The sound of the other file is in it."""
    return (
        {"heard": [1300]}
        if the.second_sound and the.result == "video" and not the.kinds & {e.Batch, e.Pitch, e.Speed, e.AudioFilter}
        else {}
    )


@wants(e.MixAudio)
def _mix(edit: e.MixAudio, the: The) -> Wants | None:
    """Both sounds are in it."""
    gone = {e.Batch, e.Pitch, e.Speed, e.AudioFilter, e.RemoveAudio, e.ReplaceAudio, e.Concat, e.Delay}
    quiet = (edit.factor or 1.0) < 0.05 or (edit.decibels or 0.0) < -26
    own = [440 * (n + 1) for n in range(len(the.spec.sounds))]
    if (
        not edit.path
        and len(own) > 1
        and not the.spec.value("tone")
        and the.says(r"\b(?:all|every|both|each|two|multiple|tracks|streams)\b")
    ):
        return {"heard": own} if the.result in ("video", "audio") and not the.kinds & gone else None
    there = the.second_sound and the.spec.sounds and the.result in ("video", "audio")
    return {"heard": [440, 1300]} if there and not quiet and not the.kinds & gone else None


@wants(e.Mute)
def _mute(edit: e.Mute, the: The) -> Wants | None:
    """Silent for that part, where it is one and nothing moves it."""
    start, end = edit.when.start, min(edit.when.end, the.spec.duration)
    moved = the.kinds & {
        e.Keep,
        e.CutOut,
        e.Speed,
        e.Concat,
        e.MixAudio,
        e.ReplaceAudio,
        e.PadTime,
        e.Loop,
        e.Reverse,
        e.Batch,
        e.RemoveAudio,
    }
    if edit.every or edit.beep or edit.when.unit != "s" or start < 0 or end - start < 0.6 or moved or not the.spec.sounds:
        return None
    return {"silent": [[start, end]]}


@wants(e.AddSilence)
def _silence(edit: e.AddSilence, the: The) -> Wants | None:
    """A track of silence, in place of what sound there was."""
    others = the.kinds & {e.MixAudio, e.ReplaceAudio, e.Mux, e.Concat, e.PadTime, e.Keep, e.CutOut, e.Batch, e.KeepStreams}
    if the.result != "video" or others:
        return None
    return {"has": {"video": True, "audio": True}, "silent": [[0.3, max(0.6, the.spec.duration - 0.3)]]}


@wants(e.Channels)
def _channels(edit: e.Channels, the: The) -> Wants | None:
    return {"channels": edit.count} if the.result in ("video", "audio") and not edit.side else None


_STANDARD = {22000: (22050,), 44000: (44100,), 11000: (11025,), 88000: (88200,)}  # what is meant by a rounded rate


@wants(e.SampleRate)
def _sample_rate(edit: e.SampleRate, the: The) -> Wants | None:
    exts = {x.ext for x in the.edits if isinstance(x, e.Container)}
    return (
        {"rate": {"any": [edit.hertz, *_STANDARD.get(edit.hertz, ())]}}
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
    if edit.peak is not None and edit.lufs is None and not the.kinds & {e.Concat, e.MixAudio}:
        return {"peak": [edit.peak - 1.5, edit.peak + 0.7]}
    if edit.lufs is not None and edit.lufs > -40 and not the.kinds & {e.Concat, e.MixAudio}:
        return {"loudness": [edit.lufs - 3.5, edit.lufs + 3.5]}
    return None
