"""Edits of the sound: volume, loudness, channels, rates, filters, mixing and replacing."""

import math
from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    AddSilence,
    AudioCodec,
    AudioFilter,
    Crossfade,
    Denoise,
    Detect,
    ExtractAudio,
    Fade,
    MixAudio,
    Mute,
    Normalise,
    Pitch,
    RemoveAudio,
    RemoveSilence,
    ReplaceAudio,
    SampleRate,
    Select,
    Volume,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.named import edit_named
from ffai.translate.offline.words import FORMATS

_AUDIO_EXT = (
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


def _words(m: Match) -> set[str]:
    return {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}


def _volume(m: Match) -> Volume | None:
    w = _words(m)
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
    return Volume(decibels=-6.0 if _words(m) & {"loud"} else 6.0)


def _hz(text: str, rank: int) -> Callable[[Match], Any]:
    return lambda m: AudioFilter(text.format(int(m.slots["h"])), rank)


# rates as they are called, and as they are
_FAMILIAR = {11_000: 11_025, 22_000: 22_050, 44_000: 44_100, 88_000: 88_200}


def _sample_rate(m: Match) -> SampleRate | tuple[()] | None:
    hertz = int(m.slots["h"])
    if not 4000 <= hertz <= 384000:
        return None
    before = m.tokens[m.used[0] - 1].lemma if m.used[0] else ""
    if m.tokens[m.used[0]].lemma == "from" or before == "from":
        return ()
    return SampleRate(_FAMILIAR.get(hertz, hertz))


def _extract(m: Match) -> ExtractAudio | None:
    everything = {t.lemma for t in m.tokens}
    if m.tokens[m.used[0]].lemma in ("convert", "turn") and {FORMATS.get(t.lemma) for t in m.tokens[m.used[-1] :]} & {"video"}:
        return None  # "convert an MKV with several audio tracks to MP4"
    if "everything" in everything:
        return None
    if m.used[0] > 0 and m.tokens[m.used[0] - 1].lemma in ("without", "not", "no"):
        return None
    if m.tokens[m.used[0]].lemma == "keep" and everything & {"convert", "remux", "subtitle", "mp4", "mkv", "mov", "webm"}:
        return None
    selects = m.slots.get("s")
    select: Select | None = selects[0] if selects else None
    if select is not None and (len(m.slots["s"]) > 1 or select.kind not in ("audio", "any")):
        return None
    every = bool(
        {m.tokens[i].lemma for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 8))}
        & {"all", "every", "each", "multiple", "both", "several"}
    ) and bool(everything & {"track", "stream", "separate", "separately", "individual", "tracks"})
    if select is not None and (select.index is not None or select.language):
        every = False
    return ExtractAudio(select, every)


def _band(m: Match) -> AudioFilter:
    """A band of the sound raised or cut: its middle, how much, how wide."""
    near = m.tokens[max(0, m.used[0] - 3) : m.used[-1] + 8]
    hertz = m.slots.get("h") or next(t.value for t in m.tokens if t.kind == "hz")
    gain = m.slots.get("d") or next((t.value for t in m.tokens if t.kind == "db"), 6.0)
    if {t.lemma for t in near} & {"cut", "reduce", "lower", "decrease", "attenuate", "reduction"}:
        gain = -abs(gain)
    q = next(
        (
            near[k + 1 + (near[k + 1].lemma in ("of", "factor", "="))].value
            for k, t in enumerate(near[:-2])
            if t.text.lower() == "q" and near[k + 1 + (near[k + 1].lemma in ("of", "factor", "="))].kind == "number"
        ),
        None,
    )
    wide = [
        t.value
        for k, t in enumerate(near)
        if t.kind == "hz" and t.value != hertz and {"width", "wide", "bandwidth"} & {w.lemma for w in near[max(0, k - 3) : k + 2]}
    ]
    width = f"t=q:w={q:g}" if q else f"t=h:w={wide[0]:g}" if wide else "t=q:w=1"
    return AudioFilter(f"equalizer=f={hertz:g}:{width}:g={gain:g}", 40)


def _gap_at(at: float, length: float) -> str:
    return f"{{in}}asplit[g{{n}}][u{{n}}];[g{{n}}]atrim=end={at:g},apad=pad_dur={length:g}[gg{{n}}];[u{{n}}]atrim=start={at:g},asetpts=PTS-STARTPTS[uu{{n}}];[gg{{n}}][uu{{n}}]concat=n=2:v=0:a=1{{out}}"


def _voice_and_music(m: Match) -> bool:
    """Whether two sounds are such as are heard together."""
    stems = [m.slots[x].path.rsplit("/", 1)[-1].lower() for x in ("f", "g")]
    if not all(s.endswith(_AUDIO_EXT) for s in stems):
        return False
    spoken = ("voice", "vocal", "narrat", "speech", "talk", "podcast", "dialog", "sing")
    under = ("music", "beat", "background", "instrumental", "backing", "bgm", "ambien", "drum", "guitar", "piano", "bass")
    kinds = [next((k for k, names in (("spoken", spoken), ("under", under)) if any(n in s for n in names)), "") for s in stems]
    return "under" in kinds and all(kinds)


def _steps(m: Match) -> Pitch:
    """A pitch said as an interval."""
    near = {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 4]} | {
        t.lemma for t in m.tokens[max(0, m.used[0] - 4) : m.used[0]]
    }
    size = 12.0 if near & {"octave", "octaves"} else 2.0 if near & {"whole"} else 1.0
    return Pitch(-size if near & {"down", "lower", "low", "decrease", "deep"} else size)


def _audio_file(m: Match) -> bool:
    f = m.slots.get("f")
    return f is None or f.path.lower().endswith(_AUDIO_EXT)


def _replace(m: Match) -> ReplaceAudio | None:
    if _in_the_background(m):
        return None
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
    return ReplaceAudio(m.slots["f"].path if m.slots.get("f") else "", shortest, loop=bool(everything & {"loop"}))


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
    decibels = next((t.value for t in near if t.kind == "db"), None)
    percent = next((t.value for t in near if t.kind == "percent"), None)
    duck = bool(everything & {"duck", "ducking", "sidechain"})
    return MixAudio(
        m.slots["f"].path if m.slots.get("f") else "", decibels, percent / 100 if percent is not None else None, duck, _begin(m)
    )


def _in_the_background(m: Match) -> bool:
    """ "as background music": beside the sound that there is, unless that is to be replaced."""
    away = {"replace", "swap", "substitute", "exchange", "instead", "instead_of", "silent"}
    return any("background" in t.text.lower() for t in m.tokens) and not {t.lemma for t in m.tokens} & away


def _mux_or_mix(m: Match) -> ReplaceAudio | None:
    """ "add music.mp3 to video.mp4": as its sound. Whether the video has one of its own decides later."""
    f = m.slots["f"]
    if not f.path.lower().endswith(_AUDIO_EXT):
        return None
    everything = {t.lemma for t in m.tokens}
    if everything & {"background", "mix", "under", "underneath", "behind", "duck"} or _in_the_background(m):
        return None
    here = [t.value.path.lower() for t in m.tokens if t.kind == "file" and t.value.exists]
    if everything & {"combine", "merge"} and len(here) > 1 and all(path.endswith(_AUDIO_EXT) for path in here):
        return None  # there is no picture that it could be the sound of
    return ReplaceAudio(f.path, loop=bool(everything & {"loop"}))


RULES = (
    # taking the sound out or away
    Rule("extract|rip|get|pull|grab|isolate|separate|export|save|take|keep|fetch|want|need|convert|turn|dump|output ~ {s:streams} ~ from|out|of|off|as|to|into|only|in|and|track / %extract ~ audio|sound|soundtrack ~ from|as|to|out|track|only|stream|content / audio only / audio-only ~ version|file? / only|just ~ audio|sound ~ track|stream|from? / extract|rip audio|sound|music / strip ~ audio ~ from ~ to|into|as / video to|into audio|mp3|wav|flac|m4a|aac|ogg", lambda m: _extract(m) if m.slots.get("s") is None or m.slots["s"][0].kind in ("audio",) and _takes(m) else None, 1),
    Rule("extract|rip|isolate|pull ~ {s:streams}", lambda m: _extract(m) if m.slots["s"][0].kind == "audio" or m.slots["s"][0].kind == "any" and m.slots["s"][0].language else None, 0),
    Rule("get|take|save|grab|rip|export|pull|want|need ~ audio|sound|soundtrack|music of|from|in|out {f:file} as|to|into|in ~", lambda m: ExtractAudio(None) if sum(t.kind == "file" for t in m.tokens) <= 2 and not {t.lemma for t in m.tokens} & {"replace", "mix", "overlay", "mux", "merge"} else None, 3),
    Rule("mute|silence {f:file}", lambda m: RemoveAudio() if not any(t.kind == "time" for t in m.tokens) else None, 0),
    Rule("fade ~ audio|sound|music|{f:file} ~ in ~ {t:time} ~ out ~ {u:time}", lambda m: (Fade("in", m.slots["t"], "audio"), Fade("out", m.slots["u"], "audio")), 6),
    Rule("drop|discard|remove|without|no|strip|lose|ditch ~ video|picture ~ track|stream|part|portion? ~ keep|and|but|leave|save|only ~ audio|sound ~ track|only|stream? / remove|drop|discard|strip|without|no video stream|track|part / without video|picture / no video", lambda m: ExtractAudio(None), 3),
    Rule("remove|delete|drop|strip|discard|mute|kill|silence|disable|get|erase|eliminate|lose|without|no|take|exclude ~ audio|sound ~ track|stream|completely|entirely|from|channel|out? / mute ~ video|it|file|clip|movie|everything|completely? / without_audio / silent version|video|copy|clip? / be|is silent / make ~ silent|mute / audio ~ remove|off|strip / no ~ audio|sound / not ~ need|want|have|include ~ audio|sound / video only / only|just ~ video ~ stream|track|part / strip audio|sound", lambda m: _remove_audio(m), 1),
    Rule("replace|swap|substitute|change|switch|exchange|overdub|dub ~ audio|sound|soundtrack|music|track|voice ~ with|by|for|from|to ~ {f:file} / use|put|set|take ~ {f:file} ~ as ~ audio|sound|soundtrack|music|track / {f:file} ~ as ~ new? audio|soundtrack|sound|music / replace|swap ~ audio|sound|soundtrack|music ~ track? / with|to ~ audio|sound ~ from|of {f:file} / dub ~ {f:file} / with {f:file} as|for ~ audio|soundtrack|music", _replace, 3),
    Rule("%add|put|lay|mix|insert ~ {f:file} ~ as|background|under|underneath|behind ~ music|audio|track|voice|narration|dialogue|speech|sound|original|existing|it|primary|main|video / %add|mix|put|lay ~ music|song|track|audio|voice|narration|sound ~ {f:file} ~ background|under|behind|in|to|with|over / mix ~ {f:file} / mix|blend|overlay|combine|merge ~ {f:file} ~ with|and|under|over ~ {g:file} / overlay|insert|place|put|lay|add|mix ~ {f:file} ~ at {t:time} ~ in|into|inside|over|on|onto|of ~ {g:file} / background ~ music|audio|track ~ {f:file} / music ~ {f:file} ~ background|under", lambda m: _mix(m) if {t.lemma for t in m.tokens} & {"mix", "background", "under", "underneath", "behind", "duck", "blend", "overlay", "music", "over", "inside"} or "t" in m.slots else None, 2),
    Rule("mix ~ two|2|both|several|multiple|all|audio|track|together|three|voice|music|into|song|recording / mix|merge|combine ~ audio ~ track|stream ~ into|to ~ one|single|mono|stereo / amix / overlay|layer ~ audio|sound|music|voice", lambda m: MixAudio(), 0),
    Rule("%add|put|merge|combine|mux|attach|insert|include ~ {f:file} ~ to|with|into|onto|in|as|and|on", _mux_or_mix, 1),
    Rule("%add|put|insert|include ~ music|soundtrack|song|music|audio|narration|voice ~ track|file|to|over? / %add|put ~ background music|audio|track", lambda m: MixAudio() if {t.lemma for t in m.tokens} & {"background", "music", "mix", "over", "narration"} and not {t.lemma for t in m.tokens} & {"silent", "silence", "collection", "library", "album"} else None, -2),
    Rule("%add|insert|create|include|generate|make|give|have ~ silent|silence|empty|blank|dummy ~ audio|sound track|stream? / %add|insert|create|include|generate|make|give|have ~ silent|silence|empty|blank|dummy track|stream / %add|insert|create|include|generate|give ~ silent|silence|empty|blank|dummy ~ track|stream / silent audio|track / anullsrc", lambda m: None if _silent_picture(m) else AddSilence(), 3),
    Rule("%add|insert|put|prepend ~ {t:time} ~ silence|silent|quiet|pause ~ start|beginning|front|before", lambda m: AudioFilter(f"adelay=delays={round(m.slots['t'] * 1000)}:all=1", 20), 4),
    Rule("%add|insert|put|append ~ {t:time} ~ silence|silent|quiet|pause ~ end|after", lambda m: AudioFilter(f"apad=pad_dur={m.slots['t']:g}", 20), 4),
    # volume
    Rule("volume|loud|quiet|gain|loudness|audio|sound|%increase|%decrease|boost ~ volume|gain|loudness|audio|it|level|sound? ~ by|of|at|to|with? {d:db} ~ loud|quiet|boost|gain? / {d:db} ~ loud|quiet|boost|gain|louder|volume", _volume, 1),
    Rule("%increase|%decrease|set|change|adjust|volume|loud|quiet ~ volume|gain|loudness|audio|sound|it? ~ by|to|at|of {p:percent} / volume ~ {p:percent} / {p:percent} ~ volume|loud|louder|quiet / %increase|%decrease|set|change|adjust|volume|make ~ volume|loud|quiet|audio|loudness ~ by|to|at? {f:factor} / {f:factor} volume / {f:factor} as? loud|quiet|louder / double|halve|half|triple ~ volume|loudness", lambda m: _volume(m) if _words(m) & {"volume", "loud", "quiet", "gain", "loudness", "audio", "sound"} else None, 2),
    Rule("%increase|boost|raise ~ volume|loudness|gain|sound level? / loud ~ volume|audio|sound|it? / volume ~ up|increase|boost|raise|high|higher / amplify ~ audio|sound|it|volume / is quiet|faint / too quiet|low|faint ~ hear? / make ~ loud / cant hear", lambda m: Volume(decibels=6.0, vague=True) if not _words(m) & {"normalise"} else None, 0),
    Rule("%decrease ~ volume|loudness|gain / quiet ~ volume|audio|it? / volume ~ down|lower|reduce|decrease / too loud / turn_down ~ volume|audio|sound|it? / make ~ quiet", lambda m: Volume(decibels=-6.0, vague=True), 0),
    # loudness
    Rule("normalise|target|level|loudness|loudnorm ~ to|at|of {l:lufs} ~ integrated|loudness|lufs|streaming|r128? / {l:lufs} ~ loudness|normalise? / loudnorm|loudness ~ {l:lufs}", lambda m: Normalise(lufs=-abs(m.slots["l"])), 3),
    Rule("normalise ~ peak|volume|audio|to|level ~ {d:db} / peak ~ normalise ~ {d:db} / normalise ~ {d:db} / peak ~ {d:db} / between ~ {d:db} and {e:db}", lambda m: Normalise(peak=-abs((m.slots["d"] + m.slots.get("e", m.slots["d"])) / 2)), 2),
    Rule("peak ~ normalise / normalise ~ peak", lambda m: Normalise(peak=-1.0), 1),
    Rule("normalise ~ audio|volume|sound|loudness|level|it|speech|voice|track|music|file? / loudness ~ normalise|standard|consistent|even|same|broadcast|streaming? / loudnorm|r128|ebur128|ebu|dynaudnorm ~ standard|r128|loudness|norm? / consistent|even|uniform|level|equal ~ volume|loudness|sound|level|levels|audio / same ~ volume|loudness|level|levels / even ~ out ~ volume|loudness|audio|levels / volume ~ consistent|even|uniform|same|varies|inconsistent|jumps / improve ~ audio|sound quality? ~ normalise", lambda m: Normalise(two_pass=bool({t.lemma for t in m.tokens} & {"two_pass"})), 0),
    # channels and rates
    Rule("samplerate ~ of|to|at|is|from? {h:hz} / {h:hz} ~ samplerate|sample|audio? / resample ~ to|at? {h:hz} / to|at {h:hz} / %convert|set|downsample|resample ~ {h:hz} / samplerate of|to|at? {h:number}", _sample_rate, 0),
    Rule("from {h:hz} ~ to|down|up|into", lambda m: (), 1),
    # filters
    Rule("detect|find|list|show|print|locate|report ~ silence|silent|silences|pauses ~ part|section|gap|moment? / silencedetect / where ~ silence|silent|silences", lambda m: Detect("silence") if not {t.lemma for t in m.tokens} & {"remove", "cut", "split", "trim", "delete", "skip", "replace"} else None, 4),
    Rule("detect|find|list|locate|print black ~ frame|frames|scene|section|part|screen / blackdetect", lambda m: Detect("black") if not {t.lemma for t in m.tokens} & {"remove", "cut", "crop", "split", "bars", "black_bars"} else None, 4),
    Rule("detect|find|list|locate ~ freeze|frozen ~ frames|frame|part? / freezedetect", lambda m: Detect("freeze"), 4),
    Rule("measure|check|show|print|what_is|how|analyse|analyze|get|report ~ loudness|lufs|ebur128 / how loud / loudness ~ measure|measurement|report|stats|statistics / ebur128", lambda m: Detect("volume" if "loud" in _words(m) else "loudness") if not {t.lemma for t in m.tokens} & {"normalise", "set", "adjust", "reduce", "boost"} and not any(t.kind == "lufs" for t in m.tokens) else None, 4),
    Rule("measure|check|detect|find|what_is|show|print|volumedetect ~ volume|peak|max-volume ~ level|volume? / volumedetect", lambda m: Detect("volume") if not any(t.kind in ("db", "percent", "factor") for t in m.tokens) and not {t.lemma for t in m.tokens} & {"normalise", "set", "boost", "reduce", "increase", "decrease", "limit"} else None, 3),
    Rule("detect|check ~ interlaced|interlacing / idet / is ~ interlaced", lambda m: Detect("interlaced") if not {t.lemma for t in m.tokens} & {"deinterlace", "remove", "fix", "convert", "progressive"} else None, 3),
    Rule("dynamic|dynamically normalise|normalization|audio-normalization ~ audio? / normalise ~ dynamic|dynamically / even ~ out|up ~ loud|quiet ~ part|passages", lambda m: edit_named("dynaudnorm"), 3),
    Rule("{d:db} at|around|@ {h:hz}", lambda m: _band(m), 3),
    Rule("deep|deeper|lower ~ voice / voice ~ deep|deeper|low|lower / monster|demon ~ voice", lambda m: Pitch(-4.0) if not {t.lemma for t in m.tokens} & {"volume", "music", "background", "semitone"} and not any(t.kind in ("semitones", "db") for t in m.tokens) else None, 2),
    Rule("chipmunk|helium|squeaky voice|effect|sound / high pitched voice", lambda m: Pitch(6.0), 2),
    Rule("8d|rotating|rotate|spinning ~ audio|sound|effect|around|head / autopan|auto-pan", lambda m: AudioFilter("apulsator=hz=0.09", 60) if {t.text.lower() for t in m.tokens} & {"8d", "rotating", "spinning", "autopan", "auto-pan"} else None, 3),
    Rule("sound|sounds ~ like ~ telephone|phone|radio|walkie-talkie|megaphone / telephone|phone|walkie-talkie effect", lambda m: (AudioFilter("highpass=f=300", 35), AudioFilter("lowpass=f=3400", 36)), 4),
    Rule("sound|sounds ~ like ~ underwater|muffled / underwater|muffled effect|sound", lambda m: AudioFilter("lowpass=f=500", 36), 4),
    Rule("robot|robotic voice|effect|sound", lambda m: AudioFilter("afftfilt=real='hypot(re,im)*sin(0)':imag='hypot(re,im)*cos(0)':win_size=512:overlap=0.75", 60), 3),
    Rule("%add|insert|put ~ {t:time} ~ silence|silent|pause ~ at|after {u:time} / %add|insert|put ~ silence|pause ~ at|after {u:time} ~ for|of {t:time}", lambda m: AudioFilter(_gap_at(m.slots["u"], m.slots["t"]), 20), 5),
    Rule("bleep|beep|censor ~ out? ~ {p:parts} / bleep|beep|censor ~ {p:parts}", lambda m: tuple(Mute(r, beep=True) for r in m.slots["p"]), 5),
    Rule("float|floating point? {n:number} / {n:number} float / 32-bit float|floating / {b:bits} float|floating ~ point? / float32 / floating point", lambda m: AudioCodec("pcm_f32le") if not {t.lemma for t in m.tokens} & {"mp3", "aac", "opus", "flac"} else None, 4),
    Rule("lower|reduce|duck|dip|drop ~ music|background ~ under|when|while|whenever ~ voice|speech|narration|dialogue|speaking|speaks|talking|talks / sidechain ~ compress|compression? / duck ~ music|audio|it / ducking", lambda m: MixAudio("", None, None, True), 2),
    Rule("merge|combine|join|put ~ {f:file} and|with|& {g:file} ~ into|to|together|as?", lambda m: MixAudio() if _voice_and_music(m) else None, 3),
    Rule("pitch|shift ~ semitone|half-step / semitone up|high|higher|down|lower / pitch ~ whole tone|step / pitch ~ octave / octave up|higher|down|lower", _steps, 2),
    Rule("hiss|hissing|static|crackle ~ high ~ frequency|frequencies / high ~ frequency|frequencies ~ hiss", lambda m: (Denoise("audio"), AudioFilter("highshelf=f=6000:g=-6", 41)), 3),
    Rule("hiss|hissing|static|crackling|background-noise ~ in|on|from|of|at|is|be|there?", lambda m: Denoise("audio") if {t.lemma for t in m.tokens} & {"remove", "reduce", "fix", "clean", "rid", "suppress", "less", "annoying", "eliminate", "cut", "lower", "away"} else None, -1),
    Rule("{h:hz} to|and|- {i:hz} ~ band|range|remove|cut|reject|notch? / between {h:hz} and|to {i:hz}", lambda m: AudioFilter(f"bandreject=f={math.sqrt(m.slots['h'] * m.slots['i']):.0f}:width_type=h:width={abs(m.slots['i'] - m.slots['h']):g}", 36) if {t.lemma for t in m.tokens} & {"remove", "band-stop", "bandstop", "stop", "reject", "notch", "cut", "eliminate", "kill"} and not {t.lemma for t in m.tokens} & {"keep", "samplerate", "resample"} else (AudioFilter(f"highpass=f={int(m.slots['h'])}", 35), AudioFilter(f"lowpass=f={int(m.slots['i'])}", 36)) if {t.lemma for t in m.tokens} & {"keep", "bandpass", "band-pass", "pass", "only", "isolate", "limit"} else None, 4),
    Rule("highpass|high-pass|low-cut ~ filter|at|of|with|cutoff|frequency|cut-off? ~ {h:hz} / remove|cut|filter|roll|eliminate|reduce ~ below|under|bass|low|rumble|frequencies|anything|everything ~ below|under {h:hz} / {h:hz} highpass", _hz("highpass=f={}", 35), 3),
    Rule("lowpass|low-pass|high-cut ~ filter|at|of|with|cutoff|frequency|cut-off? ~ {h:hz} / remove|cut|filter|eliminate|reduce ~ above|over|treble|high|frequencies|anything|everything ~ above|over {h:hz} / {h:hz} lowpass", _hz("lowpass=f={}", 36), 3),
    Rule("hum|rumble|buzz|noise ~ below|under {h:hz}", _hz("highpass=f={}", 35), 4),
    Rule("bandpass ~ {h:hz} ~ to|and|- {i:hz} / keep ~ between {h:hz} and {i:hz}", lambda m: (AudioFilter(f"highpass=f={int(m.slots['h'])}", 35), AudioFilter(f"lowpass=f={int(m.slots['i'])}", 36)), 4),
    Rule("hum ~ at {h:hz} / {h:hz} ~ hum|buzz|tone|mains|electrical ~ noise|hum? / remove|cut|notch|reduce ~ {h:hz} ~ frequency|tone|hum?", lambda m: AudioFilter(f"bandreject=f={int(m.slots['h'])}:width_type=h:w=10,bandreject=f={2 * int(m.slots['h'])}:width_type=h:w=10", 34), 3),
    Rule("remove|reduce|eliminate|filter|fix ~ hum|buzz|mains", lambda m: AudioFilter("bandreject=f=50:width_type=h:w=10,bandreject=f=60:width_type=h:w=10", 34), 1),
    Rule("lowpass ~ filter?", lambda m: AudioFilter("lowpass=f=3000", 36), -1),
    Rule("highpass ~ filter? / remove|reduce|cut ~ rumble|low-end|wind", lambda m: AudioFilter("highpass=f=100", 35), -1),
    Rule("boost|increase|raise|cut|reduce|lower|decrease|attenuate|%adjust ~ {h:hz} ~ by {d:db} / {d:db} ~ boost|cut|gain|reduction ~ at|around|of {h:hz} / boost|cut ~ {d:db} ~ at|around {h:hz} / {h:hz} ~ by {d:db}", _band, 3),
    Rule("equalizer|equaliser|eq ~ at|around? {h:hz} / equalizer|equaliser|eq", lambda m: _band(m) if "h" in m.slots or any(t.kind == "hz" for t in m.tokens) else None if {t.lemma for t in m.tokens} & {"bass", "treble", "highs", "lows"} else ()),
    Rule("clarity|presence|intelligibility|intelligible|muffled|muddy|clearer ~ voice|vocal|speech|audio|sound? / vocal|voice|speech|dialogue ~ clarity|clear|presence|intelligible|enhance|stand_out / enhance|boost|improve|clear|bring ~ vocal|voice|speech|dialogue", lambda m: (AudioFilter("highpass=f=80", 35), AudioFilter("equalizer=f=3000:t=q:w=1:g=4", 40)) if {t.lemma for t in m.tokens} & {"boost", "enhance", "improve", "fix", "make", "clear", "clarity", "more", "increase", "add", "better"} and not {t.lemma for t in m.tokens} & {"remove", "karaoke", "db"} else None, 1),
    Rule("extract|isolate|keep|get|only|separate|just ~ vocal|vocals|singing|voice|acapella ~ from|of|out|track|only? / acapella|a-cappella|acappella ~ version?", lambda m: AudioFilter("stereotools=slev=0.015,highpass=f=120,lowpass=f=9000", 30) if {t.lemma for t in m.tokens} & {"vocal", "vocals", "singing", "acapella", "acappella", "a-cappella"} and not {t.lemma for t in m.tokens} & {"karaoke", "instrumental"} else None, 4),
    Rule("bass ~ by|of? {d:db} / {d:db} ~ bass / boost|increase|more|add|enhance|raise ~ bass / bass ~ boost|heavy|more", lambda m: AudioFilter(f"bass=g={_gain(m, 6):g}", 40), 2),
    Rule("reduce|less|cut|lower|decrease ~ bass", lambda m: AudioFilter("bass=g=-6", 40), 2),
    Rule("treble ~ by|of? {d:db} / {d:db} ~ treble / boost|increase|more|add|enhance ~ treble|highs / treble ~ boost", lambda m: AudioFilter(f"treble=g={_gain(m, 5):g}", 41), 2),
    Rule("reduce|less|cut|lower|decrease ~ treble", lambda m: AudioFilter("treble=g=-5", 41), 2),
    Rule("%remove|reduce|clean|cancel|filter|suppress|get|less|cut|kill|eliminate|fix|clear ~ noise|hiss|static|hissing|humming|background ~ from|in|noise|up|audio|sound? / denoise ~ audio|sound|voice|speech|podcast|recording|track|song / noise ~ remove|reduce|removal|reduction|cancel|gate / clean ~ up? ~ audio|sound|voice|recording|podcast", lambda m: Denoise(_noisy(m)), 1),
    Rule("echo ~ effect|add|to? / %add|with|apply ~ echo", lambda m: edit_named("aecho"), 0),
    Rule("reverb ~ effect? / %add ~ reverb", lambda m: AudioFilter("aecho=in_gain=0.8:out_gain=0.9:delays=40|60|90:decays=0.35|0.25|0.15", 60), 0),
    Rule("compress|compressor|compression ~ dynamic|dynamics|range|audio-dynamic / dynamic range ~ compress|compression|reduce? / dynamics ~ compress / compressor / night mode", lambda m: edit_named("acompressor"), 2),
    Rule("limit ~ peaks|peak|clipping / limiter", lambda m: edit_named("alimiter"), 1),
    Rule("gate|noise-gate|gating audio|below|threshold? / noise gate", lambda m: edit_named("agate"), 2),
    Rule("de-ess|deess|deesser|de-esser|sibilance", lambda m: AudioFilter("deesser", 42)),
    Rule("tremolo", lambda m: AudioFilter("tremolo", 60)),
    Rule("vibrato", lambda m: AudioFilter("vibrato", 60)),
    Rule("chorus effect?", lambda m: AudioFilter("chorus=0.5:0.9:50|60|40:0.4|0.32|0.3:0.25|0.4|0.3:2|2.3|1.3", 60)),
    Rule("telephone|phone-call|radio|walkie-talkie effect|sound|voice|filter", lambda m: (AudioFilter("highpass=f=300", 35), AudioFilter("lowpass=f=3400", 36)), 2),
    Rule("remove|strip|isolate|kill|eliminate|reduce|karaoke|without ~ vocal|vocals|singing|singer / karaoke ~ version|track|effect? / instrumental", lambda m: AudioFilter("pan=stereo|c0=0.5*c0-0.5*c1|c1=0.5*c1-0.5*c0", 30), 2),
    Rule("declip|de-click|declick|clicks ~ pops|remove|and? / remove|fix|reduce ~ clicks|pops|crackle|crackling|clipping|distortion", lambda m: AudioFilter("adeclick", 31), 1),
    Rule("%remove|cut|trim|skip|delete ~ silence|silent|quiet ~ at|from ~ start|beginning|front / %remove|trim ~ leading|initial ~ silence", lambda m: RemoveSilence("start"), 3),
    Rule("%remove|cut|trim ~ silence|silent ~ at|from ~ end|ending / %remove|trim ~ trailing ~ silence", lambda m: RemoveSilence("end"), 3),
    Rule("%remove|cut|trim ~ silence|silent ~ at|from ~ both|start|beginning ~ end|ends / %remove|trim ~ leading and trailing ~ silence", lambda m: RemoveSilence("both"), 4),
    Rule("%remove|cut|trim|skip|delete|eliminate|detect ~ silence|silent|pauses|silences|quiet|gaps ~ part|section|gap|moment|and|from|segment? ~ remove? / silence ~ remove|removal / silenceremove", lambda m: RemoveSilence(), 2),
    Rule("crossfade ~ of|for|between|over|with|effect|two|audio|track|them? ~ {t:time} / {t:time} ~ crossfade|dissolve|transition|xfade / transition|xfade ~ {t:time} / wipe|slide|circle|radial|pixelize|zoom|smooth|diagonal|iris ~ transition|between|effect ~ {t:time} / {t:time} fade|xfade|dissolve|transition ~ between|in|from", lambda m: Crossfade(m.slots["t"], _transition(m)), 3),
    Rule("crossfade ~ between|effect|audio|them|transition? / cross dissolve / dissolve|xfade|wipe|slide|fade|circle|radial|pixelize|zoom|iris|smooth|diagonal ~ transition / transition ~ wipe|slide|circle|radial|pixelize|zoom|dissolve / xfade / smooth|nice ~ transition ~ between?", lambda m: Crossfade(1.0, _transition(m)), 0),
)  # fmt: skip


def _noisy(m: Match) -> str:
    """Whose noise is meant: the sound's, unless the picture is spoken of, or a video is and no sound at all."""
    words = _words(m)
    if words & {"grain", "grainy", "picture", "footage", "lowlight"}:
        return "video"
    if words & {
        "audio",
        "sound",
        "voice",
        "speech",
        "music",
        "podcast",
        "recording",
        "song",
        "track",
        "background",
        "hiss",
        "static",
        "hum",
        "hissing",
        "humming",
        "microphone",
        "mic",
        "wind",
    }:
        return "audio"
    files = [t.value.path.rsplit(".", 1)[-1].lower() for t in m.tokens if t.kind == "file"]
    return "video" if files and FORMATS.get(files[0]) == "video" else "audio"


def _gain(m: Match, step: float) -> float:
    if "d" in m.slots:
        return -abs(m.slots["d"]) if _words(m) & {"reduce", "decrease", "lower", "cut"} else m.slots["d"]
    return step


_XFADES = frozenset(
    "fade fadeblack fadewhite fadegrays distance wipeleft wiperight wipeup wipedown slideleft slideright slideup slidedown smoothleft smoothright smoothup smoothdown circlecrop rectcrop circleclose circleopen horzclose horzopen vertclose vertopen diagbl diagbr diagtl diagtr hlslice hrslice vuslice vdslice dissolve pixelize radial hblur wipetl wipetr wipebl wipebr squeezev squeezeh zoomin".split()
)


def _transition(m: Match) -> str:
    """The transition of xfade that is named, in one word or two: "wipe left", "circleopen", "fade through black"."""
    texts = [t.text.lower().strip("'\"") for t in m.tokens]
    for i, word in enumerate(texts):
        following = texts[i + 1] if i + 1 < len(texts) else ""
        third = texts[i + 2] if i + 2 < len(texts) else ""
        for name in (
            word,
            word + following,
            word + third,
            word.removesuffix("ing") + following,
            {"slides": "slide", "wipes": "wipe", "wiping": "wipe", "sliding": "slide", "circular": "circle"}.get(word, word)
            + following,
        ):
            if name in _XFADES and name not in {"fade", "distance"}:
                return name
    near = set(texts)
    first = next((d for d in ("left", "right", "up", "down") if d in near), "left")
    if near & {"wipe", "wiping"}:
        return f"wipe{first}"
    if near & {"slide", "sliding", "push"}:
        return f"slide{first}"
    if near & {"circle", "iris", "circular"}:
        return "circleclose" if "close" in near else "circleopen"
    if near & {"pixelate", "pixelated", "mosaic"}:
        return "pixelize"
    if near & {"zoom"}:
        return "zoomin"
    if near & {"clock", "radial"}:
        return "radial"
    if "through" in near and near & {"black", "white"}:
        return "fadewhite" if "white" in near else "fadeblack"
    return "dissolve" if "dissolve" in near else "fade"


def _takes(m: Match) -> bool:
    """Whether a streams phrase is taken out to a file, not kept in the video: the verb and what follows say so."""
    verb = m.tokens[m.used[0]].lemma
    select: Select = m.slots["s"][0]
    if len(m.slots["s"]) > 1:
        return False
    everything = {t.lemma for t in m.tokens}
    if verb in ("extract", "rip", "pull", "isolate", "grab", "dump", "fetch", "separate"):
        return True
    if verb in ("keep", "want", "need", "take", "get", "save", "export", "output", "convert", "turn"):
        if verb == "keep" or select.index is not None or select.language:
            return verb in ("save", "export", "get", "take", "output") and not everything & {"video", "remux"}
        after = [t.lemma for t in m.tokens[m.used[-1] : m.used[-1] + 4]]
        if verb in ("convert", "turn", "output"):
            return False
        return "from" in after or "only" in after or "out" in after or "of" in after
    return False


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
