"""What has to be measured in the file before the command can be written: silences, scene changes."""

import os
import re
import subprocess

from ffai.translate.offline.compile.work import Work
from ffai.values import Media


def _log(work: Work, media: Media, *words: str) -> str:
    """What ffmpeg prints when it decodes the file through a measuring filter; "" when it cannot."""
    if work.context.tools.ffmpeg is None:
        return ""
    path = os.path.join(work.context.cwd, media.path)
    argv = [work.context.tools.ffmpeg, "-nostdin", "-hide_banner", "-i", f"file:{path}", *words, "-f", "null", "-"]
    try:
        done = subprocess.run(argv, capture_output=True, timeout=120, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stderr.decode("utf-8", "replace")


def silences(work: Work, media: Media) -> list[tuple[float, float]]:
    """(start, end) of every silence of half a second and more, in seconds."""
    text = _log(work, media, "-vn", "-af", "silencedetect=noise=-40dB:d=0.5")
    starts = [float(x) for x in re.findall(r"silence_start: (-?[\d.]+)", text)]
    ends = [float(x) for x in re.findall(r"silence_end: (-?[\d.]+)", text)]
    return list(zip(starts, ends, strict=False))


def black_parts(work: Work, media: Media) -> list[tuple[float, float]]:
    """(start, end) of every stretch of a tenth of a second and more that is black, in seconds."""
    text = _log(work, media, "-an", "-vf", "blackdetect=d=0.1:pix_th=0.10")
    return [(float(a), float(b)) for a, b in re.findall(r"black_start:([\d.]+) black_end:([\d.]+)", text)]


def scene_times(work: Work, media: Media) -> list[float]:
    """The times, in seconds, at which the picture changes by more than 30 % (ffmpeg's scene score)."""
    text = _log(work, media, "-an", "-vf", "select='gt(scene,0.3)',showinfo")
    return [float(x) for x in re.findall(r"pts_time:([\d.]+)", text)]


def animation_size(work: Work, options: tuple[str, ...], path: str, chain: str, ext: str, limit: float) -> float | None:
    """How many bytes the animation has that these filters make; more than 4 times the limit is not waited for. None: not known."""
    if work.context.tools.ffmpeg is None:
        return None
    graph = f"[0:v:0]{chain},split[a][b];[a]palettegen[p];[b][p]paletteuse" if ext == "gif" else f"[0:v:0]{chain}"
    file = f"file:{os.path.join(work.context.cwd, path)}"
    muxer = {"gif": "gif", "webp": "webp", "apng": "apng"}.get(ext, "gif")
    argv = [work.context.tools.ffmpeg, "-nostdin", "-v", "error", *options, "-i", file, "-filter_complex", graph, "-an", "-t", "60", "-fs", str(int(limit * 4)), "-f", muxer, "pipe:1"]  # fmt: skip
    try:
        done = subprocess.run(argv, capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return None
    return float(len(done.stdout)) if done.returncode == 0 and done.stdout else None
