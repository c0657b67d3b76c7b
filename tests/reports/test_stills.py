"""Stills in the report: what failing answers made, small and in the file; evals against each other."""

import base64
import json
import re

import pytest


def results(world, name, samples):
    path = world.work / f"{name}.json"
    document = {
        "v": 1,
        "eval": name,
        "samples": [{"repeat": 0, "evidence": "", "class": "wrong_output", "request": "r", "commands": [], **s} for s in samples],
    }
    path.write_text(json.dumps(document))
    return path.name


def test_a_failing_answer_is_run_again_and_shown_small(world):
    sample = {
        "item": "x-1",
        "pass": False,
        "config": "m",
        "request": "make a.mp4 grey",
        "commands": ["ffmpeg -i a.mp4 -vf vflip -t 1 out.mp4"],
    }
    name = results(world, "flips", [sample])
    plain = world.run("eval", "report", "--results", name, "--format", "html").out
    assert "<img" not in plain
    page = world.run("eval", "report", "--results", name, "--format", "html", "--stills", "3").out
    (picture,) = re.findall(r'<img src="data:image/jpeg;base64,([^"]+)" alt="what came out: out.mp4"', page)
    data = base64.b64decode(picture)
    assert data.startswith(b"\xff\xd8")
    assert len(data) < 60_000
    assert not list(world.work.glob("out*")), "it is run in a folder of its own"


def test_an_answer_that_makes_nothing_or_would_do_harm_has_none(world):
    samples = [
        {"item": "x-1", "pass": False, "config": "m", "request": "make a.mp4 grey", "commands": ["rm -rf ."]},
        {"item": "x-2", "pass": False, "config": "m", "request": "make b.mp4 grey", "commands": ["ffmpeg -nonsense b.mp4"]},
    ]
    done = world.run("eval", "report", "--results", results(world, "harm", samples), "--format", "html", "--stills", "9")
    assert done.status == 0, done.err
    assert "<img" not in done.out
    assert list(world.work.glob("harm.json"))


@pytest.fixture
def three(world):
    """Three run configs: the better at refusing, the worse at helping."""
    shares = {"bold": (2, 9), "even": (5, 6), "shy": (9, 1), "worst": (1, 0)}
    return [
        results(
            world, name, [{"item": str(n), "pass": n < share[k], "config": config} for config, share in shares.items() for n in range(10)]
        )
        for k, name in enumerate(("refuses", "helps"))
    ]  # fmt: skip


def test_evals_that_pull_against_each_other_are_told(world, three):
    more = [word for name in three for word in ("--results", name)]
    (found,) = world.run("eval", "report", *more, "--format", "json").document["tradeoffs"]
    assert (found["run_configs"], found["opposed"], found["pairs"]) == (4, 3, 6)
    assert "refuses ↔ helps: 3 of 6 pairs" in world.run("eval", "report", *more, "--format", "text").out
    page = world.run("eval", "report", *more, "--format", "html").out
    section = page.partition('<section id="tradeoffs">')[2].partition("</section>")[0]
    assert ["shy" in section, "bold" in section, "worst" in section] == [True, True, False], (
        "what is beaten everywhere is left out"
    )
    assert "-80.0 points" in section
