"""Phrases that pick streams: "the second audio track", "english subtitles", "all but the last"."""

from typing import Any

from ffai.translate.offline.edits import Select
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.terms import AUDIO_CODECS, language, skip

KIND_WORDS = {
    "video": "video", "picture": "video", "image": "video", "audio": "audio", "sound": "audio", "music": "audio", "voice": "audio", "dialogue": "audio", "dialog": "audio", "narration": "audio", "commentary": "audio",
    "subtitle": "subtitle", "closed_captions": "subtitle", "attachment": "attachment", "font": "attachment", "data": "data", "dub": "audio",
}  # fmt: skip
_NOT_STREAMS = frozenset(
    "noise level volume quality bitrate codec file files channel channels sync speed pitch format only".split()
)


def streams(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A selection of streams: "the second audio track", "english subtitles", "audio and subtitles", "all subtitle streams", "the surround track"."""
    if (listed := _listed_ordinals(tokens, i)) is not None:
        return listed
    start = i
    before: list[str] = []
    while (
        i + 2 < len(tokens)
        and (said := language(tokens, i)) is not None
        and said[1] + 1 < len(tokens)
        and (tokens[said[1]].lemma in ("and", "or", "plus", "&") or tokens[said[1]].text in ",/&")
        and language(tokens, said[1] + 1) is not None
    ):
        before.append(said[0])  # "English and Spanish audio": one of each
        i = said[1] + 1
    found = _stream(tokens, i) or (None if before else _elliptic(tokens, i))
    if found is None or before and not found[0].language:
        return None
    selects = [*(found[0]._replace(language=x) for x in before), found[0]]
    i = found[1]
    while i < len(tokens):
        j = i
        while j < len(tokens) and (
            tokens[j].lemma in ("and", ",", "or", "any", "plus", "&", "nor", "both", "also", "no") or tokens[j].text in ",/&"
        ):
            j += 1
        if j == i or j >= len(tokens):
            break
        if any(t.lemma == "no" for t in tokens[i:j]) and not (start and tokens[start - 1].lemma in _AWAY):
            break  # "keep the audio and no subtitles": those are not kept
        more = _stream(tokens, j) or _another(tokens, j, selects[-1])
        if (
            more is None
            or more[1] < len(tokens)
            and tokens[more[1]].lemma in ("to", "at", "is", "with", "as")
            and _is_a_rate(tokens, more[1] + 1)
        ):
            break
        other = more[0]
        if (
            selects[-1].language
            and not other.language
            and other.index is None
            and other.kind != selects[-1].kind
            and tokens[j].lemma != "all"
        ):
            other = other._replace(language=selects[-1].language)  # "the English track and subtitles"
        selects.append(other)
        i = more[1]
    return tuple(selects), i


_AWAY = frozenset("without no remove drop delete strip discard exclude not".split())


def _listed_ordinals(tokens: list[Token], i: int) -> tuple[tuple[Select, ...], int] | None:
    """ "the first and third audio tracks": one of each number, of the kind that the last of them says."""
    j = skip(tokens, i, "the both")
    numbers: list[int] = []
    while j < len(tokens) and tokens[j].kind == "ordinal":
        numbers.append(tokens[j].value - 1 if tokens[j].value > 0 else -1)
        k = j + 1
        while k < len(tokens) and (tokens[k].lemma in ("and", "&", "the") or tokens[k].text in ",/"):
            k += 1
        if k == j + 1:
            break
        j = k
    if len(numbers) < 2 or j >= len(tokens) or tokens[j].kind != "ordinal":
        return None
    last = _stream(tokens, j)
    if last is None or last[0].index is None:
        return None
    return tuple(last[0]._replace(index=n) for n in numbers), last[1]


# what may stand behind "the third" where it is a track: the sentence ends or goes on with what is done to it
_ENDS = frozenset(
    "and or but then as to default forced one ones from of in out into is be the should instead while set make remove drop keep so only with without".split()
)
_TRACKS = frozenset("track stream audio subtitle default dub language".split())


def _bounded(tokens: list[Token], i: int) -> bool:
    return i >= len(tokens) or tokens[i].kind == "file" or tokens[i].lemma in _ENDS or tokens[i].text in ",.;:!?)"


def _another(tokens: list[Token], i: int, last: Select) -> tuple[Select, int] | None:
    """A further one of a list, said by its number, place or language alone: "tracks 2 and 3", "the English one and the French"."""
    i = skip(tokens, i, "the")
    if i >= len(tokens):
        return None
    token = tokens[i]
    after = skip(tokens, i + 1, "one ones")
    if not _bounded(tokens, after):
        return None
    if last.language and (said := language(tokens, i)) is not None:
        return last._replace(language=said[0]), after
    if last.index is None or last.language:
        return None
    if token.kind == "ordinal":
        return last._replace(index=token.value - 1 if token.value > 0 else -1), after
    plain = token.kind == "number" and token.lemma not in ("a", "an") and token.value == int(token.value)
    if plain and 0 < token.value < 20 and tokens[i - 1].lemma not in ("to", "from", "by"):
        return last._replace(index=int(token.value) - 1), after
    return None


def _elliptic(tokens: list[Token], i: int) -> tuple[Select, int] | None:
    """ "set the third default and remove the first", "keep the English one": of the kind that is spoken of elsewhere."""
    i = skip(tokens, i, "the only just")
    if i >= len(tokens) or not any(t.lemma in _TRACKS for t in tokens):
        return None
    after = skip(tokens, i + 1, "one ones")
    said = language(tokens, i)
    if said is not None:
        if after == i + 1 and not (i and tokens[i - 1].lemma == "the"):
            return None
        found = Select(_kind_near(tokens, i), None, said[0])
    elif tokens[i].kind == "ordinal" and (after > i + 1 or i and tokens[i - 1].lemma == "the"):
        found = Select(_kind_near(tokens, i), tokens[i].value - 1 if tokens[i].value > 0 else -1)
    else:
        return None
    return (found, after) if _bounded(tokens, after) else None


def _kind_near(tokens: list[Token], i: int) -> str:
    """The kind of track that was spoken of last, else the one that is spoken of next, else sound."""
    for j in (*range(i - 1, -1, -1), *range(i + 1, len(tokens))):
        kind = KIND_WORDS.get(tokens[j].lemma, "") if tokens[j].kind == "word" else ""
        if kind in ("audio", "subtitle"):
            return kind
    return "audio"


def _is_a_rate(tokens: list[Token], i: int) -> bool:
    """ "keep the video and the audio to AAC": what the last of them becomes."""
    while i < len(tokens) and tokens[i].lemma in ("a", "an", "the"):
        i += 1
    return i < len(tokens) and (tokens[i].kind in ("bitrate", "rate", "hz", "db", "bits") or tokens[i].lemma in AUDIO_CODECS)


def _stream(tokens: list[Token], i: int) -> tuple[Select, int] | None:
    i = skip(
        tokens,
        i,
        "the a any all every each its embedded existing original other of both internal single entire whole just only stream's",
    )
    index: int | None = None
    lang, kind, channels, title = "", "", None, ""
    best = default = forced = False
    start = i
    if i + 1 < len(tokens) and tokens[i].lemma in ("track", "stream") and tokens[i + 1].kind == "number":
        kinds = {KIND_WORDS.get(t.lemma, "") for t in tokens if t.kind == "word"} & {"audio", "subtitle"}
        kind = kinds.pop() if len(kinds) == 1 else "any"
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "ordinal":
            if kind and index is None and not (i + 1 < len(tokens) and tokens[i + 1].lemma in ("track", "stream")):
                break  # "put the French audio first": where it goes
            if (
                i + 1 < len(tokens)
                and tokens[i + 1].kind in ("time", "frames")
                or i + 1 < len(tokens)
                and tokens[i + 1].lemma in ("second", "minute", "frame")
            ):
                return None
            index = token.value - 1 if token.value > 0 else -1
        elif (
            token.kind == "number"
            and token.lemma not in ("a", "an", "one")
            and index is None
            and kind
            and token.value == int(token.value)
            and token.value < 20
            and tokens[i - 1].lemma in ("track", "stream", "number", "#", "index", *KIND_WORDS)
        ):
            from_zero = tokens[i - 1].lemma == "index" or not token.value  # "#3" and "track 3" are the third, as players count
            index = int(token.value) - (0 if from_zero else 1)
        elif (found := language(tokens, i)) is not None:
            lang = found[0]
        elif token.kind == "word" and token.lemma in KIND_WORDS and (not kind or KIND_WORDS[token.lemma] == kind):
            kind = KIND_WORDS[token.lemma]
            if token.lemma in ("commentary",):
                title = token.lemma
        elif token.lemma in ("track", "stream", "number", "#", "language", "index", "content", "line") and (
            kind or index is not None or lang
        ):
            pass
        elif token.lemma in ("main", "default", "primary") and not (
            kind and not (i + 1 < len(tokens) and tokens[i + 1].lemma in ("track", "stream", *KIND_WORDS))
        ):
            default = True  # "the third track default" says what it is to be
        elif token.lemma == "forced" and i + 1 < len(tokens) and tokens[i + 1].lemma in ("subtitle", "track", "stream"):
            forced = True
        elif token.text.lower() in ("sdh", "hearing-impaired") and kind in ("", "subtitle"):
            title, kind = "sdh", "subtitle"
        elif token.text.lower() in ("descriptive", "described") and i + 1 < len(tokens) and tokens[i + 1].lemma == "audio":
            title = "descri"
        elif token.lemma in ("surround51", "surround", "highest-quality", "multichannel"):
            channels, kind = 6, kind or "audio"
        elif token.lemma == "stereo" and i + 1 < len(tokens) and tokens[i + 1].lemma in ("track", "audio", "stream"):
            channels = 2
        else:
            break
        i += 1
    if not kind and index is not None and i > start and tokens[i - 1].lemma in ("track", "stream"):
        kind = "any"
    if not kind and lang and i > start and tokens[i - 1].lemma in ("track", "stream", "language"):
        kind = "audio"
    if not kind:
        return None
    if i < len(tokens) and (
        (tokens[i].lemma in _NOT_STREAMS and not (lang and tokens[i].lemma == "only")) or tokens[i].text == "-"
    ):
        return None
    if (
        not lang
        and i + 1 < len(tokens)
        and tokens[i].lemma in ("in", "with", "of", "(")
        or (i < len(tokens) and tokens[i].text == "(")
    ):
        j = i + 1
        while j < len(tokens) and (
            tokens[j].lemma in ("language", "code", "tag", "the", "e.g", "like", "for", "example", "say")
            or tokens[j].text in "(.,"
        ):
            j += 1
        found2 = language(tokens, j) if j < len(tokens) else None
        if found2 is not None:
            lang, i = found2[0], found2[1]
            i = skip(tokens, i, ") language")
    return Select(kind, index, lang, default=default, best=best, channels=channels, title=title, forced=forced), i
