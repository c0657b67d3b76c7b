"""The file as a whole: name, container, size, length, tags, chapters, boxes, text."""

import os
import re
from typing import Any

from ffai_evals.judge.checks.base import Case, check, one_of, within
from ffai_evals.judge.measure import Made


@check("name")
def _name(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return one_of(made.name, wanted) or one_of(os.path.basename(made.name), wanted), made.name


@check("ext")
def _ext(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    ext = os.path.splitext(made.name)[1].lstrip(".").lower()
    return one_of(ext, wanted), ext


@check("container")
def _container(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    formats = made.media.formats if made.media else ()
    return any(one_of(f, wanted) for f in formats), ",".join(formats)


@check("bytes")
def _bytes(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    low_high = wanted if isinstance(wanted, list) else [1, wanted]
    return low_high[0] <= made.size <= low_high[1], f"{made.size} bytes"


@check("smaller")
def _smaller(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Smaller than the main input, by this factor at least."""
    before = case.bench.file(case.main).size
    return made.size <= before * (1 if wanted is True else wanted), f"{made.size} bytes of {before}"


@check("duration")
def _duration(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    length = made.media.duration if made.media else None
    tolerance = 0.16 if isinstance(wanted, list | dict) else max(0.16, 0.02 * wanted)
    return within(length, wanted, tolerance), f"{length} s"


@check("tags")
def _tags(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    tags = {name.lower(): text for name, text in (made.media.tags if made.media else ())}
    fine = all(
        (name not in tags) if pattern is None else re.search(pattern, tags.get(name, "")) for name, pattern in wanted.items()
    )
    return fine, ", ".join(f"{n}={t}" for n, t in tags.items())[:200]


@check("chapters")
def _chapters(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    count = len(made.media.chapters) if made.media else 0
    return count == wanted, f"{count} chapters"


@check("faststart")
def _faststart(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    boxes = made.boxes
    first = "moov" in boxes and "mdat" in boxes and boxes.index("moov") < boxes.index("mdat")
    return first is wanted, " ".join(boxes[:6])


@check("boxes")
def _boxes(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return all(w in made.boxes for w in wanted), " ".join(made.boxes[:8])


@check("text")
def _text(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    patterns = wanted if isinstance(wanted, list) else [wanted]
    return all(re.search(p, made.text) for p in patterns), made.text[:120].replace("\n", " / ")
