"""Picture: sizes, looks, and what is drawn or laid over."""

from ffai.translate.offline.edits.base import Edit, Range


class Scale(Edit):
    width: int | None = None
    height: int | None = None
    factor: float | None = None
    wider: float | None = None  # factors of one side alone
    taller: float | None = None
    mode: str = ""  # "" by what is given, fit, fill, stretch, pad
    multiple: int = 2
    only_smaller: bool = False
    if_larger: bool = False  # what is smaller already stays as it is
    short_side: int | None = None  # "720p": lines of a landscape picture, columns of a portrait one


class Crop(Edit):
    width: str | None = None  # numbers or expressions of iw, ih
    height: str | None = None
    x: str | None = None
    y: str | None = None
    ratio: tuple[float, float] | None = None
    detect: bool = False


class Pad(Edit):
    width: int | None = None
    height: int | None = None
    ratio: tuple[float, float] | None = None
    color: str = "black"
    blur: bool = False
    margin: int | None = None


class Aspect(Edit):
    ratio: tuple[float, float]
    mode: str = ""  # "" asked nothing, stretch, pad, crop, flag


class Rotate(Edit):
    degrees: float  # clockwise
    metadata: bool = False
    color: str = ""  # of what a slanted picture leaves free


class Flip(Edit):
    axis: str  # horizontal, vertical


class Orientation(Edit):
    name: str  # portrait, landscape


class Deinterlace(Edit):
    filter: str = ""  # by its ffmpeg name
    options: tuple[tuple[str, str], ...] = ()  # of the filter, as it takes them


class Stabilise(Edit):
    options: tuple[tuple[str, str], ...] = ()


class Denoise(Edit):
    kind: str = "video"
    strength: str = ""
    filter: str = ""  # by its ffmpeg name
    options: tuple[tuple[str, str], ...] = ()  # of the filter, as it takes them


class Sharpen(Edit):
    strength: str = ""
    filter: str = ""  # by its ffmpeg name
    options: tuple[tuple[str, str], ...] = ()  # of the filter, as it takes them


class Blur(Edit):
    strength: float | None = None
    region: tuple[int, int, int, int] | None = None  # x, y, w, h
    place: str = ""
    when: Range | None = None
    filter: str = ""  # by its ffmpeg name
    share: float | None = None  # of the picture's height or width, at that place
    options: tuple[tuple[str, str], ...] = ()  # of the filter, as it takes them


class Colour(Edit):
    """Amounts as ffmpeg's eq filter takes them: brightness -1..1, the others around 1."""

    brightness: float | None = None
    contrast: float | None = None
    saturation: float | None = None
    gamma: float | None = None
    hue: float | None = None
    temperature: float | None = None


class Look(Edit):
    name: str  # greyscale, sepia, negative, vignette, vintage, grain, pixelate, edges ...
    options: tuple[tuple[str, str], ...] = ()


class Lut(Edit):
    path: str
    strength: float | None = None  # how much of it is mixed in, 0 to 1


class During(Edit):
    """When an effect is to be seen: all other edits of colour, sharpness, looks and burnt subtitles hold for that part alone."""

    when: Range


class Fade(Edit):
    direction: str  # in, out
    seconds: float | None = None
    kind: str = ""  # "" both, video, audio
    start: float | None = None
    color: str = "black"


class Drawn(Edit):
    """A shape drawn on the picture: box, grid, bar (progress); or a logo taken out of it."""

    what: str  # box, filled, grid, progress, delogo
    region: tuple[int, int, int, int] | None = None
    color: str = ""
    thickness: int | None = None
    place: str = ""
    when: Range | None = None


class Blend(Edit):
    """Two videos laid over each other whole."""

    mode: str = "normal"
    opacity: float | None = None


class Zoom(Edit):
    direction: str = "in"
    factor: float = 1.5


class Text(Edit):
    text: str
    place: str = ""
    size: int | None = None
    color: str = ""
    when: Range | None = None
    box: bool = False
    what: str = ""  # "" text, timecode, frame, date, filename, countdown
    scroll: str = ""  # left, right, up, down
    extras: tuple[str, ...] = ()  # border, shadow
    font: str = ""
    opacity: float | None = None
    margin: int | None = None
    x: int | None = None
    y: int | None = None


class Overlay(Edit):
    """A picture or video laid over another one. `path` "" means the file that fits best."""

    path: str = ""
    place: str = ""
    x: int | None = None
    y: int | None = None
    margin: int | None = None
    scale: float | None = None  # of the main picture's width
    width: int | None = None
    height: int | None = None
    opacity: float | None = None
    when: Range | None = None
    kind: str = "image"  # image, video (picture in picture)
    moves: bool = False
    whole: bool = False  # over all of the picture
    tiled: bool = False


class Stack(Edit):
    how: str  # horizontal, vertical, grid
    columns: int | None = None
    rows: int | None = None


class ChromaKey(Edit):
    color: str = "green"


class Interpolate(Edit):
    fps: float | None = None


class VideoFilter(Edit):
    text: str
    rank: int = 50


class Sequence(Edit):
    """The order of the picture's shapes, where the request says another one than the compiler's: crop, turn, size, pad."""

    steps: tuple[str, ...]
