"""The studio through a real HTTP client."""

import http.client
import json
import re
import signal
import subprocess
import urllib.request
from urllib.parse import urlsplit

import pytest
from cli.world import World
from ffai_evals.project import add, fresh, load
from ffai_evals.project.new import start
from ffai_evals.project.write import output
from ffai_evals.team import ratings

PAGE = ("app.js", "dom.js", "list.js", "media.js", "figures.js", "candidates.js", "app.css", "icon.svg")
KEY = "named::Correctness"
HOSTILE = "</script><script>document.title='RUN'</script><img src=x onerror=\"document.title='RUN'\">"


def _run(text, command):
    source = {"type": "human", "properties": {"created_by": "me"}}
    return fresh("task_run", {"input": text, "input_source": source, "output": output(command), "tags": []})


@pytest.fixture
def project(tmp_path):
    task = start(str(tmp_path / "p"), "Media", prompt="Do it").tasks[0]
    add(task, "", _run("convert talk.mp4 to mkv", "ffmpeg -i talk.mp4 -c copy talk.mkv"))
    add(task, "", _run(HOSTILE, f"ffmpeg -i 'a.mp4' -metadata title=\"{HOSTILE}\" b.mp4"))
    add(task, "", _run("extract the sound of talk.mp4 as wav", "ffmpeg -i talk.mp4 -vn talk.wav"))
    return tmp_path / "p"


@pytest.fixture
def studio(project, tmp_path):
    """The running program; what it answers to a request below its address."""
    (tmp_path / "w").mkdir()
    world = World(tmp_path / "w")
    process = subprocess.Popen(
        world.command("studio", str(project), "--rater", "Ann", "--no-open"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**world.variables, "FFAI_CACHE_DIR": str(tmp_path / "cache")},
    )  # fmt: skip
    with process:
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", address), process.stderr.read()
        yield Client(address)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert process.stderr.read() == ""


class Client:
    def __init__(self, address):
        self.address, self.parts = address, urlsplit(address)

    def __call__(self, path, body=None, *, whole=False, **headers):
        connection = http.client.HTTPConnection(self.parts.hostname, self.parts.port, timeout=60)
        if body is not None:
            headers = {"Content-Type": "application/json", "Origin": f"http://{self.parts.netloc}", **headers}
        data = body if isinstance(body, bytes | None) else json.dumps(body)
        connection.request(
            "GET" if body is None else "POST",
            path if whole else self.parts.path + path,
            data,
            {k.replace("_", "-"): v for k, v in headers.items()},
        )
        answer = connection.getresponse()
        answer.data = answer.read()
        connection.close()
        return answer

    def first(self, path):
        """The first line of data of an endless answer."""
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return next(line.decode() for line in answer if line.startswith(b"data"))

    def json(self, path, body=None):
        answer = self(path, body)
        assert answer.status == 200, answer.data
        return json.loads(answer.data)


def _named(studio, text):
    return next(item["id"] for item in studio.json("api/items")["items"] if item["request"] == text)


def test_a_run_is_shown_explained_tried_and_rated(studio, project):
    identity = _named(studio, "convert talk.mp4 to mkv")
    item = studio.json(f"api/item/{identity}")
    assert item["command"] == "ffmpeg -i talk.mp4 -c copy talk.mkv"
    assert any(row["part"] == "-c copy" for row in item["rows"])
    tried = studio.json(f"api/tried/{identity}")
    assert (tried["class"], tried["before"], tried["after"]) == ("right", ["talk.mp4"], ["talk.mkv"])
    assert tried["scores"]
    assert all(score["met"] for score in tried["scores"])
    assert studio(f"still/{identity}/talk.mkv").data[:2] == b"\xff\xd8"
    whole = studio(f"media/{identity}/talk.mp4")
    assert whole.getheader("Content-Type") == "video/mp4"
    part = studio(f"media/{identity}/talk.mp4", Range="bytes=4-7")
    assert (part.status, part.data) == (206, whole.data[4:8])
    assert part.getheader("Content-Range") == f"bytes 4-7/{len(whole.data)}"
    studio.json("api/rate", {"id": identity, "value": 1, "note": "plays — fine"})
    run = next(r for r in load(str(project)).tasks[0].of("task_run") if r.id == identity)
    assert [(r["rater"], r["ratings"][KEY]["value"], r["note"]) for r in ratings.of_run(run)] == [("Ann", 1.0, "plays — fine")]
    assert run.data["output"]["rating"]["requirement_ratings"][KEY] == {"value": 1.0, "type": "pass_fail"}
    studio.json("api/rate", {"id": identity, "value": None, "note": ""})
    run = next(r for r in load(str(project)).tasks[0].of("task_run") if r.id == identity)
    assert run.data["output"]["rating"]["requirement_ratings"] == {}


def test_what_others_do_shows_up_and_disagreement_comes_first(studio, project):
    before = studio.json("api/items")["stamp"]
    identity = _named(studio, "extract the sound of talk.mp4 as wav")
    studio.json("api/rate", {"id": identity, "value": 1, "note": ""})
    run = next(r for r in load(str(project)).tasks[0].of("task_run") if r.id == identity)
    ratings.rate(run, "Ben", KEY, 0, "pass_fail")
    assert studio.json("api/items")["stamp"] != before
    told = studio.first("api/changes")
    queue = studio.json("api/items")
    assert told == f"data: {queue['stamp']}\n", "what the page knows is what is told"
    first = queue["items"][0]
    assert (first["id"], first["why"], first["raters"], first["mine"]) == (identity, "disagreement", 2, 1.0)


def test_only_this_page_on_this_machine_gets_an_answer(studio, project):
    identity = studio.json("api/items")["items"][0]["id"]
    rate = {"id": identity, "value": 1}
    token = studio.parts.path
    assert studio("/", whole=True).status == 404
    assert studio("/" + "x" * 32 + "/api/items", whole=True).status == 404
    assert studio("api/items", Host="evil.example").status == 403
    assert studio("api/rate", rate, Origin="http://evil.example").status == 403
    assert studio("api/rate", rate, Origin="null").status == 403
    assert studio("api/rate", rate, Sec_Fetch_Site="cross-site").status == 403
    assert studio("api/rate", rate, Content_Type="text/plain").status == 415
    assert studio("api/rate", b"{").status == 400
    assert studio("api/rate", b"x" * 200_000).status == 413
    assert not list(project.rglob("ratings/*"))
    page = studio("")
    assert "default-src 'none'" in page.getheader("Content-Security-Policy")
    assert page.getheader("X-Content-Type-Options") == "nosniff"
    assert page.getheader("Referrer-Policy") == "no-referrer"
    assert token.strip("/") not in page.data.decode()
    text = "".join(studio(name).data.decode() for name in ("", *PAGE))
    assert not re.search(r"(?:https?:)?//(?!www\.w3\.org)[a-z]+\.", text), "nothing comes from elsewhere"
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_no_other_file_is_served(studio):
    identity = _named(studio, "convert talk.mp4 to mkv")
    for name in ("../verdict.json", "..%2Fverdict.json", "%2Fetc%2Fpasswd", "gone.mp4", ""):
        assert studio(f"media/{identity}/{name}").status in (400, 404), name


def test_what_is_no_rating_is_refused_in_words(studio, project):
    identity = studio.json("api/items")["items"][0]["id"]
    wrong = [
        {"value": 7},
        {"value": 0.5},
        {"value": True},
        {"value": "1"},
        {"value": 1, "note": 3},
        {"value": 1, "note": "x" * 20_000},
    ]
    for body in ({"id": "0", "value": 1}, *wrong):
        answer = studio("api/rate", {"id": identity, **body})
        assert answer.status == 400, body
        assert json.loads(answer.data)["error"]
    assert not list(project.rglob("ratings/*"))


def test_wrong_usage_is_told(tmp_path, project):
    (tmp_path / "w").mkdir()
    world = World(tmp_path / "w")
    assert world.run("studio", "nowhere", "--no-open").status == 6
    done = world.run("studio", str(project), "--rater", "???", "--no-open")
    assert (done.status, "rater" in done.err) == (2, True)
