"""Edits that were found side by side and mean one thing: an effect said twice, what a size or a loudness is said of."""

from typing import Any

from ffai.look.kinds import kind_of
from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token


def effects(edits: list[Any]) -> None:
    """An effect that is called by its filter too, and what an effect brings with it."""
    for kind in (e.Sharpen, e.Denoise, e.Deinterlace, e.Blur):
        if any(isinstance(x, kind) and x.filter for x in edits):  # "denoise with hqdn3d": said twice
            edits[:] = [x for x in edits if not (isinstance(x, kind) and not x.filter)]
    if any(isinstance(x, e.Normalise) for x in edits):  # "it is too quiet, normalise it": why, and what
        edits[:] = [x for x in edits if not (isinstance(x, e.Volume) and x.vague)]
    if any(isinstance(x, e.Tonemap) for x in edits):  # "with the right gamma" is what it does
        edits[:] = [x for x in edits if not (isinstance(x, e.Colour) and x.gamma == 1.2)]
    if any(isinstance(x, e.Blur) and (x.options or x.strength or x.region or x.place) for x in edits):
        edits[:] = [x for x in edits if x != e.Blur()]
    if any(isinstance(x, e.Volume) and not x.vague for x in edits):  # "it is too quiet, boost it by 6 dB"
        edits[:] = [x for x in edits if not (isinstance(x, e.Volume) and x.vague)]
    if any(isinstance(x, e.MixAudio) for x in edits):  # "mix it in quietly" is said of what is mixed in
        edits[:] = [x for x in edits if not (isinstance(x, e.Volume) and x.vague)]
    if any(isinstance(x, e.Look) and x.name in ("sepia", "vintage") for x in edits):  # "a warm sepia look"
        edits[:] = [x for x in edits if not (isinstance(x, e.Colour) and x.temperature is not None)]


def sound(edits: list[Any], tokens: list[Token]) -> None:
    """Mixes, loudness, measurements, rates."""
    if any(isinstance(x, e.Sides) for x in edits):
        edits[:] = [x for x in edits if not isinstance(x, (e.Concat, e.Mux, e.Channels, e.ReplaceAudio, e.SplitChannels))]
        mixes = [x for x in edits if isinstance(x, e.MixAudio)]
        edits[:] = [x for x in edits if not isinstance(x, e.MixAudio) or x is mixes[0]]
    _mixed_with_its_own(edits, tokens)
    mixes = [x for x in edits if isinstance(x, e.MixAudio)]
    if any(x.path for x in mixes):  # "put voice.wav over it as narration": said once more without its name
        edits[:] = [x for x in edits if not (isinstance(x, e.MixAudio) and not x.path and not x.duck)]
        mixes = [x for x in edits if isinstance(x, e.MixAudio)]
    if len(mixes) > 1 and any(x.duck for x in mixes):  # "mix it in at -18 dB and duck it"
        ducked = next((x for x in mixes if x.path), mixes[0])._replace(duck=True)
        edits[:] = [ducked, *(x for x in edits if not isinstance(x, e.MixAudio))]
    if any(isinstance(x, e.AudioFilter) and x.text.startswith("equalizer") for x in edits) and not any(
        t.text.lower().startswith("normali") for t in tokens
    ):
        edits[:] = [x for x in edits if not (isinstance(x, e.Normalise) and x.lufs is None)]  # "equalize" is said of the bands
    if any(isinstance(x, e.ReplaceAudio) and x.loop for x in edits):  # the music is looped, not the film
        edits[:] = [x for x in edits if not isinstance(x, e.Loop)]
    loud = [x for x in edits if isinstance(x, e.Normalise)]
    if len(loud) > 1 and any(x.lufs is not None or x.peak is not None for x in loud):
        edits[:] = [x for x in edits if not (isinstance(x, e.Normalise) and x.lufs is None and x.peak is None)]
    loud = [x for x in edits if isinstance(x, e.Normalise)]
    if len(loud) > 1 and any(x.lufs is not None for x in loud):
        one = next(x for x in loud if x.lufs is not None)
        top = next((x.peak for x in loud if x.peak is not None), None)
        both = one._replace(
            true_peak=one.true_peak if top is None or one.true_peak is not None else top, two_pass=any(x.two_pass for x in loud)
        )
        edits[edits.index(one)] = both
        edits[:] = [x for x in edits if not isinstance(x, e.Normalise) or x == both]
    limited = any(isinstance(x, e.AudioFilter) and x.text.startswith(("alimiter", "dynaudnorm", "speechnorm")) for x in edits)
    if limited and not any(isinstance(x, e.Normalise) and x.lufs is not None for x in edits):
        said = {t.lemma for t in tokens}
        if "normalise" not in said or any(
            isinstance(x, e.AudioFilter) and x.text.startswith(("dynaudnorm", "speechnorm")) for x in edits
        ):
            edits[:] = [x for x in edits if not isinstance(x, e.Normalise)]
    if any(isinstance(x, e.Detect) for x in edits):
        edits[:] = [
            x
            for x in edits
            if not (
                isinstance(x, (e.Volume, e.Normalise, e.Question, e.RemoveAudio))
                and not (isinstance(x, e.Volume) and not x.vague)
            )
        ]
    for n, edit in enumerate(edits):
        if isinstance(edit, e.Normalise) and any(isinstance(x, e.TwoPass) for x in edits):
            edits[n] = edit._replace(two_pass=True)
    pictured = (e.VideoCodec, e.Bitrate, e.FileSize, e.Crf, e.Scale, e.Purpose, e.Shrink)
    if any(isinstance(x, e.Normalise) and x.two_pass for x in edits) and not any(isinstance(x, pictured) for x in edits):
        edits[:] = [x for x in edits if not isinstance(x, e.TwoPass)]  # the passes are those over the sound
    rates = [x for x in edits if isinstance(x, e.SampleRate)]
    if len(rates) > 1:  # "at 48000 Hz to 44100 Hz": the last is where it goes
        edits[:] = [x for x in edits if not isinstance(x, e.SampleRate) or x is rates[-1]]


def _mixed_with_its_own(edits: list[Any], tokens: list[Token]) -> None:
    """ "voice.wav as extra audio from 0:10 on, mixed with the original sound of film.mp4": beside the film's sound, from then on."""
    lemmas = [t.lemma for t in tokens]
    mixed = [
        i
        for i, w in enumerate(lemmas)
        if w in ("mix", "blend", "layer") and set(lemmas[i : i + 6]) & {"original", "existing", "own", "current", "main"}
    ]
    brought = [x for x in edits if isinstance(x, e.ReplaceAudio) and x.path and kind_of(x.path) == "audio"]
    if not mixed or not brought:
        return
    start = next(
        (t.value for i, t in enumerate(tokens) if t.kind == "time" and {"at", "from", "after"} & set(lemmas[max(0, i - 2) : i])),
        None,
    )
    edits[:] = [
        x
        for x in edits
        if not isinstance(x, (e.ReplaceAudio, e.MixAudio, e.Concat))
        and not (start is not None and isinstance(x, e.Keep) and x.ranges == (e.Range(start),))
    ]
    edits.append(e.MixAudio(brought[0].path, at=start))
    for n, x in enumerate(edits):
        if isinstance(x, e.Copy) and x.kind == "all":
            edits[n] = e.Copy("video")


def laid_over(edits: list[Any], tokens: list[Token]) -> None:
    """What belongs to a picture that is laid over, a text, a shape, and not to the film."""
    if any(isinstance(x, e.Stack) for x in edits):  # "both in one picture"
        edits[:] = [x for x in edits if x != e.Frames(best=True)]
    if any(isinstance(x, e.Text) and x.what == "countdown" for x in edits):
        edits[:] = [x for x in edits if not (isinstance(x, e.Text) and x.what == "timecode")]
    if any(isinstance(x, e.RemoveAudio) for x in edits):
        edits[:] = [x for x in edits if not (isinstance(x, e.Volume) and x.vague)]
    if {"crop", "cropping"} & {t.lemma for t in tokens} and not any(isinstance(x, e.Crop) for x in edits):
        for n, edit in enumerate(edits):  # "by cropping the centre and scaling to 1080x1920"
            if isinstance(edit, e.Scale) and edit.width and edit.height and not edit.mode and not edit.only_smaller:
                edits[n] = edit._replace(mode="fill")
    laid = next((n for n, x in enumerate(edits) if isinstance(x, e.Overlay)), None)
    if laid is not None and not {t.lemma for t in tokens} & {
        "resize",
        "rescale",
        "downscale",
        "upscale",
        "convert",
        "resolution",
    }:
        for size in [x for x in edits if isinstance(x, e.Scale) and not x.only_smaller]:
            over = edits[laid]
            if (size.width is None) != (size.height is None) and over.width is None and over.height is None:
                edits[laid] = over._replace(width=size.width, height=size.height)  # "100 px wide" is the logo
            elif size.factor is not None and over.scale is None and size.factor <= 1:
                edits[laid] = over._replace(scale=size.factor)
            else:
                continue
            edits.remove(size)
    if any(isinstance(x, e.Speed) for x in edits) and any(isinstance(x, e.Zoom) for x in edits):
        edits[:] = [x for x in edits if not (isinstance(x, e.Speed) and x.factor == 0.5)]  # "zoom in slowly"
    if any(isinstance(x, e.Blend) for x in edits):
        edits[:] = [x for x in edits if not isinstance(x, (e.Overlay, e.Concat, e.MixAudio, e.Mux))]
    if any(isinstance(x, e.Drawn) and x.region for x in edits):
        boxes = {x.region[2:] for x in edits if isinstance(x, e.Drawn) and x.region}
        edits[:] = [
            x
            for x in edits
            if not (isinstance(x, e.Scale) and (x.width, x.height) in boxes)
            and not (isinstance(x, e.Overlay) and not x.path)
            and not (isinstance(x, e.Crop) and not x.detect)
        ]


def shapes(edits: list[Any]) -> None:
    """Channels, filters said twice, sizes that are never enlarged to, turns."""
    if any(isinstance(x, e.Channels) and x.side for x in edits):
        edits[:] = [x for x in edits if not (isinstance(x, e.Channels) and not x.side)]
    filters = [x.text.partition("=")[0] for x in edits if isinstance(x, (e.AudioFilter, e.VideoFilter))]
    for name in {
        n for n in filters if filters.count(n) > 1 and n in ("acompressor", "alimiter", "agate", "aecho", "deesser", "dynaudnorm")
    }:
        first = next(x for x in edits if isinstance(x, e.AudioFilter) and x.text.partition("=")[0] == name)
        edits[:] = [x for x in edits if x is first or not (isinstance(x, e.AudioFilter) and x.text.partition("=")[0] == name)]
    if any(isinstance(x, e.Crop) and x.detect for x in edits):  # "letterboxed 1280x720" is what it is
        edits[:] = [x for x in edits if not (isinstance(x, e.Pad) and x.width)]
    never = [x for x in edits if isinstance(x, e.Scale) and x.only_smaller and x.mode == "fit"]
    if never:  # "fit into 640x640 but never enlarge"
        framed = [x for x in edits if isinstance(x, e.Pad) and x.width and x.height]
        if framed:
            edits[:] = [x for x in edits if x not in (*framed, *never)]
            edits.append(e.Scale(framed[0].width, framed[0].height, mode="fit", only_smaller=True))
            never = []
    others = [
        n for n, x in enumerate(edits) if isinstance(x, e.Scale) and x not in never and (x.width or x.height or x.short_side)
    ]
    if never and others:  # "to 720p, but never larger than it is"
        for n in others:
            edits[n] = edits[n]._replace(only_smaller=True)
        edits[:] = [x for x in edits if x not in never]
    if any(isinstance(x, e.Crop) and x.width and x.height for x in edits):
        edits[:] = [x for x in edits if not isinstance(x, e.Orientation)]
    if any(isinstance(x, e.Pitch) for x in edits) and sum(isinstance(x, e.Pitch) for x in edits) > 1:
        first_pitch = next(x for x in edits if isinstance(x, e.Pitch))
        edits[:] = [x for x in edits if not isinstance(x, e.Pitch) or x is first_pitch]
    if any(isinstance(x, e.Rotate) and x.degrees != -1.0 for x in edits):  # "correct its orientation" is told more exactly
        edits[:] = [x for x in edits if not (isinstance(x, e.Rotate) and x.degrees == -1.0)]
    if any(isinstance(x, e.AudioFilter) and x.text.startswith("pan=stereo") for x in edits):  # "to both channels (fake mono)"
        edits[:] = [x for x in edits if not (isinstance(x, e.Channels) and x.count < 3)]
