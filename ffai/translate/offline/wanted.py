"""Whether a format or codec is what is wanted, or says what there is: told by the words around it."""

from ffai.translate.offline.described import blamed, filmed_in
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.terms import AUDIO_CODECS, VIDEO_CODECS
from ffai.translate.offline.words import CLASSES, FORMATS

OUT_VERBS = frozenset("output save produce export write called named outputting".split())
TO = frozenset("to into as in output -> using use with via save export =".split())

_NO_ADJECTIVES = frozenset(
    "to into as from of in with and or for at by on using via that which is are have has but then if it not , called named save output export make create produce".split()
)


def phrase_start(tokens: list[Token], i: int) -> int:
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
    head = phrase_start(tokens, i)
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


def wanted(tokens: list[Token], i: int) -> bool:
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
    if _among_specs(tokens, i) or opens_with_specs(tokens, i):
        return True
    if (
        i + 2 < len(tokens)
        and tokens[i + 1].lemma in ("of", "from")
        and tokens[i + 2].kind == "file"
        and first not in ("convert", "is", "have", "has", "turn")
    ):
        return True  # "best possible h265 of talk.mov", "theora ogg of talk.mp4"
    if first == "using" and tokens[i].lemma in (VIDEO_CODECS | AUDIO_CODECS):
        return True  # "a file that is too large using H.265": by what it is to be done
    if {"is", "be", "have", "has"} & set(before[:2]) and _made_here(tokens, i):
        return True
    if first == "is" and before[1:2] and before[1] in ("wish_to", "should", "must", "need", "shall"):
        return True  # "it needs to be a mono mp3"
    if (named := _bracketed(tokens, i)) is not None:
        return wanted(tokens, named)  # "a webm (VP8 + Vorbis)": said of that webm
    if first == "as" and _owned(tokens, i):
        return False
    if filmed_in(tokens, i) or (first not in ("to", "into") and blamed(tokens, i)):
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
    if first == "both" and (
        any(t.lemma in ("a", "an") for t in tokens[max(0, i - 4) : i])
        or i + 2 < len(tokens)
        and tokens[i + 1].lemma == "and"
        and tokens[i + 2].lemma in FORMATS
        and "are" not in after
    ):  # "both an mp4 and a webm", "both mp4 and webm"
        first = before[1] if len(before) > 1 and before[1] not in (",", "file", ":") else "make"
    j = min(i, phrase_start(tokens, i)) - 1
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
    if first in TO or first in OUT_VERBS:
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
                return wanted(tokens, j)
            if word in ("to", "into", "as", "using", "with"):
                return not is_description(tokens, j)
            if word == "from" and (tokens[j + 1].lemma in ("it", "them", "this", "that") or tokens[j + 1].kind == "file"):
                continue  # "an mp4 from it, x265 with AAC"
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


def opens_with_specs(tokens: list[Token], i: int) -> bool:
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
        or tokens[j].lemma in ASIDE and tokens[j].text != ":"
    ):  # fmt: skip
        j -= 1
    head = tokens[j - 1] if j > 0 else None
    return (
        head is not None
        and tokens[j].text == ":"
        and (
            head.kind == "file"
            or head.lemma in FORMATS
            and any(t.lemma in ("all", "every", "each") for t in tokens[:j])
            or head.lemma in ("only", "alone", "sound", "audio", "version", "format", "output", "file", "copy", "result")
        )
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
ASIDE = frozenset(
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
                    said.lemma in ASIDE or said.text in ASIDE or said.lemma in VIDEO_CODECS or said.lemma == "in"
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
