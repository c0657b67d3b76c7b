import shutil
import subprocess

import pytest
from cli.world import World


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    """A video with sound, one without, and a sound, each about a second long and tiny."""
    folder = tmp_path_factory.mktemp("clips")
    base = ["ffmpeg", "-loglevel", "error", "-nostdin", "-y"]
    picture = ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=15:duration=1.2"]
    sound = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1.2"]
    encode = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    subprocess.run([*base, *picture, *sound, *encode, "-c:a", "aac", folder / "both.mp4"], check=True)
    subprocess.run([*base, *picture, *encode, folder / "silent.mp4"], check=True)
    subprocess.run([*base, *sound, folder / "tone.wav"], check=True)
    return folder


@pytest.fixture
def clip(world, clips):
    """talk.mp4, alone in the working folder."""
    path = world.work / "talk.mp4"
    shutil.copy(clips / "both.mp4", path)
    return path
