"""Channels of sound: how many there shall be, one of them alone, one file to each side, what is done to one side."""

from typing import Any

from ffai.translate.offline.edits import AudioCodec, AudioFilter, Channels, MixAudio, Sides, SplitChannels
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.wanted import is_description
from ffai.translate.offline.words import FORMATS

_COUNTS = {"mono": 1, "monaural": 1, "stereo": 2, "two-channel": 2, "2-channel": 2, "two-channels": 2, "surround51": 6, "surround": 6, "surround71": 8, "quad": 4, "quadraphonic": 4}  # fmt: skip
_SKIPPED = frozenset(
    """a an the new single one proper standard true plain simple regular normal compressed small clean balanced full real good high low quality compatible audio sound file version track
    format codec only just full downmixed mixed 2 two channel channels - ( , : = lossless wide dual""".split()
)
_TARGET = frozenset(
    "to into as output make create produce get want need give export save become for deliver generate prefer required -> = using".split()
)
_SOURCE = frozenset("from have has contain contains recorded record this my these those original existing whose".split())
_BE = frozenset("is are was be".split())


def _role(tokens: list[Token], i: int) -> str:
    """Whether a word of channels says what is wanted ("target"), what there is ("source"), or neither for sure ("")."""
    following = [t.lemma for t in tokens[i + 1 : i + 5]]
    for k, word in enumerate(following):
        if word in ("to", "into", "->"):
            later = {t.lemma for t in tokens[i + 1 + k : i + 7 + k]}
            if later & (set(_COUNTS) - {tokens[i].lemma}) or tokens[i - 1].lemma in ("convert", "turn", "downmix", "change"):
                return "source"
            break
        if word not in _SKIPPED and word not in FORMATS and tokens[i + 1 + k].kind != "file":
            break
    j = i - 1
    while j >= 0 and (
        tokens[j].lemma in _SKIPPED
        or tokens[j].text in _SKIPPED
        or tokens[j].lemma in FORMATS
        or tokens[j].kind in ("bitrate", "rate", "hz", "bits", "number", "lufs", "db")
    ):
        j -= 1
    first = tokens[j].lemma if j >= 0 else ""
    before = tokens[j - 1].lemma if j > 0 else ""
    if first in _BE or tokens[j].text.lower() in ("they're", "it's", "that's"):
        return "target" if before in ("wish_to", "should", "must", "to", "will", "need", "needs", "shall") else "source"
    if tokens[i].lemma == "stereo" and (
        tokens[i - 1].lemma in ("car", "home", "kitchen", "hifi", "old")
        or following[:1] == ["only"]
        and following[1:2] in (["play"], ["plays"], ["take"], ["read"])
    ):
        return "source"  # a thing that plays
    if first == "in":
        return "source" if before in ("recorded", "is", "are", "record", "was", "captured") else "target"
    if first in ("if", "currently", "originally", "not", "isn't", "already"):
        return "source"
    if first == "with" and {"to", "into", "make", "create", "output", "as"} & {t.lemma for t in tokens[max(0, j - 6) : j]}:
        return "target"
    if first == "with":
        return "source" if is_description(tokens, i) or before in ("file", "video", "track", "wav") else "target"
    if first in _SOURCE:
        return "source"
    if first in _TARGET:
        return "target"
    if first in ("and", "or", "/", "+", "&", "both"):
        return ""
    return "source" if is_description(tokens, i) else ""


def _said(m: Match) -> Any:
    """The channels that a word says, unless it tells what the file has."""
    i = next(i for i in m.used if m.tokens[i].lemma in _COUNTS)
    count = _COUNTS[m.tokens[i].lemma]
    role = _role(m.tokens, i)
    if (
        m.tokens[m.used[0]].lemma in ("upmix", "downmix", "mixdown")
        and i == m.used[-1]
        and {"to", "into"} & {m.tokens[k].lemma for k in m.used}
    ):
        return Channels(count)
    if role == "target":
        return Channels(count)
    nearby = {t.lemma for t in m.tokens[max(0, i - 6) : i]}
    if (
        count > 2
        and {"with", "as", "to", "using", "in"} & nearby
        and not is_description(m.tokens, i)
        and not ({t.lemma for t in m.tokens} & {"keep", "from", "downmix"})
    ):
        return Channels(count)  # "with AC3 audio (5.1 channels)"
    others = {_COUNTS[t.lemma] for k, t in enumerate(m.tokens) if t.lemma in _COUNTS and k != i} - {count}
    behind = any(t.lemma in _COUNTS and _COUNTS[t.lemma] != count for t in m.tokens[i + 1 :])
    if role == "source" or behind:
        return ()
    if count > 2 and not others:
        return None
    return Channels(count)


_SIDES = {
    "left": "FL",
    "right": "FR",
    "center": "FC",
    "middle": "FC",
    "lfe": "LFE",
    "subwoofer": "LFE",
    "sub": "LFE",
    "bass": "LFE",
}
_PAIRS = {("front", "left"): "FL", ("front", "right"): "FR", ("rear", "left"): "BL", ("rear", "right"): "BR", ("back", "left"): "BL", ("back", "right"): "BR", ("surround", "left"): "SL", ("surround", "right"): "SR", ("side", "left"): "SL", ("side", "right"): "SR", ("front", "center"): "FC"}  # fmt: skip


def _one(m: Match) -> Channels | None:
    if {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]} & {"lose", "losing", "without", "keep", "preserve"} and any(
        t.lemma in ("stereo", "downmix") for t in m.tokens[: m.used[0]]
    ):
        return None  # "into stereo without losing the center channel"
    """One channel alone."""
    words = [m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)]
    if {"left", "right"} <= set(words):
        return None
    for pair, name in _PAIRS.items():
        if set(pair) <= set(words):
            return Channels(1, name)
    return next((Channels(1, _SIDES[w]) for w in words if w in _SIDES), None)


def _from_noun(m: Match) -> Match:
    """The match from the word "channel" on."""
    at = next(k for k, i in enumerate(m.used) if m.tokens[i].lemma in ("channel", "channels", "ch"))
    return m._replace(used=m.used[at:])


def _picked(m: Match) -> Any:
    """ "channels 3 and 4 of the 8", "only channel 5": these as they are, in that order."""
    at = m.used[0]
    if m.tokens[at].text.lower() in ("channel", "ch") and m.tokens[at + 1].value == 1 and len(m.used) == 2:
        return None
    numbers: list[int] = []
    i = at + 1
    while i < len(m.tokens):
        token = m.tokens[i]
        if token.kind == "number" and token.value == int(token.value) and 1 <= token.value <= 64:
            if numbers and m.tokens[i - 1].lemma in ("to", "through", "-", "–") and token.value > numbers[-1]:
                numbers += range(numbers[-1] + 1, int(token.value))
            numbers.append(int(token.value))
            m.used_too.add(i)
        elif not (token.lemma in ("and", "to", "through", "plus", "&", "/", ",", "-", "–", "channel") and i + 1 < len(m.tokens)):
            break
        i += 1
    words = {t.lemma for t in m.tokens}
    if not numbers or (
        len(numbers) < 2 and len(m.tokens) > at + 2 and m.tokens[at + 2].lemma in ("audio", "mono") and numbers == [1]
    ):
        return None
    if words & {"swap", "exchange", "switch", "mute", "silence", "louder", "quieter", "boost"} or any(
        t.kind == "db" for t in m.tokens
    ):
        return None
    m.used_too.update(
        i
        for i, t in enumerate(m.tokens)
        if t.lemma in ("pair", "8-channel", "multichannel")
        or t.kind == "number"
        and i + 1 < len(m.tokens)
        and m.tokens[i + 1].lemma in ("channel", "track")
        and i > 0
        and m.tokens[i - 1].lemma in ("a", "an", "my", "this", "the", "of", "have")
    )
    if "mono" in words and len(numbers) > 1:
        share = f"{1 / len(numbers):g}"
        return AudioFilter("pan=mono|c0=" + "+".join(f"{share}*c{n - 1}" for n in numbers), 31)
    layout = {1: "mono", 2: "stereo", 4: "4.0", 6: "5.1", 8: "7.1"}.get(len(numbers), f"{len(numbers)}c")
    return AudioFilter(f"pan={layout}|" + "|".join(f"c{k}=c{n - 1}" for k, n in enumerate(numbers)), 31)


def _sides(m: Match) -> Any:
    """Which of two files goes to the left: the one that is named nearest to it, by its name or its stem."""
    files = [
        (i, t.value)
        for i, t in enumerate(m.tokens)
        if t.kind == "file"
        and t.value.path.rsplit(".", 1)[-1].lower() in FORMATS
        and FORMATS[t.value.path.rsplit(".", 1)[-1].lower()] == "audio"
    ]
    if len(files) < 2:
        return None
    left = next(i for i in m.used if m.tokens[i].lemma == "left")
    right = next(i for i in m.used if m.tokens[i].lemma == "right")
    named = {}
    for at, other in ((left, right), (right, left)):
        best = None
        for i, t in enumerate(m.tokens):
            for _, mention in files[:2]:
                stem = mention.path.rsplit(".", 1)[0].lower()
                if (t.kind == "file" and t.value == mention) or (t.kind == "word" and t.text.lower() == stem):
                    away = abs(i - at) + (0 if not min(i, at) < other < max(i, at) else 50) + (0 if i < at else 1)
                    if best is None or away < best[0]:
                        best = (away, mention.path)
        named[at] = best[1] if best else ""
    if named[left] == named[right]:
        pair = [files[0][1].path, files[1][1].path]
        named[left], named[right] = pair if left < right else pair[::-1]
    return MixAudio(), Sides(named[left], named[right])


def _panned(m: Match) -> AudioFilter:
    share = m.slots.get("p", 100.0) / 100
    rest = f"{max(0.0, 1 - share):g}"
    left = "left" in {m.tokens[i].lemma for i in m.used}
    return AudioFilter(f"pan=stereo|c0=c0|c1={rest}*c1" if left else f"pan=stereo|c0={rest}*c0|c1=c1", 31)


def _both(m: Match) -> AudioFilter | None:
    """The sound of one side on both."""
    if sum(t.kind == "file" for t in m.tokens) > 1 and not {t.lemma for t in m.tokens} & {
        "channel",
        "audio",
        "sound",
        "ear",
        "speaker",
    }:
        return None  # two pictures side by side
    words = [m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)]
    at = next((w for w in words if w in ("left", "right")), "left")
    if words[0] in ("right", "left") and "silent" in words or "no" in words:
        at = "right" if at == "left" else "left"
    c = 0 if at == "left" else 1
    return AudioFilter(f"pan=stereo|c0=c{c}|c1=c{c}", 31)


def _muted(m: Match) -> AudioFilter | None:
    words = {m.tokens[i].lemma for i in m.used}
    if {"left", "right"} <= words:
        return None
    return AudioFilter("pan=stereo|c0=0*c0|c1=c1" if "left" in words else "pan=stereo|c0=c0|c1=0*c1", 31)


def _one_louder(m: Match) -> AudioFilter:
    words = {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}
    sign = -1 if words & {"decrease", "reduce", "lower", "quiet", "attenuate"} else 1
    gain = f"{10 ** (sign * abs(m.slots['d']) / 20):.3f}"
    return AudioFilter(f"pan=stereo|c0={gain}*c0|c1=c1" if "left" in words else f"pan=stereo|c0=c0|c1={gain}*c1", 31)


def _one_scaled(m: Match) -> AudioFilter | None:
    """One side of a stereo sound so many times as loud, the other as it is."""
    words = {m.tokens[i].lemma for i in m.used}
    gain = m.slots.get("f") or (2.0 if words & {"double", "twice"} else 0.5)
    if {"left", "right"} <= words or not 0 < gain <= 16:
        return None
    return AudioFilter(f"pan=stereo|c0={gain:g}*c0|c1=c1" if "left" in words else f"pan=stereo|c0=c0|c1={gain:g}*c1", 31)


_LAYOUTS = "mono|monaural|stereo|surround51|surround71|two-channel|2-channel|two-channels|quad|quadraphonic"
RULES = (
    Rule(f"downmix|upmix|mixdown ~ to|into {_LAYOUTS} / {_LAYOUTS}", _said, 0),
    Rule("to|into|as|upmix|make|create surround ~ sound? / surround51 ~ sound|audio|surround", lambda m: _said(m) if any(m.tokens[i].lemma in _COUNTS for i in m.used) else None, 1),
    Rule("uncompressed|raw ~ pcm|wav|audio|sound / pcm ~ uncompressed", lambda m: AudioCodec("pcm_s16le") if not {t.lemma for t in m.tokens} & {"yuv", "extract"} else None, 4),
    Rule("dual mono|mono-audio / dual-mono", lambda m: AudioFilter("pan=stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0+0.5*c1", 31) if {t.lemma for t in m.tokens} & {"stereo", "convert", "make", "to", "turn", "into", "both"} and not {t.lemma for t in m.tokens} & {"split", "from"} else None, 5),
    Rule("channel|channels|ch {n:number} and|&|,|/|plus|to|through|-|– {k:number} / only|just|keep|extract|take|isolate|need|want|use|get|pull ~ channel|channels|ch {n:number} / channel|channels|ch {n:number} only|alone", lambda m: _picked(_from_noun(m)), 7),
    Rule("ambisonic|ambisonics|quad|quadraphonic|4-channel|b-format ~ to|into|as ~ stereo|mono|binaural", lambda m: Channels(1 if m.tokens[m.used[-1]].lemma == "mono" else 2), 5),
    Rule("{n:number} channel|channels ambisonic|ambisonics|quad|quadraphonic|surround|audio|sound|recording|wav|flac|file|track|source / {n:number} - channel|channels / ambisonic|ambisonics|b-format", lambda m: () if any(t.lemma in ("stereo", "mono", "pair") or t.lemma in ("channel", "channels") and k + 1 < len(m.tokens) and m.tokens[k + 1].kind == "number" for k, t in enumerate(m.tokens)) else None, 4),
    Rule("one|single channel / 1 channel / channel 1 / collapse|fold ~ mono|channels", lambda m: Channels(1), 0),
    Rule("two|2 channel / 2.0 ~ audio? / downmix / mixdown", lambda m: Channels(2), -1),
    Rule("6|six channel", lambda m: None, 0),
    Rule("left|right|center|lfe|subwoofer ~ audio|sound|stereo|speaker? channel|side|ear|speaker ~ only? / only|just|keep|extract|use|isolate|get|save ~ left|right|center|lfe|subwoofer channel|audio|side / front|rear|back|side|surround left|right|center ~ channel|speaker|audio / channel front|rear|back|side left|right|center / channel ~ front center / center ~ channel|dialogue", _one, 4),
    Rule("split|separate|extract|save|export ~ left and|& right ~ channel|file? / split|separate|extract ~ stereo|channel|each|every|all ~ channel|mono|into|two|to ~ file|mono|track|separate / each channel ~ file|separate|mono|own / split ~ stereo|channels ~ two|2|separate|individual|mono", lambda m: SplitChannels() if {t.lemma for t in m.tokens} & {"channel", "stereo", "mono", "left", "channels"} else None, 3),
    Rule("split|separate ~ into|to {n:number} ~ mono file|track|channel|wav / split|separate ~ into|to two|2|separate|individual mono ~ file|track|channel / split|separate ~ into|to two|2 channel", lambda m: SplitChannels(), 5),
    Rule("left ~ right / right ~ left", lambda m: _sides(m) if {t.lemma for t in m.tokens} & {"combine", "merge", "join", "mix", "put", "stereo", "make", "create", "place"} else None, 4),
    Rule("swap|switch|exchange|reverse|flip|invert ~ left|stereo|channel|two ~ right|channel|left / channel|left ~ right? ~ swapped|swap|switched|reversed|exchanged|exchange|switch", lambda m: AudioFilter("pan=stereo|c0=c1|c1=c0", 31), 5),
    Rule("pan ~ audio|sound|it|track|voice|music|fully|hard? ~ {p:percent} ~ to? left|right / pan ~ audio|sound|it|track|voice|music|{f:file}|fully|hard|completely ~ to? left|right ~ {p:percent} / pan ~ left|right / pan ~ to left|right", _panned, 4),
    Rule("copy|duplicate|put|move|play|send|use ~ left|right ~ channel|audio|ear|side? ~ to|on|in|into|as|for ~ both|right|left|other|stereo ~ channel|channels|ears|sides|side? / only|just ~ in|from|on|has|have|out|through|comes|plays ~ left|right ~ channel|ear|side|speaker / left|right channel ~ is|are silent|empty|missing|dead", _both, 6),
    Rule("mute|silence|remove|kill|drop|disable|delete ~ left|right channel|side|ear", _muted, 4),
    Rule("%increase|%decrease|boost ~ left|right ~ channel|side? ~ by {d:db} / left|right channel ~ louder|quieter|loud|quiet ~ by {d:db} / left|right channel ~ by {d:db}", _one_louder, 5),
    Rule("{f:factor}|double|halve|half ~ volume|loudness|gain|level ~ left|right channel|side / left|right channel ~ {f:factor}|twice|double|half ~ loud|louder|volume|quiet|quieter / make left|right channel ~ {f:factor}|twice|half as? loud|quiet", lambda m: _one_scaled(m), 7),
    Rule("invert|flip|reverse ~ phase|polarity ~ left|right channel / invert|flip|reverse ~ left|right channel phase|polarity / invert|flip|reverse ~ phase|polarity / phase|polarity ~ inverted|invert|flip|inversion", lambda m: AudioFilter("pan=stereo|c0=c0|c1=-1*c1" if {"right", "one"} & {t.lemma for t in m.tokens} else "pan=stereo|c0=-1*c0|c1=c1" if "left" in {t.lemma for t in m.tokens} else "aeval=-val(0)|-val(1):c=same", 31), 6),
    Rule("widen|wider|widening ~ stereo / stereo ~ wide|wider|widen|widening|width|image", lambda m: AudioFilter("extrastereo=m=2", 50), 3),
)  # fmt: skip
