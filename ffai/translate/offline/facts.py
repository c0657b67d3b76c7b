"""Codecs and formats that no rule took: what the file has, or what is wanted, told by the words around them."""

from typing import Any, NamedTuple

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.terms import AUDIO_CODECS, VIDEO_CODECS
from ffai.translate.offline.wanted import ASIDE, is_description, opens_with_specs, phrase_start, wanted, words_before
from ffai.translate.offline.words import FORMATS


def _for_a_kind(tokens: list[Token], i: int) -> bool:
    """ "AAC for audio": no article, so it is what is wanted of all the sound."""
    return [t.lemma for t in tokens[i + 1 : i + 3]] in (["for", "audio"], ["for", "sound"], ["for", "video"])


def _keeping(tokens: list[Token], start: int, i: int) -> bool:
    """ "keep the h264 and aac streams": named as what stays."""
    return tokens[start].lemma in ("keep", "leave", "preserve", "retain") and not any(
        t.lemma in ("to", "into", "as") for t in tokens[start:i]
    )


class Free(NamedTuple):
    used: set[int]
    source_ext: str
    source_video: str
    source_audio: str
    places: dict[Any, tuple[int, int]]  # where codecs were said


# words that are said for a format but name a codec, and the container that goes with it
_CONTAINERS: dict[str, tuple[e.Edit, ...]] = {
    "alac": (e.AudioCodec("alac"), e.Container("m4a")),
    "pcm": (e.AudioCodec("pcm"), e.Container("wav")),
    "divx": (e.VideoCodec("xvid"), e.Container("avi")),
}
_CODEC_OF = {
    "x264": "h264",
    "libx264": "h264",
    "x265": "hevc",
    "libx265": "hevc",
    "wav": "pcm_s16le",
    "pcm": "pcm_s16le",
    "mpeg-4": "mpeg4",
    "mpeg2": "mpeg2video",
    "mpeg1": "mpeg1video",
}


def free_facts(tokens: list[Token], used: set[int], edits: list[Any], places: dict[Any, tuple[int, int]]) -> Free:
    """Codecs and formats that no rule took: what the file has, or what is wanted, by the words around them."""
    seen: set[int] = set()
    spots: dict[Any, tuple[int, int]] = {}
    codecs: list[e.Edit] = []  # they stand before what rules found, so that those win
    source_ext = source_video = source_audio = ""
    target_said = any(isinstance(x, e.Container) for x in edits)
    picture_stays = any(isinstance(x, e.Copy) and x.kind == "video" for x in edits)  # so "to AAC" is its sound, not the file
    silence_added = any(isinstance(x, e.AddSilence) for x in edits)
    if edits and all(
        isinstance(x, e.Question) for x in edits
    ):  # "is it encoded in HEVC?" wants none, "how long is the mp4?" has one
        told: list[Any] = [e.Shortest()]
        found = free_facts(tokens, used, told, dict(places))
        named = next((x.ext for x in told if isinstance(x, e.Container)), "")
        return found._replace(source_ext=found.source_ext or named)
    for i, token in enumerate(tokens):
        if token.kind != "word" or (
            i in used and token.lemma not in FORMATS and token.lemma not in VIDEO_CODECS and token.lemma not in AUDIO_CODECS
        ):
            continue
        word = token.lemma
        is_format, is_video, is_audio = (
            word in FORMATS,
            word in VIDEO_CODECS or word.endswith(("_nvenc", "_qsv", "_vaapi", "_videotoolbox")),
            word in AUDIO_CODECS,
        )
        if not (is_format or is_video or is_audio):
            continue
        seen.add(i)
        kept = any(isinstance(x, e.Copy) and a <= i < b and _keeping(tokens, a, i) for x, (a, b) in places.items())
        asked = not kept and wanted(tokens, i)
        if (
            FORMATS.get(word) == "audio"
            and not asked
            and any(isinstance(x, e.ExtractAudio) for x in edits)
            and not any(isinstance(x, (e.Container, e.AudioCodec, e.Copy)) for x in edits)
            and not {"from", "my", "has", "have", "contains", "is", "the"} & set(words_before(tokens, i)[:1])
            and not any(t.kind == "file" and FORMATS.get(t.value.path.rpartition(".")[2].lower()) == "audio" for t in tokens)
        ):
            asked = True  # the sound is taken out of a film: a format of sound is what it becomes
        if i in used and any(isinstance(x, (e.VideoCodec, e.AudioCodec, e.StreamCodec)) and x.codec == word for x in edits):
            if is_video or asked or _for_a_kind(tokens, i):
                continue
        if is_video:
            if asked:
                codecs.append(e.VideoCodec(word))
                spots[codecs[-1]] = (i, i + 1)
            else:
                source_video = source_video or _CODEC_OF.get(word, word)
            continue
        after = tokens[i + 1].lemma if i + 1 < len(tokens) else ""
        if is_audio and not asked and i in used and any(isinstance(x, e.AudioCodec) for x in edits):
            source_audio = source_audio or _CODEC_OF.get(word, word)
            continue  # "from AC3 to AAC": what it has now
        if is_audio and (not is_format or picture_stays or silence_added or _is_codec_here(tokens, i)):
            if asked and not (after in ("audio", "sound", "track") and _described(tokens, i)):
                codecs.append(e.AudioCodec(word))
                spots[codecs[-1]] = (i, i + 1)
            else:
                source_audio = source_audio or _CODEC_OF.get(word, word)
            continue
        if not is_format:
            continue
        if asked and word not in ("hls", "dash"):
            if word in ("srt", "ass", "vtt", "ssa", "sub") and any(
                isinstance(x, (e.BurnSubtitles, e.AddSubtitles)) for x in edits
            ):
                other = [t for t in tokens if t.kind == "file" and t.value.path.lower().endswith((".srt", ".vtt", ".sub"))]
                if (
                    word in ("ass", "ssa", "vtt")
                    and other
                    and {"to", "into", "as"} & {t.lemma for t in tokens[max(0, i - 4) : i]}
                ):
                    edits[:] = [
                        x
                        for x in edits
                        if not (isinstance(x, e.AddSubtitles) and any(isinstance(y, e.BurnSubtitles) for y in edits))
                    ]
                    edits.append(e.SubtitleForm(word))
                continue
            if FORMATS.get(word) == "image" and any(isinstance(x, e.Cover) for x in edits):
                continue  # "add a cover using a JPEG": the cover
            if (
                target_said
                and any(isinstance(x, e.Container) for x in edits)
                and not (_strong(tokens, i) or _listed_after(tokens, i, places))
            ):
                continue
            for edit in _CONTAINERS.get(word, (e.Container(word),)):
                places[edit] = (i, i + 1)
                if edit not in edits:
                    edits.append(edit)
            target_said = True
        elif not source_ext and word not in ("hls", "dash"):
            source_ext = word
    containers = [x for x in edits if isinstance(x, e.Container)]
    if (
        len(containers) > 1
        and "pcm" in {t.lemma for t in tokens}
        and e.Container("wav") in containers
        and not any(t.lemma == "wav" for t in tokens)
    ):
        edits.remove(e.Container("wav"))  # "PCM in a W64 file"
    edits[:0] = [x for x in codecs if x not in edits]
    if any(isinstance(x, e.VideoCodec) and _CODEC_OF.get(x.codec, x.codec) == source_video for x in edits):
        source_video = ""  # "to HEVC, though some players do not support HEVC": what is wanted is not what there is
    return Free(seen, source_ext, source_video, source_audio, spots)


def _is_codec_here(tokens: list[Token], i: int) -> bool:
    """Whether a word that is a format and a codec ("aac", "mp3") means the codec: beside a picture's codec or the word audio."""
    lemmas = [t.lemma for t in tokens]
    if opens_with_specs(tokens, i) and (
        any(t.kind in ("lines", "dim", "resolution_k") for t in tokens[:i]) or any(FORMATS.get(w) == "video" for w in lemmas)
    ):
        return True
    near = set(lemmas[max(0, i - 3) : i + 3])
    after = lemmas[i + 1 : i + 3]
    if after and FORMATS.get(after[0]) in ("audio", "video") and after[0] != lemmas[i]:
        return True  # "a 64k opus .ogg file"
    if after[:1] in (["audio"], ["codec"], ["sound"], ["encoder"], ["encoding"], ["bitrate"]) or after[:2] == ["audio", "track"]:
        return not (after[:1] == ["audio"] and lemmas[i + 2 : i + 3] == ["file"])
    if lemmas[max(0, i - 1) : i] in (["audio"], ["codec"]) or lemmas[max(0, i - 2) : i] in (
        ["audio", "to"],
        ["audio", "as"],
        ["audio", "in"],
        ["audio", "into"],
        ["audio", "with"],
    ):
        others = [w for w in lemmas if w in FORMATS and FORMATS[w] == "video"]
        return bool(others) or "keep" in lemmas or "while" in lemmas
    video_words = {w for w in lemmas if w in VIDEO_CODECS} or {w for w in lemmas if FORMATS.get(w) == "video"}
    if (near & {"and", "+", "/", ",", "with"} or "with" in lemmas[max(0, i - 3) : i]) and near & VIDEO_CODECS:
        return True
    if video_words & VIDEO_CODECS:
        return "extract" not in lemmas
    channels = {"mono", "stereo", "surround51", "surround71", "two-channel"}
    if (
        set(lemmas[max(0, i - 1) : i]) & channels
        and not (phrase_start(tokens, i) < i and tokens[phrase_start(tokens, i) - 1].lemma in ("and", ",", "plus"))
        and not set(lemmas) & {"extract", "rip", "file", "as"}
        and (
            video_words
            or any(t.kind == "file" and FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower()) == "video" for t in tokens)
        )
    ):
        return True  # "my mkv has 5.1 sound, I need stereo AAC"
    return (
        bool(near & {"codec"})
        or (lemmas[max(0, i - 1) : i] == ["with"] or lemmas[max(0, i - 1) : i] == ["using"])
        and bool(video_words)
    )


def _listed_after(tokens: list[Token], i: int, places: dict[Any, tuple[int, int]]) -> bool:
    """Whether a format stands in a list behind one that is wanted: "an mp4 and a webm"."""
    before = tokens[max((end for x, (_, end) in places.items() if isinstance(x, e.Container)), default=i) : i]
    return any(t.lemma == "and" or t.text in (",", "&", "+", "/") for t in before) and all(
        t.lemma in ("and", "a", "an", "another", "also", "one", "for", "at")
        or t.text in (",", "&", "+", "/")
        or t.kind in ("lines", "dim", "rate", "bitrate", "bits", "resolution_k", "fps", "number")
        or t.lemma in VIDEO_CODECS
        or t.lemma in AUDIO_CODECS
        or t.lemma in ASIDE
        for t in before
    )


def _strong(tokens: list[Token], i: int) -> bool:
    before = words_before(tokens, i)
    return bool(before) and before[0] in ("to", "into", "output", "as")


def _described(tokens: list[Token], i: int) -> bool:
    return is_description(tokens, i)
