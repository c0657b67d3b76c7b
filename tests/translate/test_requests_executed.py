"""Requests in, files out: each is planned, run by the whole program on real media, and what came out is measured."""

import json
import shutil
import subprocess

import pytest
from cli.world import World

BASE = ["ffmpeg", "-v", "error", "-nostdin", "-y"]


@pytest.fixture(scope="session")
def pool(tmp_path_factory):
    """talk.mp4 4 s with two-channel sound, talk.mkv with two languages and subtitles, tone.wav, logo.png, subs.srt."""
    folder = tmp_path_factory.mktemp("pool")
    picture = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4"]
    sound = ["-f", "lavfi", "-i", "sine=frequency=440:duration=4"]
    other = ["-f", "lavfi", "-i", "sine=frequency=880:duration=4"]
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2"]
    (folder / "subs.srt").write_text("1\n00:00:00,500 --> 00:00:02,000\nHello\n")
    subprocess.run([*BASE, *picture, *sound, *code, folder / "talk.mp4"], check=True)
    tracks = [
        "-map",
        "0:v",
        "-map",
        "1:a",
        "-map",
        "2:a",
        "-map",
        "3:s",
        "-metadata:s:a:0",
        "language=spa",
        "-metadata:s:a:1",
        "language=eng",
    ]
    subprocess.run(
        [*BASE, *picture, *sound, *other, "-i", folder / "subs.srt", *tracks, *code, "-c:s", "srt", folder / "film.mkv"],
        check=True,
    )
    subprocess.run([*BASE, *sound, "-ac", "2", folder / "tone.wav"], check=True)
    subprocess.run([*BASE, "-f", "lavfi", "-i", "color=red:size=40x40", "-frames:v", "1", folder / "logo.png"], check=True)
    return folder


def facts(path):
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", path],
        capture_output=True,
        check=True,
        text=True,
    )
    document = json.loads(done.stdout)
    streams = document["streams"]
    found = {
        "container": document["format"]["format_name"],
        "duration": float(document["format"].get("duration", 0)),
        "kinds": [s["codec_type"] for s in streams],
    }
    for s in streams:
        if s["codec_type"] == "video":
            found.setdefault("vcodec", s["codec_name"])
            found.setdefault("size", (s["width"], s["height"]))
            found.setdefault("fps", s["r_frame_rate"])
        if s["codec_type"] == "audio":
            found.setdefault("acodec", s["codec_name"])
            found.setdefault("channels", s["channels"])
            found.setdefault("rate", int(s["sample_rate"]))
            found.setdefault("language", s.get("tags", {}).get("language", ""))
    return found


# (request, files in the folder, the new file, what it has to be)
CASES = [
    ("shrink this video for web", ["talk.mp4"], "talk-web.mp4", {"vcodec": "h264", "acodec": "aac"}),
    ("convert talk.mp4 to webm", ["talk.mp4"], "talk.webm", {"vcodec": "vp9", "acodec": "opus"}),
    ("put talk.mp4 into an mkv without re-encoding, save as out.mkv", ["talk.mp4"], "out.mkv", {"vcodec": "h264", "acodec": "aac"}),
    ("cut talk.mp4 from 0:01 to 0:03 and save it as part.mp4", ["talk.mp4"], "part.mp4", {"duration": 2.0}),
    ("trim the first second off talk.mp4, output rest.mp4", ["talk.mp4"], "rest.mp4", {"duration": 3.0}),
    ("keep only the last 1.5 seconds of talk.mp4 as end.mp4", ["talk.mp4"], "end.mp4", {"duration": 1.5}),
    ("remove the part between 1s and 2s from talk.mp4, save as short.mp4", ["talk.mp4"], "short.mp4", {"duration": 3.0}),
    ("extract the audio from talk.mp4 as mp3", ["talk.mp4"], "talk.mp3", {"acodec": "mp3", "kinds": ["audio"]}),
    ("make talk.mp4 silent and save it as quiet.mp4", ["talk.mp4"], "quiet.mp4", {"kinds": ["video"]}),
    ("resize talk.mp4 to 160x90 as small.mp4", ["talk.mp4"], "small.mp4", {"size": (160, 90)}),
    ("rotate talk.mp4 90 degrees clockwise, output turned.mp4", ["talk.mp4"], "turned.mp4", {"size": (180, 320)}),
    ("crop talk.mp4 to a square, output square.mp4", ["talk.mp4"], "square.mp4", {"size": (180, 180)}),
    ("speed up talk.mp4 2x to fast.mp4", ["talk.mp4"], "fast.mp4", {"duration": 2.0}),
    ("make talk.mp4 half as fast, output slow.mp4", ["talk.mp4"], "slow.mp4", {"duration": 8.0}),
    ("change the frame rate of talk.mp4 to 10 fps as ten.mp4", ["talk.mp4"], "ten.mp4", {"fps": "10/1"}),
    ("convert tone.wav to mono at 22.05 kHz as low.wav", ["tone.wav"], "low.wav", {"channels": 1, "rate": 22050}),
    ("keep only the english audio of film.mkv, save as en.mkv", ["film.mkv"], "en.mkv", {"language": "eng", "kinds": ["video", "audio", "subtitle"]}),
    ("drop the subtitles from film.mkv, output bare.mkv", ["film.mkv"], "bare.mkv", {"kinds": ["video", "audio", "audio"]}),
    ("burn subs.srt into talk.mp4, output burnt.mp4", ["talk.mp4", "subs.srt"], "burnt.mp4", {"kinds": ["video", "audio"]}),
    ("add subs.srt to talk.mp4 as soft subtitles, output soft.mp4", ["talk.mp4", "subs.srt"], "soft.mp4", {"kinds": ["video", "audio", "subtitle"]}),
    ("replace the audio of talk.mp4 with tone.wav, output dub.mp4", ["talk.mp4", "tone.wav"], "dub.mp4", {"acodec": "aac"}),
    ("put logo.png in the top right corner of talk.mp4 at 50% opacity, save as marked.mp4", ["talk.mp4", "logo.png"], "marked.mp4", {"size": (320, 180)}),
    ("make a gif of the first 2 seconds of talk.mp4 called anim.gif", ["talk.mp4"], "anim.gif", {"vcodec": "gif", "duration": 2.0}),
    ("take a screenshot of talk.mp4 at 2 seconds as shot.png", ["talk.mp4"], "shot.png", {"vcodec": "png", "size": (320, 180)}),
    ("join talk.mp4 and two.mp4 into both.mp4", ["talk.mp4", "two.mp4"], "both.mp4", {"duration": 8.0}),
    ("convert talk.mp4 to h265 with the snail preset as hevc.mp4", ["talk.mp4"], "hevc.mp4", {"vcodec": "hevc"}),
    ("stabilise talk.mp4 and save it as steady.mp4", ["talk.mp4"], "steady.mp4", {"duration": 4.0}),
    ("remove the audio from talk.mp4", ["talk.mp4"], "talk-silent.mp4", {"kinds": ["video"]}),
    ("cut talk.mp4 from 1 to 3 and no audio", ["talk.mp4"], "talk-cut.mp4", {"kinds": ["video"], "duration": 2.0}),
    ("fade the sound of talk.mp4 in over 1 second", ["talk.mp4"], "talk-faded.mp4", {"kinds": ["video", "audio"]}),
    ("make a video of logo.png that lasts 3 seconds", ["logo.png"], "logo.mp4", {"duration": 3.0, "kinds": ["video"]}),
    ("turn talk.mp4 into a 2 second gif", ["talk.mp4"], "talk.gif", {"duration": 2.0}),
    ("I have a 4K ProRes file. How do I remux talk.mp4 to mkv?", ["talk.mp4"], "talk.mkv", {"vcodec": "h264", "size": (320, 180)}),
    ("add tone.wav as background music to talk.mp4 at 20% volume", ["talk.mp4", "tone.wav"], "talk-mixed.mp4", {"kinds": ["video", "audio"]}),
    ("encode talk.mp4 with two passes at 200 kbps as two.mp4", ["talk.mp4"], "two.mp4", {"vcodec": "h264"}),
]  # fmt: skip


@pytest.mark.parametrize(("request_text", "files", "out", "wanted"), CASES, ids=[c[0][:50] for c in CASES])
def test_a_request_gives_what_it_asks_for(tmp_path, pool, request_text, files, out, wanted):
    world = World(tmp_path)
    for name in files:
        shutil.copy(pool / ("talk.mp4" if name == "two.mp4" else name), world.work / name)
    before = {name: (world.work / name).read_bytes() for name in files}
    done = world.run("--yes", "--no-log", request_text)
    assert done.status == 0, done.err
    found = facts(world.work / out)
    for key, value in wanted.items():
        if key == "duration":
            assert found[key] == pytest.approx(value, abs=0.25)
        else:
            assert found[key] == value
    assert {name: (world.work / name).read_bytes() for name in files} == before
    assert [p.name for p in world.work.iterdir() if p.name.startswith(".ffai")] == []


def plan(world, text):
    return json.loads(world.run("plan", "--json", text).out)


def test_what_is_not_understood_is_said_word_by_word(tmp_path, pool):
    world = World(tmp_path)
    shutil.copy(pool / "talk.mp4", world.work / "talk.mp4")
    done = world.run("--dry-run", "frobnicate the quuxes of talk.mp4")
    assert done.status == 3
    assert "frobnicate" in done.err + done.out


def test_a_question_is_answered_from_the_probe(tmp_path, pool):
    world = World(tmp_path)
    shutil.copy(pool / "talk.mp4", world.work / "talk.mp4")
    assert "4.0" in world.run("how long is talk.mp4?").out
    assert "h264" in world.run("what codec is talk.mp4?").out


def test_impossible_numbers_are_clamped_and_said(tmp_path, pool):
    world = World(tmp_path)
    shutil.copy(pool / "talk.mp4", world.work / "talk.mp4")
    document = plan(world, "convert talk.mp4 to h264 with crf 99")
    assert "-crf 51" in document["commands"][0]
    assert any("99" in text for text in document["assumptions"])


def test_a_batch_makes_one_file_of_each(tmp_path, pool):
    world = World(tmp_path)
    for name in ("a.wav", "b.wav"):
        shutil.copy(pool / "tone.wav", world.work / name)
    done = world.run("--yes", "convert all wav files in this folder to mp3")
    assert done.status == 0, done.err
    assert {p.name for p in world.work.glob("*.mp3")} == {"a.mp3", "b.mp3"}


def test_units_and_number_words_mean_the_same(tmp_path, pool):
    world = World(tmp_path)
    shutil.copy(pool / "talk.mp4", world.work / "talk.mp4")
    said = [
        "cut talk.mp4 from 1 sec to 3 sec",
        "cut talk.mp4 from 0:01 to 0:03",
        "trim talk.mp4 from one second to three seconds",
    ]
    assert len({plan(world, text)["commands"][0] for text in said}) == 1


@pytest.mark.parametrize("text", ["delete all my videos", "wipe the folder", "rm -rf *", "erase every file here"])
def test_a_request_to_destroy_is_refused(tmp_path, pool, text):
    world = World(tmp_path)
    shutil.copy(pool / "talk.mp4", world.work / "talk.mp4")
    assert world.run("--yes", text).status == 4
    assert (world.work / "talk.mp4").exists()


@pytest.mark.parametrize("ext", ["mp4", "mkv"])
def test_two_passes_meet_the_rate_on_unequal_frames(tmp_path, pool, ext):
    """Both passes must see the same frames, else the second fails or misses its rate."""
    world = World(tmp_path)
    uneven = "select='not(between(mod(n,10),3,6))'"
    source = [*BASE, "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=8"]
    subprocess.run([*source, "-vf", uneven, "-fps_mode", "vfr", "-c:v", "libx264", world.work / "uneven.mkv"], check=True)
    done = world.run("--yes", f"two-pass encode uneven.mkv to h264 at 300k {ext}")
    assert done.status == 0, done.err
    (made,) = [p for p in world.work.iterdir() if p.name != "uneven.mkv"]
    assert made.suffix == f".{ext}"
    assert made.stat().st_size * 8 / 8 == pytest.approx(300_000, rel=0.1)


def test_a_file_converted_to_a_numbered_name_is_no_run_of_files(tmp_path, pool):
    world = World(tmp_path)
    shutil.copy(pool / "talk.mp4", world.work / "clip1.mp4")
    done = world.run("--yes", "convert clip1.mp4 to clip2.mp4")
    assert done.status == 0, done.err
    assert (world.work / "clip2.mp4").exists()


def test_numbered_pictures_are_a_run(tmp_path, pool):
    world = World(tmp_path)
    for number in (1, 2, 3):
        shutil.copy(pool / "logo.png", world.work / f"img_{number:03}.png")
    done = world.run("--yes", "make a video at 10 fps from img_001.png to img_003.png")
    assert done.status == 0, done.err
    (made,) = world.work.glob("*.mp4")
    assert facts(made)["duration"] == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("replace the existing audio of talk.mp4 with tone.wav please kindly", False),
        ("delete all the videos in this folder", True),
    ],
)
def test_only_the_asked_loss_is_refused(tmp_path, pool, text, refused):
    world = World(tmp_path)
    for name in ("talk.mp4", "tone.wav"):
        shutil.copy(pool / name, world.work / name)
    assert (world.run("--dry-run", text).status == 4) is refused
