"""Wishes about sound: taken out, left out, exchanged, louder, in other forms, channels and rates."""

import random

from ffai.translate.offline import edits as e
from ffai_evals.data.parts import SOUNDS, Part, part

_LENGTH = "dur=8"


@part(5)
def _silent(rng: random.Random) -> Part:
    return Part("mute", (e.RemoveAudio(),), ("[remove|delete] the [sound|audio] from {f}", "[strip|drop|delete] the audio [track|] of {f}", "make {f} silent", "mute {f}", "get rid of the sound in {f}", "make a version of {f} without [any sound|audio]"), ("no audio", "no sound", "mute", "remove audio"), ("there is [awful wind noise|somebody talking] in {f}, I don't want any sound", "=I don't need the sound of {f}, take it out"), "192x108 dur=4", group="sound")  # fmt: skip


@part(8)
def _extract(rng: random.Random) -> Part:
    target = rng.choice(("mp3", "mp3", "mp3", "wav", "wav", "flac", "m4a", "ogg", "opus", "aac", "wma", "aiff", "mka", "caf"))
    do = [f"[extract|get|save|pull] the [audio|sound|audio track] [of|from] {{f}} [as|to] {target}", f"turn {{f}} into {target}, [just the sound|audio only]", f"convert {{f}} to {target}, audio only", f"extract the audio [of|from] {{f}} to {_a(target)} file", f"rip the [sound|audio] of {{f}} to {target}", f"save only the sound of {{f}}, as {target}"]  # fmt: skip
    if target == "mp3":
        do += ["make an mp3 [of|from] {f}", "turn {f} into an mp3"]
    return Part(
        "extract-audio", (e.ExtractAudio(), e.Container(target)), tuple(do),
        (f"audio to {target}", f"just the audio, {target}", f"extract audio as {target}"), (f"=I only want to listen to {{f}}, an audio file in {target} is enough",), "128x72 dur=4", group="",
    )  # fmt: skip


@part(2)
def _extract_copy(rng: random.Random) -> Part:
    return Part("extract-audio", (e.ExtractAudio(), e.Copy("audio"), e.Container("m4a")), ("extract the audio of {f} as m4a without re-encoding", "copy the audio track of {f} into an m4a, no re-encoding", "save the sound of {f} as m4a, copied as it is"), ("audio to m4a, no re-encode",), (), "128x72 dur=4", {"copied": ["a"]}, source=("mp4", "mov", "mkv"))  # fmt: skip


@part(6)
def _sound_file(rng: random.Random) -> Part:
    source = rng.choice(SOUNDS)
    target = rng.choice([x for x in ("mp3", "mp3", "wav", "wav", "flac", "m4a", "ogg", "opus", "aiff", "ac3", "wma", "caf", "au", "w64", "mp2", "mka", "tta", "wv") if x != source])  # fmt: skip
    said = rng.choice((target, target.upper(), f".{target}"))
    return Part(
        "convert-audio", (e.Container(target),),
        (f"[convert|change] {{f}} to {said}", f"turn {{f}} into {said}", f"[encode|save] {{f}} as {target}", f"convert {{f}} to {_a(target)} file", f"make {_a(target)} out of {{f}}", f"convert {{f}} to {said} format", f"turn {{f}} into {_a(target)} file"),
        (f"to {target}", f"as {target}", f"convert to {target}"), (f"=my [car|player|phone] can't play {{f}}, it needs {target}", f"=I can't open {{f}} [here|on this machine], {target} would work"), "dur=4", source=(source,), group="coding-audio",
    )  # fmt: skip


def _a(word: str) -> str:
    return ("an " if word in ("mp3", "mp2", "m4a", "ogg", "opus", "aac", "aiff", "ac3", "au", "mka") else "a ") + word


@part(4)
def _audio_rate(rng: random.Random) -> Part:
    k = rng.choice((64, 96, 112, 128, 128, 160, 192, 192, 256, 320, 320))
    return Part("convert-audio", (e.Container("mp3"), e.Bitrate(k * 1000, "audio")), (f"[convert|encode] {{f}} to [mp3|an mp3] at {{{k}k}}", f"make an mp3 of {{f}} with {{{k}k}}", f"[save|encode] {{f}} as mp3, {{{k}k}}", f"turn {{f}} into a {{{k}k}} mp3", f"convert {{f}} to mp3 with a bitrate of {{{k}k}}"), (f"mp3 {k}k", f"to mp3, {k} kbps"), (), "dur=6", source=("wav", "flac", "m4a", "ogg", "aiff"))  # fmt: skip


@part(2)
def _aac_rate(rng: random.Random) -> Part:
    k = rng.choice((96, 128, 160, 192, 256))
    return Part("convert-audio", (e.AudioCodec("aac"), e.Bitrate(k * 1000, "audio"), e.Container("m4a")), (f"[convert|encode] {{f}} to [aac|AAC] at {{{k}k}} in an m4a", f"make an m4a of {{f}} with {{{k}k}} AAC"), (f"m4a, aac {k}k",), (), "dur=6", source=("wav", "flac", "aiff", "mp3"))  # fmt: skip


@part(5)
def _volume(rng: random.Random) -> Part:
    db, up = rng.choice((2, 3, 3, 4, 5, 6, 6, 8, 10, 12)), rng.random() < 0.55
    do = (f"turn the [volume|sound] of {{f}} up by {{{db}dB}}", f"make {{f}} {{{db}dB}} louder", f"[raise|increase|boost] the volume of {{f}} by {{{db}dB}}", f"bring the volume of {{f}} up {{{db}dB}}", f"add {{{db}dB}} [of gain|] to {{f}}") if up else (f"turn the [volume|sound] of {{f}} down by {{{db}dB}}", f"make {{f}} {{{db}dB}} quieter", f"[lower|reduce|decrease] the volume of {{f}} by {{{db}dB}}")  # fmt: skip
    gripe = f"={{f}} is [much|way|] too {'quiet' if up else 'loud'}, {{{db}dB}} {'more' if up else 'less'} would be good"
    return Part("volume", (e.Volume(decibels=db if up else -db),), do, (f"{'+' if up else '-'}{db}dB", f"{db} dB {'louder' if up else 'quieter'}"), (gripe,), "192x108 dur=4", group="sound")  # fmt: skip


@part(3)
def _loudness_factor(rng: random.Random) -> Part:
    factor, do = rng.choice((
        (2.0, ("double the volume of {f}", "make {f} twice as loud", "set the volume of {f} to 200%")),
        (0.5, ("halve the volume of {f}", "make {f} half as loud", "set the volume of {f} to {50%}")),
        (1.5, ("[increase|raise] the volume of {f} by {50%}", "set the volume of {f} to 150%")),
        (0.75, ("set the volume of {f} to {75%}", "[lower|reduce] the volume of {f} by {25%}")),
        (1.2, ("raise the volume of {f} by {20%}", "make {f} {20%} louder")),
        (0.3, ("set the volume of {f} to {30%}", "bring the volume of {f} down to {30%}")),
    ))  # fmt: skip
    sounds = rng.random() < 0.4
    return Part("volume", (e.Volume(factor=factor),), do, (f"volume {factor * 100:g}%",), ("{f} is too quiet" if factor > 1 else "{f} is too loud",), "dur=4" if sounds else "192x108 dur=4", source=("mp3", "wav", "m4a", "flac") if sounds else (), group="sound")  # fmt: skip


@part(3)
def _loudness(rng: random.Random) -> Part:
    lufs = rng.choice((-14, -14, -16, -18, -20, -23))
    sounds = rng.random() < 0.5
    return Part("volume", (e.Normalise(lufs=lufs),), (f"normalize the [loudness|audio] of {{f}} to {lufs} LUFS", f"[bring|normalize] {{f}} to {lufs} LUFS", f"set the loudness of {{f}} to {lufs} LUFS", f"loudness-normalize {{f}} to {lufs} LUFS"), (f"{lufs} LUFS", f"normalize to {lufs} LUFS"), (f"=the loudness of {{f}} is [off|wrong], it has to be {lufs} LUFS",), "dur=8" if sounds else "128x72 dur=8", source=("wav", "mp3", "m4a") if sounds else (), group="sound")  # fmt: skip


@part(2.5)
def _normalise(rng: random.Random) -> Part:
    sounds = rng.random() < 0.6
    return Part("volume", (e.Normalise(),), ("normalize the [volume|loudness|audio] of {f}", "normalize {f}'s audio", "normalize the sound in {f}"), ("normalize audio",), ("the volume of {f} is off",), "dur=8" if sounds else "128x72 dur=8", source=("wav", "mp3", "m4a", "flac") if sounds else (), group="sound")  # fmt: skip


@part(3)
def _channels(rng: random.Random) -> Part:
    sounds = rng.random() < 0.5
    return Part("sound", (e.Channels(1),), ("[downmix|convert] the [sound|audio] of {f} to mono", "make the audio of {f} mono", "turn the sound of {f} into mono", "mix {f} down to mono"), ("mono", "to mono"), ("=the speaker at the booth is mono, convert {f} to that too",) if rng.random() < 0.3 else (), "dur=4" if sounds else "192x108 dur=4", source=("wav", "mp3", "flac") if sounds else (), group="channels")  # fmt: skip


@part(2)
def _stereo(rng: random.Random) -> Part:
    return Part("sound", (e.Channels(2),), ("[convert|turn] the mono file {f} [to|into] stereo", "make {f} stereo", "turn {f} from mono into stereo"), ("to stereo",), ("{f} is only mono",), "dur=4 audio=:1", source=("wav", "flac", "mp3"), group="channels")  # fmt: skip


@part(2)
def _side(rng: random.Random) -> Part:
    side = rng.choice(("left", "right"))
    return Part("sound", (e.Channels(1, side),), (f"keep only the {side} channel of {{f}}", f"extract the {side} channel of {{f}} as mono", f"make {{f}} mono from its {side} channel"), (f"only the {side} channel",), (f"=the {'right' if side == 'left' else 'left'} channel of {{f}} is just noise, keep the {side} one only",), "dur=4", source=("wav", "flac", "mp3"), group="channels")  # fmt: skip


@part(3)
def _sample_rate(rng: random.Random) -> Part:
    khz = rng.choice((8, 16, 16, 22.05, 24, 32, 48))
    return Part("sound", (e.SampleRate(int(khz * 1000)),), (f"resample {{f}} to {{{khz}kHz}}", f"change the sample rate of {{f}} to {{{khz}kHz}}", f"convert {{f}} to {{{khz}kHz}}", f"[downsample|convert] {{f}} to a sample rate of {{{khz}kHz}}" if khz < 44 else f"convert {{f}} to a sample rate of {{{khz}kHz}}"), (f"{khz:g} kHz", f"resample to {khz:g}kHz"), (), "dur=4", source=("wav", "flac", "mp3"), group="rate")  # fmt: skip


@part(2.5)
def _speech(rng: random.Random) -> Part:
    return Part("sound", (e.SampleRate(16000), e.Channels(1), e.Container("wav")), ("convert {f} to a 16 kHz mono wav", "make a 16 kHz mono wav of {f} [for speech recognition|for transcription|]", "turn {f} into wav, mono, 16000 Hz"), ("16 kHz mono wav",), ("=the transcription tool wants {f} as 16 kHz mono wav",), "dur=4", source=("mp3", "m4a", "flac", "ogg"))  # fmt: skip


@part(1.5)
def _pitch(rng: random.Random) -> Part:
    n, up = rng.choice((1, 2, 3, 4, 5)), rng.random() < 0.5
    return Part("sound", (e.Pitch(float(n if up else -n)),), (f"{'raise' if up else 'lower'} the pitch of {{f}} by {n} semitone{'s' * (n > 1)}", f"pitch {{f}} {'up' if up else 'down'} {n} semitone{'s' * (n > 1)}", f"transpose {{f}} {'up' if up else 'down'} by {n} semitone{'s' * (n > 1)}"), (f"pitch {'+' if up else '-'}{n} semitone{'s' * (n > 1)}",), (), "dur=4", source=("mp3", "wav", "flac"), group="pitch")  # fmt: skip


@part(4.5)
def _replace(rng: random.Random) -> Part:
    music = rng.choice(("music.mp3", "voice.wav", "song.m4a", "narration.mp3", "voiceover.wav", "dub.mp3"))
    return Part("replace-audio", (e.ReplaceAudio(music),), (f"replace the [audio|sound|audio track] of {{f}} with {music}", f"swap the sound of {{f}} for {music}", f"use {music} as the soundtrack of {{f}} instead of its own sound", f"remove the audio of {{f}} and use {music} instead", f"put {music} over {{f}} in place of the original sound"), (f"replace audio with {music}",), (f"=the sound of {{f}} is [bad|unusable], use {music} instead",), "192x108 dur=4", extra=((music, "dur=6 tone=1300"),))  # fmt: skip


@part(3)
def _dub(rng: random.Random) -> Part:
    music = rng.choice(("music.mp3", "song.mp3", "ambience.wav", "background.mp3"))
    return Part("mix", (e.MixAudio(music),), (f"mix {music} [under|into] the sound of {{f}}", f"add {music} as background music to {{f}}, keep the original sound", f"put {music} under {{f}} and keep what is said", f"mix the sound of {{f}} with {music}"), (f"add {music} as background music, keep its own sound",), (), "192x108 dur=4", extra=((music, "dur=6 tone=1300"),), source=("mp4", "mov"))  # fmt: skip


@part(1.5)
def _mute_part(rng: random.Random) -> Part:
    a = rng.choice((1, 2, 3))
    b = a + rng.choice((1, 2))
    return Part("mute", (e.Mute(e.Range(a, b)),), (f"mute {{f}} from {{@{a}}} to {{@{b}}}", f"silence the sound of {{f}} between {{@{a}}} and {{@{b}}}", f"[make it silent|turn the sound off] between {{@{a}}} and {{@{b}}} in {{f}}"), (f"mute {{@{a}}}-{{@{b}}}",), (f"=someone swears between {{@{a}}} and {{@{b}}} in {{f}}, mute that",), "192x108 dur=6", group="sound")  # fmt: skip


@part(1.5)
def _beep(rng: random.Random) -> Part:
    a = rng.choice((1, 2, 3))
    return Part("mute", (e.Mute(e.Range(a, a + 1), beep=True),), (f"beep out {{@{a}}} to {{@{a + 1}}} in {{f}}", f"[censor|cover] the sound of {{f}} with a beep from {{@{a}}} to {{@{a + 1}}}"), (f"beep {{@{a}}} to {{@{a + 1}}}",), (), "128x72 dur=6", group="sound")  # fmt: skip


@part(1.5)
def _add_silence(rng: random.Random) -> Part:
    return Part("sound", (e.AddSilence(),), ("add a silent audio track to {f}", "give {f} a silent sound track", "add silence as the audio of {f}"), ("add silent audio",), ("={f} has no audio track and the upload refuses it, add a silent one",), "128x72 dur=4 noaudio", source=("mp4", "mov", "mkv"))  # fmt: skip


@part(1)
def _split_channels(rng: random.Random) -> Part:
    return Part("sound", (e.SplitChannels(),), ("split {f} into one file for the left and one for the right channel", "save the left and right channel of {f} as separate [mono|] files"), ("split left and right channel",), (), "dur=3", source=("wav", "flac"))  # fmt: skip
