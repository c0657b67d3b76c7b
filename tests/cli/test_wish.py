import pytest

from ffai.commands.wish import parse
from ffai.errors import UsageError


@pytest.fixture
def folder(tmp_path):
    for name in ("talk.mov", "my talk.mov", "-clip.mp4", "it's.mp4", "logo.png"):
        (tmp_path / name).touch()
    (tmp_path / "clips").mkdir()
    return str(tmp_path)


@pytest.mark.parametrize(
    ("words", "request_", "given"),
    [
        (["shrink this for web"], "shrink this for web", ()),
        (["shrink", "talk.mov", "for", "web"], "shrink talk.mov for web", ()),
        (["shrink this", "talk.mov"], "shrink this", ("talk.mov",)),
        (["talk.mov", "shrink this"], "shrink this", ("talk.mov",)),
        (["shrink", "my talk.mov"], 'shrink "my talk.mov"', ()),
        (["shrink this", "my talk.mov"], "shrink this", ("my talk.mov",)),
        (["shrink", "it's.mp4"], 'shrink "it\'s.mp4"', ()),
        (["all to mp4", "clips"], "all to mp4", ("clips",)),
        (["all to mp4", "*.mov"], "all to mp4", ("*.mov",)),
        (["shrink this", "gone.mov"], "shrink this gone.mov", ()),
        (["shrink", "-clip.mp4"], "shrink -clip.mp4", ()),
        (["--", "explain", "-n"], "explain -n", ()),
        (["-v", "--", "-x"], "-x", ()),
        (["-x means fast"], "-x means fast", ()),
        (["put", "logo.png", "on", "talk.mov"], "put logo.png on talk.mov", ()),
        ([], "", ()),
        (["  "], "", ()),
    ],
)
def test_words_become_a_request_and_the_files_beside_it(folder, words, request_, given):
    wish = parse(words, folder)
    assert (wish.request, wish.given) == (request_, given)


@pytest.mark.parametrize(
    ("arguments", "fields"),
    [
        (["-n", "x"], {"dry_run": True}),
        (["x", "-n"], {"dry_run": True}),
        (["-nv", "x"], {"dry_run": True, "verbose": True}),
        (["-y", "x"], {"yes": True}),
        (["-m", "offline", "x"], {"model": "offline"}),
        (["-moffline", "x"], {"model": "offline"}),
        (["--model=a/b", "x"], {"model": "a/b"}),
        (["-o", "-dash.mp4", "x"], {"output": "-dash.mp4"}),
        (["--output-dir", "out", "x"], {"output_dir": "out"}),
        (["--print", "x"], {"print": True}),
        (["--json", "--no-log", "x"], {"json": True, "no_log": True}),
    ],
)
def test_options_stand_anywhere(folder, arguments, fields):
    assert parse(arguments, folder)._asdict() == {**parse(["x"], folder)._asdict(), **fields}


@pytest.mark.parametrize(
    ("arguments", "message", "next_step"),
    [
        (["--dryrun", "x"], "no option --dryrun", "--dry-run"),
        (["-crf", "23"], "no option -crf", "quotes"),
        (["x", "-o"], "needs a value", ""),
        (["-o", "", "x"], "not empty", ""),
        (["--yes=no", "x"], "takes no value", ""),
    ],
)
def test_a_wrong_option_is_named_with_what_to_do(folder, arguments, message, next_step):
    with pytest.raises(UsageError) as caught:
        parse(arguments, folder)
    assert message in caught.value.message
    assert next_step in caught.value.next_step


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["shrink", "--help"]])
def test_help_is_asked_for(folder, arguments):
    assert parse(arguments, folder) is None
