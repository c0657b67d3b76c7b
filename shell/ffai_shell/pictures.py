"""Pictures in the terminal: by kitty's graphics protocol, by iTerm2's, or as sixels (by textual-image, the extra `pictures`).

ffmpeg makes a small PNG of the file, so that whatever ffmpeg reads can be shown, a frame of a video as well.
"""

import io
import os
import re
import select
from base64 import b64encode
from collections.abc import Callable
from importlib.util import find_spec

from ffai.environment import Environment
from ffai.errors import FfaiError, Missing
from ffai.look.kinds import kind_of
from ffai.values import Media, Tools

KITTY, ITERM, SIXEL = "kitty", "iterm2", "sixel"
COLUMNS, ROWS = 40, 12  # cells that a picture takes at most
_PIXELS = (640, 480)
_SECONDS = 10.0
_CHUNK = 4096  # characters: kitty's limit for one part of a picture
NO_PICTURES = "this terminal draws no pictures (kitty, Ghostty, iTerm2, WezTerm, Konsole and terminals with sixels do)"


def protocol(env: Environment) -> str:
    """How this terminal is known to draw pictures, by its variables; "" when they do not tell."""
    variables = env.variables
    if not env.stderr.isatty() or variables.get("TERM") == "dumb":
        return ""
    if variables.get("TMUX") or variables.get("STY"):
        return ""  # between us and the terminal: it lets none of the two through, but may know sixels itself
    program = variables.get("TERM_PROGRAM", "") or variables.get("LC_TERMINAL", "")
    if variables.get("TERM") in ("xterm-kitty", "xterm-ghostty") or "KITTY_WINDOW_ID" in variables or program == "ghostty":
        return KITTY
    if "KONSOLE_VERSION" in variables:
        return KITTY
    return ITERM if program in ("iTerm.app", "iTerm2", "WezTerm", "mintty") else ""


def asked(env: Environment) -> str:
    """The protocol, with the terminal itself asked about sixels where its variables do not tell. Only while nothing else reads keys."""
    known = protocol(env)
    if known or not env.interactive or env.variables.get("TERM") == "dumb" or find_spec("textual_image") is None:
        return known
    return SIXEL if "4" in _attributes(env) else ""


def _attributes(env: Environment) -> list[str]:
    """The numbers of the terminal's primary device attributes; none when it does not answer at once."""
    from ffai.confirm.keys import Keys

    answer = ""
    with Keys(env) as keys:
        env.stderr.write("\033[c")
        env.stderr.flush()
        while len(answer) < 200 and select.select([keys.descriptor], [], [], 0.3)[0]:
            answer += os.read(keys.descriptor, 100).decode("ascii", "replace")
            found = re.search(r"\033\[\?([0-9;]*)c", answer)
            if found:
                return found.group(1).split(";")
    return []


def lines(path: str, media: Media | None, how: str, env: Environment, tools: Tools) -> list[str]:
    """The picture as text for the terminal, the cursor below it at its end. Raises FfaiError, Missing."""
    if not how:
        raise FfaiError(NO_PICTURES, "/play opens it")
    png = small_png(path, media, env, tools)
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    columns, rows = cells(width, height, env)
    return [_DRAWN[how](png, columns, rows)]


def small_png(path: str, media: Media | None, env: Environment, tools: Tools) -> bytes:
    """A PNG of the picture, or of a frame near the beginning. Raises FfaiError, Missing."""
    import subprocess

    if tools.ffmpeg is None:
        raise Missing("there is no ffmpeg to read the picture with")
    if kind_of(path) == "audio" or (media is not None and not any(stream.kind == "video" for stream in media.streams)):
        raise FfaiError("there is no picture in it", "/play opens it")
    seconds = media.duration if media is not None and not media.is_image and media.duration else 0.0
    width, height = _PIXELS
    command = [
        tools.ffmpeg, "-nostdin", "-v", "error", "-protocol_whitelist", "file,crypto,data",
        *(["-ss", f"{min(3.0, seconds / 10):.3f}"] if seconds else []), "-i", f"file:{os.path.join(env.cwd, path)}",
        "-frames:v", "1", "-vf", f"scale='min({width},iw)':'min({height},ih)':force_original_aspect_ratio=decrease",
        "-c:v", "png", "-f", "image2pipe", "-",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FfaiError("its picture cannot be read in time", "/play opens it") from error
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise FfaiError("ffmpeg makes no picture of it", "/play opens it")
    return done.stdout


def cells(width: int, height: int, env: Environment) -> tuple[int, int]:
    """Columns and rows that keep the picture's shape: a cell is about twice as high as wide."""
    try:
        there = os.get_terminal_size(env.stderr.fileno())
        most, rows = max(4, min(COLUMNS, there.columns - 4)), max(2, min(ROWS, there.lines - 4))
    except (OSError, ValueError):
        most, rows = COLUMNS, ROWS
    scale = min(most / width, 2 * rows / height)
    return max(1, round(width * scale)), max(1, round(height * scale / 2))


def _kitty(png: bytes, columns: int, rows: int) -> str:
    data = b64encode(png).decode()
    parts = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    out = []
    for number, part in enumerate(parts):
        # q=2: no answer, which would be taken for keys
        head = f"a=T,f=100,q=2,c={columns},r={rows}," if number == 0 else ""
        out.append(f"\033_G{head}m={int(number < len(parts) - 1)};{part}\033\\")
    return "  " + "".join(out)


def _iterm(png: bytes, columns: int, rows: int) -> str:
    size = f"size={len(png)};width={columns};height={rows}"
    return f"  \033]1337;File=inline=1;{size};preserveAspectRatio=1:{b64encode(png).decode()}\a"


def _sixel(png: bytes, columns: int, rows: int) -> str:
    from rich.console import Console
    from textual_image.renderable.sixel import Image

    out = io.StringIO()
    Console(file=out, force_terminal=True, width=columns + 1, height=rows + 1).print(
        Image(io.BytesIO(png), width=columns, height=rows)
    )
    return out.getvalue().rstrip("\n")


_DRAWN: dict[str, Callable[[bytes, int, int], str]] = {KITTY: _kitty, ITERM: _iterm, SIXEL: _sixel}
