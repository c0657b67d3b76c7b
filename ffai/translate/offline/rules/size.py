"""Edits of the size and shape of the picture: scale, crop, aspect, bars, turning."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    Rotate,
    Scale,
)  # fmt: skip
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.match import Match, Rule


def words(m: Match) -> set[str]:
    return {m.tokens[i].lemma for i in range(m.used[0], m.used[-1] + 1)}


def _told(tokens: list[Token], i: int) -> bool:
    """Whether the words before a bracket say what is: "my clip is vertical (", and not "scale to 720p ("."""
    for j in range(i - 1, max(-1, i - 9), -1):
        if tokens[j].text in (".", ";", ",") or tokens[j].lemma in ("to", "into", "at", "resize", "scale", "should", "wish_to"):
            return False
        if tokens[j].lemma in ("is", "have", "has", "be", "was"):
            return True
    return False


def from_source(m: Match) -> bool:
    """Whether a size says what the file has: "from 1080p to 720p", "my 4K video", "(3840x2160)" with another size behind."""
    i = m.used[0]
    tokens = m.tokens
    before = tokens[i - 1] if i else None
    two = [t.lemma for t in tokens[max(0, i - 2) : i]]
    others = [
        t
        for k, t in enumerate(tokens)
        if k not in m.used
        and t.kind in ("dim", "lines", "resolution_k")
        or (k not in m.used and t.lemma in ("fullhd", "hd", "4k", "sd"))
    ]
    if before is None:
        return False
    lead = [t.lemma for t in tokens[max(0, i - 3) : i]]
    if (
        {"into", "make", "produce", "create"} & set(lead)
        or "to" in lead[-2:]
        or (lead[:1] == ["to"] and lead[1:2] in (["a"], ["an"]))
    ):
        return False  # "turn it into a landscape 1280x720 video"
    if before.lemma == "from" or two[-2:] in (["from", "a"], ["from", "my"], ["from", "the"]):
        return True
    if before.text == "(" and (i < 2 or tokens[i - 2].kind == "file"):
        return True
    if before.text == "(" and others and _told(tokens, i - 1):
        return True  # "it is oddly sized (1013x773)"
    described = (
        before.lemma in ("my", "this", "oversized", "original")
        or two[-2:]
        in (
            ["have", "a"],
            ["have", "an"],
            ["take", "a"],
            ["convert", "a"],
            ["convert", "the"],
            ["is", "a"],
            ["given", "a"],
            ["got", "a"],
            ["take", "my"],
            ["shrink", "a"],
            ["of", "a"],
            ["a", "vertical"],
            ["a", "horizontal"],
            ["my", "vertical"],
            ["resize", "a"],
            ["crop", "a"],
            ["downscale", "a"],
            ["scale", "a"],
            ["compress", "a"],
            ["turn", "a"],
            ["rotate", "a"],
        )
        or before.lemma in ("is", "odd", "vertical", "horizontal", "portrait", "landscape")
        and bool(others)
    )
    if described and two[-1:] in (["is"],):
        return bool(others)
    after = tokens[m.used[-1] + 1].lemma if m.used[-1] + 1 < len(tokens) else ""
    noun = after in (
        "video",
        "movie",
        "file",
        "clip",
        "footage",
        "recording",
        "image",
        "picture",
        "film",
        "mp4",
        "mkv",
        "mov",
        "avi",
        "webm",
        "landscape",
        "portrait",
        "vertical",
        "horizontal",
        "photo",
        "source",
        "screencast",
        "h264",
        "hevc",
        "webcam",
        "version",
        "to",
        "gif",
    )
    if described and noun and after != "version":
        return True
    return bool(others) and described


_STRETCH = frozenset("stretch stretched squash distort squish force forced ignore ignoring regardless".split())


def _sentence(m: Match) -> range:
    """The positions of the sentence that a match stands in."""
    first, last = m.used[0], m.used[-1]
    while first > 0 and m.tokens[first - 1].text not in (".", ";", "?", "!"):
        first -= 1
    while last + 1 < len(m.tokens) and m.tokens[last + 1].text not in (".", ";", "?", "!"):
        last += 1
    return range(first, last + 1)


def _negated(tokens: list[Token], i: int) -> bool:
    return bool({t.lemma for t in tokens[max(0, i - 3) : i]} & {"without", "not", "no", "avoid", "never", "prevent", "cannot"})


def _adjective(m: Match) -> bool:
    """ "a high-definition WMV video": how it is called, where nothing says that it is to become so."""
    if "definition" not in m.text().lower():
        return False
    lead = [t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]]
    return bool(lead) and not {"to", "in", "into", "as", "at"} & set(lead)


def _scale(m: Match) -> Scale | tuple[()] | None:
    w, h = m.slots["s"]
    if from_source(m) or _adjective(m):
        return () if True else None
    near = {t.lemma for t in m.tokens[max(0, m.used[0] - 6) : m.used[-1] + 8]}
    mode = ""
    if any(not _negated(m.tokens, k) for k in _sentence(m) if m.tokens[k].lemma in _STRETCH):
        mode = "stretch"
    if near & {"pad", "letterbox", "pillarbox", "black_bars", "bars", "borders"}:
        mode = "pad"
    if near & {"fit", "inside", "within", "box"} and not mode:
        mode = "fit"
    if near & {"fill", "cover_", "crop", "cropping"} and not mode and "crop" not in near:
        mode = "fill"
    if (
        not mode
        and near & {"center", "centering", "centered", "centred", "focus"}
        and near & {"part", "subject", "important", "content", "overflow"}
    ):
        mode = "fill"
    most = bool(
        {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]} & {"up_to", "at_most", "max", "maximum", "most", "under"}
    )
    if w is None:
        return Scale(short_side=h, mode=mode, if_larger=most)
    named = any(
        m.tokens[i].kind in ("resolution_k",) or m.tokens[i].lemma in ("4k", "fullhd", "hd", "sd", "qhd", "8k") for i in m.used
    )
    if named:
        return Scale(short_side=h, mode=mode, if_larger=most)
    return Scale(w, h, mode=mode)


def _side(which: str) -> Callable[[Match], Any]:
    def build(m: Match) -> Scale | None:
        n = int(m.slots["n"])
        if not 16 <= n <= 16384:
            return None
        if (
            m.tokens[m.used[-1]].lemma in ("across", "horizontally")
            and m.used[-1] + 1 < len(m.tokens)
            and m.tokens[m.used[-1] + 1].text not in (",", ".", ";")
        ):
            return None  # "40 px across the middle": where it stands
        near = {t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[-1] + 1]}
        smaller = bool(near & {"max", "maximum", "at_most", "under", "up_to", "most", "exceed", "limit", "wider", "taller"})
        if which == "width":
            return Scale(width=n, only_smaller=smaller)
        if which == "height":
            return Scale(height=n, only_smaller=smaller)
        return Scale(short_side=n)

    return build


def _lines(m: Match) -> Scale | None:
    """ "scale it to 720": a height that pictures have, and no unit behind it."""
    n = m.slots["n"]
    following = m.tokens[m.used[-1] + 1] if m.used[-1] + 1 < len(m.tokens) else None
    alone = following is None or following.text in ",.;?!)" or following.lemma in ("and", "then", "with", "for", "please", "but")
    return Scale(short_side=int(n)) if n in (240, 360, 480, 540, 576, 720, 1080, 1440, 2160) and alone else None


def _factor(m: Match) -> Scale | None:
    f = m.slots.get("f")
    if f is None or not 0 < f <= 16:
        return None
    if (
        words(m) & {"by"}
        and m.slots.get("f") is not None
        and any(m.tokens[i].kind == "percent" for i in m.used)
        and words(m) & {"reduce", "shrink", "downscale", "small", "decrease"}
    ):
        f = 1 - f if f < 1 else f
    elif (
        f < 1
        and {t.text.lower() for t in m.tokens[m.used[0] : m.used[-1] + 2]} & {"smaller"}
        and any(m.tokens[i].kind == "percent" for i in m.used)
    ):
        f = 1 - f  # "20% smaller"
    elif (
        f > 1
        and words(m) & {"reduce", "shrink", "downscale", "small", "decrease", "down"}
        and not any(m.tokens[i].kind == "percent" for i in m.used)
    ):
        f = 1 / f
    elif (
        words(m) & {"by"}
        and any(m.tokens[i].kind == "percent" for i in m.used)
        and words(m) & {"increase", "enlarge", "upscale", "larger", "large"}
    ):
        f = 1 + f
    return Scale(factor=f)


def _times(m: Match) -> float:
    return (
        m.slots.get("f")
        or {"double": 2.0, "half": 0.5, "halve": 0.5}[
            next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in ("double", "half", "halve"))
        ]
    )


def scaled_after(m: Match) -> bool:
    """ "crop it to a square and scale it to 128x128": the size is not the crop's."""
    return bool({"scale", "resize"} & {t.lemma for t in m.tokens[m.used[0] : m.used[-1] + 1]})


def _of_the_width(m: Match) -> Scale | None:
    """ "half the width" keeps the shape, but where the height is spoken of, too, or the picture is to be squeezed."""
    lemmas = {t.lemma for t in m.tokens}
    if "height" in lemmas:
        return Scale(wider=_times(m))
    if lemmas & {"and", "proportionally", "high", "tall"} and not lemmas & {"shrink", "resize", "scale", "downscale", "reduce"}:
        return None
    squeezed = lemmas & {"squeeze", "squash", "stretch", "distort", "anamorphic", "only", "horizontally"}
    return Scale(wider=_times(m)) if squeezed else Scale(factor=_times(m))


RULES = (
    Rule("rotate|orientation ~ is|was wrong|incorrect|off / incorrect|wrong|bad|broken rotate|orientation", lambda m: Rotate(-1.0) if not any(t.kind == "degree" or t.lemma in ("clockwise", "counterclockwise", "upside_down") for t in m.tokens) else (), 3),
    # size
    Rule("{s:size}", _scale, 0),
    Rule("scale|resize|downscale|upscale|shrink|enlarge|size|resolution ~ to|at|of {n:number}", lambda m: _lines(m), 1),
    Rule("from {s:size} to|down|up|into", lambda m: (), 1),
    Rule("keep|keeping|stay|staying|remain|remaining at|in|it? {s:size}", lambda m: (), 1),
    Rule("width of|to|is|=|: {n:pixels} / {n:pixels} ~ wide|width / width {n:pixels} / wide {n:pixels} / max|maximum|at_most ~ width ~ {n:pixels} / {n:pixels} across|horizontally", _side("width"), 2),
    Rule("height of|to|is|=|: {n:pixels} / {n:pixels} ~ tall|high|height / height {n:pixels} / max|maximum ~ height ~ {n:pixels}", _side("height"), 2),
    Rule("{f:factor} ~ original|resolution|dimension|dimensions|scale / %scale ~ resolution|dimension|dimensions|scale|frame|picture|image ~ by|to|in {f:factor} / downscale|upscale|resize|scale|enlarge ~ by|to|at? {f:factor} / {f:factor} upscale|downscale|large|larger|small|resolution|size / half_size / halve ~ resolution|dimension|dimensions|width / half ~ resolution|dimension|dimensions / resolution|dimension|dimensions|width|size ~ decrease|reduce|increase|reduction|lower ~ by|of|to {f:factor} / double|triple|quadruple ~ resolution|dimension|dimensions|size", lambda m: Scale(factor=0.5) if "half_size" in words(m) or (words(m) & {"halve"}) else _factor(m) if "f" in m.slots else Scale(factor={"double": 2.0, "triple": 3.0, "half": 0.5, "quadruple": 4.0}[next(m.tokens[i].lemma for i in m.used if m.tokens[i].lemma in ("double", "triple", "half", "quadruple"))]), 1),
    Rule("{f:factor}|double|half original|current|its? width / double|halve width / half|double width / {f:factor}|half as? wide", lambda m: _of_the_width(m), 5),
    Rule("{f:factor}|double|half original|current|its? height / double|halve height / half|double height", lambda m: Scale(taller=_times(m)) if {t.lemma for t in m.tokens} & {"width"} else None, 5),
    Rule("prevent|avoid|without|not|never|no|except upscale|enlarge|upscaling|enlarging / not|never ~ larger|large|bigger than ~ original|source / only ~ downscale|shrink ~ if|when ~ larger|large|bigger", lambda m: Scale(1280, 720, mode="fit", only_smaller=True), 2),
    Rule("fit|fits|fitting ~ inside|within|into|in ~ box|bounding ~ box? / scale|resize ~ to|into fit ~ box", lambda m: None if any(t.kind in ("dim", "lines", "resolution_k", "px") for t in m.tokens) else Scale(1280, 720, mode="fit"), 1),
    Rule("long|longest|longer|larger side|edge|dimension ~ {n:pixels} / {n:pixels} ~ on|for|at ~ long|longest|longer side|edge", lambda m: Scale(int(m.slots["n"]), int(m.slots["n"]), mode="fit"), 4),
    Rule("short|shortest|shorter|smaller side|edge|dimension ~ {n:pixels} / {n:pixels} ~ on|for|at ~ short|shortest|shorter side|edge", lambda m: Scale(short_side=int(m.slots["n"])), 4),
    Rule("maximum|max|at_most|under|no_more_than ~ of? {n:pixels} ~ in|on|for ~ either|any|both|each ~ dimension|dimensions|side|direction / either|any dimension|side ~ {n:pixels}", lambda m: Scale(int(m.slots["n"]), int(m.slots["n"]), mode="fit", only_smaller=True), 4),
    Rule("quarter_size", lambda m: Scale(factor=0.5)),
    Rule("low_resolution {x:format}|video|file|clip|footage", lambda m: () if m.used[0] and m.tokens[m.used[0] - 1].lemma in ("convert", "my", "a", "these", "the", "upscale") and {t.lemma for t in m.tokens[m.used[-1] :]} & {"to", "into"} else None, 2),
    Rule("low_resolution / low|reduce|lower|decrease|small resolution", lambda m: Scale(short_side=480, only_smaller=True), -1),
    Rule("nearest|multiple|divisible ~ of|by {n:number} / mod {n:number}", lambda m: Scale(multiple=int(m.slots["n"])) if m.slots["n"] in (2, 4, 8, 16, 32, 64) else None, 4),
    Rule("odd|uneven ~ dimension|dimensions|width|height|number|resolution|size|pixels|video / not|isnt|arent divisible ~ by 2|two / divisible ~ by 2|two / even ~ dimension|dimensions|width|height|number|resolution|size|pixels / dimension|dimensions|width|height|resolution|size|sides ~ is|be|are|become|made ~ both? even ~ number|numbers?", lambda m: Scale(multiple=2), 1),
    Rule("height ~ auto|automatic|auto-calculated|automatically|calculated|proportional|proportionally / width ~ auto|automatic|automatically / keep|maintain|preserve|maintaining|keeping|retain|same|original|correct|proper aspect / aspect ~ as_is|same|preserved|maintained|kept|intact / proportional|proportionally / not|without|no|avoid stretch|distort|squash|distortion|stretching / same|original|keep|maintain|current|full resolution|dimension|dimensions|size|framerate / resolution ~ as_is|same", lambda m: (), 0),
)  # fmt: skip
