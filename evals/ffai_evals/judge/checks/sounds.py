"""What is heard: pitches, levels, loudness, silence."""

from typing import Any

from ffai_evals.judge.checks.base import Case, check, reference, within
from ffai_evals.judge.measure import Made


@check("sound_like")
def _sound_like(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The sound is, over time, that of a reference: level within 3 dB and pitch within 8 % in the median window of a second."""
    source, args, chain, stream = reference(case, wanted)
    expected = source.windows(args, chain, stream)
    both = list(zip(made.sound, expected, strict=False))
    if not both:
        return False, "no sound"
    level = sum(abs(max(a.level, -70) - max(b.level, -70)) for a, b in both) / len(both)
    pitch = sorted(abs(a.pitch - b.pitch) / max(b.pitch, 1) for a, b in both if b.level > -50) or [0.0]
    middle = pitch[len(pitch) // 2]
    loud = wanted.get("level", 3.0) if isinstance(wanted, dict) else 3.0
    return level <= loud and middle <= 0.08, f"level off by {level:.1f} dB, pitch by {middle:.0%}"


@check("tone")
def _tone(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The pitch of the audio streams in order, in hertz, within 6 %."""
    found = []
    for n, _ in enumerate(wanted if isinstance(wanted, list) else [wanted]):
        loud = sorted(w.pitch for w in made.windows(stream=n, channel=0) if w.level > -60)
        found.append(loud[len(loud) // 2] if loud else 0.0)
    pairs = zip(found, wanted if isinstance(wanted, list) else [wanted], strict=True)
    return all(abs(f - w) <= 0.06 * max(w, 1) for f, w in pairs), ", ".join(f"{f:.0f} Hz" for f in found)


@check("channel_tones")
def _channel_tones(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The pitch of each channel of the first audio stream; 0 for a silent one."""
    found = []
    for channel in range(len(wanted)):
        loud = sorted(w.pitch for w in made.windows(channel=channel) if w.level > -60)
        found.append(loud[len(loud) // 2] if loud else 0.0)
    return all(abs(f - w) <= max(12.0, 0.025 * w) for f, w in zip(found, wanted, strict=True)), ", ".join(
        f"{f:.0f} Hz" for f in found
    )


@check("silent")
def _silent(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Parts [from, to] in seconds that are silent; 0.15 s at their ends are left out."""
    levels = [max((w.level for w in _between(made.sound, a, b)), default=-120.0) for a, b in wanted]
    return all(level < -45 for level in levels), ", ".join(f"{level:.0f} dB" for level in levels)


@check("audible")
def _audible(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    levels = [average([w.level for w in _between(made.sound, a, b)]) for a, b in wanted]
    return all(level > -40 for level in levels), ", ".join(f"{level:.0f} dB" for level in levels)


def _between(windows: list[Any], start: float, end: float) -> list[Any]:
    return windows[round((start + 0.15) * 10) : max(round((start + 0.15) * 10) + 1, round((end - 0.15) * 10))]


def average(values: list[float]) -> float:
    return sum(values) / len(values) if values else -120.0


@check("levels")
def _levels(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Level of parts against the main input's, in dB: [[from, to, low, high]]."""
    source = case.bench.file(case.main).sound
    found = [
        average([w.level for w in _between(made.sound, a, b)]) - average([w.level for w in _between(source, a, b)])
        for a, b, _, _ in wanted
    ]
    return all(low <= f <= high for f, (_, _, low, high) in zip(found, wanted, strict=True)), ", ".join(
        f"{f:+.1f} dB" for f in found
    )


@check("loudness")
def _loudness(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return within(made.loudness, wanted, 1.5), f"{made.loudness:.1f} LUFS"


@check("peak")
def _peak(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    return within(made.volume[1], wanted, 1.0), f"{made.volume[1]:.1f} dB"


@check("gain")
def _gain(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Mean volume against the main input's, in dB."""
    change = made.volume[0] - case.bench.file(case.main).volume[0]
    return within(change, wanted, 1.0), f"{change:+.1f} dB"


@check("heard")
def _heard(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """Tones of so many hertz are in one of the audio streams, whatever else is."""
    found = []
    for hertz in wanted:
        chain = f"pan=mono|c0=c0,bandpass=f={hertz}:width_type=h:w=20"
        levels = [
            max((w.level for w in made.windows(chain=chain, stream=n)), default=-120.0) for n in range(len(made.streams("audio")))
        ]
        found.append(max(levels, default=-120.0))
    return all(level > -52 for level in found), ", ".join(
        f"{h} Hz at {level:.0f} dB" for h, level in zip(wanted, found, strict=True)
    )


def _edge(made: Made, start: int, end: int | None) -> float:
    """How far a part of the sound, in windows, lies below its loudest, in dB."""
    levels = [w.level for w in made.sound]
    return average(levels[start:end]) - max(levels, default=-120.0)


@check("fades_in")
def _fades_in(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The sound begins at least 8 dB below its loudest part."""
    value = _edge(made, 0, 2)
    return (value < -8) is wanted, f"{value:.0f} dB at the start"


@check("fades_out")
def _fades_out(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """The sound ends at least 11 dB below its loudest part: media are 6 dB weaker in every second second."""
    value = _edge(made, -3, -1)
    return (value < -11) is wanted, f"{value:.0f} dB at the end"


@check("pauses")
def _pauses(made: Made, wanted: Any, case: Case) -> tuple[bool, str]:
    """No silence within the sound lasts longer, in seconds; what is silent at its ends is left out."""
    quiet = "".join("." if w.level < -50 else "#" for w in made.sound).strip(".")
    longest = max((len(run) for run in quiet.split("#")), default=0) / 10
    return longest <= wanted, f"the longest silence lasts {longest:.1f} s"
