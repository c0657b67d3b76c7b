"""What a wish reaches and what it leaves alone: "without touching the audio", "not burned in", and what "it" and "the others" are."""

from typing import Any

from ffai.translate.offline.edits import AudioFilter, Copy, Default, KeepStreams, Language, Select, StreamTitle
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.streams import _default, lemmas_of
from ffai.translate.offline.selections import streams

_HARM = "touch|affect|affecting|change|alter|modify|harm|damage|hurt|disturb|impact|mess|influence"
# edits of these kinds are about the picture or the sound itself: what the other one is then, is a copy
_WHOLE = frozenset("anything everything rest other others else stream track".split())


def spoken_before(m: Match) -> Select | None:
    """What "it" or "that one" is: the track that was picked out last, before the match."""
    found = None
    for j in range(m.used[0]):
        said = streams(m.tokens, j)
        if said is not None and said[1] <= m.used[0]:
            picked = [s for s in said[0] if s.index is not None or s.language or s.title or s.channels]
            found = picked[-1] if picked else found
    return found


def _default_it(m: Match) -> Default | None:
    """ "keep only the French audio and make it the default": of what was picked out."""
    select = spoken_before(m)
    if select is None or select.kind == "video":
        return None
    return Default(select, "forced" if "forced" in {m.tokens[i].lemma for i in m.used} else "default")


def _flag_moved(m: Match) -> Default | None:
    """ "remove the default flag from the first audio and set it on the second": the flag that was spoken of."""
    select = m.slots["s"][0]
    flag = next((t.lemma for t in reversed(m.tokens[: m.used[0]]) if t.lemma in ("default", "forced")), "")
    if not flag or len(m.slots["s"]) > 1 or select.kind == "video":
        return None
    return Default(select, flag)


def _also_flagged(m: Match) -> Default | None:
    """ "make the English subtitles default and the German forced": of the kind that was spoken of."""
    kind = next((t.lemma for t in reversed(m.tokens[: m.used[0]]) if t.lemma in ("subtitle", "audio")), "")
    flag = "forced" if "forced" in {m.tokens[i].lemma for i in m.used} else "default"
    return Default(Select(kind, None, m.slots["l"]), flag) if kind else None


def _none_flagged(m: Match) -> Default | None:
    flag = "forced" if "forced" in {m.tokens[i].lemma for i in m.used} else "default"
    words = {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}
    kind = "subtitle" if "subtitle" in words else "audio" if "audio" in words else ""
    return Default(Select(kind), f"not {flag}") if kind else None


def _drop_others(m: Match) -> KeepStreams | None:
    """ "make the French audio the default and remove the other tracks": what was picked out stays."""
    words = lemmas_of(m)
    if not words & {"track", "stream", "audio", "subtitle"} or {m.tokens[i].lemma for i in m.used} & {"video"}:
        return None
    select = spoken_before(m)
    return KeepStreams((select,)) if select is not None and select.kind in ("audio", "subtitle") else None


def _named_it(m: Match) -> StreamTitle | None:
    select = spoken_before(m)
    return StreamTitle(select, str(m.slots["t"])) if select is not None else None


def _unharmed(m: Match) -> Any:
    """ "without affecting the video": that is copied; subtitles that are not to be touched stay in the file."""
    kinds = {s.kind for s in m.slots["s"]}
    following = m.tokens[m.used[-1] + 1] if m.used[-1] + 1 < len(m.tokens) else None
    if following is not None and following.lemma in ("quality", "sync", "speed", "length", "duration", "pitch", "tempo", "size"):
        return ()
    if "subtitle" in kinds:
        return KeepStreams((Select("all"),))
    if {"video", "audio"} <= kinds:
        return Copy("all")
    return Copy(kinds.pop()) if len(kinds) == 1 and kinds <= {"video", "audio"} else ()


def _not_clipped(m: Match) -> AudioFilter | tuple[()]:
    louder = lemmas_of(m) & {"volume", "loud", "boost", "gain", "amplify", "raise", "increase"} and not lemmas_of(m) & {
        "normalise"
    }
    return AudioFilter("alimiter=limit=0.95:level=0", 70) if louder else ()


def _as_is(m: Match) -> Any:
    """ "leaving everything else unchanged" says what is so anyway; of the streams of a film it says that all of them stay."""
    return KeepStreams((Select("all"),)) if lemmas_of(m) & {"stream", "track"} else ()


RULES = (
    Rule(f"without|not|never {_HARM} ~ {{s:streams}}", _unharmed, 6),
    Rule(f"without|not|never {_HARM} ~ anything|everything|rest|other ~ else|stream|track?", lambda m: (), 5),
    Rule("leave|leaving rest|everything|other|all ~ else? ~ as_is|alone|same|original|unmodified", _as_is, 5),
    Rule("without|not|no burn|hardcode ~ in?", lambda m: (), 7),
    Rule("without|no|avoid|prevent|not clip|clipping|distort ~ it?", _not_clipped, 4),
    Rule("keep|keeping|leave|leaving|preserve|retain original|existing video|picture ~ track|stream|as_is|quality?", lambda m: Copy("video") if m.tokens[m.used[-1]].lemma != "quality" else None, 5),
    Rule("keep|keeping|leave|preserve ~ both? video and|& audio ~ same|identical|as_is|unaltered / keep|keeping|leave|preserve ~ both? audio and|& video ~ same|identical|as_is|unaltered", lambda m: Copy("all"), 5),
    Rule("bluray|dvd|vhs rip|remux|disc|disk|source|backup ~ with|has|have|that", lambda m: () if {t.lemma for t in m.tokens[max(0, m.used[0] - 4) : m.used[0]]} & {"for", "from", "of", "have", "my", "a"} else None, 5),
    # what was picked out before
    Rule("set|make|mark|flag|use it|that|this|them ~ as|to|the? default|forced ~ track|one|stream?", _default_it, 4),
    Rule("and|, {l:language} ~ one|ones? ~ as? default|forced", _also_flagged, 5),
    Rule("no|none of? {s:streams} ~ default|forced / turn_off|disable|unset|clear default|forced ~ subtitle|audio / turn_off|disable|unset ~ {s:streams} ~ default|forced", _none_flagged, 6),
    Rule("{s:streams} ~ is|are ~ really|actual|in {l:language} / {s:streams} ~ is|are {l:language}", lambda m: Language(m.slots["s"][0], m.slots["l"]) if len(m.slots["s"]) == 1 and lemmas_of(m) & {"tag", "label", "fix", "correct", "mark", "wrong", "language"} else None, 5),
    Rule("{s:streams} ~ become|becomes|be|is ~ default|forced ~ one|track?", lambda m: _default(m) if {m.tokens[i].lemma for i in m.used} & {"become", "becomes"} or lemmas_of(m) & {"should", "must", "shall"} and m.tokens[m.used[0] - 1].lemma not in ("no", "none", "of") else None, 5),
    Rule("throw|toss|kick|chuck other|others|rest|remaining ~ audio|subtitle|track|stream|ones? ~ away|out|overboard", _drop_others, 5),
    Rule("set|put|move|add|place it|that|flag on|to|for|onto ~ {s:streams}", _flag_moved, 5),
    Rule("%remove other|rest|remaining ~ audio|subtitle|track|stream|ones|of? / %remove ~ other|rest|remaining ~ of? ~ audio|subtitle|track|stream|ones|them", _drop_others, 4),
    Rule("name|call|title|label|rename it|that|this|one ~ as|to? {t:quoted}", _named_it, 6),
)  # fmt: skip
