"""Questions about the installed ffmpeg, answered from its own tables."""

from typing import Any

from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.work import Work

# a word of the request → the ending of the encoders that it is about
_HARDWARE = {"nvenc": "NVIDIA", "qsv": "Intel Quick Sync", "vaapi": "VA-API", "amf": "AMD", "videotoolbox": "Apple", "v4l2m2m": "V4L2", "vulkan": "Vulkan", "mf": "Media Foundation"}  # fmt: skip
_SHOWN = 60


def about_ffmpeg(what: str, work: Work) -> str:
    """What the installed ffmpeg can do: `what` is one of codecs, encoders, decoders, formats, filters, hardware, protocols, version, or "has NAME"."""
    caps = work.capabilities
    topic, _, name = what.partition(" ")
    if topic == "version":
        source = work.context.tools.ffmpeg or "no ffmpeg is found"
        return f"ffmpeg {caps.version} ({source})."
    if topic == "has":
        return _has(name, caps)
    if topic == "hardware":
        return _hardware(caps)
    if topic in ("encoders", "decoders"):
        return _listed(topic, getattr(caps, topic), caps)
    if topic == "filters":
        return _listed("filters", caps.filters, caps)
    if topic == "protocols":
        return _listed("protocols to read", sorted(caps.protocols_in), caps)
    if topic == "formats":
        return _listed("formats to write", caps.muxers, caps) + "\n" + _listed("formats to read", caps.demuxers, caps)
    return _codecs(caps)


def _listed(name: str, found: Any, caps: Any) -> str:
    names = sorted(found)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    command = {"formats to write": "muxers", "formats to read": "demuxers", "protocols to read": "protocols"}.get(name, name)
    return f"ffmpeg {caps.version} has {len(names)} {name}: {', '.join(names[:_SHOWN])}{more}. All of them: ffmpeg -{command}"


def _codecs(caps: Any) -> str:
    lines = [
        f"ffmpeg {caps.version} has {len(caps.encoders)} encoders and {len(caps.decoders)} decoders. All of them: ffmpeg -codecs"
    ]
    for kind, table in (("video", coding.VIDEO), ("sound", coding.AUDIO)):
        wanted = sorted({name for _, names in table.values() for name in names if caps.has_encoder(name)})
        lines.append(f"  {kind}, to write: {', '.join(wanted)}")
    return "\n".join(lines)


def _hardware(caps: Any) -> str:
    found = [name for name in sorted(caps.encoders) if name.rpartition("_")[2] in _HARDWARE]
    if not found:
        return f"ffmpeg {caps.version} is built without hardware encoders."
    return f"ffmpeg {caps.version} is built with these hardware encoders; whether they work depends on this machine: {', '.join(found)}."


def _has(name: str, caps: Any) -> str:
    """Whether there is an encoder, decoder, filter or format of that name, or one that has it in its name."""
    kinds = (("encoder", caps.encoders), ("decoder", caps.decoders), ("filter", caps.filters), ("format", caps.muxers))
    rows = [coding.VIDEO.get(coding.ALIASES.get(name, name)), coding.AUDIO.get(coding.ALIASES.get(name, name))]
    names = {name, *(n for row in rows if row is not None for n in (row[0], *row[1]))}
    exact = [f"{kind} {n}" for kind, table in kinds for n in sorted(names) if n in table]
    near = [f"{kind} {n}" for kind, table in kinds for n in sorted(table) if name in n and n not in names][:12]
    if not exact and not near:
        return f"No: ffmpeg {caps.version} has no encoder, decoder, filter or format called {name}."
    return f"Yes: ffmpeg {caps.version} has " + ", ".join(exact + near) + "."
