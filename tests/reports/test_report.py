"""Reports: the figures are those of the files, every form says the same, and the page needs nothing but itself."""

import csv
import html.parser
import io
import json
import os
import re
import shutil
import subprocess
import time

import pytest
from ffai_evals.intervals import wilson
from ffai_evals.project import load
from reports.made import Made


@pytest.fixture
def made(world):
    """Three run configs on ten items: 9, 8 and 2 right; the middle one is the cheapest of the two good ones."""
    made = Made(world.work / "p", items=10)
    for name, right, cost in (("dear", 9, 0.02), ("cheap", 8, 0.001), ("poor", 2, 0.005)):
        config = made.config(name)
        for n, run in enumerate(made.runs):
            beside = None if n < right else {"class": "wrong_box", "reasoning": f"<b>box {n}</b> is not it"}
            made.score(
                config,
                run,
                n < right,
                5.0 if n < right else 2.0,
                cost=cost,
                beside=beside,
                answer=f"{name} says </script><script>alert({n})</script>",
            )
    return made


def document(world, *more):
    done = world.run("eval", "report", "p", "--format", "json", *more)
    assert done.status == 0, done.err
    return done.document


def test_the_cells_are_the_means_of_the_files_with_their_intervals(world, made):
    found = document(world)
    assert [c["name"] for c in found["run_configs"]] == ["dear", "cheap", "poor"]
    names = {c["id"]: c["name"] for c in found["run_configs"]}
    scores = {c["id"]: c["score"] for c in found["evals"]}
    cells = {(names[c["run_config"]], scores[c["eval"]]): c for c in found["cells"]}
    cheap = cells["cheap", "Correctness"]
    assert (cheap["n"], cheap["passes"], cheap["mean"]) == (10, 8, 0.8)
    assert cheap["interval"] == pytest.approx(wilson(8, 10), abs=1e-6)
    stars = cells["poor", "Style"]  # 2 of five stars, 8 of two: (2·1 + 8·0.25) / 10
    assert stars["mean"] == pytest.approx(0.4)
    assert stars["interval"][0] < 0.4 < stars["interval"][1]
    assert {c["name"]: c["cost"] for c in found["run_configs"]} == {"dear": 0.02, "cheap": 0.001, "poor": 0.005}
    assert {"eval": next(iter(scores)), "reason": "wrong_box", "samples": 11, "items": 8} in found["failures"]


def test_csv_and_text_say_the_same(world, made):
    rows = list(csv.DictReader(io.StringIO(world.run("eval", "report", "p", "--format", "csv").out)))
    assert [(r["run_config"], r["score"], r["mean"]) for r in rows][:2] == [
        ("dear", "Correctness", "0.9"),
        ("dear", "Style", "0.925"),
    ]
    text = world.run("eval", "report", "p").out
    assert re.search(r"cheap\s+80\.0%\s+49\.0% – 94\.3%\s+10\s+0\.001", text)
    assert "11 wrong_box" in text


def test_a_name_that_a_spreadsheet_would_run_is_text(world, made):
    made.score(made.config("=HYPERLINK(1)"), made.runs[0], True)
    assert "\n'=HYPERLINK" in world.run("eval", "report", "p", "--format", "csv").out


class Page(html.parser.HTMLParser):
    """The tags of a page, with the text inside of scripts left out; unclosed ones are a failure."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.words = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.words.append(data)


def page(world, *more):
    done = world.run("eval", "report", "p", "--out", "r.html", *more)
    assert done.status == 0, done.err
    return (world.work / "r.html").read_text()


def test_the_page_is_well_formed_and_names_nothing_outside_of_itself(world, made):
    text = page(world)
    found = Page(text)
    assert [t for t, _ in found.tags].count("script") == 2, "what a model answered became a script"
    for _, attributes in found.tags:
        assert not {"src", "srcset", "onclick", "onload"} & set(attributes)
        assert attributes.get("href", "#").startswith("#")
    policy = next(a["content"] for t, a in found.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    words = " ".join(found.words)
    for said in ("80.0%", "49.0% – 94.3%, n 10", "wrong box", "<b>box 9</b> is not it"):
        assert said in words
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.DOTALL)[1])
    assert data["configs"] == ["dear", "cheap", "poor"]
    assert sum(sample[2] for sample in data["samples"]["1,0"]) == 8


def test_only_a_report_is_replaced(world, made):
    page(world)
    page(world)
    (world.work / "notes.html").write_text("<p>mine")
    done = world.run("eval", "report", "p", "--out", "notes.html")
    assert done.status == 2
    assert "is no report" in done.err
    assert (world.work / "notes.html").read_text() == "<p>mine"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("report", "nowhere"), 6, "no project.kiln"),
        (("report", "p", "--eval", "Beauty"), 2, "'Correctness'"),
        (("report", "p", "--out", "r.pdf"), 2, "says no form"),
        (("report",), 2, "no eval was run here yet"),
        (("report", "--results", "correctness"), 2, "was not run here yet"),
        (("report", "--results", "half.json"), 2, "holds no results"),
        (("report", "--eval", "x"), 2, "none is named"),
        (("report", "p", "--out", "not/there/r.html"), 1, "cannot be written"),
    ],
    ids=["no project", "no such eval", "no form", "nothing run", "not run", "half a JSON", "eval of nothing", "no folder"],
)
def test_what_cannot_be_reported_is_said(world, arguments, status, said):
    Made(world.work / "p", items=0)
    (world.work / "half.json").write_text('{"v": 1, "samples": [')
    done = world.run("eval", *arguments)
    assert (done.status, said in done.err) == (status, True), done.err
    assert "Traceback" not in done.err


def test_damaged_files_cost_only_themselves(world, made):
    run = load(made.folder).tasks[0].of("eval")[0].of("eval_config")[0].of("eval_run")[0]
    with open(run.path, "w") as file:
        file.write('{"v": 1,')
    made.score(made.config("odd"), made.runs[0], 7.0)
    found = document(world)
    assert any("is no JSON" in p for p in found["problems"])
    assert any("out of range" in p for p in found["problems"])
    assert sorted(c["n"] for c in found["cells"])[:3] == [1, 9, 9]


def test_results_that_are_kept_here_are_reported_too(world):
    lines = [{"v": 1, "key": f"k{n}", "item": f"i{n}", "repeat": 0, "family": "a", "request": f"cut film {n}", "config": config, "pass": n < right, "class": "right" if n < right else "no_output",
              "evidence": "", "commands": ["ffmpeg -i a b"], "scores": {}, "silent": False, "question": "", "answer": "", "translated": 0.5, "cost": None}
             for config, right in (("offline", 5), ("small", 3)) for n in range(6)]  # fmt: skip
    place = world.state / "evals" / "correctness"
    place.mkdir(parents=True)
    for config in ("offline", "small"):
        (place / f"{config}.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines if x["config"] == config))
    found = world.run("eval", "report", "--format", "json").document
    assert [(c["passes"], c["n"]) for c in found["cells"]] == [(5, 6), (3, 6)]
    assert [(f["reason"], f["samples"]) for f in found["failures"]] == [("no output", 4)]
    text = world.run("eval", "report", "--results", "correctness").out
    assert "3/6  i5" not in text
    assert "2/2  i5  cut film 5" in text


@pytest.mark.parametrize("form", ["html", "json", "csv", "text"])
def test_half_a_character_and_a_cost_that_is_no_number_do_not_stop_it(world, form):
    made = Made(world.work / "p", items=2)
    config = made.config("odd")
    for run in made.runs:
        made.score(config, run, False, beside={"class": "wrong"}, answer="box")
    for record in made.judge.of("eval_run"):
        with open(record.path, "w") as file:
            json.dump(record.data | {"output": "box \ud800", "task_run_usage": {"cost": float("nan")}}, file)
    done = world.run("eval", "report", "p", "--format", form)
    assert done.status == 0, done.err
    done.out.encode()
    assert "NaN" not in done.out
    assert "Infinity" not in done.out


# --- in a browser

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


def browse(path, width, *more):
    """The page as Chromium has it after its scripts ran, and what the console said."""
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--enable-logging=stderr", f"--window-size={width},900",
         f"--user-data-dir={os.path.dirname(path)}/browser", "--virtual-time-budget=3000", *more, "--dump-dom", f"file://{path}"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_a_browser_shows_two_run_configs_side_by_side(world, made):
    page(world)
    dom, console = browse(str(world.work / "r.html"), 1200)
    assert console == []
    said = re.sub(r"<[^>]+>", "", dom.partition('id="pair"')[2].partition("</section>")[0])
    assert "10 items in common; dear 90.0 %, cheap 80.0 %; difference -10.0 %" in said
    assert "cheap wins 0, loses 1; McNemar p = 1.00" in said


PROBE = """<!doctype html><body><script>
const [width, dark] = [%d, %s];
const frame = document.createElement("iframe");
frame.style.cssText = `width:${width}px;height:900px;border:0;color-scheme:${dark ? "dark" : "light"}`;
frame.srcdoc = %s;
frame.onload = () => {
  const page = frame.contentDocument, style = frame.contentWindow.getComputedStyle(page.body);
  document.title = JSON.stringify([page.documentElement.scrollWidth, style.backgroundColor, style.color, page.querySelectorAll("svg.plot").length]);
};
document.body.append(frame);
</script>"""


def contrast(one, other):
    """WCAG 2.1's ratio of two colours as a browser tells them."""

    def light(text):
        parts = [int(p) / 255 for p in re.findall(r"\d+", text)[:3]]
        return sum(
            w * (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4)
            for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        )

    a, b = sorted((light(one), light(other)))
    return (b + 0.05) / (a + 0.05)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
@pytest.mark.parametrize("width", [360, 1400], ids=["narrow", "wide"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_browser_shows_it_light_and_dark_narrow_and_wide(world, made, width, dark):
    text = page(world)
    probe = world.work / "probe.html"
    probe.write_text(PROBE % (width, json.dumps(dark), json.dumps(text).replace("</", "<\\/")))
    dom, _ = browse(
        str(probe), 1500, *(["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"])
    )
    across, back, front, plots = json.loads(html.unescape(re.search(r"<title>(.*?)</title>", dom)[1]))
    assert across <= width, "the page itself scrolls sideways"
    assert contrast(back, front) > 7
    assert (back == "rgb(20, 23, 27)") == dark
    assert plots == 2


def test_many_run_configs_stay_small_and_quick(world):
    made = Made(world.work / "p", items=0)
    from ffai_evals.report.board import Column, Config, Sample, Source, build
    from ffai_evals.report.page import as_html

    samples = {
        (f"c{k}", "e"): [Sample(f"i{n}", f"request {n} " * 8, f"ffmpeg -i in{n}.mp4 -crf {k} out{n}.mp4 " * 3, float((n * k) % 3 > 0), (n * k) % 3 > 0, "wrong output", f"evidence {n} {k} " * 6)
                         for n in range(150)]
        for k in range(31)
    }  # fmt: skip
    board = build(
        "t",
        Source(
            [Column("e", "E", "E", "pass_fail", "execution", 150)], [Config(f"c{k}", f"config {k}") for k in range(31)], samples
        ),
    )
    path = world.work / "many.html"
    path.write_text(as_html(board))
    assert path.stat().st_size <= 3_000_000
    if CHROMIUM:
        began = time.monotonic()
        browse(str(path), 1200)
        print(f"{path.stat().st_size / 1e6:.2f} MB, {time.monotonic() - began:.2f} s with the browser's start")
    assert made.runs == []
