"""Ctrl-G in real shells on a real terminal: what is on the screen, what is on the line, and that nothing runs by itself."""

import os
import re
import shutil
import time
from pathlib import Path

import pytest
from cli.world import World
from feature.shells import INIT, SHELLS, Shell

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
CONVERT = "ffmpeg -i talk.mp4 -c:v copy -c:a copy talk.mkv"


@pytest.fixture(params=SHELLS)
def name(request):
    if not shutil.which(request.param):
        pytest.skip(f"needs {request.param}")
    return request.param


@pytest.fixture(scope="session")
def clip_file(tmp_path_factory):
    import subprocess

    path = tmp_path_factory.mktemp("clip") / "talk.mp4"
    picture = ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=15:duration=1"]
    sound = ["-f", "lavfi", "-i", "sine=duration=1"]
    encode = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *picture, *sound, *encode, path], check=True)
    return path


@pytest.fixture
def world(tmp_path, clip_file):
    made = World(tmp_path)
    shutil.copy(clip_file, made.work / "talk.mp4")
    return made


@pytest.fixture
def shell(world, name):
    """Starts that shell; more than one can run in a test, one after the other."""
    started = []

    def start(**options):
        for each in started:
            each.close()
        started.append(Shell(name, world, **options))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def stub(world):
    """A helper made for the test: a shell script in place of ffai."""

    def make(script):
        path = world.root / "stub"
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)
        return str(path)

    return make


def files(world):
    return sorted(os.listdir(world.work))


def test_a_request_becomes_the_command_and_undo_brings_it_back(shell, world, name):
    s = shell()
    assert s.ask("convert talk.mp4 to mkv") == CONVERT
    assert s.point == len(CONVERT)
    assert "reads 1 file, writes 1 new file" in s.text
    assert files(world) == ["talk.mp4"], "nothing was run"
    s.keys("C-_")
    assert s.line == "convert talk.mp4 to mkv"
    s.press()
    assert s.line == CONVERT
    s.keys("Enter")
    s.wait_until(lambda: "talk.mkv" in files(world))


def test_what_was_assumed_is_on_the_status_line(shell):
    s = shell()
    s.ask("shrink talk.mp4 for web")
    assert "assumed web: H.264 and AAC" in s.text.replace("\n", " ")


def test_the_line_stays_when_a_request_is_not_understood(shell):
    s = shell()
    request = "transmogrify talk.mp4 into xyzzy"
    assert s.ask(request) == request
    assert "not understood" in s.text


def test_a_refused_answer_is_never_on_the_line(shell, world):
    s = shell()
    request = "delete talk.mp4"
    assert s.ask(request) == request
    assert files(world) == ["talk.mp4"]


def test_what_must_be_asked_about_is_put_behind_ffai(shell, world):
    (world.work / "talk.mkv").write_text("precious")
    s = shell()
    line = s.ask("convert talk.mp4 to talk.mkv")
    assert re.fullmatch("ffai run [0-9a-f]{15}", line)
    assert "talk.mkv exists" in s.text
    s.keys("Enter")
    s.wait("What now\\?")
    s.type("k")
    s.wait("Run\\?")
    s.type("y")
    s.wait("done  talk-2.mkv")
    assert (world.work / "talk.mkv").read_text() == "precious"


def test_several_steps_are_one_line(shell, world):
    s = shell()
    line = s.ask("convert talk.mp4 to mkv and to webm")
    assert line.count("ffmpeg ") == 2
    assert " && " in line
    s.keys("Enter")
    s.wait_until(lambda: {"talk.mkv", "talk.webm"} <= set(files(world)), 30)


def test_a_command_is_explained_and_left_as_it_was(shell, world):
    s = shell()
    command = "ffmpeg -i talk.mp4 -vf scale=-2:240 out.mkv"
    s.type(command)
    s.keys("C-g")
    s.wait("resizes to 240 high")
    s.wait(f"P> {re.escape(command)}$")
    assert s.line == command
    s.wait_until(lambda: s.text.endswith(f"P> {command}"))
    assert files(world) == ["talk.mp4"]


def test_an_empty_line_lists_what_is_here(shell):
    s = shell()
    s.keys("C-g")
    s.wait("ffai>$")
    s.wait("talk.mp4  video")
    s.keys("Down", "Enter")
    s.wait("ffai> talk.mp4")
    s.type("to mkv")
    s.keys("Enter")
    s.wait("writes 1 new file")
    assert s.line == CONVERT
    s.clear()
    s.keys("C-g")
    s.wait("talk.mp4 to mkv  asked before")
    s.keys("Escape")
    s.wait("ffai>", gone=True)
    assert s.line == ""
    s.wait_until(lambda: s.text.splitlines()[-1:] == ["P>"])


def test_enter_and_text_typed_while_waiting_run_nothing(shell, world):
    """The real helper, slowed down by a model that takes its time, hammered on across the moment of the answer."""
    from feature.models import Model

    with Model(lambda _asked: (time.sleep(1.0), "ffmpeg -i talk.mp4 -vn SEEN.mp3")[1]) as model:
        s = shell(FFAI_MODEL="openai/test", FFAI_API_BASE=model.url, OPENAI_API_KEY="x")
        s.type("transmogrify talk.mp4 into xyzzy")
        s.keys("C-g")
        until = time.monotonic() + 2.0
        while time.monotonic() < until:
            s.keys("Enter")
            s.type("touch typed")
            s.keys("Enter")
            time.sleep(0.03)
        s.wait("writes 1 new file")
        assert s.line == "ffmpeg -i talk.mp4 -vn SEEN.mp3"
        assert files(world) == ["talk.mp4"]


@pytest.mark.parametrize("key", ["C-c", "C-g", "Escape"])
def test_waiting_can_be_given_up_and_the_line_stays(shell, key):
    from feature.models import Model

    with Model(lambda _asked: (time.sleep(8), "")[1]) as model:
        s = shell(FFAI_MODEL="openai/test", FFAI_API_BASE=model.url, OPENAI_API_KEY="x")
        request = "transmogrify talk.mp4 into xyzzy"
        s.type(request)
        s.keys("C-g")
        s.wait("gives up")
        assert request in s.text
        s.keys(key)
        s.wait("gives up", gone=True)
        s.wait_until(lambda: s.text.endswith(f"P> {request}"))
        assert s.line == request
        s.clear()
        s.type("stty -a")
        s.keys("Enter")
        s.wait("[^-]isig")


def test_ctrl_c_right_after_the_key_counts(shell):
    s = shell()
    request = "convert talk.mp4 to mkv"
    s.type(request)
    s.wait_until(lambda: s.line == request)
    s.keys("C-g")
    time.sleep(0.05)
    s.keys("C-c")
    time.sleep(0.6)
    assert s.line in (request, CONVERT)  # too late is too late; but the line is never lost, and the shell lives
    s.clear()
    s.type("echo ali''ve")
    s.keys("Enter")
    s.wait("^alive$")


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo 'it broke'; exit 1", "it broke"),
        ("exit 1", "it failed \\(exit 1\\); your line was kept"),
        ("exit 0", "it failed \\(exit 0\\); your line was kept"),
        ("kill -9 $$", "it failed \\(exit 137\\); your line was kept"),
        ("echo 'echo one'; echo 'echo two'", "your line was kept|echo one"),
        ("printf 'echo a\\033[2Jb\\n'", "echo a"),
        ("printf 'echo a\\rb\\n'", "echo a"),
        ("printf 'echo a\\302\\233b\\n'", "echo a"),
    ],
    ids=["message", "silent", "empty", "killed", "two-lines", "escape", "return", "c1"],
)
def test_whatever_the_helper_does_the_line_is_kept(shell, stub, script, told):
    s = shell(FFAI_BIN=stub(script))
    s.type("my request")
    s.keys("C-g")
    s.wait(told)
    assert s.line == "my request"
    s.wait("^P> my request$")


def test_a_helper_that_is_not_there_is_told(shell):
    s = shell(FFAI_BIN="no-such-ffai")
    s.type("my request")
    s.keys("C-g")
    s.wait("no-such-ffai is not found on the PATH; your line was kept")
    assert s.line == "my request"


def test_a_request_is_passed_as_it_is(shell, stub, world):
    """Nothing in a request is taken for shell syntax, an option or a pattern."""
    args = world.root / "args"
    s = shell(FFAI_BIN=stub(f'printf "%s\\0" "$@" >{args}; exit 1'))
    for request in ("--help", "it's \"5\" o'clock", "* $HOME `id` !! $(id) \\n", "# a comment", "ünïcödé 日本", "a;b|c&d>e"):
        args.unlink(missing_ok=True)
        s.type(request)
        s.keys("C-g")
        s.wait_until(args.exists)
        s.wait("your line was kept")
        assert args.read_text().split("\0")[-2] == request
        assert s.line == request
        s.clear()
        s.keys("C-l")


NAMES = [
    "two words.mp4",
    "it's.mp4",
    'a "quoted".mp4',
    "[v].mp4",
    "a!b.mp4",
    "$HOME.mp4",
    "`id`.mp4",
    "back\\slash.mp4",
    "back\\\\two.mp4",
    "semi;colon & more.mp4",
    "~tilde.mp4",
    "star*.mp4",
    "{a,b}.mp4",
    "#hash.mp4",
    "日本 ü.mp4",
    "percent%self.mp4",
    "line\nfeed.mp4",
    "esc\x1b[31m.mp4",
    "bidi\u202e4pm.mp4",
]


def test_the_line_is_quoted_so_that_the_shell_reads_the_same_words(shell, name, world):
    """The helper's own quoting, read back by the shell it is for."""
    from ffai_shell.line import quoted, shows_all

    line = quoted(("printf", "%s\\0", *NAMES), name)
    assert shows_all(line)
    s = shell(size=(200, 40))
    path = world.root / "words"
    s.type(f"{line} >{path}")
    s.keys("Enter")
    s.wait_until(lambda: path.exists() and path.read_bytes().endswith(b"4pm.mp4\0"))
    assert path.read_bytes().decode().split("\0")[:-1] == NAMES


@pytest.mark.parametrize("file", ["it's [v] a!b.mp4", "back\\\\slash 'q'.mp4"])
def test_a_line_for_an_odd_name_runs(shell, world, file):
    os.rename(world.work / "talk.mp4", world.work / file)
    s = shell(size=(200, 30))
    s.ask("convert the video to mkv")
    s.keys("Enter")
    s.wait_until(lambda: file.replace(".mp4", ".mkv") in files(world))


OPTIONS = {
    "zsh": [
        "setopt KSH_ARRAYS NO_CLOBBER INTERACTIVE_COMMENTS; set -u",
        "setopt SH_WORD_SPLIT GLOB_SUBST NULL_GLOB ERR_RETURN; alias ffai='echo aliased'",
        "setopt RC_QUOTES EXTENDED_GLOB PROMPT_SUBST; RPS1='right'",
        "setopt ERR_EXIT",
        "TMOUT=1; TRAPALRM() { zle reset-prompt }; RPS1='%*'",
        INIT["zsh"],
    ],
    "bash": [
        "set -eu -o pipefail -o noclobber",
        "set -o posix; IFS=x; alias ffai='echo aliased'; trap 'echo trapped' INT",
        "shopt -s failglob nullglob extglob; PROMPT_COMMAND='PS1=\"P> \"; false'",
        INIT["bash"],
    ],
    "fish": ["alias ffai='echo aliased'", INIT["fish"] + "; function fish_right_prompt; echo right; end"],
}


@pytest.mark.parametrize("shell_name", SHELLS)
def test_the_shells_own_options_do_not_matter(world, shell_name):
    if not shutil.which(shell_name):
        pytest.skip(f"needs {shell_name}")
    for number, option in enumerate(OPTIONS[shell_name]):
        place = "after" if number % 2 or "alias" in option else "before"
        s = Shell(shell_name, world, **{place: option})
        try:
            assert s.ask("convert talk.mp4 to mkv") == CONVERT, option
            s.clear()
            s.ask("xyzzy")
            assert s.line == "xyzzy", option
        finally:
            s.close()


VI = {"zsh": "bindkey -v", "bash": "set -o vi", "fish": "fish_vi_key_bindings"}


def test_vi_keys(shell, name):
    s = shell(before=VI[name])
    assert s.ask("convert talk.mp4 to mkv") == CONVERT
    if name == "bash":  # its vi command mode does not undo what a command did to the line
        s.keys("C-_")
        s.wait_until(lambda: s.line == "convert talk.mp4 to mkv")
    s.keys("Escape")
    time.sleep(0.5)
    if name != "bash":
        s.keys("u")
    s.wait_until(lambda: s.line == "convert talk.mp4 to mkv")
    s.press()  # from the command mode
    assert s.line == CONVERT


PROMPTS = {
    "zsh": "PS1=$'\\n%F{green}top %~%f\\nP> '; RPS1='%F{red}right%f'",
    "bash": "PS1='\\n\\[\\e[32m\\]top \\w\\[\\e[0m\\]\\nP> '",
    "fish": "function fish_prompt; printf '\\ntop %s\\nP> ' (prompt_pwd); end",
}


@pytest.mark.parametrize("size", [(100, 30), (20, 12), (60, 6)], ids=str)
def test_prompts_of_several_lines_in_small_terminals(shell, name, size):
    s = shell(prompt=PROMPTS[name].replace("\\\\", "\\"), size=size)
    for _ in range(2):  # at the top, then at the bottom
        assert s.ask("xyzzy") == "xyzzy"
        s.wait("^P> xyzzy")
        s.keys("C-u")
        s.type("echo ok''ay")
        s.keys("Enter")
        s.wait("^okay$")
        s.wait_until(lambda: s.line == "")
        assert s.ask("convert talk.mp4 to mkv") == CONVERT
        s.keys("C-u", "Enter", "Enter", "Enter")


MULTI_LINE = {"zsh": ["M-Enter"], "bash": ["C-v", "C-j"], "fish": ["M-Enter"]}


def test_a_buffer_of_several_lines_is_one_request(shell, name):
    s = shell()
    s.type("convert talk.mp4")
    s.keys(*MULTI_LINE[name])
    s.type("to mkv")
    assert s.line == "convert talk.mp4\nto mkv"
    s.press()
    assert s.line == CONVERT
    s.keys("C-_")
    s.wait_until(lambda: s.line == "convert talk.mp4\nto mkv")


def test_in_a_command_that_is_still_open_nothing_is_replaced(shell, name, world):
    """Behind an open quote the line is a part of a command, not a request."""
    s = shell()
    s.type("echo 'still open")
    s.keys("Enter")
    s.type("convert talk.mp4 to mkv")
    s.keys("C-g")
    s.wait("^ffai: ")
    s.wait_until(lambda: (s.keys("C-c"), s.line)[1] == "")
    assert files(world) == ["talk.mp4"]


def test_a_long_request_over_several_rows(shell):
    s = shell(size=(60, 20))
    request = "xyzzy " * 40 + "end"
    s.type(request)
    s.keys("C-g")
    s.wait("not understood")
    assert s.line == request


def test_the_key_in_a_search_does_not_send_what_was_found(shell, name, world):
    s = shell()
    s.type("echo convert talk.mp4 to mkv")
    s.keys("Enter")
    s.wait("^convert")
    s.keys("C-r")
    s.type("convert")
    time.sleep(0.3)
    s.keys("C-g")
    time.sleep(0.5)
    assert CONVERT not in s.text


def test_the_request_can_be_kept_in_the_shells_history(shell, name):
    if name == "fish":
        pytest.skip("fish 3 has no command that adds to its history")
    s = shell(FFAI_HISTORY="1")
    s.ask("convert talk.mp4 to mkv")
    s.clear()
    s.keys("Enter", "Up")
    assert s.line == "# convert talk.mp4 to mkv"


HOSTILE = [
    "ffmpeg -i talk.mp4 out.mkv; rm -rf talk.mp4",
    "ffmpeg -i talk.mp4 out.mkv && rm talk.mp4",
    "ffmpeg -i talk.mp4 out.mkv | sh",
    "ffmpeg -i talk.mp4 $(touch owned).mkv",
    "ffmpeg -i talk.mp4 `touch owned`.mkv",
    "ffmpeg -i talk.mp4 out.mkv\ntouch owned",
    "ffmpeg -i talk.mp4 out.mkv\rtouch owned",
    "ffmpeg -i talk.mp4 out.mkv \x1b[2J\x1b[H",
    "ffmpeg -i talk.mp4 out\x1b]0;owned\x07.mkv",
    "ffmpeg -i talk.mp4 out\x9b2J.mkv",
    "ffmpeg -i talk.mp4 out\u202evkm.mkv",
    "ffmpeg -i talk.mp4 out\u200b.mkv",
    "ffmpeg -i talk.mp4 out\u2028touch owned.mkv",
    "ffmpeg -i talk.mp4 out\u2029.mkv",
    "ffmpeg -i talk.mp4 out\ue000.mkv",
    "ffmpeg -i talk.mp4 out\ufeff.mkv",
    "ffmpeg -i talk.mp4 out\u2066.mkv",
    "ffmpeg -i talk.mp4 out\x00.mkv",
    "ffmpeg -i talk.mp4 'out!!.mkv'",
    "ffmpeg -i talk.mp4 -y talk.mp4",
    "ffmpeg -i talk.mp4 out.mkv > talk.mp4",
    "ffmpeg -i talk.mp4 out.mkv &",
    "ffmpeg -i <(touch owned) out.mkv",
    "eval ffmpeg -i talk.mp4 out.mkv",
    "FOO=$(touch owned) ffmpeg -i talk.mp4 out.mkv",
    "ffmpeg -i talk.mp4 -f tee 'out.mkv|talk.mp4'",
    "ffmpeg -i talk.mp4 file:/etc/passwd",
    "ffmpeg -f lavfi -i 'movie=talk.mp4' -vf 'metadata=print:file=talk.mp4' out.mkv",
    "```sh\nffmpeg -i talk.mp4 out.mkv; touch owned\n```",
    '{"commands": ["ffmpeg -i talk.mp4 out.mkv", "touch owned"]}',
    "ffmpeg -i talk.mp4 -f tee '[f=null]-|[f=mpegts]/etc/passwd'",
    "Sure! Press Enter:\n\n",
]


def test_hostile_answers_run_nothing_and_hide_nothing(shell, world):
    """What a model may say, through the whole helper: what comes to the line shows all, and is safe or behind the guard."""
    import unicodedata

    from feature.models import Model

    said = []
    with Model(lambda _asked: said[-1]) as model:
        s = shell(size=(200, 50), FFAI_MODEL="openai/test", FFAI_API_BASE=model.url, OPENAI_API_KEY="x")
        before = (world.work / "talk.mp4").read_bytes()
        for answer in HOSTILE:
            said.append(answer)
            line = s.ask("transmogrify talk.mp4 into xyzzy")
            kept = line == "transmogrify talk.mp4 into xyzzy"
            behind = bool(re.fullmatch("ffai run [0-9a-f]{15}", line))
            plain = line.startswith("ffmpeg -i talk.mp4 ") and not re.search("owned(?!.mkv)|rm |passwd", line)
            assert kept or behind or plain, (answer, line)
            assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")], (answer, line)
            assert files(world) == ["talk.mp4"], answer
            s.clear()
        assert (world.work / "talk.mp4").read_bytes() == before


HOSTILE_NAMES = [
    "$(touch owned).mp4",
    "x && touch owned &&.mp4",
    "x\ntouch owned\n.mp4",
    "esc\x1b[2J\x1b]0;owned\x07.mp4",
    "-y -i owned.mp4",
    "bidi\u202e4pm.exe.mp4",
    "!! !$ ^a^b.mp4",
    "'\"$'\\''.mp4",
    "\u2028touch owned.mp4",
]


def test_hostile_file_names_run_nothing_and_the_line_does_what_it_says(shell, world):
    s = shell(size=(200, 50))
    kept = world.root / "kept.mp4"
    os.rename(world.work / "talk.mp4", kept)
    for number, file in enumerate(HOSTILE_NAMES):
        folder = world.root / f"odd{number}"
        folder.mkdir()
        shutil.copy(kept, folder / file)
        s.type(f"cd {folder}")
        s.keys("Enter")
        s.wait_until(lambda: s.line == "")
        line = s.ask("convert the video to mkv")
        from ffai_shell.line import shows_all

        assert shows_all(line), (file, line)
        assert os.listdir(folder) == [file]
        if re.match("ffai run ", line) or not line.startswith("ffmpeg "):
            s.clear()
            continue
        s.keys("Enter")
        s.wait_until(lambda folder=folder: len(os.listdir(folder)) == 2)
        (made,) = set(os.listdir(folder)) - {file}
        assert made.endswith(".mkv"), "blanks at the end of a name are left out of the result's"
        assert made[:-4].strip() == file[:-4].strip()
        s.keys("C-l")


def test_hostile_metadata_is_shown_and_not_obeyed(shell, world):
    import subprocess

    title = "\x1b[2J\x1b]0;owned\x07\u202egnp\n; touch owned"
    odd = world.work / "odd.mkv"
    tags = ["-metadata", f"title={title}", "-metadata:s:a:0", f"title={title}", "-metadata:s:a:0", f"language={title}"]
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-i", world.work / "talk.mp4", "-map", "0", "-c", "copy", *tags, odd], check=True
    )
    s = shell(size=(150, 40))
    for request in (
        "extract the audio of odd.mkv",
        "what is in odd.mkv?",
        "what is the title of odd.mkv?",
        "convert odd.mkv to mp4",
    ):
        line = s.ask(request)
        assert "\x1b" not in line
        assert "touch" not in line
        assert "P> " in s.text, "the screen was not cleared by it"
        s.clear()
    s.type("ffmpeg -i odd.mkv -c copy out.mkv")
    s.keys("C-g")
    s.wait("safe")
    assert "\u202e" not in s.everything
    assert files(world) == ["odd.mkv", "talk.mp4"]


FENCE = ["\\n", "\\r", "\\033[31m", "\\007", "\\010", "\\177", "\\302\\233", "\\302\\205", "\\001", "\\t"]


def test_the_shell_itself_lets_no_control_character_through(shell, stub, world):
    """The second fence: should the helper ever fail to hold them back."""
    told = world.root / "told"
    s = shell(FFAI_BIN=stub(f'printf "ls $(cat {told})x\\n"'))
    for code in FENCE:
        told.write_text(code)
        s.keys("C-l")
        s.type("mine")
        s.keys("C-g")
        time.sleep(0.25)
        assert s.line == "mine", code
        s.clear()


PLUGINS = (
    "/usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh",
    "/usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh",
)


@pytest.mark.skipif(not all(os.path.exists(p) for p in PLUGINS), reason="needs zsh-autosuggestions and zsh-syntax-highlighting")
@pytest.mark.parametrize("place", ["before", "after"])
def test_with_suggestions_and_highlighting(world, place):
    s = Shell("zsh", world, **{place: "\n".join(f"source {plugin}" for plugin in PLUGINS)})
    try:
        s.type("convert talk.mp4 to mkv please")
        s.keys("C-u")
        assert s.ask("convert talk.mp4 to mkv") == CONVERT
        assert f"P> {CONVERT}" in s.text.splitlines()
    finally:
        s.close()


CLASH = {
    "zsh": "navi() { :; }; zle -N navi; bindkey '^G' navi",
    "bash": "bind -x '\"\\C-g\": navi'",
    "fish": "bind \\cg navi",
}


def test_a_key_that_somebody_else_had_is_told(shell, name):
    s = shell(before=CLASH[name])
    assert "Ctrl-G was taken already" in s.text.replace("\n", "")
    assert "navi" in s.text
    s = shell()
    assert "taken" not in s.text
    s = shell(before=INIT[name])
    assert "taken" not in s.text, "an rc file read twice is no clash"


def test_another_key(shell, name):
    other = INIT[name].replace(f"init {name}", f"init {name} --key '^X^F'")
    s = shell(init=other)
    s.type("convert talk.mp4 to mkv")
    s.keys("C-x", "C-f")
    s.wait("ffai: ")
    assert s.line == CONVERT


def test_the_wrong_shell_is_refused(shell, name):
    wrong = {
        "zsh": 'eval "$(ffai shell init bash)"',
        "bash": 'eval "$(ffai shell init zsh)"',
        "fish": "ffai shell init zsh | source",
    }
    s = shell(init=wrong[name])
    assert f"this shell is {name}" in s.text or f"for {name} it is" in s.text
    assert "rror" not in s.text
    if name == "bash":
        s = shell(init='eval "$(ffai shell init fish)"')
        assert "this shell is bash, not fish" in s.text


def test_the_other_of_zsh_and_bash_refuses_the_file_itself(shell, name, world):
    """A file that was written once is read by the wrong shell: no syntax error, one message."""
    if name == "fish":
        pytest.skip("fish's syntax is another")
    other = {"zsh": "bash", "bash": "zsh"}[name]
    (world.root / "widget").write_text(world.run("shell", "init", other).out)
    s = shell(init=f". {world.root}/widget")
    assert f"this is the widget for {other}; for {name} it is" in s.text
    assert "rror" not in s.text


def test_an_old_shell_is_told(shell, name, world):
    text = world.run("shell", "init", name).out
    old = {
        "zsh": text.replace("$ZSH_VERSION", "$OLD_VERSION"),
        "bash": text.replace("BASH_VERSINFO", "OLD_VERSINFO").replace("$BASH_VERSION;", "3.2.57;"),
        "fish": text.replace("$version", "$old_version"),
    }[name]
    set_old = {"zsh": "OLD_VERSION=5.2", "bash": "OLD_VERSINFO=(3 2)", "fish": "set old_version 3.0.2"}[name]
    (world.root / "widget").write_text(old)
    s = shell(before=set_old, init=f". {world.root}/widget")
    assert re.search("needs (bash 4.4|zsh 5.3|fish 3.1) or later, and this is (3.2.57|5.2|3.0.2)", s.text)


def test_the_completions_are_those_of_the_tables(name):
    from ffai_shell.completions import make

    assert Path(make.HERE, f"ffai.{name}").read_text() == make.text(name), "run: python -m ffai_shell.completions.make"


def test_completions(shell, name, world):
    """Files by media type, options, commands and their commands, models, shells: Tab after the word so far."""
    (world.work / "talk.txt").write_text("no media")
    world.config.mkdir()
    (world.config / "config.toml").write_text('[profile.careful]\nmodel = "openai/test"\n[profile.other]\nprompt = "many-shot"\n')
    s = shell(before="autoload -Uz compinit; compinit -u" if name == "zsh" else "", FFAI_MODEL="ollama/qwen3:8b")
    for typed, line in (
        ("ffai --dry", "ffai --dry-run"),
        ("ffai shell ini", "ffai shell init"),
        ("ffai shell init z", "ffai shell init zsh"),
        ("ffai docto", "ffai doctor"),
        ("ffai config get outp", "ffai config get output_dir"),
        ("ffai convert tal", "ffai convert talk.mp4"),
        ("ffai -m offl", "ffai -m offline"),
        ("ffai -m @car", "ffai -m @careful"),
        ("ffai --model @o", "ffai --model @other"),
        ("ffai -m ollama/qw", "ffai -m ollama/qwen3:8b"),
        ("ffai -m ollama/qwen3:", "ffai -m ollama/qwen3:8b"),
        ("ffai config set model @c", "ffai config set model @careful"),
    ):
        s.type(typed)
        s.keys("Tab")
        try:
            s.wait_until(lambda line=line: s.line.strip() == line, 30)
        except AssertionError as error:
            raise AssertionError(f"{typed!r} became {s.line!r}") from error
        s.clear()


def test_the_whole_message_stands_when_everything_is_several_rows_high(shell, name):
    """Request, message and command each take more than a row, at the bottom of the screen, under a prompt of two lines."""
    s = shell(prompt=PROMPTS[name], size=(70, 14))
    s.keys(*["Enter"] * 6)
    time.sleep(0.3)
    s.ask("shrink talk.mp4 for web at 100 pixels wide with loud sound for my aunt who lives far away from here")
    shown = "".join(line.ljust(70) for line in s.text.split("\n"))
    assert re.search("reads 1 file, writes 1 new file; nothing that exists is changed ·\\s*(not used|assumed)", shown), s.text
    assert "starts before it is fully loaded" in shown, s.text
    assert re.search("P> ffmpeg .*talk-web.mp4", shown), s.text
