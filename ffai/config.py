"""Settings: a TOML file under the platform's config folder, then the environment (FFAI_*), then flags. The later one wins."""

import os
from typing import Any, NamedTuple

from ffai.environment import Environment
from ffai.errors import UsageError


class Settings(NamedTuple):
    """What the user chose for every request. Empty text means: not chosen."""

    model: str = ""  # offline, auto, or a name that litellm knows; "" is offline
    api_base: str = ""  # address of an OpenAI-compatible server
    ffmpeg: str = ""  # path or name of the ffmpeg to use
    ffprobe: str = ""
    output_dir: str = ""  # where results go when the request names no place
    log: bool = True  # whether requests are remembered
    timeout: float = 60.0  # seconds that a model may take
    prompt: str = ""  # the prompt that a model gets; "" is the default one
    samples: int = 1  # how often a model is asked for the same
    structured: str = "auto"  # the form that an answer is asked for in: auto, schema, tool, json, text
    temperature: float = 0.0
    top_p: float = 1.0
    max_tokens: int = 0  # of an answer; 0 leaves it to the server
    mask_names: bool = False  # whether a model sees input1.mp4 in place of a file's name
    key_variable: str = ""  # the variable that holds the key, where it is not the provider's usual one
    max_cost_per_day: float = 0.0  # US dollars; 0 is no limit
    max_cpu_hours: float = 200.0  # of one ffmpeg, over all cores
    max_size_gb: float = 0.0  # of one file that ffmpeg writes
    max_memory_gb: float = 0.0  # of one ffmpeg
    keep_free_gb: float = 0.0  # of a disk that is written on
    trash: str = "system"  # where undo puts what a run made: system, or own


class Setting(NamedTuple):
    """One row: a setting's name (also FFAI_NAME in the environment), its kind, and what it is for."""

    name: str
    kind: type
    text: str

    @property
    def variable(self) -> str:
        return "FFAI_" + self.name.upper()


SETTINGS = (
    Setting("model", str, "who translates: offline, auto (offline first, then the model), or a model's name"),
    Setting("api_base", str, "address of an OpenAI-compatible server, for local models"),
    Setting("ffmpeg", str, "the ffmpeg to use: a path or a name"),
    Setting("ffprobe", str, "the ffprobe to use: a path or a name"),
    Setting("output_dir", str, "folder for results when the request names no place"),
    Setting("log", bool, "remember requests, decisions and outcomes (ffai history)"),
    Setting("timeout", float, "seconds that a model may take to answer"),
    Setting("prompt", str, "the prompt that a model gets: one-shot, zero-shot, many-shot, chain-of-thought, retrieval"),
    Setting("samples", int, "how often a model is asked; the command that most agree on is taken"),
    Setting("structured", str, "the form that a model's answer is asked for in: auto, schema, tool, json or text"),
    Setting("temperature", float, "how freely a model chooses its words; 0 is the least"),
    Setting("top_p", float, "the share of likely words that a model chooses from"),
    Setting("max_tokens", int, "the longest answer of a model, in tokens; 0 leaves it to the server"),
    Setting("mask_names", bool, "a model sees input1.mp4 and so on in place of the files' names"),
    Setting("key_variable", str, "the variable that holds the model's key, where it is not the provider's usual one"),
    Setting("max_cost_per_day", float, "US dollars that models may cost on one day; 0 is no limit"),
    Setting("max_cpu_hours", float, "hours of CPU time that one ffmpeg may use, over all cores; 0 is no limit"),
    Setting("max_size_gb", float, "the largest file that ffmpeg may write, in GB; 0 is what the disk has room for"),
    Setting("max_memory_gb", float, "memory that one ffmpeg may use, in GB; 0 is what the machine has"),
    Setting("keep_free_gb", float, "what stays free of a disk that is written on, in GB; 0 is 32 MB"),
    Setting("trash", str, "where undo puts what a run made: system (the desktop's trash) or own (ffai's state folder)"),
)

PROFILE = frozenset(
    "model api_base prompt samples structured temperature top_p max_tokens timeout mask_names key_variable".split()
)
"""The settings that a profile may hold: a prompt, a model and its parameters, named [profile.NAME] in the file, chosen by -m @NAME."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def path(env: Environment) -> str:
    """Where the settings file is, whether it exists or not."""
    return f"{env.config_dir}/config.toml"


def load(env: Environment) -> Settings:
    """The settings in force, flags left out. Raises UsageError when the file or a variable cannot be understood."""
    chosen = stored(env)
    for setting in SETTINGS:
        text = env.variables.get(setting.variable)
        if text is not None:
            chosen[setting.name] = _from_text(setting, text, f"the variable {setting.variable}")
    return Settings(**chosen)


def stored(env: Environment) -> dict[str, Any]:
    """What the settings file itself says, checked. Tables in it belong to other rooms and are left alone."""
    try:
        with open(path(env), encoding="utf-8") as file:
            text = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeError) as error:
        raise UsageError(f"the settings in {path(env)} cannot be read: {error}", "correct the file or move it away") from error
    return {name: _checked(row(name, f"in {path(env)}"), value, path(env)) for name, value in _parse(text, path(env)).items()}


def in_profile(env: Environment, name: str, settings: Settings) -> Settings:
    """The settings with those of the profile over them. Raises UsageError when there is none of that name, or it is wrong."""
    found = profiles(env)
    if name not in found:
        raise UsageError(
            f"there is no profile {name!r}",
            "profiles: " + ", ".join(found) if found else f"a profile is a table [profile.{name}] in {path(env)}",
        )
    return settings._replace(**found[name])


def profiles(env: Environment) -> dict[str, dict[str, Any]]:
    """The profiles of the settings file, checked, by name."""
    import tomllib

    try:
        with open(path(env), "rb") as file:
            tables = tomllib.load(file).get("profile", {})
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"the settings in {path(env)} cannot be read: {error}", "correct the file or move it away") from error
    found = {}
    for name, values in tables.items() if isinstance(tables, dict) else ():
        where = f"in [profile.{name}] of {path(env)}"
        strange = [key for key in values if key not in PROFILE] if isinstance(values, dict) else ["profile"]
        if strange:
            raise UsageError(f"{strange[0]!r} has no place {where}", "a profile holds " + ", ".join(sorted(PROFILE)))
        found[name] = {key: _checked(row(key), value, where) for key, value in values.items()}
    return found


def row(name: str, where: str = "") -> Setting:
    """The row of that name. Raises UsageError that names the nearest one."""
    found = _BY_NAME.get(name.replace("-", "_"))
    if found:
        return found
    from difflib import get_close_matches

    near = get_close_matches(name, _BY_NAME, n=1, cutoff=0.5)
    raise UsageError(
        f"there is no setting {name!r}" + (f" ({where})" if where else ""),
        f"did you mean {near[0]!r}?" if near else "settings: " + ", ".join(_BY_NAME),
    )


def change(env: Environment, name: str, text: str | None) -> object:
    """Writes one setting into the file, or takes it out when `text` is None. The rest of the file stays as it was."""
    setting = row(name)
    value = None if text is None else _from_text(setting, text, name)
    stored(env)  # a file that cannot be read is not written over
    try:
        with open(path(env), encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        lines = []
    _write(path(env), _edited(lines, setting.name, value))
    return value


def _edited(lines: list[str], name: str, value: object) -> list[str]:
    """The lines with that one top-level key set or removed; keys stand before the first table."""
    end = next((number for number, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    head = [line for line in lines[:end] if line.split("=", 1)[0].strip().strip("\"'") != name or "=" not in line]
    if value is not None:
        while head and not head[-1].strip():
            head.pop()
        head.append(f"{name} = {as_toml(value)}")
        if lines[end:]:
            head.append("")
    return head + lines[end:]


def _write(target: str, lines: list[str]) -> None:
    temporary = f"{target}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n" if lines else "")
        os.replace(temporary, target)
    except OSError as error:
        raise UsageError(
            f"the settings cannot be written to {target}: {error.strerror}", "set FFAI_CONFIG_DIR to a folder of yours"
        ) from error


def as_toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        import json

        return json.dumps(value, ensure_ascii=False)  # a TOML basic string has JSON's escapes
    return str(value)


def _parse(text: str, where: str) -> dict[str, object]:
    """The file's top-level keys. Plain lines are read here; anything else goes to tomllib, whose import costs 5 ms."""
    plain = _plain(text)
    if plain is not None:
        return plain
    import tomllib

    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the settings in {where} are not TOML: {error}", "correct that line, or move the file away") from error
    return {name: value for name, value in read.items() if not isinstance(value, dict)}


def _plain(text: str) -> dict[str, object] | None:
    """`name = "text" | true | false | number` lines and comments, or None when there is more in it than that."""
    found: dict[str, object] = {}
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        name, equals, value = (part.strip() for part in stripped.partition("="))
        if not equals or not name.replace("_", "a").isalnum() or not name.isascii() or name in found:
            return None
        if value in ("true", "false"):
            found[name] = value == "true"
        elif value.isdigit() and value.isascii() and (value[0] != "0" or value == "0"):
            found[name] = int(value)
        elif len(value) > 1 and value[0] == value[-1] == '"' and not any(c in value[1:-1] for c in '"\\') and value.isprintable():
            found[name] = value[1:-1]
        else:
            return None
    return found


def _checked(setting: Setting, value: object, where: str) -> Any:
    if setting.kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not setting.kind:
        raise UsageError(
            f"the setting {setting.name!r} in {where} must be {_KINDS[setting.kind]}, not {value!r}", f"see: {setting.text}"
        )
    return value


_KINDS = {str: "a text in quotes", bool: "true or false", float: "a number", int: "a whole number"}


def value_of(name: str, text: str, where: str) -> Any:
    """A setting's value from a flag's text. Raises UsageError."""
    return _from_text(row(name), text, where)


def _from_text(setting: Setting, text: str, where: str) -> object:
    if setting.kind is bool:
        if text.strip().lower() in _TRUE + _FALSE:
            return text.strip().lower() in _TRUE
        raise UsageError(f"{where} must be true or false, not {text!r}")
    if setting.kind is float:
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not 0 <= number < float("inf"):
            raise UsageError(f"{where} must be a number from 0, not {text!r}")
        return number
    if setting.kind is int:
        if not text.strip().isdecimal() or len(text) > 9:
            raise UsageError(f"{where} must be a whole number from 0, not {text!r}")
        return int(text)
    return text
