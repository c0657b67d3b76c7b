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
