"""What ffmpeg and players report, as people quote it, and the edit that mends it."""

import re
from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token

# the messages are those of ffmpeg's own sources (libavformat, libavcodec, fftools); what mends them is in its documentation
_MENDS: tuple[tuple[str, Any], ...] = (
    (r"non.?monoton\w+|timestamps are unset|queue input is backward|invalid (?:dts|pts)|dts .{0,20}out of order", e.Repair()),
    (r"moov atom not found|partial file|packet corrupt|corrupt decoded frame|error while decoding|error reading header|invalid nal unit", e.Repair()),
    (r"(?:width|height) not divisible by 2", e.Scale(multiple=2)),
    (r"too many packets buffered", e.Option("max_muxing_queue_size", "1024", "mux")),
    (r"could not find tag for codec|not currently supported in container", e.Reencode()),
    (r"malformed aac bitstream", e.Option("bsf:a", "aac_adtstoasc", "mux")),
)  # fmt: skip


def mended(request: str, edits: list[Any], tokens: list[Token], used: set[int]) -> None:
    """Adds the edit that mends what is quoted, where no edit of its kind is there, and takes the quotation as understood."""
    for pattern, edit in _MENDS:
        found = re.search(pattern, request, re.IGNORECASE)
        if found is None:
            continue
        if not any(isinstance(x, type(edit)) for x in edits):
            edits.append(edit)
        used |= {i for i, t in enumerate(tokens) if t.start < found.end() and found.start() < t.end}
