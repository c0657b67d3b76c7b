"""`ffai guard`: verdicts as documents, codes, the table, and a policy of the user's own."""

import json

import pytest


@pytest.mark.parametrize(
    ("command", "status"), [("ffmpeg -i a.mp4 b.mp4", 0), ("ffmpeg -i a.mp4 http://h/x", 5), ("rm a.mp4", 4)]
)
def test_the_exit_status_is_the_verdict(world, command, status):
    assert world.run("guard", "check", command).status == status


def test_lines_are_weighed_each_in_its_own_folder(world):
    for name in ("one", "two"):
        (world.work / name).mkdir()
    (world.work / "two" / "b.mp4").write_bytes(b"x")
    lines = [{"id": n, "cmd": "ffmpeg -y -i a.mp4 b.mp4", "cwd": str(world.work / n)} for n in ("one", "two")]
    result = world.run("guard", "check", "--jsonl", text="".join(json.dumps(line) + "\n" for line in lines))
    assert [(d["id"], d["verdict"]["level"]) for d in result.lines] == [("one", "allow"), ("two", "confirm")]
    assert {"path": "b.mp4", "how": "write"}.items() <= result.lines[1]["touches"][1].items()


def test_a_code_is_explained_and_an_unknown_one_is_told(world):
    assert "input" in world.run("guard", "explain", "ff_same_file").out
    wrong = world.run("guard", "explain", "FF_SAME")
    assert wrong.status == 2
    assert "FF_SAME_FILE" in wrong.err


def test_the_table_is_shown(world):
    rows = world.run("guard", "table", "--json").document["rows"]
    assert {"where": "filter psnr, option stats_file", "how": "write", "what": "the file named by it"} in rows
    assert "SH_DELETE" in world.run("guard", "table", "--codes").out


def test_a_policy_tightens_and_allows_addresses_only(world):
    world.config.mkdir()
    policy = world.config / "guard.toml"
    policy.write_text('deny = ["FF_ENDLESS"]\n[allow]\naddresses = ["https://media.example.com/"]\n')
    check = lambda command: world.run("guard", "check", command).status  # noqa: E731
    assert check("ffmpeg -i https://media.example.com/a.mp4 b.mp4") == 0
    assert check("ffmpeg -i https://media.example.com.evil/a.mp4 b.mp4") == 5
    assert check("ffmpeg -f lavfi -i testsrc b.mp4") == 4
    policy.write_text('[allow]\ncodes = ["FF_OVERWRITE"]\n')
    refused = world.run("guard", "check", "ffmpeg -i a.mp4 b.mp4")
    assert refused.status == 2
    assert "FF_OVERWRITE cannot be allowed" in refused.err


def test_what_is_weighed_but_not_carried_out_is_not_run(world, clip):
    plan = world.run("explain", "if true; then ffmpeg -i talk.mp4 b.mp4; fi")
    assert "Traceback" not in plan.err
    assert not (world.work / "b.mp4").exists()
