"""Questions about a file."""

import re
from collections.abc import Callable

from ffai.translate.offline.edits import (
    Question,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.files import lemmas_of
from ffai.translate.offline.terms import AUDIO_CODECS, LANGUAGES, VIDEO_CODECS
from ffai.translate.offline.words import FORMATS

_ACTS = frozenset(
    "transform turn remux rewrap create slideshow generate combine convert change set resize reduce extract trim cut make compress encode remove add transcode command split scale keep calculate enforce burn reencode speed_up preserve increase save".split()
)
_DONE = frozenset(
    "copy transform turn remux transcode produce command instruction syntax rescale use using concatenate merge join".split()
)
_TAGGING = frozenset("write put copy strip rename export as convert file txt text tag_ edit update clean clear".split())
_TOPICS = (
    ("hardware", "hardware gpu nvenc qsv vaapi acceleration hwaccel"), ("encoders", "encoder encoders"), ("decoders", "decoder decoders"), ("filters", "filter filters"), ("protocols", "protocol protocols"),
    ("formats", "format formats muxer muxers demuxer demuxers container containers"), ("version", "version"), ("codecs", "codec codecs"),
)  # fmt: skip
_NAMED = re.compile(
    r"(?:lib)?[a-z]*\d*[a-z0-9]*_(?:nvenc|qsv|vaapi|amf|videotoolbox|cuvid)|lib[a-z0-9-]{3,}|nvenc|qsv|vaapi|vmaf|vidstab\w*"
)


def _of_ffmpeg(m: Match) -> Question | None:
    """A question about the installed program: what it can do, or whether it has something that is named."""
    acts = (
        lemmas_of(m) - {"encode", "command", "add"}
        if m.tokens[0].lemma in ("can", "does", "is", "do", "which", "what")
        else lemmas_of(m)
    )
    if acts & _DONE or sum(t.kind == "word" and t.lemma in FORMATS for t in m.tokens) > 1:
        return None
    if acts & _ACTS or any(t.kind == "file" for t in m.tokens) or "ffmpeg" not in acts:
        return None
    texts = {t.text.lower() for t in m.tokens} | lemmas_of(m)
    m.used_too.update(range(len(m.tokens)))
    for token in m.tokens:
        named = token.lemma in VIDEO_CODECS | AUDIO_CODECS or token.lemma in FORMATS or _NAMED.fullmatch(token.text.lower())
        if token.kind == "word" and named and token.lemma not in ("hap", "snow", "sub"):
            return Question(f"ffmpeg has {token.lemma or token.text.lower()}")
    topic = next((name for name, words in _TOPICS if texts & set(words.split())), "")
    return Question(f"ffmpeg {topic}") if topic else None


def _is_it(what: str) -> Callable[[Match], Question | None]:
    """ "is talk.mp4 30 fps?": a question that is answered, and no wish."""

    def build(m: Match) -> Question | None:
        first = m.tokens[m.used[0]]
        before = m.tokens[m.used[0] - 1] if m.used[0] else None
        if {t.lemma for t in m.tokens[m.used[0] + 1 : m.used[0] + 4]} & {
            "possible",
            "okay",
            "feasible",
            "best",
            "better",
            "enough",
        }:
            return None  # "is it possible to remux an mkv with HEVC …"
        opens = before is None or before.text in ".,;:?!" or before.lemma in ("tell", "check", "if", "whether", "me")
        asked = m.tokens[-1].text == "?" or before is not None and before.lemma in ("if", "whether")
        wishes = {t.lemma for t in m.tokens[m.used[-1] + 1 :]} & {
            "convert",
            "make",
            "extract",
            "change",
            "then",
            "how_do",
            "how_can",
        }
        inside = {m.tokens[i].lemma for i in range(m.used[0], m.used[-1])}
        if inside & {"possible", "way", "able", "easy", "best", "safe", "good", "okay", "feasible", "there", "command"}:
            return None  # "is it possible to …"
        if not opens or not asked or wishes or first.text.lower() in ("it's", "its") or "ffmpeg" in lemmas_of(m):
            return None
        end = next((i for i in range(m.used[-1], len(m.tokens)) if m.tokens[i].text in "?;!"), len(m.tokens))
        m.used_too.update(range(m.used[0], end))
        return Question(what)

    return build


_PARTS_OF_A_FILE = frozenset("audio sound soundtrack music subtitle chapter metadata commentary picture cover".split())


def _of_a_part(m: Match) -> bool:
    """ "I don't need the sound": a part of the file follows, which is not wanted."""
    following = [t.lemma for t in m.tokens[m.used[1] + 1 : m.used[1] + 4] if t.lemma not in ("the", "any", "its", "a", "their")]
    return bool(following) and following[0] in _PARTS_OF_A_FILE


_IT = "{f:file}|this|it|that|my|video|file|clip|movie|audio|sound"
RULES = (
    Rule("which|what|how|list|show|see|print|check|does|do|is|can|has|have|tell|know|find ~ ffmpeg ~ support|available|install|have|has|include|build|built|compiled|handle|version|encode|decode|write|read|open|play|installed? / ffmpeg ~ support|available|install|have|has|include|build|built|compiled|version / version of ~ ffmpeg / which|what|list|show|see|print|check ~ codec|encoder|decoder|filter|format|protocol|muxer|hardware ~ ffmpeg", _of_ffmpeg, 7),
    Rule(f"is|are|does|has|run {_IT} ~ {{r:fps}}", _is_it("fps"), 8),
    Rule(f"is|are|does|has|have|use {_IT} ~ {{c:vcodec}} / is|are|does|has|have|use {_IT} ~ {{c:acodec}}", _is_it("codec"), 8),
    Rule(f"is|are|does|has {_IT} ~ {{s:size}}", _is_it("resolution"), 8),
    Rule(f"is|are|does|has|have|contain {_IT} ~ audio|sound|subtitle|chapter|cover|stream|track|stereo|mono|surround51", _is_it("streams"), 7),
    Rule(f"is|are|does|has|have {_IT} ~ hdr|interlaced|vertical|portrait|landscape|variable|10-bit|progressive", _is_it("all"), 7),
    Rule("how_many fps ~ does|has|have|is|in|of? / fps ~ does|is ~ have|of|in? / at what|which framerate|fps", lambda m: Question("fps") if _asks(m) else None, 4),
    Rule("how_many channel / what|which|what_is|how_many ~ samplerate|channel|channels|bitdepth|layout ~ does|is|of|in", lambda m: Question("all") if _asks(m) else None, 4),
    Rule("what|which|what_is ~ aspect|orientation|ratio ~ of|is|does|has", lambda m: Question("resolution") if _asks(m) else None, 4),
    Rule("when ~ was|is ~ recorded|shot|make|create|film|take / what|what_is|which|show|list|print|display|read|see|view ~ date|title|artist|tags|tag|metadata ~ does|is|of|has|in|for", lambda m: Question("tags") if _asks(m) and not lemmas_of(m) & _TAGGING else None, 4),
    Rule("what|which|list|show|how_many|print|get ~ chapter ~ does|is|are|of|has|have|in|mark|title|there? / how_many chapter / does|is|are ~ have|has|there ~ chapter", lambda m: Question("chapters") if _asks(m) and not lemmas_of(m) & _TAGGING else None, 8),
    Rule("count ~ audio|subtitle|video|stream|track ~ stream|track? ~ in|of", lambda m: Question("streams") if _asks(m) else None, 4),
    Rule("what_is|what ~ in|inside {f:file}", lambda m: Question("streams") if _asks(m) else None, 4),
    Rule("not need|know|want|have|care|mind|think|understand|like|wish", lambda m: () if m.tokens[m.used[0]].text.lower() != "not" and m.used[1] == m.used[0] + 1 and not _of_a_part(m) else None, 6),
    # several files compared, and what a file has or is
    Rule("which|what|whether|tell|compare|is|does|do|are|has|have|check|see|know ~ {f:file} ~ {g:file} / {f:file} or|and|vs|versus|than {g:file} / compare|which|both|two|same|difference ~ bitrate|resolution|length|duration|framerate|size|filesize|codec|quality ~ of|between|in", lambda m: _compared(m), 4),
    Rule("does|is|has|are|do|check|whether|if|tell|can ~ {f:file}|file|video|it|song|movie|clip|track|audio ~ have|contain|include|with|got|there|come|carry|has|still ~ cover|artwork|subtitle|chapter|alpha|transparency|metadata|commentary|lyrics|sound|audio|captions / is_there|are_there|is|are there ~ cover|artwork|subtitle|chapter|alpha|transparency|sound|audio|track|stream ~ in|inside|on|of / has|have|got {f:file} ~ cover|artwork|subtitle|chapter|alpha|audio|sound / {f:file} ~ have|has|got ~ cover|artwork|subtitle|chapter|alpha|transparency / is ~ cover|artwork|subtitle ~ embedded|embed|inside|in ~ {f:file}", lambda m: _has(m), 4),
    # questions
    Rule("how_long is|does|are|this|the|last_verb|video|{f:file} / what|what_is|tell|give|show|find|get|which|check|print|display ~ duration|length|runtime|running ~ of|is|time? / duration of", lambda m: Question("duration") if _asks(m) else None, 2),
    Rule("what|what_is|which_codec|tell|show|find|which|check|get|identify|determine|print|display ~ codec|codecs|encoding ~ of|is|does|in|use|video|audio? / which_codec", lambda m: Question("codec") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|find|which|check|get|print|display ~ resolution|dimension|dimensions ~ of|is? / how_big is ~ picture|frame|image", lambda m: Question("resolution") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|find|which|check|get|print|display ~ framerate|fps ~ of|is? / how_many fps|frame ~ per ~ second / how_many {f:fps}", lambda m: Question("fps") if _asks(m) else None, 2),
    Rule("how_many frame|frames per|a|each|every second ~ has|have|is|are|does|in|there|of?", lambda m: Question("fps") if _asks(m) else None, 6),
    Rule("what|what_is|tell|show|find|check|get|print|display ~ bitrate ~ of|is?", lambda m: Question("bitrate") if _asks(m) else None, 2),
    Rule("how_big is|file|this|the|video|{f:file} / what|what_is|tell|show|find ~ filesize|size of|is?", lambda m: Question("size") if _asks(m) else None, 2),
    Rule("how_many ~ audio|subtitle|video ~ track|stream / how_many stream|track|channel|chapter / what|which|list|show ~ stream|track|language|subtitle|chapter ~ in|of|are|does|available|have|has|inside / which|what ~ language / is|does ~ have|contain|there|include ~ audio|subtitle|video|sound ~ track|stream? / list ~ stream|track|chapter / how_many frame", lambda m: Question("frames" if "frame" in {m.tokens[i].lemma for i in m.used} else "streams") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|list|get|print|display|give|find|view|see|read ~ information|info|details|metadata|properties|specs|technical|media|facts ~ about|of|on|for|from? / what kind|type|format ~ is|of / ffprobe|mediainfo|probe / what format|container", lambda m: Question("all") if _asks(m) else None, 1),
    Rule("what|what_is|tell|which|show|check ~ samplerate|channel|channels|bitdepth ~ of|is|does|in? / is ~ stereo|mono|interlaced|hdr|vertical|portrait", lambda m: Question("all") if _asks(m) and (m.tokens[m.used[0]].lemma != "is" or not m.used[0] or m.tokens[m.used[0] - 1].lemma in ("check", "whether", "if", "tell", "know", "see", ",")) else None, 1),
)  # fmt: skip


def _asks(m: Match) -> bool:
    """A question, not "how do I change the codec of ...": no verb of making near."""
    return not lemmas_of(m) & _ACTS


_MEASURES = (
    ("bitrate", {"bitrate", "rate"}), ("fps", {"framerate", "fps", "frame", "frames"}), ("duration", {"long", "longer", "length", "duration", "short", "shorter", "longest", "shortest", "runtime", "lasts"}),
    ("resolution", {"resolution", "dimension", "dimensions", "pixel", "sharp", "sharper", "wider", "taller"}), ("codec", {"codec", "codecs", "encoding", "format"}), ("size", {"size", "filesize", "big", "bigger", "large", "larger", "small", "smaller", "heavy", "heavier", "biggest", "largest", "smallest"}),
)  # fmt: skip


def _compared(m: Match) -> Question | None:
    """ "which is longer, a.mp4 or b.mp4", "do they have the same resolution": one fact of each file beside that of the others."""
    said = {t.lemma for t in m.tokens} | {t.text.lower() for t in m.tokens}
    asks = m.tokens[0].lemma in _OPENERS or any(t.text == "?" for t in m.tokens) or "compare" in said
    if (
        not asks
        or not _asks(m)
        or said & _DOING
        or sum(t.kind == "file" for t in m.tokens) < 2
        and not said & {"two", "both", "these", "them"}
    ):
        return None
    if not said & {
        "which",
        "bigger",
        "longer",
        "larger",
        "smaller",
        "shorter",
        "higher",
        "lower",
        "better",
        "same",
        "differ",
        "difference",
        "compare",
        "than",
        "equal",
        "identical",
        "match",
        "different",
    }:
        return None
    what = next((name for name, words in _MEASURES if said & words), "")
    if not what:
        return None
    m.used_too.update(i for i, t in enumerate(m.tokens) if t.kind == "word")
    return Question(what)


_OPENERS = frozenset("which what is does do are has have can could compare tell whether how_do please i check".split())
_DOING = frozenset(
    "convert extract trim cut compress resize scale burn mix join concatenate merge overlay put place rip psnr ssim vmaf stack side_by_side replace sync picture frames content pixel burn shrink normalise".split()
)
_THINGS = {
    "cover": "cover", "artwork": "cover", "subtitle": "subtitle", "captions": "subtitle", "chapter": "chapter", "alpha": "alpha", "transparency": "alpha", "metadata": "metadata", "sound": "audio", "audio": "audio", "commentary": "commentary", "lyrics": "metadata",
}  # fmt: skip


def _has(m: Match) -> Question | None:
    """ "does song.m4a have cover art": answered yes or no, with what there is."""
    said = {t.lemma for t in m.tokens}
    opener = (
        m.tokens[0].lemma in _OPENERS - {"can", "could", "how_do", "please"}
        or m.tokens[0].kind == "file"
        or any(t.text == "?" for t in m.tokens)
    )
    if (
        not opener
        or not _asks(m)
        or said & (_DOING | {"if", "want", "need", "how_do", "way", "wish_to"})
        and "?" not in {t.text for t in m.tokens}
        or said & {"how_do", "way", "convert", "extract", "wish_to", "want", "need", "drop", "so"}
    ):
        return None
    what = next((_THINGS[m.tokens[i].lemma] for i in reversed(m.used) if m.tokens[i].lemma in _THINGS), "")
    if not what or any(t.kind in ("db", "time") for t in m.tokens):
        return None
    m.used_too.update(i for i, t in enumerate(m.tokens) if t.kind == "word" and t.lemma not in _DOING)
    language = next((LANGUAGES[t.lemma] for t in m.tokens if t.lemma in LANGUAGES), "")
    return Question(f"has:{what}:{language}")
