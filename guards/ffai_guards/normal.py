"""What bashlex cannot read but people write, in a form that it can; and limits on what is given to it at all.

`time` before a command, quoted here-documents (cut out and kept as data), [[ ... ]], $(( ... )), (( i++ )), for (( ... )), a "$ " prompt,
comments. Offsets do not matter: everything after this works on the new text.
"""

import re
from typing import NamedTuple

from ffai_guards.values import DENY, NUMBER, Reason

LONGEST = 4_000  # characters for bashlex, here-documents not counted: it needs about 15 ms for a thousand
_DEEPEST = 32


class Refusal(Exception):  # noqa: N818 - it becomes a reason, nobody sees it raised
    def __init__(self, code: str, text: str, words: str = "") -> None:
        super().__init__(text)
        self.reason = Reason(code, DENY, text, words[:200])


class Normal(NamedTuple):
    text: str
    documents: tuple[str, ...]  # the texts of quoted here-documents, in order; their places read <<< FFAI_DOCUMENT_n


def normal(text: str) -> Normal:
    """Raises Refusal for what is too long or too deep, and for what can hide any character."""
    text, documents = _documents(text.strip())
    if len(text) > LONGEST:
        raise Refusal("TXT_LONG", f"the shell text has {len(text):,} characters; more than {LONGEST:,} are not read")
    depth = 0
    for c in text:
        depth += (c in "({") - (c in ")}")
        if depth > _DEEPEST:
            raise Refusal("SH_NODE", "the brackets are nested deeper than any command needs")
    if '$"' in _bare(text):
        raise Refusal("SH_DYNAMIC_WORD", 'a text in $"..." is translated, so what it says is not known', '$"')
    text = _escaped(text)
    text = re.sub(r"\\\n", "", text)
    text = re.sub(r"\A#![^\n]*\n", "", text)
    text = re.sub(r"(?:\A|(?<=\n))\s*\$\s+(?=ff|for |find |mkdir |cd )", "", text)
    text = _outside_quotes(_arrays(text))
    return Normal(text, documents)


_HERE = re.compile(r"<<(-?)\s*(?:'([A-Za-z_][\w.-]*)'|\"([A-Za-z_][\w.-]*)\"|\\([A-Za-z_][\w.-]*))([^\n]*)\n")


def _documents(text: str) -> tuple[str, tuple[str, ...]]:
    """Here-documents with a quoted delimiter are data: nothing is expanded in them."""
    found: list[str] = []
    while (match := _HERE.search(text)) is not None:
        if text.count("'", 0, match.start()) % 2 or text.count('"', 0, match.start()) % 2:
            break
        name = match.group(2) or match.group(3) or match.group(4)
        tabs = "\\t*" if match.group(1) else ""
        end = re.compile(rf"^{tabs}{re.escape(name)}$", re.MULTILINE).search(text, match.end())
        if end is None:
            raise Refusal("SH_UNPARSED", f"the here-document has no end ({name})", match.group(0).strip())
        body = text[match.end() : end.start()]
        found.append(re.sub(r"^\t+", "", body, flags=re.MULTILINE) if tabs else body)
        text = f"{text[: match.start()]}<<< FFAI_DOCUMENT_{len(found) - 1}{match.group(5)}{text[end.end() :]}"
    return text, tuple(found)


def _bare(text: str) -> str:
    """The text without what stands in single quotes (outside of double ones)."""
    out: list[str] = []
    i, n, double = 0, len(text), False
    while i < n:
        c = text[i]
        if c == "\\":
            i += 2
            continue
        if c == "'" and not double:
            end = text.find("'", i + 1)
            i = n if end < 0 else end + 1
            continue
        if c == '"':
            if out and out[-1] == "$" and not double:
                out.append(c)
            double = not double
        elif c == "$" and not double and text[i + 1 : i + 2] == "'":
            i = _end_of_escaped(text, i + 2)
        else:
            out.append(c)
        i += 1
    return "".join(out)


_ESCAPE = re.compile(r"\\([abeEfnrtv\\'\"?])|\\(0{1,3}|x00?)(?![0-9A-Fa-f])")
_CONTROLS = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _end_of_escaped(text: str, i: int) -> int:
    """Where the quote that ends $'... stands."""
    while i < len(text) and text[i] != "'":
        i += 2 if text[i] == "\\" else 1
    return i


def _escaped(text: str) -> str:
    """$'...' as '...': its escapes are worked out, and what they give is looked at like any other text."""
    out: list[str] = []
    i, n, double = 0, len(text), False
    while i < n:
        c = text[i]
        end = i + 1
        if c == "\\":
            end = i + 2
        elif c == "'" and not double:
            end = text.find("'", i + 1) + 1 or n
        elif c == '"':
            double = not double
        elif c == "$" and not double and text[i + 1 : i + 2] == "'":
            end = _end_of_escaped(text, i + 2) + 1
            if end > n:
                raise Refusal("SH_UNPARSED", "a quote is not closed", text[i : i + 60])
            out.append("'" + _unescaped(text[i + 2 : end - 1]).replace("'", "'\\''") + "'")
            i = end
            continue
        out.append(text[i:end])
        i = end
    return "".join(out)


def _unescaped(inner: str) -> str:
    from ffai_guards.text import hygiene

    if "\\" in _ESCAPE.sub("", inner):
        raise Refusal("SH_DYNAMIC_WORD", "$'...' with characters by their numbers can hide anything", f"$'{inner}'")
    plain = _ESCAPE.sub(lambda m: _CONTROLS.get(m.group(1), m.group(1)) if m.group(1) else "\0", inner)
    plain = plain.partition("\0")[0]  # the shell's strings end at a NUL
    problems = hygiene(f"x{plain}")
    if problems:
        raise Refusal(problems[0].code, problems[0].text, inner)
    return plain


_MOST_ARRAYS = 12
_ARRAY = re.compile(r"(?:\A|(?<=[\n;]))[ \t]*([A-Za-z_]\w*)=\(([^()$`;&|<>]*)\)[ \t]*(?=[\n;]|\Z)")


def _arrays(text: str) -> str:
    """An array of plain words that is set once: its words stand where it is used. Any other one is refused later."""
    found = list(_ARRAY.finditer(text))
    if len(found) > _MOST_ARRAYS:
        return text
    for match in reversed(found):
        name, inner = match.group(1), match.group(2)
        use = re.compile(rf'(?<!\\)(?:"\$\{{{name}\[@\]\}}"|(?<!")\$\{{{name}\[[@*]\]\}}(?!")|\$\{{#{name}\[[@*]\]\}})')
        single = _single(text)
        if len(re.findall(rf"\b{name}(?:\[[^]]*\])?\+?=", text)) != 1 or match.start() in single:
            continue
        if any(m.start() in single for m in use.finditer(text)):
            continue
        words = " ".join(inner.split("\n")).strip()
        text = f"{text[: match.start()]} true{_used(use, words, text[match.end() :])}"
    return text


def _used(use: re.Pattern[str], words: str, text: str) -> str:
    return use.sub(lambda m: NUMBER if "{#" in m.group(0) else words, text)


def _single(text: str) -> set[int]:
    """The places that stand in single quotes."""
    found: set[int] = set()
    i, double = 0, False
    while i < len(text):
        c = text[i]
        if c == "\\":
            i += 1
        elif c == "'" and not double:
            end = text.find("'", i + 1)
            end = len(text) if end < 0 else end
            found.update(range(i, end))
            i = end
        elif c == '"':
            double = not double
        i += 1
    return found


_COMMAND_START = re.compile(r"(?:\A|[;&|(\n{!]|\b(?:then|do|else|elif|if|while|until))\s*\Z")


def _outside_quotes(text: str) -> str:
    """Goes over the text once; rewrites at places that are outside of quotes (arithmetic also inside of double ones)."""
    out: list[str] = []
    i, n, double = 0, len(text), False
    while i < n:
        c = text[i]
        if c == "\\":
            out.append(text[i : i + 2])
            i += 2
        elif c == "'" and not double:
            end = text.find("'", i + 1)
            end = n if end < 0 else end + 1
            out.append(text[i:end])
            i = end
        elif c == '"':
            double = not double
            out.append(c)
            i += 1
        elif text.startswith("$((", i):
            i = _arithmetic(text, i, out)
        elif double:
            out.append(c)
            i += 1
        elif c == "#" and (i == 0 or text[i - 1] in " \t\n;"):
            end = text.find("\n", i)
            i = n if end < 0 else end
        else:
            i = _special(text, i, out)
    return "".join(out)


def _special(text: str, i: int, out: list[str]) -> int:
    """One place outside of quotes; gives the next one."""
    at_start = _COMMAND_START.search("".join(out[-12:])[-12:]) is not None
    if at_start and (match := re.compile(r"time(?:\s+-p)?\s+").match(text, i)):
        return match.end()
    if at_start and text.startswith("[[", i) and text[i + 2 : i + 3] in " \t\n":
        return _conditional(text, i, out)
    if at_start and (match := re.compile(r"\(\(\s*([A-Za-z_]\w*)\s*(?:\+\+|--|[-+*/]?=\s*[\w\s+*/-]+)\s*\)\)").match(text, i)):
        out.append(f"{match.group(1)}={NUMBER}")
        return match.end()
    if at_start and (match := re.compile(r"for\s*\(\(\s*([A-Za-z_]\w*)\s*=[\w\s;<>=+*/-]*\)\)\s*;?").match(text, i)):
        out.append(f"for {match.group(1)} in {NUMBER};")
        return match.end()
    out.append(text[i])
    return i + 1


def _arithmetic(text: str, i: int, out: list[str]) -> int:
    """$(( )) as a number. Commands in it are kept, as the operands of an `expr`, so that they are looked at."""
    depth, j = 0, i + 1
    while j < len(text):
        depth += (text[j] == "(") - (text[j] == ")")
        j += 1
        if depth == 0:
            break
    inner, commands = _taken_out(text[i + 3 : max(i + 3, j - 2)])
    plain = inner.replace("==", "").replace("<=", "").replace(">=", "").replace("!=", "")
    if not re.fullmatch(r"(?:[\w\s+*/%()<>!&|?:-]|\$\{?\w+\}?|(?<=[=<>!])=|=(?==))*", inner) or "=" in plain:
        raise Refusal("SH_DYNAMIC_WORD", "this arithmetic is not worked out here", text[i : i + 60])
    out.append(f"$(expr {' '.join(commands)})" if commands else NUMBER)
    return j


def _taken_out(inner: str) -> tuple[str, list[str]]:
    """Arithmetic with a digit in the place of each $(...), and these, in the form that bashlex reads."""
    commands: list[str] = []
    while (start := inner.find("$(")) >= 0:
        depth, end = 0, start + 1
        while end < len(inner):
            depth += (inner[end] == "(") - (inner[end] == ")")
            end += 1
            if depth == 0:
                break
        if not inner.startswith("$((", start):
            commands.append(_outside_quotes(inner[start:end]))
            inner = f"{inner[:start]}0{inner[end:]}"
        else:
            within, more = _taken_out(inner[start + 3 : max(start + 3, end - 2)])
            commands += more
            inner = f"{inner[:start]}({within}){inner[end:]}"
    if "`" in inner:
        raise Refusal("SH_HIDDEN_SUBST", "a command is hidden inside arithmetic", inner)
    return inner, commands


def _conditional(text: str, i: int, out: list[str]) -> int:
    """[[ ... ]] as [ ... ]: its operators become words."""
    end = re.compile(r"\s\]\](?=\s|;|\Z|\)|&|\|)").search(text, i)
    if end is None:
        raise Refusal("SH_UNPARSED", "[[ is not closed", text[i : i + 60])
    inner = text[i + 2 : end.start()]
    if "`" in inner or re.search(r"[<>]\(", inner):
        raise Refusal("SH_HIDDEN_SUBST", "a command is hidden inside of [[ ]]", inner)
    words, j, n, double = [], 0, len(inner), False
    while j < n:
        c = inner[j]
        if c == "\\":
            words.append(inner[j : j + 2])
            j += 2
            continue
        if c == "'" and not double:
            close = inner.find("'", j + 1)
            close = n if close < 0 else close + 1
            words.append(inner[j:close])
            j = close
            continue
        if c == '"':
            double = not double
        if inner.startswith("$(", j):
            close = inner.find(")", j)
            words.append(inner[j : close + 1])
            j = close + 1 if close > 0 else n
            continue
        if c == "$" and (j + 1 == n or inner[j + 1] in " )\n"):
            words.append("\\$")
            j += 1
            continue
        words.append(f"\\{c}" if not double and c in "()<>|&;*?{},~#" and not (c == "{" and j and inner[j - 1] == "$") else c)
        j += 1
    body = re.sub(r"\$\{(\w+)((?:\\.|[^}\\])*)\\\}", r"${\1\2}", "".join(words))
    out.append(f"[ {body.strip()} ]")
    return end.end()
