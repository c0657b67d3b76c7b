"""A file's facts, from ffprobe or, without it, from what `ffmpeg -i` prints. Runs beside everything else."""

import os
import stat
from typing import Any

from ffai.tools import early
from ffai.values import Media, Tools

TIME_LIMIT = 20.0
"""Seconds that a probe may take."""


class Prober:
    """Facts by path, relative to a folder. `prefetch` starts a probe; `get` waits for it."""

    def __init__(self, tools: Tools, cwd: str) -> None:
        self._tools = tools
        self._cwd = cwd
        self._running: dict[str, _Run] = {}
        self._known: dict[str, Media | None] = {}
        self._errors: dict[str, str] = {}

    def prefetch(self, path: str) -> None:
        """Starts to probe a file, if it can be probed."""
        if path in self._known or path in self._running:
            return
        real = self._absolute(path)
        problem = unfit(real)
        if problem:
            self._errors[path] = problem
            self._known[path] = None
            return
        if self._tools.ffmpeg is None and self._tools.ffprobe is None:
            self._errors[path] = "there is no ffmpeg to look into files with"
            self._known[path] = None
            return
        try:
            self._running[path] = _Run(self._argv(real), ffprobe=self._tools.ffprobe is not None)
        except OSError as failed:
            self._errors[path] = f"probing failed: {failed.strerror}"
            self._known[path] = None

    def get(self, path: str) -> Media | None:
        """The facts of a file; None when it is absent or unreadable (`error` says why)."""
        if path not in self._known:
            self.prefetch(path)
        run = self._running.pop(path, None)
        if run is not None:
            self._known[path] = self._result(path, run)
        return self._known[path]

    def error(self, path: str) -> str | None:
        """Why a file has no facts; None when it has some."""
        self.get(path)
        return self._errors.get(path)

    def _absolute(self, path: str) -> str:
        return os.path.join(self._cwd, os.path.expanduser(path) if path.startswith("~") else path)

    def _argv(self, real: str) -> list[str]:
        if self._tools.ffprobe is not None:
            return early.probe_argv(self._tools.ffprobe, real)
        return [
            str(self._tools.ffmpeg),
            "-nostdin",
            "-hide_banner",
            "-protocol_whitelist",
            "file,crypto,data",
            "-i",
            f"file:{real}",
        ]

    def _result(self, path: str, run: "_Run") -> Media | None:
        text, complaint, late = run.wait()
        if late:
            self._errors[path] = f"looking into it took more than {TIME_LIMIT:.0f} s"
            return None
        real = self._absolute(path)
        try:
            size: int | None = os.stat(real).st_size
        except OSError:
            size = None
        media = from_json(text, path, size) if run.ffprobe else _from_text(complaint, path, size)
        if media is None:
            self._errors[path] = sentence(complaint)
        else:
            early.keep(run.argv, text)
        return media


def _from_text(complaint: str, path: str, size: int | None) -> Media | None:
    from ffai.tools.banner import from_banner

    return from_banner(complaint, path, size)


def unfit(real: str) -> str:
    """Why a file is not even opened: absent, a folder, a pipe, empty, not permitted; "" when it can be."""
    try:
        status = os.stat(real)
    except FileNotFoundError:
        return "no such file"
    except ValueError:
        return "no file can have that name"
    except OSError as problem:
        return (problem.strerror or "it cannot be read").lower()
    if stat.S_ISDIR(status.st_mode):
        return "it is a folder"
    if stat.S_ISFIFO(status.st_mode):
        return "it is a pipe, which can only be read once"
    if not stat.S_ISREG(status.st_mode):
        return "it is a device, not a file"
    if status.st_size == 0:
        return "it is empty (0 bytes)"
    return "" if os.access(real, os.R_OK) else "there is no permission to read it"


_SENTENCES = (
    ("moov atom not found", "it is no media file, or cut short, or still being written: its index is missing"),
    ("Invalid data found", "it is no media file that ffmpeg can read, or it is damaged"),
    ("Permission denied", "there is no permission to read it"),
    ("No such file", "no such file"),
    ("could not find codec parameters", "its streams cannot be made out; it is damaged or cut short"),
)


def sentence(complaint: str) -> str:
    """What a probe complained of, in plain words."""
    for words, said in _SENTENCES:
        if words in complaint:
            return said
    lines = [line for line in complaint.splitlines() if line.strip()]
    return f"ffmpeg cannot read it: {lines[-1].strip()[:200]}" if lines else "ffmpeg cannot read it"


class _Run:
    """A probe under way: one that was started early, or one of its own."""

    def __init__(self, argv: list[str], *, ffprobe: bool) -> None:
        self.ffprobe = ffprobe
        self.argv = tuple(argv)
        self.known = early.known.get(self.argv)
        if self.known is None:
            self.pid, self.out, self.err = early.running.pop(self.argv) if self.argv in early.running else early.spawn(argv)

    def wait(self) -> tuple[str, str, bool]:
        """(standard output, standard error, whether it took too long)."""
        if self.known is not None:
            return self.known, "", False
        import select
        import time

        deadline = time.monotonic() + TIME_LIMIT
        parts: dict[int, list[bytes]] = {self.out: [], self.err: []}
        open_ = [self.out, self.err]
        late = False
        while open_:
            left = deadline - time.monotonic()
            ready, _, _ = select.select(open_, [], [], max(0.0, left))
            if not ready:
                late = True
                import signal

                os.kill(self.pid, signal.SIGKILL)
                break
            for fd in ready:
                data = os.read(fd, 65536)
                if data:
                    parts[fd].append(data)
                else:
                    open_.remove(fd)
        os.close(self.out)
        os.close(self.err)
        os.waitpid(self.pid, 0)
        return b"".join(parts[self.out]).decode("utf-8", "replace"), b"".join(parts[self.err]).decode("utf-8", "replace"), late


_IMAGE_FORMATS = frozenset(("image2", "image2pipe", "ico", "bmp_pipe", "webp_pipe"))


def is_image_format(formats: tuple[str, ...]) -> bool:
    return bool(formats) and (formats[0] in _IMAGE_FORMATS or formats[0].endswith("_pipe"))


def from_json(text: str, path: str, size: int | None) -> Media | None:
    """Facts from ffprobe's JSON; None when it holds no streams."""
    import json

    from ffai.values import Chapter

    try:
        document: dict[str, Any] = json.loads(text)
    except ValueError:
        return None
    streams = tuple(_stream(s) for s in document.get("streams", ()))
    if not streams:
        return None
    facts = document.get("format", {})
    formats = tuple(str(facts.get("format_name", "")).split(","))
    chapters = tuple(
        Chapter(float(c.get("start_time", 0)), float(c.get("end_time", 0)), str(c.get("tags", {}).get("title", "")))
        for c in document.get("chapters", ())
    )
    image = is_image_format(formats)
    return Media(
        path=path,
        formats=formats,
        duration=None
        if image
        else _float(facts.get("duration")) or max((s.duration for s in streams if s.duration), default=None),
        size=_int(facts.get("size")) or size,
        bit_rate=_int(facts.get("bit_rate")),
        streams=streams,
        chapters=chapters,
        tags=tuple((str(k), str(v)) for k, v in facts.get("tags", {}).items()),
        is_image=image,
    )


def _stream(s: dict[str, Any]) -> Any:
    from ffai.values import Stream

    tags = s.get("tags", {})
    rotation = 0
    for side in s.get("side_data_list", ()):
        if "rotation" in side:
            rotation = round(-float(side["rotation"])) % 360
    if not rotation and "rotate" in tags:
        rotation = int(_float(tags["rotate"]) or 0) % 360
    text = s.get("avg_frame_rate", "0/0")
    if text in ("0/0", ""):
        text = s.get("r_frame_rate", "0/0")
    return Stream(
        index=int(s.get("index", 0)),
        kind=str(s.get("codec_type", "data")),
        codec=str(s.get("codec_name", "")),
        profile=str(s.get("profile", "")),
        width=_int(s.get("width")) or None,
        height=_int(s.get("height")) or None,
        sar=str(s.get("sample_aspect_ratio", "")),
        frame_rate=rate(text) if s.get("codec_type") == "video" else None,
        frame_rate_text=text if s.get("codec_type") == "video" else "",
        pixel_format=str(s.get("pix_fmt", "")),
        color_range=str(s.get("color_range", "")),
        color_space=str(s.get("color_space", "")),
        color_transfer=str(s.get("color_transfer", "")),
        color_primaries=str(s.get("color_primaries", "")),
        field_order=str(s.get("field_order", "")),
        rotation=rotation,
        bit_rate=_int(s.get("bit_rate")),
        sample_rate=_int(s.get("sample_rate")),
        channels=_int(s.get("channels")),
        channel_layout=str(s.get("channel_layout", "")),
        sample_format=str(s.get("sample_fmt", "")),
        bits=_int(s.get("bits_per_raw_sample")) or _int(s.get("bits_per_sample")) or None,
        language=str(tags.get("language", "")),
        title=str(tags.get("title", "")),
        disposition=tuple(k for k, v in s.get("disposition", {}).items() if v),
        duration=_float(s.get("duration")),
        frames=_int(s.get("nb_frames")),
        tags=tuple((str(k), str(v)) for k, v in tags.items()),
    )


def rate(text: str) -> float | None:
    """A frame rate written as a fraction, "30000/1001"."""
    top, _, bottom = text.partition("/")
    try:
        value = float(top) / float(bottom or 1)
    except (ValueError, ZeroDivisionError):
        return None
    return value or None


def _float(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _int(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
