"""Which files are meant where none are named, or where many are."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.work import Work, ext_of, kind_of


def takes_many(work: Work) -> bool:
    """Edits that make one result of all the files."""
    return work.has(e.Concat, e.Slideshow, e.Stack, e.Gather, e.JoinChannels)


_NEEDS_VIDEO = (e.Scale, e.Crop, e.Rotate, e.Flip, e.Fps, e.Frames, e.Gif, e.Overlay, e.Text, e.BurnSubtitles, e.AddSubtitles, e.RemoveAudio, e.ExtractAudio, e.Stabilise, e.Deinterlace, e.VideoCodec, e.Purpose, e.ContactSheet, e.Colour, e.Look, e.ReplaceAudio, e.Segments)  # fmt: skip


def sources_of(work: Work) -> list[str]:
    if work.inputs:
        return work.inputs
    if work.has(e.Slideshow) and not work.has(e.Concat):
        pictures = [x.name for x in work.candidates(("image",))]
        if pictures:
            return pictures
        ext = (
            work.source_ext
            if kind_of(f"x.{work.source_ext}") == "image"
            else next((x for x in ("jpg", "jpeg", "png", "webp", "bmp", "tiff") if x in work.words), "png")
        )
        return [f"INPUT_%03d.{ext}"]
    if work.has(e.Mux) and (pair := [work.pick((kind,)) for kind in ("video", "audio")]) and all(pair):
        work.inputs = [p for p in pair if p]
        return work.inputs
    if takes_many(work):
        work.inputs = _many(work)
        return work.inputs
    work.inputs = [meant_file(work)]
    return work.inputs


def meant_file(work: Work) -> str:
    """The file that "this video" is: what lies in the folder and fits, or a name that says that one is to be put in."""
    kinds: tuple[str, ...]
    ext = work.source_ext
    shown = tuple(k for k in _NEEDS_VIDEO if k is not e.Purpose)
    if kind_of(f"x.{ext}") == "subtitle" and work.has(*shown):
        ext = ""
    if work.has(e.SubtitleCharset) and not work.has(e.ExtractSubtitles, *shown) and (found := work.pick(("subtitle",), ext)):
        return found
    if ext:
        found = work.pick((), ext)
        if found is not None:
            return found
        kinds = (kind_of(f"x.{ext}") or "video",)
    elif work.has(e.Waveform, e.SplitChannels) or (
        work.words & {"audio", "song", "podcast", "music", "recording", "voice"}
        and not work.has(*_NEEDS_VIDEO)
        and not work.words & {"video", "movie", "clip", "film", "footage"}
    ):
        kinds = ("audio", "video")
    elif (
        work.words & {"image", "picture", "photo"}
        and not work.words & {"video", "movie", "clip"}
        and not work.has(e.Overlay, e.Cover, e.Frames)
    ):
        kinds = ("image", "video")
    else:
        kinds = ("video", "audio") if not work.has(*_NEEDS_VIDEO) or work.words & {"audio"} else ("video",)
    avoid = tuple(p for paths in work.extras.values() for p in paths)
    for kind in kinds:
        found = work.pick((kind,), avoid=avoid)
        if found is not None:
            if ext and ext_of(found) != ext:
                work.note(f"no {ext} file is here; {found} is taken")
            return found
    name = f"INPUT.{ext or {'audio': 'wav', 'image': 'png', 'subtitle': 'srt'}.get(kinds[0], 'mp4')}"
    work.note(f"no file is named and none is here that fits: put yours in for {name}")
    return name


def _many(work: Work) -> list[str]:
    batch = work.get(e.Batch)
    ext = (batch.ext if batch else "") or work.source_ext
    kind = (batch.kind if batch else "") or (
        "audio"
        if work.words & {"audio", "mp3", "wav", "song", "songs"} and not work.words & {"video", "clip", "movie"}
        else "video"
    )
    found = [x.name for x in work.candidates((kind,), ext)]
    if not found and not ext:
        found = [x.name for x in work.candidates(("video", "audio"))]
    if work.output in found:
        found.remove(work.output)
    used = {p for paths in work.extras.values() for p in paths}
    found = [f for f in found if f not in used]
    if found:
        if len(found) > 1:
            work.note("in this order: " + ", ".join(found[:6]) + (" ..." if len(found) > 6 else ""))
        return found
    ext = ext or ("mp3" if kind == "audio" else "mp4")
    work.note("no files are named and none are here that fit: put yours in for INPUT1 and INPUT2")
    return [f"INPUT1.{ext}", f"INPUT2.{ext}"]
