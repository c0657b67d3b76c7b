"""Edits that need no file: test pictures, plain colours, a tone."""

from ffai.translate.offline.edits import TestSource
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.files import lemmas_of
from ffai.translate.offline.terms import COLORS

_MAKE = "make|generate|create|produce|give|synthesise|synthesize|record|write|need|want|get"
_PATTERNS = {"smpte": "smptebars", "smptebars": "smptebars", "smptehdbars": "smptehdbars", "testsrc": "testsrc", "testsrc2": "testsrc2", "mandelbrot": "mandelbrot", "rgbtestsrc": "rgbtestsrc", "yuvtestsrc": "yuvtestsrc"}  # fmt: skip
# beside these a colour is of something in a video that is there
_OF_A_FILM = frozenset(
    "fade fade_in fade_out bars black_bars pad text caption title box border tint screen_key green_screen chroma_key remove crop detect overlay background letterbox join concatenate add insert append prepend start end between before after".split()
)


def test_source(m: Match) -> TestSource:
    lemmas = lemmas_of(m)
    seconds = next((t.value for t in m.tokens if t.kind == "time"), None)
    named = next((name for t in m.tokens if (name := _PATTERNS.get(t.text.lower()))), "")
    name = (
        named
        or ("smptebars" if "color_bars" in lemmas or {"color", "bars"} <= lemmas else "")
        or ("color" if lemmas & {"black", "blank", "solid"} or m.slots.get("c") else "testsrc2")
    )
    color = next((t.lemma for t in m.tokens if t.lemma in COLORS), "black") if name == "color" else ""
    m.used_too.update(
        i
        for i, t in enumerate(m.tokens)
        if (color and t.lemma == color)
        or t.text.lower() in _PATTERNS
        or t.lemma in ("silence", "silent", "bars", "tone")
        or (t.kind == "time" and t.value == seconds)
    )
    return TestSource(name, seconds, color=color)


def _plain(m: Match) -> TestSource | None:
    """ "10 seconds of black", "a 3 second blue clip": nothing that is there is worked on."""
    if any(t.kind == "file" and t.value.exists for t in m.tokens) or lemmas_of(m) & _OF_A_FILM:
        return None
    return test_source(m)


def _pattern(m: Match) -> TestSource | None:
    return None if any(t.kind == "file" and t.value.exists for t in m.tokens) else test_source(m)


def _test_sound(m: Match) -> TestSource | None:
    """A sound that is made: a tone, noise, silence; none is put into a file that is here."""
    words = lemmas_of(m)
    if any(t.kind == "file" and t.value.exists for t in m.tokens) or words & {
        "remove", "denoise", "reduce", "video", "add", "clip", "movie", "detect", "hum", "test_pattern", "color_bars", "insert", "pattern", "screen", "at", "trim", "append", "prepend",
    } - ({"at"} if words & {"tone", "sine", "beep"} else set()):  # fmt: skip
        return None
    seconds = next((t.value for t in m.tokens if t.kind == "time"), None)
    hertz = next((t.value for t in m.tokens if t.kind == "hz" and t.value < 20_000), None)
    kind = next((w for w in ("white", "pink", "brown") if w in words), "white" if "white_noise" in words else "")
    sound = (
        kind
        if kind and words & {"noise", "white_noise"}
        else "silence"
        if words & {"silence", "silent", "empty", "blank"}
        else "sine"
    )
    m.used_too.update(
        i for i, t in enumerate(m.tokens) if t.kind in ("time", "hz") or t.lemma in ("noise", "silence", "silent", "tone")
    )
    return TestSource("", seconds, hertz, sound)


RULES = (
    Rule(f"{_MAKE} ~ {{h:hz}} ~ tone|sine|beep|wave / {_MAKE} ~ test|sine|pure|steady tone|wave ~ {{h:hz}}? / {_MAKE} ~ white|pink|brown ~ noise / {_MAKE} ~ {{t:time}} ~ silence|beep|tone|noise / {_MAKE} ~ silent|empty|blank audio|wav|mp3|flac|sound|m4a ~ {{t:time}} / {{t:time}} ~ of white|pink|brown noise / {{t:time}} of? silence ~ as|wav|mp3|flac|file / {_MAKE} ~ sine|beep|tone|bleep ~ {{h:hz}} / {{t:time}} ~ of white_noise / {_MAKE} ~ white_noise / {{h:hz}} ~ sine|tone ~ {{t:time}}", _test_sound, 6),
    Rule("test_pattern|color_bars|testsrc ~ video|clip|file|{t:time}? / generate|create|make ~ test|black|blank|color|solid|placeholder ~ video|clip|screen|signal", test_source, 2),
    Rule("smpte|smptebars|smptehdbars ~ bars? / testsrc2|mandelbrot|rgbtestsrc|yuvtestsrc / test video|clip|signal|picture|card", _pattern, 6),
    Rule(f"{_MAKE}|a ~ video|clip|film|movie of just|pure|solid|plain|only? {{c:color}} ~ {{t:time}} / {{t:time}} of pure|solid|plain|only|just? {{c:color}} ~ as? video|clip|file? / {_MAKE} ~ {{t:time}} ~ video|clip of just|pure|solid|plain|only? {{c:color}}", _plain, 5),
    Rule("{t:time} of? {c:color} ~ video|screen|clip|footage|frames|picture|film / {t:time} plain|solid|flat? {c:color}|blank|solid video|clip|screen / {t:time} of {c:color} / %make ~ {c:color} video|clip|screen ~ {t:time}", _plain, 5),
)  # fmt: skip
