"""Edits of streams, subtitles and tags."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    AddSubtitles,
    BurnSubtitles,
    Copy,
    Cover,
    Default,
    DropStreams,
    ExtractAudio,
    ExtractCover,
    ExtractStreams,
    ExtractSubtitles,
    KeepMetadata,
    KeepStreams,
    Language,
    Metadata,
    Select,
    ShiftSubtitles,
    StripChapters,
    StripMetadata,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.terms import LANGUAGES

_SUB_EXT = (".srt", ".ass", ".ssa", ".vtt", ".sub", ".sup", ".ttml")


def _lemmas(m: Match) -> set[str]:
    return {t.lemma for t in m.tokens}


def _near(m: Match, before: int = 0, after: int = 8) -> set[str]:
    return {t.lemma for t in m.tokens[max(0, m.used[0] - before) : m.used[-1] + after]}


def _language(m: Match) -> str:
    for token in m.tokens:
        word = token.lemma or (token.text.lower() if token.kind == "quoted" else "")
        if word in LANGUAGES:
            return LANGUAGES[word]
    return ""


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


def _except(m: Match) -> tuple[DropStreams, KeepStreams] | KeepStreams | DropStreams | None:
    selects: tuple[Select, ...] = m.slots["s"]
    exceptions: tuple[Select, ...] = (
        m.slots["k"] if "k" in m.slots else (Select(selects[0].kind, m.slots["o"] - 1 if m.slots["o"] > 0 else -1),)
    )
    exceptions = tuple(s._replace(kind=selects[0].kind) if s.kind == "any" else s for s in exceptions)
    if m.tokens[m.used[0]].lemma in ("copy", "keep", "preserve", "include", "map", "remux", "extract", "save"):
        return DropStreams(exceptions)
    return KeepStreams(exceptions)


def _keep_streams(m: Match) -> KeepStreams | None:
    selects: tuple[Select, ...] = m.slots["s"]
    inside = m.tokens[m.used[0] : m.used[-1] + 1]
    if any(t.kind == "time" for t in inside) or {t.lemma for t in inside} & {"clip", "frame", "part", "portion", "section"}:
        return None  # "just a 10-second clip of the video" is no stream
    near = {t.lemma for t in inside} | _near(m, 2, 2)
    if all(x == Select("subtitle") for x in selects) and not near & {"only", "just"}:
        return KeepStreams((Select("all"),))
    if (
        all(s == Select(s.kind) for s in selects)
        and m.tokens[m.used[0]].lemma in ("keep", "preserve", "retain", "include")
        and "only" not in _near(m, 3, 2)
        and "just" not in _near(m, 3, 2)
    ):
        return KeepStreams(selects) if any(s.kind == "subtitle" for s in selects) else None
    return KeepStreams(selects)


def _burn(m: Match) -> BurnSubtitles | None:
    f = m.slots.get("f")
    if f is not None and not f.path.lower().endswith(_SUB_EXT):
        return None
    if f is None and _lemmas(m) & {"timecode", "timestamp", "timer", "clock"} and "subtitle" not in _lemmas(m):
        return None
    select = next((s for s in m.slots.get("s", ()) if s.kind == "subtitle"), None)
    style = []
    for i, t in enumerate(m.tokens):
        if t.lemma in ("yellow", "white", "red", "green", "blue", "cyan") and "subtitle" in {
            x.lemma for x in m.tokens[max(0, i - 4) : i + 5]
        } | {"text", "font"} & {x.lemma for x in m.tokens[max(0, i - 4) : i + 5]}:
            style.append(("PrimaryColour", t.lemma))
        if t.lemma in ("large", "larger") and _near(m, 6, 6) & {"font", "text", "size"}:
            style.append(("FontSize", "32"))
        if (
            t.kind == "number"
            and {x.lemma for x in m.tokens[max(0, i - 3) : i + 3]} & {"font", "fontsize", "pt", "size"}
            and t.value >= 6
        ):
            style.append(("FontSize", f"{t.value:g}"))
        if t.lemma in ("arial", "helvetica", "verdana", "dejavu", "times", "courier", "roboto"):
            style.append(("FontName", t.text))
    return BurnSubtitles(f.path if f else "", select, tuple(dict(style).items()))


def _add_subtitles(m: Match) -> AddSubtitles | None:
    f = m.slots.get("f")
    if f is not None and not f.path.lower().endswith(_SUB_EXT):
        return None
    lemmas = _lemmas(m)
    files = [t.value.path.lower() for t in m.tokens if t.kind == "file"]
    if f is not None and lemmas & {"convert", "turn", "change", "transform"} and all(path.endswith(_SUB_EXT) for path in files):
        return None  # a file of subtitles becomes another one
    if f is None and any(t.text.lower() == "embedded" for t in m.tokens):
        return None
    if f is None and lemmas & {"remove", "extract", "without", "delete", "strip"}:
        return None
    if f is None and lemmas & {"keep", "preserve", "retain"} and not lemmas & {"add", "embed", "insert", "mux"}:
        return None
    return AddSubtitles(f.path if f else "", _language(m), bool(lemmas & {"default"}), bool(lemmas & {"forced"}))


def _extract_subs(m: Match) -> ExtractSubtitles | None:
    selects = m.slots.get("s") or ()
    select = next((s for s in selects if s.kind == "subtitle"), None)
    if selects and select is None:
        return None
    if _lemmas(m) & {"external", "internal"} and not any(t.text.lower() == "embedded" for t in m.tokens):
        return None  # a file of subtitles goes in
    if "everything" in _lemmas(m):  # "everything: the picture, all audio, all subtitles"
        return None
    if _lemmas(m) & {"convert", "turn", "change"} and any(
        t.kind == "file" and t.value.exists and t.value.path.lower().endswith(_SUB_EXT) for t in m.tokens
    ):
        return None  # a file of subtitles becomes another one
    every = bool(_near(m, 1, 6) & {"all", "every", "each"}) and (select is None or (select.index is None and not select.language))
    return ExtractSubtitles(select, every)


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


def _other_subtitles(m: Match) -> tuple[DropStreams, AddSubtitles] | None:
    if not m.slots["f"].path.lower().endswith(_SUB_EXT):
        return None
    return DropStreams((Select("subtitle"),)), AddSubtitles(m.slots["f"].path, _language(m))


def _only_language(m: Match) -> KeepStreams | None:
    """ "it has several audio tracks, keep only French": of the kind that was spoken of."""
    lemmas = _lemmas(m)
    if not lemmas & {"only", "just"} or not lemmas & {"track", "stream", "audio", "dub", "language"}:
        return None
    return KeepStreams((Select("subtitle" if "subtitle" in lemmas and "audio" not in lemmas else "audio", None, m.slots["l"]),))


def _untold(m: Match) -> Metadata | None:
    """A tag whose value was not said: a word stands in that the user can put right before it runs."""
    key = next(t.lemma for t in (m.tokens[i] for i in m.used) if t.lemma in ("title", "artist", "album", "comment", "genre"))
    if _lemmas(m) & {"overlay", "text", "burn", "corner", "font", "card", "screen", "without"}:
        return None
    return Metadata(key, "")


def _cover(m: Match) -> Cover | None:
    f = m.slots.get("f")
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
    return Default(select, "forced" if "forced" in _near(m, 2, 3) and "default" not in _near(m, 2, 3) else "default")


def _unset(m: Match) -> Default | None:
    select = _one(m)
    if select is None:
        return None
    return Default(select, "not forced" if "forced" in {m.tokens[i].lemma for i in m.used} else "not default")


def _others(m: Match) -> KeepStreams | None:
    """ "drop the non-English audio": what is of the language stays."""
    selects = tuple(s for s in m.slots["s"] if s.language)
    return KeepStreams(selects) if selects else None


def _set_language(m: Match) -> Language | None:
    select = _one(m) if "s" in m.slots else Select("audio")
    if select is None:
        return None
    return Language(Select(select.kind, select.index), m.slots["l"])


RULES = (
    # which streams stay
    Rule("remove|delete|drop|strip|discard|exclude|omit|ditch|kill|eliminate|erase|dump|skip|clear|disable ~ {s:streams} / without|no|minus|except|not {s:streams}", _drop, 1),
    Rule("%remove ~ {s:streams} except ~ {k:streams} / %remove ~ {s:streams} except ~ {o:ordinal} ~ one? / copy|keep|preserve|include|map|remux|extract ~ {s:streams} except ~ {k:streams} / copy|keep|preserve|include|remux ~ everything|all|stream|track ~ except ~ {k:streams}", lambda m: DropStreams(m.slots["k"]) if "s" not in m.slots else _except(m) if m.slots["s"][0].kind != "any" or m.slots["s"][0].index is None else None, 4),
    Rule("copy|keep|preserve ~ all ~ stream|track ~ except ~ {k:streams} / everything|all stream|track? except|without {k:streams}", lambda m: DropStreams(m.slots["k"]), 4),
    Rule("keep|only|just|retain|select|choose|pick|copy|include|map|use|want|leave|preserve|with ~ {s:streams} only? / with only {s:streams}", lambda m: _keep_streams(m) if any(s.index is not None or s.language or s.default or s.best or s.channels or s.title for s in m.slots["s"]) or ({m.tokens[i].lemma for i in m.used} | ({m.tokens[m.used[0] - 1].lemma} if m.used[0] else set())) & {"only", "just"} or m.slots["s"][0].kind == "subtitle" else None, 1),
    Rule("keep|copy|preserve|include|retain|map|with|maintain|all ~ all|every|both ~ audio|subtitle|stream|track|video|streams ~ track|stream|languages? / all audio|subtitle ~ track|stream / all ~ stream|track|streams|tracks / keep|copy|preserve|remux|transfer|include ~ everything / everything|all preserved|kept|intact / including ~ subtitle|chapter|attachment|metadata / multiple ~ audio|subtitle ~ track|stream / keep|preserve ~ chapter|attachment|font", lambda m: KeepStreams((Select("all"),)), 0),
    Rule("extract|demux|separate|split|export|save|dump ~ all|every|each ~ stream|track ~ file|separate|individual|separately|into? / demux ~ video|audio|into|file / separate|split ~ video and|& audio ~ file|stream|into?", lambda m: _all_of_a_kind(m) or ExtractStreams((Select("all"),), each=True) if _lemmas(m) & {"demux", "separate", "each", "individual", "separately", "stream", "track", "split"} and not _lemmas(m) & {"chapter"} else None, 2),
    Rule("extract|get|save|export|dump ~ video ~ stream|track|only / video stream|track ~ only / only ~ video stream|track", lambda m: KeepStreams((Select("video"),)), 1),
    Rule("each|every audio|sound track|stream ~ into|to|as|in ~ file|own|separate|individual", lambda m: ExtractAudio(None, True), 4),
    Rule("%remove ~ non|other|foreign {s:streams}", _others, 5),
    Rule("%remove ~ {s:streams} ~ not|isnt|arent ~ in? {l:language}", lambda m: KeepStreams((m.slots["s"][0]._replace(language=m.slots["l"]),)) if not m.slots["s"][0].language else None, 5),
    Rule("with|and|for {s:streams} only / {s:streams} only", lambda m: KeepStreams(m.slots["s"]) if any(x.language or x.index is not None for x in m.slots["s"]) else None, 3),
    # flags and languages
    Rule("%remove|clear|unset|turn_off|disable|reset ~ forced|default flag|disposition|marker|mark|status? ~ from|on|of|for? ~ {s:streams} / not ~ forced|default ~ {s:streams} / {s:streams} ~ not|no forced|default", _unset, 5),
    Rule("set|make|mark|flag|use ~ {s:streams} ~ as|to|is|the|by ~ default|forced|main|primary / default ~ {s:streams} ~ to / with ~ {s:streams} ~ as|is|set|marked ~ default|forced", _default, 3),
    Rule("set|change|tag|mark|label ~ language ~ of|for ~ {s:streams} ~ to|as|is ~ {l:language} / set|tag|mark|label|flag ~ {s:streams} ~ language|as|to|with ~ {l:language} / {s:streams} ~ language ~ to|as {l:language} / language tag|flag|code|to|as ~ {l:language} / set|change|tag|mark|label ~ language {l:language}", lambda m: _set_language(m) if not _lemmas(m) & {"srt", "embed"} and not any(t.kind == "file" and t.value.path.lower().endswith(_SUB_EXT) for t in m.tokens) else (), 2),
    Rule("set|with|and|appropriate|correct|proper ~ language ~ flag|tag|code|metadata|appropriately|set|properly|label / language ~ flag|tag|code|metadata / label ~ language", lambda m: () if _language(m) else None, 0),
    # subtitles
    Rule("burn|hardcode|hard|permanently ~ {f:file} ~ into|onto|in|on|to|subtitle / {f:file} ~ burn|hardcode|hard|burned / burn|hardcode {f:file} / hardcode ~ subtitle ~ {f:file} / burn ~ subtitle ~ {f:file}", _burn, 3),
    Rule("burn|hardcode|render ~ {s:streams} ~ into|onto|in|on|to|directly|permanently|video? / burn|hardcode ~ subtitle / subtitle ~ burn|hardcode|permanently|hard / permanent ~ subtitle / burn ~ into|onto|in|it", lambda m: _burn(m) if "subtitle" in _near(m, 8, 8) or "burn" in _near(m, 0, 1) else None, 2),
    Rule("%add|embed|insert|mux|include|attach|put|merge|combine|soft|use ~ {f:file} ~ into|to|as|in|with|onto|and|subtitle|soft|forced|track / subtitle ~ {f:file} / {f:file} ~ as ~ subtitle / %add|embed|mux {f:file} / {f:file} ~ subtitle|soft|forced|default|embed|into|added|to", _add_subtitles, 2),
    Rule("%add|embed|insert|mux|include|attach|merge|combine ~ %text|soft|external|srt|ass|english|forced|multiple|two? subtitle|srt ~ file|track|stream|to|into|in? / soft ~ subtitle|subs|sub / softsub|softsubs|soft-sub / %add ~ srt|ass|vtt / external ~ subtitle|srt ~ to|into|embed|internal / to|into ~ mov_text|mov-text|text track|tracks?", _add_subtitles, 0),
    Rule("extract|rip|export|get|save|pull|dump|demux|convert|isolate ~ {s:streams} ~ from|to|as|into|out|in|track|stream|file|of|embedded / extract|rip|export|get|save|pull|dump ~ subtitle / subtitle ~ to|as|into ~ srt|ass|vtt|external|file|text / convert ~ embedded ~ subtitle ~ to|into", lambda m: _extract_subs(m) if not _lemmas(m) & {"burn", "hardcode", "embed", "add", "mux", "soft"} and (m.slots.get("s") is None or any(s.kind == "subtitle" for s in m.slots["s"])) else None, 2),
    Rule("shift|shifting|delay|move|offset|offsetting|adjust|sync ~ subtitle ~ by|forward|back|of {t:time} ~ later|earlier|forward|back|ahead? / subtitle ~ by|late|early|shift|delay|out ~ {t:time} ~ later|earlier|early|late?", lambda m: ShiftSubtitles(-m.slots["t"] if _near(m, 0, 2) & {"earlier", "back", "ahead", "forward_", "late"} and not _near(m, 0, 2) & {"delay"} else m.slots["t"]), 3),
    # tags
    Rule("set|add|change|with|put|write|edit|update|tag|make ~ title ~ to|as|of|is|=|:? {t:caption} / title ~ to|as|of|=|:|is ~ {t:caption} / title {t:quoted} / titled {t:caption}", lambda m: _metadata()(m) if not _lemmas(m) & {"overlay", "text", "burn", "corner", "font", "card", "screen"} else None, 3),
    Rule("artist ~ to|as|of|is|=|:? {a:caption} / artist {a:quoted}", _metadata(), 3),
    Rule("album ~ to|as|of|is|=|:? {b:caption} / album {b:quoted}", _metadata(), 3),
    Rule("comment ~ to|as|of|is|=|:? {c:caption} / comment {c:quoted}", _metadata(), 3),
    Rule("author ~ to|as|of|is|=|:? {u:caption} / author {u:quoted}", _metadata("artist"), 3),
    Rule("genre ~ to|as|of|is|=|:? {g:caption} / genre {g:quoted}", _metadata(), 3),
    Rule("year|date ~ to|as|of|is|=|:? {v:number} / year {v:number}", _metadata("date"), 2),
    Rule("copyright ~ to|as|of|is|=|:? {v:caption}", _metadata("copyright"), 2),
    Rule("track number ~ to|as? {v:number}", _metadata("track"), 2),
    Rule("%remove|strip|clear|anonymise|anonymize|clean|erase|wipe ~ metadata|tag|exif|gps|location ~ information|info|data|tag? / without ~ metadata|tag|exif / remove ~ personal|identifying|private ~ information|info|data / metadata ~ removed|stripped|strip|remove|cleared / privacy", lambda m: StripMetadata() if not _near(m, 0, 1) & {"title"} else None, 2),
    Rule("set|add|change|put|write|edit|update new? title|artist|album|comment|genre ~ metadata|tag|field? / title|artist|album|comment|genre metadata|tag|field", _untold, -1),
    Rule("keep|preserve|copy|maintain|retain|carry|transfer|keeping|with ~ metadata|tag|exif|creation|gps / metadata ~ kept|preserve|as_is|copy|retain|keep / not|without lose|losing ~ metadata|tag|chapter", lambda m: KeepMetadata(), 1),
    Rule("%remove|strip ~ chapter ~ marker|markers|information|data?", lambda m: StripChapters(), 2),
    Rule("%add|embed|attach|set|insert|put|use|include ~ {f:file} ~ as|to|into|for ~ cover|artwork|thumbnail|poster|album / cover ~ {f:file} / {f:file} ~ as|is ~ cover|thumbnail|poster|artwork / %add|embed|attach|set|insert|include|use ~ cover ~ to|into|image|from|in / cover ~ to|into ~ mp3|m4a|mp4|mkv|flac", _cover, 3),
    Rule("extract|get|save|export|pull|dump ~ cover|artwork ~ from|as|to|image?", lambda m: ExtractCover(), 3),
    Rule("%remove ~ cover|artwork", lambda m: DropStreams((Select("video"),)), 5),
    Rule("replace|swap|substitute|exchange ~ subtitle ~ with|by|for {f:file} / use {f:file} ~ instead_of ~ subtitle", _other_subtitles, 5),
    Rule("only|just|keep ~ {l:language} ~ and|as|version|one|dub|please?", _only_language, 0),
    Rule("convert|keep|copy ~ subtitle ~ too|as_is|track|stream|intact?", lambda m: KeepStreams((Select("all"),)) if m.tokens[m.used[0]].lemma in ("keep", "copy") else None, -1),
)  # fmt: skip
_ = Copy
