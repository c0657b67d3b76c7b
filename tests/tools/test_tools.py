"""The installed ffmpegs: found, probed alike, their tables read and kept."""

import os
import shutil
import subprocess

import pytest

from ffai.environment import process_environment
from ffai.tools import capabilities
from ffai.tools.locate import bundled, find_tools, number_of
from ffai.tools.probe import Prober
from ffai.values import Tools

SYSTEM = shutil.which("ffmpeg")
BINARIES = [b for b in (SYSTEM, bundled()) if b]


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    folder = tmp_path_factory.mktemp("media")
    base = [
        BINARIES[0],
        "-v",
        "error",
        "-nostdin",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=160x90:rate=25:duration=2",
        "-f",
        "lavfi",
        "-i",
        "sine=duration=2",
    ]
    subprocess.run(
        [
            *base,
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-ac",
            "2",
            "-metadata:s:a:0",
            "language=fra",
            folder / "a.mp4",
        ],
        check=True,
    )
    (folder / "text.mp4").write_text("this is no video")
    (folder / "empty.mp4").write_text("")
    (folder / "cut.mp4").write_bytes((folder / "a.mp4").read_bytes()[:500])
    shutil.copy(folder / "a.mp4", folder / "-odd: 100% name\n.mp4")
    return folder


def tools_of(binary, tmp_path):
    env = process_environment()._replace(
        cache_dir=str(tmp_path / "cache"), variables={"PATH": os.environ["PATH"], "FFAI_FFMPEG": binary}
    )
    return find_tools(env), env


@pytest.mark.parametrize("binary", BINARIES)
def test_facts_are_the_same_through_ffprobe_and_through_ffmpeg(binary, media, tmp_path):
    tools, _ = tools_of(binary, tmp_path)
    found = Prober(tools, str(media)).get("a.mp4")
    assert found.duration == pytest.approx(2.0, abs=0.1)
    assert (found.video.codec, found.video.width, found.video.height, found.video.frame_rate, found.video.pixel_format) == (
        "h264",
        160,
        90,
        25.0,
        "yuv420p",
    )
    assert (found.audio.codec, found.audio.channels, found.audio.sample_rate, found.audio.language) == ("aac", 2, 44100, "fra")


@pytest.mark.parametrize("binary", BINARIES)
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.mp4", "no such file"),
        ("text.mp4", "no media file"),
        ("empty.mp4", "empty"),
        ("cut.mp4", "cut short"),
        (".", "folder"),
    ],
)
def test_what_cannot_be_used_is_said_plainly(binary, media, tmp_path, name, words):
    tools, _ = tools_of(binary, tmp_path)
    prober = Prober(tools, str(media))
    assert prober.get(name) is None
    assert words in prober.error(name)


@pytest.mark.parametrize("binary", BINARIES)
def test_hostile_names_are_probed_like_others(binary, media, tmp_path):
    tools, _ = tools_of(binary, tmp_path)
    assert Prober(tools, str(media)).get("-odd: 100% name\n.mp4") is not None


@pytest.mark.parametrize("binary", BINARIES)
def test_the_tables_are_the_binarys_own(binary, tmp_path):
    tools, env = tools_of(binary, tmp_path)
    found = capabilities.load(tools, env)
    listed = subprocess.run([binary, "-hide_banner", "-encoders"], capture_output=True, text=True, check=True).stdout
    for name in ("libx264", "libx265", "aac", "libopus", "gif"):
        assert found.has_encoder(name) == (f" {name} " in listed)
    crf = found.option("encoder:libx264", "crf")
    assert (crf.type, crf.minimum) == ("float", "-1")
    assert any(c[0] == "faststart" for c in found.option("muxer:mp4", "movflags").constants)
    assert found.default_codecs("mp4")[:2] == ("h264", "aac")
    assert "yuv420p" in found.pixel_formats


def test_a_damaged_or_stale_cache_is_made_anew(tmp_path):
    tools, env = tools_of(BINARIES[0], tmp_path)
    capabilities.load(tools, env)
    index = next((tmp_path / "cache").glob("ffmpeg-*/index"))
    good = index.read_bytes()
    index.write_bytes(good[:-20] + b"damaged in the middle")
    assert capabilities.load(tools, env).has_encoder("aac")
    assert index.read_bytes() == good


def test_without_ffmpeg_the_shipped_table_serves():
    found = capabilities.load(Tools(None, None, "9.0", (9, 0)), process_environment())
    assert found.source == "shipped"
    assert found.has_encoder("libx264")
    assert found.option("filter:scale", "flags") is not None


@pytest.mark.parametrize(("text", "number"), [("5.1.9-0+deb12u1", (5, 1)), ("n9.0.2-17-g2a", (9, 0)), ("N-12345-gabc", (99, 0))])
def test_versions(text, number):
    assert number_of(text) == number
