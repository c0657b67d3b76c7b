"""Several pictures at a time: side by side, stacked, in a grid, one small in a corner of another."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.encode import encode
from ffai.translate.offline.compile.filters import apply_filters
from ffai.translate.offline.compile.job import Job
from ffai.translate.offline.compile.pace import rate_name
from ffai.translate.offline.compile.results import Argv, argvs, made_ext, output_ext, target
from ffai.translate.offline.compile.work import CannotCompile, Work


def stack(work: Work, sources: list[str]) -> list[Argv]:
    """Side by side, on top of each other, or in a grid; brought to one height, width or cell first."""
    said = work.get(e.Stack) or e.Stack("horizontal")
    work.all(e.Concat), work.all(e.Mux), work.all(e.Overlay), work.all(e.Batch), work.all(e.Pad)
    if len(sources) < 2:
        raise CannotCompile("Which videos shall be shown together? At least two are needed.")
    medias = [work.media(s) for s in sources]
    job = Job()
    for source, media in zip(sources, medias, strict=True):
        job.add(source, media=media)
    sizes = [m.shown_size for m in medias if m is not None and m.shown_size]
    scale = work.get(e.Scale)
    cell_w, cell_h = _cell(said, sizes)
    work.edits = [x for x in work.edits if not isinstance(x, e.Scale)] if scale is not None and said.how == "grid" else work.edits
    fps = next((m.video.frame_rate for m in medias if m is not None and m.video and m.video.frame_rate), 30.0)
    n = len(sources)
    for i in range(n if not said.how.startswith("halves") else 0):
        if said.how == "horizontal":
            shape = f"scale=-2:{cell_h}"
        elif said.how == "vertical":
            shape = f"scale={cell_w}:-2"
        else:
            shape = f"scale={cell_w}:{cell_h}:force_original_aspect_ratio=decrease,pad={cell_w}:{cell_h}:(ow-iw)/2:(oh-ih)/2"
        job.graph.append(f"[{i}:v:0]{shape},setsar=1,fps={rate_name(fps)}[s{i}]")
    if said.how.startswith("halves"):
        _halves(job, said.how, cell_w, cell_h, rate_name(fps))
    pads = "".join(f"[s{i}]" for i in range(n))
    shortest = ":shortest=1" if work.has(e.Shortest) else ""
    if said.how.startswith("halves"):
        job.graph.append(f"[s0][s1]{'v' if said.how == 'halves_high' else 'h'}stack=inputs=2{shortest}[stacked]")
    elif said.how in ("horizontal", "vertical"):
        job.graph.append(f"{pads}{said.how[0]}stack=inputs={n}{shortest}[stacked]")
    else:
        columns = said.columns or max(2, round(n**0.5))
        layout = "|".join(f"{i % columns * cell_w}_{i // columns * cell_h}" for i in range(n))
        job.graph.append(f"{pads}xstack=inputs={n}:layout={layout}:fill=black{shortest}[stacked]")
    job.video_from = "[stacked]"
    work.all(e.Shortest)
    audible = [i for i, m in enumerate(medias) if m is None or m.audio is not None]
    if work.all(e.RemoveAudio) or not audible:
        job.has_audio = False
    elif work.has(e.MixAudio) and len(audible) > 1:
        job.graph.append("".join(f"[{i}:a:0]" for i in audible) + f"amix=inputs={len(audible)}:normalize=0[mixed]")
        job.audio_from = "[mixed]"
    else:
        job.audio_from = f"{audible[0]}:a:0"
        if len(audible) > 1:
            work.note("the sound is the first video's; say 'mix the audio' for all of them")
    work.all(e.MixAudio)
    ext = made_ext(work, sources, output_ext(work, sources[0], medias[0]))
    job.output = target(
        work, sources[0], ext, {"horizontal": "side-by-side", "vertical": "stacked", "grid": "grid"}.get(said.how, "split")
    )
    apply_filters(job, work, None)
    work.edits.append(e.Reencode("stacked"))
    work.all(e.Reencode), work.all(e.Container)
    return argvs(encode(job, work, None, ext))


def _halves(job: Job, how: str, width: int, height: int, rate: str) -> None:
    """One half of each picture, where it is in its own: what is compared at a line through the middle."""
    high = how == "halves_high"
    for i in range(2):
        cut = f"iw:ih/2:0:{'ih/2' if i else '0'}" if high else f"iw/2:ih:{'iw/2' if i else '0'}:0"
        job.graph.append(f"[{i}:v:0]scale={width}:{height},setsar=1,crop={cut},fps={rate}[s{i}]")


def _cell(said: e.Stack, sizes: list[tuple[int, int]]) -> tuple[int, int]:
    if not sizes:
        return (960, 540) if said.how == "grid" else (1280, 720)
    # the first one decides: the rest is shown beside it
    w, h = sizes[0]
    return w + w % 2, h + h % 2


def inset(work: Work, sources: list[str]) -> list[Argv]:
    """Picture in picture: the second video small in a corner of the first."""
    from ffai.translate.offline.compile.shapes import ordinary

    main, *others = sources
    for i, edit in enumerate(work.edits):
        if isinstance(edit, e.Overlay) and edit.kind == "video" and (not edit.path or edit.path == main):
            work.edits[i] = edit._replace(path=others[0] if others else "")
    return ordinary(work, main)
