"""How it is coded: quality, rates, presets, depths, colours."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    Alpha,
    AudioCodec,
    BitDepth,
    Bitrate,
    Channels,
    Crf,
    KeyframeInterval,
    Level,
    Lossless,
    Option,
    PictureQuality,
    PixelFormat,
    Preset,
    Profile,
    Quality,
    Reencode,
    SampleRate,
    Scaler,
    Shrink,
    Threads,
    Tonemap,
    Tune,
    TwoPass,
    VariableRate,
    VideoCodec,
    VideoFilter,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.wanted import words_before
from ffai.translate.offline.words import FORMATS

_KEPT = frozenset(
    "keep maintain preserve retain same original current existing minimal minimum minimise minimize minimizing minimising least negligible without not no lose_quality as_is".split()
)
_LOOSE = frozenset(
    "good decent reasonable acceptable okay ok fine much significant significantly standard normal default medium too".split()
)


def _kept_quality(m: Match) -> Quality:
    """ "the quality of the original" is as good as can be seen; "decent quality" is what an encoder gives by itself."""
    said = {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}
    return Quality("keep" if said & _KEPT and not said & _LOOSE else "good")


def _has_rate(m: Match) -> bool:
    return any(t.kind in ("bitrate", "rate") for t in m.tokens[max(0, m.used[0] - 5) : m.used[-1] + 8])


def _is_wished(m: Match) -> bool:
    """Whether "high bitrate" is wanted of the result: "as a high bitrate HEVC", and not "take a high bitrate file"."""
    before = words_before(m.tokens, m.used[0])
    return bool(before) and before[0] in (
        "as",
        "to",
        "into",
        "at",
        "with",
        "make",
        "create",
        "produce",
        "output",
        "export",
        "want",
        "need",
        "use",
        "keep",
    )


def _fast_encode(m: Match) -> Preset | None:
    if {t.lemma for t in m.tokens} & {"remux", "stream_copy", "copy", "preset"}:
        return None
    said = {t.text.lower() for t in m.tokens[max(0, m.used[0] - 2) : m.used[-1] + 2]}
    return Preset("veryfast" if said & {"fastest", "possible", "quickest"} else "fast")


def _slow_encode(m: Match) -> Preset | None:
    if any(t.lemma == "preset" for t in m.tokens) or {t.lemma for t in m.tokens} & {"lossless", "zip", "png", "flac"}:
        return None
    return Preset("slow")


def _alpha(m: Match) -> Alpha | None:
    said = {t.lemma for t in m.tokens}
    if (
        said & {"overlay", "watermark", "logo", "subtitle", "green_screen", "chroma_key"}
        or m.tokens[m.used[0]].lemma == "without"
    ):
        return None
    return Alpha()


def _preset(m: Match) -> Preset | None:
    i = next(i for i in m.used if m.tokens[i].lemma == "preset")
    stop = {
        "with",
        "and",
        "to",
        "for",
        "at",
        "using",
        ",",
        "the",
        "a",
        "use",
        "of",
        "x264",
        "x265",
        "h264",
        "hevc",
        "encoder",
        "encoding",
        "libx264",
        "libx265",
        "by",
        "is",
        "in",
    }
    for near in (i - 1, i + 1, i + 2):
        if 0 <= near < len(m.tokens):
            token = m.tokens[near]
            if near == i - 1 and token.kind == "number" and i + 1 < len(m.tokens) and m.tokens[i + 1].kind == "number":
                continue  # "crf 30 preset 6"
            if token.kind == "quoted" or (token.kind == "word" and token.lemma not in stop and token.text.isalpha()):
                name = (token.value or token.text).lower()
                if (
                    near == i - 1
                    and near - 1 >= 0
                    and m.tokens[near - 1].lemma in ("very", "ultra", "super")
                    and name in ("fast", "slow")
                ):
                    name = m.tokens[near - 1].lemma + name
                return Preset(name)
            if token.kind == "number":
                m.used_too.add(near)
                return Preset(f"{token.value:g}")
    return None


def _bitrate(kind: str = "", mode: str = "") -> Callable[[Match], Any]:
    def build(m: Match) -> Bitrate | None:
        value = m.slots["r"]
        if isinstance(value, float) and value < 0:
            return None
        k = kind
        if not k:
            words = {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[-1] + 3]}
            if "audio" in words and "video" not in words:
                k = "audio"
            elif "video" in words and "audio" not in words and m.tokens[max(0, m.used[0] - 1)].lemma == "video":
                k = "video"
        return Bitrate(value, k, mode)

    return build


def _plain_bitrate(m: Match) -> Bitrate | None:
    """A bare number after "bitrate": kilobits when small, else bits."""
    value = m.slots["n"]
    return Bitrate(value * 1000 if value < 100_000 else value)


def _bare_rate(m: Match) -> Bitrate | None:
    """ "a 320 mp3": kilobits, when it is a rate that MP3 has."""
    rate = m.slots["n"]
    if rate not in (32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320) or m.skipped > 2:
        return None
    words = {m.tokens[i].lemma for i in m.used}
    return Bitrate(rate * 1000, "audio" if words & {"mp3", "aac"} else "", "cbr" if words & {"cbr", "constant"} else "")


def _bit_depth(m: Match) -> BitDepth | None:
    bits = m.slots["b"]
    if bits not in (8, 10, 12, 16, 24, 32):
        return None
    before = m.tokens[m.used[0] - 1].lemma if m.used[0] else ""
    before2 = m.tokens[m.used[0] - 2].lemma if m.used[0] > 1 else ""
    if (
        before == "from"
        or before2 == "from"
        or (before in ("a", "an") and before2 in ("convert", "have", "change", "transcode", "my"))
    ):
        return BitDepth(0)  # the source's; the target is said elsewhere
    words = {t.lemma for t in m.tokens}
    files = [t.value.path.rsplit(".", 1)[-1].lower() for t in m.tokens if t.kind == "file"]
    heard = bool(files) and all(FORMATS.get(f) == "audio" for f in files)
    kind = "audio" if bits in (16, 24, 32) or heard or words & {"wav", "flac", "aiff", "pcm", "alac"} else "video"
    return BitDepth(bits, kind)


def _prores_kind(m: Match) -> str:
    words = {m.tokens[i].lemma for i in m.used}
    if m.slots.get("n") == 4444 or "xq" in words:
        return "prores_4444xq" if "xq" in words else "prores_4444"
    return "prores_" + next((w for w in ("proxy", "lt") if w in words), "hq" if "high_quality" in words else "standard")


def _sound_as_said(m: Match) -> tuple[Any, ...]:
    """ "AAC stereo 48 kHz 192 kbps"."""
    words = {m.tokens[i].lemma for i in m.used}
    made: list[Any] = [Bitrate(m.slots["r"], "audio")]
    if "h" in m.slots:
        made.append(SampleRate(int(m.slots["h"])))
    if words & {"mono", "stereo"}:
        made.append(Channels(1 if "mono" in words else 2))
    return tuple(made)


def _tonemap(m: Match) -> Tonemap | None:
    before = m.tokens[m.used[0] - 1].lemma if m.used[0] else ""
    if before in ("keep", "preserve", "without", "not", "no"):
        return None
    return Tonemap(
        next(
            (t.lemma for t in m.tokens if t.lemma in ("hable", "mobius", "reinhard")),
            "hable",
        )
    )


def _scaler(m: Match) -> str:
    word = next(t.lemma for t in (m.tokens[i] for i in m.used) if t.lemma)
    return {"nearest-neighbor": "neighbor", "nearest_neighbor": "neighbor", "nearest": "neighbor", "spline36": "spline"}.get(
        word, word
    )


def _rate_word(bits: float) -> str:
    return f"{bits / 1e6:g}M" if bits >= 1e6 else f"{bits / 1e3:g}k"


def _range(m: Match) -> tuple[VideoFilter, Option]:
    full = {m.tokens[i].lemma for i in m.used} & {"full", "pc"}
    return VideoFilter(f"scale=out_range={'full' if full else 'limited'}", 49), Option("color_range", "pc" if full else "tv")


def _variable(m: Match) -> VariableRate | tuple[()] | None:
    near = {t.lemma for t in m.tokens}
    level = m.slots.get("n")
    named = next(
        (t.text for t in (m.tokens[i] for i in m.used) if len(t.text) == 2 and t.text[0] in "vV" and t.text[1].isdigit()), ""
    )
    if near & {"x264", "h264", "hevc", "x265", "libx264", "vp9", "av1"} and not near & {"mp3", "ogg", "vorbis", "opus", "aac"}:
        return ()  # of a picture: the rate that is said varies anyway
    files = [t.value.path.rsplit(".", 1)[-1].lower() for t in m.tokens if t.kind == "file"]
    if files and FORMATS.get(files[0]) == "video" and not near & {"mp3", "ogg", "vorbis", "opus", "aac", "audio", "sound"}:
        return ()
    if level is not None and not 0 <= level <= 9:
        level = None
    return VariableRate(float(named[1]) if named else level)


RULES = (
    # quality
    Rule("constant rate factor|quality ~ {n:number} / rate factor ~ {n:number} / crf of|is|value|=|:|to? {n:number} / crf|quality ~ {n:number} / constant_quality ~ {n:number}", lambda m: Crf(m.slots["n"]), 3),
    Rule("{n:number} crf", lambda m: Crf(m.slots["n"]) if not (m.used[-1] + 1 < len(m.tokens) and m.tokens[m.used[-1] + 1].kind == "number") else None, 2),
    Rule("qp of|=|to|value|is? {n:number} / constant qp ~ {n:number} / quantizer|quantiser ~ {n:number}", lambda m: Option("qp", f"{m.slots['n']:g}"), 1),
    Rule("{p:percent} quality / quality ~ {p:percent} / quality|jpeg|jpg ~ at|to|of {p:percent}", lambda m: PictureQuality(m.slots["p"]), 2),
    Rule("hdr|hdr10|hlg|dolby-vision|pq ~ to|into|for|as sdr|rec709|bt709|standard ~ dynamic? range? / tone-map|tonemap|tone-mapping|tonemapping|tonemapped|tonemapper ~ with|using? / tone map|mapping|mapped / hdr|hdr10 ~ looks|look|washed|grey|dull|pale / to|into|for|in|make sdr / sdr ~ version|output|copy|video|screen|display|monitor|projector|tv / remove|strip|drop hdr|hdr10", _tonemap, 3),
    Rule("keep|preserve|retain|maintain|with|in hdr|hdr10 ~ metadata|colors|color|info? / hdr|hdr10 ~ kept|intact|preserved|metadata|as_is", lambda m: (), 2),
    Rule("lanczos|bicubic|bilinear|bicublin|gauss|sinc|spline|spline36|neighbor|nearest-neighbor|nearest_neighbor ~ scaler|scaling|resampling|filter|algorithm|interpolation|upscaling|downscaling|scale|flag|flags|method? / nearest neighbor|neighbour", lambda m: None if {t.lemma for t in m.tokens} & {"minterpolate"} else Scaler(_scaler(m)), 2),
    Rule("{n:number} b-frame|b-frames|bframes|bframe / b-frames|bframes|b-frame ~ to|of|=|:|at? {n:number}", lambda m: Option("bf", f"{m.slots['n']:g}"), 4),
    Rule("no|without|disable|zero|not|drop|turn_off|off b-frame|b-frames|bframes", lambda m: Option("bf", "0"), 3),
    Rule("turn b-frames off / turn|switch off b-frames", lambda m: Option("bf", "0"), 4),
    Rule("{n:number} reference|ref frame|frames / reference|ref frames ~ to|of|=|:? {n:number} / refs ~ {n:number} / {n:frames} reference", lambda m: Option("refs", f"{m.slots['n']:g}"), 3),
    Rule("bufsize|vbv|buffer ~ size|buffer|of|to|=|:? {r:rate} / {r:rate} bufsize|buffer ~ size? / bufsize|buffer-size ~ {r:rate}", lambda m: Option("bufsize", _rate_word(m.slots["r"])), 4),
    Rule("minrate|minimum|min ~ bitrate|rate? of|to|=|at? {r:rate}", lambda m: Option("minrate", _rate_word(m.slots["r"])), 4),
    Rule("pcm {b:bits} / {b:bits} pcm", lambda m: AudioCodec({16: "pcm_s16le", 24: "pcm_s24le", 32: "pcm_s32le", 8: "pcm_u8"}[m.slots["b"]]) if m.slots["b"] in (8, 16, 24, 32) and {t.lemma for t in m.tokens} & {"mov", "mkv", "mxf", "avi", "prores", "dnxhr", "video"} else None, 3),
    Rule("remove|strip|drop|discard|delete|flatten ~ alpha|transparency ~ channel?", lambda m: PixelFormat("yuv420p"), 4),
    Rule("closed gop|gops / gop closed", lambda m: Option("flags", "+cgop"), 4),
    Rule("no|without|disable|turn_off scene-cut|scenecut|scene ~ cut|detection|change? / disable scene cut|change|detection", lambda m: Option("sc_threshold", "0"), 4),
    Rule("full|pc ~ color? range / color range ~ full|pc / limited|tv ~ color? range / color range ~ limited|tv", lambda m: _range(m), 3),
    Rule("bt709|bt.709|rec709|rec.709|rec-709|bt-709 ~ color|colour|space|primaries|matrix|colorspace|tags|tag|metadata? / color|colour space|primaries|matrix ~ bt709|rec709|bt.709|rec.709", lambda m: tuple(Option(o, "bt709") for o in ("color_primaries", "color_trc", "colorspace")) if not {t.lemma for t in m.tokens} & {"hdr", "hdr10", "sdr", "tonemap"} else (), 2),
    Rule("vbr ~ mp3|audio|mode|encoding|quality|setting|at|level|v? {n:number} / v0|v1|v2|v3|v4|v5|v6|v7|v8|v9 ~ vbr|quality|preset|setting|mp3? / vbr v0|v1|v2|v3|v4|v5 / vbr ~ mp3|encoding|mode|audio|bitrate? / variable bitrate ~ mp3|audio?", _variable, 1),
    Rule("good|decent|reasonable|acceptable|keep|maintain|preserve|retain|without|not|no|minimal|minimum|little|minimise|minimize|minimizing|minimising|least|negligible|significant|significantly|visible|visibly|noticeable|much|sacrifice|sacrificing|affect|affecting|hurt|ruin ~ lose|loss|degrade|ruin|destroy|hurt|sacrifice|affect|reduce|drop|degradation|compromise|significant|noticeable|visible? quality|detail|details|sharpness / quality as_is|same / minimal|minimum|minimise|minimize|minimizing|minimising|least|negligible|little|any|much|significant|significantly|noticeable|visible? lose_quality / without ~ degradation|lose|artifacts|compromise / same|original|current|existing quality / good_quality / quality ~ good|decent|reasonable|acceptable|okay|ok|fine / standard|normal|default|medium quality", lambda m: _kept_quality(m)),
    Rule("high_bitrate / high|higher bitrate", lambda m: None if _has_rate(m) or not _is_wished(m) else Quality("high"), 1),
    Rule("high-fidelity|hifi|hi-fi|audiophile|pristine|top-notch|crisp|visually-lossless / high fidelity / visually lossless / near lossless|-lossless / near-lossless", lambda m: Quality("high"), 1),
    Rule("balance|compromise|tradeoff|trade-off ~ between|of|quality|size ~ quality|size / quality and|vs|versus|to|/ size ~ balance|ratio|tradeoff|compromise / good|best ~ quality-to-size", lambda m: Quality("good"), 3),
    Rule("best_quality / high_quality / best ~ quality|picture / high|higher|great|excellent|premium|superb quality / quality ~ high|best|better|great|possible / better quality / improve ~ quality / maximum|max|highest|best|top possible? audio|sound|video|picture|image|visual? quality / as high|good ~ quality ~ possible / quality first|matters / as good as? possible", lambda m: Quality("high")),
    Rule("low_quality / low|poor|bad|lower|reduced quality / reduce|lower ~ quality", lambda m: Quality("low")),
    Rule("lossless / lossless ~ codec|format|encode|quality|compression|h264|flac|way? / without any lose|loss ~ quality / no lose ~ quality / zero lose|loss / bit-perfect|bitexact / mathematically lossless / without ~ lose ~ any quality / uncompressed", lambda m: Lossless()),
    Rule("uncompressed|raw avi|video|mov|rgb|yuv|picture / uncompressed ~ avi|mov", lambda m: (VideoCodec("rawvideo"), AudioCodec("pcm")) if m.tokens[m.used[0]].lemma == "uncompressed" else None, 3),
    Rule("reasonable|acceptable|manageable|moderate|decent|good filesize|size", lambda m: ()),
    Rule("{n:number} {h:hz}", lambda m: (BitDepth(int(m.slots["n"]), "audio"), SampleRate(int(m.slots["h"]))) if m.slots["n"] in (16, 24, 32) and not (m.used[0] and m.tokens[m.used[0] - 1].lemma == "from") else None, 2),
    Rule("{n:bits} {h:hz} ~ to|into / from {n:bits} {h:hz}", lambda m: (), 4),
    Rule("cd quality|standard|audio|format|spec / audio cd / cd-quality / red book / for|to|on cd", lambda m: (SampleRate(44100), Channels(2), BitDepth(16, "audio")) if not {t.lemma for t in m.tokens} & {"from", "rip"} else None, 1),
    Rule("speech recognition|to|transcription / whisper|transcription|transcribe|transcribing / speech-to-text", lambda m: () if any(t.kind == "hz" for t in m.tokens) else (SampleRate(16000), Channels(1)), 2),
    Rule("telephony|asterisk|voip|pbx|ivr ~ system|audio|format?", lambda m: () if any(t.kind == "hz" for t in m.tokens) else (SampleRate(8000), Channels(1)), 1),
    Rule("compress level ~ of|to|at|=|:? {n:number} / {n:number} compress level / highest|maximum|max|best compress level", lambda m: Option("compression_level", f"{m.slots.get('n', 12):g}", "audio"), 4),
    # presets and encoder parameters
    Rule("slow|fast|medium|veryslow|slower|faster|ultrafast|superfast|veryfast|placebo preset / preset of|to|is|=|:? slow|fast|medium|veryslow|slower|ultrafast|superfast|veryfast|placebo", _preset, 5),
    Rule("prores proxy|lt|high_quality|standard|xq / prores {n:number} ~ high_quality|xq|lt|proxy|standard?", lambda m: Profile(_prores_kind(m)), 1),
    Rule("dnxhr lb|sq|high_quality|hqx / dnxhr {n:number}", lambda m: Profile("dnxhr_444" if m.slots.get("n") == 444 else "dnxhr_" + m.tokens[m.used[-1]].lemma.replace("high_quality", "hq")), 2),
    Rule("h264|x264|libx264|hevc|x265|libx265 baseline|main|high|main10|high10 / baseline|main10|high10 h264|x264|hevc|x265", lambda m: Profile(next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in ("baseline", "main", "high", "main10", "high10"))) if m.tokens[m.used[-1]].lemma != "high" or {t.lemma for t in m.tokens[m.used[-1] + 1 : m.used[-1] + 2]} & {"profile", ",", ""} else None, 2),
    Rule("hvc1|hev1|avc1 tag|codec? / tag ~ hvc1|hev1|avc1", lambda m: Option("tag:v", next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in ("hvc1", "hev1", "avc1")), "mux"), 5),
    Rule("stutter|stutters|stuttering|laggy|lags|lagging|choppy|jerky|freezes|judders ~ on|in|when|during|at|my|while", lambda m: Reencode(), -1),
    Rule("fast|quick|speedy|rapid encode|reencode|transcode ~ speed|time|setting|mode|pass? / encode|transcode ~ fast|fastest ~ possible? / encode|reencode|transcode time|speed ~ fast|short|matters|important|low|minimal / speed_up|speed up? ~ encode|transcode / fast as? possible ~ encode|transcode / prioritise|prioritize|favor|favour ~ encode ~ speed / speed over|before|above quality", _fast_encode, 6),
    Rule("best|maximum|max|high|highest|efficient|most compression ~ efficiency|ratio|settings|possible? / compress ~ as? much as? possible / slow ~ encode ~ fine|ok|okay|acceptable|patient|take / dont|not mind|care ~ encode ~ time|long|slow", _slow_encode, 1),
    Rule("preset", _preset, 1),
    Rule("veryslow|slower|ultrafast|superfast|veryfast|placebo", lambda m: Preset(m.tokens[m.used[0]].lemma)),
    Rule("tune ~ film|animation|grain|stillimage|fastdecode|zerolatency|psnr|ssim / film|animation|grain|stillimage|fastdecode|zerolatency tune|tuning / zerolatency / low latency", lambda m: Tune(next((m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in ("film", "animation", "grain", "stillimage", "fastdecode", "psnr", "ssim")), "zerolatency"))),
    Rule("profile ~ main|high {n:number} / main|high {n:number} profile / main|high {n:number} ~ hevc|h264|x264|x265|encode", lambda m: Profile(f"{next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in ('main', 'high'))}{m.slots['n']:g}") if m.slots["n"] in (10, 12, 422, 444) else None, 4),
    Rule("profile ~ baseline|main|high|main10|high10|high422|high444 / baseline|main|high|main10|high10|high422|high444 profile", lambda m: Profile(next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma != "profile"))),
    Rule("level ~ {n:number}", lambda m: Level(f"{m.slots['n']:g}") if 1 <= m.slots["n"] <= 6.2 else None),
    Rule("{b:bits} color|audio|video|depth|bitdepth|pcm|wav|flac|version|file|output|sample|samples|hevc|h264|x265|h265? / bitdepth ~ {b:bits} / {b:bits}", _bit_depth),
    Rule("two_pass encode|mode|method|vbr|technique? / two|2 pass|passes|pass-encoding ~ encode? / encode ~ two|2|twice pass|passes", lambda m: TwoPass()),
    Rule("keyframe|i-frame every|each {t:time}", lambda m: KeyframeInterval(seconds=m.slots["t"]), 6),
    Rule("keyframe|i-frame every {n:frames}", lambda m: KeyframeInterval(frames=int(m.slots["n"])), 6),
    Rule("gop ~ {n:number} / gop size|of ~ {n:number} / keyframe every {n:frames} / keyframe interval ~ {n:number} / keyframe interval ~ {n:frames}", lambda m: KeyframeInterval(frames=int(m.slots["n"]))),
    Rule("{t:time} gop|keyframe ~ interval|size|length?", lambda m: KeyframeInterval(seconds=m.slots["t"]), 6),
    Rule("keyframe every|each ~ {t:time} / keyframe interval ~ {t:time}", lambda m: KeyframeInterval(seconds=m.slots["t"])),
    Rule("keep|preserve|retain|maintain|support|with|including|include|need|has|have|without ~ lose|dropping? transparency|alpha ~ channel? / transparency|alpha ~ preserved|kept|intact|retained|maintained|supported / transparent ~ background ~ webm|mov|prores|preserved|kept|video / alpha ~ to|into|as|in {x:format}|{c:vcodec}", _alpha, 3),
    Rule("{n:number} -? pass|passes ~ encode|encoding?", lambda m: TwoPass() if m.slots["n"] == 2 else None, 2),
    Rule("threads ~ {n:number} / {n:number} threads|cores|thread", lambda m: Threads(int(m.slots["n"]))),
    Rule("cpu-used|cpu_used ~ of|to|=|:? {n:number}", lambda m: Option("cpu-used", f"{m.slots['n']:g}"), 4),
    Rule("cut|reduce|drop|lower|bring ~ bitrate ~ in|by|to half / halve ~ bitrate", lambda m: Shrink(0.5), 5),
    Rule("bt601|bt.601|rec601|rec.601|smpte170m ~ to|into|as ~ bt709|rec709|bt.709|rec.709", lambda m: (VideoFilter("colorspace=all=bt709:iall=bt601-6-625:fast=1", 49), Option("color_primaries", "bt709"), Option("color_trc", "bt709"), Option("colorspace", "bt709")), 5),
    # bit rates
    Rule("video bitrate|quality ~ {r:rate} / {r:rate} video bitrate|stream|quality? / video ~ at {r:rate}", lambda m: Bitrate(m.slots["r"], "video"), 1),
    Rule("audio|sound bitrate|quality ~ {r:rate} / {r:rate} of? audio bitrate|stream|quality|track? / {r:rate} ~ audio bitrate|quality / audio|aac|mp3|opus|vorbis|ac3 ~ at {r:rate} / {r:rate} aac|mp3|opus|vorbis|ac3 / aac|mp3|opus|ac3 {r:rate}", lambda m: Bitrate(m.slots["r"], "audio"), 1),
    Rule("aac|mp3|opus|ac3|vorbis stereo|mono|audio? ~ {h:hz} {r:rate} / aac|mp3|opus|ac3|vorbis stereo|mono {r:rate}", _sound_as_said, 2),
    Rule("constant|cbr ~ bitrate? ~ {r:rate} / {r:rate} cbr|constant bitrate?", lambda m: Bitrate(m.slots["r"], "", "cbr"), 1),
    Rule("cap|limit|cap|keep|hold ~ bitrate ~ at|to|under|below|within {r:rate} / bitrate ~ capped|limited|never|not ~ at|to|exceed|over|above {r:rate}", lambda m: Bitrate(m.slots["r"], _kind_within(m), "" if _kind_within(m) == "audio" else "max"), 3),
    Rule("{n:number} mp3|aac|kbps|cbr / mp3|aac|cbr|constant bitrate? ~ {n:number}", _bare_rate, 2),
    Rule("maximum|max|maxrate|peak|cap|limit|at_most|up_to|under|over ~ bitrate? of|at|to|is? {r:rate}", lambda m: Bitrate(m.slots["r"], "", "max") if m.skipped < 3 else None),
    Rule("bitrate ~ {r:rate} / {r:rate} bitrate? / at|to|of {r:rate} / {r:rate} quality|per? second?", _bitrate()),
    Rule("bitrate of|to|at|is|=|: {n:number} / {n:number} bitrate", _plain_bitrate, -1),
    Rule("bitrate ~ half|halve / half|halve ~ bitrate", lambda m: Shrink(0.5)),
    Rule("lower|reduce|decrease|less|low|smaller|reduced|lowering ~ bitrate / bitrate ~ lower|reduce|down|small", lambda m: Shrink()),
    Rule("{r:rate} audio|sound|soundtrack", lambda m: Bitrate(m.slots["r"], "audio"), 1),
)  # fmt: skip


def _kind_within(m: Match) -> str:
    """ "limit the audio bitrate to 64k": of what it is."""
    inside = {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 1]}
    return "audio" if inside & {"audio", "sound"} else "video" if "video" in inside else ""
