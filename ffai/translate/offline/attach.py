"""Details of an edit that may stand anywhere near it: place, opacity, size and time of what is laid over, an amount."""

from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.match import Match
from ffai.translate.offline.phrases import PHRASES
from ffai.translate.offline.styles import styled


def attached(edit: Any, match: Match, tokens: list[Token], used: set[int]) -> Any:
    """Place, opacity, size and time of overlays and texts, and how much louder: they may stand anywhere near."""
    if isinstance(edit, e.Volume) and match.rule.weight == 0 and edit.decibels is not None:
        return _amount(edit, match, tokens, used)
    if isinstance(edit, e.BurnSubtitles):
        return styled(edit, tokens, used)
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
        if isinstance(edit, e.Overlay):
            edit = _overlay_detail(edit, tokens, i, lemmas, used)
        if isinstance(edit, (e.Text, e.Overlay)) and edit.when is None and (when := _when(tokens, i)) is not None:
            edit = edit._replace(when=when[0])
            used.update(range(i, when[1]))
    return edit


def _amount(edit: e.Volume, match: Match, tokens: list[Token], used: set[int]) -> e.Volume:
    """ "increase the volume of the sound in my file by 3 dB": the amount at the end of the sentence."""
    for i in range(match.used[-1] + 1, len(tokens)):
        if tokens[i].text in (".", ";", "?", "!"):
            break
        if tokens[i].kind == "db" and i not in used and tokens[i].value:
            used.add(i)
            sign = -1 if (edit.decibels or 0) < 0 else 1
            return edit._replace(decibels=sign * abs(tokens[i].value))
    return edit


def _overlay_detail(edit: e.Overlay, tokens: list[Token], i: int, lemmas: list[str], used: set[int]) -> e.Overlay:
    token = tokens[i]
    near = set(lemmas[max(0, i - 3) : i + 4])
    if token.kind == "percent":
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
