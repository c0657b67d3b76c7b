"""Filter graphs: the filters in them and their options, through both levels of quoting.

Source: libavfilter/graphparser.c (av_get_token), "Notes on filtergraph escaping" in the documentation of ffmpeg's filters.
"""

from typing import NamedTuple

from ffai_guards.tables.filters import ALIASES, OTHER_PLACES, POSITIONAL


class Argument(NamedTuple):
    name: str  # "" for a positional one whose name is not known
    value: str
    raw: str  # the value as the graph spells it


class FilterUse(NamedTuple):
    name: str
    arguments: tuple[Argument, ...]
    raw: str = ""


class GraphError(ValueError):
    """The graph cannot be read."""


_Char = tuple[str, int, int]  # a character after the first level, and where it stands in the graph text


def parse(graph: str) -> list[FilterUse]:
    """The filters of a graph. Raises GraphError."""
    found: list[FilterUse] = []
    i, n = 0, len(graph)
    while i < n:
        c = graph[i]
        if c in " \t\r\n,;":
            i += 1
        elif c == "]":
            raise GraphError("a bracket is closed that was not opened")
        elif c == "[":
            end = graph.find("]", i)
            if end < 0:
                raise GraphError("a label is not closed")
            i = end + 1
        else:
            chars, i = _token(graph, i, "=,;[")
            name = "".join(c for c, _, _ in chars).strip()
            arguments: list[_Char] = []
            if i < n and graph[i] == "=":
                arguments, i = _token(graph, i + 1, "[],;")
            if name.startswith("sws_flags"):
                continue
            base = name.split("@")[0]
            if not base:
                raise GraphError("a filter has no name")
            found.append(FilterUse(base, _arguments(base, arguments, graph)))
    return found


def _token(text: str, i: int, stops: str) -> tuple[list[_Char], int]:
    """av_get_token: characters up to an unquoted stop, with where each stands."""
    out: list[_Char] = []
    n = len(text)
    while i < n and text[i] in " \t\r\n":
        i += 1
    while i < n and text[i] not in stops:
        c = text[i]
        if c == "\\" and i + 1 < n:
            out.append((text[i + 1], i, i + 2))
            i += 2
        elif c == "'":
            end = text.find("'", i + 1)
            if end < 0:  # it then reaches to the end
                end, text = n, text + "'"
            for j in range(i + 1, end):
                out.append((text[j], i if j == i + 1 else j, end + 1 if j == end - 1 else j + 1))
            if end == i + 1 and out:
                out[-1] = (out[-1][0], out[-1][1], end + 1)
            i = min(end + 1, n)
        else:
            out.append((c, i, i + 1))
            i += 1
    while out and out[-1][0] in " \t\r\n" and text[out[-1][1]] in " \t\r\n":
        out.pop()
    return out, i


def _arguments(name: str, chars: list[_Char], graph: str) -> tuple[Argument, ...]:
    """key=value or value, separated by colons: av_opt_get_key_value and, for values, av_get_token once more."""
    found: list[Argument] = []
    positional, aliases = POSITIONAL.get(name, ()), ALIASES.get(name, {})
    i, place = 0, 0
    while i < len(chars):
        key, i = _key(chars, i)
        start = i
        value, i = _value(chars, i)
        raw = graph[chars[start][1] : chars[i - 1][2]] if i > start else ""
        if not key:
            if (name, place) in OTHER_PLACES:
                found.append(Argument(OTHER_PLACES[name, place], value, ""))
            key = positional[place] if place < len(positional) else ""
            place += 1
        found.append(Argument(aliases.get(key, key), value, raw))
        i += 1
    return tuple(found)


def _key(chars: list[_Char], i: int) -> tuple[str, int]:
    """The name before an equals sign and where its value starts; ("", i) when there is none."""
    j = i
    while j < len(chars) and chars[j][0] in " \t\r\n":
        j += 1
    k = j
    while k < len(chars) and ((c := chars[k][0]).isascii() and (c.isalnum() or c in "-_/.")):
        k += 1
    end = k
    while k < len(chars) and chars[k][0] in " \t\r\n":
        k += 1
    if end > j and k < len(chars) and chars[k][0] == "=":
        return "".join(c for c, _, _ in chars[j:end]), k + 1
    return "", i


def _value(chars: list[_Char], i: int) -> tuple[str, int]:
    out: list[str] = []
    while i < len(chars) and chars[i][0] != ":":
        c = chars[i][0]
        if c == "\\" and i + 1 < len(chars):
            out.append(chars[i + 1][0])
            i += 2
        elif c == "'":
            end = next((j for j in range(i + 1, len(chars)) if chars[j][0] == "'"), len(chars))
            out += [ch for ch, _, _ in chars[i + 1 : end]]
            i = min(end + 1, len(chars))
        else:
            out.append(c)
            i += 1
    return "".join(out).strip(" \t\r\n"), i


def quote(value: str) -> str:
    """A value so that both levels give it back."""
    inner = "".join("\\" + c if c in "\\':" else c for c in value)
    return "".join("\\" + c if c in "\\'[],;" else c for c in inner)
