"""Wishes about time: parts kept and cut out, speed, loops, fades, frames a second, silence."""

import random

from ffai.translate.offline import edits as e
from ffai_evals.data.parts import VIDEOS, Part, part

_LENGTH = "dur=8"
_LONG = "128x72@5 dur=200"  # as long as what people cut from, and quick to cut
_BOTH = (*VIDEOS, "mp3", "wav", "m4a")


def _of(seconds: float) -> str:
    return _LENGTH if seconds <= 7 else _LONG


@part(6)
def _head(rng: random.Random) -> Part:
    n = rng.choice((1, 2, 2.5, 3, 4, 5, 6, 10, 10, 15, 20, 30, 30, 45, 60, 90, 120))
    return Part(
        "trim", (e.Keep((e.Range(0, n),)),),
        (f"[cut|trim|shorten] {{f}} to the first {{{n}s}}", f"[keep only|keep just|only keep] the first {{{n}s}} of {{f}}", f"cut {{f}} off after {{{n}s}}", f"[take|extract|get] the first {{{n}s}} of {{f}}", f"trim {{f}} [so that only the first {{{n}s}} are left|down to its first {{{n}s}}]",
         f"[stop|end] {{f}} after {{{n}s}}", f"make a {{{n}s-}} clip from the beginning of {{f}}"),
        (f"first {{{n}s}}", f"only first {{{n}s}}", f"just the first {{{n}s}}"), (f"only the first {{{n}s}} of {{f}} are any good", f"=I only need the first {{{n}s}} of {{f}}"), _of(n), group="time",
    )  # fmt: skip


@part(4)
def _tail(rng: random.Random) -> Part:
    n = rng.choice((1, 2, 3, 4, 5, 10, 15, 20, 30, 60))
    return Part(
        "trim", (e.Keep((e.Range(-n, e.END),)),),
        (f"[keep only|only keep] the last {{{n}s}} of {{f}}", f"[extract|get|save|take|grab] the last {{{n}s}} of {{f}}", f"trim {{f}} to its last {{{n}s}}", f"cut everything but the last {{{n}s}} from {{f}}"),
        (f"last {{{n}s}}", f"only the last {{{n}s}}"), (f"=I only want the last {{{n}s}} of {{f}}",), _of(n), group="time",
    )  # fmt: skip


@part(8)
def _range(rng: random.Random) -> Part:
    if rng.random() < 0.4:
        a = rng.choice((0.5, 1, 1.5, 2, 3))
        b = a + rng.choice((1, 1.5, 2, 3, 4))
    else:
        a = rng.choice((5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 60, 65, 75, 80, 90, 100, 105))
        b = a + rng.choice((5, 7, 10, 15, 20, 30, 45, 60, 75))
    n = b - a
    return Part(
        "trim", (e.Keep((e.Range(a, b),)),),
        (f"[cut|trim|clip] {{f}} from {{@{a}}} to {{@{b}}}", f"[extract|keep|grab|save] the part between {{@{a}}} and {{@{b}}} of {{f}}", f"[get|take|keep] {{@{a}}} to {{@{b}}} of {{f}}", f"cut {{f}} so that it starts at {{@{a}}} and ends at {{@{b}}}",
         f"[extract|cut out|make] a clip from {{f}}, {{@{a}}} to {{@{b}}}", f"[take|cut] {{{n}s}} [out of|from] {{f}}, starting at {{@{a}}}", f"keep only {{@{a}}}-{{@{b}}} of {{f}}", f"trim {{f}}: start {{@{a}}}, end {{@{b}}}", f"extract the section of {{f}} from {{@{a}}} until {{@{b}}}"),
        (f"{{@{a}}} to {{@{b}}}", f"from {{@{a}}} to {{@{b}}}", f"cut {{@{a}}} - {{@{b}}}"), (f"=I only need {{@{a}}} to {{@{b}}} of {{f}}", f"=the good part of {{f}} is from {{@{a}}} to {{@{b}}}, I don't need the rest"), _of(b), group="time", source=_BOTH if rng.random() < 0.3 else (),
    )  # fmt: skip


@part(4)
def _cut_head(rng: random.Random) -> Part:
    n = rng.choice((1, 2, 3, 4, 5, 10, 12, 15, 20, 30))
    return Part(
        "trim", (e.CutOut((e.Range(0, n),)),),
        (f"[remove|cut off|drop|cut out|delete] the first {{{n}s}} of {{f}}", f"skip the first {{{n}s}} of {{f}}", f"chop the first {{{n}s}} off {{f}}", f"[get rid of|cut away] the first {{{n}s}} of {{f}}", f"start {{f}} {{{n}s}} later, cut what is before"),
        (f"without the first {{{n}s}}", f"remove first {{{n}s}}"), (f"the first {{{n}s}} of {{f}} are [just black|useless|shaky|boring]", f"=[there's {{{n}s}}|there are {{{n}s}}] of nothing at the start of {{f}}, cut that off"), _of(n), group="time",
    )  # fmt: skip


@part(3)
def _cut_tail(rng: random.Random) -> Part:
    n = rng.choice((1, 2, 3, 5, 10, 15, 20, 30))
    return Part(
        "trim", (e.CutOut((e.Range(-n, e.END),)),),
        (f"[remove|cut off|drop|delete] the last {{{n}s}} of {{f}}", f"chop the last {{{n}s}} off {{f}}", f"[get rid of|cut away] the last {{{n}s}} of {{f}}"),
        (f"without the last {{{n}s}}", f"remove last {{{n}s}}"), (f"the last {{{n}s}} of {{f}} are [just black|useless|only credits]",), _of(n), group="time",
    )  # fmt: skip


@part(3)
def _cut_out(rng: random.Random) -> Part:
    a = rng.choice((1, 2, 3, 10, 20, 30, 60, 75))
    b = a + rng.choice((1, 2, 3) if a < 5 else (5, 10, 15, 30))
    return Part(
        "trim", (e.CutOut((e.Range(a, b),)),),
        (f"[remove|cut out|delete] the part from {{@{a}}} to {{@{b}}} of {{f}} and keep the rest", f"cut out everything between {{@{a}}} and {{@{b}}} of {{f}}", f"[remove|delete] {{@{a}}} to {{@{b}}} from {{f}}", f"[drop|cut out] the section of {{f}} between {{@{a}}} and {{@{b}}} and join what is left"),
        (f"without {{@{a}}} to {{@{b}}}", f"cut out {{@{a}}}-{{@{b}}}"), (f"there is a mistake between {{@{a}}} and {{@{b}}} of {{f}}", f"=someone walks through the picture between {{@{a}}} and {{@{b}}} of {{f}}, cut that part out"), _of(b), group="time",
    )  # fmt: skip


@part(6)
def _speed(rng: random.Random) -> Part:
    factor = rng.choice((1.25, 1.5, 2, 2, 3, 4, 5, 8, 0.5, 0.5, 0.75, 0.25))
    sounds = rng.random() < 0.15
    gripe: tuple[str, ...] = ()
    if factor > 1:
        do: tuple[str, ...] = (
            f"speed {{f}} up by a factor of {factor:g}",
            f"make {{f}} {factor:g}x [as fast|faster]",
            f"speed {{f}} up {factor:g}x",
            f"play {{f}} at {factor:g}x speed",
            f"speed up {{f}} to {factor:g}x",
        )
        if factor == 2:
            do = (*do, "make {f} [twice as fast|play at double speed]", "double the speed of {f}", "play {f} twice as fast")
        gripe = (
            f"=[people talk|it all moves] way too slowly in {{f}}, make it {factor:g}x as fast",
            "{f} is [far|way|much] too slow",
        )
    elif factor == 0.5:
        do = (
            "slow {f} down to half speed",
            "make {f} play at half speed",
            "halve the speed of {f}",
            "[slow {f} down|slow down {f}] by half",
            "play {f} at 0.5x [speed|]",
            "make {f} half as fast",
        )
        gripe = ("{f} is [far|way] too fast",)
    else:
        do = (
            f"slow {{f}} down to {{{factor * 100:g}%}} of its speed",
            f"play {{f}} at {factor:g}x speed",
            f"slow {{f}} down to {factor:g}x",
        )
    return Part("speed", (e.Speed(factor),), do, (f"{factor:g}x speed", f"{factor:g}x"), gripe, ("" if sounds else "192x108 ") + "dur=6", source=("mp3", "wav", "m4a", "flac") if sounds else (), group="time")  # fmt: skip


@part(3)
def _reverse(rng: random.Random) -> Part:
    return Part("speed", (e.Reverse(),), ("reverse {f}", "play {f} backwards", "make {f} run [backwards|in reverse]", "make a reversed version of {f}", "turn {f} around in time so it plays backwards"), ("reversed", "backwards", "reverse"), (), "192x108 dur=4", group="time")  # fmt: skip


@part(1.5)
def _boomerang(rng: random.Random) -> Part:
    return Part("speed", (e.Boomerang(),), ("make a boomerang [of|from] {f}", "play {f} forwards and then backwards", "turn {f} into a boomerang"), ("boomerang",), (), "192x108 dur=3", group="time")  # fmt: skip


@part(2.5)
def _loop(rng: random.Random) -> Part:
    n = rng.choice((2, 3, 4, 5))
    return Part("loop", (e.Loop(times=n),), (f"loop {{f}} so that it plays {n} times in all", f"repeat {{f}} so it plays {n} times [in total|overall]", f"make {{f}} play {n} times in a row", f"[loop|repeat] {{f}} so that it runs {n} times"), (f"plays {n} times in total", f"play {n} times in a row"), (), "128x72 dur=2", group="time")  # fmt: skip


@part(2)
def _loop_long(rng: random.Random) -> Part:
    n = rng.choice((6, 10, 15, 20, 30))
    return Part("loop", (e.Loop(duration=n),), (f"loop {{f}} until it is {{{n}s}} long", f"repeat {{f}} so that it lasts {{{n}s}}", f"loop {{f}} for {{{n}s}}"), (f"loop for {{{n}s}}",), (f"{{f}} is too short, I need {{{n}s}}",), "128x72@10 dur=2", group="time")  # fmt: skip


@part(1.5)
def _freeze(rng: random.Random) -> Part:
    at, n = rng.choice((1, 2, 3)), rng.choice((1, 2, 3))
    return Part("speed", (e.Freeze(at, n),), (f"freeze {{f}} at {{@{at}}} for {{{n}s}}", f"[hold|freeze] the frame at {{@{at}}} of {{f}} for {{{n}s}} and then go on"), (f"freeze at {{@{at}}} for {{{n}s}}",), (), "128x72 dur=5", group="time")  # fmt: skip


@part(1.5)
def _timelapse(rng: random.Random) -> Part:
    n = rng.choice((4, 5, 8, 10))
    return Part("speed", (e.Speed(float(n)), e.RemoveAudio()), (f"make a timelapse of {{f}}, {n} times as fast and without sound", f"turn {{f}} into a silent {n}x timelapse", f"speed {{f}} up {n}x and drop the audio"), (f"{n}x timelapse without sound",), (), "128x72 dur=8")  # fmt: skip


@part(4)
def _fps(rng: random.Random) -> Part:
    rate = rng.choice((10, 12, 15, 20, 24, 25, 30, 50, 60))
    return Part(
        "frame-rate", (e.Fps(float(rate)),),
        (f"[convert|change] {{f}} to {rate} [fps|frames per second]", f"[set|change] the frame rate of {{f}} to {rate} [fps|]", f"make {{f}} {rate} fps", f"[lower|bring] {{f}} to {rate} fps" if rate < 25 else f"bring {{f}} to {rate} fps", f"change {{f}} so that it runs at {rate} frames per second"),
        (f"{rate} fps", f"{rate}fps"), (f"=my editor needs {{f}} in {rate} fps", f"=the player wants {rate} fps, {{f}} has something else"), "192x108 dur=4" if rate != 25 else "192x108@30 dur=4", group="fps",
    )  # fmt: skip


@part(4.5)
def _fade(rng: random.Random) -> Part:
    n, inward = rng.choice((0.5, 1, 1, 1.5, 2, 2, 3)), rng.random() < 0.5
    side, where, colour = ("in", "beginning", "from") if inward else ("out", "end", "to")
    return Part("fade", (e.Fade(side, n),), (f"fade {{f}} {side} [over|for] {{{n}s}}", f"add a {{{n}s-}} fade {side} [to|at the {where} of] {{f}}", f"let {{f}} fade {side} {colour} black over {{{n}s}} at the {where}", f"put a fade {side} of {{{n}s}} at the {where} of {{f}}", f"fade {side} [the picture and sound of|] {{f}} over {{{n}s}}"), (f"{{{n}s-}} fade {side}",), (f"{{f}} {'starts' if inward else 'ends'} too abruptly",), "192x108 dur=6", group="fade")  # fmt: skip


@part(2)
def _fade_both(rng: random.Random) -> Part:
    n = rng.choice((0.5, 1, 1.5, 2))
    return Part("fade", (e.Fade("in", n), e.Fade("out", n)), (f"fade {{f}} in and out over {{{n}s}}", f"add a {{{n}s-}} fade in at the beginning and a {{{n}s-}} fade out at the end of {{f}}", f"let {{f}} fade in for {{{n}s}} and fade out for {{{n}s}}"), (f"fade in and out, {{{n}s}}",), ("{f} starts and ends too abruptly",), "192x108 dur=6", group="fade")  # fmt: skip


@part(2.5)
def _sound_fade(rng: random.Random) -> Part:
    n, inward = rng.choice((1, 2, 3)), rng.random() < 0.5
    side, where = ("in", "beginning") if inward else ("out", "end")
    return Part("fade", (e.Fade(side, float(n)),), (f"fade {{f}} {side} over {{{n}s}}", f"add a {{{n}s-}} fade {side} at the {where} of {{f}}", f"let {{f}} fade {side} for {{{n}s}} at the {where}"), (f"{{{n}s-}} fade {side}",), (f"{{f}} {'begins' if inward else 'stops'} too suddenly",), "dur=6", source=("mp3", "wav", "flac", "m4a", "ogg"), group="fade")  # fmt: skip


@part(2)
def _silence(rng: random.Random) -> Part:
    where = rng.choice(("start", "end"))
    return Part("sound", (e.RemoveSilence(where),), (f"[remove|cut|trim] the silence at the {where} of {{f}}", f"trim the silence from the {where} of {{f}}", f"strip the silent {'beginning' if where == 'start' else 'end'} [off|from] {{f}}"), (f"no silence at the {where}",), (f"=nothing can be heard at the {where} of {{f}}, cut the silence there",), "dur=6 silent=" + ("0-1.5" if where == "start" else "4-6"), source=("wav", "mp3", "flac", "m4a"))  # fmt: skip


@part(2)
def _delay(rng: random.Random) -> Part:
    n, late = rng.choice((0.2, 0.25, 0.3, 0.5, 1)), rng.random() < 0.5
    said = f"{n * 1000:g} ms" if n < 1 else "1 second"
    do = (
        (
            f"delay the [audio|sound] of {{f}} by {said}",
            f"make the sound of {{f}} come {said} later",
            f"shift the audio of {{f}} {said} later",
        )
        if late
        else (f"move the [audio|sound] of {{f}} {said} earlier", f"make the sound of {{f}} come {said} earlier")
    )
    gripe = f"the sound of {{f}} comes {said} too {'early' if late else 'late'}"
    return Part("sync", (e.Delay("audio", n if late else -n),), do, (f"audio {said} {'later' if late else 'earlier'}",), (gripe,), "192x108 dur=6", source=("mp4", "mkv", "mov"))  # fmt: skip


@part(1)
def _pad_time(rng: random.Random) -> Part:
    n, where = rng.choice((1, 2, 3)), rng.choice(("start", "end"))
    return Part("loop", (e.PadTime(float(n), where, still=True),), (f"hold the {'first' if where == 'start' else 'last'} frame of {{f}} for {{{n}s}}", f"let the {'first' if where == 'start' else 'last'} picture of {{f}} stand still for {{{n}s}} at the {where}"), (), (), "128x72 dur=3")  # fmt: skip
