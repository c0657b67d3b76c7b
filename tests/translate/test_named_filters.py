"""Filters called by name, options in words or as on a command line, channels: what a request is understood to ask for."""

import pytest

from ffai.look import folder as listing_of
from ffai.look import names
from ffai.translate.offline import edits as e
from ffai.translate.offline.named import filter_text
from ffai.translate.offline.understand import understand
from ffai.values import Context, Tools


def understood(request, folder):
    listing = listing_of.read(str(folder))
    mentions = names.find(request, listing, "")
    tools = Tools(None, None, "", (5, 1))
    return understand(Context(request, str(folder), (), mentions, listing.entries, tools, lambda _: None, lambda: None))


FILTERS = [
    ("apply the acompressor filter to a.wav with threshold -18 dB, ratio 3:1, attack 20 ms", "acompressor=threshold=-18dB:ratio=3:attack=20:release=200:makeup=4dB"),
    ("noise gate on a.wav with threshold -35dB", "agate=threshold=-35dB"),
    ("add an echo to a.wav with a delay of 500 ms and decay 0.3", "aecho=in_gain=0.8:out_gain=0.88:delays=500:decays=0.3"),
    ("add a tremolo at 5 Hz with depth 0.7 to a.wav", "tremolo=d=0.7:f=5"),
    ("use the dynaudnorm filter with frame length 200 on a.wav", "dynaudnorm=f=200"),
    ("limit the peaks of a.wav to -3 dB", "alimiter=limit=-3dB:level=0"),
    ("boost 1 kHz by 6 dB in a.wav", "equalizer=f=1000:t=q:w=1:g=6"),
    ("apply eq=contrast=1.2 to a.mp4", "eq=contrast=1.2"),
    ("apply curves preset vintage to a.mp4", "curves=preset=vintage"),
    ("inverse telecine a.mpg", "fieldmatch,yadif=deint=interlaced,decimate"),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "text"), FILTERS, ids=[text.partition("=")[0] for _, text in FILTERS])
def test_a_filter_takes_the_values_that_words_give_to_its_options(request_, text, tmp_path):
    found = understood(request_, tmp_path)
    assert text in [x.text for x in found.edits if isinstance(x, (e.AudioFilter, e.VideoFilter))]
    assert not found.unused


def test_the_ratio_of_a_compressor_is_no_shape_of_a_picture(tmp_path):
    found = understood("compress the dynamics of a.wav, 4:1 ratio, -24dB threshold", tmp_path)
    assert not [x for x in found.edits if isinstance(x, e.Aspect)]


def test_values_by_position_give_way_to_named_ones():
    assert filter_text("unsharp", (), "5:5:0.5") == "unsharp=5:5:0.5"
    assert filter_text("unsharp", (("luma_amount", "1.5"),), "5:5:0.5") == "unsharp=luma_amount=1.5"


WRITTEN = [
    ("encode a.mp4 with -crf 19 and -preset slow", {e.Crf(19.0), e.Preset("slow")}),
    ("encode a.mp4 with -movflags +faststart", {e.Faststart()}),
    ("encode a.mp4 with -bf 2", {e.Option("bf", "2", "video")}),
    ("convert a.mov to mp4 with pix_fmt yuv420p", {e.PixelFormat("yuv420p")}),
    ("encode a.mp4 with 3 b-frames", {e.Option("bf", "3", "video")}),
    ("encode a.mp4 at 4M with bufsize 10M", {e.Option("bufsize", "10M", "video")}),
]


@pytest.mark.parametrize(("request_", "edits"), WRITTEN, ids=[r for r, _ in WRITTEN])
def test_what_is_written_as_on_a_command_line_is_taken_as_it_stands(request_, edits, tmp_path):
    assert edits <= set(understood(request_, tmp_path).edits)


CHANNELS = [
    ("convert a.wav to stereo, even if it's mono", 2),
    ("take a stereo wav and output a mono mp3", 1),
    ("downmix the 5.1 audio of a.mkv to stereo", 2),
    ("a.wav is recorded in stereo, convert it to mono", 1),
    ("convert a.mpg to an MP4 video with mono audio", 1),
    ("re-encode a.mpg to x264 with AC3 audio (5.1 channels)", 6),
]


@pytest.mark.parametrize(("request_", "count"), CHANNELS, ids=[r for r, _ in CHANNELS])
def test_the_channels_that_are_wanted_are_told_from_those_that_there_are(request_, count, tmp_path):
    assert [x.count for x in understood(request_, tmp_path).edits if isinstance(x, e.Channels)] == [count]


def test_removing_an_echo_is_not_adding_one(tmp_path):
    found = understood("remove the echo from a.wav", tmp_path)
    assert not [x for x in found.edits if isinstance(x, e.AudioFilter)]
    assert [t.text for t in found.unused] == ["echo"]


def test_why_it_is_normalised_makes_it_no_louder(tmp_path):
    found = understood("a.wav is too quiet, normalise it to a peak of -1 dB", tmp_path)
    assert [type(x) for x in found.edits] == [e.Normalise]


def test_a_caption_is_never_an_instruction(tmp_path):
    found = understood('add the text "Intro" at the top left of a.mp4', tmp_path)
    assert [type(x) for x in found.edits] == [e.Text]
