"""Which ffmpeg is used, and its version."""

import os
import re
import sys
from typing import Protocol

from ffai.environment import Environment
from ffai.errors import Missing
from ffai.values import Tools

SHIPPED_VERSION, SHIPPED_NUMBER = "9.0", (9, 0)
"""The version whose table is shipped, for planning without any ffmpeg."""

HOW_TO_GET = (
    "install it: apt install ffmpeg (Debian, Ubuntu), brew install ffmpeg (macOS), or pip install 'ffai[ffmpeg]' for a static one"
)


class Chosen(Protocol):
    @property
    def ffmpeg(self) -> str: ...
    @property
    def ffprobe(self) -> str: ...


def find_tools(env: Environment, settings: Chosen | None = None) -> Tools:
    """The ffmpeg in use: the one chosen (FFAI_FFMPEG or the setting), else the system's, else imageio-ffmpeg's.

    ffprobe is used only beside the ffmpeg that it belongs to; without it, files are probed through `ffmpeg -i`. Raises
    Missing when a chosen one is not there.
    """
    said = env.variables.get("FFAI_FFMPEG") or (settings.ffmpeg if settings else "")
    said_probe = env.variables.get("FFAI_FFPROBE") or (settings.ffprobe if settings else "")
    path_variable = env.variables.get("PATH", "")
    if said:
        ffmpeg = which(said, path_variable)
        if ffmpeg is None:
            raise Missing(
                f"the chosen ffmpeg is not there: {said}", "name another one (FFAI_FFMPEG, or: ffai config set ffmpeg PATH)"
            )
        ffprobe = _beside(ffmpeg)
    else:
        ffmpeg = which("ffmpeg", path_variable)
        ffprobe = which("ffprobe", path_variable) if ffmpeg else None
        if ffmpeg is None:
            ffmpeg = bundled()
    if said_probe:
        ffprobe = which(said_probe, path_variable)
        if ffprobe is None:
            raise Missing(f"the chosen ffprobe is not there: {said_probe}", "name another one (FFAI_FFPROBE), or leave it out")
    if ffmpeg is None:
        return Tools(None, None, SHIPPED_VERSION, SHIPPED_NUMBER)
    version = version_of(ffmpeg, env.cache_dir)
    return Tools(ffmpeg, ffprobe, version, number_of(version))


def which(name: str, path_variable: str) -> str | None:
    """The executable file of that name or path; None when there is none."""
    if os.sep in name:
        path = os.path.abspath(os.path.expanduser(name))
        return path if os.path.isfile(path) and os.access(path, os.X_OK) else None
    for folder in path_variable.split(os.pathsep):
        path = os.path.join(folder, name)
        if folder and os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None


def _beside(ffmpeg: str) -> str | None:
    folder, name = os.path.split(ffmpeg)
    path = os.path.join(folder, name.replace("ffmpeg", "ffprobe"))
    return path if path != ffmpeg and os.path.isfile(path) and os.access(path, os.X_OK) else None


def bundled() -> str | None:
    """The static ffmpeg of the package imageio-ffmpeg, found without importing it."""
    for folder in sys.path:
        binaries = os.path.join(folder or ".", "imageio_ffmpeg", "binaries")
        try:
            names = sorted(n for n in os.listdir(binaries) if n.startswith("ffmpeg"))
        except OSError:
            continue
        for name in reversed(names):
            path = os.path.join(binaries, name)
            if os.access(path, os.X_OK):
                return path
    return None


def key_of(path: str) -> str:
    """What tells one build of a binary from another: real path, size and time of change."""
    real = os.path.realpath(path)
    status = os.stat(real)
    return f"{real}|{status.st_size}|{status.st_mtime_ns}"


def version_of(ffmpeg: str, cache_dir: str) -> str:
    """The version that a binary says it has; asked once for each build of it, since a start costs most of a probe's time."""
    try:
        key = key_of(ffmpeg)
    except OSError as problem:
        raise Missing(f"{ffmpeg} cannot be read: {problem.strerror}", HOW_TO_GET) from None
    from zlib import crc32

    note = os.path.join(cache_dir, f"version-{crc32(key.encode('utf-8', 'surrogateescape')):08x}")
    try:
        with open(note, encoding="utf-8", errors="surrogateescape") as file:
            said, _, version = file.read().partition("\n")
        if said == key and version.strip():
            return version.strip()
    except OSError:
        pass
    version = _asked(ffmpeg)
    from ffai.tools.cache import write

    write(note, f"{key}\n{version}\n".encode("utf-8", "surrogateescape"))
    return version


def _asked(ffmpeg: str) -> str:
    import subprocess

    try:
        done = subprocess.run([ffmpeg, "-version"], capture_output=True, timeout=30, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError) as problem:
        raise Missing(f"{ffmpeg} does not start: {problem}", HOW_TO_GET) from None
    found = re.match(rb"ffmpeg version (\S+)", done.stdout)
    if found is None:
        raise Missing(f"{ffmpeg} does not answer as ffmpeg does", "choose another one: FFAI_FFMPEG=/path/to/ffmpeg")
    return found.group(1).decode("utf-8", "replace")


def number_of(version: str) -> tuple[int, int]:
    """(5, 1) of "5.1.9-0+deb12u1" or "n5.1"; a build from git counts as newer than any release."""
    found = re.match(r"n?(\d+)\.(\d+)", version)
    return (int(found.group(1)), int(found.group(2))) if found else (99, 0)
