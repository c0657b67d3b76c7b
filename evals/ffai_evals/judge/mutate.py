"""Answers gone wrong on purpose, and answers said another way: what the judge is measured against.

A fault turns one command into what a weak model gives for the same request: another stream, a length for an end, a filter forgotten, an
option that there is not. A rewrite changes how it is said and not what it does. Both are pure: words in, words out, None where they do
not fit.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterator

Words = list[str]
Change = Callable[[Words], Words | None]
FAULTS: dict[str, Change] = {}
REWRITES: dict[str, Callable[[str], str | None]] = {}
_CLOCK = re.compile(r"(?:(\d+):)?(?:(\d+):)?(\d+(?:\.\d+)?)")


def fault(name: str) -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        FAULTS[name] = change
        return change

    return register


def faults_of(command: str) -> Iterator[tuple[str, str]]:
    """(name of the fault, the command with it), each that fits; none for what is more than one plain command."""
    if "\n" in command or re.search(r"[;&|`$<>]", re.sub(r"'[^']*'|\"[^\"]*\"", "", command)):
        return
    try:
        words = shlex.split(command)
    except ValueError:
        return
    if not words or words[0] != "ffmpeg" or "-i" not in words:
        return
    for name, change in FAULTS.items():
        found = change(list(words))
        if found is not None and found != words:
            yield name, shlex.join(found)


def rewrites_of(command: str) -> Iterator[tuple[str, str]]:
    """(name, the answer said so): each has to be judged as the command itself."""
    for name, change in REWRITES.items():
        found = change(command)
        if found is not None and found != command:
            yield name, found


def _after(words: Words, *options: str) -> int:
    """The index of the value of the first of these options; -1."""
    return next((i + 1 for i, w in enumerate(words[:-1]) if w in options), -1)


def _valued(words: Words, options: tuple[str, ...], change: Callable[[str], str | None]) -> Words | None:
    at = _after(words, *options)
    if at < 0:
        return None
    value = change(words[at])
    return None if value is None else [*words[:at], value, *words[at + 1 :]]


def _replaced(words: Words, pattern: str, by: str | Callable[[re.Match[str]], str]) -> Words | None:
    """The first word that holds the pattern, with it replaced once."""
    for i, word in enumerate(words[1:], 1):
        found = re.sub(pattern, by, word, count=1)
        if found != word:
            return [*words[:i], found, *words[i + 1 :]]
    return None


def _without(words: Words, option: str, *, value: bool) -> Words | None:
    if option not in words:
        return None
    at = words.index(option)
    return words[:at] + words[at + 1 + value :]


def _before_output(words: Words, *more: str) -> Words:
    return [*words[:-1], *more, words[-1]]


def _seconds(text: str) -> float | None:
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return total


def _times(factor: float) -> Callable[[str], str | None]:
    def change(text: str) -> str | None:
        found = re.fullmatch(r"([\d.]+)([kKM]?)", text)
        return f"{float(found[1]) * factor:g}{found[2]}" if found else None

    return change


# --- streams

fault("the first stream")(lambda w: _replaced(w, r"^(0:[as]:)(?!0)(?:m:language:\w+|\d)$", r"\g<1>0"))
fault("another stream")(lambda w: _replaced(w, r"^(0:a:)0$", r"\g<1>1"))
fault("the sound dropped")(lambda w: None if "-an" in w or "-vn" in w else _before_output(w, "-an"))
fault("the sound kept")(lambda w: _without(w, "-an", value=False))
fault("the picture kept")(lambda w: _without(w, "-vn", value=False))


@fault("no stream chosen")
def _unmapped(words: Words) -> Words | None:
    if "-filter_complex" in words or "-map" not in words:
        return None
    found = list(words)
    while "-map" in found:
        found = _without(found, "-map", value=True) or found
    return found


# --- time


@fault("a length for an end")
def _length_for_end(words: Words) -> Words | None:
    at, start = _after(words, "-to"), _after(words, "-ss")
    if at < 0 or start < 0 or not _seconds(words[start]):
        return None
    return [*words[: at - 1], "-t", *words[at:]]


@fault("an end for a length")
def _end_for_length(words: Words) -> Words | None:
    at, start = _after(words, "-t"), _after(words, "-ss")
    if at < 0 or start < 0 or not _seconds(words[start]) or words[1] == "-f":
        return None
    return [*words[: at - 1], "-to", *words[at:]]


fault("begins late")(lambda w: _valued(w, ("-ss",), lambda v: None if (s := _seconds(v)) is None else f"{s + 2:g}"))
fault("twice as long")(lambda w: _valued(w, ("-t",), lambda v: f"{2 * s:g}" if (s := _seconds(v)) else None))
fault("not cut")(lambda w: _without(w, "-ss", value=True) or _without(w, "-t", value=True) or _without(w, "-to", value=True))
fault("the other speed")(
    lambda w: _replaced(
        w,
        r"setpts=(?:\(?PTS-STARTPTS\)?)?(?:([\d.]+)\*PTS|PTS/([\d.]+))",
        lambda m: f"setpts={f'PTS/{m[1]}' if m[1] else f'{m[2]}*PTS'}",
    )
)
fault("the sound's speed forgotten")(lambda w: _replaced(w, r",?(?:atempo=[\d.]+,?)+", "") if "-af" not in w else None)
fault("fades at another time")(
    lambda w: _replaced(w, r"\b(fade=[^,]*?st=)([\d.]+)", lambda m: m[1] + f"{max(0.0, float(m[2]) - 2.5):g}")
)
fault("fades the other way")(
    lambda w: _replaced(w, r"\b(fade=(?:t=|type=)?)(in|out)", lambda m: m[1] + {"in": "out", "out": "in"}[m[2]])
)

# --- the picture

fault("width for height")(lambda w: _replaced(w, r"scale=(?:w=)?(\d+):(?:h=)?(\d+)", lambda m: f"scale={m[2]}:{m[1]}"))
fault("the shape lost")(lambda w: _replaced(w, r"scale=(?:w=)?(\d+):(?:h=)?-[12]", lambda m: f"scale={m[1]}:{m[1]}"))
fault("half the size")(lambda w: _replaced(w, r"scale=(?:w=)?(-?\d+):(?:h=)?(-?\d+)", lambda m: "scale=" + ":".join(x if x[0] == "-" else str(int(x) // 4 * 2) for x in (m[1], m[2]))))  # fmt: skip
fault("turned the other way")(lambda w: _replaced(w, r"transpose=(?:dir=)?(1|2|clock|cclock)", lambda m: "transpose=" + {"1": "2", "2": "1", "clock": "2", "cclock": "1"}[m[1]]))  # fmt: skip
fault("the other axis")(lambda w: _replaced(w, r"\b(hflip|vflip)\b", lambda m: {"hflip": "vflip", "vflip": "hflip"}[m[1]]))
fault("another corner")(
    lambda w: _replaced(w, r"overlay=[^,;\[\]]*", lambda m: "overlay=0:0" if re.search(r"[WHwh]", m[0]) else "overlay=W-w:H-h")
)
fault("another part")(lambda w: _replaced(w, r"crop=(?:w=)?(\d+):(?:h=)?(\d+)(?::[^,;]*)?", lambda m: f"crop={m[2]}:{m[1]}:0:0"))
fault("brighter for darker")(
    lambda w: _replaced(w, r"brightness=(-?)(0?\.\d+)", lambda m: f"brightness={'' if m[1] else '-'}{m[2]}")
)
fault("soft subtitles")(
    lambda w: (
        None
        if (at := _after(w, "-vf")) < 0 or not w[at].startswith("subtitles=")
        else [*w[: at - 1], "-metadata", "comment=subtitled", *w[at + 1 :]]
    )
)


@fault("a filter forgotten")
def _filter_forgotten(words: Words) -> Words | None:
    at = _after(words, "-vf", "-af", "-filter:v", "-filter:a")
    if at < 0 or "palettegen" in words[at]:
        return None
    chain = re.split(r"(?<!\\),(?![^(']*[)'])", words[at])
    kept = [x for x in chain if not x.startswith(("format", "setsar"))][1:]
    return [*words[:at], ",".join(kept), *words[at + 1 :]] if kept else words[: at - 1] + words[at + 1 :]


fault("another frame rate")(lambda w: _replaced(w, r"\bfps=(?:fps=)?(\d+)", lambda m: f"fps={int(m[1]) * 2}") or _valued(w, ("-r", "-framerate"), _times(2)))  # fmt: skip

# --- the sound

fault("louder for quieter")(
    lambda w: _replaced(
        w,
        r"volume=(?:volume=)?(-?)([\d.]+)(dB)?\b",
        lambda m: f"volume={'' if m[1] else '-'}{m[2]}dB" if m[3] else f"volume={1 / max(0.05, float(m[2])):g}",
    )
)
fault("another loudness")(lambda w: _replaced(w, r"loudnorm=(.*?)I=-(\d+)", lambda m: f"loudnorm={m[1]}I=-{int(m[2]) + 9}"))
fault("other channels")(lambda w: _valued(w, ("-ac",), lambda v: {"1": "2", "2": "1"}.get(v)))
fault("another sample rate")(lambda w: _valued(w, ("-ar",), lambda v: "22050" if v != "22050" else "48000"))

# --- codecs and files

_OTHER = {"libx265": "libx264", "libx264": "mpeg4", "libvpx-vp9": "libvpx", "libaom-av1": "libx264", "prores_ks": "mjpeg", "aac": "libmp3lame", "libmp3lame": "libopus", "libopus": "libvorbis", "flac": "pcm_s16le", "pcm_s16le": "pcm_u8", "ac3": "aac"}  # fmt: skip
fault("encoded, not copied")(
    lambda w: _without(w, "-c", value=True) if _after(w, "-c") > 0 and w[_after(w, "-c")] == "copy" else None
)
fault("the picture encoded")(lambda w: _valued(w, ("-c:v",), lambda v: "libx264" if v == "copy" else None))
fault("another video codec")(lambda w: _valued(w, ("-c:v",), _OTHER.get))
fault("another audio codec")(lambda w: _valued(w, ("-c:a",), _OTHER.get))
_CONTAINERS = {"mp4": "avi", "mkv": "mp4", "webm": "mkv", "mov": "mkv", "mp3": "wav", "wav": "flac", "m4a": "mp3", "png": "jpg", "jpg": "png", "gif": "mp4", "flac": "wav", "ogg": "mp3", "opus": "mp3"}  # fmt: skip
fault("another container")(lambda w: [*w[:-1], re.sub(r"(\w+)$", lambda m: _CONTAINERS.get(m[1], m[1]), w[-1])])
fault("twice the bit rate")(lambda w: _valued(w, ("-b:a",), _times(2)))
fault("no faststart")(lambda w: _without(w, "-movflags", value=True))
fault("no metadata written")(lambda w: _without(w, "-metadata", value=True))
fault("metadata kept")(lambda w: _without(w, "-map_metadata", value=True))
fault("other metadata")(lambda w: _valued(w, ("-metadata",), lambda v: v.partition("=")[0] + "=Untitled"))

# --- what does not run

fault("a preset that there is not")(
    lambda w: _before_output(w, "-preset", "highquality") if "libx264" in w and "-preset" not in w else None
)
fault("an option that there is not")(lambda w: _before_output(w, "-smart_quality", "high"))
fault("a filter that there is not")(
    lambda w: _before_output(w, "-vf", "autofix=strength=2") if not {"-vf", "-filter_complex", "-vn"} & set(w) else None
)
fault("a value left open")(lambda w: _replaced(w, r"^(\d+(?:\.\d+)?[kM]?)$", "<value>"))
fault("no input")(lambda w: _without(w, "-i", value=True))
fault("nothing but a copy")(
    lambda w: ["ffmpeg", "-i", w[_after(w, "-i")], "-c", "copy", w[-1]] if "/dev/null" not in w[-1] and w[-1] != "-" else None
)


# --- the same, said another way


def rewrite(name: str) -> Callable[[Callable[[str], str | None]], Callable[[str], str | None]]:
    def register(change: Callable[[str], str | None]) -> Callable[[str], str | None]:
        REWRITES[name] = change
        return change

    return register


rewrite("in prose and a fence")(
    lambda c: (
        f"Sure! Here is a command for that:\n\n```bash\n{c}\n```\n\n- It does what you asked for.\n- Change the names as needed."
    )
)
rewrite("as JSON")(lambda c: json.dumps({"command": c}))
rewrite("as a list in JSON")(lambda c: json.dumps({"explanation": "This does it.", "commands": c.splitlines()}))
rewrite("as JSON in a fence")(lambda c: "```json\n" + json.dumps({"command": c}, indent=2) + "\n```")
rewrite("another way beside it")(
    lambda c: (
        f"```bash\n{c}\n```\n\nAlternatively, if you only want a copy:\n\n```bash\nffmpeg -i input.mp4 -c copy copy.mp4\n```"
    )
)
rewrite("over several lines")(
    lambda c: None if "\n" in c or "'" in c or '"' in c else "```sh\n" + re.sub(r" (?=-[a-z])", " \\\\\n  ", c) + "\n```"
)
rewrite("old names of options")(
    lambda c: (
        None
        if "-c:v" not in c and "-c:a" not in c
        else c.replace(" -c:v ", " -vcodec ").replace(" -c:a ", " -acodec ").replace(" -vf ", " -filter:v ")
    )
)
rewrite("inline")(lambda c: None if "\n" in c or "`" in c else f"You can use `{c}` for this.")
rewrite("with a prompt sign")(lambda c: None if "\n" in c else f"```console\n$ {c}\n```")
rewrite("ffmpeg.exe")(lambda c: None if "\n" in c else re.sub(r"^ffmpeg ", "ffmpeg.exe ", c))
rewrite("carets at line ends")(
    lambda c: (
        None if "\n" in c or "'" in c or '"' in c or "^" in c else "```bat\n" + re.sub(r" (?=-[a-z])", " ^\n  ", c) + "\n```"
    )
)
