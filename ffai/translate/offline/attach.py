"""Details of an edit that may stand anywhere near it: place, opacity, size and time of what is laid over, an amount."""

from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.match import Match
from ffai.translate.offline.phrases import PHRASES
from ffai.translate.offline.styles import styled

_STRENGTHS = {
    **dict.fromkeys("strong strongly heavy heavily aggressive aggressively hard intense maximum very".split(), "strong"),
    **dict.fromkeys(
        "light lightly slight slightly gentle gently mild mildly subtle subtly weak soft little bit".split(), "light"
    ),
}


def attached(edit: Any, match: Match, tokens: list[Token], used: set[int]) -> Any:
    """Place, opacity, size and time of overlays and texts, and how much louder: they may stand anywhere near."""
    if isinstance(edit, e.Volume) and match.rule.weight == 0 and edit.decibels is not None:
        return _amount(edit, match, tokens, used)
    if isinstance(edit, e.BurnSubtitles):
        return styled(edit, tokens, used)
    if isinstance(edit, e.Speed) and match.rule.weight < 0 and not edit.duration:  # how much may stand at the end of the sentence
        for i in range(match.used[-1] + 1, len(tokens)):
            if tokens[i].text in (".", ";", "?", "!"):
                break
            if tokens[i].kind == "factor" and i not in used and tokens[i].value and tokens[i].value != 1:
                used.add(i)
                return edit._replace(
                    factor=float(tokens[i].value) if edit.factor > 1 or tokens[i].value < 1 else 1 / float(tokens[i].value)
                )
    if isinstance(edit, e.Lut) and edit.strength is not None:
        used.update(i for i, t in enumerate(tokens) if t.kind == "percent")
    if isinstance(edit, e.Gif):
        return _palette(edit, tokens, used)
    if isinstance(edit, e.Zoom):
        at = next((i for i, t in enumerate(tokens) if t.kind == "percent" and 100 < t.value <= 1000), None)
        if at is not None:
            used.add(at)
            edit = edit._replace(factor=tokens[at].value / 100)
    if isinstance(edit, e.Waveform):
        used.update(i for i, t in enumerate(tokens) if t.lemma in ("blue", "red", "green", "white", "orange"))
    if isinstance(edit, e.Drawn) and edit.color:
        used.update(i for i, t in enumerate(tokens) if t.lemma == edit.color)
    if isinstance(edit, e.Drawn) and edit.region is not None:
        used.update(i for i, t in enumerate(tokens) if t.kind in ("number", "px") and t.value in edit.region or t.kind == "dim")
    if isinstance(edit, e.TestSource):
        hertz = next((i for i, t in enumerate(tokens) if t.kind == "hz" and t.value < 20_000), None)
        if hertz is not None:
            used.add(hertz)
            edit = edit._replace(tone=tokens[hertz].value)
        used.update(i for i, t in enumerate(tokens) if t.kind == "time" and t.value == edit.seconds)
    if isinstance(edit, (e.Denoise, e.Sharpen)) and not edit.strength:
        first, last = match.used[0], match.used[-1]
        around = range(max(0, first - 3), min(len(tokens), last + 4))
        for i in sorted(around, key=lambda k: max(first - k, k - last, 0)):  # the nearest word of strength is its own
            if (strength := _STRENGTHS.get(tokens[i].text.lower())) is not None:
                used.add(i)
                return edit._replace(strength=strength)
    if isinstance(edit, (e.RemoveSilence, e.Detect)):
        for i, token in enumerate(tokens):
            if token.kind == "db" and edit.decibels is None:
                edit = edit._replace(decibels=token.value)
                used.add(i)
            elif (
                token.kind == "time"
                and edit.seconds is None
                and {t.lemma for t in tokens[max(0, i - 4) : i]}
                & {
                    "than",
                    "over",
                    "long",
                    "longer",
                    "least",
                    "at_least",
                    "last_verb",
                    "exceed",
                    "exceeding",
                    "minimum",
                    "for",
                    "of",
                    "above",
                    "more_than",
                }
            ):
                edit = edit._replace(seconds=token.value)
                used.add(i)
    if isinstance(edit, e.Normalise):
        for i, token in enumerate(tokens[:-1]):
            word = " ".join(t.text.lower() for t in tokens[max(0, i - 1) : i + 1])
            j = i + 1 + (tokens[i + 1].lemma in ("of", "to", "at", "=", ":", "is") or tokens[i + 1].text in "=:")
            j += j < len(tokens) and tokens[j].lemma in ("minus",)
            if j >= len(tokens) or tokens[j].kind not in ("number", "db", "lufs"):
                continue
            if token.text.lower() in ("tp", "truepeak", "true-peak", "dbtp") or word.endswith("true peak"):
                edit = edit._replace(true_peak=-abs(tokens[j].value), peak=None)
            elif token.text.lower() == "lra" or word.endswith("loudness range"):
                edit = edit._replace(loudness_range=abs(tokens[j].value))
            else:
                continue
            used.update(range(i, j + 1))
    if isinstance(edit, e.MixAudio):
        used.update(
            i
            for i, t in enumerate(tokens)
            if (t.kind == "percent" and edit.factor is not None)
            or (t.kind == "db" and edit.decibels is not None)
            or (t.kind == "time" and t.value == edit.at)
        )
    if not isinstance(edit, (e.Overlay, e.Text, e.Blur)):
        return edit
    lemmas = [t.lemma for t in tokens]
    for i, token in enumerate(tokens):
        if isinstance(edit, e.Text) and token.lemma and token.lemma == edit.color:
            used.add(i)
        if i in used and not (isinstance(edit, e.Text) and token.kind == "px"):
            continue
        if (found := PHRASES["place"](tokens, i)) is not None and (not edit.place if not isinstance(edit, e.Blur) else False):
            edit = edit._replace(place=found[0])
            used.update(range(i, found[1]))
        if isinstance(edit, e.Text):
            edit = _text_detail(edit, tokens, i, used)
        if isinstance(edit, e.Overlay):
            edit = _overlay_detail(edit, tokens, i, lemmas, used)
        if isinstance(edit, (e.Text, e.Overlay)) and edit.when is None and (when := _when(tokens, i)) is not None:
            edit = edit._replace(when=when[0])
            used.update(range(i, when[1]))
    return edit


_DITHERS = frozenset("bayer floyd_steinberg sierra2 sierra2_4a sierra3 heckbert burkes atkinson".split())


def _palette(edit: e.Gif, tokens: list[Token], used: set[int]) -> e.Gif:
    """ "32 colours, no dithering": what its palette is to be."""
    for i, token in enumerate(tokens):
        word = token.text.lower()
        if (
            token.kind == "number"
            and 2 <= token.value <= 256
            and i + 1 < len(tokens)
            and tokens[i + 1].lemma in ("color", "palette")
        ):
            edit = edit._replace(colors=int(token.value))
            used.update((i, i + 1))
        if word in ("dither", "dithering", "dithered"):
            before = {t.lemma for t in tokens[max(0, i - 3) : i]}
            named = next((t.text.lower() for t in tokens[max(0, i - 2) : i + 3] if t.text.lower() in _DITHERS), "")
            if before & {"no", "without", "not", "off"} or named:
                edit = edit._replace(dither=named or "none")
            used.add(i)
        elif word in _DITHERS:
            edit = edit._replace(dither=word)
            used.add(i)
    return edit


def _amount(edit: e.Volume, match: Match, tokens: list[Token], used: set[int]) -> e.Volume:
    """ "increase the volume of the sound in my file by 3 dB": the amount at the end of the sentence."""
    for i in range(match.used[-1] + 1, len(tokens)):
        if tokens[i].text in (".", ";", "?", "!"):
            break
        if tokens[i].kind == "db" and i not in used and tokens[i].value:
            used.add(i)
            sign = -1 if (edit.decibels or 0) < 0 else 1
            return edit._replace(decibels=sign * abs(tokens[i].value), vague=False)
    return edit


_SCROLL = frozenset("scroll scrolling scrolls scrolled ticker marquee crawl crawling rolling".split())


def _begins(tokens: list[Token], i: int) -> tuple[str, int] | None:
    """A time code of four parts, "01:00:00:00", and the position behind it."""
    j, text = i, ""
    while (
        j < len(tokens)
        and (tokens[j].kind in ("number", "time") or tokens[j].text in ":;")
        and (j == i or tokens[j].start == tokens[j - 1].end)
    ):
        text += tokens[j].text
        j += 1
    parts = text.replace(";", ":").split(":")
    return (text, j) if len(parts) == 4 and all(p.isdigit() and len(p) == 2 for p in parts) else None


def _text_detail(edit: e.Text, tokens: list[Token], i: int, used: set[int]) -> e.Text:
    token = tokens[i]
    if (
        edit.what == "timecode"
        and not edit.text
        and token.kind in ("number", "time")
        and (begin := _begins(tokens, i)) is not None
    ):
        used.update(range(i, begin[1]))
        return edit._replace(text=begin[0])
    word = token.text.lower()
    near = {t.lemma or t.text for t in tokens[max(0, i - 3) : i + 4]}
    if token.kind == "px" and token.value == edit.size:
        used.add(i)
    if word in _SCROLL:
        around = {t.lemma for t in tokens[i : i + 6]}
        way = next((d for d in ("up", "down", "right", "left") if d in around and f"to_{d}" not in around), "left")
        if {"credits"} & {t.lemma for t in tokens}:
            way = "up"
        used.add(i)
        return edit._replace(scroll=way)
    if word in ("outline", "outlined", "stroke", "border", "bordered", "edge"):
        used.add(i)
        return edit._replace(extras=(*edit.extras, "border"))
    if word in ("shadow", "shadowed", "drop-shadow"):
        used.add(i)
        return edit._replace(extras=(*edit.extras, "shadow"))
    if token.kind == "percent" and near & {"opacity", "transparency", "transparent", "opaque", "alpha"}:
        used.add(i)
        value = token.value / 100
        return edit._replace(opacity=1 - value if near & {"transparency", "transparent"} else value)
    if token.kind == "px" and near & {"margin", "padding", "edge", "away", "offset", "from"}:
        used.add(i)
        return edit._replace(margin=token.value, size=edit.size if edit.size != token.value else None)
    if word in ("semi-transparent", "translucent", "semitransparent") and edit.opacity is None:
        used.add(i)
        return edit._replace(opacity=0.5)
    return edit


_OPACITY = frozenset("opacity transparency transparent opaque alpha translucent".split())
_SIZE = frozenset("size scale width wide scaled".split())


def _nearest_of(tokens: list[Token], i: int) -> str:
    """What a share is of, "opacity" or "size": the nearest word that says it, the one behind before the one in front."""
    for k in (*range(i + 1, i + 4), *range(i - 1, i - 5, -1)):
        if 0 <= k < len(tokens) and tokens[k].lemma in _OPACITY | _SIZE:
            return "opacity" if tokens[k].lemma in _OPACITY else "size"
    return ""


def _overlay_detail(edit: e.Overlay, tokens: list[Token], i: int, lemmas: list[str], used: set[int]) -> e.Overlay:
    token = tokens[i]
    near = set(lemmas[max(0, i - 3) : i + 4])
    following = tokens[i + 1].lemma if i + 1 < len(tokens) else ""
    if token.text.lower() in ("fullscreen", "full-screen") or (token.text.lower() == "full" and following in ("screen", "frame")):
        used.update((i, i + 1) if token.text.lower() == "full" else (i,))
        return edit._replace(whole=True)
    if (
        token.text.lower() in ("moving", "bouncing", "bounces", "moves", "animated", "floating", "drifting")
        and edit.kind == "image"
    ):
        used.add(i)
        return edit._replace(moves=True)
    if token.text.lower() in ("tiled", "tile", "tiling", "repeated", "repeating") and edit.kind == "image":
        used.add(i)
        return edit._replace(tiled=True)
    if (
        lemmas[i] in ("third", "quarter", "half", "fifth")
        or token.kind in ("number", "ordinal")
        and lemmas[i] in ("third", "half", "quarter", "fifth")
    ):
        if near & {"width", "size", "wide", "screen", "frame", "picture"}:
            used.add(i)
            return edit._replace(scale={"third": 1 / 3, "quarter": 0.25, "half": 0.5, "fifth": 0.2}[lemmas[i]])
    if token.kind == "percent":
        of = _nearest_of(tokens, i)
        if of == "size":
            used.add(i)
            return edit._replace(scale=token.value / 100)
        if near & {"opacity", "transparency", "transparent", "opaque", "alpha", "translucent"}:
            value = token.value / 100
            used.add(i)
            used.update(
                j
                for j in range(max(0, i - 3), min(len(tokens), i + 4))
                if lemmas[j] in ("opacity", "transparency", "transparent", "opaque")
            )
            return edit._replace(opacity=1 - value if "transparency" in near or "transparent" in near else value)
        if near & {"size", "scale", "width", "wide", "scaled"}:
            used.add(i)
            return edit._replace(scale=token.value / 100)
    if token.kind == "number" and 0 < token.value <= 1 and near & {"opacity", "alpha", "transparency", "transparent"}:
        used.add(i)
        used.update(
            j for j in range(max(0, i - 3), min(len(tokens), i + 4)) if lemmas[j] in ("opacity", "transparency", "transparent")
        )
        return edit._replace(opacity=token.value)
    if (
        token.lemma in ("semi-transparent", "translucent", "semitransparent", "transparency", "half-transparent")
        and edit.opacity is None
    ):
        used.add(i)
        return edit._replace(opacity=0.5)
    if token.kind == "px":
        if near & {"margin", "padding", "distance", "gap", "edge", "away", "offset", "border", "from", "corner"} and not near & {
            "wide",
            "width",
            "tall",
            "high",
        }:
            used.add(i)
            return edit._replace(margin=token.value)
        if near & {"wide", "width"}:
            used.add(i)
            return edit._replace(width=token.value)
        if near & {"tall", "height", "high"}:
            used.add(i)
            return edit._replace(height=token.value)
    return edit


def _when(tokens: list[Token], i: int) -> tuple[e.Range, int] | None:
    if (
        tokens[i].lemma in ("from", "between", "for", "during", "first", "starting", "start", "after", "last")
        or tokens[i].kind == "ordinal"
    ):
        if tokens[i].lemma == "for":
            found = PHRASES["part"](tokens, i + 1) if i + 1 < len(tokens) else None
            if found is None and i + 1 < len(tokens) and tokens[i + 1].kind == "time":
                return e.Range(0.0, tokens[i + 1].value), i + 2
            return found
        found = PHRASES["part"](tokens, i)
        if found is not None and not found[0].is_tail:
            return found
    return None
