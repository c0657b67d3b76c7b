"""What is laid over the picture: pictures, videos, texts, subtitles, a background behind a keyed colour."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.burn import burn_in
from ffai.translate.offline.compile.job import Job, enable, filter_value, seconds
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.shape import even, picture_size
from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.values import Media


def overlay_place(place: str, margin: int) -> str:
    m = str(margin)
    x = m if "left" in place else "(W-w)/2" if place in ("center", "top", "bottom", "lower_third") else f"W-w-{m}"
    y = m if "top" in place else "(H-h)/2" if place in ("center", "left", "right") else f"H-h-{m}"
    return f"{x}:{y}"


def laid_over(job: Job, work: Work, media: Media | None) -> None:
    overlays = work.all(e.Overlay)
    if not overlays and work.has(e.ChromaKey) and (work.extras.get("image") or work.extras.get("video")):
        _keyed(job, work, media)
        return
    pool = list(work.extras.get("image", ())) + list(work.extras.get("video", ()))
    for overlay in overlays:
        path = overlay.path or (pool.pop(0) if pool else "")
        if overlay.path in pool:
            pool.remove(overlay.path)
        if not path:
            path = (
                work.pick(("image",) if overlay.kind == "image" else ("video",), avoid=tuple(s.path for s in job.sources)) or ""
            )
            if not path:
                others = [x.name for x in work.context.folder if x.name != job.sources[0].path and x.kind in ("image", "video")]
                if others and not work.words & {"logo", "watermark", "badge", "icon", "emblem", "bug"}:
                    raise CannotCompile("Which file is to be laid over the picture?", tuple(others[:6]))
                path = "logo.png" if overlay.kind == "image" else "overlay.mp4"
                work.note(f"no file to lay over is named and none is here: put yours in for {path}")
        other = work.media(path)
        still = other.is_image if other else overlay.kind == "image"
        index = job.add(path, media=other)
        _overlay_one(job, work, overlay, index, still=still, media=media)


def _overlay_one(job: Job, work: Work, overlay: e.Overlay, index: int, *, still: bool, media: Media | None) -> None:
    prepared: list[str] = []
    size = picture_size(media)
    if overlay.width or overlay.height:
        prepared.append(f"scale={overlay.width or -1}:{overlay.height or -1}")
    elif overlay.scale is not None:
        width = f"{even(size[0] * overlay.scale)}" if size else None
        prepared.append(f"scale={width}:-1" if width else f"scale=iw*{overlay.scale:g}:-1")
    if overlay.opacity is not None:
        prepared.append(f"format=rgba,colorchannelmixer=aa={overlay.opacity:g}")
    place = (
        f"{overlay.x}:{overlay.y}"
        if overlay.x is not None and overlay.y is not None
        else overlay_place(overlay.place or "bottom_right", 10 if overlay.margin is None else overlay.margin)
    )
    if not overlay.place and overlay.x is None:
        work.note("placed at the bottom right")
    if overlay.whole and size:
        prepared.insert(0, f"scale={size[0]}:{size[1]}")
        place = "0:0"
    if overlay.moves:
        place = "x='abs(mod(t*60,2*(W-w))-(W-w))':y='abs(mod(t*40,2*(H-h))-(H-h))'"
    if overlay.tiled and size:
        other = job.sources[index].media
        shown = other.shown_size if other else None
        if shown:
            columns, rows = -(-size[0] // (shown[0] * 2)), -(-size[1] // (shown[1] * 2))
            prepared.append(
                f"pad=iw*2:ih*2:(ow-iw)/2:(oh-ih)/2:color=black@0,loop={columns * rows - 1}:1:0,tile={columns}x{rows}"
            )
            place = "0:0"
    when = enable(overlay.when)
    end = "" if still else ":eof_action=pass"
    prefix = f"[{index}:v]{','.join(prepared)}[ov{{n}}];" if prepared else ""
    label = "[ov{n}]" if prepared else f"[{index}:v]"
    job.filter_video(65, f"{prefix}{{in}}{label}overlay={place}{end}{when}{{out}}")


def _keyed(job: Job, work: Work, media: Media | None) -> None:
    key = work.get(e.ChromaKey) or e.ChromaKey()
    path = (work.extras.get("image") or work.extras.get("video") or [""])[0]
    other = work.media(path)
    still = ("-loop", "1") if other is not None and other.is_image else ()
    index = job.add(path, *still, media=other)
    size = picture_size(media)
    fit = f"scale={size[0]}:{size[1]}" if size else "scale=1920:1080"
    color = "00FF00" if key.color == "green" else "0000FF"
    job.filter_video(
        60,
        f"{{in}}chromakey=0x{color}:0.25:0.1[key{{n}}];[{index}:v]{fit}[bg{{n}}];[bg{{n}}][key{{n}}]overlay=shortest=1{{out}}",
    )


_TEXT_PLACES = {
    "top": ("(w-text_w)/2", "h/20"), "bottom": ("(w-text_w)/2", "h-text_h-h/20"), "center": ("(w-text_w)/2", "(h-text_h)/2"), "lower_third": ("(w-text_w)/2", "h*3/4"),
    "top_left": ("w/40", "h/40"), "top_right": ("w-text_w-w/40", "h/40"), "bottom_left": ("w/40", "h-text_h-h/40"), "bottom_right": ("w-text_w-w/40", "h-text_h-h/40"), "left": ("w/40", "(h-text_h)/2"), "right": ("w-text_w-w/40", "(h-text_h)/2"),
}  # fmt: skip


def texts(job: Job, work: Work) -> None:
    sizes = [int(f.text.split("=")[1]) for f in work.all(e.VideoFilter) if f.text.startswith("@fontsize=")]
    for text in work.all(e.Text):
        x, y = _TEXT_PLACES[
            text.place or ("bottom" if not text.what else "bottom_left" if text.what != "timecode" else "top_left")
        ]
        size = str(text.size or (sizes[-1] if sizes else "h/18"))
        content = {
            "timecode": "text='%{pts\\:hms}'", "frame": "text='%{frame_num}'", "date": "text='%{localtime\\:%Y-%m-%d}'", "filename": f"text={filter_value(job.sources[0].path)}",
        }.get(text.what) or f"text={filter_value(_no_expansion(text.text))}"  # fmt: skip
        box = ":box=1:boxcolor=black@0.5:boxborderw=8" if text.box or text.what else ""
        color = (text.color or "white") + (f"@{text.opacity:g}" if text.opacity is not None else "")
        if text.x is not None and text.y is not None:
            x, y = str(text.x), str(text.y)
        elif text.margin is not None:
            x, y = x.replace("w/40", str(text.margin)), y.replace("h/40", str(text.margin)).replace("h/20", str(text.margin))
        if text.what == "timecode" and text.text:
            rate = next(
                (
                    s.frame_rate
                    for s in (job.sources[0].media.streams if job.sources[0].media else ())
                    if s.kind == "video" and s.frame_rate
                ),
                25.0,
            )
            content = f"timecode={filter_value(text.text)}:rate={rate_name(rate)}"
        if text.what == "countdown":
            if job.duration is None and not text.text:
                raise CannotCompile("How long is the video? A countdown needs its length.")
            whole = text.text or seconds(job.duration or 0)
            content = f"text='%{{eif\\:max(0\\,ceil({whole}-t))\\:d}}'"
        if text.scroll:
            length = seconds(job.duration or 10)
            if text.scroll in ("left", "right"):
                x = f"w-(w+text_w)*t/{length}" if text.scroll == "left" else f"-text_w+(w+text_w)*t/{length}"
            else:
                y = f"h-(h+text_h)*t/{length}" if text.scroll == "up" else f"-text_h+(h+text_h)*t/{length}"
        more = (":borderw=2:bordercolor=black" if "border" in text.extras else "") + (
            ":shadowx=2:shadowy=2" if "shadow" in text.extras else ""
        )
        font = f":font={filter_value(text.font)}" if text.font else ""
        job.filter_video(
            70, f"drawtext={content}{font}:fontsize={size}:fontcolor={color}:x={x}:y={y}{more}{box}{enable(text.when)}"
        )
    burns = work.all(e.BurnSubtitles)
    for number, burn in enumerate(burns):
        burn_in(job, work, burn, number, len(burns))


def _no_expansion(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%")
