"""What people ask for most: time, size, delivery, sound, subtitles, several files."""

import random

from ffai.translate.offline import edits as e
from ffai_evals.data.parts import SOUNDS, Part, part

_LENGTH = "dur=8"
_LARGE = "960x540@10 dur=2"


@part(6)
def _head(rng: random.Random) -> Part:
    n = rng.choice((1, 2, 2.5, 3, 4, 5, 6))
    return Part(
        "trim", (e.Keep((e.Range(0, n),)),),
        (f"[cut|trim|shorten] {{f}} to the first {{{n}s}}", f"keep [only|just] the first {{{n}s}} of {{f}}", f"cut {{f}} off after {{{n}s}}", f"take the first {{{n}s}} of {{f}}"),
        (f"first {{{n}s}}", f"only first {{{n}s}}"), (f"only the first {{{n}s}} of {{f}} are any good",), _LENGTH, group="time",
    )  # fmt: skip


@part(4)
def _tail(rng: random.Random) -> Part:
    n = rng.choice((1, 2, 3, 4, 5))
    return Part(
        "trim", (e.Keep((e.Range(-n, e.END),)),),
        (f"keep only the last {{{n}s}} of {{f}}", f"[extract|get|save|take] the last {{{n}s}} of {{f}}", f"trim {{f}} to its last {{{n}s}}"),
        (f"last {{{n}s}}",), (), _LENGTH, group="time",
    )  # fmt: skip


@part(7)
def _range(rng: random.Random) -> Part:
    a = rng.choice((0.5, 1, 1.5, 2, 3))
    b = a + rng.choice((1, 1.5, 2, 3, 4))
    return Part(
        "trim", (e.Keep((e.Range(a, b),)),),
        (f"[cut|trim|clip] {{f}} from {{@{a}}} to {{@{b}}}", f"[extract|keep|grab] the part between {{@{a}}} and {{@{b}}} of {{f}}", f"[get|take] {{@{a}}} to {{@{b}}} of {{f}}", f"cut {{f}} so that it starts at {{@{a}}} and ends at {{@{b}}}"),
        (f"{{@{a}}} to {{@{b}}}", f"from {{@{a}}} to {{@{b}}}"), (f"I only need {{@{a}}} to {{@{b}}} of {{f}}",), _LENGTH, group="time",
    )  # fmt: skip


@part(4)
def _cut_head(rng: random.Random) -> Part:
    n = rng.choice((1, 2, 3, 4))
    return Part(
        "trim", (e.CutOut((e.Range(0, n),)),),
        (f"[remove|cut off|drop|cut out] the first {{{n}s}} of {{f}}", f"skip the first {{{n}s}} of {{f}}", f"chop the first {{{n}s}} off {{f}}"),
        (f"without the first {{{n}s}}",), (f"the first {{{n}s}} of {{f}} are [just black|useless|shaky]",), _LENGTH, group="time",
    )  # fmt: skip


@part(3)
def _cut_out(rng: random.Random) -> Part:
    a = rng.choice((1, 2, 3))
    b = a + rng.choice((1, 2, 3))
    return Part(
        "trim", (e.CutOut((e.Range(a, b),)),),
        (f"[remove|cut out|delete] the part from {{@{a}}} to {{@{b}}} of {{f}} and keep the rest", f"cut out everything between {{@{a}}} and {{@{b}}} of {{f}}"),
        (f"without {{@{a}}} to {{@{b}}}",), (f"there is a mistake between {{@{a}}} and {{@{b}}} of {{f}}",), _LENGTH, group="time",
    )  # fmt: skip


@part(7)
def _scale(rng: random.Random) -> Part:
    lines = rng.choice((144, 240, 360, 480))
    return Part(
        "resize", (e.Scale(short_side=lines),),
        (f"[resize|scale|downscale] {{f}} to {lines}p", f"make {{f}} {lines}p", f"bring {{f}} down to {lines}p"),
        (f"{lines}p", f"{lines}p version"), (f"{{f}} is too big for my screen, I need it in {lines}p",), _LARGE, group="size",
    )  # fmt: skip


@part(5)
def _width(rng: random.Random) -> Part:
    wide = rng.random() < 0.6
    n = (
        rng.choice((160, 240, 320, 400, 426, 480, 500, 600, 640, 720, 800))
        if wide
        else rng.choice((120, 180, 200, 240, 270, 300, 360, 400, 480))
    )
    side, edit = ("wide", e.Scale(width=n)) if wide else ("high", e.Scale(height=n))
    return Part(
        "resize", (edit,),
        (f"[scale|resize] {{f}} to {n} [pixels|px] {side} and keep its aspect ratio", f"make {{f}} {n} [pixels|px] {side}, aspect ratio kept"),
        (f"{n} px {side}, keep aspect",), (), _LARGE, group="size",
    )  # fmt: skip


@part(4)
def _exact(rng: random.Random) -> Part:
    w, h = rng.choice(
        ((320, 240), (640, 480), (640, 360), (480, 270), (480, 480), (360, 640), (720, 576), (800, 600), (256, 256))
    )
    return Part(
        "resize", (e.Scale(w, h, mode="stretch"),),
        (f"[stretch|squeeze] {{f}} to [exactly|] {w}x{h}", f"resize {{f}} to exactly {w}x{h}, even if it gets distorted", f"scale {{f}} to {w} by {h} pixels and ignore the aspect ratio"),
        (f"stretch to {w}x{h}",), (), _LARGE, group="size",
    )  # fmt: skip


@part(3)
def _half(rng: random.Random) -> Part:
    factor, said = rng.choice(((0.5, "[half its size|half the size|50%|half the width and height]"), (0.25, "[a quarter of its width and height|25% of its width and height]"), (0.75, "75% of its [size|width and height]"), (1.5, "150% of its [size|width and height]")))  # fmt: skip
    return Part("resize", (e.Scale(factor=factor),), (f"[scale|resize] {{f}} to {said}",), (), (), _LARGE, group="size")


@part(4)
def _crop(rng: random.Random) -> Part:
    w, h = rng.choice(((320, 180), (300, 300), (400, 300), (640, 360), (480, 480), (600, 200), (200, 200), (500, 400)))
    return Part(
        "crop", (e.Crop(str(w), str(h)),),
        (f"crop {{f}} to {w}x{h} [in|from|around] the [middle|center|centre]", f"cut a {w} by {h} [pixel|px] piece out of the middle of {{f}}'s picture", f"crop the picture of {{f}} to {w}x{h}, centered"),
        (f"crop {w}x{h} center",), (), _LARGE, group="shape",
    )  # fmt: skip


@part(4)
def _ratio(rng: random.Random) -> Part:
    a, b = rng.choice(((1, 1), (9, 16), (4, 3), (4, 5), (3, 4), (21, 9)))
    said = "[square|1:1]" if a == b else f"{a}:{b}"
    return Part(
        "crop", (e.Crop(ratio=(a, b)),), (f"crop {{f}} to {said}", f"crop {{f}} to [an aspect ratio of|aspect ratio] {a}:{b}"),
        (f"crop to {a}:{b}",), (f"{{f}} has to be {a}:{b} for [my feed|the screen], cropping the edges is fine",), _LARGE, group="shape",
    )  # fmt: skip


@part(3)
def _pad(rng: random.Random) -> Part:
    a, b = rng.choice(((1, 1), (9, 16), (4, 3), (4, 5)))
    color = rng.choice(("black", "black", "white", "red", "blue"))
    return Part(
        "pad", (e.Pad(ratio=(a, b), color=color),),
        (f"pad {{f}} to {a}:{b} with {color} bars", f"add {color} bars to {{f}} so that it becomes {a}:{b}", f"letterbox {{f}} to {a}:{b} [in|with] {color}, crop nothing"),
        (f"pad to {a}:{b}, {color} bars",), (), _LARGE, group="shape",
    )  # fmt: skip


@part(5)
def _rotate(rng: random.Random) -> Part:
    degrees = rng.choice((90, 180, 270))
    said = {
        90: "[90 degrees clockwise|90 degrees to the right|clockwise by 90 degrees|a quarter turn to the right]",
        180: "[180 degrees|by 180 degrees|upside down|half way round]",
        270: "[90 degrees counterclockwise|90 degrees to the left|counter-clockwise by 90 degrees|a quarter turn to the left]",
    }[degrees]
    gripe = {90: "I held the phone wrong and {f} [lies on its left side|is tilted to the left by 90 degrees], turn it 90 degrees clockwise", 180: "{f} is upside down", 270: "{f} is lying on its right side, it has to go 90 degrees counterclockwise"}[degrees]  # fmt: skip
    return Part(
        "rotate",
        (e.Rotate(degrees),),
        (f"[rotate|turn] {{f}} {said}",),
        (f"rotate {said}",),
        (gripe,),
        "192x108 " + _LENGTH,
        group="shape",
    )


@part(4)
def _flip(rng: random.Random) -> Part:
    axis = rng.choice(("horizontal", "vertical"))
    do = {"horizontal": ("[flip|mirror] {f} horizontally", "mirror {f} left to right"), "vertical": ("flip {f} vertically", "mirror {f} top to bottom")}[axis]  # fmt: skip
    gripe = ("everything in {f} is mirrored, left and right are swapped",) if axis == "horizontal" else ()
    return Part("rotate", (e.Flip(axis),), do, (f"{axis} flip",), gripe, "192x108 " + _LENGTH, group="flip")


@part(6)
def _speed(rng: random.Random) -> Part:
    factor = rng.choice((1.25, 1.5, 2, 3, 4, 0.5, 0.75))
    if factor > 1:
        do: tuple[str, ...] = (f"speed {{f}} up by a factor of {factor:g}" if factor != 2 else "make {f} [twice as fast|play at double speed]", f"make {{f}} {factor:g}x as fast", f"speed {{f}} up {factor:g}x")  # fmt: skip
        gripe: tuple[str, ...] = (f"{{f}} is [far|way] too slow, make it {factor:g}x as fast",)
    else:
        do = ("slow {f} down to half speed", "make {f} play at half speed") if factor == 0.5 else ("slow {f} down to {75%} of its speed", "play {f} at 0.75x speed")  # fmt: skip
        gripe = ()
    return Part("speed", (e.Speed(factor),), do, (f"{factor:g}x speed",), gripe, "192x108 dur=6", group="time")


@part(3)
def _reverse(rng: random.Random) -> Part:
    return Part("speed", (e.Reverse(),), ("reverse {f}", "play {f} backwards", "make {f} run [backwards|in reverse]"), ("reversed", "backwards"), (), "192x108 dur=4", group="time")  # fmt: skip


@part(2)
def _loop(rng: random.Random) -> Part:
    n = rng.choice((2, 3, 4, 5))
    return Part("loop", (e.Loop(times=n),), (f"loop {{f}} so that it plays {n} times in all", f"repeat {{f}} so it plays {n} times [in total|overall]"), (f"plays {n} times in total",), (), "128x72 dur=2", group="time")  # fmt: skip


@part(4)
def _fps(rng: random.Random) -> Part:
    rate = rng.choice((10, 12, 15, 20, 24, 30, 50, 60))
    return Part(
        "frame-rate", (e.Fps(float(rate)),),
        (f"[convert|change] {{f}} to {rate} [fps|frames per second]", f"[set|change] the frame rate of {{f}} to {rate} [fps|]", f"make {{f}} {rate} fps"),
        (f"{rate} fps", f"{rate}fps"), (), "192x108 dur=4", group="fps",
    )  # fmt: skip


@part(8)
def _container(rng: random.Random) -> Part:
    source = rng.choice(("mov", "mkv", "avi", "flv", "wmv", "webm", "ts", "mpg", "m4v", "mp4", "ogv", "3gp"))
    target = rng.choice(
        [x for x in ("mp4", "mkv", "mov", "webm", "avi", "ts", "flv", "mpg", "ogv", "wmv", "3gp", "m4v") if x != source]
    )
    said = rng.choice((target, target.upper(), f".{target}"))
    return Part(
        "convert", (e.Container(target),),
        (f"[convert {{f}} to|change {{f}} to|turn {{f}} into] {said}", f"convert {{f}} to [a|an] {target} file" if target[0] not in "amf" else f"convert {{f}} to {said}", f"make {{f}} [a|into a] {said} file" if target[0] not in "amf" else f"turn {{f}} into {said}"),
        (f"to {said}", f"{said} please"), (f"my [tv|phone|player|editor] doesn't [play|open] {{f}}, it wants {said}",), "192x108 dur=3", source=(source,), group="coding",
    )  # fmt: skip


@part(3)
def _rewrap(rng: random.Random) -> Part:
    source, target = rng.choice(
        (
            ("mkv", "mp4"),
            ("mov", "mp4"),
            ("mp4", "mkv"),
            ("mp4", "mov"),
            ("ts", "mp4"),
            ("flv", "mp4"),
            ("mov", "mkv"),
            ("flv", "mkv"),
        )
    )
    return Part(
        "convert", (e.Container(target), e.Copy("all")),
        (f"[remux|rewrap] {{f}} to {target} without re-encoding", f"put {{f}} into [an|the] {target} container without re-encoding [anything|]" if target[0] == "m" else "", f"convert {{f}} to {target} without [any quality loss|losing quality], just copy the streams"),
        (f"to {target}, no re-encode", f"{target}, stream copy"), (), "192x108 dur=3", {"copied": ["v", "a"]}, source=(source,),
    )  # fmt: skip


@part(5)
def _silent(rng: random.Random) -> Part:
    return Part("mute", (e.RemoveAudio(),), ("remove the [sound|audio] from {f}", "[strip|drop] the audio [track|] of {f}", "make {f} silent"), ("no audio", "no sound", "mute"), ("there is [awful wind noise|somebody talking] in {f}, I don't want any sound",), "192x108 dur=4", group="sound")  # fmt: skip


@part(7)
def _extract(rng: random.Random) -> Part:
    target = rng.choice(("mp3", "mp3", "wav", "flac", "m4a", "ogg", "opus", "aac", "wma", "aiff", "mka", "caf"))
    return Part(
        "extract-audio", (e.ExtractAudio(), e.Container(target)),
        (f"[extract|get|save|pull] the [audio|sound|audio track] [of|from] {{f}} [as|to] {target}", f"[rip|save] the sound of {{f}} as [{target}|a {target} file]" if target[0] not in "amfo" else f"rip the sound of {{f}} as {target}", f"turn {{f}} into {target}, [just the sound|audio only]"),
        (f"audio to {target}", f"just the audio, {target}"), (f"I only want to listen to {{f}}, an audio file in {target} is enough",), "128x72 dur=4", group="",
    )  # fmt: skip


@part(6)
def _sound_file(rng: random.Random) -> Part:
    source = rng.choice(SOUNDS)
    target = rng.choice([x for x in ("mp3", "wav", "flac", "m4a", "ogg", "opus", "aiff", "ac3", "wma", "caf", "au", "w64", "mp2", "mka", "tta", "wv") if x != source])  # fmt: skip
    return Part(
        "convert-audio", (e.Container(target),),
        (f"[convert {{f}} to|change {{f}} to|turn {{f}} into] {rng.choice((target, target.upper()))}", f"[encode|save] {{f}} as {target}", f"make {{f}} {target}"),
        (f"to {target}",), (f"my [car|player|phone] can't play {{f}}, it needs {target}",), "dur=4", source=(source,), group="coding-audio",
    )  # fmt: skip


@part(4)
def _audio_rate(rng: random.Random) -> Part:
    k = rng.choice((64, 96, 112, 128, 160, 192, 224, 256, 320))
    return Part("convert-audio", (e.Container("mp3"), e.Bitrate(k * 1000, "audio")), (f"[convert|encode] {{f}} to [mp3|an mp3] at {{{k}k}}", f"make an mp3 of {{f}} with {{{k}k}}"), (f"mp3 {k}k",), (), "dur=6", source=("wav", "flac", "m4a", "ogg", "aiff"))  # fmt: skip


@part(5)
def _volume(rng: random.Random) -> Part:
    db, up = rng.choice((2, 3, 4, 5, 6, 8, 10)), rng.random() < 0.5
    do = (f"[turn|bring] the [volume|sound] of {{f}} [up|UP] by {{{db}dB}}", f"make {{f}} {{{db}dB}} louder", f"[raise|increase|boost] the volume of {{f}} by {{{db}dB}}") if up else (f"turn the [volume|sound] of {{f}} down by {{{db}dB}}", f"make {{f}} {{{db}dB}} quieter", f"[lower|reduce] the volume of {{f}} by {{{db}dB}}")  # fmt: skip
    gripe = f"{{f}} is [much|way|] too {'quiet' if up else 'loud'}, {{{db}dB}} {'more' if up else 'less'} would be good"
    return Part("volume", (e.Volume(decibels=db if up else -db),), do, (f"{'+' if up else '-'}{db}dB",), (gripe,), "192x108 dur=4", group="sound")  # fmt: skip


@part(3)
def _loudness(rng: random.Random) -> Part:
    lufs = rng.choice((-14, -16, -18, -20, -23))
    return Part("volume", (e.Normalise(lufs=lufs),), (f"normalize the [loudness|audio] of {{f}} to {lufs} LUFS", f"bring {{f}} to {lufs} LUFS", f"set the loudness of {{f}} to {lufs} LUFS"), (f"{lufs} LUFS",), ("the loudness of {f} is [off|wrong], " + f"it has to be {lufs} LUFS",), "128x72 dur=8", group="sound")  # fmt: skip


@part(3)
def _channels(rng: random.Random) -> Part:
    return Part("sound", (e.Channels(1),), ("[downmix|convert] the [sound|audio] of {f} to mono", "make the audio of {f} mono"), ("mono",), (), "192x108 dur=4", group="channels")  # fmt: skip


@part(3)
def _sample_rate(rng: random.Random) -> Part:
    khz = rng.choice((16, 22.05, 24, 32, 48))
    return Part("sound", (e.SampleRate(int(khz * 1000)),), (f"resample {{f}} to {{{khz}kHz}}", f"change the sample rate of {{f}} to {{{khz}kHz}}"), (f"{khz:g} kHz",), (), "dur=4", source=("wav", "flac", "mp3"), group="rate")  # fmt: skip


@part(4)
def _fade(rng: random.Random) -> Part:
    n, inward = rng.choice((0.5, 1, 1.5, 2)), rng.random() < 0.5
    side, where, colour = ("in", "beginning", "from") if inward else ("out", "end", "to")
    return Part("fade", (e.Fade(side, n),), (f"fade {{f}} {side} [over|for] {{{n}s}}", f"add a {{{n}s-}} fade {side} at the {where} of {{f}}", f"let {{f}} fade {side} {colour} black over {{{n}s}} at the {where}"), (f"{n:g}s fade {side}",), (), "192x108 dur=6", group="fade")  # fmt: skip


@part(5)
def _gif(rng: random.Random) -> Part:
    n = rng.choice((1, 2, 3, 4))
    return Part("gif", (e.Gif(), e.Keep((e.Range(0, n),))), (f"[make|create] a gif [of|from] the first {{{n}s}} of {{f}}", f"turn the first {{{n}s}} of {{f}} into [a gif|an animated gif]"), (f"gif of first {{{n}s}}",), (), "160x90@12 dur=6")  # fmt: skip


@part(4)
def _still(rng: random.Random) -> Part:
    at, ext = rng.choice((0.5, 1, 2, 2.5, 3, 4, 5)), rng.choice(("png", "jpg"))
    return Part("frames", (e.Frames(at=(at,)), e.Container(ext)), (f"[take|grab|save] [a frame|a picture|a screenshot|a still] [of|from] {{f}} at {{@{at}}} as {ext}", f"save the frame at {{@{at}}} of {{f}} as a {ext}"), (f"frame at {{@{at}}} as {ext}", f"{ext} screenshot at {{@{at}}}"), (), "192x108 dur=6")  # fmt: skip


@part(3)
def _every(rng: random.Random) -> Part:
    n, ext = rng.choice((1, 2, 3)), rng.choice(("png", "jpg"))
    said = "every second" if n == 1 else f"every {{{n}s}}"
    return Part("frames", (e.Frames(every=float(n)), e.Container(ext)), (f"[extract|save|grab] a frame {said} [of|from] {{f}} as {ext}", f"[take|make] a {ext} [picture|screenshot] of {{f}} {said}"), (f"1 frame {said}, {ext}",), (), "160x90 dur=7")  # fmt: skip


@part(4)
def _crf(rng: random.Random) -> Part:
    crf, codec = rng.randrange(18, 33), rng.choice(("h264", "hevc"))
    said = {"h264": "[h264|h.264|x264]", "hevc": "[h265|hevc|x265|h.265]"}[codec]
    return Part("encode", (e.VideoCodec(codec), e.Crf(crf)), (f"[encode|compress] {{f}} with {said} at crf {crf}", f"re-encode {{f}} to {said}, crf {crf}", f"compress {{f}} using {said} and a CRF of {crf}"), (f"{said} crf {crf}",), (), "192x108 dur=2", source=("mp4", "mov", "mkv"), group="coding")  # fmt: skip


@part(3)
def _preset(rng: random.Random) -> Part:
    crf, preset = rng.randrange(18, 30), rng.choice(("ultrafast", "veryfast", "fast", "slow", "slower", "medium"))
    return Part("encode", (e.VideoCodec("h264"), e.Crf(crf), e.Preset(preset)), (f"encode {{f}} with x264, crf {crf}, preset {preset}", f"compress {{f}} to h264 using the {preset} preset and crf {crf}"), (f"x264 {preset} crf{crf}",), (), "192x108 dur=2", source=("mp4", "mov", "mkv"), group="coding")  # fmt: skip


@part(4)
def _file_size(rng: random.Random) -> Part:
    mb = rng.choice((1, 1.5, 2, 2.5, 3))
    return Part("shrink", (e.FileSize(mb * 1_000_000),), (f"[compress|shrink|squeeze] {{f}} to [under|less than|below] {{{mb}MB}}", f"get {{f}} [under|below] {{{mb}MB}}", f"make {{f}} smaller than {{{mb}MB}}"), (f"under {{{mb}MB}}", f"max {{{mb}MB}}"), (f"the upload limit is {{{mb}MB}} and {{f}} is too big",), "320x180 dur=6 noisy", {"bytes": mb * 1_000_000}, source=("mp4", "mov", "mkv"))  # fmt: skip


@part(5)
def _purpose(rng: random.Random) -> Part:
    name, said = rng.choice((("web", "[for the web|for my website|for web]"), ("email", "[for email|to send by email|so I can email it]"), ("whatsapp", "for [whatsapp|WhatsApp]")))  # fmt: skip
    return Part("shrink", (e.Purpose(name),), (f"[shrink|compress|prepare|optimize] {{f}} {said}", f"make {{f}} ready {said}"), (f"compress {said}",), (), "320x180 dur=3 noisy", source=("mp4", "mov", "mkv"))  # fmt: skip


@part(4)
def _caption(rng: random.Random) -> Part:
    words = rng.choice(
        (
            "Hello",
            "Draft",
            "Summer 2024",
            "Episode 3",
            "Do not copy",
            "Chapter One",
            "Happy Birthday",
            "LIVE",
            "Take 2",
            "Preview",
        )
    )
    place = rng.choice(("top left", "top right", "bottom left", "bottom right", "center"))
    said = {"center": "in the [center|middle]"}.get(place, f"[in|at] the {place} [corner|]")
    return Part("text", (e.Text(words, place.replace(" ", "_")),), (f'[put|write|add] the text "{words}" {said} of {{f}}', f'[add|write] "{words}" on {{f}}, {place}'), (f'text "{words}" {place}',), (), "320x180 dur=3", group="text")  # fmt: skip


@part(4)
def _logo(rng: random.Random) -> Part:
    logo = rng.choice(("logo.png", "watermark.png", "brand.png", "badge.png"))
    place = rng.choice(("top_left", "top_right", "bottom_left", "bottom_right"))
    said = place.replace("_", " ")
    return Part("overlay", (e.Overlay(logo, place),), (f"[put|place|overlay] {logo} in the {said} corner of {{f}}", f"add {logo} as a watermark [in|at] the {said} of {{f}}", f"overlay {logo} on {{f}}, {said}"), (f"{logo} {said}",), (), "320x180 dur=3 flat", extra=((logo, "48x32"),), group="overlay")  # fmt: skip


@part(4)
def _burn(rng: random.Random) -> Part:
    subs = rng.choice(("subs.srt", "english.srt", "captions.srt", "subtitles.srt"))
    return Part("subtitles", (e.BurnSubtitles(subs),), (f"burn {subs} into {{f}}", f"hardcode the subtitles from {subs} [into|in] {{f}}", f"burn the subtitles of {subs} into the picture of {{f}}"), (f"burn in {subs}",), (), "320x180 dur=5 flat", extra=((subs, ""),), group="text")  # fmt: skip


@part(3)
def _soft(rng: random.Random) -> Part:
    subs = rng.choice(("subs.srt", "english.srt", "captions.srt"))
    return Part("subtitles", (e.AddSubtitles(subs),), (f"add {subs} to {{f}} as a subtitle track", f"[mux|embed] {subs} into {{f}} as soft subtitles"), (f"soft subs from {subs}",), (), "192x108 dur=5", extra=((subs, ""),), source=("mp4", "mkv", "mov"))  # fmt: skip


@part(4)
def _replace(rng: random.Random) -> Part:
    music = rng.choice(("music.mp3", "voice.wav", "song.m4a", "narration.mp3"))
    return Part("replace-audio", (e.ReplaceAudio(music),), (f"replace the [audio|sound] of {{f}} with {music}", f"swap the sound of {{f}} for {music}", f"use {music} as the soundtrack of {{f}} instead of its own sound"), (f"replace audio with {music}",), (), "192x108 dur=4", extra=((music, "dur=6 tone=1300"),))  # fmt: skip


@part(3)
def _title(rng: random.Random) -> Part:
    value = rng.choice(("Holiday", "Evening Show", "Lesson 4", "Team Meeting", "First Steps", "Night Ride"))
    return Part("metadata", (e.Metadata("title", value),), (f'set the title [tag|] of {{f}} to "{value}"', f'[give {{f}} the title|tag {{f}} with the title] "{value}"'), (f'title "{value}"',), (), "128x72 dur=2", source=("mp4", "mkv", "mov"))  # fmt: skip


@part(2)
def _strip(rng: random.Random) -> Part:
    return Part("metadata", (e.StripMetadata(),), ("[remove|strip|delete] all metadata from {f}", "clear the metadata of {f}"), ("strip metadata",), ("{f} still tells where and when I filmed it, the metadata has to go",), "128x72 dur=2 title=Secret", source=("mp4", "mkv", "mov"))  # fmt: skip
