"""Which streams of sound and of text the media of a request have: as many as it speaks of and more, what is wanted never the first."""

import re
from typing import NamedTuple

from ffai.translate.offline import edits as e
from ffai.translate.offline.understand import Understanding
from ffai_evals.judge.media import VIDEO, kind_of


class Told(NamedTuple):
    """What an answer takes for granted of the streams of a kind: how many there are, and the number that it picks, -1 for none."""

    streams: int = 0
    codecs: tuple[tuple[int, str], ...] = ()  # of tracks that are copied into files of their own kind
    first: int = -1


_GUESSES = re.compile(
    r"\bassum|\badjust|\breplac\w+ [`'\"]?(?:0:|\d|the (?:index|number))|\bdepending|\bmay (?:vary|differ)|\bchange the (?:index|number|stream)|\bcheck (?:the|which|your)|\bidentify|\bif (?:the|your) \w+ (?:track|stream|audio)",
    re.IGNORECASE,
)


def told_by(text: str, prose: str, kind: str) -> Told:
    """`kind`: a or s. A number is a guess where the prose says so: a bare command may know its file."""
    numbers = [int(n) for n in re.findall(rf"\b0:{kind}:(\d)\b", text)]
    if kind == "s":
        numbers += [int(n) for n in re.findall(r"\bsi=(\d)\b", text)]
    count = max((n + 1 for n in numbers), default=0)
    whole = re.findall(
        r"-map\s+[\"']?0:(\d)\b([^\n;|&]*)", text
    )  # numbers of the whole file: the picture is 0, sounds follow, then texts
    texts = [int(n) for n, behind in whole if re.search(r"-c:s\b|\.(?:srt|ass|ssa|vtt|sup|sub)\b", behind)]
    if kind == "a":
        count = max([count, *(int(n) for n, _ in whole if 0 < int(n) < 5 and int(n) not in texts)])
    else:
        count = max([count, *(n - 1 for n in texts if n > 1)])
    copied = re.findall(
        rf"-map\s+0:{kind}:(\d)\s(?:(?!-map|-i\b)[^\n;])*?\bcopy\s(?:(?!-map|-i\b)[^\n;])*?\.(ac3|eac3|dts|opus|flac|mp3)\b", text
    )
    codecs = tuple((int(n), codec) for n, codec in copied)
    return Told(count, codecs=codecs, first=numbers[0] if len(set(numbers)) == 1 and _GUESSES.search(prose) else -1)


def _selects(edits: list[object], kind: str) -> list[e.Select]:
    found = []
    for x in edits:
        given = [*getattr(x, "selects", ())] + ([x.select] if getattr(x, "select", None) else [])  # type: ignore[attr-defined]
        found += [s for s in given if s.kind in (kind, "all")]
    return found


_SOUND_WORDS = r"(?:audio|sound|language)s?(?: \w+)? ?(?:tracks?|streams?|channels?|languages?)"


_SOUNDLESS = re.compile(
    r"\b(?:there(?: i|')s no audio|(?:has|have|with|currently has|contains?|there is) no (?:audio|sound)(?: stream| track)?\b|silent video|video is silent|is silent|without (?:an |any )?audio (?:track|stream)|no existing audio)"
)


def sound_words(low: str, edits: list[object], ext: str, codec: list[str], kind: str, told: Told) -> list[str]:
    """Believed of what the answer counts on, where the request speaks of streams of sound at all, is how many there are."""
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
        count = max(count, min(told.streams, 5))
    if re.search(r"\bund\b", low):  # the languages are to be told first
        return [f"audio={name}:{channels}"] * count
    tongues = _tongues(languages, count, told.first)
    count = max(count, min(len(tongues), 5))
    if count == 1 and not languages and channels == 2 and not name:
        return []
    own = dict(told.codecs) if ext in ("mkv", "mka") else {}
    return [f"audio={own.get(n, name)}:{channels if n == 0 or not several else 2}:{tongues[n]}" for n in range(count)]


def _tongues(wanted: list[str], count: int, guessed: int = -1) -> list[str]:
    """Languages of streams in order: those that are asked for are never the first, and not the one at a number that an answer guesses."""
    others = [x for x in ("eng", "spa", "fra", "deu", "ita") if x not in wanted]
    before = 2 if guessed == 1 and len(wanted) == 1 else 1
    tongues = [*others[:before], *wanted, *others[before:]]
    return (
        (tongues + ["und"] * count)[: max(count, len(wanted) + before)]
        if wanted
        else ["eng", "spa", "fra", "deu", "ita", "por", "rus", "jpn"][:count]
    )


_CODES = re.compile(r"\b(eng|spa|fra|fre|deu|ger|ita|jpn|por|rus|zho|chi|kor|ara|hin|nld|swe|pol)\b")


_NAMES = {
    "english": "eng", "spanish": "spa", "french": "fra", "german": "deu", "italian": "ita", "japanese": "jpn", "portuguese": "por", "russian": "rus", "chinese": "zho", "korean": "kor", "arabic": "ara", "hindi": "hin", "dutch": "nld", "swedish": "swe", "polish": "pol",
}  # fmt: skip


def _codes(low: str) -> list[str]:
    """Languages by their codes and names: "the track tagged spa", "e.g. English and Spanish"."""
    return list(
        dict.fromkeys(
            _NAMES.get(word, word)
            for word in re.findall(rf"{_CODES.pattern}|\b({'|'.join(_NAMES)})\b", low)
            for word in word
            if word
        )
    )


def subtitle_words(low: str, edits: list[object], ext: str, understood: Understanding, told: Told) -> list[str]:
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
        [min(told.streams, 5)]
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
    tongues = _tongues(languages, count, told.first)
    count = max(count, min(len(tongues), 4))
    forced = re.search(r"\bforced\b", low) is not None and _FORCED_ONE.search(low) is not None
    if forced:
        tongues, count = [*tongues[:count], (languages or ["eng"])[0]], min(count, 3) + 1
        tongues = [*tongues[: count - 1], tongues[-1]]
    words = [f"sub={form}:{tongue}" for tongue in tongues[:count]]
    return [*words, *([f"forcedat={count - 1}"] if forced else []), *(["cues=apart"] if count > 1 else [])]


_FORCED_ONE = re.compile(
    r"(?:only|extract|burn|keep|just|pick|select|include|hard)\w*\b(?: \w+){0,4} forced|forced (?:\w+ )?(?:subtitles?|subs|track)s? only"
)
"""Where the forced one of several is meant, and not that a flag is set or goes."""
