"""Which streams go into the output: selections as -map values, flags, languages, added tracks."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.job import Job, seconds
from ffai.translate.offline.compile.work import CannotCompile, Work, kind_of
from ffai.translate.offline.terms import CODES, LANGUAGES
from ffai.translate.offline.words import IRREGULAR
from ffai.values import Media, Stream

LETTER = {"video": "v", "audio": "a", "subtitle": "s", "data": "d", "attachment": "t"}
_IMAGE_SUBTITLES = ("hdmv_pgs_subtitle", "dvd_subtitle", "dvb_subtitle", "xsub")


def spec(select: e.Select, media: Media | None, number: int = 0) -> str:
    """The stream specifier of a selection, "0:a:1", "0:m:language:eng" resolved to an index when the file is known."""
    if select.kind in ("all", "any") and select.index is None and not select.language:
        return f"{number}"
    if select.kind == "any":
        return f"{number}:{select.index}"
    letter = LETTER[select.kind]
    streams = media.of_kind(select.kind) if media else ()
    if select.language:
        if media is not None:
            found = [i for i, s in enumerate(streams) if same_language(s.language, select.language)]
            if found:
                return f"{number}:{letter}:{found[0]}"
            raise CannotCompile(
                f"No {select.kind} track is tagged {select.language!r}. {_list(streams, select.kind)} Which one is meant?"
            )
        return f"{number}:{letter}:m:language:{select.language}"
    if select.forced and media is not None:
        flagged = [i for i, s in enumerate(streams) if "forced" in s.disposition or "forced" in s.title.lower()]
        if not flagged and len(streams) > 1:
            raise CannotCompile(f"No {select.kind} track is flagged as forced. {_list(streams, select.kind)} Which one is meant?")
        return f"{number}:{letter}:{flagged[0] if flagged else 0}"
    if select.channels and media is not None:
        best = (
            max(range(len(streams)), key=lambda i: streams[i].channels or 0, default=0)
            if select.channels > 2
            else next((i for i, s in enumerate(streams) if s.channels == select.channels), 0)
        )
        return f"{number}:{letter}:{best}"
    if select.title and media is None:
        return f"{number}:{letter}:{0 if select.title == 'sdh' else 1}"
    if select.title and media is not None:
        flag = {"commentary": "comment", "sdh": "hearing_impaired", "descri": "visual_impaired"}.get(select.title, "-")
        for i, s in enumerate(streams):
            if select.title in s.title.lower() or flag in s.disposition:
                return f"{number}:{letter}:{i}"
        if len(streams) != 1 and select.title != "sdh" or select.title in ("commentary", "descri"):
            raise CannotCompile(
                f"No {select.kind} track is called {select.title!r}. {_list(streams, select.kind)} Which one is meant?"
            )
        if select.title != "descri":
            return f"{number}:{letter}:0"
    if select.index is not None:
        index = select.index
        if index < 0:
            index = max(0, len(streams) - 1) if media is not None else 0
        if media is not None and index >= len(streams):
            raise CannotCompile(
                f"There is no {select.kind} track number {index + 1}. {_list(streams, select.kind)} Which one is meant?"
            )
        return f"{number}:{letter}:{index}"
    if select.default and media is not None:
        index = next((i for i, s in enumerate(streams) if "default" in s.disposition), 0)
        return f"{number}:{letter}:{index}"
    if select.default:
        return f"{number}:{letter}:0"
    return f"{number}:{letter}"


def _list(streams: tuple[Stream, ...], kind: str) -> str:
    if not streams:
        return f"The file has no {kind} track."
    return "The file has: " + ", ".join(f"{i + 1} {s.language or s.title or s.codec}" for i, s in enumerate(streams)) + "."


def choose_streams(job: Job, work: Work, media: Media | None, ext: str) -> None:
    """Sets job.maps, has_video and has_audio by what is kept and dropped."""
    keeps = [s for k in work.all(e.KeepStreams) for s in k.selects]
    drops = [s for d in work.all(e.DropStreams) for s in d.selects]
    everything = any(s.kind == "all" for s in keeps)
    keeps = [s for s in keeps if s.kind != "all"]
    if work.all(e.RemoveAudio):
        job.has_audio = False
        if not keeps and not drops:
            _rest(job, media, ext, everything=everything, audio=False)
            return
        drops.append(e.Select("audio"))
    if keeps:
        _keep(job, work, media, keeps)
    elif drops:
        _drop(job, work, media, drops, ext)
    else:
        _rest(job, media, ext, everything=everything, audio=True)
    if everything and ext == "mkv" and not keeps and not drops:
        job.maps = ["0"]
    if ext == "mkv" and job.maps and job.maps[0] == "0" and _has_data(job, media):
        job.maps.append("-0:d")  # time codes and chapter tracks of QuickTime, tables of a transport stream: Matroska holds none


def _has_data(job: Job, media: Media | None) -> bool:
    if media is not None:
        return bool(media.of_kind("data"))
    return job.sources[0].path.rpartition(".")[2].lower() in ("mp4", "mov", "m4v", "ts", "mts", "m2ts")


def _keep(job: Job, work: Work, media: Media | None, keeps: list[e.Select]) -> None:
    """Only the streams named of their kind; of the kinds that were not named, all: "keep only the english audio" keeps the picture."""
    kinds = {s.kind for s in keeps}
    if "any" in kinds:
        job.maps = [spec(s, media) for s in keeps]
        return
    # "only video and English subtitles" names all that stays; "only the English audio" keeps the picture
    only_kinds = all(s == e.Select(s.kind) for s in keeps) or e.Select("video") in keeps and len(kinds) > 1
    maps = []
    for kind in ("video", "audio", "subtitle"):
        named = [s for s in keeps if s.kind == kind]
        if named:
            maps += [spec(s, media) for s in named]
        elif not only_kinds and not (kind == "subtitle" and media is not None and not media.of_kind("subtitle")):
            if kind != "video" or media is None or media.video is not None:
                maps.append(f"0:{LETTER[kind]}" + ("?" if kind != "video" or media is None else ""))
    job.maps = list(dict.fromkeys(maps))
    job.has_video = any(":v" in m for m in maps)
    job.has_audio = any(":a" in m for m in maps)
    if only_kinds and kinds == {"video"}:
        work.note("only the picture is kept")


def _drop(job: Job, work: Work, media: Media | None, drops: list[e.Select], ext: str) -> None:
    maps = ["0"]
    for select in drops:
        maps.append(f"-{spec(select, media)}")
        if select == e.Select("audio"):
            job.has_audio = False
        if select == e.Select("video"):
            job.has_video = False
    if ext in ("mp4", "m4v", "mov", "webm"):  # these hold neither attachments nor data as files have them
        maps = ["0:v" if media and media.video else "0:v?", "0:a?", "0:s?", *maps[1:]]
        maps = [
            m
            for m in maps
            if not (m == "0:s?" and "-0:s" in maps)
            and not (m == "0:a?" and "-0:a" in maps)
            and not (m.startswith("0:v") and "-0:v" in maps)
        ]
        maps = [m for m in maps if m not in ("-0:s", "-0:a", "-0:v", "-0:t", "-0:d")]
        if media is not None and not media.of_kind("subtitle"):
            maps = [m for m in maps if m != "0:s?"]
    if ext in coding.HOLDS and not coding.HOLDS[ext][2]:
        holds_video = bool(coding.HOLDS[ext][0])
        maps = [*(["0:v?"] if holds_video else []), "0:a?", *(m for m in maps if m != "0" and (holds_video or ":v" not in m))]
        maps = [m for m in maps if not (m.endswith("?") and f"-{m[:-1]}" in maps)]
        maps = [m for m in maps if m not in ("-0:v", "-0:a", "-0:s") and not (m.startswith("-0:s") and "0:s?" not in maps)]
    job.maps = maps
    _ = work


def _rest(job: Job, media: Media | None, ext: str, *, everything: bool, audio: bool) -> None:
    """Nothing was said: what ffmpeg picks when that is everything there is, else all that the container holds."""
    if media is None:
        if everything:
            job.maps = ["0"] if ext in ("mkv",) else ["0:v?", *(["0:a?"] if audio else []), "0:s?"]
        return
    row = coding.HOLDS.get(ext)
    audios, subtitles = media.of_kind("audio"), media.of_kind("subtitle")
    if len(audios) <= 1 and not subtitles and len(media.of_kind("video")) <= 1 and not everything:
        return
    if not job.has_video:
        job.maps = ["0:a:0"] if audios and not everything else ["0:a"]
        return
    maps = ["0:v:0"] if media.video else []
    if audio and audios:
        maps.append("0:a")
    if subtitles and row is not None and row[2]:
        text = [i for i, s in enumerate(subtitles) if s.codec not in _IMAGE_SUBTITLES]
        if ext == "mkv" or len(text) == len(subtitles):
            maps.append("0:s")
        else:
            maps += [f"0:s:{i}" for i in text]
    if ext == "mkv" and media.of_kind("attachment"):
        maps.append("0:t")
    job.maps = maps


def outputs_of(job: Job, media: Media | None, kind: str) -> list[int | None]:
    """Which streams of a kind the result has, in its order: their number in the main input; None: one of another file."""
    count = len(media.of_kind(kind)) if media is not None else 0
    letter = LETTER[kind]
    if job.maps is None:
        return [0] if count else []
    found: list[int | None] = []
    for entry in job.maps:
        negative, text = entry.startswith("-"), entry.lstrip("-").rstrip("?")
        number, _, rest = text.partition(":")
        if number != "0":
            if rest.startswith(letter):
                found.append(None)
            continue
        if rest in ("", letter):
            here = list(range(count))
        elif rest.startswith(f"{letter}:") and rest[2:].isdigit():
            here = [int(rest[2:])]
        elif rest.isdigit() and media is not None:
            here = [i for i, s in enumerate(media.of_kind(kind)) if s.index == int(rest)]
        else:
            continue
        found = [x for x in found if x not in here] if negative else [*found, *here]
    return found


def _places(job: Job, media: Media | None, select: e.Select) -> list[int]:
    """Where the streams that are meant stand in the result, of their kind; () where they are not in it."""
    last = spec(select, media).rpartition(":")[2]
    if not last.isdigit():
        return []
    if media is None or not media.of_kind(select.kind):
        return [int(last)]
    return [i for i, n in enumerate(outputs_of(job, media, select.kind)) if n == int(last)]


def flags(job: Job, work: Work, media: Media | None) -> None:
    """Default and forced flags, languages: said of the streams of the source, set on those of the result."""
    defaults = [d for d in work.all(e.Default) if not d.flag.startswith("not ")]
    for default in work.all(e.Default):
        letter = LETTER.get(default.select.kind, "a")
        if default.flag.startswith("not "):
            _unflag(job, media, default, letter)
            continue
        places = _places(job, media, default.select)
        if not places and spec(default.select, media).rpartition(":")[2].isdigit():
            work.note("the track that is to be the default is not kept")
            continue
        chosen = places or [0]
        same_kind = {p for d in defaults if d.select.kind == default.select.kind for p in _places(job, media, d.select)}
        count = len(outputs_of(job, media, default.select.kind)) if media is not None else 0
        for other in range(count):
            if other not in same_kind and other not in chosen and default.flag == "default":
                job.coding += [f"-disposition:{letter}:{other}", "0"]
        job.coding += [w for p in chosen for w in (f"-disposition:{letter}:{p}", default.flag)]
    for stream in work.all(e.StreamCodec):
        place = next(iter(_places(job, media, stream.select)), 0)
        encoder = coding.audio_encoder(coding.ALIASES.get(stream.codec, stream.codec), work.has_encoder)
        job.muxing += [
            f"-c:a:{place}",
            encoder.name if encoder else stream.codec,
        ]  # behind the -c:a that it makes an exception of
    for titled in work.all(e.StreamTitle):
        letter = LETTER.get(titled.select.kind, "a")
        at = next(iter(_places(job, media, titled.select)), None)
        where = f":{at}" if at is not None else ":0" if titled.select.kind == "video" else ""
        job.coding += [f"-metadata:s:{letter}{where}", f"title={titled.title}"]
    for language in work.all(e.Language):
        letter = LETTER.get(language.select.kind, "a")
        if language.select.index is None and not language.select.language and work.words & {"all", "every", "each", "both"}:
            job.coding += [f"-metadata:s:{letter}", f"language={language.language}"]
            continue
        at = next(iter(_places(job, media, language.select)), language.select.index or 0)
        job.coding += [f"-metadata:s:{letter}:{at}", f"language={language.language}"]


def _unflag(job: Job, media: Media | None, said: e.Default, letter: str) -> None:
    """Takes one flag off, of one stream or of all of a kind; other flags stay (`-disposition -name`, ffmpeg 4.4 and later)."""
    for place in [f":{p}" for p in _places(job, media, said.select)] or [""]:
        job.coding += [f"-disposition:{letter}{place}", f"-{said.flag.removeprefix('not ')}"]


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
        job.maps.append(f"{index}:0" if kind_of(path) != "video" else f"{index}:s")
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
    return ext


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


def same_language(tag: str, wanted: str) -> bool:
    """ISO 639-2 has two codes for some languages (deu/ger, fra/fre, zho/chi ...), and taggers use 639-1 as well."""
    pairs = {
        "deu": ("ger", "de"),
        "fra": ("fre", "fr"),
        "zho": ("chi", "zh"),
        "nld": ("dut", "nl"),
        "spa": ("es", "esp"),
        "eng": ("en",),
        "jpn": ("ja",),
        "ita": ("it",),
        "por": ("pt",),
        "rus": ("ru",),
        "kor": ("ko",),
        "ces": ("cze", "cs"),
        "ell": ("gre", "el"),
        "fas": ("per", "fa"),
        "ron": ("rum", "ro"),
    }
    return tag == wanted or tag in pairs.get(wanted, ())
