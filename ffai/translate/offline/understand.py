"""Request to edits: rules first, then the facts that stand free (codecs, formats, files), then what was left over."""

import os
from typing import Any, NamedTuple

from ffai.look import natural
from ffai.look.kinds import kind_of
from ffai.translate.offline import edits as e
from ffai.translate.offline.described import drop_descriptions
from ffai.translate.offline.lexer import Token, lex
from ffai.translate.offline.match import Match, choose
from ffai.translate.offline.phrases import AUDIO_CODECS, PHRASES, VIDEO_CODECS
from ffai.translate.offline.rules import INDEX
from ffai.translate.offline.words import BACKGROUND, CLASSES, FILLER, FORMATS, vocabulary
from ffai.values import Context, Mention


class Understanding(NamedTuple):
    edits: list[Any]
    tokens: list[Token]
    inputs: tuple[Mention, ...]
    outputs: tuple[Mention, ...]
    source_ext: str
    source_video: str
    source_audio: str
    unused: tuple[Token, ...]  # words that carry a request and were not used
    unknown: tuple[Token, ...]  # words that are not known at all
    notes: tuple[str, ...]
    places: dict[Any, tuple[int, int]] = {}  # noqa: RUF012 - where edits were said: first token, and one behind the last
    products: tuple[tuple[int, str], ...] = ()  # what kinds of results are named, and at which token


_OUT = frozenset("to into as output save export called named produce create result write onto resulting =".split())
_OUT_VERBS = frozenset("output save produce export write called named outputting".split())
_ONTO = frozenset(
    "add overlay apply append attach embed insert put burn mix mux merge combine sync dub superimpose place lay include prepend paste hardcode crossfade dissolve transition".split()
)


def understand(context: Context) -> Understanding:
    tokens, notes = _spelling(lex(context.request, context.mentions))
    chosen = choose(INDEX.matches(tokens, PHRASES))
    used = {i for match, _ in chosen for i in match.used}
    edits: list[Any] = []
    places: dict[Any, tuple[int, int]] = {}
    for match, built in chosen:
        for edit in built if isinstance(built, tuple) else (built,):
            edit = _attached(edit, match, tokens, used)
            places[edit] = (match.used[0], match.used[-1] + 1)
            if edit not in edits:  # "slow it down to half speed" says one thing twice
                edits.append(edit)
    _timed(edits, tokens)
    _settled(edits, tokens)
    _placed(edits, tokens, used)
    free = _free_facts(tokens, used, edits, places)
    drop_descriptions(edits, places, tokens)
    inputs, outputs = _roles(tokens, context)
    used |= free.used
    used |= {i for i, t in enumerate(tokens) if t.kind == "file"}
    unused, unknown = _left_over(tokens, used, _satisfied(edits))
    return Understanding(
        edits, tokens, inputs, outputs, free.source_ext, free.source_video, free.source_audio, unused, unknown, tuple(notes),
        places, _products(edits, places, tokens, outputs),
    )  # fmt: skip


_CLIPS = frozenset(("clip", "preview", "teaser", "trailer", "snippet", "sample", "excerpt"))


def _products(
    edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token], outputs: tuple[Mention, ...]
) -> tuple[tuple[int, str], ...]:
    """The kinds of results that are named, and where: a GIF, a picture, sound alone, subtitles, a video in a format."""
    found = []
    for edit in edits:
        kind = ""
        if isinstance(edit, e.Gif):
            kind = "gif"
        elif isinstance(edit, e.ContactSheet) or (
            isinstance(edit, e.Frames)
            and not (edit.every or edit.every_frames or edit.fps or edit.keyframes or edit.scenes)
            and (edit.at or edit.count == 1 or edit.best)
        ):
            kind = "image"
        elif isinstance(edit, e.Keep) and edit in places:
            said = {t.lemma for t in tokens[places[edit][0] : places[edit][1] + 2]}
            kind = "video" if said & {"make", "create", "generate", "save", "export"} and said & _CLIPS else ""
        elif isinstance(edit, e.ExtractAudio):
            kind = "audio"
        elif isinstance(edit, e.ExtractSubtitles):
            kind = "subtitle"
        elif isinstance(edit, e.Container):
            kind = {"animation": "gif"}.get(FORMATS.get(edit.ext, ""), FORMATS.get(edit.ext, ""))
        if kind and edit in places:
            found.append((places[edit][0], kind))
    named = {m.start: kind_of(m.path) for m in outputs}
    found += [(i, named[t.value.start]) for i, t in enumerate(tokens) if t.kind == "file" and t.value.start in named]
    return tuple(found)


def _timed(edits: list[Any], tokens: list[Token]) -> None:
    """ "show logo.png only from second 1 to second 3": the part is when the picture is seen, not what is kept of the video."""
    keeps = [x for x in edits if isinstance(x, e.Keep) and len(x.ranges) == 1]
    timed = {x.when for x in edits if isinstance(x, (e.Overlay, e.Text, e.Blur)) and x.when is not None}
    for keep in keeps:
        if keep.ranges[0] in timed and not {t.lemma for t in tokens} & {"trim", "cut", "keep", "clip"}:
            edits.remove(keep)  # "put the logo there for the first 2 seconds": said once, of the logo
            return
    shown = [n for n, x in enumerate(edits) if isinstance(x, (e.Overlay, e.Text)) and x.when is None]
    if len(keeps) != 1 or not shown or not {t.lemma for t in tokens} & {"show", "display", "appear", "visible", "shown"}:
        return
    edits[shown[0]] = edits[shown[0]]._replace(when=keeps[0].ranges[0])
    edits.remove(keeps[0])


def _settled(edits: list[Any], tokens: list[Token]) -> None:
    """What one edit says of another: the last of two turns says it exactly; a shape that must not be encoded again is a flag."""
    named = [x for x in edits if isinstance(x, e.Scale) and x.width and x.height]
    # "720p (1280x720)" says one size twice
    edits[:] = [
        x for x in edits
        if not (isinstance(x, e.Scale) and x.short_side and any(min(n.width or 0, n.height or 0) == x.short_side for n in named))
    ]  # fmt: skip
    wide = [x for x in edits if isinstance(x, e.Scale) and x.width and not x.height]
    high = [x for x in edits if isinstance(x, e.Scale) and x.height and not x.width]
    if len(wide) == len(high) == 1:  # "1280 wide and 720 high" is one size
        fill = {t.lemma for t in tokens} & {"crop", "fill", "overflow"}
        edits[edits.index(wide[0])] = wide[0]._replace(height=high[0].height, mode=wide[0].mode or ("fill" if fill else ""))
        edits.remove(high[0])
    exact = [
        x for x in edits if isinstance(x, e.Scale) and not x.only_smaller and (x.width or x.height or x.factor or x.short_side)
    ]
    if exact:  # "a lower-resolution version at 360p": the number says how much lower
        edits[:] = [x for x in edits if not (isinstance(x, e.Scale) and x.only_smaller and x.short_side)]
    if any(isinstance(x, e.Copy) and x.kind == "audio" for x in edits) and not any(isinstance(x, e.RemoveAudio) for x in edits):
        # "convert just the video, keep the sound": the picture is what is worked on, not what is left
        edits[:] = [x for x in edits if not (isinstance(x, e.KeepStreams) and x.selects == (e.Select("video"),))]
    if any(isinstance(x, e.AddSilence) for x in edits):  # "it is silent and needs a silent track": what is, and what is to come
        edits[:] = [x for x in edits if not isinstance(x, e.RemoveAudio)]
    if any(isinstance(x, e.Copy) and x.kind == "audio" for x in edits):  # the rate is that of what is encoded
        edits[:] = [x._replace(kind="video") if isinstance(x, e.Bitrate) and not x.kind else x for x in edits]
    kept = any(isinstance(x, e.Keep) and len(x.ranges) > 1 for x in edits)
    if kept and sum(t.kind == "file" and (t.value.exists or t.value.is_pattern) for t in tokens) <= 1:
        edits[:] = [x for x in edits if not isinstance(x, e.Concat)]  # the parts of one file are joined, not files
    keeps = [x for x in edits if isinstance(x, e.Keep) and len(x.ranges) == 1]
    lengths = {x.ranges[0].end - x.ranges[0].start for x in keeps if x.ranges[0].start > 0}
    # "30-second previews, from 0:10 to 0:40": the length is that of the part
    edits[:] = [x for x in edits if not (x in keeps and x.ranges[0].start == 0 and x.ranges[0].end in lengths)]
    levels = [x for x in edits if isinstance(x, e.Volume) and x.decibels is not None and x.decibels <= 0 and x.when is None]
    for n, edit in enumerate(edits):
        if isinstance(edit, e.Normalise) and edit.peak is not None and levels:  # "the peak to -1 dB" is where it goes
            edits[n] = edit._replace(peak=levels[0].decibels)
            edits.remove(levels[0])
            break
    if any(isinstance(x, e.Copy) and x.kind == "all" for x in edits):  # nothing is encoded, whatever it is for
        served = [x for x in edits if isinstance(x, e.Purpose) and x.name == "web"]
        edits[:] = [e.Faststart() if x in served else x for x in edits]
    turns = [x for x in edits if isinstance(x, e.Rotate)]
    if len(turns) > 1 and "then" not in {t.lemma for t in tokens}:  # "sideways (90 degrees counterclockwise)"
        edits[:] = [x for x in edits if not isinstance(x, e.Rotate) or x is turns[-1]]
    mixed = {x.factor for x in edits if isinstance(x, e.MixAudio) and x.factor} | {
        x.decibels for x in edits if isinstance(x, e.MixAudio) and x.decibels
    }
    # "mix music.mp3 under it at 20 percent volume": the music's volume, not that of all
    edits[:] = [x for x in edits if not (isinstance(x, e.Volume) and x.when is None and (x.factor or x.decibels) in mixed)]
    copied = any(isinstance(x, e.Copy) and x.kind in ("all", "video") for x in edits)
    for n, edit in enumerate(edits):
        if isinstance(edit, e.Aspect) and not edit.mode and copied:
            edits[n] = edit._replace(mode="flag")


def _placed(edits: list[Any], tokens: list[Token], used: set[int]) -> None:
    """ "x=10, y=20", wherever it stands, is where the crop or the blurred area begins."""
    at: dict[str, float] = {}
    where: set[int] = set()
    for i, token in enumerate(tokens):
        j = i + 1 + (i + 1 < len(tokens) and tokens[i + 1].text in "=:")
        if token.lemma in ("x", "y") and j < len(tokens) and tokens[j].kind in ("number", "px"):
            at[token.lemma] = tokens[j].value
            where |= set(range(i, j + 1))
    if len(at) < 2:
        return
    for n, edit in enumerate(edits):
        if isinstance(edit, e.Crop) and edit.x is None and edit.width is not None:
            edits[n] = edit._replace(x=f"{at['x']:g}", y=f"{at['y']:g}")
            used |= where
    blurs = [x for x in edits if isinstance(x, e.Blur) and x.region is None]
    areas = [x for x in edits if isinstance(x, e.Scale) and x.width and x.height]
    if blurs and areas and {t.lemma for t in tokens} & {"area", "region", "rectangle", "box", "part", "section"}:
        region = (int(at["x"]), int(at["y"]), int(areas[0].width or 0), int(areas[0].height or 0))
        edits[edits.index(blurs[0])] = e.Blur(region=region, when=blurs[0].when)
        edits.remove(areas[0])
        used |= where


# --- spelling


def _spelling(tokens: list[Token]) -> tuple[list[Token], list[str]]:
    """Words that are one slip away from a word that rules use are read as that, and it is said."""
    notes: list[str] = []
    known = vocabulary()
    out = []
    for token in tokens:
        if (
            token.kind == "word"
            and len(token.lemma) >= 4
            and token.lemma.isalpha()
            and token.lemma not in known
            and not _is_known(token.lemma)
        ):
            near = _nearest(token.lemma, known)
            if near is not None:
                from ffai.translate.offline.words import lemma_of

                notes.append(f"{token.text!r} is read as {near!r}")
                token = token._replace(lemma=lemma_of(near) or near)
        out.append(token)
    return out, notes


def _is_known(lemma: str) -> bool:
    from ffai.translate.offline.phrases import COLORS, LANGUAGES, NAMED_SIZES

    return (
        lemma in VIDEO_CODECS
        or lemma in AUDIO_CODECS
        or lemma in LANGUAGES
        or lemma in COLORS
        or lemma in NAMED_SIZES
        or lemma in FORMATS
        or "_" in lemma
    )


def _nearest(word: str, known: set[str]) -> str | None:
    """The word of the vocabulary at Damerau-Levenshtein distance 1 (2 from nine letters on), if there is just one kind of them."""
    from ffai.translate.offline.words import IRREGULAR

    limit = 2 if len(word) >= 9 else 1
    best: tuple[int, str] | None = None
    for source in (known, IRREGULAR):
        for candidate in source:
            if abs(len(candidate) - len(word)) > limit or len(candidate) < 4 or not candidate.isalpha():
                continue
            if candidate[0] != word[0] and candidate[1:3] != word[1:3]:
                continue
            d = _distance(word, candidate, limit)
            if d <= limit and (best is None or d < best[0]):
                best = (d, candidate)
                if d == 1 and candidate[0] == word[0]:
                    return candidate
    return best[1] if best else None


def _distance(a: str, b: str, limit: int) -> int:
    previous2: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, previous2[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        previous2, previous = previous, row
    return previous[-1]


# --- details that stand near an edit


def _attached(edit: Any, match: Match, tokens: list[Token], used: set[int]) -> Any:
    """Place, opacity, size and time of overlays and texts, and how much louder: they may stand anywhere near."""
    if isinstance(edit, e.Volume) and match.rule.weight == 0 and edit.decibels is not None:
        return _amount(edit, match, tokens, used)
    if not isinstance(edit, (e.Overlay, e.Text, e.Blur)):
        return edit
    lemmas = [t.lemma for t in tokens]
    for i, token in enumerate(tokens):
        if isinstance(edit, e.Text) and token.lemma and token.lemma == edit.color:
            used.add(i)
        if i in used and not (isinstance(edit, e.Text) and token.kind == "px"):
            continue
        if (found := PHRASES["place"](tokens, i)) is not None and (not edit.place if not isinstance(edit, e.Blur) else False):
            edit = edit._replace(place=found[0])
            used.update(range(i, found[1]))
        if isinstance(edit, e.Overlay):
            edit = _overlay_detail(edit, tokens, i, lemmas, used)
        if isinstance(edit, (e.Text, e.Overlay)) and edit.when is None and (when := _when(tokens, i)) is not None:
            edit = edit._replace(when=when[0])
            used.update(range(i, when[1]))
    return edit


def _amount(edit: e.Volume, match: Match, tokens: list[Token], used: set[int]) -> e.Volume:
    """ "increase the volume of the sound in my file by 3 dB": the amount at the end of the sentence."""
    for i in range(match.used[-1] + 1, len(tokens)):
        if tokens[i].text in (".", ";", "?", "!"):
            break
        if tokens[i].kind == "db" and i not in used and tokens[i].value:
            used.add(i)
            sign = -1 if (edit.decibels or 0) < 0 else 1
            return edit._replace(decibels=sign * abs(tokens[i].value))
    return edit


def _overlay_detail(edit: e.Overlay, tokens: list[Token], i: int, lemmas: list[str], used: set[int]) -> e.Overlay:
    token = tokens[i]
    near = set(lemmas[max(0, i - 3) : i + 4])
    if token.kind == "percent":
        if near & {"opacity", "transparency", "transparent", "opaque", "alpha", "translucent"}:
            value = token.value / 100
            used.add(i)
            used.update(
                j
                for j in range(max(0, i - 3), min(len(tokens), i + 4))
                if lemmas[j] in ("opacity", "transparency", "transparent", "opaque")
            )
            return edit._replace(opacity=1 - value if "transparency" in near or "transparent" in near else value)
        if near & {"size", "scale", "width", "wide", "scaled"}:
            used.add(i)
            return edit._replace(scale=token.value / 100)
    if token.kind == "number" and 0 < token.value <= 1 and near & {"opacity", "alpha", "transparency", "transparent"}:
        used.add(i)
        used.update(
            j for j in range(max(0, i - 3), min(len(tokens), i + 4)) if lemmas[j] in ("opacity", "transparency", "transparent")
        )
        return edit._replace(opacity=token.value)
    if (
        token.lemma in ("semi-transparent", "translucent", "semitransparent", "transparency", "half-transparent")
        and edit.opacity is None
    ):
        used.add(i)
        return edit._replace(opacity=0.5)
    if token.kind == "px":
        if near & {"margin", "padding", "distance", "gap", "edge", "away", "offset", "border", "from", "corner"} and not near & {
            "wide",
            "width",
            "tall",
            "high",
        }:
            used.add(i)
            return edit._replace(margin=token.value)
        if near & {"wide", "width"}:
            used.add(i)
            return edit._replace(width=token.value)
        if near & {"tall", "height", "high"}:
            used.add(i)
            return edit._replace(height=token.value)
    return edit


def _when(tokens: list[Token], i: int) -> tuple[e.Range, int] | None:
    if (
        tokens[i].lemma in ("from", "between", "for", "during", "first", "starting", "start", "after", "last")
        or tokens[i].kind == "ordinal"
    ):
        if tokens[i].lemma == "for":
            found = PHRASES["part"](tokens, i + 1) if i + 1 < len(tokens) else None
            if found is None and i + 1 < len(tokens) and tokens[i + 1].kind == "time":
                return e.Range(0.0, tokens[i + 1].value), i + 2
            return found
        found = PHRASES["part"](tokens, i)
        if found is not None and not found[0].is_tail:
            return found
    return None


# --- facts that stand free


class _Free(NamedTuple):
    used: set[int]
    source_ext: str
    source_video: str
    source_audio: str


# words that are said for a format but name a codec, and the container that goes with it
_CONTAINERS: dict[str, tuple[e.Edit, ...]] = {
    "alac": (e.AudioCodec("alac"), e.Container("m4a")),
    "pcm": (e.AudioCodec("pcm"), e.Container("wav")),
    "divx": (e.VideoCodec("xvid"), e.Container("avi")),
}
_TO = frozenset("to into as in output -> using use with via save export =".split())
_CODEC_OF = {
    "x264": "h264",
    "libx264": "h264",
    "x265": "hevc",
    "libx265": "hevc",
    "wav": "pcm_s16le",
    "pcm": "pcm_s16le",
    "mpeg-4": "mpeg4",
    "mpeg2": "mpeg2video",
    "mpeg1": "mpeg1video",
}


def _free_facts(tokens: list[Token], used: set[int], edits: list[Any], places: dict[Any, tuple[int, int]]) -> _Free:
    """Codecs and formats that no rule took: what the file has, or what is wanted, by the words around them."""
    seen: set[int] = set()
    codecs: list[e.Edit] = []  # they stand before what rules found, so that those win
    source_ext = source_video = source_audio = ""
    target_said = any(isinstance(x, e.Container) for x in edits)
    picture_stays = any(isinstance(x, e.Copy) and x.kind == "video" for x in edits)  # so "to AAC" is its sound, not the file
    silence_added = any(isinstance(x, e.AddSilence) for x in edits)
    for i, token in enumerate(tokens):
        if token.kind != "word" or (
            i in used and token.lemma not in FORMATS and token.lemma not in VIDEO_CODECS and token.lemma not in AUDIO_CODECS
        ):
            continue
        word = token.lemma
        is_format, is_video, is_audio = (
            word in FORMATS,
            word in VIDEO_CODECS or word.endswith(("_nvenc", "_qsv", "_vaapi", "_videotoolbox")),
            word in AUDIO_CODECS,
        )
        if not (is_format or is_video or is_audio):
            continue
        seen.add(i)
        wanted = _wanted(tokens, i)
        if i in used and any(isinstance(x, (e.VideoCodec, e.AudioCodec, e.StreamCodec)) and x.codec == word for x in edits):
            if is_video or wanted:
                continue
        if is_video:
            if wanted:
                codecs.append(e.VideoCodec(word))
            else:
                source_video = source_video or _CODEC_OF.get(word, word)
            continue
        after = tokens[i + 1].lemma if i + 1 < len(tokens) else ""
        if is_audio and not wanted and i in used and any(isinstance(x, e.AudioCodec) for x in edits):
            source_audio = source_audio or _CODEC_OF.get(word, word)
            continue  # "from AC3 to AAC": what it has now
        if is_audio and (not is_format or picture_stays or silence_added or _is_codec_here(tokens, i)):
            if wanted and not (after in ("audio", "sound", "track") and _described(tokens, i)):
                codecs.append(e.AudioCodec(word))
            else:
                source_audio = source_audio or _CODEC_OF.get(word, word)
            continue
        if not is_format:
            continue
        if wanted and word not in ("hls", "dash"):
            if word in ("srt", "ass", "vtt", "ssa", "sub") and any(
                isinstance(x, (e.BurnSubtitles, e.AddSubtitles)) for x in edits
            ):
                continue
            if (
                target_said
                and any(isinstance(x, e.Container) for x in edits)
                and not (_strong(tokens, i) or _listed_after(tokens, i, places))
            ):
                continue
            for edit in _CONTAINERS.get(word, (e.Container(word),)):
                places[edit] = (i, i + 1)
                if edit not in edits:
                    edits.append(edit)
            target_said = True
        elif not source_ext and word not in ("hls", "dash"):
            source_ext = word
    edits[:0] = [x for x in codecs if x not in edits]
    return _Free(seen, source_ext, source_video, source_audio)


def _is_codec_here(tokens: list[Token], i: int) -> bool:
    """Whether a word that is a format and a codec ("aac", "mp3") means the codec: beside a picture's codec or the word audio."""
    lemmas = [t.lemma for t in tokens]
    near = set(lemmas[max(0, i - 3) : i + 3])
    after = lemmas[i + 1 : i + 3]
    if after and FORMATS.get(after[0]) in ("audio", "video") and after[0] != lemmas[i]:
        return True  # "a 64k opus .ogg file"
    if after[:1] in (["audio"], ["codec"], ["sound"], ["encoder"], ["encoding"], ["bitrate"]) or after[:2] == ["audio", "track"]:
        return not (after[:1] == ["audio"] and lemmas[i + 2 : i + 3] == ["file"])
    if lemmas[max(0, i - 1) : i] in (["audio"], ["codec"]) or lemmas[max(0, i - 2) : i] in (
        ["audio", "to"],
        ["audio", "as"],
        ["audio", "in"],
        ["audio", "into"],
        ["audio", "with"],
    ):
        others = [w for w in lemmas if w in FORMATS and FORMATS[w] == "video"]
        return bool(others) or "keep" in lemmas or "while" in lemmas
    video_words = {w for w in lemmas if w in VIDEO_CODECS} or {w for w in lemmas if FORMATS.get(w) == "video"}
    if (near & {"and", "+", "/", ",", "with"} or "with" in lemmas[max(0, i - 3) : i]) and near & VIDEO_CODECS:
        return True
    if video_words & VIDEO_CODECS:
        return "extract" not in lemmas
    return (
        bool(near & {"codec"})
        or (lemmas[max(0, i - 1) : i] == ["with"] or lemmas[max(0, i - 1) : i] == ["using"])
        and bool(video_words)
    )


def _before(tokens: list[Token], i: int) -> list[str]:
    """The words before a token, nearest first, without determiners, adjectives and things it is listed with."""
    out: list[str] = []
    skip = frozenset(
        "a an the new single one standard proper valid compatible optimised compressed small high good web lossless mono stereo animated universal format file files more - . ( ' \" smaller 8 10 high_quality low_quality good_quality modern separate individual looping playable web-compatible external universally supported : = cbr vbr constant variable".split()
    )
    j = i - 1
    while j >= 0 and len(out) < 4:
        token = tokens[j]
        if (
            token.lemma in skip
            or token.kind in ("bits", "lines", "dim", "resolution_k", "rate", "bitrate", "number", "fps")
            or token.text in skip
        ):
            j -= 1
            continue
        out.append(token.lemma or token.kind)
        j -= 1
    return out


def _wanted(tokens: list[Token], i: int) -> bool:
    """Whether a format or codec is what is wanted (else it says what the file has)."""
    lemmas = [t.lemma for t in tokens]
    before = _before(tokens, i)
    after = lemmas[i + 1 : i + 5]
    first = before[0] if before else ""
    if first == "from":
        return False
    if first == "both" and any(t.lemma in ("a", "an") for t in tokens[max(0, i - 4) : i]):  # "both an mp4 and a webm"
        first = before[1] if len(before) > 1 else "make"
    j = i - 1
    while j > 0 and tokens[j].lemma in ("a", "an", "the"):
        j -= 1
    if j > 0 and tokens[j].lemma in ("it", "them", "this") and tokens[j - 1].lemma in ("make", "turn"):
        return True
    if j > 0 and tokens[j].kind == "file" and tokens[j - 1].lemma in ("make", "turn", "give"):
        return True  # "make podcast.wav an opus file"
    if first in _TO or first in _OUT_VERBS:
        if first in ("in", "with") and len(before) > 1 and is_description(tokens, i):
            return False
        if first == "as" and len(before) > 1 and before[1] in ("such",):
            return False
        return True
    if (
        first in ("and", ",", "or", "/", "&", "+", "video", "audio")
        or first in VIDEO_CODECS
        or first in AUDIO_CODECS
        or first in FORMATS
    ):
        # part of a list: as the thing before it
        for j in range(i - 1, max(-1, i - 6), -1):
            word = tokens[j].lemma
            if word in FORMATS or word in VIDEO_CODECS or word in AUDIO_CODECS:
                return _wanted(tokens, j)
            if word in ("to", "into", "as", "using", "with"):
                return not is_description(tokens, j)
            if word in ("from", "have", "has", "contains"):
                return False
    if first in (
        "encoded",
        "encode",
        "recorded",
        "have",
        "has",
        "my",
        "is",
        "source",
        "input",
        "contains",
        "extract",
        "of",
        "all",
        "every",
        "multiple",
        "several",
        "many",
        "each",
        "both",
        "original",
        "two",
        "this",
        "these",
        "100",
        "bunch",
    ):
        return first == "encode" and not ("is" in before[1:3] or "video" in before[1:2])
    if (
        after[:1] == ["to"]
        or after[:1] == ["into"]
        or after[:2]
        in (
            ["file", "to"],
            ["file", "into"],
            ["video", "to"],
            ["video", "into"],
            ["audio", "to"],
            ["format", "to"],
            ["image", "to"],
            ["image", "into"],
        )
    ):
        return False
    if first in ("make", "create", "generate", "produce", "want", "need", "prefer", "output", "get", "give", "version", "use"):
        if first in ("want", "need", "get", "give"):
            return not any(w in ("to", "into", "in") for w in after[:3])
        return True
    if after[:1] in (["output"], ["version"], ["codec"], ["encoder"], ["container"], ["encoding"], ["instead"]):
        return True
    if not before and not any(w in ("to", "into") for w in lemmas[i:]):
        return True  # "H.265 with CRF 20 for film.mp4"
    earlier = any(t.lemma in ("to", "into") for t in tokens[:i])
    if is_description(tokens, i):
        return False
    has_file = any(t.kind == "file" for t in tokens[:i])
    return (
        earlier
        and not any(t.lemma in ("to", "into") for t in tokens[i:])
        or has_file
        and (tokens[i - 1].text in (",", "(") or after == [])
    )


def _listed_after(tokens: list[Token], i: int, places: dict[Any, tuple[int, int]]) -> bool:
    """Whether a format stands in a list behind one that is wanted: "an mp4 and a webm"."""
    before = tokens[max((end for x, (_, end) in places.items() if isinstance(x, e.Container)), default=i) : i]
    return any(t.lemma == "and" or t.text in (",", "&") for t in before) and all(
        t.lemma in ("and", "a", "an", "another", "also", "one") or t.text in (",", "&") or t.kind in ("lines", "dim")
        for t in before
    )


def _strong(tokens: list[Token], i: int) -> bool:
    before = _before(tokens, i)
    return bool(before) and before[0] in ("to", "into", "output", "as")


def _described(tokens: list[Token], i: int) -> bool:
    return is_description(tokens, i)


def is_description(tokens: list[Token], i: int) -> bool:
    """Whether the words before i tell what the file is: "I have a video with", "a file encoded in", before any verb of doing."""
    doing = CLASSES["convert"] | {
        "convert",
        "extract",
        "trim",
        "add",
        "remove",
        "resize",
        "encode",
        "compress",
        "crop",
        "rotate",
        "cut",
        "split",
        "keep",
        "merge",
    }
    doing = doing - {"have", "get", "need", "want", "is", "put", "give", "go", "move"}
    telling = False
    for j in range(i - 1, -1, -1):
        token = tokens[j]
        if (token.text in (".", ";", "?", "!") and not (token.text == "." and tokens[j + 1].start == token.end)) or token.lemma in (
            "to", "into", "but", "then",
        ):  # fmt: skip
            break  # the dot of ".aac" ends no sentence
        if token.lemma in ("have", "has", "is", "contains", "contain", "recorded", "outputs") or (
            token.lemma in ("encode", "encoded") and j > 0 and tokens[j - 1].lemma in ("is", "video", "file", "movie", "clip")
        ):
            telling = True
        if (
            (token.lemma in ("video", "file", "movie", "clip", "audio") or token.lemma in FORMATS)
            and j > 0
            and tokens[j - 1].lemma in ("a", "my", "an", "this")
            and any(t.lemma == "with" for t in tokens[j:i])
            and any(t.lemma in ("to", "into") for t in tokens[i:])
        ):
            return True
        if token.lemma in doing and not telling:
            return False
    return telling


# --- files


def _run_of(first: Mention, last: Mention, context: Context) -> tuple[Mention, ...]:
    """The files after `first` up to `last`, when the two name a run of numbered pictures that are here: "img_001.png to img_005.png".

    Of other files the second one is more likely what shall be made: "convert clip1.mp4 to clip2.mp4".
    """
    if not (first.exists and last.exists) or kind_of(last.path) != "image":
        return ()
    one, other = natural.key(first.path), natural.key(last.path)
    numbers = [i for i, part in enumerate(one[:-1]) if part[:1] == (0,)]
    if not numbers or len(one) != len(other):
        return ()
    at = numbers[-1]
    between = [
        name
        for name in (entry.name for entry in context.folder)
        if (key := natural.key(name))[:at] == one[:at] and key[at + 1 : -1] == one[at + 1 : -1] and one[at] < key[at] < other[at]
    ]
    if one[:at] != other[:at] or one[at + 1 : -1] != other[at + 1 : -1] or one[at] >= other[at]:
        return ()
    return (*(Mention(last.start, last.end, name, name, exists=True) for name in natural.ordered(between)), last)


def _roles(tokens: list[Token], context: Context) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Which of the named files are read and which are to be made."""
    inputs: list[Mention] = []
    outputs: list[Mention] = []
    files = [(i, t.value) for i, t in enumerate(tokens) if t.kind == "file"]
    for number, (i, mention) in enumerate(files):
        before = _before(tokens, i)
        first = before[0] if before else ""
        second = before[1] if len(before) > 1 else ""
        verbs = {t.lemma for t in tokens[:i]}
        exists = mention.exists or bool(mention.matches)
        onto = bool(verbs & _ONTO) and first in ("to", "into", "onto", "in") and not _verb_between(tokens, i)
        onto = onto and (exists or len(inputs) < 2)  # "mix a and b into c" makes c
        if number and first in ("to", "through", "-") and (run := _run_of(files[number - 1][1], mention, context)):
            inputs += run
            continue
        says_out = (
            (first in _OUT and not onto)
            or first in _OUT_VERBS
            or (first in ("video", "audio", "image", "mp4", "mp3", "gif") and second in ("output", "new"))
            or (i > 0 and tokens[i - 1].lemma in ("output", "result"))
        )
        if first == "in" and not exists and number > 0:
            says_out = True
        if first in ("as",) and second in ("use", "overlay", "input", "background", "such", "same"):
            says_out = False
        if first == "to" and second in ("similar", "according", "respect", "applied", "next", "compared", "apply", "up"):
            says_out = False
        if first == "file" and second in ("called", "named"):
            says_out = not exists and number > 0
        if first in ("called", "named"):
            says_out = number > 0 and not exists or second in ("output", "file", "result", "new") and number > 0
        if first == "as" and second in (
            "stored",
            "store",
            "named",
            "name",
            "called",
            "call",
            "labelled",
            "label",
            "numbered",
            "number",
        ):
            says_out = False
        if mention.is_address:
            (outputs if says_out else inputs).append(mention)
        elif says_out and not exists:
            outputs.append(mention)
        elif (says_out and exists and number > 0 and inputs and not onto) or (
            outputs and not exists and number and files[number - 1][1] in outputs and tokens[i - 1].lemma in ("and", ",", "&")
        ):
            outputs.append(mention)
        elif exists or not inputs:
            inputs.append(mention)
        elif (
            not exists
            and (any(m.exists for m in inputs) or i == len(tokens) - 1 or i == len(tokens) - 2)
            and not _listed(tokens, i)
            and _ext(mention) not in ("srt", "ass", "vtt", "cube", "ttf")
            and not onto
            and _like_output(mention, inputs, first)
        ):
            outputs.append(mention)
        else:
            inputs.append(mention)
    if not any(kind_of(m.path) in ("video", "audio", "image") or m.is_pattern or m.is_address for m in inputs):
        there = [m for m in outputs if m.exists]  # what is there and nothing else is read: that is what it is about
        inputs += there[:1]
        outputs = [m for m in outputs if m not in there[:1]]
    return tuple(inputs), tuple(outputs)


def _verb_between(tokens: list[Token], i: int) -> bool:
    """Whether a verb of saving stands between the last "add ..." and this file: "add a logo and save to out.mp4"."""
    for j in range(i - 1, -1, -1):
        if tokens[j].lemma in (
            "save",
            "output",
            "export",
            "write",
            "convert",
            "produce",
            "create",
            "merge",
            "combine",
            "result",
            "encode",
            "generate",
        ):
            return tokens[j].lemma not in ("merge", "combine") or not any(
                t.lemma in ("with", "to") and t.kind == "word" for t in tokens[j:i][:3]
            )
        if tokens[j].lemma in _ONTO:
            return False
    return False


def _other_kind(a: Mention, b: Mention) -> bool:
    return _ext(a) != _ext(b)


def _listed(tokens: list[Token], i: int) -> bool:
    """Whether a file is one of a list: "a.mp4, b.mp4 and c.mp4"."""
    return (
        i >= 2
        and tokens[i - 1].lemma in ("and", ",", "&", "with", "+")
        and tokens[i - 2].kind == "file"
        or (i + 1 < len(tokens) and tokens[i + 1].lemma in ("and", ",") and i + 2 < len(tokens) and tokens[i + 2].kind == "file")
    )


def _like_output(mention: Mention, inputs: list[Mention], first: str) -> bool:
    return (
        first in ("file", ",", "and", "", "it", "mp4", "for")
        or FORMATS.get(_ext(mention)) == FORMATS.get(_ext(inputs[0]))
        and first not in ("with", "from", "of", "use", "using")
    )


def _ext(mention: Mention) -> str:
    return os.path.splitext(mention.path)[1].lstrip(".").lower()


# --- what is left


_NEUTRAL_KINDS = frozenset(("punct", "file"))
# words of the trade that only say again what the edit says anyway
_ECHO = frozenset(
    """codec codecs encoder encode encoding reencode transcode format container extension track tracks stream streams audio sound video picture convert change turn output resolution size quality rate bitrate framerate fps aspect
    compress export save effect filter apply adjust track second minute hour frame image result target aspect ratio volume channel loud original clip file folder part segment sample samplerate metadata web email subtitle default mode
    keep remove add create combine produce extract take cut trim edit process play show want need smaller lower higher reduce increase using level duration length time start end beginning named one two other another first last
    text logo watermark music song background screen position corner side top bottom left right center middle small large fast slow low high good same as_is sync single pass width height dimension dimensions horizontal vertical direction
    merge join together sequence order name names filename suffix separate individual sequential numbered number batch all each every support player friendly ready compatible size space faststart streaming color black white bars black_bars""".split()
)


# words of rules that say nothing by themselves
_GRAMMAR = (
    VIDEO_CODECS
    | AUDIO_CODECS
    | frozenset(
        """out off filesize doesnt either regardless through slight slightly bit numbers sizes resolutions factor layout point piece rest data info any last_verb
    voice broadcast alone collection library fine accept appropriately creation live through detail above""".split()
    )
)
# words that only name an edit which was understood without them
_NAMES: tuple[tuple[tuple[type, ...], str], ...] = (
    ((e.Scale, e.Pad, e.Aspect, e.Crop), "resize scale downscale upscale rescale enlarge shrink fit resolution stretch stretching conform display pixels high_resolution low_resolution crop pad inside ratio ratios upscaling wide tall"),
    ((e.Speed,), "speed speed_up slow slow_down fast faster up down tempo playback pitch"),
    ((e.RemoveAudio,), "silent mute without sound"),
    ((e.DropStreams, e.RemoveAudio, e.StripMetadata, e.StripChapters, e.KeepStreams), "leave everything else rest other unchanged intact untouched keep but"),
    ((e.Split, e.Segments), "split multiple segment segments divide chunk into"),
    ((e.Keep, e.CutOut), "preview sample snippet trim cut clip from to segment timestamp timestamps off duplicate"),
    ((e.Copy,), "without not avoid no loss lose non remux stream duplicate"),
    ((e.Lossless, e.Quality), "loss lose without no quality fidelity compression degradation poor high_quality maximum"),
    ((e.Purpose,), "playback upload share send compatible compatibility embedding embed podcast dvd streaming play plays playable"),
    ((e.AddSubtitles, e.BurnSubtitles, e.ExtractSubtitles, e.Language, e.KeepStreams, e.Default), "language languages embed embedding external font closed english spanish french german forced soft utf multiple track rip tracks"),
    ((e.Batch, e.Concat), "multiple multi automate loop batch each folder different list set several"),
    ((e.Fps,), "variable fixed constant frame pal ntsc framerate"),
    ((e.Frames, e.ContactSheet, e.Gif), "detect palette timestamp generate interval intervals image still preview snapshot sequence"),
    ((e.Container, e.VideoCodec, e.AudioCodec), "generate transform switch rip blu ray cd dvd pal fixed display switch broadcast output remux profile pixel_format standalone 264 265"),
    ((e.Repair,), "missing fix broken corrupt damaged errors ignore timing timings detect"),
    ((e.Denoise, e.Normalise, e.Volume), "voice podcast boost levels level improve clean background quiet loud"),
    ((e.Channels,), "multichannel surround51 surround multi stereo mono mix"),
    ((e.Overlay, e.Text), "overlay transparent image position timestamp timecode font display put place"),
    ((e.MixAudio, e.ReplaceAudio, e.Mux), "overlay replace mix voice voiceover vocal sync external different"),
    ((e.Rotate, e.Flip), "portrait landscape rotation rotate flip display"),
    ((e.Metadata, e.StripMetadata, e.KeepMetadata), "tag tags rename date title set"),
)  # fmt: skip


def _satisfied(edits: list[Any]) -> frozenset[str]:
    """The words that edits explain, though no rule used them."""
    return frozenset(word for kinds, words in _NAMES if any(isinstance(edit, kinds) for edit in edits) for word in words.split())


_POINTS = frozenset(("from", "to", "between", "until", "after", "before"))  # a number behind these is a moment or an amount


def _left_over(tokens: list[Token], used: set[int], satisfied: frozenset[str]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """(words and quantities that ask for something and were not used, words that are not known)."""
    unused: list[Token] = []
    unknown: list[Token] = []
    known = vocabulary()
    for i, token in enumerate(tokens):
        if i in used or token.kind in _NEUTRAL_KINDS or (token.kind == "dim" and max(token.value) < 16):
            continue
        if token.kind == "word":
            if (
                token.lemma in satisfied
                or token.lemma in FILLER
                or token.lemma in BACKGROUND
                or token.lemma in _ECHO
                or token.lemma in FORMATS
                or len(token.text) == 1
            ):
                continue
            if token.lemma in INDEX.by_word or "_" in token.lemma:
                unused.append(token)
            elif token.lemma not in known or (token.lemma in INDEX.words and token.lemma not in _GRAMMAR):
                unknown.append(token)
        elif (
            token.kind == "ordinal"
            or (token.kind == "number" and token.unit == "word")
            or (token.kind == "number" and token.value in (0, 1, 2, 3) and not (i and tokens[i - 1].lemma in _POINTS))
        ):
            continue
        elif token.kind == "quoted":
            if token.lemma not in FILLER and token.lemma not in FORMATS:
                unused.append(token)
        else:
            unused.append(token)
    return tuple(unused), tuple(unknown)
