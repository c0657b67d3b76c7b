import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ffai.show.command import command_text, option_heads, quote, wrapped
from ffai.show.expression import evaluate
from ffai.show.facts import rate_text, size_text, time_text
from ffai.show.filters import words
from ffai.show.graph import filters, split
from ffai.show.progress import State, line
from ffai.show.style import Style, clean, fill, shortened, width_of


def in_bash(text: str) -> list[bytes]:
    done = subprocess.run(["bash", "-c", f"printf '%s\\0' {text}"], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})
    return done.stdout.split(b"\0")[:-1]


NASTY = [
    "",
    "a b",
    "it's",
    "$HOME",
    "`id`",
    "!!",
    "a\nb",
    "\x1b[31m",
    "\u202eabc",
    "é",
    "日本",
    "\udcff.mp4",
    "=x",
    "*",
    "a\\b",
    "~",
    "#x",
    "-i",
    "\xa0",
    "'",
    "\x7f",
]


def test_bash_reads_every_quoted_word_as_it_was():
    assert in_bash(command_text(NASTY)) == [word.encode("utf-8", "surrogateescape") for word in NASTY]


@given(
    st.lists(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=12), min_size=1, max_size=6)
)
def test_bash_reads_any_text_as_it_was(argv):
    assert in_bash(command_text(argv)) == [word.encode() for word in argv]


@pytest.mark.parametrize("word", NASTY)
def test_what_is_quoted_can_be_seen(word):
    assert quote(word).isprintable()


def test_a_wrapped_command_is_the_command():
    argv = [
        "ffmpeg",
        "-i",
        "my talk.mov",
        "-vf",
        "scale=-2:720,fps=30",
        "-c:v",
        "libx264",
        "-crf",
        "23",
        "-movflags",
        "+faststart",
        "out.mp4",
    ]
    lines = wrapped(argv, option_heads(argv, [1, 3, 5, 7, 9]), Style(width=40))
    assert len(lines) > 2
    assert all(line.endswith(" \\") for line in lines[:-1])
    assert [word.decode() for word in in_bash("\n".join(lines))] == argv
    assert not any(line.strip().startswith(("libx264", "23", "'my")) for line in lines), "an option stays with its value"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[2Jb", "a\\x1b[2Jb"), ("\u202egpj.exe", "\\u202egpj.exe"), ("é", "é"), ("x\r\ny", "x\\r\\ny"), ("\udc80", "\\x80")],
)
def test_control_characters_are_shown_not_obeyed(text, shown):
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (37_600_000, "37.6 MB"),
        (412_000_000, "412 MB"),
        (1.1e9, "1.1 GB"),
        (999_999, "1.0 MB"),
    ],
)
def test_sizes(size, text):
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (0.4, "0.4 s"), (2, "2 s"), (59.6, "1:00"), (92, "1:32"), (3723, "1:02:03"), (-5, "-5 s"), (9.99, "10 s")],
)
def test_times(seconds, text):
    assert time_text(seconds) == text


@pytest.mark.parametrize(("rate", "text"), [(128_000, "128 kb/s"), (2_500_000, "2.5 Mb/s"), (9e12, "9000000 Mb/s")])
def test_rates(rate, text):
    assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("graph", "told"),
    [
        (r"scale=-2:'min(1080,ih)'", "resizes to at most 1080 high, width in proportion"),
        (r"scale=1280:-2", "resizes to 1280 wide, height in proportion"),
        (r"scale=w=640:h=360", "resizes to 640 × 360"),
        ("scale=1280:720:force_original_aspect_ratio=decrease", "resizes to fit into 1280 × 720, proportions kept"),
        ("transpose=1", "turns the picture 90° clockwise"),
        ("setpts=0.5*PTS", "plays 2 × as fast"),
        ("setpts=2*PTS", "plays at 50 % of the speed"),
        ("setpts=PTS/1.5", "plays 1.5 × as fast"),
        ("setpts=PTS-STARTPTS", "lets its clock begin at 0"),
        ("volume=0.5", "volume at 50 %"),
        ("volume=-6dB", "volume down by 6 dB"),
        ("volume=0", "silences the sound"),
        ("fade=t=out:st=5:d=2", "fades out over 2 s, from 5 s"),
        ("afade=in:d=1.5", "fades in over 1.5 s"),
        ("trim=start=2:end=5", "keeps the part from 2 s to 5 s"),
        ("concat=n=3:v=1:a=1", "joins 3 parts one after the other (picture and sound)"),
        (r"drawtext=text='a\:b, c':x=1", "writes “a:b, c”"),
        ("overlay=W-w-10:H-h-10", "lays the second picture over the first, at the bottom, the right"),
        ("overlay=(W-w)/2:(H-h)/2", "lays the second picture over the first, in the middle"),
        ("fps=30", "30 frames a second, by dropping or repeating"),
        ("loudnorm=I=-16:TP=-1.5", "brings the loudness to -16 LUFS (EBU R128)"),
    ],
)
def test_filters_in_words(graph, told):
    assert words(filters(graph)[0]) == told


def test_a_graph_is_taken_apart_at_its_own_marks():
    graph = r"[0:v]scale=-2:min(720\,ih),drawtext=text='a;b,c'[a];[a][1:v]overlay=10:10[out]"
    assert [(found.name, found.inputs, found.outputs) for found in filters(graph)] == [
        ("scale", ("0:v",), ()),
        ("drawtext", (), ("a",)),
        ("overlay", ("a", "1:v"), ("out",)),
    ]
    assert filters(graph)[1].get("text") == "a;b,c"


@given(st.text(max_size=60))
def test_no_graph_makes_the_words_fail(text):
    for found in filters(text):
        assert isinstance(words(found), str)
    assert "".join(split(text, ",")).replace(",", "") == text.replace(",", "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("iw/2", 640),
        ("min(1080,ih)", 720),
        (r"min(1080\,ih)", 720),
        ("trunc(ih*0.5/2)*2", 360),
        ("-2", -2),
        ("(iw-1)*2", 2558),
        ("if(gt(iw,ih),iw,ih)", 1280),
        ("nope", None),
        ("1/0", None),
        ("iw iw", None),
        ("", None),
        ("(" * 1000, None),
    ],
)
def test_arithmetic(text, value):
    assert evaluate(text, {"iw": 1280, "ih": 720}) == value


@given(st.text("iwh0123456789.+-*/(), ", max_size=40))
def test_arithmetic_never_fails(text):
    value = evaluate(text, {"iw": 1280, "ih": 720})
    assert value is None or isinstance(value, int | float)


def test_lines_fit_their_width():
    for width in (20, 33, 80):
        assert all(width_of(text) <= width for text in fill(["日本語", "word", "another", "x" * 10] * 5, width))


@pytest.mark.parametrize("width", [20, 30, 40, 60, 100])
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("total", [None, 92.0])
def test_the_bar_fits_every_terminal(width, unicode, total):
    state = State(
        "a-very-long-name-of-a-file-" * 4 + ".mp4", done=30.0, total=total, speed=2.14, size=12_345_678, number=3, total_steps=12
    )
    shown = line(state, Style(width=width, unicode=unicode))
    assert width_of(shown) <= width
    assert shown.isascii() == (not unicode)


def test_the_bar_tells_what_is_wanted():
    shown = line(State("a.mp4", done=46.0, total=92.0, speed=2.0, size=19_000_000), Style(width=90))
    assert "50 %" in shown
    assert "23 s left" in shown
    assert "2×" in shown
    assert "about 38.0 MB" in shown


def test_long_names_keep_their_ends():
    assert shortened("beginning-of-a-very-long-name-end.mp4", 20).endswith("end.mp4")
    assert width_of(shortened("日本語" * 20 + ".mp4", 20)) <= 22
