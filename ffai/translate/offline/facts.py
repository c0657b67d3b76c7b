"""Codecs and formats that no rule took: what the file has, or what is wanted, told by the words around them."""

from typing import Any, NamedTuple

from ffai.translate.offline import edits as e
from ffai.translate.offline.described import blamed, filmed_in
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.terms import AUDIO_CODECS, VIDEO_CODECS
from ffai.translate.offline.words import CLASSES, FORMATS

OUT_VERBS = frozenset("output save produce export write called named outputting".split())


def _for_a_kind(tokens: list[Token], i: int) -> bool:
    """ "AAC for audio": no article, so it is what is wanted of all the sound."""
    return [t.lemma for t in tokens[i + 1 : i + 3]] in (["for", "audio"], ["for", "sound"], ["for", "video"])


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
_TO = frozenset("to into as in output -> using use with via save export =".split())
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
        wanted = _wanted(tokens, i)
        if (
            FORMATS.get(word) == "audio"
            and not wanted
            and any(isinstance(x, e.ExtractAudio) for x in edits)
            and not any(isinstance(x, (e.Container, e.AudioCodec, e.Copy)) for x in edits)
            and not {"from", "my", "has", "have", "contains", "is", "the"} & set(words_before(tokens, i)[:1])
            and not any(t.kind == "file" and FORMATS.get(t.value.path.rpartition(".")[2].lower()) == "audio" for t in tokens)
        ):
            wanted = True  # the sound is taken out of a film: a format of sound is what it becomes
        if i in used and any(isinstance(x, (e.VideoCodec, e.AudioCodec, e.StreamCodec)) and x.codec == word for x in edits):
            if is_video or wanted or _for_a_kind(tokens, i):
                continue
        if is_video:
            if wanted:
                codecs.append(e.VideoCodec(word))
                spots[codecs[-1]] = (i, i + 1)
            else:
                source_video = source_video or _CODEC_OF.get(word, word)
            continue
        after = tokens[i + 1].lemma if i + 1 < len(tokens) else ""
        if is_audio and not wanted and i in used and any(isinstance(x, e.AudioCodec) for x in edits):
            source_audio = source_audio or _CODEC_OF.get(word, word)
            continue  # "from AC3 to AAC": what it has now
        if is_audio and (not is_format or picture_stays or silence_added or _is_codec_here(tokens, i)):
            if wanted and not (after in ("audio", "sound", "track") and _described(tokens, i)):
                codecs.append(e.AudioCodec(word))
                spots[codecs[-1]] = (i, i + 1)
            else:
                source_audio = source_audio or _CODEC_OF.get(word, word)
            continue
        if not is_format:
            continue
        if wanted and word not in ("hls", "dash"):
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
    return Free(seen, source_ext, source_video, source_audio, spots)


def _is_codec_here(tokens: list[Token], i: int) -> bool:
    """Whether a word that is a format and a codec ("aac", "mp3") means the codec: beside a picture's codec or the word audio."""
    lemmas = [t.lemma for t in tokens]
    if _opens_with_specs(tokens, i) and (
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
        and not (_phrase_start(tokens, i) < i and tokens[_phrase_start(tokens, i) - 1].lemma in ("and", ",", "plus"))
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


_NO_ADJECTIVES = frozenset(
    "to into as from of in with and or for at by on using via that which is are have has but then if it not , called named save output export make create produce".split()
)


def _phrase_start(tokens: list[Token], i: int) -> int:
    """Where the noun phrase that a word stands in begins, at its article: "as a high bitrate HEVC" begins at "a"."""
    for j in range(i - 1, max(-1, i - 10), -1):
        if tokens[j].lemma in ("a", "an"):
            return j
        if tokens[j].lemma in _NO_ADJECTIVES or tokens[j].text in ",.;:!?" or tokens[j].kind == "file":
            break
    return len(tokens)


def words_before(tokens: list[Token], i: int) -> list[str]:
    """The words before a token, nearest first, without determiners, adjectives and things it is listed with."""
    out: list[str] = []
    skip = frozenset(
        "me us a an the new single one standard proper valid compatible optimised compressed small high good web lossless mono stereo animated universal format file files more - . ( ' \" smaller 8 10 high_quality low_quality good_quality modern separate individual ) high_bitrate looping playable web-compatible external universally supported : = cbr vbr constant variable nvenc qsv vaapi videotoolbox amf nvidia hardware gpu".split()
    )
    j = i - 1
    head = _phrase_start(tokens, i)
    while j >= 0 and len(out) < 4:
        token = tokens[j]
        if head <= j and (
            j == head or token.lemma not in FORMATS and token.lemma not in VIDEO_CODECS and token.lemma not in AUDIO_CODECS
        ):
            j -= 1
            continue
        if (
            token.lemma in skip
            or token.kind
            in ("bits", "lines", "dim", "resolution_k", "rate", "bitrate", "number", "fps", "lufs", "hz", "db", "size")
            or token.text in skip
        ):
            j -= 1
            continue
        out.append(token.lemma or token.kind)
        j -= 1
    return out


def _wanted(tokens: list[Token], i: int) -> bool:
    """Whether a format or codec is what is wanted (else it says what the file has)."""
    lemmas = [t.lemma for t in tokens]
    before = words_before(tokens, i)
    after = lemmas[i + 1 : i + 5]
    first = before[0] if before else ""
    if first == "from":
        return False
    if _not_taken(tokens, i):
        return False
    if (
        i
        and tokens[i - 1].lemma in ("the", "its", "my", "our", "existing", "original", "current", "their")
        and i + 1 < len(tokens)
        and tokens[i + 1].lemma in ("audio", "sound", "track", "stream", "soundtrack")
        and any(t.lemma in ("to", "into", "as") for t in tokens[i + 2 : i + 5])
    ):
        return False  # "the dts audio to aac": what there is
    if _among_specs(tokens, i) or _opens_with_specs(tokens, i):
        return True
    if first == "using" and tokens[i].lemma in (VIDEO_CODECS | AUDIO_CODECS):
        return True  # "a file that is too large using H.265": by what it is to be done
    if {"is", "be", "have", "has"} & set(before[:2]) and _made_here(tokens, i):
        return True
    if first == "is" and before[1:2] and before[1] in ("wish_to", "should", "must", "need", "shall"):
        return True  # "it needs to be a mono mp3"
    if (named := _bracketed(tokens, i)) is not None:
        return _wanted(tokens, named)  # "a webm (VP8 + Vorbis)": said of that webm
    if first == "as" and _owned(tokens, i):
        return False
    if blamed(tokens, i) or filmed_in(tokens, i):
        return False
    if _given(tokens, i):
        return True
    if _for_a_player(tokens, i):
        return False
    if first in ("to", "onto") and _put_onto(tokens, i):
        return False
    if tokens[i].lemma in FORMATS and _turned_into(tokens, i, first):
        return False
    if (
        i > 1
        and tokens[i - 1].text == "("
        and tokens[i - 2].kind == "file"
        and any(t.lemma in ("to", "into") for t in tokens[i:])
    ):
        return False  # "film.mkv (hevc) to ..."
    if first == "both" and any(t.lemma in ("a", "an") for t in tokens[max(0, i - 4) : i]):  # "both an mp4 and a webm"
        first = before[1] if len(before) > 1 else "make"
    j = min(i, _phrase_start(tokens, i)) - 1
    while j > 0 and tokens[j].lemma in ("a", "an", "the"):
        j -= 1
    if j > 0 and tokens[j].lemma in ("it", "them", "this") and tokens[j - 1].lemma in ("make", "turn"):
        return True
    if j > 0 and tokens[j].kind == "file" and tokens[j - 1].lemma in ("make", "turn", "give"):
        return True  # "make podcast.wav an opus file"
    if first in ("output", "produce", "record", "save", "write", "export") and before[1:2] and before[1] in _DEVICES:
        return False  # "my camera outputs AVCHD"
    if _after_colon(tokens, i):
        return True
    if first in _TO or first in OUT_VERBS:
        if first in ("in", "with", "using", "use") and len(before) > 1 and is_description(tokens, i):
            return False
        if first == "as" and len(before) > 1 and before[1] in ("such",):
            return False
        return True
    if (
        first in ("and", ",", "or", "/", "&", "+", "video", "audio")
        or first in VIDEO_CODECS
        or first in AUDIO_CODECS
        or first in FORMATS
    ):
        # part of a list: as the thing before it
        for j in range(i - 1, max(-1, i - 6), -1):
            word = tokens[j].lemma
            if word in FORMATS or word in VIDEO_CODECS or word in AUDIO_CODECS:
                return _wanted(tokens, j)
            if word in ("to", "into", "as", "using", "with"):
                return not is_description(tokens, j)
            if word in ("from", "have", "has", "contains"):
                return False
    if first in (
        "encoded",
        "encode",
        "recorded",
        "have",
        "has",
        "my",
        "is",
        "source",
        "input",
        "contains",
        "extract",
        "of",
        "all",
        "every",
        "multiple",
        "several",
        "many",
        "each",
        "both",
        "original",
        "two",
        "this",
        "these",
        "100",
        "bunch",
    ):
        return first == "encode" and not ("is" in before[1:3] or "video" in before[1:2])
    if (
        after[:1] == ["to"]
        or after[:1] == ["into"]
        or after[:2]
        in (
            ["file", "to"],
            ["file", "into"],
            ["video", "to"],
            ["video", "into"],
            ["audio", "to"],
            ["format", "to"],
            ["image", "to"],
            ["image", "into"],
        )
    ):
        return False
    if first in ("make", "create", "generate", "produce", "want", "need", "prefer", "output", "get", "give", "version", "use"):
        if first in ("want", "need", "get", "give"):
            return not any(w in ("to", "into", "in") for w in after[:3])
        return True
    if after[:1] in (["output"], ["version"], ["codec"], ["encoder"], ["container"], ["encoding"], ["instead"]):
        return True
    if not before and not any(w in ("to", "into") for w in lemmas[i:]):
        return True  # "H.265 with CRF 20 for film.mp4"
    earlier = any(t.lemma in ("to", "into") for t in tokens[:i])
    if is_description(tokens, i):
        return False
    has_file = any(t.kind == "file" for t in tokens[:i])
    return (
        earlier
        and not any(t.lemma in ("to", "into") for t in tokens[i:])
        or has_file
        and (tokens[i - 1].text in (",", "(") or after == [])
    )


_TAKEN = frozenset(
    "do play support handle read open take accept decode understand like show hear recognise recognize have".split()
)
_CANNOT = frozenset("cant can't cannot doesnt doesn't dont don't wont won't isnt not unable refuses refuse without".split())
_SPECS = frozenset("lines dim resolution_k bitrate rate number fps hz bits lufs px factor".split())


def _not_taken(tokens: list[Token], i: int) -> bool:
    """ "my TV can't do DTS", "the player does not support HEVC": what there is, and not what is wanted."""
    near = tokens[max(0, i - 4) : i]
    verb = next((k for k in range(len(near) - 1, -1, -1) if near[k].lemma in _TAKEN), None)
    return verb is not None and bool(_CANNOT & ({t.lemma for t in near[:verb]} | {t.text.lower() for t in near[:verb]}))


def _opens_with_specs(tokens: list[Token], i: int) -> bool:
    """ "720p, 2 Mbit, AAC 128k, mp4: ...": a request that begins with what is wanted, and nothing but that before it."""
    before = _sentence(tokens, i)
    alike = [t for t in before if t.kind in _SPECS or t.lemma in FORMATS or t.lemma in VIDEO_CODECS or t.lemma in AUDIO_CODECS]
    rest = [
        t
        for t in before
        if t not in alike
        and t.text not in ",+/&-"
        and t.lemma not in ("at", "and", "with", "in", "stereo", "mono", "audio", "video")
    ]
    return (
        len(alike) > 1
        and not rest
        and not any(t.lemma in ("to", "into") for t in tokens[i + 1 : i + 4])
        and any(t.kind in _SPECS for t in alike)
    )


_GIVING = frozenset("give get want need like prefer".split())


def _given(tokens: list[Token], i: int) -> bool:
    """ "give me plain H.264", "I'd like good old XviD": what is wanted, whatever adjectives stand between."""
    for j in range(i - 1, max(-1, i - 6), -1):
        if tokens[j].lemma in _GIVING:
            return not {t.lemma for t in tokens[i + 1 : i + 5]} & {"to", "into", "in", "as", "convert", "without"}
        if (
            tokens[j].kind != "word"
            or (tokens[j].lemma in _NO_ADJECTIVES and tokens[j].lemma not in ("it", "a", "an"))
            or tokens[j].lemma in FORMATS
            or tokens[j].lemma in CLASSES["convert"]
        ):
            return False
    return False


def _among_specs(tokens: list[Token], i: int) -> bool:
    """ "I need a 3gp for an old phone: 176x144, H.263 and AMR": what stands behind the colon is wanted as what stands before it."""
    before = _sentence(tokens, i)
    colon = next((k for k, t in enumerate(before) if t.text == ":"), None)
    if colon is None or any(t.lemma in ("is", "has", "have", "from", "to") for t in before[colon:]):
        return False
    asked = {t.lemma for t in before[:colon]}
    return bool(
        asked
        & {
            "need",
            "want",
            "make",
            "must",
            "should",
            "deliver",
            "wish_to",
            "require",
            "requires",
            "spec",
            "specs",
            "settings",
            "give",
            "export",
            "output",
        }
    ) and not asked & {"have", "has"}


_BRACKETED = frozenset("video audio sound and with codec codecs encoded stream track currently".split())


def _bracketed(tokens: list[Token], i: int) -> int | None:
    """The format that codecs in brackets tell more of: "from webm (VP8/Opus)", "to mp4 (H.264, AAC)"."""
    j = i - 1
    while j >= 0 and (
        tokens[j].lemma in VIDEO_CODECS
        or tokens[j].lemma in AUDIO_CODECS
        or tokens[j].lemma in _BRACKETED
        or tokens[j].text in "/,+&.-"
    ):
        j -= 1
    if j < 1 or tokens[j].text != "(":
        return None
    j -= 1
    while j > 0 and tokens[j].lemma in ("file", "files", "video", "movie", "clip", "container", "format"):
        j -= 1
    return j if tokens[j].kind == "word" and tokens[j].lemma in FORMATS and tokens[j].lemma not in AUDIO_CODECS else None


_WISHED = frozenset("want wish_to need like convert get make transcode would should".split())


def _after_colon(tokens: list[Token], i: int) -> bool:
    """ "film.mov: 720p mp4 and mp3": what is made of it."""
    j = i - 1
    while j > 0 and (
        tokens[j].kind in ("lines", "dim", "rate", "bitrate", "bits", "resolution_k", "fps") or tokens[j].lemma in VIDEO_CODECS
        or tokens[j].lemma in _ASIDE and tokens[j].text != ":"
    ):  # fmt: skip
        j -= 1
    head = tokens[j - 1] if j > 0 else None
    return (
        head is not None
        and tokens[j].text == ":"
        and (head.kind == "file" or head.lemma in ("version", "format", "output", "file", "copy", "result"))
        and not any(t.lemma in ("to", "into") for t in tokens[i : i + 4])
    )


def _owned(tokens: list[Token], i: int) -> bool:
    """ "I have a video as webm": what is, said with "as"."""
    for j in range(i - 1, max(-1, i - 8), -1):
        if tokens[j].text in ".;!?" or tokens[j].lemma in _WISHED:
            return False
        if tokens[j].lemma in ("have", "got", "has", "saved", "stored", "comes", "is"):
            return j > 0 and tokens[j - 1].lemma in (
                "i",
                "we",
                "that",
                "which",
                "video",
                "file",
                "movie",
                "clip",
                "footage",
                "camera",
                "phone",
                "it",
                "",
            )
    return False


_FORMER = frozenset("wmv avi flv f4v mpg mpeg vob rm rmvb divx asf 3gp 3g2 mts m2ts dv mxf ts".split())
_PLAYERS = frozenset(
    "web youtube vimeo iphone android phone whatsapp discord telegram instagram tiktok facebook twitter email".split()
)


def _for_a_player(tokens: list[Token], i: int) -> bool:
    """ "encode a WMV video for the web": no player there takes it, so it is what there is."""
    if tokens[i].lemma not in _FORMER or any(t.lemma in ("to", "into", "as") for t in tokens[max(0, i - 3) : i]):
        return False
    after = [t.lemma for t in tokens[i + 1 : i + 7]]
    return (
        "for" in after
        and bool(_PLAYERS & set(after[after.index("for") :]))
        and not {"to", "into"} & set(after[: after.index("for")])
    )


_TURNING = frozenset(
    "encode reencode convert transcode remux rewrap change turn transform export save make bring move put get produce".split()
)
_ASIDE = frozenset(
    "mono stereo cbr vbr animated looping a an the new standard modern my nice plain proper smaller small compressed lossless playable single web another different format file video audio high low good quality high_quality , ( : . -".split()
)


def _turned_into(tokens: list[Token], i: int, first: str) -> bool:
    """Whether a format that is no target by its own preposition is followed by one that is: "a WebM clip to 720p in MP4", "in ts, encode it to mp4"."""
    if (
        first in ("to", "into", "as", "output", "save", "export", "using", "with", "called", "named", "and", ",", "or", "both")
        or first in FORMATS
    ):
        return False
    for j in range(i + 1, min(len(tokens), i + 16)):
        token = tokens[j]
        if token.text in (";", "?", "!") or token.text == "." and j + 1 < len(tokens) and tokens[j + 1].start > token.end:
            return False
        if token.lemma in ("and", "then") and not (
            j + 2 < len(tokens)
            and tokens[j + 1].lemma in _TURNING
            and tokens[j + 2].lemma in ("it", "them", "this", "that", "to", "into")
        ):
            return False
        if token.lemma in ("to", "into") or token.lemma == "as" and first in _TURNING:
            for ahead in range(j + 1, min(len(tokens), j + 7)):
                said = tokens[ahead]
                if said.kind == "word" and (said.lemma in FORMATS or said.lemma in AUDIO_CODECS):
                    return said.lemma != tokens[i].lemma or token.lemma == "as"
                if not (
                    said.lemma in _ASIDE or said.text in _ASIDE or said.lemma in VIDEO_CODECS or said.lemma == "in"
                    or said.kind in ("lines", "dim", "resolution_k", "bits", "rate", "bitrate", "fps")
                ):  # fmt: skip
                    break
    return False


_DEVICES = frozenset(
    "camera phone recorder gopro drone camcorder dslr webcam iphone android screen obs zoom software app device tv nvr dashcam".split()
)
_MAKING = frozenset("produce create make output generate encode export".split())
_PUTTING = frozenset("add apply attach embed insert overlay burn put append prepend".split())


def _sentence(tokens: list[Token], i: int) -> list[Token]:
    """The tokens of the sentence of i that stand before it."""
    for j in range(i - 1, -1, -1):
        if tokens[j].text in (";", "?", "!") or (tokens[j].text == "." and tokens[j + 1].start > tokens[j].end):
            return tokens[j + 1 : i]
    return tokens[:i]


def _made_here(tokens: list[Token], i: int) -> bool:
    """ "produce a file where the sound is PCM": said of what is to be made."""
    before = [t.lemma or t.text.lower() for t in _sentence(tokens, i)]
    return bool(before) and before[0] in _MAKING and bool(set(before) & {"where", "whose", "with", "that", "so_that"})


def _put_onto(tokens: list[Token], i: int) -> bool:
    """ "add a cover to an MP3": what it is put on is there already."""
    for token in reversed(_sentence(tokens, i)):
        if token.lemma in CLASSES["convert"] - {"need", "want", "get", "put", "add", "make", "move", "keep", "use"}:
            return False
        if token.lemma in _PUTTING:
            return True
    return False


def _listed_after(tokens: list[Token], i: int, places: dict[Any, tuple[int, int]]) -> bool:
    """Whether a format stands in a list behind one that is wanted: "an mp4 and a webm"."""
    before = tokens[max((end for x, (_, end) in places.items() if isinstance(x, e.Container)), default=i) : i]
    return any(t.lemma == "and" or t.text in (",", "&") for t in before) and all(
        t.lemma in ("and", "a", "an", "another", "also", "one", "for", "at")
        or t.text in (",", "&")
        or t.kind in ("lines", "dim", "rate", "bitrate", "bits", "resolution_k", "fps", "number")
        or t.lemma in VIDEO_CODECS
        or t.lemma in AUDIO_CODECS
        or t.lemma in _ASIDE
        for t in before
    )


def _strong(tokens: list[Token], i: int) -> bool:
    before = words_before(tokens, i)
    return bool(before) and before[0] in ("to", "into", "output", "as")


def _described(tokens: list[Token], i: int) -> bool:
    return is_description(tokens, i)


_WISHES = frozenset("sure ensure ensuring so should must want need make".split())


def is_description(tokens: list[Token], i: int) -> bool:
    """Whether the words before i tell what the file is: "I have a video with", "a file encoded in", before any verb of doing."""
    doing = CLASSES["convert"] | {
        "convert",
        "extract",
        "trim",
        "add",
        "remove",
        "resize",
        "encode",
        "compress",
        "crop",
        "rotate",
        "cut",
        "split",
        "keep",
        "merge",
    }
    doing = doing - {"have", "get", "need", "want", "is", "put", "give", "go", "move"}
    telling = False
    for j in range(i - 1, -1, -1):
        token = tokens[j]
        if (token.text in (".", ";", "?", "!") and not (token.text == "." and tokens[j + 1].start == token.end)) or token.lemma in (
            "to", "into", "but", "then",
        ):  # fmt: skip
            break  # the dot of ".aac" ends no sentence
        if token.lemma == "is" and {t.lemma for t in tokens[max(0, j - 3) : j]} & _WISHES:
            return False  # "make sure it's encoded in H.265"
        if (
            token.lemma
            in (
                "have",
                "has",
                "is",
                "contains",
                "contain",
                "recorded",
                "outputs",
                "receive",
                "received",
                "downloaded",
                "shoots",
                "records",
            )
            or token.text.lower() in ("got", "received", "receive", "shot", "inherited", "found")
            or (
                token.lemma in ("encode", "encoded") and j > 0 and tokens[j - 1].lemma in ("is", "video", "file", "movie", "clip")
            )
        ):
            telling = True
        if (
            (token.lemma in ("video", "file", "movie", "clip", "audio") or token.lemma in FORMATS)
            and j > 0
            and tokens[j - 1].lemma in ("a", "my", "an", "this")
            and any(t.lemma == "with" for t in tokens[j:i])
            and any(t.lemma in ("to", "into") for t in tokens[i:])
        ):
            return True
        if token.lemma in doing and not telling:
            return False
    return telling
