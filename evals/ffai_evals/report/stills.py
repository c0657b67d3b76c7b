"""Stills of what failing answers made: each is run again on media made for its request, behind the judge's fence, and a small picture kept."""

import base64
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ffai.environment import Environment
from ffai.errors import FfaiError
from ffai.look.kinds import kind_of
from ffai_evals.judge.items import Item
from ffai_evals.report.board import Board, Sample, failures

WIDE, SECONDS = 240, 20.0
EXAMPLES = 4  # for each reason
_LARGEST = 60_000  # bytes of one picture; larger ones are left out


class Still(NamedTuple):
    name: str
    picture: str  # data: address


Key = tuple[str, str, str]  # item, request, answer


def key(sample: Sample) -> Key:
    return sample.item, sample.request, sample.answer


def shown(board: Board) -> list[Sample]:
    """The samples that the report shows in full: of each eval and reason the first of different items."""
    found: dict[Key, Sample] = {}
    for column in board.columns:
        for group in failures(board, column):
            items: set[str] = set()
            for _, sample in group.samples:
                if sample.item not in items and len(items) < EXAMPLES:
                    items.add(sample.item)
                    found.setdefault(key(sample), sample)
    return list(found.values())


def make(
    board: Board, env: Environment, items: Mapping[str, Item], most: int, progress: Callable[[int, int], None] | None = None
) -> dict[Key, list[Still]]:  # fmt: skip
    """Pictures by sample, of at most `most` answers. `items`: media by id of the item; those of others are derived from the request."""
    from ffai import config
    from ffai.tools.locate import find_tools

    tools = find_tools(env, config.load(env))
    found: dict[Key, list[Still]] = {}
    wanted = [sample for sample in shown(board) if sample.answer.strip()][:most]
    for number, sample in enumerate(wanted):
        item = items.get(sample.item.partition(" #")[0]) or Item("1", sample.request)
        folder = tempfile.mkdtemp(prefix="ffai-still-")
        try:
            found[key(sample)] = _of(item._replace(expect=()), sample.answer, env, tools, folder)
        except (FfaiError, OSError, ValueError):
            continue
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if progress:
                progress(number + 1, len(wanted))
    return {k: stills for k, stills in found.items() if stills}


def _of(item: Item, answer: str, env: Environment, tools: object, folder: str) -> list[Still]:
    from ffai.values import Tools
    from ffai_evals.judge.alone import judge_alone

    assert isinstance(tools, Tools)
    judged = judge_alone(item, answer, env, tools, wall=SECONDS, keep=folder)
    made = [name for name in judged.judgement.outputs if kind_of(name) in ("video", "image", "audio", "animation")]
    pictures = [(name, _picture(tools.ffmpeg or "ffmpeg", os.path.join(folder, name), kind_of(name))) for name in made[:2]]
    return [Still(name, picture) for name, picture in pictures if picture]


def _picture(ffmpeg: str, path: str, kind: str) -> str:
    """A small JPEG of a film, a picture, or a sound's waveform; "" where none can be made."""
    if os.path.islink(path) or not os.path.isfile(path):
        return ""
    wave = ["-filter_complex", f"[0:a:0]showwavespic=s={WIDE}x60:colors=gray"]
    film = ["-vf", f"thumbnail=50,scale={WIDE}:-2:force_original_aspect_ratio=decrease,format=yuvj420p"]
    command = [
        ffmpeg,
        "-v",
        "error",
        "-nostdin",
        "-protocol_whitelist",
        "file,pipe",
        "-i",
        f"file:{path}",
        *(wave if kind == "audio" else film),
    ]
    try:
        done = subprocess.run(
            [*command, "-frames:v", "1", "-q:v", "6", "-f", "mjpeg", "-"], capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    if done.returncode or not 0 < len(done.stdout) <= _LARGEST:
        return ""
    return "data:image/jpeg;base64," + base64.b64encode(done.stdout).decode()
