"""What is told twice, or of something else: a length of the whole beside that of a part, a square beside a size, the height of letters."""

from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token


def told_twice(edits: list[Any], tokens: list[Token]) -> None:
    """Keeps of such edits the one that is meant."""
    _parts(edits)
    _halved(edits, tokens)
    _passes(edits)
    _lettered(edits)
    _crops(edits, tokens)


def _parts(edits: list[Any]) -> None:
    """Of two lengths one is that of the whole: "split a 1-hour file into 10-minute segments"."""
    splits = [x for x in edits if isinstance(x, e.Split) and x.by == "seconds"]
    if len(splits) > 1:
        least = min(splits, key=lambda x: x.value)
        edits[:] = [x for x in edits if x not in splits or x is least]


def _crops(edits: list[Any], tokens: list[Token]) -> None:
    """ "center crop it to a 1080x1080 square" is one crop; what was cut of its bars fills the size that is said."""
    exact = [x for x in edits if isinstance(x, e.Crop) and (x.width or "").isdigit() and (x.height or "").isdigit()]
    for x in exact:
        ratio = int(x.width or 1) / int(x.height or 1)
        edits[:] = [
            y
            for y in edits
            if not (
                isinstance(y, e.Crop) and y.ratio is not None and y.width is None and abs(y.ratio[0] / y.ratio[1] - ratio) < 0.05
            )
        ]
    if any(isinstance(x, e.Crop) and x.detect for x in edits):
        edits[:] = [
            x._replace(mode="fill") if isinstance(x, e.Scale) and x.width and x.height and not x.mode else x for x in edits
        ]
    burnt = {t.lemma for t in tokens} & {"burn", "existing", "hardcode", "burnt", "baked"} or {t.text.lower() for t in tokens} & {
        "burnt",
        "burned",
        "baked",
    }
    hidden = any(isinstance(x, (e.Blur, e.Crop)) or (isinstance(x, e.Drawn) and x.what == "delogo") for x in edits)
    if burnt and hidden:  # "a watermark burnt into it: blur it" lays nothing over
        edits[:] = [x for x in edits if not (isinstance(x, e.Overlay) and not x.path)]


def _halved(edits: list[Any], tokens: list[Token]) -> None:
    """ "crop it, then shrink it to half": of a picture that is being shaped the size is meant, and not that of the file."""
    shaped = any(isinstance(x, (e.Crop, e.Rotate, e.Pad, e.Aspect, e.Flip)) for x in edits)
    if shaped and not {t.lemma for t in tokens} & {"file", "filesize", "compress", "mb", "quality", "bitrate"}:
        edits[:] = [e.Scale(factor=x.factor) if isinstance(x, e.Shrink) and x.factor else x for x in edits]


def _passes(edits: list[Any]) -> None:
    """ "stabilise it in two passes": of the stabiliser, where no rate or size is asked for."""
    if any(isinstance(x, e.Stabilise) for x in edits) and not any(isinstance(x, (e.Bitrate, e.FileSize)) for x in edits):
        edits[:] = [x for x in edits if not isinstance(x, e.TwoPass)]


def _lettered(edits: list[Any]) -> None:
    """ "40 px high" beside a text is the height of its letters."""
    sizes = {x.size for x in edits if isinstance(x, e.Text) and x.size}
    edits[:] = [
        x
        for x in edits
        if not (isinstance(x, e.Scale) and (x.width in sizes or x.height in sizes) and not (x.width and x.height))
    ]
