"""Media made for a request: tiny, and such that one stream can be told from another, and one moment from the next.

A medium is described by words, the file's extension supplying what is not said:

    320x180@25 dur=6 h264          picture; `video=2` two of them, `novideo` none
    audio=aac:2:eng:Commentary     sound: codec, channels, language, title; again for more; `noaudio` none
    sub=srt:eng                    subtitles (of two lines: "Hello", "World"); again for more
    rot=90 interlaced alpha 10bit hdr bars green flat muted dark noisy shaky still scenes   what the picture is like
    loud quiet silent=2-3 tone=900     what the sound is like (`tone`: hertz of the first stream)
    forced forcedat=1               the subtitles are marked as forced, or one of them is
    cues=apart                      the n-th subtitles have one line of their own, "Hello n", at 0.5 + 1.2 (n - 1) s
    damaged                         bytes in the middle are overwritten
    chapters=3 title=Night cover font vfr                           what else is in the file
    as=mp4                              what it is, when the name's extension does not tell

Every video stream shows another moving pattern, the n-th audio stream is a tone of 440·(n+1) Hz that is 6 dB weaker in every
second second. Sizes are pixels, times seconds.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from typing import NamedTuple

from ffai.environment import Environment
from ffai.values import Tools
from ffai_evals.judge.cues import apart, write_subtitles
from ffai_evals.judge.execute import inside

VIDEO = {
    "mp4": ("h264", "aac"), "m4v": ("h264", "aac"), "mov": ("h264", "aac"), "mkv": ("h264", "aac"), "webm": ("vp8", "vorbis"),
    "avi": ("mpeg4", "mp3"), "flv": ("h264", "aac"), "wmv": ("wmv2", "wmav2"), "ts": ("h264", "aac"), "mts": ("h264", "ac3"),
    "m2ts": ("h264", "ac3"), "mpg": ("mpeg2", "mp2"), "mpeg": ("mpeg2", "mp2"), "vob": ("mpeg2", "ac3"), "3gp": ("h264", "aac"),
    "ogv": ("theora", "vorbis"), "mxf": ("mpeg2", "pcm"), "gif": ("gif", ""), "asf": ("wmv2", "wmav2"), "h264": ("h264", ""), "264": ("h264", ""),
    "divx": ("mpeg4", "mp3"), "f4v": ("h264", "aac"), "m2v": ("mpeg2", ""), "y4m": ("raw", ""), "dv": ("dv", "pcm"), "h265": ("hevc", ""), "hevc": ("hevc", ""), "265": ("hevc", ""),
    "mod": ("mpeg2", "mp2"), "insv": ("h264", "aac"), "mpe": ("mpeg2", "mp2"), "3g2": ("h264", "aac"), "lrv": ("h264", "aac"), "nut": ("h264", "aac"), "mjpeg": ("mjpeg", ""),
}  # fmt: skip
AUDIO = {
    "mp3": "mp3", "wav": "pcm", "flac": "flac", "m4a": "aac", "aac": "aac", "ogg": "vorbis", "oga": "vorbis", "opus": "opus", "ac3": "ac3",
    "aiff": "pcmbe", "aif": "pcmbe", "wma": "wmav2", "m4b": "aac", "mka": "aac", "mp2": "mp2", "caf": "pcm", "au": "pcmbe", "eac3": "eac3", "w64": "pcm", "alac": "alac",
    "amr": "aac", "dts": "dts", "wv": "wavpack", "tta": "tta",
}  # fmt: skip
IMAGES = ("png", "jpg", "jpeg", "bmp", "tiff", "tif", "webp", "tga", "ppm", "heic", "avif", "jfif", "exr", "dpx", "svg")
SUBTITLES = ("srt", "ass", "ssa", "vtt", "sub", "lrc", "sbv", "ttml")

_ENCODER = {
    "h264": ["libx264", "-preset", "ultrafast"],
    "hevc": ["libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"],
    "vp8": ["libvpx", "-deadline", "realtime", "-cpu-used", "8"],
    "vp9": ["libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"],
    "av1": ["libaom-av1", "-cpu-used", "8", "-usage", "realtime"], "mpeg4": ["mpeg4", "-q:v", "4"], "mpeg2": ["mpeg2video", "-q:v", "4"], "wmv2": ["wmv2"],
    "prores": ["prores_ks", "-profile:v", "1"], "ffv1": ["ffv1"], "mjpeg": ["mjpeg", "-q:v", "4"], "png": ["png"], "theora": ["libtheora"], "gif": ["gif"], "raw": ["rawvideo"],
    "dv": ["dvvideo"], "qtrle": ["qtrle"],
    "aac": ["aac"], "mp3": ["libmp3lame"], "mp2": ["mp2"], "opus": ["libopus"], "vorbis": ["libvorbis"], "flac": ["flac"], "pcm": ["pcm_s16le"], "pcmbe": ["pcm_s16be"],
    "pcm24": ["pcm_s24le"], "ac3": ["ac3"], "eac3": ["eac3"], "wmav2": ["wmav2"], "alac": ["alac"], "dts": ["dca", "-strict", "-2"], "wavpack": ["wavpack"], "tta": ["tta"],
}  # fmt: skip


class Sound(NamedTuple):
    codec: str = ""
    channels: int = 2
    language: str = ""
    title: str = ""


class Spec(NamedTuple):
    """What a medium has to be."""

    ext: str
    width: int = 320
    height: int = 180
    rate: float = 25.0
    duration: float = 6.0
    codec: str = ""
    videos: int = 1
    sounds: tuple[Sound, ...] = ()
    subs: tuple[tuple[str, str], ...] = ()
    flags: frozenset[str] = frozenset()
    values: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str:
        return dict(self.values).get(name, "")


class NotMadeError(Exception):
    """A medium could not be made; the text says why."""


def kind_of(name: str) -> str:
    ext = os.path.splitext(name)[1].lower().lstrip(".")
    if ext in VIDEO:
        return "video"
    if ext in AUDIO:
        return "audio"
    return "image" if ext in IMAGES else "subtitle" if ext in SUBTITLES else ""


def parse(name: str, words: str) -> Spec:
    """The spec of a file name and its words."""
    ext = next((word[3:] for word in words.split() if word.startswith("as=")), os.path.splitext(name)[1].lower().lstrip("."))
    name = f"as.{ext}"
    spec = Spec(ext)
    sounds, subs, flags, values, silent = [], [], set(), {}, False
    if kind_of(name) == "image":
        spec = spec._replace(width=200, height=120)
    for word in words.split():
        key, _, value = word.partition("=")
        if key[0].isdigit() and "x" in key:
            size, _, rate = key.partition("@")
            width, height = size.split("x")
            spec = spec._replace(width=int(width), height=int(height), rate=float(rate or spec.rate))
        elif key == "as":
            continue
        elif key == "dur":
            spec = spec._replace(duration=float(value))
        elif key == "audio":
            part = [*value.split(":"), "", "", ""]
            sounds.append(Sound(part[0], int(part[1] or 2), part[2], part[3]))
        elif key == "sub":
            part = [*value.split(":"), ""]
            subs.append((part[0], part[1]))
        elif key == "video":
            spec = spec._replace(videos=int(value))
        elif key in ("novideo", "noaudio"):
            spec, silent = (spec._replace(videos=0), silent) if key == "novideo" else (spec, True)
        elif value:
            values[key] = value
        elif key in _ENCODER:
            spec = spec._replace(codec=key)
        else:
            flags.add(key)
    default = VIDEO.get(ext, ("", ""))[1] or AUDIO.get(ext, "")
    if not sounds and default and not silent:
        sounds = [Sound()]
    return spec._replace(
        sounds=tuple(s._replace(codec=s.codec or default or "aac") for s in sounds),
        subs=tuple(subs),
        flags=frozenset(flags),
        values=tuple(sorted(values.items())),
        codec=spec.codec or VIDEO.get(ext, ("", ""))[0],
        videos=0 if ext in AUDIO else spec.videos,
    )


class Maker:
    """Makes media, and keeps them in a cache folder: the same words give the same file."""

    def __init__(self, tools: Tools, env: Environment) -> None:
        self.ffmpeg = tools.ffmpeg or "ffmpeg"
        self.cache = os.path.join(env.cache_dir, "fixtures", f"{tools.number[0]}.{tools.number[1]}")

    def put(self, name: str, words: str, folder: str) -> None:
        """The medium as a file of its own in `folder`. Raises NotMadeError."""
        try:
            target = inside(folder, name)
        except ValueError as problem:
            raise NotMadeError(str(problem)) from None
        os.makedirs(os.path.dirname(target) or folder, exist_ok=True)
        shutil.copyfile(self.get(name, words), target)

    def get(self, name: str, words: str) -> str:
        """The medium's path in the cache."""
        try:
            spec = parse(name, words)
        except ValueError as problem:
            raise NotMadeError(f"{words!r} does not say what {name} shall be: {problem}") from None
        key = hashlib.sha256(repr((10, spec._replace(flags=frozenset()), sorted(spec.flags))).encode()).hexdigest()[:20]
        path = os.path.join(self.cache, f"{key}.{spec.ext or 'bin'}")
        if not os.path.exists(path):
            os.makedirs(self.cache, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.cache) as scratch:
                made = os.path.join(scratch, f"made.{spec.ext or 'bin'}")
                self._make(spec, made, scratch)
                if "damaged" in spec.flags:
                    _damage(made)
                os.replace(made, path)
        return path

    def _make(self, spec: Spec, path: str, scratch: str) -> None:
        kind = kind_of(path)
        if kind == "subtitle":
            write_subtitles(path, spec.ext)
        elif kind == "image":
            self._run(image_arguments(spec, path))
        elif spec.ext == "cube":
            _write_cube(path)
        elif kind:
            self._run(self._arguments(spec, path, scratch))
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(spec.value("text") or "some text\n")

    def _run(self, arguments: list[str]) -> None:
        try:
            done = subprocess.run(
                [self.ffmpeg, "-v", "error", "-nostdin", "-y", *arguments],
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotMadeError("making a fixture took too long") from None
        if done.returncode:
            raise NotMadeError(f"{' '.join(arguments)}: {done.stderr.strip()[-300:]}")

    def _arguments(self, spec: Spec, path: str, scratch: str) -> list[str]:
        inputs: list[str] = []
        maps: list[str] = []
        number = 0
        for n in range(spec.videos):
            inputs += ["-f", "lavfi", "-i", picture(spec, n)]
            maps += ["-map", f"{number}:v"]
            number += 1
        for n, sound in enumerate(spec.sounds):
            inputs += ["-f", "lavfi", "-i", tone(spec, n, sound)]
            maps += ["-map", f"{number}:a"]
            number += 1
        for n, (codec, _) in enumerate(spec.subs):
            file = os.path.join(scratch, f"s{n}.srt")
            if spec.value("cues") == "apart":
                write_subtitles(file, "srt", cues=(apart(n),))
            else:
                write_subtitles(file, "srt", shift=0.1 * n)
            inputs += ["-i", file]
            maps += [
                "-map",
                f"{number}:s",
                f"-c:s:{n}",
                {"srt": "srt", "mov_text": "mov_text", "ass": "ass", "webvtt": "webvtt"}[codec],
            ]
            number += 1
        if "cover" in spec.flags:
            inputs += ["-f", "lavfi", "-i", "testsrc=size=100x100:rate=1:duration=1"]
            maps += ["-map", f"{number}:v", f"-c:v:{spec.videos}", "mjpeg", f"-frames:v:{spec.videos}", "1", f"-disposition:v:{spec.videos}", "attached_pic"]  # fmt: skip
            number += 1
        meta = os.path.join(scratch, "meta.txt")
        with open(meta, "w", encoding="utf-8") as facts:
            facts.write(_metadata(spec))
        inputs += ["-f", "ffmetadata", "-i", meta]
        return [*inputs, *maps, "-map_metadata", str(number), "-map_chapters", str(number), *_coding(spec), *_tags(spec), "-t", f"{spec.duration:g}", path]  # fmt: skip


def picture(spec: Spec, number: int) -> str:
    """The lavfi source of a video stream."""
    size, flags = f"size={spec.width}x{spec.height}:rate={spec.rate:g}", spec.flags
    if "green" in flags:
        return f"color=0x00FF00:{size}:duration={spec.duration},drawbox=x={spec.width // 4}:y={spec.height // 4}:w={spec.width // 4}:h={spec.height // 3}:color=red:t=fill"
    if "flat" in flags:
        return f"color=0x606060:{size}:duration={spec.duration}"
    source = ("testsrc2", "testsrc", "smptebars", "mandelbrot", "rgbtestsrc")[number % 5]
    base = f"{source}={size}" + ("" if source == "mandelbrot" else f":duration={spec.duration}")
    chain = [base]
    if "bars" in flags:
        chain += [f"drawbox=x=0:y=0:w=iw:h={spec.height // 8}:color=black:t=fill", f"drawbox=x=0:y=ih-{spec.height // 8}:w=iw:h={spec.height // 8}:color=black:t=fill"]  # fmt: skip
    if spec.value("hue"):
        chain.append(f"hue=h={spec.value('hue')}")
    if "muted" in flags:
        chain.append("eq=saturation=0.4")
    if "dark" in flags:
        chain.append("eq=brightness=-0.35")
    if "noisy" in flags:
        chain.append("noise=alls=12:allf=t")
    if "shaky" in flags:
        chain.append("crop=iw-16:ih-16:'8+6*sin(n)':'8+6*cos(n*1.3)',scale=" + f"{spec.width}:{spec.height}")
    if "still" in flags:
        chain.append("select='lt(n,1)+gte(t,2)*lt(t,2.05)',fps=" + f"{spec.rate:g}")
    if "interlaced" in flags:
        chain += ["interlace", "setfield=tff"]
    if "alpha" in flags:
        chain.append("format=yuva444p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='if(lt(X,W/2),255,80)'")
    if "scenes" in flags:
        chain.append("hue=h='120*floor(t/2)':b='2*mod(floor(t/2),2)'")
    if "blackstart" in flags:
        chain.append("drawbox=w=iw:h=ih:color=black:t=fill:enable='lt(t,1.5)'")
    return ",".join(chain)


def tone(spec: Spec, number: int, sound: Sound) -> str:
    """The lavfi source of an audio stream."""
    volume = 0.8 if "loud" in spec.flags else 0.02 if "quiet" in spec.flags else 0.25
    level = f"{volume}*(1-0.5*mod(floor(t),2))"
    for part in spec.value("silent").split(","):
        if part:
            start, end = part.split("-")
            level += f"*(1-between(t,{start},{end}))"
    pitch = int(spec.value("tone") or 440)
    if spec.duration > 120:  # the same to the ear, made ten times as fast
        return f"sine=f={pitch * (number + 1)}:r={spec.value('rate') or 44100}:d={spec.duration}:samples_per_frame={spec.value('rate') or 44100},volume='2*(1-0.5*mod(floor(t),2))':eval=frame,aformat=channel_layouts={'mono' if sound.channels == 1 else 'stereo'}"
    waves = "|".join(f"{level}*sin(2*PI*{pitch * (number + 1) + 30 * channel}*t)" for channel in range(sound.channels))
    layout = {1: "mono", 2: "stereo", 3: "2.1", 4: "quad", 6: "5.1", 8: "7.1"}[sound.channels]
    rate = spec.value("rate") or "44100"
    return f"aevalsrc='{waves}':c={layout}:s={rate}:d={spec.duration}"


def image_arguments(spec: Spec, path: str) -> list[str]:
    source = picture(spec._replace(duration=1.0), 1)
    if "red" in spec.flags:
        source = f"color=red:size={spec.width}x{spec.height}"
    form = ["-f", "lavfi", "-i", source, "-frames:v", "1", "-update", "1"]
    code = {
        "heic": ["-c:v", "mjpeg", "-f", "mjpeg"],
        "avif": ["-c:v", "libaom-av1", "-cpu-used", "8", "-still-picture", "1", "-f", "avif"],
    }
    return [*form, *code.get(spec.ext, []), path]


def _coding(spec: Spec) -> list[str]:
    words: list[str] = []
    if spec.videos:
        pixels = "yuv420p"
        if "alpha" in spec.flags:
            pixels = {"vp9": "yuva420p", "vp8": "yuva420p", "qtrle": "argb", "png": "rgba"}.get(spec.codec, "yuva444p10le")
        elif "10bit" in spec.flags or "hdr" in spec.flags:
            pixels = "yuv420p10le"
        elif spec.codec == "prores":
            pixels = "yuv422p10le"
        elif spec.codec in ("gif", "png", "qtrle"):
            pixels = {"gif": "rgb8", "png": "rgb24", "qtrle": "rgb24"}[spec.codec]
        words += [
            "-c:v",
            *_ENCODER[spec.codec],
            "-pix_fmt",
            pixels,
            *(["-g", f"{max(1, round(spec.rate))}"] if spec.codec == "h264" else []),
        ]
        if "interlaced" in spec.flags:
            words += ["-flags", "+ildct+ilme"]
        if "hdr" in spec.flags:
            words += ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"]
    for n, sound in enumerate(spec.sounds):
        words += [
            f"-c:a:{n}",
            *_ENCODER[sound.codec],
            *(["-aac_coder", "fast"] if sound.codec == "aac" and spec.duration > 120 else []),
        ]
    if spec.value("br"):
        words += ["-b:v", spec.value("br")]
    return words


def _tags(spec: Spec) -> list[str]:
    words: list[str] = []
    for n, sound in enumerate(spec.sounds):
        words += [f"-metadata:s:a:{n}", f"language={sound.language}"] if sound.language else []
        words += [f"-metadata:s:a:{n}", f"title={sound.title}"] if sound.title else []
    for n in range(len(spec.subs) if "forced" in spec.flags else 0):
        words += [f"-disposition:s:{n}", "forced"]
    if spec.value("forcedat"):
        words += [f"-disposition:s:{spec.value('forcedat')}", "forced"]
    for n, (_, language) in enumerate(spec.subs):
        words += [f"-metadata:s:s:{n}", f"language={language}"] if language else []
    if spec.value("rot"):
        words += ["-metadata:s:v:0", f"rotate={spec.value('rot')}"]
    return words


def _metadata(spec: Spec) -> str:
    lines = [";FFMETADATA1"]
    lines += [f"{name}={spec.value(name)}" for name in ("title", "artist", "comment", "location") if spec.value(name)]
    count = int(spec.value("chapters") or 0)
    for n in range(count):
        start, end = int(1000 * spec.duration * n / count), int(1000 * spec.duration * (n + 1) / count)
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start}", f"END={end}", f"title=Part {n + 1}"]
    return "\n".join(lines) + "\n"


def _damage(path: str) -> None:
    """Overwrites an eighth of the file, in its middle."""
    size = os.path.getsize(path)
    with open(path, "r+b") as file:
        file.seek(size // 2)
        file.write(bytes(range(256)) * (size // 8 // 256 + 1))


def _write_cube(path: str) -> None:
    """A look-up table of two steps that swaps red and blue."""
    rows = [f"{b} {g} {r}" for b in (0, 1) for g in (0, 1) for r in (0, 1)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("LUT_3D_SIZE 2\n" + "\n".join(rows) + "\n")
