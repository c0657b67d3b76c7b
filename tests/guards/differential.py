"""The strict tokenizer against real bash, on made lines: differential.py [LINES] [SEED].

Where the tokenizer gives words, they must be the words that bash gives; where it is in doubt it gives none, and that is no disagreement.
"""

import random
import shutil
import subprocess
import sys
import tempfile

from ffai_guards.text import hygiene, tokenize

_PIECES = (
    *"abz0-_./:,=+@%^",
    *" \t\t    ",
    *"'\"\\$*?[]{}~#!;",
    "''", '""', "\\\\", "\\'", '\\"', "\\ ", "$a", "${a}", "{a,b}", "~/", "a=b", "'a b'", '"a b"', '"\\""', "\\n", "é", "日本", "--", "-i", "if", "then", "[[",
)  # fmt: skip
_READ = """
ffmpeg() { [ $# = 0 ] || printf '%s\\0' "$@"; }
while IFS= read -r line; do
    printf '\\001'
    eval "$line" 2>/dev/null || printf '\\002\\0'
done
"""


def made(count: int, seed: int) -> list[str]:
    dice = random.Random(seed)
    return ["ffmpeg " + "".join(dice.choice(_PIECES) for _ in range(dice.randint(1, 14))) for _ in range(count)]


def disagreements(count: int, seed: int = 1) -> tuple[int, int, list[tuple[str, list[str], list[str]]]]:
    """(lines made, lines that the tokenizer read, those that bash reads otherwise)."""
    lines = made(count, seed)
    with tempfile.TemporaryDirectory() as empty:
        said = subprocess.run(
            [shutil.which("bash") or "bash", "--norc", "-c", _READ, "nothing"], input="\n".join(lines).encode() + b"\n", capture_output=True, cwd=empty,
            env={"PATH": "/nowhere", "HOME": "/home/nobody", "LC_ALL": "C.UTF-8"}, check=False,
        ).stdout.decode("utf-8", "surrogateescape")  # fmt: skip
    answers = said.split("\x01")[1:]
    if len(answers) != len(lines):
        raise RuntimeError(f"bash answered {len(answers)} of {len(lines)} lines")
    read, wrong = 0, []
    for line, answer in zip(lines, answers, strict=True):
        words = None if hygiene(line) else tokenize(line.strip())
        if words is None:
            continue
        read += 1
        if words[1:] != answer.split("\0")[:-1]:
            wrong.append((line, words[1:], answer.split("\0")[:-1]))
    return len(lines), read, wrong


if __name__ == "__main__":
    total, read, wrong = disagreements(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    )
    for line, ours, theirs in wrong[:20]:
        print(repr(line), ours, theirs)
    print(f"| made lines, tokenizer against bash ({read:,} read) | {total:,} | {len(wrong)} |")
