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


def capture(work: Work) -> list[Argv]:
    said = work.all(e.Capture)
    devices = _DEVICES.get(sys.platform, _DEVICES["linux"])
    fps = work.get(e.Fps)
    values = {"fps": rate_name(fps.rate) if fps else "30", "display": os.environ.get("DISPLAY") or ":0.0"}
    kinds = list(dict.fromkeys(x.what for x in said))
    if any(x.sound for x in said) and "microphone" not in kinds:
        kinds.append("microphone")
    words = ["ffmpeg"]
    for kind in kinds:
        words += [word.format(**values) for word in devices[kind]]
    pictures = [k for k in kinds if k != "microphone"]
    keep = next((r for k in work.all(e.Keep) for r in k.ranges), None)
    length = next((x.seconds for x in said if x.seconds), None) or (keep.end - keep.start if keep and keep.end != e.END else None)
    container = work.get(e.Container)
    ext = ext_of(work.output or "") or (container.ext if container else "mp4" if pictures else "wav")
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
