"""The merge driver for git: `python -m ffai_evals.team.driver BASE MINE THEIRS PATH`. MINE is overwritten with what came of it.

Exit status 0: merged; 1: there are choices, MINE holds my side of them; git marks the file, and standard error says what they are.
"""

import json
import sys

from ffai_evals.team.merge import merge


def main(base: str, mine: str, theirs: str, path: str) -> int:
    """Merges three files as git hands them over."""
    raw = []
    for name in (base, mine, theirs):
        with open(name, "rb") as file:
            raw.append(file.read())
    merged = merge(path, raw[0] or None, raw[1], raw[2])
    with open(mine, "wb") as file:
        file.write(merged.data)
    for choice in merged.choices:
        shown = (json.dumps(v, ensure_ascii=False)[:200] for v in (choice.mine, choice.theirs))
        sys.stderr.write(f"{path}: {choice.field or 'the file'}: mine {' · theirs '.join(shown)}\n")
    return int(bool(merged.choices))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
