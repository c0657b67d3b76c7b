"""What each part of a command does: one row for each option and filter, in words."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ffai_guards.values import Command, Input, Option, Output

from ffai.show import words
from ffai.show.facts import rate_text, time_text
from ffai.show.graph import Filter, filters


class Row(NamedTuple):
    """`part` as it stands in the command, `text` what it does. `tone`: "", lossy, risky."""

    part: str
    text: str
    tone: str = ""


_GRAPHS = ("filter", "filter_complex", "lavfi")
_RISKY = frozenset(("y", "strict"))


def explain(command: Command, capabilities: Any = None) -> list[Row]:
    """All rows of a command, in its order. `capabilities` (or None) gives ffmpeg's own words for what has no row here."""
    places: list[Input | Output] = [*command.inputs, *command.outputs]
    options: list[tuple[Option, Input | Output | None]] = [(option, None) for option in command.global_options]
    options += [(option, place) for place in places for option in place.options]
    rows: list[Row] = []
    for option, place in sorted(options, key=lambda each: each[0].position):
        rows.extend(_option(option, command, place, capabilities))
    if any(source.url.startswith("data:") for source in command.inputs):
        rows.append(Row("-i data:…", "the list of files stands in the command itself"))
    return rows


def _option(option: Option, command: Command, place: Input | Output | None, capabilities: Any) -> Iterator[Row]:
    name, specifier = words.SHORT.get(option.name, (option.name, option.specifier))
    part = "-" + option.name + (f":{option.specifier}" if option.specifier else "")
    if name in _GRAPHS and option.value is not None:
        yield from _graph(part, option.value, capabilities)
        return
    yield Row(
        f"{part} {option.value}" if option.value is not None else part,
        option_words(name, specifier, option.value, place, capabilities) or own_words(name, place, capabilities),
        _tone(name, option.value, command, place),
    )


def _graph(part: str, graph: str, capabilities: Any) -> Iterator[Row]:
    """A graph's filters, one row each; a single one stands beside its option."""
    found = filters(graph)
    if len(found) == 1:
        yield Row(f"{part} {found[0].text}", filter_words(found[0], capabilities))
        return
    yield Row(part, f"{len(found)} filters:")
    for each in found:
        yield Row(f"  {each.text}", filter_words(each, capabilities))


def filter_words(found: Filter, capabilities: Any = None) -> str:
    """What a filter does: our words, else ffmpeg's."""
    from ffai.show.filters import words as told

    text = told(found)
    if text or capabilities is None:
        return text
    known = capabilities.filters.get(found.name)
    return _own(known.description) if known else "no filter of this ffmpeg"


def option_words(name: str, specifier: str, value: str | None, place: Input | Output | None, capabilities: Any = None) -> str:
    """What an option does in our words, "" when there is no row for it."""
    special = _SPECIAL.get(name)
    if special and value is not None:
        return str(special(specifier, value, place, capabilities))
    template = words.OPTIONS.get(name)
    if template is None:
        return ""
    text = value or ""
    return template.format(
        v=text,
        s=stream_words(specifier),
        of=f"of {stream_words(specifier[2:])}" if specifier.startswith("s:") else "of the file",
        time=_time(text),
        rate=_rate(text),
        channels=_CHANNELS.get(text, f"{text} channels"),
    )


def own_words(name: str, place: Input | Output | None, capabilities: Any) -> str:
    """Ffmpeg's own help for an option, looked for where it may belong: the tool, the container, the encoder, then everywhere."""
    if capabilities is None:
        return ""
    for section in _sections(place, capabilities):
        try:
            found = capabilities.options(section).get(name)
        except KeyError:
            continue
        if found and found.help:
            return _own(found.help)
    return ""


def _sections(place: Input | Output | None, capabilities: Any) -> Iterator[str]:
    yield "cli"
    if isinstance(place, Output):
        for option in place.options:
            if words.SHORT.get(option.name, (option.name,))[0] == "c" and option.value != "copy":
                yield f"encoder:{option.value}"
        muxer = next((o.value for o in place.options if o.name == "f"), None) or capabilities.muxer_of(place.url)
        if muxer:
            yield f"muxer:{muxer}"
            yield from (f"encoder:{codec}" for codec in capabilities.default_codecs(muxer) if codec)
    elif isinstance(place, Input):
        demuxer = next((o.value for o in place.options if o.name == "f"), None)
        if demuxer:
            yield f"demuxer:{demuxer}"
    yield from ("codec", "format")


def _own(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def stream_words(specifier: str) -> str:
    """A stream specifier in words: a:1 is "audio track 2"."""
    if not specifier:
        return "every stream"
    kind, _, rest = specifier.partition(":")
    if kind in words.STREAMS:
        noun = words.STREAMS[kind]
        return f"{noun} track {int(rest) + 1}" if rest.isdigit() else f"{noun} {rest}".strip()
    if specifier.isdigit():
        return f"stream {specifier}"
    return {"m": "streams tagged " + rest, "g": "the file", "s": f"stream {rest}"}.get(kind, f"streams {specifier}")


_CHANNELS = {"1": "one channel (mono)", "2": "two channels (stereo)", "6": "six channels (5.1)", "8": "eight channels (7.1)"}


def _codec(specifier: str, value: str, place: Input | Output | None, capabilities: Any) -> str:
    subject = stream_words(specifier)
    if value == "copy":
        return f"{subject}: copied as it is, nothing lost"
    name = words.CODECS.get(value)
    if name is None and value.startswith("pcm_"):
        name = f"uncompressed ({value[4:]})"
    if name is None and capabilities is not None:
        known = capabilities.encoders.get(value)
        name = known.description if known else None
    how = "decoded as" if isinstance(place, Input) else "as"
    return f"{subject} {how} {name or value}"


def _crf(_specifier: str, value: str, place: Input | Output | None, _capabilities: Any) -> str:
    encoder = encoder_of(place, "v")
    bounds = words.CRF.get(encoder or "")
    try:
        number = float(value)
    except ValueError:
        return f"constant quality {value}"
    if bounds is None:
        return f"constant quality {value} (lower is better)"
    for bound, text in zip(bounds, words.CRF_WORDS, strict=True):
        if number <= bound:
            return f"constant quality {value} of 0–{bounds[-1]}: {text}"
    return f"constant quality {value}, out of range"


def encoder_of(place: Input | Output | None, kind: str) -> str | None:
    """The encoder that an output names for that kind of stream; "copy" is one too. None: the container's default."""
    found = None
    for option in place.options if isinstance(place, Output) else ():
        name, specifier = words.SHORT.get(option.name, (option.name, option.specifier))
        if name == "c" and (not specifier or specifier.partition(":")[0].lower() == kind):
            found = option.value
    return found


def _map(_specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
    verb, text = ("leaves out", value[1:]) if value.startswith("-") else ("takes", value)
    if text.startswith("["):
        return f"{verb} what the filters name {text}"
    text, optional = (text[:-1], " if there is one") if text.endswith("?") else (text, "")
    number, _, specifier = text.partition(":")
    if not number.isdigit():
        return f"{verb} {text}{optional}"
    return f"{verb} {stream_words(specifier)} of input {int(number) + 1}{optional}"


def _source(noun: str) -> Any:
    def told(_specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
        if value == "-1":
            return f"leaves the {noun} out"
        return f"takes the {noun} from input {int(value) + 1}" if value.isdigit() else f"takes the {noun} from {value}"

    return told


def _movflags(_specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
    flags = [flag for flag in value.replace("-", "+").split("+") if flag]
    return ", ".join(words.MOVFLAGS.get(flag, flag) for flag in flags)


def _format(_specifier: str, value: str, _place: Input | Output | None, capabilities: Any) -> str:
    told = words.FORMATS.get(value)
    if told is None and capabilities is not None:
        known = capabilities.muxers.get(value) or capabilities.demuxers.get(value)
        told = known.description if known else None
    return told if told and " " in told and value in words.FORMATS else f"as {told or value}"


def _metadata(specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
    key, _, text = value.partition("=")
    of = f" of {stream_words(specifier[2:])}" if specifier.startswith("s:") else ""
    return f"sets the tag {key}{of} to “{text}”" if text else f"removes the tag {key}{of}"


def _disposition(specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
    return f"{stream_words(specifier)}: no marks" if value == "0" else f"marks {stream_words(specifier)} as {value}"


def _frames(specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
    return f"stops after {value} {stream_words(specifier)} frame" + ("" if value == "1" else "s")


def _loops(_specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
    if value == "-1":
        return "repeats this input without end"
    return f"plays this input {int(value) + 1} times" if value.isdigit() else f"repeats this input {value} times"


def _loop(_specifier: str, value: str, place: Input | Output | None, _capabilities: Any) -> str:
    if isinstance(place, Input):
        return "shows the picture again and again" if value == "1" else "reads the picture once"
    return {"0": "plays again and again", "-1": "plays once"}.get(value, f"plays {value} more times")


def _pixels(_specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
    notes = {"yuv420p": ", which every player can show", "yuv420p10le": ", 10 bits", "yuva420p": ", with transparency"}
    return f"pixel format {value}{notes.get(value, '')}"


def _pass(_specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
    return {"1": "first of two passes: measures only", "2": "second of two passes: encodes by what was measured"}.get(
        value, f"pass {value}"
    )


def _safe(_specifier: str, value: str, _place: Input | Output | None, _capabilities: Any) -> str:
    return "the list may name any file" if value == "0" else "the list may name only files beside and below it, by plain names"


_SPECIAL = {
    "c": _codec,
    "crf": _crf,
    "map": _map,
    "map_metadata": _source("tags"),
    "map_chapters": _source("chapters"),
    "movflags": _movflags,
    "f": _format,
    "metadata": _metadata,
    "disposition": _disposition,
    "frames": _frames,
    "stream_loop": _loops,
    "loop": _loop,
    "pix_fmt": _pixels,
    "pass": _pass,
    "safe": _safe,
}


def _tone(name: str, value: str | None, command: Command, place: Input | Output | None) -> str:
    if name in _RISKY or (name == "protocol_whitelist" and value and "http" in value):
        return "risky"
    if name == "c" and isinstance(place, Output) and command.program == "ffmpeg" and is_lossy(value or ""):
        return "lossy"
    return ""


def is_lossy(encoder: str) -> bool:
    """Whether that encoder gives away some of the picture or sound."""
    return encoder not in words.LOSSLESS and not encoder.startswith("pcm_")


def _time(text: str) -> str:
    seconds = parse_time(text)
    return text if seconds is None else time_text(seconds)


def parse_time(text: str) -> float | None:
    """Seconds of an ffmpeg time: 90, 1:30, 00:01:30.5, 1500ms, -3; None when it is none."""
    sign, bare = (-1.0, text[1:]) if text.startswith("-") else (1.0, text)
    try:
        if ":" in bare:
            total = 0.0
            for part in bare.split(":"):
                total = total * 60 + float(part)
            return sign * total
        for unit, factor in (("ms", 1e-3), ("us", 1e-6), ("s", 1.0)):
            if bare.endswith(unit):
                return sign * float(bare.removesuffix(unit)) * factor
        return sign * float(bare)
    except ValueError:
        return None


def _rate(text: str) -> str:
    number = parse_number(text)
    return text if number is None else rate_text(number)


def parse_number(text: str) -> float | None:
    """A number as ffmpeg reads it: 128k, 2.5M, 1Mi, 2MB (bytes as bits: × 8); None when it is none."""
    factor = 1.0
    if text.endswith("B"):
        text, factor = text[:-1], 8.0
    base = 1000
    if text.endswith("i"):
        text, base = text[:-1], 1024
    power = {"k": 1, "K": 1, "M": 2, "G": 3}.get(text[-1:], 0)
    try:
        return float(text[:-1] if power else text) * float(base**power) * factor
    except ValueError:
        return None
