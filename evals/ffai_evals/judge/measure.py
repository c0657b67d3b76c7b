"""What came out, measured: facts by ffprobe or ffmpeg, pictures and sounds by decoding them small.

Pictures are decoded to 48x27 RGB at 5 frames a second, sounds to mono 8 kHz in windows of 0.1 s: enough to tell which stream, which
moment, which way round.
"""

import functools
import itertools
import json
import math
import os
import re
import subprocess
from array import array
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ffai.values import Media, Stream, Tools
from ffai_evals.judge import together
from ffai_evals.judge.memory import Memory, Output, Remembering

WIDE, HIGH, RATE = 48, 27, 5
WINDOW = 0.1


class Window(NamedTuple):
    """A tenth of a second of sound."""

    level: float  # RMS in dBFS, -120 for silence
    pitch: float  # hertz, by zero crossings; 0 for silence


class Bench:
    """ffmpeg and ffprobe as measuring tools, for files in one folder. `marks`: digests of the files whose measures are remembered."""

    def __init__(
        self, tools: Tools, folder: str, memory: Memory | None = None, marks: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.tools, self.folder, self.marks = tools, folder, marks
        self.memory = memory or Memory("", tools)
        self.prober = Remembering(tools, folder, self.memory, marks)
        self._made: dict[str, Made] = {}

    def file(self, name: str) -> "Made":
        if name not in self._made:
            self._made[name] = Made(self, name)
        return self._made[name]

    def run(self, *arguments: str, timeout: float = 60.0, keep: Sequence[int] = ()) -> Output:
        """(standard output, standard error, exit code) of ffmpeg with these arguments. `keep`: descriptors that it writes to."""
        try:
            done = subprocess.run(
                [self.tools.ffmpeg or "ffmpeg", "-nostdin", "-hide_banner", *arguments],
                cwd=self.folder, capture_output=True, timeout=timeout, check=False, pass_fds=keep,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return b"", "measuring took too long", 1
        return done.stdout, done.stderr.decode("utf-8", "replace"), done.returncode

    def asked(self, name: str, *arguments: str) -> Output:
        """The same of a file. Remembered, when it was there before: by its bytes, and those of every other one that is named."""
        if name not in self.marks:
            return self.run(*arguments)
        others = [n for n in sorted(self.marks) if n != name and any(n in argument for argument in arguments)]
        marks = [self.marks[n] for n in (name, *others)]
        return self.memory.recall(("ffmpeg", *marks, *others, name, *arguments), lambda: self.run(*arguments))


def animated_webp(path: str) -> bool | None:
    """Whether an animated WebP is whole; None for any other file. ffmpeg 5.1 writes such files and cannot read them.

    Source: "Extended file format" of the WebP container specification: RIFF size, then chunks, ANMF for each frame.
    """
    with open(path, "rb") as file:
        data = file.read()
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or b"ANIM" not in data[12:64]:
        return None
    at, frames = 12, 0
    while at + 8 <= len(data):
        frames += data[at : at + 4] == b"ANMF"
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return frames > 1 and at == len(data) == int.from_bytes(data[4:8], "little") + 8


class Made:
    """A file, measured when asked."""

    def __init__(self, bench: Bench, name: str) -> None:
        self.bench, self.name = bench, name
        self._taken: dict[together.Need, bytes] = {}

    @property
    def path(self) -> str:
        return os.path.join(self.bench.folder, self.name)

    @functools.cached_property
    def size(self) -> int:
        return os.path.getsize(self.path)

    @functools.cached_property
    def media(self) -> Media | None:
        return self.bench.prober.get(self.name)

    def streams(self, kind: str) -> tuple[Stream, ...]:
        return self.media.of_kind(kind) if self.media else ()

    def expect(self, wanted: Mapping[str, Any]) -> None:
        """Measures what these requirements begin with, in one go with the look for damage."""
        asked = together.needs(wanted, self)
        if asked and "damage" not in self.__dict__ and not self.name.lower().endswith(".webp"):
            together.measure(self, asked)

    def decoded(self, *more: str, keep: Sequence[int] = ()) -> tuple[str, int]:
        """(complaints, exit code) of decoding all of it, with further outputs."""
        _, said, code = self.bench.run(
            "-v", "error", "-xerror", "-i", self.name, "-map", "0:v?", "-map", "0:a?", "-f", "null", "-", *more, keep=keep
        )  # fmt: skip
        return said, code

    def asked(self, need: together.Need) -> tuple[str, ...]:
        """The words of an output that measures it."""
        if need[0] == "frames":
            return ("-map", "0:v:0", "-vf", self._small((), ""), "-f", "rawvideo")
        if need[0] == "sound":
            return ("-map", "0:a:0", "-af", "aresample=8000", "-ac", "1", "-f", "s16le")
        if need[0] == "count":
            return ("-map", "0:v:0", "-c", "copy", "-f", "framehash", "-hash", "adler32")
        return ("-map", f"0:{need[1]}:{need[2]}", *(("-c", "copy") if need[1] == "s" else ()), "-f", "framehash", "-hash", "md5")

    def take(self, need: together.Need, data: bytes) -> None:
        self._taken[need] = data

    def _measured(self, need: together.Need, *before: str) -> bytes:
        """What was measured together with the damage, else alone. `before`: options of the input."""
        if need not in self._taken:
            self._taken[need] = self.bench.asked(self.name, "-v", "error", *before, "-i", self.name, *self.asked(need), "-")[0]
        return self._taken[need]

    @functools.cached_property
    def damage(self) -> str:
        """What ffmpeg complains of when it decodes all of it; "" when it is whole."""
        if self.name.lower().endswith(".webp") and (found := animated_webp(self.path)) is not None:
            return "" if found else "the animation is cut short"
        # a picture's or a sound's own remarks are no damage
        said, code = self.decoded()
        lines = [
            line
            for line in said.splitlines()
            if line.strip() and not re.search(r"non monoton|DTS|deprecated|Last message repeated|Application provided", line)
        ]
        return (lines[-1] if lines else "cannot be decoded") if code else ""

    def _small(self, args: tuple[str, ...], chain: str, rate: int = RATE) -> str:
        still = self.media is not None and self.media.is_image
        shrink = f"{'' if still or '-frames:v' in args else f'fps={rate},'}scale={WIDE}:{HIGH}:flags=area,format=rgb24"
        return f"{chain},{shrink}" if chain else shrink

    def pictures(self, args: tuple[str, ...] = (), chain: str = "", stream: int = 0, rate: int = RATE) -> list[bytes]:
        """Small frames. `args`: options after the input, where times are exact; `chain`: filters that come first."""
        out, _, _ = self.bench.asked(
            self.name, "-v", "error", "-i", self.name, *args, "-map", f"0:v:{stream}", "-vf", self._small(args, chain, rate), "-f", "rawvideo", "-",
        )  # fmt: skip
        return _cut(out)

    @functools.cached_property
    def frames(self) -> list[bytes]:
        return _cut(self._measured(("frames",)))

    @functools.cached_property
    def middle(self) -> bytes:
        """The grey frame in the middle, at full size."""
        return self.grey_at(((self.media.duration if self.media else None) or 0.0) / 2)

    def grey_at(self, seconds: float) -> bytes:
        """The grey frame at a moment, at full size."""
        where = ("-ss", f"{seconds:.3f}") if seconds else ()
        out, _, _ = self.bench.asked(
            self.name, "-v", "error", "-i", self.name, *where, "-map", "0:v:0", "-frames:v", "1", "-pix_fmt", "gray", "-f", "rawvideo", "-",
        )  # fmt: skip
        return out

    def greys_near(self, seconds: float) -> list[bytes]:
        """The grey frames, at full size, at a moment and up to two before and behind it."""
        stream = self.streams("video")[0] if self.streams("video") else None
        shape = self.media.shown_size if self.media else None
        if stream is None or not shape:
            return []
        start = max(0.0, seconds - 2.2 / (stream.frame_rate or 25.0))
        out, _, _ = self.bench.asked(
            self.name, "-v", "error", "-i", self.name, "-ss", f"{start:.3f}", "-map", "0:v:0", "-frames:v", "5", "-pix_fmt", "gray", "-f", "rawvideo", "-",
        )  # fmt: skip
        size = shape[0] * shape[1]
        return [out[i : i + size] for i in range(0, len(out) - size + 1, size)]

    @functools.cached_property
    def roughness(self) -> float:
        """Mean difference 0..255 of pixels that stand side by side in the middle frame."""
        return sum(abs(a - b) for a, b in itertools.pairwise(self.middle)) / max(1, len(self.middle))

    def windows(self, args: tuple[str, ...] = (), chain: str = "", stream: int = 0, channel: int | None = None) -> list[Window]:
        """The sound, window by window."""
        pan = f"pan=mono|c0=c{channel}," if channel is not None else ""
        filters = f"{chain}," if chain else ""
        out, _, _ = self.bench.asked(
            self.name, "-v", "error", "-i", self.name, *args, "-map", f"0:a:{stream}", "-af", f"{filters}{pan}aresample=8000", "-ac", "1", "-f", "s16le", "-",
        )  # fmt: skip
        return _windows(out)

    @functools.cached_property
    def sound(self) -> list[Window]:
        return _windows(self._measured(("sound",)))

    @functools.cached_property
    def frame_count(self) -> int:
        return sum(not line.startswith(b"#") for line in self._measured(("count",)).splitlines())

    def hashes(self, kind: str, index: int = 0) -> frozenset[bytes]:
        """Hashes of the decoded frames of a stream: alike where packets were copied, however they were wrapped."""
        out = self._measured(("hashes", kind, str(index)), *(("-noautorotate",) if kind == "v" else ()))
        return frozenset(line.rsplit(b",", 1)[-1].strip() for line in out.splitlines() if line and not line.startswith(b"#"))

    @functools.lru_cache(maxsize=8)  # noqa: B019
    def packets(self, kind: str, index: int = 0) -> list[tuple[float, int, bool]]:
        """(seconds, bytes, is a key frame) of each packet of a stream."""
        if self.bench.tools.ffprobe:
            done = subprocess.run(
                [self.bench.tools.ffprobe, "-v", "error", "-select_streams", f"{kind}:{index}", "-show_entries", "packet=pts_time,dts_time,size,flags", "-of", "json", self.name],
                cwd=self.bench.folder, capture_output=True, timeout=60, check=False,
            )  # fmt: skip
            found = json.loads(done.stdout or b"{}").get("packets", [])
            return [
                (float(p.get("pts_time", p.get("dts_time", 0)) or 0), int(p.get("size", 0)), "K" in p.get("flags", ""))
                for p in found
            ]
        out, _, _ = self.bench.run(
            "-v", "error", "-i", self.name, "-map", f"0:{kind}:{index}", "-c", "copy", "-f", "framecrc", "-"
        )
        text = out.decode("ascii", "replace")
        base = re.search(r"#tb 0: (\d+)/(\d+)", text)
        tick = int(base[1]) / int(base[2]) if base else 1.0
        rows = [line.split(",") for line in text.splitlines() if line and not line.startswith("#")]
        return [(float(row[2]) * tick, int(row[4]), not any("F=0x0" in cell for cell in row[6:])) for row in rows]

    @functools.cached_property
    def boxes(self) -> list[str]:
        """The top-level boxes of an mp4 or mov, in order."""
        found: list[str] = []
        at = 0
        with open(self.path, "rb") as file:
            while True:
                file.seek(at)
                head = file.read(16)
                if len(head) < 8:
                    return found
                size, name = int.from_bytes(head[:4], "big"), head[4:8].decode("latin-1")
                found.append(name)
                size = int.from_bytes(head[8:16], "big") if size == 1 else size
                if size < 8:
                    return found
                at += size

    @functools.cached_property
    def loudness(self) -> float:
        """Integrated loudness in LUFS (EBU R128)."""
        _, said, _ = self.bench.asked(self.name, "-i", self.name, "-map", "0:a:0", "-af", "ebur128", "-f", "null", "-")
        found = re.findall(r"I:\s+(-?[\d.]+|-inf) LUFS", said)
        return float(found[-1]) if found and found[-1] != "-inf" else -120.0

    @functools.cached_property
    def volume(self) -> tuple[float, float]:
        """Mean and peak volume in dBFS."""
        _, said, _ = self.bench.asked(self.name, "-i", self.name, "-map", "0:a:0", "-af", "volumedetect", "-f", "null", "-")
        mean, peak = re.search(r"mean_volume: (-?[\d.]+)", said), re.search(r"max_volume: (-?[\d.]+)", said)
        return (float(mean[1]) if mean else -120.0, float(peak[1]) if peak else -120.0)

    @functools.cached_property
    def text(self) -> str:
        with open(self.path, encoding="utf-8", errors="replace") as file:
            return file.read(200_000)

    @functools.cached_property
    def interlaced_share(self) -> float:
        """The share of frames that idet calls interlaced."""
        _, said, _ = self.bench.run("-i", self.name, "-map", "0:v:0", "-vf", "idet", "-f", "null", "-")
        found = re.findall(r"Multi frame detection: TFF:\s*(\d+) BFF:\s*(\d+) Progressive:\s*(\d+) Undetermined:\s*(\d+)", said)
        if not found:
            return 0.0
        numbers = [int(x) for x in found[-1]]
        return (numbers[0] + numbers[1]) / max(1, sum(numbers))


def _cut(out: bytes) -> list[bytes]:
    size = WIDE * HIGH * 3
    return [out[i : i + size] for i in range(0, len(out) - size + 1, size)]


def _windows(out: bytes) -> list[Window]:
    samples = array("h")
    samples.frombytes(out[: len(out) // 2 * 2])
    step = int(8000 * WINDOW)
    return [_window(samples[i : i + step]) for i in range(0, len(samples) - step + 1, step)]


def _window(samples: Any) -> Window:
    power = (
        math.sumprod(samples, samples) / len(samples) if hasattr(math, "sumprod") else sum(x * x for x in samples) / len(samples)
    )
    if power < 1:
        return Window(-120.0, 0.0)
    crossings = sum((a < 0) != (b < 0) for a, b in itertools.pairwise(samples))
    return Window(10 * math.log10(power / 32768**2), crossings / 2 / WINDOW)


def psnr(one: bytes, other: bytes) -> float:
    """Peak signal-to-noise ratio of two small frames, in dB; 99 for equal ones."""
    error = sum((a - b) * (a - b) for a, b in zip(one, other, strict=True)) / len(one)
    return 99.0 if error == 0 else 10 * math.log10(255 * 255 / error)


def luma(frame: bytes) -> float:
    """Mean luma of a small frame, 0..255."""
    return sum(0.299 * frame[i] + 0.587 * frame[i + 1] + 0.114 * frame[i + 2] for i in range(0, len(frame), 3)) / (len(frame) / 3)


def saturation(frame: bytes) -> float:
    """Mean distance between the strongest and the weakest of R, G and B, 0..255."""
    return sum(max(frame[i : i + 3]) - min(frame[i : i + 3]) for i in range(0, len(frame), 3)) / (len(frame) / 3)


def region(frame: bytes, box: tuple[float, float, float, float]) -> bytes:
    """The part of a small frame within fractions (left, top, right, bottom)."""
    left, top, right, bottom = round(box[0] * WIDE), round(box[1] * HIGH), round(box[2] * WIDE), round(box[3] * HIGH)
    return b"".join(
        frame[(y * WIDE + left) * 3 : (y * WIDE + max(left + 1, right)) * 3] for y in range(top, max(top + 1, bottom))
    )
