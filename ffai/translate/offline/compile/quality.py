"""Settings of an encoder of pictures: constant quality, presets, kinds of ProRes."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile import coding
from ffai.translate.offline.compile.job import Job
from ffai.translate.offline.compile.work import Work


def constant_quality(job: Job, work: Work, name: str, crf: e.Crf | None, purpose: coding.Purpose | None) -> None:
    row = coding.QUALITY.get(name)
    if row is None:
        if name.endswith("_nvenc"):
            job.coding += ["-cq", f"{crf.value:g}" if crf else "23"]
        elif name == "libopenh264":
            job.coding += ["-b:v", "2M"]
        return
    option, default, smaller, better, lowest, highest, more = row
    level = work.get(e.Quality)
    value: float = default
    percent = work.get(e.PictureQuality)
    if percent is not None:
        value = round(better + (95 - percent.percent) / 95 * (highest - better) * 0.7)
        value = min(max(value, lowest), highest)
        if option == "-q:v" and name != "libtheora":
            value = max(2, round((100 - percent.percent) / 3))
        job.coding += [option, f"{value:g}", *more]
        return
    if purpose is not None and purpose.crf is not None and name in ("libx264", "libx265"):
        value = purpose.crf + (2 if name == "libx265" else 0)
    elif work.has(e.Shrink):
        value = smaller
        if level is not None and level.level in ("good", "keep"):
            value = round((default + smaller) / 2)
    kept = level is not None and level.level == "keep" and not work.has(e.Shrink, e.FileSize)
    if level is not None and level.level == "high":
        value = better
    elif kept:  # what the source shows is to be seen: for the web a little is left to the size
        value = min(value, better) if purpose is None else round((value + better) / 2) if value > better else value
    elif level is not None and level.level == "low":
        value = smaller + (3 if highest > 31 else 1)
    if crf is not None:
        value = crf.value
        if not lowest <= value <= highest:
            value = min(max(value, lowest), highest)
            work.note(f"{option} {crf.value:g} is outside of {lowest} to {highest}; {value:g} is taken")
    if name in coding.QUALITY and option in ("-q:v", "-qp") and crf is not None:
        work.note(f"{name} has no CRF; its quality scale {option} is used")
    job.coding += [option, f"{value:g}", *more]


def preset(job: Job, work: Work, name: str) -> None:
    said = work.get(e.Preset)
    if name == "libvpx-vp9":
        job.coding += ["-row-mt", "1"]
    if said is None:
        return
    if name in ("libx264", "libx265"):
        chosen, note = coding.preset_named(said.name)
        work.note(note)
        job.coding += ["-preset", chosen]
        return
    counted = coding.COUNTED_PRESETS.get(name)
    if counted is not None:
        option, fastest, slowest = counted
        if said.name.isdigit():
            number = min(max(int(said.name), slowest), fastest)
        else:
            chosen, _ = coding.preset_named(said.name)
            share = 1 - coding.PRESETS.index(chosen) / (len(coding.PRESETS) - 1)
            number = round(slowest + share * (fastest - slowest))
            work.note(f"{name} counts its presets; {said.name} becomes {option} {number}")
        job.coding += [option, str(number)]
        return
    work.note(f"{name} has no presets; {said.name!r} changes nothing")


def prores(job: Job, work: Work, purpose: coding.Purpose | None) -> int:
    words = work.words
    said = next((p.name.removeprefix("prores_") for p in work.all(e.Profile) if p.name.startswith("prores_")), "")
    profile = {"proxy": 0, "lt": 1, "standard": 2, "hq": 3, "4444": 4, "4444xq": 5}.get(said, -1)
    profile = (
        profile
        if profile >= 0
        else (
            0
            if "proxy" in words or "proxies" in words or (purpose and purpose.short == 720)
            else 1
            if "lt" in words
            else 2
            if "standard" in words or words & {"422", "prores422"} and not words & {"hq", "high_quality"}
            else 4
            if words & {"4444", "prores4444"} or work.has(e.Alpha)
            else 3
        )
    )
    job.coding += ["-profile:v", str(profile)]
    if not work.has(e.PixelFormat):
        job.coding += ["-pix_fmt", "yuva444p10le" if profile >= 4 else "yuv422p10le"]
    return 1
