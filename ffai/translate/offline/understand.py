"""Request to edits: rules first, then the facts that stand free (codecs, formats, files), then what was left over."""

import re
from typing import Any, NamedTuple

from ffai.look.kinds import kind_of
from ffai.translate.offline import edits as e
from ffai.translate.offline import foreign
from ffai.translate.offline.attach import attached
from ffai.translate.offline.described import drop_descriptions, drop_refused, drop_story, told_of_trouble
from ffai.translate.offline.facts import free_facts
from ffai.translate.offline.leftover import languages_of, left_over, satisfied, unheard, unplaced
from ffai.translate.offline.lexer import Token, lex
from ffai.translate.offline.match import choose
from ffai.translate.offline.named import attach_values, claims
from ffai.translate.offline.order import sequenced
from ffai.translate.offline.phrases import PHRASES
from ffai.translate.offline.references import free_of, part_of_the_sound, part_taken_away, taken_back
from ffai.translate.offline.reports import mended
from ffai.translate.offline.roles import roles_of
from ffai.translate.offline.rules import INDEX
from ffai.translate.offline.settle import one_size, placed, settled, sound_stays, sound_to_codec, timed
from ffai.translate.offline.spelling import spelt
from ffai.translate.offline.words import FORMATS
from ffai.translate.offline.written import written
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


def understand(context: Context) -> Understanding:
    tokens, notes = spelt(lex(context.request, context.mentions))
    matches = INDEX.matches(tokens, PHRASES)
    written_edits, claimed = written(context.request, tokens)
    claimed |= {i for a, b in foreign.clauses(tokens) for i in range(a, b) if tokens[i].kind != "file"}
    chosen = choose(matches, claimed)
    if more := claims(chosen, tokens) - claimed:
        chosen = choose(matches, claimed | more)
    used = {i for match, _ in chosen for i in (*match.used, *match.used_too)}
    used |= claimed
    edits: list[Any] = list(written_edits)
    places: dict[Any, tuple[int, int]] = {}
    for match, built in chosen:
        for edit in built if isinstance(built, tuple) else (built,):
            edit = attached(edit, match, tokens, used)
            places[edit] = (match.used[0], match.used[-1] + 1)
            if edit not in edits:  # "slow it down to half speed" says one thing twice
                edits.append(edit)
    part_taken_away(edits, places, tokens, used)
    part_of_the_sound(edits, places, tokens, used)
    taken_back(edits, places, tokens, used)
    free_of(edits, places, tokens, used)
    drop_story(edits, places, tokens)
    sequenced(edits, places, tokens)
    timed(edits, tokens)
    settled(edits, tokens)
    mended(context.request, edits, tokens, used)
    one_size(edits, places, tokens)
    attach_values(edits, places, tokens, used)
    placed(edits, tokens, used)
    free = free_facts(tokens, used, edits, places)
    sound_to_codec(edits, tokens)
    sound_stays(edits, tokens)
    drop_descriptions(edits, places, tokens)
    drop_refused(edits, places, tokens)
    places = {**free.places, **places}
    inputs, outputs = roles_of(tokens, context)
    inputs = _left_out(edits, tokens, inputs, used)
    _named_sizes(edits, tokens, outputs)
    if edits and all(isinstance(x, e.Question) for x in edits):  # "which is longer, a.mp4 or b.mp4": both are asked about
        inputs, outputs = tuple(sorted((*inputs, *outputs), key=lambda m: m.start)), ()
    _run_of_frames(edits, inputs, outputs)
    used |= free.used
    used |= {i for i, t in enumerate(tokens) if t.kind == "file"}
    used |= told_of_trouble(tokens)
    unused, unknown = left_over(tokens, used, satisfied(edits) | languages_of(edits))
    unused = (*unused, *(t for t in unheard(tokens, used, edits) if t not in unused))
    unknown = (*unknown, *(t for t in unplaced(tokens, used, edits) if t not in unused and t not in unknown))
    return Understanding(
        edits, tokens, inputs, outputs, free.source_ext, free.source_video, free.source_audio, unused, unknown, tuple(notes),
        places, _products(edits, places, tokens, outputs),
    )  # fmt: skip


def _left_out(edits: list[Any], tokens: list[Token], inputs: tuple[Mention, ...], used: set[int]) -> tuple[Mention, ...]:
    """ "all mkv files except sample.mkv": the files that a batch leaves out."""
    if not any(isinstance(x, e.Batch) for x in edits):
        return inputs
    out: list[str] = []
    for i, token in enumerate(tokens):
        lead = tokens[i - 1].lemma if i else ""
        if token.kind == "file" and (
            lead in ("except", "excluding", "exclude", "skip", "skipping", "for") and "except" in {t.lemma for t in tokens[max(0, i - 2) : i]} | {lead}
            or lead in ("excluding", "exclude", "skip", "skipping", "ignore")
            or out and (lead == "and" or tokens[i - 1].text == ",") and tokens[i - 2].kind == "file"
        ):  # fmt: skip
            out.append(token.value.path)
            used |= {i - 1, max(0, i - 2) if lead == "for" else i - 1}
    if out:
        edits[:] = [x._replace(without=tuple(out)) if isinstance(x, e.Batch) else x for x in edits]
    return tuple(m for m in inputs if m.path not in out)


_BY_NAME = re.compile(r"(?:^|[^0-9])(\d{2,4})x(\d{2,4})(?:[^0-9]|$)")


def _named_sizes(edits: list[Any], tokens: list[Token], outputs: tuple[Mention, ...]) -> None:
    """ "downsample it to 800x600.jpeg": a result that has a size for a name, where a size is asked for and none is said."""
    asks = {t.lemma for t in tokens} & {
        "resize",
        "scale",
        "downscale",
        "upscale",
        "downsample",
        "rescale",
        "shrink",
        "enlarge",
        "down-sample",
    }
    if not asks or len(outputs) != 1 or any(isinstance(x, (e.Scale, e.Crop, e.Pad)) for x in edits):
        return
    found = _BY_NAME.search(outputs[0].path.rpartition("/")[2])
    if found and min(int(found[1]), int(found[2])) >= 16:
        edits.append(e.Scale(int(found[1]), int(found[2])))


def _run_of_frames(edits: list[Any], inputs: tuple[Mention, ...], outputs: tuple[Mention, ...]) -> None:
    """Pictures named from the first to the last, and a film or an animation that is wanted: one made of the other."""
    if len(inputs) < 3 or any(kind_of(m.path) != "image" or m.is_pattern for m in inputs):
        return
    if any(isinstance(x, (e.Slideshow, e.Concat, e.Stack, e.Batch, e.ContactSheet)) for x in edits):
        return
    made = {FORMATS.get(x.ext) for x in edits if isinstance(x, e.Container)} | {
        FORMATS.get(m.path.rpartition(".")[2].lower()) for m in outputs
    }
    if made & {"video", "animation"} or any(isinstance(x, (e.Fps, e.Gif, e.VideoCodec)) for x in edits):
        edits.append(e.Slideshow())


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
        elif isinstance(edit, e.VideoCodec):
            kind = "video"
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
