"""Command text to steps: hygiene, a strict tokenizer for plain commands, bashlex for the rest."""

import unicodedata

from ffai_guards.argv import read_argv
from ffai_guards.values import DENY, Reading, Reason

LONGEST = 16_384  # characters; no command that a person reads is longer
_PLAIN_STOPS = frozenset("|&;<>()$`\\\"'*?[]#~!{}\n")
_PROGRAMS = frozenset(("ffmpeg", "ffprobe", "ffplay"))
_BIDI = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b\u200c\u2060\u2061\u2062\u2063\u2064\ufeff\u2028\u2029\u061c\u00ad\u034f\u180e\u115f\u1160\u3164\uffa0"
)
_JOINER = "\u200d"  # stands inside of emoji made of several


def read_text(text: str, cwd: str | None = None) -> Reading:
    """A reading of shell text. Never raises; what cannot be read is a problem with the level deny."""
    problems = hygiene(text)
    if problems:
        return Reading(text, (), tuple(problems))
    words = tokenize(text.strip())
    if words is not None and words[0].rpartition("/")[2] in _PROGRAMS:
        return read_argv([words], cwd)._replace(text=text)
    from ffai_guards.shell import read_shell

    return read_shell(text, cwd)


def hygiene(text: str) -> list[Reason]:
    """What no honest command text holds."""
    if len(text) > LONGEST:
        return [Reason("TXT_LONG", DENY, f"the text has {len(text):,} characters; more than {LONGEST:,} are not read")]
    if not text.strip():
        return [Reason("SH_UNPARSED", DENY, "the command is empty")]
    if text.lstrip().startswith("```"):
        return [Reason("TXT_FENCE", DENY, "the text is Markdown; the command stands between the fences", text.lstrip()[:40])]
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return []
    for i, c in enumerate(text):
        if c in "\n\t" or " " <= c <= "~":
            continue
        if c == _JOINER and i and ord(text[i - 1]) > 0x2000 and ord(text[i + 1 : i + 2] or "a") > 0x2000:
            continue
        if c in _BIDI or c == _JOINER or 0xE0000 <= ord(c) <= 0xE007F:
            return [Reason("TXT_BIDI", DENY, f"the text holds the invisible character U+{ord(c):04X}", repr(c)[1:-1])]
        if unicodedata.category(c) in ("Cc", "Co", "Cn", "Zl", "Zp"):
            return [Reason("TXT_CONTROL", DENY, f"the text holds the control character U+{ord(c):04X}", repr(c)[1:-1])]
    return []


def tokenize(text: str) -> list[str] | None:
    """The words of one plain command, or None when it is not surely plain: then bashlex reads it.

    Plain are words of ordinary characters, '...' and "..." without expansions, and backslash escapes outside of quotes. In every
    case of doubt the answer is None.
    """
    words: list[str] = []
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        if c in " \t":
            i += 1
            continue
        word: list[str] = []
        quoted = False
        while i < n and text[i] not in " \t":
            c = text[i]
            if c == "'":
                end = text.find("'", i + 1)
                if end < 0:
                    return None
                word.append(text[i + 1 : end])
                i, quoted = end + 1, True
            elif c == '"':
                part, i = _double(text, i + 1)
                if part is None:
                    return None
                word.append(part)
                quoted = True
            elif c == "\\":
                if i + 1 >= n or text[i + 1] == "\n":
                    return None
                word.append(text[i + 1])
                i, quoted = i + 2, True
            elif c == "~" and not word:
                return None
            elif c in _PLAIN_STOPS and c != "~":
                return None
            else:
                word.append(c)
                i += 1
        value = "".join(word)
        if not words and not quoted and ("=" in value or value in _KEYWORDS):
            return None
        words.append(value)
    return words or None


_KEYWORDS = frozenset("if then else elif fi for while until do done case esac in function select time coproc { } ! [[ ]]".split())


def _double(text: str, i: int) -> tuple[str | None, int]:
    out: list[str] = []
    while i < len(text):
        c = text[i]
        if c == '"':
            return "".join(out), i + 1
        if c in "$`!":
            return None, i
        if c == "\\":
            following = text[i + 1 : i + 2]
            if following in ('"', "\\"):
                out.append(following)
                i += 2
                continue
            if following in ("$", "`", "\n", ""):
                return None, i
            out.append("\\")
            i += 1
            continue
        out.append(c)
        i += 1
    return None, i
