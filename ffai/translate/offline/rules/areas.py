"""Edits of an area of the picture that two corners say: "from 100,50 to 300,200"."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import Blur, Crop, Drawn
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.terms import COLORS


def _box(m: Match) -> tuple[int, int, int, int] | None:
    """x, y, width and height of the area between the corners."""
    (left, top), (right, bottom) = m.slots["k"]
    x, y = min(left, right), min(top, bottom)
    w, h = abs(right - left), abs(bottom - top)
    return (x, y, w, h) if w > 1 and h > 1 else None


def _on(make: Callable[[tuple[int, int, int, int], Match], Any]) -> Callable[[Match], Any]:
    def build(m: Match) -> Any:
        box = _box(m)
        return make(box, m) if box is not None else None

    return build


def _color(m: Match) -> str:
    return next((t.lemma for t in m.tokens if t.lemma in COLORS), "")


RULES = (
    Rule("blur|hide|anonymise|anonymize|censor|obscure|redact ~ {k:corners} / {k:corners} ~ blur", _on(lambda box, m: Blur(region=box)), 6),
    Rule("pixelate|mosaic|pixelated ~ {k:corners} / {k:corners} ~ pixelate|pixelated", _on(lambda box, m: Blur(region=box, filter="pixelate")), 6),
    Rule("crop|cut|keep|extract|trim ~ {k:corners}", _on(lambda box, m: Crop(str(box[2]), str(box[3]), str(box[0]), str(box[1]))), 6),
    Rule("draw|add|put|outline|frame|highlight ~ {k:corners}", _on(lambda box, m: Drawn("filled" if {t.lemma for t in m.tokens} & {"filled", "solid", "fill"} else "box", box, _color(m))), 5),
    Rule("cover|black_out|blackout|fill ~ {k:corners}", _on(lambda box, m: Drawn("filled", box, _color(m))), 6),
    Rule("delogo|logo|watermark ~ {k:corners}", _on(lambda box, m: Drawn("delogo", box) if {t.lemma for t in m.tokens} & {"remove", "delogo", "delete", "erase", "hide"} else None), 7),
)  # fmt: skip
