"""Which words of a request are file names, and what they stand for."""

import os
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ffai.look import folder, names
from ffai.values import Mention

FILES = (
    "talk.mov",
    "My Holiday Clip.mov",
    "IMG_0042.MOV",
    "IMG_0042.srt",
    "video.mp4",
    "-dash.mp4",
    "会议.mp4",
    "a:b.mp4",
    "one, two; three.wav",
    "it's mine.mkv",
    'say "hi".mkv',
    "line\nbreak.mp4",
    "clip (1).mp4",
    "clip[2].mp4",
    "h.264",
    "noextension",
    "café.mp3",
    "frame_001.png",
    "frame_002.png",
    "frame_010.png",
    "clips/a.mp4",
    "clips/A2.MP4",
    "clips/a10.mp4",
    "clips/notes.txt",
    "clips/deep/b.mp4",
    "My Videos/first one.mp4",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> folder.Folder:
    root = tmp_path_factory.mktemp("look")
    for name in FILES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder.read(str(root))


def found(request: str, place: folder.Folder) -> tuple[Mention, ...]:
    mentions = names.find(request, place, "/home/ann")
    for mention in mentions:
        said = request[mention.start : mention.end]
        assert mention.text.strip() in said, "the span says the name"
    return mentions


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        ("convert input.mkv to output.mp4", ["input.mkv", "output.mp4"]),
        ("Save it as out.mp4.", ["out.mp4"]),
        ("the old video (oldvideo.flv) to mov", ["oldvideo.flv"]),
        ("is in.mp4 ok? And in2.mp4!", ["in.mp4", "in2.mp4"]),
        ("in.mp4's sound; in2.mp4’s too", ["in.mp4", "in2.mp4"]),
        ("turn `a.ogv`, 'b.ogv', \"c.ogv\", “d.ogv” and «e.ogv» into one", ["a.ogv", "b.ogv", "c.ogv", "d.ogv", "e.ogv"]),
        ("a.wav,b.wav;c.wav", ["a.wav", "b.wav", "c.wav"]),
        ("mix a.wav+b.wav", ["a.wav", "b.wav"]),
        ("in.mp4->out.webm, in.mp4→out2.webm", ["in.mp4", "out.webm", "in.mp4", "out2.webm"]),
        ("overlay with movie=logo.png", ["logo.png"]),
        ("big.wmv—can you shrink it", ["big.wmv"]),
        ("Compress holiday.mp4.Then upload it", ["holiday.mp4"]),
        ("m4v.mp4 and 800x600.jpeg and 3.mp3", ["m4v.mp4", "800x600.jpeg", "3.mp3"]),
        ('"podcast episode.wav" to mp3', ["podcast episode.wav"]),
        ('"convert in.mov to out.mp4"', ["in.mov", "out.mp4"]),
        ('run "ffmpeg -i in.mov out.mp4"', ["in.mov", "out.mp4"]),
        (
            "put watermark.png on it, lut warm.cube, font Sans.ttf, list parts.txt",
            ["watermark.png", "warm.cube", "Sans.ttf", "parts.txt"],
        ),
        ("save it as result.xyz and input.rawvideo", ["input.rawvideo"]),
        ("the file called result.xyz", ["result.xyz"]),
    ],
)
def test_names_of_files_that_need_not_exist(request_text: str, expected: list[str], place: folder.Folder) -> None:
    assert [mention.text for mention in found(request_text, place)] == expected


@pytest.mark.parametrize(
    "request_text",
    [
        "convert my .mkv file to .mp4.",
        "all .wav files, .mp3s and `.mov` or (.srt) to mp4",
        "as H.264/AAC, h.265 or x.264 at 1.5x, 5.1 sound",
        "(e.g. 23.976), i.e. v1.2 at 00:00:02.5",
        "16/44.1kHz, top/bottom and/or 16/9, w/ sound",
        "see ffmpeg.org, youtube.com and node.js",
        "add the text 'Hello, world.' with \"_fast\" at the end",
        "I don't know what it's about. It isn't 'right'.",
        "make the video and the clips smaller, 50%.",
        "",
        "...",
    ],
)
def test_words_that_are_no_names(request_text: str, place: folder.Folder) -> None:
    listing = place._replace(names={name: is_dir for name, is_dir in place.names.items() if name != "h.264"})
    assert found(request_text, listing) == ()


@pytest.mark.parametrize(
    ("request_text", "path"),
    [
        ("cut talk.mov at 3s", "talk.mov"),
        ("cut TALK.MOV at 3s", "talk.mov"),
        ("cut Talk.Mov", "talk.mov"),
        ("cut ./talk.mov", "./talk.mov"),
        ("cut My Holiday Clip.mov at 3s", "My Holiday Clip.mov"),
        ("cut my holiday clip at 3s", "My Holiday Clip.mov"),
        ("cut 'My Holiday Clip.mov', then", "My Holiday Clip.mov"),
        ("cut My\\ Holiday\\ Clip.mov", "My Holiday Clip.mov"),
        ("shrink IMG_0042 for email", "IMG_0042.MOV"),
        ("shrink 'talk' for email", "talk.mov"),
        ("shrink the clip talk for email", "talk.mov"),
        ("shrink the file noextension", "noextension"),
        ("trim -dash.mp4", "./-dash.mp4"),
        ("trim a:b.mp4", "./a:b.mp4"),
        ("mix one, two; three.wav down", "one, two; three.wav"),
        ("trim it's mine.mkv", "it's mine.mkv"),
        ("trim 'say \"hi\".mkv'", 'say "hi".mkv'),
        ('trim "line\nbreak.mp4"', "line\nbreak.mp4"),
        ("trim clip (1).mp4", "clip (1).mp4"),
        ("trim clip[2].mp4", "clip[2].mp4"),
        ("wrap h.264 in mp4", "h.264"),
        ("把会议.mp4压缩一下", "会议.mp4"),
        ("trim cafe\u0301.mp3", "café.mp3"),
        ("trim CAFÉ.MP3", "café.mp3"),
        ("trim clips/a.mp4", "clips/a.mp4"),
        ("trim clips/A.MP4", "clips/a.mp4"),
        ("trim ./My Videos/first one.mp4 now", "./My Videos/first one.mp4"),
    ],
)
def test_names_of_existing_files(request_text: str, path: str, place: folder.Folder) -> None:
    [mention] = found(request_text, place)
    assert (mention.path, mention.exists) == (path, True)
    assert Path(place.path, mention.path).exists()


def test_an_everyday_word_is_no_file_because_a_file_has_it_for_a_stem(place: folder.Folder) -> None:
    assert found("shrink the video, talk about it", place) == ()


def test_two_files_that_differ_in_case_stay_two(place: folder.Folder) -> None:
    first, second = found("convert video.mp4 to Video.mp4", place)
    assert (first.path, first.exists, second.path, second.exists) == ("video.mp4", True, "Video.mp4", False)


@pytest.mark.parametrize(
    ("request_text", "matches"),
    [
        ("convert *.mov", ["IMG_0042.MOV", "My Holiday Clip.mov", "talk.mov"]),
        ("join frame_%03d.png", ["frame_001.png", "frame_002.png", "frame_010.png"]),
        ("join clips/*.mp4", ["clips/a.mp4", "clips/A2.MP4", "clips/a10.mp4"]),
        ("join clips/**/*.mp4", ["clips/a.mp4", "clips/A2.MP4", "clips/a10.mp4", "clips/deep/b.mp4"]),
        ("join frame_00?.png.", ["frame_001.png", "frame_002.png"]),
        ("join frame_0[01]?.png", ["frame_001.png", "frame_002.png", "frame_010.png"]),
        ("join frame_*.{png,jpg}", ["frame_001.png", "frame_002.png", "frame_010.png"]),
        ("everything in clips/", ["clips/a.mp4", "clips/A2.MP4", "clips/a10.mp4"]),
        ("everything in the clips folder", ["clips/a.mp4", "clips/A2.MP4", "clips/a10.mp4"]),
        ("everything in the folder clips", ["clips/a.mp4", "clips/A2.MP4", "clips/a10.mp4"]),
        ("all of 'clips'", ["clips/a.mp4", "clips/A2.MP4", "clips/a10.mp4"]),
        ("thumbs_%04d.jpg", []),
        ("*.flv", []),
    ],
)
def test_patterns_and_folders(request_text: str, matches: list[str], place: folder.Folder) -> None:
    [mention] = found(request_text, place)
    assert mention.is_pattern
    assert list(mention.matches) == matches
    assert mention.exists == bool(matches)


def test_a_folder_mention_ends_in_a_slash_there_or_not(place: folder.Folder) -> None:
    [there, new] = found("put all files of the clips folder into a folder called small", place)
    assert (there.path, there.exists) == ("clips/", True)
    assert (new.path, new.exists) == ("small/", False)


@pytest.mark.parametrize(
    ("request_text", "path"),
    [
        ("get https://example.com/a/b.mp4?x=1&y=2.", "https://example.com/a/b.mp4?x=1&y=2"),
        ("from rtmp://host/live/key, please", "rtmp://host/live/key,"[:-1]),
        ("(see www.example.com/v.mp4)", "https://www.example.com/v.mp4"),
    ],
)
def test_addresses(request_text: str, path: str, place: folder.Folder) -> None:
    [mention] = found(request_text, place)
    assert (mention.path, mention.is_address, mention.exists) == (path, True, False)


@pytest.mark.parametrize(
    ("request_text", "path"),
    [
        ("~/in.mov", "/home/ann/in.mov"),
        ("$HOME/in.mov", "/home/ann/in.mov"),
        ("/srv/media/in.mov", "/srv/media/in.mov"),
        ("../in.mov", "../in.mov"),
        ("'/srv/my media/in.mov'", "/srv/my media/in.mov"),
    ],
)
def test_paths_of_files_that_are_not_there(request_text: str, path: str, place: folder.Folder) -> None:
    [mention] = found(f"trim {request_text} please", place)
    assert (mention.path, mention.exists) == (path, False)


def test_windows_paths_are_one_name(place: folder.Folder) -> None:
    [mention] = found(r"convert C:\Users\ann\clip.mp4 to mkv", place)
    assert mention.text == r"C:\Users\ann\clip.mp4"


def test_names_that_are_no_unicode_survive(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(str(tmp_path)) + b"/caf\xe9.mp4"))).touch()
    [mention] = found("trim caf\udce9.mp4", folder.read(str(tmp_path)))
    assert mention.exists
    assert os.fsencode(mention.path) == b"caf\xe9.mp4"


WORDS = st.one_of(
    st.sampled_from(
        [*FILES, *(name.upper() for name in FILES), "*.mov", "frame_%03d.png", "~/x.mp4", "clips/", "http://a/b.mp4"]
    ),
    st.sampled_from(
        ["'", '"', "“", "”", "`", " ", "\n", ".", ",", "(", ")", "/", "\\", "~", "*", "%d", "[", "{", "->", "called", "folder"]
    ),
    st.text(string.ascii_letters + "./ ", max_size=8),
    st.text(max_size=8),
)


@given(st.lists(WORDS, max_size=12))
def test_any_text_is_read_and_spans_are_in_order(place: folder.Folder, words: list[str]) -> None:
    request = " ".join(words)
    end = 0
    for mention in found(request, place):
        assert end <= mention.start < mention.end <= len(request)
        assert mention.path
        end = mention.end


@given(
    st.lists(
        st.sampled_from(["é", "会", "İ", "ß", "ﬁ", "\udcff", "\0", "a", ".", "/", " ", "mp4", ".mp4", "'", "\\ "]), max_size=30
    )
)
def test_odd_letters_are_read(place: folder.Folder, parts: list[str]) -> None:
    text = "".join(parts)
    mentions = found(text, place)
    ends = [0, *(m.end for m in mentions)]
    assert all(end <= m.start < m.end <= len(text) for end, m in zip(ends, mentions, strict=False))


@pytest.mark.parametrize("part", ["a.mp4 ", "'a ", "/a /b ", "会.mp4", "((", "{a", "a/b.MP4 ", "*.mp4 ", "My Holiday Clip.mov "])
def test_a_request_of_100_kilobytes_is_read(part: str, place: folder.Folder) -> None:
    text = part * (100_000 // len(part))
    mentions = found(text, place)
    assert all(0 <= m.start < m.end <= len(text) and m.path for m in mentions)
