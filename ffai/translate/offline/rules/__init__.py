"""The rules: what people say, as patterns (see match.py), and the edits that it means. One module for each family.

A rule is `Rule(patterns, build)`: `build` takes the match and gives an edit, a tuple of edits, or None when it does not want
the match after all. A new way of saying something is one more pattern; a new edit is a value in edits/, rules here, and a
function in compile/ that knows what to do with it.
"""

from ffai.translate.offline.match import Index, Rule, words_of
from ffai.translate.offline.named import OPTION_WORDS
from ffai.translate.offline.rules import (
    amounts,
    areas,
    channels,
    coding,
    copying,
    crop,
    delivery,
    effects,
    files,
    formats,
    made,
    named,
    over,
    picture,
    pictures,
    purposes,
    questions,
    scope,
    size,
    sound,
    sources,
    speed,
    streams,
    subtitles,
    time,
    tracks,
)  # fmt: skip
from ffai.translate.offline.words import know

RULES: tuple[Rule, ...] = (
    *time.RULES, *speed.RULES, *size.RULES, *crop.RULES, *picture.RULES, *over.RULES, *sound.RULES, *effects.RULES, *amounts.RULES, *areas.RULES, *sources.RULES, *channels.RULES, *streams.RULES, *subtitles.RULES, *tracks.RULES, *pictures.RULES, *files.RULES, *delivery.RULES, *made.RULES,
    *questions.RULES, *scope.RULES, *formats.RULES, *purposes.RULES, *coding.RULES, *copying.RULES, *named.RULES,
)  # fmt: skip
know(words_of(RULES))
know(OPTION_WORDS)
INDEX = Index(RULES)
