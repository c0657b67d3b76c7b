"""Filters and options that people call by their ffmpeg names."""

from ffai.translate.offline.match import Rule
from ffai.translate.offline.named import NAMES, WORDS, edit_named

_N, _W = "|".join(sorted(NAMES)), "|".join(sorted(WORDS))
RULES = (
    Rule(f"{_N} filter?", lambda m: None if {t.lemma for t in m.tokens} & {"transition", "transitions", "xfade"} else edit_named(m.tokens[m.used[0]].lemma), 2),
    Rule(f"{_W} filter", lambda m: edit_named(m.tokens[m.used[0]].lemma), 2),
)  # fmt: skip
