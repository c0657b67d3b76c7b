"""What people ask for most: another format, smaller, encoded so and so; pictures out of films; tags and tracks."""

import random

from ffai.translate.offline import edits as e
from ffai_evals.data.parts import Part, part


def _a(word: str) -> str:
    return (
        "an " if word in ("mp4", "mkv", "mov", "m4v", "avi", "flv", "ogv", "mpg", "mp3", "m4a") and word not in ("mov",) else "a "
    ) + word


@part(9)
def _container(rng: random.Random) -> Part:
    source = rng.choice(
        ("mov", "mov", "mkv", "mkv", "avi", "flv", "wmv", "webm", "ts", "mpg", "m4v", "mp4", "mp4", "ogv", "3gp", "vob", "mts")
    )
    target = rng.choice([x for x in ("mp4", "mp4", "mp4", "mkv", "mov", "webm", "avi", "ts", "flv", "mpg", "ogv", "wmv", "3gp", "m4v") if x != source])  # fmt: skip
    said = rng.choice((target, target.upper(), f".{target}"))
    return Part(
        "convert", (e.Container(target),),
        (f"[convert|change] {{f}} to {said}", f"turn {{f}} into {said}", f"convert {{f}} to {_a(target)} file", f"convert {{f}} to {said} format", f"turn {{f}} into {_a(target)} file", f"save {{f}} as {target}", f"make {_a(target)} [from|out of] {{f}}", f"change the format of {{f}} to {said}"),
        (f"to {said}", f"as {target}", f"convert to {said}"), (f"=my [tv|phone|player|editor] doesn't [play|open] {{f}}, it wants {said}", f"=I can't [play|open|upload] {{f}}, I need it as {said}"), "192x108 dur=3", source=(source,), group="coding",
    )  # fmt: skip


@part(4)
def _rewrap(rng: random.Random) -> Part:
    source, target = rng.choice((("mkv", "mp4"), ("mov", "mp4"), ("mp4", "mkv"), ("mp4", "mov"), ("ts", "mp4"), ("flv", "mp4"), ("mov", "mkv"), ("flv", "mkv")))  # fmt: skip
    return Part(
        "convert", (e.Container(target), e.Copy("all")),
        (f"[remux|rewrap] {{f}} to {target}", f"[remux|rewrap] {{f}} to {target} without re-encoding", f"put {{f}} into [an|the] {target} container without re-encoding [anything|]", f"convert {{f}} to {target} without [any quality loss|losing quality], just copy the streams", f"change the container of {{f}} to {target} and copy all streams", f"convert {{f}} to {target} with stream copy"),
        (f"to {target}, no re-encode", f"{target}, stream copy", f"remux to {target}"), (f"=I need {{f}} as {target}, but nothing may be re-encoded",), "192x108 dur=3", {"copied": ["v", "a"]}, source=(source,),
    )  # fmt: skip


@part(5)
def _gif(rng: random.Random) -> Part:
    n = rng.choice((1, 2, 3, 4))
    more = rng.choice(("", "", "width", "rate", "both"))
    width, rate = rng.choice((120, 240, 320, 480)), rng.choice((8, 10, 12, 15))
    edits: tuple[e.Edit, ...] = (e.Gif(), e.Keep((e.Range(0, n),)))
    tail = ""
    if more in ("width", "both"):
        edits, tail = (*edits, e.Scale(width=width)), f", {width} [pixels|px] wide"
    if more in ("rate", "both"):
        edits, tail = (*edits, e.Fps(float(rate))), tail + f"{' at' if not tail else ','} {rate} fps"
    return Part("gif", edits, (f"[make|create] a gif [of|from] the first {{{n}s}} of {{f}}{tail}", f"turn the first {{{n}s}} of {{f}} into [a gif|an animated gif]{tail}", f"make the first {{{n}s}} of {{f}} a gif{tail}"), (f"gif of the first {{{n}s}}{tail}",), (), "640x360@20 dur=6" if more in ("width", "both") else "160x90@20 dur=6")  # fmt: skip


@part(3)
def _gif_whole(rng: random.Random) -> Part:
    width, rate = rng.choice((160, 240, 320, 480)), rng.choice((8, 10, 12, 15))
    return Part("gif", (e.Gif(), e.Scale(width=width), e.Fps(float(rate))), (f"[convert {{f}} to|turn {{f}} into] a gif, {width} [pixels|px] wide and {rate} fps", f"make a {width} px wide gif [of|from] {{f}} at {rate} fps", f"make {{f}} into an animated gif with {rate} frames per second, {width} pixels wide"), (f"gif {width} px wide, {rate} fps",), (), "640x360@20 dur=2")  # fmt: skip


@part(5)
def _still(rng: random.Random) -> Part:
    at, ext = rng.choice((0.5, 1, 2, 2.5, 3, 4, 5, 10, 12, 30, 45, 60, 90, 125)), rng.choice(("png", "jpg", "jpg"))
    return Part("frames", (e.Frames(at=(at,)), e.Container(ext)), (f"[take|grab|save|get] [a frame|a picture|a screenshot|a still|a thumbnail] [of|from] {{f}} at {{@{at}}} as {ext}", f"save the frame at {{@{at}}} of {{f}} as a {ext}", f"extract a single frame [of|from] {{f}} at {{@{at}}} as {ext}", f"make a {ext} thumbnail of {{f}} from {{@{at}}}"), (f"frame at {{@{at}}} as {ext}", f"{ext} screenshot at {{@{at}}}", f"thumbnail {{@{at}}} {ext}"), (), "192x108 dur=6" if at <= 5 else "128x72@5 dur=200")  # fmt: skip


@part(3)
def _every(rng: random.Random) -> Part:
    n, ext = rng.choice((1, 2, 3, 5, 10)), rng.choice(("png", "jpg"))
    said = "every second" if n == 1 else f"every {{{n}s}}"
    return Part("frames", (e.Frames(every=float(n)), e.Container(ext)), (f"[extract|save|grab] a frame {said} [of|from] {{f}} as {ext}", f"[take|make] a {ext} [picture|screenshot] of {{f}} {said}", f"export one frame {said} [of|from] {{f}} as {ext} files", f"dump a {ext} image {said} of {{f}}"), (f"1 frame {said}, {ext}",), (), "160x90@10 dur=7" if n <= 3 else "128x72@5 dur=30")  # fmt: skip


@part(5)
def _crf(rng: random.Random) -> Part:
    crf, codec = rng.randrange(18, 33), rng.choice(("h264", "hevc"))
    said = {"h264": "[h264|h.264|x264]", "hevc": "[h265|hevc|x265|h.265]"}[codec]
    return Part("encode", (e.VideoCodec(codec), e.Crf(crf)), (f"[encode|compress] {{f}} with {said} at crf {crf}", f"re-encode {{f}} to {said}, crf {crf}", f"compress {{f}} using {said} and a CRF of {crf}", f"encode {{f}} to {said} with CRF {crf}", f"transcode {{f}} to {said} at a crf of {crf}"), (f"{said} crf {crf}", f"{said}, crf={crf}"), (), "192x108 dur=2", source=("mp4", "mov", "mkv"), group="coding")  # fmt: skip


@part(4)
def _preset(rng: random.Random) -> Part:
    crf, preset = rng.randrange(18, 30), rng.choice(("ultrafast", "veryfast", "fast", "slow", "slower", "medium", "veryslow"))
    codec, said = rng.choice((("h264", "[h264|x264]"), ("hevc", "[h265|x265]")))
    return Part("encode", (e.VideoCodec(codec), e.Crf(crf), e.Preset(preset)), (f"encode {{f}} with {said}, crf {crf}, preset {preset}", f"compress {{f}} to {said} using the {preset} preset and crf {crf}", f"re-encode {{f}} to {said} at crf {crf} with preset {preset}"), (f"{said} {preset} crf{crf}", f"{said}, crf {crf}, {preset}"), (), "192x108 dur=2", source=("mp4", "mov", "mkv"), group="coding")  # fmt: skip


@part(4)
def _video_rate(rng: random.Random) -> Part:
    k = rng.choice((300, 500, 800, 1000, 1500, 2000, 2500, 4000, 5000))
    said = f"{{{k}k}}" if k % 1000 else f"[{{{k}k}}|{k // 1000} Mbps|{k // 1000}M]"
    return Part("encode", (e.Bitrate(k * 1000, "video"),), (f"encode {{f}} with a video bitrate of {said}", f"set the video bitrate of {{f}} to {said}", f"[re-encode|compress] {{f}} at {said} video bitrate", f"bring the video bitrate of {{f}} [down|] to {said}"), (f"video bitrate {said}",), (), "192x108 dur=2 noisy", source=("mp4", "mov", "mkv"), group="coding")  # fmt: skip


@part(2)
def _both_rates(rng: random.Random) -> Part:
    v, a = rng.choice((500, 800, 1200, 1500, 2500)), rng.choice((64, 96, 128, 192))
    return Part("encode", (e.Bitrate(v * 1000, "video"), e.Bitrate(a * 1000, "audio")), (f"encode {{f}} with {v}k video and {a}k audio", f"re-encode {{f}}, video at {{{v}k}}, audio at {{{a}k}}", f"set the bitrates of {{f}} to {v}k for the video and {a}k for the audio"), (f"{v}k video, {a}k audio",), (), "192x108 dur=2 noisy", source=("mp4", "mov", "mkv"), group="coding")  # fmt: skip


@part(4)
def _file_size(rng: random.Random) -> Part:
    mb = rng.choice((1, 1.5, 2, 2.5, 3))
    return Part("shrink", (e.FileSize(mb * 1_000_000),), (f"[compress|shrink|squeeze] {{f}} to [under|less than|below] {{{mb}MB}}", f"get {{f}} [under|below] {{{mb}MB}}", f"make {{f}} smaller than {{{mb}MB}}", f"reduce {{f}} to at most {{{mb}MB}}", f"compress {{f}} so that it is under {{{mb}MB}}"), (f"under {{{mb}MB}}", f"max {{{mb}MB}}"), (f"=the upload limit is {{{mb}MB}} and {{f}} is too big", f"=I can only attach files of up to {{{mb}MB}}, {{f}} is larger"), "320x180 dur=6 noisy", {"bytes": mb * 1_000_000}, source=("mp4", "mov", "mkv"))  # fmt: skip


@part(5)
def _purpose(rng: random.Random) -> Part:
    name, said = rng.choice((("web", "[for the web|for my website|for the web]"), ("email", "[for email|to send by email|so I can email it]"), ("whatsapp", "for [whatsapp|WhatsApp]"), ("discord", "for [discord|Discord]"), ("youtube", "for [youtube|YouTube]"), ("instagram", "for [instagram|Instagram]")))  # fmt: skip
    return Part("shrink", (e.Purpose(name),), (f"[prepare|compress|optimize] {{f}} {said}", f"make {{f}} ready {said}", f"[convert|encode] {{f}} {said}"), (f"{said}",), (f"=I want to {'put' if name in ('web', 'youtube', 'instagram') else 'send'} {{f}} {'on ' + name if name in ('youtube', 'instagram') else 'on my website' if name == 'web' else 'by ' + name if name == 'email' else 'over ' + name}, what do I do with it",), "320x180 dur=3 noisy", source=("mp4", "mov", "mkv"))  # fmt: skip


@part(3)
def _smaller(rng: random.Random) -> Part:
    return Part("shrink", (e.Shrink(),), ("[compress|shrink] {f}", "make {f} smaller", "reduce the file size of {f}", "make the file {f} smaller without [losing much quality|a visible loss of quality]"), ("compress", "smaller"), ("{f} is [far|way] too large", "{f} takes up too much space"), "640x360 dur=3 noisy", source=("mp4", "mov", "mkv"))  # fmt: skip


@part(1.5)
def _ten_bit(rng: random.Random) -> Part:
    return Part("encode", (e.VideoCodec("hevc"), e.BitDepth(10, "video")), ("encode {f} to 10 bit [hevc|h265]", "convert {f} to [hevc|x265] 10-bit", "make a 10 bit HEVC version of {f}"), ("hevc 10 bit",), (), "192x108 dur=1", source=("mp4", "mov", "mkv"), group="coding")  # fmt: skip


@part(1.5)
def _pixel_format(rng: random.Random) -> Part:
    name = rng.choice(("yuv420p", "yuv422p", "yuv444p"))
    return Part("encode", (e.VideoCodec("h264"), e.PixelFormat(name)), (f"encode {{f}} to h264 with pixel format {name}", f"convert {{f}} to h264, pix_fmt {name}"), (f"h264 {name}",), ("=quicktime doesn't play {f}, encode it as h264 with yuv420p",) if name == "yuv420p" else (), "192x108 dur=1", source=("mp4", "mov", "mkv"), group="coding")  # fmt: skip


@part(2)
def _faststart(rng: random.Random) -> Part:
    return Part("convert", (e.Faststart(), e.Copy("all")), ("move the moov atom of {f} to the front without re-encoding", "add faststart to {f}, copy the streams", "make {f} start [playing|] before it is downloaded whole, without re-encoding"), ("faststart, stream copy",), (), "192x108 dur=2", source=("mp4",))  # fmt: skip


@part(1.5)
def _keyframes(rng: random.Random) -> Part:
    n = rng.choice((12, 24, 30, 50, 60))
    return Part("encode", (e.VideoCodec("h264"), e.KeyframeInterval(frames=n)), (f"encode {{f}} to h264 with a keyframe every {n} frames", f"re-encode {{f}} with x264 and a GOP of {n}"), (f"h264, keyframe every {n} frames",), (), "128x72 dur=3", source=("mp4", "mov", "mkv"), group="coding")  # fmt: skip


@part(1.5)
def _two_pass(rng: random.Random) -> Part:
    k = rng.choice((500, 800, 1000, 1500, 2000))
    return Part("encode", (e.VideoCodec("h264"), e.Bitrate(k * 1000, "video"), e.TwoPass()), (f"encode {{f}} to h264 in two passes at {{{k}k}}", f"do a two-pass x264 encode of {{f}} with {{{k}k}}"), (f"two-pass h264 {k}k",), (), "128x72 dur=2 noisy", source=("mp4", "mov", "mkv"))  # fmt: skip


@part(1.5)
def _lossless(rng: random.Random) -> Part:
    return Part("encode", (e.VideoCodec("h264"), e.Lossless()), ("encode {f} losslessly with [x264|h264]", "make a lossless h264 copy of {f}"), ("lossless h264",), (), "128x72 dur=1", source=("mp4", "mov", "mkv"))  # fmt: skip


# --- tags and tracks

_VALUES = {
    "title": ("Holiday", "Evening Show", "Lesson 4", "Team Meeting", "First Steps", "Night Ride", "Our Wedding", "Interview"), "artist": ("The Larks", "Grandpa", "Miller Band", "Studio Nine"),
    "comment": ("first cut", "not final", "recorded at home"), "year": (), "album": ("Live", "Early Songs", "Demos"), "genre": ("Jazz", "Rock", "Podcast"),
}  # fmt: skip


@part(4)
def _tag(rng: random.Random) -> Part:
    name = rng.choice(("title", "title", "artist", "comment", "album", "genre"))
    value = rng.choice(_VALUES[name])
    sounds = name in ("album", "genre") or (name == "artist" and rng.random() < 0.7)
    return Part("metadata", (e.Metadata(name, value),), (f'set the {name} [tag|] of {{f}} to "{value}"', f'tag {{f}} with the {name} "{value}"', f'[write|put] the {name} "{value}" into the metadata of {{f}}', f'change the {name} of {{f}} to "{value}"'), (f'{name} "{value}"',), (), "dur=3" if sounds else "128x72 dur=2", source=("mp3", "m4a", "flac") if sounds else ("mp4", "mkv", "mov"))  # fmt: skip


@part(2.5)
def _strip(rng: random.Random) -> Part:
    return Part("metadata", (e.StripMetadata(),), ("[remove|strip|delete] all metadata from {f}", "clear the metadata of {f}", "strip the tags and other metadata out of {f}"), ("strip metadata", "no metadata"), ("={f} still tells where and when I filmed it, the metadata has to go",), "128x72 dur=2 title=Secret", source=("mp4", "mkv", "mov"))  # fmt: skip


@part(2)
def _one_track(rng: random.Random) -> Part:
    n = rng.choice((0, 1, 2))
    said = ("first", "second", "third")[n]
    return Part("tracks", (e.KeepStreams((e.Select("video"), e.Select("audio", n))),), (f"keep only the {said} audio track of {{f}}", f"[drop|remove] all audio tracks of {{f}} but the {said}", f"keep the video and the {said} audio track of {{f}}, nothing else"), (f"only {said} audio track",), (f"=there are three audio tracks in {{f}}, I only want the {said}",), "128x72 dur=3 audio=aac:2:eng audio=aac:2:deu audio=aac:2:fra", source=("mkv", "mp4"))  # fmt: skip


_LANGUAGES = (("eng", "English"), ("deu", "German"), ("fra", "French"))


@part(2)
def _one_language(rng: random.Random) -> Part:
    code, name = rng.choice(_LANGUAGES)
    return Part("tracks", (e.KeepStreams((e.Select("video"), e.Select("audio", language=code))),), (f"keep only the {name} audio [track|] of {{f}}", f"remove every audio track of {{f}} that is not {name}"), (f"only {name} audio",), (f"=I only need the {name} audio of {{f}}, drop the other tracks",), "128x72 dur=3 audio=aac:2:eng audio=aac:2:deu audio=aac:2:fra", source=("mkv", "mp4"))  # fmt: skip


@part(1.5)
def _extract_track(rng: random.Random) -> Part:
    n, ext = rng.choice((0, 1, 2)), rng.choice(("mp3", "wav", "flac"))
    said = ("first", "second", "third")[n]
    return Part("extract-audio", (e.ExtractAudio(e.Select("audio", n)), e.Container(ext)), (f"extract the {said} audio track of {{f}} as {ext}", f"save the {said} audio track of {{f}} to {ext}"), (f"{said} audio track as {ext}",), (), "128x72 dur=3 audio=aac:2:eng audio=aac:2:deu audio=aac:2:fra", source=("mkv", "mp4"))  # fmt: skip


@part(1.5)
def _language_tag(rng: random.Random) -> Part:
    code, name = rng.choice(_LANGUAGES)
    return Part("tracks", (e.Language(e.Select("audio", 0), code),), (f"set the language of the [first|] audio track of {{f}} to {name}", f"mark the audio of {{f}} as {name}", f"tag the audio track of {{f}} as {name}"), (f"audio language {code}",), (), "128x72 dur=2", source=("mkv", "mp4"))  # fmt: skip


@part(1.5)
def _no_second(_rng: random.Random) -> Part:
    return Part("tracks", (e.DropStreams((e.Select("audio", 1),)),), ("[remove|drop] the second audio track of {f}", "delete audio track 2 from {f}"), ("without the second audio track",), (), "128x72 dur=3 audio=aac:2:eng audio=aac:2:deu", source=("mkv", "mp4"))  # fmt: skip
