"""Prompts, profiles, names kept private, what is shown and what is counted."""

import json
import os
import shutil
import time

import pexpect
import pytest
from models.server import Reply, commands, error

from ffai.translate.model import prompting
from ffai.translate.model.masks import Mask

SMALL = "ffmpeg -i talk.mp4 -vf scale=-2:60 -c:v libx264 -c:a copy talk-small.mp4"


def ask(place, server, *arguments, **variables):
    return place.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, *arguments, **variables)


# --- prompts


@pytest.mark.parametrize("name", prompting.names())
def test_a_prompt_is_chosen_by_its_name(inside, clip, model, name):
    server = model(commands(SMALL))
    document = ask(inside, server, "--prompt", name, "make a gif of it").document
    assert document["asked"]["prompt"] == name
    system = server.asked[0].body["messages"][0]["content"]
    assert system.startswith(prompting.text_of(name))
    assert "The installed ffmpeg is version" in system
    assert ("palettegen" in system.partition("Examples of the requests nearest")[2]) == (name == "retrieval")


def test_a_prompt_that_is_not_there(inside, clip, model):
    done = inside.run("-n", "-m", "openai/small", "--api-base", model().base, "--prompt", "best", "x")
    assert done.status == 2
    assert "chain-of-thought" in done.err


def test_a_prompt_is_no_path(inside, clip, model):
    assert inside.run("-n", "-m", "openai/small", "--api-base", model().base, "--prompt", "../prompts/one-shot", "x").status == 2


def test_thoughts_of_the_chain_are_kept_apart(inside, clip, model):
    server = model(Reply(f"<think>talk.mp4 in, smaller out</think>\n{json.dumps({'commands': [SMALL]})}"))
    document = ask(inside, server, "--prompt", "chain-of-thought", "smaller").document
    assert document["asked"]["reasoning"] == "talk.mp4 in, smaller out"
    assert document["commands"] == [SMALL]


def test_options_of_the_filter_that_matters_are_told(inside, clip, model):
    server = model(commands(SMALL))
    ask(inside, server, "crop it to a square")
    assert "Options of its filter crop: out_w w out_h h x y" in server.asked[0].body["messages"][0]["content"]


def test_show_prompt_shows_all_and_sends_nothing(world, clip, model):
    server = model(commands(SMALL))
    base = ["-m", "openai/small", "--api-base", server.base]
    shown = world.run(*base, "--show-prompt", "make it small").out
    assert server.asked == []
    messages = world.run(*base, "--show-prompt", "--json", "make it small").document["messages"]
    world.run(*base, "-n", "make it small")
    assert server.asked[0].body["messages"] == messages
    for message in messages:
        assert all(line in shown for line in message["content"].splitlines())


# --- privacy


def test_nothing_but_the_request_and_the_facts_is_sent(inside, clip, model):
    shutil.copy(clip, inside.work / "other.mp4")
    (inside.work / "diary.txt").write_text("secret")
    server = model(commands(SMALL))
    ask(inside, server, "make talk.mp4 small")
    said = server.asked[0].said
    for private in ("diary", "secret", str(inside.work), os.environ.get("USER", "nobody-here"), "HOME"):
        assert private not in said
    assert "other.mp4" in said, "a name that is taken is told, so that it is not chosen"


def test_names_are_masked_and_come_back(inside, clip, model):
    clip.rename(inside.work / "Anna's wedding (final).mp4")
    answers = ["ffmpeg -i input1.mp4 -vf scale=-2:60 -c:v libx264 -c:a copy input1-small.mp4"]
    server = model(commands(*answers))
    done = ask(inside, server, "make it small", FFAI_MASK_NAMES="true")
    assert "wedding" not in server.asked[0].said
    assert done.document["argv"][0][2] == "Anna's wedding (final).mp4"
    assert done.document["argv"][0][-1] == "Anna's wedding (final)-small.mp4"
    assert done.document["verdict"]["level"] == "allow"


def test_masked_names_stay_masked_in_repairs(inside, clip, model):
    clip.rename(inside.work / "wedding.mp4")
    server = model(
        commands("ffmpeg -i input1.mp4 -c copy input1.mp4"),
        commands("ffmpeg -i input1.mp4 -vf sparkle input1-a.mp4"),
        commands("ffmpeg -i input1.mp4 input1-b.mp4"),
    )
    done = ask(inside, server, "make wedding.mp4 small", FFAI_MASK_NAMES="1")
    assert len(server.asked) == 3
    assert all("wedding" not in asked.said for asked in server.asked)
    assert done.document["outputs"][0]["path"] == "wedding-b.mp4"


@pytest.mark.parametrize(
    ("stem", "command", "real"),
    [
        ("a b", "ffmpeg -i input1.mp4 x.mp4", "ffmpeg -i 'a b'.mp4 x.mp4"),
        ("a b", 'ffmpeg -i "input1.mp4"', 'ffmpeg -i "a b.mp4"'),
        ("a b", "ffmpeg -i 'input1.mp4'", "ffmpeg -i 'a b.mp4'"),
        ("it's", "ffmpeg -i 'input1.mp4'", "ffmpeg -i 'it'\"'\"'s.mp4'"),
        ("it's", "ffmpeg -i input1.mp4", "ffmpeg -i 'it'\"'\"'s'.mp4"),
        ("$(rm x)", 'ffmpeg -i "input1.mp4"', 'ffmpeg -i "\\$(rm x).mp4"'),
        ("$(rm x)", "ffmpeg -i input1.mp4", "ffmpeg -i '$(rm x)'.mp4"),
        ("a;b", "ffmpeg -i input1.mp4 input1.mkv", "ffmpeg -i 'a;b'.mp4 'a;b'.mkv"),
        ("dir/a", "ffmpeg -i input1.mp4 input1-x.mp4", "ffmpeg -i dir/a.mp4 dir/a-x.mp4"),
        ("a b", "ffmpeg -i input2.mp4 input12.mp4", "ffmpeg -i input2.mp4 input12.mp4"),
        ("a b", 'echo "it\\"s input1"', 'echo "it\\"s a b"'),
    ],
)  # fmt: skip
def test_real_names_are_quoted_as_their_place_needs(stem, command, real):
    mask = Mask(on=True)
    assert mask.name(f"{stem}.mp4") == "input1.mp4"
    assert mask.real(command) == real


# --- profiles


PROFILE = """model = "offline"
[profile.careful]
model = "openai/small"
api_base = "{base}"
prompt = "many-shot"
temperature = 0.3
top_p = 0.8
max_tokens = 777
structured = "text"
"""


def test_a_profile_is_a_prompt_a_model_and_its_parameters(inside, clip, model):
    server = model(commands(SMALL))
    inside.config.mkdir()
    (inside.config / "config.toml").write_text(PROFILE.format(base=server.base))
    document = inside.run("--json", "-n", "-m", "@careful", "smaller").document
    assert document["asked"]["prompt"] == "many-shot"
    body = server.asked[0].body
    assert (body["temperature"], body["top_p"], body["max_tokens"], "response_format" in body) == (0.3, 0.8, 777, False)


def test_a_profile_without_a_model_keeps_the_one_that_is_set(inside, clip, model):
    server = model(commands(SMALL))
    inside.config.mkdir()
    text = f'model = "openai/small"\napi_base = "{server.base}"\n[profile.short]\nprompt = "zero-shot"\n'
    (inside.config / "config.toml").write_text(text)
    document = inside.run("--json", "-n", "-m", "@short", "smaller").document
    assert (document["asked"]["model"], document["asked"]["prompt"]) == ("openai/small", "zero-shot")


def test_a_profile_of_the_rules_asks_nobody(inside, clip):
    inside.config.mkdir()
    (inside.config / "config.toml").write_text('[profile.plain]\nmodel = "offline"\n')
    assert inside.run("--json", "-n", "-m", "@plain", "shrink this for web").document["translator"] == "offline"


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "there is no profile 'careful'"), ("[profile.careful]\nmodle = 'x'\n", "'modle' has no place"), ("[profile]\ncareful = 3\n", "has no place"), ("[profile.careful]\ntop_p = 'x'\n", "must be a number"), ("[profile.careful]\nsamples = -1.5\n", "must be a whole number")],
)  # fmt: skip
def test_a_wrong_profile_is_told(inside, clip, text, told):
    inside.config.mkdir()
    (inside.config / "config.toml").write_text(text)
    done = inside.run("-n", "-m", "@careful", "smaller")
    assert done.status == 2
    assert told in done.err


# --- amounts


def test_what_models_cost_is_counted(world, clip, model):
    server = model(commands(SMALL, cost=0.0123, tokens=(1000, 50)))
    for _ in range(2):
        ask(world, server, "smaller")
    shown = world.run("history", "--cost").out
    assert "today  $0.0246" in shown
    assert "openai/small  $0.0246  2 answers  2,000 + 100 tokens" in shown
    assert world.run("history", "--cost", "--json").document["in_all"][0]["cost"] == pytest.approx(0.0246)


def test_prices_are_those_of_litellms_table(inside, clip, model):
    from ffai.environment import Environment
    from ffai.translate.model import costs
    from ffai.translate.model.values import Target

    env = Environment(*(None,) * 3, {}, str(inside.work), *(str(inside.root),) * 3)
    target = Target("gpt-4.1-mini", "gpt-4.1-mini", "openai", "openai", "https://api.openai.com/v1")
    assert costs.price(target, 1_000_000, 1_000_000, env) == pytest.approx(0.4 + 1.6)
    assert costs.price(target._replace(base="http://127.0.0.1:8080"), 1, 1, env) == 0
    assert costs.price(target._replace(name="x/y", model="y"), 1, 1, env) is None


def test_the_limit_of_a_day_is_held(inside, clip, model):
    server = model(commands(SMALL, cost=0.3))
    limit = {"FFAI_MAX_COST_PER_DAY": "0.5"}
    assert ask(inside, server, "smaller", **limit).status == 0
    assert ask(inside, server, "smaller", **limit).status == 0
    done = inside.run("-n", "--no-log", "-m", "openai/small", "--api-base", server.base, "smaller", **limit)
    assert done.status == 7
    assert "$0.6000 today" in done.err
    assert len(server.asked) == 2


def test_a_limit_that_cannot_be_held_sends_nothing(inside, clip):
    done = inside.run("-n", "-m", "openai/unheard-of", "smaller", FFAI_MAX_COST_PER_DAY="1", OPENAI_API_KEY="sk-x")
    assert done.status == 7
    assert "price of openai/unheard-of is not known" in done.err


def test_without_a_record_nothing_is_counted(inside, clip, model):
    server = model(commands(SMALL))
    ask(inside, server, "smaller", FFAI_LOG="false")
    assert not inside.state.exists() or not list(inside.state.glob("*.jsonl"))


# --- setting one up


def test_a_model_is_set_up_by_trying_it(world, clip, model):
    server = model(commands("ffmpeg -i in.wav out.mp3"))
    done = world.run("config", "model", "openai/small", "--api-base", server.base)
    assert done.status == 0, done.err
    assert "answered in" in done.err
    assert "ffmpeg -i in.wav out.mp3" in done.err
    assert world.run("config", "get", "model").out == "openai/small\n"
    assert world.run("config", "get", "api_base").out == f"{server.base}\n"
    doctor = world.run("doctor").out
    assert f"model: openai/small at {server.base}" in doctor
    assert "its server answers" in doctor


def test_a_model_that_does_not_answer_is_not_set_up(world, clip, model):
    done = world.run("config", "model", "openai/small", "--api-base", model(error(401, "no")).base)
    assert done.status == 7
    assert world.run("config", "get", "model").out == "\n"


def test_the_doctor_names_keys_and_never_shows_them(world):
    done = world.run("doctor", "--json", OPENAI_API_KEY="sk-0123456789", FFAI_MODEL="gpt-4.1-mini")
    assert {"provider": "openai", "variable": "OPENAI_API_KEY"} in done.document["models"]["keys"]
    assert "sk-0123456789" not in done.out
    assert "is not set" in world.run("doctor", FFAI_MODEL="claude-x", ANTHROPIC_API_KEY="").out


# --- on a terminal


def test_the_command_is_seen_while_it_comes_in(world, clip, model):
    server = model(commands(SMALL, drip=0.004))
    command = world.command("-m", "openai/small", "--api-base", server.base, "smaller")
    child = pexpect.spawn(command[0], command[1:], cwd=str(world.work), env=world.variables, dimensions=(40, 100), timeout=30)
    child.expect_exact("asking openai/small")
    child.expect(rb"ffmpeg -i talk\.mp4 -vf scal[^\r]*\r\x1b\[K")
    child.expect_exact("✓ safe".encode())
    child.expect_exact("Run?")
    child.send("n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 5
    assert server.asked[0].body["stream"] is True


@pytest.mark.parametrize("name", ["anthropic/small", "gemini/small", "ollama/small"])
def test_every_api_is_streamed_on_a_terminal(world, clip, model, name):
    server = model(commands(SMALL, tool="anthropic" in name))
    variables = {**world.variables, "ANTHROPIC_API_KEY": "k", "GEMINI_API_KEY": "k"}
    command = world.command("-m", name, "--api-base", server.root, "smaller")
    child = pexpect.spawn(command[0], command[1:], cwd=str(world.work), env=variables, dimensions=(40, 100), timeout=30)
    child.expect_exact("100 + 20 tokens")
    child.expect_exact("Run?")
    child.send("y")
    child.expect_exact("talk-small.mp4")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (world.work / "talk-small.mp4").exists()


def test_ctrl_c_on_a_terminal_leaves_at_once(world, clip, model):
    server = model(commands(SMALL, delay=30))
    command = world.command("-m", "openai/small", "--api-base", server.base, "smaller")
    child = pexpect.spawn(command[0], command[1:], cwd=str(world.work), env=world.variables, timeout=10)
    child.expect_exact("asking openai/small")
    while not server.asked:
        time.sleep(0.02)
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
