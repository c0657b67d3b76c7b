"""The studio in a real Chromium: by keys alone, for several people, with hostile texts, thousands of runs, a phone's width."""

import json
import shutil
import subprocess
import threading
import time
from contextlib import suppress
from importlib import resources

import pytest
from cli.world import World
from ffai_evals.project import add, fresh, load
from ffai_evals.project.new import start
from ffai_evals.project.text import to_text
from ffai_evals.project.write import output
from ffai_evals.studio.items import Desk
from ffai_evals.studio.server import Studio
from ffai_evals.team import ratings
from reports.made import Made
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from ffai.environment import process_environment

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="there is no Chromium here, or no chromedriver")

KEY = "named::Correctness"
HOSTILE = "</script><script>window.ran=1</script><img src=x onerror=window.ran=1><a href=javascript:window.ran=1>x</a>"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    profile = tmp_path_factory.mktemp("profile")
    for said in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,860", f"--user-data-dir={profile}"):
        options.add_argument(said)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


class Page:
    def __init__(self, chromium, address):
        self.driver = chromium
        self.look(1280, 860)
        chromium.get(address)
        self.until("document.title.endsWith('ffai studio') && document.title.includes('·')")

    def look(self, width, height, *, dark=False):
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})

    def js(self, code):
        return self.driver.execute_script(f"return {code}")

    def until(self, code, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(Exception):
                if found := self.js(code):
                    return found
            time.sleep(0.05)
        raise AssertionError(f"never: {code}\n{self.text()[:2000]}")

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def text(self, name="body"):
        return self.driver.find_element(By.CSS_SELECTOR, name).text

    def at(self, request):
        self.until(f"document.getElementById('request').textContent === {json.dumps(request)}")

    def violations(self):
        self.driver.execute_script(resources.files("axe_core_python").joinpath("axe.min.js").read_text())
        found = self.driver.execute_async_script("axe.run().then((r) => arguments[arguments.length - 1](r.violations))")
        return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


def _run(text, command="ffmpeg -i talk.mp4 -c copy talk.mkv"):
    source = {"type": "human", "properties": {"created_by": "me"}}
    return fresh("task_run", {"input": text, "input_source": source, "output": output(command), "tags": []})


@pytest.fixture
def opened(chromium, tmp_path, monkeypatch, request):
    """Opens a project's folder in the browser."""
    for kind in ("STATE", "CONFIG"):
        monkeypatch.setenv(f"FFAI_{kind}_DIR", str(tmp_path / kind))
    running = []

    def open_folder(folder):
        studio = Studio(Desk(str(folder), "Ann", process_environment()))
        thread = threading.Thread(target=studio.serve)
        thread.start()
        running.append((studio, thread))
        return Page(chromium, studio.address)

    yield open_folder
    chromium.get("about:blank")
    for studio, thread in running:
        studio._server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture
def project(tmp_path):
    task = start(str(tmp_path / "p"), "Media", prompt="Do it").tasks[0]
    for text, command in (
        ("convert talk.mp4 to mkv", "ffmpeg -i talk.mp4 -c copy talk.mkv"),
        ("make talk.mp4 half as wide and high", "ffmpeg -i talk.mp4 -vf scale=iw/2:-2 -c:a copy small.mp4"),
        ("extract the sound of talk.mp4 as wav", "ffmpeg -i talk.mp4 -vn talk.wav"),
    ):
        add(task, "", _run(text, command))
    return tmp_path / "p"


def _said(project, request, rater="Ann"):
    """A rater's value and note of a run, as they stand in the project's folder."""
    run = next(r for r in load(str(project)).tasks[0].of("task_run") if r.data["input"] == request)
    mine = next((r for r in ratings.of_run(run) if r["rater"] == rater), None)
    return (None, "") if mine is None else (ratings.value_of(mine, KEY), mine["note"])


def _requests(page):
    return page.js("[...document.querySelectorAll('.row')].map((row) => row.textContent)")


def test_everything_is_done_by_keys(opened, project):
    page = opened(project)
    first, second, third = _requests(page)
    page.at(first)
    page.keys("1")
    page.at(second)
    page.keys("n")
    page.keys("not what I meant 1 0 u", Keys.ESCAPE)
    page.until("document.activeElement.id === 'item'")
    page.keys("0")
    page.at(third)
    page.until("document.getElementById('told').textContent === '2 of 3 rated'")
    assert (_said(project, first), _said(project, second)) == ((1.0, ""), (0.0, "not what I meant 1 0 u"))
    assert page.js("document.getElementById('note').value") == ""
    page.keys("u")
    page.at(second)
    page.until("document.getElementById('told').textContent === '1 of 3 rated'")
    assert _said(project, second)[0] is None
    page.keys("k")
    page.at(first)
    page.until("document.querySelector('#choices [aria-pressed=true]')?.textContent.startsWith('pass')")
    page.keys("x")
    page.until("document.getElementById('told').textContent === '0 of 3 rated'")
    assert _said(project, first)[0] is None
    page.keys("/", "sound", Keys.ENTER)
    page.at("extract the sound of talk.mp4 as wav")
    page.keys("?")
    page.until("document.getElementById('keys').open")
    page.keys("1")
    page.keys(Keys.ESCAPE)
    page.until("!document.getElementById('keys').open")
    assert not list(project.rglob("ratings/*.new"))
    assert _said(project, "extract the sound of talk.mp4 as wav")[0] is None, "behind a dialog nothing is rated"


def test_players_are_in_step_and_sound_is_seen(opened, project):
    page = opened(project)
    page.keys("/", "half", Keys.ENTER)
    page.at("make talk.mp4 half as wide and high")
    page.until(
        "document.querySelectorAll('#media video').length === 2 && [...document.querySelectorAll('#media video')].every((v) => v.readyState >= 3)"
    )
    assert "right" in page.text("#class")
    assert "resizes" in page.text("#rows")
    page.keys(" ")
    players = "[...document.querySelectorAll('#media video')]"
    page.until(f"{players}.every((v) => v.currentTime > 0.4)")
    page.keys(" ")
    page.until(f"{players}.every((v) => v.paused)")
    page.keys(".")
    page.until(f"Math.abs({players}[0].currentTime - {players}[1].currentTime) < 0.01")
    page.keys(Keys.ESCAPE, "/")
    page.js("document.getElementById('search').select()")
    page.keys("sound", Keys.ENTER)
    page.at("extract the sound of talk.mp4 as wav")
    wave = "document.querySelector('#media img.wave')"
    page.until(f"{wave}?.complete && {wave}.naturalWidth > 100")
    assert page.js(f"{wave}.alt") == "After: the waveform of talk.wav"


def test_hostile_texts_run_nothing(opened, project):
    task = load(str(project)).tasks[0]
    add(task, "", _run(HOSTILE, f"ffmpeg -i 'a.mp4' -metadata title='{HOSTILE}' b.mp4"))
    for run in load(str(project)).tasks[0].of("task_run"):
        ratings.rate(run, f"<b>{HOSTILE}", KEY, 1, "pass_fail", HOSTILE)
    page = opened(project)
    page.keys("/", "script", Keys.ENTER)
    page.at(HOSTILE)
    page.until("document.getElementById('class').textContent !== 'running it on media made for it …'")
    page.keys("0", "f")
    page.until("document.querySelector('#figures section')")
    page.keys("r")
    page.until("!document.getElementById('rate').hidden")
    assert page.js("window.ran ?? null") is None
    assert page.js("document.querySelectorAll('img[src=x], a, b').length") == 0
    assert "<img src=x" in page.text("#request")
    said = [line["message"] for line in page.driver.get_log("browser") if line["level"] == "SEVERE"]
    assert said == []


def test_what_others_do_shows_up_by_itself_and_is_shown_to_those_who_have_rated(opened, project):
    page = opened(project)
    first = _requests(page)[0]
    page.at(first)
    run = next(r for r in load(str(project)).tasks[0].of("task_run") if r.data["input"] == first)
    ratings.rate(run, "Ben", KEY, 0, "pass_fail", "it stutters")
    page.until("document.getElementById('others').textContent.includes('1 other has rated')")
    assert "stutters" not in page.text()
    add(load(str(project)).tasks[0], "", _run("a run that came by git"))
    page.until("document.getElementById('told').textContent === '0 of 4 rated'")
    page.at(first)
    page.keys("1")
    page.until("document.getElementById('told').textContent === '1 of 4 rated'")
    page.keys("k")
    page.at(first)
    page.until("document.getElementById('others').textContent === 'Ben: fail (it stutters)'")
    page.until("document.getElementById('why').textContent.includes('disagree') || document.querySelector('.row.apart')")
    page.driver.find_element(By.CSS_SELECTOR, "#rater option[value=Ben]").click()
    page.until("document.querySelector('.row.fail')")
    page.at(first)  # what raters disagree about comes first
    page.until("document.querySelector('#choices [aria-pressed=true]')?.textContent.startsWith('fail')")
    page.keys(Keys.ESCAPE, "x")
    page.until("document.getElementById('told').textContent === '0 of 4 rated'")
    assert _said(project, first, "Ben") == (None, "it stutters")
    assert _said(project, first)[0] == 1.0


def test_screen_readers_and_every_look(opened, tmp_path):
    made = Made(tmp_path / "p", items=4)
    config = made.config("gpt")
    for number, run in enumerate(made.runs):
        made.score(config, run, number % 2)
        ratings.rate(run, "Ben", KEY, number % 2, "pass_fail", "so so")
    page = opened(tmp_path / "p")
    page.until("document.querySelectorAll('.row').length === 4")
    for width, dark in ((1280, False), (1280, True), (390, False), (390, True)):
        page.look(width, 800, dark=dark)
        time.sleep(0.3)
        assert page.violations() == [], (width, dark)
        assert page.js("document.documentElement.scrollWidth <= innerWidth"), width
        if width < 600:
            assert page.js(
                "Math.min(...[...document.querySelectorAll('#choices button, header nav button')].map((b) => b.offsetHeight)) >= 40"
            )
    page.driver.find_element(By.ID, "back").click()
    page.until("document.getElementById('list').offsetHeight > 200")
    assert page.violations() == []
    page.driver.find_element(By.CSS_SELECTOR, ".row").click()
    page.until("document.getElementById('content').offsetHeight > 100")
    page.keys("f")
    page.until("document.querySelectorAll('#figures svg[role=img]').length >= 2")
    assert "Run configs by evals" in page.text("#figures")
    assert page.violations() == []
    page.look(1280, 800)
    assert page.violations() == []


def test_the_order_is_by_what_judges_are_unsure_of(opened, tmp_path):
    made = Made(tmp_path / "p", items=3)
    config = made.config("gpt")
    for run, value in zip(made.runs, (0.98, 0.55, 0.2), strict=True):
        made.score(config, run, value)
    page = opened(tmp_path / "p")
    page.until("document.querySelectorAll('.row').length === 3")
    page.driver.find_element(By.CSS_SELECTOR, "#order option[value=unsure]").click()
    page.at("mail 1")
    assert _requests(page) == ["mail 1", "mail 2", "mail 0"]


def test_what_was_asked_for_here_is_taken_into_the_project_or_dropped(opened, project, tmp_path):
    world = World(tmp_path)  # its record is the one that the studio reads
    talk = world.work / "talk.mp4"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=1", talk], check=True
    )
    for request in ("scale talk.mp4 to 32x32", "convert talk.mp4 to mkv please", "make a gif of talk.mp4"):
        assert world.run("--yes", request, FFAI_STATE_DIR=str(tmp_path / "STATE")).status == 0
    page = opened(project)
    page.until("document.querySelectorAll('.row').length === 3")
    page.keys("c")
    page.until("document.querySelector('#candidates h2')?.textContent === '3 to decide on'")
    assert page.violations() == []
    first = page.js("document.getElementById('candidate-request').value")
    page.driver.find_element(By.ID, "candidate-request").send_keys(" and quickly")
    page.keys(Keys.ESCAPE, "a")
    page.until("document.querySelector('#candidates h2')?.textContent === '2 to decide on'")
    page.keys("d")
    page.until("document.querySelector('#candidates h2')?.textContent === '1 to decide on'")
    page.keys("r")
    page.until("document.querySelectorAll('.row').length === 4")
    assert f"{first} and quickly" in _requests(page)
    runs = [run.data["input"] for run in load(str(project)).tasks[0].of("task_run")]
    assert runs.count(f"{first} and quickly") == 1
    assert len(runs) == 4


def test_five_thousand_runs_are_scrolled_with_a_few_rows_on_the_page(opened, tmp_path):
    task = start(str(tmp_path / "p"), "Many", prompt="Do it").tasks[0]
    model = add(task, "", _run("number 0000"))
    folder = tmp_path / "p" / model.path.split("/p/")[1].rsplit("/", 2)[0]
    for number in range(1, 5000):
        data = {**model.data, "id": f"{100_000_000_000 + number}", "input": f"number {number:04}"}
        place = folder / data["id"]
        place.mkdir()
        (place / "task_run.kiln").write_text(to_text(data))
    page = opened(tmp_path / "p")
    page.until("document.getElementById('told').textContent === '0 of 5000 rated'")
    for part in (0.5, 1.0, 0.25):
        page.js(f"document.getElementById('list').scrollTop = {part} * document.getElementById('list').scrollHeight")
        wanted = f"number {min(4999, int(part * 5000)):04}"
        page.until(
            f"[...document.querySelectorAll('.row')].some((r) => r.textContent === {wanted!r} && r.getBoundingClientRect().top < innerHeight)"
        )
        assert len(_requests(page)) < 50
    page.keys("/", "4321", Keys.ENTER)
    page.at("number 4321")
    page.keys("1")
    page.until("document.getElementById('told').textContent === '1 of 5000 rated'")
