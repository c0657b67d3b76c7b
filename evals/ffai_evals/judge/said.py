"""Requirements that only the second reading of a request has: what it says in so many words, of what shall come out."""

import re
from collections.abc import Callable
from typing import Any

from ffai.translate.offline import edits as e
from ffai_evals.judge.reading import Named, Plain
from ffai_evals.judge.wanted import The, Wants

_DOUBT = re.compile(r"\b(?:not|never|unless|if|except|instead|without|avoid|or|either|like|which|what|why|difference|vs)\b|n't\b")
_LEADS = re.compile(
    r"\bif (?:at all )?possible|\bwhat(?:'s|’s| is| are| would be|'d be)?(?: the)?(?: \w+){0,3} (?:command|way|options?|settings?|arguments?|method|approach|procedure)\b|\bwhat (?:command|ffmpeg|should|do|can|would)\b"
    r"|\bi(?:'d|’d| would)? like\b|\bwould like\b|\bwhich (?:command|options?|settings?)\b|\bwithout (?:any |much |too much )?(?:los\w*|loss|re-?encod\w*|transcod\w*|chang\w*|affect\w*|alter\w*|sacrific\w*|compromis\w*|degrad\w*|noticeable|distort\w*|stretch\w*|pitch|quality)"
)
"""Words that turn nothing round, though they hold such as do."""
_SEVERAL = (e.Frames, e.Batch, e.Split, e.Segments)
_SHAPES = (e.Scale, e.Crop, e.Pad, e.Aspect, e.Orientation, e.Stack, e.Overlay, e.ContactSheet, e.Rotate)
_LINES = (144, 240, 360, 480, 540, 576, 720, 1080, 1440, 2160)
_RATES = (8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 192000)


def besides(said: Plain, the: The, out: Wants) -> Wants:
    """What the first reading has nothing about. A number counts when it is the only one of its kind, and no word turns it round."""
    more: Wants = {}
    if not _DOUBT.search(_LEADS.sub(" ", said.text)) and not the.kinds & set(_SEVERAL):
        more |= _picture(said, the) | _sound(said, the)
    for pattern, against, results, kinds, wanted in _WORDS:
        if (
            the.result in results
            and re.search(pattern, said.text)
            and not (against and re.search(against, said.text))
            and not the.kinds & set(kinds)
        ):
            found = wanted(said, the)
            for name, value in found.items():
                if name == "has" and "has" in out:
                    value = out["has"] | value
                more[name] = value
    return more


def _alone(found: tuple[Named, ...]) -> Any:
    """The one quantity that shall come out, beside such as there are: "from 30 to 24 fps"; None where there are others."""
    wanted = {x.value for x in found if x.wanted}
    others = {x.value for x in found if not x.given} - wanted
    return next(iter(wanted)) if len(wanted) == 1 and not others else None


def _picture(said: Plain, the: The) -> Wants:
    more: Wants = {}
    if the.result != "video":
        return more
    codec, rate, size = _alone(said.video), _alone(said.fps), _alone(said.sizes)
    lines = _alone(tuple(x for x in said.lines if x.value in _LINES))
    if codec and not the.kinds & {e.Copy}:
        more["vcodec"] = [codec]
    if lines and not size and not any(isinstance(x, _SHAPES) for x in the.edits):
        more["size"] = {"any": [[None, lines], [lines, None]]}
    if rate and not the.kinds & {e.Interpolate, e.Slideshow, e.Gif, e.ConstantRate, e.ContactSheet}:
        more["fps"] = [rate * 0.985, rate * 1.015]
    if size and not any(isinstance(x, _SHAPES) for x in the.edits):
        more["size"] = {"any": [[size[0], size[1]], [size[0], None], [None, size[1]]]}
    return more


def _sound(said: Plain, the: The) -> Wants:
    more: Wants = {}
    if the.result not in ("video", "audio"):
        return more
    lufs, count = _alone(said.lufs), _alone(said.channels)
    hertz = _alone(tuple(x for x in said.hertz if x.value in _RATES))
    if lufs and e.Normalise not in the.kinds and lufs < 0:
        more["loudness"] = [lufs - 3.5, lufs + 3.5]
    bits = _alone(tuple(x for x in said.bits if x.value in (16, 24, 32)))
    if bits is None and said.says(r"\bcd[ -](?:quality|audio|standard)\b"):
        bits = 16
    if bits and the.result == "audio" and the.exts & {"wav", "flac", "aiff", "aif"} and not (bits == 32 and "flac" in the.exts):
        more["bits"] = bits
    if hertz and not the.kinds & {e.AudioFilter}:
        more["rate"] = hertz
    kilobits = _alone(said.kilobits)
    if kilobits and the.result == "audio" and kilobits <= 512 and not the.kinds & {e.Bitrate, e.Copy}:
        more["abitrate"] = [0, 1.35 * kilobits]
    if count and not the.kinds & {e.SplitChannels, e.AudioFilter, e.Stack}:
        more["channels"] = count
    if the.result == "audio" and (codec := _alone(said.audio)) and not the.kinds & {e.AudioCodec, e.Copy, e.Container}:
        more["acodec"] = [codec]
    return more


def _everything(said: Plain, the: The) -> Wants:
    subs = len(the.spec.subs) if the.spec.ext != "mkv" or not re.search(r"\bmp4\b", said.text) else 0
    return {"at_least": {"audio": len(the.spec.sounds), "subtitle": subs}}


def _at_most(said: Plain, the: The) -> Wants:
    """ "under 24 fps", "no more than 30 frames"."""
    found = re.search(
        r"\b(?:under|below|at most|max(?:imum)?(?: of)?|no more than|up to) (\d+(?:\.\d+)?) ?(?:fps|frames)", said.text
    )
    return {"fps": [0.5, float(found[1]) * 1.015]} if found else {}


def _same(*names: str) -> Callable[[Plain, The], Wants]:
    return lambda said, the: {"same": list(names)}


def _kept_kinds(*kinds: str) -> Callable[[Plain, The], Wants]:
    return lambda said, the: {"copied": [k for k in kinds if (the.spec.videos if k == "v" else the.spec.sounds)]}


def _span(said: Plain, the: The) -> Wants:
    """ "from 15:00 to 20:00", "between 1:10 and 1:20"."""
    found = re.search(
        r"\b(?:from|between)\s+(?:the\s+)?((?:\d+:)?\d{1,2}:\d\d)\b.{0,12}?\b(?:to|until|till|and|-)\s+((?:\d+:)?\d{1,2}:\d\d)\b",
        said.text,
    )
    if not found:
        return {}
    start, end = (sum(float(x) * 60**n for n, x in enumerate(reversed(t.split(":")))) for t in (found[1], found[2]))
    length = end - start
    if length <= 0 or end > the.spec.duration + 0.5:
        return {}
    slack = 0.35 + 0.02 * length
    return {"duration": [round(length - slack, 2), round(length + slack + 1.2, 2)]} | (
        {"starts": start} if the.result == "video" and the.spec.duration <= 300 else {}
    )


_KEEPS = r"(?:keep\w*|maintain\w*|preserv\w*|retain\w*|without (?:changing|altering|affecting|losing)|same|original|unchanged)"
_MID = r"(?: the| its| same| original| source| video| current| existing| exact)* "
_WORDS: tuple[tuple[str, str, tuple[str, ...], tuple[type, ...], Callable[[Plain, The], Wants]], ...] = (
    # what says it; what speaks against it; of which results; of which edits there must be none; what is required
    (
        r"\b(?:all|every) (?:the |of the |of its |its )?(?:\w+ )?(?:streams?|tracks?)\b|\beverything\b|\ball (?:the )?audio\b.*\ball (?:the )?subtitle",
        r"\b(?:except|exclud\w*|but|remov\w*|strip\w*|drop\w*|without|only|separate\w*|extract\w*|each|merge|mix|combin\w*|burn\w*|mono|convert all|metadata|above|below|after|before|select\w*|into one|downmix)\b",
        ("video",),
        (e.RemoveAudio, e.DropStreams, e.ExtractStreams, e.MixAudio, e.ReplaceAudio, e.BurnSubtitles, e.ExtractAudio, e.Stack),
        _everything,
    ),
    (rf"\b{_KEEPS}{_MID}(?:resolution|dimensions|picture size|frame size)\b", r"if\b|half|double|\b\d+p\b", ("video",), _SHAPES, _same("size")),
    (rf"\b{_KEEPS}{_MID}(?:frame ?rate|fps)\b", r"\bif\b|\d ?fps|vari", ("video",), (e.Fps, e.Interpolate, e.Speed, e.ConstantRate), _same("fps")),
    (rf"\b{_KEEPS}{_MID}(?:aspect(?: ratio)?|proportions?|shape)\b", r"\bpad|crop|black|bars|letterbox|\b\d+ ?[:/] ?\d+\b|portrait|vertical|square|ignor|within|fit|box|stretch", ("video",), (e.Crop, e.Pad, e.Aspect, e.Orientation, e.Rotate, e.Stack), lambda said, the: {"undistorted": True} if said.sizes else {"same": ["aspect"]}),
    (rf"\b{_KEEPS}{_MID}(?:sample|sampling) rate\b", r"\bif\b", ("audio",), (e.SampleRate,), _same("rate")),
    (
        r"\b(?:keep\w*|leav\w*|preserv\w*|copy\w*)(?: the| original)* video(?: streams?| tracks?| quality)? (?:as.is|untouched|unchanged|intact|the same|as it is|copied)|\bkeep\w*(?: the)? original video\b|\b(?:copy|copying) (?:the )?video(?: streams?| track)?\b|without (?:re-?encoding|touching|changing|transcoding|affecting) (?:the )?video|\b(?:convert|re-?encode|transcode|change) only (?:the )?audio|\bonly (?:convert|re-?encode|transcode|change)(?:ing)? (?:the )?audio",
        r"\bif\b|fade|overlay|burn|scale|crop|rotat|watermark|speed",
        ("video",),
        (e.VideoCodec, e.Scale, e.Crf, e.BurnSubtitles, e.Overlay, e.Text, e.Speed, e.Concat, e.Rotate, e.Keep, e.CutOut, e.Batch),
        _kept_kinds("v"),
    ),
    (
        r"\b(?:keep\w*|leav\w*|preserv\w*)(?: the| original)* audio(?: streams?| tracks?)? (?:as.is|untouched|unchanged|intact|the same|as it is|copied)|\b(?:copy|copying) (?:over )?(?:the )?audio(?: streams?| track)?\b|without (?:re-?encoding|touching|changing|transcoding|affecting) (?:the )?audio|\b(?:convert|re-?encode|transcode|change) only (?:the )?video|\bonly (?:convert|re-?encode|transcode|change)(?:ing)? (?:the )?video",
        r"\bif\b|volume|speed|normali[sz]|fade|mix|replace",
        ("video",),
        (e.AudioCodec, e.RemoveAudio, e.ReplaceAudio, e.Volume, e.Normalise, e.Speed, e.Concat, e.MixAudio, e.Keep, e.CutOut, e.Batch, e.Mux, e.AddSilence, e.Channels),
        _kept_kinds("a"),
    ),
    (r"\b(?:from|between)\b.*\d:\d\d.*\b(?:to|and|until|till)\b.*\d:\d\d", r"\b(?:remove|delete|cut out|fade|blur|mute|speed|slow|censor|without|except|overlay|text|show|loop|every|frames?|gif)\b", ("video", "audio"), (e.Keep, e.CutOut, e.Fade, e.Speed, e.Mute, e.Overlay, e.Text, e.Blur, e.Frames, e.Volume, e.Split, e.Batch, e.Concat), _span),
    (
        r"\bby stretching|\bstretch(?:ed|ing)? (?:it |the video |the image )?to\b|ignor\w* (?:the )?aspect|no aspect",
        r"without stretch|not stretch|avoid|n't stretch|or pad|needed|audio|time",
        ("video",),
        (e.Rotate, e.Keep, e.CutOut, e.Speed, e.Overlay, e.Text, e.Stack, e.Concat, e.Blur, e.Batch, e.Crop, e.Reverse, e.BurnSubtitles),
        lambda said, the: {"like": {"filter": "", "min": 20.0}} if said.sizes else {},
    ),
    (
        r"\blanguage\b.*\bto (?:eng|spa|fra|deu|ita|jpn|por|rus|kor|chi)\b",
        r"\bor\b|extract|subtitle",
        ("video", "audio"),
        (e.Language, e.AddSubtitles, e.KeepStreams, e.ExtractAudio),
        lambda said, the: {"spoken": ["audio", re.findall(r"\bto (eng|spa|fra|deu|ita|jpn|por|rus|kor|chi)\b", said.text)[-1]]},
    ),
    (
        r"\b(?:under|below|at most|max(?:imum)?(?: of)?|no more than|up to) \d+ ?(?:fps|frames)",
        "",
        ("video",),
        (e.Interpolate,),
        _at_most,
    ),
    (
        r"without (?:any )?(?:stretch|distort|squash|squeez|warp)|no (?:stretch|distort)|letterbox|pillarbox|black bars|cent(?:er|re)(?:ed)?(?: and)? crop|\bcrop(?:ped)? (?:it )?to (?:a )?(?:square|\d)",
        r"\b(?:remov\w*|detect\w*|bottom|top|left|right|region|corner|cut off|are|has|burn|image)\b|crop out|get rid",
        ("video",),
        (e.Rotate, e.Keep, e.CutOut, e.Speed, e.Overlay, e.Text, e.Stack, e.Concat, e.Blur, e.Batch, e.Fps, e.Stabilise, e.Reverse, e.Orientation, e.BurnSubtitles),
        lambda said, the: {"undistorted": True} if said.sizes or said.says(r"\d ?: ?\d") else {},
    ),
    (r"\bgr[ae]y ?scale\b|\bblack.and.white\b|\bmonochrome\b", r"\bnot\b|except|subtitle|text|colou?r to|part|region", ("video", "image"), (e.Look, e.Overlay, e.Text, e.Batch, e.Stack, e.ChromaKey), lambda said, the: {"saturation": [0, 8]}),
    (r"\b(?:two|both|multiple|several|english and \w+|\w+ and english)(?: \w+)? (?:subtitle|caption|\.?srt)", r"burn|hard|one|remove|extract|only|select|switch", ("video",), (e.BurnSubtitles, e.ExtractSubtitles, e.DropStreams, e.KeepStreams), lambda said, the: {"at_least": {"subtitle": 2}}),
    (r"\bon (?:the )?left\b.*\bon (?:the )?right\b|\bleft channel\b.*\bright channel\b", r"swap|extract|split|separate|only|pan|move|video|remove|cop(?:y|ies)|duplicat|both|side.by.side", ("audio",), (e.SplitChannels, e.Batch, e.Concat), lambda said, the: {"sides": [440, 1300]} if len(re.findall(r"\.(?:mp3|wav|flac|m4a|aac|ogg)\b", said.text)) >= 2 else {}),
)  # fmt: skip
