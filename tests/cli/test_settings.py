import os

import pytest


def test_a_setting_that_was_written_is_read_back(world):
    assert world.run("config", "set", "model", "openai/small").status == 0
    assert world.run("config", "get", "model").out == "openai/small\n"
    assert (world.config / "config.toml").read_text() == 'model = "openai/small"\n'


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("log", "off", "false"),
        ("timeout", "12.5", "12.5"),
        ("output_dir", 'a "quoted" \\ folder', 'a "quoted" \\ folder'),
        ("ffmpeg", "/opt/ünï/ffmpeg", "/opt/ünï/ffmpeg"),
        ("output-dir", "-dash", "-dash"),
    ],
)
def test_values_of_every_kind_survive_the_file(world, name, value, shown):
    assert world.run("config", "set", "--", name, value).status == 0
    assert world.run("config", "get", name).out == f"{shown}\n"


def test_the_environment_wins_over_the_file(world):
    world.run("config", "set", "model", "from-the-file")
    assert world.run("config", "get", "model", FFAI_MODEL="from-the-environment").out == "from-the-environment\n"
    assert "FFAI_MODEL" in world.run("config", "list", FFAI_MODEL="x").out


def test_setting_one_leaves_the_rest_of_the_file_alone(world):
    world.config.mkdir()
    path = world.config / "config.toml"
    path.write_text('# mine\nmodel = "a"\n\n[shell]\nkey = "^G"\n')
    world.run("config", "set", "log", "false")
    world.run("config", "set", "model", "b")
    text = path.read_text()
    assert text.startswith("# mine\n")
    assert text.endswith('[shell]\nkey = "^G"\n')
    assert world.run("config", "get", "model").out == "b\n"
    assert world.run("config", "get", "log").out == "false\n"


def test_unset_brings_the_default_back(world):
    world.run("config", "set", "log", "false")
    assert world.run("config", "unset", "log").status == 0
    assert world.run("config", "get", "log").out == "true\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('modle = "x"\n', "did you mean 'model'?"),
        ("log = 3\n", "must be true or false"),
        ('log = "no"\n', "must be true or false"),
        ("model = [1]\n", "must be a text"),
        ("timeout = true\n", "must be a number"),
        ("model = \n", "not TOML"),
        ("\x00\n", "not TOML"),
    ],
    ids=["unknown", "number for bool", "text for bool", "list for text", "bool for number", "no value", "nul"],
)
def test_a_wrong_file_is_named_with_what_is_wrong(world, text, told):
    world.config.mkdir()
    (world.config / "config.toml").write_text(text)
    result = world.run("config", "list")
    assert result.status == 2
    assert told in result.err
    assert "config.toml" in result.err
    assert "Traceback" not in result.err


def test_a_file_that_is_no_text_is_told(world):
    world.config.mkdir()
    (world.config / "config.toml").write_bytes(b"\xff\xfe")
    assert world.run("config", "list").status == 2


def test_an_unknown_name_is_answered_with_the_nearest(world):
    result = world.run("config", "set", "ouput_dir", "x")
    assert result.status == 2
    assert "'output_dir'" in result.err


def test_a_wrong_value_is_not_written(world):
    assert world.run("config", "set", "log", "perhaps").status == 2
    assert world.run("config", "set", "timeout", "soon").status == 2
    assert not (world.config / "config.toml").exists()


def test_the_file_is_the_users_own(world):
    world.run("config", "set", "model", "x")
    assert os.stat(world.config / "config.toml").st_mode & 0o077 == 0


def test_full_toml_is_read_too(world):
    world.config.mkdir()
    (world.config / "config.toml").write_text("model = '''\nx'''\n'log' = false # no\ntimeout = 1_0\n[other]\nmodel = 3\n")
    assert world.run("config", "get", "log").out == "false\n"
    assert world.run("config", "get", "timeout").out == "10.0\n"
    assert world.run("config", "get", "model").out == "x\n"
