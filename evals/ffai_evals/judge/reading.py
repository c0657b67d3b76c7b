"""A second reading of a request, by none of the translator's rules: numbers with their units, names of codecs, languages, ordinals.

`ffai_evals.judge.said` makes requirements of it. The translator's mistakes would be the judge's if the judge had nothing else. This reading knows no grammar; it only tells which
quantities a request speaks of at all. What the first reading requires and this one finds too is firm, whatever other words were not
understood; what this one finds in so many words ("to 24 fps", "-14 LUFS") and the first has nothing about, is required as well.
"""

import re
from typing import Any, NamedTuple

from ffai.translate.offline import edits as e
from ffai_evals.judge.wanted import The

_NUMBER = r"(?<![\w.])(-?\d+(?:\.\d+)?)"
_VIDEO = {
    "h264": r"h\.?\s?264|x264|libx264|avc", "hevc": r"h\.?\s?265|x265|libx265|hevc", "vp9": r"vp9|libvpx-vp9", "vp8": r"vp8|libvpx(?!-)", "av1": r"av1|libaom-av1|libsvtav1",
    "prores": r"prores(?:_ks)?", "mpeg4": r"xvid|libxvid|divx", "mpeg2video": r"mpeg-?2(?:video)?", "ffv1": r"ffv1", "mjpeg": r"mjpeg|motion jpeg", "dnxhd": r"dnxhd|dnxhr", "theora": r"theora", "cinepak": r"cinepak",
}  # fmt: skip
_AUDIO = {
    "aac": r"aac", "mp3": r"mp3|libmp3lame", "opus": r"opus|libopus", "vorbis": r"vorbis|libvorbis", "flac": r"flac", "ac3": r"ac-?3|dolby digital", "eac3": r"e-?ac-?3", "alac": r"alac|apple lossless", "pcm_*": r"pcm\w*",
}  # fmt: skip
_TO = re.compile(
    r"\b(?:to|into|as|in|using|use|uses|with|via|by|at|keep|keeping|maintain|maintaining|preserving|encode|transcode|output|want|need|make|be|get|produce|set|of|exactly|target(?:ing)?|around|about|approximately)\s+(?:(?:a|an|the|it|its|be|only|just|video|audio|codec|sound|frame ?rate|rate|format|high|good|bit ?rate|encoded|fixed|constant|sample|sampling|of|to|at|is|level|loudness|integrated|standard|broadcast|steady|smooth|resolution|size|apple|exactly|advanced|coding|about)\s+){0,4}[\"'(]?$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|than|instead of|not|no|n't|without|except|contain(?:s|ing)?|currently|have|has|had|was|were|record(?:s|ed|ing)?|shoots?|captures?|saves?|filmed|shot|encoded|input(?: is| file is)?|original(?:ly)?|source|original is|got|my|is|are|if|whose)\s+(?:\w+\s+){0,3}[\"'(]?$",
    re.IGNORECASE,
)
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0}


class Named(NamedTuple):
    """A quantity that is named, and whether as what shall come out; `given`: as what there is."""

    value: Any
    wanted: bool
    given: bool = False


class Plain(NamedTuple):
    """What a request names."""

    text: str
    sizes: tuple[Named, ...]  # (width, height)
    lines: tuple[Named, ...]  # 720p, "640 pixels wide", "height of 480"
    fps: tuple[Named, ...]
    kilobits: tuple[Named, ...]
    hertz: tuple[Named, ...]
    channels: tuple[Named, ...]
    bits: tuple[Named, ...]
    lufs: tuple[Named, ...]
    decibels: tuple[Named, ...]
    seconds: tuple[float, ...]
    video: tuple[Named, ...]
    audio: tuple[Named, ...]
    numbers: tuple[float, ...]

    def names(self, ext: str) -> bool:
        """Whether a format may be what shall come out: it is not only said of a file that there is, or not said at all."""
        found = list(re.finditer(rf"(?<![\w]){re.escape(ext)}\b", self.text))
        brought = r"\bwith (?:(?:a|an|the|my|another|new|different|separate|external|other|its own)\s+)+\.?$"
        of_source = [
            m
            for m in found
            if re.match(r" (?:audio |video |sound |music )?(?:video|file|clip|movie|recording|track)\b", self.text[m.end() :])
            and re.search(brought, self.text[: m.start()])
            or re.match(r" (?:video|file|clip|movie|recording)\b", self.text[m.end() :])
            and not _is_wanted(self.text[: m.start()])
            and not re.search(
                r"\b(?:to|into|as|save|saved|export|exported|output|create|make)\b(?:\s+[\w-]+){0,4}\s+[.\"'`(]*$",
                self.text[: m.start()],
            )
        ]
        return len(found) > len(of_source) or not found

    def only_of_source(self, pattern: str) -> bool:
        """Whether what fits a pattern is said, and each time of a file that there is: "the input contains 10-bit video"."""
        found = [self.text[: m.start()] for m in re.finditer(pattern, self.text)]
        return bool(found) and all(_FROM.search(before) is not None for before in found)

    def wants(self, pattern: str) -> bool:
        """Whether what fits a pattern is said, and not each time of what there is: "from 4K footage", "a 4K film to H.264"."""
        for m in re.finditer(pattern, self.text):
            before, behind = self.text[: m.start()], self.text[m.end() :]
            if _is_wanted(before) or not (_FROM.search(before) or re.match(r"(?: [\w.-]+){0,3} (?:to|into|as)\b", behind)):
                return True
        return False

    def says(self, pattern: str) -> bool:
        return re.search(pattern, self.text) is not None


def plainly(request: str) -> Plain:
    """The second reading of a request."""
    text = re.sub(r"[\w./-]+\.(?=[a-z])[a-z0-9]{2,4}\b", lambda m: " " * len(m[0]), request.lower())  # names of files say nothing
    return Plain(
        request.lower(),
        _found(text, r"(?<!\d)(\d{2,5})\s?[x×]\s?(\d{2,5})\b", lambda m: (int(m[1]), int(m[2]))),
        _found(text, r"\b(\d{3,4})p\b|\b(\d{2,4}) ?(?:px|pixels?)\b|\b(?:width|height) (?:of |to )?(\d{2,4})\b", lambda m: int(m[1] or m[2] or m[3])),
        _found(text, _NUMBER + r"[ -]?(?:fps\b|frames?(?: per |/| a )s)", lambda m: float(m[1])),
        _found(text, _NUMBER + r" ?(k|m)(?:b(?:it)?s?(?:ps|/s)?|bits?)?\b(?! ?hz)", lambda m: float(m[1]) * (1000 if m[2] == "m" else 1)),
        _found(text, _NUMBER + r" ?(k?)hz\b", lambda m: round(float(m[1]) * (1000 if m[2] else 1))),
        _found(text, r"\b(?:(mono)|(stereo)|(5\.1))\b", lambda m: 1 if m[1] else 2 if m[2] else 6),
        _found(text, r"\b(\d{1,2})[ -]?bits?\b", lambda m: int(m[1])),
        _found(text, _NUMBER + r" ?lu(?:fs|kfs)?\b", lambda m: float(m[1])),
        _found(text, r"([+-]?\d+(?:\.\d+)?) ?(?:db|decibels?)\b", lambda m: float(m[1])),
        _times(_digits(text)),
        _names(text, _VIDEO),
        _names(text, _AUDIO),
        tuple(float(x) for x in re.findall(r"\d+(?:\.\d+)?", text)),
    )  # fmt: skip


def _found(text: str, pattern: str, value: Any) -> tuple[Named, ...]:
    return tuple(Named(value(m), _is_wanted(text[: m.start()]), _is_given(text[: m.start()])) for m in re.finditer(pattern, text))


def _names(text: str, table: dict[str, str]) -> tuple[Named, ...]:
    return tuple(
        Named(name, _is_wanted(text[: m.start()]), _is_given(text[: m.start()]))
        for name, pattern in table.items()
        for m in re.finditer(rf"(?<![\w.])(?:{pattern})(?![\w-])", text)
    )


_MADE_IN = re.compile(
    r"\b(?:records?|recorded|shoots?|shot|captures?|captured|films?|filmed|comes?|currently)(?: \w+)? (?:in|as|at)\s+(?:a |an |the )?$|(?:\b(?:files?|videos?|clips?|movies?|footage|recordings?|films?)|\.\w{2,4})(?: (?:that|which) (?:is|are|was|were)| is| are)? (?:encoded|compressed|stored|saved|coded) (?:in|with|as|using)\s+$"
)


def _is_wanted(before: str) -> bool:
    before = re.split(r"[.;!?] ", before)[-1][-60:]
    return not _MADE_IN.search(before) and _TO.search(before) is not None and _FROM.search(before[:-1]) is None


def _is_given(before: str) -> bool:
    before = re.split(r"[.;!?] ", before)[-1][-60:]
    return (_FROM.search(before) is not None or _MADE_IN.search(before) is not None) and not _is_wanted(before)


_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60,
    "ninety": 90, "a": 1, "an": 1, "half a": 0.5, "half an": 0.5, "first": 1, "last": 1, "a quarter of an": 0.25,
}  # fmt: skip


def _digits(text: str) -> str:
    """Times in words with their digits: "ten seconds", "half a minute", "the last minute"."""
    words = "|".join(sorted(_WORDS, key=len, reverse=True))
    return re.sub(rf"(?<!\w)({words})[ -](?=(?:second|minute|hour)s?\b)", lambda m: f"{_WORDS[m[1]]:g} ", text)


def _times(text: str) -> tuple[float, ...]:
    found = [
        int(h or 0) * 3600 + int(m) * 60 + float(s) for h, m, s in re.findall(r"\b(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)\b", text)
    ]
    found += [
        float(n) * _UNITS[u]
        for n, u in re.findall(r"(\d+(?:\.\d+)?)[\s-]?(h|m|s)(?:ours?|rs?|inutes?|ins?|econds?|ecs?|)\b", text)
    ]
    return tuple(found)


def _near(value: float, others: Any, share: float = 0.03) -> bool:
    return any(abs(value - o) <= max(0.05, share * abs(o)) for o in others)


SOUNDLESS = (
    r"(?:\b(?:no|without|remov\w*|strip\w*|drop\w*|delet\w*|discard\w*|disabl\w*|exclud\w*|omit\w*|skip\w*|ignor\w*|kill|lose|ditch|minus|rid of|take out|leave out|eliminat\w*|clear\w*|cut out|(?:don't|do not|doesn't|not) (?:\w+ ){0,3})\b(?: \w+){0,5} (?:audio|sound|music|voice|tracks?|streams?)\b(?![ -/]*(?:video|sync|quality|loss|re-?enc|issue|problem|drift|delay|codec|gaps?))"
    r"|\b(?:mut(?:e|ed|ing)|silent|soundless|silence|noaudio|video.only|visuals? only|no.sound)\b|\b(?:only|just) (?:the )?(?:\w+ )?(?:video|picture|images?)\b|\bvideo (?:stream |track )?only\b|\b(?:video|picture)(?: stream| track)? alone\b|(?:audio|sound)\w* (?:\w+ ){0,2}(?:removed|stripped|dropped|gone|discarded|muted|off)\b|-an\b|\bgif\b)"
)
"""What a request has to say so that a film without sound is asked for."""

_FACTORS_SAID = r"half|halve|double|twice|triple|quarter|third|percent|\d ?%|\btimes\b|\d ?[x×]\b(?! ?\d)|\b1/\d|factor|\b0\.\d|rotat\w*|clockwise|portrait|landscape|vertical"
_SIZES_SAID = r"\b(?:8k|4k|uhd|2k|qhd|full ?hd|hd|sd|ntsc|pal|x?s?vga|dvd|blu-?ray|instagram|tiktok|youtube|story|stories|reels?|shorts|square|whatsapp|thumbnail)\b"
"""Words that tell a size without its numbers."""

_RATES_SAID = r"half|halve|double|twice|cinema|film|ntsc|\bpal\b|\b(?:24|25|30|50|60|90|120|240)p\b|\d ?p ?\d\d\b|\d ?hz\b"
_TRACKS_SAID = r"\b(?:first|second|third|fourth|fifth|last|\w+ish|french|german|\d(?:st|nd|rd|th)|track \d|stream \d|0:a|#\d|eng|spa|fra|fre|deu|ger|ita|jpn)\b|language|commentary|italian|russian|chinese|korean|portuguese|hindi|arabic|dutch|japanese"
_LEVELS_SAID = r"r128|\bebu\b|normali[sz]|loudness|broadcast|standard|mut(?:e|ing)|silen|volume|\d ?%|percent|double|twice|half|halve|quieter|louder|times|lower|boost|increase|reduce|raise"
_SAID = {  # what a request has to say for a requirement on something else than a number
    "like": r"rotat|clockwise|turn|flip|mirror|upside|revers|backward|hflip|vflip|transpose|invert|crop|square|negat",
    "marked": r"watermark|logo|overlay|text|title|caption|subtitle|burn|hardsub|timecode|stamp|write|drawtext|hardcode|picture.in.picture|pip\b|put|sticker|badge|label",
    "aspect": r"\d ?[:x/×] ?\d|square|aspect|wide ?screen|vertical|portrait|landscape|story|stories|reels?|tiktok|instagram|shorts|cinema|anamorph",
    "centred": r"crop|cent(?:er|re)|middle|square",
    "copied": r"without (?:any )?(?:re-?|en)|no re-?enc|lossless|copy|remux|stream copy|re-?wrap|untouched|as.?is|without (?:transcod|convert|losing|quality|touch|chang|alter|affect)|not? re-?enc|unchanged|intact|same codec|original (?:\w+ )?(?:codec|stream|quality)|(?:keep|preserv|retain|maintain)\w*|container|stream.?copy|mux|as they are|directly|quick|fast",
    "luma_in": r"fade", "luma_out": r"fade", "interlaced": r"interlac", "detail": r"blur|soften",
    "vivid": r"saturat|vivid|colou?rful|vibran", "brighter": r"bright|dark|exposure|lighten", "differs": r"", "settings": r"crf|rate factor",
    "silent": r"mute|silen", "shrunk": r"small|compress|shrink|reduc|size", "saturation": r"gr[ae]y|black.and.white|b&w|monochrome|desaturat|colou?rless",
    "pitched": r"pitch|semitone|chipmunk|octave|\bkey\b|replac|swap|dub|soundtrack|substitut|instead", "tags": r"metadata|tag|title|artist|album|comment|genre|author|copyright|description",
}  # fmt: skip


def confirms(name: str, value: Any, said: Plain, the: The) -> bool:
    """Whether this reading finds what a requirement of the first is about."""
    if name in _SAID:
        return said.says(_SAID[name])
    if name == "duration":
        return _length_said(value, said, the)
    if name == "starts":
        return value == 0 or _near(value, said.seconds) or any(_near(the.spec.duration - value, (s,)) for s in said.seconds)
    if name == "size":
        return _size_said(value, said)
    if name == "fps":
        return said.says(_RATES_SAID) or any(_within(x.value, value) for x in said.fps)
    if name == "tone":
        return not said.says(r"e\.g\.|for example|such as|for instance") and said.says(_TRACKS_SAID)
    if name in ("gain", "loudness", "peak"):
        return bool(said.lufs or said.decibels) or said.says(_LEVELS_SAID)
    return name in _AS_READ


_AS_READ = frozenset(
    "warm cover spoken flagged nominal undistorted sides two_pass profile at_least same vcodec acodec channels rate abitrate vbitrate bytes ext name has pix_fmt bits".split()
)
"""Requirements that follow from plain names and numbers, or hold of themselves."""


def _size_said(value: Any, said: Plain) -> bool:
    options = value["any"] if isinstance(value, dict) else [value]
    numbers = {n for size in said.sizes for n in size.value} | {x.value for x in said.lines}
    told = any(all(n is None or n in numbers for n in option) for option in options)
    return told or said.says(_FACTORS_SAID) or said.wants(_SIZES_SAID)


def _within(value: float, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return any(_within(value, one) for one in wanted["any"])
    return (
        bool(wanted[0] - 0.02 <= value <= wanted[1] + 0.02) if isinstance(wanted, list) else abs(value - wanted) <= 0.02 * wanted
    )


def _length_said(value: Any, said: Plain, the: The) -> bool:
    """Whether a length can be told from the times and factors that are named; a whole length needs none."""
    low, high = value
    whole = the.spec.duration
    if e.RemoveSilence in the.kinds:
        return said.says(r"silen|pause|gap|quiet")
    if low <= whole <= high and not the.kinds & {e.Keep, e.CutOut}:
        return True
    if e.Slideshow in the.kinds:
        return bool(said.seconds) or bool(said.fps)
    times = (*said.seconds, 0.0)
    lengths = {x for a in times for b in times for x in (abs(a - b), whole - a - b, whole + a, whole - a)}
    factors = {n for n in said.numbers if 0 < n < 20} | {n / 100 for n in said.numbers}
    if said.says(r"half|halve|double|doubling|twice|two times|triple|three times|quadruple|quarter|third|slow.?mo"):
        factors |= {2.0, 0.5, 3.0, 4.0, 0.25}
    factors |= {1 + n / 100 for n in said.numbers if n < 100} | {1 - n / 100 for n in said.numbers if n < 100}
    if the.kinds & {e.Loop, e.Concat, e.Boomerang}:
        factors |= {float(n) for n in range(2, 13)}
    if the.kinds & {e.Speed, e.Loop, e.Concat, e.Boomerang, e.Timelapse}:
        lengths |= {x for f in factors if f for x in (whole * f, whole / f)}
    return any(low <= x <= high for x in lengths)
