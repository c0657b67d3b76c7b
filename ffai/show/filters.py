"""Filters in plain words.

A row gives the names of the unnamed arguments in order, and templates from the fullest to the plainest: the first one
whose arguments are all given is used. A few filters need a function to be told well.
"""

from collections.abc import Callable
from typing import NamedTuple

from ffai.show.facts import number_text, time_text
from ffai.show.graph import Filter


class Row(NamedTuple):
    names: str
    templates: tuple[str, ...] = ()
    function: Callable[["Given"], str] | None = None


class Given:
    """The arguments of one filter by name, abbreviations resolved."""

    def __init__(self, filter_: Filter, names: list[str]) -> None:
        unnamed = iter(names)
        self.values: dict[str, str] = {}
        for name, value in filter_.arguments:
            key = _LONG.get(name, name) if name else next(unnamed, "")
            self.values.setdefault(key, value)

    def get(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)


_LONG = {
    "width": "w",
    "height": "h",
    "st": "start_time",
    "d": "duration",
    "t": "type",
    "I": "i",
    "TP": "tp",
    "fontcolor": "color",
}


def words(filter_: Filter) -> str:
    """What that filter does, "" when no row tells."""
    row = FILTERS.get(filter_.name)
    if row is None:
        return ""
    given = Given(filter_, row.names.split())
    if row.function:
        return row.function(given)
    for template in row.templates:
        try:
            return _counted(template.format_map(given.values))
        except (KeyError, ValueError, IndexError):
            continue
    return ""


def _pixel_shape(given: Given) -> str:
    shape = given.get("sar")
    return "square pixels" if shape in ("1", "1/1", "1:1") else f"pixels shown {shape} wide"


def _counted(text: str) -> str:
    return text.replace("frames", "frame", 1) if text.startswith("1 frames ") else text


def _scale(given: Given) -> str:
    width, height = given.get("w") or given.get("s") or given.get("size"), given.get("h")
    if "force_original_aspect_ratio" in given.values and width and height:
        how = "to fill" if given.get("force_original_aspect_ratio") == "increase" else "to fit into"
        return f"resizes {how} {width} × {height}, proportions kept"
    if not width and not height:
        return "converts the pixel format or colours" if given.values else "keeps the size"
    if width in ("-1", "-2"):
        return f"resizes to {_bound(height)} high, width in proportion"
    if height in ("-1", "-2", ""):
        return f"resizes to {_bound(width)} wide, height in proportion"
    return f"resizes to {_bound(width)} × {_bound(height)}"


def _bound(expression: str) -> str:
    """`min(1080,ih)` as "at most 1080"; other expressions as they are."""
    inner = expression.replace(" ", "").replace("\\", "")
    if inner.startswith("min(") and inner.endswith(")"):
        numbers = [part for part in inner[4:-1].split(",") if part.isdigit()]
        if len(numbers) == 1:
            return f"at most {numbers[0]}"
    for side in ("iw", "ih"):
        if inner in (f"{side}/2", f"{side}*0.5", f"trunc({side}/4)*2"):
            return "half the size"
        if inner == f"trunc({side}/2)*2":
            return "the next even size"
    return expression.replace("\\", "")


_TURNS = {
    **dict.fromkeys(("1", "clock"), "turns the picture 90° clockwise"),
    **dict.fromkeys(("2", "cclock"), "turns the picture 90° anticlockwise"),
    **dict.fromkeys(("0", "cclock_flip"), "turns the picture 90° anticlockwise and mirrors it"),
    **dict.fromkeys(("3", "clock_flip"), "turns the picture 90° clockwise and mirrors it"),
}


def _setpts(given: Given) -> str:
    expression = given.get("expr", "PTS").replace(" ", "").upper()
    if expression in ("PTS-STARTPTS", "N/FRAME_RATE/TB"):
        return "lets its clock begin at 0"
    factor = stretch(expression)
    if factor is None:
        return f"changes the times of frames: {given.get('expr')}"
    if factor < 1:
        return f"plays {number_text(round(1 / factor, 3))} × as fast"
    return f"plays at {number_text(round(100 / factor, 1))} % of the speed" if factor > 1 else "keeps the speed"


def stretch(expression: str) -> float | None:
    """By how much an expression of setpts like 0.5*PTS, PTS/2 or 2*(PTS-STARTPTS) stretches time; None when it is another one."""
    bare = expression.replace(" ", "").upper().replace("(PTS-STARTPTS)", "PTS")
    head, star, tail = bare.partition("*")
    try:
        if star and "PTS" in (head, tail):
            text = tail if head == "PTS" else head
            over, slash, under = text.strip("()").partition("/")
            return float(over) / float(under) if slash else float(over)
        if bare.startswith("PTS/"):
            return 1 / float(bare[4:])
    except (ValueError, ZeroDivisionError):
        pass
    return 1.0 if bare in ("PTS", "PTS-STARTPTS") else None


def _fade(given: Given) -> str:
    way = "out" if given.get("type", "in").startswith("out") else "in"
    length = given.get("duration")
    begin = given.get("start_time")
    text = f"fades {way}"
    if length:
        text += f" over {_time(length)}"
    elif given.get("nb_frames"):
        text += f" over {given.get('nb_frames')} frames"
    return text + (f", from {_time(begin)}" if begin and begin != "0" else "")


def _time(text: str) -> str:
    try:
        return time_text(float(text))
    except ValueError:
        return text


def _trim(given: Given) -> str:
    begin = given.get("start") or given.get("start_pts")
    end, length = given.get("end"), given.get("duration")
    parts = [
        f"from {_time(begin)}" if begin else "",
        f"to {_time(end)}" if end else "",
        f"{_time(length)} long" if length else "",
    ]
    return "keeps the part " + " ".join(part for part in parts if part) if any(parts) else "keeps everything"


def _concat(given: Given) -> str:
    count = given.get("n", "2")
    kinds = [word for name, word in (("v", "picture"), ("a", "sound")) if given.get(name, "1" if name == "v" else "0") != "0"]
    return f"joins {count} parts one after the other ({' and '.join(kinds)})"


def _volume(given: Given) -> str:
    level = given.get("volume")
    if level.lower().endswith("db"):
        return f"volume {'up' if not level.startswith('-') else 'down'} by {level[:-2].strip('+-')} dB"
    try:
        return "silences the sound" if float(level) == 0 else f"volume at {number_text(float(level) * 100)} %"
    except ValueError:
        return f"volume {level}"


def _crop(given: Given) -> str:
    width, height = given.get("w") or given.get("out_w"), given.get("h") or given.get("out_h")
    place = f", {given.get('x')} from the left, {given.get('y')} from the top" if given.get("x") and given.get("y") else ""
    return f"cuts the picture to {width or 'its width'} × {height or 'its height'}{place or ', from the middle'}"


def _pad(given: Given) -> str:
    color = given.get("color")
    return f"puts the picture into a frame of {given.get('w', 'its width')} × {given.get('h', 'its height')}" + (
        f", {color}" if color else ""
    )


def _eq(given: Given) -> str:
    names = ("brightness", "contrast", "saturation", "gamma")
    parts = [f"{name} {given.get(name)}" for name in names if given.get(name)]
    return "colours: " + (", ".join(parts) if parts else "unchanged")


def _overlay(given: Given) -> str:
    x, y = given.get("x", "0").replace(" ", "").lower(), given.get("y", "0").replace(" ", "").lower()
    right, bottom = any(n in x for n in ("main_w", "w-")), any(n in y for n in ("main_h", "h-"))
    middle_x, middle_y = "/2" in x, "/2" in y
    across = "the middle" if middle_x else "the right" if right else "the left"
    down = "half way down" if middle_y else "the bottom" if bottom else "the top"
    place = "in the middle" if middle_x and middle_y else f"at {down}, {across}" if not middle_y else f"{down}, at {across}"
    return f"lays the second picture over the first, {place}" + _when(given)


def _drawtext(given: Given) -> str:
    text = given.get("text")
    return (f"writes “{text}”" if text else f"writes the text of {given.get('textfile', 'a file')}") + _when(given)


def _when(given: Given) -> str:
    condition = given.get("enable")
    return f", while {condition}" if condition else ""


FILTERS = {
    "scale": Row("w h", function=_scale),
    "zscale": Row("w h", function=_scale),
    "crop": Row("w h x y", function=_crop),
    "pad": Row("w h x y color", function=_pad),
    "transpose": Row("dir", function=lambda given: _TURNS.get(given.get("dir", "0"), "turns the picture by 90°")),
    "rotate": Row("angle", ("turns the picture by {angle} (radians)",)),
    "hflip": Row("", ("mirrors left and right",)),
    "vflip": Row("", ("turns it upside down, mirrored",)),
    "fps": Row("fps", ("{fps} frames a second, by dropping or repeating",)),
    "framerate": Row("fps", ("{fps} frames a second, by blending",)),
    "minterpolate": Row("fps", ("makes frames in between, {fps} a second", "makes frames in between")),
    "setpts": Row("expr", function=_setpts),
    "asetpts": Row("expr", function=_setpts),
    "atempo": Row("tempo", ("sound {tempo} × as fast, pitch kept",)),
    "rubberband": Row("tempo", ("changes speed or pitch of the sound",)),
    "asetrate": Row("sample_rate", ("plays the sound as if it had {sample_rate} samples a second: pitch and speed change",)),
    "aresample": Row("sample_rate", ("{sample_rate} samples a second", "converts the sample rate or format")),
    "aformat": Row("sample_fmts sample_rates channel_layouts", ("converts the sound's format",)),
    "format": Row("pix_fmts", ("pixel format {pix_fmts}",)),
    "setsar": Row("sar", function=_pixel_shape),
    "setdar": Row("dar", ("shown with the aspect {dar}",)),
    "settb": Row("expr", ("counts time in {expr}",)),
    "trim": Row("start end", function=_trim),
    "atrim": Row("start end", function=_trim),
    "select": Row("expr outputs", ("keeps the frames where {expr}",)),
    "aselect": Row("expr outputs", ("keeps the sound where {expr}",)),
    "thumbnail": Row("n", ("picks the best of every {n} frames", "picks a frame that stands for the rest")),
    "tile": Row("layout", ("puts {layout} frames on one sheet",)),
    "concat": Row("", function=_concat),
    "split": Row("outputs", ("uses the picture {outputs} times", "uses the picture twice")),
    "asplit": Row("outputs", ("uses the sound {outputs} times", "uses the sound twice")),
    "hstack": Row("inputs", ("puts {inputs} pictures side by side", "puts pictures side by side")),
    "vstack": Row("inputs", ("puts {inputs} pictures one below the other", "puts pictures one below the other")),
    "xstack": Row("inputs layout", ("lays {inputs} pictures out as a grid", "lays pictures out as a grid")),
    "overlay": Row("x y", function=_overlay),
    "blend": Row("", ("blends two pictures ({all_mode})", "blends two pictures")),
    "drawtext": Row("fontfile text", function=_drawtext),
    "drawbox": Row("x y w h color thickness", ("draws a box of {w} × {h}", "draws a box")),
    "subtitles": Row("filename", ("burns the subtitles of {filename} into the picture",)),
    "ass": Row("filename", ("burns the subtitles of {filename} into the picture",)),
    "fade": Row("type start_frame nb_frames alpha start_time duration color", function=_fade),
    "afade": Row("type start_sample nb_samples start_time duration curve", function=_fade),
    "xfade": Row(
        "transition duration offset",
        ("goes over to the next clip ({transition}, {duration} s)", "goes over to the next clip"),
    ),
    "acrossfade": Row("nb_samples duration", ("fades one sound into the next ({duration} s)", "fades one sound into the next")),
    "volume": Row("volume", function=_volume),
    "loudnorm": Row("i lra tp", ("brings the loudness to {i} LUFS (EBU R128)", "evens out the loudness (EBU R128)")),
    "dynaudnorm": Row("", ("evens out the loudness as it goes",)),
    "acompressor": Row("", ("makes loud parts less loud",)),
    "alimiter": Row("", ("keeps the sound below a limit",)),
    "compand": Row("", ("changes the range between soft and loud",)),
    "speechnorm": Row("", ("evens out speech",)),
    "amix": Row("inputs duration", ("mixes {inputs} sounds into one", "mixes sounds into one")),
    "amerge": Row("inputs", ("puts {inputs} sounds together as channels", "puts two sounds together as channels")),
    "pan": Row("args", ("lays the channels out as {args}", "lays the channels out anew")),
    "channelsplit": Row("", ("takes the channels apart",)),
    "channelmap": Row("map", ("orders the channels anew",)),
    "adelay": Row("delays", ("begins the sound {delays} ms later",)),
    "apad": Row("", ("adds silence at the end",)),
    "areverse": Row("", ("plays the sound backwards",)),
    "reverse": Row("", ("plays the picture backwards (holds all of it in memory)",)),
    "aloop": Row("loop size start", ("repeats the sound",)),
    "loop": Row("loop size start", ("repeats the picture",)),
    "afftdn": Row("nr", ("takes noise out of the sound",)),
    "anlmdn": Row("", ("takes noise out of the sound",)),
    "arnndn": Row("", ("takes noise out of speech",)),
    "highpass": Row("f", ("takes out sound below {f} Hz", "takes out low sound")),
    "lowpass": Row("f", ("takes out sound above {f} Hz", "takes out high sound")),
    "bandpass": Row("f", ("keeps sound around {f} Hz",)),
    "bass": Row("g", ("bass by {g} dB", "changes the bass")),
    "treble": Row("g", ("treble by {g} dB", "changes the treble")),
    "equalizer": Row("", ("sound around {f} Hz by {g} dB", "changes the sound around a frequency")),
    "aecho": Row("", ("adds an echo",)),
    "silenceremove": Row("", ("takes silence out",)),
    "silencedetect": Row("", ("finds silence",)),
    "volumedetect": Row("", ("measures the volume",)),
    "showwaves": Row("", ("draws the sound as a wave",)),
    "showwavespic": Row("", ("draws the whole sound as one picture",)),
    "showspectrum": Row("", ("draws the sound's frequencies",)),
    "yadif": Row("mode", ("deinterlaces",)),
    "bwdif": Row("mode", ("deinterlaces",)),
    "w3fdif": Row("", ("deinterlaces",)),
    "idet": Row("", ("finds out whether the picture is interlaced",)),
    "hqdn3d": Row("", ("takes noise out of the picture",)),
    "nlmeans": Row("", ("takes noise out of the picture (slow)",)),
    "atadenoise": Row("", ("takes noise out of the picture",)),
    "unsharp": Row("", ("sharpens or softens the picture",)),
    "cas": Row("", ("sharpens the picture",)),
    "gblur": Row("sigma", ("blurs the picture (strength {sigma})", "blurs the picture")),
    "boxblur": Row("luma_radius", ("blurs the picture (radius {luma_radius})", "blurs the picture")),
    "avgblur": Row("sizeX", ("blurs the picture",)),
    "smartblur": Row("", ("blurs the picture, edges kept",)),
    "pixelize": Row("", ("makes the picture blocky",)),
    "delogo": Row("x y w h", ("blurs away a logo of {w} × {h}", "blurs away a logo")),
    "eq": Row("", function=_eq),
    "hue": Row("h s", ("colours: saturation {s}", "turns the colours by {h}°", "changes hue or saturation")),
    "colorbalance": Row("", ("changes the balance of colours",)),
    "colorchannelmixer": Row("rr rg rb ra", ("opacity {aa}", "mixes the colour channels anew")),
    "colorspace": Row("all", ("converts to the colour space {all}", "converts the colour space")),
    "tonemap": Row("tonemap", ("brings HDR into the range of a normal screen",)),
    "curves": Row("preset", ("tone curve {preset}", "changes tones by a curve")),
    "vibrance": Row("intensity", ("more colour in pale parts",)),
    "lut3d": Row("file", ("colours by the table {file}",)),
    "negate": Row("", ("inverts the colours",)),
    "vignette": Row("", ("darkens the corners",)),
    "noise": Row("", ("adds noise",)),
    "chromakey": Row("color", ("makes the colour {color} transparent",)),
    "colorkey": Row("color", ("makes the colour {color} transparent",)),
    "palettegen": Row("", ("chooses the best colours for a GIF",)),
    "paletteuse": Row("", ("paints with the chosen colours",)),
    "vidstabdetect": Row("", ("measures how the camera shakes",)),
    "vidstabtransform": Row("", ("steadies the picture by what was measured",)),
    "deshake": Row("", ("steadies the picture",)),
    "zoompan": Row("zoom x y", ("zooms and pans slowly",)),
    "cropdetect": Row("", ("finds black borders",)),
    "blackdetect": Row("", ("finds black parts",)),
    "freezedetect": Row("", ("finds still parts",)),
    "mpdecimate": Row("", ("leaves out frames that hardly change",)),
    "decimate": Row("", ("leaves out repeated frames",)),
    "tpad": Row("", ("holds the last picture for {stop_duration} s", "holds the first or last picture")),
    "tinterlace": Row("mode", ("interlaces the picture",)),
    "setfield": Row("mode", ("marks the fields as {mode}",)),
    "fieldorder": Row("order", ("puts the fields in the order {order}",)),
    "alphaextract": Row("", ("takes the transparency as a picture",)),
    "alphamerge": Row("", ("sets the transparency from a second picture",)),
    "color": Row("c", ("makes a picture in one colour",)),
    "testsrc": Row("", ("makes a test picture",)),
    "testsrc2": Row("", ("makes a test picture",)),
    "smptebars": Row("", ("makes colour bars",)),
    "sine": Row("frequency", ("makes a tone of {frequency} Hz", "makes a tone")),
    "anullsrc": Row("", ("makes silence",)),
    "null": Row("", ("passes the picture through",)),
    "anull": Row("", ("passes the sound through",)),
    "copy": Row("", ("passes the picture through",)),
    "ssim": Row("", ("measures how alike two pictures are",)),
    "psnr": Row("", ("measures how alike two pictures are",)),
}
