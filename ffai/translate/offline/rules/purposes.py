"""What it is for, and how large it may be: services, devices, sizes of files, "smaller"."""

from ffai.translate.offline.edits import (
    FileSize,
    Purpose,
    Shrink,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.terms import NAMED_SIZES

# how services and situations are called -> their row in the purposes table
PURPOSES = {
    "web": "web", "email": "email", "whatsapp": "whatsapp", "discord": "discord", "telegram": "telegram", "twitter": "twitter", "x.com": "twitter", "instagram": "instagram", "reel": "reel", "reels": "reel", "tiktok": "tiktok",
    "youtube": "youtube", "vimeo": "vimeo", "facebook": "facebook", "iphone": "iphone", "ipad": "iphone", "ios": "iphone", "appletv": "iphone", "android": "android", "phone": "phone", "tv": "tv", "dvd": "dvd", "powerpoint": "powerpoint",
    "archive": "archive", "archival": "archive", "archiving": "archive", "finalcut": "editing", "premiere": "editing", "davinci": "editing", "avid": "editing", "resolve": "editing", "vegas": "editing", "aftereffects": "editing", "capcut": "iphone", "imovie": "iphone", "itunes": "iphone", "gmail": "email", "outlook": "email", "editing": "editing", "proxy": "proxy", "proxies": "proxy", "podcast": "podcast", "slack": "slack", "story": "reel", "stories": "reel",
    "streaming": "web", "linkedin": "linkedin", "social": "phone", "roku": "tv", "chromecast": "tv", "playstation": "tv", "xbox": "tv", "snapchat": "reel", "signal": "signal", "messenger": "facebook", "mms": "mms", "sms": "mms", "bluray": "bluray", "audiobook": "audiobook", "ringtone": "ringtone", "teams": "powerpoint", "keynote": "powerpoint", "upload": "web", "uploading": "web",
}  # fmt: skip
_VAGUE = frozenset(
    ("upload", "uploading", "web", "streaming", "social", "editing")
)  # beside a service's own name they say nothing
_P = "|".join(PURPOSES)
_SMALL = "compress|shrink|reduce|small|minimise|minimize|squeeze|slim|optimise|lighten|recompress|downsize|lighter"
_SIZES = ("lines", "dim", "resolution_k")


def _purpose(m: Match) -> Purpose | None:
    named = [m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in PURPOSES]
    if any(PURPOSES.get(m.tokens[i].lemma) == "dvd" and _of_a_disc(m, i) for i in m.used):
        return None
    behind = [t.lemma for t in m.tokens[m.used[-1] + 1 : m.used[-1] + 2] if t.lemma in PURPOSES]
    exact = [n for n in (*named, *behind) if n not in _VAGUE] or named
    upright = [n for n in exact if PURPOSES[n] in ("reel", "ringtone", "dvd", "bluray")]  # "an Instagram reel"
    return Purpose(PURPOSES[(upright or exact)[0]]) if exact else None


def _of_a_disc(m: Match, i: int) -> bool:
    """ "a VOB from a DVD", "my DVD rip": what the file comes from."""
    near = {t.lemma for t in m.tokens[max(0, i - 4) : i]} | {t.lemma for t in m.tokens[i + 1 : i + 3]}
    return bool(near & {"from", "rip", "ripped", "vob", "disc", "remux", "of"}) and not {
        t.lemma for t in m.tokens[max(0, i - 2) : i]
    } & {"for", "to", "make", "author"}


def _percent(m: Match) -> Shrink:
    return Shrink(max(0.05, 1 - m.slots["p"] / 100))


def _shrink(m: Match) -> Shrink | Purpose | None:
    """Smaller as a file. "reduce a video's resolution", "shrink a 3840x2160 file to 1920x1080" are about the picture."""
    first = m.tokens[m.used[0]].lemma
    near = {t.lemma for t in m.tokens[m.used[0] + 1 : m.used[0] + 3]}
    if near & {"lose_quality", "loss", "lose", "artifacts", "degradation"}:
        return None
    if first == "optimise" and not {t.lemma for t in m.tokens} & {
        "size",
        "small",
        "filesize",
        "compress",
        "shrink",
        "space",
        "storage",
        "reduce",
    }:
        return Purpose("web") if m.tokens[m.used[0]].text.lower().endswith("d") else Shrink()
    ahead = m.tokens[m.used[0] + 1 : m.used[0] + 9]
    stop = next((n for n, t in enumerate(ahead) if t.text in ".;" or t.lemma in ("and", "then", "while")), len(ahead))
    ahead = ahead[:stop]
    used = {m.tokens[i].lemma for i in m.used}
    if not used & {"size", "filesize", "file", "storage", "space", "disk", "footprint"} or first == "shrink":
        if first in ("reduce", "lower", "decrease", "cut", "bring") and {t.lemma for t in ahead} & {
            "resolution",
            "dimension",
            "dimensions",
            "width",
            "height",
            "framerate",
            "fps",
            "frame",
        }:
            return None
        if first in ("reduce", "lower", "decrease", "cut", "bring") and any(t.kind in ("fps", "hz") for t in ahead):
            return None  # "reduce a 50 fps video to 25"
        sized = next(
            (
                n
                for n, t in enumerate(ahead)
                if t.lemma in ("to", "into", "down")
                and any(x.kind in _SIZES or x.lemma in NAMED_SIZES for x in ahead[n + 1 : n + 4])
            ),
            None,
        )
        if first in ("shrink", "reduce", "downsize") and sized is not None:
            return None
    return Shrink()


def _of_bytes(m: Match) -> bool:
    """Whether "size" is that of the file: said so, or cut where nothing is said of the picture."""
    used = {m.tokens[i].lemma for i in m.used}
    if {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 1]} & {
        "resolution",
        "width",
        "height",
        "dimension",
        "dimensions",
        "framerate",
        "fps",
        "volume",
        "speed",
    }:
        return False
    return bool(used & {"filesize", "file"}) or bool(
        {t.lemma for t in m.tokens} & {"compress", "mb", "bitrate", "storage", "space"}
    )


def _shrink_by_words(m: Match) -> Shrink | None:
    return Shrink(m.slots.get("f"))


RULES = (
    # purposes
    Rule(f"%make|suitable|ready|optimise|compatible|play|playable|work|upload|share|send|post|small|playback|fit|friendly|export|version|encode ~ for|on|to|via|in|with|over|by ~ {_P}".replace("%make", "make|prepare|get|want|need|convert|compress|shrink|reduce|transcode|resize"), _purpose),
    Rule(f"for|on|to|via|in|over ~ {_P} / {_P} friendly|ready|compatible|upload|uploads|playback|version|use|format|optimised|delivery|proxies|proxy|viewing|embedding / upload ~ {_P} / as|into ~ {_P} video|clip|post|format|reel|story / make|turn ~ {{f:file}} ~ {_P} / archive ~ {{f:file}}", _purpose, -1),
    Rule(f"{_P} refuse|reject|wont|complain|limit|doesnt|cant|say|bounce ~ too? large|big|heavy|size|take|play|open|accept? / my {_P} refuse|reject|wont", _purpose),
    Rule("can|could|want|play|plays|playable|work|run|open|compatible|readable ~ everywhere|anywhere|universally|universal / can|could|want|play|plays|playable|work|run|open|compatible|readable ~ any|all ~ device|devices|player|players|computer|phone / universally compatible|supported|playable / universal ~ mp4|format|video", lambda m: Purpose("web"), -1),
    Rule("for|on|to|with apple device|devices|product|products|computer|computers? / apple compatible|friendly|ready", lambda m: Purpose("iphone") if m.tokens[m.used[-1]].lemma != "apple" or m.used[-1] == len(m.tokens) - 1 else None),
    Rule("tv|television|player|phone|car ~ say|says|show|shows|report|reports|refuse|refuses|complain|complains|reject|rejects ~ unsupported|not|format|codec|cant|invalid|unknown / unsupported|unknown|invalid ~ format|codec|file ~ tv|phone|player", lambda m: Purpose("phone" if {t.lemma for t in m.tokens} & {"phone"} else "tv"), 1),
    Rule(f"{_P} can|could|will|should|able play|open|show|read|handle|display|watch / play|open|watch|show ~ my {_P}", _purpose),
    # size of the file
    Rule("under|below|at_most|within|maximum|max|up_to|over|exceed|limit|about|around|approximately|~|≤|<|to|of|into|is|roughly|cap|fit|than {b:filesize} / {b:filesize} or? less|max|maximum|limit|cap|file|attachment|total|tops? / size ~ {b:filesize} / {b:filesize}", lambda m: FileSize(m.slots["b"], each=any(t.lemma == "each" for t in m.tokens[m.used[-1] : m.used[-1] + 2]))),
    # smaller
    Rule("{p:percent} of ~ size|filesize / size ~ {p:percent} of ~ original|current", lambda m: Shrink(max(0.05, m.slots["p"] / 100)) if {t.lemma for t in m.tokens} & {"bring", "shrink", "compress", "reduce", "small", "down", "filesize", "cut"} and not {t.lemma for t in m.tokens} & {"scale", "resize", "width", "picture"} else None, 3),
    Rule(f"{_SMALL}|cut|bring|decrease|lower|lose ~ size|filesize|footprint|file ~ by {{p:percent}} / {_SMALL} ~ by {{p:percent}}", _percent, 1),
    Rule(f"{_SMALL}|cut|bring|decrease|lower|make ~ size|filesize|file? ~ to|in|by|about? {{f:factor}}", lambda m: Shrink(m.slots["f"]) if any(m.tokens[i].lemma in ("size", "filesize", "file", "compress", "shrink", "small") for i in m.used) else None),
    Rule("cut|reduce|shrink|bring|halve|lower|make ~ filesize|size|file ~ in|by|to half / filesize|size ~ in half|halves / filesize ~ halved|half", lambda m: Shrink(0.5) if _of_bytes(m) else None, 9),
    Rule("{f:factor} small|smaller|lighter", lambda m: Shrink(1 / m.slots["f"]) if m.slots["f"] > 1 and not {t.lemma for t in m.tokens} & {"resize", "scale", "downscale", "rescale", "resolution", "image", "picture", "photo", "logo", "width", "height", "overlay", "watermark"} else None, 4),
    Rule("half ~ size|filesize ~ file / halve ~ filesize|file", lambda m: Shrink(0.5)),
    Rule(f"compress|recompress|minimise|minimize|squeeze|slim|optimise|compressed / {_SMALL}|decrease|lower|cut|bring ~ filesize|size|footprint|storage|disk|space / make|get|have|need|want ~ small|lighter|less|smallish|compact / shrink ~ %video|%audio|it|everything|size? / too large|heavy ~ to|for|email|upload|send|share? / small ~ size|filesize|file|version|copy / save ~ space|storage|disk / reduced size / low|small filesize / reduce ~ video|movie|file|clip|mp4|mkv|mov|avi", _shrink),
    Rule("shrink|compact|compressed", _shrink, -2),
)  # fmt: skip
