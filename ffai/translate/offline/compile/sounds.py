"""Edits of the sound: volume, loudness, channels, silence, filters."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.cut import absolute
from ffai.translate.offline.compile.job import Job, enable, seconds
from ffai.translate.offline.compile.work import Work
from ffai.translate.offline.named import filter_text
from ffai.values import Media


def sound(job: Job, work: Work, media: Media | None) -> None:
    for volume in work.all(e.Volume):
        amount = f"{volume.decibels:g}dB" if volume.decibels is not None else f"{volume.factor:g}"
        job.filter_audio(44, f"volume={amount}" + (enable(volume.when) if volume.when else ""))
    for mute in work.all(e.Mute):
        if mute.every:
            job.filter_audio(44, f"volume=0:enable='gte(mod(t,{seconds(2 * mute.every)}),{seconds(mute.every)})'")
            continue
        start, end = absolute(mute.when, media.duration if media else None)
        when = enable(e.Range(start, end)).removeprefix(":")
        job.filter_audio(44, f"volume=0:{when}" if when else "volume=0")
        if mute.beep and when:
            silent = when.replace("enable='", "enable='not(").removesuffix("'") + ")'"
            job.filter_audio(
                45,
                f"sine=frequency=1000:sample_rate=44100,volume=0.25,volume=0:{silent}[beep{{n}}];{{in}}[beep{{n}}]amix=inputs=2:duration=first:normalize=0{{out}}",
            )
    for denoise in work.all(e.Denoise):
        if denoise.kind == "audio" or (denoise.kind == "" and job.has_audio):
            how = {"light": "nr=6:nf=-25", "strong": "nr=30:nf=-25"}.get(denoise.strength)
            job.filter_audio(32, filter_text(denoise.filter or "afftdn", denoise.options, how))
    for extra in work.all(e.AudioFilter):
        job.filter_audio(extra.rank, _without_voice(work, media) if extra.text == "@vocals" else extra.text)
    for silence in work.all(e.RemoveSilence):
        level = f"{-abs(silence.decibels):g}dB" if silence.decibels is not None else "-45dB"
        begin = f"start_periods=1:start_threshold={level}:start_silence=0.05"
        every = f"stop_periods=-1:stop_duration={silence.seconds or 0.5:g}:stop_threshold={level}"
        if silence.where in ("end", "both"):
            head = f"silenceremove={begin}," if silence.where == "both" else ""
            job.filter_audio(15, f"{head}areverse,silenceremove={begin},areverse")
        else:
            job.filter_audio(15, f"silenceremove={begin if silence.where == 'start' else f'{begin}:{every}'}")
        if job.has_video:
            work.note("only the sound gets shorter; the picture keeps its length")
    _channels(job, work)
    for rate_ in work.all(e.SampleRate):
        job.coding += ["-ar", str(rate_.hertz)]
    normalise = work.get(e.Normalise)
    if normalise is not None:
        if normalise.peak is not None:
            _peak(job, work, media, normalise.peak)
        else:
            target = min(max(normalise.lufs if normalise.lufs is not None else -16.0, -70.0), -5.0)
            peak = min(max(normalise.true_peak if normalise.true_peak is not None else -1.5, -9.0), 0.0)
            spread = min(max(normalise.loudness_range or 11.0, 1.0), 50.0)
            channels = work.get(e.Channels)
            if channels is not None and channels.count in (1, 2):  # mixed down first: that changes the loudness
                job.filter_audio(71, f"aformat=channel_layouts={'mono' if channels.count == 1 else 'stereo'}")
            wished = f"loudnorm=I={target:g}:TP={peak:g}:LRA={spread:g}"
            found = measured_loudness(work, media, wished) if normalise.two_pass else None
            if normalise.two_pass and found is None:
                work.note("the first pass can only be run when the file is here; one pass is made")
            work.all(e.TwoPass)
            job.filter_audio(72, f"{wished}:{found}" if found else wished)
            if not work.has(e.SampleRate):  # loudnorm works at 192 kHz and would leave it there
                rate_in = media.audio.sample_rate if media and media.audio and media.audio.sample_rate else 48000
                job.coding += ["-ar", str(rate_in)]
    delay = work.get(e.Delay)
    if delay is not None:
        _delay(job, work, delay)


def _without_voice(work: Work, media: Media | None) -> str:
    """What lies in the middle of the stereo image is taken out; where there is no such image, the range of a voice is turned down."""
    count = media.audio.channels if media is not None and media.audio is not None and media.audio.channels else 2
    if count == 1:
        work.note(
            "of one channel a voice cannot be told apart: the range of a voice is turned down (in stereo the middle is taken out)"
        )
        return "equalizer=f=500:t=o:w=1.5:g=-14,equalizer=f=1500:t=o:w=1.5:g=-18,equalizer=f=3000:t=o:w=1:g=-10"
    if count >= 6:
        work.note("the voice of a surround sound is in its centre: that is left out")
        return (
            "pan=stereo|c0=FL+0.7*BL|c1=FR+0.7*BR"
            if media and media.audio and "side" not in (media.audio.channel_layout or "")
            else "pan=stereo|c0=FL+0.7*SL|c1=FR+0.7*SR"
        )
    work.note("what both channels share is taken out: the voice, and whatever else is in the middle")
    return "pan=stereo|c0=0.5*c0-0.5*c1|c1=0.5*c1-0.5*c0"


def _channels(job: Job, work: Work) -> None:
    channels = work.get(e.Channels)
    if channels is None:
        return
    if channels.side:
        job.filter_audio(30, f"pan=mono|c0={_channel(channels.side, job.sources[0].media)}")
        return
    if channels.count == 6:
        source = job.sources[0].media
        if source is None or source.audio is None or (source.audio.channels or 2) < 6:
            work.note("5.1 made from fewer channels: they are spread, nothing is added")
    job.coding += ["-ac", str(channels.count)]


def _channel(side: str, media: Media | None) -> str:
    """A channel as the file's layout names it: the surround ones stand at the side or at the back."""
    layout = media.audio.channel_layout if media and media.audio and media.audio.channel_layout else ""
    if "side" in layout or layout in ("5.1(side)",):
        return {"BL": "SL", "BR": "SR"}.get(side, side)
    if media is not None and media.audio is not None and (media.audio.channels or 2) <= 6:
        return {"SL": "BL", "SR": "BR"}.get(side, side)
    return side


def _peak(job: Job, work: Work, media: Media | None, peak: float) -> None:
    """Peak normalisation: the gain is measured now, when the file is here."""
    found = measured_peak(work, media)
    if found is None:
        job.filter_audio(72, f"loudnorm=I=-16:TP={peak:g}:LRA=11")
        work.note("the peak can only be measured when the file is here; the loudness filter with that peak is used")
        return
    job.filter_audio(72, f"volume={peak - found:.1f}dB")


def measured_peak(work: Work, media: Media | None) -> float | None:
    if media is None or media.audio is None or work.context.tools.ffmpeg is None:
        return None
    import os
    import re
    import subprocess

    path = os.path.join(work.context.cwd, media.path)
    argv = [
        work.context.tools.ffmpeg,
        "-nostdin",
        "-hide_banner",
        "-i",
        f"file:{path}",
        "-vn",
        "-af",
        "volumedetect",
        "-f",
        "null",
        "-",
    ]
    try:
        done = subprocess.run(argv, capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(rb"max_volume: (-?[\d.]+) dB", done.stderr)
    return float(found.group(1)) if found else None


def measured_loudness(work: Work, media: Media | None, wished: str) -> str | None:
    """What the first pass of loudnorm says, as the options of the second."""
    if media is None or media.audio is None or work.context.tools.ffmpeg is None:
        return None
    import json
    import os
    import subprocess

    path = os.path.join(work.context.cwd, media.path)
    argv = [work.context.tools.ffmpeg, "-nostdin", "-hide_banner", "-i", f"file:{path}", "-vn", "-af", f"{wished}:print_format=json", "-f", "null", "-"]  # fmt: skip
    try:
        done = subprocess.run(argv, capture_output=True, timeout=120, check=False, stdin=subprocess.DEVNULL)
        text = done.stderr.decode("utf-8", "replace")
        found = json.loads(text[text.rindex("{") : text.rindex("}") + 1])
        rows = {key: float(found[name]) for key, name in (("measured_I", "input_i"), ("measured_TP", "input_tp"), ("measured_LRA", "input_lra"), ("measured_thresh", "input_thresh"), ("offset", "target_offset"))}  # fmt: skip
    except (OSError, subprocess.SubprocessError, ValueError, KeyError):
        return None
    if any(abs(v) > 99 for v in rows.values()):  # silence has no loudness
        return None
    work.note(f"the first pass was run: {rows['measured_I']:g} LUFS now")
    return ":".join(f"{key}={value:g}" for key, value in rows.items()) + ":linear=true"


def _delay(job: Job, work: Work, delay: e.Delay) -> None:
    source = job.sources[0]
    seconds_ = delay.seconds
    if delay.kind == "video":
        seconds_ = -seconds_
    if seconds_ >= 0:
        job.filter_audio(20, f"adelay={round(seconds_ * 1000)}:all=1")
    else:
        job.filter_audio(20, f"atrim=start={seconds(-seconds_)},asetpts=PTS-STARTPTS,apad=pad_dur={seconds(-seconds_)}")
    _ = source, work
