"""Filter graphs: the filters in them and their options, through both levels of quoting.

Source: libavfilter/graphparser.c (av_get_token), "Notes on filtergraph escaping" in the documentation of ffmpeg's filters.
"""

from typing import NamedTuple

from ffai_guards.tables import POSITIONAL


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
                arguments, i = _token(graph, i + 1, ",;[")
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
            if end < 0:
                raise GraphError("a quote is not closed")
            for j in range(i + 1, end):
                out.append((text[j], i if j == i + 1 else j, end + 1 if j == end - 1 else j + 1))
            if end == i + 1 and out:
                out[-1] = (out[-1][0], out[-1][1], end + 1)
            i = end + 1
        else:
            out.append((c, i, i + 1))
            i += 1
    while out and out[-1][0] in " \t\r\n" and text[out[-1][1]] in " \t\r\n":
        out.pop()
    return out, i


def _arguments(name: str, chars: list[_Char], graph: str) -> tuple[Argument, ...]:
    found: list[Argument] = []
    positional = POSITIONAL.get(name, ())
    i, place = 0, 0
    while i < len(chars):
        value: list[str] = []
        key = ""
        start = i
        value_start = i
        while i < len(chars) and chars[i][0] not in ":|" if name == "" else i < len(chars) and chars[i][0] != ":":
            c = chars[i][0]
            if c == "\\" and i + 1 < len(chars):
                value.append(chars[i + 1][0])
                i += 2
                continue
            if c == "'":
                end = next((j for j in range(i + 1, len(chars)) if chars[j][0] == "'"), len(chars))
                value += [ch for ch, _, _ in chars[i + 1 : end]]
                i = end + 1
                continue
            if c == "=" and not key and value and all(v.isalnum() or v in "_-" for v in value):
                key = "".join(value)
                value = []
                i += 1
                value_start = i
                continue
            value.append(c)
            i += 1
        if i > start:
            raw = (
                graph[chars[value_start][1] : chars[i - 1][2]]
                if i > value_start and value_start < len(chars) and i <= len(chars)
                else ""
            )
            known = key or (positional[place] if place < len(positional) else "")
            if not key:
                place += 1
            found.append(Argument(known, "".join(value), raw))
        i += 1
    return tuple(found)


def quote(value: str) -> str:
    """A value so that both levels give it back."""
    inner = "".join("\\" + c if c in "\\':" else c for c in value)
    return "".join("\\" + c if c in "\\'[],;" else c for c in inner)
