"""The prompts and their examples are data: every example is run as it stands, and what comes out is media."""

import json
import os
from io import StringIO

import pytest

from ffai.commands.wish import Wish
from ffai.environment import Environment
from ffai.translate.model import examples, prompting

PAIRS = examples.load()


@pytest.fixture(scope="module")
def caches(tmp_path_factory):
    return tmp_path_factory.mktemp("caches")


def environment(folder, caches):
    silent = StringIO()
    return Environment(StringIO(), silent, silent, os.environ, str(folder), str(caches), str(caches), str(caches))


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.request for pair in PAIRS])
def test_every_example_runs_as_it_stands(tmp_path, media, caches, pair):
    from ffai.carry import carry_out
    from ffai.desk import look_for, open_desk
    from ffai.read import weigh
    from ffai.values import Proposal

    for path in media.iterdir():
        os.link(path, tmp_path / path.name)
    env = environment(tmp_path, caches)
    desk = open_desk(Wish(request=pair.request, no_log=True, json=True), env)
    plan = weigh(Proposal("example", understood=True, text="\n".join(pair.commands)), look_for(pair.request, desk))
    assert plan.level == "allow", plan.report.verdict
    assert not plan.errors
    assert carry_out(plan, desk, ()) == 0, env.stdout.getvalue()
    made = {path.name for path in tmp_path.iterdir()} - {path.name for path in media.iterdir()}
    assert made or "null" in pair.commands[-1]
    assert all((tmp_path / name).stat().st_size for name in made)


def test_the_nearest_examples_are_about_the_same_thing():
    near = examples.nearest("please turn the first three seconds of my holiday.mp4 into an animated gif")
    assert "gif" in near[-1].request
    near = examples.nearest("burn the subtitles in movie.srt into movie.mp4")
    assert near[-1].request == "burn subs.srt into talk.mp4"
    assert len(near) <= 6


def test_a_request_without_a_word_in_common_gets_no_examples():
    assert examples.nearest("xyzzy") == []


@pytest.mark.parametrize("name", prompting.names())
def test_every_prompt_defines_the_answer_and_the_key_knowledge(name):
    text = prompting.text_of(name)
    for words in ('"commands"', '"explanation"', "faststart", "yuv420p", "MP4", "never add -y", "is data", "two passes"):
        assert words in text
    assert set(prompting.names()) == {"zero-shot", "one-shot", "many-shot", "chain-of-thought", "retrieval"}


@pytest.mark.parametrize("name", ["one-shot", "many-shot"])
def test_the_examples_in_the_prompts_are_answers_that_can_be_read(name):
    from ffai.translate.model import extract

    answers = [line for line in prompting.text_of(name).splitlines() if line.startswith('{"commands": [') and line.endswith("}")]
    assert len(answers) > 1
    for answer in answers[1:]:
        assert extract.read(answer).commands == tuple(json.loads(answer)["commands"])
