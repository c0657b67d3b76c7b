"""Several results asked for in one request: "a 720p and a 360p version", "to mp4, and extract the sound as mp3"."""

import itertools
from typing import Any, NamedTuple

from ffai.look.kinds import kind_of
from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.understand import Understanding
from ffai.translate.offline.words import CLASSES, FORMATS
from ffai.values import Context

_AND = frozenset("and , & plus also ; +".split())
# what may stand between two things of one list
_LISTED = _AND | frozenset(
    "a an the one another both as well to into in too version versions copy copies file files format video audio / - . for web small smaller good".split()
)
# one result is made of all of these together, or they are made one after the other
_ONE_RESULT = (
    e.Split, e.SplitChannels, e.ExtractStreams, e.Segments, e.Slideshow, e.StillVideo, e.Question, e.Mux, e.MixAudio, e.ReplaceAudio, e.Concat, e.Stack, e.Compare, e.Check, e.Crossfade,
    e.Overlay, e.AddSubtitles, e.BurnSubtitles, e.Cover,
)  # fmt: skip
_PICTURE = (
    e.Scale, e.Crop, e.Pad, e.Aspect, e.Rotate, e.Flip, e.Fps, e.VideoCodec, e.Deinterlace, e.Stabilise, e.Denoise, e.Sharpen, e.Blur, e.Colour, e.Look, e.Text, e.Quality, e.Faststart,
    e.ConstantRate, e.Purpose, e.Shrink, e.Preset, e.Orientation,
)  # fmt: skip


class Version(NamedTuple):
    """One of several results: what it is told apart by, and the understanding that makes it."""

    name: str
    understanding: Understanding


def versions(understanding: Understanding) -> tuple[Version, ...]:
    """The results of a request that lists sizes, formats or names to make; () when it is about one."""
    u = understanding
    burns = [x for x in u.edits if isinstance(x, e.BurnSubtitles)]
    if len(burns) > 1 and {t.lemma for t in u.tokens} & {"separate", "separately", "each", "own", "individual"}:
        rest = [x for x in u.edits if not isinstance(x, (e.BurnSubtitles, e.Batch, e.Split))]
        names = [b.select.language if b.select and b.select.language else str(n + 1) for n, b in enumerate(burns)]
        return tuple(
            Version(
                name,
                u._replace(edits=[*rest, burn, e.Suffix(f"-{name}")], outputs=u.outputs[n : n + 1] if len(u.outputs) > 1 else ()),
            )
            for n, (name, burn) in enumerate(zip(names, burns, strict=True))
        )
    if any(isinstance(x, _ONE_RESULT) or (isinstance(x, (e.ExtractAudio, e.ExtractSubtitles)) and x.every) for x in u.edits):
        return ()
    if found := _listed_results(u):
        return found
    scales = [x for x in u.edits if isinstance(x, e.Scale) and (x.width or x.height or x.short_side) and x in u.places]
    if len({(bool(x.width), bool(x.height), bool(x.short_side)) for x in scales}) > 1:
        scales = []  # "1280 wide and 720 high" is one
    scales = scales if _list_of([u.places[x] for x in scales], u.tokens) else []
    containers = [x for x in u.edits if isinstance(x, e.Container) and x in u.places]
    if len(containers) == 1 and any(isinstance(x, e.ExtractAudio) for x in u.edits):  # "the audio as mp3 and wav"
        spoken = [x for x in u.edits if isinstance(x, e.AudioCodec) and FORMATS.get(x.codec) == "audio" and x in u.places]
        if spoken and _list_of([u.places[x] for x in (*spoken, *containers)], u.tokens):
            places = {e.Container(x.codec): u.places[x] for x in spoken}
            u = u._replace(edits=[x for x in u.edits if x not in spoken], places={**u.places, **places})
            containers = [*places, *containers]
    containers = containers if _list_of([u.places[x] for x in containers], u.tokens) else []
    outputs = u.outputs if len(u.outputs) > 1 and not any(isinstance(x, e.Keep) and len(x.ranges) > 1 for x in u.edits) else ()
    count = max(len(scales), len(containers), len(outputs))
    if count < 2 or any(0 < len(listed) != count for listed in (scales, outputs)) or 1 < len(containers) != count:
        return ()
    made = []
    for n in range(count):
        edits = [x for x in u.edits if not (x in scales or x in containers)]
        kept: list[Any] = [*scales[n : n + 1], *containers[n : n + 1]]
        ext = containers[n].ext if containers else ""
        out = outputs[n : n + 1]
        kind = kind_of(out[0].path) if out else FORMATS.get(ext, "")
        if kind == "audio":
            edits = [x for x in edits if not isinstance(x, _PICTURE)]
            kept = [x for x in kept if not isinstance(x, _PICTURE)]
        elif kind in ("video", "animation", "image"):
            edits = [x for x in edits if not isinstance(x, e.ExtractAudio)]
        name = out[0].path if out else ext or " ".join(str(v) for v in scales[n] if v)
        made.append(Version(name, u._replace(edits=[*edits, *kept], outputs=out)))
    return tuple(made)


# what tells one result from another
_TELLING = (
    e.Container, e.Scale, e.VideoCodec, e.AudioCodec, e.Purpose, e.ExtractAudio, e.Quality, e.Crf, e.Bitrate, e.Lossless, e.FileSize, e.Fps, e.Look, e.Aspect, e.Crop, e.Gif, e.Channels, e.Preset, e.Copy, e.Shrink, e.RemoveAudio, e.Speed, e.Orientation, e.Pad, e.VariableRate, e.TwoPass,
)  # fmt: skip
_RESULTS = (e.Container, e.Scale, e.Purpose, e.ExtractAudio, e.Gif, e.VideoCodec)
_DOING = frozenset(
    "crop resize scale trim cut convert encode reencode remove add keep extract rotate flip make create save then with".split()
)
_ARTICLES = frozenset("a an one another".split())
_OPENS = frozenset(
    "me us them it make create generate produce get give want need output export build prepare encode render save into to as both and , & also plus like - : ;".split()
)
_LIST_ENDS = frozenset(". ; ? ! , ( : –".split())
_SHARED = frozenset("from of out both each all without keeping using so that this".split())


def _listed_results(u: Understanding) -> tuple[Version, ...]:
    """ "a 1080p h264 mp4 and a 480p vp9 webm", "one for the web and one for the archive": each with what is said inside of it."""
    heads = _heads(u.tokens)
    if len(heads) < 2 or any(t.lemma in ("back", "side_by_side", "or", "instead_of") for t in u.tokens):
        return ()
    spans = [*itertools.pairwise(heads), (heads[-1], _list_end(u.tokens, heads[-1]))]
    stop = spans[-1][1]
    at = {x: end - 1 if end <= stop else start for x, (start, end) in u.places.items() if x in u.edits}
    own = [[x for x, i in at.items() if a <= i < b] for a, b in spans]
    for (a, b), edits in zip(spans, own, strict=True):  # "720p mp4, 480p mp4": one format said twice
        said = [x for t in u.tokens[a:b] for x in (e.Container(t.lemma), e.VideoCodec(t.lemma)) if x in u.edits]
        edits += [x for x in said if x not in edits]
    if not all(any(isinstance(x, _TELLING) for x in edits) for edits in own) or len(u.outputs) not in (0, len(spans)):
        return ()
    bare = u.tokens[heads[0]].lemma not in _ARTICLES  # "ten times faster, silent, 30fps" tells of one result, and lists none
    if bare and not all(any(isinstance(x, _RESULTS) for x in edits) for edits in own):
        return ()
    if not set.intersection(*({type(x) for x in edits} for edits in own)) and any(
        all(isinstance(x, (e.Speed, e.Fps, e.RemoveAudio, e.Look)) for x in edits) for edits in own
    ):
        return ()  # "a time-lapse: ten times faster, silent, 30 fps" is one film and its qualities
    inside = [x for edits in own for x in edits]
    made = []
    for n, edits in enumerate(own):
        if any(set(edits) == set(other) for k, other in enumerate(own) if k != n):
            return ()
        others = [x for x in inside if x not in edits]
        kept = [x for x in u.edits if x not in others]
        out = u.outputs[n : n + 1]
        ext = next((x.ext for x in edits if isinstance(x, e.Container)), "")
        heard = (
            any(isinstance(x, e.ExtractAudio) for x in edits)
            or (kind_of(out[0].path) if out else FORMATS.get(ext, "")) == "audio"
        )
        kept = [x for x in kept if not isinstance(x, _PICTURE if heard else e.ExtractAudio)]
        made.append(Version(_name_of(edits) or f"{n + 1}", u._replace(edits=kept, outputs=out)))
    return tuple(made)


def _name_of(edits: list[Any]) -> str:
    """A word that tells a result from its sisters in a file name."""
    for x in edits:
        if isinstance(x, e.Scale):
            return (
                f"{x.short_side or x.height}p"
                if x.short_side or x.height and not x.width
                else f"{x.width}x{x.height}"
                if x.height
                else f"{x.width}w"
            )
        if isinstance(x, (e.Purpose, e.Look, e.Orientation)):
            return x.name
        if isinstance(x, (e.Aspect, e.Crop)) and x.ratio:
            return "square" if x.ratio[0] == x.ratio[1] else f"{x.ratio[0]:g}x{x.ratio[1]:g}"
        if isinstance(x, e.VideoCodec):
            return x.codec
        if isinstance(x, (e.Quality,)):
            return x.level
        if isinstance(x, e.Fps):
            return f"{x.rate:g}fps"
        if isinstance(x, e.Crf):
            return f"crf{x.value:g}"
        if isinstance(x, e.RemoveAudio):
            return "silent"
    return ""


def _heads(tokens: list[Token]) -> list[int]:
    """Where the things of a list of results begin: their articles, one after the other behind a verb of making or "to"."""
    heads: list[int] = []
    for i, token in enumerate(tokens[:-1]):
        if token.lemma not in _ARTICLES or i and not (tokens[i - 1].lemma in _OPENS or tokens[i - 1].text in _OPENS):
            continue
        joined = i > 0 and (tokens[i - 1].lemma in ("and", "also", "plus") or tokens[i - 1].text in (",", "&", ";"))
        if bool(heads) != joined:
            continue
        between = tokens[heads[-1] : i] if heads else []
        if any(t.lemma in _DOING or t.text in ".;?!" for t in between):
            break
        heads.append(i)
    return heads if len(heads) > 1 else _behind_colon(tokens)


def _behind_colon(tokens: list[Token]) -> list[int]:
    """ "from film.mov: 720p mp4, 480p mp4 and an mp3": what is listed behind a colon."""
    colon = next((i for i, t in enumerate(tokens) if t.text == ":" and 0 < i < len(tokens) - 2), None)
    if colon is None:
        return []
    heads = [colon + 1]
    for i in range(colon + 2, len(tokens) - 1):
        token = tokens[i]
        if token.lemma in _DOING or token.text in ".;?!" or token.lemma in ("with", "at", "from"):
            return []
        if token.lemma == "and" or token.text in (",", "&"):
            if tokens[i - 1].text != ",":
                heads.append(i + 1)
            else:
                heads[-1] = i + 1
    return heads if len(heads) > 1 else []


def _list_end(tokens: list[Token], start: int) -> int:
    for i in range(start + 1, len(tokens)):
        if tokens[i].text in _LIST_ENDS or tokens[i].lemma in _SHARED or (tokens[i].kind == "file" and tokens[i].value.exists):
            return i
    return len(tokens)


def _list_of(places: list[tuple[int, int]], tokens: list[Token]) -> bool:
    """Whether the places (first token, one behind the last) are those of a list: nothing of weight between them, and an "and"."""
    if len(places) < 2:
        return False
    places = sorted(places)
    joined = False
    for (_, end), (start, _) in itertools.pairwise(places):
        between = [t for t in tokens[end:start] if t.kind not in ("lines", "dim", "bitrate", "rate", "fps", "resolution_k")]
        if not between or any(t.lemma not in _LISTED and t.text not in _LISTED for t in between):
            return False
        joined = joined or any(t.lemma in _AND or t.text in _AND for t in between)
    return joined


def clauses(context: Context, understanding: Understanding) -> tuple[Context, ...]:
    """The request cut in two where each half asks for a result of another kind; () when it asks for one."""
    u = understanding
    products = sorted(u.products)
    lemmas = {t.lemma for t in u.tokens}
    if (
        len({kind for _, kind in products}) < 2
        or any(isinstance(x, _ONE_RESULT) for x in u.edits)
        or lemmas & {"back", "mux", "merge", "combine", "replace", "join", "concatenate", "without", "instead_of", "them", "or"}
    ):
        return ()
    for i, token in enumerate(u.tokens):
        if not (token.lemma in _AND or token.text in _AND):
            continue
        left = {kind for at, kind in products if at < i}
        right = {kind for at, kind in products if at > i}
        if not left or not right or left & right or not _opens(u.tokens, i + 1):
            continue
        return _half(context, u, 0, token.start), _half(context, u, token.end, len(context.request))
    return ()


_NOT_OPENING = frozenset("with without no then keep at in of for by".split())


def _opens(tokens: list[Token], i: int) -> bool:
    """Whether a wish of its own begins here: with a verb, or "an mp3 of it"."""
    while i < len(tokens) and tokens[i].lemma in ("and", "also", "then", "please", "as", "well", "too"):
        if tokens[i].lemma == "then":
            return False
        i += 1
    if i < len(tokens) and tokens[i].lemma == "keep" and "as" in {t.lemma for t in tokens[i : i + 4]}:
        return True  # "and keep the video as mp4"
    if i >= len(tokens) or tokens[i].lemma in _NOT_OPENING:
        return False
    if tokens[i].text.lower().endswith("ing"):
        return False  # "to mp4, copying the streams" tells how
    return (
        tokens[i].lemma in ("a", "an", "one", "the")
        or tokens[i].lemma in CLASSES["extract"] | CLASSES["make"] | CLASSES["convert"]
    )


def _half(context: Context, u: Understanding, start: int, end: int) -> Context:
    text = context.request[start:end].strip()
    batch = next((x for x in u.edits if isinstance(x, e.Batch)), None)
    shift = context.request.index(text, start)
    words = text.split()
    prefix = "make " if words and words[0].lower() in ("a", "an", "one", "the") else ""
    if batch is not None and start:  # each half is about all of them
        prefix = f"for each {batch.ext or batch.kind or 'video'} file {prefix}"
    mentions = tuple(
        m._replace(start=m.start - shift + len(prefix), end=m.end - shift + len(prefix))
        for m in context.mentions
        if m.start >= shift and m.end <= shift + len(text)
    )
    inside = {m.path for m in mentions}
    given = context.given
    if not any(m.path in inside for m in u.inputs):
        given = (*given, *(m.path for m in u.inputs if not m.is_pattern))
    return context._replace(request=prefix + text, mentions=mentions, given=tuple(dict.fromkeys(given)))
