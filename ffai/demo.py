"""The demo: makes a clip and walks through the main job on it, with the real program at every step."""

import os
import subprocess
import tempfile
import time

from ffai.commands.wish import Wish
from ffai.environment import Environment
from ffai.errors import ExitStatus, Missing, RunFailed
from ffai.show.facts import media_text, size_text
from ffai.show.style import Style, clean, style_of

CLIP = "holiday.mov"
REQUEST = "shrink this video for web"
QUESTION = f"how long is {CLIP}"

# Six seconds of a moving picture with sound, kept at a quality that leaves something to shrink.
_MAKE = (
    *("-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30:duration=6"),
    *("-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000:duration=6"),
    *("-filter_complex", "[0:v]noise=alls=12:allf=t[v]", "-map", "[v]", "-map", "1:a"),
    *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "12", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "192k"),
)
_PAUSE = 1.2  # seconds that a terminal gets to read before the next step


def demo(env: Environment) -> int:
    """Runs the demo in a fresh folder; answers the exit status."""
    from ffai.carry import carry_out, show
    from ffai.desk import make_plan, open_desk
    from ffai.road import ask

    style = style_of(env.stderr, env.variables)
    folder = tempfile.mkdtemp(prefix="ffai-demo-")
    here = env._replace(cwd=folder)
    desk = open_desk(Wish(request=REQUEST, yes=True, no_log=True), here)
    if desk.tools.ffmpeg is None:
        os.rmdir(folder)
        raise Missing(
            "there is no ffmpeg to show anything with", "install ffmpeg, or: pip install 'ffai[ffmpeg]'; see ffai doctor"
        )
    _say(env, style, f"ffmpeg {desk.tools.version} makes a clip to play with, in {folder}")
    _make_clip(desk.tools.ffmpeg, f"{folder}/{CLIP}")
    media = desk.prober.get(CLIP)
    env.stderr.write(f"  {CLIP}  {style.plain(media_text(media)) if media else ''}\n")
    _type(env, style, REQUEST)
    plan = make_plan(REQUEST, desk)
    show(plan, desk)
    _pause(env, style)
    status = carry_out(plan, desk, ())
    if status:
        return status
    _compare(env, style, folder)
    _type(env, style, QUESTION)
    ask(Wish(request=QUESTION, no_log=True), here)
    _close(env, style, folder)
    return ExitStatus.DONE


def _make_clip(ffmpeg: str, path: str) -> None:
    command = [ffmpeg, "-hide_banner", "-loglevel", "error", "-nostdin", "-n", *_MAKE, path]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise RunFailed(f"ffmpeg could not make the clip: {last[0]}", "ffai doctor tells what this ffmpeg lacks")


def _say(env: Environment, style: Style, text: str) -> None:
    env.stderr.write("\n" + style.paint("title", clean(text)) + "\n")
    env.stderr.flush()


def _type(env: Environment, style: Style, request: str) -> None:
    """Shows the request as if it were typed; on a terminal at a pace that can be followed."""
    env.stderr.write("\n" + style.paint("good", "$ "))
    words = f'ffai "{request}"'
    for character in words:
        env.stderr.write(character)
        if env.interactive:
            env.stderr.flush()
            time.sleep(0.02)
    env.stderr.write("\n")
    env.stderr.flush()


def _pause(env: Environment, style: Style) -> None:
    """Time to read the preview: until a key on a terminal, none elsewhere. Ctrl-C ends the demo."""
    if not env.interactive:
        env.stderr.write(style.paint("dim", "\n  Outside of the demo ffai asks here. The demo says yes.\n"))
        return
    from ffai.confirm.keys import CTRL_C, ESCAPE, Keys

    env.stderr.write(
        "\n  " + style.paint("title", "This is where ffai asks.") + style.paint("dim", " Any key runs it, Esc ends the demo. ")
    )
    env.stderr.flush()
    with Keys(env) as keys:
        keys.settle()
        key = keys.read()
    env.stderr.write("\n")
    if key in (CTRL_C, ESCAPE, "q", "n"):
        raise KeyboardInterrupt


def _compare(env: Environment, style: Style, folder: str) -> None:
    sizes = {name: os.path.getsize(f"{folder}/{name}") for name in sorted(os.listdir(folder)) if not name.startswith(".")}
    before = sizes.get(CLIP, 0)
    widest = max((len(name) for name in sizes), default=0)
    env.stderr.write("\n")
    for name, size in sizes.items():
        bar = ("█" if style.unicode else "#") * max(1, round(30 * size / max(before, 1)))
        env.stderr.write(f"  {name:<{widest}}  {size_text(size):>8}  {style.paint('flag', bar)}\n")
    if env.interactive:
        time.sleep(_PAUSE)


def _close(env: Environment, style: Style, folder: str) -> None:
    lines = (
        ("ffai undo", "takes the run back: the new file goes, the old one was never touched"),
        ("ffai --help", "everything else"),
    )
    _say(env, style, "That is the main job. Now on files of your own: go to their folder and say what should happen.")
    for command, text in lines:
        env.stderr.write(f"  {style.paint('flag', command.ljust(12))}  {style.paint('dim', text)}\n")
    env.stderr.write(style.paint("dim", f"  The demo's files are in {folder}\n"))
