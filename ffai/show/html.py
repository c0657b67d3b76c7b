"""Plans and results as HTML for notebooks. All that comes from files and requests is escaped; nothing is fetched."""

import base64
import os
import subprocess
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ffai.library import Made, Plan

_COLOURS = {"allow": "#2a7d2a", "confirm": "#9a6a00", "deny": "#b00020"}
STILLS = 4  # results that are shown as a picture
_WAIT = 20  # seconds for a still


def plan_html(plan: "Plan") -> str:
    """The commands, the verdict with its reasons, and the preview."""
    level = plan.verdict.level
    parts = [f"<pre><b>{escape(command)}</b></pre>" for command in plan.commands] or [f"<p>{escape(str(plan))}</p>"]
    if plan.commands:
        parts.append(f'<p><b style="color:{_COLOURS[level]}">{level}</b></p>')
        parts += [f"<p>{escape(reason.text)}</p>" for reason in plan.verdict.reasons]
        parts.append(f"<details><summary>what it does</summary><pre>{escape(plan.text)}</pre></details>")
    return f"<div>{''.join(parts)}</div>"


def made_html(made: "Made") -> str:
    """What was made, the first few with a still."""
    if made.answer is not None:
        return f"<p>{escape(made.answer)}</p>"
    parts = []
    for number, path in enumerate(made.created):
        still = _still(os.path.join(made.cwd, path)) if number < STILLS else ""
        parts.append(f"<figure>{still}<figcaption>{escape(path)}</figcaption></figure>")
    return f"<div>{''.join(parts) or escape(made.printed) or 'nothing was made'}</div>"


def _still(path: str) -> str:
    data = still(path)
    return f'<img alt="" src="data:image/jpeg;base64,{base64.b64encode(data).decode()}">' if data else ""


def still(path: str, width: int = 320) -> bytes:
    """A picture of a file as JPEG, `width` pixels wide: a frame of it, or its sound as a waveform. Empty when there is none to be had."""
    from ffai import config
    from ffai.environment import process_environment
    from ffai.tools.locate import find_tools

    env = process_environment()
    ffmpeg = find_tools(env, config.load(env)).ffmpeg
    if not ffmpeg or not os.path.isfile(path):
        return b""
    source = [ffmpeg, "-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe", "-i", "file:" + os.path.abspath(path)]
    end = ["-frames:v", "1", "-f", "image2", "-c:v", "mjpeg", "pipe:1"]
    for graph in (
        ["-vf", f"thumbnail=24,scale={width}:-2"],
        ["-filter_complex", f"showwavespic=s={width}x80:colors=gray,format=yuvj420p"],
    ):
        try:
            done = subprocess.run([*source, *graph, *end], capture_output=True, timeout=_WAIT, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return b""
        if done.returncode == 0 and done.stdout:
            return done.stdout
    return b""
