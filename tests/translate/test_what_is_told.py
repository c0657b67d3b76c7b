"""What a request says and the command does not do is told: no wish is lost without a word."""

import pytest

import ffai


@pytest.mark.parametrize(
    ("request_", "lost"),
    [
        ("convert film.mkv to mp4 and split it", "split"),
        ('add the text "Draft" and logo.png to talk.mp4', "logo.png"),
    ],
    ids=["a second act", "a file"],
)
def test_a_wish_that_no_edit_serves_is_told(tmp_path, request_, lost):
    plan = ffai.plan(request_, cwd=tmp_path)
    assert lost in plan.words_unused
    assert plan.document["confidence"] < 0.9


@pytest.mark.parametrize(
    "request_",
    [
        "trim talk.mp4 to 10 seconds and rotate it 90 degrees",
        "extract the audio of talk.mp4 and normalize it",
        "crop movie.mp4 to 1:1 around the center and scale it to 128x128",
    ],
)
def test_two_acts_that_are_both_done_leave_nothing_to_tell(tmp_path, request_):
    plan = ffai.plan(request_, cwd=tmp_path)
    assert plan.words_unused == ()
    assert plan.document["confidence"] >= 0.9


@pytest.mark.parametrize(
    ("request_", "part"),
    [
        ("blur talk.mp4 from 0:05 to 0:10", "gblur=sigma=10:enable='between(t,5,10)'"),
        ("remove background noise from talk.mp4", "afftdn"),
        ("my video talk.mp4 is rotated 90 degrees counterclockwise, correct it", "transpose=1"),
        ("convert the sound of clip.mkv to AC3", "-c:v copy"),
        ("convert the audio from talk.mp4 to mp3", "-vn"),
        ("downscale talk.mov to 960x540, but only if it is larger", "min(960,iw)"),
        ("trim the vedio form 0:10 to 0:20", "-ss 10 -t 10"),
    ],
)
def test_words_mean_what_people_mean_by_them(tmp_path, request_, part):
    plan = ffai.plan(request_, cwd=tmp_path)
    assert part in " ".join(word for argv in plan.argv for word in argv)


@pytest.mark.parametrize(
    ("request_", "wish"),
    [
        ("swirl film.mkv because my player chokes on HEVC, convert it to h264", "swirl"),
        ("swirl it because my player chokes on HEVC, convert film.mkv to h264", "swirl"),
    ],
)
def test_a_reason_hides_no_wish_before_it(tmp_path, request_, wish):
    assert wish in ffai.plan(request_, cwd=tmp_path).words_unused


def test_what_a_player_does_not_take_is_no_wish(tmp_path):
    plan = ffai.plan("my car stereo doesn't read opus files; make talk.opus an mp3", cwd=tmp_path)
    assert plan.words_unused == ()
    assert "libmp3lame" in plan.commands[0]


def test_a_part_that_is_only_spoken_of_is_cut_out_where_the_act_points_back(tmp_path):
    plan = ffai.plan("The first 10 seconds of talk.mp4 are a countdown, chop that off", cwd=tmp_path)
    assert plan.commands[0].startswith("ffmpeg -ss 10 -i talk.mp4")
    assert "drawtext" not in plan.commands[0]


def test_the_part_of_the_song_is_not_cut_off_the_film(tmp_path):
    plan = ffai.plan("Add music.mp3 to silent.mp4, skip the first 10 seconds of the song", cwd=tmp_path)
    assert plan.commands[0].startswith("ffmpeg -i silent.mp4 -ss 10 -i music.mp3")


def test_what_is_taken_back_is_not_done(tmp_path):
    plan = ffai.plan("turn film.mp4 upside down, no wait, just mirrored", cwd=tmp_path)
    assert "-vf hflip " in plan.commands[0]


def test_a_bare_number_has_the_unit_beside_it(tmp_path):
    assert "fps=60" in ffai.plan("convert 30 fps film.mp4 to 60", cwd=tmp_path).commands[0]
    assert "fps=1/60" in ffai.plan("one thumbnail each minute of film.mp4", cwd=tmp_path).commands[0]
