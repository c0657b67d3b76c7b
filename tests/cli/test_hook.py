"""The guard in front of a coding agent: events as an agent sends them, through the real program."""

import json

import pytest


def _event(command, cwd=None, tool="Bash"):
    return json.dumps({
        "session_id": "x", "hook_event_name": "PreToolUse", "tool_name": tool, "tool_input": {"command": command, "description": "d"},
        **({"cwd": str(cwd)} if cwd else {}),
    })  # fmt: skip


def _decision(done):
    return json.loads(done.out)["hookSpecificOutput"] if done.out else None


@pytest.mark.parametrize(
    ("command", "decision", "code"),
    [
        ("ffmpeg -y -i talk.mp4 ./talk.mp4", "deny", "FF_SAME_FILE"),
        ("cd /tmp && ffmpeg -i talk.mp4 b.mkv; rm -rf talk.mp4", "deny", "SH_DELETE"),
        ("f\\fmpeg -y -i talk.mp4 'talk.mp4'", "deny", "FF_SAME_FILE"),
        ("ffmpeg -y -i http://example.org/a.mp4 b.mkv", "ask", "FF_NET_IN"),
        ("ffmpeg -i talk.mp4 taken.mkv", "ask", "FF_OVERWRITE"),
        ('git commit -m "use ffmpeg here"', "ask", "SH_UNKNOWN_PROGRAM"),
        (["ffmpeg", "-y", "-i", "talk.mp4", "talk.mp4"], "deny", "FF_SAME_FILE"),
    ],
)  # fmt: skip
def test_what_could_lose_a_file_is_denied_or_asked_about(world, clip, command, decision, code):
    (world.work / "taken.mkv").write_bytes(b"kept")
    done = world.run("guard", "hook", text=_event(command, world.work), cwd=world.root)
    assert done.status == 0, done.err
    answer = _decision(done)
    assert answer["hookEventName"] == "PreToolUse"
    assert answer["permissionDecision"] == decision
    assert code in answer["permissionDecisionReason"]
    by_status = world.run("guard", "hook", "--exit-code", text=_event(command, world.work), cwd=world.root)
    assert (by_status.status, by_status.out) == (2, "")
    assert code in by_status.err


@pytest.mark.parametrize("command", ["git status", "rm -rf build", "", "ffmpeg -i talk.mp4 new.mkv"])
def test_other_commands_and_harmless_ones_go_on_without_a_word(world, clip, command):
    done = world.run("guard", "hook", text=_event(command))
    assert (done.status, done.out, done.err) == (0, "", "")


def test_a_harmless_one_is_allowed_where_that_is_wanted(world, clip):
    done = world.run("guard", "hook", "--allow", text=_event("ffmpeg -i talk.mp4 new.mkv"))
    assert _decision(done)["permissionDecision"] == "allow"
    assert world.run("guard", "hook", "--allow", text=_event("git status")).out == ""


def test_a_tool_that_runs_nothing_is_let_through(world):
    done = world.run("guard", "hook", text='{"tool_name": "Read", "tool_input": {"file_path": "ffmpeg.txt"}}')
    assert (done.status, done.out) == (0, "")


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '{"tool_input": {"command": 3}}', '{"command": "ffmpeg", "cwd": 1}', b"\xff\xfe", "[" * 100_000]
)
def test_what_cannot_be_read_is_stopped(world, text):
    done = world.run("guard", "hook", text=text)
    assert (done.status, done.out) == (2, "")
    assert "the command is stopped" in done.err
    assert "Traceback" not in done.err


def test_a_policy_that_cannot_be_read_stops(world, clip):
    world.config.mkdir()
    (world.config / "guard.toml").write_text("= nonsense")
    assert world.run("guard", "hook", text=_event("ffmpeg -i talk.mp4 b.mkv")).status == 2
