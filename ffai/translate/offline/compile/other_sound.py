"""Sound from another file: instead of the own one, mixed with it, or silence."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.compile.job import Job
from ffai.translate.offline.compile.work import Work
from ffai.values import Media


def other_sound(job: Job, work: Work, media: Media | None) -> None:
    """Sound from another file: instead of the own one, mixed with it, or none at all but silence."""
    if work.all(e.AddSilence):
        layout = "stereo"
        channels = work.get(e.Channels)
        if channels is not None and channels.count == 1:
            layout = "mono"
        index = job.add(f"anullsrc=channel_layout={layout}:sample_rate=44100", "-f", "lavfi")
        job.maps, job.has_audio = ["0:v", f"{index}:a"], True
        job.audio_from = f"{index}:a"
        job.trailing.append("-shortest")
        return
    replace, mix = work.get(e.ReplaceAudio), work.get(e.MixAudio)
    if own_tracks_mixed(job, work, media):
        return
    mux = work.get(e.Mux)
    pool = [p for p in (*work.extras.get("audio", ()), *work.extras.get("video", ())) if p != job.sources[0].path]
    path = (replace.path if replace else "") or (mix.path if mix else "") or (pool[0] if pool else "")
    own = media.of_kind("audio") if media else ()
    if (
        mix is not None
        and replace is None
        and not path
        and ((len(own) > 1) or (media is None and work.words & {"track", "tracks", "stream"}))
    ):
        count = len(own) or 2
        job.graph.append(
            "".join(f"[0:a:{n}]" for n in range(count)) + f"amix=inputs={count}:duration=longest:normalize=0[tracks]"
        )
        job.audio_from = "[tracks]"
        return
    if not path:
        path = (
            work.pick(("audio",), avoid=(job.sources[0].path,))
            or f"music.{next((x for x in ('aac', 'wav', 'm4a', 'flac', 'ogg') if x in work.words), 'mp3')}"
        )
        work.note(f"the sound is taken from {path}")
    other = work.media(path)
    if path == job.sources[0].path:
        return  # there is no other sound to take or to mix
    looped = (replace is not None and replace.loop) or (mix is not None and "loop" in work.words)
    part = work.get(e.SoundPart)
    taken = [] if part is None else ["-ss", f"{part.start:g}"] if part.start else []
    taken += ["-t", f"{part.end - part.start:g}"] if part is not None and part.end < e.END else []
    index = job.add(path, *(["-stream_loop", "-1"] if looped else []), *taken, media=other)
    if mix is not None and replace is None and job.has_audio and not (media is not None and media.audio is None):
        _mix(job, work, mix, index, len(pool))
        return
    job.has_audio = True
    job.audio_from = f"{index}:a:0"
    job.maps = ["0:v:0", f"{index}:a:0"] if job.has_video else [f"{index}:a:0"]
    lengths = (media.duration if media else None, other.duration if other else None)
    shortest = (replace is not None and replace.shortest) or (mux is not None and mux.shortest) or work.has(e.Shortest)
    longer = lengths[0] is not None and lengths[1] is not None and lengths[1] > lengths[0] + 0.1
    if looped or shortest or longer or (lengths[0] is None and replace is not None):
        job.trailing.append("-shortest")
        if longer and not shortest and not looped:
            work.note("the new sound is longer than the picture; it ends with the picture")
    work.all(e.Shortest)


def own_tracks_mixed(job: Job, work: Work, media: Media | None) -> bool:
    """ "mix all audio tracks into one": of the file itself, when no other sound is named and it is said to be about its tracks."""
    mix = work.get(e.MixAudio)
    others = [*work.extras.get("audio", ()), *(p for p in work.extras.get("video", ()) if p != job.sources[0].path)]
    if (
        mix is None
        or mix.path
        or others
        or work.has(e.ReplaceAudio, e.Mux)
        or not work.words & {"track", "tracks", "stream", "streams"}
    ):
        return False
    count = len(media.of_kind("audio")) if media is not None else 2
    if count < 2:
        work.note("there is only one sound track: nothing is mixed")
        return media is not None and count == 1
    pads = "".join(f"[0:a:{n}]" for n in range(count))
    job.graph.append(f"{pads}amix=inputs={count}:duration=longest:normalize=0[mixed]")
    job.audio_from = "[mixed]"
    if media is None:
        work.note("the file is not here: it is taken to have 2 sound tracks")
    return True


def with_sound_of(job: Job, media: Media | None) -> Media | None:
    """The facts of the picture's file with the sound that is going to be heard, when it comes from another file."""
    number = job.audio_from.partition(":")[0]
    if media is None or not number.isdigit() or number == "0":
        return media
    other = job.sources[int(number)].media
    sounds = other.of_kind("audio")[:1] if other is not None else ()
    return media._replace(streams=(*(s for s in media.streams if s.kind != "audio"), *sounds))


def _mix(job: Job, work: Work, mix: e.MixAudio, index: int, count: int) -> None:
    gain = ""
    if mix.decibels is not None:
        gain = f"volume={mix.decibels:g}dB"
    elif mix.factor is not None:
        gain = f"volume={mix.factor:g}"
    elif work.words & {"background", "under", "underneath", "behind"}:
        gain = "volume=0.25"
        work.note("the background is set to a quarter of its volume")
    if mix.own != 1.0:
        job.filter_audio(72.5, f"volume={mix.own:g}")
    if mix.at:
        gain = ",".join(x for x in (gain, f"adelay={round(mix.at * 1000)}:all=1") if x)
    prepared = f"[{index}:a]{gain}[bg{{n}}];" if gain else ""
    label = "[bg{n}]" if gain else f"[{index}:a]"
    if mix.duck:
        job.filter_audio(
            73,
            f"{prepared}{{in}}asplit[main{{n}}][key{{n}}];{label}[key{{n}}]sidechaincompress=threshold=0.03:ratio=8:attack=20:release=400[duck{{n}}];[main{{n}}][duck{{n}}]amix=inputs=2:duration=first:normalize=0{{out}}",
        )
    else:
        job.filter_audio(
            73,
            f"{prepared}{{in}}{label}amix=inputs=2:duration={'first' if gain or job.has_video or mix.at else 'longest'}:dropout_transition=0:normalize=0{{out}}",
        )
    _ = count
