"""`ffai mcp` through the SDK's own client, over real pipes: what an agent sees, and what it cannot do."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import ElicitResult, ListRootsResult, Root

from ffai.mcp.server import make_server


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "talk.mp4"
    source = ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=10:duration=1", "-f", "lavfi", "-i", "sine=duration=1"]
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *source, *code, path], check=True)
    return path


@pytest.fixture
def work(tmp_path, clip, monkeypatch):
    for kind in ("STATE", "CONFIG"):
        monkeypatch.setenv(f"FFAI_{kind}_DIR", str(tmp_path / kind))
    for name in ("work", "other"):
        (tmp_path / name).mkdir()
        shutil.copy(clip, tmp_path / name)
    return tmp_path / "work"


class Agent:
    """A client that answers as it is told to."""

    def __init__(self, answer=None, roots=None):
        self.answer, self.roots, self.asked = answer, roots, []

    async def elicit(self, _context, params):
        self.asked.append(params.message)
        return self.answer

    async def list_roots(self, _context):
        return ListRootsResult(roots=[Root(uri=Path(root).as_uri()) for root in self.roots])


@asynccontextmanager
async def connected(work, *folders, agent=None, mode="auto", pipes=False):
    """A session over real pipes with `ffai mcp`, or with the same server in this process."""
    server = make_server([str(folder) for folder in folders])
    if pipes:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "ffai", "mcp", *map(str, folders)], env=dict(os.environ)
        )
        server = stdio_client(command)
    agent = agent or Agent()
    options = {}
    if agent.answer is not None:
        options["elicitation_callback"] = agent.elicit
    if agent.roots is not None:
        options["list_roots_callback"] = agent.list_roots
    async with Client(server, mode=mode, **options) as client:
        yield client


def told(result):
    assert result.is_error
    return result.content[0].text


def session(*arguments, **options):
    """Runs an async test in a connected session."""

    def wrap(test):
        def run(work):
            async def main():
                async with connected(work, *(arguments or (work,)), **options) as client:
                    await test(work, client)

            asyncio.run(main())

        run.__name__ = test.__name__
        return run

    return wrap


@session(pipes=True)
async def test_an_agent_plans_looks_and_runs_with_a_token(work, client):
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"plan", "check", "explain", "probe", "run"}
    assert all(tools[name].annotations.read_only_hint for name in ("plan", "check", "explain", "probe"))
    assert "token" in tools["run"].input_schema["properties"]
    assert not {"roots", "answer"} & set(tools["run"].input_schema["properties"])
    plan = (await client.call_tool("plan", {"request": "scale talk.mp4 to half size"})).structured_content
    assert plan["verdict"]["level"] == "allow"
    assert "✓ safe" in plan["preview"]
    facts = (await client.call_tool("probe", {"path": "talk.mp4"})).structured_content["facts"]
    assert facts["streams"][0]["width"] == 160
    rows = (await client.call_tool("explain", {"command": plan["commands"][0]})).structured_content["rows"]
    assert any("resizes" in row["text"] for row in rows)

    call = {"command": plan["commands"][0]}
    shown = (await client.call_tool("run", call)).structured_content
    assert shown["status"] == "to be confirmed"
    assert os.listdir(work) == ["talk.mp4"]
    assert "not what was shown" in told(
        await client.call_tool("run", {"command": "ffmpeg -i talk.mp4 x.mkv", "token": shown["token"]})
    )
    shown = (await client.call_tool("run", call)).structured_content
    done = (await client.call_tool("run", {**call, "token": shown["token"]})).structured_content
    assert done["status"] == "done"
    made = done["created"][0]["path"]
    assert (work / made).stat().st_size == done["created"][0]["size"]
    assert done["undo"].startswith("ffai undo ")
    (work / made).unlink()
    assert "used up" in told(await client.call_tool("run", {**call, "token": shown["token"]}))


@session()
async def test_what_is_denied_outside_or_wrong_is_a_plain_error(work, client):
    (work / "way").symlink_to(work.parent / "other")
    (work / "link.mp4").symlink_to(work.parent / "other" / "talk.mp4")
    before = sorted(os.listdir(work))
    for tool, call, says in (
        ("run", {"command": "rm talk.mp4"}, "refused: "),
        ("run", {"command": "ffmpeg -y -i talk.mp4 ./talk.mp4"}, "FF_SAME_FILE"),
        ("run", {"command": "ffmpeg -i gone.mp4 x.mp4"}, "gone.mp4"),
        ("run", {"command": "ffmpeg -i talk.mp4 -c:v nonesuch x.mp4"}, "nonesuch"),
        ("run", {"command": "ffmpeg -i talk.mp4 ../x.mp4"}, "outside"),
        ("run", {"command": "ffmpeg -i way/talk.mp4 x.mp4"}, "outside"),
        ("run", {"command": "ffmpeg -i talk.mp4 way/x%d.png"}, "outside"),
        ("run", {"command": " "}, "empty"),
        ("check", {"command": "ffmpeg -i link.mp4 x.mp4"}, "outside"),
        ("explain", {"command": f"ffmpeg -i {work.parent}/other/talk.mp4 x.mp4"}, "outside"),
        ("probe", {"path": "../other/talk.mp4"}, "outside"),
        ("probe", {"path": "file:../other/talk.mp4"}, "outside"),
        ("probe", {"path": "gone.mp4"}, "gone.mp4"),
        ("plan", {"request": f"convert {work.parent}/other/talk.mp4 to mkv"}, "outside"),
        ("plan", {"request": "convert this to mkv", "files": ["../other/talk.mp4"]}, "outside"),
        ("plan", {"request": "convert talk.mp4 to mkv", "folder": ".."}, "outside"),
        ("plan", {"request": "delete talk.mp4"}, ""),
        ("plan", {"request": ""}, "empty"),
        ("nonesuch", {}, "nonesuch"),
    ):
        error = told(await client.call_tool(tool, call))
        assert says in error, (tool, call, error)
        assert "Traceback" not in error
        assert "160" not in error
    assert (await client.call_tool("check", {"command": "rm talk.mp4"})).structured_content["verdict"]["level"] == "deny"
    assert sorted(os.listdir(work)) == before


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_that_can_ask_asks_its_user(work, mode):
    (work / "out.mkv").write_bytes(b"precious")
    new, old = "ffmpeg -i talk.mp4 -c copy new.mkv", "ffmpeg -i talk.mp4 -c copy out.mkv"

    async def run(answer, command):
        agent = Agent(answer)
        async with connected(work, work, agent=agent, mode=mode) as client:
            result = await client.call_tool("run", {"command": command})
        assert len(agent.asked) == 1
        assert command in agent.asked[0].replace(" \\\n     ", "")
        return result

    def yes(**content):
        return ElicitResult(action="accept", content=content)

    async def main():
        for answer in (ElicitResult(action="decline"), ElicitResult(action="cancel"), yes(run=False)):
            assert "nothing was run" in told(await run(answer, new))
        assert "did not agree" in told(await run(yes(name="yes"), old))
        assert sorted(os.listdir(work)) == ["out.mkv", "talk.mp4"]
        assert (await run(yes(run=True), new)).structured_content["created"][0]["path"] == "new.mkv"
        done = (await run(yes(name="out.mkv"), old)).structured_content
        assert done["replaced"]
        assert (work / "out.mkv").stat().st_size > 100

    asyncio.run(main())


@session()
async def test_a_client_that_cannot_ask_replaces_nothing(work, client):
    (work / "out.mkv").write_bytes(b"precious")
    assert "this client cannot ask" in told(await client.call_tool("run", {"command": "ffmpeg -i talk.mp4 -c copy out.mkv"}))
    assert (work / "out.mkv").read_bytes() == b"precious"


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_roots_of_a_client_are_the_folders(work, mode):
    async def facts(roots, *folders, path="talk.mp4"):
        async with connected(work, *folders, agent=Agent(roots=roots), mode=mode) as client:
            return await client.call_tool("probe", {"path": path})

    async def main():
        assert not (await facts([work])).is_error
        assert "no folder is open" in told(await facts([]))
        assert "no folder is open" in told(await facts([work.parent / "other"], work)), "a root does not widen the command line"
        assert "outside" in told(await facts([work], work.parent, path="../other/talk.mp4")), "but it narrows it"

    asyncio.run(main())


@session(pipes=True)
async def test_a_call_that_is_given_up_leaves_nothing_behind(work, client):
    call = {"command": "ffmpeg -re -stream_loop 100 -i talk.mp4 -c copy long.mkv"}
    token = (await client.call_tool("run", call)).structured_content["token"]
    running = asyncio.create_task(client.call_tool("run", {**call, "token": token}))
    for _ in range(200):
        await asyncio.sleep(0.05)
        if len(os.listdir(work)) > 1:
            break
    else:
        raise AssertionError("it did not begin")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    for _ in range(100):
        if os.listdir(work) == ["talk.mp4"]:
            break
        await asyncio.sleep(0.1)
    assert os.listdir(work) == ["talk.mp4"]


def test_without_the_sdk_it_says_what_to_install(work):
    code = "import sys; sys.modules['mcp'] = None; from ffai.entry import main; sys.argv = ['ffai', 'mcp']; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (6, "")
    assert "pip install 'ffai[mcp]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_it(work):
    process = subprocess.Popen([sys.executable, "-m", "ffai", "mcp", str(work)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
        process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["result"]["serverInfo"]["name"] == "ffai"
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
