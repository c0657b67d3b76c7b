"""The judge on its own: no expectations, no media given. What the request says is what the answer is held against."""

import json
import os

import pytest
from cli.world import World


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def judged(world, request, answer):
    done = world.run("eval", "judge", "--jsonl", text=json.dumps({"id": "1", "request": request, "answer": answer}) + "\n")
    assert done.status == 0, done.err
    return json.loads(done.out)


RIGHT = {
    "a part": ("cut talk.mp4 from 0:02 to 0:04", "ffmpeg -ss 2 -to 4 -i talk.mp4 -c:v libx264 out.mp4"),
    "no file named": ("convert my .mkv file to mp4 with H.264", "```bash\nffmpeg -i input.mkv -c:v libx264 -c:a aac output.mp4\n```"),
    "all of a kind": (
        "convert all wav files in this folder to mp3",
        'for f in *.wav; do ffmpeg -i "$f" -b:a 192k "${f%.wav}.mp3"; done',
    ),
    "a place that stands for one's own": (
        "convert all flac files in a folder to mp3",
        'for f in /path/to/music/*.flac; do ffmpeg -i "$f" -q:a 2 "${f%.flac}.mp3"; done',
    ),
    "the second track": ("keep only the second audio track of film.mkv", "ffmpeg -i film.mkv -map 0:v -map 0:a:1 -c copy out.mkv"),
    "a language": ("extract the French audio of film.mkv as film.mp3", "ffmpeg -i film.mkv -map 0:a:m:language:fra -vn film.mp3"),
    "two passes in two fences": (
        "make film.mp4 smaller than 1 MB",
        ("First pass:\n```\nffmpeg -y -i film.mp4 -c:v libx264 -b:v 300k -pass 1 -an -f null /dev/null\n```\nThen the second pass:\n"
        "```\nffmpeg -i film.mp4 -c:v libx264 -b:v 300k -pass 2 -c:a aac -b:a 64k out.mp4\n```"),
    ),
    "a list in a fence of its own": (
        "join a.mp4 and b.mp4",
        "Create `mylist.txt`:\n```\nfile 'a.mp4'\nfile 'b.mp4'\n```\nthen\n```bash\nffmpeg -f concat -safe 0 -i mylist.txt -c copy out.mp4\n```",
    ),
    "the first of two ways": (
        "make talk.mp4 mono",
        "```\nffmpeg -i talk.mp4 -ac 1 out.mp4\n```\nAlternatively, on Windows:\n```powershell\nGet-ChildItem | ForEach-Object { ffmpeg -i $_ x.mp4 }\n```",
    ),
    "a script that reckons": (
        "fade out the last second of talk.mp4 to black",
        ('d=$(ffprobe -v error -show_entries format=duration -of csv=p=0 talk.mp4)\ns=$(awk "BEGIN{print $d - 1}")\n'
        'ffmpeg -i talk.mp4 -vf "fade=t=out:st=$s:d=1" out.mp4'),
    ),
    "a file to look at first": ("convert talk.avi to mp4", "```\nffprobe talk.avi\n```\nThen run\n```\nffmpeg -i talk.avi out.mp4\n```"),
    "what the source is like": ("convert a 1280x720 video to a width of 640", "ffmpeg -i input.mp4 -vf scale=640:-2 out.mp4"),
    "numbered pictures": ("make a video from the images img%03d.png at 5 fps", "ffmpeg -framerate 5 -i img%03d.png -pix_fmt yuv420p out.mp4"),
    "a question": ("how long is talk.mp4?", "ffprobe -v error -show_entries format=duration -of csv=p=0 talk.mp4"),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_pass(world, name):
    found = judged(world, *RIGHT[name])
    assert found["class"] == "right", found
    assert 0 <= found["sure"] <= 1
    assert found["checked"] == "derived from the request"


WRONG = {
    "another part": ("cut talk.mp4 from 0:04 to 0:06", "ffmpeg -t 2 -i talk.mp4 -c:v libx264 out.mp4", "starts"),
    "too long": ("keep the first 2 seconds of talk.mp4", "ffmpeg -i talk.mp4 -c copy out.mp4", "duration"),
    "the first track": (
        "keep only the second audio track of film.mkv",
        "ffmpeg -i film.mkv -map 0:v -map 0:a:0 -c copy out.mkv",
        "tone",
    ),
    "another codec": ("convert film.mkv to H.265", "ffmpeg -i film.mkv -c:v libx264 out.mkv", "vcodec"),
    "another size": ("scale film.mp4 to 160x90", "ffmpeg -i film.mp4 -vf scale=80:-2 out.mp4", "size"),
    "turned the other way": (
        "rotate film.mp4 90 degrees clockwise",
        "ffmpeg -i film.mp4 -vf transpose=2 out.mp4",
        "like",
    ),
    "the sound is lost": ("convert film.mkv to mp4", "ffmpeg -i film.mkv -an out.mp4", "has"),
    "the sound stays": ("remove the audio from film.mp4", "ffmpeg -i film.mp4 -c copy out.mp4", "has"),
    "louder, not quieter": ("make film.mp4 6 dB quieter", "ffmpeg -i film.mp4 -af volume=6dB out.mp4", "gain"),
    "no text": ('write "Hello" in the top left of film.mp4', "ffmpeg -i film.mp4 -c:v libx264 out.mp4", "marked"),
    "sound and picture apart": ("convert film.mkv to mp4", "ffmpeg -i film.mkv -af atempo=1.5 out.mp4", "sync"),
    "one of many": (
        "convert all wav files in this folder to mp3",
        'for f in *1.wav; do ffmpeg -i "$f" "${f%.wav}.mp3"; done',
        "files",
    ),
    "another name": ("convert film.mkv to mp4 as result.mp4", "ffmpeg -i film.mkv out.mp4", "name"),
    "the picture goes along": ("extract the audio of film.mkv as sound.m4a", "ffmpeg -i film.mkv -c copy sound.m4a", "has"),
    "a still for a video": (
        "make a waveform video of talk.mp3",
        "ffmpeg -i talk.mp3 -lavfi showwavespic -frames:v 1 wave.png",
        "ext",
    ),
    "stretched": (
        "convert the square 200x200 video film.mp4 to a 16:9 aspect ratio without stretching",
        "ffmpeg -i film.mp4 -vf scale=320:180,setsar=1 out.mp4",
        "undistorted",
    ),
    "forwards": ("reverse sound.wav", "ffmpeg -i sound.wav out.wav", "sound_like"),
    "the border forgotten": ("add a 10 pixel white border around film.mp4", "ffmpeg -i film.mp4 -c copy out.mp4", "done"),
    "one of two behind each other": ("join a.mp4 and b.mp4", "ffmpeg -i a.mp4 -c copy out.mp4", "duration"),
    "a language forgotten": (
        "add subs.srt to film.mkv and set its language to Spanish",
        "ffmpeg -i film.mkv -i subs.srt -map 0 -map 1 -c copy out.mkv",
        "spoken",
    ),
    "a word that is not understood": ("bring talk.mp3 to -14 LUFS", "ffmpeg -i talk.mp3 -af loudnorm=I=-24 out.mp3", "loudness"),
    "another quality": ("encode film.mp4 with x264 at crf 20", "ffmpeg -i film.mp4 -c:v libx264 -crf 35 out.mp4", "nominal"),
    "on both sides": (
        "combine voice.mp3 and music.mp3 into one stereo file with voice on the left and music on the right",
        "ffmpeg -i voice.mp3 -i music.mp3 -filter_complex amix out.mp3",
        "sides",
    ),
    "the picture encoded": (
        "convert only the audio track of film.mkv to AC3 and keep the original video stream",
        "ffmpeg -i film.mkv -c:v libx264 -c:a ac3 out.mkv",
        "copied",
    ),
    "still forced": (
        "remove the forced flag from all subtitles of film.mkv",
        "ffmpeg -i film.mkv -map 0 -c copy out.mkv",
        "flagged",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_answers_fail_by_the_requirement_that_they_miss(world, name):
    request, answer, requirement = WRONG[name]
    found = judged(world, request, answer)
    assert found["class"] == "wrong_output", found
    assert [k for k, v in found["scores"].items() if v == 0.0 and k.split()[-1] == requirement], found


def test_what_cannot_be_checked_is_told(world):
    found = judged(world, "denoise film.mp4 like a velvet glove", "ffmpeg -i film.mp4 -vf hqdn3d out.mp4")
    assert found["class"] == "right"
    assert found["unchecked"]
    assert found["sure"] < 1


HOSTILE = {
    "a megabyte": ("x" * 1_000_000, {"declined"}),
    "forks": (":(){ :|:& };:", {"declined", "no_command", "unsafe"}),
    "forks in a fence": ("```bash\nf(){ f|f& }; f; ffmpeg -i film.mp4 out.mp4\n```", {"no_command", "unsafe"}),
    "fills the disk": ("ffmpeg -f lavfi -i testsrc=size=1920x1080 -t 3600 -f rawvideo out.raw", {"unsafe", "timeout", "ffmpeg_error"}),
    "reads the passwords": ("ffmpeg -f concat -safe 0 -i /etc/passwd out.mp4", {"unsafe"}),
    "reads them by a subtitle": ("ffmpeg -i film.mp4 -vf subtitles=/etc/passwd out.mp4", {"unsafe", "ffmpeg_error"}),
    "reads them in a script": ('x=$(cat /etc/passwd)\nffmpeg -i film.mp4 -metadata title="$x" out.mp4', {"unsafe", "no_command"}),
    "reaches for the network": ("ffmpeg -i http://127.0.0.1:9/film.mp4 out.mp4", {"unsafe", "ffmpeg_error"}),
    "sends to it": ("ffmpeg -i film.mp4 -f mpegts tcp://127.0.0.1:9", {"unsafe", "ffmpeg_error", "no_output"}),
    "removes": ("rm -rf film.mp4", {"unsafe"}),
    "removes in a loop": ('for f in *.mp4; do ffmpeg -i "$f" "${f%.mp4}.mkv" && rm "$f"; done', {"unsafe"}),
    "hides in a substitution": ("ffmpeg -i film.mp4 $(touch ../pwned) out.mp4", {"no_command", "unsafe"}),
    "overwrites": ("ffmpeg -y -i film.mp4 -c copy film.mp4", {"unsafe"}),
    "a NUL": ("ffmpeg -i film.mp4 out\0.mp4", {"no_command", "unsafe"}),
    "many files": ("ffmpeg -f lavfi -i testsrc=s=16x16:r=1000 -t 100000 o%07d.png", {"timeout", "unsafe"}),
    "a program in parts": ("```bash\nd=$(ffprobe film.mp4)\na=ki; b=ll\n$a$b -9 -1\nffmpeg -i film.mp4 out.mkv\n```", {"unsafe", "no_command"}),
    "a program with a backslash": ("```bash\nd=$(ffprobe film.mp4)\nk\\ill -9 -1\n```", {"unsafe", "no_command"}),
    "says without an end": ("```bash\nd=$(ffprobe film.mp4)\nwhile true; do echo aaaaaaaaaaaaaaaa; done\n```", {"timeout", "unsafe"}),
    "reads the process's own": ("ffmpeg -i film.mp4 -vf drawtext=textfile=/proc/self/environ out.mkv", {"unsafe"}),
    "a list in place": ("cat > l.txt <<EOF\nfile '/etc/passwd'\nEOF\nffmpeg -f concat -safe 0 -i l.txt -c copy out.mkv", {"ffmpeg_error", "unsafe", "no_output"}),
    "a link out": ("```bash\nfor f in *.mp4; do [ -f $f ] && ln -s / root; ffmpeg -i $f root/tmp/pwned.mkv; done\n```", {"unsafe"}),
    "a socket": ("ffmpeg -i film.mp4 -f mpegts unix:pwned.sock", {"ffmpeg_error", "unsafe"}),
    "memory": ("ffmpeg -f lavfi -i nullsrc=s=32000x32000:r=1 -t 3 -vf tile=4x4 out.mkv", {"timeout", "ffmpeg_error", "unsafe"}),
    "nested without an end": ("[" * 5000 + '"ffmpeg"' + "]" * 5000, {"declined"}),
    "hangs": ("ffmpeg -re -f lavfi -i testsrc -f null -", {"timeout", "unsafe", "no_output"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_get_a_class_and_nothing_escapes(world, tmp_path, name):
    answer, classes = HOSTILE[name]
    before = set(os.listdir(tmp_path))
    line = {"id": "1", "request": "convert film.mp4 to mkv", "answer": answer, "seconds": 3}
    done = world.run("eval", "judge", "--jsonl", text=json.dumps(line) + "\n")
    found = json.loads(done.out)
    assert (done.status, found["pass"]) == (0, False)
    assert found["class"] in classes, found
    assert len(found["evidence"]) < 2000
    new = set(os.listdir(tmp_path)) - before - {"cache", "config", "state", "home", "data"}
    assert not any("pwned" in n for n in new)


def test_what_came_out_is_kept_to_be_looked_at_with_the_evidence_of_each_requirement(world):
    line = {"id": "a/1", "request": "scale film.mp4 to 160x90", "answer": "ffmpeg -i film.mp4 -vf scale=80:-2 out.mp4"}
    done = world.run("eval", "judge", "--jsonl", "--keep", "kept", text=json.dumps(line) + "\n")
    found = json.loads(done.out)
    missed = [r for r in found["requirements"] if not r["met"]]
    assert [(r["requirement"], r["file"], r["measured"]) for r in missed] == [("size", "out.mp4", "80x46")]
    assert found["stills"] == ["out.mp4.still.png"]
    assert (world.work / "kept" / "a_1" / "out.mp4.still.png").stat().st_size > 100
    again = world.run("eval", "judge", "--jsonl", "--keep", "kept", text=json.dumps(line) + "\n")
    assert "fault in ffai" not in again.out + again.err
    assert "a_1" in again.out + again.err
