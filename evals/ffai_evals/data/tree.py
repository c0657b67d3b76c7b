"""The tree of topics: every filter, encoder, muxer, option and protocol of the installed ffmpeg beside the families of wishes; and what pairs cover of it.

The tree is one JSON object, made to be edited: {"family": {"trim": 1.0, …}, "filter": {"scale": 1.0, …}, …}. A weight of 0 takes a
topic off the list. Hardware encoders and devices are left out: what no machine but one has is no gap.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ffai.errors import UsageError
from ffai.tools.capabilities import Capabilities
from ffai_evals.data import plan as _plan  # it fills the table  # noqa: F401
from ffai_evals.data.parts import PARTS
from ffai_evals.data.topics import options_of

if TYPE_CHECKING:
    from ffai_evals.project.tree import Project

Tree = dict[str, dict[str, float]]

_HARDWARE = (
    "_nvenc",
    "_qsv",
    "_vaapi",
    "_amf",
    "_v4l2m2m",
    "_omx",
    "_videotoolbox",
    "_mf",
    "_cuda",
    "_opencl",
    "_vulkan",
    "_npp",
    "_mediacodec",
)
_DEVICES = frozenset(
    "alsa oss pulse fbdev sdl sdl2 opengl xv caca decklink jack v4l2 video4linux2 audiotoolbox chromaprint".split()
)
_COMMON = {
    "filter": "scale crop pad fps setpts atempo volume loudnorm fade afade overlay drawtext subtitles transpose hflip vflip concat xfade eq hue yadif palettegen paletteuse amix reverse hqdn3d unsharp boxblur",
    "encoder": "libx264 libx265 aac libmp3lame libopus libvpx-vp9 libvorbis flac pcm_s16le png mjpeg gif prores_ks mpeg4 ac3 alac libsvtav1",
    "option": "c vf af filter_complex map ss t to r s an vn sn b q ar ac f metadata map_metadata frames shortest g pix_fmt pass disposition",
    "muxer": "mp4 matroska mov webm mp3 wav flac ogg gif image2 mpegts avi hls ipod",
}  # fmt: skip


def grown(capabilities: Capabilities) -> Tree:
    """The tree of an ffmpeg: common topics weigh 5, all others 1; families what their parts weigh together."""
    import random

    families: Counter[str] = Counter()
    for weighted in PARTS:
        families[weighted.make(random.Random(0)).family] += weighted.weight  # type: ignore[assignment]
    tree: Tree = {"family": {name: round(float(weight), 2) for name, weight in sorted(families.items())}}
    for kind, names in (("filter", capabilities.filters), ("encoder", capabilities.encoders), ("muxer", capabilities.muxers)):
        usual = frozenset(_COMMON[kind].split())
        tree[kind] = {
            name: 5.0 if name in usual else 1.0 for name in sorted(names) if not name.endswith(_HARDWARE) and name not in _DEVICES
        }
    usual = frozenset(_COMMON["option"].split())
    tree["option"] = {name: 5.0 if name in usual else 1.0 for name in sorted(options_of(capabilities))}
    tree["protocol"] = dict.fromkeys(sorted({*capabilities.protocols_in, *capabilities.protocols_out}), 1.0)
    return tree


def read_tree(path: str) -> Tree:
    """A tree from a file. Raises UsageError saying what is wrong with it."""
    try:
        with open(path, encoding="utf-8") as file:
            tree = json.load(file)
    except (OSError, ValueError) as problem:
        raise UsageError(
            f"{path} cannot be read as a tree of topics: {problem}", "ffai data coverage --write-tree FILE makes one"
        ) from None
    fine = isinstance(tree, dict) and all(
        isinstance(names, dict) and all(isinstance(w, int | float) and w >= 0 for w in names.values()) for names in tree.values()
    )
    if not fine:
        raise UsageError(f"{path} is no tree of topics", 'it is {"filter": {"scale": 1.0}}: kinds, names, weights from 0 up')
    return {kind: {name: float(weight) for name, weight in names.items()} for kind, names in tree.items()}


class Row(NamedTuple):
    """One kind of topic: how many there are, how many pairs reach, the same by weight, and what is missing, heaviest first."""

    kind: str
    known: int
    reached: int
    weighted: float
    missing: tuple[str, ...]


def coverage(pairs: Iterable[Mapping[str, Any]], tree: Tree) -> tuple[list[Row], Counter[str]]:
    """What pairs cover of a tree, and how often each topic occurs in them."""
    seen = Counter(str(topic) for pair in pairs for topic in pair.get("topics", ()))
    rows = []
    for kind, names in tree.items():
        wanted = {name: weight for name, weight in names.items() if weight > 0}
        reached = {name for name in wanted if seen[f"{kind}:{name}"]}
        total = sum(wanted.values()) or 1.0
        missing = tuple(sorted(wanted.keys() - reached, key=lambda name: (-wanted[name], name)))
        rows.append(Row(kind, len(wanted), len(reached), sum(wanted[name] for name in reached) / total, missing))
    return rows, seen


def picture(rows: Iterable[Row], seen: Counter[str], *, within: bool = False) -> str:
    """Coverage as an SVG: a bar for each kind of topic, and below one for each family. It stands alone; `within` a page it takes its colours."""
    from xml.sax.saxutils import escape

    found = list(rows)
    families = sorted(
        ((name.removeprefix("family:"), n) for name, n in seen.items() if name.startswith("family:")), key=lambda x: -x[1]
    )
    most = max((n for _, n in families), default=1)
    lines = [
        (f"{row.kind}s: {row.reached} of {row.known}", row.reached / max(row.known, 1), f"{row.weighted:.0%} by weight")
        for row in found
    ]
    lines += [(name, n / most, f"{n:,} pairs") for name, n in families]
    height = 24 * len(lines) + 16
    ground = "" if within else f'<rect width="640" height="{height}" fill="#fff"/>'
    dark, soft = ("currentColor", "currentColor") if within else ("#111", "#444")
    size = f'class="plot" viewBox="0 0 640 {height}"' if within else f'width="640" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13" role="img"><title>Coverage of topics</title>{ground}'
    ]
    for n, (name, share, said) in enumerate(lines):
        y = 8 + 24 * n
        colour = "#2a6f97" if n < len(found) else "#8a8f98"
        parts.append(
            f'<text x="8" y="{y + 15}" fill="{dark}">{escape(name)}</text><rect x="200" y="{y + 3}" width="{max(1, round(300 * share))}" height="16" fill="{colour}"/><text x="{208 + round(300 * share)}" y="{y + 15}" fill="{soft}">{escape(said)}</text>'
        )
    return "\n".join([*parts, "</svg>\n"])


def of_project(project: "Project", capabilities: Capabilities) -> str:
    """The picture of what the synthetic runs of a project reach; "" when it has none."""
    tags = [run.data.get("tags") or [] for task in project.tasks for run in task.of("task_run")]
    pairs = [{"topics": found} for found in tags if "synthetic" in found]
    return picture(*coverage(pairs, grown(capabilities)), within=True) if pairs else ""
