import json
import os
import threading
from pathlib import Path

import pytest

from ffai import record
from ffai.environment import process_environment


@pytest.fixture
def env(tmp_path):
    return process_environment()._replace(state_dir=str(tmp_path / "state"))


def test_the_lines_of_one_request_belong_together(env):
    recorder = record.Recorder(env)
    recorder.write("request", request="shrink it")
    recorder.write("decision", decision="run")
    recorder.write("outcome", status="done")
    other = record.Recorder(env)
    other.write("request", request="another")
    (first, second), damaged = record.read(env)
    assert (first.request["request"], first.decision["decision"], first.outcome["status"]) == ("shrink it", "run", "done")
    assert (second.number, second.outcome, damaged) == (2, None, 0)


def test_nothing_is_written_when_it_is_switched_off(env):
    record.Recorder(env, on=False).write("request", request="secret")
    assert not os.path.exists(record.path(env))


def test_the_record_is_the_users_own(env):
    record.Recorder(env).write("request", request="x")
    assert os.stat(record.path(env)).st_mode & 0o777 == 0o600


def test_damaged_lines_are_passed_over_and_counted(env):
    record.Recorder(env).write("request", request="one")
    with open(record.path(env), "ab") as file:
        file.write(b'{"v": 1, "event": "request", "id": "x", "requ')  # a crash in the middle of a line
    record.Recorder(env).write("request", request="two")
    with open(record.path(env), "ab") as file:
        file.write(b'\xff\xfe\x00\n[1]\n"text"\n{"event": "outcome"}\n')
    past, damaged = record.read(env)
    assert [each.request["request"] for each in past] == ["one", "two"]
    assert damaged == 5


def test_many_writers_at_once_lose_and_mix_nothing(env):
    def write(name):
        recorder = record.Recorder(env)
        for number in range(50):
            recorder.write("decision" if number else "request", request=name, text="x" * 5000)

    threads = [threading.Thread(target=write, args=(f"writer {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = Path(record.path(env)).read_text().splitlines()
    assert len(lines) == 400
    assert all(json.loads(line)["v"] == 1 for line in lines)
    assert len(record.read(env)[0]) == 8


def test_a_place_that_cannot_be_written_costs_only_the_record(tmp_path, env):
    (tmp_path / "state").write_text("a file where the folder should be")
    recorder = record.Recorder(env)
    recorder.write("request", request="x")
    assert "could not be recorded" in recorder.problem
    assert record.read(env) == ([], 0)


def test_names_that_are_no_utf_8_survive(env):
    record.Recorder(env).write("request", request="shrink \udcff.mp4")
    assert record.read(env)[0][0].request["request"] == "shrink \udcff.mp4"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("read https://me:hunter2secret@host/a.mp4", "hunter2secret"),
        ("get https://host/a.mp4?token=abcdef123&x=1", "abcdef123"),
        ("get https://host/a.m3u8?X-Amz-Signature=deadbeef99", "deadbeef99"),
        ("stream to rtmp://a.rtmp.example.com/live2/abcd-efgh-ijkl", "abcd-efgh-ijkl"),
        ("with Authorization: Bearer eyJhbGciOi.x.y", "eyJhbGciOi"),
        ("ffmpeg -headers 'Cookie: sid=verysecret' -i http://h/a.mp4 b.mp4", "verysecret"),
        ("ffmpeg -decryption_key 0011223344 -i a.mp4 b.mp4", "0011223344"),
        ("my key is sk-abcdefghijklmnopqrst", "sk-abcdefghijklmnopqrst"),
    ],
)
def test_secrets_are_not_recorded(env, text, secret):
    record.Recorder(env).write("request", request=text, commands=[text], argv=text.split())
    written = Path(record.path(env)).read_text()
    assert secret not in json.loads(written)["request"]
    assert "[hidden]" in written


def test_a_secret_in_argv_is_hidden_by_the_option_before_it(env):
    record.Recorder(env).write("request", request="x", argv=["ffmpeg", "-headers", "Cookie: a=b", "-i", "a.mp4"])
    assert json.loads(Path(record.path(env)).read_text())["argv"] == ["ffmpeg", "-headers", "[hidden]", "-i", "a.mp4"]


@pytest.mark.parametrize(
    "text", ["shrink a.mp4 -key frames", "press the key at 1:30", "https://host/path/video.mp4", "a.mp4 - b.mp4"]
)
def test_harmless_words_stay(env, text):
    record.Recorder(env).write("request", request=text)
    assert record.read(env)[0][0].request["request"] == text
