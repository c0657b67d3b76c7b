"""Plans and results in a real notebook kernel: what each cell shows. Needs nbclient and ipykernel; not part of the suite.

pip install nbclient ipykernel && python tests/benchmarks/notebook.py
"""

import os
import subprocess
import sys
import tempfile

import nbformat
from nbclient import NotebookClient

CELLS = (
    "import ffai\nplan = ffai.plan('scale talk.mp4 to 320x180, first 1 second')\nplan",
    "made = ffai.run(plan)\nmade",
    "await ffai.aio.ask('extract the audio of talk.mp4 as wav')",
    "made.undo()",
)
WANTED = (
    ("text/html", "<pre>"),
    ("text/html", "data:image/jpeg"),
    ("text/html", "data:image/jpeg"),
    ("text/plain", "talk-320x180.mp4"),
)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for kind in ("STATE", "CONFIG"):
            os.environ[f"FFAI_{kind}_DIR"] = os.path.join(folder, kind)
        source = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=3", "-f", "lavfi", "-i", "sine=duration=3"]
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *source, "-pix_fmt", "yuv420p", "talk.mp4"], check=True)
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
        NotebookClient(book, timeout=120, kernel_name="python3").execute()
        for cell, (kind, words) in zip(book.cells, WANTED, strict=True):
            shown = cell.outputs[-1]["data"].get(kind, "")
            print("ok  " if words in shown else "BAD ", kind, cell.source.splitlines()[-1])
            if words not in shown:
                sys.exit(1)
        os.chdir("/")


if __name__ == "__main__":
    main()
