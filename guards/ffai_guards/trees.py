"""bashlex's trees of a text, and where substitutions start in it."""

from typing import Any

from ffai_guards.normal import Refusal


def substitutions(text: str) -> list[int]:
    """Where command and process substitutions start outside of single quotes."""
    found, i, n, double, tick = [], 0, len(text), False, False
    while i < n:
        c = text[i]
        if c == "\\":
            i += 2
            continue
        if c == "'" and not double:
            end = text.find("'", i + 1)
            i = n if end < 0 else end + 1
            continue
        if c == '"':
            double = not double
        elif c == "`":
            if not tick:
                found.append(i)
            tick = not tick
        elif (c == "$" and text[i + 1 : i + 2] == "(") or (c in "<>" and text[i + 1 : i + 2] == "(" and not double):
            found.append(i)
        i += 1
    return found


def parse(text: str) -> list[Any]:
    """bashlex's trees. Raises Refusal."""
    import bashlex

    try:
        trees: list[Any] = bashlex.parse(text)
    except (Exception, RecursionError) as problem:  # noqa: BLE001 - bashlex raises many kinds, some of them built in
        raise Refusal(
            "SH_UNPARSED", f"the shell text cannot be read: {str(problem)[:120] or type(problem).__name__}", text
        ) from None
    if not trees:
        raise Refusal("SH_UNPARSED", "the command is empty", text)
    return trees
