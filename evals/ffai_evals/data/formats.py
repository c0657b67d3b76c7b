"""Codecs and the containers that they are asked for in: a row is one pair, what people call it, and what the file has to say."""

import random
from typing import NamedTuple

from ffai.translate.offline import edits as e
from ffai_evals.data.parts import PARTS, SOUNDS, Part, Weighted


class Coding(NamedTuple):
    codec: str  # the name that the compiler takes
    ext: str
    said: str  # what people call it
    found: str  # what ffprobe calls it
    weight: float = 0.7


PICTURE = (
    Coding("h264", "mp4", "[h264|h.264|H.264|x264]", "h264", 4), Coding("h264", "mkv", "[h264|h.264]", "h264", 2), Coding("h264", "mov", "[h264|H.264]", "h264", 2), Coding("h264", "ts", "h264", "h264"), Coding("h264", "flv", "h264", "h264"),
    Coding("hevc", "mp4", "[h265|h.265|hevc|HEVC|x265]", "hevc", 3), Coding("hevc", "mkv", "[h265|hevc]", "hevc", 2), Coding("hevc", "mov", "[hevc|HEVC]", "hevc"),
    Coding("vp9", "webm", "[vp9|VP9]", "vp9", 2), Coding("vp8", "webm", "[vp8|VP8]", "vp8"), Coding("vp9", "mkv", "vp9", "vp9"), Coding("av1", "mkv", "[av1|AV1]", "av1"), Coding("av1", "mp4", "[av1|AV1]", "av1"), Coding("av1", "webm", "av1", "av1"),
    Coding("prores", "mov", "[prores|ProRes|Apple ProRes]", "prores", 2), Coding("mpeg4", "avi", "[mpeg4|MPEG-4]", "mpeg4"), Coding("xvid", "avi", "[xvid|Xvid]", "mpeg4"), Coding("mpeg4", "mp4", "[mpeg4|MPEG-4 part 2]", "mpeg4"),
    Coding("mpeg2video", "mpg", "[mpeg2|MPEG-2]", "mpeg2video"), Coding("mpeg2video", "ts", "[mpeg2|MPEG-2]", "mpeg2video"), Coding("mpeg1video", "mpg", "[mpeg1|MPEG-1]", "mpeg1video"), Coding("theora", "ogv", "[theora|Theora]", "theora"),
    Coding("mjpeg", "avi", "[mjpeg|motion JPEG]", "mjpeg"), Coding("mjpeg", "mov", "[mjpeg|motion jpeg]", "mjpeg"), Coding("ffv1", "mkv", "[ffv1|FFV1]", "ffv1"), Coding("huffyuv", "avi", "[huffyuv|HuffYUV]", "huffyuv"), Coding("ffvhuff", "mkv", "ffvhuff", "ffvhuff"),
    Coding("utvideo", "mkv", "[utvideo|Ut Video]", "utvideo"), Coding("wmv2", "wmv", "[wmv2|WMV2]", "wmv2"), Coding("flv1", "flv", "[flv1|Sorenson H.263 (flv1)]", "flv1"), Coding("rawvideo", "mkv", "[rawvideo|raw video]", "rawvideo"), Coding("qtrle", "mov", "[qtrle|QuickTime Animation]", "qtrle"),
    Coding("cineform", "mov", "[cineform|CineForm]", "cfhd"), Coding("cinepak", "mov", "cinepak", "cinepak"), Coding("snow", "mkv", "snow", "snow"), Coding("jpeg2000", "mkv", "[jpeg2000|JPEG 2000]", "jpeg2000"), Coding("h264", "avi", "h264", "h264"), Coding("h264", "3gp", "h264", "h264"),
    Coding("h264", "m4v", "h264", "h264"), Coding("mpeg2video", "mxf", "[mpeg2|MPEG-2]", "mpeg2video"), Coding("h264", "f4v", "h264", "h264"), Coding("mpeg2video", "vob", "[mpeg2|MPEG-2]", "mpeg2video"), Coding("wmv2", "asf", "wmv2", "wmv2"), Coding("vp8", "ogv", "vp8", "vp8"),
)  # fmt: skip
SOUND = (
    Coding("aac", "m4a", "[aac|AAC]", "aac", 2), Coding("alac", "m4a", "[alac|ALAC|Apple Lossless]", "alac", 1.5), Coding("vorbis", "ogg", "[vorbis|Ogg Vorbis]", "vorbis"), Coding("opus", "ogg", "[opus|Opus]", "opus"), Coding("opus", "mka", "opus", "opus"), Coding("flac", "mka", "flac", "flac"),
    Coding("flac", "oga", "[flac|FLAC]", "flac"), Coding("ac3", "ac3", "Dolby Digital", "ac3"), Coding("eac3", "eac3", "[E-AC-3|Dolby Digital Plus]", "eac3"), Coding("ac3", "mka", "ac3", "ac3"), Coding("mp2", "mp2", "MPEG layer 2", "mp2"),
    Coding("pcm_s16le", "wav", "[16 bit|16-bit PCM|pcm_s16le]", "pcm_s16le"), Coding("pcm_s24le", "wav", "[24 bit|24-bit PCM|pcm_s24le]", "pcm_s24le", 1.5), Coding("pcm_s32le", "wav", "[32 bit integer PCM|pcm_s32le]", "pcm_s32le"), Coding("pcm_f32le", "wav", "[32 bit float|32-bit float PCM|pcm_f32le]", "pcm_f32le"), Coding("pcm_u8", "wav", "[8 bit unsigned PCM|pcm_u8]", "pcm_u8"),
    Coding("pcm_s16be", "aiff", "[16 bit big-endian PCM|pcm_s16be]", "pcm_s16be"), Coding("pcm_s24be", "aiff", "[24 bit big-endian PCM|pcm_s24be]", "pcm_s24be"), Coding("adpcm_ima_wav", "wav", "[IMA ADPCM|adpcm_ima_wav]", "adpcm_ima_wav"), Coding("adpcm_ms", "wav", "[Microsoft ADPCM|adpcm_ms]", "adpcm_ms"),
    Coding("wavpack", "wv", "[wavpack|WavPack]", "wavpack"), Coding("tta", "tta", "True Audio", "tta"), Coding("wmav2", "wma", "[wmav2|Windows Media Audio 2]", "wmav2"), Coding("speex", "spx", "[speex|Speex]", "speex"), Coding("wavpack", "mka", "wavpack", "wavpack"), Coding("alac", "caf", "[alac|Apple Lossless]", "alac"), Coding("pcm_s24le", "w64", "24 bit PCM", "pcm_s24le"), Coding("dts", "dts", "DTS coherent acoustics", "dts"),
)  # fmt: skip


def _picture(row: Coding) -> Weighted:
    def make(rng: random.Random) -> Part:
        said = rng.choice((row.ext, row.ext.upper(), f".{row.ext}"))
        return Part(
            "encode", (e.VideoCodec(row.codec), e.Container(row.ext)),
            (f"[encode|convert] {{f}} to {row.said} in {_a(row.ext, rng)}", f"[convert|transcode] {{f}} to {said} with {row.said} video", f"make {_a(row.ext, rng)} of {{f}} that uses {row.said} for the video"),
            (f"{row.said} {said}", f"to {said}, {row.said}"), (), "176x144 dur=1" if row.found in ("av1", "snow", "jpeg2000") else "176x144 dur=2", {"vcodec": row.found, "ext": row.ext}, source=tuple(x for x in ("mp4", "mov", "mkv", "avi") if x != row.ext),
        )  # fmt: skip

    return Weighted(row.weight, make)


def _sound(row: Coding) -> Weighted:
    def make(rng: random.Random) -> Part:
        return Part(
            "convert-audio", (e.AudioCodec(row.codec), e.Container(row.ext)),
            (f"[encode|convert] {{f}} to {row.said} in {_a(row.ext, rng)}", f"convert {{f}} to {row.ext} [with|using] {row.said}", f"make {_a(row.ext, rng)} from {{f}}, {row.said}"),
            (f"{row.ext}, {row.said}",), (), "dur=3", {"acodec": row.found, "ext": row.ext}, source=tuple(x for x in SOUNDS if x != row.ext),
        )  # fmt: skip

    return Weighted(row.weight, make)


def _a(ext: str, rng: random.Random) -> str:
    """ "an mp4", "a .webm file": the article goes by how the name is spoken, letter by letter where it is no word."""
    spoken = ext not in ("webm",) and ext[0] in "aefmor" and ext not in ("mov", "opus", "flac", "aiff", "mov")
    article = "an" if spoken or ext in ("opus", "aiff") else "a"
    return rng.choice((f"{article} {ext}", f"{article} {ext} file"))


PARTS.extend(_picture(row) for row in PICTURE)
PARTS.extend(_sound(row) for row in SOUND)
