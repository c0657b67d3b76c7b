"""Streams taken out into files of their own: sound, subtitles, cover, or each of them."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import rate_text, safe_path, seconds
from ffai.translate.offline.compile.other_sound import own_tracks_mixed
from ffai.translate.offline.compile.pictures import picture_ext
from ffai.translate.offline.compile.results import Argv, argvs, audio_ext, start, target
from ffai.translate.offline.compile.shapes import loop, repair
from ffai.translate.offline.compile.streams import same_language, spec
from ffai.translate.offline.compile.stretches import stretches
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of
from ffai.translate.offline.words import FORMATS
from ffai.values import Media, Stream


def extract_audio(work: Work, source: str) -> list[Argv]:
    said = work.get(e.ExtractAudio) or e.ExtractAudio()
    job, media = start(work, source)
    if media is not None and media.audio is None:
        raise CannotCompile(f"{source} has no sound to take out. Is another file meant?")
    streams = media.of_kind("audio") if media else ()
    named = len(work.outputs)
    if said.more and said.select is not None and media is None:
        return _audio_unseen(work, source, (said.select, *said.more))
    if said.more and said.select is not None:
        numbers = [_number(spec(_of_kind(s, "audio"), media)) for s in (said.select, *said.more)]
        return _every_audio(work, source, media, list(dict.fromkeys(numbers)))
    several = said.every or 1 < named <= len(streams)
    if several and len(streams) > 1:
        return _every_audio(work, source, media, list(range(named if 1 < named <= len(streams) else len(streams))))
    if work.has(e.Repair):  # "ignore the errors of the damaged file"
        repair(job, work, media)
        if media is None:  # what its sound is is not known, so that a copy would need luck
            work.edits = [x for x in work.edits if not isinstance(x, e.Copy)]
    job.has_video = False
    ext = audio_ext(work, media)
    job.output = target(work, source, ext, "audio")
    select = said.select
    if select is None:
        select = next((s for k in work.all(e.KeepStreams) for s in k.selects if s.kind == "audio"), None)
    if select is not None and select != e.Select("audio"):
        job.maps = [spec(select._replace(kind="audio") if select.kind == "any" else select, media)]
        job.audio_from = job.maps[0]
        if media is not None:  # the facts of the chosen stream decide about copying
            chosen = _chosen(media, job.maps[0])
            if chosen is not None:
                others = tuple(s for s in media.streams if s.kind != "audio")
                media = media._replace(streams=(*others, chosen))
    own_tracks_mixed(job, work, media)
    apply_filters(job, work, media)
    stretches(job, work, media)
    loop(job, work, source, media)
    return argvs(encode(job, work, media, ext))


def _chosen(media: Media, where: str) -> Stream | None:
    last = where.rpartition(":")[2]
    audio = media.of_kind("audio")
    if ":a:" in where and last.isdigit() and int(last) < len(audio):
        return audio[int(last)]
    return None


def _of_kind(select: e.Select, kind: str) -> e.Select:
    return select._replace(kind=kind) if select.kind == "any" else select


def _number(where: str) -> int:
    """The number of a stream among its kind, out of its specifier."""
    last = where.rpartition(":")[2]
    return int(last) if last.isdigit() else 0


def _every_audio(work: Work, source: str, media: Media | None, numbers: list[int]) -> list[Argv]:
    words: list[str] = ["ffmpeg", "-i", safe_path(source)]
    work.all(e.Copy), work.all(e.Container), work.all(e.AudioCodec), work.all(e.KeepStreams), work.all(e.Mux)
    rates = [b for b in work.all(e.Bitrate) if b.kind in ("audio", "")]
    asked = work.has(e.Container, e.AudioCodec) and not work.has(e.Copy)
    plain = ["-ac", str(c.count)] if (c := work.get(e.Channels)) is not None and not c.side else []
    plain += ["-ar", str(r.hertz)] if (r := work.get(e.SampleRate)) is not None else []
    for place, number in enumerate(numbers):
        tracks = media.of_kind("audio") if media else ()
        stream = tracks[number] if number < len(tracks) else None
        named = work.outputs[place] if len(work.outputs) == len(numbers) else ""
        codec = stream.codec if stream else ""
        own = coding.OWN_FILE.get(codec, "mka")
        ext = ext_of(named) if named else audio_ext(work, media) if asked or media is None else own
        if coding.holds(ext, "audio", codec) and not rates and not plain:
            coding_words = ["-c:a", "copy"]
        else:
            encoder = coding.audio_encoder(_codec_of(work) or coding.default_codec(ext, "audio") or "mp3", work.has_encoder)
            rate = ["-b:a", rate_text(rates[-1].bits)] if rates and not ext.startswith(("wav", "flac")) else []
            coding_words = ["-c:a", encoder.name if encoder else "aac", *rate]
        language = stream.language if stream and stream.language != "und" else ""
        tag = f"audio{number + 1}" + (f"-{language}" if language else "")
        words += ["-map", f"0:a:{number}", "-vn", *plain, *coding_words, safe_path(named or work.name_with(source, ext, tag))]
    return [tuple(words)]


def _audio_unseen(work: Work, source: str, selects: tuple[e.Select, ...]) -> list[Argv]:
    """Several tracks of sound of a file that is not here, each to a file of its own."""
    words = ["ffmpeg", "-i", safe_path(source)]
    ext = audio_ext(work, None)
    encoder = coding.audio_encoder(_codec_of(work) or coding.default_codec(ext, "audio") or "mp3", work.has_encoder)
    work.all(e.Copy), work.all(e.Container), work.all(e.KeepStreams)
    for place, select in enumerate(selects):
        tag = select.language or f"audio{(select.index or 0) + 1}"
        out = work.outputs[place] if len(work.outputs) == len(selects) else work.name_with(source, ext, tag)
        words += [
            "-map",
            spec(_of_kind(select, "audio"), None),
            "-vn",
            "-c:a",
            encoder.name if encoder else "aac",
            safe_path(out),
        ]
    return [tuple(words)]


def _codec_of(work: Work) -> str:
    said = work.get(e.AudioCodec)
    return coding.ALIASES.get(said.codec, said.codec) if said is not None else ""


def extract_mixed(work: Work, source: str, sound: e.ExtractAudio, subtitles: e.ExtractSubtitles) -> list[Argv]:
    """Sound and subtitles of one file, each to a file of its own, in one run."""
    kept = list(work.edits)
    work.edits = [
        x
        for x in kept
        if not isinstance(x, e.ExtractSubtitles) and not (isinstance(x, e.Container) and ext_is(x.ext, "subtitle"))
    ]
    output, work.output = work.output, work.output if work.output and ext_is(ext_of(work.output), "audio") else None
    one = extract_audio(work, source)
    work.edits = [
        x for x in kept if not isinstance(x, e.ExtractAudio) and not (isinstance(x, e.Container) and ext_is(x.ext, "audio"))
    ]
    work.output = output if output and ext_is(ext_of(output), "subtitle") else None
    other = extract_subtitles(work, source)
    work.edits, work.output = kept, output
    _ = sound, subtitles
    return [*one, *other]


def ext_is(ext: str, kind: str) -> bool:
    return FORMATS.get(ext) == kind


def extract_streams(work: Work, source: str) -> list[Argv]:
    """Every stream to a file of its own, copied."""
    media = work.media(source)
    words = ["ffmpeg", "-i", safe_path(source)]
    streams: list[tuple[str, int, Stream | None]] = (
        [(k, i, s) for k in ("video", "audio", "subtitle") for i, s in enumerate(media.of_kind(k))]
        if media
        else [("video", 0, None), ("audio", 0, None)]
    )
    wanted = {t for t in ("video", "audio", "subtitle") if t in work.words}
    if len(wanted) >= 1 and "all" not in work.words and "stream" not in work.words:
        streams = [row for row in streams if row[0] in wanted]
    picked = [s for x in work.all(e.ExtractStreams) for s in x.selects if s.index is not None or s.language]
    if picked:  # "audio tracks 2 and 3"
        streams = _picked(picked, media)
    for kind, number, stream in streams:
        codec = stream.codec if stream else {"video": "h264", "audio": "aac"}[kind]
        ext = {
            "video": ext_of(source) or "mp4",
            "audio": coding.OWN_FILE.get(codec, "mka"),
            "subtitle": {"ass": "ass", "webvtt": "vtt"}.get(codec, "srt"),
        }[kind]
        copy = ["-c", "copy"] if not (kind == "subtitle" and codec == "mov_text") else ["-c:s", "srt"]
        words += [
            "-map",
            f"0:{ {'video': 'v', 'audio': 'a', 'subtitle': 's'}[kind] }:{number}",
            *copy,
            safe_path(
                (work.name_with if sum(k == kind for k, _, _ in streams) > 1 else work.name_for)(
                    source, ext, f"{kind}{number + 1}"
                )
            ),
        ]
    work.all(e.ExtractStreams), work.all(e.Copy)
    return [tuple(words)]


def _picked(selects: list[e.Select], media: Media | None) -> list[tuple[str, int, Stream | None]]:
    """The streams that are named, each with its kind and its number among those of its kind."""
    rows: list[tuple[str, int, Stream | None]] = []
    for select in selects:
        there = media.of_kind(select.kind) if media is not None else ()
        if select.language and media is not None:
            rows += [(select.kind, i, s) for i, s in enumerate(there) if same_language(s.language, select.language)]
            continue
        index = select.index or 0
        index = len(there) + index if index < 0 else index
        if media is not None and not 0 <= index < len(there):
            raise CannotCompile(f"There are only {len(there)} {select.kind} tracks. Which ones are meant?")
        rows.append((select.kind, index, there[index] if there else None))
    if not rows:
        raise CannotCompile("No stream fits what is asked for. Which ones are meant?")
    return rows


def extract_subtitles(work: Work, source: str) -> list[Argv]:
    work.all(e.Purpose), work.all(e.SplitChannels)
    said = work.get(e.ExtractSubtitles) or e.ExtractSubtitles()
    media = work.media(source)
    streams = media.of_kind("subtitle") if media else ()
    if media is not None and not streams:
        raise CannotCompile(f"{source} has no subtitles to take out. Is another file meant?")
    container = work.get(e.Container)
    ext = (
        ext_of(work.output)
        if work.output
        else container.ext
        if container is not None
        and coding.HOLDS.get(container.ext, ((), (), ()))[2][:1]
        and container.ext in ("srt", "ass", "vtt", "ssa")
        else "srt"
    )
    numbers: list[int | None] = list(range(len(streams))) if said.every and len(streams) > 1 else [None]
    if said.more and said.select is not None:
        picked_out = (said.select, *said.more)
        numbers = list(dict.fromkeys(_number(spec(_of_kind(s, "subtitle"), media)) for s in picked_out))
        if media is None:
            return _subtitles_unseen(work, source, ext, picked_out)
    charset = work.get(e.SubtitleCharset)
    words = [
        "ffmpeg",
        *(["-sub_charenc", charset.source] if charset is not None and charset.source else []),
        "-i",
        safe_path(source),
    ]
    for number in numbers:
        if number is None:
            select = (
                said.select
                or next((s for k in work.all(e.KeepStreams) for s in k.selects if s.kind == "subtitle"), None)
                or e.Select("subtitle", 0)
            )
            where = spec(select if select != e.Select("subtitle") else e.Select("subtitle", 0), media)
            out = target(work, source, ext, "subtitles")
            picked = next(
                (
                    streams[int(where.rpartition(":")[2])]
                    for _ in (0,)
                    if where.rpartition(":")[2].isdigit() and int(where.rpartition(":")[2]) < len(streams)
                ),
                None,
            )
        else:
            where, picked = f"0:s:{number}", streams[number]
            place = numbers.index(number)
            tag = picked.language if picked.language not in ("", "und") else f"subtitles{number + 1}"
            out = work.outputs[place] if len(work.outputs) == len(numbers) else work.name_with(source, ext, tag)
        if said.select is not None and said.select.title == "sdh" and picked is not None and not _marked_sdh(picked):
            work.note("no subtitles are marked as SDH; the first are taken")
        if picked is not None and picked.codec in ("hdmv_pgs_subtitle", "dvd_subtitle"):
            raise CannotCompile(
                "These subtitles are pictures; ffmpeg cannot read text from them. Shall they be copied as they are into an MKV?"
            )
        codec = {"srt": "srt", "ass": "ass", "ssa": "ass", "vtt": "webvtt"}.get(ext, "srt")
        words += ["-map", where, "-c:s", codec, safe_path(out)]
    work.all(e.Copy), work.all(e.Container)
    return [tuple(words)]


def _marked_sdh(stream: Stream) -> bool:
    return "hearing_impaired" in stream.disposition or "sdh" in stream.title.lower()


def _subtitles_unseen(work: Work, source: str, ext: str, selects: tuple[e.Select, ...]) -> list[Argv]:
    """Several subtitles of a file that is not here, each to a file of its own."""
    words = ["ffmpeg", "-i", safe_path(source)]
    codec = {"ass": "ass", "ssa": "ass", "vtt": "webvtt"}.get(ext, "srt")
    for place, select in enumerate(selects):
        tag = select.language or f"subtitles{(select.index or 0) + 1}"
        out = work.outputs[place] if len(work.outputs) == len(selects) else work.name_with(source, ext, tag)
        words += ["-map", spec(_of_kind(select, "subtitle"), None), "-c:s", codec, safe_path(out)]
    work.all(e.Copy), work.all(e.Container)
    return [tuple(words)]


def subtitle_file(work: Work, source: str) -> list[Argv]:
    """A subtitle file to another format, or shifted."""
    work.all(e.ExtractSubtitles), work.all(e.AddSubtitles), work.all(e.Copy), work.all(e.Purpose), work.all(e.Repair)
    container = work.get(e.Container)
    ext = ext_of(work.output) if work.output else container.ext if container else ext_of(source)
    shift = sum(s.seconds for s in work.all(e.ShiftSubtitles)) + sum(d.seconds for d in work.all(e.Delay))
    charset = work.get(e.SubtitleCharset)
    options = ["-sub_charenc", charset.source] if charset is not None and charset.source else []
    if charset is not None and not charset.source:
        raise CannotCompile(f"In which character set is {source} now?", ("Windows-1252", "ISO-8859-1", "UTF-16", "Windows-1251"))
    if charset is not None and charset.target not in ("", "UTF-8"):
        raise CannotCompile("ffmpeg writes subtitles in UTF-8 only. Shall they be written so?", ("yes, in UTF-8",))
    options += ["-itsoffset", f"{shift:g}"] if shift else []
    codec = []
    for keep in work.all(e.Keep):
        r = keep.ranges[0]
        options += ["-ss", seconds(r.start)] if r.start > 0 else []
        codec += ["-t", seconds(r.end - max(0.0, r.start))] if r.end != e.END else []
    tag = "shifted" if shift else "utf8" if charset is not None else "new"
    for speed in work.all(e.Speed):
        raise CannotCompile(
            f"ffmpeg cannot stretch the times of subtitles by {speed.factor:g}. Shall the film be made to fit them instead?"
        )
    return [("ffmpeg", *options, "-i", safe_path(source), *codec, safe_path(target(work, source, ext, tag)))]


def extract_cover(work: Work, source: str) -> list[Argv]:
    work.all(e.ExtractCover), work.all(e.Copy), work.all(e.Frames), work.all(e.Container)
    media = work.media(source)
    shown = [s for s in media.streams if s.kind == "video"] if media is not None else []
    place = next((i for i, s in enumerate(shown) if "attached_pic" in s.disposition), None)
    if media is not None and place is None:
        raise CannotCompile(f"{source} has no cover. Is another file meant?")
    return [
        (
            "ffmpeg",
            "-i",
            safe_path(source),
            "-map",
            f"0:v:{place}" if place else "0:v",
            "-c",
            "copy",
            "-frames:v",
            "1",
            "-update",
            "1",
            safe_path(target(work, source, picture_ext(work) if work.output or work.has(e.Container) else "jpg", "cover")),
        )
    ]
