"""Subtitles that are added as tracks: which files, of which language, what they are called, and which are shown first."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job, seconds
from ffai.translate.offline.compile.streams import same_language
from ffai.translate.offline.compile.work import Work, kind_of
from ffai.translate.offline.terms import CODES, LANGUAGES
from ffai.translate.offline.words import IRREGULAR
from ffai.values import Media


def add_subtitles(job: Job, work: Work, media: Media | None, ext: str) -> str:
    """Adds the subtitle files as tracks; gives the extension of the output (one that can hold them)."""
    adds = work.all(e.AddSubtitles)
    burnt = {b.path for b in work.all(e.BurnSubtitles)} if any(a.path for a in adds) else set()
    paths = [a.path for a in adds if a.path]
    paths += [p for p in work.extras.get("subtitle", ()) if p not in paths and p not in burnt]
    languages = next((a.languages for a in adds if a.languages), ())
    if not paths:
        paths = _subtitles_here(work, languages)
    if ext not in ("mp4", "mkv", "mov", "m4v", "webm"):
        work.note(f"{ext} holds no text subtitles; MKV does")
        ext = "mkv"
    existing = len(media.of_kind("subtitle")) if media else 0
    if any(s == e.Select("subtitle") for d in work.all(e.DropStreams) for s in d.selects):
        existing = 0  # the new ones take their place
    job.maps = ["0:v", "0:a?", *(["0:s"] if existing else [])]
    job.maps = [m for m in job.maps if job.has_audio or not m.startswith("0:a")]
    if job.has_audio and job.audio_from[:1] != "[" and not job.audio_from.startswith("0:"):  # the sound of another file
        job.maps = [job.audio_from if m.startswith("0:a") else m for m in job.maps]
    codec = {"mkv": "copy", "webm": "webvtt"}.get(ext, "mov_text")
    shift = next((s.seconds for s in work.all(e.ShiftSubtitles)), 0.0)
    charset = work.get(e.SubtitleCharset)
    if charset is not None and charset.guessed:
        work.note("the subtitles are taken to be in Windows-1252; if letters are wrong, say in which character set they are")
    options = (["-sub_charenc", charset.source] if charset is not None and charset.source else []) + (
        ["-itsoffset", f"{shift:g}"] if shift else []
    )
    tagged: list[str] = []
    paths = list(dict.fromkeys(paths))
    for number, path in enumerate(paths):
        add = next((a for a in adds if a.path == path), adds[0] if adds else e.AddSubtitles())
        part = _part_of(add.when, shift)
        index = job.add(path, *options, *part, media=work.media(path))
        job.maps.append(f"{index}:0" if kind_of(path) != "video" else _of_film(work, path, index, add.language))
        language = _language_in_name(path)
        if not language:
            language = languages[number] if len(languages) == len(paths) else add.language if len(paths) == 1 else ""
        tagged.append(language)
        if language:
            job.muxing += [f"-metadata:s:s:{existing + number}", f"language={language}"]
        if add.title:
            job.muxing += [f"-metadata:s:s:{existing + number}", f"title={add.title}"]
    _flags_of_added(job, work, adds, tagged, existing)
    job.coding += ["-c:s", codec]
    if "-shortest" in job.trailing and media is not None and media.duration:  # the last line of text would end the film
        job.trailing = [*(w for w in job.trailing if w != "-shortest"), "-t", seconds(media.duration)]
    return ext


def _of_film(work: Work, path: str, index: int, language: str) -> str:
    """The subtitles that another film brings along: those of the language, else all."""
    media = work.media(path)
    tracks = media.of_kind("subtitle") if media is not None else ()
    found = [i for i, s in enumerate(tracks) if language and same_language(s.language, language)]
    return f"{index}:s:{found[0]}" if found else f"{index}:s"


def _part_of(when: e.Range | None, shift: float) -> list[str]:
    """Input options that take only a part of the subtitles, and leave it where it is."""
    if when is None:
        return []
    start = ["-ss", seconds(when.start)] if when.start > 0 else []
    moved = ["-itsoffset", f"{when.start + shift:g}"] if when.start > 0 else []
    return [*moved, *start, *(["-t", seconds(when.end - max(0.0, when.start))] if when.end != e.END else [])]


def _subtitles_here(work: Work, languages: tuple[str, ...]) -> list[str]:
    """The files of subtitles that are meant when none is named: as many as languages are spoken of, all where several are, else one."""
    rows = [r.name for r in work.candidates(("subtitle",))]
    if len(languages) > 1 or work.words & {"multiple", "several", "both", "two", "all"}:
        named = {_language_in_name(name): name for name in rows}
        if len(languages) > 1 and all(x in named for x in languages):
            return [named[x] for x in languages]
        if len(languages) > 1 and not rows:
            work.note("no subtitles are here: put yours in for the names")
            return [f"{next(name for name, code in LANGUAGES.items() if code == x)}.srt" for x in languages]
        if len(rows) > 1:
            return rows[: len(languages)] if len(languages) > 1 else rows
    ext = next((x for x in ("ass", "ssa", "vtt") if x in work.words and "srt" not in work.words), "srt")
    found = work.pick(("subtitle",)) or f"subtitles.{ext}"
    work.note(f"the subtitles are taken from {found}")
    return [found]


def _flags_of_added(job: Job, work: Work, adds: list[e.AddSubtitles], tagged: list[str], existing: int) -> None:
    """Which of the added tracks is shown first, and which always: said of all, of a language, or of a number."""
    said = {d for d in work.all(e.Default) if d.select.kind == "subtitle" and not d.flag.startswith("not ")}
    work.edits = [x for x in work.edits if not (isinstance(x, e.Default) and x in said)]
    wanted: dict[int, list[str]] = {}
    for default in said:
        place = next(
            (i for i, tag in enumerate(tagged) if default.select.language and same_language(tag, default.select.language)),
            default.select.index or 0,
        )
        wanted.setdefault(place, []).append(default.flag)
    for flag in ("default", "forced"):
        if any(getattr(a, flag) for a in adds) and not any(flag in flags for flags in wanted.values()):
            wanted.setdefault(0, []).append(flag)
    if any("default" in flags for flags in wanted.values()):
        for place in range(len(tagged) + existing):
            if place - existing not in wanted:
                job.muxing += [f"-disposition:s:{place}", "0"]
    for place, flags in wanted.items():
        job.muxing += [f"-disposition:s:{existing + place}", "+".join(sorted(set(flags)))]


# ISO 639-1, as file names have it
_SHORT = {
    "en": "eng", "es": "spa", "fr": "fra", "de": "deu", "ja": "jpn", "it": "ita", "pt": "por", "ru": "rus", "zh": "zho", "ko": "kor", "nl": "nld", "ar": "ara", "hi": "hin", "vi": "vie",
    "pl": "pol", "sv": "swe", "tr": "tur", "el": "ell", "he": "heb", "th": "tha", "cs": "ces", "da": "dan", "fi": "fin", "no": "nor", "hu": "hun", "ro": "ron", "uk": "ukr",
}  # fmt: skip


def _language_in_name(path: str) -> str:
    """The language that a file's name tells: "film.en.srt", "subs_french.srt", "eng.srt"."""
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    pieces = stem.replace("-", ".").replace("_", ".").split(".")
    for piece in pieces:
        word = IRREGULAR.get(piece, piece)
        if word in LANGUAGES and (len(piece) > 3 or piece == pieces[-1] or len(piece) == 3):
            return LANGUAGES[word]
    return CODES.get(pieces[-1], _SHORT.get(pieces[-1], ""))
