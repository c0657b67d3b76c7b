"""The one line in a shell's own file."""

import os
import shutil
import subprocess

import pytest

FILES = {"zsh": ".zshrc", "bash": ".bashrc", "fish": ".config/fish/config.fish"}


@pytest.fixture(params=FILES)
def name(request):
    return request.param


@pytest.fixture
def rc(world, name):
    for variable in ("ZDOTDIR", "XDG_CONFIG_HOME"):
        world.variables.pop(variable, None)
    path = world.root / FILES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_the_line_is_shown_added_once_and_taken_out(world, name, rc):
    rc.write_text("# mine, without an end of line")
    rc.chmod(0o600)
    done = world.run("shell", "install", name)
    assert done.status == 5
    assert f"ffai shell init {name}" in done.err
    assert rc.read_text() == "# mine, without an end of line"
    assert world.run("shell", "install", name, "--yes").status == 0
    lines = rc.read_text().splitlines()
    assert lines[0] == "# mine, without an end of line"
    assert len(lines) == 2
    assert rc.stat().st_mode & 0o777 == 0o600
    assert (rc.parent / f"{rc.name}.before-ffai").read_text() == "# mine, without an end of line"
    again = world.run("shell", "install", name, "--yes")
    assert "has it already" in again.err
    assert rc.read_text().splitlines() == lines
    assert world.run("shell", "uninstall", name, "--yes").status == 0
    assert rc.read_text() == "# mine, without an end of line\n"
    assert "has no line" in world.run("shell", "uninstall", name, "--yes").err


def test_a_file_that_is_a_link_stays_one(world, name, rc):
    real = world.root / "dotfiles"
    real.write_text("a\n")
    rc.symlink_to(real)
    assert world.run("shell", "install", name, "--yes").status == 0
    assert rc.is_symlink()
    assert f"init {name}" in real.read_text()


def test_what_the_user_wrote_himself_is_left_alone(world, name, rc):
    rc.write_text(f'eval "$(ffai shell init {name})"\n')
    assert "has it already" in world.run("shell", "install", name, "--yes").err
    assert "this one is yours" in world.run("shell", "uninstall", name, "--yes").err
    assert rc.read_text() == f'eval "$(ffai shell init {name})"\n'


def test_the_users_own_shell_is_meant_when_none_is_named(world):
    world.variables.pop("ZDOTDIR", None)
    assert ".zshrc" in world.run("shell", "install", SHELL="/usr/bin/zsh").err
    assert world.run("shell", "install", SHELL="/bin/tcsh").status == 2
    assert "tcsh" in world.run("shell", "install", SHELL="/bin/tcsh").err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_cannot_be_written_is_told(world, name, rc):
    rc.write_text("a\n")
    rc.parent.chmod(0o500)
    try:
        done = world.run("shell", "install", name, "--yes")
    finally:
        rc.parent.chmod(0o700)
    assert done.status == 2
    assert "cannot be written" in done.err


@pytest.mark.parametrize(
    ("key", "zsh", "bash", "fish"),
    [
        ("^X^F", "'^X^F'", "'\\C-x\\C-f'", "bind \\cx\\cf "),
        ("ctrl-o", "'^O'", "'\\C-o'", "bind \\co "),
        ("\\C-x f", "'^Xf'", "'\\C-xf'", "bind \\cxf "),
        ("alt-g", "'^[g'", "'\\eg'", "bind \\eg "),
    ],
)
def test_a_key_in_any_way_of_writing(world, key, zsh, bash, fish):
    for shell, text in (("zsh", zsh), ("bash", bash), ("fish", fish)):
        done = world.run("shell", "init", shell, "--key", key)
        assert text in done.out, shell
        assert "@" not in done.out.split("# completions")[0].replace("${", "").replace('"$@"', "") or "@KEY@" not in done.out
        if shutil.which(shell):
            assert subprocess.run([shell, "-n"], input=done.out.encode(), check=False).returncode == 0


@pytest.mark.parametrize("key", ["g", "^C", "^M", "ctrl-1", "F5", "^'; rm -rf ~", "", "^"])
def test_what_is_no_key_is_refused(world, key):
    done = world.run("shell", "init", "zsh", "--key", key)
    if key:
        assert done.status == 2
        assert "key" in done.err
        assert done.out == ""
    else:
        assert "'^G'" in done.out


@pytest.mark.parametrize("shell", FILES)
def test_a_script_is_not_disturbed(world, shell):
    """Silent, and nothing is started, in a shell that nobody sits at."""
    if not shutil.which(shell):
        pytest.skip(f"needs {shell}")
    path = world.root / "widget"
    path.write_text(world.run("shell", "init", shell).out)
    done = subprocess.run(
        [shell, "-c", f". {path}; echo fine"],
        capture_output=True,
        text=True,
        env={**world.variables, "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert (done.stdout, done.stderr) == ("fine\n", "")
