"""Wishes about more than one file, taken in or made, and about what is no film: pictures, subtitles, sound seen."""

import random

from ffai.translate.offline import edits as e
from ffai_evals.data.parts import Part, part


@part(5)
def _join(rng: random.Random) -> Part:
    other = rng.choice(("part2.mp4", "second.mp4", "outro.mp4", "credits.mp4"))
    return Part("join", (e.Concat(),), (f"[join|merge|concatenate] {{f}} and {other}", f"put {other} after {{f}} in one video", f"append {other} to the end of {{f}}"), (f"+ {other}",), (), "192x108 dur=3", extra=((other, "192x108 dur=2"),), source=("mp4",))  # fmt: skip


@part(3)
def _crossfade(rng: random.Random) -> Part:
    other, n = rng.choice(("part2.mp4", "second.mp4", "outro.mp4")), rng.choice((0.5, 1, 1.5))
    return Part("join", (e.Concat(), e.Crossfade(float(n))), (f"join {{f}} and {other} with a {{{n}s-}} crossfade", f"crossfade from {{f}} to {other} over {{{n}s}}"), (), (), "192x108 dur=3", extra=((other, "192x108 dur=3"),), source=("mp4",))  # fmt: skip


@part(2)
def _transition(rng: random.Random) -> Part:
    other = rng.choice(("part2.mp4", "second.mp4", "outro.mp4"))
    name, said = rng.choice((("wipeleft", "wipe to the left"), ("slideup", "slide up"), ("dissolve", "dissolve"), ("circleopen", "circle open transition"), ("radial", "radial wipe")))  # fmt: skip
    return Part("join", (e.Concat(), e.Crossfade(1.0, name)), (f"join {{f}} and {other} with a [1 second|one second] {said}",), (), (), "192x108 dur=3", extra=((other, "192x108 dur=3"),), source=("mp4",))  # fmt: skip


@part(3)
def _stack(rng: random.Random) -> Part:
    other = rng.choice(("after.mp4", "other.mp4", "right.mp4"))
    how, said = rng.choice(
        (
            ("horizontal", "[side by side|next to each other]"),
            ("vertical", "[on top of each other|one above the other|stacked vertically]"),
        )
    )
    return Part("stack", (e.Stack(how),), (f"put {{f}} and {other} {said} in one video", f"[show|place] {{f}} and {other} {said}"), (), (), "192x108 dur=3", extra=((other, "192x108 dur=3"),), source=("mp4",))  # fmt: skip


@part(3)
def _dub(rng: random.Random) -> Part:
    music = rng.choice(("music.mp3", "song.mp3", "ambience.wav"))
    return Part("mix", (e.MixAudio(music),), (f"mix {music} [under|into] the sound of {{f}}", f"add {music} as background music to {{f}}, keep the original sound"), (f"+ {music} as background music, keep its own sound",), (), "192x108 dur=4", extra=((music, "dur=6 tone=1300"),), source=("mp4", "mov"))  # fmt: skip


@part(2)
def _still_video(rng: random.Random) -> Part:
    sound = rng.choice(("song.mp3", "episode.mp3", "talk.wav"))
    return Part("still-video", (e.StillVideo(),), (f"make a video of {{f}} that lasts as long as {sound} plays", f"turn {sound} into a video [that shows|with] {{f}} as a still picture"), (), (), "192x108", extra=((sound, "dur=4"),), source=("png", "jpg"), out=("mp4",))  # fmt: skip


@part(4)
def _image(rng: random.Random) -> Part:
    source, target = rng.choice((("png", "jpg"), ("jpg", "png"), ("png", "webp"), ("bmp", "png"), ("tiff", "png"), ("png", "bmp"), ("jpg", "tiff"), ("webp", "png"), ("png", "ppm"), ("jpg", "webp"), ("png", "tga")))  # fmt: skip
    return Part("image", (e.Container(target),), (f"convert {{f}} to {target}", f"[save|make] {{f}} [as|a] {target}" if target != "webp" else "save {f} as webp"), (f"to {target}",), (), "200x120", source=(source,))  # fmt: skip


@part(2)
def _image_size(rng: random.Random) -> Part:
    width = rng.choice((50, 64, 80, 100, 150))
    return Part("image", (e.Scale(width=width),), (f"[scale|resize] {{f}} to {width} pixels wide", f"make {{f}} {width} px wide and keep its proportions"), (f"{width} px wide",), (), "200x120", source=("png", "jpg"))  # fmt: skip


@part(2)
def _subtitle_form(rng: random.Random) -> Part:
    source, target = rng.choice((("srt", "vtt"), ("srt", "ass"), ("vtt", "srt"), ("ass", "srt")))
    return Part("subtitles", (e.Container(target),), (f"convert {{f}} to {target}", f"turn the subtitles {{f}} into {target}"), (f"to {target}",), (), "", source=(source,))  # fmt: skip


@part(2)
def _subtitle_out(rng: random.Random) -> Part:
    return Part("subtitles", (e.ExtractSubtitles(), e.Container("srt")), ("[extract|save|get] the subtitles [of|from] {f} as srt", "pull the subtitle track out of {f} into an srt file"), ("subs to srt",), (), "128x72 dur=5 sub=srt:eng", source=("mkv",))  # fmt: skip


@part(2)
def _cover(rng: random.Random) -> Part:
    art = rng.choice(("cover.jpg", "artwork.png", "front.jpg"))
    return Part("metadata", (e.Cover(art),), (f"[set|add|use] {art} as [the|] cover [art|] of {{f}}", f"embed {art} as album art in {{f}}"), (f"cover {art}",), (), "dur=3", extra=((art, "100x100"),), source=("mp3", "m4a"))  # fmt: skip


@part(3)
def _segments(rng: random.Random) -> Part:
    n = rng.choice((2, 4, 6))
    return Part("streaming", (e.Segments("hls", float(n)),), (f"make an HLS stream of {{f}} with {n} second segments", f"package {{f}} as HLS, segments of {{{n}s}}"), (f"hls {n}s segments",), (), "128x72 dur=6", source=("mp4", "mov", "mkv"))  # fmt: skip


@part(3)
def _split(rng: random.Random) -> Part:
    n = rng.choice((2, 3, 4))
    return Part("split", (e.Split("seconds", float(n)),), (f"split {{f}} into [pieces|parts|clips] of {{{n}s}} [each|]", f"cut {{f}} into {n} second [pieces|clips]"), (f"split every {{{n}s}}",), (), "128x72@10 dur=8", source=("mp4", "mkv"))  # fmt: skip


@part(2)
def _sheet(rng: random.Random) -> Part:
    a, b = rng.choice(((2, 2), (3, 2), (3, 3), (4, 3), (4, 4)))
    return Part("frames", (e.ContactSheet(a, b),), (f"make a {a}x{b} contact sheet of {{f}}", f"create a [thumbnail|] grid of {a} by {b} pictures from {{f}}"), (f"{a}x{b} contact sheet",), (), "192x108 dur=8")  # fmt: skip


@part(2)
def _wave(rng: random.Random) -> Part:
    return Part("picture-of-sound", (e.Waveform("wave"),), ("[draw|make|create] a picture of the waveform of {f}", "save the waveform of {f} as an image"), ("waveform image",), (), "dur=4", source=("mp3", "wav", "flac", "ogg"))  # fmt: skip
