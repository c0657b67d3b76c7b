"""Which streams of sound and of text the media of a request have: as many as it speaks of and more, what is wanted never the first."""

import re

from ffai.translate.offline import edits as e
from ffai.translate.offline.understand import Understanding
from ffai_evals.judge.media import VIDEO, kind_of


def _selects(edits: list[object], kind: str) -> list[e.Select]:
    found = []
    for x in edits:
        given = [*getattr(x, "selects", ())] + ([x.select] if getattr(x, "select", None) else [])  # type: ignore[attr-defined]
        found += [s for s in given if s.kind in (kind, "all")]
    return found


_SOUND_WORDS = r"(?:audio|sound|language)s?(?: \w+)? ?(?:tracks?|streams?)"


_SOUNDLESS = re.compile(
    r"\b(?:there(?: i|')s no audio|(?:has|have|with|currently has|contains?|there is) no (?:audio|sound)(?: stream| track)?\b|silent video|video is silent|is silent|without (?:an |any )?audio (?:track|stream)|no existing audio)"
)


def sound_words(low: str, edits: list[object], ext: str, codec: list[str], kind: str, told: int) -> list[str]:
    """`told`: how many an answer counts on; believed where the request speaks of streams of sound at all."""
    if kind == "video" and (not VIDEO.get(ext, ("", ""))[1] or ext in ("h264", "gif")):
        return []
    if kind == "video" and _SOUNDLESS.search(low) and any(isinstance(x, e.AddSilence | e.Mux | e.ReplaceAudio) for x in edits):
        return ["noaudio"]
    chosen = _selects(edits, "audio")
    name = codec[0] if codec else ""
    channels = (
        6
        if re.search(r"\b5\.1\b|surround|6[- ]channel|multi-?channel|center channel|centre channel|lfe", low)
        and (ext in ("mkv", "mp4", "mov", "wav", "flac", "m4a", "ts", "mka", "ac3", "dts", "aac"))
        else 2
    )
    if re.search(r"\bmono (?:audio|file|track|recording|wav|mp3|sound)?\b.*\b(?:to|into|as) (?:a )?stereo", low):
        channels = 1
    if kind == "audio" or ext in ("avi", "wmv", "flv", "3gp", "webm", "mpg"):
        return [f"audio={name}:{channels}"] if name or channels != 2 else []
    languages = [s.language for s in chosen if s.language] or (_codes(low) if re.search(r"audio|track|stream", low) else [])
    indexes = [s.index for s in chosen if s.index is not None]
    several = re.search(
        rf"\b(?:all|both|multiple|several|every|each|multi|other|two|three|second|third|different|\d+) (?:\w+ )?{_SOUND_WORDS}|multi-?(?:audio|language|track)|\b(?:all|every) (?:the |of the |its )?(?:\w+ )?(?:streams?|tracks?)\b|\beverything\b|\ball (?:the )?audio\b",
        low,
    )
    count = max(
        [i + 2 for i in indexes if i >= 0] + [2 if languages else 1, 3 if several else 1, 2 if any(i < 0 for i in indexes) else 1]
    )
    if re.search(rf"{_SOUND_WORDS}|\btracks?\b|\bstreams?\b|language|commentary|dub", low):
        count = max(count, min(told, 5))
    if re.search(r"\bund\b", low):  # the languages are to be told first
        return [f"audio={name}:{channels}"] * count
    tongues = _tongues(languages, count)
    if count == 1 and not languages and channels == 2 and not name:
        return []
    return [f"audio={name}:{channels if n == 0 or not several else 2}:{tongues[n]}" for n in range(count)]


def _tongues(wanted: list[str], count: int) -> list[str]:
    """Languages of streams in order: those that are asked for are never the first, where there is one more."""
    others = [x for x in ("eng", "spa", "fra", "deu", "ita") if x not in wanted]
    tongues = [others[0], *wanted, *others[1:]]
    return (
        (tongues + ["und"] * count)[: max(count, len(wanted) + 1)]
        if wanted
        else ["eng", "spa", "fra", "deu", "ita", "por", "rus", "jpn"][:count]
    )


_CODES = re.compile(r"\b(eng|spa|fra|fre|deu|ger|ita|jpn|por|rus|zho|chi|kor|ara|hin|nld|swe|pol)\b")


def _codes(low: str) -> list[str]:
    """Languages by their codes: "-map the track tagged spa"."""
    return list(dict.fromkeys(_CODES.findall(low)))


def subtitle_words(low: str, edits: list[object], ext: str, understood: Understanding, told: int) -> list[str]:
    if not re.search(r"subtitle|\bsubs?\b|caption|\.srt|\.ass\b|srt\b", low) or ext not in ("mkv", "mp4", "mov", "m4v", "webm"):
        return []
    if any(kind_of(m.path) == "subtitle" for m in understood.inputs):
        return []  # they come from a file of their own
    adds = any(isinstance(x, e.AddSubtitles) for x in edits)
    if adds and not any(isinstance(x, e.ExtractSubtitles) for x in edits):
        return []
    chosen = _selects(edits, "subtitle")
    languages = [s.language for s in chosen if s.language] or _codes(low)
    count = max(
        [min(told, 5)]
        + [s.index + 2 for s in chosen if s.index is not None and s.index >= 0]
        + [len(languages) + 1 if languages else 1]
    )
    if re.search(r"\b(?:all|multiple|several|every|each|both|two) (?:\w+ )?(?:subtitle|sub|caption)", low):
        count = max(count, 2)
    form = (
        "webvtt"
        if ext == "webm"
        else "mov_text"
        if ext != "mkv"
        else "ass"
        if re.search(r"\bass\b", low) and "srt" not in low
        else "srt"
    )
    return [f"sub={form}:{tongue}" for tongue in _tongues(languages, count)[:count]]
