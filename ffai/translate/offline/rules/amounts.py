"""Amounts of colour, wherever they stand: "30 % more saturation", "15 % darker", "half the contrast", "desaturate by a third"."""

from typing import Any

from ffai.translate.offline.edits import Colour
from ffai.translate.offline.match import Match, Rule

_LESS = frozenset("less decrease reduce lower dark darken dim desaturate down turn_down dull cut drop".split())
_MORE = frozenset("more increase raise boost add bright up turn_up saturate extra higher stronger amplify".split())
_SUBJECT = {
    **dict.fromkeys(("brightness", "bright", "dark", "dim", "luminance"), "brightness"),
    **dict.fromkeys(("contrast", "contrasty"), "contrast"),
    **dict.fromkeys(("saturation", "saturate", "saturated", "desaturate", "vivid", "vibrant", "colorful"), "saturation"),
    "gamma": "gamma",
}
_WORDS = "brightness|bright|dark|dim|contrast|contrasty|saturation|saturate|saturated|desaturate|vivid|vibrant|colorful"
_WAYS = "more|less|extra|higher|lower|stronger"
_ACTS = "increase|decrease|reduce|raise|lower|boost|add|cut|drop|turn_up|turn_down|up|down|double|halve|triple"


def amount(m: Match) -> Colour | None:
    """Of what stands there now: 1 is as it is. Brightness is counted from 0, as the filter has it."""
    span = [t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[-1] + 1]]
    subject = next((_SUBJECT[m.tokens[i].lemma] for i in m.used if m.tokens[i].lemma in _SUBJECT), None)
    if subject is None:
        return None
    less = bool(_LESS & set(span))
    more = bool(_MORE & set(span)) and not less
    value = m.slots["p"] / 100 if "p" in m.slots else float(m.slots["f"])
    percent = "p" in m.slots or any(m.tokens[i].kind == "percent" for i in m.used)
    to = "to" in span and "by" not in span
    if percent and not to and (less or more):
        value = 1 - value if less else 1 + value
    elif not percent and not to and less and value < 1:
        value = 1 - value if span.count("by") else value  # "by a third" takes it away, "half as bright" says what is left
    elif not percent and not to and less and value > 1:
        value = 1 / value
    if not 0 <= value <= 10:
        return None
    if subject == "brightness":
        return Colour(brightness=round(min(max(value - 1, -1), 1), 3))
    return Colour(**{subject: round(value, 3)})


def _plain(m: Match) -> Any:
    return amount(m)


RULES = (
    Rule(f"{{p:percent}} ~ {_WAYS} {_WORDS} / {{p:percent}} {_WORDS} / {_ACTS} ~ {_WORDS} ~ by|to {{p:percent}} / {_WAYS} {_WORDS} ~ by {{p:percent}}", _plain, 4),
    Rule("bright|dark|dim|saturate|desaturate ~ by|to? {p:percent} / bright|dark|dim|saturate|desaturate ~ by|to {f:factor}", _plain, 4),
    Rule(f"double|half|halve|triple|twice {_WORDS} / {{f:factor}} as bright|dark|saturated|vivid|colorful|contrasty / {{f:factor}} original? brightness|contrast|saturation / {_ACTS} ~ brightness|contrast|saturation ~ by|to ~ {{f:factor}}", lambda m: amount(m) if "f" in m.slots else amount(m._replace(slots={"f": {"double": 2.0, "twice": 2.0, "triple": 3.0}.get(m.tokens[m.used[0]].lemma, 0.5)})), 4),
)  # fmt: skip
