"""What commands really touch, under a system-call trace, against what the guard says: truth.py [EVERY] [FFMPEG].

Each allowed or asked-about line of the corpus that ffmpeg's programs carry out alone is run in a folder of its own, without a network.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from ffai_guards import guard
from ffai_guards.files import pattern_of

from guards.corpus import LINES, world

_CALLS = "open,openat,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,truncate,link,linkat,symlink,symlinkat,connect,bind"
_LINE = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+=\s+(-?\d+)")
_NAME = re.compile(r'"((?:\\.|[^"\\])*)"')
_SECONDS = 8


def media(folder: Path, ffmpeg: str = "ffmpeg") -> None:
    """Real media for the names of the corpus' world."""
    sources = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", "-f", "lavfi", "-i", "sine=d=1"]
    base = [ffmpeg, "-v", "error", "-y", *sources]
    for name in ("here.mov", "here.mp4", "out.mp4"):
        subprocess.run([*base, "-c:v", "mpeg4", "-c:a", "aac", folder / name], check=True)
    subprocess.run([*base, "-map", "0:v", "-frames:v", "1", folder / "x001.png"], check=True)


def suited(line: dict) -> bool:
    """Whether ffmpeg's programs alone carry the line out, and it ends."""
    if line["expect"] == "deny" or re.search(
        r"ffplay|listen|x11grab|-report|/dev/(video|fb|dsp)|rtp:|sap:|udp|sdl|opengl|bluray|vaapi|videotoolbox", line["cmd"]
    ):
        return False
    return line.get("code") != "FF_ENDLESS" and not line["id"].startswith(("shell", "text", "network", "endless"))


def unpredicted(line: dict, sample: Path, ffmpeg: str = "ffmpeg") -> list[str]:
    """What a line opened for writing, made, renamed or removed that its touches do not tell; [] when all was foretold."""
    with tempfile.TemporaryDirectory() as top:
        folder = world(Path(top), line)
        for path in sample.iterdir():
            if (folder / path.name).exists() and path.name not in line.get("files", {}):
                (folder / path.name).write_bytes(path.read_bytes())
        report = guard(line["cmd"], top)
        if report.reading.obstacle or not all(step.command for step in report.reading.steps):
            return []
        found: list[str] = []
        foretold = [pattern_of(t, top) for t in report.touches if t.how in ("write", "create", "delete", "truncate")]
        for step in report.reading.steps:
            program = ffmpeg if step.program == "ffmpeg" else step.program
            for path in _run([program, *step.argv[1:]], top):
                if not any(shape.fullmatch(path) for shape in foretold) and not _harmless(path, top):
                    found.append(os.path.relpath(path, top))
        return sorted(set(found))


def extra_of(argv: list[str], top: str) -> list[str]:
    """What one argv, run in the folder `top`, touches without that the guard says so."""
    named = os.path.basename(argv[0])
    report = guard([[next(p for p in ("ffmpeg", "ffprobe", "ffplay") if named.startswith(p)), *argv[1:]]], top)
    foretold = [pattern_of(t, top) for t in report.touches if t.how in ("write", "create", "delete", "truncate")]
    paths = _run(argv, top)
    return sorted(os.path.relpath(p, top) for p in paths if not any(s.fullmatch(p) for s in foretold) and not _harmless(p, top))


def _run(argv: list[str], top: str) -> set[str]:
    home = os.path.join(top, ".home-of-the-run")
    os.makedirs(home, exist_ok=True)
    log = os.path.join(home, "trace")
    alone = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-Urn"]
    try:
        subprocess.run(
            [*alone, "timeout", str(_SECONDS), "strace", "-f", "-qq", "-s", "4096", "-e", f"trace={_CALLS}", "-o", log, *argv],
            cwd=top, env={"PATH": os.environ["PATH"], "HOME": home, "XDG_CACHE_HOME": home}, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=_SECONDS + 10, check=False,
        )  # fmt: skip
        text = Path(log).read_text(errors="surrogateescape")
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return {path for line in text.splitlines() for path in _written(line, top)}


def _written(line: str, top: str) -> list[str]:
    match = _LINE.match(line)
    if match is None or match.group(3).startswith("-"):
        return []
    call, arguments = match.group(1), match.group(2)
    names = [
        n.encode().decode("unicode_escape").encode("latin-1", "replace").decode("utf-8", "replace")
        for n in _NAME.findall(arguments)
    ]
    if call in ("open", "openat") and not re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", arguments):
        return []
    if call in ("connect", "bind"):
        return []
    return [os.path.normpath(os.path.join(top, name)) for name in (names[-1:] if call.startswith(("link", "symlink")) else names)]


def _harmless(path: str, top: str) -> bool:
    """The terminal, devices, the run's own home, caches of fonts, temporary files without another use."""
    return path.startswith(
        (
            "/dev/",
            "/proc/self/",
            os.path.join(top, ".home-of-the-run"),
            "/var/cache/fontconfig",
            "/tmp/ffcache",
            "/tmp/pulse-",
            "/memfd",
        )
    )


def every(step: int = 1, ffmpeg: str = "ffmpeg") -> tuple[int, list[tuple[str, list[str]]]]:
    """(lines that were run, those that touched more than was foretold)."""
    with tempfile.TemporaryDirectory() as sample:
        media(Path(sample), ffmpeg)
        lines = [line for line in LINES if suited(line)][::step]
        wrong = [(line["id"], extra) for line in lines if (extra := unpredicted(line, Path(sample), ffmpeg))]
    return len(lines), wrong


if __name__ == "__main__":
    count, wrong = every(int(sys.argv[1]) if len(sys.argv) > 1 else 1, sys.argv[2] if len(sys.argv) > 2 else "ffmpeg")
    for name, extra in wrong:
        print(name, extra)
    print(f"| lines run under a system-call trace | {count} | {len(wrong)} |")
