"""Effects of sound: cutoffs, bands, dynamics, noise, pitch, silence, echoes; transitions; what is measured."""

import math
from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    AudioCodec,
    AudioFilter,
    Crossfade,
    Denoise,
    Detect,
    MixAudio,
    Mute,
    Pitch,
    RemoveSilence,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.named import edit_named
from ffai.translate.offline.rules.sound import AUDIO_EXT, words
from ffai.translate.offline.words import CLASSES, FORMATS


def _hz(text: str, rank: int) -> Callable[[Match], Any]:
    return lambda m: AudioFilter(text.format(int(m.slots["h"])), rank)


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
    if not all(s.endswith(AUDIO_EXT) for s in stems):
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


def _noisy(m: Match) -> str:
    """Whose noise is meant: the sound's, unless the picture is spoken of, or a video is and no sound at all."""
    said = words(m)
    if said & {"grain", "grainy", "picture", "footage", "lowlight"}:
        return "video"
    if said & {
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
        return -abs(m.slots["d"]) if words(m) & {"reduce", "decrease", "lower", "cut"} else m.slots["d"]
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


RULES = (
    # filters
    Rule("below|under {h:hz} and|or ~ above|over|higher {i:hz} / above|over {i:hz} and|or ~ below|under|lower {h:hz}", lambda m: (AudioFilter(f"highpass=f={int(m.slots['h'])}", 35), AudioFilter(f"lowpass=f={int(m.slots['i'])}", 36)), 6),
    Rule("detect|find|list|show|print|locate|report ~ silence|silent|silences|pauses ~ part|section|gap|moment? / silencedetect / where ~ silence|silent|silences", lambda m: Detect("silence") if not {t.lemma for t in m.tokens} & {"remove", "cut", "split", "trim", "delete", "skip", "replace"} else None, 4),
    Rule("detect|find|list|locate|print black ~ frame|frames|scene|section|part|screen / blackdetect", lambda m: Detect("black") if not {t.lemma for t in m.tokens} & {"remove", "cut", "crop", "split", "bars", "black_bars"} else None, 4),
    Rule("detect|find|list|locate ~ freeze|frozen ~ frames|frame|part? / freezedetect", lambda m: Detect("freeze"), 4),
    Rule("measure|check|show|print|what_is|how|analyse|analyze|get|report|tell|know|find ~ loudness|lufs|ebur128 / how loud / loudness ~ measure|measurement|report|stats|statistics / ebur128", lambda m: Detect("volume" if "loud" in words(m) and not {t.lemma for t in m.tokens} & {"lufs", "ebur128", "r128"} else "loudness") if not {t.lemma for t in m.tokens} & {"normalise", "set", "adjust", "reduce", "boost"} and not any(t.kind == "lufs" for t in m.tokens) else None, 4),
    Rule("measure|check|detect|find|what_is|show|print|volumedetect ~ volume|peak|max-volume ~ level|volume? / volumedetect", lambda m: Detect("volume") if not any(t.kind in ("db", "percent", "factor") for t in m.tokens) and not {t.lemma for t in m.tokens} & {"normalise", "set", "boost", "reduce", "increase", "decrease", "limit"} else None, 3),
    Rule("detect|check ~ interlaced|interlacing / idet / is ~ interlaced", lambda m: Detect("interlaced") if not {t.lemma for t in m.tokens} & {"deinterlace", "remove", "fix", "convert", "progressive"} else None, 3),
    Rule("dynamic|dynamically normalise|normalization|audio-normalization ~ audio? / normalise ~ dynamic|dynamically / even ~ out|up ~ loud|quiet ~ part|passages", lambda m: edit_named("dynaudnorm"), 3),
    Rule("{d:db} at|around|@ {h:hz}", lambda m: None if {t.lemma for t in m.tokens[max(0, m.used[0] - 5) : m.used[0]]} & {"bass", "treble"} else _band(m), 3),
    Rule("deep|deeper|lower ~ voice / voice ~ deep|deeper|low|lower / monster|demon ~ voice", lambda m: Pitch(-4.0) if not {t.lemma for t in m.tokens} & {"volume", "music", "background", "semitone"} and not any(t.kind in ("semitones", "db") for t in m.tokens) else None, 2),
    Rule("chipmunk|helium|squeaky voice|effect|sound / high pitched voice", lambda m: Pitch(6.0) if not {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]} & {"no", "not", "without", "avoid", "except", "but"} else (), 2),
    Rule("8d|rotating|rotate|spinning ~ audio|sound|effect|around|head / autopan|auto-pan", lambda m: AudioFilter("apulsator=hz=0.09", 60) if {t.text.lower() for t in m.tokens} & {"8d", "rotating", "spinning", "autopan", "auto-pan"} else None, 3),
    Rule("sound|sounds ~ like ~ telephone|phone|radio|walkie-talkie|megaphone / telephone|phone|walkie-talkie effect", lambda m: (AudioFilter("highpass=f=300", 35), AudioFilter("lowpass=f=3400", 36)), 4),
    Rule("sound|sounds ~ like ~ underwater|muffled / underwater|muffled effect|sound", lambda m: AudioFilter("lowpass=f=500", 36), 4),
    Rule("robot|robotic voice|effect|sound", lambda m: AudioFilter("afftfilt=real='hypot(re,im)*sin(0)':imag='hypot(re,im)*cos(0)':win_size=512:overlap=0.75", 60), 3),
    Rule("%add|insert|put ~ {t:time} ~ silence|silent|pause ~ at|after {u:time} / %add|insert|put ~ silence|pause ~ at|after {u:time} ~ for|of {t:time}", lambda m: AudioFilter(_gap_at(m.slots["u"], m.slots["t"]), 20), 5),
    Rule("bleep|beep|censor ~ out? ~ {p:parts} / bleep|beep|censor ~ {p:parts}", lambda m: tuple(Mute(r, beep=True) for r in m.slots["p"]), 5),
    Rule("float|floating point? {n:number} / {n:number} float / 32-bit float|floating / {b:bits} float|floating ~ point? / float32 / floating point", lambda m: () if len({t.value for t in m.tokens if t.kind == "bits"}) > 1 and {"is", "are", "have", "from"} & {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]} else AudioCodec("pcm_f32le") if not {t.lemma for t in m.tokens} & {"mp3", "aac", "opus", "flac"} else None, 4),
    Rule("lower|reduce|duck|dip|drop ~ music|background ~ under|when|while|whenever ~ voice|speech|narration|dialogue|speaking|speaks|talking|talks / sidechain ~ compress|compression? / duck ~ music|audio|it / ducking", lambda m: MixAudio("", None, None, True), 2),
    Rule("merge|combine|join|put ~ {f:file} and|with|& {g:file} ~ into|to|together|as?", lambda m: MixAudio() if _voice_and_music(m) else None, 3),
    Rule("key|transpose ~ down|lower|by|of|up? ~ {s:semitones} / lower|raise|drop|shift|change ~ key ~ {s:semitones} / transpose ~ {s:semitones}", lambda m: Pitch(-abs(m.slots["s"]) if {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[-1] + 2]} & {"lower", "down", "drop", "low", "decrease"} else m.slots["s"]), 4),
    Rule("pitch|shift ~ semitone|half-step / semitone up|high|higher|down|lower / pitch ~ whole tone|step / pitch ~ octave / octave up|higher|down|lower", _steps, 2),
    Rule("hiss|hissing|static|crackle ~ high ~ frequency|frequencies / high ~ frequency|frequencies ~ hiss", lambda m: (Denoise("audio"), AudioFilter("highshelf=f=6000:g=-6", 41)), 3),
    Rule("hiss|hissing|static|crackling|background-noise ~ in|on|from|of|at|is|be|there?", lambda m: Denoise("audio") if {t.lemma for t in m.tokens} & {"remove", "reduce", "fix", "clean", "rid", "suppress", "less", "annoying", "eliminate", "cut", "lower", "away"} else None, -1),
    Rule("{h:hz} to|and|-|–|— {i:hz} ~ band|range|remove|cut|reject|notch? / between {h:hz} and|to {i:hz}", lambda m: AudioFilter(f"bandreject=f={math.sqrt(m.slots['h'] * m.slots['i']):.0f}:width_type=h:width={abs(m.slots['i'] - m.slots['h']):g}", 36) if {t.lemma for t in m.tokens} & {"remove", "band-stop", "bandstop", "stop", "reject", "notch", "cut", "eliminate", "kill"} and not {t.lemma for t in m.tokens} & {"keep", "samplerate", "resample"} else (AudioFilter(f"highpass=f={int(m.slots['h'])}", 35), AudioFilter(f"lowpass=f={int(m.slots['i'])}", 36)) if {t.lemma for t in m.tokens} & {"band", "keep", "bandpass", "band-pass", "pass", "only", "isolate", "limit"} else None, 4),
    Rule("highpass|high-pass|low-cut ~ filter|at|of|with|cutoff|frequency|cut-off|it? ~ at|of? {h:frequency} / remove|cut|filter|roll|eliminate|reduce ~ below|under|bass|low|rumble|frequencies|anything|everything ~ below|under {h:hz} / {h:hz} highpass", _hz("highpass=f={}", 35), 3),
    Rule("lowpass|low-pass|high-cut ~ filter|at|of|with|cutoff|frequency|cut-off|it? ~ at|of? {h:frequency} / remove|cut|filter|eliminate|reduce ~ above|over|treble|high|frequencies|anything|everything ~ above|over {h:hz} / {h:hz} lowpass", _hz("lowpass=f={}", 36), 3),
    Rule("hum|rumble|buzz|noise ~ below|under {h:hz}", _hz("highpass=f={}", 35), 4),
    Rule("bandpass ~ {h:hz} ~ to|and|- {i:hz} / keep ~ between {h:hz} and {i:hz}", lambda m: (AudioFilter(f"highpass=f={int(m.slots['h'])}", 35), AudioFilter(f"lowpass=f={int(m.slots['i'])}", 36)), 4),
    Rule("hum ~ at {h:hz} / {h:hz} ~ hum|buzz|mains|electrical ~ noise|hum? / remove|cut|notch|reduce ~ {h:hz} ~ frequency|tone|hum?", lambda m: AudioFilter(f"bandreject=f={int(m.slots['h'])}:width_type=h:w=10,bandreject=f={2 * int(m.slots['h'])}:width_type=h:w=10", 34), 3),
    Rule("remove|reduce|eliminate|filter|fix ~ hum|buzz|mains", lambda m: AudioFilter("bandreject=f=50:width_type=h:w=10,bandreject=f=60:width_type=h:w=10", 34), 1),
    Rule("band-stop|bandstop|band-reject|bandreject|notch / band stop|reject ~ filter?", lambda m: () if sum(t.kind == "hz" for t in m.tokens) > 1 else None, 1),
    Rule("muffled|muddy|dull ~ sound|voice|audio? / sound|is|too ~ muffled|muddy|dull", lambda m: (AudioFilter("highpass=f=80", 35), AudioFilter("equalizer=f=3500:t=q:w=0.8:g=5", 40), AudioFilter("highshelf=f=8000:g=3", 41)) if not {t.lemma for t in m.tokens} & {"effect", "like", "underwater", "colors", "color"} else None, 0),
    Rule("boomy|bassy|rumbly ~ sound|voice|audio? / sound|is|too ~ boomy|bassy|rumbly", lambda m: (AudioFilter("highpass=f=80", 35), AudioFilter("bass=g=-5", 40)), 1),
    Rule("tinny|thin|hollow ~ sound|voice|audio? / sound|is|too ~ tinny|thin|hollow", lambda m: AudioFilter("bass=g=5", 40) if {t.lemma for t in m.tokens} & {"sound", "sounds", "voice", "audio"} or "tinny" in {t.lemma for t in m.tokens} else None, 1),
    Rule("harsh|shrill|piercing ~ sound|voice|audio? / sound|is|too ~ harsh|shrill|piercing", lambda m: AudioFilter("treble=g=-4", 41), 1),
    Rule("shorten|tighten|reduce|cut ~ pauses|gaps|silences|silence|dead ~ air|between?", lambda m: RemoveSilence() if {t.lemma for t in m.tokens} & {"pauses", "gaps", "silences", "silence", "air"} else None, 1),
    Rule("lowpass ~ filter?", lambda m: AudioFilter("lowpass=f=3000", 36), -1),
    Rule("highpass ~ filter? / remove|reduce|cut ~ rumble|low-end|wind", lambda m: AudioFilter("highpass=f=100", 35), -1),
    Rule("boost|increase|raise|cut|reduce|lower|decrease|attenuate|%adjust ~ {h:hz} ~ by {d:db} / {d:db} ~ boost|cut|gain|reduction ~ at|around|of {h:hz} / boost|cut ~ {d:db} ~ at|around {h:hz} / {h:hz} ~ by {d:db}", _band, 3),
    Rule("equalizer|equaliser|eq ~ at|around? {h:hz} / equalizer|equaliser|eq", lambda m: _band(m) if "h" in m.slots or any(t.kind == "hz" for t in m.tokens) else None if {t.lemma for t in m.tokens} & {"bass", "treble", "highs", "lows"} else ()),
    Rule("clarity|presence|intelligibility|intelligible|muffled|muddy|clearer ~ voice|vocal|speech|audio|sound? / vocal|voice|speech|dialogue ~ clarity|clear|presence|intelligible|enhance|stand_out / enhance|boost|improve|clear|bring ~ vocal|voice|speech|dialogue", lambda m: None if m.used[-1] == m.used[0] and m.tokens[m.used[0]].lemma == "clear" else (AudioFilter("highpass=f=80", 35), AudioFilter("equalizer=f=3000:t=q:w=1:g=4", 40)) if {t.lemma for t in m.tokens} & {"boost", "enhance", "improve", "fix", "make", "clear", "clarity", "more", "increase", "add", "better"} and not {t.lemma for t in m.tokens} & {"remove", "karaoke", "db"} else None, 1),
    Rule("extract|isolate|keep|get|only|separate|just ~ vocal|vocals|singing|voice|acapella ~ from|of|out|track|only? / acapella|a-cappella|acappella ~ version?", lambda m: AudioFilter("stereotools=slev=0.015625,highpass=f=120,lowpass=f=9000", 30) if {t.lemma for t in m.tokens} & {"vocal", "vocals", "singing", "acapella", "acappella", "a-cappella"} and not {t.lemma for t in m.tokens} & {"karaoke", "instrumental"} else None, 4),
    Rule("bass ~ by|of? {d:db} / {d:db} ~ bass / boost|increase|more|add|enhance|raise ~ bass / bass ~ boost|heavy|more", lambda m: AudioFilter(f"bass=g={_gain(m, 6):g}", 40), 2),
    Rule("reduce|less|cut|lower|decrease ~ bass", lambda m: AudioFilter("bass=g=-6", 40), 2),
    Rule("treble ~ by|of? {d:db} / {d:db} ~ treble / boost|increase|more|add|enhance ~ treble|highs / treble ~ boost", lambda m: AudioFilter(f"treble=g={_gain(m, 5):g}", 41), 2),
    Rule("reduce|less|cut|lower|decrease ~ treble", lambda m: AudioFilter("treble=g=-5", 41), 2),
    Rule("%remove|reduce|clean|cancel|filter|suppress|get|less|cut|kill|eliminate|fix|clear ~ noise|hiss|static|hissing|humming|background ~ from|in|noise|up|audio|sound? / denoise ~ audio|sound|voice|speech|podcast|recording|track|song / noise ~ remove|reduce|removal|reduction|cancel|gate / clean ~ up? ~ audio|sound|voice|recording|podcast", lambda m: Denoise(_noisy(m)), 1),
    Rule("echo ~ effect|add|to? / %add|with|apply ~ echo", lambda m: None if {t.lemma for t in m.tokens[: m.used[-1] + 1]} & {"remove", "reduce", "eliminate", "without", "rid", "cancel", "no", "less", "fix", "suppress"} else edit_named("aecho"), 0),
    Rule("reverb ~ effect? / %add ~ reverb", lambda m: AudioFilter("aecho=in_gain=0.8:out_gain=0.9:delays=40|60|90:decays=0.35|0.25|0.15", 60), 0),
    Rule("compress|compressor|compression ~ dynamic|dynamics|range|audio-dynamic / dynamic range ~ compress|compression|reduce? / dynamics ~ compress / compress ~ volume|loudness|peaks|levels / compressor / night mode", lambda m: edit_named("acompressor"), 2),
    Rule("no|without|not|avoid|zero ~ dynamic|dynamics|range|audio? compress|compression|limiting|limiter|compressor / not compress|limit ~ it|dynamics|audio|sound?", lambda m: () if any(t.kind in ("db", "lufs") or t.lemma in ("peak", "normalise", "gain", "volume", "loudness", "louder", "loud") for t in m.tokens) else None, 5),
    Rule("limit ~ peaks|peak|clipping / limiter", lambda m: edit_named("alimiter"), 1),
    Rule("gate|noise-gate|gating audio|below|threshold? / noise gate", lambda m: edit_named("agate"), 2),
    Rule("de-ess|deess|deesser|de-esser|sibilance", lambda m: AudioFilter("deesser", 42)),
    Rule("tremolo", lambda m: AudioFilter("tremolo", 60)),
    Rule("vibrato", lambda m: AudioFilter("vibrato", 60)),
    Rule("chorus effect?", lambda m: AudioFilter("chorus=0.5:0.9:50|60|40:0.4|0.32|0.3:0.25|0.4|0.3:2|2.3|1.3", 60)),
    Rule("telephone|phone-call|radio|walkie-talkie effect|sound|voice|filter", lambda m: (AudioFilter("highpass=f=300", 35), AudioFilter("lowpass=f=3400", 36)), 2),
    Rule("remove|strip|isolate|kill|eliminate|reduce|karaoke|without ~ vocal|vocals|singing|singer / take|cut|get|filter|pull ~ vocal|vocals|singing|singer|voice out of ~ {f:file} / karaoke ~ version|track|effect? / instrumental", lambda m: None if {t.lemma for t in m.tokens} & {"subtitle", "ass", "srt", "lyrics", "karaoke-style"} else AudioFilter("@vocals", 30), 2),
    Rule("declip|de-click|declick|clicks ~ pops|remove|and? / remove|fix|reduce ~ clicks|pops|crackle|crackling|clipping|distortion", lambda m: AudioFilter("adeclick", 31), 1),
    Rule("%remove|cut|trim|skip|delete ~ silence|silent|quiet ~ at|from ~ start|beginning|front / %remove|trim ~ leading|initial ~ silence", lambda m: RemoveSilence("start"), 3),
    Rule("%remove|cut|trim ~ silence|silent ~ at|from ~ end|ending / %remove|trim ~ trailing ~ silence", lambda m: RemoveSilence("end"), 3),
    Rule("silence|silent|quiet ~ off|from|at|on both|each|either end|ends|side|sides", lambda m: RemoveSilence("both") if {t.lemma for t in m.tokens} & {"remove", "trim", "cut", "strip", "delete", "crop", "shave"} else None, 6),
    Rule("%remove|cut|trim ~ silence|silent ~ at|from ~ both|start|beginning ~ end|ends / %remove|trim ~ leading and trailing ~ silence", lambda m: RemoveSilence("both"), 4),
    Rule("%remove|cut|trim|skip|delete|eliminate|detect ~ silence|silent|pauses|silences|quiet|gaps ~ part|section|gap|moment|and|from|segment? ~ remove? / silence ~ remove|removal / silenceremove", lambda m: RemoveSilence(), 2),
    Rule("{x:shift} ~ {t:time} / {t:time} ~ {x:shift} / {x:shift}", lambda m: Crossfade(m.slots.get("t", 1.0), m.slots["x"]) if {t.lemma for t in m.tokens} & (CLASSES["join"] | {"xfade", "transition", "crossfade", "between"}) else None, 5),
    Rule("fade|blend ~ between them|each|clips|videos|images|pictures|photos|slides|songs|tracks / {t:time} fade ~ between / fade ~ audio|sound|music between", lambda m: Crossfade(m.slots.get("t", 1.0), _transition(m)), 4),
    Rule("crossfade ~ of|for|between|over|with|effect|two|audio|track|them? ~ {t:time} / {t:time} ~ crossfade|dissolve|transition|xfade / transition|xfade ~ {t:time} / wipe|slide|circle|radial|pixelize|zoom|smooth|diagonal|iris ~ transition|between|effect ~ {t:time} / {t:time} fade|xfade|dissolve|transition ~ between|in|from", lambda m: Crossfade(m.slots["t"], _transition(m)), 3),
    Rule("crossfade ~ between|effect|audio|them|transition? / cross dissolve / dissolve|xfade|wipe|slide|fade|circle|radial|pixelize|zoom|iris|smooth|diagonal ~ transition / transition ~ wipe|slide|circle|radial|pixelize|zoom|dissolve / xfade / smooth|nice ~ transition ~ between?", lambda m: Crossfade(1.0, _transition(m)), 0),
)  # fmt: skip
