"""What "that part", "it" and "the song" point back to, and what a speaker takes back.

"The first 90 seconds are people walking in. Get rid of that." names a part in one sentence and the act in another; "skip the first 10
seconds of the song" speaks of the file that is brought along and not of the film; "upside down, no wait, just mirrored" is only the last.
"""

from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.words import FORMATS

_TAKES_AWAY = frozenset(
    "remove delete drop lose skip discard ditch dump cut_off cut_out omit eliminate erase kill exclude scrap toss throw_out".split()
)
_CUTS = frozenset("cut chop trim snip slice clip shave crop edit take throw toss leave".split())  # with "off", "out" or "away"
_KEEPS = frozenset("keep take extract save grab want need export trim".split())
_POINTS_BACK = frozenset("it that this them those these".split())
_PARTS = frozenset("part bit section portion segment piece stretch chunk scene passage".split())
_AWAY = frozenset("off out away".split())
_ENDS = frozenset(". ; ? ! , and then but so – — - please for from in thanks".split())
_SOUNDS = frozenset("song music track soundtrack tune mp3 wav audio voiceover narration".split())


def part_taken_away(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token], used: set[int]) -> None:
    """Turns the part that was only spoken of into one that is cut out, where "lose it" or "chop that off" follows."""
    for i in range(len(tokens)):
        behind = _taken_away(tokens, i)
        if not behind:
            continue
        before = [x for x in edits if isinstance(x, (e.Keep, e.Mute)) and x in places and places[x][1] <= i]
        spoken = [x for x in before if not _KEEPS & {t.lemma for t in tokens[max(0, places[x][0] - 3) : places[x][1]]}]
        if not spoken:
            continue
        edits[:] = [x for x in edits if x not in spoken and not (isinstance(x, e.Text) and _between(x, places, spoken, i))]
        cut = e.CutOut(tuple(r for x in spoken for r in (x.ranges if isinstance(x, e.Keep) else (x.when,))))
        edits.append(cut)
        places[cut] = (places[spoken[0]][0], behind)
        used |= set(range(i, behind))
        _no_copy_of_the_rest(edits, places, tokens, behind)
        return


def _taken_away(tokens: list[Token], i: int) -> int:
    """The position behind "get rid of that part", "chop it off", when it begins at `i`; 0 when it does not."""
    if tokens[i].kind != "word" or tokens[i].lemma not in _TAKES_AWAY | _CUTS:
        return 0
    must = tokens[i].lemma in _CUTS
    j = i + 1
    while j < len(tokens) and tokens[j].lemma in _AWAY:
        must, j = False, j + 1
    if j >= len(tokens) or tokens[j].lemma not in _POINTS_BACK:
        return 0
    j += 1
    while j < len(tokens) and (tokens[j].lemma in _PARTS or tokens[j].lemma in ("whole", "entire")):
        j += 1
    while j < len(tokens) and tokens[j].lemma in _AWAY:
        must, j = False, j + 1
    if must or (j < len(tokens) and (tokens[j].lemma or tokens[j].text) not in _ENDS):
        return 0
    return j


def _between(edit: Any, places: dict[Any, tuple[int, int]], parts: list[Any], i: int) -> bool:
    """Whether something was understood between the part and the act: what the part shows ("is a countdown"), and no wish."""
    return edit in places and min(places[x][1] for x in parts) <= places[edit][0] < i


def _no_copy_of_the_rest(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token], behind: int) -> None:
    """ "… and keep the rest untouched": the rest of the time, as it is; not that no stream may be encoded for a cut."""
    rest = any(t.lemma == "rest" for t in tokens[behind : behind + 6])
    if rest:
        edits[:] = [x for x in edits if not (isinstance(x, e.Copy) and x in places and places[x][0] >= behind)]


def part_of_the_sound(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token], used: set[int]) -> None:
    """ "skip the first 10 seconds of the song", "from 0:30 of music.mp3": the part of the sound that is brought along."""
    if not any(isinstance(x, (e.ReplaceAudio, e.MixAudio, e.Mux, e.Slideshow, e.StillVideo)) for x in edits) and not _brings(
        tokens
    ):
        return
    for edit in [x for x in edits if isinstance(x, (e.Keep, e.CutOut)) and len(x.ranges) == 1 and x in places]:
        behind = _of_the_sound(tokens, places[edit][1])
        kept = edit.ranges[0]
        if not behind or kept.unit != "s" or kept.start < 0:
            continue
        if isinstance(edit, e.CutOut):
            if kept.start:
                continue
            kept = e.Range(kept.end)
        part = e.SoundPart(kept.start, kept.end)
        edits[edits.index(edit)] = part
        places[part] = places[edit]
        used |= set(range(places[edit][1], behind))


def _brings(tokens: list[Token]) -> bool:
    kinds = {FORMATS.get(t.value.path.rpartition(".")[2].lower()) for t in tokens if t.kind == "file"}
    return {"audio", "video"} <= kinds or {"audio", "image"} <= kinds


def _of_the_sound(tokens: list[Token], i: int) -> int:
    """The position behind "of the song", "into track.mp3", when it begins at `i`; 0 when it does not."""
    if i >= len(tokens) or tokens[i].lemma not in ("of", "into", "in", "from"):
        return 0
    j = i + 1
    while j < len(tokens) and tokens[j].lemma in ("the", "that", "my", "this", "new", "other"):
        j += 1
    if j >= len(tokens):
        return 0
    if tokens[j].kind == "file":
        return j + 1 if FORMATS.get(tokens[j].value.path.rpartition(".")[2].lower()) == "audio" else 0
    if tokens[j].lemma not in _SOUNDS:
        return 0
    while j < len(tokens) and tokens[j].lemma in _SOUNDS | {"file"}:
        j += 1
    return j


def free_of(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token], used: set[int]) -> None:
    """ "a watermark-free preview", "noise-free", "an ad free cut": what is not in it, and nothing that is added."""
    for edit in [x for x in edits if isinstance(x, (e.Overlay, e.Text, e.AddSubtitles)) and x in places]:
        behind = places[edit][1]
        if behind < len(tokens) and tokens[behind].lemma == "free" and len(edits) > 1:
            edits.remove(edit)
            used.add(behind)


_TAKEN_BACK = (
    ("no", "wait"), ("wait", "no"), ("scratch", "that"), ("i", "mean"), ("or", "rather"), ("no", "sorry"), ("sorry", "no"), ("actually", "no"), ("no", "actually"), ("make", "that"), ("correction",),
)  # fmt: skip
# kinds that say the same thing of a film, so that the later one takes the place of the earlier
_ALIKE: tuple[tuple[type, ...], ...] = (
    (e.Rotate, e.Flip), (e.Scale, e.Aspect, e.Crop, e.Pad), (e.Keep, e.CutOut), (e.Container, e.Gif), (e.VideoCodec,), (e.AudioCodec,), (e.Volume, e.Normalise, e.Mute, e.RemoveAudio), (e.Speed,), (e.Fps,), (e.Bitrate, e.FileSize, e.Crf), (e.Colour, e.Look), (e.Fade,),
)  # fmt: skip


def taken_back(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token], used: set[int]) -> None:
    """Drops what the speaker corrects: of edits of one kind on both sides of "no wait" the one behind it is meant."""
    words = [t.lemma or t.text.lower() for t in tokens]
    for marker in _TAKEN_BACK:
        for i in range(len(words)):
            if tuple(words[i : i + len(marker)]) != marker:
                continue
            behind = [x for x in edits if x in places and places[x][0] >= i]
            kinds = tuple(kind for group in _ALIKE if any(isinstance(x, group) for x in behind) for kind in group)
            before = [x for x in edits if x in places and places[x][1] <= i and isinstance(x, kinds)]
            if kinds and before:
                edits[:] = [x for x in edits if x not in before]
                used |= set(range(i, i + len(marker)))
