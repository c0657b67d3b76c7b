"""Edits of the sound: volume, loudness, channels, rates, filters, mixing and replacing."""

from ffai.translate.offline.edits import (
    AddSilence,
    AudioFilter,
    Container,
    ExtractAudio,
    ExtractSubtitles,
    Fade,
    MixAudio,
    Mute,
    Normalise,
    RemoveAudio,
    ReplaceAudio,
    SampleRate,
    Select,
    Volume,
)  # fmt: skip
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.terms import LANGUAGES
from ffai.translate.offline.words import FORMATS

AUDIO_EXT = (
    ".mp3",
    ".wav",
    ".m4a",
    ".aac",
    ".flac",
    ".ogg",
    ".opus",
    ".aiff",
    ".aif",
    ".wma",
    ".ac3",
    ".mka",
    ".oga",
    ".caf",
    ".dts",
    ".alac",
)


def words(m: Match) -> set[str]:
    return {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}


def _volume(m: Match) -> Volume | None:
    w = words(m)
    down = bool(w & {"decrease", "reduce", "lower", "quiet", "down", "turn_down", "attenuate", "less", "halve", "soft", "loud_"})
    if "d" in m.slots:
        value = m.slots["d"]
        if value == 0:
            return None
        return Volume(decibels=-abs(value) if down else value)
    if "p" in m.slots:
        share = m.slots["p"] / 100
        if "to" in [m.tokens[i].lemma for i in m.used] or not (
            down or w & {"increase", "raise", "boost", "loud", "up", "turn_up", "amplify", "by"}
        ):
            return Volume(factor=share)
        return Volume(factor=max(0.0, 1 - share) if down else 1 + share)
    if "f" in m.slots:
        f = m.slots["f"]
        if down and f > 1:
            f = 1 / f
        return Volume(factor=f)
    if w & {"double"}:
        return Volume(factor=2.0)
    if w & {"halve", "half"}:
        return Volume(factor=0.5)
    quiet_now = w & {"too", "is"} and w & {"quiet", "low", "soft"}
    return Volume(decibels=-6.0 if down and not quiet_now else 6.0)


def _too(m: Match) -> Volume:
    return Volume(decibels=-6.0 if words(m) & {"loud"} else 6.0)


# rates as they are called, and as they are
_FAMILIAR = {11_000: 11_025, 22_000: 22_050, 44_000: 44_100, 88_000: 88_200}


def _sample_rate(m: Match) -> SampleRate | tuple[()] | None:
    hertz = int(m.slots["h"])
    if not 4000 <= hertz <= 384000:
        return None
    before = m.tokens[m.used[0] - 1].lemma if m.used[0] else ""
    if "a" not in m.slots and (m.tokens[m.used[0]].lemma == "from" or before == "from"):
        return ()
    return SampleRate(_FAMILIAR.get(hertz, hertz))


def _merely_copied(m: Match) -> bool:
    """ "H.265 and just copy the sound": merely, and no wish for the sound alone."""
    lemmas = [t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 1]]
    return bool(lemmas) and lemmas[0] in ("just", "only") and bool({"copy", "leave", "passthrough"} & set(lemmas))


def _extract(m: Match) -> ExtractAudio | None:
    everything = {t.lemma for t in m.tokens}
    languages = tuple(dict.fromkeys(LANGUAGES[t.lemma] for t in m.tokens if t.kind == "word" and t.lemma in LANGUAGES))
    if not m.slots.get("s") and len(languages) > 1 and m.tokens[m.used[0]].lemma in _OUT and "subtitle" not in everything:
        m.used_too.update(i for i, t in enumerate(m.tokens) if t.lemma in LANGUAGES)
        return ExtractAudio(Select("audio", None, languages[0]), False, tuple(Select("audio", None, x) for x in languages[1:]))
    if m.tokens[m.used[0]].lemma in ("convert", "turn") and {FORMATS.get(t.lemma) for t in m.tokens[m.used[-1] :]} & {"video"}:
        return None  # "convert an MKV with several audio tracks to MP4"
    if (
        m.tokens[m.used[0]].lemma in ("convert", "turn")
        and everything & {"preserve", "maintain", "retain", "keep", "keeping", "including", "include", "with"}
        and {FORMATS.get(t.lemma) for t in m.tokens} & {"video"}
    ):
        return None  # "convert it into mp4 while preserving all audio tracks"
    if "everything" in words(m) or _with_the_picture(m) or _merely_copied(m):
        return None
    if m.used[0] > 0 and m.tokens[m.used[0] - 1].lemma in ("without", "not", "no"):
        return None
    if m.tokens[m.used[0]].lemma == "keep" and everything & {"convert", "remux", "subtitle", "mp4", "mkv", "mov", "webm"}:
        return None
    selects = m.slots.get("s")
    select: Select | None = selects[0] if selects else None
    if select is not None and any(x.kind not in ("audio", "any") for x in m.slots["s"]):
        return None
    more: tuple[Select, ...] = tuple(m.slots["s"][1:]) if selects else ()
    if more and not all(x.index is not None or x.language for x in m.slots["s"]):
        return None
    every = _counted(m) and bool(everything & {"track", "stream", "separate", "separately", "individual", "tracks"})
    if select is not None and (select.index is not None or select.language):
        every = False
    return ExtractAudio(select, every, more)


def _counted(m: Match) -> bool:
    """Whether all of the tracks are meant: "each audio track", and not "of each file"."""
    for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 8)):
        if m.tokens[i].lemma in ("all", "every", "each", "multiple", "both", "several", "individual"):
            after = m.tokens[i + 1 : i + 3]
            if (
                not after
                or after[0].lemma not in ("video", "file", "mkv", "mp4", "mov", "movie", "clip", "of")
                and after[0].kind != "file"
            ):
                return True
    return False


def _with_the_picture(m: Match) -> bool:
    """ "copying video and audio streams": of both, so that none is taken out of the other."""
    if m.tokens[m.used[0]].lemma in ("extract", "rip", "separate", "isolate", "split"):
        return False
    near = m.tokens[m.used[0] : m.used[-1] + 5]
    sound = next((i for i, t in enumerate(near) if t.lemma in ("audio", "sound")), None)
    if sound is None:
        return False
    one = [t for t in near[max(0, sound - 3) : sound] if t.lemma not in ("the", "both", "stream", "track")]
    other = [t for t in near[sound + 1 : sound + 5] if t.lemma not in ("the", "stream", "track")]
    joint = ("and", "&", "/", "+", ",")
    return (len(one) > 1 and one[-2].lemma in ("video", "picture") and (one[-1].lemma in joint or one[-1].text in joint)) or (
        len(other) > 1 and other[1].lemma in ("video", "picture") and (other[0].lemma in joint[:2] or other[0].text in joint[2:4])
    )


def _sound_alone(m: Match) -> ExtractAudio | None:
    """ "I want the sound of my concert video as a 24-bit wav": taken out, where a format of sound is what is asked for."""
    words = {t.lemma for t in m.tokens}
    if FORMATS.get(m.slots.get("x", "wav")) != "audio":
        return None
    named = words & {x for x, kind in FORMATS.items() if kind == "audio"} or words & {"separate", "separately", "alone"}
    if not named or words & {
        "replace",
        "mix",
        "mux",
        "louder",
        "loud",
        "quiet",
        "normalise",
        "remove",
        "mute",
        "sync",
        "delay",
        "swap",
        "overlay",
        "merge",
        "copy",
        "keep",
        "volume",
        "boost",
        "both",
    }:
        return None
    return ExtractAudio(None)


def _audio_file(m: Match) -> bool:
    f = m.slots.get("f")
    return f is None or f.path.lower().endswith(AUDIO_EXT)


def _replace(m: Match) -> ReplaceAudio | None:
    if _in_the_background(m) or _is_noun(m, "dub"):
        return None
    if {t.lemma for t in m.tokens} & {"over", "under"} and not {t.lemma for t in m.tokens} & {
        "replace",
        "swap",
        "instead",
        "instead_of",
    }:
        if any(_own(m.tokens, i) for i, t in enumerate(m.tokens) if t.kind in ("percent", "db")):
            return None  # "put it over the film, keep the original sound at 20 %": both are heard
    if not _audio_file(m) and not m.slots["f"].path.lower().endswith((".mp4", ".mov", ".mkv", ".webm")):
        return None
    everything = {t.lemma for t in m.tokens}
    here = [t.value for t in m.tokens if t.kind == "file" and t.value.exists]
    if (
        m.slots.get("f")
        and not m.slots["f"].exists
        and here
        and everything & {"extract", "rip", "save", "export"}
        and not everything & {"replace", "swap", "dub"}
    ):
        return None  # "save it as raw PCM (output.pcm)"
    shortest = (
        True
        if everything & {"shortest", "shorter"}
        or (everything & {"trim", "cut", "stop", "end"} and everything & {"length", "ends", "long"})
        else None
    )
    said = [t for t in m.tokens[m.used[0] + 1 : m.used[-1]] if t.lemma in FORMATS or t.lemma == "also"]
    if m.tokens[m.used[0]].kind == "file" and said:
        return None  # "film.mov as mp4, and also the audio"
    return ReplaceAudio(m.slots["f"].path if m.slots.get("f") else "", shortest, loop=bool(everything & {"loop"}))


def _is_noun(m: Match, word: str) -> bool:
    """ "the French dub of it": what there is, and no act."""
    return any(m.tokens[i].lemma == word and i and (m.tokens[i - 1].lemma in ("the", "a", "an", *LANGUAGES)) for i in m.used)


_OWN = frozenset("original existing own its current film's video's".split())


def _own(tokens: list[Token], i: int) -> bool:
    """Whether an amount is that of the sound that is there: "keep the original sound at 20 %"."""
    before = [t.lemma for t in tokens[max(0, i - 6) : i]]
    after = [t.lemma for t in tokens[i + 1 : i + 5]]
    return bool(_OWN & set(before[-5:])) or (
        bool(_OWN & set(after)) and not any(t.kind == "file" for t in tokens[max(0, i - 3) : i])
    )


def _silent_picture(m: Match) -> bool:
    """ "merge a silent video with an audio file": what the video is, no wish."""
    return any(
        t.lemma in ("silent", "mute", "muted")
        and m.tokens[k + 1].lemma in ("video", "clip", "movie", "film", "footage", "recording")
        for k, t in enumerate(m.tokens[:-1])
    )


def _begin(m: Match) -> float | None:
    """ "at 0:30", "after 5 seconds": where what is mixed in begins."""
    for i in range(m.used[0], min(len(m.tokens) - 1, m.used[-1] + 8)):
        if m.tokens[i].lemma in ("at", "from", "after", "starting", "beginning") and m.tokens[i + 1].kind == "time":
            return float(m.tokens[i + 1].value)
    return None


def _mix(m: Match) -> MixAudio | None:
    if not _audio_file(m):
        return None
    everything = {t.lemma for t in m.tokens}
    near = m.tokens[m.used[0] : min(len(m.tokens), m.used[-1] + 10)]
    first, last = m.used[0], min(len(m.tokens), m.used[-1] + 12)
    own = next((i for i in range(first, last) if m.tokens[i].kind in ("percent", "db") and _own(m.tokens, i)), None)
    near = [t for i, t in enumerate(near, first) if i != own]
    decibels = next((t.value for t in near if t.kind == "db"), None)
    percent = next((t.value for t in near if t.kind == "percent"), None)
    own_gain = 1.0
    if own is not None:
        amount_of_own = m.tokens[own]
        own_gain = amount_of_own.value / 100 if amount_of_own.kind == "percent" else 10 ** (amount_of_own.value / 20)
        m.used_too.add(own)
    m.used_too.update(i for i in range(first, last) if m.tokens[i].kind in ("percent", "db"))
    path = m.slots["f"].path if m.slots.get("f") else ""
    amount = next((i for i, t in enumerate(m.tokens) if t.kind in ("percent", "db") and m.used[0] < i < m.used[-1] + 10), None)
    before = [t.value for t in m.tokens[: amount or 0] if t.kind == "file" and t.value.path.lower().endswith(AUDIO_EXT)]
    if len(before) > 1 and amount is not None and amount != own and m.tokens[amount].value not in (100, 0):
        path = before[-1].path  # "voice.wav at full volume with music.mp3 at 20%": the one that the amount stands behind
    duck = bool(everything & {"duck", "ducking", "sidechain"})
    return MixAudio(path, decibels, percent / 100 if percent is not None else None, duck, _begin(m), own_gain)


def _in_the_background(m: Match) -> bool:
    """ "as background music": beside the sound that there is, unless that is to be replaced."""
    away = {"replace", "swap", "substitute", "exchange", "instead", "instead_of", "silent"}
    return any("background" in t.text.lower() for t in m.tokens) and not {t.lemma for t in m.tokens} & away


def _mux_or_mix(m: Match) -> ReplaceAudio | None:
    """ "add music.mp3 to video.mp4": as its sound. Whether the video has one of its own decides later."""
    f = m.slots["f"]
    if not f.path.lower().endswith(AUDIO_EXT):
        return None
    everything = {t.lemma for t in m.tokens}
    paths = [t.value.path.lower() for t in m.tokens if t.kind == "file"]
    if len(paths) > 2 and all(path.endswith(AUDIO_EXT) for path in paths):
        return None  # "merge track1.mp3 up to track8.mp3 into album.mp3"
    if everything & {"background", "mix", "under", "underneath", "behind", "duck"} or _in_the_background(m):
        return None
    here = [t.value.path.lower() for t in m.tokens if t.kind == "file" and t.value.exists]
    if everything & {"combine", "merge"} and len(here) > 1 and all(path.endswith(AUDIO_EXT) for path in here):
        return None  # there is no picture that it could be the sound of
    return ReplaceAudio(f.path, loop=bool(everything & {"loop"}))


# where it is played -> the loudness that is asked for there, LUFS. Sources: the services' delivery pages, EBU R128, ATSC A/85, Netflix
TARGETS = {"spotify": -14.0, "youtube": -14.0, "tidal": -14.0, "deezer": -15.0, "soundcloud": -14.0, "broadcast": -23.0, "podcast": -16.0, "netflix": -27.0, "audiobook": -20.0, "audible": -20.0, "acx": -20.0, "itunes": -16.0}  # fmt: skip

RULES = (
    # taking the sound out or away
    Rule("extract|rip|get|pull|grab|isolate|separate|export|save|take|keep|fetch|want|need|convert|turn|dump|output ~ {s:streams} ~ from|out|of|off|as|to|into|only|in|and|track / %extract ~ audio|sound|soundtrack ~ from|as|to|out|track|only|stream|content / audio only / audio-only ~ version|file? / only|just ~ audio|sound ~ track|stream|from? / extract|rip audio|sound|music / strip ~ audio ~ from ~ to|into|as / video to|into audio|mp3|wav|flac|m4a|aac|ogg", lambda m: _extract(m) if m.slots.get("s") is None or m.slots["s"][0].kind in ("audio",) and _takes(m) else None, 1),
    Rule("extract|rip|isolate|pull ~ {s:streams}", lambda m: _extract(m) if m.slots["s"][0].kind == "audio" or m.slots["s"][0].kind == "any" and m.slots["s"][0].language else None, 0),
    Rule("extract|rip|pull|dump|export|grab ~ {s:streams}", lambda m: _mixed(m), 4),
    Rule("get|take|save|grab|rip|export|pull|want|need ~ audio|sound|soundtrack|music of|from|in|out {f:file} as|to|into|in ~", lambda m: ExtractAudio(None) if sum(t.kind == "file" for t in m.tokens) <= 2 and not {t.lemma for t in m.tokens} & {"replace", "mix", "overlay", "mux", "merge"} else None, 3),
    Rule("remove|reduce|cut|tame|soften|fix|less ~ harsh|hissy|sharp? s|esses|sibilance|sibilants ~ sound|sounds?", lambda m: AudioFilter("deesser", 42), 4),
    Rule("audio|sound|soundtrack of {f:file} ~ wanted|needed|want|need|required ~ as|in|to {x:format}", lambda m: ExtractAudio(None) if FORMATS.get(m.slots["x"]) == "audio" and FORMATS.get(m.slots["f"].path.rpartition(".")[2].lower()) == "video" else None, 2),
    Rule("{f:file} s? audio|sound|soundtrack ~ in|as|to|into {x:format}", lambda m: ExtractAudio(None) if FORMATS.get(m.slots["x"]) == "audio" and FORMATS.get(m.slots["f"].path.rpartition(".")[2].lower()) == "video" else None, 2),
    Rule("want|need|get|have|like|give ~ audio|sound|soundtrack|music of|from ~ video|film|movie|clip|concert|recording|{f:file} ~ {x:format} / audio|sound|soundtrack separate|separately|apart ~ from|of? picture|video / audio|sound ~ separate from ~ picture|video", lambda m: _sound_alone(m), 2),
    Rule("extract|rip|get|pull|grab|take|fetch ~ {x:format} ~ track|audio|sound|stream? from|of|out ~ {f:file}", lambda m: (ExtractAudio(None), Container(m.slots["x"])) if FORMATS.get(m.slots["x"]) == "audio" and FORMATS.get(m.slots["f"].path.rpartition(".")[2].lower()) == "video" else None, 3),
    Rule("mute|silence {f:file}", lambda m: RemoveAudio() if not any(t.kind == "time" for t in m.tokens) else None, 0),
    Rule("fade_in ~ {t:time} ~ fade_out ~ for|of|over|last|final|the {u:number}", lambda m: (Fade("in", m.slots["t"], "audio"), Fade("out", m.slots["u"], "audio")) if not {t.lemma for t in m.tokens} & {"video", "black", "picture"} else None, 6),
    Rule("fade ~ audio|sound|music|{f:file} ~ in ~ {t:time} ~ out ~ {u:time}", lambda m: (Fade("in", m.slots["t"], "audio"), Fade("out", m.slots["u"], "audio")), 6),
    Rule("drop|discard|remove|without|no|strip|lose|ditch ~ video|picture ~ track|stream|part|portion? ~ keep|and|but|leave|save|only ~ audio|sound ~ track|only|stream? / remove|drop|discard|strip|without|no video stream|track|part / without video|picture / no video", lambda m: ExtractAudio(None), 3),
    Rule("remove|delete|drop|strip|discard|mute|kill|silence|disable|get|erase|eliminate|lose|without|no|take|exclude ~ audio|sound ~ track|stream|completely|entirely|from|channel|out? / mute ~ video|it|file|clip|movie|everything|completely? / without_audio / silent version|video|copy|clip? / be|is silent / make ~ silent|mute / audio ~ remove|off|strip / no ~ audio|sound / not ~ need|want|have|include ~ audio|sound / video only / only|just ~ video ~ stream|track|part / strip audio|sound", lambda m: _remove_audio(m), 1),
    Rule("change|replace|swap|switch ~ audio|sound|soundtrack ~ with|for|by ~ new|another|different|external|separate ~ audio|track|recording|file|{x:format} / replace|swap|substitute|change|switch|exchange|overdub|dub ~ audio|sound|soundtrack|music|track|voice ~ with|by|for|from|to ~ {f:file} / use|put|set|take ~ {f:file} ~ as ~ audio|sound|soundtrack|music|track / {f:file} ~ as ~ new? audio|soundtrack|sound|music / replace|swap ~ audio|sound|soundtrack|music ~ track? / with|to ~ audio|sound ~ from|of {f:file} / dub ~ {f:file} / with {f:file} as|for ~ audio|soundtrack|music", _replace, 3),
    Rule("%add|put|lay|mix|insert ~ {f:file} ~ as|background|under|underneath|behind ~ music|audio|track|voice|narration|dialogue|speech|sound|original|existing|it|primary|main|video / %add|mix|put|lay ~ music|song|track|audio|voice|narration|sound ~ {f:file} ~ background|under|behind|in|to|with|over / mix ~ {f:file} / mix|blend|overlay|combine|merge ~ {f:file} ~ with|and|under|over ~ {g:file} / overlay|insert|place|put|lay|add|mix ~ {f:file} ~ at {t:time} ~ in|into|inside|over|on|onto|of ~ {g:file} / lay|put|place|slide|add|play|sneak ~ {f:file} ~ under|underneath|behind|beneath|below|over ~ {g:file}|it|video|film|movie|clip / background ~ music|audio|track ~ {f:file} / music ~ {f:file} ~ background|under", lambda m: _mix(m) if {t.lemma for t in m.tokens} & {"mix", "background", "under", "underneath", "behind", "beneath", "below", "duck", "blend", "overlay", "music", "over", "inside"} or "t" in m.slots else None, 2),
    Rule("mix ~ two|2|both|several|multiple|all|audio|track|together|three|voice|music|into|song|recording / mix|merge|combine ~ audio ~ track|stream ~ into|to ~ one|single|mono|stereo / amix / overlay|layer ~ audio|sound|music|voice", lambda m: MixAudio(), 0),
    Rule("%add|put|merge|combine|mux|attach|insert|include ~ {f:file} ~ to|with|into|onto|in|as|and|on", _mux_or_mix, 1),
    Rule("%add|put|insert|include ~ music|soundtrack|song|music|audio|narration|voice ~ track|file|to|over? / %add|put ~ background music|audio|track", lambda m: MixAudio() if {t.lemma for t in m.tokens} & {"background", "music", "mix", "over", "narration"} and not {t.lemma for t in m.tokens} & {"silent", "silence", "collection", "library", "album"} else None, -2),
    Rule("%add|insert|create|include|generate|make|give|have ~ silent|silence|empty|blank|dummy ~ audio|sound track|stream? / %add|insert|create|include|generate|make|give|have ~ silent|silence|empty|blank|dummy track|stream / %add|insert|create|include|generate|give ~ silent|silence|empty|blank|dummy ~ track|stream / silent audio|track / anullsrc", lambda m: None if _silent_picture(m) else AddSilence(), 3),
    Rule("%add|insert|put|prepend ~ silence|silent|pause of {t:time} ~ start|beginning|front|before / %add|insert|put|prepend ~ {t:time} ~ silence|silent|quiet|pause ~ start|beginning|front|before", lambda m: AudioFilter(f"adelay=delays={round(m.slots['t'] * 1000)}:all=1", 20), 4),
    Rule("%add|insert|put|append ~ silence|silent|pause of {t:time} ~ end|after / %add|insert|put|append ~ {t:time} ~ silence|silent|quiet|pause ~ end|after", lambda m: AudioFilter(f"apad=pad_dur={m.slots['t']:g}", 20), 4),
    Rule("replace|swap|substitute ~ {p:parts} ~ audio|sound|soundtrack ~ with|by ~ silence|silent / replace|swap|substitute ~ audio|sound|soundtrack ~ {p:parts} ~ with|by ~ silence|silent / replace|swap|substitute ~ {p:parts} ~ with|by silence", lambda m: tuple(Mute(r) for r in m.slots["p"]), 8),
    Rule("replace|swap|substitute ~ audio|sound|soundtrack ~ with|by|for ~ silence|silent", lambda m: AddSilence(), 6),
    # volume
    Rule("volume|loud|quiet|gain|loudness|audio|sound|%increase|%decrease|boost ~ volume|gain|loudness|audio|it|level|sound? ~ by|of|at|to|with? {d:db} ~ loud|quiet|boost|gain? / {d:db} ~ loud|quiet|boost|gain|louder|volume", _volume, 1),
    Rule("%increase|%decrease|set|change|adjust|volume|loud|quiet ~ volume|gain|loudness|audio|sound|it? ~ by|to|at|of {p:percent} / volume ~ {p:percent} / {p:percent} ~ volume|loud|louder|quiet / %increase|%decrease|set|change|adjust|volume|make ~ volume|loud|quiet|audio|loudness ~ by|to|at? {f:factor} / {f:factor} volume / {f:factor} as? loud|quiet|louder / double|halve|half|triple ~ volume|loudness", lambda m: _volume(m) if words(m) & {"volume", "loud", "quiet", "gain", "loudness", "audio", "sound"} else None, 2),
    Rule("%increase|boost|raise ~ volume|loudness|gain|sound level? / loud ~ volume|audio|sound|it? / volume ~ up|increase|boost|raise|high|higher / amplify ~ audio|sound|it|volume / is quiet|faint / too quiet|low|faint ~ hear? / make ~ loud / cant hear", lambda m: Volume(decibels=6.0, vague=True) if not words(m) & {"normalise"} else None, 0),
    Rule("%decrease ~ volume|loudness|gain / quiet ~ volume|audio|it? / volume ~ down|lower|reduce|decrease / too loud / turn_down ~ volume|audio|sound|it? / make ~ quiet", lambda m: Volume(decibels=-6.0, vague=True), 0),
    # loudness
    Rule("normalise|target|level|loudness|loudnorm ~ to|at|of {l:lufs} ~ integrated|loudness|lufs|streaming|r128? / {l:lufs} ~ loudness|normalise? / loudnorm|loudness ~ {l:lufs}", lambda m: Normalise(lufs=-abs(m.slots["l"])), 3),
    Rule("normalise ~ peak|volume|audio|to|level ~ {d:db} / peak ~ normalise ~ {d:db} / normalise ~ {d:db} / peak ~ {d:db} / between ~ {d:db} and {e:db}", lambda m: Normalise(peak=-abs((m.slots["d"] + m.slots.get("e", m.slots["d"])) / 2)), 2),
    Rule(f"normalise|loudnorm|loudness|level|loud|master|volume ~ for|to|on ~ {'|'.join(TARGETS)} / {'|'.join(TARGETS)} ~ loudness|normalise|loud|standard|level", lambda m: Normalise(lufs=TARGETS[next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in TARGETS)]), 2),
    Rule("equally|uniform|similar loud / loud ~ equal|equally|alike / same ~ loud / as loud as", lambda m: Normalise(), 3),
    Rule("peak ~ normalise / normalise ~ peak", lambda m: Normalise(peak=-1.0), 1),
    Rule("normalise ~ audio|volume|sound|loudness|level|it|speech|voice|track|music|file? / loudness ~ normalise|standard|consistent|even|same|broadcast|streaming? / loudnorm|r128|ebur128|ebu|dynaudnorm ~ standard|r128|loudness|norm? / consistent|even|uniform|level|equal ~ volume|loudness|sound|level|levels|audio / same ~ volume|loudness|level|levels / even ~ out ~ volume|loudness|audio|levels / volume ~ consistent|even|uniform|same|varies|inconsistent|jumps / improve ~ audio|sound quality? ~ normalise", lambda m: Normalise(two_pass=bool({t.lemma for t in m.tokens} & {"two_pass"})), 0),
    # channels and rates
    Rule("from {a:hz} to|down|up {h:hz} / from {a:hz} down|up to {h:hz}", lambda m: _sample_rate(m) if {t.lemma for t in m.tokens} & {"samplerate", "resample", "convert", "rate", "change"} and not {t.lemma for t in m.tokens} & {"bandpass", "band", "pass", "eq", "range", "frequencies", "frequency"} else None, 8),
    Rule("samplerate ~ of|to|at|is|from? {h:hz} / {h:hz} ~ samplerate|sample|audio? / resample ~ to|at? {h:hz} / to|at {h:hz} / %convert|set|downsample|resample ~ {h:hz} / samplerate of|to|at? {h:number}", _sample_rate, 0),
    Rule("from {h:hz} ~ to|down|up|into", lambda m: (), 1),
)  # fmt: skip


_OUT = frozenset("extract rip pull isolate grab dump fetch separate".split())


def _mixed(m: Match) -> tuple[ExtractAudio, ExtractSubtitles] | None:
    """ "extract the English audio and the French subtitles": of both kinds, each to its own file."""
    selects: tuple[Select, ...] = m.slots["s"]
    sounds = [s for s in selects if s.kind == "audio"]
    titles = [s for s in selects if s.kind == "subtitle"]
    if not sounds or not titles or len(sounds) + len(titles) < len(selects) or words(m) & {"everything", "all"}:
        return None
    if (
        {t.lemma for t in m.tokens} & {"remux", "mkv", "into", "burn", "embed", "keep", "convert"} - {"mkv"}
        or any(
            t.kind == "file" and not t.value.exists and FORMATS.get(t.value.path.rpartition(".")[2]) == "video"
            for t in m.tokens[1:]
        )
        and sum(t.kind == "file" for t in m.tokens) > 1
    ):
        return None
    return (
        ExtractAudio(sounds[0] if sounds[0] != Select("audio") else None, False, tuple(sounds[1:])),
        ExtractSubtitles(titles[0] if titles[0] != Select("subtitle") else None, False, tuple(titles[1:])),
    )


def _takes(m: Match) -> bool:
    """Whether a streams phrase is taken out to a file, not kept in the video: the verb and what follows say so."""
    verb = m.tokens[m.used[0]].lemma
    select: Select = m.slots["s"][0]
    if len(m.slots["s"]) > 1 and (verb not in _OUT or any(s.kind != "audio" for s in m.slots["s"])):
        return False
    everything = {t.lemma for t in m.tokens}
    if verb in _OUT:
        return True
    if verb in ("keep", "want", "need", "take", "get", "save", "export", "output", "convert", "turn"):
        if verb == "keep" or select.index is not None or select.language:
            return verb in ("save", "export", "get", "take", "output") and not everything & {"video", "remux"}
        after = [t.lemma for t in m.tokens[m.used[-1] : m.used[-1] + 4]]
        if verb in ("convert", "turn", "output"):
            return False
        return "from" in after or "only" in after or "out" in after or "of" in after
    return False


def _plays_silent(m: Match) -> bool:
    """ "my TV plays it silent", "it stays mute on the phone": a complaint, and no wish."""
    before = {t.lemma for t in m.tokens[max(0, m.used[0] - 4) : m.used[0]]}
    return m.tokens[m.used[-1]].lemma in ("silent", "mute", "without_audio") and bool(
        before & {"play", "plays", "stay", "stays", "remain"}
    )


def _remove_audio(m: Match) -> RemoveAudio | None:
    following = m.tokens[m.used[-1] + 1] if m.used[-1] + 1 < len(m.tokens) else None
    if following is not None and (
        following.lemma
        in (
            "noise",
            "quality",
            "level",
            "delay",
            "sync",
            "except",
            "other",
            "hiss",
            "file",
            "artifacts",
            "channel",
            "lag",
            "pop",
            "files",
            "codec",
            "bitrate",
            "lose",
            "loss",
            "drift",
            "format",
        )
        or (following.kind == "file" and m.tokens[m.used[-1]].lemma not in ("from", "of", "out"))
    ):
        return None
    if (
        m.tokens[m.used[0]].lemma in ("without", "no", "not")
        and following is not None
        and following.lemma in ("reencode", "change", "issue", "issues", "problem", "problems")
    ):
        return None
    if _plays_silent(m):
        return None
    if following is not None and following.kind in ("hz", "db", "percent"):
        return None  # "the audio, … (remove 2 kHz to 4 kHz)"
    everything = [t.lemma for t in m.tokens]
    if m.tokens[m.used[0]].lemma in ("without", "not") and set(everything[m.used[0] : m.used[-1]]) & {
        "affect", "touch", "change", "alter", "modify", "reencode", "lose", "affecting", "damage", "hurt", "disturb", "impact",
    }:  # fmt: skip
        return None
    window = everything[m.used[0] : m.used[-1] + 6]
    if "sync" in everything[m.used[0] : m.used[-1]]:  # "without losing sync with the audio"
        return None
    if everything[m.used[0]] == "take" and not set(window) & {"out", "off", "away", "from"}:
        return None
    if (
        "subtitle" in everything[m.used[0] : m.used[-1] + 1]
        or "noise" in everything[m.used[0] : m.used[-1] + 1]
        or "silence" in everything[m.used[0] : m.used[-1] + 1]
        and m.tokens[m.used[0]].lemma != "silence"
    ):
        return None
    if (
        "except" in window
        or any(w in everything[max(0, m.used[0]) : m.used[-1]] for w in ("first", "second", "from"))
        and "track" in window
    ):
        return None
    if m.tokens[m.used[0]].lemma in ("only", "just") or m.text().startswith("video only"):
        return RemoveAudio() if "stream" in window or "track" in window or "only" in window[:2] else None
    return RemoveAudio()
