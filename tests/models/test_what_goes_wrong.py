"""Whatever a model's server does: one clear message, exit 7, no traceback, no retry storm; a key is never repeated."""

import json
import os
import signal
import subprocess
import time

import pytest
from models.server import Reply, commands, error

KEY = "sk-secret-0123456789abcdef"
SMALL = "ffmpeg -i talk.mp4 -vf scale=-2:60 -c:v libx264 -c:a copy talk-small.mp4"
NOW = (("Retry-After", "0"),)

# what the server does, words of the message, how many requests it may get at most
WRONG = {
    "401": (error(401, "Incorrect API key provided"), ["401", "not accepted", "OPENAI_API_KEY"], 1),
    "403": (error(403, "not for you"), ["403", "not for you"], 1),
    "404": (error(404, "The model small does not exist"), ["404", "small does not exist", "name"], 1),
    "400": (error(400, "context length exceeded"), ["400", "context length exceeded"], 1),
    "402": (error(402, "pay"), ["402", "no credit"], 1),
    "413": (error(413, ""), ["413", "too long"], 1),
    "429 at once again": (error(429, "slow down", headers=NOW), ["429", "too many requests"], 3),
    "429 with a long wait": (error(429, "slow down", headers=(("Retry-After", "300"),)), ["429", "wait 300 s"], 1),
    "429 without credit": (error(429, "You exceeded your current quota"), ["429", "quota"], 1),
    "500": (error(500, "oops", headers=NOW), ["500", "oops"], 3),
    "503 in HTML": (Reply(status=503, body=b"<html>down</html>", content_type="text/html", headers=NOW), ["503"], 3),
    "an error inside of 200": (Reply(body=b'{"error": {"message": "the model crashed"}}', headers=NOW), ["the model crashed"], 3),
    "half an answer": (commands(SMALL, cut=60), ["broke off"], 1),
    "half an answer, streamed": (Reply(body=b'data: {"choices":[{"index":0,"delta":{"content":"{"},"finish_reason":null}]}\n\n', content_type="text/event-stream"), ["broke off"], 1),
    "cut off by its limit": (commands(SMALL, finish="length"), ["cut off", "max_tokens"], 1),
    "empty": (Reply(""), ["empty answer"], 1),
    "an empty body": (Reply(body=b""), ["empty answer"], 1),
    "blocked by a filter": (Reply("x", finish="content_filter"), ["refused to answer"], 1),
    "a refusal": (Reply(refusal="I cannot help with that."), ["refused to answer", "I cannot help with that."], 1),
    "HTML": (Reply(body=b"<html>Welcome to nginx</html>", content_type="text/html"), ["text/html, not JSON"], 1),
    "no JSON": (Reply(body=b'{"choices": [', content_type="application/json"), ["no whole JSON"], 1),
    "other JSON": (Reply(body=b'{"hello": 1}'), ["no chat answer", "hello"], 1),
    "a list": (Reply(body=b"[1, 2]"), ["no chat answer"], 1),
    "null": (Reply(body=b"null"), ["no chat answer"], 1),
    "deep JSON": (Reply(body=b"[" * 100_000), ["no whole JSON"], 1),
    "hangs up": (Reply(hang_up=True), ["hung up"], 1),
    "sends elsewhere": (Reply(status=302, body=b"", headers=(("Location", "http://example.com/"),)), ["302", "elsewhere"], 1),
    "no end": (Reply(body=b'{"x": "' + b"a" * 5_000_000), ["longer than"], 1),
    "prose only": (Reply("I think you should buy a better camera."), ["gave no command", "better camera"], 3),
}  # fmt: skip


@pytest.mark.parametrize(("reply", "words", "most"), WRONG.values(), ids=WRONG.keys())
def test_one_clear_message_and_no_storm(inside, clip, model, reply, words, most):
    server = model(reply)
    done = inside.run("-n", "-m", "openai/small", "--api-base", server.base, "smaller", OPENAI_API_KEY=KEY)
    assert done.status == 7, (done.out, done.err)
    assert "Traceback" not in done.err
    assert 1 <= len(done.err.splitlines()) <= 3
    for word in words:
        assert word in done.err
    assert len(server.asked) <= most
    assert done.out == ""


def test_a_server_that_never_answers_is_left_after_the_timeout(inside, clip, model):
    server = model(commands(SMALL, delay=20))
    done = inside.run("-n", "-m", "openai/small", "--api-base", server.base, "smaller", FFAI_TIMEOUT="0.5")
    assert done.status == 7
    assert "did not answer within 0.5 s" in done.err


def test_a_server_that_drips_is_left_after_the_timeout(inside, clip, model):
    server = model(commands(SMALL, drip=0.05))
    began = time.monotonic()
    done = inside.run("-n", "-m", "openai/small", "--api-base", server.base, "smaller", FFAI_TIMEOUT="1")
    assert done.status == 7
    assert "did not answer within 1 s" in done.err
    assert time.monotonic() - began < 15, "a deadline holds however slowly it drips"


def test_what_is_no_http_is_said(inside, clip):
    import socket
    import threading

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            connection, _ = listener.accept()
            connection.recv(65536)
            connection.sendall(b"SSH-2.0-OpenSSH_9\r\n")
            connection.close()

        threading.Thread(target=serve, daemon=True).start()
        base = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        done = inside.run("-n", "-m", "openai/small", "--api-base", base, "smaller")
    assert done.status == 7
    assert "speaks no HTTP" in done.err


@pytest.mark.parametrize("base", ["ftp://x", "http://", "http:// x", "http:///v1"])
def test_an_address_that_is_none_is_wrong_usage(inside, clip, base):
    done = inside.run("-n", "-m", "openai/small", "--api-base", base, "smaller")
    assert done.status == 2
    assert "is no address" in done.err


def test_a_name_that_cannot_be_looked_up(inside, clip):
    done = inside.run("-n", "-m", "openai/small", "--api-base", "http://nowhere.invalid/v1", "smaller")
    assert done.status == 7
    assert "no server named nowhere.invalid" in done.err


def test_without_the_key_it_says_which(inside, clip):
    done = inside.run("-n", "-m", "claude-sonnet-x", "smaller", ANTHROPIC_API_KEY="")
    assert done.status == 7
    assert "ANTHROPIC_API_KEY is not set" in done.err


def test_busy_for_a_moment_is_asked_again(inside, clip, model):
    server = model(error(429, "slow down", headers=NOW), error(503, "overloaded", headers=NOW), commands(SMALL))
    done = inside.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "smaller")
    assert done.document["commands"] == [SMALL]
    assert len(server.asked) == 3


def test_a_server_without_structured_output_is_asked_plainly_and_that_is_remembered(inside, clip, model):
    no = error(400, "'response_format' of type json_schema is not supported with this model")
    server = model(no, error(400, "response_format json_object is not supported"), Reply(f"```\n{SMALL}\n```"))
    for _ in range(2):
        done = inside.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "smaller")
        assert done.document["commands"] == [SMALL]
    assert ["response_format" in asked.body for asked in server.asked] == [True, True, False, False]


def test_a_model_that_takes_no_temperature_is_asked_without(inside, clip, model):
    server = model(error(400, "Unsupported value: 'temperature' does not support 0.0 with this model."), commands(SMALL))
    done = inside.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "smaller")
    assert done.document["commands"] == [SMALL]
    assert ["temperature" in asked.body for asked in server.asked] == [True, False]


@pytest.mark.parametrize("form", ["schema", "tool", "json", "text"])
def test_the_form_can_be_chosen(inside, clip, model, form):
    server = model(commands(SMALL, tool=form == "tool"))
    done = inside.run("--json", "-n", "-m", "openai/small", "--api-base", server.base, "smaller", FFAI_STRUCTURED=form)
    assert done.document["commands"] == [SMALL]
    body = server.asked[0].body
    assert ("tools" in body, (body.get("response_format") or {}).get("type")) == {
        "schema": (False, "json_schema"), "tool": (True, None), "json": (False, "json_object"), "text": (False, None),
    }[form]  # fmt: skip


def test_ctrl_c_cancels_at_once(world, clip, model):
    server = model(commands(SMALL, delay=30))
    process = subprocess.Popen(
        world.command("-n", "-m", "openai/small", "--api-base", server.base, "smaller"),
        cwd=world.work, env=world.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    while not server.asked:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert out == b""


# --- keys


def everything(world, done):
    """All text that a run left anywhere."""
    texts = [done.out, done.err]
    for folder in (world.root, world.variables["FFAI_CACHE_DIR"]):
        for place, _, names in os.walk(folder):
            for name in names:
                with open(os.path.join(place, name), "rb") as file:
                    texts.append(file.read().decode("latin-1"))
    return "\n".join(texts)


@pytest.mark.parametrize(
    "reply",
    [
        commands(SMALL, explanation=f"your key is {KEY}"),
        commands(f"ffmpeg -i talk.mp4 -metadata title={KEY} out.mp4"),
        error(401, f"Incorrect API key provided: {KEY}. You can find it"),
        error(500, f"Bearer {KEY}", headers=NOW),
        Reply(body=f"<html>{KEY}</html>".encode(), content_type="text/html"),
        Reply(body=f"{{{KEY}".encode()),
        Reply(f"I will not, and your key is {KEY}"),
        Reply(refusal=f"no: {KEY}"),
        Reply(json.dumps({"commands": [], "question": f"is {KEY} your key?"})),
    ],
    ids=["explanation", "command", "401", "500", "html", "no json", "prose", "refusal", "question"],
)
@pytest.mark.parametrize("flags", [["-n"], ["--json", "-n"], ["--show-prompt"]], ids=["preview", "json", "show prompt"])
def test_a_key_is_written_nowhere(inside, clip, model, reply, flags):
    inside.variables["FFAI_CACHE_DIR"] = str(inside.root / "cache")
    server = model(reply)
    done = inside.run(*flags, "-m", "openai/small", "--api-base", server.base, "smaller", OPENAI_API_KEY=KEY)
    assert "Traceback" not in done.err
    assert KEY not in everything(inside, done)
    assert all(KEY not in asked.said for asked in server.asked)


def test_a_key_in_a_variable_of_ones_own(inside, clip, model):
    server = model(commands(SMALL))
    variables = {"FFAI_KEY_VARIABLE": "MY_KEY", "MY_KEY": KEY, "OPENAI_API_KEY": "another"}
    assert inside.run("-n", "-m", "openai/small", "--api-base", server.base, "smaller", **variables).status == 0
    assert server.asked[0].headers["Authorization"] == f"Bearer {KEY}"


def test_a_key_from_the_keyring(world, clip, model):
    """A keyring package in front of the real one: same functions, a file behind them."""
    (world.root / "keyring.py").write_text(
        f"def get_password(service, name):\n    return {KEY!r} if (service, name) == ('ffai', 'openai') else None\n"
    )
    server = model(commands(SMALL))
    done = world.run("-n", "-m", "openai/small", "--api-base", server.base, "smaller", PYTHONPATH=str(world.root))
    assert done.status == 0, done.err
    assert server.asked[0].headers["Authorization"] == f"Bearer {KEY}"
