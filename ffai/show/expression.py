"""Arithmetic of ffmpeg's filter arguments, for numbers that are known: iw/2, min(1280,iw), trunc(ih*0.5/2)*2.

sum     = product { ("+" | "-") product }
product = factor { ("*" | "/") factor }
factor  = [ "-" ] ( number | name | name "(" sum { "," sum } ")" | "(" sum ")" )
"""

import math
from collections.abc import Callable, Mapping

_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "trunc": lambda value: float(math.trunc(value)),
    "floor": lambda value: float(math.floor(value)),
    "ceil": lambda value: float(math.ceil(value)),
    "round": lambda value: float(math.floor(value + 0.5)),
    "abs": abs,
    "sqrt": math.sqrt,
    "gt": lambda a, b: float(a > b),
    "gte": lambda a, b: float(a >= b),
    "lt": lambda a, b: float(a < b),
    "lte": lambda a, b: float(a <= b),
    "eq": lambda a, b: float(a == b),
    "not": lambda a: float(not a),
    "if": lambda test, yes, no=0.0: yes if test else no,
}
_DEEPEST = 50


def evaluate(text: str, names: Mapping[str, float]) -> float | None:
    """The value, or None when there is anything in it that is not known."""
    try:
        value, rest = _sum(text.replace(" ", "").replace("\\", ""), names, 0)
    except (ValueError, KeyError, TypeError, ZeroDivisionError, OverflowError, IndexError):
        return None
    return value if not rest and math.isfinite(value) else None


def _sum(text: str, names: Mapping[str, float], depth: int) -> tuple[float, str]:
    value, rest = _product(text, names, depth)
    while rest[:1] in ("+", "-"):
        sign = rest[0]
        more, rest = _product(rest[1:], names, depth)
        value = value + more if sign == "+" else value - more
    return value, rest


def _product(text: str, names: Mapping[str, float], depth: int) -> tuple[float, str]:
    value, rest = _factor(text, names, depth)
    while rest[:1] in ("*", "/"):
        sign = rest[0]
        more, rest = _factor(rest[1:], names, depth)
        value = value * more if sign == "*" else value / more
    return value, rest


def _factor(text: str, names: Mapping[str, float], depth: int) -> tuple[float, str]:
    if depth > _DEEPEST:
        raise ValueError(text)
    if text[:1] == "-":
        value, rest = _factor(text[1:], names, depth + 1)
        return -value, rest
    if text[:1] == "(":
        value, rest = _sum(text[1:], names, depth + 1)
        return value, _after(rest, ")")
    size = 0
    while size < len(text) and (text[size].isalnum() or text[size] in "._"):
        size += 1
    word, rest = text[:size], text[size:]
    if word[:1].isdigit() or word[:1] == ".":
        return float(word), rest
    if rest[:1] != "(":
        return names[word], rest
    values = []
    while rest[:1] in ("(", ","):
        value, rest = _sum(rest[1:], names, depth + 1)
        values.append(value)
    return float(_FUNCTIONS[word](*values)), _after(rest, ")")


def _after(text: str, mark: str) -> str:
    if text[:1] != mark:
        raise ValueError(text)
    return text[1:]
