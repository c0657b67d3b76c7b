"""Request text to tokens: words with their lemmas, numbers with their units, times, sizes, file names.

Everything that has a unit becomes one token with a typed value, so that "90 sec", "1:30", "a minute and a half" and
"1m30s" are the same thing to the rules.
"""

import re
from typing import Any, NamedTuple

from ffai.translate.offline.words import FORMATS, IRREGULAR, MULTIWORD, NUMBER_WORDS, ORDINALS, UNITS, lemma_of
from ffai.values import Mention


class Token(NamedTuple):
    """One token. request[start:end] says it. `value` by kind:

    word None · file Mention · quoted str · time seconds · size bytes · bitrate bit/s · number float · dim (w, h) ·
    ratio (a, b) · percent float · db float · hz float · fps float · px int · lines int (720p) · degree float ·
    factor float · bits int · frames int · lufs float · ordinal int · corners ((x, y), (x, y)) · rate float (bare k or M) · punct None
    """

    start: int
    end: int
    text: str
    kind: str
    lemma: str
    value: Any = None
    unit: str = ""  # the time unit that it was said in, to merge "1 minute 30 seconds"


_SCAN = re.compile(
    r"""
    (?P<corners>\(?(?<![\w.])\d{1,4}\s*,\s*\d{1,4}\)?\s*(?:to|and|through|thru|[-–—])\s*\(?\d{1,4}\s*,\s*\d{1,4}(?![\w,])\)?(?!\s*(?i:k?hz|fps|[kmg]b|s|secs?|seconds?|min|minutes?|frames?|%)\b))
  | (?P<point>(?:(?<=at\s)|(?<=position\s)|(?<=offset\s)|(?<=corner\s)|(?<=\())\d{1,4},\d{3}(?![\w,])(?!\s*(?i:k?hz|fps|[kmg]?bps|[kmg]?bits?|[kmg]b/s|[kmg]b|[km]|s|secs?|seconds?|min|minutes?|frames?|%)\b))
  | (?P<aspect>(?<![\w.])\d(?:\.\d+)?:1(?![\w:]))
  | (?P<modeline>(?<![\w.])\d{3,4}[pi]\d{2,3}(?!\w))
  | (?P<clock>(?<![\w.:])\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d+)?(?![\w:]))
  | (?P<dim>(?<![\w.])\d{2,5}\s?(?:px)?\s?[xX×*]\s?\d{2,5}(?:px)?(?![\w]))
  | (?P<grid>(?<![\w.])\d{1,2}[xX×]\d{1,2}(?![\w]))
  | (?P<hms>(?<![\w.])(?:\d+(?:\.\d+)?h)?(?:\d+(?:\.\d+)?m(?:in)?)(?:\d+(?:\.\d+)?s(?:ec)?)(?![\w])|(?<![\w.])\d+h\d+m(?:in)?(?![\w]))
  | (?P<suffix>(?<![\w.)\]}"'`*/])_[A-Za-z]\w*(?![\w.]))
  | (?P<threeg>(?<!\w)\.?3g[p2]\w?(?!\w))
  | (?P<dot>(?<![\w.)\]])\.(?=[A-Za-z]\w{1,4}(?!\w)))
  | (?P<number>(?<![\w.])[-+−–]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:/\d+(?![\w]))?)
  | (?P<unit>(?<=\d)(?:s|secs?|m|mins?|h|ms)(?=[-–]\d))
  | (?P<word>[^\W\d_]\w*(?:['’]\w+)*(?:[-./+&]\w+(?:['’]\w+)*)*[+#]*|\d\w+)
  | (?P<hex>\#[0-9a-fA-F]{6}\b)
  | (?P<arrow>\.\.\.?(?=\s?\d)|->|=>|→|-{2,}>?)
  | (?P<symbol>[%°&×])
  | (?P<punct>[^\w\s])
    """,
    re.VERBOSE,
)


def _halves(request: str) -> str:
    """ "one and a half" as "1.5", in as many characters: positions stay what they are."""
    request = re.sub(
        r"(?<![\w.])(16|24|32)/(?=(?:44|48|88|96|176|192)(?:\.\d+)?\s?k?Hz|(?:44\.1|48|88\.2|96|192)\b)", r"\1 ", request
    )
    if " and a half" not in request.lower():
        return request
    return re.sub(
        r"(?i)\b(one|two|three|four|five) and a half(?= ?(?:times|x\b|as\b))",
        lambda m: f"{NUMBER_WORDS[m[1].lower()] + 0.5}".ljust(len(m[0])),
        request,
    )


def lex(request: str, mentions: tuple[Mention, ...] = ()) -> list[Token]:
    """The tokens of a request, file names first taken out as `mentions` say."""
    request = _halves(request)
    tokens: list[Token] = []
    position = 0
    for mention in (*mentions, None):
        end = mention.start if mention is not None else len(request)
        _scan(request, position, end, tokens)
        if mention is not None:
            quote = 1 if mention.start > 0 and request[mention.start - 1] in "'\"`“‘" else 0
            if quote and tokens and tokens[-1].kind == "punct" and tokens[-1].end == mention.start:
                tokens.pop()
            tokens.append(Token(mention.start, mention.end, mention.text, "file", "", mention))
            position = mention.end
            if quote and position < len(request) and request[position] in "'\"`”’":
                position += 1
    return _shared_units(_rungs(merge(_multiword(_quotes(request, tokens)))))


_SHARING = frozenset(("hz", "fps", "bitrate", "rate", "db", "lines"))


def _shared_units(tokens: list[Token]) -> list[Token]:
    """ "from 44.1 to 48 kHz", "30 fps to 60": a bare number beside one with a unit has the same unit."""
    out = list(tokens)
    for i, token in enumerate(tokens):
        if token.kind != "number" or token.unit == "word" or token.value <= 0:
            continue
        if token.text in ("23.976", "23.98", "29.97", "59.94"):  # numbers that nothing else has
            out[i] = token._replace(kind="fps")
            continue
        other: Token | None = None
        ahead = tokens[i + 1 : i + 4]
        if i and tokens[i - 1].lemma == "from" and len(ahead) > 1 and ahead[0].lemma in ("to", "down", "up", "into"):
            other = next((t for t in ahead[1:] if t.kind in _SHARING), None)
        elif (
            i
            and tokens[i - 1].lemma in ("to", "into")
            and (not ahead or ahead[0].kind == "punct" or ahead[0].lemma in ("and", "please", "with", "by"))
        ):
            before = [t for t in tokens[max(0, i - 6) : i] if t.kind in _SHARING]
            other = before[-1] if len(before) == 1 and before[0].kind in ("fps", "hz", "lines") else None
        if other is None:
            continue
        unit = re.sub(r"^[\d.,\s-]+", "", other.text)
        shared = with_unit(token.start, token.end, token.text, token.value, unit)
        if shared is not None and shared.kind == other.kind:
            out[i] = shared
    return out


def _rungs(tokens: list[Token]) -> list[Token]:
    """ "240p, 160p and 120p": beside other heights, 120p is a height too."""
    if not any(t.kind == "lines" for t in tokens):
        return tokens
    return [
        Token(t.start, t.end, t.text, "lines", "", round(t.value))
        if t.kind == "fps" and t.value > 60 and t.text.replace(" ", "").lower().endswith("p")
        else t
        for t in tokens
    ]


def _scan(request: str, start: int, end: int, tokens: list[Token]) -> None:
    for match in _SCAN.finditer(request, start, end):
        kind = match.lastgroup or "punct"
        text = match.group()
        if kind in ("word", "unit"):
            tokens.extend(_words(match.start(), text))
        elif kind == "clock":
            tokens.append(_clock(match.start(), match.end(), text, request))
        elif kind == "corners":
            a, b, c, d = (int(n) for n in re.findall(r"\d+", text))
            tokens.append(Token(match.start(), match.end(), text, "corners", "", ((a, b), (c, d))))
        elif kind == "point":  # a place, and no thousands
            comma = match.start() + text.index(",")
            tokens.append(Token(match.start(), comma, text.split(",")[0], "number", "", float(text.split(",")[0])))
            tokens.append(Token(comma, comma + 1, ",", "punct", ","))
            tokens.append(Token(comma + 1, match.end(), text.split(",")[1], "number", "", float(text.split(",")[1])))
        elif kind == "modeline":  # "1080p60"
            middle = match.start() + len(re.split("[pi]", text)[0]) + 1
            tokens.append(
                Token(match.start(), middle, request[match.start() : middle], "lines", "", int(re.split("[pi]", text)[0]))
            )
            tokens.append(Token(middle, match.end(), request[middle : match.end()], "fps", "", float(re.split("[pi]", text)[1])))
        elif kind == "aspect":
            tokens.append(Token(match.start(), match.end(), text, "ratio", "", (float(text[:-2]), 1.0)))
        elif kind in ("dim", "grid"):
            width, height = re.findall(r"\d+", text)
            tokens.append(Token(match.start(), match.end(), text, "dim", "", (int(width), int(height))))
        elif kind == "hms":
            seconds = sum(float(n) * {"h": 3600, "m": 60, "s": 1}[u] for n, u in re.findall(r"(\d+(?:\.\d+)?)([hms])", text))
            tokens.append(Token(match.start(), match.end(), text, "time", "", seconds, "s"))
        elif kind == "number":
            tokens.append(_number(match.start(), match.end(), text, request))
        elif kind == "suffix":  # "with _web at the end"
            tokens.append(Token(match.start(), match.end(), text, "quoted", "", text))
        elif kind == "threeg":
            tokens.append(Token(match.start(), match.end(), text, "word", text.lower().lstrip(".")[:3]))
        elif kind == "dot":
            continue  # that of ".mkv"
        elif kind == "hex":
            tokens.append(Token(match.start(), match.end(), text, "word", text.lower()))
        elif kind == "arrow":
            tokens.append(Token(match.start(), match.end(), text, "word", "to"))
        else:
            tokens.append(Token(match.start(), match.end(), text, "punct", text))


_SHAPES = re.compile(r"(?i)vertical|portrait|aspect|ratio|crop|format|reel|tiktok|stor(?:y|ies)|shorts|instagram|pad|bars")


def _clock(start: int, end: int, text: str, request: str) -> Token:
    parts = text.replace(",", ".").split(":")
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + float(part)
    if text == "9:16" and _SHAPES.search(request):
        return Token(start, end, text, "ratio", "", (9.0, 16.0))
    if len(parts) == 2 and "." not in text:
        # 16:9 is a ratio, 1:05 a time; 4:3 and 2:1 are ratios: a second part of one digit is never a clock
        if len(parts[1]) == 1 or text in ("16:10", "1:85", "2:35", "2:39"):
            return Token(start, end, text, "ratio", "", (float(parts[0]), float(parts[1])))
    return Token(start, end, text, "time", "", seconds, "clock")


# what follows "5.1" where it is a layout of channels, and no amount
_OF_CHANNELS = re.compile(
    r"(?i)[ -]?(?:ch\b|channel|audio|surround|sound|mix|track|stream|aac|e?-?ac-?3|dts|flac|opus|pcm|wav|to\b|into\b|file|source|movie|layout|$|[.,;)])"
)


def _number(start: int, end: int, text: str, request: str) -> Token:
    if text in ("5.1", "7.1") and _OF_CHANNELS.match(request, end):
        return Token(start, end, text, "word", IRREGULAR[text])
    clean = text.replace(",", "").replace("−", "-").replace("–", "-")
    before = request[start - 1] if start else " "
    if clean[0] in "-+" and not before.isspace() and before not in "([:=,;@~\"'":
        clean = clean[1:]  # a hyphen between words, not a sign
    if "/" in clean:
        top, bottom = clean.split("/")
        value = float(top) / (float(bottom) or 1.0)
    else:
        value = float(clean)
    return Token(start, end, text, "number", "", value, "signed" if clean[0] in "-+" else "")


_GLUED = re.compile(r"(\d+(?:\.\d+)?)([A-Za-z%°]+(?:/s(?:ec)?)?)$")


def _words(start: int, text: str) -> list[Token]:
    """A run of letters, digits and joiners as one token, or several when the joiner only joins ("mkv/mp4")."""
    text = text.replace("’", "'")
    end = start + len(text)
    lower = text.lower()
    if lower[0].isdigit():
        return [_glued(start, end, text)]
    lemma = lemma_of(lower)
    if lemma is not None:
        return [Token(start, end, text, "word", lemma)]
    if lower[:3] in ("de-", "re-") and (joined := lemma_of(lower[:2] + lower[3:])) is not None:
        return [Token(start, end, text, "word", joined)]
    if lower.endswith("fold") and lower[:-4].rstrip("-") in NUMBER_WORDS:
        return [Token(start, end, text, "factor", "", float(NUMBER_WORDS[lower[:-4].rstrip("-")]))]
    for joiner in "/+&-.":
        if joiner in lower.strip(joiner):
            tokens: list[Token] = []
            offset = start
            for part in re.split(f"([{re.escape(joiner)}])", text):
                if part and part not in "/+&-.":
                    tokens.extend(_words(offset, part))
                elif part and part not in "-.":
                    tokens.append(Token(offset, offset + 1, part, "punct", part))
                offset += len(part)
            return tokens
    if lower.endswith("'s"):
        return _words(start, text[:-2])
    return [Token(start, end, text, "word", lower)]


def _glued(start: int, end: int, text: str) -> Token:
    """A number with its unit glued on: 720p, 2x, 128k, 4K, 1st, 10bit, 3gp."""
    lower = text.lower()
    if lower in FORMATS or lower in IRREGULAR:
        return Token(start, end, text, "word", IRREGULAR.get(lower, lower))
    if lower in ORDINALS:
        return Token(start, end, text, "ordinal", "", ORDINALS[lower])
    if lower.isdigit():  # "24-bit/96 kHz"
        return Token(start, end, text, "number", "", float(lower))
    found = _GLUED.match(text)
    if found:
        token = with_unit(start, end, text, float(found.group(1)), found.group(2))
        if token is not None:
            return token
    return Token(start, end, text, "word", lower)


def with_unit(start: int, end: int, text: str, number: float, unit: str) -> Token | None:
    """The token for a number with a unit, or None when the unit is none that is known."""
    lower = unit.lower().rstrip(".")
    if unit in ("Mb", "Kb", "Gb", "kb") and lower + "it" in UNITS:
        lower = {"Mb": "mb", "Kb": "kb", "Gb": "gb", "kb": "kb"}[unit]
    entry = UNITS.get(lower)
    if entry is None:
        return None
    kind, factor = entry
    value: Any = number * factor
    if kind == "lines" and lower == "p" and number in (24, 25, 30, 48, 50, 60):
        return Token(start, end, text, "fps", "", value)  # "24p"
    if kind in ("px", "lines", "bits", "frames"):
        value = round(value)
    if kind == "lines" and lower == "k":
        kind, value = ("resolution_k", number) if number in (2, 4, 5, 6, 8) else ("rate", number * 1000)
    return Token(start, end, text, kind, "", value, lower if kind == "time" else "")


_MEASURES = frozenset(("dim", "lines", "resolution_k", "bitrate", "rate", "fps", "hz", "size"))
_CAPTIONS = frozenset(
    "text caption title words word label message subtitle say says saying read reads reading draw write writing named called name names".split()
)


def _captions(before: list[Token]) -> bool:
    """Whether what is quoted next is to be shown or is a name: "the text '720p'"."""
    return bool({t.lemma for t in before[-4:]} & _CAPTIONS)


def _quotes(request: str, tokens: list[Token]) -> list[Token]:
    """Quoted text becomes one token: what stands between quotes is a name or a caption, never an instruction."""
    pairs = {'"': '"', "“": "”", "'": "'", "‘": "’", "`": "`", "«": "»"}
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        close = pairs.get(token.text) if token.kind == "punct" else None
        found = None
        if close:
            for ahead in range(index + 1, min(index + 40, len(tokens))):
                if tokens[ahead].kind == "punct" and tokens[ahead].text == close and tokens[ahead].start > token.start:
                    found = ahead
                    break
        if found is None or found == index + 1:
            out.append(token)
            index += 1
            continue
        inner = tokens[index + 1 : found]
        measured = merge(inner) if 0 < len(inner) < 4 else inner
        if len(inner) == 1 and (inner[0].kind == "file" or (inner[0].kind == "word" and inner[0].lemma in FORMATS)):
            out.append(inner[0])
        elif len(measured) == 1 and measured[0].kind in _MEASURES and not _captions(out):
            out.append(measured[0])  # a `640x360` file
        else:
            text = request[token.end : tokens[found].start]
            only = inner[0] if len(inner) == 1 else None
            out.append(
                Token(token.start, tokens[found].end, text, "quoted", only.lemma if only and only.lemma in FORMATS else "", text)
            )
        index = found + 1
    return out


def _multiword(tokens: list[Token]) -> list[Token]:
    """Words that only mean something together ("side by side", "get rid of") become one token."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        merged = None
        for words, lemma in MULTIWORD.get(token.lemma, ()) if token.kind == "word" else ():
            last = index + len(words)
            following = tokens[index + 1 : last + 1]
            # the lemma of "don't" is "not" too, but "but don't touch it" is no "but not"
            if tuple(t.lemma for t in following) == words and not any(set(t.text) & set("'’") for t in following):
                merged = Token(token.start, tokens[last].end, " ".join(t.text for t in tokens[index : last + 1]), "word", lemma)
                index = last
                break
        out.append(merged or token)
        index += 1
    return out


def merge(tokens: list[Token]) -> list[Token]:
    """Numbers in words, numbers with the unit as the next word, and times said in pieces."""
    return _join_times(_units(_number_words(tokens)))


def _number_words(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1].lemma if index + 1 < len(tokens) else ""
        if token.kind == "word" and token.lemma in NUMBER_WORDS:
            value = NUMBER_WORDS[token.lemma]
            if out and out[-1].kind == "number" and out[-1].unit == "word" and out[-1].value >= 20 and value < 10:
                last = out.pop()
                token = Token(last.start, token.end, f"{last.text} {token.text}", "number", "", last.value + value, "word")
            else:
                token = Token(token.start, token.end, token.text, "number", token.lemma, float(value), "word")
        elif (
            token.kind == "word"
            and token.lemma in ("a", "an", "each", "every", "per")
            and following in ("second", "minute", "hour")
        ):
            if token.lemma in ("a", "an") and not _counts_things(tokens, index + 2, following):
                token = Token(token.start, token.end, token.text, "number", token.lemma, 1.0, "word")
        elif token.kind == "word" and token.lemma in ORDINALS and following != "ordinal":
            if not (token.lemma == "second" and out and out[-1].kind == "number"):
                token = Token(token.start, token.end, token.text, "ordinal", token.lemma, ORDINALS[token.lemma])
        out.append(token)
    return out


_THINGS = frozenset(
    "file video clip audio track stream subtitle pass image picture logo song recording movie film one version copy output input language channel part segment".split()
)


def _counts_things(tokens: list[Token], i: int, word: str) -> bool:
    """ "a second .mkv", "a second audio track": not a length of time."""
    while i < len(tokens) and tokens[i].text in ".(":
        i += 1
    if word != "second" or i >= len(tokens) or tokens[i].text in ".,":
        return False
    return tokens[i].lemma in _THINGS or tokens[i].lemma in FORMATS or tokens[i].kind == "file"


def _units(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.kind != "number":
            out.append(token)
            continue
        if index < len(tokens) and tokens[index].start == token.end and tokens[index].text.lower() in ("st", "nd", "rd", "th"):
            token = Token(token.start, tokens[index].end, token.text + tokens[index].text, "ordinal", "", round(token.value))
            index += 1
            out.append(token)
            continue
        if index < len(tokens) and tokens[index].start == token.end and tokens[index].lemma == "d" and token.value in (2, 3):
            out.append(Token(token.start, tokens[index].end, f"{token.text}{tokens[index].text}", "word", f"{token.value:.0f}d"))
            index += 1
            continue
        # "half a second", "half an hour", "a quarter of an hour"
        ahead = index
        if token.lemma in ("half", "quarter"):
            while ahead < len(tokens) and tokens[ahead].lemma in ("a", "an", "of") and ahead < index + 2:
                ahead += 1
            if ahead < len(tokens) and tokens[ahead].kind == "number" and tokens[ahead].lemma in ("a", "an"):
                ahead += 1
        if ahead < len(tokens) and tokens[ahead].text == "-" and ahead + 1 < len(tokens) and token.lemma != "half":
            if _unit_token(token, tokens[ahead + 1]) is not None:
                ahead += 1
        joined = _unit_token(token, tokens[ahead]) if ahead < len(tokens) else None
        if joined is not None:
            index = ahead + 1
            # "frames per second", "megabits per second"
            if index + 1 < len(tokens) and tokens[index].lemma in ("per", "/", "a") and _is_second(tokens[index + 1]):
                per = {
                    "bitrate": ("bitrate", joined.value),
                    "frames": ("fps", joined.value),
                    "size": ("bitrate", joined.value * 8),
                    "bits": ("bitrate", joined.value),
                    "rate": ("bitrate", joined.value),
                }.get(joined.kind)
                if per:
                    joined = Token(joined.start, tokens[index + 1].end, joined.text, per[0], "", per[1])
                    index += 2
            out.append(joined)
        else:
            out.append(token)
    return out


def _is_second(token: Token) -> bool:
    return token.lemma in ("second", "sec", "s")


def _unit_token(number: Token, unit: Token) -> Token | None:
    lemma = unit.lemma
    text = unit.text
    if unit.kind == "ordinal" and unit.lemma == "second":
        lemma = text = "second"
    elif unit.kind not in ("word", "punct"):
        return None
    if lemma in ("a", "k", "m", "p", "x", "h", "s") and unit.start - number.end > 1:
        return None
    if lemma in ("a",) or (lemma == "frame" and number.value == 1.0):
        return None  # "one frame" names a picture, "every 5 frames" counts
    return with_unit(number.start, unit.end, f"{number.text} {unit.text}", number.value, text if text.lower() in UNITS else lemma)


_ORDER = {"h": 3, "hour": 3, "hours": 3, "hr": 3, "hrs": 3, "m": 2, "min": 2, "mins": 2, "minute": 2, "minutes": 2}


def _join_times(tokens: list[Token]) -> list[Token]:
    """ "1 minute 30 seconds", "two minutes and a half", "an hour and ten minutes": one time."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        while token.kind == "time" and token.unit and token.unit != "clock":
            ahead = index
            if ahead < len(tokens) and tokens[ahead].lemma in ("and", ","):
                ahead += 1
            if (
                ahead < len(tokens)
                and tokens[ahead].lemma in ("a",)
                and ahead + 1 < len(tokens)
                and tokens[ahead + 1].lemma == "half"
            ):
                ahead += 1
            if ahead >= len(tokens):
                break
            following = tokens[ahead]
            rank = _ORDER.get(token.unit, 1)
            if (
                following.kind == "time"
                and following.unit
                and following.unit != "clock"
                and _ORDER.get(following.unit, 1) < rank
                and _ORDER.get(following.unit, 1) >= 1
            ):
                token = Token(
                    token.start,
                    following.end,
                    f"{token.text} {following.text}",
                    "time",
                    "",
                    token.value + following.value,
                    following.unit,
                )
                index = ahead + 1
            elif following.kind == "number" and following.lemma == "half" and ahead > index:
                unit_seconds = {3: 3600, 2: 60, 1: 1}[rank]
                token = Token(
                    token.start, following.end, f"{token.text} and a half", "time", "", token.value + unit_seconds / 2, ""
                )
                index = ahead + 1
            else:
                break
        out.append(token)
    # "one minute fifteen"
    said: list[Token] = []
    for n, token in enumerate(out):
        last: Token | None = said[-1] if said else None
        after: Token | None = out[n + 1] if n + 1 < len(out) else None
        if (
            last is not None and last.kind == "time" and last.unit in ("minute", "minutes", "min", "hour", "hours") and token.kind == "number"
            and token.unit == "word" and 1 < token.value < 60 and not (after is not None and (after.kind in ("frames", "time") or after.lemma in ("%", "percent", "time", "clip", "part")))
        ):  # fmt: skip
            each = 60.0 if last.unit.startswith("h") else 1.0
            said[-1] = Token(
                last.start, token.end, f"{last.text} {token.text}", "time", "", last.value + token.value * each, "second"
            )
        else:
            said.append(token)
    out = said
    # "two and a half minutes"
    merged: list[Token] = []
    for token in out:
        if (
            token.kind == "time"
            and token.text.startswith("half")
            and len(merged) >= 3
            and merged[-1].lemma in ("a", "an")
            and merged[-2].lemma == "and"
            and merged[-3].kind == "number"
        ):
            first = merged[-3]
            del merged[-3:]
            token = Token(first.start, token.end, "", "time", "", token.value * 2 * first.value + token.value, token.unit)
        merged.append(token)
    return merged
