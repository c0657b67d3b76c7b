"""What each kind of edit demands of the file that comes out: one rule a kind, by subject."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ffai.translate.offline import edits as e
from ffai_evals.judge.media import Spec
from ffai_evals.judge.tables import RESHAPING


class The(NamedTuple):
    """What requirements are derived from."""

    spec: Spec  # of the main input
    edits: list[Any]
    kinds: set[type]
    result: str  # what has to come out: video, audio, image, subtitle, gif, ""
    request: str = ""
    exts: frozenset[str] = frozenset()  # of the file that has to come out, as far as they are told
    media: Mapping[str, str] = MappingProxyType({})  # all that there are, with their words

    @property
    def second_sound(self) -> bool:
        """Whether a medium beside the main one has a sound of its own pitch."""
        return any("tone=1300" in words for words in self.media.values()) and "tone=1300" not in self.spec_words

    @property
    def spec_words(self) -> str:
        return " ".join(f"{k}={v}" for k, v in self.spec.values)

    def says(self, pattern: str) -> bool:
        return re.search(pattern, self.request, re.IGNORECASE) is not None


Wants = dict[str, Any]
RULES: dict[type, Callable[[Any, The], Wants | None]] = {}


def wants(*kinds: type) -> Callable[[Callable[[Any, The], Wants | None]], Callable[[Any, The], Wants | None]]:
    """Registers what an edit of these kinds demands of the one file that comes out; None for what cannot be checked."""

    def register(function: Callable[[Any, The], Wants | None]) -> Callable[[Any, The], Wants | None]:
        for kind in kinds:
            RULES[kind] = function
        return function

    return register


def plain_picture(the: The) -> bool:
    return not any(isinstance(x, RESHAPING) for x in the.edits)


def same_shape(the: The) -> bool:
    return the.result == "video" and not the.kinds & {
        e.Scale,
        e.Crop,
        e.Pad,
        e.Rotate,
        e.Flip,
        e.Keep,
        e.CutOut,
        e.Speed,
        e.Stack,
        e.Orientation,
        e.Aspect,
        e.Reverse,
        e.Concat,
        e.Stabilise,
        e.Fps,
        e.Gif,
        e.Frames,
    }


def chosen_subtitles(select: e.Select | None, the: The) -> int:
    """The number, from 0, of the subtitles that are meant; the first where nothing is said."""
    if the.spec.value("forcedat"):
        return int(the.spec.value("forcedat"))
    if select is not None and select.language:
        return next((n for n, (_, tongue) in enumerate(the.spec.subs) if tongue == select.language), 0)
    if select is not None and select.index is not None and not select.absolute:
        return select.index % len(the.spec.subs) if the.spec.subs else 0
    return 0
