"""What services and devices take: one row each, with where its limits are published (read in 2025; services change them)."""

from typing import NamedTuple


class Purpose(NamedTuple):
    """What a service or situation wants. Sizes in bytes, rates in bit/s. `short` is the largest short side in pixels (the
    1080 of 1080p).
    """

    container: str = "mp4"
    video: str = "h264"
    audio: str = "aac"
    short: int | None = 1080
    crf: int | None = None
    fps: float | None = None
    max_bytes: int | None = None
    seconds: float | None = None
    ratio: tuple[int, int] | None = None
    audio_rate: int = 128_000
    note: str = ""
    copies: bool = True  # streams that are fit already are kept as they are


_MB = 1_000_000
PURPOSES: dict[str, Purpose] = {
    # developer.mozilla.org, "Web video codec guide": H.264 and AAC in MP4 is what every browser plays
    "web": Purpose(crf=26, note="web: H.264 and AAC in MP4, at most 1080 lines, starts before it is fully loaded", copies=False),
    # support.google.com/mail/answer/6584: 25 MB; support.microsoft.com, Outlook: 20 MB
    "email": Purpose(short=720, crf=28, max_bytes=19 * _MB, audio_rate=96_000, note="email: below 20 MB, which most mail services take (Outlook 20, Gmail 25)", copies=False),
    # faq.whatsapp.com, "How to send media": 16 MB for a video message, H.264 with AAC
    "whatsapp": Purpose(short=720, crf=27, max_bytes=16 * _MB, note="WhatsApp: at most 16 MB as a video message", copies=False),
    # support.discord.com/hc/articles/25444343291031: 10 MB without Nitro
    "discord": Purpose(short=720, crf=27, max_bytes=int(9.8 * _MB), note="Discord: at most 10 MB without a subscription", copies=False),
    # telegram.org/faq: 2 GB a file
    "telegram": Purpose(short=1080, crf=26, max_bytes=2000 * _MB, note="Telegram: MP4, H.264, at most 2 GB", copies=False),
    # support.signal.org: 100 MB for a video
    "signal": Purpose(short=1080, crf=26, max_bytes=99 * _MB, note="Signal: at most 100 MB", copies=False),
    # slack.com/help, "Add files to Slack": 1 GB
    "slack": Purpose(short=1080, crf=24, max_bytes=1000 * _MB, note="Slack: at most 1 GB, H.264 plays in the page", copies=False),
    # GSMA and carriers: messages of 300 KB to 1 MB; the smallest that is common
    "mms": Purpose(short=240, crf=30, fps=15, max_bytes=int(0.58 * _MB), audio_rate=32_000, note="MMS: below 600 KB, which carriers pass on", copies=False),
    # help.x.com/en/using-x/x-videos: 512 MB, 140 s, 1920x1200, 60 frames a second
    "twitter": Purpose(short=1080, crf=23, fps=60, max_bytes=512 * _MB, seconds=140, note="X: at most 512 MB and 2:20", copies=False),
    # help.instagram.com/1038071743007909: 30 frames a second, H.264, AAC
    "instagram": Purpose(short=1080, crf=23, fps=30, max_bytes=100 * _MB, note="Instagram: H.264, AAC, 30 frames a second", copies=False),
    # help.instagram.com/1038071743007909 and support.google.com/youtube/answer/10059070: 9:16, 1080x1920
    "reel": Purpose(short=1080, crf=23, fps=30, ratio=(9, 16), note="vertical story or reel: 1080x1920", copies=False),
    # support.tiktok.com, "Camera tools": 9:16; 287.6 MB from an iPhone
    "tiktok": Purpose(short=1080, crf=23, fps=60, ratio=(9, 16), max_bytes=287 * _MB, note="TikTok: vertical 1080x1920, at most 287 MB", copies=False),
    # support.google.com/youtube/answer/1722171: H.264 high, AAC-LC 384 kb/s stereo, moov at the front
    "youtube": Purpose(short=2160, crf=18, audio_rate=384_000, note="YouTube: high quality H.264, AAC 384 kb/s, fast start", copies=False),
    # help.vimeo.com, "Video and audio compression guidelines": H.264, AAC-LC 320 kb/s
    "vimeo": Purpose(short=2160, crf=18, audio_rate=320_000, note="Vimeo: high quality H.264, AAC 320 kb/s", copies=False),
    # facebook.com/business/help: H.264, AAC 128 kb/s or more, at most 1080p
    "facebook": Purpose(short=1080, crf=22, note="Facebook: H.264, AAC, at most 1080p", copies=False),
    # linkedin.com/help/linkedin/answer/a548372: 5 GB, 15 minutes
    "linkedin": Purpose(short=1080, crf=21, max_bytes=5000 * _MB, note="LinkedIn: H.264 and AAC in MP4, at most 5 GB", copies=False),
    # support.apple.com, iPhone technical specifications: H.264, HEVC; AAC
    "iphone": Purpose(short=2160, crf=21, audio_rate=160_000, note="Apple devices: H.264 and AAC in MP4"),
    # developer.android.com/media/platform/supported-formats
    "android": Purpose(short=1080, crf=23, note="Android: H.264 and AAC in MP4"),
    "phone": Purpose(short=1080, crf=24, note="phones: H.264 and AAC in MP4"),
    # what DLNA and makers of sets have in common: H.264 high at level 4.1, AAC
    "tv": Purpose(short=1080, crf=21, audio_rate=192_000, note="TV: H.264 high profile and AAC in MP4"),
    # support.microsoft.com, "Video and audio file formats supported in PowerPoint": H.264 and AAC in MP4
    "powerpoint": Purpose(short=1080, crf=23, note="PowerPoint: H.264 and AAC in MP4"),
    # no service: what x264 and AAC still make watchable
    "smallest": Purpose(short=720, crf=32, audio_rate=64_000, note="as small as is still watchable: CRF 32, at most 720 lines, sound at 64 kb/s", copies=False),
    "archive": Purpose("mkv", "h264", "flac", None, 16, audio_rate=0, note="archive: near-lossless H.264 (CRF 16) and FLAC in MKV", copies=False),
    # support.apple.com/102207: ProRes is what editors decode frame by frame
    "editing": Purpose("mov", "prores", "pcm_s16le", None, None, audio_rate=0, note="editing: ProRes and PCM in MOV", copies=False),
    "proxy": Purpose("mov", "prores", "pcm_s16le", 720, None, audio_rate=0, note="editing proxy: ProRes proxy at most 720 lines", copies=False),
    # podcasters.apple.com, "Audio requirements": MP3 or AAC
    "podcast": Purpose("mp3", "", "mp3", None, None, audio_rate=128_000, note="podcast: MP3 at 128 kb/s"),
    # DVD-Video (ECMA-267 and the DVD Forum's book): MPEG-2 up to 9.8 Mb/s, AC-3 at 48 kHz, 720x576 at 25 or 720x480 at 29.97
    "dvd": Purpose("mpg", "mpeg2video", "ac3", None, None, audio_rate=192_000, note="DVD: MPEG-2 and AC-3 in a program stream", copies=False),
    # blu-raydisc.com, "Application definition, BD-ROM": H.264 or MPEG-2 up to 40 Mb/s, AC-3, in a BDAV transport stream
    "bluray": Purpose("m2ts", "h264", "ac3", 1080, 18, audio_rate=448_000, note="Blu-ray: H.264 (or MPEG-2) and AC-3 in M2TS", copies=False),
    # audible and Apple Books: AAC in M4B
    "audiobook": Purpose("m4b", "", "aac", None, None, audio_rate=64_000, note="audiobook: AAC in M4B"),
    # support.apple.com: ringtones are AAC in M4R of at most 40 s
    "ringtone": Purpose("m4r", "", "aac", None, None, seconds=40, audio_rate=192_000, note="ringtone: AAC in M4R, at most 40 s"),
}  # fmt: skip
