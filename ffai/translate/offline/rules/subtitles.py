"""Edits of subtitles: drawn into the picture, added, taken out, moved in time, in another character set."""

from ffai.translate.offline.edits import (
    AddSubtitles,
    BurnSubtitles,
    ClosedCaptions,
    DropStreams,
    ExtractSubtitles,
    KeepStreams,
    Select,
    ShiftSubtitles,
    SubtitleCharset,
)
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.streams import SUBTITLE_FILES, language_said, lemmas_of, near
from ffai.translate.offline.terms import LANGUAGES

# what people call a character set -> the name that iconv takes
CHARSETS = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16le": "UTF-16LE", "utf-16be": "UTF-16BE", "windows-1252": "WINDOWS-1252", "windows-1251": "WINDOWS-1251", "windows-1250": "WINDOWS-1250", "windows-1256": "WINDOWS-1256",
    "windows-1253": "WINDOWS-1253", "windows-1254": "WINDOWS-1254", "windows-1255": "WINDOWS-1255", "iso-8859-1": "ISO-8859-1", "iso-8859-2": "ISO-8859-2", "iso-8859-15": "ISO-8859-15", "iso-8859-9": "ISO-8859-9",
    "ansi": "WINDOWS-1252", "ascii": "ASCII", "shift-jis": "SHIFT_JIS", "gbk": "GBK", "gb18030": "GB18030", "gb2312": "GB2312", "big5": "BIG5", "koi8-r": "KOI8-R", "euc-kr": "EUC-KR", "euc-jp": "EUC-JP",
}  # fmt: skip
_SETS = "|".join(CHARSETS)


def _burn(m: Match) -> BurnSubtitles | None:
    f = m.slots.get("f")
    lemmas = lemmas_of(m)
    if f is not None and not f.path.lower().endswith(SUBTITLE_FILES):
        return None
    if f is None and lemmas & {"timecode", "timestamp", "timer", "clock"} and "subtitle" not in lemmas:
        return None
    if (
        f is None
        and lemmas & {"remove", "blur", "hide", "erase", "get_rid", "cover", "delete"}
        and not lemmas & {"plain", "style", "styles"}
    ):
        return None  # what is burnt in already
    select = next((s for s in m.slots.get("s", ()) if s.kind == "subtitle"), None)
    select = select if select is not None and select != Select("subtitle") else _numbered(m) or select
    plain = bool(lemmas & {"plain", "ignore", "ignoring", "hide", "without"} and lemmas & {"style", "styling", "styles", "font"})
    soft = bool(
        lemmas & {"toggle", "toggled", "optional", "selectable", "soft", "turned"}
        or {"also", "track"} <= lemmas
        and "option" in lemmas
    )
    outside = f is None and any(
        t.lemma in ("from", "using", "external", "with")
        and (t.lemma == "external" or {x.lemma for x in m.tokens[i + 1 : i + 4]} & {"srt", "ass", "ssa", "vtt"})
        for i, t in enumerate(m.tokens)
    )
    return BurnSubtitles(f.path if f else "", select, (), None, soft, plain, outside)


def _numbered(m: Match) -> Select | None:
    """ "from the track 2", "subtitle stream index 1"."""
    for i, token in enumerate(m.tokens[:-1]):
        following = m.tokens[i + 1]
        if (
            token.lemma in ("track", "stream", "number", "index", "#")
            and following.kind == "number"
            and 0 <= following.value < 30
        ):
            m.used_too.add(i + 1)
            from_zero = token.lemma == "index" or not following.value
            return Select("subtitle", int(following.value) - (0 if from_zero else 1))
    return None


def _burn_two(m: Match) -> tuple[BurnSubtitles, ...] | None:
    """ "burn two subtitle tracks", "the English and Spanish subtitles": each of them."""
    selects = [s for s in m.slots.get("s", ()) if s.kind == "subtitle"]
    if len(selects) > 1:
        return tuple(BurnSubtitles(select=s) for s in selects)
    languages = listed_languages(m)
    if len(languages) > 1:
        return tuple(BurnSubtitles(select=Select("subtitle", None, language)) for language in languages)
    if not lemmas_of(m) & {"two", "both"} or any(
        t.kind == "file" and t.value.path.lower().endswith(SUBTITLE_FILES) for t in m.tokens
    ):
        return None
    return BurnSubtitles(select=Select("subtitle", 0)), BurnSubtitles(select=Select("subtitle", 1))


def listed_languages(m: Match) -> tuple[str, ...]:
    """The languages that are spoken of, in their order."""
    said = (LANGUAGES.get(t.lemma or "") for t in m.tokens if t.kind == "word")
    return tuple(dict.fromkeys(x for x in said if x))


def _add_subtitles(m: Match) -> AddSubtitles | None:
    f = m.slots.get("f")
    if f is not None and not f.path.lower().endswith(SUBTITLE_FILES):
        if not lemmas_of(m) & {"subtitle"} or m.rule.weight != 3:
            return None
        f = None
    lemmas = lemmas_of(m)
    files = [t.value.path.lower() for t in m.tokens if t.kind == "file"]
    if (
        f is not None
        and lemmas & {"convert", "turn", "change", "transform"}
        and all(path.endswith(SUBTITLE_FILES) for path in files)
    ):
        return None  # a file of subtitles becomes another one
    if (
        files
        and all(path.endswith(SUBTITLE_FILES) for path in files)
        and any(
            t.lemma in ("srt", "ass", "vtt", "ssa")
            and {"as", "to", "into", "in"} & {x.lemma for x in m.tokens[max(0, i - 3) : i]}
            for i, t in enumerate(m.tokens)
        )
    ):
        return None  # "I need subtitles.vtt as srt"
    verb = m.tokens[m.used[0]].text.lower()
    if f is None and (
        verb == "embedded"
        or any(t.text.lower() == "embedded" for t in m.tokens)
        and lemmas & {"extract", "convert", "burn", "hardcode"}
    ):
        return None
    if f is None and lemmas & {"burn", "hardcode"} and not any(t.lemma in ("soft", "srt", "ass") for t in m.tokens):
        return None  # "embed them as a hardcoded layer"
    if verb == "convert" and not lemmas & {"mux", "embed", "add", "insert", "attach"}:
        return None
    if f is None and (lemmas & {"remove", "extract", "delete", "strip"} or _without_them(m)):
        return None
    if f is None and lemmas & {"keep", "preserve", "retain"} and not lemmas & {"add", "embed", "insert", "mux"}:
        return None
    languages = listed_languages(m)
    return AddSubtitles(
        f.path if f else "",
        language_said(m),
        bool(lemmas & {"default"}),
        bool(lemmas & {"forced"}),
        languages if len(languages) > 1 else (),
    )


def _several_languages(m: Match) -> AddSubtitles | None:
    """ "an .srt in English and one in Dutch": files of subtitles that are told apart by their language alone."""
    words = lemmas_of(m)
    if words & {"burn", "hardcode", "extract", "remove", "keep", "audio", "rip", "delete", "strip", "drop"} or any(
        t.kind == "file" and t.value.path.lower().endswith(SUBTITLE_FILES) for t in m.tokens
    ):
        return None
    languages = listed_languages(m)
    m.used_too.update(
        i
        for i, t in enumerate(m.tokens)
        if t.lemma in LANGUAGES or t.lemma in ("viewer", "viewers", "choose", "pick", "switch", "select", "srt", "subtitle")
    )
    return AddSubtitles("", "", languages=languages) if len(languages) > 1 else None


def _without_them(m: Match) -> bool:
    """ "without subtitles", and not "without re-encoding"."""
    return any(
        t.lemma in ("without", "no") and "subtitle" in {x.lemma for x in m.tokens[i + 1 : i + 3]} for i, t in enumerate(m.tokens)
    )


def _extract_subs(m: Match) -> ExtractSubtitles | None:
    selects = m.slots.get("s") or ()
    select = next((s for s in selects if s.kind == "subtitle"), None)
    if selects and select is None:
        return None
    if lemmas_of(m) & {"external", "internal"} and not any(t.text.lower() == "embedded" for t in m.tokens):
        return None  # a file of subtitles goes in
    if "everything" in lemmas_of(m):  # "everything: the picture, all audio, all subtitles"
        return None
    if lemmas_of(m) & {"convert", "turn", "change"} and any(
        t.kind == "file" and t.value.exists and t.value.path.lower().endswith(SUBTITLE_FILES) for t in m.tokens
    ):
        return None  # a file of subtitles becomes another one
    if lemmas_of(m) & {"burn", "hardcode"}:
        return None
    if any(s.forced for s in selects) and select is not None:
        select = next(s for s in selects if s.forced)
    every = bool(near(m, 1, 6) & {"all", "every", "each", "multiple", "several", "both"}) and (
        select is None or (select.index is None and not select.language)
    )
    listed = tuple(s for s in selects if s.kind == "subtitle" and (s.index is not None or s.language))
    if not listed and len(languages := listed_languages(m)) > 1 and not lemmas_of(m) & {"translate", "audio"}:
        listed = tuple(Select("subtitle", None, x) for x in languages)
    if len(listed) > 1 and len(listed) >= len(selects):
        return ExtractSubtitles(listed[0], False, listed[1:])
    return ExtractSubtitles(select, every)


def _shift(m: Match) -> ShiftSubtitles | None:
    """Later or earlier: "they come 2 seconds late" wants them earlier; a plain "shift by" moves them later."""
    f = m.slots.get("f")
    words = near(m, 0, 4)
    if "subtitle" not in lemmas_of(m) and not any(
        t.kind == "file" and t.value.path.lower().endswith(SUBTITLE_FILES) for t in m.tokens
    ):
        return None
    if f is not None and not f.path.lower().endswith(SUBTITLE_FILES):
        return None
    moved = {m.tokens[i].lemma for i in m.used} & {"shift", "delay", "move", "offset", "push"}
    t = abs(m.slots["t"])
    if words & {"earlier", "sooner", "ahead", "back", "backward", "backwards", "advance"} and not (
        words & {"ahead", "early"} and not moved
    ):
        return ShiftSubtitles(-t)
    if not moved and words & {"late", "behind", "lag", "lags"}:
        return ShiftSubtitles(-t)
    if m.slots["t"] < 0:
        return ShiftSubtitles(m.slots["t"])
    return ShiftSubtitles(t)


def _charset(m: Match) -> SubtitleCharset | None:
    """ "from Windows-1252 to UTF-8": what the file is in now, and what it shall be in."""
    said = [(i, CHARSETS[t.lemma]) for i, t in enumerate(m.tokens) if t.lemma in CHARSETS]
    words = lemmas_of(m)
    if not said or not (
        words & {"subtitle", "srt", "ass", "ssa", "vtt", "text"}
        or any(t.kind == "file" and t.value.path.lower().endswith(SUBTITLE_FILES) for t in m.tokens)
    ):
        return None
    target = next((name for i, name in said if i and m.tokens[i - 1].lemma in ("to", "into", "as", "in")), "")
    source = next((name for _, name in said if name != target), "")
    if not source and target not in ("UTF-8", ""):
        source, target = target, ""
    return SubtitleCharset(source, target or "UTF-8")


def _then(m: Match) -> ExtractSubtitles | AddSubtitles | None:
    """What is done with subtitles whose character set is changed."""
    if not any(t.lemma in CHARSETS for t in m.tokens):
        return None
    return ExtractSubtitles() if m.tokens[m.used[0]].lemma == "extract" else AddSubtitles()


def _captions(m: Match) -> tuple[ClosedCaptions, ExtractSubtitles] | None:
    words = lemmas_of(m)
    if words & {"burn", "hardcode", "remove", "strip", "without", "mkv", "copy"}:
        return None
    return ClosedCaptions(), ExtractSubtitles()


def _other_subtitles(m: Match) -> tuple[DropStreams, AddSubtitles] | None:
    if not m.slots["f"].path.lower().endswith(SUBTITLE_FILES):
        return None
    return DropStreams((Select("subtitle"),)), AddSubtitles(m.slots["f"].path, language_said(m))


RULES = (
    Rule("extract|rip|export|get|save|pull|demux ~ subtitle ~ language|code|tag ~ {l:language} / extract|rip|export|get|save|pull|demux ~ subtitle ~ with {l:language} language|code|tag", lambda m: ExtractSubtitles(Select("subtitle", None, m.slots["l"])), 4),
    Rule("burn|hardcode|render ~ two|both ~ subtitle / {s:streams} ~ burn|burned|hardcode / burn|hardcode|render ~ {s:streams}", _burn_two, 4),
    Rule("extract|rip|export|get|save|pull|dump|convert|copy|grab ~ closed_captions|cea|eia|cea-608|cea-708|eia-608 / closed_captions|cea-608|cea-708 ~ to|as|into|from|in", _captions, 4),
    Rule("%s / from %s to %s / to %s ~ encoding|charset? / encoding|charset|codepage ~ from|to|of? %s ~ to|into? %s? / %s ~ to|into %s" % ((_SETS,) * 8), _charset, 4),
    Rule("non utf-8 / not ~ utf-8 / garbled|mojibake|gibberish / garbled|weird|strange|broken|wrong|question|funny ~ text|characters|letters|accents|umlauts|marks|symbols", lambda m: SubtitleCharset("WINDOWS-1252", "UTF-8", True) if "subtitle" in lemmas_of(m) and not any(t.lemma in CHARSETS and t.lemma != "utf-8" for t in m.tokens) else None, 6),
    Rule("convert|converting|change|turn|encode ~ subtitle ~ to|into|as mov_text|mov-text|text", lambda m: KeepStreams((Select("all"),)) if {"mp4", "mov", "m4v"} & {t.lemma for t in m.tokens} | {t.value.path.rsplit(".", 1)[-1] for t in m.tokens if t.kind == "file"} else None, 6),
    Rule("extract|extraction / before|and|then embed|embedding|mux|muxing", lambda m: _then(m), -1),
    Rule("subtitle|character|text|srt ~ encode|encoding|charset ~ from|to|is|in? / character encode|encoding|set", lambda m: () if any(x.lemma in CHARSETS for x in m.tokens) else None, 3),
    Rule("not|ignore|ignoring|except|no|without ~ normal|regular|full|other ones|one|subtitle|subtitles? / and ignore ~ normal|regular|other ones|one?", lambda m: () if "forced" in lemmas_of(m) else None, 4),
    Rule("burn|hardcode|hard|permanently ~ {f:file} ~ into|onto|in|on|to|subtitle / {f:file} ~ burn|hardcode|hard|burned / burn|hardcode {f:file} / hardcode ~ subtitle ~ {f:file} / burn ~ subtitle ~ {f:file}", _burn, 3),
    Rule("burn|hardcode|render ~ {s:streams} ~ into|onto|in|on|to|directly|permanently|video? / burn|hardcode ~ subtitle / subtitle ~ burn|hardcode|permanently|hard / permanent ~ subtitle / burn ~ into|onto|in|it", lambda m: _burn(m) if "subtitle" in near(m, 8, 8) or "burn" in near(m, 0, 1) else None, 2),
    Rule("%add|embed|insert|mux|include|attach|put|merge|combine|soft|use ~ {f:file} ~ into|to|as|in|with|onto|and|subtitle|soft|forced|track / subtitle ~ {f:file} / {f:file} ~ as ~ subtitle / %add|embed|mux {f:file} / {f:file} ~ subtitle|soft|forced|default|embed|into|added|to", _add_subtitles, 2),
    Rule("add|embed|insert|mux|include|attach|merge|combine|put|join|have|get|want|pack ~ srt|subtitle|vtt|ass ~ {l:language} ~ and|plus|& ~ {k:language} / add|embed|insert|mux|include|attach|merge|combine|put|join|pack ~ {l:language} and|plus|& {k:language} ~ srt|subtitle|vtt|ass ~ file|track? ~ into|to|in|with", lambda m: _several_languages(m), 4),
    Rule("%add|embed|insert|mux|include|attach|merge|combine ~ %text|soft|external|srt|ass|english|forced|multiple|two? subtitle|srt ~ file|track|stream|to|into|in? / soft ~ subtitle|subs|sub / softsub|softsubs|soft-sub / %add ~ srt|ass|vtt / external ~ subtitle|srt ~ to|into|embed|internal / to|into ~ mov_text|mov-text|text track|tracks?", _add_subtitles, 0),
    Rule("extract|rip|export|get|save|pull|dump|demux|convert|isolate ~ {s:streams} ~ from|to|as|into|out|in|track|stream|file|of|embedded / extract|rip|export|get|save|pull|dump ~ subtitle / subtitle ~ to|as|into ~ srt|ass|vtt|external|file|text / convert ~ embedded ~ subtitle ~ to|into", lambda m: _extract_subs(m) if not lemmas_of(m) & {"burn", "hardcode", "embed", "add", "mux", "soft", "combine", "merge", "attach", "insert", "put", "join", "include"} and (m.slots.get("s") is None or any(s.kind == "subtitle" for s in m.slots["s"])) else None, 2),
    Rule("mux|merge|combine|add|join|put ~ video|movie|film|clip|{f:file} ~ with|and ~ multiple|several|two|three|external|many ~ subtitle|srt", _add_subtitles, 3),
    Rule("shift|delay|move|offset|adjust|sync|correct|fix|resync|re-time|retime|push ~ subtitle|{f:file} ~ by|forward|back|of|for? {t:time} ~ later|earlier|forward|back|ahead|late|early? / shift|delay|offset ~ by? {t:time} ~ subtitle? / show|display|make|appear|start ~ subtitle|{f:file} ~ {t:time} earlier|later|early|late|sooner / {f:file} ~ {t:time} earlier|later|early|late|sooner / {t:time} ~ out_of_sync|early|late|behind|ahead / subtitle ~ by|late|early|shift|delay|out ~ {t:time} ~ later|earlier|early|late?", _shift, 3),
    Rule("replace|swap|substitute|exchange ~ subtitle ~ with|by|for {f:file} / use {f:file} ~ instead_of ~ subtitle", _other_subtitles, 5),
    Rule("replace|swap|substitute|exchange ~ subtitle ~ with|by|for ~ new|another|other|different|external|my|srt|ass ~ srt|file|subtitle|ass?", lambda m: (DropStreams((Select("subtitle"),)), AddSubtitles()), 4),
    Rule("prevent|cant|not|cannot|without ~ turn|turning|turned|disable|hide|switch ~ off / always ~ visible|shown|displayed", lambda m: BurnSubtitles() if "subtitle" in lemmas_of(m) else None, 5),
)  # fmt: skip
