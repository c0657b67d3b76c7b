"""Words of the shell to the texts that they stand for: quotes, parameters, braces, patterns, worked out here and never by a shell."""

import fnmatch
import glob
import os
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ffai_guards.normal import Refusal
from ffai_guards.values import ANYTHING, NUMBER

MOST = 2000  # words that one word may stand for
_LITERAL, _QUOTED, _EXPANDED = 0, 1, 2
Char = tuple[str, int]
Part = Callable[[Any], str]


class At(NamedTuple):
    """Where words are worked out: the folder in which patterns are looked up, what splits them, whether ** goes into folders."""

    folder: str
    breaks: str = " \t\n"
    deep: bool = False


def values(word: Any, text: str, at: At, part: Part) -> list[str]:
    """What a word of bashlex's tree stands for. `part` works out an expansion.

    Raises Refusal.
    """
    raw = text[word.pos[0] : word.pos[1]]
    chars = characters(raw, word.pos[0], {p.pos[0]: p for p in getattr(word, "parts", ()) if p.kind != "tilde"}, part)
    found: list[str] = []
    for each in _braces(chars):
        for split in _split(each, at.breaks):
            found += _globbed(split, at)
        if len(found) > MOST:
            raise Refusal("SH_NODE", f"a word stands for more than {MOST} others", raw)
    return found


def one(word: Any, text: str, part: Part) -> str:
    """A word where nothing is split and no pattern is looked up: an assignment's value."""
    raw = text[word.pos[0] : word.pos[1]]
    parts = {p.pos[0]: p for p in getattr(word, "parts", ()) if p.kind != "tilde"}
    return "".join(c for c, _ in characters(raw, word.pos[0], parts, part))


def characters(raw: str, start: int, parts: dict[int, Any], part: Part) -> list[Char]:
    """Every character with where it is from. What looks like an expansion but is none in the tree is refused."""
    out: list[Char] = []
    i, n, double = 0, len(raw), False
    while i < n:
        c = raw[i]
        if c == "'" and not double:
            end = raw.find("'", i + 1)
            if end < 0:
                raise Refusal("SH_UNPARSED", "a quote is not closed", raw)
            out += [(ch, _QUOTED) for ch in raw[i + 1 : end]] or [("", _QUOTED)]
            i = end + 1
        elif c == '"':
            double = not double
            out.append(("", _QUOTED))
            i += 1
        elif c == "\\" and i + 1 < n:
            kept = double and raw[i + 1] not in '$`"\\\n'
            if raw[i + 1] != "\n":
                out.append((("\\" if kept else "") + raw[i + 1], _QUOTED))
            i += 2
        elif start + i in parts:
            node = parts[start + i]
            out += [(ch, _QUOTED if double else _EXPANDED) for ch in part(node)] or ([("", _QUOTED)] if double else [])
            i = node.pos[1] - start
        elif c == "`" or (c == "$" and re.match(r"[A-Za-z_{(0-9@*#?!'\"]", raw[i + 1 : i + 2])):
            raise Refusal("SH_HIDDEN_SUBST", "an expansion that cannot be seen into", raw)
        else:
            out.append((c, _QUOTED if double else _LITERAL))
            i += 1
    return out


def _split(chars: list[Char], breaks: str) -> list[list[Char]]:
    """Word splitting of what unquoted expansions gave."""
    if not any(flag == _EXPANDED for _, flag in chars):
        return [chars]
    if any(flag == _EXPANDED and c == ANYTHING for c, flag in chars):
        raise Refusal(
            "SH_DYNAMIC_WORD", "an unquoted expansion can become any words", "".join(c for c, _ in chars).replace(ANYTHING, "…")
        )
    found: list[list[Char]] = [[]]
    for c, flag in chars:
        if flag == _EXPANDED and c in breaks:
            if found[-1]:
                found.append([])
        else:
            found[-1].append((c, flag))
    return [part for part in found if part]


def _globbed(chars: list[Char], at: At) -> list[str]:
    text = "".join(c for c, _ in chars)
    if chars and chars[0] == ("~", _LITERAL):
        text = os.path.expanduser(text)
    if not any(flag != _QUOTED and c in "*?[" for c, flag in chars):
        return [text]
    pattern = "".join(glob.escape(c) if flag == _QUOTED else c for c, flag in chars)
    pattern = os.path.expanduser(pattern) if chars[0] == ("~", _LITERAL) else pattern
    found = glob.glob(pattern.replace("[^", "[!"), root_dir=at.folder or None, recursive=at.deep)
    return sorted(found, key=_natural) if found else [text]


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(p), "") if p.isascii() and p.isdigit() else (1, 0, p) for p in re.split(r"(\d+)", name) if p]


def _braces(chars: list[Char]) -> list[list[Char]]:
    start = next((i for i, ch in enumerate(chars) if ch == ("{", _LITERAL)), None)
    while start is not None:
        end = _brace_end(chars, start)
        if end is not None:
            items = _brace_items(chars[start + 1 : end])
            if items is not None:
                rest = _braces(chars[end + 1 :])
                found = [chars[:start] + item + tail for item in items for inner in [item] for tail in rest]
                return (
                    [w for f in found for w in ([f] if ("{", _LITERAL) not in f else _braces(f))]
                    if len(found) <= MOST
                    else _too_many()
                )
        start = next((i for i in range(start + 1, len(chars)) if chars[i] == ("{", _LITERAL)), None)
    return [chars]


def _too_many() -> list[list[Char]]:
    raise Refusal("SH_NODE", f"braces stand for more than {MOST} words")


def _brace_end(chars: list[Char], start: int) -> int | None:
    depth = 0
    for i in range(start, len(chars)):
        if chars[i] == ("{", _LITERAL):
            depth += 1
        elif chars[i] == ("}", _LITERAL):
            depth -= 1
            if depth == 0:
                return i
    return None


def _brace_items(inner: list[Char]) -> list[list[Char]] | None:
    text = "".join(c for c, _ in inner)
    span = re.fullmatch(r"(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?", text)
    if span:
        a, b = int(span.group(1)), int(span.group(2))
        step = abs(int(span.group(3) or 1)) or 1
        if abs(b - a) // step > MOST:
            raise Refusal("SH_NODE", "the range of numbers is too long", text)
        width = max(len(g) for g in span.groups()[:2] if g) if re.search(r"(?:\A|\.)-?0\d", text) else 0
        numbers = range(a, b + 1, step) if a <= b else range(a, b - 1, -step)
        return [[(c, _QUOTED) for c in str(i).zfill(width)] for i in numbers]
    letters = re.fullmatch(r"([A-Za-z])\.\.([A-Za-z])", text)
    if letters:
        a, b = ord(letters.group(1)), ord(letters.group(2))
        return [[(chr(i), _QUOTED)] for i in (range(a, b + 1) if a <= b else range(a, b - 1, -1))]
    items: list[list[Char]] = [[]]
    depth = 0
    for ch in inner:
        depth += (ch == ("{", _LITERAL)) - (ch == ("}", _LITERAL))
        if ch == (",", _LITERAL) and depth == 0:
            items.append([])
        else:
            items[-1].append(ch)
    return items if len(items) > 1 else None


# --- parameters

_PARAMETER = re.compile(
    r"\$(?:(?P<special>[0-9@*#?$!-])|(?P<plain>[A-Za-z_]\w*)|\{(?P<braced>#?[A-Za-z_]\w*|#?[0-9@*#?])(?P<rest>.*)\})\Z", re.DOTALL
)
_OPERATOR = re.compile(r"(:?[-=?+]|%%|%|##|#|//|/[#%]?|:|\^\^?|,,?)(.*)\Z", re.DOTALL)
_COUNTS = frozenset("# ? $ ! RANDOM SECONDS LINENO UID EUID PPID BASHPID EPOCHSECONDS".split())


def parameter(words: str, names: dict[str, str]) -> str:
    """The value of $name or ${name...}. Raises Refusal for what is not worked out here."""
    if words == "$":
        return words
    match = _PARAMETER.match(words)
    if match is None:
        raise Refusal("SH_DYNAMIC_WORD", f"the expansion {words[:60]} is not worked out here", words)
    name, rest = match.group("special") or match.group("plain") or match.group("braced"), match.group("rest") or ""
    if "$(" in rest or "`" in rest:
        raise Refusal("SH_HIDDEN_SUBST", "a command is hidden inside an expansion", words)
    if name.startswith("#") and len(name) > 1:
        return NUMBER
    value = names.get(name, NUMBER if name in _COUNTS else None)
    if not rest:
        return ANYTHING if value is None else value
    operator = _OPERATOR.match(rest)
    if operator is None:
        raise Refusal("SH_DYNAMIC_WORD", f"the expansion {words[:60]} is not worked out here", words)
    return _operated(operator.group(1), _plain(operator.group(2), names), value, words)


def _plain(text: str, names: dict[str, str]) -> str:
    """The text after an operator: simple parameters in it are replaced, quotes and backslashes taken off."""
    text = re.sub(r"\$\{?([A-Za-z_]\w*|\d)\}?", lambda m: names.get(m.group(1), ANYTHING), text)
    if "$" in text:
        raise Refusal("SH_HIDDEN_SUBST", "an expansion inside of an expansion", text)
    return re.sub(r"\\(.)|'([^']*)'|\"([^\"]*)\"", lambda m: next(g for g in m.groups() if g is not None), text)


def _operated(operator: str, rest: str, value: str | None, words: str) -> str:
    if operator in (":-", "-", ":=", "="):
        return rest if value is None else (value or rest if operator.startswith(":") else value)
    if operator in (":+", "+"):
        return ANYTHING if value is None else rest
    if operator in (":?", "?"):
        return ANYTHING if value is None else value
    if value is None or (ANYTHING in value and operator not in ("%", "%%", "#", "##")):
        return ANYTHING
    if operator in ("%", "%%"):
        cuts = [i for i in range(len(value) + 1) if fnmatch.fnmatchcase(value[i:], rest)]
        return value[: (max(cuts) if operator == "%" else min(cuts))] if cuts else value
    if operator in ("#", "##"):
        cuts = [i for i in range(len(value) + 1) if fnmatch.fnmatchcase(value[:i], rest)]
        return value[(min(cuts) if operator == "#" else max(cuts)) :] if cuts else value
    if operator == ":":
        span = re.fullmatch(r"\s*(-?\d+)(?::(-?\d+))?\s*", rest)
        if span is None:
            return ANYTHING
        start, length = int(span.group(1)), span.group(2)
        tail = value[start:]
        return tail if length is None else tail[: int(length)]
    if operator in ("^^", ",,", "^", ","):
        changed = value.upper() if operator[0] == "^" else value.lower()
        return changed if len(operator) == 2 else changed[:1] + value[1:]
    return _replaced(operator, rest, value, words)


def _replaced(operator: str, rest: str, value: str, words: str) -> str:
    old, _, new = rest.partition("/")
    if any(c in old for c in "*?["):
        return ANYTHING
    if not old:
        return value
    if operator == "//":
        return value.replace(old, new)
    if operator == "/#":
        return new + value[len(old) :] if value.startswith(old) else value
    if operator == "/%":
        return value[: -len(old)] + new if value.endswith(old) else value
    return value.replace(old, new, 1)
