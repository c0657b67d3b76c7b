"""Edits that make pictures of videos and videos of pictures: frames, sheets, animations, slide shows."""

from typing import Any

from ffai.translate.offline.edits import (
    END,
    ContactSheet,
    Container,
    Fps,
    Frames,
    Gif,
    Keep,
    KenBurns,
    Slideshow,
    StillVideo,
    Timelapse,
    VideoFilter,
    Waveform,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.files import lemmas_of
from ffai.translate.offline.words import FORMATS

_PICTURES = "frame|image|picture|screenshot|still|thumbnail|png|jpg|jpeg|poster|webp|bmp|keyframe"
_TAKE = "extract|take|grab|save|capture|get|make|create|generate|export|produce|pull|dump|split|convert|turn|output|want|need|pick|select|snap"


def _shares(m: Match) -> Frames | None:
    """ "at 25 %, 50 % and 75 %"."""
    found = [(i, t.value / 100) for i, t in enumerate(m.tokens) if i >= m.used[0] and t.kind == "percent" and 0 <= t.value <= 100]
    if "every" in lemmas_of(m) or lemmas_of(m) & {"quality", "opacity", "size", "scale"}:
        return None
    m.used_too.update(i for i, _ in found)
    return Frames(shares=tuple(share for _, share in found))


def _frames_every(m: Match) -> Frames | None:
    if "n" in m.slots:
        return Frames(every_frames=int(m.slots["n"]))
    if "o" in m.slots:
        return Frames(every_frames=int(m.slots["o"])) if m.slots["o"] > 0 else None
    t = m.slots.get("t", _unit_said(m))
    return Frames(every=t) if t > 0 else None


def _decimated(n: int) -> VideoFilter | None:
    """A video without every n-th of its frames; those that stay keep their moments."""
    if not 2 <= n <= 1000:
        return None
    return VideoFilter("framestep=2" if n == 2 else f"select='mod(n+1,{n})'", 4)


def _unit_said(m: Match) -> float:
    """ "one each minute": the seconds of the unit that stands alone, and one second where there is none."""
    said = {m.tokens[i].lemma for i in m.used} | ({m.tokens[m.used[-1] + 1].lemma} if m.used[-1] + 1 < len(m.tokens) else set())
    return 3600.0 if "hour" in said else 60.0 if "minute" in said else 1.0


def _frames_rate(m: Match) -> Frames | None:
    if "f" in m.slots:
        return Frames(fps=m.slots["f"])
    n = m.slots.get("n", 1.0)
    t = m.slots.get("t", _unit_said(m))
    return Frames(every=t / n) if n > 0 and t > 0 else None


def _frame_at(m: Match) -> Frames | None:
    if not lemmas_of(m) & set(_PICTURES.split("|")):
        return None
    out = []
    for k in ("a", "b", "c"):
        if k in m.slots:
            out.append(m.slots[k])
    if out == [END]:
        return Frames(last=True)
    if {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 1]} & {"every"}:
        return None
    return Frames(at=tuple(out))


def _is_one(m: Match) -> bool:
    """ "a single frame", "one frame", "a frame": not all of them."""
    for i in m.used:
        if m.tokens[i].text.lower() == "frame" and {t.lemma for t in m.tokens[max(0, i - 2) : i]} & {"single", "one", "a"}:
            return True
    return False


def _one_frame(m: Match) -> Frames:
    """One picture: the most typical one, or where a moment is spoken of and not said, one that can be put in place of it."""
    said = lemmas_of(m)
    if said & {"specific", "certain", "particular", "given"} and said & {"timestamp", "time", "moment", "point", "second"}:
        return Frames(at=(5.0,))
    return Frames(best=True)


def _gif(m: Match) -> Gif | None:
    i = m.used[0]
    before = [t.lemma for t in m.tokens[max(0, i - 3) : i]]
    after = [t.lemma for t in m.tokens[m.used[-1] + 1 : m.used[-1] + 4]]
    if (
        "from" in before[-1:]
        or after[:1] == ["to"]
        or after[:2] in (["file", "to"], ["file", "into"])
        or before[-2:] in (["convert", "a"], ["turn", "a"])
        or before[-1:] in (["all"], ["convert"], ["every"])
        or after[:2] == ["file", "in"]
    ):
        return None
    return Gif()


def _contact(m: Match) -> ContactSheet | None:
    if sum(t.kind == "file" and not t.value.path.lower().endswith((".png", ".jpg", ".jpeg", ".webp")) for t in m.tokens) > 2:
        return None
    cols = rows = None
    for token, following in zip(m.tokens, m.tokens[1:], strict=False):
        if token.kind == "number" and following.text.lower().startswith("col"):
            cols = int(token.value)
        if token.kind == "number" and following.text.lower().startswith("row"):
            rows = int(token.value)
    every = None
    for token in m.tokens:
        if token.kind == "dim" and max(token.value) <= 40:
            cols, rows = token.value
        if token.kind == "time":
            every = token.value
    if "c" in m.slots and "r" in m.slots:
        cols, rows = int(m.slots["c"]), int(m.slots["r"])
    words = lemmas_of(m)
    stamped = bool(words & {"timestamp", "timecode", "timestamps", "timecodes", "stamped"})
    webvtt = bool(
        words & {"vtt", "webvtt", "sprite", "sprites", "scrubbing"}
        and (words & {"vtt", "webvtt"} or any(t.text.lower().endswith(".vtt") for t in m.tokens))
    )
    m.used_too.update(
        i
        for i, t in enumerate(m.tokens)
        if t.kind in ("time", "dim") or t.lemma in ("timestamp", "timecode", "vtt", "column", "row")
    )
    return ContactSheet(cols, rows, every, stamped, webvtt)


_PICTURE_NOUNS = frozenset(
    "image picture photo png jpg frame still bmp tiff tif image_sequence png_sequence jpg_sequence sequence".split()
)
_VIDEO_NOUNS = frozenset("video movie film clip mp4 mov mkv avi webm footage gif".split())


def _out_of_video(m: Match) -> bool:
    """ "a video into a sequence of images": pictures are to come of it, not a video of pictures."""
    lemmas = [t.lemma if t.kind != "file" else FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower(), "") for t in m.tokens]
    for k, lemma in enumerate(lemmas):
        if lemma not in ("into", "to", "as"):
            continue
        before, after = lemmas[max(0, k - 8) : k], lemmas[k + 1 : k + 8]
        first = next((w for w in after if w in _PICTURE_NOUNS | _VIDEO_NOUNS or w in ("image", "video")), "")
        if {"from", "of", "out"} & set(before):
            continue  # "a video from a.png to b.png"
        source = [w for w in before if w in _VIDEO_NOUNS | _PICTURE_NOUNS]
        if source and source[0] == "gif" and not lemmas.count("image"):
            return True
        if first in _PICTURE_NOUNS and source and source[0] in _VIDEO_NOUNS:
            return True
    return False


_BETWEEN = frozenset("dissolve fade crossfade transition xfade wipe blend".split())


def _slideshow(m: Match) -> Slideshow | None:
    if lemmas_of(m) & {"watermark", "logo", "overlay", "pip"} or _out_of_video(m):
        return None
    seconds = m.slots.get("t")
    if seconds is None:
        for i, token in enumerate(m.tokens):
            if seconds is not None or {t.lemma for t in m.tokens[i + 1 : i + 2]} & _BETWEEN:
                continue  # "2 seconds each with a 0.5 s dissolve"
            if token.kind == "time" and {t.lemma for t in m.tokens[max(0, i - 4) : i + 5]} & {
                "each",
                "every",
                "per",
                "image",
                "picture",
                "slide",
                "last_verb",
            }:
                seconds = token.value
                m.used_too.add(i)
    fps = next((t.value for t in m.tokens if t.kind == "fps"), None)
    for i, token in enumerate(m.tokens[:-2]):  # "1 picture per second"
        if (
            token.kind == "number"
            and m.tokens[i + 1].lemma in ("image", "picture", "photo", "frame", "slide")
            and m.tokens[i + 2].lemma in ("per", "a", "each", "every")
        ):
            fps = fps or float(token.value)
            m.used_too.add(i)
    return Slideshow(seconds, fps)


def _run_of_pictures(m: Match) -> Slideshow | None:
    both = (m.slots["f"].path, m.slots["g"].path)
    return _slideshow(m) if all(FORMATS.get(path.rsplit(".", 1)[-1].lower()) == "image" for path in both) else None


def _shown(m: Match) -> StillVideo | None:
    """ "make a video of logo.png that lasts 3 seconds"."""
    files = [t for t in m.tokens if t.kind == "file"]
    picture = FORMATS.get(m.slots["f"].path.lower().rsplit(".", 1)[-1]) == "image" and not m.slots["f"].is_pattern
    others = [
        t
        for t in files
        if t.value.exists and t.value is not m.slots["f"] and FORMATS.get(t.value.path.lower().rsplit(".", 1)[-1]) != "audio"
    ]
    return StillVideo(m.slots["t"]) if picture and "%" not in m.slots["f"].path and not others else None


def _ken_burns(m: Match) -> KenBurns | tuple[KenBurns, StillVideo] | None:
    """A slow zoom over pictures; one picture alone is shown for the time that is said."""
    kinds = [FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower(), "") for t in m.tokens if t.kind == "file"]
    if not (lemmas_of(m) & {"slideshow", "image", "picture", "png", "jpg", "still"} or "image" in kinds):
        return None
    one = [t for t in m.tokens if t.kind == "file" and not t.value.is_pattern and "%" not in t.value.path]
    if kinds.count("image") != 1 or not one or "video" in kinds or lemmas_of(m) & {"slideshow", "images", "each"}:
        return KenBurns()
    at = next((i for i, t in enumerate(m.tokens) if t.kind == "time"), None)
    if at is not None:
        m.used_too.add(at)
    return KenBurns(), StillVideo(float(m.tokens[at].value) if at is not None else None)


RULES = (
    # pictures out of a video
    Rule(f"{_TAKE}|one|single|a|an|as ~ {_PICTURES} ~ every|each|per {{t:time}} / every|each|per {{t:time}} ~ {_PICTURES} / {_PICTURES} ~ at {{t:time}} ~ interval|intervals / {_PICTURES} ~ interval|intervals ~ of {{t:time}} / {_PICTURES} ~ every {{t:time}} / every|each|per second ~ {_PICTURES} / {_PICTURES} ~ every|each|per second|minute", _frames_every, 3),
    Rule("%remove|skip|throw|leave|omit|decimate ~ every {o:ordinal} frame / %remove|skip|throw|leave|omit|decimate ~ every other frame / %remove|skip|throw|omit ~ one frame ~ of|in|every {n:number}", lambda m: _decimated(int(m.slots.get("o") or m.slots.get("n") or 2)), 6),
    Rule(f"every {{o:ordinal}} frame / every {{n:frames}} ~ {_PICTURES}? / one ~ every|per {{n:frames}} / every {{n:number}} frame / every other frame", lambda m: _frames_every(m) if "o" in m.slots or "n" in m.slots else Frames(every_frames=2), 4),
    Rule("{n:number} frame|image|picture|screenshot per|every|each|a {t:time} / {n:number} frame|image|picture per|every|each|a second / {n:frames} per|every|each second / one frame|image|picture per|a second / at {f:fps} ~ as? ~ image|png|jpg|jpeg|picture|frame / frame ~ at {f:fps} / {f:fps} ~ image|frame|png|jpg", lambda m: _frames_rate(m) if lemmas_of(m) & {"extract", "image", "png", "jpg", "picture", "screenshot", "still", "dump", "save", "export", "frame"} and not lemmas_of(m) & {"slideshow", "timelapse", "into_video", "sequence"} and (lemmas_of(m) & {"extract", "dump", "save", "export", "grab", "capture", "take", "screenshot"}) else None, 2),
    Rule(f"{_TAKE} ~ {_PICTURES} ~ at|from {{a:instant}} and|, {{b:instant}} ~ and|, {{c:instant}} / {_PICTURES} ~ at|from {{a:instant}} , {{b:instant}} ,? and {{c:instant}}", _frame_at, 5),
    Rule(f"{_PICTURES} ~ at|from|around|@ {{a:instant}} and|,|& {{b:instant}}", _frame_at, 4),
    Rule(f"{_PICTURES} ~ at|from|around|@|of|for {{a:instant}} / {{a:instant}} ~ {_PICTURES} / {_TAKE} ~ {_PICTURES} ~ {{a:instant}} / at {{a:instant}} ~ as ~ {_PICTURES} / {_PICTURES} ~ taken|exactly ~ {{a:instant}}", _frame_at, 2),
    Rule("frame|number {n:number} / frame number {n:number} / {o:ordinal} frame / {n:number} frame", lambda m: Frames(frame=int(m.slots.get("n", m.slots.get("o", 0)))) if (m.slots.get("n", m.slots.get("o")) or 0) >= 0 and lemmas_of(m) & {"extract", "grab", "save", "get", "take", "export", "image", "png", "jpg", "capture", "want", "pull"} and not lemmas_of(m) & {"every", "gop", "keyframe", "freeze"} else Frames(last=True) if m.slots.get("o") == -1 and not lemmas_of(m) & {"freeze", "hold", "fade"} else None, 1),
    Rule("last|final frame ~ as|of|image|png|jpg? / last|final image|picture of", lambda m: Frames(last=True) if not lemmas_of(m) & {"freeze", "hold", "extend", "fade"} else None, 3),
    Rule("first frame ~ as|of|image|png|jpg? / opening frame", lambda m: Frames(at=(0.0,)) if not lemmas_of(m) & {"freeze", "hold", "fade"} else None, 3),
    Rule(f"{_TAKE} ~ all|every|each|individual ~ frame ~ as|to|into|of? / all|every|each|individual ~ frame|frames ~ as|to|from|into|of ~ image|png|jpg|jpeg|picture? / video|movie|clip|mp4 ~ to|into|as ~ image_sequence|png_sequence|jpg_sequence|images|frame|sequence / to|into|as ~ png_sequence|jpg_sequence|image_sequence / {_TAKE} ~ frame ~ as|to ~ png|jpg|jpeg|image|sequence|individual|bmp / dump|explode ~ frame / split ~ into ~ frame|image / extract frame / video|movie|clip|mp4|film|animation|gif ~ into|to|as ~ sequence|series|set ~ image|picture|png|jpg|frame|still / into|to|as ~ sequence|series ~ of? png|jpg|bmp|tiff|image ~ image|file?", lambda m: _one_frame(m) if _is_one(m) else Frames() if not (lemmas_of(m) & {"timelapse", "slideshow"} or [t.lemma for t in m.tokens[max(0, m.used[0] - 1) : m.used[0]]] == ["from"]) else None, 1),
    Rule("keyframe|i-frame|i-frames|iframes ~ as|to|image|from|only|extract|images? / extract|save ~ keyframe", lambda m: Frames(keyframes=True) if not lemmas_of(m) & {"interval", "gop", "at", "cut", "insert", "force", "split", "every"} or lemmas_of(m) & {"extract", "image", "png", "jpg"} and not lemmas_of(m) & {"interval", "gop"} else None, 2),
    Rule(f"{_PICTURES} ~ each|every|per|at ~ scene|shot ~ change|changes? / scene ~ {_PICTURES} / scene change|changes|detection", lambda m: Frames(scenes=True) if not lemmas_of(m) & {"split"} else None, 2),
    Rule("{n:number} thumbnail|screenshot|image|still|frame|picture ~ evenly|spaced|equally|distributed|from|of|across / {n:number} ~ evenly ~ thumbnail|screenshot|image|still|frame", lambda m: Frames(count=int(m.slots["n"])) if lemmas_of(m) & {"extract", "make", "create", "generate", "get", "take", "grab", "save", "export", "capture", "evenly", "want", "need", "pull"} and 1 <= m.slots["n"] <= 1000 and not lemmas_of(m) & {"contact_sheet", "slideshow", "per"} else None, 2),
    Rule(f"middle ~ frame|image|{_PICTURES} / {_PICTURES} ~ middle|halfway|midpoint", lambda m: Frames(count=1), 3),
    Rule(f"thumbnail|poster|screenshot|still ~ image|from|of|for|frame? / {_TAKE} ~ thumbnail|poster|screenshot|still / single|one|representative|good frame|image|picture / a frame|still / {_TAKE} ~ frame ~ from|of|as / best frame", lambda m: _one_frame(m) if not lemmas_of(m) & {"contact_sheet", "cover", "every", "slideshow", "grid", "sprite"} else None, 0),
    Rule("contact_sheet ~ {c:number} x|by {r:number} / contact_sheet / thumbnail ~ grid|sheet|tile|sprite|mosaic / grid|tile|mosaic|sprite|sheet ~ of ~ thumbnail|screenshot|frame|still|image / {c:number} x|by {r:number} ~ grid|tile|sheet ~ thumbnail|screenshot|frame|still|image / {d:dim} ~ grid|tile|sheet|thumbnail ~ thumbnail|screenshot|frame|still|image? / sprite sheet", _contact, 4),
    Rule("gif ~ animation|file|image|loop? / to|into|as|make|create ~ gif / animated_webp / animated ~ picture|image", _gif, 1),
    Rule("animated_webp / animated webp / webp ~ animation|animated", lambda m: Container("webp"), 3),
    Rule("waveform ~ image|picture|png|visualization|visualisation|plot|of|video|from|animation? / visualise|visualize ~ waveform|audio|sound", lambda m: Waveform("wave", video=bool(lemmas_of(m) & {"video", "animation", "visualizer", "mp4", "animated"} and (lemmas_of(m) & {"mp3", "wav", "audio", "podcast", "song", "music"} or any(t.kind == "file" and FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower()) == "audio" for t in m.tokens))) and not lemmas_of(m) & {"image", "png", "picture"}), 2),
    Rule("spectrum ~ image|picture|png|of|from|video? / frequency spectrum / audio visualizer|visualiser|visualization", lambda m: Waveform("spectrum", video=bool(lemmas_of(m) & {"video", "animation", "visualizer"}) and not lemmas_of(m) & {"image", "png", "picture"}), 2),
    Rule("zoom in|into|out ~ {f:file} / {f:file} ~ zoom in|into|out / zoom ~ on|to|toward|towards ~ {f:file}", lambda m: _zoomed(m), 6),
    Rule("ken_burns ~ effect|style|zoom? / slow|slowly|gentle|subtle zoom|pan|zooming|panning ~ in|out|and|effect? / zoom ~ effect|slowly|in|out ~ on|each|every|image|picture", lambda m: _ken_burns(m), 2),
    Rule(f"{_PICTURES} ~ every|each {{p:percent}} / every|each {{p:percent}} ~ {_PICTURES}", lambda m: Frames(count=max(1, round(100 / m.slots["p"]))) if 1 <= m.slots["p"] <= 50 else None, 5),
    Rule(f"{_PICTURES} ~ at|from|@ {{p:percent}}", _shares, 5),
    Rule("every|each {o:ordinal} second|seconds ~ image|picture|frame|screenshot|still|png|jpg|thumbnail / image|picture|frame|screenshot|still|thumbnail ~ every|each {o:ordinal} second", lambda m: Frames(every=float(m.slots["o"])) if m.slots["o"] > 0 else None, 7),
    Rule("{n:frames} ~ evenly|equally ~ spaced|distributed|spread? / {n:frames} ~ distributed|spaced|spread", lambda m: Frames(count=int(m.slots["n"])) if 1 <= m.slots["n"] <= 1000 else None, 6),
    Rule("tiled|tile|grid|mosaic ~ preview|image|picture|thumbnails / {n:number} columns ~ {r:number} rows", _contact, 5),
    Rule(f"{_TAKE} ~ frames|frame|images|pictures|stills|image|picture ~ {{r:span}}", lambda m: (Frames(), Keep((m.slots["r"],))) if m.slots["r"].end != END and m.tokens[m.used[0] + 1].text.lower().endswith("s") or any(t.text.lower() in ("frames", "images", "pictures") for t in m.tokens) and m.slots["r"].end != END and "every" not in lemmas_of(m) else None, 6),
    # video from pictures
    Rule("series|sequence|set|bunch of? png|jpg|jpeg|image|picture|photo|tiff|bmp", lambda m: _slideshow(m) if lemmas_of(m) & {"video", "movie", "mp4", "timelapse"} and not lemmas_of(m) & {"extract", "export", "save"} else None, 2),
    Rule("one|1|single frame per|every|each second ~ play|playing|played|at ~ {f:fps} / one|1 frame per|every|each {t:time} ~ play|playing|played|at ~ {f:fps}", lambda m: (Timelapse(0, m.slots.get("t", 1.0)), Fps(m.slots["f"])) if lemmas_of(m) & {"timelapse", "play", "speed_up"} else None, 8),
    Rule("slideshow ~ of|from|with|video|each|where ~ {t:time}? ~ each|per? / image|picture|photo|png|jpg ~ into|to ~ slideshow / {t:time} ~ each|per|for|every ~ image|picture|slide|photo / each|every|per ~ image|picture|slide|photo ~ for|is|last_verb|shown|displayed|on|duration ~ {t:time} / each ~ for {t:time}", lambda m: _slideshow(m) if lemmas_of(m) & {"slideshow", "image", "picture", "photo", "slide", "png", "jpg"} and not lemmas_of(m) & {"extract", "thumbnail", "grab"} else None, 3),
    Rule("image_sequence|png_sequence|jpg_sequence ~ to|into|video|as|{f:file} / image|picture|photo|png|jpg|frame ~ to|into ~ video|movie|mp4|clip|timelapse|slideshow|mov|webm|animation|film / video|movie|timelapse|mp4|slideshow|film|clip ~ from|of|out ~ image|picture|photo|png|jpg|frame|image_sequence|png_sequence|series|sequence ~ image|picture|file|sequence? / timelapse ~ from|of ~ image|picture|photo|jpg|png|folder|sequence / sequence ~ image|png|jpg ~ video / combine|merge|stitch|assemble|join ~ image|picture|photo|png|jpg|frame ~ into|to|video", lambda m: _slideshow(m) if not lemmas_of(m) & {"extract", "screenshot", "thumbnail"} or lemmas_of(m) & {"slideshow"} else None, 2),
    Rule("still|static|single|one|cover ~ image|picture|photo ~ with|and|plus|over|to|into ~ audio|music|song|sound|mp3|video / image|picture|photo ~ and|with|to|over ~ audio|song|mp3|wav|music|track ~ into|to|as|video / audio|song|podcast|mp3|music|wav ~ with|to|into|over|and ~ still|static|single|cover|background ~ image|picture|photo|video? / {f:file} ~ and|with|plus|over {g:file} ~ video|youtube / turn|convert|make ~ image|picture|photo|png|jpg ~ into|to|video ~ {t:time} ~ video|long|clip / {t:time} video ~ from ~ image|picture|photo", lambda m: _still(m), 3),
    Rule("video|movie|film|timelapse|mp4|clip ~ from|of {f:file} / {f:file} ~ into|to ~ video|movie|film|timelapse", lambda m: _slideshow(m) if "%" in m.slots["f"].path and m.slots["f"].path.lower().endswith((".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")) else None, 4),
    Rule("video|movie|film|timelapse|slideshow|clip|animation ~ from|of|with|using {f:file} ,|and {g:file} / {f:file} ,|and {g:file} ~ into|to|as ~ video|movie|film|slideshow|animation", _run_of_pictures, 5),
    Rule("video|movie|film|timelapse|mp4|clip|animation ~ from|of|with|using {f:file} to|through|until|- {g:file} / {f:file} to|through|until|- {g:file} ~ into|to|as|video ~ video|movie|film|timelapse|animation|mp4?", _run_of_pictures, 5),
    Rule("video|movie|film|clip ~ of|from|out {f:file} ~ last_verb|for|of|that|is ~ {t:time} / {t:time} ~ video|movie|film|clip ~ of|from|out|with {f:file} / {f:file} ~ into|to|as ~ {t:time} ~ video|movie|film|clip / show {f:file} ~ for {t:time}", _shown, 4),
)  # fmt: skip


def _zoomed(m: Match) -> Any:
    """ "zoom into the centre of still.jpg for 6 seconds": a film of one picture, moving."""
    if FORMATS.get(m.slots["f"].path.rsplit(".", 1)[-1].lower()) != "image" or m.slots["f"].is_pattern:
        return None
    if any(
        t.kind == "file" and FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower()) == "video" and t.value.exists for t in m.tokens
    ):
        return None
    at = next((i for i, t in enumerate(m.tokens) if t.kind == "time"), None)
    m.used_too.update(() if at is None else (at,))
    return KenBurns(), StillVideo(m.tokens[at].value if at is not None else None)


def _still(m: Match) -> StillVideo | Slideshow | None:
    files = [t.value for t in m.tokens if t.kind == "file"]
    exts = [f.path.lower().rsplit(".", 1)[-1] for f in files]
    if len(files) >= 2 and not any(FORMATS.get(e) == "image" for e in exts):
        return None
    lemmas = lemmas_of(m)
    if "f" in m.slots:
        kinds = {
            FORMATS.get(m.slots["f"].path.lower().rsplit(".", 1)[-1], ""),
            FORMATS.get(m.slots["g"].path.lower().rsplit(".", 1)[-1], ""),
        }
        if kinds != {"image", "audio"}:
            return None
    if lemmas & {"overlay", "watermark", "cover", "extract", "waveform", "logo", "thumbnail"} and not (
        "static" in lemmas or "still" in lemmas
    ):
        return None
    if lemmas & {"slideshow", "sequence", "series", "set"}:
        return None
    shown = {"image", "picture", "photo", "cover", "still", "static", "artwork", "png", "jpg", "background", "logo", "thumbnail"}
    if not lemmas & shown and not any(FORMATS.get(e) == "image" for e in exts):
        return None  # "a single audio file" shows nothing
    return StillVideo(m.slots.get("t"))
