"""Subtitles that are made: two lines, or one of each stream's own."""

from collections.abc import Sequence

_CUES = ((0.5, 2.0, "Hello"), (3.0, 4.5, "World"))
Cue = tuple[float, float, str]


def apart(number: int) -> Cue:
    """The one line of the n-th subtitles (from 0) that are told apart: no two stand at the same time."""
    return (0.5 + 1.2 * number, 1.5 + 1.2 * number, f"Hello {number + 1}")


def write_subtitles(path: str, ext: str, shift: float = 0.0, cues: Sequence[Cue] = _CUES) -> None:
    """Cues, two where nothing else is said, in the form that the extension names."""

    def stamp(seconds: float, comma: str) -> str:
        ms = round(seconds * 1000)
        return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}{comma}{ms % 1000:03}"

    cues = [(a + shift, b + shift, text) for a, b, text in cues]
    if ext in ("ass", "ssa"):
        head = "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, Alignment\nStyle: Default,Sans,20,&H00FFFFFF,2\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        text = head + "".join(
            f"Dialogue: 0,{stamp(a, '.')[1:-1]},{stamp(b, '.')[1:-1]},Default,,0,0,0,,{t}\n" for a, b, t in cues
        )
    elif ext == "vtt":
        text = "WEBVTT\n\n" + "".join(f"{stamp(a, '.')} --> {stamp(b, '.')}\n{t}\n\n" for a, b, t in cues)
    elif ext == "lrc":
        text = "".join(f"[{int(a) // 60:02}:{a % 60:05.2f}]{t}\n" for a, _, t in cues)
    else:
        text = "".join(f"{n}\n{stamp(a, ',')} --> {stamp(b, ',')}\n{t}\n\n" for n, (a, b, t) in enumerate(cues, 1))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
