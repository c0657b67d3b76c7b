"""Protocols, muxers and demuxers: what a url names, and which files a muxer writes. One row is one fact.

Source: libavformat of ffmpeg 5.1 to 9.0, `ffmpeg -protocols -formats -devices` of both, and runs under a system-call trace.
"""

# muxers that write other files than the one they are given, and how their names follow from it
MANY = {
    "hls": "playlist",
    "dash": "manifest",
    "segment": "pattern",
    "ssegment": "pattern",
    "stream_segment": "pattern",
    "hds": "folder",
    "smoothstreaming": "folder",
    "webm_chunk": "pattern",
    "tee": "tee",
    "fifo": "inner",
    "image2": "pattern",
}
MUXER_OF = {
    "m3u8": "hls",
    "mpd": "dash",
    **dict.fromkeys(
        """png jpg jpeg bmp tif tiff ppm pgm pbm tga jp2 j2k j2c exr dpx sgi rgb rgba bw xbm jxl pam pcx ljpg jls qoi hdr phm pfm pgmyuv
        pgx ras rs im1 im8 im24 im32 sunras xwd xface vbn wbmp y img sun pix pct pict""".split(),
        "image2",
    ),
}
NOWHERE = frozenset(("null",))  # opens no file whatever the name
TO_NETWORK = frozenset("rtp rtp_mpegts rtsp sap whip".split())
CAPTURE = frozenset(
    """x11grab xcbgrab kmsgrab fbdev v4l2 video4linux2 alsa pulse jack oss sndio openal dshow gdigrab gfxcapture vfwcap avfoundation decklink
    libndi_newtek iec61883 libdc1394 dc1394 bktr libcdio android_camera audiotoolbox""".split()
)
DEVICES_OUT = frozenset("alsa oss fbdev v4l2 video4linux2 decklink libndi_newtek audiotoolbox sndio".split())
SCREENS_OUT = frozenset("sdl sdl2 opengl xv caca pulse".split())  # a window, or the loudspeaker
# what a graph or a list is given in, instead of media
SCRIPTED_INPUTS = frozenset("lavfi concat hls applehttp dash sdp imf".split())

# protocols: local (the rest is a file's name), inner (the rest is a url), list, legs, script (a file of urls), data, descriptor, network, device
PROTOCOLS = {
    "file": "local",
    "pipe": "descriptor",
    "fd": "descriptor",
    "data": "data",
    "concat": "list",
    "concatf": "script",
    "crypto": "inner",
    "async": "inner",
    "cache": "inner",
    "shared": "inner",
    "md5": "inner",
    "hls": "inner",
    "ffrtmpcrypt": "network",
    "tee": "legs",
    "bluray": "device",
    "dvd": "device",
    **dict.fromkeys(
        """ffrtmphttp http https httpproxy ftp sftp tcp udp udplite tls dtls rtp srtp rtsp rtsps satip rtmp rtmps rtmpt rtmpe rtmpte rtmpts rtmpdh mms
        mmsh mmst srt rist icecast gopher gophers amqp zmq prompeg sctp unix ipfs ipns smb sap whip""".split(),
        "network",
    ),
}
LOCAL_PROTOCOLS = frozenset("file data crypto pipe concat concatf subfile fd async cache shared md5 tee".split())
# formats that one build or the other lacks, but that exist
OTHER_FORMATS = frozenset(
    """avfoundation dshow gdigrab gfxcapture vfwcap decklink libndi_newtek jack sndio android_camera audiotoolbox bktr xcbgrab kmsgrab iec61883
    libdc1394 dc1394 libcdio dvdvideo imf libgme libmodplug libopenmpt avisynth vapoursynth chromaprint whip jpeg_pipe sdl sdl2 xv opengl caca pulse
    oss alsa fbdev v4l2 video4linux2 rawvideo matroska webm mp4 mov applehttp""".split()
)
