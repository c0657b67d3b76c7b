"""How smoothly the studio scrolls through 5,000 runs in a real Chromium, how fast a rating is kept. Prints figures; not part of the suite.

python tests/benchmarks/studio.py [RUNS]
"""

import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from ffai_evals.project import add, fresh
from ffai_evals.project.new import start
from ffai_evals.project.text import to_text
from ffai_evals.project.write import output
from ffai_evals.studio.items import Desk
from ffai_evals.studio.server import Studio
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from ffai.environment import process_environment

SCROLL = """
const list = document.getElementById("list"), done = arguments[arguments.length - 1], times = []; let last = performance.now(), n = 0;
function frame(now) { times.push(now - last); last = now; list.scrollTop += 90; if (++n < 300) requestAnimationFrame(frame); else done(times); }
requestAnimationFrame(frame);"""
IDLE = SCROLL.replace("list.scrollTop += 90;", "")


def project(folder, runs):
    task = start(str(folder), "Many", prompt="Do it").tasks[0]
    made = fresh("task_run", {"input": "number 0000", "output": output("ffmpeg -i a.mp4 b.mkv"), "tags": []})
    model = add(task, "", made)
    place = Path(model.path).parent.parent
    for number in range(1, runs):
        data = {
            **model.data,
            "id": f"{100_000_000_000 + number}",
            "input": f"number {number:04} " + "of a request of some length " * (number % 4),
        }
        (place / data["id"]).mkdir()
        (place / data["id"] / "task_run.kiln").write_text(to_text(data))


def told(name, values):
    ordered = sorted(values)
    print(
        f"{name:28} median {statistics.median(values):6.1f}   95 % {ordered[int(len(ordered) * 0.95)]:6.1f}   worst {ordered[-1]:6.1f} ms"
    )


def main(runs):
    folder = Path(tempfile.mkdtemp())
    project(folder / "p", runs)
    desk = Desk(str(folder / "p"), "Ann", process_environment())
    for name, call in (("first look at the queue", desk.queue), ("queue again", desk.queue)):
        began = time.perf_counter()
        rows = call()["items"]
        print(f"{name:28} {1000 * (time.perf_counter() - began):6.0f} ms")
    times = []
    for row in rows[:20]:
        began = time.perf_counter()
        desk.rate({"id": row["id"], "value": 1})
        times.append(1000 * (time.perf_counter() - began))
    told("a rating kept", times)
    studio = Studio(desk)
    threading.Thread(target=studio.serve, daemon=True).start()
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for said in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,860"):
        options.add_argument(said)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(120)
    try:
        began = time.perf_counter()
        driver.get(studio.address)
        while f"of {runs} rated" not in driver.execute_script("return document.body.textContent"):
            time.sleep(0.02)
        print(f"{'page with its queue':28} {1000 * (time.perf_counter() - began):6.0f} ms")
        time.sleep(3)
        told("frames, nothing moves", driver.execute_async_script(IDLE)[5:])
        told("frames, scrolling", driver.execute_async_script(SCROLL)[5:])
        print("rows on the page:", driver.execute_script("return document.querySelectorAll('.row').length"))
    finally:
        driver.quit()
        studio._server.should_exit = True
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
