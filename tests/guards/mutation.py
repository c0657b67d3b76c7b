"""Every row of the table is held by a line of the corpus: taken out, the line gets another verdict. mutation.py"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ffai_guards import guard
from ffai_guards.tables import filters, formats, options, places

from guards.corpus import LINES, world


def rows() -> Iterator[tuple[dict[Any, Any], Any, str]]:
    """(table, key, a word of the lines that hold it)."""
    for table, word in (
        (filters.FILTER_FILES, lambda key: f"{key[0]}="),
        (filters.FILTER_DEFAULTS, lambda key: key),
        (filters.OTHER_PLACES, lambda key: f"{key[0]}="),
        (options.OPTION_FILES, lambda key: f"-{key}"),
        (options.MUXER_OPTIONS, lambda key: f"-{key[1]}"),
        (options.PARAM_FILES, lambda key: f"{key}="),
        (formats.MANY, lambda key: key),
        (formats.MUXER_OF, lambda key: f".{key}"),
        (formats.PROTOCOLS, lambda key: f"{key}:"),
        (places.HARMLESS_VARIABLES, lambda key: f"{key}="),
    ):
        yield from ((table, key, word(key)) for key in list(table) if table[key])


def unheld() -> tuple[int, list[str]]:
    """(rows, those that can be taken out without any line noticing)."""
    count, found = 0, []
    for table, key, word in rows():
        count += 1
        how = table.pop(key)
        try:
            held = any(_differs(line) for line in LINES if word.lower() in line["cmd"].lower())
        finally:
            table[key] = how
        if not held:
            found.append(f"{word} {how}")
    return count, found


def _differs(line: dict) -> bool:
    with tempfile.TemporaryDirectory() as top:
        report = guard(line["cmd"], str(world(Path(top), line)))
        codes = [reason.code for reason in report.verdict.reasons]
        return report.verdict.level != line["expect"] or line.get("code", "") not in ["", *codes]


if __name__ == "__main__":
    count, found = unheld()
    print("\n".join(found))
    print(f"| rows of the table taken out one by one | {count} | {len(found)} |")
