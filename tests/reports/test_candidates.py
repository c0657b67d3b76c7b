"""Sessions become candidates: without names, each accepted or dropped by a person, the accepted ones runs of the project."""

import json

import pexpect
import pytest
from cli.world import World
from ffai_evals.candidates.anonymous import anonymous
from ffai_evals.candidates.sessions import Candidate
from ffai_evals.project import load, problems
from ffai_evals.project.new import start


def hidden(request, *commands, cwd="/home/anna/Videos", repaired=()):
    return anonymous(Candidate("1", "ran", request, commands, tuple(repaired), cwd=cwd))


@pytest.mark.parametrize(
    ("request_", "command", "request_hidden", "command_hidden"),
    [
        (
            "make anna-wedding.mp4 smaller for Tom", "ffmpeg -i anna-wedding.mp4 -crf 27 anna-wedding-small.mp4",
            "make video1.mp4 smaller for name1", "ffmpeg -i video1.mp4 -crf 27 video1-small.mp4",
        ),
        (
            "set the title of 'my trip (1).mp4' to \"Anna & Bob's day\"", "ffmpeg -i 'my trip (1).mp4' -metadata title='Anna & Bob'\\''s day' -c copy t.mp4",
            "set the title of 'video1.mp4' to \"Text 1\"", "ffmpeg -i video1.mp4 -metadata 'title=Text 1' -c copy video2.mp4",
        ),
        (
            "the artist of song.mp3 is Anna Muster", "ffmpeg -i song.mp3 -metadata artist='Anna Muster' -c copy out.mp3",
            "the artist of sound1.mp3 is Text 1", "ffmpeg -i sound1.mp3 -metadata 'artist=Text 1' -c copy sound2.mp3",
        ),
        (
            "stream talk.mp4 to rtmp://live.acme-corp.com/app/k1", "ffmpeg -i talk.mp4 -f flv rtmp://live.acme-corp.com/app/k1",
            "stream video1.mp4 to rtmp://example.com/stream1", "ffmpeg -i video1.mp4 -f flv rtmp://example.com/stream1",
        ),
        (
            "join Smith/a.mp4 and /home/anna/private/b.mov", "ffmpeg -i Smith/a.mp4 -i /home/anna/private/b.mov -filter_complex concat c.mp4",
            "join folder1/video1.mp4 and video2.mov", "ffmpeg -i folder1/video1.mp4 -i video2.mov -filter_complex concat video3.mp4",
        ),
        (
            "all mov here to mp4 for YouTube", 'for f in *.mov; do ffmpeg -i "$f" "${f%.mov}.mp4"; done',
            "all mov here to mp4 for YouTube", 'for f in *.mov; do ffmpeg -i "$f" "${f%.mov}.mp4"; done',
        ),
    ],
    ids=["names", "title", "metadata", "address", "folders", "nothing to hide"],
)  # fmt: skip
def test_what_would_say_whose_it_is_is_hidden_the_same_way_everywhere(request_, command, request_hidden, command_hidden):
    found = hidden(request_, command)
    assert (found.request, found.answer) == (request_hidden, (command_hidden,))


def test_a_drawn_text_is_hidden_in_request_and_filter():
    found = hidden(
        'write "Happy birthday Grandma" on clip.mp4',
        "ffmpeg -i clip.mp4 -vf \"drawtext=text='Happy birthday Grandma':fontsize=40\" out.mp4",
    )
    assert found.request == 'write "Text 1" on video1.mp4'
    assert "Grandma" not in found.answer[0]
    assert "Text 1" in found.answer[0]


@pytest.fixture
def record(world):
    """A function that writes the events of a session."""
    path = world.work.parent / "record"
    state = world.variables["FFAI_STATE_DIR"]
    start(str(world.work / "p"), "Media", prompt="do it")

    def write(identity, *events):
        import os

        os.makedirs(state, exist_ok=True)
        with open(f"{state}/history.jsonl", "a", encoding="utf-8") as file:
            file.writelines(
                json.dumps({"v": 1, "event": event, "id": identity, "time": 1.0, "cwd": "/home/anna", **facts}) + "\n"
                for event, facts in events
            )
        return path

    return write


def asked(request, *commands, **more):
    return "request", {"request": request, "commands": list(commands), "translator": "offline", "verdict": "allow", **more}


DONE = ("outcome", {"status": "done", "run": "r1", "created": []})


def listed(world):
    return {c["how"]: c for c in world.run("eval", "candidates", "p", "--json").document["candidates"]}


def test_each_kind_of_session_is_told(world, record):
    record("a1", asked("mute anna.mp4", "ffmpeg -i anna.mp4 -an b.mp4"), ("decision", {"decision": "run"}), DONE)
    record("a2", asked("shrink anna.mp4", "ffmpeg -i anna.mp4 b.mp4"), ("decision", {"decision": "edit", "text": "x"}), asked("shrink anna.mp4", "ffmpeg -i anna.mp4 -crf 30 b.mp4", translator="edited"), ("decision", {"decision": "run"}), DONE)  # fmt: skip
    record("a3", asked("trim anna.mp4", "ffmpeg -i anna.mp4 b.mp4"), ("decision", {"decision": "refine", "text": "to 2 s"}), asked("trim anna.mp4; to 2 s", "ffmpeg -t 2 -i anna.mp4 b.mp4"), ("decision", {"decision": "run"}), DONE)  # fmt: skip
    record("a4", asked("read the passwords", "ffmpeg -i /etc/passwd b.mp4", verdict="deny"))
    record("a5", asked("never run", "ffmpeg -i anna.mp4 b.mkv"), ("decision", {"decision": "cancel"}))
    found = listed(world)
    assert set(found) == {"ran", "edited", "refined", "refused"}
    assert found["edited"]["answer"] == ["ffmpeg -i video1.mp4 video2.mp4"]
    assert found["edited"]["repaired"] == ["ffmpeg -i video1.mp4 -crf 30 video2.mp4"]
    assert found["refined"]["request"] == "trim video1.mp4; to 2 s"
    assert "anna" not in json.dumps(found)


def test_a_request_that_was_refused_for_what_it_asks_is_a_candidate_without_names(world, record):
    done = World.run(world, "delete anna.mp4 and bob.mov")
    assert done.status == 4
    found = listed(world)["refused"]
    assert found["request"] == "delete video1.mp4 and video2.mov"
    assert (found["answer"], found["said"]) == ([], "the request asks for the loss of files")
    run_of = world.run("eval", "candidates", "p", "--accept", found["id"])
    assert run_of.status == 0, run_of.err
    (run,) = load(str(world.work / "p")).tasks[0].of("task_run")
    assert run.data["output"]["output"] == "the request asks for the loss of files"
    assert "session_refused" in run.data["tags"]


def test_a_run_that_was_taken_back_is_said_to_be(world, record):
    import os

    folder = os.path.join(world.variables["FFAI_STATE_DIR"], "runs")
    os.makedirs(folder)
    with open(f"{folder}/r1.json", "w") as file:
        json.dump({"id": "r1", "state": "undone"}, file)
    record("a1", asked("mute anna.mp4", "ffmpeg -i anna.mp4 -an b.mp4"), DONE)
    assert set(listed(world)) == {"undone"}


def test_what_is_accepted_is_a_tagged_run_and_what_is_dropped_never_comes_again(world, record):
    record("a1", asked("mute x.mp4", "ffmpeg -i x.mp4 -an y.mp4"), DONE)
    record("a2", asked("shrink x.mp4", "ffmpeg -i x.mp4 y.mp4"), ("decision", {"decision": "edit"}), asked("shrink x.mp4", "ffmpeg -i x.mp4 -crf 30 y.mp4", translator="edited"), DONE)  # fmt: skip
    done = world.run("eval", "candidates", "p", "--accept", "a2", "--drop", "a1", "--tag", "from ann")
    assert done.status == 0, done.err
    project = load(str(world.work / "p"))
    (run,) = project.tasks[0].of("task_run")
    assert run.data["input"] == "shrink video1.mp4"
    assert run.data["tags"] == ["candidate", "session_edited", "from_ann"]
    assert run.data["repaired_output"]["output"] == "ffmpeg -i video1.mp4 -crf 30 video2.mp4"
    assert problems(project) == []
    assert listed(world) == {}
    assert world.run("eval", "candidates", "p", "--accept", "a2").status == 2


def test_bad_lines_of_the_record_and_the_wrong_words_stop_nothing(world, record):
    import os

    record("a1", asked("mute x.mp4", "ffmpeg -i x.mp4 -an y.mp4"), DONE)
    with open(os.path.join(world.variables["FFAI_STATE_DIR"], "history.jsonl"), "ab") as file:
        file.write(b'\xff{"v"\n{"event": 3, "id": "b"}\n[]\n{"v": 1, "event": "request", "id": "c", "request": 7}\n')
    assert set(listed(world)) == {"ran"}
    wrong = world.run("eval", "candidates", "--accept", "a1")
    assert (wrong.status, "none is named" in wrong.err) == (2, True)
    assert world.run("eval", "candidates", "p", "--accept", "a1", "--drop", "a1").status == 2


def test_a_person_decides_with_keys_and_may_put_it_otherwise(world, record):
    record("a1", asked("mute x.mp4", "ffmpeg -i x.mp4 -an y.mp4"), DONE)
    record("a2", asked("shrink x.mp4", "ffmpeg -i x.mp4 y.mp4"), DONE)
    command = [str(c) for c in world.command("eval", "candidates", "p")]
    terminal = pexpect.spawn(
        command[0], command[1:], cwd=str(world.work), env=world.variables, encoding="utf-8", timeout=40, dimensions=(40, 120)
    )
    terminal.delaybeforesend = 0.6  # keys that come before it is asked for one are not taken
    terminal.expect_exact("1 of 2: was run as proposed")
    terminal.expect_exact("[q] leave")
    terminal.send("r")
    terminal.expect_exact("request: mute video1.mp4")  # to be changed
    terminal.sendline("\x15silence video1.mp4")
    terminal.expect_exact("silence video1.mp4")
    terminal.expect_exact("[q] leave")
    terminal.send("a")
    terminal.expect_exact("2 of 2")
    terminal.expect_exact("[q] leave")
    terminal.send("d")
    terminal.expect_exact("1 accepted, 1 dropped")
    terminal.expect(pexpect.EOF)
    (run,) = load(str(world.work / "p")).tasks[0].of("task_run")
    assert run.data["input"] == "silence video1.mp4"
    assert listed(world) == {}
