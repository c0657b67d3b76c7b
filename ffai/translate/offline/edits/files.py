"""Several files, and where results go."""

from ffai.translate.offline.edits.base import Edit


class Concat(Edit):
    pass


class Mux(Edit):
    """Streams of several files in one: the picture of one with the sound of another."""

    shortest: bool = False


class Batch(Edit):
    ext: str = ""
    kind: str = ""
    recursive: bool = False
    exts: tuple[str, ...] = ()  # several kinds of files
    folder: str = ""
    without: tuple[str, ...] = ()  # files that are left out


class OnlyIf(Edit):
    """Only the files for which this holds are worked on."""

    what: str  # duration (s), size (bytes), height (lines), width, bitrate (bit/s), fps, codec, audio, no audio
    over: bool = True  # of a codec: whether they are to have it
    value: float = 0.0
    name: str = ""  # of the codec


class SkipDone(Edit):
    pass


class Suffix(Edit):
    text: str
    prefix: bool = False


class OutputFolder(Edit):
    path: str


class SameName(Edit):
    pass
