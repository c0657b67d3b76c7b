"""Names of the trade: codecs, languages, colours, places, sizes that have a name."""

from typing import Any

from ffai.translate.offline.lexer import Token

VIDEO_CODECS = frozenset(
    """h264 hevc x264 x265 libx264 libx265 vp8 vp9 libvpx libvpx-vp9 av1 libaom-av1 libsvtav1 prores dnxhr dnxhd mpeg-4 mpeg2 mpeg1 h263 flv1 prores4444 prores422 xvid theora mjpeg ffv1
    huffyuv ffvhuff utvideo cineform vvc rawvideo libxvid libtheora h264_nvenc hevc_nvenc av1_nvenc h264_qsv hevc_qsv h264_vaapi hevc_vaapi h264_videotoolbox hevc_videotoolbox
    h264_amf hevc_amf libvvenc snow cinepak qtrle hap dv dvvideo v210 h261 wmv2 jpeg2000""".split()
)
AUDIO_CODECS = frozenset(
    """mulaw mu-law u-law ulaw g711 alaw a-law aac mp3 opus vorbis flac alac ac3 eac3 dts wav pcm libopus libmp3lame libvorbis he-aac libfdk_aac pcm_s16le pcm_s24le pcm_s32le pcm_f32le s16le s24le mp2 truehd wavpack speex amr gsm wma wmav2 adpcm adpcm-wav ima-adpcm adpcm_ms adpcm_ima_wav""".split()
)
LANGUAGES = {
    "english": "eng", "spanish": "spa", "french": "fra", "german": "deu", "japanese": "jpn", "italian": "ita", "portuguese": "por", "russian": "rus", "chinese": "zho", "korean": "kor",
    "dutch": "nld", "arabic": "ara", "hindi": "hin", "vietnamese": "vie", "polish": "pol", "swedish": "swe", "turkish": "tur", "greek": "ell", "hebrew": "heb", "thai": "tha", "czech": "ces",
    "danish": "dan", "finnish": "fin", "norwegian": "nor", "hungarian": "hun", "romanian": "ron", "ukrainian": "ukr", "indonesian": "ind", "latin": "lat", "mandarin": "zho", "cantonese": "yue",
    "tamil": "tam", "urdu": "urd", "bengali": "ben", "persian": "fas", "farsi": "fas", "catalan": "cat", "croatian": "hrv", "serbian": "srp", "bulgarian": "bul", "icelandic": "isl", "welsh": "cym", "irish": "gle",
}  # fmt: skip
CODES = {
    **{code: code for code in LANGUAGES.values()}, "ger": "deu", "fre": "fra", "chi": "zho", "dut": "nld", "gre": "ell", "cze": "ces", "rum": "ron", "per": "fas", "ice": "isl", "wel": "cym", "esp": "spa", "jap": "jpn",
}  # fmt: skip
_SPOKEN = frozenset("audio track stream subtitle sound dub language tagged code tag".split())
COLORS = frozenset(
    "black white red green blue yellow orange purple pink grey cyan magenta brown transparent gold silver navy teal lime".split()
)
PLACES = {
    "top_left": "top_left", "top_right": "top_right", "bottom_left": "bottom_left", "bottom_right": "bottom_right", "center": "center", "middle": "center",
    "top": "top", "bottom": "bottom", "lower_third": "lower_third", "upper": "top", "lower": "bottom",
}  # fmt: skip
NAMED_SIZES = {"4k": (3840, 2160), "8k": (7680, 4320), "2k": (2048, 1080), "5k": (5120, 2880), "fullhd": (1920, 1080), "hd": (1280, 720), "qhd": (2560, 1440), "sd": (854, 480), "vga": (640, 480), "svga": (800, 600), "xga": (1024, 768), "qvga": (320, 240), "cif": (352, 288), "wvga": (800, 480)}  # fmt: skip


def skip(tokens: list[Token], i: int, words: str) -> int:
    allowed = words.split()
    while i < len(tokens) and tokens[i].lemma in allowed:
        i += 1
    return i


def language(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    token = tokens[i]
    word = token.lemma if token.kind == "word" else token.text.lower() if token.kind == "quoted" else ""
    if word in LANGUAGES:
        return LANGUAGES[word], i + 1
    code = token.text.lower()
    if code in CODES and token.kind in ("word", "quoted"):  # "the eng track", "(e.g. “spa”)"
        around = [t.lemma for t in tokens[max(0, i - 2) : i] + tokens[i + 1 : i + 2]]
        if token.kind == "quoted" or _SPOKEN & set(around):
            return CODES[code], i + 1
    if (
        len(word) == 3
        and word.isalpha()
        and i
        and tokens[i - 1].lemma in ("code", "tag")
        and tokens[i - 2].lemma in ("language", "with")
    ):
        return word, i + 1  # a code of ISO 639-2
    return None
