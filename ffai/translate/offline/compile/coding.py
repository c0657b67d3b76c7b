"""Containers, what they hold, and which encoder makes it with which settings. Tables; the installed ffmpeg has the last word."""

from collections.abc import Callable
from typing import NamedTuple

from ffai.translate.offline.compile.purposes import PURPOSES, Purpose

__all__ = ["PURPOSES", "Purpose"]

# container (extension) -> (video codecs it is commonly played with, audio codecs, subtitle codecs), defaults first.
# Source: the muxers' codec tag tables (ffmpeg -h muxer=NAME, libavformat/*enc.c), kept to what players open.
HOLDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "mp4": (("h264", "hevc", "av1", "mpeg4", "vp9", "mjpeg", "mpeg2video"), ("aac", "mp3", "ac3", "eac3", "alac", "opus"), ("mov_text",)),
    "m4v": (("h264", "hevc", "mpeg4"), ("aac", "ac3", "alac"), ("mov_text",)),
    "mov": (("h264", "hevc", "prores", "dnxhd", "mjpeg", "mpeg4", "qtrle", "png", "cinepak", "rawvideo", "v210", "dvvideo", "h263", "utvideo", "mpeg2video", "cfhd", "gif", "vp9", "ffv1", "huffyuv"), ("aac", "alac", "mp3", "ac3", "eac3", "pcm_s16le", "pcm_s24le", "pcm_s16be", "pcm_s24be", "pcm_s32le"), ("mov_text",)),
    "mkv": (("h264", "*"), ("aac", "*"), ("subrip", "ass", "webvtt", "hdmv_pgs_subtitle", "dvd_subtitle")),
    "webm": (("vp9", "vp8", "av1"), ("opus", "vorbis"), ("webvtt",)),
    "avi": (("mpeg4", "h264", "mjpeg", "msmpeg4v3", "msmpeg4v2", "huffyuv", "ffv1", "ffvhuff", "utvideo", "rawvideo", "v210", "dvvideo", "wmv1", "wmv2", "cinepak", "png", "h263", "snow", "mpeg2video"), ("mp3", "ac3", "pcm_s16le", "mp2", "aac", "wmav1", "wmav2"), ()),
    "flv": (("h264", "flv1"), ("aac", "mp3"), ()),
    "f4v": (("h264",), ("aac", "mp3"), ()),
    "wmv": (("wmv2", "wmv1", "msmpeg4v3"), ("wmav2", "wmav1"), ()),
    "asf": (("wmv2",), ("wmav2",), ()),
    "ts": (("h264", "hevc", "mpeg2video"), ("aac", "ac3", "mp2", "mp3", "eac3"), ()),
    "m2ts": (("h264", "hevc", "mpeg2video"), ("ac3", "aac", "eac3"), ()),
    "mts": (("h264", "hevc", "mpeg2video"), ("ac3", "aac"), ()),
    "mpg": (("mpeg2video", "mpeg1video"), ("mp2", "ac3", "mp3"), ()),
    "mpeg": (("mpeg2video", "mpeg1video"), ("mp2", "ac3", "mp3"), ()),
    "vob": (("mpeg2video",), ("ac3", "mp2"), ("dvd_subtitle",)),
    "rm": (("rv20", "rv10"), ("ac3",), ()),
    "3gp": (("h264", "h263", "mpeg4"), ("aac", "amr_nb"), ()),
    "3g2": (("h264", "mpeg4"), ("aac",), ()),
    "ogv": (("theora", "vp8"), ("vorbis", "opus", "flac"), ()),
    "ogg": (("theora",), ("vorbis", "opus", "flac"), ()),
    "mxf": (("mpeg2video", "dnxhd", "h264", "prores", "jpeg2000"), ("pcm_s16le", "pcm_s24le"), ()),
    "divx": (("mpeg4",), ("mp3",), ()),
    "mjpeg": (("mjpeg",), (), ()), "y4m": (("rawvideo",), (), ()), "yuv": (("rawvideo",), (), ()), "dv": (("dvvideo",), ("pcm_s16le",), ()),
    "gif": (("gif",), (), ()), "apng": (("apng",), (), ()), "webp": (("webp",), (), ()), "avif": (("av1",), (), ()),
    "mp3": ((), ("mp3",), ()), "wav": ((), ("pcm_s16le", "pcm_s24le", "pcm_f32le", "pcm_s32le", "pcm_u8", "pcm_s8", "pcm_mulaw", "pcm_alaw", "adpcm_ima_wav", "adpcm_ms"), ()), "flac": ((), ("flac",), ()),
    "m4a": ((), ("aac", "alac"), ()), "m4b": ((), ("aac",), ()), "m4r": ((), ("aac",), ()), "aac": ((), ("aac",), ()),
    "oga": ((), ("vorbis", "flac", "opus"), ()), "opus": ((), ("opus",), ()), "ac3": ((), ("ac3",), ()), "eac3": ((), ("eac3",), ()),
    "aiff": ((), ("pcm_s16be", "pcm_s24be", "pcm_s32be"), ()), "wma": ((), ("wmav2",), ()), "mka": ((), ("aac", "*"), ()), "caf": ((), ("pcm_s16le", "aac", "alac", "pcm_s24le", "opus", "pcm_s32le"), ()), "amr": ((), ("amr_nb",), ()),
    "au": ((), ("pcm_s16be",), ()), "w64": ((), ("pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le"), ()), "mp2": ((), ("mp2",), ()), "dts": ((), ("dts",), ()), "pcm": ((), ("pcm_s16le",), ()), "tta": ((), ("tta",), ()), "wv": ((), ("wavpack",), ()), "spx": ((), ("speex",), ()),
    "srt": ((), (), ("subrip",)), "ass": ((), (), ("ass",)), "ssa": ((), (), ("ass",)), "vtt": ((), (), ("webvtt",)),
}  # fmt: skip

# what people call it -> (codec, encoders in the order of preference)
VIDEO: dict[str, tuple[str, tuple[str, ...]]] = {
    "h264": ("h264", ("libx264", "libopenh264", "h264_nvenc", "h264_videotoolbox", "h264_qsv")),
    "hevc": ("hevc", ("libx265", "libkvazaar", "hevc_nvenc", "hevc_videotoolbox")),
    "av1": ("av1", ("libsvtav1", "libaom-av1", "librav1e")),
    "vp9": ("vp9", ("libvpx-vp9",)), "vp8": ("vp8", ("libvpx",)),
    "prores": ("prores", ("prores_ks", "prores")), "dnxhd": ("dnxhd", ("dnxhd",)), "dnxhr": ("dnxhd", ("dnxhd",)),
    "mpeg4": ("mpeg4", ("mpeg4",)), "xvid": ("mpeg4", ("libxvid", "mpeg4")), "divx": ("mpeg4", ("mpeg4",)), "mpeg2video": ("mpeg2video", ("mpeg2video",)), "mpeg1video": ("mpeg1video", ("mpeg1video",)),
    "h263": ("h263", ("h263",)), "theora": ("theora", ("libtheora",)), "mjpeg": ("mjpeg", ("mjpeg",)), "ffv1": ("ffv1", ("ffv1",)), "huffyuv": ("huffyuv", ("huffyuv",)), "ffvhuff": ("ffvhuff", ("ffvhuff",)), "utvideo": ("utvideo", ("utvideo",)),
    "wmv2": ("wmv2", ("wmv2",)), "flv1": ("flv1", ("flv",)), "rawvideo": ("rawvideo", ("rawvideo",)), "v210": ("v210", ("v210",)), "h261": ("h261", ("h261",)), "qtrle": ("qtrle", ("qtrle",)), "gif": ("gif", ("gif",)), "apng": ("apng", ("apng",)), "webp": ("webp", ("libwebp_anim", "libwebp")),
    "rv20": ("rv20", ("rv20",)), "cineform": ("cfhd", ("cfhd",)), "vvc": ("vvc", ("libvvenc",)), "dvvideo": ("dvvideo", ("dvvideo",)), "cinepak": ("cinepak", ("cinepak",)), "snow": ("snow", ("snow",)), "jpeg2000": ("jpeg2000", ("libopenjpeg", "jpeg2000")),
}  # fmt: skip
AUDIO: dict[str, tuple[str, tuple[str, ...]]] = {
    "aac": ("aac", ("aac",)), "mp3": ("mp3", ("libmp3lame", "libshine")), "opus": ("opus", ("libopus", "opus")), "vorbis": ("vorbis", ("libvorbis", "vorbis")), "flac": ("flac", ("flac",)), "alac": ("alac", ("alac",)),
    "ac3": ("ac3", ("ac3",)), "eac3": ("eac3", ("eac3",)), "dts": ("dts", ("dca",)), "pcm_s16le": ("pcm_s16le", ("pcm_s16le",)), "pcm_s24le": ("pcm_s24le", ("pcm_s24le",)), "pcm_s32le": ("pcm_s32le", ("pcm_s32le",)), "pcm_f32le": ("pcm_f32le", ("pcm_f32le",)),
    "pcm_s16be": ("pcm_s16be", ("pcm_s16be",)), "pcm_s24be": ("pcm_s24be", ("pcm_s24be",)), "pcm_u8": ("pcm_u8", ("pcm_u8",)), "mp2": ("mp2", ("mp2", "libtwolame")), "wmav2": ("wmav2", ("wmav2",)), "amr_nb": ("amr_nb", ("libopencore_amrnb",)), "truehd": ("truehd", ("truehd",)), "wavpack": ("wavpack", ("wavpack",)), "speex": ("speex", ("libspeex",)), "adpcm_ima_wav": ("adpcm_ima_wav", ("adpcm_ima_wav",)), "adpcm_ms": ("adpcm_ms", ("adpcm_ms",)), "pcm_mulaw": ("pcm_mulaw", ("pcm_mulaw",)), "pcm_alaw": ("pcm_alaw", ("pcm_alaw",)), "pcm_s32be": ("pcm_s32be", ("pcm_s32be",)), "tta": ("tta", ("tta",)), "gsm": ("gsm", ("libgsm",)),
}  # fmt: skip
# the file that a stream of sound goes into as it is
OWN_FILE = {
    "aac": "m4a", "alac": "m4a", "wavpack": "wv", "speex": "spx", "tta": "tta", "truehd": "thd", "mp3": "mp3", "opus": "opus", "vorbis": "ogg", "flac": "flac", "ac3": "ac3", "eac3": "eac3", "mp2": "mp2", "dts": "dts", "pcm_s16le": "wav", "pcm_s24le": "wav",
}  # fmt: skip
# other names for the same
ALIASES = {
    "prores4444": "prores", "prores422": "prores", "x264": "h264", "libx264": "h264", "x265": "hevc", "libx265": "hevc", "libvpx": "vp8", "libvpx-vp9": "vp9", "mpeg-4": "mpeg4", "mpeg2": "mpeg2video", "mpeg1": "mpeg1video", "libxvid": "xvid", "libtheora": "theora",
    "libopus": "opus", "adpcm": "adpcm_ima_wav", "adpcm-wav": "adpcm_ima_wav", "ima-adpcm": "adpcm_ima_wav", "libmp3lame": "mp3", "libvorbis": "vorbis", "wav": "pcm_s16le", "pcm": "pcm_s16le", "s16le": "pcm_s16le", "s24le": "pcm_s24le", "he-aac": "aac", "libfdk_aac": "aac", "amr": "amr_nb", "wma": "wmav2", "dv": "dvvideo", "libvvenc": "vvc", "mulaw": "pcm_mulaw", "mu-law": "pcm_mulaw", "u-law": "pcm_mulaw", "ulaw": "pcm_mulaw", "g711": "pcm_mulaw", "alaw": "pcm_alaw", "a-law": "pcm_alaw",
    "libaom-av1": "av1", "libsvtav1": "av1",
}  # fmt: skip
_HARDWARE = {
    "nvenc": "nvenc",
    "nvidia": "nvenc",
    "cuda": "nvenc",
    "qsv": "qsv",
    "quicksync": "qsv",
    "intel": "qsv",
    "vaapi": "vaapi",
    "videotoolbox": "videotoolbox",
    "amf": "amf",
    "amd": "amf",
    "gpu": "nvenc",
}

LOSSLESS_AUDIO = frozenset(
    (
        "flac",
        "alac",
        "wav",
        "pcm_s16le",
        "pcm_s24le",
        "pcm_s32le",
        "pcm_f32le",
        "pcm_s16be",
        "pcm_s24be",
        "truehd",
        "tta",
        "wavpack",
    )
)


class Encoder(NamedTuple):
    codec: str
    name: str
    note: str = ""


Has = Callable[[str], bool]


def video_encoder(said: str, has: Has) -> Encoder | None:
    return _encoder(said, VIDEO, has)


def audio_encoder(said: str, has: Has) -> Encoder | None:
    return _encoder(said, AUDIO, has)


def _encoder(said: str, table: dict[str, tuple[str, tuple[str, ...]]], has: Has) -> Encoder | None:
    """The encoder for a codec or encoder name; the nearest that is installed, with a note, when the one said is not."""
    base = ALIASES.get(said, said)
    family = base.partition("_")[0] if base not in table else base
    row = table.get(base) or table.get(family)
    if row is None:
        return None
    codec, encoders = row
    if said not in table and has(said):
        return Encoder(codec, said)
    for name in encoders:
        if has(name):
            wanted = said if said != base and said.startswith("lib") or "_" in said else ""
            note = (
                f"{said} is not in this ffmpeg; {name} makes the same kind of stream"
                if wanted and wanted != name and not has(said) and ALIASES.get(said) not in table
                else ""
            )
            return Encoder(codec, name, note)
    return Encoder(codec, encoders[0], f"this ffmpeg has no encoder for {codec}")


def hardware_encoder(codec: str, said: str, has: Has) -> Encoder | None:
    suffix = _HARDWARE.get(said, "nvenc")
    name = f"{codec}_{suffix}"
    return Encoder(codec, name) if has(name) else None


def hardware_present(encoder: str) -> bool:
    """Whether the graphics hardware of a hardware encoder is in this machine; True for a software encoder."""
    import os
    import sys

    suffix = encoder.rpartition("_")[2]
    if suffix == "nvenc":
        return os.path.exists("/dev/nvidiactl") or os.path.exists("/dev/dxg") or sys.platform == "win32"
    if suffix in ("vaapi", "qsv", "amf"):
        return os.path.exists("/dev/dri/renderD128") or sys.platform == "win32"
    return sys.platform == "darwin" if suffix == "videotoolbox" else True


def holds(container: str, kind: str, codec: str) -> bool:
    """Whether a container is fit for a stream of that codec. Unknown containers are taken to hold anything."""
    row = HOLDS.get(container)
    if row is None:
        return True
    codecs = row[{"video": 0, "audio": 1, "subtitle": 2}[kind]]
    return "*" in codecs or codec in codecs


def default_codec(container: str, kind: str) -> str:
    """The codec that a container gets when nothing was asked; "" when it holds no such stream."""
    row = HOLDS.get(container, (("h264",), ("aac",), ()))
    codecs = row[{"video": 0, "audio": 1, "subtitle": 2}[kind]]
    return codecs[0] if codecs else ""


# constant-quality settings: encoder -> (option, default, smaller, better, lowest legal, highest legal, "" or extra options)
# Source of defaults: ffmpeg -h encoder=NAME and the encoders' own guides; smaller/better are about ± 5 and keep pictures good.
QUALITY: dict[str, tuple[str, int, int, int, int, int, tuple[str, ...]]] = {
    "libx264": ("-crf", 23, 27, 18, 0, 51, ()), "libx265": ("-crf", 26, 30, 21, 0, 51, ()),
    "libvpx-vp9": ("-crf", 32, 38, 24, 0, 63, ("-b:v", "0")), "libvpx": ("-crf", 20, 32, 10, 4, 63, ("-b:v", "2M")),
    "libsvtav1": ("-crf", 35, 42, 26, 0, 63, ()), "libaom-av1": ("-crf", 32, 38, 24, 0, 63, ("-b:v", "0")), "librav1e": ("-qp", 90, 120, 60, 0, 255, ()),
    "mpeg4": ("-q:v", 4, 8, 2, 1, 31, ()), "libxvid": ("-q:v", 4, 8, 2, 1, 31, ()), "mpeg2video": ("-q:v", 4, 8, 2, 1, 31, ()), "mpeg1video": ("-q:v", 4, 8, 2, 1, 31, ()), "mjpeg": ("-q:v", 3, 8, 2, 1, 31, ()), "flv": ("-q:v", 4, 8, 2, 1, 31, ()), "wmv2": ("-q:v", 4, 8, 2, 1, 31, ()), "libtheora": ("-q:v", 7, 5, 9, 0, 10, ()), "h263": ("-q:v", 4, 8, 2, 1, 31, ()), "msmpeg4": ("-q:v", 4, 8, 2, 1, 31, ()),
}  # fmt: skip
# encoders that know x264's preset names, and the ones that count theirs
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo")
COUNTED_PRESETS = {
    "libsvtav1": ("-preset", 13, 0),
    "libvpx-vp9": ("-cpu-used", 8, 0),
    "libaom-av1": ("-cpu-used", 8, 0),
    "libvpx": ("-cpu-used", 8, 0),
}
# names that people invent or other programs use, by how quick they sound
PRESET_WORDS = {
    "snail": "veryslow", "turtle": "veryslow", "sloth": "veryslow", "glacial": "placebo", "slowest": "veryslow", "tortoise": "veryslow", "extraslow": "veryslow", "ultraslow": "veryslow", "superslow": "veryslow", "best": "veryslow", "quality": "slow", "hq": "slow",
    "normal": "medium", "default": "medium", "balanced": "medium", "standard": "medium", "regular": "medium", "average": "medium",
    "quick": "fast", "rapid": "veryfast", "lightning": "ultrafast", "rocket": "ultrafast", "turbo": "ultrafast", "fastest": "ultrafast", "hyperfast": "ultrafast", "instant": "ultrafast", "cheetah": "ultrafast", "blazing": "ultrafast", "speed": "veryfast", "ludicrous": "ultrafast", "extrafast": "superfast", "warp": "ultrafast",
}  # fmt: skip


def preset_named(name: str) -> tuple[str, str]:
    """The x264 preset nearest to a name, and a note when it is another one."""
    if name in PRESETS:
        return name, ""
    near = PRESET_WORDS.get(name)
    if near is None:
        import difflib

        close = difflib.get_close_matches(name, PRESETS, 1, 0.6)
        near = close[0] if close else "slow" if "slow" in name else "fast" if "fast" in name else "medium"
    return near, f"there is no preset {name!r}; {near!r} is the nearest"
