"""Edits that make pictures of videos and videos of pictures, join files, work on many of them, deliver, repair, and questions."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    END,
    Batch,
    Check,
    Compare,
    Concat,
    ContactSheet,
    Container,
    ExtractAudio,
    Frames,
    Gif,
    Mux,
    OutputFolder,
    Question,
    Repair,
    SameName,
    Segments,
    Shortest,
    Slideshow,
    StillVideo,
    Suffix,
    TestSource,
    Waveform,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.words import FORMATS

_PICTURES = "frame|image|picture|screenshot|still|thumbnail|png|jpg|jpeg|poster|webp|bmp|keyframe"
_TAKE = "extract|take|grab|save|capture|get|make|create|generate|export|produce|pull|dump|split|convert|turn|output|want|need|pick|select|snap"


def _lemmas(m: Match) -> set[str]:
    return {t.lemma for t in m.tokens}


def _frames_every(m: Match) -> Frames | None:
    if "n" in m.slots:
        return Frames(every_frames=int(m.slots["n"]))
    if "o" in m.slots:
        return Frames(every_frames=int(m.slots["o"])) if m.slots["o"] > 0 else None
    t = m.slots.get("t", 1.0)
    return Frames(every=t) if t > 0 else None


def _frames_rate(m: Match) -> Frames | None:
    if "f" in m.slots:
        return Frames(fps=m.slots["f"])
    n = m.slots.get("n", 1.0)
    t = m.slots.get("t", 1.0)
    return Frames(every=t / n) if n > 0 and t > 0 else None


def _frame_at(m: Match) -> Frames | None:
    if not _lemmas(m) & set(_PICTURES.split("|")):
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


def _batch(m: Match) -> Batch | None:
    lemmas = _lemmas(m)
    lead, then = m.tokens[m.used[0]], m.tokens[m.used[0] + 1 : m.used[0] + 3]
    if lead.lemma == "set" and not (then and then[0].lemma == "of"):
        return None
    if then and (
        (lead.lemma in ("every", "each") and then[0].kind in ("time", "frames", "number", "ordinal"))  # "every 5 seconds"
        or (lead.kind == "number" and {t.lemma for t in then} & {"channel", "bit", "pass", "stereo"})  # "2-channel wav"
    ):
        return None
    last = m.tokens[m.used[-1]]
    before = m.tokens[m.used[0] - 1].lemma if m.used[0] else ""
    if lead.kind == "number" and (before in ("into", "to") or not last.text.lower().endswith("s")):
        return None  # what comes out, or "a 2D .mp4 file"
    if (
        lead.lemma == "all"
        and "x" in m.slots
        and {t.lemma for t in m.tokens[m.used[0] : m.used[-1]]} & {"stream", "track", "subtitle", "chapter", "metadata"}
    ):
        return None  # all of one file's
    following = m.tokens[m.used[-1] + 1].lemma if m.used[-1] + 1 < len(m.tokens) else ""
    if (
        following in ("track", "stream", "channel")
        or {m.tokens[m.used[-1]].lemma, following} & {"track", "stream"}
        and any(t.kind == "file" and not t.value.is_pattern for t in m.tokens)
    ):
        return None  # several tracks of one file
    fmt = m.slots.get("x", "")
    recursive = bool(lemmas & {"recursive", "subfolder", "nested", "tree"})
    kind = ""
    window = [m.tokens[i].lemma for i in range(m.used[0], min(len(m.tokens), m.used[-1] + 3))]
    if not fmt:
        for w in window:
            if w in FORMATS and w not in ("hls", "dash"):
                fmt = w
                break
    for w in window:
        if w in ("video", "movie", "clip", "footage", "film"):
            kind = kind or "video"
        elif w in ("audio", "song", "track", "podcast", "recording"):
            kind = kind or "audio"
        elif w in ("image", "picture", "photo"):
            kind = kind or "image"
    return Batch(fmt, kind, recursive)


def _plural(m: Match) -> Batch | None:
    """ "convert mov files to mp4": all that are here."""
    noun = m.tokens[m.used[-1]].text.lower()
    before = m.tokens[m.used[0] - 1] if m.used[0] else None
    if (
        not noun.endswith("s")
        or before is None
        or before.kind == "number"
        or {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]} & {"into", "two", "three"}
        or before.lemma in ("to", "into", "as", "and", "both", "single", "separate")
    ):
        return None
    if any(t.kind == "file" for t in m.tokens):
        return None
    return Batch(m.slots["x"], "", False)


def _question(what: str) -> Callable[[Match], Any]:
    return lambda m: Question(what)


def _concat(m: Match) -> Concat | None:
    lemmas = _lemmas(m)
    if (
        lemmas & {"side_by_side", "stack", "grid", "hstack", "vstack", "each_other", "pip"}
        or lemmas & {"subtitle"}
        or any(t.kind == "file" and t.value.path.lower().endswith((".srt", ".ass", ".vtt")) for t in m.tokens)
    ):
        return None
    files = [t.value for t in m.tokens if t.kind == "file"]
    exts = {f.path.rsplit(".", 1)[-1].lower() for f in files}
    kinds = {FORMATS.get(e, "") for e in exts if not any(f.is_pattern for f in files)}
    if len(files) >= 2 and "audio" in kinds and "video" in kinds and "concatenate" not in lemmas:
        video_in = [f for f in files if FORMATS.get(f.path.rsplit(".", 1)[-1].lower()) == "video"]
        audio_in = [f for f in files if FORMATS.get(f.path.rsplit(".", 1)[-1].lower()) == "audio"]
        if len(video_in) <= 2 and len(audio_in) == 1:
            return Mux()  # type: ignore[return-value]
    said = {FORMATS[t.lemma] for t in m.tokens[m.used[0] : m.used[-1] + 8] if t.kind == "word" and t.lemma in FORMATS}
    if not files and {"audio", "video"} <= said and not lemmas & {"concatenate", "clip", "separate"}:
        return Mux()  # type: ignore[return-value]
    if (
        lemmas & {"audio", "mp3", "wav"}
        and lemmas & {"video"}
        and lemmas & {"separate", "stream"}
        and not lemmas & {"concatenate", "clip"}
    ):
        return Mux()  # type: ignore[return-value]
    if lemmas & {"image", "picture", "photo", "png", "jpg"} and not lemmas & {"clip", "intro"}:
        return None
    return Concat()


def _into_one(m: Match) -> Concat | None:
    """ "remux these mp4 files into a single mkv": many become one without a verb of joining."""
    between = {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}
    if between & {
        "track",
        "stream",
        "channel",
        "image",
        "picture",
        "photo",
        "frame",
        "png",
        "jpg",
        "audio",
        "subtitle",
        "command",
        "gif",
        "each",
    }:
        return None
    if sum(t.kind == "file" and not t.value.is_pattern for t in m.tokens) == 1 and not {t.lemma for t in m.tokens} & {
        "multiple",
        "several",
        "two",
        "three",
    }:
        return None
    return _concat(m)


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
    return ContactSheet(cols, rows, every)


def _slideshow(m: Match) -> Slideshow | None:
    if _lemmas(m) & {"watermark", "logo", "overlay", "pip"}:
        return None
    seconds = m.slots.get("t")
    if seconds is None:
        for i, token in enumerate(m.tokens):
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
    fps = next((t.value for t in m.tokens if t.kind == "fps"), None)
    return Slideshow(seconds, fps)


def _run_of_pictures(m: Match) -> Slideshow | None:
    both = (m.slots["f"].path, m.slots["g"].path)
    return _slideshow(m) if all(FORMATS.get(path.rsplit(".", 1)[-1].lower()) == "image" for path in both) else None


def _suffix(m: Match) -> Suffix | None:
    token = m.slots.get("x")
    text = str(token) if token is not None else ""
    if not text:
        for t in m.tokens[m.used[0] : m.used[-1] + 3]:
            if t.text.startswith("_") or t.text.startswith("-"):
                text = t.text
    if not text or "/" in text or len(text) > 40:
        return None
    return Suffix(text, prefix=bool({m.tokens[i].lemma for i in m.used} & {"prefix", "beginning"}))


def _folder(m: Match) -> OutputFolder | None:
    value = m.slots.get("q")
    if value is None:
        token = m.tokens[m.used[-1]]
        value = token.text.strip("/")
    if not value or "/" in value.strip("/") or value.startswith((".", "-")):
        return None
    return OutputFolder(value.strip("/"))


def _shown(m: Match) -> StillVideo | None:
    """ "make a video of logo.png that lasts 3 seconds"."""
    files = [t for t in m.tokens if t.kind == "file"]
    picture = FORMATS.get(m.slots["f"].path.lower().rsplit(".", 1)[-1]) == "image" and not m.slots["f"].is_pattern
    others = [t for t in files if t.value.exists and t.value is not m.slots["f"]]
    return StillVideo(m.slots["t"]) if picture and "%" not in m.slots["f"].path and not others else None


RULES = (
    Rule("still look|looks|looking|good|have|keep|be|is|play|plays|works|work|readable|watchable|sharp / while still", lambda m: (), 4),
    # pictures out of a video
    Rule(f"{_TAKE}|one|single|a|an|as ~ {_PICTURES} ~ every|each|per {{t:time}} / every|each|per {{t:time}} ~ {_PICTURES} / {_PICTURES} ~ at {{t:time}} ~ interval|intervals / {_PICTURES} ~ interval|intervals ~ of {{t:time}} / {_PICTURES} ~ every {{t:time}} / every|each|per second ~ {_PICTURES} / {_PICTURES} ~ every|each|per second|minute", _frames_every, 3),
    Rule(f"every {{o:ordinal}} frame / every {{n:frames}} ~ {_PICTURES}? / one ~ every|per {{n:frames}} / every {{n:number}} frame / every other frame", lambda m: _frames_every(m) if "o" in m.slots or "n" in m.slots else Frames(every_frames=2), 4),
    Rule("{n:number} frame|image|picture|screenshot per|every|each|a {t:time} / {n:number} frame|image|picture per|every|each|a second / {n:frames} per|every|each second / one frame|image|picture per|a second / at {f:fps} ~ as? ~ image|png|jpg|jpeg|picture|frame / frame ~ at {f:fps} / {f:fps} ~ image|frame|png|jpg", lambda m: _frames_rate(m) if _lemmas(m) & {"extract", "image", "png", "jpg", "picture", "screenshot", "still", "dump", "save", "export", "frame"} and not _lemmas(m) & {"slideshow", "timelapse", "into_video", "sequence"} and (_lemmas(m) & {"extract", "dump", "save", "export", "grab", "capture", "take", "screenshot"}) else None, 2),
    Rule(f"{_TAKE} ~ {_PICTURES} ~ at|from {{a:instant}} and|, {{b:instant}} ~ and|, {{c:instant}} / {_PICTURES} ~ at|from {{a:instant}} , {{b:instant}} ,? and {{c:instant}}", _frame_at, 5),
    Rule(f"{_PICTURES} ~ at|from|around|@ {{a:instant}} and|,|& {{b:instant}}", _frame_at, 4),
    Rule(f"{_PICTURES} ~ at|from|around|@|of|for {{a:instant}} / {{a:instant}} ~ {_PICTURES} / {_TAKE} ~ {_PICTURES} ~ {{a:instant}} / at {{a:instant}} ~ as ~ {_PICTURES} / {_PICTURES} ~ taken|exactly ~ {{a:instant}}", _frame_at, 2),
    Rule("frame|number {n:number} / frame number {n:number} / {o:ordinal} frame / {n:number} frame", lambda m: Frames(frame=int(m.slots.get("n", m.slots.get("o", 0)))) if (m.slots.get("n", m.slots.get("o")) or 0) >= 0 and _lemmas(m) & {"extract", "grab", "save", "get", "take", "export", "image", "png", "jpg", "capture", "want", "pull"} and not _lemmas(m) & {"every", "gop", "keyframe", "freeze"} else Frames(last=True) if m.slots.get("o") == -1 and not _lemmas(m) & {"freeze", "hold", "fade"} else None, 1),
    Rule("last|final frame ~ as|of|image|png|jpg? / last|final image|picture of", lambda m: Frames(last=True) if not _lemmas(m) & {"freeze", "hold", "extend", "fade"} else None, 3),
    Rule("first frame ~ as|of|image|png|jpg? / opening frame", lambda m: Frames(at=(0.0,)) if not _lemmas(m) & {"freeze", "hold", "fade"} else None, 3),
    Rule(f"{_TAKE} ~ all|every|each|individual ~ frame ~ as|to|into|of? / all|every|each|individual ~ frame|frames ~ as|to|from|into|of ~ image|png|jpg|jpeg|picture? / video|movie|clip|mp4 ~ to|into|as ~ image_sequence|png_sequence|jpg_sequence|images|frame|sequence / to|into|as ~ png_sequence|jpg_sequence|image_sequence / {_TAKE} ~ frame ~ as|to ~ png|jpg|jpeg|image|sequence|individual|bmp / dump|explode ~ frame / split ~ into ~ frame|image / extract frame", lambda m: Frames() if not (_lemmas(m) & {"timelapse", "slideshow"} or [t.lemma for t in m.tokens[max(0, m.used[0] - 1) : m.used[0]]] == ["from"]) else None, 1),
    Rule("keyframe|i-frame|i-frames|iframes ~ as|to|image|from|only|extract|images? / extract|save ~ keyframe", lambda m: Frames(keyframes=True) if not _lemmas(m) & {"interval", "gop", "at", "cut", "insert", "force", "split", "every"} or _lemmas(m) & {"extract", "image", "png", "jpg"} and not _lemmas(m) & {"interval", "gop"} else None, 2),
    Rule(f"{_PICTURES} ~ each|every|per|at ~ scene|shot ~ change|changes? / scene ~ {_PICTURES} / scene change|changes|detection", lambda m: Frames(scenes=True) if not _lemmas(m) & {"split"} else None, 2),
    Rule("{n:number} thumbnail|screenshot|image|still|frame|picture ~ evenly|spaced|equally|distributed|from|of|across / {n:number} ~ evenly ~ thumbnail|screenshot|image|still|frame", lambda m: Frames(count=int(m.slots["n"])) if _lemmas(m) & {"extract", "make", "create", "generate", "get", "take", "grab", "save", "export", "capture", "evenly", "want", "need", "pull"} and 1 <= m.slots["n"] <= 1000 and not _lemmas(m) & {"contact_sheet", "slideshow", "per"} else None, 2),
    Rule(f"middle ~ frame|image|{_PICTURES} / {_PICTURES} ~ middle|halfway|midpoint", lambda m: Frames(count=1), 3),
    Rule(f"thumbnail|poster|screenshot|still ~ image|from|of|for|frame? / {_TAKE} ~ thumbnail|poster|screenshot|still / single|one|representative|good frame|image|picture / a frame|still / {_TAKE} ~ frame ~ from|of|as / best frame", lambda m: Frames(best=True) if not _lemmas(m) & {"contact_sheet", "cover", "every", "slideshow", "grid", "sprite"} else None, 0),
    Rule("contact_sheet ~ {c:number} x|by {r:number} / contact_sheet / thumbnail ~ grid|sheet|tile|sprite|mosaic / grid|tile|mosaic|sprite|sheet ~ of ~ thumbnail|screenshot|frame|still|image / {c:number} x|by {r:number} ~ grid|tile|sheet ~ thumbnail|screenshot|frame|still|image / {d:dim} ~ grid|tile|sheet|thumbnail ~ thumbnail|screenshot|frame|still|image? / sprite sheet", _contact, 4),
    Rule("gif ~ animation|file|image|loop? / to|into|as|make|create ~ gif / animated_webp / animated ~ picture|image", _gif, 1),
    Rule("animated_webp / animated webp / webp ~ animation|animated", lambda m: Container("webp"), 3),
    Rule("waveform ~ image|picture|png|visualization|visualisation|plot|of|video|from|animation? / visualise|visualize ~ waveform|audio|sound", lambda m: Waveform("wave", video=bool(_lemmas(m) & {"video", "animation", "visualizer", "mp4", "animated"} and (_lemmas(m) & {"mp3", "wav", "audio", "podcast", "song", "music"})) and not _lemmas(m) & {"image", "png", "picture"}), 2),
    Rule("spectrum ~ image|picture|png|of|from|video? / frequency spectrum / audio visualizer|visualiser|visualization", lambda m: Waveform("spectrum", video=bool(_lemmas(m) & {"video", "animation", "visualizer"}) and not _lemmas(m) & {"image", "png", "picture"}), 2),
    # video from pictures
    Rule("slideshow ~ of|from|with|video|each|where ~ {t:time}? ~ each|per? / image|picture|photo|png|jpg ~ into|to ~ slideshow / {t:time} ~ each|per|for|every ~ image|picture|slide|photo / each|every|per ~ image|picture|slide|photo ~ for|is|last_verb|shown|displayed|on|duration ~ {t:time} / each ~ for {t:time}", lambda m: _slideshow(m) if _lemmas(m) & {"slideshow", "image", "picture", "photo", "slide", "png", "jpg"} and not _lemmas(m) & {"extract", "thumbnail", "grab"} else None, 3),
    Rule("image_sequence|png_sequence|jpg_sequence ~ to|into|video|as|{f:file} / image|picture|photo|png|jpg|frame ~ to|into ~ video|movie|mp4|clip|timelapse|slideshow|mov|webm|animation|film / video|movie|timelapse|mp4|slideshow|film|clip ~ from|of|out ~ image|picture|photo|png|jpg|frame|image_sequence|png_sequence|series|sequence ~ image|picture|file|sequence? / timelapse ~ from|of ~ image|picture|photo|jpg|png|folder|sequence / sequence ~ image|png|jpg ~ video / combine|merge|stitch|assemble|join ~ image|picture|photo|png|jpg|frame ~ into|to|video", lambda m: _slideshow(m) if not _lemmas(m) & {"extract", "screenshot", "thumbnail"} or _lemmas(m) & {"slideshow"} else None, 2),
    Rule("still|static|single|one|cover ~ image|picture|photo ~ with|and|plus|over|to|into ~ audio|music|song|sound|mp3|video / image|picture|photo ~ and|with|to|over ~ audio|song|mp3|wav|music|track ~ into|to|as|video / audio|song|podcast|mp3|music|wav ~ with|to|into|over|and ~ still|static|single|cover|background ~ image|picture|photo|video? / {f:file} ~ and|with|plus|over {g:file} ~ video|youtube / turn|convert|make ~ image|picture|photo|png|jpg ~ into|to|video ~ {t:time} ~ video|long|clip / {t:time} video ~ from ~ image|picture|photo", lambda m: _still(m), 3),
    Rule("video|movie|film|timelapse|mp4|clip ~ from|of {f:file} / {f:file} ~ into|to ~ video|movie|film|timelapse", lambda m: _slideshow(m) if "%" in m.slots["f"].path and m.slots["f"].path.lower().endswith((".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")) else None, 4),
    Rule("video|movie|film|timelapse|mp4|clip|animation ~ from|of|with|using {f:file} to|through|until|- {g:file} / {f:file} to|through|until|- {g:file} ~ into|to|as|video ~ video|movie|film|timelapse|animation|mp4?", _run_of_pictures, 5),
    Rule("video|movie|film|clip ~ of|from|out {f:file} ~ last_verb|for|of|that|is ~ {t:time} / {t:time} ~ video|movie|film|clip ~ of|from|out|with {f:file} / {f:file} ~ into|to ~ {t:time} ~ video|movie|film|clip / show {f:file} ~ for {t:time}", _shown, 4),
    # several files
    Rule("append|add|attach {f:file} ~ after|behind {g:file}", lambda m: Concat(), 4),
    Rule("put|place|add|insert|show|play ~ {f:file} in? front|before|ahead of? {g:file} / {f:file} ~ followed by {g:file}", lambda m: Concat(), 4),
    Rule("different|various|same|unlike|other sizes|size|resolution|resolutions|formats|codecs", lambda m: () if _lemmas(m) & {"concatenate", "join", "merge", "combine", "front", "append", "stitch"} else None, 3),
    Rule("%join|unify ~ video|audio|clip|file|movie|them|these|part|track|segment|song|together|both|all|two|several|mp3|mp4|wav|recording|footage? ~ into|together|in|to|as|one|single|after|sequence|end|order / concatenate / %join ~ {f:file} ~ and|, {g:file} / merge|join|combine|stitch|append / one after another|other / add ~ intro|outro ~ to|at|before|after? / append ~ {f:file} / play one after", _concat, 0),
    Rule("add|put|insert|attach|prepend|append ~ {f:file} ~ before|after|at|in|to ~ start|beginning|front|end / prepend|intro|outro ~ {f:file} / {f:file} ~ as ~ intro|outro", lambda m: Concat() if _lemmas(m) & {"intro", "outro", "prepend", "append", "before", "after", "beginning", "end", "start"} and m.slots["f"].path.lower().endswith((".mp4", ".mov", ".mkv", ".webm", ".avi", ".mp3", ".wav", ".m4a", ".ts")) else None, 3),
    Rule("multiple|several|many|all|two|three|both|these|{n:number} ~ file|video|clip|movie|recording|part|{x:format} ~ into|to|as single|one ~ file|video|movie|output|recording|{y:format} / into|to|as single|one {y:format} ~ file|video|container?", _into_one, 3),
    Rule("mux|multiplex ~ together|into|with|video|and / video stream|track? from|of ~ {f:file} ~ audio stream|track? from|of ~ {g:file} / video|picture from|of one ~ audio|sound from|of another / combine|merge|mux|join|put|add ~ video|{f:file} and|with|to ~ audio|sound|{g:file} ~ track|file|stream|into|one|separate? / combine|merge|mux|join|sync ~ audio|sound and|with|to ~ video ~ file|stream|separate|into? / separate ~ audio|video ~ file|track ~ into|combine|merge|video / audio|sound from|of ~ {f:file} ~ video|picture|to|with|onto ~ {g:file}", lambda m: Mux(shortest=bool(_lemmas(m) & {"shortest", "shorter"})) if _mixes_kinds(m) else None, 2),
    Rule("stop|end|finish|cut|trim|last_verb|length ~ when|as|to|at ~ shortest|shorter|video|either|audio ~ one|ends|stream|length|finishes|duration? / shortest ~ stream|length|input|duration?", lambda m: Shortest() if _lemmas(m) & {"shortest", "shorter", "ends", "finishes"} else None, 0),
    # batch
    Rule("all|every|each|multiple|many|several|batch|bunch|set|hundred|dozen|various|whole|any|lots|list|100|50|{n:number} ~ {x:format} ~ file|video|clip|audio|song|image|recording|track|movie|animation? / batch ~ convert|process|encode|resize|rename|compress|extract|normalise|transcode|rotate|crop|trim|change|add|remove|overlay|download|create|apply|generate|strip|mute|speed_up|watermark|cut|concatenate? / all|every|each|multiple|many|several|bunch ~ video|audio|file|clip|image|picture|movie|recording|song|mp4|mkv|mov ~ in|of|inside|within|from|from|under ~ folder|here|directory|subfolder|path|tree|library / folder ~ of|full|with ~ {x:format}? ~ video|audio|file|clip|image|picture|recording|song? / in|of|inside|within ~ folder|here / every|each video|audio|file|clip|movie|mp4|mkv|mov|mp3|wav|flac|song|recording ~ file? / all ~ video|clip|audio|song|recording|movie|{x:format}|file / multiple|several|many|bunch ~ video|audio|file|clip|recording|song|mp3|mp4|image / every {x:format} / loop ~ through|over ~ all|every|file|folder|each / one ~ per|for ~ video|file|clip|each|input / one ~ png|jpg|mp3|image ~ per video|file / entire|whole ~ folder|library|collection|season|album / recursive ~ convert|process|all|through|in?", _batch, 0),
    Rule("add|append|adding|with ~ {x:quoted} ~ suffix|appended|filename|filenames|name|names / suffix ~ {x:quoted} / {x:quoted} ~ suffix / prefix ~ {x:quoted} / {x:quoted} prefix / {x:quoted} ~ end of ~ filename|filenames|name|names", _suffix, 3),
    Rule("same_name|original filename|names|name / keep|same|original|keeping|preserve ~ name|filename|names|filenames|base / named ~ after|same|accordingly|sequentially / sequential|sequentially|numbered|numbering ~ names|number|filenames|file? / with ~ number|numbers|sequential", lambda m: SameName(), 0),
    Rule("to|in|into|inside|under|called|named ~ folder|subfolder|called|named ~ {q:quoted} / folder|subfolder called|named {q:quoted} / {q:quoted} folder|subfolder", _folder, 2),
    Rule("folder|subfolder called|named {q:name} / save|put|export|output|write|store|place|move|copy|drop ~ in|into|to|inside|under ~ folder|subfolder {q:name} / to|in|into|inside|under {q:name} /", _folder, 2),
    Rule("collection|set|bunch|pile|lot|series ~ of ~ {x:format} ~ file|video|clip|song|recording|image?", _batch, 1),
    Rule("{x:format} file|video|clip|song|recording|image|picture|photo|movie", _plural, -2),
    Rule("to|in|into|inside|under ~ new|another|different|separate|other|own|output folder|subfolder|location", lambda m: OutputFolder("output"), 2),
    # delivery
    Rule("hls / m3u8 / http live streaming", lambda m: Segments("hls", _segment_seconds(m)) if not _from(m) else None, 4),
    Rule("dash ~ stream|manifest|segment|format|streaming|mpeg? / mpd ~ manifest|file? / mpeg-dash", lambda m: Segments("dash", _segment_seconds(m)) if not _from(m) else None, 2),
    # repair
    Rule("fix|repair|recover|restore|rebuild|correct|salvage|resolve|rescue ~ broken|corrupt|corrupted|damaged|index|moov|header|headers|file|timestamp|pts|dts|duration|seeking|seek|video|mp4|avi|missing|timecode|metadata|playback ~ index|header|timestamp|file|video|issue|error? / corrupt|corrupted|broken|damaged|truncated|incomplete|unplayable ~ file|video|mp4|mkv|index|frame|header|fragments|packets|segments|avi? / cant seek / seeking ~ doesnt|work|broken|not / timestamp ~ issue|error|problem|broken|wrong|non-monotonic|generate|regenerate|missing / non-monotonous|genpts|non-monotonic ~ dts|timestamp|pts? / missing ~ index|duration|moov|timestamp|pts / regenerate|rebuild ~ index|timestamp|pts|duration / moov ~ not|missing|error|found", lambda m: Repair(), 0),
    Rule("out_of_sync / fix|correct|resolve ~ sync|drift|desync ~ issue|problem|drift? / audio ~ drift|drifts|desync|desynced|async|sync|falls / av sync|drift|desync / sync ~ audio ~ video / sync|drift ~ issue|problem|fix|audio", lambda m: Repair("sync"), -1),
    Rule("check|verify|test|validate|scan ~ {f:file} ~ error|errors|corruption|corrupt|damage|damaged|integrity|problems|ok", lambda m: Check(), 3),
    Rule("check|verify|test|validate|scan ~ file|video|integrity|it|mp4|mkv ~ for|is ~ error|errors|corruption|corrupt|damage|ok|integrity|fine|broken / verify ~ integrity / find ~ errors / is ~ corrupt|corrupted|damaged", lambda m: Check(), 3),
    Rule("compare ~ quality|video|two|file|encode|psnr|ssim|vmaf / psnr|ssim|vmaf ~ between|of|score|compare|compute|calculate|measure? / measure|compute|calculate ~ psnr|ssim|vmaf|quality", lambda m: Compare(next((w for w in ("ssim", "vmaf", "psnr") if w in _lemmas(m)), "psnr")), 2),
    Rule("test_pattern|color_bars|testsrc ~ video|clip|file|{t:time}? / generate|create|make ~ test|black|blank|color|solid|placeholder ~ video|clip|screen|signal", lambda m: _test_source(m), 2),
    # questions
    Rule("how_long is|does|are|this|the|last_verb|video|{f:file} / what|what_is|tell|give|show|find|get|which|check|print|display ~ duration|length|runtime|running ~ of|is|time? / duration of", lambda m: Question("duration") if _asks(m) else None, 2),
    Rule("what|what_is|which_codec|tell|show|find|which|check|get|identify|determine|print|display ~ codec|codecs|encoding ~ of|is|does|in|use|video|audio? / which_codec", lambda m: Question("codec") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|find|which|check|get|print|display ~ resolution|dimension|dimensions ~ of|is? / how_big is ~ picture|frame|image", lambda m: Question("resolution") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|find|which|check|get|print|display ~ framerate|fps ~ of|is? / how_many fps|frame ~ per ~ second / how_many {f:fps}", lambda m: Question("fps") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|find|check|get|print|display ~ bitrate ~ of|is?", lambda m: Question("bitrate") if _asks(m) else None, 2),
    Rule("how_big is|file|this|the|video|{f:file} / what|what_is|tell|show|find ~ filesize|size of|is?", lambda m: Question("size") if _asks(m) else None, 2),
    Rule("how_many ~ audio|subtitle|video ~ track|stream / how_many stream|track|channel|chapter / what|which|list|show ~ stream|track|language|subtitle|chapter ~ in|of|are|does|available|have|has|inside / which|what ~ language / is|does ~ have|contain|there|include ~ audio|subtitle|video|sound ~ track|stream? / list ~ stream|track|chapter / how_many frame", lambda m: Question("frames" if "frame" in {m.tokens[i].lemma for i in m.used} else "streams") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|list|get|print|display|give|find|view|see|read ~ information|info|details|metadata|properties|specs|technical|media|facts ~ about|of|on|for|from? / what kind|type|format ~ is|of / ffprobe|mediainfo|probe / what format|container", lambda m: Question("all") if _asks(m) else None, 1),
    Rule("what|what_is|tell|which|show|check ~ samplerate|channel|channels|bitdepth ~ of|is|does|in? / is ~ stereo|mono|interlaced|hdr|vertical|portrait", lambda m: Question("all") if _asks(m) else None, 1),
)  # fmt: skip


def _asks(m: Match) -> bool:
    """A question, not "how do I change the codec of ...": no verb of making near."""
    lemmas = _lemmas(m)
    return not lemmas & {
        "create",
        "slideshow",
        "generate",
        "combine",
        "convert",
        "change",
        "set",
        "resize",
        "reduce",
        "extract",
        "trim",
        "cut",
        "make",
        "compress",
        "encode",
        "remove",
        "add",
        "transcode",
        "command",
        "split",
        "scale",
        "keep",
        "calculate",
        "enforce",
        "burn",
        "reencode",
        "speed_up",
        "preserve",
        "increase",
        "save",
    }


def _from(m: Match) -> bool:
    before = [t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]]
    return bool(before) and (before[-1] == "from" or before[-2:] == ["from", "a"] or "(" in before or "from" in before[-2:])


def _segment_seconds(m: Match) -> float | None:
    for i, token in enumerate(m.tokens):
        if token.kind == "time" and {t.lemma for t in m.tokens[max(0, i - 4) : i + 5]} & {
            "segment",
            "chunk",
            "piece",
            "part",
            "each",
            "fragment",
        }:
            return float(token.value)
    return None


def _mixes_kinds(m: Match) -> bool:
    files = [t.value.path.lower().rsplit(".", 1)[-1] for t in m.tokens if t.kind == "file"]
    kinds = {FORMATS.get(e, "") for e in files}
    lemmas = _lemmas(m)
    if len(files) >= 2 and kinds == {"video"}:
        return "audio" in lemmas and "from" in lemmas or "mux" in lemmas and "audio" in lemmas
    if files and "subtitle" in kinds:
        return False
    if "concatenate" in lemmas or "noise" in lemmas:
        return False
    return (
        "audio" in kinds
        and "video" in kinds
        or ("audio" in lemmas or "sound" in lemmas)
        and "video" in lemmas
        and (lemmas & {"separate", "another", "mux", "file", "stream", "track", "merge", "combine"} != set())
    )


def _still(m: Match) -> StillVideo | Slideshow | None:
    files = [t.value for t in m.tokens if t.kind == "file"]
    exts = [f.path.lower().rsplit(".", 1)[-1] for f in files]
    if len(files) >= 2 and not any(FORMATS.get(e) == "image" for e in exts):
        return None
    lemmas = _lemmas(m)
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


def _test_source(m: Match) -> TestSource:
    lemmas = _lemmas(m)
    seconds = next((t.value for t in m.tokens if t.kind == "time"), None)
    name = "smptebars" if "color_bars" in lemmas else "color" if lemmas & {"black", "blank", "solid"} else "testsrc2"
    return TestSource(name, seconds)


_ = ExtractAudio
