"""Bits of a picture and bits a second of a sound, from the encoder's settings and what the source took."""

from collections.abc import Mapping
from typing import NamedTuple

from ffai.show import rates
from ffai.show.explain import parse_number
from ffai.show.flow import Flow
from ffai.values import Media, Stream

_HD = 1920 * 1080
Span = tuple[float, float]


class Job(NamedTuple):
    """One output's options by their short names, the files behind each input, and the length of the result."""

    options: Mapping[str, str | None]
    medias: list[list[Media]]
    seconds: float

    def number(self, *names: str) -> float | None:
        """The value of the first of those options that holds a number."""
        found = (parse_number(self.options.get(name) or "") for name in names)
        return next((value for value in found if value is not None), None)


def video_bits(encoder: str | None, flow: Flow, job: Job) -> Span | None:
    """Least and most bits of the picture, or None when they cannot be told."""
    stream, seconds = _stream(job.medias, "video"), job.seconds
    if encoder == "copy":
        rate = _rate_of(stream, job.medias, "video")
        return (rate * seconds * 0.95, rate * seconds * 1.05) if rate else None
    asked, limit, crf = job.number("b:v", "b"), job.number("maxrate:v", "maxrate"), job.number("crf:v", "crf")
    if asked and crf is None:
        return asked * seconds * 0.85, asked * seconds * 1.1
    if encoder in rates.FIXED_VIDEO and not any(name.startswith("q") for name in job.options):
        return rates.FIXED_VIDEO[encoder] * seconds * 0.8, rates.FIXED_VIDEO[encoder] * seconds * 1.5
    span = _by_picture(encoder, flow, crf, job)
    limits = [value for value in (limit, asked) if value]
    if span and limits:
        return min(span[0], min(limits) * seconds), min(span[1], min(limits) * seconds * 1.05)
    return span


def _by_picture(encoder: str | None, flow: Flow, crf: float | None, job: Job) -> Span | None:
    """From the number of pixels. Rates grow with the power 0.75 of the pixels: larger pictures have more alike neighbours."""
    if not flow.width or not flow.height or not encoder:
        return None
    pixels, rate = flow.width * flow.height, flow.rate or 25.0
    frames = max(1.0, rate * job.seconds)
    plain = rates.PLAIN_VIDEO.get(encoder)
    if plain:
        return pixels * frames * plain * 0.4, pixels * frames * plain * 1.6
    row = rates.VIDEO.get(encoder)
    if row is None:
        return None
    quality = rates.DEFAULT_CRF.get(encoder, row.crf) if crf is None else crf
    a_second = row.bits * 2 ** ((row.crf - quality) / row.step) * _HD * (pixels / _HD) ** 0.75 * 30 * (rate / 30) ** 0.7
    return _seen(a_second * job.seconds, encoder, pixels, job)


def _seen(bits: float, encoder: str, pixels: float, job: Job) -> Span:
    """The range around `bits`, below what the source took for the same picture: a quiet picture stays quiet."""
    low, high = bits / rates.CRF_SPREAD, bits * rates.CRF_SPREAD
    stream = _stream(job.medias, "video")
    taken = _rate_of(stream, job.medias, "video")
    if not stream or not taken or not stream.width or not stream.height:
        return low, high
    weight, own = rates.CODEC_WEIGHT.get(stream.codec), rates.CODEC_WEIGHT[rates.MAKES[encoder]]
    if weight is None:
        return low, high
    ratio = (pixels / (stream.width * stream.height)) ** 0.75
    high = min(high, taken * weight / own * ratio * job.seconds * 1.3)
    return min(low, high / rates.CRF_SPREAD), high


def audio_bits(encoder: str | None, job: Job) -> float | None:
    """Bits a second of the sound, or None when they cannot be told."""
    stream = _stream(job.medias, "audio")
    if encoder == "copy":
        return _rate_of(stream, job.medias, "audio")
    channels = int(job.number("ac") or (stream.channels if stream and stream.channels else 2))
    hertz = job.number("ar") or (stream.sample_rate if stream and stream.sample_rate else 44_100)
    asked = job.number("b:a")
    if encoder and encoder.startswith("pcm_"):
        depth = next((int(size) for size in ("16", "24", "32", "64", "8") if size in encoder), 8)
        return float(channels * hertz * depth)
    if encoder in rates.LOSSLESS_AUDIO:
        return channels * hertz * 16 * rates.LOSSLESS_AUDIO[encoder]
    if asked:
        return asked
    quality = job.number("q:a")
    for name, table in (("libmp3lame", rates.MP3_QUALITY), ("libvorbis", rates.VORBIS_QUALITY)):
        if encoder == name and quality is not None:
            return table[min(max(int(quality), 0), len(table) - 1)] * 1000.0 * (0.55 if channels == 1 else 1)
    usual = rates.AUDIO.get(encoder or "")
    return usual * max(0.55, channels / 2 * (0.55 if channels == 1 else 1)) if usual else None


def _stream(medias: list[list[Media]], kind: str) -> Stream | None:
    for found in medias:
        for media in found:
            stream = media.video if kind == "video" else media.audio
            if stream:
                return stream
    return None


def _rate_of(stream: Stream | None, medias: list[list[Media]], kind: str) -> float | None:
    """Bits a second that the stream takes in its file: as told, or what the rest of the file leaves."""
    if stream is None:
        return None
    if stream.bit_rate:
        return float(stream.bit_rate)
    for found in medias:
        for media in found:
            if stream not in media.streams or not media.size or not media.duration:
                continue
            total = media.size * 8 / media.duration
            others = sum((s.bit_rate or 0) for s in media.streams if s is not stream)
            if kind == "video":
                return max(total - (others or (128_000 if media.audio else 0)), total * 0.3)
            return min(total, 160_000.0) if media.video else total
    return None
