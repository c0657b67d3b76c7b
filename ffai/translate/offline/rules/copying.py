"""What is copied and what is encoded again, how it is delivered, and which codec is said of which stream."""

from typing import Any

from ffai.translate.offline.edits import (
    AudioCodec,
    Bitrate,
    Container,
    Copy,
    ExtractAudio,
    Faststart,
    Fragmented,
    Hardware,
    KeepStreams,
    Reencode,
    Select,
    StreamCodec,
    VideoCodec,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.terms import AUDIO_CODECS, VIDEO_CODECS
from ffai.translate.offline.words import FORMATS

_BEFORE_VERBS = frozenset("and then to please wish_to can could you i also just or how_do let".split())


def _codec_as_copy(m: Match) -> Copy:
    kinds = {m.tokens[i].lemma for i in m.used}
    if "audio" in kinds or "sound" in kinds:
        return Copy("all" if "video" in kinds else "audio")
    if "video" in kinds:
        return Copy("video")
    return Copy("all")


def _one_stream(m: Match) -> tuple[StreamCodec, Copy, KeepStreams] | None:
    """ "convert only the second audio track to AC3 and keep the others": the others are there only if they are spoken of."""
    select = m.slots["s"][0]
    if len(m.slots["s"]) > 1 or select.kind != "audio" or not (select.index is not None or select.language or select.default):
        return None
    if not {t.lemma for t in m.tokens} & {"rest", "other", "others", "unchanged", "untouched", "everything", "as_is"}:
        return None
    return StreamCodec(select, m.slots["c"]), Copy("all"), KeepStreams((Select("all"),))


def _unheard(m: Match) -> tuple[Any, ...] | None:
    """Sound that a player does not take: AAC is what all of them do, and the picture is left alone where nothing else is asked."""
    said = {t.lemma for t in m.tokens}
    if said & {
        "mute",
        "remove",
        "without_audio",
        "extract",
        "sync",
        "out_of_sync",
        "delay",
        "record",
        "silent",
        "silence",
    } or any(
        t.lemma in AUDIO_CODECS and t.lemma not in ("ac3", "dts", "eac3", "truehd", "flac", "opus", "pcm", "vorbis")
        for t in m.tokens
    ):
        return ()
    return AudioCodec("aac"), Reencode("audio")


def _ripped(m: Match) -> tuple[ExtractAudio, Container] | None:
    """ "rip mp3 from it"; "a tape rip (WAV)" is a thing and no act."""
    lead = m.tokens[m.used[0] - 1] if m.used[0] else None
    if lead is not None and lead.kind == "word" and lead.lemma not in _BEFORE_VERBS:
        return None
    return ExtractAudio(), Container(next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in FORMATS))


def _also_apart(m: Match) -> bool:
    """ "save it as mp4, and also the audio as mp3": a file of its own."""
    lead = [t.lemma for t in m.tokens[max(0, m.used[0] - 4) : m.used[0]]]
    return (
        m.tokens[m.used[0]].lemma in ("audio", "sound", "soundtrack")
        and FORMATS.get(str(m.slots.get("c", ""))) == "audio"
        and bool({"also", "separately", "plus", "too"} & set(lead))
        and not {"mux", "keep", "reencode", "change"} & set(lead)
    )


def _of_a_file(m: Match) -> bool:
    """ "an audio file to mp3": the file becomes one, and no film gets another sound."""
    behind = m.tokens[m.used[0] + 1 : m.used[0] + 2]
    return (
        bool(behind)
        and m.tokens[m.used[0]].lemma in ("audio", "sound")
        and behind[0].lemma in ("file", "recording", "clip", "collection", "library")
    )


def _is_source(m: Match) -> bool:
    """Whether the words say what the file has now, not what is wanted: "a video with DTS audio", "from MPEG-2 audio"."""
    from ffai.translate.offline.described import blamed, filmed_in
    from ffai.translate.offline.wanted import is_description

    codec = next((i for i in m.used if m.tokens[i].lemma in AUDIO_CODECS or m.tokens[i].lemma in VIDEO_CODECS), m.used[0])
    if blamed(m.tokens, codec) or filmed_in(m.tokens, codec):
        return True
    if is_description(m.tokens, m.used[0]) and not any(m.tokens[i].lemma in ("to", "into", "as") for i in m.used):
        return True
    i = m.used[0]
    before = [t.lemma for t in m.tokens[max(0, i - 4) : i]]
    behind = [t.lemma for t in m.tokens[m.used[-1] + 1 : m.used[-1] + 3]]
    if (
        before[-1:]
        and before[-1] in ("the", "its", "my")
        and {"to", "into"} & set(behind)
        and not any(m.tokens[k].lemma in ("to", "into") for k in m.used)
    ):
        return True  # "the dts audio to aac"
    words = [t.lemma for t in m.tokens]
    joined = " ".join(before)
    if before[-1:] in (["from"], ["has"], ["have"]) or joined.endswith(
        ("video with", "file with", "has", "contains", "from a", "movie with")
    ):
        return any(word in words[m.used[-1] + 1 :] for word in ("to", "into", "convert", "with"))
    return False


RULES = (
    Rule("keep|leave|preserve|retain|copy ~ {c:vcodec} /|and|+|,? {d:acodec} ~ stream|streams|track|tracks|codec|codecs|as_is", lambda m: Copy("all"), 5),
    Rule("{c:acodec}? audio|sound|soundtrack track|stream? becomes|become ~ {r:rate} {d:acodec} / {c:acodec}? audio|sound|soundtrack track|stream? becomes|become {d:acodec}", lambda m: (AudioCodec(m.slots["d"]), *((Bitrate(m.slots["r"], "audio"),) if "r" in m.slots else ()), Copy("video")), 7),
    Rule("extract|rip|pull|grab mp3|wav|flac|m4a|aac|ogg|opus ~ from|of|out|and|,?", _ripped, 2),
    Rule("keep|keeping|leave|leaving|preserve both? video and audio ~ same|identical|untouched|unchanged|as_is|intact|exactly same?", lambda m: Copy("all"), 3),
    # copying
    Rule("without|no|not convert|conversion ~ it|audio|video|anything?", lambda m: Copy("all"), 2),
    Rule("only ~ audio|sound ~ reencode|transcode|convert / reencode|transcode|convert only ~ audio|sound / reencode|transcode ~ audio|sound only|alone", lambda m: Copy("video"), 3),
    Rule("without|no|not|avoid|skip|instead_of|never ~ need|do|any|perform|use? ~ reencode|transcode|reencode|recompress|encode|recode|requantize ~ video|audio|anything|it|stream|everything|either? / without ~ change|alter|touch ~ codec|codecs|stream|encode|video|quality / not ~ reencode|transcode ", lambda m: Copy({"video": "video", "audio": "audio"}.get(m.tokens[m.used[-1]].lemma, "all")), 2),
    Rule("nothing|zero ~ reencode|transcode|convert|recompress", lambda m: Copy("all"), 2),
    Rule("without|not|no reencode ~ video and|or|nor audio / without|not reencode|transcode ~ video", lambda m: Copy("all" if "audio" in m.text() else "video"), 3),
    Rule("without|not reencode|transcode ~ audio", lambda m: Copy("audio"), 2),
    Rule("video|picture stream_copy|copied", lambda m: Copy("video") if m.tokens[m.used[-1]].text.lower().endswith("ed") and not {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[0]]} & {"audio", "and"} else None, 2),
    Rule("audio|sound stream_copy|copied", lambda m: Copy("audio"), 2),
    Rule("stream_copy ~ both|mode|only|for? / remux ~ only? / copy|keep ~ all|both|each? video|audio and|& audio|video ~ stream|track|codec? / copy ~ stream|track|codec|codecs / keep ~ codec|codecs|encoding|stream|video ~ same|as_is|original / just copy / copy it|them|this|everything|file|video ~ into|to ~ container|{x:format} / codec ~ copy / as_is / -c copy / original|same|existing codec|codecs", _codec_as_copy),
    Rule("copy|keep|leave|preserve|maintain|retain|passthrough ~ audio|sound ~ track|stream|codec? as_is|same|original|untouched|alone|intact? / audio ~ copy|copied|as_is|untouched / copy ~ audio ~ without|stream|directly? / without|not ~ change|touch|affect|reencode|alter|modify ~ audio|sound / keep audio|sound / keep ~ original|existing audio|sound", lambda m: Copy("audio")),
    Rule("copy|keep|leave|preserve|maintain|retain|passthrough ~ video|picture ~ track|stream|codec? as_is|same|original|untouched|alone|intact / video ~ copy|copied|as_is / copy ~ video stream|track|codec? / without|not ~ touch|affect|reencode|alter|modify ~ video|picture / keep video stream|track|codec as_is? / leave ~ video|picture alone|be|as_is? / keep same|original video ~ track|stream|codec?", lambda m: Copy("video")),
    Rule("play|hear|output|support|recognise|recognize ~ audio|sound ~ because|on|in|codec|format|player|players|tv|some|certain|anywhere / audio|sound ~ not|doesnt|wont|cant|isnt ~ play|work|supported|support|recognised|recognized|compatible|heard / unsupported audio|sound", _unheard, 4),
    Rule("keep|keeping|preserve|retain|including cover|artwork|album-art ~ art|image?", lambda m: () if not any(t.kind == "file" and t.value.path.lower().endswith((".jpg", ".png", ".jpeg")) for t in m.tokens) else None),
    Rule("reencode ~ both|all ~ stream|track / reencode ~ video and audio", lambda m: Reencode("both"), 1),
    Rule("reencode ~ video|audio|everything|it|file? / force reencode / full reencode", lambda m: Reencode(), -2),
    # delivery flags
    Rule("moov ~ at|is ~ end|back / moov ~ atom? ~ move|relocate", lambda m: Faststart() if not {t.lemma for t in m.tokens} & {"missing", "found", "broken", "recover"} else None, 2),
    Rule("faststart ~ flag|enabled|support? / moov ~ front|start|beginning / start|begin|play ~ before ~ download|downloaded|load|loaded|complete|fully|whole / progressive download|streaming|streamed / play|start immediately|instantly|quickly|right / stream ~ immediately|instantly|while ~ download|loading / streamable|stream-ready|streaming-ready / move ~ moov / quick|fast|instant start|playback|loading|load ~ web?", lambda m: Faststart()),
    Rule("fragmented|fragment ~ {x:format} / fragmented|fragment {x:format}", lambda m: (Fragmented(), Container(m.slots["x"])) if m.slots["x"] in ("mp4", "mov", "m4v") and not {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]} & {"from", "my", "have", "this"} else Fragmented(), 1),
    Rule("fragmented ~ mp4? / fmp4 / fragment ~ mp4|{f:file}|it|for ~ mse? / media source extensions / mse / for mse / media source extensions / moof", lambda m: Fragmented() if "dash" not in {t.lemma for t in m.tokens} else None),
    Rule("hardware|gpu|nvidia|nvenc|cuda|qsv|quicksync|vaapi|videotoolbox|amf|amd|intel ~ acceleration|accelerated|encoder|encoding|encode|acceleration|card|gpu? / with|using ~ gpu|nvenc|nvidia|cuda|qsv|vaapi|videotoolbox", lambda m: Hardware(next((m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in ("nvidia", "nvenc", "cuda", "qsv", "quicksync", "vaapi", "videotoolbox", "amf", "amd", "intel")), "videotoolbox" if {t.lemma for t in m.tokens} & {"mac", "macos", "macbook", "apple"} else "gpu"))),
    Rule("{c:acodec}? audio|sound|soundtrack track|stream? becomes|become ~ {r:rate} {d:acodec} / {c:acodec}? audio|sound|soundtrack track|stream? becomes|become {d:acodec}", lambda m: (AudioCodec(m.slots["d"]), *((Bitrate(m.slots["r"], "audio"),) if "r" in m.slots else ()), Copy("video")), 7),
    Rule("audio|sound ~ codec|track|stream? ~ from {c:acodec} to|into {d:acodec}", lambda m: None if _of_a_file(m) else (AudioCodec(m.slots["d"]), Copy("video")), 4),
    Rule("convert|reencode|transcode|encode|change|turn ~ only? {s:streams} ~ to|into|as|with|using|in ~ {c:acodec}", _one_stream, 4),
    # codecs named by what they are for
    Rule("video codec ~ {c:vcodec} / {c:vcodec} ~ for video / {c:vcodec} video codec|stream / video ~ to|in|as|using|with {c:vcodec}", lambda m: None if _is_source(m) else VideoCodec(m.slots["c"]), 1),
    Rule("audio codec ~ {c:acodec} / {c:acodec} ~ for audio / {c:acodec} audio|sound ~ codec|track|stream? / audio ~ to|in|as|using|with|into {c:acodec}", lambda m: ExtractAudio() if _also_apart(m) else None if _of_a_file(m) or m.used[0] > 0 and _is_source(m) else AudioCodec(m.slots["c"]), 1),
)  # fmt: skip
