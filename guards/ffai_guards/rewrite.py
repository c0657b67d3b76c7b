"""A step with other names for what it touches: staged paths for what it writes, absolute ones for what it reads."""

from collections.abc import Mapping

from ffai_guards.graphs import quote
from ffai_guards.urls import list_quote
from ffai_guards.values import Step, Touch


def rewrite(step: Step, mapping: Mapping[Touch, str]) -> tuple[str, ...]:
    """The step's argv with every touch of `mapping` renamed. Touches without a position (implied names) are left out.

    Raises ValueError when a name cannot be found where its touch says that it stands.
    """
    argv = list(step.argv)
    by_position: dict[int, list[tuple[Touch, str]]] = {}
    for touch, path in mapping.items():
        if touch.position >= 0:
            by_position.setdefault(touch.position, []).append((touch, path))
    for position, pairs in by_position.items():
        word = argv[position]
        if len(pairs) == 1 and not pairs[0][0].raw:
            argv[position] = _as_word(pairs[0][1])
            continue
        done: set[tuple[str, str]] = set()
        for touch, path in sorted(pairs, key=lambda p: -len(p[0].raw)):
            raw = touch.raw or touch.target
            if (raw, path) in done:
                continue
            done.add((raw, path))
            word = _replace(word, raw, _spelt(touch, path), touch)
        argv[position] = word
    return tuple(argv)


def _replace(word: str, raw: str, new: str, touch: Touch) -> str:
    if raw not in word:
        raise ValueError(f"{raw!r} is not in {word!r}")
    if touch.form == "list":
        lines = word.split("\n")
        return "\n".join(
            line[: -len(raw)] + new
            if line.strip().endswith(raw) and line.strip().partition(" ")[2].strip() == raw or line.endswith(f",file {raw}")
            else line
            for line in lines
        )
    if touch.form == "filter":
        # only as a whole value: behind "=" or ":" or at the start of the arguments
        for lead in ("=", ":"):
            at = word.find(lead + raw)
            while at >= 0:
                end = at + 1 + len(raw)
                if end == len(word) or word[end] in ":,;[ ":
                    return word[: at + 1] + new + word[end:]
                at = word.find(lead + raw, at + 1)
    return word.replace(raw, new, 1)


def _spelt(touch: Touch, path: str) -> str:
    if touch.form == "filter":
        return quote(path)
    if touch.form == "list":
        return "file:" + list_quote(path).replace("%", "%25")
    return path


def _as_word(path: str) -> str:
    return f"./{path}" if path.startswith("-") else path
