"""All figures of guards/README.md, measured, and written there: `./dev proof`, or `./dev proof PART` for some of them.

Parts: counts, rewrites, differential, mutation, slow, truth, faults, elsewhere.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "guards" / "README.md"
_PARTS = {
    "counts": ("tests/guards/counts.py",),
    "rewrites": ("tests/guards/rewrites.py",),
    "differential": ("tests/guards/differential.py", "100000"),
    "mutation": ("tests/guards/mutation.py",),
    "slow": ("tests/guards/slow.py",),
    "truth": ("tests/guards/truth.py",),
    "faults": ("tests/run/faults.py",),
    "elsewhere": ("tests/run/elsewhere.py",),
}
_PLACE = re.compile(r"(?<=<!-- proof -->\n).*?(?=\n<!-- end -->)", re.DOTALL)


def main(*names: str) -> int:
    rows: list[str] = []
    for name in names or _PARTS:
        words = [sys.executable, *_PARTS[name]]
        done = subprocess.run(words, cwd=ROOT, env=_variables(), capture_output=True, text=True, check=False)
        found = [line for line in done.stdout.splitlines() if line.startswith("| ")]
        print("\n".join(found) or done.stderr, flush=True)
        rows += found
        _write(found)
    return int(any(not row.rstrip(" |").endswith(" 0") for row in rows) or not rows)


def _write(rows: list[str]) -> None:
    """Puts rows into the README's table, in the place of those of the same name."""
    text = README.read_text()
    there = [row for row in _PLACE.search(text)[0].splitlines()[2:] if row.startswith("| ")]
    names = [_name(row) for row in there]
    for row in rows:
        if _name(row) in names:
            there[names.index(_name(row))] = row
        else:
            there.append(row)
            names.append(_name(row))
    table = "\n".join(["| what was tried | times | failures |", "| --- | ---: | ---: |", *there])
    README.write_text(_PLACE.sub(lambda _: table, text))


def _name(row: str) -> str:
    return row.split("|")[1].partition("(")[0].strip()


def _variables() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "tests")}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
