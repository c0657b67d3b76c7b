"""The lines of guards/corpus, and the folder that each of them is made in."""

import json
import os
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "guards" / "corpus"
LINES = [
    json.loads(line)
    for path in sorted(FOLDER.glob("*.jsonl"))
    if path.stem != "requests"
    for line in path.read_text().splitlines()
]
# every line's folder holds these; "files" of a line adds to them
WORLD = {
    "here.mp4": "x",
    "here.mov": "x",
    "out.mp4": "x",
    "keep.dat": "x",
    "x001.png": "x",
    "link.mp4": "->here.mp4",
    "hard.mp4": "=here.mp4",
    "pipe": "|",
    "clips/": "",
}


def furnish(folder: Path, files: dict[str, str]) -> None:
    """Makes files: a text, -> a symbolic link, = a hard link, | a pipe, and names that end in / are folders."""
    for name, text in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("->"):
            path.symlink_to(text[2:])
        elif text.startswith("="):
            os.link(folder / text[1:], path)
        elif text == "|":
            os.mkfifo(path)
        else:
            path.write_text(text or "x")


def world(folder: Path, line: dict) -> Path:
    furnish(folder, {**WORLD, **line.get("files", {})})
    return folder
