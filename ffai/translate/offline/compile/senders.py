"""Addresses that a result is sent to as it plays: which muxer speaks to them."""

from ffai.translate.offline.compile.work import kind_of

# how an address is spoken to: scheme -> muxer and its usual extension
SENDERS = {
    "rtmp": "flv",
    "rtmps": "flv",
    "srt": "mpegts",
    "udp": "mpegts",
    "rtp": "rtp",
    "rtsp": "rtsp",
    "tcp": "mpegts",
    "icecast": "mp3",
}


def sender(address: str) -> tuple[str, str]:
    """(muxer, extension whose codecs fit) for an address that is sent to; ("", "") for what is none."""
    scheme = address.partition("://")[0].lower()
    if "://" not in address or kind_of(address) and scheme in ("http", "https", "file", "ftp"):
        return "", ""
    muxer = SENDERS.get(scheme, "")
    return muxer, {"flv": "flv", "mpegts": "ts", "rtsp": "mp4", "rtp": "ts", "mp3": "mp3"}.get(muxer, "")
