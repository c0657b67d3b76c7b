"""Speed, order, freezes, fades, frame rate."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job, seconds
from ffai.translate.offline.compile.work import CannotCompile, Work
from ffai.values import Media


def tempo(factor: float) -> str:
    """atempo takes 0.5 to 100 (0.5 to 2 in old versions): larger changes go in steps."""
    steps = []
    while factor > 2.0:
        steps.append("atempo=2")
        factor /= 2.0
    while factor < 0.5:
        steps.append("atempo=0.5")
        factor /= 0.5
    if abs(factor - 1) > 1e-9 or not steps:
        steps.append(f"atempo={round(factor, 6):g}")
    return ",".join(steps)


def speed(job: Job, work: Work, media: Media | None) -> None:
    for change in work.all(e.Speed):
        factor = change.factor
        if change.duration:
            if job.duration is None:
                raise CannotCompile("How long is the file? The speed follows from its length.")
            factor = job.duration / change.duration
        if not 0.01 <= factor <= 100:
            work.note(f"{factor:g} times is out of reach; the nearest of 0.01 and 100 is taken")
            factor = min(max(factor, 0.01), 100)
        if job.has_video:
            job.filter_video(75, f"setpts={'PTS' if factor == 1 else f'PTS/{round(factor, 6):g}'}")
        if job.has_audio:
            if change.pitch:
                job.filter_audio(60, tempo(factor))
            else:
                rate_in = media.audio.sample_rate if media and media.audio and media.audio.sample_rate else 44100
                job.filter_audio(60, f"asetrate={round(rate_in * factor)},aresample={rate_in}")
        if job.duration is not None:
            job.duration /= factor
    for pitch in work.all(e.Pitch):
        ratio = 2 ** (pitch.semitones / 12)
        if work.has_filter("rubberband"):
            job.filter_audio(61, f"rubberband=pitch={ratio:.6f}")
        else:
            rate_in = media.audio.sample_rate if media and media.audio and media.audio.sample_rate else 44100
            job.filter_audio(61, f"asetrate={round(rate_in * ratio)},aresample={rate_in},{tempo(1 / ratio)}")
    for reverse in work.all(e.Reverse):
        if job.has_video and reverse.kind != "audio":
            job.filter_video(80, "reverse")
        if job.has_audio and reverse.kind != "video":
            job.filter_audio(80, "areverse")
        if media is None or (media.duration or 0) > 60:
            work.note("reversing holds the whole stretch in memory")
    for freeze in work.all(e.Freeze):
        _freeze(job, work, freeze)
    if work.get(e.Boomerang):
        if job.has_video:
            job.filter_video(81, "{in}split[f{n}][b{n}];[b{n}]reverse[r{n}];[f{n}][r{n}]concat=n=2:v=1{out}")
        job.has_audio = False
        job.duration = job.duration * 2 if job.duration else None


def _freeze(job: Job, work: Work, freeze: e.Freeze) -> None:
    length = seconds(freeze.seconds)
    if freeze.over and freeze.at not in (0, e.END):
        at, after = seconds(freeze.at), seconds(freeze.at + freeze.seconds)
        job.filter_video(
            76,
            f"{{in}}split[h{{n}}][t{{n}}];[h{{n}}]trim=end={at},tpad=stop_mode=clone:stop_duration={length}[hh{{n}}];[t{{n}}]trim=start={after},setpts=PTS-STARTPTS[tt{{n}}];[hh{{n}}][tt{{n}}]concat=n=2:v=1{{out}}",
        )
        work.note("the sound plays on, so the picture goes on where it would have been: the length stays")
        return
    if freeze.at == e.END:
        job.filter_video(76, f"tpad=stop_mode=clone:stop_duration={length}")
        job.filter_audio(76, f"apad=pad_dur={length}")
    elif freeze.at == 0:
        job.filter_video(76, f"tpad=start_mode=clone:start_duration={length}")
        job.filter_audio(76, f"adelay={round(freeze.seconds * 1000)}:all=1")
    else:
        at = seconds(freeze.at)
        job.filter_video(
            76,
            f"{{in}}split[h{{n}}][t{{n}}];[h{{n}}]trim=end={at},tpad=stop_mode=clone:stop_duration={length}[hh{{n}}];[t{{n}}]trim=start={at},setpts=PTS-STARTPTS[tt{{n}}];[hh{{n}}][tt{{n}}]concat=n=2:v=1{{out}}",
        )
        job.filter_audio(
            76,
            f"{{in}}asplit[g{{n}}][u{{n}}];[g{{n}}]atrim=end={at},apad=pad_dur={length}[gg{{n}}];[u{{n}}]atrim=start={at},asetpts=PTS-STARTPTS[uu{{n}}];[gg{{n}}][uu{{n}}]concat=n=2:v=0:a=1{{out}}",
        )
    if job.duration is not None:
        job.duration += freeze.seconds


def fades(job: Job, work: Work) -> None:
    for fade in work.all(e.Fade):
        length = fade.seconds or 1.0
        start = fade.start if fade.start is not None else 0.0
        color = f":color={fade.color}" if fade.color not in ("", "black") else ""
        wants_video = job.has_video and fade.kind in ("", "video")
        wants_audio = job.has_audio and fade.kind in ("", "audio")
        if fade.direction == "out" and fade.start is None:
            if job.duration is None:
                # the end is not known: what is reversed, faded in and reversed back fades out
                if wants_video:
                    job.filter_video(85, f"reverse,fade=t=in:d={seconds(length)}{color},reverse")
                if wants_audio:
                    job.filter_audio(85, f"areverse,afade=t=in:d={seconds(length)},areverse")
                continue
            if length > job.duration:
                work.note(f"the fade is as long as the file: {seconds(job.duration)} s")
                length = job.duration
            start = job.duration - length
        where = f":st={seconds(start)}" if start or fade.direction == "out" else ""
        if wants_video:
            job.filter_video(85, f"fade=t={fade.direction}{where}:d={seconds(length)}{color}")
        if wants_audio:
            job.filter_audio(85, f"afade=t={fade.direction}{where}:d={seconds(length)}")


_EXACT_RATES = {
    29.97: "30000/1001",
    23.976: "24000/1001",
    23.98: "24000/1001",
    59.94: "60000/1001",
    47.952: "48000/1001",
    119.88: "120000/1001",
}


def rate_name(rate_: float) -> str:
    return _EXACT_RATES.get(round(rate_, 3)) or _EXACT_RATES.get(round(rate_, 2)) or f"{rate_:g}"


def rate(job: Job, work: Work, media: Media | None) -> None:
    source = media.video.frame_rate if media and media.video else None
    interpolate = work.get(e.Interpolate)
    slowed = [s for s in work.all(e.Speed) if s.factor < 1]
    for fps in work.all(e.Fps):
        value = fps.rate
        if value < 0:  # -0.5 and -2: half and double of what the file has
            value = -value * (source or 30.0)
        if fps.interpolate or interpolate is not None:
            job.filter_video(78, f"minterpolate=fps={rate_name(value)}")
        else:
            job.filter_video(78, f"fps={rate_name(value)}")
            if source and value > source * 1.3 and not work.has(e.Gif, e.Frames):
                work.note("frames are repeated to reach the rate (say 'interpolate' for new ones)")
    if interpolate is not None and slowed and not work.has(e.Fps) and interpolate.fps is None:
        job.filter_video(78, f"minterpolate=fps={rate_name(source or 30.0)}:mi_mode=mci:mc_mode=aobmc:vsbmc=1")
    elif interpolate is not None and not work.has(e.Fps):
        job.filter_video(78, f"minterpolate=fps={interpolate.fps or max(60, round((source or 30) * 2))}")
    if work.all(e.ConstantRate) and not work.has(e.Fps):
        job.filter_video(78, f"fps={rate_name(source or 30.0)}")
    purpose = work.get(e.Purpose)
    if purpose is not None and not work.has(e.Fps):
        from ffai.translate.offline.compile.coding import PURPOSES

        limit = PURPOSES[purpose.name].fps
        if limit and source and source > limit + 0.5:
            job.filter_video(78, f"fps={limit:g}")
