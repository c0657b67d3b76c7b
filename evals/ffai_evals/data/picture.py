"""Wishes about the picture: its size and shape, turns, what is written and laid over it, subtitles."""

import random

from ffai.translate.offline import edits as e
from ffai_evals.data.parts import Part, part

_LARGE = "960x540@10 dur=2"
_HUGE = "1920x1080@5 dur=1"


@part(8)
def _scale(rng: random.Random) -> Part:
    lines = rng.choice((144, 240, 360, 480, 480, 720, 720, 1080))
    media = _LARGE if lines < 540 else _HUGE if lines == 720 else "2560x1440@5 dur=0.6"
    smaller = f"[bring|scale|get|take] {{f}} down to {lines}p"
    return Part(
        "resize", (e.Scale(short_side=lines),),
        (f"[resize|scale|downscale|convert] {{f}} to {lines}p", f"make {{f}} {lines}p", smaller, f"make a {lines}p version of {{f}}", f"[change|reduce] the resolution of {{f}} to {lines}p", f"[lower|drop] {{f}} to {lines}p"),
        (f"{lines}p", f"{lines}p version", f"scale to {lines}p"), (f"=[my screen|the projector|my old tablet] only does {lines}p, {{f}} is larger than that", "{f} is too big [for my screen|for this laptop]"), media, group="size",
    )  # fmt: skip


@part(5)
def _width(rng: random.Random) -> Part:
    wide = rng.random() < 0.6
    n = rng.choice((160, 240, 320, 400, 426, 480, 500, 600, 640, 720, 800)) if wide else rng.choice((120, 180, 200, 240, 270, 300, 360, 400, 480))  # fmt: skip
    side, edit, noun = ("wide", e.Scale(width=n), "width") if wide else ("high", e.Scale(height=n), "height")
    return Part(
        "resize", (edit,),
        (f"[scale|resize] {{f}} to {n} [pixels|px] {side} and keep its aspect ratio", f"make {{f}} {n} [pixels|px] {side}, aspect ratio kept", f"[scale|resize] {{f}} to a {noun} of {n} [pixels|px|] and keep the proportions", f"resize {{f}} so that it is {n} pixels {side}, without distorting it", f"set the {noun} of {{f}} to {n} and let the {'height' if wide else 'width'} follow"),
        (f"{n} px {side}, keep aspect", f"{noun} {n}, keep ratio"), (), _LARGE, group="size",
    )  # fmt: skip


@part(4)
def _exact(rng: random.Random) -> Part:
    w, h = rng.choice(((320, 240), (640, 480), (640, 360), (480, 270), (480, 480), (360, 640), (720, 576), (800, 600), (256, 256), (1024, 768)))  # fmt: skip
    return Part(
        "resize", (e.Scale(w, h, mode="stretch"),),
        (f"[stretch|squeeze] {{f}} to [exactly|] {w}x{h}", f"resize {{f}} to exactly {w}x{h}, even if it gets distorted", f"scale {{f}} to {w} by {h} pixels and ignore the aspect ratio", f"force {{f}} to {w}x{h}, stretching it is fine"),
        (f"stretch to {w}x{h}",), (), _LARGE, group="size",
    )  # fmt: skip


@part(3)
def _fit(rng: random.Random) -> Part:
    w, h = rng.choice(((640, 640), (480, 480), (320, 320), (640, 480), (800, 800)))
    return Part("resize", (e.Scale(w, h, mode="fit"),), (f"resize {{f}} to fit [inside|within|into] {w}x{h} without distortion", f"scale {{f}} so that it fits in {w}x{h}, keep the aspect ratio", f"make {{f}} fit into a {w}x{h} box, keep its proportions"), (f"fit within {w}x{h}",), (), _LARGE, group="size")  # fmt: skip


@part(2.5)
def _letterbox(rng: random.Random) -> Part:
    w, h = rng.choice(((640, 640), (480, 640), (640, 480), (360, 640), (800, 600)))
    return Part("pad", (e.Scale(w, h, mode="pad"),), (f"scale {{f}} to {w}x{h} with black bars, not stretched", f"fit {{f}} into {w}x{h} and fill the rest with black bars", f"letterbox {{f}} into {w}x{h}", f"resize {{f}} to {w}x{h}, adding black bars where needed"), (f"{w}x{h} with black bars",), (f"=I need {{f}} in {w}x{h}, with bars and not stretched",), _LARGE, group="size")  # fmt: skip


@part(3)
def _share(rng: random.Random) -> Part:
    factor, said = rng.choice(((0.5, "[half its size|half the size|50% of its size|half its width and height]"), (0.25, "[a quarter of its width and height|25% of its width and height]"), (0.75, "75% of its [size|width and height]"), (1.5, "150% of its [size|width and height]")))  # fmt: skip
    do: tuple[str, ...] = (f"[scale|resize] {{f}} to {said}",)
    if factor == 0.5:
        do = (
            *do,
            "halve the [resolution|width and height] of {f}",
            "make {f} half as wide and half as high",
            "scale {f} down by half",
        )
    return Part("resize", (e.Scale(factor=factor),), do, (f"scale to {factor * 100:g}%",), (), _LARGE, group="size")


@part(1.5)
def _double(rng: random.Random) -> Part:
    n = rng.choice((2, 3))
    return Part("resize", (e.Scale(factor=float(n)),), (f"[upscale|enlarge|scale] {{f}} {n}x", f"make {{f}} {n} times as wide and high", "double the width and height of {f}" if n == 2 else "make {f} three times as large in both directions"), (f"upscale {n}x",), (), "192x108@10 dur=2", group="size")  # fmt: skip


@part(4)
def _crop(rng: random.Random) -> Part:
    w, h = rng.choice(
        ((320, 180), (300, 300), (400, 300), (640, 360), (480, 480), (600, 200), (200, 200), (500, 400), (360, 360))
    )
    return Part(
        "crop", (e.Crop(str(w), str(h)),),
        (f"crop {{f}} to {w}x{h} [in|from|around] the [middle|center|centre]", f"cut a {w} by {h} [pixel|px] piece out of the middle of {{f}}'s picture", f"crop the picture of {{f}} to {w}x{h}, centered", f"crop the center {w}x{h} [pixels|] of {{f}}", f"keep only the middle {w}x{h} of the picture of {{f}}", f"crop {{f}} to {w}x{h}"),
        (f"crop {w}x{h} center", f"center crop {w}x{h}"), (), _LARGE, group="shape",
    )  # fmt: skip


@part(3)
def _crop_at(rng: random.Random) -> Part:
    w, h = rng.choice(((320, 180), (300, 300), (400, 300), (200, 200), (480, 270)))
    x, y = rng.choice((0, 10, 20, 50, 100)), rng.choice((0, 10, 30, 60, 100))
    return Part(
        "crop", (e.Crop(str(w), str(h), str(x), str(y)),),
        (f"crop {{f}} to {w}x{h} starting at {x},{y}", f"crop a {w}x{h} area out of {{f}} at x={x}, y={y}", f"crop {{f}} to {w}x{h} with the top left corner at {x},{y}", f"cut out the {w}x{h} region at x {x}, y {y} of the picture of {{f}}"),
        (f"crop {w}x{h} at {x},{y}", f"crop {w}:{h}:{x}:{y}"), (), _LARGE, group="shape",
    )  # fmt: skip


@part(2)
def _crop_side(rng: random.Random) -> Part:
    n = rng.choice((10, 20, 30, 40, 50, 60, 80, 100))
    side = rng.choice(("top", "bottom", "left", "right"))
    w, h = (None, f"ih-{n}") if side in ("top", "bottom") else (f"iw-{n}", None)
    x, y = {"top": ("0", str(n)), "bottom": ("0", "0"), "left": (str(n), "0"), "right": ("0", "0")}[side]
    return Part(
        "crop", (e.Crop(w or "iw", h or "ih", x, y),),
        (f"[crop|cut] {n} [pixels|px] off the {side} of {{f}}", f"remove the {'upper' if side == 'top' else 'lower' if side == 'bottom' else side}most {n} pixels of {{f}}" if side in ("left", "right") else f"remove {n} pixels from the {side} of the picture of {{f}}", f"crop {{f}}, {n} pixels less at the {side}"),
        (f"crop {n} px off the {side}",), (f"=there's [a black strip|an ugly border] of {n} pixels at the {side} of {{f}}, crop it away",), _LARGE, group="shape",
    )  # fmt: skip


@part(4)
def _ratio(rng: random.Random) -> Part:
    a, b = rng.choice(((1, 1), (1, 1), (9, 16), (4, 3), (4, 5), (3, 4), (21, 9)))
    do: tuple[str, ...] = (
        f"crop {{f}} to {a}:{b}",
        f"crop {{f}} to [an aspect ratio of|aspect ratio] {a}:{b}",
        f"crop {{f}} [so that it is|to get] {a}:{b}",
    )
    if a == b:
        do = (*do, "crop {f} to a square", "make {f} square by cropping [the sides|it]")
    if (a, b) == (9, 16):
        do = (*do, "crop {f} to 9:16 for [reels|tiktok|a phone screen]", "crop {f} to vertical 9:16")
    return Part("crop", (e.Crop(ratio=(a, b)),), do, (f"crop to {a}:{b}",), (f"={{f}} has to be {a}:{b} for [my feed|the screen], cropping the edges is fine",), _LARGE, group="shape")  # fmt: skip


@part(3)
def _pad(rng: random.Random) -> Part:
    a, b = rng.choice(((1, 1), (9, 16), (4, 3), (4, 5)))
    color = rng.choice(("black", "black", "white", "red", "blue"))
    return Part(
        "pad", (e.Pad(ratio=(a, b), color=color),),
        (f"pad {{f}} to {a}:{b} with {color} bars", f"add {color} bars to {{f}} so that it becomes {a}:{b}", f"letterbox {{f}} to {a}:{b} [in|with] {color}, crop nothing", f"make {{f}} {a}:{b} by adding {color} bars"),
        (f"pad to {a}:{b}, {color} bars",), (f"={{f}} has to be {a}:{b}, but nothing may be cropped: add {color} bars",), _LARGE, group="shape",
    )  # fmt: skip


@part(2)
def _blurred_bars(_rng: random.Random) -> Part:
    a, b = 9, 16  # what this is asked for: a phone held upright
    return Part("pad", (e.Pad(ratio=(a, b), blur=True),), (f"make {{f}} {a}:{b} with [blurred bars|a blurred background]", f"pad {{f}} to {a}:{b} with a blurred copy of itself behind it", f"fill {{f}} up to {a}:{b} with blurred sides"), (f"{a}:{b}, blurred background",), (), "480x270@10 dur=1", group="shape")  # fmt: skip


@part(2)
def _border(rng: random.Random) -> Part:
    n, color = rng.choice((10, 16, 20, 30, 40)), rng.choice(("black", "white", "red", "blue", "green"))
    return Part("pad", (e.Pad(margin=n, color=color),), (f"[put|add] a {color} border of {n} pixels around {{f}}", f"add a {n} [px|pixel] {color} frame around {{f}}"), (f"{n} px {color} border",), (), "320x180@10 dur=2", group="shape")  # fmt: skip


@part(5)
def _rotate(rng: random.Random) -> Part:
    degrees = rng.choice((90, 90, 180, 270))
    said = {
        90: "[90 degrees clockwise|90 degrees to the right|clockwise by 90 degrees|a quarter turn to the right]",
        180: "[180 degrees|by 180 degrees|half way round]",
        270: "[90 degrees counterclockwise|90 degrees to the left|counter-clockwise by 90 degrees|a quarter turn to the left]",
    }[degrees]
    gripe = {90: "=I held the phone wrong and {f} [lies on its left side|is tilted to the left by 90 degrees], turn it 90 degrees clockwise", 180: "={f} is upside down, turn it the right way up", 270: "={f} is lying on its right side, it has to go 90 degrees counterclockwise"}[degrees]  # fmt: skip
    do: tuple[str, ...] = (f"[rotate|turn] {{f}} {said}", f"[rotate|turn] the picture of {{f}} {said}")
    return Part("rotate", (e.Rotate(degrees),), (*do, "turn {f} upside down") if degrees == 180 else do, (f"rotate {said}",), (gripe,), "192x108 dur=6", group="shape")  # fmt: skip


@part(4)
def _flip(rng: random.Random) -> Part:
    axis = rng.choice(("horizontal", "horizontal", "vertical"))
    do = {"horizontal": ("[flip|mirror] {f} horizontally", "mirror {f} left to right", "flip {f} left to right", "mirror the picture of {f}", "swap left and right in the picture of {f}"), "vertical": ("flip {f} vertically", "mirror {f} top to bottom", "flip the picture of {f} vertically")}[axis]  # fmt: skip
    gripe = ("=everything in {f} is mirrored, left and right are swapped. Flip it back", "the text in {f} is mirrored") if axis == "horizontal" else ()  # fmt: skip
    return Part("rotate", (e.Flip(axis),), do, (f"{axis} flip", f"flip {axis}ly"), gripe, "192x108 dur=6", group="flip")


_TEXTS = ("Hello", "Draft", "Summer 2024", "Episode 3", "Do not copy", "Chapter One", "Happy Birthday", "LIVE", "Take 2", "Preview", "Part 2", "Our Trip", "Confidential", "The End", "Day 1", "Subscribe", "Sample", "Lesson 4", "Welcome", "Goal")  # fmt: skip


@part(4)
def _caption(rng: random.Random) -> Part:
    words = rng.choice(_TEXTS)
    place = rng.choice(("top left", "top right", "bottom left", "bottom right", "center"))
    said = {"center": "in the [center|middle]"}.get(place, f"[in|at] the {place} [corner|]")
    color = rng.choice(("", "", "yellow", "red", "white"))
    size = rng.choice((0, 0, 24, 32, 40))
    more = (f" in {color}" if color else "") + (f", font size {size}" if size else "")
    edit = e.Text(words, place.replace(" ", "_"), size=size or None, color=color)
    return Part("text", (edit,), (f'[put|write|add] the text "{words}" {said} of {{f}}{more}', f'[add|write] "{words}" on {{f}}, {place}{more}', f'put "{words}" on {{f}} {said}{more}', f'overlay the text "{words}" {said} of {{f}}{more}'), (f'text "{words}" {place}{more}',), (), "320x180 dur=3", group="text")  # fmt: skip


@part(2)
def _timed_text(rng: random.Random) -> Part:
    words, a = rng.choice(_TEXTS), rng.choice((0, 1, 2))
    b = a + rng.choice((1, 2, 3))
    return Part("text", (e.Text(words, "bottom", when=e.Range(a, b)),), (f'show "{words}" at the bottom of {{f}} from {{@{a}}} to {{@{b}}}', f'put the text "{words}" at the bottom of {{f}} between {{@{a}}} and {{@{b}}}'), (), (), "320x180 dur=6", group="text")  # fmt: skip


@part(2)
def _stamp(rng: random.Random) -> Part:
    what, said = rng.choice((("timecode", "[a|the running] timecode"), ("frame", "the frame number")))
    return Part("text", (e.Text("", "", what=what),), (f"burn {said} into {{f}}", f"[show|put] {said} on {{f}}", f"write {said} over the picture of {{f}}"), (f"burn in {what.replace('frame', 'frame number')}",), (), "320x180 dur=3", group="text")  # fmt: skip


@part(4)
def _logo(rng: random.Random) -> Part:
    logo = rng.choice(("logo.png", "watermark.png", "brand.png", "badge.png", "icon.png"))
    place = rng.choice(("top_left", "top_right", "bottom_left", "bottom_right"))
    said = place.replace("_", " ")
    return Part("overlay", (e.Overlay(logo, place),), (f"[put|place|overlay] {logo} in the {said} corner of {{f}}", f"add {logo} as a watermark [in|at] the {said} [corner|] of {{f}}", f"overlay {logo} on {{f}}, {said}", f"watermark {{f}} with {logo} in the {said} corner"), (f"{logo} {said}",), (), "320x180 dur=3 flat", extra=((logo, "48x32"),), group="overlay")  # fmt: skip


@part(2)
def _logo_faint(rng: random.Random) -> Part:
    logo, share = rng.choice(("logo.png", "watermark.png", "brand.png")), rng.choice((30, 40, 50, 60))
    place = rng.choice(("top_left", "top_right", "bottom_left", "bottom_right"))
    said = place.replace("_", " ")
    return Part("overlay", (e.Overlay(logo, place, opacity=share / 100),), (f"[put|overlay] {logo} with {{{share}%}} opacity in the {said} corner of {{f}}", f"add {logo} to {{f}}, {said}, at {{{share}%}} opacity"), (f"{logo} {said}, {share}% opacity",), (), "320x180 dur=3 flat", extra=((logo, "48x32"),), group="overlay")  # fmt: skip


@part(2)
def _inset(rng: random.Random) -> Part:
    other = rng.choice(("webcam.mp4", "facecam.mp4", "inset.mp4"))
    place = rng.choice(("top_left", "top_right", "bottom_left", "bottom_right"))
    said = place.replace("_", " ")
    return Part("overlay", (e.Overlay(other, place, scale=0.25, kind="video"),), (f"put {other} as picture in picture in the {said} corner of {{f}}", f"show {other} small in the {said} corner of {{f}}", f"[make|do] a picture-in-picture of {other} over {{f}}, {said}"), (f"{other} as PiP {said}",), (), "320x180 dur=3 flat", extra=((other, "320x180 dur=3"),), group="overlay", source=("mp4", "mkv", "mov"))  # fmt: skip


@part(2)
def _green(rng: random.Random) -> Part:
    back = rng.choice(("background.jpg", "beach.png", "office.jpg"))
    return Part("overlay", (e.ChromaKey("green"), e.Overlay(back, whole=True)), (f"replace the green screen in {{f}} with {back}", f"key out the green of {{f}} and put {back} behind it", f"put {back} behind the green screen footage {{f}}"), (f"green screen, {back} behind",), (), "320x180 dur=2 green", extra=((back, "320x180"),), source=("mp4", "mov"))  # fmt: skip


@part(4)
def _burn(rng: random.Random) -> Part:
    subs = rng.choice(("subs.srt", "english.srt", "captions.srt", "subtitles.srt", "german.srt", "movie.srt"))
    return Part("subtitles", (e.BurnSubtitles(subs),), (f"burn {subs} into {{f}}", f"hardcode [the subtitles from|] {subs} into {{f}}", f"burn the subtitles [of|from|in] {subs} into the picture of {{f}}", f"make the subtitles from {subs} a permanent part of {{f}}", f"hardsub {{f}} with {subs}"), (f"burn in {subs}", f"hardsub {subs}"), (f"=the projector can't show subtitles, so {subs} has to be burned into {{f}}",), "320x180 dur=5 flat", extra=((subs, ""),), group="text")  # fmt: skip


@part(3.5)
def _soft(rng: random.Random) -> Part:
    subs = rng.choice(("subs.srt", "english.srt", "captions.srt", "subtitles.srt"))
    return Part("subtitles", (e.AddSubtitles(subs),), (f"add {subs} to {{f}} as a subtitle track", f"[mux|embed] {subs} into {{f}} as soft subtitles", f"put {subs} into {{f}} as [a separate|a selectable] subtitle track", f"add {subs} to {{f}} as subtitles that can be switched off"), (f"soft subs from {subs}", f"add {subs} as subtitle track"), (), "192x108 dur=5", extra=((subs, ""),), source=("mp4", "mkv", "mov"))  # fmt: skip


@part(1.5)
def _no_subs(rng: random.Random) -> Part:
    return Part("subtitles", (e.DropStreams((e.Select("subtitle"),)),), ("remove the subtitles from {f}", "drop all subtitle tracks [of|from] {f}", "strip the subtitles out of {f}"), ("no subtitles",), ("I don't want the subtitles in {f}",), "128x72 dur=4 sub=srt:eng", source=("mkv",))  # fmt: skip


@part(1.5)
def _stabilise(rng: random.Random) -> Part:
    return Part("effect", (e.Stabilise(),), ("stabilize {f}", "[remove|reduce] the shaking in {f}", "make {f} less shaky", "steady the shaky footage in {f}"), ("stabilize",), ("={f} is terribly shaky, stabilize it", "my hands were shaking when I filmed {f}"), "192x108 dur=3 shaky", source=("mp4", "mov"))  # fmt: skip


@part(1.5)
def _zoom(rng: random.Random) -> Part:
    return Part("effect", (e.Zoom("in", 1.5),), ("[slowly|] zoom into {f} up to 1.5x", "add a slow zoom to {f}, ending at 1.5x"), (), (), "192x108@10 dur=3", source=("mp4", "mov"))  # fmt: skip


@part(2)
def _blur_box(rng: random.Random) -> Part:
    w, h, x, y = rng.choice(((80, 50, 20, 20), (100, 60, 100, 60), (60, 60, 200, 40), (120, 40, 50, 120)))
    return Part("effect", (e.Blur(region=(x, y, w, h)),), (f"blur the {w}x{h} area at {x},{y} in {{f}}", f"blur out a {w}x{h} rectangle at x={x}, y={y} in {{f}}"), (f"blur {w}x{h} at {x},{y}",), (f"=there's a license plate at {x},{y} in {{f}}, {w}x{h} pixels large, blur it",), "320x180 dur=2", source=("mp4", "mov", "mkv"), group="effect")  # fmt: skip
