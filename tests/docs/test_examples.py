"""Every Python example of the documents runs, page by page, in one go."""

import os
import re
import subprocess
import sys

import pytest
from docs.test_docs import PAGES, ROOT

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PAGES = [page for page in PAGES if _BLOCK.search(page.read_text())]


@pytest.fixture(scope="session")
def talk(tmp_path_factory):
    path = tmp_path_factory.mktemp("talk") / "talk.mp4"
    source = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=10:duration=10", "-f", "lavfi", "-i", "sine=duration=10"]
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *source, *code, path], check=True)
    return path


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page_run(page, talk, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    (work / "talk.mp4").write_bytes(talk.read_bytes())
    # a module that can be imported, as its own processes need it to be
    (work / "page.py").write_text(
        "if __name__ == '__main__':\n"
        + "\n".join("    " + line for block in _BLOCK.findall(page.read_text()) for line in block.splitlines())
    )
    folders = {f"FFAI_{kind}_DIR": str(tmp_path / kind) for kind in ("STATE", "CONFIG")}
    done = subprocess.run(
        [sys.executable, "page.py"],
        cwd=work,
        env={**os.environ, **folders},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
