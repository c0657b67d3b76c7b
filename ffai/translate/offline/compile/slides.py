"""Pictures to a video: one after another, a numbered sequence, or one with a sound."""

import os
import re

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import Job, seconds
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.results import Argv, argvs, target
from ffai.translate.offline.compile.work import Work, ext_of, kind_of


def slideshow(work: Work, sources: list[str]) -> list[Argv]:
    """Pictures to a video: a numbered sequence as frames, or each for some seconds."""
    said = work.get(e.Slideshow) or e.Slideshow()
    work.all(e.Concat), work.all(e.Batch), work.all(e.Frames)
    pattern = sources[0] if "%" in sources[0] else ""
    fps_said = work.get(e.Fps)
    ext = ext_of(work.output) if work.output and kind_of(work.output) == "video" else "mp4"
    container = work.get(e.Container)
    if not work.output and container is not None and container.ext in coding.HOLDS and coding.HOLDS[container.ext][0]:
        ext = container.ext
    if not work.output and work.all(e.Gif):
        ext = "gif"
    loops = work.get(e.Loop)
    music = next(iter(work.extras.get("audio", ())), "")
    job = Job()
    rate = said.fps or (fps_said.rate if fps_said else None)
    work.edits = [x for x in work.edits if not isinstance(x, (e.Fps, e.Keep))]
    size = _slide_size(work, sources)
    if pattern or (rate is not None and said.seconds is None and len(sources) > 1 and _numbered(sources)):
        sequence = pattern or _numbered(sources)
        first = _first_number(work, sequence, "" if pattern else sources[0])
        shown = f"1/{said.seconds:g}" if said.seconds else rate_name(rate or 25)
        if rate is None and not said.seconds:
            work.note("25 pictures a second; say a rate or how long each is shown")
        job.add(sequence, "-framerate", shown, *(["-start_number", str(first)] if first not in (0, 1, 2, 3, 4) else []))
        if said.seconds:
            job.filter_video(78, "fps=25")
        job.filter_video(94, "scale=trunc(iw/2)*2:trunc(ih/2)*2") if not work.has(e.Scale) else None
    else:
        each = said.seconds or (1 / rate if rate else 3.0)
        sound = work.media(music) if music else None
        if (
            not said.seconds
            and not rate
            and sound is not None
            and sound.duration
            and work.words & {"length", "long", "fit", "match", "last_verb", "duration"}
        ):
            each = sound.duration / len(sources)
            work.note(f"each picture is shown for {each:.2f} s, so that they last as long as {music}")
        elif not said.seconds and not rate:
            work.note("each picture is shown for 3 seconds; say another time if it shall be longer")
        w, h = size
        cross = work.get(e.Crossfade)
        moving = bool(work.all(e.KenBurns))
        for i, source in enumerate(sources):
            if moving:
                job.add(source, media=work.media(source))
                job.graph.append(f"[{i}:v]{_moving(i, w, h, each)}[i{i}]")
                continue
            job.add(source, "-loop", "1", "-framerate", "25", "-t", seconds(each), media=work.media(source))
            job.graph.append(
                f"[{i}:v]scale={w}:{h}:force_original_aspect_ratio=decrease,pad={w}:{h}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p[i{i}]"
            )
        if cross is not None and len(sources) > 1 and cross.seconds < each:
            here = "[i0]"
            for i in range(1, len(sources)):
                job.graph.append(
                    f"{here}[i{i}]xfade=transition={cross.transition}:duration={seconds(cross.seconds)}:offset={seconds(i * (each - cross.seconds))}[c{i}]"
                )
                here = f"[c{i}]"
            job.video_from = here
        else:
            job.graph.append("".join(f"[i{i}]" for i in range(len(sources))) + f"concat=n={len(sources)}:v=1:a=0[show]")
            job.video_from = "[show]"
        work.edits = [x for x in work.edits if not isinstance(x, e.Scale)]
        job.duration = each * len(sources)
    job.has_audio = bool(music)
    if music:
        index = job.add(music, media=work.media(music))
        job.audio_from = f"{index}:a:0"
        job.maps = None if job.graph else ["0:v", f"{index}:a"]
        job.trailing.append("-shortest")
    (
        work.all(e.MixAudio),
        work.all(e.ReplaceAudio),
        work.all(e.Mux),
        work.all(e.Container),
        work.all(e.StillVideo),
        work.all(e.RemoveAudio),
    )
    duration = job.duration
    if ext == "gif":
        job.filter_video(96, "{in}split[p{n}][q{n}];[p{n}]palettegen[pal{n}];[q{n}][pal{n}]paletteuse{out}")
    apply_filters(job, work, None)
    job.duration = duration
    job.output = target(work, _plain_name(sources[0]), ext, "slideshow")
    if ext in ("gif", "apng", "webp"):  # without a number of rounds, for ever
        rounds = loops.times or 1 if loops is not None and not loops.forever else 0
        job.trailing += (
            ["-plays", str(rounds)] if ext == "apng" else ["-loop", str(rounds if ext != "gif" or rounds != 1 else -1)]
        )
    return argvs(encode(job, work, None, ext)) if ext != "gif" else [job.argv()]


def _moving(number: int, w: int, h: int, seconds_: float) -> str:
    """A slow zoom, in and out by turns: zoompan counts whole pixels, so the picture is enlarged first, or it would tremble."""
    frames = max(1, round(seconds_ * 25))
    zoom = f"1+0.2*on/{frames}" if number % 2 == 0 else f"1.2-0.2*on/{frames}"
    return (
        f"scale={w * 4}:{h * 4}:force_original_aspect_ratio=increase,crop={w * 4}:{h * 4},"
        f"zoompan=z='{zoom}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d={frames}:s={w}x{h}:fps=25,setsar=1,format=yuv420p"
    )


def _slide_size(work: Work, sources: list[str]) -> tuple[int, int]:
    scale = work.get(e.Scale)
    if scale is not None and scale.width and scale.height:
        return scale.width + scale.width % 2, scale.height + scale.height % 2
    if scale is not None and (scale.short_side or scale.height):
        h = scale.short_side or scale.height or 1080
        return round(h * 16 / 9 / 2) * 2, h
    sizes = [m.shown_size for s in sources[:50] if (m := work.media(s)) is not None and m.shown_size]
    if sizes and len(set(sizes)) == 1:
        w, h = sizes[0]
        return min(w + w % 2, 3840), min(h + h % 2, 3840)
    if sizes and max(max(s) for s in sizes) < 1280:
        w, h = max(s[0] for s in sizes), max(s[1] for s in sizes)
        return w + w % 2, h + h % 2
    return 1920, 1080


def _numbered(sources: list[str]) -> str:
    """The printf pattern that the names follow, or ""."""
    first = re.match(r"(.*?)(\d+)(\.\w+)$", sources[0])
    if not first:
        return ""
    head, digits, tail = first.groups()
    for count, source in enumerate(sources):
        if source != f"{head}{int(digits) + count:0{len(digits)}d}{tail}":
            return ""
    return f"{head.replace('%', '%%')}%0{len(digits)}d{tail}"


def _first_number(work: Work, pattern: str, first: str = "") -> int:
    """The number that a sequence begins with: that of the file named first, else the lowest that is here."""
    if first and (said := re.search(r"(\d+)\.\w+$", first)):
        return int(said.group(1))
    for number in range(5) if not first else ():
        try:
            if work.exists(pattern % number):
                return number
        except (TypeError, ValueError):
            return 0
    folder = os.path.dirname(pattern)
    numbers = []
    try:
        names = os.listdir(os.path.join(work.context.cwd, folder))
    except OSError:
        return 0
    shape = re.escape(os.path.basename(pattern)).replace("%", "%")
    shape = re.sub(r"%0?\d*d", r"(\\d+)", shape)
    for name in names:
        match = re.fullmatch(shape, name)
        if match:
            numbers.append(int(match.group(1)))
    return min(numbers) if numbers else 0


def _plain_name(path: str) -> str:
    return path.split("%", maxsplit=1)[0].rstrip("_-. ") + ".png" if "%" in path else path


def still_video(work: Work, image: str, sound: str) -> list[Argv]:
    """One picture for as long as the sound lasts, or for so many seconds."""
    said = work.get(e.StillVideo) or e.StillVideo()
    (
        work.all(e.Concat),
        work.all(e.Mux),
        work.all(e.ReplaceAudio),
        work.all(e.MixAudio),
        work.all(e.Container),
        work.all(e.Slideshow),
        work.all(e.Cover),
        work.all(e.Overlay),
        work.all(e.Loop),
    )
    job = Job()
    job.add(image, "-loop", "1", "-framerate", "25", media=work.media(image))
    job.has_audio = bool(sound)
    media = work.media(sound) if sound else None
    duration = said.seconds
    keep = next((r for k in work.all(e.Keep) for r in k.ranges), None)
    if duration is None and not sound:
        duration = keep.end if keep and keep.end != e.END else 5.0
    work.edits = [x for x in work.edits if not isinstance(x, e.Keep)]
    if sound:
        index = job.add(sound, media=media)
        job.audio_from = f"{index}:a:0"
        job.maps = ["0:v", f"{index}:a"]
        job.trailing.append("-shortest")
        if duration is None and media is not None and media.duration:
            job.trailing = ["-t", seconds(media.duration)]
    if duration is not None:
        job.trailing = ["-t", seconds(duration)]
    if work.all(e.KenBurns):
        length = duration or (media.duration if media is not None and media.duration else 5.0)
        job.sources[0] = job.sources[0]._replace(options=())
        job.filter_video(40, _moving(0, *_slide_size(work, [image]), length))
        work.edits = [x for x in work.edits if not isinstance(x, e.Scale)]
    apply_filters(job, work, None)
    if not work.has(e.Scale):
        job.filter_video(94, "scale=trunc(iw/2)*2:trunc(ih/2)*2")
    ext = ext_of(work.output) if work.output else "mp4"
    job.output = target(work, sound or image, ext, "video")
    job.duration = duration
    if not work.has(e.Tune):
        work.edits.append(e.Tune("stillimage"))
    return argvs(encode(job, work, media, ext))
