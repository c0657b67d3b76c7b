"""What was found of ffmpeg, what it lacks that requests often need, and how to get it."""

import os
import sys
from typing import Any, NamedTuple

from ffai import __version__
from ffai.environment import Environment
from ffai.errors import FfaiError
from ffai.tools.capabilities import load
from ffai.tools.locate import HOW_TO_GET, Chosen, find_tools

# what requests commonly need -> what it is for
ENCODERS = {
    "libx264": "H.264", "libx265": "H.265", "libsvtav1": "AV1", "libvpx-vp9": "VP9 (WebM)", "aac": "AAC", "libmp3lame": "MP3", "libopus": "Opus", "libvorbis": "Vorbis", "flac": "FLAC", "alac": "ALAC", "ac3": "AC-3", "prores_ks": "ProRes", "dnxhd": "DNxHR", "gif": "GIF", "libwebp": "WebP", "mpeg4": "MPEG-4", "mpeg2video": "MPEG-2", "mov_text": "subtitles in MP4", "srt": "SRT subtitles",
}  # fmt: skip
FILTERS = {
    "drawtext": "text on the picture", "subtitles": "burning subtitles in", "vidstabdetect": "stabilising", "vidstabtransform": "stabilising", "zscale": "HDR to SDR", "loudnorm": "loudness", "xfade": "transitions", "rubberband": "pitch", "palettegen": "good GIFs", "afftdn": "noise in sound", "libvmaf": "comparing quality (VMAF)", "minterpolate": "smooth slow motion",
}  # fmt: skip


class Found(NamedTuple):
    works: bool
    facts: dict[str, Any]
    lines: tuple[str, ...]


def report(env: Environment, settings: Chosen) -> Found:
    """What is installed and what to do about the rest."""
    lines = [f"ffai {__version__}, Python {sys.version.split()[0]}"]
    facts: dict[str, Any] = {"ffai": __version__, "python": sys.version.split()[0]}
    try:
        tools = find_tools(env, settings)
    except FfaiError as error:
        return Found(False, {**facts, "error": error.message}, (*lines, f"ffmpeg: {error.message}", f"  {error.next_step}"))
    facts.update(ffmpeg=tools.ffmpeg, ffprobe=tools.ffprobe, version=tools.version)
    if tools.ffmpeg is None:
        lines += [
            "ffmpeg: none found",
            f"  {HOW_TO_GET}",
            f"  until then requests are planned by the table of ffmpeg {tools.version}, and nothing can be run",
        ]
        return Found(False, facts, (*lines, *_folders(env, facts)))
    lines += [
        f"ffmpeg: {tools.ffmpeg} ({tools.version})",
        f"ffprobe: {tools.ffprobe or 'none; files are looked into with ffmpeg -i'}",
    ]
    capabilities = load(tools, env)
    missing = [(name, what, "encoder") for name, what in ENCODERS.items() if not capabilities.has_encoder(name)]
    missing += [(name, what, "filter") for name, what in FILTERS.items() if not capabilities.has_filter(name)]
    facts["missing"] = [{"kind": kind, "name": name, "for": what} for name, what, kind in missing]
    if missing:
        lines.append("lacks, of what requests commonly need:")
        lines += [f"  {kind} {name} ({what})" for name, what, kind in missing]
        lines.append("  a fuller build: apt install ffmpeg, or pip install 'ffai[ffmpeg]' and FFAI_FFMPEG set to its binary")
    else:
        lines.append("has every encoder and filter that requests commonly need")
    lines += _fence(facts)
    from ffai.tools.models import model_lines

    lines += model_lines(env, settings, facts)
    return Found(True, facts, (*lines, *_folders(env, facts)))


def _fence(facts: dict[str, Any]) -> list[str]:
    """Which fence works here, and what is off."""
    from ffai.running.sandbox import LANDLOCK, NONE, chosen, landlock_version, what_is_off

    kind, holds = chosen(os.environ.get("FFAI_FENCE", ""))
    facts["landlock"] = landlock_version()
    facts["fence"] = {"kind": kind, "files": holds.files, "network": holds.network}
    if kind == NONE:
        return [
            "fence: none works here; results are still staged and never replace a file",
            "  to have one: apt install bubblewrap",
        ]
    version = f" version {facts['landlock']}" if kind == LANDLOCK else ""
    return [f"fence: {kind}{version}", *(f"  off: {sentence}" for sentence in what_is_off())]


def _folders(env: Environment, facts: dict[str, Any]) -> list[str]:
    lines = []
    for name, folder in (("settings", env.config_dir), ("state", env.state_dir), ("cache", env.cache_dir)):
        parent = folder
        while parent and not os.path.isdir(parent):
            parent = os.path.dirname(parent)
        fine = os.access(parent or "/", os.W_OK)
        facts[name] = {"folder": folder, "writable": fine}
        lines.append(f"{name}: {folder}" + ("" if fine else " (cannot be written)"))
    return lines
