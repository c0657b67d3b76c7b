"""Scripts that the product's own reader does not carry out, run by a real bash for the judge alone: a loop with tests, a duration asked
of ffprobe and reckoned with.

The product never starts a shell. Here an answer is judged, on media made for it, and what it says is what counts: so bash runs it,
behind the same fence as ffmpeg (writes in one folder only, no network, limits), in a process namespace of its own, with a PATH of
a few programs. What names any other program, a function, a job in the background or a file elsewhere is not started.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable

from ffai.running.process import clean_environment
from ffai.running.sandbox import fence, landlock_version
from ffai.values import Tools

_PROGRAMS = frozenset(
    "ffmpeg ffprobe basename dirname echo printf mkdir mktemp ls grep egrep awk sed cut head tail tr sort uniq wc bc seq cat rm mv cp touch test expr date sleep find xargs tee paste rev fold nl stat du realpath true false".split()
)
# what gives an answer away at once; the fence holds what would hide from this
_HOSTILE = re.compile(
    r"\b(?:curl|wget|nc|ncat|netcat|ssh|scp|sftp|rsync|python\d?|perl|ruby|node|php|sudo|su|dd|shred|truncate|mkfs\w*|chmod|chown|kill|pkill|killall|reboot|shutdown|crontab|at|eval|exec|source|bash|sh|zsh|trap|mount|umount|nohup|disown|setsid|env|function|pip|npm|apt|brew|ccextractor|sox|convert|magick|mkvmerge|mkvextract|parallel|jq|bento4|yt-dlp|youtube-dl)\b(?![=.])",
)
_HIDDEN = re.compile(
    r"[\w\"']\\[A-Za-z]|(?:^|[;&|]|\b(?:do|then|else))[ \t]*[\"']?\$(?!\()|\w+\s*\(\)\s*\{|(?<![&><|])&(?![&>\d])|/dev/tcp|\$'|\brm\b(?!(?:\s+-f)?(?:\s+--)?(?:\s+[\"']?[\w.${}%-]+[\"']?)+\s*(?:[;)&|]|\n|$))",
    re.MULTILINE,
)
_IN_PARTS = re.compile(
    r"(?:^|[;&|(]|\b(?:do|then|else))[ \t]*[A-Za-z]*(?:'[A-Za-z]*'|\"[A-Za-z]*\")[A-Za-z]", re.MULTILINE
)  # ki""ll
_QUOTED = re.compile(r"'[^']*'|\"(?:\\.|[^\"\\$`])*\"", re.DOTALL)
_ELSEWHERE = re.compile(r"(?:^|[\s\"'=:(<>])(/(?!dev/(?:null|stdout|stderr)\b)[\w.]+[\w./-]*|~/|\$HOME|\.\./)")
_COMMENT = re.compile(r"(?:^|\s)#[^\n]*")
_LONGEST = 20_000


def is_tool(name: str) -> bool:
    """Whether a program, or a word of the shell, may stand in a script that is run."""
    return name in _PROGRAMS or name in (
        "shopt",
        "set",
        "continue",
        "break",
        "exit",
        "local",
        "declare",
        "mapfile",
        "read",
        "return",
        "export",
        "unset",
        "[",
    )


def refused(text: str) -> str:
    """Why a script is not run; "" when it is."""
    if len(text) > _LONGEST or not sys.platform.startswith("linux") or not landlock_version():
        return "a script like this is not run here"
    bare = _COMMENT.sub("", text)
    found = _ELSEWHERE.search(_QUOTED.sub('""', bare)) or _ELSEWHERE.search(bare.replace("'", '"'))
    if found and not found[1].startswith("/usr/share/fonts"):
        return f"{found[1]} lies outside of the folder"
    plain = _QUOTED.sub('""', bare.replace("\\\n", " "))
    for found in (_HOSTILE.search(plain), _HIDDEN.search(plain), _IN_PARTS.search(bare)):
        if found:
            return f"{found[0].strip()[:40]!r} is not run here"
    return ""


def run_script(
    text: str,
    folder: str,
    tools: Tools,
    over: Callable[[int], bool],
    limits: Callable[[Callable[[], None] | None], Callable[[], None]],
    too_much: Callable[[], bool] = lambda: False,
) -> tuple[int, str]:
    """(exit code, what was said). Raises TimeoutError when `over` says so of its process, OSError when it wrote too much."""
    enter, _ = fence([folder], network=False)
    with tempfile.TemporaryDirectory(prefix="ffai-bin-") as programs, tempfile.TemporaryFile() as said:
        for name in sorted(_PROGRAMS):
            path = {"ffmpeg": tools.ffmpeg, "ffprobe": tools.ffprobe}.get(name) or shutil.which(name)
            if path:
                os.symlink(os.path.realpath(path), os.path.join(programs, name))
        apart = [x for x in (shutil.which("unshare"),) if x and os.geteuid() == 0]
        bash = shutil.which("bash") or "/bin/bash"
        argv = [
            *(f"{apart[0]} --pid --fork --kill-child".split() if apart else []),
            bash,
            "--noprofile",
            "--norc",
            "-c",
            _ready(text),
        ]
        process = subprocess.Popen(
            argv,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**clean_environment(folder), "PATH": programs, "AV_LOG_FORCE_NOCOLOR": "1", "TMPDIR": folder},
            start_new_session=True,
            preexec_fn=limits(enter),  # noqa: PLW1509 - no threads of ours hold locks here
        )
        try:
            _watched(process, over, too_much)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, 9)
                process.wait()
        said.seek(max(0, said.seek(0, os.SEEK_END) - 100_000))
        return process.returncode, said.read().decode("utf-8", "replace")


def _watched(process: "subprocess.Popen[bytes]", over: Callable[[int], bool], too_much: Callable[[], bool]) -> None:
    while True:
        try:
            process.wait(0.3)
        except subprocess.TimeoutExpired:
            if over(process.pid):
                raise TimeoutError("stopped: it took too long") from None
            if too_much():
                raise OSError("stopped: it wrote too much") from None
        else:
            return


def _ready(text: str) -> str:
    """ffmpeg neither asks nor reads what the loop reads."""
    return 'ffmpeg() { command ffmpeg -nostdin -hide_banner -y "$@"; }\n' + text
