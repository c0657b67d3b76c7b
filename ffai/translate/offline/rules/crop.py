"""Edits of the shape of the picture: crop, aspect, bars, turning."""

from ffai.translate.offline.edits import (
    Aspect,
    Crop,
    Flip,
    Orientation,
    Pad,
    Rotate,
    Scale,
    VideoFilter,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.size import from_source, scaled_after, words


def _of_pixels(m: Match) -> bool:
    """ "non-square pixels" are no square picture."""
    at = m.used[-1]
    return any(
        t.lemma in ("pixel", "px", "non") or t.text.lower() in ("pixels", "non") for t in m.tokens[max(0, at - 2) : at + 2]
    )


def _crop_box(m: Match) -> Crop | None:
    s = m.slots
    if scaled_after(m):
        return None
    around = {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 4]}
    if "p" in s and ({"top", "bottom"} <= around or {"left", "right"} <= around):
        return None  # "cropping the top and bottom as needed"
    w, h = s["s"]
    x = y = None
    if "x" in s and "y" in s:
        x, y = str(int(s["x"])), str(int(s["y"]))
    elif "p" in s:
        x, y = _corner(s["p"])
    return Crop(str(w), str(h), x, y)


def _corner(place: str) -> tuple[str | None, str | None]:
    x = "0" if "left" in place else "iw-ow" if "right" in place else None
    y = "0" if "top" in place else "ih-oh" if "bottom" in place else None
    return x, y


_BETWEEN_SIDES = frozenset("and & , at the on from of off both as well".split())


def _crop_edges(m: Match) -> Crop | None:
    """So many pixels, or a share, off one or several edges."""
    n = m.slots.get("n")
    p = m.slots.get("f")
    if n and "to" in {m.tokens[i].lemma for i in range(m.used[0], m.used[0] + 3) if i < len(m.tokens)}:
        near_side = next((t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 2] if t.lemma in ("left", "right")), "")
        if near_side:  # "crop to the left 640 pixels": these stay
            return Crop(str(int(n)), "ih", "0" if near_side == "left" else f"iw-{int(n)}", "0")
    end = m.used[-1] + 4
    while end < len(m.tokens) and m.tokens[end - 1].lemma in _BETWEEN_SIDES:  # "at the top and at the bottom"
        end += 1
    sides = [
        w
        for w in ("top", "bottom", "left", "right")
        if w in {m.tokens[i].lemma for i in range(m.used[0], min(len(m.tokens), end))}
    ]
    near = {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 4]}
    if near & {"sides", "side", "edges", "edge", "border", "borders"} and not sides:
        every = bool({t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 4]} & {"all", "every", "each", "four"})
        sides = ["left", "right"] if near & {"sides", "side"} and not every else ["top", "bottom", "left", "right"]
    if near & {"top_left", "top_right", "bottom_left", "bottom_right"} or not sides:
        return None

    def amount(full: str) -> str:
        return str(int(n)) if n else f"{full}*{p or 0:g}"

    x = amount("iw") if "left" in sides else "0"
    y = amount("ih") if "top" in sides else "0"
    horizontal = sum(s in ("left", "right") for s in sides)
    vertical = len(sides) - horizontal
    w = "iw" if not horizontal else f"iw-{amount('iw')}" if horizontal == 1 else f"iw-2*{amount('iw')}"
    h = "ih" if not vertical else f"ih-{amount('ih')}" if vertical == 1 else f"ih-2*{amount('ih')}"
    return Crop(w, h, x, y)


def _crop_half(m: Match) -> Crop | None:
    near = {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 3]}
    if "left" in near or "right" in near:
        return Crop("iw/2", "ih", "0" if "left" in near else "iw/2", "0")
    if "top" in near or "bottom" in near:
        return Crop("iw", "ih/2", "0", "0" if "top" in near else "ih/2")
    return None


def _ratio(m: Match) -> Aspect | None:
    """A ratio that was said: what becomes of the picture follows from the words around it."""
    a, b = m.slots.get("r") or (16.0, 9.0)
    if a <= 0 or b <= 0 or a / b > 10 or b / a > 10:
        return None
    i = m.used[0]
    before = [t.lemma for t in m.tokens[max(0, i - 2) : i]]
    if (
        before[-1:] == ["from"]
        or before[-2:] in (["from", "a"], ["have", "a"], ["is", "in"], ["convert", "a"], ["turn", "a"], ["my", "a"])
        or before[-1:] == ["my"]
    ) and any(t.kind == "ratio" for k, t in enumerate(m.tokens) if k > m.used[-1]):
        return Aspect((a, b), "source")
    later = next((k for k, t in enumerate(m.tokens) if k > m.used[-1] and t.kind == "ratio"), None)
    if later is not None and {t.lemma for t in m.tokens[m.used[-1] + 1 : later]} & {"to", "into"}:
        return Aspect((a, b), "source")  # "stretch 4:3 footage to 16:9"
    near = {t.lemma for t in m.tokens}
    negated = near & {"without", "not", "no", "avoid"}
    mode = ""
    if near & {"pad", "letterbox", "pillarbox", "black_bars", "bars", "bar", "border", "borders"}:
        mode = "pad"
    elif near & {"blurred_bars"}:
        mode = "blur"
    elif near & {"crop", "fill", "cut", "cut_off"} and not (negated and "crop" in near and "not" in near):
        mode = "crop"
    elif near & {"stretch", "squash", "distort", "distortion", "squish"}:
        mode = "pad" if negated else "stretch"
    elif near & {"flag", "metadata", "sar", "dar", "display", "wrong", "squashed", "squeezed", "fix", "correct", "tag"}:
        mode = "flag"
    return Aspect((a, b), mode)


def _rotate(m: Match) -> Rotate | tuple[()] | None:
    if {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[0]]} & {
        "keep",
        "preserve",
        "maintain",
        "retain",
    } and "d" not in m.slots:
        return ()  # "keeping the rotation right"
    degrees = m.slots.get("d") or m.slots.get("n")
    part = next((m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in ("quarter", "half")), "")
    if part and "d" not in m.slots:  # "a quarter turn left"
        degrees = 90.0 if part == "quarter" else 180.0
    w = words(m) | {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 4]}
    if degrees is None:
        if "upside_down" in w:
            degrees = 180.0
        elif w & {"left", "right", "clockwise", "counterclockwise"}:
            degrees = 90.0
        else:
            return None
    if w & {"counterclockwise", "left"} and "clockwise" not in w:
        degrees = -degrees
    metadata = bool({t.lemma for t in m.tokens} & {"metadata", "flag", "tag"}) and bool(
        {t.lemma for t in m.tokens} & {"without", "only", "instead_of", "not", "just", "metadata"}
    )
    near = {t.lemma for t in m.tokens}
    color = (
        next((c for c in ("white", "red", "blue", "green", "grey", "yellow", "transparent") if c in near), "")
        if near & {"background", "fill", "corners", "corner", "bars", "edges"}
        else ""
    )
    return Rotate(degrees % 360, metadata, color)


def _both(m: Match) -> str:
    return f"{m.slots['a'] + m.slots.get('b', m.slots.get('c', 0)):g}"


def _step(m: Match) -> range:
    """The positions of the step that a match belongs to: "resize to 640x360, then crop to 320x320" has two."""
    first, last = m.used[0], m.used[-1]
    while first > 0 and m.tokens[first - 1].text not in (".", ";") and m.tokens[first - 1].lemma not in ("then", "afterwards"):
        first -= 1
    while (
        last + 1 < len(m.tokens)
        and m.tokens[last + 1].text not in (".", ";")
        and m.tokens[last + 1].lemma not in ("then", "afterwards")
    ):
        last += 1
    return range(first, last + 1)


def _crop_size(m: Match) -> Crop | Scale | None:
    w, h = m.slots["s"]
    if from_source(m):
        return None
    if w is None:
        return None
    if scaled_after(m):
        return None
    near = {t.lemma for t in m.tokens[_step(m).start : _step(m).stop]}
    if (
        near & {"fill", "resize", "scale", "vertical", "horizontal", "landscape", "portrait", "conform", "upscale", "downscale"}
        and not near & {"section", "region", "area", "center", "centered", "portion"}
        or m.tokens[m.used[-1]].lemma == "crop"
    ):
        return Scale(w, h, mode="fill")
    return Crop(str(w), str(h))


def _padded(m: Match) -> Pad | Scale | tuple[()]:
    """ "fit inside 100x100" leaves the shape alone; "pad to", "fit into with bars" fills the rest."""
    w, h = m.slots["s"]
    at = next((i for i in m.used if m.tokens[i].kind == "dim"), 0)
    if at > 1 and m.tokens[at - 1].text == "(" and m.tokens[at - 2].kind == "file":
        return ()  # "pad clip.mp4 (180x320) with ...": what it is
    others = [k for k, t in enumerate(m.tokens) if t.kind == "dim" and k > at]
    if (
        others
        and at + 1 < len(m.tokens)
        and (
            m.tokens[at + 1].kind == "file"
            or m.tokens[at + 1].lemma in ("video", "clip", "picture", "image", "file", "to", "into", "square")
        )
    ):
        return ()  # "pad 1080x1080 square.mp4 to 1080x1920"
    if words(m) & {"inside", "within"} and not {t.lemma for t in m.tokens} & {
        "pad",
        "letterbox",
        "pillarbox",
        "black_bars",
        "bars",
        "padding",
        "borders",
    }:
        return Scale(w, h, mode="fit")
    return Pad(width=w, height=h, color=_pad_color(m))


def _pad_color(m: Match) -> str:
    for token in m.tokens[max(0, m.used[0] - 4) : m.used[-1] + 5]:
        if token.lemma in ("white", "red", "green", "blue", "grey", "yellow", "pink", "orange"):
            return token.lemma
    return "black"


def _mirrored(m: Match) -> VideoFilter | None:
    """One half of the picture, and its mirror image in place of the other."""
    if {t.lemma for t in m.tokens} & {"channel", "audio", "sound", "ear"}:
        return None
    side = next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in ("left", "right", "top", "bottom"))
    upright = side in ("top", "bottom")
    cut = {"left": "iw/2:ih:0:0", "right": "iw/2:ih:iw/2:0", "top": "iw:ih/2:0:0", "bottom": "iw:ih/2:0:ih/2"}[side]
    first, second = ("[one{n}]", "[two{n}]") if side in ("left", "top") else ("[two{n}]", "[one{n}]")
    turn, join = ("vflip", "vstack") if upright else ("hflip", "hstack")
    return VideoFilter(
        f"{{in}}crop={cut},split[one{{n}}][half{{n}}];[half{{n}}]{turn}[two{{n}}];{first}{second}{join}{{out}}", 30
    )


RULES = (
    Rule("crop|cropped ~ if|when|where ~ height|tall|taller ~ over|above|exceed|exceeds|more|larger|greater|higher|than ~ than? {n:pixels}", lambda m: Crop("iw", f"min(ih,{int(m.slots['n'])})"), 7),
    Rule("crop|cropped ~ if|when|where ~ width|wide|wider ~ over|above|exceed|exceeds|more|larger|greater|than ~ than? {n:pixels}", lambda m: Crop(f"min(iw,{int(m.slots['n'])})", "ih"), 7),
    # crop
    Rule("crop ~ {s:size} ~ at|from|offset|position|starting|x|start ~ {x:number} {y:number} / crop ~ {s:size} ~ at|from|offset|starting ~ {x:number} ,|and|x|by {y:number} / crop ~ {s:size} ~ x|at =|: {x:number} ~ y =|: {y:number} / crop ~ {s:size} ~ x {x:number} ~ y {y:number}", _crop_box, 4),
    Rule("%trim|crop ~ {s:size} ~ section|region|area|part|square|window|portion|piece|box? ~ from|in|at|of|around ~ {p:place} / crop ~ {p:place} ~ {s:size} / crop ~ {s:size} ~ {p:place} / {s:size} ~ crop ~ {p:place}", lambda m: _crop_box(m) if m.slots["s"][0] and "crop" in {t.lemma for t in m.tokens} or words(m) & {"section", "region", "area", "portion", "window"} else None, 3),
    Rule("crop ~ {s:size} / {s:size} ~ crop|section|region", lambda m: _crop_size(m), 2),
    Rule("{r:ratio} ~ by|with|through crop / vertical|portrait|square|horizontal|landscape {r:ratio} ~ crop", lambda m: Crop(ratio=m.slots["r"]), 4),
    Rule("{f:factor}|half as? wide|tall|high and|& wide|tall|high / half as? wide and|& high|tall / half ~ width and|& height", lambda m: Scale(factor=m.slots.get("f") or 0.5), 4),
    Rule("crop ~ {s:dim} ~ x =|:|at|? {x:number} ~ y =|:|at|? {y:number}", lambda m: Crop(f"{m.slots['s'][0]}", f"{m.slots['s'][1]}", f"{m.slots['x']:g}", f"{m.slots['y']:g}"), 6),
    Rule("crop ~ {q:ratio} ~ to|into {r:ratio}", lambda m: Crop(ratio=m.slots["r"]), 5),
    Rule("crop ~ {r:ratio} ~ keep|keeping|from|at|on|toward|towards|to ~ {p:place} / crop|keep ~ {p:place} ~ {r:ratio} ~ crop?", lambda m: Crop(ratio=m.slots["r"], x=_corner(m.slots["p"])[0], y=_corner(m.slots["p"])[1]) if "crop" in {t.lemma for t in m.tokens} and m.slots["p"] != "center" else None, 5),
    Rule("crop ~ {r:ratio} / {r:ratio} ~ crop", lambda m: Crop(ratio=m.slots["r"]) if m.tokens[m.used[0]].lemma != "from" else None, 3),
    Rule("crop ~ square / square crop|video|format|version|output? / crop ~ sides ~ square / make ~ square", lambda m: None if _of_pixels(m) else Crop(ratio=(1.0, 1.0)) if "crop" in {t.lemma for t in m.tokens} else Aspect((1.0, 1.0), "crop" if not {t.lemma for t in m.tokens} & {"pad", "black_bars", "bars", "letterbox", "blurred_bars", "background", "border", "borders", "padding", "white"} else "pad"), 2),
    Rule("crop|cut|remove|trim|cut_off|take|shave|delete ~ {n:pixels} ~ from|off|of? ~ top|bottom|left|right|sides|side|edge|edges|border|borders / crop|remove|cut|cut_off|trim ~ top|bottom|left|right|sides|edges ~ {n:pixels} / crop|remove|cut|trim ~ {f:factor} ~ off|from ~ top|bottom|left|right / crop|remove|cut ~ top|bottom|left|right ~ {f:factor} / crop|cut|trim|remove ~ {f:factor} ~ from|off|on ~ each|all|every|both ~ side|sides|edge|edges", _crop_edges, 3),
    Rule("crop|cut|remove|trim|cut_off|take|shave|delete ~ {a:pixels} ~ top ~ {b:number} ~ bottom / crop|cut|remove|trim|cut_off|take|shave|delete ~ {a:pixels} ~ top ~ {c:pixels} ~ bottom", lambda m: Crop("iw", f"ih-{_both(m)}", "0", f"{m.slots['a']:g}"), 6),
    Rule("crop|cut|remove|trim|cut_off|take|shave|delete ~ {a:pixels} ~ left ~ {b:number} ~ right", lambda m: Crop(f"iw-{_both(m)}", "ih", f"{m.slots['a']:g}", "0"), 6),
    Rule("crop|keep|extract|take|get|isolate ~ left|right|top|bottom half / left|right|top|bottom half ~ only?", _crop_half, 2),
    Rule("crop|remove|cut|cut_off|eliminate|detect|get ~ black_bars|letterbox|pillarbox|letterboxing|borders|border|bars|black ~ bars|borders|border|edges? / auto-crop|autocrop|cropdetect ~ black_bars?", lambda m: Crop(detect=True), 2),
    Rule("crop|remove|cut_off|trim ~ them|it|those|these ~ automatically|auto|off|out?", lambda m: Crop(detect=True) if {"black_bars", "letterbox", "pillarbox"} & {t.lemma for t in m.tokens} else None, 1),
    Rule("keep|preserve|with|retain|support|including|maintain|containing ~ transparency|alpha|transparent ~ channel|background? / transparency|alpha ~ kept|preserved|intact|as_is / has|have|with|and alpha|transparency ~ channel? / transparent background", lambda m: (), 0),
    Rule("center|centered|middle crop / crop ~ center|centered|middle / crop and pad|scale|resize", lambda m: (), -1),
    # shape
    Rule("square pixel|pixels / pixel aspect ratio|aspect? ~ square|1:1|fix|correct|change / non-square ~ pixel|pixels ~ to|into? / sar ~ to|of 1|1:1 / anamorphic ~ to|square|fix|correct", lambda m: VideoFilter("scale=trunc(iw*sar/2)*2:ih,setsar=1", 42), 3),
    Rule("without|no black_bars ~ on|at|around|from|version|left|anymore? / version without black_bars", lambda m: Crop(detect=True) if not any(t.kind in ("dim", "ratio", "lines", "resolution_k") for t in m.tokens) and not {t.lemma for t in m.tokens} & {"resize", "scale", "vertical", "portrait", "fit", "add", "fill", "stretch"} else (), 3),
    Rule("{r:ratio} / aspect ~ to|of {r:ratio}", _ratio, 0),
    Rule("from {r:ratio} to|into", lambda m: (), 2),
    Rule("widescreen", lambda m: Aspect((16.0, 9.0), "pad" if {t.lemma for t in m.tokens} & {"bars", "black_bars", "letterbox", "pad"} else ""), 0),
    Rule("pad|letterbox|pillarbox|fit ~ to|into|inside|within {s:size} / {s:size} ~ with|by|adding|using ~ letterbox|pillarbox|black_bars|bars|pad|borders|padding / black_bars|letterbox|pillarbox|bars|pad ~ to|reach|for|is? {s:size} / pad ~ {s:size}", lambda m: _padded(m) if m.slots["s"][0] else None, 3),
    Rule("blurred_bars / blur ~ background|sides|bars|copy|version ~ behind|instead_of|bars|fill|sides? / fill ~ bars|sides|background|borders|space ~ with ~ blur", lambda m: Pad(ratio=None, blur=True), 3),
    Rule("pad|letterbox|pillarbox|black_bars|letterboxing ~ necessary|needed|black|with? / add ~ black_bars|letterbox|pillarbox|bars|borders ~ fit? / with black bars|borders|padding", lambda m: ()),
    Rule("add|put ~ {n:pixels} ~ border|frame|margin|padding / {n:pixels} ~ border|frame|margin ~ around / border|frame|margin of {n:pixels} / black_bars of {n:pixels} ~ sides|around|edges|side / black_bars ~ {n:pixels} ~ sides|around|edges|side / {n:pixels} ~ black_bars ~ sides|around|edges|side", lambda m: Pad(margin=int(m.slots["n"]), color=_pad_color(m)), 2),
    Rule("to|into|make|in portrait|vertical ~ format|video|orientation? / for ~ vertical|portrait ~ video|format|platform / portrait|vertical version|format|orientation|video", lambda m: Orientation("portrait") if m.tokens[m.used[0]].lemma in ("to", "into", "make", "for", "in") or "version" in words(m) else None),
    Rule("to|into|make|in landscape|horizontal ~ format|video|orientation? / landscape|horizontal version", lambda m: Orientation("landscape")),
    # turning
    Rule("rotate|turn|spin|tilt ~ by? {d:degree} ~ clockwise|counterclockwise|left|right|cw|ccw|to? / {d:degree} ~ clockwise|counterclockwise|rotate / rotate ~ clockwise|counterclockwise|left|right ~ {d:degree} / rotate ~ {n:number} ~ clockwise|counterclockwise|left|right?", _rotate, 2),
    Rule("rotate|turn|tilt ~ clockwise|counterclockwise|left|right|upside_down / upside_down ~ fix|rotate|correct|turn|flip? / rotate ~ portrait|landscape ~ to|into portrait|landscape", lambda m: Rotate(90.0) if (turned := _rotate(m)) is None else turned, 1),
    Rule("is|sideways|wrong|lies|lying sideways|lying|side|orientation ~ way? / sideways / fix|correct ~ rotate|orientation", lambda m: Rotate(-1.0), -1),
    Rule("clear|remove|reset|strip|delete|drop|erase|zero|wipe|kill|discard|unset|ignore ~ rotate|orientation ~ flag|metadata|tag|matrix|marker|bit|side|info|information|attribute|entry / clear|remove|reset|strip|delete|drop|erase|wipe ~ display matrix / set|change ~ rotate|orientation ~ flag|metadata|tag ~ to 0|zero / rotate|orientation ~ flag|metadata|tag ~ to 0|zero", lambda m: Rotate(0.0, metadata=True), 6),
    Rule("says|claim|tell|think|mark|flag|tag as? {d:degree} ~ rotate|turned? / says|claim|think|mark|flag|tag ~ rotate ~ {d:degree}?", lambda m: () if {t.lemma for t in m.tokens} & {"flag", "metadata", "tag", "matrix", "but", "although", "though"} else None, 3),
    Rule("rotate ~ metadata|flag|tag / metadata|flag ~ rotate", lambda m: (), 0),
    Rule("mirror|reflect|copy|duplicate ~ left|right|top|bottom half|side ~ onto|to|into|over|on ~ right|left|bottom|top|other", lambda m: _mirrored(m), 6),
    Rule("flip|mirror ~ horizontal|left|sideways|y / horizontal ~ flip|mirror / hflip / mirror ~ video|image|picture|it|clip|effect|footage? / flip ~ left ~ right", lambda m: Flip("horizontal"), 1),
    Rule("flip|mirror ~ vertical|upside_down|upside / vertical ~ flip|mirror / vflip", lambda m: Flip("vertical"), 2),
    Rule("flip ~ video|it|image|picture|clip?", lambda m: Flip("horizontal"), -1),
)  # fmt: skip
