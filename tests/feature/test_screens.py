"""The screens that the README shows are what the program shows."""

import shutil

import pytest
from feature import record

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("tmux", "zsh", "ffmpeg", "ffprobe"))), reason="needs tmux, zsh and ffmpeg"
)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return record.made_world(tmp_path_factory.mktemp("record"))


# in the README's order: the list of one screen holds what was asked in those before
def test_the_readme_shows_what_the_program_shows(world):
    shown = record.blocks(record.README.read_text())
    assert set(shown) == set(record.SCREENS)
    for name, text in shown.items():
        now = record.recorded(name, world)
        assert record.comparable(text) == record.comparable(now), f"{name}: run python tests/feature/record.py\n{now}"


def test_the_picture_shows_the_preview_and_the_result():
    picture = record.PICTURE.read_text()
    for words in ("ffmpeg", "-ss", "nothing that exists is changed", "done", "talk-480p.mp4"):
        assert words in picture
