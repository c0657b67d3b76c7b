"""The same for many files: which of them, one run each, or a loop for where they are."""

import os
from collections.abc import Callable
from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.results import Argv
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, kind_of, stem_of
from ffai.values import Media


def batch(work: Work, one_file: Callable[[Work, str], list[Argv]]) -> list[Argv]:
    """The same for every file: one run each, so that one that fails does not stop the others."""
    files = work.batch or ([] if work.absent_folder else _batch_files(work))
    without = {os.path.normpath(p) for b in work.all(e.Batch) for p in b.without}
    files = [f for f in files if os.path.normpath(f) not in without]
    if not files:
        return _loop(work, one_file)
    files = _with_partner(work, _wanted_of(work, files))
    commands: list[Argv] = []
    output, edits = work.output, list(work.edits)
    failed: list[str] = []
    skips, done = bool(work.all(e.SkipDone)), list[str]()
    for number, path in enumerate(files):
        for following in files[number + 1 : number + 9]:
            work.context.prefetch(following)
        if work.exists(path) and work.media(path) is None:
            failed.append(f"{path}: it cannot be read as media")
            continue
        work.edits = _paired(work, path, edits)
        work.inputs = [path]
        work.output = None if output is None or "%" not in output else output
        wished = len(work.wished)
        try:
            made = one_file(work, path)
        except CannotCompile as problem:
            failed.append(f"{path}: {problem.question}")
            continue
        if skips and any(work.exists(name) for name in work.wished[wished:]):
            done.append(path)
            continue
        commands += made
    if done:
        work.note("done already: " + ", ".join(done[:5]))
        if not commands:
            raise CannotCompile("All of them are done already: " + ", ".join(done[:5]))
    if not commands and failed:
        raise CannotCompile(failed[0])
    for text in failed[:5]:
        work.note(f"left out: {text}")
    work.inputs = files
    if len(files) > 1:
        work.note(f"{len(files)} files, one after the other: " + ", ".join(files[:4]) + (" ..." if len(files) > 4 else ""))
    if output is not None and "%" not in output:
        work.note(f"the results are named after their files; {output} can only be one")
    return commands


_PARTNERS = ((("audio",), (e.ReplaceAudio, e.MixAudio)), (("subtitle",), (e.AddSubtitles, e.BurnSubtitles)))


def _with_partner(work: Work, files: list[str]) -> list[str]:
    """Of files that are put together with those of their names the ones that have such a partner, where any has."""
    for kinds, wanted in _PARTNERS:
        if any(isinstance(x, wanted) and not x.path and not getattr(x, "select", None) for x in work.edits):
            stems = {stem_of(r.name) for r in work.candidates(kinds)}
            kept = [f for f in files if stem_of(f) in stems]
            if kept and len(kept) < len(files):
                work.note("left out, as nothing here has their name: " + ", ".join(f for f in files if f not in kept)[:200])
            files = kept or files
    return files


def _paired(work: Work, path: str, edits: list[Any]) -> list[Any]:
    """The edits for one of many files: what it is put together with is the file of the same name, where none is named."""
    made = list(edits)
    said = work.words & {"match", "matching", "corresponding", "respective"}
    alike = said or work.words & {"filename", "basename", "same_name", "name", "names"}
    for kinds, wanted in _PARTNERS:
        rows = [r.name for r in work.candidates(kinds) if stem_of(r.name) == stem_of(path)]
        for n, edit in enumerate(made):
            if not isinstance(edit, wanted) or edit.path or isinstance(edit, e.BurnSubtitles) and edit.select is not None:
                continue
            if rows:
                made[n] = edit._replace(path=rows[0])
            elif alike and not isinstance(edit, e.BurnSubtitles):
                ext = next(
                    (x for x in ("wav", "m4a", "aac", "flac", "srt", "ass", "vtt") if x in work.words),
                    "mp3" if kinds == ("audio",) else "srt",
                )
                made[n] = edit._replace(path=f"{os.path.splitext(path)[0]}.{ext}")
                work.note("each is put together with the file that has its name")
    return made


def _wanted_of(work: Work, files: list[str]) -> list[str]:
    """The files for which a condition holds; those that are done already are left out where that was asked."""
    conditions = work.all(e.OnlyIf)
    kept = [f for f in files if all(holds(c, work.media(f)) for c in conditions)]
    if conditions:
        left = [f for f in files if f not in kept]
        work.note(
            "left out, as the condition does not hold: " + ", ".join(left[:5]) if left else "the condition holds for all files"
        )
    if not kept:
        raise CannotCompile("There is no file left to work on: " + (work.assumptions[-1] if work.assumptions else ""))
    return kept


def holds(condition: e.OnlyIf, media: Media | None) -> bool:
    """Whether a file is one that a condition asks for. What cannot be told of a file leaves it in."""
    if media is None:
        return True
    size = media.shown_size
    if condition.what in ("audio", "no audio"):
        return (media.audio is not None) == (condition.what == "audio")
    if condition.what == "codec":
        name = coding.ALIASES.get(condition.name, condition.name)
        codecs = {coding.VIDEO.get(name, (name,))[0], coding.AUDIO.get(name, (name,))[0], name}
        return any(stream.codec in codecs for stream in media.streams) == condition.over
    value = {
        "fps": media.video.frame_rate if media.video else None, "duration": media.duration, "size": media.size, "bitrate": media.bit_rate, "height": min(size) if size else None, "width": size[0] if size else None,
    }.get(condition.what)  # fmt: skip
    if value is None:
        return True
    return value > condition.value if condition.over else value < condition.value


def _batch_files(work: Work) -> list[str]:
    batch = work.get(e.Batch) or e.Batch()
    used = {p for paths in work.extras.values() for p in paths}
    if batch.recursive:
        found = _walk(work, batch)
        if found:
            return found
    if len(batch.exts) > 1:
        return [r.name for ext in batch.exts for r in work.candidates((), ext) if r.name not in used]
    ext = work.source_ext or batch.ext
    kind = batch.kind
    if kind_of(f"x.{ext}") == "subtitle" and work.has(e.AddSubtitles, e.BurnSubtitles):  # "the matching srt into each mp4"
        ext = (
            batch.ext if kind_of(f"x.{batch.ext}") == "video" else next((x for x in ("mp4", "mkv", "mov") if x in work.words), "")
        )
        kind = "video"
    if not ext and not kind:
        kind = (
            "audio"
            if work.words & {"audio", "song", "songs", "track", "podcast", "mp3"} and not work.words & {"video", "movie", "clip"}
            else "image"
            if work.words & {"image", "picture", "photo"} and not work.words & {"video"} and not work.has(e.Overlay, e.Frames)
            else "video"
        )
    rows = work.candidates((kind or "video",), ext)
    if not rows and not ext:
        rows = work.candidates(("video", "audio"))
    return [r.name for r in rows if r.name not in used]


def _walk(work: Work, batch: e.Batch) -> list[str]:

    found: list[str] = []
    for folder, folders, names in os.walk(work.context.cwd):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        inside = os.path.relpath(folder, work.context.cwd)
        for name in sorted(names):
            if not name.startswith(".") and (
                ext_of(name) == (batch.ext or work.source_ext)
                if (batch.ext or work.source_ext)
                else kind_of(name) == (batch.kind or "video")
            ):
                found.append(name if inside == "." else os.path.join(inside, name))
        if len(found) > 10_000:
            break
    return found


def _loop(work: Work, one_file: Callable[[Work, str], list[Argv]]) -> list[Argv]:
    """No such files are here: a loop in shell language for where they are."""
    from shlex import quote

    batch = work.get(e.Batch) or e.Batch()
    ext = work.source_ext or batch.ext or {"audio": "wav", "image": "png"}.get(batch.kind, "mp4")
    for condition in work.all(e.OnlyIf):
        scaled = [x for x in work.edits if isinstance(x, e.Scale) and condition.what == "height" and x.short_side]
        work.edits = [x._replace(if_larger=True) if x in scaled else x for x in work.edits]
        if not scaled:
            work.note(
                "a loop cannot look at the condition: run this where the files are, and only those that it holds for are taken"
            )
    name = f"INPUT.{ext}"
    folder = f"{quote(work.absent_folder)}/" if work.absent_folder else ""
    work.output = None
    work.inputs = [name]
    work.edits = _paired(work, name, work.edits)
    commands = one_file(work, name)
    work.note(f"no {ext} files are here: this loop does it where they are")
    lines, skips = [], bool(work.all(e.SkipDone))
    for argv in commands:
        words = []
        for word in argv:
            plain = word.removeprefix("./")
            if plain == name:
                words.append('"$f"')
            elif "INPUT" in plain:
                head, _, tail = plain.partition("INPUT")
                words.append(f'{quote(head) if head else ""}"${{f%.*}}"{quote(tail) if tail else ""}')
            else:
                words.append(quote(word))
        if skips and words[:1] == ["ffmpeg"]:
            words.insert(1, "-n")  # leaves what is there
        lines.append(" ".join(words))
    work.loop_pattern = f"for f in {folder}*.{ext}; do {'; '.join(lines)}; done"
    return commands
