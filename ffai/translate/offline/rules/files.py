"""Edits of several files: joining, putting streams together, the same for many, and what results are called."""

from ffai.translate.offline.edits import (
    Batch,
    Card,
    Concat,
    Mux,
    OnlyIf,
    OutputFolder,
    ReplaceAudio,
    SameName,
    Shortest,
    SkipDone,
    Suffix,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.words import FORMATS


def lemmas_of(m: Match) -> set[str]:
    return {t.lemma for t in m.tokens}


_IN_A_FILE = frozenset("subtitle stream track chapter language caption attachment keyframe scene channel".split())


def _of_one_file(m: Match, counted: str) -> bool:
    """Whether what is counted lies within a file, and the file behind it is one: "from an mkv", "of film.mkv"."""
    if counted not in _IN_A_FILE and not (
        counted in ("audio", "video") and m.tokens[m.used[0] + 2].lemma in ("stream", "track", "channel")
    ):
        return False
    behind = m.tokens[m.used[0] + 1 : m.used[-1] + 1]
    return (
        not any(t.lemma in ("every", "each", "all") for t in behind)
        and not m.tokens[m.used[-1]].text.lower().endswith("s")
        or any(t.lemma in ("a", "an", "the", "my", "this", "one") for t in behind)
    )


def _batch(m: Match) -> Batch | None:
    lemmas = lemmas_of(m)
    lead, then = m.tokens[m.used[0]], m.tokens[m.used[0] + 1 : m.used[0] + 3]
    if lead.lemma == "set" and not (then and then[0].lemma == "of"):
        return None
    if then and (
        (lead.lemma in ("every", "each") and then[0].kind in ("time", "frames", "number", "ordinal"))  # "every 5 seconds"
        or (lead.kind == "number" and {t.lemma for t in then} & {"channel", "bit", "pass", "stereo"})  # "2-channel wav"
    ):
        return None
    last = m.tokens[m.used[-1]]
    before = m.tokens[m.used[0] - 1].lemma if m.used[0] else ""
    if lead.lemma in ("in", "inside", "within", "of") and last.lemma == "folder":
        at = m.used[-1]
        named = at + 1 < len(m.tokens) and (
            m.tokens[at + 1].lemma in ("called", "named")
            or m.tokens[at + 1].kind == "file"
            and not m.tokens[at + 1].value.matches
        )
        if named or any(t.lemma in ("new", "separate", "different") for t in m.tokens[m.used[0] : at]):
            return None  # where the results go
    if lead.kind == "number" and (before in ("into", "to") or not last.text.lower().endswith("s")):
        return None  # what comes out, or "a 2D .mp4 file"
    if (
        lead.lemma == "all"
        and "x" in m.slots
        and {t.lemma for t in m.tokens[m.used[0] : m.used[-1]]} & {"stream", "track", "subtitle", "chapter", "metadata"}
    ):
        return None  # all of one file's
    following = m.tokens[m.used[-1] + 1].lemma if m.used[-1] + 1 < len(m.tokens) else ""
    if lead.lemma in ("every", "each", "all", "both") and then and _of_one_file(m, then[0].lemma):
        return None  # "every subtitle stream from an mkv"
    if (
        then
        and then[0].lemma in ("as", "to", "into", "in")
        and any(t.kind == "file" and not t.value.is_pattern for t in m.tokens)
    ):
        return None  # "into clips of 2 seconds, each as webm"
    if (
        following in ("track", "stream", "channel")
        or {m.tokens[m.used[-1]].lemma, following} & {"track", "stream"}
        and any(t.kind == "file" and not t.value.is_pattern for t in m.tokens)
    ):
        return None  # several tracks of one file
    fmt = m.slots.get("x", "") if lead.lemma != "one" else ""
    inside = [m.tokens[i].lemma for i in range(m.used[0], m.used[-1])]
    if fmt and {"output", "outputs", "result", "results", "called", "named"} & set(inside):
        return None  # "all outputs in a folder called mp4s"
    if fmt and {"to", "into", "as"} & set(inside):
        fmt = ""  # "all my movies to webm": what they become
    exts = _listed_formats(m)
    recursive = bool(lemmas & {"recursive", "subfolder", "nested", "tree"})
    kind = ""
    window = [m.tokens[i].lemma for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 3))]
    window = window[: next((n for n, w in enumerate(window) if w in ("to", "into", "as")), len(window))]
    if not fmt and lead.lemma != "one":
        for w in window:
            if w in FORMATS and w not in ("hls", "dash"):
                fmt = w
                break
    for w in window:
        if w in ("video", "movie", "clip", "footage", "film"):
            kind = kind or "video"
        elif w in ("audio", "song", "track", "podcast", "recording"):
            kind = kind or "audio"
        elif w in ("image", "picture", "photo"):
            kind = kind or "image"
    return Batch(fmt if fmt not in exts else exts[0], kind, recursive, exts)


def _listed_formats(m: Match) -> tuple[str, ...]:
    """ "all .mov and .avi files": the kinds of files that are meant, when there are several."""
    found: list[str] = []
    for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 8)):
        token = m.tokens[i]
        if token.lemma in ("to", "into", "as") and found:
            break
        if token.kind == "word" and token.lemma in FORMATS and not (i and m.tokens[i - 1].lemma in ("to", "into", "as", "save")):
            joined = (
                not found
                or m.tokens[i - 1].lemma in ("and", "or")
                or m.tokens[i - 1].text in (",", "/", ".", "&")
                or m.tokens[i - 2].lemma in ("and", "or")
            )
            if joined:
                found.append(token.lemma)
    return tuple(dict.fromkeys(found)) if len(found) > 1 else ()


def _plural(m: Match) -> Batch | None:
    """ "convert mov files to mp4": all that are here."""
    noun = m.tokens[m.used[-1]].text.lower()
    before = m.tokens[m.used[0] - 1] if m.used[0] else None
    if (
        not noun.endswith("s")
        or before is None
        or before.kind == "number"
        or {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]} & {"into", "two", "three"}
        or before.lemma in ("to", "into", "as", "and", "both", "single", "separate")
    ):
        return None
    if any(t.kind == "file" for t in m.tokens):
        return None
    return Batch(m.slots["x"], "", False)


def _concat(m: Match) -> Concat | None:
    lemmas = lemmas_of(m)
    said = {m.tokens[i].lemma for i in m.used}
    if said & {"append", "add", "attach"} and {t.lemma for t in m.tokens[m.used[-1] : m.used[-1] + 5]} & {
        "filename",
        "filenames",
        "name",
        "names",
    }:
        return None  # "_fast appended to the filename"
    if "put" in said and "folder" in {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 5]}:
        return None  # where they go
    if (
        lemmas & {"side_by_side", "stack", "grid", "hstack", "vstack", "each_other", "pip"}
        or lemmas & {"subtitle"}
        or any(t.kind == "file" and t.value.path.lower().endswith((".srt", ".ass", ".vtt")) for t in m.tokens)
    ):
        return None
    files = [t.value for t in m.tokens if t.kind == "file"]
    exts = {f.path.rsplit(".", 1)[-1].lower() for f in files}
    kinds = {FORMATS.get(e, "") for e in exts if not any(f.is_pattern for f in files)}
    if len(files) >= 2 and "audio" in kinds and "video" in kinds and "concatenate" not in lemmas:
        video_in = [f for f in files if FORMATS.get(f.path.rsplit(".", 1)[-1].lower()) == "video"]
        audio_in = [f for f in files if FORMATS.get(f.path.rsplit(".", 1)[-1].lower()) == "audio"]
        if len(video_in) <= 2 and len(audio_in) == 1:
            return Mux()  # type: ignore[return-value]
    said = {FORMATS[t.lemma] for t in m.tokens[m.used[0] : m.used[-1] + 8] if t.kind == "word" and t.lemma in FORMATS}
    if not files and {"audio", "video"} <= said and not lemmas & {"concatenate", "clip", "separate"}:
        return Mux()  # type: ignore[return-value]
    if (
        lemmas & {"audio", "mp3", "wav"}
        and lemmas & {"video"}
        and lemmas & {"separate", "stream"}
        and not lemmas & {"concatenate", "clip"}
    ):
        return Mux()  # type: ignore[return-value]
    if lemmas & {"image", "picture", "photo", "png", "jpg"} and not lemmas & {"clip", "intro"}:
        return None
    return Concat()


def _into_one(m: Match) -> Concat | None:
    """ "remux these mp4 files into a single mkv": many become one without a verb of joining."""
    between = {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}
    if between & {
        "track",
        "stream",
        "channel",
        "image",
        "picture",
        "photo",
        "frame",
        "png",
        "jpg",
        "audio",
        "subtitle",
        "command",
        "gif",
        "each",
    }:
        return None
    if sum(t.kind == "file" and not t.value.is_pattern for t in m.tokens) == 1 and not {t.lemma for t in m.tokens} & {
        "multiple",
        "several",
        "two",
        "three",
    }:
        return None
    return _concat(m)


def _many(m: Match) -> bool:
    return (
        bool(lemmas_of(m) & {"all", "every", "each", "folder", "batch", "multiple", "several", "any", "those", "ones", "files"})
        or any(t.text.lower() in ("files", "videos", "clips", "movies", "songs", "ones") for t in m.tokens)
        or any(t.kind == "file" and t.value.is_pattern for t in m.tokens)
    )


def _negated(m: Match) -> bool:
    return bool(
        {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[-1]]} & {"skip", "ignore", "exclude", "except", "unless", "not"}
    )


def _over(m: Match) -> bool:
    under = {m.tokens[i].lemma for i in m.used} & {"under", "below", "short", "shorter", "less", "small", "smaller", "lower"}
    return bool(under) == _negated(m)


def _only_length(m: Match) -> OnlyIf | None:
    if (
        not _many(m)
        or not lemmas_of(m) & {"only", "if", "that", "which", "where", "those", "skip"}
        or lemmas_of(m) & {"trim", "split", "loop"}
    ):
        return None
    return OnlyIf("duration", _over(m), m.slots["t"])


def _only_size(m: Match) -> OnlyIf | None:
    nouns = m.tokens[m.used[0]].lemma in ("file", "video", "clip", "movie", "recording", "image", "picture")
    return (
        OnlyIf("size", _over(m), m.slots["b"])
        if _many(m)
        and {m.tokens[i].lemma for i in m.used}
        & {"large", "larger", "bigger", "over", "above", "exceed", "small", "smaller", "under", "below", "more", "less"}
        and not {m.tokens[i].lemma for i in m.used} & {"to"}
        and (nouns or lemmas_of(m) & {"only", "if", "skip"})
        else None
    )


def _only_lines(m: Match) -> OnlyIf | tuple[()] | None:
    width, height = m.slots["s"]
    if not _many(m):
        if not {m.tokens[i].lemma for i in m.used} & {"if", "when", "unless", "only"}:
            return None
        limit = min(width, height) if width else height
        wanted = [t.value for i, t in enumerate(m.tokens) if i not in m.used and t.kind in ("lines", "dim")]
        # "to 720p if it is above 720p" is said of the size alone; "to 720p if it is above 1080p" has a threshold of its own
        same = any(limit in (v if isinstance(v, tuple) else (v,)) for v in wanted)
        return OnlyIf("height", _over(m), float(limit)) if wanted and not same else ()
    lead = m.tokens[m.used[0]].lemma
    if not lemmas_of(m) & {"only", "if", "skip", "anything", "that", "which", "when"} and lead not in (
        "files",
        "video",
        "file",
        "clip",
        "ones",
        "movie",
    ):
        return None
    return OnlyIf("height", _over(m), float(min(width, height) if width else height))


def _only_rate(m: Match) -> OnlyIf | None:
    said = {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}
    return (
        OnlyIf("bitrate", _over(m), float(m.slots["r"]))
        if said & {"if", "unless", "skip", "that", "which", "ones", "those", "when"}
        else None
    )


_STATE = frozenset("is isnt are arent not already in be has have use using with encoded codec".split())


def _only_codec(m: Match) -> OnlyIf | None:
    """ "only those that are not h264", "skip the ones already in hevc", "if the audio is ac3"."""
    inside = [t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 1]]
    lead, codec = inside[0], str(m.slots["c"])
    if not set(inside) & _STATE or set(inside) & {
        "to",
        "into",
        "convert",
        "transcode",
        "reencode",
        "encode",
        "support",
        "supports",
        "play",
        "cant",
        "doesnt",
        "wont",
        "accept",
    }:
        return None
    if lead in ("that", "which", "files") and not _many(m):
        return None  # "a video that is h264": a description
    if (
        lead in ("files", "ones", "those", "that", "which")
        and not set(inside) & {"not", "isnt", "arent", "already"}
        and not lemmas_of(m) & {"only", "skip", "except", "those", "ones"}
    ):
        return None
    wanted = not set(inside) & {"not", "isnt", "arent"}
    before = {t.lemma for t in m.tokens[max(0, m.used[0] - 4) : m.used[0]]}
    if lead in ("unless", "skip", "except") or before & {"skip", "ignore", "unless", "except", "leave"}:
        wanted = not wanted
    return OnlyIf("codec", wanted, 0.0, codec)


def _only_sound(m: Match) -> OnlyIf | None:
    if not _many(m) or not {m.tokens[i].lemma for i in m.used} & {"only", "if", "skip"}:
        return None
    without = bool({m.tokens[i].lemma for i in m.used} & {"without", "no", "lack", "not"})
    return OnlyIf("no audio" if without != _negated(m) else "audio")


def _suffix(m: Match) -> Suffix | None:
    token = m.slots.get("x")
    text = str(token) if token is not None else ""
    if not text:
        for t in m.tokens[m.used[0] : m.used[-1] + 3]:
            if t.text.startswith("_") or t.text.startswith("-"):
                text = t.text
    if not text or "/" in text or len(text) > 40:
        return None
    return Suffix(text, prefix=bool({m.tokens[i].lemma for i in m.used} & {"prefix", "beginning"}) or "prefix" in lemmas_of(m))


def _folders_of_sources(m: Match) -> bool:
    """ "all wav files in different subfolders": where they are."""
    last = m.tokens[m.used[-1]].text.lower()
    return last.endswith("s") and m.tokens[m.used[0]].lemma in ("in", "inside", "under")


def _is_prose(m: Match, value: str) -> bool:
    """Whether a word behind "in a folder" goes on with the sentence ("turned into …") and names none."""
    i = m.used[-1]
    if m.tokens[i].kind != "word" or {m.tokens[j].lemma for j in m.used} & {"called", "named"} or m.tokens[i].text != value:
        return False
    spaced = i + 1 < len(m.tokens) and m.tokens[i + 1].text == "/"
    return not spaced and (value.lower().endswith(("ed", "ing")) or m.tokens[i].lemma in _PROSE)


_PROSE = frozenset("on out next each every all both so if that which who when until full of or over up down off".split())


_NO_NAME = frozenset(
    "by and with to at as for using into from then so on of that which where when if all each every next under but or automatically while please instead afterwards too also named called".split()
)


def _folder(m: Match) -> OutputFolder | None:
    value = m.slots.get("q")
    last = m.tokens[m.used[-1]]
    if str(value or "").startswith(("_", "-")) and lemmas_of(m) & {
        "suffix",
        "prefix",
        "append",
        "name",
        "names",
        "filename",
        "filenames",
        "ending",
    }:
        return None
    if last.text == "/" and m.used[-1] + 1 < len(m.tokens) and m.tokens[m.used[-1] + 1].start == last.end:
        return None  # "VP9/webm"
    if value is None:
        token = m.tokens[m.used[-1]]
        value = token.text.strip("/")
    if (
        not value
        or value.lower() in _NO_NAME
        or value.lower()
        in (
            "make",
            "automatically",
            "when",
            "while",
            "instead",
            "afterwards",
            "too",
            "also",
            "if",
            "named",
            "called",
            "create",
            "convert",
            "please",
            "is",
            "are",
            "has",
            "have",
            "can",
            "i",
            "folder",
            "directory",
            "subfolder",
            "subdirectory",
            "dir",
            "a",
            "an",
            "the",
            "their",
            "its",
        )
        or "/" in value.strip("/")
        or value.startswith((".", "-"))
        or (m.slots.get("q") is not None and _is_prose(m, value))
    ):
        return None
    return OutputFolder(value.strip("/"))


def _beside(m: Match) -> tuple[()]:
    """ "putting the mp3 next to each flac": where results go anyway."""
    at = next(i for i in m.used if m.tokens[i].lemma in ("next", "beside", "alongside"))
    m.used_too.update(
        i
        for i in range(max(0, at - 4), at)
        if m.tokens[i].lemma in ("put", "place", "save", "keep", "leave", "store") or m.tokens[i].lemma in FORMATS
    )
    return ()


_ENDS = frozenset("end ending outro after behind append appended closing last final finish follow followed".split())
_STARTS = frozenset("start beginning begin front intro before prepend prepended first opening ahead title".split())
_SHOWN = frozenset("image picture photo still card slide jpg png artwork poster endcard title-card".split())


def _two_cards(m: Match) -> tuple[Card, Card] | None:
    """ "intro.png before and outro.png after talk.mp4, 3 seconds each"."""
    if any(FORMATS.get(m.slots[x].path.rsplit(".", 1)[-1].lower()) != "image" for x in "fg"):
        return None
    at = next((i for i, t in enumerate(m.tokens) if t.kind == "time"), None)
    m.used_too.update(() if at is None else (at,))
    seconds = float(m.tokens[at].value) if at is not None else 3.0
    return Card(m.slots["f"].path, seconds, "start"), Card(m.slots["g"].path, seconds, "end")


def _card(m: Match) -> Card | None:
    """A picture shown for some seconds before or after a film, as a part of it: "an end card for 4 seconds", "as the first 3 seconds"."""
    words = lemmas_of(m)
    if words & {
        "overlay",
        "watermark",
        "corner",
        "on_top_of",
        "slideshow",
        "superimpose",
        "thumbnail",
        "cover",
        "extract",
        "grab",
        "over",
        "fade_in",
        "freeze",
        "images",
        "photos",
        "pictures",
        "music",
        "each",
    }:
        return None
    if words & {"top_left", "top_right", "bottom_left", "bottom_right"} or any(
        m.tokens[i].kind == "ordinal"
        and {t.lemma for t in m.tokens[max(0, i - 2) : i]} & {"in", "for", "during", "over", "within"}
        for i in range(m.used[0], m.used[-1] + 1)
    ):
        return None  # seen over the film, not before or after it
    pictures = [t.value for t in m.tokens if t.kind == "file" and FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower()) == "image"]
    films = [t.value for t in m.tokens if t.kind == "file" and FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower()) == "video"]
    if (
        len(pictures) > 1
        or not (pictures or words & _SHOWN)
        or not (films or words & {"video", "movie", "clip", "film", "recording", "footage"})
    ):
        return None
    said = (
        {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}
        | ({"last"} if any(m.tokens[i].kind == "ordinal" and m.tokens[i].value == -1 for i in m.used) else set())
        | ({"first"} if any(m.tokens[i].kind == "ordinal" and m.tokens[i].value == 1 for i in m.used) else set())
    )
    where = "start" if said & _STARTS and not said & (_ENDS - {"last"}) else "end" if said & _ENDS else ""
    if not where:
        return None
    seconds = next((i for i, t in enumerate(m.tokens) if t.kind == "time"), None)
    if seconds is None and not said & {
        "card",
        "slide",
        "intro",
        "outro",
        "append",
        "prepend",
        "image",
        "picture",
        "photo",
        "endcard",
    }:
        return None
    if seconds is not None:
        m.used_too.add(seconds)
    m.used_too.update(
        i
        for i, t in enumerate(m.tokens)
        if t.lemma in _SHOWN | _ENDS | _STARTS | {"silence", "silent", "under", "insert", "second"} or t.kind == "ordinal"
    )
    return Card(pictures[0].path if pictures else "", float(m.tokens[seconds].value) if seconds is not None else 3.0, where)


RULES = (
    Rule("still look|looks|looking|good|have|keep|be|is|play|plays|works|work|readable|watchable|sharp / while still", lambda m: (), 4),
    Rule("put|place|save|write|store|leave|keep|have|with ~ next to|beside|alongside ~ each|every|original|source|its|them|it|{x:format}|file / next to|beside|alongside each|every|its ~ original|source|{x:format}|file|video|song", lambda m: _beside(m) if not any(t.kind == "file" and not t.value.is_pattern for t in m.tokens) and not lemmas_of(m) & {"screen", "picture", "side_by_side", "logo"} else None, 8),
    Rule("%add|insert|append|prepend|attach|show|use|start|begin|end|finish|follow|open|close ~ {f:file}|image|picture|photo|still|card|slide|png|jpg ~ at|as|to|before|after|behind|on|in ~ start|beginning|front|end|ending|intro|outro|video|movie|clip|film|it|{g:file}|first|last / %add|insert|append|prepend|attach|show|need|want end|title|opening|closing|intro|outro card|slide|image|picture|screen|photo|still / %add|insert|append|put ~ {f:file}|image|picture|photo|still|card|slide ~ as ~ {o:ordinal} / %add|insert|append|prepend|attach|show|put ~ {f:file} ~ for {t:time} ~ before|after|behind {g:file} / %add|insert|append|prepend|attach|show|put ~ {f:file} ~ before|after|behind {g:file} ~ for {t:time} / start|begin|end|finish|open|close ~ with {f:file}|image|picture|photo|still|card|slide ~ for {t:time}", _card, 6),
    Rule("{f:file} ~ before|start|beginning|front and|, {g:file} ~ after|behind|end", lambda m: _two_cards(m), 7),
    Rule("%join ~ {f:file} up_to|to|through|until|till|thru|- {g:file} ~ into|to|as|together|in? ~ one|single|{h:file}|{x:format}?", lambda m: Concat() if m.slots["f"].path.rsplit(".", 1)[-1] == m.slots["g"].path.rsplit(".", 1)[-1] and FORMATS.get(m.slots["g"].path.rsplit(".", 1)[-1].lower()) in ("audio", "video") and {m.tokens[i].lemma for i in m.used} & {"join", "concatenate", "merge", "combine", "append", "stitch"} else None, 4),
    # several files
    Rule("append|add|attach {f:file} ~ after|behind {g:file}", lambda m: Concat(), 4),
    Rule("put|place|add|insert|show|play ~ {f:file} in? front|before|ahead of? {g:file} / {f:file} ~ followed by {g:file}", lambda m: Concat(), 4),
    Rule("different|various|same|unlike|other sizes|size|resolution|resolutions|formats|codecs", lambda m: () if lemmas_of(m) & {"concatenate", "join", "merge", "combine", "front", "append", "stitch"} else None, 3),
    Rule("%join|unify ~ video|audio|clip|file|movie|them|these|part|track|segment|song|together|both|all|two|several|mp3|mp4|wav|recording|footage? ~ into|together|in|to|as|one|single|after|sequence|end|order / concatenate / %join ~ {f:file} ~ and|, {g:file} / merge|join|combine|stitch|append / one after another|other / add ~ intro|outro ~ to|at|before|after? / append ~ {f:file} / play one after", _concat, 0),
    Rule("add|put|insert|attach|prepend|append ~ {f:file} ~ before|after|at|in|to ~ start|beginning|front|end / prepend|intro|outro ~ {f:file} / {f:file} ~ as ~ intro|outro", lambda m: Concat() if lemmas_of(m) & {"intro", "outro", "prepend", "append", "before", "after", "beginning", "end", "start"} and m.slots["f"].path.lower().endswith((".mp4", ".mov", ".mkv", ".webm", ".avi", ".mp3", ".wav", ".m4a", ".ts")) else None, 3),
    Rule("multiple|several|many|all|two|three|both|these|{n:number} ~ file|video|clip|movie|recording|part|{x:format} ~ into|to|as single|one ~ file|video|movie|output|recording|{y:format} / into|to|as single|one {y:format} ~ file|video|container?", _into_one, 3),
    Rule("mux|multiplex ~ together|into|with|video|and / video stream|track? from|of ~ {f:file} ~ audio stream|track? from|of ~ {g:file} / video|picture ~ stream|track? from|of ~ one|first|1 ~ audio|sound ~ stream|track? from|of ~ another|second|other|2 / combine|merge|mux|join|put|add ~ video|{f:file} and|with|to ~ audio|sound|{g:file} ~ track|file|stream|into|one|separate? / combine|merge|mux|join|sync ~ audio|sound and|with|to ~ video ~ file|stream|separate|into? / separate ~ audio|video ~ file|track ~ into|combine|merge|video / audio|sound from|of ~ {f:file} ~ video|picture|to|with|onto ~ {g:file}", lambda m: Mux(shortest=bool(lemmas_of(m) & {"shortest", "shorter"})) if _mixes_kinds(m) else None, 2),
    Rule("stop|end|finish|cut|trim|last_verb|length ~ when|as|to|at ~ shortest|shorter|video|either|audio ~ one|ends|stream|length|finishes|duration? / shortest ~ stream|length|input|duration?", lambda m: Shortest() if lemmas_of(m) & {"shortest", "shorter", "ends", "finishes"} else None, 0),
    Rule("named|called ~ original|source|same ~ plus|with|and {q:name} / plus|with|adding {q:name} ~ suffix|appended|end / suffix {q:name} / append {q:name} ~ name|names|filename|filenames", lambda m: Suffix(str(m.slots["q"])) if str(m.slots["q"])[:1] in "_-" else None, 4),
    Rule("audio|sound|soundtrack from|of {f:file} ~ video|picture ~ from|of? {g:file}", lambda m: ReplaceAudio(m.slots["f"].path) if m.slots["f"].path != m.slots["g"].path else None, 8),
    # only some of many
    Rule("only if|when|where|those|ones|files|for ~ that|they|it|which|is|are|videos|files? ~ long|longer|over|duration|more|exceed|last_verb|under|short|shorter|less ~ than? {t:time} / long|longer|shorter|over|under|exceed ~ than? {t:time} / that|which|if ~ last_verb|long|longer|shorter|over ~ {t:time}", _only_length, 5),
    Rule("only|if|that|which|skip|file|video|clip|movie|recording|image|picture|ones ~ large|larger|bigger|over|above|exceed|small|smaller|under|below|less|more ~ than? {b:filesize}", _only_size, 5),
    Rule("only|if|that|which|ones|anything|everything|those|when|unless|skip|file|video|clip|movie ~ large|larger|bigger|higher|over|above|exceed|exceeds|small|smaller|lower|under|below|more|less|wider|taller ~ than? {s:size}", _only_lines, 5),
    Rule("only|if|that|which|ones|unless|skip|except|those|anything|everything|files ~ not|isnt|arent|already|is|be|in|has|have|use|using|with? ~ {c:vcodec} / only|if|that|which|ones|unless|skip|except|those|anything|everything|files ~ not|isnt|arent|already|is|be|in|has|have|use|using|with? ~ {c:acodec}", _only_codec, 5),
    Rule("only|if|that|which|ones|unless|skip|those|when ~ over|above|more|exceed|exceeds|higher|under|below|less|lower ~ than? {r:rate}", _only_rate, 5),
    Rule("only|if|that|which|ones|unless|skip|those|when ~ over|above|more|exceed|exceeds|higher|under|below|less|lower ~ than? {r:fps}", lambda m: OnlyIf("fps", _over(m), float(m.slots["r"])), 5),
    Rule("only|if|that|which|ones|files|videos ~ have|has|with|contain|without|no|lack|dont ~ any|an? audio|sound ~ track|stream? / skip ~ without|no ~ audio|sound", _only_sound, 4),
    Rule("skip|ignore|leave|not|except|exclude ~ already|existing|done|converted|exist|processed ~ ones|files|done|converted|exist|there? / not ~ overwrite ~ existing? / if|unless ~ already ~ exist|exists|done|converted|there / only if ~ not ~ exist|exists|already", lambda m: SkipDone() if lemmas_of(m) & {"already", "existing", "exist", "exists", "done", "overwrite"} and lemmas_of(m) & {"all", "every", "each", "folder", "batch", "multiple", "files"} or _many(m) else None, 3),
    # batch
    Rule("all|every|each|multiple|many|several|batch|bunch|set|hundred|dozen|various|whole|any|lots|list|100|50|{n:number} ~ {x:format} ~ file|video|clip|audio|song|image|recording|track|movie|animation? / batch ~ convert|process|encode? / all|every|each|multiple|many|several|bunch ~ video|audio|file|clip|image|picture|movie|recording|song|mp4|mkv|mov ~ in|of|inside|within|from|from|under ~ folder|here|directory|subfolder|path|tree|library / folder ~ of|full|with ~ {x:format}? ~ video|audio|file|clip|image|picture|recording|song? / in|of|inside|within ~ folder|here / every|each video|audio|file|clip|movie|mp4|mkv|mov|mp3|wav|flac|song|recording ~ file? / all ~ video|clip|audio|song|recording|movie|{x:format}|file / multiple|several|many|bunch ~ video|audio|file|clip|recording|song|mp3|mp4|image / every {x:format} / loop ~ through|over ~ all|every|file|folder|each / one ~ per|for ~ video|file|clip|each|input / one ~ png|jpg|mp3|image ~ per video|file / entire|whole ~ folder|library|collection|season|album / recursive ~ convert|process|all|through|in?", _batch, 0),
    Rule("add|append|adding|with ~ {x:quoted} ~ suffix|appended|filename|filenames|name|names / suffix ~ {x:quoted} / {x:quoted} ~ suffix / prefix ~ {x:quoted} / {x:quoted} prefix / {x:quoted} ~ end of ~ filename|filenames|name|names", _suffix, 3),
    Rule("same_name / original filename|names|name / keep|same|original|keeping|preserve ~ name|filename|names|filenames|base / named ~ after|same|accordingly|sequentially / sequential|sequentially|numbered|numbering ~ names|number|filenames|file? / with ~ number|numbers|sequential", lambda m: SameName(), 0),
    Rule("to|in|into|inside|under|called|named ~ folder|subfolder|called|named ~ {q:quoted} / folder|subfolder called|named {q:quoted} / {q:quoted} folder|subfolder", _folder, 7),
    Rule("into|to|in|inside|under new? folder|subfolder {q:name} / move|put|place ~ results|result|output|outputs|them|files ~ into|to|in {q:name} / folder|subfolder called|named {q:name} / save|put|export|output|write|store|place|move|copy|drop ~ in|into|to|inside|under ~ folder|subfolder {q:name} / to|in|into|inside|under {q:name} /", _folder, 7),
    Rule("collection|set|bunch|pile|lot|series ~ of ~ {x:format} ~ file|video|clip|song|recording|image?", _batch, 1),
    Rule("{x:format} file|video|clip|song|recording|image|picture|photo|movie", _plural, -2),
    Rule("to|in|into|inside|under ~ new|another|different|separate|other|own|output folder|subfolder|location", lambda m: OutputFolder("output") if not _folders_of_sources(m) else (), 2),
    Rule("place|put|save|store|move|write|export|output ~ in|into|to|under ~ folder? called|named? {f:file}", lambda m: () if m.slots["f"].path.endswith("/") else None, 1),
    Rule("keep|preserve|maintain|retain|mirror|same|recreate ~ folder|directory|tree ~ structure|tree|layout|hierarchy? / folder|directory ~ structure|tree|layout|hierarchy ~ intact|kept|preserved|same?", lambda m: (), 3),
)  # fmt: skip


def _mixes_kinds(m: Match) -> bool:
    files = [t.value.path.lower().rsplit(".", 1)[-1] for t in m.tokens if t.kind == "file"]
    kinds = {FORMATS.get(e, "") for e in files}
    lemmas = lemmas_of(m)
    if len(files) >= 2 and kinds == {"video"}:
        return "audio" in lemmas and "from" in lemmas or "mux" in lemmas and "audio" in lemmas
    if files and "subtitle" in kinds:
        return False
    if "concatenate" in lemmas or "noise" in lemmas:
        return False
    return (
        "audio" in kinds
        and "video" in kinds
        or ("audio" in lemmas or "sound" in lemmas)
        and "video" in lemmas
        and (lemmas & {"separate", "another", "mux", "file", "stream", "track", "merge", "combine"} != set())
    )
