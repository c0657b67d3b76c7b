"""Coding: containers, codecs, rates, quality, options of encoders and muxers."""

from ffai.translate.offline.edits.base import Edit, Select


class Container(Edit):
    ext: str


class VideoCodec(Edit):
    codec: str  # codec or encoder name as said, in lemma form: h264, hevc, prores, libx264, h264_nvenc ...


class AudioCodec(Edit):
    codec: str


class StreamCodec(Edit):
    """One stream in another codec; the others stay as they are."""

    select: Select
    codec: str


class Copy(Edit):
    kind: str  # video, audio, subtitle, all


class Reencode(Edit):
    kind: str = "all"


class Crf(Edit):
    value: float


class Quality(Edit):
    level: str  # high, good, low, best, keep


class Preset(Edit):
    name: str


class Tune(Edit):
    name: str


class Profile(Edit):
    name: str


class Level(Edit):
    name: str


class PixelFormat(Edit):
    name: str


class BitDepth(Edit):
    bits: int
    kind: str = ""  # video, audio, "" decided by the media


class TwoPass(Edit):
    pass


class Lossless(Edit):
    pass


class Bitrate(Edit):
    bits: float
    kind: str = ""  # video, audio, "" decided by the media
    mode: str = ""  # cbr, max


class FileSize(Edit):
    bytes: float
    each: bool = False


class Purpose(Edit):
    name: str


class Shrink(Edit):
    factor: float | None = None  # of the size; None: clearly smaller at good quality


class Hardware(Edit):
    name: str  # nvenc, qsv, vaapi, videotoolbox, amf


class Faststart(Edit):
    pass


class Fragmented(Edit):
    pass


class KeyframeInterval(Edit):
    frames: int | None = None
    seconds: float | None = None


class Option(Edit):
    """An option that is handed on to ffmpeg as it stands."""

    name: str
    value: str
    kind: str = "video"  # what it is about: video, audio, mux


class VariableRate(Edit):
    """Sound at a constant quality: LAME's V0 to V9."""

    level: float | None = None


class PictureQuality(Edit):
    percent: float  # as image editors count it


class Tonemap(Edit):
    """High dynamic range to standard."""

    curve: str = "hable"


class Alpha(Edit):
    """What can be seen through stays so."""


class Scaler(Edit):
    name: str  # lanczos, bicubic, bilinear, neighbor, spline, area


class Threads(Edit):
    count: int
