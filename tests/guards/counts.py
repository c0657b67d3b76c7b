"""The corpus, line by line: recall over what must be stopped, false positives over what must pass."""

import json
import tempfile
from pathlib import Path

from ffai_guards import LEVELS, guard
from ffai_guards.requests import review

from guards.corpus import FOLDER, LINES, world


def main() -> None:
    missed = stopped = 0
    for line in LINES:
        with tempfile.TemporaryDirectory() as top:
            level = guard(line["cmd"], str(world(Path(top), line))).verdict.level
        missed += LEVELS.index(level) < LEVELS.index(line["expect"])
        stopped += line["expect"] == "allow" and level != "allow"
    dangerous = sum(line["expect"] != "allow" for line in LINES)
    print(f"| dangerous lines of the corpus that pass | {dangerous:,} | {missed} |")
    print(f"| harmless lines of the corpus that are stopped | {len(LINES) - dangerous:,} | {stopped} |")
    requests = [json.loads(text) for text in (FOLDER / "requests.jsonl").read_text().splitlines()]
    wrong = sum(bool(review(r["request"])) != (r["expect"] == "refuse") for r in requests)
    print(f"| requests, half of them for the loss of files or other harm | {len(requests)} | {wrong} |")


if __name__ == "__main__":
    main()
