"""How long and how large each output will be, as far as the probed facts and the settings tell."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from ffai_guards.values import Command, Input, Option, Output

from ffai.show import words
from ffai.show.bits import Job, audio_bits, video_bits
from ffai.show.explain import encoder_of, parse_number, parse_time
from ffai.show.facts import size_text
from ffai.show.flow import Flow, chain, graph
from ffai.show.graph import filters
from ffai.values import Media

Probe = Callable[[str], Media | None]
ENDLESS = float("inf")


class Estimate(NamedTuple):
    """About one output; what cannot be told is None. `low` and `high` are bytes."""

    path: str
    seconds: float | None = None
    low: int | None = None
    high: int | None = None
    picture: Flow = Flow()

    @property
    def size(self) -> int | None:
        """The middle of the range, by ratio."""
        return None if self.low is None or self.high is None else round((self.low * self.high) ** 0.5)


def size_words(estimate: Estimate) -> str:
    """The size in words: about 25–60 MB; about 1.2 MB when the range is narrow; empty when nothing is known."""
    if estimate.low is None or estimate.high is None or estimate.high <= 0:
        return ""
    if estimate.high <= estimate.low * 1.15:
        return f"about {size_text(estimate.size or 0)}"
    unit, divisor = next((unit, size) for unit, size in _UNITS if estimate.high >= size)
    low, high = estimate.low / divisor, estimate.high / divisor
    digits = 0 if high >= 10 else 1
    return f"about {max(low, 10**-digits):.{digits}f}–{high:.{digits}f} {unit}"


_UNITS = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1))


def estimate(command: Command, probe: Probe, capabilities: Any = None) -> list[Estimate]:
    """One estimate for each output of an ffmpeg command, in order."""
    if command.program != "ffmpeg":
        return []
    medias = [_media(each, probe) for each in command.inputs]
    sources = dict(_sources(command, medias))
    graphs = [o.value for o in command.global_options if o.name in ("filter_complex", "lavfi") and o.value]
    links = dict(sources)
    for text in graphs:
        links = graph(text, links)
    return [_output(output, command, medias, links, capabilities) for output in command.outputs]


def _media(source: Input, probe: Probe) -> list[Media]:
    """The files behind an input: one, or those of a concat list or concat: address, when all can be probed."""
    names = [source.url]
    if source.url.startswith("data:"):
        from ffai.show.graph import unescape

        body = source.url.partition(",")[2]
        names = [
            unescape(line.strip()[5:]).removeprefix("file:") for line in body.splitlines() if line.strip().startswith("file ")
        ]
    elif source.url.startswith("concat:"):
        names = source.url[7:].split("|")
    found = [probe(name.removeprefix("file:")) for name in names]
    return [media for media in found if media] if all(found) else []


def _sources(command: Command, medias: list[list[Media]]) -> Iterator[tuple[str, Flow]]:
    """The links that filter graphs and -map start from: "0:v", "0:a", "1:v" …"""
    for number, (source, found) in enumerate(zip(command.inputs, medias, strict=True)):
        options = {o.name: o.value for o in source.options}
        seconds = _cut(_input_length(options, source, found), options)
        video = next((media.video for media in found if media.video), None)
        shown = next((media.shown_size for media in found if media.shown_size), None)
        rate = parse_number(options.get("framerate") or options.get("r") or "") or (video.frame_rate if video else None)
        if found and not video:
            shown = None
        if shown or not found:
            width, height = shown or _lavfi_size(options, source)
            yield f"{number}:v", Flow(seconds, width, height, rate)
        if not found or any(media.audio for media in found):
            yield f"{number}:a", Flow(seconds)


def _input_length(options: Mapping[str, str | None], source: Input, found: list[Media]) -> float | None:
    if options.get("f") == "lavfi":
        made = filters(source.url)
        text = made[0].get("duration", "d") if made else ""
        return parse_time(text) if text else ENDLESS
    if not found:
        return None
    if all(media.is_image for media in found):
        if options.get("loop") == "1":
            return ENDLESS
        return len(found) / (parse_number(options.get("framerate") or options.get("r") or "25") or 25)
    lengths = [media.duration for media in found]
    if None in lengths:
        return None
    loops = options.get("stream_loop") or "0"
    total = sum(length for length in lengths if length is not None)
    return ENDLESS if loops == "-1" else total * (int(loops) + 1 if loops.isdigit() else 1)


def _lavfi_size(options: Mapping[str, str | None], source: Input) -> tuple[float | None, float | None]:
    made = filters(source.url) if options.get("f") == "lavfi" else []
    width, _, height = (made[0].get("size", "s") if made else "").partition("x")
    return (float(width), float(height)) if width.isdigit() and height.isdigit() else (None, None)


def _cut(length: float | None, options: Mapping[str, str | None]) -> float | None:
    """The length that -ss, -sseof, -to and -t leave."""
    start, back = parse_time(options.get("ss") or "0") or 0.0, parse_time(options.get("sseof") or "")
    if back is not None and length is not None:
        start = max(0.0, length + back) if length != ENDLESS else 0.0
    end, most = parse_time(options.get("to") or ""), parse_time(options.get("t") or "")
    ends = [value for value in (length, end, None if most is None else start + most) if value is not None]
    return max(0.0, min(ends) - start) if ends else None


def _output(
    output: Output,
    command: Command,
    medias: list[list[Media]],
    links: Mapping[str, Flow],
    capabilities: Any,
) -> Estimate:
    video, audio = _chosen(output, command, medias, links, capabilities)
    options = {_short(option): option.value for option in output.options}
    if video:
        video = _filtered(video, options.get("filter:v"), options)
    if audio and options.get("filter:a"):
        audio = chain(options["filter:a"] or "", audio)
    lengths = [flow.seconds for flow in (video, audio) if flow and flow.seconds is not None]
    if not lengths:
        return Estimate(output.url, picture=video or Flow())
    finite = [length for length in lengths if length != ENDLESS]
    seconds = min(lengths) if "shortest" in options or not finite else max(finite)
    plain = {option.name: option.value for option in output.options}
    seconds = _cut(seconds, plain) or 0.0
    frames = options.get("frames:v") or options.get("frames")
    if frames and frames.isdigit() and video:
        rate = video.rate or 25.0
        seconds = min(seconds, int(frames) / rate)
    if seconds == ENDLESS:
        return Estimate(output.url, picture=video or Flow())
    low, high = _bytes(output, video, audio, Job(options, medias, seconds), capabilities)
    most = parse_number(options.get("fs") or "")
    if most and high is not None and low is not None:
        low, high = min(low, int(most)), min(high, int(most))
    return Estimate(output.url, seconds, low, high, video or Flow())


def _short(option: Option) -> str:
    """An option's key: its long name and the kind of stream that it is for ("filter:v", "b:a"), or the name alone."""
    name, specifier = words.SHORT.get(option.name, (option.name, option.specifier))
    kind = specifier.partition(":")[0].lower()
    return f"{name}:{kind}" if kind else name


def _filtered(flow: Flow, filter_text: str | None, options: Mapping[str, str | None]) -> Flow:
    if filter_text:
        flow = chain(filter_text, flow)
    size = options.get("s") or options.get("s:v") or ""
    width, _, height = size.partition("x")
    if width.isdigit() and height.isdigit():
        flow = flow._replace(width=float(width), height=float(height))
    rate = parse_number(options.get("r") or options.get("r:v") or "")
    return flow._replace(rate=rate) if rate else flow


def _chosen(
    output: Output,
    command: Command,
    medias: list[list[Media]],
    links: Mapping[str, Flow],
    capabilities: Any,
) -> tuple[Flow | None, Flow | None]:
    """The picture and the sound that go into an output: by its -map options, or the first of each that the container takes."""
    names = {option.name for option in output.options}
    maps = [option.value.rstrip("?") for option in output.options if option.name == "map" and option.value]
    takes_video, takes_audio = _takes(output, capabilities)
    video = audio = None
    if maps:
        for target in maps:
            for kind, flow in _mapped(target, links, command):
                video, audio = (video or flow, audio) if kind == "v" else (video, audio or flow)
    else:
        complex_link = links.get("") if len(links) else None
        video = complex_link or next((flow for name, flow in links.items() if name.endswith(":v")), None)
        audio = next((flow for name, flow in links.items() if name.endswith(":a")), None)
        if complex_link and complex_link.width is None:  # a graph of sound only
            video, audio = next((flow for name, flow in links.items() if name.endswith(":v")), None), complex_link
        if not any(media.video for found in medias for media in found) and medias and all(medias) and not complex_link:
            video = None
    return (
        None if "vn" in names or not takes_video else video,
        None if "an" in names or not takes_audio else audio,
    )


def _mapped(target: str, links: Mapping[str, Flow], command: Command) -> Iterator[tuple[str, Flow]]:
    if target.startswith("["):
        flow = links.get(target.strip("[]"))
        if flow:
            yield ("v" if flow.width or _is_picture(target.strip("[]"), command) else "a"), flow
        return
    if target.startswith("-"):
        return
    number, _, rest = target.partition(":")
    for kind in "va":
        if not rest or rest.partition(":")[0].lower() == kind or rest.isdigit():
            flow = links.get(f"{number}:{kind}")
            if flow:
                yield kind, flow


def _is_picture(label: str, command: Command) -> bool:
    """Whether a label of unknown size looks like a picture's: by its name, as people write them."""
    return command.program == "ffmpeg" and "v" in label.lower()


_SOUND_ONLY = frozenset("mp3 m4a aac wav flac ogg oga opus wma ac3 aiff aif caf mka amr mp2 eac3 w64".split())
_PICTURE_ONLY = frozenset("gif png jpg jpeg webp bmp tif tiff apng".split())


def _takes(output: Output, capabilities: Any) -> tuple[bool, bool]:
    """Whether the container takes picture and sound of itself."""
    extension = output.url.rpartition(".")[2].lower()
    if extension in _SOUND_ONLY:
        return False, True
    if extension in _PICTURE_ONLY:
        return True, False
    if capabilities is not None:
        muxer = capabilities.muxer_of(output.url)
        if muxer:
            codecs = capabilities.default_codecs(muxer)
            return bool(codecs[0]) or not codecs[1], bool(codecs[1]) or not codecs[0]
    return True, True


def _bytes(output: Output, video: Flow | None, audio: Flow | None, job: Job, capabilities: Any) -> tuple[int | None, int | None]:
    """Least and most bytes of an output, a hundredth for the container on top."""
    default_video, default_audio = _default_encoders(output, capabilities)
    low = high = 0.0
    if video:
        span = video_bits(encoder_of(output, "v") or default_video, video, job)
        if span is None:
            return None, None
        low, high = span
    if audio:
        rate = audio_bits(encoder_of(output, "a") or default_audio, job)
        if rate is None:
            return None, None
        low, high = low + rate * job.seconds, high + rate * job.seconds
    return round(low * 1.01 / 8) + 500, round(high * 1.01 / 8) + 2000


_DEFAULTS = {
    "mp4": ("libx264", "aac"),
    "mov": ("libx264", "aac"),
    "mkv": ("libx264", "libvorbis"),
    "webm": ("libvpx-vp9", "libopus"),
    "avi": ("mpeg4", "libmp3lame"),
    "gif": ("gif", None),
    "png": ("png", None),
    "jpg": ("mjpeg", None),
    "mp3": (None, "libmp3lame"),
    "m4a": (None, "aac"),
    "wav": (None, "pcm_s16le"),
    "flac": (None, "flac"),
    "ogg": ("libtheora", "libvorbis"),
    "opus": (None, "libopus"),
}


def _default_encoders(output: Output, capabilities: Any) -> tuple[str | None, str | None]:
    """The encoders that ffmpeg takes when none is named."""
    if capabilities is not None:
        muxer = next((o.value for o in output.options if o.name == "f"), None) or capabilities.muxer_of(output.url)
        if muxer:
            video, audio, _ = capabilities.default_codecs(muxer)
            return video, audio
    return _DEFAULTS.get(output.url.rpartition(".")[2].lower(), (None, None))
