"""All figures of guards/README.md, measured, and written there: `./dev proof`. About ten minutes."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "guards" / "README.md"
_PARTS = (
    ("tests/guards/counts.py",),
    ("tests/guards/rewrites.py",),
    ("tests/guards/differential.py", "100000"),
    ("tests/guards/mutation.py",),
    ("tests/guards/truth.py",),
    ("tests/run/faults.py",),
)


def main() -> int:
    rows: list[str] = []
    for part in _PARTS:
        done = subprocess.run([sys.executable, *part], cwd=ROOT, env=_variables(), capture_output=True, text=True, check=False)
        found = [line for line in done.stdout.splitlines() if line.startswith("| ")]
        print("\n".join(found) or done.stderr, flush=True)
        rows += found
    table = "\n".join(["| what was tried | times | failures |", "| --- | ---: | ---: |", *rows])
    text = README.read_text()
    README.write_text(re.sub(r"(?<=<!-- proof -->\n).*?(?=\n<!-- end -->)", lambda _: table, text, flags=re.DOTALL))
    return int(any(not row.rstrip(" |").endswith(" 0") for row in rows))


def _variables() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT / "tests")}


if __name__ == "__main__":
    sys.exit(main())
