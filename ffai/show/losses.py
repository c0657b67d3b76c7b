"""What a command gives away: encoding again, tracks that are not taken along, smaller pictures, fewer frames."""

from collections.abc import Iterator
from typing import Any

from ffai_guards.values import Command, Output

from ffai.show.estimate import Estimate, Probe
from ffai.show.explain import encoder_of, is_lossy
from ffai.show.facts import number_text
from ffai.values import Media

# Containers that take subtitle tracks along of themselves, one of them, when no -map says otherwise.
_TAKE_SUBTITLES = frozenset(("mkv", "webm", "mks"))
_STILL = frozenset(("png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff", "gif"))


def losses(command: Command, probe: Probe, estimates: list[Estimate], capabilities: Any = None) -> list[str]:
    """Each loss in a few words, in order, each once."""
    medias = [media for media in (probe(source.url) for source in command.inputs) if media]
    found: list[str] = []
    for output, expected in zip(command.outputs, estimates, strict=False):
        if any(option.name == "f" and option.value == "null" for option in output.options) or output.url == "/dev/null":
            continue
        found += _encoding(output, expected, capabilities)
        found += _tracks(output, medias, command)
        found += _picture(medias, expected)
    return list(dict.fromkeys(found))


def _encoding(output: Output, expected: Estimate, capabilities: Any) -> Iterator[str]:
    """What is encoded again and is lossy, by the encoders named or the container's own."""
    names = {option.name for option in output.options}
    defaults: tuple[str | None, ...] = (None, None)
    if capabilities is not None:
        muxer = next((o.value for o in output.options if o.name == "f"), None) or capabilities.muxer_of(output.url)
        defaults = capabilities.default_codecs(muxer)[:2] if muxer else defaults
    again = []
    if "vn" not in names and expected.picture.width and is_lossy(encoder_of(output, "v") or defaults[0] or "copy"):
        again.append("picture")
    if (
        "an" not in names
        and output.url.rpartition(".")[2].lower() not in _STILL
        and is_lossy(encoder_of(output, "a") or defaults[1] or "copy")
    ):
        again.append("sound")
    if again and _is_gif(output):
        yield "at most 256 colours"
    elif again:
        yield f"{' and '.join(again)} {'are' if len(again) > 1 else 'is'} encoded again"
    if _is_gif(output):
        yield "no sound in a GIF"


def _is_gif(output: Output) -> bool:
    return output.url.lower().endswith(".gif")


def _tracks(output: Output, medias: list[Media], command: Command) -> Iterator[str]:
    """Tracks that ffmpeg leaves behind of itself when no -map says what to take: all but one of each kind."""
    names = {option.name for option in output.options}
    graphs = any(option.name in ("filter_complex", "lavfi") for option in command.global_options)
    if "map" in names or graphs or len(medias) != 1 or output.url.rpartition(".")[2].lower() in _STILL or "%" in output.url:
        return
    media = medias[0]
    for kind, flag in (("video", "vn"), ("audio", "an")):
        count = len(media.of_kind(kind))
        if count > 1 and flag not in names:
            yield f"only one of {count} {kind} tracks is taken"
    subtitles = len(media.of_kind("subtitle"))
    if subtitles and "sn" not in names and "vn" not in names:
        if output.url.rpartition(".")[2].lower() not in _TAKE_SUBTITLES and encoder_of(output, "s") is None:
            yield "subtitles are not taken along"
        elif subtitles > 1:
            yield f"only one of {subtitles} subtitle tracks is taken"


def _picture(medias: list[Media], expected: Estimate) -> Iterator[str]:
    """A picture with less than four fifths of the pixels, or fewer frames a second."""
    first = next((media for media in medias if media.shown_size and not media.is_image), None)
    flow = expected.picture
    if first is None or first.shown_size is None or not flow.width or not flow.height:
        return
    width, height = first.shown_size
    if flow.width * flow.height < width * height * 0.8:
        yield f"picture from {width}×{height} to {round(flow.width)}×{round(flow.height)}"
    rate = first.video.frame_rate if first.video else None
    if rate and flow.rate and flow.rate < rate * 0.95:
        yield f"{number_text(round(flow.rate, 2))} of {number_text(round(rate, 2))} frames a second"
