"""The offline translator: request to edits (rules/), edits to commands (compile/). No key, no network, no model."""

import os

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import safe_path
from ffai.translate.offline.compile.main import answer, compile_edits
from ffai.translate.offline.compile.work import CannotCompile, Work, ext_of, kind_of
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.products import clauses, versions
from ffai.translate.offline.understand import Understanding, understand
from ffai.values import Context, Mention, Proposal

NAME = "offline"


def translate(context: Context) -> Proposal:
    """The proposal for a request. Never raises for anything a request can say."""
    if not context.request.strip():
        return Proposal(NAME, understood=False, question="What shall be done?")
    understanding = understand(context)
    halves = clauses(context, understanding)
    if halves and (both := _together([translate(half) for half in halves])):
        return both
    several = versions(understanding)
    if several:
        made = [_proposed(context, version.understanding) for version in several]
        if len({c[-1] for p in made for c in p.commands}) < sum(len(p.commands) for p in made):  # told apart by their names
            named = [v.understanding._replace(edits=[*v.understanding.edits, e.Suffix(f"-{v.name}")]) for v in several]
            made = [_proposed(context, u) for u in named]
        if all_of_them := _together(made):
            return all_of_them
    return _proposed(context, understanding)


def propose(context: Context, understanding: Understanding) -> Proposal:
    """The proposal for edits that come from elsewhere than the request's words: from a generator of training data, for one."""
    return _proposed(context, understanding)


def _together(proposals: list[Proposal]) -> Proposal | None:
    """Several results as one proposal; None when one of them cannot be made, or two would have one name."""
    names = [command[-1] for p in proposals for command in p.commands]
    loops = [p.text for p in proposals if p.text]
    if (
        len(set(names)) < len(names)
        or not all(p.understood and p.commands for p in proposals)
        or len(loops) not in (0, len(proposals))
    ):
        return None
    first = proposals[0]
    return first._replace(
        text="; ".join(loops) or None,
        confidence=min(p.confidence for p in proposals),
        commands=tuple(command for p in proposals for command in p.commands),
        inputs=tuple(dict.fromkeys(path for p in proposals for path in p.inputs)),
        assumptions=tuple(dict.fromkeys(note for p in proposals for note in p.assumptions)),
        words_unused=tuple(dict.fromkeys(word for p in proposals for word in p.words_unused)),
    )


def _proposed(context: Context, understanding: Understanding) -> Proposal:
    """The proposal for one understanding; a folder that has yet to be made is made first."""
    proposal = _translated(context, understanding)
    if proposal.text:
        return proposal
    folders = [os.path.dirname(c[-1]) for c in proposal.commands if c[0] == "ffmpeg" and "://" not in c[-1]]
    new = [f for f in dict.fromkeys(folders) if f and not os.path.lexists(os.path.join(context.cwd, os.path.expanduser(f)))]
    return proposal._replace(commands=(*(("mkdir", "-p", safe_path(f)) for f in new), *proposal.commands))


def _translated(context: Context, understanding: Understanding) -> Proposal:
    work = _work(context, understanding)
    words = tuple(t.text for t in (*understanding.unused, *understanding.unknown))
    if not understanding.edits and not work.output and not work.has(e.Container):
        return Proposal(
            NAME,
            understood=False,
            inputs=tuple(work.inputs),
            words_unused=words,
            question=_what(words),
            suggestions=_nearest(context.request),
        )
    try:
        if work.has(e.Question) and not _acts(work):
            return Proposal(
                NAME,
                understood=True,
                confidence=0.9,
                inputs=tuple(work.inputs),
                answer=answer(work),
                assumptions=tuple(work.assumptions),
                words_unused=words,
            )
        commands = compile_edits(work)
    except CannotCompile as problem:
        return Proposal(
            NAME,
            understood=False,
            inputs=tuple(work.inputs),
            question=problem.question,
            choices=problem.choices,
            words_unused=words,
            assumptions=tuple(work.assumptions),
        )
    left = [
        _said(edit)
        for edit in work.unused_edits()
        if not isinstance(
            edit,
            (
                e.Batch,
                e.SameName,
                e.KeepMetadata,
                e.Suffix,
                e.Quality,
                e.Shortest,
                e.Question,
                e.Threads,
                e.OutputFolder,
                e.Faststart,
                e.Mux,
                e.KeepStreams,
                e.Alpha,
            ),
        )
    ]
    for text in left:
        work.note(f"not done, because it does not go with the rest: {text}")
    forgotten = _forgotten(understanding, commands, work)
    words += forgotten
    for path in forgotten:
        work.note(f"{path} is named, and nothing is done with it")
    confidence = _confidence(understanding, [*left, *forgotten])
    understood = not understanding.unused and not left and len(understanding.unknown) <= 2
    if not understood and (left or len(understanding.unused) >= 1) and confidence < 0.5:
        return Proposal(
            NAME,
            understood=False,
            confidence=confidence,
            commands=tuple(commands),
            text=work.loop_pattern or None,
            inputs=tuple(work.inputs),
            assumptions=tuple(work.assumptions),
            words_unused=words,
            question=_what(words),
            suggestions=_nearest(context.request),
        )
    return Proposal(
        NAME,
        understood=True,
        confidence=confidence,
        commands=tuple(commands),
        text=work.loop_pattern or None,
        inputs=tuple(work.inputs) + tuple(p for ps in work.extras.values() for p in ps if p not in work.inputs),
        assumptions=tuple(work.assumptions),
        words_unused=words,
    )


def _forgotten(understanding: Understanding, commands: list[tuple[str, ...]], work: Work) -> tuple[str, ...]:
    """Files that the request names to be read, and that no command reads."""
    if work.loop_pattern or any("%" in word for command in commands for word in command[:-1]):
        return ()  # a loop or a numbered sequence stands for them
    read = "\0".join(word for command in commands for word in command)
    read += "\0".join(x.path for x in understanding.edits if isinstance(x, e.Chapters) and x.path)  # read to write the command
    named = [m.path for m in understanding.inputs if not m.is_pattern and not m.matches and not m.path.endswith("/")]
    return tuple(
        dict.fromkeys(
            path
            for path in named
            if os.path.basename(path) not in read and not os.path.isdir(os.path.join(work.context.cwd, path))
        )
    )


def _acts(work: Work) -> bool:
    return any(not isinstance(x, (e.Question, e.Batch, e.KeepStreams)) for x in work.edits)


def _work(context: Context, understanding: Understanding) -> Work:
    work = Work(context, list(understanding.edits))
    work.tokens = understanding.tokens
    work.words = frozenset(t.lemma for t in understanding.tokens if t.lemma)
    work.source_ext = understanding.source_ext
    if work.has(e.Frames) and kind_of(f"x.{work.source_ext}") == "image":
        work.source_ext = ""  # "a sequence of JPEG images" says what comes out
    work.source_video, work.source_audio = understanding.source_video, understanding.source_audio
    for note in understanding.notes:
        work.note(note)
    _inputs(work, context, understanding.inputs)
    named = [m.path for m in understanding.outputs if not m.path.endswith("/")]
    work.edits += [
        e.OutputFolder(m.path.strip("/")) for m in understanding.outputs if m.path.endswith("/") and not work.has(e.OutputFolder)
    ]
    if context.output:
        work.output = context.output
    elif named:
        work.output, work.outputs = named[-1], named if len(named) > 1 else []
    if work.output and context.output_dir and "/" not in work.output:
        work.output = f"{context.output_dir.rstrip('/')}/{work.output}"
    return work


_EXTRA_KINDS = ("subtitle",)


def _inputs(work: Work, context: Context, mentions: tuple[Mention, ...]) -> None:
    """Main inputs and the files that edits bring along: a logo, subtitles, music, a look-up table."""
    paths = list(context.given)
    for mention in mentions:
        if mention.is_pattern and "%" not in mention.path:
            if mention.path.endswith("/") and not mention.matches:
                work.empty_folder = mention.path
            paths += list(mention.matches) or [mention.path]
            if len(mention.matches) != 1 and not work.has(e.Concat, e.Slideshow, e.Stack):
                work.batch = list(mention.matches)
                if not work.has(e.Batch):
                    work.edits.append(e.Batch(ext_of(mention.path), ""))
        elif (
            not mention.exists
            and not mention.is_address
            and not ext_of(mention.path)
            and (work.has(e.Batch) or work.words & {"every", "all", "each"})
        ):
            work.absent_folder = mention.path.rstrip("/")
            if not work.has(e.Batch):
                work.edits.append(e.Batch("", "audio" if work.words & {"song", "audio"} else "video"))
        else:
            paths.append(mention.path)
    paths = list(dict.fromkeys(paths))
    if any("%" in p for p in paths):  # "a PNG (image.png) sequence like frame_%03d.png": the first is no file
        paths = [p for p in paths if "%" in p or work.exists(p) or kind_of(p) != "image"]
    if work.has(e.ChromaKey) and sorted(kind_of(p) for p in paths) in (["image", "video"], ["video", "video"]):
        work.edits = [x for x in work.edits if not isinstance(x, e.Overlay)]  # keyed over it is what "over" says
        if kind_of(paths[0]) == "video" and kind_of(paths[1]) == "video":
            work.extras.setdefault("video", []).append(paths.pop())
    claimed = {p for edit in work.edits for p in (getattr(edit, "path", ""),) if p}
    kinds = {p: kind_of(p) for p in paths}
    several = work.has(e.Concat, e.Stack, e.Slideshow, e.StillVideo, e.Mux)
    videos = [p for p in paths if kinds[p] == "video"]
    overlay = work.has(e.Overlay, e.ChromaKey, e.Cover)
    for path in paths:
        kind = kinds[path]
        if kind == "subtitle" and (videos or len(paths) > 1 or work.has(e.BurnSubtitles, e.AddSubtitles)):
            work.extras.setdefault("subtitle", []).append(path)
        elif ext_of(path) in ("cube", "3dl", "ttf", "otf", "m3d"):
            work.extras.setdefault("other", []).append(path)
        elif path in claimed and len(paths) > 1 and not (kind == "video" and work.has(e.Concat)):
            work.extras.setdefault(kind or "other", []).append(path)
        elif (
            kind == "image"
            and (videos or work.has(e.Card) or (overlay and not several))
            and not (work.has(e.Slideshow) and not videos)
        ):
            work.extras.setdefault("image", []).append(path)
        elif (
            kind == "audio"
            and not work.has(e.Gather, e.JoinChannels)
            and (videos or work.has(e.Slideshow))
            and not (several and work.has(e.Concat) and not work.has(e.Slideshow))
        ):
            work.extras.setdefault("audio", []).append(path)
            if not work.has(e.ReplaceAudio, e.MixAudio, e.Mux, e.Slideshow, e.StillVideo, e.Concat):
                work.edits.append(e.ReplaceAudio(path))
        else:
            work.inputs.append(path)
    if not work.inputs and len(work.extras.get("video", ())) > 1:
        # two videos, both claimed as laid over something: the one named last is what the other is laid over
        main = work.extras["video"].pop()
        work.inputs.append(main)
        work.edits = [x for x in work.edits if not (isinstance(x, e.Overlay) and x.path == main)]
    if (
        len(work.inputs) > 1
        and not several
        and not work.has(e.Batch, e.Compare, e.MixAudio, e.Blend, e.Crossfade, e.Overlay, e.ReplaceAudio)
    ):
        work.edits.append(e.Batch())
        work.batch = list(work.inputs)
    if (
        sorted(kinds.values()) == ["audio", "image"]
        and not work.has(e.Cover, e.Mux, e.Slideshow, e.StillVideo, e.Waveform)
        and (work.has(e.Purpose) or "video" in work.words or ext_of(work.output or "") in ("mp4", "mov", "mkv", "webm"))
    ):
        work.edits = [x for x in work.edits if not isinstance(x, e.Batch)]
        work.edits.append(e.StillVideo())
    if work.has(e.Concat) and len(work.inputs) == 2 and _puts_behind(work.tokens):
        work.inputs.reverse()  # "append b to a"
    if work.has(e.Crossfade) and len(work.inputs) != 1 and not work.has(e.Concat, e.Slideshow):
        work.edits.append(e.Concat())


def _puts_behind(tokens: list[Token]) -> bool:
    """Whether the file named first is put behind the second: "append b to a", "add outro.mp4 to the end of film.mp4"."""
    files = [i for i, t in enumerate(tokens) if t.kind == "file"]
    if len(files) < 2:
        return False
    before = [t.lemma for t in tokens[max(0, files[0] - 4) : files[0]]]
    between = {t.lemma for t in tokens[files[0] + 1 : files[1]]}
    acts = {"append", "add", "attach", "tack", "stick", "put", "glue"}
    return bool(acts & set(before)) and (
        bool(between & {"after", "behind", "onto"})
        or (
            "to" in between and bool({"append", "attach", "tack"} & set(before)) and not between & {"front", "start", "beginning"}
        )
        or bool(between & {"end"})
    )


def _confidence(understanding: Understanding, left: list[str]) -> float:
    value = 0.95
    value -= 0.3 * len(left)
    value -= 0.22 * len(understanding.unused)
    value -= 0.06 * len(understanding.unknown)
    return max(0.05, round(value, 2))


def _said(edit: object) -> str:
    name = type(edit).__name__
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    values = [str(v) for v in edit if v not in (None, "", False, ())] if isinstance(edit, e.Edit) else []
    return words + (f" ({', '.join(values[:3])})" if values else "")


def _what(words: tuple[str, ...]) -> str:
    if words:
        return "What is meant by " + ", ".join(repr(w) for w in words[:4]) + "?"
    return "What shall be done with the file?"


def _nearest(request: str) -> tuple[str, ...]:
    """What can be done that sounds most like it."""
    import difflib

    examples = (
        "convert talk.mov to mp4", "shrink talk.mp4 for web", "compress talk.mp4 to under 10 MB", "trim talk.mp4 from 0:10 to 0:25", "extract the audio of talk.mp4 as mp3", "resize talk.mp4 to 720p", "make a gif of the first 3 seconds of talk.mp4",
        "speed up talk.mp4 2x", "join a.mp4 and b.mp4", "burn subs.srt into talk.mp4", "put logo.png in the top right of talk.mp4", "take a picture at 0:05 from talk.mp4", "normalise the audio of talk.mp4", "crop talk.mp4 to 1:1", "rotate talk.mp4 90 degrees", "how long is talk.mp4",
    )  # fmt: skip
    words = set(request.lower().split())
    scored = sorted(
        examples, key=lambda x: (-len(words & set(x.split())), -difflib.SequenceMatcher(None, request.lower()[:80], x).ratio())
    )
    return tuple(scored[:3])
