"""`ffai config model`: a model set up, tried, and only then written into the settings."""

import json

from ffai import config as settings
from ffai.environment import Environment
from ffai.errors import ExitStatus, ModelFailed, UsageError

_TRIAL = 'Request: convert in.wav to out.mp3\nAnswer with one JSON object: {"commands": ["ffmpeg ..."], "explanation": "...", "question": ""}'


def set_up(name: str, api_base: str, env: Environment, *, ask_key: bool, no_try: bool) -> int:
    """Tries the model and keeps it. Raises ModelFailed when it does not answer, UsageError for what is no model's name."""
    if name in ("offline", "auto") or name.startswith("@"):
        raise UsageError(f"{name} is no model's name", f"ffai config set model {name}")
    chosen = settings.load(env)._replace(model=name, api_base=api_base)
    if ask_key:
        _keep_key(name, chosen, env)
    from ffai.show.style import clean, style_of

    style = style_of(env.stderr, env.variables)
    if not no_try:
        said = _tried(chosen, env)
        env.stderr.write(style.plain("".join(f"{clean(line)}\n" for line in said)))
    settings.change(env, "model", name)
    settings.change(env, "api_base", api_base or None)
    env.stderr.write(
        f"model = {settings.as_toml(name)}: it is asked when the rules do not understand a request; -m offline never asks it\n"
    )
    return ExitStatus.DONE


def _tried(chosen: settings.Settings, env: Environment) -> list[str]:
    from ffai.translate.model import extract, prompting
    from ffai.translate.model.talk import Talk

    talk = Talk(chosen, env)
    answer = talk.ask(({"role": "system", "content": prompting.text_of("zero-shot")}, {"role": "user", "content": _TRIAL}))
    found = extract.read(answer.text)
    lines = [f"{talk.target.name} at {talk.target.base or 'litellm'} answered in {talk.seconds:.1f} s"]
    if found.commands:
        lines.append(f"  {found.commands[0]}")
    else:
        lines.append(f"  but with no command: {json.dumps(answer.text[:120], ensure_ascii=False)}")
    amounts = (
        f"{talk.tokens_in or 0} + {talk.tokens_out or 0} tokens"
        if talk.tokens_out
        else "it does not say how many tokens that took"
    )
    lines.append("  " + amounts + (f", ${talk.cost:.5f}" if talk.cost else ""))
    return lines


def _keep_key(name: str, chosen: settings.Settings, env: Environment) -> None:
    """Asks for the key, unseen, and gives it to the keyring. It is written nowhere else."""
    from ffai.translate.model import providers

    provider, _ = providers.provider_of(chosen, env)
    names = providers.PROVIDERS[provider].keys if provider in providers.PROVIDERS else ()
    if not names:
        raise UsageError(f"{name} needs no key", "leave out --key")
    if not providers.has_keyring():
        raise ModelFailed("there is no keyring here to keep a key in", f"pip install 'ffai[keyring]', or: export {names[0]}=...")
    if not env.interactive:
        raise UsageError("a key is asked for on a terminal only", f"export {names[0]}=...")
    import getpass

    key = getpass.getpass(f"key for {provider} (not shown): ", stream=env.stderr).strip()
    if not key:
        raise UsageError("no key was given", f"export {names[0]}=...")
    if not providers.to_keyring(provider, key):
        raise ModelFailed("the keyring does not take the key", f"unlock it, or: export {names[0]}=...")
