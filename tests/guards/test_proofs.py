"""The guard against real bash, a system-call trace and made texts. Small numbers here; `./dev proof` does all of it."""

import shutil
import subprocess

import pytest
from ffai_guards import guard, read_argv
from ffai_guards.graphs import GraphError, parse
from ffai_guards.text import read_text
from ffai_guards.urls import targets
from hypothesis import given, settings
from hypothesis import strategies as st

from guards import differential, find, mutation, rewrites, truth
from guards.corpus import LINES


def test_the_corpus_is_large_and_mostly_dangerous():
    assert len(LINES) >= 600
    assert sum(line["expect"] != "allow" for line in LINES) >= len(LINES) * 0.55
    assert len({line["id"] for line in LINES}) == len(LINES)


def test_the_tokenizer_reads_words_as_bash_does():
    made, read, wrong = differential.disagreements(10_000, seed=7)
    assert wrong == []
    assert read > made // 10


def test_other_ways_to_write_a_command_change_no_verdict():
    tried, wrong = rewrites.tried(every=60)
    assert wrong == []
    assert tried > 300


@pytest.mark.skipif(not shutil.which("strace") or not shutil.which("unshare"), reason="strace and unshare are needed")
def test_commands_touch_what_was_foretold():
    run, wrong = truth.every(28)
    assert wrong == []
    assert run > 30


@pytest.mark.parametrize("which", ["system", "static"])
def test_every_option_of_text_was_tried_for_writing(which):
    """A new version's options have to be tried: `python tests/guards/find.py FFMPEG new`."""
    ffmpeg = pytest.importorskip("imageio_ffmpeg").get_ffmpeg_exe() if which == "static" else "ffmpeg"
    assert find.string_options(ffmpeg) <= find.known()


SHELL = st.text(alphabet=st.sampled_from(list("ffmpeg -i a.mp4 b\"'\\$`(){}[]<>|&;#~*?!\n\t=")), max_size=80)


@settings(max_examples=300, deadline=None)
@given(st.one_of(SHELL, SHELL.map("ffmpeg {}".format), st.text(max_size=60)))
def test_no_shell_text_makes_it_raise(text):
    assert guard(text, "/nonexistent").verdict.level in ("allow", "confirm", "deny")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=8))
def test_no_argv_makes_it_raise(words):
    assert guard([["ffmpeg", *words]], "/nonexistent").verdict.level in ("allow", "confirm", "deny")
    assert read_argv([words]) is not None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("psnr=f:x'\\[],;@ /")), max_size=60))
def test_no_graph_and_no_url_make_it_raise(text):
    assert targets(text) is not None
    try:
        read = parse(text)
    except GraphError as problem:
        read = str(problem) or None  # what cannot be read is said
    assert read is not None


@pytest.mark.parametrize(
    "text",
    ["ffmpeg " + "a " * 50_000, "(" * 100_000, "$(" * 50_000, "{" * 100_000, "`" * 100_000, "if true; then " * 10_000, "a" * 100_000, '"' * 99_999,
     "ffmpeg -i " + "concat:" * 2_000 + "a", "ffmpeg -vf '" + "[" * 10_000 + "' a", "echo {1..99999}{1..99999}", "! " * 5_000 + "ffmpeg", "a && " * 3_000 + "b"],
)  # fmt: skip
def test_what_is_too_long_or_too_deep_is_refused(text):
    assert guard(text, "/nonexistent").verdict.level == "deny"


def test_plain_commands_are_read_without_bashlex():
    code = "import sys; from ffai_guards import guard; guard('ffmpeg -y -i a.mp4 -vf \"scale=2:2\" b.mp4'); sys.exit('bashlex' in sys.modules)"
    import sys

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert read_text("ffmpeg -i a.mp4 b.mp4").steps


def test_every_row_of_the_table_is_held_by_a_line_of_the_corpus():
    rows, unheld = mutation.unheld()
    assert unheld == []
    assert rows > 250
