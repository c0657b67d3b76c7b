"""Kiln's text: names that can be folders, ids, times, and JSON as Kiln writes it, byte for byte."""

import datetime as dt
import json
import math
import re
import unicodedata
import uuid
from typing import Any

NAME_LIMIT = 120
FOLDER_NAME_LIMIT = 32

_NOT_IN_NAMES = re.compile(r"[/\\?%*:|\"<>.,;=\x00-\x1f]")


def clean_name(text: str, limit: int = NAME_LIMIT) -> str:
    """The nearest name that Kiln accepts: NFKD, no signs that paths and shells mind, single blanks and underscores.

    Raises ValueError when nothing is left of it.
    """
    name = _NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFKD", text))
    name = re.sub(r"_+", "_", re.sub(r"\s+", " ", name)).strip("_").strip()[:limit].strip("_").strip()
    if not name:
        raise ValueError(f"{text!r} leaves no name: letters or digits are needed")
    return name


def folder_name(identity: str, name: str) -> str:
    """The folder of a record: its id, and the beginning of its name where it has one."""
    if not name:
        return identity
    return f"{identity} - {clean_name(name[:FOLDER_NAME_LIMIT])}"


def new_id() -> str:
    """Twelve random decimal digits."""
    return str(uuid.uuid4().int)[:12]


def now() -> str:
    """The time in UTC: 2025-07-25T16:51:29.690128Z."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def to_text(value: Any) -> str:
    """A record as Kiln writes it: two blanks of indent, letters raw, floats shortest, no line break at the end."""
    parts: list[str] = []
    _write(value, "\n", parts)
    return "".join(parts)


def _write(value: Any, indent: str, parts: list[str]) -> None:
    if isinstance(value, dict) and value:
        inner = indent + "  "
        mark = "{"
        for key, part in value.items():
            parts.append(f"{mark}{inner}{_string(str(key))}: ")
            _write(part, inner, parts)
            mark = ","
        parts.append(indent + "}")
    elif isinstance(value, list | tuple) and value:
        inner = indent + "  "
        mark = "["
        for part in value:
            parts.append(mark + inner)
            _write(part, inner, parts)
            mark = ","
        parts.append(indent + "]")
    elif isinstance(value, float):
        parts.append(_number(value))
    elif isinstance(value, str):
        parts.append(_string(value))
    else:
        parts.append("{}" if value == {} else "[]" if value in ([], ()) else json.dumps(value))


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    """The shortest text that reads back; positional from 1e-5 on, exponents without padding; null for what is no number."""
    if not math.isfinite(value):
        return "null"
    text = repr(value)
    mantissa, mark, exponent = text.partition("e")
    if not mark or int(exponent) > 0:
        return text
    if int(exponent) == -5:
        sign, digits = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
        return f"{sign}0.0000{digits.replace('.', '')}"
    return f"{mantissa}e{int(exponent)}"
