"""Old and raw formats, discs, and formats that are told by what takes them."""

from typing import Any

from ffai.translate.offline.edits import (
    AudioCodec,
    BitDepth,
    Bitrate,
    Container,
    Cover,
    ExtractStreams,
    Fps,
    Frames,
    Gif,
    Keep,
    Language,
    Lossless,
    MixAudio,
    Mute,
    Option,
    PadTime,
    PixelFormat,
    Purpose,
    Quality,
    Range,
    ReplaceAudio,
    SampleRate,
    Scale,
    Select,
    Shrink,
    Sides,
    Speed,
    Split,
    VideoCodec,
)
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.terms import LANGUAGES
from ffai.translate.offline.words import FORMATS


def _modern(m: Match) -> Any:
    """What everything plays today: H.264 and AAC in MP4, of sound AAC in M4A. A format that is named says it better."""
    sounds = [t for t in m.tokens if t.kind == "file" and FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower()) == "audio"]
    behind = {t.lemma for t in m.tokens[m.used[-1] - 1 : m.used[-1] + 4]}
    if behind & (set(FORMATS) | {"h264", "hevc", "av1", "vp9"}) - {"video", "file"}:
        return None
    return Container("m4a" if sounds else "mp4")


def _uncompressed(m: Match) -> Any:
    """Raw pictures, in a container that is made for them; of sound, and of anything else, no loss is what is meant."""
    words = {t.lemma for t in m.tokens}
    made = {t.value.path.rsplit(".", 1)[-1].lower() for t in m.tokens if t.kind == "file"} | words
    if "raw" in {m.tokens[i].lemma for i in m.used} and not (
        {"video", "picture", "frames", "avi", "y4m", "yuv"} & words and words & {"uncompressed", "into", "to", "as"}
    ):
        return None
    if made & {"avi", "mov", "y4m", "nut", "yuv"} and not words & {
        "flac",
        "wav",
        "alac",
        "pcm",
        "aiff",
        "ffv1",
        "huffyuv",
        "utvideo",
        "prores",
        "png",
        "tiff",
        "bmp",
    }:
        return VideoCodec("rawvideo")
    return Lossless() if "uncompressed" in words and "raw" not in {m.tokens[i].lemma for i in m.used} else None


# Source: the Video CD and Super Video CD specifications (White Book, IEC 62107): size, rate, kb/s of picture and sound
_DISCS = {"vcd": ("mpeg1", 352, 1150, 224), "svcd": ("mpeg2", 480, 2500, 224)}


def _video_cd(m: Match, kind: str) -> tuple[Any, ...] | None:
    if {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[0]]} & {"from", "my", "old"}:
        return None
    codec, width, picture, sound = _DISCS[kind]
    ntsc = any(t.lemma == "ntsc" for t in m.tokens)
    height = {"vcd": 240, "svcd": 480}[kind] if ntsc else {"vcd": 288, "svcd": 576}[kind]
    return (
        Container("mpg"), VideoCodec(codec), AudioCodec("mp2"), Scale(width, height, mode="pad"), Fps(29.97 if ntsc else 25.0),
        Bitrate(picture * 1000.0, "video"), Bitrate(sound * 1000.0, "audio"), SampleRate(44100),
    )  # fmt: skip


def _smallest(m: Match) -> Any:
    """As small as a film can be and still be watched; of sound, half the usual rate."""
    words = {t.lemma for t in m.tokens}
    if words & {"without", "lossless", "gif", "image", "png", "jpg"} or any(
        t.kind in ("size", "rate", "bitrate", "percent") for t in m.tokens
    ):
        return Shrink()
    files = [t.value.path.rsplit(".", 1)[-1].lower() for t in m.tokens if t.kind == "file"]
    if files and FORMATS.get(files[0]) != "video":
        return Shrink()
    return Purpose("smallest")


def _languages(m: Match) -> tuple[Language, ...] | None:
    """ "give the audio tracks their languages: English, French": one after another."""
    words = {t.lemma for t in m.tokens}
    kind = "subtitle" if "subtitle" in words and "audio" not in words else "audio" if words & {"audio", "sound", "track"} else ""
    if (
        not kind
        or words & {"extract", "keep", "burn", "remove", "rip", "mux", "add"}
        or any(
            t.kind == "file" and t.value.path.lower().endswith((".srt", ".ass", ".vtt", ".m4a", ".mp3", ".wav", ".aac"))
            for t in m.tokens
        )
    ):
        return None
    said = [(i, LANGUAGES[t.lemma]) for i, t in enumerate(m.tokens) if t.kind == "word" and t.lemma in LANGUAGES]
    m.used_too.update(i for i, _ in said)
    m.used_too.update(
        i
        for i, t in enumerate(m.tokens)
        if t.kind == "number" and t.value == len(said) or t.lemma in ("each", "its", "their", "language", "track")
    )
    return tuple(Language(Select(kind, n), code) for n, (_, code) in enumerate(said)) if len(said) > 1 else None


_RATES = frozenset((8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 176400, 192000))


def _under(m: Match) -> MixAudio | None:
    """ "put rain.wav at 20% under speech.mp3": both are heard, the first one as loud as said."""
    kinds = [FORMATS.get(m.slots[x].path.rsplit(".", 1)[-1].lower()) for x in "fg"]
    if kinds[0] != "audio" or kinds[1] not in ("audio", "video"):
        return None
    percent = next((i for i, t in enumerate(m.tokens) if t.kind == "percent"), None)
    level = next((i for i, t in enumerate(m.tokens) if t.kind == "db"), None)
    m.used_too.update(i for i in (percent, level) if i is not None)
    return MixAudio(
        m.slots["f"].path,
        m.tokens[level].value if level is not None else None,
        m.tokens[percent].value / 100 if percent is not None else None,
    )


def _piece(m: Match) -> Any:
    """ "an 8 second gif from 1:00": that long, from there on; with an end of its own the span says it."""
    at = m.used[-1] + 1
    if (
        m.slots["t"] <= 0
        or m.slots["a"] < 0
        or at + 1 < len(m.tokens)
        and m.tokens[at].lemma in ("to", "until", "till", "-", "and")
        and m.tokens[at + 1].kind == "time"
    ):
        return None
    kept = Keep((Range(m.slots["a"], m.slots["a"] + m.slots["t"]),))
    return (Gif(), kept) if "gif" in {m.tokens[i].lemma for i in m.used} else kept


def _by_their_names(m: Match) -> Any:
    """left.wav and right.wav to one stereo sound: their names say which side each is."""
    sides = {"left": "", "right": ""}
    for mention in (m.slots["f"], m.slots["g"]):
        stem, _, ext = mention.path.lower().rpartition(".")
        if FORMATS.get(ext) != "audio":
            return None
        for side, short in (("left", ("_l", "-l", ".l")), ("right", ("_r", "-r", ".r"))):
            if side in stem or stem.endswith(short) or stem == side[0]:
                sides[side] = mention.path
    return (MixAudio(), Sides(sides["left"], sides["right"])) if all(sides.values()) else None


def _conformed(m: Match) -> Any:
    """The same frames at another rate: picture and sound run slower or faster by as much."""
    old, new = m.slots["f"], m.slots["g"]
    if not old or not 0.8 <= new / old <= 1.25 or old == new:
        return None
    m.used_too.update(
        i for i, t in enumerate(m.tokens) if t.lemma in ("without", "drop", "frame", "slow", "slowed", "audio", "sound", "too")
    )
    return Speed(new / old), Fps(new)


RULES = (
    Rule("turn|switch ~ off ~ audio|sound|volume ~ {p:parts} / turn|switch ~ audio|sound|volume off ~ {p:parts} / turn_off ~ audio|sound|volume ~ {p:parts}", lambda m: tuple(Mute(r) for r in m.slots["p"]), 8),
    Rule("{p:parts} ~ beep|bleep|censor it|them|that|this? out? / {p:parts} ~ beep|bleep", lambda m: tuple(Mute(r, beep=True) for r in m.slots["p"]), 8),
    Rule("audio|sound|soundtrack from|of {f:file} ~ put|add|use|lay|place ~ on|onto|to|in|into|over|under {g:file}", lambda m: ReplaceAudio(m.slots["f"].path), 9),
    Rule("{f:file} ~ become|becomes|as|be ~ picture|cover|artwork|image ~ for|of|in {g:file} / {f:file} ~ picture|cover|artwork|image ~ for|of|in {g:file}", lambda m: Cover(m.slots["f"].path) if FORMATS.get(m.slots["f"].path.rsplit(".", 1)[-1].lower()) == "image" and FORMATS.get(m.slots["g"].path.rsplit(".", 1)[-1].lower()) == "audio" and not {t.lemma for t in m.tokens} & {"video", "movie", "mp4", "youtube"} else None, 5),
    Rule("put|lay|play|add|have ~ {f:file} ~ under|beneath|underneath|below|behind {g:file}", lambda m: _under(m), 5),
    Rule("{t:time} ~ gif|clip|preview|snippet|excerpt|sample|teaser ~ from|at|starting|beginning {a:instant}", lambda m: _piece(m), 6),
    Rule("{b:bits} {r:rate} / {r:rate} {b:bits} / {r:rate} , {b:bits} / resample ~ to|at? {r:rate}", lambda m: (SampleRate(int(m.slots["r"])), *((BitDepth(m.slots["b"], "audio"),) if "b" in m.slots else ())) if m.slots["r"] in _RATES and m.slots.get("b", 16) in (16, 24, 32) else None, 6),
    Rule("%join|make|create|turn ~ {f:file} and|&|,|with|plus {g:file} ~ stereo", lambda m: _by_their_names(m), 7),
    Rule("scene|shot ~ save|extract|export|grab|take|make|get|write|keep|dump ~ picture|image|frame|screenshot|still|thumbnail|png|jpg / save|extract|export|grab|take|get|dump ~ picture|image|frame|screenshot|still|thumbnail|png|jpg ~ scene|shot ~ change|cut|changes?", lambda m: Frames(scenes=True) if {m.tokens[i].lemma for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 3))} & {"change", "changes", "cut", "each", "every", "detect", "scene"} else None, 6),
    Rule("part|piece|chunk|segment|slice ~ of|under|about|around|approximately|roughly|max|at_most ~ {b:filesize} / {b:filesize} part|piece|chunk|segment|slice / {b:filesize} ~ each part|piece|chunk|segment?", lambda m: Split("size", float(m.slots["b"])) if {m.tokens[i].text.lower() for i in range(m.used[0], m.used[-1] + 1)} & {"parts", "pieces", "chunks", "segments", "slices", "part", "piece", "chunk"} else None, 5),
    Rule("give|set|tag|label|mark|assign|name|add ~ language|languages|each ~ {l:language} ,|and|/|then ~ {k:language} / language|languages ~ :|are|is|to|as ~ {l:language} ,|and|/ ~ {k:language}", lambda m: _languages(m), 8),
    Rule("stream_copy|copy|save|extract|export|split|put|write|dump|demux ~ {s:streams} ~ to|into|as|in ~ separate|own|individual|different|two|three|several ~ file", lambda m: ExtractStreams(m.slots["s"], each=True) if len(m.slots["s"]) > 1 else None, 7),
    Rule("maximum|max|highest|best|strongest compress", lambda m: Option("compression_level", "12", "audio") if "flac" in {t.lemma for t in m.tokens} | {t.value.path.rsplit(".", 1)[-1].lower() for t in m.tokens if t.kind == "file" and not t.value.exists} else None, 3),
    Rule("{f:fps} ~ to|into ~ {g:fps} ~ audio|sound|pitch|it|speed ~ slow|slow_down|slowed|stretched|stretch|speed_up|faster|slower|conform|follow|follows|follow|too / conform|stretch|slow_down|speed_up ~ {f:fps} ~ to ~ {g:fps}", lambda m: _conformed(m), 8),
    Rule("start|begin|open ~ with {t:time} ~ of? black|blank|silence", lambda m: PadTime(m.slots["t"], "start"), 5),
    Rule("end|finish|close ~ with {t:time} ~ of? black|blank|silence", lambda m: PadTime(m.slots["t"], "end"), 5),
    Rule("make|get ~ playable|watchable|work again? / make {f:file} play", lambda m: Purpose("web") if not {t.lemma for t in m.tokens} & {"reencode", "remux", "small", "smallest", "broken", "corrupt", "corrupted", "damaged"} else None, -2),
    Rule("only allow|accept|take|support|play|read|open|eat|like|handle|understand|know {x:format} ~ file|video|audio|format? / allow|accept|take|support only|just {x:format} ~ file|video|audio|format?", lambda m: Container(m.slots["x"]) if not {t.lemma for t in m.tokens[: m.used[0]]} & {"not", "doesnt", "cannot", "cant"} else None, 5),
    Rule("amr ~ narrowband|narrow-band / amr narrow band / narrowband amr", lambda m: AudioCodec("amr") if {t.lemma for t in m.tokens} & {"3gp", "3g2", "h263", "video", "mp4", "phone"} else Container("amr"), 3),
    Rule("to|into|as|in something|anything ~ modern|current|up-to-date|contemporary|newer / to|into|as|in modern|up-to-date|contemporary|newer|current format|file|codec|container|video / modernise|modernize ~ it|file|format? / more modern format|file|codec|container", lambda m: _modern(m), 2),
    Rule("uyvy|uyvy422", lambda m: (VideoCodec("rawvideo"), PixelFormat("uyvy422")), 5),
    Rule("yuy2|yuyv|yuyv422", lambda m: (VideoCodec("rawvideo"), PixelFormat("yuyv422")), 5),
    Rule("uncompressed|raw ~ video|picture|avi|y4m|yuv|frames? / rawvideo / uncompressed", lambda m: _uncompressed(m), 2),
    Rule("vcd|video-cd / video cd", lambda m: _video_cd(m, "vcd"), 4),
    Rule("svcd|super-vcd / super video cd", lambda m: _video_cd(m, "svcd"), 5),
    Rule("small|smallest|tiny|tiniest possible|absolute ~ file|size|version|video|mp4? / as small|tiny as ~ possible|can|it / absolute|absolutely small|smallest|tiniest|minimum ~ file|size|version?", lambda m: _smallest(m), 3),
    Rule("visual|visually|perceptually|perceptual|virtually|near|nearly|practically|almost -? lossless / visual|visually lossless ~ quality|encode? / near-lossless|nearlossless", lambda m: Quality("high"), 3),
)  # fmt: skip
