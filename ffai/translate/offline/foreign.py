"""Clauses about another program: "CapCut puts a watermark on it, so …". They tell why something is asked, and ask for nothing."""

from ffai.translate.offline.lexer import Token

PROGRAMS = frozenset(
    """handbrake vlc premiere finalcut imovie davinci resolve avidemux shotcut kdenlive openshot cloudconvert camtasia capcut audacity mkvtoolnix mkvmerge gstreamer
    mencoder mplayer mpv virtualdub losslesscut freemake clipchamp kapwing veed canva sox descript lightworks powerdirector movavi filmora uniconverter quicktime
    photoshop blender obs staxrip vegas inshot powerpoint keynote windows android iphone ipad safari firefox chrome plex kodi youtube""".split()
)
_FAILS = frozenset(
    """cant cannot wont doesnt isnt put puts add adds leave leaves stamp stamps charge charges ask asks demand demands crash crashes freeze freezes hang hangs refuse refuses complain
    complains fail fails keep keeps choke chokes stutter stutters reject rejects say says show shows force forces cost costs do does not never""".split()
)
_WISH = frozenset("so please then instead therefore".split())


def clauses(tokens: list[Token]) -> list[tuple[int, int]]:
    """The spans (first token, one behind the last) of such clauses, where something else is said as well."""
    found = []
    start = 0
    for i, token in enumerate([*tokens, None]):
        if token is not None and token.text not in (",", ".", ";", ":", "!"):
            continue
        rest = [t for k, t in enumerate(tokens) if not start <= k <= i and t.kind != "punct"]
        if _about_a_program(tokens[start:i]) and rest:
            end = i + 1 if token is not None else i
            while end < len(tokens) and tokens[end].text.lower() in _WISH:
                end += 1
            found.append((start, end))
        start = i + 1
    return found


def _about_a_program(said: list[Token]) -> bool:
    """A program first, what it fails at after it, and no file in between that something is wanted of."""
    words = [t.lemma or t.text.lower() for t in said]
    while words and words[0] in ("the", "my", "since", "because", "as", "but", "and", "when", "if"):
        words = words[1:]
    named = next((n for n, word in enumerate(words[:2]) if word in PROGRAMS), None)
    return named is not None and any(word in _FAILS for word in words[named + 1 : named + 5])
