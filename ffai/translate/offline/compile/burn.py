"""Subtitles drawn into the picture: from a file or a track, with a style, moved in time, or for a part of it."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job, filter_value, seconds
from ffai.translate.offline.compile.work import CannotCompile, Work, kind_of
from ffai.values import Stream

# &HAABBGGRR, as ASS has colours
_COLOURS = {
    "yellow": "&H0000FFFF", "white": "&H00FFFFFF", "red": "&H000000FF", "green": "&H0000FF00", "blue": "&H00FF0000", "cyan": "&H00FFFF00", "black": "&H00000000", "orange": "&H0000A5FF",
    "pink": "&H00CBC0FF", "magenta": "&H00FF00FF", "purple": "&H00800080", "grey": "&H00808080", "gold": "&H0000D7FF", "transparent": "&HFF000000", "lime": "&H0000FF00", "brown": "&H002A2AA5",
}  # fmt: skip
_PICTURES = ("hdmv_pgs_subtitle", "dvd_subtitle", "dvb_subtitle", "xsub")
_PLAIN = (("FontName", "Sans"), ("PrimaryColour", "&H00FFFFFF"), ("Bold", "0"), ("Italic", "0"), ("BorderStyle", "1"), ("Outline", "1"), ("Shadow", "0"))  # fmt: skip


def burn_in(job: Job, work: Work, burn: e.BurnSubtitles, number: int, count: int) -> None:
    """The filter for one of `count` subtitles that are burnt in."""
    pool = [p for p in work.extras.get("subtitle", ()) if p not in {b.path for b in work.all(e.BurnSubtitles)}]
    path = burn.path or (pool[min(number, len(pool) - 1)] if pool else "")
    own = ""
    written = work.words & {"srt", "ass", "ssa", "vtt"} and burn.select is None and work.candidates(("subtitle",))
    if not path and (written or work.has(e.SubtitleCharset)):
        burn = burn._replace(outside=True)
    if not path:
        path, own, picture = _own_track(job, work, burn, number)
        if picture is not None:
            _picture_track(job, picture)
            return
    shift = next((s.seconds for s in work.all(e.ShiftSubtitles)), 0.0)
    charset = work.get(e.SubtitleCharset)
    if charset is not None and charset.guessed:
        work.note("the subtitles are taken to be in Windows-1252; if letters are wrong, say in which character set they are")
    encoding = f":charenc={charset.source}" if charset is not None and charset.source and not own else ""
    style = _style(burn, above=count > 1 and number > 0)
    text = f"subtitles=filename={filter_value(path)}{own}{encoding}{style}"
    if shift:
        job.filter_video(67, f"setpts=PTS-({shift:g})/TB")
        job.filter_video(69, f"setpts=PTS+({shift:g})/TB")
    if burn.when is None:
        job.filter_video(68, text)
        return
    end = f",{seconds(burn.when.end)})" if burn.when.end != e.END else ")"
    when = f"{'between' if burn.when.end != e.END else 'gte'}(t,{seconds(burn.when.start)}{end}"
    job.filter_video(
        68,
        f"{{in}}split[w{{n}}][s{{n}}];[s{{n}}]{text}[t{{n}}];[w{{n}}][t{{n}}]overlay=enable='{when}'{{out}}",
    )


def _own_track(job: Job, work: Work, burn: e.BurnSubtitles, number: int) -> tuple[str, str, int | None]:
    """(file, which of its subtitles, or their number when they are pictures)."""
    from ffai.translate.offline.compile.streams import same_language

    source = job.sources[0]
    subtitles: tuple[Stream, ...] = source.media.of_kind("subtitle") if source.media else ()
    if burn.outside or (not subtitles and not (source.media is None and burn.select is not None)):
        ext = work.source_ext if kind_of(f"x.{work.source_ext}") == "subtitle" else ""
        found = (work.pick((), ext) if ext else None) or work.pick(("subtitle",))
        if found is None and source.media is not None and not burn.outside:
            raise CannotCompile("Which file are the subtitles in? The film has none, and no file of subtitles is here.")
        found = (
            found or f"subtitles.{next((x for x in ('ass', 'ssa', 'vtt') if x in work.words and 'srt' not in work.words), 'srt')}"
        )
        work.note(f"the subtitles are taken from {found}")
        return found, "", None
    index = burn.select.index if burn.select and burn.select.index else 0
    index = len(subtitles) - 1 if index < 0 else index
    if burn.select and burn.select.language and subtitles:
        languages = [i for i, s in enumerate(subtitles) if same_language(s.language, burn.select.language)]
        if not languages and len(subtitles) > 1:
            raise CannotCompile(
                f"No subtitles are tagged {burn.select.language!r}. Which ones are meant?",
                tuple(f"subtitle track {i + 1}" for i in range(len(subtitles))),
            )
        index = languages[0] if languages else 0
    elif burn.select and burn.select.forced and subtitles:
        forced = [i for i, s in enumerate(subtitles) if "forced" in s.disposition or "forced" in (s.title or "").lower()]
        if not forced:
            work.note("no subtitles are flagged as forced; the first ones are taken")
        index = forced[0] if forced else index
    elif burn.select is None and number:
        index = min(number, max(0, len(subtitles) - 1))
    if subtitles and index >= len(subtitles):
        raise CannotCompile(f"There are only {len(subtitles)} subtitle tracks. Which one is meant?")
    pictures = bool(subtitles) and subtitles[index].codec in _PICTURES
    if not subtitles and work.words & {"pgs", "vobsub", "dvdsub", "dvbsub", "bitmap", "image-based"}:
        pictures = True  # the file is not here; what kind they are is said
    return source.path, f":si={index}", index if pictures else None


def _picture_track(job: Job, index: int) -> None:
    job.filter_video(68, f"{{in}}[0:s:{index}]overlay{{out}}")


def _style(burn: e.BurnSubtitles, *, above: bool) -> str:
    values = dict(_PLAIN if burn.plain else ())
    values |= dict(burn.style)
    for name in ("PrimaryColour", "OutlineColour", "BackColour"):
        if name in values and values[name] in _COLOURS:
            values[name] = _COLOURS[values[name]]
    if above and "Alignment" not in values:
        values["Alignment"] = "6"  # a second one is shown at the top, so that neither hides the other
    if not values:
        return ""
    return ":force_style='" + ",".join(f"{k}={v}" for k, v in values.items()) + "'"
