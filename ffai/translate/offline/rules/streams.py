"""Edits of streams, subtitles and tags."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    Copy,
    Cover,
    Default,
    DropStreams,
    DumpMetadata,
    ExtractAudio,
    ExtractCover,
    ExtractStreams,
    ExtractSubtitles,
    KeepMetadata,
    KeepStreams,
    Language,
    Metadata,
    RemoveAudio,
    Select,
    StripChapters,
    StripMetadata,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.terms import LANGUAGES
from ffai.translate.offline.words import CLASSES

SUBTITLE_FILES = (".srt", ".ass", ".ssa", ".vtt", ".sub", ".sup", ".ttml")


def lemmas_of(m: Match) -> set[str]:
    return {t.lemma for t in m.tokens}


def near(m: Match, before: int = 0, after: int = 8) -> set[str]:
    return {t.lemma for t in m.tokens[max(0, m.used[0] - before) : m.used[-1] + after]}


def language_said(m: Match) -> str:
    for token in m.tokens:
        word = token.lemma or (token.text.lower() if token.kind == "quoted" else "")
        if word in LANGUAGES:
            return LANGUAGES[word]
    return ""


def language_is_of_text(m: Match) -> bool:
    return "subtitle" in lemmas_of(m) or any(t.kind == "file" and t.value.path.lower().endswith(SUBTITLE_FILES) for t in m.tokens)


def _drop(m: Match) -> DropStreams | None:
    selects: tuple[Select, ...] = m.slots["s"]
    if len(selects) == 1 and selects[0].kind == "audio" and selects[0] == Select("audio"):
        return None  # plain "remove the audio" has its own rule
    if (
        len(selects) == 1
        and selects[0] == Select("video")
        and m.tokens[m.used[0]].lemma not in ("remove", "drop", "strip", "without", "discard")
    ):
        return None
    following = m.tokens[m.used[-1] + 1].lemma if m.used[-1] + 1 < len(m.tokens) else ""
    if following in ("noise", "reencode", "file"):
        return None
    return DropStreams(selects)


def _unwanted(m: Match) -> "DropStreams | RemoveAudio | None":
    """ "I don't need the sound", "the subtitles can go": a part that is named as not wanted."""
    selects: tuple[Select, ...] = m.slots["s"]
    if any(s.kind in ("video", "any", "all") and s == Select(s.kind) for s in selects) or m.tokens[m.used[0]].text == "not":
        return None
    if m.used[-1] + 1 < len(m.tokens) and m.tokens[m.used[-1] + 1].lemma in ("reencode", "change", "to", "quality"):
        return None
    return RemoveAudio() if selects == (Select("audio"),) else DropStreams(selects)


def _except(m: Match) -> tuple[DropStreams, KeepStreams] | KeepStreams | DropStreams | None:
    selects: tuple[Select, ...] = m.slots["s"]
    exceptions: tuple[Select, ...] = (
        m.slots["k"] if "k" in m.slots else (Select(selects[0].kind, m.slots["o"] - 1 if m.slots["o"] > 0 else -1),)
    )
    if m.tokens[m.used[0]].lemma in CLASSES["remove"] and selects[0].kind == "all":
        return KeepStreams(exceptions)
    exceptions = tuple(s._replace(kind=selects[0].kind) if s.kind == "any" else s for s in exceptions)
    if m.tokens[m.used[0]].lemma in ("copy", "keep", "preserve", "include", "map", "remux", "extract", "save"):
        return DropStreams(exceptions)
    return KeepStreams(exceptions)


def _merely(m: Match, selects: tuple[Select, ...]) -> bool:
    """Whether what is just copied is the half that nothing is done to: the sound, or the picture beside work on the sound."""
    if all(s == Select("audio") for s in selects):
        return True
    worked_on = {t.lemma for t in m.tokens} & {"normalise", "loudness", "volume", "audio", "sound", "loudnorm"}
    return bool(worked_on) and all(s == Select("video") for s in selects)


def _keep_streams(m: Match) -> KeepStreams | None:
    selects: tuple[Select, ...] = m.slots["s"]
    inside = m.tokens[m.used[0] : m.used[-1] + 1]
    if inside[0].lemma in ("just", "only", "simply") and {"copy", "leave"} & {t.lemma for t in inside} and _merely(m, selects):
        return None  # "and just copy the sound": merely
    if any(t.kind == "time" for t in inside) or {t.lemma for t in inside} & {"clip", "frame", "part", "portion", "section"}:
        return None  # "just a 10-second clip of the video" is no stream
    said = {t.lemma for t in inside} | near(m, 2, 2)
    if (
        m.used[0]
        and inside[0].lemma in ("copy", "leave")
        and m.tokens[m.used[0] - 1].lemma in ("just", "only", "simply")
        and _merely(m, selects)
    ):
        return None  # "and just copy the sound": merely
    if all(x == Select("subtitle") for x in selects) and not said & {"only", "just"}:
        return KeepStreams((Select("all"),))
    if (
        all(s == Select(s.kind) for s in selects)
        and m.tokens[m.used[0]].lemma in ("keep", "preserve", "retain", "include")
        and "only" not in near(m, 3, 2)
        and "just" not in near(m, 3, 2)
    ):
        return KeepStreams(selects) if any(s.kind == "subtitle" for s in selects) else None
    return KeepStreams(selects)


def _metadata(key: str = "") -> Callable[[Match], Any]:
    def build(m: Match) -> tuple[Metadata, ...] | Metadata | None:
        out = [
            Metadata(str(k), str(m.slots[v]))
            for k, v in (("title", "t"), ("artist", "a"), ("album", "b"), ("comment", "c"), ("author", "u"), ("genre", "g"))
            if v in m.slots
        ]
        if key and "v" in m.slots:
            value = m.slots["v"]
            out.append(Metadata(key, f"{value:g}" if isinstance(value, float) else str(value)))
        return tuple(out) or None

    return build


def _all_of_a_kind(m: Match) -> ExtractAudio | ExtractSubtitles | None:
    """ "extract all audio streams": those of one kind, each to a file."""
    kinds = {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 1]} & {"audio", "subtitle", "video"}
    if kinds == {"audio"}:
        return ExtractAudio(None, True)
    return ExtractSubtitles(None, True) if kinds == {"subtitle"} else None


def _only_language(m: Match) -> KeepStreams | None:
    """ "it has several audio tracks, keep only French": of the kind that was spoken of."""
    lemmas = lemmas_of(m)
    if not lemmas & {"only", "just"} or not lemmas & {"track", "stream", "audio", "dub", "language"}:
        return None
    return KeepStreams((Select("subtitle" if "subtitle" in lemmas and "audio" not in lemmas else "audio", None, m.slots["l"]),))


_TAGS = frozenset("title artist album comment genre copyright encoder description author".split())


def _untold(m: Match) -> Metadata | None:
    """A tag whose value was not said: a word stands in that the user can put right before it runs."""
    key = next(t.lemma for t in (m.tokens[i] for i in m.used) if t.lemma in ("title", "artist", "album", "comment", "genre"))
    if lemmas_of(m) & {"overlay", "text", "burn", "corner", "font", "card", "screen", "without"}:
        return None
    return Metadata(key, "")


def _cover(m: Match) -> Cover | None:
    f = m.slots.get("f")
    if f is None and m.tokens[m.used[0]].text.lower() in ("embedded", "attached"):
        return None  # "extract the embedded cover": there already
    if f is not None and not f.path.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".bmp")):
        return None
    return Cover(f.path if f else "")


def _one(m: Match) -> Select | None:
    selects = m.slots["s"]
    return selects[0] if len(selects) == 1 and selects[0].kind != "video" else None


def _default(m: Match) -> Default | None:
    select = _one(m)
    if select is None:
        return None
    return Default(select, "forced" if "forced" in near(m, 2, 3) and "default" not in near(m, 2, 3) else "default")


def _language_default(m: Match) -> Default | tuple[KeepStreams, Default]:
    """ "default to English subtitles"; "select only French and make it the default" keeps no other."""
    words = lemmas_of(m)
    titles = "subtitle" in words or any(t.kind == "file" and t.value.path.lower().endswith(SUBTITLE_FILES) for t in m.tokens)
    select = Select("subtitle" if titles and not words & {"audio", "dub", "sound"} else "audio", None, m.slots["l"])
    if words & {"only", "just"}:
        return KeepStreams((select,)), Default(select)
    return Default(select)


def _only_one(m: Match) -> KeepStreams | None:
    """ "keep just the main one", "change the audio from the first to the second": of the kind that was spoken of."""
    words = lemmas_of(m)
    kind = "audio" if words & {"audio", "sound"} else "subtitle" if "subtitle" in words else ""
    after = m.tokens[m.used[-1] + 1].lemma if m.used[-1] + 1 < len(m.tokens) else ""
    if (
        not kind
        or not words & {"track", "stream", "tracks"}
        or after in ("video", "picture", "quality", "codec", "format", "name")
    ):
        return None
    place = m.slots.get("o")
    return KeepStreams((Select(kind, None if place is None else place - 1 if place > 0 else -1, default=place is None),))


def _unset(m: Match) -> Default | None:
    select = _one(m)
    if select is None:
        return None
    return Default(select, "not forced" if "forced" in {m.tokens[i].lemma for i in m.used} else "not default")


def _others(m: Match) -> KeepStreams | None:
    """ "drop the non-English audio": what is of the language stays."""
    selects = tuple(s for s in m.slots["s"] if s.language)
    return KeepStreams(selects) if selects else None


def _but_languages(m: Match) -> KeepStreams:
    """ "all audio except English and French": each of the languages that are named behind it stays."""
    at = next(i for i in range(m.used[-1], -1, -1) if m.tokens[i].lemma in LANGUAGES or i == m.used[0])
    languages = [m.slots["l"]]
    i = at + 1
    while i < len(m.tokens) and (m.tokens[i].lemma in ("and", "or", "&", *LANGUAGES) or m.tokens[i].text in ",/"):
        if m.tokens[i].lemma in LANGUAGES:
            languages.append(LANGUAGES[m.tokens[i].lemma])
            m.used_too.add(i)
        i += 1
    select = m.slots["s"][0]
    return KeepStreams(tuple(select._replace(language=x, index=None) for x in dict.fromkeys(languages)))


def _only_kinds(m: Match) -> KeepStreams | None:
    """ "drop all non-video/non-audio streams": those kinds stay."""
    inside = m.tokens[m.used[0] : m.used[-1] + 1]
    kinds = [inside[k + 1].lemma for k, t in enumerate(inside[:-1]) if t.lemma == "non"]
    kinds = [k for k in kinds if k in ("video", "audio", "subtitle")]
    return KeepStreams(tuple(Select(k) for k in dict.fromkeys(kinds))) if kinds else None


def _set_language(m: Match) -> Language | None:
    select = _one(m) if "s" in m.slots else Select("audio")
    if select is None:
        return None
    return Language(Select(select.kind, select.index), m.slots["l"])


RULES = (
    # which streams stay
    Rule("remove|delete|drop|strip|discard|exclude|omit|ditch|kill|eliminate|erase|dump|skip|clear|disable ~ {s:streams} / without|no|minus|except|not {s:streams}", _drop, 1),
    Rule("not need|want|require {s:streams} / {s:streams} can|should|must|may go|leave / {s:streams} have_to|has_to go / {s:streams} isnt|arent|not need|necessary|wanted|required", _unwanted, 7),
    Rule("%remove ~ {s:streams} ~ except ~ {k:streams} / %remove ~ {s:streams} ~ but {k:streams} / %remove ~ {s:streams} except ~ {o:ordinal} ~ one? / copy|keep|preserve|include|map|remux|extract ~ {s:streams} except ~ {k:streams} / copy|keep|preserve|include|remux ~ everything|all|stream|track ~ except ~ {k:streams}", lambda m: DropStreams(m.slots["k"]) if "s" not in m.slots else _except(m) if m.slots["s"][0].kind != "any" or m.slots["s"][0].index is None else None, 4),
    Rule("copy|keep|preserve ~ all ~ stream|track ~ except ~ {k:streams} / everything|all stream|track? except|without {k:streams}", lambda m: DropStreams(m.slots["k"]), 4),
    Rule("keep|only|just|retain|select|choose|pick|copy|include|map|use|want|leave|preserve|with ~ {s:streams} only? / with only {s:streams}", lambda m: _keep_streams(m) if any(s.index is not None or s.language or s.default or s.best or s.channels or s.title or s.forced for s in m.slots["s"]) or ({m.tokens[i].lemma for i in m.used} | ({m.tokens[m.used[0] - 1].lemma} if m.used[0] else set())) & {"only", "just"} or m.slots["s"][0].kind == "subtitle" else None, 1),
    Rule("keeping|including all|every ~ audio|subtitle|stream|track / keep|copy|preserve|include|retain|map|with|maintain|all ~ all|every|both ~ audio|subtitle|stream|track|video|streams ~ track|stream|languages? / all audio|subtitle ~ track|stream / all ~ stream|track|streams|tracks / keep|copy|preserve|remux|transfer|include ~ everything / everything|all preserved|kept|intact / including ~ subtitle|chapter|attachment|metadata / multiple ~ audio|subtitle ~ track|stream / keep|preserve ~ chapter|attachment|font", lambda m: KeepStreams((Select("all"),)), 0),
    Rule("extract|demux|separate|split|export|save|dump ~ all|every|each ~ stream|track ~ file|separate|individual|separately|into? / demux ~ video|audio|into|file / separate|split ~ video and|& audio ~ file|stream|into?", lambda m: _all_of_a_kind(m) or ExtractStreams((Select("all"),), each=True) if lemmas_of(m) & {"demux", "separate", "each", "individual", "separately", "stream", "track", "split"} and not lemmas_of(m) & {"chapter"} else None, 2),
    Rule("demux|split {f:file} ~ streams|tracks|elementary? / demux|split ~ elementary ~ streams", lambda m: ExtractStreams((Select("all"),), each=True) if "demux" in {m.tokens[i].lemma for i in m.used} or {m.tokens[i].lemma for i in m.used} & {"streams", "stream", "elementary"} else None, 3),
    Rule("extract|split|save|export|separate|demux ~ {s:streams} ~ separate|individual|own|different ~ file", lambda m: ExtractStreams(m.slots["s"], each=True) if any(s.kind == "video" for s in m.slots["s"]) and len(m.slots["s"]) > 1 else None, 5),
    Rule("extract|get|save|export|dump ~ video ~ stream|track|only / video stream|track ~ only / only ~ video stream|track", lambda m: KeepStreams((Select("video"),)), 1),
    Rule("each|every audio|sound track|stream ~ into|to|as|in ~ file|own|separate|individual", lambda m: ExtractAudio(None, True), 4),
    Rule("%remove ~ non|other|foreign {s:streams}", _others, 5),
    Rule("%remove ~ non video|audio ~ stream|track", _only_kinds, 6),
    Rule("%remove ~ {s:streams} ~ not|isnt|arent ~ in? {l:language}", lambda m: KeepStreams((m.slots["s"][0]._replace(language=m.slots["l"]),)) if not m.slots["s"][0].language else None, 5),
    Rule("with|and|for {s:streams} only / {s:streams} only", lambda m: KeepStreams(m.slots["s"]) if any(x.language or x.index is not None for x in m.slots["s"]) else None, 3),
    Rule("keep|keeping|leave|leaving|retain ~ main|default|primary|original one|track? / keep|keeping|leave|leaving|retain ~ {o:ordinal} one|only", _only_one, 3),
    Rule("change|switch ~ audio|subtitle ~ from ~ {a:ordinal} to {o:ordinal} one|track|stream?", _only_one, 4),
    Rule("%remove ~ {s:streams} ~ but|except {l:language} ~ one|ones|track? / %remove ~ {s:streams} that|which isnt|not|arent {l:language}", _but_languages, 6),
    # flags and languages
    Rule("marked|tag|label|mark ~ as|in? {l:language}", lambda m: Language(Select("audio"), m.slots["l"]) if lemmas_of(m) & {"second", "another", "additional", "extra", "alternative", "track", "add"} and not language_is_of_text(m) else None, 1),
    Rule("from und|undefined|undetermined|unknown to|into {l:language} / language ~ from {k:language} to {l:language}", lambda m: Language(Select("subtitle" if "subtitle" in lemmas_of(m) and "audio" not in lemmas_of(m) else "audio"), m.slots["l"]), 4),
    Rule("%remove|clear|unset|turn_off|disable|reset ~ forced|default flag|disposition|marker|mark|status? ~ from|on|of|for? ~ {s:streams} / not ~ forced|default ~ {s:streams} / {s:streams} ~ not|no forced|default", _unset, 5),
    Rule("default ~ track|subtitle|audio|language|stream? ~ set|is|be|to|as ~ {l:language} / default to {l:language} ~ subtitle|audio|track? / {l:language} ~ as|is ~ default ~ subtitle|audio|track?", _language_default, 4),
    Rule("set|make|mark|flag|use ~ {s:streams} default|forced / set|make|mark|flag|use ~ {s:streams} ~ as|to|is|the|by ~ default|forced|main|primary / default ~ {s:streams} ~ to / with ~ {s:streams} ~ as|is|set|marked ~ default|forced", _default, 3),
    Rule("set|change|tag|mark|label ~ language ~ of|for ~ {s:streams} ~ to|as|is ~ {l:language} / set|tag|mark|label|flag ~ {s:streams} ~ language|as|to|with ~ {l:language} / {s:streams} ~ language ~ to|as {l:language} / language tag|flag|code|to|as ~ {l:language} / set|change|tag|mark|label ~ language {l:language}", lambda m: _set_language(m) if not lemmas_of(m) & {"srt", "embed"} and not any(t.kind == "file" and t.value.path.lower().endswith(SUBTITLE_FILES) for t in m.tokens) else (), 2),
    Rule("set|with|and|appropriate|correct|proper ~ language ~ flag|tag|code|metadata|appropriately|set|properly|label / language ~ flag|tag|code|metadata / label ~ language", lambda m: () if language_said(m) else None, 0),
    # tags
    Rule("set|add|change|with|put|write|edit|update|tag|make ~ title ~ to|as|of|is|=|:? {t:caption} / title ~ to|as|of|=|:|is ~ {t:caption} / title {t:quoted} / titled {t:caption}", lambda m: _metadata()(m) if not lemmas_of(m) & {"overlay", "text", "burn", "corner", "font", "card", "screen"} else None, 3),
    Rule("artist ~ to|as|of|is|=|:? {a:caption} / artist {a:quoted}", _metadata(), 3),
    Rule("album ~ to|as|of|is|=|: {b:caption} / album {b:quoted}", _metadata(), 3),
    Rule("comment ~ to|as|of|is|=|:? {c:caption} / comment {c:quoted}", _metadata(), 3),
    Rule("author ~ to|as|of|is|=|:? {u:caption} / author {u:quoted}", _metadata("artist"), 3),
    Rule("genre ~ to|as|of|is|=|:? {g:caption} / genre {g:quoted}", _metadata(), 3),
    Rule("year|date ~ to|as|of|is|=|:? {v:number} / year {v:number}", _metadata("date"), 2),
    Rule("copyright ~ to|as|of|is|=|:? {v:caption}", _metadata("copyright"), 2),
    Rule("track number ~ to|as? {v:number}", _metadata("track"), 2),
    Rule("%remove ~ title|artist|album|comment|genre|copyright|encoder|description|author ~ tag|field|metadata", lambda m: Metadata(next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in _TAGS), "", True) if not lemmas_of(m) & {"all", "everything"} and not any(t.kind == "quoted" for t in m.tokens) else None, 5),
    Rule("%remove|strip|clear|anonymise|anonymize|clean|erase|wipe ~ metadata|tag|exif|gps|location ~ information|info|data|tag? / without ~ metadata|tag|exif / remove ~ personal|identifying|private ~ information|info|data / metadata ~ removed|stripped|strip|remove|cleared / privacy", lambda m: StripMetadata() if not near(m, 0, 1) & {"title"} else None, 2),
    Rule("set|add|change|put|write|edit|update new? title|artist|album|comment|genre ~ metadata|tag|field? / title|artist|album|comment|genre metadata|tag|field", _untold, -1),
    Rule("keep|preserve|copy|maintain|retain|carry|transfer|keeping|with ~ metadata|tag|exif|creation|gps / metadata ~ kept|preserve|as_is|copy|retain|keep / not|without lose|losing ~ metadata|tag|chapter", lambda m: KeepMetadata(), 1),
    Rule("no|without|minus chapter / chapter ~ not|isnt|arent ~ need|wanted / not need|want ~ chapter", lambda m: StripChapters() if not {t.lemma for t in m.tokens} & {"split"} else None, 3),
    Rule("%remove|strip ~ chapter ~ marker|markers|information|data?", lambda m: StripChapters() if not (m.tokens[m.used[0]].lemma in ("lose", "drop", "remove", "strip", "skip") and {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[0]]} & {"without", "not", "no"}) else KeepStreams((Select("all"),)), 2),
    Rule("embed|attach {f:file} ~ in|into|to|as", lambda m: _cover(m) if not lemmas_of(m) & {"watermark", "logo", "overlay", "corner", "subtitle"} else None, 4),
    Rule("write|export|extract|save|dump ~ chapter|metadata|tag ~ to|as|into|in ~ text|txt|file|ffmetadata|ini ~ file? / ffmetadata ~ file?", lambda m: DumpMetadata() if not lemmas_of(m) & {"split", "subtitle", "video", "separate", "own", "each", "individual", "remove", "preserve", "keep"} or "ffmetadata" in lemmas_of(m) else None, 4),
    Rule("%add|embed|attach|set|insert|put|use|include ~ {f:file} ~ as|to|into|for ~ cover|artwork|thumbnail|poster|album / cover ~ {f:file} / {f:file} ~ as|is ~ cover|thumbnail|poster|artwork / %add|embed|attach|set|insert|include|use ~ cover ~ to|into|image|from|in / cover ~ to|into ~ mp3|m4a|mp4|mkv|flac", _cover, 3),
    Rule("extract|get|save|export|pull|dump ~ cover|artwork ~ from|as|to|image?", lambda m: ExtractCover(), 3),
    Rule("%remove ~ cover|artwork", lambda m: DropStreams((Select("video"),)), 5),
    Rule("only|just|keep ~ {l:language} ~ and|as|version|one|dub|please?", _only_language, 0),
    Rule("convert|keep|copy ~ subtitle ~ too|as_is|track|stream|intact?", lambda m: KeepStreams((Select("all"),)) if m.tokens[m.used[0]].lemma in ("keep", "copy") else None, -1),
)  # fmt: skip
_ = Copy
