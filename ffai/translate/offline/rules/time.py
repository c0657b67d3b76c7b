"""Edits of the timeline: what is kept, cut out, muted, split."""

from ffai.translate.offline.edits import (
    END,
    ConstantRate,
    CutOut,
    Fps,
    Frames,
    Keep,
    KeepChapter,
    Mute,
    Range,
    Speed,
    Split,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.words import FORMATS

_LEADS = frozenset(("from", "start", "starting", "between", "after"))


_GLUE = frozenset(("stitch", "join", "concatenate", "merge", "together", "combine"))


def _keep(m: Match) -> Keep | CutOut | None:
    ranges = m.slots["r"]
    verb = m.tokens[m.used[0]].lemma
    following = m.tokens[m.used[-1] + 1].lemma if m.used[-1] + 1 < len(m.tokens) else ""
    # "trim the first 5 seconds off", "cut the last 10 seconds from the end": these go; "trim to the first 5 seconds" keeps
    to = any(
        m.tokens[i].lemma in ("to", "only")
        for i in range(m.used[0], m.used[-1])
        if m.tokens[i].lemma in ("to", "only") and i < m.used[0] + 6 and not _inside_span(m, i)
    )
    joins = {t.lemma for t in m.tokens[m.used[-1] :]} & _GLUE
    if len(ranges) > 1 and joins:  # what is glued together is what stays
        return Keep(ranges)
    first = ranges[0]
    edge = first.is_tail or (first.start == 0.0 and first.end != END)
    keeping = verb in (
        "keep",
        "save",
        "extract",
        "export",
        "get",
        "take",
        "grab",
        "want",
        "need",
        "use",
        "give",
        "make",
        "create",
    )
    if len(ranges) > 1 and all(r.is_tail or r.start == 0.0 for r in ranges):
        return Keep(ranges) if keeping and following not in ("off", "away", "out") else CutOut(ranges)
    if verb in ("cut_off", "cut_out", "chop", "shave", "lop") or (
        following in ("off", "away", "out") and verb in ("trim", "cut", "chop", "slice", "crop", "take", "snip", "clip")
    ):
        return CutOut(ranges)
    if verb in ("trim", "cut", "chop", "slice", "snip") and edge and not to and _said_as_edge(m):
        return CutOut(ranges)
    skipped = {t.lemma for t in m.tokens[m.used[0] : m.used[-1]]}
    if (
        verb in ("cut", "trim", "chop", "slice", "snip")
        and "everything" in skipped
        and not to
        and (first.end == END or first.start == 0)
    ):
        return CutOut(ranges)  # "cut everything after 1:00"
    if verb == "cut" and not to and len(ranges) == 1 and following in ("off", "out"):
        return CutOut(ranges)
    return Keep(ranges)


def _middle(m: Match) -> Keep | CutOut:
    """So many seconds around the middle: what is wanted, or what goes."""
    length = m.slots.get("t") or (60.0 if m.tokens[m.used[-1]].lemma == "minute" else 1.0)
    before = m.tokens[max(0, m.used[0] - 3) : m.used[0]]
    after = {t.lemma for t in m.tokens[m.used[-1] + 1 : m.used[-1] + 3]}
    going = [i for i, t in enumerate(before, max(0, m.used[0] - 3)) if t.lemma in _GOING]
    if not going and after & {"out", "away", "off"}:
        going = [i for i, t in enumerate(before, max(0, m.used[0] - 3)) if t.lemma in ("cut", "trim", "take", "chop", "edit")]
    if not going and m.tokens[m.used[0]].kind == "time" and before and before[-1].lemma in ("cut", "trim", "chop", "snip"):
        going = [m.used[0] - 1]  # "cut 2 seconds from the middle"
    m.used_too.update(going)
    return CutOut((Range(0.0, length, "middle"),)) if going else Keep((Range(0.0, length, "middle"),))


_GOING = frozenset("remove delete drop cut_out cut_off discard skip erase lose omit without except strip".split())


def _keep_to(m: Match) -> Keep | None:
    """ "trim to 30 seconds", "cut to the first minute"; not the "to" of "from 1:05 to 1:30"."""
    to = max(i for i in range(m.used[0], m.used[-1]) if m.tokens[i].lemma in ("to", "at"))
    if to > 0 and (m.tokens[to - 1].kind in ("time", "number") or m.tokens[to - 1].lemma in ("start", "beginning", "mark")):
        return None
    return Keep(m.slots.get("r") or (Range(0.0, m.slots["t"]),))


def _said_as_edge(m: Match) -> bool:
    """ "the first 5 seconds" or "the last minute" was said; and not as what is to be kept ("a clip of the first ...", "save")."""
    words = [m.tokens[i].lemma for i in m.used]
    after = [t.lemma for t in m.tokens[m.used[-1] + 1 : m.used[-1] + 4]]
    all_words = {t.lemma for t in m.tokens}
    if m.tokens[m.used[0]].lemma == "cut" and ("only" in all_words or "clip" in words[1:2]):
        return False
    if not any(w in words for w in ("first", "last", "final", "initial", "opening", "beginning", "start", "end")) and not any(
        m.tokens[i].kind == "ordinal" for i in m.used
    ):
        return False
    return not ("as" in after[:1] or "into" in after[:1])


def _inside_span(m: Match, i: int) -> bool:
    return i > 0 and (m.tokens[i - 1].kind in ("time", "number") or m.tokens[i - 1].lemma in ("start", "beginning", "mark"))


def _of_the_sound(m: Match) -> bool:
    """ "remove the audio from 0:02 to 0:04": of a film, that part is silent and the picture goes on."""
    inside = [t.lemma for t in m.tokens[m.used[0] + 1 : m.used[-1]]]
    films = [t for t in m.tokens if t.kind == "file" and FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower()) == "video"]
    return (
        inside[:1] + inside[1:2] != []
        and bool({"audio", "sound"} & set(inside[:3]))
        and bool(films or {t.lemma for t in m.tokens} & {"video", "movie", "clip"})
    )


def _cut_out(m: Match) -> CutOut | Keep | Mute | None:
    said = [m.tokens[i].lemma for i in m.used]
    if _of_the_sound(m) and len(m.slots["r"]) == 1:
        return Mute(m.slots["r"][0])
    if said[0] == "take" and len(m.slots["r"]) > 1 and {t.lemma for t in m.tokens[m.used[-1] :]} & _GLUE:
        return Keep(m.slots["r"])
    around = {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 2]}
    if said[0] in ("take", "get", "clip") and not {"off", "out", "away"} & around:
        return Keep(m.slots["r"])  # "take seconds 2 to 5 of it": these are wanted
    return CutOut(m.slots["r"])


def _range_or_all(m: Match) -> Range:
    ranges = m.slots.get("r")
    return ranges[0] if ranges else Range()


def _split_at(m: Match) -> Split | None:
    """A list of moments, however long."""
    times: list[float] = []
    for i in range(m.used[0], len(m.tokens)):
        token = m.tokens[i]
        if token.text in (".", "?", ";") or token.kind == "file" and times:
            break
        if token.kind == "time":
            times.append(float(token.value))
            m.used_too.add(i)
    return Split("times", times=tuple(sorted(times))) if len(times) > 2 and len(set(times)) == len(times) else None


def _split_parts(m: Match) -> Split | None:
    n = m.slots.get("n")
    return Split("parts", n) if n and 2 <= n <= 1000 else None


_PART = "~ {r:parts} / "


def _from_start(m: Match) -> CutOut | Keep | None:
    """ "cut 5 seconds from the start" takes them away, "a 5 second preview from the start" is what is kept."""
    last = m.used[-1]
    if m.tokens[last].text.lower() in ("starting", "beginning") and {t.lemma for t in m.tokens[last + 1 : last + 2]} & {
        "at",
        "from",
        "on",
    }:
        return None  # "10 seconds from the video, starting at 1:00"
    said = {t.lemma for t in m.tokens}
    away = said & {
        "cut",
        "trim",
        "chop",
        "shave",
        "remove",
        "cut_off",
        "delete",
        "drop",
        "skip",
        "lose",
        "strip",
        "discard",
        "off",
        "crop",
        "slice",
        "erase",
    }
    if away or not said & {
        "create",
        "make",
        "generate",
        "preview",
        "clip",
        "extract",
        "grab",
        "get",
        "keep",
        "save",
        "sample",
        "excerpt",
        "teaser",
    }:
        return CutOut((Range(0.0, m.slots["t"]),))
    return Keep((Range(0.0, m.slots["t"]),))


def _bare_range(m: Match) -> Keep | CutOut | None:
    """ "cut talk.mp4 from 2 to 5": without a unit, seconds are meant."""
    a, b = float(m.slots["a"]), float(m.slots["b"])
    following = m.tokens[m.used[-1] + 1] if m.used[-1] + 1 < len(m.tokens) else None
    lead = m.tokens[m.used[0]].lemma
    before = {t.lemma for t in m.tokens[m.used[0] : m.used[-1]]}
    counted = (
        bool(before & {"channel", "stream", "track", "frame", "chapter"})
        or following is not None
        and following.lemma
        in (
            "fps",
            "channel",
            "part",
            "file",
            "frame",
            "percent",
            "bit",
            "pass",
            "track",
            "column",
            "row",
            "clip",
            "piece",
            "time",
        )
    )
    if not 0 <= a < b or b > 36_000 or counted:
        return None
    away = lead in ("remove", "delete", "cut_out", "drop", "discard", "skip", "erase")
    return CutOut((Range(a, b),)) if away else Keep((Range(a, b),))


def _long_gif(m: Match) -> Keep | None:
    """ "a 3 second gif": the first three, when no other part is named."""
    following = m.tokens[m.used[-1] + 1].lemma if m.used[-1] + 1 < len(m.tokens) else ""
    said = {t.lemma for t in m.tokens}
    placed = said & {
        "from",
        "start",
        "starting",
        "at",
        "first",
        "last",
        "between",
        "every",
        "per",
        "end",
        "speed_up",
        "slow_down",
    }
    return Keep((Range(0.0, m.slots["t"]),)) if following in ("gif", "animation") and not placed else None


RULES = (
    Rule("keep|everything|all|whole|use|save|export ~ but|except|without|minus ~ {r:parts}", lambda m: CutOut(m.slots["r"]) if {m.tokens[i].lemma for i in m.used} & {"everything", "all", "keep", "whole"} and not {t.lemma for t in m.tokens[m.used[0] : m.used[-1]]} & {"chapter", "track", "stream"} else None, 8),
    Rule("shorten|trim|cut|reduce ~ to {p:percent} ~ length|duration|of?", lambda m: Keep((Range(0.0, m.slots["p"] / 100, "share"),)) if 0 < m.slots["p"] < 100 and not {t.lemma for t in m.tokens} & {"volume", "quality", "size", "speed", "bitrate", "resolution", "width", "height", "scale", "opacity", "brightness", "contrast", "saturation", "filesize"} else None, 2),
    Rule("{r:part}", lambda m: (Keep((m.slots["r"],)), Frames()) if m.slots["r"].unit == "frames" and {t.lemma for t in m.tokens} & {"png", "jpg", "image", "picture", "bmp", "tiff"} and not {t.lemma for t in m.tokens} & {"remove", "drop", "delete", "cut_out", "discard", "freeze", "gif"} else None, 6),
    Rule("shorten ~ by {t:time}", lambda m: CutOut((Range(-m.slots["t"], END),)), 4),
    Rule("{r:part}", lambda m: Keep((m.slots["r"],)) if m.slots["r"].unit == "frames" and {t.lemma for t in m.tokens} & {"gif", "clip", "webp", "mp4", "video"} and not {t.lemma for t in m.tokens} & {"remove", "drop", "delete", "cut_out", "discard", "extract", "png", "jpg", "image", "picture", "freeze", "save", "off", "away", "cut_off", "lose", "skip", "chop", "trim", "cut", "shave"} else None, 6),
    Rule("every|each {t:time} ~ a? new|separate|own|different|fresh file|clip|part|segment", lambda m: Split("seconds", m.slots["t"]), 5),
    Rule("start|starting|begin|beginning ~ at|from {a:instant} ~ last|last_verb|lasting|run|runs|running|long ~ for? {t:time} / {t:time} long ~ start|starting|begin|beginning ~ at|from {a:instant}", lambda m: Keep((Range(m.slots["a"], m.slots["a"] + m.slots["t"]),)) if 0 <= m.slots["a"] < END else None, 7),
    # keeping a part
    Rule("trim|cut|keep|clip|extract|crop|shorten|export|save|remove|delete|cut_out|drop|discard|skip|erase ~ from|between second? {a:number} to|and|until|till|- second? {b:number} ~ seconds?", _bare_range, 3),
    Rule("{t:time}", _long_gif, -1),
    Rule("%trim ~ {r:parts}", _keep, 1),
    Rule("%trim ~ to {r:parts} / shorten|trim|cut|limit|reduce ~ to|at {t:time}", _keep_to, 1),
    Rule("%make|sample|preview|clip|snippet|excerpt ~ {t:time} clip|preview|sample|snippet|excerpt|teaser|version|segment|portion / {t:time} clip|preview|sample|snippet|excerpt|teaser / only|keep ~ {t:time}", lambda m: Keep((Range(0.0, m.slots["t"]),))),
    Rule("only|just|keep|want|use ~ {r:parts}", lambda m: Keep(m.slots["r"])),
    Rule("start ~ at|from {a:instant} ~ end|stop|finish at {b:instant} / start time of? {a:instant} ~ end time of? {b:instant} / start {a:instant} ~ end {b:instant}", lambda m: Keep((Range(m.slots["a"], m.slots["b"]),)), 1),
    Rule("%trim ~ start|starting|begin|beginning at|from {a:instant} / skip to {a:instant} / start ~ at|from {a:instant} / keep ~ everything|rest after|from {a:instant} / everything after {a:instant}", lambda m: Keep((Range(m.slots["a"], END),)) if m.slots["a"] not in (END, 0.0) else None),
    Rule("stop|end|finish at {b:instant} / keep ~ everything|all|part|video before|until|up_to {b:instant}", lambda m: Keep((Range(0.0, m.slots["b"]),)) if 0 < m.slots["b"] < END else None),
    Rule("{r:parts}", lambda m: Keep(m.slots["r"]) if _free_range(m) else None, -3),
    Rule("{t:time} bit|piece|part|section|chunk|segment|excerpt|portion|clip ~ from|between {a:instant} to|until|and|- {b:instant}", lambda m: Keep((Range(m.slots["a"], m.slots["b"]),)) if 0 <= m.slots["a"] < m.slots["b"] else None, 5),
    Rule("{t:time} bit|piece|part|section|chunk|segment|excerpt|portion|clip|long ~ beginning|starting|from|start|at|after at? {a:instant}", lambda m: Keep((Range(m.slots["a"], m.slots["a"] + m.slots["t"]),)) if 0 <= m.slots["a"] < END else None, 4),
    # cutting out
    Rule("remove|delete|drop|strip|discard|skip|cut_out|cut_off|omit|exclude|lose|kill|eliminate|take|without|chop|shave|get|erase|clip|except ~ everything|part|section|segment|bit|content|video|audio? ~ {r:parts} ~ off|out|away?", _cut_out, 2),
    Rule("%cut ~ {r:parts} off|out|away / cut_off|cut_out ~ {r:parts}", _cut_out, 3),
    Rule("{t:time} ~ start|beginning at|from|@ {u:instant}", lambda m: Keep((Range(m.slots["u"], m.slots["u"] + m.slots["t"]),)) if 0 <= m.slots["u"] < END and not {t.lemma for t in m.tokens} & {"fade", "fade_in", "fade_out", "delay", "speed", "freeze"} else None, 4),
    Rule("%cut ~ off|from ~ start|beginning|front {t:time}", lambda m: CutOut((Range(0.0, m.slots["t"]),)), 2),
    Rule("cut|trim|chop|shave|remove|take|cut_off ~ {t:time} off|from ~ start|beginning|front|intro|head / {t:time} ~ off|from ~ start|beginning|front", _from_start, 3),
    Rule("cut|trim|chop|shave|remove|take|cut_off ~ {t:time} off|from ~ end|ending|back|tail / {t:time} off|from ~ end|ending", lambda m: CutOut((Range(-m.slots["t"], END),)), 3),
    Rule("%cut ~ {t:time} off|from ~ both|each ~ end|ends|start / %cut ~ first and|& last {t:time}", lambda m: CutOut((Range(0.0, m.slots["t"]), Range(-m.slots["t"], END))), 4),
    Rule("mute|silence ~ every|each other second / mute|silence ~ every|each {o:ordinal} second", lambda m: Mute(Range(), every=1.0), 6),
    Rule("mute|silence|bleep ~ audio|sound|it|video|everything|part|section? ~ {r:part}", lambda m: Mute(m.slots["r"]), 2),
    Rule("{r:part} ~ mute|silence ~ audio|sound|it|video? / {r:part} ~ silent|muted", lambda m: Mute(m.slots["r"]) if not {t.lemma for t in m.tokens} & {"trim", "cut", "keep", "clip", "remove", "split"} else None, 3),
    # splitting
    Rule("wherever|whenever|where|at|on ~ silence|silent|pause|pauses|quiet", lambda m: Split("silence") if {t.lemma for t in m.tokens} & {"split", "divide", "cut", "chop", "separate"} and not {t.lemma for t in m.tokens} & {"remove", "start", "end"} else None, 4),
    Rule("%cut ~ {n:frames} off|from ~ start|beginning|front", lambda m: CutOut((Range(0.0, float(m.slots["n"]), "frames"),)), 4),
    Rule("%split ~ into|in {n:number}", lambda m: _split_parts(m) if m.used[-1] + 1 == len(m.tokens) or m.tokens[m.used[-1] + 1].text in (".", "?", ",", "!") else None, 2),
    Rule("%split ~ at {t:instant} ,|and", lambda m: _split_at(m), 5),
    Rule("%extract|keep|export|trim|cut|only|save ~ chapter {n:number} / %extract|keep|export|save|trim ~ {o:ordinal} chapter", lambda m: KeepChapter(int(m.slots.get("n") or m.slots["o"])) if 0 < (m.slots.get("n") or m.slots["o"]) < 1000 else None, 5),
    Rule("%split ~ into|in|to|by|of|every|as ~ {t:time} %part|long|each|interval|intervals? / {t:time} ~ %part|chunk|segment each? / %split ~ every|each {t:time}", lambda m: Split("seconds", m.slots["t"]) if _splits(m) else None, 3),
    Rule("{t:time} ~ out? from|at|in|of|around exact|very|dead? middle|midpoint|center|centre|halfway / middle {t:time} / middle|central second|minute", lambda m: _middle(m) if not {t.lemma for t in m.tokens} & {"fade", "text", "overlay", "freeze", "frame", "silence"} else None, 5),
    Rule("into|in|to|as ~ %part|chunk|segment|file|video|clip of {t:time} ~ each|long|every?", lambda m: Split("seconds", m.slots["t"]) if any(m.tokens[i].text.lower().endswith("s") for i in m.used[:3]) else None, 3),
    Rule("%split ~ at {t:instant} / %split ~ two|2 ~ at {t:instant}", lambda m: Split("times", times=(m.slots["t"],)) if 0 < m.slots["t"] < END else None, 3),
    Rule("%split ~ at {t:instant} and|, {u:instant}", lambda m: Split("times", times=(m.slots["t"], m.slots["u"])), 4),
    Rule("%split ~ into|in|to ~ {n:number} ~ equal|same|even? ~ %part|half|halves|file|files|clip|bits / {n:number} equal ~ %part", _split_parts, 3),
    Rule("%split ~ into|in ~ half|halves|halve / in half / %split ~ halfway|middle", lambda m: Split("parts", 2) if not any(t.kind == "time" for t in m.tokens[m.used[0] : m.used[-1]]) else None, 2),
    Rule("%split ~ into|in|thirds ~ thirds", lambda m: Split("parts", 3), 3),
    Rule("%split ~ by|at|on|into|per|each|using ~ chapter ~ marker|markers|mark? / chapter ~ into|as|to ~ file|separate|individual", lambda m: Split("chapters"), 3),
    Rule("%split|detect ~ silence|silent|quiet|pauses|gaps ~ section|part|gap? / silence ~ split", lambda m: Split("silence"), 3),
    Rule("%split|detect ~ scene|scenes|shot|shots ~ change|changes|cut|detection? / scene ~ split", lambda m: Split("scenes"), 3),
    Rule("%split ~ into|in|of ~ {b:filesize} ~ %part|file|each?", lambda m: Split("size", m.slots["b"]), 3),
    Rule("constant ~ framerate? {n:number}", lambda m: (Fps(m.slots["n"]), ConstantRate()) if {t.lemma for t in m.tokens} & {"framerate", "variable", "vfr", "fps", "cfr", "rate"} else None, 3),
    Rule("have|has|is|with ~ variable ~ framerate|rate / variable framerate|frame", lambda m: () if any(t.lemma == "constant" for t in m.tokens) else None, 3),
    Rule("speed|speed_up|fast ~ factor of? {n:number}", lambda m: Speed(m.slots["n"]) if m.slots["n"] > 0 else None, 4),
    Rule("slow|slow_down ~ factor of? {n:number}", lambda m: Speed(1 / m.slots["n"]) if m.slots["n"] > 0 else None, 4),
)  # fmt: skip


def _free_range(m: Match) -> bool:
    """Whether a range that no verb claimed means a cut: it says both where it begins and how long or where it ends."""
    first = m.slots["r"][0]
    words = [m.tokens[i].lemma for i in m.used]
    lead = m.tokens[m.used[0] - 1].lemma if m.used[0] else ""
    if lead in ("fade_in", "fade_out", "fade", "every", "after", "for"):
        return False
    return first.end != END and (first.start > 0 or "from" in words or "first" in words) or first.is_tail


_ADJECTIVES = frozenset("a an the this that specific certain particular one short small single".split())


def _splits(m: Match) -> bool:
    words = {t.lemma for t in m.tokens}
    at = next((i for i in m.used if m.tokens[i].kind == "time"), None)
    if at and not words & {"every", "each", "per"} and m.tokens[at].unit == "clock" and m.tokens[at - 1].text in ("-", "–", "—"):
        return False  # "0:05-0:07 as two files"
    if (
        at
        and not words & {"every", "each", "per"}
        and (m.tokens[at].unit == "clock" and m.tokens[at - 1].lemma in ("to", "until", "and", "at", "from"))
    ):
        return False  # the end of "from 0:03 to 0:04"
    verbs = {"split", "divide", "segment", "chop", "slice", "break", "chunk", "cut", "separate", "part", "piece"}
    if any(
        m.tokens[i].kind == "time" and i and m.tokens[i - 1].lemma in ("from", "between", "start") for i in range(len(m.tokens))
    ):
        return False
    behind = m.tokens[m.used[-1]] if m.tokens[m.used[-1]].kind != "time" else None
    noun = behind or (m.tokens[m.used[-1] + 1] if m.used[-1] + 1 < len(m.tokens) else None)
    if (
        noun is not None
        and noun.text.lower() in ("clip", "segment", "part", "section", "piece", "portion", "snippet")
        and not words & {"every", "each"}
    ):
        return False  # "cut a 30-second clip": one
    lead = m.tokens[m.used[0]].lemma
    nouns = {"segment", "part", "piece", "chunk"}
    said = [
        t.lemma
        for k, t in enumerate(m.tokens)
        if t.lemma in verbs and not (t.lemma in nouns and k and m.tokens[k - 1].lemma in _ADJECTIVES)
    ]
    if not said:
        return False  # "a specific segment": a noun
    if lead in ("export", "cut", "slice", "chop") and not (
        {t.lemma for t in m.tokens[m.used[-1] - 1 : m.used[-1] + 3]}
        & {"part", "piece", "segment", "chunk", "clip", "file", "section"}
        or "every" in words
        or "each" in words
    ):
        return False
    return bool(words & verbs)
