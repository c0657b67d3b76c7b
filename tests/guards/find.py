"""Finds options that write files and that the guard's table lacks: find.py FFMPEG [NEW].

Every option of type string, binary or dictionary that `FFMPEG -h full` shows for filters, muxers and encoders is given the name of a file and
run once under a system-call trace; what it opens must be what the guard foretells. NEW looks only at options that strings.txt does not list,
and adds them to it when nothing turned up.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from guards.truth import extra_of, media

KNOWN = Path(__file__).parents[2] / "guards" / "corpus" / "strings.txt"
_SECTION = re.compile(r"^(\S+) (?:(muxer|demuxer|encoder|decoder) )?AVOptions:$")
_OPTION = re.compile(r"^ {1,4}-?(\S+)\s+<(string|binary|dictionary)>\s+(\S+)")


def string_options(ffmpeg: str) -> set[str]:
    """Options of text, as KIND:COMPONENT:NAME."""
    listed = {kind: _names(ffmpeg, kind) for kind in ("filters", "muxers", "encoders")}
    text = subprocess.run(
        [ffmpeg, "-hide_banner", "-h", "full"], capture_output=True, text=True, check=True, errors="replace"
    ).stdout
    found, component, kind = set(), "", ""
    for line in text.splitlines():
        section = _SECTION.match(line)
        if section is not None:
            component, kind = section.group(1), section.group(2) or ""
            continue
        option = _OPTION.match(line)
        if option is None or kind in ("demuxer", "decoder"):
            continue
        flags = option.group(3)
        for each in re.split(r"[,/|()]+", component):
            if "F" in flags and each in listed["filters"]:
                found.add(f"filter:{each}:{option.group(1)}")
            elif kind == "muxer" or ("E" in flags and each in listed["muxers"] and each not in listed["encoders"]):
                found.add(f"muxer:{each}:{option.group(1)}")
            elif "E" in flags and each in listed["encoders"]:
                found.add(f"encoder:{each}:{option.group(1)}")
    return found


def _names(ffmpeg: str, what: str) -> dict[str, str]:
    text = subprocess.run(
        [ffmpeg, "-hide_banner", f"-{what}"], capture_output=True, text=True, check=True, errors="replace"
    ).stdout
    if what == "filters":
        return dict(re.findall(r"^ [.TSC]{2,3} (\S+)\s+(\S+->\S+)", text, re.MULTILINE))
    if what == "encoders":
        return {name: kind for kind, name in re.findall(r"^ ([VAS])\S{5} (\S+)", text, re.MULTILINE)}
    return {name: "" for names in re.findall(r"^ {1,2}[DEd ]{1,3} (\S+)", text, re.MULTILINE) for name in names.split(",")}


def _argv(ffmpeg: str, option: str, filters: dict[str, str], encoders: dict[str, str]) -> list[str]:
    kind, component, name = option.split(":")
    start = [ffmpeg, "-v", "error", "-nostdin"]
    if kind == "muxer":
        return [*start, "-i", "here.mov", "-c:v", "mpeg4", "-f", component, f"-{name}", "SENTINEL", "made.bin"]
    if kind == "encoder":
        sort = encoders.get(component, "V")
        return [*start, "-i", "here.mov", f"-c:{sort.lower()}", component, f"-{name}", "SENTINEL", "-t", "0.4", "-f", "null", "-"]
    into, _, out = filters.get(component, "V->V").partition("->")
    pads = "".join(f"[{n}:{'v' if c in 'VN' else 'a'}]" for n, c in enumerate(into if into != "|" else ""))
    inputs = [w for _ in (into if into != "|" else "") for w in ("-i", "here.mov")]
    tail = "" if out == "|" else "[o]"
    graph = f"{pads}{component}={name}=SENTINEL{tail}"
    return [*start, *inputs, "-filter_complex", graph, *(["-map", tail] if tail else []), "-t", "0.4", "-f", "null", "-"]


def writers(ffmpeg: str, wanted: set[str]) -> list[tuple[str, list[str]]]:
    """Options that open more than the guard foretells."""
    filters, encoders = _names(ffmpeg, "filters"), _names(ffmpeg, "encoders")
    found = []
    with tempfile.TemporaryDirectory() as top:
        media(Path(top), ffmpeg)
        here = Path(top, "here.mov").read_bytes()
        for option in sorted(wanted):
            for name in os.listdir(top):
                if name not in ("here.mov", ".home-of-the-run"):
                    subprocess.run(["rm", "-rf", os.path.join(top, name)], check=True)
            Path(top, "here.mov").write_bytes(here)
            extra = extra_of(_argv(ffmpeg, option, filters, encoders), top)
            if extra:
                found.append((option, extra))
    return found


def known() -> set[str]:
    return set(KNOWN.read_text(encoding="ascii").split()) if KNOWN.exists() else set()


def main(ffmpeg: str, only: str = "") -> int:
    options = string_options(ffmpeg)
    wanted = options - known() if only else options
    found = writers(ffmpeg, wanted)
    for option, extra in found:
        print(f"{option}: {' '.join(extra)}")
    print(f"{len(wanted)} options of text were tried, {len(found)} open what the guard does not foretell")
    if not found:
        KNOWN.write_text("\n".join(sorted(known() | options)) + "\n", encoding="ascii")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
