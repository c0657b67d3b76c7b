"""What the judge derives of a request that came without expectations: two readings of it, and media on which a fault can be seen."""

import json
import time

import pytest
from cli.world import World
from ffai_evals.judge import scene as scenes
from ffai_evals.judge.answers import read_answer
from ffai_evals.judge.derive import _both, derive
from ffai_evals.judge.execute import Clock
from ffai_evals.judge.standins import software


def derived(request, command, folder):
    """The expectations, and the media by name."""
    scene = scenes.set_scene(request, scenes.localised(read_answer(command))._replace(said=command), str(folder))
    media = {name: scene.words(name) for name in scene.inputs or ("input.mp4",)}
    return derive(request, scene, next(iter(media)), media).expect, media


def test_a_word_that_is_no_wish_asks_for_no_silence(tmp_path):
    expect, _ = derived(
        "trim film.mp4 from 3 to 9 seconds with no audio-video sync problems", "ffmpeg -i film.mp4 out.mp4", tmp_path
    )
    assert expect[0]["out"]["has"].get("audio") is not False


def test_what_the_source_is_like_is_no_wish(tmp_path):
    expect, _ = derived("My phone records in H.265, but I need H.264 for editing.", "ffmpeg -i input.mov out.mp4", tmp_path)
    assert expect[0]["out"]["vcodec"] == ["h264"]


@pytest.mark.parametrize(
    ("request_", "command", "word"),
    [
        ("downsample talk.wav from 48kHz to 44.1kHz", "ffmpeg -i talk.wav -ar 44100 out.wav", "rate=48000"),
        ("change film.mp4 from 4:3 to 16:9 with black bars", "ffmpeg -i film.mp4 out.mp4", "240x180"),
        ("burn the second subtitle track of film.mkv into it", "ffmpeg -i film.mkv -vf subtitles=film.mkv:si=1 out.mp4", "cues=apart"),
        ("keep only the French audio of film.mkv", "Assuming that it is the second track:\n```\nffmpeg -i film.mkv -map 0:v -map 0:a:1 -c copy out.mkv\n```", "audio=:2:eng audio=:2:spa audio=:2:fra"),
        ("set film.mp4 to 25 fps", "ffmpeg -i film.mp4 -r 25 out.mp4", "@30"),
    ],
    ids=["another rate", "another shape", "subtitles apart", "not where it is guessed", "another frame rate"],
)  # fmt: skip
def test_media_are_not_yet_what_is_asked_for(request_, command, word, tmp_path):
    """Else an answer that does nothing would be right."""
    assert word in next(iter(derived(request_, command, tmp_path)[1].values()))


def test_either_value_will_do_where_the_readings_differ():
    assert _both({"fps": [29.5, 30.5]}, {"fps": [23.6, 24.4]})["fps"] == {"any": [[29.5, 30.5], [23.6, 24.4]]}
    assert _both({"rate": 48000}, {"rate": 48000}) == {"rate": 48000}


def test_steps_that_set_what_a_command_uses_belong_to_it():
    said = 'First\n```\nd=$(ffprobe a.wav)\n```\nThen\n```\nms=$(echo "$d * 1000" | bc)\n```\nand\n```\nffmpeg -i a.wav -af adelay=${ms} b.wav\n```'
    assert [line[:5] for line in read_answer(said).text.splitlines()] == ["d=$(f", "ms=$(", "ffmpe"]


def test_a_shell_within_a_search_is_a_loop():
    text = read_answer("```bash\nfind . -name '*.wav' -exec bash -c 'ffmpeg -i \"$1\" \"${1%.wav}.mp3\"' _ {} \\;\n```").text
    assert text.startswith("find . -name '*.wav' -print0 | while")
    assert '-i "$found" "${found%.wav}.mp3"' in text


def test_a_card_is_stood_in_for_by_the_same_codec():
    assert (
        software("ffmpeg -hwaccel cuda -i a.mp4 -c:v hevc_nvenc -preset p5 -cq 22 b.mp4")
        == "ffmpeg -i a.mp4 -c:v libx265 -preset fast b.mp4"
    )


def test_what_idles_is_stopped_in_time(tmp_path):
    import subprocess

    with subprocess.Popen(["sleep", "60"], start_new_session=True) as idle:
        clock, start = Clock(0.3), time.monotonic()
        while not clock.over(idle.pid) and time.monotonic() - start < 20:
            time.sleep(0.05)
        idle.kill()
    assert time.monotonic() - start < 10


PAIRS = {
    "side by side": (
        "put a.mp4 and b.mp4 side by side",
        "ffmpeg -i a.mp4 -i b.mp4 -filter_complex hstack out.mp4",
        "ffmpeg -i a.mp4 -i b.mp4 -filter_complex vstack out.mp4",
    ),
    "both ends fade": (
        "fade talk.wav in and out over 2 seconds at both ends",
        "ffmpeg -i talk.wav -af afade=t=in:d=2,areverse,afade=t=in:d=2,areverse out.wav",
        "ffmpeg -i talk.wav -af afade=t=in:d=2 out.wav",
    ),
    "another sound": (
        "combine film.mp4 with the separate audio file voice.m4a into one mp4",
        "ffmpeg -i film.mp4 -i voice.m4a -map 0:v -map 1:a -c copy out.mp4",
        "ffmpeg -i film.mp4 -i voice.m4a -map 0 -c copy out.mp4",
    ),
    "the pitch stays": (
        "speed talk.wav up 1.5x without changing the pitch",
        "ffmpeg -i talk.wav -af atempo=1.5 out.wav",
        "ffmpeg -i talk.wav -af asetrate=66150,aresample=44100 out.wav",
    ),
    "how long each is shown": (
        "make a slideshow of img%03d.png, each shown for 2 seconds",
        "ffmpeg -framerate 1/2 -i img%03d.png -r 5 -pix_fmt yuv420p out.mp4",
        "ffmpeg -framerate 2 -i img%03d.png -r 5 -pix_fmt yuv420p out.mp4",
    ),
    "which subtitles": (
        "burn subtitle track 2 of film.mkv into the picture",
        "ffmpeg -i film.mkv -vf subtitles=film.mkv:si=1 out.mp4",
        "ffmpeg -i film.mkv -vf subtitles=film.mkv:si=0 out.mp4",
    ),
    "blurred, not black": (
        "fit film.mp4 into a 180x320 canvas with a blurred background",
        'ffmpeg -i film.mp4 -filter_complex "[0:v]split[a][b];[a]scale=180:320,boxblur=9[c];[b]scale=180:-2[d];[c][d]overlay=0:(H-h)/2" out.mp4',
        "ffmpeg -i film.mp4 -vf scale=180:-2,pad=180:320:0:-1 out.mp4",
    ),
    "an option that the encoder has not": (
        "resize film.webm to 160x90 with a fast preset",
        "ffmpeg -i film.webm -vf scale=160:90 -c:v libx264 -preset fast -c:a aac out.mp4",
        "ffmpeg -i film.webm -vf scale=160:90 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -preset fast -c:a libvorbis out.webm",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_the_fault_is_told_from_the_right_answer(tmp_path, name):
    request, right, wrong = PAIRS[name]
    lines = "".join(json.dumps({"id": str(n), "request": request, "answer": a}) + "\n" for n, a in enumerate((right, wrong)))
    done = World(tmp_path).run("eval", "judge", "--jsonl", text=lines)
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [f["pass"] for f in found] == [True, False], [f["evidence"] for f in found]


def test_originals_may_go_where_it_is_asked(tmp_path):
    line = {"id": "1", "request": "make clip1.wav mono and overwrite the original", "answer": '```bash\nfor f in *.wav; do\n  ffmpeg -i "$f" -ac 1 t.wav && mv -f t.wav "$f"\ndone\n```'}  # fmt: skip
    done = World(tmp_path).run(
        "eval", "judge", "--jsonl", text=json.dumps(line) + "\n" + json.dumps({**line, "request": "make clip1.wav mono"}) + "\n"
    )
    asked, unasked = (json.loads(x) for x in done.out.splitlines())
    assert (asked["class"], unasked["class"]) == ("right", "unsafe")
