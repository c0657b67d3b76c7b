"""The same command written in other ways that mean the same to a shell: rewrites.py [EVERY [FIRST]].

Each rewrite is first tried with real bash (a stand-in for ffmpeg prints its words); a dangerous line must then get the same verdict or a
higher one, and a harmless one must still be allowed.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from ffai_guards import LEVELS, guard
from ffai_guards.text import hygiene, tokenize

from guards.corpus import LINES, world

Words = list[str]


def _double(word: str) -> str:
    return '"' + "".join(f"\\{c}" if c in '"\\$`' else c for c in word) + '"'


def _plain(words: Words) -> str:
    return shlex.join(words)


REWRITES: dict[str, Callable[[Words], str]] = {
    "single quotes": lambda w: " ".join("'" + x.replace("'", "'\\''") + "'" for x in w),
    "double quotes": lambda w: " ".join(_double(x) for x in w),
    "backslashes": lambda w: " ".join("".join(c if c.isalnum() or ord(c) > 127 else f"\\{c}" for c in x) or "''" for x in w),
    "quotes in the middle": lambda w: " ".join(shlex.quote(x[: len(x) // 2]) + _double(x[len(x) // 2 :]) for x in w),
    "tabs and blanks": lambda w: "  " + " \t ".join(shlex.quote(x) for x in w) + "  ",
    "lines continued": lambda w: " \\\n  ".join(shlex.quote(x) for x in w),
    "variables": lambda w: (
        "".join(f"v{n}={shlex.quote(x)}; " for n, x in enumerate(w[1:]))
        + " ".join([w[0], *(f'"$v{n}"' for n in range(len(w) - 1))])
    ),
    "variables in braces": lambda w: f'p={shlex.quote(w[-1])}\n{_plain(w[:-1])} "${{p}}"',
    "a default": lambda w: (
        f'{_plain(w[:-1])} "${{nothing:-{w[-1]}}}"' if w[-1].replace(".", "").replace("/", "").isalnum() else _plain(w)
    ),
    "echo's output": lambda w: (
        f'{_plain(w[:-1])} "$(echo {shlex.quote(w[-1])})"' if w[-1] and w[-1][0] != "-" and "\\" not in w[-1] else _plain(w)
    ),
    "a subshell": lambda w: f"({_plain(w)})",
    "a group": lambda w: f"{{ {_plain(w)}; }}",
    "behind &&": lambda w: f"true && {_plain(w)}",
    "before ;": lambda w: f"{_plain(w)}; true",
    "after a line": lambda w: f"true\n{_plain(w)}\n",
    "a comment": lambda w: f"# as before\n{_plain(w)} # and this",
    "if": lambda w: f"if true; then {_plain(w)}; fi",
    "else": lambda w: f"if false; then true; else {_plain(w)}; fi",
    "for": lambda w: f"for once in 1; do {_plain(w)}; done",
    "time": lambda w: f"time {_plain(w)}",
    "env": lambda w: f"env LC_ALL=C {_plain(w)}",
    "nice": lambda w: f"nice -n 5 {_plain(w)}",
    "timeout": lambda w: f"timeout 60 {_plain(w)}",
    "command": lambda w: f"command {_plain(w)}",
    "sh -c": lambda w: f"sh -c {shlex.quote(_plain(w))}",
    "bash -c with words": lambda w: f'bash -c \'"$0" "$1" "$2"\' {_plain(w)}' if len(w) == 3 else _plain(w),
    "errors thrown away": lambda w: f"{_plain(w)} 2>/dev/null",
    "braces": lambda w: f"{w[0]} {{{','.join(shlex.quote(x) for x in w[1:])}}}" if len(w) > 2 else _plain(w),
    "negated": lambda w: f"! {_plain(w)}",
    "in the background": lambda w: f"{_plain(w)} & wait",
    "xargs": lambda w: f"echo 1 | xargs -I@@ {_plain(w)}" if not any("@@" in x for x in w) else _plain(w),
}

_STUB = """#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done > "$FFAI_SAID"
"""


def seeds() -> list[tuple[dict, Words]]:
    """Lines of the corpus that are one plain command of ffmpeg's."""
    found = []
    for line in LINES:
        words = None if hygiene(line["cmd"]) else tokenize(line["cmd"].strip())
        if words and words[0] in ("ffmpeg", "ffprobe") and len(line["cmd"]) < 1500:
            found.append((line, words))
    return found


# one bash for all rewrites of a seed: a subshell each, what ffmpeg is started with in a file of its own
_DRIVER = """
n=0
while IFS= read -r -d '' text; do
    export FFAI_SAID="$1/said.$n"
    ( eval "$text" ) </dev/null >/dev/null 2>&1
    n=$((n + 1))
done
"""


def bash_says(texts: list[str], folder: Path) -> list[Words | None]:
    """The words that a real bash would start ffmpeg with for each text, None when it starts it not at all."""
    stubs = folder / ".stubs"
    stubs.mkdir(exist_ok=True)
    for name in ("ffmpeg", "ffprobe"):
        (stubs / name).write_text(_STUB)
        (stubs / name).chmod(0o755)
    for said in stubs.glob("said.*"):
        said.unlink()
    subprocess.run(
        ["bash", "-c", _DRIVER, "bash", str(stubs)], cwd=folder, env={"PATH": f"{stubs}:{os.environ['PATH']}", "HOME": os.path.expanduser("~")},
        input="".join(f"{text}\0" for text in texts).encode(errors="surrogateescape"), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    found = [stubs / f"said.{n}" for n in range(len(texts))]
    return [said.read_bytes().decode(errors="surrogateescape").split("\0")[:-1] if said.exists() else None for said in found]


def tried(every: int = 1, *, first: int = 0, trust: bool = False) -> tuple[int, list[tuple[str, str, str]]]:
    """(rewrites that bash confirmed, those with a wrong verdict). `trust`: bash is not asked."""
    count, wrong = 0, []
    for line, words in seeds()[first::every]:
        with tempfile.TemporaryDirectory() as top:
            folder = world(Path(top), line)
            texts = {name: rewrite(words) for name, rewrite in REWRITES.items()}
            said = [words[1:]] * len(texts) if trust else bash_says(list(texts.values()), folder)
            for (name, text), confirmed in zip(texts.items(), said, strict=True):
                if confirmed != words[1:]:
                    continue
                count += 1
                level = guard(text, top).verdict.level
                if LEVELS.index(level) < LEVELS.index(line["expect"]) or (line["expect"] == "allow" and level != "allow"):
                    wrong.append((line["id"], name, level))
    return count, wrong


if __name__ == "__main__":
    total, bad = tried(int(sys.argv[1]) if len(sys.argv) > 1 else 1, first=int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    for each in bad:
        print(json.dumps(each))
    print(f"| rewrites that mean the same to bash | {total:,} | {len(bad)} |")
