"""The names of all AVOptions of codecs and formats, all filters and all formats of ffmpeg 5.1 and 9.0.

python -m ffai_guards.names FFMPEG...     makes names.txt, filters.txt and formats.txt anew from the binaries named
"""

import os
import sys

from ffai_guards.tables import filters, formats

_HERE = os.path.dirname(__file__)
_lists: dict[str, frozenset[str]] = {}


def _list(name: str) -> frozenset[str]:
    if name not in _lists:
        with open(os.path.join(_HERE, f"{name}.txt"), encoding="ascii") as file:
            _lists[name] = frozenset(file.read().split())
    return _lists[name]


def known_options() -> frozenset[str]:
    return _list("names")


def known_filter(name: str) -> bool:
    return name in filters.OTHER_FILTERS or name in _list("filters")


def known_format(name: str) -> bool:
    return name in formats.OTHER_FORMATS or name in _list("formats")


def main(binaries: list[str]) -> None:
    import re
    import subprocess

    def said(binary: str, *words: str) -> str:
        return subprocess.run(
            [binary, "-hide_banner", *words], capture_output=True, text=True, check=True, errors="replace"
        ).stdout

    options: set[str] = set()
    uses: set[str] = set()
    kinds: set[str] = set()
    for binary in binaries:
        options |= set(re.findall(r"^ {1,4}-(\S+)\s+<\w+>", said(binary, "-h", "full"), re.MULTILINE))
        uses |= set(re.findall(r"^ [.TSC]{2,3} (\S+)\s+\S+->\S+", said(binary, "-filters"), re.MULTILINE))
        for names in re.findall(r"^ [DEd ]{2,3} (\S+)", said(binary, "-formats"), re.MULTILINE):
            kinds |= {name for name in names.split(",") if name.isidentifier() or name[:1].isdigit()}
    for name, found in (("names", options), ("filters", uses), ("formats", kinds)):
        with open(os.path.join(_HERE, f"{name}.txt"), "w", encoding="ascii") as file:
            file.write("\n".join(sorted(found)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
