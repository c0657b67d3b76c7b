"""Records real sessions in a real terminal: the screens of shell/README.md, and docs/session.svg.

python tests/feature/record.py          writes both anew; a test holds what stands there to what the program does

A screen stands in the README as a fenced block after `<!-- screen: NAME -->`; NAME is a function below.
"""

import html
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from cli.world import World  # noqa: E402
from feature.screens import Screen  # noqa: E402
from feature.shells import Shell  # noqa: E402

README = ROOT / "shell" / "README.md"
PICTURE = ROOT / "docs" / "session.svg"
_BLOCK = re.compile(r"(<!-- screen: (\w+) -->\n```text\n)(.*?)(```\n)", re.DOTALL)
_PROMPT = {"zsh": "PS1='$ '", "bash": "PS1='$ '", "fish": "function fish_prompt; printf '$ '; end"}
_WAIT = 60.0


def made_world(folder: Path) -> World:
    """talk.mp4, ten seconds of it, alone in a folder."""
    world = World(folder)
    world.variables["HOME"] = str(world.work.parent)
    picture = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=10"]
    sound = ["-f", "lavfi", "-i", "sine=duration=10"]
    encode = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"]
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", *picture, *sound, *encode, str(world.work / "talk.mp4")], check=True, timeout=120
    )
    return world


def _shell(world, size=(92, 24), name="zsh"):
    return Shell(name, world, prompt=_PROMPT[name], size=size, ready="\\$( |$)")


def key(world) -> str:
    """A request on zsh's line, before the key and after it."""
    shell = _shell(world, (92, 12))
    try:
        shell.type("cut talk.mp4 from 0:02 to 0:05 without audio")
        shell.wait("without audio$", _WAIT)
        before = shell.text
        shell.press()
        return f"{before}\n\n                                    Ctrl-G\n\n{shell.text}"
    finally:
        shell.close()


def asks(world) -> str:
    """What would replace a file goes behind ffai."""
    (world.work / "talk.mkv").write_bytes(b"precious")
    shell = _shell(world, (92, 12))
    try:
        shell.type("convert talk.mp4 to talk.mkv")
        shell.press()
        return re.sub("ffai run [0-9a-f]{15}", "ffai run 6a7158ab03dd1c4", shell.text)
    finally:
        shell.close()
        (world.work / "talk.mkv").unlink()


def picker(world) -> str:
    """The key on an empty line."""
    shell = _shell(world, (92, 12))
    try:
        shell.keys("C-g")
        shell.wait("talk.mp4  video", _WAIT)
        return shell.text
    finally:
        shell.close()


def prompt(world) -> str:
    """The prompt of a bare ffai: a request, then what should be different about it."""
    screen = _session(world, [], (92, 44))
    try:
        screen.wait("· 1 media file here", _WAIT)
        for line in ("shrink talk.mp4 for web", "no audio, and 480p"):
            screen.type(line)
            screen.keys("Enter")
            screen.wait_until(lambda: "Run?" in screen.text.splitlines()[-1], _WAIT)
            screen.keys("n")
            screen.wait("^ Enter decides: ffmpeg", _WAIT)
        text = screen.text
        return text[text.rindex("work ffai> no audio") - 2 :]
    finally:
        screen.close()


def session(world) -> str:
    """One request, from the line to the result, with its colours."""
    screen = _session(world, ["cut talk.mp4 from 0:02 to 0:05 and scale to 480p without audio"], (92, 36))
    try:
        screen.wait("Run\\?", _WAIT)
        screen.wait_until(lambda: screen.text.endswith("no"), _WAIT)
        screen.keys("y")
        screen.wait("ffai undo takes it back", _WAIT)
        rows = screen.colored.splitlines()
        return "\n".join(rows[: 1 + max(n for n, row in enumerate(rows) if "takes it back" in row)])
    finally:
        screen.close()


def _session(world, arguments, size):
    variables = {k: v for k, v in world.variables.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return Screen(world.root, world.command(*arguments), {**variables, "INPUTRC": "/dev/null"}, world.work, size)


SCREENS = {"key": key, "asks": asks, "picker": picker, "prompt": prompt}


def recorded(name: str, world: World) -> str:
    """That screen as text, without blanks at the ends of lines."""
    lines = [line.rstrip() for line in SCREENS[name](world).strip("\n").splitlines()]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def blocks(text: str) -> dict[str, str]:
    """The screens that a README shows, by name."""
    return {found.group(2): found.group(3) for found in _BLOCK.finditer(text)}


def comparable(text: str) -> str:
    """Without what another build of an encoder, or another moment, makes different."""
    text = re.sub(r"[0-9.]+(?:–[0-9.]+)? (MB|kB|GB)|[0-9]+ %", "SIZE", text)
    return re.sub(r" +", " ", text)


# colours as a terminal with a dark ground shows them
_COLORS = {
    "1": "#f0f0f0",
    "2": "#8b949e",
    "31": "#ff7b72",
    "32": "#7ee787",
    "33": "#e3b341",
    "34": "#79c0ff",
    "35": "#d2a8ff",
    "36": "#76e3ea",
}
_WIDTH, _HEIGHT = 8.43, 18


def svg(colored: str, command: str) -> str:
    """The screen as a picture, under the line that led to it."""
    rows = [f"\033[2m$\033[0m {command}", *colored.rstrip().splitlines()]
    columns = max(len(re.sub(r"\033\[[0-9;]*m", "", row)) for row in rows)
    width, height = round(columns * _WIDTH + 36), len(rows) * _HEIGHT + 56
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{html.escape(command)}</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>',
        *(f'<circle cx="{20 + 18 * n}" cy="18" r="6" fill="{c}"/>' for n, c in enumerate(("#ff5f56", "#ffbd2e", "#27c93f"))),
        '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#c9d1d9">',
    ]
    for number, row in enumerate(rows):
        spans, column, color = [], 0, ""
        for code, text in re.findall(r"\033\[([0-9;]*)m|([^\033]+)", row):
            if not text:
                color = next((_COLORS[part] for part in reversed(code.split(";")) if part in _COLORS), "")
                continue
            fill = f' fill="{color}"' if color else ""
            for part in re.finditer(r"\S+(?: \S+)*", text):  # viewers differ in what they make of several blanks
                x = 18 + (column + part.start()) * _WIDTH
                spans.append(f'<tspan x="{x:.1f}"{fill}>{html.escape(part.group())}</tspan>')
            column += len(text)
        out.append(f'<text y="{50 + number * _HEIGHT}">{"".join(spans)}</text>')
    return "\n".join([*out, "</g>", "</svg>", ""])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = made_world(Path(folder))
        text = README.read_text()
        for name in blocks(text):
            shown = recorded(name, world)
            text = _BLOCK.sub(lambda m, name=name, shown=shown: m[1] + (shown if m[2] == name else m[3]) + m[4], text)
        README.write_text(text)
        PICTURE.write_text(svg(session(world), 'ffai "cut talk.mp4 from 0:02 to 0:05 and scale to 480p without audio"'))


if __name__ == "__main__":
    main()
