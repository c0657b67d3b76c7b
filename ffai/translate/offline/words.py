"""The words that the offline translator knows: units, number words, formats, classes of synonyms, and words that carry no request.

A rule's `%name` stands for a class below. Every word that no rule uses and that is not in FILLER or BACKGROUND is reported to the user.
"""

NUMBER_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100, "dozen": 12, "half": 0.5, "quarter": 0.25, "couple": 2,
}  # fmt: skip

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6, "7th": 7, "8th": 8, "9th": 9, "10th": 10, "12th": 12, "20th": 20,
    "last": -1, "final": -1,
}  # fmt: skip

_K, _M, _G = 1000, 1000**2, 1000**3
_KI, _MI, _GI = 1024, 1024**2, 1024**3
# unit -> (kind, factor). File sizes are said in powers of 1000 by services and of 1024 by file managers: the smaller
# reading keeps a "below 25 MB" promise either way.
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), ("time", 1.0)),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), ("time", 60.0)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("time", 3600.0)),
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), ("time", 0.001)),
    **dict.fromkeys(("frame", "frames"), ("frames", 1)),
    **dict.fromkeys(("kb", "kilobyte", "kilobytes"), ("size", _K)),
    **dict.fromkeys(("mb", "megabyte", "megabytes", "meg", "megs"), ("size", _M)),
    **dict.fromkeys(("gb", "gigabyte", "gigabytes", "gig", "gigs"), ("size", _G)),
    "kib": ("size", _KI), "mib": ("size", _MI), "gib": ("size", _GI),
    **dict.fromkeys(("kbps", "kbit", "kbits", "kb/s", "kbit/s", "kbits/s", "kilobit", "kilobits", "kbs", "kbp/s"), ("bitrate", _K)),
    **dict.fromkeys(("mbps", "mbit", "mbits", "mb/s", "mbit/s", "mbits/s", "megabit", "megabits", "mbs"), ("bitrate", _M)),
    **dict.fromkeys(("gbps", "gbit", "gbits", "gb/s", "gigabit", "gigabits"), ("bitrate", _G)),
    **dict.fromkeys(("tbps", "tbit", "terabit", "terabits", "tb/s"), ("bitrate", _G * 1000)),
    **dict.fromkeys(("bps", "bit/s"), ("bitrate", 1)),
    "terabyte": ("size", _G * 1000), "tb": ("size", _G * 1000),
    **dict.fromkeys(("hz", "hertz"), ("hz", 1.0)),
    **dict.fromkeys(("khz", "kilohertz"), ("hz", 1000.0)),
    **dict.fromkeys(("fps", "frames/s", "frames/sec", "framerate"), ("fps", 1.0)),
    **dict.fromkeys(("px", "pixel", "pixels"), ("px", 1)),
    **dict.fromkeys(("p", "i"), ("lines", 1)),
    "k": ("lines", 1), "mbitrate": ("rate", _M),
    **dict.fromkeys(("x", "×", "times", "fold"), ("factor", 1.0)),
    **dict.fromkeys(("%", "percent", "pct"), ("percent", 1.0)),
    **dict.fromkeys(("db", "decibel", "decibels", "dbfs", "dbtp"), ("db", 1.0)),
    **dict.fromkeys(("lufs", "lkfs"), ("lufs", 1.0)),
    **dict.fromkeys(("°", "deg", "degs", "degree", "degrees"), ("degree", 1.0)),
    **dict.fromkeys(("bit", "bits"), ("bits", 1)),
    **dict.fromkeys(("semitone", "semitones"), ("semitones", 1.0)),
    **dict.fromkeys(("day", "days"), ("days", 1.0)),
}  # fmt: skip

# format word -> kind of what it holds; also the file extensions that stand for a format when said as a word
FORMATS = {
    **dict.fromkeys("mp4 mkv mov avi webm flv wmv m4v mpg mpeg ts m2ts mts vob 3gp 3g2 ogv mxf asf f4v mjpeg y4m divx yuv rm rmvb".split(), "video"),
    **dict.fromkeys("mp3 wav flac ogg oga opus aac m4a ac3 eac3 aiff aif wma amr mka caf au pcm alac dts mp2 m4b m4r w64 wv tta spx ra ape".split(), "audio"),
    **dict.fromkeys("png jpg jpeg bmp tiff tif webp ppm pgm tga avif jxl jp2 exr ico heic".split(), "image"),
    **dict.fromkeys("gif apng".split(), "animation"),
    **dict.fromkeys("srt ass ssa vtt webvtt sub ttml lrc".split(), "subtitle"),
    **dict.fromkeys("m3u8 hls mpd dash".split(), "playlist"),
}  # fmt: skip

# what people write -> the lemma that rules use
IRREGULAR = {
    "mpeg-ts": "ts", "mpegts": "ts", "wih": "with", "wiht": "with", "witht": "with", "whit": "with", "tvs": "tv", "crunch": "compress", "realmedia": "rm", "realvideo": "rm", "avchd": "mts", "sorenson": "flv1", "prores4444": "prores4444", "prores422": "prores422",
    "mpeg4": "mpeg-4", "mpeg-4": "mpeg-4", "mp4s": "mp4", "quicktime": "mov", "matroska": "mkv", "jpegs": "jpg", "jpgs": "jpg", "jpeg": "jpg", "gifs": "gif",
    "wave": "wav", "waves": "wav", "aif": "aiff", "webvtt": "vtt", "blu-ray": "bluray", "blueray": "bluray", "tif": "tiff", "ogg/vorbis": "vorbis", "m4vs": "m4v",
    "h264": "h264", "h.264": "h264", "h-264": "h264", "avc": "h264", "x264": "x264", "libx264": "libx264",
    "h263": "h263", "h-263": "h263", "h.261": "h261", "amr-nb": "amr", "amrnb": "amr", "amr_nb": "amr", "realaudio": "ra", "h265": "hevc", "h.265": "hevc", "h-265": "hevc", "hevc": "hevc", "x265": "x265", "libx265": "libx265",
    "vp8": "vp8", "vp9": "vp9", "vp-9": "vp9", "libvpx-vp9": "libvpx-vp9", "libvpx": "libvpx", "av1": "av1", "av-1": "av1", "libaom-av1": "libaom-av1", "svt": "libsvtav1", "libaom": "libaom-av1", "aom": "libaom-av1", "mu-law": "mulaw", "u-law": "mulaw", "µ-law": "mulaw", "μ-law": "mulaw", "a-law": "alaw", "ulaw": "mulaw", "g.711": "g711", "svt-av1": "libsvtav1", "svtav1": "libsvtav1",
    "libsvtav1": "libsvtav1", "libopus": "libopus", "libmp3lame": "libmp3lame", "libvorbis": "libvorbis", "lame": "libmp3lame", "prores_ks": "prores", "pro-res": "prores", "dnxhr": "dnxhr", "dnxhd": "dnxhd",
    "h.263": "h263", "e-ac3": "eac3", "e-ac-3": "eac3", "ac-3": "ac3", "he-aac": "he-aac", "heaac": "he-aac", "mpeg2": "mpeg2", "mpeg-2": "mpeg2", "mpeg1": "mpeg1", "mpeg-1": "mpeg1", "pcm": "pcm", "mp-3": "mp3",
    "s16le": "s16le", "s24le": "s24le", "pcm_s16le": "pcm_s16le", "pcm_s24le": "pcm_s24le", "yuv420p": "yuv420p", "yuv444p": "yuv444p", "yuv422p": "yuv422p", "yuv420p10le": "yuv420p10le", "rgb24": "rgb24", "rgba": "rgba",
    "5.1": "surround51", "7.1": "surround71", "2.0": "stereo", "5.1ch": "surround51", "a/v": "av", "audio-video": "av", "audio/video": "av", "video/audio": "av", "y'all": "you", "4k": "4k", "8k": "8k", "2k": "2k", "5k": "5k",
    "uhd": "4k", "ultrahd": "4k", "fullhd": "fullhd", "fhd": "fullhd", "full-hd": "fullhd", "hd": "hd", "qhd": "qhd", "sd": "sd",
    "cut": "cut", "cuts": "cut", "cutting": "cut", "made": "make", "making": "make", "makes": "make", "took": "take", "taking": "take", "taken": "take", "takes": "take",
    "kept": "keep", "got": "get", "getting": "get", "gets": "get", "gotten": "get", "put": "put", "puts": "put", "putting": "put", "set": "set", "sets": "set", "setting": "set", "gave": "give", "given": "give", "gives": "give", "giving": "give",
    "sped": "speed", "speeding": "speed", "slowed": "slow", "slowing": "slow", "slower": "slow", "slows": "slow", "faster": "fast", "fastest": "fastest", "quicker": "fast", "quickly": "fast", "quick": "fast", "quickest": "fastest",
    "burnt": "burn", "burning": "burn", "burned": "burn", "burn-in": "burn", "burned-in": "burn", "hardsub": "hardcode", "hardsubs": "hardcode", "hardcoded": "hardcode", "hard-coded": "hardcode", "hardcoding": "hardcode", "hard-code": "hardcode",
    "smaller": "small", "smallest": "small", "tiny": "small", "larger": "large", "bigger": "large", "biggest": "large", "big": "large", "huge": "large", "louder": "loud", "loudness": "loudness", "quieter": "quiet", "softer": "quiet",
    "brighter": "bright", "brighten": "bright", "brightening": "bright", "darker": "dark", "darken": "dark", "darkening": "dark", "lighter": "bright", "lighten": "bright",
    "sharper": "sharp", "blurry": "blurry", "blurred": "blur", "blurring": "blur", "blurs": "blur", "gray": "grey", "grayscale": "greyscale", "greyscale": "greyscale", "colour": "color", "colours": "color", "colors": "color", "colored": "color", "coloured": "color",
    "subs": "subtitle", "sub": "subtitle", "subtitles": "subtitle", "subtitled": "subtitle", "subtitling": "subtitle", "captions": "subtitle", "caption": "subtitle", "captioned": "subtitle", "cc": "subtitle",
    "watermarks": "watermark", "watermarked": "watermark", "watermarking": "watermark", "logos": "logo", "overlaid": "overlay", "overlaying": "overlay", "overlays": "overlay", "overlayed": "overlay",
    "re-encode": "reencode", "re-encoding": "reencode", "re-encoded": "reencode", "reencoding": "reencode", "reencoded": "reencode", "re-encodes": "reencode", "recode": "reencode", "re-code": "reencode", "re-coding": "reencode", "recoding": "reencode", "transcoded": "transcode", "transcoding": "transcode", "re-compress": "recompress", "recompressing": "recompress", "re-compressing": "recompress", "recompression": "recompress", "re-encode.": "reencode",
    "re-mux": "remux", "remuxing": "remux", "remuxed": "remux", "re-muxing": "remux", "rewrap": "remux", "re-wrap": "remux", "rewrapping": "remux", "repackage": "remux", "repackaging": "remux", "muxing": "mux", "muxed": "mux", "muxes": "mux",
    "won't": "wont", "don't": "not", "dont": "not", "doesn't": "doesnt", "isn't": "isnt", "can't": "cant", "cannot": "cant", "didn't": "doesnt", "not": "not", "won’t": "wont", "never": "not", "w/o": "without", "w/out": "without", "sans": "without",
    **{name: name for name in "utf-8 utf-16 utf-16le utf-16be windows-1252 windows-1251 windows-1250 windows-1256 windows-1253 windows-1254 windows-1255 iso-8859-1 iso-8859-2 iso-8859-15 iso-8859-9 ansi ascii shift-jis gbk gb18030 gb2312 big5 koi8-r euc-kr euc-jp cea-608 cea-708 eia-608".split()},
    "utf8": "utf-8", "utf16": "utf-16", "utf-16-le": "utf-16le", "cp1252": "windows-1252", "cp-1252": "windows-1252", "win-1252": "windows-1252", "windows1252": "windows-1252", "cp1251": "windows-1251", "cp1250": "windows-1250", "latin-1": "iso-8859-1", "latin1": "iso-8859-1", "iso8859-1": "iso-8859-1", "sjis": "shift-jis", "shiftjis": "shift-jis", "shift_jis": "shift-jis", "cea608": "cea-608", "cea708": "cea-708", "eia-708": "cea-708", "eia608": "eia-608",
    "closed": "closed", "teh": "the", "frame-exact": "exact", "frame-accurate": "exact", "frame-precise": "exact", "half-time": "halfway", "mixdown": "downmix", "mix-down": "downmix", "equalizer": "equaliser", "equaliser": "equaliser", "equalizers": "equaliser", "eq": "equaliser", "adn": "and", "vid's": "video", "&": "and", "n": "and", "+": "and", "plus": "and", "w/": "with", "thru": "through", "til": "until", "till": "until", "upto": "until", "pls": "please", "plz": "please", "u": "you", "ur": "your", "im": "i", "i'm": "i", "i've": "have", "i'd": "i", "i'll": "i", "it's": "is", "that's": "is", "there's": "is", "what's": "what", "whats": "what", "how's": "how", "let's": "let",
    "reversed": "reverse", "reversing": "reverse", "backward": "backwards", "mirrored": "mirror", "mirroring": "mirror", "flipped": "flip", "flipping": "flip", "upside-down": "upside_down", "rotated": "rotate", "rotating": "rotate", "rotation": "rotate",
    "cropped": "crop", "cropping": "crop", "trimmed": "trim", "trimming": "trim", "clipped": "clip", "clipping": "clip", "chopped": "chop", "chopping": "chop", "splitting": "split", "stripped": "strip", "stripping": "strip", "dropped": "drop", "dropping": "drop",
    "mixed": "mix", "mixing": "mix", "muted": "mute", "muting": "mute", "swapped": "swap", "swapping": "swap", "stabilize": "stabilise", "stabilizing": "stabilise", "stabilising": "stabilise", "stabilized": "stabilise", "stabilised": "stabilise", "stabilization": "stabilise", "stabilisation": "stabilise",
    "normalize": "normalise", "normalizing": "normalise", "normalized": "normalise", "normalised": "normalise", "normalising": "normalise", "normalization": "normalise", "normalisation": "normalise", "equalize": "normalise", "optimize": "optimise", "optimized": "optimise", "optimised": "optimise", "optimizing": "optimise", "optimising": "optimise", "optimization": "optimise",
    "de-interlace": "deinterlace", "deinterlacing": "deinterlace", "de-interlacing": "deinterlace", "deinterlaced": "deinterlace", "de-interlaced": "deinterlace", "de-noise": "denoise", "denoising": "denoise", "denoised": "denoise", "de-noising": "denoise", "noisy": "noise", "noises": "noise", "grainy": "grain", "denoiser": "denoise",
    "colour-correct": "color", "faded": "fade", "fading": "fade", "fades": "fade", "fade-in": "fade_in", "fade-out": "fade_out", "fadein": "fade_in", "fadeout": "fade_out", "fades-in": "fade_in", "crossfaded": "crossfade", "cross-fade": "crossfade", "crossfading": "crossfade",
    "downscaled": "downscale", "downscaling": "downscale", "down-scale": "downscale", "upscaled": "upscale", "upscaling": "upscale", "up-scale": "upscale", "resized": "resize", "resizing": "resize", "re-size": "resize", "rescale": "scale", "scaled": "scale", "scaling": "scale", "shrunk": "shrink", "shrinking": "shrink", "shrank": "shrink", "downsize": "shrink", "enlarged": "enlarge",
    "down-sample": "downsample", "downsampled": "downsample", "downsampling": "downsample", "resampled": "resample", "resampling": "resample", "re-sample": "resample", "upsample": "resample", "upsampling": "resample", "down-mix": "downmix", "downmixed": "downmix", "downmixing": "downmix", "upmix": "upmix", "up-mix": "upmix",
    "concat": "concatenate", "concatenated": "concatenate", "concatenating": "concatenate", "concatenation": "concatenate", "merged": "merge", "merging": "merge", "joined": "join", "joining": "join", "combined": "combine", "combining": "combine", "stitched": "stitch", "stitching": "stitch", "appended": "append", "appending": "append", "glued": "stitch", "glue": "stitch",
    "looped": "loop", "looping": "loop", "loops": "loop", "repeated": "repeat", "repeating": "repeat", "stretched": "stretch", "stretching": "stretch", "squashed": "squash", "squished": "squash", "distorted": "distort", "distorting": "distort", "distortion": "distort",
    "letterboxed": "letterbox", "letterboxing": "letterbox", "pillarboxed": "pillarbox", "pillarboxing": "pillarbox", "padded": "pad", "padding": "pad", "centered": "center", "centred": "center", "centre": "center", "middle": "middle",
    "thumbnails": "thumbnail", "thumbs": "thumbnail", "thumb": "thumbnail", "screenshots": "screenshot", "snapshots": "screenshot", "snapshot": "screenshot", "screengrab": "screenshot", "screencap": "screenshot", "stills": "still", "frames": "frame", "pictures": "picture", "pics": "picture", "pic": "picture", "photos": "picture", "photo": "picture", "images": "image", "img": "image", "imgs": "image",
    "tracks": "track", "streams": "stream", "channels": "channel", "chapters": "chapter", "seconds": "second", "minutes": "minute", "hours": "hour", "parts": "part", "pieces": "piece", "segments": "segment", "chunks": "chunk", "sections": "section", "segmenting": "segment", "segmented": "segment",
    "secs": "second", "sec": "second", "mins": "minute", "min": "minute", "hrs": "hour", "hr": "hour",
    "bit-rate": "bitrate", "bitrates": "bitrate", "frame-rate": "framerate", "frame-rates": "framerate", "framerates": "framerate", "sample-rate": "samplerate", "samplerate": "samplerate", "bit-depth": "bitdepth", "bitdepth": "bitdepth", "time-lapse": "timelapse", "time-lapses": "timelapse", "slow-motion": "slow_motion", "slowmo": "slow_motion", "slo-mo": "slow_motion", "slow-mo": "slow_motion", "slomo": "slow_motion", "fast-motion": "fast_motion",
    "two-pass": "two_pass", "2-pass": "two_pass", "twopass": "two_pass", "dual-pass": "two_pass", "2pass": "two_pass", "multi-pass": "two_pass", "one-pass": "one_pass", "single-pass": "one_pass", "fast-start": "faststart", "faststart": "faststart", "+faststart": "faststart", "black-and-white": "greyscale", "b&w": "greyscale", "b/w": "greyscale", "monochrome": "greyscale", "left-right": "horizontal", "side-by-side": "side_by_side", "picture-in-picture": "pip", "pip": "pip", "top-left": "top_left", "top-right": "top_right", "bottom-left": "bottom_left", "bottom-right": "bottom_right", "upper-left": "top_left", "upper-right": "top_right", "lower-left": "bottom_left", "lower-right": "bottom_right",
    "low-pass": "lowpass", "lowpass": "lowpass", "high-pass": "highpass", "highpass": "highpass", "low-res": "low_resolution", "lo-res": "low_resolution", "low-resolution": "low_resolution", "high-res": "high_resolution", "high-resolution": "high_resolution", "hi-res": "high_resolution", "high-quality": "high_quality", "low-quality": "low_quality", "hq": "high_quality", "best-quality": "high_quality",
    "e-mail": "email", "emails": "email", "emailing": "email", "mailing": "email", "gmail": "email", "mailbox": "email", "mail": "email", "outlook": "email", "web-ready": "web", "web-friendly": "web", "webpage": "web", "website": "web", "websites": "web", "browser": "web", "browsers": "web", "html5": "web", "internet": "web", "online": "web", "chrome": "web", "firefox": "web", "safari": "web", "web-compatible": "web", "insta": "instagram", "ig": "instagram", "yt": "youtube", "whats-app": "whatsapp", "wa": "whatsapp",
    "twice": "twice", "double": "double", "doubled": "double", "doubling": "double", "triple": "triple", "tripled": "triple", "thrice": "triple", "halve": "halve", "halved": "halve", "halving": "halve", "quadruple": "quadruple",
    "english": "english", "eng": "english", "en": "english", "spanish": "spanish", "spa": "spanish", "es": "spanish", "french": "french", "fra": "french", "fre": "french", "german": "german", "deu": "german", "ger": "german", "japanese": "japanese", "jpn": "japanese", "ja": "japanese", "italian": "italian", "ita": "italian", "portuguese": "portuguese", "por": "portuguese", "russian": "russian", "rus": "russian", "chinese": "chinese", "zho": "chinese", "chi": "chinese", "korean": "korean", "kor": "korean", "dutch": "dutch", "nld": "dutch", "dut": "dutch", "arabic": "arabic", "ara": "arabic", "hindi": "hindi", "hin": "hindi", "vietnamese": "vietnamese", "vie": "vietnamese", "polish": "polish", "pol": "polish", "swedish": "swedish", "swe": "swedish", "turkish": "turkish", "tur": "turkish",
    "converted": "convert", "converting": "convert", "converts": "convert", "conversion": "convert", "covert": "convert", "encoded": "encode", "encoding": "encode", "encodes": "encode", "compressed": "compress", "compressing": "compress", "compresses": "compress", "compression": "compress", "reduced": "reduce", "reducing": "reduce", "reduces": "reduce", "reduction": "reduce", "lowered": "lower", "lowering": "lower", "decreasing": "decrease", "increased": "increase", "increasing": "increase", "changed": "change", "changing": "change", "changes": "change", "saved": "save", "saving": "save", "saves": "save", "extracted": "extract", "extracting": "extract", "extraction": "extract", "removed": "remove", "removing": "remove", "removal": "remove", "removes": "remove", "added": "add", "adding": "add", "adds": "add", "replaced": "replace", "replacing": "replace", "copied": "copy", "copying": "copy", "copies": "copy", "losing": "lose", "loss": "lose", "loses": "lose", "lost": "lose", "playing": "play", "plays": "play", "played": "play", "playback": "playback",
    "generated": "generate", "generating": "generate", "generates": "generate", "created": "create", "creating": "create", "creates": "create", "produced": "produce", "producing": "produce", "outputs": "output", "outputting": "output", "exported": "export", "exporting": "export", "embedded": "embed", "embedding": "embed", "inserted": "insert", "inserting": "insert", "applied": "apply", "applying": "apply", "boosted": "boost", "boosting": "boost", "amplified": "amplify", "amplifying": "amplify", "adjusted": "adjust", "adjusting": "adjust", "isolating": "isolate", "deleted": "delete", "deleting": "delete", "excluded": "exclude", "excluding": "exclude", "skipped": "skip", "skipping": "skip",
    "gimme": "give", "gonna": "want", "wanna": "want", "wants": "want", "wanted": "want", "needed": "need", "needs": "need", "needing": "need", "would": "want", "has": "have", "having": "have", "had": "have", "is": "is", "are": "is", "was": "is", "were": "is", "be": "is", "been": "is", "being": "is",
    "instagram's": "instagram", "ms": "ms", "everything": "everything", "per-file": "each", "files": "file", "videos": "video", "vids": "video", "vid": "video", "movies": "movie", "films": "film", "clips": "clip", "audios": "audio", "soundtrack": "audio", "sound-track": "audio", "sounds": "sound", "songs": "song", "recordings": "recording", "folders": "folder", "directory": "folder", "directories": "folder", "dir": "folder", "subfolder": "subfolder", "subfolders": "subfolder", "subdirectories": "subfolder", "sub-folders": "subfolder", "recursively": "recursive",
    "starting": "start", "starts": "start", "begins": "begin", "beginning": "beginning", "ending": "ending", "ends": "end", "timestamps": "timestamp", "lasts": "last_verb", "lasting": "last_verb", "metadata": "metadata", "meta-data": "metadata", "tags": "tag", "tagged": "tag", "titles": "title", "attachments": "attachment", "fonts": "font", "artwork": "cover", "album-art": "cover", "coverart": "cover",
    "lossless": "lossless", "losslessly": "lossless", "loss-less": "lossless", "uncompressed": "uncompressed", "as-is": "as_is", "asis": "as_is", "unchanged": "as_is", "untouched": "as_is", "intact": "as_is",
    "x-axis": "horizontal", "y-axis": "vertical", "horizontally": "horizontal", "vertically": "vertical", "anti-clockwise": "counterclockwise", "anticlockwise": "counterclockwise", "counter-clockwise": "counterclockwise", "ccw": "counterclockwise", "cw": "clockwise", "widescreen": "widescreen", "squared": "square", "portrait": "portrait", "landscape": "landscape",
    "batch-convert": "convert", "auto-rotate": "rotate", "autoscale": "scale", "tv": "tv", "television": "tv", "telly": "tv", "phones": "phone", "smartphone": "phone", "mobile": "phone", "cellphone": "phone", "iphones": "iphone", "podcasts": "podcast", "podcasting": "podcast", "voiceover": "voice", "voice-over": "voice", "speech": "voice", "vocals": "vocal",
    "interpolated": "interpolate", "interpolation": "interpolate", "interpolating": "interpolate", "smoother": "smooth", "smoothly": "smooth", "tempo": "tempo", "stereo": "stereo", "mono": "mono", "waveforms": "waveform", "spectrogram": "spectrum", "spectrograms": "spectrum", "montage": "contact_sheet", "storyboard": "contact_sheet", "storyboards": "contact_sheet", "collage": "contact_sheet", "mosaic": "contact_sheet",
}  # fmt: skip

# words said together -> one lemma; written with the lemmas of their words
_TOGETHER = """
get rid of = remove | throw away = remove | throw out = remove | do away with = remove | toss out = remove | take out = remove | take off = cut_off | take away = remove | leave out = remove | filter out = remove | cut out = cut_out | cut off = cut_off | cut away = cut_out | trim off = cut_off | chop off = cut_off | slice off = cut_off | lop off = cut_off
turn down = turn_down | turn up = turn_up | speed up = speed_up | slow down = slow_down | slow motion = slow_motion | slow mo = slow_motion | fast motion = fast_motion | time lapse = timelapse
fade in = fade_in | fade out = fade_out | cross fade = crossfade | side by side = side_by_side | next to each other = side_by_side | picture in picture = pip | black and white = greyscale | black & white = greyscale | black white = greyscale | grey scale = greyscale
frame rate = framerate | bit rate = bitrate | sample rate = samplerate | sampling rate = samplerate | bit depth = bitdepth | file size = filesize | aspect ratio = aspect | display aspect = aspect | picture ratio = aspect | pixel format = pixel_format | key frame = keyframe | frame size = resolution
contact sheet = contact_sheet | cover art = cover | album art = cover | album cover = cover | cover image = cover | cover picture = cover | cover photo = cover
top left = top_left | top right = top_right | bottom left = bottom_left | bottom right = bottom_right | upper left = top_left | upper right = top_right | lower left = bottom_left | lower right = bottom_right | left top = top_left | right top = top_right | left bottom = bottom_left | right bottom = bottom_right | lower third = lower_third | upside down = upside_down
blu ray = bluray | blu-ray disc = bluray | two pass = two_pass | dual pass = two_pass | one pass = one_pass | single pass = one_pass | fast start = faststart | web optimised = faststart | moov atom = moov
low pass = lowpass | high pass = highpass | band pass = bandpass | low resolution = low_resolution | high resolution = high_resolution | high quality = high_quality | good quality = good_quality | decent quality = good_quality | reasonable quality = good_quality | acceptable quality = good_quality | best quality = best_quality | highest quality = best_quality | max quality = best_quality | maximum quality = best_quality | top quality = best_quality | low quality = low_quality | lower quality = low_quality | lose quality = lose_quality | quality lose = lose_quality
transport stream = ts | program stream = mpg | closed subtitle = closed_captions | closed captioning = closed_captions | frame exact = exact | frame accurate = exact | frame precise = exact | half time = halfway | surround sound = surround | full hd = fullhd | ultra hd = 4k | standard definition = sd | high definition = hd | apple tv = appletv | final cut pro = finalcut | final cut = finalcut | davinci resolve = davinci | adobe premiere = premiere | premiere pro = premiere | power point = powerpoint | google drive = web | google slides = powerpoint | smart tv = tv | apple device = iphone | ios device = iphone | ios devices = iphone | apple prores = prores | pro res = prores | old dvd = dvd
white noise = noise_source | background noise = hiss | ambient noise = hiss | mic noise = hiss | microphone noise = hiss | room noise = hiss | fan noise = hiss | traffic noise = hiss | wind noise = noise | noise reduction = denoise | reduce noise = denoise | remove noise = denoise | reduce hiss = denoise
background music = music | noise floor = noise | green screen = green_screen | chroma key = chroma_key | burn in = burn | burned in = burn | hard code = hardcode | hard sub = hardcode
i've got = have | we've got = have | have got = have | they've got = have | you've got = have | as is = as_is | bit for bit = as_is | bit-for-bit = as_is | at least = at_least | at most = at_most | no more than = at_most | not more than = at_most | less than = under | smaller than = under | lower than = under | up to = up_to | more than = over | greater than = over | no larger than = at_most | no large than = at_most
in place = in_place | same folder = here | current folder = here | this folder = here | same name = same_name | original name = same_name | original filename = same_name | file name = filename
how long = how_long | how big = how_big | how large = how_big | how many = how_many | what is = what_is | which codec = which_codec | what codec = which_codec | want to be = want | need to be = need | want to have = want | need to have = need | want to = wish_to | need to = wish_to | would like to = wish_to | like to = wish_to | wish to = wish_to | have to = wish_to | filter out = remove | how do = how_do | how can = how_do | how to = how_do | how should = how_do
each other = each_other | on top of = on_top_of | below = below | each of = each | one by one = each | as well = too | as long as = while | so that = so_that | in order to = to | such as = like | backward compatibility = compatible | backwards compatibility = compatible | backward compatible = compatible | backwards compatible = compatible | instead of = instead_of | rather than = instead_of | apart from = except | other than = except | aside from = except | but not = except
stream copy = stream_copy | copy codec = stream_copy | copy stream = stream_copy | codec copy = stream_copy | copy mode = stream_copy | direct copy = stream_copy | direct stream copy = stream_copy | pass through = as_is | pass-through = as_is | passthrough = as_is
aac lc = aac | ogg video = ogv | ogg theora = ogv | ogg movie = ogv | web m = webm | apple lossless = alac | wave form = waveform | dolby digital = ac3 | dolby digital and = eac3 | windows media = wmv | image sequence = image_sequence | picture sequence = image_sequence | png sequence = png_sequence | jpg sequence = jpg_sequence | frame sequence = image_sequence | sequence of image = image_sequence | series of image = image_sequence | ken burn = ken_burns | freeze frame = freeze | test pattern = test_pattern | color bar = color_bars | color bars = color_bars | smpte bars = color_bars | smpte bar = color_bars
out of sync = out_of_sync | in sync = in_sync | lip sync = sync | no audio = without_audio | no sound = without_audio | black bar = black_bars | black bars = black_bars | black border = black_bars | black borders = black_bars | blurred background = blurred_bars | blur background = blurred_bars | blurred bar = blurred_bars | blurred sidebar = blurred_bars | blurred sidebars = blurred_bars | blur sidebar = blurred_bars | blur sidebars = blurred_bars | blur bar = blurred_bars | blur bars = blurred_bars | blurry bar = blurred_bars | blurry bars = blurred_bars | blurred edge = blurred_bars | blurred border = blurred_bars | blurred fill = blurred_bars | blurry background = blurred_bars | blur copy = blurred_bars | blurred copy = blurred_bars | blur fill = blurred_bars | motion blur = motion_blur | tone mapping = tonemap | tone mapped = tonemap | tone map = tonemap | blurred side = blurred_bars
constant framerate = cfr | variable framerate = vfr | constant bitrate = cbr | variable bitrate = vbr | constant quality = constant_quality | gif animation = gif | animated gif = gif | animate gif = gif | animated webp = animated_webp | animate webp = animated_webp | animated png = apng
half speed = half_speed | double speed = double_speed | normal speed = normal_speed | half size = half_size | quarter size = quarter_size | half resolution = half_size | half way = halfway | real time = realtime
"""

MULTIWORD: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}


def _build() -> None:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in _TOGETHER.replace("\n", "|").split("|"):
        if "=" not in row:
            continue
        said, lemma = row.split("=")
        first, *rest = said.split()
        found.setdefault(first, []).append((tuple(rest), lemma.strip()))
    for first, rows in found.items():
        MULTIWORD[first] = tuple(sorted(rows, key=lambda row: -len(row[0])))


_build()

CLASSES: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "convert": "convert transcode encode reencode change turn transform recompress export render translate switch save make output rewrap remux create produce generate get need want give upload process prepare repackage go move bring migrate wrap put",
        "make": "make create generate produce build get want need give output render export turn prepare do construct",
        "remove": "remove delete drop strip discard exclude omit kill eliminate erase without no skip lose dump ditch clear disable minus except wipe purge",
        "extract": "extract get pull rip grab export save isolate separate take dump demux split keep copy give want need output convert turn fetch retrieve",
        "trim": "trim cut clip shorten chop keep extract take grab crop slice snip get export save edit want need create make give select isolate split produce generate convert output use",
        "cut": "trim cut clip chop slice snip cut_off cut_out remove delete drop skip strip discard take shorten lose shave crop kill eliminate",
        "split": "split divide segment chop cut slice separate break chunk export",
        "join": "join concatenate merge combine append stitch put connect unite attach splice smash mash fuse weld tack smash mash glue tape fuse string",
        "scale": "resize scale downscale upscale shrink enlarge change convert make reduce rescale set lower downsample bring resample increase transcode encode export output compress create adjust turn conform upgrade fit render downconvert save get produce",
        "compress": "compress shrink reduce smaller downsize minimise minimize squeeze slim decrease lower small cut optimise lighten recompress",
        "add": "add put place insert overlay apply attach embed include stamp superimpose burn draw give write print display show set use mux merge combine create need want layer superimposed append",
        "replace": "replace swap substitute change switch exchange overdub dub",
        "video": "video movie film clip footage recording screencast vlog file capture reel vhs stream media",
        "audio": "audio sound music song voice track narration podcast soundtrack file recording voiceover album lecture interview",
        "sound": "audio sound",
        "file": "file video movie film clip footage recording audio it this that everything them song track screencast image",
        "picture": "image picture still photo frame screenshot thumbnail jpg png slide",
        "image": "image logo watermark picture photo icon graphic png badge overlay emblem bug",
        "each": "all every each multiple batch many several various both any entire whole bunch set group list series different",
        "folder": "folder here library collection",
        "increase": "increase raise boost up amplify turn_up make pump gain add",
        "decrease": "decrease lower reduce down turn_down quiet attenuate drop cut",
        "adjust": "adjust change set increase decrease raise lower boost reduce tweak fix correct bump enhance improve make add apply modify up down alter bring",
        "keep": "keep preserve retain maintain leave copy hold stay same without",
        "fix": "fix repair correct solve adjust recover restore resolve sync synchronise synchronize rescue salvage",
        "with": "with using use via in through by at codec encoder format",
        "to": "to into as in at for of =",
        "part": "part snippet piece segment chunk section portion file clip bit scene",
        "begin": "start beginning begin front head opening intro",
        "end": "end ending back tail finish outro close",
        "quality": "quality",
        "left": "left", "right": "right",
        "text": "text caption title words string label message subtitle",
    }.items()
}  # fmt: skip

FILLER = frozenset(
    """
    a an the my your our his her their its this that these those some any please just only simply also too very really quite so well ok okay hi hello hey thanks thank you i we me us it they them he she one ones
    can could should would may might must shall will do does did done is am be have want need like how what which who when where why there here if is_it what_is how_do way command commands script code example line one-liner
    ffmpeg tool program use using used show tell help explain provide assist guide know let give write run suggest recommend looking look trying try able possible get
    of for from in into on onto at by with to as and or but then than while via per about over after before between so_that because since
    exactly directly properly correctly automatically basically currently actually maybe perhaps possibly approximately roughly around about nearly almost
    new existing single entire whole complete full particular certain specific given following push pushing matter matters called named name output outputs results input source destination target result resulting final
    file video movie film clip footage recording media stuff thing things content version copy process task step steps method option options parameter parameters flag flags setting settings approach procedure order
    need want now today again still already yet even all both same each every using way best good nice great proper correct right simple easy easiest efficient efficiently appropriate suitable necessary needed
    i'd my-own own something anything somehow similar etc e.g i.e eg ie vs too much many more most less least make sure ensure while during keep keeping within also save saved saving let's go one-time quickly fast
    wish_to terminal shell cli bash linux windows mac macos computer pc laptop machine desktop i/o that'll which'll we're you're they're
    """.split()
)

# nouns and verbs of the story around a request: they change nothing about what is to be done
BACKGROUND = frozenset(
    """
    project presentation slides class lecture course tutorial lesson meeting demo portfolio school work office boss client customer friend friends family mom dad grandma grandpa kid kids wedding birthday holiday vacation trip party concert game gaming stream match
    camera phone gopro drone webcam dslr camcorder canon sony nikon panasonic dji vhs tape cassette obs zoom screen recorder microphone mic device devices player players vlc quicktime plex kodi windows-media software editor editing editors app apps application
    record recorded recording shoot shot film filmed capture captured download downloaded upload uploading uploaded share sharing send sending sent publish publishing post posting store storage storing archive archiving distribute distribution host hosting view viewing watch watching listen listening open playable compatible compatibility support supported supports supporting
    old new long short large huge raw original high low quality better good decent nice clear standard typical common popular modern legacy universal universally widely generic basic advanced professional personal public private
    space disk drive bandwidth connection connections network server cloud site page blog post forum platform platforms service social media channel network networks
    issue problem issues problems error errors fail failing fails failed happen happens weird strange wrong annoying annoyed
    reason purpose usage case requirement requirements spec specs limit
    downconvert face contain contains require requires transform transforming convert maintaining reliable fidelity legacy handle handles causing cause ensure ensuring allow allows loading load look across closed automate major seamlessly seamless plain specifically however standalone available manageable characters character current seamlessly assuming everyday inside fits fit prevent avoid focus cinematic ideally preferably target typical usually method methods tutorial trying quickly regular normal
    ancient giant huge enormous massive guitar piano drums museum kiosk guy guys girl man woman people memo memos radio station choir band nineties eighties seventies sixties nokia samsung motorola blackberry logic audacity reaper ableton garageband cubase protools avid capcut imovie kdenlive shotcut handbrake syntax cmd powershell
    remains remain occur occurs occurring achieves adapts massive arguments job broader continuous synced polished advise resultant excessively attempting attempt balance practice accidentally loopable authoring
    later easier easily smooth smoothly nicely cleanly clean safe safely
    looks looking sounds seems feel feels says said call calls calling
    embedding lightweight speedy portable perceived battery equipment conditions poor uniform educational accessible accessed broad experimental digital achieve achieving optimal surveillance memo memos chat embedded
    attempts previous certain-size efficient workflow workflows pipeline daw itunes android-phone downloadable utilizing utilize utilise tried trying fallback cpu log notice noticed dealing received receive receives guarantee guarantees buffering
    performance considerably rare valid limitations consider assist hopefully supposedly supposed needing regardless entirely completely assume experiment archive-quality unsupported old-school reasonably streamed served viewers viewer listener listeners everyone anyone
    broadcaster newsletter assignment homework lectures colleague colleagues boss's wife husband brother sister nephew niece neighbour neighbor laptop tablet tablets ipads smartphones handset
    time times long-term day days week month year years
    person people user users audience team student students
    """.split()
)

_VOCABULARY: set[str] = set()
# forms that rules and tables may be written in: they count as the words that they are forms of
_FORMS = frozenset(
    """capped complains computers cropped dropping exceeds greater minimising products recognised recognized refuses rejects reports retained settings visually b-frames bframes blocks clips closed colours decays denoising downscaling ears enlarging exchanged faces fields fits fitting gating gops interpolated inverted limited mapped mapping
    normalize plates quieter refs resampling reversed scaling setting sigmas slowly smoothing steps stops swapped switched teams tone-mapping tonemapped tonemapper tonemapping transcribing
    upscaling widening zooming zooms clearer gradually bigger monochrome floating pitched rotating sounds spinning normalization telecined fixes freezes stuttering stutters""".split()
)


def as_known(word: str) -> str:
    """A rule's word as tokens have it: the lemma, where the word is written in another form."""
    return word if word not in _FORMS else lemma_of(word) or word


def know(words: "set[str] | frozenset[str]") -> None:
    """Adds a rule table's words to the vocabulary, so that inflected and misspelt forms find them."""
    _VOCABULARY.update(w for w in words if w not in _FORMS)


for _words in CLASSES.values():
    know(_words)
know(FILLER)
know(
    frozenset("past beyond onward onwards initial opening final ending closing until till midpoint halfway".split())
)  # of phrases
know(BACKGROUND)
know(set(FORMATS))
know(set(NUMBER_WORDS))
know(set(ORDINALS))
know({unit for unit in UNITS if len(unit) > 1})

SUFFIXES = (
    ("ies", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
    ("s", ""),
    ("ly", ""),
    ("er", ""),
    ("d", ""),
)


def lemma_of(word: str) -> str | None:
    """The lemma of a lower-case word, or None when neither it nor a form that it inflects is known."""
    known = IRREGULAR.get(word)
    if known is not None:
        return known
    if word in _VOCABULARY:
        return word
    for suffix, instead in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            stem = word[: -len(suffix)] + instead
            if stem in IRREGULAR:
                return IRREGULAR[stem]
            if stem in _VOCABULARY:
                return stem
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in _VOCABULARY:
                return stem[:-1]
    return None


def vocabulary() -> set[str]:
    return _VOCABULARY
