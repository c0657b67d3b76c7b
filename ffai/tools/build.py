"""Reads the tables from an ffmpeg binary.

python -m ffai.tools.build FFMPEG OUT     makes the shipped table of a whole binary
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ffai.errors import Missing
from ffai.tools import parse
from ffai.tools.locate import HOW_TO_GET

_LISTS = ("-encoders", "-decoders", "-muxers", "-demuxers", "-filters", "-bsfs", "-pix_fmts", "-sample_fmts", "-protocols")


def said(ffmpeg: str, *words: str) -> str:
    """What an ffmpeg prints for a question about itself. Raises Missing when it cannot be started."""
    try:
        done = subprocess.run(
            [ffmpeg, "-nostdin", "-hide_banner", *words], capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise Missing(f"{ffmpeg} does not start: {problem}", HOW_TO_GET) from None
    return done.stdout.decode("utf-8", "replace")


def build_index(ffmpeg: str) -> dict[str, Any]:
    """The lists, and the options of the command line and of codecs and formats in general."""
    with ThreadPoolExecutor(4) as pool:
        full = pool.submit(said, ffmpeg, "-h", "full")
        texts = dict(zip(_LISTS, pool.map(lambda word: said(ffmpeg, word), _LISTS), strict=True))
    help_ = full.result()
    inside, outside = parse.protocols(texts["-protocols"])
    return {
        "encoders": parse.codecs(texts["-encoders"]),
        "decoders": parse.codecs(texts["-decoders"]),
        "muxers": parse.formats(texts["-muxers"], "E"),
        "demuxers": parse.formats(texts["-demuxers"], "D"),
        "filters": parse.filters(texts["-filters"]),
        "bsfs": parse.words(texts["-bsfs"]),
        "pix_fmts": parse.table_names(texts["-pix_fmts"], 1),
        "sample_fmts": parse.table_names(texts["-sample_fmts"], 0),
        "protocols_in": inside,
        "protocols_out": outside,
        "sections": {
            "cli": {"options": parse.command_line(help_)},
            "codec": {"options": parse.generic(help_, "AVCodecContext")},
            "format": {"options": parse.generic(help_, "AVFormatContext")},
            "scaler": {"options": parse.generic(help_, "SWScaler")},
            "resampler": {"options": parse.generic(help_, "SWResampler")},
        },
    }


def ask_section(ffmpeg: str, kind: str, name: str) -> dict[str, Any]:
    """The options of one part, and what its help says besides."""
    text = said(ffmpeg, "-h", f"{kind}={name}")
    found: dict[str, Any] = {"options": parse.options(text)}
    if kind == "muxer":
        found["extensions"], found["defaults"] = parse.muxer(text)
    elif kind == "encoder":
        found["pix_fmts"] = parse.pixel_formats_of(text)
    return found


def build_whole(ffmpeg: str) -> dict[str, Any]:
    """Everything, for the table that is shipped."""
    index = build_index(ffmpeg)
    parts = (
        [("encoder", n) for n in index["encoders"]]
        + [("muxer", n) for n in index["muxers"]]
        + [("filter", n) for n in index["filters"]]
        + [("demuxer", n) for n in index["demuxers"]]
        + [("bsf", n) for n in index["bsfs"]]
    )
    with ThreadPoolExecutor(4) as pool:
        for (kind, name), section in zip(parts, pool.map(lambda p: ask_section(ffmpeg, *p), parts), strict=True):
            if section["options"] or section.get("extensions"):
                index["sections"][f"{kind}:{name}"] = section
    return index


def main(argv: list[str]) -> None:
    import json
    import zlib

    data = json.dumps(build_whole(argv[0]), separators=(",", ":")).encode()
    with open(argv[1], "wb") as file:
        file.write(zlib.compress(data, 9))


if __name__ == "__main__":
    main(sys.argv[1:])
