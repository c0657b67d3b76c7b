"""Which of the named files are read and which are to be made."""

import os
import re

from ffai.look import natural
from ffai.look.kinds import kind_of
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.wanted import OUT_VERBS, words_before
from ffai.translate.offline.words import FORMATS
from ffai.values import Context, Mention

_OUT = frozenset("to into as output save export called named produce create result write onto resulting =".split())
_ONTO = frozenset(
    "add overlay apply append attach embed insert put burn mix mux merge combine sync dub superimpose place lay include prepend paste hardcode crossfade dissolve transition".split()
)


_RUNS = frozenset("to through thru until till up_to - – … .. ...".split())
_MANY = frozenset(
    "all every each concatenate join merge combine append stitch chunk chunks part parts segment segments file files clip clips frame frames slide slides image images photo photos picture pictures batch them these those pieces piece tracks chapters episodes".split()
)


def _many(tokens: list[Token]) -> bool:
    return bool(_MANY & ({t.lemma for t in tokens} | {t.text.lower() for t in tokens}))


def _named_run(first: Mention, last: Mention, tokens: list[Token]) -> tuple[Mention, ...]:
    """What "seg0.ts to seg9.ts" names when they are not here: all of that run. Two names alone may be source and result."""
    ones = [re.fullmatch(r"(.*?)(\d+)(\D*)\.(\w+)", m.path) for m in (first, last)]
    if first.exists != last.exists or not all(ones):
        return ()
    one, other = ones[0].groups(), ones[1].groups()  # type: ignore[union-attr]
    low, high = int(one[1]), int(other[1])
    pictures = kind_of(last.path) == "image"
    if (one[0], *one[2:]) != (other[0], *other[2:]) or not 1 < high - low + 1 <= 5000:
        return ()
    if not pictures and (high - low < 2 or not _many(tokens)):
        return ()
    width = len(one[1]) if len(one[1]) == len(other[1]) or one[1].startswith("0") else 0
    names = [f"{one[0]}{n:0{width}d}{one[2]}.{one[3]}" for n in range(low + 1, high)]
    return (*(Mention(last.start, last.end, name, name, exists=False) for name in names), last)


def _run_of(first: Mention, last: Mention, context: Context) -> tuple[Mention, ...]:
    """The files after `first` up to `last`, when the two name a run of numbered pictures that are here: "img_001.png to img_005.png".

    Of other files the second one is more likely what shall be made: "convert clip1.mp4 to clip2.mp4".
    """
    if not (first.exists and last.exists):
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
    if not between and kind_of(last.path) != "image":
        return ()
    return (*(Mention(last.start, last.end, name, name, exists=True) for name in natural.ordered(between)), last)


def _taken_over(tokens: list[Token], i: int) -> bool:
    """ "copy the chapters from a.mkv to b.mkv": into what is there."""
    before = tokens[:i]
    verb = next(
        (k for k, t in enumerate(before) if t.lemma in ("copy", "transfer", "take", "move", "clone", "import", "put")), None
    )
    if verb is None:
        return False
    said = {t.lemma for t in before[verb : verb + 6]}
    return (
        bool(said & {"chapter", "metadata", "tag", "tags", "subtitle", "audio", "sound", "soundtrack"})
        and bool(said & {"from", "of"})
        and "stream" not in said
        and "video" not in said
    )


def _is_the_output(tokens: list[Token], i: int) -> bool:
    """ "the output should be out.wav", "output is out.wav", "the result: out.wav"."""
    j = i - 1
    while j >= 0 and (
        tokens[j].lemma in ("should", "be", "is", "must", "will", "as", "file", "named", "called", "to", "shall", "would")
        or tokens[j].text in ":=`'\""
    ):
        j -= 1
    return i - 1 > j >= 0 and tokens[j].lemma in ("output", "result", "outcome", "destination")


def roles_of(tokens: list[Token], context: Context) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Which of the named files are read and which are to be made."""
    inputs: list[Mention] = []
    outputs: list[Mention] = []
    files = [(i, t.value) for i, t in enumerate(tokens) if t.kind == "file"]
    for number, (i, mention) in enumerate(files):
        before = words_before(tokens, i)
        first = before[0] if before else ""
        second = before[1] if len(before) > 1 else ""
        verbs = {t.lemma for t in tokens[:i]}
        exists = mention.exists or bool(mention.matches)
        onto = bool(verbs & _ONTO) and first in ("to", "into", "onto", "in") and not _verb_between(tokens, i)
        onto = onto or (first in ("to", "into", "onto") and exists and number == 1 and _taken_over(tokens, i))
        # "mix a and b into c" makes c, "add a.srt and b.srt to c.mp4" reads it
        alike = sum(kind_of(m.path) == kind_of(mention.path) for m in inputs)
        onto = onto and (exists or alike < 2) and not _another_is_meant(files, number, tokens)
        dots = number and all(t.text in ".…" for t in tokens[files[number - 1][0] + 1 : i]) and i - files[number - 1][0] > 1
        if number and (first in _RUNS or tokens[i - 1].text in _RUNS or dots):
            earlier = files[number - 1][1]
            run = _run_of(earlier, mention, context) if kind_of(mention.path) == "image" or _many(tokens) else ()
            if earlier in inputs and (run := run or _named_run(earlier, mention, tokens)):
                inputs += run
                continue
        says_out = (
            (first in _OUT and not onto)
            or first in OUT_VERBS
            or (first in ("video", "audio", "image", "mp4", "mp3", "gif") and second in ("output", "new"))
            or (i > 0 and tokens[i - 1].lemma in ("output", "result"))
            or (number > 0 and _is_the_output(tokens, i))
            # "make a GIF (funny.gif) from ...", "I want an output.mov"
            or (
                not exists
                and tokens[i - 1].text == "("
                and first == ext_of(mention)
                and second in ("make", "create", "generate", "produce", "into", "to", "as", "output", "want")
            )
            or (
                not exists
                and first in ("want", "need", "wish_to", "get", "produce")
                and tokens[i - 1].lemma in ("a", "an")
                and len(files) > 1
            )
        )
        if not exists and first in ("make", "create", "generate", "produce", "build") and len(files) > number + 1 and not inputs:
            between = {t.lemma for t in tokens[i + 1 : files[number + 1][0]]}
            says_out = (
                says_out or bool(between & {"from", "out"}) and files[number + 1][0] - i <= 4
            )  # "make square.mp4 out of wide.mp4"
        if first == "in" and not exists and number > 0 and not onto:
            says_out = True
        if (
            first in ("in", "into", "to", "under", "inside")
            and not exists
            and mention.path.endswith("/")
            and (
                verbs & {"save", "put", "write", "output", "export", "store", "place", "move", "results", "drop"}
                or i > 3
                and tokens[i - 2].lemma in FORMATS
                and tokens[i - 3].lemma in ("to", "into", "as")
            )
        ):
            says_out = True  # "put them in done/"
        if first in OUT_VERBS and first not in ("output", "called", "named") and not inputs and _becomes(tokens, i):
            says_out = False  # "export photo.png to a .jpg": what is exported is there
        if first in ("make", "create", "generate") and inputs and len(files) == number + 1 and not _described_behind(tokens, i):
            says_out = True  # "take input.flac and make output.m4a"
        if first in ("as",) and second in ("use", "overlay", "input", "background", "such", "same"):
            says_out = False
        if first == "to" and second in ("similar", "according", "respect", "applied", "next", "compared", "apply", "up"):
            says_out = False
        if first == "file" and second in ("called", "named"):
            says_out = not exists and number > 0
        if first in ("called", "named", "names", "name") and (first in ("called", "named") or number):
            says_out = number > 0 and not exists or second in ("output", "file", "result", "new") and number > 0
            says_out = (
                says_out
                or not exists
                and mention.path.endswith("/")
                and any(
                    t.lemma in ("save", "put", "write", "output", "export", "store", "place", "into", "to") for t in tokens[:i]
                )
            )
            says_out = says_out or not exists and any(tokens[j - 1].lemma in ("from", "of") for j, _ in files[number + 1 :])
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
        if (
            number == 0
            and not inputs
            and 0 < i < len(tokens) - 1
            and tokens[i - 1].text == "("
            and tokens[i + 1].text == ")"
            and "%" not in mention.path
            and not {t.lemma for t in tokens[max(0, i - 5) : i]}
            & {"make", "create", "generate", "produce", "to", "into", "output"}
        ):
            inputs.append(mention)  # "a video (concert.avi) as webm": what it is called
            continue
        if (
            "%" in mention.path
            and not exists
            and inputs
            and kind_of(mention.path) == "image"
            and kind_of(inputs[0].path) != "image"
        ):
            says_out = True  # "save as JPEGs (frame_%04d.jpg)"
        if first in ("over", "onto", "above", "below", "under", "underneath", "behind", "beside", "on_top_of", "on"):
            says_out = False
            if not exists and not mention.is_address:
                inputs.append(mention)
                continue
        if mention.is_address:
            (outputs if says_out else inputs).append(mention)
        elif says_out and not exists:
            outputs.append(mention)
        elif (says_out and exists and number > 0 and inputs and not onto) or (
            outputs
            and not exists
            and number
            and files[number - 1][1] in outputs
            and (tokens[i - 1].lemma in ("and", ",", "&") or tokens[i - 1].kind == "file")
        ):
            outputs.append(mention)
        elif exists or not inputs:
            inputs.append(mention)
        elif (
            not exists
            and (any(m.exists for m in inputs) or i == len(tokens) - 1 or i == len(tokens) - 2)
            and not _listed(tokens, i)
            and ext_of(mention) not in ("srt", "ass", "vtt", "cube", "ttf")
            and not onto
            and _like_output(mention, inputs, first)
            and first not in ("after", "before", "behind")
        ):
            outputs.append(mention)
        else:
            inputs.append(mention)
    inputs = _in_said_order(inputs, tokens)
    if not any(kind_of(m.path) in ("video", "audio", "image") or m.is_pattern or m.is_address for m in inputs):
        there = [m for m in outputs if m.exists]  # what is there and nothing else is read: that is what it is about
        inputs += there[:1]
        outputs = [m for m in outputs if m not in there[:1]]
    return tuple(inputs), tuple(outputs)


def _becomes(tokens: list[Token], i: int) -> bool:
    """Whether "as", "to" or "into" and something that is made stand behind a file."""
    after = tokens[i + 1 : i + 4]
    return (
        bool(after)
        and after[0].lemma in ("as", "to", "into", "in")
        and len(after) > 1
        and not (after[1].kind == "file" and after[1].value.exists)
    )


def _described_behind(tokens: list[Token], i: int) -> bool:
    """ "make b.mp4 smaller": a file that is worked on."""
    return i + 1 < len(tokens) and tokens[i + 1].kind == "word" and tokens[i + 1].lemma not in (
        "with", "at", "in", "from", "using", "for", "as", "and", "of", "that", "which", "please",
    )  # fmt: skip


def _in_said_order(inputs: list[Mention], tokens: list[Token]) -> list[Mention]:
    """ "add intro.mp4 before and outro.mp4 after talk.mp4": the one in front of "before" comes first, that of "after" last."""
    if len(inputs) != 3:
        return inputs
    place = {}
    for i, token in enumerate(tokens[:-1]):
        if token.kind == "file" and tokens[i + 1].lemma in ("before", "after"):
            place[token.value.path] = 0 if tokens[i + 1].lemma == "before" else 2
    return sorted(inputs, key=lambda m: place.get(m.path, 1)) if sorted(place.values()) == [0, 2] else inputs


def _another_is_meant(files: list[tuple[int, Mention]], number: int, tokens: list[Token]) -> bool:
    """ "add subtitles into out.mkv for movie.mp4": what is not there is made where another film is said to be worked on."""
    i, mention = files[number]
    if mention.exists:
        return False
    for other, (j, m) in enumerate(files):
        if (
            other != number
            and kind_of(m.path) == kind_of(mention.path)
            and (m.exists or tokens[j - 1].lemma in ("for", "of", "from"))
        ):
            return tokens[i - 1].lemma in ("into", "in", "to")
    return False


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
    return ext_of(a) != ext_of(b)


def _listed(tokens: list[Token], i: int) -> bool:
    """Whether a file is one of a list: "a.mp4, b.mp4 and c.mp4"."""
    return (
        i >= 2
        and tokens[i - 1].lemma in ("and", ",", "&", "with", "+")
        and tokens[i - 2].kind == "file"
        or (i > 0 and tokens[i - 1].kind == "file")
        or (i + 1 < len(tokens) and tokens[i + 1].kind == "file")
        or (i + 1 < len(tokens) and tokens[i + 1].lemma in ("and", ",") and i + 2 < len(tokens) and tokens[i + 2].kind == "file")
    )


def _like_output(mention: Mention, inputs: list[Mention], first: str) -> bool:
    return (
        first in ("file", ",", "and", "", "it", "mp4", "for", "(")
        or first in FORMATS
        and first not in ("srt", "ass", "vtt")
        or FORMATS.get(ext_of(mention)) == FORMATS.get(ext_of(inputs[0]))
        and first not in ("with", "from", "of", "use", "using")
    )


def ext_of(mention: Mention) -> str:
    return os.path.splitext(mention.path)[1].lstrip(".").lower()
