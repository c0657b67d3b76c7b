"""Facts of the streams: how many, codecs, languages, flags, shapes, rates."""

from typing import Any

from ffai_evals.judge.checks.base import CHECKS, Case, Check, check, one_of, within
from ffai_evals.judge.measure import Made


@check("streams")
def _streams(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    found = {kind: len(made.streams(kind)) for kind in ("video", "audio", "subtitle", "data", "attachment")}
    found["cover"] = sum("attached_pic" in s.disposition for s in made.media.streams) if made.media else 0
    return all(found[kind] == count for kind, count in wanted.items()), ", ".join(f"{n} {k}" for k, n in found.items() if n)


def _first(kind: str, field: str) -> Check:
    def look(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
        streams = made.streams(kind)
        value = str(getattr(streams[0], field)) if streams else "none"
        return (not streams if wanted is None else one_of(value, wanted)), value

    return look


CHECKS["vcodec"] = _first("video", "codec")
CHECKS["acodec"] = _first("audio", "codec")
CHECKS["scodec"] = _first("subtitle", "codec")
CHECKS["pix_fmt"] = _first("video", "pixel_format")
CHECKS["profile"] = _first("video", "profile")
CHECKS["transfer"] = _first("video", "color_transfer")
CHECKS["sar"] = _first("video", "sar")


def _each(field: str, without: str = "") -> Check:
    """One fact of all streams, in order, by kind: {"audio": ["aac", "ac3"]}."""

    def look(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
        found = {kind: [getattr(s, field) or without for s in made.streams(kind)] for kind in wanted}
        return found == wanted, str(found)

    return look


CHECKS["codecs"] = _each("codec")
CHECKS["languages"] = _each("language", "und")
CHECKS["titles"] = _each("title")


def _flagged(flag: str) -> Check:
    """The number of the one stream of a kind that has a flag, null for none: {"audio": 1}."""

    def look(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
        found = {kind: [n for n, s in enumerate(made.streams(kind)) if flag in s.disposition] for kind in wanted}
        return all(found[kind] == ([] if n is None else [n]) for kind, n in wanted.items()), str(found)

    return look


CHECKS["default"] = _flagged("default")
CHECKS["forced"] = _flagged("forced")


@check("size")
def _size(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """[width, height] as shown; null leaves one free, "even" asks for an even number; a tolerance of 1 pixel for what is scaled."""
    shown = made.media.shown_size if made.media else None
    if shown is None:
        return False, "no picture"
    options = wanted["any"] if isinstance(wanted, dict) else [wanted]
    fine = any(
        all(
            w is None or (w == "even" and v % 2 == 0) or (w != "even" and abs(v - w) <= 1)
            for v, w in zip(shown, option, strict=True)
        )
        for option in options
    )
    return fine, f"{shown[0]}x{shown[1]}"


@check("aspect")
def _aspect(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Width to height as displayed, within 2 %."""
    stream = made.streams("video")[0] if made.streams("video") else None
    shown = made.media.shown_size if made.media else None
    if stream is None or shown is None:
        return False, "no picture"
    num, _, den = (stream.sar or "1:1").partition(":")
    sar = float(num) / float(den) if float(num or 0) and float(den or 0) else 1.0
    ratio = shown[0] / shown[1] * (1 / sar if stream.rotation in (90, 270) else sar)
    return abs(ratio / wanted - 1) < 0.02, f"{ratio:.3f}"


@check("rotation")
def _rotation(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    turned = made.streams("video")[0].rotation if made.streams("video") else None
    return within(turned, wanted, 0), f"{turned} degrees"


@check("fps")
def _fps(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    rate = made.streams("video")[0].frame_rate if made.streams("video") else None
    return within(rate, wanted, 0.01 * wanted if isinstance(wanted, int | float) else 0.3), f"{rate} fps"


@check("frames")
def _frames(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return within(made.frame_count, wanted, 0), f"{made.frame_count} frames"


@check("rate")
def _rate(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    rate = made.streams("audio")[0].sample_rate if made.streams("audio") else None
    return within(rate, wanted, 0), f"{rate} Hz"


@check("channels")
def _channels(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    count = made.streams("audio")[0].channels if made.streams("audio") else None
    return within(count, wanted, 0), f"{count} channels"


@check("bits")
def _bits(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    stream = made.streams("audio")[0] if made.streams("audio") else None
    found = (
        (
            stream.bits
            or {"pcm_s16le": 16, "pcm_s16be": 16, "pcm_s24le": 24, "pcm_s24be": 24, "pcm_s32le": 32, "pcm_f32le": 32}.get(
                stream.codec
            )
        )
        if stream
        else None
    )
    return found == wanted, f"{found} bits"
