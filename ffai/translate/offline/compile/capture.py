"""Recording of the screen, a camera or a microphone, by this system's devices."""

import os
import sys

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.job import safe_path, seconds
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.results import Argv
from ffai.translate.offline.compile.work import Work, ext_of

# system -> what -> input options. Source: "Input Devices" in ffmpeg-devices
_DEVICES: dict[str, dict[str, tuple[str, ...]]] = {
    "linux": {"screen": ("-f", "x11grab", "-framerate", "{fps}", "-i", "{display}"), "camera": ("-f", "v4l2", "-framerate", "{fps}", "-i", "/dev/video0"), "microphone": ("-f", "pulse", "-i", "default")},
    "darwin": {"screen": ("-f", "avfoundation", "-framerate", "{fps}", "-i", "1:none"), "camera": ("-f", "avfoundation", "-framerate", "{fps}", "-i", "0:none"), "microphone": ("-f", "avfoundation", "-i", ":0")},
    "win32": {"screen": ("-f", "gdigrab", "-framerate", "{fps}", "-i", "desktop"), "camera": ("-f", "dshow", "-framerate", "{fps}", "-i", "video=Integrated Camera"), "microphone": ("-f", "dshow", "-i", "audio=Microphone")},
}  # fmt: skip


def _part_of_screen(device: list[str], region: tuple[int, int, int, int]) -> list[str]:
    """The input options of a part of the screen: X11 and Windows take it as options, elsewhere it is cropped afterwards."""
    x, y, width, height = region
    if device[1] == "x11grab":
        return [*device[:-2], "-video_size", f"{width}x{height}", "-i", f"{device[-1]}+{x},{y}"]
    if device[1] == "gdigrab":
        return [*device[:-2], "-offset_x", str(x), "-offset_y", str(y), "-video_size", f"{width}x{height}", *device[-2:]]
    return [*device, "-vf", f"crop={width}:{height}:{x}:{y}"]


def _one_picture(work: Work, words: list[str], kind: str) -> list[Argv]:
    container = work.get(e.Container)
    ext = ext_of(work.output or "") or (container.ext if container else "png" if kind == "screen" else "jpg")
    work.note(f"one picture of the {kind}")
    for other in (e.Frames, e.Keep, e.RemoveAudio, e.Scale):
        work.all(other)
    return [(*words, "-frames:v", "1", "-update", "1", safe_path(work.output or work.free(f"{kind}.{ext}")))]


def capture(work: Work) -> list[Argv]:
    said = work.all(e.Capture)
    devices = _DEVICES.get(sys.platform, _DEVICES["linux"])
    fps = work.get(e.Fps)
    values = {"fps": rate_name(fps.rate) if fps else "30", "display": os.environ.get("DISPLAY") or ":0.0"}
    kinds = list(dict.fromkeys(x.what for x in said))
    if any(x.sound for x in said) and "microphone" not in kinds:
        kinds.append("microphone")
    still = any(k.endswith(" image") for k in kinds)
    kinds = list(dict.fromkeys(k.removesuffix(" image") for k in kinds if not (still and k == "microphone")))
    region = next((x.region for x in said if x.region), None)
    words = ["ffmpeg"]
    for kind in kinds:
        device = [word.format(**values) for word in devices[kind]]
        words += _part_of_screen(device, region) if kind == "screen" and region else device
    if still:
        return _one_picture(work, words, kinds[0])
    pictures = [k for k in kinds if k != "microphone"]
    keep = next((r for k in work.all(e.Keep) for r in k.ranges), None)
    length = next((x.seconds for x in said if x.seconds), None) or (keep.end - keep.start if keep and keep.end != e.END else None)
    container, codec = work.get(e.Container), work.get(e.AudioCodec)
    own = (
        codec.codec if codec is not None and codec.codec in ("mp3", "flac", "aac", "opus", "wav", "ogg") and not pictures else ""
    )
    ext = ext_of(work.output or "") or (container.ext if container else "mp4" if pictures else own or "wav")
    if length:
        words += ["-t", seconds(length)]
    else:
        work.note("it records until q is pressed")
    if pictures:
        encoder = coding.video_encoder(coding.default_codec(ext, "video") or "h264", work.has_encoder)
        name = encoder.name if encoder else "libx264"
        scale = work.get(e.Scale)
        if scale is not None and (scale.short_side or scale.height or scale.width):
            words += ["-vf", f"scale={scale.width or -2}:{scale.short_side or scale.height or -2}"]
        words += ["-c:v", name, *(["-preset", "veryfast", "-crf", "20"] if name == "libx264" else []), "-pix_fmt", "yuv420p"]
    if "microphone" in kinds:
        sound = coding.audio_encoder(coding.default_codec(ext, "audio") or "aac", work.has_encoder)
        words += ["-c:a", sound.name if sound else "aac"]
    work.note(
        "recorded from "
        + " and ".join({"screen": "the screen", "camera": "the camera", "microphone": "the microphone"}[k] for k in kinds)
    )
    work.all(e.RemoveAudio), work.all(e.VideoCodec), work.all(e.AudioCodec), work.all(e.Quality)
    return [(*words, safe_path(work.output or work.free(f"recording.{ext}")))]
