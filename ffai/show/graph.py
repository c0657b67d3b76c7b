"""Filter graphs taken apart, as far as saying what they do needs it: chains, filters, labels, arguments.

    graph    = chain { ";" chain }
    chain    = filter { "," filter }
    filter   = { "[" label "]" } name [ "@" id ] [ "=" arguments ] { "[" label "]" }

Quotes ('...') and backslashes are honoured at the level of the graph, then again at that of the arguments, as ffmpeg does.
"""

from typing import NamedTuple


class Filter(NamedTuple):
    name: str
    arguments: tuple[tuple[str, str], ...]  # (name, value) in order; positional ones have the name ""
    inputs: tuple[str, ...]  # labels before it
    outputs: tuple[str, ...]
    text: str  # as it stands in the graph, labels left out

    def get(self, *names: str, position: int = -1, default: str = "") -> str:
        """The value of the first of those names that is given, or of that position among the unnamed ones."""
        for name, value in self.arguments:
            if name and name in names:
                return value
        unnamed = [value for name, value in self.arguments if not name]
        return unnamed[position] if 0 <= position < len(unnamed) else default


def filters(graph: str) -> list[Filter]:
    """All filters of the graph in order."""
    return [_filter(text) for chain in split(graph, ";") for text in split(chain, ",") if text.strip()]


def split(text: str, mark: str) -> list[str]:
    """The text at each `mark` that stands outside of quotes and labels and has no backslash before it."""
    parts, start, quoted, index, depth = [], 0, False, 0, 0
    while index < len(text):
        character = text[index]
        if character == "\\" and not quoted:
            index += 1
        elif character == "'":
            quoted = not quoted
        elif not quoted and character == "[" and mark != ":":
            depth = 1
        elif not quoted and character == "]":
            depth = 0
        elif character == mark and not quoted and not depth:
            parts.append(text[start:index])
            start = index + 1
        index += 1
    return [*parts, text[start:]]


def _filter(text: str) -> Filter:
    text = text.strip()
    inputs, text = _labels(text)
    outputs: tuple[str, ...] = ()
    while text.endswith("]") and "[" in text:
        head, _, label = text[:-1].rpartition("[")
        text, outputs = head.rstrip(), (label, *outputs)
    name, _, arguments = text.partition("=")
    return Filter(name.partition("@")[0].strip(), _arguments(arguments), inputs, outputs, text)


def _labels(text: str) -> tuple[tuple[str, ...], str]:
    found: list[str] = []
    while text.startswith("[") and "]" in text:
        label, _, text = text[1:].partition("]")
        found.append(label)
        text = text.lstrip()
    return tuple(found), text


def _arguments(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for part in split(unescape(text), ":") if text else []:
        name, equals, value = part.partition("=")
        if equals and name.replace("_", "").replace("-", "").isalnum():
            found.append((name, unescape(value)))
        else:
            found.append(("", unescape(part)))
    return tuple(found)


def unescape(text: str) -> str:
    """One level of quotes and backslashes taken off."""
    if "'" not in text and "\\" not in text:
        return text
    out, quoted, index = [], False, 0
    while index < len(text):
        character = text[index]
        if character == "'":
            quoted = not quoted
        elif character == "\\" and not quoted and index + 1 < len(text):
            index += 1
            out.append(text[index])
        else:
            out.append(character)
        index += 1
    return "".join(out)
