"""Questions about a file."""

from collections.abc import Callable
from typing import Any

from ffai.translate.offline.edits import (
    Question,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.files import lemmas_of


def _question(what: str) -> Callable[[Match], Any]:
    return lambda m: Question(what)


RULES = (
    Rule("not need|know|want|have|care|mind|think|understand|like|wish", lambda m: () if m.tokens[m.used[0]].text.lower() != "not" and m.used[1] == m.used[0] + 1 else None, 6),
    # questions
    Rule("how_long is|does|are|this|the|last_verb|video|{f:file} / what|what_is|tell|give|show|find|get|which|check|print|display ~ duration|length|runtime|running ~ of|is|time? / duration of", lambda m: Question("duration") if _asks(m) else None, 2),
    Rule("what|what_is|which_codec|tell|show|find|which|check|get|identify|determine|print|display ~ codec|codecs|encoding ~ of|is|does|in|use|video|audio? / which_codec", lambda m: Question("codec") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|find|which|check|get|print|display ~ resolution|dimension|dimensions ~ of|is? / how_big is ~ picture|frame|image", lambda m: Question("resolution") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|find|which|check|get|print|display ~ framerate|fps ~ of|is? / how_many fps|frame ~ per ~ second / how_many {f:fps}", lambda m: Question("fps") if _asks(m) else None, 2),
    Rule("how_many frame|frames per|a|each|every second ~ has|have|is|are|does|in|there|of?", lambda m: Question("fps") if _asks(m) else None, 6),
    Rule("what|what_is|tell|show|find|check|get|print|display ~ bitrate ~ of|is?", lambda m: Question("bitrate") if _asks(m) else None, 2),
    Rule("how_big is|file|this|the|video|{f:file} / what|what_is|tell|show|find ~ filesize|size of|is?", lambda m: Question("size") if _asks(m) else None, 2),
    Rule("how_many ~ audio|subtitle|video ~ track|stream / how_many stream|track|channel|chapter / what|which|list|show ~ stream|track|language|subtitle|chapter ~ in|of|are|does|available|have|has|inside / which|what ~ language / is|does ~ have|contain|there|include ~ audio|subtitle|video|sound ~ track|stream? / list ~ stream|track|chapter / how_many frame", lambda m: Question("frames" if "frame" in {m.tokens[i].lemma for i in m.used} else "streams") if _asks(m) else None, 2),
    Rule("what|what_is|tell|show|list|get|print|display|give|find|view|see|read ~ information|info|details|metadata|properties|specs|technical|media|facts ~ about|of|on|for|from? / what kind|type|format ~ is|of / ffprobe|mediainfo|probe / what format|container", lambda m: Question("all") if _asks(m) else None, 1),
    Rule("what|what_is|tell|which|show|check ~ samplerate|channel|channels|bitdepth ~ of|is|does|in? / is ~ stereo|mono|interlaced|hdr|vertical|portrait", lambda m: Question("all") if _asks(m) else None, 1),
)  # fmt: skip


def _asks(m: Match) -> bool:
    """A question, not "how do I change the codec of ...": no verb of making near."""
    lemmas = lemmas_of(m)
    return not lemmas & {
        "create",
        "slideshow",
        "generate",
        "combine",
        "convert",
        "change",
        "set",
        "resize",
        "reduce",
        "extract",
        "trim",
        "cut",
        "make",
        "compress",
        "encode",
        "remove",
        "add",
        "transcode",
        "command",
        "split",
        "scale",
        "keep",
        "calculate",
        "enforce",
        "burn",
        "reencode",
        "speed_up",
        "preserve",
        "increase",
        "save",
    }
