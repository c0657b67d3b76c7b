"""Several measurements of one file by one ffmpeg: starting it costs more than decoding so little.

A file that came out is decoded whole to see whether it is damaged. What its requirements will ask for beside that is written by the same
process, each to a file of its own, in the same words as if it were asked alone (`asked` in measure.py). A file that makes the process
fail is measured as before, one thing at a time.
"""

import contextlib
import tempfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ffai_evals.judge.measure import Made

_FRAMES = frozenset(
    "like unlike luma brighter contrast saturation colour changed unchanged vivid moving starts luma_in luma_out undistorted centred warm pictures stacked bars".split()
)
_SOUND = frozenset("sound_like silent audible levels fades_in fades_out pauses".split())
_HASHES = frozenset(("copied", "reencoded"))

Need = tuple[str, ...]
"""What is asked of a file: ("frames",), ("sound",), ("count",), ("hashes", kind, number)."""


def needs(wanted: Mapping[str, Any], made: "Made") -> list[Need]:
    """The measurements that these requirements begin with, where the file has such streams."""
    found: list[Need] = []
    pictures, sounds = made.streams("video"), made.streams("audio")
    if pictures and not _FRAMES.isdisjoint(wanted):
        found.append(("frames",))
    if sounds and not _SOUND.isdisjoint(wanted):
        found.append(("sound",))
    if pictures and "frames" in wanted:
        found.append(("count",))
    for name in _HASHES & set(wanted):
        for word in wanted[name] if isinstance(wanted[name], list) else [wanted[name]]:
            kind, _, number = str(word).partition(":")
            there = {"v": () if any(s.rotation for s in pictures) else pictures, "a": sounds}.get(kind, ())
            if number in ("", "0", "1", "2", "3") and int(number or 0) < len(there):
                found.append(("hashes", kind, number or "0"))
    return list(dict.fromkeys(found))


def measure(made: "Made", wanted: list[Need]) -> bool:
    """Decodes the file once for all of `wanted`; False when that does not go well."""
    with contextlib.ExitStack() as files:
        outputs = [(need, files.enter_context(tempfile.TemporaryFile())) for need in wanted]
        words = [word for need, file in outputs for word in (*made.asked(need), f"pipe:{file.fileno()}")]
        _, code = made.decoded(*words, keep=[file.fileno() for _, file in outputs])
        if code:
            return False
        made.damage = ""
        for need, file in outputs:
            file.seek(0)
            made.take(need, file.read())
    return True
