"""Measures of made media are remembered; those of what an answer made never are."""

import os

import pytest
from ffai_evals.judge.measure import Bench
from ffai_evals.judge.media import Maker
from ffai_evals.judge.memory import Memory
from ffai_evals.judge.verdict import listing

from ffai.environment import process_environment
from ffai.tools.locate import find_tools


@pytest.fixture
def place(tmp_path):
    env = process_environment()._replace(cache_dir=str(tmp_path / "cache"))
    tools = find_tools(env)
    folder = tmp_path / "work"
    folder.mkdir()
    Maker(tools, env).put("in.mp4", "96x64@10 dur=2", str(folder))
    return tools, str(folder), Memory(str(tmp_path / "memory"), tools)


def measured(made):
    media = made.media
    return media.duration, media.streams[0].width, len(made.frames), len(made.sound), made.hashes("v"), made.volume


class Counting(Bench):
    asked_ffmpeg = 0

    def run(self, *arguments, **more):
        type(self).asked_ffmpeg += 1
        return super().run(*arguments, **more)


def test_what_is_remembered_is_what_was_measured(place, monkeypatch):
    tools, folder, memory = place
    marks = listing(folder)
    alone = measured(Bench(tools, folder).file("in.mp4"))
    first = measured(Counting(tools, folder, memory, marks).file("in.mp4"))
    monkeypatch.setattr(Counting, "asked_ffmpeg", 0)
    again = Counting(tools, folder, memory, marks).file("in.mp4")
    assert measured(again) == first == alone
    assert Counting.asked_ffmpeg == 0
    assert again.media == Bench(tools, folder).file("in.mp4").media


@pytest.mark.parametrize("damage", [b"", b"\0", b"[1", b"\xff" * 40, b'["", 9]\0[1, 2'])
def test_a_damaged_memory_costs_a_measurement(place, damage):
    tools, folder, memory = place
    first = measured(Bench(tools, folder, memory, listing(folder)).file("in.mp4"))
    for where, _, names in os.walk(memory.folder):
        for name in names:
            with open(os.path.join(where, name), "wb") as file:
                file.write(damage)
    assert measured(Bench(tools, folder, memory, listing(folder)).file("in.mp4")) == first


def test_other_bytes_under_the_same_name_are_measured_anew(place):
    tools, folder, memory = place
    before = measured(Bench(tools, folder, memory, listing(folder)).file("in.mp4"))
    env = process_environment()._replace(cache_dir=os.path.join(folder, "..", "cache"))
    Maker(tools, env).put("in.mp4", "96x64@10 dur=3", folder)
    assert measured(Bench(tools, folder, memory, listing(folder)).file("in.mp4"))[0] == pytest.approx(before[0] + 1, abs=0.1)


def test_one_decode_gives_what_single_ones_give(place):
    tools, folder, _ = place
    alone, together = (Bench(tools, folder).file("in.mp4") for _ in range(2))
    bench = Counting(tools, folder)
    made = bench.file("in.mp4")
    made.expect({"like": "null", "sound_like": "anull", "copied": ["v", "a"], "frames": 20})
    ran = Counting.asked_ffmpeg
    assert (made.damage, made.frames, made.sound, made.hashes("v"), made.hashes("a"), made.frame_count) == (
        alone.damage, alone.frames, alone.sound, alone.hashes("v"), together.hashes("a"), 20,
    )  # fmt: skip
    assert Counting.asked_ffmpeg == ran, "nothing was decoded twice"
