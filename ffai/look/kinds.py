"""What a file is by its extension: how requests are read and folders listed. ffmpeg's own probe decides later."""

_EXTENSIONS = {
    "video": (
        "mp4 mkv mov avi webm m4v flv wmv mpg mpeg ts m2ts mts m2t mt2 mxf ogv ogm vob 3gp 3g2 asf rm rmvb divx xvid f4v "
        "dv dif m1v m2v mk3d nut y4m yuv h261 h263 h264 h265 264 265 266 h266 vvc 26l avc hevc obu ivf ivr drc avs2 avs3 cavs "
        "mjpeg mjpg mj2 gxf ismv isma swf wtv roq bik smk nsv amv mve viv dvr-ms rawvideo qt m4p mpv trp tod mod r3d braw "
        "vc1 rcv cdxl xl nuv pmp moflex usm vqf mpegts dat ty ty+ yop v210 apv evc"
    ),
    "audio": (
        "mp3 wav flac m4a aac ogg oga opus wma aif aiff aifc ac3 eac3 ec3 ac4 dts dtshd thd truehd mlp mka mp2 mpa m2a m4b "
        "m4r mpc ape wv tta tak caf au snd amr awb gsm ra spx w64 rf64 bwf voc sbc aptx aptxhd adts adx pcm raw s16le s24le "
        "s32le f32le u8 qoa shn dsf dff dfpwm oma omg aa3 aa aax xwma weba lc3 codec2 c2 g722 g723_1 g726 g729 ilbc sln vag "
        "mid midi mo3 s3m xm kar loas latm alac iamf"
    ),
    "image": (
        "png jpg jpeg gif bmp tif tiff webp heic heif avif jxl jp2 j2k jpe jfif jls jxs tga dpx exr hdr ppm pgm pbm pam pnm "
        "pcx qoi ico psd svg xbm xpm xwd sgi ras sun fits apng mpo cr2 cr3 nef arw dng orf rw2 raf ljpg pfm phm"
    ),
    "subtitle": (
        "srt ass ssa vtt webvtt sub idx sup scc mcc ttml dfxp smi sami stl sbv lrc mks jss mpl2 aqt usf rt ult vplayer pjs mpsub"
    ),
    "playlist": "m3u8 m3u mpd ffconcat ism sdp cue pls xspf",
    "font": "ttf otf ttc woff woff2",
    "lut": "cube 3dl csp icc icm cl",
    "text": "txt ffmeta ffpreset csv tsv json xml log nfo md edl list html trf pdf",
    "archive": "zip tar 7z rar iso bin gz",
}

KIND = {extension: kind for kind, extensions in _EXTENSIONS.items() for extension in extensions.split()}
"""Extension, in lower case and without its dot, to kind."""

MEDIA = frozenset(("video", "audio", "image", "subtitle"))
"""What counts as a media file when a folder is looked through."""

# Extensions that are no sign of a file in running text: in "5.raw" or "the.list" the dot ends a sentence as often as not.
_WEAK = frozenset(("raw", "bin", "list", "log", "mod", "dat", "sun", "rt", "aa", "cl", "xl", "md", "u8", "sub", "tod", "pls"))


def extension_of(name: str) -> str:
    """The extension in lower case without its dot; "" when there is none: `.mp4` alone is a hidden file, not an extension."""
    base = name[max(name.rfind("/"), name.rfind("\\")) + 1 :]
    dot = base.rfind(".")
    return base[dot + 1 :].lower() if dot > 0 else ""


def kind_of(name: str) -> str:
    """video, audio, image, subtitle, playlist, font, lut, text or archive by the name's extension, else ""."""
    return KIND.get(extension_of(name), "")


def is_sign(extension: str) -> bool:
    """Whether a word with this extension is a file name even when no such file exists."""
    return extension in KIND and extension not in _WEAK
