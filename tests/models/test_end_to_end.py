"""The model translator through the real command line, against a scripted server that speaks each published API."""

import json
import shutil

import pytest
from models.server import Reply, commands

SMALL = "ffmpeg -i talk.mp4 -vf scale=-2:60 -c:v libx264 -c:a copy talk-small.mp4"
KEYS = {
    "ANTHROPIC_API_KEY": "sk-ant-0123456789abcdef",
    "GEMINI_API_KEY": "AIza-0123456789abcdef",
    "OPENAI_API_KEY": "sk-0123456789abcdef",
}


def test_a_request_goes_all_the_way(world, clip, model):
    server = model(commands(SMALL))
    done = world.run("--yes", "-m", "openai/small", "--api-base", server.base, "make it 60 pixels high")
    assert done.status == 0, done.err
    assert (world.work / "talk-small.mp4").stat().st_size
    assert "openai/small · 100 + 20 tokens" in done.err
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert "make it 60 pixels high" in asked.said
    assert '\\"file\\": \\"talk.mp4\\"' in asked.said
    assert "libx264" in asked.said
    assert asked.body["response_format"]["json_schema"]["schema"]["required"] == ["commands", "explanation", "question"]


def test_the_key_and_the_address_come_from_the_environment(world, clip, model):
    server = model(commands(SMALL))
    done = world.run("-n", "-m", "openai/small", "smaller", OPENAI_API_KEY="sk-fromtheenvironment", OPENAI_BASE_URL=server.base)
    assert done.status == 0, done.err
    assert server.asked[0].headers["Authorization"] == "Bearer sk-fromtheenvironment"


@pytest.mark.parametrize(
    ("name", "path", "header"),
    [
        ("openai/small", "/chat/completions", ("Authorization", "Bearer sk-0123456789abcdef")),
        ("anthropic/small", "/v1/messages", ("x-api-key", "sk-ant-0123456789abcdef")),
        ("gemini/small", "/models/small:generateContent", ("x-goog-api-key", "AIza-0123456789abcdef")),
        ("ollama/small:1b", "/api/chat", None),
        ("lm_studio/small", "/chat/completions", None),
    ],
)
def test_every_published_api_is_spoken(world, clip, model, name, path, header):
    server = model(commands(SMALL, tool="anthropic" in name, reasoning="hm"))
    done = world.run("--json", "-n", "-m", name, "--api-base", server.root, "smaller", **KEYS)
    assert done.status == 0, done.out
    document = done.document
    assert document["commands"] == [SMALL]
    assert document["asked"]["tokens_in"] == 100
    assert document["asked"]["tokens_out"] == 20
    assert document["asked"]["reasoning"] == "hm"
    assert server.asked[0].path.startswith(path)
    if header:
        sent = {name.lower(): value for name, value in server.asked[0].headers.items()}
        assert sent[header[0].lower()] == header[1]


def test_a_name_says_whose_model_it_is(world, clip, model):
    server = model(commands(SMALL, tool=True))
    done = world.run("--json", "-n", "-m", "claude-small", "smaller", ANTHROPIC_BASE_URL=server.root, **KEYS)
    assert done.document["commands"] == [SMALL]
    assert server.asked[0].path == "/v1/messages"
    assert server.asked[0].body["tool_choice"] == {"type": "tool", "name": "give_commands"}


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("litellm/openai/small", "/v1"),
        ("litellm/openai/responses/small", "/v1"),
        ("litellm/anthropic/claude-3-5-haiku-latest", ""),
        ("litellm/gemini/gemini-2.5-flash", ""),
        ("litellm/ollama_chat/small", ""),
    ],
)
def test_the_same_through_litellms_own_code(world, clip, model, name, at):
    server = model(commands(SMALL))
    done = world.run("--json", "-n", "-m", name, "--api-base", server.root + at, "smaller", **KEYS)
    assert done.status == 0, done.out + done.err
    assert done.document["commands"] == [SMALL]
    assert done.document["asked"]["tokens_out"] == 20
    assert done.err == ""


@pytest.mark.parametrize("name", ["openai/small", "anthropic/small", "gemini/small", "ollama/small"])
def test_a_server_that_is_not_there_is_one_clear_message(world, clip, name):
    done = world.run("-n", "-m", name, "--api-base", "http://127.0.0.1:9", "smaller", **KEYS)
    assert done.status == 7
    assert "cannot be reached at http://127.0.0.1:9" in done.err
    assert len(done.err.splitlines()) <= 3


FORMS = {
    "json": json.dumps({"commands": [SMALL], "explanation": "x"}),
    "json in a fence": f"Here you are:\n```json\n{json.dumps({'command': SMALL})}\n```\n",
    "a fence": f"Sure!\n\n```bash\n# scale it\n{SMALL}\n```\nThis scales.",
    "a console session": f"```console\n$ {SMALL}\nframe= 100\n```",
    "a bare line": f"You can use:\n\n{SMALL}\n\nEnjoy.",
    "inline": f"Run `{SMALL}` to do it.",
    "continued lines": "```\nffmpeg -i talk.mp4 \\\n  -vf scale=-2:60 -c:v libx264 \\\n  -c:a copy talk-small.mp4\n```",
    "thoughts before": f"<think>ffmpeg -i talk.mp4 -y evil.mp4 ? no</think>\n{json.dumps({'commands': [SMALL]})}",
    "thoughts without a beginning": f"ffmpeg -i wrong.mp4 wrong2.mp4\n</think>\n{json.dumps({'commands': SMALL})}",
    "words as a list": json.dumps({"commands": [SMALL.split()]}),
    "alternatives": f"```\n{SMALL}\n```\nAlternatively, faster:\n```\nffmpeg -i talk.mp4 -c copy other.mp4\n```",
    "a trailing comma": '{"commands": ["' + SMALL + '",], "explanation": "x",}',
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_an_answer_is_read_whatever_its_form(world, clip, model, text):
    done = world.run("--json", "-n", "-m", "openai/small", "--api-base", model(Reply(text)).base, "smaller")
    assert done.status == 0, done.out
    assert [argv[-1] for argv in done.document["argv"]] == ["talk-small.mp4"]
    assert done.document["argv"][0] == SMALL.split()
    assert done.document["asked"].get("repairs") == []


SEVERAL = {
    "two passes in two fences": (
        "First pass:\n```\nffmpeg -i talk.mp4 -c:v libx264 -b:v 200k -pass 1 -an -f null /dev/null\n```\nThen the second pass:\n```\nffmpeg -i talk.mp4 -c:v libx264 -b:v 200k -pass 2 -c:a copy out.mp4\n```",
        ["out.mp4"],
    ),
    "a list to join": (
        json.dumps({"commands": ["printf '%s\\n' \"file 'talk.mp4'\" \"file 'two.mp4'\" > list.txt", "ffmpeg -f concat -safe 0 -i list.txt -c copy out.mp4"]}),
        ["out.mp4"],
    ),
    "a here-document": (
        "```bash\ncat > list.txt <<EOF\nfile 'talk.mp4'\nfile 'two.mp4'\nEOF\nffmpeg -f concat -safe 0 -i list.txt -c copy out.mp4\n```",
        ["out.mp4"],
    ),
    "a loop": (
        'for f in *.mp4; do\n  ffmpeg -i "$f" -vn -c:a copy "${f%.mp4}.m4a"\ndone',
        ["talk.m4a", "two.m4a"],
    ),
    "joined by &&": ("ffmpeg -i talk.mp4 -c copy a.mkv && ffmpeg -i a.mkv -c copy b.mp4", ["a.mkv", "b.mp4"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "made"), SEVERAL.values(), ids=SEVERAL.keys())
def test_several_commands_lists_passes_and_loops_run(world, clip, model, text, made):
    shutil.copy(clip, world.work / "two.mp4")
    done = world.run("--yes", "-m", "openai/small", "--api-base", model(Reply(text)).base, "do it")
    assert done.status == 0, done.err
    for name in made:
        assert (world.work / name).stat().st_size


def test_a_model_that_asks_is_answered_in_the_request(world, clip, model):
    server = model(Reply(json.dumps({"commands": [], "explanation": "", "question": "How small?"})))
    done = world.run("-n", "-m", "openai/small", "--api-base", server.base, "smaller")
    assert done.status == 3
    assert "How small?" in done.err


def test_a_model_that_declines_is_quoted_and_not_asked_again(world, clip, model):
    server = model(Reply(json.dumps({"commands": [], "explanation": "That is about cooking.", "question": ""})))
    done = world.run("-n", "-m", "openai/small", "--api-base", server.base, "bake a cake")
    assert done.status == 7
    assert "That is about cooking." in done.err
    assert len(server.asked) == 1


def test_where_the_result_goes_is_told_and_held(world, clip, model):
    server = model(commands(SMALL), commands(SMALL.replace("talk-small", "mine")))
    done = world.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "-o", "mine.mp4", "smaller")
    assert done.document["outputs"][0]["path"] == "mine.mp4"
    assert "mine.mp4" in server.asked[0].said
    assert "must go to mine.mp4" in server.asked[1].said


def test_without_a_flag_the_rules_are_asked_first(world, clip, model):
    server = model(commands(SMALL))
    settings = {"FFAI_MODEL": "openai/small", "FFAI_API_BASE": server.base}
    assert world.run("--json", "-n", "shrink this video for web", **settings).document["translator"] == "offline"
    assert server.asked == []
    done = world.run("--json", "-n", "make it wobble like jelly", **settings)
    assert done.document["translator"] == "model:openai/small"
    assert len(server.asked) == 1
    done = world.run("--json", "-n", "-m", "auto", "make it wobble like jelly", **settings)
    assert done.document["translator"] == "model:openai/small"


def test_the_rules_stand_in_for_a_model_that_cannot_be_reached(world, clip):
    settings = {"FFAI_MODEL": "openai/small", "FFAI_API_BASE": "http://127.0.0.1:9"}
    done = world.run("--json", "-n", "scale this to 60p with a jellylike wobble", **settings)
    assert done.status in (0, 7)
    if done.status == 0:
        assert any("cannot be reached" in text for text in done.document["assumptions"])


def test_many_requests_in_one_process(world, clip, model):
    server = model(commands(SMALL))
    lines = "".join(json.dumps({"id": n, "request": "smaller"}) + "\n" for n in range(3))
    done = world.run("plan", "--jsonl", "-m", "openai/small", "--api-base", server.base, text=lines)
    assert [line["commands"] for line in done.lines] == [[SMALL]] * 3
