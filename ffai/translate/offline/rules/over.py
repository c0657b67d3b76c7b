"""Edits that lay something over the picture or beside it: texts, pictures, videos, grids."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    Blend,
    Drawn,
    Overlay,
    Range,
    Stack,
    Text,
    VideoFilter,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.phrases import PHRASES
from ffai.translate.offline.rules.size import words
from ffai.translate.offline.terms import COLORS
from ffai.translate.offline.words import CLASSES

_CAPTIONS = frozenset("that which text caption title label banner watermark words message".split())


def _reported(m: Match) -> bool:
    """ "ffmpeg says 'non monotonous DTS'", "it says 'access denied'": what a program reports is no caption."""
    quoted = next((i for i in m.used if m.tokens[i].kind == "quoted"), m.used[-1])
    said = next((i for i in range(quoted, max(-1, quoted - 4), -1) if m.tokens[i].text.lower() in ("says", "said", "reads")), 0)
    if not said:
        return False
    first = said
    while first and m.tokens[first - 1].text not in (".", ";", "?", "!"):
        first -= 1
    before = {t.lemma for t in m.tokens[first:said]}
    if before & {"error", "warning", "log", "terminal", "console", "ffmpeg", "player", "vlc", "quicktime"}:
        return True
    return not before & (_CAPTIONS | CLASSES["add"] - {"need", "want", "give", "use", "set", "make", "show", "display", "print"})


def _text(m: Match) -> Text | None:
    if _reported(m):
        return None
    text = m.slots.get("x") or ""
    near = m.tokens[m.used[0] : min(len(m.tokens), m.used[-1] + 14)]
    w = {t.lemma for t in near}
    place = m.slots.get("p") or ""
    colors = [
        t.lemma
        for t in near
        if t.lemma in ("white", "black", "red", "yellow", "green", "blue", "orange", "pink", "purple", "cyan", "gold")
    ]
    size = next((t.value for t in near if t.kind == "px"), None)
    what = ""
    if not text:
        if w & {"timecode", "timestamp", "timer", "clock", "time", "timestamps"}:
            what = "timecode"
        elif w & {"frame"} and w & {"number", "numbers", "counter"}:
            what = "frame"
        elif "date" in w:
            what = "date"
        elif w & {"filename", "name"}:
            what = "filename"
        else:
            return None
    return Text(text, place, size, colors[0] if colors else "", None, bool(w & {"box", "background"}), what)


def area_said(m: Match) -> tuple[int, int, int, int] | None:
    """A region said somewhere in the request: its size, and where it begins."""
    size = next((t.value for t in m.tokens if t.kind == "dim"), None)
    of_size: set[int] = set()
    for i, t in enumerate(m.tokens if size is None else ()):  # "160 by 90 px", "160 wide and 90 high"
        if t.kind in ("px", "number") and (found := PHRASES["size"](m.tokens, i)) is not None and all(found[0]):
            size, of_size = found[0], set(range(i, found[1]))
            break
        j = i + 1 + (i + 1 < len(m.tokens) and m.tokens[i + 1].text in "=:")
        if t.lemma in ("w", "width", "h", "height") and j < len(m.tokens) and m.tokens[j].kind in ("px", "number"):
            of_size |= {i, j}
    if size is None:  # "w=80 h=40", "120 wide and 60 high"
        said = {}
        for k, (t, following) in enumerate(zip(m.tokens, m.tokens[1:], strict=False)):
            if t.kind in ("px", "number") and following.lemma in ("wide", "width", "tall", "high", "height") and t.value >= 8:
                said["w" if following.lemma in ("wide", "width") else "h"] = t.value
                of_size |= {k, k + 1}
            elif (
                t.text[:1].isdigit()
                and t.text.split()[-1:] == ["h"]
                and following.text == "="
                and k + 2 < len(m.tokens)
                and m.tokens[k + 2].kind in ("number", "px")
            ):
                said |= {"w": float(t.text.split()[0].rstrip("h")), "h": m.tokens[k + 2].value}
                of_size |= {k, k + 2}
        size = (said["w"], said["h"]) if len(said) == 2 else None
    if size is None:
        sides = {
            m.tokens[k].lemma[0]: m.tokens[k + 1 + (m.tokens[k + 1].text in "=:")].value
            for k in of_size
            if m.tokens[k].lemma in ("w", "width", "h", "height")
        }
        size = (sides["w"], sides["h"]) if len(sides) == 2 else None
    if size is not None:
        m.used_too.update(of_size)
    at: list[float] = []
    for i, t in enumerate(m.tokens):
        if t.kind in ("number", "px") and t.unit != "word" and i not in of_size:
            before = {w.lemma or w.text for w in m.tokens[max(0, i - 3) : i]}
            if before & {"at", "x", "y", "position", "from", "offset", "starting", "coordinates", "(", "top_left"} or (
                at and i and m.tokens[i - 1].text in ",;"
            ):
                at.append(t.value)
        if t.kind == "dim" and i and m.tokens[i - 1].lemma in ("at", "position") and size != t.value:
            at = [float(t.value[0]), float(t.value[1])]
    if size is None:
        return None
    m.used_too.update(i for i, t in enumerate(m.tokens) if t.kind in ("number", "px") and t.value in at[:2] and i not in of_size)
    x, y = (int(at[0]), int(at[1])) if len(at) >= 2 else (0, 0)
    return x, y, int(size[0]), int(size[1])


def _drawn(what: str) -> Callable[[Match], Any]:
    def build(m: Match) -> Drawn | None:
        lemmas = {t.lemma for t in m.tokens}
        if what == "box" and (
            any(t.kind == "quoted" for t in m.tokens) or lemmas & {"text", "caption", "title", "subtitle", "timecode"}
        ):
            return None  # the box of a text
        region = area_said(m)
        if what == "box" and region is None:
            return None
        near = m.tokens[max(0, m.used[0] - 3) : m.used[-1] + 8]
        color = next((t.lemma for t in near if t.lemma in COLORS), "")
        filled = bool(lemmas & {"cover", "filled", "solid", "hide", "fill", "over"}) and what == "box"
        thickness = None
        if what == "progress":
            tall = {"tall", "high", "thick", "height", "wide", "pixel", "px", "bar", "line"}
            for i, t in enumerate(m.tokens):
                if t.kind == "px" and tall & {x.lemma for x in m.tokens[max(0, i - 3) : i + 3]}:
                    thickness = int(t.value)
                    m.used_too.add(i)
                if t.lemma in ("edge", "tall", "along", "thick", "fills", "fill", "grow", "grows", "growing"):
                    m.used_too.add(i)
            color = color or next((t.lemma for t in m.tokens if t.lemma in COLORS), "")
            m.used_too.update(i for i, t in enumerate(m.tokens) if t.lemma == color)
        place = next((p[0] for i in range(len(m.tokens)) if (p := PHRASES["place"](m.tokens, i)) is not None), "")
        seconds = next((i for i, t in enumerate(m.tokens) if t.kind == "time"), None) if what == "progress" else None
        if seconds is not None:  # "it is 75 seconds long": how long the bar takes
            m.used_too.add(seconds)
        length = m.tokens[seconds].value if seconds is not None else None
        when = Range(0.0, length) if length else None
        return Drawn("filled" if filled else what, region, color, thickness, place, when)

    return build


def _delogo(m: Match) -> Drawn | None:
    region = area_said(m)
    return Drawn("delogo", region) if region is not None else None


def _overlay(m: Match) -> Overlay | None:
    mention = m.slots.get("f")
    path = mention.path if mention is not None else ""
    if mention is not None and mention.path.rsplit(".", 1)[-1].lower() in (
        "srt",
        "ass",
        "vtt",
        "mp3",
        "wav",
        "m4a",
        "flac",
        "ogg",
        "aac",
        "ttf",
    ):
        return None
    if mention is not None and mention.path.rsplit(".", 1)[-1].lower() in (
        "h264",
        "264",
        "h265",
        "hevc",
        "265",
        "yuv",
        "raw",
        "y4m",
        "m2v",
        "ivf",
    ):
        return None  # a bare stream is put into a container, and not over a picture
    video = mention is not None and mention.path.rsplit(".", 1)[-1].lower() in ("mp4", "mov", "mkv", "webm", "avi", "m4v")
    near = {t.lemma for t in m.tokens}
    place = m.slots.get("p") or ""
    if video and "_" not in place and not near & {"overlay", "pip", "on_top_of", "corner", "superimpose", "over", "inset"}:
        return None
    return Overlay(path=path, kind="video", scale=0.25, place=place) if video else Overlay(path=path, place=place)


def _pip(m: Match) -> Overlay:
    mention = m.slots.get("f")
    if mention is not None and mention.path.rsplit(".", 1)[-1].lower() in ("png", "jpg", "jpeg", "webp", "svg", "gif"):
        return Overlay(path=mention.path, place=m.slots.get("p") or "")
    return Overlay(kind="video", path=mention.path if mention else "", width=None, scale=0.25, place=m.slots.get("p") or "")


RULES = (
    # text
    Rule("%add|text|write|overlay|title|show|put|burn|display|insert|print|draw|watermark|caption|stamp ~ %text|reading|saying|says|that? ~ {x:quoted} ~ {p:place} / %add ~ {x:quoted} ~ {p:place} / {x:quoted} ~ %text ~ {p:place} / text ~ {x:caption} ~ {p:place}", _text, 2),
    Rule("%add|text|write|overlay|show|put|burn|display|insert|print|draw|caption|stamp ~ %text|reading|saying|says|that|overlay? ~ {x:quoted} / %text|reading|saying|says ~ {x:quoted} / {x:quoted} ~ %text|watermark / %text|saying|reading|says {x:caption} / text ~ watermark ~ {x:caption}", _text, 1),
    Rule("%add|show|burn|overlay|display|print|stamp|embed ~ timecode|timestamp|timer|clock|timestamps ~ overlay|onto|on|in? / %add|show|burn|overlay|display|print|stamp ~ frame number|numbers|counter / %add|show|burn|overlay|display ~ running|current|elapsed time / timecode|timestamp overlay|burn / %add|show|overlay|burn|stamp|print ~ date ~ time? / %add|show|overlay|burn|print ~ filename", _text, 1),
    Rule("{n:number} font|point|pt / font|size of? {n:number} / fontsize {n:number} / size {n:number} / size of {n:number} / font ~ size ~ {n:number}", lambda m: VideoFilter(f"@fontsize={int(m.slots['n'])}", 0) if {t.lemma for t in m.tokens} & {"text", "font", "title", "caption", "fontsize", "watermark", "timecode", "timestamp", "subtitle", "write", "saying", "print"} else None),
    Rule("burn|put|show|add|stamp|overlay|write ~ running|current|elapsed? timecode|timestamp|timer|clock ~ into|on|onto|in?", _text, 4),
    Rule("burn|stamp|print|write ~ {x:quoted} ~ across|over|on|onto|into|in|at ~ {p:place}? / burn|stamp|print {x:quoted}", _text, 5),
    Rule("write|caption {x:caption} ~ {p:place}", _text, 3),
    # drawn
    Rule("progress bar|indicator|line / progress-bar|progressbar", _drawn("progress"), 4),
    Rule("draw|add|put|place|overlay|show|cover ~ box|rectangle|square|frame ~ on|over|around|at|of? / drawbox|bounding-box / black|red|green|white|blue|yellow box|rectangle ~ over|on|at|around|cover", _drawn("box"), 2),
    Rule("draw|add|overlay|show grid ~ on|over|lines? / drawgrid / grid lines|overlay", _drawn("grid"), 4),
    Rule("remove|erase|hide|delete|get|cover|delogo ~ logo|watermark|bug|station-logo|text|timecode ~ at|from|in|of|out? / delogo", lambda m: _delogo(m), 2),
    Rule("countdown|count ~ from|of {n:number} / countdown|count ~ from|of {t:time} / {t:time} countdown", lambda m: Text(f"{m.slots.get('n') or m.slots['t']:g}", "center", None, "", Range(0.0, float(m.slots.get("n") or m.slots["t"])), True, "countdown") if 1 < (m.slots.get("n") or m.slots["t"]) <= 600 and ("countdown" in {t.lemma for t in m.tokens} or "down" in {t.lemma for t in m.tokens}) else None, 6),
    Rule("countdown ~ timer|clock|text|overlay?", lambda m: Text("", m.slots.get("p") or "", None, "", None, True, "countdown"), 5),
    Rule("blend ~ {f:file} ~ and|with|over|on|onto {g:file} / blend ~ two|both|together|videos|clips / {x:blendmode} blend ~ mode? / blend ~ mode ~ {x:blendmode} / double exposure", lambda m: Blend(m.slots.get("x", "average" if not {t.lemma for t in m.tokens} & {"opacity"} else "normal"), next((t.value / 100 for t in m.tokens if t.kind == "percent"), None)) if sum(t.kind == "file" and t.value.path.rsplit(".", 1)[-1].lower() not in ("wav", "mp3", "flac", "m4a", "ogg") for t in m.tokens) > 1 else None, 4),
    # laid over
    Rule("show|display|overlay|put|insert|place ~ {f:file} ~ full|fullscreen|full-screen screen|frame? / {f:file} ~ full|fullscreen screen|frame?", lambda m: over._replace(whole=True) if m.slots["f"].path.lower().endswith((".png", ".jpg", ".jpeg", ".webp")) and (over := _overlay(m)) is not None else None, 4),
    Rule("{f:file} ~ bounce|bouncing|move|moving|float|drift ~ around|across|over|on|in?", lambda m: Overlay(path=m.slots["f"].path, moves=True) if m.slots["f"].path.lower().endswith((".png", ".jpg", ".webp", ".gif")) else None, 4),
    Rule("logo|watermark|image ~ bounce|bouncing|move|moving|float|drift ~ around|across|over|on|in? / bouncing|moving|floating logo|watermark|image", lambda m: Overlay(moves=True) if not any(t.kind == "file" and t.value.path.lower().endswith((".png", ".jpg", ".webp")) for t in m.tokens) else None, 3),
    Rule("show|put|place|display|insert|add ~ {f:file} ~ small|smaller|tiny|little|inset ~ picture|video|window|corner? ~ {p:place} ~ corner?", _pip, 4),
    Rule("show|display|have|want ~ {f:file} on|over|onto|in ~ {p:place}? / show|display ~ {f:file} on|over|onto", lambda m: _overlay(m) if m.slots["f"].path.lower().endswith((".png", ".jpg", ".jpeg", ".webp", ".svg")) else None, 1),
    Rule("pip ~ {g:file} with|and|plus|, {f:file} ~ {p:place}?", _pip, 5),
    Rule("show|display|put|place|draw|overlay ~ {f:file} at x|y|position|{n:number}", lambda m: _overlay(m) if m.slots["f"].path.lower().endswith((".png", ".jpg", ".jpeg", ".webp", ".svg")) else None, 2),
    Rule("pip ~ {f:file} / {f:file} ~ pip|inset / pip ~ effect|style|video? / small video|window|inset ~ in|at corner / webcam ~ corner|over|on|overlay", _pip, 2),
    Rule("add|overlay|watermark|put|superimpose|insert|place|apply|stamp|embed ~ {f:file} ~ as|on|over|onto|to|at|in|into|watermark|logo|overlay|on_top_of / add|overlay|watermark|put|superimpose|insert|place|stamp ~ {f:file} {p:place} / logo|watermark|overlay|badge|emblem|icon ~ {f:file} / {f:file} ~ as|is ~ logo|watermark|overlay|badge|emblem / overlay {f:file} / watermark ~ with|using {f:file}", lambda m: _overlay(m), 1),
    Rule("add|overlay|put|embed|insert|place|apply|superimpose|stamp logo|watermark|overlay|badge|emblem|icon|bug / add|overlay|put|insert|place|superimpose ~ logo|watermark|badge|emblem / add|overlay|put|superimpose image|picture|png|graphic|photo ~ on|over|onto|to|in|on_top_of / overlay ~ image|picture|png|graphic|photo / watermark|logo ~ on|to|over|in|every|all|overlay|each / overlay ~ %image / watermark ~ video|it|with? / png|transparent logo|overlay|watermark", lambda m: Overlay() if not words(m) & {"text", "title", "caption"} else None, -1),
    Rule("left|right|top|bottom|upper|lower half|side|part of|from? {f:file} ~ left|right|top|bottom|upper|lower half|side|part of|from? {g:file} / left|right|top|bottom half ~ from|shows|show|of|is {f:file} ~ right|left|bottom|top half ~ from|shows|show|of|is {g:file}", lambda m: Stack("halves" if {m.tokens[i].lemma for i in m.used} & {"left", "right"} else "halves_high"), 7),
    Rule("split-screen|split screen ~ where|of|:|comparison|make?", lambda m: () if "half" in {t.lemma for t in m.tokens} and sum(t.kind == "file" for t in m.tokens) > 1 else None, 3),
    Rule("side_by_side ~ {f:file}? / next to each_other / left and right screen|half|halves / left|right ~ and|, left|right ~ screen|halves / {f:file} ~ on? left ~ {g:file} ~ on? right / {f:file} ~ on? right ~ {g:file} ~ on? left / horizontally stack|stacked|join|merge|combine / hstack / stack|join|combine|merge|place|arrange ~ horizontal / split-screen|split screen ~ comparison|effect|video?", lambda m: Stack("horizontal"), 2),
    Rule("stack|stacked|join|combine|merge|place|arrange|put ~ vertical|on_top_of / vertical ~ stack|stacked / vstack / one above|below|on_top_of ~ other|another / on_top_of each_other / stack ~ videos?", lambda m: Stack("vertical") if not {t.lemma for t in m.tokens} & {"text", "caption", "title", "logo", "watermark"} else None, 2),
    Rule("{s:dim} grid|layout / {n:number} x|by {k:number} ~ grid|layout|wall|matrix / grid ~ of|layout|view|four|2x2? / quad ~ view|split|screen? / video wall / four-way|4-way split ~ screen?", lambda m: _grid(m), 2),
)  # fmt: skip


def _grid(m: Match) -> Stack | None:
    if {t.lemma for t in m.tokens} & {"contact_sheet", "thumbnail", "sprite", "screenshot", "frame", "tile", "image"}:
        return None
    if "s" in m.slots:
        return Stack("grid", *m.slots["s"])
    if "n" in m.slots:
        return Stack("grid", int(m.slots["n"]), int(m.slots["k"]))
    return Stack("grid")
