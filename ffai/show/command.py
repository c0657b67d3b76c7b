"""A command as text: quoted for a shell, wrapped at its options, coloured."""

from collections.abc import Iterable, Sequence

from ffai.show.style import Style, escaped, width_of

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_")


def quote(word: str) -> str:
    r"""One word for bash and zsh. What a terminal would not show is written as $'\n', so that the text can be seen and pasted."""
    if not word:
        return "''"
    if word.isprintable():
        if _PLAIN.issuperset(word) and word[0] != "=":
            return word
        return "'" + word.replace("'", "'\\''") + "'"
    return "$'" + "".join(_ansi(character) for character in word) + "'"


def _ansi(character: str) -> str:
    if character in "\\'":
        return "\\" + character
    return character if character.isprintable() else escaped(character)


def command_text(argv: Iterable[str]) -> str:
    """The command as one line, runnable as it stands."""
    return " ".join(map(quote, argv))


def groups(argv: Sequence[str], heads: Iterable[int]) -> list[list[str]]:
    """The words, an option together with its value. `heads` are the indices in argv of the words that start a group."""
    starts = set(heads)
    found: list[list[str]] = []
    for index, word in enumerate(argv):
        if not found or index in starts:
            found.append([])
        found[-1].append(word)
    return found


def option_heads(argv: Sequence[str], valued: Iterable[int]) -> list[int]:
    """The group starts of an ffmpeg command, given the positions of the options that take the next word as their value."""
    values = {position + 1 for position in valued}
    return [index for index in range(1, len(argv)) if index not in values]


def wrapped(argv: Sequence[str], heads: Iterable[int], style: Style, indent: int = 2) -> list[str]:
    """The command as lines with continuation marks, broken only between an option with its value and the next."""
    lines: list[list[list[str]]] = [[]]
    room, used = style.width - indent - 2, 0
    for group in groups(argv, heads):
        size = sum(width_of(quote(word)) + 1 for word in group)
        if lines[-1] and used + size > room:
            lines.append([])
            used = 4
        lines[-1].append(group)
        used += size
    shown = []
    for number, line in enumerate(lines):
        lead = " " * (indent if not number else indent + 4)
        text = " ".join(_painted(group, style, first=not number and not place) for place, group in enumerate(line))
        shown.append(lead + text + (" \\" if number + 1 < len(lines) else ""))
    return shown


def _painted(group: Sequence[str], style: Style, *, first: bool) -> str:
    if first:
        return " ".join(style.paint("bold", quote(word)) for word in group)
    head, *rest = group
    kind = "flag" if head.startswith("-") and len(head) > 1 else "file"
    value = "file" if head == "-i" else ""
    return " ".join([style.paint(kind, quote(head)), *(style.paint(value, quote(word)) for word in rest)])
