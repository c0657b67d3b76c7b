"""What a request says of the file that is there, told from what it wants of the one to come.

"I have a 4K ProRes file, how do I …" and "convert a square 800x800 video to 16:9" name sizes, shapes and codecs that the source has.
"""

from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.terms import AUDIO_CODECS, VIDEO_CODECS
from ffai.translate.offline.words import FORMATS

_STATES = (e.Container, e.Scale, e.Aspect, e.Crop, e.Fps, e.VideoCodec, e.AudioCodec, e.Orientation, e.Bitrate, e.BitDepth, e.PixelFormat, e.SampleRate, e.Channels)  # fmt: skip
_NOUNS = frozenset(
    "video clip file footage movie film recording source camera image picture gif screencast stream track audio podcast animation photo post show".split()
)
_TURNS = frozenset(
    "convert turn transform transcode change resize scale downscale upscale encode reencode remux shrink compress crop move take rotate".split()
)
_ENDS = frozenset((".", ";", "?", "!", "–", "—", ":"))
_WANTS = frozenset(
    "want need how can could convert turn make would what please i get should command resize scale help but wish_to how_do how_can have_to wish trying looking".split()
)


def drop_descriptions(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token]) -> None:
    """Takes out the edits that only say what the source is like, where something else is asked for."""
    spans = [*_clauses(tokens), *_objects(tokens)]
    described = [x for x in edits if isinstance(x, _STATES) and x in places and not _demanding(x) and any(a <= places[x][0] and places[x][1] <= b for a, b in spans)]  # fmt: skip
    rest = [x for x in edits if x not in described]
    if described and rest:
        edits[:] = rest


# what a sentence that asks for something has
_ASKS = frozenset(
    "wish_to wish how can could please want need would should let give show help what which is_there must prefer like wish have_to make ensure how_do how_can trying looking look require".split()
)
_TELLS = frozenset(
    "i my the there this it we our input video file source audio some a an original current its in every when".split()
)


def _sentences(tokens: list[Token]) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for i, token in enumerate(tokens):
        if token.text in (".", "?", "!", ";") and (i + 1 == len(tokens) or tokens[i + 1].start > token.end):
            bounds.append((start, i + 1))
            start = i + 1
    if start < len(tokens):
        bounds.append((start, len(tokens)))
    return bounds


def _is_story(tokens: list[Token], start: int, end: int) -> bool:
    """ "My GoPro recorded it with the wrong rotation.": tells what is, with a verb of being or having, and asks for nothing."""
    while start < end and (
        tokens[start].lemma in ("however", "but", "and", "so", "also", "sometimes", "now") or tokens[start].text in ",–—-"
    ):
        start += 1
    lemmas = [t.lemma for t in tokens[start:end]]
    if (
        not lemmas
        or tokens[end - 1].text == "?"
        or _ASKS & set(lemmas) - ({"like"} if "sounds" in lemmas or "looks" in lemmas else set())
    ):
        return False
    if lemmas[0] not in _TELLS:
        return False
    telling = {"have", "is", "has", "was", "record", "recorded", "got", "come", "show", "shows", "contain", "contains", "drift", "keep", "say", "report", "reports", "look", "looks", "sound", "sounds", "seem", "seems", "play", "plays", "doesnt", "isnt", "wont", "cant", "not", "be", "filmed", "shot", "saved", "saves", "came", "exported", "exports", "gave", "gives", "sent", "records", "shoots", "made", "refuses", "chokes", "get", "getting", "ends"}  # fmt: skip
    return bool(telling & set(lemmas[1:6]))


_PROBLEMS = (
    e.Reverse, e.Interpolate, e.Look, e.RemoveAudio, e.Repair, e.Speed, e.Blur, e.Sharpen, e.Gif, e.Frames, e.Slideshow, e.BurnSubtitles, e.Question, e.Overlay, e.Loop, e.Purpose, e.KeepStreams,
    e.ExtractAudio, e.Quality, e.Shrink, e.Copy, e.Channels, e.Rotate, e.Flip, e.Boomerang, e.Freeze, e.Volume, e.Normalise, e.Denoise, e.Split, e.Concat, e.AddSubtitles, e.ExtractSubtitles, e.ChromaKey, e.Check,
)  # fmt: skip


def drop_story(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token]) -> None:
    """Takes out what only stands in sentences that tell how things are, where another sentence asks for something."""
    sentences = _sentences(tokens)
    if len(sentences) < 2:
        return
    stories = [(a, b) for a, b in sentences if _is_story(tokens, a, b)]
    if not stories or len(stories) == len(sentences):
        return
    told = [
        x
        for x in edits
        if isinstance(x, _PROBLEMS) and x in places and any(a <= places[x][0] and places[x][1] <= b for a, b in stories)
    ]
    asked = [x for x in edits if x not in told and x in places and not isinstance(x, e.Question)]
    if not told or not asked:
        return
    # "It is sideways. Convert it to mp4.": what asks only for a format leaves the trouble to be mended, too
    if all(isinstance(x, (e.Container, e.VideoCodec, e.AudioCodec, e.Suffix, e.OutputFolder)) for x in asked) and any(
        isinstance(x, (e.Rotate, e.Repair, e.Normalise, e.Volume, e.Denoise)) for x in told
    ):
        return
    if any(isinstance(x, e.Rotate) and x.degrees != -1.0 for x in told):  # "it is upside down. How do I correct it?": by that
        edits[:] = [x for x in edits if not (isinstance(x, e.Rotate) and x in asked and x.degrees == -1.0)]
        told = [x for x in told if not isinstance(x, e.Rotate)]
    damaged = any(isinstance(x, e.Check) or isinstance(x, e.Repair) and not x.what for x in told) and not any(
        isinstance(x, e.Check) for x in asked
    )
    edits[:] = [x for x in edits if x not in told]
    if damaged and not any(isinstance(x, e.Repair) for x in edits):
        edits.append(e.Repair())  # "some parts are corrupt": read over what is damaged


def _demanding(edit: Any) -> bool:
    """Whether it says a change and not a state: half the size, at most so wide."""
    if isinstance(edit, e.Scale):
        return edit.factor is not None or edit.only_smaller or edit.mode not in ("", "fit")
    return isinstance(edit, e.Crop) and edit.ratio is None


def _clauses(tokens: list[Token]) -> list[tuple[int, int]]:
    """ "I have a …", "there is a …", "my video is …", "the input is …", up to where the wish begins."""
    found = []
    lemmas = [t.lemma or t.text.lower() for t in tokens]
    for i, word in enumerate(lemmas):
        two, three = lemmas[i : i + 2], lemmas[i : i + 3]
        starts = (
            two == ["i", "have"]
            or (tokens[i].text.lower() == "given" and lemmas[i + 1 : i + 2] in (["a"], ["an"], ["my"], ["this"], ["the"]))
            or three == ["i", "'", "ve"]
            or (
                word in ("be", "is")
                and i + 1 < len(lemmas)
                and lemmas[i + 1] in ("a", "an", "my", "the", "this")
                and (i == 0 or tokens[i - 1].text in _ENDS or lemmas[i - 1] == "there")
            )
            or (
                word in ("my", "the", "input", "source")
                and {"be", "is", "contain", "contains", "have", "has"} & set(lemmas[i + 1 : i + 4])
                and set(lemmas[i : i + 4]) & (_NOUNS | {"input", "source"})
                and (i == 0 or tokens[i - 1].text in _ENDS)
            )
        )
        if not starts or (i and lemmas[i - 1] in ("if", "when", "only")):
            continue
        end = i + 2
        ends = _ENDS | {","} if tokens[i].text.lower() == "given" else _ENDS
        while end < len(tokens) and tokens[end].text not in ends and lemmas[end] not in _WANTS:
            end += 1
        if end < len(tokens):
            found.append((i, end))
    return found


def _objects(tokens: list[Token]) -> list[tuple[int, int]]:
    """What stands between "convert a" and "to": when it has a noun, it is the source."""
    found = []
    lemmas = [t.lemma or t.text.lower() for t in tokens]
    for i, word in enumerate(lemmas):
        if word not in _TURNS:
            continue
        for j in range(i + 2, min(len(tokens), i + 12)):
            if lemmas[j] in ("to", "into") or (
                lemmas[j] in ("using", "with", "and") and lemmas[i + 1] in ("a", "an", "my", "this")
            ):
                if set(lemmas[i + 1 : j]) & _NOUNS or any(t.kind == "file" for t in tokens[i + 1 : j]):
                    found.append((i + 1, j))
                break
            if tokens[j].text in _ENDS or lemmas[j] in ("and", "then", ",", "with", "using", "at", "so", "while"):
                break
    return found


_TROUBLES = frozenset(
    "chokes choke struggles struggle stutters hates hate refuses refuse rejects reject dislikes fails allergic because due instead rather".split()
)
_REFUSED = frozenset(
    "support supports play plays like likes know knows accept accepts take takes understand handle open opens read decode show run eat cope".split()
)
_REFUSING = frozenset("not cant doesnt wont isnt never nor cannot can't doesn't won't don't couldn't hardly barely".split())


_GOES_ON = frozenset("to into as and then but so convert make change use encode reencode transcode turn want need give".split())


def blamed(tokens: list[Token], i: int) -> bool:
    """Whether a codec or format is named as what is in the way: "my player chokes on HEVC", "because of the DTS", "AC3 for the DTS sound"."""
    words = [t.lemma or t.text.lower() for t in tokens]
    said = [t.text.lower() for t in tokens]
    article = False
    for j in range(i - 1, max(-1, i - 7), -1):
        if said[j] in (".", ";", "?", "!", ",") or words[j] in _GOES_ON:
            return False
        if said[j] in _TROUBLES or words[j] == "instead_of":
            return True
        if said[j] in _REFUSED | _REFUSING and j and {words[j - 1], said[j - 1], words[j], said[j]} & _REFUSING:
            return True
        if (
            words[j] == "for"
            and article
            and any(t.lemma in AUDIO_CODECS or t.lemma in VIDEO_CODECS for t in tokens[max(0, j - 3) : j])
        ):
            return True
        article = words[j] in ("the", "its", "that", "this", "these") or (article and said[j] not in _NOUNS)
    return False


# words that another clause stands before: a wish there stays a wish
_JOINS = frozenset("because since as so so_that and but then that which who where while instead_of for".split())


def told_of_trouble(tokens: list[Token]) -> set[int]:
    """The words of clauses that only say what does not take a codec or format: "my car stereo doesn't read opus"."""
    told: set[int] = set()
    for i, token in enumerate(tokens):
        if token.kind != "word" or not (token.lemma in AUDIO_CODECS or token.lemma in VIDEO_CODECS or token.lemma in FORMATS):
            continue
        if blamed(tokens, i):
            start = i
            while (
                start > 0
                and i - start < 9
                and tokens[start - 1].text not in (",", ";", ".", ":", "?", "!")
                and tokens[start - 1].kind == "word"
                and tokens[start - 1].lemma not in _JOINS
            ):
                start -= 1
            told |= set(range(start, i + 1))
    return told


def drop_refused(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token]) -> None:
    """ "The TV can't decode DTS, so make the sound AC3": what the TV would have is not asked for beside what is said exactly."""
    exact = any(isinstance(x, (e.AudioCodec, e.VideoCodec, e.Copy)) for x in edits)
    for x in [x for x in edits if isinstance(x, e.Purpose) and x in places and exact]:
        clause = {w for t in tokens[max(0, places[x][0] - 2) : places[x][1] + 4] for w in (t.lemma, t.text.lower())}
        if clause & (_REFUSING | _TROUBLES) and clause & (_REFUSED | _TROUBLES):
            edits.remove(x)
    in_the_way = [x for x in edits if isinstance(x, _STATES) and x in places and blamed(tokens, places[x][0])]
    if len(in_the_way) < len(edits):
        edits[:] = [x for x in edits if x not in in_the_way]


def filmed_in(tokens: list[Token], i: int) -> bool:
    """ "My phone filmed this in HEVC. Give me …": said in a sentence that tells how the file came to be, and another one asks."""
    sentences = _sentences(tokens)
    own = next(((a, b) for a, b in sentences if a <= i < b), None)
    return own is not None and len(sentences) > 1 and _is_story(tokens, *own)
