"""The names of all AVOptions of ffmpeg 5.1 and 9.0: codecs, formats, filters' own options are not among them.

python -m ffai_guards.names FFMPEG...     makes names.txt anew from the binaries named
"""

import os
import sys

_known: frozenset[str] | None = None


def known_options() -> frozenset[str]:
    global _known  # noqa: PLW0603 - a table that is read once
    if _known is None:
        with open(os.path.join(os.path.dirname(__file__), "names.txt"), encoding="ascii") as file:
            _known = frozenset(file.read().split())
    return _known


def main(binaries: list[str]) -> None:
    import re
    import subprocess

    found: set[str] = set()
    for binary in binaries:
        text = subprocess.run(
            [binary, "-hide_banner", "-h", "full"], capture_output=True, text=True, check=True, errors="replace"
        ).stdout
        found |= set(re.findall(r"^ {1,4}-(\S+)\s+<\w+>", text, re.MULTILINE))
    with open(os.path.join(os.path.dirname(__file__), "names.txt"), "w", encoding="ascii") as file:
        file.write("\n".join(sorted(found)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
