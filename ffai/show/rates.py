"""What encoders make of a picture and a sound, in bits: the tables behind the estimates.

They are orders of magnitude with a wide range around them, since what a CRF costs depends on the picture first of all.
"""

from typing import NamedTuple


class Video(NamedTuple):
    """Bits for one pixel of one frame at 1080p and 30 frames a second, at that CRF; the CRF steps that halve it."""

    bits: float
    crf: float
    step: float


# x264 at its default CRF 23 gives 3 to 8 Mb/s for 1080p30 camera footage (0.05 to 0.13 bits a pixel); 6 steps of CRF double
# or halve the rate (x264's and x265's documentation). x265's default 28 is meant to look like x264's 23 at about half the rate.
# VP9 at CRF 31 and AV1 at 35 are the 1080p settings of their guides, with targets of 1.8 to 3 Mb/s; their scale has 63 steps,
# 10 to 12 to a half.
VIDEO = {
    "libx264": Video(0.075, 23, 6),
    "libx264rgb": Video(0.12, 23, 6),
    "libx265": Video(0.037, 28, 6),
    "libvpx-vp9": Video(0.040, 31, 11),
    "libvpx": Video(0.070, 20, 11),
    "libaom-av1": Video(0.030, 32, 12),
    "libsvtav1": Video(0.030, 35, 12),
    "librav1e": Video(0.035, 32, 12),
}
DEFAULT_CRF = {"libx264": 23.0, "libx265": 28.0, "libvpx-vp9": 32.0, "libaom-av1": 32.0, "libsvtav1": 35.0, "libx264rgb": 23.0}

# Encoders without a CRF, at their usual settings: bits for one pixel of one frame. ProRes 422 is 147 Mb/s for 1080p30 by its
# white paper; the lossless ones are a third to a half of 12 bits; GIF has 8 bits before its compression.
PLAIN_VIDEO = {
    "prores_ks": 2.3,
    "prores": 2.3,
    "dnxhd": 2.3,
    "ffv1": 5.0,
    "huffyuv": 7.0,
    "ffvhuff": 6.5,
    "utvideo": 6.0,
    "rawvideo": 12.0,
    "gif": 2.0,
    "apng": 6.0,
    "png": 9.0,
    "mjpeg": 0.9,
    "libwebp": 0.7,
    "libwebp_anim": 0.7,
    "bmp": 24.0,
    "tiff": 20.0,
}
FIXED_VIDEO = {
    "mpeg4": 200_000,
    "mpeg2video": 200_000,
    "mpeg1video": 200_000,
    "wmv2": 200_000,
    "flv": 200_000,
    "libxvid": 200_000,
}
DV = 28_800_000  # bits a second of a DV stream, sound included

# Bits a second for stereo sound when none are asked for: the encoders' own defaults.
AUDIO = {
    "aac": 128_000,
    "libfdk_aac": 128_000,
    "aac_at": 128_000,
    "libmp3lame": 128_000,
    "libopus": 96_000,
    "libvorbis": 112_000,
    "ac3": 192_000,
    "eac3": 192_000,
    "mp2": 384_000,
    "wmav2": 128_000,
    "libopencore_amrnb": 12_200,
}
# Of the bits of the uncompressed sound that a lossless encoder leaves: FLAC's own comparison gives 50 to 65 % for music.
LOSSLESS_AUDIO = {"flac": 0.58, "alac": 0.6, "wavpack": 0.58, "tta": 0.58, "truehd": 0.6}
# libmp3lame -q:a (V0 to V9) and libvorbis -q:a, kb/s for stereo, from their documentation.
MP3_QUALITY = (245, 225, 190, 175, 165, 130, 115, 100, 85, 65)
VORBIS_QUALITY = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 500)

# How much a codec makes of a bit, H.264 being 1; what each encoder makes.
CODEC_WEIGHT = {"h264": 1.0, "hevc": 1.7, "vp9": 1.7, "av1": 2.2, "vp8": 1.0, "mpeg4": 0.75, "mpeg2video": 0.5}
MAKES = {
    "libx264": "h264",
    "libx264rgb": "h264",
    "libx265": "hevc",
    "libvpx-vp9": "vp9",
    "libvpx": "vp8",
    "libaom-av1": "av1",
    "libsvtav1": "av1",
    "librav1e": "av1",
}
# A CRF's size lies between the middle divided and multiplied by this: wide on purpose, so that the 1 to 20 Mb/s that x264's
# users report for 1080p30 at CRF 18 to 28 lie inside.
CRF_SPREAD = 2.2
