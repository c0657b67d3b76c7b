"""The context of a request: what was given, named or is meant."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ffai.environment import Environment
from ffai.errors import Missing, UsageError
from ffai.look import folder, kinds, natural, pick
from ffai.look.context import LONGEST, look
from ffai.values import Context, Media, Tools

TOOLS = Tools(None, None, "9.0", (9, 0))


class Asked:
    """Records which files' facts are asked for ahead."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def prefetch(self, path: str) -> None:
        self.paths.append(path)

    def get(self, path: str) -> Media | None:
        return Media(path, ("mov",))


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def make(tmp_path: Path, asked: Asked) -> Callable[..., Context]:
    def make(request: str, *given: str) -> Context:
        folders = str(tmp_path / ".ffai")
        streams = (io.StringIO(), io.StringIO(), io.StringIO())
        env = Environment(*streams, {"HOME": "/home/ann"}, str(tmp_path), folders, folders, folders)
        return look(request, given, env, TOOLS, asked)

    return make


def touch(root: Path, *names: str) -> None:
    for number, name in enumerate(names):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (1_000_000 + number, 1_000_000 + number))


def test_the_folder_shows_media_files_in_natural_order(tmp_path: Path, make: Callable[..., Context]) -> None:
    touch(
        tmp_path, "clip10.mp4", "clip2.mp4", "Clip1.MP4", "a.wav", "x.srt", "p.jpeg", "notes.txt", ".hidden.mp4", "sub/inner.mp4"
    )
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "dead.mp4").symlink_to("nowhere")
    shown = make("do it").folder
    assert [entry.name for entry in shown] == ["a.wav", "Clip1.MP4", "clip2.mp4", "clip10.mp4", "p.jpeg", "x.srt"]
    assert [entry.kind for entry in shown] == ["audio", "video", "video", "video", "image", "subtitle"]


def test_a_named_file_is_probed_ahead_and_no_other(tmp_path: Path, make: Callable[..., Context], asked: Asked) -> None:
    touch(tmp_path, "a.mp4", "b.mp4", "c.mp4")
    make("convert b.mp4 to out.mkv")
    assert asked.paths == ["b.mp4"]


def test_the_newest_video_is_probed_ahead_when_none_is_named(tmp_path: Path, make: Callable[..., Context], asked: Asked) -> None:
    touch(tmp_path, "z.mp4", "a.mp4", "newer.wav")
    make("shrink this video for web")
    assert asked.paths == ["a.mp4"]


def test_what_would_block_is_not_probed(tmp_path: Path, make: Callable[..., Context], asked: Asked) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    [mention] = make("convert pipe.mp4").mentions
    assert mention.exists
    assert asked.paths == []


def test_few_of_many_files_are_probed_ahead(tmp_path: Path, make: Callable[..., Context], asked: Asked) -> None:
    touch(tmp_path, *(f"{number}.mp4" for number in range(50)))
    context = make("convert *.mp4")
    assert len(context.mentions[0].matches) == 50
    assert len(asked.paths) < 10


def test_a_folder_as_argument_stands_for_its_media_files(tmp_path: Path, make: Callable[..., Context]) -> None:
    touch(tmp_path, "in/2.mp4", "in/10.mp4", "in/notes.txt")
    assert make("join them", "in").given == ("in/2.mp4", "in/10.mp4")


def test_a_folder_without_media_as_argument_is_said(tmp_path: Path, make: Callable[..., Context]) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(Missing, match="no media files in the folder in"):
        make("join them", "in")


def test_arguments_stay_what_they_are(tmp_path: Path, make: Callable[..., Context]) -> None:
    touch(tmp_path, "-a.mp4", "b[1].mp4")
    assert make("join", "-a.mp4", "b[1].mp4", "gone.mp4", "-a.mp4").given == ("./-a.mp4", "b[1].mp4", "gone.mp4")


@pytest.mark.parametrize("request_text", ["", " \n\t"])
def test_an_empty_request_is_said(request_text: str, make: Callable[..., Context]) -> None:
    with pytest.raises(UsageError, match="empty"):
        make(request_text)


def test_a_boundless_request_is_said(make: Callable[..., Context]) -> None:
    make("a" * LONGEST)
    with pytest.raises(UsageError, match="102,401 characters"):
        make("a" * (LONGEST + 1))


def test_the_only_candidate_is_picked_without_a_note(tmp_path: Path, make: Callable[..., Context]) -> None:
    touch(tmp_path, "a.mp4", "b.wav")
    assert pick.pick(make("x"), ("video",)) == pick.Pick("a.mp4")


def test_the_newest_of_several_is_picked_with_a_note(tmp_path: Path, make: Callable[..., Context]) -> None:
    touch(tmp_path, "z.mp4", "-n.mp4", "b.wav")
    found = pick.pick(make("x"), ("video",))
    assert (found.path, found.others) == ("./-n.mp4", ("z.mp4",))
    assert found.note == "./-n.mp4 is taken, the newest of 2 videos here"


def test_given_files_are_the_only_candidates(tmp_path: Path, make: Callable[..., Context]) -> None:
    touch(tmp_path, "a.mp4", "b.mp4", "c.mov")
    assert pick.candidates(make("x", "b.mp4", "c.mov"), ("video",)) == ("b.mp4", "c.mov")
    assert pick.candidates(make("x"), extension=".MOV") == ("c.mov",)


def test_extensions_of_one_format_are_alike(tmp_path: Path, make: Callable[..., Context]) -> None:
    touch(tmp_path, "a.jpg", "b.JPEG", "c.png")
    assert pick.candidates(make("x"), extension="jpeg") == ("a.jpg", "b.JPEG")


def test_nothing_meant_is_found_in_an_empty_folder(make: Callable[..., Context]) -> None:
    assert pick.pick(make("x"), ("video",)) == pick.Pick("")


def test_the_nearest_name_to_a_wrong_one(tmp_path: Path, make: Callable[..., Context]) -> None:
    touch(tmp_path, "Holiday.mov", "talk.mp4")
    context = make("x")
    assert pick.nearest(context, "holday.mov") == "Holiday.mov"
    assert pick.nearest(context, "qqqqqq.flac") == ""


def test_a_folder_that_is_gone_lists_nothing(tmp_path: Path) -> None:
    assert folder.read(str(tmp_path / "gone")).entries == ()


def test_links_to_folders_are_not_followed_by_patterns(tmp_path: Path) -> None:
    touch(tmp_path, "in/a.mp4")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    assert list(folder.below(str(tmp_path))) == [str(tmp_path), str(tmp_path / "in")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.MP4", "video"),
        ("a.b.flac", "audio"),
        (".mp4", ""),
        ("mp4", ""),
        ("x/.hidden.png", "image"),
        ("a.exe", ""),
        ("d.x/mp4", ""),
    ],
)
def test_kinds_by_extension(name: str, kind: str) -> None:
    assert kinds.kind_of(name) == kind


def test_natural_order() -> None:
    names = ["a10.mp4", "a2.mp4", "a.mp4", "A3.mp4", "9" * 40 + ".mp4", "²3.mp4"]
    assert sorted(natural.ordered(names)) == sorted(names)
    assert natural.ordered(names[:4]) == ["a.mp4", "a2.mp4", "A3.mp4", "a10.mp4"]
