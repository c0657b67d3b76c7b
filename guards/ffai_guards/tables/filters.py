"""Filters that touch files, load code or listen, and sources without an end. One row is one fact.

Source: `ffmpeg -h filter=NAME` of ffmpeg 5.1 and 9.0 (the order of options is that of positional ones, aliases left out), libavfilter,
and runs under a system-call trace.
"""

# (filter, option) -> write, pattern (several are written), read, script, code, listen, url (a file or an address that is read)
FILTER_FILES: dict[tuple[str, str], str] = {
    ("metadata", "file"): "write",
    ("ametadata", "file"): "write",
    ("psnr", "stats_file"): "write",
    ("ssim", "stats_file"): "write",
    ("xpsnr", "stats_file"): "write",
    ("ssim360", "stats_file"): "write",
    ("vmafmotion", "stats_file"): "write",
    ("libvmaf", "log_path"): "write",
    ("libvmaf_cuda", "log_path"): "write",
    ("vidstabdetect", "result"): "write",
    ("deshake", "filename"): "write",
    ("deshake_opencl", "filename"): "write",
    ("curves", "plot"): "write",
    ("firequalizer", "dumpfile"): "write",
    ("signature", "filename"): "pattern",
    ("asr", "logfn"): "write",
    ("paletteuse", "debug_kdtree"): "write",
    ("whisper", "destination"): "write",
    ("movie", "filename"): "url",
    ("amovie", "filename"): "url",
    ("subtitles", "filename"): "url",
    ("ass", "filename"): "url",
    ("subtitles", "fontsdir"): "read",
    ("ass", "fontsdir"): "read",
    ("lut3d", "file"): "read",
    ("lut1d", "file"): "read",
    ("drawtext", "textfile"): "read",
    ("drawtext", "fontfile"): "read",
    ("qrencode", "textfile"): "read",
    ("qrencodesrc", "textfile"): "read",
    ("drawvg", "file"): "read",
    ("flite", "textfile"): "read",
    ("cellauto", "filename"): "read",
    ("life", "filename"): "read",
    ("curves", "psfile"): "read",
    ("selectivecolor", "psfile"): "read",
    ("arnndn", "model"): "read",
    ("sofalizer", "sofa"): "read",
    ("nnedi", "weights"): "read",
    ("removelogo", "filename"): "read",
    ("find_rect", "object"): "read",
    ("cover_rect", "cover"): "read",
    ("fieldhint", "hint"): "read",
    ("vidstabtransform", "input"): "read",
    ("showcqt", "fontfile"): "read",
    ("showcqt", "axisfile"): "read",
    ("derain", "model"): "read",
    ("sr", "model"): "read",
    ("dnn_processing", "model"): "read",
    ("dnn_detect", "model"): "read",
    ("dnn_detect", "labels"): "read",
    ("dnn_classify", "model"): "read",
    ("dnn_classify", "labels"): "read",
    ("libvmaf", "model_path"): "read",
    ("whisper", "model"): "read",
    ("whisper", "vad_model"): "read",
    ("asr", "hmm"): "read",
    ("asr", "dict"): "read",
    ("asr", "lm"): "read",
    ("asr", "lmctl"): "read",
    ("ocr", "datapath"): "read",
    ("libplacebo", "shader_cache"): "write",
    ("libplacebo", "lut"): "read",
    ("sendcmd", "filename"): "commands",
    ("asendcmd", "filename"): "commands",
    ("ladspa", "file"): "code",
    ("lv2", "plugin"): "code",
    ("frei0r", "filter_name"): "code",
    ("frei0r_src", "filter_name"): "code",
    ("program_opencl", "source"): "code",
    ("openclsrc", "source"): "code",
    ("libplacebo", "custom_shader_path"): "code",
    ("coreimage", "filter"): "",
    ("zmq", "bind_address"): "listen",
    ("azmq", "bind_address"): "listen",
}
# other names of the same options
ALIASES: dict[str, dict[str, str]] = {
    "psnr": {"f": "stats_file"},
    "ssim": {"f": "stats_file"},
    "xpsnr": {"f": "stats_file"},
    "ssim360": {"f": "stats_file"},
    "subtitles": {"f": "filename"},
    "ass": {"f": "filename"},
    "movie": {"f": "format_name", "s": "streams"},
    "amovie": {"f": "format_name", "s": "streams"},
    "removelogo": {"f": "filename"},
    "cellauto": {"f": "filename"},
    "life": {"f": "filename"},
    "arnndn": {"m": "model"},
    "sendcmd": {"c": "commands", "f": "filename"},
    "asendcmd": {"c": "commands", "f": "filename"},
    "ladspa": {"f": "file", "p": "plugin", "c": "controls", "d": "duration"},
    "lv2": {"p": "plugin", "c": "controls", "d": "duration"},
    "zmq": {"b": "bind_address"},
    "azmq": {"b": "bind_address"},
}
# places that another version writes to, which POSITIONAL does not show
OTHER_PLACES = {("libvmaf", 1): "log_path", ("paletteuse", 5): "debug_kdtree"}
# positional options, in order, as far as the last one that matters
POSITIONAL: dict[str, tuple[str, ...]] = {
    "psnr": ("stats_file",),
    "ssim": ("stats_file",),
    "xpsnr": ("stats_file",),
    "ssim360": ("stats_file",),
    "vmafmotion": ("stats_file",),
    "libvmaf": ("log_path",),
    "libvmaf_cuda": ("log_path",),
    "subtitles": ("filename", "original_size", "fontsdir"),
    "ass": ("filename", "original_size", "fontsdir"),
    "lut3d": ("file",),
    "lut1d": ("file",),
    "movie": ("filename", "format_name", "stream_index", "seek_point", "streams", "loop"),
    "amovie": ("filename", "format_name", "stream_index", "seek_point", "streams", "loop"),
    "vidstabdetect": ("result",),
    "vidstabtransform": (
        "input", "smoothing", "optalgo", "maxshift", "maxangle", "crop", "invert", "relative", "zoom", "optzoom", "zoomspeed", "interpol", "tripod",
        "debug",
    ),
    "metadata": ("mode", "key", "value", "function", "expr", "file"),
    "ametadata": ("mode", "key", "value", "function", "expr", "file"),
    "removelogo": ("filename",),
    "find_rect": ("object",),
    "cover_rect": ("cover",),
    "fieldhint": ("hint",),
    "nnedi": ("weights",),
    "arnndn": ("model",),
    "sofalizer": ("sofa",),
    "cellauto": ("filename",),
    "life": ("filename",),
    "ladspa": ("file", "plugin"),
    "lv2": ("plugin",),
    "frei0r": ("filter_name", "filter_params"),
    "frei0r_src": ("size", "framerate", "filter_name"),
    "drawtext": ("fontfile", "text", "textfile"),
    "flite": ("list_voices", "nb_samples", "text", "textfile"),
    "sendcmd": ("commands", "filename"),
    "asendcmd": ("commands", "filename"),
    "signature": ("detectmode", "nb_inputs", "filename"),
    "zmq": ("bind_address",),
    "azmq": ("bind_address",),
    "curves": ("preset", "master", "red", "green", "blue", "all", "psfile", "plot"),
    "deshake": ("x", "y", "w", "h", "rx", "ry", "edge", "blocksize", "contrast", "search", "filename"),
    "firequalizer": ("gain", "gain_entry", "delay", "accuracy", "wfunc", "fixed", "multi", "zero_phase", "scale", "dumpfile"),
    "asr": ("rate", "hmm", "dict", "lm", "lmctl", "lmname", "logfn"),
    "paletteuse": ("dither", "bayer_scale", "diff_mode", "new", "alpha_threshold", "use_alpha", "debug_kdtree"),
    "selectivecolor": (
        "correction_method", "reds", "yellows", "greens", "cyans", "blues", "magentas", "whites", "neutrals", "blacks", "psfile",
    ),
    "derain": ("filter_type", "dnn_backend", "model"),
    "sr": ("dnn_backend", "scale_factor", "model"),
    "dnn_processing": ("dnn_backend", "model"),
    "dnn_detect": ("dnn_backend", "model"),
    "dnn_classify": ("dnn_backend", "model"),
    "whisper": ("model", "language", "queue", "use_gpu", "gpu_device", "destination"),
    "loop": ("loop", "size", "start"),
    "aloop": ("loop", "size", "start"),
    "tpad": ("start", "stop"),
    "apad": ("packet_size", "pad_len", "whole_len", "pad_dur", "whole_dur"),
    "ocr": ("datapath",),
    "program_opencl": ("source",),
    "openclsrc": ("source",),
    "drawvg": ("script", "file"),
}  # fmt: skip
# filter -> (option, what it is when it is not given, how)
FILTER_DEFAULTS = {
    "vidstabdetect": ("result", "transforms.trf", "write"),
    "vidstabtransform": ("input", "transforms.trf", "read"),
    "zmq": ("bind_address", "tcp://*:5555", "listen"),
    "azmq": ("bind_address", "tcp://*:5555", "listen"),
}
# sources that never end by themselves: bounded by duration, by a number, or by whoever reads
ENDLESS_SOURCES = frozenset(
    """testsrc testsrc2 color color_vulkan colorchart colorspectrum anullsrc sine smptebars smptehdbars rgbtestsrc nullsrc allrgb allyuv mandelbrot
    life cellauto gradients aevalsrc anoisesrc pal75bars pal100bars yuvtestsrc haldclutsrc sierpinski zoneplate perlin hilbert_ sinc_ afirsrc_
    frei0r_src mptestsrc ddagrab qrencodesrc""".split()
)
CAPTURE_SOURCES = frozenset("ddagrab gfxcapture avfoundation".split())
# filters that one build or the other lacks, but that exist
OTHER_FILTERS = frozenset(
    """ladspa lv2 libvmaf libvmaf_cuda zscale frei0r frei0r_src rubberband ocr asr flite whisper drawtext subtitles ass libplacebo coreimage coreimagesrc
    scale_cuda scale2ref_npp scale_npp scale_vaapi scale_qsv scale_vt scale_vulkan scale_d3d11 scale_mmal_ vpp_qsv vpp_amf sr_amf overlay_cuda overlay_qsv
    overlay_vaapi overlay_vulkan overlay_opencl yadif_cuda yadif_videotoolbox bwdif_cuda bwdif_vulkan deinterlace_qsv deinterlace_vaapi deinterlace_d3d12
    hwupload_cuda hwupload hwdownload hwmap thumbnail_cuda thumbnail_vulkan_ tonemap_vaapi tonemap_opencl chromakey_cuda colorspace_cuda bilateral_cuda
    transpose_npp transpose_vaapi transpose_vt transpose_vulkan transpose_opencl transpose_cuda sharpen_npp sharpness_vaapi denoise_vaapi procamp_vaapi
    avgblur_opencl boxblur_opencl colorkey_opencl convolution_opencl deshake_opencl dilation_opencl erosion_opencl nlmeans_opencl openclsrc prewitt_opencl
    program_opencl remap_opencl roberts_opencl sobel_opencl unsharp_opencl xfade_opencl pad_opencl pad_cuda pad_vaapi drawbox_vaapi avgblur_vulkan
    blend_vulkan chromaber_vulkan flip_vulkan gblur_vulkan hflip_vulkan vflip_vulkan nlmeans_vulkan xfade_vulkan color_vulkan ddagrab gfxcapture qrencode
    qrencodesrc quirc drawvg derain sr dnn_processing dnn_detect dnn_classify mcdeint uspp fspp pp spp geq iccdetect iccgen scale2ref resize
    hstack_qsv hstack_vaapi vstack_qsv vstack_vaapi xstack_qsv xstack_vaapi mestimate_d3d12 libvpl_ lensfun vidstabdetect vidstabtransform find_rect
    cover_rect sofalizer elbg_ zmq azmq bs2b ebur128 sab smartblur owdenoise histeq hqdn3d kerndeint nnedi phase pullup perspective repeatfields stereo3d
    super2xsai tinterlace vaguedenoiser boxblur colormatrix cropdetect delogo eq cellauto mpdecimate interlace resample_ lcevc
    v360_vulkan interlace_vulkan scdet_vulkan blackdetect_vulkan""".split()
)
# options in which a filter's value "-" or nothing means: print it
PRINTED = frozenset(("", "-"))
