"""Edits of the look of the picture: cleaning, sharpness, colour, fades."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    AudioFilter,
    Blur,
    Cannot,
    ChromaKey,
    Colour,
    Deinterlace,
    Denoise,
    Fade,
    Look,
    Lut,
    Sharpen,
    Stabilise,
    Tune,
    VideoFilter,
    Zoom,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.named import edit_named
from ffai.translate.offline.rules.over import area_said
from ffai.translate.offline.rules.panorama import panorama
from ffai.translate.offline.rules.size import words
from ffai.translate.offline.words import FORMATS


def _amount(m: Match, up: float, down: float) -> float | None:
    """A colour amount: a percent or a factor that was said, else a step up or down by the direction of the words."""
    w = words(m) | {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[-1] + 1]}
    lower = bool(
        w & {"decrease", "reduce", "lower", "dark", "less", "down", "desaturate", "dim", "turn_down", "dull", "mute", "tone"}
    )
    if "p" in m.slots:
        share = m.slots["p"] / 100
        if "to" in w and "by" not in w:
            return share
        return 1 - share if lower else 1 + share
    if m.slots.get("f"):
        return m.slots["f"]
    if "n" in m.slots:
        value = m.slots["n"]
        if value > 4:
            return 1 - value / 100 if lower else 1 + value / 100
        if "to" not in w and "by" in w and value < 1:
            return 1 - value if lower else 1 + value
        return value
    return down if lower else up


def _brightness(m: Match) -> Colour:
    w = words(m)
    if "n" in m.slots and abs(m.slots["n"]) <= 1:
        value = m.slots["n"]
        return Colour(brightness=-value if w & {"decrease", "reduce", "lower", "dark"} and value > 0 else value)
    amount = _amount(m, 1.1, 0.9)
    return Colour(brightness=round(((amount or 1.1) - 1), 3)) if amount is None or 0 <= amount <= 3 else Colour(brightness=0.1)


def _fade_color(m: Match) -> str:
    """The colour said of this fade, and not of the next one."""
    first, last = m.used[0], m.used[-1]
    stop = next((k for k in range(last + 1, len(m.tokens)) if m.tokens[k].lemma.startswith("fade")), len(m.tokens))
    behind = [t.lemma for t in m.tokens[first : min(last + 4, stop)]]
    before = [t.lemma for t in m.tokens[max(0, first - 2) : first]]
    found = [w for w in (*behind, *before) if w in ("white", "black")]
    return found[0] if found else "black"


def _in_and_out(m: Match) -> tuple[Fade, ...]:
    """ "in from white over 1 second and out to black over the last 2": each with its own colour."""
    out = next((i for i in range(m.used[0], m.used[-1] + 1) if m.tokens[i].lemma in ("out", "fade_out")), m.used[-1])
    halves = (m.tokens[m.used[0] : out], m.tokens[out : m.used[-1] + 5])
    said = [next((t.lemma for t in half if t.lemma in ("white", "black")), "") for half in halves]
    first, second = _fade("in")(m), _fade("out")(m._replace(slots={**m.slots, "t": float(m.slots["u"])}))
    if not any(said):
        return (*first, *second)
    return tuple(
        fade._replace(color=color or "black") for fades, color in ((first, said[0]), (second, said[1])) for fade in fades
    )


def _fade(direction: str) -> Callable[[Match], Any]:
    def build(m: Match) -> tuple[Fade, ...] | None:
        seconds = m.slots.get("t")
        at = next((i for i in m.used if m.tokens[i].kind == "time" and m.tokens[i].value == seconds), None)
        if at and at > 1 and m.tokens[at - 1].lemma in ("to", "until", "till", "-", "and") and m.tokens[at - 2].kind == "time":
            return None  # "from 0:45 to 1:10 with a fade out"
        if (
            at is not None
            and at + 2 < len(m.tokens)
            and m.tokens[at + 1].lemma in ("to", "until", "till", "-")
            and m.tokens[at + 2].kind == "time"
        ):
            return None
        near = {t.lemma for t in m.tokens[max(0, m.used[0] - 5) : m.used[-1] + 5]}
        around = {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[-1] + 3]}
        kind = ""
        if "audio" in around or "sound" in around or "music" in around or ("audio" in near and "video" not in near):
            kind = "" if "video" in near and "and" in near else "audio"
        elif "video" in around and not near & {"audio", "sound"}:
            kind = "video" if near & {"black", "white"} else ""
        color = _fade_color(m)
        if color != "black" or "black" in near:
            kind = kind or ("video" if "audio" not in {t.lemma for t in m.tokens} else "")
        start = m.slots.get("a")
        return tuple(Fade(d, seconds, kind, start, color) for d in (("in", "out") if direction == "both" else (direction,)))

    return build


def _blur(m: Match) -> Blur | None:
    s = m.slots
    if "s" in s:
        w, h = s["s"]
        if not w or not h:
            return None
        return Blur(region=(int(s.get("x") or 0), int(s.get("y") or 0), w, h), place=s.get("p") or "")
    if "p" in s:
        if s["p"] == "lower_third":
            return Blur(place="bottom", share=0.333)
        share = next((float(t.value) / 100 for t in m.tokens[m.used[0] :] if t.kind == "percent" and 1 <= t.value <= 99), None)
        part = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2}
        share = share or next((part[t.lemma] for t in m.tokens[m.used[0] : m.used[-1] + 4] if t.lemma in part), None)
        m.used_too.update(
            i
            for i, t in enumerate(m.tokens)
            if i >= m.used[0] and ((t.kind == "percent") or (t.lemma in part and i < m.used[-1] + 4))
        )
        pixels = {t.lemma for t in m.tokens} & {"pixelate", "pixelated", "mosaic"}
        return Blur(place=s["p"], share=share, filter="pixelate" if pixels else "")
    return Blur(strength=s.get("n"))


def _blur_corners(m: Match) -> Blur | None:
    """ "the box from 40,40 to 120,80": two opposite corners."""
    a, b, c, d = (int(m.slots[k]) for k in "abcd")
    x, y, w, h = min(a, c), min(b, d), abs(c - a), abs(d - b)
    name = "pixelate" if {m.tokens[i].lemma for i in m.used} & {"pixelate", "mosaic"} else ""
    return Blur(region=(x, y, w, h), filter=name) if w and h else None


_TINTS = {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1), "yellow": (0.7, 0.7, -0.7), "cyan": (-0.7, 0.7, 0.7), "magenta": (0.7, -0.7, 0.7), "purple": (0.5, -0.7, 0.7), "pink": (0.8, -0.3, 0.3), "orange": (1, 0.3, -0.7)}  # fmt: skip


def _tint(m: Match) -> VideoFilter | None:
    """A colour that lies over all: taken away where that is asked or complained of, else put there."""
    rgb = _TINTS.get(m.slots["c"])
    if rgb is None:
        return None
    everything = {t.lemma for t in m.tokens}
    away = everything & {
        "remove",
        "fix",
        "correct",
        "reduce",
        "rid",
        "weird",
        "neutralise",
        "wrong",
        "strange",
        "eliminate",
        "less",
        "without",
        "ugly",
        "has",
        "have",
    } and not everything & {"add", "apply", "give"}
    sign = -0.15 if away else 0.2
    return VideoFilter("colorbalance=" + ":".join(f"{c}m={sign * v:g}" for c, v in zip("rgb", rgb, strict=True) if v), 51)


def _warmth(m: Match, kelvin: float) -> Any:
    """Warm and cold are said of pictures, and of sound."""
    files = [t.value.path.rsplit(".", 1)[-1].lower() for t in m.tokens if t.kind == "file"]
    if files and FORMATS.get(files[0]) == "audio":
        gain = 3 if kelvin < 6500 else -3
        return AudioFilter(f"bass=g={gain}", 40), AudioFilter(f"treble=g={-gain}", 41)
    return Colour(temperature=kelvin)


def _look(name: str) -> Callable[[Match], Any]:
    return lambda m: Look(name)


RULES = (
    # clean up
    Rule("inverse|reverse|undo|remove telecine|telecined|pulldown / detelecine / ivtc / remove|undo|reverse ~ {r:ratio} pulldown / {r:ratio} pulldown ~ remove|removal|undo|reverse / telecined ~ footage|video|source|to|remove|film|look|tape|rip|material|recording / restore|recover ~ 23.976|progressive|24p / pulldown ~ remove|removal", lambda m: VideoFilter("fieldmatch,yadif=deint=interlaced,decimate", 6), 5),
    Rule("field order|dominance ~ top|tff|upper / top field first / tff", lambda m: VideoFilter("fieldorder=tff", 6) if {t.lemma for t in m.tokens} & {"field"} else None, 4),
    Rule("field order|dominance ~ bottom|bff|lower / bottom field first / bff / swap|reverse|flip|change|switch|fix ~ field order|dominance|fields", lambda m: VideoFilter("fieldorder=bff", 6), 3),
    Rule("deinterlace / interlaced ~ to|into ~ progressive / remove|fix|get ~ interlacing|interlaced|combing ~ lines|artifacts|footage? / interlaced|interlacing / yadif|bwdif / progressive ~ format|scan|output|video?", lambda m: Deinterlace()),
    Rule("stabilise ~ video|footage|shaky|it? / shaky ~ video|footage|clip|camera|handheld? / vidstab / reduce|remove|fix|smooth ~ camera? shake|jitter|shakiness|wobble / camera shake", lambda m: Stabilise()),
    Rule("denoise ~ video|footage|picture|image|clip / remove|reduce|clean|get ~ grain|video-noise|graininess ~ from? / denoise / reduce|remove|clean ~ noise ~ video|footage|picture|image|dark|lowlight|night", lambda m: Denoise(_noise_kind(m)), 1),
    Rule("noise|grain|grainy ~ at|in|and|because|night|video|footage|picture|it|lowlight?", lambda m: Denoise(_noise_kind(m) or "video") if m.tokens[m.used[0]].text.lower() in ("noisy", "grainy") and {t.lemma for t in m.tokens} & {"clean", "fix", "reduce", "remove", "denoise", "improve", "better", "get"} and not {t.lemma for t in m.tokens} & {"audio", "sound", "voice", "recording", "mic", "microphone", "podcast"} else None, -1),
    Rule("sharpen|sharp ~ video|image|picture|it|footage|edges|filter|slightly|slight? / sharpness|unsharp / make|is|more|look ~ sharp|crisp|crisper / blurry ~ fix|video|footage?", lambda m: () if m.tokens[m.used[0]].text.lower() == "sharp" and {t.lemma for t in m.tokens[m.used[0] + 1 : m.used[0] + 2]} & {"frame", "image", "picture", "still", "screenshot"} else Sharpen("light" if {t.lemma for t in m.tokens} & {"slight", "slightly", "bit", "subtle", "little", "light"} else "")),
    Rule("keep|maintain|maximum|max|preserve|retain sharpness|sharp / maximum ~ sharpness", lambda m: ()),
    Rule("blur ~ region|area|rectangle|box|part|section|square|logo|it|out? ~ {s:size} ~ at|from|position|offset|starting ~ {x:number} ,|and|x {y:number} / blur ~ {s:size} ~ at|position ~ {x:number} ,|and {y:number} / blur ~ {s:size} ~ region|area|box|at|in ~ {p:place} / blur|pixelate|pixelated|mosaic|censor|obscure ~ {p:place} ~ region|corner|area|part|of|quarter? / blur ~ sigma|radius|strength|amount|by|of|with|intensity =|of|: {n:number} / blur ~ sigma|radius|strength|amount|by|of|with|intensity {n:number}", _blur, 2),
    Rule("blur|pixelate|hide|censor|cover|mask|obscure|black_out ~ box|area|rectangle|region|part|square|corners|plate|face|logo ~ from|between|at|corners (? {a:number} ,|: {b:number} )? to|and|,|- (? {c:number} ,|: {d:number}", _blur_corners, 9),
    Rule("gaussian? blur ~ video|effect|it|image|picture|filter|entire|whole|background|slightly|heavily? / gaussian|box blur", lambda m: Blur()),
    Rule("motion_blur ~ effect?", lambda m: VideoFilter("tmix=frames=5", 77), 1),
    Rule("zoom|zooms|zooming ~ in|into|out|slowly|gradually ~ on|over|of|effect|toward|into|from? / slow|gradual zoom ~ in|out? / ken_burns ~ effect?", lambda m: Zoom("out" if "out" in words(m) else "in") if not {t.lemma for t in m.tokens} & {"image", "photo", "picture", "slideshow", "still", "jpg", "png", "photos", "images"} and not any(t.kind == "file" and t.value.path.lower().endswith((".jpg", ".jpeg", ".png", ".webp")) for t in m.tokens) else None, 2),
    Rule("vhs|video-tape|old-tv|crt ~ look|effect|style|filter|tape? / look ~ like vhs", lambda m: Look("vhs") if words(m) & {"look", "effect", "style", "filter"} or {t.lemma for t in m.tokens} & {"look", "effect", "style"} else None, 2),
    Rule("blur|hide|anonymise|anonymize|censor ~ face|faces|plate|plates|license|people", lambda m: Blur(place="?") if not any(t.kind in ("dim",) for t in m.tokens) else None, 5),
    Rule("pixelate|pixelated|mosaic|censor ~ area|region|part|box|rectangle|section ~ {s:size}", lambda m: Blur(region=area_said(m) or (0, 0, m.slots["s"][0], m.slots["s"][1]), filter="pixelate") if m.slots["s"][0] and m.slots["s"][1] else None, 5),
    Rule("temperature|balance ~ {k:kelvin} / warm|cool|cold|tone ~ to|at {k:kelvin} / {k:kelvin} ~ white|color? balance|temperature", lambda m: Colour(temperature=float(m.slots["k"])), 5),
    Rule("temperature ~ {r:rate} / temperature ~ {n:number} ~ kelvin|k? / {r:rate} kelvin|temperature", lambda m: Colour(temperature=float(m.slots.get("r") or m.slots["n"])) if 1000 <= (m.slots.get("r") or m.slots["n"]) <= 40000 else None, 4),
    Rule("sbs|side_by_side ~ 3d? ~ to|into|as ~ 2d|mono|flat / 3d ~ sbs|side_by_side ~ to|into ~ 2d|mono|flat / 3d ~ to|into|as 2d|flat", lambda m: VideoFilter("stereo3d=abl:ml" if {t.lemma for t in m.tokens} & {"top", "over-under", "tab", "top-bottom", "above-below"} else "stereo3d=sbsl:ml", 15), 5),
    Rule("vr180|vr-180 ~ to|into|as ~ 2d|flat|standard|normal|regular / vr180 ~ flat|2d", lambda m: VideoFilter("v360=hequirect:flat:in_stereo=sbs:out_stereo=2d:h_fov=90:v_fov=60:w=1920:h=1080", 15), 5),
    Rule("vr|vr360|360|360-degree|spherical video? ~ to|into|as ~ 2d|flat|non-vr|standard|normal|regular|non|rectilinear", lambda m: VideoFilter("v360=e:flat:h_fov=90:v_fov=60:w=1920:h=1080", 15) if not any(t.kind == "degree" for t in m.tokens) and not {t.lemma for t in m.tokens} & {"rotate"} else None, 4),
    Rule("blur ~ background ~ keep|keeping|but|while|not|leave ~ subject|person|face|speaker|foreground|people / background blur ~ subject|person|face|speaker|foreground / portrait mode effect|blur / bokeh effect|blur?", lambda m: Cannot("ffmpeg does not know the subject from the background: a blur of the background needs a mask made by another tool. What it can do: blur everything outside of a box ('blur all but 300x300 at 100,50'), or put the picture on a blurred copy of itself."), 6),
    Rule("anaglyph / red-cyan", lambda m: VideoFilter("stereo3d=sbsl:arcg", 15), 2),
    Rule("equirectangular|360|spherical|360-degree|insta360|{d:degree} ~ flat|rectilinear|perspective|normal|regular|view|fov|viewport|reframe|cubemap|planet|fisheye|stereographic / flat|rectilinear|perspective|reframe|viewport|cubemap|planet ~ equirectangular|360|spherical|360-degree|insta360 / fisheye|dual-fisheye ~ equirectangular|flat|rectilinear|360|normal / {n:number} video|camera|clip|footage|recording|pano|panorama ~ flat|normal|regular|rectilinear|perspective|reframe|viewport|cubemap|planet|view / flat|rectilinear|perspective|planet|cubemap ~ from|of|out ~ {n:number} video|camera|clip|footage|recording|pano", panorama, 6),
    Rule("pixelate|pixelated|pixelation|mosaic ~ video|effect?", _look("pixelate")),
    # colour
    Rule("%adjust|make ~ brightness ~ by|to|at|of|is? {p:percent} / %adjust ~ brightness ~ by|to? {n:number} / brightness {n:number} / bright|dark ~ by ~ {p:percent} / brightness ~ by|to|of|= ~ {n:number} / brightness ~ {p:percent}", _brightness, 2),
    Rule("bright ~ file|load", lambda m: () if m.text().lower().startswith("lighten") else None, 3),
    Rule("bright ~ video|it|image|footage|picture|clip|up|dark? / %adjust|more|increase ~ brightness / is|too dark / dark ~ video|footage|clip|picture|scene ~ bright? / make|video|footage|picture ~ dark", lambda m: Colour(brightness=0.12 if words(m) & {"bright", "brightness"} and not words(m) & {"decrease", "reduce", "lower"} or words(m) & {"is", "too"} else -0.12), 0),
    Rule("%adjust ~ contrast ~ by|to|at|of? {p:percent} / %adjust ~ contrast ~ by|to? {f:factor} / contrast ~ {n:number} / contrast ~ by {p:percent} / contrast ~ to|of|at|=? {p:percent}", lambda m: Colour(contrast=_amount(m, 1.2, 0.8)), 2),
    Rule("%adjust|more|high|better ~ contrast / contrast ~ up|boost|increase / contrast|contrasty", lambda m: Colour(contrast=_amount(m, 1.2, 0.8)), 0),
    Rule("%adjust ~ saturation ~ by|to|at|of? {p:percent} / %adjust ~ saturation ~ by|to? {f:factor} / saturation ~ {n:number} / saturation ~ by {p:percent}", lambda m: Colour(saturation=_amount(m, 1.3, 0.7)), 2),
    Rule("%adjust|more ~ saturation|saturated / saturation / saturate|desaturate|vivid|vibrant|colorful|color ~ pop? ~ video|more? / color pop|vivid|vibrant / more|increase ~ color|colour / pale|dull|washed ~ color|out?", lambda m: Colour(saturation=1.4 if words(m) & {"pale", "dull", "washed"} else _amount(m, 1.4, 0.6)) if not (words(m) <= {"color"}) else None, 0),
    Rule("gamma ~ {n:number} / %adjust ~ gamma / gamma", lambda m: Colour(gamma=m.slots.get("n", 1.2))),
    Rule("hue ~ {d:degree} / hue ~ {n:number} / shift|rotate ~ hue", lambda m: Colour(hue=m.slots.get("d", m.slots.get("n", 90.0)))),
    Rule("warm|warmer ~ tone|color|look|temperature? / color? temperature ~ warm", lambda m: _warmth(m, 5000.0)),
    Rule("cold|cool|cooler|colder ~ tone|color|look|temperature|video|it? / color? temperature ~ cool|cold", lambda m: _warmth(m, 8500.0)),
    Rule("greyscale ~ video|version|effect|filter|image? / grey ~ video|version? / remove|drop|without|no|drain|strip|desaturate ~ color|saturation / to grey / black and|& white / colorless", lambda m: None if _of_bars(m) else _look("greyscale")(m), 1),
    Rule("sepia ~ tone|effect|filter|look|tint? / sepia-tone", _look("sepia"), 1),
    Rule("invert ~ color|video|it? / negative ~ image|effect|look|film|video? / color inversion", _look("negative")),
    Rule("vignette ~ effect|filter?", _look("vignette")),
    Rule("vintage|retro|old-film|old-school|oldschool ~ look|film|effect|filter|style|movie? / old film|movie look|effect|style / look ~ old film|movie / like old film|movie / 70s|80s|60s look|style|effect", _look("vintage")),
    Rule("film grain friendly|tune|tuning|preserving / grain friendly|tune|tuning|preserving / keep|preserve|retain|for film grain / keep|preserve|retain|for grain / tune|tuned|tuning|friendly|optimised ~ film grain / tune|tuned|tuning|friendly|optimised ~ grain", lambda m: Tune("grain") if {t.lemma for t in m.tokens} & {"encode", "h264", "hevc", "x264", "x265", "crf", "compress", "convert", "transcode", "tune", "preset"} else None, 4),
    Rule("add|with|film ~ grain ~ effect|film?", _look("grain")),
    Rule("edge ~ detect|detection|effect / sketch|outline|edges effect|look|style|filter / sketch|pencil ~ effect|look|style?", lambda m: None if any(t.kind == "quoted" for t in m.tokens) or {t.lemma for t in m.tokens} & {"text", "title", "caption"} else Look("edges")),
    Rule("cartoon|comic|posterize ~ effect|look|style?", _look("posterize")),
    Rule("deband|debanding / remove|reduce|fix ~ banding", _look("deband")),
    Rule("white balance|auto-white ~ fix|correct? / color correct|correction|cast|balance / auto ~ levels|color|contrast / normalise ~ color|levels|brightness|contrast", lambda m: None if {t.lemma for t in m.tokens} & {"audio", "sound", "volume", "music", "voice", "loudness", "podcast", "song"} else Look("whitebalance" if words(m) & {"white", "auto-white", "cast", "balance"} else "autolevels")),
    Rule("{c:color} tint|cast|tinge|tone|hue", _tint, 2),
    Rule("cinematic|teal-orange|teal ~ look|grade|grading|color|orange / teal and orange / orange and teal", _look("cinematic"), 2),
    Rule("color|colours vibrance / vibrance", lambda m: edit_named("vibrance"), 2),
    Rule("apply|use|with|add ~ lut ~ {f:file} / lut ~ {f:file} / {f:file} lut / color grade|grading ~ {f:file} / apply ~ {f:file} lut? ", lambda m: Lut(m.slots["f"].path, next((t.value / 100 for t in m.tokens if t.kind == "percent"), None)) if m.slots["f"].path.lower().endswith((".cube", ".3dl", ".dat", ".m3d")) else None, 2),
    Rule("key|keying|keyed ~ green|blue ~ out|away? / key out ~ green|blue", lambda m: ChromaKey("blue" if {t.lemma for t in m.tokens} & {"blue"} else "green"), 2),
    Rule("replace|swap|exchange|substitute|change|key|remove|turn|make ~ green|blue ~ in|of|behind|from|on|out|with|by|for|color? ~ {f:file} ~ with|by|for|to|against|over {g:file} / replace|swap|substitute|key ~ green|blue ~ with|by|for|over {g:file} / put|place|show|lay ~ {g:file} ~ where|instead_of|behind|in ~ green|blue ~ is|color|screen|background?", lambda m: ChromaKey("blue" if words(m) & {"blue"} else "green") if m.slots["g"].path.rsplit(".", 1)[-1].lower() in FORMATS and FORMATS[m.slots["g"].path.rsplit(".", 1)[-1].lower()] in ("image", "video") else None, 4),
    Rule("key out? green|blue / key ~ out ~ green|blue / green|blue ~ keyed|key out? / make|turn green|blue transparent|see-through / green|blue ~ to|into|becomes|become transparent|transparency", lambda m: ChromaKey("blue" if words(m) & {"blue"} else "green"), 3),
    Rule("green_screen|chroma_key|greenscreen|chromakey ~ remove|replace|key|background|with|effect? / remove|replace|key ~ green|blue ~ screen|background", lambda m: ChromaKey("blue" if {t.lemma for t in m.tokens} & {"blue"} else "green")),
    # fades
    Rule("fade ~ {f:file}|audio|video|it|sound|music in /|and|& out ~ over|for|of? {t:time} / fade ~ {f:file}|audio|video|it|sound|music in /|and|& out", _fade("both"), 5),
    Rule("fade ~ in ~ {t:time} ~ out ~ {u:time} / fade ~ in ~ {t:time} ~ out ~ last|final {u:number} / fade_in ~ {t:time} ~ out|fade_out ~ last|final {u:number}", lambda m: _in_and_out(m), 6),
    Rule("fade_in|fade ~ picture|video|image ~ {t:time} ~ and ~ sound|audio|music ~ {u:time}", lambda m: tuple(Fade(d, m.slots[k], kind) for k, kind in (("t", "video"), ("u", "audio")) for d in (["out"] if "out" in {x.lemma for x in m.tokens} or "fade_out" in {x.lemma for x in m.tokens} else ["in"])), 8),
    Rule("fade_in ~ {t:time} ~ out ~ {u:time} / fade ~ in ~ {t:time} ~ out ~ {u:time}", lambda m: (*(_fade("in")(m) or ()), *_fade("out")(m._replace(slots={**m.slots, "t": m.slots["u"]}))), 5),
    Rule("fade_in ~ first second ~ out ~ last|final {u:time} / fade_in ~ first second ~ out ~ last two", lambda m: (*_fade("in")(m._replace(slots={"t": 1.0})), *_fade("out")(m._replace(slots={"t": m.slots.get("u", 2.0)}))), 6),
    Rule("fade_out ~ last|final second / fade ~ last|final second", lambda m: _fade("out")(m._replace(slots={"t": 1.0})), 5),
    Rule("fade_in ~ first second", lambda m: _fade("in")(m._replace(slots={"t": 1.0})), 5),
    Rule("fade_in /|and|& out|fade_out / fade_in and|& fade_out ~ of|for|over|at|last_verb|to? {t:time} / fade_in and|& fade_out ~ audio|video|file|clip|{f:file} ~ last_verb|of|for|with {t:time} / {t:time} ~ fade_in and|&|/ fade_out / {t:time} ~ fade ~ at|on|to ~ start|beginning|both|each ~ end|ends / fade_in and|& out ~ {t:time} / fade ~ in and|& out ~ {t:time} / fade_in and|& out / fade_in and|& fade_out / fade ~ at|on ~ start|beginning and end|ending / fade ~ both|each ~ end|ends", _fade("both"), 3),
    Rule("fade_in ~ over|for|of|last_verb|from|black|during|the|first|audio|video|effect|sound|music? ~ {t:time} / {t:time} ~ fade_in / fade ~ from black ~ {t:time} / fade_in / fade ~ from ~ black|white / fade ~ at|to ~ start|beginning / {t:time} fade ~ from black / {t:time} fade ~ at ~ start|beginning", _fade("in"), 2),
    Rule("fade_out ~ over|for|of|last_verb|to|black|during|the|last|effect|audio|video|sound|music|at? ~ {t:time} / {t:time} ~ fade_out / fade ~ to ~ black|white|silence ~ {t:time} / fade_out / fade ~ to ~ black|white|silence / fade ~ at|to ~ end|ending / {t:time} fade ~ to black / {t:time} fade ~ at ~ end|ending / fade ~ last|final {t:time}", _fade("out"), 2),
    Rule("fade ~ audio|sound|music|video|picture|it|{f:file} ~ in ~ over|for|during|within {t:time}", _fade("in"), 4),
    Rule("fade ~ audio|sound|music|video|picture|it|{f:file} ~ out ~ over|for|during|within {t:time}", _fade("out"), 4),
    Rule("fade_out ~ starting|from|at {a:instant} ~ for|over|last_verb {t:time}", _fade("out"), 4),
)  # fmt: skip


def _of_bars(m: Match) -> bool:
    """ "grey bars" are a colour of the bars, not of the picture."""
    behind = {t.lemma for t in m.tokens[m.used[-1] : m.used[-1] + 2]}
    return bool(behind & {"bars", "border", "borders", "background", "padding", "text", "frame"})


# noise that is heard, whatever the file
_HEARD = frozenset(
    "audio sound voice hiss hum music speech static background ambient wind mic microphone fan traffic buzz hissing humming".split()
)


def _noise_kind(m: Match) -> str:
    near = {t.lemma for t in m.tokens}
    if near & {
        "grain",
        "footage",
        "picture",
        "image",
        "grainy",
        "lowlight",
        "dark",
        "sharpness",
        "sharpen",
        "brightness",
        "contrast",
        "saturation",
    } and not near & {"audio", "sound"}:
        return "video"
    files = [t.value.path.rsplit(".", 1)[-1].lower() for t in m.tokens if t.kind == "file"]
    if files and not near & _HEARD:
        return {"video": "video", "audio": "audio"}.get(FORMATS.get(files[0], ""), "")
    if near & (_HEARD | {"podcast", "song"}) and not near & {"grain"}:
        return "audio"
    return "" if not near & {"video"} else "video"
