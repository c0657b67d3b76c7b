"""What ffmpeg's options, filters, muxers and protocols touch. One row is one fact; sources: the help of ffmpeg 5.1 and 9.0, and runs under
a system-call trace."""

# Command-line options that take no value (AVOptions always take one). Their `no` forms take none either.
FLAGS = frozenset(
    """y n stdin report hide_banner stats ignore_unknown copy_unknown recast_media benchmark benchmark_all xerror re shortest bitexact vn an sn dn copyts start_at_zero
    accurate_seek seek_timestamp autorotate autoscale fix_sub_duration fix_sub_duration_heartbeat qphist psnr vstats dump hex find_stream_info display_hflip display_vflip debug_ts
    intra deinterlace print_graphs copyinkf isync_ same_quant L version buildconf formats muxers demuxers devices codecs decoders encoders bsfs protocols filters pix_fmts layouts
    sample_fmts dispositions colors hwaccels h help ? fdebug_""".split()
)
# the rest of ffmpeg's own options: each takes a value
VALUES = frozenset(
    """i f c codec pre map t to fs ss sseof itsoffset itsscale timestamp metadata program target apad frames filter filter_script reinit_filter discard disposition vframes r fpsmax s aspect
    vcodec timecode pass vf b dframes aframes aq ar ac acodec ab af scodec stag fix_sub_duration_heartbeat canvas_size spre v loglevel max_alloc filter_threads filter_complex_threads vol
    cpuflags cpucount progress timelimit vsync async frame_drop_threshold stream_loop readrate readrate_initial_burst readrate_catchup adrift_threshold frame_bits_per_raw_sample max_error_rate abort_on
    filter_complex lavfi filter_complex_script sdp_file time_base enc_time_base map_channel map_metadata map_chapters attach dump_attachment stream_group tag atag vtag
    stats_period max_muxing_queue_size muxing_queue_data_threshold bsf absf vbsf apre vpre fpre passlogfile vstats_file vstats_version rc_override top force_fps streamid force_key_frames hwaccel hwaccel_device
    hwaccel_output_format init_hw_device filter_hw_device qscale q profile channel_layout ch_layout guess_layout_max display_rotation thread_queue_size isync fps_mode muxdelay muxpreload sample_fmt pix_fmt
    dcodec bits_per_raw_sample qsv_device vaapi_device sources sinks stats_enc_pre stats_enc_pre_fmt stats_enc_post stats_enc_post_fmt stats_mux_pre stats_mux_pre_fmt print_graphs_file print_graphs_format
    vad autorotate_ dump_separator cpu_count frames_ mastering_display content_light icc_profile side_data_prefer_packet drop_changed fpre_ sub_charenc_ tag_ cq""".split()
)
GLOBAL = frozenset("y n stdin report hide_banner stats v loglevel filter_complex lavfi filter_complex_script progress benchmark benchmark_all timelimit filter_threads filter_complex_threads vsync copyts start_at_zero xerror abort_on stats_period ignore_unknown copy_unknown max_alloc cpuflags cpucount vstats vstats_file sdp_file init_hw_device filter_hw_device max_error_rate dump hex debug_ts print_graphs print_graphs_file print_graphs_format".split())  # fmt: skip
PROBE_FLAGS = FLAGS | frozenset("unit prefix byte_binary_prefix sexagesimal pretty show_data show_error show_format show_frames show_packets show_programs show_streams show_stream_groups show_chapters show_program_version show_library_versions show_versions show_pixel_formats show_private_data private count_frames count_packets sections show_log_ print_format_ show_optional_fields_".split())  # fmt: skip
PROBE_VALUES = VALUES | frozenset("of print_format output_format select_streams show_entries show_data_hash show_optional_fields show_log read_intervals o analyze_frames_ probesize".split())  # fmt: skip
PLAY_FLAGS = FLAGS | frozenset("fs an vn sn nodisp noborder alwaysontop autoexit exitonkeydown exitonmousedown infbuf framedrop fast genpts".split())  # fmt: skip
PLAY_VALUES = VALUES | frozenset("x y_ window_title left top_ volume loop showmode rdftspeed ast vst sst sync drp lowres ec seek_interval cpuflags volume vf af".split())  # fmt: skip

# option -> how its value names a file: write (a file), prefix (files that begin so), read, code, script
OPTION_FILES: dict[str, str] = {
    "progress": "write", "vstats_file": "write", "sdp_file": "write", "stats_enc_pre": "write", "stats_enc_post": "write", "stats_mux_pre": "write", "print_graphs_file": "write", "passlogfile": "prefix", "dump_attachment": "write",
    "segment_list": "write", "segment_header_filename": "write", "hls_segment_filename": "pattern", "hls_fmp4_init_filename": "write", "master_pl_name": "write", "init_seg_name": "pattern", "media_seg_name": "pattern", "single_file_name": "write", "hls_master_name": "write", "header": "write",
    "filter_script": "script", "filter_complex_script": "script", "fpre": "script", "graph_file": "script", "attach": "read", "hls_key_info_file": "read", "key_info_file": "read", "omx_libname": "code", "omx_libprefix": "code", "load_plugins": "code", "o": "write",
    "lavfi_": "", "cookies_": "", "cafile": "read", "ca_file": "read", "cert_file": "read", "cert": "read", "key_file": "read", "private_key": "read", "icc_profile": "read", "sub_name": "read", "ifo_palette": "read",
}  # fmt: skip
PRESETS = frozenset(("vpre", "apre", "spre", "pre"))  # named preset files: they may set any option
# options of which the value `header` means a file for one muxer only
MUXER_ONLY = {"header": ("webm_chunk",)}

# (filter, option or its place among the positional ones) -> how. `write:NAME` is the default name when the option is not given.
FILTER_FILES: dict[tuple[str, str], str] = {
    ("metadata", "file"): "write", ("ametadata", "file"): "write", ("psnr", "stats_file"): "write", ("psnr", "f"): "write", ("ssim", "stats_file"): "write", ("ssim", "f"): "write", ("vmafmotion", "stats_file"): "write", ("libvmaf", "log_path"): "write", ("xpsnr", "stats_file"): "write",
    ("vidstabdetect", "result"): "write", ("deshake", "filename"): "write", ("curves", "plot"): "write", ("firequalizer", "dumpfile"): "write", ("signature", "filename"): "write", ("asr", "logfn"): "write", ("paletteuse", "debug_kdtree"): "write",
    ("subtitles", "filename"): "read", ("subtitles", "f"): "read", ("ass", "filename"): "read", ("ass", "f"): "read", ("subtitles", "fontsdir"): "read", ("ass", "fontsdir"): "read", ("lut3d", "file"): "read", ("lut1d", "file"): "read", ("movie", "filename"): "read", ("amovie", "filename"): "read",
    ("drawtext", "textfile"): "read", ("drawtext", "fontfile"): "read", ("flite", "textfile"): "read", ("cellauto", "filename"): "read", ("cellauto", "f"): "read", ("life", "filename"): "read", ("life", "f"): "read", ("curves", "psfile"): "read", ("arnndn", "model"): "read", ("arnndn", "m"): "read", ("sofalizer", "sofa"): "read",
    ("nnedi", "weights"): "read", ("removelogo", "filename"): "read", ("removelogo", "f"): "read", ("find_rect", "object"): "read", ("cover_rect", "cover"): "read", ("fieldhint", "hint"): "read", ("vidstabtransform", "input"): "read", ("selectivecolor", "psfile"): "read", ("showcqt", "fontfile"): "read", ("showcqt", "axisfile"): "read",
    ("sendcmd", "filename"): "script", ("sendcmd", "f"): "script", ("asendcmd", "filename"): "script", ("asendcmd", "f"): "script", ("derain", "model"): "read", ("sr", "model"): "read", ("dnn_processing", "model"): "read", ("afir", "ir"): "", ("headphone", "map"): "",
    ("ladspa", "file"): "code", ("ladspa", "f"): "code", ("lv2", "plugin"): "code", ("frei0r", "filter_name"): "code", ("frei0r_src", "filter_name"): "code", ("program_opencl", "source"): "code", ("libplacebo", "custom_shader_path"): "code", ("openclsrc", "source"): "code", ("zmq", "bind_address"): "listen", ("azmq", "bind_address"): "listen", ("whisper", "model"): "read", ("whisper", "destination"): "write",
}  # fmt: skip
# the first positional options of the filters above, in AVOption order
POSITIONAL: dict[str, tuple[str, ...]] = {
    "psnr": ("stats_file",), "ssim": ("stats_file",), "vmafmotion": ("stats_file",), "xpsnr": ("stats_file",), "subtitles": ("filename",), "ass": ("filename",), "lut3d": ("file",), "lut1d": ("file",), "movie": ("filename",), "amovie": ("filename",), "vidstabdetect": ("result",), "vidstabtransform": ("input",), "metadata": ("mode", "key", "value", "function", "expr", "file"),
    "ametadata": ("mode", "key", "value", "function", "expr", "file"), "removelogo": ("filename",), "find_rect": ("object",), "cover_rect": ("cover",), "fieldhint": ("hint",), "nnedi": ("weights",), "arnndn": ("model",), "sofalizer": ("sofa",), "cellauto": ("filename",), "life": ("filename",), "ladspa": ("file",), "frei0r": ("filter_name",), "drawtext": ("fontfile", "text", "textfile"), "flite": ("list_voices", "nb_samples", "text", "textfile"), "sendcmd": ("commands", "filename"), "asendcmd": ("commands", "filename"), "signature": ("detectmode", "nb_inputs", "filename"), "zmq": ("bind_address",), "azmq": ("bind_address",),
}  # fmt: skip
FILTER_DEFAULTS = {
    "vidstabdetect": ("result", "transforms.trf", "write"),
    "vidstabtransform": ("input", "transforms.trf", "read"),
    "zmq": ("bind_address", "tcp://*:5555", "listen"),
    "azmq": ("bind_address", "tcp://*:5555", "listen"),
}

# k=v:k=v options of encoders whose keys name files
PARAMS = frozenset(
    ("x264-params", "x264opts", "x265-params", "svtav1-params", "aom-params", "rav1e-params", "vvenc-params", "xeve-params")
)
PARAM_FILES = {"stats": "write", "dump-yuv": "write", "csv": "write", "analysis-save": "write", "recon": "write", "analysis-load": "read", "cqmfile": "read", "scaling-list": "read", "lambda-file": "read", "zonefile": "read", "dhdr10-info": "read", "dolby-vision-rpu": "read", "qpfile": "read", "dump": "write", "log-file": "write", "filename": "write"}  # fmt: skip

# muxers that write more files than the one they are given, and how their names follow from it
MANY = {
    "hls": "playlist", "dash": "playlist", "segment": "pattern", "ssegment": "pattern", "stream_segment": "pattern", "hds": "folder", "smoothstreaming": "folder", "webm_chunk": "pattern", "webm_dash_manifest": "", "tee": "tee", "fifo": "same", "image2": "pattern",
}  # fmt: skip
MUXER_OF = {
    "m3u8": "hls", "mpd": "dash", "png": "image2", "jpg": "image2", "jpeg": "image2", "bmp": "image2", "tif": "image2", "tiff": "image2", "ppm": "image2", "pgm": "image2", "pbm": "image2", "tga": "image2", "jp2": "image2", "j2k": "image2", "exr": "image2", "dpx": "image2", "sgi": "image2", "xbm": "image2", "jxl": "image2", "pam": "image2", "pcx": "image2", "ljpg": "image2", "Y": "image2", "qoi": "image2", "hdr": "image2",
}  # fmt: skip
NOWHERE = frozenset(("null", "hash", "md5_", "framehash_"))  # muxers that open no file whatever the name
CAPTURE = frozenset(
    "x11grab xcbgrab kmsgrab fbdev v4l2 video4linux2 alsa pulse jack oss sndio openal dshow gdigrab vfwcap avfoundation decklink iec61883 dc1394 bktr libcdio android_camera".split()
)
DEVICES_OUT = frozenset("alsa oss fbdev v4l2 video4linux2 pulse sdl sdl2 opengl xv caca decklink audiotoolbox sndio".split())
# protocols -> local, inner (what follows is another url), network, list
PROTOCOLS = {
    "file": "local", "pipe": "descriptor", "fd": "descriptor", "data": "data", "concat": "list", "concatf": "script", "crypto": "inner", "async": "inner", "cache": "inner", "md5": "inner", "subfile": "inner", "tee": "legs", "hls": "inner", "ffrtmphttp": "network",
    "http": "network", "https": "network", "httpproxy": "network", "ftp": "network", "sftp": "network", "tcp": "network", "udp": "network", "udplite": "network", "tls": "network", "dtls": "network", "rtp": "network", "srtp": "network", "rtsp": "network", "rtsps": "network", "rtmp": "network", "rtmps": "network", "rtmpt": "network", "rtmpe": "network", "rtmpte": "network", "rtmpts": "network", "rtmpdh": "network",
    "mmsh": "network", "mmst": "network", "srt": "network", "rist": "network", "icecast": "network", "gopher": "network", "gophers": "network", "amqp": "network", "zmq": "network", "prompeg": "network", "sctp": "network", "unix": "network", "ipfs": "network", "ipns": "network", "ipfs_gateway": "network", "ipns_gateway": "network", "smb": "network", "bluray": "device", "dvd": "device", "sap": "network", "whip": "network", "lavfi": "",
}  # fmt: skip
# variables that may stand before the program; everything else changes which code or files it uses
HARMLESS_VARIABLES = frozenset("AV_LOG_FORCE_COLOR AV_LOG_FORCE_NOCOLOR LANG LC_ALL LC_NUMERIC NO_COLOR TZ".split())
ENDLESS_SOURCES = frozenset(
    "testsrc testsrc2 color anullsrc sine smptebars smptehdbars rgbtestsrc nullsrc allrgb allyuv mandelbrot life cellauto gradients aevalsrc anoisesrc pal75bars pal100bars yuvtestsrc haldclutsrc sierpinski".split()
)
SECRETS = (
    "/etc/shadow",
    "/etc/passwd",
    "/.ssh/",
    "/.gnupg/",
    "/.aws/",
    "/.netrc",
    "/etc/ssl/private",
    "/.config/gh/",
    "/.docker/config",
    "id_rsa",
    "id_ed25519",
    "/.kube/",
    "/proc/",
    "/sys/",
)
SYSTEM_FOLDERS = (
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib32",
    "/lib64",
    "/proc",
    "/root/.ssh",
    "/run",
    "/sbin",
    "/sys",
    "/usr",
    "/var/lib",
    "/var/log",
)


def rows() -> list[tuple[str, str, str]]:
    """The whole table as (where, how, what)."""
    found = [(f"option -{name}", how, "the file named by its value") for name, how in OPTION_FILES.items() if how]
    found += [(f"filter {f}, option {o}", how, "the file named by it") for (f, o), how in FILTER_FILES.items() if how]
    found += [(f"encoder parameter {k}=", how, "the file named by it") for k, how in PARAM_FILES.items()]
    found += [(f"muxer {name}", "write", kind) for name, kind in MANY.items() if kind]
    found += [(f"protocol {name}:", kind, "what follows it") for name, kind in PROTOCOLS.items() if kind]
    found += [(f"demuxer {name}", "capture", "a device") for name in sorted(CAPTURE)]
    return found
