import io
import shutil
import subprocess

import pytest
from cli.world import Result, World
from models.server import Model


class Inside(World):
    """The same program in this process, without a new interpreter for every run."""

    def run(self, *arguments, text="", **variables):
        from ffai.commands.start import guarded, request, wants_document
        from ffai.environment import Environment

        out, err = io.StringIO(), io.StringIO()
        known = {**self.variables, **variables}
        folders = (known[f"FFAI_{name}_DIR"] for name in ("CONFIG", "STATE", "CACHE"))
        env = Environment(io.StringIO(text), out, err, known, str(self.work), *folders)
        status = guarded(env, lambda: request(arguments, env), document=wants_document(arguments))
        return Result(int(status), out.getvalue(), err.getvalue())


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture
def inside(tmp_path):
    return Inside(tmp_path)


@pytest.fixture
def model():
    """Starts scripted models, which end with the test."""
    started = []

    def start(*script):
        started.append(Model(*script))
        return started[-1]

    yield start
    for each in started:
        each.__exit__()


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    """talk.mp4, talk2.mp4, talk.mov, song.wav, logo.png, subs.srt, film.mkv: 4 s and tiny."""
    folder = tmp_path_factory.mktemp("media")
    base = ["ffmpeg", "-v", "error", "-nostdin", "-y"]
    picture = ["-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=4"]
    sound = ["-f", "lavfi", "-i", "sine=frequency=440:duration=4"]
    code = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2"]
    subprocess.run([*base, *picture, *sound, *code, folder / "talk.mp4"], check=True)
    shutil.copy(folder / "talk.mp4", folder / "talk2.mp4")
    subprocess.run([*base, "-i", folder / "talk.mp4", "-c", "copy", folder / "talk.mov"], check=True)
    subprocess.run([*base, *sound, "-ac", "2", folder / "song.wav"], check=True)
    subprocess.run([*base, "-f", "lavfi", "-i", "color=red:size=40x40", "-frames:v", "1", folder / "logo.png"], check=True)
    (folder / "subs.srt").write_text("1\n00:00:00,500 --> 00:00:02,000\nHello\n")
    tracks = [
        "-map",
        "0:v",
        "-map",
        "0:a",
        "-map",
        "1:a",
        "-map",
        "2",
        "-metadata:s:a:0",
        "language=spa",
        "-metadata:s:a:1",
        "language=eng",
    ]
    inputs = ["-i", folder / "talk.mp4", "-i", folder / "song.wav", "-i", folder / "subs.srt"]
    subprocess.run([*base, *inputs, *tracks, "-c:v", "copy", "-c:a", "aac", "-c:s", "srt", folder / "film.mkv"], check=True)
    return folder


@pytest.fixture
def clip(request, media):
    """talk.mp4, alone in the working folder."""
    place = request.getfixturevalue("inside" if "inside" in request.fixturenames else "world")
    shutil.copy(media / "talk.mp4", place.work / "talk.mp4")
    return place.work / "talk.mp4"
