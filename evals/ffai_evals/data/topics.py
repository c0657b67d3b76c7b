"""What a verified command exercises: the family of the wish, and the parts of ffmpeg that do it."""

import os
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ffai.tools.capabilities import Capabilities
from ffai_evals.data.plan import Plan

# Options that only ask ffmpeg about itself, or say how loud it is. Source: ffmpeg -h long, "Print help / information / capabilities".
_ASKING = frozenset(
    "L h ? help version buildconf formats muxers demuxers devices codecs decoders encoders bsfs protocols filters pix_fmts layouts sample_fmts dispositions colors sources sinks hwaccels loglevel v report hide_banner stats stats_period cpuflags cpucount max_alloc i y n".split()
)
# Encoders that ffmpeg takes by itself for what is written without -c:v. Source: ffmpeg -h muxer=NAME, and image2's own table.
_ENCODERS = {"gif": "gif", "png": "png", "jpg": "mjpeg", "jpeg": "mjpeg", "bmp": "bmp", "tiff": "tiff", "webp": "libwebp", "tga": "targa", "ppm": "ppm", "srt": "subrip", "ass": "ass", "vtt": "webvtt"}  # fmt: skip
_NAME = re.compile(r"(?:^|[,;\]])\s*(?:\[[^\]]*\]\s*)*([a-z][a-z0-9_]*)(?:@\w+)?(?==|,|;|\[|$)")


class Topics(NamedTuple):
    family: str = ""
    names: tuple[str, ...] = ()  # "family:trim", "filter:scale", "encoder:libx264", "muxer:mp4"


def topics_of(plan: Plan, commands: Sequence[Sequence[str]], outputs: Sequence[str], capabilities: Capabilities) -> Topics:
    """The topics of a plan's commands, in a stable order."""
    found = {f"family:{part.family}" for part in plan.parts} | set(exercised(commands, outputs, capabilities))
    return Topics(plan.parts[0].family, tuple(sorted(found)))


def exercised(commands: Sequence[Sequence[str]], outputs: Sequence[str], capabilities: Capabilities) -> tuple[str, ...]:
    """The filters, encoders, muxers and protocols of ffmpeg that commands use, in a stable order."""
    found: set[str] = set()
    for argv in commands:
        found |= _of_command(argv, capabilities)
    found |= {f"muxer:{muxer}" for name in outputs if (muxer := _muxer(name, capabilities))}
    if not any(option.startswith(("-c", "-vcodec")) for argv in commands for option in argv):
        implied = {_ENCODERS.get(os.path.splitext(name)[1][1:].lower(), "") for name in outputs}
        found |= {f"encoder:{name}" for name in implied if name and capabilities.has_encoder(name)}
    if commands:
        found.add("protocol:file")
    return tuple(sorted(found))


def options_of(capabilities: Capabilities) -> frozenset[str]:
    """The options of ffmpeg's command line, and those that all codecs and all formats have."""
    return frozenset(name for section in ("cli", "codec", "format") for name in capabilities.options(section)) - _ASKING


def _of_command(argv: Sequence[str], capabilities: Capabilities) -> set[str]:
    known = options_of(capabilities)
    said = {word[1:].split(":")[0] for word in argv if re.match(r"-[a-zA-Z]", word)}
    found: set[str] = {f"option:{name}" for name in said & known}
    for option, value in pairwise(argv):
        name = option.lstrip("-").split(":")[0]
        if name in ("vf", "af", "filter", "filter_complex", "lavfi"):
            found |= {f"filter:{f}" for f in filters_in(value) if capabilities.has_filter(f)}
        elif name in ("c", "codec", "vcodec", "acodec", "scodec") and capabilities.has_encoder(value):
            found.add(f"encoder:{value}")
        elif name == "f" and option == "-f" and capabilities.has_muxer(value) and value != "lavfi":
            found.add(f"muxer:{value}")
    return found


def filters_in(graph: str) -> set[str]:
    """The names of the filters of a graph; what stands in quotes or behind a backslash is no name."""
    bare = re.sub(r"'[^']*'|\\.", "_", graph)
    return set(_NAME.findall(bare))


def _muxer(name: str, capabilities: Capabilities) -> str:
    return capabilities.muxer_of(name) or ""
