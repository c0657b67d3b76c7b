"""Edits of tracks and what goes with a file: of several files together, their order, titles, attachments, chapters, channels."""

from typing import Any

from ffai.translate.offline.edits import (
    AddSubtitles,
    Attach,
    Chapters,
    DropStreams,
    DumpAttachments,
    Gather,
    JoinChannels,
    KeepStreams,
    Reorder,
    ReplaceAudio,
    Select,
    SplitPicture,
    StreamTitle,
    TakeOver,
)
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.streams import lemmas_of
from ffai.translate.offline.terms import language
from ffai.translate.offline.words import CLASSES, FORMATS

_GATHERS = "merge|combine|mux|join|put|copy|add|include|collect|multiplex"


def _kinds(m: Match) -> set[str]:
    return {FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower(), "") for t in m.tokens if t.kind == "file"}


def _gather(m: Match) -> Gather | None:
    """Tracks of several films side by side: "the audio of a.mkv and b.mkv in one file with both tracks"."""
    words = lemmas_of(m)
    if words & {"mix", "amix", "stereo", "left", "sequence", "after", "append", "concatenate"} or _kinds(m) & {
        "subtitle",
        "image",
    }:
        return None
    if _kinds(m) == {"audio"} and not any(
        t.lemma in ("mkv", "mka", "mp4") or t.kind == "file" and t.value.path.endswith((".mka", ".mkv")) for t in m.tokens
    ):
        return None
    said = words
    kinds = tuple(
        k
        for k, names in (("audio", {"audio", "sound", "language", "commentary", "dub"}), ("subtitle", {"subtitle"}))
        if said & names
    )
    return Gather(kinds or ("audio",))


def _second_track(m: Match) -> Gather | None:
    """A sound beside the one that is there: both stay, each a track."""
    if lemmas_of(m) & {"mix", "replace", "instead_of", "overlay", "subtitle", "silent", "silence", "background"}:
        return None
    return (
        Gather(("audio",))
        if any(t.kind == "file" and FORMATS.get(t.value.path.rsplit(".", 1)[-1].lower()) == "audio" for t in m.tokens)
        or "file" in lemmas_of(m)
        else None
    )


def _positions(m: Match, kind: str) -> tuple[list[int], list[str]]:
    """The places (from 0) and the languages that are spoken of, in their order; the words of them count as used."""
    numbers: list[int] = []
    languages: list[str] = []
    tokens = m.tokens
    everywhere = {tokens[i].lemma for i in m.used} & {"reorder", "rearrange"}
    for i in range(0 if everywhere else m.used[0], len(tokens)):
        token = tokens[i]
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if token.kind == "ordinal" and token.value > 0:
            if token.value == 1 and after is not None and after.kind == "number" and after.value == 2:
                numbers += [0, 1]  # "the first two"
                m.used_too.add(i + 1)
            else:
                numbers.append(token.value - 1)
            m.used_too.add(i)
        elif token.kind == "number" and token.unit != "word" and 0 < token.value < 20 and token.value == int(token.value):
            numbers.append(int(token.value) - 1)
            m.used_too.add(i)
        elif (said := language(tokens, i)) is not None:
            languages.append(said[0])
            m.used_too.add(i)
    _ = kind
    return list(dict.fromkeys(numbers)), list(dict.fromkeys(languages))


def _reorder(m: Match) -> Reorder | None:
    words = lemmas_of(m)
    kind = "subtitle" if "subtitle" in words and "audio" not in words else "audio"
    select = next(iter(m.slots.get("s", ())), None)
    used = {m.tokens[i].lemma for i in m.used}
    numbers, languages = _positions(m, kind)
    if len(numbers) == 2 and used & {"swap", "exchange", "switch"}:
        first, second = sorted(numbers)
        order = list(range(second + 1))
        order[first], order[second] = second, first
        return Reorder(kind, tuple(order))
    if len(languages) > 1 and select is None:
        return Reorder(kind, by=tuple(Select(kind, None, x) for x in languages))
    if len(numbers) > 1 and select is None:
        return Reorder(kind, by=tuple(Select(kind, n) for n in numbers))
    if "reverse" in used:
        return Reorder(kind, backwards=True)
    if select is not None and (select.index is not None or select.language or select.title):
        return Reorder(select.kind if select.kind != "any" else kind, (), select)
    return Reorder(kind)


def _swap(m: Match) -> Reorder | None:
    if sum(t.kind == "file" for t in m.tokens) > 1 or lemmas_of(m) & {"with", "channel", "channels", "left"}:
        return None
    return _reorder(m)


def _all_but(m: Match) -> DropStreams | KeepStreams | None:
    """ "all but the first audio stream"; "all but one" does not say which. "Strip everything but the video" keeps it."""
    if "k" in m.slots and {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[0]]} & CLASSES["remove"]:
        return KeepStreams(m.slots["k"])
    if "k" in m.slots:
        return DropStreams(m.slots["k"])
    kind = "subtitle" if "subtitle" in lemmas_of(m) else "audio"
    return DropStreams((Select(kind, -1),))


def _attach(m: Match) -> Attach | None:
    f = m.slots.get("f")
    if f is None:
        return Attach()
    ext = f.path.rsplit(".", 1)[-1].lower()
    return Attach(f.path) if ext in ("ttf", "otf", "txt", "pdf", "nfo", "xml", "json") or "attachment" in lemmas_of(m) else None


def _title_of(m: Match) -> StreamTitle | None:
    select = m.slots["s"][0]
    return (
        None
        if len(m.slots["s"]) > 1
        else StreamTitle(select if select.index is not None or select.language else Select(select.kind, 0), str(m.slots["t"]))
    )


_LISTS = (".txt", ".ini", ".ffmeta", ".ffmetadata", ".meta", ".chapters", ".csv", ".cue", ".metadata")


def _chapters(m: Match) -> Chapters | None:
    """Marks at moments, each with the words that stand by it; or at equal distances."""
    words = lemmas_of(m)
    if words & {"split", "remove", "strip", "extract", "cut", "keep", "delete"} or not words & {
        "add",
        "create",
        "insert",
        "set",
        "make",
        "put",
        "generate",
        "write",
        "embed",
        "mark",
    }:
        return None
    listed = next((t.value.path for t in m.tokens if t.kind == "file" and t.value.path.lower().endswith(_LISTS)), "")
    if listed:
        return Chapters(path=listed)
    if "n" in m.slots:
        return Chapters(count=int(m.slots["n"])) if 2 <= m.slots["n"] <= 500 else None
    every = next((t.value for t in m.tokens if t.kind == "time"), None)
    if {"every", "each"} & words and every:
        return Chapters(every=every)
    marks: list[tuple[float, str]] = []
    tokens = m.tokens
    last = max((i for i, t in enumerate(tokens) if t.kind == "time"), default=0)
    names_first = not _name_after(tokens, last)  # "Intro 0:00, Talk 0:02", where nothing stands behind the last moment
    for i, token in enumerate(tokens):
        if token.kind != "time" and not (token.kind == "number" and token.value == 0 and i + 1 < len(tokens)):
            continue
        title = _title_by(tokens, i, names_first)
        marks.append((float(token.value), title))
    if not marks or len({t for t, _ in marks}) < len(marks):
        return None
    m.used_too.update(_all_titles(tokens))
    return Chapters(points=tuple(marks))


def _all_titles(tokens: list[Any]) -> set[int]:
    first = next(i for i, t in enumerate(tokens) if t.kind == "time")
    return {
        i
        for i, t in enumerate(tokens)
        if i >= first - 3 and (t.kind in ("time", "quoted", "number") or t.text[:1].isupper() or t.text in "-:,()")
    }


def _title_by(tokens: list[Any], i: int, names_first: bool) -> str:
    """The name beside a moment: quoted, or a run of words with a capital letter; behind it or before it, as in the whole list."""
    return _name_before(tokens, i) or _name_after(tokens, i) if names_first else _name_after(tokens, i) or _name_before(tokens, i)


def _name_after(tokens: list[Any], i: int) -> str:
    j = i + 1
    while j < len(tokens) and (tokens[j].text in '-–:=(,"' or tokens[j].lemma in ("called", "named", "title", "as", "is", "for")):
        j += 1
    if j < len(tokens) and tokens[j].kind == "quoted":
        return str(tokens[j].value)
    run = []
    while j < len(tokens) and tokens[j].kind == "word" and tokens[j].text[:1].isupper():
        run.append(tokens[j].text)
        j += 1
    return " ".join(run)


def _name_before(tokens: list[Any], i: int) -> str:
    run: list[str] = []
    j = i - 1
    while j >= 0 and (tokens[j].text in "-–:(@" or tokens[j].lemma in ("at", "from", "start", "begin")):
        j -= 1
    if j >= 0 and tokens[j].kind == "quoted":
        return str(tokens[j].value)
    while j >= 0 and tokens[j].kind == "word" and tokens[j].text[:1].isupper() and j > 0:
        run.insert(0, tokens[j].text)
        j -= 1
    return " ".join(run)


def _tiles(m: Match) -> SplitPicture | None:
    """Two pictures of one, side by side or one on the other; not the two halves of its length."""
    words = lemmas_of(m)
    if words & {"minute", "second", "length", "duration", "time", "audio", "track", "channel"} and "half" not in words:
        return None
    if words & {"quadrants", "quadrant", "tiles", "grid"} or words & {"quarters"} and words & {"four", "4"}:
        grid = next((t.value for t in m.tokens if t.kind == "dim" and max(t.value) <= 8), (2, 2))
        return SplitPicture(*grid)
    sizes = [t.value for t in m.tokens if t.kind == "dim" and min(t.value) >= 16]
    if words & {"left", "right"} and {"left", "right"} <= words:
        return SplitPicture(2, 1)
    if {"top", "bottom"} <= words or words & {"horizontally", "vertically"} and words & {"picture", "frame", "image", "screen"}:
        return SplitPicture(1, 2)
    if len(sizes) == 2:  # "it is 3840x1080, split it into two of 1920x1080"
        (w, h), (a, b) = sizes
        if w % a == h % b == 0 and 1 < (w // a) * (h // b) <= 16:
            return SplitPicture(w // a, h // b)
    return None


def _join_channels(m: Match) -> JoinChannels | None:
    """ "left.wav and right.wav to one stereo file": the names or the words beside them say which is which."""
    files = [(i, t.value.path) for i, t in enumerate(m.tokens) if t.kind == "file" and t.value.exists]
    named = [path for _, path in files]
    words = lemmas_of(m)
    if (
        words & {"mono", "mix", "merge_down", "split", "separate", "extract", "swap", "only"}
        and "channel" not in words
        and "left" not in words
    ):
        return None
    if words & {"split", "swap"} or _kinds(m) - {"audio", ""}:
        return None
    if named and len(named) not in (2, 4, 6):
        return None
    left = right = ""
    for i, path in files:
        near = [t.lemma for t in m.tokens[i + 1 : i + 7]]
        here = near[: next((k for k, t in enumerate(m.tokens[i + 1 : i + 7]) if t.kind == "file"), 6)]
        stem = path.lower()
        if "left" in here or "left" in stem:
            left = left or path
        elif "right" in here or "right" in stem:
            right = right or path
    if not left and not right and not words & {"dual", "two-channel", "stereo", "surround51", "surround", "left", "right"}:
        return None
    return JoinChannels(left, right)


RULES = (
    Rule(f"{_GATHERS} ~ {{s:streams}} ~ from ~ {{f:file}} ~ and|, {{g:file}} ~ into|to|in", lambda m: _gather(m) if not any(s.kind == "video" for s in m.slots["s"]) else None, 5),
    Rule(f"{_GATHERS} ~ two|both|multiple|several|{{f:file}} ~ different|both|separate|each language|audio|subtitle ~ audio|track|stream|language? ~ into|in|to single|one / with both audio|subtitle|language ~ track|stream? / both audio|subtitle|language ~ track|stream|intact|as ~ separate|in? / {_GATHERS} ~ {{f:file}} ~ and|, {{g:file}} ~ with multiple|both|two ~ audio|subtitle|language ~ track|stream / single|one ~ file|mkv|mp4 ~ with multiple|both|two|separate ~ track|stream|audio|subtitle", lambda m: _gather(m) if sum(t.kind == "file" for t in m.tokens) > 1 or lemmas_of(m) & {"file", "two", "multiple", "several"} and lemmas_of(m) & {"merge", "combine", "mux", "join"} else None, 5),
    Rule("change|alter|rearrange|reorder|modify|switch|swap|reverse ~ order ~ of? ~ audio|subtitle|track|stream / reorder|rearrange ~ audio|subtitle|track|stream / swap|exchange|switch ~ audio|subtitle ~ track|stream ~ order?", _swap, 4),
    Rule("make|move|put|set|place|bring ~ {s:streams} ~ first|top|front ~ track|stream|one? / {s:streams} ~ first ~ in ~ order / put ~ {s:streams} before ~ {k:streams}", lambda m: _reorder(m) if {t.lemma for t in m.tokens} & {"first", "before", "front"} and not {m.tokens[i].lemma for i in m.used} & {"default", "frame", "minute"} and m.slots["s"][0].kind != "video" and (m.slots["s"][0].language or m.slots["s"][0].index) else None, 3),
    Rule("all|everything but|except ~ one ~ audio|subtitle ~ track|stream", _all_but, 5),
    Rule("all|everything but ~ {k:streams}", _all_but, 5),
    Rule("add|put|include|mux|insert|attach ~ second|another|additional|extra|new|third|separate|alternate|alternative ~ audio|sound|language|commentary ~ track|stream? / add|put|include|mux|insert ~ {f:file} ~ as ~ second|another|additional|extra|new|third|separate|alternate ~ audio|commentary|language / {f:file} ~ next|beside|alongside|addition to ~ existing|original|own|current? ~ audio|sound|track / add|include|insert ~ commentary ~ track ~ {f:file}", _second_track, 6),
    # titles of tracks
    Rule("set|change|rename|name|title|label|call ~ title|name? ~ {s:streams} ~ in|of? {f:file}? ~ to|as|is|=|:? {t:quoted} / name|label|rename|title|call ~ {s:streams} {t:quoted} / title|name of {s:streams} ~ to|as|is|= {t:caption} / set|change ~ {s:streams} title|name ~ to|as|is|= {t:caption}", _title_of, 5),
    # attachments
    Rule("attach|embed|add|include|put|insert ~ {f:file} ~ as ~ attachment|font / attach|embed|add|include|insert ~ font|attachment ~ {f:file} / attach|embed {f:file} ~ to|into|in", _attach, 5),
    Rule("attach|embed|add ~ font ~ to|into|in ~ mkv|{g:file}", lambda m: Attach(), 3),
    Rule("extract|dump|export|save|get|pull|rip ~ attached|embedded|embed|attach|all? ~ font|attachment ~ from|of|in?", lambda m: DumpAttachments(), 5),
    # chapters
    Rule("add|create|insert|set|make|put|generate|write|embed|import|apply|use|load|mux ~ chapter ~ from|in|of|using|file|with|by ~ {f:file} / add|import|apply|use|load|embed|mux|put ~ {f:file} ~ as ~ chapter / {f:file} ~ chapter ~ to|into|in / chapter ~ from|in|of|file|list {f:file}", lambda m: Chapters(path=m.slots["f"].path) if m.slots["f"].path.lower().endswith(_LISTS) and not lemmas_of(m) & {"split", "extract", "export", "dump", "remove"} else None, 7),
    Rule("rename|title|call|name|label|retitle|change chapter {n:number} ~ title|name? ~ to|as|into? {t:caption}", lambda m: Chapters(renamed=((int(m.slots["n"]) - 1, str(m.slots["t"])),)) if m.slots["n"] >= 1 else None, 7),
    Rule("rename|title|call|name|label|retitle {o:ordinal} chapter ~ to|as|into? {t:caption}", lambda m: Chapters(renamed=((m.slots["o"] - 1 if m.slots["o"] > 0 else -1, str(m.slots["t"])),)), 7),
    Rule("copy|transfer|take|move|clone|import|use|put ~ chapter|metadata|tag|tags ~ from|of ~ {f:file} ~ to|into|onto|for|in ~ {g:file}", lambda m: TakeOver("chapters" if "chapter" in {m.tokens[i].lemma for i in m.used} else "metadata", m.slots["f"].path) if m.slots["g"].exists else None, 8),
    Rule("copy|transfer|take|move|clone|import|put ~ subtitle ~ from|of ~ {f:file} ~ to|into|onto ~ {g:file}", lambda m: AddSubtitles(m.slots["f"].path) if m.slots["g"].exists and FORMATS.get(m.slots["f"].path.rpartition(".")[2].lower()) == "video" else None, 8),
    Rule("copy|transfer|take|move|clone|import|put ~ audio|sound|soundtrack ~ from|of ~ {f:file} ~ to|into|onto ~ {g:file}", lambda m: ReplaceAudio(m.slots["f"].path) if m.slots["g"].exists and FORMATS.get(m.slots["g"].path.rpartition(".")[2].lower()) == "video" else None, 8),
    Rule("chapter ~ every|each {t:time} / every|each {t:time} ~ chapter / add|create|insert|set|make|put|generate|write|embed|mark ~ {n:number} ~ chapter / add|create|insert|set|make|put|generate|write|embed|mark ~ chapter ~ marker|markers|mark|points? ~ at|:|for|with|to|starting? / chapter ~ marker|markers|mark? ~ at {a:time}", lambda m: _chapters(m), 5),
    # tiles
    Rule("split|divide|cut|separate|crop|slice|chop ~ into|in ~ two|2|both ~ separate|equal|{d:dim}? ~ half|halves|video|file|part|clip|picture / split|divide|cut|separate ~ left and right ~ half|halves|side|sides? / split|divide|separate ~ top and bottom ~ half|halves? / left and right half|halves ~ as|into|to", lambda m: _tiles(m), 5),
    Rule("split|divide|cut ~ into ~ {d:dim}|four|4 ~ grid|tiles|quadrants|quarters / four|4 quadrants|quarters|tiles", lambda m: _tiles(m), 5),
    # channels
    Rule("left ~ channel|ear|side? ~ and|, ~ right|{f:file} / {f:file} ~ left ~ and|,|with ~ {g:file} ~ right / two|2 mono ~ file|track|recording|into|to ~ stereo / mono ~ into|to|as ~ single|one? stereo ~ file|track? / combine|merge|join|make ~ {f:file} ~ and|, {g:file} ~ to|into|as|a ~ stereo / six|6 ~ mono|separate|wav|channel ~ into|to|as ~ surround51", lambda m: _join_channels(m) if lemmas_of(m) & {"combine", "merge", "join", "make", "create", "mix", "turn", "put", "convert", "produce", "pan", "into"} and (sum(t.kind == "file" and t.value.exists for t in m.tokens) > 1 or lemmas_of(m) & {"two", "both", "files", "separate", "six", "several"} and "mono" in lemmas_of(m)) else None, 5),
)  # fmt: skip
