"""Phrases of time: lengths, points, parts of the timeline. Values are seconds and ranges of edits/base.py."""

from typing import Any

from ffai.translate.offline.edits import END, Range
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.terms import skip


def time(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A length or point of time, in seconds. A bare number counts when a unit follows later: "5 to 10 seconds"."""
    token = tokens[i]
    if token.kind == "time":
        return token.value, i + 1
    if token.kind == "number" and token.lemma not in ("a", "an", "half", "quarter"):
        for ahead in range(i + 1, min(i + 10, len(tokens))):
            if tokens[ahead].kind == "time" and tokens[ahead].unit not in ("clock", ""):
                between = {t.lemma for t in tokens[i + 1 : ahead] if t.kind != "number"}
                if between <= {
                    "to",
                    "and",
                    "or",
                    "-",
                    "–",
                    "until",
                    ",",
                    "through",
                    "the",
                    "last",
                    "first",
                    "final",
                    "next",
                } and between - {"the", "last", "first", "final", "next"}:
                    unit = {"h": 3600, "m": 60}.get(tokens[ahead].unit[0], 1) if tokens[ahead].unit != "ms" else 0.001
                    return token.value * unit, i + 1
        if _after_seconds(tokens, i):
            return token.value, i + 1
        return None
    if token.lemma in ("second", "minute", "hour") and i + 1 < len(tokens) and tokens[i + 1].kind == "number":
        return tokens[i + 1].value * {"second": 1, "minute": 60, "hour": 3600}[token.lemma], i + 2
    return None


def _after_seconds(tokens: list[Token], i: int) -> bool:
    """ "seconds 1 to 3": the unit stands in front of both."""
    lead = next((k for k in range(i - 1, max(-1, i - 10), -1) if tokens[k].lemma == "second"), None)
    if (
        lead is not None
        and lead < i - 3
        and all(
            t.kind == "number" or t.lemma in ("to", "and", "until", "through", "second", "from") or t.text in ",-–—&"
            for t in tokens[lead:i]
        )
    ):
        return True  # "seconds 2-3 and 5-6"
    before = [t.lemma or t.text for t in tokens[max(0, i - 3) : i]]
    return before[-1:] == ["second"] or (
        len(before) == 3 and before[0] == "second" and before[2] in ("to", "-", "–", "and", "until", "through", "thru")
    )


def instant(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A point on the timeline: a time, "the start", "the end" (END), "halfway" as a fraction is (-1)."""
    i = skip(tokens, i, "the a about around timestamp time mark position")
    if i >= len(tokens):
        return None
    token = tokens[i]
    found = time(tokens, i)
    if (
        found is None
        and token.kind == "ordinal"
        and token.value > 1
        and i + 1 < len(tokens)
        and tokens[i + 1].lemma in ("second", "minute")
    ):
        found = (token.value * (60 if tokens[i + 1].lemma == "minute" else 1), i + 2)
    if found is not None:
        value, i = found
        if i + 1 < len(tokens) and tokens[i].text == "-" and tokens[i + 1].lemma in ("mark", "second"):
            i += 1
        j = skip(tokens, i, "mark timestamp point position in of the into video clip")
        if j < len(tokens) and tokens[j].lemma in ("before", "from") and j + 1 < len(tokens):
            k = skip(tokens, j + 1, "the")
            if k < len(tokens) and tokens[k].lemma in ("end", "ending"):
                return -value, k + 1
        k = skip(tokens, i, "mark timestamp point position")
        return value, k
    if token.lemma in ("start", "beginning", "begin", "front"):
        return 0.0, i + 1
    if token.lemma in ("end", "ending", "finish"):
        return END, i + 1
    return None


_EXCLUDE_TO = frozenset("to - – — until through and".split())


def span(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """ "from 0:10 to 0:20", "between 5 and 9 seconds", "1:00-1:30", "10s to 20s", "from 3 s for 5 s", "10 seconds starting at 1:00"."""
    lead = tokens[i].lemma
    if tokens[i].kind == "time" and i > 0 and tokens[i - 1].lemma in ("from", "between"):
        return None  # begin at the word before
    if lead in ("from", "between", "at", "start", "starting", "begin", "@"):
        i = skip(tokens, i + 1, "from at the time second timestamp position of between")
        if i >= len(tokens):
            return None
    elif tokens[i].kind not in ("time", "number") and lead not in ("minute", "second"):
        return None
    first = instant(tokens, i)
    if first is None:
        return None
    a, i = first
    j = skip(tokens, i, "mark of in into the video clip point , and start end at")
    j2 = i
    while j2 < len(tokens) and tokens[j2].lemma in ("mark", "of", "in", "into", "the", "video", "clip", "point", ","):
        j2 += 1
    if j2 < len(tokens) and (tokens[j2].lemma in _EXCLUDE_TO or tokens[j2].text in _EXCLUDE_TO):
        k = j2 + 1
        if k < len(tokens) and tokens[k].lemma == "to":
            k += 1
        second = instant(tokens, k) if k < len(tokens) else None
        if second is not None and (second[0] > a >= 0 or second[0] < 0):
            if tokens[j2].lemma == "and" and lead not in ("between", "from", "start", "starting"):
                return None
            return Range(a, second[0]), second[1]
    if j < len(tokens) and tokens[j].lemma in ("until", "stop", "stopping") and j + 1 < len(tokens):
        second = instant(tokens, skip(tokens, j + 1, "at the"))
        if second is not None and second[0] > a:
            return Range(a, second[0]), second[1]
    if j2 < len(tokens) and tokens[j2].lemma in (
        "for",
        "last_verb",
        "with",
        "take",
        "taking",
        "+",
        "and",
        "get",
        "grab",
        "extract",
        "keep",
    ):
        k = skip(tokens, j2 + 1, "the next a length duration of take keep last_verb for only")
        second = time(tokens, k) if k < len(tokens) else None
        if (
            second is not None
            and (lead in ("from", "at", "start", "starting", "begin") or tokens[j2].lemma == "for")
            and a != END
        ):
            return Range(a, a + second[0]), second[1]
    return None


def part(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A range of time, said in any way: a span, "first 10 s", "last minute", "after 1:00", "30 seconds from 0:10", "10-second"."""
    i = skip(tokens, i, "the a only just everything all content part section bit stuff")
    if i >= len(tokens):
        return None
    token = tokens[i]
    found = span(tokens, i) or _share(tokens, i) or _numbered_frames(tokens, i) or _counted_frames(tokens, i)
    if found is not None:
        return found
    if token.kind == "ordinal" or token.lemma in ("initial", "opening", "final", "ending", "closing", "close", "open"):
        length = time(tokens, i + 1) if i + 1 < len(tokens) else None
        if length is None and i + 1 < len(tokens) and tokens[i + 1].lemma in ("second", "minute", "hour"):
            length = ({"second": 1.0, "minute": 60.0, "hour": 3600.0}[tokens[i + 1].lemma], i + 2)
        if length is None and i + 1 < len(tokens) and tokens[i + 1].lemma in ("few", "couple"):
            length = None
        if length is not None:
            if token.value == 1 or token.lemma in ("initial", "opening", "open"):
                return Range(0.0, length[0]), length[1]
            if token.value == -1 or token.lemma in ("final", "ending", "closing", "close"):
                return Range(-length[0], END), length[1]
        return None
    if token.lemma in ("after", "past", "beyond", "from", "start", "starting"):
        j = skip(tokens, i + 1, "the at from")
        point = instant(tokens, j) if j < len(tokens) else None
        if point is not None and point[0] != END:
            k = skip(tokens, point[1], "to until till onward onwards on end the and video of mark")
            return Range(point[0], END), k if tokens[k - 1].lemma in ("end", "onward", "onwards", "on") else point[1]
        return None
    if token.lemma in ("before", "until", "up_to", "till", "to") and i + 1 < len(tokens):
        j = skip(tokens, i + 1, "the to")
        point = instant(tokens, j) if j < len(tokens) else None
        if point is not None and 0 < point[0] < END and (token.lemma != "to"):
            return Range(0.0, point[0]), point[1]
        return None
    length = time(tokens, i)
    if length is not None:
        j = length[1]
        if j < len(tokens) and tokens[j].text == "-":
            j += 1
        j = skip(
            tokens, j, "long clip preview segment part section snippet excerpt video sample portion of video audio that , gif"
        )
        j = max(length[1], j)
        k = j
        if k + 1 < len(tokens) and tokens[k].lemma in ("from", "in", "at", "of"):
            k2 = skip(tokens, k + 1, "the exact very")
            if k2 < len(tokens) and tokens[k2].lemma in ("middle", "center", "midpoint", "halfway"):
                return Range(length[0], length[0], "middle"), k2 + 1
        if k < len(tokens) and tokens[k].lemma in ("from", "start", "starting", "begin", "at", "after", "off"):
            k2 = skip(tokens, k + 1, "from at the time with exactly")
            k2 = k2 if k2 > k else k + 1
            point = instant(tokens, k2) if k2 < len(tokens) else None
            if point is not None and point[0] >= 0:
                if tokens[k].lemma == "off":
                    return Range(-length[0], END) if point[0] == END else Range(0, length[0]), point[1]
                if point[0] == END:
                    return Range(-length[0], END), point[1]
                end = _end_said(tokens, point[1])
                if end is not None and end[0] > point[0]:  # "a 5-minute part from 15:00 to 20:00" says its end twice
                    return Range(point[0], end[0]), end[1]
                return Range(point[0], point[0] + length[0]), point[1]
        if k < len(tokens) and tokens[k].lemma in ("at", "of", "from", "off", "in") and k + 1 < len(tokens):
            k2 = skip(tokens, k + 1, "the very")
            if k2 < len(tokens) and tokens[k2].lemma in ("start", "beginning"):
                return Range(0.0, length[0]), k2 + 1
            if k2 < len(tokens) and tokens[k2].lemma in ("end", "ending"):
                return Range(-length[0], END), k2 + 1
    return None


def _end_said(tokens: list[Token], i: int) -> tuple[float, int] | None:
    """The moment behind "to" or "until", when it stands here."""
    if i + 1 >= len(tokens) or not (tokens[i].lemma in ("to", "until", "till") or tokens[i].text in "-–—"):
        return None
    found = instant(tokens, i + 1)
    return (float(found[0]), found[1]) if found is not None and found[0] != END else None


_SHARES = {"half": 1 / 2, "quarter": 1 / 4, "third": 1 / 3, "fifth": 1 / 5, "tenth": 1 / 10}


def _share(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """A part of the length: "first 10 %", "the last third", "second half", "from 20 % to 80 %"."""
    token = tokens[i]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.lemma in ("from", "between") and after is not None and after.kind == "percent":
        second = tokens[i + 3] if i + 3 < len(tokens) and tokens[i + 2].lemma in ("to", "and", "until") else None
        if second is not None and second.kind == "percent" and 0 <= after.value < second.value <= 100:
            return Range(after.value / 100, second.value / 100, "share"), i + 4
        return None
    place = (
        token.value
        if token.kind == "ordinal"
        else {"middle": 0, "initial": 1, "opening": 1, "final": -1, "closing": -1}.get(token.lemma)
    )
    if place is None or after is None:
        return None
    if after.kind == "percent" and 0 < after.value < 100:
        size = after.value / 100
    elif after.lemma in _SHARES and after.kind in ("number", "ordinal", "word"):
        size = _SHARES[after.lemma]
    else:
        return None
    if place == 0:
        return Range(0.5 - size / 2, 0.5 + size / 2, "share"), i + 2
    if place == -1:
        return Range(1 - size, 1.0, "share"), i + 2
    if place > 1 and (after.kind == "percent" or place * size > 1 + 1e-9):
        return None
    return Range((place - 1) * size, place * size, "share"), i + 2


def _counted_frames(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """ "90 frames starting at frame 30"."""
    if tokens[i].kind == "ordinal" and tokens[i].value in (1, -1) and i + 1 < len(tokens) and tokens[i + 1].kind == "frames":
        n = float(tokens[i + 1].value)
        return (Range(0.0, n, "frames") if tokens[i].value == 1 else Range(-n, END, "frames")), i + 2
    if tokens[i].kind != "frames":
        return None
    j = skip(tokens, i + 1, "long start starting from at beginning with")
    if j == i + 1 or j + 1 >= len(tokens) or tokens[j].lemma != "frame" or tokens[j + 1].kind not in ("number", "frames"):
        return None
    start = float(tokens[j + 1].value)
    return Range(start, start + tokens[i].value, "frames"), j + 2


def _numbered_frames(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """ "frames 25 through 74", both of them meant too."""
    if tokens[i].lemma != "frame":
        return None
    j = skip(tokens, i + 1, "number from between #")
    if (
        j + 2 >= len(tokens)
        or tokens[j].kind != "number"
        or not (tokens[j + 1].lemma in _EXCLUDE_TO or tokens[j + 1].text in _EXCLUDE_TO)
    ):
        return None
    k = skip(tokens, j + 2, "frame number #")
    if k >= len(tokens) or tokens[k].kind not in ("number", "frames") or not tokens[j].value < tokens[k].value:
        return None
    return Range(tokens[j].value, tokens[k].value + 1, "frames"), k + 1


def _both_ends(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """ "the first and the last 10 seconds": two of one length."""
    i = skip(tokens, i, "the")
    if i + 2 >= len(tokens) or tokens[i].value != 1 or tokens[i].kind != "ordinal" or tokens[i + 1].lemma not in ("and", "&"):
        return None
    last = part(tokens, skip(tokens, i + 2, "the"))
    if last is None or not (last[0].is_tail or last[0].unit == "share" and last[0].end == 1.0):
        return None
    r = last[0]
    first = Range(0.0, -r.start) if r.is_tail else Range(0.0, 1.0 - r.start, "share")
    return (first, r), last[1]


def parts(tokens: list[Token], i: int) -> tuple[Any, int] | None:
    """One or several ranges: "0:00-0:10 and 0:30-0:40"."""
    found = part(tokens, i)
    if found is None:
        return _both_ends(tokens, i)
    ranges = [found[0]]
    i = found[1]
    while True:
        j = i
        while j < len(tokens) and (
            tokens[j].lemma in ("and", ",", "plus", "as", "well", "also", "then", "&") or tokens[j].text in ",+"
        ):
            j += 1
        if j == i or j >= len(tokens):
            break
        more = part(tokens, j)
        if more is None:
            break
        ranges.append(more[0])
        i = more[1]
    return tuple(ranges), i
