"""`ffai config`: settings in the file of the platform's config folder."""

import click

from ffai import config as settings
from ffai.environment import Environment
from ffai.errors import ExitStatus


@click.group()
def config() -> None:
    """Settings: a TOML file; the environment (FFAI_…) and flags win over it."""


@config.command()
@click.pass_obj
def path(env: Environment) -> None:
    """Where the settings file is."""
    env.stdout.write(settings.path(env) + "\n")


@config.command(name="list")
@click.pass_obj
def list_all(env: Environment) -> None:
    """All settings with their values and where these come from."""
    from ffai.show.style import style_of

    style = style_of(env.stdout, env.variables)
    stored, in_force = settings.stored(env), settings.load(env)
    for row in settings.SETTINGS:
        source = row.variable if row.variable in env.variables else "file" if row.name in stored else ""
        value = settings.as_toml(getattr(in_force, row.name))
        env.stdout.write(f"{row.name} = {value}{style.paint('dim', f'  ({source})') if source else ''}\n")
        env.stdout.write(style.paint("dim", f"    {row.text}") + "\n")


@config.command()
@click.argument("name")
@click.pass_obj
def get(env: Environment, name: str) -> int:
    """The value in force of one setting."""
    value = getattr(settings.load(env), settings.row(name).name)
    env.stdout.write(f"{str(value).lower() if isinstance(value, bool) else value}\n")
    return ExitStatus.DONE


@config.command(name="set", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("value")
@click.pass_obj
def set_one(env: Environment, name: str, value: str) -> None:
    """Write one setting into the file."""
    kept = settings.change(env, name, value)
    env.stderr.write(f"{settings.row(name).name} = {settings.as_toml(kept)}\n")


@config.command()
@click.argument("name")
@click.option("--api-base", default="", metavar="URL", help="Address of an OpenAI-compatible server.")
@click.option("--key", "ask_key", is_flag=True, help="Ask for the provider's key and keep it in the system's keyring.")
@click.option("--no-try", is_flag=True, help="Write the settings without asking the model anything.")
@click.pass_obj
def model(env: Environment, /, name: str, api_base: str, *, ask_key: bool, no_try: bool) -> int:
    """Set a model up: ask it something small, and write the settings when it answers.

    \b
    ffai config model gpt-4.1-mini
    ffai config model openai/qwen --api-base http://127.0.0.1:8080/v1
    """  # noqa: D301 - click wants the character itself
    from ffai.commands.model import set_up

    return set_up(name, api_base, env, ask_key=ask_key, no_try=no_try)


@config.command()
@click.argument("name")
@click.pass_obj
def unset(env: Environment, name: str) -> None:
    """Take one setting out of the file."""
    settings.change(env, name, None)
    env.stderr.write(f"{settings.row(name).name} is unset\n")
