"""How streams were coded: bit rates, key frames, packets copied or encoded anew, what an encoder wrote of itself."""

import re
from itertools import pairwise
from typing import Any

from ffai_evals.judge.checks.base import CHECKS, Case, Check, check, within
from ffai_evals.judge.measure import Made


def _bitrate(kind: str) -> Check:
    def look(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
        """Kilobits a second over the stream's packets; a plain number allows 25 % beside it."""
        packets = made.packets(kind)
        length = (made.media.duration if made.media else None) or 1.0
        rate = sum(size for _, size, _ in packets) * 8 / length / 1000
        return within(rate, wanted, 0 if isinstance(wanted, list | dict) else 0.25 * wanted), f"{rate:.0f} kb/s"

    return look


CHECKS["vbitrate"] = _bitrate("v")
CHECKS["abitrate"] = _bitrate("a")


@check("keyint")
def _keyint(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The longest distance between key frames, in frames."""
    keys = [n for n, (_, _, key) in enumerate(made.packets("v")) if key]
    distances = [b - a for a, b in pairwise(keys)] or [0]
    return within(max(distances), wanted, 0), f"{max(distances)} frames"


@check("copied")
def _copied(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Streams whose decoded frames are frames of the main input's: "v", "a", or "a:1" for another one of it."""
    said = []
    fine = True
    for word in wanted if isinstance(wanted, list) else [wanted]:
        kind, _, index = word.partition(":")
        source = case.bench.file(case.main).hashes(kind, int(index or 0))
        found = made.hashes(kind)
        share = len(found & source) / len(found) if found else 0.0
        fine = fine and share > (0.9 if kind == "v" else 0.6)
        said.append(f"{word}: {share:.0%} of the frames are the input's")
    return fine, "; ".join(said)


@check("reencoded")
def _reencoded(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    met, measured = _copied(made, wanted, case)
    return not met, measured


@check("settings")
def _settings(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Regular expressions that what the encoder wrote of itself into the stream matches: x264's and x265's options, LAME's header."""
    with open(made.path, "rb") as file:
        text = file.read(400_000).decode("latin-1")
    found = re.search(r"options: [ -~]{10,2000}", text)
    return all(re.search(p, text) for p in (wanted if isinstance(wanted, list) else [wanted])), found[0][
        :300
    ] if found else "none"
