"""The execution judge: what right, wrong and hostile answers get, on real media with the real ffmpeg."""

import json

import pytest
from cli.world import World

LINE = {"id": "1", "request": "cut film.mp4 from 1 to 3 s", "media": {"film.mp4": "160x90@10 dur=4"}}
CUT = {"out": {"duration": [1.8, 2.2], "size": [160, 90], "like": {"args": "-ss 1 -t 2"}}}


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def judged(world, answer, expect=CUT, **more):
    line = {**LINE, "answer": answer, "expect": expect, **more}
    done = world.run("eval", "judge", "--jsonl", text=json.dumps(line) + "\n")
    assert done.status == 0, done.err
    return json.loads(done.out)


@pytest.mark.parametrize(
    "answer",
    [
        "ffmpeg -ss 1 -t 2 -i film.mp4 -c:v libx264 out.mp4",
        "Sure! Here it is:\n\n```bash\nffmpeg -ss 1 -i film.mp4 -t 2 \\\n  -c:v libx264 out.mp4\n```\nEnjoy.",
        '{"command": "ffmpeg -ss 1 -t 2 -i film.mp4 -c:v libx264 out.mp4"}',
        "Use `ffmpeg -ss 1 -t 2 -i film.mp4 -c:v libx264 out.mp4` for that.",
        "ffmpeg -ss 1 -t 2 -i input.mp4 -c:v libx264 out.mp4",
    ],
    ids=["plain", "prose", "json", "inline", "another name"],
)
def test_a_right_answer_passes_in_whatever_form(world, answer):
    found = judged(world, answer, media={"film.mp4": "160x90@10 dur=4"})
    assert (found["pass"], found["class"]) == (True, "right"), found


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("ffmpeg -ss 2 -t 2 -i film.mp4 -c:v libx264 out.mp4", "wrong_output"),
        ("ffmpeg -ss 1 -t 2 -i film.mp4 -c:v libx264 -preset snail out.mp4", "ffmpeg_error"),
        ("rm -rf film.mp4", "unsafe"),
        ("ffmpeg -i film.mp4 -y film.mp4", "unsafe"),
        ("I am sorry, I cannot do that.", "declined"),
        ("", "declined"),
    ],
    ids=["another part", "no such preset", "removes", "onto itself", "refusal", "nothing"],
)
def test_what_is_wrong_is_told_by_its_class(world, answer, kind):
    found = judged(world, answer)
    assert (found["pass"], found["class"]) == (False, kind), found
    assert found["evidence"]


def test_an_answer_reaches_no_file_outside_of_its_folder(world, tmp_path):
    outside = tmp_path / "outside.mp4"
    judged(world, f"ffmpeg -i film.mp4 -c copy {outside}")
    assert not outside.exists()


def test_a_refusal_is_right_where_it_was_expected(world):
    assert judged(world, "I will not delete files.", {"declined": True})["pass"]


def test_evidence_names_what_was_wanted_and_what_came(world):
    found = judged(world, "ffmpeg -i film.mp4 -vf scale=80:-2 out.mp4", {"out": {"size": [160, 90]}})
    assert "wanted [160, 90]" in found["evidence"]
    assert "80x46" in found["evidence"] or "80x44" in found["evidence"]
    assert found["scores"]["out.mp4 size"] == 0.0


def test_a_line_that_is_no_item_gets_a_word_and_the_next_one_is_judged(world):
    lines = [json.dumps({"id": "x"}), json.dumps({**LINE, "answer": "ffmpeg -ss 1 -t 2 -i film.mp4 out.mp4", "expect": CUT})]
    done = world.run("eval", "judge", "--jsonl", text="\n".join(lines) + "\n")
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert "request" in json.dumps(first)
    assert second["pass"]


def test_the_correctness_eval_prints_its_table_and_keeps_its_threshold(world):
    done = world.run("eval", "run", "correctness", "--only", "question", "--fail-under", "0.9")
    assert done.status == 0, done.err + done.out
    assert "question" in done.out
    assert "95 % interval" in done.out
    wrong = world.work / "wrong.jsonl"
    wrong.write_text(
        json.dumps(
            {
                "id": "a",
                "request": "mute film.mp4",
                "media": {"film.mp4": "160x90@10 dur=1"},
                "expect": {"out": {"vcodec": "vp9"}},
            }
        )
    )
    done = world.run("eval", "run", str(wrong), "--fail-under", "1")
    assert done.status == 1
    assert "vp9" in done.out


def test_an_eval_that_is_not_there_is_named(world):
    done = world.run("eval", "run", "nosuch")
    assert done.status == 2
    assert "nosuch" in done.err


def test_showing_an_item_tells_every_requirement(world):
    done = world.run("eval", "show", "streams-13")
    assert done.status == 0, done.out
    assert "✓" in done.out
    assert "$ ffmpeg" in done.out
