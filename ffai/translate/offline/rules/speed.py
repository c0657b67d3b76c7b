"""Edits of pace: speed, pitch, order, loops, frame rate, offsets of sound and subtitles."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    END,
    AskDelay,
    Boomerang,
    ConstantRate,
    Delay,
    Fps,
    Freeze,
    Interpolate,
    Loop,
    PadTime,
    Pitch,
    Range,
    Reverse,
    ShiftSubtitles,
    Speed,
    SpeedPart,
    Timelapse,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule

_PACED = frozenset(
    "internet connection connections network networks computer pc machine start load loading download downloads streaming preset encode encoding conversion device devices enough way".split()
)


def _told(m: Match) -> bool:
    """ "the input is 120fps slow-motion, but I want …": what the file is."""
    i = next((i for i in m.used if m.tokens[i].lemma == "slow_motion"), None)
    if i is None:
        return False
    before = m.tokens[max(0, i - 3) : i]
    return any(t.lemma == "is" for t in before) and bool({t.lemma for t in m.tokens[i:]} & {"but", "want", "need", "wish_to"})


def _adjective(m: Match) -> bool:
    """ "on slow connections", "loads faster": of something else than the pace of the film."""
    i = next((i for i in m.used if m.tokens[i].lemma in ("slow", "fast")), None)
    if i is None:
        return False
    after = {t.lemma for t in m.tokens[i + 1 : i + 3]}
    before = [t.lemma for t in m.tokens[max(0, i - 2) : i]]
    return (
        bool(after & _PACED)
        or before[-1:] in (["on"], ["over"], ["for"], ["load"], ["loading"], ["too"], ["download"])
        or "load" in before
    )


_ELSEWHERE = frozenset(
    "internet connection connections load loads loading loaded bandwidth computer laptop pc upload uploads uploading download network wifi transfer".split()
)


def _speed(factor_of: Callable[[Match], float | None]) -> Callable[[Match], Any]:
    def build(m: Match) -> Speed | None:
        if m.rule.weight < 0 and (_adjective(m) or _told(m)):
            return None
        factor = factor_of(m)
        if factor is None or factor <= 0:
            return None
        words = {t.lemma for t in m.tokens}
        if "volume" in words and not words & {"speed", "tempo", "speed_up", "slow_down", "fast", "slow"}:
            return None  # "the playback volume"
        if m.rule.weight < 0 and words & _ELSEWHERE:
            return None  # "to load faster on slow connections" is not said of the film
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
    if not {t.lemma for t in m.tokens} & {
        "speed",
        "tempo",
        "playback",
        "fast",
        "slow",
        "speed_up",
        "slow_down",
        "pace",
        "play",
        "fps",
        "slow_motion",
    }:
        return None  # "at 30 % and the original sound at 80 %"
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
    said = m.tokens[m.used[0] : m.used[-1] + 1]
    slower = any(t.text.lower() == "slower" for t in m.tokens[m.used[0] : m.used[-1] + 2])
    if f < 1 and any(t.kind == "percent" for t in said) and ("by" in {t.lemma for t in said} or slower):
        return 1 - f  # "slow it by 20 %", "20 % slower"
    return f if f < 1 else 1 / f


def _times(m: Match) -> Loop | None:
    n = m.slots.get("n")
    return Loop(times=int(n)) if n and n >= 1 else None


def _delay(sign: int) -> Callable[[Match], Any]:
    def build(m: Match) -> Delay | ShiftSubtitles | None:
        t = m.slots["t"]
        words = [m.tokens[i].lemma for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 3))]
        s = (
            -1
            if any(w in words for w in ("earlier", "advance", "ahead", "early", "back", "backward", "backwards", "negative"))
            else sign
        )
        if "forward" in words:  # "shift it forward" in time, "bring it forward" to an earlier one
            s = -1 if {"bring", "pull"} & set(words) else sign
        if {"push", "later"} & set(words):
            s = sign
        if any(w in words for w in ("behind", "late", "lag", "lags")) and not any(w in words for w in ("delay", "shift")):
            s = -1
        if "subtitle" in words:
            return ShiftSubtitles(s * t)
        return Delay("video" if words[0:1] == ["video"] or ("video" in words and "audio" not in words) else "audio", s * t)

    return build


def _pad_time(m: Match) -> PadTime | None:
    words = {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[-1] + 5]}
    if (
        words & {"remove", "cut", "trim", "strip", "delete", "detect", "generate", "fade", "fade_in", "fade_out", "split"}
        or "t" not in m.slots
    ):
        return None
    if {"every", "each"} & {m.tokens[i].lemma for i in m.used} and "between" not in words and words & {"split", "mute"}:
        return None
    joined = {t.lemma for t in m.tokens} & {"join", "concatenate", "merge", "combine", "stitch", "append", "put"}
    if "between" in words or "gap" in words or ("pause" in words and joined):
        return PadTime(m.slots["t"], "between")
    where = (
        "end"
        if words & {"end", "after", "outro", "append"} and not words & {"start", "beginning", "front", "before", "intro"}
        else "start"
    )
    return PadTime(m.slots["t"], where)


def _one_kind(m: Match) -> str:
    """ "only the video": the other keeps its direction; "the audio" alone means the sound."""
    words = {m.tokens[i].lemma for i in m.used}
    near = {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[-1] + 4]}
    said = {t.lemma for t in m.tokens}
    if words & {"audio", "song", "sound"} and "video" not in words:
        return "audio"
    keeps = (
        said & {"but", "keep", "keeping", "leave", "while", "not", "without"}
        and said & {"audio", "sound"}
        and said & {"normal", "forward", "forwards", "original", "as_is", "same", "untouched"}
    )
    if keeps or near & {"only", "just"} and "video" in near and not near & {"clip"}:
        return "video"
    return ""


def _off(m: Match, sign: int) -> Delay:
    """ "the sound is 0.2 s late" is moved back; "move the sound 0.2 s later" says itself where to."""
    words = {t.lemma for t in m.tokens[max(0, m.used[0] - 4) : m.used[-1] + 2]}
    asked = words & {"move", "shift", "make", "push", "bring", "start", "play", "pull", "delay", "offset", "advance", "let"}
    return Delay("audio", -sign * m.slots["t"] if asked else sign * m.slots["t"])


def _inside_range(m: Match) -> bool:
    """Whether the length is the end of "from 3 to 5 seconds"."""
    at = next(i for i in m.used if m.tokens[i].kind == "time")
    before = m.tokens[max(0, at - 2) : at]
    return len(before) == 2 and before[1].lemma in ("to", "and", "until") and before[0].kind in ("time", "number")


def _plays_on(m: Match) -> bool:
    """ "while the sound plays on": the picture alone stands still."""
    said = {t.lemma for t in m.tokens[m.used[0] :]}
    return bool(
        said & {"audio", "sound", "music", "voice"}
        and said & {"while", "but", "keep", "continue", "play", "on", "going", "run", "underneath", "carry"}
    )


_STEPS = 10


def _ramp(m: Match) -> tuple[SpeedPart, ...] | None:
    """A change of pace in steps that are too small to be seen; behind it the last pace stays."""
    first, last = float(m.slots.get("a") or 1.0), float(m.slots["b"])
    if not (0.1 <= first <= 16 and 0.1 <= last <= 16) or first == last:
        return None
    when = m.slots.get("r") or Range(0.0, 1.0, "share")
    if when.end == END or when.start < 0:
        return None
    length = (when.end - when.start) / _STEPS
    parts = [
        SpeedPart(
            round(first * (last / first) ** ((n + 0.5) / _STEPS), 4),
            Range(round(when.start + n * length, 6), round(when.start + (n + 1) * length, 6), when.unit),
        )
        for n in range(_STEPS)
    ]
    if when.unit == "s":
        parts.append(SpeedPart(last, Range(when.end, END)))
    return tuple(parts)


def _mirror_speed(m: Match) -> Speed:
    return Speed(duration=m.slots["t"], factor=1.0)


def _is_script(m: Match) -> bool:
    """ "a bash loop which …", "a for loop over all of them": how it is run, and not that it plays again."""
    i = m.used[0]
    before = {t.lemma for t in m.tokens[max(0, i - 2) : i]} | {t.text.lower() for t in m.tokens[max(0, i - 2) : i]}
    behind = {t.lemma for t in m.tokens[i + 1 : i + 3]}
    return bool(
        before & {"bash", "shell", "script", "for", "while", "powershell", "zsh", "fish", "cmd", "batch"}
        or behind & {"which", "over", "through", "that"}
    )


RULES = (
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
    Rule("speed_up ~ video|it|clip|audio|footage|playback? / fast_motion / fast|faster play|playback / play fast / hyperlapse / timelapse ~ effect|from|of|video", _speed(lambda m: 8.0 if {t.lemma for t in m.tokens} & {"timelapse", "hyperlapse"} else 2.0), -1),
    Rule("timelapse ~ {f:factor} / {f:factor} timelapse", _speed(lambda m: m.slots["f"]), 2),
    Rule("time-stretch|stretch|speed|slow|speed_up|slow_down|change|fit|squeeze|compress|adjust|condense|make ~ to|into|is|last_verb|so|fit ~ exactly|last_verb|fit? ~ {t:time} ~ long|total|length|duration|regardless? / duration ~ to|is exactly? {t:time} / timelapse ~ {t:time} ~ long|video|clip?", lambda m: _mirror_speed(m) if not _inside_range(m) and {t.lemma for t in m.tokens} & {"time-stretch", "stretch", "speed", "slow", "speed_up", "slow_down", "timelapse", "condense", "tempo"} else None, 3),
    Rule("without|not|keep|preserve|maintain|no|avoid|correct ~ change|affect|alter|chipmunk|raise|shift|original|correction|distort? ~ pitch|chipmunk|effect|voice|sound", lambda m: ()),
    Rule("pitch ~ correct|correction|preserve|same|unchanged|as_is / chipmunk", lambda m: ()),
    Rule("pitch ~ up|raise|higher|by ~ {s:semitones} / raise|increase|shift ~ pitch ~ {s:semitones} / {s:semitones} up|higher", lambda m: Pitch(m.slots["s"])),
    Rule("pitch ~ down|lower ~ {s:semitones} / lower|decrease ~ pitch ~ {s:semitones} / {s:semitones} down|lower", lambda m: Pitch(-abs(m.slots["s"])), 1),
    Rule("pitch ~ down|lower|deeper / lower|decrease|deepen ~ pitch", lambda m: Pitch(-3.0), -1),
    Rule("pitch ~ up|raise|higher / raise|increase ~ pitch", lambda m: Pitch(3.0), -1),
    Rule("put|add|insert|prepend|append|include|leave|need|want|give ~ {t:time} ~ of? black|blank|silence|silent|empty ~ at|to|before|after|in|between ~ start|beginning|front|end|clips|them|videos|each|both? / {t:time} ~ of? black|blank|silence|pause|gap ~ at|to|before|after|between ~ start|beginning|front|end|between|clips|them|each? / {t:time} gap|pause ~ between|in / silent|blank|black {t:time} intro|lead-in|outro|start / pad ~ start|beginning|front|end ~ with|by ~ {t:time} / with {t:time} silence|black ~ between|in / {t:time} ~ silence|black|gap|pause ~ in? between", lambda m: _pad_time(m), 4),
    Rule("hold|freeze|extend|keep ~ last frame ~ so|until|to|match|for ~ audio|length|sound", lambda m: None),
    Rule("half as? long|length / half ~ length|duration / shorten ~ to? half", lambda m: Speed(2.0) if {t.lemma for t in m.tokens} & {"speed", "speed_up", "fast", "faster", "accelerate", "tempo"} else None, 5),
    Rule("twice|double as? long|length / double ~ length|duration", lambda m: Speed(0.5) if {t.lemma for t in m.tokens} & {"slow", "slow_down", "slow_motion", "stretch", "tempo"} else None, 5),
    Rule("every {o:ordinal} frame ~ timelapse|speed_up|fast / every {n:frames} ~ timelapse|speed_up / timelapse ~ every {o:ordinal} frame / timelapse ~ every {n:frames} / timelapse ~ one ~ {n:frames} / one frame out of every? {n:number} ~ timelapse", lambda m: Timelapse(int(m.slots.get("o") or m.slots.get("n") or 10)) if (m.slots.get("o") or m.slots.get("n") or 0) > 1 else None, 6),
    Rule("make|get|have|bring ~ {t:time} long / last_verb|run ~ exactly? {t:time} ~ by|through|with speed_up|slow_down|speed|slow|fast", lambda m: _mirror_speed(m) if {t.lemma for t in m.tokens} & {"speed_up", "slow_down", "speed", "slow", "fast", "stretch", "tempo"} and not _inside_range(m) else None, 4),
    Rule("{t:time} timelapse|hyperlapse / timelapse ~ of|lasting|that is|last_verb {t:time}", lambda m: _mirror_speed(m), 4),
    Rule("audio|sound ~ is|comes|plays late|behind|lagging|delayed ~ by {t:time} / audio|sound ~ {t:time} ~ late|behind", lambda m: _off(m, -1), 4),
    Rule("audio|sound ~ is|comes|plays early|ahead ~ by {t:time} / audio|sound ~ {t:time} ~ early|ahead", lambda m: _off(m, +1), 4),
    Rule("leave|keep|with ~ rest|remainder|remaining|everything ~ normal|normal_speed|alone|as_is|same|original|else|untouched ~ speed? / rest ~ normal|normal_speed|original ~ speed?", lambda m: () if {t.lemma for t in m.tokens} & {"speed", "speed_up", "slow", "slow_down", "fast", "slow_motion", "normal_speed"} else None, 5),
    Rule("{r:part} in? slow_motion", lambda m: None),
    # order
    Rule("play ~ backwards|reverse / reverse ~ video|audio|it|clip|movie|song|playback|order|footage? / backwards", lambda m: Reverse(_one_kind(m))),
    Rule("boomerang ~ {n:number} times|time / boomerang ~ {f:factor}", lambda m: (Boomerang(), Loop(times=max(1, round(m.slots.get("n") or m.slots["f"])))), 6),
    Rule("boomerang ~ effect|loop|video|clip|style? / forward|forwards ~ then ~ backwards|reverse / back and? forth|forward / ping-pong ~ loop?", lambda m: Boomerang(), 3),
    Rule("loop|repeat ~ {n:number} ~ times|time|loop? / {n:number} loop|times ~ loop? / loop|repeat ~ {f:factor}", lambda m: Loop(times=max(1, round(m.slots.get("n") or m.slots.get("f") or 2))) if "loop" in m.text() or "repeat" in m.text() else None, 2),
    Rule("repeat|loop ~ twice / play twice", lambda m: Loop(times=2), 2),
    Rule("loop|repeat ~ until|for|to|up_to|is|fill|reach|make ~ {t:time} ~ long|total|video? / loop ~ {t:time}", lambda m: Loop(duration=m.slots["t"]), 3),
    Rule("loop ~ forever|infinitely|indefinitely|endlessly|continuously|infinite / infinite|endless|seamless|infinitely loop / loop gif / forever", lambda m: Loop(forever=True), 2),
    Rule("speed ~ up by|to {n:number} / speed {f:file} up by|to {n:number}", lambda m: Speed(m.slots["n"]) if 1 < m.slots["n"] <= 100 else None, 6),
    Rule("loop ~ video|gif|mp4|clip|animation|it? / repeat ~ video|clip|it", lambda m: Loop() if not _is_script(m) else (), -2),
    Rule("freeze ~ frame|picture|it|video|last? ~ at {a:instant} ~ for {t:time} / freeze ~ for {t:time} ~ at {a:instant}", lambda m: Freeze(m.slots["a"], m.slots["t"], _plays_on(m)), 2),
    Rule("hold|pause|stop|still|freeze-frame ~ frame|picture|image|video|it|there? ~ at {a:instant} ~ for {t:time} / hold|pause|stop ~ for {t:time} ~ at {a:instant}", lambda m: Freeze(m.slots["a"], m.slots["t"], _plays_on(m)) if m.slots["a"] != END and not {t.lemma for t in m.tokens} & {"fade", "record", "capture"} else None, 6),
    Rule("keep|show|leave|hold ~ first|opening frame|picture|image ~ for|by {t:time} / keep|show|leave|hold ~ last|final|closing frame|picture|image ~ for|by {t:time} / keep|show|leave|hold ~ first|opening frame|picture|image ~ for|by extra {t:time}", lambda m: Freeze(END if {m.tokens[i].lemma for i in m.used} & {"last", "final", "closing"} else 0.0, m.slots["t"]), 6),
    Rule("ramp ~ speed? ~ from {a:factor} to {b:factor} ~ {r:part}? / speed ramp ~ from {a:factor} to {b:factor} ~ {r:part}? / ramp ~ speed ~ to|up ~ {b:factor} ~ {r:part}? / gradually ~ speed_up|slow_down|accelerate|fast|slow|speed ~ from {a:factor} to {b:factor} ~ {r:part}? / gradually ~ speed_up|slow_down|accelerate ~ to|by {b:factor} / speed_up|slow_down|accelerate ~ gradually ~ to|by {b:factor}", lambda m: _ramp(m), 7),
    Rule("freeze|hold|extend ~ last|final|end ~ frame ~ for|by {t:time}", lambda m: Freeze(END, m.slots["t"]), 3),
    Rule("freeze|hold ~ first ~ frame ~ for|by {t:time}", lambda m: Freeze(0.0, m.slots["t"]), 3),
    # frame rate
    Rule("interpolate ~ to|up {n:number}", lambda m: Fps(m.slots["n"], interpolate=True) if 10 <= m.slots["n"] <= 240 else None, 6),
    Rule("interpolate ~ {f:fps} / smooth|interpolate ~ to|at {f:fps} / {f:fps} ~ interpolate ~ motion? / {f:fps} ~ smooth motion / {f:fps} ~ with|using|by ~ motion? interpolate / minterpolate ~ {f:fps}", lambda m: Fps(m.slots["f"], interpolate=True), 2),
    Rule("framerate ~ to|at|of|is|=|: {f:fps} / framerate ~ to|of|at|is|= {n:number} / {f:fps} ~ framerate? / {n:number} framerate / to|at|into {f:fps} / ntsc", lambda m: _fps(m), 0),
    Rule("at|with|, {n:frames} / {n:frames} per|a|each|every second|sec / {n:frames} ~ progressive", lambda m: Fps(float(m.slots["n"])) if m.slots["n"] in (10, 12, 15, 20, 24, 25, 30, 48, 50, 60, 120) and not {t.lemma for t in m.tokens} & {"extract", "image", "png", "jpg", "picture", "still", "gop", "keyframe", "screenshot", "thumbnail", "first", "last", "every", "freeze", "trim", "offset"} and (m.tokens[m.used[0]].lemma != "," or any(t.kind == "dim" for t in m.tokens)) else None, 1),
    Rule("drop|discard|skip|remove|delete|throw ~ every|each other|second|2nd|{o:ordinal}? frame|frames / keep|use|take ~ every|each other|second|2nd|{o:ordinal} frame|frames", lambda m: _thinned(m), 6),
    Rule("at|with|keep|same|in the? original|same|normal|unchanged speed|pace|duration|length|tempo / keep|maintain|preserve|retain|leave speed|pace|duration|length|tempo / without|not change|affect|alter speed|duration|length|pace / speed|duration|length ~ as_is|unchanged|same", lambda m: () if any(t.kind == "fps" for t in m.tokens) or {t.lemma for t in m.tokens} & {"framerate", "fps", "frame", "interpolate"} else None, 1),
    Rule("framerate ~ half|halve / half|halve ~ framerate", lambda m: Fps(-0.5)),
    Rule("double ~ framerate / framerate ~ double|twice", lambda m: Fps(-2.0)),
    Rule("smooth ~ motion|slow_motion|interpolate|video ~ interpolate|interpolation? / motion interpolate / interpolate ~ frame / with|using|by|via motion? interpolation|interpolate / frame interpolation|interpolate / optical flow / minterpolate", lambda m: Interpolate() if not {"maintain", "keep", "preserve", "playback", "playing", "play", "streaming", "ensure", "transition"} & {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[-1] + 3]} or "interpolate" in {t.lemma for t in m.tokens} else (), -1),
    Rule("constant|cfr ~ framerate|fps|rate? ~ {f:fps} / vfr|variable ~ framerate? ~ to ~ constant|cfr ~ {f:fps}", lambda m: (Fps(m.slots["f"]), ConstantRate()), 2),
    Rule("force|ensure|enforce|want|need|keep|use|get|with|at|have ~ constant|cfr framerate|fps|rate / constant frame rate / constant framerate", lambda m: ConstantRate(), 1),
    Rule("cfr|constant {n:number} fps?", lambda m: (Fps(m.slots["n"]), ConstantRate()) if 1 <= m.slots["n"] <= 240 else None, 4),
    Rule("to|into|make ~ constant|cfr ~ framerate|fps|rate? / cfr / vfr to cfr", lambda m: ConstantRate(), 0),
    # offsets
    Rule("with|add|apply|set|use ~ offset|delay", lambda m: AskDelay() if not any(t.kind == "time" for t in m.tokens) and {t.lemma for t in m.tokens} & {"out_of_sync", "sync", "lag", "behind", "late", "early"} else None, 3),
    Rule("slight|small|bit|constant|fixed delay|offset|lag ~ between ~ audio|video / audio|sound ~ lag|lags|behind|ahead|late ~ video? / adjust|fix|correct ~ audio|lip ~ sync|delay|offset", lambda m: AskDelay() if not any(t.kind == "time" for t in m.tokens) else None, -1),
    Rule("delay|shift|offset|move|push|late|adjust|sync|correct|fix ~ audio|sound|subtitle|video|track ~ by|of|forward|back|for {t:time} ~ later|earlier|early|late|forward|ahead|back|after? / delay|shift|offset|move|push|bring|pull ~ audio|sound|subtitle|video|track ~ forward|back|ahead|backward|backwards by|for? {t:time} / audio|subtitle|video|sound ~ {t:time} ~ late|later|behind|delay|delayed / delay ~ of|by {t:time} / audio|sound lag|lags|trails|behind|late ~ by|of|about? {t:time}", _delay(+1), 2),
    Rule("desync|out_of_sync|offset ~ of|by|about {t:time}", lambda m: AskDelay() if not {t.lemma for t in m.tokens} & {"late", "early", "behind", "ahead", "lag", "lags", "delay", "earlier", "later", "shift", "subtitle", "before", "after", "forward", "back", "advance", "move"} else None, 3),
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
    percent = any(m.tokens[i].kind == "percent" for i in m.used)
    if percent and f < 1 and words & {"slow", "slow_down"} and "by" in words:
        return 1 - f
    near = {t.lemma for t in m.tokens[m.used[0] : min(len(m.tokens), m.used[-1] + 2)]}
    faster = any(m.tokens[i].text.lower() in ("faster", "quicker") for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 2)))
    if f < 1 and ((words & {"speed_up", "fast", "faster", "accelerate"} or {"speed", "up"} <= near) and "by" in near or faster):
        return 1 + f
    return f


def _thinned(m: Match) -> Any:
    """ "drop every other frame": half the rate at the same speed; where the rate is said as well, that says it."""
    words = {t.lemma for t in m.tokens}
    if words & {
        "extract",
        "image",
        "png",
        "jpg",
        "picture",
        "screenshot",
        "still",
        "thumbnail",
        "timelapse",
        "speed_up",
        "faster",
        "gif",
    }:
        return None
    if any(t.kind == "fps" for t in m.tokens):
        return ()
    order = next((m.tokens[i].value for i in m.used if m.tokens[i].kind == "ordinal"), 2)
    dropped = not {m.tokens[i].lemma for i in m.used} & {"keep", "take", "use"}
    if order < 2:
        return None
    return Fps(-(1 - 1 / order) if dropped else -1 / order)


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
    moved = {x.lemma for x in m.tokens[max(0, m.used[0] - 3) : m.used[0] + 1]} & {
        "move",
        "shift",
        "push",
        "pull",
        "bring",
        "start",
        "play",
        "make",
    }
    wanted = moved and any(m.tokens[i].text.lower() in ("earlier", "sooner", "forward") for i in m.used)
    sign = -1 if "advance" in words or wanted else +1  # a track that comes too early is moved later
    return (
        ShiftSubtitles(sign * t)
        if "subtitle" in words
        else Delay("video" if "video" in words and "audio" not in words else "audio", sign * t)
    )
