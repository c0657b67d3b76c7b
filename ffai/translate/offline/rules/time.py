"""Edits of the timeline: cutting, splitting, speed, order."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    END,
    Boomerang,
    ConstantRate,
    CutOut,
    Delay,
    Fps,
    Freeze,
    Interpolate,
    Keep,
    Loop,
    Mute,
    Pitch,
    Range,
    Reverse,
    ShiftSubtitles,
    Speed,
    Split,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule

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
    if len(ranges) > 1 and all(r.is_tail or r.start == 0.0 for r in ranges):
        return CutOut(ranges)
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


def _cut_out(m: Match) -> CutOut | Keep | None:
    said = [m.tokens[i].lemma for i in m.used]
    if said[0] == "take" and len(m.slots["r"]) > 1 and {t.lemma for t in m.tokens[m.used[-1] :]} & _GLUE:
        return Keep(m.slots["r"])
    if said[0] in ("take", "get", "clip") and not {"off", "out", "away"} & set(said):
        return Keep(m.slots["r"])  # "take seconds 2 to 5 of it": these are wanted
    return CutOut(m.slots["r"])


def _speed(factor_of: Callable[[Match], float | None]) -> Callable[[Match], Any]:
    def build(m: Match) -> Speed | None:
        factor = factor_of(m)
        if factor is None or factor <= 0:
            return None
        words = {t.lemma for t in m.tokens}
        pitch = not ("chipmunk" in words and not words & {"avoid", "not", "without", "no"}) and not (
            words & {"pitch"}
            and words & {"change", "changed", "raise", "higher", "rise"}
            and not words & {"without", "not", "keep", "preserve", "maintain"}
        )
        return Speed(factor, pitch=pitch)

    return build


def _by_percent(m: Match) -> float | None:
    p = m.slots["p"] / 100
    words = {m.tokens[i].lemma for i in m.used}
    if not words - {"increase", "decrease", "by", "to", "at", ""}:
        return None  # "a resolution decrease by 50 %": of something else
    slow = any(m.tokens[i].lemma in ("slow", "slow_down", "decrease", "reduce", "lower") for i in m.used)
    by = "by" in [m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)]
    if by:
        return 1 - p if slow and p < 1 else 1 + p
    if p == 1:
        return None
    said = m.text().lower()
    if "faster" in said or "quicker" in said:
        return 1 + p
    if "slower" in said and p < 1:
        return 1 - p
    return p


def _by_that_percent(m: Match) -> float | None:
    """ "slow down 20 %": by it."""
    share = m.slots["p"] / 100
    return 1 + share if m.tokens[m.used[0]].lemma == "speed_up" else 1 - share if share < 1 else None


def _fast(m: Match) -> float:
    f = m.slots.get("f")
    return f if f is not None and f != 1 else 2.0


def _slow(m: Match) -> float:
    f = m.slots.get("f")
    if f is None or f == 1:
        return 0.5
    return f if f < 1 else 1 / f


def _times(m: Match) -> Loop | None:
    n = m.slots.get("n")
    return Loop(times=int(n)) if n and n >= 1 else None


def _range_or_all(m: Match) -> Range:
    ranges = m.slots.get("r")
    return ranges[0] if ranges else Range()


def _split_parts(m: Match) -> Split | None:
    n = m.slots.get("n")
    return Split("parts", n) if n and 2 <= n <= 1000 else None


def _delay(sign: int) -> Callable[[Match], Any]:
    def build(m: Match) -> Delay | ShiftSubtitles | None:
        t = m.slots["t"]
        words = [m.tokens[i].lemma for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 3))]
        s = -1 if any(w in words for w in ("earlier", "forward", "advance", "ahead", "early", "back", "negative")) else sign
        if any(w in words for w in ("behind", "late", "lag", "lags")) and not any(w in words for w in ("delay", "shift")):
            s = -1
        if "subtitle" in words:
            return ShiftSubtitles(s * t)
        return Delay("video" if words[0:1] == ["video"] or ("video" in words and "audio" not in words) else "audio", s * t)

    return build


def _mirror_speed(m: Match) -> Speed:
    return Speed(duration=m.slots["t"], factor=1.0)


_PART = "~ {r:parts} / "


def _from_start(m: Match) -> CutOut | Keep:
    """ "cut 5 seconds from the start" takes them away, "a 5 second preview from the start" is what is kept."""
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


RULES = (
    # keeping a part
    Rule("%trim ~ {r:parts}", _keep, 1),
    Rule("%trim ~ to {r:parts} / shorten|trim|cut|limit|reduce ~ to|at {t:time}", _keep_to, 1),
    Rule("%make|sample|preview|clip|snippet|excerpt ~ {t:time} clip|preview|sample|snippet|excerpt|teaser|version|segment|portion / {t:time} clip|preview|sample|snippet|excerpt|teaser / only|keep ~ {t:time}", lambda m: Keep((Range(0.0, m.slots["t"]),))),
    Rule("only|just|keep|want|use ~ {r:parts}", lambda m: Keep(m.slots["r"])),
    Rule("start ~ at|from {a:instant} ~ end|stop|finish at {b:instant} / start time of? {a:instant} ~ end time of? {b:instant} / start {a:instant} ~ end {b:instant}", lambda m: Keep((Range(m.slots["a"], m.slots["b"]),)), 1),
    Rule("%trim ~ start|starting|begin|beginning at|from {a:instant} / skip to {a:instant} / start ~ at|from {a:instant} / keep ~ everything|rest after|from {a:instant} / everything after {a:instant}", lambda m: Keep((Range(m.slots["a"], END),)) if m.slots["a"] not in (END, 0.0) else None),
    Rule("stop|end|finish at {b:instant} / keep ~ everything|all|part|video before|until|up_to {b:instant}", lambda m: Keep((Range(0.0, m.slots["b"]),)) if 0 < m.slots["b"] < END else None),
    Rule("{r:parts}", lambda m: Keep(m.slots["r"]) if _free_range(m) else None, -3),
    Rule("{t:time} bit|piece|part|section|chunk|segment|excerpt|portion|clip|long ~ beginning|starting|from|start|at|after at? {a:instant}", lambda m: Keep((Range(m.slots["a"], m.slots["a"] + m.slots["t"]),)) if 0 <= m.slots["a"] < END else None, 4),
    # cutting out
    Rule("remove|delete|drop|strip|discard|skip|cut_out|cut_off|omit|exclude|lose|kill|eliminate|take|without|chop|shave|get|erase|clip|except ~ everything|part|section|segment|bit|content|video|audio? ~ {r:parts} ~ off|out|away?", _cut_out, 2),
    Rule("%cut ~ {r:parts} off|out|away / cut_off|cut_out ~ {r:parts}", _cut_out, 3),
    Rule("%cut ~ off|from ~ start|beginning|front {t:time}", lambda m: CutOut((Range(0.0, m.slots["t"]),)), 2),
    Rule("cut|trim|chop|shave|remove|take|cut_off ~ {t:time} off|from ~ start|beginning|front|intro|head / {t:time} ~ off|from ~ start|beginning|front", _from_start, 3),
    Rule("cut|trim|chop|shave|remove|take|cut_off ~ {t:time} off|from ~ end|ending|back|tail / {t:time} off|from ~ end|ending", lambda m: CutOut((Range(-m.slots["t"], END),)), 3),
    Rule("%cut ~ {t:time} off|from ~ both|each ~ end|ends|start / %cut ~ first and|& last {t:time}", lambda m: CutOut((Range(0.0, m.slots["t"]), Range(-m.slots["t"], END))), 4),
    Rule("mute|silence|bleep ~ audio|sound|it|video|everything|part|section? ~ {r:part}", lambda m: Mute(m.slots["r"]), 2),
    # splitting
    Rule("%split ~ into|in|to|by|of|every|as ~ {t:time} %part|long|each|interval|intervals? / {t:time} ~ %part|chunk|segment each? / %split ~ every|each {t:time}", lambda m: Split("seconds", m.slots["t"]) if _splits(m) else None, 3),
    Rule("%split ~ at {t:instant} / %split ~ two|2 ~ at {t:instant}", lambda m: Split("times", times=(m.slots["t"],)) if 0 < m.slots["t"] < END else None, 3),
    Rule("%split ~ at {t:instant} and|, {u:instant}", lambda m: Split("times", times=(m.slots["t"], m.slots["u"])), 4),
    Rule("%split ~ into|in|to ~ {n:number} ~ equal|same|even? ~ %part|half|halves|file|files|clip / {n:number} equal ~ %part", _split_parts, 3),
    Rule("%split ~ into|in ~ half|halves|halve / in half / %split ~ halfway|middle", lambda m: Split("parts", 2), 2),
    Rule("%split ~ into|in|thirds ~ thirds", lambda m: Split("parts", 3), 3),
    Rule("%split ~ by|at|on|into|per|each|using ~ chapter ~ marker|markers|mark? / chapter ~ into|as|to ~ file|separate|individual", lambda m: Split("chapters"), 3),
    Rule("%split|detect ~ silence|silent|quiet|pauses|gaps ~ section|part|gap? / silence ~ split", lambda m: Split("silence"), 3),
    Rule("%split|detect ~ scene|scenes|shot|shots ~ change|changes|cut|detection? / scene ~ split", lambda m: Split("scenes"), 3),
    Rule("%split ~ into|in|of ~ {b:filesize} ~ %part|file|each?", lambda m: Split("size", m.slots["b"]), 3),
    Rule("constant ~ framerate? {n:number}", lambda m: (Fps(m.slots["n"]), ConstantRate()) if {t.lemma for t in m.tokens} & {"framerate", "variable", "vfr", "fps", "cfr", "rate"} else None, 3),
    Rule("have|has|is|with ~ variable ~ framerate|rate / variable framerate|frame", lambda m: () if any(t.lemma == "constant" for t in m.tokens) else None, 3),
    Rule("speed|speed_up|fast ~ factor of? {n:number}", lambda m: Speed(m.slots["n"]) if m.slots["n"] > 0 else None, 4),
    Rule("slow|slow_down ~ factor of? {n:number}", lambda m: Speed(1 / m.slots["n"]) if m.slots["n"] > 0 else None, 4),
    # speed
    Rule("too slow|fast|long|short|quick", lambda m: () if any(t.kind in ("factor", "percent") for t in m.tokens) else None, 4),
    Rule("reverse ~ including|with|and ~ audio|sound|both", lambda m: Reverse(), 3),
    Rule("speed_up|fast|accelerate|fast_motion|speed|play|fast-forward ~ by|at|to|is {f:factor} ~ speed|fast|rate|faster|normal|original? / {f:factor} ~ speed|fast|faster|playback / {f:factor} fast_motion / speed ~ {f:factor} / double|triple|quadruple ~ speed|tempo / speed|speed_up ~ by ~ {f:factor}", _speed(_fast_or_slow := lambda m: _either(m)), 1),
    Rule("slow|slow_down|slow_motion|slowed ~ by|at|to|down|is {f:factor} ~ speed|slow|rate|normal? / {f:factor} slow|slow_motion|slower / half_speed / at half_speed / {f:factor} as? slow / half ~ speed", _speed(_slow), 2),
    Rule("double_speed / twice|double as? fast / play ~ twice as? fast", _speed(lambda m: 2.0), 2),
    Rule("twice|double|half as? slow / slow ~ twice / slow ~ to|by half", _speed(lambda m: 0.5), 2),
    Rule("speed_up|slow_down|slow {p:percent}", _speed(_by_that_percent), 3),
    Rule("speed|playback|tempo|faster|fast|speed_up|slow|slow_down|increase|decrease ~ speed|playback|tempo? ~ by|to|at {p:percent} ~ speed|fast|slow? / {p:percent} ~ speed|fast|slow|original|normal ~ speed? / {p:percent} fast|slow|speed", _speed(_by_percent), 2),
    Rule("{x:time} slow_motion / slow_motion ~ effect|version|video|clip|replay? / slow_down|slow ~ video|it|clip|footage|motion|audio? / play slow", _speed(lambda m: 0.5), -1),
    Rule("speed_up|accelerate|slow_down {g:file} ~ by|to? {f:factor}", _speed(lambda m: _either(m)), 2),
    Rule("speed_up ~ video|it|clip|audio|footage|playback? / fast_motion / fast|faster play|playback / play fast / hyperlapse / timelapse ~ effect|from|of|video", _speed(lambda m: 8.0 if m.tokens[m.used[0]].lemma in ("timelapse", "hyperlapse") else 2.0), -1),
    Rule("timelapse ~ {f:factor} / {f:factor} timelapse", _speed(lambda m: m.slots["f"]), 2),
    Rule("time-stretch|stretch|speed|slow|speed_up|slow_down|change|fit|squeeze|compress|adjust|condense|make ~ to|into|is|last_verb|so|fit ~ exactly|last_verb|fit? ~ {t:time} ~ long|total|length|duration|regardless? / duration ~ to|is exactly? {t:time} / timelapse ~ {t:time} ~ long|video|clip?", lambda m: _mirror_speed(m) if {t.lemma for t in m.tokens} & {"time-stretch", "stretch", "speed", "slow", "speed_up", "slow_down", "timelapse", "condense", "tempo"} else None, 3),
    Rule("without|not|keep|preserve|maintain|no|avoid|correct ~ change|affect|alter|chipmunk|raise|shift|original|correction|distort? ~ pitch|chipmunk|effect|voice|sound", lambda m: ()),
    Rule("pitch ~ correct|correction|preserve|same|unchanged|as_is / chipmunk", lambda m: ()),
    Rule("pitch ~ up|raise|higher|by ~ {s:semitones} / raise|increase|shift ~ pitch ~ {s:semitones} / {s:semitones} up|higher", lambda m: Pitch(m.slots["s"])),
    Rule("pitch ~ down|lower ~ {s:semitones} / lower|decrease ~ pitch ~ {s:semitones} / {s:semitones} down|lower", lambda m: Pitch(-abs(m.slots["s"])), 1),
    Rule("pitch ~ down|lower|deeper / lower|decrease|deepen ~ pitch", lambda m: Pitch(-3.0), -1),
    Rule("pitch ~ up|raise|higher / raise|increase ~ pitch", lambda m: Pitch(3.0), -1),
    Rule("{r:part} in? slow_motion", lambda m: None),
    # order
    Rule("play ~ backwards|reverse / reverse ~ video|audio|it|clip|movie|song|playback|order|footage? / backwards", lambda m: Reverse("audio" if {m.tokens[i].lemma for i in m.used} & {"audio", "song"} else "")),
    Rule("boomerang ~ effect|loop|video|clip|style? / forward|forwards ~ then ~ backwards|reverse / back and? forth|forward / ping-pong ~ loop?", lambda m: Boomerang(), 3),
    Rule("loop|repeat ~ {n:number} ~ times|time|loop? / {n:number} loop|times ~ loop? / loop|repeat ~ {f:factor}", lambda m: Loop(times=max(1, round(m.slots.get("n") or m.slots.get("f") or 2))) if "loop" in m.text() or "repeat" in m.text() else None, 2),
    Rule("repeat|loop ~ twice / play twice", lambda m: Loop(times=2), 2),
    Rule("loop|repeat ~ until|for|to|up_to|is|fill|reach|make ~ {t:time} ~ long|total|video? / loop ~ {t:time}", lambda m: Loop(duration=m.slots["t"]), 3),
    Rule("loop ~ forever|infinitely|indefinitely|endlessly|continuously|infinite / infinite|endless|seamless|infinitely loop / loop gif / forever", lambda m: Loop(forever=True), 2),
    Rule("loop ~ video|gif|mp4|clip|animation|it? / repeat ~ video|clip|it", lambda m: Loop(), -2),
    Rule("freeze ~ frame|picture|it|video|last? ~ at {a:instant} ~ for {t:time} / freeze ~ for {t:time} ~ at {a:instant}", lambda m: Freeze(m.slots["a"], m.slots["t"]), 2),
    Rule("freeze|hold|extend ~ last|final|end ~ frame ~ for|by {t:time}", lambda m: Freeze(END, m.slots["t"]), 3),
    Rule("freeze|hold ~ first ~ frame ~ for|by {t:time}", lambda m: Freeze(0.0, m.slots["t"]), 3),
    # frame rate
    Rule("interpolate ~ {f:fps} / smooth|interpolate ~ to|at {f:fps} / {f:fps} ~ interpolate|smooth ~ motion? / {f:fps} ~ with|using|by ~ motion? interpolate / minterpolate ~ {f:fps}", lambda m: Fps(m.slots["f"], interpolate=True), 2),
    Rule("framerate ~ to|at|of|is|=|: {f:fps} / framerate ~ to|of|at|is|= {n:number} / {f:fps} ~ framerate? / {n:number} framerate / to|at|into {f:fps} / ntsc", lambda m: _fps(m), 0),
    Rule("framerate ~ half|halve / half|halve ~ framerate", lambda m: Fps(-0.5)),
    Rule("double ~ framerate / framerate ~ double|twice", lambda m: Fps(-2.0)),
    Rule("smooth ~ motion|slow_motion|interpolate|video ~ interpolate|interpolation? / motion interpolate / interpolate ~ frame", lambda m: Interpolate(), -1),
    Rule("constant|cfr ~ framerate|fps|rate? ~ {f:fps} / vfr|variable ~ framerate? ~ to ~ constant|cfr ~ {f:fps}", lambda m: (Fps(m.slots["f"]), ConstantRate()), 2),
    Rule("force|ensure|enforce|want|need|keep|use|get|with|at|have ~ constant|cfr framerate|fps|rate / constant frame rate / constant framerate", lambda m: ConstantRate(), 1),
    Rule("to|into|make ~ constant|cfr ~ framerate|fps|rate? / cfr / vfr to cfr", lambda m: ConstantRate(), 0),
    # offsets
    Rule("delay|shift|offset|move|push|late|adjust|sync|correct|fix ~ audio|sound|subtitle|video|track ~ by|of|forward|back|for {t:time} ~ later|earlier|early|late|forward|ahead|back|after? / audio|subtitle|video|sound ~ {t:time} ~ late|later|behind|delay|delayed / delay ~ of|by {t:time}", _delay(+1), 2),
    Rule("audio|sound|subtitle|video ~ {t:time} ~ early|earlier|ahead|before|advance / advance ~ audio|subtitle|sound ~ by {t:time}", lambda m: _early(m), 3),
    Rule("out_of_sync|sync|desync ~ by|audio|shift|subtitle ~ by|shift {t:time}", _delay(+1), 1),
)  # fmt: skip


def _either(m: Match) -> float | None:
    """A factor said with a word of direction: "2x slower" is half the speed."""
    words = {m.tokens[i].lemma for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 2))}
    f = m.slots.get("f")
    if f is None:
        f = next({"double": 2.0, "triple": 3.0, "quadruple": 4.0}.get(m.tokens[i].lemma, 2.0) for i in m.used)
    if words & {"slow", "slow_down", "slow_motion"} and f > 1:
        return 1 / f
    if words & {"speed_up", "fast", "faster", "accelerate"} and "by" in words and f < 1:
        return 1 + f
    return f


def _fps(m: Match) -> Fps | tuple[()] | None:
    if "ntsc" in {m.tokens[i].lemma for i in m.used} and not m.slots:
        return (
            Fps(29.97)
            if any(t.lemma == "pal" for t in m.tokens[: m.used[0]]) and not any(t.kind == "fps" for t in m.tokens)
            else None
        )
    rate = m.slots.get("f") or m.slots.get("n")
    if not rate or rate > 1000:
        return None
    before = [t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]]
    first = m.tokens[m.used[0]].lemma
    others = [t for t in m.tokens[m.used[-1] + 1 :] if t.kind == "fps"]
    if (
        first not in ("to", "at", "into")
        and (
            before[-1:] in (["from"], ["at"], ["is"], ["in"], ["pal"])
            or before[-2:] in (["from", "a"], ["have", "a"], ["take", "a"], ["is", "at"], ["my"], ["recorded", "at"])
            or before[-1:] in (["a"], ["my"], ["an"])
        )
        and others
    ):
        return ()
    if first == "at" and others and any(t.lemma in ("to", "into") for t in m.tokens[m.used[-1] :]):
        return ()
    return Fps(rate)


def _early(m: Match) -> Delay | ShiftSubtitles:
    words = {m.tokens[i].lemma for i in m.used}
    t = m.slots["t"]
    sign = -1 if "advance" in words else +1  # a track that comes too early is moved later
    return (
        ShiftSubtitles(sign * t)
        if "subtitle" in words
        else Delay("video" if "video" in words and "audio" not in words else "audio", sign * t)
    )


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
