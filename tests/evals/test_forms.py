"""The forms of answers: what of a text is run, whatever it is wrapped in."""

import pytest
from ffai_evals.judge.answers import read_answer

ONE = "ffmpeg -i a.mp4 b.mkv"
FORMS = {
    "nested": '{"response": {"command": "ffmpeg -i a.mp4 b.mkv", "why": "x"}}',
    "words": '{"command": ["ffmpeg", "-i", "a.mp4", "b.mkv"]}',
    "a program and its words": '{"program": "ffmpeg", "args": ["-i", "a.mp4", "b.mkv"]}',
    "options alone": '{"command": "-i a.mp4 b.mkv"}',
    "prose around JSON": 'Here you go:\n{"command": "ffmpeg -i a.mp4 b.mkv"}\nEnjoy.',
    "another way beside it": '{"command": "ffmpeg -i a.mp4 b.mkv", "alternatives": ["ffmpeg -i a.mp4 -c copy c.mkv"]}',
    "a fence in JSON": '{"answer": "```bash\\nffmpeg -i a.mp4 b.mkv\\n```"}',
    "prose in JSON": '{"answer": "Use this:\\nffmpeg -i a.mp4 b.mkv\\nIt works."}',
    "JSON in a fence": 'Sure:\n```json\n{"command": "ffmpeg -i a.mp4 b.mkv"}\n```\n',
    "a Python dict": "{'command': 'ffmpeg -i a.mp4 b.mkv'}",
    "cut off": '{"command": "ffmpeg -i a.mp4 b.mkv", "explanation": "This conv',
    "an array": '["ffmpeg -i a.mp4 b.mkv"]',
    "a program of Windows": "ffmpeg.exe -i a.mp4 b.mkv",
    "a path to it": "```\n/usr/bin/ffmpeg -i a.mp4 b.mkv\n```",
    "paths of Windows": "ffmpeg -i C:\\Users\\me\\a.mp4 D:\\b.mkv",
    "a thought before": "<think>maybe ffmpeg -i x.mp4 y.mkv?</think>\nffmpeg -i a.mp4 b.mkv",
    "markup": "<code>ffmpeg -i a.mp4 b.mkv</code>",
    "a label": "**Command:** ffmpeg -i a.mp4 b.mkv",
    "the end of a sentence": "Run ffmpeg -i a.mp4 b.mkv.",
    "another fence": "~~~bash\nffmpeg -i a.mp4 b.mkv\n~~~",
    "a fence in one line": "```ffmpeg -i a.mp4 b.mkv```",
    "a table": "| step | command |\n|---|---|\n| 1 | `ffmpeg -i a.mp4 b.mkv` |",
    "long dashes": "ffmpeg –i a.mp4 b.mkv",
    "another folder first": "```bash\ncd ~/Videos\nffmpeg -i a.mp4 b.mkv\n```",
    "timed": "time ffmpeg -i a.mp4 b.mkv",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_the_command_is_found_in_its_form(name):
    assert read_answer(FORMS[name]).text.split() == ONE.split()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ffmpeg -i <input> -c copy <output.mkv>", "ffmpeg -i input -c copy output.mkv"),
        ('ffmpeg -i "$INPUT" -c copy "$OUTPUT"', 'ffmpeg -i "INPUT" -c copy "OUTPUT.mp4"'),
        ("ffmpeg -i [input.mp4] out.mkv", "ffmpeg -i input.mp4 out.mkv"),
        ("ffmpeg -i a.mp4 -b:v <bitrate> out.mp4", "ffmpeg -i a.mp4 -b:v <bitrate> out.mp4"),
        ("IN=a.mp4\nffmpeg -i $IN out.mkv", "IN=a.mp4\nffmpeg -i $IN out.mkv"),
        ('for f in *.avi; do ffmpeg -i "$f" "${f%.avi}.mp4"; done', 'for f in *.avi; do ffmpeg -i "$f" "${f%.avi}.mp4"; done'),
        ('ffmpeg -i a.mp4 -filter_complex "[0:v]null [video]" -map "[video]" b.mp4',) * 2,
    ],
)
def test_places_for_the_readers_files_are_filled_and_no_others(text, wanted):
    assert read_answer(text).text == wanted


@pytest.mark.parametrize(
    "text",
    [
        '```bat\nfor %%i in (*.avi) do ffmpeg -i "%%i" "%%~ni.mp4"\n```',
        "```powershell\nGet-ChildItem *.avi | ForEach-Object { ffmpeg -i $_.FullName ($_.BaseName + '.mp4') }\n```",
        'for f in *.avi; do\n  ffmpeg -i "$f" "${f%.*}.mp4"\ndone',
    ],
    ids=["cmd", "powershell", "lines without a fence"],
)
def test_loops_of_other_shells_are_loops(text):
    assert "".join(read_answer(text).text.split()) == 'forfin*.avi;doffmpeg-i"$f""${f%.*}.mp4"' + (
        "done" if "\n  " in text else ";done"
    )


def test_two_steps_are_both_run_and_other_ways_are_not():
    two = '{"commands": ["ffmpeg -y -i a.mp4 -pass 1 -f null /dev/null", "ffmpeg -i a.mp4 -pass 2 b.mp4"]}'
    assert read_answer(two).text.count("ffmpeg") == 2
    other = "Use `ffmpeg -i a.mp4 b.mkv`, or `ffmpeg -i a.mp4 c.mkv`."
    assert read_answer(other).text == ONE
    caret = "```bat\nffmpeg -i a.mp4 ^\n  -c:v libx264 ^\n  b.mkv\n```"
    assert read_answer(caret).text.replace("\\\n", " ").split() == "ffmpeg -i a.mp4 -c:v libx264 b.mkv".split()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000 + '"ffmpeg"' + "]" * 5000,
        "<a " * 30_000 + "ffmpeg",
        "`" * 60_000 + "ffmpeg -i",
        '{"command": "' + "ffmpeg {" * 9000,
    ],
)
def test_what_is_no_answer_ends_in_time(text):
    assert read_answer(text) is not None
